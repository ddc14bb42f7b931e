//! What is wrong with `[lint]`: rules and options that there are not, and values of another kind.

use super::rule::{Parameter, Rule, Setting, level};
use super::{Context, RULES};
use crate::diagnostic::{Diagnostic, Fault, Level, nearest};
use crate::source::Located;
use crate::syntax::{self, Allow, OptionValue};

/// Every fault of a plan's `[lint]`, in order of place.
#[must_use]
pub fn faults(context: &Context<'_>) -> Vec<Diagnostic> {
    let plan = context.plan;
    let mut faults = Vec::new();
    for (name, setting) in &plan.lint.rules {
        match rule(name) {
            Some(rule) => options(rule, setting, &mut faults),
            None => faults.push(unknown(name, str::to_owned).about("lint")),
        }
    }
    for allow in &plan.lint.allow {
        faults.extend(exception(allow, context));
    }
    faults.sort_by_key(|fault| fault.primary.at);
    faults
}

/// The rule of a name.
#[must_use]
pub fn rule(name: &str) -> Option<&'static Rule> {
    RULES.iter().find(|rule| rule.code == name).copied()
}

/// A rule that there is not; `written` says how its name stands in the plan.
fn unknown(name: &Located<String>, written: fn(&str) -> String) -> Diagnostic {
    let fault =
        Diagnostic::fault(Fault::UnknownKey, name.at, format!("there is no rule `{}`", name.value));
    match nearest(name, RULES.iter().map(|rule| rule.code)) {
        Some(near) => fault.label(format!("did you mean `{near}`?")).suggest(written(near)),
        None => fault.help("`irp explain --all` lists the rules"),
    }
}

fn options(rule: &Rule, setting: &syntax::Setting, faults: &mut Vec<Diagnostic>) {
    let path = format!("lint.{}", rule.code);
    for (name, value) in &setting.options {
        let known = rule.options.iter().find(|parameter| parameter.name == name.value);
        let fault = match known {
            None => Some(no_option(rule, name)),
            Some(parameter) => wrong(parameter, value),
        };
        faults.extend(fault.map(|fault| fault.about(path.clone())));
    }
}

fn no_option(rule: &Rule, name: &Located<String>) -> Diagnostic {
    let message = format!("`{}` has no option `{}`", rule.code, name.value);
    let fault = Diagnostic::fault(Fault::UnknownKey, name.at, message);
    let known = || rule.options.iter().map(|parameter| parameter.name).chain(["level"]);
    match nearest(name, known()) {
        Some(near) => fault.write(near),
        None => fault.help(format!("it has: {}", known().collect::<Vec<_>>().join(", "))),
    }
}

fn wrong(parameter: &Parameter, value: &Located<OptionValue>) -> Option<Diagnostic> {
    if parameter.kind.read(&value.value).is_some() {
        return None;
    }
    let (name, expected) = (parameter.name, parameter.kind.expected());
    let message = format!("`{name}` is expected to be {expected}");
    Some(Diagnostic::fault(Fault::WrongType, value.at, message))
}

/// What is wrong with an exception: it names no rule, or excuses an error for ever.
fn exception(allow: &Allow, context: &Context<'_>) -> Option<Diagnostic> {
    let name = allow.rule.as_ref()?;
    let Some(rule) = rule(name) else {
        return Some(unknown(name, |near| format!("\"{near}\"")).about("lint.allow"));
    };
    let error = match level(rule, context) {
        Setting::Own => rule.level == Level::Error,
        set => set == Setting::All(Level::Error),
    };
    if !error || allow.through.is_some() {
        return None;
    }
    let message = format!("an exception to `{}`, an error, needs a last day", rule.code);
    let fault = Diagnostic::fault(Fault::MissingKey, name.at, message).about("lint.allow");
    Some(fault.help("write the last day on which it holds, such as `through = 2027-01-31`"))
}
