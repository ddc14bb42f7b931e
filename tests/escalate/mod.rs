//! `irp escalate`: the example's walk by hand, and that it says what `irp oncall` says.

mod hostile;
mod worked;

use std::collections::BTreeMap;
use std::path::Path;

use irp::schedule;
use irp::time::{Instant, Span};
use serde_json::Value;

use crate::init::folder::{Answer, Folder};
use crate::memory::Memory;

fn json(answer: &Answer) -> Value {
    serde_json::from_str(&answer.out).unwrap_or_else(|_| panic!("{}", answer.err))
}

/// People by rotation in a list of things that have both.
fn held(rotations: &Value, id: impl Fn(&Value) -> Option<String>) -> BTreeMap<String, Value> {
    let each = rotations.as_array().unwrap().iter();
    each.filter_map(|one| Some((id(one)?, one["people"].clone()))).collect()
}

/// The first handoffs of every rotation of an example after some instant, and the seconds before.
fn boundaries(example: &Path) -> Vec<Instant> {
    let plan = Memory::copy(example).plan();
    let from: Instant = "2026-10-19T09:00:00Z".parse().unwrap();
    let span = Span::new(from, from + chrono::TimeDelta::weeks(3));
    let firsts = plan.rotation_keys().flat_map(|key| {
        let shifts = schedule::shifts(&plan, key, span).into_iter();
        shifts.map(|shift| shift.span.start).filter(|start| from < *start).take(2)
    });
    let mut all: Vec<_> =
        firsts.flat_map(|start| [start - chrono::TimeDelta::seconds(1), start]).collect();
    all.sort_unstable();
    all.dedup();
    all
}

#[test]
fn step_one_names_whom_irp_oncall_names_at_every_handoff() {
    let folder = Folder::new("escalate-oncall");
    let example = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/kestrel");
    let path = example.to_str().unwrap();
    let instants = boundaries(&example);
    let mut compared = 0;
    let pages = [("payments", "sev1"), ("cluster", "sev2"), ("identity", "sev4")];
    for (at, (service, severity)) in instants.iter().flat_map(|at| pages.map(|page| (at, page))) {
        let at = at.to_rfc3339();
        let page = ["--plan", path, "--service", service, "--severity", severity, "--json"];
        let walk = json(&folder.irp(&[&["escalate", "--at", &at][..], &page].concat()));
        let oncall = json(&folder.irp(&[&["oncall", &at][..], &page].concat()));
        let first = held(&walk["steps"], |step| {
            let named = step["target"]["id"].as_str();
            let first = step["step"] == 1 && step["target"]["kind"] == "rotation";
            named.filter(|_| first).map(str::to_owned)
        });
        let all = held(&oncall["rotations"], |row| row["rotation"].as_str().map(str::to_owned));
        assert!(!first.is_empty(), "{service} {severity}");
        for (rotation, people) in first {
            assert_eq!(Some(&people), all.get(&rotation), "{rotation} at {at}");
            compared += 1;
        }
    }
    assert!(compared > 60, "{compared}");
}

#[test]
fn the_worst_of_all_is_what_the_walk_at_its_instant_says() {
    let folder = Folder::new("escalate-worst");
    let example = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/kestrel");
    let path = example.to_str().unwrap();
    let worst = json(&folder.irp(&["escalate", "--worst", "--plan", path, "--json"]));
    let rows = worst["worst"].as_array().unwrap();
    assert_eq!(rows.len(), 6 * 4);
    assert_eq!(worst["worst_seconds_to_human"], rows[0]["seconds_to_human"]);
    for row in rows {
        let [service, severity] = ["service", "severity"].map(|key| row[key].as_str().unwrap());
        for (at, seconds, human) in [
            ("human_at", "seconds_to_human", "first_human"),
            ("two_at", "seconds_to_two", "second_human"),
        ] {
            let Some(at) = row[at].as_str() else { panic!("{row}") };
            let page = ["escalate", service, "--severity", severity, "--at", at];
            let walk = json(&folder.irp(&[&page[..], &["--plan", path, "--json"]].concat()));
            assert_eq!(walk[human]["seconds"], row[seconds], "{service} {severity} at {at}");
        }
    }
}

#[test]
fn a_walk_holds_the_worst_of_its_own_page() {
    let folder = Folder::new("escalate-own");
    let example = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/kestrel");
    let path = example.to_str().unwrap();
    let page = ["escalate", "payments", "--severity", "sev1", "--plan", path, "--json"];
    let walk = json(&folder.irp(&page));
    let worst = json(&folder.irp(&[&page[..], &["--worst"]].concat()));
    assert_eq!(walk["worst"], worst["worst"]);
    assert_eq!(walk["worst_seconds_to_human"], 300);
}
