//! What holds for every text that is formatted.

use irp::edit::{FileKind, FormatError, format};
use serde_json::{Map, Value, json};
use toml::de::{DeTable, DeValue};
use toml_parser::Source;
use toml_parser::lexer::TokenKind;

/// The values of a TOML text; the order of keys is no part of them.
pub fn values(toml: &str) -> Option<Value> {
    let (table, errors) = DeTable::parse_recoverable(toml);
    errors.is_empty().then(|| value(&DeValue::Table(table.into_inner())))
}

fn value(of: &DeValue<'_>) -> Value {
    match of {
        DeValue::String(text) => json!(text.as_ref()),
        DeValue::Integer(number) => json!({ "integer": number.as_str(), "of": number.radix() }),
        DeValue::Float(number) => json!({ "float": number.as_str() }),
        DeValue::Boolean(truth) => json!(truth),
        DeValue::Datetime(time) => json!({ "time": time.to_string() }),
        DeValue::Array(array) => array.iter().map(|element| value(element.get_ref())).collect(),
        DeValue::Table(table) => {
            let entry = |(key, held): (&toml::Spanned<_>, &toml::Spanned<_>)| {
                let key: &toml::de::DeString<'_> = key.get_ref();
                (key.as_ref().to_owned(), value(held.get_ref()))
            };
            Value::Object(table.iter().map(entry).collect::<Map<_, _>>())
        }
    }
}

/// The comments of a TOML text, sorted, without the blanks behind them.
pub fn comments(toml: &str) -> Vec<&str> {
    let tokens = Source::new(toml).lex().filter(|token| token.kind() == TokenKind::Comment);
    let written = tokens.map(|token| &toml[token.span().start()..token.span().end()]);
    let mut all: Vec<_> = written.map(|comment| comment.trim_end_matches([' ', '\t'])).collect();
    all.sort_unstable();
    all
}

/// What stands before the TOML of a file, the TOML, and what stands behind it.
fn parts(text: &str, kind: FileKind) -> (&str, &str, &str) {
    if kind == FileKind::Plan {
        return match text.strip_prefix('\u{feff}') {
            Some(toml) => (&text[..3], toml, ""),
            None => ("", text, ""),
        };
    }
    let start = text.find('\n').map_or(text.len(), |end| end + 1);
    let mut end = start;
    for line in text[start..].split_inclusive('\n') {
        if line.trim_end() == "+++" {
            return (&text[..start], &text[start..end], &text[end..]);
        }
        end += line.len();
    }
    (text, "", "")
}

/// Formats a text. Returns the result, nothing where it is refused for what is wrong with it, and
/// as an error the law that is broken.
pub fn lawful(text: &str, kind: FileKind) -> Result<Option<String>, String> {
    let law = |holds: bool, law: &str, new: &str| {
        if holds { Ok(()) } else { Err(format!("{law}\n--- from\n{text}\n--- to\n{new}\n---")) }
    };
    let new = match format(text, kind) {
        Ok(new) => new,
        Err(FormatError::Unproven) => return Err(format!("unproven:\n{text}")),
        Err(_) => {
            let fine = kind == FileKind::Plan && values(parts(text, kind).1).is_some();
            law(!fine, "TOML is formatted", "nothing")?;
            return Ok(None);
        }
    };
    let ((head, toml, tail), (new_head, new_toml, new_tail)) =
        (parts(text, kind), parts(&new, kind));
    law((head, tail) == (new_head, new_tail), "what is no TOML is not touched", &new)?;
    law(values(toml).is_some(), "only TOML is formatted", &new)?;
    law(values(toml) == values(new_toml), "values are the same", &new)?;
    law(comments(toml) == comments(new_toml), "comments are the same", &new)?;
    law(format(&new, kind).as_ref() == Ok(&new), "a second time changes nothing", &new)?;
    let ended = new_toml.is_empty() || new_toml.ends_with('\n');
    law(ended && !new_toml.ends_with("\n\n"), "one line end is last", &new)?;
    Ok(Some(new))
}
