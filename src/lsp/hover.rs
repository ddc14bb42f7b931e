//! What stands beside an id or a key: who is on call, where somebody is, what a key means.

use chrono::TimeDelta;
use serde_json::{Value, json};

use super::dispatch::Spot;
use super::names::{self, Name};
use super::prose::{Prose, code};
use super::shapes;
use crate::edit::FileKind;
use crate::plan::{PersonKey, Plan, RotationKey};
use crate::schedule::{self, Shift};
use crate::syntax::{Kind, outline};
use crate::time::{Instant, Span, Zone, show};

/// How many days ahead somebody's next shift is looked for.
const AHEAD: i64 = 56;
/// Rotations beyond these are not searched for somebody's shifts.
const MOST_ROTATIONS: usize = 40;

/// What stands beside a place, if anything does.
pub fn hover(spot: &Spot<'_>, now: Instant, viewer: &Zone, markdown: bool) -> Value {
    let mut page = Page { plan: spot.view.plan, now, viewer, prose: Prose::new(markdown) };
    let name = names::name(spot);
    let at = match name.filter(|name| page.name(name)) {
        Some(name) => Some(spot.view.place(name.at)),
        None => page.key(spot),
    };
    match at {
        Some(place) => json!({ "contents": page.prose.content(), "range": place }),
        None => Value::Null,
    }
}

struct Page<'a> {
    plan: &'a Plan,
    now: Instant,
    viewer: &'a Zone,
    prose: Prose,
}

impl Page<'_> {
    /// Says what an id names; whether there is such a thing.
    fn name(&mut self, name: &Name) -> bool {
        let plan = self.plan;
        match name.kind {
            Kind::Rotation => plan.rotation(&name.id).map(|key| self.rotation(key)).is_some(),
            Kind::Person => plan.person(&name.id).map(|key| self.person(key)).is_some(),
            kind => {
                let Some(about) = about(plan, kind, &name.id) else { return false };
                let title = title(kind, &name.id);
                self.prose.add(title);
                let about = self.prose.text(&about);
                if !about.is_empty() {
                    self.prose.add(about);
                }
                true
            }
        }
    }

    fn rotation(&mut self, key: RotationKey) {
        let (plan, rotation) = (self.plan, &self.plan[key]);
        let title = title(Kind::Rotation, rotation.id.as_ref());
        self.prose.add(title);
        if let Some(description) = &rotation.description {
            let description = self.prose.text(description);
            self.prose.add(description);
        }
        if let Some(fault) = rotation.blocked.first().map(|index| &plan.faults[*index]) {
            let place = self.prose.text(&plan.sources.place(fault.primary.at));
            let message = self.prose.text(&fault.message);
            self.prose.add(format!("No answer because of a fault: {place}: {message}"));
            return;
        }
        let shift = schedule::at(plan, key, self.now);
        let after = shift.as_ref().map_or(self.now, |shift| shift.span.end);
        let next = schedule::next(plan, key, after);
        let now = match shift.as_ref().filter(|shift| !shift.people.is_empty()) {
            Some(shift) => {
                let people = self.prose.strong(&self.people(&shift.people));
                format!("On call now: {people} {}", self.until(shift.span.end))
            }
            None => "On call now: nobody".to_owned(),
        };
        self.prose.add(now);
        if let Some(next) = next {
            let line = self.next(&next);
            self.prose.add(line);
        }
        self.zone();
    }

    fn next(&self, next: &Shift) -> String {
        let who = self.prose.text(&self.people(&next.people));
        let who = if who.is_empty() { "nobody".to_owned() } else { who };
        format!(
            "Next: {who} from {} until {}",
            self.time(next.span.start),
            self.time(next.span.end)
        )
    }

    fn time(&self, instant: Instant) -> String {
        show::short(instant, self.viewer, self.now)
    }

    fn until(&self, end: Instant) -> String {
        format!("until {} ({})", self.time(end), show::length(end - self.now))
    }

    fn people(&self, people: &[PersonKey]) -> String {
        let names: Vec<_> = people.iter().map(|person| self.plan[*person].name.as_str()).collect();
        names.join(", ")
    }

    fn zone(&mut self) {
        let now = show::full(self.now, self.viewer);
        let line = format!("now = {now} · times in {}", self.viewer.name());
        let line = self.prose.text(&line);
        self.prose.add(line);
    }

    fn person(&mut self, key: PersonKey) {
        let person = &self.plan[key];
        let title = title(Kind::Person, person.id.as_ref());
        let name = self.prose.strong(&person.name);
        self.prose.add(format!("{title}: {name}"));
        let there = show::full(self.now, &person.zone);
        let there = format!("{there} in {}", person.zone.name());
        let there = self.prose.text(&there);
        self.prose.add(there);
        if let Some(away) = person.away.iter().find(|away| away.span.contains(self.now)) {
            let end = self.time(away.span.end);
            self.prose.add(format!("Away until {end}"));
        }
        for line in self.shifts(key) {
            self.prose.add(line);
        }
        self.zone();
    }

    /// The shifts that somebody holds now, or else the next one.
    fn shifts(&self, person: PersonKey) -> Vec<String> {
        let plan = self.plan;
        let ahead = Span::new(self.now, self.now + TimeDelta::days(AHEAD));
        let listed = |key: &RotationKey| {
            let entries = plan.layers(*key).iter().flat_map(|layer| &layer.line_ups);
            let mut entries = entries.flat_map(|line_up| &line_up.places);
            let overrides = &plan[*key].overrides;
            entries.any(|place| place.people.contains(&person))
                || overrides.iter().any(|o| o.change.people().any(|who| who == person))
        };
        let answered = |key: &RotationKey| plan[*key].blocked.is_empty();
        let rotations = plan.rotation_keys().filter(listed).filter(answered).take(MOST_ROTATIONS);
        let mut shifts: Vec<_> = rotations
            .filter_map(|key| {
                let all = schedule::shifts(plan, key, ahead);
                let own = all.into_iter().find(|shift| shift.people.contains(&person))?;
                Some((own.span, plan[key].id.as_ref()))
            })
            .collect();
        shifts.sort();
        let now = shifts.iter().filter(|(span, _)| span.contains(self.now));
        let now: Vec<_> = now
            .map(|(span, id)| format!("On call now in {} {}", code(id), self.until(span.end)))
            .collect();
        if !now.is_empty() {
            return now;
        }
        let next = shifts.first().map(|(span, id)| {
            let (start, end) = (self.time(span.start), self.time(span.end));
            format!("Next on call in {} from {start} until {end}", code(id))
        });
        vec![next.unwrap_or_else(|| format!("No shift in the next {AHEAD} days"))]
    }

    /// Says what the key at a place means.
    fn key(&mut self, spot: &Spot<'_>) -> Option<super::position::Place> {
        let found = outline(&shapes::toml(spot));
        let here = |at: &std::ops::Range<usize>| at.start <= spot.at && spot.at <= at.end;
        let key = found.keys.iter().find(|key| here(&key.at))?;
        let root = FileKind::of(self.plan, spot.source).shape();
        let field = shapes::field(&root, &key.path)?;
        let needed = if field.required { " (required)" } else { "" };
        let line = format!("{}: {}{needed}", code(field.key), {
            self.prose.text(&shapes::words(&field.shape))
        });
        self.prose.add(line);
        let doc = self.prose.text(&field.doc.replace('`', ""));
        self.prose.add(doc);
        Some(spot.view.lines(spot.source).place(&key.at))
    }
}

/// What is known of something, in one line, perhaps nothing; `None` where there is no such thing.
pub fn about(plan: &Plan, kind: Kind, id: &str) -> Option<String> {
    let known = |text: Option<&str>| Some(text.unwrap_or_default().to_owned());
    match kind {
        Kind::Person => {
            let person = &plan[plan.person(id)?];
            Some(format!("{}, {}", person.name, person.zone.name()))
        }
        Kind::Rotation => known(plan[plan.rotation(id)?].description.as_deref()),
        Kind::Team => known(text(plan.team(id)?.written.name.as_ref())),
        Kind::Escalation => known(text(plan.escalation(id)?.written.name.as_ref())),
        Kind::Service => {
            let service = plan.services.iter().find(|service| service.id.as_ref() == id)?;
            known(text(service.written.name.as_ref()))
        }
        Kind::Severity => {
            let severity = plan.severities.iter().find(|found| found.id.as_ref() == id)?;
            let written = &severity.written;
            known(text(written.definition.as_ref()).or(text(written.name.as_ref())))
        }
        Kind::Role => {
            let role = plan.roles.iter().find(|role| role.id.value.as_ref() == id)?;
            let role = role.value.as_ref()?;
            known(text(role.duty.as_ref()).or(text(role.title.as_ref())))
        }
        Kind::External => {
            let all = &plan.written.externals;
            let external = all.iter().find(|found| found.id.value.as_ref() == id)?;
            known(text(external.value.as_ref()?.name.as_ref()))
        }
        Kind::GameDay => {
            let all = &plan.written.game_days;
            let day = all.iter().find(|found| found.id.value.as_ref() == id)?;
            known(text(day.value.as_ref()?.title.as_ref()))
        }
        Kind::Holidays => {
            let all = &plan.written.holidays;
            let list = all.iter().find(|found| found.id.value.as_ref() == id)?;
            Some(format!("{} days", list.value.as_ref().map_or(0, Vec::len)))
        }
        Kind::Runbook => {
            let record = plan.written.runbooks.iter().find(|record| record.id == id)?;
            known(text(record.front.as_ref()?.title.as_ref()))
        }
        Kind::Incident => {
            let record = plan.written.incidents.iter().find(|record| record.id == id)?;
            known(text(record.front.as_ref()?.title.as_ref()))
        }
        Kind::Handoff => plan.written.handoffs.iter().any(|r| r.id == id).then(String::new),
    }
}

fn text(value: Option<&crate::source::Located<String>>) -> Option<&str> {
    value.map(|value| value.value.as_str())
}

fn title(kind: Kind, id: &str) -> String {
    format!("{} {}", kind.word(), code(id))
}
