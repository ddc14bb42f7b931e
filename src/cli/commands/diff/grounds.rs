//! `--fail-on`: what makes a change fail.

use crate::cli::Failure;
use crate::cli::session::meant;
use crate::diff::{Changes, Effect};
use crate::time::{Instant, Length, Zone, read_length};

/// The words that `--fail-on` takes.
const WORDS: [&str; 5] = ["now", "past", "gap", "notice", "effective"];

/// What makes a change fail.
#[derive(Debug, Default)]
pub(super) struct Grounds {
    now: bool,
    past: bool,
    gap: bool,
    effective: bool,
    /// How long before its start a shift may no longer change.
    notice: Option<Length>,
}

impl Grounds {
    /// Reads the values of `--fail-on`.
    ///
    /// # Errors
    /// Where one is none of the words.
    pub fn read(words: &[String]) -> Result<Self, Failure> {
        let mut grounds = Self::default();
        for word in words {
            match word.trim() {
                "now" => grounds.now = true,
                "past" => grounds.past = true,
                "gap" => grounds.gap = true,
                "effective" => grounds.effective = true,
                word => match word.strip_prefix("notice=") {
                    Some(length) => grounds.notice = Some(read_length(length)?),
                    None => return Err(unknown(word)),
                },
            }
        }
        Ok(grounds)
    }

    /// Until when shifts may not begin that change.
    ///
    /// # Errors
    /// Where that is beyond all times.
    pub fn notice(&self, now: Instant, viewer: &Zone) -> Result<Option<Instant>, Failure> {
        let after = |length: &Length| length.after(now, viewer);
        Ok(self.notice.as_ref().map(after).transpose()?)
    }

    /// Those that a change gives, in words; `notice` is the instant for that ground.
    pub fn hold(&self, changes: &Changes, notice: Option<Instant>) -> Vec<String> {
        let soon = |until: Instant| changes.ahead.iter().filter(move |c| c.span.start < until);
        let soon = notice.map_or(0, |until| soon(until).count());
        let grounds = [
            (self.now && !changes.now.is_empty(), "now: on call now changes".to_owned()),
            (
                self.past && !changes.past.is_empty(),
                format!("past: {} rewritten", changes.past.len()),
            ),
            (self.gap && !changes.opened.is_empty(), format!("gap: {} opened", changes.opened.len())),
            (soon > 0, format!("notice: {soon} begin sooner")),
            (
                self.effective && changes.effect == Effect::Effective,
                "effective: shifts change".to_owned(),
            ),
        ];
        grounds.into_iter().filter(|(holds, _)| *holds).map(|(_, words)| words).collect()
    }
}

fn unknown(word: &str) -> Failure {
    let failure = Failure::usage(format!("`{word}` given with --fail-on is none of its words"));
    let failure = match word {
        "notice" => failure.hint("write how long, such as notice=14d"),
        word => meant(word, WORDS).into_iter().fold(failure, Failure::hint),
    };
    failure.hint("it takes now, past, gap, notice=14d and effective, with commas between them")
}
