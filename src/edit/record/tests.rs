//! Where changes are written, and that nothing else changes.

use chrono::DateTime;
use proptest::prelude::*;

use super::*;

const ENTRY: &str = "at = 2026-10-12T18:47:00Z\ntext = \"x\"\n";

fn at() -> Instant {
    DateTime::from_timestamp(1_791_830_820, 0).unwrap()
}

fn add(text: &str) -> Change {
    let entry = vec![("at", Scalar::Instant(at())), ("text", Scalar::Text(text.to_owned()))];
    Change::Add { list: "timeline", entry }
}

fn set(table: Option<&'static str>, key: &str, text: &str) -> Change {
    Change::Set { table, key: key.to_owned(), value: Scalar::Text(text.to_owned()) }
}

fn time(key: &str) -> Change {
    Change::Set { table: Some("times"), key: key.to_owned(), value: Scalar::Instant(at()) }
}

/// What a front matter becomes, in a record with a body.
fn changed(toml: &str, change: &Change) -> Result<String, RecordError> {
    let text = format!("+++\n{toml}+++\nbody\n");
    let new = super::change(&text, FileKind::Incident, std::slice::from_ref(change))?;
    let inner = new.strip_prefix("+++\n").unwrap().strip_suffix("+++\nbody\n").unwrap();
    Ok(inner.to_owned())
}

/// What the front matter of a note becomes when somebody signs it.
fn signed(toml: &str, id: &str) -> Result<String, RecordError> {
    let text = format!("+++\n{toml}+++\nbody\n");
    let push = Change::Push { key: "acknowledged-by", text: id.to_owned() };
    let new = super::change(&text, FileKind::Handoff, &[push])?;
    Ok(new.strip_prefix("+++\n").unwrap().strip_suffix("+++\nbody\n").unwrap().to_owned())
}

#[test]
fn a_text_is_added_to_those_that_are_there_and_every_comment_stays() {
    for (toml, expected) in [
        (
            "incoming = [\n  \"ana\",\n] # who\n",
            "incoming = [\n  \"ana\",\n] # who\nacknowledged-by = \"bo\"\n",
        ),
        ("acknowledged-by = \"ana\"  # read\n", "acknowledged-by = [\"ana\", \"bo\"]  # read\n"),
        ("acknowledged-by = 'a'\n", "acknowledged-by = ['a', \"bo\"]\n"),
        ("acknowledged-by = []\n", "acknowledged-by = [\"bo\"]\n"),
        (
            "acknowledged-by = [ # who\n  \"noah\", # first\n  # later\n]\n",
            "acknowledged-by = [ # who\n  \"noah\", # first\n  \"bo\",\n  # later\n]\n",
        ),
    ] {
        assert_eq!(signed(toml, "bo").as_deref(), Ok(expected));
    }
    for odd in ["acknowledged-by = 3\n", "[acknowledged-by]\n", "[[acknowledged-by]]\n"] {
        assert_eq!(signed(odd, "bo"), Err(RecordError::Form), "{odd}");
    }
}

#[test]
fn a_line_is_added_after_the_last_one_or_before_what_comes_later() {
    for (toml, expected) in [
        ("", format!("[[timeline]]\n{ENTRY}")),
        ("a = 1\n", format!("a = 1\n\n[[timeline]]\n{ENTRY}")),
        (
            "[[timeline]]\na = 1 # one\n# of it\n\n# of the next\n[[factors]]\n",
            format!(
                "[[timeline]]\na = 1 # one\n# of it\n\n[[timeline]]\n{ENTRY}\n# of the next\n[[factors]]\n"
            ),
        ),
        (
            "[times]\na = 1\n[[actions]]\nb = 1\n",
            format!("[times]\na = 1\n\n[[timeline]]\n{ENTRY}\n[[actions]]\nb = 1\n"),
        ),
        (
            "[[timeline]]\na = \"\"\"\n# x\n\n[[timeline]]\n\"\"\"\n[[pages]]\nb = 1\n",
            format!(
                "[[timeline]]\na = \"\"\"\n# x\n\n[[timeline]]\n\"\"\"\n\n[[timeline]]\n{ENTRY}\n[[pages]]\nb = 1\n"
            ),
        ),
        (
            "timeline = [\n  { a = 1 }, # one\n]\n",
            "timeline = [\n  { a = 1 }, { at = 2026-10-12T18:47:00Z, text = \"x\" }, # one\n]\n"
                .to_owned(),
        ),
        (
            "timeline = []\n",
            "timeline = [{ at = 2026-10-12T18:47:00Z, text = \"x\" }]\n".to_owned(),
        ),
    ] {
        assert_eq!(changed(toml, &add("x")), Ok(expected), "{toml}");
    }
}

#[test]
fn letters_that_reorder_or_hide_text_are_seen_in_the_file_and_read_as_they_were() {
    let said =
        "a\u{202e}b \u{200b}\u{2066}c\u{2069} \u{e0041}\u{1b}[1m, \u{1f469}\u{200d}\u{1f692}";
    let written = changed("", &set(None, "title", said)).unwrap();
    let seen = "title = \"a\\u202Eb \\u200B\\u2066c\\u2069 \\U000E0041\\u001B[1m, \u{1f469}\u{200d}\u{1f692}\"\n";
    assert_eq!(written, seen);
    let read = super::parsed(&written).unwrap();
    let read = read.get("title").and_then(|title| title.get_ref().as_str().map(str::to_owned));
    assert_eq!(read.as_deref(), Some(said));
}

#[test]
fn a_key_is_set_where_it_stands_or_in_its_order() {
    let when = "2026-10-12T18:47:00Z";
    for (toml, change, expected) in [
        ("status = \"open\" # so\n", set(None, "status", "x"), "status = \"x\" # so\n".to_owned()),
        (
            "severity = \"a\"\n# of services\nservices = [\n1,\n]\n\n[times]\n",
            set(None, "status", "x"),
            "severity = \"a\"\nstatus = \"x\"\n# of services\nservices = [\n1,\n]\n\n[times]\n"
                .to_owned(),
        ),
        ("", set(None, "status", "x"), "status = \"x\"\n".to_owned()),
        (
            "[times]\nstarted = 1\n# of it\nresolved = 2\n\n[people]\n",
            time("mitigated"),
            format!(
                "[times]\nstarted = 1\nmitigated = {when}\n# of it\nresolved = 2\n\n[people]\n"
            ),
        ),
        ("[times] # all\n", time("mitigated"), format!("[times] # all\nmitigated = {when}\n")),
        ("a = 1\n", time("started"), format!("a = 1\n\n[times]\nstarted = {when}\n")),
        ("times = {}\n", time("started"), format!("times = {{ started = {when} }}\n")),
        (
            "times = { started = 1 }\n",
            time("mitigated"),
            format!("times = {{ started = 1, mitigated = {when} }}\n"),
        ),
        (
            "times.started = 1\nb = 1\n",
            time("mitigated"),
            format!("times.started = 1\ntimes.mitigated = {when}\nb = 1\n"),
        ),
        (
            "[people]\nothers = [\"a\"]\n",
            set(Some("people"), "a b", "x"),
            "[people]\nothers = [\"a\"]\n\"a b\" = \"x\"\n".to_owned(),
        ),
    ] {
        assert_eq!(changed(toml, &change), Ok(expected), "{toml}");
    }
}

#[test]
fn what_is_no_table_no_toml_or_no_record_is_refused() {
    assert_eq!(changed("times = 1\n", &time("started")), Err(RecordError::Form));
    assert_eq!(changed("timeline = 1\n", &add("x")), Err(RecordError::Form));
    assert_eq!(changed("[timeline]\na = 1\n", &add("x")), Err(RecordError::Form));
    assert_eq!(changed("a = \n", &add("x")), Err(RecordError::Syntax));
    let record = |text: &str| change(text, FileKind::Incident, &[add("x")]);
    assert_eq!(record("+++\na = 1\n"), Err(RecordError::NoFrontMatter));
    assert_eq!(record("a = 1\n"), Err(RecordError::NoFrontMatter));
    let large = format!("+++\n+++\n{}", "x".repeat(LARGEST_FILE));
    assert_eq!(record(&large), Err(RecordError::TooLarge));
}

/// Front matters with comments, several forms, and either line end.
fn records() -> impl Strategy<Value = String> {
    let parts = prop::sample::subsequence(
        vec![
            "# a comment\n",
            "severity = \"sev1\" # why\n",
            "services = [\n  \"shop\", # one\n]\n",
            "\n",
            "[times]\nstarted = 2026-10-12T18:00:00Z\n",
            "\n\n# people\n[people] # who\n",
            "[[timeline]]\nat = 2026-10-12T18:00:00Z\ntext = '''\n+ ++\n[x]\n'''\n",
            "# of the next\n",
            "[[timeline]]\nat = 2026-10-12T18:00:00Z\ntext = \"y\"\n# below\n",
            "\n[[factors]]\ntext = \"z\"\n",
            "# the end\n",
        ],
        0..=11,
    );
    (parts, any::<bool>(), "[^+]{0,20}").prop_map(|(parts, windows, body)| {
        let text = format!("+++\n{}+++\n", parts.concat());
        let text = if windows { text.replace('\n', "\r\n") } else { text };
        text + &body
    })
}

proptest! {
    #[test]
    fn a_change_adds_lines_and_takes_none(record in records(), text in any::<String>()) {
        let changes = [add(&text), time("mitigated"), set(Some("people"), "scribe", &text)];
        for one in &changes {
            let new = change(&record, FileKind::Incident, std::slice::from_ref(one)).unwrap();
            let mut old = record.split_inclusive('\n').peekable();
            for line in new.split_inclusive('\n') {
                old.next_if_eq(&line);
            }
            prop_assert_eq!(old.next(), None, "{}\n---\n{}", record, new);
            let inner = &new[FileKind::Incident.toml(&new).unwrap()];
            let ends = inner.matches('\n').count();
            let windows = if record.starts_with("+++\r\n") { ends } else { 0 };
            prop_assert_eq!(inner.matches("\r\n").count(), windows, "{}", new);
        }
        let all = change(&record, FileKind::Incident, &changes).unwrap();
        let again = change(&all, FileKind::Incident, &changes[1..]).unwrap();
        prop_assert_eq!(all, again, "what is set again changes nothing");
    }

    #[test]
    fn a_text_is_written_on_one_line_and_read_as_it_was(text in any::<String>()) {
        let written = literal(&Scalar::Text(text.clone()));
        let acts = written.contains(['\n', '\r', '\u{1b}']);
        prop_assert!(!acts);
        let toml = format!("a = {written}\n");
        let table = parsed(&toml).unwrap();
        let (_, value) = table.iter().next().unwrap();
        prop_assert_eq!(value.get_ref().as_str(), Some(text.as_str()));
    }
}
