//! The coming weeks as bars on a line of time: where each lies, in pixels.

use std::fmt::Write as _;

use chrono::{Datelike as _, Weekday};
use schemars::JsonSchema;
use serde::Serialize;

use super::Site;
use super::data::{self, Link};
use super::known::{self, Known};
use crate::schedule::Shift;
use crate::time::{Instant, Span, show};
use crate::views::picture::Days;

/// The width of a day.
const DAY: i64 = 34;
/// The width of a character of a bar's text.
const LETTER: f64 = 6.7;
/// How many colours the style sheet has for bars.
const COLOURS: usize = 8;
/// A picture in words names so many shifts.
const SPOKEN: usize = 6;

/// Bars on a line of time.
#[derive(Serialize, JsonSchema)]
pub struct Timeline {
    /// How wide it is.
    width: i64,
    /// The days, in the plan's zone.
    days: Vec<Day>,
    /// Where the instant is for which the site was made.
    now: i64,
    /// A row each rotation.
    rows: Vec<Line>,
    #[serde(skip)]
    /// The first instants of its days.
    pub midnights: Vec<Instant>,
}

/// A day.
#[derive(Serialize, JsonSchema)]
struct Day {
    /// Where it begins, in units of the picture.
    x: i64,
    /// How wide it is.
    width: i64,
    /// The day of the month.
    number: u32,
    /// `Mo`, `Tu`.
    weekday: &'static str,
    /// The month, at its first day and at the left.
    month: Option<String>,
    /// Whether it is a Saturday or Sunday.
    weekend: bool,
}

/// The bars of a rotation.
#[derive(Serialize, JsonSchema)]
struct Line {
    /// The rotation, and its page.
    rotation: Link,
    /// The same in words.
    words: String,
    /// Its shifts.
    bars: Vec<Bar>,
    /// Where nobody is on call and somebody must be.
    gaps: Vec<Bar>,
    /// Whether a fault leaves it without an answer.
    blocked: bool,
}

/// A shift, or a gap.
#[derive(Serialize, JsonSchema)]
struct Bar {
    /// Where it begins, in units of the picture.
    x: i64,
    /// How wide it is.
    width: i64,
    /// Which colour.
    colour: usize,
    /// Who, as far as there is room.
    text: String,
    /// Who, and from when until when.
    title: String,
}

impl Timeline {
    /// The coming weeks of some rotations.
    pub fn new(site: &Site<'_>, rotations: &[&Known]) -> Self {
        let span = known::weeks(site.now, site.span);
        let days = Days::touched(span, &site.plan.zone);
        let midnights: Vec<_> = (0..=days.dates.len()).map(|day| days.day(day).start).collect();
        let scale = Scale { days: &days };
        let rows = rotations.iter().map(|known| line(site, known, &scale));
        Self {
            width: scale.width(),
            days: dates(&days),
            now: scale.x(site.now),
            rows: rows.collect(),
            midnights,
        }
    }
}

fn dates(days: &Days) -> Vec<Day> {
    let mut x = -DAY;
    let day = |(index, date): (usize, &chrono::NaiveDate)| {
        x += DAY;
        Day {
            x,
            width: DAY,
            number: date.day(),
            weekday: ["Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"]
                [date.weekday().num_days_from_monday() as usize],
            month: (index == 0 || date.day() == 1).then(|| date.format("%B %Y").to_string()),
            weekend: matches!(date.weekday(), Weekday::Sat | Weekday::Sun),
        }
    };
    days.dates.iter().enumerate().map(day).collect()
}

/// Where instants lie.
struct Scale<'a> {
    days: &'a Days,
}

impl Scale<'_> {
    fn width(&self) -> i64 {
        i64::try_from(self.days.dates.len()).unwrap_or(0) * DAY
    }

    fn x(&self, at: Instant) -> i64 {
        let Some(index) = self.days.index(at) else {
            return if at < self.days.span().start { 0 } else { self.width() };
        };
        let day = self.days.day(index);
        let part = DAY * (at - day.start).num_seconds() / day.length().num_seconds().max(1);
        i64::try_from(index).unwrap_or(0) * DAY + part
    }

    fn bar(&self, span: Span) -> (i64, i64) {
        let (from, to) = (self.x(span.start), self.x(span.end));
        (from, (to - from).max(2))
    }
}

fn line(site: &Site<'_>, known: &Known, scale: &Scale<'_>) -> Line {
    let plan = site.plan;
    let shown = scale.days.span();
    let held = |shift: &&Shift| !shift.people.is_empty();
    let bars = known.within(shown).filter(held).map(|shift| {
        let (x, width) = scale.bar(shift.span);
        let names: Vec<_> = data::people(plan, &shift.people).into_iter().map(|p| p.text).collect();
        let first = shift.people.first().map_or(0, |person| person.index());
        Bar {
            x,
            width,
            colour: first % COLOURS,
            text: fitting(&names, width),
            title: spoken(&names.join(", "), shift.span, site),
        }
    });
    let gaps = known.gaps.iter().filter(|gap| gap.overlaps(shown)).map(|gap| {
        let (x, width) = scale.bar(*gap);
        let title = spoken("Nobody, and somebody must be on call", *gap, site);
        Bar { x, width, colour: 0, text: fitting(&["nobody".to_owned()], width), title }
    });
    Line {
        rotation: data::rotation(plan, known.key),
        words: words(site, known),
        bars: bars.collect(),
        gaps: gaps.collect(),
        blocked: known.blocked,
    }
}

fn spoken(who: &str, span: Span, site: &Site<'_>) -> String {
    let zone = &site.plan.zone;
    format!("{who}: {} until {}", show::full(span.start, zone), show::full(span.end, zone))
}

/// A row in words.
fn words(site: &Site<'_>, known: &Known) -> String {
    if known.blocked {
        return "a fault in the plan hides its shifts".to_owned();
    }
    let shifts: Vec<_> = known.within(known::weeks(site.now, site.span)).collect();
    let each = shifts.iter().take(SPOKEN).map(|shift| {
        let names: Vec<_> =
            data::people(site.plan, &shift.people).into_iter().map(|p| p.text).collect();
        let who = if names.is_empty() { "nobody".to_owned() } else { names.join(" and ") };
        format!("{who} until {}", show::full(shift.span.end, &site.plan.zone))
    });
    let mut words = each.collect::<Vec<_>>().join("; ");
    if shifts.len() > SPOKEN {
        let _ = write!(words, "; and {} more, in the table of shifts", shifts.len() - SPOKEN);
    }
    if words.is_empty() { "no shifts".to_owned() } else { words }
}

/// The names, the first names or their first letters, whichever has room.
fn fitting(names: &[String], width: i64) -> String {
    #[expect(clippy::cast_precision_loss, reason = "pixels are few")]
    let room = (width - 10) as f64;
    #[expect(clippy::cast_precision_loss, reason = "letters are few")]
    let fits = |text: &String| text.chars().count() as f64 * LETTER <= room;
    let first = |name: &String| name.split_whitespace().next().unwrap_or_default().to_owned();
    let letters = |name: &String| {
        name.split_whitespace().take(2).filter_map(|part| part.chars().next()).collect::<String>()
    };
    let forms = [
        names.join(", "),
        names.iter().map(first).collect::<Vec<_>>().join(", "),
        names.iter().map(letters).collect::<Vec<_>>().join(" "),
    ];
    forms.into_iter().find(fits).unwrap_or_default()
}
