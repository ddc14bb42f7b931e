//! What holds of every timeline and month, whatever lies in it.

use chrono::TimeDelta;
use proptest::prelude::*;

use super::*;
use crate::time::{Instant, Zones};
use crate::views::month;
use crate::views::picture::{Bar, Forms, Holders, Lane, Mark, Names};

const PEOPLE: [(&str, &str); 6] = [
    ("Felix Brandt", "felix"),
    ("Ben Carver", "ben"),
    ("Ben Okafor", "bo"),
    ("山田太郎", "yamada"),
    ("Zoe\u{301} O\u{308}zgu\u{308}n", "zoe"),
    ("\u{1b}[31m\u{1f469}\u{fe0f} Red\n", "red"),
];

fn holders() -> Vec<Forms> {
    let mut holders = Holders::new(Names::new(PEOPLE));
    (0..PEOPLE.len()).for_each(|person| assert_eq!(holders.of(&[person]), person));
    assert_eq!(holders.of(&[0, 3, 4]), PEOPLE.len());
    holders.into_forms()
}

fn hour(hour: i64) -> Instant {
    "2026-10-19T00:00:00Z".parse::<Instant>().unwrap() + TimeDelta::hours(hour)
}

fn hours(start: i64, end: i64) -> Span {
    Span::new(hour(start), hour(end))
}

/// Bars and gaps that follow one another, from before the span on.
fn lane() -> impl Strategy<Value = Lane> {
    let mark = prop_oneof![
        5 => Just(Mark::Turn),
        1 => Just(Mark::Cover),
        1 => Just(Mark::Override),
        1 => Just(Mark::Away)
    ];
    let piece = (1i64..6000, 0..=PEOPLE.len() + 2, mark);
    let pieces = prop::collection::vec(piece, 0..60);
    ("[a-z-]{1,30}", any::<bool>(), pieces).prop_map(|(name, part, pieces)| {
        let mut lane = Lane { name, part, ..Lane::default() };
        let mut at = hour(-11);
        for (minutes, holder, mark) in pieces {
            let span = Span::new(at, at + TimeDelta::minutes(minutes));
            at = span.end;
            match holder.checked_sub(PEOPLE.len() + 1) {
                None => lane.bars.push(Bar { span, holder, mark }),
                Some(0) => lane.gaps.push(span),
                Some(_) => {}
            }
        }
        lane.known = vec![Span::new(hour(9), at.max(hour(10)))];
        lane
    })
}

fn picture() -> impl Strategy<Value = Picture> {
    let zones = ["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu"];
    let zone = prop::sample::select(zones.to_vec());
    let lanes = prop::collection::vec(lane(), 1..5);
    (lanes, 1i64..2000, zone, -500i64..500).prop_map(|(lanes, length, zone, now)| {
        let zone = Zones::embedded().get(zone).unwrap();
        let span = days(hours(9, 9 + length), &zone);
        Picture { span, zone, now: hour(now), holders: holders(), lanes }
    })
}

fn look(width: usize) -> Look {
    Look { color: false, width, ascii: false }
}

fn scale_of(picture: &Picture, width: usize) -> Scale {
    Scale::new(picture.span, &picture.zone, width - side(picture, width))
}

fn row_of(lane: &Lane, picture: &Picture, scale: &Scale, ascii: bool) -> String {
    let mut brush = Brush::new(look(80).style(), ascii);
    lane::row(lane, picture, scale, &mut brush)
}

fn month_of(picture: &Picture, look: Look) -> String {
    let span = month::months(picture.span, &picture.zone);
    month::text(&Picture { span, ..picture.clone() }, look)
}

/// A text without the letters of names that are not ASCII.
fn without_names(text: &str) -> String {
    let of_a_name =
        |letter: &char| !letter.is_ascii() && PEOPLE.iter().any(|(name, _)| name.contains(*letter));
    text.chars().filter(|letter| !of_a_name(letter)).collect()
}

proptest! {
    #[test]
    fn no_line_is_wider_than_it_may_be(picture in picture(), width in NARROWEST..=250) {
        let both = text(&picture, look(width)) + &month_of(&picture, look(width));
        for line in both.lines() {
            prop_assert!(line.width() <= width, "{} columns: {line:?}", line.width());
        }
    }

    #[test]
    fn every_column_of_a_row_has_its_sign(picture in picture(), width in NARROWEST..=250) {
        let scale = scale_of(&picture, width);
        for lane in &picture.lanes {
            let full = Lane { known: vec![scale.span()], ..lane.clone() };
            let row = row_of(&full, &picture, &scale, false);
            prop_assert_eq!(row.width(), scale.width(), "{:?}", row);
        }
    }

    #[test]
    fn whoever_has_room_for_a_name_is_named(picture in picture(), width in NARROWEST..=250) {
        let scale = scale_of(&picture, width);
        for lane in &picture.lanes {
            let row = row_of(lane, &picture, &scale, false);
            let shown = lane.bars.iter().filter_map(|bar| Some((bar, scale.columns(bar.span)?)));
            for (bar, (first, last, _)) in shown {
                let full = &picture.holders[bar.holder].full;
                // The first column may show a handoff, and the last what comes next, or a gap.
                if last - first > full.width() + 1 {
                    prop_assert!(row.contains(full.as_str()), "{full:?} is not in {row:?}");
                }
            }
        }
    }

    #[test]
    fn no_handoff_is_drawn_over(picture in picture(), width in NARROWEST..=250) {
        let scale = scale_of(&picture, width);
        for lane in &picture.lanes {
            let plain = |bar: &Bar| Bar { holder: bar.holder % 3, ..*bar };
            let bars: Vec<_> = lane.bars.iter().map(plain).collect();
            let plain = Lane { bars, gaps: Vec::new(), known: vec![scale.span()], ..lane.clone() };
            let row: Vec<_> = row_of(&plain, &picture, &scale, false).chars().collect();
            for bar in &plain.bars {
                if let Some((first, _, false)) = scale.columns(bar.span) {
                    prop_assert!(!"─━═┄·".contains(row[first]), "column {first} of {row:?}");
                }
            }
        }
    }

    #[test]
    fn no_gap_vanishes(picture in picture(), width in NARROWEST..=250) {
        let scale = scale_of(&picture, width);
        for lane in &picture.lanes {
            let row = row_of(lane, &picture, &scale, true);
            let gaps = lane.gaps.iter().filter(|gap| gap.overlaps(scale.span())).count();
            prop_assert_eq!(gaps > 0, row.contains(['!', '/']), "{:?}", row);
            let columns = |gap: &Span| {
                let (first, last, _) = scale.columns(*gap)?;
                Some(row.chars().skip(first).take(last + 1 - first).collect::<String>())
            };
            // Names may be wider than letters: only rows of ASCII are looked at closely.
            for seen in lane.gaps.iter().filter_map(columns).filter(|_| row.is_ascii()) {
                prop_assert!(seen.contains(['!', '/']), "{:?} of {:?}", seen, row);
            }
        }
    }

    #[test]
    fn a_letter_is_read_with_no_other(picture in picture(), width in NARROWEST..=250) {
        let scale = scale_of(&picture, width);
        let letter = |bar: &Bar| picture.holders[bar.holder].fitting(1).map(|(form, _)| form);
        for lane in &picture.lanes {
            let row = row_of(lane, &picture, &scale, true);
            let bars = lane.bars.iter().filter_map(|bar| Some((bar, scale.columns(bar.span)?)));
            let letters = !row.contains(['|', '-', ':']);
            for (bar, (first, _, before)) in bars.filter(|_| row.is_ascii() && !letters) {
                let shown = row.get(first..=first).filter(|shown| Some(*shown) == letter(bar));
                let beside = first > 0 && row.as_bytes()[first - 1].is_ascii_alphabetic();
                prop_assert!(before || shown.is_none() || !beside, "column {} of {:?}", first, row);
            }
        }
    }

    #[test]
    fn ascii_is_ascii_but_for_names(picture in picture(), width in NARROWEST..=250) {
        let ascii = Look { ascii: true, ..look(width) };
        let both = text(&picture, ascii) + &month_of(&picture, ascii);
        prop_assert!(without_names(&both).is_ascii(), "{}", both);
    }

    #[test]
    fn colour_adds_nothing_that_the_text_does_not_say(picture in picture(), width in 20usize..120) {
        let plain = text(&picture, look(width)) + &month_of(&picture, look(width));
        let colour = Look { color: true, ..look(width) };
        let coloured = text(&picture, colour) + &month_of(&picture, colour);
        let mut parts = coloured.split("\u{1b}[");
        let first = parts.next().unwrap_or_default().to_owned();
        let bare = parts.fold(first, |text, part| text + part.split_once('m').unwrap().1);
        let lines: Vec<_> = bare.lines().map(str::trim_end).collect();
        prop_assert_eq!(lines, plain.lines().collect::<Vec<_>>());
    }
}

/// The row of one lane over four days of UTC, a column for three hours.
fn row(lane: Lane) -> String {
    let (span, zone) = (hours(0, 96), Zones::embedded().utc());
    let scale = Scale::new(span, &zone, 32);
    let picture = Picture { span, zone, now: hour(11), holders: holders(), lanes: Vec::new() };
    row_of(&Lane { known: vec![span], ..lane }, &picture, &scale, false)
}

fn bar(start: i64, end: i64, holder: usize, mark: Mark) -> Bar {
    Bar { span: hours(start, end), holder, mark }
}

#[test]
fn why_a_shift_is_somebodys_is_seen_without_colour() {
    let marks = [Mark::Turn, Mark::Override, Mark::Cover, Mark::Away];
    let bars = (0..).zip(marks).map(|(day, mark)| bar(day * 24, day * 24 + 24, 0, mark));
    let lane = Lane { bars: bars.collect(), ..Lane::default() };
    assert_eq!(row(lane), "├Felix──╞Felix══┝Felix━━┆Felix┄┄");
}

#[test]
fn a_gap_is_not_off_hours() {
    let (bars, gaps) = (vec![bar(0, 24, 0, Mark::Turn)], vec![hours(24, 48), hours(70, 71)]);
    let lane = Lane { bars, gaps, ..Lane::default() };
    assert_eq!(row(lane), "├Felix──╳GAP╳╳╳╳·······╱········");
}

#[test]
fn a_column_that_is_a_gap_in_part_says_so() {
    let bars = vec![bar(10, 56, 0, Mark::Turn)];
    let lane = Lane { bars, gaps: vec![hours(0, 10), hours(56, 96)], ..Lane::default() };
    assert_eq!(row(lane), "╳╳╳╱Felix Brandt──╱╳GAP╳╳╳╳╳╳╳╳╳");
}

#[test]
fn a_short_shift_between_gaps_is_named() {
    let bars = (0..4).map(|day| bar(day * 24 + 10, day * 24 + 14, 0, Mark::Turn)).collect();
    let gaps = (0..5).map(|day| hours(day * 24 - 10, day * 24 + 10)).collect();
    let lane = Lane { bars, gaps, ..Lane::default() };
    assert_eq!(row(lane), "╳╳╳FB╳GAP╳╳FB╳GAP╳╳FB╳GAP╳╳FB╳╳╳");
}

#[test]
fn a_shift_of_one_column_never_seems_a_part_of_the_name_before() {
    let after = |spans: &[(i64, i64)]| {
        let bars = (0..).zip(spans).map(|(n, (from, to))| bar(*from, *to, n % 3, Mark::Turn));
        row(Lane { bars: bars.collect(), ..Lane::default() })
    };
    assert_eq!(after(&[(0, 48), (48, 51), (51, 96)]), "├Felix Brandt───├├Ben Okafor────");
    let turns: Vec<_> = (0..21).map(|n| (n * 4, n * 4 + 4)).collect();
    assert_eq!(after(&turns), "┇Felix, Ben C., Ben O.┇┇┇┇┇┇····");
    assert_eq!(after(&[(0, 6), (6, 9), (9, 15), (15, 18)]), "┇┇┇┇┇┇··························");
}

#[test]
fn a_row_of_letters_has_one_for_every_shift() {
    let turns = [(0, 0), (3, 4), (9, 0), (12, 4)];
    let bars = turns.map(|(from, holder)| bar(from, from + 3, holder, Mark::Turn)).to_vec();
    let lane = Lane { bars, known: vec![hours(0, 96)], ..Lane::default() };
    assert_eq!(row(lane), "FZ·FZ···························");
}

#[test]
fn where_nobody_can_be_named_a_way_out_is_shown() {
    let turns = (0..9600).map(|n| bar(n, n + 1, usize::try_from(n % 7).unwrap(), Mark::Turn));
    let lanes = vec![Lane { name: "primary".to_owned(), bars: turns.collect(), ..Lane::default() }];
    let (span, zone) = (hours(0, 9600), Zones::embedded().utc());
    let picture = Picture { span, zone, now: hour(1), holders: holders(), lanes };
    let narrow = text(&picture, look(20)).replace('\n', " ");
    assert!(narrow.contains("too many shifts for"), "{narrow}");
    assert!(!text(&picture, look(120)).contains("too many shifts"));
}

#[test]
fn shifts_shorter_than_a_column_are_seen() {
    let lane = |mark| {
        let bars = [bar(0, 25, 0, Mark::Turn), bar(25, 26, 1, mark), bar(26, 96, 2, Mark::Turn)];
        Lane { bars: bars.to_vec(), ..Lane::default() }
    };
    assert_eq!(row(lane(Mark::Turn)), "├Felix──┇Ben Okafor─────────────");
    assert_eq!(row(lane(Mark::Override)), "├Felix──╪Ben Okafor─────────────");
}

#[test]
fn many_short_shifts_of_a_few_are_named_together() {
    let turns = (0..32).map(|n| bar(n * 3, n * 3 + 3, usize::from(n % 2 == 1), Mark::Turn));
    let lane = Lane { bars: turns.collect(), ..Lane::default() };
    assert_eq!(row(lane), "┇Felix Brandt, Ben Carver┇┇┇┇┇┇┇");
}

#[test]
fn below_twenty_columns_a_way_out_is_shown() {
    let (span, zone) = (hours(0, 24), Zones::embedded().utc());
    let picture = Picture { span, zone, now: hour(1), holders: Vec::new(), lanes: Vec::new() };
    for width in 0..NARROWEST {
        let text = text(&picture, look(width));
        assert!(text.lines().all(|line| line.width() <= width), "{text}");
    }
    let narrow = text(&picture, look(19)).replace('\n', " ");
    assert_eq!(narrow, "a timeline needs 20 columns; `--format list` needs none ");
}
