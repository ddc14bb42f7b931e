//! Rule files of every kind, and of hostile ones.

use std::fmt::Write as _;

use proptest::prelude::*;

use super::*;
use crate::source::SourceId;

fn rules(text: &str) -> RuleFile {
    read(text, SourceId::default(), &["severity", "team", "x", "y"])
}

fn names(file: &RuleFile) -> Vec<&str> {
    file.rules.iter().map(|rule| rule.name.value.as_str()).collect()
}

fn label<'a>(rule: &'a Rule, name: &str) -> Option<&'a str> {
    rule.label(name).map(|text| text.value.as_str())
}

fn indented(text: &str, by: &str) -> String {
    text.lines().flat_map(|line| [by, line, "\n"]).collect()
}

const PLAIN: &str = "\
groups:
  - name: shop
    interval: 30s
    labels: { team: web, severity: sev3 }
    rules:
      - record: shop:errors
        expr: sum(rate(errors[5m]))
      - alert: ShopDown
        expr: up == 0
        for: 5m
        labels:
          severity: sev1
        annotations:
          summary: >
            The shop
            is down
          runbook_url: https://wiki.example/runbooks/shop-down
";

#[test]
fn alerts_are_read_with_where_they_are_and_recordings_are_not() {
    let file = rules(PLAIN);
    assert_eq!((names(&file), file.partial), (vec!["ShopDown"], false));
    let rule = &file.rules[0];
    assert_eq!(&PLAIN[rule.at().start as usize..rule.at().end as usize], "ShopDown");
    assert_eq!((label(rule, "severity"), label(rule, "team")), (Some("sev1"), Some("web")));
    assert_eq!(rule.annotation(&["summary"]).unwrap().value, "The shop is down\n");
    assert_eq!(file.unread, []);
}

#[test]
fn places_are_right_behind_other_letters_crlf_and_a_byte_order_mark() {
    let text = format!("\u{feff}# {}\r\n{}", "Zoë 日本 ".repeat(40), PLAIN.replace('\n', "\r\n"));
    let file = rules(&text);
    let at = file.rules[0].at();
    assert_eq!(&text[at.start as usize..at.end as usize], "ShopDown");
    let at = file.rules[0].label("severity").unwrap().at;
    assert_eq!(&text[at.start as usize..at.end as usize], "sev1");
}

#[test]
fn rules_of_kubernetes_and_of_several_documents_are_read() {
    let indented = indented(PLAIN, "  ");
    let rule = format!("kind: PrometheusRule\nspec:\n{indented}");
    let other = "kind: ConfigMap\ndata: { groups: no }\n";
    assert_eq!(names(&rules(&format!("---\n{rule}---\n{other}---\n{rule}"))).len(), 2);
    let list = format!("kind: List\nitems:\n  -\n{}", self::indented(&rule, "    "));
    assert_eq!(names(&rules(&list)), ["ShopDown"]);
}

#[test]
fn aliases_of_short_texts_and_of_labels_are_read() {
    let text = "\
x: { common: &common { severity: sev1, team: &team web } }
groups:
  - name: a
    rules:
      - { alert: A, labels: *common }
      - { alert: B, labels: { <<: *common, severity: sev2 }, annotations: { summary: *team } }
      - { alert: C, labels: { <<: [*common], team: db } }
";
    let file = rules(text);
    let severities: Vec<_> = file.rules.iter().map(|rule| label(rule, "severity")).collect();
    assert_eq!(severities, [Some("sev1"), Some("sev2"), Some("sev1")]);
    assert_eq!(label(&file.rules[2], "team"), Some("db"));
    assert_eq!(file.rules[1].annotation(&["summary"]).unwrap().value, "web");
    assert_eq!(file.unread, []);
}

#[test]
fn what_else_stands_behind_an_alias_is_not_followed_and_is_reported_once() {
    let text = "\
groups:
  - { name: a, rules: &rules [&one { alert: A, labels: &labels { severity: sev1 } }] }
  - { name: b, rules: *rules }
  - { name: c, rules: [*one, { alert: B, labels: { severity: *labels } }] }
";
    let file = rules(text);
    assert_eq!(names(&file), ["A", "B"]);
    assert!(file.rules[1].partial && !file.partial, "{file:?}");
    let [found] = &file.unread[..] else { panic!("{:?}", file.unread) };
    assert!(found.message.starts_with("3 aliases are not followed"), "{}", found.message);
}

#[test]
fn aliases_that_would_explode_do_not() {
    let mut text = "a0: &a0 [lol, lol, lol, lol, lol, lol, lol, lol, lol]\n".to_owned();
    for nth in 1..40 {
        let before = vec![format!("*a{}", nth - 1); 9].join(", ");
        let _ = writeln!(text, "a{nth}: &a{nth} [{before}]");
    }
    let file = rules(&format!("{text}groups: *a39\n"));
    assert_eq!((file.rules.len(), file.partial), (0, true));
    let many = vec!["*b"; 20_000].join(", ");
    let file = rules(&format!("a: &b x\nc: [{many}]\n{PLAIN}"));
    assert!(file.unread[0].message.contains("more than 10000 aliases"), "{:?}", file.unread);
}

#[test]
fn texts_that_aliases_bring_are_bounded_in_sum() {
    let long = "x".repeat(4_000);
    let rule = "      - { alert: A, annotations: { summary: *long, description: *long } }\n";
    let text = format!("x: &long {long}\ngroups:\n  - name: a\n    rules:\n{}", rule.repeat(4_900));
    let file = rules(&text);
    let all = file.rules.iter().flat_map(|rule| &rule.annotations);
    let brought: usize = all.map(|(_, text)| text.value.len()).sum();
    assert!(brought <= 17 * 1024 * 1024, "{brought}");
    assert!(file.rules.last().unwrap().partial);
}

#[test]
fn what_is_not_yaml_is_an_error_with_its_place_and_what_stands_before_it_is_read() {
    let file = rules(&format!("{PLAIN}      - alert: \"open\n"));
    assert_eq!((names(&file), file.partial), (vec!["ShopDown"], true));
    assert_eq!(file.unread[0].code, "rule-file-unreadable");
    for text in ["\t- a: b", "{{- if .Values.x }}\ngroups: []", "[".repeat(100_000).as_str()] {
        assert!(rules(text).partial, "{}", &text[..9]);
    }
}

#[test]
fn what_has_no_groups_is_no_rule_file() {
    for text in ["", "42", "- a\n- b", "global: {}\n", "ALERT X IF up == 0\n"] {
        let file = rules(text);
        assert!(file.partial, "{text}");
        assert_eq!(file.unread[0].message, "the file has no groups of rules", "{text}");
    }
    assert_eq!(rules("groups:\n"), RuleFile::default());
    assert_eq!(rules("groups: []\n"), RuleFile::default());
}

#[test]
fn words_that_old_yaml_took_for_something_else_are_texts() {
    let text =
        "groups: [{ name: n, rules: [{ alert: yes, labels: { severity: 1, x: ~, y: on } }] }]";
    let file = rules(text);
    assert_eq!(names(&file), ["yes"]);
    assert_eq!(label(&file.rules[0], "severity"), Some("1"));
    assert_eq!((label(&file.rules[0], "x"), label(&file.rules[0], "y")), (None, Some("on")));
}

#[test]
fn a_hundred_thousand_rules_are_read() {
    let rule = "  - { alert: A, labels: { severity: sev1 }, annotations: { summary: s } }\n";
    let text = format!("groups:\n- name: many\n  rules:\n{}", rule.repeat(100_000));
    assert_eq!(rules(&text).rules.len(), 100_000);
}

proptest! {
    #![proptest_config(crate::schedule::tests::cases(256))]

    #[test]
    fn nothing_makes_it_fail(text in "[-a-z:{}\\[\\]&*<|>?!%@`'\"#, \t\r\n\u{feff}ß日]{0,120}") {
        let file = rules(&text);
        let broken = format!("groups:\n- rules:\n  - {text}");
        for rule in file.rules.iter().chain(&rules(&broken).rules) {
            prop_assert!(rule.at().end as usize <= broken.len());
        }
    }

    #[test]
    fn every_place_is_within_the_text_and_between_letters(
        name in "[a-zA-Zß日𐐀]{1,9}",
        before in "(# [a-zß日𐐀]{0,90}\n){0,4}",
    ) {
        let text = format!("{before}groups: [{{ rules: [{{ alert: {name} }}] }}]\n");
        let file = rules(&text);
        let at = file.rules[0].at();
        prop_assert_eq!(text.get(at.start as usize..at.end as usize), Some(name.as_str()));
    }
}
