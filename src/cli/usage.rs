//! What was typed and cannot be a command: the option parser's complaints in irp's own words.

use std::ffi::OsString;

use clap::error::{ContextKind, ContextValue, ErrorKind};

use super::Failure;
use super::session::meant;

/// A complaint of the option parser. `command` is the one that was typed, where one was; `commands`
/// are all there are.
pub fn failure(error: &clap::Error, command: Option<&str>, commands: &[&str]) -> Failure {
    let text = |kind| texts(error, kind).into_iter().next();
    let option = |kind| text(kind).map(|option| bare(&option)).unwrap_or_default();
    let here = command.map_or_else(|| "irp".to_owned(), |command| format!("irp {command}"));
    let failure = match error.kind() {
        ErrorKind::InvalidSubcommand => {
            let given = text(ContextKind::InvalidSubcommand).unwrap_or_default();
            return no_command(&given, &here, commands);
        }
        ErrorKind::UnknownArgument => {
            let given = text(ContextKind::InvalidArg).unwrap_or_default();
            let what =
                if given.starts_with('-') { "no option of" } else { "one word too many for" };
            let failure = Failure::usage(format!("`{given}` is {what} `{here}`"));
            match text(ContextKind::SuggestedArg) {
                Some(near) => failure.hint(format!("did you mean `{}`?", bare(&near))),
                None => failure,
            }
        }
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => invalid_value(error, &here),
        ErrorKind::ArgumentConflict => {
            let one = option(ContextKind::InvalidArg);
            match option(ContextKind::PriorArg) {
                other if other == one || other.is_empty() => {
                    Failure::usage(format!("`{one}` is given more than once"))
                }
                other => Failure::usage(format!("`{one}` and `{other}` exclude each other")),
            }
        }
        ErrorKind::MissingRequiredArgument => {
            let missing = texts(error, ContextKind::InvalidArg).join(" ");
            Failure::usage(format!("`{here}` needs {missing}"))
        }
        ErrorKind::InvalidUtf8 => Failure::usage("a word of the command line is not UTF-8"),
        _ => {
            let text = error.render().to_string();
            let first = text.lines().next().unwrap_or_default();
            Failure::usage(first.trim_start_matches("error: "))
        }
    };
    failure.hint(format!("`{here} --help` shows what it takes"))
}

/// Why something that was typed is missing: an option took it that takes several words.
pub fn taken(
    error: &clap::Error,
    command: Option<&clap::Command>,
    args: &[OsString],
) -> Option<String> {
    if error.kind() != ErrorKind::MissingRequiredArgument {
        return None;
    }
    let several = |arg: &&clap::Arg| arg.get_num_args().is_some_and(|count| count.max_values() > 1);
    let options = command?.get_arguments().filter(several).filter_map(clap::Arg::get_long);
    let mut options = options.map(|option| format!("--{option}"));
    let option = options.find(|option| args.iter().any(|arg| arg == option.as_str()))?;
    Some(format!(
        "`{option}` takes every word up to the next option: put it last, or write `{option}=...`"
    ))
}

fn no_command(given: &str, here: &str, commands: &[&str]) -> Failure {
    let failure = Failure::usage(match here {
        "irp" => format!("irp has no command `{given}`"),
        here => format!("`{here}` has no action `{given}`"),
    });
    let begun: Vec<_> = commands.iter().filter(|command| command.starts_with(given)).collect();
    let near = match begun[..] {
        [only] => Some(format!("did you mean `{only}`?")),
        _ => meant(given, commands.iter().copied()),
    };
    let hint = near.unwrap_or_else(|| format!("it has: {}", commands.join(", ")));
    failure.hint(hint).hint(format!("`{here} --help` shows what each is for"))
}

fn invalid_value(error: &clap::Error, here: &str) -> Failure {
    let option = texts(error, ContextKind::InvalidArg).join(" ");
    let value = texts(error, ContextKind::InvalidValue).join(" ");
    let word = option.starts_with(['<', '[']);
    let failure = Failure::usage(if value.is_empty() && word {
        format!("{} is empty", option.trim_matches(['<', '>', '[', ']', '.']))
    } else if value.is_empty() {
        format!("`{option}` is missing its value")
    } else if word {
        format!("`{here}` knows no `{value}`")
    } else {
        format!("`{value}` is no value of `{}`", bare(&option))
    });
    let failure = match texts(error, ContextKind::SuggestedValue).first() {
        Some(near) => failure.hint(format!("did you mean `{near}`?")),
        None => failure,
    };
    let known = texts(error, ContextKind::ValidValue).join(", ");
    if known.is_empty() { failure } else { failure.hint(format!("it is one of: {known}")) }
}

fn texts(error: &clap::Error, kind: ContextKind) -> Vec<String> {
    match error.get(kind) {
        Some(ContextValue::String(text)) => vec![text.clone()],
        Some(ContextValue::Strings(texts)) => texts.clone(),
        _ => Vec::new(),
    }
}

/// An option without the name of its value.
fn bare(option: &str) -> String {
    option.split([' ', '=']).next().unwrap_or_default().to_owned()
}
