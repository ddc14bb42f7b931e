//! A reader of calendars that takes nothing but what RFC 5545 allows and irp promises: what is read
//! is exactly what stands there, and everything else is a complaint.

use std::collections::BTreeSet;

use irp::time::{Instant, Span};

const CALENDAR: [&str; 5] =
    ["VERSION", "PRODID", "NAME", "X-WR-CALNAME", "REFRESH-INTERVAL;VALUE=DURATION"];
const EVENT: [&str; 9] = [
    "UID",
    "DTSTAMP",
    "DTSTART",
    "DTEND",
    "SUMMARY",
    "DESCRIPTION",
    "LAST-MODIFIED",
    "SEQUENCE",
    "TRANSP",
];
const ALARM: [&str; 3] = ["ACTION", "TRIGGER", "DESCRIPTION"];

#[derive(Debug)]
pub struct Feed {
    pub name: String,
    pub events: Vec<Event>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    pub uid: String,
    pub stamp: Instant,
    pub span: Span,
    pub summary: String,
    pub description: String,
    pub sequence: i64,
    pub transparency: String,
    /// The trigger of its alarm.
    pub alarm: Option<String>,
}

impl Event {
    /// The rotation and the person's name that the summary names.
    pub fn duty(&self) -> (&str, &str) {
        let rest = self.summary.strip_prefix("On call: ").unwrap();
        let (name, rotation) = rest.rsplit_once(" (").unwrap();
        (rotation.strip_suffix(')').unwrap(), name)
    }
}

/// Reads a calendar, which must be without fault.
pub fn read(text: &str) -> Feed {
    let lines = unfolded(text);
    let mut lines = lines.iter().map(|line| line.split_once(':').expect("a line has a colon"));
    assert_eq!(lines.next(), Some(("BEGIN", "VCALENDAR")));
    let head: Vec<_> = lines.by_ref().take(CALENDAR.len()).collect();
    assert_eq!(head.iter().map(|(name, _)| *name).collect::<Vec<_>>(), CALENDAR);
    let values: Vec<_> = head.iter().map(|(_, value)| *value).collect();
    assert_eq!([values[0], values[1], values[4]], ["2.0", "-//irp//irp calendar//EN", "PT1H"]);
    assert_eq!(values[2], values[3]);
    let mut events = Vec::new();
    loop {
        match lines.next().expect("a calendar ends") {
            ("BEGIN", "VEVENT") => events.push(event(&mut lines)),
            end => {
                assert_eq!((end, lines.next()), (("END", "VCALENDAR"), None));
                break;
            }
        }
    }
    let uids: BTreeSet<_> = events.iter().map(|event| &event.uid).collect();
    assert_eq!(uids.len(), events.len(), "UIDs are unique");
    assert!(events.is_sorted_by_key(|event| event.span));
    Feed { name: plain(values[2]), events }
}

/// The lines of a calendar, each whole.
fn unfolded(text: &str) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for line in text.strip_suffix("\r\n").expect("the last line ends").split("\r\n") {
        assert!(!line.contains(['\r', '\n']), "CR LF alone ends a line: {line:?}");
        assert!((1..=75).contains(&line.len()), "{} octets: {line:?}", line.len());
        match line.strip_prefix(' ') {
            Some(rest) => {
                assert!(!rest.is_empty());
                lines.last_mut().expect("a line is folded").push_str(rest);
            }
            None => lines.push(line.to_owned()),
        }
    }
    lines
}

fn event<'a>(lines: &mut impl Iterator<Item = (&'a str, &'a str)>) -> Event {
    let (mut names, mut values, mut trigger) = (Vec::new(), Vec::new(), None);
    let end = loop {
        match lines.next().expect("an event ends") {
            ("BEGIN", "VALARM") => {
                assert_eq!(trigger, None, "an event has one alarm");
                trigger = Some(alarm(lines));
            }
            end @ ("END", _) => break end,
            (name, value) => {
                assert_eq!(trigger, None, "properties come first");
                names.push(name);
                values.push(value);
            }
        }
    };
    assert_eq!((end.1, names.as_slice()), ("VEVENT", EVENT.as_slice()));
    let span = Span::new(instant(values[2]), instant(values[3]));
    assert!(span.start < span.end);
    assert_eq!(values[1], values[6], "both say when the plan was changed");
    Event {
        uid: uuid(values[0]),
        stamp: instant(values[1]),
        span,
        summary: plain(values[4]),
        description: plain(values[5]),
        sequence: values[7].parse::<i32>().unwrap().into(),
        transparency: values[8].to_owned(),
        alarm: trigger,
    }
}

fn alarm<'a>(lines: &mut impl Iterator<Item = (&'a str, &'a str)>) -> String {
    let alarm: Vec<_> = lines.take(ALARM.len()).collect();
    assert_eq!(alarm.iter().map(|(name, _)| *name).collect::<Vec<_>>(), ALARM);
    assert_eq!(alarm[0].1, "DISPLAY");
    plain(alarm[2].1);
    assert_eq!(lines.next(), Some(("END", "VALARM")));
    let length = alarm[1].1.strip_prefix("-PT").expect("an alarm is before its event");
    let (count, unit) = length.split_at(length.len() - 1);
    assert!(count.bytes().all(|byte| byte.is_ascii_digit()) && "HMS".contains(unit), "{length}");
    alarm[1].1.to_owned()
}

fn instant(text: &str) -> Instant {
    assert_eq!(text.len(), 16, "{text} is in UTC");
    let civil = chrono::NaiveDateTime::parse_from_str(text, "%Y%m%dT%H%M%SZ");
    civil.expect("a time is as RFC 5545 writes it").and_utc()
}

fn uuid(text: &str) -> String {
    let parts: Vec<_> = text.split('-').collect();
    assert_eq!(parts.iter().map(|part| part.len()).collect::<Vec<_>>(), [8, 4, 4, 4, 12]);
    assert!(text.bytes().all(|byte| b"0123456789abcdef-".contains(&byte)));
    assert!(parts[2].starts_with('5') && parts[3].starts_with(['8', '9', 'a', 'b']), "{text}");
    text.to_owned()
}

/// What a TEXT says.
fn plain(text: &str) -> String {
    let (mut read, mut letters) = (String::new(), text.chars());
    while let Some(letter) = letters.next() {
        read.push(match letter {
            '\\' => match letters.next().expect("a backslash escapes something") {
                'n' => '\n',
                escaped @ ('\\' | ';' | ',') => escaped,
                other => panic!("\\{other} escapes nothing"),
            },
            raw => {
                assert!(!raw.is_control() && raw != ';' && raw != ',', "{text:?}");
                raw
            }
        });
    }
    read
}
