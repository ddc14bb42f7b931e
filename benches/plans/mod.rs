//! Plans that the benchmarks measure on.

use std::fmt::Write as _;

use irp::plan::{self, Plan, RotationKey};
use irp::source::Single;
use irp::time::{Instant, Zones};

/// A plan of ten people and one rotation, in New York.
pub fn load(rotation: &str) -> (Plan, RotationKey) {
    let mut text =
        String::from("irp = 1\n[plan]\nname = \"Bench\"\ntime-zone = \"America/New_York\"\n");
    for person in 0..10 {
        let _ = write!(text, "[people.p{person}]\nname = \"P{person}\"\n");
    }
    let people = "people = [\"p0\",\"p1\",\"p2\",\"p3\",\"p4\",\"p5\",\"p6\",\"p7\",\"p8\",\"p9\"]";
    let _ = write!(text, "[rotations.r]\n{people}\n{rotation}\n");
    let plan = plan::load(&Single { name: "irp.toml", text }, &Zones::embedded(), plan::Read::Toml);
    assert_eq!(plan.faults, []);
    let key = plan.rotation("r").expect("the rotation is there");
    (plan, key)
}

/// The instant that point queries ask about.
pub fn moment() -> Instant {
    "2026-10-06T15:00:00Z".parse().expect("an instant")
}

/// Rotations by calendar period, by weekly window and by shifts, one month and forty years old.
pub const TURNS: [&str; 6] = [
    "starts = 2026-09-01T09:00\nturn = \"1d\"",
    "starts = 1986-09-01T09:00\nturn = \"1d\"",
    "starts = 2026-09-01T09:00\nturn = \"1w\"\nwhen = \"mon-fri 09:00-17:00\"",
    "starts = 1986-09-01T09:00\nturn = \"1w\"\nwhen = \"mon-fri 09:00-17:00\"",
    "starts = 2026-09-01T09:00\nturn = \"2 shifts\"\nwhen = \"mon-fri 09:00-17:00\"",
    "starts = 1986-09-01T09:00\nturn = \"2 shifts\"\nwhen = \"mon-fri 09:00-17:00\"",
];
