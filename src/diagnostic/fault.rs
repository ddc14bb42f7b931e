//! The faults: every way in which a plan cannot be understood.

macro_rules! faults {
    ($($(#[doc = $doc:literal])* $name:ident = $code:literal,)*) => {
        /// A way in which a plan cannot be understood.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Fault { $($(#[doc = $doc])* $name,)* }

        impl Fault {
            /// Every fault, sorted by its code.
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];

            /// The name by which people know it; never changes its meaning.
            #[must_use]
            pub fn code(self) -> &'static str {
                match self { $(Self::$name => $code,)* }
            }

            /// What it means, in one sentence.
            #[must_use]
            pub fn meaning(self) -> &'static str {
                match self { $(Self::$name => concat!($($doc),*).trim_ascii(),)* }
            }
        }
    };
}

faults! {
    /// An id is not made of lower-case letters, digits and hyphens, or is reserved.
    BadId = "bad-id",
    /// A period, duration or number is not one, or is out of bounds.
    BadLength = "bad-length",
    /// A recurrence rule is not one that a window can have.
    BadRrule = "bad-rrule",
    /// A date or time is not of the kind that its key takes, or lies outside 1900 to 2400.
    BadTime = "bad-time",
    /// A value is not one of those that its key takes.
    BadValue = "bad-value",
    /// A window is not of any form that a window has.
    BadWindow = "bad-window",
    /// A time zone is not in the zone database.
    BadZone = "bad-zone",
    /// Two keys of a table exclude each other.
    ConflictingKeys = "conflicting-keys",
    /// The same thing is defined twice.
    Duplicate = "duplicate",
    /// A span ends before it begins, or mixes exact times with whole days.
    EmptySpan = "empty-span",
    /// A file is larger than irp reads.
    FileTooLarge = "file-too-large",
    /// Rotations follow each other in a circle.
    FollowCircle = "follow-circle",
    /// A rotation follows another so that somebody would be both.
    FollowOffset = "follow-offset",
    /// A Markdown record has no front matter.
    FrontMatter = "front-matter",
    /// A glob of the plan selects no file.
    IncludeMissing = "include-missing",
    /// A line-up begins at a time that is no handoff.
    LineUpOffGrid = "line-up-off-grid",
    /// A key that its table needs is not there.
    MissingKey = "missing-key",
    /// A file is not UTF-8 text.
    NotUtf8 = "not-utf8",
    /// A path or a link leads out of the plan's folder.
    OutsidePlan = "outside-plan",
    /// Two overrides contradict each other, so neither holds where both do.
    OverrideConflict = "override-conflict",
    /// The text is not TOML.
    Syntax = "syntax",
    /// A time is skipped or doubled by a change of the clock, so it names no single instant.
    UncertainTime = "uncertain-time",
    /// An id is defined nowhere in the plan.
    UnknownId = "unknown-id",
    /// A key is none that its table has.
    UnknownKey = "unknown-key",
    /// A path cannot be read as a file.
    Unreadable = "unreadable",
    /// The plan is not of a version that this irp reads.
    Version = "version",
    /// Two windows of one layer overlap.
    WindowOverlap = "window-overlap",
    /// A value is of another type than its key takes.
    WrongType = "wrong-type",
}

/// The candidate that was most probably meant by `word`, if one is near enough. Case, spaces and
/// underscores are no difference.
#[must_use]
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let word = word.trim().to_lowercase().replace(['_', ' '], "-");
    let bound = (word.chars().count() / 3).clamp(1, 3);
    let close = candidates.into_iter().filter(|c| c.len().abs_diff(word.len()) <= 2 * bound);
    close
        .filter_map(|candidate| {
            let known = candidate.to_lowercase();
            let distance = strsim::damerau_levenshtein(&word, &known);
            let near = distance <= bound || (word.len() >= 3 && known.starts_with(&word));
            near.then_some((distance, candidate))
        })
        .min()
        .map(|(_, candidate)| candidate)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_sorted_and_unique() {
        assert!(Fault::ALL.windows(2).all(|pair| pair[0].code() < pair[1].code()));
    }

    #[test]
    fn the_nearest_spelling_is_found_and_far_ones_are_not() {
        assert_eq!(nearest("tunr", ["turn", "team"]), Some("turn"));
        assert_eq!(nearest("HAED", ["main", "HEAD"]), Some("HEAD"));
        assert_eq!(nearest("desc", ["description", "role"]), None);
        assert_eq!(nearest("ana", ["mia", "zoe"]), None);
        assert_eq!(nearest("time_zone", ["time-zone"]), Some("time-zone"));
        assert_eq!(nearest("HIGH", ["low", "high"]), Some("high"));
    }
}
