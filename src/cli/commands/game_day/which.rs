//! Which game day is meant.

use super::find;
use super::record::is_begun;
use crate::cli::{Failure, Session};
use crate::diagnostic::visible;
use crate::plan::Plan;
use crate::record::{Exercise, exercises};
use crate::syntax::GameDayStatus;
use crate::time::Instant;

/// Game days beyond these are not named.
const MOST: usize = 5;

/// The game day of an id; without one, the only one that is under way.
///
/// # Errors
/// Where the plan has none of that id, or not one alone is under way.
pub(super) fn under_way<'a>(
    plan: &'a Plan,
    id: Option<&str>,
    session: &mut Session<'_>,
) -> Result<Exercise<'a>, Failure> {
    let is = |day: &Exercise<'_>| day.status == GameDayStatus::Planned && is_begun(day);
    let hint = "`irp game-day start` begins the one of today";
    one(plan, id, is, ("under way", hint), session)
}

/// The game day of an id; without one, the only one that is planned for today and has not begun.
///
/// # Errors
/// Where the plan has none of that id, or not one alone is planned for today.
pub(super) fn of_today<'a>(
    plan: &'a Plan,
    id: Option<&str>,
    session: &mut Session<'_>,
) -> Result<Exercise<'a>, Failure> {
    let date = |at: Instant| plan.zone.civil(at).date();
    let today = date(session.now);
    let is = |day: &Exercise<'_>| {
        let on = day.written.scheduled.as_ref().map(|at| date(at.value));
        let one = day.written.rrule.is_none() && day.status == GameDayStatus::Planned;
        one && on == Some(today) && !is_begun(day)
    };
    let hint = "`irp game-day list` shows what is planned";
    one(plan, id, is, ("to begin today", hint), session)
}

fn one<'a>(
    plan: &'a Plan,
    id: Option<&str>,
    is: impl Fn(&Exercise<'_>) -> bool,
    (asked, hint): (&str, &str),
    session: &mut Session<'_>,
) -> Result<Exercise<'a>, Failure> {
    if let Some(id) = id {
        return find(plan, id);
    }
    let mut fitting: Vec<_> = exercises(plan).into_iter().filter(is).collect();
    match fitting.len() {
        1 => {
            let only = fitting.remove(0);
            session.note(&format!("game day {}", visible(only.id.value.as_ref())));
            Ok(only)
        }
        0 => Err(Failure::usage(format!("no game day is {asked}"))
            .hint(hint)
            .hint("or name one, by its id")),
        count => {
            let message = format!("{count} game days are {asked}, so name one");
            let ids = fitting.iter().take(MOST).map(|day| format!("`{}`", day.id.value));
            Err(ids.fold(Failure::usage(message), Failure::hint))
        }
    }
}
