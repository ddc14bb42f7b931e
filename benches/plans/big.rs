//! A large plan on the disk: 2,000 rotations and 5,000 people in 201 files.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

const ROTATIONS: usize = 2000;
const PEOPLE: usize = 5000;
const FILES: usize = 100;

/// Writes a plan of 2,000 rotations and 5,000 people in 200 files; returns its size in bytes.
pub fn write(folder: &Path) -> u64 {
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
