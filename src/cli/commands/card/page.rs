//! A card as sections that people read.

use super::facts::{Command, Duty, Facts, Next, Route};
use crate::plan::{PersonKey, Reach};
use crate::schedule::{self, Shift};
use crate::time::{Instant, Zone, show};
use crate::views::sections::Section;
use crate::views::table::Cell;

/// Rows beyond these are counted, so that a card stays on one sheet.
const MOST: usize = 12;

/// A card and the zone of its times.
pub(super) struct Card<'a> {
    pub facts: &'a Facts<'a>,
    pub zone: &'a Zone,
    /// Whether sections of many rows are shown whole.
    pub whole: bool,
}

impl Card<'_> {
    /// Every section, in the order in which it is needed.
    pub fn sections(&self) -> Vec<Section> {
        let sections = vec![
            self.duties(),
            self.routes(),
            self.commands(),
            self.places(),
            self.runbooks(),
            self.contacts(),
        ];
        if self.whole { sections } else { sections.into_iter().map(cut).collect() }
    }

    fn duties(&self) -> Section {
        let columns =
            [("when", 0), ("rotation", 0), ("role", 3), ("from", 0), ("until", 0), ("then", 1)];
        let mut section = Section::new("on call", &columns);
        let shifts = self.facts.duties.iter().flat_map(|duty| {
            let each = [("now", duty.now.as_ref()), ("next", duty.next.as_ref())];
            each.into_iter().filter_map(move |(when, shift)| Some((when, duty, shift?)))
        });
        let mut shifts: Vec<_> = shifts.collect();
        shifts.sort_by_key(|(when, duty, shift)| (*when != "now", shift.span, duty.rotation));
        let rows = shifts.into_iter().map(|(when, duty, shift)| self.duty(when, duty, shift));
        section.table.rows.extend(rows);
        let rows = &self.facts.duties;
        if rows.iter().all(|duty| duty.now.is_none()) {
            let horizon = show::length(chrono::TimeDelta::seconds(self.facts.plan.horizon.0));
            section.notes.push(if rows.is_empty() {
                format!("not on call now, nor in the {horizon} ahead")
            } else {
                "not on call now".to_owned()
            });
        }
        section
    }

    fn duty(&self, when: &str, duty: &Duty, shift: &Shift) -> Vec<Cell> {
        let plan = self.facts.plan;
        let rotation = &plan[duty.rotation];
        let role = rotation.role.as_ref().map_or_else(String::new, ToString::to_string);
        let relief = schedule::next(plan, duty.rotation, shift.span.end);
        vec![
            Cell::same(when),
            Cell::same(rotation.id.to_string()),
            Cell::same(role),
            self.time(shift.span.start),
            self.time(shift.span.end),
            Cell::same(relief.map_or_else(String::new, |next| self.names(&next.people))),
        ]
    }

    /// What pages somebody, and who is reached when they do not answer.
    fn routes(&self) -> Section {
        let columns = [("through", 0), ("path", 1), ("for", 2), ("after", 0), ("then", 0)];
        let mut section = Section::new("if I do not answer", &columns);
        for route in &self.facts.routes {
            let path = route.path.id.to_string();
            let mut names = [self.through(route), Cell::same(path), Self::needs(route)];
            let mut row = |after: Cell, then: String| {
                let row = names.clone().into_iter().chain([after, Cell::same(then)]);
                section.table.rows.push(row.collect());
                // What stands above holds below; programs have it in every row.
                for cell in &mut names {
                    cell.short.clear();
                }
            };
            for together in route.then.chunk_by(|one, two| one.after == two.after) {
                row(length(&together[0]), self.step(together));
            }
            if route.then.is_empty() {
                row(Cell::default(), "nobody: this is the last step".to_owned());
            }
        }
        section
    }

    fn through(&self, route: &Route<'_>) -> Cell {
        let plan = self.facts.plan;
        let by = route.through.map_or_else(|| "by name".to_owned(), |key| plan[key].id.to_string());
        Cell::same(if route.at == self.facts.at {
            by
        } else {
            format!("{by} ({})", show::short(route.at, self.zone, self.facts.at))
        })
    }

    fn needs(route: &Route<'_>) -> Cell {
        let mut services: Vec<(&str, Vec<&str>)> = Vec::new();
        for (service, severity) in &route.needs {
            match services.last_mut().filter(|(id, _)| *id == service.id.as_ref()) {
                Some((_, severities)) => severities.push(severity.id.as_ref()),
                None => services.push((service.id.as_ref(), vec![severity.id.as_ref()])),
            }
        }
        let mut groups: Vec<(Vec<&str>, Vec<&str>)> = Vec::new();
        for (service, severities) in services {
            match groups.iter_mut().find(|(_, same)| *same == severities) {
                Some((services, _)) => services.push(service),
                None => groups.push((vec![service], severities)),
            }
        }
        let words = groups.iter().map(|(services, severities)| {
            format!("{} {}", services.join(", "), severities.join("/"))
        });
        Cell::same(words.collect::<Vec<_>>().join("; "))
    }

    /// Whom a step reaches: whoever is there by rotation is not named again, nor a rotation that
    /// has nobody where others are reached.
    fn step(&self, together: &[Next<'_>]) -> String {
        let turning = |next: &&Next<'_>| matches!(next.reach, Reach::Rotation(_));
        let on_call: Vec<_> =
            together.iter().filter(turning).flat_map(|next| &next.people).collect();
        let idle = |next: &Next<'_>| match next.reach {
            Reach::Person(person) => on_call.contains(&person),
            Reach::Rotation(_) => next.people.is_empty() && together.len() > 1,
            _ => false,
        };
        let said: Vec<_> = together.iter().filter(|next| !idle(next)).collect();
        if said.is_empty() {
            return "nobody".to_owned();
        }
        let whom = said.into_iter().map(|next| self.whom(next));
        whom.collect::<Vec<_>>().join("; ")
    }

    fn whom(&self, next: &Next<'_>) -> String {
        let plan = self.facts.plan;
        let names = self.names(&next.people);
        match next.reach {
            Reach::Rotation(key) if plan[*key].blocked.is_empty() => {
                format!("{names} ({})", plan[*key].id)
            }
            Reach::Rotation(key) => format!("? ({}: a fault)", plan[*key].id),
            Reach::Person(_) => names,
            Reach::Team(people) => self.team(people),
            Reach::Skill(_) => format!("whoever has the skill: {names}"),
            Reach::Escalation(id) => format!("escalation {id}"),
            Reach::Channel(name) => format!("{name} (wakes nobody)"),
            Reach::External(id) => self.external(id.as_ref()),
            Reach::Unknown => "? (a fault)".to_owned(),
        }
    }

    fn team(&self, people: &[PersonKey]) -> String {
        let team = self.facts.plan.teams.iter().find(|team| team.members == people);
        let name = team.map_or("a team", |team| team.id.as_ref());
        let others = if people.contains(&self.facts.person) { ", I am one of them" } else { "" };
        format!("all of {name} ({} people{others})", people.len())
    }

    fn external(&self, id: &str) -> String {
        let externals = &self.facts.plan.written.externals;
        let external = externals.iter().find(|entry| entry.id.value.as_ref() == id);
        let name = external.and_then(|entry| entry.value.as_ref()?.name.as_ref());
        name.map_or_else(|| id.to_owned(), |name| format!("{} ({id})", name.value))
    }

    fn commands(&self) -> Section {
        let columns = [("rotation", 0), ("commands", 0), ("until", 0), ("their time", 1)];
        let mut section = Section::new("who commands", &columns);
        for Command { rotation, shift } in &self.facts.commands {
            let people = shift.as_ref().map_or(&[][..], |shift| &shift.people);
            section.table.rows.push(vec![
                Cell::same(self.facts.plan[*rotation].id.to_string()),
                Cell::same(self.names(people)),
                shift.as_ref().map_or_else(Cell::default, |shift| self.time(shift.span.end)),
                self.local(self.facts.at, people),
            ]);
        }
        if self.facts.commands.is_empty() {
            let note = "no rotation has the role incident-commander: whoever is there decides who";
            section.notes.push(note.to_owned());
        }
        section
    }

    fn places(&self) -> Section {
        let mut section = Section::new("where we meet", &[("what", 0), ("where", 0)]);
        let rows = self.facts.places.iter();
        let rows =
            rows.map(|(what, place)| vec![Cell::same(what.as_str()), Cell::same(place.as_str())]);
        section.table.rows.extend(rows);
        section
    }

    fn runbooks(&self) -> Section {
        let columns = [("runbook", 0), ("title", 0), ("reviewed", 1)];
        let mut section = Section::new("my runbooks", &columns);
        for runbook in &self.facts.runbooks {
            let front = runbook.front.as_ref();
            let title = front.and_then(|front| front.title.as_ref());
            let reviewed = front.and_then(|front| front.reviewed.as_ref());
            let file = self.facts.plan.sources.get(runbook.at.source).name.clone();
            section.table.rows.push(vec![
                Cell { short: runbook.id.clone(), exact: file },
                Cell::same(title.map_or("", |title| &title.value)),
                Cell::same(reviewed.map_or_else(String::new, |day| day.value.0.to_string())),
            ]);
        }
        section
    }

    fn contacts(&self) -> Section {
        let columns = [("page", 0), ("after", 0), ("by", 0), ("contact", 0), ("tested", 1)];
        let mut section = Section::new("how I am reached", &columns);
        let contacts = self.facts.contacts();
        let mut row = |page: &str, after: String, method: crate::syntax::Method| {
            let contact = contacts.iter().find(|(known, _)| known.value == method);
            let contact = contact.map(|(_, contact)| &contact.value);
            let tested = contact.and_then(|contact| contact.tested);
            section.table.rows.push(vec![
                Cell::same(page),
                Cell::same(after),
                Cell::same(method.word()),
                Cell::same(contact.map_or("not in the plan", |contact| &contact.reference)),
                Cell::same(tested.map_or_else(String::new, |day| day.0.to_string())),
            ]);
        };
        let ladders = self.facts.ladders();
        for (page, rungs) in &ladders {
            for rung in rungs {
                let after = if rung.after.is_zero() {
                    "at once".to_owned()
                } else {
                    show::length(rung.after)
                };
                row(page, after, rung.via);
            }
        }
        let tried = |method| ladders.iter().flat_map(|(_, rungs)| rungs).any(|r| r.via == method);
        let ordered = ladders.iter().any(|(_, rungs)| !rungs.is_empty());
        for (method, _) in contacts.iter().filter(|(method, _)| !tried(method.value)) {
            row(if ordered { "not tried" } else { "any" }, String::new(), method.value);
        }
        if !ordered && !contacts.is_empty() {
            let note = "the plan gives no order in which these are tried (`notify.high`)";
            section.notes.push(note.to_owned());
        }
        section.notes.extend(self.trouble());
        section
    }

    /// What the rules find about how they are reached.
    fn trouble(&self) -> Vec<String> {
        let found = self.facts.trouble.iter().map(|finding| {
            let help: Vec<_> = finding.help.iter().map(|help| ["; ", help].concat()).collect();
            let help = help.concat();
            format!("{}: {}{help} ({})", finding.level.word(), finding.message, finding.code)
        });
        let found: Vec<_> = found.collect();
        if found.is_empty() {
            vec!["no rule finds anything wrong with that".to_owned()]
        } else {
            found
        }
    }

    fn names(&self, people: &[PersonKey]) -> String {
        if people.is_empty() {
            return "nobody".to_owned();
        }
        let plan = self.facts.plan;
        let name = |key: &PersonKey| {
            if *key == self.facts.person { "me".to_owned() } else { plan[*key].name.clone() }
        };
        people.iter().map(name).collect::<Vec<_>>().join(", ")
    }

    fn time(&self, at: Instant) -> Cell {
        Cell {
            short: show::short(at, self.zone, self.facts.at),
            exact: show::rfc3339(at, self.zone),
        }
    }

    /// The local time of one other person; of several there would be too many.
    fn local(&self, at: Instant, people: &[PersonKey]) -> Cell {
        let [person] = people else { return Cell::default() };
        let zone = &self.facts.plan[*person].zone;
        if zone.offset_at(at) == self.zone.offset_at(at) {
            return Cell::default();
        }
        Cell { short: show::beside(at, zone, self.zone), exact: show::rfc3339(at, zone) }
    }
}

fn length(next: &Next<'_>) -> Cell {
    Cell { short: show::length(next.after), exact: next.after.num_seconds().to_string() }
}

/// A section without the rows that would take a second sheet.
fn cut(mut section: Section) -> Section {
    let more = section.table.rows.len().saturating_sub(MOST);
    if more > 0 {
        section.table.rows.truncate(MOST);
        section.notes.push(format!("and {more} more: `irp card --all`"));
    }
    section
}
