//! `action-vague`: an action of which nobody can say when it is done.

use std::sync::LazyLock;

use regex::Regex;

use super::{Check, Context, Kind, Options, Parameter, Rule, Undone, phrase};
use crate::diagnostic::{Diagnostic, Level};
use crate::source::Located;

/// Further ones that are shown at their places.
const SHOWN: usize = 4;

/// What bounds an action: a measure, such as `below 5 min`, `99.9 %` or `< 300 ms`.
static BOUND: LazyLock<Option<Regex>> = LazyLock::new(|| {
    phrase::pattern(
        r"[<>≤≥]|\b(below|under|above|over|within|least|most|than|until|by|to)\s+\d|\d\s?%",
    )
});

pub(super) static RULE: Rule = Rule {
    code: "action-vague",
    level: Level::Info,
    profiles: &[],
    options: &[Parameter {
        name: "starts",
        kind: Kind::Texts,
        default: "investigate, improve, make sure, be careful, be more careful",
        profiles: &[],
        about: "What an action that is not bounded begins with.",
    }],
    summary: "an action begins with investigate, improve or the like, and says no measure",
    source: "actionable, specific, bounded: Lunney, Lueder and O'Reilly, \"Postmortem Action \
             Items\", as PagerDuty's guide has it; the words are a house default",
    why: "\"Investigate monitoring\" is never done: anything will do, and nothing will. \"Alert \
          when more than 1 % of requests fail\" is done on a day that all agree about.",
    bad: r#"
irp = 1
[plan]
name = "Actions"
time-zone = "UTC"
[people.ana]
name = "Ana"
[severities.sev2]
rank = 2
[services.shop]
--- incidents/2026-09-30-lag.md ---
+++
severity = "sev2"
status = "reviewed"
services = ["shop"]
[times]
started = 2026-09-30T14:20:00Z
[[actions]]
text = "Improve monitoring of the queue"
owner = "ana"
due = 2026-11-11
+++
"#,
    good: r#"
irp = 1
[plan]
name = "Actions"
time-zone = "UTC"
[people.ana]
name = "Ana"
[severities.sev2]
rank = 2
[services.shop]
--- incidents/2026-09-30-lag.md ---
+++
severity = "sev2"
status = "reviewed"
services = ["shop"]
[times]
started = 2026-09-30T14:20:00Z
[[actions]]
text = "Alert when the oldest message of the queue is older than 2 min"
owner = "ana"
due = 2026-11-11
+++
"#,
    check: Check::Plan(check),
};

fn check(context: &Context<'_>, options: &Options<'_>) -> Vec<Diagnostic> {
    let starts = options.texts("starts");
    context.undone().iter().filter_map(|undone| record(undone, &starts)).collect()
}

fn record(undone: &Undone<'_>, starts: &[String]) -> Option<Diagnostic> {
    let texts = undone.actions.iter().filter_map(|action| action.text.as_ref());
    let vague: Vec<_> = texts.filter_map(|text| Some((text, vague(text, starts)?))).collect();
    let (first, start) = vague.first()?;
    let message = format!(
        "{} begins with \"{start}\" and says no measure, so nobody can say when it is done",
        phrase::excerpt(first)
    );
    let mut finding =
        Diagnostic::new(RULE.code, RULE.level, first.at, message).about(undone.path.clone());
    for (more, _) in vague.iter().skip(1).take(SHOWN) {
        finding = finding.also(more.at, "and this one");
    }
    if vague.len() > 1 + SHOWN {
        finding = finding.help(format!("{} actions of this record are like that", vague.len()));
    }
    Some(finding.help("say what will be there that is not there now, and how that is seen"))
}

/// The words with which an unbounded action begins.
fn vague<'s>(text: &Located<String>, starts: &'s [String]) -> Option<&'s str> {
    let words = text.trim_start_matches(|letter: char| !letter.is_alphanumeric());
    let begins = |start: &&String| {
        let head = words.get(..start.len());
        let rest = words.get(start.len()..).and_then(|rest| rest.chars().next());
        head.is_some_and(|head| head.eq_ignore_ascii_case(start))
            && !rest.is_some_and(|next| next.is_alphanumeric() || next == '-')
    };
    let start = starts.iter().filter(|start| !start.is_empty()).find(begins)?;
    let bounded = BOUND.as_ref().is_some_and(|bound| bound.is_match(words));
    (!bounded).then_some(start.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_vague(text: &str) -> bool {
        let starts = ["investigate", "improve", "make sure"].map(str::to_owned);
        let text = Located { value: text.to_owned(), ..Located::default() };
        vague(&text, &starts).is_some()
    }

    #[test]
    fn the_first_words_alone_are_judged() {
        assert!(BOUND.is_some());
        for text in ["Investigate the queue", "- improve runbooks", "MAKE SURE: backups run"] {
            assert!(is_vague(text), "{text}");
        }
        let fine = [
            "Make key rotation wait for every verifier",
            "Improvements to the queue are listed in Q-1",
            "Investigator role: write down its duty",
            "Alert to investigate and improve things",
            "Write a test; make sure that it fails first",
        ];
        for text in fine {
            assert!(!is_vague(text), "{text}");
        }
    }

    #[test]
    fn a_measure_bounds_an_action_and_a_number_alone_does_not() {
        for text in
            ["Improve p99 of search to 300 ms", "Investigate until < 1 ms", "Improve hits by 5 %"]
        {
            assert!(!is_vague(text), "{text}");
        }
        for text in ["Investigate the 503s of 12 October", "Improve TRK-319"] {
            assert!(is_vague(text), "{text}");
        }
    }
}
