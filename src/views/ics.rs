//! Calendars as RFC 5545 writes them, byte for byte the same for the same events.
//!
//! Owns lines, folding, escaping and the order of properties. Knows nothing of plans: what an event
//! says is decided by whoever asks.

use std::fmt::{self, Write as _};

use crate::time::{Instant, Span};

/// How every calendar begins that irp writes; no other program's does.
pub const HEAD: &str = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//irp//irp calendar//EN\r\n";

/// The most octets of a line, without its end.
const WIDTH: usize = 75;
/// What begins the names of which UIDs are made: a random UUID of irp's own.
const NAMESPACE: u128 = 0x3d1f_0c5e_6a0b_4c39_9e57_2f8a_71b4_d06c;
/// 2020-01-01T00:00:00Z
const FIRST_SEQUENCE: i64 = 1_577_836_800;

/// A calendar.
pub struct Calendar<'a> {
    /// What it is called where it is shown.
    pub name: &'a str,
    /// When what it says was last changed.
    pub stamp: Instant,
    /// The events, in the order in which they are written.
    pub events: &'a [&'a Event],
}

/// An event.
pub struct Event {
    /// What tells it from every other event anywhere.
    pub uid: String,
    /// When it is.
    pub span: Span,
    /// What it is, in a line.
    pub summary: String,
    /// More about it, in lines; left out where there are none.
    pub description: String,
    /// Whether whoever attends it is taken to be busy.
    pub busy: bool,
    /// How many seconds before it starts there is an alarm.
    pub alarm: Option<i64>,
}

/// An instant in UTC.
struct Utc(Instant);

impl fmt::Display for Utc {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0.format("%Y%m%dT%H%M%SZ"))
    }
}

/// The UID of whatever has a kind, some ids and a span: a UUID of version 5.
#[must_use]
pub fn uid(ids: &[&str], span: Span) -> String {
    let mut hash = sha1_smol::Sha1::new();
    hash.update(&NAMESPACE.to_be_bytes());
    for id in ids {
        hash.update(id.as_bytes());
        hash.update(b"\n");
    }
    hash.update(format!("{}\n{}", Utc(span.start), Utc(span.end)).as_bytes());
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&hash.digest().bytes()[..16]);
    let bits = u128::from_be_bytes(bytes);
    let bits = bits & !(0xf << 76) & !(0b11 << 62) | 5 << 76 | 0b10 << 62;
    let text = format!("{bits:032x}");
    let parts = [&text[..8], &text[8..12], &text[12..16], &text[16..20], &text[20..]];
    parts.join("-")
}

/// The bytes of a calendar.
#[must_use]
pub fn text(calendar: &Calendar<'_>) -> String {
    let mut out = String::with_capacity(512 + calendar.events.len() * 700);
    out.push_str(HEAD);
    if !calendar.name.is_empty() {
        let name = escaped(calendar.name);
        line(&mut out, "NAME:", &name);
        line(&mut out, "X-WR-CALNAME:", &name);
    }
    line(&mut out, "REFRESH-INTERVAL;VALUE=DURATION:", "PT1H");
    let stamp = Utc(calendar.stamp).to_string();
    let sequence = (calendar.stamp.timestamp() - FIRST_SEQUENCE).clamp(0, i32::MAX.into());
    for event in calendar.events {
        write_event(&mut out, event, &stamp, sequence);
    }
    out.push_str("END:VCALENDAR\r\n");
    out
}

fn write_event(out: &mut String, event: &Event, stamp: &str, sequence: i64) {
    let summary = escaped(&event.summary);
    line(out, "BEGIN:", "VEVENT");
    line(out, "UID:", &event.uid);
    line(out, "DTSTAMP:", stamp);
    line(out, "DTSTART:", &Utc(event.span.start).to_string());
    line(out, "DTEND:", &Utc(event.span.end).to_string());
    line(out, "SUMMARY:", &summary);
    if !event.description.is_empty() {
        line(out, "DESCRIPTION:", &escaped(&event.description));
    }
    line(out, "LAST-MODIFIED:", stamp);
    let _ = write!(out, "SEQUENCE:{sequence}\r\n");
    line(out, "TRANSP:", if event.busy { "OPAQUE" } else { "TRANSPARENT" });
    if let Some(seconds) = event.alarm {
        line(out, "BEGIN:", "VALARM");
        line(out, "ACTION:", "DISPLAY");
        line(out, "TRIGGER:-", &duration(seconds));
        line(out, "DESCRIPTION:", &summary);
        line(out, "END:", "VALARM");
    }
    line(out, "END:", "VEVENT");
}

/// A length of time in its largest whole unit.
fn duration(seconds: i64) -> String {
    match seconds {
        _ if seconds % 3600 == 0 => format!("PT{}H", seconds / 3600),
        _ if seconds % 60 == 0 => format!("PT{}M", seconds / 60),
        _ => format!("PT{seconds}S"),
    }
}

/// A TEXT: lines may end in it, but no other control character is in it.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    for letter in text.chars() {
        match letter {
            '\n' => out.push_str("\\n"),
            '\\' | ';' | ',' => out.extend(['\\', letter]),
            '\t' => out.push('\t'),
            control if control.is_control() => {}
            letter => out.push(letter),
        }
    }
    out
}

/// Writes a line, folded between characters; `name` is short.
fn line(out: &mut String, name: &str, value: &str) {
    out.push_str(name);
    let (mut rest, mut room) = (value, WIDTH - name.len());
    while rest.len() > room {
        while !rest.is_char_boundary(room) {
            room -= 1;
        }
        let (part, after) = rest.split_at(room);
        out.push_str(part);
        out.push_str("\r\n ");
        (rest, room) = (after, WIDTH - 1);
    }
    out.push_str(rest);
    out.push_str("\r\n");
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn span() -> Span {
        let at = |text: &str| text.parse::<Instant>().unwrap();
        Span::new(at("2026-10-19T09:00:00Z"), at("2026-10-26T10:00:00Z"))
    }

    fn event(summary: &str, description: &str) -> Event {
        Event {
            uid: uid(&["plan", "desk", "ana"], span()),
            span: span(),
            summary: summary.to_owned(),
            description: description.to_owned(),
            busy: false,
            alarm: Some(5400),
        }
    }

    fn of(event: &Event, stamp: &str) -> String {
        text(&Calendar { name: "Acme", stamp: stamp.parse().unwrap(), events: &[event] })
    }

    #[test]
    fn a_plan_without_a_name_gives_a_calendar_without_one() {
        let written = text(&Calendar { name: "", stamp: span().start, events: &[] });
        let expected = "BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//irp//irp calendar//EN\n\
            REFRESH-INTERVAL;VALUE=DURATION:PT1H\nEND:VCALENDAR\n";
        assert_eq!(written, expected.replace('\n', "\r\n"));
    }

    #[test]
    fn the_bytes_are_these() {
        let written = of(&event("On call: Ana; Bo", "one\ntwo, \\"), "2026-01-01T00:00:00Z");
        let expected = "BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//irp//irp calendar//EN\n\
            NAME:Acme\nX-WR-CALNAME:Acme\nREFRESH-INTERVAL;VALUE=DURATION:PT1H\nBEGIN:VEVENT\n\
            UID:2bfa\nDTSTAMP:20260101T000000Z\nDTSTART:20261019T090000Z\nDTEND:20261026T100000Z\n\
            SUMMARY:On call: Ana\\; Bo\nDESCRIPTION:one\\ntwo\\, \\\\\n\
            LAST-MODIFIED:20260101T000000Z\nSEQUENCE:189388800\nTRANSP:TRANSPARENT\n\
            BEGIN:VALARM\nACTION:DISPLAY\nTRIGGER:-PT90M\nDESCRIPTION:On call: Ana\\; Bo\n\
            END:VALARM\nEND:VEVENT\nEND:VCALENDAR\n";
        let uid = uid(&["plan", "desk", "ana"], span());
        assert_eq!(written, expected.replace("2bfa", &uid).replace('\n', "\r\n"));
    }

    #[test]
    fn a_uid_is_a_uuid_of_version_5_and_depends_on_everything() {
        let one = uid(&["plan", "desk", "ana"], span());
        assert_eq!(one, "a0e03e4d-371c-533f-ade6-2b557915843c");
        let later = Span::new(span().start, span().end + chrono::TimeDelta::seconds(1));
        let others = [
            uid(&["plan", "desk", "bo"], span()),
            uid(&["plan", "deskana", ""], span()),
            uid(&["plan", "desk", "ana"], later),
        ];
        assert!(!others.contains(&one));
    }

    #[test]
    fn a_sequence_is_never_negative_and_fits_32_bits() {
        let event = event("x", "");
        assert!(of(&event, "1980-01-01T00:00:00Z").contains("\r\nSEQUENCE:0\r\n"));
        assert!(of(&event, "2400-01-01T00:00:00Z").contains("\r\nSEQUENCE:2147483647\r\n"));
    }

    proptest! {
        #[test]
        fn unfolded_and_unescaped_a_text_is_what_it_was(text in "[\\PC;,\\\\\n😀א]{0,300}") {
            let written = of(&event(&text, ""), "2026-01-01T00:00:00Z");
            for line in written.split("\r\n") {
                prop_assert!(line.len() <= WIDTH && !line.contains(['\r', '\n']));
            }
            let whole = written.replace("\r\n ", "");
            let value = whole.split("\r\n").find_map(|line| line.strip_prefix("SUMMARY:"));
            let mut letters = value.unwrap().chars();
            let mut read = String::new();
            while let Some(letter) = letters.next() {
                read.push(match letter {
                    '\\' => match letters.next().unwrap() {
                        'n' => '\n',
                        letter => letter,
                    },
                    letter => letter,
                });
            }
            prop_assert_eq!(read, text);
        }
    }
}
