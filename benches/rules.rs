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

#[path = "plans/measure.rs"]
mod measure;
#[path = "plans/staffed.rs"]
mod staffed;

use measure::{calibration, median};

const SIZES: [usize; 4] = [50, 100, 200, 400];
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
