//! Examples of rules that are read and of rules that are refused.

use chrono::NaiveDate;

use super::*;

fn date(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// `2024-02-29` at eight, or a date and time.
fn civil(text: &str) -> Civil {
    text.parse().unwrap_or_else(|_| date(text).and_hms_opt(8, 0, 0).unwrap())
}

fn rule(text: &str, first: &str) -> Recurrence {
    Recurrence::parse(text, civil(first)).unwrap()
}

/// The dates between two dates.
fn dates(text: &str, first: &str, from: &str, to: &str) -> Vec<String> {
    let found = rule(text, first).between(civil(from), civil(to));
    found.iter().map(|each| each.date().to_string()).collect()
}

/// The part of a rule that is refused, the reason and the way out.
fn refusal(text: &str) -> (String, String, String) {
    let error = Recurrence::parse(text, civil("2026-01-01")).unwrap_err();
    (text[error.range].to_owned(), error.message, error.help.unwrap())
}

fn assert_refused(text: &str, part: &str, message: &str, help: &str) {
    let (found, why, out) = refusal(text);
    assert_eq!(found, part, "{text}: {why}");
    assert!(why.contains(message), "{text}: {why}");
    assert!(out.contains(help), "{text}: {out}");
}

#[test]
fn first_saturday_of_the_month() {
    assert_eq!(
        dates("FREQ=MONTHLY;BYDAY=1SA", "2020-01-01", "2026-11-01", "2027-02-01"),
        ["2026-11-07", "2026-12-05", "2027-01-02"]
    );
}

#[test]
fn last_working_day_of_the_month() {
    assert_eq!(
        dates(
            "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1",
            "2020-01-01",
            "2026-01-15",
            "2026-04-01"
        ),
        ["2026-01-30", "2026-02-27", "2026-03-31"]
    );
}

#[test]
fn a_month_without_the_day_of_the_start_is_left_out() {
    assert_eq!(
        dates("FREQ=MONTHLY", "2025-01-31", "2026-01-01", "2026-06-01"),
        ["2026-01-31", "2026-03-31", "2026-05-31"]
    );
}

#[test]
fn a_yearly_leap_day_waits_for_the_next_one() {
    assert_eq!(
        dates("FREQ=YEARLY", "2024-02-29", "2025-01-01", "2033-01-01"),
        ["2028-02-29", "2032-02-29"]
    );
}

#[test]
fn the_start_is_an_occurrence_only_if_it_matches() {
    let found = dates("FREQ=WEEKLY;BYDAY=SA", "2026-01-01", "2025-01-01", "2026-01-12");
    assert_eq!(found, ["2026-01-03", "2026-01-10"]);
}

#[test]
fn occurrences_keep_the_time_of_the_start() {
    let found =
        rule("FREQ=DAILY", "2026-01-01T23:59:59").between(civil("2026-03-01"), civil("2026-03-02"));
    assert_eq!(found, [civil("2026-03-01T23:59:59")]);
}

#[test]
fn a_range_has_its_start_and_not_its_end() {
    assert_eq!(
        dates("FREQ=DAILY", "2026-01-01", "2026-03-01", "2026-03-03"),
        ["2026-03-01", "2026-03-02"]
    );
    assert!(dates("FREQ=DAILY", "2026-01-01", "2026-03-03", "2026-03-01").is_empty());
}

#[test]
fn every_other_week_depends_on_the_first_day_of_the_week() {
    let ask = |text| dates(text, "2026-01-06", "2026-01-01", "2026-01-26");
    assert_eq!(
        ask("FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,SU;WKST=MO"),
        ["2026-01-06", "2026-01-11", "2026-01-20", "2026-01-25"]
    );
    assert_eq!(
        ask("FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,SU;WKST=SU"),
        ["2026-01-06", "2026-01-18", "2026-01-20"]
    );
}

#[test]
fn the_first_week_starts_with_the_rule() {
    assert_eq!(
        dates("FREQ=WEEKLY;BYDAY=MO,WE,FR;BYSETPOS=1", "2026-01-07", "2026-01-01", "2026-01-20"),
        ["2026-01-07", "2026-01-12", "2026-01-19"]
    );
}

#[test]
fn a_week_that_ends_in_the_next_year_is_picked_from_as_a_whole() {
    let ask = |to| dates("FREQ=WEEKLY;BYDAY=TU,FR;BYSETPOS=-1", "2025-01-01", "2025-12-27", to);
    assert!(ask("2025-12-31").is_empty());
    assert_eq!(ask("2026-01-03"), ["2026-01-02"]);
}

#[test]
fn the_first_days_of_2011_are_in_week_52() {
    let ask = |text| dates(text, "2010-01-01", "2010-12-31", "2011-01-05");
    assert_eq!(ask("FREQ=YEARLY;BYWEEKNO=52"), ["2010-12-31", "2011-01-01", "2011-01-02"]);
    assert!(ask("FREQ=YEARLY;BYWEEKNO=53").is_empty());
}

#[test]
fn until_is_inclusive_and_a_date_lasts_all_day() {
    let ask = |text| dates(text, "2026-01-01", "2026-01-01", "2027-01-01").len();
    assert_eq!(ask("FREQ=DAILY;UNTIL=20260103"), 3);
    assert_eq!(ask("FREQ=DAILY;UNTIL=20260103T080000"), 3);
    assert_eq!(ask("FREQ=DAILY;UNTIL=20260103T075959"), 2);
}

#[test]
fn count_counts_from_the_start() {
    let found = dates("FREQ=DAILY;BYDAY=MO;COUNT=3", "2026-01-01", "2026-01-10", "2027-01-01");
    assert_eq!(found, ["2026-01-12", "2026-01-19"]);
}

#[test]
fn occurrences_before_a_time_are_counted_over_all_years() {
    let daily = rule("FREQ=DAILY", "1900-01-01");
    assert_eq!(daily.count_before(civil("1900-02-01")), 31);
    assert_eq!(daily.count_before(civil("1900-01-01")), 0);
    assert_eq!(daily.count_before(civil("2173-10-17")), 100_001);
    assert_eq!(daily.count_before(Civil::MAX), 182_987);
}

#[test]
fn the_next_occurrence_may_be_now_or_never() {
    let rule = rule("FREQ=YEARLY;UNTIL=20270101", "2026-01-01");
    assert_eq!(rule.at_or_after(civil("1990-01-01")), Some(civil("2026-01-01")));
    assert_eq!(rule.at_or_after(civil("2027-01-01")), Some(civil("2027-01-01")));
    assert_eq!(rule.at_or_after(civil("2027-01-01T08:00:01")), None);
}

#[test]
fn nothing_occurs_after_the_last_year() {
    let rule = rule("FREQ=YEARLY;INTERVAL=1000;BYMONTHDAY=31", "2026-01-01");
    assert_eq!(rule.between(Civil::MIN, Civil::MAX).len(), 7);
    assert_eq!(rule.at_or_after(Civil::MAX), None);
}

#[test]
fn an_interval_of_zero_is_refused() {
    assert_refused(
        "FREQ=DAILY;INTERVAL=0",
        "0",
        "`0` is not a value of `INTERVAL`",
        "from 1 to 1000",
    );
}

#[test]
fn numbers_out_of_range_are_refused() {
    for (text, part) in [
        ("FREQ=DAILY;INTERVAL=1001", "1001"),
        ("FREQ=DAILY;INTERVAL=+2", "+2"),
        ("FREQ=DAILY;COUNT=1e9", "1e9"),
        ("FREQ=DAILY;COUNT=0", "0"),
        ("FREQ=DAILY;COUNT=99999999999999999999", "99999999999999999999"),
        ("FREQ=DAILY;BYMONTH=1,-1", "-1"),
        ("FREQ=DAILY;BYMONTH=13", "13"),
        ("FREQ=DAILY;BYMONTHDAY=1,,2", ""),
        ("FREQ=DAILY;BYMONTHDAY=-32", "-32"),
        ("FREQ=YEARLY;BYYEARDAY=367", "367"),
        ("FREQ=YEARLY;BYWEEKNO=54", "54"),
        ("FREQ=YEARLY;BYWEEKNO=--5", "--5"),
        ("FREQ=MONTHLY;BYDAY=6MO", "6MO"),
        ("FREQ=YEARLY;BYDAY=-54MO", "-54MO"),
        ("FREQ=YEARLY;BYMONTH=3;BYDAY=6MO", "6MO"),
        ("FREQ=MONTHLY;BYDAY=0MO", "0MO"),
        ("FREQ=MONTHLY;BYDAY=MO;BYSETPOS=367", "367"),
    ] {
        assert_refused(text, part, "is not a value of", "write a whole number from 1 to");
    }
}

#[test]
fn a_rule_more_often_than_daily_is_refused() {
    for often in ["SECONDLY", "MINUTELY", "HOURLY"] {
        let text = format!("FREQ={often}");
        assert_refused(&text, often, "a window recurs at most daily", "DAILY, WEEKLY");
    }
}

#[test]
fn a_time_of_day_is_refused() {
    for name in ["BYHOUR", "BYMINUTE", "BYSECOND", "byhour"] {
        let text = format!("FREQ=DAILY;{name}=8");
        assert_refused(&text, name, "the rule names days, not times", "`at` and `lasts`");
    }
}

#[test]
fn misspelt_words_are_refused_with_the_nearest() {
    assert_refused("FREQ=DAILY;BYDAYS=MO", "BYDAYS", "is not a part", "did you mean BYDAY?");
    assert_refused("FREQ=DAILY;Ä=1", "Ä", "is not a part", "made of FREQ, INTERVAL");
    assert_refused("FREQ=WEEKLEY", "WEEKLEY", "is not a frequency", "did you mean WEEKLY?");
    assert_refused("FREQ=€", "€", "is not a frequency", "one of DAILY");
    assert_refused("FREQ=DAILY;BYDAY=MO,€", "€", "is not a weekday", "MO, TU");
    assert_refused("FREQ=DAILY;WKST=XX", "XX", "is not a weekday", "MO, TU");
}

#[test]
fn lower_case_is_refused_with_the_upper() {
    assert_refused("freq=DAILY", "freq", "is not in upper case", "write FREQ");
    assert_refused("FREQ=daily", "daily", "is not in upper case", "write FREQ=DAILY");
    assert_refused("FREQ=DAILY;BYDAY=Mo", "Mo", "is not in upper case", "write BYDAY=MO");
}

#[test]
fn faulty_forms_are_refused() {
    assert_refused("", "", "empty", "FREQ=MONTHLY;BYDAY=1SA");
    assert_refused("RRULE:FREQ=DAILY", "RRULE:", "starts with", "follows it: FREQ=DAILY");
    assert_refused("FREQ=DAILY;", "", "empty part", "drop the spare");
    assert_refused("FREQ", "FREQ", "not NAME=VALUE", "FREQ=WEEKLY");
    assert_refused("FREQ=", "FREQ=", "has no value", "give it one");
    assert_refused("COUNT=3", "COUNT=3", "has no `FREQ`", "FREQ=DAILY");
    assert_refused("FREQ=DAILY;COUNT=1;COUNT=1", "COUNT", "given twice", "keep one");
    let long = format!("FREQ=DAILY;BYMONTHDAY=1{}", ",1".repeat(239));
    assert_refused(&long, &long, "501 bytes: 500 are allowed", "shorter");
}

#[test]
fn until_is_a_date_on_the_wall() {
    let utc = "20270101T000000Z";
    assert_refused(&format!("FREQ=DAILY;UNTIL={utc}"), utc, "in UTC", "UNTIL=20270101T000000 in");
    for text in ["2027-01-01", "20270230", "20270101T250000", "20270101T0000", "+0270101", "Z"] {
        assert_refused(&format!("FREQ=DAILY;UNTIL={text}"), text, "not a date", "UNTIL=20261231");
    }
}

#[test]
fn parts_that_do_not_go_together_are_refused() {
    for (text, part, help) in [
        ("FREQ=WEEKLY;BYMONTHDAY=1", "BYMONTHDAY=1", "FREQ=MONTHLY"),
        ("FREQ=DAILY;BYYEARDAY=1", "BYYEARDAY=1", "FREQ=YEARLY"),
        ("FREQ=WEEKLY;BYYEARDAY=1", "BYYEARDAY=1", "FREQ=YEARLY"),
        ("FREQ=MONTHLY;BYYEARDAY=1", "BYYEARDAY=1", "FREQ=YEARLY"),
        ("FREQ=MONTHLY;BYWEEKNO=1", "BYWEEKNO=1", "FREQ=YEARLY"),
        ("FREQ=DAILY;COUNT=1;UNTIL=20270101", "UNTIL=20270101", "keep one"),
        ("FREQ=DAILY;BYSETPOS=1", "BYSETPOS=1", "add one"),
        ("BYDAY=1MO;FREQ=WEEKLY", "1MO", "write MO"),
        ("FREQ=DAILY;BYDAY=MO,1MO", "1MO", "write MO"),
        ("FREQ=MONTHLY;BYDAY=MO,2TU", "MO,2TU", "number them all"),
        ("FREQ=YEARLY;BYWEEKNO=1;BYDAY=1MO", "1MO", "write MO"),
        ("FREQ=YEARLY;BYDAY=-53MO", "-53MO", "from 53 down to -52"),
    ] {
        let (found, _, out) = refusal(text);
        assert_eq!(found, part, "{text}");
        assert!(out.contains(help), "{text}: {out}");
    }
}

#[test]
fn a_rule_that_never_occurs_is_refused() {
    for text in [
        "FREQ=MONTHLY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=YEARLY;BYMONTH=4;BYMONTHDAY=31,-31",
        "FREQ=DAILY;INTERVAL=7;BYDAY=MO",
        "FREQ=YEARLY;INTERVAL=4;BYYEARDAY=366",
        "FREQ=WEEKLY;BYDAY=MO,TU;BYSETPOS=3",
        "FREQ=YEARLY;INTERVAL=1000;BYMONTH=2;BYMONTHDAY=29",
    ] {
        assert_refused(text, text, "the rule never occurs", "leave one out");
    }
    let until = "FREQ=MONTHLY;BYDAY=1SA;UNTIL=20260102";
    assert_refused(until, "20260102", "ends before it first occurs, on 2026-01-03", "later UNTIL");
}

#[test]
fn a_start_outside_the_known_years_is_refused() {
    for first in [Civil::MIN, civil("1899-12-31"), civil("2401-01-01"), Civil::MAX] {
        assert!(Recurrence::parse("FREQ=DAILY", first).is_err());
    }
}

#[test]
fn a_rule_that_was_asked_is_the_same_as_one_that_was_not() {
    let (fresh, asked) = (rule("FREQ=DAILY", "2026-01-01"), rule("FREQ=DAILY", "2026-01-01"));
    assert!(asked.at_or_after(civil("2026-05-01")).is_some());
    assert_eq!(fresh, asked);
    assert_ne!(fresh, rule("FREQ=DAILY;BYMONTH=2", "2026-01-01"));
}
