//! From what people write as dates and times to instants.

use chrono::{Days, NaiveDate, NaiveTime, SecondsFormat};

use crate::diagnostic::{Diagnostic, Fault};
use crate::source::Located;
use crate::syntax::{Day, Moment};
use crate::time::{Civil, Instant, Resolved, Span, Zone};

/// The instant of a wall-clock time that a person wrote, or why it names none.
pub(super) fn written(
    civil: &Located<Civil>,
    zone: &Zone,
    faults: &mut Vec<Diagnostic>,
) -> Option<Instant> {
    let (what, candidates) = match zone.resolve(civil.value) {
        Resolved::Unique(instant) => return Some(instant),
        Resolved::Skipped { earlier, later, .. } => ("is skipped", [earlier, later]),
        Resolved::Doubled { first, second } => ("happens twice", [first, second]),
    };
    let time = civil.value.format("%Y-%m-%dT%H:%M:%S");
    let name = zone.name();
    let message = format!("{time} {what} when the clock changes in {name}");
    let [one, two] = candidates.map(|instant| with_offset(instant, zone));
    let fault = Diagnostic::fault(Fault::UncertainTime, civil.at, message);
    faults.push(fault.label("names no single instant").help(format!("write {one} or {two}")));
    None
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
            let fault = Diagnostic::fault(Fault::BadTime, moment.at, "a time is needed here");
            let help = format!("`from` and `until` are exact: write {day}T00:00");
            faults.push(fault.help(help));
            None
        }
    }
}

/// The span of a table with `from` and either `until` or `through`.
pub(super) fn span(
    from: Option<&Located<Moment>>,
    until: Option<&Located<Moment>>,
    through: Option<&Located<Day>>,
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
        (None, None) => {
            let message = "the span has no end";
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
        let message = "the span ends before it begins";
        let fault = Diagnostic::fault(Fault::EmptySpan, at, message);
        faults.push(fault.also(from.at, "it begins here").help("mend one of the two"));
        return None;
    }
    Some(Span::new(start, end))
}

const PAIRS: &str =
    "write `from` and `until` as exact times, or `from` and `through` as whole days";

fn exact_pair(
    from: &Located<Moment>,
    until: &Located<Moment>,
    zone: &Zone,
    faults: &mut Vec<Diagnostic>,
) -> Option<(Instant, Instant, crate::source::Location)> {
    if let Moment::Day(day) = until.value {
        let fault = Diagnostic::fault(Fault::BadTime, until.at, "`until` is an exact time");
        let help = match from.value {
            Moment::Day(_) => format!("write `through = {day}` if that day is the last"),
            _ => format!("write the time too: until = {day}T00:00"),
        };
        faults.push(fault.help(help));
        return None;
    }
    if let Moment::Day(day) = from.value {
        let message = "`until` goes with a `from` that is an exact time";
        let fault = Diagnostic::fault(Fault::ConflictingKeys, from.at, message);
        faults.push(fault.help(format!("write from = {day}T00:00")).help(PAIRS));
        return None;
    }
    let (start, end) = (exact(from, zone, faults), exact(until, zone, faults));
    Some((start?, end?, until.at))
}
