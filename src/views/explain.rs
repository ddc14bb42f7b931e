//! What the rules and faults mean, for whoever reads a finding.

use std::fmt::Write as _;

use super::fold::fold;
use super::human::Style;
use crate::diagnostic::{Fault, Level};
use crate::edit::{FileKind, format};
use crate::exchange::prometheus::{CODES, Code};
use crate::rules::{Parameter, RULES, Rule, files};

/// Columns before what is said beside a label.
const LABEL: usize = 11;

/// A finding that comes from no rule: a fault, or one that is about the machine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Notice {
    /// Its name.
    pub code: &'static str,
    /// How much it matters.
    pub level: Level,
    /// What it means, in one sentence.
    pub meaning: &'static str,
}

/// The finding that is about the machine, not the plan.
pub const ZONE_DATA: Notice = Notice {
    code: "zone-data-old",
    level: Level::Info,
    meaning: "The machine has newer time zone data than irp, so times ahead may be other ones.",
};

/// Something that can be explained.
#[derive(Clone, Copy)]
pub enum Topic {
    /// A rule.
    Rule(&'static Rule),
    /// A finding that comes from no rule.
    Notice(Notice),
    /// A finding about rule files of Prometheus.
    Alert(&'static Code),
}

/// Everything that can be explained: the rules, the faults, the findings about rule files; each
/// sorted.
#[must_use]
pub fn topics() -> Vec<Topic> {
    let fault = |fault: &Fault| Notice {
        code: fault.code(),
        level: Level::Error,
        meaning: fault.meaning(),
    };
    let notices = Fault::ALL.iter().map(fault).chain([ZONE_DATA]);
    let rules = RULES.iter().map(|rule| Topic::Rule(rule)).chain(notices.map(Topic::Notice));
    rules.chain(CODES.iter().map(Topic::Alert)).collect()
}

impl Topic {
    /// The name that a finding shows.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Rule(rule) => rule.code,
            Self::Notice(notice) => notice.code,
            Self::Alert(code) => code.code,
        }
    }

    /// How much it matters where nothing else is said of it.
    #[must_use]
    pub fn level(self) -> Level {
        match self {
            Self::Rule(rule) => rule.level,
            Self::Notice(notice) => notice.level,
            Self::Alert(code) => code.level,
        }
    }

    /// What it is, in one line without a full stop.
    #[must_use]
    pub fn summary(self) -> String {
        match self {
            Self::Rule(rule) => rule.summary.to_owned(),
            Self::Alert(code) => code.summary.to_owned(),
            Self::Notice(notice) => {
                let text = notice.meaning.trim_end_matches('.');
                let mut letters = text.chars();
                let first = letters.next().map(|letter| letter.to_ascii_lowercase());
                first.into_iter().chain(letters).collect()
            }
        }
    }

    /// All that is known of it.
    #[must_use]
    pub fn text(self, style: Style) -> String {
        match self {
            Self::Rule(rule) => rule_text(rule, style),
            Self::Notice(notice) => notice_text(notice, style),
            Self::Alert(code) => alert_text(code, style),
        }
    }

    /// A line of the list of everything, for people.
    #[must_use]
    pub fn line(self, columns: usize, style: Style) -> String {
        let (code, level) = (self.code(), self.level().word());
        let line = format!("{code:columns$}  {level:7}  {}", self.summary());
        fold(&line, columns + 11, style) + "\n"
    }
}

/// The level of a rule in words, with those of its profiles.
#[must_use]
pub fn levels(rule: &Rule) -> String {
    let own = rule
        .profiles
        .iter()
        .map(|(profile, level)| format!("; {} in the profile `{}`", level.word(), profile.word()));
    rule.level.word().to_owned() + &own.collect::<String>()
}

/// What an option takes and is, in words, as a sentence.
#[must_use]
pub fn option(option: &Parameter) -> String {
    let own = option.profiles.iter().map(|(profile, value)| {
        format!("; `{}` in the profile `{}`", option.kind.written(value), profile.word())
    });
    format!("{} It takes {}{}.", option.about, option.kind.expected(), own.collect::<String>())
}

/// How a plan sets the level and the options of a rule, as TOML.
#[must_use]
pub fn setting(rule: &Rule) -> String {
    let each = rule
        .options
        .iter()
        .map(|option| format!(", {} = {}", option.name, option.kind.written(option.default)));
    let level = if rule.level == Level::Info { "warn" } else { "info" };
    match each.collect::<String>() {
        options if options.is_empty() => format!("{} = \"{level}\"", rule.code),
        options => format!("{} = {{ level = \"{level}\"{options} }}", rule.code),
    }
}

fn rule_text(rule: &Rule, style: Style) -> String {
    let mut text = title(rule.code, rule.summary, style);
    for (label, said) in
        [("Level", levels(rule)), ("Threshold", rule.source.into()), ("Why", rule.why.into())]
    {
        let line = format!("{}{said}", style.bold(&format!("{label:LABEL$}")));
        text += &(fold(&line, LABEL, style) + "\n");
    }
    if !rule.options.is_empty() {
        text += &heading("Options", style);
    }
    for each in rule.options {
        let _ = writeln!(text, "  {} = {}", each.name, each.kind.written(each.default));
        text += &(fold(&format!("      {}", option(each)), 6, style) + "\n");
    }
    text += &heading("It complains of", style);
    text += &example(rule.bad, style);
    text += &heading("It has nothing against", style);
    text += &example(rule.good, style);
    text += &heading("To set it, in irp.toml", style);
    let _ = writeln!(text, "  [lint]\n  {}\n", setting(rule));
    let rest = "The levels are \"off\", \"info\", \"warn\" and \"error\". [[lint.allow]] excuses \
                single findings, each with a reason.";
    text + &fold(rest, 0, style) + "\n"
}

fn notice_text(notice: Notice, style: Style) -> String {
    let mut text = title(notice.code, &Topic::Notice(notice).summary(), style);
    let said = if notice == ZONE_DATA {
        "It is about this machine, not about the plan: update irp, or pass --tzdata with the \
         machine's folder."
    } else {
        "A fault is an error that nothing turns off: irp cannot understand that part of the plan, \
         and answers only for what does not depend on it."
    };
    text += &(fold(said, 0, style) + "\n");
    text
}

fn alert_text(code: &Code, style: Style) -> String {
    let mut text = title(code.code, code.summary, style);
    let level = code.level.word().to_owned();
    for (label, said) in
        [("Level", level), ("Why", code.why.into()), ("To mend it", code.mend.into())]
    {
        let line = format!("{}{said}", style.bold(&format!("{label:LABEL$}")));
        text += &(fold(&line, LABEL, style) + "\n");
    }
    let rest = format!(
        "`irp alerts check` finds it in rule files of Prometheus; `--allow {}` leaves it out.",
        code.code
    );
    text + "\n" + &fold(&rest, 0, style) + "\n"
}

fn title(code: &str, summary: &str, style: Style) -> String {
    fold(&format!("{}: {summary}", style.bold(code)), 2, style) + "\n\n"
}

fn heading(text: &str, style: Style) -> String {
    format!("\n{}\n", style.bold(text))
}

/// The files of an example in canonical layout, by their paths.
#[must_use]
pub fn laid_out(example: &str) -> Vec<(String, String)> {
    let laid_out = |(path, text): (String, String)| {
        let kind = match path.split('/').next() {
            Some("runbooks") => FileKind::Runbook,
            Some("incidents") => FileKind::Incident,
            Some("handoffs") => FileKind::Handoff,
            _ => FileKind::Plan,
        };
        let text = format(&text, kind).unwrap_or(text);
        (path, text)
    };
    files(example).into_iter().map(laid_out).collect()
}

/// The files of an example, indented; a plan's lines are never broken.
fn example(example: &str, style: Style) -> String {
    let files = laid_out(example);
    let mut shown = String::new();
    for (path, text) in &files {
        if files.len() > 1 {
            let _ = writeln!(shown, "  {}", style.place(path));
        }
        let indent = if files.len() > 1 { "      " } else { "  " };
        for line in text.lines() {
            let _ = writeln!(shown, "{}", format!("{indent}{line}").trim_end());
        }
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::views::fold::columns;

    #[test]
    fn on_a_terminal_only_lines_of_examples_and_settings_are_wider_than_it() {
        let narrow = Style { color: false, width: Some(80) };
        for topic in topics() {
            let text = topic.text(narrow);
            // Examples of several files stand further in than all that is said of one rule.
            let example = |line: &str| line.starts_with("      ");
            let said = text.lines().filter(|line| !example(line));
            let said = said.filter(|line| !line.starts_with("  ") || line.contains(". "));
            let wide: Vec<_> = said.filter(|line| columns(line) > 80).collect();
            assert!(wide.is_empty(), "{}: {wide:#?}", topic.code());
            assert!(topic.line(24, narrow).lines().all(|line| columns(line) <= 80));
        }
    }

    #[test]
    fn a_program_gets_a_line_for_each_sentence() {
        let program = Style { color: false, width: None };
        for rule in RULES {
            let text = Topic::Rule(rule).text(program);
            for said in [rule.why, rule.source, rule.summary] {
                assert!(text.lines().any(|line| line.ends_with(said)), "{}: {said}", rule.code);
            }
        }
    }
}
