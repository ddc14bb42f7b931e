//! A reader of HTML that takes only what irp means to write: every mark must be one.

use std::collections::BTreeMap;

/// An element as it stands in a page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Element {
    pub name: String,
    pub attributes: BTreeMap<String, String>,
    /// All text in it.
    pub text: String,
}

const VOID: [&str; 4] = ["meta", "link", "br", "hr"];

/// Every element of a page, in order of their ends.
pub fn elements(page: &str) -> Vec<Element> {
    let mut rest = page.strip_prefix("<!doctype html>\n").expect("a doctype");
    let (mut open, mut done): (Vec<Element>, Vec<Element>) = (Vec::new(), Vec::new());
    while let Some(at) = rest.find('<') {
        text(&mut open, &rest[..at]);
        rest = &rest[at + 1..];
        if let Some(end) = rest.strip_prefix('/') {
            let (name, after) = end.split_once('>').expect("a closed tag");
            let element = open.pop().expect("an open element");
            assert_eq!(element.name, name, "elements lie in one another");
            done.push(element);
            rest = after;
            continue;
        }
        let (element, after, empty) = tag(rest);
        rest = after;
        if empty || VOID.contains(&element.name.as_str()) {
            done.push(element);
        } else if ["script", "style"].contains(&element.name.as_str()) {
            let end = format!("</{}>", element.name);
            let (inside, after) = rest.split_once(&end).expect("a script ends");
            done.push(Element { text: inside.to_owned(), ..element });
            rest = after;
        } else {
            open.push(element);
        }
    }
    assert!(open.is_empty() && rest.trim().is_empty(), "{open:?} {rest}");
    done
}

/// What stands after a `<`, and the rest.
fn tag(text: &str) -> (Element, &str, bool) {
    let name_end = text.find(|c: char| !c.is_ascii_alphanumeric()).unwrap();
    assert!(
        text.starts_with(|c: char| c.is_ascii_lowercase()),
        "a `<` that begins no tag: {text:.40}"
    );
    let mut element = Element { name: text[..name_end].to_owned(), ..Element::default() };
    let mut rest = &text[name_end..];
    loop {
        rest = rest.trim_start();
        if let Some(after) = rest.strip_prefix('>') {
            return (element, after, false);
        }
        if let Some(after) = rest.strip_prefix("/>") {
            return (element, after, true);
        }
        let end = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '-').unwrap();
        assert!(end > 0, "no attribute: {rest:.40}");
        let name = rest[..end].to_owned();
        rest = &rest[end..];
        let mut value = String::new();
        if let Some(quoted) = rest.strip_prefix("=\"") {
            let (inside, after) = quoted.split_once('"').expect("a closed value");
            value = plain(inside);
            rest = after;
        }
        let twice = element.attributes.insert(name, value);
        assert!(twice.is_none(), "an attribute stands twice");
    }
}

fn text(open: &mut [Element], written: &str) {
    let text = plain(written);
    for element in open {
        element.text.push_str(&text);
    }
}

/// A text without its references.
fn plain(written: &str) -> String {
    assert!(!written.contains('<') && !written.contains('>'), "a mark in a text: {written}");
    let mut text = String::new();
    let mut rest = written;
    while let Some(at) = rest.find('&') {
        text.push_str(&rest[..at]);
        let (name, after) = rest[at + 1..].split_once(';').expect("a reference ends");
        text.push(match name {
            "amp" => '&',
            "lt" => '<',
            "gt" => '>',
            "quot" => '"',
            "#39" => '\'',
            other => panic!("no reference of irp's: {other}"),
        });
        rest = after;
    }
    text + rest
}
