//! What is offered while something is typed.

use serde_json::Value;

use super::{Editor, FILES, PEOPLE};

/// What is offered at the place that `|` marks: `label → text`, in the order in which it is shown.
fn offered(editor: &mut Editor, file: &str, marked: &str) -> Vec<String> {
    let answer = editor.at("textDocument/completion", file, marked).unwrap();
    let mut items = answer["items"].as_array().cloned().unwrap_or_default();
    items.sort_by_key(|item| item["sortText"].as_str().unwrap().to_owned());
    let text = |item: &Value| {
        let new = item["textEdit"]["newText"].as_str().unwrap();
        format!("{} → {new}", item["label"].as_str().unwrap())
    };
    items.iter().map(text).collect()
}

#[test]
fn keys_that_are_needed_come_first_and_those_that_are_there_do_not_come() {
    let mut editor = Editor::open("keys", &FILES);
    let typed = "[[time-off]]\nperson = \"ana\"\nthr|\n[[time-off]]\nuntil = 2026-10-19T09:00\n";
    let found = offered(&mut editor, "t.toml", typed);
    assert_eq!(found[..3], ["from → from = ", "until → until = ", "through → through = "]);
    assert!(found.contains(&"[people.ID] → [people.".to_owned()), "{found:?}");
    let typed = "[rotations.x]\nstarts = 2026-10-05T09:00\n|\n[rotations.x.follows]\n";
    let found = offered(&mut editor, "t.toml", typed);
    assert!(found.contains(&"line-ups → [[rotations.x.line-ups]]".to_owned()), "{found:?}");
    assert!(!found.iter().any(|item| item.starts_with("follows") || item.starts_with("starts")));
    assert_eq!(editor.close(), 0);
}

#[test]
fn keys_are_offered_with_what_they_mean() {
    let mut editor = Editor::open("documented", &FILES);
    let answer = editor.at("textDocument/completion", "t.toml", "[people.dev]\nna|").unwrap();
    let name = &answer["items"][0];
    assert_eq!(name["label"], "name");
    assert_eq!(name["detail"], "required: a text");
    assert_eq!(name["documentation"], "The name that people know them by.");
    assert_eq!(name["textEdit"]["range"]["start"]["character"], 0);
    assert_eq!(editor.close(), 0);
}

#[test]
fn keys_are_offered_between_braces_and_after_dots() {
    let mut editor = Editor::open("braces", &FILES);
    let typed =
        "[people.ana]\nnotify.high = [{ via = \"push\", after = \"0m\" }, { after = \"1m\", |";
    assert_eq!(offered(&mut editor, "t.toml", typed), ["via → via = "]);
    let typed = "[people.ana]\nnotify.|";
    assert_eq!(offered(&mut editor, "t.toml", typed), ["high → high = [", "low → low = ["]);
    let typed = "[services.x.escalation]\nde|";
    assert!(offered(&mut editor, "t.toml", typed).iter().all(|item| !item.starts_with("default")));
    assert_eq!(editor.close(), 0);
}

#[test]
fn ids_are_offered_where_they_are_used() {
    let mut editor = Editor::open("ids", &FILES);
    let people =
        |quote: &str| ["ana", "ben", "cho"].map(|id| format!("{id} → {quote}{id}{quote}")).to_vec();
    assert_eq!(offered(&mut editor, "t.toml", "[[time-off]]\nperson = |"), people("\""));
    assert_eq!(offered(&mut editor, "t.toml", "[[time-off]]\nperson = \"|\""), people(""));
    assert_eq!(offered(&mut editor, "t.toml", "[[time-off]]\nperson = \"b|\nfrom = "), people(""));
    let group = "[rotations.x]\npeople = [\n  [\"ana\", \"|";
    let mut with_nobody = people("");
    with_nobody.push("nobody → nobody".to_owned());
    assert_eq!(offered(&mut editor, "t.toml", group), with_nobody);
    let target = "[escalations.x]\nsteps = [{ after = \"0m\", notify = { rotation = \"|";
    assert_eq!(offered(&mut editor, "t.toml", target), ["primary → primary"]);
    let answer =
        editor.at("textDocument/completion", "t.toml", "[[time-off]]\nperson = \"|").unwrap();
    assert_eq!(answer["items"][2]["detail"], "Cho *x*, Asia/Seoul");
    assert_eq!(editor.close(), 0);
}

#[test]
fn what_is_defined_but_can_be_no_id_is_not_offered() {
    let people =
        "[people.ana]\nname = \"Ana\"\n[people.\"a\\\"]\\nevil = [\\\"b\"]\nname = \"B\"\n";
    let mut editor = Editor::open("no-ids", &[FILES[0], ("people.toml", people)]);
    assert_eq!(offered(&mut editor, "t.toml", "[people.|"), ["ana → ana"]);
    let only = ["ana → \"ana\""];
    assert_eq!(offered(&mut editor, "t.toml", "[[time-off]]\nperson = |"), only);
    let found = offered(&mut editor, "t.toml", "[rotations.'a]] # ']\nline|");
    assert!(found.contains(&"line-ups → line-ups = [".to_owned()), "{found:?}");
    assert_eq!(editor.close(), 0);
}

#[test]
fn ids_are_offered_in_headers() {
    let mut editor = Editor::open("headers", &FILES);
    let found = offered(&mut editor, "t.toml", "[|");
    assert!(found.contains(&"people → people.".to_owned()), "{found:?}");
    assert!(!found.iter().any(|item| item.starts_with("overrides")), "{found:?}");
    let found = offered(&mut editor, "t.toml", "[[o|]]");
    assert!(found.contains(&"overrides → overrides".to_owned()), "{found:?}");
    assert_eq!(offered(&mut editor, "t.toml", "[people.|")[..1], ["ana → ana"]);
    let found = offered(&mut editor, "t.toml", "[[rotations.primary.|");
    assert_eq!(found, ["line-ups → line-ups", "layers → layers"]);
    assert_eq!(editor.close(), 0);
}

#[test]
fn words_and_zones_are_offered() {
    let mut editor = Editor::open("words", &FILES);
    let found = offered(&mut editor, "t.toml", "[rotations.x]\non-away = |");
    assert_eq!(found, ["keep → \"keep\"", "next → \"next\""]);
    let found = offered(&mut editor, "t.toml", "[rotations.x]\nsplit-windows = |");
    assert_eq!(found, ["true → true", "false → false"]);
    let found = offered(&mut editor, "t.toml", "[people.x]\ntime-zone = \"Europe/Ber|\"");
    assert_eq!(found, ["Europe/Berlin → Europe/Berlin"]);
    let found = offered(&mut editor, "t.toml", "[lint]\ncov|");
    assert!(found.contains(&"coverage-gap → coverage-gap = ".to_owned()), "{found:?}");
    assert_eq!(editor.close(), 0);
}

#[test]
fn front_matter_is_completed_and_the_text_below_is_not() {
    let runbook = ("runbooks/oven.md", "+++\n+++\n");
    let mut editor = Editor::open("front", &[FILES[0], FILES[1], runbook]);
    let found = offered(&mut editor, "runbooks/oven.md", "+++\ntitle = \"x\"\now|\n+++\n# Oven\n");
    assert!(found.contains(&"owner → owner = ".to_owned()), "{found:?}");
    assert!(!found.iter().any(|item| item.contains("title") || item.contains('[')), "{found:?}");
    let found = offered(&mut editor, "runbooks/oven.md", "+++\nowner = \"|\"\n+++\n");
    assert_eq!(found.len(), 3);
    assert_eq!(offered(&mut editor, "runbooks/oven.md", "+++\n+++\n|"), [""; 0]);
    assert_eq!(
        offered(&mut editor, "services.toml", "[services.x]\nrunbooks = [\"|"),
        ["oven → oven"]
    );
    assert_eq!(editor.close(), 0);
}

#[test]
fn nothing_is_offered_in_comments_and_free_text() {
    let mut editor = Editor::open("quiet", &FILES);
    for typed in
        ["# |", "[people.x]\nname = \"|\"", "[people.x]\nname = \"x\" |", "[people.x]\n# na|"]
    {
        assert_eq!(offered(&mut editor, "t.toml", typed), [""; 0], "{typed}");
    }
    let windows = PEOPLE.replace('\n', "\r\n").replace("time-zone", "|\r\ntime-zone");
    assert!(!offered(&mut editor, "people.toml", &windows).is_empty());
    assert_eq!(editor.close(), 0);
}
