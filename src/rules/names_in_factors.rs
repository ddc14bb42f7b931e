//! `names-in-factors`: a contributing factor names somebody of the plan.

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::{Case, Check, Context, Options, Part, Rule, phrase, prose};
use crate::diagnostic::{Diagnostic, Level};
use crate::source::Location;

/// Further names that are shown at their places.
const SHOWN: usize = 6;

/// First names that are words too, or of shared accounts: they count with the next name.
const WORDS: [&str; 52] = [
    "April",
    "Art",
    "August",
    "Autumn",
    "Backup",
    "Bill",
    "Case",
    "Chance",
    "Chase",
    "Christian",
    "Cliff",
    "Dash",
    "Dean",
    "Dusty",
    "Duty",
    "Faith",
    "First",
    "Frank",
    "Grace",
    "Grant",
    "Guy",
    "Harmony",
    "Hope",
    "Hunter",
    "Jack",
    "Jade",
    "Joy",
    "June",
    "Major",
    "Mark",
    "Mason",
    "May",
    "Miles",
    "Night",
    "On",
    "Page",
    "Paige",
    "Penny",
    "Platform",
    "Robin",
    "Rose",
    "Second",
    "Service",
    "Sky",
    "Summer",
    "Support",
    "Team",
    "The",
    "Vendor",
    "Victor",
    "Wade",
    "Will",
];

/// The headings under which factors are written in prose.
static HEADING: LazyLock<Option<Regex>> =
    LazyLock::new(|| phrase::pattern(r"\b(contributing|causal) factors?\b|^factors?$"));

pub(super) static RULE: Rule = Rule {
    code: "names-in-factors",
    level: Level::Info,
    profiles: &[],
    options: &[],
    summary: "a contributing factor names somebody of the plan",
    source: "any; PagerDuty: \"abstract to an inspecific responder\"",
    why: "A factor is what would have met anybody in that place. With a name in it the reader \
          stops there: the factor becomes that person, and the next one in the same place is no \
          better off. Names belong into the timeline, which tells who saw what.",
    bad: r#"
irp = 1
[plan]
name = "Names"
time-zone = "UTC"
[people.ana]
name = "Ana Duarte"
[severities.sev2]
rank = 2
[services.shop]
--- incidents/2026-10-12-checkout.md ---
+++
severity = "sev2"
services = ["shop"]
status = "closed"
[times]
started = 2026-10-12T18:41:00Z
[[factors]]
text = "Ana had no access to the certificates."
+++
"#,
    good: r#"
irp = 1
[plan]
name = "Names"
time-zone = "UTC"
[people.ana]
name = "Ana Duarte"
[severities.sev2]
rank = 2
[services.shop]
--- incidents/2026-10-12-checkout.md ---
+++
severity = "sev2"
services = ["shop"]
status = "closed"
[times]
started = 2026-10-12T18:41:00Z
[[factors]]
text = "Whoever is on call has no access to the certificates."
+++
"#,
    check: Check::Plan(check),
};

/// What people are called.
#[derive(Default)]
struct Names {
    /// Given names that are no words.
    given: BTreeSet<String>,
    /// Given names with the next name, for those that are words.
    both: BTreeSet<(String, String)>,
    /// What stands after an `@`.
    handles: BTreeSet<String>,
}

impl Names {
    fn of(context: &Context<'_>) -> Self {
        let mut names = Self::default();
        for person in &context.plan.people {
            let mut parts = words(&person.name).map(|range| person.name[range].to_owned());
            if let Some(given) = parts.next() {
                if is_telling(&given) {
                    names.given.insert(given);
                } else if let Some(next) = parts.next() {
                    names.both.insert((given, next));
                }
            }
            names.handles.insert(person.id.as_ref().to_owned());
            let chat = person.written.chat.as_ref();
            names.handles.extend(chat.map(|chat| chat.trim_start_matches('@').to_owned()));
        }
        names
    }

    /// Every name in a text.
    fn find(&self, text: &str) -> Vec<Range<usize>> {
        let mut found = Vec::new();
        let mut words = words(text).peekable();
        while let Some(word) = words.next() {
            let next = words.peek().cloned();
            if self.given.contains(&text[word.clone()]) {
                found.push(word);
            } else if let Some(next) = next
                && self.both.contains(&(text[word.clone()].into(), text[next.clone()].into()))
            {
                found.push(word.start..next.end);
            } else if text[..word.start].ends_with('@') {
                let end = word.start + handle(&text[word.start..]);
                if self.handles.contains(&text[word.start..end]) {
                    found.push(word.start - 1..end);
                }
            }
        }
        found
    }
}

/// Whether a given name stands for somebody wherever it is written so.
fn is_telling(name: &str) -> bool {
    name.chars().next().is_some_and(char::is_uppercase)
        && name.chars().any(char::is_lowercase)
        && !WORDS.contains(&name)
}

/// The words of a text.
fn words(text: &str) -> impl Iterator<Item = Range<usize>> {
    let mut from = 0;
    std::iter::from_fn(move || {
        let start = from + text[from..].find(char::is_alphanumeric)?;
        let rest = text[start..].find(|letter: char| !letter.is_alphanumeric());
        from = rest.map_or(text.len(), |length| start + length);
        Some(start..from)
    })
}

/// How long the handle is that a text begins with.
fn handle(text: &str) -> usize {
    let end = text.find(|letter: char| !(letter.is_alphanumeric() || "-_.".contains(letter)));
    text[..end.unwrap_or(text.len())].trim_end_matches('.').len()
}

fn check(context: &Context<'_>, _: &Options<'_>) -> Vec<Diagnostic> {
    let names = Names::of(context);
    context.cases().iter().filter_map(|case| record(context, case, &names)).collect()
}

fn record(context: &Context<'_>, case: &Case<'_>, names: &Names) -> Option<Diagnostic> {
    let found = found(context, case, names);
    let (at, name) = found.first()?;
    let message = format!(
        "a contributing factor names \"{name}\", so readers stop at a person; what would have met \
         anybody there?"
    );
    let mut finding = Diagnostic::new(RULE.code, RULE.level, *at, message).about(case.path());
    for (at, _) in found.iter().skip(1).take(SHOWN) {
        finding = finding.also(*at, "a name here too");
    }
    if found.len() > 1 + SHOWN {
        finding = finding.help(format!("there are {} names in the factors", found.len()));
    }
    Some(finding.help("write what the place was like: \"whoever is on call\", \"the responder\""))
}

fn found(context: &Context<'_>, case: &Case<'_>, names: &Names) -> Vec<(Location, String)> {
    let sources = &context.plan.sources;
    let mut found = Vec::new();
    let passages = case.passages(sources);
    for passage in passages.iter().filter(|passage| passage.part == Part::Factor) {
        for range in names.find(passage.text) {
            let name = passage.text[range.clone()].to_owned();
            found.push((passage.place(&range), name));
        }
    }
    let blocks = prose(case.record, sources);
    let factors = |under: &str| HEADING.as_ref().is_some_and(|heading| heading.is_match(under));
    for block in blocks.iter().filter(|block| block.heading.is_none() && !block.allowed) {
        if factors(&block.under) {
            let ranges = names.find(&block.text).into_iter();
            found.extend(ranges.map(|range| (block.place(&range), block.text[range].to_owned())));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names() -> Names {
        Names {
            given: ["Ana", "Zoë"].map(str::to_owned).into(),
            both: [("Grace".to_owned(), "Kim".to_owned())].into(),
            handles: ["ben", "cho.lee"].map(str::to_owned).into(),
        }
    }

    #[test]
    fn names_are_whole_words_as_they_are_written() {
        let found = |text: &str| -> Vec<String> {
            names().find(text).into_iter().map(|range| text[range].to_owned()).collect()
        };
        assert_eq!(found("Ana's laptop, (Zoë) and @ben."), ["Ana", "Zoë", "@ben"]);
        assert_eq!(found("asked @cho.lee. Grace Kim was away"), ["@cho.lee", "Grace Kim"]);
        assert_eq!(found("Analysis: ana, Grace period, the Anas, ben, a@benz.example"), [""; 0]);
    }

    #[test]
    fn given_names_that_are_words_are_sorted_and_need_more() {
        assert!(WORDS.is_sorted());
        assert!(!is_telling("Mark") && !is_telling("ops") && !is_telling("SRE"));
        assert!(is_telling("Zoë") && is_telling("Élodie"));
    }
}
