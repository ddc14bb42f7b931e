//! The plan format, version 1: every table that a plan file may hold.

use super::value::choices;
use super::{
    Actionable, Contacts, Count, Day, Defined, Entrants, EscalationId, ExternalId, GameDayId,
    HolidaysId, Keyed, Lint, Moment, OneOrMany, OwnerId, PersonId, Phase, RecordId, RoleId,
    RotationId, ServiceEscalation, ServiceId, Services, SeverityId, Target, TeamId, Times, Trained,
    Turn, Whole, Window,
};
use crate::source::Located;
use crate::time::{Civil, Elapsed, Instant, Zone};

/// A list of values.
pub type List<T> = Vec<Located<T>>;

choices! {
    /// What a rotation promises to be.
    RotationKind {
        /// One layer, no windows.
        Standard = "standard",
        /// Several layers with windows that hand over to one another.
        FollowTheSun = "follow-the-sun",
        /// Anything.
        Custom = "custom",
    }

    /// What happens when the holder of a shift has time off.
    OnAway {
        /// The shift stays; the conflict is reported.
        Keep = "keep",
        /// The next free person in the order covers the shift.
        Next = "next",
    }

    /// Whether something is needed.
    Need {
        /// It is.
        Required = "required",
        /// It is welcome.
        Optional = "optional",
        /// It is not.
        None = "none",
    }

    /// When a role is filled.
    Assigned {
        /// By a rotation.
        Scheduled = "scheduled",
        /// When an incident is declared.
        AtIncident = "at-incident",
    }

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
        /// The zone of every wall-clock time that has no other.
        time_zone: required Zone,
        /// Who answers for the plan.
        owner: optional OwnerId,
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

    /// A team.
    Team {
        /// Its name.
        name: optional String,
        /// Who is in it.
        members: optional List<PersonId>,
        /// Who leads it.
        lead: optional PersonId,
        /// Its chat channel.
        channel: optional String,
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

    /// Who is on call in turns.
    Rotation {
        /// The team that it belongs to.
        team: optional TeamId,
        /// The role that whoever is on call holds.
        role: optional RoleId,
        /// What it is for.
        description: optional String,
        /// What it promises to be.
        kind: optional RotationKind,
        /// The zone of its wall-clock times; the plan's where it is left out.
        time_zone: optional Zone,
        /// The first handoff; sets the clock time of every later one.
        starts: optional Civil,
        /// How long a turn lasts.
        turn: optional Turn,
        /// Who takes turns, in order.
        people: optional List<Entrants>,
        /// Windows outside which nobody is on call.
        when: optional OneOrMany<Window>,
        /// Whether a handoff inside a window splits it; false where it is left out.
        split_windows: optional bool,
        /// In force from; `starts` where it is left out.
        from: optional Moment,
        /// In force until.
        until: optional Moment,
        /// Dated changes of `people`.
        line_ups: optional List<LineUp>,
        /// Layers, the later ones on top.
        layers: optional List<Layer>,
        /// The rotation whose shifts this one shares.
        follows: optional Follows,
        /// What happens when the holder has time off; `"keep"` where it is left out.
        on_away: optional OnAway,
        /// When somebody must be on call.
        coverage: optional Coverage,
        /// Whether a handoff needs a note; `"optional"` where it is left out.
        handoff_note: optional Need,
    }

    /// A dated change of who takes turns.
    LineUp {
        /// The handoff from which it holds.
        from: required Moment,
        /// Who takes turns from then on, in order.
        people: required List<Entrants>,
        /// Who takes the first of these turns: an id, or a position from 1.
        first: optional First,
    }

    /// One layer of a rotation; what it leaves out it takes from its rotation.
    Layer {
        /// Its name.
        name: optional String,
        /// The zone of its wall-clock times.
        time_zone: optional Zone,
        /// The first handoff.
        starts: optional Civil,
        /// How long a turn lasts.
        turn: optional Turn,
        /// Who takes turns, in order.
        people: optional List<Entrants>,
        /// Windows outside which the layer has nobody.
        when: optional OneOrMany<Window>,
        /// Whether a handoff inside a window splits it.
        split_windows: optional bool,
        /// In force from.
        from: optional Moment,
        /// In force until.
        until: optional Moment,
        /// Dated changes of `people`.
        line_ups: optional List<LineUp>,
    }

    /// Which rotation's shifts are shared, and by whom.
    Follows {
        /// The rotation that is followed.
        rotation: required RotationId,
        /// How many places further in the order the holder is.
        offset: required Whole<-1000, 1000>,
    }

    /// An exception to a rotation: exactly one of `replace` with `with`, `add`, `remove`, `assign`.
    Override {
        /// The rotation.
        rotation: required RotationId,
        /// From when: a time, or the first day.
        from: required Moment,
        /// Until when: a time.
        until: optional Moment,
        /// Through which day.
        through: optional Day,
        /// Who is replaced where they are on call.
        replace: optional OneOrMany<PersonId>,
        /// Who replaces them.
        with: optional OneOrMany<PersonId>,
        /// Who joins whoever is on call.
        add: optional OneOrMany<PersonId>,
        /// Who is taken out.
        remove: optional OneOrMany<PersonId>,
        /// Who is on call instead of everybody else; `"nobody"` too.
        assign: optional Entrants,
        /// Why.
        reason: optional String,
        /// A label that the overrides of one swap share.
        swap: optional String,
    }

    /// Somebody who learns alongside whoever is on call.
    Shadow {
        /// The rotation.
        rotation: required RotationId,
        /// Who learns.
        person: required PersonId,
        /// Only while this person is on call.
        of: optional PersonId,
        /// From when: a time, or the first day.
        from: required Moment,
        /// Until when: a time.
        until: optional Moment,
        /// Through which day.
        through: optional Day,
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

/// The version of the plan format.
pub type Version = Whole<{ i64::MIN }, { i64::MAX }>;

/// People by role.
pub type ByRole = Keyed<RoleId, OneOrMany<PersonId>>;
/// The window texts that a rotation's `coverage` may be.
#[derive(Clone, Debug)]
pub enum Coverage {
    /// At any time.
    Always,
    /// In the rotation's windows.
    Windows,
    /// In windows of its own.
    Own(OneOrMany<Window>),
}

/// Who takes the first turn of a line-up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum First {
    /// The entry that is this person.
    Person(PersonId),
    /// The entry at this position, from 1.
    Position(i64),
}
