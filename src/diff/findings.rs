//! What a change brings to find, and what it mends.

use std::collections::BTreeSet;

use super::Findings;
use crate::diagnostic::Diagnostic;
use crate::rules::Fingerprint;

/// What was found in two plans, told apart by fingerprints.
#[must_use]
pub fn findings(
    before: &[(Diagnostic, Fingerprint)],
    after: &[(Diagnostic, Fingerprint)],
) -> Findings {
    let known: BTreeSet<_> = before.iter().map(|(_, print)| print).collect();
    let here: BTreeSet<_> = after.iter().map(|(_, print)| print).collect();
    let apart = |all: &[(Diagnostic, Fingerprint)], others: &BTreeSet<&Fingerprint>| {
        let own = all.iter().filter(|(_, print)| !others.contains(print));
        own.map(|(finding, _)| finding.clone()).collect()
    };
    Findings {
        introduced: apart(after, &known),
        fixed: apart(before, &here),
        unchanged: here.intersection(&known).count(),
    }
}
