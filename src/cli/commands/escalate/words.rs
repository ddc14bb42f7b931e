//! What is said of a walk in every layout: lengths of time, targets, what comes of them.

use chrono::TimeDelta;

use crate::escalation::{Absence, Event, Happening, Outcome, Promised};
use crate::plan::{PersonKey, Plan};
use crate::schedule::open;
use crate::syntax::{External, Method, Target};
use crate::time::{Instant, Span, WEEK, Zone, show};

/// Seconds after the alert: `+0:00`, `+10:00`, `+1:00:00`.
pub fn after(seconds: i64) -> String {
    let (hours, minutes, rest) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    if hours > 0 {
        format!("+{hours}:{minutes:02}:{rest:02}")
    } else {
        format!("+{minutes}:{rest:02}")
    }
}

/// A length to the second: `0s`, `5m`, `2m 30s`, `1h 5m`, `26h`, `3d 4h`.
pub fn length(seconds: i64) -> String {
    let days = if seconds < 2 * 86_400 { 0 } else { seconds / 86_400 };
    let rest = seconds - days * 86_400;
    let parts = [(days, 'd'), (rest / 3600, 'h'), (rest / 60 % 60, 'm'), (rest % 60, 's')];
    let parts = parts.into_iter().filter(|(count, _)| *count > 0);
    let parts: Vec<_> = parts.map(|(count, unit)| format!("{count}{unit}")).collect();
    if parts.is_empty() { "0s".to_owned() } else { parts.join(" ") }
}

/// How far ahead is looked: `13 weeks`, `90d`.
pub fn horizon(plan: &Plan) -> String {
    match plan.horizon.0 {
        seconds if seconds > WEEK && seconds % WEEK == 0 => format!("{} weeks", seconds / WEEK),
        seconds => length(seconds),
    }
}

/// Who is taken not to answer; `None` where nobody is.
pub fn silent(plan: &Plan, people: &[PersonKey]) -> Option<String> {
    let ids = plan.ids(people);
    (!ids.is_empty()).then(|| format!("no answer from {}", ids.join(", ")))
}

/// What a target is, and its name.
pub fn target(event: &Event<'_>) -> (&'static str, String) {
    match event.target {
        Target::Rotation(id) => ("rotation", id.to_string()),
        Target::Person(id) => ("person", id.to_string()),
        Target::Team(id) => ("team", id.to_string()),
        Target::Escalation(id) => ("escalation", id.to_string()),
        Target::Channel(name) => ("channel", name.clone()),
        Target::Skill(skill) => ("skill", skill.clone()),
        Target::External(id) => ("external", id.to_string()),
    }
}

/// A target as a person calls it: a rotation by its id, all else with what it is.
pub fn title(event: &Event<'_>) -> String {
    match target(event) {
        ("rotation", id) => id,
        (what, id) => format!("{what} {id}"),
    }
}

/// Whom a promise is about, and what.
pub fn promised(promised: Promised) -> &'static str {
    match promised {
        Promised::Acknowledge => "acknowledge within",
        Promised::Engage => "engage within",
    }
}

/// Why somebody is not reached.
pub fn absence(absence: Absence, zone: &Zone) -> String {
    match absence {
        Absence::Off(until) => format!("has time off until {}", show::full(until, zone)),
        Absence::NotYet(from) => format!("begins on {}", show::day(from, zone)),
        Absence::Left(then) => format!("left before {}", show::day(then, zone)),
    }
}

/// A contact by which somebody is tried.
pub fn via(method: Option<Method>) -> &'static str {
    method.map_or("at once", Method::word)
}

/// What comes of a target that names nobody, or nobody who is there.
pub fn outcome(plan: &Plan, happening: &Happening<'_>) -> Option<String> {
    let (what, id) = target(&happening.event);
    Some(match happening.outcome {
        Outcome::People => return None,
        Outcome::Absent => "nobody of them is there".to_owned(),
        Outcome::Nobody => match what {
            "team" => "nobody is in it".to_owned(),
            "skill" => "nobody has it".to_owned(),
            _ => "nobody is on call".to_owned(),
        },
        Outcome::HandOver => "takes over: its steps count from here".to_owned(),
        Outcome::Loop => {
            "led here already: the circle is cut, and nobody new is reached".to_owned()
        }
        Outcome::Nowhere => "is not in the plan".to_owned(),
        Outcome::Channel => "a channel wakes nobody".to_owned(),
        Outcome::Hidden => "a fault hides who is on call".to_owned(),
        Outcome::External => external(plan, &id, happening.at),
    })
}

/// How somebody outside is reached, and whether they are at an instant.
fn external(plan: &Plan, id: &str, at: Instant) -> String {
    let entry = plan.written.externals.iter().find(|entry| entry.id.value.as_ref() == id);
    let Some(external) = entry.and_then(|entry| entry.value.as_ref()) else {
        return "nothing is known of it".to_owned();
    };
    let name = external.name.as_ref().map_or(id, |name| name.as_str());
    let contacts = external.contacts.iter().flat_map(|contacts| &contacts.value.0);
    let contacts = contacts
        .map(|(method, contact)| format!("{} {}", method.value.word(), contact.value.reference));
    let contacts: Vec<_> = contacts.collect();
    let how = if contacts.is_empty() { "no contact".to_owned() } else { contacts.join(", ") };
    format!("{name}: {how}{}", hours(plan, external, at))
}

fn hours(plan: &Plan, external: &External, at: Instant) -> &'static str {
    let Some(hours) = &external.hours else { return "" };
    let moment = Span::new(at, at + TimeDelta::nanoseconds(1));
    let open = open(&plan.zone, &plan.windows(&hours.value.0), moment);
    if open.iter().any(|window| window.contains(at)) {
        "; there at that hour"
    } else {
        "; NOT there at that hour"
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_are_told_to_the_second() {
        let shown = [0, 59, 60, 150, 3600, 3661, 93_600, 273_600].map(length);
        assert_eq!(shown, ["0s", "59s", "1m", "2m 30s", "1h", "1h 1m 1s", "26h", "3d 4h"]);
        let shown = [0, 65, 600, 3600, 93_784].map(after);
        assert_eq!(shown, ["+0:00", "+1:05", "+10:00", "+1:00:00", "+26:03:04"]);
    }
}
