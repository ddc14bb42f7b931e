//! What the abbreviations of a picture mean.

use std::collections::{BTreeMap, BTreeSet};

use super::names::Forms;
use crate::views::fold::flow;

/// Lines that explain abbreviations, at most.
const MOST_LINES: usize = 8;

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

    /// What the abbreviations mean, in lines of at most that width: `F/FB Felix Brandt`. Where
    /// there are very many, the last line says how many are left out.
    #[must_use]
    pub fn lines(&self, width: usize) -> Vec<String> {
        let explain = |(full, forms): (&String, &BTreeSet<String>)| {
            let forms: Vec<_> = forms.iter().map(String::as_str).collect();
            format!("{} {full}", forms.join("/"))
        };
        let mut parts: Vec<_> = self.0.iter().map(explain).collect();
        parts.sort();
        let lines = flow(&parts, ", ", width);
        if lines.len() <= MOST_LINES {
            return lines;
        }
        let counts: Vec<_> = (0..parts.len()).collect();
        let fits = |count: &usize| flow(&parts[..=*count], ", ", width).len() <= MOST_LINES;
        let shown = counts.partition_point(fits);
        let more = format!("and {} more: --format table names everybody", parts.len() - shown);
        let mut lines = flow(&parts[..shown], ", ", width);
        lines.extend(flow(&[more], "", width));
        lines
    }
}

#[cfg(test)]
mod tests {
    use unicode_width::UnicodeWidthStr;

    use super::*;
    use crate::views::picture::Names;

    #[test]
    fn a_long_explanation_ends_with_what_is_left_out() {
        let people: Vec<_> =
            (0..60).map(|n| (format!("Person {n}"), format!("id-of-{n}"))).collect();
        let names = Names::new(people.iter().map(|(name, id)| (name.as_str(), id.as_str())));
        let (labels, mut key) = (names.labels(&(0..60).collect()), Key::default());
        for person in 0..60 {
            assert!(!key.name(&names.together(&[person], &labels), 4).is_empty());
        }
        let lines = key.lines(80);
        assert_eq!(lines.len(), MOST_LINES + 1);
        assert!(lines.iter().all(|line| line.width() <= 80), "{lines:?}");
        let explained = lines.join(" ").matches("Person").count();
        let rest = format!("and {} more: --format table names everybody", 60 - explained);
        assert_eq!(lines.last(), Some(&rest));
    }
}
