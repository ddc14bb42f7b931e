//! Rules: what a plan may say and should not.
//!
//! A rule is one file and one line in the list below. It sees the plan and the schedule function,
//! and returns findings as data; levels and exceptions are applied here, printing elsewhere.

mod fingerprint;
mod reach;
#[cfg(test)]
mod tests;

use chrono::TimeDelta;

use crate::diagnostic::{Diagnostic, Level};
use crate::plan::Plan;
use crate::syntax::{Allow, LintLevel};
use crate::time::{Instant, Span};

pub use coverage_gap::{FirstStep, first_steps};
pub use fingerprint::{Fingerprint, fingerprints};
pub use reach::{Reach, reach};

macro_rules! rules {
    ($($module:ident,)*) => {
        $(mod $module;)*

        /// Every rule, sorted by its code.
        pub static RULES: &[&Rule] = &[$(&$module::RULE),*];
    };
}

rules! {
    coverage_gap,
    kind_broken,
}

/// A rule and everything that is known about it.
pub struct Rule {
    /// Its name; never changes its meaning.
    pub code: &'static str,
    /// How much a finding matters where `[lint]` says nothing.
    pub level: Level,
    /// What it checks, in one line.
    pub summary: &'static str,
    /// Its threshold and where that comes from.
    pub source: &'static str,
    /// Why it matters.
    pub why: &'static str,
    /// A plan that it complains of.
    pub bad: &'static str,
    /// The same plan, mended.
    pub good: &'static str,
    /// Judges a plan.
    pub check: fn(&Context<'_>) -> Vec<Diagnostic>,
}

/// What rules judge.
pub struct Context<'a> {
    /// The plan.
    pub plan: &'a Plan,
    /// The instant from which it is judged.
    pub now: Instant,
}

impl<'a> Context<'a> {
    /// A plan judged from an instant on.
    #[must_use]
    pub fn new(plan: &'a Plan, now: Instant) -> Self {
        Self { plan, now }
    }

    /// From now to the plan's horizon.
    #[must_use]
    pub fn horizon(&self) -> Span {
        Span::new(self.now, self.now + TimeDelta::seconds(self.plan.horizon.0))
    }
}

/// What the rules found.
#[derive(Debug, Default)]
pub struct Findings {
    /// The findings that stand, in order of place.
    pub standing: Vec<Diagnostic>,
    /// How many `[[lint.allow]]` excuses.
    pub allowed: usize,
}

/// Judges a plan by every rule.
#[must_use]
pub fn check(context: &Context<'_>) -> Findings {
    let mut findings = Findings::default();
    for rule in RULES {
        let Some(level) = level(rule, context.plan) else { continue };
        for finding in (rule.check)(context) {
            if context.plan.lint.allow.iter().any(|a| excuses(a, &finding, context)) {
                findings.allowed += 1;
            } else {
                findings.standing.push(Diagnostic { level, ..finding });
            }
        }
    }
    findings.standing.sort_by(|a, b| {
        (a.primary.at, a.code, &a.message).cmp(&(b.primary.at, b.code, &b.message))
    });
    findings
}

/// The level of a rule in a plan; `None` where it is off.
fn level(rule: &Rule, plan: &Plan) -> Option<Level> {
    let set = plan.lint.rules.iter().find(|(name, _)| name.value == rule.code);
    match set.and_then(|(_, setting)| setting.level) {
        None => Some(rule.level),
        Some(LintLevel::Off) => None,
        Some(LintLevel::Info) => Some(Level::Info),
        Some(LintLevel::Warn) => Some(Level::Warning),
        Some(LintLevel::Error) => Some(Level::Error),
    }
}

/// Whether an exception holds for a finding at the instant of the judgement.
fn excuses(allow: &Allow, finding: &Diagnostic, context: &Context<'_>) -> bool {
    let rule = allow.rule.as_ref().is_some_and(|rule| rule.value == finding.code);
    let target = allow.target.as_ref().is_none_or(|target| {
        glob::Pattern::new(&target.value).is_ok_and(|glob| glob.matches(&finding.path))
    });
    let today = context.plan.zone.civil(context.now).date();
    rule && target && allow.through.as_ref().is_none_or(|through| today <= through.value.0)
}
