//! Who is reached and what is promised: escalations, help, severities.

use super::{List, Need};
use crate::syntax::value::choice::choices;
use crate::syntax::{Contacts, Count, OneOrMany, RoleId, Services, Target, Whole, Window};
use crate::time::Elapsed;

choices! {
    /// How a severity reaches people.
    Urgency {
        /// It wakes people.
        High = "high",
        /// It can wait.
        Low = "low",
    }

    /// When a severity needs people.
    Hours {
        /// At any hour.
        Always = "always",
        /// In service hours.
        Business = "business",
    }
}

tables! {
    /// An escalation path.
    Escalation {
        /// Its name.
        name: optional String,
        /// How many times the steps are run again; 0 where it is left out.
        repeat: optional Whole<0, 100>,
        /// How long after the last step they are run again.
        repeat_every: optional Elapsed,
        /// What happens, in order.
        steps: required List<EscalationStep>,
    }

    /// One step of an escalation path.
    EscalationStep {
        /// How long after the alert fired.
        after: required Elapsed,
        /// Whom it reaches.
        notify: required OneOrMany<Target>,
    }

    /// Whom to ask for help, and when.
    Help {
        /// What it is about.
        topic: required String,
        /// The services that it is about, or `"*"`.
        services: optional Services,
        /// How to recognise it.
        symptom: optional String,
        /// Whom to ask.
        contact: required Target,
        /// Whom to ask next.
        then: optional Target,
    }

    /// A contact outside the organisation.
    External {
        /// Its name.
        name: required String,
        /// How to reach it: references, never secrets.
        contacts: optional Contacts,
        /// When it can be reached.
        hours: optional OneOrMany<Window>,
        /// The account or contract to name.
        account: optional String,
    }

    /// A severity.
    Severity {
        /// Its place in the order; 1 is the worst.
        rank: required Count,
        /// Its name.
        name: optional String,
        /// What it means.
        definition: optional String,
        /// How it is measured.
        metric: optional String,
        /// Whether it wakes people; `"high"` where it is left out.
        urgency: optional Urgency,
        /// When it needs people; `"always"` where it is left out.
        hours: optional Hours,
        /// How soon somebody acknowledges.
        acknowledge_within: optional Elapsed,
        /// How soon somebody works on it.
        engage_within: optional Elapsed,
        /// How often stakeholders hear of it.
        update_every: optional Elapsed,
        /// How soon the public hears of it.
        public_update_within: optional Elapsed,
        /// The roles that a response needs.
        roles: optional List<RoleId>,
        /// Whether it is reviewed afterwards.
        postmortem: optional Need,
        /// How soon it is reviewed.
        review_within: optional Elapsed,
        /// How soon the review's actions are done.
        actions_within: optional Elapsed,
    }
}
