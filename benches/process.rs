//! What irp costs as a whole process: `cargo bench --bench process`.
//!
//! Each command is run in turn with `git rev-parse HEAD`, and its user and system time is quoted as
//! a multiple of that: the median over all pairs, which holds when the machine is busy. `irp log` is
//! compared with what git needs to find the same commit.
#![allow(
    clippy::expect_used,
    clippy::print_stdout,
    clippy::print_stderr,
    clippy::disallowed_methods,
    reason = "a benchmark measures the world, prints what it finds, and may stop"
)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use nix::sys::resource::{UsageWho, getrusage};

const RUNS: usize = 200;
const FEW_RUNS: usize = 10;

#[path = "plans/big.rs"]
mod big;
#[path = "plans/history.rs"]
mod history;
#[path = "plans/incidents.rs"]
mod incidents;
#[path = "plans/staffed.rs"]
mod staffed;

fn main() {
    let linked = env!("CARGO_BIN_EXE_irp");
    let irp = installed(linked);
    let irp = irp.to_str().expect("a path");
    let big = Path::new(env!("CARGO_TARGET_TMPDIR")).join("big-plan");
    let bytes = big::write(&big);
    let now = ["--now", "2026-10-19T09:00:00Z"];
    let kestrel = ["oncall", "now", "--plan", "examples/kestrel", now[0], now[1]];
    let large = ["oncall", "now", "--plan", big.to_str().expect("a path"), now[0], now[1]];
    println!("command                          median CPU   x git rev-parse HEAD");
    pair("true", "true", &[], RUNS);
    pair("irp --version", irp, &["--version"], RUNS);
    pair("irp oncall now (kestrel)", irp, &kestrel, RUNS);
    pair("the same, just linked", linked, &kestrel, RUNS);
    pair("irp oncall now (2,000 rotations)", irp, &large, FEW_RUNS);
    let peak = getrusage(UsageWho::RUSAGE_CHILDREN).expect("usage").max_rss();
    let peak = u64::try_from(peak).expect("a size") * 1024;
    println!("peak memory on 2,000 rotations: {} MiB,", peak / 1024 / 1024);
    println!("{:.1} times the plan's {} KiB", ratio(peak, bytes), bytes / 1024);
    diff(irp);
    calendar(irp);
    stats(irp);
    log(irp);
}

/// The numbers of 5,000 incident records.
fn stats(irp: &str) {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("incidents");
    incidents::write(&folder, 5000);
    let plan = folder.to_str().expect("a path");
    let words = ["stats", "--plan", plan, "--now", "2026-10-19T09:00:00Z"];
    pair("irp stats (5,000 incidents)", irp, &words, FEW_RUNS);
}

/// A change of every order of 200 rotations with 1,000 people, over 26 weeks.
fn diff(irp: &str) {
    let before = staffed("plan-before", |_, text| text.to_owned());
    let after = staffed("plan-after", staffed::swapped);
    let words = ["--for", "26w", "--now", "2026-10-19T09:00:00Z"];
    let words = [&["diff", "--no-git", &before, &after], &words[..]].concat();
    pair("irp diff (200 rotations, 26 weeks)", irp, &words, FEW_RUNS);
}

/// A year of 200 rotations with a handoff every day: 73,000 events.
fn calendar(irp: &str) {
    let daily = |_: usize, text: &str| {
        let lines = text.lines().map(|line| match line.strip_prefix("turn = ") {
            Some(_) => "turn = \"1d\"\n".to_owned(),
            None => format!("{line}\n"),
        });
        lines.collect()
    };
    let plan = staffed("plan-daily", daily);
    let words = ["calendar", "--from", "2026-06-01T00:00Z", "--for", "1y", "--plan", &plan];
    pair("irp calendar (73,000 events)", irp, &words, FEW_RUNS);
}

/// The folder of a plan of 200 rotations, with the text about each two edited.
fn staffed(name: &str, edit: impl Fn(usize, &str) -> String) -> String {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    for (path, text) in staffed::files(200, edit) {
        let file = folder.join(path);
        fs::create_dir_all(file.parent().expect("a folder")).expect("a folder");
        fs::write(file, text).expect("a file");
    }
    folder.to_str().expect("a path").to_owned()
}

/// The first entry of `irp log` in repositories of 10,000 commits, 500 of which touch the plan.
fn log(irp: &str) {
    println!("\ncommand                          median CPU   x git log -1 -- PLAN");
    for (name, which) in [
        ("the plan touched now and then", history::Touched::Evenly),
        ("500 times, 9,500 commits ago", history::Touched::LongAgo),
    ] {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("history");
        history::write(&folder, which);
        let plan = folder.join("ops/oncall");
        let plan = plan.to_str().expect("a path");
        let git = ["-C", plan, "log", "-1", "--format=%h", "--", "."];
        against(&git, name, irp, &["log", "-n", "1", "--plan", plan], FEW_RUNS);
    }
}

/// A copy of the program, as installing makes one: in larger pages of the system's memory than a
/// linker leaves.
fn installed(linked: &str) -> PathBuf {
    let copy = Path::new(env!("CARGO_TARGET_TMPDIR")).join("irp");
    fs::copy(linked, &copy).expect("a copy");
    copy
}

fn pair(name: &str, program: &str, args: &[&str], runs: usize) {
    against(&["rev-parse", "HEAD"], name, program, args, runs);
}

fn against(git: &[&str], name: &str, program: &str, args: &[&str], runs: usize) {
    let mut pairs: Vec<_> = (0..runs)
        .map(|_| (cost(program, args), cost("git", git).max(1)))
        .map(|(ours, git)| (ratio(ours, git), ours))
        .collect();
    pairs.sort_by(|a, b| a.0.total_cmp(&b.0));
    let median = pairs[runs / 2].0;
    pairs.sort_by_key(|(_, ours)| *ours);
    println!("{name:<32} {:>7} us   {median:.2}", pairs[runs / 2].1);
}

#[expect(clippy::cast_precision_loss, reason = "a ratio is shown to two digits")]
fn ratio(one: u64, two: u64) -> f64 {
    one as f64 / two as f64
}

/// User and system time of one run, in microseconds.
fn cost(program: &str, args: &[&str]) -> u64 {
    let used = || {
        let usage = getrusage(UsageWho::RUSAGE_CHILDREN).expect("usage");
        let time = usage.user_time() + usage.system_time();
        u64::try_from(time.tv_sec() * 1_000_000 + time.tv_usec()).expect("a time")
    };
    let before = used();
    let mut command = Command::new(program);
    // Cargo has the loader look for libraries in its own folders first, which costs git time.
    command.env_remove("LD_LIBRARY_PATH");
    command.args(args).stdout(Stdio::null()).stderr(Stdio::null());
    command.status().expect("the command runs");
    used() - before
}
