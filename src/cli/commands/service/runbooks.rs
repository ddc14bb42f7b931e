//! The runbooks of a service: those that it names, those that name it, those of its alerts.

use chrono::{Days, NaiveDate, TimeDelta};

use crate::plan::{Record, Service};
use crate::rules::{Context, Link, Options, Runbooks, named};
use crate::syntax::Runbook;

/// A runbook, or what leads to none.
pub struct Guide<'a> {
    /// Its id, or what was written where there is none of the plan.
    pub id: String,
    pub link: Kind<'a>,
    /// The alerts that name it.
    pub alerts: Vec<&'a str>,
}

/// What a reference to a runbook leads to.
pub enum Kind<'a> {
    /// A runbook of the plan.
    Ours(Box<Ours<'a>>),
    /// An address elsewhere.
    Elsewhere,
    /// Nothing.
    Nowhere,
}

/// A runbook of the plan.
pub struct Ours<'a> {
    pub record: &'a Record<Runbook>,
    /// Its file in the plan.
    pub file: &'a str,
    /// When it was last reviewed.
    pub reviewed: Option<NaiveDate>,
    /// When its file was last changed, where it does not say when it was reviewed.
    pub changed: Option<NaiveDate>,
    /// The last day on which the next review is in time.
    pub due: Option<NaiveDate>,
    pub overdue: bool,
}

/// The runbooks of a service, in that order, each once.
pub fn guides<'a>(context: &Context<'a>, service: &'a Service) -> Vec<Guide<'a>> {
    let runbooks = Runbooks::new(context.plan);
    let mut all: Vec<Guide<'a>> = Vec::new();
    let named = service.written.runbooks.iter().flat_map(|list| &list.value);
    for reference in named {
        add(context, &runbooks, &reference.value, None, &mut all);
    }
    for record in &context.plan.written.runbooks {
        let about = record.front.as_ref().and_then(|front| front.services.as_ref());
        if about.is_some_and(|ids| ids.value.iter().any(|id| id.value == service.id)) {
            add(context, &runbooks, &record.id, None, &mut all);
        }
    }
    for alert in service.written.alerts.iter().flat_map(|list| &list.value) {
        if let (Some(reference), Some(name)) = (&alert.runbook, &alert.name) {
            add(context, &runbooks, &reference.value, Some(&name.value), &mut all);
        }
    }
    all
}

fn add<'a>(
    context: &Context<'a>,
    runbooks: &Runbooks<'a>,
    reference: &str,
    alert: Option<&'a str>,
    all: &mut Vec<Guide<'a>>,
) {
    if crate::diagnostic::is_blank(reference) {
        return;
    }
    let (id, link) = match runbooks.find(reference) {
        Link::Runbook(_, record) => {
            (record.id.clone(), Kind::Ours(Box::new(ours(context, record))))
        }
        Link::Elsewhere => (reference.to_owned(), Kind::Elsewhere),
        Link::Nowhere => (reference.to_owned(), Kind::Nowhere),
    };
    match all.iter_mut().find(|known| known.id == id) {
        Some(known) => known.alerts.extend(alert),
        None => all.push(Guide { id, link, alerts: alert.into_iter().collect() }),
    }
}

fn ours<'a>(context: &Context<'a>, record: &'a Record<Runbook>) -> Ours<'a> {
    let plan = context.plan;
    let file = plan.sources.get(record.at.source).name.as_str();
    let front = record.front.as_ref();
    let reviewed = front.and_then(|front| front.reviewed.as_ref()).map(|day| day.value.0);
    let changed = || (context.edited)(file).map(|at| plan.zone.civil(at).date());
    let changed = if reviewed.is_none() { changed() } else { None };
    let every = front.and_then(|front| front.review_every.as_ref());
    let every = every.map_or_else(
        || named("runbook-stale").map(|rule| Options::new(rule, plan).length("every")),
        |every| Some(TimeDelta::seconds(every.value.0)),
    );
    let days = every.and_then(|every| u64::try_from(every.num_days()).ok());
    let last = reviewed.or(changed);
    let due = last.zip(days).and_then(|(last, days)| last.checked_add_days(Days::new(days)));
    let overdue = due.is_some_and(|due| due < context.today());
    Ours { record, file, reviewed, changed, due, overdue }
}

impl Ours<'_> {
    /// Its title, where it has one.
    pub fn title(&self) -> Option<&str> {
        self.record.front.as_ref()?.title.as_ref().map(|title| title.value.as_str())
    }
}
