//! Lines of a timeline from a chat channel that was exported.
//!
//! A message becomes a line where somebody marked it, or where it is one of a few sentences that
//! say what they are: "I am declaring an incident because ...", "I am the incident commander".
//! Everything else stays in the chat.

mod mattermost;
mod plain;
mod sentences;
mod slack;
#[cfg(test)]
mod tests;

use chrono::Datelike as _;

use self::sentences::Sentences;
use crate::plan::{Person, Plan};
use crate::syntax::{Method, TimelineKind};
use crate::time::{Instant, YEARS, Zone};

/// An export with more messages than this is refused.
const MOST_MESSAGES: usize = 100_000;
/// A line of a timeline is no longer than this; the rest is in the chat.
const LONGEST: usize = 2_000;
/// The reactions that mark a message, as chat programs name them.
const MARKS: [&str; 5] = ["pushpin", "round_pushpin", "memo", "bookmark", "timeline"];

/// The program that an export is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChatFormat {
    /// A day of a channel as Slack exports it, or an answer of its interface.
    Slack,
    /// A bulk export of Mattermost, or an answer of its interface.
    Mattermost,
    /// A message a line: a time, who, a colon, a text.
    Plain,
}

/// Why an export cannot be read, and ways out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChatError {
    /// What is wrong.
    pub message: String,
    /// Ways out.
    pub hints: Vec<String>,
}

impl ChatError {
    fn new(message: impl Into<String>, hint: &str) -> Self {
        Self { message: message.into(), hints: vec![hint.to_owned()] }
    }
}

/// A message of a channel.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Message {
    /// When it was sent.
    pub at: Instant,
    /// What its author is called: handles, names, e-mail addresses; the first is for people.
    pub names: Vec<String>,
    /// What it says.
    pub text: String,
    /// Whether somebody marked it.
    pub marked: bool,
    /// Which message it is, in the words of the export.
    pub source: String,
}

/// A line for a timeline.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChatLine {
    /// When.
    pub at: Instant,
    /// What kind of line it is.
    pub kind: TimelineKind,
    /// Who, by id, where the plan knows them.
    pub by: Option<String>,
    /// What happened.
    pub text: String,
    /// Which message it is.
    pub source: String,
    /// Why it is taken over.
    pub why: &'static str,
}

/// Reads the messages of an export, in order of time; and how many have no time that can be.
///
/// # Errors
/// Where it is of another form, or too long.
pub fn messages(
    text: &str,
    format: ChatFormat,
    zone: &Zone,
) -> Result<(Vec<Message>, usize), ChatError> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let found = match format {
        ChatFormat::Slack => slack::messages(text)?,
        ChatFormat::Mattermost => mattermost::messages(text)?,
        ChatFormat::Plain => plain::messages(text, zone)?,
    };
    if found.len() > MOST_MESSAGES {
        let message = format!("the export has more than {MOST_MESSAGES} messages");
        return Err(ChatError::new(message, "export only the days of the incident"));
    }
    let count = found.len();
    let mut messages: Vec<_> = found.into_iter().flatten().collect();
    let undated = count - messages.len();
    messages.sort_by_key(|message| message.at);
    Ok((messages, undated))
}

/// The lines that messages become.
#[must_use]
pub fn chat_lines(messages: &[Message], plan: &Plan) -> Vec<ChatLine> {
    let sentences = Sentences::new(plan);
    messages.iter().filter_map(|message| line(message, &sentences, plan)).collect()
}

fn line(message: &Message, sentences: &Sentences, plan: &Plan) -> Option<ChatLine> {
    let text = message.text.trim();
    let (kind, text, why) = match command(text) {
        Some((kind, rest)) => (kind, rest, "it begins with the kind"),
        None => match sentences.kind(text) {
            Some(kind) => (kind, text, "it says so"),
            None if message.marked => (TimelineKind::Note, text, "it is marked"),
            None => return None,
        },
    };
    if text.is_empty() {
        return None;
    }
    let person = plan.people.iter().filter(|person| is_called(person, &message.names));
    let mut person = person.map(|person| person.id.to_string());
    let by = person.next().filter(|_| person.next().is_none());
    let author = message.names.first().filter(|_| by.is_none());
    let text = author.map_or_else(|| text.to_owned(), |author| format!("{author}: {text}"));
    let source = message.source.clone();
    Some(ChatLine { at: message.at, kind, by, text: cut(&text), source, why })
}

/// What `!action rolled back` says: a kind and a text; `!log` is a note.
fn command(text: &str) -> Option<(TimelineKind, &str)> {
    let (word, rest) = text.strip_prefix('!')?.split_once(char::is_whitespace)?;
    let word = word.to_ascii_lowercase();
    let kind = match word.as_str() {
        "log" | "timeline" => TimelineKind::Note,
        word => kind(word)?,
    };
    Some((kind, rest.trim()))
}

fn kind(word: &str) -> Option<TimelineKind> {
    use TimelineKind::{
        Ack, Action, Comms, Decision, Declare, Detect, Escalate, Hypothesis, Impact, Mitigate,
        Note, Resolve, Result, Role,
    };
    let all = [
        Impact, Detect, Ack, Escalate, Declare, Role, Hypothesis, Action, Result, Decision, Comms,
        Mitigate, Resolve, Note,
    ];
    all.into_iter().find(|kind| kind.word() == word)
}

/// Whether somebody is called by one of some names.
fn is_called(person: &Person, names: &[String]) -> bool {
    let written = &person.written;
    let contacts = written.contacts.iter().flat_map(|contacts| &contacts.value.0);
    let chat = contacts.filter(|(method, _)| matches!(method.value, Method::Chat | Method::Email));
    let chat = chat.map(|(_, contact)| contact.value.reference.as_str());
    let own = written.email.iter().chain(&written.chat).map(|text| text.value.as_str());
    let fixed = [person.id.as_ref(), person.name.as_str()];
    let known: Vec<_> = fixed.into_iter().chain(own).chain(chat).map(bare).collect();
    names.iter().any(|name| known.contains(&bare(name)))
}

fn bare(name: &str) -> String {
    name.trim().trim_start_matches('@').to_lowercase()
}

fn cut(text: &str) -> String {
    if text.len() <= LONGEST {
        return text.to_owned();
    }
    let end = (0..=LONGEST).rev().find(|end| text.is_char_boundary(*end)).unwrap_or(0);
    format!("{}…", &text[..end])
}

/// The instant of so many seconds, in a year that can be.
fn seconds(seconds: i64) -> Option<Instant> {
    let at = chrono::DateTime::from_timestamp(seconds, 0)?;
    YEARS.contains(&at.year()).then_some(at)
}
