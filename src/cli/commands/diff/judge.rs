//! What the rules find in the two plans, told apart.

use super::sides::{Origin, Pair, Side};
use crate::cli::Session;
use crate::cli::commands::check::edits;
use crate::diagnostic::Diagnostic;
use crate::diff::{self, Findings, Rename};
use crate::plan::Plan;
use crate::rules::{self, Context, Fingerprint, fingerprints};

impl Pair {
    /// What findings the change brings and which it mends. A finding about what has another id now
    /// is the same one.
    pub fn findings(&self, renames: &[Rename], session: &Session<'_>) -> Findings {
        let before = judged(session, &self.before, None, renames);
        let after = judged(session, &self.after, Some(self.before.plan), &[]);
        diff::findings(&before, &after)
    }
}

fn judged(
    session: &Session<'_>,
    side: &Side,
    before: Option<&'static Plan>,
    renames: &[Rename],
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
    let named: Vec<_> = all.iter().map(|finding| renamed(finding.clone(), renames)).collect();
    let prints = fingerprints(&named, &side.plan.sources);
    all.into_iter().zip(prints).collect()
}

/// A finding with the ids that things have in the plan after.
fn renamed(mut finding: Diagnostic, renames: &[Rename]) -> Diagnostic {
    for Rename { before, after, .. } in renames {
        let quoted = |id: &str| format!("`{id}`");
        finding.message = finding.message.replace(&quoted(before), &quoted(after));
        let mut parts: Vec<_> = finding.path.split('.').collect();
        if let Some(id) = parts.get_mut(1).filter(|id| **id == before.as_str()) {
            *id = after;
            finding.path = parts.join(".");
        }
    }
    finding
}
