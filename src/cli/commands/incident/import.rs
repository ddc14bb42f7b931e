//! `irp incident import-chat`: lines of a timeline from a channel that was exported.

use std::path::PathBuf;

use clap::ValueEnum;

use super::body::{Body, Told};
use super::filed;
use super::log;
use super::which::{self, Asked};
use crate::cli::heading::Heading;
use crate::cli::io::reason;
use crate::cli::{Failure, Session, Verdict};
use crate::edit::record::{Change, Scalar};
use crate::plan::{Plan, Read};
use crate::record::Case;
use crate::record::chat::{ChatFormat, ChatLine, chat_lines, messages};
use crate::syntax::Incident;
use crate::time::{Instant, Zone, show};
use crate::views::table::{Cell, Table};

/// The largest export that is read.
const LARGEST: usize = 32 * 1024 * 1024;
/// More lines than these make no timeline that somebody reads.
const MOST_LINES: usize = 1_000;

/// Take lines of a timeline over from an exported chat channel
#[derive(Debug, clap::Args)]
#[command(override_usage = "irp incident import-chat <FILE> --format <FORMAT> [OPTIONS]")]
#[command(after_help = "\
Examples:
  irp incident import-chat 2026-10-12.json --format slack
  irp incident import-chat 2026-10-12.json --format slack --write
  irp incident import-chat channel.jsonl --format mattermost --incident 2026-10-12-payments-declines
  irp incident import-chat log.txt --format plain --tz Europe/Berlin

A message becomes a line where it is pinned or has the reaction pushpin, memo or bookmark; where it
begins with a kind, such as `!action rolled back 4412`; or where it says `I am declaring an incident
because ...`, `I am the incident commander`, `this incident is mitigated`, `... is resolved`. What
would be added is shown; --write adds it. What is in the timeline already is not added again.

Exit code:
  0  the lines are shown, or were added
  2  the export cannot be read, or the record not written")]
pub struct Args {
    /// The exported channel
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// slack, mattermost or plain
    #[arg(long, short, value_name = "FORMAT", value_enum, hide_possible_values = true)]
    format: Format,
    /// Which incident [default: the one that is open]
    #[arg(long, short, value_name = "INCIDENT")]
    incident: Option<String>,
    /// Add the lines to the timeline
    #[arg(long, conflicts_with = "dry_run")]
    write: bool,
    /// Show what would change in the file, write nothing
    #[arg(long)]
    dry_run: bool,
}

/// The program that an export is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// Slack
    Slack,
    /// Mattermost
    Mattermost,
    /// A message a line
    Plain,
}

pub fn run(args: &Args, session: &mut Session<'_>) -> Result<Verdict, Failure> {
    let plan = session.plan(Read::Everything)?;
    let zone = session.viewer(plan)?;
    let asked = (Asked::Option("import-chat FILE"), which::is_open as fn(&Case<'_>) -> bool);
    let case = which::case(plan, args.incident.as_deref(), asked, session)?;
    let text = args.text(session)?;
    let (messages, undated) = messages(&text, args.format(), &zone).map_err(|error| {
        error.hints.into_iter().fold(Failure::usage(error.message), Failure::hint)
    })?;
    let mut lines = chat_lines(&messages, plan);
    let ahead = lines.iter().filter(|line| line.at > session.now).count();
    lines.retain(|line| line.at <= session.now);
    if lines.len() > MOST_LINES {
        let message =
            format!("{} messages would become lines, more than {MOST_LINES}", lines.len());
        return Err(Failure::usage(message).hint("export only the hours of the incident"));
    }
    let mut added = Vec::new();
    let dry = !args.write;
    let filed = filed::file(plan, case.record, (dry, &mut *session), |front| {
        added = lines.into_iter().filter(|line| !holds(front, line)).collect();
        let reached = added.iter().filter_map(|line| log::reached(line.kind.word())).max();
        let moved = reached.filter(|reached| log::status(front) < *reached).map(log::move_on);
        Ok(added.iter().map(change).chain(moved).collect())
    })?;
    for (count, why) in [(undated, "without a time that can be"), (ahead, "from the future")] {
        match count {
            0 => {}
            1 => session.note(&format!("note: 1 message {why} is left out")),
            count => session.note(&format!("note: {count} messages {why} are left out")),
        }
    }
    if session.options.json {
        let told =
            Told { action: "import-chat", dry_run: dry, filed: Some(&filed), now: session.now };
        let body = Body::new(plan, &zone, &told, filed.case(plan).iter());
        let mut body = body.adding(plan, filed.after.front.as_ref(), added.len(), &zone);
        body.left_out = messages.len() + undated - added.len();
        session.print(&session.json("incident", &zone, body));
    } else if args.dry_run {
        session.print(&filed.text.patch(session)?);
    } else {
        print(&added, messages.len(), (plan, &zone, &case), session);
        session.note(&match (args.write, added.len()) {
            (_, 0) => "nothing to add".to_owned(),
            (true, count) => format!("added {count} to {}", filed.text.file),
            (false, _) => "nothing was written; --write adds these lines".to_owned(),
        });
        for line in log::derived(&filed, &zone) {
            session.note(&line);
        }
        log::warn(&filed, &zone, session);
    }
    Ok(Verdict::Yes)
}

impl Args {
    fn format(&self) -> ChatFormat {
        match self.format {
            Format::Slack => ChatFormat::Slack,
            Format::Mattermost => ChatFormat::Mattermost,
            Format::Plain => ChatFormat::Plain,
        }
    }

    fn text(&self, session: &Session<'_>) -> Result<String, Failure> {
        let shown = self.file.display();
        let bytes = session
            .world()
            .read_up_to(&self.file, LARGEST)
            .map_err(|error| Failure::system(format!("cannot read {shown}: {}", reason(&error))))?;
        let Some(bytes) = bytes else {
            let most = LARGEST / 1024 / 1024;
            return Err(Failure::usage(format!("{shown} is larger than {most} MiB"))
                .hint("export only this channel and the days of the incident, not everything"));
        };
        String::from_utf8(bytes).map_err(|_| {
            Failure::usage(format!("{shown} is not UTF-8 text"))
                .hint("an archive is to be unpacked first; its channels are files of their own")
        })
    }
}

/// Whether a timeline has a line already.
fn holds(front: &Incident, line: &ChatLine) -> bool {
    let mut lines = front.timeline.iter().flat_map(|timeline| &timeline.value);
    lines.any(|known| {
        known.at_time.map(|at| at.value) == Some(line.at)
            && known.text.as_ref().is_some_and(|text| text.value == line.text)
    })
}

fn change(line: &ChatLine) -> Change {
    let text = |text: &str| Scalar::Text(text.to_owned());
    let mut entry = vec![("at", Scalar::Instant(line.at)), ("kind", text(line.kind.word()))];
    entry.extend(line.by.as_ref().map(|by| ("by", text(by))));
    entry.push(("text", text(&line.text)));
    entry.push(("source", text(&line.source)));
    Change::Add { list: "timeline", entry }
}

fn print(
    added: &[ChatLine],
    count: usize,
    (plan, zone, case): (&Plan, &Zone, &Case<'_>),
    session: &mut Session<'_>,
) {
    let style = session.style();
    let said = format!("{} of {count} messages", added.len());
    let heading = Heading::new(session, plan, [which::label(case), said], zone);
    let table = table(added, zone, session.now);
    let text = match style.width {
        _ if session.accessible() => heading.lines(style) + &table.list(),
        Some(_) => heading.lines(style) + &table.terminal(style),
        None => {
            session.note(&heading.line());
            table.tsv()
        }
    };
    session.print(&text);
}

fn table(added: &[ChatLine], zone: &Zone, now: Instant) -> Table {
    let columns = [("at", 0), ("kind", 0), ("by", 0), ("text", 0), ("why", 1), ("message", 2)];
    let mut table = Table::new(&columns);
    for line in added {
        table.rows.push(vec![
            Cell { short: show::short(line.at, zone, now), exact: show::rfc3339(line.at, zone) },
            Cell::same(line.kind.word()),
            Cell::same(line.by.as_deref().unwrap_or_default()),
            Cell::same(line.text.as_str()),
            Cell::same(line.why),
            Cell::same(line.source.as_str()),
        ]);
    }
    table
}
