//! `irp alerts check`: rule files against a plan, through the same door as everybody.
#![expect(clippy::disallowed_methods, reason = "rule files are made for the tests")]

use std::fmt::Write as _;
use std::io::Write as _;
use std::process::Stdio;

use serde_json::Value;

use crate::init::folder::{Answer, Folder};

/// A plan with one alert, one runbook and two severities.
const PLAN: &str = "\
irp = 1

[plan]
name = \"Shop\"
time-zone = \"Europe/Berlin\"
runbook-base-url = \"https://wiki.example/runbooks/\"

[severities.sev1]
rank = 1

[severities.sev4]
rank = 4
urgency = \"low\"

[services.shop]
name = \"The shop\"

[[services.shop.alerts]]
name = \"ShopDown\"
";

fn shop(name: &str) -> Folder {
    let folder = Folder::new(name);
    folder.write("irp.toml", PLAN);
    folder.write("runbooks/shop-down.md", "+++\ntitle = \"Down\"\n+++\n\nStart it.\n");
    folder
}

/// A rule file of one rule for each severity and address.
fn rules(rules: &[(&str, &str, &str)]) -> String {
    let mut text = "groups:\n- name: shop\n  rules:\n".to_owned();
    for (name, severity, address) in rules {
        let _ = write!(
            text,
            "  - alert: '{name}'\n    labels: {{ severity: '{severity}' }}\n    annotations: \
             {{ summary: s, runbook_url: '{address}' }}\n"
        );
    }
    text
}

fn check(folder: &Folder, args: &[&str]) -> Answer {
    folder.irp(&[&["alerts", "check"], args].concat())
}

/// The findings, each with its level.
fn found(folder: &Folder, args: &[&str]) -> Vec<String> {
    let answer = check(folder, &[args, &["--json"]].concat());
    let answer: Value = serde_json::from_str(&answer.out).unwrap();
    let findings = answer["findings"].as_array().unwrap();
    let each = findings.iter().map(|finding| {
        let text = |key: &str| finding[key].as_str().unwrap().to_owned();
        format!("{} {}", text("level"), text("rule"))
    });
    each.collect()
}

#[test]
fn an_address_is_of_the_plan_where_it_names_a_runbook_however_it_is_written() {
    let folder = shop("alerts-home");
    for address in [
        "https://wiki.example/runbooks/shop-down",
        "https://wiki.example/runbooks/shop-down/",
        "https://wiki.example/runbooks/shop-down.md#start",
        "https://wiki.example/runbooks/shop%2Ddown?x=1",
        "https://wiki.example/runbooks//shop-down",
        "runbooks/shop-down.md",
        "shop-down",
    ] {
        folder.write("rules.yml", &rules(&[("ShopDown", "sev1", address)]));
        assert_eq!(found(&folder, &["rules.yml"]), Vec::<String>::new(), "{address}");
    }
    folder.write("runbooks/ShopDown.md", "+++\ntitle = \"Down\"\n+++\n\nStart it.\n");
    let named = "https://wiki.example/runbooks/{{ $labels.alertname }}";
    folder.write("rules.yml", &rules(&[("ShopDown", "sev1", named)]));
    assert_eq!(found(&folder, &["rules.yml"]), Vec::<String>::new());
}

#[test]
fn an_address_that_leads_nowhere_is_an_error_elsewhere_a_warning_and_a_template_an_info() {
    let folder = shop("alerts-nowhere");
    for (address, level) in [
        ("https://wiki.example/runbooks/shop-up", "error"),
        ("https://wiki.example/runbooks/", "error"),
        ("https://wiki.example/runbooks/../runbooks/shop-down", "error"),
        ("https://wiki.example/runbooks/%2e%2e/shop-down", "error"),
        ("https://wiki.example/runbooks/%zz", "error"),
        ("https://wiki.example/runbooks/shop-down%00", "error"),
        ("https://wiki.example/runbooks-old/shop-down", "warning"),
        ("https://wiki.example.evil/runbooks/shop-down", "warning"),
        ("http://other.example/shop-down", "warning"),
        ("https://wiki.example/runbooks/{{ $labels.job }}", "info"),
    ] {
        folder.write("rules.yml", &rules(&[("ShopDown", "sev1", address)]));
        let expected = format!("{level} rule-runbook-unresolved");
        assert_eq!(found(&folder, &["rules.yml"]), [expected], "{address}");
    }
}

#[test]
fn a_plan_that_does_not_say_where_its_runbooks_are_is_told_once() {
    let folder = shop("alerts-base");
    let base = "runbook-base-url = \"https://wiki.example/runbooks/\"\n";
    folder.write("irp.toml", &PLAN.replace(base, ""));
    let rule = ("ShopDown", "sev1", "https://wiki.example/runbooks/shop-down");
    folder.write("rules.yml", &rules(&[rule; 3]));
    assert_eq!(found(&folder, &["rules.yml"]), ["warning rule-runbook-unresolved"]);
    let answer = check(&folder, &["rules.yml"]);
    assert!(answer.out.contains("set it in [plan]"), "{}", answer.out);
}

#[test]
fn severities_are_the_plans_or_mapped_to_them_or_page_nobody() {
    let folder = shop("alerts-severity");
    let home = "https://wiki.example/runbooks/shop-down";
    let all = [("ShopDown", "critical", home), ("Other", "none", ""), ("Third", "critical", home)];
    folder.write("rules.yml", &rules(&all));
    let plain = found(&folder, &["rules.yml"]);
    let unknown = plain.iter().filter(|found| *found == "error rule-unknown-severity").count();
    assert_eq!(unknown, 2, "one for each value: {plain:?}");
    let mapped = ["rules.yml", "--map", "critical=sev4", "--map", "none=none"];
    assert_eq!(found(&folder, &mapped), ["info rule-not-in-plan"]);
    let label = ["rules.yml", "--severity-label", "level", "-A", "rule-not-in-plan"];
    let missing = found(&folder, &label);
    assert_eq!(missing[0], "warning rule-unknown-severity", "{missing:?}");
}

#[test]
fn alerts_of_one_side_are_found_and_the_near_one_is_named() {
    let folder = shop("alerts-sides");
    let home = "https://wiki.example/runbooks/shop-down";
    folder.write("rules.yml", &rules(&[("ShopsDown", "sev1", home)]));
    let answer = check(&folder, &["rules.yml", "--format", "human"]);
    assert!(answer.out.contains("the plan has `ShopDown`"), "{}", answer.out);
    assert!(answer.out.contains("the rules have `ShopsDown`"), "{}", answer.out);
    assert_eq!(answer.code, 0);
    assert_eq!(check(&folder, &["rules.yml", "--fail-on", "warning"]).code, 1);
    folder.write("more.yml", &rules(&[("ShopDown", "sev1", home)]));
    assert_eq!(found(&folder, &["rules.yml", "more.yml"]), ["warning rule-not-in-plan"]);
    folder.write("torn.yml", "groups: [");
    let torn = found(&folder, &["rules.yml", "torn.yml"]);
    assert_eq!(torn, ["warning rule-not-in-plan", "error rule-file-unreadable"]);
}

#[test]
fn what_is_no_text_is_an_error_of_that_file_alone() {
    let folder = shop("alerts-bytes");
    let home = "https://wiki.example/runbooks/shop-down";
    folder.write("rules.yml", &rules(&[("ShopDown", "sev1", home)]));
    std::fs::write(folder.path("bad.yml"), b"groups:\n- \xff\n").unwrap();
    assert_eq!(found(&folder, &["bad.yml", "rules.yml"]), ["error rule-file-unreadable"]);
    assert_eq!(check(&folder, &["bad.yml"]).code, 1);
}

#[test]
fn names_of_strangers_are_shown_and_not_obeyed() {
    let folder = shop("alerts-hostile");
    let rule =
        "groups:\n- rules:\n  - alert: \"x\\e[31m\\n::error::y <b>@all `z`\"\n    labels: {}\n";
    folder.write("rules.yml", rule);
    for format in ["human", "concise", "github", "markdown", "junit", "checkstyle", "sarif"] {
        let answer = check(&folder, &["rules.yml", "--format", format]);
        assert!(!answer.out.contains('\u{1b}'), "{format}: {}", answer.out);
        assert!(!answer.out.contains("\n::error::y"), "{format}: {}", answer.out);
    }
    let long = "A".repeat(1_000_000);
    folder.write("rules.yml", &rules(&[(&long, "sev1", &long)]));
    let answer = check(&folder, &["rules.yml", "--format", "concise"]);
    assert!(answer.out.lines().all(|line| line.len() < 1_000), "{}", answer.out.len());
}

#[test]
fn the_standard_input_is_a_rule_file_too() {
    let folder = shop("alerts-stdin");
    let mut irp = folder.command(env!("CARGO_BIN_EXE_irp"));
    irp.args(["alerts", "check", "-", "-f", "concise"]);
    irp.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = irp.spawn().unwrap();
    let rules = rules(&[("ShopDown", "sev9", "shop-down")]);
    child.stdin.take().unwrap().write_all(rules.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    let out = String::from_utf8(output.stdout).unwrap();
    assert!(out.starts_with("stdin:5:"), "{out}");
    assert_eq!(output.status.code(), Some(1));
}

#[test]
fn reports_name_files_from_the_root_of_the_repository() {
    let folder = Folder::repository("alerts-root");
    folder.write("ops/irp.toml", PLAN);
    folder.write("ops/rules.yml", &rules(&[("Other", "sev1", "shop-down")]));
    let args = ["alerts", "check", "rules.yml", "--format", "github"];
    let answer = folder.irp_in("ops", &args);
    assert!(answer.out.contains("file=ops/rules.yml,"), "{}", answer.out);
    assert!(answer.out.contains("file=ops/irp.toml,"), "{}", answer.out);
    let args = ["alerts", "check", "ops/rules.yml", "--plan", "ops", "--format", "github"];
    let above = folder.irp_in("", &args);
    assert_eq!(above.out, answer.out);
}

#[test]
fn a_fault_that_may_hide_alerts_is_said_and_is_no_clean_answer() {
    let folder = shop("alerts-fault");
    folder.write("rules.yml", &rules(&[("ShopDown", "sev1", "shop-down")]));
    folder.write("irp.toml", &format!("{PLAN}colour = \"red\"\n"));
    let answer = check(&folder, &["rules.yml"]);
    assert_eq!(answer.code, 2);
    assert!(answer.err.contains("may hide alerts"), "{}", answer.err);
}
