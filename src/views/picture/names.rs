//! A name in every length, so that the longest that fits can be shown.

use std::collections::{BTreeMap, BTreeSet};

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use crate::diagnostic::visible;

/// Names and ids, plain and abbreviated.
#[derive(Debug)]
pub struct Names(Vec<Name>);

/// Whole name, short name, id.
const LENGTHS: usize = 3;

/// What one person or rotation may be called.
#[derive(Debug)]
struct Name {
    /// In every length; nobody else has one of them.
    plain: [String; LENGTHS],
    /// Abbreviations, the best first; others may have the same.
    short: Vec<String>,
    /// One letter, where that may stand for it.
    letter: Option<String>,
}

/// The abbreviations that stand for nobody else in a picture, by index into the names.
#[derive(Debug)]
pub struct Labels(BTreeMap<usize, Label>);

#[derive(Debug, Default)]
struct Label {
    short: Option<String>,
    letter: Option<String>,
}

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
    /// The names of people, each with an id. A name that several have is followed by the id.
    #[must_use]
    pub fn new<'a>(people: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        let people: Vec<_> =
            people.into_iter().map(|(name, id)| (visible(name), visible(id))).collect();
        let plain = plain(&people).into_iter().zip(&people);
        let names = plain.map(|(plain, (name, id))| {
            let mut short = abbreviations(name);
            let letter = short.first().map(|initials| head(initials, 1));
            short.extend(initials_of_id(id));
            Name { plain, short, letter }
        });
        Self(names.collect())
    }

    /// Names that are ids, of words between hyphens: they are shortened only to letters.
    #[must_use]
    pub fn of_ids<'a>(ids: impl IntoIterator<Item = &'a str>) -> Self {
        let name = |id: &str| {
            let (first, rest) = id.split_once(['-', '_']).unwrap_or((id, ""));
            let rest = initials_of_id(rest).unwrap_or_else(|| head(rest, 1));
            let letters = |letters| head(first, letters) + &rest;
            let short = (if rest.is_empty() { 2..=4 } else { 1..=4 }).map(letters).collect();
            Name { plain: [visible(id), visible(id), visible(id)], short, letter: None }
        };
        Self(ids.into_iter().map(name).collect())
    }

    /// An abbreviation for each of those who are shown, as far as there is one that could not be
    /// another's: where two would have the same, each gets a longer one.
    #[must_use]
    pub fn labels(&self, shown: &BTreeSet<usize>) -> Labels {
        let shown: Vec<_> =
            shown.iter().filter_map(|index| Some((*index, self.0.get(*index)?))).collect();
        let mut owners = Owners::default();
        for (index, name) in &shown {
            owners.add(*index, &name.plain);
        }
        let mut labels: BTreeMap<usize, Label> = BTreeMap::new();
        for rank in 0..shown.iter().map(|(_, name)| name.short.len()).max().unwrap_or(0) {
            let open = shown.iter().filter(|(index, _)| !labels.contains_key(index));
            let texts = open.filter_map(|(index, name)| Some((*index, name.short.get(rank)?)));
            for (index, short) in owners.claim(texts.collect()) {
                labels.insert(index, Label { short: Some(short), letter: None });
            }
        }
        let letters =
            shown.iter().filter_map(|(index, name)| Some((*index, name.letter.as_ref()?)));
        for (index, letter) in owners.claim(letters.collect()) {
            labels.entry(index).or_default().letter = Some(letter);
        }
        Labels(labels)
    }

    /// The names of some together, given as indices.
    #[must_use]
    pub fn together(&self, people: &[usize], labels: &Labels) -> Forms {
        let joined = |length: usize| {
            let names = people.iter().filter_map(|person| self.0.get(*person));
            names.map(|name| name.plain[length].as_str()).collect::<Vec<_>>().join(", ")
        };
        let short = |person: &usize| labels.0.get(person)?.short.as_deref();
        let short: Option<Vec<_>> = people.iter().map(short).collect();
        let letter = match people {
            [person] => labels.0.get(person).and_then(|label| label.letter.clone()),
            _ => None,
        };
        let mut shorter = vec![joined(1), joined(2)];
        shorter.dedup();
        shorter.retain(|form| *form != joined(0));
        Forms {
            full: joined(0),
            shorter,
            abbreviated: short.map(|short| short.join("+")).into_iter().chain(letter).collect(),
            hue: people.first().copied().unwrap_or_default(),
        }
    }
}

/// Who has each text, whether in small or in capital letters.
#[derive(Debug, Default)]
struct Owners(BTreeMap<String, BTreeSet<usize>>);

impl Owners {
    fn add(&mut self, owner: usize, texts: &[String]) {
        for text in texts {
            self.0.entry(text.to_lowercase()).or_default().insert(owner);
        }
    }

    fn of<const N: usize>(texts: impl Iterator<Item = [String; N]>) -> Self {
        let mut owners = Self::default();
        texts.enumerate().for_each(|(owner, texts)| owners.add(owner, &texts));
        owners
    }

    /// Whether one alone has a text.
    fn alone(&self, text: &str) -> bool {
        self.0.get(&text.to_lowercase()).is_some_and(|owners| owners.len() == 1)
    }

    /// Those of some texts that nobody else has, nor any other of them.
    fn claim(&mut self, texts: Vec<(usize, &String)>) -> Vec<(usize, String)> {
        for (owner, text) in &texts {
            self.add(*owner, std::slice::from_ref(*text));
        }
        let own = texts.into_iter().filter(|(_, text)| self.alone(text));
        own.map(|(owner, text)| (owner, text.clone())).collect()
    }
}

/// The whole name, the short name and the id of everybody, as far as they are nobody else's.
fn plain(people: &[(String, String)]) -> Vec<[String; LENGTHS]> {
    let names = Owners::of(people.iter().map(|(name, id)| [name.clone(), id.clone()]));
    let firsts = Owners::of(people.iter().map(|(name, _)| [first_word(name).to_owned()]));
    let longer = Owners::of(people.iter().map(|(name, _)| [with_initial(name)]));
    let forms = people.iter().map(|(name, id)| {
        let full = if names.alone(name) { name.clone() } else { format!("{name} ({id})") };
        let (first, second) = (first_word(name), with_initial(name));
        let short = match () {
            () if firsts.alone(first) => first.to_owned(),
            () if longer.alone(&second) => second,
            () => full.clone(),
        };
        [full, short, id.clone()]
    });
    let mut forms: Vec<_> = forms.collect();
    let all = Owners::of(forms.iter().cloned());
    for [full, short, id] in &mut forms {
        let shared = [short, id].into_iter().filter(|form| !all.alone(form));
        shared.for_each(|form| form.clone_from(full));
    }
    forms
}

impl Forms {
    /// The columns of the best abbreviation, or else of the shortest form.
    #[must_use]
    pub fn least(&self) -> usize {
        let plain = std::iter::once(&self.full).chain(&self.shorter).map(|form| form.width());
        self.abbreviated.first().map(|form| form.width()).or(plain.min()).unwrap_or(0)
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

/// The first letters of the first and the last word, of a single word the first two, and what may
/// stand for them where these are another's too.
fn abbreviations(name: &str) -> Vec<String> {
    let words: Vec<_> = name.split_whitespace().collect();
    match words.as_slice() {
        [first, .., last] => {
            let with_last = |letters| head(first, 1) + &head(last, letters);
            let longer = (2..=4).flat_map(|n| [with_last(n), head(first, n + 1)]);
            let last = head(first, 2) + &head(last, 4);
            [with_last(1), head(first, 2)].into_iter().chain(longer).chain([last]).collect()
        }
        _ => (2..=4).map(|letters| head(name, letters)).collect(),
    }
}

/// The first letter of every word of an id that has several.
fn initials_of_id(id: &str) -> Option<String> {
    let words: Vec<_> = id.split(['-', '_']).filter(|word| !word.is_empty()).collect();
    (words.len() > 1).then(|| words.iter().map(|word| head(word, 1)).collect())
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
    use proptest::prelude::*;

    use super::*;

    fn everybody(names: &Names) -> Labels {
        names.labels(&(0..names.0.len()).collect())
    }

    fn forms(of: usize, width: usize) -> Option<String> {
        let names = Names::new([
            ("Felix Brandt", "felix"),
            ("Ben Carver", "ben"),
            ("Ben Okafor", "bo"),
            ("山田太郎", "yamada"),
            ("Zoe\u{301} O\u{308}zgu\u{308}n", "zoe"),
            ("\u{1b}[31mRed", "red"),
        ]);
        names.together(&[of], &everybody(&names)).fitting(width).map(|(form, _)| form.to_owned())
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

    fn shown(people: &[(&str, &str)]) -> Vec<Vec<String>> {
        let names = Names::new(people.iter().copied());
        let labels = everybody(&names);
        (0..people.len()).map(|person| names.together(&[person], &labels).abbreviated).collect()
    }

    #[test]
    fn an_abbreviation_that_two_would_have_is_longer_for_both() {
        let people = [("Lena Vogt", "lena"), ("Luis Ferreira", "luis"), ("Leo Vance", "leo")];
        assert_eq!(shown(&people), [vec!["LVo"], vec!["LF"], vec!["LVa"]]);
        let people = [("Ana Duarte", "ana"), ("Ana Dias", "ana-2"), ("Ana Duarte", "ana-3")];
        assert_eq!(shown(&people), [vec![], vec!["ADi"], vec!["a3"]]);
    }

    #[test]
    fn a_name_that_two_have_is_told_apart_by_the_id() {
        let names = Names::new([("Ana Duarte", "ana"), ("Ana Duarte", "ana-3")]);
        let second = names.together(&[1], &everybody(&names));
        assert_eq!(second.full, "Ana Duarte (ana-3)");
        assert_eq!(second.fitting(17), Some(("ana-3", false)));
    }

    #[test]
    fn ids_of_the_same_letters_are_told_apart() {
        let names = Names::of_ids(["platform-primary", "payments-primary", "desk"]);
        let labels = everybody(&names);
        let form = |id| names.together(&[id], &labels).fitting(3).map(|(form, _)| form.to_owned());
        assert_eq!([0, 1, 2].map(form), ["plp", "pap", "de"].map(|form| Some(form.to_owned())));
    }

    proptest! {
        #[test]
        fn no_form_is_two_peoples(people in prop::collection::vec(
            ("[AaB]{1,3}( [AaB]{1,3}){0,2}", "[ab]{1,2}(-[ab1]{1,2}){0,1}"), 1..12)
        ) {
            let people: BTreeMap<_, _> = people.into_iter().map(|(name, id)| (id, name)).collect();
            let names = Names::new(people.iter().map(|(id, name)| (name.as_str(), id.as_str())));
            let labels = everybody(&names);
            let mut seen = BTreeMap::new();
            for person in 0..people.len() {
                let forms = names.together(&[person], &labels);
                for form in forms.shorter.iter().chain(&forms.abbreviated).chain([&forms.full]) {
                    let other = seen.insert(form.to_lowercase(), person).unwrap_or(person);
                    prop_assert_eq!(other, person, "{:?} of {:?}", form, people);
                }
            }
        }
    }

    #[test]
    fn control_characters_never_reach_a_picture() {
        assert!(!forms(5, 80).unwrap().contains('\u{1b}'));
    }

    #[test]
    fn several_people_stand_together() {
        let names = Names::new([("Ana Duarte", "ana"), ("Ben Carver", "ben")]);
        let both = names.together(&[0, 1], &everybody(&names));
        let shown = |width| both.fitting(width).map(|(form, _)| form.to_owned());
        assert_eq!(shown(22).as_deref(), Some("Ana Duarte, Ben Carver"));
        assert_eq!(shown(8).as_deref(), Some("Ana, Ben"));
        assert_eq!(shown(6).as_deref(), Some("AD+BC"));
        assert_eq!(shown(4), None);
    }
}
