//! Texts that plans write in a form of their own: a name, what it means, a pattern, examples; and
//! words that are one of several.
//!
//! A pattern takes all that irp takes. It uses nothing but groups, choices and classes: editors
//! have small engines.

use serde_json::json;

use super::{Keywords, keywords};
use crate::syntax::{
    ActionType, Assigned, DetectedBy, GameDayKind, GameDayStatus, Hours, IncidentKind,
    IncidentStatus, LintLevel, Method, Need, OnAway, Phase, Profile, RecordClock, RotationKind,
    TimelineKind, Urgency,
};

/// What ids look like; see [`crate::syntax::is_id`].
pub(super) const ID: &str = "^[a-z0-9][a-z0-9-]{0,63}$";

macro_rules! day {
    () => {
        "(mon|tue|wed|thu|fri|sat|sun)"
    };
}
macro_rules! days {
    () => {
        concat!(day!(), "(-", day!(), ")?(,", day!(), "(-", day!(), ")?)*")
    };
}
macro_rules! clock {
    () => {
        "([01][0-9]|2[0-3]):[0-5][0-9]"
    };
}
macro_rules! hours {
    ($between:expr) => {
        concat!(clock!(), "\\s*-\\s*", $between, "(", clock!(), "|24:00)")
    };
}
macro_rules! period {
    () => {
        "[0-9]*[1-9][0-9]*(h|d|w|mo)|P([0-9]+[YMWD])+(T([0-9]+H)+)?|PT([0-9]+H)+"
    };
}
macro_rules! part {
    () => {
        concat!(
            "(FREQ=(DAILY|WEEKLY|MONTHLY|YEARLY)|(BYDAY|WKST)=[0-9A-Z,+-]+",
            "|(INTERVAL|COUNT|UNTIL|BYMONTH|BYMONTHDAY|BYYEARDAY|BYWEEKNO|BYSETPOS)=[0-9T,+-]+)"
        )
    };
}
macro_rules! whole {
    ($($part:expr),*) => { concat!("^(", $($part),*, ")$") };
}

/// A form of texts.
pub(super) struct Form {
    /// The word of [`crate::syntax::Shape::Text`].
    pub format: &'static str,
    /// The name of its schema.
    pub name: &'static str,
    about: &'static str,
    pub pattern: &'static str,
    pub examples: &'static [&'static str],
}

pub(super) const FORMS: [Form; 8] = [
    Form {
        format: "id",
        name: "Id",
        about: "An id: lower-case letters, digits and hyphens, at most 64.",
        pattern: ID,
        examples: &[],
    },
    Form {
        format: "duration",
        name: "Duration",
        about: "Elapsed time: minutes `m`, hours `h`, days `d` or weeks `w`.",
        pattern: "^[0-9]+[mhdw]$",
        examples: &["5m", "2h", "3d"],
    },
    Form {
        format: "period",
        name: "Period",
        about: "Time on the wall clock: hours `h`, days `d`, weeks `w` or months `mo`.",
        pattern: whole!(period!()),
        examples: &["12h", "1w", "1mo", "P3D"],
    },
    Form {
        format: "turn",
        name: "Turn",
        about: "How long a turn lasts: a period, or a number of windows.",
        pattern: whole!(period!(), "|0*([1-9][0-9]{0,2}|1000) shifts?"),
        examples: &["1w", "2w", "1 shift"],
    },
    Form {
        format: "time",
        name: "Clock",
        about: "A time of day.",
        pattern: whole!(clock!()),
        examples: &["09:00"],
    },
    Form {
        format: "zone",
        name: "Zone",
        about: "A time zone, by its IANA name.",
        pattern: "^[A-Za-z0-9][A-Za-z0-9_+-]*(/[A-Za-z0-9][A-Za-z0-9_+-]*)*$",
        examples: &["Europe/Berlin", "America/New_York", "UTC"],
    },
    Form {
        format: "window",
        name: "Window",
        about: "Hours of every week: days, hours, both, or from one day's hour to another's.",
        pattern: whole!(
            concat!(days!(), "( ", hours!(""), ")?|", hours!("")),
            concat!("|", day!(), " ", hours!(concat!(day!(), " ")))
        ),
        examples: &["mon-fri 09:00-17:00", "sat,sun", "22:00-06:00", "fri 18:00 - mon 08:00"],
    },
    Form {
        format: "rule",
        name: "Rule",
        about: "An RFC 5545 recurrence rule.",
        pattern: concat!("^", part!(), "(;", part!(), ")*$"),
        examples: &["FREQ=MONTHLY;BYDAY=1SA"],
    },
];

impl Form {
    /// The form that a declaration names, where it is more than a text.
    pub(super) fn of(format: &str) -> Option<&'static Self> {
        FORMS.iter().find(|form| form.format == format)
    }

    pub(super) fn schema(&self) -> Keywords {
        let mut schema = keywords([
            ("description", self.about.into()),
            ("type", "string".into()),
            ("pattern", self.pattern.into()),
        ]);
        if !self.examples.is_empty() {
            schema.insert("examples".to_owned(), json!(self.examples));
        }
        schema
    }
}

/// A kind of TOML date or time. JSON Schema itself has formats for dates and instants only; a
/// program that does not know the others goes by the pattern.
pub(super) struct Time {
    /// The word of [`crate::syntax::Shape::Time`].
    kind: &'static str,
    /// The name of its schema.
    pub name: &'static str,
    about: &'static str,
    format: &'static str,
    pattern: Option<&'static str>,
}

const TIMES: [Time; 4] = [
    Time { kind: "date", name: "Date", about: "A date.", format: "date", pattern: None },
    Time {
        kind: "instant",
        name: "Instant",
        about: "A date and time with its offset.",
        format: "date-time",
        pattern: None,
    },
    Time {
        kind: "civil",
        name: "WallTime",
        about: "A date and time without offset.",
        format: "date-time-local",
        pattern: Some("^[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt ][0-9]{2}:[0-9]{2}(:[0-9]{2}(\\.0+)?)?$"),
    },
    Time {
        kind: "time",
        name: "TimeOfDay",
        about: "A time of day, in whole minutes.",
        format: "time-local",
        pattern: Some("^([01][0-9]|2[0-3]):[0-5][0-9](:00(\\.0+)?)?$"),
    },
];

impl Time {
    /// The kinds that a declaration's word stands for: a moment is any with a date.
    pub(super) fn of(kind: &str) -> &'static [Self] {
        match TIMES.iter().position(|time| time.kind == kind) {
            Some(at) => &TIMES[at..=at],
            None => &TIMES[..3],
        }
    }

    pub(super) fn schema(&self) -> Keywords {
        let mut schema = keywords([
            ("description", self.about.into()),
            ("type", "string".into()),
            ("format", self.format.into()),
        ]);
        if let Some(pattern) = self.pattern {
            schema.insert("pattern".to_owned(), pattern.into());
        }
        schema
    }
}

/// All choices that plans have, each with its words and what they mean.
const CHOICES: [&[(&str, &str)]; 18] = [
    ActionType::ABOUT,
    Assigned::ABOUT,
    DetectedBy::ABOUT,
    GameDayKind::ABOUT,
    GameDayStatus::ABOUT,
    Hours::ABOUT,
    IncidentKind::ABOUT,
    IncidentStatus::ABOUT,
    LintLevel::ABOUT,
    Method::ABOUT,
    Need::ABOUT,
    OnAway::ABOUT,
    Phase::ABOUT,
    Profile::ABOUT,
    RecordClock::ABOUT,
    RotationKind::ABOUT,
    TimelineKind::ABOUT,
    Urgency::ABOUT,
];

/// What a key means, and what each word means that it may have.
pub(super) fn chosen(doc: &str, words: &[&str]) -> String {
    let known = CHOICES.iter().find(|all| all.iter().map(|(word, _)| word).eq(words));
    let about = |(word, about): &(&str, &str)| format!("`{word}` ({})", lower(about));
    let about: Vec<_> = known.into_iter().copied().flatten().map(about).collect();
    if about.is_empty() { doc.to_owned() } else { format!("{doc} {}.", about.join(", ")) }
}

/// A sentence within another.
fn lower(sentence: &str) -> String {
    let mut letters = sentence.trim_end_matches('.').chars();
    let first = letters.next().map(|letter| letter.to_ascii_lowercase());
    first.into_iter().chain(letters).collect()
}
