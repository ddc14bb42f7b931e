//! The plan in force at a time: an answer is read from it, or compared with it.

use std::collections::BTreeSet;

use super::faults::{Asked, hides_rotations, names};
use super::past::{History, Past};
use super::unread::unforced;
use super::{Failure, Session};
use crate::diagnostic::visible;
use crate::history::InForce;
use crate::plan::{PersonKey, Plan, Read, RotationKey};
use crate::schedule;
use crate::time::{Instant, When, Zone, show};

/// Differences beyond these are counted, not listed.
const SHOWN: usize = 3;

/// Whether the plan in force is asked for.
#[derive(Debug, clap::Args)]
pub struct Force {
    /// Answer from the plan in force then: the newest commit by that time
    #[arg(long)]
    in_force: bool,
    /// Look for that commit on this branch, not on the default one
    #[arg(long, value_name = "BRANCH")]
    branch: Option<String>,
}

impl Session<'_> {
    /// Reads the plan, and the time that words name where the plan is the one in force then.
    ///
    /// # Errors
    /// Where there is no such plan, or the words name no time.
    pub fn plan_then(
        &mut self,
        force: &Force,
        words: &str,
        what: Read,
    ) -> Result<(&'static Plan, Option<When>), Failure> {
        let branch = force.branch.as_deref();
        if !force.in_force {
            return match branch {
                None => Ok((self.plan(what)?, None)),
                Some(_) => Err(Failure::usage("--branch is for --in-force, which is not given")
                    .hint("--rev reads the newest plan of a branch")),
            };
        }
        if self.options.rev.is_some() {
            return Err(Failure::usage("`--in-force` and `--rev` exclude each other")
                .hint("--in-force finds a revision by its time, --rev by its name"));
        }
        let history = self.history()?;
        let (when, viewer) = self.when_before_plan(words, branch, &history)?;
        let found = history.repository().in_force(branch, when.instant);
        let found = found.map_err(|reason| unforced(branch, when.instant, reason, &viewer))?;
        self.note_skew(&found, &viewer);
        let Past { plan, mut seen } = history.load(found.revision, &self.zones, what)?;
        seen.branch = Some(found.branch);
        self.seen.get_or_init(|| seen);
        // The process ends with the command, as where the plan is read from files.
        Ok((Box::leak(Box::new(plan)), Some(when)))
    }

    /// Reads words for a time before it is known which plan answers: the plan as it is now, or as
    /// it is at the tip of the branch, says what `plan` and a person's id mean in them, and in
    /// which zone times are shown.
    fn when_before_plan(
        &self,
        words: &str,
        branch: Option<&str>,
        history: &History,
    ) -> Result<(When, Zone), Failure> {
        const PEOPLE: Read = Read::Only(&["people"]);
        let newest = || {
            let found = history.repository().in_force(branch, Instant::MAX_UTC).ok()?;
            Some(history.load(found.revision, &self.zones, PEOPLE).ok()?.plan)
        };
        let here = history.place().and_then(|_| self.load(PEOPLE).ok());
        if let Some(plan) = here.or_else(newest) {
            let viewer = self.viewing(&plan)?.0;
            return Ok((self.when(words, &plan, &viewer)?, viewer));
        }
        let viewer = self.zone_before_plan();
        Ok((self.time(words, &viewer, &|name| self.zones.get(name))?, viewer))
    }

    /// Says that a clock was wrong where that decides which plan was in force.
    fn note_skew(&mut self, found: &InForce, viewer: &Zone) {
        if let Some(later) = &found.later {
            let (commit, parent) = (found.revision.short(), later.short());
            let [own, date] =
                [&found.revision, later].map(|r| show::full(r.committed_at(), viewer));
            self.note(&format!(
                "warning: a clock was wrong: {commit} is of {own}, and {parent}, the commit before \
                 it, of {date}"
            ));
        }
    }

    /// Says beside an answer about the past, from the plan as it is, where the plan in force then
    /// answers otherwise. Only of some people, where these were asked for.
    pub fn compare_in_force(
        &mut self,
        plan: &Plan,
        asked: &Asked<'_>,
        people: &[PersonKey],
        viewer: &Zone,
    ) {
        let at = asked.span.start;
        if at >= self.now || self.seen().is_some() {
            return;
        }
        let Some((found, past)) = self.in_force(at) else { return };
        let people = plan.ids(people);
        let both = Both { now: plan, then: &past.plan, at };
        let (differing, unknown) = both.compare(asked, &people);
        let date = show::full(found.revision.committed_at(), viewer);
        let branch = visible(&found.branch);
        let commit = format!("{} on {branch}, committed {date}", found.revision.short());
        if !differing.is_empty() {
            self.note_skew(&found, viewer);
            self.note(&format!("warning: the plan in force then answers otherwise: {commit}"));
            differing.iter().take(SHOWN).for_each(|line| self.note(&format!("  {line}")));
            if let more @ 1.. = differing.len().saturating_sub(SHOWN) {
                self.note(&format!("  and {more} more"));
            }
            self.note("  help: --in-force answers from that plan");
        }
        if !unknown.is_empty() {
            let of = names(plan, &unknown);
            self.note(&format!(
                "warning: {of} cannot be compared with the plan in force then, which has a fault: \
                 {commit}"
            ));
        }
    }

    fn in_force(&self, at: Instant) -> Option<(InForce, Past)> {
        let history = self.history().ok()?;
        let found = history.repository().in_force(None, at).ok()?;
        let past = history.load(found.revision.clone(), &self.zones, Read::Shifts).ok()?;
        Some((found, past))
    }
}

/// The plan as it is and the one in force at a time.
struct Both<'a> {
    now: &'a Plan,
    then: &'a Plan,
    at: Instant,
}

impl Both<'_> {
    /// What differs of some people, or of all where there are none: a line for each rotation; and
    /// the rotations of which that cannot be said.
    fn compare(&self, asked: &Asked<'_>, people: &[&str]) -> (Vec<String>, Vec<RotationKey>) {
        let (mut differing, mut unknown) = (Vec::new(), Vec::new());
        let answered = |key: &&RotationKey| self.now[**key].blocked.is_empty();
        for key in asked.rotations.iter().filter(answered) {
            let id = &self.now[*key].id;
            let before = self.then.rotation(id.as_ref());
            let blocked = before.map(|key| !self.then[key].blocked.is_empty());
            if blocked.unwrap_or_else(|| hides_rotations(self.then)) {
                unknown.push(*key);
                continue;
            }
            let (now, then) =
                (on_call(self.now, Some(*key), self.at), on_call(self.then, before, self.at));
            let none = if before.is_none() { " (it has no such rotation)" } else { "" };
            if let Some((then, now)) = self.difference(&then, &now, people) {
                differing.push(format!("`{id}`: {then}{none}, not {now}"));
            }
        }
        if asked.everything && !hides_rotations(self.now) {
            differing.extend(self.dropped(people));
        }
        (differing, unknown)
    }

    /// A line for each rotation that the plan has no more and in which somebody was on call.
    fn dropped(&self, people: &[&str]) -> Vec<String> {
        let keys = self.then.rotation_keys();
        let gone = keys.filter(|key| self.now.rotation(self.then[*key].id.as_ref()).is_none());
        let line = |key: RotationKey| {
            let then = on_call(self.then, Some(key), self.at);
            let (then, _) = self.difference(&then, &[], people)?;
            Some(format!("`{}`: {then}, where there is no such rotation now", self.then[key].id))
        };
        gone.filter_map(line).collect()
    }

    /// Both groups of people in words, where they differ and one of some people is among them.
    fn difference(
        &self,
        then: &[PersonKey],
        now: &[PersonKey],
        people: &[&str],
    ) -> Option<(String, String)> {
        let ids = |plan: &Plan, keys| plan.ids(keys).into_iter().map(str::to_owned).collect();
        let (before, here): (BTreeSet<_>, BTreeSet<_>) = (ids(self.then, then), ids(self.now, now));
        let about = |id: &&String| people.is_empty() || people.contains(&id.as_str());
        before.symmetric_difference(&here).find(about)?;
        let [old, new] = [(self.then, then), (self.now, now)].map(|(plan, keys)| named(plan, keys));
        if old != new {
            return Some((old, new));
        }
        let listed = |ids: BTreeSet<String>| ids.into_iter().collect::<Vec<_>>().join(" and ");
        Some((listed(before), listed(here)))
    }
}

/// Who is on call in a rotation that need not be.
fn on_call(plan: &Plan, key: Option<RotationKey>, at: Instant) -> Vec<PersonKey> {
    let key = key.filter(|key| plan[*key].blocked.is_empty());
    let shift = key.and_then(|key| schedule::at(plan, key, at));
    shift.map_or_else(Vec::new, |shift| shift.people.to_vec())
}

fn named(plan: &Plan, people: &[PersonKey]) -> String {
    let names: Vec<_> = people.iter().map(|key| visible(&plan[*key].name)).collect();
    if names.is_empty() { "nobody".to_owned() } else { names.join(" and ") }
}
