//! The text of a new record, in canonical layout.

use super::super::roles::Held;
use super::Args;
use crate::edit::record::{Scalar, literal};
use crate::plan::Plan;
use crate::time::Instant;

/// The headings of the body: what a review asks.
const BODY: &str = "
## What happened

## What went well

## What was hard

## Where we were lucky

## What surprised us
";

/// What a new record says.
pub(super) struct Text<'a> {
    pub plan: &'a Plan,
    pub id: &'a str,
    pub args: &'a Args,
    pub times: Vec<(&'static str, Instant)>,
    pub held: &'a [Held],
    pub by: Option<String>,
}

fn pair(key: &str, value: &Scalar) -> String {
    format!("{key} = {}\n", literal(value))
}

fn text(text: &str) -> Scalar {
    Scalar::Text(text.to_owned())
}

impl Text<'_> {
    /// The whole file.
    pub fn text(&self, now: Instant) -> String {
        let times: String =
            self.times.iter().map(|(name, at)| pair(name, &Scalar::Instant(*at))).collect();
        format!(
            "+++\n{}\n[times]\n{times}{}\n[[timeline]]\n{}+++\n{BODY}",
            self.head(),
            self.people(),
            self.declared(now)
        )
    }

    fn head(&self) -> String {
        let kind = self.args.kind.as_deref().unwrap_or("incident");
        let mut head = pair("kind", &text(kind));
        if let Some(title) = &self.args.title {
            head += &pair("title", &text(title.trim()));
        }
        head += &pair("severity", &text(&self.args.severity));
        head += &pair("status", &text("open"));
        head += &pair("services", &Scalar::List(self.args.service.clone()));
        let channels = self.plan.written.channels.as_ref().map(|channels| &channels.value);
        if let Some(chat) = channels.and_then(|channels| channels.incident_chat.as_ref()) {
            head += &pair("channel", &text(&chat.value.replace("{id}", self.id)));
        }
        head
    }

    fn people(&self) -> String {
        let held = self.held.iter().filter(|held| !held.people.is_empty());
        let lines: String = held
            .map(|held| {
                let ids: Vec<_> =
                    self.plan.ids(&held.people).into_iter().map(str::to_owned).collect();
                let value = match ids.as_slice() {
                    [one] => Scalar::Text(one.clone()),
                    _ => Scalar::List(ids),
                };
                pair(&held.role, &value)
            })
            .collect();
        if lines.is_empty() { lines } else { format!("\n[people]\n{lines}") }
    }

    fn declared(&self, now: Instant) -> String {
        let by = self.by.as_ref().map(|by| pair("by", &text(by))).unwrap_or_default();
        let said = format!("{} is declared", self.args.severity);
        pair("at", &Scalar::Instant(now))
            + &pair("kind", &text("declare"))
            + &by
            + &pair("text", &text(&said))
    }
}
