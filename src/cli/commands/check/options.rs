//! What `irp check` takes beside formats: levels for one run, and where reports go.

use std::path::PathBuf;

use clap::{Arg, ArgAction, ArgMatches, ValueEnum};

use super::format::Format;
use crate::cli::Failure;
use crate::cli::session::meant;
use crate::diagnostic::{Diagnostic, Fault, Level};
use crate::rules::{Overrides, RULES};
use crate::views::explain::ZONE_DATA;

/// From which level on a finding makes the check fail.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum FailOn {
    /// Errors
    Error,
    /// Warnings and errors
    Warning,
    /// Every finding
    Info,
    /// Nothing
    Never,
}

impl FailOn {
    /// The level.
    pub fn level(self) -> Option<Level> {
        match self {
            Self::Error => Some(Level::Error),
            Self::Warning => Some(Level::Warning),
            Self::Info => Some(Level::Info),
            Self::Never => None,
        }
    }
}

/// The levels of rules for one run, the last of a rule being the one that holds.
#[derive(Clone, Debug, Default)]
pub struct Levels(Overrides);

/// The options that set levels.
const SETTERS: [(&str, char, &str, Option<Level>); 3] = [
    ("deny", 'D', "Make findings of a rule errors, whatever [lint] says", Some(Level::Error)),
    ("warn", 'W', "Make them warnings", Some(Level::Warning)),
    ("allow", 'A', "Leave them out", None),
];

impl clap::Args for Levels {
    fn augment_args(command: clap::Command) -> clap::Command {
        SETTERS.iter().fold(command, |command, (name, short, help, _)| {
            let arg = Arg::new(*name).long(*name).short(*short).help(*help);
            command.arg(arg.value_name("RULE").action(ArgAction::Append))
        })
    }

    fn augment_args_for_update(command: clap::Command) -> clap::Command {
        Self::augment_args(command)
    }
}

impl clap::FromArgMatches for Levels {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, clap::Error> {
        let mut given = Vec::new();
        for (name, _, _, level) in SETTERS {
            let places = matches.indices_of(name).into_iter().flatten();
            let rules = matches.get_many::<String>(name).into_iter().flatten();
            given.extend(places.zip(rules).map(|(place, rule)| (place, (rule.clone(), level))));
        }
        given.sort_by_key(|(place, _)| *place);
        Ok(Self(given.into_iter().map(|(_, given)| given).collect()))
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
        *self = Self::from_arg_matches(matches)?;
        Ok(())
    }
}

impl Levels {
    /// The names that were given.
    pub fn rules(&self) -> impl Iterator<Item = &String> {
        self.0.iter().map(|(rule, _)| rule)
    }

    /// The levels, as rules are judged with them.
    pub fn overrides(&self) -> Overrides {
        self.0.clone()
    }

    /// A finding that no rule makes, with the level that this run gives it; `None` where it is off.
    pub fn applied(&self, finding: Diagnostic) -> Option<Diagnostic> {
        let given = self.0.iter().rev().find(|(name, _)| name == finding.code);
        match given {
            None => Some(finding),
            Some((_, level)) => level.map(|level| Diagnostic { level, ..finding }),
        }
    }
}

/// Checks that a name is that of a rule.
///
/// # Errors
/// Where it is none.
pub fn is_rule(name: &str) -> Result<(), Failure> {
    let known: Vec<_> = RULES.iter().map(|rule| rule.code).chain([ZONE_DATA.code]).collect();
    if known.contains(&name) {
        return Ok(());
    }
    if Fault::ALL.iter().any(|fault| fault.code() == name) {
        return Err(Failure::usage(format!("`{name}` is a fault, not a rule"))
            .hint("faults are always shown, and always errors"));
    }
    let failure = Failure::usage(format!("irp has no rule `{name}`"));
    let near = meant(name, known.iter().copied());
    Err(failure.hint(near.unwrap_or_else(|| format!("it has: {}", known.join(", ")))))
}

/// A report that is written to a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReportTo {
    /// How it is laid out.
    pub format: Format,
    /// The file.
    pub file: PathBuf,
}

/// Reads the values of `--report`.
///
/// # Errors
/// Where one is no format and file, or two go to one file.
pub fn reports(given: &[String]) -> Result<Vec<ReportTo>, Failure> {
    let mut reports: Vec<ReportTo> = Vec::new();
    for words in given {
        let report = report(words)?;
        if reports.iter().any(|other| other.file == report.file) {
            let file = report.file.display();
            return Err(Failure::usage(format!("two reports go to {file}"))
                .hint("give each a file of its own"));
        }
        reports.push(report);
    }
    Ok(reports)
}

fn report(words: &str) -> Result<ReportTo, Failure> {
    let failure = |message: String| Failure::usage(message);
    let example = "write it as FORMAT=FILE, such as `--report sarif=irp.sarif`";
    let Some((name, file)) = words.split_once('=').filter(|(_, file)| !file.is_empty()) else {
        return Err(failure(format!("`{words}` given with --report names no file")).hint(example));
    };
    if file == "-" {
        return Err(failure("--report writes to files only".to_owned())
            .hint(format!("for the standard output write `--format {name}`")));
    }
    if let Ok(format) = Format::from_str(name, false) {
        return Ok(ReportTo { format, file: PathBuf::from(file) });
    }
    let known: Vec<_> = Format::value_variants()
        .iter()
        .filter_map(|format| Some(format.to_possible_value()?.get_name().to_owned()))
        .collect();
    let near = meant(name, known.iter().map(String::as_str));
    let hint = near.unwrap_or_else(|| format!("it is one of: {}", known.join(", ")));
    Err(failure(format!("`{name}` given with --report is no format")).hint(hint))
}

/// Reads the values of `--target`.
///
/// # Errors
/// Where one is no glob.
pub fn targets(given: &[String]) -> Result<Vec<glob::Pattern>, Failure> {
    let read = |target: &String| {
        glob::Pattern::new(target).map_err(|error| {
            Failure::usage(format!("`{target}` given with --target is no glob: {}", error.msg))
                .hint("such as `rotations.payments` or `escalations.*`")
        })
    };
    given.iter().map(read).collect()
}
