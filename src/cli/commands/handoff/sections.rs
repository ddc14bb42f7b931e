//! A brief as sections that people read; a section without content is left out.

use std::fmt::Write as _;

use chrono::NaiveDate;

use super::changes::News;
use super::happened::{During, Pages};
use super::page::Told;
use super::records::{Promised, Stopgap, began};
use crate::rules::{counted, day, listing};
use crate::time::show;
use crate::views::sections::Section;

impl Told<'_> {
    /// The sections, of each of which so many sentences are told and the rest are counted.
    pub fn sections(&self, most: usize) -> Vec<Section> {
        let listed = |title, sentences| listed(title, sentences, most);
        let sections = [
            self.who(),
            listed("start here", self.first()),
            listed("open", self.open()),
            listed("what happened", self.happened()),
            listed("actions", self.actions()),
            listed("what notes say", self.notes()),
            listed("runbooks to review", self.reviews()),
            listed("changed in the plan", self.news()),
            listed("risks ahead", self.risks()),
            listed("blind spots", self.blind()),
            listed("checklist", self.checks()),
        ];
        sections.into_iter().collect()
    }

    /// Incidents that wait for somebody, and what they have left in place for the time being.
    fn open(&self) -> Vec<String> {
        let open = self.brief.records.open.iter().map(|open| {
            let case = &open.case;
            // Since when, and what happened, is told below.
            let told = self.brief.happened.iter().any(|one| one.case.record.id == case.record.id);
            let since = began(case, self.brief.now).filter(|_| !told);
            let since = since.map(|at| format!(", since {}", self.at(at)));
            let title = case.front.title.as_ref().filter(|_| !told);
            let title = title.map(|title| format!(": {}", title.value));
            let waits = if open.unreviewed { " and not reviewed" } else { "" };
            format!(
                "{} ({}{}, {}{waits}){}",
                case.record.id,
                severity(case),
                since.unwrap_or_default(),
                case.reached().word(),
                title.unwrap_or_default()
            )
        });
        let stopgaps = self.brief.records.stopgaps.iter().filter(|one| !self.is_late(one));
        open.chain(stopgaps.map(|one| format!("in place until {}", self.stopgap(one)))).collect()
    }

    /// What is in place for the time being: until when, what, whose it is, and since which incident.
    pub fn stopgap(&self, one: &Stopgap<'_>) -> String {
        let owner = one.written.owner.as_ref().map(|owner| format!("{}, ", owner.value));
        format!(
            "{}: {} ({}{})",
            self.due(one.until),
            one.written.text.as_ref().map_or("a countermeasure", |text| &text.value),
            owner.unwrap_or_default(),
            one.case.record.id
        )
    }

    /// Whether it should have been taken out again.
    pub fn is_late(&self, one: &Stopgap<'_>) -> bool {
        one.until.is_some_and(|day| day < self.today())
    }

    fn happened(&self) -> Vec<String> {
        let rows = self.brief.happened.iter().map(|one| {
            let during = match one.during {
                During::This => "this shift, ",
                During::Before => "the shift before, ",
                During::Earlier => "",
            };
            let services = one.case.front.services.iter().flat_map(|list| &list.value);
            let services: Vec<_> = services.map(|id| id.value.to_string()).collect();
            let impact = impact(one);
            let impact = if impact.is_empty() { impact } else { format!(": {impact}") };
            format!(
                "{during}{}: {} ({}, {}{}){impact}",
                self.at(one.at),
                one.case.record.id,
                severity(&one.case),
                listing(&services),
                paged(&one.pages)
            )
        });
        let mut rows: Vec<_> = rows.collect();
        if let Some(quiet) = self.quiet_shifts().filter(|_| !rows.is_empty()) {
            let this = self.brief.happened.iter().filter(|one| one.during == During::This);
            rows.insert(this.count(), quiet);
        }
        rows
    }

    fn actions(&self) -> Vec<String> {
        let records = &self.brief.records;
        let told = |one: &Promised<'_>, when: String| {
            let owner = one.written.owner.as_ref().map(|owner| owner.value.to_string());
            let ticket = one.written.ticket.as_ref().map(|ticket| ticket.value.clone());
            format!(
                "{when}: {} ({}, {})",
                one.written.text.as_ref().map_or("an action", |text| &text.value),
                owner.unwrap_or_else(|| "nobody".to_owned()),
                ticket.unwrap_or_else(|| format!("of {}", one.of)),
            )
        };
        let due = records.due.iter().map(|one| told(one, format!("due {}", self.due(one.due))));
        let done = records.done.iter().rev().map(|one| {
            let on = one.done.map(|day| date(day, self.today()));
            told(one, format!("done {}", on.unwrap_or_default()))
        });
        due.chain(done).collect()
    }

    fn notes(&self) -> Vec<String> {
        let said =
            self.brief.said.iter().map(|said| {
                format!("{}, {}: {}", self.at(said.note.boundary), said.part, said.text)
            });
        said.collect()
    }

    fn reviews(&self) -> Vec<String> {
        let reviews = self.brief.reviews.iter().map(|review| {
            let front = review.record.front.as_ref();
            let owner = front.and_then(|front| front.owner.as_ref());
            let owner = owner.map(|owner| format!(" ({})", owner.value));
            format!("{}: {}{}", review.record.id, review.why.join("; "), owner.unwrap_or_default())
        });
        reviews.collect()
    }

    fn news(&self) -> Vec<String> {
        let News::Known { since, commit, lines, more } = &self.brief.news else {
            return Vec::new();
        };
        let told = lines.iter().map(|line| match line.place.as_str() {
            "" => line.what.clone(),
            place => format!("{} ({place})", line.what),
        });
        let mut told: Vec<_> = told.collect();
        if !told.is_empty() {
            let more = if *more > 0 { format!("and {more} more; ") } else { String::new() };
            let at = show::full(*since, self.zone);
            told.push(format!("{more}since {at}: `irp diff {commit}` shows all"));
        }
        told
    }

    fn risks(&self) -> Vec<String> {
        let risks = self.brief.risks.iter().map(|risk| match risk.span {
            None => risk.what.clone(),
            Some(span) if span.is_empty() => format!("{}: {}", self.at(span.start), risk.what),
            Some(span) => {
                format!("{} to {}: {}", self.at(span.start), self.at(span.end), risk.what)
            }
        });
        risks.collect()
    }

    fn blind(&self) -> Vec<String> {
        let spots = self.brief.blind.iter().map(|(service, spot)| {
            let owner = spot.owner.as_ref().map(|owner| owner.value.to_string());
            let by = spot.review_by.as_ref().map(|day| self.due(Some(day.value.0)));
            let by = by.map(|by| format!("by {by}"));
            let more: Vec<_> = owner.into_iter().chain(by).collect();
            let more =
                if more.is_empty() { String::new() } else { format!(" ({})", more.join(", ")) };
            format!("{}: {}{more}", service.id, spot.asked())
        });
        spots.collect()
    }
}

/// A section of sentences without those that are too many.
fn listed(title: &'static str, mut sentences: Vec<String>, most: usize) -> Section {
    let more = sentences.len().saturating_sub(most);
    if more > 0 {
        sentences.truncate(most);
        sentences.push(format!("and {more} more: `--format json` has all"));
    }
    Section { notes: sentences, ..Section::new(title, &[]) }
}

/// The pages of an incident in words.
fn paged(pages: &Pages) -> String {
    let number = |number: usize| i64::try_from(number).unwrap_or(i64::MAX);
    let all = counted(number(pages.all), "page");
    let mut text = match (pages.all, pages.nights) {
        (0, _) => String::new(),
        (_, 0) => format!(", {all}"),
        (whole, nights) if whole == nights => format!(", {all} at night"),
        (_, nights) => format!(", {all}, {nights} at night"),
    };
    if pages.missed > 0 {
        let _ = write!(text, ", {} answered late or not at all", pages.missed);
    }
    text
}

impl Told<'_> {
    pub fn today(&self) -> NaiveDate {
        self.brief.plan.zone.civil(self.brief.now).date()
    }

    /// A day by which something is to be, and whether that is past.
    fn due(&self, by: Option<NaiveDate>) -> String {
        let Some(by) = by else { return String::new() };
        let late = (self.today() - by).num_days();
        let ago = if late > 0 { format!(", {} late", counted(late, "day")) } else { String::new() };
        format!("{}{ago}", date(by, self.today()))
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
