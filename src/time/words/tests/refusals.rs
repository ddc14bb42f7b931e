//! What people type that is refused, with the way out.

use super::*;

#[test]
fn an_offset_must_be_one_that_the_zone_has_then() {
    let berlin = "Europe/Berlin";
    reads("2026-11-23T09:00+01:00[Europe/Berlin]", "2026-11-23T09:00:00+01:00 Europe/Berlin");
    for offset in ["+01:00", "+02:00"] {
        let when = format!("2026-10-25T02:30:00{offset}");
        reads(&format!("{when}[{berlin}]"), &format!("{when} {berlin}"));
    }
    refuses(
        "2026-11-23T09:00+02:00[Europe/Berlin]",
        &[
            "Europe/Berlin is not at +02:00 when the clock shows 2026-11-23 09:00",
            "in Europe/Berlin: `2026-11-23T09:00:00+01:00` (CET)",
            "at +02:00: `2026-11-23T09:00:00+02:00`, in Europe/Berlin `2026-11-23T08:00:00+01:00`",
        ],
    );
    refuses("2026-03-29T02:30+01:00[Europe/Berlin]", &["`2026-03-29T03:30:00+02:00` (CEST)"]);
}

#[test]
fn an_unknown_zone_is_handed_back() {
    let fault = read("tomorrow 9am Europe/Berln").unwrap_err();
    assert_eq!(fault.unknown_zone.as_deref(), Some("Europe/Berln"));
    assert_eq!(read("tomorrow 9xm UTC").unwrap_err().unknown_zone, None);
}

#[test]
fn a_weekday_never_waits_on_a_clock_change_that_is_over() {
    let at = |now, words, expected| reads_at(now, "Europe/Berlin", words, expected);
    at("2026-10-25T00:45:00Z", "sun 02:30", "2026-10-25T02:30:00+01:00");
    at("2026-10-25T01:30:00Z", "sun 02:30", "2026-11-01T02:30:00+01:00");
    at("2026-03-29T01:00:00Z", "sun 02:30", "2026-04-05T02:30:00+02:00");
    for (now, said) in [("2026-10-25T00:15:00Z", "twice"), ("2026-03-29T00:59:59Z", "not happen")] {
        let fault = read_at(instant(now), "Europe/Berlin", "sun 02:30").unwrap_err();
        assert!(fault.message.contains(said), "{fault}");
    }
}

#[test]
fn a_clock_time_that_is_none_comes_with_what_was_meant() {
    for (words, meant) in [
        ("9:00", "did you mean `09:00`?"),
        ("9.30", "did you mean `09:30`?"),
        ("17.30", "did you mean `17:30`?"),
        ("0900", "did you mean `09:00`?"),
        ("17", "did you mean `17:00`?"),
        ("5", "did you mean `5am` or `5pm` or `05:00`?"),
        ("tomorrow 5 pm", "did you mean `5am` or `5pm` or `05:00`?"),
        ("13pm", "did you mean `13:00`?"),
        ("24:00", "write `00:00` of the next day"),
        ("9am tomorrow", "did you mean `tomorrow 9am`?"),
        ("middnight", "did you mean `midnight`?"),
    ] {
        refuses(words, &[meant]);
    }
    for words in ["25:00", "12:60", "0am", "5:5pm", "12:00:00:00", "today 1:2:3", "+5pm", "09:00."]
    {
        refused(words);
    }
}

#[test]
fn a_length_that_is_none_is_refused() {
    refuses("2h", &["`2h` may be ahead or ago", "`in 2h` or `2h ago`"]);
    refuses("2 hours plan", &["`in 2 hours` or `2 hours ago`"]);
    refuses("in", &["a length of time is missing"]);
    refuses("in soon", &["`soon` is not a length of time"]);
    refuses("in 2", &["`2` has no unit", "`2m` or `2d`"]);
    refuses("+2 3h", &["`2` has no unit"]);
    refuses("+1M", &["`M` may be minutes or months", "`1m` or `1mo`"]);
    refuses("+1.5h", &["whole numbers"]);
    refuses("3 dyas ago", &["`dyas` is not a unit", "did you mean `days`?"]);
    refuses("+30m1h", &["from large to small"]);
    refuses("+1h1h", &["each once"]);
    refuses("+101y", &["at most 100 years"]);
    refuses("+99999999999999999999s", &["at most 100 years"]);
    refuses("in 2h ago", &["`ago` names no zone"]);
}

#[test]
fn a_civil_time_that_is_not_once_comes_with_both_instants() {
    let happens = "2026-10-25 02:30 happens twice in Europe/Berlin";
    let berlin = ["`2026-10-25T02:30:00+02:00` (CEST)", "`2026-10-25T02:30:00+01:00` (CET)"];
    refuses("2026-10-25 02:30", &[happens, berlin[0], berlin[1]]);
    refuses("2026-10-25T02:30[Europe/Berlin]", &[happens, berlin[0], berlin[1]]);
    refuses(
        "2026-03-29 02:30",
        &[
            "2026-03-29 02:30 does not happen in Europe/Berlin",
            "to 2026-03-29 03:00",
            "`2026-03-29T01:30:00+01:00` (CET)",
            "`2026-03-29T03:30:00+02:00` (CEST)",
        ],
    );
    refuses("2026-11-01 1:30am plan", &["T01:30:00-04:00` (EDT)", "T01:30:00-05:00` (EST)"]);
    refuses("2026-03-08 02:30 plan", &["T01:30:00-05:00` (EST)", "T03:30:00-04:00` (EDT)"]);
    let tomorrow = read_at(instant("2026-10-24T10:00:00Z"), "Europe/Berlin", "tomorrow 02:30");
    assert!(tomorrow.unwrap_err().message.starts_with(happens));
}

#[test]
fn a_hinted_instant_can_be_typed() {
    for words in ["2026-10-25 02:30", "2026-03-29 02:30", "1972-01-07 00:20 Africa/Monrovia"] {
        let hints = read(words).map_or_else(|fault| fault.hints, |_| Vec::new());
        for hint in hints {
            read(hint.split('`').nth(1).unwrap()).unwrap();
        }
    }
}

#[test]
fn a_bare_day_always_begins() {
    let beirut = "2026-03-29 Asia/Beirut";
    reads(beirut, "2026-03-29T01:00:00+03:00 Asia/Beirut");
    refuses("2026-03-29 midnight Asia/Beirut", &["2026-03-29 00:00 does not happen"]);
    reads("2025-11-02 America/Havana", "2025-11-02T00:00:00-04:00 America/Havana");
    refuses("2025-11-02 00:00 America/Havana", &["twice", "(CDT)", "(CST)"]);
    reads("1919-03-31 America/Toronto", "1919-03-31T00:30:00-04:00 America/Toronto");
}

#[test]
fn a_day_that_a_zone_left_out_is_refused() {
    let said = ["2011-12-30 does not happen in Pacific/Apia", "2011-12-31 00:00"];
    refuses("2011-12-30 Pacific/Apia", &said);
    refuses(
        "2011-12-30 09:00 Pacific/Apia",
        &["`2011-12-29T09:00:00-10:00`", "-31T09:00:00+14:00"],
    );
    let eve = instant("2011-12-29T20:00:00Z");
    for words in ["tomorrow", "fri"] {
        assert!(read_at(eve, "Pacific/Apia", words).unwrap_err().message.starts_with(said[0]));
    }
}

#[test]
fn dates_that_countries_read_differently_are_refused() {
    let march = "`2026-03-04` is 4 March 2026";
    let april = "`2026-04-03` is 3 April 2026";
    for words in ["03/04/2026", "3.4.2026", "04-03-2026", "03/04/2026 09:00"] {
        refuses(words, &["is ambiguous", march, april]);
    }
    refuses("25/12/2026", &["`2026-12-25` is 25 December 2026"]);
    refuses("2026/11/3", &["is not how a date is written", "`2026-11-03`"]);
    refuses("03/04/26", &["is ambiguous", "year-month-day"]);
}

#[test]
fn years_far_away_are_refused() {
    for words in ["1899-12-31", "2401-01-01", "0000-01-01", "9999-12-31T23:59:59Z"] {
        refuses(words, &["is not between 1900 and 2400"]);
    }
    reads("1900-01-01", "1900-01-01T00:00:00+01:00 Europe/Berlin");
    reads("2400-12-31 23:00 plan", "2400-12-31T23:00:00-05:00 America/New_York");
    for now in [Instant::MIN_UTC, Instant::MAX_UTC, DateTime::UNIX_EPOCH] {
        for words in ["now", "mon", "tomorrow 9am", "17:00", "+1d", "2h ago", "yesterday mia"] {
            let early = read_at(now, "Asia/Tokyo", words).is_ok();
            assert_eq!(early, now == DateTime::UNIX_EPOCH, "{words}");
        }
    }
}

#[test]
fn what_is_not_understood_comes_with_the_nearest_word_and_examples() {
    refuses("yesterdya", &["`yesterdya` is not a time", "did you mean `yesterday`?", "examples:"]);
    refuses("tomorow 9am", &["did you mean `tomorrow`?"]);
    refuses("whenever", &["`whenever` is not a time", "examples:"]);
    refuses("", &["a time is missing", "examples:"]);
    refuses(" \t ", &["a time is missing"]);
    assert!(!refused("xyz").contains("did you mean"));
}

#[test]
fn a_persons_words_are_shown_escaped() {
    refuses("caf\u{e9}\u{1b}[31m", &[r"`caf\u{e9}\u{1b}[31m`"]);
    refuses("tomorrow 9am `x\u{202e}", &[r"\u{60}x\u{202e}` names no zone"]);
    refuses("2026-11-23\u{a0}09:00", &[r"`\u{a0}09:00` cannot follow a date"]);
}

#[test]
fn long_texts_are_refused_unread() {
    refuses(&"now ".repeat(50), &["at most 100 characters"]);
    refuses(&"\u{e9}".repeat(100), &["is not a time"]);
}
