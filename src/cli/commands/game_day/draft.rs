//! A new game day as the text of a file: what is known is written, what is missing is asked for in
//! comments.

use std::fmt::Write as _;

use chrono::TimeDelta;

use super::proposal::Proposal;
use crate::edit::quoted;
use crate::plan::Plan;
use crate::syntax::{GameDayKind, as_id};
use crate::time::{Instant, show};

/// An id and a file's stem have at most so many characters, the date among them.
const LONGEST: usize = 60;

/// A game day that is to be planned.
pub(super) struct Draft {
    pub id: String,
    pub title: String,
    pub kind: GameDayKind,
    pub services: Vec<String>,
    pub scheduled: Instant,
    pub length: TimeDelta,
    pub hypothesis: Option<String>,
    pub alert: Option<String>,
    pub runbooks: Vec<String>,
    pub rehearses: Vec<String>,
    pub owner: Option<String>,
    pub coordinator: Option<String>,
    pub reporter: Option<String>,
    /// Rotations whose people respond.
    pub responders: Vec<String>,
}

impl Draft {
    /// The game day that a proposal comes to; `None` where it has no time.
    pub fn proposed(plan: &Plan, proposal: &Proposal<'_>) -> Option<Self> {
        let (slot, scenario) = (proposal.slot.as_ref()?, proposal.scenario()?);
        let id = |key: &crate::plan::PersonKey| plan[*key].id.to_string();
        let mut spare = proposal.spare.iter();
        let coordinator = proposal.coordinator.as_ref().or_else(|| spare.next());
        let service = proposal.due.service.id.to_string();
        Some(Self {
            id: id_of(plan, slot.span.start, &service),
            title: scenario.title.clone(),
            kind: scenario.kind,
            services: vec![service],
            scheduled: slot.span.start,
            length: slot.span.length(),
            hypothesis: None,
            alert: scenario.alert.clone(),
            runbooks: scenario.runbooks.clone(),
            rehearses: scenario.rehearses.clone(),
            owner: proposal.owner.as_ref().map(id),
            coordinator: coordinator.map(id),
            reporter: spare.next().map(id),
            responders: slot.on_call.iter().map(|(key, _)| plan[*key].id.to_string()).collect(),
        })
    }

    /// The file, by its path in the plan.
    pub fn file(&self) -> String {
        format!("game-days/{}.toml", self.id)
    }

    /// What the file holds.
    pub fn text(&self) -> String {
        let id = &self.id;
        let mut text = format!(
            "# An exercise: settle what is commented out before the day.\n\
             # `irp game-day start {id}` records what happens in it.\n\n[game-days.{id}]\n"
        );
        let mut line = |key: &str, value: &str| {
            let _ = writeln!(text, "{key} = {value}");
        };
        line("title", &quoted(&self.title));
        line("status", "\"planned\"");
        line("kind", &quoted(self.kind.word()));
        line("# environment", "\"staging\"");
        line("services", &list(&self.services));
        line("scheduled", &show::utc(self.scheduled));
        line("duration", &quoted(&format!("{}m", self.length.num_minutes())));
        match &self.hypothesis {
            Some(hypothesis) => line("hypothesis", &quoted(hypothesis)),
            None => line("# hypothesis", "\"When ..., ... within 10 min.\"   # it can prove wrong"),
        }
        line("# inject", "\"...\"   # what is done to the system, or said");
        line("# abort-when", "\"anybody in production is paged\"");
        line("# rollback", "\"...\"");
        match &self.alert {
            Some(alert) => line("expected-alert", &quoted(alert)),
            None => line("# expected-alert", "\"...\""),
        }
        line("# expected-detect-within", "\"5m\"   # from the injection");
        line("# expected-engage-within", "\"10m\"   # from the detection");
        line("# expected-mitigate-within", "\"30m\"   # from the injection");
        if !self.runbooks.is_empty() {
            line("runbooks", &list(&self.runbooks));
        }
        if !self.rehearses.is_empty() {
            line("rehearses", &list(&self.rehearses));
        }
        let _ = writeln!(text, "\n[game-days.{id}.roles]");
        self.roles(&mut text);
        text
    }

    fn roles(&self, text: &mut String) {
        let roles = [
            ("owner", &self.owner, "answers for it"),
            ("coordinator", &self.coordinator, "runs it and may halt it"),
            ("reporter", &self.reporter, "writes it down"),
        ];
        for (role, person, what) in roles {
            let _ = match person {
                Some(person) => writeln!(text, "{role} = {}", quoted(person)),
                None => writeln!(text, "# {role} = \"...\"   # {what}"),
            };
        }
        if !self.responders.is_empty() {
            let each = self.responders.iter().map(|id| format!("{{ rotation = {} }}", quoted(id)));
            let each: Vec<_> = each.collect();
            let _ = writeln!(text, "responders = [{}]", each.join(", "));
        }
    }
}

fn list(texts: &[String]) -> String {
    let texts: Vec<_> = texts.iter().map(|text| quoted(text)).collect();
    format!("[{}]", texts.join(", "))
}

/// An id for a game day: its day in the plan's zone, and a few words.
pub(super) fn id_of(plan: &Plan, at: Instant, words: &str) -> String {
    let day = plan.zone.civil(at).format("%Y-%m-%d").to_string();
    let slug = as_id(words).unwrap_or_else(|| "exercise".to_owned());
    let mut id = format!("{day}-{slug}");
    id.truncate(LONGEST);
    id.trim_end_matches('-').to_owned()
}
