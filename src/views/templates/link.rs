//! Links in pages: only to the web and to mailboxes, whoever wrote the address.

use std::fmt::Write as _;

use minijinja::{AutoEscape, State, Value};

use super::escape_text;
use crate::diagnostic::{tidy, visible};
use crate::views::table::inert;

/// What an address may begin with.
const SCHEMES: [&str; 3] = ["https://", "http://", "mailto:"];

/// A text that leads to an address, as the page at hand writes links; the text alone where the
/// address is none, or leads elsewhere than to the web or a mailbox.
pub fn link(state: &State<'_, '_>, text: &str, address: Option<&str>) -> Value {
    let address = address.map(str::trim).unwrap_or_default();
    let lower = address.to_ascii_lowercase();
    if !SCHEMES.iter().any(|scheme| lower.starts_with(scheme)) {
        return Value::from(text);
    }
    let address = encoded(address);
    match *state.auto_escape() {
        AutoEscape::Html => {
            let (address, text) = (escape_text(&address), escape_text(&visible(text)));
            Value::from_safe_string(format!("<a href=\"{address}\">{text}</a>"))
        }
        AutoEscape::Custom(_) => {
            Value::from_safe_string(format!("[{}](<{address}>)", inert(&tidy(text))))
        }
        _ => Value::from(format!("{text} <{address}>")),
    }
}

/// An address without letters that would end it.
fn encoded(address: &str) -> String {
    let mut whole = String::with_capacity(address.len());
    for letter in address.chars() {
        let plain = letter.is_ascii_alphanumeric() || "-._~:/?#[]@!$&'()*+,;=%".contains(letter);
        if plain {
            whole.push(letter);
            continue;
        }
        for byte in letter.encode_utf8(&mut [0; 4]).bytes() {
            let _ = write!(whole, "%{byte:02X}");
        }
    }
    whole
}
