//! Answers on a terminal of 80 columns: what one looks for is there, and words stay whole.
#![cfg(unix)]

use std::fs::File;
use std::io::Read;

use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};

use crate::init::folder::Folder;

const KESTREL: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/kestrel");
const TITLE: &str = "Customers in Belgium, the Netherlands and Luxembourg cannot pay by card since \
                     the acquirer moved its endpoint to another country";

/// The lines of an answer on a terminal of 80 columns.
fn lines(folder: &Folder, words: &[&str]) -> Vec<String> {
    let keyboard = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).unwrap();
    grantpt(&keyboard).unwrap();
    unlockpt(&keyboard).unwrap();
    let path = ptsname(&keyboard, Vec::new()).unwrap().into_string().unwrap();
    let terminal = std::fs::OpenOptions::new().read(true).write(true).open(path).unwrap();
    let mut irp = spawned(folder, words, terminal);
    let reader = std::thread::spawn(move || {
        // Once nobody writes any more, a terminal answers with an error.
        let (mut shown, mut bytes, mut from) = (Vec::new(), [0; 4096], File::from(keyboard));
        while let Ok(read @ 1..) = from.read(&mut bytes) {
            shown.extend_from_slice(&bytes[..read]);
        }
        String::from_utf8(shown).unwrap()
    });
    irp.wait().unwrap();
    reader.join().unwrap().lines().map(str::to_owned).collect()
}

/// irp with this end of the terminal, which nobody else holds then.
fn spawned(folder: &Folder, words: &[&str], terminal: File) -> std::process::Child {
    let mut irp = folder.command(env!("CARGO_BIN_EXE_irp"));
    irp.args(words).args(["--color", "never"]).env("COLUMNS", "80");
    irp.stdin(std::process::Stdio::null()).stderr(std::process::Stdio::null());
    irp.stdout(terminal).spawn().unwrap()
}

#[test]
fn a_list_shows_the_titles_of_incidents_and_of_game_days() {
    let folder = Folder::new("terminal-list");
    let asked = ["--plan", KESTREL, "--now", "2026-10-19T09:00:00Z"];
    for (list, title) in [
        ("incident", "Half of all card payments were declined"),
        ("game-day", "Nobody can sign in, including us"),
    ] {
        let lines = lines(&folder, &[&[list, "list"][..], &asked].concat());
        assert!(lines.iter().any(|line| line.contains(title)), "{list}: {lines:?}");
        assert!(lines.iter().all(|line| line.chars().count() <= 80), "{lines:?}");
    }
    let lines = lines(&folder, &[&["incident", "list"][..], &asked].concat());
    let row = "2026-10-12-payments-declines   sev1      resolved  Mon 12 Oct 20:41  47m";
    assert!(lines.iter().any(|line| line == row), "{lines:?}");
}

#[test]
fn a_long_title_and_a_long_line_are_broken_between_words() {
    let folder = Folder::new("terminal-fold");
    folder.write(
        "irp.toml",
        "irp = 1\n[plan]\nname = \"Desk\"\ntime-zone = \"UTC\"\n[severities.sev1]\nrank = 1\n\
         [services.shop]\n",
    );
    let new = ["incident", "new", "shop", "--severity", "sev1", "--slug", "x", "--title", TITLE];
    assert_eq!(folder.irp(&new).code, 0);
    let shown = ["incident", "show"];
    let log = ["incident", "log", TITLE, "--kind", "action"];
    let set = ["incident", "set", "title", TITLE];
    for words in [&shown[..], &log, &set, &["incident", "list"]] {
        let lines = lines(&folder, words);
        assert!(lines.iter().all(|line| line.chars().count() <= 80), "{words:?}: {lines:?}");
        let told: Vec<_> = lines.iter().flat_map(|line| line.split_whitespace()).collect();
        assert!(told.join(" ").contains(TITLE), "{words:?}: {lines:?}");
    }
}
