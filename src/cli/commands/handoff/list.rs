//! `irp handoff list`: the handoffs that were, and their notes.

use chrono::TimeDelta;
use schemars::JsonSchema;
use serde::Serialize;

use super::hand::{Hand, LEAST, NEAR};
use super::{Args, Format, wanted};
use crate::cli::heading::Heading;
use crate::cli::{Failure, Session, Verdict};
use crate::diagnostic::visible;
use crate::plan::{PersonKey, Plan, Record, RotationKey};
use crate::record::{Note, notes};
use crate::rules::listing;
use crate::syntax::{HandoffNote, Need};
use crate::time::{Zone, show};
use crate::views::json;
use crate::views::sections::{self as pages, Rows, Section};
use crate::views::table::Cell;

/// How far back handoffs are listed: as far as the rules know them, in whole weeks.
const BACK: TimeDelta = TimeDelta::weeks(4);

/// Handoffs and their notes.
#[derive(Serialize, JsonSchema)]
pub struct Body {
    /// The plan's name.
    plan: String,
    /// The handoffs, the latest first.
    handoffs: Vec<HandoffJson>,
    /// How many have no note although their rotation requires one.
    missing: usize,
}

/// A handoff.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Handoff")]
struct HandoffJson {
    /// The rotation, by id.
    rotation: String,
    /// When the incoming shift began.
    boundary: json::Utc,
    /// The same in the zone of the answer.
    boundary_local: json::Local,
    /// Who handed over, by id.
    outgoing: Vec<String>,
    /// Who took over, by id.
    incoming: Vec<String>,
    /// The file of its note; null where there is none.
    note: Option<String>,
    /// Whether it has none although its rotation requires one, and it is due.
    missing: bool,
    /// Who has signed it, by id.
    acknowledged_by: Vec<String>,
}

/// A handoff and its note.
struct Row<'a> {
    hand: Hand,
    note: Option<Note<'a>>,
    /// A note that may be its, and cannot be read.
    unread: Option<&'a Record<HandoffNote>>,
    missing: bool,
}

pub(super) fn run(
    args: &Args,
    plan: &'static Plan,
    key: Option<RotationKey>,
    session: &mut Session<'_>,
) -> Result<Verdict, Failure> {
    let zone = session.viewer(plan)?;
    let touched = super::warn(plan, key, session.now, session);
    let rows = rows(plan, key, session);
    let missing = rows.iter().filter(|row| row.missing).count();
    let unread: Vec<_> = rows.iter().filter_map(|row| row.unread).collect();
    for note in &unread {
        let file = visible(&plan.sources.get(note.at.source).name);
        session.note(&format!("warning: {file} cannot be read; `irp check` says why"));
    }
    let touched = touched || !unread.is_empty();
    let text = match args.format(session) {
        Format::Json => {
            let handoffs = rows.iter().map(|row| handoff(plan, row, &zone)).collect();
            let body = Body { plan: plan.name.clone(), handoffs, missing };
            session.json("handoff-list", &zone, body)
        }
        format => table(&rows, (plan, format, missing), &zone, session),
    };
    session.print(&text);
    Ok(match (touched, missing) {
        (true, _) => Verdict::Partial,
        (false, 0) => Verdict::Yes,
        _ => Verdict::No,
    })
}

/// The handoffs of a rotation that is named; else of those that require a note or have one.
fn rows<'a>(plan: &'a Plan, key: Option<RotationKey>, session: &Session<'_>) -> Vec<Row<'a>> {
    let noted = |key: &RotationKey| {
        plan[*key].handoff_note == Need::Required || !notes(plan, *key).is_empty()
    };
    let keys = key.map_or_else(|| plan.rotation_keys().filter(noted).collect(), |key| vec![key]);
    let answered = keys.into_iter().filter(|key| plan[*key].blocked.is_empty());
    let rows = answered.flat_map(|key| {
        let own = notes(plan, key);
        let required = plan[key].handoff_note == Need::Required;
        let unread = wanted::unread_notes(plan, key, (session.now - BACK, session.now));
        let hands = Hand::past(plan, key, session.now, BACK).into_iter();
        hands.map(move |hand| {
            let near = |note: &&Note<'_>| (note.boundary - hand.at).abs() <= NEAR;
            let note = own.iter().find(near).copied();
            let of =
                |note: &&Record<HandoffNote>| wanted::is_of_day(note, hand.at, &plan[key].zone);
            let unread = unread.iter().copied().find(of).filter(|_| note.is_none());
            let absent = note.is_none() && unread.is_none();
            let missing = required && absent && hand.at + LEAST < session.now;
            Row { hand, note, unread, missing }
        })
    });
    let mut rows: Vec<_> = rows.collect();
    rows.sort_by_key(|row| (std::cmp::Reverse(row.hand.at), row.hand.rotation));
    rows
}

fn file(plan: &Plan, note: &Note<'_>) -> String {
    plan.sources.get(note.record.at.source).name.clone()
}

fn signed(note: &Note<'_>) -> Vec<String> {
    let people = note.front.acknowledged_by.iter().flat_map(|people| &people.value.0);
    people.map(|id| id.value.to_string()).collect()
}

fn table(
    rows: &[Row<'_>],
    (plan, format, missing): (&Plan, Format, usize),
    zone: &Zone,
    session: &mut Session<'_>,
) -> String {
    let columns =
        [("rotation", 0), ("handoff", 0), ("from", 1), ("to", 1), ("note", 0), ("signed by", 0)];
    let mut section = Section::new("handoffs", &columns);
    let names = |people: &[PersonKey]| {
        let names: Vec<_> = people.iter().map(|person| plan[*person].name.as_str()).collect();
        Cell::same(listing(&names))
    };
    for row in rows {
        let note = row.note.as_ref().map(|note| file(plan, note));
        let absent = match row {
            Row { unread: Some(_), .. } => "cannot be read",
            Row { missing: true, .. } => "missing",
            _ => "",
        };
        section.table.rows.push(vec![
            Cell::same(plan[row.hand.rotation].id.to_string()),
            Cell {
                short: show::short(row.hand.at, zone, session.now),
                exact: show::rfc3339(row.hand.at, zone),
            },
            names(&row.hand.outgoing),
            names(&row.hand.incoming),
            Cell::same(note.unwrap_or_else(|| absent.to_owned())),
            Cell::same(row.note.as_ref().map(signed).unwrap_or_default().join(", ")),
        ]);
    }
    let alarms = rows.iter().enumerate().filter(|(_, row)| row.missing);
    section.table.alarms = alarms.map(|(nth, _)| nth).collect();
    let said = match missing {
        _ if rows.is_empty() => {
            "note: no handoff of the last four weeks is to be listed".to_owned()
        }
        0 => "note: no required note is missing".to_owned(),
        1 => "note: 1 required note is missing".to_owned(),
        more => format!("note: {more} required notes are missing"),
    };
    session.note(&said);
    let style = session.style();
    let heading = Heading::new(session, plan, ["handoffs of four weeks".to_owned()], zone);
    match format {
        Format::Md => pages::markdown("Handoffs", &heading.line(), &[section]),
        Format::Text if style.width.is_none() && !session.accessible() => {
            session.note(&heading.line());
            section.table.tsv()
        }
        format => {
            let list = format == Format::List || session.accessible();
            let rows = if list { Rows::List } else { Rows::Table };
            heading.lines(style) + &pages::text(&[section], rows, style)
        }
    }
}

fn handoff(plan: &Plan, row: &Row<'_>, zone: &Zone) -> HandoffJson {
    let ids = |people: &[PersonKey]| plan.ids(people).into_iter().map(str::to_owned).collect();
    HandoffJson {
        rotation: plan[row.hand.rotation].id.to_string(),
        boundary: json::instant(row.hand.at),
        boundary_local: json::local(row.hand.at, zone),
        outgoing: ids(&row.hand.outgoing),
        incoming: ids(&row.hand.incoming),
        note: row.note.as_ref().map(|note| file(plan, note)),
        missing: row.missing,
        acknowledged_by: row.note.as_ref().map(signed).unwrap_or_default(),
    }
}
