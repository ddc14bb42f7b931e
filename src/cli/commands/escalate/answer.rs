//! The answer to one page: its walk, the roles it needs, where to meet, how long it takes.

use chrono::TimeDelta;

use super::rows::{document, table};
use super::words;
use super::{Args, Format};
use crate::cli::faults::Asked;
use crate::cli::heading::{Heading, echo};
use crate::cli::{Failure, Session, Verdict};
use crate::diagnostic::visible;
use crate::escalation::{
    Basis, Cut, Filled, Holders, Judge, Needed, Page, Reached, Slowest, Walk, Worst, needed, roles,
    urgency,
};
use crate::plan::{PersonKey, Plan};
use crate::time::{Instant, Span, When, Zone, show};
use crate::views::fold::fold;
use crate::views::table::inert;

/// Keys of a severity on which an answer rests.
const DECISIVE: [&str; 4] = ["urgency", "acknowledge-within", "engage-within", "roles"];

/// The answer to one page.
pub(super) struct Answer<'a> {
    pub plan: &'a Plan,
    pub page: Page<'a>,
    pub walk: Walk<'a>,
    pub roles: Vec<Needed<'a>>,
    pub when: When,
    pub viewer: Zone,
    pub silent: Vec<PersonKey>,
    words: String,
}

impl<'a> Answer<'a> {
    pub fn new(
        page: Page<'a>,
        when: When,
        viewer: Zone,
        silent: Vec<PersonKey>,
        words: &str,
    ) -> Self {
        let walk = page.walk(when.instant, &silent);
        let roles = roles(page.plan, page.severity, page.path, when.instant);
        let (plan, words) = (page.plan, words.to_owned());
        Self { plan, page, walk, roles, when, viewer, silent, words }
    }

    pub fn run(&self, args: &Args, session: &mut Session<'_>) -> Result<Verdict, Failure> {
        let touched = self.warn(args, session)?;
        let worst = self.worst(session.now);
        self.print(args.format(session), worst, session);
        Ok(match self.walk.reached().is_empty() {
            _ if touched => Verdict::Partial,
            true => Verdict::No,
            false => Verdict::Yes,
        })
    }

    /// Says which faults touch the answer, and whether any does.
    fn warn(&self, args: &Args, session: &mut Session<'_>) -> Result<bool, Failure> {
        let reached = args.selected(self.plan)?;
        let end = self.walk.happenings.last().map_or(self.walk.at, |last| last.at);
        let span = Span::new(self.walk.at, end + TimeDelta::nanoseconds(1));
        let (rotations, hidden) = (&reached.keys, reached.hidden);
        let asked = Asked { rotations, everything: false, hidden, span };
        let touched = session.warn(self.plan, &asked);
        let lost = &self.page.severity.written.lost;
        let lost: Vec<_> = lost.iter().filter(|key| DECISIVE.contains(key)).copied().collect();
        if !lost.is_empty() {
            let (keys, id) = (lost.join(", "), &self.page.severity.id);
            session.note(&format!("warning: a fault hides {keys} of `{id}`"));
        }
        let unread = self.unread();
        if !unread.is_empty() {
            session.note(&format!(
                "warning: a fault hides how a page reaches {}: they are taken to be reached at once",
                unread.join(", ")
            ));
        }
        Ok(touched || !lost.is_empty() || !unread.is_empty() || self.walk.is_hidden())
    }

    /// Those whose contacts or order of contacts a fault hides.
    fn unread(&self) -> Vec<&str> {
        let calls = self.walk.happenings.iter().flat_map(|happening| &happening.calls);
        let hidden = calls.filter(|call| call.ladder.basis == Basis::Hidden);
        let mut people: Vec<_> = hidden.map(|call| call.person).collect();
        people.sort_unstable();
        people.dedup();
        self.plan.ids(&people)
    }

    /// The longest that such a page takes over the plan's horizon.
    pub fn worst(&self, now: Instant) -> Worst {
        let Page { plan, service, severity, path } = self.page;
        let Some(hours) = needed(service, severity) else { return Worst::NotNeeded };
        let span = Span::new(now, now + TimeDelta::seconds(plan.horizon.0));
        Judge::new(plan, span, &self.silent).worst(path, urgency(severity), hours)
    }

    fn print(&self, format: Format, worst: Worst, session: &mut Session<'_>) {
        let style = session.style();
        let heading = self.heading(session);
        let verdict = [self.verdict(), self.worst_words(worst)];
        match format {
            Format::Json => {
                let text = self.json(worst, session);
                session.print(&text);
            }
            Format::Human => {
                session.print(&heading.lines(style));
                session.print(&self.timeline(style));
                let lines = self.remarks().into_iter().chain(verdict);
                for line in lines {
                    let line = fold(&visible(&line), 2, style);
                    let line = if line.contains("NOBODY") { style.alarm(&line) } else { line };
                    session.print(&(line + "\n"));
                }
            }
            Format::List => {
                session.print(&heading.lines(style));
                session.print(&table(self).list());
                session.print("\n");
                let sections =
                    self.sections().into_iter().map(|(name, what)| format!("{name}: {what}"));
                let lines = sections.chain(self.remarks()).chain(verdict);
                lines.for_each(|line| session.print(&(fold(&visible(&line), 2, style) + "\n")));
            }
            Format::Md => {
                let mut text =
                    format!("{}\n\n{}\n", inert(&heading.line()), document(self).markdown());
                for (name, what) in self.sections() {
                    text += &["- ", &inert(&name), ": ", &inert(&what), "\n"].concat();
                }
                let lines = self.remarks().into_iter().chain(verdict);
                lines.for_each(|line| text += &["- ", &inert(&line), "\n"].concat());
                session.print(&text);
            }
            Format::Tsv => {
                session.note(&heading.line());
                let lines = self.remarks().into_iter().chain(verdict);
                lines.for_each(|line| session.note(&visible(&line)));
                session.print(&table(self).tsv());
            }
        }
    }

    /// What was understood: the page, the instant, the zone.
    fn heading(&self, session: &Session<'_>) -> Heading {
        let Page { service, severity, path, .. } = self.page;
        let page = format!("{} {} by {}", service.id, severity.id, path.id);
        let asked = format!("alert at {}", echo(&self.words, &self.when, &self.viewer));
        let silent = words::silent(self.plan, &self.silent);
        let parts = [page, asked].into_iter().chain(silent);
        Heading::new(session, self.plan, parts, &self.viewer)
    }

    /// The roles and the places to meet, as names and what is to be said of them.
    pub fn sections(&self) -> Vec<(String, String)> {
        let roles = self.roles.iter().map(|role| (format!("role {}", role.id), self.filled(role)));
        let meet = self.meet().into_iter().map(|(name, place)| (name.to_owned(), place));
        roles.chain(meet).collect()
    }

    /// Who fills a role.
    pub fn filled(&self, role: &Needed<'_>) -> String {
        match &role.filled {
            Filled::AtIncident => "given out when the incident is declared".to_owned(),
            Filled::Nobody => "NOBODY: no rotation has it, and nobody is given it".to_owned(),
            Filled::Rotations(all) => {
                all.iter().map(|one| self.holders(one)).collect::<Vec<_>>().join("; ")
            }
        }
    }

    fn holders(&self, holders: &Holders) -> String {
        let who = match holders.people.as_deref() {
            None => "? (a fault hides who)".to_owned(),
            Some([]) => "NOBODY on call".to_owned(),
            Some(people) => self.names(people),
        };
        let paged = match holders.paged_after {
            Some(after) => format!("paged at {}", words::after(after)),
            None => "not paged by this path".to_owned(),
        };
        format!("{who} ({}, {paged})", self.plan[holders.rotation].id)
    }

    pub fn names(&self, people: &[PersonKey]) -> String {
        let names: Vec<_> = people.iter().map(|key| self.plan[*key].name.as_str()).collect();
        names.join(", ")
    }

    /// Where responders meet, by the keys of the plan; the service's team where it says nothing.
    pub fn meet(&self) -> Vec<(&'static str, String)> {
        let written = self.plan.written.channels.as_ref().map(|channels| &channels.value);
        let all = written.map(|channels| {
            [
                ("incident-chat", &channels.incident_chat),
                ("declare-in", &channels.declare_in),
                ("call", &channels.call),
                ("call-fallback", &channels.call_fallback),
            ]
        });
        let all = all.into_iter().flatten();
        let known = all.filter_map(|(key, place)| Some((key, place.as_ref()?.value.clone())));
        let known: Vec<_> = known.collect();
        if !known.is_empty() {
            return known;
        }
        let team = self.page.service.written.team.as_ref().map(|team| &team.value);
        let team = team.and_then(|id| self.plan.team(id.as_ref()));
        let channel = team.and_then(|team| team.written.channel.as_ref());
        channel.map(|channel| ("team channel", channel.value.clone())).into_iter().collect()
    }

    /// What is left out of the walk, and what is assumed in it.
    fn remarks(&self) -> Vec<String> {
        let mut all = Vec::new();
        match self.walk.cut {
            Some(Cut::Targets(after)) => all.push(format!(
                "the walk is cut after {} targets: what happens from {} on is left out",
                self.walk.happenings.len(),
                words::after(after)
            )),
            Some(Cut::Time(after)) => all.push(format!(
                "the walk is cut after a year: the next step would run {} after the alert",
                words::length(after)
            )),
            None => {}
        }
        all.extend(self.walk.undated.iter().map(|path| {
            format!(
                "`{}` has `repeat` and no `repeat-every`: its further runs are left out",
                path.id
            )
        }));
        let mut calls = self.walk.happenings.iter().flat_map(|happening| &happening.calls);
        if calls.any(|call| call.ladder.basis == Basis::NoContacts) {
            all.push(
                "the plan holds no contacts: people are taken to be reached at once".to_owned(),
            );
        }
        all
    }

    /// How long this page takes.
    fn verdict(&self) -> String {
        let reached = self.walk.reached();
        let one = |reached: &Reached| {
            let name = &self.plan[reached.person].name;
            let via = reached.via.map_or(String::new(), |via| format!(", {}", via.word()));
            format!("{} ({name}{via})", words::length(reached.after))
        };
        match &reached[..] {
            [] => "NOBODY is ever reached".to_owned(),
            [first] => format!("a first human after {}, and no second one", one(first)),
            [first, second, ..] => {
                format!("a first human after {}, two after {}", one(first), one(second))
            }
        }
    }

    /// The longest that it takes over the horizon.
    fn worst_words(&self, worst: Worst) -> String {
        let horizon = words::horizon(self.plan);
        let takes = |slowest: &Slowest, what: &str| {
            let at = show::full(slowest.at, &self.viewer);
            match slowest.seconds {
                Some(seconds) => format!("{what} after {} (alert at {at})", words::length(seconds)),
                None => format!("{what} never (alert at {at})"),
            }
        };
        match worst {
            Worst::Takes([first, _]) if first.seconds.is_none() => format!(
                "at worst in the {horizon} ahead: NOBODY is ever reached (alert at {})",
                show::full(first.at, &self.viewer)
            ),
            Worst::Takes([first, second]) => format!(
                "at worst in the {horizon} ahead: {}, {}",
                takes(&first, "a first human"),
                takes(&second, "two")
            ),
            Worst::NotNeeded => format!("no hour of the {horizon} ahead is promised for it"),
            Worst::Hidden => "a fault hides the worst of the time ahead".to_owned(),
        }
    }
}
