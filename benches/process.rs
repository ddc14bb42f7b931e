//! What irp costs as a whole process: `cargo bench --bench process`.
//!
//! Each command is run in turn with `git rev-parse HEAD`, and its user and system time is quoted as
//! a multiple of that: the median over all pairs, which holds when the machine is busy.
#![allow(
    clippy::expect_used,
    clippy::print_stdout,
    clippy::print_stderr,
    clippy::disallowed_methods,
    reason = "a benchmark measures the world, prints what it finds, and may stop"
)]

use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use nix::sys::resource::{UsageWho, getrusage};

const RUNS: usize = 200;
const FEW_RUNS: usize = 10;
const ROTATIONS: usize = 2000;
const PEOPLE: usize = 5000;
const FILES: usize = 100;

fn main() {
    let irp = env!("CARGO_BIN_EXE_irp");
    let big = Path::new(env!("CARGO_TARGET_TMPDIR")).join("big-plan");
    let bytes = write_big_plan(&big);
    let now = ["--now", "2026-10-19T09:00:00Z"];
    let kestrel = ["oncall", "now", "--plan", "examples/kestrel", now[0], now[1]];
    let large = ["oncall", "now", "--plan", big.to_str().expect("a path"), now[0], now[1]];
    println!("command                          median CPU   x git rev-parse HEAD");
    pair("true", "true", &[], RUNS);
    pair("irp --version", irp, &["--version"], RUNS);
    pair("irp oncall now (kestrel)", irp, &kestrel, RUNS);
    pair("irp oncall now (2,000 rotations)", irp, &large, FEW_RUNS);
    let peak = getrusage(UsageWho::RUSAGE_CHILDREN).expect("usage").max_rss();
    let peak = u64::try_from(peak).expect("a size") * 1024;
    println!("peak memory on 2,000 rotations: {} MiB,", peak / 1024 / 1024);
    println!("{:.1} times the plan's {} KiB", ratio(peak, bytes), bytes / 1024);
}

fn pair(name: &str, program: &str, args: &[&str], runs: usize) {
    let mut pairs: Vec<_> = (0..runs)
        .map(|_| (cost(program, args), cost("git", &["rev-parse", "HEAD"]).max(1)))
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
    command.args(args).stdout(Stdio::null()).stderr(Stdio::null());
    command.status().expect("the command runs");
    used() - before
}

/// Writes a plan of 2,000 rotations and 5,000 people in 200 files; returns its size in bytes.
fn write_big_plan(folder: &Path) -> u64 {
    fs::create_dir_all(folder).expect("a folder");
    let mut bytes = 0;
    let mut write = |name: String, text: String| {
        bytes += u64::try_from(text.len()).expect("a size");
        fs::write(folder.join(name), text).expect("a file");
    };
    let root = "irp = 1\n[plan]\nname = \"Big\"\ntime-zone = \"Europe/Berlin\"\n";
    write("irp.toml".to_owned(), root.to_owned());
    for file in 0..FILES {
        let people = PEOPLE / FILES;
        let rotations = ROTATIONS / FILES;
        let text = (file * people..(file + 1) * people).map(person).collect();
        write(format!("people-{file}.toml"), text);
        let text = (file * rotations..(file + 1) * rotations).map(rotation).collect();
        write(format!("rotations-{file}.toml"), text);
    }
    bytes
}

const ZONES: [&str; 4] = ["Europe/Berlin", "America/New_York", "Asia/Kolkata", "Australia/Sydney"];

fn person(id: usize) -> String {
    format!(
        r#"[people.person-{id}]
name = "Person Number {id}"
chat = "@person-{id}"
time-zone = "{}"
working-hours = "mon-fri 09:00-17:00"
skills = ["cluster", "identity", "postgres"]
trained = ["first-responder", "secondary-responder"]
contacts = {{ push = "app:p{id}", sms = "vault:p{id}/mobile", phone = "vault:p{id}/mobile" }}
notify.high = [{{ via = "push", after = "0m" }}, {{ via = "sms", after = "1m" }}]
notify.low = [{{ via = "push", after = "0m" }}]

"#,
        ZONES[id % ZONES.len()]
    )
}

fn rotation(id: usize) -> String {
    let turn = ["1w", "1d", "2w", "12h", "3d"][id % 5];
    let mut people = String::new();
    for place in 0..8 {
        let _ = write!(people, "\"person-{}\", ", (id * 7 + place * 613) % PEOPLE);
    }
    format!(
        r#"[rotations.rotation-{id}]
role = "first-responder"
description = "Whoever answers for service {id}, at any hour, with some words to read"
time-zone = "{}"
starts = 2026-01-05T09:00:00
turn = "{turn}"
people = [{people}]

"#,
        ZONES[id % ZONES.len()]
    )
}
