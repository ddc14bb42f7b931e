//! Whom a target means, in words: short times for people, exact ones for programs.

use super::{Asking, Ready, State, Whom};
use crate::time::{Instant, show};
use crate::views::page::Entry;
use crate::views::table::Cell;

/// So many people of a team or with a skill are named for people; programs get all.
const NAMED: usize = 8;

impl Asking<'_> {
    /// Says whom a target means, a line each.
    pub fn say(&self, entry: &mut Entry, label: &str, whom: &Whom<'_>) {
        match whom.kind {
            "rotation" => {
                entry.mark(label, Self::both(|exact| self.duty_line(whom, exact)), whom.hidden);
            }
            "person" => match whom.people.first() {
                Some(ready) => {
                    let gone = ready.state == State::Gone;
                    entry.mark(label, Self::both(|exact| self.line(ready, exact)), gone);
                }
                None => entry.mark(label, Cell::same(unknown(whom)), true),
            },
            "team" | "skill" => self.say_group(entry, label, whom),
            "channel" => {
                let text = format!("{}, a channel, which wakes nobody", whom.id);
                entry.say(label, Cell::same(text));
            }
            "external" => entry.say(label, Self::both(|exact| self.outside(whom, exact))),
            _ => {
                entry.say(label, Cell::same(format!("the first step of {}:", whom.id)));
                whom.first.iter().for_each(|whom| self.say(entry, label, whom));
                if !whom.is_somebody() {
                    entry.mark(label, Cell::same("which reaches nobody"), true);
                }
            }
        }
    }

    /// The people of a team, or with a skill, those who are at hand first.
    fn say_group(&self, entry: &mut Entry, label: &str, whom: &Whom<'_>) {
        let head = match (whom.kind, &whom.name) {
            ("team", Some(name)) => format!("team {name}:"),
            ("team", None) => format!("team {}:", whom.id),
            _ => format!("whoever knows {}:", whom.id),
        };
        if whom.people.is_empty() {
            return entry.mark(label, Cell::same(head + " nobody"), true);
        }
        entry.say(label, Cell::same(head));
        let more = whom.people.len().saturating_sub(NAMED);
        let mut cells = whom.people.iter().map(|ready| Self::both(|exact| self.line(ready, exact)));
        cells.by_ref().take(NAMED).for_each(|cell| entry.say(label, cell));
        let rest: Vec<_> = cells.map(|cell| cell.exact).collect();
        if more > 0 {
            let exact = rest.join("; ");
            entry.say(label, Cell { short: format!("and {more} more"), exact });
        }
    }

    /// Who is on call somewhere, in a few words: names, or that nobody is.
    pub fn names(&self, all: &[Whom<'_>]) -> Cell {
        let mut names: Vec<String> = Vec::new();
        for whom in all {
            let found: Vec<_> = match whom.kind {
                "rotation" if whom.hidden => vec![format!("? ({})", whom.id)],
                "rotation" | "person" => whom.people.iter().map(|r| self.name(r)).collect(),
                "escalation" => vec![self.names(&whom.first).short],
                "external" => vec![whom.name.clone().unwrap_or_else(|| whom.id.clone())],
                "channel" => Vec::new(),
                kind => vec![format!("{kind} {}", whom.id)],
            };
            names.extend(found.into_iter().filter(|name| !name.is_empty()));
        }
        names.dedup();
        Cell::same(names.join(", "))
    }

    fn name(&self, ready: &Ready) -> String {
        self.plan[ready.person].name.clone()
    }

    /// The same in words for people and for programs.
    fn both(words: impl Fn(bool) -> String) -> Cell {
        Cell { short: words(false), exact: words(true) }
    }

    /// A time for people, with how far away it is, or for programs.
    pub fn time(&self, at: Instant, exact: bool) -> String {
        if exact {
            return show::rfc3339(at, &self.viewer);
        }
        let short = show::short(at, &self.viewer, self.at);
        format!("{short} ({})", show::length(at - self.at))
    }

    fn duty_line(&self, whom: &Whom<'_>, exact: bool) -> String {
        let id = &whom.id;
        if whom.hidden {
            return format!("{id}: ? (a fault hides who is on call)");
        }
        let until = whom.until.map(|until| self.time(until, exact));
        if whom.people.is_empty() {
            return match until {
                Some(until) => format!("{id}: nobody until {until}"),
                None => format!("{id}: nobody"),
            };
        }
        let people: Vec<_> = whom.people.iter().map(|r| self.named(r, exact)).collect();
        let until = until.map(|until| format!(", until {until}")).unwrap_or_default();
        format!("{id}: {}{until}", people.join(", "))
    }

    /// A person with what is needed to ask them: their own time where it differs, their handle.
    fn named(&self, ready: &Ready, exact: bool) -> String {
        let person = &self.plan[ready.person];
        let id = if exact { format!(" ({})", person.id) } else { String::new() };
        let mut beside = Vec::new();
        if person.zone.offset_at(self.at) != self.viewer.offset_at(self.at) {
            let there = if exact {
                show::rfc3339(self.at, &person.zone)
            } else {
                show::beside(self.at, &person.zone, &self.viewer)
            };
            beside.push(there + " there");
        }
        beside.extend(person.written.chat.as_ref().map(|chat| chat.value.clone()));
        let beside =
            if beside.is_empty() { String::new() } else { format!(" [{}]", beside.join(", ")) };
        format!("{}{id}{beside}", person.name)
    }

    /// A person, and how soon they can be asked.
    pub fn line(&self, ready: &Ready, exact: bool) -> String {
        format!("{}: {}", self.named(ready, exact), self.state(ready, exact))
    }

    fn state(&self, ready: &Ready, exact: bool) -> String {
        let time = |at| self.time(at, exact);
        let works = match ready.works {
            Some(works) => format!("works from {}", time(works.start)),
            None if ready.state == State::Unknown => String::new(),
            None => "no working hours in the four weeks that follow".to_owned(),
        };
        match ready.state {
            State::OnCall => {
                let each = ready
                    .duties
                    .iter()
                    .map(|(key, until)| format!("{} until {}", self.plan[*key].id, time(*until)));
                format!("on call in {}", each.collect::<Vec<_>>().join(", in "))
            }
            State::Working => match ready.works {
                Some(works) => format!("at work until {}", time(works.end)),
                None => "at work".to_owned(),
            },
            State::Off => works,
            State::Unknown => "working hours are not in the plan".to_owned(),
            State::Away => match ready.away {
                Some(away) if works.is_empty() => format!("time off until {}", time(away)),
                Some(away) => format!("time off until {}, {works}", time(away)),
                None => works,
            },
            State::Gone if self.plan[ready.person].joined.is_some_and(|day| self.at < day) => {
                "has not joined yet".to_owned()
            }
            State::Gone => "has left".to_owned(),
        }
    }

    /// Somebody outside the organisation: how to reach them, and whether that is possible.
    fn outside(&self, whom: &Whom<'_>, exact: bool) -> String {
        let Some(external) = whom.external else { return unknown(whom) };
        let name = whom.name.as_deref().unwrap_or(&whom.id);
        let id = if exact { format!(" ({})", whom.id) } else { String::new() };
        let mut parts: Vec<String> = Vec::new();
        let contacts = external.contacts.iter().flat_map(|contacts| &contacts.value.0);
        parts.extend(contacts.map(|(via, to)| format!("{} {}", via.word(), to.reference)));
        if external.hours.is_some() {
            parts.push(match whom.open {
                Some(open) if self.at < open.start => {
                    format!("closed until {}", self.time(open.start, exact))
                }
                Some(open) if open.end - self.at >= super::ready::AHEAD => "at any hour".to_owned(),
                Some(open) => format!("open until {}", self.time(open.end, exact)),
                None => "not open in the four weeks that follow".to_owned(),
            });
        }
        parts.extend(external.account.as_ref().map(|account| format!("account {}", account.value)));
        if parts.is_empty() {
            format!("{name}{id}")
        } else {
            format!("{name}{id}: {}", parts.join(", "))
        }
    }
}

fn unknown(whom: &Whom<'_>) -> String {
    format!("{} {}, which a fault hides", whom.kind, whom.id)
}
