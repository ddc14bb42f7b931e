//! What pages cost people: how many, when on their own clock, and how many in one shift.

use std::collections::{BTreeMap, BTreeSet};

use chrono::TimeDelta;

use super::facts::{Entry, shift_at};
use crate::plan::{PersonKey, Plan, RotationKey};
use crate::record::{self, Nights, Spread, is_weekend};
use crate::schedule;
use crate::syntax::IncidentKind;
use crate::time::{Instant, Span};

/// Shifts are counted so many days at a time.
const STRIDE: TimeDelta = TimeDelta::days(30);
/// Shifts of one rotation beyond these are not counted.
const MOST_SHIFTS: usize = 20_000;
/// Nor are those of rotations that come when so many were.
const MOST_IN_ALL: usize = 200_000;

/// A page.
pub(super) struct PageTo<'a> {
    pub person: PersonKey,
    pub at: Instant,
    /// The record, by id.
    pub incident: &'a str,
    pub kind: IncidentKind,
    pub rotation: Option<RotationKey>,
    /// How long until they answered; `None` where they did not.
    pub acknowledged: Option<TimeDelta>,
    /// Whether it was night on their clock.
    pub night: bool,
    /// Whether it was a Saturday or Sunday on their clock.
    pub weekend: bool,
}

/// The pages of some records, in order of time.
pub(super) fn pages<'e, 'a: 'e>(
    plan: &'a Plan,
    entries: impl Iterator<Item = &'e Entry<'a>>,
) -> Vec<PageTo<'a>> {
    let nights = Nights::new(plan);
    let mut all = Vec::new();
    for entry in entries {
        for page in record::pages(plan, entry.case.front) {
            let zone = &plan[page.person].zone;
            let rotation = page.written.rotation.as_ref();
            let answered = page.written.acknowledged.as_ref().map(|at| at.value - page.at);
            all.push(PageTo {
                person: page.person,
                at: page.at,
                incident: entry.id(),
                kind: entry.case.kind(),
                rotation: rotation.and_then(|id| plan.rotation(id.value.as_ref())),
                acknowledged: answered.filter(|length| *length >= TimeDelta::zero()),
                night: nights.holds(zone, page.at),
                weekend: is_weekend(zone, page.at),
            });
        }
    }
    all.sort_by_key(|page| (page.at, page.incident, page.person));
    all
}

/// The pages of one person.
pub(super) struct PagesOf {
    pub person: PersonKey,
    pub pages: usize,
    pub night: usize,
    pub weekend: usize,
    pub unanswered: usize,
    /// How soon they answered.
    pub acknowledged: Option<Spread>,
}

/// The pages of each person that had any: most first.
pub(super) fn pages_of(plan: &Plan, pages: &[PageTo<'_>]) -> Vec<PagesOf> {
    let mut each: BTreeMap<PersonKey, Vec<&PageTo<'_>>> = BTreeMap::new();
    for page in pages {
        each.entry(page.person).or_default().push(page);
    }
    let of = |(person, pages): (PersonKey, Vec<&PageTo<'_>>)| {
        let count = |is: fn(&PageTo<'_>) -> bool| pages.iter().filter(|page| is(page)).count();
        PagesOf {
            person,
            pages: pages.len(),
            night: count(|page| page.night),
            weekend: count(|page| page.weekend),
            unanswered: count(|page| page.acknowledged.is_none()),
            acknowledged: Spread::new(pages.iter().filter_map(|page| page.acknowledged)),
        }
    };
    let mut all: Vec<_> = each.into_iter().map(of).collect();
    all.sort_by_key(|of| (std::cmp::Reverse((of.pages, of.night)), plan[of.person].id.clone()));
    all
}

/// The incidents that reached the shifts of one rotation.
pub(super) struct ShiftsOf {
    pub rotation: RotationKey,
    /// The incidents for which it was paged.
    pub incidents: usize,
    /// How many shifts it had; `None` where they are too many to count, or a fault hides them.
    pub shifts: Option<usize>,
    /// How many of them had an incident.
    pub disturbed: usize,
    /// The most incidents in one shift, and the shift: the first of several.
    pub most: Option<(usize, Span)>,
}

/// The incidents of each rotation that was paged, shift by shift.
pub(super) fn shifts(plan: &Plan, pages: &[PageTo<'_>], span: Span) -> Vec<ShiftsOf> {
    let mut each: BTreeMap<RotationKey, BTreeMap<&str, Instant>> = BTreeMap::new();
    for page in pages {
        if let Some(key) = page.rotation {
            // Pages are in order of time: the first one of an incident counts.
            each.entry(key).or_default().entry(page.incident).or_insert(page.at);
        }
    }
    let mut left = MOST_IN_ALL;
    let of = |(rotation, incidents): (RotationKey, BTreeMap<&str, Instant>)| {
        let mut held: BTreeMap<Span, usize> = BTreeMap::new();
        for at in incidents.values() {
            if let Some(shift) = shift_at(plan, rotation, *at) {
                *held.entry(shift).or_default() += 1;
            }
        }
        let most = held.iter().map(|(shift, count)| (*count, *shift));
        let most = most.max_by_key(|(count, shift)| (*count, std::cmp::Reverse(*shift)));
        let shifts = counted(plan, rotation, span, &mut left);
        ShiftsOf { rotation, incidents: incidents.len(), shifts, disturbed: held.len(), most }
    };
    each.into_iter().map(of).collect()
}

/// How many shifts of somebody there are in a span, unless there are too many.
fn counted(plan: &Plan, key: RotationKey, span: Span, left: &mut usize) -> Option<usize> {
    if !plan[key].blocked.is_empty() {
        return None;
    }
    let most = MOST_SHIFTS.min(*left);
    let mut seen: BTreeSet<Instant> = BTreeSet::new();
    let mut start = span.start;
    while start < span.end {
        let end = (start + STRIDE).min(span.end);
        let found = schedule::shifts(plan, key, Span::new(start, end)).into_iter();
        let held = found.filter(|shift| !shift.people.is_empty());
        seen.extend(held.map(|shift| shift.span.start));
        if seen.len() > most {
            return None;
        }
        start = end;
    }
    *left -= seen.len();
    Some(seen.len())
}
