//! `--since`: what a plan has that an earlier one had not, and what is mended.

use std::collections::BTreeSet;
use std::mem::take;

use super::Found;
use crate::cli::{Failure, Seen, Session};
use crate::diagnostic::{Diagnostic, visible};
use crate::plan::{Plan, Read};
use crate::source::Sources;
use crate::views::diff::words::counted;
use crate::views::fold::fold;
use crate::views::human::Style;
use crate::views::report::Comparison;

/// The most findings that are listed as mended.
const LISTED: usize = 20;

/// A comparison with the plan of an earlier revision.
pub(super) struct Compared {
    plan: &'static Plan,
    /// The revision, and the folder in which the plan was.
    pub seen: Seen,
    /// The revision in words, such as `main = 1a2b3c4`.
    pub label: String,
    /// Whether that plan could be judged.
    pub comparable: bool,
    /// What was found then and is not any more.
    pub fixed: Vec<Diagnostic>,
    /// How many faults and findings are in both.
    pub unchanged: usize,
}

impl Compared {
    /// Reads the plan of a revision.
    ///
    /// # Errors
    /// Where there is no such revision, or no plan in it.
    pub fn new(session: &Session<'_>, words: &str) -> Result<Self, Failure> {
        let past = session.load_at(words, Read::Everything)?;
        let label = past.seen.label();
        let label = label.strip_prefix("at ").unwrap_or(&label);
        Ok(Self {
            label: visible(label),
            seen: past.seen,
            comparable: past.plan.faults.is_empty(),
            fixed: Vec::new(),
            unchanged: 0,
            // The process ends with the command: taking the plan apart again would be wasted work.
            plan: Box::leak(Box::new(past.plan)),
        })
    }

    /// The earlier plan.
    pub fn plan(&self) -> &'static Plan {
        self.plan
    }

    /// The files of the earlier plan.
    pub fn sources(&self) -> &'static Sources {
        &self.plan.sources
    }

    /// Leaves only what is new of what was found, and keeps what is mended. With a plan that has
    /// faults nothing is compared: half of a plan would make findings look new or mended.
    pub fn compare(mut self, session: &mut Session<'_>, before: &Found, after: &mut Found) -> Self {
        if let Some(fault) = self.plan.faults.first() {
            let at = self.sources().position(fault.primary.at);
            let file = visible(&self.sources().get(fault.primary.at.source).name);
            session.note(&format!(
                "error: the plan of {} has {}, so nothing is compared with it; the first is at \
                 {file}:{}:{}: {}",
                self.label,
                counted(self.plan.faults.len(), "fault"),
                at.line,
                at.column,
                fault.message
            ));
            return self;
        }
        let known: BTreeSet<_> = before.prints.iter().collect();
        let here: BTreeSet<_> = after.prints.iter().cloned().collect();
        self.unchanged = here.iter().filter(|print| known.contains(print)).count();
        let then = before.all.iter().zip(&before.prints);
        let gone = then.filter(|(_, print)| !here.contains(print));
        self.fixed = gone.map(|(finding, _)| finding.clone()).collect();
        // What is left keeps its fingerprint, which counts what is equal to it.
        let now = take(&mut after.all).into_iter().zip(take(&mut after.prints));
        (after.all, after.prints) = now.filter(|(_, print)| !known.contains(print)).unzip();
        self
    }

    /// The comparison as reports show it.
    pub fn comparison(&self) -> Option<Comparison<'_>> {
        let (with, mended, unchanged) = (&self.label, &self.fixed, self.unchanged);
        self.comparable.then_some(Comparison { with, mended, unchanged })
    }

    /// What is mended, and how much is as it was.
    pub fn lines(&self, style: Style) -> String {
        if !self.comparable {
            return String::new();
        }
        let mut lines = vec![format!(
            "compared with {}: {} mended, {} as before",
            self.label,
            self.fixed.len(),
            self.unchanged
        )];
        lines.extend(self.fixed.iter().take(LISTED).map(|finding| {
            format!("mended: {}[{}] {}", finding.level.word(), finding.code, finding.message)
        }));
        if self.fixed.len() > LISTED {
            lines.push(format!("and {} more that are mended", self.fixed.len() - LISTED));
        }
        lines.iter().map(|line| fold(line, 2, style) + "\n").collect()
    }
}
