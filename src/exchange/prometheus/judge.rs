//! Rule files against a plan.

use std::collections::{BTreeMap, BTreeSet};

use super::codes::{
    ALERT_NOT_IN_RULES, NO_RUNBOOK, NO_SUMMARY, NOT_IN_PLAN, RUNBOOK_UNRESOLVED, UNKNOWN_SEVERITY,
    finding,
};
use super::runbook::{Addresses, Leads};
use super::{RUNBOOK, Rule, RuleFile, SAID};
use crate::diagnostic::{Diagnostic, Level, nearest};
use crate::plan::{Plan, Severity};
use crate::source::{Located, Location};

/// What a severity is mapped to that pages nobody and is none of the plan's.
pub const NOT_MAPPED: &str = "none";
/// Names that look alike are looked for among so many.
const MOST_NEAR: usize = 2_000;
/// So many findings of one kind say what was probably meant.
const MOST_MEANT: usize = 50;
/// Other places of one finding.
const MOST_PLACES: usize = 3;

/// Which label is the severity, and which of the plan's its values mean.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mapping {
    /// The label.
    pub label: String,
    /// Values of the label, each with the id of a severity or [`NOT_MAPPED`].
    pub values: BTreeMap<String, String>,
}

/// Rule files that were judged.
#[derive(Debug, Default)]
pub struct Judged {
    /// What is wrong, in order of place; what is about the plan comes last.
    pub findings: Vec<Diagnostic>,
    /// How many alerts the rule files define, each name once.
    pub alerts: usize,
    /// How many alerts the plan has, each name once.
    pub planned: usize,
    /// How many are in both.
    pub both: usize,
}

/// What a judgement is of.
pub struct Judgement<'a> {
    /// The plan.
    pub plan: &'a Plan,
    /// The rule files.
    pub files: &'a [RuleFile],
    /// How severities are read.
    pub mapping: &'a Mapping,
}

/// The severity of a rule.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Grade {
    /// One of the plan's; whether it wakes people.
    Known(bool),
    /// One that pages nobody and is none of the plan's.
    Nobody,
    /// There is no label.
    Missing,
    /// Prometheus fills it in.
    Template,
    /// None of the plan's.
    Unknown,
}

impl Grade {
    /// How much it matters that something is missing; `None` where it does not.
    fn weight(self, level: Level) -> Option<Level> {
        match self {
            Self::Nobody => None,
            Self::Known(false) => Some(Level::Info),
            _ => Some(level),
        }
    }
}

/// Judges rule files against a plan.
#[must_use]
pub fn judge(judgement: &Judgement<'_>) -> Judged {
    let rules: Vec<&Rule> = judgement.files.iter().flat_map(|file| &file.rules).collect();
    let mut judge = Judge {
        judgement,
        addresses: Addresses::new(judgement.plan),
        grades: judgement.plan.severities.iter().map(|s| (s.id.as_ref(), s)).collect(),
        findings: judgement.files.iter().flat_map(|file| file.unread.iter().cloned()).collect(),
        unknown: BTreeMap::new(),
        homeless: Vec::new(),
    };
    let names: BTreeSet<&str> = rules.iter().map(|rule| rule.name.value.as_str()).collect();
    let planned = planned(judgement.plan);
    for rule in &rules {
        judge.rule(rule);
    }
    judge.unknown_severities();
    judge.without_base();
    judge.not_in_plan(&rules, &planned);
    judge.not_in_rules(&names, &planned);
    let mut findings = judge.findings;
    // The rule files come first: they are what was asked about.
    let planned_last = |found: &Diagnostic| found.code == ALERT_NOT_IN_RULES.code;
    findings.sort_by_key(|found| (planned_last(found), found.primary.at, found.code));
    let both = names.iter().filter(|name| planned.contains_key(*name)).count();
    Judged { findings, alerts: names.len(), planned: planned.len(), both }
}

/// Where an alert of the plan is, and its service.
type Planned<'a> = BTreeMap<&'a str, (Location, &'a str)>;

/// The alerts of a plan by name, each with where it is first.
fn planned(plan: &Plan) -> Planned<'_> {
    let mut all = BTreeMap::new();
    for service in &plan.services {
        for alert in service.written.alerts.iter().flat_map(|list| &list.value) {
            if let Some(name) = &alert.name {
                all.entry(name.value.as_str()).or_insert((name.at, service.id.as_ref()));
            }
        }
    }
    all
}

struct Judge<'a> {
    judgement: &'a Judgement<'a>,
    addresses: Addresses<'a>,
    grades: BTreeMap<&'a str, &'a Severity>,
    findings: Vec<Diagnostic>,
    /// Severities that are none of the plan's, by value, each with where it is.
    unknown: BTreeMap<&'a str, Vec<Location>>,
    /// Addresses of runbooks where the plan does not say its own.
    homeless: Vec<Location>,
}

impl<'a> Judge<'a> {
    fn rule(&mut self, rule: &'a Rule) {
        let grade = self.severity(rule);
        let (name, at) = (&rule.name.value, rule.at());
        self.runbook(rule, grade);
        let said = rule.annotation(&SAID).is_some();
        if !said && !rule.partial && grade != Grade::Nobody {
            let message = format!("rule `{name}` says nothing of what is wrong");
            let found = finding(&NO_SUMMARY, at, message);
            self.findings.push(found.help("add `summary` to its annotations, in one sentence"));
        }
    }

    fn severity(&mut self, rule: &'a Rule) -> Grade {
        let label = &self.judgement.mapping.label;
        let Some(value) = rule.label(label) else {
            if !rule.partial {
                let message = format!("rule `{}` has no label `{label}`", rule.name.value);
                let found = finding(&UNKNOWN_SEVERITY, rule.at(), message);
                let help =
                    format!("add it, or name the label with --severity-label: {}", self.ids());
                self.findings.push(Diagnostic { level: Level::Warning, ..found.help(help) });
            }
            return Grade::Missing;
        };
        let grade = self.grade(rule);
        if grade == Grade::Template {
            let message = format!("Prometheus fills in the severity of rule `{}`", rule.name.value);
            let found = finding(&UNKNOWN_SEVERITY, value.at, message);
            self.findings.push(Diagnostic { level: Level::Info, ..found });
        }
        if grade == Grade::Unknown {
            self.unknown.entry(&value.value).or_default().push(value.at);
        }
        grade
    }

    /// The severities of the plan in a few words.
    fn ids(&self) -> String {
        let ids = self.judgement.plan.severities.iter().take(12).map(|s| format!("`{}`", s.id));
        match &ids.collect::<Vec<_>>()[..] {
            [] => "the plan has no severities".to_owned(),
            ids => format!("the plan has {}", ids.join(", ")),
        }
    }

    /// One finding for each severity that is none of the plan's, however many rules have it.
    fn unknown_severities(&mut self) {
        for (value, places) in std::mem::take(&mut self.unknown) {
            let of = if places.len() == 1 { "a rule" } else { &format!("{} rules", places.len()) };
            let message = format!("`{value}`, the severity of {of}, is none of the plan's");
            let found = finding(&UNKNOWN_SEVERITY, places[0], message);
            let others = places.iter().skip(1).take(MOST_PLACES);
            let found = others.fold(found, |found, at| found.also(*at, "here too"));
            let meant = nearest(value, self.grades.keys().copied());
            let found = match meant {
                Some(meant) => found.help(format!("did you mean `{meant}`?")),
                None => found,
            };
            let example = meant.or_else(|| self.grades.keys().next().copied()).unwrap_or("sev1");
            self.findings.push(found.help(format!(
                "--map '{value}={example}' says which of the plan's it means, --map \
                 '{value}={NOT_MAPPED}' that it pages nobody; {}",
                self.ids()
            )));
        }
    }

    fn runbook(&mut self, rule: &Rule, grade: Grade) {
        let name = &rule.name.value;
        let Some(address) = rule.annotation(&RUNBOOK) else {
            if let Some(level) = grade.weight(NO_RUNBOOK.level).filter(|_| !rule.partial) {
                let message = format!("rule `{name}` names no runbook");
                let found = finding(&NO_RUNBOOK, rule.at(), message);
                let base = self.addresses.base().unwrap_or("https://...");
                let help = format!("add `runbook_url: {base}/ID` to its annotations");
                self.findings.push(Diagnostic { level, ..found.help(help) });
            }
            return;
        };
        let leads = self.addresses.find(&address.value, name);
        if leads == Leads::NoBase {
            self.homeless.push(address.at);
        } else if let Some(found) = self.unresolved(leads, address) {
            self.findings.push(found);
        }
    }

    fn unresolved(&self, leads: Leads, address: &Located<String>) -> Option<Diagnostic> {
        let (level, message) = match leads {
            Leads::Home | Leads::NoBase => return None,
            Leads::Nowhere => {
                (Level::Error, format!("`{}` is no runbook of the plan", address.value))
            }
            Leads::Elsewhere => (
                Level::Warning,
                format!("`{}` is not where the plan publishes its runbooks", address.value),
            ),
            Leads::Template => (
                Level::Info,
                format!(
                    "Prometheus fills in `{}`: whether that is a runbook is not known",
                    address.value
                ),
            ),
        };
        let found = Diagnostic { level, ..finding(&RUNBOOK_UNRESOLVED, address.at, message) };
        let last = address.value.split(['#', '?']).next().unwrap_or_default();
        let last = last.trim_end_matches('/').rsplit('/').next().unwrap_or_default();
        let last = last.trim_end_matches(".md");
        let many = self.findings.len() > MOST_MEANT;
        let meant = if many { None } else { nearest(last, self.addresses.ids().take(MOST_NEAR)) };
        Some(match (leads, meant, self.addresses.base()) {
            (Leads::Nowhere, Some(meant), _) => found.help(format!("did you mean `{meant}`?")),
            (Leads::Elsewhere, _, Some(base)) => found.help(format!("runbooks are under {base}/")),
            _ => found,
        })
    }

    /// Says once that the plan does not say where its runbooks are published.
    fn without_base(&mut self) {
        let Some(first) = self.homeless.first() else { return };
        let rules = match self.homeless.len() {
            1 => "a rule has the address of a runbook".to_owned(),
            count => format!("{count} rules have the address of a runbook"),
        };
        let message = format!("{rules}, and the plan does not say where its own are published");
        let found =
            Diagnostic { level: Level::Warning, ..finding(&RUNBOOK_UNRESOLVED, *first, message) };
        self.findings.push(found.help(
            "set it in [plan], such as `runbook-base-url = \"https://wiki.example/runbooks\"`: what \
             follows it in an address is then the id of a runbook",
        ));
    }

    fn not_in_plan(&mut self, rules: &[&'a Rule], planned: &Planned<'_>) {
        let mut seen = BTreeSet::new();
        let mut missing = Vec::new();
        for rule in rules.iter().filter(|rule| !planned.contains_key(rule.name.value.as_str())) {
            let level = self.grade(rule).weight(NOT_IN_PLAN.level);
            if let Some(level) = level.filter(|_| seen.insert(&rule.name.value)) {
                missing.push((rule, level));
            }
        }
        if let ([(first, _), _, ..], true) = (&missing[..], planned.is_empty()) {
            let message = format!("the plan has none of the {} alerts of the rules", missing.len());
            let found = finding(&NOT_IN_PLAN, first.at(), message);
            self.findings.push(found.help("add them to `[[services.ID.alerts]]`"));
            return;
        }
        for (nth, (rule, level)) in missing.iter().enumerate() {
            let name = &rule.name.value;
            let message = format!("alert `{name}` is in no service of the plan");
            let found = Diagnostic { level: *level, ..finding(&NOT_IN_PLAN, rule.at(), message) };
            let near = (nth < MOST_MEANT).then(|| planned.keys().copied().take(MOST_NEAR));
            let found = match near.and_then(|near| nearest(name, near)) {
                Some(near) => found.help(format!("the plan has `{near}`")),
                None => found,
            };
            self.findings.push(found.help("add it to `[[services.ID.alerts]]`"));
        }
    }

    /// The severity of a rule, of which nothing more is said.
    fn grade(&self, rule: &Rule) -> Grade {
        let Some(value) = rule.label(&self.judgement.mapping.label) else { return Grade::Missing };
        if value.contains("{{") {
            return Grade::Template;
        }
        match self.judgement.mapping.values.get(&value.value).map(String::as_str) {
            Some(NOT_MAPPED) => Grade::Nobody,
            mapped => match self.grades.get(mapped.unwrap_or(value.value.as_str())) {
                Some(severity) => Grade::Known(severity.pages()),
                None => Grade::Unknown,
            },
        }
    }

    fn not_in_rules(&mut self, names: &BTreeSet<&str>, planned: &Planned<'_>) {
        if self.judgement.files.iter().any(|file| file.partial) {
            return;
        }
        let missing = planned.iter().filter(|(name, _)| !names.contains(*name));
        for (nth, (name, (at, service))) in missing.enumerate() {
            let message = format!("alert `{name}` of `{service}` is in no rule file");
            let found =
                finding(&ALERT_NOT_IN_RULES, *at, message).about(format!("services.{service}"));
            let near = (nth < MOST_MEANT).then(|| names.iter().copied().take(MOST_NEAR));
            let found = match near.and_then(|near| nearest(name, near)) {
                Some(near) => found.help(format!("the rules have `{near}`")),
                None => found,
            };
            self.findings.push(found.help("if it is in another file, give all files at once"));
        }
    }
}
