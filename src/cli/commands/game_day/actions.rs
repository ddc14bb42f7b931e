//! Findings that ask for an action, and phases that took too long without a finding: what would be
//! written about each.

use chrono::{Days, NaiveDate};

use crate::edit::{Step, push, quoted, set};
use crate::plan::Plan;
use crate::record::{Exercise, measured};
use crate::syntax::{ActionType, Phase};
use crate::time::{Instant, show};

/// Days until an action is due, where nothing else is said: as soon as a month is over, nobody
/// remembers what was meant.
const DUE: u64 = 28;

/// An action that is proposed.
pub(super) struct Proposed {
    /// The finding that it is for, from 0; `None` where that is not written yet.
    pub finding: Option<usize>,
    /// What was found.
    pub text: String,
    pub phase: Option<Phase>,
    pub action: String,
    pub purpose: ActionType,
    pub owner: Option<String>,
    pub due: NaiveDate,
}

/// Every action that a game day still needs: for each finding without one, and for each phase that
/// took longer than expected and has no finding.
pub(super) fn proposed(plan: &Plan, day: &Exercise<'_>, now: Instant) -> Vec<Proposed> {
    let roles = day.written.roles.as_ref();
    let owner = roles.and_then(|roles| roles.owner.as_ref()).map(|id| id.value.to_string());
    let today = plan.zone.civil(now).date();
    let due = today.checked_add_days(Days::new(DUE)).unwrap_or(today);
    let new = |finding, (text, action): (String, String), phase: Option<Phase>| Proposed {
        finding,
        action,
        text,
        phase,
        purpose: purpose(phase),
        owner: owner.clone(),
        due,
    };
    let findings = day.written.findings.iter().flat_map(|list| &list.value);
    let findings: Vec<_> = findings.collect();
    let open = findings.iter().enumerate().filter(|(_, finding)| finding.action.is_none());
    let open = open.filter_map(|(index, finding)| {
        let phase = finding.phase.as_ref().map(|phase| phase.value);
        let text = finding.text.as_ref()?.value.clone();
        let action = format!("Mend: {text}");
        Some(new(Some(index), (text, action), phase))
    });
    let named = |phase| {
        findings.iter().any(|finding| finding.phase.as_ref().is_some_and(|own| own.value == phase))
    };
    let late = measured(day.written, now).into_iter().filter(|phase| phase.held() == Some(false));
    let late = late.filter_map(|measured| {
        let (phase, what, part) = match measured.name {
            "detection" => (Phase::Detection, "It was detected", "detection"),
            "engage" => (Phase::Response, "Somebody worked on it", "the time to engage"),
            _ => (Phase::Remediation, "It was mitigated", "the time to mitigate"),
        };
        let (expected, took) = (show::length(measured.expected?), show::length(measured.took?));
        let text = format!("{what} after {took} where {expected} was expected");
        let action = format!("Bring {part} from {took} down to {expected}");
        (!named(phase)).then(|| new(None, (text, action), Some(phase)))
    });
    open.chain(late).collect()
}

fn purpose(phase: Option<Phase>) -> ActionType {
    match phase {
        Some(Phase::Cause) => ActionType::Prevent,
        Some(Phase::Detection) => ActionType::Detect,
        Some(Phase::Response) => ActionType::Respond,
        Some(Phase::Remediation) => ActionType::Mitigate,
        None => ActionType::Learn,
    }
}

impl Proposed {
    /// The action as TOML.
    pub fn toml(&self) -> String {
        let owner = self.owner.as_ref().map(|owner| format!("owner = {}, ", quoted(owner)));
        format!(
            "{{ text = {}, type = {}, {}due = {} }}",
            quoted(&self.action),
            quoted(self.purpose.word()),
            owner.unwrap_or_default(),
            self.due
        )
    }
}

/// The text of a file with actions written to the findings of a game day.
pub(super) fn written(text: &str, id: &str, actions: &[Proposed]) -> Option<String> {
    let list = ["game-days", id, "findings"].map(Step::Key);
    actions.iter().try_fold(text.to_owned(), |text, action| {
        if let Some(index) = action.finding {
            let way = [Step::Item(index), Step::Key("action")];
            let way: Vec<_> = list.iter().copied().chain(way).collect();
            return set(&text, &way, &action.toml());
        }
        let phase = action.phase.map(|phase| ("phase", quoted(phase.word())));
        let entry = [("text", quoted(&action.text))].into_iter().chain(phase);
        let entry: Vec<_> = entry.chain([("action", action.toml())]).collect();
        push(&text, &list, &entry)
    })
}
