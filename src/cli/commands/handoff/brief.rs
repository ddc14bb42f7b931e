//! What whoever takes over must know, as data.

use chrono::TimeDelta;

use super::ahead::{Ahead, Risk};
use super::changes::{self, News};
use super::hand::{Hand, LEAST, NEAR};
use super::happened::{self, Happened};
use super::records::{Records, Scope, reaches};
use super::runbooks::{self, Review};
use super::wanted;
use crate::cli::Session;
use crate::cli::commands::check::edits;
use crate::plan::{Plan, Reach, Record, RotationKey, Service};
use crate::record::{Note, notes};
use crate::rules::Context;
use crate::schedule::{self, Shift};
use crate::syntax::{BlindSpot, HandoffNote, Need};
use crate::time::{Instant, Zone};

/// The role that commands a response.
const COMMANDER: &str = "incident-commander";
/// Shifts beside the coming one that are shown, of each rotation.
const MOST_BESIDE: usize = 3;
/// The rules about how somebody is reached that a checklist repeats.
const CONTACT_RULES: [&str; 4] =
    ["contact-missing", "contact-unverified", "contact-weak-only", "notify-outlasts-escalation"];

/// A shift of another rotation at the same time.
pub(super) struct Beside {
    pub rotation: RotationKey,
    pub shift: Shift,
    /// Whether it commands; else it answers when the first does not.
    pub commands: bool,
}

/// Something that a note says.
pub(super) struct Said<'a> {
    pub note: Note<'a>,
    /// The heading under which it stands.
    pub part: &'static str,
    pub text: String,
}

/// The brief for a handoff.
pub(super) struct Brief<'a> {
    pub plan: &'a Plan,
    pub now: Instant,
    pub hand: Hand,
    pub scope: Scope<'a>,
    pub beside: Vec<Beside>,
    /// The note of this handoff, where there is one.
    pub note: Option<Note<'a>>,
    /// Handoffs of these shifts whose note is missing and required.
    pub missing: Vec<Instant>,
    pub said: Vec<Said<'a>>,
    /// Notes of these shifts that cannot be read, or say not of which handoff they are.
    pub unread: Vec<&'a Record<HandoffNote>>,
    pub records: Records<'a>,
    pub happened: Vec<Happened<'a>>,
    pub reviews: Vec<Review<'a>>,
    pub news: News,
    pub risks: Vec<Risk>,
    pub blind: Vec<(&'a Service, &'a BlindSpot)>,
    /// What is wrong with how whoever takes over is reached.
    pub contacts: Vec<String>,
}

impl Brief<'static> {
    pub fn new(plan: &'static Plan, hand: Hand, zone: &Zone, session: &Session<'_>) -> Self {
        let mut context = Context::new(plan, session.now);
        context.edited = edits::of(session, plan, session.seen());
        let scope = Scope::new(plan, hand.rotation);
        let beside = beside(plan, &hand, &scope);
        let happened = happened::happened(&context, &hand, &scope, session.now);
        let there = Context::new(plan, hand.at);
        let ahead = Ahead { context: &there, hand: &hand, scope: &scope, beside: &beside };
        let risks = ahead.risks();
        let own = notes(plan, hand.rotation);
        let unread = wanted::unread_notes(plan, hand.rotation, (hand.since(), hand.at));
        let about = |note: &&Note<'_>| (note.boundary - hand.at).abs() <= NEAR;
        let blind = context
            .blind_spots()
            .filter(|(service, _)| scope.services.iter().any(|known| known.id == service.id));
        Self {
            note: own.iter().find(about).copied(),
            missing: missing(plan, &hand, &own, (session.now, &unread)),
            unread,
            said: said(plan, &hand, &own),
            records: Records::new(plan, &hand, &scope, session.now),
            reviews: runbooks::reviews(&context, &scope, &happened),
            news: changes::news(plan, &hand, &scope, (zone, session)),
            blind: blind.map(|(service, spot)| (service, &spot.value)).collect(),
            contacts: contacts(&context, &hand),
            plan,
            now: session.now,
            hand,
            scope,
            beside,
            happened,
            risks,
        }
    }
}

impl Brief<'_> {
    /// Whether there is nothing to say but who takes over.
    pub fn is_quiet(&self) -> bool {
        let Records { open, stopgaps, done, due, .. } = &self.records;
        let news = matches!(&self.news, News::Known { lines, .. } if !lines.is_empty());
        open.is_empty()
            && stopgaps.is_empty()
            && done.is_empty()
            && due.is_empty()
            && self.happened.is_empty()
            && self.said.is_empty()
            && self.missing.is_empty()
            && self.reviews.is_empty()
            && self.risks.is_empty()
            && self.contacts.is_empty()
            && !news
    }
}

/// Who backs up and who commands in the coming shift: the rotations that the same paths reach after
/// this one, and those whose role commands.
fn beside(plan: &Plan, hand: &Hand, scope: &Scope<'_>) -> Vec<Beside> {
    let commands =
        |key: &RotationKey| plan[*key].role.as_ref().is_some_and(|role| role.as_ref() == COMMANDER);
    let after = plan.rotation_keys().filter(|key| {
        let later = |path: &&crate::plan::Escalation| {
            let is_own = |reach: &Reach| *reach == Reach::Rotation(hand.rotation);
            let nth = path.steps.iter().position(|step| step.reach.iter().any(is_own));
            let later = &path.steps[nth.map_or(0, |nth| nth + 1)..];
            later.iter().any(|step| step.reach.contains(&Reach::Rotation(*key)))
        };
        scope.paths.iter().any(|path| later(path) && reaches(plan, path, hand.rotation))
    });
    let all = plan.rotation_keys().filter(commands);
    let mut keys: Vec<_> = after.chain(all).map(|key| (commands(&key), key)).collect();
    keys.sort_unstable();
    keys.dedup();
    keys.retain(|(_, key)| *key != hand.rotation && plan[*key].blocked.is_empty());
    let shifts = keys.into_iter().flat_map(|(commands, rotation)| {
        let shifts = schedule::shifts(plan, rotation, hand.coming()).into_iter();
        shifts.take(MOST_BESIDE).map(move |shift| Beside { rotation, shift, commands })
    });
    shifts.collect()
}

/// Handoffs of the two shifts that are over and have no note although it is required.
fn missing(
    plan: &Plan,
    hand: &Hand,
    own: &[Note<'_>],
    (now, unread): (Instant, &[&Record<HandoffNote>]),
) -> Vec<Instant> {
    if plan[hand.rotation].handoff_note != Need::Required {
        return Vec::new();
    }
    let starts = [hand.since(), hand.shift.start, hand.at];
    let mut due: Vec<_> = starts.into_iter().filter(|at| *at + LEAST < now).collect();
    due.dedup();
    due.retain(|at| !own.iter().any(|note| (note.boundary - *at).abs() <= NEAR));
    // Where a rotation begins nobody hands over, and what cannot be read is not missing.
    let handed = |at: Instant| {
        let shift = schedule::at(plan, hand.rotation, at - TimeDelta::nanoseconds(1));
        shift.is_some_and(|shift| !shift.people.is_empty())
    };
    let zone = &plan[hand.rotation].zone;
    due.retain(|at| handed(*at) && !unread.iter().any(|note| wanted::is_of_day(note, *at, zone)));
    due
}

/// What the notes of these shifts say: what is urgent only of the newest, the rest of all.
fn said<'a>(plan: &Plan, hand: &Hand, own: &[Note<'a>]) -> Vec<Said<'a>> {
    let (from, to) = (hand.since() - NEAR, hand.at + NEAR);
    let within = own.iter().filter(|note| from <= note.boundary && note.boundary <= to);
    let current = hand.shift.start - NEAR;
    let parts = within.rev().flat_map(|note| {
        ["Time-critical", "Watch", "Good to know"].into_iter().flat_map(move |part| {
            let stale = part == "Time-critical" && note.boundary < current;
            let texts = if stale { Vec::new() } else { note.says(plan, part) };
            texts.into_iter().map(move |text| Said { note: *note, part, text })
        })
    });
    parts.collect()
}

fn contacts(context: &Context<'_>, hand: &Hand) -> Vec<String> {
    let own = hand.incoming.iter().map(|person| format!("people.{}", context.plan[*person].id));
    let own: Vec<_> = own.collect();
    let found = crate::rules::found_by(context, &CONTACT_RULES);
    let found = found.into_iter().filter(|finding| own.contains(&finding.path));
    found.map(|finding| finding.message).collect()
}
