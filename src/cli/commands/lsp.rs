//! `irp lsp`: the language server, between an editor's streams and the machine that answers.

use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, sync_channel};
use std::thread;
use std::time::Duration;

use serde_json::Value;

use crate::cli::{Disk, Failure, Session, Verdict, World};
use crate::lsp::{Frame, Outside, Server, framed, read};
use crate::plan::Plan;
use crate::source::Tree;
use crate::time::{Instant, Zone, Zones};

/// Serve an editor: what is wrong as you type, completion, hover, rename
#[derive(Debug, clap::Args)]
#[command(override_usage = "irp lsp [OPTIONS]")]
#[command(after_help = "\
An editor starts this by itself and speaks the Language Server Protocol on standard input and
output. It serves the plan of each file that is opened, or only that of --plan.
docs/editors.md says how to set up VS Code, Neovim, Helix and Zed.

Exit code:
  0  the editor ended the conversation
  1  it went away without that")]
pub struct Args {
    /// Speak on standard input and output, which irp does anyway
    #[arg(long, hide = true)]
    stdio: bool,
}

/// Messages that may wait; an editor that sends more waits itself.
const MOST_WAITING: usize = 1024;

/// The rules judge a plan when nothing has been typed for so long, or for three times as long as
/// the last judgement took: who goes on typing in a large plan does not wait for them.
const PAUSE: Duration = Duration::from_millis(200);
/// No pause needs to be longer.
const LONGEST_PAUSE: Duration = Duration::from_secs(5);

pub fn run(args: &Args, session: &mut Session<'_>) -> Result<Verdict, Failure> {
    let Args { stdio: _ } = args;
    if session.options.json {
        return Err(Failure::usage("`irp lsp` speaks its own protocol, which has no --json"));
    }
    let only = session.options.plan.is_some().then(|| session.folder()).transpose()?;
    let only = only.map(|folder| session.world().absolute(&folder));
    let mut server = Server::new(only);
    let editor = Editor { session };
    let messages = listen();
    let mut pause = PAUSE;
    while server.over().is_none() {
        let first = if server.is_unjudged() {
            messages.recv_timeout(pause)
        } else {
            messages.recv().map_err(|_| RecvTimeoutError::Disconnected)
        };
        let first = match first {
            Ok(first) => first,
            Err(RecvTimeoutError::Timeout) => {
                let started = editor.session.world().clock();
                let said = server.judge(&editor);
                let took = editor.session.world().clock() - started;
                pause = (took.to_std().unwrap_or_default() * 3).clamp(PAUSE, LONGEST_PAUSE);
                if editor.say(&said) {
                    continue;
                }
                break;
            }
            Err(RecvTimeoutError::Disconnected) => break,
        };
        let waiting = std::iter::once(first).chain(waiting(&messages)).collect::<Vec<_>>();
        for frame in &waiting {
            if let Frame::Message(bytes) = frame {
                server.foresee(bytes);
            }
        }
        for frame in waiting {
            let said = match frame {
                Frame::Message(bytes) => server.receive(&bytes, &editor),
                Frame::Lost(reason) => server.lost(&reason),
                Frame::End => return Ok(Verdict::No),
            };
            if !editor.say(&said) || server.over().is_some() {
                break;
            }
        }
        let said = server.settle(&editor);
        if !editor.say(&said) {
            break;
        }
    }
    Ok(if server.over() == Some(true) { Verdict::Yes } else { Verdict::No })
}

/// Reads messages in a thread of its own, so that what waits is known.
fn listen() -> Receiver<Frame> {
    let (sender, receiver) = sync_channel(MOST_WAITING);
    thread::spawn(move || {
        let mut input = World::messages();
        loop {
            let frame = read(&mut input).unwrap_or(Frame::End);
            let end = frame == Frame::End;
            if sender.send(frame).is_err() || end {
                return;
            }
        }
    });
    receiver
}

/// The messages that have come and wait.
fn waiting(messages: &Receiver<Frame>) -> impl Iterator<Item = Frame> {
    std::iter::from_fn(|| messages.try_recv().ok())
}

/// The editor and its world.
struct Editor<'s, 'w> {
    session: &'s Session<'w>,
}

impl Editor<'_, '_> {
    /// Writes messages; whether somebody still reads them.
    fn say(&self, messages: &[Value]) -> bool {
        let all: String = messages.iter().map(|message| framed(&message.to_string())).collect();
        all.is_empty() || self.session.world().send(&all).is_ok()
    }
}

impl Outside for Editor<'_, '_> {
    fn now(&self) -> Instant {
        let frozen = self.session.options.now.is_some();
        if frozen { self.session.now } else { self.session.world().clock() }
    }

    fn exists(&self, path: &Path) -> bool {
        self.session.world().exists(path)
    }

    fn tree(&self, folder: &Path) -> Box<dyn Tree> {
        Box::new(Disk::new(PathBuf::from(folder)))
    }

    fn viewer(&self, plan: &Plan) -> Zone {
        self.session.viewing(plan).map_or_else(|_| plan.zone.clone(), |(zone, _)| zone)
    }

    fn zones(&self) -> &Zones {
        &self.session.zones
    }
}
