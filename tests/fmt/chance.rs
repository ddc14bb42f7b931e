//! Texts that nobody wrote: plans of this repository changed by chance, and TOML made of it.

use std::sync::OnceLock;

use irp::edit::FileKind;
use proptest::prelude::*;
use toml::de::DeTable;

use super::laws::lawful;

/// The plan files that are changed: those in which every line can be looked at by itself.
fn originals() -> &'static [String] {
    static TEXTS: OnceLock<Vec<String>> = OnceLock::new();
    TEXTS.get_or_init(plain)
}

fn plain() -> Vec<String> {
    let folders = ["examples", "tests/good", "tests/cmd/plans", "tests/faults/unknown-key"];
    let files = folders.iter().flat_map(|folder| super::files(folder));
    let plain = files.filter(|file| file.kind == FileKind::Plan && !file.text.contains("\"\"\""));
    plain.map(|file| file.text).collect()
}

/// The key of a line that is a whole statement, or the line itself if it is a header; without the
/// quotes that formatting may change.
fn anchor(line: &str) -> Option<String> {
    let line = line.trim();
    let table = DeTable::parse(line).ok()?;
    let end = if line.starts_with('[') { '#' } else { '=' };
    let words = line.split(end).next()?.trim().replace(['"', '\''], "");
    (!table.get_ref().is_empty()).then_some(words)
}

/// One change of a text, at a line.
fn change(lines: &mut Vec<String>, kind: u8, at: usize, number: usize) {
    let at = at % lines.len().max(1);
    let Some(line) = lines.get(at).cloned() else { return };
    let whole = anchor(&line).is_some();
    match kind {
        0 if whole => lines.insert(at, format!("  #above {number} ")),
        1 if whole && !line.contains('#') => lines[at] = format!("{line}  #behind {number}\t"),
        2 => lines.insert(at, "  ".to_owned()),
        3 if whole && !line.starts_with('[') => lines[at] = line.replacen(" = ", "\t=", 1),
        4 if whole => lines[at] = format!("\t {line}  "),
        5 if line.is_empty() => drop(lines.remove(at)),
        6 if whole && at > 0 && !line.starts_with('[') => {
            let before = anchor(&lines[at - 1]).is_some() && !lines[at - 1].starts_with('[');
            if before {
                lines.swap(at, at - 1);
            }
        }
        7 if line.starts_with("people = [\"") && line.ends_with(']') => {
            lines[at] = line.replace(", ", ",\n#in a list\n\n");
        }
        8 => lines[at] = line.replacen('"', "'", 2),
        _ => {}
    }
}

/// Each comment of [`change`], with the header above it and the key or header that it belongs to.
fn attachments(text: &str) -> Vec<(String, String, String)> {
    let lines: Vec<_> = text.lines().collect();
    let (mut all, mut section) = (Vec::new(), String::new());
    for (index, line) in lines.iter().enumerate() {
        let own = anchor(line);
        if line.trim().starts_with('[')
            && let Some(header) = &own
        {
            section.clone_from(header);
        }
        if let Some((_, number)) = line.split_once("#behind ") {
            let of = own.unwrap_or_default();
            all.push((format!("behind {}", number.trim()), section.clone(), of));
        }
        if let Some(number) = line.trim().strip_prefix("#above ") {
            let comment = |line: &&&str| line.trim().starts_with('#');
            let next = lines[index..].iter().find(|line| !comment(line));
            // What follows may be the header of the next table, or end the paragraph.
            let of = next.and_then(|line| anchor(line)).unwrap_or_default();
            let header = of.starts_with('[');
            let above = if header { String::new() } else { section.clone() };
            if !of.is_empty() {
                all.push((format!("above {}", number.trim()), above, of));
            }
        }
    }
    all.sort();
    all
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn plans_changed_by_chance_keep_what_they_say_and_their_comments(
        original in any::<prop::sample::Index>(),
        changes in prop::collection::vec((0..9_u8, any::<usize>()), 0..24),
        windows in any::<bool>(),
    ) {
        let originals = originals();
        let mut lines: Vec<_> = original.get(originals).lines().map(str::to_owned).collect();
        for (number, (kind, at)) in changes.iter().enumerate() {
            change(&mut lines, *kind, *at, number);
        }
        let text = lines.join(if windows { "\r\n" } else { "\n" });
        let new = lawful(&text, FileKind::Plan).map_err(TestCaseError::fail)?;
        if let Some(new) = new {
            prop_assert_eq!(attachments(&text), attachments(&new), "\n{}\n--- to\n{}", text, new);
            prop_assert!(!windows || !new.replace("\r\n", "").contains('\n'), "{:?}", new);
        }
    }

    #[test]
    fn toml_made_by_chance_is_formatted(dice in prop::collection::vec(any::<u8>(), 0..200)) {
        let text = Dice { rolls: &dice, comments: 0 }.document();
        let new = lawful(&text, FileKind::Plan).map_err(TestCaseError::fail)?;
        prop_assert!(new.is_some(), "this is TOML:\n{text}");
    }

    #[test]
    fn no_text_at_all_makes_it_panic(text in "[ \\[\\]{}=,.\"'#\\\\a1\n\r\t\u{feff}+é-]{0,60}") {
        for kind in [FileKind::Plan, FileKind::Incident] {
            lawful(&text, kind).map_err(TestCaseError::fail)?;
            let fenced = format!("+++\n{text}\n+++\n{text}");
            lawful(&fenced, kind).map_err(TestCaseError::fail)?;
        }
    }
}

/// Decisions, until there are no more; then always the first choice.
struct Dice<'d> {
    rolls: &'d [u8],
    comments: usize,
}

impl Dice<'_> {
    fn below(&mut self, count: usize) -> usize {
        let Some((first, rest)) = self.rolls.split_first() else { return 0 };
        self.rolls = rest;
        usize::from(*first) % count
    }

    fn of<'c>(&mut self, choices: &[&'c str]) -> &'c str {
        choices[self.below(choices.len())]
    }

    fn comment(&mut self) -> String {
        self.comments += 1;
        let end = self.of(&["", " ", "é\t"]);
        format!("# {}{end}", self.comments)
    }

    /// What may stand between statements, from the start of a line on.
    fn between(&mut self) -> String {
        let mut text = String::new();
        for _ in 0..self.below(4) {
            let line = match self.below(3) {
                0 => String::new(),
                1 => "#:schema x".to_owned(),
                _ => self.comment(),
            };
            text += &line;
            text.push('\n');
        }
        text + self.of(&["", "  ", "\t"])
    }

    /// What may stand between brackets.
    fn inside(&mut self) -> String {
        match self.below(6) {
            0..3 => self.of(&["", " ", "\t"]).to_owned(),
            3 => "\n".to_owned(),
            4 => "\n \n".to_owned(),
            _ => format!(" {}\n", self.comment()),
        }
    }

    fn end(&mut self) -> String {
        match self.below(3) {
            0 => "\n".to_owned(),
            1 => " \n".to_owned(),
            _ => format!("{}{}\n", self.of(&["", " ", "\t "]), self.comment()),
        }
    }

    fn document(&mut self) -> String {
        let mut text = String::new();
        for section in 0..=self.below(4) {
            if section > 0 {
                text += &self.between();
                let dot = self.of(&[".", " . "]);
                let name = self.of(&["rotations", "'services'", "else"]);
                text.extend(["[", name, dot, "\"x"]);
                text.push(char::from(b'0' + u8::try_from(section).unwrap()));
                text += "\"]";
                text += &self.end();
            }
            text += &self.entries();
        }
        text + &self.between()
    }

    fn entries(&mut self) -> String {
        let mut text = String::new();
        for key in self.keys() {
            text += &self.between();
            text += key;
            text += self.of(&["=", " = ", "\t="]);
            text += &self.value(0);
            text += &self.end();
        }
        text
    }

    /// Different keys, in any order.
    fn keys(&mut self) -> Vec<&'static str> {
        let mut all = vec![
            "turn",
            "people",
            "name",
            "'when'",
            "follows",
            "notify.high",
            "z",
            "\"a b\"",
            "notify . low",
            "a",
        ];
        let mut keys = Vec::new();
        for _ in 0..self.below(6) {
            let at = self.below(all.len());
            keys.push(all.swap_remove(at));
        }
        keys
    }

    fn value(&mut self, depth: usize) -> String {
        match self.below(if depth > 3 { 2 } else { 4 }) {
            0 => self.of(&["1", "'a'", "\"b\"", "2026-10-25T02:30", "'c\"'", "true"]).to_owned(),
            1 => self.of(&["0x1F", "\"\"\"\n# a\n\"\"\"", "'''b'''", "1.0", "''"]).to_owned(),
            2 => self.body("[", "]", depth),
            _ => self.body("{", "}", depth),
        }
    }

    fn body(&mut self, open: &str, close: &str, depth: usize) -> String {
        let mut text = open.to_owned();
        let keys = self.keys();
        for (index, key) in keys.iter().enumerate() {
            text += &self.inside();
            if open == "{" {
                text += key;
                text += self.of(&["=", " = "]);
            }
            text += &self.value(depth + 1);
            text += &self.inside();
            if index + 1 < keys.len() || self.below(2) == 1 {
                text.push(',');
            }
        }
        text += &self.inside();
        text + close
    }
}
