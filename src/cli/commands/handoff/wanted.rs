//! Which note is signed: never another than the one that is meant.

use chrono::{NaiveDate, TimeDelta};

use super::Args;
use super::hand::NEAR;
use crate::cli::commands::broken;
use crate::cli::{Failure, Session};
use crate::diagnostic::visible;
use crate::plan::{Plan, Record, RotationKey};
use crate::record::{Note, notes};
use crate::syntax::HandoffNote;
use crate::time::{Instant, Zone, show};

/// The note that is to be signed: that of `--at`, else the newest.
pub(super) fn note<'a>(
    args: &Args,
    plan: &'a Plan,
    key: Option<RotationKey>,
    zone: &Zone,
    session: &Session<'_>,
) -> Result<Note<'a>, Failure> {
    let at = args.at.as_ref().map(|words| session.when(words, plan, zone)).transpose()?;
    let at = at.map(|at| at.instant);
    let keys = key.map_or_else(|| plan.rotation_keys().collect(), |key| vec![key]);
    let mut all: Vec<_> = keys.iter().flat_map(|key| notes(plan, *key)).collect();
    all.sort_by_key(|note| (note.boundary, &note.record.id));
    if let Some(at) = at {
        all.retain(|note| (note.boundary - at).abs() <= NEAR);
    } else if args.last {
        all.retain(|note| note.boundary <= session.now);
    }
    let found = all.pop();
    // A name has the day of its rotation's zone, which may be another than that of the plan.
    let (own, slack) = key.map_or((&plan.zone, 1), |key| (&plan[key].zone, 0));
    let day = |at: Instant, days| own.civil(at + TimeDelta::days(days)).date();
    let latest = at.or(args.last.then_some(session.now)).map(|at| day(at, slack));
    let earliest = at.or(found.map(|note| note.boundary)).map(|at| day(at, -slack));
    let doubt = Doubt { plan, keys: &keys, zone: own, earliest, latest };
    let mut unread = plan.written.handoffs.iter().filter(|record| doubt.may_be(record));
    if let Some(record) = unread.next() {
        let file = &plan.sources.get(record.at.source).name;
        return Err(self::unread(plan, file)
            .hint("it may be the note that is meant: mend it, or name the handoff with --at"));
    }
    let which = key.map_or_else(String::new, |key| format!(" of `{}`", plan[key].id));
    let found = found.ok_or_else(|| {
        Failure::plan(format!("there is no such note{which} that can be read"))
            .hint("`irp handoff list` shows the notes; `irp handoff new` writes one")
    })?;
    all.retain(|note| (note.boundary - found.boundary).abs() <= NEAR);
    if all.is_empty() { Ok(found) } else { Err(several(plan, all, found, zone)) }
}

/// The notes of handoffs of a rotation between two instants that cannot be read, or say not of which
/// handoff they are.
pub(super) fn unread_notes(
    plan: &Plan,
    key: RotationKey,
    (from, to): (Instant, Instant),
) -> Vec<&Record<HandoffNote>> {
    let zone = &plan[key].zone;
    let [earliest, latest] = [from, to].map(|at| Some(zone.civil(at).date()));
    let doubt = Doubt { plan, keys: &[key], zone, earliest, latest };
    plan.written.handoffs.iter().filter(|record| doubt.may_be(record)).collect()
}

/// Whether the name of a note has the day of an instant.
pub(super) fn is_of_day(note: &Record<HandoffNote>, at: Instant, zone: &Zone) -> bool {
    let day = note.id.get(..10).and_then(|day| day.parse::<NaiveDate>().ok());
    day == Some(zone.civil(at).date())
}

/// The complaint about a note that cannot be read, with its place.
pub(super) fn unread(plan: &Plan, file: &str) -> Failure {
    let failure = Failure::plan(format!("{} cannot be read", visible(file)));
    let places = plan.sources.find(file).map(|source| broken::places(plan, source));
    places.into_iter().flatten().fold(failure, Failure::hint).hint("nothing was written")
}

/// The complaint about notes of one time.
fn several(plan: &Plan, others: Vec<Note<'_>>, found: Note<'_>, zone: &Zone) -> Failure {
    let id = |note: &Note<'_>| note.front.rotation.as_ref().map(|id| id.value.to_string());
    let all: Vec<_> = others.into_iter().chain([found]).collect();
    let at = show::full(found.boundary, zone);
    let failure = Failure::plan(format!("{} notes are of {at}, so none is signed", all.len()));
    let name = |note: &Note<'_>| {
        let id = id(note).unwrap_or_default();
        format!("{} is of `{id}`", visible(&plan.sources.get(note.record.at.source).name))
    };
    let failure = all.iter().map(name).fold(failure, Failure::hint);
    failure.hint(if all.iter().all(|note| id(note) == id(&found)) {
        "a handoff has one note: put into one what both say, and remove the other"
    } else {
        "name the rotation: `irp handoff ack ROTATION`"
    })
}

/// Which notes may be meant although they cannot be read, or say not of which handoff they are.
struct Doubt<'a> {
    plan: &'a Plan,
    keys: &'a [RotationKey],
    zone: &'a Zone,
    /// The days of the handoffs that are asked for.
    earliest: Option<NaiveDate>,
    latest: Option<NaiveDate>,
}

impl Doubt<'_> {
    /// Whether neither what a note says nor its name tells that it is another.
    fn may_be(&self, record: &Record<HandoffNote>) -> bool {
        let front = record.front.as_ref();
        let of = front.and_then(|front| front.rotation.as_ref());
        let of = of.and_then(|id| self.plan.rotation(id.value.as_ref()));
        let boundary = front.and_then(|front| front.boundary.as_ref());
        if of.is_some() && boundary.is_some() {
            return false;
        }
        let day = boundary.map(|at| self.zone.civil(at.value).date());
        let day = day.or_else(|| record.id.get(..10)?.parse::<NaiveDate>().ok());
        let early = day.zip(self.earliest).is_some_and(|(day, first)| day < first);
        let late = day.zip(self.latest).is_some_and(|(day, last)| day > last);
        let of = of.or_else(|| self.named(&record.id));
        !early && !late && of.is_none_or(|of| self.keys.contains(&of))
    }

    /// The rotation that the name of a note ends with, behind its day and perhaps its time.
    fn named(&self, id: &str) -> Option<RotationKey> {
        let rest = id.get(10..)?.strip_prefix('-')?;
        let timed = |time: &str| time.len() == 4 && time.bytes().all(|byte| byte.is_ascii_digit());
        let behind = rest.split_once('-').filter(|(time, _)| timed(time)).map(|(_, rest)| rest);
        self.plan.rotation(rest).or_else(|| self.plan.rotation(behind?))
    }
}
