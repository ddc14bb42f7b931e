//! The plan format, version 1: every table that a plan file or record may hold.

mod exercises;
mod incidents;
mod people;
mod records;
mod response;
mod rotations;
mod services;

pub use exercises::*;
pub use incidents::*;
pub use people::*;
pub use records::*;
pub use response::*;
pub use rotations::*;
pub use services::*;

use crate::source::Located;
use crate::syntax::{
    Day, Defined, EscalationId, ExternalId, GameDayId, HolidaysId, Lint, OneOrMany, OwnerId,
    PersonId, RoleId, RotationId, ServiceId, SeverityId, TeamId, Whole, Window,
};
use crate::time::{Elapsed, Zone};

/// A list of values.
pub type List<T> = Vec<Located<T>>;

tables! {
    /// A plan file.
    Document {
        /// The version of the plan format: 1. Stands in `irp.toml`.
        irp: optional Version,
        /// What holds for the whole plan.
        plan: optional PlanTable,
        /// Where a response happens.
        channels: optional Channels,
        /// People, by id.
        people: optional Defined<PersonId, Person>,
        /// Teams, by id.
        teams: optional Defined<TeamId, Team>,
        /// Roles, by id.
        roles: optional Defined<RoleId, Role>,
        /// Rotations, by id.
        rotations: optional Defined<RotationId, Rotation>,
        /// Exceptions to the rotations.
        overrides: optional List<Override>,
        /// People who learn alongside somebody on call and are never paged.
        shadows: optional List<Shadow>,
        /// When people are away.
        time_off: optional List<TimeOff>,
        /// Lists of public holidays, by id.
        holidays: optional Defined<HolidaysId, List<Holiday>>,
        /// Escalation paths, by id.
        escalations: optional Defined<EscalationId, Escalation>,
        /// Whom to ask for help, and when.
        help: optional List<Help>,
        /// Contacts outside the organisation, by id.
        externals: optional Defined<ExternalId, External>,
        /// Severities, by id.
        severities: optional Defined<SeverityId, Severity>,
        /// Services, by id.
        services: optional Defined<ServiceId, Service>,
        /// Exercises, by id.
        game_days = "game-days": optional Defined<GameDayId, GameDay>,
        /// Levels, options and exceptions of the rules.
        lint: optional Lint,
    }

    /// What holds for the whole plan.
    PlanTable {
        /// The name of the organisation or team.
        name: required String,
        /// Who answers for the plan.
        owner: optional OwnerId,
        /// The zone of every wall-clock time that has no other.
        time_zone: required Zone,
        /// When the plan was last reviewed as a whole.
        reviewed: optional Day,
        /// How often it is to be reviewed.
        review_every: optional Elapsed,
        /// How far ahead the rules look; `"13w"` where it is left out.
        horizon: optional Elapsed,
        /// The hours of the night, in each person's own time; `"22:00-07:00"` where it is left out.
        night: optional Window,
        /// The days that are no service hours.
        holidays: optional HolidaysId,
        /// The address under which runbooks are published.
        runbook_base_url: optional String,
        /// Globs of the plan's TOML files; `["**/*.toml"]` where it is left out.
        include: optional List<String>,
        /// Glob of the runbooks; `"runbooks/**/*.md"` where it is left out.
        runbooks: optional OneOrMany<String>,
        /// Glob of the incident records; `"incidents/**/*.md"` where it is left out.
        incidents: optional OneOrMany<String>,
        /// Glob of the handoff notes; `"handoffs/**/*.md"` where it is left out.
        handoffs: optional OneOrMany<String>,
        /// The folder of the plan's own templates; `"templates"` where it is left out.
        templates: optional String,
        /// The hours that `hours = "business"` means; `"mon-fri 09:00-17:00"` where it is left out.
        service_hours: optional OneOrMany<Window>,
    }

    /// Where a response happens.
    Channels {
        /// The persistent group chat of an incident; `{id}` stands for the incident's id.
        incident_chat: optional String,
        /// Where incidents are declared.
        declare_in: optional String,
        /// The conference call.
        call: optional String,
        /// The call that works when chat and sign-in are what is down.
        call_fallback: optional String,
        /// The public status page.
        status_page: optional String,
        /// Where executives are kept informed.
        executive_updates: optional String,
    }
}

/// The version of the plan format.
pub type Version = Whole<{ i64::MIN }, { i64::MAX }>;
