//! Whatever stands in the file: no panic, and an answer before long.

use std::sync::mpsc;
use std::time::Duration;

use chrono::TimeDelta;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, select};

use super::generate::{Sample, plans};
use super::*;
use crate::schedule::{at, gaps, next, required};

/// Pieces of plans, and texts that read like them.
#[rustfmt::skip]
const PIECES: [&str; 44] = [
    "\n", "\n", "\n", " = ", "\"", "[", "]", "{", "}", ",", "[[", "]]", "irp = 1", "[plan]\n",
    "[rotations.r]\n", "[[overrides]]\n", "[people.a]\n", "[[rotations.r.layers]]\n", "people = ",
    "[\"a\", \"nobody\"]", "starts = ", "turn = ", "when = ", "\"1 shift\"", "\"1000 shifts\"", "\"1h\"",
    "\"P10Y\"", "\"mon-fri 09:00-17:00\"", "\"mon 09:00 - mon 09:00\"", "1900-01-01T00:00:00",
    "2400-12-31T23:59:59Z", "0001-01-01", "9999-12-31T23:59:59-23:59", "time-zone = \"Pacific/Apia\"\n",
    "follows = { rotation = \"r\", offset = -1000 }\n", "{ rrule = \"FREQ=DAILY\", at = \"24:00\", lasts = \"3660d\" }",
    "{ rrule = \"FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29;BYDAY=SU\", at = \"00:00\", lasts = \"1h\" }",
    "line-ups = [{ from = 2026-01-01, people = [\"a\"] }]\n", "on-away = \"next\"\n", "split-windows = true\n",
    "\u{feff}", "\r", "é\u{202e}", "99999999999999999999",
];

/// Loads a plan of one file and asks everything about every rotation, near an instant and far away.
fn ask(text: &[u8], about: Instant) {
    let plan = plan_of(text);
    let far = ["1900-01-01T00:00", "2400-12-31T00:00"].map(utc);
    for key in plan.rotation_keys() {
        for instant in [about, far[0], far[1]] {
            let span = Span::new(instant - TimeDelta::days(3), instant + TimeDelta::days(10));
            let _ = (shifts(&plan, key, span), at(&plan, key, instant));
            let _ = (required(&plan, key, span), gaps(&plan, key, span));
        }
        let _ = next(&plan, key, about);
    }
}

/// Fails where asking panics or takes longer than a minute, which no plan of this size may.
fn answers(text: impl AsRef<[u8]>, about: Instant) -> Result<(), TestCaseError> {
    let (done, waiting) = mpsc::channel();
    let text = text.as_ref().to_vec();
    let asking = std::thread::spawn(move || {
        ask(&text, about);
        let _ = done.send(());
    });
    let answer = waiting.recv_timeout(Duration::from_secs(60));
    prop_assert_ne!(answer, Err(mpsc::RecvTimeoutError::Timeout), "no answer within a minute");
    prop_assert!(asking.join().is_ok(), "a panic");
    Ok(())
}

/// The text of a sample with some parts cut out, doubled, or replaced by others.
fn mutated(sample: &Sample, changes: &[(Index, Index, usize, &str)]) -> String {
    let mut parts: Vec<String> = Vec::new();
    for part in sample.text().split_inclusive([' ', '\n', '"', '-', ':']) {
        parts.push(part.to_owned());
    }
    for (one, two, what, piece) in changes {
        let (one, two) = (one.index(parts.len()), two.index(parts.len()));
        match what {
            0 => parts[one].clear(),
            1 => parts[one] = (*piece).to_owned(),
            2 => parts.insert(one, (*piece).to_owned()),
            _ => parts[one] = parts[two].clone(),
        }
    }
    parts.concat()
}

proptest! {
    #![proptest_config(cases(120))]

    #[test]
    fn no_text_makes_it_panic_or_hang(text in "\\PC*", pieces in vec(select(&PIECES[..]), 0..40)) {
        let about = utc("2026-03-29T01:00");
        answers(text, about)?;
        answers(pieces.concat(), about)?;
        answers(format!("irp = 1\n[people.a]\nname = \"A\"\n{}", pieces.concat()), about)?;
    }

    #[test]
    fn no_bytes_make_it_panic(bytes in vec(any::<u8>(), 0..400)) {
        answers(bytes, utc("2026-03-29T01:00"))?;
    }

    #[test]
    fn no_change_of_a_plan_makes_it_panic_or_hang(
        sample in plans(),
        changes in vec((any::<Index>(), any::<Index>(), 0..5_usize, select(&PIECES[..])), 1..8),
    ) {
        answers(mutated(&sample, &changes), sample.focus)?;
    }
}

/// Most rotations of random plans give answers, so that laws about them say something.
#[test]
fn most_random_rotations_are_usable() {
    use proptest::strategy::ValueTree;
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let (mut all, mut good) = (0, 0);
    for _ in 0..300 {
        let plan = plans().new_tree(&mut runner).unwrap().current().plan();
        all += plan.rotations.len();
        good += usable(&plan).count();
    }
    assert!(good * 10 > all * 7, "{good} of {all}");
}

/// Each of a family of rotations looks at the cover of those before it, once.
#[test]
fn many_followers_are_answered_for_quickly() {
    let people: Vec<_> = (0..40).map(|n| format!("\"p{n}\"")).collect();
    let first = format!(
        "irp = 1\n[plan]\nname = \"P\"\ntime-zone = \"UTC\"\n[rotations.r]\non-away = \"next\"\n\
         starts = 2026-01-01T09:00\nturn = \"1w\"\npeople = [{}]\n",
        people.join(", ")
    );
    let person = |n: usize| {
        format!(
            "[people.p{n}]\nname = \"P\"\n[[time-off]]\nperson = \"p{n}\"\nfrom = 2026-01-01\n\
             through = 2026-12-31\n"
        )
    };
    let follower = |n: usize| {
        format!(
            "[rotations.r{n}]\non-away = \"next\"\nfollows = {{ rotation = \"r\", offset = {n} }}\n"
        )
    };
    let people: Vec<_> = (0..40).map(person).collect();
    let followers: Vec<_> = (1..40).map(follower).collect();
    let text = first + &people.concat() + &followers.concat();
    answers(text, utc("2026-05-01T00:00")).unwrap();
}

#[test]
fn an_unknown_key_of_the_plan_blanks_no_answer_unless_all_may_depend_on_it() {
    let usable = |keys: &str| {
        let head = "irp = 1\n[people.a]\nname = \"A\"\n[plan]\nname = \"Small\"";
        let plan = plan_of(format!("{head}\n{keys}\n{}", simple("1d", r#"["a"]"#, "")));
        only_fault(&plan, Fault::UnknownKey);
        plan[key_of(&plan, "r")].blocked.is_empty()
    };
    let zone = "time-zone = \"UTC\"\n";
    assert!(usable(&format!("{zone}owners = \"a\"")));
    assert!(usable(&format!("{zone}colour = \"red\"")));
    assert!(!usable(&format!("{zone}includes = [\"**/*.toml\"]")));
    assert!(!usable("time-zones = \"UTC\""));
}
