//! What the rules find in the two plans, told apart.

use super::sides::{Origin, Pair, Side};
use crate::cli::Session;
use crate::cli::commands::check::edits;
use crate::diagnostic::Diagnostic;
use crate::diff::{self, Findings};
use crate::plan::Plan;
use crate::rules::{self, Context, Fingerprint, fingerprints};

impl Pair {
    /// What findings the change brings and which it mends.
    pub fn findings(&self, session: &Session<'_>) -> Findings {
        let before = judged(session, &self.before, None);
        let after = judged(session, &self.after, Some(self.before.plan));
        diff::findings(&before, &after)
    }
}

fn judged(
    session: &Session<'_>,
    side: &Side,
    before: Option<&'static Plan>,
) -> Vec<(Diagnostic, Fingerprint)> {
    let mut context = Context::new(side.plan, session.now);
    context.before = before;
    context.edited = match &side.origin {
        Origin::Revision(seen) => edits::of(session, side.plan, Some(seen.as_ref())),
        Origin::Files => edits::of(session, side.plan, None),
        Origin::Folder(_) => &|_| None,
    };
    let found = rules::check(&context);
    let all: Vec<_> = found.faults.into_iter().chain(found.standing).collect();
    let prints = fingerprints(&all, &side.plan.sources);
    all.into_iter().zip(prints).collect()
}
