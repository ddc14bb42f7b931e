//! Plain text: a message a line, `2026-10-12 18:59 ana: I am declaring an incident`.

use chrono::{DateTime, Datelike as _, NaiveDateTime, Utc};

use super::{ChatError, Message};
use crate::time::{Instant, YEARS, Zone};

const FORM: &str = "--format plain takes lines such as `2026-10-12T18:59:00Z ana: text` or `[2026-10-12 18:59] \
     ana: text`; a line without a time goes on with the one above";
/// How a time without an offset may be written.
const TIMES: [&str; 4] =
    ["%Y-%m-%dT%H:%M:%S", "%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M"];

pub(super) fn messages(text: &str, zone: &Zone) -> Result<Vec<Option<Message>>, ChatError> {
    let mut messages: Vec<Option<Message>> = Vec::new();
    for (number, line) in text.lines().enumerate() {
        match dated(line, zone) {
            Some((at, rest)) => messages.push(message(at.instant(), rest, number + 1)),
            None => {
                if let Some(Some(last)) = messages.last_mut()
                    && !line.trim().is_empty()
                {
                    last.text = format!("{}\n{}", last.text, line.trim());
                }
            }
        }
    }
    if messages.is_empty() {
        return Err(ChatError::new("no line of the text begins with a time", FORM));
    }
    Ok(messages)
}

/// The time with which a line begins, and the rest; a year that cannot be is no instant.
fn dated<'l>(line: &'l str, zone: &Zone) -> Option<(Dated, &'l str)> {
    let line = line.trim_start();
    if let Some(inner) = line.strip_prefix('[') {
        let (time, rest) = inner.split_once(']')?;
        return Some((instant(time.trim(), zone)?, rest));
    }
    let (first, rest) = line.split_once(char::is_whitespace)?;
    if let Some(at) = instant(first, zone) {
        return Some((at, rest));
    }
    let (second, rest) = rest.split_once(char::is_whitespace)?;
    Some((instant(&format!("{first} {second}"), zone)?, rest))
}

/// What a line begins with.
enum Dated {
    At(Instant),
    /// A year that cannot be.
    Never,
}

impl Dated {
    fn new(year: i32, at: impl FnOnce() -> Instant) -> Self {
        if YEARS.contains(&year) { Self::At(at()) } else { Self::Never }
    }

    fn instant(self) -> Option<Instant> {
        match self {
            Self::At(at) => Some(at),
            Self::Never => None,
        }
    }
}

fn instant(text: &str, zone: &Zone) -> Option<Dated> {
    if let Ok(at) = DateTime::parse_from_rfc3339(text) {
        let at = at.with_timezone(&Utc);
        return Some(Dated::new(at.year(), || at));
    }
    let mut read = TIMES.iter().filter_map(|form| NaiveDateTime::parse_from_str(text, form).ok());
    let civil = read.next()?;
    Some(Dated::new(civil.year(), || zone.instant(civil)))
}

fn message(at: Option<Instant>, rest: &str, number: usize) -> Option<Message> {
    let rest = rest.trim();
    let (name, text) = match rest.strip_prefix('<').and_then(|rest| rest.split_once('>')) {
        Some((name, text)) => (Some(name), text),
        None => match rest.split_once(':') {
            Some((name, text)) if name.len() <= 60 && !name.contains("//") => (Some(name), text),
            _ => (None, rest),
        },
    };
    Some(Message {
        at: at?,
        names: name
            .map(str::trim)
            .filter(|name| !name.is_empty())
            .map(str::to_owned)
            .into_iter()
            .collect(),
        text: text.trim().to_owned(),
        marked: false,
        source: format!("line {number}"),
    })
}
