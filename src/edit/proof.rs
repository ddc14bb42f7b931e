//! The proof that two texts say the same and have the same comments.

use toml::de::{DeTable, DeValue};

use super::parse::parse;
use super::tree::{Body, Entry, Note, Remark, Text, Value, apart};
use super::words;

/// Whether two texts hold the same values, whatever the order of their keys.
///
/// Where either is no TOML, they do not.
pub(super) fn same_values(a: &str, b: &str) -> bool {
    let (a, errors_of_a) = DeTable::parse_recoverable(a);
    let (b, errors_of_b) = DeTable::parse_recoverable(b);
    errors_of_a.is_empty() && errors_of_b.is_empty() && same_tables(a.get_ref(), b.get_ref())
}

fn same_tables(a: &DeTable<'_>, b: &DeTable<'_>) -> bool {
    let same = |((key, value), (other, another)): ((_, &toml::Spanned<DeValue<'_>>), (_, _))| {
        let (key, other): (&toml::Spanned<_>, &toml::Spanned<_>) = (key, other);
        let another: &toml::Spanned<DeValue<'_>> = another;
        key == other && same_value(value.get_ref(), another.get_ref())
    };
    a.len() == b.len() && a.iter().zip(b.iter()).all(same)
}

pub(super) fn same_value(a: &DeValue<'_>, b: &DeValue<'_>) -> bool {
    match (a, b) {
        (DeValue::String(a), DeValue::String(b)) => a == b,
        (DeValue::Integer(a), DeValue::Integer(b)) => {
            a.as_str() == b.as_str() && a.radix() == b.radix()
        }
        (DeValue::Float(a), DeValue::Float(b)) => a.as_str() == b.as_str(),
        (DeValue::Boolean(a), DeValue::Boolean(b)) => a == b,
        (DeValue::Datetime(a), DeValue::Datetime(b)) => a == b,
        (DeValue::Array(a), DeValue::Array(b)) => {
            let same = |(a, b): (&toml::Spanned<_>, &toml::Spanned<_>)| {
                same_value(a.get_ref(), b.get_ref())
            };
            a.len() == b.len() && a.iter().zip(b.iter()).all(same)
        }
        (DeValue::Table(a), DeValue::Table(b)) => same_tables(a, b),
        _ => false,
    }
}

/// Whether two texts have the same comments, each at the same key, header or table, and those of
/// one place in the same order.
pub(super) fn same_comments(a: &str, b: &str) -> bool {
    match (comments(a), comments(b)) {
        (Some(a), Some(b)) => a == b,
        _ => false,
    }
}

/// The comments of a text with their places; `None` where one was lost in reading.
fn comments(toml: &str) -> Option<Vec<(Place, &str)>> {
    let (text, count) = parse(toml);
    let mut found = Found { section: 0, all: Vec::new() };
    found.text(&text);
    let mut all = found.all;
    all.sort_by(|(a, _), (b, _)| a.cmp(b));
    (all.len() == count).then_some(all)
}

/// The section, and the path of the key in it: empty for the section as a whole.
type Place = (usize, Vec<String>);

struct Found<'t> {
    section: usize,
    all: Vec<(Place, &'t str)>,
}

impl<'t> Found<'t> {
    fn text(&mut self, text: &Text<'t>) {
        for section in &text.sections {
            let (loose, own) = apart(&section.before);
            self.notes(loose, &[]);
            self.section += 1;
            self.notes(own, &[]);
            let remark = section.header.as_ref().and_then(|header| header.remark);
            self.remark(remark, &[]);
            self.section += 1;
            self.entries(&section.entries, &[]);
        }
        self.notes(&text.end, &[]);
    }

    fn entries(&mut self, entries: &[Entry<'t>], path: &[String]) {
        for entry in entries {
            let (loose, own) = apart(&entry.before);
            self.notes(loose, path);
            let parts = entry.key.iter().map(|part| words::key(part).into_owned());
            let path: Vec<_> = path.iter().cloned().chain(parts).collect();
            self.notes(own, &path);
            if let Value::Body(Body { open, entries, end, .. }) = &entry.value {
                self.remark(*open, &path);
                self.entries(entries, &path);
                self.notes(end, &path);
            }
            self.remark(entry.remark, &path);
        }
    }

    fn notes(&mut self, notes: &[Note<'t>], path: &[String]) {
        for note in notes {
            if let Note::Comment(text) = note {
                self.all.push(((self.section, path.to_vec()), text));
            }
        }
    }

    fn remark(&mut self, remark: Option<Remark<'t>>, path: &[String]) {
        self.all.extend(remark.map(|remark| ((self.section, path.to_vec()), remark.text)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_compared_and_the_order_of_keys_is_not() {
        assert!(same_values("a = 1\nb.c = [1, 'x']", "b = { c = [1, \"x\"] }\na = 1"));
        for (a, b) in [
            ("a = 1", "a = 2"),
            ("a = 1", "a = 1.0"),
            ("a = 1", "a = 0x1"),
            ("a = 1", "b = 1"),
            ("a = 1", "a = 1\nb = 1"),
            ("a = [1, 2]", "a = [2, 1]"),
            ("a = [1]", "a = [1, 1]"),
            ("a = 2026-01-01", "a = \"2026-01-01\""),
            ("a = 2026-01-01", "a = 2026-01-02"),
            ("a = true", "a = false"),
            ("a = 1", "a = "),
        ] {
            assert!(!same_values(a, b), "{a} and {b}");
        }
    }

    #[test]
    fn a_comment_that_is_lost_changed_or_elsewhere_is_noticed() {
        let text = "# 1\na = 1 # 2\n# 3\nb = [ # 4\n1 # 5\n]\n\n# 6\n\n[c] # 7\nd = 1\n";
        assert!(same_comments(text, text));
        assert!(same_comments("# 1\na = 1\nb = 2", "b = 2\n# 1\na = 1"));
        for number in 1..=7 {
            let lost = text.replace(&format!("# {number}"), "");
            assert!(!same_comments(text, &lost), "{number} is lost");
            let other = text.replace(&format!("# {number}"), "# x");
            assert!(!same_comments(text, &other), "{number} is another");
        }
        assert!(!same_comments("# 1\na = 1\nb = 2", "a = 1\n# 1\nb = 2"));
        assert!(!same_comments("a = 1 # 1\nb = 2", "a = 1\nb = 2 # 1"));
        assert!(!same_comments("a = [1, # 1\n2] # 2", "a = [1, # 2\n2] # 1"));
        assert!(!same_comments("a = 1\n# 1\n\n[b]", "a = 1\n\n# 1\n[b]"));
    }
}
