//! The numbers as sections that people read.

use chrono::TimeDelta;

use super::asked::plural;
use super::bars::{self, Signs};
use super::facts::{Entry, Facts};
use super::lengths::{ENOUGH, Summary, TELLING};
use super::more;
use super::tables::{self, few, length, number, time};
use crate::plan::PersonKey;
use crate::record::{FORMULAS, PHASES};
use crate::syntax::{DetectedBy as Noticed, IncidentKind};
use crate::time::{Zone, show};
use crate::views::sections::Section;
use crate::views::table::Cell;

/// Rows beyond these are counted, so that a section is read at a glance.
const MOST: usize = 20;
/// The columns of the longest bar.
const WIDTH: usize = 30;

/// What is shown, and how.
pub(super) struct Page<'a> {
    pub facts: &'a Facts<'a>,
    /// The zone of times.
    pub zone: &'a Zone,
    /// Whether sections of many rows are shown whole.
    pub whole: bool,
    /// What bars are made of, where they are drawn.
    pub bars: Option<Signs>,
    /// Whether a program reads it.
    pub program: bool,
}

impl Page<'_> {
    /// Every section, from the most general to the most special.
    pub fn sections(&self) -> Vec<Section> {
        let facts = self.facts;
        vec![
            self.records(plural(facts.asked.main_kind()), &facts.entries, true),
            self.phases(),
            self.impacts(),
            self.groups(),
            self.trend(),
            self.promises(),
            self.misses(),
            self.detected_by(),
            self.people(),
            self.pages(),
            self.shifts(),
            self.actions(),
            self.records(plural(IncidentKind::NearMiss), &facts.near_misses, false),
            self.records(plural(IncidentKind::Drill), &facts.drills, false),
            self.exercises(),
            self.levers(),
            more::formulas(),
        ]
    }

    fn records(&self, title: &'static str, entries: &[Entry<'_>], always: bool) -> Section {
        let mut section = Section::new(title, &[]);
        if entries.is_empty() {
            if always {
                section.notes.push(format!("no {title} of what was asked for"));
            }
            return section;
        }
        section.table = tables::records(entries);
        let guessed = guessed(entries);
        self.cut(&mut section, true);
        if guessed > 0 {
            let these =
                if guessed == 1 { "1 record".to_owned() } else { format!("{guessed} records") };
            section.notes.push(format!(
                "of {these} a time is taken from the timeline or the pages, since it is not under \
                 `[times]`; `--json` says which"
            ));
        }
        section
    }

    /// Leaves out rows that a glance has no room for: the earlier ones, or the last of a list.
    pub(super) fn cut(&self, section: &mut Section, earlier: bool) {
        let rows = &mut section.table.rows;
        let more = rows.len().saturating_sub(MOST);
        if self.whole || more == 0 {
            return;
        }
        let what = if earlier { "earlier" } else { "more" };
        if earlier {
            rows.drain(..more);
        } else {
            rows.truncate(MOST);
        }
        section.notes.push(format!("and {more} {what}: `irp stats --all`"));
    }

    fn phases(&self) -> Section {
        let bar = if self.bars.is_some() { &[("of the impact", 3)][..] } else { &[] };
        let columns =
            [("duration", 0), ("count", 0), ("median", 0), ("shortest", 0), ("longest", 0)];
        let mut section = Section::new("phases", &[&columns[..], &[("share", 0)], bar].concat());
        let summary = &self.facts.summary;
        for (nth, formula) in FORMULAS.iter().enumerate() {
            let Some(spread) = summary.spreads[nth] else { continue };
            let share = summary.shares.filter(|_| nth < PHASES.len());
            let share = share.map(|shares| shares.permille[nth]);
            let mut row = vec![
                Cell::same(formula.name),
                number(spread.count),
                length(Some(spread.median)),
                length(Some(spread.least)),
                length(Some(spread.most)),
                share.map_or_else(Cell::default, percent),
            ];
            if let Some(signs) = self.bars {
                let bar = share.map(|share| bars::share(share, WIDTH, signs));
                row.push(Cell::same(bar.unwrap_or_default()));
            }
            section.table.rows.push(row);
        }
        if let Some(shares) = summary.shares {
            let whole = show::length(shares.whole);
            section.notes.push(format!("shares are of the sum of all impact, {whole}"));
        }
        section
    }

    /// A bar for each incident, where there are few.
    fn impacts(&self) -> Section {
        let columns = [("incident", 0), ("impact", 0), ("phases", 0)];
        let mut section = Section::new("impact by phase", &columns);
        let known = self.facts.entries.iter().filter_map(|entry| Some((entry, entry.phases()?)));
        let known: Vec<_> = known.collect();
        let shown = &known[known.len().saturating_sub(MOST)..];
        let whole = |parts: &[TimeDelta; 3]| parts.iter().sum::<TimeDelta>();
        let longest = shown.iter().map(|(_, parts)| whole(parts)).max();
        let Some((longest, signs)) = longest.zip(self.bars) else { return section };
        for (entry, parts) in shown {
            section.table.rows.push(vec![
                Cell::same(entry.id()),
                length(Some(whole(parts))),
                Cell::same(bars::phases(*parts, longest, WIDTH, signs)),
            ]);
        }
        section.notes.push(bars::key(signs));
        section
    }

    fn groups(&self) -> Section {
        let by = self.facts.asked.by.map_or("group", super::By::word);
        let columns = [
            (by, 0),
            ("count", 0),
            ("detection", 1),
            ("response", 1),
            ("remediation", 1),
            ("impact", 0),
            ("shortest", 2),
            ("longest", 2),
            ("shares", 3),
        ];
        let mut section = Section::new("apart", &columns);
        for group in &self.facts.groups {
            let summary = &group.summary;
            let impact = summary.spreads[3];
            let mut row = vec![Cell::same(group.name.clone()), number(summary.count)];
            row.extend(TELLING.map(|nth| length(summary.median(nth))));
            row.push(length(impact.map(|impact| impact.least)));
            row.push(length(impact.map(|impact| impact.most)));
            row.push(shares(summary));
            section.table.rows.push(row);
        }
        if !section.table.rows.is_empty() {
            let several = match by {
                "service" | "team" => format!("; what touched several {by}s is counted in each"),
                _ => String::new(),
            };
            section.notes.push(format!("durations are medians{several}"));
        }
        self.cut(&mut section, by == "month");
        section
    }

    fn trend(&self) -> Section {
        let columns = [("median", 0), ("earlier", 0), ("later", 0)];
        let mut section = Section::new("trend", &columns);
        let known = self.facts.summary.spreads[3].map_or(0, |spread| spread.count);
        let Some(trend) = &self.facts.trend else {
            if known > 0 {
                section.notes.push(format!(
                    "none: the impact of {known} is known, and two halves are compared from \
                     {ENOUGH} on: with fewer a difference is chance"
                ));
            }
            return section;
        };
        let halves = [&trend.earlier, &trend.later];
        for nth in TELLING {
            let medians = halves.map(|half| length(half.median(nth)));
            let row = [Cell::same(FORMULAS[nth].name)].into_iter().chain(medians);
            section.table.rows.push(row.collect());
        }
        let [earlier, later] = halves.map(|half| half.count);
        section.notes.push(format!(
            "the earlier {earlier} beside the later {later}; what differs may still be chance: \
             read the incidents"
        ));
        section
    }

    fn promises(&self) -> Section {
        let columns = [
            ("severity", 0),
            ("promise", 0),
            ("within", 0),
            ("measured", 0),
            ("missed", 0),
            ("median", 0),
            ("longest", 1),
        ];
        let mut section = Section::new("what severities promise", &columns);
        for kept in &self.facts.promises {
            section.table.rows.push(vec![
                Cell::same(kept.severity),
                Cell::same(kept.what),
                length(Some(kept.within)),
                number(kept.measured),
                number(kept.missed),
                length(kept.took.map(|took| took.median)),
                length(kept.took.map(|took| took.most)),
            ]);
        }
        if self.facts.promises.iter().any(|kept| kept.in_service_hours) {
            section.notes.push(
                "for a severity of `hours = \"business\"` only service hours count".to_owned(),
            );
        }
        section
    }

    fn misses(&self) -> Section {
        let columns = [
            ("incident", 0),
            ("severity", 1),
            ("promise", 0),
            ("took", 0),
            ("within", 0),
            ("clock", 2),
        ];
        let mut section = Section::new("promises not kept", &columns);
        for miss in &self.facts.misses {
            let clock = if miss.in_service_hours { "service hours" } else { "" };
            section.table.rows.push(vec![
                Cell::same(miss.incident),
                Cell::same(miss.severity),
                Cell::same(miss.what),
                length(Some(miss.took)),
                length(Some(miss.within)),
                Cell::same(clock),
            ]);
        }
        self.cut(&mut section, true);
        section
    }

    fn detected_by(&self) -> Section {
        let columns = [("noticed by", 0), ("count", 0), ("median detection", 0), ("longest", 0)];
        let mut section = Section::new("who noticed first", &columns);
        for by in &self.facts.detected_by {
            section.table.rows.push(vec![
                Cell::same(by.by.map_or("(not said)", Noticed::word)),
                number(by.count),
                length(by.detection.map(|spread| spread.median)),
                length(by.detection.map(|spread| spread.most)),
            ]);
        }
        section
    }

    fn who(&self, person: PersonKey) -> Cell {
        let person = &self.facts.plan[person];
        if self.program {
            return Cell::same(person.id.to_string());
        }
        Cell::same(person.name.clone())
    }

    fn people(&self) -> Section {
        let columns = [
            ("person", 0),
            ("pages", 0),
            ("night", 0),
            ("weekend", 0),
            ("not answered", 0),
            ("median answer", 1),
            ("clock", 2),
        ];
        let mut section = Section::new("pages of each person", &columns);
        for of in &self.facts.people {
            section.table.rows.push(vec![
                self.who(of.person),
                number(of.pages),
                few(of.night),
                few(of.weekend),
                few(of.unanswered),
                length(of.acknowledged.map(|spread| spread.median)),
                Cell::same(self.facts.plan[of.person].zone.name()),
            ]);
        }
        if !section.table.rows.is_empty() {
            section.notes.push("night and weekend are on the clock of who was paged".to_owned());
        }
        self.cut(&mut section, false);
        section
    }

    fn pages(&self) -> Section {
        let columns = [
            ("paged", 0),
            ("person", 0),
            ("their time", 0),
            ("when", 0),
            ("answered after", 1),
            ("incident", 2),
            ("rotation", 3),
        ];
        let (plan, now) = (self.facts.plan, self.facts.asked.now);
        let mut section = Section::new("pages", &columns);
        for page in &self.facts.pages {
            let zone = &plan[page.person].zone;
            let local = Cell {
                short: show::beside(page.at, zone, self.zone),
                exact: show::rfc3339(page.at, zone),
            };
            let when = [(page.night, "night"), (page.weekend, "weekend")];
            let when: Vec<_> = when.into_iter().filter(|(is, _)| *is).map(|(_, w)| w).collect();
            let answered = match page.acknowledged {
                Some(after) => length(Some(after)),
                None => Cell { short: "not".to_owned(), exact: String::new() },
            };
            let rotation = page.rotation.map(|key| plan[key].id.to_string());
            section.table.rows.push(vec![
                time(Some(page.at), self.zone, now),
                self.who(page.person),
                local,
                Cell::same(when.join(", ")),
                answered,
                Cell::same(page.incident),
                Cell::same(rotation.unwrap_or_default()),
            ]);
        }
        self.cut(&mut section, true);
        section
    }
}

/// The shares of the phases, in short.
fn shares(summary: &Summary) -> Cell {
    let Some(shares) = summary.shares else { return Cell::default() };
    let each = shares.permille.map(|share| percent(share).short);
    Cell::same(each.join(" + "))
}

/// Thousandths as people and programs read them.
pub(super) fn percent(permille: u32) -> Cell {
    let exact = format!("0.{permille:03}");
    let exact = if permille >= 1000 { "1".to_owned() } else { exact };
    Cell { short: format!("{}.{} %", permille / 10, permille % 10), exact }
}

/// Of how many records a duration rests on a time that is not under `[times]`.
fn guessed(entries: &[Entry<'_>]) -> usize {
    entries.iter().filter(|entry| entry.derived().next().is_some()).count()
}
