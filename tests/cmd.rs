//! What a person at a shell sees: each file under `tests/cmd` is a claim and the commands that
//! show it. `TRYCMD=overwrite cargo test cmd` writes what the commands now print.
#![allow(clippy::expect_used, reason = "a test that cannot start irp has failed")]

mod past;

use std::process::{Command, Output, Stdio};

/// No clock, zone, colour or plan of the machine reaches the commands.
const ENVIRONMENT: [(&str, &str); 14] = [
    ("ACCESSIBLE", ""),
    ("CLICOLOR_FORCE", ""),
    ("COLUMNS", "100"),
    // The plans of the pages are not those of the repository that the pages are in.
    ("GIT_CEILING_DIRECTORIES", env!("CARGO_MANIFEST_DIR")),
    ("GITHUB_STEP_SUMMARY", ""),
    ("IRP_NOW", "2026-10-21T10:00:00Z"),
    ("IRP_PLAN", ""),
    ("IRP_TZDATA", ""),
    ("LC_ALL", "C.UTF-8"),
    ("NO_COLOR", "1"),
    ("SOURCE_DATE_EPOCH", ""),
    ("TERM", "dumb"),
    ("TZ", "Europe/Berlin"),
    ("TZDIR", "/nonexistent"),
];

#[test]
fn commands_print_what_their_pages_say() {
    let cases = trycmd::TestCases::new();
    for (name, value) in ENVIRONMENT {
        cases.env(name, value);
    }
    cases.case("tests/cmd/*/*.md");
    cases.skip("tests/cmd/revision/*.md");
}

#[test]
fn commands_print_of_revisions_what_their_pages_say() {
    let cases = trycmd::TestCases::new();
    for (name, value) in ENVIRONMENT {
        cases.env(name, value);
    }
    cases.env("IRP_PLAN", past::repository().join("plan").to_string_lossy());
    cases.case("tests/cmd/revision/*.md");
}

/// `irp` with nothing of the machine's environment but what is given beside [`ENVIRONMENT`].
fn irp(words: &[&str], environment: &[(&str, &str)]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_irp"));
    command.args(words).env_clear().envs(ENVIRONMENT).envs(environment.iter().copied());
    command.output().expect("irp starts")
}

fn out(output: &Output) -> &str {
    str::from_utf8(&output.stdout).expect("answers are UTF-8")
}

fn err(output: &Output) -> &str {
    str::from_utf8(&output.stderr).expect("complaints are UTF-8")
}

const DESK: [&str; 5] = ["oncall", "--plan", "tests/cmd/plans/harbour", "-r", "desk"];

#[test]
fn the_variable_accessible_asks_for_a_list() {
    let list = irp(&DESK, &[("ACCESSIBLE", "1")]);
    assert!(out(&list).contains("\non call: Cho Park\n"), "{}", out(&list));
    let tabs = irp(&DESK, &[("ACCESSIBLE", "0")]);
    assert!(out(&tabs).starts_with("TEAM\tROTATION\t"), "{}", out(&tabs));
}

#[test]
fn the_variable_irp_plan_names_the_plan_and_is_named_where_it_is_wrong() {
    let found = irp(&["oncall"], &[("IRP_PLAN", "tests/cmd/plans/harbour")]);
    assert!(out(&found).contains("web-primary"), "{}", err(&found));
    let lost = irp(&["oncall"], &[("IRP_PLAN", "tests/cmd/nowhere")]);
    assert_eq!(lost.status.code(), Some(2));
    assert!(err(&lost).contains("help: the variable IRP_PLAN names it"), "{}", err(&lost));
    let given = irp(&DESK, &[("IRP_PLAN", "tests/cmd/nowhere")]);
    assert!(given.status.success(), "{}", err(&given));
}

#[test]
fn a_zone_that_is_none_in_tz_does_not_stop_the_answer() {
    let answer = irp(&DESK, &[("TZ", "Mars/Base")]);
    assert!(answer.status.success());
    let warning = "warning: TZ is `Mars/Base`, which is no IANA zone: times are in ";
    assert!(err(&answer).starts_with(warning), "{}", err(&answer));
}

#[test]
fn colour_is_for_those_who_ask_or_can_see_it() {
    let table = [&DESK[..], &["--format", "table"]].concat();
    let coloured = |words: &[&str], environment: &[(&str, &str)]| {
        out(&irp(words, environment)).contains('\u{1b}')
    };
    let quiet = ("NO_COLOR", "");
    assert!(!coloured(&table, &[quiet]), "a pipe sees none");
    assert!(coloured(&table, &[quiet, ("CLICOLOR_FORCE", "1")]));
    assert!(!coloured(&table, &[quiet, ("CLICOLOR_FORCE", "0")]));
    assert!(!coloured(&table, &[("NO_COLOR", "1"), ("CLICOLOR_FORCE", "1")]));
    assert!(coloured(&[&table[..], &["--color", "always"]].concat(), &[("NO_COLOR", "1")]));
}

#[test]
fn a_reader_that_goes_away_is_no_error() {
    let mut command = Command::new(env!("CARGO_BIN_EXE_irp"));
    let year = ["schedule", "--plan", "tests/cmd/plans/harbour", "--for", "20y"];
    command.args(year).env_clear().envs(ENVIRONMENT);
    let mut child =
        command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("irp starts");
    drop(child.stdout.take());
    let ended = child.wait_with_output().expect("irp ends");
    assert_eq!(ended.status.code(), Some(0), "{}", err(&ended));
    assert!(!err(&ended).contains("error"), "{}", err(&ended));
}

#[cfg(target_os = "linux")]
#[test]
fn an_answer_that_cannot_be_written_is_an_error() {
    let full = std::fs::OpenOptions::new().write(true).open("/dev/full").expect("it opens");
    let mut command = Command::new(env!("CARGO_BIN_EXE_irp"));
    command.args(DESK).env_clear().envs(ENVIRONMENT).stdout(full);
    let ended = command.output().expect("irp starts");
    assert_eq!(ended.status.code(), Some(2));
    assert!(err(&ended).contains("error: cannot write: "), "{}", err(&ended));
}

#[test]
fn a_plan_is_found_from_any_folder_inside_it() {
    let folder = std::env::temp_dir().join(format!("irp-cmd-{}", std::process::id()));
    let deep = folder.join("sub").join("deep");
    std::fs::create_dir_all(&deep).expect("a folder can be made");
    std::fs::create_dir_all(folder.join(".irp")).expect("a folder can be made");
    let plan = "tests/cmd/plans/harbour/irp.toml";
    std::fs::copy(plan, folder.join(".irp/irp.toml")).expect("a file can be copied");
    let mut command = Command::new(env!("CARGO_BIN_EXE_irp"));
    command.args(["oncall", "-r", "desk"]).env_clear().envs(ENVIRONMENT).current_dir(&deep);
    let answer = command.output().expect("irp starts");
    std::fs::remove_dir_all(&folder).expect("a folder can be removed");
    assert!(out(&answer).contains("Cho Park"), "{}", err(&answer));
}
