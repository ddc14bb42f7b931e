//! A Gantt chart in the language of Mermaid, which forges draw where Markdown shows it.
//!
//! Owns how a picture becomes such a chart, in which no name can mean anything but itself.

use std::fmt::Write as _;

use chrono::{TimeDelta, Timelike};

use super::picture::{Lane, Mark, Picture};
use crate::diagnostic::visible;
use crate::time::{Instant, Span};

/// Words that begin a statement, and so must not begin a task.
const STATEMENTS: [&str; 20] = [
    "accdescr",
    "accdescription",
    "acctitle",
    "axisformat",
    "call",
    "click",
    "dateformat",
    "excludes",
    "gantt",
    "href",
    "includes",
    "inclusiveenddates",
    "section",
    "tickinterval",
    "title",
    "todaymarker",
    "topaxis",
    "vert",
    "weekday",
    "weekend",
];

/// The chart of a picture: a section a lane, a task a shift, cut to the span that is shown.
#[must_use]
pub fn text(picture: &Picture, title: &str) -> String {
    let mut chart = Chart { picture, format: clock_format(picture), tasks: 0 };
    let mut text = format!("gantt\n    title {}\n", inert(title, ":"));
    text += &chart.head();
    for lane in &picture.lanes {
        chart.lane(lane, &mut text);
    }
    text
}

struct Chart<'a> {
    picture: &'a Picture,
    /// How an instant is written.
    format: Format,
    tasks: usize,
}

/// How an instant is written: for Mermaid to read, and for us to write.
type Format = (&'static str, &'static str);

/// With seconds only where a handoff has some.
fn clock_format(picture: &Picture) -> Format {
    let bars = picture.lanes.iter().flat_map(|lane| lane.bars.iter().map(|bar| bar.span));
    let gaps = picture.lanes.iter().flat_map(|lane| lane.gaps.iter().copied());
    let odd = |span: Span| span.start.second() > 0 || span.end.second() > 0;
    if bars.chain(gaps).chain([picture.span]).any(odd) {
        ("YYYY-MM-DD HH:mm:ss", "%Y-%m-%d %H:%M:%S")
    } else {
        ("YYYY-MM-DD HH:mm", "%Y-%m-%d %H:%M")
    }
}

impl Chart<'_> {
    /// How times are read and which of them the axis names.
    fn head(&self) -> String {
        let days = |days| TimeDelta::days(days);
        let (axis, tick) = match self.picture.span.length() {
            length if length <= days(3) => ("%a %H:%M", "6hour"),
            length if length <= days(22) => ("%a %d %b", "1day"),
            length if length <= days(200) => ("%d %b", "1week"),
            _ => ("%b %Y", "1month"),
        };
        let read = self.format.0;
        format!(
            "    dateFormat {read}\n    axisFormat {axis}\n    tickInterval {tick}\n    weekday monday\n"
        )
    }

    fn lane(&mut self, lane: &Lane, text: &mut String) {
        let name = inert(&lane.name, "");
        if let Some(note) = &lane.note {
            let _ = writeln!(text, "    %% {name}: {}", inert(note, ""));
            return;
        }
        let bars = lane.bars.iter().map(|bar| {
            let name = &self.picture.holders[bar.holder].full;
            match bar.mark {
                Mark::Turn => (bar.span, "", task(name)),
                mark => (bar.span, "active, ", task(&format!("{name} ({})", mark.words()))),
            }
        });
        let gaps = lane.gaps.iter().map(|gap| (*gap, "crit, ", "NOBODY (gap)".to_owned()));
        let mut tasks: Vec<_> = bars.chain(gaps).collect();
        tasks.sort_by_key(|(span, ..)| *span);
        let _ = writeln!(text, "    section {name}");
        for (span, tags, name) in tasks {
            let seen = span.intersection(self.picture.span);
            let (start, end) = (self.clock(seen.start), self.clock(seen.end));
            self.tasks += 1;
            // Where the clock goes back, an end can read as earlier than the start.
            let end = end.max(start.clone());
            let _ = writeln!(text, "    {name} :{tags}s{}, {start}, {end}", self.tasks);
        }
    }

    fn clock(&self, at: Instant) -> String {
        self.picture.zone.civil(at).format(self.format.1).to_string()
    }
}

/// The name of a task, which opens no statement.
fn task(name: &str) -> String {
    let name = inert(name, "");
    let word = name.trim_start().split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
    let digit = word.starts_with(|c: char| c.is_ascii_digit());
    let statement = STATEMENTS.contains(&word.to_lowercase().as_str());
    if statement || digit || name.trim().is_empty() { format!("· {name}") } else { name }
}

/// Text that ends no line and is neither a comment, an entity nor HTML: punctuation that may mean
/// something is replaced by its full-width form, but for that in `also`.
fn inert(text: &str, also: &str) -> String {
    let plain = |letter: char| {
        !letter.is_ascii_punctuation() || ".,'-_()+/".contains(letter) || also.contains(letter)
    };
    let wide = |letter| char::from_u32(u32::from(letter) + 0xfee0).unwrap_or(' ');
    visible(text).chars().map(|letter| if plain(letter) { letter } else { wide(letter) }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_name_can_end_its_line_or_mean_more_than_itself() {
        for name in ["a:b", "a;b", "a#b", "50%%x", "```", "<b>", "a\nb", "\"q\"", "{x}", "a&b"] {
            let safe = task(name);
            assert!(
                !safe.contains([':', ';', '#', '%', '`', '<', '>', '\n', '"', '{', '&']),
                "{safe}"
            );
        }
    }

    #[test]
    fn a_name_that_reads_as_a_statement_is_set_apart() {
        assert_eq!(task("Section Chief"), "· Section Chief");
        assert_eq!(task("2026-10-19"), "· 2026-10-19");
        assert_eq!(task("gantt-maker"), "· gantt-maker");
        assert_eq!(task("Weekender"), "Weekender");
        assert_eq!(task("Ana Duarte"), "Ana Duarte");
    }
}
