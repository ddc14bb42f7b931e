//! `--in-force`, and what is said where the plan as it is and the one in force disagree.

use std::fs;

use super::{four, oncall, output, plan, save};
use crate::init::folder::{Answer, Folder};

/// A plan in which each rotation has one person on call for ever.
fn held(rotations: &[(&str, &str)]) -> String {
    let mut text = "irp = 1\n\n[plan]\nname = \"Harbour\"\ntime-zone = \"Europe/Berlin\"\n\n\
        [people]\nana = { name = \"Ana Duarte\" }\nben = { name = \"Ben\\u001B[31m\" }\n\
        cho = { name = \"Cho Park\", time-zone = \"Asia/Seoul\" }\n"
        .to_owned();
    for (id, person) in rotations {
        let start = "]\nstarts = 2026-01-05T09:00\nturn = \"1w\"\npeople = [\"";
        text.extend(["\n[rotations.", id, start, person, "\"]\n"]);
    }
    text
}

/// A plan of 1 September that was given other people on the 5th.
fn changed(name: &str, before: &str, after: &str) -> Folder {
    let folder = Folder::repository(name);
    folder.write("irp.toml", before);
    save(&folder, 1);
    folder.write("irp.toml", after);
    save(&folder, 5);
    folder
}

fn short(folder: &Folder, rev: &str) -> String {
    output(folder, &["rev-parse", "--short=7", rev])
}

/// What is said of the 3rd of September, without the heading and who is not on call.
fn notes(folder: &Folder, args: &[&str]) -> String {
    let answer = folder.irp(&[&["oncall", "2026-09-03"], args].concat());
    let said = |line: &&str| !line.starts_with("Harbour · ") && !line.contains(" is not on call");
    let lines = answer.err.lines().filter(said);
    lines.flat_map(|line| [line, "\n"]).collect()
}

fn refused(folder: &Folder, args: &[&str]) -> String {
    let answer = folder.irp(args);
    assert_eq!((answer.code, answer.out.as_str()), (2, ""), "{args:?}: {answer:?}");
    answer.err
}

#[test]
fn the_newest_commit_by_then_answers_and_is_named() {
    let folder = four("in-force");
    for (when, person) in [
        ("2026-09-01T12:00:00Z", "First"),
        ("2026-09-02", "First"),
        ("2026-09-02 13:59:59", "First"),
        ("2026-09-02 14:00", "Second"),
        ("now", "Third"),
        ("+3w", "Third"),
    ] {
        assert_eq!(oncall(&folder, "src/deep", &[when, "--in-force"]), person, "{when}");
    }
    let heading = format!(
        "Harbour · at {} on main · committed Tue 1 Sep 2026 14:00 CEST · ",
        short(&folder, "v1")
    );
    let why = folder.irp(&["why", "desk", "2026-09-02", "--in-force"]);
    assert!(why.out.starts_with(&heading) && why.out.contains("\nFirst is on call"), "{why:?}");
    let json = folder.irp(&["oncall", "2026-09-02", "--in-force", "--json"]);
    let json: serde_json::Value = serde_json::from_str(&json.out).unwrap();
    let expected = serde_json::json!({
        "name": short(&folder, "v1"),
        "commit": output(&folder, &["rev-parse", "v1"]),
        "committed_at": "2026-09-01T12:00:00Z",
    });
    assert_eq!((&json["revision"], &json["at"]), (&expected, &"2026-09-01T22:00:00Z".into()));
}

#[test]
fn an_answer_about_the_past_says_where_the_plan_in_force_has_others() {
    let folder = changed("differs", &held(&[("desk", "ben")]), &held(&[("desk", "cho")]));
    let commit = short(&folder, "HEAD~1");
    let warning = format!(
        "warning: the plan in force then answers otherwise: {commit} on main, committed Tue 1 Sep \
         2026 14:00 CEST\n  `desk`: Ben\\u{{1b}}[31m, not Cho Park\n  help: --in-force answers \
         from that plan\n"
    );
    for args in [&[][..], &["--json"], &["--print", "name"], &["-r", "desk"], &["-p", "ben"]] {
        assert_eq!(notes(&folder, args), warning, "{args:?}");
    }
    assert_eq!(oncall(&folder, "", &["2026-09-03"]), "Cho Park");
    assert_eq!(folder.irp(&["why", "desk", "2026-09-03"]).err, warning);
    let asked = ["oncall", "1d ago", "--now", "2026-09-05T11:00Z", "--print", "id"];
    assert!(folder.irp(&asked).err.starts_with("warning: the plan in force then"));
}

#[test]
fn nothing_is_said_where_the_answer_is_the_same_or_there_is_nothing_to_compare() {
    let folder =
        changed("same", &held(&[("desk", "ben"), ("web", "ana")]), &held(&[("web", "ana")]));
    for args in [&["-r", "web"][..], &["-p", "cho"], &["--in-force"], &["--rev", "HEAD"]] {
        assert_eq!(notes(&folder, args), "", "{args:?}");
    }
    for when in ["now", "2026-08-31", "2026-09-06", "+1w"] {
        let answer = folder.irp(&["oncall", when]);
        assert_eq!((answer.code, answer.err.lines().count()), (0, 1), "{when}: {answer:?}");
    }
    folder.write(".git/config", "[core\n");
    assert_eq!(notes(&folder, &[]), "", "the repository cannot be read");
    fs::remove_dir_all(folder.path(".git")).unwrap();
    assert_eq!(notes(&folder, &[]), "", "there is no repository");
    let later = Folder::repository("same-later");
    later.write("README.md", "no plan yet\n");
    save(&later, 1);
    later.write("irp.toml", &plan("First"));
    assert_eq!(notes(&later, &[]), "", "there was no plan");
}

#[test]
fn rotations_that_came_or_went_are_told_and_more_than_three_are_counted() {
    let new: Vec<_> = ["a", "b", "c", "new"].map(|id| (id, "ana")).to_vec();
    let old: Vec<_> = ["a", "b", "c", "old"].map(|id| (id, "cho")).to_vec();
    let folder = changed("many", &held(&old), &held(&new));
    let listed = |args: &[&str]| notes(&folder, args).lines().skip(1).collect::<Vec<_>>().join("|");
    let first = ["a", "b", "c"].map(|id| format!("  `{id}`: Cho Park, not Ana Duarte|")).concat();
    let help = "  help: --in-force answers from that plan";
    assert_eq!(listed(&[]), format!("{first}  and 2 more|{help}"));
    let came = "  `new`: nobody (it has no such rotation), not Ana Duarte|";
    assert_eq!(listed(&["-r", "new"]), format!("{came}{help}"));
    folder.write("irp.toml", &held(&[("a", "cho"), ("b", "cho"), ("c", "cho")]));
    let went = "  `old`: Cho Park, where there is no such rotation now|";
    assert_eq!(listed(&[]), format!("{went}{help}"));
    // Somebody else now has the name, and its bearer another id.
    let renamed = held(&[("a", "dee")]).replace("ana = {", "dee = {");
    folder.write("irp.toml", &renamed.replace("Ana Duarte", "Cho Park"));
    assert_eq!(listed(&["-r", "a"]), format!("  `a`: cho, not dee|{help}"));
}

#[test]
fn a_rotation_that_a_fault_of_that_plan_touches_cannot_be_compared() {
    let now = held(&[("desk", "ben"), ("web", "ana")]);
    let faulty = held(&[("desk", "who"), ("web", "cho")]);
    let folder = changed("faulty", &faulty, &now);
    let commit = short(&folder, "HEAD~1");
    let told = format!(
        "warning: `desk` cannot be compared with the plan in force then, which has a fault: \
         {commit} on main, committed Tue 1 Sep 2026 14:00 CEST\n"
    );
    assert_eq!(notes(&folder, &["-r", "desk"]), told);
    let both = notes(&folder, &[]);
    assert!(
        both.contains("  `web`: Cho Park, not Ana Duarte\n") && both.ends_with(&told),
        "{both}"
    );
    // A file that cannot be read may have held any rotation.
    let torn = changed("torn", &(held(&[]) + "\n[rotations.desk\n"), &now);
    let of = "warning: `desk` and `web` cannot be compared with the plan in force then";
    assert!(notes(&torn, &[]).starts_with(of), "{}", notes(&torn, &[]));
    let asked = folder.irp(&["oncall", "2026-09-03", "-r", "web", "--in-force"]);
    let check = format!("`irp check --rev {commit}` shows it");
    assert!(asked.code == 0 && asked.err.contains(&check), "{asked:?}");
}

#[test]
fn another_branch_is_one_that_is_named() {
    let folder = four("branches");
    folder.git(&["checkout", "--quiet", "--force", "-b", "topic", "v1"]);
    folder.git(&["branch", "--quiet", "other"]);
    folder.write("irp.toml", &plan("Topic"));
    save(&folder, 4);
    let ask = |args: &[&str]| oncall(&folder, "", &[&["2026-09-05", "--in-force"], args].concat());
    assert_eq!(ask(&[]), "Third");
    assert_eq!(ask(&["--branch", "topic"]), "Topic");
    assert_eq!(ask(&["--branch", "HEAD"]), "Topic");
    assert_eq!(ask(&["--branch=other"]), "First");
    let offered =
        |typed| folder.irp(&["__complete", "fish", "irp", "oncall", "--branch", typed]).out;
    assert_eq!(offered(""), "HEAD\t\nmain\t\nnext\t\nother\t\ntopic\t\n");
    assert_eq!(offered("v"), "");
}

#[test]
fn a_clone_asks_what_it_fetched_not_what_it_has_not_pushed() {
    let folder = four("published");
    folder.git(&["clone", "--quiet", ".", "../acme/clone"]);
    folder.write("clone/irp.toml", &plan("Mine"));
    let git = |args: &[&str]| folder.git(&[&["-C", "clone"], args].concat());
    let date = [
        ("GIT_AUTHOR_DATE", "2026-09-04T12:00:00Z"),
        ("GIT_COMMITTER_DATE", "2026-09-04T12:00:00Z"),
    ];
    let mut commit = folder.command("git");
    commit.args(["-C", "clone", "commit", "-qam", "x", "--author=A <a@x.invalid>"]).envs(date);
    assert!(commit.status().unwrap().success());
    let ask = |args: &[&str]| {
        folder.irp_in("clone", &[&["oncall", "--in-force", "--print", "name"], args].concat())
    };
    let published = ask(&[]);
    assert_eq!(published.out, "Third\n");
    assert!(published.err.contains(" on origin/main · "), "{published:?}");
    assert_eq!(ask(&["--branch", "main"]).out, "Mine\n");
    git(&["checkout", "--quiet", "--detach", "HEAD~1"]);
    assert_eq!(ask(&[]).out, "Third\n");
}

#[test]
fn a_shallow_clone_says_since_when_it_knows() {
    let folder = four("newest");
    let from = format!("file://{}", folder.path("").to_str().unwrap());
    let clone = Folder::new("newest-clone");
    clone.git(&["clone", "--quiet", "--depth=2", &from, "clone"]);
    assert_eq!(oncall(&clone, "clone", &["2026-09-02 15:00", "--in-force"]), "Second");
    let early = clone.irp_in("clone", &["oncall", "2026-09-02", "--in-force"]);
    assert_eq!(early.code, 2);
    assert_eq!(
        early.err,
        "error: which plan was in force at Wed 2 Sep 2026 00:00 CEST is not known: this clone \
         holds only the newest commits of origin/main, since Wed 2 Sep 2026 14:00 CEST\n  help: \
         `git fetch --unshallow` brings the others\n"
    );
    assert_eq!(oncall(&clone, "clone", &["2026-09-02"]), "Third");
}

#[test]
fn zones_that_a_plan_names_are_those_of_the_newest_one_in_a_bare_repository() {
    let folder = changed("bare-force", &held(&[("desk", "ana")]), &held(&[("desk", "ben")]));
    folder.git(&["clone", "--quiet", "--bare", ".", "../acme/bare.git"]);
    let ask = |when: &str| oncall(&folder, "bare.git", &[when, "--in-force"]);
    assert_eq!(ask("2026-09-05 23:00 Asia/Tokyo"), "Ben\\u{1b}[31m");
    assert_eq!(ask("2026-09-05 20:59 cho"), "Ana Duarte");
    assert_eq!(ask("2026-09-05 13:59 plan"), "Ana Duarte");
    // Where nothing is a plan any more, only zones that need none are understood.
    folder.git(&["rm", "--quiet", "irp.toml"]);
    save(&folder, 7);
    assert_eq!(oncall(&folder, "", &["2026-09-03", "--in-force"]), "Ana Duarte");
    let plan = refused(&folder, &["oncall", "2026-09-03 12:00 plan", "--in-force"]);
    assert!(plan.contains("`plan` names no zone"), "{plan}");
}

#[test]
fn a_zone_of_the_plan_is_that_of_the_plan_as_it_is() {
    let before = held(&[("desk", "ana")]).replace("Asia/Seoul", "America/New_York");
    let folder = changed("zones", &before, &held(&[("desk", "ben")]));
    // 14:00 in Berlin is 21:00 in Seoul, and 08:00 in New York.
    for (when, person) in [
        ("2026-09-05 21:00 cho", "ben"),
        ("2026-09-05 20:59 cho", "ana"),
        ("2026-09-05 14:00 plan", "ben"),
        ("2026-09-05 13:59 plan", "ana"),
    ] {
        let answer = folder.irp(&["oncall", when, "--in-force", "--print", "id"]);
        assert_eq!(answer.out, format!("{person}\n"), "{when}: {answer:?}");
    }
    let shown = folder.irp(&["oncall", "2026-09-05 20:59", "--in-force", "--tz", "cho"]).err;
    let echo = "2026-09-05 20:59 = Sat 5 Sep 2026 20:59 KST = Sat 5 Sep 2026 07:59 EDT";
    assert!(shown.contains(echo), "{shown}");
}

#[test]
fn a_clock_that_was_wrong_is_told() {
    let folder = four("skewed");
    folder.write("irp.toml", &plan("Fourth"));
    save(&folder, 2);
    let [fourth, third] = ["HEAD", "HEAD~1"].map(|rev| short(&folder, rev));
    let warning = format!(
        "warning: a clock was wrong: {fourth} is of Wed 2 Sep 2026 14:00 CEST, and {third}, the \
         commit before it, of Thu 3 Sep 2026 14:00 CEST\n"
    );
    let told = folder.irp(&["oncall", "2026-09-03", "--in-force"]);
    assert!(told.err.starts_with(&warning), "{told:?}");
    assert_eq!(notes(&folder, &[]), "", "both plans have the same on call");
    let other = plan("Fifth").replace(".one", ".two").replace("\"one\"", "\"two\"");
    folder.write("irp.toml", &other);
    let compared = format!("{warning}warning: the plan in force then answers otherwise: ");
    assert!(notes(&folder, &[]).starts_with(&compared), "{}", notes(&folder, &[]));
    let late = folder.irp(&["oncall", "2026-09-04", "--in-force"]);
    assert!(!late.err.contains("clock"), "{late:?}");
}

#[test]
fn what_is_not_in_force_says_why() {
    let folder = four("unforced");
    let early = refused(&folder, &["oncall", "2026-09-01", "--in-force"]);
    assert_eq!(
        early,
        "error: no plan was in force at Tue 1 Sep 2026 00:00 CEST: the first commit on main is of \
         Tue 1 Sep 2026 14:00 CEST\n  help: without --in-force the plan as it is answers for any \
         time\n"
    );
    let unknown = refused(&folder, &["why", "desk", "--in-force", "--branch", "mian"]);
    assert!(
        unknown.contains("there is no branch `mian`") && unknown.contains("`main`?"),
        "{unknown}"
    );
    let tag = refused(&folder, &["oncall", "--in-force", "--branch", "v1"]);
    assert!(tag.contains("for a tag or a commit there is --rev"), "{tag}");
    for args in [
        &["oncall", "--in-force", "--rev", "v1"][..],
        &["--rev", "v1", "why", "desk", "--in-force"],
    ] {
        let both = refused(&folder, args);
        assert!(both.contains("`--in-force` and `--rev` exclude each other"), "{both}");
    }
    let watch = refused(&folder, &["oncall", "--watch", "--in-force"]);
    assert!(watch.contains("`--watch` and `--in-force` exclude each other"), "{watch}");
    let alone = refused(&folder, &["oncall", "--branch", "main"]);
    assert!(alone.contains("--branch is for --in-force, which is not given"), "{alone}");
    let time = refused(&folder, &["oncall", "soon", "--in-force"]);
    assert!(time.contains("`soon` is not a time"), "{time}");
    folder.git(&["checkout", "--quiet", "-b", "topic"]);
    folder.git(&["branch", "--quiet", "-D", "main"]);
    assert_eq!(oncall(&folder, "", &["2026-09-02", "--in-force"]), "First");
    folder.git(&["symbolic-ref", "HEAD", "refs/heads/unborn"]);
    let which = refused(&folder, &["oncall", "--in-force"]);
    assert!(which.contains("--branch names one: it has next, topic"), "{which}");
    let gone = changed("no-plan", "", &plan("First"));
    let none: Answer = gone.irp(&["oncall", "2026-09-03", "--in-force", "--plan", "old"]);
    assert!(none.err.contains("there is no plan at "), "{none:?}");
}

#[test]
fn without_a_commit_or_a_repository_no_plan_was_in_force() {
    let folder = Folder::new("unforced-nowhere");
    folder.write("irp.toml", &plan("Draft"));
    let none = refused(&folder, &["oncall", "--in-force"]);
    assert!(none.contains("is in no git repository, so it has no revisions"), "{none}");
    folder.git(&["init", "--quiet", "--initial-branch=main"]);
    let unborn = refused(&folder, &["oncall", "--in-force"]);
    assert!(unborn.contains("nothing is committed here"), "{unborn}");
}
