//! Instants and lengths of time as people read them.

use chrono::{Datelike, FixedOffset, SecondsFormat, TimeDelta, Timelike};

use super::{Instant, Local, Zone};

/// The instant with everything: `Mon 19 Oct 2026 11:00 CEST`.
#[must_use]
pub fn full(instant: Instant, zone: &Zone) -> String {
    let local = zone.local(instant);
    format!("{} {} {}", local.civil.format("%a %-d %b %Y"), clock(&local), local.abbreviation)
}

/// The day of the instant: `Mon 19 Oct 2026`.
#[must_use]
pub fn day(instant: Instant, zone: &Zone) -> String {
    zone.civil(instant).format("%a %-d %b %Y").to_string()
}

/// The instant without its zone, which stands elsewhere: `Mon 19 Oct 16:00`; with the year where
/// it is another than that of `now`, and the abbreviation where the clock has changed since:
/// `Mon 26 Oct 15:00 CET`.
#[must_use]
pub fn short(instant: Instant, zone: &Zone, now: Instant) -> String {
    let local = zone.local(instant);
    let format =
        if local.civil.year() == zone.civil(now).year() { "%a %-d %b" } else { "%a %-d %b %Y" };
    let changed = local.offset != zone.offset_at(now);
    let zone = if changed { format!(" {}", local.abbreviation) } else { String::new() };
    format!("{} {}{zone}", local.civil.format(format), clock(&local))
}

/// The time of day with its zone, to the second, and the day where it is another than that of some
/// other instant: `02:30 CET`, `21:40:07 EDT`, `Mon 26 Oct 00:10 CET`.
#[must_use]
pub fn moment(instant: Instant, zone: &Zone, other: Instant) -> String {
    let local = zone.local(instant);
    let day = if local.civil.date() == zone.civil(other).date() { "" } else { "%a %-d %b " };
    format!("{}{} {}", local.civil.format(day), clock(&local), local.abbreviation)
}

/// The time of day to the second, and the day where it is another than the viewer's; the zone
/// stands elsewhere: `05:00`, `Sat 21:40:07`.
#[must_use]
pub fn bare(instant: Instant, zone: &Zone, viewer: &Zone) -> String {
    let local = zone.local(instant);
    let day = if local.civil.date() == viewer.civil(instant).date() { "" } else { "%a " };
    format!("{}{}", local.civil.format(day), clock(&local))
}

/// The time of day with its zone, and the day where it is another than the viewer's:
/// `05:00 EDT`, `Tue 02:00 AEDT`.
#[must_use]
pub fn beside(instant: Instant, zone: &Zone, viewer: &Zone) -> String {
    let local = zone.local(instant);
    let day = if local.civil.date() == viewer.civil(instant).date() { "" } else { "%a " };
    format!("{}{} {}", local.civil.format(day), local.civil.format("%H:%M"), local.abbreviation)
}

fn clock(local: &Local) -> String {
    let format = if local.civil.second() == 0 { "%H:%M" } else { "%H:%M:%S" };
    local.civil.format(format).to_string()
}

/// RFC 3339 with the zone's offset.
#[must_use]
pub fn rfc3339(instant: Instant, zone: &Zone) -> String {
    match FixedOffset::east_opt(zone.offset_at(instant)).filter(|o| o.local_minus_utc() % 60 == 0) {
        Some(offset) => {
            instant.with_timezone(&offset).to_rfc3339_opts(SecondsFormat::AutoSi, false)
        }
        None => utc(instant),
    }
}

/// RFC 3339 in UTC, with `Z`.
#[must_use]
pub fn utc(instant: Instant) -> String {
    instant.to_rfc3339_opts(SecondsFormat::AutoSi, true)
}

/// A length of time in its two largest units: `5h`, `5h 12m`, `28h`, `3d`, `3d 4h`.
#[must_use]
pub fn length(length: TimeDelta) -> String {
    let minutes = length.num_minutes();
    let pair = |whole: i64, unit: char, rest: i64, small: char| {
        if rest == 0 { format!("{whole}{unit}") } else { format!("{whole}{unit} {rest}{small}") }
    };
    match minutes {
        ..1 => format!("{}s", length.num_seconds()),
        1..60 => format!("{minutes}m"),
        60..2880 => pair(minutes / 60, 'h', minutes % 60, 'm'),
        _ => pair(minutes / 1440, 'd', minutes % 1440 / 60, 'h'),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::Zones;

    #[test]
    fn a_time_on_the_other_side_of_a_clock_change_names_its_zone() {
        let berlin = Zones::embedded().get("Europe/Berlin").unwrap();
        let at = |text: &str| text.parse::<Instant>().unwrap();
        let now = at("2026-10-19T09:00:00Z");
        assert_eq!(short(at("2026-10-20T13:00:00Z"), &berlin, now), "Tue 20 Oct 15:00");
        assert_eq!(short(at("2026-10-25T00:30:00Z"), &berlin, now), "Sun 25 Oct 02:30");
        assert_eq!(short(at("2026-10-25T01:30:00Z"), &berlin, now), "Sun 25 Oct 02:30 CET");
        assert_eq!(short(at("2027-06-01T13:00:00Z"), &berlin, now), "Tue 1 Jun 2027 15:00");
    }

    #[test]
    fn lengths_are_short() {
        let shown = |minutes| length(TimeDelta::minutes(minutes));
        let cases = [(5, "5m"), (300, "5h"), (312, "5h 12m"), (1680, "28h"), (4320, "3d")];
        for (minutes, text) in cases {
            assert_eq!(shown(minutes), text);
        }
        assert_eq!(shown(4320 + 245), "3d 4h");
    }
}
