//! What the schedule costs: `cargo bench --bench schedule`.
//!
//! The first figure is a fixed loop that has nothing to do with irp. Quote the others as multiples
//! of it: that holds on another machine and when this one is busy.
#![allow(
    clippy::expect_used,
    clippy::print_stdout,
    clippy::print_stderr,
    clippy::disallowed_methods,
    reason = "a benchmark measures the world, prints what it finds, and may stop"
)]

use divan::{Bencher, black_box};
use irp::schedule;
use irp::time::{Instant, Span};

mod plans;

use plans::{TURNS, load, moment};

fn main() {
    divan::main();
}

fn instant(text: &str) -> Instant {
    text.parse().expect("an instant")
}

/// A xorshift generator run a thousand times.
#[divan::bench]
fn calibration() -> u64 {
    (0..1000).fold(black_box(0x2545_f491_4f6c_dd1d), |mut x: u64, _| {
        x ^= x << 13;
        x ^= x >> 7;
        x ^ (x << 17)
    })
}

/// A year of one daily 24x7 rotation of ten people in New York: 366 shifts.
#[divan::bench]
fn year_of_daily_turns(bencher: Bencher) {
    let (plan, key) = load("starts = 2026-01-01T09:00\nturn = \"1d\"");
    let year = Span::new(instant("2026-01-01T15:00:00Z"), instant("2027-01-01T15:00:00Z"));
    assert_eq!(schedule::shifts(&plan, key, year).len(), 366);
    bencher.bench_local(|| schedule::shifts(&plan, key, black_box(year)).len());
}

/// Who is on call at an instant, in rotations that are one month and forty years old.
#[divan::bench(args = 0..TURNS.len())]
fn point_query(bencher: Bencher, turn: usize) {
    let (plan, key) = load(TURNS[turn]);
    let at = moment();
    assert!(schedule::at(&plan, key, at).is_some());
    bencher.bench_local(|| schedule::at(&plan, key, black_box(at)));
}
