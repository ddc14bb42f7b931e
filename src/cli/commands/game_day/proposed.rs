//! A proposal as sections that people read.

use super::draft::Draft;
use super::due::Due;
use super::page::View;
use super::proposal::Proposal;
use crate::plan::PersonKey;
use crate::record::Limit;
use crate::time::{Instant, show};
use crate::views::sections::Section;
use crate::views::table::Cell;

impl View<'_> {
    /// What to exercise next, and when.
    pub fn proposal(
        &self,
        proposal: Option<&Proposal<'_>>,
        draft: Option<&Draft>,
        others: &[Due<'_>],
    ) -> Vec<Section> {
        let Some(proposal) = proposal else {
            let mut none = Section::new("proposal", &[("what", 0)]);
            none.notes.push(
                "nothing is to be exercised: every service of tier 1 has an exercise planned, or \
                 the plan has none"
                    .to_owned(),
            );
            return vec![none, self.services(others)];
        };
        let mut sections = vec![self.what(proposal, draft), self.needed(proposal)];
        if proposal.slot.is_none() {
            sections.push(self.limits(proposal));
        }
        sections.push(grounds(proposal));
        let mut others = self.services(others);
        others.title = "other services";
        sections.push(others);
        sections
    }

    fn what(&self, proposal: &Proposal<'_>, draft: Option<&Draft>) -> Section {
        let mut section = Section::new("proposal", &[("what", 0), ("is", 0)]);
        let mut row = |what: &str, is: Cell| section.table.rows.push(vec![Cell::same(what), is]);
        row("service", Cell::same(proposal.due.service.id.as_ref()));
        row("why", Cell::same(self.why(proposal)));
        if let Some(scenario) = proposal.scenario() {
            row("scenario", Cell::same(scenario.title.as_str()));
            row("kind", Cell::same(scenario.kind.word()));
            row("because", Cell::same(scenario.because.as_str()));
        }
        match &proposal.slot {
            Some(slot) => {
                row("from", self.whole(slot.span.start));
                row("until", self.whole(slot.span.end));
            }
            None => row("when", Cell::same("no time fits everybody")),
        }
        let roles =
            draft.map(|draft| [("coordinator", &draft.coordinator), ("reporter", &draft.reporter)]);
        for (role, person) in roles.into_iter().flatten() {
            match person {
                Some(id) => row(role, Cell::same(format!("{id} (works then)"))),
                None => row(role, Cell::same("nobody else works then")),
            }
        }
        section
    }

    fn why(&self, proposal: &Proposal<'_>) -> String {
        let due = &proposal.due;
        let day = |at| show::day(at, self.zone);
        match (due.cadence, due.known.last) {
            (Some((at, id)), _) if proposal.by_cadence => {
                format!("`{id}` recurs, next on {}", day(at))
            }
            (Some((at, id)), _) => {
                format!("`{id}` recurs, next on {}, when not everybody works", day(at))
            }
            (None, None) if due.known.undated => "it was exercised on no known day".to_owned(),
            (None, None) => match due.incidents {
                0 => "no exercise of it is on record".to_owned(),
                1 => "no exercise of it is on record, and it had 1 incident in a year".to_owned(),
                many => {
                    format!("no exercise of it is on record, and it had {many} incidents in a year")
                }
            },
            (None, Some(last)) => match due.over {
                Some(over) => format!("it was last exercised on {}, {over}d overdue", day(last)),
                None => format!("it was last exercised on {}, and is due next", day(last)),
            },
        }
    }

    fn needed(&self, proposal: &Proposal<'_>) -> Section {
        let columns = [("person", 0), ("as", 0), ("from", 0), ("until", 0), ("zone", 1)];
        let mut section = Section::new("who is needed", &columns);
        for (key, role) in &proposal.needed {
            let person = &self.plan[*key];
            let time = |at: Option<Instant>| {
                at.map_or_else(Cell::default, |at| Cell {
                    short: show::beside(at, &person.zone, self.zone),
                    exact: show::rfc3339(at, &person.zone),
                })
            };
            let slot = proposal.slot.as_ref().map(|slot| slot.span);
            section.table.rows.push(vec![
                Cell::same(person.name.as_str()),
                Cell::same(role.as_str()),
                time(slot.map(|slot| slot.start)),
                time(slot.map(|slot| slot.end)),
                Cell::same(person.zone.name()),
            ]);
        }
        let names: Vec<_> = proposal.assumed.iter().map(|key| self.name(*key)).collect();
        if !names.is_empty() {
            section.notes.push(format!(
                "the plan does not say the working hours of {}: the service hours on their clock \
                 are taken for them",
                names.join(", ")
            ));
        }
        section
    }

    /// Who keeps the others from coming together.
    fn limits(&self, proposal: &Proposal<'_>) -> Section {
        let columns = [("without", 0), ("it fits from", 0), ("then on call", 1)];
        let mut section = Section::new("who limits it", &columns);
        for limit in &proposal.limits {
            let others = limit.without.on_call.iter().flat_map(|(_, people)| people);
            let others: Vec<_> = others.map(|key| self.name(*key)).collect();
            section.table.rows.push(vec![
                Cell::same(self.limit(limit)),
                self.whole(limit.without.span.start),
                Cell::same(others.join(", ")),
            ]);
        }
        let alone = if proposal.limits.is_empty() {
            "leaving out one person or rotation is not enough: "
        } else {
            ""
        };
        section.notes.push(format!(
            "{alone}`--steps 1` needs only those whom a page reaches first, `--within` looks further"
        ));
        section
    }

    /// What limits a search, in words.
    pub fn limit(&self, limit: &Limit) -> String {
        let rotation =
            limit.rotation.map(|key| format!("whoever is on call in {}", self.plan[key].id));
        rotation.or(limit.person.map(|key| self.name(key).to_owned())).unwrap_or_default()
    }

    fn name(&self, key: PersonKey) -> &str {
        &self.plan[key].name
    }
}

/// Every ground, in the order in which they were looked for, up to the one that is taken.
fn grounds(proposal: &Proposal<'_>) -> Section {
    let mut section = Section::new("why this scenario", &[("looked for", 0), ("found", 0)]);
    let taken = proposal.grounds.iter().position(|ground| ground.found.is_some());
    for (index, ground) in proposal.grounds.iter().enumerate() {
        let found = match &ground.found {
            Some(scenario) if Some(index) == taken => format!("taken: {}", scenario.because),
            Some(scenario) => format!("also: {}", scenario.because),
            None => "none".to_owned(),
        };
        section.table.rows.push(vec![Cell::same(ground.sought), Cell::same(found)]);
    }
    section
}
