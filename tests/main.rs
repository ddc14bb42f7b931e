//! What irp promises, from outside.

mod docs;
