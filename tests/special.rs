//! Files that are no files, seen through the program itself: always a fault, never a hang.
#![cfg(unix)]
#![expect(clippy::disallowed_methods, reason = "the files are made for the test")]

use std::fs;
use std::os::unix::fs::symlink;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::sync::mpsc;
use std::time::Duration;

const PLAN: &str = r#"irp = 1

[plan]
name = "Kestrel"
time-zone = "Europe/Berlin"

[people.ana]
name = "Ana"

[rotations.primary]
starts = 2026-01-05T09:00
turn = "1w"
people = ["ana"]
"#;

/// A folder that is removed with the value.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("irp-{name}-{}", std::process::id()));
        let _ = fs::remove_dir_all(&path);
        fs::create_dir_all(path.join("plan")).unwrap();
        fs::write(path.join("plan/irp.toml"), PLAN).unwrap();
        Self(path)
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.join("plan").join(name)
    }

    fn write(&self, name: &str, bytes: impl AsRef<[u8]>) {
        fs::create_dir_all(self.path(name).parent().unwrap()).unwrap();
        fs::write(self.path(name), bytes).unwrap();
    }

    fn link(&self, name: &str, target: impl AsRef<std::path::Path>) {
        symlink(target, self.path(name)).unwrap();
    }

    /// What the program writes and its exit code; it has to end by itself.
    fn run(&self, args: &[&str]) -> Answer {
        let mut command = Command::new(env!("CARGO_BIN_EXE_irp"));
        command.args(args).arg("--plan").arg(self.path("")).env_clear().stdin(Stdio::null());
        let (done, answer) = mpsc::channel();
        std::thread::spawn(move || done.send(command.output()));
        let output = answer.recv_timeout(Duration::from_secs(60)).expect("irp hangs").unwrap();
        Answer {
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
            code: output.status.code().expect("irp was killed"),
        }
    }

    fn check(&self) -> String {
        let answer = self.run(&["check"]);
        answer.out + &answer.err
    }

    fn oncall(&self) -> Answer {
        self.run(&["oncall", "now", "--now", "2026-10-19T09:00:00Z", "--tz", "plan"])
    }

    /// Says that a fault is shown by `check`, and that `oncall` answers beside it.
    fn has(&self, fault: &str, place: &str) {
        let check = self.check();
        assert!(check.contains(fault), "no {fault} in\n{check}");
        assert!(check.contains(place), "no {place} in\n{check}");
        let Answer { out, err, code } = self.oncall();
        assert!(out.contains("Ana"), "{out}{err}");
        assert!(err.contains(place), "{err}");
        assert_eq!(code, 2, "a part of the plan could not be read:\n{out}{err}");
    }

    fn is_clean(&self) {
        assert!(!self.check().contains("error["), "{}", self.check());
        let Answer { out, err, code } = self.oncall();
        assert!(out.contains("Ana") && code == 0, "{out}{err}");
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

struct Answer {
    out: String,
    err: String,
    code: i32,
}

fn pipe(path: PathBuf) {
    assert!(Command::new("mkfifo").arg(path).status().unwrap().success());
}

#[test]
fn a_pipe_does_not_block() {
    let folder = Folder::new("pipe");
    pipe(folder.path("x.toml"));
    folder.has("[unreadable]: this cannot be read: it is not a regular file", "x.toml:1");
}

#[test]
fn a_pipe_in_the_place_of_the_plan_does_not_block() {
    let folder = Folder::new("root-pipe");
    fs::remove_file(folder.path("irp.toml")).unwrap();
    pipe(folder.path("irp.toml"));
    assert!(folder.check().contains("the plan cannot be read: it is not a regular file"));
    assert_eq!(folder.oncall().code, 2);
}

#[test]
fn a_folder_with_the_name_of_a_file_is_told_apart() {
    let folder = Folder::new("folder");
    fs::create_dir(folder.path("x.toml")).unwrap();
    folder.has("[unreadable]: this cannot be read: it is a folder, not a file", "x.toml:1");
}

#[test]
fn a_folder_in_the_place_of_the_plan_is_told_apart() {
    let folder = Folder::new("root-folder");
    fs::remove_file(folder.path("irp.toml")).unwrap();
    fs::create_dir(folder.path("irp.toml")).unwrap();
    assert!(folder.check().contains("[unreadable]: the plan cannot be read"));
    assert_eq!(folder.oncall().code, 2);
}

#[test]
fn links_in_a_circle_end() {
    let folder = Folder::new("loop");
    folder.link("a.toml", "b.toml");
    folder.link("b.toml", "a.toml");
    folder.has("[unreadable]: this cannot be read: it is a link that leads nowhere", "a.toml:1");
    fs::remove_file(folder.path("a.toml")).unwrap();
    fs::remove_file(folder.path("b.toml")).unwrap();
    folder.link("here", ".");
    folder.has("[unreadable]: this cannot be read: it is a link to a folder", "here:1");
}

#[test]
fn a_link_that_leads_out_is_not_followed() {
    let folder = Folder::new("outside");
    fs::write(folder.0.join("secret.toml"), "[people.eve]\nname = \"Eve\"\n").unwrap();
    folder.link("x.toml", "../secret.toml");
    folder.has("[outside-plan]: it leads out of the plan's folder", "x.toml:1");
    assert!(!folder.check().contains("Eve"));
    folder.link("etc", "/etc");
    folder.has("[outside-plan]", "etc:1");
}

#[test]
fn a_link_to_nothing_is_named() {
    let folder = Folder::new("dangling");
    folder.link("x.toml", "gone.toml");
    folder.has("[unreadable]: this cannot be read: it is a link that leads nowhere", "x.toml:1");
}

#[test]
fn a_link_to_a_file_of_the_plan_is_no_second_file() {
    let folder = Folder::new("inside");
    folder.write("people/ben.toml", "[people.ben]\nname = \"Ben\"\n");
    folder.link("ben.toml", "people/ben.toml");
    folder.is_clean();
}

#[test]
fn a_huge_file_is_not_read() {
    let folder = Folder::new("huge");
    let file = fs::File::create(folder.path("x.toml")).unwrap();
    file.set_len(50_000_000).unwrap();
    folder.has("[file-too-large]: the file is larger than 8 MiB", "x.toml:1");
}

#[test]
fn bytes_that_are_no_text_are_placed() {
    let folder = Folder::new("bytes");
    folder.write("x.toml", b"[people.zoe]\nname = \"Zo\xeb\"\n");
    folder.has("[not-utf8]: the file is not UTF-8 text from here on", "x.toml:2");
    folder.write("x.toml", [0xff, 0xfe, 0x00, 0x80]);
    folder.has("[not-utf8]: the file is not UTF-8 text", "x.toml:1");
}

#[test]
fn an_empty_file_is_a_part_of_a_plan_like_any_other() {
    let folder = Folder::new("empty");
    folder.write("x.toml", "");
    folder.write("y.toml", "\n\n");
    folder.write("z.toml", "# nothing yet");
    folder.is_clean();
    folder.write("irp.toml", "");
    assert!(folder.check().contains("[version]"), "{}", folder.check());
    assert_eq!(folder.oncall().code, 2);
}

#[test]
fn a_byte_order_mark_and_foreign_line_ends_are_read() {
    let folder = Folder::new("bom");
    folder.write("irp.toml", format!("\u{feff}{}", PLAN.replace('\n', "\r\n")));
    folder.is_clean();
}

#[test]
fn a_file_that_may_not_be_read_is_named() {
    use std::os::unix::fs::PermissionsExt;
    let folder = Folder::new("closed");
    folder.write("x.toml", "");
    fs::set_permissions(folder.path("x.toml"), fs::Permissions::from_mode(0o000)).unwrap();
    // Whoever may read everything is stopped by no permission.
    if fs::read(folder.path("x.toml")).is_err() {
        folder.has("[unreadable]: this cannot be read: permission denied", "x.toml:1");
    }
}

#[test]
fn hostile_text_is_shown_by_every_command() {
    let folder = Folder::new("hostile");
    let hostile = "[people.\"e\\u001b[31mve\\n\"]\nname = \"\\u001b]0;x\\u0007\u{202e}Eve\"\nbad\u{202e} = 1\n";
    folder.write("a\u{1b}[2J\u{202e}.toml", hostile);
    for args in [&["check"][..], &["oncall"], &["check", "--color", "always"], &["schedule"]] {
        let now = ["--now", "2026-10-19T09:00:00Z", "--tz", "plan"];
        let Answer { out, err, .. } = folder.run(&[args, &now].concat());
        let text = out + &err;
        let shown = text.contains("\\u{1b}[31m") || text.contains("\\u001b[31m");
        assert!(shown || args[0] != "check", "{args:?}\n{text}");
        let own = text.replace("\u{1b}[", "").replace(['\n', '\t'], "");
        assert!(!own.contains(['\u{1b}', '\u{7}', '\u{202e}']), "{args:?}: {text:?}");
        for obeyed in ["\u{1b}[2J", "\u{1b}[31mve", "\u{1b}]0"] {
            assert!(!text.contains(obeyed), "{args:?}: {text:?}");
        }
    }
}
