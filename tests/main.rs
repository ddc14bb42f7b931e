//! What irp promises, from outside.

mod cmd;
mod docs;
