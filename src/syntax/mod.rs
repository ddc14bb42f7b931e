//! Text to typed tables: what a plan may contain, declared once, and every fault of a file in one
//! pass.
//!
//! Owns the keys, their types and their documentation. Does not know what ids refer to.

#[macro_use]
mod table;
mod demand;
mod document;
mod format;
mod id;
mod lint;
mod mistakes;
mod moment;
mod outline;
mod reader;
mod repair;
mod shape;
mod statements;
mod value;

pub use demand::{Demand, demands};
pub use document::{Parsed, front_matter, parse_file, parse_front_matter};
pub use format::*;
pub use id::*;
pub use lint::*;
pub use moment::{Day, Moment, TimeOfDay};
pub use outline::{Cursor, Header, Named, Outline, cursor, outline};
pub use reader::{Definition, Read, Reader, Reference};
pub use shape::{Field, Shape};
pub use statements::{Statement, statements};
pub use table::Fields;
pub use value::*;
