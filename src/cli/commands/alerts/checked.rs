//! Rule files as they were checked, in every format.

use super::super::check::format::Format;
use super::body::Body;
use crate::cli::Seen;
use crate::exchange::prometheus::Judged;
use crate::plan::Plan;
use crate::views::diff::words::counted;
use crate::views::fold::fold;
use crate::views::human::{Style, diagnostics};
use crate::views::json;
use crate::views::report::Report;

/// So many findings are shown to people with their places; programs get all.
const SHOWN: usize = 50;

/// What was found, and what was looked at.
pub struct Checked<'a> {
    pub plan: &'a Plan,
    pub judged: &'a Judged,
    /// How many files there are.
    pub files: usize,
    pub report: Report<'a>,
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

    fn human(&self, style: Style) -> String {
        let (mut text, all) = (String::new(), self.report.findings);
        let mut worst: Vec<_> = all.iter().collect();
        if all.len() > SHOWN {
            worst.sort_by_key(|finding| std::cmp::Reverse(finding.level));
        }
        for finding in worst.iter().take(SHOWN) {
            text += &diagnostics::render(finding, self.report.sources, style);
            text.push('\n');
        }
        if all.len() > SHOWN {
            let more = format!("and {} more; {}", all.len() - SHOWN, super::ELSEWHERE);
            text += &(fold(&more, 0, style) + "\n\n");
        }
        text += &(fold(&self.scope(), 2, style) + "\n");
        let counts = self.report.counts();
        let bad = self.report.fails();
        text + &if bad { style.alarm(&counts) } else { style.bold(&counts) } + "\n"
    }

    /// What was looked at.
    fn scope(&self) -> String {
        let Judged { alerts, planned, both, .. } = self.judged;
        format!(
            "checked {}: {} against {} of the plan, {both} in both",
            counted(self.files, "rule file"),
            counted(*alerts, "alert"),
            planned
        )
    }

    fn json(&self) -> String {
        json::text(&json::Envelope {
            schema: json::SCHEMA,
            command: "alerts",
            evaluated_at: json::instant(self.report.now),
            time_zone: self.plan.zone.name(),
            tzdata: self.tzdata,
            revision: self.seen.as_ref().map(|seen| json::RevisionJson::new(&seen.revision)),
            body: Body::new(self),
        })
    }
}
