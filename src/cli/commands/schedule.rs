//! `irp schedule`: the shifts of a span of time.

use clap::ValueEnum;
use schemars::JsonSchema;
use serde::Serialize;

use super::select::{self, Select};
use crate::cli::faults::Asked;
use crate::cli::heading::Heading;
use crate::cli::{Failure, Session, Verdict};
use crate::diagnostic::visible;
use crate::plan::{Change, PersonKey, Plan, Read, RotationKey};
use crate::schedule::{self, Shift};
use crate::time::show;
use crate::time::{Span, When, Zone, read_length};
use crate::views::fold::fold;
use crate::views::json::{self, GapJson, ShiftJson};
use crate::views::table::{Cell, Table, inert};

/// No answer is longer than this.
const LONGEST_DAYS: i64 = 100 * 366;

/// Show the shifts of a span of time
#[derive(Debug, clap::Args)]
#[command(override_usage = "irp schedule [OPTIONS]")]
#[command(after_help = "\
Examples:
  irp schedule --for 4w --team web
  irp schedule --from 2026-12-01 --until 2027-01-01 --format csv
  irp schedule --person mia --for 3mo --tz mia
  irp schedule --gaps --for 1y

Shifts are shown whole, not cut to the span.

Exit code:
  0  there are shifts; with --gaps, there are no gaps
  1  there are none; with --gaps, there are gaps
  2  a fault touches what was asked")]
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
    /// Only this rotation; every filter may be repeated
    #[arg(long, short, value_name = "ID")]
    rotation: Vec<String>,
    /// Only rotations of this team
    #[arg(long, short, value_name = "ID")]
    team: Vec<String>,
    /// Only shifts of this person
    #[arg(long, short, value_name = "ID", conflicts_with = "gaps")]
    person: Vec<String>,
    /// Only gaps: somebody must be on call and nobody is
    #[arg(long)]
    gaps: bool,
    /// table (on a terminal), tsv (elsewhere), csv, list, md, json
    #[arg(long, short, value_name = "FORMAT", value_enum, hide_possible_values = true)]
    #[arg(conflicts_with = "json")]
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
    let keys = select.keys(plan)?.keys;
    let people = select::people(plan, &args.person)?;
    let everything = select.is_everything();
    let touched = session.warn(plan, &Asked { rotations: &keys, everything, hidden: false, span });
    let matched = !keys.is_empty();
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
    let answer = Answer { plan, span, shifts, gaps, blocked, matched, people, viewer };
    answer.print(args, session);
    let good = if args.gaps { answer.gaps.is_empty() } else { !answer.shifts.is_empty() };
    Ok(match (touched, good && matched) {
        (true, _) => Verdict::Partial,
        (false, true) => Verdict::Yes,
        (false, false) => Verdict::No,
    })
}

fn span(args: &Args, session: &Session<'_>, plan: &Plan, viewer: &Zone) -> Result<Span, Failure> {
    let from = session.when(args.from.as_deref().unwrap_or("now"), plan, viewer)?;
    let end = match (&args.until, &args.length) {
        (Some(until), _) => session.when(until, plan, viewer)?.instant,
        (None, length) => {
            let When { instant, zone } = &from;
            read_length(length.as_deref().unwrap_or("2w"))?.after(*instant, zone)?
        }
    };
    let span = Span::new(from.instant, end);
    if span.is_empty() {
        let message = format!(
            "the span would end before it begins: it is from {} until {}",
            show::full(span.start, viewer),
            show::full(span.end, viewer)
        );
        return Err(Failure::usage(message).hint("give --until a later time, or --for a length"));
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
    /// Whether any rotation is what was asked for.
    matched: bool,
    /// The people that were asked for.
    people: Vec<PersonKey>,
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
        let heading = self.heading(args);
        let table = if args.gaps { self.gap_table() } else { self.shift_table() };
        let text = match format {
            Format::Json => return session.print(&self.json(session)),
            Format::Table | Format::List => {
                let mut text = heading.lines(style);
                if !table.rows.is_empty() {
                    let list = format == Format::List;
                    text += &if list { table.list() } else { table.terminal(style) };
                }
                for remark in self.remarks(args).into_iter().chain(self.unanswered()) {
                    text += &(fold(&remark, 0, style) + "\n");
                }
                return session.print(&text);
            }
            Format::Md => format!("{}\n\n{}", inert(&heading.line()), table.markdown()),
            Format::Csv => table.csv(),
            Format::Tsv => table.tsv(),
        };
        if format != Format::Md {
            session.note(&heading.line());
        }
        self.remarks(args).iter().for_each(|remark| session.note(remark));
        session.print(&text);
    }

    fn heading(&self, args: &Args) -> Heading {
        let what = if args.gaps { "gaps" } else { "shifts" };
        let from = show::full(self.span.start, &self.viewer);
        let until = show::full(self.span.end, &self.viewer);
        let span = format!("{what} from {from} until {until}");
        Heading::new(self.plan, [span], &self.viewer)
    }

    /// What the rows do not say: that there are none, and that there are gaps beside the shifts.
    fn remarks(&self, args: &Args) -> Vec<String> {
        let count = self.gaps.len();
        if !self.matched {
            return vec!["no rotation matches all of what was asked for".to_owned()];
        }
        if args.gaps && count == 0 {
            return vec!["no gaps: somebody is on call wherever somebody must be".to_owned()];
        }
        if args.gaps {
            return Vec::new();
        }
        let mut remarks = Vec::new();
        if self.shifts.is_empty() && self.blocked.is_empty() {
            let names: Vec<_> =
                self.people.iter().map(|key| self.plan[*key].name.as_str()).collect();
            let of = if names.is_empty() {
                String::new()
            } else {
                format!(" of {}", names.join(" or "))
            };
            remarks.push(format!("no shifts{}", visible(&of)));
        }
        if self.people.is_empty() && count > 0 {
            let gaps = if count == 1 { "1 gap".to_owned() } else { format!("{count} gaps") };
            remarks.push(format!(
                "{gaps}, in which somebody must be on call and nobody is: --gaps shows when"
            ));
        }
        remarks
    }

    /// The rotations that a fault keeps from being answered for.
    fn unanswered(&self) -> Option<String> {
        let ids: Vec<_> = self.blocked.iter().map(|key| self.plan[*key].id.as_ref()).collect();
        (!ids.is_empty()).then(|| format!("no answer, because of faults: {}", ids.join(", ")))
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
            row.push(Cell::same(self.names(&shift.people)));
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

    /// Why the shift is not simply the turn that it would be.
    fn note(&self, key: RotationKey, shift: &Shift) -> String {
        let covers = shift.why.cover.iter().map(|cover| {
            let away = &self.plan[cover.away].name;
            match cover.by {
                Some(by) => format!("{} covers for {away}", self.plan[by].name),
                None => format!("{away} is away, and nobody is free"),
            }
        });
        let overrides = shift.why.overrides.iter().map(|index| {
            let o = &self.plan[key].overrides[*index];
            let what = match &o.change {
                Change::Replace(out, _) => format!("instead of {}", self.names(out)),
                Change::Add(people) => format!("{} too", self.names(people)),
                Change::Remove(people) => format!("without {}", self.names(people)),
                Change::Assign(_) => "assigned".to_owned(),
            };
            match &o.reason {
                Some(reason) => format!("{what} ({reason})"),
                None => what,
            }
        });
        covers.chain(overrides).collect::<Vec<_>>().join("; ")
    }

    fn json(&self, session: &Session<'_>) -> String {
        let (plan, zone) = (self.plan, &self.viewer);
        let shifts = self.shifts.iter().map(|(key, s)| ShiftJson::new(plan, *key, s, zone));
        let gaps = self.gaps.iter().map(|(key, gap)| GapJson::new(plan, *key, *gap, zone));
        json::text(&json::Envelope {
            schema: json::SCHEMA,
            command: "schedule",
            evaluated_at: json::instant(session.now),
            time_zone: zone.name(),
            tzdata: session.zones.release(),
            body: Body {
                plan: plan.name.clone(),
                from: json::instant(self.span.start),
                from_local: json::local(self.span.start, zone),
                until: json::instant(self.span.end),
                until_local: json::local(self.span.end, zone),
                shifts: shifts.collect(),
                gaps: gaps.collect(),
                unanswered: self.blocked.iter().map(|k| json::Unanswered::new(plan, *k)).collect(),
                faults: plan.faults.len(),
            },
        })
    }
}

/// The shifts of a span of time.
#[derive(Serialize, JsonSchema)]
pub struct Body {
    /// The plan's name.
    plan: String,
    /// From when.
    from: json::Utc,
    /// From when, in the zone of the answer.
    from_local: json::Local,
    /// Until when; no part of the span.
    until: json::Utc,
    /// Until when, in the zone of the answer.
    until_local: json::Local,
    /// The shifts, whole; empty with `--gaps`.
    shifts: Vec<ShiftJson>,
    /// Where nobody is on call although somebody must be.
    gaps: Vec<GapJson>,
    /// The rotations that were asked for and that a fault keeps from being answered for.
    unanswered: Vec<json::Unanswered>,
    /// How many faults the plan has.
    faults: usize,
}
