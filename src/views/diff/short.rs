//! Two values of which the difference is to be seen, although they are too long to be shown.

/// The most characters of a value that is shown alone.
const ALONE: usize = 120;
/// The most characters of a value that is shown beside another.
const MOST: usize = 72;
/// How many characters are kept before and after a difference.
const AROUND: usize = 20;
const CUT: &str = "...";

/// The start of a text that is too long.
pub(super) fn short(text: &str) -> String {
    part(&text.chars().collect::<Vec<_>>(), 0, ALONE)
}

/// Two texts without most of what they share at their start and end, where one is too long.
pub(super) fn pair(before: &str, after: &str) -> (String, String) {
    let (a, b): (Vec<char>, Vec<char>) = (before.chars().collect(), after.chars().collect());
    if a.len().max(b.len()) <= MOST {
        return (before.to_owned(), after.to_owned());
    }
    let shared = a.iter().zip(&b).take_while(|(a, b)| a == b).count();
    let from = if shared > AROUND + CUT.len() { shared - AROUND } else { 0 };
    (part(&a, from, MOST), part(&b, from, MOST))
}

/// At most so many characters from one of them on.
fn part(text: &[char], from: usize, most: usize) -> String {
    let end = (from + most).min(text.len());
    let end = if text.len() - end <= CUT.len() { text.len() } else { end };
    let kept: String = text[from.min(end)..end].iter().collect();
    let (start, rest) = (if from > 0 { CUT } else { "" }, if end < text.len() { CUT } else { "" });
    format!("{start}{kept}{rest}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_differs_is_seen_however_long_the_values_are() {
        let list = |names: &[usize]| {
            let names: Vec<_> = names.iter().map(|n| format!("\"person-{n}\"")).collect();
            format!("[{}]", names.join(", "))
        };
        let many: Vec<usize> = (0..40).collect();
        let (before, after) = pair(&list(&many), &list(&many[..39]));
        assert!(before.starts_with("...") && before.ends_with("\"person-39\"]"), "{before}");
        assert!(after.ends_with("\"person-38\"]"), "{after}");
        assert_eq!(pair("1", "2"), ("1".to_owned(), "2".to_owned()));
        let long = "é".repeat(500);
        assert_eq!(short(&long).chars().count(), ALONE + CUT.len());
        let (one, other) = pair(&long, "x");
        assert_eq!((one.chars().count(), other.as_str()), (MOST + CUT.len(), "x"));
    }
}
