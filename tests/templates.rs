//! Templates of a plan: listed, copied, rendered; and those that nobody means well with.
#![expect(clippy::disallowed_methods, reason = "the tests make files that a plan must not have")]

use std::fs;

use serde_json::Value;

use crate::init::folder::{Answer, Folder};

const PLAN: &str = r##"irp = 1

[plan]
name = "Harbour"
time-zone = "Europe/Berlin"

[channels]
declare-in = "#incidents"

[people.ana]
name = "Ana <3"

[people.bo]
name = "Bo"
time-zone = "Asia/Kolkata"

[rotations.first]
starts = 2026-01-05T09:00
turn = "1w"
people = ["ana", "bo"]
"##;

fn harbour(name: &str) -> Folder {
    let folder = Folder::new(name);
    folder.write("irp.toml", PLAN);
    folder
}

/// The page of a template of the plan.
fn page(folder: &Folder, name: &str, text: &str, args: &[&str]) -> Answer {
    folder.write(&format!("templates/{name}"), text);
    folder.irp(&[&["render", name], args].concat())
}

#[test]
fn a_page_has_who_is_on_call_and_what_was_set() {
    let folder = harbour("render-page");
    let text = "{% for rotation in rotations %}{% for person in rotation.on_call %}\
        {{ rotation.id }}: {{ person.name }} {{ rotation.until|theirs(person.id) }} \
        {{ rotation.until|time(time_zone) }}{% endfor %}{% endfor %} {{ set.next }} {{ plan }}";
    let answer = page(&folder, "a/on-call.html", text, &["--set", "next=<b>='x'"]);
    assert_eq!(folder.irp(&["oncall", "--print", "id"]).out.trim(), "bo");
    let expected = "first: Bo 13:30 IST Mon 26 Oct 2026 09:00 CET &lt;b&gt;=&#39;x&#39; Harbour";
    assert_eq!(answer.out, expected, "{answer:?}");
}

#[test]
fn json_shows_what_a_template_is_given() {
    let folder = harbour("render-json");
    let answer = page(&folder, "x.txt", "{{ channels.declare_in }}", &[]);
    assert_eq!(answer.out, "#incidents");
    let answer = folder.irp(&["render", "x.txt", "--json", "--set", "a=1"]);
    let data: Value = serde_json::from_str(&answer.out).unwrap();
    assert_eq!(data["channels"]["declare_in"], "#incidents");
    assert_eq!((&data["set"]["a"], &data["incident"]), (&"1".into(), &Value::Null));
}

const INCIDENT: &str = r#"+++
title = "A <lamp> went out"
severity = "sev1"
services = ["lamp"]

[times]
started = 2026-10-12T18:00:00Z
resolved = 2026-10-12T19:00:00Z
+++

People & lamps.
"#;

/// Every template of a page, and what makes that page.
const PAGES: &[(&str, &[&str])] = &[
    ("postmortem.md", &["postmortem", "2026-10-12-lamp"]),
    (
        "status-update.md",
        &["render", "status-update.md", "--incident", "2026-10-12-lamp", "--set", "next=19:30"],
    ),
    ("mine.txt", &["render", "mine.txt", "--incident", "2026-10-12-lamp"]),
    ("card.html", &["card", "ana", "--format", "html"]),
    ("handoff.html", &["handoff", "--format", "html"]),
    ("site/index.html", &["site", "--page", "index.html"]),
    ("site/person.html", &["site", "--page", "people/ana.html"]),
    ("site/response.html", &["site", "--page", "response.html"]),
    ("site/rotation.html", &["site", "--page", "rotations/first.html"]),
    ("site/runbook.html", &["site", "--page", "runbooks/lamp.html"]),
    ("site/service.html", &["site", "--page", "services/lamp.html"]),
];

#[test]
fn every_template_is_given_what_json_prints_key_for_key() {
    let folder = harbour("template-data");
    let severity = "\n[severities.sev1]\nname = \"Dark\"\nrank = 1\n";
    let service = "\n[services.lamp]\nname = \"Lamp\"\nescalation = \"lamp\"\n\n\
        [[escalations.lamp.steps]]\nnotify = [\"rotation:first\"]\n";
    folder.write("irp.toml", &[PLAN, severity, service].concat());
    folder.write("incidents/2026/2026-10-12-lamp.md", INCIDENT);
    folder.write("runbooks/lamp.md", "+++\ntitle = \"Lamp\"\n+++\n\nChange it.\n");
    for (name, made_by) in PAGES {
        folder.write("templates/mine.txt", "");
        let printed = folder.irp(&[made_by, &["--json"][..]].concat());
        let data: Value =
            serde_json::from_str(&printed.out).unwrap_or_else(|_| panic!("{printed:?}"));
        let schema = format!("{}.output", data["command"].as_str().unwrap());
        let listed = folder.irp(&["template", "list", "--json"]).out;
        let listed: Value = serde_json::from_str(&listed).unwrap();
        let listed =
            listed["templates"].as_array().unwrap().iter().find(|row| row["name"] == *name);
        assert_eq!(listed.unwrap()["data_schema"], schema.as_str(), "{name}");
        let keys = data.as_object().unwrap().keys();
        let keys: Vec<_> = keys.map(|key| format!("\"{key}\": {{{{ {key}|tojson }}}}")).collect();
        let page = page_of(&folder, name, &format!("{{{}}}", keys.join(", ")), made_by);
        assert_eq!(serde_json::from_str::<Value>(&page).unwrap(), data, "{name}");
    }
    let listed = folder.irp(&["template", "list"]).out;
    let pages = listed.lines().skip(1).map(|row| row.split('\t').next().unwrap());
    // What is a part of pages has their data.
    let parts = ["sheet.html", "site/base.html", "site/parts.html"];
    let pages = pages.filter(|name| !parts.contains(name) && !name.starts_with("site/irp-site."));
    let known: Vec<_> = PAGES.iter().map(|(name, _)| *name).collect();
    assert!(pages.clone().all(|name| known.contains(&name)), "{:?}", pages.collect::<Vec<_>>());
}

/// The page that is made where the plan has a template of its own, which is gone afterwards.
fn page_of(folder: &Folder, name: &str, text: &str, made_by: &[&str]) -> String {
    folder.write(&format!("templates/{name}"), text);
    let page = folder.irp(made_by).out;
    fs::remove_dir_all(folder.path("templates")).unwrap();
    page
}

#[test]
fn a_page_about_an_incident_needs_one() {
    let folder = harbour("template-needs");
    let answer = folder.irp(&["render", "status-update.md"]);
    assert_eq!((answer.code, answer.out.as_str()), (2, ""));
    assert!(answer.err.contains("name one: --incident ID"), "{answer:?}");
}

#[test]
fn a_picture_beside_templates_is_none_and_hinders_none() {
    let folder = harbour("template-picture");
    let write =
        |name: &str| fs::write(folder.path(&format!("templates/{name}")), b"\x89PNG\xff").unwrap();
    folder.write("templates/x.txt", "x");
    write("logo.png");
    assert_eq!(folder.irp(&["render", "x.txt"]).out, "x");
    assert!(!folder.irp(&["template", "list"]).out.contains("logo"));
    // What takes the place of irp's own is not passed over.
    write("card.html");
    let answer = folder.irp(&["card", "ana", "--format", "html"]);
    assert!(answer.code == 2 && answer.err.contains("templates/card.html: the file is not UTF-8"));
}

#[test]
fn the_length_of_what_is_no_number_says_what_it_is() {
    let folder = harbour("template-length");
    let answer = page(&folder, "x.txt", "{{ people|length }}", &[]);
    assert!(answer.err.contains("x.txt:1") && answer.err.contains("`|count`"), "{answer:?}");
    assert_eq!(page(&folder, "x.txt", "{{ 5400|length }}", &[]).out, "1h 30m");
}

#[test]
fn json_goes_with_no_layout_but_a_page() {
    let folder = harbour("template-layouts");
    for command in [&["card", "ana"][..], &["handoff"]] {
        for layout in ["md", "list", "json"] {
            let answer = folder.irp(&[command, &["--format", layout, "--json"]].concat());
            assert_eq!((answer.code, answer.out.as_str()), (2, ""));
            assert!(answer.err.contains("exclude each other"), "{answer:?}");
            assert!(answer.err.contains("`--format html --json`"), "{answer:?}");
        }
    }
}

#[test]
fn what_is_set_has_a_key_once() {
    let folder = harbour("render-set");
    folder.write("templates/x.md", "");
    for (set, said) in [
        (&["--set", "next"][..], "has no `=`"),
        (&["--set", "=x"], "has no key"),
        (&["--set", "a-b=x"], "has no key"),
        (&["--set", "a=x", "--set", "a=y"], "sets the same key again"),
    ] {
        let answer = folder.irp(&[&["render", "x.md"], set].concat());
        assert_eq!(answer.code, 2);
        assert!(answer.err.contains(said), "{answer:?}");
    }
}

#[test]
fn a_copy_of_irps_own_makes_the_same_page_and_is_never_overwritten() {
    let folder = harbour("template-eject");
    for name in ["postmortem.md", "status-update.md", "card.html"] {
        let answer = folder.irp(&["template", "eject", name]);
        assert_eq!(answer.out, format!("wrote templates/{name}\n"), "{answer:?}");
        let own = folder.read(&format!("templates/{name}"));
        assert_eq!(folder.irp(&["template", "show", name]).out, own);
        folder.write(&format!("templates/{name}"), "mine");
        let answer = folder.irp(&["template", "eject", name]);
        assert_eq!((answer.code, folder.read(&format!("templates/{name}"))), (2, "mine".into()));
        assert_eq!(folder.irp(&["template", "show", name]).out, "mine");
        assert_eq!(folder.irp(&["template", "show", name, "--builtin"]).out, own);
    }
}

#[test]
fn the_list_says_which_the_plan_replaces_and_which_are_its_own() {
    let folder = harbour("template-list");
    folder.write("templates/card.html", "mine");
    folder.write("templates/sub/page.txt", "mine");
    let answer = folder.irp(&["template", "list", "--json"]);
    let body: Value = serde_json::from_str(&answer.out).unwrap();
    let all = body["templates"].as_array().unwrap();
    let row = |name: &str| all.iter().find(|row| row["name"] == name).unwrap();
    let of = |name: &str| (row(name)["builtin"].clone(), row(name)["file"].clone());
    assert_eq!(of("card.html"), (true.into(), "templates/card.html".into()));
    assert_eq!(of("postmortem.md"), (true.into(), Value::Null));
    assert_eq!(of("sub/page.txt"), (false.into(), "templates/sub/page.txt".into()));
    assert_eq!(row("sub/page.txt")["command"], "irp render sub/page.txt");
    for row in all {
        let schema = row["data_schema"].as_str().unwrap();
        assert_eq!(folder.irp(&["schema", schema]).code, 0, "{schema}");
    }
    let plain = folder.irp(&["template"]).out;
    assert_eq!(plain.lines().count(), all.len() + 1, "{plain}");
}

#[test]
fn a_template_that_is_not_there_or_is_anothers_is_told() {
    let folder = harbour("template-none");
    folder.write("templates/on-call.html", "");
    for (args, said) in [
        (&["render", "on-cal.html"][..], "did you mean `on-call.html`?"),
        (&["render", "card.html"], "`irp card PERSON --format html` makes that page"),
        (&["render", "../irp.toml"], "the plan has no template"),
        (&["template", "show", "../irp.toml"], "the plan has no template"),
        (&["template", "eject", "../../x"], "the plan has no template"),
        (&["template", "eject", "on-call.html"], "irp has none of that name"),
        (&["template", "show", "on-call.html", "--builtin"], "irp has no template on-call.html"),
        (&["template", "show"], "which template?"),
        (&["template", "list", "card.html"], "takes no name"),
        (&["template", "list", "--builtin"], "--builtin says nothing"),
    ] {
        let answer = folder.irp(args);
        assert_eq!((answer.code, answer.out.as_str()), (2, ""), "{args:?}: {answer:?}");
        assert!(answer.err.contains(said), "{args:?}: {answer:?}");
    }
}

#[test]
fn a_template_that_means_harm_ends_with_its_place_and_the_way_out() {
    let folder = harbour("render-harm");
    let forever =
        "{% for a in range(99999) %}\n{% for b in range(99999) %}{% endfor %}{% endfor %}";
    let gigabyte = "{% for a in range(99999) %}\n{{ 'x' * 99999 }}{% endfor %}";
    let recurses = "{% macro m() %}\n{{ m() }}{% endmacro %}{{ m() }}";
    for (text, said) in [
        (forever, "it does not end"),
        (gigabyte, "the page is larger than 64 MiB"),
        ("\n{{ 'x' * 99999999999 }}", "x.md:2"),
        (recurses, "x.md"),
        ("{% include 'x.md' %}", "x.md"),
        ("\n{% include '../../../etc/passwd' %}", "x.md:2"),
        ("{% include '/etc/passwd' %}", "/etc/passwd"),
        ("{% include '../irp.toml' %}", "../irp.toml"),
        ("{% extends 'x.md' %}", "x.md"),
        ("\n  {{ plam }}", "x.md:2:6"),
        ("{% for %}", "x.md:1"),
    ] {
        let answer = page(&folder, "x.md", text, &[]);
        assert_eq!((answer.code, answer.out.as_str()), (2, ""), "{text}: {answer:?}");
        assert!(answer.err.starts_with("error: templates/x.md"), "{text}: {answer:?}");
        assert!(answer.err.contains(said), "{text}: {answer:?}");
        assert!(answer.err.contains("  help: "), "{text}: {answer:?}");
        assert!(!answer.err.contains("root:"), "{text}: {answer:?}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_text_that_doubles_for_ever_ends_irp_and_not_the_machine() {
    let folder = harbour("render-doubles");
    let text = "{% set it = namespace(x='xxxxxxxx') %}{% for a in range(60) %}\
        {% set it.x = it.x ~ it.x %}{% endfor %}{{ it.x }}";
    folder.write("templates/x.md", text);
    let mut irp = folder.command(env!("CARGO_BIN_EXE_irp"));
    let output = irp.args(["render", "x.md"]).output().unwrap();
    assert!(!output.status.success() && output.stdout.is_empty(), "{:?}", output.status);
}

#[cfg(unix)]
#[test]
fn a_link_out_of_the_plan_is_no_template() {
    use std::os::unix::fs::symlink;
    let folder = harbour("render-links");
    fs::create_dir_all(folder.path("templates")).unwrap();
    symlink("/etc/passwd", folder.path("templates/x.md")).unwrap();
    for args in [&["render", "x.md"][..], &["template", "show", "x.md"], &["template", "list"]] {
        let answer = folder.irp(args);
        assert_eq!((answer.code, answer.out.as_str()), (2, ""), "{answer:?}");
        assert!(answer.err.contains("it leads out of the plan's folder"), "{answer:?}");
    }
    fs::remove_file(folder.path("templates/x.md")).unwrap();
    fs::remove_dir(folder.path("templates")).unwrap();
    fs::create_dir_all(folder.0.join("elsewhere")).unwrap();
    symlink(folder.0.join("elsewhere"), folder.path("templates")).unwrap();
    let answer = folder.irp(&["template", "eject", "card.html"]);
    assert_eq!(answer.code, 2, "{answer:?}");
    assert!(!folder.0.join("elsewhere/card.html").exists(), "{answer:?}");
}

#[test]
fn a_status_update_is_of_an_incident() {
    let kestrel = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/kestrel");
    let folder = harbour("render-update");
    let words = ["render", "status-update.md", "--plan", kestrel];
    let more = ["--incident", "2026-10-12-payments-declines", "--set", "text=Cards work *again*."];
    let answer = folder.irp(&[&words[..], &more].concat());
    assert_eq!(answer.code, 0, "{answer:?}");
    assert!(answer.out.starts_with("**Half of all card payments were declined**: resolved\n"));
    assert!(answer.out.contains("\nCards work \\*again\\*.\n"), "{answer:?}");
}
