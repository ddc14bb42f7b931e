//! Records of which something cannot be counted: said beside the answer, in short.

use super::Session;
use crate::diagnostic::visible;
use crate::plan::Plan;
use crate::record::{self, Case, Times};
use crate::time::Zone;

/// Records beyond these are counted, not listed.
const SHOWN: usize = 3;
/// What cannot be in one record beyond these is counted, not listed.
const SHOWN_EACH: usize = 3;

impl Session<'_> {
    /// Says which times of some records are in the future or contradict each other, so that nothing
    /// that rests on them is counted.
    ///
    /// Returns whether there are any.
    pub fn doubt<'c, 'p: 'c>(
        &mut self,
        cases: impl IntoIterator<Item = &'c Case<'p>>,
        zone: &Zone,
    ) -> bool {
        let times = |case: &Case<'p>| (case.record.id.clone(), record::times(case.front));
        self.doubt_times(cases.into_iter().map(times), zone)
    }

    /// The same of times that were looked for already, each with the id of what they are of.
    pub fn doubt_times(
        &mut self,
        all: impl IntoIterator<Item = (String, Times)>,
        zone: &Zone,
    ) -> bool {
        let doubts = |(id, times): (String, Times)| (id, record::doubts(&times, self.now));
        let wrong = all.into_iter().map(doubts).filter(|(_, doubts)| !doubts.is_empty());
        let wrong: Vec<_> = wrong.collect();
        for (id, doubts) in wrong.iter().take(SHOWN) {
            let id = visible(id);
            for doubt in doubts.iter().take(SHOWN_EACH) {
                self.note(&format!("warning: `{id}`: {}", doubt.words(zone)));
            }
            if let Some(more) = doubts.len().checked_sub(SHOWN_EACH).filter(|more| *more > 0) {
                self.note(&format!("warning: `{id}`: and {more} more times are out of order"));
            }
        }
        if let Some(more) = wrong.len().checked_sub(SHOWN).filter(|more| *more > 0) {
            self.note(&format!("warning: {more} more with such times; `irp check` shows all"));
        }
        if !wrong.is_empty() {
            self.note("  help: nothing that rests on these times is counted; correct them");
        }
        !wrong.is_empty()
    }

    /// Says which ids more than one record has, and what follows.
    ///
    /// Returns whether there are any.
    pub fn doubled<'c>(
        &mut self,
        plan: &Plan,
        ids: impl IntoIterator<Item = &'c str>,
        so: &str,
    ) -> bool {
        let mut ids: Vec<_> = ids.into_iter().collect();
        ids.sort_unstable();
        ids.dedup();
        for id in ids.iter().take(SHOWN) {
            let files = plan.written.incidents.iter().filter(|record| record.id == **id);
            let files = files.map(|record| visible(&plan.sources.get(record.at.source).name));
            let files: Vec<_> = files.take(SHOWN).collect();
            self.note(&format!(
                "warning: more than one record has the id `{}`{so}: {}",
                visible(id),
                files.join(", ")
            ));
        }
        if let Some(more) = ids.len().checked_sub(SHOWN).filter(|more| *more > 0) {
            self.note(&format!("warning: so it is with {more} more; `irp check` shows them"));
        }
        !ids.is_empty()
    }
}
