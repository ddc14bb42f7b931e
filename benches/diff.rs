//! What it costs to compare two plans: `cargo bench --bench diff`.
//!
//! Plans of 200 rotations and 1,000 people, in memory, over 26 weeks and as much of the past, in
//! which more and more is edited. The first line is a fixed loop that has nothing to do with irp.
#![allow(
    clippy::expect_used,
    clippy::print_stdout,
    clippy::disallowed_methods,
    reason = "a benchmark measures the world, prints what it finds, and may stop"
)]

use std::hint::black_box;

use chrono::TimeDelta;
use irp::diff::{Changes, Comparison, LONGEST_WINDOW, Question};
use irp::plan::Plan;
use irp::time::{Instant, Span, Zones};

#[path = "plans/measure.rs"]
mod measure;
#[path = "plans/staffed.rs"]
mod staffed;

use measure::{calibration, median};
use staffed::swapped;

const ROTATIONS: usize = 200;

fn main() {
    println!("what                                     CPU   changed shifts");
    println!("calibration loop                {:>9.2} us", median(calibration) * 1e6);
    let before = staffed::plan(ROTATIONS);
    line("nothing", &before, &staffed::plan(ROTATIONS));
    let first = |id: usize, text: &str| if id == 0 { swapped(id, text) } else { text.to_owned() };
    line("one order", &before, &staffed::edited(ROTATIONS, first));
    line("every order", &before, &staffed::edited(ROTATIONS, swapped));
    let both = |id: usize, text: &str| swapped(id, text).replace("26T09:00:00", "27T09:00:00");
    line("every order, every override", &before, &staffed::edited(ROTATIONS, both));
    let all = |id: usize, text: &str| both(id, text).replace("2026-01-05", "2026-01-06");
    line("and every start", &before, &staffed::edited(ROTATIONS, all));
}

fn line(what: &str, before: &Plan, after: &Plan) {
    let found = compare(before, after);
    let cost = median(|| drop(black_box(compare(before, after))));
    let shifts = found.past.len() + found.ahead.len();
    println!("{what:<32}{:>9.1} ms   {shifts:>6}", cost * 1e3);
}

fn compare(before: &Plan, after: &Plan) -> Changes {
    let now: Instant = "2026-10-19T09:00:00Z".parse().expect("an instant");
    let (window, since) = (Span::new(now, now + LONGEST_WINDOW), now - LONGEST_WINDOW);
    let notice = TimeDelta::days(14);
    let question = Question { now, window, since, notice };
    Comparison::new(before, after).changes(&question, &Zones::embedded())
}
