//! From what people write as dates and times to instants.

use chrono::{Days, NaiveDate, NaiveTime, SecondsFormat};

use crate::diagnostic::{Diagnostic, Fault};
use crate::source::{Located, Location};
use crate::syntax::{Day, Moment};
use crate::time::{Civil, Instant, Resolved, Span, Zone};

/// The instant of a wall-clock time that a person wrote, or why it names none.
pub(super) fn written(
    civil: &Located<Civil>,
    zone: &Zone,
    faults: &mut Vec<Diagnostic>,
) -> Option<Instant> {
    let resolved = zone.resolve(civil.value);
    if let Resolved::Unique(instant) = resolved {
        return Some(instant);
    }
    let (fault, [one, two]) = uncertain(civil, zone, resolved);
    faults.push(fault.help(format!("write {one} or {two}")));
    None
}

/// The instant of a first handoff, which is written without offset.
pub(super) fn first(
    civil: &Located<Civil>,
    zone: &Zone,
    faults: &mut Vec<Diagnostic>,
) -> Option<Instant> {
    let resolved = zone.resolve(civil.value);
    if let Resolved::Unique(instant) = resolved {
        return Some(instant);
    }
    let (fault, [one, two]) = uncertain(civil, zone, resolved);
    let help = "`starts` has no offset: choose a time that every day has";
    faults.push(fault.help(format!("it could be {one} or {two}")).help(help));
    None
}

/// Why a wall-clock time names no single instant, and the two that it could name.
fn uncertain(civil: &Located<Civil>, zone: &Zone, resolved: Resolved) -> (Diagnostic, [String; 2]) {
    let (what, candidates) = match resolved {
        Resolved::Unique(instant) => ("is certain", [instant, instant]),
        Resolved::Skipped { earlier, later, .. } => ("is skipped", [earlier, later]),
        Resolved::Doubled { first, second } => ("happens twice", [first, second]),
    };
    let time = short(civil.value);
    let message = format!("{time} {what} when the clock changes in {}", zone.name());
    let fault = Diagnostic::fault(Fault::UncertainTime, civil.at, message);
    let fault = fault.label("names no single instant");
    (fault, candidates.map(|instant| with_offset(instant, zone)))
}

/// A wall-clock time as plans write it.
pub(super) fn short(civil: Civil) -> String {
    let whole = civil.format("%S").to_string() == "00";
    civil.format(if whole { "%Y-%m-%dT%H:%M" } else { "%Y-%m-%dT%H:%M:%S" }).to_string()
}

/// An instant as plans write it, with the offset of a zone.
pub(super) fn with_offset(instant: Instant, zone: &Zone) -> String {
    let offset = chrono::FixedOffset::east_opt(zone.offset_at(instant));
    offset.map_or_else(
        || instant.to_rfc3339_opts(SecondsFormat::Secs, true),
        |offset| instant.with_timezone(&offset).to_rfc3339_opts(SecondsFormat::Secs, false),
    )
}

/// The first instant of a day.
pub(super) fn first_of(day: NaiveDate, zone: &Zone) -> Instant {
    zone.instant(day.and_time(NaiveTime::MIN))
}

/// The first instant after a day.
pub(super) fn after(day: NaiveDate, zone: &Zone) -> Instant {
    first_of(day.checked_add_days(Days::new(1)).unwrap_or(day), zone)
}

/// The instant of a `from` or `until`, which must be a time.
pub(super) fn exact(
    moment: &Located<Moment>,
    zone: &Zone,
    faults: &mut Vec<Diagnostic>,
) -> Option<Instant> {
    match moment.value {
        Moment::Instant(instant) => Some(instant),
        Moment::Civil(value) => written(&Located { value, at: moment.at }, zone, faults),
        Moment::Day(day) => {
            let fault = Diagnostic::fault(Fault::BadTime, moment.at, BARE);
            faults.push(fault.label(format!("write {day}T00:00")).suggest(format!("{day}T00:00")));
            None
        }
    }
}

/// The span of a table with `from` and either `until` or `through`; `lost` are the keys about
/// which there is a fault already.
pub(super) fn span(
    from: Option<&Located<Moment>>,
    until: Option<&Located<Moment>>,
    through: Option<&Located<Day>>,
    lost: &[&str],
    zone: &Zone,
    faults: &mut Vec<Diagnostic>,
) -> Option<Span> {
    let from = from?;
    let (start, end, at) = match (until, through) {
        (Some(until), Some(through)) => {
            let message = "`until` and `through` exclude each other";
            let fault = Diagnostic::fault(Fault::ConflictingKeys, through.at, message);
            faults.push(fault.also(until.at, "`until` is here").help(PAIRS));
            return None;
        }
        (None, None) if lost.contains(&"until") || lost.contains(&"through") => return None,
        (None, None) => {
            let message = "this begins and has no end";
            let fault = Diagnostic::fault(Fault::MissingKey, from.at, message);
            faults.push(fault.help(PAIRS));
            return None;
        }
        (Some(until), None) => exact_pair(from, until, zone, faults)?,
        (None, Some(through)) => {
            let Moment::Day(day) = from.value else {
                let message = "`through` goes with a `from` that is a date";
                let fault = Diagnostic::fault(Fault::ConflictingKeys, from.at, message);
                faults.push(fault.also(through.at, "`through` is here").help(PAIRS));
                return None;
            };
            (first_of(day, zone), after(through.value.0, zone), through.at)
        }
    };
    if end <= start {
        faults.push(empty((start, from.at), (end, at)));
        return None;
    }
    Some(Span::new(start, end))
}

/// A span in which no time lies: its begin and its end, and where they are written.
pub(super) fn empty(begin: (Instant, Location), end: (Instant, Location)) -> Diagnostic {
    let message =
        if begin.0 == end.0 { "this ends when it begins" } else { "this ends before it begins" };
    let fault = Diagnostic::fault(Fault::EmptySpan, end.1, message);
    fault.also(begin.1, "it begins here").help("correct one of the two")
}

const BARE: &str = "a time is needed here, not a day alone";
const PAIRS: &str =
    "write `from` and `until` as exact times, or `from` and `through` as whole days";

fn exact_pair(
    from: &Located<Moment>,
    until: &Located<Moment>,
    zone: &Zone,
    faults: &mut Vec<Diagnostic>,
) -> Option<(Instant, Instant, Location)> {
    if let Moment::Day(day) = until.value {
        let fault = Diagnostic::fault(Fault::BadTime, until.at, BARE);
        faults.push(match from.value {
            Moment::Day(_) => {
                fault.help(format!("if that day is the last, write `through = {day}`"))
            }
            _ => fault.help(format!("write the time too: `until = {day}T00:00`")),
        });
        return None;
    }
    if let Moment::Day(day) = from.value {
        let message = "`until` goes with a `from` that is an exact time";
        let fault = Diagnostic::fault(Fault::ConflictingKeys, from.at, message);
        let fault = fault
            .label(format!("write {day}T00:00"))
            .suggest(format!("{day}T00:00"))
            .also(until.at, "`until` is here");
        faults.push(fault.help(PAIRS));
        return None;
    }
    let (start, end) = (exact(from, zone, faults), exact(until, zone, faults));
    Some((start?, end?, until.at))
}
