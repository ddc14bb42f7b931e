//! Reports in files: whole or not at all, each for itself, with paths from the repository's root.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use super::{irp, root};

/// A folder outside any repository, taken away with the value.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("irp-reports-{name}-{}", std::process::id()));
        let _ = fs::remove_dir_all(&path);
        fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }

    /// Puts a plan with one error into a folder of it.
    fn plan(&self, name: &str) {
        fs::create_dir_all(self.path(name)).unwrap();
        let plan = root().join("tests/cmd/plans/gap/irp.toml");
        fs::copy(plan, self.path(name).join("irp.toml")).unwrap();
    }

    fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap_or_default()
    }

    /// Everything in it, folders too.
    fn names(&self) -> Vec<String> {
        fn gather(folder: &Path, from: &Path, into: &mut Vec<String>) {
            for entry in fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                into.push(path.strip_prefix(from).unwrap().to_str().unwrap().to_owned());
                if path.is_dir() && !path.is_symlink() {
                    gather(&path, from, into);
                }
            }
        }
        let mut names = Vec::new();
        gather(&self.0, &self.0, &mut names);
        names.sort();
        names
    }

    /// Runs `irp check` there.
    fn check(&self, words: &[&str], environment: &[(&str, &str)]) -> (i32, String, String) {
        let always = ["check", "--now", "2026-10-21T10:00Z", "--rule", "coverage-gap"];
        let words = [&always, words].concat();
        let output = irp(&self.0, &words, environment);
        let text = |bytes| String::from_utf8(bytes).unwrap();
        (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
    }

    /// The file of the only finding of a plan.
    fn place(&self, words: &[&str]) -> String {
        let (_, out, _) = self.check(&[&["--format", "gitlab"], words].concat(), &[]);
        let report: Value = serde_json::from_str(&out).unwrap();
        report[0]["location"]["path"].as_str().unwrap().to_owned()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

#[test]
fn several_reports_are_written_in_one_run_in_folders_that_are_made() {
    let folder = Folder::new("several");
    folder.plan("");
    let reports = ["--report", "sarif=out/a/b.sarif", "--report", "junit=out/j.xml"];
    let (code, out, err) = folder.check(&reports, &[]);
    assert_eq!((code, err.as_str()), (1, ""));
    assert!(out.starts_with("error[coverage-gap]"), "{out}");
    assert!(folder.read("out/a/b.sarif").contains("\"ruleId\": \"coverage-gap\""));
    assert!(folder.read("out/j.xml").ends_with("</testsuites>\n"));
    assert_eq!(folder.names(), ["irp.toml", "out", "out/a", "out/a/b.sarif", "out/j.xml"]);
    let before = folder.read("out/j.xml");
    folder.check(&["--report", "junit=out/j.xml", "-A", "coverage-gap"], &[]);
    assert_ne!(folder.read("out/j.xml"), before, "the old report stays");
}

#[test]
fn every_format_can_go_to_a_file_and_is_what_goes_to_the_standard_output() {
    let folder = Folder::new("formats");
    folder.plan("");
    let formats = [
        "human",
        "concise",
        "json",
        "github",
        "gitlab",
        "sarif",
        "junit",
        "checkstyle",
        "rdjson",
        "markdown",
    ];
    for format in formats {
        let report = format!("{format}=report");
        let (_, out, _) = folder.check(&["--format", format, "--report", &report], &[]);
        assert!(!out.is_empty());
        assert_eq!(folder.read("report"), out, "{format}");
    }
}

#[test]
fn a_report_that_cannot_be_written_stops_no_other_and_exits_with_2() {
    let folder = Folder::new("unwritable");
    folder.plan("");
    fs::create_dir(folder.path("folder")).unwrap();
    let reports = ["json=irp.toml/x.json", "json=folder", "junit=j.xml"];
    let words: Vec<_> = reports.iter().flat_map(|report| ["--report", report]).collect();
    let (code, out, err) = folder.check(&words, &[]);
    assert_eq!(code, 2);
    assert!(out.starts_with("error[coverage-gap]"), "the answer is missing: {out}");
    let first = err.lines().next().unwrap();
    let expected = "error: cannot write irp.toml/x.json: ";
    assert!(first.starts_with(expected), "{err}");
    assert!(first.ends_with("; folder: it is a folder"), "{err}");
    assert!(folder.read("j.xml").ends_with("</testsuites>\n"));
    assert_eq!(folder.names(), ["folder", "irp.toml", "j.xml"], "something lies beside them");
}

#[cfg(unix)]
#[test]
fn a_link_is_replaced_and_where_it_leads_is_left_alone() {
    let folder = Folder::new("link");
    folder.plan("");
    fs::write(folder.path("mine"), "mine").unwrap();
    for target in ["mine", "missing"] {
        let _ = fs::remove_file(folder.path("report"));
        std::os::unix::fs::symlink(target, folder.path("report")).unwrap();
        folder.check(&["--report", "junit=report"], &[]);
        assert!(!folder.path("report").is_symlink());
        assert!(folder.read("report").ends_with("</testsuites>\n"));
    }
    assert_eq!(folder.read("mine"), "mine");
    assert!(!folder.path("missing").exists());
}

#[cfg(unix)]
#[test]
fn a_device_stays_one() {
    use std::os::unix::fs::FileTypeExt;
    let folder = Folder::new("device");
    folder.plan("");
    let (code, _, err) = folder.check(&["--report", "junit=/dev/null"], &[]);
    assert_eq!(code, 1, "{err}");
    assert!(fs::metadata("/dev/null").unwrap().file_type().is_char_device());
}

#[test]
fn paths_are_from_the_root_of_the_repository() {
    let folder = Folder::new("root");
    folder.plan("ops/my plan");
    assert_eq!(folder.place(&["--plan", "ops/my plan"]), "ops/my plan/irp.toml");
    fs::create_dir(folder.path("ops/.git")).unwrap();
    assert_eq!(folder.place(&["--plan", "ops/my plan"]), "my plan/irp.toml");
    // In a worktree `.git` is a file.
    fs::remove_dir(folder.path("ops/.git")).unwrap();
    fs::write(folder.path(".git"), "gitdir: elsewhere\n").unwrap();
    assert_eq!(folder.place(&["--plan", "ops/my plan/irp.toml"]), "ops/my plan/irp.toml");
    assert_eq!(folder.place(&["--plan", "./ops/../ops/my plan"]), "ops/my plan/irp.toml");
}

/// Runs git in a folder, without anybody's settings.
fn git(folder: &Path, words: &[&str]) {
    let mut git = std::process::Command::new("git");
    let identity = ["-c", "user.name=a", "-c", "user.email=a@example.invalid"];
    git.args(identity).args(words).current_dir(folder).env("GIT_CONFIG_GLOBAL", "/dev/null");
    assert!(git.env("GIT_CONFIG_SYSTEM", "/dev/null").output().unwrap().status.success());
}

#[test]
fn paths_of_a_revision_are_those_of_its_files_in_a_bare_repository_too() {
    let folder = Folder::new("revision");
    folder.plan("work/ops/plan");
    git(&folder.path("work"), &["init", "-q"]);
    git(&folder.path("work"), &["add", "."]);
    git(&folder.path("work"), &["commit", "-q", "-m", "a plan"]);
    let old = ["--plan", "work/ops/plan", "--rev", "HEAD"];
    assert_eq!(folder.place(&old), "ops/plan/irp.toml");
    git(&folder.0, &["clone", "-q", "--bare", "work", "bare.git"]);
    let bare = Folder(folder.path("bare.git"));
    assert_eq!(bare.place(&["--plan", "ops/plan", "--rev", "HEAD"]), "ops/plan/irp.toml");
}

#[test]
fn without_a_repository_paths_are_from_here_or_from_the_plan() {
    let folder = Folder::new("nowhere");
    folder.plan("a/plan");
    fs::create_dir(folder.path("b")).unwrap();
    assert_eq!(folder.place(&["--plan", "a/plan"]), "a/plan/irp.toml");
    let elsewhere = Folder(folder.path("b"));
    assert_eq!(elsewhere.place(&["--plan", "../a/plan"]), "irp.toml");
}

#[test]
fn the_summary_of_a_step_gets_every_finding_after_what_is_there() {
    let folder = Folder::new("summary");
    folder.plan("");
    fs::write(folder.path("summary.md"), "before\n").unwrap();
    let file = folder.path("summary.md");
    let variable = [("GITHUB_STEP_SUMMARY", file.to_str().unwrap())];
    folder.check(&[], &variable);
    assert_eq!(folder.read("summary.md"), "before\n", "only the format github writes it");
    let (code, out, err) = folder.check(&["--format", "github"], &variable);
    assert_eq!((code, err.as_str()), (1, ""));
    assert!(out.starts_with("::error file=irp.toml,line=14,"), "{out}");
    let summary = folder.read("summary.md");
    assert!(summary.starts_with("before\n<!-- irp check -->\n**1 error** in Gap\n"), "{summary}");
    assert!(summary.contains("\n| error | `coverage-gap` | <code>irp.toml:14</code> | nobody"));
    let (_, _, err) = folder.check(&["--format", "github"], &[("GITHUB_STEP_SUMMARY", "no/where")]);
    assert!(err.starts_with("warning: cannot write what GITHUB_STEP_SUMMARY names: "), "{err}");
}

#[test]
fn a_summary_never_grows_beyond_what_is_shown() {
    let folder = Folder::new("summary-limit");
    folder.plan("");
    let file = folder.path("summary.md");
    let variable = [("GITHUB_STEP_SUMMARY", file.to_str().unwrap())];
    for (before, rows) in [(1024 * 1024 - 10, 0), (1024 * 1024 - 400, 0), (1024 * 1024 - 4000, 1)] {
        fs::write(&file, "x".repeat(before)).unwrap();
        folder.check(&["--format", "github"], &variable);
        let summary = folder.read("summary.md");
        assert!(summary.len() <= 1024 * 1024, "{} bytes", summary.len());
        assert_eq!(summary.matches("\n| error | ").count(), rows);
    }
}

#[test]
fn what_is_new_since_a_revision_is_reported_and_what_is_mended_is_named() {
    let folder = Folder::new("since");
    folder.plan("");
    git(&folder.0, &["init", "-q"]);
    git(&folder.0, &["add", "."]);
    git(&folder.0, &["commit", "-q", "-m", "a plan"]);
    let since = ["--since", "HEAD", "--report", "markdown=out.md"];
    let github = [&since[..], &["--format", "github"]].concat();
    let (code, out, _) = folder.check(&github, &[]);
    assert_eq!(code, 0, "{out}");
    assert!(out.starts_with("no findings; compared with HEAD = "), "{out}");
    assert!(out.ends_with(": 0 mended, 1 as before\n"), "{out}");
    let plan = folder.read("irp.toml").replace("rotations.primary]", "rotations.other]");
    fs::write(folder.path("irp.toml"), plan).unwrap();
    let (code, out, _) = folder.check(&github, &[]);
    assert_eq!(code, 1, "{out}");
    assert!(out.starts_with("::error file=irp.toml,line=14,"), "{out}");
    assert!(out.ends_with(": 1 mended, 0 as before\n"), "{out}");
    let comment = folder.read("out.md");
    let mended = "\n- mended: `coverage-gap`: nobody is on call in <code>primary</code> from ";
    assert!(comment.contains(mended), "{comment}");
    assert!(comment.contains("| nobody is on call in <code>other</code> from "), "{comment}");
}
