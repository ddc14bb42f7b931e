//! What the schedule costs: `cargo bench --bench schedule`.
//!
//! The first figure is a fixed loop that has nothing to do with irp. Quote the others as multiples
//! of it: that holds on another machine and when this one is busy.

use divan::{Bencher, black_box};
use irp::plan::{self, Plan, RotationKey};
use irp::schedule;
use irp::source::{Entry, Kind, Tree};
use irp::time::{Instant, Span, Zones};

fn main() {
    divan::main();
}

/// One file in memory.
struct One(String);

impl Tree for One {
    fn list(&self, _: &str) -> Result<Vec<Entry>, String> {
        Ok(vec![Entry { name: "irp.toml".to_owned(), kind: Kind::File { target: None } }])
    }

    fn look(&self, path: &str) -> Option<Kind> {
        (path == "irp.toml").then_some(Kind::File { target: None })
    }

    fn read(&self, _: &str) -> Result<Vec<u8>, String> {
        Ok(self.0.clone().into_bytes())
    }
}

fn load(rotation: &str) -> (Plan, RotationKey) {
    let mut text =
        String::from("irp = 1\n[plan]\nname = \"Bench\"\ntime-zone = \"America/New_York\"\n");
    for person in 0..10 {
        text.push_str(&format!("[people.p{person}]\nname = \"P{person}\"\n"));
    }
    let people = "people = [\"p0\",\"p1\",\"p2\",\"p3\",\"p4\",\"p5\",\"p6\",\"p7\",\"p8\",\"p9\"]";
    text.push_str(&format!("[rotations.r]\n{people}\n{rotation}\n"));
    let plan = plan::load(&One(text), &Zones::embedded(), plan::Read::Toml);
    assert_eq!(plan.faults, []);
    let key = plan.rotation("r").expect("the rotation is there");
    (plan, key)
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

const TURNS: [&str; 6] = [
    "starts = 2026-09-01T09:00\nturn = \"1d\"",
    "starts = 1986-09-01T09:00\nturn = \"1d\"",
    "starts = 2026-09-01T09:00\nturn = \"1w\"\nwhen = \"mon-fri 09:00-17:00\"",
    "starts = 1986-09-01T09:00\nturn = \"1w\"\nwhen = \"mon-fri 09:00-17:00\"",
    "starts = 2026-09-01T09:00\nturn = \"2 shifts\"\nwhen = \"mon-fri 09:00-17:00\"",
    "starts = 1986-09-01T09:00\nturn = \"2 shifts\"\nwhen = \"mon-fri 09:00-17:00\"",
];

/// Who is on call at an instant, in rotations that are one month and forty years old.
#[divan::bench(args = 0..TURNS.len())]
fn point_query(bencher: Bencher, turn: usize) {
    let (plan, key) = load(TURNS[turn]);
    let at = instant("2026-10-06T15:00:00Z");
    assert!(schedule::at(&plan, key, at).is_some());
    bencher.bench_local(|| schedule::at(&plan, key, black_box(at)));
}
