//! `--watch`: the answer kept up to date on a terminal.

use std::time::Duration;

use chrono::{DurationRound, TimeDelta};

use super::{Args, Format};
use crate::cli::io::{Event, Screen, Stamp, reason};
use crate::cli::{Failure, Session, Verdict};
use crate::plan::{Plan, Read};
use crate::time::{Instant, show};

/// How often the plan's files and the clock are looked at.
const POLL: Duration = Duration::from_secs(1);
/// More changes than these within a minute are taken together.
const STEPS: usize = 60;

/// Shows the answer, and shows it anew whenever it changes, until the reader leaves.
///
/// # Errors
/// Where there is no terminal, or no first answer.
pub(super) fn run(args: &Args, what: Read, session: &mut Session<'_>) -> Result<Verdict, Failure> {
    if matches!(args.format, Some(Format::Tsv | Format::Json)) {
        return Err(Failure::usage("--watch shows a table or a list"));
    }
    let mut watch = Watch::new(args, what, session)?;
    let screen = session.screen()?;
    let ended = watch.show(&screen, session);
    screen.close();
    session.print(&watch.answer);
    watch.notes.lines().for_each(|note| session.note(note));
    ended.map(|()| watch.verdict)
}

struct Watch<'a> {
    args: &'a Args,
    what: Read,
    plan: Plan,
    /// The plan's files when they were read.
    stamp: Option<Stamp>,
    /// Why the plan could not be read anew.
    trouble: Option<Failure>,
    /// When the plan was last read.
    read: Instant,
    /// The last answer that could be given, and what stands beside it.
    answer: String,
    notes: String,
    verdict: Verdict,
    /// When the next answer differs from this one.
    due: Instant,
}

impl<'a> Watch<'a> {
    fn new(args: &'a Args, what: Read, session: &mut Session<'_>) -> Result<Self, Failure> {
        // Read twice: which files to look at is known only then, and what changes after the look is
        // seen at the next one.
        let stamp = session.stamp(&session.load(what)?);
        let plan = session.load(what)?;
        let (read, verdict) = (session.now, Verdict::Yes);
        let (answer, notes, trouble) = (String::new(), String::new(), None);
        let due = session.now;
        let mut watch =
            Self { args, what, plan, stamp, trouble, read, answer, notes, verdict, due };
        watch.ask(session)?;
        Ok(watch)
    }

    fn show(&mut self, screen: &Screen, session: &mut Session<'_>) -> Result<(), Failure> {
        let (mut shown, mut size) = (Vec::new(), (0, 0));
        loop {
            let resized = std::mem::replace(&mut size, Screen::size()) != size;
            session.set_width(size.0);
            session.go_on();
            let reread = self.read_again(session);
            if (resized || reread || session.now >= self.due)
                && let Err(failure) = self.ask(session)
            {
                self.trouble = Some(failure);
            }
            let lines = self.lines(session);
            if resized || lines != shown {
                screen.draw(&lines).map_err(|error| {
                    Failure::system(format!("cannot write: {}", reason(&error)))
                })?;
                shown = lines;
            }
            match screen.wait(POLL) {
                Event::Tick => {}
                Event::Redraw => shown.clear(),
                Event::Quit => return Ok(()),
            }
        }
    }

    /// Reads the plan again where its files have changed; once a minute whether or not one sees
    /// that they have. Where that fails the plan stays as it was.
    fn read_again(&mut self, session: &mut Session<'_>) -> bool {
        let stamp = session.stamp(&self.plan);
        let changed = stamp != self.stamp;
        if !changed && session.now < self.read + TimeDelta::minutes(1) {
            return false;
        }
        match session.load(self.what) {
            Ok(plan) => {
                self.plan = plan;
                self.read = session.now;
                self.trouble = None;
            }
            Err(failure) => self.trouble = Some(failure),
        }
        self.stamp = stamp;
        true
    }

    /// Asks as of the beginning of the minute, or of the last change within it.
    fn ask(&mut self, session: &mut Session<'_>) -> Result<(), Failure> {
        let clock = session.now;
        let minute = TimeDelta::minutes(1);
        session.now = clock.duration_trunc(minute).unwrap_or(clock);
        let next_minute = session.now + minute;
        let mut asked = super::ask(self.args, &self.plan, None, session);
        for _ in 0..STEPS {
            let Ok((_, Some(change))) = &asked else { break };
            if *change > clock {
                break;
            }
            session.now = *change;
            session.take();
            asked = super::ask(self.args, &self.plan, None, session);
        }
        let (answer, notes) = session.take();
        session.now = clock;
        self.due = next_minute;
        let (verdict, change) = asked?;
        self.due = change.map_or(next_minute, |change| change.min(next_minute));
        (self.answer, self.notes, self.verdict) = (answer, notes, verdict);
        Ok(())
    }

    fn lines(&self, session: &Session<'_>) -> Vec<String> {
        let mut lines: Vec<String> = self.answer.lines().map(str::to_owned).collect();
        lines.push(String::new());
        if let Some(failure) = &self.trouble {
            lines.extend(failure.text().lines().map(|line| session.style().alarm(line)));
            let read = show::full(self.read, &self.plan.zone);
            lines.push(format!("the answer is from the plan as it was on {read}"));
        }
        lines.extend(self.notes.lines().map(str::to_owned));
        lines.push(session.style().dim("q quits"));
        lines
    }
}
