//! Game days, and the services that wait for one, as sections that people read.

use chrono::TimeDelta;

use super::actions::Proposed;
use super::due::Due;
use crate::plan::Plan;
use crate::record::{Exercise, measured, milestones};
use crate::syntax::{GameDayStatus, OneOrMany, PersonId, Target};
use crate::time::{Instant, Zone, show};
use crate::views::sections::Section;
use crate::views::table::Cell;

/// A plan, the zone of every time, and the present.
pub(super) struct View<'a> {
    pub plan: &'a Plan,
    pub zone: &'a Zone,
    pub now: Instant,
}

impl View<'_> {
    /// Every game day in a row.
    pub fn list(&self, days: &[Exercise<'_>]) -> Section {
        let columns = [
            ("when", 0),
            ("game day", 0),
            ("status", 0),
            ("kind", 4),
            ("services", 3),
            ("title", 1),
            ("held", 2),
        ];
        let mut section = Section::new("game days", &columns);
        section.table.below = Some("title");
        for day in days {
            let kind = day.written.kind.as_ref().map_or("", |kind| kind.value.word());
            section.table.rows.push(vec![
                self.when(day).map_or_else(Cell::default, |at| self.time(at)),
                Cell::same(day.id.value.as_ref()),
                Cell::same(self.status(day)),
                Cell::same(kind),
                Cell::same(services(day).join(", ")),
                Cell::same(day.written.title.as_ref().map_or("", |title| &title.value)),
                Cell::same(held(day)),
            ]);
        }
        if days.is_empty() {
            section.notes.push("there are none: `irp game-day next` proposes the first".to_owned());
        }
        section
    }

    /// When a game day was or is to be held.
    pub fn when(&self, day: &Exercise<'_>) -> Option<Instant> {
        let open = day.status == GameDayStatus::Planned;
        let next = day.next(self.now).filter(|_| open);
        day.held(self.now).or(next).or_else(|| day.last(self.now)).or_else(|| day.next(self.now))
    }

    fn status(&self, day: &Exercise<'_>) -> String {
        let past = self.when(day).is_some_and(|at| at < self.now);
        let begun = day.written.result.as_ref().is_some_and(|result| result.times.is_some());
        match day.status {
            GameDayStatus::Planned if begun => "planned, under way".to_owned(),
            GameDayStatus::Planned if past => "planned, past".to_owned(),
            status => status.word().to_owned(),
        }
    }

    /// The services that are to be exercised, the most overdue first.
    pub fn services(&self, all: &[Due<'_>]) -> Section {
        let columns =
            [("service", 0), ("tier", 3), ("last exercised", 0), ("due", 0), ("planned", 0)];
        let mut section = Section::new("services to exercise", &columns);
        for due in all {
            let last = due.known.last.map_or_else(
                || Cell::same(if due.known.undated { "on no known day" } else { "never" }),
                |at| self.time(at),
            );
            let by = match (due.is_overdue(), due.over, due.by) {
                (true, Some(days), _) => format!("overdue for {days}d"),
                (true, None, _) => "overdue".to_owned(),
                (false, _, Some(by)) => by.to_string(),
                (false, _, None) => String::new(),
            };
            let planned = due.cadence.or(due.known.planned).map(|(at, id)| {
                let when = show::short(at, self.zone, self.now);
                let (short, exact) = (format!("{when} ({id})"), show::rfc3339(at, self.zone));
                Cell { short, exact: format!("{exact} {id}") }
            });
            section.table.rows.push(vec![
                Cell::same(due.service.id.as_ref()),
                Cell::same(due.service.tier.to_string()),
                last,
                Cell::same(by),
                planned.unwrap_or_default(),
            ]);
        }
        section
    }

    /// All of one game day.
    pub fn game_day(&self, day: &Exercise<'_>, proposed: &[Proposed]) -> Vec<Section> {
        vec![self.facts(day), self.measured(day), self.times(day), Self::findings(day, proposed)]
    }

    fn facts(&self, day: &Exercise<'_>) -> Section {
        let mut section = Section::new("game day", &[("what", 0), ("is", 0)]);
        let written = day.written;
        let mut row = |what: &str, is: Cell| {
            if !is.exact.is_empty() {
                section.table.rows.push(vec![Cell::same(what), is]);
            }
        };
        let text = |text: &Option<crate::source::Located<String>>| {
            Cell::same(text.as_ref().map_or("", |text| text.value.as_str()))
        };
        row("title", text(&written.title));
        row("status", Cell::same(self.status(day)));
        row("kind", Cell::same(written.kind.as_ref().map_or("", |kind| kind.value.word())));
        row("environment", text(&written.environment));
        row("services", Cell::same(services(day).join(", ")));
        row("when", self.when(day).map_or_else(Cell::default, |at| self.whole(at)));
        row("recurs", text(&written.rrule));
        let lasts = written.duration.as_ref().map(|d| TimeDelta::seconds(d.value.0));
        row("lasts", Cell::same(lasts.map(show::length).unwrap_or_default()));
        row("hypothesis", text(&written.hypothesis));
        row("held", Cell::same(held(day)));
        row(
            "summary",
            text(&written.result.as_ref().and_then(|result| result.value.summary.clone())),
        );
        row("inject", text(&written.inject));
        row("abort when", text(&written.abort_when));
        row("rollback", text(&written.rollback));
        row("expected alert", text(&written.expected_alert));
        for (role, names) in self.roles(day) {
            row(role, Cell::same(names));
        }
        section
    }

    /// Who does what, with everybody's own time where it differs.
    fn roles(&self, day: &Exercise<'_>) -> Vec<(&'static str, String)> {
        let Some(roles) = day.written.roles.as_ref() else { return Vec::new() };
        let at = self.when(day);
        let name = |id: &PersonId| match self.plan.person(id.as_ref()) {
            None => id.to_string(),
            Some(key) => {
                let zone = &self.plan[key].zone;
                let own = at.filter(|at| zone.offset_at(*at) != self.zone.offset_at(*at));
                let own = own.map(|at| format!(" ({})", show::beside(at, zone, self.zone)));
                format!("{}{}", self.plan[key].name, own.unwrap_or_default())
            }
        };
        let one = |id: &Option<crate::source::Located<PersonId>>| {
            id.as_ref().map_or_else(String::new, |id| name(&id.value))
        };
        let many = |ids: &OneOrMany<PersonId>| {
            ids.0.iter().map(|id| name(&id.value)).collect::<Vec<_>>().join(", ")
        };
        let responders = roles.responders.iter().flat_map(|targets| &targets.value.0);
        let responders: Vec<_> = responders.map(|target| said(&target.value)).collect();
        vec![
            ("owner", one(&roles.owner)),
            ("coordinator", one(&roles.coordinator)),
            ("reporter", one(&roles.reporter)),
            ("observers", roles.observers.as_ref().map(|ids| many(&ids.value)).unwrap_or_default()),
            ("responders", responders.join(", ")),
        ]
    }

    fn measured(&self, day: &Exercise<'_>) -> Section {
        let columns =
            [("phase", 0), ("expected", 0), ("measured", 0), ("as expected", 0), ("of", 1)];
        let mut section = Section::new("expected and measured", &columns);
        let length = |length: Option<TimeDelta>| {
            length.map_or_else(Cell::default, |length| Cell {
                short: show::length(length),
                exact: length.num_seconds().to_string(),
            })
        };
        for phase in measured(day.written, self.now) {
            if phase.expected.is_none() && phase.took.is_none() {
                continue;
            }
            let held = match (phase.held(), phase.expected.zip(phase.took)) {
                (Some(true), _) => "yes".to_owned(),
                (Some(false), Some((expected, took))) => {
                    format!("no, {} longer", show::length(took - expected))
                }
                _ => String::new(),
            };
            if phase.held() == Some(false) {
                section.table.alarms.push(section.table.rows.len());
            }
            section.table.rows.push(vec![
                Cell::same(phase.name),
                length(phase.expected),
                length(phase.took),
                Cell::same(held),
                Cell::same(phase.formula),
            ]);
        }
        section
    }

    fn times(&self, day: &Exercise<'_>) -> Section {
        let mut section = Section::new("what happened", &[("what", 0), ("when", 0)]);
        let times = day.written.result.as_ref().and_then(|result| result.times.as_ref());
        let mut times = times.map(|times| milestones(times)).unwrap_or_default();
        times.sort_by_key(|time| time.instant);
        let rows = times.iter().map(|time| vec![Cell::same(time.name), self.time(time.instant)]);
        section.table.rows.extend(rows);
        section
    }

    fn findings(day: &Exercise<'_>, proposed: &[Proposed]) -> Section {
        let columns =
            [("finding", 0), ("phase", 1), ("action", 0), ("owner", 0), ("due", 0), ("done", 0)];
        let mut section = Section::new("what was learnt", &columns);
        for finding in day.written.findings.iter().flat_map(|list| &list.value) {
            let action = finding.action.as_ref().map(|action| &action.value);
            let date = |day: Option<&crate::source::Located<crate::syntax::Day>>| {
                Cell::same(day.map_or_else(String::new, |day| day.value.0.to_string()))
            };
            let owner = action.and_then(|action| action.owner.as_ref());
            let text = action.and_then(|action| action.text.as_ref());
            section.table.rows.push(vec![
                Cell::same(finding.text.as_ref().map_or("", |text| &text.value)),
                Cell::same(finding.phase.as_ref().map_or("", |phase| phase.value.word())),
                Cell::same(text.map_or("none yet", |text| &text.value)),
                Cell::same(owner.map_or_else(String::new, |owner| owner.value.to_string())),
                date(action.and_then(|action| action.due.as_ref())),
                date(action.and_then(|action| action.done.as_ref())),
            ]);
        }
        if !proposed.is_empty() {
            let id = &day.id.value;
            let count = proposed.len();
            let what = if count == 1 { "action is" } else { "actions are" };
            section.notes.push(format!(
                "{count} {what} still to be agreed: `irp game-day show {id} --actions`"
            ));
        }
        section
    }

    pub fn time(&self, at: Instant) -> Cell {
        Cell { short: show::short(at, self.zone, self.now), exact: show::rfc3339(at, self.zone) }
    }

    pub fn whole(&self, at: Instant) -> Cell {
        Cell { short: show::full(at, self.zone), exact: show::rfc3339(at, self.zone) }
    }
}

fn services(day: &Exercise<'_>) -> Vec<String> {
    let services = day.written.services.iter().flat_map(|list| &list.value);
    services.map(|service| service.value.to_string()).collect()
}

fn held(day: &Exercise<'_>) -> &'static str {
    let result = day.written.result.as_ref();
    match result.and_then(|result| result.hypothesis_held.as_ref()).map(|held| held.value) {
        Some(true) => "yes",
        Some(false) => "no",
        None => "",
    }
}

/// A target in words.
pub(super) fn said(target: &Target) -> String {
    match target {
        Target::Rotation(id) => format!("rotation {id}"),
        Target::Person(id) => id.to_string(),
        Target::Team(id) => format!("team {id}"),
        Target::Escalation(id) => format!("escalation {id}"),
        Target::Channel(name) => name.clone(),
        Target::Skill(skill) => format!("skill {skill}"),
        Target::External(id) => format!("external {id}"),
    }
}
