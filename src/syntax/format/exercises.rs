//! Exercises: what is planned, who takes part, what came of it.

use super::{Actionable, List, Phase, Times};
use crate::syntax::value::choice::choices;
use crate::syntax::{OneOrMany, PersonId, RecordId, ServiceId, Target};
use crate::time::{Elapsed, Instant};

choices! {
    /// Whether an exercise has been held.
    GameDayStatus {
        /// It is to come.
        Planned = "planned",
        /// It was held.
        Done = "done",
        /// It will not be held.
        Cancelled = "cancelled",
    }

    /// How an exercise is held.
    GameDayKind {
        /// In talk.
        Tabletop = "tabletop",
        /// On a running system.
        Live = "live",
        /// By paging people.
        PageTest = "page-test",
        /// With a past incident's signals.
        Replay = "replay",
    }
}

tables! {
    /// An exercise.
    GameDay {
        /// Its title.
        title: optional String,
        /// Whether it has been held; `"planned"` where it is left out.
        status: optional GameDayStatus,
        /// How it is held.
        kind: optional GameDayKind,
        /// Where it is held.
        environment: optional String,
        /// The services that it is about.
        services: optional List<ServiceId>,
        /// When it is held.
        scheduled: optional Instant,
        /// How it recurs.
        rrule: optional String,
        /// How long it lasts.
        duration: optional Elapsed,
        /// What is expected to happen.
        hypothesis: optional String,
        /// What is done to the system.
        inject: optional String,
        /// When it is broken off.
        abort_when: optional String,
        /// How it is undone.
        rollback: optional String,
        /// The alert that is expected.
        expected_alert: optional String,
        /// How soon it is expected to be detected.
        expected_detect_within: optional Elapsed,
        /// How soon somebody is expected to work on it.
        expected_engage_within: optional Elapsed,
        /// How soon it is expected to be mitigated.
        expected_mitigate_within: optional Elapsed,
        /// The runbooks that are rehearsed.
        runbooks: optional List<String>,
        /// The incidents that are rehearsed.
        rehearses: optional List<RecordId>,
        /// Who does what.
        roles: optional GameDayRoles,
        /// What came of it.
        result: optional GameDayResult,
        /// What was learnt.
        findings: optional List<GameDayFinding>,
    }

    /// Who does what in an exercise.
    GameDayRoles {
        /// Who answers for it.
        owner: optional PersonId,
        /// Who runs it and may halt it.
        coordinator: optional PersonId,
        /// Who writes it down.
        reporter: optional PersonId,
        /// Who watches.
        observers: optional OneOrMany<PersonId>,
        /// Who responds.
        responders: optional OneOrMany<Target>,
    }

    /// What came of an exercise.
    GameDayResult {
        /// Whether what was expected happened.
        hypothesis_held: optional bool,
        /// What happened.
        summary: optional String,
        /// When what happened.
        times: optional Times,
    }

    /// Something learnt in an exercise.
    GameDayFinding {
        /// What.
        text: required String,
        /// The phase of the response that it is about.
        phase: optional Phase,
        /// What is done about it.
        action: optional Actionable,
    }
}
