//! Markdown of a plan as HTML: set as text is set, and inert. HTML in it is shown as it is written,
//! pictures are links to them, and a link leads to an address, a runbook, or nowhere.

use std::collections::BTreeMap;

use pulldown_cmark::{CowStr, Event, HeadingLevel, Options, Parser, Tag, TagEnd, html};

use super::data::safe;
use crate::diagnostic::visible;

/// The level of the highest heading: the page's own title is above it.
const HIGHEST: usize = 2;

/// How the mark of every heading begins: marks of the page itself do not.
pub const MARK: &str = "text-";

/// HTML of a text. `page` says which page of the site a relative link leads to.
pub fn html(markdown: &str, page: &dyn Fn(&str) -> Option<String>) -> String {
    let options =
        Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_TASKLISTS;
    let mut setting = Setting { page, links: Vec::new(), levels: levels(markdown, options), at: 0 };
    let events = Parser::new_ext(markdown, options);
    let mut out = String::with_capacity(markdown.len() * 3 / 2);
    let events = events.flat_map(|event| setting.event(event));
    html::push_html(&mut out, events);
    out
}

/// What is open while a text is set.
struct Setting<'a> {
    page: &'a dyn Fn(&str) -> Option<String>,
    /// What each open link or picture ends with.
    links: Vec<String>,
    /// The level and the mark of every heading, in order.
    levels: Vec<(HeadingLevel, String)>,
    /// How many headings began.
    at: usize,
}

impl Setting<'_> {
    fn event<'e>(&mut self, event: Event<'e>) -> Vec<Event<'e>> {
        let raw = |html: String| Event::Html(CowStr::from(html));
        let inline = |html: String| Event::InlineHtml(CowStr::from(html));
        match event {
            Event::Code(text) => vec![Event::Code(visible(&text).into())],
            Event::Text(text) | Event::Html(text) | Event::InlineHtml(text) => vec![shown(&text)],
            Event::Start(Tag::HtmlBlock) => vec![raw("<pre class=\"html\" tabindex=\"0\">".into())],
            Event::End(TagEnd::HtmlBlock) => vec![raw("</pre>\n".into())],
            Event::Start(Tag::CodeBlock(_)) => vec![raw("<pre tabindex=\"0\"><code>".into())],
            Event::End(TagEnd::CodeBlock) => vec![raw("</code></pre>\n".into())],
            Event::Start(Tag::Table(columns)) => {
                let before = "<div class=\"scroll\" tabindex=\"0\" role=\"region\" \
                              aria-label=\"Table\">";
                vec![raw(before.into()), Event::Start(Tag::Table(columns))]
            }
            Event::End(TagEnd::Table) => vec![Event::End(TagEnd::Table), raw("</div>\n".into())],
            Event::Start(Tag::Heading { .. }) => vec![raw(self.heading())],
            Event::End(TagEnd::Heading(_)) => {
                let level = self.levels.get(self.at - 1).map_or(HeadingLevel::H2, |(l, _)| *l);
                vec![raw(format!("</{level}>\n"))]
            }
            Event::Start(Tag::Link { dest_url, .. }) => vec![inline(self.link(&dest_url))],
            Event::Start(Tag::Image { dest_url, .. }) => vec![inline(self.image(&dest_url))],
            Event::End(TagEnd::Link | TagEnd::Image) => {
                vec![inline(self.links.pop().unwrap_or_default())]
            }
            Event::TaskListMarker(done) => {
                vec![shown(if done { "\u{2611} " } else { "\u{2610} " })]
            }
            other => vec![other],
        }
    }

    fn heading(&mut self) -> String {
        let at = self.at;
        self.at += 1;
        match self.levels.get(at) {
            Some((level, mark)) if !mark.is_empty() => format!("<{level} id=\"{mark}\">"),
            Some((level, _)) => format!("<{level}>"),
            None => "<h2>".to_owned(),
        }
    }

    fn link(&mut self, target: &str) -> String {
        let part = target.strip_prefix('#');
        let mark = part.map(|part| format!("{MARK}{part}"));
        let own = |mark: &String| self.levels.iter().any(|(_, known)| known == mark);
        let href = match mark.filter(own) {
            Some(mark) => Some(format!("#{mark}")),
            None if safe(target) => Some(target.to_owned()),
            None if part.is_none() && !target.contains(':') => (self.page)(target),
            None => None,
        };
        if let Some(href) = href {
            let elsewhere = if safe(&href) { " rel=\"noreferrer\"" } else { "" };
            self.links.push("</a>".to_owned());
            return format!("<a href=\"{}\"{elsewhere}>", escaped(&href));
        }
        self.links.push(format!(" (<code>{}</code>)", escaped(&visible(target))));
        String::new()
    }

    /// A picture is what it shows in words, with its address: a page asks nobody for anything.
    fn image(&mut self, target: &str) -> String {
        if safe(target) {
            self.links.push("</a>".to_owned());
            return format!("<a rel=\"noreferrer\" href=\"{}\">picture: ", escaped(target));
        }
        self.links.push(format!(" (<code>{}</code>)", escaped(&visible(target))));
        "picture: ".to_owned()
    }
}

/// The level of each heading, none deeper than one below the one before it, and its mark.
fn levels(markdown: &str, options: Options) -> Vec<(HeadingLevel, String)> {
    let mut written: Vec<(usize, String)> = Vec::new();
    let mut open = false;
    for event in Parser::new_ext(markdown, options) {
        match event {
            Event::Start(Tag::Heading { level, .. }) => {
                written.push((level as usize, String::new()));
                open = true;
            }
            Event::End(TagEnd::Heading(_)) => open = false,
            Event::Text(text) | Event::Code(text) if open => {
                if let Some((_, heading)) = written.last_mut() {
                    heading.push_str(&text);
                }
            }
            _ => {}
        }
    }
    let top = written.iter().map(|(level, _)| *level).min().unwrap_or(1);
    let mut above = HIGHEST - 1;
    let mut taken: BTreeMap<String, usize> = BTreeMap::new();
    let mut levels = Vec::new();
    for (level, text) in written {
        above = (level - top + HIGHEST).min(above + 1).min(6);
        let level = HeadingLevel::try_from(above).unwrap_or(HeadingLevel::H6);
        levels.push((level, mark(&text, &mut taken)));
    }
    levels
}

/// A heading's mark, told from those before it: no mark where it has no letters.
fn mark(heading: &str, taken: &mut BTreeMap<String, usize>) -> String {
    let letters = heading.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { ' ' });
    let words = letters.collect::<String>().to_ascii_lowercase();
    let words = words.split_whitespace().take(12).collect::<Vec<_>>().join("-");
    if words.is_empty() {
        return words;
    }
    let mark = format!("{MARK}{words}");
    let count = taken.entry(mark.clone()).or_default();
    *count += 1;
    if *count == 1 { mark } else { format!("{mark}-{count}") }
}

/// A text with its line ends and tabs; what else would not be seen is written as escapes.
fn shown<'e>(text: &str) -> Event<'e> {
    let lines = text.split('\n').map(|line| {
        line.trim_end_matches('\r').split('\t').map(visible).collect::<Vec<_>>().join("\t")
    });
    Event::Text(lines.collect::<Vec<_>>().join("\n").into())
}

fn escaped(text: &str) -> String {
    let text = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    text.replace('"', "&quot;").replace('\'', "&#39;")
}
