//! A command line that is being typed, walked along the declarations that parse it.

use clap::{Arg, ArgAction, Command};

use super::Candidate;
use crate::cli::relative;

/// A command line up to the cursor.
pub struct Line<'c> {
    /// The command that was typed, or irp itself.
    command: &'c Command,
    /// The options before the cursor, with their values.
    given: Vec<(&'c Arg, String)>,
    /// Whether `help` stands in the command's place.
    help: bool,
    /// What the word under the cursor can be.
    pub place: Place<'c>,
    /// What stands before the part of it that is completed, such as `--plan=`.
    pub before: String,
    /// That part.
    pub typed: String,
}

/// What a word can be.
pub enum Place<'c> {
    /// A value of an option, or of a positional argument: the how manieth, from 0.
    Value { arg: &'c Arg, nth: usize },
    /// An option.
    Option,
    /// A command, or a value of that argument.
    Word(Option<(&'c Arg, usize)>),
}

impl<'c> Line<'c> {
    /// Walks the words, the program's name first and the word under the cursor last.
    pub fn new(root: &'c Command, words: &[String]) -> Option<Self> {
        let (last, before) = words.split_last()?;
        let place = Place::Option;
        let (typed, given) = (last.clone(), Vec::new());
        let mut line =
            Self { command: root, given, help: false, place, before: String::new(), typed };
        let (mut open, mut literal, mut count) = (None, false, 0);
        for word in before.get(1..)? {
            if let Some(arg) = open.take() {
                line.given.push((arg, word.clone()));
            } else if !literal && word == "--" {
                literal = true;
            } else if !literal && is_option(word) {
                open = line.option(word);
            } else if !line.enter(word) {
                count += 1;
            }
        }
        line.last(open, literal, count);
        Some(line)
    }

    /// Takes an option; returns it where its value is the next word.
    fn option(&mut self, word: &str) -> Option<&'c Arg> {
        let (arg, value) = self.split(word)?;
        let value = value.map(|(_, value)| value);
        let takes = arg.get_num_args().is_some_and(|number| number.min_values() > 0);
        self.given.push((arg, value.clone().unwrap_or_default()));
        if !takes || value.is_some() {
            return None;
        }
        self.given.pop();
        Some(arg)
    }

    /// The option that a word names, and the value that it holds after what comes before it.
    fn split(&self, word: &str) -> Option<(&'c Arg, Option<(String, String)>)> {
        let mut args = self.command.get_arguments();
        if let Some(long) = word.strip_prefix("--") {
            let (name, value) = long.split_once('=').map_or((long, None), |(n, v)| (n, Some(v)));
            let arg = args.find(|arg| {
                arg.get_long_and_visible_aliases().is_some_and(|names| names.contains(&name))
            })?;
            return Some((arg, value.map(|value| (format!("--{name}="), value.to_owned()))));
        }
        for (at, letter) in word.char_indices().skip(1) {
            let arg = self.command.get_arguments().find(|arg| arg.get_short() == Some(letter))?;
            let (before, value) = word.split_at(at + letter.len_utf8());
            if value.is_empty() {
                return Some((arg, None));
            }
            if arg.get_action().takes_values() {
                return Some((arg, Some((before.to_owned(), value.to_owned()))));
            }
        }
        None
    }

    /// Takes a word as a command, where it can be one.
    fn enter(&mut self, word: &str) -> bool {
        if word == "help" && self.is_root() && !self.help {
            self.help = true;
            return true;
        }
        let found = self.command.find_subcommand(word);
        self.command = found.unwrap_or(self.command);
        found.is_some()
    }

    fn last(&mut self, open: Option<&'c Arg>, literal: bool, count: usize) {
        if let Some(arg) = open {
            self.place = Place::Value { arg, nth: 0 };
        } else if !literal && is_option(&self.typed) {
            if let Some((arg, Some((before, value)))) = self.split(&self.typed) {
                self.place = Place::Value { arg, nth: 0 };
                (self.before, self.typed) = (before, value);
            }
        } else {
            self.place = Place::Word(self.positional(count));
        }
    }

    /// The positional argument that takes the word after `count` others, and which of its values
    /// that is.
    fn positional(&self, mut count: usize) -> Option<(&'c Arg, usize)> {
        for arg in self.command.get_positionals().filter(|_| !self.help) {
            let many = arg.get_num_args().is_some_and(|number| number.max_values() > 1);
            if many || count == 0 {
                return Some((arg, count));
            }
            count -= 1;
        }
        None
    }

    /// The value that was last given to an option.
    pub fn value(&self, id: &str) -> Option<&str> {
        let given = self.given.iter().rev().find(|(arg, _)| arg.get_id() == id);
        given.map(|(_, value)| value.as_str())
    }

    /// Whether a command may follow.
    pub fn has_commands(&self) -> bool {
        self.command.has_subcommands()
    }

    /// The commands that may follow.
    pub fn commands(&self) -> Vec<Candidate> {
        let shown = self.command.get_subcommands().filter(|command| !command.is_hide_set());
        let named = |command: &Command| {
            let about = command.get_about().map(ToString::to_string).unwrap_or_default();
            Candidate::new(command.get_name(), about)
        };
        let help = Some(Candidate::new("help", "Print the help of a command"));
        shown.map(named).chain(help.filter(|_| !self.help && self.is_root())).collect()
    }

    /// Whether no command was typed yet.
    fn is_root(&self) -> bool {
        self.command.get_name() == "irp"
    }

    /// The options that may follow: those of the command first, none that was given and may be
    /// given once, none that another excludes.
    pub fn options(&self) -> Vec<Candidate> {
        let shown = self.command.get_arguments().filter(|arg| self.may_follow(arg));
        let mut shown: Vec<_> = shown.collect();
        shown.sort_by_key(|arg| arg.is_global_set());
        let named = |name: String, arg: &Arg| {
            let help = arg.get_help().map(ToString::to_string).unwrap_or_default();
            Candidate::new(name, help)
        };
        let long = |arg: &Arg| Some(named(format!("--{}", arg.get_long()?), arg));
        let short = |arg: &Arg| Some(named(format!("-{}", arg.get_short()?), arg));
        let longs = shown.iter().filter_map(|arg| long(arg));
        let brief = self.typed.starts_with('-') && !self.typed.starts_with("--");
        let shorts = shown.iter().filter(|_| brief).filter_map(|arg| short(arg));
        longs.chain(shorts).collect()
    }

    fn may_follow(&self, arg: &Arg) -> bool {
        let again = matches!(arg.get_action(), ArgAction::Append | ArgAction::Count);
        let excluded = |given: &Arg| {
            let excludes = |one: &Arg, other: &Arg| {
                let conflicts = self.command.get_arg_conflicts_with(one);
                conflicts.iter().any(|conflict| conflict.get_id() == other.get_id())
            };
            (given.get_id() == arg.get_id() && !again)
                || excludes(given, arg)
                || excludes(arg, given)
        };
        !arg.is_hide_set() && !self.given.iter().any(|(given, _)| excluded(given))
    }
}

/// Whether a word begins an option; `-30m` is a time.
fn is_option(word: &str) -> bool {
    word.starts_with('-')
        && !word[1..].starts_with(|c: char| c.is_ascii_digit())
        && relative(word).is_none()
}
