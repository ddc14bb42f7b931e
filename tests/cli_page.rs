//! `docs/cli.md` is what the declarations of the commands say. `IRP_BLESS=1 cargo test cli_page`
//! writes it.
#![expect(clippy::disallowed_methods, reason = "the test compares a file of this repository")]

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::Command as Process;

use clap::{Arg, Command};
use irp::cli::manual::{self, ENVIRONMENT, EXIT_CODES, FILES};

const HEAD: &str = "\
<!-- generated from the declarations of the commands: IRP_BLESS=1 cargo test cli_page -->

# The command line

```text
irp COMMAND [OPTIONS]
```

The answer goes to standard output, everything else to standard error. `irp --help` lists the
commands, `irp COMMAND --help` shows one; `irp man` prints the same as a manual page. The times that
commands take are described in the [README](../README.md#times).
";

fn irp() -> Command {
    let mut root = irp::cli::parser();
    root.build();
    root
}

/// Text for a cell of a table.
fn cell(text: &str) -> String {
    text.replace('|', "\\|").replace('<', "&lt;").replace('\n', " ")
}

/// What an argument is called: `-r`, `--rotation ID`.
fn called(arg: &Arg) -> String {
    let names = arg.get_value_names().map(|names| names.join(" ")).unwrap_or_default();
    if arg.is_positional() {
        let many = arg.get_num_args().is_some_and(|number| number.max_values() > 1);
        return format!("`{names}{}`", if many { "..." } else { "" });
    }
    let value = if arg.get_action().takes_values() { format!(" {names}") } else { String::new() };
    let long = arg.get_long().map(|long| format!("--{long}{value}"));
    let short = arg.get_short().map(|short| format!("-{short}"));
    let both: Vec<_> = short.into_iter().chain(long).map(|name| format!("`{name}`")).collect();
    both.join(", ")
}

/// What an argument means, with its default and the values that it takes.
fn meaning(arg: &Arg) -> String {
    let mut text = cell(&arg.get_help().map(ToString::to_string).unwrap_or_default());
    let defaults: Vec<_> = arg.get_default_values().iter().filter_map(|v| v.to_str()).collect();
    if arg.get_action().takes_values() && !defaults.is_empty() && !text.contains("default") {
        let _ = write!(text, " [default: {}]", defaults.join(" "));
    }
    let values = arg.get_possible_values();
    let shown =
        values.iter().filter(|value| arg.get_action().takes_values() && !value.is_hide_set());
    for value in shown {
        let help = value.get_help().map(|help| format!(": {help}")).unwrap_or_default();
        let _ = write!(text, "<br>`{}`{}", value.get_name(), cell(&help));
    }
    text
}

fn table<'a>(head: &str, rows: impl Iterator<Item = (String, String)> + 'a) -> String {
    let rows: Vec<_> = rows.map(|(name, text)| format!("| {name} | {text} |\n")).collect();
    if rows.is_empty() {
        return String::new();
    }
    format!("\n| {head} | |\n|---|---|\n{}", rows.concat())
}

fn arguments(head: &str, command: &Command, wanted: impl Fn(&Arg) -> bool) -> String {
    let wanted = command.get_arguments().filter(|arg| !arg.is_hide_set() && wanted(arg));
    table(head, wanted.map(|arg| (called(arg), meaning(arg))))
}

fn section(command: &Command) -> String {
    let name = command.get_bin_name().unwrap_or_default();
    // An action of a command has three words.
    let level = if name.split(' ').count() > 2 { "###" } else { "##" };
    let about = command.get_about().map(ToString::to_string).unwrap_or_default();
    let usage = command.clone().render_usage().to_string();
    let usage = usage.trim_start_matches("Usage: ");
    let mut text = format!("\n{level} {name}\n\n{about}.\n\n```text\n{usage}\n```\n");
    text += &arguments("argument", command, Arg::is_positional);
    text += &arguments("option", command, |arg| !arg.is_positional() && !arg.is_global_set());
    for part in manual::parts(command) {
        let part = match part.heading.as_str() {
            "Exit code" => {
                let rows = part.lines.iter().filter_map(|line| line.split_once("  "));
                table("exit code", rows.map(|(code, text)| (code.to_owned(), cell(text))))
            }
            "" => format!("\n{}\n", part.lines.join("\n")),
            heading => format!("\n{heading}:\n\n```text\n{}\n```\n", part.lines.join("\n")),
        };
        text.push_str(&part);
    }
    text + &command.get_subcommands().map(section).collect::<String>()
}

fn page() -> String {
    let root = irp();
    let pairs = |pairs: &'static [(&str, &str)]| {
        pairs.iter().map(|(name, text)| (format!("`{name}`"), cell(text)))
    };
    let link = |command: &Command| {
        let name = command.get_name();
        let about = command.get_about().map(ToString::to_string).unwrap_or_default();
        (format!("[`irp {name}`](#irp-{name})"), cell(&about))
    };
    let mut text = HEAD.to_owned();
    text += &table("command", manual::commands(&root).map(link));
    text += "\n## Options of every command\n";
    text += &arguments("option", &root, |arg| !arg.is_positional());
    for command in manual::commands(&root) {
        text += &section(command);
    }
    text += "\n## Exit codes\n\nWhere a command says nothing more exact:\n";
    text += &table("code", pairs(&EXIT_CODES));
    text += "\n## Environment\n";
    text += &table("variable", pairs(&ENVIRONMENT));
    text += "\n## Files\n";
    text + &table("file", pairs(&FILES))
}

#[test]
fn the_page_of_the_command_line_is_what_the_commands_say() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/cli.md");
    let now = page();
    if std::env::var_os("IRP_BLESS").is_some_and(|value| value != "0") {
        fs::write(&path, &now).unwrap();
    }
    let written = fs::read_to_string(&path).unwrap_or_default();
    assert!(written == now, "docs/cli.md is out of date: IRP_BLESS=1 cargo test cli_page");
}

/// Every variable that the sources read is one of the manual's.
#[test]
fn the_manual_names_every_variable_that_is_read() {
    let mut read = BTreeSet::new();
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("src/cli")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let text = fs::read_to_string(path).unwrap();
            let calls = ["variable(\"", "folder(\"", "set(\"", "env::var(\""];
            for call in calls {
                let names = text.split(call).skip(1).filter_map(|rest| rest.split('"').next());
                read.extend(names.map(str::to_owned));
            }
        }
    }
    let known: BTreeSet<_> = ENVIRONMENT.iter().map(|(name, _)| (*name).to_owned()).collect();
    read.remove("HOME");
    let unknown: Vec<_> = read.difference(&known).collect();
    assert!(read.len() > 5 && unknown.is_empty(), "not in cli/manual.rs: {unknown:?}");
    assert_eq!(known.difference(&read).collect::<Vec<_>>(), Vec::<&String>::new());
}

fn run(words: &[&str]) -> std::process::Output {
    Process::new(env!("CARGO_BIN_EXE_irp")).args(words).env_clear().output().unwrap()
}

#[test]
fn every_command_has_a_page_and_each_is_what_it_prints_alone() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("man");
    let _ = fs::remove_dir_all(&folder);
    let written = run(&["man", "--out", folder.to_str().unwrap()]);
    assert!(written.status.success() && written.stdout.is_empty(), "{written:?}");
    let root = irp();
    let mut names = BTreeSet::from(["irp.1".to_owned()]);
    for command in manual::commands(&root) {
        let name = format!("irp-{}.1", command.get_name());
        let page = fs::read(folder.join(&name)).unwrap();
        assert_eq!(page, run(&["man", command.get_name()]).stdout);
        let page = String::from_utf8(page).unwrap();
        let shown = command.get_arguments().filter(|arg| !arg.is_hide_set());
        for arg in shown.filter_map(Arg::get_long) {
            assert!(page.contains(&arg.replace('-', "\\-")), "{name} lacks --{arg}");
        }
        names.insert(name);
    }
    assert_eq!(fs::read(folder.join("irp.1")).unwrap(), run(&["man"]).stdout);
    let there: BTreeSet<_> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    assert_eq!(there, names);
}
