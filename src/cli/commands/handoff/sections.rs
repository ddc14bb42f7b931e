//! A brief as sections that people read; a section without content is left out.

use chrono::NaiveDate;

use super::changes::News;
use super::page::Told;
use super::records::Promised;
use crate::rules::{counted, day};
use crate::syntax::OwnerId;
use crate::time::show;
use crate::views::page::Section;
use crate::views::table::Cell;

/// Rows of one section beyond these are counted.
const MOST: usize = 8;

impl Told<'_> {
    pub fn sections(&self) -> Vec<Section> {
        let sections = vec![
            self.who(),
            self.start_here(),
            self.open(),
            self.stopgaps(),
            self.happened(),
            self.actions(),
            self.notes(),
            self.reviews(),
            self.news(),
            self.risks(),
            self.blind(),
            self.checklist(),
        ];
        sections.into_iter().map(cut).collect()
    }

    fn open(&self) -> Section {
        let columns = [("incident", 0), ("severity", 0), ("since", 0), ("status", 0), ("title", 0)];
        let mut section = Section::new("open incidents", &columns);
        for open in &self.brief.records.open {
            let case = &open.case;
            let started = crate::record::times(case.front).started;
            let title = case.front.title.as_ref().map_or("", |title| &title.value);
            let status = case.status().word();
            let status =
                if open.unreviewed { format!("{status}, not reviewed") } else { status.to_owned() };
            section.table.rows.push(vec![
                Cell::same(case.record.id.as_str()),
                Cell::same(severity(case)),
                started.map_or_else(Cell::default, |started| self.time(started.instant)),
                Cell::same(status),
                Cell::same(title),
            ]);
        }
        section
    }

    fn stopgaps(&self) -> Section {
        let columns = [("until", 0), ("what", 0), ("owner", 0), ("since", 1)];
        let mut section = Section::new("in place for the time being", &columns);
        for one in &self.brief.records.stopgaps {
            let owner = one.written.owner.as_ref().map(|owner| owner.value.to_string());
            section.table.rows.push(vec![
                self.due(one.until),
                Cell::same(one.written.text.as_ref().map_or("", |text| &text.value)),
                Cell::same(owner.unwrap_or_default()),
                Cell::same(one.case.record.id.as_str()),
            ]);
        }
        section
    }

    fn happened(&self) -> Section {
        let columns = [
            ("shift", 0),
            ("when", 0),
            ("incident", 0),
            ("severity", 0),
            ("services", 2),
            ("pages", 1),
            ("at night", 1),
            ("late", 1),
            ("impact", 0),
        ];
        let mut section = Section::new("what happened", &columns);
        for one in &self.brief.happened {
            let services = one.case.front.services.iter().flat_map(|list| &list.value);
            let services: Vec<_> = services.map(|id| id.value.to_string()).collect();
            let number = |number: usize| Cell {
                short: if number == 0 { String::new() } else { number.to_string() },
                exact: number.to_string(),
            };
            section.table.rows.push(vec![
                Cell::same(one.during.word()),
                self.time(one.at),
                Cell::same(one.case.record.id.as_str()),
                Cell::same(severity(&one.case)),
                Cell::same(services.join(", ")),
                number(one.pages.all),
                number(one.pages.nights),
                number(one.pages.missed),
                Cell::same(impact(one)),
            ]);
        }
        if !self.brief.happened.is_empty() {
            section.notes.extend(self.quiet_shifts());
        }
        section
    }

    fn actions(&self) -> Section {
        let columns = [("due", 0), ("what", 0), ("owner", 0), ("ticket", 1), ("of", 2)];
        let mut section = Section::new("actions", &columns);
        let records = &self.brief.records;
        let row = |one: &Promised<'_>, when: Cell| {
            let owner = one
                .written
                .owner
                .as_ref()
                .map(|owner: &crate::source::Located<OwnerId>| owner.value.to_string());
            vec![
                when,
                Cell::same(one.written.text.as_ref().map_or("", |text| &text.value)),
                Cell::same(owner.unwrap_or_else(|| "nobody".to_owned())),
                Cell::same(one.written.ticket.as_ref().map_or("", |ticket| &ticket.value)),
                Cell::same(one.of.as_str()),
            ]
        };
        section.table.rows.extend(records.due.iter().map(|one| row(one, self.due(one.due))));
        let done = records.done.iter().rev().map(|one| {
            let on = one.done.map(|day| format!("done {}", date(day, self.today())));
            let exact = one.done.map(|day| format!("done {day}"));
            row(one, Cell { short: on.unwrap_or_default(), exact: exact.unwrap_or_default() })
        });
        section.table.rows.extend(done);
        if records.later > 0 && !section.table.rows.is_empty() {
            let more = i64::try_from(records.later).unwrap_or(i64::MAX);
            section.notes.push(format!("{} more, due later", counted(more, "action")));
        }
        section
    }

    fn notes(&self) -> Section {
        let columns = [("note of", 0), ("part", 0), ("what", 0)];
        let mut section = Section::new("what notes say", &columns);
        let rows = self.brief.said.iter().map(|said| {
            vec![self.time(said.note.boundary), Cell::same(said.part), Cell::same(&*said.text)]
        });
        section.table.rows.extend(rows);
        section
    }

    fn reviews(&self) -> Section {
        let columns = [("runbook", 0), ("why", 0), ("owner", 1)];
        let mut section = Section::new("runbooks to review", &columns);
        for review in &self.brief.reviews {
            let front = review.record.front.as_ref();
            let owner = front.and_then(|front| front.owner.as_ref());
            section.table.rows.push(vec![
                Cell::same(review.record.id.as_str()),
                Cell::same(review.why.join("; ")),
                Cell::same(owner.map_or_else(String::new, |owner| owner.value.to_string())),
            ]);
        }
        section
    }

    fn news(&self) -> Section {
        let mut section = Section::new("changed in the plan", &[("what", 0), ("where", 1)]);
        let News::Known { since, commit, lines, more } = &self.brief.news else { return section };
        let rows = lines.iter();
        let rows = rows.map(|line| vec![Cell::same(&*line.what), Cell::same(&*line.place)]);
        section.table.rows.extend(rows);
        if !lines.is_empty() {
            let at = show::full(*since, self.zone);
            let more = if *more > 0 { format!("and {more} more; ") } else { String::new() };
            let all = format!("`irp diff {commit}` shows all");
            section.notes.push(format!("{more}since {at}; {all}"));
        }
        section
    }

    fn risks(&self) -> Section {
        let columns = [("what", 0), ("from", 0), ("until", 1)];
        let mut section = Section::new("risks ahead", &columns);
        let rows = self.brief.risks.iter().map(|risk| {
            let [from, until] = [risk.span.map(|s| s.start), risk.span.map(|s| s.end)]
                .map(|at| at.map_or_else(Cell::default, |at| self.time(at)));
            let until = if risk.span.is_some_and(crate::time::Span::is_empty) {
                Cell::default()
            } else {
                until
            };
            vec![Cell::same(&*risk.what), from, until]
        });
        section.table.rows.extend(rows);
        section
    }

    fn blind(&self) -> Section {
        let columns = [("service", 0), ("what nobody can see", 0), ("owner", 1), ("review by", 1)];
        let mut section = Section::new("blind spots", &columns);
        for (service, spot) in &self.brief.blind {
            let owner = spot.owner.as_ref().map(|owner| owner.value.to_string());
            let by = spot.review_by.as_ref().map(|day| day.value.0);
            section.table.rows.push(vec![
                Cell::same(service.id.to_string()),
                Cell::same(spot.asked()),
                Cell::same(owner.unwrap_or_default()),
                self.due(by),
            ]);
        }
        section
    }
}

impl Told<'_> {
    pub fn today(&self) -> NaiveDate {
        self.brief.plan.zone.civil(self.brief.now).date()
    }

    /// A day by which something is to be, and whether that is past.
    pub fn due(&self, by: Option<NaiveDate>) -> Cell {
        let Some(by) = by else { return Cell::default() };
        let late = (self.today() - by).num_days();
        let ago = if late > 0 { format!(", {} late", counted(late, "day")) } else { String::new() };
        Cell { short: format!("{}{ago}", date(by, self.today())), exact: by.to_string() }
    }
}

/// A day, with its year where that is another.
fn date(date: NaiveDate, today: NaiveDate) -> String {
    use chrono::Datelike as _;
    if date.year() == today.year() { date.format("%-d %b").to_string() } else { day(date) }
}

pub(super) fn severity(case: &crate::record::Case<'_>) -> String {
    case.front.severity.as_ref().map_or_else(String::new, |severity| severity.value.to_string())
}

/// What an incident did to customers, in the words of its record, else how long.
pub(super) fn impact(one: &super::happened::Happened<'_>) -> String {
    let summary = one.case.front.impact.as_ref().and_then(|impact| {
        let found = impact.value.0.iter().find(|(key, _)| key == "summary");
        found.map(|(_, text)| text.clone())
    });
    summary.or_else(|| one.impact.map(show::length)).unwrap_or_default()
}

/// A section without the rows that are too many.
fn cut(mut section: Section) -> Section {
    let more = section.table.rows.len().saturating_sub(MOST);
    if more > 0 {
        section.table.rows.truncate(MOST);
        section.notes.insert(0, format!("and {more} more; `--format json` has all"));
    }
    section
}
