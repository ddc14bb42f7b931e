//! `single-root-cause`: a record looks for one cause, or has found only one.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::{Case, Check, Context, Options, Part, Rule, phrase, prose};
use crate::diagnostic::{Diagnostic, Level};
use crate::source::Location;

/// Further places that are shown.
const SHOWN: usize = 4;
/// How far before the words one is looked for that denies them.
const BEFORE: usize = 24;

/// The words, in the singular; not the name of a document, nor `root-cause` before another word.
static WORDS: LazyLock<Option<Regex>> = LazyLock::new(|| phrase::pattern(r"\broot[- ]cause\b"));
/// What makes a document's or a field's name of them.
static NAME: LazyLock<Option<Regex>> =
    LazyLock::new(|| phrase::pattern(r"^\s?(analys[ei]s|document|report|review|template)\b"));
/// What denies them.
static DENIED: LazyLock<Option<Regex>> = LazyLock::new(|| {
    phrase::pattern(r"(\b(no|not|never|without|than|instead of|beyond)\b|n['’]t\b)[^.;:]*$")
});

pub(super) static RULE: Rule = Rule {
    code: "single-root-cause",
    level: Level::Info,
    profiles: &[],
    options: &[],
    summary: "a record speaks of the root cause, or has one contributing factor for a sev1",
    source: "any; \"root cause\" in the singular, or one factor for rank 1: Cook, \"How Complex \
             Systems Fail\", and PagerDuty's guide: there is no single root cause",
    why: "Serious failures need several things to come together: what broke, why it was not \
          noticed, why it hurt, why mending took so long. Who finds one cause stops there, and \
          the other factors wait for the next incident.",
    bad: r#"
irp = 1
[plan]
name = "Causes"
time-zone = "UTC"
[severities.sev1]
rank = 1
[services.shop]
--- incidents/2026-10-12-checkout.md ---
+++
severity = "sev1"
services = ["shop"]
status = "resolved"
[times]
started = 2026-10-12T18:41:00Z
[[factors]]
text = "The client certificate expired."
phase = "cause"
+++
"#,
    good: r#"
irp = 1
[plan]
name = "Causes"
time-zone = "UTC"
[severities.sev1]
rank = 1
[services.shop]
--- incidents/2026-10-12-checkout.md ---
+++
severity = "sev1"
services = ["shop"]
status = "resolved"
[times]
started = 2026-10-12T18:41:00Z
[[factors]]
text = "The client certificate expired."
phase = "cause"
[[factors]]
text = "Its reminder went to a mailbox that nobody reads."
phase = "detection"
+++
"#,
    check: Check::Plan(check),
};

fn check(context: &Context<'_>, _: &Options<'_>) -> Vec<Diagnostic> {
    context.cases().iter().filter_map(|case| record(context, case)).collect()
}

/// Where a record has a single cause, and how that is said.
type Single = (Location, &'static str);

const ONE: &str = "one contributing factor is given for an incident of the worst severity, so what \
                   else had to be so is not looked for";
const SAID: &str = "\"root cause\" in the singular: serious failures have several contributing \
                    factors, and one found ends the search for the others";

fn record(context: &Context<'_>, case: &Case<'_>) -> Option<Diagnostic> {
    let found: Vec<Single> = lone_factor(case).into_iter().chain(said(context, case)).collect();
    let (at, message) = *found.first()?;
    let mut finding = Diagnostic::new(RULE.code, RULE.level, at, message).about(case.path());
    for (at, what) in found.iter().skip(1).take(SHOWN) {
        finding = finding.also(*at, if *what == ONE { "one factor" } else { "here too" });
    }
    Some(finding.help(
        "write each factor as `[[factors]]`: of the cause, of detection, of the response, of \
         mending",
    ))
}

/// The only factor of an incident of rank 1 that is over.
fn lone_factor(case: &Case<'_>) -> Option<Single> {
    let judged = case.is_incident() && case.is_over() && case.rank() == Some(1);
    match case.front.factors.as_ref().map(|factors| factors.value.as_slice()) {
        Some([one]) if judged => Some((one.text.as_ref().map_or(one.at, |text| text.at), ONE)),
        _ => None,
    }
}

/// Where the words stand; not in the timeline, which tells what people said then.
fn said(context: &Context<'_>, case: &Case<'_>) -> Vec<Single> {
    let sources = &context.plan.sources;
    let mut found = Vec::new();
    let passages = case.passages(sources);
    for passage in passages.iter().filter(|passage| passage.part != Part::Timeline) {
        let places = singular(passage.text, false).into_iter();
        found.extend(places.map(|range| (passage.place(&range), SAID)));
    }
    for block in prose(case.record, sources).iter().filter(|block| !block.allowed) {
        let places = singular(&block.text, block.heading.is_some()).into_iter();
        found.extend(places.map(|range| (block.place(&range), SAID)));
    }
    found
}

/// Where a text speaks of a root cause, and does not deny that there is one. `Root cause analysis`
/// is the name of a document in prose, and a promise of one cause in a heading.
fn singular(text: &str, heading: bool) -> Vec<Range<usize>> {
    let mut found = phrase::matches(WORDS.as_ref(), text);
    found.retain(|range| {
        let named = NAME.as_ref().is_some_and(|name| name.is_match(&text[range.end..]));
        let mut start = (0..=range.start.saturating_sub(BEFORE)).rev();
        let start = start.find(|at| text.is_char_boundary(*at)).unwrap_or(0);
        let before = &text[start..range.start];
        let denied = DENIED.as_ref().is_some_and(|denied| denied.is_match(before));
        (heading || !named) && !denied
    });
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_singular_is_found_where_it_is_meant() {
        assert!([&WORDS, &NAME, &DENIED].iter().all(|pattern| pattern.is_some()));
        let count = |text: &str| singular(text, false).len();
        for text in ["The root cause was a full disk.", "Root cause: DNS", "its ROOT-CAUSE is"] {
            assert_eq!(count(text), 1, "{text}");
        }
        let fine = [
            "The root causes were two.",
            "There is no single root cause.",
            "There isn't a root cause.",
            "We list factors rather than a root cause.",
            "See the vendor's root cause analysis.",
            "She wrote \"the root cause is DNS\" at 02:10.",
            "uproot cause and effect",
        ];
        for text in fine {
            assert_eq!(count(text), 0, "{text}");
        }
    }

    #[test]
    fn a_denial_in_the_sentence_before_denies_nothing() {
        assert_eq!(singular("It was not DNS. Root cause: TLS", false).len(), 1);
    }

    #[test]
    fn a_heading_promises_one_cause_even_as_an_analysis() {
        assert_eq!(singular("Root cause analysis", true).len(), 1);
        assert_eq!(singular("Root causes", true).len(), 0);
    }
}
