//! From the tables of all files to a plan.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use crate::diagnostic::{Diagnostic, Fault, is_blank};
use crate::source::{Located, Location, SourceId};
use crate::syntax::{self, HolidaysId, Window};
use crate::time::{Elapsed, Period, Windows, Zone, Zones, parse_weekly};

use super::files::Files;
use super::merge::{Merged, merge};
use super::rotation::Rotation;
use super::{Person, PersonKey, Plan, RotationKey, Written, references, response, taint};

const WEEK: i64 = 7 * 86_400;
const HORIZON: Elapsed = Elapsed(13 * WEEK);
const SERVICE_HOURS: &str = "mon-fri 09:00-17:00";
/// The version of the plan format that this irp reads.
const VERSION: i64 = 1;

/// What building one part needs of the others.
pub(super) struct Context<'a> {
    pub zone: &'a Zone,
    pub people: &'a [Person],
    pub holidays: &'a BTreeMap<HolidaysId, Vec<NaiveDate>>,
    /// Lists of holidays of which a date cannot be read.
    pub doubtful: &'a BTreeSet<HolidaysId>,
    pub faults: &'a mut Vec<Diagnostic>,
}

impl Context<'_> {
    pub(super) fn person(&self, id: &str) -> Option<PersonKey> {
        find_person(self.people, id)
    }

    /// Whether some windows lie on days that are not known because of a fault.
    pub(super) fn is_doubtful(&self, windows: &[Located<Window>]) -> bool {
        windows.iter().any(|window| match &window.value {
            Window::Holidays(window) => window.holidays.as_ref().is_none_or(|list| {
                self.doubtful.contains(&list.value) || !self.holidays.contains_key(&list.value)
            }),
            Window::Weekly(_) | Window::Recurring(_) => false,
        })
    }

    /// Gives every fault from `first` on a path, where it has none.
    pub(super) fn about(&mut self, first: usize, path: &str) {
        for fault in self.faults.iter_mut().skip(first).filter(|fault| fault.path.is_empty()) {
            path.clone_into(&mut fault.path);
        }
    }

    /// All windows of a list together; recurring ones count from `starts`.
    pub(super) fn windows(
        &mut self,
        list: &[Located<Window>],
        starts: crate::time::Civil,
    ) -> Windows {
        let mut windows = Windows::default();
        for window in list {
            match &window.value {
                Window::Weekly(weekly) => windows.add_weekly(weekly),
                Window::Holidays(window) => self.add_holidays(window, &mut windows),
                Window::Recurring(window) => self.add_recurring(window, starts, &mut windows),
            }
        }
        windows
    }

    fn add_holidays(&self, window: &syntax::HolidayWindow, windows: &mut Windows) {
        let Some(list) = &window.holidays else { return };
        let at = window.at_time.as_ref().map_or(0, |at| at.0);
        let lasts = window.lasts.as_ref().map_or(Period::Seconds(86_400), |lasts| lasts.value);
        for day in self.holidays.get(&list.value).into_iter().flatten() {
            windows.add_dated(clock(*day, at), lasts);
        }
    }

    fn add_recurring(
        &mut self,
        window: &syntax::RecurringWindow,
        starts: crate::time::Civil,
        windows: &mut Windows,
    ) {
        let (Some(rule), Some(at), Some(lasts)) = (&window.rrule, &window.at_time, &window.lasts)
        else {
            return;
        };
        let first = clock(starts.date(), at.0);
        match crate::time::Recurrence::parse(rule, first) {
            Ok(recurrence) => windows.add_recurring(recurrence, lasts.value),
            Err(error) => {
                let at = part_of(rule, &error.range);
                let fault = Diagnostic::fault(Fault::BadRrule, at, error.message);
                self.faults.push(error.help.into_iter().fold(fault, Diagnostic::help));
            }
        }
    }
}

/// A part of a text value: right for texts without escapes, the whole value otherwise.
pub(super) fn part_of(text: &Located<String>, range: &std::ops::Range<usize>) -> Location {
    let width = text.at.end - text.at.start;
    let plain = width as usize == text.value.len() + 2;
    let byte = |at: usize| u32::try_from(at + 1).unwrap_or(width).min(width);
    if !plain || range.is_empty() {
        return text.at;
    }
    let (start, end) = (byte(range.start), byte(range.end));
    Location { start: text.at.start + start, end: text.at.start + end, ..text.at }
}

pub(super) fn clock(day: NaiveDate, seconds: i64) -> crate::time::Civil {
    day.and_time(chrono::NaiveTime::MIN) + chrono::TimeDelta::seconds(seconds)
}

pub(super) fn find_person(people: &[Person], id: &str) -> Option<PersonKey> {
    people.binary_search_by(|person| person.id.as_ref().cmp(id)).ok().map(PersonKey::new)
}

/// Builds the plan; whatever is wrong goes to its faults.
pub(super) fn build(mut files: Files, zones: &Zones) -> Plan {
    let mut merged = merge(&mut files);
    references::check(&mut files);
    version(&merged, &mut files.faults);
    let table = merged.plan.take();
    let written_zone = table.as_ref().and_then(|plan| plan.time_zone.as_ref());
    let zone = written_zone.map_or_else(|| zones.utc(), |zone| zone.value.clone());
    let mut people: Vec<_> =
        std::mem::take(&mut merged.people).into_iter().map(|p| Person::new(p, &zone)).collect();
    nameless(&people, table.as_ref().map(|table| &table.value), &mut files.faults);
    super::overrides::time_off(&merged.time_off, &mut people, &mut files.faults);
    let holidays = days(&merged);
    let doubtful = doubtful(&merged);
    let mut faults = std::mem::take(&mut files.faults);
    let mut context = Context {
        zone: &zone,
        people: &people,
        holidays: &holidays,
        doubtful: &doubtful,
        faults: &mut faults,
    };
    super::hours::check(&merged, table.as_ref().map(|table| &table.value), &mut context);
    let rotations = rotations(&mut merged, &mut context);
    let response = response::build(&mut merged, &rotations, &people, &mut context);
    let service_hours = service_hours(table.as_ref(), &mut context);
    let closed = table.as_ref().and_then(|plan| plan.holidays.as_ref());
    let closed_days = closed.and_then(|id| holidays.get(&id.value)).cloned().unwrap_or_default();
    let name = table.as_ref().and_then(|plan| plan.name.as_ref()).map(|name| name.value.clone());
    let mut plan = Plan {
        name: name.unwrap_or_default(),
        horizon: horizon(table.as_ref()),
        service_hours,
        closed_days,
        people,
        teams: response.teams,
        rotations,
        escalations: response.escalations,
        severities: response.severities,
        services: response.services,
        roles: merged.roles,
        lint: merged.lint.map(|lint| lint.value).unwrap_or_default(),
        written: Written {
            plan: table,
            channels: merged.channels,
            help: merged.help,
            externals: merged.externals,
            holidays: merged.holidays,
            game_days: merged.game_days,
            runbooks: std::mem::take(&mut files.runbooks),
            incidents: std::mem::take(&mut files.incidents),
            handoffs: std::mem::take(&mut files.handoffs),
        },
        references: std::mem::take(&mut files.references),
        definitions: std::mem::take(&mut files.definitions),
        sources: std::mem::take(&mut files.sources),
        faults,
        zone,
    };
    plan.faults.sort_by(|a, b| (a.primary.at, a.code).cmp(&(b.primary.at, b.code)));
    taint::taint(&mut plan, &files.broken, &merged.overrides);
    plan
}

/// Reports names that show nothing: on call, they would look like nobody.
fn nameless(people: &[Person], plan: Option<&syntax::PlanTable>, faults: &mut Vec<Diagnostic>) {
    let mut look = |name: &Located<String>, path: &dyn Fn() -> String| {
        if is_blank(&name.value) {
            let fault = Diagnostic::fault(Fault::BadValue, name.at, "the name is empty");
            faults.push(fault.about(path()).help("write one that people know"));
        }
    };
    for person in people {
        if let Some(name) = &person.written.name {
            look(name, &|| format!("people.{}.name", person.id));
        }
    }
    if let Some(name) = plan.and_then(|plan| plan.name.as_ref()) {
        look(name, &|| "plan.name".to_owned());
    }
}

fn horizon(table: Option<&Located<syntax::PlanTable>>) -> Elapsed {
    table.and_then(|plan| plan.horizon.as_ref()).map_or(HORIZON, |horizon| horizon.value)
}

fn version(merged: &Merged, faults: &mut Vec<Diagnostic>) {
    match &merged.irp {
        Some(version) if version.value.0 == VERSION => {}
        Some(version) => {
            let message = format!("this irp reads plans of version {VERSION} only");
            let fault = Diagnostic::fault(Fault::Version, version.at, message).about("irp");
            faults.push(fault.help("write `irp = 1`, or use the irp that this plan is for"));
        }
        None => {
            let at = Location::new(SourceId::default(), &(0..0));
            let known = faults.iter().any(|fault| {
                fault.primary.at.source == at.source
                    && ["syntax", "unreadable", "not-utf8", "file-too-large", "outside-plan"]
                        .contains(&fault.code)
                    || fault.path == "irp"
            });
            if !known {
                let message = "the plan does not say which version of the format it is in";
                let fault = Diagnostic::fault(Fault::Version, at, message).about("irp");
                faults.push(fault.help("begin irp.toml with the line `irp = 1`"));
            }
        }
    }
    if merged.plan.is_none() && merged.irp.is_some() {
        let at = merged.irp.as_ref().map_or(Location::default(), |version| version.at);
        let broken = |fault: &Diagnostic| {
            fault.code == Fault::Syntax.code() && fault.primary.at.source == at.source
        };
        let known = |fault: &Diagnostic| fault.path.starts_with("plan") || broken(fault);
        if !faults.iter().any(known) {
            let message = "the plan has no `[plan]` table";
            let fault = Diagnostic::fault(Fault::MissingKey, at, message).about("plan");
            faults.push(
                fault.help(
                    "add `[plan]` with `name = \"...\"` and `time-zone = \"...\"` to irp.toml",
                ),
            );
        }
    }
}

fn days(merged: &Merged) -> BTreeMap<HolidaysId, Vec<NaiveDate>> {
    let lists = merged.holidays.iter().map(|list| {
        let days = list.value.iter().flatten().filter_map(|holiday| holiday.date.as_ref());
        let mut days: Vec<_> = days.map(|day| day.value.0).collect();
        days.sort_unstable();
        days.dedup();
        (list.id.value.clone(), days)
    });
    lists.collect()
}

fn doubtful(merged: &Merged) -> BTreeSet<HolidaysId> {
    let lost = |list: &&syntax::Entry<HolidaysId, syntax::List<syntax::Holiday>>| {
        let days = list.value.as_ref();
        days.is_none_or(|days| days.iter().any(|day| day.value.date.is_none()))
    };
    merged.holidays.iter().filter(lost).map(|list| list.id.value.clone()).collect()
}

fn service_hours(table: Option<&Located<syntax::PlanTable>>, context: &mut Context<'_>) -> Windows {
    let first = context.faults.len();
    let written = table.and_then(|plan| plan.service_hours.as_ref());
    let epoch = NaiveDate::default().and_time(chrono::NaiveTime::MIN);
    let windows = if let Some(list) = written {
        context.windows(&list.value.0, epoch)
    } else {
        let mut windows = Windows::default();
        windows.add_weekly(&parse_weekly(SERVICE_HOURS).unwrap_or_default());
        windows
    };
    context.about(first, "plan.service-hours");
    windows
}

fn rotations(merged: &mut Merged, context: &mut Context<'_>) -> Vec<Rotation> {
    let written = std::mem::take(&mut merged.rotations);
    let ids: Vec<_> = written.iter().map(|entry| entry.id.value.clone()).collect();
    let key = |id: &str| ids.binary_search_by(|i| i.as_ref().cmp(id)).ok().map(RotationKey::new);
    let mut rotations: Vec<_> =
        written.iter().map(|entry| super::compile::compile(entry, &key, context)).collect();
    super::follow::resolve(&mut rotations, &written, context.faults);
    super::overrides::overrides(&merged.overrides, &mut rotations, &key, context);
    super::overrides::shadows(&merged.shadows, &mut rotations, &key, context);
    rotations
}
