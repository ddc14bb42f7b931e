//! The TOML of a file, and the forms that its tables and values may have.

use std::borrow::Cow;

use super::dispatch::Spot;
use crate::plan::Plan;
use crate::source::SourceId;
use crate::syntax::{Field, Kind, Shape, front_matter};

/// Keys whose texts are the names of runbooks.
pub const RUNBOOK_KEYS: [&str; 3] = ["runbook", "runbooks", "runbooks-to-review"];

/// Whether what stands at these keys is the name of a runbook.
pub fn is_runbook(path: &[String]) -> bool {
    let last = path.last().is_some_and(|key| RUNBOOK_KEYS.contains(&key.as_str()));
    last && path.first().is_none_or(|table| table != "plan")
}

/// Whether a file is a Markdown record of a plan.
pub fn is_record(plan: &Plan, source: SourceId) -> bool {
    std::path::Path::new(&plan.sources.get(source).name)
        .extension()
        .is_some_and(|extension| extension != "toml")
}

/// The TOML of a file, with spaces in place of everything else, so that every byte stays where it
/// is.
pub fn toml<'a>(spot: &'a Spot<'_>) -> Cow<'a, str> {
    of(spot.view.plan, spot.source)
}

/// The same of any file of a plan.
pub fn of(plan: &Plan, source: SourceId) -> Cow<'_, str> {
    let text = plan.sources.get(source).text.as_str();
    if is_record(plan, source) {
        let first = text.find('\n').map_or(text.len(), |end| end + 1);
        let range = front_matter(text).unwrap_or(first..text.len());
        return Cow::Owned(" ".repeat(range.start) + &text[range]);
    }
    match text.strip_prefix('\u{feff}') {
        Some(rest) => Cow::Owned(format!("   {rest}")),
        None => Cow::Borrowed(text),
    }
}

/// The forms that what stands at a key may have, in a table of any of some forms.
fn step<'s>(shapes: &[&'s Shape], key: &str) -> Vec<&'s Shape> {
    let mut found = Vec::new();
    for shape in shapes {
        match shape {
            Shape::Table { fields, .. } => {
                let field = fields.iter().find(|field| field.key == key);
                found.extend(field.map(|field| &field.shape));
            }
            Shape::Map(inner) | Shape::Keyed(_, inner) => found.push(&**inner),
            Shape::List(inner) => found.extend(step(&[&**inner], key)),
            Shape::AnyOf(all) => found.extend(step(&all.iter().collect::<Vec<_>>(), key)),
            _ => {}
        }
    }
    found
}

/// The forms that what stands at the end of a path may have.
pub fn at<'s>(root: &'s Shape, path: &[String]) -> Vec<&'s Shape> {
    path.iter().fold(vec![root], |shapes, key| step(&shapes, key))
}

/// The forms without lists and alternatives around them, each once.
pub fn plain<'s>(shapes: &[&'s Shape]) -> Vec<&'s Shape> {
    fn gather<'s>(shape: &'s Shape, found: &mut Vec<&'s Shape>) {
        match shape {
            Shape::List(inner) => gather(inner, found),
            Shape::AnyOf(all) => all.iter().for_each(|shape| gather(shape, found)),
            other if found.contains(&other) => {}
            other => found.push(other),
        }
    }
    let mut found = Vec::new();
    for shape in shapes {
        gather(shape, &mut found);
    }
    found
}

/// The keys that a table of any of some forms may have.
pub fn fields<'s>(shapes: &[&'s Shape]) -> Vec<&'s Field> {
    let mut found: Vec<&Field> = Vec::new();
    for shape in plain(shapes) {
        let Shape::Table { fields, .. } = shape else { continue };
        for field in fields {
            if !found.iter().any(|known| known.key == field.key) {
                found.push(field);
            }
        }
    }
    found
}

/// The kinds of id that may be keys of a table of any of some forms.
pub fn key_kinds(shapes: &[&Shape]) -> Vec<Kind> {
    let mut kinds = Vec::new();
    for shape in plain(shapes) {
        if let Shape::Keyed(of, _) = shape {
            kinds.extend(*of);
        }
    }
    kinds
}

/// The key at the end of a path, where the table has it.
pub fn field<'s>(root: &'s Shape, path: &[String]) -> Option<&'s Field> {
    let (last, table) = path.split_last()?;
    fields(&at(root, table)).into_iter().find(|field| field.key == last)
}

/// A form in words: `a list of ids`.
pub fn words(shape: &Shape) -> String {
    match shape {
        Shape::Text { format: "text" } => "a text".to_owned(),
        Shape::Text { format: "zone" } => "a time zone such as \"Europe/Berlin\"".to_owned(),
        Shape::Text { format: "duration" } => "a duration such as \"90m\"".to_owned(),
        Shape::Text { format: "period" } => "a period such as \"1w\"".to_owned(),
        Shape::Text { format: "turn" } => "a period such as \"1w\", or \"2 shifts\"".to_owned(),
        Shape::Text { format: "window" } => "a window such as \"mon-fri 09:00-17:00\"".to_owned(),
        Shape::Text { format: "time" } => "a time of day such as \"09:00\"".to_owned(),
        Shape::Text { format } => format!("a {format}"),
        Shape::Id(kinds) => {
            let kinds: Vec<_> = kinds.iter().map(|kind| kind.word()).collect();
            format!("the id of a {}", kinds.join(" or "))
        }
        Shape::Choice(all) => {
            let all: Vec<_> = all.iter().map(|word| format!("\"{word}\"")).collect();
            all.join(", ")
        }
        Shape::Integer(i64::MIN, i64::MAX) => "a whole number".to_owned(),
        Shape::Integer(least, most) => format!("a whole number from {least} to {most}"),
        Shape::Boolean => "true or false".to_owned(),
        Shape::Time("date") => "a date such as 2026-11-05".to_owned(),
        Shape::Time("civil") => "a date and time such as 2026-11-05T09:00".to_owned(),
        Shape::Time("instant") => "an instant such as 2026-11-05T09:00:00Z".to_owned(),
        Shape::Time("moment") => "a date, or a date and time".to_owned(),
        Shape::Time(_) => "a time such as 09:00".to_owned(),
        Shape::List(inner) => match &**inner {
            Shape::Table { .. } => "a list of tables".to_owned(),
            inner => format!("a list, each of it {}", words(inner)),
        },
        Shape::Table { .. } | Shape::Map(_) | Shape::Keyed(..) => "a table".to_owned(),
        Shape::AnyOf(all) => {
            let mut each: Vec<_> = all.iter().map(words).collect();
            each.dedup();
            each.join("; or ")
        }
        Shape::Free => "anything".to_owned(),
    }
}
