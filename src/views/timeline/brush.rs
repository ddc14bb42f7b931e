//! The signs of a timeline, and a memory of those that were used, for the legend.

use std::collections::BTreeSet;

use unicode_width::UnicodeWidthStr;

use crate::views::human::Style;
use crate::views::picture::{Forms, Key, Mark};

/// What a sign means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Sign {
    /// A shift, why ever it is somebody's.
    Shift(Mark),
    /// Several handoffs in one column.
    Several,
    /// Several handoffs in one column, one of them to a cover or by an override.
    Changed,
    /// Shifts side by side that are a letter each.
    Letters,
    /// Somebody must be on call and nobody is.
    Gap,
    /// The same in a part of the column.
    Part,
    /// Nobody is, and nobody must be.
    Off,
}

/// Writes signs and names, and remembers what must be explained.
pub(super) struct Brush {
    /// How it is coloured.
    pub style: Style,
    /// Whether every sign is ASCII.
    pub ascii: bool,
    /// The abbreviations that were used.
    pub key: Key,
    used: BTreeSet<Sign>,
    /// Whether anybody was named since this was last asked.
    named: bool,
    /// Whether a row has shifts and no name.
    pub nameless: bool,
}

impl Brush {
    pub fn new(style: Style, ascii: bool) -> Self {
        Self {
            style,
            ascii,
            key: Key::default(),
            used: BTreeSet::new(),
            named: false,
            nameless: false,
        }
    }

    /// The sign at the start and that of every further column.
    fn signs(&self, sign: Sign) -> (&'static str, &'static str) {
        let (wide, ascii) = match sign {
            Sign::Shift(Mark::Turn) => (("├", "─"), ("|", "-")),
            Sign::Shift(Mark::Cover) => (("┝", "━"), ("+", "~")),
            Sign::Shift(Mark::Override) => (("╞", "═"), ("#", "=")),
            Sign::Shift(Mark::Away) => (("┆", "┄"), ("?", "_")),
            Sign::Several => (("┇", "┇"), (":", ":")),
            Sign::Changed => (("╪", "╪"), ("%", "%")),
            Sign::Letters => (("", ""), ("", "")),
            Sign::Gap => (("╳", "╳"), ("!", "!")),
            Sign::Part => (("╱", "╱"), ("/", "/")),
            Sign::Off => (("·", "·"), (".", ".")),
        };
        if self.ascii { ascii } else { wide }
    }

    /// The sign that stands where something starts.
    pub fn start(&mut self, sign: Sign) -> &'static str {
        self.used.insert(sign);
        self.signs(sign).0
    }

    /// As many further columns, with a text at their start.
    pub fn fill(&mut self, sign: Sign, width: usize, text: &str) -> String {
        let rest = width.saturating_sub(text.width());
        if rest > 0 {
            self.used.insert(sign);
        }
        text.to_owned() + &self.signs(sign).1.repeat(rest)
    }

    /// The longest form of a name that fits, or nothing.
    pub fn name<'f>(&mut self, forms: &'f Forms, width: usize) -> &'f str {
        let name = self.key.name(forms, width);
        self.named |= !name.is_empty();
        name
    }

    /// Remembers whether the row that ends here has shifts and names none of those who hold them.
    pub fn end(&mut self, shifts: bool) {
        self.nameless |= shifts && !self.named;
        self.named = false;
    }

    /// What the signs that were used mean, one part a sign.
    pub fn legend(&self) -> Vec<String> {
        let explain = |sign: &Sign| {
            let (start, further) = self.signs(*sign);
            match sign {
                Sign::Shift(Mark::Turn) => format!("{start} a shift begins"),
                Sign::Shift(mark) => format!("{start}{further} {}", mark.words()),
                Sign::Several => format!("{start} several handoffs"),
                Sign::Changed => format!("{start} several handoffs, one by override or for cover"),
                Sign::Letters => "letters side by side: one shift each".to_owned(),
                Sign::Gap => format!("{start} gap: somebody must be on call and nobody is"),
                Sign::Part if self.used.contains(&Sign::Gap) => {
                    format!("{start} a gap in a part of the column")
                }
                Sign::Part => {
                    format!(
                        "{start} a gap in a part of the column: somebody must be on call and nobody is"
                    )
                }
                Sign::Off => format!("{start} nobody, and nobody must be"),
            }
        };
        self.used.iter().map(explain).collect()
    }
}
