//! `irp stats` says how long each part of incidents took: to the minute, on the clock of whoever was
//! paged, and no more than the records bear out.
#![expect(clippy::disallowed_methods, reason = "the test reads the records of the example")]

use serde_json::Value;

use crate::init::folder::Folder;

const KESTREL: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/kestrel");

/// The durations of the example's incidents in minutes, worked out by hand from their times:
/// detection, response, remediation, impact, acknowledge, engage, resolve, analysis.
const BY_HAND: [(&str, [Option<i64>; 8]); 5] = [
    ("2026-08-19-label-api-timeouts", minutes([9, 40, 14, 63, 7, 15, 99, 7760])),
    ("2026-09-03-identity-logins", minutes([7, 19, 13, 39, 1, 4, 85, 1530])),
    ("2026-09-19-node-pool", minutes([15, 32, 13, 60, 4, 10, 115, -1])),
    ("2026-09-30-ingest-lag", minutes([105, 43, 27, 175, 4, 7, 320, 6860])),
    ("2026-10-12-payments-declines", minutes([6, 28, 13, 47, 3, 11, 84, -1])),
];

const LENGTHS: [&str; 8] = [
    "detection_s",
    "response_s",
    "remediation_s",
    "impact_s",
    "acknowledge_s",
    "engage_s",
    "resolve_s",
    "analysis_s",
];

const fn minutes(all: [i64; 8]) -> [Option<i64>; 8] {
    let mut known = [None; 8];
    let mut nth = 0;
    while nth < 8 {
        if all[nth] >= 0 {
            known[nth] = Some(all[nth]);
        }
        nth += 1;
    }
    known
}

/// The example, asked on 19 October 2026.
fn kestrel(args: &[&str]) -> Value {
    // Several tests ask at once, each from a folder of its own.
    let folder = Folder::new(&format!("stats-kestrel-{:?}", std::thread::current().id()));
    let more = ["--json", "--plan", KESTREL, "--now", "2026-10-19T09:00:00Z"];
    let answer = folder.irp(&[&["stats"], args, &more].concat());
    assert_eq!(answer.code, 0, "{answer:?}");
    serde_json::from_str(&answer.out).unwrap()
}

fn list(value: &Value) -> &[Value] {
    value.as_array().unwrap()
}

fn texts<'v>(all: &'v Value, key: &str) -> Vec<&'v str> {
    list(all).iter().map(|item| item[key].as_str().unwrap()).collect()
}

#[test]
fn the_incidents_of_the_example_took_what_was_worked_out_by_hand() {
    let answer = kestrel(&[]);
    let incidents = list(&answer["incidents"]);
    assert_eq!(incidents.len(), BY_HAND.len());
    for (incident, (id, minutes)) in incidents.iter().zip(BY_HAND) {
        assert_eq!(incident["id"], id);
        for (name, minutes) in LENGTHS.iter().zip(minutes) {
            let seconds = minutes.map(|minutes| minutes * 60);
            assert_eq!(incident[name].as_i64(), seconds, "{id}: {name}");
        }
    }
    // The last action was done on 10 September: the day ends at 22:00 UTC in Berlin.
    assert_eq!(incidents[0]["readiness_s"], (17 * 24 * 60 + 8 * 60 + 30) * 60);
    assert_eq!(incidents[1]["readiness_s"], (21 * 24 + 9) * 3600);
    assert!(incidents[3]["readiness_s"].is_null(), "one action is not done");
}

#[test]
fn medians_ranges_and_shares_are_those_worked_out_by_hand() {
    let summary = &kestrel(&[])["summary"];
    let medians = [9, 32, 13, 60, 4, 10, 99, 6860];
    for (name, minutes) in LENGTHS.iter().zip(medians) {
        assert_eq!(summary["median"][name], minutes * 60, "{name}");
    }
    assert_eq!(summary["shortest"]["impact_s"], 39 * 60);
    assert_eq!(summary["longest"]["impact_s"], 175 * 60);
    assert_eq!(summary["impact_sum_s"], 384 * 60);
    // 142, 162 and 80 of 384 minutes.
    let shares = serde_json::json!({"detection": 0.37, "response": 0.422, "remediation": 0.208});
    assert_eq!(summary["share_of_impact"], shares);
    assert_eq!((&summary["count"], &summary["known"]["analysis"]), (&5.into(), &3.into()));
}

#[test]
fn pages_are_at_night_or_at_a_weekend_on_the_clock_of_who_was_paged() {
    let answer = kestrel(&[]);
    let page = |to: &str, at: &str| {
        let pages = list(&answer["pages"]);
        let page = pages.iter().find(|page| page["to"] == to && page["at"] == at).unwrap();
        let text = |key: &str| page[key].as_str().unwrap().to_owned();
        let is = |key: &str| page[key].as_bool().unwrap();
        (text("local"), is("night"), is("weekend"))
    };
    let local = |text: &str, night, weekend| (text.to_owned(), night, weekend);
    // A quarter past midnight in Kolkata, when it was a quarter to nine in Berlin.
    let ravi = page("ravi", "2026-10-12T18:47:00Z");
    assert_eq!(ravi, local("2026-10-13T00:17:00+05:30", true, false));
    let grace = page("grace", "2026-10-12T18:52:00Z");
    assert_eq!(grace, local("2026-10-12T14:52:00-04:00", false, false));
    let felix = page("felix", "2026-08-19T02:40:00Z");
    assert_eq!(felix, local("2026-08-19T04:40:00+02:00", true, false));
    let ana = page("ana", "2026-09-03T10:18:00Z");
    assert_eq!(ana, local("2026-09-03T06:18:00-04:00", true, false));
    let jack = page("jack", "2026-09-19T11:20:00Z");
    assert_eq!(jack, local("2026-09-19T21:20:00+10:00", false, true));
    assert_eq!(list(&answer["pages"]).len(), 9);
    let people = list(&answer["people"]);
    let counts = |id: &str| {
        let of = people.iter().find(|of| of["person"] == id).unwrap();
        ["pages", "night", "weekend", "unanswered"].map(|key| of[key].as_u64().unwrap())
    };
    assert_eq!([counts("ana"), counts("felix")], [[3, 1, 0, 0], [1, 1, 0, 1]]);
}

#[test]
fn what_was_promised_and_what_is_open_is_counted() {
    let answer = kestrel(&[]);
    let misses = list(&answer["misses"]);
    assert_eq!(misses.len(), 1, "{misses:?}");
    assert_eq!(misses[0]["incident"], "2026-08-19-label-api-timeouts");
    assert_eq!((&misses[0]["took_s"], &misses[0]["within_s"]), (&420.into(), &300.into()));
    let actions = &answer["actions"];
    let counts = ["done", "open", "overdue"].map(|key| actions[key].as_u64().unwrap());
    assert_eq!(counts, [7, 4, 1]);
    let (late, days) = (&actions["list"][0]["ticket"], &actions["list"][0]["days_late"]);
    assert_eq!((late, days), (&"TRK-319".into(), &4.into()));
    let by: Vec<_> =
        list(&answer["detected_by"]).iter().map(|by| (&by["by"], &by["count"])).collect();
    assert_eq!(by, [(&"monitor".into(), &4.into()), (&"customer".into(), &1.into())]);
    assert!(answer["trend"].is_null(), "five incidents have no trend");
}

#[test]
fn filters_and_groups_count_only_what_they_name() {
    assert_eq!(texts(&kestrel(&["--team", "platform"])["incidents"], "id").len(), 2);
    let one = kestrel(&["--service", "tracking-web", "--severity", "sev2"]);
    assert_eq!(texts(&one["incidents"], "id"), ["2026-09-30-ingest-lag"]);
    assert_eq!(list(&one["pages"]).len(), 1);
    let september = kestrel(&["--from", "2026-09-01", "--until", "2026-10-01"]);
    let same = kestrel(&["--until", "2026-10-01", "--for", "1mo"]);
    assert_eq!(texts(&september["incidents"], "id").len(), 3);
    assert_eq!(september["incidents"], same["incidents"]);
    let groups = kestrel(&["--by", "team"]);
    assert_eq!(texts(&groups["groups"], "name"), ["checkout", "platform", "tracking"]);
    let months = kestrel(&["--by", "month"]);
    assert_eq!(texts(&months["groups"], "name"), ["2026-08", "2026-09", "2026-10"]);
    assert_eq!(months["groups"][1]["median"]["impact_s"], 3600);
    let severities = kestrel(&["--by", "severity"]);
    assert_eq!(texts(&severities["groups"], "name"), ["sev1", "sev2", "sev3"]);
}

#[test]
fn the_longest_phase_names_elements_that_are_in_the_plan() {
    let answer = kestrel(&["--levers"]);
    let levers = &answer["levers"];
    assert_eq!((&levers["phase"], &levers["share"]), (&"response".into(), &0.422.into()));
    let elements = texts(&levers["levers"], "element");
    for element in ["people.felix.notify", "severities.sev2.acknowledge-within"] {
        assert!(elements.contains(&element), "{elements:?}");
    }
    for lever in list(&levers["levers"]) {
        let file = std::path::Path::new(KESTREL).join(lever["file"].as_str().unwrap());
        let lines = std::fs::read_to_string(file).unwrap().lines().count() as u64;
        assert!(lever["line"].as_u64().unwrap() <= lines, "{lever}");
    }
    let detection = kestrel(&["--levers", "--service", "tracking-ingest"]);
    assert_eq!(detection["levers"]["phase"], "detection");
    let says = texts(&detection["levers"]["levers"], "says").join("\n");
    assert!(says.contains("a customer noticed `2026-09-30-ingest-lag` after 1h 45m"), "{says}");
}

const SHOP: &str = r#"irp = 1
[plan]
name = "Shop | <b>x</b> @all"
time-zone = "UTC"
[people.ana]
name = "Ana | <b>x</b> @all"
time-zone = "Europe/Berlin"
[severities.sev1]
rank = 1
acknowledge-within = "5m"
[services.shop]
[rotations.primary]
starts = 2026-01-01T00:00
turn = "1d"
people = ["ana"]
"#;

/// A record that began on a day of March at noon and lasted so many minutes in all.
fn record(kind: &str, day: u32, [detection, response, remediation]: [u32; 3]) -> String {
    let at =
        |minutes: u32| format!("2026-03-{day:02}T{:02}:{:02}:00Z", 12 + minutes / 60, minutes % 60);
    let (detected, mending) = (detection, detection + response);
    format!(
        "+++\nkind = \"{kind}\"\nseverity = \"sev1\"\nservices = [\"shop\"]\n\
         pages = [{{ at = {}, to = \"ana\", rotation = \"primary\" }}]\n[times]\nstarted = {}\n\
         detected = {}\nremediation-started = {}\nmitigated = {}\n+++\n",
        at(detected),
        at(0),
        at(detected),
        at(mending),
        at(mending + remediation)
    )
}

fn shop(name: &str, records: &[(&str, u32, [u32; 3])]) -> Folder {
    let folder = Folder::new(name);
    folder.write("irp.toml", SHOP);
    for (kind, day, lengths) in records {
        let file = format!("incidents/2026-03-{day:02}-{kind}.md");
        folder.write(&file, &record(kind, *day, *lengths));
    }
    folder
}

fn asked(folder: &Folder, args: &[&str]) -> Value {
    let answer = folder.irp(&[&["stats", "--json"], args].concat());
    serde_json::from_str(&answer.out).unwrap()
}

#[test]
fn drills_and_near_misses_stand_apart_and_can_be_asked_for() {
    let records =
        [("incident", 1, [1, 2, 3]), ("near-miss", 2, [10, 20, 30]), ("drill", 3, [15, 15, 15])];
    let folder = shop("stats-kinds", &records);
    let answer = asked(&folder, &[]);
    assert_eq!(texts(&answer["incidents"], "kind"), ["incident"]);
    assert_eq!(texts(&answer["near_misses"], "kind"), ["near-miss"]);
    assert_eq!(texts(&answer["drills"], "kind"), ["drill"]);
    assert_eq!(answer["summary"]["median"]["impact_s"], 360);
    assert_eq!(texts(&answer["pages"], "kind"), ["incident", "near-miss"]);
    let drills = asked(&folder, &["--kind", "drill"]);
    assert_eq!(texts(&drills["incidents"], "kind"), ["drill"]);
    assert_eq!(drills["summary"]["median"]["impact_s"], 2700);
    assert!(list(&drills["drills"]).is_empty() && list(&drills["near_misses"]).is_empty());
}

#[test]
fn ten_incidents_have_a_trend_and_nine_have_none() {
    let records: Vec<_> =
        (1..=10).map(|day| ("incident", day, [day, if day > 5 { 20 } else { 10 }, 5])).collect();
    let nine = shop("stats-nine", &records[..9]);
    assert!(asked(&nine, &[])["trend"].is_null());
    let text = nine.irp(&["stats"]).out;
    assert!(text.contains("none: the impact of 9 is known"), "{text}");
    let ten = asked(&shop("stats-ten", &records), &[]);
    let [earlier, later] = ["earlier", "later"].map(|half| &ten["trend"][half]);
    assert_eq!((&earlier["count"], &later["count"]), (&5.into(), &5.into()));
    assert_eq!(
        (&earlier["median"]["detection_s"], &later["median"]["detection_s"]),
        (&180.into(), &480.into())
    );
    assert_eq!(
        (&earlier["median"]["response_s"], &later["median"]["response_s"]),
        (&600.into(), &1200.into())
    );
}

#[test]
fn incidents_of_one_shift_are_counted_together() {
    let records =
        [("incident", 4, [1, 2, 3]), ("near-miss", 4, [9, 9, 9]), ("incident", 5, [1, 1, 1])];
    let folder = shop("stats-shifts", &records);
    let answer = asked(&folder, &["--from", "2026-03-01", "--until", "2026-03-11", "--tz", "utc"]);
    let of = &answer["shifts"][0];
    let counts = ["shifts", "with_incidents", "incidents", "most"];
    assert_eq!(counts.map(|key| of[key].as_u64().unwrap()), [10, 2, 3, 2]);
    assert_eq!(of["most_began"], "2026-03-04T00:00:00Z");
}

#[test]
fn a_time_that_is_not_written_is_taken_from_the_timeline_and_said() {
    let folder = shop("stats-derived", &[]);
    folder.write(
        "incidents/2026-03-01-a.md",
        "+++\nseverity = \"sev1\"\nservices = [\"shop\"]\n[times]\nstarted = 2026-03-01T12:00:00Z\n\
         mitigated = 2026-03-01T12:30:00Z\n[[timeline]]\nat = 2026-03-01T12:05:00Z\n\
         kind = \"detect\"\ntext = \"x\"\n[[timeline]]\nat = 2026-03-01T12:20:00Z\n\
         kind = \"action\"\ntext = \"y\"\n+++\n",
    );
    let answer = asked(&folder, &[]);
    let incident = &answer["incidents"][0];
    let lengths = ["detection_s", "response_s", "remediation_s", "impact_s"];
    assert_eq!(lengths.map(|key| incident[key].as_i64().unwrap()), [300, 900, 600, 1800]);
    let derived = texts(&incident["derived"], "time");
    assert_eq!(derived, ["detected", "engaged", "remediation-started"]);
    assert_eq!(incident["derived"][0]["basis"], "the first `detect` in the timeline");
    let text = folder.irp(&["stats"]).out;
    assert!(text.contains("of 1 record a time is taken from the timeline"), "{text}");
}

#[test]
fn what_a_fault_hides_is_said_and_the_rest_is_counted() {
    let folder = shop("stats-broken", &[("incident", 1, [1, 2, 3])]);
    folder.write("incidents/2026-03-02-b.md", "+++\nseverity = \n+++\n");
    let answer = folder.irp(&["stats", "--json"]);
    assert_eq!(answer.code, 2, "{answer:?}");
    assert!(
        answer.err.contains("what a fault hides is not counted, in `2026-03-02-b`"),
        "{answer:?}"
    );
    let value: Value = serde_json::from_str(&answer.out).unwrap();
    assert_eq!(texts(&value["incidents"], "id"), ["2026-03-01-incident", "2026-03-02-b"]);
    let known = &value["summary"]["known"];
    assert_eq!((&known["impact"], &value["summary"]["impact_sum_s"]), (&1.into(), &360.into()));
}

#[test]
fn nothing_to_count_is_the_answer_no_and_an_unknown_id_is_none() {
    let folder = shop("stats-none", &[("incident", 1, [1, 2, 3])]);
    let later = folder.irp(&["stats", "--from", "2026-04-01"]);
    assert_eq!(later.code, 1, "{later:?}");
    assert!(later.out.contains("no incidents of what was asked for"), "{later:?}");
    let unknown = folder.irp(&["stats", "--service", "shopp"]);
    assert_eq!(unknown.code, 2);
    assert!(unknown.err.contains("did you mean `shop`?"), "{unknown:?}");
    let twice = ["stats", "--from", "2026-01-01", "--until", "2026-02-01", "--for", "1d"];
    assert_eq!(folder.irp(&twice).code, 2);
    let backwards = folder.irp(&["stats", "--from", "2026-05-01", "--until", "2026-02-01"]);
    assert!(backwards.err.contains("would end before it begins"), "{backwards:?}");
    assert_eq!(folder.irp(&["stats", "--for", "200y"]).code, 2);
}

#[test]
fn names_mean_nothing_in_markdown_and_a_spreadsheet_has_a_row_for_each_record() {
    let folder = shop("stats-names", &[("incident", 1, [1, 2, 3]), ("drill", 2, [1, 2, 3])]);
    let text = folder.irp(&["stats", "--format", "md"]).out;
    assert!(!text.contains("<b>") && !text.contains("@all"), "{text}");
    let rows = folder.irp(&["stats", "--format", "csv"]).out;
    let rows: Vec<_> = rows.lines().collect();
    assert_eq!(rows.len(), 3, "{rows:?}");
    assert!(rows[1].starts_with("2026-03-01-incident,incident,"), "{rows:?}");
    assert!(rows[1].contains(",60,120,180,360,"), "{rows:?}");
}

#[test]
fn times_of_the_year_9999_and_times_that_contradict_each_other_count_for_nothing() {
    let folder = shop("stats-odd", &[("incident", 1, [1, 2, 3])]);
    folder.write(
        "incidents/2026-03-02-odd.md",
        "+++\nseverity = \"sev1\"\nservices = [\"shop\"]\nclock = \"service-hours\"\n[times]\n\
         started = 2026-03-02T12:00:00Z\ndetected = 2026-03-02T11:00:00Z\n\
         remediation-started = 2026-03-02T12:30:00Z\nmitigated = 9999-12-31T00:00:00Z\n+++\n",
    );
    let value = asked(&folder, &[]);
    let odd = &value["incidents"][1];
    assert!(odd["detection_s"].is_null() && odd["impact_s"].is_null(), "{odd}");
    assert_eq!(value["summary"]["known"]["impact"], 1);
    assert_eq!(value["summary"]["impact_sum_s"], 360);
}
