//! Ids: where they are defined and used, what they are, and how they change.

use serde_json::{Value, json};

use super::{Editor, FILES, IRP, PEOPLE};

/// Every way in which a person and a rotation can be named.
const MORE: &str = r#"[[overrides]]
rotation = "primary"
from = 2026-10-23T17:00
until = 2026-10-26T09:00
replace = "cho"
with = ['ben']

[[shadows]]
rotation = "primary"
person = "ben"
from = 2026-11-02
through = 2026-11-06

[teams]
oven = { lead = "ben", members = ["ben", "cho"] }

[escalations.oven]
steps = [{ after = "0m", notify = [{ rotation = "primary" }, { person = "ben" }] }]

[rotations.second]
follows = { rotation = "primary", offset = 1 }

[[rotations.primary.line-ups]]
from = 2026-11-09
people = [["ana", "ben"], "cho"]

[[lint.allow]]
rule = "coverage-gap"
target = "rotations.primary"
reason = "closed at night; primary"
through = 2027-01-31
"#;

const NOTE: &str =
    "+++\nrotation = \"primary\"\nboundary = 2026-10-19T07:00:00Z\nincoming = \"ben\"\n+++\nben\n";

fn files() -> Vec<(&'static str, &'static str)> {
    // `[lint]` stands in one file.
    let mut files: Vec<_> = FILES.into_iter().filter(|(name, _)| *name != "lint.toml").collect();
    files.extend([("more.toml", MORE), ("handoffs/2026-10-19.md", NOTE)]);
    files
}

/// The texts of the plan after an edit, by file.
fn applied(editor: &Editor, edit: &Value) -> Vec<(String, String)> {
    let all = files();
    let mut files = Vec::new();
    for change in edit["documentChanges"].as_array().unwrap() {
        let name = editor.name(change["textDocument"]["uri"].as_str().unwrap());
        let text = all.iter().find(|(file, _)| *file == name).unwrap().1;
        let mut lines: Vec<_> = text.lines().map(str::to_owned).collect();
        for edit in change["edits"].as_array().unwrap().iter().rev() {
            let number = |end: &str, key: &str| {
                usize::try_from(edit["range"][end][key].as_u64().unwrap()).unwrap()
            };
            let line = &mut lines[number("start", "line")];
            let range = number("start", "character")..number("end", "character");
            line.replace_range(range, edit["newText"].as_str().unwrap());
        }
        files.push((name, lines.join("\n") + "\n"));
    }
    files
}

#[test]
fn a_person_is_renamed_wherever_their_id_stands_and_nowhere_else() {
    let mut editor = Editor::open("rename-person", &files());
    let mut place = editor.mark("people.toml", &PEOPLE.replace("people.ben]", "people.b|en]"));
    let prepared = editor.ask("textDocument/prepareRename", &place).unwrap();
    assert_eq!(prepared["placeholder"], "ben");
    place["newName"] = json!("benno");
    let edit = editor.ask("textDocument/rename", &place).unwrap();
    let new = |text: &str| {
        ["people.ben", "\"ben\"", "'ben'"]
            .iter()
            .fold(text.to_owned(), |text, old| text.replace(old, &old.replace("ben", "benno")))
    };
    let expected = [
        ("handoffs/2026-10-19.md".to_owned(), new(NOTE)),
        ("irp.toml".to_owned(), new(IRP)),
        ("more.toml".to_owned(), new(MORE)),
        ("people.toml".to_owned(), new(PEOPLE)),
    ];
    let mut found = applied(&editor, &edit);
    found.sort();
    assert_eq!(found, expected);
    assert_eq!(editor.close(), 0);
}

#[test]
fn a_rotation_is_renamed_in_headers_of_its_parts_and_in_exceptions() {
    let mut editor = Editor::open("rename-rotation", &files());
    let mut place =
        editor.mark("irp.toml", &IRP.replace("[rotations.primary]", "[rotations.primary|]"));
    place["newName"] = json!("oven");
    let edit = editor.ask("textDocument/rename", &place).unwrap();
    let mut found = applied(&editor, &edit);
    found.sort();
    let names: Vec<_> = found.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["handoffs/2026-10-19.md", "irp.toml", "more.toml"]);
    assert!(found[2].1.contains("[[rotations.oven.line-ups]]"));
    assert!(
        found[2].1.contains("target = \"rotations.oven\"\nreason = \"closed at night; primary\"")
    );
    assert!(
        found.iter().all(|(_, text)| !text.contains("\"primary\"") && !text.contains(".primary"))
    );
    assert_eq!(editor.close(), 0);
}

#[test]
fn the_id_of_an_exception_is_not_looked_for_in_the_name_of_its_table() {
    let irp = IRP.replace("primary", "a");
    let lint =
        "[[lint.allow]]\nrule = \"coverage-gap\"\ntarget = \"rotations.a\"\nreason = \"x\"\n";
    let mut editor = Editor::open("target", &[("irp.toml", &irp), FILES[1], ("lint.toml", lint)]);
    let place = editor.mark("lint.toml", &lint.replace("rotations.a", "rotations.a|"));
    let range = json!({ "start": { "line": 2, "character": 20 },
        "end": { "line": 2, "character": 21 } });
    let prepared = editor.ask("textDocument/prepareRename", &place).unwrap();
    assert_eq!(prepared, json!({ "placeholder": "a", "range": range }));
    let mut renamed = place.clone();
    renamed["newName"] = json!("oven");
    let edit = editor.ask("textDocument/rename", &renamed).unwrap();
    let changes = edit["documentChanges"].as_array().unwrap();
    let edits: Vec<_> = changes.iter().map(|change| change["edits"].clone()).collect();
    assert!(edits.contains(&json!([{ "newText": "oven", "range": range }])), "{edits:?}");
    assert_eq!(editor.close(), 0);
}

#[test]
fn what_is_no_id_is_not_written_by_a_quick_fix() {
    let people = format!("{PEOPLE}[people.\"dev\\\"\\n\"]\nname = \"D\"\n");
    let mut editor = Editor::open("no-fix", &[FILES[0], ("people.toml", &people)]);
    editor.show("t.toml", "[[time-off]]\nperson = \"dev\"\n");
    let line = json!({ "start": { "line": 1, "character": 0 },
        "end": { "line": 1, "character": 20 } });
    let asked = json!({ "textDocument": { "uri": editor.uri("t.toml") }, "range": line });
    let wrong = editor.wrong("t.toml");
    assert!(wrong[1].contains("did you mean `dev"), "{wrong:?}");
    assert_eq!(editor.ask("textDocument/codeAction", &asked), Ok(json!([])));
    editor.edit("t.toml", "[[time-off]]\nperson = \"chi\"\n");
    let fixes = editor.ask("textDocument/codeAction", &asked).unwrap();
    assert_eq!(fixes[0]["title"], "Write `\"cho\"`");
    assert_eq!(editor.close(), 0);
}

#[test]
fn an_id_that_is_none_or_taken_is_refused_with_a_reason() {
    let mut editor = Editor::open("rename-refused", &files());
    let mut place = editor.mark("people.toml", &PEOPLE.replace("people.ben]", "people.b|en]"));
    for (new, why) in [
        (
            "Ben B",
            "`Ben B` cannot be an id: ids are lower-case letters, digits and hyphens, at most 64",
        ),
        ("", "`` cannot be an id: ids are lower-case letters, digits and hyphens, at most 64"),
        ("cho", "there is a person `cho` already, in people.toml:11"),
        ("nobody", "`nobody` is reserved for an intended empty turn"),
    ] {
        place["newName"] = json!(new);
        let refused = editor.ask("textDocument/rename", &place).unwrap_err();
        assert_eq!(refused, (-32_803, why.to_owned()));
    }
    place["newName"] = json!("ben");
    assert_eq!(editor.ask("textDocument/rename", &place), Ok(Value::Null));
    editor.show("more.toml", "[[overrides");
    place["newName"] = json!("benno");
    let (_, why) = editor.ask("textDocument/rename", &place).unwrap_err();
    assert_eq!(why, "more.toml:1 cannot be read whole, and may use `ben`: mend that first");
    assert_eq!(editor.close(), 0);
}

#[test]
fn what_has_no_id_of_its_own_to_change_is_refused() {
    let service = "[services.oven]\nrunbooks = [\"oven|\"]\n";
    let runbook = ("runbooks/oven.md", "+++\ntitle = \"Oven\"\n+++\n");
    let mut editor = Editor::open("rename-no", &[FILES[0], FILES[1], runbook]);
    let refused = editor.at("textDocument/prepareRename", "services.toml", service);
    let why = "the id of a runbook is its file's name: rename the file";
    assert_eq!(refused.unwrap_err().1, why);
    let role = "[rotations.x]\nrole = \"first-resp|onder\"\n";
    let (_, why) = editor.at("textDocument/prepareRename", "x.toml", role).unwrap_err();
    assert_eq!(why, "`first-responder` has a meaning of its own: another id would lose it");
    let text = "[rotations.x]\ndescription = \"b|en\"\n";
    assert_eq!(editor.at("textDocument/prepareRename", "x.toml", text), Ok(Value::Null));
    assert_eq!(editor.close(), 0);
}

#[test]
fn an_id_leads_to_its_definition_and_to_its_uses() {
    let mut editor = Editor::open("definition", &files());
    let place =
        editor.mark("more.toml", &MORE.replace("person = \"ben\" }", "person = \"b|en\" }"));
    let definition = editor.ask("textDocument/definition", &place).unwrap();
    assert_eq!(editor.name(definition[0]["uri"].as_str().unwrap()), "people.toml");
    assert_eq!(definition[0]["range"]["start"], json!({ "line": 3, "character": 8 }));
    let mut place = place;
    let mut count = |definitions: bool| {
        place["context"] = json!({ "includeDeclaration": definitions });
        let found = editor.ask("textDocument/references", &place).unwrap();
        found.as_array().unwrap().len()
    };
    assert_eq!((count(false), count(true)), (8, 10));
    assert_eq!(editor.close(), 0);
}

#[test]
fn a_runbook_leads_to_its_file() {
    let runbook = ("runbooks/oven.md", "+++\ntitle = \"Oven\"\n+++\n");
    let mut editor = Editor::open("runbook", &[FILES[0], FILES[1], runbook]);
    let service = "[services.oven]\nrunbooks = [\"ov|en\"]\n";
    let definition = editor.at("textDocument/definition", "services.toml", service).unwrap();
    assert_eq!(editor.name(definition[0]["uri"].as_str().unwrap()), "runbooks/oven.md");
    assert_eq!(editor.close(), 0);
}

#[test]
fn what_was_meant_is_a_quick_fix() {
    let mut editor = Editor::open("fix", &FILES);
    let text = "[[time-off]]\npresno = \"b|ne\"\nfrom = 2026-11-02\nthrough = 2026-11-06\n";
    let mut place = editor.mark("time-off.toml", text);
    place["range"] =
        json!({ "start": { "line": 0, "character": 0 }, "end": { "line": 9, "character": 0 } });
    let actions = editor.ask("textDocument/codeAction", &place).unwrap();
    let edits: Vec<_> = actions
        .as_array()
        .unwrap()
        .iter()
        .map(|action| {
            let edit = &action["edit"]["documentChanges"][0]["edits"][0];
            (
                action["title"].as_str().unwrap(),
                edit["range"]["start"]["character"].as_u64().unwrap(),
                edit["newText"].as_str().unwrap(),
            )
        })
        .collect();
    assert_eq!(edits, [("Write `person`", 0, "person"), ("Write `\"ben\"`", 9, "\"ben\"")]);
    assert_eq!(editor.close(), 0);
}

#[test]
fn a_rotation_says_who_is_on_call_and_who_is_next() {
    let mut editor = Editor::open("hover-rotation", &FILES);
    let path =
        "[escalations.x]\nsteps = [{ after = \"0m\", notify = { rotation = \"prim|ary\" } }]\n";
    let place = editor.mark("more.toml", path);
    let hover = editor.ask("textDocument/hover", &place).unwrap();
    let text = "rotation `primary`\n\nThe oven\n\nOn call now: **Cho \\*x\\*** until Mon 26 Oct 09:00 CET (6d 23h)\n\n\
        Next: Ana from Mon 26 Oct 09:00 CET until Mon 2 Nov 09:00 CET\n\n\
        now = Mon 19 Oct 2026 11:00 CEST · times in Europe/Berlin";
    assert_eq!(hover["contents"], json!({ "kind": "markdown", "value": text }));
    assert_eq!(hover["range"]["start"], json!({ "line": 1, "character": 48 }));
    assert_eq!(editor.close(), 0);
}

#[test]
fn a_person_says_where_they_are_and_when_they_are_on_call() {
    let mut editor = Editor::start("hover-person", &FILES);
    editor.hello(&json!({}));
    let place = editor.mark("people.toml", &PEOPLE.replace("people.cho", "people.c|ho"));
    let hover = editor.ask("textDocument/hover", &place).unwrap();
    let text = "person `cho`: Cho *x*\n\nMon 19 Oct 2026 18:00 KST in Asia/Seoul\n\n\
        On call now in `primary` until Mon 26 Oct 09:00 CET (6d 23h)\n\n\
        now = Mon 19 Oct 2026 11:00 CEST · times in Europe/Berlin";
    assert_eq!(hover["contents"], json!({ "kind": "plaintext", "value": text }));
    assert_eq!(editor.close(), 0);
}

#[test]
fn a_key_says_what_it_means_and_what_it_takes() {
    let mut editor = Editor::open("hover-key", &FILES);
    let hover = editor.at("textDocument/hover", "irp.toml", &IRP.replace("turn", "tu|rn")).unwrap();
    let text = hover["contents"]["value"].as_str().unwrap();
    assert!(text.starts_with("`turn`: a period such as \"1w\", or \"2 shifts\""), "{text}");
    assert!(text.ends_with("How long a turn lasts\\."), "{text}");
    assert_eq!(editor.close(), 0);
}

#[test]
fn the_tables_of_a_file_are_listed() {
    let mut editor = Editor::open("symbols", &FILES);
    editor.show("people.toml", PEOPLE);
    let asked = json!({ "textDocument": { "uri": editor.uri("people.toml") } });
    let symbols = editor.ask("textDocument/documentSymbol", &asked).unwrap();
    let names: Vec<_> =
        symbols.as_array().unwrap().iter().map(|s| s["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["people.ana", "people.ben", "people.ben.contacts", "people.cho"]);
    assert_eq!(editor.close(), 0);
}

#[test]
fn a_file_is_laid_out_by_editing_the_lines_that_change() {
    let mut editor = Editor::open("format", &FILES);
    editor.show("people.toml", &PEOPLE.replace("name = \"Ben\"", "name=\"Ben\""));
    let asked = json!({ "textDocument": { "uri": editor.uri("people.toml") }, "options": {} });
    let edits = editor.ask("textDocument/formatting", &asked).unwrap();
    let range =
        json!({ "start": { "line": 4, "character": 0 }, "end": { "line": 5, "character": 0 } });
    assert_eq!(edits, json!([{ "range": range, "newText": "name = \"Ben\"\n" }]));
    editor.edit("people.toml", PEOPLE);
    assert_eq!(editor.ask("textDocument/formatting", &asked), Ok(json!([])));
    editor.edit("people.toml", "= =");
    let (_, why) = editor.ask("textDocument/formatting", &asked).unwrap_err();
    assert_eq!(why, "the file is no TOML yet: mend that first");
    assert_eq!(editor.close(), 0);
}
