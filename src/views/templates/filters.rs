//! What templates can make of values: instants as people read them, lengths of time, plain text.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use minijinja::{Environment, Error, ErrorKind, Value};

use super::link::link;
use crate::diagnostic::{nearest, visible};
use crate::time::{Instant, Zone, show};

/// How an instant is shown in a zone.
type Show = fn(Instant, &Zone) -> String;

/// Adds the filters; a zone is looked up among some by its IANA name.
pub fn add(environment: &mut Environment<'static>, zones: &[Zone]) {
    let zones = zones.iter().map(|zone| (zone.name().to_owned(), zone.clone()));
    let zones = Arc::new(zones.collect::<BTreeMap<_, _>>());
    let ways: [(&'static str, Show); 4] =
        [("time", show::full), ("day", show::day), ("clock", clock), ("rfc3339", show::rfc3339)];
    for (name, show) in ways {
        let zones = zones.clone();
        environment.add_filter(name, move |at: &str, zone: &str| {
            Ok::<_, Error>(show(instant(at)?, named(&zones, zone)?))
        });
    }
    environment.add_filter("length", |seconds: &Value| {
        let number = i64::try_from(seconds.clone()).ok().and_then(TimeDelta::try_seconds);
        number.map(show::length).ok_or_else(|| {
            let kind = seconds.kind();
            wrong(format!("`length` shows a number of seconds, and this is {kind}: how many a list has is `|count`"))
        })
    });
    environment.add_filter("visible", |text: &str| visible(text));
    environment.add_filter("link", link);
}

/// Adds the filters that know people by their ids: their name, and the time on their clock.
pub fn add_people(
    environment: &mut Environment<'static>,
    people: BTreeMap<String, (String, Zone)>,
) {
    let people = Arc::new(people);
    let known = people.clone();
    environment
        .add_filter("person", move |id: &str| Ok::<_, Error>(someone(&known, id)?.0.clone()));
    environment.add_filter("theirs", move |at: &str, id: &str| {
        Ok::<_, Error>(clock(instant(at)?, &someone(&people, id)?.1))
    });
}

fn someone<'p>(
    people: &'p BTreeMap<String, (String, Zone)>,
    id: &str,
) -> Result<&'p (String, Zone), Error> {
    people.get(id).ok_or_else(|| {
        let near = nearest(id, people.keys().map(String::as_str));
        let near = near.map(|near| format!(": did you mean `{near}`?")).unwrap_or_default();
        wrong(format!("the plan has no person `{id}`{near}"))
    })
}

fn clock(at: Instant, zone: &Zone) -> String {
    show::beside(at, zone, zone)
}

fn instant(text: &str) -> Result<Instant, Error> {
    let read = DateTime::parse_from_rfc3339(text).map(|at| at.with_timezone(&Utc));
    read.map_err(|_| wrong(format!("`{text}` is no RFC 3339 time")))
}

fn named<'z>(zones: &'z BTreeMap<String, Zone>, name: &str) -> Result<&'z Zone, Error> {
    zones.get(name).ok_or_else(|| {
        let near = nearest(name, zones.keys().map(String::as_str));
        let near = near.map(|near| format!(": did you mean `{near}`?")).unwrap_or_default();
        wrong(format!("no zone of the plan is `{name}`{near}"))
    })
}

fn wrong(message: String) -> Error {
    Error::new(ErrorKind::InvalidOperation, message)
}
