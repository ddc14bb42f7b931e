//! A handoff: who gives what to whom, and when.

use chrono::TimeDelta;

use crate::plan::{PersonKey, Plan, RotationKey};
use crate::rules::{Context, Handover};
use crate::schedule;
use crate::time::{Instant, Span};

/// Whoever steps in for less than this hands nothing over.
pub(super) const LEAST: TimeDelta = TimeDelta::hours(4);
/// How far back somebody's last shift is looked for.
const BACK: TimeDelta = TimeDelta::days(400);
/// How far a note's boundary may lie from a handoff and still be its note.
pub(super) const NEAR: TimeDelta = TimeDelta::hours(1);

/// A handoff of a rotation, and the shifts around it.
pub(super) struct Hand {
    pub rotation: RotationKey,
    /// When the incoming shift begins.
    pub at: Instant,
    pub outgoing: Vec<PersonKey>,
    pub incoming: Vec<PersonKey>,
    /// The shift that ends.
    pub shift: Span,
    /// Who was on call before that, and when.
    pub before: Option<(Vec<PersonKey>, Span)>,
    /// The shift that begins; `None` where its end is too far ahead to be known.
    pub until: Option<Instant>,
    /// The last shift of whoever takes over, before this one.
    pub last: Option<Span>,
}

impl Hand {
    /// The first handoff from an instant on, or the last one until then.
    pub fn of(plan: &Plan, key: RotationKey, when: Instant, last: bool) -> Option<Self> {
        let context = Context::new(plan, when);
        let all = context.handovers(key, LEAST);
        let hand = Self::new(plan, key, &all, nth(&all, when, last)?);
        Some(Self { last: last_shift(plan, key, &hand.incoming, hand.at), ..hand })
    }

    /// When that is.
    pub fn time_of(plan: &Plan, key: RotationKey, when: Instant, last: bool) -> Option<Instant> {
        let context = Context::new(plan, when);
        let all = context.handovers(key, LEAST);
        nth(&all, when, last).map(|nth| all[nth].at)
    }

    /// Every handoff of a span before an instant, in order; without the last shifts of people.
    pub fn past(plan: &Plan, key: RotationKey, now: Instant, back: TimeDelta) -> Vec<Self> {
        let context = Context::new(plan, now);
        let all = context.handovers(key, LEAST);
        let past = (0..all.len()).filter(|nth| all[*nth].at <= now && now - back <= all[*nth].at);
        past.map(|nth| Self::new(plan, key, &all, nth)).collect()
    }

    fn new(plan: &Plan, key: RotationKey, all: &[Handover<'_>], nth: usize) -> Self {
        let this = &all[nth];
        let before = nth.checked_sub(1).map(|nth| &all[nth]);
        let start = before.map_or_else(|| began(plan, key, this.left), |before| before.at);
        let earlier = before.map(|before| {
            let start = nth.checked_sub(2).map(|nth| all[nth].at);
            let start = start.unwrap_or_else(|| began(plan, key, before.left));
            (before.from.to_vec(), Span::new(start, before.left))
        });
        Self {
            rotation: key,
            at: this.at,
            outgoing: this.from.to_vec(),
            incoming: this.to.to_vec(),
            shift: Span::new(start, this.left),
            before: earlier,
            until: all.get(nth + 1).map(|next| next.left),
            last: None,
        }
    }

    /// The shift that begins, as far as it is known.
    pub fn coming(&self) -> Span {
        Span::new(self.at, self.until.unwrap_or(self.at + TimeDelta::days(7)))
    }

    /// From when things are told: the shift before the one that ends.
    pub fn since(&self) -> Instant {
        self.before.as_ref().map_or(self.shift.start, |(_, span)| span.start)
    }

    /// From when things are told that whoever takes over has missed.
    pub fn missed_since(&self) -> Instant {
        self.last.map_or(self.since(), |last| last.end.min(self.since()))
    }
}

/// Which of some handoffs is the first from an instant on, or the last one until then.
fn nth(all: &[Handover<'_>], when: Instant, last: bool) -> Option<usize> {
    if last {
        all.iter().rposition(|handover| handover.at <= when)
    } else {
        all.iter().position(|handover| handover.at >= when)
    }
}

/// When the shift began that ended at an instant.
fn began(plan: &Plan, key: RotationKey, left: Instant) -> Instant {
    let shift = schedule::at(plan, key, left - TimeDelta::nanoseconds(1));
    shift.map_or(left, |shift| shift.span.start)
}

fn last_shift(plan: &Plan, key: RotationKey, people: &[PersonKey], at: Instant) -> Option<Span> {
    let shifts = schedule::shifts(plan, key, Span::new(at - BACK, at));
    let theirs = |shift: &&schedule::Shift| people.iter().any(|p| shift.people.contains(p));
    shifts.iter().rev().filter(|shift| shift.span.end <= at).find(theirs).map(|shift| shift.span)
}
