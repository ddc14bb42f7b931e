//! Layers painted over one another: which part of every turn is seen.

use crate::plan::{Force, Group, Layer, Plan, RotationKey};
use crate::time::Span;

use super::TurnOf;
use super::layer::{Stretch, stretches};
use super::spans::{merged, without};

/// A turn or window of one layer and the parts of it that no later layer covers.
#[derive(Clone, Debug)]
pub(super) struct Painted {
    pub layer: usize,
    pub turn: i64,
    pub visible: Visible,
}

/// The visible parts, in order; never empty.
#[derive(Clone, Debug)]
pub(super) enum Visible {
    Whole(Span),
    Parts(Vec<Span>),
}

impl Visible {
    pub(super) fn parts(&self) -> &[Span] {
        match self {
            Self::Whole(span) => std::slice::from_ref(span),
            Self::Parts(parts) => parts,
        }
    }

    /// What is left of it while something is in force.
    pub(super) fn cut(&self, force: Force) -> Self {
        match self {
            Self::Whole(span) => Self::Whole(force.cut(*span)),
            Self::Parts(parts) => {
                let cut = parts.iter().map(|part| force.cut(*part));
                Self::Parts(cut.filter(|part| !part.is_empty()).collect())
            }
        }
    }

    /// Whether nothing is left of it.
    pub(super) fn is_empty(&self) -> bool {
        self.parts().iter().all(|part| part.is_empty())
    }
}

/// The turns of a rotation's layers that overlap a span and can be seen somewhere; the visible
/// parts of each are complete, even outside the span.
pub(super) fn painted(layers: &[Layer], span: Span) -> Vec<Painted> {
    if let [only] = layers {
        let whole =
            |s: Stretch| Painted { layer: 0, turn: s.turn, visible: Visible::Whole(s.span) };
        return stretches(only, span).into_iter().map(whole).collect();
    }
    let below: Vec<_> = layers.iter().map(|layer| stretches(layer, span)).collect();
    let ends = below.iter().flatten().fold(span, |hull, stretch| {
        Span::new(hull.start.min(stretch.span.start), hull.end.max(stretch.span.end))
    });
    let mut above: Vec<Span> = Vec::new();
    let mut found = Vec::new();
    for (layer, stretches_here) in below.into_iter().enumerate().rev() {
        for stretch in stretches_here {
            let parts = without(&[stretch.span], &above);
            if !parts.is_empty() {
                found.push(Painted { layer, turn: stretch.turn, visible: Visible::Parts(parts) });
            }
        }
        if layer > 0 {
            above.extend(stretches(&layers[layer], ends).iter().map(|stretch| stretch.span));
            above = merged(above);
        }
    }
    found
}

/// Who holds a turn in a rotation before cover and overrides.
pub(super) fn holder(plan: &Plan, key: RotationKey, layer: usize, turn: i64) -> (TurnOf, &Group) {
    let of = &plan.layers(key)[layer];
    let line_up = of.line_up(turn);
    let order = &of.line_ups[line_up];
    let place = order.index(turn);
    let offset = match &plan[key].turns {
        crate::plan::Turns::Follows { offset, .. } => *offset,
        crate::plan::Turns::Own(_) => 0,
    };
    let held_by = order.followed(place, offset);
    (TurnOf { layer, number: turn, line_up, place, held_by }, &order.places[held_by].people)
}
