//! Windows and recurrence rules that move no shift: they must be understood all the same.

use chrono::NaiveDate;

use crate::diagnostic::{Diagnostic, Fault};
use crate::source::Located;
use crate::syntax::{PlanTable, Window};
use crate::time::{Civil, Recurrence};

use super::build::{Context, part_of};
use super::merge::Merged;

/// Reports every recurrence rule outside rotations that no window can have.
pub(super) fn check(merged: &Merged, plan: Option<&PlanTable>, context: &mut Context<'_>) {
    for person in context.people {
        let hours = person.written.working_hours.iter().flat_map(|hours| &hours.value.0);
        windows(hours, &format!("people.{}.working-hours", person.id), context);
    }
    for external in &merged.externals {
        let hours = external.value.iter().filter_map(|value| value.hours.as_ref());
        let hours = hours.flat_map(|hours| &hours.value.0);
        windows(hours, &format!("externals.{}.hours", external.id.value), context);
    }
    let night = plan.and_then(|plan| plan.night.as_ref());
    windows(night, "plan.night", context);
    for game_day in &merged.game_days {
        if let Some(text) = game_day.value.as_ref().and_then(|value| value.rrule.as_ref()) {
            rule(text, &format!("game-days.{}.rrule", game_day.id.value), context);
        }
    }
}

fn windows<'w>(
    windows: impl IntoIterator<Item = &'w Located<Window>>,
    path: &str,
    context: &mut Context<'_>,
) {
    for window in windows {
        if let Window::Recurring(window) = &window.value
            && let Some(text) = &window.rrule
        {
            rule(text, path, context);
        }
    }
}

fn rule(text: &Located<String>, path: &str, context: &mut Context<'_>) {
    let day = NaiveDate::from_ymd_opt(1900, 1, 1).unwrap_or_default();
    if let Err(error) = Recurrence::parse(text, Civil::from(day)) {
        let at = part_of(text, &error.range);
        let fault = Diagnostic::fault(Fault::BadRrule, at, error.message).about(path);
        context.faults.push(error.help.into_iter().fold(fault, Diagnostic::help));
    }
}
