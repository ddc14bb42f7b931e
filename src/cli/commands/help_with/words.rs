//! What was typed, tried against texts of the plan: case, accents and endings are no difference.

use crate::syntax::as_id;

/// Words beyond these are not looked for.
const MOST_WORDS: usize = 32;
/// Words of one text beyond these are not looked at.
const MOST_TOKENS: usize = 200;
/// Words that are in every sentence.
const COMMON: [&str; 45] = [
    "about", "all", "and", "are", "but", "can", "cannot", "cant", "could", "does", "down", "every",
    "for", "from", "get", "has", "have", "help", "how", "into", "its", "know", "may", "more",
    "need", "needs", "not", "one", "our", "out", "should", "than", "that", "the", "their", "them",
    "then", "there", "they", "this", "was", "what", "when", "who", "with",
];

/// How alike a word is to itself.
pub const EXACT: u32 = 3;

/// What was typed.
pub struct Words {
    /// The words that can be looked for.
    pub wanted: Vec<String>,
}

/// How well a text fits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fit {
    /// How many of the words are in it.
    pub words: usize,
    /// The sum of what each of them counts.
    pub score: u32,
}

/// Texts of one thing, each with what a word in it counts.
pub type Texts<'a> = Vec<(u32, &'a str)>;

impl Words {
    /// Reads what was typed. Words that are in every sentence are left out, unless there are no
    /// others.
    pub fn new(typed: &[String]) -> Self {
        let all: Vec<_> = typed.iter().flat_map(|text| tokens(text)).take(MOST_WORDS).collect();
        let telling = |word: &&String| word.chars().count() > 1 && !COMMON.contains(&word.as_str());
        let mut wanted: Vec<_> = all.iter().filter(telling).cloned().collect();
        if wanted.is_empty() {
            wanted = all;
        }
        wanted.sort();
        wanted.dedup();
        Self { wanted }
    }

    /// How well some texts fit.
    pub fn fit(&self, texts: &Texts<'_>) -> Fit {
        let read: Vec<_> = texts.iter().map(|(counts, text)| (*counts, tokens(text))).collect();
        let mut fit = Fit::default();
        for word in &self.wanted {
            let each = read.iter().flat_map(|(counts, tokens)| {
                tokens.iter().map(move |token| counts * likeness(word, token))
            });
            let best = each.max().unwrap_or_default();
            fit.words += usize::from(best > 0);
            fit.score += best;
        }
        fit
    }
}

/// The words of a text: in lower case and without marks; of other alphabets as they are.
pub fn tokens(text: &str) -> Vec<String> {
    let parts = text.split(|c: char| !(c.is_alphanumeric() || is_mark(c)));
    let parts = parts.filter(|part| !part.is_empty()).take(MOST_TOKENS);
    parts.map(|part| as_id(part).unwrap_or_else(|| part.to_lowercase())).collect()
}

/// Accents that stand after their letter, and the apostrophe of `can't`.
fn is_mark(letter: char) -> bool {
    ('\u{300}'..='\u{36f}').contains(&letter) || "'’".contains(letter)
}

/// How alike a word and one of a text are: 0 where they are not.
fn likeness(word: &str, token: &str) -> u32 {
    let (short, long) = if word.len() < token.len() { (word, token) } else { (token, word) };
    if word == token {
        return EXACT;
    }
    let begins = short.chars().count() >= 3 && long.starts_with(short);
    if begins && (word == short || is_ending(short, long)) {
        return 2;
    }
    let slip = short.chars().count() >= 5 && long.len() - short.len() <= 1;
    u32::from(slip && strsim::damerau_levenshtein(word, token) == 1)
}

/// Whether only an ending makes the longer word another: `payments` for `payment`.
fn is_ending(short: &str, long: &str) -> bool {
    short.len() >= 4 && long.len() - short.len() <= 3
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fit(typed: &str, text: &str) -> u32 {
        Words::new(&[typed.to_owned()]).fit(&vec![(1, text)]).score
    }

    #[test]
    fn case_accents_and_endings_are_no_difference() {
        assert_eq!(fit("REPLICAÇÃO", "replicacao quebrada"), 3);
        assert_eq!(fit("Zoe\u{308}", "Zoë"), 3);
        assert_eq!(fit("payment", "Payments fail"), 2);
        assert_eq!(fit("payments", "payment"), 2);
        assert_eq!(fit("日本", "日本 障害"), 3);
    }

    #[test]
    fn a_slip_of_a_long_word_is_forgiven_and_of_a_short_one_not() {
        assert_eq!(fit("replicaton", "replication"), 1);
        assert_eq!(fit("dbs", "dos"), 0);
        assert_eq!(fit("card", "care"), 0);
    }

    #[test]
    fn words_of_every_sentence_count_only_where_there_are_no_others() {
        assert_eq!(Words::new(&["who can help with the database".to_owned()]).wanted, ["database"]);
        assert_eq!(Words::new(&["help".to_owned()]).wanted, ["help"]);
    }

    #[test]
    fn a_text_without_letters_has_no_words() {
        assert_eq!(Words::new(&["?! --".to_owned()]).wanted, Vec::<String>::new());
    }
}
