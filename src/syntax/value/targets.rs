//! Whom or what something reaches: targets, the escalation paths of a service.

use std::ops::Range;

use toml::de::DeValue;

use super::OneOrMany;
use super::keyed::{entries, reference};
use crate::diagnostic::Fault;
use crate::source::Located;
use crate::syntax::table::one_or_many;
use crate::syntax::{
    EscalationId, ExternalId, Id, PersonId, Read, Reader, RotationId, ServiceId, SeverityId, Shape,
    TeamId,
};

tables! {
    /// Whom or what a step reaches, as it is written.
    TargetKeys {
        /// Whoever is on call in a rotation.
        rotation: optional RotationId,
        /// A person.
        person: optional PersonId,
        /// Every member of a team.
        team: optional TeamId,
        /// Another escalation path, from its first step.
        escalation: optional EscalationId,
        /// A chat channel; it wakes nobody.
        channel: optional String,
        /// Whoever has a skill.
        skill: optional String,
        /// A contact outside the organisation.
        external: optional ExternalId,
    }
}

/// Whom or what a step reaches: exactly one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// Whoever is on call in a rotation.
    Rotation(RotationId),
    /// A person.
    Person(PersonId),
    /// Every member of a team.
    Team(TeamId),
    /// Another escalation path.
    Escalation(EscalationId),
    /// A chat channel.
    Channel(String),
    /// Whoever has a skill.
    Skill(String),
    /// A contact outside the organisation.
    External(ExternalId),
}

impl Read for Target {
    fn expected() -> String {
        "a target such as { rotation = \"primary\" }".to_owned()
    }

    fn shape() -> Shape {
        TargetKeys::shape()
    }

    fn read(value: &DeValue<'_>, span: Range<usize>, reader: &mut Reader<'_>) -> Option<Self> {
        if !matches!(value, DeValue::Table(_)) {
            reader.wrong_type::<Self>(value, &span);
            return None;
        }
        let faults = reader.diagnostics.len();
        let keys = TargetKeys::read(value, span.clone(), reader)?;
        let all = [
            keys.rotation.map(|id| Self::Rotation(id.value)),
            keys.person.map(|id| Self::Person(id.value)),
            keys.team.map(|id| Self::Team(id.value)),
            keys.escalation.map(|id| Self::Escalation(id.value)),
            keys.channel.map(|name| Self::Channel(name.value)),
            keys.skill.map(|name| Self::Skill(name.value)),
            keys.external.map(|id| Self::External(id.value)),
        ];
        let mut targets = all.into_iter().flatten();
        let first = targets.next();
        if targets.next().is_some() || (first.is_none() && reader.diagnostics.len() == faults) {
            let (wrong, help) = match first {
                None => ("the target is empty", format!("write {}", Self::expected())),
                Some(_) => ("a target has exactly one key", "write one target for each".to_owned()),
            };
            reader.refuse(Fault::ConflictingKeys, &span, wrong.to_owned(), &[help]);
            return None;
        }
        first
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
        Shape::AnyOf(vec![id.clone(), Shape::Keyed(SeverityId::KINDS, Box::new(id))])
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
        let service = Shape::AnyOf(vec![Shape::Choice(&["*"]), ServiceId::shape()]);
        one_or_many(service)
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
