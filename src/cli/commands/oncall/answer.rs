//! Who is on call at an instant, as people read it.

use super::{Args, Format};
use crate::cli::heading::{Heading, echo};
use crate::cli::{Session, Verdict};
use crate::diagnostic::visible;
use crate::plan::{PersonKey, Plan, RotationKey};
use crate::schedule::{self, Shift};
use crate::time::{Instant, Span, When, Zone, show};
use crate::views::fold::fold;
use crate::views::table::{Cell, Table};

/// How many days ahead somebody's next shift is looked for, step by step.
const AHEAD: [i64; 4] = [28, 112, 366, 2 * 366];

/// Who is on call in one rotation at an instant.
pub(super) struct Row {
    pub key: RotationKey,
    pub shift: Option<Shift>,
    pub next: Option<Shift>,
    pub covered: bool,
}

impl Row {
    pub fn at(plan: &Plan, key: RotationKey, at: Instant) -> Self {
        if !plan[key].blocked.is_empty() {
            return Self { key, shift: None, next: None, covered: true };
        }
        let shift = schedule::at(plan, key, at);
        let after = shift.as_ref().map_or(at, |shift| shift.span.end);
        let moment = Span::new(at, at + chrono::TimeDelta::nanoseconds(1));
        let held = shift.as_ref().is_some_and(|shift| !shift.people.is_empty());
        Self {
            covered: held || schedule::required(plan, key, moment).is_empty(),
            next: schedule::next(plan, key, after),
            key,
            shift,
        }
    }

    pub fn people(&self) -> &[PersonKey] {
        self.shift.as_ref().map_or(&[], |shift| &shift.people)
    }

    /// When somebody or nobody takes over.
    pub fn change(&self) -> Option<Instant> {
        let end = self.shift.as_ref().map(|shift| shift.span.end);
        end.or_else(|| self.next.as_ref().map(|next| next.span.start))
    }

    /// Whether a fault keeps the rotation from being answered for.
    pub fn is_blocked(&self, plan: &Plan) -> bool {
        !plan[self.key].blocked.is_empty()
    }
}

/// The answer to one question.
pub(super) struct Answer<'a> {
    pub plan: &'a Plan,
    /// The rotations that were asked for.
    pub keys: Vec<RotationKey>,
    pub rows: Vec<Row>,
    /// The people that were asked for.
    pub asked_for: Vec<PersonKey>,
    pub when: When,
    pub viewer: Zone,
    pub words: String,
    /// Whether every rotation was asked for.
    pub everywhere: bool,
}

impl Answer<'_> {
    /// Prints the answer, and says whether it is complete.
    pub fn print(&self, args: &Args, session: &mut Session<'_>) -> bool {
        let style = session.style();
        let heading = self.heading(session);
        if session.options.json || args.format == Some(Format::Json) {
            let text = self.json(session);
            session.print(&text);
            return true;
        }
        if let Some(what) = args.print {
            session.note(&heading.line());
            self.remarks().iter().for_each(|remark| session.note(remark));
            return self.print_people(what, session);
        }
        let default = match style.width {
            _ if session.accessible() => Format::List,
            Some(_) => Format::Table,
            None => Format::Tsv,
        };
        let format = args.format.unwrap_or(default);
        if format == Format::Tsv {
            session.note(&heading.line());
            self.remarks().iter().for_each(|remark| session.note(remark));
            session.print(&self.table(format).tsv());
            return true;
        }
        session.print(&heading.lines(style));
        if !self.rows.is_empty() {
            let table = self.table(format);
            let list = format == Format::List;
            session.print(&if list { table.list() } else { table.terminal(style) });
        }
        for remark in self.remarks() {
            session.print(&(fold(&remark, 0, style) + "\n"));
        }
        true
    }

    /// Whether somebody is on call, and wherever somebody must be.
    pub fn verdict(&self) -> Verdict {
        let nobody = self.rows.iter().all(|row| row.people().is_empty());
        if nobody || self.rows.iter().any(|row| !row.covered) { Verdict::No } else { Verdict::Yes }
    }

    /// What was understood: the plan, the instant, the zone.
    fn heading(&self, session: &Session<'_>) -> Heading {
        let asked = echo(&self.words, &self.when, &self.viewer);
        Heading::new(session, self.plan, [asked], &self.viewer)
    }

    /// What stands beside the rows: who of those asked for is not on call, and when they are next.
    fn remarks(&self) -> Vec<String> {
        if self.keys.is_empty() {
            return vec!["no rotation matches all of what was asked for".to_owned()];
        }
        let absent = self.asked_for.iter().filter(|person| !self.is_on_call(**person));
        absent.map(|person| self.absence(*person)).collect()
    }

    fn is_on_call(&self, person: PersonKey) -> bool {
        self.rows.iter().any(|row| row.people().contains(&person))
    }

    fn absence(&self, person: PersonKey) -> String {
        let name = visible(&self.plan[person].name);
        let then = if self.words == "now" { "now" } else { "then" };
        let here = if self.everywhere { "" } else { " in the rotations asked for" };
        match self.next_of(person) {
            Some((key, shift)) => format!(
                "{name} is not on call {then}{here}; next in {} from {} until {}",
                self.plan[key].id,
                show::full(shift.span.start, &self.viewer),
                show::full(shift.span.end, &self.viewer)
            ),
            None => format!("{name} is not on call {then}{here}, nor in the two years that follow"),
        }
    }

    /// The next shift of a person in the rotations that were asked for.
    pub fn next_of(&self, person: PersonKey) -> Option<(RotationKey, Shift)> {
        let at = self.when.instant;
        let answered = || self.keys.iter().filter(|key| self.plan[**key].blocked.is_empty());
        AHEAD.into_iter().find_map(|days| {
            let ahead = Span::new(at, at + chrono::TimeDelta::days(days));
            let theirs = answered().filter_map(|key| {
                let shifts = schedule::shifts(self.plan, *key, ahead).into_iter();
                let mut shifts = shifts.filter(|shift| at < shift.span.start);
                shifts.find(|shift| shift.people.contains(&person)).map(|shift| (*key, shift))
            });
            theirs.min_by_key(|(key, shift)| (shift.span, *key))
        })
    }

    /// One row a rotation. In a list, when a rotation begins again has a line of its own.
    fn table(&self, format: Format) -> Table {
        let list = format == Format::List;
        let mut columns =
            vec![("team", 3), ("rotation", 0), ("role", 4), ("on call", 0), ("until", 0)];
        if list {
            columns.push(("begins", 0));
        }
        columns.extend([("their time", 2), ("next", 1)]);
        let mut table = Table::new(&columns);
        for row in &self.rows {
            if !row.covered || row.is_blocked(self.plan) {
                table.alarms.push(table.rows.len());
            }
            let mut cells = self.names(row.key);
            cells.push(Cell::same(self.holders(row)));
            cells.extend(self.ends(row, format));
            cells.push(self.local_times(row.people(), format));
            let next = row.next.as_ref().map(|next| self.people(&next.people));
            cells.push(next.map_or_else(Cell::default, Cell::same));
            table.rows.push(cells);
        }
        table
    }

    fn names(&self, key: RotationKey) -> Vec<Cell> {
        let rotation = &self.plan[key];
        let team = rotation.team.as_ref().map_or_else(String::new, ToString::to_string);
        let role = rotation.role.as_ref().map_or_else(String::new, ToString::to_string);
        vec![Cell::same(team), Cell::same(rotation.id.to_string()), Cell::same(role)]
    }

    /// Until when that is so: the end of the shift, or the start of the next where there is none.
    fn ends(&self, row: &Row, format: Format) -> Vec<Cell> {
        let short = |at| show::short(at, &self.viewer, self.when.instant);
        let exact = |at| show::rfc3339(at, &self.viewer);
        let length = |at| show::length(at - self.when.instant);
        let ends = row.shift.as_ref().map(|shift| shift.span.end);
        let begins = row.next.as_ref().map(|next| next.span.start).filter(|_| ends.is_none());
        let cell = |at, short: &dyn Fn(Instant) -> String| match format {
            Format::Tsv => Cell { exact: exact(at), ..Cell::default() },
            _ => Cell { short: short(at), ..Cell::default() },
        };
        let until = ends.map(|at| cell(at, &|at| format!("{} ({})", short(at), length(at))));
        if format == Format::List {
            let begins =
                begins.map(|at| cell(at, &|at| format!("{} (in {})", short(at), length(at))));
            return vec![until.unwrap_or_default(), begins.unwrap_or_default()];
        }
        let begins = begins.map(|at| cell(at, &|at| format!("from {}", short(at))));
        vec![until.or(begins).unwrap_or_default()]
    }

    fn holders(&self, row: &Row) -> String {
        if let Some(fault) = self.plan[row.key].blocked.first() {
            let place = self.plan.sources.place(self.plan.faults[*fault].primary.at);
            return format!("? (fault at {place})");
        }
        let at = self.when.instant;
        let mut text = match &row.shift {
            Some(shift) if !shift.people.is_empty() => self.people(&shift.people),
            _ if !row.covered => "NOBODY (gap)".to_owned(),
            Some(_) => "nobody".to_owned(),
            None => match schedule::force(self.plan, row.key) {
                force if force.from.is_some_and(|from| at < from) => {
                    "nobody (not begun)".to_owned()
                }
                force if force.until.is_some_and(|until| until <= at) => {
                    "nobody (ended)".to_owned()
                }
                _ => "nobody (off hours)".to_owned(),
            },
        };
        let shadows = self.shadows(row);
        if !shadows.is_empty() {
            text = format!("{text} + {} (shadow)", self.people(&shadows));
        }
        text
    }

    pub fn shadows(&self, row: &Row) -> Vec<PersonKey> {
        let shadows = self.plan[row.key].shadows.iter();
        shadows.filter(|s| s.holds(self.when.instant, row.people())).map(|s| s.person).collect()
    }

    fn people(&self, people: &[PersonKey]) -> String {
        if people.is_empty() {
            return "nobody".to_owned();
        }
        let names: Vec<_> = people.iter().map(|key| self.plan[*key].name.as_str()).collect();
        names.join(", ")
    }

    /// The local time of everybody whose clock shows another time than the viewer's.
    fn local_times(&self, people: &[PersonKey], format: Format) -> Cell {
        let at = self.when.instant;
        let elsewhere =
            |key: &&PersonKey| self.plan[**key].zone.offset_at(at) != self.viewer.offset_at(at);
        let mut zones: Vec<&Zone> = Vec::new();
        for zone in people.iter().filter(elsewhere).map(|key| &self.plan[*key].zone) {
            if !zones.contains(&zone) {
                zones.push(zone);
            }
        }
        let shown = zones.iter().map(|zone| match format {
            Format::Tsv => show::rfc3339(at, zone),
            _ => show::beside(at, zone, &self.viewer),
        });
        Cell::same(shown.collect::<Vec<_>>().join(", "))
    }
}
