//! What a point query costs in instructions: `cargo bench --bench instructions`, with valgrind.
//!
//! Instructions are the same in every run and on every machine of a kind, so they show whether the
//! cost of a query depends on how old a rotation is.
#![allow(
    clippy::expect_used,
    clippy::print_stdout,
    clippy::print_stderr,
    clippy::disallowed_methods,
    reason = "a benchmark measures the world, prints what it finds, and may stop"
)]

use std::hint::black_box;
use std::process::{Command, ExitCode};

use irp::schedule;

mod plans;

use plans::{TURNS, load, moment};

const QUERIES: u64 = 1000;

fn main() -> ExitCode {
    let args: Vec<_> = std::env::args().collect();
    if let [_, mode, turn, queries] = &args[..]
        && mode == "--measured"
    {
        query(turn.parse().expect("a number"), queries.parse().expect("a number"));
        return ExitCode::SUCCESS;
    }
    for (turn, rotation) in TURNS.iter().enumerate() {
        let (Some(none), Some(all)) = (instructions(turn, 0), instructions(turn, QUERIES)) else {
            eprintln!("valgrind is needed: its callgrind counts instructions");
            return ExitCode::FAILURE;
        };
        let rotation = rotation.replace('\n', ", ");
        println!("{:>6} instructions a query: {rotation}", (all - none) / QUERIES);
    }
    ExitCode::SUCCESS
}

fn query(turn: usize, queries: u64) {
    let (plan, key) = load(TURNS[turn]);
    let at = moment();
    for _ in 0..queries {
        black_box(schedule::at(&plan, key, black_box(at)));
    }
}

/// Instructions of a whole process that makes so many queries.
fn instructions(turn: usize, queries: u64) -> Option<u64> {
    let me = std::env::current_exe().ok()?;
    let output = Command::new("valgrind")
        .args(["--tool=callgrind", "--callgrind-out-file=/dev/null"])
        .arg(me)
        .args(["--measured", &turn.to_string(), &queries.to_string()])
        .output()
        .ok()?;
    let text = String::from_utf8_lossy(&output.stderr).into_owned();
    let line = text.lines().find(|line| line.contains("Collected"))?;
    line.rsplit(' ').next()?.parse().ok()
}
