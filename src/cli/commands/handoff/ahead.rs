//! What may go wrong in the shift that begins.

use std::collections::BTreeSet;

use chrono::TimeDelta;

use super::brief::Beside;
use super::hand::Hand;
use super::records::Scope;
use crate::plan::{Change, PersonKey, Plan, Reach, RotationKey, Service};
use crate::record;
use crate::rules::{self, Context};
use crate::schedule;
use crate::syntax::GameDayStatus;
use crate::time::{Instant, Span, Zone, show};

/// Risks of one kind beyond these are counted.
const MOST: usize = 5;
/// People with a skill who are named.
const NAMED: usize = 2;

/// Something that may go wrong.
pub(super) struct Risk {
    /// What kind of thing it is, in a word or two.
    pub kind: &'static str,
    /// When, where it has a time of its own.
    pub span: Option<Span>,
    /// What, in words.
    pub what: String,
}

/// Where risks are looked for.
pub(super) struct Ahead<'a, 'b> {
    pub context: &'b Context<'a>,
    pub hand: &'b Hand,
    pub scope: &'b Scope<'a>,
    pub beside: &'b [Beside],
}

impl Ahead<'_, '_> {
    /// Every risk of the coming shift, kind by kind.
    pub fn risks(&self) -> Vec<Risk> {
        let kinds =
            [self.gaps(), self.skills(), self.away(), self.overrides(), self.clocks(), self.days()];
        let all = kinds.into_iter().chain([self.exercises()]).flat_map(|mut risks| {
            let more = risks.len().saturating_sub(MOST);
            risks.truncate(MOST);
            if let Some(last) = risks.last_mut().filter(|_| more > 0) {
                last.what = format!("{}, and {more} more of this kind", last.what);
            }
            risks
        });
        all.collect()
    }

    fn plan(&self) -> &Plan {
        self.context.plan
    }

    /// This rotation and those that answer when it does not.
    fn rotations(&self) -> Vec<RotationKey> {
        let beside = self.beside.iter().map(|beside| beside.rotation);
        let mut keys: Vec<_> = [self.hand.rotation].into_iter().chain(beside).collect();
        keys.sort_unstable();
        keys.dedup();
        keys
    }

    /// Whoever takes over, and whoever answers beside them.
    fn people(&self) -> Vec<PersonKey> {
        let beside = self.beside.iter().flat_map(|beside| beside.shift.people.iter().copied());
        let mut people: Vec<_> = self.hand.incoming.iter().copied().chain(beside).collect();
        people.sort_unstable();
        people.dedup();
        people
    }

    fn gaps(&self) -> Vec<Risk> {
        let (plan, coming) = (self.plan(), self.hand.coming());
        let answered = self.rotations().into_iter().filter(|key| plan[*key].blocked.is_empty());
        let gaps = answered.flat_map(|key| {
            schedule::gaps(plan, key, coming).into_iter().map(move |span| (key, span))
        });
        let risk = |(key, span): (RotationKey, Span)| Risk {
            kind: "nobody on call",
            span: Some(span),
            what: format!("nobody is on call in {}", plan[key].id),
        };
        gaps.map(risk).collect()
    }

    /// Skills that a service asks for and nobody has who answers first or second.
    fn skills(&self) -> Vec<Risk> {
        let plan = self.plan();
        let has = |person: PersonKey, skill: &str| {
            let skills = plan[person].written.skills.iter().flat_map(|list| &list.value);
            skills.into_iter().any(|known| known.value == skill)
        };
        let mut missing: Vec<(&str, Vec<&str>)> = Vec::new();
        for service in &self.scope.services {
            let here = self.responders(service);
            for skill in service.written.skills.iter().flat_map(|list| &list.value) {
                if here.iter().any(|person| has(*person, &skill.value)) {
                    continue;
                }
                match missing.iter_mut().find(|(known, _)| *known == skill.value) {
                    Some((_, services)) => services.push(service.id.as_ref()),
                    None => missing.push((&skill.value, vec![service.id.as_ref()])),
                }
            }
        }
        let risk = |(skill, services): (&str, Vec<&str>)| {
            let others = plan.person_keys().filter(|person| has(*person, skill));
            let others: Vec<_> = others.map(|person| plan[person].name.as_str()).collect();
            let who = match rules::few(&others, NAMED) {
                who if who.is_empty() => "nobody in the plan does".to_owned(),
                who if others.len() == 1 => format!("{who} does"),
                who => format!("{who} do"),
            };
            let services = match rules::listing(&services) {
                services if services == skill => String::new(),
                services => format!(" ({services})"),
            };
            Risk {
                kind: "skill",
                span: None,
                what: format!("no responder has the skill {skill}{services}; {who}"),
            }
        };
        missing.into_iter().map(risk).collect()
    }

    /// Whoever is paged first or second for what is worst in a service, in the coming shift.
    fn responders(&self, service: &Service) -> BTreeSet<PersonKey> {
        let (plan, coming) = (self.plan(), self.hand.coming());
        let all = &service.escalation;
        let worst = plan.severities.iter().find_map(|severity| all.severity(&severity.id));
        let path = worst.or_else(|| all.all().first().copied());
        let path = path.and_then(|id| plan.escalation(id.as_ref())).into_iter();
        let reach = path.flat_map(|path| path.steps.iter().take(2)).flat_map(|step| &step.reach);
        let people = reach.flat_map(|reach| match reach {
            Reach::Rotation(key) if plan[*key].blocked.is_empty() => {
                let shifts = schedule::shifts(plan, *key, coming);
                shifts.into_iter().flat_map(|shift| shift.people.to_vec()).collect()
            }
            Reach::Person(person) => vec![*person],
            Reach::Team(people) | Reach::Skill(people) => people.clone(),
            _ => Vec::new(),
        });
        people.collect()
    }

    fn away(&self) -> Vec<Risk> {
        let (plan, coming) = (self.plan(), self.hand.coming());
        let away = self.people().into_iter().flat_map(|person| {
            let away = plan[person].away.iter().filter(move |away| away.span.overlaps(coming));
            away.map(move |away| (person, away.span))
        });
        let risk = |(person, span): (PersonKey, Span)| Risk {
            kind: "time off",
            span: Some(span),
            what: format!("{} has time off", plan[person].name),
        };
        away.map(risk).collect()
    }

    fn overrides(&self) -> Vec<Risk> {
        let (plan, coming) = (self.plan(), self.hand.coming());
        let all = self
            .rotations()
            .into_iter()
            .flat_map(|key| plan[key].overrides_in(coming).map(move |(_, change)| (key, change)));
        let risk = |(key, change): (RotationKey, &crate::plan::Override)| {
            let reason = change.reason.as_ref().map(|reason| format!(" ({reason})"));
            Risk {
                kind: "override",
                span: Some(change.span),
                what: format!(
                    "{}: {}{}",
                    plan[key].id,
                    changed(plan, &change.change),
                    reason.unwrap_or_default()
                ),
            }
        };
        all.map(risk).collect()
    }

    /// Clocks that change for somebody in the shift.
    fn clocks(&self) -> Vec<Risk> {
        let (plan, coming) = (self.plan(), self.hand.coming());
        let people = self.people().into_iter().map(|person| &plan[person].zone);
        let mut zones: Vec<&Zone> = [&plan.zone, &plan[self.hand.rotation].zone].into();
        zones.extend(people);
        zones.sort_by_key(|zone| zone.name());
        zones.dedup_by_key(|zone| zone.name());
        let change = |zone: &Zone| {
            let at = zone.next_change(coming.start).filter(|at| coming.contains(*at))?;
            let before = at - TimeDelta::seconds(1);
            let moved = zone.offset_at(at) - zone.offset_at(before);
            if moved == 0 {
                return None;
            }
            let way = if moved > 0 { "forward" } else { "back" };
            let by = show::length(TimeDelta::seconds(i64::from(moved.abs())));
            Some(Risk {
                kind: "clock change",
                span: Some(Span::new(at, at)),
                what: format!("clocks of {} go {way} by {by}", zone.name()),
            })
        };
        zones.into_iter().filter_map(change).collect()
    }

    /// Public holidays of whoever takes over.
    fn days(&self) -> Vec<Risk> {
        let (plan, coming) = (self.plan(), self.hand.coming());
        let days = self.hand.incoming.iter().flat_map(|person| {
            let days = self.context.days_off(*person).into_iter();
            days.filter(|(_, span)| span.overlaps(coming)).map(|(_, span)| (*person, span))
        });
        let risk = |(person, span): (PersonKey, Span)| Risk {
            kind: "holiday",
            span: Some(span),
            what: format!("a public holiday of {}", plan[person].name),
        };
        days.map(risk).collect()
    }

    fn exercises(&self) -> Vec<Risk> {
        let (plan, coming) = (self.plan(), self.hand.coming());
        let planned = record::exercises(plan).into_iter();
        let planned = planned.filter(|one| one.status == GameDayStatus::Planned);
        let risk = |exercise: record::Exercise<'_>| {
            let at: Instant = exercise.next(coming.start).filter(|at| *at < coming.end)?;
            let title = exercise.written.title.as_ref().map(|title| title.value.as_str());
            let title = title.map_or_else(|| exercise.id.value.to_string(), str::to_owned);
            let length = exercise.written.duration.as_ref().map(|length| length.value.0);
            let end = at + TimeDelta::seconds(length.unwrap_or_default());
            let what = format!("exercise: {title}");
            Some(Risk { kind: "game day", span: Some(Span::new(at, end)), what })
        };
        planned.filter_map(risk).collect()
    }
}

/// What an override does, in words.
fn changed(plan: &Plan, change: &Change) -> String {
    let names = |people: &[PersonKey]| {
        let names = people.iter().map(|person| plan[*person].name.as_str());
        rules::few(&names.collect::<Vec<_>>(), 4)
    };
    let verb = |people: &[PersonKey], one: &'static str, many: &'static str| {
        if people.len() == 1 { one } else { many }
    };
    match change {
        Change::Replace(out, with) => {
            format!("{} {} {}", names(with), verb(with, "replaces", "replace"), names(out))
        }
        Change::Add(people) => format!("{} {} in", names(people), verb(people, "joins", "join")),
        Change::Remove(people) => {
            format!("{} {} out", names(people), verb(people, "is", "are"))
        }
        Change::Assign(people) if people.is_empty() => "nobody is on call".to_owned(),
        Change::Assign(people) => {
            format!("only {} {} on call", names(people), verb(people, "is", "are"))
        }
    }
}
