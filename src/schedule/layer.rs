//! One layer by itself: its turns or windows as instants, before anything is painted over them.

use chrono::TimeDelta;

use crate::plan::{Cadence, Layer};
use crate::time::{Civil, CivilWindow, Edges, Handoffs, Span, Windows, Zone};

/// A turn or window of a layer, cut to when the layer is in force.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Stretch {
    pub turn: i64,
    pub span: Span,
}

/// The longest jump of a clock: longer than the whole day that Apia skipped.
const LONGEST_JUMP: TimeDelta = TimeDelta::hours(26);

/// The stretches of a layer that overlap a span, sorted, disjoint, none empty.
pub(super) fn stretches(layer: &Layer, span: Span) -> Vec<Stretch> {
    let span = layer.force.cut(span);
    if span.is_empty() {
        return Vec::new();
    }
    let mut found = match (&layer.windows, &layer.cadence) {
        (None, Cadence::Periods(handoffs)) => turns(layer, handoffs, span),
        (Some(windows), Cadence::Periods(handoffs)) if layer.split => {
            pieces(layer, windows, handoffs, span)
        }
        (Some(windows), cadence) => whole_windows(layer, windows, cadence, span),
        (None, Cadence::Shifts(_)) => Vec::new(),
    };
    // Only the outermost can reach beyond what is asked for.
    let first = found.partition_point(|stretch| stretch.span.end <= span.start);
    let last = found.partition_point(|stretch| stretch.span.start < span.end);
    found.truncate(last);
    found.drain(..first);
    for end in [0, found.len().saturating_sub(1)] {
        if let Some(stretch) = found.get_mut(end) {
            stretch.span = layer.force.cut(stretch.span);
        }
    }
    found
}

fn turns(layer: &Layer, handoffs: &Handoffs, span: Span) -> Vec<Stretch> {
    let (low, high) = layer.zone.civil_hull(span.start, span.end);
    let high = high.and_utc().timestamp();
    let next = |civil: Civil| Some(handoffs.at_or_after(civil));
    let edges = Edges::new(&layer.zone);
    let mut turn = handoffs.turn_at(low).max(0);
    let mut start = handoffs.seconds(turn);
    let mut start_at = edges.instant_of(start, next);
    let mut found = Vec::new();
    while start <= high {
        let end = handoffs.seconds(turn + 1);
        let end_at = edges.instant_of(end, next);
        if start_at < end_at {
            found.push(Stretch { turn, span: Span::new(start_at, end_at) });
        }
        (turn, start, start_at) = (turn + 1, end, end_at);
    }
    found
}

/// The first edge at or after a wall-clock time of the windows that `exists` takes and of the
/// handoffs that cut them.
fn next_edge(
    windows: &Windows,
    cuts: Option<&Handoffs>,
    exists: impl Fn(&CivilWindow) -> bool,
    civil: Civil,
) -> Option<Civil> {
    let mut near = windows.around(civil, civil + LONGEST_JUMP);
    near.retain(exists);
    let edges = near.iter().flat_map(|window| [window.start, window.end]);
    let handoff = cuts.map(|handoffs| handoffs.at_or_after(civil));
    edges.chain(handoff).filter(|edge| *edge >= civil).min()
}

/// The handoffs that cut the windows of a layer.
fn cuts(layer: &Layer) -> Option<&Handoffs> {
    match &layer.cadence {
        Cadence::Periods(handoffs) if layer.split => Some(handoffs),
        _ => None,
    }
}

/// Windows as instants, in order; only those that `exists` takes.
fn settled(
    zone: &Zone,
    windows: &Windows,
    cuts: Option<&Handoffs>,
    span: Span,
    exists: impl Fn(&CivilWindow) -> bool,
) -> Vec<(CivilWindow, Span)> {
    let (low, high) = zone.civil_hull(span.start, span.end);
    let mut around = windows.around(low, high);
    around.retain(&exists);
    let edges = Edges::new(zone);
    let next = |civil| next_edge(windows, cuts, &exists, civil);
    let edge = |civil| edges.instant(civil, next);
    around.into_iter().map(|w| (w, Span::new(edge(w.start), edge(w.end)))).collect()
}

/// The windows of a layer that overlap a span, as instants, whoever holds them.
#[must_use]
pub fn windows(layer: &Layer, span: Span) -> Vec<Span> {
    let Some(windows) = &layer.windows else {
        return Vec::from([layer.force.cut(span)]);
    };
    let exists = |window: &CivilWindow| {
        if layer.split { window.end > layer.starts } else { window.start >= layer.starts }
    };
    let all = settled(&layer.zone, windows, cuts(layer), span, exists).into_iter();
    all.map(|(_, window)| layer.force.cut(window)).filter(|w| w.overlaps(span)).collect()
}

/// Windows in a zone that overlap a span, as instants.
pub(super) fn plain_windows(zone: &Zone, windows: &Windows, span: Span) -> Vec<Span> {
    let all = settled(zone, windows, None, span, |_| true).into_iter();
    all.map(|(_, window)| window).filter(|window| window.overlaps(span)).collect()
}

fn whole_windows(layer: &Layer, windows: &Windows, cadence: &Cadence, span: Span) -> Vec<Stretch> {
    let exists = |window: &CivilWindow| window.start >= layer.starts;
    let settled = settled(&layer.zone, windows, None, span, exists);
    let before = match (cadence, settled.first()) {
        (Cadence::Shifts(_), Some((first, _))) => windows.count(layer.starts, first.start),
        _ => 0,
    };
    let numbered = settled.into_iter().zip(before..);
    let stretches = numbered.map(|((window, span), number)| {
        let turn = match cadence {
            Cadence::Periods(handoffs) => handoffs.turn_at(window.start),
            Cadence::Shifts(count) => number / count,
        };
        Stretch { turn, span }
    });
    stretches.filter(|stretch| !stretch.span.is_empty()).collect()
}

/// Windows cut at every handoff inside them.
fn pieces(layer: &Layer, windows: &Windows, handoffs: &Handoffs, span: Span) -> Vec<Stretch> {
    let exists = |window: &CivilWindow| window.end > layer.starts;
    let next = |civil| next_edge(windows, Some(handoffs), exists, civil);
    let edges = Edges::new(&layer.zone);
    let edge = |civil| edges.instant(civil, next);
    let (low, high) = layer.zone.civil_hull(span.start, span.end);
    let mut found = Vec::new();
    for window in windows.around(low, high).into_iter().filter(exists) {
        let mut start = window.start.max(layer.starts);
        let mut turn = handoffs.turn_at(start);
        while start < window.end {
            let end = handoffs.boundary(turn + 1).min(window.end);
            let piece = Span::new(edge(start), edge(end));
            if !piece.is_empty() {
                found.push(Stretch { turn, span: piece });
            }
            (turn, start) = (turn + 1, end);
        }
    }
    found
}
