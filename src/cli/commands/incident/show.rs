//! `irp incident show`: one record, its times with the rules that gave them, its timeline.

use clap::ValueEnum;

use super::body::{Body, Told};
use super::which::{self, Asked};
use crate::cli::heading::Heading;
use crate::cli::{Failure, Session, Verdict};
use crate::plan::{Plan, Read};
use crate::record::{self, Case, FORMULAS};
use crate::syntax::TimelineEntry;
use crate::time::{Instant, Zone, show};
use crate::views::sections::{self as pages, Rows, Section};
use crate::views::table::Cell;

/// Show a record: who, when by which rule, how long, and what happened
#[derive(Debug, clap::Args)]
#[command(override_usage = "irp incident show [INCIDENT] [OPTIONS]")]
#[command(after_help = "\
Examples:
  irp incident show
  irp incident show 2026-10-12-payments-declines
  irp incident show 2026-10-12-payments-declines --tz mia --format md

Exit code:
  0  the record is shown
  2  a fault touches it, its times cannot be, or it is not clear which one is meant")]
pub struct Args {
    /// Which incident [default: the one that is open]
    #[arg(value_name = "INCIDENT")]
    incident: Option<String>,
    /// human, list, md or json
    #[arg(long, short, value_name = "FORMAT", value_enum, hide_possible_values = true)]
    #[arg(conflicts_with = "json")]
    format: Option<Format>,
}

/// What is wrong with the times of a record beyond these is not listed.
const MOST_DOUBTS: usize = 6;

/// How a record is laid out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// Tables for a terminal, tab-separated elsewhere
    Human,
    /// One `key: value` a line
    List,
    /// Markdown
    #[value(alias = "markdown")]
    Md,
    /// JSON
    Json,
}

pub fn run(args: &Args, session: &mut Session<'_>) -> Result<Verdict, Failure> {
    let plan = session.plan(Read::Everything)?;
    let zone = session.viewer(plan)?;
    let asked = (Asked::Word("show"), which::is_open as fn(&Case<'_>) -> bool);
    let case = which::case(plan, args.incident.as_deref(), asked, session)?;
    if case.broken {
        session.note("warning: there is a fault in its file; `irp check` shows it");
    }
    let doubtful = session.doubt([&case], &zone);
    let format =
        if session.options.json { Format::Json } else { args.format.unwrap_or(Format::Human) };
    let style = session.style();
    let title = which::label(&case);
    let heading = Heading::new(session, plan, (format != Format::Md).then(|| title.clone()), &zone);
    let page = Page { plan, case: &case, zone: &zone, now: session.now };
    let text = match format {
        Format::Json => {
            let told = Told { action: "show", dry_run: false, filed: None, now: session.now };
            session.json("incident", &zone, Body::new(plan, &zone, &told, [&case].into_iter()))
        }
        Format::Md => pages::markdown(&title, &heading.line(), &page.sections()),
        Format::Human if style.width.is_none() && !session.accessible() => {
            session.note(&heading.line());
            pages::text(&page.sections(), Rows::Tabs, style)
        }
        format => {
            let list = format == Format::List || session.accessible();
            let rows = if list { Rows::List } else { Rows::Table };
            heading.lines(style) + &pages::text(&page.sections(), rows, style)
        }
    };
    session.print(&text);
    Ok(if case.broken || doubtful { Verdict::Partial } else { Verdict::Yes })
}

/// A record and what it is looked at with.
struct Page<'a> {
    plan: &'a Plan,
    case: &'a Case<'a>,
    zone: &'a Zone,
    now: Instant,
}

impl Page<'_> {
    fn sections(&self) -> Vec<Section> {
        vec![
            self.facts(),
            self.people(),
            self.times(),
            self.phases(),
            self.timeline(),
            self.actions(),
        ]
    }

    fn facts(&self) -> Section {
        let front = self.case.front;
        let mut section = Section::new("the incident", &[("what", 0), ("is", 0)]);
        let services = front.services.iter().flat_map(|list| &list.value);
        let services: Vec<_> = services.map(|service| service.value.to_string()).collect();
        let text = |given: &Option<crate::source::Located<String>>| {
            given.as_ref().map(|given| given.value.clone()).unwrap_or_default()
        };
        let impact = front.impact.iter().flat_map(|facts| &facts.value.0);
        let (summary, impact): (Vec<_>, Vec<_>) = impact.partition(|(key, _)| key == "summary");
        let severity = front.severity.as_ref().map(|severity| severity.value.to_string());
        let file = self.plan.sources.get(self.case.record.at.source).name.clone();
        let rows = [
            ("kind", self.case.kind().word().to_owned()),
            ("severity", severity.unwrap_or_default()),
            ("status", self.case.reached().word().to_owned()),
            ("services", services.join(", ")),
            ("detected by", front.detected_by.as_ref().map_or("", |by| by.value.word()).to_owned()),
            ("alert", text(&front.alert)),
            ("channel", text(&front.channel)),
            ("file", file),
        ];
        let facts = summary.into_iter().chain(impact).map(|(key, value)| {
            (if key == "summary" { "impact" } else { key.as_str() }, value.clone())
        });
        let rows = rows.into_iter().chain(facts).filter(|(_, is)| !is.is_empty());
        section.table.rows.extend(rows.map(|(what, is)| vec![Cell::same(what), Cell::same(is)]));
        section
    }

    fn people(&self) -> Section {
        let mut section = Section::new("who", &[("role", 0), ("person", 0), ("their time now", 1)]);
        let people = self.case.front.people.iter();
        let roles = people.clone().flat_map(|people| &people.roles).flat_map(|(role, people)| {
            people.value.0.iter().map(move |person| (role.value.to_string(), person))
        });
        let others = people.flat_map(|people| &people.others);
        let all = roles.chain(others.map(|person| ("others".to_owned(), person)));
        for (role, person) in all {
            let id = person.value.to_string();
            let local = if which::is_open(self.case) {
                self.theirs(&id, self.now)
            } else {
                Cell::default()
            };
            section.table.rows.push(vec![
                Cell::same(role),
                Cell::same(super::named(self.plan, &id)),
                local,
            ]);
        }
        section
    }

    fn times(&self) -> Section {
        let columns = [("milestone", 0), ("when", 0), ("after", 1), ("rule", 0)];
        let mut section = Section::new("when", &columns);
        let times = record::times(self.case.front);
        let doubts = record::doubts(&times, self.now);
        let sure = times.without(&doubts).all();
        let first = sure.iter().find_map(|(_, known)| known.map(|known| known.instant));
        for ((name, known), (_, sure)) in times.all().into_iter().zip(sure) {
            let Some(known) = known else { continue };
            let after = sure.zip(first).map(|(sure, first)| sure.instant - first);
            let after = after.filter(|after| !after.is_zero());
            section.table.rows.push(vec![
                Cell::same(name),
                self.time(known.instant),
                after.map_or_else(Cell::default, length),
                Cell::same(known.basis.words()),
            ]);
        }
        section.notes.extend(doubts.iter().take(MOST_DOUBTS).map(|doubt| doubt.words(self.zone)));
        if !doubts.is_empty() {
            section.notes.push("nothing that rests on these times is counted".to_owned());
        }
        if let Some((mitigated, detected)) = record::noticed_late(&times.without(&doubts)) {
            let [mitigated, detected] =
                [mitigated, detected].map(|known| show::full(known.instant, self.zone));
            section.notes.push(format!(
                "it was mitigated, {mitigated}, before it was noticed, {detected}, so no impact is \
                 counted"
            ));
        }
        if section.table.rows.is_empty() {
            let way = "no time is known: `irp incident set started --at WHEN`";
            section.notes.push(way.to_owned());
        }
        section
    }

    fn phases(&self) -> Section {
        let mut section = Section::new("how long", &[("part", 0), ("lasted", 0), ("is", 0)]);
        let all = record::durations(self.plan, self.case, self.now).all().into_iter().zip(FORMULAS);
        for ((name, lasted), formula) in all {
            let Some(lasted) = lasted else { continue };
            let row = vec![Cell::same(name), length(lasted), Cell::same(formula.formula)];
            section.table.rows.push(row);
        }
        if self.case.in_service_hours() && !section.table.rows.is_empty() {
            section.notes.push("only service hours are counted".to_owned());
        }
        section
    }

    fn timeline(&self) -> Section {
        let columns =
            [("at", 0), ("kind", 0), ("by", 0), ("what", 0), ("their time", 1), ("source", 2)];
        let mut section = Section::new("what happened", &columns);
        let lines = self.case.front.timeline.iter().flat_map(|timeline| &timeline.value);
        let mut lines: Vec<&TimelineEntry> = lines.map(|line| &line.value).collect();
        lines.sort_by_key(|line| line.at_time.map(|at| at.value));
        section.table.rows.extend(lines.into_iter().filter_map(|line| self.line(line)));
        section
    }

    fn line(&self, line: &TimelineEntry) -> Option<Vec<Cell>> {
        let at = line.at_time?.value;
        let text = |given: &Option<crate::source::Located<String>>| {
            given.as_ref().map(|given| given.value.clone()).unwrap_or_default()
        };
        let by = line.by.as_ref().map(|by| by.value.to_string());
        let result = line.result.as_ref().map(|result| format!(" → {}", result.value));
        Some(vec![
            self.time(at),
            Cell::same(line.kind.as_ref().map_or("note", |kind| kind.value.word())),
            Cell::same(by.as_deref().unwrap_or_default()),
            Cell::same(text(&line.text) + &result.unwrap_or_default()),
            by.map_or_else(Cell::default, |by| self.theirs(&by, at)),
            Cell::same(text(&line.source)),
        ])
    }

    fn actions(&self) -> Section {
        let columns = [("action", 0), ("owner", 0), ("due", 0), ("done", 0), ("ticket", 1)];
        let mut section = Section::new("what is done about it", &columns);
        let day = |day: &Option<crate::source::Located<crate::syntax::Day>>| {
            Cell::same(day.as_ref().map_or_else(String::new, |day| day.value.0.to_string()))
        };
        for action in self.case.front.actions.iter().flat_map(|actions| &actions.value) {
            let owner = action.owner.as_ref().map_or_else(String::new, |id| id.value.to_string());
            section.table.rows.push(vec![
                Cell::same(action.text.as_ref().map_or("", |text| text.value.as_str())),
                Cell::same(owner),
                day(&action.due),
                day(&action.done),
                Cell::same(action.ticket.as_ref().map_or("", |ticket| ticket.value.as_str())),
            ]);
        }
        section
    }

    fn time(&self, at: Instant) -> Cell {
        let (short, exact) = (show::short(at, self.zone, self.now), show::rfc3339(at, self.zone));
        Cell { short, exact }
    }

    /// The local time of somebody whose clock shows another than the viewer's.
    fn theirs(&self, id: &str, at: Instant) -> Cell {
        let Some(person) = self.plan.person(id) else { return Cell::default() };
        let zone = &self.plan[person].zone;
        if zone.offset_at(at) == self.zone.offset_at(at) {
            return Cell::default();
        }
        Cell { short: show::beside(at, zone, self.zone), exact: show::rfc3339(at, zone) }
    }
}

fn length(length: chrono::TimeDelta) -> Cell {
    let sign = if length < chrono::TimeDelta::zero() { "-" } else { "" };
    let short = format!("{sign}{}", show::length(length.abs()));
    Cell { short, exact: length.num_seconds().to_string() }
}
