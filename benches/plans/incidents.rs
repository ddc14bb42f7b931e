//! A plan with as many incident records as a large organisation writes in years.

use std::fs;
use std::path::Path;

const ROOT: &str = r#"irp = 1
[plan]
name = "Incidents"
time-zone = "Europe/Berlin"
[people.ana]
name = "Ana"
time-zone = "America/New_York"
[people.ben]
name = "Ben"
time-zone = "Asia/Kolkata"
[rotations.primary]
starts = 2016-01-04T09:00
turn = "1d"
people = ["ana", "ben"]
[severities.sev1]
rank = 1
acknowledge-within = "5m"
engage-within = "15m"
[severities.sev2]
rank = 2
acknowledge-within = "30m"
hours = "business"
[services.shop]
[services.desk]
"#;

/// Writes a plan with so many incident records, one a file.
pub fn write(folder: &Path, count: u32) {
    fs::create_dir_all(folder.join("incidents")).expect("a folder");
    fs::write(folder.join("irp.toml"), ROOT).expect("a file");
    for nth in 0..count {
        let (year, month) = (2016 + nth % 10, 1 + nth / 10 % 12);
        let (day, hour) = (1 + nth / 120 % 28, nth / 3360 * 7 % 20);
        let name = format!("incidents/{year}-{month:02}-{day:02}-number-{nth}.md");
        let date = format!("{year}-{month:02}-{day:02}");
        fs::write(folder.join(name), record(nth, &date, hour)).expect("a file");
    }
}

fn record(nth: u32, date: &str, hour: u32) -> String {
    let at = |minute: u32| format!("{date}T{:02}:{:02}:00Z", hour + minute / 60, minute % 60);
    let person = ["ana", "ben"][(nth % 2) as usize];
    let (severity, service) = (1 + nth % 2, ["shop", "desk"][(nth % 3 / 2) as usize]);
    format!(
        r#"+++
title = "Number {nth}"
severity = "sev{severity}"
status = "closed"
services = ["{service}"]
detected-by = "monitor"
[times]
started = {}
detected = {}
acknowledged = {}
engaged = {}
remediation-started = {}
mitigated = {}
resolved = {}
[[pages]]
at = {}
to = "{person}"
rotation = "primary"
acknowledged = {}
[[timeline]]
at = {}
kind = "action"
by = "{person}"
text = "Rolled back"
[[actions]]
text = "Alert on it"
type = "detect"
owner = "{person}"
due = {date}
done = {date}
+++

## What happened

It broke.
"#,
        at(0),
        at(3 + nth % 20),
        at(25 + nth % 5),
        at(32),
        at(40 + nth % 15),
        at(60 + nth % 90),
        at(170),
        at(3 + nth % 20),
        at(25 + nth % 5),
        at(40 + nth % 15),
    )
}
