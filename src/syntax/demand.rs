//! What a table demands beyond its keys and their types: which keys belong together, which exclude
//! each other.
//!
//! The plan module judges it, with the words that people read; here it stands as data, for schemas
//! and editors. `tests/schema/` proves that the two agree.

use Demand::{
    DayBeside, Filled, Group, Groups, One, Rule, SomeOf, TimeBeside, Timed, With, Without,
};

/// One demand of a table. Keys that are left out demand nothing by themselves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Demand {
    /// Exactly one of these keys is there.
    One(&'static [&'static str]),
    /// All keys of at least one of these groups are there.
    SomeOf(&'static [&'static [&'static str]]),
    /// Where the first key is, the second is too.
    With(&'static str, &'static str),
    /// Where the first key is, none of the others is.
    Without(&'static str, &'static [&'static str]),
    /// The moment under this key is a time, not a day alone.
    Timed(&'static str),
    /// Where the first key is, the moment under the second is a time.
    TimeBeside(&'static str, &'static str),
    /// Where the first key is, the moment under the second is a day alone.
    DayBeside(&'static str, &'static str),
    /// The list under this key has at least one entry.
    Filled(&'static str),
    /// The list under this key, where it is one, is a group: not empty, and nobody twice.
    Group(&'static str),
    /// The list under this key has at least one entry, and every list in it is a group.
    Groups(&'static str),
    /// The text under this key is an RFC 5545 recurrence rule.
    Rule(&'static str),
}

/// What follows from a span being whole days or an exact time.
macro_rules! span {
    ($($more:expr),*) => {
        &[
            One(&["until", "through"]),
            Timed("until"),
            TimeBeside("until", "from"),
            DayBeside("through", "from"),
            $($more),*
        ]
    };
}

/// The keys that a rotation takes from the one that it follows.
const OF_THE_FOLLOWED: &[&str] = &[
    "kind",
    "time-zone",
    "starts",
    "turn",
    "people",
    "when",
    "split-windows",
    "line-ups",
    "layers",
];

/// The demands of a table, by the name of its type.
#[must_use]
pub fn demands(table: &str) -> &'static [Demand] {
    match table {
        "Rotation" => &[
            SomeOf(&[&["starts", "turn", "people"], &["layers"], &["follows"]]),
            Without("follows", OF_THE_FOLLOWED),
            Timed("from"),
            Timed("until"),
            Filled("turn"),
            Groups("people"),
            Filled("when"),
            Filled("layers"),
        ],
        "Layer" => {
            &[Timed("from"), Timed("until"), Filled("turn"), Groups("people"), Filled("when")]
        }
        "Escalation" => &[Filled("steps")],
        "LineUp" => &[Groups("people")],
        "Override" => span![
            One(&["replace", "add", "remove", "assign"]),
            With("replace", "with"),
            With("with", "replace"),
            Filled("replace"),
            Filled("with"),
            Filled("add"),
            Filled("remove"),
            Group("assign")
        ],
        "TimeOff" | "Shadow" => span![],
        "TargetKeys" => {
            &[One(&["rotation", "person", "team", "escalation", "channel", "skill", "external"])]
        }
        "RecurringWindow" | "GameDay" => &[Rule("rrule")],
        _ => &[],
    }
}
