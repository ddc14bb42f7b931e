//! `irp oncall`: who is on call, until when, and who is next.

use clap::ValueEnum;
use serde::Serialize;

use super::select::{self, Select};
use crate::cli::{Failure, Session, Verdict};
use crate::plan::{PersonKey, Plan, Read, RotationKey};
use crate::schedule::{self, Shift};
use crate::syntax::Method;
use crate::time::show;
use crate::time::{Instant, Span, Zone};
use crate::views::json::{self, ShiftJson};
use crate::views::table::{Cell, Table};

/// Say who is on call
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Times: now, 2026-11-23 09:00, 2026-11-23T09:00:00Z, tomorrow 9am, fri 17:00, +2h, -30m,
3 days ago, @1764000000; a zone may follow: `fri 17:00 Asia/Kolkata`, `tomorrow 9am plan`.

Exit code: 0 somebody is on call wherever somebody must be, 1 somebody is missing,
2 a fault of the plan touches what was asked.")]
pub struct Args {
    /// When, in words or as a timestamp
    #[arg(value_name = "WHEN", default_value = "now")]
    when: Vec<String>,
    /// Only this rotation (may be given several times, like every filter)
    #[arg(long, short, value_name = "ID")]
    rotation: Vec<String>,
    /// Only rotations of this team
    #[arg(long, short, value_name = "ID")]
    team: Vec<String>,
    /// Only rotations that this service's escalation reaches
    #[arg(long, short, value_name = "ID")]
    service: Vec<String>,
    /// Only rotations that the escalation of this severity reaches
    #[arg(long, value_name = "ID")]
    severity: Vec<String>,
    /// Only rotations that this person is on call in
    #[arg(long, short, value_name = "ID")]
    person: Vec<String>,
    /// Only rotations with this role
    #[arg(long, value_name = "ID")]
    role: Vec<String>,
    /// Print just this of everybody on call, one a line
    #[arg(long, value_name = "WHAT", value_enum, conflicts_with_all = ["json", "format"])]
    print: Option<Print>,
    /// How to print [default: table on a terminal, tsv elsewhere]
    #[arg(long, short, value_name = "FORMAT", value_enum, conflicts_with = "json")]
    format: Option<Format>,
}

/// What `--print` prints of a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Print {
    /// Their name
    Name,
    /// Their id
    Id,
    /// Their e-mail address
    Email,
    /// Their handle in chat
    Chat,
    /// The reference of their phone
    Phone,
    /// The reference for text messages
    Sms,
    /// The reference of their paging app
    Push,
}

/// How answers are laid out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// Columns for a terminal
    Table,
    /// Tab-separated, nothing left out
    Tsv,
    /// One `key: value` a line
    List,
    /// JSON
    Json,
}

/// Who is on call in one rotation at an instant.
struct Row {
    key: RotationKey,
    shift: Option<Shift>,
    next: Option<Shift>,
    covered: bool,
}

impl Row {
    fn at(plan: &Plan, key: RotationKey, at: Instant) -> Self {
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

    fn people(&self) -> &[PersonKey] {
        self.shift.as_ref().map_or(&[], |shift| &shift.people)
    }
}

pub fn run(args: &Args, session: &mut Session<'_>) -> Result<Verdict, Failure> {
    let by_path = !args.service.is_empty() || !args.severity.is_empty();
    let plan = session.plan(if by_path { Read::Toml } else { Read::Shifts })?;
    let viewer = session.viewer(plan)?;
    let words = args.when.join(" ");
    let when = session.when(&words, plan, &viewer)?;
    let select = Select {
        rotations: &args.rotation,
        teams: &args.team,
        services: &args.service,
        severities: &args.severity,
        roles: &args.role,
    };
    let keys = select.keys(plan)?;
    let people = select::people(plan, &args.person)?;
    let everything = select.is_everything();
    let touched = session.warn(plan, &keys, everything);
    let (answered, blocked): (Vec<_>, Vec<_>) =
        keys.into_iter().partition(|key| plan[*key].blocked.is_empty());
    let mut rows: Vec<_> = answered.iter().map(|key| Row::at(plan, *key, when.instant)).collect();
    let disputed = rows.iter().any(|row| {
        let overrides = plan[row.key].overrides.iter().flat_map(|o| &o.void);
        overrides.into_iter().any(|void| void.contains(when.instant))
    });
    if !people.is_empty() {
        rows.retain(|row| row.people().iter().any(|person| people.contains(person)));
    }
    let answer = Answer { plan, rows, blocked, at: when.instant, viewer, words };
    answer.print(args, session);
    let absent = !people.is_empty() && answer.rows.is_empty();
    if absent && !session.options.json {
        let names: Vec<_> = people.iter().map(|key| plan[*key].name.as_str()).collect();
        session.note(&format!("{} is not on call then", names.join(" or ")));
    }
    Ok(if touched || disputed {
        Verdict::Partial
    } else if absent || answer.rows.iter().any(|row| !row.covered) {
        Verdict::No
    } else {
        Verdict::Yes
    })
}

struct Answer<'a> {
    plan: &'a Plan,
    rows: Vec<Row>,
    blocked: Vec<RotationKey>,
    at: Instant,
    viewer: Zone,
    words: String,
}

impl Answer<'_> {
    fn print(&self, args: &Args, session: &mut Session<'_>) {
        let style = session.style();
        let default = match style.width {
            _ if session.accessible() => Format::List,
            Some(_) => Format::Table,
            None => Format::Tsv,
        };
        if session.options.json || args.format == Some(Format::Json) {
            let text = self.json(session);
            return session.print(&text);
        }
        let head = self.head();
        if let Some(what) = args.print {
            session.note(&head);
            return self.print_people(what, session);
        }
        let table = self.table();
        match args.format.unwrap_or(default) {
            Format::Table => {
                let text = format!("{}\n\n", style.bold(&head));
                session.print(&(text + &table.terminal(style)));
            }
            Format::List => session.print(&format!("{head}\n\n{}", table.list())),
            Format::Tsv | Format::Json => {
                session.note(&head);
                session.print(&table.tsv());
            }
        }
    }

    /// What was understood: the plan, the instant, the zone.
    fn head(&self) -> String {
        let name = crate::diagnostic::visible(&self.plan.name);
        let at = show::full(self.at, &self.viewer);
        let words = if self.words.is_empty() { "now" } else { &self.words };
        let words = crate::diagnostic::visible(words);
        format!("{name} · {words} = {at} · times in {}", self.viewer.name())
    }

    fn table(&self) -> Table {
        let mut table = Table::new(&[
            ("team", 3),
            ("rotation", 0),
            ("role", 4),
            ("on call", 0),
            ("until", 0),
            ("their time", 2),
            ("next", 1),
        ]);
        for row in &self.rows {
            if !row.covered {
                table.alarms.push(table.rows.len());
            }
            table.rows.push(self.cells(row));
        }
        for key in &self.blocked {
            table.alarms.push(table.rows.len());
            let place = self.plan[*key].blocked.first().map(|fault| {
                let fault = &self.plan.faults[*fault];
                format!("? fault at {}", self.plan.sources.place(fault.primary.at))
            });
            let mut cells = self.names(*key);
            cells.push(Cell::same(place.unwrap_or_default()));
            cells.extend([Cell::default(), Cell::default(), Cell::default()]);
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

    fn cells(&self, row: &Row) -> Vec<Cell> {
        let mut cells = self.names(row.key);
        cells.push(Cell::same(self.holders(row)));
        let until = row.shift.as_ref().map(|shift| shift.span.end);
        let until = until.or(row.next.as_ref().map(|next| next.span.start));
        cells.push(until.map_or_else(Cell::default, |until| Cell {
            short: format!(
                "{} ({})",
                show::short(until, &self.viewer, self.at),
                show::length(until - self.at)
            ),
            exact: show::rfc3339(until, &self.viewer),
        }));
        cells.push(self.local_times(row.people()));
        cells.push(match &row.next {
            Some(next) => Cell::same(self.people(&next.people)),
            None => Cell::default(),
        });
        cells
    }

    fn holders(&self, row: &Row) -> String {
        let mut text = match &row.shift {
            Some(shift) if !shift.people.is_empty() => self.people(&shift.people),
            _ if !row.covered => "NOBODY (gap)".to_owned(),
            Some(_) => "nobody".to_owned(),
            None => match schedule::force(self.plan, row.key) {
                force if force.from.is_some_and(|from| self.at < from) => {
                    "nobody (not begun)".into()
                }
                force if force.until.is_some_and(|until| until <= self.at) => {
                    "nobody (ended)".into()
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

    fn shadows(&self, row: &Row) -> Vec<PersonKey> {
        let shadows = self.plan[row.key].shadows.iter();
        shadows.filter(|s| s.holds(self.at, row.people())).map(|s| s.person).collect()
    }

    fn people(&self, people: &[PersonKey]) -> String {
        if people.is_empty() {
            return "nobody".to_owned();
        }
        let names: Vec<_> = people.iter().map(|key| self.plan[*key].name.as_str()).collect();
        names.join(", ")
    }

    /// The local time of everybody whose clock shows another time than the viewer's.
    fn local_times(&self, people: &[PersonKey]) -> Cell {
        let elsewhere = |key: &&PersonKey| {
            self.plan[**key].zone.offset_at(self.at) != self.viewer.offset_at(self.at)
        };
        let mut zones: Vec<&Zone> = Vec::new();
        for zone in people.iter().filter(elsewhere).map(|key| &self.plan[*key].zone) {
            if !zones.contains(&zone) {
                zones.push(zone);
            }
        }
        let short = zones.iter().map(|zone| show::beside(self.at, zone, &self.viewer));
        let exact = zones.iter().map(|zone| show::rfc3339(self.at, zone));
        Cell {
            short: short.collect::<Vec<_>>().join(", "),
            exact: exact.collect::<Vec<_>>().join(", "),
        }
    }

    fn print_people(&self, what: Print, session: &mut Session<'_>) {
        let mut seen: Vec<PersonKey> = Vec::new();
        for key in self.rows.iter().flat_map(|row| row.people()) {
            if seen.contains(key) {
                continue;
            }
            seen.push(*key);
            match self.print_person(*key, what) {
                Some(text) => session.print(&(crate::diagnostic::visible(&text) + "\n")),
                None => {
                    let id = &self.plan[*key].id;
                    session.note(&format!("warning: the plan has no {} of {id}", word(what)));
                }
            }
        }
    }

    fn print_person(&self, key: PersonKey, what: Print) -> Option<String> {
        let person = &self.plan[key];
        let contact = |method: Method| {
            let contacts = person.written.contacts.as_ref()?;
            let found = contacts.value.0.iter().find(|(known, _)| known.value == method)?;
            Some(found.1.value.reference.clone())
        };
        let own = |text: &Option<crate::source::Located<String>>| {
            text.as_ref().map(|text| text.value.clone())
        };
        match what {
            Print::Name => Some(person.name.clone()),
            Print::Id => Some(person.id.to_string()),
            Print::Email => own(&person.written.email).or_else(|| contact(Method::Email)),
            Print::Chat => own(&person.written.chat).or_else(|| contact(Method::Chat)),
            Print::Phone => contact(Method::Phone),
            Print::Sms => contact(Method::Sms),
            Print::Push => contact(Method::Push),
        }
    }

    fn json(&self, session: &Session<'_>) -> String {
        let rows = self.rows.iter().map(|row| self.row_json(row)).collect();
        let blocked = self.blocked.iter();
        json::text(&json::Envelope {
            schema: 1,
            command: "oncall",
            evaluated_at: json::instant(session.now),
            time_zone: self.viewer.name(),
            tzdata: session.zones.release(),
            body: Body {
                plan: self.plan.name.clone(),
                at: json::instant(self.at),
                at_local: show::rfc3339(self.at, &self.viewer),
                rotations: rows,
                unanswered: blocked.map(|key| json::Unanswered::new(self.plan, *key)).collect(),
                faults: self.plan.faults.len(),
            },
        })
    }

    fn row_json(&self, row: &Row) -> RowJson {
        let (plan, rotation) = (self.plan, &self.plan[row.key]);
        let ids = |people: &[PersonKey]| plan.ids(people).into_iter().map(str::to_owned).collect();
        let instant = |at: Instant| (json::instant(at), show::rfc3339(at, &self.viewer));
        let (start, start_local) = row.shift.as_ref().map(|s| instant(s.span.start)).unzip();
        let (end, end_local) = row.shift.as_ref().map(|s| instant(s.span.end)).unzip();
        RowJson {
            rotation: rotation.id.to_string(),
            team: rotation.team.as_ref().map(ToString::to_string),
            role: rotation.role.as_ref().map(ToString::to_string),
            people: ids(row.people()),
            start,
            start_local,
            end,
            end_local,
            covered: row.covered,
            shadows: ids(&self.shadows(row)),
            next: row.next.as_ref().map(|next| ShiftJson::new(plan, row.key, next, &self.viewer)),
            why: row.shift.as_ref().map(|s| json::WhyJson::new(plan, row.key, &s.why)),
        }
    }
}

fn word(what: Print) -> &'static str {
    match what {
        Print::Name => "name",
        Print::Id => "id",
        Print::Email => "e-mail address",
        Print::Chat => "chat handle",
        Print::Phone => "phone",
        Print::Sms => "number for text messages",
        Print::Push => "paging app",
    }
}

#[derive(Serialize)]
struct Body {
    plan: String,
    at: String,
    at_local: String,
    rotations: Vec<RowJson>,
    unanswered: Vec<json::Unanswered>,
    faults: usize,
}

#[derive(Serialize)]
struct RowJson {
    rotation: String,
    team: Option<String>,
    role: Option<String>,
    people: Vec<String>,
    start: Option<String>,
    start_local: Option<String>,
    end: Option<String>,
    end_local: Option<String>,
    covered: bool,
    shadows: Vec<String>,
    next: Option<ShiftJson>,
    why: Option<json::WhyJson>,
}
