//! People, teams, roles and when people are away.

use super::List;
use crate::syntax::value::choice::choices;
use crate::syntax::{
    Contacts, Day, HolidaysId, Moment, OneOrMany, PersonId, RoleId, Trained, Window,
};
use crate::time::{Elapsed, Zone};

choices! {
    /// When a role is filled.
    Assigned {
        /// By a rotation.
        Scheduled = "scheduled",
        /// When an incident is declared.
        AtIncident = "at-incident",
    }

    /// A way to reach a person.
    Method {
        /// A notification of the paging app.
        Push = "push",
        /// A text message.
        Sms = "sms",
        /// A call.
        Phone = "phone",
        /// E-mail.
        Email = "email",
        /// A chat message.
        Chat = "chat",
    }
}

tables! {
    /// Somebody who can be on call.
    Person {
        /// The name that people know them by.
        name: required String,
        /// An e-mail address.
        email: optional String,
        /// A handle in chat.
        chat: optional String,
        /// Where they live; the plan's zone where it is left out.
        time_zone: optional Zone,
        /// When they work.
        working_hours: optional OneOrMany<Window>,
        /// Their public holidays.
        holidays: optional HolidaysId,
        /// What they know well.
        skills: optional List<String>,
        /// The roles that they are trained for, with the date of training where it is known.
        trained: optional Trained,
        /// How to reach them: references, never secrets.
        contacts: optional Contacts,
        /// The order in which their contacts are tried.
        notify: optional Notify,
        /// Their first day.
        joined: optional Day,
        /// Their last day.
        left: optional Day,
    }

    /// The order in which a person's contacts are tried.
    Notify {
        /// For what wakes people.
        high: optional List<NotifyStep>,
        /// For what may wait.
        low: optional List<NotifyStep>,
    }

    /// One attempt to reach a person.
    NotifyStep {
        /// The contact that is tried.
        via: required Method,
        /// How long after the page.
        after: required Elapsed,
    }

    /// A contact with the date of its last test.
    TestedContact {
        /// The reference.
        reference = "ref": required String,
        /// When it was last tested.
        tested: optional Day,
    }

    /// A team.
    Team {
        /// Its name.
        name: optional String,
        /// Who leads it.
        lead: optional PersonId,
        /// Its chat channel.
        channel: optional String,
        /// Who is in it.
        members: optional List<PersonId>,
    }

    /// A role in a response.
    Role {
        /// Its name.
        title: optional String,
        /// What whoever holds it does.
        duty: optional String,
        /// When it is filled; `"scheduled"` where it is left out.
        assigned: optional Assigned,
        /// Whether time in it counts as on-call load; true where it is left out.
        counts_toward_load: optional bool,
        /// Roles that the same person must not hold at the same time.
        exclusive_with: optional List<RoleId>,
        /// How training for it is kept up.
        training: optional Training,
    }

    /// How training for a role is kept up.
    Training {
        /// How often it is to be refreshed.
        review_every: optional Elapsed,
    }

    /// When somebody is away.
    TimeOff {
        /// Who.
        person: required PersonId,
        /// From when: a time, or the first day.
        from: required Moment,
        /// Until when: a time.
        until: optional Moment,
        /// Through which day.
        through: optional Day,
    }

    /// A public holiday.
    Holiday {
        /// Its date.
        date: required Day,
        /// Its name.
        name: optional String,
    }
}
