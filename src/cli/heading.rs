//! What an answer is of: the plan and its revision, the instants that were understood, the zone of
//! every time. A line for people, an envelope for programs.

use serde::Serialize;

use super::Session;
use crate::diagnostic::visible;
use crate::plan::Plan;
use crate::time::{When, Zone, show};
use crate::views::fold::{flow, fold};
use crate::views::human::Style;
use crate::views::json::{self, Envelope, RevisionJson};
use crate::views::timeline::Look;

/// Parts of a heading, which stand on one line where they fit.
pub struct Heading {
    parts: Vec<String>,
    zone: String,
}

impl Heading {
    /// A heading that begins with the plan's name, where it can be read, and with its revision, where
    /// it was read from one; and ends with the zone of every time below it.
    pub fn new(
        session: &Session<'_>,
        plan: &Plan,
        parts: impl IntoIterator<Item = String>,
        zone: &Zone,
    ) -> Self {
        let revision = session.seen().map(|seen| visible(&seen.label()));
        let dated = session.seen().filter(|seen| seen.branch.is_some());
        let dated = dated.map(|seen| show::full(seen.revision.committed_at(), zone));
        let dated = dated.map(|date| format!("committed {date}"));
        let name = Some(visible(&plan.name)).filter(|name| !name.is_empty());
        let parts = name.into_iter().chain(revision).chain(dated).chain(parts);
        Self { parts: parts.collect(), zone: format!("times in {}", zone.name()) }
    }

    /// One line, whatever its length.
    pub fn line(&self) -> String {
        format!("{} · {}", self.parts.join(" · "), self.zone)
    }

    /// The lines above a picture, as wide as it and of the same letters.
    pub fn within(&self, look: Look) -> String {
        let parts: Vec<_> = self.parts.iter().chain([&self.zone]).map(String::as_str).collect();
        let between = if look.ascii { " | " } else { " · " };
        let lines = flow(&parts, between, look.width);
        let lines: Vec<_> = lines.iter().map(|line| look.style().bold(line)).collect();
        lines.join("\n") + "\n\n"
    }

    /// As many lines as the terminal needs, and an empty one.
    pub fn lines(&self, style: Style) -> String {
        let width = style.width.unwrap_or(usize::MAX);
        let mut lines = vec![String::new()];
        for part in self.parts.iter().chain([&self.zone]) {
            let Some(last) = lines.last_mut() else { break };
            if last.is_empty() {
                last.push_str(part);
            } else if (last.chars().count() + 3).saturating_add(part.chars().count()) <= width {
                last.push_str(" · ");
                last.push_str(part);
            } else {
                lines.push(part.clone());
            }
        }
        let lines = lines.iter().map(|line| fold(line, 2, style));
        let lines: Vec<_> = lines.flat_map(|line| bold(&line, style)).collect();
        lines.join("\n") + "\n\n"
    }
}

/// Each line of a text.
fn bold(text: &str, style: Style) -> Vec<String> {
    text.lines().map(|line| style.bold(line)).collect()
}

impl Session<'_> {
    /// An answer of a command as JSON; `zone` is that of every local time in it.
    #[must_use]
    pub fn json<T: Serialize>(&self, command: &str, zone: &Zone, body: T) -> String {
        json::text(&self.envelope(command, zone, body))
    }

    /// The same before it is written: what templates are given.
    #[must_use]
    pub fn envelope<'a, T>(&'a self, command: &'a str, zone: &'a Zone, body: T) -> Envelope<'a, T> {
        Envelope {
            schema: json::SCHEMA,
            command,
            evaluated_at: json::instant(self.now),
            time_zone: zone.name(),
            tzdata: self.zones.release(),
            revision: self.seen().map(|seen| RevisionJson::new(&seen.revision)),
            body,
        }
    }
}

/// The words for a time and what they were understood to mean: in the zone that they name, and in
/// the viewer's.
pub fn echo(words: &str, when: &When, viewer: &Zone) -> String {
    let here = show::full(when.instant, viewer);
    let there = show::full(when.instant, &when.zone);
    let there = if here == there { String::new() } else { format!("{there} = ") };
    format!("{} = {there}{here}", visible(words))
}
