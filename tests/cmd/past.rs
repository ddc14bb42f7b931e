//! The repository that the pages about revisions are about: the same three commits each time.
#![expect(clippy::disallowed_methods, reason = "the repository is made for the tests")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

const PLAN: &str = r#"irp = 1

[plan]
name = "Harbour"
time-zone = "Europe/Berlin"

[people.ana]
name = "Ana Duarte"

[people.ben]
name = "Ben Carver"

[people.cho]
name = "Cho Park"

[rotations.desk]
starts = 2026-01-05T09:00
turn = "1w"
people = ["ana", "ben", "cho"]

[lint]
contact-missing = "off"
shift-too-long = "off"
"#;

/// Makes the repository: a plan that is begun in `oncall` (v1), moved to `plan` (v2), and then
/// given another order (v3, the branch main).
pub fn repository() -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("revisions");
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(folder.join("oncall")).expect("a folder can be made");
    git(&folder, &["init", "--quiet", "--initial-branch=main"], 1);
    fs::write(folder.join("oncall/irp.toml"), PLAN).expect("a file can be written");
    save(&folder, 1, "Begin a plan");
    git(&folder, &["mv", "oncall", "plan"], 8);
    save(&folder, 8, "Call the folder by its name");
    let order = PLAN.replace(r#"["ana", "ben", "cho"]"#, r#"["cho", "ana", "ben"]"#);
    fs::write(folder.join("plan/irp.toml"), order).expect("a file can be written");
    save(&folder, 15, "Cho begins");
    folder
}

fn save(folder: &Path, day: u32, message: &str) {
    git(folder, &["add", "--all"], day);
    git(folder, &["commit", "--quiet", "--message", message], day);
    git(folder, &["tag", &format!("v{}", day / 7 + 1)], day);
}

/// Runs git on a day of September 2026, with no settings of the machine.
fn git(folder: &Path, words: &[&str], day: u32) {
    let date = format!("2026-09-{day:02}T09:00:00+02:00");
    let (name, address) = ("Ana Duarte", "ana@harbour.invalid");
    let mut git = Command::new("git");
    git.args(words).current_dir(folder).env_clear();
    git.env("PATH", std::env::var_os("PATH").unwrap_or_default());
    git.envs([("GIT_CONFIG_GLOBAL", "/dev/null"), ("GIT_CONFIG_NOSYSTEM", "1")]);
    git.envs([("GIT_AUTHOR_DATE", &date), ("GIT_COMMITTER_DATE", &date)]);
    git.envs([("GIT_AUTHOR_NAME", name), ("GIT_COMMITTER_NAME", name)]);
    git.envs([("GIT_AUTHOR_EMAIL", address), ("GIT_COMMITTER_EMAIL", address)]);
    let output = git.output().expect("git starts");
    assert!(output.status.success(), "git {words:?}: {output:?}");
}
