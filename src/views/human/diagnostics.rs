//! Faults and findings for people: the place, a caret under the exact value, and the way out.

use std::ops::Range;

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Group, Level as Mark, Renderer, Snippet};

use crate::diagnostic::{Diagnostic, Label, Level, visible};
use crate::source::{SourceId, Sources, newlines};

use super::Style;
use crate::views::fold::{columns, fold_after, plain};

/// Lines of a source around a label are shown whole up to this many bytes of text.
const MOST_SOURCE: usize = 256 * 1024;
/// A sentence is not broken into lines of fewer columns, if it can be helped.
const LEAST_ROOM: usize = 24;

/// One diagnostic with its source.
#[must_use]
pub fn render(diagnostic: &Diagnostic, sources: &Sources, style: Style) -> String {
    let level = match diagnostic.level {
        Level::Error => Mark::ERROR,
        Level::Warning => Mark::WARNING,
        Level::Info => Mark::INFO,
    };
    let title = level.primary_title(diagnostic.message.as_str()).id(diagnostic.code);
    let mut names = Vec::new();
    for label in labels(diagnostic) {
        if !names.contains(&label.at.source) {
            names.push(label.at.source);
        }
    }
    let paths: Vec<_> = names.iter().map(|id| visible(&sources.get(*id).name)).collect();
    let mut group = Group::with_title(title);
    for (id, path) in names.iter().zip(&paths) {
        group = group.element(snippet(diagnostic, *id, path, sources));
    }
    let helps = diagnostic.help.iter().map(|help| Mark::HELP.message(help.as_str()));
    group = group.elements(helps);
    let fix = diagnostic.fix.as_ref().map(|fix| format!("this mends it:\n{fix}"));
    if let Some(fix) = &fix {
        group = group.element(Mark::HELP.message(fix.as_str()));
    }
    let renderer = if style.color { Renderer::styled() } else { Renderer::plain() };
    let width = style.width.unwrap_or(140).clamp(40, 140);
    let renderer = renderer.decor_style(DecorStyle::Ascii).term_width(width);
    let text = renderer.render(&[group]);
    text.lines().map(|line| folded(line, style.width) + "\n").collect()
}

/// A line of a rendered diagnostic that fits a terminal. Source is left as it is; what is said about
/// it is broken between words, beside the gutter.
fn folded(line: &str, width: Option<usize>) -> String {
    let Some(width) = width.filter(|width| columns(line) > *width) else {
        return line.to_owned();
    };
    let shown = plain(line);
    let gutter = &shown[..shown.len() - shown.trim_start_matches(' ').len()];
    let said = &shown[gutter.len()..];
    if let Some(marks) = said.strip_prefix("| ") {
        let label = marks.trim_start_matches([' ', '|', '^', '-']);
        let gutter = format!("{gutter}| ");
        return hung(line, columns(&shown) - columns(label), &gutter, width);
    }
    let level = ["error[", "warning[", "info["].iter().any(|level| said.starts_with(level));
    match said.split_once(": ") {
        Some((label, _)) if level || label.starts_with("= ") => {
            hung(line, gutter.len() + columns(label) + 2, &format!("{gutter}  "), width)
        }
        _ => line.to_owned(),
    }
}

/// A line broken below what begins at a column; after a gutter where too little room is left there.
fn hung(line: &str, column: usize, gutter: &str, width: usize) -> String {
    let below = width >= column + LEAST_ROOM;
    let spaces = if below { column.saturating_sub(columns(gutter)) } else { 0 };
    fold_after(line, column, &format!("{gutter}{}", " ".repeat(spaces)), width)
}

fn labels(diagnostic: &Diagnostic) -> impl Iterator<Item = &Label> {
    std::iter::once(&diagnostic.primary).chain(&diagnostic.others)
}

fn snippet<'a>(
    diagnostic: &'a Diagnostic,
    id: SourceId,
    path: &'a str,
    sources: &'a Sources,
) -> Snippet<'a, annotate_snippets::Annotation<'a>> {
    let text = sources.get(id).text.as_str();
    let here: Vec<_> = labels(diagnostic).filter(|label| label.at.source == id).collect();
    let span = |label: &Label| clamped(text, label.at.start as usize..label.at.end as usize);
    let window = near(text, here.iter().map(|label| span(label)));
    let line = newlines(&text.as_bytes()[..window.start]) + 1;
    let annotations = here.iter().map(|label| {
        let first = std::ptr::eq(*label, &raw const diagnostic.primary);
        let kind = if first { AnnotationKind::Primary } else { AnnotationKind::Context };
        let span = span(label);
        let span = span.start - window.start..span.end - window.start;
        let annotation = kind.span(span);
        if label.text.is_empty() { annotation } else { annotation.label(label.text.as_str()) }
    });
    let annotations: Vec<_> = annotations.collect();
    let body = text.get(window).unwrap_or_default();
    Snippet::source(body).line_start(line).path(path).fold(true).annotations(annotations)
}

/// A range of bytes that lies within a text and between characters, one line at most.
fn clamped(text: &str, range: Range<usize>) -> Range<usize> {
    let floor = |mut at: usize| {
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        at
    };
    let bom = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let start = floor(range.start.min(text.len())).max(bom.min(text.len()));
    let end = floor(range.end.min(text.len())).max(start);
    let line = text[start..end].find(['\n', '\r']).map_or(end, |at| start + at);
    start..line
}

/// The part of a text around some ranges, on line boundaries, so that large files stay cheap.
fn near(text: &str, ranges: impl Iterator<Item = Range<usize>>) -> Range<usize> {
    let (first, last) =
        ranges.fold((text.len(), 0), |(first, last), r| (first.min(r.start), last.max(r.end)));
    if text.len() <= MOST_SOURCE && !text.starts_with('\u{feff}') {
        return 0..text.len();
    }
    let skip = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let start = text[..first.max(skip)].rfind('\n').map_or(skip, |at| at + 1);
    let end = text[last.max(start)..].find('\n').map_or(text.len(), |at| last.max(start) + at + 1);
    start..end
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Location;

    /// A finding of which every sentence is longer than a narrow terminal, as it is shown there.
    fn shown(width: usize, color: bool) -> String {
        let mut sources = Sources::default();
        let text = "irp = 1\n[rotations.primary]\n".to_owned();
        let id = sources.add("irp.toml".to_owned(), text);
        let at = Location::new(id, &(19..26));
        let message = "nobody is on call in `primary` from Monday to Wednesday";
        let found = Diagnostic::new("coverage-gap", Level::Error, at, message)
            .label("its coverage asks for somebody then")
            .help("close it with another window, layer or person")
            .fix("people = [\"ana\", \"ben\", \"cho\", \"dev\", \"eli\", \"flo\"]");
        render(&found, &sources, Style { color, width: Some(width) })
    }

    #[test]
    fn what_is_said_is_broken_between_words_beside_the_gutter() {
        let expected = r#"
error[coverage-gap]: nobody is on call in `primary`
                     from Monday to Wednesday
 --> irp.toml:2:12
  |
2 | [rotations.primary]
  |            ^^^^^^^ its coverage asks for
  |                    somebody then
  |
  = help: close it with another window, layer or
          person
  = help: this mends it:
          people = ["ana", "ben", "cho", "dev", "eli", "flo"]
"#;
        assert_eq!(shown(52, false), expected.trim_start());
    }

    #[test]
    fn where_little_room_is_left_a_sentence_goes_on_at_the_gutter() {
        let label = "  |            ^^^^^^^ its coverage asks\n  | for somebody then\n";
        let narrow = shown(42, false);
        assert!(narrow.contains(label), "{narrow}");
        let title = "error[coverage-gap]: nobody is on call in\n  `primary` from Monday";
        assert!(narrow.starts_with(title), "{narrow}");
    }

    #[test]
    fn colour_changes_no_break() {
        for width in 20..100 {
            let coloured: Vec<_> = shown(width, true).lines().map(plain).collect();
            assert_eq!(coloured.join("\n") + "\n", shown(width, false), "{width}");
        }
    }

    #[test]
    fn a_wide_terminal_breaks_nothing() {
        let wide = shown(200, false);
        assert_eq!(wide.lines().count(), 9, "{wide}");
    }
}
