//! A name in every length, so that the longest that fits can be shown.

use std::collections::{BTreeMap, BTreeSet};

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use crate::diagnostic::visible;

/// Names and ids of people, in several lengths each.
#[derive(Debug)]
pub struct Names(Vec<[String; LENGTHS]>);

/// Name, short name, id, initials.
const LENGTHS: usize = 4;

/// What stands between several names, for each length.
const BETWEEN: [&str; LENGTHS] = [", ", ", ", ", ", "+"];

/// Somebody's name in several lengths.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Forms {
    /// The whole name.
    pub full: String,
    /// Shorter ones that are told apart by themselves, the longest first.
    pub shorter: Vec<String>,
    /// Abbreviations that need explaining, the longest first.
    pub abbreviated: Vec<String>,
    /// A number that stays the same for the same holder.
    pub hue: usize,
}

impl Names {
    /// The names of people, each with an id.
    #[must_use]
    pub fn new<'a>(people: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        let people: Vec<_> =
            people.into_iter().map(|(name, id)| (visible(name), visible(id))).collect();
        let firsts = counted(people.iter().map(|(name, _)| first_word(name).to_owned()));
        let longer = counted(people.iter().map(|(name, _)| with_initial(name)));
        let short = |name: &str| {
            let alone = |known: &BTreeMap<String, usize>, text: &str| known.get(text) == Some(&1);
            let (first, second) = (first_word(name), with_initial(name));
            match () {
                () if alone(&firsts, first) => first.to_owned(),
                () if alone(&longer, &second) => second,
                () => name.to_owned(),
            }
        };
        let forms = people.into_iter().map(|(name, id)| {
            let (short, initials) = (short(&name), initials(&name));
            [name, short, id, initials]
        });
        Self(forms.collect())
    }

    /// The names of some people together, given as indices.
    #[must_use]
    pub fn together(&self, people: &[usize]) -> Forms {
        let joined = |length: usize| {
            let names = people.iter().filter_map(|person| self.0.get(*person));
            names.map(|forms| forms[length].as_str()).collect::<Vec<_>>().join(BETWEEN[length])
        };
        let initials = joined(LENGTHS - 1);
        let letter = head(&initials, 1);
        let abbreviated = if people.len() == 1 { vec![initials, letter] } else { vec![initials] };
        Forms {
            full: joined(0),
            shorter: vec![joined(1), joined(2)],
            abbreviated,
            hue: people.first().copied().unwrap_or_default(),
        }
    }
}

impl Forms {
    /// A name that is shortened only to its letters: an id of words between hyphens.
    #[must_use]
    pub fn of_id(id: &str, hue: usize) -> Self {
        let words: Vec<_> = id.split(['-', '_']).filter(|word| !word.is_empty()).collect();
        let initials: String = words.iter().map(|word| head(word, 1)).collect();
        let initials = if words.len() > 1 { initials } else { head(id, 2) };
        Self { full: visible(id), shorter: Vec::new(), abbreviated: vec![initials], hue }
    }

    /// The longest form of at most that many columns, and whether it needs explaining.
    #[must_use]
    pub fn fitting(&self, width: usize) -> Option<(&str, bool)> {
        let plain = std::iter::once(&self.full).chain(&self.shorter).map(|form| (form, false));
        let all = plain.chain(self.abbreviated.iter().map(|form| (form, true)));
        let fits = |form: &str| !form.is_empty() && form.width() <= width;
        // Forms only get shorter in sense: an id may be longer than a name.
        all.map(|(form, short)| (form.as_str(), short)).find(|(form, _)| fits(form))
    }
}

/// The names that a picture abbreviates, and how.
#[derive(Clone, Debug, Default)]
pub struct Key(BTreeMap<String, BTreeSet<String>>);

impl Key {
    /// The longest form of a name that fits, or nothing; one that needs explaining is remembered.
    pub fn name<'f>(&mut self, forms: &'f Forms, width: usize) -> &'f str {
        let Some((form, short)) = forms.fitting(width) else { return "" };
        if short {
            self.0.entry(forms.full.clone()).or_default().insert(form.to_owned());
        }
        form
    }

    /// Remembers that a name is shown by its longest abbreviation.
    pub fn abbreviate(&mut self, forms: &Forms) {
        let form = forms.abbreviated.first().unwrap_or(&forms.full);
        self.0.entry(forms.full.clone()).or_default().insert(form.clone());
    }

    /// One part a name, by its abbreviations: `F/FB Felix Brandt`.
    #[must_use]
    pub fn parts(&self) -> Vec<String> {
        let explain = |(full, forms): (&String, &BTreeSet<String>)| {
            let forms: Vec<_> = forms.iter().map(String::as_str).collect();
            format!("{} {full}", forms.join("/"))
        };
        let mut parts: Vec<_> = self.0.iter().map(explain).collect();
        parts.sort();
        parts
    }
}

fn counted(names: impl Iterator<Item = String>) -> BTreeMap<String, usize> {
    let mut counts = BTreeMap::new();
    names.for_each(|name| *counts.entry(name).or_default() += 1);
    counts
}

fn first_word(name: &str) -> &str {
    name.split_whitespace().next().unwrap_or(name)
}

/// The first name and the initial of the last: `Ben C.`
fn with_initial(name: &str) -> String {
    match name.split_whitespace().next_back() {
        Some(last) if last != first_word(name) => {
            format!("{} {}.", first_word(name), head(last, 1))
        }
        _ => name.to_owned(),
    }
}

/// The first letters of the first and the last word; of a single word, the first two.
fn initials(name: &str) -> String {
    let words: Vec<_> = name.split_whitespace().collect();
    match words.as_slice() {
        [first, .., last] => head(first, 1) + &head(last, 1),
        _ => head(name, 2),
    }
}

/// The first letters of a word, with what is written over them.
fn head(word: &str, letters: usize) -> String {
    let mut taken = 0;
    let fits = |letter: &char| {
        taken += usize::from(letter.width().unwrap_or(0) > 0);
        taken <= letters
    };
    word.chars().take_while(fits).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn forms(of: usize, width: usize) -> Option<String> {
        let names = Names::new([
            ("Felix Brandt", "felix"),
            ("Ben Carver", "ben"),
            ("Ben Okafor", "bo"),
            ("山田太郎", "yamada"),
            ("Zoe\u{301} O\u{308}zgu\u{308}n", "zoe"),
            ("\u{1b}[31mRed", "red"),
        ]);
        names.together(&[of]).fitting(width).map(|(form, _)| form.to_owned())
    }

    #[test]
    fn the_longest_name_that_fits_is_taken() {
        let felix = [12, 11, 5, 4, 2, 1, 0].map(|width| forms(0, width));
        let some = |text: &str| Some(text.to_owned());
        let expected = [
            some("Felix Brandt"),
            some("Felix"),
            some("Felix"),
            some("FB"),
            some("FB"),
            some("F"),
            None,
        ];
        assert_eq!(felix, expected);
    }

    #[test]
    fn two_people_of_one_first_name_are_told_apart() {
        assert_eq!(forms(1, 9).as_deref(), Some("Ben C."));
        assert_eq!(forms(2, 9).as_deref(), Some("Ben O."));
    }

    #[test]
    fn widths_are_columns_not_letters() {
        assert_eq!(forms(3, 8).as_deref(), Some("山田太郎"));
        assert_eq!(forms(3, 7).as_deref(), Some("yamada"));
        assert_eq!(forms(3, 4).as_deref(), Some("山田"));
        assert_eq!(forms(3, 1), None);
        assert_eq!(forms(4, 2).as_deref(), Some("ZO\u{308}"));
    }

    #[test]
    fn control_characters_never_reach_a_picture() {
        assert!(!forms(5, 80).unwrap().contains('\u{1b}'));
    }

    #[test]
    fn several_people_stand_together() {
        let names = Names::new([("Ana Duarte", "ana"), ("Ben Carver", "ben")]);
        let both = names.together(&[0, 1]);
        let shown = |width| both.fitting(width).map(|(form, _)| form.to_owned());
        assert_eq!(shown(22).as_deref(), Some("Ana Duarte, Ben Carver"));
        assert_eq!(shown(8).as_deref(), Some("Ana, Ben"));
        assert_eq!(shown(6).as_deref(), Some("AD+BC"));
        assert_eq!(shown(4), None);
    }
}
