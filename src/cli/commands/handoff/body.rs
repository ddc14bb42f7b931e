//! A brief as JSON.

mod parts;

use schemars::JsonSchema;
use serde::Serialize;

use self::parts::{
    ActionJson, BeforeJson, BesideJson, BlindJson, ChangesJson, HappenedJson, OpenJson, PersonJson,
    ReviewJson, RiskJson, SaidJson, StopgapJson,
};
use super::brief::Brief;
use super::page::Told;
use crate::cli::Session;
use crate::time::Zone;
use crate::views::json::{self, SpanJson};

/// The brief for a handoff.
#[derive(Serialize, JsonSchema)]
pub struct Body {
    /// The plan's name.
    plan: String,
    /// The rotation that is handed over, by id.
    rotation: String,
    /// When the incoming shift begins.
    boundary: json::Utc,
    /// When it begins, in the zone of the answer.
    boundary_local: json::Local,
    /// Who hands over.
    outgoing: Vec<PersonJson>,
    /// Who takes over.
    incoming: Vec<PersonJson>,
    /// The shift that ends.
    shift: SpanJson,
    /// The shift before that; null where there was none.
    shift_before: Option<BeforeJson>,
    /// The shift that begins; null where its end is too far ahead to be known.
    coming: Option<SpanJson>,
    /// The last shift of whoever takes over, before this one; null where there was none.
    last_shift: Option<SpanJson>,
    /// Who backs up and who commands in the coming shift.
    beside: Vec<BesideJson>,
    /// The services whose pages reach the rotation.
    services: Vec<String>,
    /// Whether there is nothing to say but who takes over.
    quiet: bool,
    /// What comes first, a sentence each.
    start_here: Vec<String>,
    /// Incidents that are not over, and those that wait for their review.
    open: Vec<OpenJson>,
    /// What is in place for the time being.
    countermeasures: Vec<StopgapJson>,
    /// What happened in the shift that ends, in the one before, and since the last shift of whoever
    /// takes over; the latest first.
    happened: Vec<HappenedJson>,
    /// Actions that are due by the end of the coming shift.
    actions_due: Vec<ActionJson>,
    /// Actions that were done since whoever takes over was last on call.
    actions_done: Vec<ActionJson>,
    /// What notes say.
    notes: Vec<SaidJson>,
    /// The runbooks to review.
    runbooks: Vec<ReviewJson>,
    /// What changed in the plan; null where that is not known.
    changes: Option<ChangesJson>,
    /// What may go wrong in the coming shift.
    risks: Vec<RiskJson>,
    /// What nobody can see.
    blind_spots: Vec<BlindJson>,
    /// What is to be done about the handoff itself, a sentence each.
    checklist: Vec<String>,
    /// How many faults the plan has.
    faults: usize,
}

pub(super) fn text(brief: &Brief<'_>, zone: &Zone, session: &Session<'_>) -> String {
    session.json("handoff", zone, body(&Told { brief, zone }))
}

fn body(told: &Told<'_>) -> Body {
    let (brief, zone, plan) = (told.brief, told.zone, told.brief.plan);
    let (hand, records) = (&brief.hand, &brief.records);
    let span = |span| SpanJson::new(span, zone);
    Body {
        plan: plan.name.clone(),
        rotation: plan[hand.rotation].id.to_string(),
        boundary: json::instant(hand.at),
        boundary_local: json::local(hand.at, zone),
        outgoing: parts::people(plan, &hand.outgoing, hand.at),
        incoming: parts::people(plan, &hand.incoming, hand.at),
        shift: span(hand.shift),
        shift_before: parts::before(plan, hand, zone),
        coming: hand.until.map(|_| span(hand.coming())),
        last_shift: hand.last.map(span),
        beside: brief.beside.iter().map(|one| parts::beside_json(plan, one, zone)).collect(),
        services: brief.scope.services.iter().map(|service| service.id.to_string()).collect(),
        quiet: brief.is_quiet(),
        start_here: told.first(),
        open: records.open.iter().map(parts::open).collect(),
        countermeasures: records.stopgaps.iter().map(|one| parts::stopgap(told, one)).collect(),
        happened: brief.happened.iter().map(|one| parts::happened(one, zone)).collect(),
        actions_due: records.due.iter().map(parts::action).collect(),
        actions_done: records.done.iter().map(parts::action).collect(),
        notes: parts::said(brief),
        runbooks: brief.reviews.iter().map(parts::review).collect(),
        changes: parts::changes(&brief.news),
        risks: brief.risks.iter().map(|risk| parts::risk(risk, zone)).collect(),
        blind_spots: parts::blind(brief),
        checklist: told.checks(),
        faults: plan.faults.len(),
    }
}
