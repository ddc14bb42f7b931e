//! `blame-language`: words that end an analysis where it should begin.

mod patterns;
#[cfg(test)]
mod tests;

use std::ops::Range;

use super::phrase::{matches, outside};
use super::{Case, Check, Context, Options, Rule, prose};
use crate::diagnostic::{Diagnostic, Level};
use crate::source::Location;
use patterns::{EXEMPT, KINDS, Phrase};

/// Further phrases that are shown at their places.
const SHOWN: usize = 6;

pub(super) static RULE: Rule = Rule {
    code: "blame-language",
    level: Level::Info,
    profiles: &[],
    options: &[],
    summary: "a record tells what people should have done, or whose fault it was",
    source: "any; Bergström's three traps of accident analysis; \"Minimum Viable Incident \
             Response Plan\" (2019): counterfactuals hold no value; on 79 public reviews these \
             patterns were right in 82 % of their hits",
    why: "\"They should have checked\" explains nothing: it measures people by what is known \
          afterwards, and readers learn to write less next time. What was done made sense to \
          whoever did it; how it made sense is what can be changed. Quotations, code, headings, \
          actions and \"Where we were lucky\" are not judged, nor a paragraph after \
          `<!-- irp:allow -->`.",
    bad: r#"
irp = 1
[plan]
name = "Words"
time-zone = "UTC"
[severities.sev1]
rank = 1
[services.shop]
--- incidents/2026-10-12-checkout.md ---
+++
severity = "sev1"
status = "resolved"
services = ["shop"]
[times]
started = 2026-10-12T18:41:00Z
+++

## What happened

The certificate expired at 18:40. The on-call engineer should have checked the panel first.
"#,
    good: r#"
irp = 1
[plan]
name = "Words"
time-zone = "UTC"
[severities.sev1]
rank = 1
[services.shop]
--- incidents/2026-10-12-checkout.md ---
+++
severity = "sev1"
status = "resolved"
services = ["shop"]
[times]
started = 2026-10-12T18:41:00Z
+++

## What happened

The certificate expired at 18:40. The on-call engineer looked at the load first: a deploy had just
ended, and the panel with the certificates is on another page.
"#,
    check: Check::Plan(check),
};

/// A phrase where it stands.
struct Hit {
    kind: &'static Phrase,
    words: String,
    at: Location,
}

fn check(context: &Context<'_>, _: &Options<'_>) -> Vec<Diagnostic> {
    context.cases().iter().filter_map(|case| record(context, case)).collect()
}

fn record(context: &Context<'_>, case: &Case<'_>) -> Option<Diagnostic> {
    let hits = hits(context, case);
    let first = hits.first()?;
    let message = format!("\"{}\" is {}", first.words, first.kind.is);
    let mut finding = Diagnostic::new(RULE.code, RULE.level, first.at, message).about(case.path());
    for more in hits.iter().skip(1).take(SHOWN) {
        finding = finding.also(more.at, more.kind.name);
    }
    if hits.len() > 1 {
        finding = finding.help(format!("there are {} such phrases in this record", hits.len()));
    }
    for kind in &KINDS {
        if hits.iter().any(|hit| hit.kind.name == kind.name) {
            finding = finding.help(kind.instead);
        }
    }
    Some(finding)
}

/// Every phrase of a record, in order of place.
fn hits(context: &Context<'_>, case: &Case<'_>) -> Vec<Hit> {
    let sources = &context.plan.sources;
    let mut hits = Vec::new();
    for passage in case.passages(sources) {
        for (kind, range) in found(passage.text) {
            let at = passage.place(&range);
            hits.push(Hit { kind, words: passage.text[range].to_owned(), at });
        }
    }
    let blocks = prose(case.record, sources);
    for block in outside(&blocks, EXEMPT.as_ref()).filter(|block| !block.allowed) {
        for (kind, range) in found(&block.text) {
            let at = block.place(&range);
            hits.push(Hit { kind, words: block.text[range].to_owned(), at });
        }
    }
    hits
}

/// Every phrase in a text, in order.
fn found(text: &str) -> Vec<(&'static Phrase, Range<usize>)> {
    let each = KINDS.iter().flat_map(|kind| {
        let ranges = matches(kind.pattern.as_ref(), text).into_iter();
        ranges.map(move |range| (kind, range))
    });
    let mut found: Vec<_> = each.collect();
    found.sort_by_key(|(_, range)| (range.start, range.end));
    found
}
