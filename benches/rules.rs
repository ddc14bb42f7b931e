//! What all rules cost: `cargo bench --bench rules`.
//!
//! Plans of 50 to 400 rotations, each with five people, are judged over 13 weeks. The first line is
//! a fixed loop that has nothing to do with irp; the last ones are the dearest rules by themselves.
#![allow(
    clippy::expect_used,
    clippy::print_stdout,
    clippy::disallowed_methods,
    reason = "a benchmark measures the world, prints what it finds, and may stop"
)]

use std::hint::black_box;

use irp::plan::Plan;
use irp::rules::{Check, Context, Options, RULES, check};
use irp::time::Instant;
use nix::sys::resource::{UsageWho, getrusage};

#[path = "plans/staffed.rs"]
mod staffed;

const SIZES: [usize; 4] = [50, 100, 200, 400];
const RUNS: usize = 9;
const DEAREST: usize = 8;

fn main() {
    let now: Instant = "2026-10-19T09:00:00Z".parse().expect("an instant");
    println!("what                                    CPU   a rotation");
    println!("calibration loop                {:>9.2} us", median(calibration) * 1e6);
    for size in SIZES {
        let plan = staffed::plan(size);
        let cost = median(|| {
            black_box(check(&Context::new(&plan, now)));
        });
        let each = cost * 1e6 / f64::from(u32::try_from(size).expect("a size"));
        println!(
            "{size:>4} rotations, {:>4} people     {:>9.1} ms   {each:>6.0} us",
            size * 5,
            cost * 1e3
        );
    }
    dearest(&staffed::plan(200), now);
}

/// A xorshift generator run a hundred thousand times.
fn calibration() {
    black_box((0..100_000).fold(black_box(0x2545_f491_4f6c_dd1d), |mut x: u64, _| {
        x ^= x << 13;
        x ^= x >> 7;
        x ^ (x << 17)
    }));
}

/// The rules that cost most on a plan, when what they share has been worked out.
fn dearest(plan: &Plan, now: Instant) {
    let context = Context::new(plan, now);
    black_box(check(&context));
    let mut costs: Vec<_> = RULES
        .iter()
        .filter_map(|rule| {
            let Check::Plan(check) = rule.check else { return None };
            Some((
                median(|| drop(black_box(check(&context, &Options::new(rule, plan))))),
                rule.code,
            ))
        })
        .collect();
    costs.sort_by(|a, b| b.0.total_cmp(&a.0));
    println!("\nof 200 rotations:");
    for (cost, code) in costs.iter().take(DEAREST) {
        println!("{code:<32}{:>9.1} ms", cost * 1e3);
    }
}

/// The median of user and system time in seconds.
fn median(mut run: impl FnMut()) -> f64 {
    let mut costs: Vec<_> = (0..RUNS)
        .map(|_| {
            let before = spent();
            run();
            spent() - before
        })
        .collect();
    costs.sort_by(f64::total_cmp);
    costs[RUNS / 2]
}

fn spent() -> f64 {
    let usage = getrusage(UsageWho::RUSAGE_SELF).expect("usage");
    let seconds = |time: nix::sys::time::TimeVal| {
        let whole = i32::try_from(time.tv_sec()).expect("a time");
        f64::from(whole) + f64::from(i32::try_from(time.tv_usec()).expect("a time")) / 1e6
    };
    seconds(usage.user_time()) + seconds(usage.system_time())
}
