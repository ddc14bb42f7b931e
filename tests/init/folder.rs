//! A folder for `irp init`: what is in it is made by git and for the test, and irp is run there.

use std::fs;
use std::path::PathBuf;
use std::process::{Command, Output};

const NOW: &str = "2026-10-21T10:00:00Z";

/// A folder that is removed with the value.
pub struct Folder(pub PathBuf);

impl Folder {
    pub fn new(name: &str) -> Self {
        let top = std::env::temp_dir().join(format!("irp-init-{name}-{}", std::process::id()));
        let _ = fs::remove_dir_all(&top);
        fs::create_dir_all(top.join("acme")).unwrap();
        Self(top.canonicalize().unwrap())
    }

    /// A repository without commits.
    pub fn repository(name: &str) -> Self {
        let folder = Self::new(name);
        folder.git(&["init", "--quiet", "--initial-branch=main"]);
        folder
    }

    /// A path in it; all that a test makes is below it.
    pub fn path(&self, name: &str) -> PathBuf {
        self.0.join("acme").join(name)
    }

    pub fn write(&self, name: &str, text: &str) {
        fs::create_dir_all(self.path(name).parent().unwrap()).unwrap();
        fs::write(self.path(name), text).unwrap();
    }

    pub fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap()
    }

    pub fn has(&self, name: &str) -> bool {
        self.path(name).symlink_metadata().is_ok()
    }

    pub fn command(&self, program: &str) -> Command {
        let mut command = Command::new(program);
        command.current_dir(self.path("")).env_clear();
        command.env("PATH", std::env::var_os("PATH").unwrap_or_default());
        command.envs([("HOME", self.0.as_os_str()), ("XDG_CONFIG_HOME", self.0.as_os_str())]);
        command.envs([("TZ", "Europe/Berlin"), ("IRP_NOW", NOW), ("TZDIR", "/nonexistent")]);
        command.envs([("GIT_CONFIG_NOSYSTEM", "1"), ("GIT_COMMITTER_NAME", "Committer")]);
        command.env("GIT_COMMITTER_EMAIL", "committer@example.org");
        command
    }

    pub fn git(&self, args: &[&str]) {
        let output = self.command("git").args(args).output().expect("git starts");
        assert!(output.status.success(), "git {args:?}: {output:?}");
    }

    /// Adds a commit to the repository.
    pub fn commit(&self, name: &str, email: &str, date: &str) {
        let mut git = self.command("git");
        git.args(["commit", "--quiet", "--allow-empty", "--message=change"]);
        git.envs([("GIT_AUTHOR_NAME", name), ("GIT_AUTHOR_EMAIL", email)]);
        git.envs([("GIT_AUTHOR_DATE", date), ("GIT_COMMITTER_DATE", date)]);
        let output = git.output().expect("git starts");
        assert!(output.status.success(), "{output:?}");
    }

    /// Adds a commit that git itself would not make.
    pub fn commit_raw(&self, name: &str, email: &str, seconds: i64) {
        use std::io::Write as _;
        let head = self.command("git").args(["rev-parse", "--verify", "HEAD"]).output().unwrap();
        let parent = String::from_utf8(head.stdout).unwrap();
        let parent = if head.status.success() { format!("parent {parent}") } else { String::new() };
        let tree = "4b825dc642cb6eb9a060e54bf8d69288fbee4904";
        let signed = format!("{name} <{email}> {seconds} +0000");
        let commit = format!("tree {tree}\n{parent}author {signed}\ncommitter {signed}\n\nx\n");
        let words = ["hash-object", "-t", "commit", "-w", "--literally", "--stdin"];
        let (input, output) = (std::process::Stdio::piped(), std::process::Stdio::piped());
        let mut git = self.command("git").args(words).stdin(input).stdout(output).spawn().unwrap();
        git.stdin.take().unwrap().write_all(commit.as_bytes()).unwrap();
        let id = String::from_utf8(git.wait_with_output().unwrap().stdout).unwrap();
        self.git(&["update-ref", "HEAD", id.trim()]);
    }

    /// Runs irp in a folder of it.
    pub fn irp_in(&self, folder: &str, args: &[&str]) -> Answer {
        let mut command = self.command(env!("CARGO_BIN_EXE_irp"));
        Answer::new(&command.args(args).current_dir(self.path(folder)).output().unwrap())
    }

    pub fn irp(&self, args: &[&str]) -> Answer {
        self.irp_in("", args)
    }

    /// Begins a plan where the user stands in `folder`, and says that it works from there.
    pub fn init_in(&self, folder: &str, args: &[&str]) -> String {
        let answer = self.irp_in(folder, &[&["init"], args].concat());
        assert_eq!(answer.code, 0, "{answer:?}");
        let commands: Vec<_> =
            answer.out.lines().filter(|line| line.starts_with("  irp ")).collect();
        assert_eq!(commands.len(), 3, "{answer:?}");
        for command in commands {
            let irp = format!("irp() {{ '{}' \"$@\"; }}\n{command}", env!("CARGO_BIN_EXE_irp"));
            let mut shell = self.command("sh");
            shell.args(["-c", &irp]).current_dir(self.path(folder));
            let next = Answer::new(&shell.output().unwrap());
            assert_eq!(next.code, 0, "{command}: {next:?}");
            // What only the team can settle: how people are reached, and how long a turn is.
            let warnings = next.out.matches("\nwarning[").count();
            assert!(!next.out.contains("error[") && warnings <= 3, "{next:?}");
        }
        answer.out
    }

    pub fn init(&self, args: &[&str]) -> String {
        self.init_in("", args)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

#[derive(Debug)]
pub struct Answer {
    pub out: String,
    pub err: String,
    pub code: i32,
}

impl Answer {
    pub fn new(output: &Output) -> Self {
        let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
        let code = output.status.code().expect("irp was killed");
        Self { out: text(&output.stdout), err: text(&output.stderr), code }
    }
}
