//! `irp oncall --watch` on a pseudo-terminal: what it shows, and that it gives the terminal back.
#![cfg(unix)]
#![expect(clippy::disallowed_methods, reason = "the test is the other end of the terminal")]

use std::fs::{self, File, OpenOptions};
use std::io::{Read, Write};
use std::os::unix::process::ExitStatusExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process};
use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
use rustix::termios::{LocalModes, Winsize, tcgetattr, tcsetwinsize};

const ENTER: &str = "\x1b[?1049h\x1b[?25l";
const LEAVE: &str = "\x1b[?25h\x1b[?1049l";

/// irp on a terminal of its own, which shows a plan of its own.
struct Watched {
    irp: Child,
    keyboard: File,
    terminal: File,
    output: Receiver<String>,
    seen: String,
    folder: PathBuf,
}

impl Watched {
    fn new(name: &str, now: &str, words: &[&str]) -> Self {
        let folder = std::env::temp_dir().join(format!("irp-watch-{name}-{}", std::process::id()));
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).unwrap();
        fs::copy("tests/cmd/plans/harbour/irp.toml", folder.join("irp.toml")).unwrap();
        let keyboard = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).unwrap();
        grantpt(&keyboard).unwrap();
        unlockpt(&keyboard).unwrap();
        let path = ptsname(&keyboard, Vec::new()).unwrap().into_string().unwrap();
        let terminal = OpenOptions::new().read(true).write(true).open(path).unwrap();
        let size = Winsize { ws_row: 24, ws_col: 120, ws_xpixel: 0, ws_ypixel: 0 };
        tcsetwinsize(&terminal, size).unwrap();
        let end = || terminal.try_clone().unwrap();
        let mut irp = Command::new(env!("CARGO_BIN_EXE_irp"));
        irp.args(["oncall", "--watch", "--color", "never", "--now", now]).args(words);
        irp.arg("--plan").arg(&folder).env_clear().env("TZ", "Europe/Berlin");
        let irp = irp.stdin(end()).stdout(end()).stderr(end()).spawn().unwrap();
        let keyboard = File::from(keyboard);
        let output = read_all(keyboard.try_clone().unwrap());
        Self { irp, keyboard, terminal, output, seen: String::new(), folder }
    }

    fn plan(&self) -> PathBuf {
        self.folder.join("irp.toml")
    }

    fn replace(&self, old: &str, new: &str) {
        let text = fs::read_to_string(self.plan()).unwrap();
        assert!(text.contains(old));
        fs::write(self.plan(), text.replace(old, new)).unwrap();
    }

    fn type_in(&mut self, keys: &[u8]) {
        self.keyboard.write_all(keys).unwrap();
    }

    /// Waits until a text is shown that was not before.
    fn shows(&mut self, text: &str) {
        let start = Instant::now();
        while !self.seen.contains(text) {
            let left = Duration::from_secs(60).checked_sub(start.elapsed());
            let more = left.and_then(|left| self.output.recv_timeout(left).ok());
            self.seen += &more.unwrap_or_else(|| panic!("{text:?} is not in {:?}", self.seen));
        }
        let end = self.seen.find(text).unwrap() + text.len();
        self.seen.drain(..end);
    }

    fn reads_lines(&self) -> bool {
        let modes = tcgetattr(&self.terminal).unwrap().local_modes;
        modes.contains(LocalModes::ICANON | LocalModes::ECHO | LocalModes::ISIG)
    }

    /// Waits for the end, after which the terminal is as it was and shows a last text.
    fn ends(mut self, last: &str) -> ExitStatus {
        self.shows(LEAVE);
        self.shows(last);
        let status = self.irp.wait().unwrap();
        assert!(self.reads_lines(), "the terminal is not given back");
        fs::remove_dir_all(&self.folder).unwrap();
        status
    }
}

/// Everything that is written to the terminal, as it comes.
fn read_all(mut terminal: File) -> Receiver<String> {
    let (more, output) = channel();
    std::thread::spawn(move || {
        let mut bytes = [0; 4096];
        while let Ok(read @ 1..) = terminal.read(&mut bytes) {
            if more.send(String::from_utf8_lossy(&bytes[..read]).into_owned()).is_err() {
                break;
            }
        }
    });
    output
}

const NOW: &str = "2026-10-21T10:00:00Z";

#[test]
fn a_key_ends_it_and_the_last_answer_stays() {
    for key in [b"q", &[3], &[4]] {
        let mut watched = Watched::new("key", NOW, &["-r", "web-primary"]);
        watched.shows(ENTER);
        watched.shows("Cho Park");
        watched.shows("q quits");
        assert!(!watched.reads_lines(), "keys are read one by one");
        watched.type_in(key);
        assert_eq!(watched.ends("Cho Park").code(), Some(0));
    }
}

#[test]
fn a_function_key_is_no_letter() {
    let mut watched = Watched::new("function-key", NOW, &["-r", "web-primary"]);
    watched.shows("q quits");
    watched.type_in(b"\x1bOQ");
    std::thread::sleep(std::time::Duration::from_millis(300));
    watched.replace("Cho Park", "Cho Parker");
    watched.shows("Cho Parker");
    watched.type_in(b"q");
    assert_eq!(watched.ends("Cho Parker").code(), Some(0));
}

#[test]
fn a_change_of_the_plan_is_shown_and_a_fault_ends_nothing() {
    let mut watched = Watched::new("change", NOW, &["-r", "web-primary"]);
    watched.shows("Cho Park");
    watched.replace("\"Cho Park\"", "\"Cho Baek\"");
    watched.shows("Cho Baek");
    watched.replace("people = [\"ana\", \"ben\", \"cho\"]\non", "people = [\"ana\", \"bne\"]\non");
    watched.shows("there is no person `bne`");
    fs::rename(watched.plan(), watched.folder.join("away")).unwrap();
    watched.shows("error: there is no irp.toml in ");
    watched.shows("the answer is from the plan as it was on Wed 21 Oct 2026 12:00");
    fs::rename(watched.folder.join("away"), watched.plan()).unwrap();
    watched.replace("\"bne\"]", "\"ben\", \"cho\"]");
    watched.shows("Cho Baek");
    watched.type_in(b"q");
    assert_eq!(watched.ends("").code(), Some(0));
}

#[test]
fn a_handoff_is_shown_when_it_comes() {
    let mut watched = Watched::new("handoff", "2026-10-21T14:59:58Z", &["-r", "desk"]);
    watched.shows("now = Wed 21 Oct 2026 16:59 CEST");
    watched.shows("Cho Park");
    watched.shows("now = Wed 21 Oct 2026 17:00 CEST");
    watched.shows("nobody (off hours)");
    watched.type_in(b"q");
    assert_eq!(watched.ends("").code(), Some(1), "nobody is on call in the last answer");
}

#[test]
fn another_size_of_the_terminal_is_heeded() {
    let mut watched = Watched::new("size", NOW, &[]);
    watched.shows("web-primary");
    let size = Winsize { ws_row: 5, ws_col: 40, ws_xpixel: 0, ws_ypixel: 0 };
    tcsetwinsize(&watched.terminal, size).unwrap();
    watched.shows(" more lines)");
    watched.type_in(b"q");
    watched.ends("");
}

#[test]
fn a_signal_gives_the_terminal_back_first() {
    for signal in [Signal::TERM, Signal::HUP, Signal::INT] {
        let mut watched = Watched::new("signal", NOW, &[]);
        watched.shows("q quits");
        kill_process(Pid::from_child(&watched.irp), signal).unwrap();
        assert_eq!(watched.ends("").signal(), Some(signal.as_raw()));
    }
}

#[test]
fn without_a_terminal_or_a_plan_there_is_nothing_to_watch() {
    let watch = |plan: &Path| {
        let mut irp = Command::new(env!("CARGO_BIN_EXE_irp"));
        irp.args(["oncall", "--watch", "--plan"]).arg(plan).env_clear().output().unwrap()
    };
    let output = watch(Path::new("tests/cmd/plans/harbour"));
    assert_eq!(output.status.code(), Some(2));
    assert!(output.stdout.is_empty());
    let complaint = String::from_utf8(output.stderr).unwrap();
    assert!(complaint.starts_with("error: --watch needs a terminal\n"), "{complaint}");
    assert_eq!(watch(Path::new("tests/nowhere")).status.code(), Some(2));
}
