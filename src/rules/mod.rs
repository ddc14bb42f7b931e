//! Rules: what a plan may say and should not.
//!
//! A rule is one file and one line in the list below. It sees the plan and the schedule function,
//! and returns findings as data; levels and exceptions are applied here, printing elsewhere.

mod facts;
mod fingerprint;
mod phrase;
mod reach;
mod rule;
mod settings;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use chrono::TimeDelta;

use crate::diagnostic::{Diagnostic, Level};
use crate::plan::Plan;
use crate::syntax::Allow;
use crate::time::{Instant, Span};

pub use coverage_gap::{FirstStep, coverage_gaps, first_steps, unreached};
pub use facts::*;
pub use fingerprint::{Fingerprint, fingerprints};
pub use reach::{Reach, reach};
use rule::Setting;
pub use rule::{Check, Kind, Options, Parameter, Rule, Value};
pub use settings::{faults, rule as named};
pub use signal_missing::missing as missing_signals;

macro_rules! rules {
    ($($module:ident,)*) => {
        $(mod $module;)*

        /// Every rule, sorted by its code.
        pub static RULES: &[&Rule] = &[$(&$module::RULE),*];
    };
}

rules! {
    ack_sla_missed,
    action_overdue,
    action_unowned,
    action_vague,
    alert_context,
    alert_no_runbook,
    allow_expired,
    allow_unused,
    blame_language,
    blind_spot_stale,
    blind_spot_unowned,
    bus_factor,
    business_hours_severity_pages,
    comms_no_fallback,
    contact_missing,
    contact_single_channel,
    contact_unverified,
    contact_weak_only,
    countermeasure_expired,
    coverage_gap,
    departed_person,
    detected_by_customer,
    double_booked_step,
    dst_hazard,
    duration_typed,
    escalation_dead_end,
    escalation_loop,
    escalation_no_backstop,
    escalation_too_slow,
    game_day_incomplete,
    game_day_no_findings,
    game_day_overdue,
    handoff_during_incident,
    handoff_note_missing,
    handoff_unacknowledged,
    handoff_unsociable,
    holiday_on_call,
    incident_missing_times,
    incident_time_order,
    incident_zombie,
    incidents_per_shift,
    kind_broken,
    line_up_rewrites_shifts,
    literal_contact,
    load_imbalance,
    names_in_factors,
    night_pages,
    night_shift_avoidable,
    no_help_path,
    no_incident_channel,
    notify_outlasts_escalation,
    on_call_share,
    outside_working_hours,
    override_makes_gap,
    override_no_effect,
    page_all,
    plan_stale,
    pool_too_small,
    rest_after_night_work,
    review_overdue,
    role_conflict,
    role_unfilled,
    role_untrained,
    rotation_unreachable,
    runbook_failed_in_use,
    runbook_missing,
    runbook_sections,
    runbook_stale,
    runbook_unowned,
    same_person_two_steps,
    schedule_runs_out,
    service_no_alert,
    service_no_escalation,
    service_unowned,
    severity_incomplete,
    severity_not_measurable,
    severity_order,
    shift_too_long,
    shift_without_expert,
    short_rest,
    signal_missing,
    single_root_cause,
    step_gap,
    time_off_conflict,
    timeline_thin,
    too_few_commanders,
    turns_starve_people,
    update_cadence,
    weekday_locked,
}

/// Levels that rules have for one run, whatever the plan says; `None` for off. Later ones win.
pub type Overrides = Vec<(String, Option<Level>)>;

/// When a file of the plan was last changed, by its path in the plan, where that is known.
pub type Edited<'a> = &'a dyn Fn(&str) -> Option<Instant>;

/// What rules judge.
pub struct Context<'a> {
    /// The plan.
    pub plan: &'a Plan,
    /// The instant from which it is judged.
    pub now: Instant,
    /// The plan before a change, where one is judged.
    pub before: Option<&'a Plan>,
    /// Levels for this run.
    pub levels: Overrides,
    /// When a file was last changed.
    pub edited: Edited<'a>,
    facts: Facts<'a>,
}

impl<'a> Context<'a> {
    /// A plan judged from an instant on.
    #[must_use]
    pub fn new(plan: &'a Plan, now: Instant) -> Self {
        let facts = Facts::new(plan);
        Self { plan, now, before: None, levels: Overrides::new(), edited: &|_| None, facts }
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
    /// What is wrong with `[lint]`, in order of place.
    pub faults: Vec<Diagnostic>,
    /// The findings that stand, in order of place.
    pub standing: Vec<Diagnostic>,
    /// How many `[[lint.allow]]` excuses.
    pub allowed: usize,
}

/// What some rules alone find in a plan, but for what `[[lint.allow]]` excuses.
#[must_use]
pub fn found_by(context: &Context<'_>, rules: &[&str]) -> Vec<Diagnostic> {
    let mut findings = Findings::default();
    let mut used = vec![false; context.plan.lint.allow.len()];
    for rule in RULES.iter().filter(|rule| rules.contains(&rule.code)) {
        if let Check::Plan(check) = rule.check {
            let found = check(context, &Options::new(rule, context.plan));
            judge(rule, context, found, &mut used, &mut findings);
        }
    }
    findings.standing
}

/// Judges a plan by every rule.
#[must_use]
pub fn check(context: &Context<'_>) -> Findings {
    let mut findings = Findings { faults: faults(context), ..Findings::default() };
    let mut used = vec![false; context.plan.lint.allow.len()];
    for rule in RULES {
        if let Check::Plan(check) = rule.check {
            let found = check(context, &Options::new(rule, context.plan));
            judge(rule, context, found, &mut used, &mut findings);
        }
    }
    for rule in RULES {
        if let Check::Allows(check) = rule.check {
            let found = check(context, &Options::new(rule, context.plan), &used.clone());
            judge(rule, context, found, &mut used, &mut findings);
        }
    }
    findings.standing.sort_by(|a, b| {
        (a.primary.at, a.code, &a.message).cmp(&(b.primary.at, b.code, &b.message))
    });
    findings
}

/// Gives the findings of a rule their level, and takes out what is off or excused.
fn judge(
    rule: &Rule,
    context: &Context<'_>,
    found: Vec<Diagnostic>,
    used: &mut [bool],
    findings: &mut Findings,
) {
    let set = rule::level(rule, context);
    if set == Setting::Off {
        return;
    }
    for finding in found {
        let level = if let Setting::All(level) = set { level } else { finding.level };
        let allows = context.plan.lint.allow.iter().zip(used.iter_mut());
        let mut excused = false;
        for (allow, used) in allows.filter(|(allow, _)| names(allow, &finding)) {
            *used = true;
            excused |= holds(allow, context);
        }
        if excused {
            findings.allowed += 1;
        } else {
            findings.standing.push(Diagnostic { level, ..finding });
        }
    }
}

/// The rules that a plan or this run turns off.
#[must_use]
pub fn silenced(context: &Context<'_>) -> BTreeSet<&'static str> {
    let off = RULES.iter().filter(|rule| rule::level(rule, context) == Setting::Off);
    off.map(|rule| rule.code).collect()
}

/// Whether a rule says what it finds: where two would say the same, the other leaves it to it.
fn speaks(rule: &Rule, context: &Context<'_>) -> bool {
    rule::level(rule, context) != Setting::Off
}

/// Whether an exception is about a finding.
fn names(allow: &Allow, finding: &Diagnostic) -> bool {
    allow.rule.as_ref().is_some_and(|rule| rule.value == finding.code)
        && allow.target.as_ref().is_none_or(|target| {
            glob::Pattern::new(&target.value).is_ok_and(|glob| glob.matches(&finding.path))
        })
}

/// Whether an exception holds at the instant of the judgement.
fn holds(allow: &Allow, context: &Context<'_>) -> bool {
    let today = context.plan.zone.civil(context.now).date();
    allow.through.as_ref().is_none_or(|through| today <= through.value.0)
}

/// The path of an exception, which says what it is about.
fn allow_path(allow: &Allow) -> String {
    let rule = allow.rule.as_ref().map_or("", |rule| rule.value.as_str());
    format!("lint.allow.{rule}")
}

/// The files of an example: `irp.toml`, and after a line such as `--- runbooks/api.md ---` the
/// file of that name. Those in the folder `before` are the plan before a change.
#[must_use]
pub fn files(example: &str) -> Vec<(String, String)> {
    let mut files = vec![("irp.toml".to_owned(), String::new())];
    for line in example.trim_start().lines() {
        let name = line.strip_prefix("--- ").and_then(|rest| rest.strip_suffix(" ---"));
        match (name, files.last_mut()) {
            (Some(name), _) => files.push((name.to_owned(), String::new())),
            (None, Some((_, text))) => text.extend([line, "\n"]),
            (None, None) => {}
        }
    }
    files
}
