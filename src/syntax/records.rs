//! The front matter of Markdown records, and the values whose form is their own.

use std::ops::Range;

use toml::de::DeValue;

use super::format::List;
use super::id::Id;
use super::reader::{Read, Reader};
use super::table::one_or_many;
use super::value::choices;
use super::{
    Coverage, Day, EscalationId, First, Method, OneOrMany, OwnerId, PersonId, RecordId, RoleId,
    RotationId, ServiceId, SeverityId, Shape, Window,
};
use crate::diagnostic::Fault;
use crate::source::Located;
use crate::time::{Elapsed, Instant};

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

    /// The front matter of an incident record.
    Incident {
        /// Its title.
        title: optional String,
        /// What it is about; `"incident"` where it is left out.
        kind: optional IncidentKind,
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

    /// A contact with the date of its last test.
    TestedContact {
        /// The reference.
        reference = "ref": required String,
        /// When it was last tested.
        tested: optional Day,
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

/// A contact: a reference, with the date of its last test where that is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contact {
    /// The reference.
    pub reference: String,
    /// When it was last tested.
    pub tested: Option<Day>,
}

impl Read for Contact {
    fn expected() -> String {
        "a reference such as \"app:ana\", or { ref = \"app:ana\", tested = 2026-11-05 }".to_owned()
    }

    fn shape() -> Shape {
        Shape::AnyOf(vec![Shape::Text { format: "text" }, TestedContact::shape()])
    }

    fn read(value: &DeValue<'_>, span: Range<usize>, reader: &mut Reader<'_>) -> Option<Self> {
        match value {
            DeValue::String(text) => {
                Some(Self { reference: text.as_ref().to_owned(), tested: None })
            }
            DeValue::Table(_) => {
                let contact = TestedContact::read(value, span, reader)?;
                let tested = contact.tested.map(|day| day.value);
                Some(Self { reference: contact.reference?.value, tested })
            }
            _ => {
                reader.wrong_type::<Self>(value, &span);
                None
            }
        }
    }
}

/// The values of a table whose keys are read by `key`, in order of the keys.
fn entries<T: Read, K, V: Read>(
    value: &DeValue<'_>,
    span: &Range<usize>,
    reader: &mut Reader<'_>,
    key: impl Fn(&str, &Range<usize>, &mut Reader<'_>) -> Option<K>,
) -> Option<Vec<(Located<K>, Located<V>)>> {
    let DeValue::Table(table) = value else {
        reader.wrong_type::<T>(value, span);
        return None;
    };
    let mut read = Vec::new();
    for (name, value) in table {
        let text = name.get_ref().as_ref();
        let at = reader.at(&name.span());
        let id = key(text, &name.span(), reader);
        let value = reader.id(text, value.get_ref(), value.span());
        if let (Some(id), Some(value)) = (id, value) {
            read.push((Located { value: id, at }, value));
        }
    }
    Some(read)
}

/// How to reach somebody, by method; in order of the methods' names.
#[derive(Clone, Debug, Default)]
pub struct Contacts(pub Vec<(Located<Method>, Located<Contact>)>);

impl Read for Contacts {
    fn expected() -> String {
        "a table of contacts such as { push = \"app:ana\" }".to_owned()
    }

    fn shape() -> Shape {
        Shape::Map(Box::new(Contact::shape()))
    }

    fn read(value: &DeValue<'_>, span: Range<usize>, reader: &mut Reader<'_>) -> Option<Self> {
        let method = |name: &str, span: &Range<usize>, reader: &mut Reader<'_>| {
            Method::read(&DeValue::String(name.into()), span.clone(), reader)
        };
        entries::<Self, _, _>(value, &span, reader, method).map(Self)
    }
}

/// A table whose keys are ids that are defined elsewhere.
#[derive(Clone, Debug)]
pub struct Keyed<K, V>(pub Vec<(Located<K>, Located<V>)>);

impl<K: Id, V: Read> Read for Keyed<K, V> {
    fn expected() -> String {
        format!("a table, each value {}", V::expected())
    }

    fn shape() -> Shape {
        Shape::Map(Box::new(V::shape()))
    }

    fn read(value: &DeValue<'_>, span: Range<usize>, reader: &mut Reader<'_>) -> Option<Self> {
        entries::<Self, _, _>(value, &span, reader, |id, span, reader| {
            Some(reference(id, span, reader))
        })
        .map(Self)
    }
}

fn reference<K: Id>(id: &str, span: &Range<usize>, reader: &mut Reader<'_>) -> K {
    reader.refer(K::KINDS, id, span);
    K::from(id.to_owned())
}

/// The roles that somebody is trained for, with the date of training where it is known.
#[derive(Clone, Debug, Default)]
pub struct Trained(pub Vec<(Located<RoleId>, Option<Day>)>);

impl Read for Trained {
    fn expected() -> String {
        "a list of roles, or a table of roles and dates of training".to_owned()
    }

    fn shape() -> Shape {
        let roles = Shape::List(Box::new(RoleId::shape()));
        Shape::AnyOf(vec![roles, Shape::Map(Box::new(Day::shape()))])
    }

    fn read(value: &DeValue<'_>, span: Range<usize>, reader: &mut Reader<'_>) -> Option<Self> {
        if matches!(value, DeValue::Array(_)) {
            let roles = List::<RoleId>::read(value, span, reader)?;
            return Some(Self(roles.into_iter().map(|role| (role, None)).collect()));
        }
        let dated: Vec<(_, Located<Day>)> =
            entries::<Self, _, _>(value, &span, reader, |id, span, reader| {
                Some(reference(id, span, reader))
            })?;
        Some(Self(dated.into_iter().map(|(role, day)| (role, Some(day.value))).collect()))
    }
}

/// Who held which role in a response, and who else took part.
#[derive(Clone, Debug, Default)]
pub struct Responders {
    /// People by role.
    pub roles: Vec<(Located<RoleId>, Located<OneOrMany<PersonId>>)>,
    /// Everybody else.
    pub others: Vec<Located<PersonId>>,
}

impl Read for Responders {
    fn expected() -> String {
        "a table of roles and people".to_owned()
    }

    fn shape() -> Shape {
        Shape::Map(Box::new(one_or_many(PersonId::shape())))
    }

    fn read(value: &DeValue<'_>, span: Range<usize>, reader: &mut Reader<'_>) -> Option<Self> {
        let role = |id: &str, span: &Range<usize>, reader: &mut Reader<'_>| match id {
            "others" => Some(RoleId::from(id.to_owned())),
            _ => Some(reference(id, span, reader)),
        };
        let all: Vec<(Located<RoleId>, Located<OneOrMany<PersonId>>)> =
            entries::<Self, _, _>(value, &span, reader, role)?;
        let (others, roles): (Vec<_>, Vec<_>) =
            all.into_iter().partition(|(role, _)| role.as_ref() == "others");
        let others = others.into_iter().flat_map(|(_, people)| people.value.0).collect();
        Some(Self { roles, others })
    }
}

/// The escalation path of a service: one, or one for each severity.
#[derive(Clone, Debug)]
pub enum ServiceEscalation {
    /// One for every severity.
    One(EscalationId),
    /// One for each severity, and one for the rest.
    Each(Vec<(Located<SeverityId>, Located<EscalationId>)>, Option<EscalationId>),
}

impl Read for ServiceEscalation {
    fn expected() -> String {
        "the id of an escalation, or a table of severities and escalations".to_owned()
    }

    fn shape() -> Shape {
        let id = EscalationId::shape();
        Shape::AnyOf(vec![id.clone(), Shape::Map(Box::new(id))])
    }

    fn read(value: &DeValue<'_>, span: Range<usize>, reader: &mut Reader<'_>) -> Option<Self> {
        if matches!(value, DeValue::String(_)) {
            return EscalationId::read(value, span, reader).map(Self::One);
        }
        let severity = |id: &str, span: &Range<usize>, reader: &mut Reader<'_>| match id {
            "default" => Some(SeverityId::from(id.to_owned())),
            _ => Some(reference(id, span, reader)),
        };
        let mut each: Vec<(Located<SeverityId>, Located<EscalationId>)> =
            entries::<Self, _, _>(value, &span, reader, severity)?;
        let default = each.iter().position(|(severity, _)| severity.as_ref() == "default");
        let default = default.map(|at| each.remove(at).1.value);
        Some(Self::Each(each, default))
    }
}

/// The services that something is about.
#[derive(Clone, Debug)]
pub enum Services {
    /// All of them.
    All,
    /// These.
    These(Vec<Located<ServiceId>>),
}

impl Read for Services {
    fn expected() -> String {
        "a list of services, or \"*\"".to_owned()
    }

    fn shape() -> Shape {
        one_or_many(Shape::Text { format: "id" })
    }

    fn read(value: &DeValue<'_>, span: Range<usize>, reader: &mut Reader<'_>) -> Option<Self> {
        let all = |value: &DeValue<'_>| matches!(value, DeValue::String(text) if text == "*");
        let every = match value {
            DeValue::Array(array) => array.iter().any(|element| all(element.get_ref())),
            alone => all(alone),
        };
        if every {
            return Some(Self::All);
        }
        OneOrMany::<ServiceId>::read(value, span, reader).map(|these| Self::These(these.0))
    }
}

/// Facts under keys that the author chose, as text; in order of the keys.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facts(pub Vec<(String, String)>);

impl Read for Facts {
    fn expected() -> String {
        "a table".to_owned()
    }

    fn shape() -> Shape {
        Shape::Map(Box::new(Shape::Free))
    }

    fn read(value: &DeValue<'_>, span: Range<usize>, reader: &mut Reader<'_>) -> Option<Self> {
        let DeValue::Table(table) = value else {
            reader.wrong_type::<Self>(value, &span);
            return None;
        };
        let facts = table
            .iter()
            .map(|(key, value)| (key.get_ref().as_ref().to_owned(), plain(value.get_ref())));
        Some(Self(facts.collect()))
    }
}

/// A value as plain text.
fn plain(value: &DeValue<'_>) -> String {
    match value {
        DeValue::String(text) => text.as_ref().to_owned(),
        DeValue::Integer(number) => number.to_string(),
        DeValue::Float(number) => number.as_str().to_owned(),
        DeValue::Boolean(truth) => truth.to_string(),
        DeValue::Datetime(time) => time.to_string(),
        DeValue::Array(array) => {
            array.iter().map(|v| plain(v.get_ref())).collect::<Vec<_>>().join(", ")
        }
        DeValue::Table(table) => {
            let pair = |(key, value): (&toml::Spanned<_>, &toml::Spanned<_>)| {
                let key: &toml::de::DeString<'_> = key.get_ref();
                format!("{key}: {}", plain(value.get_ref()))
            };
            table.iter().map(pair).collect::<Vec<_>>().join(", ")
        }
    }
}

impl Read for Coverage {
    fn expected() -> String {
        "\"always\", \"windows\", or a window such as \"mon-fri 09:00-17:00\"".to_owned()
    }

    fn shape() -> Shape {
        Shape::AnyOf(vec![Shape::Choice(&["always", "windows"]), one_or_many(Window::shape())])
    }

    fn read(value: &DeValue<'_>, span: Range<usize>, reader: &mut Reader<'_>) -> Option<Self> {
        match value {
            DeValue::String(word) if word == "always" => Some(Self::Always),
            DeValue::String(word) if word == "windows" => Some(Self::Windows),
            DeValue::String(word) if !word.contains([' ', ':', ',', '-']) && word.len() > 3 => {
                let message = format!("`{word}` is no coverage");
                let help = format!("expected {}", Self::expected());
                reader.refuse(Fault::BadValue, &span, message, &[help]);
                None
            }
            _ => OneOrMany::<Window>::read(value, span, reader).map(Self::Own),
        }
    }
}

impl Read for First {
    fn expected() -> String {
        "the id of a person, or a position from 1".to_owned()
    }

    fn shape() -> Shape {
        Shape::AnyOf(vec![Shape::Text { format: "id" }, Shape::Integer(1, 1000)])
    }

    fn read(value: &DeValue<'_>, span: Range<usize>, reader: &mut Reader<'_>) -> Option<Self> {
        match value {
            DeValue::Integer(_) => {
                super::Count::read(value, span, reader).map(|n| Self::Position(n.0))
            }
            DeValue::String(id) if id == super::id::NOBODY => {
                let help = "give the position of that turn, from 1".to_owned();
                let wrong = "`first` cannot be \"nobody\"".to_owned();
                reader.refuse(Fault::BadValue, &span, wrong, &[help]);
                None
            }
            DeValue::String(_) => PersonId::read(value, span, reader).map(Self::Person),
            _ => {
                reader.wrong_type::<Self>(value, &span);
                None
            }
        }
    }
}
