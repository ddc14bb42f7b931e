//! A terminal taken over for a while: its alternate screen, its keys, its size, and the signals
//! that end or resize it. Whatever happens, it is given back as it was.

use std::io::{self, IsTerminal, Write};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::io::Errno;
use rustix::stdio::stdin;
use rustix::termios::{LocalModes, OptionalActions, Termios, tcgetattr, tcsetattr};
use signal_hook::consts::{SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP, SIGWINCH};
use signal_hook::{flag, low_level};

/// The alternate screen, no cursor, and no line that wraps.
const ENTER: &str = "\x1b[?1049h\x1b[?25l\x1b[?7l\x1b[2J";
const LEAVE: &str = "\x1b[?7h\x1b[?25h\x1b[?1049l";

/// What a wait ended with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Event {
    /// The time is over, or the terminal may have another size.
    Tick,
    /// The screen must be drawn anew.
    Redraw,
    /// The reader wants to leave, or is gone.
    Quit,
}

/// A terminal that shows one text after another in place.
#[derive(Debug)]
pub struct Screen {
    /// How keys were read before; `None` where no keys are read.
    saved: Option<Termios>,
    /// The signal that asked for an end.
    ended: Arc<AtomicUsize>,
    out: io::Stdout,
}

impl Screen {
    /// Takes the terminal over.
    ///
    /// # Errors
    /// Where answers do not go to a terminal, or it cannot be set up.
    pub fn open() -> io::Result<Self> {
        if !io::stdout().is_terminal() {
            return Err(io::ErrorKind::Unsupported.into());
        }
        let ended = Arc::new(AtomicUsize::new(0));
        for signal in [SIGHUP, SIGINT, SIGQUIT, SIGTERM] {
            flag::register_usize(signal, Arc::clone(&ended), usize::try_from(signal).unwrap_or(1))?;
        }
        // A handler makes a wait end when the size changes, which it does not without one.
        flag::register(SIGWINCH, Arc::new(AtomicBool::new(false)))?;
        let saved = io::stdin().is_terminal().then(|| tcgetattr(stdin())).transpose()?;
        let screen = Self { saved, ended, out: io::stdout() };
        let modes = screen.saved.clone();
        let panicked = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |info| {
            leave(modes.as_ref());
            panicked(info);
        }));
        screen.enter()?;
        Ok(screen)
    }

    fn enter(&self) -> io::Result<()> {
        if let Some(saved) = &self.saved {
            let mut keys = saved.clone();
            let line =
                LocalModes::ICANON | LocalModes::ECHO | LocalModes::ISIG | LocalModes::IEXTEN;
            keys.local_modes.remove(line);
            tcsetattr(stdin(), OptionalActions::Flush, &keys)?;
        }
        self.write(ENTER)
    }

    fn write(&self, text: &str) -> io::Result<()> {
        let mut out = self.out.lock();
        out.write_all(text.as_bytes()).and_then(|()| out.flush())
    }

    /// Columns and rows.
    #[must_use]
    pub fn size() -> (usize, usize) {
        let size = terminal_size::terminal_size();
        size.map_or((80, 24), |(width, height)| (usize::from(width.0), usize::from(height.0)))
    }

    /// Shows lines from the top; those that there is no room for are counted.
    ///
    /// # Errors
    /// Where the terminal is gone.
    pub fn draw(&self, lines: &[String]) -> io::Result<()> {
        let (_, rows) = Self::size();
        let shown = if lines.len() > rows { rows.saturating_sub(1) } else { lines.len() };
        let mut text = String::from("\x1b[H");
        for line in &lines[..shown] {
            text += line;
            text += "\x1b[K\r\n";
        }
        if shown < lines.len() {
            text += &["(", &(lines.len() - shown).to_string(), " more lines)\x1b[K"].concat();
        } else {
            text.truncate(text.trim_end().len());
        }
        self.write(&(text + "\x1b[J"))
    }

    /// Waits for a key, a signal, or until a time is over.
    #[must_use]
    pub fn wait(&self, longest: Duration) -> Event {
        let time = Timespec {
            tv_sec: i64::try_from(longest.as_secs()).unwrap_or(i64::MAX),
            tv_nsec: longest.subsec_nanos().into(),
        };
        let keyboard = stdin();
        let mut keys = [PollFd::new(&keyboard, PollFlags::IN)];
        let watched = if self.saved.is_some() { &mut keys[..] } else { &mut [] };
        let ready = poll(watched, Some(&time));
        match ready {
            _ if self.ended.load(Ordering::Relaxed) > 0 => Event::Quit,
            Ok(0) | Err(Errno::INTR) => Event::Tick,
            Ok(_) => self.key(),
            Err(_) => Event::Quit,
        }
    }

    fn key(&self) -> Event {
        let mut keys = [0; 64];
        let read = match rustix::io::read(stdin(), &mut keys) {
            Ok(0) => return Event::Quit,
            Ok(read) => read,
            Err(Errno::INTR | Errno::AGAIN) => return Event::Tick,
            Err(_) => return Event::Quit,
        };
        // Function keys and pasted text are sequences, of whose letters none was pressed.
        if keys.first() == Some(&ESCAPE) {
            return Event::Tick;
        }
        let pressed = |key: u8| keys[..read].contains(&key);
        match () {
            () if [b'q', b'Q', CTRL_C, CTRL_D].into_iter().any(pressed) => Event::Quit,
            () if pressed(CTRL_Z) => self.suspend(),
            () if pressed(CTRL_L) => Event::Redraw,
            () => Event::Tick,
        }
    }

    /// Gives the terminal back to the shell until the shell hands it over again.
    fn suspend(&self) -> Event {
        leave(self.saved.as_ref());
        let resumed = low_level::emulate_default_handler(SIGTSTP).and_then(|()| self.enter());
        resumed.map_or(Event::Quit, |()| Event::Redraw)
    }

    /// Gives the terminal back. A signal that ended the wait then does what it always does.
    pub fn close(self) {
        let signal = self.ended.load(Ordering::Relaxed);
        drop(self);
        if let Some(signal) = i32::try_from(signal).ok().filter(|signal| *signal > 0) {
            let _ = low_level::emulate_default_handler(signal);
        }
    }
}

const ESCAPE: u8 = 0x1b;
const CTRL_C: u8 = 3;
const CTRL_D: u8 = 4;
const CTRL_L: u8 = 12;
const CTRL_Z: u8 = 26;

impl Drop for Screen {
    fn drop(&mut self) {
        leave(self.saved.as_ref());
    }
}

fn leave(saved: Option<&Termios>) {
    // Nobody is left to tell where the terminal is gone.
    let mut out = io::stdout().lock();
    let _ = out.write_all(LEAVE.as_bytes()).and_then(|()| out.flush());
    if let Some(saved) = saved {
        let _ = tcsetattr(stdin(), OptionalActions::Flush, saved);
    }
}
