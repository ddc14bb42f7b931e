//! The lines of a timeline by phase, from before the impact on.

use super::data::{GroupJson, LineJson, PersonJson};
use super::lists::text;
use super::made::Question;
use crate::plan::{PersonKey, Plan};
use crate::record::{Times, times};
use crate::syntax::{PersonId, TimelineEntry};
use crate::time::{Instant, Zone, show};
use crate::views::json;

/// The phases, in order.
const PHASES: [(&str, &str); 5] = [
    ("before", "Before the impact"),
    ("detection", "Detection"),
    ("response", "Response"),
    ("remediation", "Remediation"),
    ("after", "After the impact"),
];

/// Every line of a record in its phase. What came before the impact is there even where nothing is
/// on record of it; other phases only where something is.
pub(super) fn groups(question: &Question<'_>) -> Vec<GroupJson> {
    let front = question.case.front;
    let times = times(front);
    let mut lines: Vec<_> = front.timeline.iter().flat_map(|timeline| &timeline.value).collect();
    lines.sort_by_key(|line| line.at_time.as_ref().map(|at| at.value));
    let mut groups = PHASES.map(|(phase, title)| GroupJson { phase, title, lines: Vec::new() });
    for line in lines {
        let Some(at) = line.at_time.as_ref().map(|at| at.value) else { continue };
        groups[phase(&times, at)].lines.push(line_json(question, line, at));
    }
    let told = |group: &GroupJson| group.phase == "before" || !group.lines.is_empty();
    groups.into_iter().filter(told).collect()
}

/// The phase of an instant: that of the last milestone before it. What is noticed and what mends
/// end the phase that they stand in.
fn phase(times: &Times, at: Instant) -> usize {
    let known = |time: Option<crate::record::Known>| time.map(|known| known.instant);
    let passed = [
        known(times.started).is_some_and(|start| at >= start),
        known(times.detected).is_some_and(|detected| at > detected),
        known(times.remediation_started).is_some_and(|begun| at >= begun),
        known(times.mitigated).is_some_and(|end| at > end),
    ];
    passed.iter().rposition(|passed| *passed).map_or(0, |last| last + 1)
}

fn line_json(question: &Question<'_>, line: &TimelineEntry, at: Instant) -> LineJson {
    let (plan, zone) = (question.plan, question.zone);
    let by = line.by.as_ref().map(|by| &by.value);
    LineJson {
        at: json::instant(at),
        at_local: json::local(at, zone),
        kind: line.kind.as_ref().map(|kind| kind.value.word()),
        by: by.map(|by| person(plan, by)),
        by_clock: by.and_then(|by| clock(plan, by, at, zone)),
        text: text(line.text.as_ref()).unwrap_or_default(),
        result: text(line.result.as_ref()),
        source: text(line.source.as_ref()),
    }
}

/// A person of an id, whether the plan has them or not.
pub(super) fn person(plan: &Plan, id: &PersonId) -> PersonJson {
    match plan.person(id.as_ref()) {
        Some(key) => known(plan, key),
        None => PersonJson { id: id.to_string(), name: id.to_string(), time_zone: None },
    }
}

/// A person of the plan.
pub(super) fn known(plan: &Plan, key: PersonKey) -> PersonJson {
    let person = &plan[key];
    PersonJson {
        id: person.id.to_string(),
        name: person.name.clone(),
        time_zone: Some(person.zone.name().to_owned()),
    }
}

/// The time on somebody's clock, where that is another than in a zone.
pub(super) fn clock(plan: &Plan, id: &PersonId, at: Instant, zone: &Zone) -> Option<String> {
    let own = &plan[plan.person(id.as_ref())?].zone;
    (own.offset_at(at) != zone.offset_at(at)).then(|| show::beside(at, own, zone))
}
