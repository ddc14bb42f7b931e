//! `irp log` in repositories of every kind, each made by git for its test.

mod kinds;

use std::fs;

use serde_json::Value;

use crate::init::folder::{Answer, Folder};

/// A plan with a rotation of some people, and a line beside it.
fn plan(people: &str, line: &str) -> String {
    format!(
        "irp = 1\n\n[plan]\nname = \"Harbour\"\ntime-zone = \"Europe/Berlin\"\n\n[people]\n\
         ana = {{ name = \"Ana\" }}\nben = {{ name = \"Ben\" }}\ncho = {{ name = \"Cho\" }}\n\n\
         [rotations.desk]\nstarts = 2026-01-05T09:00\nturn = \"1w\"\npeople = {people}\n{line}\n"
    )
}

const ALL: &str = r#"["ana", "ben", "cho"]"#;
const TWO: &str = r#"["ana", "cho"]"#;

/// A repository in which commits are made on the days of September 2026.
struct Made(Folder);

impl Made {
    fn new(name: &str) -> Self {
        Self(Folder::repository(&format!("log-{name}")))
    }

    fn git_on(&self, day: u32, args: &[&str]) {
        let date = format!("2026-09-{day:02}T12:00:00Z");
        let mut git = self.0.command("git");
        git.args(args).envs([("GIT_AUTHOR_NAME", "Dee"), ("GIT_AUTHOR_EMAIL", "dee@acme.invalid")]);
        git.envs([("GIT_AUTHOR_DATE", &date), ("GIT_COMMITTER_DATE", &date)]);
        let output = git.output().unwrap();
        assert!(output.status.success(), "git {args:?}: {output:?}");
    }

    /// Commits whatever is there.
    fn save(&self, day: u32, subject: &str) {
        self.0.git(&["add", "--all"]);
        self.git_on(day, &["commit", "--quiet", "--allow-empty", "--message", subject]);
    }

    /// Commits a plan.
    fn plan(&self, day: u32, subject: &str, people: &str, line: &str) {
        self.0.write("irp.toml", &plan(people, line));
        self.save(day, subject);
    }

    fn log(&self, args: &[&str]) -> Answer {
        self.0.irp(&[&["log", "--tz", "utc"], args].concat())
    }

    /// What is told of each commit, without its digits, joined by `|`.
    fn told(&self, args: &[&str]) -> Vec<String> {
        let Answer { code, out, err } = self.log(args);
        assert_eq!(code, 0, "{err}");
        let (_, entries) = out.split_once("\n\n").unwrap();
        let mut told: Vec<String> = Vec::new();
        for line in entries.lines() {
            match (line.strip_prefix("    "), told.last_mut()) {
                (Some(more), Some(last)) => *last = format!("{last} | {more}"),
                _ => told.push(line.split_once(' ').unwrap().1.to_owned()),
            }
        }
        told
    }

    fn subjects(&self, args: &[&str]) -> Vec<String> {
        let subject = |line: &String| {
            let head = line.split(" | ").next().unwrap();
            let (_, subject) = head.split_once(", Dee: ").unwrap();
            subject.split(" \u{b7} ").next().unwrap().to_owned()
        };
        self.told(args).iter().map(subject).collect()
    }

    fn json(&self, args: &[&str]) -> Value {
        let Answer { out, err, .. } = self.log(&[args, &["--json"]].concat());
        serde_json::from_str(&out).unwrap_or_else(|error| panic!("{error}: {out}{err}"))
    }

    /// Takes an object of the repository away.
    fn lose(&self, name: &str) {
        let output = self.0.command("git").args(["rev-parse", name]).output().unwrap();
        let id = String::from_utf8(output.stdout).unwrap();
        let (folder, file) = id.trim().split_at(2);
        fs::remove_file(self.0.path(".git/objects").join(folder).join(file)).unwrap();
    }
}

#[test]
fn each_commit_says_who_gained_or_lost_what_from_when() {
    let made = Made::new("each");
    made.plan(7, "Begin", ALL, "");
    made.plan(8, "A word", ALL, "# said");
    made.0.write("README.md", "x");
    made.save(9, "Elsewhere");
    made.plan(14, "Without Ben", TWO, "# said");
    made.plan(15, "Covered", TWO, "coverage = \"always\"");
    let told = made.told(&[]);
    let expected = [
        "Tue 15 Sep 2026 12:00 UTC, Dee: Covered | \
         structural: every shift stays, at every instant | \
         irp.toml:16 rotations.desk.coverage is new: \"always\"",
        "",
        "Tue 8 Sep 2026 12:00 UTC, Dee: A word \u{b7} nothing changes",
        "Mon 7 Sep 2026 12:00 UTC, Dee: Begin | the plan begins: 3 people, 1 rotation",
    ];
    assert_eq!(told.len(), 4, "{told:?}");
    for nth in [0, 2, 3] {
        assert_eq!(told[nth], expected[nth]);
    }
    // Turn 36 begins on 14 September: it is for number 1 of 3, or of 2.
    let line = &told[1];
    assert!(
        line.contains("Without Ben | effective: shifts change in 1 of 1 rotation | desk: "),
        "{line}"
    );
    assert!(line.contains(" | irp.toml:15 rotations.desk.people: [\"ana\", \"ben\", \"cho\"] -> [\"ana\", \"cho\"]"), "{line}");
}

#[test]
fn a_change_at_that_moment_says_so_and_what_was_over_is_told_apart() {
    let made = Made::new("moment");
    made.plan(7, "Begin", r#"["ana"]"#, "");
    made.plan(16, "Ben takes it", r#"["ben"]"#, "");
    let told = made.told(&["-n", "1"]);
    let desk = "desk: Ben instead of Ana at once until ";
    assert!(told[0].contains(desk), "{told:?}");
    assert!(told[0].contains("; the past is rewritten from Wed 19 Aug 12:00 on"), "{told:?}");
    let json = made.json(&["-n", "1"]);
    let change = &json["entries"][0]["change"];
    assert_eq!(change["rotations"][0]["now"]["before"], serde_json::json!(["ana"]));
    assert_eq!(change["rotations"][0]["now"]["after"], serde_json::json!(["ben"]));
    assert_eq!(change["window"]["start"], "2026-09-16T12:00:00Z");
    let hours = |id: &str| {
        let people = change["people"].as_array().unwrap();
        let person = people.iter().find(|person| person["id"] == id).unwrap();
        (person["before_hours"].as_f64().unwrap(), person["after_hours"].as_f64().unwrap())
    };
    assert_eq!(hours("ana"), (672.0, 0.0));
    assert_eq!(hours("ben"), (0.0, 672.0));
    assert_eq!(json["end"], "limit");
}

#[test]
fn the_clock_of_today_changes_nothing() {
    let made = Made::new("clock");
    made.plan(7, "Begin", ALL, "");
    made.plan(14, "Without Ben", TWO, "");
    let at = |now: &str| made.log(&["--now", now]).out;
    assert_eq!(at("2026-09-14T13:00Z"), at("2030-01-01T00:00Z"));
}

#[test]
fn a_broken_plan_is_shown_and_its_neighbours_are_compared() {
    let made = Made::new("broken");
    made.0.write("irp.toml", "irp = 1\n[plan\n");
    made.save(6, "Begin badly");
    made.plan(7, "Mend", ALL, "");
    made.plan(8, "Break", "[\"zoe\"]", "");
    made.plan(9, "Break more", "[\"zoe\", \"zac\"]", "");
    made.plan(10, "Mend again", TWO, "");
    let told = made.told(&[]);
    let mended = made.json(&[])["entries"][0].clone();
    assert_eq!(told.len(), 5, "{told:?}");
    assert!(told[0].contains("Mend again | compared with "), "{told:?}");
    assert!(told[0].contains("effective: shifts change in 1 of 1 rotation"), "{told:?}");
    assert!(
        told[1]
            .contains("Break more | broken: the plan has 2 faults; the first is at irp.toml:15: "),
        "{told:?}"
    );
    assert!(
        told[2].contains("Break | broken: the plan has 1 fault; the first is at irp.toml:15: "),
        "{told:?}"
    );
    let alone = "the plan before it has faults, and there is none before that to compare with";
    assert!(told[3].ends_with(&format!("Mend | {alone}")), "{told:?}");
    assert!(told[4].contains("Begin badly | the plan begins: 0 people, 0 rotations, "), "{told:?}");
    let with = made.0.command("git").args(["rev-parse", "HEAD~3"]).output().unwrap();
    let with = String::from_utf8(with.stdout).unwrap();
    assert_eq!(mended["compared_with"], with.trim());
    // The newest plan itself may be broken too.
    made.plan(11, "Break anew", "[\"zoe\"]", "");
    assert_eq!(made.json(&["-n", "1"])["entries"][0]["deed"], "broken");
}

#[test]
fn a_merge_is_told_once_and_a_revert_is_a_change_of_its_own() {
    let made = Made::new("merge");
    made.plan(1, "Begin", ALL, "");
    made.0.git(&["checkout", "--quiet", "-b", "side"]);
    made.plan(2, "On the side", TWO, "");
    made.0.git(&["checkout", "--quiet", "-b", "other", "main"]);
    made.0.write("other.txt", "x");
    made.save(3, "Another side");
    made.0.git(&["checkout", "--quiet", "main"]);
    made.0.write("x.txt", "x");
    made.save(4, "Elsewhere");
    made.git_on(5, &["merge", "--quiet", "--no-ff", "-m", "All of them", "side", "other"]);
    made.git_on(6, &["revert", "--no-edit", "-m", "1", "HEAD"]);
    assert_eq!(made.subjects(&[]), ["Revert \"All of them\"", "All of them", "Begin"]);
    assert_eq!(made.subjects(&["--rev", "side"]), ["On the side", "Begin"]);
    let told = made.told(&[]);
    assert!(told[0].contains("-> [\"ana\", \"ben\", \"cho\"]"), "{told:?}");
    assert!(told[1].contains("-> [\"ana\", \"cho\"]"), "{told:?}");
}

#[test]
fn filters_follow_ids_through_renames() {
    let made = Made::new("filters");
    made.plan(1, "Begin", ALL, "");
    made.plan(
        2,
        "Other",
        ALL,
        "[rotations.web]\nstarts = 2026-01-05T09:00\nturn = \"1w\"\npeople = [\"cho\"]",
    );
    made.plan(
        3,
        "Without Ben",
        TWO,
        "[rotations.web]\nstarts = 2026-01-05T09:00\nturn = \"1w\"\npeople = [\"cho\"]",
    );
    let text = made.0.read("irp.toml").replace("rotations.desk", "rotations.counter");
    made.0.write("irp.toml", &text);
    made.save(4, "Call it counter");
    assert_eq!(made.subjects(&["-r", "counter"]), ["Call it counter", "Without Ben", "Begin"]);
    assert_eq!(made.subjects(&["-r", "web"]), ["Other"]);
    assert_eq!(made.subjects(&["-p", "ben"]), ["Without Ben", "Begin"]);
    assert_eq!(made.subjects(&["-p", "ben", "-r", "web"]), [""; 0]);
    assert_eq!(made.subjects(&["-r", "web", "-r", "counter", "-n", "2"]).len(), 2);
    let wrong = made.log(&["-r", "conter"]);
    assert_eq!(wrong.code, 2);
    assert!(wrong.err.contains("no plan of this history has a rotation `conter`"), "{wrong:?}");
    assert!(wrong.err.contains("did you mean `counter`?"), "{wrong:?}");
}

#[test]
fn a_person_sees_the_edit_that_moves_their_shifts_though_it_is_of_others() {
    let made = Made::new("cause");
    made.plan(1, "Begin", ALL, "");
    made.plan(8, "Swap", r#"["ana", "cho", "ben"]"#, "");
    let told = made.told(&["-p", "ben", "-n", "1"]);
    assert!(told[0].contains("Ben instead of Cho") && told[0].contains("rotations.desk.people: "));
    assert!(!told[0].contains("Ana"), "{told:?}");
}

#[test]
fn commits_before_a_time_are_left_out_though_clocks_were_wrong() {
    let made = Made::new("since");
    made.plan(1, "Begin", ALL, "");
    made.plan(20, "Ahead", TWO, "");
    made.plan(2, "Behind", ALL, "");
    made.plan(21, "New", TWO, "");
    assert_eq!(made.subjects(&["--since", "2026-09-10"]), ["New", "Ahead"]);
    // Each is compared with what it was made on.
    let told = made.told(&["--since", "2026-09-10"]);
    assert!(told.iter().all(|told| told.contains("] -> [\"ana\", \"cho\"]")), "{told:?}");
    let none = made.log(&["--since", "2026-09-22"]);
    assert_eq!(
        (none.code, none.err.as_str()),
        (0, "note: no commit since Tue 22 Sep 2026 00:00 UTC is told\n")
    );
}

#[test]
fn what_strangers_write_is_shown_and_not_obeyed() {
    let made = Made::new("hostile");
    made.plan(1, "Begin \u{1b}[31mred", ALL, "");
    let out = made.log(&["--color", "never"]).out;
    assert!(!out.contains('\u{1b}') && out.contains("\\u{1b}[31mred"), "{out}");
    assert_eq!(made.json(&[])["entries"][0]["subject"], "Begin \u{1b}[31mred");
}
