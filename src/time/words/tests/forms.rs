//! What people type that is understood.

use super::*;

#[test]
fn now_is_the_instant_given() {
    reads("now", "2026-11-23T11:00:00+01:00 Europe/Berlin");
    reads("  NOW ", "2026-11-23T11:00:00+01:00 Europe/Berlin");
    reads("now mia", "2026-11-23T15:30:00+05:30 Asia/Kolkata");
}

#[test]
fn rfc_3339_names_an_instant_and_is_echoed_in_the_viewers_zone() {
    let nine = "2026-11-23T10:00:00+01:00 Europe/Berlin";
    for words in [
        "2026-11-23T09:00:00Z",
        "2026-11-23t09:00:00z",
        "2026-11-23T09:00Z",
        "2026-11-23 09:00:00Z",
        "2026-11-23T09:00:00.000-00:00",
        "2026-11-23T14:30:00+05:30",
        "2026-11-23T05:30:00-03:30",
    ] {
        reads(words, nine);
    }
    reads("2026-11-23T09:00:00.25Z UTC", "2026-11-23T09:00:00.250+00:00 UTC");
    reads("2026-11-23T09:00:00Z plan", "2026-11-23T04:00:00-05:00 America/New_York");
    refuses("2026-11-23T09:00:00.1234567890Z", &["`09:00:00.1234567890` is not a clock time"]);
    refuses("22025-11-23T09:00Z", &["the year 22025 is not between"]);
    refuses("22025-11-23", &["the year 22025 is not between"]);
    refuses("2026-11-23T09:00:60Z", &["`09:00:60` is not a clock time"]);
    refuses("2026-11-23T09:00+0100", &["`+0100` is not an offset", "`+01:00`"]);
    refuses("2026-11-23T09:00+24:00", &["`+24:00` is not an offset"]);
    refuses("2026-11-23 09:00 +01:00", &["`+01:00` names no zone", "without a space"]);
}

#[test]
fn rfc_9557_names_a_zone_in_brackets() {
    let nine = "2026-11-23T09:00:00-05:00 America/New_York";
    reads("2026-11-23T09:00[America/New_York]", nine);
    reads("2026-11-23T09:00[!America/New_York]", nine);
    reads("2026-11-23 09:00:00[America/New_York]", nine);
    reads("2026-11-23T09:00-05:00[America/New_York]", nine);
    reads("2026-11-23T14:00Z[America/New_York]", nine);
    refuses("2026-11-23T09:00[America/New_York] UTC", &["`UTC` is one word too many"]);
    refuses("2026-11-23T09:00[Nowhere/None]", &["`Nowhere/None` names no zone"]);
    for suffix in ["[u-ca=hebrew]", "[Europe/Berlin][u-ca=hebrew]", "[Europe/Berlin][UTC]"] {
        refuses(&format!("2026-11-23T09:00{suffix}"), &["holds more than a zone"]);
    }
    for suffix in ["[", "[]", "[Europe/Berlin", "[Europe/Berlin]x"] {
        refuses(&format!("2026-11-23T09:00{suffix}"), &["is not a zone in brackets"]);
    }
}

#[test]
fn a_civil_time_is_the_viewers_unless_a_zone_follows() {
    reads("2026-11-23 09:00", "2026-11-23T09:00:00+01:00 Europe/Berlin");
    reads("2026-11-23T09:00", "2026-11-23T09:00:00+01:00 Europe/Berlin");
    reads("2026-11-23T09:00:15", "2026-11-23T09:00:15+01:00 Europe/Berlin");
    reads("2026-11-23 5:30PM", "2026-11-23T17:30:00+01:00 Europe/Berlin");
    reads("2026-11-23 noon utc", "2026-11-23T12:00:00+00:00 UTC");
    reads("2026-11-23 09:00 z", "2026-11-23T09:00:00+00:00 UTC");
    reads("2026-11-23 09:00 plan", "2026-11-23T09:00:00-05:00 America/New_York");
    reads("2026-11-23T09:00 mia", "2026-11-23T09:00:00+05:30 Asia/Kolkata");
    reads("2026-11-23", "2026-11-23T00:00:00+01:00 Europe/Berlin");
    reads("2026-11-23 mia", "2026-11-23T00:00:00+05:30 Asia/Kolkata");
    refuses("2026-11-23 09:00 plan mia", &["`mia` is one word too many"]);
    refuses("2026-11-23T5pm", &["`17:00`"]);
    refuses("2026-11-23x", &["`x` cannot follow a date"]);
    refuses("2026-02-30", &["`2026-02-30` is not a day of the calendar"]);
}

#[test]
fn a_day_word_is_counted_from_today_in_its_zone() {
    reads("today", "2026-11-23T00:00:00+01:00 Europe/Berlin");
    reads("Tomorrow", "2026-11-24T00:00:00+01:00 Europe/Berlin");
    reads("yesterday 09:00", "2026-11-22T09:00:00+01:00 Europe/Berlin");
    reads("tomorrow 9am Asia/Kolkata", "2026-11-24T09:00:00+05:30 Asia/Kolkata");
    reads("today Pacific/Kiritimati", "2026-11-24T00:00:00+14:00 Pacific/Kiritimati");
    reads("fri 17:00 mia", "2026-11-27T17:00:00+05:30 Asia/Kolkata");
    refuses("tomorrow at 9am", &["`at` is not a clock time"]);
    refuses("tomorrow noo", &["`noo` is not a clock time", "did you mean `noon`?"]);
    refuses("tomorrow 09:00Z", &["an offset goes only after a date", "`09:00 UTC`"]);
    refuses("tomorrow Europe/Berln", &["`Europe/Berln` names no zone"]);
}

#[test]
fn a_weekday_is_the_next_one_after_now() {
    reads("mon", "2026-11-30T00:00:00+01:00 Europe/Berlin");
    reads("Monday 15:00", "2026-11-23T15:00:00+01:00 Europe/Berlin");
    reads("mon 11:00", "2026-11-30T11:00:00+01:00 Europe/Berlin");
    reads("mon 11:00:01", "2026-11-23T11:00:01+01:00 Europe/Berlin");
    reads("mon 10:30", "2026-11-30T10:30:00+01:00 Europe/Berlin");
    reads("TUE", "2026-11-24T00:00:00+01:00 Europe/Berlin");
    reads("wed noon", "2026-11-25T12:00:00+01:00 Europe/Berlin");
    reads("thursday midnight", "2026-11-26T00:00:00+01:00 Europe/Berlin");
    reads("sat 12am", "2026-11-28T00:00:00+01:00 Europe/Berlin");
    reads("sunday", "2026-11-29T00:00:00+01:00 Europe/Berlin");
}

#[test]
fn a_clock_time_alone_is_today() {
    for (words, clock) in [
        ("17:00", "17:00:00"),
        ("5pm", "17:00:00"),
        ("5:30PM", "17:30:00"),
        ("05pm", "17:00:00"),
        ("12am", "00:00:00"),
        ("12:30am", "00:30:00"),
        ("12pm", "12:00:00"),
        ("noon", "12:00:00"),
        ("midnight", "00:00:00"),
        ("23:59:59", "23:59:59"),
    ] {
        reads(words, &format!("2026-11-23T{clock}+01:00 Europe/Berlin"));
    }
    reads("17:00 plan", "2026-11-23T17:00:00-05:00 America/New_York");
}

#[test]
fn hours_minutes_and_seconds_are_elapsed() {
    reads("+2h", "2026-11-23T13:00:00+01:00 Europe/Berlin");
    reads("-30m", "2026-11-23T10:30:00+01:00 Europe/Berlin");
    reads("+1h30m", "2026-11-23T12:30:00+01:00 Europe/Berlin");
    reads("in 2h", "2026-11-23T13:00:00+01:00 Europe/Berlin");
    reads("in 2 hours", "2026-11-23T13:00:00+01:00 Europe/Berlin");
    reads("In 1 Hour 30 Minutes plan", "2026-11-23T06:30:00-05:00 America/New_York");
    reads("2h ago", "2026-11-23T09:00:00+01:00 Europe/Berlin");
    reads("90s ago UTC", "2026-11-23T09:58:30+00:00 UTC");
    reads("+0s", "2026-11-23T11:00:00+01:00 Europe/Berlin");
    reads_at("2026-10-25T00:30:00Z", "Europe/Berlin", "+1h", "2026-10-25T02:30:00+01:00");
    reads_at("2026-10-25T01:30:00Z", "Europe/Berlin", "+0h", "2026-10-25T02:30:00+01:00");
}

#[test]
fn days_weeks_and_months_keep_the_viewers_clock() {
    reads("in 1 week", "2026-11-30T11:00:00+01:00 Europe/Berlin");
    reads("3 days ago", "2026-11-20T11:00:00+01:00 Europe/Berlin");
    reads("5w ago", "2026-10-19T11:00:00+02:00 Europe/Berlin");
    reads("+1mo", "2026-12-23T11:00:00+01:00 Europe/Berlin");
    reads("1y ago", "2025-11-23T11:00:00+01:00 Europe/Berlin");
    reads("in 18w mia", "2027-03-29T14:30:00+05:30 Asia/Kolkata");
    let berlin = |now, words, expected| reads_at(now, "Europe/Berlin", words, expected);
    berlin("2026-03-31T10:00:00Z", "1mo ago", "2026-02-28T12:00:00+01:00");
    berlin("2026-03-28T01:30:00Z", "+1d", "2026-03-29T03:30:00+02:00");
    berlin("2026-10-24T00:30:00Z", "+1d", "2026-10-25T02:30:00+02:00");
    reads_at("2011-12-29T20:00:00Z", "Pacific/Apia", "+1d", "2011-12-31T10:00:00+14:00");
}

#[test]
fn an_epoch_is_counted_in_seconds() {
    reads("@1764000000", "2025-11-24T17:00:00+01:00 Europe/Berlin");
    reads("@1764000000 UTC", "2025-11-24T16:00:00+00:00 UTC");
    reads("@-1 UTC", "1969-12-31T23:59:59+00:00 UTC");
    refuses("1764000000", &["`@1764000000`"]);
    refuses("@1764000000000", &["the year 57868", "not in milliseconds"]);
    refuses("@9223372036854775807", &["is out of range"]);
    refuses("@-9223372036854775808", &["is out of range"]);
    for words in ["@", "@+5", "@1.5", "@ 5", "@99999999999999999999", "@8210266876799"] {
        refused(words);
    }
}

#[test]
fn a_length_is_months_days_and_seconds() {
    let length = |months, days, seconds| Ok(Length { months, days, seconds });
    assert_eq!(read_length("90m"), length(0, 0, 5400));
    assert_eq!(read_length("12h"), length(0, 0, 43_200));
    assert_eq!(read_length("3d"), length(0, 3, 0));
    assert_eq!(read_length("2w"), length(0, 14, 0));
    assert_eq!(read_length(" 6 weeks"), length(0, 42, 0));
    assert_eq!(read_length("1mo"), length(1, 0, 0));
    assert_eq!(read_length("1y 2 months 1w3d 4h5m6s"), length(14, 10, 14_706));
    assert_eq!(read_length("100y"), length(1200, 0, 0));
    assert_eq!(read_length("36525d"), length(0, 36_525, 0));
    for words in ["", "0d", "0h 0m", "-3d", "+3d", "36526d", "100y1d", "3", "3d UTC", "P1D", "1h30"]
    {
        assert!(read_length(words).is_err(), "{words}");
    }
}

#[test]
fn a_length_leads_to_no_year_that_cannot_be_asked_about() {
    let most = Length { months: u32::MAX, days: u32::MAX, seconds: i64::MAX };
    let day = Length { days: 1, ..Length::default() };
    let fault = most.after(instant(MONDAY), &zone("UTC")).unwrap_err();
    assert_eq!(fault.message, "the year 9999 is not between 1900 and 2400");
    assert!(day.after(Instant::MAX_UTC, &zone("Asia/Tokyo")).is_err());
    assert!(day.after(instant("2400-12-31T10:00:00Z"), &zone("UTC")).is_err());
    let after = day.after(instant("2026-10-24T10:00:00Z"), &zone("UTC")).unwrap();
    let local = zone("Europe/Berlin").local(after);
    assert_eq!(local.civil.to_string(), "2026-10-25 11:00:00");
}
