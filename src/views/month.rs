//! A calendar: one grid a lane and month, weeks as rows, who holds each day and who takes over.
//!
//! Owns how a picture becomes such grids. Knows nothing of plans.

use std::collections::BTreeSet;

use chrono::{Datelike, Months, NaiveDate, NaiveTime, Timelike};
use unicode_width::UnicodeWidthStr;

use super::fold::{cut, flow};
use super::picture::{Bar, Days, Key, Lane, Mark, Picture};
use super::timeline::Look;
use crate::diagnostic::visible;
use crate::time::{Instant, Span, Zone};

/// The columns of a day, at least and at most.
const DAY: (usize, usize) = (5, 24);
/// No grid is drawn in fewer columns.
pub const NARROWEST: usize = 7 * DAY.0 + 6;
/// What stands where somebody must be on call and nobody is.
const GAP: &str = "GAP";
/// What stands for whoever has no name that fits.
const UNNAMED: &str = "...";
/// Lines of a day beyond these are counted, not shown.
const MOST_LINES: usize = 6;

/// The whole months of a zone that a span touches: what grids of it show.
#[must_use]
pub fn months(span: Span, zone: &Zone) -> Span {
    let days = Days::touched(span, zone);
    let first = |date: Option<&NaiveDate>| date.and_then(|date| date.with_day(1));
    let start = first(days.dates.first()).unwrap_or_default();
    let last = first(days.dates.last()).unwrap_or(start);
    let end = last.checked_add_months(Months::new(1)).unwrap_or(last);
    let midnight = |date: NaiveDate| zone.instant(date.and_time(NaiveTime::MIN));
    Span::new(midnight(start), midnight(end))
}

/// The text of a picture, whose span is one of whole months. No line is wider than the look says,
/// from [`NARROWEST`] columns on.
#[must_use]
pub fn text(picture: &Picture, look: Look) -> String {
    if look.width < NARROWEST {
        let advice = format!("a month needs {NARROWEST} columns; `--format list` needs none");
        return flow(&[advice], "", look.width).join("\n") + "\n";
    }
    let width = ((look.width - 6) / 7).min(DAY.1);
    let days = Days::touched(picture.span, &picture.zone);
    let mut grid = Grid {
        picture,
        look,
        width,
        days,
        key: Key::default(),
        marks: BTreeSet::new(),
        today: false,
        times: BTreeSet::new(),
        unnamed: false,
    };
    let mut lines = Vec::new();
    for lane in &picture.lanes {
        grid.lane(lane, &mut lines);
    }
    let legend = grid.legend();
    lines.extend(flow(&legend, "  ", look.width).iter().map(|line| look.style().dim(line)));
    let key = grid.key.lines(look.width);
    lines.extend(key.iter().map(|line| look.style().dim(line)));
    lines.join("\n") + "\n"
}

/// What the form of a time means, where it must be said.
fn explained(time: &str) -> Option<&'static str> {
    match time.split_once('-') {
        Some(("", _)) => Some("-17 until 17:00"),
        Some(_) => Some("09-17 from 09:00 until 17:00"),
        None => time.contains('h').then_some("15h from 15:00 on"),
    }
}

/// One line of a day.
#[derive(Clone, Copy, Debug)]
struct Entry {
    span: Span,
    /// The bar; `None` for a gap.
    bar: Option<Bar>,
    /// Whether something else of the lane begins where it ends.
    followed: bool,
}

struct Grid<'a> {
    picture: &'a Picture,
    look: Look,
    /// Columns of a day.
    width: usize,
    days: Days,
    key: Key,
    marks: BTreeSet<Mark>,
    /// Whether today is shown.
    today: bool,
    /// The forms of times that are shown, explained.
    times: BTreeSet<&'static str>,
    /// Whether there was no room for a name.
    unnamed: bool,
}

impl Grid<'_> {
    fn lane(&mut self, lane: &Lane, lines: &mut Vec<String>) {
        let name = visible(&lane.name);
        if let Some(note) = &lane.note {
            lines.extend(flow(&[format!("{name}: {note}")], "", self.look.width));
            lines.push(String::new());
            return;
        }
        let entries = self.entries(lane);
        let mut from = 0;
        while let Some(first) = self.days.dates.get(from).copied() {
            let rest = self.days.dates[from..].iter();
            let to = from + rest.take_while(|date| date.month() == first.month()).count();
            let title = format!("{name}, {}", first.format("%B %Y"));
            let title = flow(&[title], "", self.look.width);
            lines.extend(title.iter().map(|line| self.look.style().bold(line)));
            lines.push(self.look.style().dim(&self.heads()));
            self.weeks(lane, from, &entries[from..to], lines);
            from = to;
        }
    }

    fn heads(&self) -> String {
        let names = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
        let heads: Vec<_> = names.iter().map(|name| format!("{name:w$}", w = self.width)).collect();
        heads.join(" ").trim_end().to_owned()
    }

    /// What lies in each day, by its start.
    fn entries(&self, lane: &Lane) -> Vec<Vec<Entry>> {
        let bars = lane.bars.iter().map(|bar| (bar.span, Some(*bar)));
        let mut all: Vec<_> = bars.chain(lane.gaps.iter().map(|gap| (*gap, None))).collect();
        all.sort_by_key(|(span, bar)| (*span, bar.is_none()));
        let starts: BTreeSet<Instant> = all.iter().map(|(span, _)| span.start).collect();
        let mut days = vec![Vec::new(); self.days.dates.len()];
        for (span, bar) in all {
            let entry = Entry { span, bar, followed: starts.contains(&span.end) };
            let ends = self.days.ends(span).map(|(first, last)| [first, last]);
            if let Some([Some(first), Some(last)]) =
                ends.map(|ends| ends.map(|at| self.days.index(at)))
            {
                days[first..=last].iter_mut().for_each(|day: &mut Vec<_>| day.push(entry));
            }
        }
        days
    }

    fn weeks(&mut self, lane: &Lane, from: usize, entries: &[Vec<Entry>], lines: &mut Vec<String>) {
        let before = self.days.dates[from].weekday().num_days_from_monday() as usize;
        let mut cells: Vec<Vec<String>> = vec![Vec::new(); before];
        for (index, day) in entries.iter().enumerate() {
            cells.push(self.day(lane, from + index, day));
        }
        for week in cells.chunks(7) {
            let height = week.iter().map(Vec::len).max().unwrap_or(0);
            for line in 0..height {
                let parts = week.iter().map(|cell| cell.get(line).cloned());
                let blank = " ".repeat(self.width);
                let row: Vec<_> = parts.map(|part| part.unwrap_or_else(|| blank.clone())).collect();
                lines.push(row.join(" ").trim_end().to_owned());
            }
            lines.push(String::new());
        }
    }

    /// The lines of a day, each as wide as the column.
    fn day(&mut self, lane: &Lane, index: usize, entries: &[Entry]) -> Vec<String> {
        let style = self.look.style();
        let date = self.days.dates[index];
        let names = lane.days.iter().filter(|(named, _)| *named == date);
        let names: String = names.flat_map(|(_, name)| [" ".to_owned(), visible(name)]).collect();
        let mut lines = vec![if self.days.day(index).contains(self.picture.now) {
            self.today = true;
            style.bold(&self.padded(&format!("[{}]{names}", date.day())))
        } else {
            self.padded(&format!("{}{names}", date.day()))
        }];
        let shown = if entries.len() > MOST_LINES { MOST_LINES - 1 } else { entries.len() };
        for entry in &entries[..shown] {
            lines.push(self.entry(index, entry));
        }
        if shown < entries.len() {
            lines.push(self.padded(&format!("+{} more", entries.len() - shown)));
        }
        lines
    }

    fn padded(&self, text: &str) -> String {
        let text = cut(text, self.width);
        text.to_owned() + &" ".repeat(self.width - text.width())
    }

    /// `Felix`, `15h Arjun`, `09-17 Cho*`, `09-17 GAP`. Where there is no room for both, who it is
    /// matters more than the time.
    fn entry(&mut self, index: usize, entry: &Entry) -> String {
        let time = self.time(index, entry);
        let forms = entry.bar.map(|bar| &self.picture.holders[bar.holder]);
        let mark = match entry.bar.map(|bar| bar.mark) {
            Some(Mark::Override) => "*",
            Some(Mark::Cover) => "+",
            Some(Mark::Away) => "?",
            Some(Mark::Turn) | None => "",
        };
        let room = self.width.saturating_sub(time.len() + mark.len());
        let beside = forms.map_or(room >= GAP.len(), |forms| forms.fitting(room.min(4)).is_some());
        let (time, room) =
            if beside { (time, room) } else { (String::new(), self.width - mark.len()) };
        self.times.extend(explained(&time));
        self.marks.extend(entry.bar.map(|bar| bar.mark));
        let name = match forms.map_or(GAP, |forms| self.key.name(forms, room)) {
            "" => {
                self.unnamed = true;
                UNNAMED
            }
            name => name,
        };
        let text = self.padded(&format!("{time}{name}{mark}"));
        let style = self.look.style();
        forms.map_or_else(|| style.alarm(&text), |forms| style.hue(forms.hue, &text))
    }

    /// When it begins on that day, and when it ends if nothing follows, with a space behind.
    fn time(&self, index: usize, entry: &Entry) -> String {
        let day = self.days.day(index);
        let begins = day.contains(entry.span.start) && entry.span.start > day.start;
        let ends = entry.span.end < day.end && !entry.followed;
        let clock = |at: Instant| {
            let civil = self.picture.zone.civil(at);
            civil.format(if civil.minute() > 0 { "%H:%M" } else { "%H" }).to_string()
        };
        match (begins, ends) {
            (false, false) if entry.span.start < day.start => String::new(),
            (false, false) if entry.span.end >= day.end => String::new(),
            (_, false) => {
                let time = clock(entry.span.start);
                let unit = if time.len() == 2 { "h" } else { "" };
                format!("{time}{unit} ")
            }
            (false, true) if entry.span.start < day.start => format!("-{} ", clock(entry.span.end)),
            (_, true) => format!("{}-{} ", clock(entry.span.start), clock(entry.span.end)),
        }
    }

    fn legend(&self) -> Vec<String> {
        let signs = [
            (Mark::Override, "* override"),
            (Mark::Cover, "+ cover for time off"),
            (Mark::Away, "? away, and nobody is free"),
        ];
        let used = signs.iter().filter(|(mark, _)| self.marks.contains(mark));
        let today = self.today.then(|| "[ ] today".to_owned());
        let times = self.times.iter().map(|words| (*words).to_owned());
        let used = used.map(|(_, words)| (*words).to_owned());
        let unnamed = self.unnamed.then(|| format!("{UNNAMED} no room for the name"));
        today.into_iter().chain(times).chain(used).chain(unnamed).collect()
    }
}
