//! A repository of 10,000 commits, 500 of which touch the plan in `ops/oncall`.

use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

const COMMITS: usize = 10_000;
const TOUCHES: usize = 500;
const FOLDERS: usize = 40;
const FILES: usize = 10;

/// Which commits touch the plan.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Touched {
    /// One in twenty.
    Evenly,
    /// The first ones.
    LongAgo,
}

/// Writes the repository anew, packed as a clone of it would be.
pub fn write(folder: &Path, which: Touched) {
    let _ = fs::remove_dir_all(folder);
    fs::create_dir_all(folder).expect("a folder");
    git(folder, &["init", "--quiet", "--initial-branch=main"], "");
    git(folder, &["fast-import", "--quiet"], &stream(which));
    git(folder, &["reset", "--quiet", "--hard"], "");
    git(folder, &["gc", "--quiet"], "");
}

fn stream(which: Touched) -> String {
    let mut text = String::new();
    for nth in 0..COMMITS {
        let time = 1_600_000_000 + nth * 3_600;
        let _ = write!(text, "commit refs/heads/main\ncommitter A <a@x.invalid> {time} +0000\n");
        data(&mut text, &format!("Change {nth}"));
        let all = if nth == 0 { 0..FOLDERS * FILES } else { nth..nth + 1 };
        for file in all {
            let (folder, file) = (file % FOLDERS, file / FOLDERS % FILES);
            let _ = writeln!(text, "M 100644 inline code{folder}/file{file}.txt");
            data(&mut text, &nth.to_string());
        }
        let touches = match which {
            Touched::Evenly => nth % (COMMITS / TOUCHES) == 0,
            Touched::LongAgo => nth < TOUCHES,
        };
        if touches {
            text.push_str("M 100644 inline ops/oncall/irp.toml\n");
            data(&mut text, &plan(nth));
        }
    }
    text
}

fn data(text: &mut String, bytes: &str) {
    let _ = write!(text, "data {}\n{bytes}\n", bytes.len());
}

fn plan(nth: usize) -> String {
    format!(
        "irp = 1\n[plan]\nname = \"Long\"\ntime-zone = \"Europe/Berlin\"\n[people]\n\
         ana = {{ name = \"Ana\" }}\nben = {{ name = \"Ben\" }}\ncho = {{ name = \"Cho\" }}\n\
         [rotations.primary]\nstarts = 2020-01-06T09:00\nturn = \"{}d\"\n\
         people = [\"ana\", \"ben\", \"cho\"]\n",
        nth % 25 + 1
    )
}

fn git(folder: &Path, args: &[&str], input: &str) {
    let mut git = Command::new("git");
    git.arg("-C").arg(folder).args(args).stdin(Stdio::piped());
    git.envs([("GIT_CONFIG_GLOBAL", "/dev/null"), ("GIT_CONFIG_NOSYSTEM", "1")]);
    let mut git = git.spawn().expect("git starts");
    git.stdin.take().expect("a pipe").write_all(input.as_bytes()).expect("git reads");
    assert!(git.wait().expect("git ends").success(), "git {args:?}");
}
