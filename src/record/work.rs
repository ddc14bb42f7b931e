//! Who worked on an incident, and when people were paged for it.

use crate::plan::{PersonKey, Plan};
use crate::source::{Located, Location};
use crate::syntax::{Incident, Page, TimelineEntry};
use crate::time::{Instant, Span};

/// What one person did in one incident.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Work {
    /// Who.
    pub person: PersonKey,
    /// From when they were paged or first appear in the timeline until it was over.
    pub span: Span,
    /// Where the first of these is written.
    pub at: Location,
}

/// Somebody was paged at a time.
#[derive(Clone, Copy, Debug)]
pub struct Paged<'a> {
    /// Who.
    pub person: PersonKey,
    /// When.
    pub at: Instant,
    /// Where that is written.
    pub place: Location,
    /// The page as it is written.
    pub written: &'a Located<Page>,
}

/// The pages of an incident whose person and time are known, as they are written.
#[must_use]
pub fn pages<'a>(plan: &Plan, incident: &'a Incident) -> Vec<Paged<'a>> {
    let pages = incident.pages.iter().flat_map(|pages| &pages.value);
    let known = pages.filter_map(|written| {
        let person = plan.person(written.to.as_ref()?.value.as_ref())?;
        let time = written.at_time.as_ref()?;
        Some(Paged { person, at: time.value, place: time.at, written })
    });
    known.collect()
}

/// Everybody who was paged for an incident or stands in its timeline, in order, each once; nobody
/// where it is not said when it was over.
#[must_use]
pub fn worked_on(plan: &Plan, incident: &Incident) -> Vec<Work> {
    let times = incident.times.as_ref();
    let end = times.and_then(|times| times.resolved.as_ref().or(times.mitigated.as_ref()));
    let Some(end) = end.map(|end| end.value) else { return Vec::new() };
    let entry = |entry: &Located<TimelineEntry>| {
        let person = plan.person(entry.by.as_ref()?.value.as_ref())?;
        let time = entry.at_time.as_ref()?;
        Some((person, time.value, time.at))
    };
    let entries = incident.timeline.iter().flat_map(|entries| &entries.value).filter_map(entry);
    let paged = pages(plan, incident).into_iter();
    let paged = paged.map(|page| (page.person, page.at, page.place));
    let mut first: Vec<_> = paged.chain(entries).collect();
    first.sort_by_key(|(person, at, place)| (*person, *at, *place));
    first.dedup_by_key(|(person, ..)| *person);
    let work = first.into_iter().map(|(person, start, at)| {
        let span = Span::new(start, end);
        Work { person, span, at }
    });
    work.filter(|work| !work.span.is_empty()).collect()
}
