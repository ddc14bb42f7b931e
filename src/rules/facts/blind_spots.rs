//! What nobody can see yet, service by service.

use super::Context;
use crate::plan::Service;
use crate::source::Located;
use crate::syntax::BlindSpot;

/// The longest part of a question that a message repeats.
const LONGEST: usize = 120;

impl<'a> Context<'a> {
    /// Every blind spot, with its service.
    pub fn blind_spots(&self) -> impl Iterator<Item = (&'a Service, &'a Located<BlindSpot>)> {
        self.plan.services.iter().flat_map(|service| {
            let spots = service.written.blind_spots.iter().flat_map(|spots| &spots.value);
            spots.map(move |spot| (service, spot))
        })
    }
}

impl BlindSpot {
    /// The question that cannot be answered, short enough for a message.
    #[must_use]
    pub fn asked(&self) -> String {
        let question = self.question.as_ref().map_or("", |question| question.value.trim());
        match question.char_indices().nth(LONGEST) {
            Some((end, _)) => format!("{}...", &question[..end]),
            None => question.to_owned(),
        }
    }
}
