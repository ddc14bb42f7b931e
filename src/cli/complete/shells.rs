//! The shells: the script that each loads, how it hands over what is typed, and how it takes
//! candidates.
//!
//! A script is thin and does not depend on irp's commands, so that it need not be replaced with
//! every release. Paths are left to the shell, which knows its own quoting.

use clap::ValueEnum;

use super::line::Line;
use super::{Candidate, Offer};

/// A shell for which there is a script.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Shell {
    /// GNU Bash, 3.2 or later
    Bash,
    /// Z shell
    Zsh,
    /// fish, 3.1 or later
    Fish,
    /// PowerShell, also of Windows
    #[value(alias = "pwsh")]
    Powershell,
    /// Elvish
    Elvish,
}

impl Shell {
    /// The shell that a script says it is of.
    pub fn named(name: &str) -> Option<Self> {
        Self::from_str(name, false).ok()
    }

    /// The script.
    pub fn script(self) -> &'static str {
        match self {
            Self::Bash => include_str!("../../../completions/irp.bash"),
            Self::Zsh => include_str!("../../../completions/_irp"),
            Self::Fish => include_str!("../../../completions/irp.fish"),
            Self::Powershell => include_str!("../../../completions/irp.ps1"),
            Self::Elvish => include_str!("../../../completions/irp.elv"),
        }
    }

    /// The words that a script hands over, the one under the cursor last, and the characters at
    /// which the shell also breaks that one.
    ///
    /// Bash hands over the line, because it breaks words where irp does not, and PowerShell marks
    /// the last word, because it drops empty ones.
    pub fn words(self, given: &[String]) -> Option<(Vec<String>, String)> {
        match (self, given) {
            (Self::Bash, [line, breaks]) => Some((split(line), breaks.clone())),
            (Self::Bash, _) => None,
            (Self::Powershell, [before @ .., last]) => {
                let last = last.strip_prefix(':')?.to_owned();
                Some((before.iter().cloned().chain([last]).collect(), String::new()))
            }
            (_, words) => Some((words.to_vec(), String::new())),
        }
    }

    /// What a script takes: a candidate a line, or what the shell is to complete by itself.
    pub fn text(self, offer: Offer, line: &Line<'_>, breaks: &str) -> String {
        let all = match offer {
            Offer::Folder => return ":folder\n".to_owned(),
            Offer::File => return ":file\n".to_owned(),
            Offer::These(all) => all,
        };
        let typed = &line.typed;
        let whole = format!("{}{typed}", line.before);
        let kept = whole.rfind(|c| breaks.contains(c)).map_or(0, |at| at + 1);
        let mut text = String::new();
        for Candidate { value, help } in self.matching(all, typed) {
            let whole = [line.before.as_str(), &value].concat();
            let row = match self {
                Self::Bash => whole.get(kept..).unwrap_or_default().to_owned(),
                Self::Zsh => {
                    format!("{}:{}", value.replace(':', "\\:"), help.replace('\\', "\\\\"))
                }
                Self::Fish | Self::Powershell | Self::Elvish => format!("{whole}\t{help}"),
            };
            text.push_str(&row);
            text.push('\n');
        }
        text
    }

    /// The candidates that begin with what was typed; where none does, those that hold it. fish
    /// matches by itself, and Bash would shorten what was typed to what several have in common.
    fn matching(self, all: Vec<Candidate>, typed: &str) -> Vec<Candidate> {
        if self == Self::Fish {
            return all;
        }
        let lower = typed.to_ascii_lowercase();
        let some = |good: &dyn Fn(&str) -> bool| -> Vec<Candidate> {
            all.iter().filter(|c| good(&c.value.to_ascii_lowercase())).cloned().collect()
        };
        let begun = some(&|value| value.starts_with(&lower));
        if !begun.is_empty() {
            return begun;
        }
        let held = some(&|value| value.contains(&lower));
        if self == Self::Zsh || held.len() == 1 { held } else { Vec::new() }
    }
}

/// The words of a command line in the quoting of Bash; the last one may be empty or unfinished.
fn split(line: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let (mut quote, mut fresh) = (None, true);
    let mut letters = line.chars();
    while let Some(letter) = letters.next() {
        match (quote, letter) {
            (None, ' ' | '\t' | '\n') => {
                if !fresh {
                    words.push(String::new());
                }
                fresh = true;
                continue;
            }
            (None, '\'' | '"') => quote = Some(letter),
            (Some(open), _) if open == letter => quote = None,
            (None | Some('"'), '\\') => push(&mut words, letters.next()),
            _ => push(&mut words, Some(letter)),
        }
        fresh = false;
    }
    words
}

fn push(words: &mut [String], letter: Option<char>) {
    if let Some(last) = words.last_mut() {
        last.extend(letter);
    }
}
