//! What was read from files before, so that a plan of which one file has changed is not read
//! again from the first byte.
//!
//! Owns the results of parsing, by path. Does not know what is done with them.

use std::any::Any;
use std::collections::BTreeMap;

use crate::source::SourceId;
use crate::syntax::Parsed;

/// Parsed files by path, from one reading of a plan to the next.
#[derive(Debug, Default)]
pub struct Memo {
    files: BTreeMap<String, Kept>,
    /// The number of the reading under way.
    reading: u64,
}

/// A file as it was when it was parsed last.
#[derive(Debug)]
struct Kept {
    text: String,
    /// Every place in what was parsed names the file by this.
    source: SourceId,
    /// A [`Parsed`] of the type that was asked for.
    parsed: Box<dyn Any>,
    /// The last reading in which it was a file of the plan.
    reading: u64,
}

impl Memo {
    /// Begins a reading of the whole plan.
    pub(super) fn begin(&mut self) {
        self.reading += 1;
    }

    /// Forgets the files that were no part of the reading that ends.
    pub(super) fn end(&mut self) {
        let reading = self.reading;
        self.files.retain(|_, kept| kept.reading == reading);
    }

    /// What a file holds: as it was parsed last, where neither its text nor its place in the plan
    /// has changed.
    pub(super) fn parsed<T: Clone + 'static>(
        &mut self,
        path: &str,
        source: SourceId,
        text: &str,
        parse: impl FnOnce() -> Parsed<T>,
    ) -> Parsed<T> {
        if let Some(kept) = self.files.get_mut(path)
            && kept.source == source
            && kept.text == text
            && let Some(parsed) = kept.parsed.downcast_ref::<Parsed<T>>()
        {
            kept.reading = self.reading;
            return parsed.clone();
        }
        let parsed = parse();
        let kept = Kept {
            text: text.to_owned(),
            source,
            parsed: Box::new(parsed.clone()),
            reading: self.reading,
        };
        self.files.insert(path.to_owned(), kept);
        parsed
    }
}
