//! An exported channel becomes lines of the timeline, once they were shown.

use std::fs;

use super::{FILE, OPEN, burning, json, timeline};
use crate::init::folder::Folder;

const SLACK: &str = r#"[
  {"type": "message", "user": "U1", "ts": "1792574100.000100", "text": "I am declaring an incident because nobody can pay",
   "user_profile": {"real_name": "Ana", "name": "ana.x"}},
  {"type": "message", "user": "U2", "ts": "1792574160.000200", "text": "I\u2019m the incident commander",
   "user_profile": {"display_name": "bo.ek"}},
  {"type": "message", "user": "U2", "ts": "1792574200.000300", "text": "lunch?"},
  {"type": "message", "user": "U9", "ts": "1792574220.000400", "text": "<@U1> see <https://x.example|the graph> &amp; weep",
   "reactions": [{"name": "pushpin", "users": ["U1"], "count": 1}]},
  {"type": "message", "user": "U2", "ts": "1792574280.000500", "text": "!action rolled back 4412",
   "user_profile": {"display_name": "bo.ek"}},
  {"type": "message", "subtype": "channel_join", "user": "U2", "ts": "1792574300.000600", "text": "I am declaring an incident"},
  {"type": "message", "user": "U2", "ts": "639000000000.0", "text": "!note from the year 22219"}
]"#;

fn import(folder: &Folder, format: &str, more: &[&str]) -> crate::init::folder::Answer {
    let words = ["incident", "import-chat", "chat", "--format", format];
    folder.irp(&[&words[..], more].concat())
}

#[test]
fn lines_are_shown_first_and_written_once() {
    let folder = burning("slack");
    folder.write("chat", SLACK);
    let answer = import(&folder, "slack", &[]);
    assert_eq!(answer.code, 0, "{answer:?}");
    assert_eq!(folder.read(FILE), OPEN, "nothing is written");
    assert!(answer.err.contains("--write adds these lines"), "{answer:?}");
    assert!(answer.err.contains("1 message without a time that can be"), "{answer:?}");
    let answer = import(&folder, "slack", &["--write"]);
    assert!(answer.err.contains("added 4 to"), "{answer:?}");
    let lines = timeline(&folder);
    let said: Vec<_> = lines[1..]
        .iter()
        .map(|line| ["kind", "by", "text"].map(|key| line[key].as_str().unwrap_or("-").to_owned()))
        .collect();
    assert_eq!(
        said,
        [
            ["declare", "ana", "I am declaring an incident because nobody can pay"],
            ["role", "bo", "I’m the incident commander"],
            ["note", "-", "U9: @Ana see the graph (https://x.example) & weep"],
            ["action", "bo", "rolled back 4412"],
        ]
    );
    assert_eq!(lines[1]["source"], "slack 1792574100.000100");
    let once = folder.read(FILE);
    let answer = import(&folder, "slack", &["--write"]);
    assert!(answer.err.contains("nothing to add"), "{answer:?}");
    assert_eq!(folder.read(FILE), once);
}

#[test]
fn mattermost_and_plain_text_are_read_too() {
    let folder = burning("others");
    let posts = r#"{"type": "version", "version": 1}
{"type": "post", "post": {"user": "bo.ek", "message": "This incident is mitigated.", "create_at": 1792574100500, "replies": [{"user": "cho", "message": "yes", "create_at": 1792574160000, "reactions": [{"emoji_name": "memo"}]}]}}
"#;
    folder.write("chat", posts);
    assert_eq!(import(&folder, "mattermost", &["--write"]).code, 0);
    let text = "2026-10-21T09:20:00Z ana: !decision no rollback\n  we go on\n[2026-10-21 11:25] <bo> is this \
                incident resolved?\n2026-10-21 11:30 bo: The incident is resolved, thanks all\n";
    folder.write("chat", text);
    assert_eq!(import(&folder, "plain", &["--write"]).code, 0);
    let said: Vec<_> = timeline(&folder)[1..]
        .iter()
        .map(|line| ["at", "kind", "text"].map(|key| line[key].as_str().unwrap().to_owned()))
        .collect();
    assert_eq!(
        said,
        [
            ["2026-10-21T09:15:00Z", "mitigate", "This incident is mitigated."],
            ["2026-10-21T09:16:00Z", "note", "yes"],
            ["2026-10-21T09:20:00Z", "decision", "no rollback\nwe go on"],
            ["2026-10-21T09:30:00Z", "resolve", "The incident is resolved, thanks all"],
        ]
    );
    let times = &json(&folder, &["show", super::ID])["incidents"][0]["times"];
    assert!(times.to_string().contains("the first `resolve` in the timeline"), "{times}");
    assert!(folder.read(FILE).contains("status = \"resolved\""), "as `log --kind resolve` has it");
}

#[test]
fn what_is_no_export_is_refused() {
    let folder = burning("no-export");
    for (text, format, reason) in [
        ("no JSON", "slack", "the export is not JSON"),
        ("{}", "slack", "no list of messages"),
        ("3", "slack", "no list of messages"),
        ("[{\"a\": 1}]", "slack", "nothing in the export is a message"),
        ("{\"post\"", "mattermost", "line 1 of the export is not JSON"),
        ("", "mattermost", "no posts"),
        ("hello\n", "plain", "no line of the text begins with a time"),
    ] {
        folder.write("chat", text);
        let answer = import(&folder, format, &["--write"]);
        assert_eq!(answer.code, 2, "{answer:?}");
        assert!(answer.err.contains(reason) && answer.err.contains("help: "), "{answer:?}");
    }
    let deep = "[".repeat(100_000);
    folder.write("chat", &deep);
    assert_eq!(import(&folder, "slack", &[]).code, 2);
    fs::write(folder.path("chat"), [0xff, 0xfe, 0]).unwrap();
    assert!(import(&folder, "plain", &[]).err.contains("not UTF-8"));
    fs::File::create(folder.path("chat")).unwrap().set_len(500 * 1024 * 1024).unwrap();
    let answer = import(&folder, "slack", &[]);
    assert!(answer.code == 2 && answer.err.contains("larger than 32 MiB"), "{answer:?}");
    fs::remove_file(folder.path("chat")).unwrap();
    assert!(import(&folder, "slack", &[]).err.contains("cannot read chat"));
    assert_eq!(folder.read(FILE), OPEN);
}
