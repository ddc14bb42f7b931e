//! Services, their alerts and what nobody can see yet.

use super::List;
use crate::syntax::{
    Day, OwnerId, RecordId, ServiceEscalation, ServiceId, SeverityId, TeamId, Whole,
};

tables! {
    /// A service that people answer for.
    Service {
        /// Its name.
        name: optional String,
        /// The team that answers for it.
        team: optional TeamId,
        /// 1 needs people at any hour, 2 in service hours, 3 at no promised hour.
        tier: optional Whole<1, 3>,
        /// Its escalation path, or one for each severity.
        escalation: optional ServiceEscalation,
        /// What a responder must know.
        skills: optional List<String>,
        /// The services that it needs.
        depends_on: optional List<ServiceId>,
        /// Its objective.
        slo: optional Slo,
        /// Where it is watched.
        dashboard: optional String,
        /// The golden signals that are watched.
        signals: optional List<String>,
        /// The golden signals that mean nothing for it.
        signals_not_applicable: optional List<String>,
        /// Its runbooks.
        runbooks: optional List<String>,
        /// Its alerts.
        alerts: optional List<Alert>,
        /// What nobody can see yet.
        blind_spots: optional List<BlindSpot>,
    }

    /// A service level objective.
    Slo {
        /// The objective.
        objective: optional String,
        /// Where it is measured.
        url: optional String,
    }

    /// An alert.
    Alert {
        /// Its name.
        name: required String,
        /// How bad it is.
        severity: optional SeverityId,
        /// What is wrong.
        summary: optional String,
        /// What that means for customers.
        impact: optional String,
        /// What to do first.
        first_step: optional String,
        /// The runbook to follow.
        runbook: optional String,
        /// Where to look.
        dashboard: optional String,
        /// The incident that showed that it was missing.
        added_after: optional RecordId,
    }

    /// Something that nobody can see yet.
    BlindSpot {
        /// The question that cannot be answered.
        question: required String,
        /// The incident or exercise in which it was found.
        found_in: optional RecordId,
        /// Who answers for it.
        owner: optional OwnerId,
        /// When it is to be looked at again.
        review_by: optional Day,
    }
}
