//! Files that irp itself prints are committed, for those who package it or edit plans, and are
//! those that it prints now. `IRP_BLESS=1` writes them.
#![expect(clippy::disallowed_methods, reason = "the test compares files of this repository")]

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Command;

/// Every such file, and the command that prints it.
const FILES: [(&str, &[&str]); 9] = [
    ("completions/irp.bash", &["completions", "bash"]),
    ("completions/_irp", &["completions", "zsh"]),
    ("completions/irp.fish", &["completions", "fish"]),
    ("completions/irp.ps1", &["completions", "powershell"]),
    ("completions/irp.elv", &["completions", "elvish"]),
    ("plan-schema/plan.schema.json", &["schema"]),
    ("plan-schema/runbook.schema.json", &["schema", "runbook"]),
    ("plan-schema/incident.schema.json", &["schema", "incident"]),
    ("plan-schema/handoff.schema.json", &["schema", "handoff"]),
];

fn path(name: &str) -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}

fn printed(words: &[&str]) -> String {
    let mut irp = Command::new(env!("CARGO_BIN_EXE_irp"));
    let output = irp.args(words).env_clear().output().unwrap();
    assert!(output.status.success(), "irp {}: {output:?}", words.join(" "));
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn committed_files_are_what_irp_prints() {
    let bless = std::env::var_os("IRP_BLESS").is_some_and(|value| value != "0");
    let mut stale = Vec::new();
    for (name, words) in FILES {
        let now = printed(words);
        if fs::read_to_string(path(name)).ok().as_ref() == Some(&now) {
            continue;
        }
        if bless {
            fs::create_dir_all(path(name).parent().unwrap()).unwrap();
            fs::write(path(name), now).unwrap();
        } else {
            stale.push(name);
        }
    }
    let hint = "IRP_BLESS=1 cargo test generated  writes them";
    assert!(stale.is_empty(), "out of date: {}\n{hint}", stale.join(", "));
}

#[test]
fn nothing_else_lies_beside_them() {
    let known: BTreeSet<_> = FILES.iter().map(|(name, _)| path(name)).collect();
    for folder in ["completions", "plan-schema"] {
        for entry in fs::read_dir(path(folder)).unwrap() {
            let path = entry.unwrap().path();
            assert!(known.contains(&path), "{} is not generated", path.display());
        }
    }
}
