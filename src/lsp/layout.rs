//! The canonical layout of a file, as edits of what is open.

use serde_json::{Value, json};

use super::dispatch::Spot;
use super::message::{Code, Refusal};
use crate::edit::{FileKind, FormatError, format};
use crate::source::LARGEST_FILE;

/// The edit that brings a file into its canonical layout: of the lines that change, from the first
/// to the last of them.
pub fn edits(spot: &Spot<'_>) -> Result<Value, Refusal> {
    let text = spot.view.text(spot.source);
    if text.len() > LARGEST_FILE {
        return Ok(Value::Null);
    }
    let refuse = |why: &str| Err(Refusal::new(Code::Failed, why));
    let formatted = match format(text, FileKind::of(spot.view.plan, spot.source)) {
        Ok(formatted) => formatted,
        Err(FormatError::Syntax) => return refuse("the file is no TOML yet: mend that first"),
        Err(FormatError::NoFrontMatter) => return refuse("the file has no front matter"),
        Err(FormatError::TooLarge) => return refuse("it would be larger than irp reads: split it"),
        Err(FormatError::Unproven) => {
            return refuse("irp cannot lay this file out without changing what it says");
        }
    };
    let start = lines(text).zip(lines(&formatted)).take_while(|(a, b)| a == b);
    let start: usize = start.map(|(line, _)| line.len()).sum();
    let (old, new) = (&text[start..], &formatted[start..]);
    if old.is_empty() && new.is_empty() {
        return Ok(json!([]));
    }
    let same = lines(old).rev().zip(lines(new).rev()).take_while(|(a, b)| a == b);
    let end: usize = same.map(|(line, _)| line.len()).sum();
    let place = spot.view.lines(spot.source).place(&(start..text.len() - end));
    Ok(json!([{ "range": place, "newText": new[..new.len() - end] }]))
}

fn lines(text: &str) -> std::str::SplitInclusive<'_, char> {
    text.split_inclusive('\n')
}
