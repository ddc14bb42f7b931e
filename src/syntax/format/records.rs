//! Runbooks, handoff notes, and exceptions to rules.

use super::List;
use crate::syntax::{Day, OneOrMany, OwnerId, PersonId, RecordId, RotationId, ServiceId};
use crate::time::{Elapsed, Instant};

tables! {
    /// The front matter of a runbook.
    Runbook {
        /// Its title.
        title: optional String,
        /// The services that it is for.
        services: optional List<ServiceId>,
        /// Who answers for it.
        owner: optional OwnerId,
        /// When it was last reviewed.
        reviewed: optional Day,
        /// How often it is to be reviewed.
        review_every: optional Elapsed,
        /// The incidents and exercises in which it was used.
        last_used_in: optional List<RecordId>,
    }

    /// The front matter of a handoff note.
    HandoffNote {
        /// The rotation that was handed over.
        rotation: required RotationId,
        /// The handoff.
        boundary: required Instant,
        /// Who went off call.
        outgoing: optional OneOrMany<PersonId>,
        /// Who went on call.
        incoming: optional OneOrMany<PersonId>,
        /// Who has read it.
        acknowledged_by: optional OneOrMany<PersonId>,
        /// Runbooks that proved wrong.
        runbooks_to_review: optional List<String>,
    }

    /// An exception to a rule.
    Allow {
        /// The rule.
        rule: required String,
        /// What it is allowed for, such as `rotations.payments`; globs are allowed.
        target: optional String,
        /// Why.
        reason: required String,
        /// Who decided it.
        by: optional PersonId,
        /// The last day on which it holds.
        through: optional Day,
    }
}
