//! The tables of a file, for an editor's list of what is in it.

use serde_json::{Value, json};

use super::dispatch::Spot;
use super::shapes;
use crate::diagnostic::visible;
use crate::syntax::outline;

/// The protocol's number for a table.
const OBJECT: u8 = 19;
/// The protocol's number for one of a list.
const ARRAY: u8 = 18;

/// The tables of a file, in order.
pub fn symbols(spot: &Spot<'_>) -> Value {
    let lines = spot.view.lines(spot.source);
    let found = outline(&shapes::toml(spot));
    let named = found.headers.iter().filter(|header| !header.path.is_empty());
    let symbol = named.map(|header| {
        json!({
            "name": visible(&header.path.join(".")),
            "kind": if header.list { ARRAY } else { OBJECT },
            "range": lines.place(&header.block),
            "selectionRange": lines.place(&header.at),
        })
    });
    symbol.collect()
}
