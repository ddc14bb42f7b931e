//! What a keystroke costs in an editor: `cargo bench --bench editor`.
//!
//! The program is spoken to as an editor speaks to it, on a plan of 2,000 rotations, 5,000 people
//! and 201 files: each keystroke is a `didChange`, and is answered when the diagnostics of that
//! version have come. The figure is the user and system time of the whole process with many
//! keystrokes, less that of one with none, by their number.
#![allow(
    clippy::expect_used,
    clippy::print_stdout,
    clippy::disallowed_methods,
    reason = "a benchmark measures the world, prints what it finds, and may stop"
)]

use std::io::{BufRead, BufReader, Read, Write};
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Stdio};
use std::time::Duration;

use nix::sys::resource::{UsageWho, getrusage};

#[path = "plans/big.rs"]
mod big;

const KEYSTROKES: u64 = 50;
const PAUSES: u64 = 10;
const NO_PAUSE: Duration = Duration::ZERO;

fn main() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("big-plan");
    big::write(&folder);
    let none = session(&folder, 0, "rotations-7.toml", "# ", NO_PAUSE);
    for (what, file, typed) in [
        ("a comment", "rotations-7.toml", "# "),
        ("an id that is not there", "rotations-7.toml", "[[overrides]]\nrotation = \"x"),
        ("a line that is no TOML", "people-7.toml", "[people.person-350]\nna"),
        ("the plan's own table", "irp.toml", "owner = \"person-1\"\n# "),
    ] {
        let all = session(&folder, KEYSTROKES, file, typed, NO_PAUSE);
        let each = all.saturating_sub(none) / KEYSTROKES;
        println!("{each:>7} us of CPU a keystroke: {what}, in {file}");
    }
    let paused = session(&folder, PAUSES, "rotations-7.toml", "# ", Duration::from_millis(600));
    let each = paused.saturating_sub(none) / PAUSES;
    println!("{each:>7} us of CPU a keystroke and the rules, which judge when typing pauses");
    println!("{none:>7} us of CPU to start, read the plan and say what is wrong with it");
}

/// The user and system time, in microseconds, of a whole session.
fn session(folder: &Path, keystrokes: u64, file: &str, typed: &str, pause: Duration) -> u64 {
    let before = used();
    let mut editor = Editor::start();
    let path = folder.join(file);
    let text = std::fs::read_to_string(&path).expect("a file of the plan");
    let uri = format!("file://{}", path.display());
    editor.send(r#"{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"capabilities":{}}}"#);
    editor.send(r#"{"jsonrpc":"2.0","method":"initialized","params":{}}"#);
    let whole = serde_json::to_string(&format!("{text}\n{typed}")).expect("JSON");
    editor.send(&format!(
        r#"{{"jsonrpc":"2.0","method":"textDocument/didOpen","params":{{"textDocument":{{"uri":"{uri}","languageId":"toml","version":0,"text":{whole}}}}}}}"#
    ));
    editor.wait(0);
    let line = format!("{text}\n{typed}").matches('\n').count();
    for version in 1..=keystrokes {
        // Letters are typed at the end of the text: before the quote, where there is one.
        let at = typed.rsplit('\n').next().map_or(0, str::len)
            + usize::try_from(version).expect("few")
            - 1;
        editor.send(&format!(
            r#"{{"jsonrpc":"2.0","method":"textDocument/didChange","params":{{"textDocument":{{"uri":"{uri}","version":{version}}},"contentChanges":[{{"range":{{"start":{{"line":{line},"character":{at}}},"end":{{"line":{line},"character":{at}}}}},"text":"y"}}]}}}}"#
        ));
        editor.wait(version);
        std::thread::sleep(pause);
    }
    editor.send(r#"{"jsonrpc":"2.0","id":2,"method":"shutdown"}"#);
    editor.send(r#"{"jsonrpc":"2.0","method":"exit"}"#);
    // What nobody reads would keep the server from its end.
    std::io::copy(&mut editor.output, &mut std::io::sink()).expect("the rest of what it says");
    editor.child.wait().expect("the server ends");
    used() - before
}

struct Editor {
    child: Child,
    output: BufReader<ChildStdout>,
}

impl Editor {
    fn start() -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_irp"));
        command.args(["lsp", "--now", "2026-10-19T09:00:00Z"]);
        command.stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut child = command.spawn().expect("the server starts");
        let output = BufReader::new(child.stdout.take().expect("a pipe"));
        Self { child, output }
    }

    fn send(&mut self, message: &str) {
        let input = self.child.stdin.as_mut().expect("a pipe");
        write!(input, "Content-Length: {}\r\n\r\n{message}", message.len()).expect("it listens");
    }

    /// Waits for the diagnostics of a version.
    fn wait(&mut self, version: u64) {
        let wanted = format!("\"version\":{version}}}");
        loop {
            let mut length = 0;
            loop {
                let mut line = String::new();
                self.output.read_line(&mut line).expect("a header");
                match line.trim().strip_prefix("Content-Length: ") {
                    Some(number) => length = number.parse().expect("a number"),
                    None => break,
                }
            }
            let mut body = vec![0; length];
            self.output.read_exact(&mut body).expect("a body");
            if String::from_utf8_lossy(&body).contains(&wanted) {
                return;
            }
        }
    }
}

fn used() -> u64 {
    let usage = getrusage(UsageWho::RUSAGE_CHILDREN).expect("usage");
    let time = usage.user_time() + usage.system_time();
    u64::try_from(time.tv_sec() * 1_000_000 + time.tv_usec()).expect("a time")
}
