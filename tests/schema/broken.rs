//! A schema refuses every broken plan that it can see. `unseen.toml` names the others: each case
//! of `tests/faults/` stands there with the reason, or is refused.

use std::collections::BTreeMap;
use std::fs;

use toml::de::{DeTable, DeValue};

use super::{Written, root};
use crate::faults::cases;

/// The cases that no schema can see, with the reasons.
fn unseen() -> BTreeMap<String, String> {
    let text = fs::read_to_string(root("tests/schema/unseen.toml")).unwrap();
    let mut unseen = BTreeMap::new();
    for (reason, cases) in DeTable::parse(&text).unwrap().get_ref() {
        let DeValue::Array(cases) = cases.get_ref() else { panic!("a reason has cases") };
        for case in cases.iter().filter_map(|case| case.get_ref().as_str()) {
            let twice = unseen.insert(case.to_owned(), reason.get_ref().to_string());
            assert_eq!(twice, None, "{case} stands there twice");
        }
    }
    unseen
}

#[test]
fn every_broken_plan_is_refused_or_the_reason_why_not_is_known() {
    let (schemas, mut unseen) = (Written::new(), unseen());
    let mut missed = Vec::new();
    for case in cases() {
        let files = || case.files.texts();
        let refused = files().find_map(|(path, text)| schemas.refuses(&path, &text));
        let reason = unseen.remove(&case.name);
        match (refused, reason) {
            (Some(_), None) | (None, Some(_)) => {}
            (None, None) => missed.push(format!("\"{}\",", case.name)),
            (Some(why), Some(reason)) => {
                panic!("{} is refused ({why}), though \"{reason}\"", case.name)
            }
        }
    }
    assert!(missed.is_empty(), "taken, and no reason in unseen.toml:\n{}", missed.join("\n"));
    assert!(unseen.is_empty(), "no such cases: {unseen:?}");
}

#[test]
fn the_schema_sees_most_faults_of_keys_and_values() {
    let unseen = unseen();
    for code in ["unknown-key", "wrong-type", "missing-key", "conflicting-keys", "bad-window"] {
        let of_code = |name: &str| name.split('/').next() == Some(code);
        let all = cases().iter().filter(|case| of_code(&case.name)).count();
        let lost = unseen.keys().filter(|name| of_code(name)).count();
        assert!(all >= 5 && lost * 3 <= all, "{code}: {lost} of {all} are not seen");
    }
}
