//! What happened while others were on call.

use chrono::TimeDelta;

use super::hand::Hand;
use super::records::{Scope, began};
use crate::plan::{PersonKey, Plan};
use crate::record::{self, Case};
use crate::rules::Context;
use crate::syntax::IncidentKind;
use crate::time::{Instant, Span};

/// In which shift something happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum During {
    /// The one that ends.
    This,
    /// The one before.
    Before,
    /// One of those since whoever takes over was last on call.
    Earlier,
}

impl During {
    pub fn word(self) -> &'static str {
        match self {
            Self::This => "this",
            Self::Before => "before",
            Self::Earlier => "earlier",
        }
    }
}

/// An incident of one of these shifts.
pub(super) struct Happened<'a> {
    pub case: Case<'a>,
    pub at: Instant,
    pub during: During,
    /// How long customers felt it.
    pub impact: Option<TimeDelta>,
    /// The pages that went to this rotation.
    pub pages: Pages,
}

/// Pages to a rotation.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Pages {
    pub all: usize,
    /// Those that came in the night of whoever was paged.
    pub nights: usize,
    /// Those that were not answered within what the severity promises.
    pub missed: usize,
}

/// The incidents of these shifts, the latest first.
pub(super) fn happened<'a>(
    context: &Context<'a>,
    hand: &Hand,
    scope: &Scope<'_>,
    now: Instant,
) -> Vec<Happened<'a>> {
    let plan = context.plan;
    let told = Span::new(hand.missed_since(), hand.at.min(now));
    let mut found: Vec<_> = record::cases(plan)
        .into_iter()
        .filter(|case| case.kind() != IncidentKind::Drill)
        .filter_map(|case| {
            let at = began(&case, now)?;
            let pages = pages(context, hand, &case, now);
            let ours = scope.is_about(&case) || pages.all > 0;
            (ours && told.contains(at)).then(|| Happened {
                impact: record::durations(plan, &case, now).impact,
                during: during(hand, at),
                case,
                at,
                pages,
            })
        })
        .collect();
    found.sort_by(|one, two| two.at.cmp(&one.at).then(one.case.record.id.cmp(&two.case.record.id)));
    found
}

fn during(hand: &Hand, at: Instant) -> During {
    match () {
        () if at >= hand.shift.start => During::This,
        () if at >= hand.since() => During::Before,
        () => During::Earlier,
    }
}

fn pages(context: &Context<'_>, hand: &Hand, case: &Case<'_>, now: Instant) -> Pages {
    let plan = context.plan;
    let limit = case.severity.and_then(|severity| severity.written.acknowledge_within.as_ref());
    let limit = limit.map(|limit| TimeDelta::seconds(limit.value.0));
    let mut counted = Pages::default();
    for page in record::pages(plan, case.front) {
        let rotation = page.written.rotation.as_ref();
        if rotation.is_none_or(|rotation| rotation.value != plan[hand.rotation].id) {
            continue;
        }
        counted.all += 1;
        counted.nights += usize::from(is_night(context, page.person, page.at));
        let answered = page.written.acknowledged.as_ref().map(|at| at.value);
        let late = limit.is_some_and(|limit| answered.unwrap_or(now) - page.at > limit);
        counted.missed += usize::from(late);
    }
    counted
}

fn is_night(context: &Context<'_>, person: PersonKey, at: Instant) -> bool {
    let plan: &Plan = context.plan;
    let moment = Span::new(at, at + TimeDelta::nanoseconds(1));
    context.nights(&plan[person].zone, moment).iter().any(|night| night.contains(at))
}
