//! Windows and recurrence rules that move no shift: they must be understood all the same.

use chrono::NaiveDate;

use crate::diagnostic::{Diagnostic, Fault};
use crate::source::Located;
use crate::syntax::{HolidayWindow, PlanTable, Window};
use crate::time::{Civil, Period, Recurrence, Windows};

use super::Plan;
use super::build::{Context, clock, part_of};
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

impl Plan {
    /// Windows that stand outside rotations, together; those that recur count from 1900. What
    /// cannot be understood of them is a fault and left out.
    #[must_use]
    pub fn windows(&self, written: &[Located<Window>]) -> Windows {
        let mut windows = Windows::default();
        for window in written {
            match &window.value {
                Window::Weekly(weekly) => windows.add_weekly(weekly),
                Window::Holidays(window) => self.add_holidays(window, &mut windows),
                Window::Recurring(window) => {
                    let (Some(rule), Some(at)) = (&window.rrule, &window.at_time) else { continue };
                    let day = NaiveDate::from_ymd_opt(1900, 1, 1).unwrap_or_default();
                    let rule = Recurrence::parse(rule, clock(day, at.0));
                    if let (Ok(rule), Some(lasts)) = (rule, &window.lasts) {
                        windows.add_recurring(rule, lasts.value);
                    }
                }
            }
        }
        windows
    }

    fn add_holidays(&self, window: &HolidayWindow, windows: &mut Windows) {
        let Some(list) = &window.holidays else { return };
        let at = window.at_time.as_ref().map_or(0, |at| at.0);
        let lasts = window.lasts.as_ref().map_or(Period::Seconds(86_400), |lasts| lasts.value);
        let named = self.written.holidays.iter().filter(|entry| entry.id.value == list.value);
        let days = named.flat_map(|entry| entry.value.iter().flatten());
        for day in days.filter_map(|day| day.date.as_ref()) {
            windows.add_dated(clock(day.value.0, at), lasts);
        }
    }
}
