//! `night-pages`: somebody was woken too often.

use std::collections::BTreeMap;

use super::{Check, Context, Kind, Options, Paged, Parameter, Rule, counted, few, pages};
use crate::diagnostic::{Diagnostic, Level};
use crate::plan::PersonKey;
use crate::source::Location;
use crate::time::{Instant, Span, show};

const LISTED: usize = 5;

pub(super) static RULE: Rule = Rule {
    code: "night-pages",
    level: Level::Warning,
    profiles: &[],
    options: &[
        Parameter {
            name: "most",
            kind: Kind::Whole,
            default: "3",
            profiles: &[],
            about: "The most pages at night.",
        },
        Parameter {
            name: "look-back",
            kind: Kind::Length,
            default: "30d",
            profiles: &[],
            about: "How far back pages are counted.",
        },
    ],
    summary: "somebody was paged too often at night",
    source: "more than 3 in 30 days: a house default; PagerDuty's on-call review counts pages in \
             sleep hours too. The night is the plan's `night`, 22:00 to 07:00 by default, in the \
             time of who was paged; an incident that pages somebody again in one night counts once",
    why: "A page at night costs more than its minutes: sleep, the next day, and after a few of \
          them the will to be on call at all. The person counts, not the rotation: one of ten may \
          have had all of them.",
    bad: r#"
irp = 1
[plan]
name = "Four nights"
time-zone = "Europe/Berlin"
[people.ana]
name = "Ana"
[severities.sev2]
rank = 2
[services.api]
--- incidents/2026-10-12-api.md ---
+++
severity = "sev2"
services = ["api"]
times = { detected = 2026-10-12T02:00:00+02:00 }
pages = [{ at = 2026-10-12T02:00:00+02:00, to = "ana" }]
+++
--- incidents/2026-10-13-api.md ---
+++
severity = "sev2"
services = ["api"]
times = { detected = 2026-10-13T02:00:00+02:00 }
pages = [{ at = 2026-10-13T02:00:00+02:00, to = "ana" }]
+++
--- incidents/2026-10-14-api.md ---
+++
severity = "sev2"
services = ["api"]
times = { detected = 2026-10-14T02:00:00+02:00 }
pages = [{ at = 2026-10-14T02:00:00+02:00, to = "ana" }]
+++
--- incidents/2026-10-15-api.md ---
+++
severity = "sev2"
services = ["api"]
times = { detected = 2026-10-15T02:00:00+02:00 }
pages = [{ at = 2026-10-15T02:00:00+02:00, to = "ana" }]
+++
"#,
    good: r#"
irp = 1
[plan]
name = "One night"
time-zone = "Europe/Berlin"
[people.ana]
name = "Ana"
[severities.sev2]
rank = 2
[services.api]
--- incidents/2026-10-12-api.md ---
+++
severity = "sev2"
services = ["api"]
times = { detected = 2026-10-12T02:00:00+02:00 }
pages = [{ at = 2026-10-12T02:00:00+02:00, to = "ana" }]
+++
"#,
    check: Check::Plan(check),
};

/// The first page of an incident in one night.
struct Woken<'a> {
    at: Instant,
    incident: &'a str,
    place: Location,
}

fn check(context: &Context<'_>, options: &Options<'_>) -> Vec<Diagnostic> {
    let recent = Span::new(context.now - options.length("look-back"), context.now);
    let mut all: BTreeMap<PersonKey, Vec<(&str, Paged<'_>)>> = BTreeMap::new();
    for record in &context.plan.written.incidents {
        let pages = record.front.iter().flat_map(|front| pages(context.plan, front));
        for page in pages.filter(|page| recent.contains(page.at)) {
            all.entry(page.person).or_default().push((&record.id, page));
        }
    }
    let found = all.into_iter().filter_map(|(person, pages)| {
        let woken = woken(context, person, pages, recent);
        finding(context, options, person, &woken)
    });
    found.collect()
}

/// The pages of a person at night, of one incident once a night, in order of time.
fn woken<'a>(
    context: &Context<'_>,
    person: PersonKey,
    mut pages: Vec<(&'a str, Paged<'_>)>,
    recent: Span,
) -> Vec<Woken<'a>> {
    let nights = context.nights(&context.plan[person].zone, recent);
    pages.sort_by_key(|(incident, page)| (*incident, page.at, page.place));
    let mut found: Vec<Woken<'a>> = Vec::new();
    let mut last = None;
    for (incident, page) in pages {
        let index = nights.partition_point(|night| night.end <= page.at);
        let night = nights.get(index).filter(|night| night.contains(page.at));
        if night.is_some() && last != Some((incident, index)) {
            last = Some((incident, index));
            found.push(Woken { at: page.at, incident, place: page.place });
        }
    }
    found.sort_by_key(|woken| (woken.at, woken.incident));
    found
}

fn finding(
    context: &Context<'_>,
    options: &Options<'_>,
    person: PersonKey,
    woken: &[Woken<'_>],
) -> Option<Diagnostic> {
    let most = options.whole("most");
    let count = i64::try_from(woken.len()).ok()?;
    let last = woken.last()?;
    if count <= most {
        return None;
    }
    let person = &context.plan[person];
    let message = format!(
        "`{}` was woken by {} in the last {}, more than {most}, the last on {}: that \
         much lost sleep makes people slow, and then makes them leave",
        person.id,
        counted(count, "page"),
        show::length(options.length("look-back")),
        show::full(last.at, &person.zone),
    );
    let finding = Diagnostic::new(RULE.code, Level::Warning, person.at, message)
        .about(format!("people.{}", person.id));
    let each = woken.iter().map(|woken| {
        format!("{} (`{}`)", show::short(woken.at, &person.zone, context.now), woken.incident)
    });
    let each = few(&each.collect::<Vec<_>>(), LISTED);
    Some(
        finding
            .also(last.place, "the last of these pages")
            .help(format!("in their own time: {each}"))
            .help("take their next nights over, and mend or mute what woke them"),
    )
}
