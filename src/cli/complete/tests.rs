//! What is offered, asked as the scripts ask.

use std::path::PathBuf;
use std::process::Command as Process;

use clap::{Arg, Command};

use super::kinds::is_known;
use super::{World, answer};
use crate::cli::parser;

/// The answer to a script, a line each.
fn offered_by(parser: fn() -> Command, words: &[&str]) -> Vec<String> {
    let mut world = World::real();
    world.args = ["irp", "__complete"].iter().chain(words).map(Into::into).collect();
    let answer = answer(&world, parser).expect("it is asked");
    answer.lines().map(str::to_owned).collect()
}

fn offered(words: &[&str]) -> Vec<String> {
    offered_by(parser, words)
}

/// A folder of a test alone, which goes when the test is over.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str, files: &[(&str, &str)]) -> Self {
        let name = format!("irp-complete-{name}-{}", std::process::id());
        let folder = Self(std::env::temp_dir().join(name));
        for (name, text) in files {
            World::real().write(&folder.0.join(name), text).expect("a file can be written");
        }
        folder
    }

    fn path(&self) -> &str {
        self.0.to_str().expect("a path")
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

const PLAN: &str = "irp = 1\n[plan]\nname = \"X\"\ntime-zone = \"Europe/Berlin\"\n";

#[test]
fn every_value_of_an_option_is_completed_or_known_to_be_free() {
    fn unknown(command: &Command) -> Vec<String> {
        let args = command.get_arguments().filter(|arg| arg.get_action().takes_values());
        let own = args.filter(|arg| arg.get_possible_values().is_empty() && !is_known(arg));
        let own = own.map(|arg| format!("{} {:?}", arg.get_id(), arg.get_value_names()));
        own.chain(command.get_subcommands().flat_map(unknown)).collect()
    }
    let mut root = parser();
    root.build();
    assert_eq!(unknown(&root), Vec::<String>::new(), "add it to KINDS in candidates.rs");
}

#[test]
fn a_broken_plan_offers_what_can_be_read() {
    let broken = "[people.ana]\nname = \"Ana\n[rotations.web]\nturn = \"soon\"\npeople = [\"x\"]\n";
    let binary = "[rotations.db]\nturn = 7\n[people.ben]\nname = 3\n";
    let plan = Folder::new("broken", &[("irp.toml", PLAN), ("a.toml", broken), ("b.toml", binary)]);
    let plan = plan.path();
    assert_eq!(offered(&["fish", "irp", "--plan", plan, "why", ""]), ["db\t", "web\t"]);
    assert_eq!(
        offered(&["fish", "irp", "oncall", "--plan", plan, "-p", ""]),
        ["ana\tana", "ben\tben"]
    );
}

#[test]
fn no_plan_offers_words_but_no_ids() {
    let none = Folder::new("none", &[("else.txt", "")]);
    let none = none.path();
    assert_eq!(offered(&["fish", "irp", "--plan", none, "why", ""]), Vec::<String>::new());
    let zones = offered(&["bash", &format!("irp --plan {none} oncall --tz u"), ""]);
    assert_eq!(zones, ["utc", "US/"]);
}

#[test]
fn what_strangers_write_is_shown_and_not_obeyed() {
    let text =
        "[people.ana]\nname = \"\\u001B[31m\\tRed\\n`x`\"\n[people.\"a\\nb\"]\nname = \"No\"\n";
    let plan = Folder::new("hostile", &[("irp.toml", PLAN), ("people.toml", text)]);
    let plan = plan.path();
    let people = offered(&["fish", "irp", "oncall", "--plan", plan, "-p", ""]);
    assert_eq!(people, ["ana\t\\u{1b}[31m\\tRed\\n`x`"]);
}

#[test]
fn revisions_are_those_of_the_repository_that_the_plan_is_in() {
    fn command() -> Command {
        let argument = |name, value| Arg::new(name).long(name).value_name(value);
        Command::new("irp").arg(argument("plan", "DIR")).arg(argument("rev", "REV"))
    }
    let folder = Folder::new("revisions", &[("irp.toml", PLAN)]);
    let git = |words: &[&str]| {
        let mut git = Process::new("git");
        git.arg("-C").arg(folder.path()).args([
            "-c",
            "user.name=x",
            "-c",
            "user.email=x@x.invalid",
        ]);
        let done = git.args(words).env("GIT_CONFIG_GLOBAL", "/dev/null").output();
        assert!(done.expect("git starts").status.success(), "{words:?}");
    };
    git(&["init", "-q", "-b", "trunk"]);
    git(&["add", "."]);
    git(&["commit", "-q", "-m", "x"]);
    git(&["tag", "v1"]);
    let plan = folder.path();
    let all = offered_by(command, &["fish", "irp", "--plan", plan, "--rev", ""]);
    assert_eq!(all, ["HEAD\t", "trunk\t", "v1\t"]);
    for range in ["trunk..v", "trunk...v"] {
        let end = offered_by(command, &["fish", "irp", "--plan", plan, "--rev", range]);
        assert_eq!(end, [format!("{range}1\t")]);
    }
    assert_eq!(
        offered_by(command, &["fish", "irp", "--plan", "/", "--rev", ""]),
        Vec::<String>::new()
    );
}

#[test]
fn options_that_were_given_or_are_excluded_are_not_offered_again() {
    let options = offered(&["elvish", "irp", "schedule", "--gaps", "--json", "--"]).join("\n");
    for gone in ["--gaps", "--json", "--person", "--format"] {
        assert!(!options.contains(&format!("{gone}\t")), "{gone} in\n{options}");
    }
    assert!(options.contains("--team\t"), "{options}");
    let again = offered(&["elvish", "irp", "schedule", "--team", "a", "--te"]);
    assert_eq!(again.len(), 1, "a filter may be repeated");
}

#[test]
fn a_value_may_be_joined_to_its_option() {
    let colours = offered(&["elvish", "irp", "--color=a"]);
    assert_eq!(
        colours.iter().map(|c| c.split('\t').next()).collect::<Vec<_>>(),
        [Some("--color=auto"), Some("--color=always")]
    );
    assert_eq!(offered(&["bash", "irp --color=n", "=:"]), ["never"]);
    assert_eq!(offered(&["bash", "irp --color=n", ""]), ["--color=never"]);
    assert_eq!(offered(&["bash", "irp check -fjs", ""]), ["-fjson"]);
}

#[test]
fn times_zones_help_and_what_can_be_explained_are_words_too() {
    assert_eq!(offered(&["bash", "irp oncall tom", ""]), ["tomorrow"]);
    assert_eq!(offered(&["bash", "irp oncall -30m U", ""]), ["utc", "US/"]);
    assert_eq!(offered(&["bash", "irp --tz kathmandu", ""]), ["Asia/Kathmandu"]);
    assert_eq!(offered(&["bash", "irp help sched", ""]), ["schedule"]);
    assert_eq!(offered(&["bash", "irp man sched", ""]), ["schedule"]);
    assert_eq!(offered(&["bash", "irp explain kind", ""]), ["kind-broken"]);
    assert_eq!(offered(&["bash", "irp explain not-ut", ""]), ["not-utf8"]);
    assert_eq!(offered(&["powershell", "irp", "check", "-f", ":conc"]), ["concise\tOne line each"]);
    assert_eq!(offered(&["zsh", "irp", "--plan", ""]), [":folder"]);
}

#[test]
fn help_may_be_needed_with_skills_services_teams_and_rotations() {
    let more = "[people.ana]\nname = \"Ana\"\nskills = [\"lamp\", \"a\\nb\"]\n[teams.keepers]\n\
                [services.lamp]\nname = \"The lamp\"\n[services.lens]\n[rotations.desk]\n";
    let plan = Folder::new("subjects", &[("irp.toml", PLAN), ("more.toml", more)]);
    let words = offered(&["fish", "irp", "help-with", "--plan", plan.path(), ""]);
    assert_eq!(words, ["lamp\tskill", "lens\t", "keepers\t", "desk\t"]);
    let services = offered(&["fish", "irp", "service", "--plan", plan.path(), ""]);
    assert_eq!(services, ["lamp\tThe lamp", "lens\t"]);
    assert_eq!(offered(&["bash", "irp alerts ", ""]), ["check"]);
    assert_eq!(offered(&["zsh", "irp", "alerts", "check", ""]), [":file"]);
}

#[test]
fn nothing_that_is_asked_stops_it() {
    let words = [
        "", "-", "--", "=", "--=", "-r", "--plan", "--plan=", "help", "é", "'", "\\", "oncall",
        "-é=", ":",
    ];
    for shell in ["bash", "zsh", "fish", "powershell", "elvish", "tcsh", ""] {
        let _ = offered(&[shell]);
        for one in words {
            let _ = offered(&[shell, one]);
            for two in words {
                let _ = offered(&[shell, "irp", one, two]);
                let _ = offered(&[shell, &format!("irp {one} {two}"), "=:"]);
            }
        }
    }
}
