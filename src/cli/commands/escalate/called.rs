//! What is said of somebody whom a step names: how they are tried, when, and in their own time.

use chrono::TimeDelta;

use super::words;
use crate::escalation::{Basis, Call, Happening};
use crate::plan::Plan;
use crate::syntax::Method;
use crate::time::{Instant, Zone, show};

/// An attempt to reach somebody, at its instant.
#[derive(Clone, Copy, Debug)]
pub struct Try {
    pub via: Option<Method>,
    /// Seconds after the alert.
    pub after: i64,
    pub at: Instant,
}

/// What is tried to reach somebody whom a step names; nothing where they are not there.
pub fn tries(happening: &Happening<'_>, call: &Call) -> Vec<Try> {
    let there = call.absent.is_none();
    let attempts = call.ladder.attempts.iter().filter(|_| there);
    let each = attempts.map(|attempt| Try {
        via: attempt.via,
        after: happening.event.after.saturating_add(attempt.after),
        at: happening.at + TimeDelta::seconds(attempt.after),
    });
    each.collect()
}

/// How somebody is tried, or why not: `push +0:00, phone +2:00 (07:00-07:02 IST)`.
pub fn how(plan: &Plan, happening: &Happening<'_>, call: &Call, viewer: &Zone) -> String {
    if let Some(absent) = call.absent {
        return words::absence(absent, viewer) + ": not reached";
    }
    let tries = tries(happening, call);
    let zone = &plan[call.person].zone;
    let each: Vec<_> = tries
        .iter()
        .map(|one| [words::via(one.via), " ", &words::after(one.after)].concat())
        .collect();
    let mut text = each.join(", ");
    if let (Some(first), Some(last)) = (tries.first(), tries.last())
        && zone.offset_at(first.at) != viewer.offset_at(first.at)
    {
        text += &[" (", &theirs(first.at, last.at, zone, viewer), ")"].concat();
    }
    [text]
        .into_iter()
        .filter(|text| !text.is_empty())
        .chain(remarks(call))
        .collect::<Vec<_>>()
        .join("; ")
}

/// A range of time as the clock of a person shows it.
fn theirs(first: Instant, last: Instant, zone: &Zone, viewer: &Zone) -> String {
    let [start, end] = [first, last].map(|at| zone.local(at));
    if start.civil.date() != end.civil.date() || start.offset != end.offset {
        let [start, end] = [first, last].map(|at| show::beside(at, zone, viewer));
        return format!("{start} - {end}");
    }
    let [from, to] = [show::bare(first, zone, viewer), show::bare(last, zone, zone)];
    let range = if first == last { from } else { format!("{from}-{to}") };
    format!("{range} {}", start.abbreviation)
}

/// What is to be known of how somebody is tried.
pub fn remarks(call: &Call) -> Vec<String> {
    let ladder = &call.ladder;
    let mut all = Vec::new();
    if !ladder.missing.is_empty() {
        let missing: Vec<_> = ladder.missing.iter().map(|method| method.word()).collect();
        all.push(format!("no {} in the plan", missing.join(", ")));
    }
    match ladder.basis {
        Basis::Written | Basis::NoContacts => {}
        Basis::Assumed => all.push("assumed: the plan has contacts and no order".to_owned()),
        Basis::Hidden => all.push("assumed: a fault hides how".to_owned()),
        Basis::Unreachable if all.is_empty() => all.push("NO CONTACT to try".to_owned()),
        Basis::Unreachable => all.push("NOT REACHED".to_owned()),
    }
    if ladder.basis == Basis::Written && ladder.first().is_none() {
        all.push("WAKES NOBODY".to_owned());
    }
    if call.silent {
        all.push("does not answer".to_owned());
    }
    all
}

/// Whether somebody who is named is not reached, whatever the reason.
pub fn is_lost(call: &Call) -> bool {
    call.reached(0).is_none() && !call.silent
}
