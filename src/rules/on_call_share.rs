//! `on-call-share`: too much of somebody's free time is duty.

use super::{
    Check, Context, Kind, Options, Parameter, Rule, both, in_hours, percent, share, spells, total,
};
use crate::diagnostic::{Diagnostic, Level};
use crate::plan::PersonKey;
use crate::schedule::{merged, without};
use crate::syntax::Profile;
use crate::time::{Span, show};
use chrono::TimeDelta;

pub(super) static RULE: Rule = Rule {
    code: "on-call-share",
    level: Level::Warning,
    profiles: &[(Profile::Sre, Level::Error)],
    options: &[Parameter {
        name: "most",
        kind: Kind::Share,
        default: "25%",
        profiles: &[],
        about: "The most of somebody's time outside working hours that may be duty.",
    }],
    summary: "too much of a person's time outside working hours is duty",
    source: "25 %: \"Site Reliability Engineering\" (2016), chapter 11, on balanced on-call",
    why: "Working hours are paid and planned; the rest is sleep, family and everything else. When \
          more than a quarter of it is spent within reach of a laptop, people leave the rotation, \
          and then the company.",
    bad: r#"
irp = 1
[plan]
name = "Two people"
time-zone = "Europe/Berlin"
[people.ana]
name = "Ana"
working-hours = "mon-fri 09:00-17:00"
[people.ben]
name = "Ben"
[rotations.primary]
starts = 2026-01-05T09:00
turn = "3d"
people = ["ana", "ben"]
"#,
    good: r#"
irp = 1
[plan]
name = "Five people"
time-zone = "Europe/Berlin"
[people.ana]
name = "Ana"
working-hours = "mon-fri 09:00-17:00"
[people.ben]
name = "Ben"
[people.cho]
name = "Cho"
[people.dan]
name = "Dan"
[people.eva]
name = "Eva"
[rotations.primary]
starts = 2026-01-05T09:00
turn = "3d"
people = ["ana", "ben", "cho", "dan", "eva"]
"#,
    check: Check::Plan(check),
};

fn check(context: &Context<'_>, options: &Options<'_>) -> Vec<Diagnostic> {
    let most = options.number("most");
    context.people().filter_map(|person| finding(context, most, person)).collect()
}

/// A person's time outside working hours over the horizon, and their duty.
struct Free {
    free: Vec<Span>,
    duty: Vec<Span>,
}

impl Free {
    fn new(context: &Context<'_>, person: PersonKey) -> Option<Self> {
        let horizon = context.horizon();
        let duty = context.load(person).map(|duty| duty.span.intersection(horizon));
        let duty = merged(duty.collect());
        if duty.is_empty() {
            return None;
        }
        let work = context.work_ahead(person)?;
        Some(Self { free: without(&[horizon], work), duty })
    }

    /// The duty outside working hours and all time outside, within a span.
    fn within(&self, span: Span) -> (TimeDelta, TimeDelta) {
        let free = both(&self.free, &[span]);
        (total(&both(&free, &self.duty)), total(&free))
    }

    /// The span up to the last spell of duty: where duty recurs it holds whole rounds of it, so
    /// that where the horizon ends does not decide. `None` where one spell is all there is.
    fn rounds(&self, horizon: Span) -> Option<Span> {
        let (first, end) = (self.duty.first()?.start, self.duty.last()?.end);
        let last = spells(&self.duty).next_back()?.first()?.start;
        if first < last {
            return Some(Span::new(horizon.start, last));
        }
        (end - first > horizon.length() / 2).then_some(horizon)
    }
}

fn finding(context: &Context<'_>, most: f64, person: PersonKey) -> Option<Diagnostic> {
    let horizon = context.horizon();
    let free = Free::new(context, person)?;
    let (duty, all) = free.within(horizon);
    let rounds = free.rounds(horizon)?;
    let (duty_then, all_then) = free.within(rounds);
    if share(duty, all) <= most || share(duty_then, all_then) <= most {
        return None;
    }
    let person = &context.plan[person];
    let message = format!(
        "`{}` is on duty for {} of {} outside working hours until {}: {}, more than {}, so \
         there is little left to recover in",
        person.id,
        in_hours(duty),
        in_hours(all),
        show::full(horizon.end, &person.zone),
        percent(share(duty, all)),
        percent(most),
    );
    let finding = Diagnostic::new(RULE.code, Level::Warning, person.at, message)
        .about(format!("people.{}", person.id));
    let at = person.written.working_hours.as_ref().map_or(person.at, |hours| hours.at);
    Some(
        finding
            .also(at, "outside these hours")
            .help("add people to the rotations, or let windows cover less of the night"),
    )
}
