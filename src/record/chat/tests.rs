//! Which messages become lines.

use super::*;
use crate::source::Single;
use crate::time::Zones;

const PLAN: &str = "irp = 1\n[plan]\nname = \"X\"\ntime-zone = \"UTC\"\n[roles.scribe]\n\
    [roles.comms-lead]\ntitle = \"Communications lead\"\n";

fn plan() -> Plan {
    let tree = Single { name: "irp.toml", text: PLAN.to_owned() };
    crate::plan::load(&tree, &Zones::embedded(), crate::plan::Read::Toml)
}

#[test]
fn sentences_say_what_they_are_and_questions_and_others_do_not() {
    let plan = plan();
    let sentences = Sentences::new(&plan);
    for (text, kind) in [
        ("I am declaring an incident because payments fail", Some(TimelineKind::Declare)),
        ("ok, I’m declaring a sev1 incident.", Some(TimelineKind::Declare)),
        ("I'm the incident commander", Some(TimelineKind::Role)),
        ("I AM NOW THE IC!", Some(TimelineKind::Role)),
        ("I am taking over as communications lead", Some(TimelineKind::Role)),
        ("I'm the *scribe*", Some(TimelineKind::Role)),
        ("the incident is mitigated", Some(TimelineKind::Mitigate)),
        ("This incident is resolved.", Some(TimelineKind::Resolve)),
        ("is the incident resolved?", None),
        ("I am the incident commander?", None),
        ("I am the icing", None),
        ("hi i am the person with the pager", None),
        ("I am declaring a holiday", None),
        ("the incident is mitigatedly", None),
        ("", None),
    ] {
        assert_eq!(sentences.kind(text), kind, "{text}");
    }
}

#[test]
fn a_long_message_is_cut_between_letters() {
    let text = "é".repeat(LONGEST);
    let short = cut(&text);
    assert!(short.len() <= LONGEST + '…'.len_utf8() && short.ends_with('…'));
    assert_eq!(cut("short"), "short");
}
