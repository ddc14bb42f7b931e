//! `severity-order`: a severity promises more than a worse one.

use super::{Check, Context, Options, Rule};
use crate::diagnostic::{Diagnostic, Level};
use crate::plan::Severity;
use crate::source::{Located, Location};
use crate::syntax;
use crate::time::Elapsed;

pub(super) static RULE: Rule = Rule {
    code: "severity-order",
    level: Level::Error,
    profiles: &[],
    options: &[],
    summary: "a severity is to be answered or reported on sooner than a worse one",
    source: "any: the ranks are the plan's own order",
    why: "What is worse is answered at least as soon. Where two severities stand the other way \
          round, somebody has mixed up two numbers, and the worse one gets the slower response.",
    bad: r#"
irp = 1
[plan]
name = "Order"
time-zone = "Europe/Berlin"
[severities.sev1]
rank = 1
acknowledge-within = "15m"
[severities.sev2]
rank = 2
acknowledge-within = "5m"
"#,
    good: r#"
irp = 1
[plan]
name = "Order"
time-zone = "Europe/Berlin"
[severities.sev1]
rank = 1
acknowledge-within = "5m"
[severities.sev2]
rank = 2
acknowledge-within = "15m"
"#,
    check: Check::Plan(check),
};

/// What is compared: the key, and how to read it.
type Promise = (&'static str, fn(&syntax::Severity) -> Option<&Located<Elapsed>>);

const PROMISES: [Promise; 3] = [
    ("acknowledge-within", |severity| severity.acknowledge_within.as_ref()),
    ("engage-within", |severity| severity.engage_within.as_ref()),
    ("update-every", |severity| severity.update_every.as_ref()),
];

/// The longest time that a severity of a worse rank has for something.
#[derive(Clone, Copy)]
struct Longest<'a> {
    severity: &'a Severity,
    value: &'a Located<Elapsed>,
}

fn check(context: &Context<'_>, _: &Options<'_>) -> Vec<Diagnostic> {
    let mut worse: [Option<Longest<'_>>; 3] = [None; 3];
    let mut found = Vec::new();
    for same in context.plan.severities.chunk_by(|a, b| a.rank == b.rank) {
        found.extend(same.iter().filter_map(|severity| finding(severity, &worse)));
        for severity in same {
            for (longest, (_, read)) in worse.iter_mut().zip(PROMISES) {
                let Some(value) = read(&severity.written) else { continue };
                if longest.is_none_or(|longest| longest.value.value.0 < value.value.0) {
                    *longest = Some(Longest { severity, value });
                }
            }
        }
    }
    found
}

fn finding(severity: &Severity, worse: &[Option<Longest<'_>>; 3]) -> Option<Diagnostic> {
    let broken = worse.iter().zip(PROMISES).filter_map(|(longest, (key, read))| {
        let (longest, value) = (longest.as_ref()?, read(&severity.written)?);
        (value.value.0 < longest.value.value.0).then_some((key, value, *longest))
    });
    let broken: Vec<_> = broken.collect();
    let (_, first, _) = broken.first()?;
    let each: Vec<_> =
        broken.iter().map(|(key, value, longest)| against(key, value, longest)).collect();
    let id = &severity.id;
    let message = format!("`{id}` promises more than a worse severity: {}", each.join("; "));
    let others: Vec<(Location, String)> = broken
        .iter()
        .map(|(.., longest)| (longest.value.at, format!("`{}` is worse", longest.severity.id)))
        .collect();
    let finding = Diagnostic::new(RULE.code, Level::Error, first.at, message)
        .about(format!("severities.{id}"))
        .label("sooner than a worse one");
    let finding = others.into_iter().fold(finding, |finding, (at, text)| finding.also(at, text));
    Some(finding.help("exchange the values, or the ranks: rank 1 is the worst"))
}

fn against(key: &str, value: &Located<Elapsed>, longest: &Longest<'_>) -> String {
    let other = &longest.severity.id;
    format!("`{key}` of {}, where `{other}` has {}", value.value, longest.value.value)
}
