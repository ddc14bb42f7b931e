//! `irp schedule`: the shifts of a span of time.

use clap::ValueEnum;
use serde::Serialize;

use super::select::{self, Select};
use crate::cli::{Failure, Session, Verdict};
use crate::plan::{PersonKey, Plan, Read, RotationKey};
use crate::schedule::{self, Shift};
use crate::time::show;
use crate::time::{Span, When, Zone, read_length};
use crate::views::json::{self, GapJson, ShiftJson};
use crate::views::table::{Cell, Table};

/// No answer is longer than this.
const LONGEST_DAYS: i64 = 100 * 366;

/// Show the shifts of a span of time
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Shifts are shown whole: one that is under way at the start of the span begins before it.

Exit code: 0, or with --gaps 1 where there are gaps; 2 a fault of the plan touches what was asked.")]
pub struct Args {
    /// From when, in words or as a timestamp [default: now]
    #[arg(long, value_name = "WHEN")]
    from: Option<String>,
    /// Until when, in words or as a timestamp
    #[arg(long, value_name = "WHEN", conflicts_with = "length")]
    until: Option<String>,
    /// For how long, such as 6w or 3mo [default: 2w]
    #[arg(long = "for", value_name = "LENGTH")]
    length: Option<String>,
    /// Only this rotation (may be given several times, like every filter)
    #[arg(long, short, value_name = "ID")]
    rotation: Vec<String>,
    /// Only rotations of this team
    #[arg(long, short, value_name = "ID")]
    team: Vec<String>,
    /// Only shifts of this person
    #[arg(long, short, value_name = "ID", conflicts_with = "gaps")]
    person: Vec<String>,
    /// Only the gaps: when somebody must be on call and nobody is
    #[arg(long)]
    gaps: bool,
    /// How to print [default: table on a terminal, tsv elsewhere]
    #[arg(long, short, value_name = "FORMAT", value_enum, conflicts_with = "json")]
    format: Option<Format>,
}

/// How shifts are laid out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// Columns for a terminal
    Table,
    /// Tab-separated, nothing left out
    Tsv,
    /// Comma-separated, for spreadsheets
    Csv,
    /// One `key: value` a line
    List,
    /// A Markdown table
    Md,
    /// JSON
    Json,
}

pub fn run(args: &Args, session: &mut Session<'_>) -> Result<Verdict, Failure> {
    let plan = session.plan(Read::Shifts)?;
    let viewer = session.viewer(plan)?;
    let span = span(args, session, plan, &viewer)?;
    let select = Select { rotations: &args.rotation, teams: &args.team, ..Select::default() };
    let keys = select.keys(plan)?;
    let people = select::people(plan, &args.person)?;
    let touched = session.warn(plan, &keys, select.is_everything());
    let (answered, blocked): (Vec<_>, Vec<_>) =
        keys.into_iter().partition(|key| plan[*key].blocked.is_empty());
    let mut gaps = Vec::new();
    let mut shifts = Vec::new();
    for key in &answered {
        gaps.extend(schedule::gaps(plan, *key, span).into_iter().map(|gap| (*key, gap)));
        if !args.gaps {
            let found = schedule::shifts(plan, *key, span).into_iter();
            let theirs = found.filter(|shift| {
                people.is_empty() || shift.people.iter().any(|person| people.contains(person))
            });
            shifts.extend(theirs.map(|shift| (*key, shift)));
        }
    }
    if !people.is_empty() {
        shifts.sort_by_key(|(key, shift)| (shift.span, *key));
    }
    let disputed = answered.iter().any(|key| {
        plan[*key].overrides.iter().flat_map(|o| &o.void).any(|void| void.overlaps(span))
    });
    let missing = args.gaps && !gaps.is_empty();
    let answer = Answer { plan, span, shifts, gaps, blocked, viewer };
    answer.print(args, session);
    Ok(match (touched || disputed, missing) {
        (true, _) => Verdict::Partial,
        (false, true) => Verdict::No,
        (false, false) => Verdict::Yes,
    })
}

fn span(args: &Args, session: &Session<'_>, plan: &Plan, viewer: &Zone) -> Result<Span, Failure> {
    let from = session.when(args.from.as_deref().unwrap_or("now"), plan, viewer)?;
    let end = match (&args.until, &args.length) {
        (Some(until), _) => session.when(until, plan, viewer)?.instant,
        (None, length) => {
            let When { instant, zone } = &from;
            read_length(length.as_deref().unwrap_or("2w"))?.after(*instant, zone)
        }
    };
    let span = Span::new(from.instant, end);
    if span.is_empty() {
        let message = format!(
            "the span ends before it begins: {} to {}",
            show::full(span.start, viewer),
            show::full(span.end, viewer)
        );
        return Err(Failure::usage(message).hint("give --until a later time, or use --for 2w"));
    }
    if span.length() > chrono::TimeDelta::days(LONGEST_DAYS) {
        return Err(Failure::usage("the span is longer than 100 years")
            .hint("ask for a shorter one, such as --for 1y"));
    }
    Ok(span)
}

struct Answer<'a> {
    plan: &'a Plan,
    span: Span,
    shifts: Vec<(RotationKey, Shift)>,
    gaps: Vec<(RotationKey, Span)>,
    blocked: Vec<RotationKey>,
    viewer: Zone,
}

impl Answer<'_> {
    fn print(&self, args: &Args, session: &mut Session<'_>) {
        let style = session.style();
        let default = match style.width {
            _ if session.accessible() => Format::List,
            Some(_) => Format::Table,
            None => Format::Tsv,
        };
        let format =
            if session.options.json { Format::Json } else { args.format.unwrap_or(default) };
        if format == Format::Json {
            let text = self.json(session);
            return session.print(&text);
        }
        let head = self.head(args);
        let table = if args.gaps { self.gap_table() } else { self.shift_table() };
        match format {
            Format::Table => {
                session.print(&format!("{}\n\n", style.bold(&head)));
                if table.rows.is_empty() {
                    session.print(if args.gaps { "no gaps\n" } else { "no shifts\n" });
                } else {
                    session.print(&table.terminal(style));
                }
            }
            Format::List => session.print(&format!("{head}\n\n{}", table.list())),
            Format::Md => session.print(&table.markdown()),
            Format::Csv => session.print(&table.csv()),
            Format::Tsv | Format::Json => session.print(&table.tsv()),
        }
        if !matches!(format, Format::Table | Format::List) {
            session.note(&head);
        }
    }

    fn head(&self, args: &Args) -> String {
        let what = if args.gaps { "gaps" } else { "shifts" };
        format!(
            "{} · {what} from {} until {} · times in {}",
            crate::diagnostic::visible(&self.plan.name),
            show::full(self.span.start, &self.viewer),
            show::full(self.span.end, &self.viewer),
            self.viewer.name()
        )
    }

    fn shift_table(&self) -> Table {
        let mut table = Table::new(&[
            ("rotation", 0),
            ("layer", 4),
            ("start", 0),
            ("end", 1),
            ("length", 3),
            ("on call", 0),
            ("note", 2),
        ]);
        for (key, shift) in &self.shifts {
            let layer = shift.why.turn.and_then(|t| self.plan.layers(*key)[t.layer].name.clone());
            let mut row = vec![Cell::same(self.plan[*key].id.to_string())];
            row.push(Cell::same(layer.unwrap_or_default()));
            row.extend(self.span_cells(shift.span));
            row.push(Cell { short: self.names(&shift.people), exact: self.ids(&shift.people) });
            row.push(Cell::same(self.note(*key, shift)));
            table.rows.push(row);
        }
        table
    }

    fn gap_table(&self) -> Table {
        let mut table = Table::new(&[("rotation", 0), ("start", 0), ("end", 0), ("length", 1)]);
        for (key, gap) in &self.gaps {
            let mut row = vec![Cell::same(self.plan[*key].id.to_string())];
            row.extend(self.span_cells(*gap));
            table.alarms.push(table.rows.len());
            table.rows.push(row);
        }
        table
    }

    fn span_cells(&self, span: Span) -> [Cell; 3] {
        let instant = |at| Cell {
            short: show::short(at, &self.viewer, self.span.start),
            exact: show::rfc3339(at, &self.viewer),
        };
        [instant(span.start), instant(span.end), Cell::same(show::length(span.length()))]
    }

    fn names(&self, people: &[PersonKey]) -> String {
        let names: Vec<_> = people.iter().map(|key| self.plan[*key].name.as_str()).collect();
        if names.is_empty() { "nobody".to_owned() } else { names.join(", ") }
    }

    fn ids(&self, people: &[PersonKey]) -> String {
        if people.is_empty() { "nobody".to_owned() } else { self.plan.ids(people).join(" ") }
    }

    /// Why the shift is not simply the turn that it would be.
    fn note(&self, key: RotationKey, shift: &Shift) -> String {
        let covers = shift.why.cover.iter().map(|cover| {
            let away = &self.plan[cover.away].name;
            match cover.by {
                Some(_) => format!("covers for {away}"),
                None => format!("{away} is away, nobody is free"),
            }
        });
        let overrides = shift.why.overrides.iter().map(|index| {
            let o = &self.plan[key].overrides[*index];
            match &o.reason {
                Some(reason) => format!("{} ({reason})", o.change.word()),
                None => o.change.word().to_owned(),
            }
        });
        covers.chain(overrides).collect::<Vec<_>>().join("; ")
    }

    fn json(&self, session: &Session<'_>) -> String {
        let (plan, zone) = (self.plan, &self.viewer);
        let shifts = self.shifts.iter().map(|(key, s)| ShiftJson::new(plan, *key, s, zone));
        let gaps = self.gaps.iter().map(|(key, gap)| GapJson::new(plan, *key, *gap, zone));
        json::text(&json::Envelope {
            schema: 1,
            command: "schedule",
            evaluated_at: json::instant(session.now),
            time_zone: zone.name(),
            tzdata: session.zones.release(),
            body: Body {
                plan: plan.name.clone(),
                from: json::instant(self.span.start),
                until: json::instant(self.span.end),
                shifts: shifts.collect(),
                gaps: gaps.collect(),
                unanswered: self.blocked.iter().map(|k| json::Unanswered::new(plan, *k)).collect(),
                faults: plan.faults.len(),
            },
        })
    }
}

#[derive(Serialize)]
struct Body {
    plan: String,
    from: String,
    until: String,
    shifts: Vec<ShiftJson>,
    gaps: Vec<GapJson>,
    unanswered: Vec<json::Unanswered>,
    faults: usize,
}
