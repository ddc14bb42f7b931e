//! JSON Schemas, draft 2020-12, for editors and other programs: of what plans may write, made from
//! the declarations that read it, and of what `--json` prints, made from those that write it.
//!
//! A schema takes everything that irp takes or prints. It refuses less: that an id exists or that
//! two windows overlap is for `irp check` to say. It has no `$id`: it lies where its reader put it.

mod answer;
mod demand;
mod form;
mod lint;
mod table;

use serde_json::{Map, Value};

use crate::syntax::{Document, Read};

pub use answer::answer;
pub use lint::lint;
pub use table::table;

/// The dialect that schemas are written in.
const DIALECT: &str = "https://json-schema.org/draft/2020-12/schema";

/// The keywords of one schema, in the order in which they are written.
type Keywords = Map<String, Value>;

/// The schema of plan files.
#[must_use]
pub fn plan() -> Value {
    table("A file of an irp plan, format 1", &Document::shape())
}

/// Writes a schema, indented, with a newline at the end.
#[must_use]
pub fn text(schema: &Value) -> String {
    format!("{schema:#}\n")
}

/// Keywords in the order in which they are given.
fn keywords<const N: usize>(pairs: [(&str, Value); N]) -> Keywords {
    pairs.into_iter().map(|(key, value)| (key.to_owned(), value)).collect()
}

fn typed(name: &str) -> Keywords {
    keywords([("type", name.into())])
}

/// What every schema begins with.
fn head(title: &str) -> Keywords {
    keywords([("$schema", DIALECT.into()), ("title", title.into())])
}
