//! What the script of a page works with: people, rotations and their shifts, in seconds.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use chrono::TimeDelta;
use serde::Serialize;
use serde_json::Value;

use super::Site;
use super::known::Known;
use crate::diagnostic::visible;
use crate::plan::PersonKey;
use crate::schedule;
use crate::time::{Instant, Span};

/// The most shifts that one page holds for its script: some 700 KB.
const MOST: usize = 20_000;
/// A page knows a day at least.
const LEAST: TimeDelta = TimeDelta::days(1);

/// What the script of a page works with.
pub struct Live<'a> {
    site: &'a Site<'a>,
    rotations: Vec<&'a Known>,
    days: Vec<Instant>,
}

/// See [`Live`]: what is written.
#[derive(Serialize)]
struct Written<'a> {
    /// The plan's zone.
    zone: &'a str,
    /// When the page was made for.
    now: i64,
    /// From when shifts are known.
    from: i64,
    /// Until when.
    until: i64,
    /// Id, name, zone.
    people: Vec<[String; 3]>,
    rotations: BTreeMap<&'a str, Rotation>,
    /// The midnights of the timeline, the last one after its end.
    days: Vec<i64>,
}

/// What is known of a rotation.
#[derive(Serialize)]
struct Rotation {
    /// Start, end, and places in `people`.
    shifts: Vec<(i64, i64, Vec<usize>)>,
    /// Start and end.
    gaps: Vec<(i64, i64)>,
    /// Start, end, who learns, and with whom if only one.
    shadows: Vec<(i64, i64, usize, Option<usize>)>,
    /// From when and until when it is in force; open where that is not known.
    force: [Option<i64>; 2],
    /// Whether a fault keeps it from being answered for.
    blocked: bool,
}

impl<'a> Live<'a> {
    /// What a page that shows some rotations needs.
    pub fn new(site: &'a Site<'a>, rotations: Vec<&'a Known>) -> Self {
        Self { site, rotations, days: Vec::new() }
    }

    /// The same for a page with a timeline.
    pub fn days(mut self, days: Vec<Instant>) -> Self {
        self.days = days;
        self
    }

    /// The span that is known: shorter where there are very many shifts.
    fn span(&self) -> Span {
        let mut span = self.site.span;
        let count = |span: Span| {
            self.rotations.iter().map(|known| known.within(span).count()).sum::<usize>()
        };
        while count(span) > MOST && span.end - self.site.now > LEAST {
            span.end = self.site.now + (span.end - self.site.now) / 2;
        }
        span
    }

    /// As JSON that can stand in an element: nothing in it begins a tag.
    pub fn json(&self) -> String {
        let plan = self.site.plan;
        let span = self.span();
        let mut people: Vec<PersonKey> = Vec::new();
        let mut rotations = BTreeMap::new();
        for known in &self.rotations {
            let id = plan[known.key].id.as_ref();
            rotations.insert(id, rotation(self.site, known, span, &mut people));
        }
        let person = |key: &PersonKey| {
            let person = &plan[*key];
            [person.id.to_string(), visible(&person.name), person.zone.name().to_owned()]
        };
        let written = Written {
            zone: plan.zone.name(),
            now: self.site.now.timestamp(),
            from: span.start.timestamp(),
            until: span.end.timestamp(),
            people: people.iter().map(person).collect(),
            rotations,
            days: self.days.iter().map(Instant::timestamp).collect(),
        };
        let text = serde_json::to_value(written).unwrap_or(Value::Null).to_string();
        inert(&text)
    }
}

fn rotation(site: &Site<'_>, known: &Known, span: Span, people: &mut Vec<PersonKey>) -> Rotation {
    let mut place = |key: PersonKey| {
        people.iter().position(|known| *known == key).unwrap_or_else(|| {
            people.push(key);
            people.len() - 1
        })
    };
    let seconds = |span: Span| (span.start.timestamp(), span.end.timestamp());
    let mut shifts = Vec::new();
    for shift in known.within(span) {
        let (start, end) = seconds(shift.span);
        let mut each = Vec::new();
        for person in shift.people.iter().map(|person| place(*person)) {
            if !each.contains(&person) {
                each.push(person);
            }
        }
        shifts.push((start, end, each));
    }
    let shadows = site.plan[known.key].shadows.iter().filter(|s| s.span.overlaps(span));
    let shadows = shadows.map(|shadow| {
        let (start, end) = seconds(shadow.span);
        (start, end, place(shadow.person), shadow.of.map(&mut place))
    });
    let force = schedule::force(site.plan, known.key);
    Rotation {
        force: [force.from, force.until].map(|at| at.map(|at| at.timestamp())),
        shadows: shadows.collect(),
        shifts,
        gaps: known.gaps.iter().filter(|gap| gap.overlaps(span)).map(|gap| seconds(*gap)).collect(),
        blocked: known.blocked,
    }
}

/// JSON in which no character means anything to a page.
fn inert(json: &str) -> String {
    let mut safe = String::with_capacity(json.len());
    for letter in json.chars() {
        match letter {
            '<' | '>' | '&' | '\'' | '\u{2028}' | '\u{2029}' => {
                let _ = write!(safe, "\\u{:04x}", u32::from(letter));
            }
            letter => safe.push(letter),
        }
    }
    safe
}
