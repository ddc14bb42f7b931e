//! What is compared, as it was typed.

use crate::cli::Failure;

/// What is compared.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Asked<'a> {
    /// A revision with the files as they are.
    WithFiles(&'a str),
    /// Two revisions.
    Revisions(&'a str, &'a str),
    /// The commit from which two revisions part with the second.
    SinceParting(&'a str, &'a str),
    /// Two folders.
    Folders(&'a str, &'a str),
}

/// Reads what was typed.
///
/// # Errors
/// Where that is not two sides.
pub(super) fn read(words: &[String], no_git: bool) -> Result<Asked<'_>, Failure> {
    let words: Vec<_> = words.iter().map(String::as_str).collect();
    match (words.as_slice(), no_git) {
        ([one, other], true) => Ok(Asked::Folders(one, other)),
        (_, true) => Err(Failure::usage("--no-git compares two folders")
            .hint("such as `irp diff --no-git old/plan plan`")),
        ([], false) => Ok(Asked::WithFiles("HEAD")),
        ([one], false) => Ok(range(one).unwrap_or(Asked::WithFiles(one))),
        ([one, other, ..], false) => match words.iter().find(|word| range(word).is_some()) {
            Some(range) => Err(Failure::usage(format!("`{range}` names two sides already"))
                .hint("leave the other one out")),
            None => Ok(Asked::Revisions(one, other)),
        },
    }
}

/// The two ends of a range: `A..B` or `A...B`, where what is left out is HEAD. Dots within braces
/// and after `:/` are those of a search for a commit.
fn range(words: &str) -> Option<Asked<'_>> {
    let mut depth = 0_usize;
    let mut at = None;
    for (place, letter) in words.char_indices() {
        match letter {
            '{' => depth += 1,
            '}' => depth = depth.saturating_sub(1),
            ':' if depth == 0 && words[place..].starts_with(":/") => break,
            '.' if depth == 0 && words[place..].starts_with("..") => {
                at = Some(place);
                break;
            }
            _ => {}
        }
    }
    let (from, rest) = words.split_at(at?);
    Some(match rest.strip_prefix("...") {
        Some(to) => Asked::SinceParting(end(from), end(to)),
        None => Asked::Revisions(end(from), end(&rest["..".len()..])),
    })
}

fn end(words: &str) -> &str {
    if words.is_empty() { "HEAD" } else { words }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_are_those_of_git() {
        use Asked::{Folders, Revisions, SinceParting, WithFiles};
        let read = |words: &str, no_git| {
            let words: Vec<_> = words.split_whitespace().map(str::to_owned).collect();
            format!("{:?}", super::read(&words, no_git).map_err(|failure| failure.message))
        };
        for (words, asked) in [
            ("", WithFiles("HEAD")),
            ("main", WithFiles("main")),
            ("v1.2.3", WithFiles("v1.2.3")),
            ("a..b", Revisions("a", "b")),
            ("v1.2..v1.3", Revisions("v1.2", "v1.3")),
            ("a..", Revisions("a", "HEAD")),
            ("..b", Revisions("HEAD", "b")),
            ("a...b", SinceParting("a", "b")),
            ("...b", SinceParting("HEAD", "b")),
            ("a...", SinceParting("a", "HEAD")),
            ("a b", Revisions("a", "b")),
            (":/fix..it", WithFiles(":/fix..it")),
            ("HEAD^{/a..b}", WithFiles("HEAD^{/a..b}")),
            ("main@{2..days}..b", Revisions("main@{2..days}", "b")),
        ] {
            assert_eq!(read(words, false), format!("{:?}", Ok::<_, String>(asked)), "{words}");
        }
        assert_eq!(read("a b", true), format!("{:?}", Ok::<_, String>(Folders("a", "b"))));
        assert!(read("a", true).contains("two folders"));
        assert!(read("a..b c", false).contains("two sides already"));
    }
}
