//! Markdown pages: their code blocks, the comments before them, and their links.

const FENCE: &str = "```";

/// A fenced code block.
pub struct Block<'t> {
    /// The word after the fence.
    pub language: &'t str,
    /// What the comment before it says: words and what follows their colon.
    pub marks: Vec<(&'t str, &'t str)>,
    /// The line of the opening fence, from 1.
    pub line: usize,
    /// The lines between the fences.
    pub body: Vec<&'t str>,
}

impl<'t> Block<'t> {
    /// What the comment before the block says after a word.
    pub fn mark(&self, word: &str) -> Option<&'t str> {
        self.marks.iter().find(|(known, _)| *known == word).map(|(_, value)| *value)
    }

    /// The body as the content of a file.
    pub fn text(&self) -> String {
        self.body.iter().flat_map(|line| [line, "\n"]).collect()
    }
}

/// A part of a page.
pub enum Part<'t> {
    /// A line outside code blocks.
    Line(&'t str),
    /// A code block.
    Code(Block<'t>),
}

/// The parts of a page, in order.
pub fn parts(text: &str) -> Vec<Part<'_>> {
    let mut parts = Vec::new();
    let mut marks = Vec::new();
    let mut lines = (1..).zip(text.lines());
    while let Some((line, row)) = lines.next() {
        if let Some(language) = row.strip_prefix(FENCE) {
            let body = lines.by_ref().map(|(_, row)| row).take_while(|row| *row != FENCE).collect();
            parts.push(Part::Code(Block {
                language,
                marks: std::mem::take(&mut marks),
                line,
                body,
            }));
            continue;
        }
        match row.strip_prefix("<!-- ").and_then(|row| row.strip_suffix(" -->")) {
            Some(comment) => {
                marks = comment.split("; ").filter_map(|part| part.split_once(": ")).collect();
            }
            None if row.is_empty() => {}
            None => marks.clear(),
        }
        parts.push(Part::Line(row));
    }
    parts
}

/// The page with the bodies of its code blocks as they are given, block by block.
pub fn rebuilt(parts: &[Part<'_>], bodies: &[Vec<String>]) -> String {
    let mut page = String::new();
    let mut bodies = bodies.iter();
    for part in parts {
        match part {
            Part::Line(line) => page.extend([line, "\n"]),
            Part::Code(block) => {
                page.extend([FENCE, block.language, "\n"]);
                let body = bodies.next().into_iter().flatten();
                page.extend(body.flat_map(|line| [line.as_str(), "\n"]));
                page.extend([FENCE, "\n"]);
            }
        }
    }
    page
}

/// Whether the page says in its first line that a program writes it: it is compared elsewhere.
pub fn is_generated(text: &str) -> bool {
    text.starts_with("<!-- generated")
}

/// The targets of the page's links that lead to files and headings of the repository.
pub fn links(text: &str) -> Vec<&str> {
    let parts = parts(text);
    let lines = parts.iter().filter_map(|part| match part {
        Part::Line(line) => Some(*line),
        Part::Code(_) => None,
    });
    let targets = lines.flat_map(|line| line.split("](").skip(1));
    let targets = targets.filter_map(|rest| rest.split(')').next());
    targets.filter(|target| !target.contains("://")).collect()
}

/// The names by which links reach the page's headings.
pub fn anchors(text: &str) -> impl Iterator<Item = String> {
    let parts = parts(text).into_iter();
    let headings = parts.filter_map(|part| match part {
        Part::Line(line) => line.starts_with('#').then(|| line.trim_start_matches('#').trim()),
        Part::Code(_) => None,
    });
    headings.map(|heading| {
        let kept = heading.chars().filter(|c| c.is_alphanumeric() || " -_".contains(*c));
        kept.map(|c| if c == ' ' { '-' } else { c.to_ascii_lowercase() }).collect()
    })
}
