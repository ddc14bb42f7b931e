//! A plan as it was checked, in every format.

use super::Format;
use super::body::Body;
use super::judged::Judged;
use super::since::Compared;
use crate::cli::Seen;
use crate::diagnostic::{Level, visible};
use crate::plan::Plan;
use crate::time::{Instant, Span};
use crate::views::diff::words::counted;
use crate::views::fold::fold;
use crate::views::human::{Style, diagnostics};
use crate::views::json;
use crate::views::report::Report;

/// A plan, what was found, and what was looked at.
pub(super) struct Checked<'a> {
    pub plan: &'a Plan,
    /// The instant from which it was judged.
    pub now: Instant,
    /// How far the rules look ahead.
    pub horizon: Span,
    pub judged: Judged<'a>,
    pub report: Report<'a>,
    /// The options that leave some findings out, in words.
    pub narrowed: Option<&'static str>,
    /// The revision that this is compared with, and what is mended since.
    pub since: Option<&'a Compared>,
    /// The revision that the plan was read from.
    pub seen: Option<Seen>,
    /// The release of the zone data.
    pub tzdata: &'a str,
}

impl Checked<'_> {
    /// The answer in a format. `elsewhere` says where everything is listed of which that format
    /// leaves something out.
    pub fn text(&self, format: Format, style: Style, elsewhere: &str) -> String {
        match format {
            Format::Human => self.human(style),
            Format::Json => self.json(),
            other => other.report(&self.report, elsewhere),
        }
    }

    pub fn count(&self, level: Level) -> usize {
        self.report.findings.iter().filter(|finding| finding.level == level).count()
    }

    fn json(&self) -> String {
        json::text(&json::Envelope {
            schema: json::SCHEMA,
            command: "check",
            evaluated_at: json::instant(self.now),
            time_zone: self.plan.zone.name(),
            tzdata: self.tzdata,
            revision: self.seen.as_ref().map(|seen| json::RevisionJson::new(&seen.revision)),
            body: Body::new(self),
        })
    }

    fn human(&self, style: Style) -> String {
        let mut text = String::new();
        for finding in self.report.findings {
            text.push_str(&diagnostics::render(finding, &self.plan.sources, style));
            text.push('\n');
        }
        text.push_str(&self.scope(style));
        if let Some(compared) = self.since {
            text.push_str(&compared.lines(style));
        }
        let counts = self.counts();
        text.push_str(&if self.report.fails() {
            style.alarm(&counts)
        } else {
            style.bold(&counts)
        });
        text.push('\n');
        text
    }

    /// What was looked at, and what is known of coverage.
    fn scope(&self, style: Style) -> String {
        let plan = self.plan;
        let files = counted(plan.sources.iter().count(), "file");
        let parts = [
            counted(plan.people.len(), "person"),
            counted(plan.rotations.len(), "rotation"),
            counted(plan.escalations.len(), "escalation"),
            counted(plan.services.len(), "service"),
            counted(plan.severities.len(), "severity"),
        ];
        let at = self.seen.as_ref().map(|seen| format!(" {}", visible(&seen.label())));
        let at = at.unwrap_or_default();
        let mut lines = vec![format!("checked {files}{at}: {}", parts.join(", "))];
        lines.extend(self.judged.lines(plan, self.now));
        if self.report.allowed > 0 {
            let findings = counted(self.report.allowed, "finding");
            lines.push(format!("{findings} allowed by [[lint.allow]]"));
        }
        lines.iter().map(|line| fold(line, 2, style) + "\n").collect()
    }

    /// How many findings there are, in words.
    pub fn counts(&self) -> String {
        let new =
            self.since.map_or_else(String::new, |compared| format!(" since {}", compared.label));
        match self.narrowed.filter(|_| self.report.findings.is_empty()) {
            Some(options) => format!("no findings of what {options}{new}"),
            None => self.report.counts() + &new,
        }
    }
}
