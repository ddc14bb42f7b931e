//! `docs/rules.md` is what the rules and faults say of themselves. `IRP_BLESS=1 cargo test
//! rules_page` writes it.
#![expect(clippy::disallowed_methods, reason = "the test compares a file of this repository")]

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use irp::edit::FileKind;
use irp::rules::{Context, RULES, Rule, check};
use irp::views::explain::{Topic, laid_out, levels, option, setting, topics};

use crate::memory::Memory;

const HEAD: &str = "\
<!-- generated from the rules: IRP_BLESS=1 cargo test rules_page -->

# Rules

`irp check` finds two kinds of things. A [fault](#faults) is what cannot be understood in a plan. A finding comes from a
rule: the plan can be understood, and it would fail. `irp explain CODE` says the same of each as this page.

- `[lint]` sets the level of a rule, `CODE = \"off\"`, `\"info\"`, `\"warn\"` or `\"error\"`, and with a table its options too.
- `profile` in `[lint]` is a set of levels and options: `\"minimum\"`, where nothing is written, `\"sre\"`, `\"eu\"` or
  `\"audit\"`. What the plan sets itself wins over its profile.
- `[[lint.allow]]` excuses single findings, with a reason and a last day: see [lint](format.md#lint).

Each threshold says where it comes from. \"House default\" means that no published source backs the number. The examples
are judged at 11:00 in Berlin on Monday 19 October 2026.
";

/// Text for a cell of a table, or for a paragraph that must not turn into HTML.
fn cell(text: &str) -> String {
    text.replace('|', "\\|").replace('<', "&lt;").replace('\n', " ")
}

fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().map(|letter| letter.to_ascii_uppercase());
    let text: String = first.into_iter().chain(letters).collect();
    if text.ends_with(['.', '?']) { text } else { text + "." }
}

/// The files of an example in canonical layout, each under its name where there are several.
fn example(title: &str, text: &str) -> String {
    let files = laid_out(text);
    let mut shown = format!("\n{title}:\n");
    for (path, text) in &files {
        if files.len() > 1 {
            let _ = write!(shown, "\n`{path}`:\n");
        }
        let language = if Path::new(path).extension().is_some_and(|end| end == "md") {
            "markdown"
        } else {
            "toml"
        };
        let _ = write!(shown, "\n```{language}\n{}\n```\n", text.trim_end());
    }
    shown
}

fn section(rule: &Rule) -> String {
    let mut text = format!("\n### {}\n\n{}\n", rule.code, cell(&sentence(rule.summary)));
    let _ = write!(text, "\n{}\n", cell(rule.why));
    let _ = write!(text, "\n- Level: {}.\n", levels(rule));
    let _ = writeln!(text, "- Threshold: {}", cell(&sentence(rule.source)));
    if !rule.options.is_empty() {
        text += "\n| option | default | |\n|---|---|---|\n";
    }
    for each in rule.options {
        let default = each.kind.written(each.default);
        let _ = writeln!(text, "| `{}` | `{default}` | {} |", each.name, cell(&option(each)));
    }
    text += &example("It complains of", rule.bad);
    text += &example("It has nothing against", rule.good);
    let set = setting(rule);
    let set = irp::edit::format(&format!("[lint]\n{set}\n"), FileKind::Plan).unwrap();
    let _ = write!(text, "\nTo set it:\n\n```toml\n{}\n```\n", set.trim_end());
    text
}

fn page() -> String {
    let mut text = HEAD.to_owned();
    text += "\n## All rules\n\n| rule | level | what it finds |\n|---|---|---|\n";
    for rule in RULES {
        let (code, level) = (rule.code, rule.level.word());
        let _ = writeln!(text, "| [`{code}`](#{code}) | {level} | {} |", cell(rule.summary));
    }
    text += "\n## The rules one by one\n";
    text.extend(RULES.iter().map(|rule| section(rule)));
    text += "\n## Faults\n\nA fault is an error that nothing turns off.\n";
    text += "\n| code | level | what it means |\n|---|---|---|\n";
    for topic in topics() {
        if let Topic::Notice(notice) = topic {
            let (code, level) = (notice.code, notice.level.word());
            let _ = writeln!(text, "| `{code}` | {level} | {} |", cell(notice.meaning));
        }
    }
    text + &alerts()
}

/// What `irp alerts check` finds, which no plan sets.
fn alerts() -> String {
    let mut text = "\n## Rule files\n\n[`irp alerts check`](alerts.md) finds these in the rule \
                    files of Prometheus.\n"
        .to_owned();
    for topic in topics() {
        if let Topic::Alert(code) = topic {
            let (name, level) = (code.code, code.level.word());
            let _ = write!(text, "\n### {name}\n\n{}\n", cell(&sentence(code.summary)));
            let _ = write!(text, "\n{}\n\n- Level: {level}.\n", cell(code.why));
            let _ = writeln!(text, "- To mend it: {}", cell(&sentence(code.mend)));
        }
    }
    text
}

#[test]
fn the_page_of_the_rules_is_what_the_rules_say() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/rules.md");
    let now = page();
    if std::env::var_os("IRP_BLESS").is_some_and(|value| value != "0") {
        fs::write(&path, &now).unwrap();
    }
    let written = fs::read_to_string(&path).unwrap_or_default();
    assert!(written == now, "docs/rules.md is out of date: IRP_BLESS=1 cargo test rules_page");
}

/// What a reader pastes is taken: each setting is one that the rule has.
#[test]
fn every_setting_that_is_shown_can_be_pasted() {
    for rule in RULES {
        let lint = format!("\n[lint]\n{}\n", setting(rule));
        let mut files = laid_out(rule.good).into_iter();
        let (path, text) = files.next().unwrap();
        let start = Memory::default().with(&path, text + &lint);
        let plan = files.fold(start, |all, (path, text)| all.with(&path, text)).plan();
        let context = Context::new(&plan, "2026-10-19T09:00:00Z".parse().unwrap());
        assert!(plan.faults.is_empty(), "{}: {:#?}", rule.code, plan.faults);
        assert_eq!(check(&context).faults, [], "{}", rule.code);
    }
}

/// The summaries in a list must not be cut, and nothing on the page may end a block early.
#[test]
fn the_page_has_every_code_once_as_a_heading_or_a_row() {
    let page = page();
    for topic in topics() {
        let code = topic.code();
        let own = match topic {
            Topic::Rule(_) | Topic::Alert(_) => format!("\n### {code}\n"),
            Topic::Notice(_) => format!("\n| `{code}` | "),
        };
        assert_eq!(page.matches(&own).count(), 1, "{code}");
    }
    assert!(page.matches("\n```").count().is_multiple_of(2));
}
