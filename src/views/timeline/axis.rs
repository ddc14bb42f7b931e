//! The rows above the bars: weeks, days or hours, and the present.

use chrono::{Datelike, NaiveDate, TimeDelta, Weekday};

use super::scale::Scale;
use crate::time::{Instant, Zone};

/// A row on which texts are placed where there is room.
struct Ruler {
    letters: Vec<char>,
    /// The first column that is free, with a space before it.
    free: usize,
}

impl Ruler {
    fn new(width: usize) -> Self {
        Self { letters: vec![' '; width], free: 0 }
    }

    /// Writes a text of ASCII from a column on, if there is room for all of it.
    fn place(&mut self, column: usize, text: &str) -> bool {
        let end = column + text.len();
        let fits = column >= self.free && end <= self.letters.len();
        if fits {
            self.letters.splice(column..end, text.chars());
            self.free = end + 1;
        }
        fits
    }

    /// Writes the first of some texts for which there is room.
    fn place_one(&mut self, column: usize, texts: &[String]) {
        let _ = texts.iter().any(|text| self.place(column, text));
    }

    fn text(self) -> String {
        self.letters.into_iter().collect::<String>().trim_end().to_owned()
    }
}

/// The two rows of the axis.
pub(super) fn rows(scale: &Scale, zone: &Zone) -> [String; 2] {
    match scale.day {
        0 => [months(scale), mondays(scale)],
        1..3 => [weeks(scale), days(scale, |date| date.format("%a").to_string()[..1].to_owned())],
        3..7 => [weeks(scale), days(scale, |date| date.format("%a").to_string()[..2].to_owned())],
        7..12 => [months(scale), days(scale, |date| date.format("%a %-d").to_string())],
        _ => [days(scale, |date| date.format("%a %-d %b").to_string()), hours(scale, zone)],
    }
}

/// The years that are shown: `2026`, `2026-2027`.
pub(super) fn years(scale: &Scale) -> String {
    let mut years = scale.dates().map(|(_, date)| date.year());
    let first = years.next().unwrap_or_default();
    let last = years.last().unwrap_or(first);
    if first == last { first.to_string() } else { format!("{first}-{last}") }
}

fn days(scale: &Scale, name: impl Fn(&NaiveDate) -> String) -> String {
    let mut ruler = Ruler::new(scale.width());
    for (column, date) in scale.dates() {
        // Letters of neighbouring days may touch.
        ruler.free = ruler.free.min(column);
        ruler.place(column, &name(date));
    }
    ruler.text()
}

/// The date of every Monday, and of the first day where there is room before it.
fn weeks(scale: &Scale) -> String {
    let mut ruler = Ruler::new(scale.width());
    let monday = |date: &NaiveDate| date.weekday() == Weekday::Mon;
    let next = scale.dates().find(|(column, date)| *column > 0 && monday(date));
    for (column, date) in scale.dates() {
        let texts = [date.format("%-d %b").to_string(), date.day().to_string()];
        let room = next.is_none_or(|(next, _)| column > 0 || next > texts[0].len());
        if monday(date) || (column == 0 && room) {
            ruler.place_one(column, &texts);
        }
    }
    ruler.text()
}

/// The name of every month at its first day, with the year where it is new; where many years are
/// shown, only those that there is room for.
fn months(scale: &Scale) -> String {
    let mut ruler = Ruler::new(scale.width());
    let yearly = scale.step > 6;
    for (column, date) in scale.dates() {
        let first = column == 0 && ruler.free == 0;
        if !(first || date.day() == 1) {
            continue;
        }
        let (year, month) = (date.year().to_string(), date.format("%b").to_string());
        match date.month() {
            1 if yearly => ruler.place_one(column, &[year]),
            1 => ruler.place_one(column, &[format!("{month} {year}"), month]),
            _ if scale.step > 20 => {}
            _ => ruler.place_one(column, &[month]),
        }
    }
    ruler.text()
}

/// The day of the month of the Mondays that there is room for.
fn mondays(scale: &Scale) -> String {
    let mut ruler = Ruler::new(scale.width());
    if scale.step < 4 {
        for (column, date) in scale.dates().filter(|(_, date)| date.weekday() == Weekday::Mon) {
            ruler.place(column, &date.day().to_string());
        }
    }
    ruler.text()
}

fn hours(scale: &Scale, zone: &Zone) -> String {
    let mut ruler = Ruler::new(scale.width());
    let step = [1, 2, 3, 6].into_iter().find(|step| step * scale.day >= 3 * 24).unwrap_or(6);
    for (_, date) in scale.dates() {
        for hour in (0..24).step_by(step) {
            let time = date.and_hms_opt(hour, 0, 0).unwrap_or_default();
            if let Some(column) = scale.column(zone.instant(time)) {
                ruler.place(column, &format!("{hour:02}"));
            }
        }
    }
    ruler.text()
}

/// The row that points at the present, if it is shown.
pub(super) fn now(scale: &Scale, at: Instant, pointer: &str) -> Option<String> {
    let column = scale.column(at)?;
    let before = column.checked_sub("now ".len());
    Some(match before {
        _ if column + 5 <= scale.width() => format!("{}{pointer} now", " ".repeat(column)),
        Some(before) => format!("{}now {pointer}", " ".repeat(before)),
        None => format!("{}{pointer}", " ".repeat(column)),
    })
}

/// The changes of the clock within the days that are shown, in words.
pub(super) fn clock_changes(scale: &Scale, zone: &Zone) -> Vec<String> {
    let mut found = Vec::new();
    let mut at = scale.span().start - TimeDelta::seconds(1);
    while let Some(change) = zone.next_change(at).filter(|change| scale.span().contains(*change)) {
        let (before, after) = (zone.local(change - TimeDelta::seconds(1)), zone.local(change));
        if before.offset != after.offset {
            let old = change.naive_utc() + TimeDelta::seconds(i64::from(before.offset));
            let way = if before.offset < after.offset { "forward" } else { "back" };
            found.push(format!(
                "the clock goes {way} on {} from {} {} to {} {}",
                old.format("%a %-d %b %Y"),
                old.format("%H:%M"),
                before.abbreviation,
                after.civil.format("%H:%M"),
                after.abbreviation,
            ));
        }
        at = change;
    }
    found
}
