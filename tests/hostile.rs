//! Every rule over plans that nobody means well with: broken ones, good ones cut anywhere, and
//! those of which there is far too much of something.
#![expect(clippy::disallowed_methods, reason = "test cases are files of this repository")]

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use irp::plan::Plan;
use irp::rules::{Context, Findings, check};
use irp::views::human::{Style, diagnostics::render};

use crate::faults;
use crate::memory::Memory;

const HEAD: &str = "irp = 1\n[plan]\nname = \"Shop\"\ntime-zone = \"Europe/Berlin\"\n";

/// What every rule finds, written out as people read it.
fn judged(plan: &Plan) -> Findings {
    let found = check(&Context::new(plan, "2026-10-19T09:00:00Z".parse().unwrap()));
    for finding in found.standing.iter().take(200) {
        let _ = render(finding, &plan.sources, Style { color: false, width: None });
    }
    found
}

fn good() -> Vec<Memory> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folders = ["tests/good", "examples"].map(|folder| fs::read_dir(root.join(folder)).unwrap());
    let folders = folders.into_iter().flatten().map(|entry| entry.unwrap().path());
    folders.map(|folder| Memory::copy(&folder)).collect()
}

/// People, and a rotation of all of them in turns of one day.
fn roster(people: usize) -> String {
    let mut text = HEAD.to_owned();
    for person in 0..people {
        let _ = write!(text, "[people.p{person}]\nname = \"P {person}\"\n");
    }
    let ids: Vec<_> = (0..people).map(|person| format!("\"p{person}\"")).collect();
    let order = ids.join(", ");
    text + "[rotations.primary]\nstarts = 2026-01-05T09:00\nturn = \"1d\"\npeople = ["
        + &order
        + "]\n[severities.sev1]\nrank = 1\nacknowledge-within = \"5m\"\n"
}

#[test]
fn no_rule_panics_on_a_broken_plan() {
    for case in faults::cases() {
        judged(&case.files.plan());
    }
}

#[test]
fn no_rule_panics_where_a_character_of_a_broken_plan_is_another() {
    let odd = "\"[]{}=.,#'\\\n 9-\u{202e}";
    for (number, case) in faults::cases().into_iter().enumerate() {
        for place in (number % 97..case.files.longest()).step_by(97) {
            let letter = odd.chars().nth((place + number) % odd.chars().count()).unwrap();
            let changed = case.files.map(|text| {
                let start = text.chars().take(place).chain([letter]);
                start.chain(text.chars().skip(place + 1)).collect()
            });
            judged(&changed.plan());
        }
    }
}

#[test]
fn no_rule_panics_where_a_good_plan_loses_lines() {
    for plan in good() {
        for step in [2, 3, 5, 7, 11, 13] {
            for lost in 0..step.min(4) {
                let cut = plan.map(|text| {
                    let kept = text.lines().enumerate().filter(|(at, _)| at % step != lost);
                    kept.flat_map(|(_, line)| [line, "\n"]).collect()
                });
                judged(&cut.plan());
            }
        }
    }
}

#[test]
fn no_rule_panics_where_the_numbers_of_a_good_plan_are_others() {
    let pairs =
        [("2026", "2400"), ("2026", "1902"), ("1", "0"), ("0", "9"), ("5", "55"), ("d", "w")];
    for plan in good() {
        for (number, other) in pairs {
            judged(&plan.map(|text| text.replace(number, other)).plan());
        }
    }
}

#[test]
fn empty_tables_are_no_finding_and_no_panic() {
    let tables =
        "[people]\n[rotations]\n[services]\n[severities]\n[escalations]\n[lint]\n[channels]\n";
    for text in ["", "irp = 1\n", HEAD, &(HEAD.to_owned() + tables)] {
        judged(&Memory::irp(text).plan());
    }
}

#[test]
fn thousands_of_overrides_are_judged() {
    let mut text = roster(6);
    for hour in 0..2_000 {
        let (day, hour) = (1 + hour % 28, hour / 28 % 23);
        let _ = write!(
            text,
            "[[overrides]]\nrotation = \"primary\"\nfrom = 2026-11-{day:02}T{hour:02}:00\n\
             until = 2026-11-{day:02}T{:02}:00\nreplace = \"p1\"\nwith = \"p2\"\n",
            hour + 1
        );
    }
    judged(&Memory::irp(text).plan());
}

#[test]
fn thousands_of_steps_and_a_long_chain_of_hand_overs_are_judged() {
    let mut text = roster(6);
    for path in 0..300 {
        let _ = write!(
            text,
            "[escalations.e{path}]\n[[escalations.e{path}.steps]]\n\
             notify = {{ rotation = \"primary\" }}\nafter = \"0m\"\n\
             [[escalations.e{path}.steps]]\nnotify = {{ escalation = \"e{}\" }}\nafter = \"5m\"\n\
             [services.s{path}]\ntier = 1\nescalation = \"e{path}\"\n",
            (path + 1) % 300
        );
    }
    text += "[escalations.long]\n";
    for minute in 0..3_000 {
        let _ = write!(
            text,
            "[[escalations.long.steps]]\nnotify = {{ rotation = \"primary\" }}\n\
             after = \"{minute}m\"\n"
        );
    }
    let found = judged(&Memory::irp(text).plan());
    assert!(found.standing.iter().any(|finding| finding.code == "escalation-loop"));
}

#[test]
fn a_huge_runbook_and_deep_markdown_are_judged() {
    let records = HEAD.to_owned() + "runbooks = [\"runbooks/*.md\"]\n";
    let texts = ["> ".repeat(100_000), "[".repeat(500_000), "*a_ ".repeat(250_000)];
    for text in texts {
        let text = format!("+++\n+++\n{text}\n# The root cause\nif only we had not\n");
        judged(&Memory::irp(records.as_str()).with("runbooks/a.md", text).plan());
    }
}
