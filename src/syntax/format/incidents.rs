//! Incident records.

use super::{List, Method};
use crate::syntax::value::choice::choices;
use crate::syntax::{
    Day, Facts, OneOrMany, OwnerId, PersonId, Responders, RotationId, ServiceId, SeverityId,
};
use crate::time::Instant;

choices! {
    /// What a record is about.
    IncidentKind {
        /// Something went wrong.
        Incident = "incident",
        /// Something nearly went wrong.
        NearMiss = "near-miss",
        /// An exercise.
        Drill = "drill",
    }

    /// How far a response has come.
    IncidentStatus {
        /// Under way.
        Open = "open",
        /// Customers no longer feel it.
        Mitigated = "mitigated",
        /// Over.
        Resolved = "resolved",
        /// Talked over.
        Reviewed = "reviewed",
        /// Done with.
        Closed = "closed",
    }

    /// Who noticed first.
    DetectedBy {
        /// A monitor.
        Monitor = "monitor",
        /// A customer.
        Customer = "customer",
        /// Somebody who works here.
        Employee = "employee",
        /// A partner.
        Partner = "partner",
    }

    /// The clock by which durations are counted.
    RecordClock {
        /// Every minute.
        Elapsed = "elapsed",
        /// Only service hours.
        ServiceHours = "service-hours",
    }

    /// What a line of a timeline is.
    TimelineKind {
        /// Customers feel it.
        Impact = "impact",
        /// Somebody or something notices.
        Detect = "detect",
        /// Somebody answers.
        Ack = "ack",
        /// Somebody else is called.
        Escalate = "escalate",
        /// It is declared an incident.
        Declare = "declare",
        /// Somebody takes a role.
        Role = "role",
        /// A guess.
        Hypothesis = "hypothesis",
        /// Something done.
        Action = "action",
        /// What came of it.
        Result = "result",
        /// Something decided.
        Decision = "decision",
        /// Something told to others.
        Comms = "comms",
        /// Customers no longer feel it.
        Mitigate = "mitigate",
        /// It is over.
        Resolve = "resolve",
        /// Anything else.
        Note = "note",
    }

    /// The phase of a response that something is about.
    Phase {
        /// What made it possible.
        Cause = "cause",
        /// How it was noticed.
        Detection = "detection",
        /// How people came together.
        Response = "response",
        /// How it was mended.
        Remediation = "remediation",
    }

    /// What an action is for.
    ActionType {
        /// It does not happen again.
        Prevent = "prevent",
        /// It hurts less.
        Mitigate = "mitigate",
        /// It is noticed sooner.
        Detect = "detect",
        /// It is answered better.
        Respond = "respond",
        /// It is understood.
        Learn = "learn",
    }
}

tables! {
    /// The front matter of an incident record.
    Incident {
        /// What it is about; `"incident"` where it is left out.
        kind: optional IncidentKind,
        /// Its title.
        title: optional String,
        /// How bad it was.
        severity: required SeverityId,
        /// How far the response has come; `"open"` where it is left out.
        status: optional IncidentStatus,
        /// The services that it touched.
        services: required List<ServiceId>,
        /// Who noticed first.
        detected_by: optional DetectedBy,
        /// The alert that fired.
        alert: optional String,
        /// The runbooks that were used.
        runbooks: optional List<String>,
        /// Its chat channel.
        channel: optional String,
        /// The clock by which durations are counted; `"elapsed"` where it is left out.
        clock: optional RecordClock,
        /// When what happened.
        times: required Times,
        /// Who held which role.
        people: optional Responders,
        /// What it did to customers.
        impact: optional Facts,
        /// Who was paged, when.
        pages: optional List<Page>,
        /// What happened, line by line.
        timeline: optional List<TimelineEntry>,
        /// What contributed.
        factors: optional List<Factor>,
        /// What was changed for the time being.
        countermeasures: optional List<Countermeasure>,
        /// What is done about it.
        actions: optional List<Actionable>,
    }

    /// The milestones of an incident or exercise.
    Times {
        /// When it began.
        started: optional Instant,
        /// When an exercise's fault was injected.
        injected: optional Instant,
        /// When it was noticed.
        detected: optional Instant,
        /// When somebody answered.
        acknowledged: optional Instant,
        /// When somebody worked on it.
        engaged: optional Instant,
        /// When it was declared.
        declared: optional Instant,
        /// When mending began.
        remediation_started: optional Instant,
        /// When customers no longer felt it.
        mitigated: optional Instant,
        /// When it was over.
        resolved: optional Instant,
        /// When it was talked over.
        reviewed: optional Instant,
        /// When the review was published.
        published: optional Instant,
    }

    /// Somebody was paged.
    Page {
        /// When.
        at_time = "at": required Instant,
        /// Who.
        to: required PersonId,
        /// As a member of which rotation.
        rotation: optional RotationId,
        /// By which contacts.
        via: optional OneOrMany<Method>,
        /// When they answered.
        acknowledged: optional Instant,
    }

    /// A line of a timeline.
    TimelineEntry {
        /// When.
        at_time = "at": required Instant,
        /// What kind of line it is.
        kind: optional TimelineKind,
        /// Who.
        by: optional PersonId,
        /// What happened.
        text: required String,
        /// What came of it.
        result: optional String,
        /// Where that can be seen.
        source: optional String,
    }

    /// Something that contributed.
    Factor {
        /// What.
        text: required String,
        /// The phase of the response that it is about.
        phase: optional Phase,
    }

    /// Something changed for the time being.
    Countermeasure {
        /// What.
        text: required String,
        /// Who answers for it.
        owner: optional PersonId,
        /// When it is to be undone.
        revert_by: optional Day,
    }

    /// Something to be done.
    Actionable {
        /// Its id within the record.
        id: optional String,
        /// What is to be done.
        text: required String,
        /// What it is for.
        purpose = "type": optional ActionType,
        /// Who does it.
        owner: optional OwnerId,
        /// Where it is tracked.
        ticket: optional String,
        /// When it is due.
        due: optional Day,
        /// When it was done.
        done: optional Day,
    }
}
