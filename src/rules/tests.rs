//! What holds of every rule: its own examples prove it.

use std::collections::BTreeMap;

use super::{Check, Context, Options, RULES, Rule, check, files};
use crate::diagnostic::{Diagnostic, Level};
use crate::plan::{self, Plan};
use crate::source::{Entry, Kind, Tree};
use crate::time::Zones;

/// The folder of an example that holds the plan before the change.
const BEFORE: &str = "before/";

/// A plan of some files in memory.
struct Files(BTreeMap<String, String>);

impl Files {
    fn new(example: &str) -> Self {
        let own = files(example).into_iter().filter(|(path, _)| !path.starts_with(BEFORE));
        Self(own.collect())
    }

    /// The plan before the change, where the example has one.
    fn before(example: &str) -> Option<Self> {
        let inside = |path: &str| path.strip_prefix(BEFORE).map(str::to_owned);
        let old =
            files(example).into_iter().filter_map(|(path, text)| Some((inside(&path)?, text)));
        let old: BTreeMap<_, _> = old.collect();
        (!old.is_empty()).then_some(Self(old))
    }

    fn plan(&self) -> Plan {
        plan::load(self, &Zones::embedded(), plan::Read::Everything)
    }
}

impl Tree for Files {
    fn list(&self, folder: &str) -> Result<Vec<Entry>, String> {
        let start = if folder.is_empty() { String::new() } else { format!("{folder}/") };
        let inside = self.0.keys().filter_map(|path| path.strip_prefix(&start));
        let mut names: Vec<_> = inside.filter_map(|rest| rest.split('/').next()).collect();
        names.dedup();
        let kind = |name: &str| self.look(&format!("{start}{name}")).unwrap();
        Ok(names.iter().map(|name| Entry { name: (*name).to_owned(), kind: kind(name) }).collect())
    }

    fn look(&self, path: &str) -> Option<Kind> {
        if self.0.contains_key(path) {
            return Some(Kind::File { target: None });
        }
        let folder = format!("{path}/");
        self.0.keys().any(|file| file.starts_with(&folder)).then_some(Kind::Folder)
    }

    fn read(&self, path: &str) -> Result<Vec<u8>, String> {
        self.0.get(path).map(|text| text.clone().into_bytes()).ok_or_else(|| path.to_owned())
    }
}

/// What one rule finds in an example, in which there is no fault, at 11:00 in Berlin on Monday 19
/// October 2026.
fn found(rule: &Rule, example: &str) -> Vec<Diagnostic> {
    let plan = Files::new(example).plan();
    assert_eq!(plan.faults, [], "{}: {example}", rule.code);
    let before = Files::before(example).map(|files| files.plan());
    assert!(before.iter().all(|plan| plan.faults.is_empty()), "{}: {example}", rule.code);
    let mut context = Context::new(&plan, "2026-10-19T09:00:00Z".parse().unwrap());
    context.before = before.as_ref();
    let found = check(&context);
    assert_eq!(found.faults, [], "{}: {example}", rule.code);
    found.standing.into_iter().filter(|finding| finding.code == rule.code).collect()
}

#[test]
fn the_bad_example_of_every_rule_is_found_once_and_the_good_one_is_not() {
    for rule in RULES {
        let bad = found(rule, rule.bad);
        assert_eq!(bad.len(), 1, "{}: {bad:#?}", rule.code);
        let good = found(rule, rule.good);
        assert!(good.is_empty(), "{}: {good:#?}", rule.code);
    }
}

#[test]
fn rules_are_sorted_by_code_and_say_all_there_is_to_say() {
    assert!(RULES.windows(2).all(|pair| pair[0].code < pair[1].code));
    for rule in RULES {
        for text in [rule.summary, rule.source, rule.why] {
            assert!(!text.is_empty() && text.trim() == text, "{}: {text:?}", rule.code);
        }
        assert!(!rule.summary.ends_with('.') && rule.why.ends_with('.'), "{}", rule.code);
    }
}

#[test]
fn findings_say_what_it_costs_and_name_a_way_out() {
    for rule in RULES {
        for finding in found(rule, rule.bad) {
            let first = finding.message.chars().next().unwrap();
            assert!(!first.is_uppercase() && !finding.message.ends_with('.'), "{finding:#?}");
            let way_out = !finding.help.is_empty() || finding.fix.is_some();
            assert!(way_out && !finding.path.is_empty(), "{finding:#?}");
        }
    }
}

#[test]
fn the_default_of_every_option_is_of_its_kind() {
    for rule in RULES {
        for option in rule.options {
            let all = option.profiles.iter().map(|(_, value)| *value).chain([option.default]);
            for value in all {
                assert!(option.kind.parse(value).is_some(), "{}.{}", rule.code, option.name);
            }
            assert!(option.about.ends_with('.'), "{}.{}", rule.code, option.name);
        }
    }
}

#[test]
fn a_level_of_the_plan_wins_over_the_findings_own_and_one_of_the_run_over_both() {
    let rule = RULES.iter().find(|rule| rule.code == "kind-broken").unwrap();
    let example = format!("{}[lint]\nkind-broken = \"info\"\n", rule.bad);
    let levels = |text: &str| -> Vec<_> { found(rule, text).iter().map(|f| f.level).collect() };
    assert_eq!(levels(rule.bad), [Level::Error]);
    assert_eq!(levels(&example), [Level::Info]);
    assert_eq!(levels(&example.replace("info", "off")), []);
    let plan = Files::new(&example).plan();
    let mut context = Context::new(&plan, "2026-10-19T09:00:00Z".parse().unwrap());
    context.levels = vec![("kind-broken".to_owned(), Some(Level::Warning))];
    assert!(check(&context).standing.iter().any(|finding| finding.level == Level::Warning));
    context.levels.push(("kind-broken".to_owned(), None));
    assert!(check(&context).standing.iter().all(|finding| finding.code != "kind-broken"));
}

#[test]
fn every_option_can_be_read() {
    for rule in RULES {
        let plan = Files::new(rule.good).plan();
        let options = Options::new(rule, &plan);
        for option in rule.options {
            assert!(options.value(option.name).is_some(), "{}.{}", rule.code, option.name);
        }
        assert!(matches!(rule.check, Check::Plan(_)) || rule.code.starts_with("allow-"));
    }
}
