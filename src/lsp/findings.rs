//! Findings between one judgement and the next: they stay where they were, while the text around
//! them moves.

use crate::diagnostic::Diagnostic;
use crate::plan::Plan;
use crate::source::{Location, SourceId};

/// The findings of a plan as it was, at their places in the plan as it is; those whose text has
/// changed are left out until the plan is judged again.
pub fn moved(findings: &[Diagnostic], was: &Plan, now: &Plan) -> Vec<Diagnostic> {
    findings.iter().filter_map(|finding| one(finding, was, now)).collect()
}

fn one(finding: &Diagnostic, was: &Plan, now: &Plan) -> Option<Diagnostic> {
    let mut finding = finding.clone();
    finding.primary.at = place(finding.primary.at, was, now)?;
    finding.others.retain_mut(|label| match place(label.at, was, now) {
        Some(at) => {
            label.at = at;
            true
        }
        None => false,
    });
    Some(finding)
}

/// Where what stood at a place stands now.
fn place(at: Location, was: &Plan, now: &Plan) -> Option<Location> {
    let old = was.sources.get(at.source);
    let source: SourceId = now.sources.find(&old.name)?;
    let new = &now.sources.get(source).text;
    let shift = shift(old.text.as_bytes(), new.as_bytes(), at)?;
    let moved = |byte: u32| u32::try_from(i64::from(byte) + shift).ok();
    Some(Location { source, start: moved(at.start)?, end: moved(at.end)? })
}

/// How many bytes further a place is, where a text was changed before it; `None` where it was
/// changed there.
fn shift(old: &[u8], new: &[u8], at: Location) -> Option<i64> {
    if old == new {
        return Some(0);
    }
    let start = old.iter().zip(new).take_while(|(a, b)| a == b).count();
    if at.end as usize <= start {
        return Some(0);
    }
    let rest = old[start..].iter().rev().zip(new[start..].iter().rev());
    let end = old.len() - rest.take_while(|(a, b)| a == b).count();
    let longer = i64::try_from(new.len()).ok()? - i64::try_from(old.len()).ok()?;
    (at.start as usize >= end).then_some(longer)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_moves_with_the_text_after_a_change_and_is_lost_within_it() {
        let shift = |old: &str, new: &str| {
            let start = old.find('x').unwrap();
            let at = Location::new(SourceId::default(), &(start..start + 1));
            super::shift(old.as_bytes(), new.as_bytes(), at)
        };
        assert_eq!(shift("abc x", "abc x"), Some(0));
        assert_eq!(shift("abc x", "ac x"), Some(-1));
        assert_eq!(shift("x abc", "x abbc"), Some(0));
        assert_eq!(shift("a x b", "a y b"), None);
        assert_eq!(shift("a x b", ""), None);
    }
}
