//! What holds of every rule: its own examples prove it.

use super::{Context, RULES, check};
use crate::plan::{self, Plan};
use crate::source::{Entry, Kind, Tree};
use crate::time::Zones;

/// A plan of one file in memory.
struct One(&'static str);

impl Tree for One {
    fn list(&self, _: &str) -> Result<Vec<Entry>, String> {
        Ok(vec![Entry { name: "irp.toml".to_owned(), kind: Kind::File { target: None } }])
    }

    fn look(&self, path: &str) -> Option<Kind> {
        (path == "irp.toml").then_some(Kind::File { target: None })
    }

    fn read(&self, _: &str) -> Result<Vec<u8>, String> {
        Ok(self.0.as_bytes().to_vec())
    }
}

/// The codes of what is found in a plan in which there is no fault.
fn found(toml: &'static str) -> Vec<&'static str> {
    let plan: Plan = plan::load(&One(toml), &Zones::embedded(), plan::Read::Everything);
    assert_eq!(plan.faults, [], "{toml}");
    let now = "2026-10-19T09:00:00Z".parse().unwrap();
    let findings = check(&Context::new(&plan, now)).standing;
    findings.into_iter().map(|finding| finding.code).collect()
}

#[test]
fn the_bad_example_of_every_rule_is_found_and_the_good_one_is_not() {
    for rule in RULES {
        let bad = found(rule.bad);
        assert!(!bad.is_empty() && bad.iter().all(|code| *code == rule.code), "{bad:?}");
        assert_eq!(found(rule.good), [""; 0], "{}", rule.code);
    }
}

#[test]
fn rules_are_sorted_by_code_and_say_all_there_is_to_say() {
    assert!(RULES.windows(2).all(|pair| pair[0].code < pair[1].code));
    for rule in RULES {
        assert!([rule.summary, rule.source, rule.why].iter().all(|text| !text.is_empty()));
    }
}
