//! Which records the numbers are of.

use super::{Args, By};
use crate::cli::commands::select;
use crate::cli::{Failure, Session};
use crate::diagnostic::visible;
use crate::plan::Plan;
use crate::syntax::IncidentKind;
use crate::time::{Instant, Zone, read_length, show};

/// What was asked for.
pub(super) struct Asked {
    /// The first instant that counts.
    pub from: Option<Instant>,
    /// The first instant that no longer counts; `None` for all that is past.
    pub until: Option<Instant>,
    /// The present.
    pub now: Instant,
    services: Vec<String>,
    severities: Vec<String>,
    teams: Vec<String>,
    /// The kind of records; `None` for incidents, with the others apart.
    pub kind: Option<IncidentKind>,
    /// What numbers are shown apart by.
    pub by: Option<By>,
    /// Whether to say what would shorten the longest phase.
    pub levers: bool,
}

impl Asked {
    /// What a command line asks for.
    ///
    /// # Errors
    /// Where a time is none, or an id is not in the plan.
    pub fn new(
        args: &Args,
        plan: &Plan,
        viewer: &Zone,
        session: &Session<'_>,
    ) -> Result<Self, Failure> {
        let services = plan.services.iter().map(|service| service.id.as_ref());
        select::known("service", &args.service, services)?;
        let severities = plan.severities.iter().map(|severity| severity.id.as_ref());
        select::known("severity", &args.severity, severities)?;
        select::known("team", &args.team, plan.teams.iter().map(|team| team.id.as_ref()))?;
        let (from, until) = bounds(args, plan, viewer, session)?;
        Ok(Self {
            from,
            until,
            now: session.now,
            services: args.service.clone(),
            severities: args.severity.clone(),
            teams: args.team.clone(),
            kind: args.kind.map(Into::into),
            by: args.by,
            levers: args.levers,
        })
    }

    /// Whether something that began at a time counts; what has no time counts if none was asked.
    pub fn holds_time(&self, began: Option<Instant>) -> bool {
        self.asks_of(began) && (self.until.is_some() || began.is_none_or(|began| began <= self.now))
    }

    /// Whether something that began at an instant, be it in the future, lies in the time that is
    /// asked about.
    pub fn asks_of(&self, began: Option<Instant>) -> bool {
        let Some(began) = began else { return self.from.is_none() && self.until.is_none() };
        self.until.is_none_or(|until| began < until) && self.from.is_none_or(|from| began >= from)
    }

    /// Whether something of these services, teams and this severity counts.
    pub fn holds(&self, services: &[&str], teams: &[&str], severity: Option<&str>) -> bool {
        let any = |given: &[String], has: &[&str]| {
            given.is_empty() || given.iter().any(|id| has.contains(&id.as_str()))
        };
        let severity: Vec<_> = severity.into_iter().collect();
        any(&self.services, services) && any(&self.teams, teams) && any(&self.severities, &severity)
    }

    /// Whether records of a kind are a part of the answer.
    pub fn wants(&self, kind: IncidentKind) -> bool {
        self.kind.is_none_or(|wanted| wanted == kind)
    }

    /// The kind of records that the numbers are of.
    pub fn main_kind(&self) -> IncidentKind {
        self.kind.unwrap_or(IncidentKind::Incident)
    }

    /// What was asked for, in words.
    pub fn words(&self, zone: &Zone) -> Vec<String> {
        let full = |at| show::full(at, zone);
        let until = self.until.map_or(format!("now = {}", full(self.now)), full);
        let span = match self.from {
            Some(from) => format!("from {} until {until}", full(from)),
            None => format!("until {until}"),
        };
        let what = self.kind.map_or("incidents", plural);
        let filters =
            [("service", &self.services), ("severity", &self.severities), ("team", &self.teams)];
        let filters = filters.into_iter().filter(|(_, ids)| !ids.is_empty());
        let filters = filters.map(|(what, ids)| visible(&format!("{what} {}", ids.join(" or "))));
        [format!("{what} {span}")].into_iter().chain(filters).collect()
    }
}

/// Several records of a kind.
pub(super) fn plural(kind: IncidentKind) -> &'static str {
    match kind {
        IncidentKind::Incident => "incidents",
        IncidentKind::NearMiss => "near misses",
        IncidentKind::Drill => "drills",
    }
}

type Bounds = (Option<Instant>, Option<Instant>);

fn bounds(
    args: &Args,
    plan: &Plan,
    viewer: &Zone,
    session: &Session<'_>,
) -> Result<Bounds, Failure> {
    let read = |words: &Option<String>| {
        words.as_ref().map(|words| session.when(words, plan, viewer)).transpose()
    };
    let (from, until) = (read(&args.from)?, read(&args.until)?);
    let instants = (from.as_ref().map(|at| at.instant), until.as_ref().map(|at| at.instant));
    let bounds = match (&args.length, &from, &until) {
        (None, ..) => instants,
        (Some(_), Some(_), Some(_)) => {
            let message = "--from, --until and --for together say twice when it ends";
            return Err(Failure::usage(message).hint("leave one of them out"));
        }
        (Some(length), Some(from), None) => {
            let end = read_length(length)?.after(from.instant, &from.zone)?;
            (instants.0, Some(end))
        }
        (Some(length), None, end) => {
            let (at, zone) = match end {
                Some(end) => (end.instant, &end.zone),
                None => (session.now, viewer),
            };
            (Some(read_length(length)?.before(at, zone)?), instants.1)
        }
    };
    match bounds {
        (Some(from), until) if from >= until.unwrap_or(session.now) => {
            let until = until.unwrap_or(session.now);
            let message = format!(
                "the span would end before it begins: it is from {} until {}",
                show::full(from, viewer),
                show::full(until, viewer)
            );
            Err(Failure::usage(message).hint("give --from an earlier time, such as '90 days ago'"))
        }
        bounds => Ok(bounds),
    }
}
