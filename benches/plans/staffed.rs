//! A plan in which every rule has something to look at, in memory: teams, services with escalation
//! paths, time off, overrides, records.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use irp::plan::{Plan, Read, load};
use irp::source::{Entry, Kind, Tree};
use irp::time::Zones;

/// Files by path.
struct Files(BTreeMap<String, String>);

impl Tree for Files {
    fn list(&self, folder: &str) -> Result<Vec<Entry>, String> {
        let start = if folder.is_empty() { String::new() } else { format!("{folder}/") };
        let inside = self.0.keys().filter_map(|path| path.strip_prefix(&start));
        let mut names: Vec<_> = inside.filter_map(|rest| rest.split('/').next()).collect();
        names.dedup();
        let entry = |name: &&str| {
            let kind = self.look(&format!("{start}{name}"))?;
            Some(Entry { name: (*name).to_owned(), kind })
        };
        Ok(names.iter().filter_map(entry).collect())
    }

    fn look(&self, path: &str) -> Option<Kind> {
        if self.0.contains_key(path) {
            return Some(Kind::File { target: None });
        }
        let folder = format!("{path}/");
        self.0.keys().any(|file| file.starts_with(&folder)).then_some(Kind::Folder)
    }

    fn read(&self, path: &str) -> Result<Vec<u8>, String> {
        self.0.get(path).map(|text| text.clone().into_bytes()).ok_or_else(|| path.to_owned())
    }
}

/// A plan of so many rotations, half of them followers of the others: each two have ten people, a
/// team and a service.
#[allow(dead_code, reason = "not every benchmark needs one in memory")]
pub fn plan(rotations: usize) -> Plan {
    edited(rotations, |_, text| text.to_owned())
}

/// The same plan with the text about each two rotations edited, by their number.
#[allow(dead_code, reason = "not every benchmark needs one in memory")]
pub fn edited(rotations: usize, edit: impl Fn(usize, &str) -> String) -> Plan {
    let plan = load(&Files(files(rotations, edit)), &Zones::embedded(), Read::Everything);
    assert!(plan.faults.is_empty(), "{:#?}", plan.faults.first());
    plan
}

/// The files of that plan by path.
pub fn files(rotations: usize, edit: impl Fn(usize, &str) -> String) -> BTreeMap<String, String> {
    let mut files = BTreeMap::new();
    let mut text = HEAD.to_owned();
    for id in 0..rotations * 5 {
        text.push_str(&person(id));
    }
    for id in 0..rotations / 2 {
        text.push_str(&edit(id, &rotation(id)));
        text.push_str(&service(id));
        files.insert(format!("runbooks/api-{id}.md"), RUNBOOK.replace("ID", &id.to_string()));
        if id % 2 == 0 {
            let record = INCIDENT.replace("ID", &id.to_string());
            files.insert(format!("incidents/slow-{id}.md"), record);
        }
    }
    files.insert("irp.toml".to_owned(), text);
    files
}

/// A rotation with its first two people in the other order.
#[allow(dead_code, reason = "not every benchmark edits a plan")]
pub fn swapped(id: usize, text: &str) -> String {
    let [one, two] = [id * 10, id * 10 + 1].map(|person| format!("\"person-{person}\""));
    let order = |one: &str, two: &str| format!("people = [{one}, {two}");
    text.replace(&order(&one, &two), &order(&two, &one))
}

const ZONES: [&str; 4] = ["Europe/Berlin", "America/New_York", "Asia/Kolkata", "Australia/Sydney"];

const HEAD: &str = r##"irp = 1
[plan]
name = "Staffed"
time-zone = "Europe/Berlin"
reviewed = 2026-09-01
holidays = "de"
[channels]
incident-chat = "#inc-{id}"
[[holidays.de]]
date = 2026-12-25
name = "Christmas Day"
[severities.sev1]
rank = 1
acknowledge-within = "5m"
engage-within = "15m"
postmortem = "required"
[severities.sev2]
rank = 2
acknowledge-within = "10m"
engage-within = "1h"
[severities.sev3]
rank = 3
hours = "business"
"##;

const RUNBOOK: &str = "+++
title = \"The service ID\"
services = [\"api-ID\"]
reviewed = 2026-09-01
+++
# Meaning
Words about what it means, *some* of them emphasised.
# Impact
Customers notice.
# Diagnosis
Look at `the dashboard`.
# Mitigation
Roll back.
";

const INCIDENT: &str = "+++
title = \"It was slow\"
severity = \"sev1\"
services = [\"api-ID\"]
status = \"closed\"
[times]
started = 2026-10-10T08:00:00Z
detected = 2026-10-10T08:05:00Z
acknowledged = 2026-10-10T08:08:00Z
engaged = 2026-10-10T08:15:00Z
mitigated = 2026-10-10T09:00:00Z
resolved = 2026-10-10T09:30:00Z
reviewed = 2026-10-12T09:30:00Z
[[timeline]]
at = 2026-10-10T08:08:00Z
kind = \"ack\"
text = \"Answered, and looked at the graphs of the last hour\"
[[actions]]
id = \"A1\"
text = \"Alert on the length of the queue\"
type = \"detect\"
due = 2026-12-01
+++
# What happened
The queue grew for an hour before anybody was told, which is what we look at below.
";

fn person(id: usize) -> String {
    let mut text = format!(
        r#"[people.person-{id}]
name = "Person Number {id}"
time-zone = "{}"
working-hours = "mon-fri 09:00-17:00"
holidays = "de"
skills = ["cluster"]
trained = ["first-responder", "secondary-responder"]
contacts = {{ push = "app:p{id}", phone = "vault:p{id}/mobile" }}
notify.high = [{{ via = "push", after = "0m" }}, {{ via = "phone", after = "2m" }}]
"#,
        ZONES[id % ZONES.len()]
    );
    if id % 5 == 2 {
        let _ = write!(
            text,
            "[[time-off]]\nperson = \"person-{id}\"\nfrom = 2026-11-0{}\nthrough = 2026-11-20\n",
            1 + id % 9
        );
    }
    text
}

fn rotation(id: usize) -> String {
    let turn = ["1w", "1d", "2w", "12h", "3d"][id % 5];
    let people: Vec<_> = (0..10).map(|place| format!("\"person-{}\"", id * 10 + place)).collect();
    let first = &people[0];
    format!(
        r#"[teams.team-{id}]
name = "Team {id}"
members = [{people}]
[rotations.rotation-{id}]
team = "team-{id}"
role = "first-responder"
starts = 2026-01-05T09:00:00
turn = "{turn}"
people = [{people}]
on-away = "next"
[rotations.second-{id}]
role = "secondary-responder"
follows = {{ rotation = "rotation-{id}", offset = 1 }}
[[overrides]]
rotation = "rotation-{id}"
from = 2026-11-25T09:00:00
until = 2026-11-26T09:00:00
assign = {first}
"#,
        people = people.join(", ")
    )
}

fn service(id: usize) -> String {
    format!(
        r#"[escalations.path-{id}]
steps = [
    {{ after = "0m", notify = {{ rotation = "rotation-{id}" }} }},
    {{ after = "5m", notify = {{ rotation = "second-{id}" }} }},
    {{ after = "10m", notify = {{ team = "team-{id}" }} }},
]
[services.api-{id}]
name = "Service {id}"
team = "team-{id}"
tier = 1
escalation = "path-{id}"
skills = ["cluster"]
runbooks = ["api-{id}"]
signals = ["latency", "traffic", "errors", "saturation"]
[[services.api-{id}.alerts]]
name = "Api{id}Slow"
severity = "sev1"
summary = "Requests take longer than a second"
impact = "Customers wait"
first-step = "Look at the dashboard"
runbook = "api-{id}"
"#
    )
}
