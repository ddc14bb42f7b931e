//! Who is on call as a function of time, piece by piece, and where two such functions differ.

use crate::plan::{Plan, RotationKey};
use crate::schedule;
use crate::time::{Instant, Span};

/// People by number, in order; none where nobody is on call.
pub(super) type Who = Vec<u32>;

/// A time at which the same people are on call.
pub(super) type Piece = (Span, Who);

/// A time at which others are on call than before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Differs {
    pub span: Span,
    pub before: Who,
    pub after: Who,
}

/// Who is on call within a span, in order: the longest pieces in which that does not change. Times
/// without anybody are left out.
pub(super) fn holders(plan: &Plan, key: RotationKey, numbers: &[u32], span: Span) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = Vec::new();
    for shift in schedule::shifts(plan, key, span) {
        let mut who: Who = shift.people.iter().map(|person| numbers[person.index()]).collect();
        who.sort_unstable();
        let part = shift.span.intersection(span);
        match pieces.last_mut() {
            _ if who.is_empty() || part.is_empty() => {}
            Some((last, same)) if last.end == part.start && *same == who => last.end = part.end,
            _ => pieces.push((part, who)),
        }
    }
    pieces
}

/// Where two functions differ, in order: the longest pieces in which both do not change.
pub(super) fn differences(before: &[Piece], after: &[Piece], span: Span) -> Vec<Differs> {
    let mut edges: Vec<Instant> = before
        .iter()
        .chain(after)
        .flat_map(|(piece, _)| [piece.start, piece.end])
        .chain([span.start, span.end])
        .filter(|edge| span.start <= *edge && *edge <= span.end)
        .collect();
    edges.sort_unstable();
    edges.dedup();
    let (mut was, mut is) = (Cursor::new(before), Cursor::new(after));
    let mut found: Vec<Differs> = Vec::new();
    for edge in edges.windows(2) {
        let part = Span::new(edge[0], edge[1]);
        let (one, two) = (was.at(part.start), is.at(part.start));
        if one == two {
            continue;
        }
        match found.last_mut() {
            Some(last)
                if last.span.end == part.start && last.before == one && last.after == two =>
            {
                last.span.end = part.end;
            }
            _ => found.push(Differs { span: part, before: one.to_vec(), after: two.to_vec() }),
        }
    }
    found
}

/// Where a function with these pieces has a value, cut to a span.
pub(super) fn during(pieces: &[Piece], span: Span) -> Vec<Piece> {
    let first = pieces.partition_point(|(piece, _)| piece.end <= span.start);
    let cut = pieces[first..].iter().take_while(|(piece, _)| piece.start < span.end);
    cut.map(|(piece, who)| (piece.intersection(span), who.clone())).collect()
}

/// Reads a function at later and later instants.
struct Cursor<'p> {
    left: &'p [Piece],
}

impl<'p> Cursor<'p> {
    fn new(pieces: &'p [Piece]) -> Self {
        Self { left: pieces }
    }

    fn at(&mut self, instant: Instant) -> &'p [u32] {
        while let [(first, _), rest @ ..] = self.left
            && first.end <= instant
        {
            self.left = rest;
        }
        match self.left {
            [(first, who), ..] if first.contains(instant) => who,
            _ => &[],
        }
    }
}
