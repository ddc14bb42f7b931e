//! Plans that are broken, huge or written to deceive.

use std::fmt::Write as _;

use super::json;
use crate::init::folder::Folder;

const HEAD: &str = "irp = 1\n\n[plan]\nname = \"Quay\"\ntime-zone = \"Europe/Berlin\"\n\n\
    [people.ana]\nname = \"Ana\"\ncontacts = { phone = \"vault:ana\" }\n\n\
    [people.bo]\nname = \"Bo\"\ncontacts = { sms = \"vault:bo\" }\n\n\
    [severities.s]\nrank = 1\nurgency = \"high\"\n\n\
    [rotations.desk]\nstarts = 2026-01-05T09:00\nturn = \"1w\"\npeople = [\"ana\", \"bo\"]\n\n\
    [rotations.lost]\nstarts = 2026-01-05T09:00\nturn = \"1w\"\npeople = [\"ana\", \"nobdy\"]\n\n\
    [services.shop]\nescalation = \"p\"\n\n[services.web]\nescalation = \"q\"\n\n";

fn desk(name: &str, paths: &str) -> Folder {
    let folder = Folder::new(name);
    folder.write("irp.toml", &format!("{HEAD}{paths}"));
    folder
}

fn path(id: &str, target: &str) -> String {
    format!("[escalations.{id}]\nsteps = [{{ after = \"0m\", notify = {target} }}]\n\n")
}

#[test]
fn a_fault_touches_only_the_pages_that_come_to_it() {
    let paths = path("p", "[{ rotation = \"lost\" }, { person = \"ana\" }]")
        + &path("q", "{ rotation = \"desk\" }");
    let folder = desk("escalate-fault", &paths);
    let sound = folder.irp(&["escalate", "web"]);
    assert_eq!(sound.code, 0, "{}", sound.err);
    assert!(sound.err.contains("1 fault elsewhere"), "{}", sound.err);
    let touched = folder.irp(&["escalate", "shop"]);
    assert_eq!(touched.code, 2);
    assert!(touched.err.contains("leaves `lost` without an answer"), "{}", touched.err);
    assert!(touched.out.contains("a fault hides who is on call"), "{}", touched.out);
    assert!(touched.out.contains("\tana\tphone\t"), "the rest is answered: {}", touched.out);
    let all = folder.irp(&["escalate", "--worst"]);
    assert_eq!(all.code, 2);
    assert!(all.out.contains("\nweb\ts\tq\t") && !all.out.contains("shop"), "{}", all.out);
    assert!(all.err.contains("not judged, because of faults: shop s"), "{}", all.err);
    assert_eq!(folder.irp(&["escalate", "--worst", "--service", "web"]).code, 0);
}

#[test]
fn what_a_fault_hides_of_a_person_or_a_severity_is_said() {
    let paths = path("p", "{ person = \"ana\" }") + &path("q", "{ person = \"bo\" }");
    let folder = desk("escalate-hidden", &paths);
    let text = format!("{HEAD}{paths}").replace("phone = \"vault:ana\"", "phone = 7");
    folder.write("irp.toml", &text);
    let answer = folder.irp(&["escalate", "shop"]);
    assert_eq!(answer.code, 2);
    assert!(answer.err.contains("a fault hides how a page reaches ana"), "{}", answer.err);
    folder.write("irp.toml", &format!("{HEAD}{paths}").replace("\"high\"", "\"hi\""));
    let answer = folder.irp(&["escalate", "shop"]);
    assert_eq!(answer.code, 2);
    assert!(answer.err.contains("a fault hides urgency of `s`"), "{}", answer.err);
}

#[test]
fn a_path_that_is_not_in_the_plan_is_named_with_the_nearest() {
    let folder = desk("escalate-gone", &path("pp", "{ person = \"ana\" }"));
    let answer = folder.irp(&["escalate", "shop"]);
    assert_eq!((answer.code, answer.out.as_str()), (2, ""));
    assert!(answer.err.contains("the escalation `p` for `s`, which is not in the plan"));
}

#[test]
fn a_hundred_thousand_steps_are_cut_and_that_is_said() {
    let mut steps = String::from("[escalations.p]\nsteps = [\n");
    for minute in 0..100_000 {
        let _ = writeln!(steps, "{{ after = \"{minute}m\", notify = {{ rotation = \"desk\" }} }},");
    }
    let folder = desk("escalate-huge", &(steps + "]\n" + &path("q", "{ person = \"ana\" }")));
    let answer = folder.irp(&["escalate", "shop", "--json"]);
    let walk = json(&answer);
    assert_eq!((walk["steps"].as_array().unwrap().len(), &walk["cut"]), (1000, &true.into()));
    let human = folder.irp(&["escalate", "shop", "--format", "human"]);
    assert!(human.out.contains("the walk is cut after 1000 targets"), "{}", human.out);
    assert!(human.out.lines().count() < 120, "{}", human.out.lines().count());
}

#[test]
fn a_million_repeats_are_a_fault_and_the_first_run_is_answered_for() {
    let paths = path("p", "{ person = \"ana\" }") + &path("q", "{ person = \"bo\" }");
    let paths = paths.replace("[escalations.p]", "[escalations.p]\nrepeat = 1000000");
    let folder = desk("escalate-repeat", &paths);
    let answer = folder.irp(&["escalate", "shop"]);
    assert_eq!(answer.code, 2);
    assert!(answer.err.contains("from 0 to 100, found 1000000"), "{}", answer.err);
    assert!(answer.out.contains("\tana\tphone\t"), "{}", answer.out);
}

#[test]
fn the_last_year_that_can_be_told_is_answered_for() {
    let paths = path("p", "{ rotation = \"desk\" }") + &path("q", "{ person = \"bo\" }");
    let folder = desk("escalate-late", &paths);
    for at in ["9999-12-31T23:59:59Z", "1900-01-01T00:00:00Z"] {
        for more in [&["--json"][..], &["--worst", "--json"]] {
            let answer = folder.irp(&[&["escalate", "shop", "--at", at], more].concat());
            assert!(answer.code < 3 && !answer.err.contains("panicked"), "{at}: {}", answer.err);
        }
    }
}

#[test]
fn no_name_breaks_a_line_a_table_or_a_terminal() {
    let names = ["a\\r\\nb", "\\u001b[2J", "|<b>@all</b>`", "\\u202ex\\tz"];
    for name in names {
        let paths = format!(
            "[escalations.p]\nsteps = [{{ after = \"0m\", notify = [{{ channel = \"{name}\" }}, \
             {{ skill = \"{name}\" }}, {{ external = \"x\" }}, {{ person = \"ana\" }}] }}]\n\n\
             [externals.x]\nname = \"{name}\"\ncontacts = {{ phone = \"{name}\" }}\n\n\
             [channels]\ncall = \"{name}\"\n\n"
        );
        let folder = desk("escalate-names", "");
        let text = HEAD.replace("\"Ana\"", &format!("\"{name}\"")) + &paths;
        folder.write("irp.toml", &text.replace("\"Quay\"", &format!("\"{name}\"")));
        for format in ["human", "tsv", "list", "md", "json"] {
            let answer = folder.irp(&["escalate", "shop", "--format", format]);
            let all = answer.out + &answer.err;
            let odd = |c: char| (c.is_control() && !"\n\t".contains(c)) || c == '\u{202e}';
            // JSON escapes what JSON must; a terminal is not what reads it.
            assert!(format == "json" || !all.contains(odd), "{format}: {all:?}");
            assert!(format != "md" || !all.contains("<b>"), "{all}");
            let rows = all.lines().filter(|line| line.contains('\t'));
            assert!(rows.map(|row| row.matches('\t').count()).all(|tabs| tabs == 10), "{all}");
        }
    }
}
