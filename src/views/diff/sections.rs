//! The sections between the two verdicts, in their order; empty ones are left out.

use std::cmp::Reverse;

use super::cells::Piece;
use super::names::Names;
use super::{Shown, words};
use crate::diagnostic::Diagnostic;
use crate::diff::{About, Changed, Edit, Gap, Hours, Moved, Pair, Value};
use crate::source::Sources;
use crate::time::show;

/// Rows under a title.
pub(super) struct Section {
    pub title: &'static str,
    /// Whether it needs somebody.
    pub alarm: bool,
    /// The names of columns, and how readily each is left out on a narrow terminal.
    pub columns: &'static [(&'static str, u8)],
    pub rows: Vec<Row>,
    /// Whether rows with the same first piece stand together below it on a terminal.
    pub grouped: bool,
}

pub(super) struct Row {
    pub pieces: Vec<Piece>,
    /// What a terminal shows instead.
    pub line: Option<String>,
}

const SHIFTS: &[(&str, u8)] =
    &[("rotation", 0), ("from", 0), ("until", 1), ("before", 0), ("after", 0), ("cause", 2)];
const HOURS: &[(&str, u8)] =
    &[("person", 0), ("before", 0), ("after", 0), ("change", 0), ("weekend", 1), ("night", 1)];
const GAPS: &[(&str, u8)] = &[("where", 0), ("from", 0), ("until", 0), ("length", 1)];
const EDITS: &[(&str, u8)] = &[("file", 0), ("what", 0), ("edit", 0), ("before", 0), ("after", 0)];
const FINDINGS: &[(&str, u8)] = &[("level", 0), ("rule", 0), ("file", 0), ("finding", 0)];

/// The sections that have something to say.
pub(super) fn sections(shown: &Shown<'_>) -> Vec<Section> {
    let changes = shown.changes;
    let names = &Names::new(shown.before, shown.after, changes);
    let shifts = |title, all: &[Changed]| {
        let rows = all.iter().map(|changed| shift(shown, names, changed)).collect();
        Section { title, alarm: false, columns: SHIFTS, rows, grouped: true }
    };
    let table =
        |title, columns, rows| Section { title, alarm: false, columns, rows, grouped: false };
    let gaps = |title, all: &[Gap]| table(title, GAPS, all.iter().map(gap).collect());
    let found = |title, all: &[Diagnostic], sources: &Sources| {
        let mut all: Vec<_> = all.iter().collect();
        all.sort_by_key(|finding| Reverse(finding.level));
        table(title, FINDINGS, all.into_iter().map(|finding| found(finding, sources)).collect())
    };
    let edits = |response: bool| {
        let of = changes.edits.iter().filter(move |e| (e.about == About::Response) == response);
        of.map(|edit| edited(shown, edit)).collect::<Vec<_>>()
    };
    let findings = shown.findings;
    let sections = [
        Section { alarm: true, grouped: false, ..shifts("ON CALL NOW CHANGES", &changes.now) },
        shifts("Past shifts rewritten", &changes.past),
        shifts("Changed shifts", &changes.ahead),
        table("Hours", HOURS, changes.people.iter().map(|h| hours(names, h)).collect()),
        Section { alarm: true, ..gaps("Gaps opened", &changes.opened) },
        gaps("Gaps closed", &changes.closed),
        table("Escalation and severity changes", EDITS, edits(true)),
        table("Structural edits", EDITS, moves(shown).into_iter().chain(edits(false)).collect()),
        found("Findings introduced", &findings.introduced, &shown.after.sources),
        found("Findings fixed", &findings.fixed, &shown.before.sources),
    ];
    sections.into_iter().filter(|section| !section.rows.is_empty()).collect()
}

fn shift(shown: &Shown<'_>, names: &Names<'_>, changed: &Changed) -> Row {
    let cause = changed.cause.and_then(|cause| shown.changes.edits.get(cause));
    let cause = cause.map(|edit| words::place(edit, shown.before, shown.after));
    Row::of([
        Piece::Code(changed.rotation.clone()),
        Piece::At(changed.span.start),
        Piece::At(changed.span.end),
        Piece::People(names.all(&changed.before)),
        Piece::People(names.all(&changed.after)),
        Piece::Code(cause.unwrap_or_default()),
    ])
}

fn hours(names: &Names<'_>, hours: &Hours) -> Row {
    let text = |length| Piece::Text(words::hours(length));
    Row::of([
        Piece::People(names.all(std::slice::from_ref(&hours.person))),
        text(hours.all.before),
        text(hours.all.after),
        Piece::Text(words::more_hours(hours.all.change())),
        Piece::Text(both(hours.weekend)),
        Piece::Text(both(hours.night)),
    ])
}

fn both(pair: Pair) -> String {
    let (before, after) = (words::hours(pair.before), words::hours(pair.after));
    if before == after { after } else { format!("{before} -> {after}") }
}

fn gap(gap: &Gap) -> Row {
    Row::of([
        Piece::Code(gap.path.clone()),
        Piece::At(gap.span.start),
        Piece::At(gap.span.end),
        Piece::Text(show::length(gap.span.length())),
    ])
}

/// What stands in another file; what has another id is an edit.
fn moves(shown: &Shown<'_>) -> Vec<Row> {
    let row = |moved: &Moved| Row {
        line: Some(words::moved(moved)),
        ..Row::of([
            Piece::Code(String::new()),
            Piece::Text(words::counted(moved.entries, "entry")),
            Piece::Text("moved".to_owned()),
            Piece::Code(moved.from.clone()),
            Piece::Code(moved.to.clone()),
        ])
    };
    shown.changes.moved.iter().map(row).collect()
}

fn edited(shown: &Shown<'_>, edit: &Edit) -> Row {
    let place = words::place(edit, shown.before, shown.after);
    let line = words::edit_at(edit, shown.before, shown.after);
    let whole = |value: &Option<Value>| value.as_ref().map_or_else(String::new, |v| v.toml.clone());
    let (before, after) = words::values(edit);
    let pieces = [
        Piece::Code(place),
        Piece::Code(edit.path.clone()),
        Piece::Text(words::act(edit.act).to_owned()),
        Piece::Value(before, whole(&edit.before)),
        Piece::Value(after, whole(&edit.after)),
    ];
    Row { line: Some(line), ..Row::of(pieces) }
}

fn found(finding: &Diagnostic, sources: &Sources) -> Row {
    let place = sources.place(finding.primary.at);
    let (level, code) = (finding.level.word(), finding.code);
    let line = format!("{level}[{code}] {place}: {}", finding.message);
    Row {
        line: Some(line),
        ..Row::of([
            Piece::Text(level.to_owned()),
            Piece::Code(code.to_owned()),
            Piece::Code(place),
            Piece::Sentence(finding.message.clone()),
        ])
    }
}

impl Row {
    fn of(pieces: impl IntoIterator<Item = Piece>) -> Self {
        Self { pieces: pieces.into_iter().collect(), line: None }
    }
}
