//! The pattern of a form takes every text that irp takes in its place, and its examples are such
//! texts.

use irp::syntax::is_id;
use irp::time::{Civil, Period, Recurrence, Zones, parse_duration, parse_time, parse_weekly};
use jsonschema::Validator;
use proptest::prelude::*;
use proptest::sample::select;
use proptest::strategy::ValueTree as _;
use serde_json::{Value, json};

use super::{schema, validator};
use crate::memory::Memory;

/// A form, the parts that texts of it are made of, and whether irp takes a text.
struct Form {
    name: &'static str,
    parts: &'static [&'static str],
    takes: fn(&str) -> bool,
}

const FORMS: [Form; 8] = [
    Form { name: "Id", parts: &["a", "z9", "-", "A", "_", "nobody", "ä", " "], takes: is_id },
    Form {
        name: "Duration",
        parts: &["0", "12", "m", "h", "d", "w", "mo", " ", "P", "-", "s"],
        takes: |text| parse_duration(text).is_ok(),
    },
    Form { name: "Period", parts: PERIODS, takes: |text| Period::parse(text).is_ok() },
    Form { name: "Turn", parts: PERIODS, takes: is_turn },
    Form {
        name: "Clock",
        parts: &["09:", "23:", "24:", "7:", "00", "59", "60", " ", "am"],
        takes: |text| parse_time(text, false).is_ok(),
    },
    Form {
        name: "Zone",
        parts: &[
            "Europe",
            "/",
            "Berlin",
            "UTC",
            "+",
            "1",
            "Etc/GMT",
            "America/Port-au-Prince",
            " ",
        ],
        takes: |text| Zones::embedded().get(text).is_some(),
    },
    Form {
        name: "Window",
        parts: &["mon", "fri", "sun", "-", ",", " ", "09:00", "24:00", "7:00", "\t", "-17:00"],
        takes: |text| parse_weekly(text).is_ok(),
    },
    Form {
        name: "Rule",
        parts: &[
            "FREQ=MONTHLY",
            "FREQ=WEEKLY",
            ";",
            ";",
            "BYDAY=",
            "1SA",
            "-1MO",
            "MO",
            ",",
            "INTERVAL=2",
            "COUNT=03",
            "UNTIL=20261231",
            "T235959",
            "BYMONTHDAY=+1",
            "WKST=SU",
            "BYSETPOS=-1",
            "freq=",
            "BYHOUR=1",
        ],
        takes: |text| Recurrence::parse(text, Civil::default()).is_ok(),
    },
];

const PERIODS: &[&str] = &[
    "0", "12", "h", "d", "w", "mo", "P", "T", "3D", "1M", "4H", "1Y", " ", "shift", "s", "+",
    "7 shifts",
];

/// Whether irp takes a text as a rotation's turn.
fn is_turn(text: &str) -> bool {
    let plan = format!(
        "irp = 1\n[plan]\nname = \"A\"\ntime-zone = \"UTC\"\n[people.ana]\nname = \"Ana\"\n\
         [rotations.a]\nstarts = 2026-01-05T09:00\nwhen = \"sat\"\npeople = [\"ana\"]\nturn = \"{text}\"\n"
    );
    Memory::irp(plan).plan().faults.is_empty()
}

fn part(name: &str) -> (Value, Validator) {
    let part = schema("plan")["$defs"][name].clone();
    let validator = validator(&part);
    (part, validator)
}

/// Texts of up to seven of some parts.
fn texts(parts: &'static [&'static str]) -> impl Strategy<Value = String> {
    proptest::collection::vec(select(parts), 1..8).prop_map(|parts| parts.concat())
}

#[test]
fn a_pattern_takes_what_irp_takes() {
    for Form { name, parts, takes } in FORMS {
        let (_, pattern) = part(name);
        let mut runner = proptest::test_runner::TestRunner::deterministic();
        let (mut taken, mut refused) = (0, 0);
        for _ in 0..3000 {
            let text = texts(parts).new_tree(&mut runner).unwrap().current();
            let valid = pattern.is_valid(&json!(text));
            refused += usize::from(!valid);
            // Most texts are neither: irp need not be asked of all that it may take.
            if !valid || taken < 50 {
                let is_taken = takes(&text);
                assert!(valid || !is_taken, "{name}: irp takes `{text}`");
                taken += usize::from(is_taken);
            }
        }
        assert!(taken >= 5 && refused > 100, "{name}: {taken} taken, {refused} refused");
    }
}

#[test]
fn the_examples_of_a_form_are_texts_that_irp_takes() {
    for Form { name, takes, .. } in FORMS {
        let (part, pattern) = part(name);
        let examples = part["examples"].as_array();
        for example in examples.into_iter().flatten() {
            assert!(takes(example.as_str().unwrap()), "{name}: {example}");
            assert!(pattern.is_valid(example), "{name}: {example}");
        }
        assert!(examples.is_some_and(|all| !all.is_empty()) || name == "Id", "{name}");
    }
}

#[test]
fn every_zone_of_the_data_has_a_name_that_the_pattern_takes() {
    let (_, pattern) = part("Zone");
    let names: Vec<_> = chrono_tz::TZ_VARIANTS.iter().map(|zone| zone.name()).collect();
    assert!(names.len() > 500);
    for name in names {
        assert!(pattern.is_valid(&json!(name)), "{name}");
    }
}
