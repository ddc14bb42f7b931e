//! What to know and to do first, once a record is begun.

use super::super::filed::Filed;
use super::super::roles::{self, Held};
use super::Args;
use super::told::{BegunJson, HeldJson, PlaceJson, RunbookJson, StepJson};
use crate::cli::Session;
use crate::cli::heading::Heading;
use crate::diagnostic::visible;
use crate::plan::{PersonKey, Plan};
use crate::rules::{Link, Runbooks};
use crate::time::{Zone, show};
use crate::views::sections::{self as pages, Rows, Section};
use crate::views::table::Cell;

/// A record that was begun.
pub(super) struct Begun<'a> {
    pub plan: &'a Plan,
    pub filed: &'a Filed,
    pub held: &'a [Held],
    pub zone: &'a Zone,
    pub args: &'a Args,
    pub id: &'a str,
}

impl Begun<'_> {
    pub fn print(&self, session: &mut Session<'_>) {
        let style = session.style();
        let declared = format!("declared {}", show::full(session.now, self.zone));
        let heading = Heading::new(session, self.plan, [self.id.to_owned(), declared], self.zone);
        let sections = [self.who(session), self.places(), self.runbooks(), self.steps()];
        let rows = match style.width {
            _ if session.accessible() => Rows::List,
            Some(_) => Rows::Table,
            None => Rows::Tabs,
        };
        let text = pages::text(&sections, rows, style);
        let wrote = format!("wrote {}\n\n", visible(&self.filed.text.file));
        if style.width.is_some() {
            session.print(&heading.lines(style));
        } else {
            session.note(&heading.line());
        }
        session.print(&(wrote + &text));
    }

    fn who(&self, session: &Session<'_>) -> Section {
        let columns = [("role", 0), ("who", 0), ("their time", 1), ("by rotation", 2)];
        let mut section = Section::new("who holds which role now", &columns);
        for held in self.held {
            let who = match (held.people.is_empty(), held.at_incident) {
                (false, _) => self.names(&held.people),
                (true, true) => "given at the incident".to_owned(),
                (true, false) => "NOBODY".to_owned(),
            };
            let rotations = held.rotations.iter().map(|key| self.plan[*key].id.to_string());
            section.table.rows.push(vec![
                Cell::same(held.role.as_str()),
                Cell::same(who),
                self.theirs(&held.people, session),
                Cell::same(rotations.collect::<Vec<_>>().join(", ")),
            ]);
        }
        if self.held.is_empty() {
            let note = "no rotation that a page reaches has a role, and the severity needs none";
            section.notes.push(note.to_owned());
        }
        section.notes.extend(self.clashes());
        section
    }

    /// Who holds two roles that exclude each other.
    fn clashes(&self) -> Vec<String> {
        let pairs = self
            .held
            .iter()
            .enumerate()
            .flat_map(|(index, one)| self.held[..index].iter().map(move |other| (other, one)));
        let apart = pairs.filter(|(one, other)| roles::exclude(self.plan, &one.role, &other.role));
        let both = apart.flat_map(|(one, other)| {
            let both = one.people.iter().filter(|person| other.people.contains(person));
            both.map(move |person| (person, one, other))
        });
        let said = both.map(|(person, one, other)| {
            let name = &self.plan[*person].name;
            format!("{name} holds {} and {}, which the plan keeps apart", one.role, other.role)
        });
        said.collect()
    }

    fn places(&self) -> Section {
        let mut section = Section::new("where we meet", &[("what", 0), ("where", 0)]);
        let rows = self.channels().into_iter().map(|row| row.map(Cell::same).to_vec());
        section.table.rows.extend(rows);
        section
    }

    /// What for, and where.
    fn channels(&self) -> Vec<[&str; 2]> {
        let front = self.filed.after.front.as_ref();
        let channel = front.and_then(|front| front.channel.as_ref());
        let mut found: Vec<_> =
            channel.map(|channel| ["incident chat", &channel.value]).into_iter().collect();
        let Some(channels) = self.plan.written.channels.as_ref().map(|table| &table.value) else {
            return found;
        };
        let all = [
            ("declare in", &channels.declare_in),
            ("call", &channels.call),
            ("call, when sign-in is down", &channels.call_fallback),
            ("status page", &channels.status_page),
            ("executives", &channels.executive_updates),
        ];
        let known =
            all.into_iter().filter_map(|(what, place)| Some([what, &place.as_ref()?.value]));
        found.extend(known);
        found
    }

    fn runbooks(&self) -> Section {
        let mut section = Section::new("runbooks", &[("runbook", 0), ("title", 0), ("file", 1)]);
        let rows = self.named().into_iter().map(|row| row.map(Cell::same).to_vec());
        section.table.rows.extend(rows);
        section
    }

    /// The id, title and file of each runbook of the services; of one elsewhere only where it is.
    fn named(&self) -> Vec<[&str; 3]> {
        let mut found = Vec::new();
        let known = Runbooks::new(self.plan);
        let services = self.plan.services.iter();
        let services = services.filter(|s| self.args.service.iter().any(|id| id == s.id.as_ref()));
        let named = services.filter_map(|service| service.written.runbooks.as_ref());
        let mut seen = Vec::new();
        for reference in named.flat_map(|list| &list.value).map(|runbook| &runbook.value) {
            let row = match known.find(reference) {
                Link::Runbook(_, record) if !seen.contains(&&record.id) => {
                    seen.push(&record.id);
                    let title = record.front.as_ref().and_then(|front| front.title.as_ref());
                    let file = &self.plan.sources.get(record.at.source).name;
                    [
                        record.id.as_str(),
                        title.map_or("", |title| title.value.as_str()),
                        file.as_str(),
                    ]
                }
                Link::Elsewhere => [reference.as_str(), "", ""],
                _ => continue,
            };
            found.push(row);
        }
        found
    }

    fn steps(&self) -> Section {
        let mut section = Section::new("first steps", &[("type", 0), ("for", 0)]);
        let rows = self.commands().into_iter();
        let rows = rows.map(|(command, what)| vec![Cell::same(command), Cell::same(what)]);
        section.table.rows.extend(rows);
        section
    }

    /// What to type next, and what for.
    fn commands(&self) -> Vec<(String, &'static str)> {
        let mut found = Vec::new();
        let mut step = |command: String, what: &'static str| found.push((command, what));
        for service in &self.args.service {
            let command = format!("irp escalate {service} --severity {}", self.args.severity);
            step(command, "whom a page reaches, and when");
        }
        for held in self.held.iter().filter(|held| held.people.is_empty()) {
            let role = match held.role.as_str() {
                "incident-commander" => "commander",
                role => role,
            };
            step(format!("irp incident set {role} PERSON"), "nobody holds this role yet");
        }
        if self.args.detected.is_empty() {
            step("irp incident set detected --at WHEN".to_owned(), "when it was noticed");
        }
        step("irp incident log \"TEXT\" --kind action".to_owned(), "each thing that is done");
        step("irp incident set mitigated".to_owned(), "when customers no longer feel it");
        found
    }

    /// The same for programs.
    pub fn json(&self) -> BegunJson {
        let held = self.held.iter().map(|held| HeldJson {
            role: held.role.clone(),
            people: self.plan.ids(&held.people).into_iter().map(str::to_owned).collect(),
            rotations: held.rotations.iter().map(|key| self.plan[*key].id.to_string()).collect(),
            at_incident: held.at_incident,
        });
        let open = self.held.iter().filter(|held| held.people.is_empty());
        let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        let channels = self.channels().into_iter();
        let runbooks = self.named().into_iter().map(|[runbook, title, file]| RunbookJson {
            runbook: runbook.to_owned(),
            title: some(title),
            file: some(file),
        });
        let steps = self.commands().into_iter();
        BegunJson {
            roles: held.collect(),
            open_roles: open.map(|held| held.role.clone()).collect(),
            clashes: self.clashes(),
            channels: channels
                .map(|[what, place]| PlaceJson { what: what.to_owned(), place: place.to_owned() })
                .collect(),
            runbooks: runbooks.collect(),
            steps: steps.map(|(command, what)| StepJson { command, what }).collect(),
        }
    }

    fn names(&self, people: &[PersonKey]) -> String {
        let names =
            people.iter().map(|key| format!("{} ({})", self.plan[*key].name, self.plan[*key].id));
        names.collect::<Vec<_>>().join(", ")
    }

    /// The local time of one person; of several there would be too many.
    fn theirs(&self, people: &[PersonKey], session: &Session<'_>) -> Cell {
        let [person] = people else { return Cell::default() };
        let zone = &self.plan[*person].zone;
        if zone.offset_at(session.now) == self.zone.offset_at(session.now) {
            return Cell::default();
        }
        let (short, exact) =
            (show::beside(session.now, zone, self.zone), show::rfc3339(session.now, zone));
        Cell { short, exact }
    }
}
