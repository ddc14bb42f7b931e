//! Reads the text of a recurrence rule (RFC 5545, section 3.3.10).
//!
//! Owns which rules are accepted, and the words for those that are not. Knows nothing of how a
//! rule is evaluated.

use std::ops::Range;

use chrono::Weekday;

use super::part::{ByDay, Frequency, Part};
use super::{Civil, RecurrenceError};

/// Longer rule texts are refused; this also bounds the length of every list in a rule.
const MAX_BYTES: usize = 500;

/// An accepted rule, in numbers.
#[derive(Clone, Debug)]
pub(super) struct Rule {
    pub(super) frequency: Frequency,
    pub(super) interval: i32,
    pub(super) count: Option<usize>,
    pub(super) until: Option<(Civil, Range<usize>)>,
    pub(super) months: Vec<i16>,
    pub(super) month_days: Vec<i16>,
    pub(super) year_days: Vec<i16>,
    pub(super) weeks: Vec<i16>,
    pub(super) days: Vec<ByDay>,
    pub(super) positions: Vec<i16>,
    pub(super) week_start: Weekday,
}

/// Reads a rule.
pub(super) fn rule(text: &str) -> Result<Rule, RecurrenceError> {
    let parts = Parts::read(text)?;
    let frequency = parts.frequency()?;
    parts.check_combinations(frequency)?;
    Ok(Rule {
        frequency,
        interval: parts.number("INTERVAL")?.map_or(1, i32::from),
        count: parts.number("COUNT")?.and_then(|count| usize::try_from(count).ok()),
        until: parts.get("UNTIL").map(Part::until).transpose()?,
        months: parts.list("BYMONTH", 12, false)?,
        month_days: parts.list("BYMONTHDAY", 31, true)?,
        year_days: parts.list("BYYEARDAY", 366, true)?,
        weeks: parts.list("BYWEEKNO", 53, true)?,
        days: parts.days(frequency)?,
        positions: parts.list("BYSETPOS", 366, true)?,
        week_start: parts.get("WKST").map_or(Ok(Weekday::Mon), Part::weekday)?,
    })
}

/// The parts of a rule: known names, each once, none empty.
struct Parts<'a> {
    text: &'a str,
    parts: Vec<Part<'a>>,
}

impl<'a> Parts<'a> {
    fn read(text: &'a str) -> Result<Self, RecurrenceError> {
        check_whole(text)?;
        let mut found = Self { text, parts: Vec::new() };
        let mut start = 0;
        for part in text.split(';') {
            let part = Part::read(part, start)?;
            if found.get(part.name).is_some() {
                let message = format!("`{}` is given twice", part.name);
                return Err(
                    RecurrenceError::new(message, part.name_range()).help("keep one of them")
                );
            }
            start = part.range().end + 1;
            found.parts.push(part);
        }
        Ok(found)
    }

    fn get(&self, name: &str) -> Option<&Part<'a>> {
        self.parts.iter().find(|part| part.name == name)
    }

    fn frequency(&self) -> Result<Frequency, RecurrenceError> {
        let missing = || {
            RecurrenceError::new("the rule has no `FREQ`", 0..self.text.len())
                .help("start it with FREQ=DAILY, FREQ=WEEKLY, FREQ=MONTHLY or FREQ=YEARLY")
        };
        self.get("FREQ").ok_or_else(missing)?.frequency()
    }

    /// The value of INTERVAL or COUNT.
    fn number(&self, name: &str) -> Result<Option<i16>, RecurrenceError> {
        let Some(part) = self.get(name) else { return Ok(None) };
        part.number(part.value, &part.value_range(), 1000, false).map(Some)
    }

    fn list(&self, name: &str, limit: i16, signed: bool) -> Result<Vec<i16>, RecurrenceError> {
        let Some(part) = self.get(name) else { return Ok(Vec::new()) };
        part.items().map(|(item, range)| part.number(item, &range, limit, signed)).collect()
    }

    fn days(&self, frequency: Frequency) -> Result<Vec<ByDay>, RecurrenceError> {
        let Some(part) = self.get("BYDAY") else { return Ok(Vec::new()) };
        let limit = match frequency {
            Frequency::Daily | Frequency::Weekly => 0,
            Frequency::Yearly if self.get("BYMONTH").is_none() => 53,
            Frequency::Monthly | Frequency::Yearly => 5,
        };
        let days: Result<Vec<_>, _> =
            part.items().map(|(item, range)| part.day(item, &range, limit)).collect();
        let days = days?;
        let plain = days.iter().filter(|day| day.ordinal == 0).count();
        if plain != 0 && plain != days.len() {
            let message = "`BYDAY` mixes plain weekdays with numbered ones";
            return Err(RecurrenceError::new(message, part.value_range())
                .help("number them all, such as 1MO,3FR, or none: two rules can say the rest"));
        }
        if plain == 0 && self.get("BYWEEKNO").is_some() {
            let message = "`BYDAY` cannot number weekdays beside `BYWEEKNO`";
            return Err(
                RecurrenceError::new(message, part.value_range()).help("write MO instead of 1MO")
            );
        }
        Ok(days)
    }

    /// Refuses parts that RFC 5545 does not allow together.
    fn check_combinations(&self, frequency: Frequency) -> Result<(), RecurrenceError> {
        use Frequency::{Daily, Monthly, Weekly};
        self.never("BYMONTHDAY", frequency, &[Weekly], "FREQ=MONTHLY or FREQ=YEARLY")?;
        self.never("BYYEARDAY", frequency, &[Daily, Weekly, Monthly], "FREQ=YEARLY")?;
        self.never("BYWEEKNO", frequency, &[Daily, Weekly, Monthly], "FREQ=YEARLY")?;
        if let (Some(_), Some(until)) = (self.get("COUNT"), self.get("UNTIL")) {
            let message = "`COUNT` and `UNTIL` cannot both end a rule";
            return Err(RecurrenceError::new(message, until.range()).help("keep one of them"));
        }
        let by = |part: &Part| part.name.starts_with("BY") && part.name != "BYSETPOS";
        match self.get("BYSETPOS") {
            Some(part) if !self.parts.iter().any(by) => {
                let message = "`BYSETPOS` picks from what another `BY` part names: there is none";
                Err(RecurrenceError::new(message, part.range())
                    .help("add one, such as BYDAY=MO,TU,WE,TH,FR, or drop `BYSETPOS`"))
            }
            _ => Ok(()),
        }
    }

    fn never(
        &self,
        name: &str,
        frequency: Frequency,
        refused: &[Frequency],
        instead: &str,
    ) -> Result<(), RecurrenceError> {
        match self.get(name) {
            Some(part) if refused.contains(&frequency) => {
                let message = format!("`{name}` cannot stand with FREQ={}", frequency.name());
                Err(RecurrenceError::new(message, part.range())
                    .help(&format!("use it with {instead}")))
            }
            _ => Ok(()),
        }
    }
}

fn check_whole(text: &str) -> Result<(), RecurrenceError> {
    if text.is_empty() {
        return Err(RecurrenceError::new("the rule is empty", 0..0)
            .help("write a rule such as FREQ=MONTHLY;BYDAY=1SA"));
    }
    if text.len() > MAX_BYTES {
        let message = format!("the rule has {} bytes: {MAX_BYTES} are allowed", text.len());
        return Err(
            RecurrenceError::new(message, 0..text.len()).help("write several shorter rules")
        );
    }
    match text.split_at_checked(6) {
        Some((prefix, rest)) if prefix.eq_ignore_ascii_case("RRULE:") => {
            Err(RecurrenceError::new(format!("the rule starts with `{prefix}`"), 0..6)
                .help(&format!("write only what follows it: {rest}")))
        }
        _ => Ok(()),
    }
}
