//! `irp why`: the chain of reasons for who is on call, each with the file and line that says so.

use std::fmt::Write as _;

use serde::Serialize;

use super::select;
use crate::cli::{Failure, Session, Verdict};
use crate::diagnostic::visible;
use crate::plan::{Cadence, PersonKey, Plan, Read, RotationKey, Turns};
use crate::schedule::{self, Shift, TurnOf};
use crate::source::Location;
use crate::time::{Instant, Zone, show};
use crate::views::human::Style;
use crate::views::json::{self, Place, ShiftJson};

/// Say why somebody is on call, with the file and line of each reason
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Exit code: 0 somebody is on call, or nobody need be; 1 somebody is missing; 2 a fault of the plan
touches the rotation.")]
pub struct Args {
    /// The rotation
    #[arg(value_name = "ROTATION")]
    rotation: String,
    /// When, in words or as a timestamp
    #[arg(value_name = "WHEN", default_value = "now")]
    when: Vec<String>,
}

/// One reason: what follows from what is written where.
struct Reason {
    step: &'static str,
    text: String,
    at: Option<Location>,
}

pub fn run(args: &Args, session: &mut Session<'_>) -> Result<Verdict, Failure> {
    let plan = session.plan(Read::Shifts)?;
    let viewer = session.viewer(plan)?;
    let when = session.when(&args.when.join(" "), plan, &viewer)?;
    let key = select::rotation(plan, &args.rotation)?;
    let touched = session.warn(plan, &[key], false);
    if touched {
        let failure =
            Failure::plan(format!("a fault keeps `{}` from being answered for", plan[key].id));
        return Err(failure.hint("mend it; `irp check` shows the place"));
    }
    let answer = Answer { plan, key, at: when.instant, viewer };
    let shift = schedule::at(plan, key, when.instant);
    let reasons = answer.reasons(shift.as_ref());
    if session.options.json {
        let text = answer.json(session, shift.as_ref(), &reasons);
        session.print(&text);
    } else {
        let style = session.style();
        session.print(&answer.human(style, shift.as_ref(), &reasons));
    }
    let disputed = plan[key].overrides.iter().flat_map(|o| &o.void);
    let disputed = disputed.into_iter().any(|void| void.contains(when.instant));
    let held = shift.is_some_and(|shift| !shift.people.is_empty());
    Ok(if disputed {
        Verdict::Partial
    } else if held || !answer.is_required() {
        Verdict::Yes
    } else {
        Verdict::No
    })
}

struct Answer<'a> {
    plan: &'a Plan,
    key: RotationKey,
    at: Instant,
    viewer: Zone,
}

impl Answer<'_> {
    fn is_required(&self) -> bool {
        let moment = crate::time::Span::new(self.at, self.at + chrono::TimeDelta::nanoseconds(1));
        !schedule::required(self.plan, self.key, moment).is_empty()
    }

    fn reasons(&self, shift: Option<&Shift>) -> Vec<Reason> {
        let mut reasons = Vec::new();
        let Some(shift) = shift else {
            reasons.push(self.absence());
            return reasons;
        };
        if let Some(turn) = shift.why.turn {
            self.turn_reasons(turn, &mut reasons);
        } else {
            let text = "no turn covers this time; only overrides put somebody on call".to_owned();
            reasons.push(Reason { step: "hole", text, at: None });
        }
        for cover in &shift.why.cover {
            let away = self.name(cover.away);
            let text = match cover.by {
                Some(by) => {
                    format!("{away} has time off; {} is the next who is free", self.name(by))
                }
                None => format!("{away} has time off, and nobody is free: the shift stays"),
            };
            reasons.push(Reason { step: "time-off", text, at: Some(cover.off) });
        }
        for index in &shift.why.overrides {
            let o = &self.plan[self.key].overrides[*index];
            let why = o.reason.as_ref().map_or_else(String::new, |why| format!(" ({why})"));
            let text = format!(
                "override, {} until {}: {}{why}",
                show::full(o.span.start, &self.viewer),
                show::full(o.span.end, &self.viewer),
                self.change(&o.change)
            );
            reasons.push(Reason { step: "override", text, at: Some(o.at) });
        }
        reasons
    }

    /// Why there is no shift at all.
    fn absence(&self) -> Reason {
        let rotation = &self.plan[self.key];
        let force = schedule::force(self.plan, self.key);
        let full = |at: Instant| show::full(at, &self.viewer);
        let text = match (force.from, force.until) {
            (Some(from), _) if self.at < from => format!("the rotation begins {}", full(from)),
            (_, Some(until)) if until <= self.at => format!("the rotation ended {}", full(until)),
            _ => "no window of the rotation covers this time".to_owned(),
        };
        Reason { step: "none", text, at: Some(rotation.at) }
    }

    fn turn_reasons(&self, turn: TurnOf, reasons: &mut Vec<Reason>) {
        let layer = &self.plan.layers(self.key)[turn.layer];
        let order = &layer.line_ups[turn.line_up];
        if let Turns::Follows { rotation, offset, at, .. } = &self.plan[self.key].turns {
            let text = format!("it has the shifts of `{}`", self.plan[*rotation].id);
            let text = format!("{text}, held {offset} further in the order");
            reasons.push(Reason { step: "follows", text, at: Some(*at) });
        }
        let name = layer.name.as_ref().map_or_else(String::new, |n| format!(" of layer `{n}`"));
        let starts = layer.starts.format("%Y-%m-%d %H:%M");
        let unit = match layer.cadence {
            Cadence::Periods(_) => "counted from".to_owned(),
            Cadence::Shifts(1) => "one window each, counted from".to_owned(),
            Cadence::Shifts(n) => format!("{n} windows each, counted from"),
        };
        let text = format!(
            "turn {}{name}, {unit} {starts} in {} (turn 0)",
            turn.number,
            layer.zone.name()
        );
        reasons.push(Reason { step: "turn", text, at: Some(layer.turn_at) });
        let len = order.places.len();
        let ups = layer.line_ups.len();
        let nth = if ups > 1 { format!(" {} of {ups}", turn.line_up + 1) } else { String::new() };
        let at = order.places[turn.place].at;
        let text = format!(
            "line-up{nth}: that turn is number {} of {len}: {}",
            turn.place + 1,
            self.people(&order.places[turn.place].people)
        );
        reasons.push(Reason { step: "line-up", text, at: Some(at) });
        if turn.place != turn.held_by {
            let place = &order.places[turn.held_by];
            let people = self.people(&place.people);
            let text = format!("this rotation holds it with number {}: {people}", turn.held_by + 1);
            reasons.push(Reason { step: "held-by", text, at: Some(place.at) });
        }
    }

    fn change(&self, change: &crate::plan::Change) -> String {
        use crate::plan::Change;
        match change {
            Change::Replace(out, with) => {
                format!("{} instead of {}", self.people(with), self.people(out))
            }
            Change::Add(people) => format!("{} too", self.people(people)),
            Change::Remove(people) => format!("without {}", self.people(people)),
            Change::Assign(people) => format!("only {}", self.people(people)),
        }
    }

    fn name(&self, key: PersonKey) -> &str {
        &self.plan[key].name
    }

    fn people(&self, people: &[PersonKey]) -> String {
        let names: Vec<_> = people.iter().map(|key| self.name(*key)).collect();
        if names.is_empty() { "nobody".to_owned() } else { names.join(" and ") }
    }

    fn human(&self, style: Style, shift: Option<&Shift>, reasons: &[Reason]) -> String {
        let id = &self.plan[self.key].id;
        let head = format!("{id} · {}", show::full(self.at, &self.viewer));
        let mut text = format!("{}\n\n{}\n\n", style.bold(&head), visible(&self.verdict(shift)));
        for (number, reason) in (1..).zip(reasons) {
            let _ = writeln!(text, "{number}. {}", visible(&reason.text));
            if let Some(at) = reason.at {
                let place = visible(&self.plan.sources.place(at));
                let _ = writeln!(text, "   {}", style.dim(&place));
            }
        }
        text
    }

    fn verdict(&self, shift: Option<&Shift>) -> String {
        let Some(shift) = shift else {
            let needed = if self.is_required() { ", although somebody must be" } else { "" };
            return format!("Nobody is on call{needed}.");
        };
        let names = self.people(&shift.people);
        let verb = if shift.people.len() > 1 { "are" } else { "is" };
        let names = if shift.people.is_empty() { "Nobody".to_owned() } else { names };
        format!(
            "{names} {verb} on call from {} until {}.",
            show::full(shift.span.start, &self.viewer),
            show::full(shift.span.end, &self.viewer)
        )
    }

    fn json(&self, session: &Session<'_>, shift: Option<&Shift>, reasons: &[Reason]) -> String {
        let chain = reasons.iter().map(|reason| ReasonJson {
            step: reason.step,
            text: reason.text.clone(),
            place: reason.at.map(|at| Place::new(at, &self.plan.sources)),
        });
        json::text(&json::Envelope {
            schema: 1,
            command: "why",
            evaluated_at: json::instant(session.now),
            time_zone: self.viewer.name(),
            tzdata: session.zones.release(),
            body: Body {
                rotation: self.plan[self.key].id.to_string(),
                at: json::instant(self.at),
                at_local: show::rfc3339(self.at, &self.viewer),
                shift: shift.map(|s| ShiftJson::new(self.plan, self.key, s, &self.viewer)),
                chain: chain.collect(),
            },
        })
    }
}

#[derive(Serialize)]
struct Body {
    rotation: String,
    at: String,
    at_local: String,
    shift: Option<ShiftJson>,
    chain: Vec<ReasonJson>,
}

#[derive(Serialize)]
struct ReasonJson {
    step: &'static str,
    text: String,
    place: Option<Place>,
}
