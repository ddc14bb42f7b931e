//! `--fail-on`: what makes a change fail.

use crate::cli::Failure;
use crate::cli::session::meant;
use crate::diff::{Changed, Changes, Effect};
use crate::time::{Instant, Length, Zone, read_length};
use crate::views::diff::words;

/// The words that `--fail-on` takes.
const WORDS: [&str; 5] = ["now", "past", "gap", "notice", "effective"];

/// What makes a change fail.
#[derive(Debug)]
pub(super) struct Grounds(Vec<Ground>);

#[derive(Debug)]
enum Ground {
    Now,
    Past,
    Gap,
    Effective,
    /// How long before its start a shift may no longer change.
    Notice(Length),
}

impl Grounds {
    /// Reads the values of `--fail-on`.
    ///
    /// # Errors
    /// Where one is none of the words.
    pub fn read(words: &[String]) -> Result<Self, Failure> {
        words.iter().map(|word| Ground::read(word.trim())).collect::<Result<_, _>>().map(Self)
    }

    /// Until when shifts may not begin that change, where that is a ground.
    ///
    /// # Errors
    /// Where that is beyond all times.
    pub fn notice(&self, now: Instant, viewer: &Zone) -> Result<Option<Instant>, Failure> {
        let until = self.0.iter().filter_map(|ground| match ground {
            Ground::Notice(length) => Some(length.after(now, viewer)),
            _ => None,
        });
        Ok(until.collect::<Result<Vec<_>, _>>()?.into_iter().max())
    }

    /// Those that a change gives, in words; `notice` is the instant for that ground.
    pub fn hold(&self, changes: &Changes, notice: Option<Instant>) -> Vec<String> {
        self.0.iter().filter_map(|ground| ground.holds(changes, notice)).collect()
    }
}

impl Ground {
    fn read(word: &str) -> Result<Self, Failure> {
        Ok(match word {
            "now" => Self::Now,
            "past" => Self::Past,
            "gap" => Self::Gap,
            "effective" => Self::Effective,
            word => match word.strip_prefix("notice=") {
                Some(length) => Self::Notice(read_length(length)?),
                None => return Err(unknown(word)),
            },
        })
    }

    fn holds(&self, changes: &Changes, notice: Option<Instant>) -> Option<String> {
        let counted = |count: usize, what: &str, said: &str| {
            (count > 0).then(|| format!("{} {said}", words::counted(count, what)))
        };
        match self {
            Self::Now => (!changes.now.is_empty()).then(|| "on call now changes".to_owned()),
            Self::Past => counted(changes.past.len(), "past shift", "rewritten"),
            Self::Gap => counted(changes.opened.len(), "gap", "opened"),
            Self::Effective => {
                (changes.effect == Effect::Effective).then(|| "shifts change".to_owned())
            }
            Self::Notice(_) => {
                let soon = |changed: &&Changed| notice.is_some_and(|end| changed.span.start < end);
                counted(
                    changes.ahead.iter().filter(soon).count(),
                    "shift",
                    "changed without notice",
                )
            }
        }
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
