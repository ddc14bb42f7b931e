//! `irp escalate --worst`: the longest that pages take, for each service and severity.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use chrono::TimeDelta;

use super::body::{Body, owned};
use super::longest::{WorstJson, longest};
use super::words;
use super::{Args, Format};
use crate::cli::faults::Asked;
use crate::cli::heading::Heading;
use crate::cli::{Failure, Session, Verdict};
use crate::diagnostic::visible;
use crate::escalation::{Judge, Page, Slowest, Worst, needed, urgency};
use crate::plan::{Escalation, PersonKey, Plan, Service, Severity};
use crate::syntax::Hours;
use crate::time::{Instant, Span, Zone, show};
use crate::views::fold::fold;
use crate::views::json;
use crate::views::table::{Cell, Table, inert};

/// Services and severities beyond these are counted in remarks, not listed.
const LISTED: usize = 6;

/// A service and a severity, and the longest that a page takes for them.
pub(super) struct Row<'a> {
    pub service: &'a Service,
    pub severity: &'a Severity,
    /// `None` where there is no path.
    pub path: Option<&'a Escalation>,
    /// `None` where there is no path, or no hour is promised.
    pub worst: Option<Worst>,
}

impl<'a> Row<'a> {
    pub fn of(page: Page<'a>, worst: Worst) -> Self {
        let Page { service, severity, path, .. } = page;
        Self { service, severity, path: Some(path), worst: Some(worst) }
    }

    fn both(&self) -> Option<[Slowest; 2]> {
        match self.worst {
            Some(Worst::Takes(both)) => Some(both),
            _ => None,
        }
    }

    fn name(&self) -> String {
        format!("{} {}", self.service.id, self.severity.id)
    }
}

/// The answer to `--worst`.
pub(super) struct Slow<'a> {
    plan: &'a Plan,
    span: Span,
    viewer: Zone,
    silent: Vec<PersonKey>,
    rows: Vec<Row<'a>>,
}

impl<'a> Slow<'a> {
    pub fn new(
        args: &Args,
        plan: &'a Plan,
        start: Instant,
        viewer: Zone,
        silent: Vec<PersonKey>,
    ) -> Result<Self, Failure> {
        args.selected(plan)?;
        let span = Span::new(start, start + TimeDelta::seconds(plan.horizon.0));
        let mut rows = rows(args, plan, span, &silent);
        // The worst first: those who are never reached, then the longest.
        let key = |row: &Row<'_>| {
            row.both().map(|both| both.map(|s| s.seconds.map_or((1, 0), |seconds| (0, seconds))))
        };
        rows.sort_by_key(|row| Reverse(key(row)));
        Ok(Self { plan, span, viewer, silent, rows })
    }

    pub fn run(&self, args: &Args, session: &mut Session<'_>) -> Result<Verdict, Failure> {
        let selected = args.selected(self.plan)?;
        let everything = args.services().is_empty() && args.severity.is_empty();
        let (rotations, hidden, span) = (&selected.keys, selected.hidden, self.span);
        let asked = Asked { rotations, everything, hidden, span };
        let touched = session.warn(self.plan, &asked);
        let hidden = self.rows.iter().any(|row| row.worst == Some(Worst::Hidden));
        self.print(args.format(session), session);
        let mut judged = self.rows.iter().filter_map(Row::both);
        Ok(match judged.any(|[first, _]| first.seconds.is_none()) {
            _ if touched || hidden => Verdict::Partial,
            true => Verdict::No,
            false => Verdict::Yes,
        })
    }

    fn print(&self, format: Format, session: &mut Session<'_>) {
        let style = session.style();
        let heading = self.heading(session);
        let lines = [self.remarks(), vec![self.verdict()]].concat();
        let lines = lines.iter().map(|line| visible(line));
        match format {
            Format::Json => {
                let text = self.json(session);
                session.print(&text);
            }
            Format::Human | Format::List => {
                session.print(&heading.lines(style));
                let table = self.table();
                let list = format == Format::List;
                session.print(&if list { table.list() } else { table.terminal(style) });
                session.print("\n");
                lines.for_each(|line| session.print(&(fold(&line, 2, style) + "\n")));
            }
            Format::Md => {
                let mut text =
                    format!("{}\n\n{}\n", inert(&heading.line()), self.table().markdown());
                lines.for_each(|line| text += &["- ", &inert(&line), "\n"].concat());
                session.print(&text);
            }
            Format::Tsv => {
                session.note(&heading.line());
                lines.for_each(|line| session.note(&line));
                session.print(&self.table().tsv());
            }
        }
    }

    fn heading(&self, session: &Session<'_>) -> Heading {
        let [from, until] = [self.span.start, self.span.end].map(|at| show::full(at, &self.viewer));
        let span = format!("the longest that a page takes from {from} until {until}");
        let silent = self.plan.ids(&self.silent);
        let silent = (!silent.is_empty()).then(|| format!("without {}", silent.join(", ")));
        Heading::new(session, self.plan, [span].into_iter().chain(silent), &self.viewer)
    }

    fn table(&self) -> Table {
        let mut table = Table::new(&[
            ("service", 0),
            ("severity", 0),
            ("escalation", 3),
            ("hours", 4),
            ("first human", 0),
            ("alert at", 0),
            ("two humans", 1),
            ("alert for two", 2),
        ]);
        for row in &self.rows {
            let Some(both) = row.both() else { continue };
            if both[0].seconds.is_none() {
                table.alarms.push(table.rows.len());
            }
            let hours = match needed(row.service, row.severity) {
                Some(Hours::Business) => "business",
                _ => "always",
            };
            let path = row.path.map_or_else(String::new, |path| path.id.to_string());
            let ids = [row.service.id.to_string(), row.severity.id.to_string(), path];
            let mut cells: Vec<_> = ids.map(Cell::same).into();
            cells.push(Cell::same(hours));
            cells.extend(both.iter().flat_map(|slowest| self.cells(slowest)));
            table.rows.push(cells);
        }
        table
    }

    fn cells(&self, slowest: &Slowest) -> [Cell; 2] {
        let never = || Cell::same("never");
        let takes = slowest.seconds.map_or_else(never, |seconds| Cell {
            short: words::length(seconds),
            exact: seconds.to_string(),
        });
        let short = show::short(slowest.at, &self.viewer, self.span.start);
        [takes, Cell { short, exact: show::rfc3339(slowest.at, &self.viewer) }]
    }

    /// What is not in the rows, and why.
    fn remarks(&self) -> Vec<String> {
        let of = |why: &dyn Fn(&Row<'_>) -> bool, what: &str| {
            let names: Vec<_> = self.rows.iter().filter(|row| why(row)).map(Row::name).collect();
            let more = names.len().saturating_sub(LISTED);
            let listed = names[..names.len() - more].join(", ");
            let more = if more > 0 { format!(" and {more} more") } else { String::new() };
            (!names.is_empty()).then(|| format!("{what}: {listed}{more}"))
        };
        let unneeded = |row: &Row<'_>| {
            row.path.is_some() && matches!(row.worst, None | Some(Worst::NotNeeded))
        };
        let all = [
            of(&|row| row.path.is_none(), "without an escalation"),
            of(&unneeded, "not judged, since no hour is promised"),
            of(&|row| row.worst == Some(Worst::Hidden), "not judged, because of faults"),
        ];
        all.into_iter().flatten().collect()
    }

    fn verdict(&self) -> String {
        let worst = self.rows.first().and_then(|row| Some((row, row.both()?)));
        let Some((row, [first, _])) = worst else { return "nothing was judged".to_owned() };
        let at = show::full(first.at, &self.viewer);
        let silent = self.silent.iter().map(|key| format!(" --silent {}", self.plan[*key].id));
        let show = format!(
            "irp escalate {} --severity {} --at {}{}",
            row.service.id,
            row.severity.id,
            show::utc(first.at),
            silent.collect::<String>()
        );
        match first.seconds {
            Some(seconds) => format!(
                "at worst a first human is reached after {}: {}, alert at {at}; `{show}` shows it",
                words::length(seconds),
                row.name()
            ),
            None => format!(
                "at worst NOBODY is ever reached: {}, alert at {at}; `{show}` shows it",
                row.name()
            ),
        }
    }

    fn json(&self, session: &Session<'_>) -> String {
        let (plan, zone) = (self.plan, &self.viewer);
        let body = Body {
            plan: plan.name.clone(),
            service: None,
            severity: None,
            at: json::instant(self.span.start),
            at_local: json::local(self.span.start, zone),
            escalation: None,
            silent: owned(plan, &self.silent),
            steps: Vec::new(),
            cut: false,
            marks: Vec::new(),
            roles: Vec::new(),
            meet: Vec::new(),
            first_human: None,
            second_human: None,
            worst_seconds_to_human: longest(&self.rows),
            worst: self.rows.iter().map(|row| WorstJson::new(row, zone)).collect(),
            faults: plan.faults.len(),
        };
        session.json("escalate", zone, body)
    }
}

/// Every service and severity that was asked for. What has the same path, urgency and hours takes
/// equally long, and is looked at once.
fn rows<'a>(args: &Args, plan: &'a Plan, span: Span, silent: &[PersonKey]) -> Vec<Row<'a>> {
    let services = args.services();
    let given = |ids: &[String], id: &str| ids.is_empty() || ids.iter().any(|one| one == id);
    let judge = Judge::new(plan, span, silent);
    let mut known = BTreeMap::new();
    let mut rows = Vec::new();
    for service in plan.services.iter().filter(|one| given(&services, one.id.as_ref())) {
        let severities = plan.severities.iter();
        for severity in severities.filter(|one| given(&args.severity, one.id.as_ref())) {
            let page = Page::new(plan, service, severity);
            let worst = page.zip(needed(service, severity)).map(|(page, hours)| {
                let urgency = urgency(severity);
                let key = (&page.path.id, urgency, hours);
                *known.entry(key).or_insert_with(|| judge.worst(page.path, urgency, hours))
            });
            rows.push(Row { service, severity, path: page.map(|page| page.path), worst });
        }
    }
    rows
}
