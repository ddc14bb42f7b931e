//! Every answer that `--json` prints is as its schema says, and nothing less would be.

use std::fs;
use std::path::Path;

use serde_json::Value;

use super::{names, printed, root, schema, validator};
use crate::good::plans;

/// How each command is asked for an answer; `*` stands for every rotation of the plan. What is not
/// asked needs a repository or writes files: its answers are those of the pages.
const QUESTIONS: &[(&str, &[&str])] = &[
    ("oncall", &["oncall"]),
    ("schedule", &["schedule", "--for", "3w"]),
    ("site", &[]),
    ("site-index", &["site", "--page", "index.html"]),
    ("site-person", &["site", "--page", "people/ana.html"]),
    ("site-response", &["site", "--page", "response.html"]),
    ("site-rotation", &["site", "--page", "rotations/product-primary.html"]),
    ("site-runbook", &["site", "--page", "runbooks/certificate-expiry.html"]),
    ("site-service", &["site", "--page", "services/payments.html"]),
    ("why", &["why", "*"]),
    ("card", &["card", "ana"]),
    ("card-page", &["card", "ana", "--format", "html"]),
    ("escalate", &["escalate", "--worst"]),
    ("incident", &["incident", "list"]),
    ("stats", &["stats", "--by", "service", "--levers"]),
    ("handoff", &["handoff"]),
    ("handoff-list", &["handoff", "list"]),
    ("handoff-page", &["handoff", "--format", "html"]),
    ("log", &[]),
    ("service", &["service"]),
    ("help-with", &["help-with", "databases", "fog", "shop"]),
    ("game-day", &["game-day", "next"]),
    ("check", &["check"]),
    ("alerts", &["alerts", "check", "tests/cmd/plans/lighthouse/prometheus/lamp.yml"]),
    ("diff", &["diff", "--no-git", "tests/cmd/changes/before", "tests/cmd/changes/removed"]),
    ("explain", &["explain", "--all"]),
    ("fmt", &["fmt", "--diff"]),
    ("postmortem", &["postmortem", "2026-08-19-label-api-timeouts"]),
    ("render", &["render", "status-update.md"]),
    ("template", &["template", "list"]),
];

/// Commands that answer with something that JSON cannot say, or with JSON already.
const NEVER_JSON: &[&[&str]] =
    &[&["calendar"], &["completions", "bash"], &["init"], &["lsp"], &["man"], &["schema"]];

/// Instants at which plans are asked: before, within and after their rotations.
const INSTANTS: [&str; 3] = ["2025-06-01T00:00Z", "2026-10-21T10:00Z", "2027-02-14T03:30Z"];

fn parsed(text: &str) -> Option<Value> {
    serde_json::from_str::<Value>(text).ok()
}

/// What every command prints about every plan.
fn runs() -> Vec<Value> {
    let mut answers = Vec::new();
    let mut plans = plans();
    plans.extend(
        ["harbour", "gap", "clash", "broken", "lighthouse"]
            .map(|n| root("tests/cmd/plans").join(n)),
    );
    for plan in plans {
        let plan = plan.to_str().unwrap();
        let rotations = printed(&["oncall", "--plan", plan, "--format", "tsv"]);
        let rotations: Vec<_> =
            rotations.lines().skip(1).map(|r| r.split('\t').nth(1).unwrap()).collect();
        for now in INSTANTS {
            for (_, words) in QUESTIONS.iter().filter(|(_, words)| !words.is_empty()) {
                for rotation in if words.contains(&"*") { &rotations[..] } else { &[""][..] } {
                    let words = words.iter().map(|w| if *w == "*" { rotation } else { w });
                    let more = ["--now", now, "--json", "--plan", plan];
                    let given = words.clone().any(|word| *word == "--no-git");
                    let more = if given { &more[..3] } else { &more[..] };
                    let words: Vec<_> = words.chain(more).copied().collect();
                    // `why` says nothing of a rotation that a fault touches.
                    answers.extend(parsed(&printed(&words)));
                }
            }
        }
    }
    answers
}

/// The answers that the pages of `tests/cmd/` show.
fn shown(folder: &Path, into: &mut Vec<Value>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            shown(&path, into);
        } else if path.extension().is_some_and(|extension| extension == "md") {
            let page = fs::read_to_string(path).unwrap();
            let mut rest = &page[..];
            while let Some(at) = rest.find("\n{\n  \"schema\": ") {
                let end = rest[at..].find("\n}\n").unwrap();
                let text = &rest[at..at + end + 3];
                // The pages are written with every `\\` as `/`.
                let escaped = || parsed(&text.replace("/\"", "\\\""));
                into.push(parsed(text).or_else(escaped).unwrap());
                rest = &rest[at + end + 2..];
            }
        }
    }
}

fn answers() -> Vec<Value> {
    let mut all = runs();
    let ran = all.len();
    shown(&root("tests/cmd"), &mut all);
    assert!(ran > 50 && all.len() >= ran + 8, "{ran} runs, {} in all", all.len());
    all
}

/// The schema of one command's answer, which takes no key that it does not name.
fn closed(name: &str) -> Value {
    fn close(schema: &mut Value) {
        if schema["properties"].is_object() {
            schema["additionalProperties"] = false.into();
        }
        match schema {
            Value::Array(all) => all.iter_mut().for_each(close),
            Value::Object(map) => {
                for (_, inner) in map.iter_mut().filter(|(key, _)| *key != "required") {
                    close(inner);
                }
            }
            _ => {}
        }
    }
    let mut schema = schema(name);
    close(&mut schema["$defs"]);
    schema["additionalProperties"] = false.into();
    schema
}

#[test]
fn every_answer_is_as_its_schema_says_and_has_no_key_that_it_does_not_name() {
    let of = |command: &str| validator(&closed(&format!("{command}.output")));
    let schemas: Vec<_> = QUESTIONS.iter().map(|(command, _)| (*command, of(command))).collect();
    let mut seen = Vec::new();
    for answer in answers() {
        let command = answer["command"].as_str().unwrap();
        let (known, schema) = schemas.iter().find(|(known, _)| *known == command).unwrap();
        seen.push(*known);
        if let Err(error) = schema.validate(&answer) {
            panic!("{command}: {}: {error}\n{answer:#}", error.instance_path());
        }
    }
    assert!(QUESTIONS.iter().all(|(command, _)| seen.contains(command)), "{seen:?}");
}

/// The places of all objects in a value.
fn objects(value: &Value, at: &str, into: &mut Vec<String>) {
    match value {
        Value::Array(all) => {
            let all = all.iter().enumerate();
            all.for_each(|(index, value)| objects(value, &format!("{at}/{index}"), into));
        }
        Value::Object(map) => {
            into.push(at.to_owned());
            map.iter().for_each(|(key, value)| objects(value, &format!("{at}/{key}"), into));
        }
        _ => {}
    }
}

#[test]
fn an_answer_with_any_key_less_or_any_value_of_another_kind_is_refused() {
    let mut pages = Vec::new();
    shown(&root("tests/cmd"), &mut pages);
    for answer in pages {
        let command = answer["command"].as_str().unwrap();
        let schema = validator(&schema(&format!("{command}.output")));
        let mut places = Vec::new();
        objects(&answer, "", &mut places);
        for place in places {
            let keys: Vec<_> =
                answer.pointer(&place).unwrap().as_object().unwrap().keys().collect();
            for key in keys {
                let change = |change: &dyn Fn(&mut serde_json::Map<String, Value>)| {
                    let mut broken = answer.clone();
                    change(broken.pointer_mut(&place).unwrap().as_object_mut().unwrap());
                    broken
                };
                let less = change(&|map| drop(map.remove(key)));
                assert!(!schema.is_valid(&less), "{command}{place} without {key}");
                let other = |old: &Value| if old.is_f64() { "1.5".into() } else { 1.5.into() };
                let other = change(&|map| map[key] = other(&map[key]));
                assert!(!schema.is_valid(&other), "{command}{place} with another {key}");
            }
        }
    }
}

#[test]
fn a_later_release_may_add_keys() {
    let answer = printed(&["oncall", "--plan", "examples/minimum", "--now", INSTANTS[1], "--json"]);
    let mut answer = parsed(&answer).unwrap();
    answer["new"] = true.into();
    answer["rotations"][0]["new"] = true.into();
    assert!(validator(&schema("oncall.output")).is_valid(&answer));
}

#[test]
fn every_command_that_takes_json_has_a_schema() {
    let help = printed(&["--help"]);
    let list = help.split("Commands:\n").nth(1).unwrap().split("\n\n").next().unwrap();
    let commands: Vec<_> = list.lines().filter_map(|row| row.split_whitespace().next()).collect();
    for command in &commands {
        let asked = QUESTIONS.iter().any(|(known, _)| known == command);
        let never = NEVER_JSON.iter().find(|words| words[0] == *command);
        assert!(asked != never.is_some(), "say in this test how `irp {command}` is asked");
        let name = format!("{command}.output");
        assert_eq!(asked, names().contains(&name), "{name}: see `answers!` in commands/mod.rs");
        if let Some(words) = never {
            let words: Vec<_> = words.iter().copied().chain(["--json"]).collect();
            let answer = parsed(&printed(&words)).unwrap_or_default();
            assert_eq!(answer.get("command"), None, "`irp {command} --json` prints an answer");
        }
    }
    // What is a part of a command has a schema of its own.
    let whole = QUESTIONS.iter().filter(|(known, _)| commands.contains(known)).count();
    let parts =
        QUESTIONS.iter().filter(|(known, _)| known.contains('-') && !commands.contains(known));
    assert!(commands.len() >= whole + NEVER_JSON.len(), "{help}");
    assert_eq!(whole + parts.count(), QUESTIONS.len(), "{help}");
}
