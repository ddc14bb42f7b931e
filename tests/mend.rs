//! Suggestions are taken where that cannot change who is on call, and nowhere else.

use irp::edit::{Mended, mend};
use irp::plan::Plan;
use irp::schedule;
use irp::time::Zones;

use crate::faults;
use crate::memory::Memory;

const PLAN: &str = r#"
irp = 1
[plan]
name = "Mend"
time-zone = "Europe/Berlin"
[people.ana]
name = "Ana"
[people.ben]
name = "Ben"
[rotations.primary]
starts = 2026-01-05T09:00
turn = "1w"
people = ["ana", "ben"]
[rotations.second]
follows = { rotation = "primary", offset = 1 }
[teams.core]
members = ["ana", "ben"]
"#;

fn mended(files: &Memory) -> (Plan, Mended, Memory) {
    let plan = files.plan();
    let mended = mend(files, &Zones::embedded(), &plan, &plan.faults);
    let changed = mended.files.iter().fold(files.clone(), |all, (name, old, new)| {
        assert_ne!(old, new, "{name} does not change");
        all.with(name, new.as_str())
    });
    (plan, mended, changed)
}

/// What becomes of a plan with some lines more: the codes of faults left, and how many suggestions
/// were taken and refused.
fn outcome(more: &str) -> (Vec<&'static str>, usize, usize) {
    let (_, mended, changed) = mended(&Memory::irp(format!("{PLAN}{more}")));
    let left = changed.plan().faults.iter().map(|fault| fault.code).collect();
    (left, mended.mended.len(), mended.refused.len())
}

#[test]
fn a_misspelt_key_that_moves_nobody_is_mended() {
    let more = "[services.api]\nteam = \"cor\"\ntire = 1\n[people.cho]\nname = \"Cho\"\nchatt = \"@cho\"\n";
    assert_eq!(outcome(more), (vec![], 3, 0));
}

#[test]
fn what_would_make_a_rotation_answer_is_left_to_people() {
    let more = "[rotations.third]\nstarts = 2026-01-05T09:00\nturn = \"1w\"\npeople = [\"anna\"]\n";
    assert_eq!(outcome(more), (vec!["unknown-id"], 0, 1));
    let more = "[[overrides]]\nrotation = \"primary\"\nfrom = 2026-10-20\nthrough = 2026-10-21\nasign = \"ben\"\n";
    let (left, taken, refused) = outcome(more);
    assert!(!left.is_empty() && taken == 0 && refused == 1, "{left:?} {taken} {refused}");
}

#[test]
fn one_that_is_refused_does_not_keep_the_others() {
    let more = "[services.api]\ntire = 1\n[[time-off]]\nperson = \"anna\"\nfrom = 2026-10-20\nthrough = 2026-10-21\n[teams.ops]\nmembrs = []\n";
    assert_eq!(outcome(more), (vec!["unknown-id"], 2, 1));
}

#[test]
fn mending_moves_no_shift_shows_no_new_fault_and_has_an_end() {
    let mut taken = 0;
    for case in faults::cases() {
        let (before, first, changed) = mended(&case.files);
        let after = changed.plan();
        assert!(schedule::same(&before, &after), "{}: a shift moves", case.name);
        assert!(after.faults.len() <= before.faults.len(), "{}: new faults", case.name);
        assert!(first.mended.len() + first.refused.len() <= before.faults.len());
        let (_, again, _) = mended(&changed);
        assert!(again.mended.len() <= first.mended.len(), "{}: no end", case.name);
        taken += first.mended.len();
    }
    assert!(taken > 20, "only {taken} suggestions of all cases are taken");
}

#[test]
fn plans_are_the_same_whatever_their_order_and_not_when_a_shift_moves() {
    let plan = |text: &str| Memory::irp(text).plan();
    let same = |text: &str| schedule::same(&plan(PLAN), &plan(text));
    assert!(same(PLAN) && same(&format!("# Another head.\n{PLAN}[roles.scribe]\ntitle = \"S\"\n")));
    assert!(same(&PLAN.replace("Ana", "Anna")));
    let changes = [
        ("09:00", "10:00"),
        ("1w", "7d\"\nsplit-windows = true\nwhen = \"mon-sun 00:00-24:00"),
        ("[\"ana\", \"ben\"]\n[rot", "[\"ben\", \"ana\"]\n[rot"),
        ("offset = 1", "offset = 3"),
        ("Berlin", "Paris"),
        ("name = \"Ben\"", "name = \"Ben\"\nleft = 2027-01-01"),
        (
            "[teams.core]",
            "[[time-off]]\nperson = \"ana\"\nfrom = 2026-10-20\nthrough = 2026-10-21\n[teams.core]",
        ),
        (
            "[teams.core]",
            "[[overrides]]\nrotation = \"primary\"\nfrom = 2026-10-20\nthrough = 2026-10-21\nassign = \"ben\"\n[teams.core]",
        ),
    ];
    for (old, new) in changes {
        assert!(PLAN.contains(old) && !same(&PLAN.replacen(old, new, 1)), "{old} -> {new}");
    }
}
