//! `irp init` in folders and repositories of every kind, each made for its test; no settings, zone
//! or clock of the machine reach it.
#![expect(clippy::disallowed_methods, reason = "folders are made for the tests")]

pub mod folder;

use std::fs;
use std::path::Path;

use self::folder::{Answer, Folder};

const TEAM: [(&str, &str); 10] = [
    ("Ana Duarte", "ana@acme.example"),
    ("Ben Carver", "ben@acme.example"),
    ("Cho Park", "cho@acme.example"),
    ("José Ñandú", "jose@acme.example"),
    ("李雷", "lei.li+git@acme.example"),
    ("Olivia O'Hara", "123+ohara@users.noreply.github.com"),
    ("Jack Okafor", "jack@acme.example"),
    ("Lena Vogt", "lena@acme.example"),
    ("Noah Adler", "noah@acme.example"),
    ("Dev Iyer", "dev@acme.example"),
];

/// A repository in which the first of the team have committed, the first of them most often.
fn repository_of(name: &str, count: usize) -> Folder {
    let folder = Folder::repository(name);
    for (index, (name, email)) in TEAM.iter().take(count).enumerate() {
        for day in 0..count - index {
            folder.commit(name, email, &format!("2026-09-{:02}T12:00:00Z", day + 1));
        }
    }
    folder
}

#[test]
fn an_empty_folder_gets_a_plan_of_people_who_are_plainly_to_be_replaced() {
    let folder = Folder::new("empty");
    folder.init(&[]);
    let plan = folder.read("irp.toml");
    assert_eq!(plan.matches("Person (replace me)\"").count(), 3, "{plan}");
    assert!(plan.contains("name = \"acme\"\n"), "{plan}");
    assert!(plan.contains("time-zone = \"Europe/Berlin\"\n"), "{plan}");
    assert_eq!(folder.read("irp.schema.json"), folder.irp(&["schema"]).out);
}

#[test]
fn a_repository_proposes_its_six_most_active_authors_and_no_address() {
    let folder = repository_of("ten", 10);
    folder.init(&[]);
    let plan = folder.read("irp.toml");
    let order = r#"people = ["ana-duarte", "ben-carver", "cho-park", "jose-nandu", "olivia-ohara", "person-5"]"#;
    assert!(plan.contains(order), "{plan}");
    assert!(plan.contains("name = \"李雷\"\n"), "{plan}");
    assert!(!plan.contains('@') && !plan.contains("lei"), "{plan}");
    assert_eq!(folder.irp(&["oncall", "--print", "name"]).out, "Ana Duarte\n");
}

#[test]
fn a_repository_of_sha_256_and_a_second_work_tree_are_read_as_any_other() {
    let folder = Folder::new("sha256");
    folder.git(&["init", "--quiet", "--object-format=sha256"]);
    folder.commit("Ana Duarte", "ana@acme.example", "2026-09-01T12:00:00Z");
    folder.git(&["worktree", "add", "--quiet", "../side"]);
    folder.init_in("../side", &[]);
    assert!(folder.read("../side/irp.toml").contains("people = [\"ana-duarte\"]\n"));
}

#[test]
fn addresses_are_written_for_those_who_ask_where_mail_arrives() {
    let folder = repository_of("emails", 6);
    folder.init(&["--emails"]);
    let plan = folder.read("irp.toml");
    assert!(plan.contains("email = \"lei.li+git@acme.example\"\n"), "{plan}");
    assert_eq!(plan.matches("email = ").count(), 5, "{plan}");
}

#[test]
fn the_handoff_before_now_begins_and_next_monday_is_the_first_that_is_seen() {
    let folder = Folder::new("monday");
    for (now, starts) in [
        ("2026-10-21T10:00:00Z", "2026-10-19T09:00:00"),
        ("2026-10-19T07:00:00Z", "2026-10-19T09:00:00"),
        ("2026-10-19T06:59:59Z", "2026-10-12T09:00:00"),
        ("2026-10-25T23:30:00Z", "2026-10-19T09:00:00"),
    ] {
        let plan = folder.irp(&["init", "--stdout", "--now", now]).out;
        assert!(plan.contains(&format!("\nstarts = {starts}\n")), "{now}: {plan}");
    }
}

#[test]
fn other_things_keep_their_folder_and_the_plan_gets_its_own() {
    let folder = Folder::new("other");
    folder.write("Cargo.toml", "[package]\n");
    let said = folder.init(&[]);
    assert!(said.starts_with("wrote .irp/irp.toml and .irp/irp.schema.json\n"), "{said}");
}

#[test]
fn hidden_files_are_no_other_things() {
    let folder = repository_of("hidden", 1);
    folder.write(".gitignore", "/target\n");
    folder.init(&[]);
    assert!(folder.has("irp.toml"));
}

#[test]
fn the_plan_of_a_repository_lies_at_its_top_and_works_from_any_folder_in_it() {
    let folder = repository_of("deep", 3);
    folder.write("README.md", "# Acme\n");
    fs::create_dir_all(folder.path("src/deep")).unwrap();
    let said = folder.init_in("src/deep", &[]);
    assert!(said.starts_with("wrote ../../.irp/irp.toml and "), "{said}");
    assert!(folder.read(".irp/irp.toml").contains("name = \"acme\"\n"));
}

#[test]
fn a_folder_that_is_named_is_made_and_the_next_commands_name_it() {
    let folder = repository_of("named", 2);
    folder.write("README.md", "# Acme\n");
    let said = folder.init(&["teams/it's on call"]);
    assert!(said.contains(r"  irp check --plan 'teams/it'\''s on call'"), "{said}");
    assert!(folder.read("teams/it's on call/irp.toml").contains("[people.ana-duarte]"));
    folder.init_in("teams", &["../-dash"]);
    assert!(folder.has("-dash/irp.toml"));
}

#[test]
fn a_folder_that_is_named_by_plan_is_taken_as_it_is() {
    let folder = Folder::new("exact");
    folder.write("plan/time-off.toml", "");
    let answer = folder.irp(&["init", "--plan", "plan"]);
    assert_eq!(answer.code, 0, "{answer:?}");
    assert!(folder.has("plan/irp.toml"), "{answer:?}");
    assert_eq!(folder.irp(&["init", "elsewhere", "--plan", "plan"]).code, 2);
}

#[test]
fn a_repository_without_commits_says_that_nobody_has_committed() {
    let folder = Folder::repository("unborn");
    folder.git(&["config", "user.name", "Zoë Ng"]);
    let answer = folder.irp(&["init"]);
    assert_eq!(answer.code, 0, "{answer:?}");
    let note = "note: nobody has committed to this repository yet, so all but you stand for nobody";
    assert!(answer.err.starts_with(note), "{answer:?}");
    let plan = folder.read("irp.toml");
    assert!(plan.contains("people = [\"zoe-ng\", \"second\", \"third\"]\n"), "{plan}");
}

#[test]
fn a_bare_repository_gets_no_plan() {
    let folder = Folder::new("bare");
    folder.git(&["init", "--quiet", "--bare"]);
    let answer = folder.irp(&["init"]);
    assert_eq!(answer.code, 2);
    assert!(answer.err.contains("error: this is a bare repository"), "{answer:?}");
    assert!(!folder.has("irp.toml") && !folder.has(".irp"));
}

#[test]
fn a_repository_that_cannot_be_read_is_named_and_stops_nothing() {
    let folder = repository_of("broken", 2);
    folder.write(".git/config", "[core]\nrepositoryformatversion = 99\n");
    let answer = folder.irp(&["init"]);
    assert_eq!(answer.code, 0, "{answer:?}");
    assert!(answer.err.starts_with("note: the repository cannot be read ("), "{answer:?}");
}

#[test]
fn where_a_plan_is_in_force_nothing_is_written() {
    let folder = Folder::new("second");
    folder.init(&[]);
    let before = folder.read("irp.toml");
    fs::create_dir_all(folder.path("sub")).unwrap();
    for (place, args, named) in [
        ("", &["init"][..], "irp.toml\n"),
        ("sub", &["init"], "../irp.toml\n"),
        ("", &["init", "sub"], "irp.toml\n"),
        ("", &["init", "new"], "irp.toml\n"),
        ("", &["init", "--plan", "irp.toml"], "irp.toml\n"),
    ] {
        let answer = folder.irp_in(place, args);
        assert_eq!(answer.code, 2, "{answer:?}");
        let error = format!("error: there is a plan already: {named}");
        assert!(answer.err.contains(&error), "{answer:?}");
    }
    assert_eq!(folder.read("irp.toml"), before);
    assert!(!folder.has("new") && !folder.has("sub/irp.toml"));
}

#[test]
fn a_file_in_the_way_is_kept_and_nothing_else_is_written() {
    let folder = Folder::new("way");
    folder.write("irp.schema.json", "mine");
    let answer = folder.irp(&["init"]);
    assert_eq!(answer.code, 2);
    assert!(answer.err.contains("cannot write irp.schema.json: file exists"), "{answer:?}");
    assert!(!folder.has("irp.toml"));
    assert_eq!(folder.read("irp.schema.json"), "mine");
    folder.write("irp.schema.json", &folder.irp(&["schema"]).out);
    folder.init(&[]);
}

#[test]
fn what_was_made_is_taken_away_again_where_the_rest_cannot_be_made() {
    let folder = Folder::new("undone");
    folder.write("README.md", "");
    folder.write("file", "");
    let answer = folder.irp(&["init", "file/plan"]);
    assert_eq!(answer.code, 2, "{answer:?}");
    fs::create_dir_all(folder.path(".irp/irp.schema.json")).unwrap();
    assert_eq!(folder.irp(&["init"]).code, 2);
    assert!(!folder.has(".irp/irp.toml"));
}

#[test]
fn stdout_gets_what_would_be_written_and_nothing_is() {
    let folder = repository_of("stdout", 3);
    let printed = folder.irp(&["init", "--stdout"]);
    assert!(!folder.has("irp.toml") && !folder.has("irp.schema.json"));
    folder.init(&[]);
    assert_eq!(folder.read("irp.toml"), printed.out);
    assert_eq!(folder.irp(&["init", "--stdout"]).out, printed.out);
}

#[test]
fn names_are_text_whatever_they_contain() {
    let folder = Folder::repository("hostile");
    let long = "Long ".repeat(2_000);
    let hostile = [
        "Eve\" ]\\ = #x",
        "\u{1b}[31mRed\u{202e}\u{7}",
        "eve@example.org",
        "Mal Lory mal@example.org",
        "nobody",
        "'''\"\"\"",
        long.as_str(),
    ];
    for (index, name) in hostile.iter().enumerate() {
        for day in index..9 {
            let email = format!("a{index}\"]@example.org");
            folder.commit_raw(name, &email, 1_790_000_000 + i64::try_from(day).unwrap());
        }
    }
    let mut plans = Vec::new();
    for args in [&["--stdout"][..], &["--stdout", "--emails"]] {
        let plan = folder.irp(&[&["init"], args].concat()).out;
        let unseen = |c: char| c != '\n' && (c.is_control() || c == '\u{202e}');
        assert!(!plan.contains(unseen), "{plan}");
        assert!(plan.lines().all(|line| line.chars().count() < 400), "{plan}");
        folder.write("plan/irp.toml", &plan);
        let check = folder.irp(&["check", "--plan", "plan"]);
        assert!(check.code == 0 && check.out.contains("6 people"), "{check:?}\n{plan}");
        plans.push(plan);
    }
    assert!(!plans[0].contains('@'), "{}", plans[0]);
    assert!(plans[0].contains("name = \"Eve\\\" ]\\\\ = #x\"\n"), "{}", plans[0]);
    assert!(plans[0].contains("[people.person-5]\nname = \"nobody\"\n"), "{}", plans[0]);
    assert!(plans[1].contains("[people.a4]\nname = \"nobody\"\n"), "{}", plans[1]);
    assert!(plans[0].contains("[people.mal-lory]\nname = \"Mal Lory\"\n"), "{}", plans[0]);
    assert_eq!(folder.irp(&["init", "--stdout"]).out, plans[0]);
}

#[test]
fn every_example_in_the_comments_is_valid_alone_and_with_the_others() {
    let folder = Folder::new("examples");
    let is_example = |line: &str| {
        let rest = line.strip_prefix('#').unwrap_or_default();
        rest.starts_with(|c: char| c.is_ascii_lowercase() || c == '[')
    };
    for count in 1..=6 {
        let names: Vec<_> = TEAM.iter().take(count).map(|(name, _)| *name).collect();
        let plan = folder.irp(&["init", "--stdout", "--people", &names.join(",")]).out;
        let lines: Vec<_> = plan.lines().collect();
        let parts = lines.chunk_by(|a, b| is_example(a) == is_example(b));
        let parts: Vec<Vec<&str>> = parts.map(<[&str]>::to_vec).collect();
        let examples = parts.iter().filter(|part| is_example(part[0])).count();
        assert!(examples >= 3 && (count == 1 || examples >= 7), "{plan}");
        for chosen in 0..=parts.len() {
            let line = |part: usize, line: &str| {
                let taken = (part == chosen || chosen == parts.len()) && is_example(line);
                line[usize::from(taken)..].to_owned() + "\n"
            };
            let text = parts.iter().enumerate();
            let text = text.flat_map(|(at, part)| part.iter().map(move |row| (at, row)));
            let text: String = text.map(|(at, row)| line(at, row)).collect();
            folder.write("plan/irp.toml", &text);
            let check = folder.irp(&["check", "--plan", "plan"]);
            // What a rule finds is true of such a plan; a fault would be of the example.
            let code =
                |line: &str| Some(line.strip_prefix("error[")?.split_once(']')?.0.to_owned());
            let found = |code: String| irp::rules::named(&code).is_some();
            let mut errors = check.out.lines().filter_map(code);
            assert!(errors.all(found), "{count} people: {}{text}", check.out);
        }
    }
}

#[test]
fn a_zone_is_given_or_the_users_own() {
    let folder = Folder::new("zone");
    let zone = |args: &[&str]| {
        let plan = folder.irp(&[&["init", "--stdout"], args].concat()).out;
        let line = plan.lines().find(|line| line.starts_with("time-zone")).map(str::to_owned);
        line.unwrap_or_default()
    };
    assert_eq!(zone(&[]), "time-zone = \"Europe/Berlin\"");
    assert_eq!(zone(&["--tz", "Asia/Kathmandu"]), "time-zone = \"Asia/Kathmandu\"");
    assert_eq!(zone(&["--tz", "utc"]), "time-zone = \"UTC\"");
    let wrong = folder.irp(&["init", "--tz", "plan"]);
    assert_eq!(wrong.code, 2);
    assert!(wrong.err.contains("`plan` given with --tz is no time zone"), "{wrong:?}");
    assert!(!folder.has("irp.toml"));
}

#[cfg(unix)]
#[test]
fn a_link_in_the_place_of_the_plans_folder_is_not_followed() {
    let folder = Folder::new("link");
    folder.write("README.md", "");
    fs::create_dir(folder.0.join("outside")).unwrap();
    std::os::unix::fs::symlink("../outside", folder.path(".irp")).unwrap();
    let answer = folder.irp(&["init"]);
    assert_eq!(answer.code, 2, "{answer:?}");
    assert!(answer.err.contains(".irp is a link"), "{answer:?}");
    assert_eq!(fs::read_dir(folder.0.join("outside")).unwrap().count(), 0);
}

/// As somebody to whom neither the folder nor the repository belongs, where that can be tried.
#[cfg(unix)]
fn as_a_stranger(folder: &Folder, args: &[&str]) -> Option<Answer> {
    use std::os::unix::process::CommandExt as _;
    const NOBODY: u32 = 65_534;
    let mut command = folder.command(env!("CARGO_BIN_EXE_irp"));
    let output = command.args(args).uid(NOBODY).gid(NOBODY).output();
    output.ok().map(|output| Answer::new(&output))
}

#[cfg(unix)]
#[test]
fn a_folder_that_may_not_be_written_stays_as_it_is() {
    let folder = Folder::new("closed");
    if let Some(answer) = as_a_stranger(&folder, &["init"]) {
        assert_eq!(answer.code, 2, "{answer:?}");
        let error = "error: cannot write irp.schema.json: permission denied\n  help: nothing was";
        assert!(answer.err.contains(error), "{answer:?}");
    }
    assert!(!folder.has("irp.toml") && !folder.has("irp.schema.json"));
}

#[cfg(unix)]
#[test]
fn a_repository_of_somebody_else_is_not_read() {
    let folder = repository_of("owner", 2);
    let Some(answer) = as_a_stranger(&folder, &["init", "--stdout"]) else { return };
    assert_eq!(answer.code, 0, "{answer:?}");
    assert!(answer.err.contains("safe.directory"), "{answer:?}");
    assert!(!answer.out.contains("Ana Duarte"), "{answer:?}");
}

#[test]
fn the_temporary_folder_is_in_no_repository() {
    let top = std::env::temp_dir();
    let above = top.ancestors().any(|folder: &Path| folder.join(".git").exists());
    assert!(!above, "the other tests begin with folders in no repository");
}
