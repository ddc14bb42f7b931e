//! Sets of instants as sorted, disjoint spans.

use crate::time::Span;

/// The union of spans: sorted, disjoint, none empty, touching ones joined.
#[must_use]
pub fn merged(mut spans: Vec<Span>) -> Vec<Span> {
    spans.retain(|span| !span.is_empty());
    spans.sort_unstable();
    let mut union: Vec<Span> = Vec::with_capacity(spans.len());
    for span in spans {
        match union.last_mut() {
            Some(last) if span.start <= last.end => last.end = last.end.max(span.end),
            _ => union.push(span),
        }
    }
    union
}

/// What is in `spans` and not in `taken`; both sorted and disjoint.
#[must_use]
pub fn without(spans: &[Span], taken: &[Span]) -> Vec<Span> {
    let mut left = Vec::new();
    for span in spans {
        let mut start = span.start;
        let first = taken.partition_point(|cut| cut.end <= span.start);
        for cut in taken[first..].iter().take_while(|cut| cut.start < span.end) {
            if start < cut.start {
                left.push(Span::new(start, cut.start));
            }
            start = start.max(cut.end);
        }
        if start < span.end {
            left.push(Span::new(start, span.end));
        }
    }
    left
}
