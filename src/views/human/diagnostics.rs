//! Faults and findings for people: the place, a caret under the exact value, and the way out.

use std::ops::Range;

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Group, Level as Mark, Renderer, Snippet};

use crate::diagnostic::{Diagnostic, Label, Level, visible};
use crate::source::{SourceId, Sources, newlines};

use super::Style;

/// Lines of a source around a label are shown whole up to this many bytes of text.
const MOST_SOURCE: usize = 256 * 1024;

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
    let mut text = renderer.render(&[group]);
    text.push('\n');
    text
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
