//! When people can come together: the earliest time that lies in everybody's working hours.
//!
//! Knows nothing of why they meet. Everybody who is needed must be free for all of it, whoever is
//! on call in it too.

use chrono::{Days, NaiveDate, NaiveTime, TimeDelta};

use crate::plan::{PersonKey, Plan, RotationKey};
use crate::schedule::{Shift, merged, open, shifts, without};
use crate::time::{Instant, Span, Zone};

/// The steps in which a start is looked for.
const STEP: TimeDelta = TimeDelta::minutes(15);
/// Starts that are tried in one search: half a year of them.
const MOST: usize = 18_000;
/// Rotations and people that are left out, one at a time, to see who limits a search.
const MOST_LIMITS: usize = 20;

/// When somebody works.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Free {
    /// The times, in order.
    pub spans: Vec<Span>,
    /// Whether the plan says their hours; else they are taken for the service hours on their clock.
    pub stated: bool,
}

/// When somebody works in a span: their working hours, without their holidays, their time off, and
/// the days before they came and after they left.
#[must_use]
pub fn free(plan: &Plan, key: PersonKey, span: Span) -> Free {
    let person = &plan[key];
    let written = person.written.working_hours.as_ref();
    let hours = written.map(|hours| plan.windows(&hours.value.0));
    let hours = merged(open(&person.zone, hours.as_ref().unwrap_or(&plan.service_hours), span));
    let listed = person.written.holidays.as_ref().map(|id| &id.value);
    let lists = plan.written.holidays.iter().filter(|list| Some(&list.id.value) == listed);
    let days = lists.flat_map(|list| list.value.iter().flatten());
    let days = days.filter_map(|day| day.date.as_ref()).map(|day| day.value.0);
    let holidays = days.map(|date| whole(date, &person.zone));
    let away = person.away.iter().map(|away| away.span);
    let before = person.joined.map(|joined| Span::new(span.start.min(joined), joined));
    let after = person.left.map(|left| Span::new(left, span.end.max(left)));
    let taken = merged(holidays.chain(away).chain(before).chain(after).collect());
    let spans = without(&hours, &taken).into_iter().map(|part| part.intersection(span));
    Free { spans: spans.filter(|part| !part.is_empty()).collect(), stated: written.is_some() }
}

/// A day in a zone.
fn whole(date: NaiveDate, zone: &Zone) -> Span {
    let next = date.checked_add_days(Days::new(1)).unwrap_or(date);
    let midnight = |date: NaiveDate| zone.instant(date.and_time(NaiveTime::MIN));
    Span::new(midnight(date), midnight(next))
}

/// What is looked for.
#[derive(Clone, Debug)]
pub struct Search {
    /// Who is needed, whoever is on call.
    pub people: Vec<PersonKey>,
    /// The rotations of which everybody who is on call in the slot is needed.
    pub rotations: Vec<RotationKey>,
    /// Those of which one at least must have somebody on call; any where there are none.
    pub first: Vec<RotationKey>,
    /// In which time.
    pub span: Span,
    /// How long.
    pub length: TimeDelta,
}

/// A time in which everybody who is needed works.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Slot {
    /// When.
    pub span: Span,
    /// Who is on call in it, by rotation; none that has nobody.
    pub on_call: Vec<(RotationKey, Vec<PersonKey>)>,
}

/// What keeps everybody from coming together, alone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limit {
    /// Whoever is on call in this rotation.
    pub rotation: Option<RotationKey>,
    /// Or this person.
    pub person: Option<PersonKey>,
    /// The earliest slot without them.
    pub without: Slot,
}

impl Search {
    /// The earliest slot, of those that begin at a quarter of an hour.
    #[must_use]
    pub fn earliest(&self, plan: &Plan) -> Option<Slot> {
        let known = Known::new(plan, self);
        self.starts().find_map(|start| known.slot(self, start))
    }

    /// The slot that begins at an instant, if everybody works then.
    #[must_use]
    pub fn at(&self, plan: &Plan, start: Instant) -> Option<Slot> {
        Known::new(plan, self).slot(self, start)
    }

    /// Each rotation and person without whom alone there would be a slot, the earliest first.
    #[must_use]
    pub fn limits(&self, plan: &Plan) -> Vec<Limit> {
        let known = Known::new(plan, self);
        let rotations = self.rotations.iter().map(|key| {
            let mut less = self.clone();
            less.rotations.retain(|other| other != key);
            (Some(*key), None, less)
        });
        let people = self.people.iter().map(|key| {
            let mut less = self.clone();
            less.people.retain(|other| other != key);
            (None, Some(*key), less)
        });
        let limit = |(rotation, person, less): (_, _, Self)| {
            let without = less.starts().find_map(|start| known.slot(&less, start))?;
            Some(Limit { rotation, person, without })
        };
        let each = rotations.chain(people).take(MOST_LIMITS);
        let mut limits: Vec<_> = each.filter_map(limit).collect();
        limits.sort_by_key(|limit| limit.without.span);
        limits
    }

    fn starts(&self) -> impl Iterator<Item = Instant> + use<> {
        let step = STEP.num_seconds();
        let first = self.span.start.timestamp();
        let first = first + (-first).rem_euclid(step);
        let end = self.span.end - self.length;
        let starts = (0_i64..).map(move |count| first.saturating_add(count.saturating_mul(step)));
        let starts = starts.map_while(|at| Instant::from_timestamp(at, 0)).take(MOST);
        starts.take_while(move |start| *start <= end)
    }
}

/// When each works who may be needed, and who is on call.
struct Known {
    free: Vec<Option<Vec<Span>>>,
    shifts: Vec<(RotationKey, Vec<Shift>)>,
    closed: Vec<Span>,
}

impl Known {
    fn new(plan: &Plan, search: &Search) -> Self {
        let margin = search.length + TimeDelta::days(2);
        let span = Span::new(search.span.start - margin, search.span.end + margin);
        let rotations = search.rotations.iter().chain(&search.first).copied();
        let mut keys: Vec<_> = rotations.filter(|key| plan[*key].blocked.is_empty()).collect();
        keys.sort_unstable();
        keys.dedup();
        let shifts: Vec<_> = keys.into_iter().map(|key| (key, shifts(plan, key, span))).collect();
        let held = shifts.iter().flat_map(|(_, shifts)| shifts).flat_map(|shift| &*shift.people);
        let mut all = vec![None; plan.people.len()];
        for person in held.chain(&search.people) {
            all[person.index()].get_or_insert_with(|| free(plan, *person, span).spans);
        }
        let closed = plan.closed_days.iter().map(|date| whole(*date, &plan.zone));
        Self { free: all, shifts, closed: merged(closed.collect()) }
    }

    fn slot(&self, search: &Search, start: Instant) -> Option<Slot> {
        let span = Span::new(start, start + search.length);
        let next = self.closed.partition_point(|closed| closed.end <= span.start);
        if self.closed.get(next).is_some_and(|closed| closed.overlaps(span)) {
            return None;
        }
        let free = |person: &PersonKey| {
            let spans = self.free[person.index()].as_deref().unwrap_or_default();
            let next = spans.partition_point(|part| part.end <= span.start);
            spans.get(next).is_some_and(|part| part.start <= span.start && span.end <= part.end)
        };
        if !search.people.iter().all(free) {
            return None;
        }
        let mut on_call = Vec::new();
        let mut reached = search.first.is_empty();
        for (key, shifts) in &self.shifts {
            let people = held(shifts, span);
            reached |= search.first.contains(key) && !people.is_empty();
            let needed = search.rotations.contains(key);
            if needed && !people.iter().all(free) {
                return None;
            }
            if needed && !people.is_empty() {
                on_call.push((*key, people));
            }
        }
        reached.then_some(Slot { span, on_call })
    }
}

/// Everybody who is on call at some time of a span, each once.
fn held(shifts: &[Shift], span: Span) -> Vec<PersonKey> {
    let first = shifts.partition_point(|shift| shift.span.end <= span.start);
    let within = shifts[first..].iter().take_while(|shift| shift.span.start < span.end);
    let mut people = Vec::new();
    for person in within.flat_map(|shift| &*shift.people) {
        if !people.contains(person) {
            people.push(*person);
        }
    }
    people
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::schedule::at;
    use crate::schedule::tests::{cases, plan_of};

    const ZONES: [&str; 4] =
        ["Europe/Berlin", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe"];
    const HOURS: [&str; 5] = [
        "working-hours = \"mon-fri 09:00-17:00\"",
        "working-hours = \"mon-fri 22:00-06:00\"",
        "working-hours = [\"mon,wed 06:00-12:00\", \"mon-sun 13:00-21:00\"]",
        "working-hours = \"sat,sun\"",
        "",
    ];

    /// Three people with hours, holidays and time off of their own, two of whom take turns.
    fn teams() -> impl Strategy<Value = String> {
        let person = (0_usize..4, 0_usize..5, 1_u32..28, 1_u32..28, 0_u32..4, any::<bool>());
        proptest::collection::vec(person, 3).prop_map(|people| {
            let each = people.iter().enumerate().map(|(number, (zone, hours, free, off, for_, left))| {
                let left = if *left { "left = 2026-11-06\n" } else { "" };
                format!(
                    "[people.p{number}]\nname = \"P\"\ntime-zone = \"{}\"\n{}\n{left}holidays = \"h{number}\"\n\
                     [[holidays.h{number}]]\ndate = 2026-10-{free:02}\nname = \"H\"\n\
                     [[time-off]]\nperson = \"p{number}\"\nfrom = 2026-10-{off:02}\nthrough = 2026-10-{:02}\n",
                    ZONES[*zone], HOURS[*hours], off + for_,
                )
            });
            let each: String = each.collect();
            format!(
                "irp = 1\n[plan]\nname = \"T\"\ntime-zone = \"Europe/Berlin\"\nholidays = \"h2\"\n{each}\
                 [rotations.r]\nstarts = 2026-09-28T09:00\nturn = \"1d\"\npeople = [\"p0\", \"p1\"]\n"
            )
        })
    }

    /// Whether somebody works at an instant, told from the plan's tables and not from spans.
    fn works(plan: &Plan, key: PersonKey, instant: Instant) -> bool {
        let person = &plan[key];
        let day = person.zone.civil(instant).date();
        let listed = person.written.holidays.as_ref().map(|id| id.value.clone());
        let holiday = plan.written.holidays.iter().any(|list| {
            Some(&list.id.value) == listed.as_ref()
                && list
                    .value
                    .iter()
                    .flatten()
                    .any(|d| d.date.as_ref().is_some_and(|d| d.value.0 == day))
        });
        let away = person.away.iter().any(|away| away.span.contains(instant));
        let moment = Span::new(instant, instant + TimeDelta::nanoseconds(1));
        let hours = person.written.working_hours.as_ref();
        let hours = hours.map_or_else(|| plan.service_hours.clone(), |h| plan.windows(&h.value.0));
        let open = open(&person.zone, &hours, moment).iter().any(|open| open.contains(instant));
        let closed = plan.closed_days.contains(&plan.zone.civil(instant).date());
        open && !holiday && !away && !closed && person.employed(moment)
    }

    proptest! {
        #![proptest_config(cases(64))]
        #[test]
        fn everybody_works_in_every_minute_of_a_slot_and_nobody_is_forgotten(
            text in teams(),
            from in 1_790_500_000_i64..1_793_500_000,
            minutes in 15_i64..240,
        ) {
            let plan = plan_of(&text);
            prop_assert!(plan.faults.is_empty(), "{:?}", plan.faults);
            let start = Instant::from_timestamp(from, 0).unwrap();
            let search = Search {
                people: plan.person_keys().filter(|key| plan[*key].id.as_ref() == "p2").collect(),
                rotations: plan.rotation_keys().collect(),
                first: Vec::new(),
                span: Span::new(start, start + TimeDelta::days(21)),
                length: TimeDelta::minutes(minutes),
            };
            if let Some(slot) = search.earliest(&plan) {
                prop_assert!(search.span.start <= slot.span.start);
                prop_assert!(slot.span.end <= search.span.end);
                for minute in 0..minutes {
                    let instant = slot.span.start + TimeDelta::minutes(minute);
                    let on_call = plan.rotation_keys().filter(|key| plan[*key].blocked.is_empty());
                    let on_call = on_call.filter_map(|key| at(&plan, key, instant));
                    let on_call: Vec<_> = on_call.flat_map(|s| s.people.to_vec()).collect();
                    for person in on_call.iter().chain(&search.people) {
                        prop_assert!(works(&plan, *person, instant), "{} at {instant}", plan[*person].id);
                    }
                }
            }
        }
    }
}
