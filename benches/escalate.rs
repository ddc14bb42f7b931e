//! What it costs to find the longest that pages take: `cargo bench --bench escalate`.
//!
//! A plan of 50 services, each with a path, two rotations and a team of ten people of whom two
//! have time off, and four severities, in memory, over 13 weeks. The first line is a fixed loop
//! that has nothing to do with irp.
#![allow(
    clippy::expect_used,
    clippy::print_stdout,
    clippy::disallowed_methods,
    reason = "a benchmark measures the world, prints what it finds, and may stop"
)]

use std::hint::black_box;

use chrono::TimeDelta;
use irp::escalation::{Judge, Page, Worst, needed, urgency};
use irp::plan::Plan;
use irp::time::{Instant, Span};

#[path = "plans/measure.rs"]
mod measure;
#[path = "plans/staffed.rs"]
mod staffed;

use measure::{calibration, median};

/// Half of them follow the others: 50 services.
const ROTATIONS: usize = 100;

const FOURTH: &str = "[severities.sev4]\nrank = 4\nurgency = \"low\"\nhours = \"business\"\n";

fn main() {
    println!("what                                     CPU    pages");
    println!("calibration loop                {:>9.2} us", median(calibration) * 1e6);
    let fourth =
        |id: usize, text: &str| if id == 0 { FOURTH.to_owned() + text } else { text.to_owned() };
    line("each path runs once", &staffed::edited(ROTATIONS, fourth));
    // The paths stand with the services, which are not edited: repeats are written beside them.
    let named = |id: usize, text: &str| fourth(id, text).replace("[teams.team-", &repeats(id));
    line("and rotations alone, ten times", &staffed::edited(ROTATIONS, named));
}

/// A path for all services of a team that is run ten times, which only rotations are in.
fn repeats(id: usize) -> String {
    format!(
        "[escalations.again-{id}]\nrepeat = 9\nrepeat-every = \"10m\"\nsteps = [\n\
         {{ after = \"0m\", notify = {{ rotation = \"rotation-{id}\" }} }},\n\
         {{ after = \"5m\", notify = {{ rotation = \"second-{id}\" }} }},\n]\n\
         [services.again-{id}]\nescalation = \"again-{id}\"\n[teams.team-"
    )
}

fn line(what: &str, plan: &Plan) {
    let again = plan.services.iter().any(|service| service.id.as_ref().starts_with("again-"));
    let pages = |plan| pages(plan, again);
    let count = pages(plan);
    let cost = median(|| {
        black_box(pages(plan));
    });
    println!("{what:<32}{:>9.1} ms   {count:>6}", cost * 1e3);
}

/// Judges every service of one kind and every severity by itself, and counts them.
fn pages(plan: &Plan, again: bool) -> usize {
    let now: Instant = "2026-10-19T09:00:00Z".parse().expect("an instant");
    let judge = Judge::new(plan, Span::new(now, now + TimeDelta::weeks(13)), &[]);
    let mut judged = 0;
    for service in plan.services.iter().filter(|s| s.id.as_ref().starts_with("again-") == again) {
        for severity in &plan.severities {
            let page = Page::new(plan, service, severity).expect("a path");
            let hours = needed(service, severity).expect("hours");
            let worst = judge.worst(page.path, urgency(severity), hours);
            assert!(matches!(black_box(worst), Worst::Takes(_)));
            judged += 1;
        }
    }
    judged
}
