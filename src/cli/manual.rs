//! The manual: what help says of a command, with what holds for all of them, as pages for `man`.
//!
//! Nothing is written twice: commands and options come from their declarations, examples and exit
//! codes from the end of their help.

use clap::Command;
use clap_mangen::Man;
use roff::{Roff, bold, roman};

/// The variables that irp reads, and what each does.
pub const ENVIRONMENT: [(&str, &str); 13] = [
    ("IRP_PLAN", "The folder of the plan, as --plan."),
    ("IRP_NOW", "The time that is taken for the present one, as --now."),
    ("IRP_TZDATA", "A zoneinfo folder to use instead of irp's own zone data, as --tzdata."),
    ("TZ", "The zone of times where --tz is not given."),
    ("TZDIR", "The system's zoneinfo folder; `irp check` says when it is newer than irp's."),
    ("NO_COLOR", "Set to anything: no colour."),
    ("CLICOLOR_FORCE", "Set to anything but 0: colour also where output is no terminal."),
    ("TERM", "`dumb`: no colour."),
    ("COLUMNS", "The width of the terminal."),
    (
        "GIT_CEILING_DIRECTORIES",
        "Folders in which, and above which, no git repository is looked for.",
    ),
    ("GIT_QUARANTINE_PATH", "Set by git for a pre-receive hook: --rev sees what is being pushed."),
    ("GITHUB_STEP_SUMMARY", "The file to which `irp check --format github` adds all findings."),
    ("ACCESSIBLE", "Set to anything but 0: lines of `key: value` in place of tables."),
];

/// The files that irp looks for, and what each is.
pub const FILES: [(&str, &str); 2] = [
    (
        "irp.toml",
        "Makes the folder that it is in a plan. irp takes the nearest, from here upwards.",
    ),
    (".irp/irp.toml", "The same for a plan in a repository that holds other things."),
];

/// What an exit code means where a command says nothing more exact.
pub const EXIT_CODES: [(&str, &str); 3] = [
    ("0", "Yes: there is nothing to complain of."),
    ("1", "No: somebody is missing, or something must be mended."),
    ("2", "It could not be done: what was typed or the plan cannot be understood."),
];

/// A part of what stands below the options in a command's help.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Part {
    /// The line above it, such as `Examples`; empty where it is plain text.
    pub heading: String,
    /// Its lines, not indented.
    pub lines: Vec<String>,
}

/// The parts of what stands below the options in a command's help.
#[must_use]
pub fn parts(command: &Command) -> Vec<Part> {
    let text = command.get_after_help().map(ToString::to_string).unwrap_or_default();
    let part = |block: &str| {
        let (first, rest) = block.split_once('\n').unwrap_or((block, ""));
        let heading = first.strip_suffix(':').filter(|_| rest.starts_with("  "));
        let lines = if heading.is_some() { rest } else { block }.lines();
        let lines = lines.map(|line| line.strip_prefix("  ").unwrap_or(line).to_owned()).collect();
        Part { heading: heading.unwrap_or_default().to_owned(), lines }
    };
    text.split("\n\n").filter(|block| !block.is_empty()).map(part).collect()
}

/// The commands that have a page, besides irp itself.
pub fn commands(root: &Command) -> impl Iterator<Item = &Command> {
    root.get_subcommands().filter(|command| !command.is_hide_set())
}

/// The name of a page without its section: `irp`, `irp-oncall`.
#[must_use]
pub fn name(command: &Command) -> String {
    match command.get_name() {
        "irp" => "irp".to_owned(),
        name => format!("irp-{name}"),
    }
}

/// The page of a command, in roff. `root` has been built.
#[must_use]
pub fn page(root: &Command, command: &Command) -> String {
    let man = Man::new(command.clone().display_name(name(command)));
    // The same release gives the same bytes, so there is no date; the library would drop an empty
    // one, and the rest of the line would move into its place.
    let (title, version) = (name(command).to_uppercase(), env!("CARGO_PKG_VERSION"));
    let mut page = format!(".TH {title} 1 \"\" \"irp {version}\" \"irp manual\"\n").into_bytes();
    let sections = [
        Man::render_name_section,
        Man::render_synopsis_section,
        Man::render_description_section,
        Man::render_options_section,
    ];
    for section in sections {
        // Writing into memory does not fail.
        let _ = section(&man, &mut page);
    }
    let more = more(root, command).to_roff();
    String::from_utf8_lossy(&page).into_owned() + &more
}

/// What stands below the options of a page.
fn more(root: &Command, command: &Command) -> Roff {
    let mut roff = Roff::new();
    let irp = command.get_name() == root.get_name();
    if irp {
        roff.control("SH", ["COMMANDS"]);
        for command in commands(root) {
            let about = command.get_about().map(ToString::to_string).unwrap_or_default();
            entry(&mut roff, &format!("{}(1)", name(command)), &about);
        }
    }
    for action in commands(command).filter(|_| !irp) {
        actions(&mut roff, action);
    }
    let mut codes = false;
    for part in parts(command) {
        codes |= part.heading == "Exit code";
        match part.heading.as_str() {
            "Exit code" => {
                roff.control("SH", ["EXIT STATUS"]);
                for (code, meaning) in part.lines.iter().filter_map(|line| line.split_once("  ")) {
                    entry(&mut roff, code, meaning);
                }
            }
            "" => {
                roff.control("SH", ["NOTES"]);
                roff.text([roman(part.lines.join(" "))]);
            }
            heading => {
                roff.control("SH", [heading.to_uppercase().as_str()]);
                verbatim(&mut roff, &part.lines);
            }
        }
    }
    if !codes {
        list(&mut roff, "EXIT STATUS", &EXIT_CODES);
    }
    if irp {
        list(&mut roff, "ENVIRONMENT", &ENVIRONMENT);
        list(&mut roff, "FILES", &FILES);
    }
    let others = std::iter::once(root).chain(commands(root));
    let others = others.filter(|other| other.get_name() != command.get_name());
    let others: Vec<_> = others.map(|other| format!("{}(1)", name(other))).collect();
    roff.control("SH", ["SEE ALSO"]);
    roff.text([roman(others.join(", "))]);
    roff
}

/// What a command does in one of its actions, with the options of that.
fn actions(roff: &mut Roff, action: &Command) {
    let usage = action.clone().render_usage().to_string();
    roff.control("SH", [usage.trim_start_matches("Usage: ")]);
    let about = action.get_about().map(ToString::to_string).unwrap_or_default();
    roff.text([roman(format!("{about}."))]);
    for arg in action.get_arguments().filter(|arg| !arg.is_global_set() && !arg.is_hide_set()) {
        let names = arg.get_value_names().map(|names| names.join(" ")).unwrap_or_default();
        let long = arg.get_long().map(|long| format!("--{long}"));
        let takes = arg.get_action().takes_values();
        let called = match long {
            Some(long) if takes => format!("{long} {names}"),
            Some(long) => long,
            None => names,
        };
        let help = arg.get_help().map(ToString::to_string).unwrap_or_default();
        entry(roff, &called, &help);
    }
    for part in parts(action).iter().filter(|part| part.heading == "Examples") {
        verbatim(roff, &part.lines);
    }
}

fn list(roff: &mut Roff, heading: &str, entries: &[(&str, &str)]) {
    roff.control("SH", [heading]);
    for (name, text) in entries {
        entry(roff, name, text);
    }
}

fn entry(roff: &mut Roff, name: &str, text: &str) {
    roff.control("TP", []);
    roff.text([bold(name)]);
    roff.text([roman(text)]);
}

fn verbatim(roff: &mut Roff, lines: &[String]) {
    roff.control("nf", []);
    roff.control("RS", ["4"]);
    for line in lines {
        roff.text([roman(line.as_str())]);
    }
    roff.control("RE", []);
    roff.control("fi", []);
}
