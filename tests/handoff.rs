//! A brief says what the schedule, the records and the history say, and nothing else; a note is
//! written once, signed, and otherwise left alone.

mod hidden;
mod told;

use serde_json::Value;

use crate::init::folder::{Answer, Folder};

const KESTREL: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/kestrel");

/// Two people who take turns by the week; Ana takes over on Monday 26 October.
const HARBOUR: &str = r#"irp = 1

[plan]
name = "Harbour"
time-zone = "Europe/Berlin"

[people.ana]
name = "Ana"
email = "ana@example.org"
contacts = { push = "app:ana", phone = "vault:ana/phone" }
notify.high = [{ via = "push", after = "0m" }, { via = "phone", after = "2m" }]

[people.bo]
name = "Bo"
contacts = { push = "app:bo", phone = "vault:bo/phone" }
notify.high = [{ via = "push", after = "0m" }, { via = "phone", after = "2m" }]

[rotations.first]
role = "first-responder"
starts = 2026-01-05T09:00
turn = "1w"
people = ["ana", "bo"]

[rotations.second]
role = "secondary-responder"
follows = { rotation = "first", offset = 1 }

[rotations.other]
starts = 2026-01-05T09:00
turn = "1w"
people = ["bo", "ana"]

[escalations.harbour]
steps = [
    { after = "0m", notify = { rotation = "first" } },
    { after = "6m", notify = { rotation = "second" } },
]

[severities.sev1]
rank = 1
acknowledge-within = "5m"

[services.shop]
tier = 1
escalation = "harbour"
"#;

fn harbour(name: &str) -> Folder {
    let folder = Folder::new(&format!("handoff-{name}"));
    folder.write("irp.toml", HARBOUR);
    folder
}

/// The same plan with a note required.
fn strict(name: &str) -> Folder {
    let folder = harbour(name);
    let role = "role = \"first-responder\"\n";
    folder
        .write("irp.toml", &HARBOUR.replace(role, &format!("{role}handoff-note = \"required\"\n")));
    folder
}

fn brief(folder: &Folder, args: &[&str]) -> Value {
    let answer = folder.irp(&[&["handoff", "--json"], args].concat());
    assert_eq!(answer.code, 0, "{answer:?}");
    serde_json::from_str(&answer.out).unwrap()
}

fn texts<'v>(list: &'v Value, key: &str) -> Vec<&'v str> {
    list.as_array().unwrap().iter().map(|item| item[key].as_str().unwrap()).collect()
}

fn refused(answer: &Answer, why: &str) {
    assert_eq!(answer.code, 2, "{answer:?}");
    assert!(answer.err.contains(why), "{why}: {}", answer.err);
}

#[test]
fn a_quiet_handoff_is_two_lines() {
    let folder = harbour("quiet");
    for format in ["text", "list"] {
        let text = folder.irp(&["handoff", "first", "--format", format]).out;
        let lines: Vec<_> = text.lines().collect();
        assert_eq!(lines.len(), 2, "{text}");
        assert!(lines[0].starts_with("first: Ana takes over from Bo at Mon 26 Oct 2026"), "{text}");
        assert!(lines[1].starts_with("Quiet: "), "{text}");
    }
    let brief = brief(&folder, &["first"]);
    assert_eq!(brief["quiet"], true, "{brief}");
}

#[test]
fn whoever_takes_over_is_whoever_irp_oncall_names_then() {
    let folder = Folder::new("handoff-oncall");
    let at = |rotation: &str, at: &str| {
        let args = ["oncall", at, "-r", rotation, "--print", "id", "--plan", KESTREL];
        let answer = folder.irp(&args);
        answer.out.lines().map(str::to_owned).collect::<Vec<_>>()
    };
    let rotations = ["product-primary", "product-secondary", "platform-primary", "triage-desk"];
    for rotation in rotations {
        for when in ["2026-10-19T09:00:00Z", "2026-10-24T20:00:00Z", "2026-11-06T00:00:00Z"] {
            let brief = brief(&folder, &[rotation, "--at", when, "--plan", KESTREL]);
            let boundary = brief["boundary"].as_str().unwrap();
            let shift = brief["shift"]["start"].as_str().unwrap();
            assert!(boundary >= when, "{rotation} {when}: {boundary}");
            assert_eq!(
                texts(&brief["incoming"], "id"),
                at(rotation, boundary),
                "{rotation} {when}"
            );
            assert_eq!(texts(&brief["outgoing"], "id"), at(rotation, shift), "{rotation} {when}");
            let last =
                self::brief(&folder, &[rotation, "--last", "--now", boundary, "--plan", KESTREL]);
            assert_eq!(last["boundary"], brief["boundary"], "{rotation} {when}");
        }
    }
}

#[test]
fn the_brief_of_the_example_is_read_at_a_glance() {
    let folder = Folder::new("handoff-glance");
    let ask = ["handoff", "product-primary", "--at", "2026-10-20T13:00:00Z", "--plan", KESTREL];
    let of = |more: &[&str]| folder.irp(&[&ask, more].concat());
    let text = of(&["--now", "2026-10-19T09:00:00Z"]);
    // On a terminal of 80 columns rows are one line, and sentences are folded.
    let rows = |line: &str| match line.chars().count() {
        long if long > 80 && !line.contains('\t') => 1 + (long - 80).div_ceil(72),
        _ => 1,
    };
    let lines: usize = text.out.lines().chain(text.err.lines()).map(rows).sum();
    let marked = of(&["--now", "2026-10-19T09:00:00Z", "--format", "md"]);
    assert!(lines < 60 && marked.out.lines().count() < 60, "{lines}: {marked:?}");
}

#[test]
fn what_changed_is_told_since_the_last_shift_of_whoever_takes_over() {
    let folder = Folder::repository("handoff-changed");
    let commit = |text: &str, date: &str| {
        folder.write("irp.toml", text);
        folder.git(&["add", "."]);
        folder.commit("Ana", "ana@example.org", date);
    };
    commit(&HARBOUR.replace("tier = 1", "tier = 2"), "2026-09-01T09:00:00Z");
    // Ana's last shift begins on 12 October.
    let before = HARBOUR.replace("after = \"6m\"", "after = \"9m\"");
    commit(&before, "2026-10-01T09:00:00Z");
    let other = "[rotations.other]\ndescription = \"Others\"\n";
    commit(&HARBOUR.replace("[rotations.other]\n", other), "2026-10-15T09:00:00Z");
    let brief = brief(&folder, &["first"]);
    let changes = &brief["changes"];
    assert_eq!(changes["since"], "2026-10-12T07:00:00Z", "{brief}");
    let told = texts(&changes["changes"], "what");
    assert!(told.iter().any(|what| what.contains("escalations.harbour")), "{told:?}");
    let irrelevant = |what: &&&str| what.contains("other") || what.contains("tier");
    assert_eq!(told.iter().find(irrelevant), None);
    let text = folder.irp(&["handoff", "first"]).out;
    assert!(text.contains("CHANGED IN THE PLAN\n") && text.contains("(irp.toml:"), "{text}");
}

#[test]
fn pages_at_night_and_late_answers_are_counted_by_shift() {
    let folder = harbour("pages");
    let record = |day: &str, answered: &str| {
        format!(
            "+++\nseverity = \"sev1\"\nstatus = \"closed\"\nservices = [\"shop\"]\n\
             [times]\nstarted = {day}T01:00:00Z\nmitigated = {day}T01:30:00Z\n\
             resolved = {day}T02:00:00Z\n[[pages]]\nat = {day}T01:05:00Z\nto = \"bo\"\n\
             rotation = \"first\"\n{answered}+++\n"
        )
    };
    folder
        .write("incidents/this.md", &record("2026-10-20", "acknowledged = 2026-10-20T01:12:00Z\n"));
    folder.write("incidents/before.md", &record("2026-10-13", ""));
    folder.write("incidents/long-ago.md", &record("2026-09-13", ""));
    let brief = brief(&folder, &["first"]);
    let told = brief["happened"].as_array().unwrap();
    let of = |row: &Value| {
        (row["shift"].to_string(), row["pages_at_night"].clone(), row["pages_late"].clone())
    };
    let told: Vec<_> = told.iter().map(of).collect();
    let expected = ["\"this\"", "\"before\""].map(|shift| (shift.to_owned(), 1.into(), 1.into()));
    assert_eq!(told, expected);
    assert_eq!(brief["happened"][0]["impact_s"], 1800);
}

#[test]
fn an_open_incident_comes_first_and_its_roles_are_handed_over() {
    let folder = harbour("open");
    folder.write(
        "incidents/fire.md",
        "+++\ntitle = \"The shop burns\"\nseverity = \"sev1\"\nservices = [\"shop\"]\n[times]\n\
         started = 2026-10-21T08:00:00Z\n+++\n",
    );
    let brief = brief(&folder, &["first"]);
    assert_eq!(brief["start_here"][0], "sev1 is under way: The shop burns (fire)");
    assert!(brief["checklist"][0].as_str().unwrap().contains("fire"), "{}", brief["checklist"]);
    let other = self::brief(&folder, &["other"]);
    assert_eq!(other["open"].as_array().unwrap().len(), 0, "{other}");
}

#[test]
fn a_clock_that_changes_in_the_coming_shift_is_a_risk() {
    let folder = harbour("clock");
    let plan =
        HARBOUR.replace("name = \"Ana\"", "name = \"Ana\"\ntime-zone = \"America/New_York\"");
    folder.write("irp.toml", &plan);
    let risks = brief(&folder, &["first"]);
    let told = texts(&risks["risks"], "what");
    assert_eq!(told, ["clocks of America/New_York go back by 1h"]);
    assert_eq!(risks["risks"][0]["span"]["start"], "2026-11-01T06:00:00Z");
}

#[test]
fn a_note_is_written_once_and_never_over_another() {
    let folder = strict("new");
    let dry = folder.irp(&["handoff", "new", "first", "--dry-run"]);
    assert!(dry.code == 0 && dry.out.starts_with("+++\nrotation = \"first\"\n"), "{dry:?}");
    assert!(!folder.has("handoffs"));
    let answer = folder.irp(&["handoff", "new", "first"]);
    assert_eq!(answer.code, 0, "{answer:?}");
    let file = "handoffs/2026/2026-10-26-first.md";
    assert_eq!(folder.read(file), dry.out);
    let check = folder.irp(&["check", "--json"]).out;
    assert!(!check.contains("handoffs/2026/"), "{check}");
    folder.write(file, &folder.read(file).replace("## Watch\n", "## Watch\n\nThe import.\n"));
    let kept = folder.read(file);
    refused(&folder.irp(&["handoff", "new", "first"]), "has its note: handoffs/2026/2026-10-26");
    assert_eq!(folder.read(file), kept);
    let brief = brief(&folder, &["first"]);
    assert_eq!(texts(&brief["notes"], "text"), ["The import."]);
}

#[test]
fn a_note_goes_where_the_plan_looks_for_notes() {
    let folder = harbour("glob");
    let zone = "time-zone = \"Europe/Berlin\"\n";
    for (glob, file) in [
        ("notes/*.md", "notes/2026-10-26-first.md"),
        ("shift/**/*.md", "shift/2026/2026-10-26-first.md"),
        ("*.note.md", ""),
    ] {
        let plan = HARBOUR.replacen(zone, &format!("{zone}handoffs = \"{glob}\"\n"), 1);
        folder.write("irp.toml", &plan);
        let answer = folder.irp(&["handoff", "new", "first"]);
        if file.is_empty() {
            refused(&answer, "no glob of `[plan] handoffs` takes a file");
        } else {
            assert!(answer.code == 0 && folder.has(file), "{glob}: {answer:?}");
        }
    }
}

#[cfg(unix)]
#[test]
#[expect(clippy::disallowed_methods, reason = "the link is made for the test")]
fn no_note_is_written_through_a_link() {
    let folder = harbour("link");
    std::fs::create_dir(folder.0.join("elsewhere")).unwrap();
    std::os::unix::fs::symlink(folder.0.join("elsewhere"), folder.path("handoffs")).unwrap();
    let answer = folder.irp(&["handoff", "new", "first"]);
    assert_eq!(answer.code, 2, "{answer:?}");
    assert_eq!(std::fs::read_dir(folder.0.join("elsewhere")).unwrap().count(), 0);
}

#[test]
fn a_signature_changes_one_line_of_a_note() {
    let folder = strict("ack");
    let file = "handoffs/2026/2026-10-19-first.md";
    let note = "+++\r\nrotation = \"first\"  # the first\r\nboundary = 2026-10-19T07:00:00Z\r\n\
                incoming = \"bo\" # he\r\n+++\r\n## Watch\r\nThe import.\r\n";
    folder.write(file, note);
    refused(&folder.irp(&["handoff", "ack", "first"]), "git is not set to an e-mail address");
    let dry = folder.irp(&["handoff", "ack", "first", "--by", "bo", "--dry-run"]);
    assert_eq!(folder.read(file), note);
    assert_eq!(folder.irp(&["handoff", "ack", "first", "--by", "bo"]).code, 0);
    let signed = note.replace("# he\r\n", "# he\r\nacknowledged-by = \"bo\"\r\n");
    assert_eq!(folder.read(file), signed);
    assert_eq!(dry.out, signed);
    let again = folder.irp(&["handoff", "ack", "first", "--by", "bo"]);
    assert!(again.code == 0 && again.err.contains("has signed"), "{again:?}");
    folder.git(&["init", "--quiet"]);
    folder.git(&["config", "user.email", "ANA@example.org"]);
    assert_eq!(folder.irp(&["handoff", "ack"]).code, 0);
    assert_eq!(folder.read(file), signed.replace("\"bo\"\r\n+++", "[\"bo\", \"ana\"]\r\n+++"));
}

#[test]
fn required_notes_that_are_missing_are_listed() {
    let folder = strict("list");
    let list = folder.irp(&["handoff", "list", "--json"]);
    assert_eq!(list.code, 1, "{list:?}");
    let list: Value = serde_json::from_str(&list.out).unwrap();
    let boundaries = texts(&list["handoffs"], "boundary");
    let expected = [
        "2026-10-19T07:00:00Z",
        "2026-10-12T07:00:00Z",
        "2026-10-05T07:00:00Z",
        "2026-09-28T07:00:00Z",
    ];
    assert_eq!(boundaries, expected);
    assert_eq!(list["missing"], 4);
    let brief = brief(&folder, &["first"]);
    assert!(brief["start_here"][0].as_str().unwrap().contains("has no note"), "{brief}");
    for at in expected {
        assert_eq!(folder.irp(&["handoff", "new", "first", "--at", at]).code, 0, "{at}");
    }
    let list = folder.irp(&["handoff", "list"]);
    assert!(list.code == 0 && list.out.contains("handoffs/2026/2026-10-19-first.md"), "{list:?}");
}

#[test]
fn what_strangers_write_is_shown_and_means_nothing() {
    let folder = harbour("hostile");
    folder
        .write("irp.toml", &HARBOUR.replace("name = \"Bo\"", "name = \"Bo | <b>\\u001b[1m @all\""));
    folder.write(
        "handoffs/2026-10-19-first.md",
        "+++\nrotation = \"first\"\nboundary = 2026-10-19T07:00:00Z\n+++\n## Watch\n\
         <script>alert(1)</script> @all [x](javascript:y)\u{1b}[2J\n",
    );
    let args = |format| ["handoff", "first", "--format", format, "--color", "never"];
    let text = folder.irp(&args("text")).out;
    assert!(text.contains("\\u{1b}[2J") && !text.contains('\u{1b}'), "{text}");
    let markdown = folder.irp(&args("md")).out;
    assert!(!markdown.contains("<script>") && !markdown.contains("@all"), "{markdown}");
    assert!(!markdown.contains("[x](") && !markdown.contains("<b>"), "{markdown}");
    let html = folder.irp(&args("html")).out;
    assert!(html.contains("&lt;script&gt;") && !html.contains("<script"), "{html}");
    assert!(!html.contains("<b>") && !html.contains('\u{1b}'), "{html}");
}

#[test]
fn a_plan_replaces_the_page() {
    let folder = strict("template");
    folder.write("templates/handoff.html", "{{ rotation }}:{{ sections[0].title }}\n");
    let answer = folder.irp(&["handoff", "first", "--format", "html"]);
    assert_eq!(answer.out, "first:Who\n", "{answer:?}");
}

#[test]
fn what_cannot_be_done_says_why() {
    let folder = harbour("refused");
    for (args, why) in [
        (&["frist"][..], "did you mean `first`?"),
        (&["first", "second"], "one word too many"),
        (&["list", "--last"], "`irp handoff list` has no use for `--last`"),
        (&["first", "--by", "ana"], "has no use for `--by`"),
        (&["first", "--dry-run"], "has no use for `--dry-run`"),
        (&["new", "first", "--json"], "no answer as JSON"),
        (&["ack", "first", "--by", "ana"], "there is no such note of `first`"),
        (&["ack", "first", "--by", "anna"], "did you mean `ana`?"),
        (&["first", "--at", "soon"], "soon"),
    ] {
        refused(&folder.irp(&[&["handoff"], args].concat()), why);
    }
    let alone = HARBOUR.replace("people = [\"ana\", \"bo\"]", "people = [\"ana\"]");
    folder.write("irp.toml", &alone);
    refused(&folder.irp(&["handoff", "first"]), "is not handed over to anybody else");
    folder.write("irp.toml", &HARBOUR.replacen("turn = \"1w\"", "turn = \"1x\"", 1));
    refused(&folder.irp(&["handoff", "first"]), "leaves `first` without an answer");
}
