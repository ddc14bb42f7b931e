//! A brief for people: who takes over, where to start, and how it is laid out.

use super::Format;
use super::brief::Brief;
use super::changes::News;
use super::happened::During;
use super::quiet;
use crate::cli::heading::Heading;
use crate::cli::{Failure, Session};
use crate::diagnostic::visible;
use crate::plan::{PersonKey, RotationKey};
use crate::rules::{few, listing};
use crate::syntax::Need;
use crate::time::{Instant, Span, Zone, show};
use crate::views::handoff as html;
use crate::views::json;
use crate::views::sections::{self as pages, Rows, Section};
use crate::views::table::Cell;

/// The most sentences of a section, and the fewest to which a long brief is cut.
const MOST: usize = 6;
const LEAST: usize = 2;
/// Incidents beyond these are counted where several are named at once.
const NAMED: usize = 4;
/// A brief of as many lines is too long.
const LINES: usize = 60;

/// A brief and the zone of its times.
pub(super) struct Told<'a> {
    pub brief: &'a Brief<'a>,
    pub zone: &'a Zone,
}

pub(super) fn text(
    brief: &Brief<'_>,
    format: Format,
    (asked, zone): (String, &Zone),
    session: &mut Session<'_>,
) -> Result<String, Failure> {
    let told = Told { brief, zone };
    let style = session.style();
    let id = &brief.plan[brief.hand.rotation].id;
    let title = format!("handoff of {id}");
    let at = show::full(brief.hand.at, zone);
    let titled = [Format::Html, Format::Md].contains(&format);
    let of = (!titled).then(|| title.clone()).into_iter().chain([at, asked]);
    let heading = Heading::new(session, brief.plan, of, zone);
    if let News::Unknown(reason) = &brief.news {
        session.note(&format!("note: what changed in the plan is not known: {reason}"));
    }
    if brief.is_quiet() && format != Format::Html {
        let lines = quiet::lines(&told);
        let marked = format == Format::Md;
        return Ok(if marked { quiet::markdown(&lines) } else { quiet::text(&lines, style) });
    }
    Ok(match format {
        Format::Md => glance(|most| {
            let sections = told.sections(most);
            pages::markdown(&pages::capital(&title), &heading.line(), &sections)
        }),
        Format::Html => {
            let sections = told.sections(MOST);
            let said = sections.iter().filter(|section| !section.is_empty());
            let data = html::Data {
                plan: visible(&brief.plan.name),
                rotation: id.to_string(),
                heading: heading.line(),
                quiet: brief.is_quiet().then(|| quiet::lines(&told).map(|line| visible(&line))),
                sections: said.map(crate::views::card::SectionData::new).collect(),
            };
            let data = session.envelope("handoff-page", zone, data);
            if session.options.json {
                return Ok(json::text(&data));
            }
            session.page(&session.shelf(brief.plan)?, html::NAME, &data)?
        }
        Format::Text if style.width.is_none() && !session.accessible() => {
            session.note(&heading.line());
            glance(|most| pages::text(&told.sections(most), Rows::Tabs, style))
        }
        format if format == Format::List || session.accessible() => {
            heading.lines(style) + &pages::text(&told.sections(MOST), Rows::List, style)
        }
        _ => glance(|most| {
            heading.lines(style) + &pages::text(&told.sections(most), Rows::Table, style)
        }),
    })
}

/// A page of no more lines than are read at a glance: the longer, the fewer sentences a section has.
fn glance(page: impl Fn(usize) -> String) -> String {
    let pages = (LEAST..=MOST).rev().map(page);
    let mut last = String::new();
    for page in pages {
        last = page;
        if last.lines().count() < LINES {
            break;
        }
    }
    last
}

impl Told<'_> {
    pub fn who(&self) -> Section {
        let columns = [("part", 0), ("who", 0), ("from", 0), ("until", 0), ("their time", 0)];
        let mut section = Section::new("who", &columns);
        let hand = &self.brief.hand;
        let shift = (hand.shift.start, Some(hand.shift.end));
        let mut rows = vec![
            self.row("hands over", &hand.outgoing, hand.rotation, shift),
            self.row("takes over", &hand.incoming, hand.rotation, (hand.at, hand.until)),
        ];
        rows.extend(self.brief.beside.iter().map(|beside| {
            let part = if beside.commands { "commands" } else { "backs up" };
            let span = (beside.shift.span.start, Some(beside.shift.span.end));
            self.row(part, &beside.shift.people, beside.rotation, span)
        }));
        section.table.rows = rows;
        section.notes.push(self.length());
        section
    }

    fn row(
        &self,
        part: &str,
        people: &[PersonKey],
        rotation: RotationKey,
        (from, until): (Instant, Option<Instant>),
    ) -> Vec<Cell> {
        let rotation = &self.brief.plan[rotation].id;
        vec![
            Cell { short: part.to_owned(), exact: format!("{part}: {rotation}") },
            Cell::same(self.names(people)),
            self.time(from),
            until.map_or_else(Cell::default, |at| self.time(at)),
            self.local(people),
        ]
    }

    /// How long the coming shift is, and when whoever takes over was on call last.
    pub fn length(&self) -> String {
        let hand = &self.brief.hand;
        let length = hand.until.map(|until| show::length(until - hand.at));
        let length = length.map_or_else(
            || "the end of the coming shift is too far ahead to be known".to_owned(),
            |length| format!("a shift of {length}"),
        );
        let names = self.names(&hand.incoming);
        let last = match hand.last {
            Some(last) => format!("{names} was last on call here until {}", self.at(last.end)),
            None => format!("{names} has not been on call here before"),
        };
        format!("{length}; {last}")
    }

    /// What comes first, a sentence each.
    pub fn first(&self) -> Vec<String> {
        let brief = self.brief;
        let mut first = Vec::new();
        for open in brief.records.open.iter().filter(|open| !open.unreviewed) {
            let title = open.case.front.title.as_ref().map(|title| format!(": {}", title.value));
            let severity = super::sections::severity(&open.case);
            let id = &open.case.record.id;
            first.push(format!("{severity} is under way{} ({id})", title.unwrap_or_default()));
        }
        let urgent = brief.said.iter().filter(|said| said.part == "Time-critical");
        first.extend(urgent.map(|said| said.text.clone()));
        for at in &brief.missing {
            first.push(format!("the handoff of {} has no note: ask what was known", self.at(*at)));
        }
        let late = brief.records.stopgaps.iter().filter(|one| self.is_late(one));
        first.extend(late.map(|one| format!("to be undone by {}", self.stopgap(one))));
        let wrong = brief.reviews.iter();
        let wrong = wrong.filter(|review| review.why.iter().any(|why| why == "reported wrong"));
        first.extend(wrong.map(|review| {
            format!("runbook {} was reported wrong and not mended", review.record.id)
        }));
        let bad = brief.risks.iter().filter(|risk| risk.kind == "nobody on call");
        first.extend(bad.map(|risk| risk.what.clone()));
        first
    }

    /// That a shift had no incident, which tells as much as one that had; of one that has not begun
    /// nothing is known.
    pub fn quiet_shifts(&self) -> Option<String> {
        let hand = &self.brief.hand;
        let none = |during| !self.brief.happened.iter().any(|one| one.during == during);
        let begun = |span: Span| span.start <= self.brief.now;
        let so_far = if hand.shift.end <= self.brief.now { "" } else { " so far" };
        let this = format!("in this shift{so_far}");
        let before = hand.before.as_ref().filter(|(_, span)| begun(*span) && none(During::Before));
        let before = before.map(|(people, _)| format!("the one before ({})", self.names(people)));
        match (begun(hand.shift) && none(During::This), before) {
            (true, Some(before)) => Some(format!("no incident {this}, nor in {before}")),
            (true, None) => Some(format!("no incident {this}")),
            (false, Some(before)) => Some(format!("no incident in {before}")),
            (false, None) => None,
        }
    }

    /// What is to be done about the handoff itself, a sentence each.
    pub fn checks(&self) -> Vec<String> {
        let (brief, hand) = (self.brief, &self.brief.hand);
        let id = &brief.plan[hand.rotation].id;
        let (outgoing, incoming) = (self.names(&hand.outgoing), self.names(&hand.incoming));
        let mut checks = Vec::new();
        let open: Vec<_> = brief.records.open.iter().filter(|open| !open.unreviewed).collect();
        if !open.is_empty() {
            let ids: Vec<_> = open.iter().map(|open| open.case.record.id.as_str()).collect();
            checks.push(format!(
                "say aloud who leads {} from now on, and write it into the timeline as `role`",
                few(&ids, NAMED)
            ));
        }
        checks.extend(brief.contacts.iter().cloned());
        let wanted = brief.plan[hand.rotation].handoff_note;
        let signed = brief.note.is_some_and(|note| {
            let signed = note.front.acknowledged_by.as_ref();
            signed.is_some_and(|people| !people.value.0.is_empty())
        });
        if wanted != Need::None && brief.note.is_none() {
            let must = if wanted == Need::Required { "" } else { ", if there is something to say" };
            checks.push(format!("{outgoing} writes the note{must}: `irp handoff new {id}`"));
        }
        if wanted == Need::Required && !signed {
            checks.push(format!("{incoming} reads it and signs: `irp handoff ack {id}`"));
        }
        checks
    }
}

impl Told<'_> {
    pub fn names(&self, people: &[PersonKey]) -> String {
        if people.is_empty() {
            return "nobody".to_owned();
        }
        let names = people.iter().map(|person| self.brief.plan[*person].name.as_str());
        listing(&names.collect::<Vec<_>>())
    }

    pub fn at(&self, at: Instant) -> String {
        show::short(at, self.zone, self.brief.now)
    }

    pub fn time(&self, at: Instant) -> Cell {
        Cell { short: self.at(at), exact: show::rfc3339(at, self.zone) }
    }

    /// The local time of people at the handoff, where it is another than the viewer's.
    pub fn local(&self, people: &[PersonKey]) -> Cell {
        let at = self.brief.hand.at;
        let other = |person: &&PersonKey| {
            self.brief.plan[**person].zone.offset_at(at) != self.zone.offset_at(at)
        };
        let zones = people.iter().filter(other).map(|person| &self.brief.plan[*person].zone);
        let mut short: Vec<_> = zones.map(|zone| show::beside(at, zone, self.zone)).collect();
        short.dedup();
        let exact = match people {
            [one] => show::rfc3339(at, &self.brief.plan[*one].zone),
            _ => short.join(", "),
        };
        Cell { short: short.join(", "), exact }
    }
}
