//! What an event of a calendar says: who is on call, when on their clock, and what comes after.

use std::fmt::Write as _;

use chrono::{Datelike, NaiveDate, NaiveTime, TimeDelta};

use crate::cli::Failure;
use crate::diagnostic::visible;
use crate::plan::{Escalation, PersonKey, Plan, Reach, RotationKey};
use crate::schedule::{self, Shift};
use crate::syntax::as_id;
use crate::time::{Span, parse_duration, show};
use crate::views::ics::{Event, uid};

/// The most steps of an escalation path that an event names.
const MOST_STEPS: usize = 3;
/// A longer gap is an event for every year, as it may have no end.
const LONGEST_GAP: TimeDelta = TimeDelta::days(366);

/// What is in a calendar beside who is on call when.
#[derive(Debug, clap::Args)]
pub struct Details {
    /// An alarm so long before each shift, such as 1h or 30m
    #[arg(long, value_name = "LENGTH")]
    alarm: Option<String>,
    /// Name the contacts of whoever is on call
    #[arg(long)]
    contacts: bool,
    /// Show whoever is on call as busy, not as free
    #[arg(long)]
    busy: bool,
    /// An event wherever somebody must be on call and nobody is
    #[arg(long, conflicts_with = "person")]
    pub include_gaps: bool,
}

impl Details {
    /// Those of a calendar for which nothing else was asked.
    pub fn plain(contacts: bool) -> Self {
        Self { alarm: None, contacts, busy: false, include_gaps: false }
    }

    /// How many seconds before each shift there is an alarm.
    ///
    /// # Errors
    /// Where that is no length of time.
    pub fn alarm(&self) -> Result<Option<i64>, Failure> {
        let length = self.alarm.as_deref().map(parse_duration).transpose().map_err(|why| {
            Failure::usage(format!("--alarm: {why}")).hint("write it as `1h`, `30m` or `1d`")
        })?;
        Ok(length.map(|length| length.0))
    }
}

/// An event, and whose it is.
pub struct Duty {
    pub rotation: RotationKey,
    /// `None` for a gap.
    pub person: Option<PersonKey>,
    pub event: Event,
}

/// How events are made of shifts.
pub struct Writer<'a> {
    pub plan: &'a Plan,
    pub span: Span,
    /// Whose shifts; everybody's where nobody is named.
    pub people: &'a [PersonKey],
    /// Seconds before each shift.
    pub alarm: Option<i64>,
    pub details: &'a Details,
}

impl Writer<'_> {
    /// The events of some rotations, by time, rotation and person.
    pub fn duties(&self, rotations: &[RotationKey]) -> Vec<Duty> {
        let mut duties = Vec::new();
        for key in rotations {
            self.rotation(*key, &mut duties);
        }
        duties.sort_by_key(|duty| (duty.event.span, duty.rotation, duty.person));
        duties
    }

    fn rotation(&self, key: RotationKey, duties: &mut Vec<Duty>) {
        let shifts = schedule::shifts(self.plan, key, self.span);
        let after = shifts.last().and_then(|last| schedule::next(self.plan, key, last.span.end));
        let same = self.same_for_all(key);
        for (index, shift) in shifts.iter().enumerate() {
            let next = shifts.get(index + 1).or(after.as_ref());
            for (place, person) in shift.people.iter().enumerate() {
                let wanted = self.people.is_empty() || self.people.contains(person);
                if wanted && !shift.people[..place].contains(person) {
                    let event = self.shift(key, shift, *person, next, &same);
                    duties.push(Duty { rotation: key, person: Some(*person), event });
                }
            }
        }
        if self.details.include_gaps {
            let gaps = self.gaps(key).into_iter();
            duties.extend(gaps.map(|gap| Duty {
                rotation: key,
                person: None,
                event: self.gap(key, gap, &same),
            }));
        }
    }

    fn shift(
        &self,
        key: RotationKey,
        shift: &Shift,
        person: PersonKey,
        next: Option<&Shift>,
        same: &str,
    ) -> Event {
        let whose = &self.plan[person];
        let zone = &whose.zone;
        let (from, until) = (show::full(shift.span.start, zone), show::full(shift.span.end, zone));
        let (length, name) = (show::length(shift.span.length()), visible(&whose.name));
        let mut text = format!("{from} until {until} ({length}, times in {})", zone.name());
        text.push_str(&self.company(shift, person, next));
        text.push_str(same);
        if self.details.contacts {
            text.push_str(&self.contacts(person));
        }
        let rotation = &self.plan[key].id;
        self.event(
            format!("On call: {name} ({rotation})"),
            text,
            self.uid(key, whose.id.as_ref(), shift.span),
            shift.span,
        )
    }

    /// Who is on call together with a person, and who after them.
    fn company(&self, shift: &Shift, person: PersonKey, next: Option<&Shift>) -> String {
        let mut text = String::new();
        let others = shift.people.iter().filter(|other| **other != person).copied();
        let others: Vec<_> = others.collect();
        if !others.is_empty() {
            let _ = write!(text, "\nTogether with {}", self.names(&others));
        }
        if let Some(next) = next {
            let _ = write!(text, "\nThen on call: {}", self.names(&next.people));
            if next.span.start > shift.span.end {
                let from = show::full(next.span.start, &self.plan[person].zone);
                let _ = write!(text, " from {from}");
            }
        }
        text
    }

    fn gap(&self, key: RotationKey, gap: Span, same: &str) -> Event {
        let zone = &self.plan[key].zone;
        let (from, until) = (show::full(gap.start, zone), show::full(gap.end, zone));
        let (length, zone) = (show::length(gap.length()), zone.name());
        let text = format!(
            "{from} until {until} ({length}, times in {zone})\n\
             Somebody must be on call and nobody is{same}"
        );
        let summary = format!("UNCOVERED: {}", self.plan[key].id);
        // No person has an empty id.
        self.event(summary, text, self.uid(key, "", gap), gap)
    }

    fn event(&self, summary: String, description: String, uid: String, span: Span) -> Event {
        Event { uid, span, summary, description, busy: self.details.busy, alarm: self.alarm }
    }

    /// A plan is told from others by its name as an id, so that its spelling does not matter.
    fn uid(&self, key: RotationKey, person: &str, span: Span) -> String {
        let plan = as_id(&self.plan.name).unwrap_or_else(|| self.plan.name.clone());
        uid(&[&plan, self.plan[key].id.as_ref(), person], span)
    }

    /// Gaps that overlap the span, whole or for whole years: what they are must not depend on when
    /// it begins.
    fn gaps(&self, key: RotationKey) -> Vec<Span> {
        let mut reach = TimeDelta::days(31);
        loop {
            let wide = Span::new(self.span.start - reach, self.span.end + reach);
            let mut gaps = schedule::gaps(self.plan, key, wide);
            gaps.retain(|gap| gap.overlaps(self.span));
            let cut = gaps.iter().any(|gap| gap.start == wide.start || gap.end == wide.end);
            // Then even the years that the span begins and ends in are whole.
            if !cut || reach > LONGEST_GAP {
                let mut parts: Vec<_> = gaps.into_iter().flat_map(by_year).collect();
                parts.retain(|part| part.overlaps(self.span));
                return parts;
            }
            reach = reach * 4;
        }
    }

    /// What every event of a rotation says.
    fn same_for_all(&self, key: RotationKey) -> String {
        let escalation = self.escalation(key).map(|text| format!("\n{text}"));
        let runbooks = self.runbooks().map(|place| format!("\nRunbooks: {}", visible(&place)));
        escalation.into_iter().chain(runbooks).collect()
    }

    /// The steps that follow the rotation in the escalation path that reaches it soonest, which is
    /// the first of several.
    fn escalation(&self, key: RotationKey) -> Option<String> {
        let reaches = |reach: &[Reach]| reach.contains(&Reach::Rotation(key));
        let nth = |path: &Escalation| path.steps.iter().position(|step| reaches(&step.reach));
        let paths = self.plan.escalations.iter().filter_map(|path| Some((path, nth(path)?)));
        let (path, first) = paths.min_by_key(|(_, first)| *first)?;
        let steps = path.steps[first + 1..].iter().take(MOST_STEPS).map(|step| {
            let whom: Vec<_> = step.reach.iter().map(|reach| self.whom(reach)).collect();
            format!("after {} {}", show::length(TimeDelta::seconds(step.after)), whom.join(" and "))
        });
        let steps: Vec<_> = steps.collect();
        (!steps.is_empty()).then(|| format!("Escalation {}: {}", path.id, steps.join(", ")))
    }

    fn whom(&self, reach: &Reach) -> String {
        match reach {
            Reach::Rotation(key) => self.plan[*key].id.to_string(),
            Reach::Person(person) => visible(&self.plan[*person].name),
            Reach::Team(people) => format!("a team of {}", people.len()),
            Reach::Skill(people) => format!("{} with a skill", people.len()),
            Reach::Escalation(id) => format!("escalation {id}"),
            Reach::Channel(name) => visible(name),
            Reach::External(id) => id.to_string(),
            Reach::Unknown => "?".to_owned(),
        }
    }

    /// The address of the runbooks, else the folder that the plan or a service says they are in.
    fn runbooks(&self) -> Option<String> {
        let table = self.plan.written.plan.as_ref().map(|table| &table.value);
        if let Some(address) = table.and_then(|table| table.runbook_base_url.as_ref()) {
            return Some(address.value.clone());
        }
        if let Some(globs) = table.and_then(|table| table.runbooks.as_ref()) {
            let glob = globs.value.0.first()?.value.as_str();
            let fixed = glob.split(['*', '?', '[']).next()?;
            return fixed.rsplit_once('/').map(|(folder, _)| format!("{folder}/"));
        }
        let named = self.plan.services.iter().any(|service| service.written.runbooks.is_some());
        named.then(|| "runbooks/".to_owned())
    }

    fn contacts(&self, person: PersonKey) -> String {
        let Some(contacts) = &self.plan[person].written.contacts else { return String::new() };
        let each = contacts.value.0.iter().map(|(method, contact)| {
            format!("{} {}", method.value.word(), visible(&contact.value.reference))
        });
        let each: Vec<_> = each.collect();
        if each.is_empty() { String::new() } else { format!("\nContacts: {}", each.join(", ")) }
    }

    fn names(&self, people: &[PersonKey]) -> String {
        if people.is_empty() {
            return "nobody".to_owned();
        }
        let names: Vec<_> = people.iter().map(|key| visible(&self.plan[*key].name)).collect();
        names.join(", ")
    }
}

/// A gap as it is, or where it is too long what is of it in each year of UTC.
fn by_year(gap: Span) -> Vec<Span> {
    if gap.length() <= LONGEST_GAP {
        return vec![gap];
    }
    let new_year =
        |year| Some(NaiveDate::from_ymd_opt(year, 1, 1)?.and_time(NaiveTime::MIN).and_utc());
    let ends = (gap.start.year()..).map(|year| new_year(year + 1)).map_while(|end| end);
    let ends = ends.take_while(|end| *end < gap.end).chain([gap.end]);
    let mut start = gap.start;
    ends.map(|end| Span::new(std::mem::replace(&mut start, end), end)).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;
    use crate::schedule::tests::cases;
    use crate::schedule::tests::generate::plans;
    use crate::time::Instant;

    const DETAILS: Details =
        Details { alarm: None, contacts: true, busy: false, include_gaps: true };

    fn duties(plan: &Plan, start: Instant, days: i64) -> Vec<Duty> {
        let span = Span::new(start, start + TimeDelta::days(days));
        let keys: Vec<_> = plan.rotation_keys().filter(|k| plan[*k].blocked.is_empty()).collect();
        Writer { plan, span, people: &[], alarm: None, details: &DETAILS }.duties(&keys)
    }

    proptest! {
        #![proptest_config(cases(96))]

        #[test]
        fn events_say_at_every_boundary_who_is_on_call(sample in plans(), days in 1_i64..30) {
            let plan = sample.plan();
            let duties = duties(&plan, sample.focus, days);
            let uids: BTreeSet<_> = duties.iter().map(|duty| &duty.event.uid).collect();
            prop_assert_eq!(uids.len(), duties.len());
            let within = sample.focus..sample.focus + TimeDelta::days(days);
            let ends = duties.iter().flat_map(|d| [d.event.span.start, d.event.span.end]);
            let ends: BTreeSet<_> = ends.chain([within.start]).filter(|e| within.contains(e)).collect();
            for at in ends {
                for key in plan.rotation_keys().filter(|k| plan[*k].blocked.is_empty()) {
                    let theirs = duties.iter().filter(|d| d.rotation == key);
                    let theirs = theirs.filter(|d| d.event.span.contains(at));
                    let said: BTreeSet<_> = theirs.map(|duty| duty.person).collect();
                    let shift = schedule::at(&plan, key, at);
                    let people = shift.map(|shift| shift.people).unwrap_or_default();
                    let mut held: BTreeSet<_> = people.iter().copied().map(Some).collect();
                    let moment = Span::new(at, at + TimeDelta::nanoseconds(1));
                    if held.is_empty() && !schedule::required(&plan, key, moment).is_empty() {
                        held.insert(None);
                    }
                    prop_assert_eq!(said, held, "{} at {}", &plan[key].id, at);
                }
            }
        }

        #[test]
        fn an_event_is_the_same_whatever_span_is_asked(sample in plans(), days in 1_i64..10) {
            let plan = sample.plan();
            let asked = Span::new(sample.focus, sample.focus + TimeDelta::days(days));
            let texts = |duties: &[Duty]| -> Vec<(String, Span, String)> {
                let events = duties.iter().map(|duty| &duty.event);
                let near = events.filter(|event| event.span.overlaps(asked));
                near.map(|e| (e.uid.clone(), e.span, e.description.clone())).collect()
            };
            let short = texts(&duties(&plan, sample.focus, days));
            let long = texts(&duties(&plan, sample.focus - TimeDelta::days(20), days + 40));
            prop_assert_eq!(short, long);
        }
    }
}
