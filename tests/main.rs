//! What irp promises, from outside.

mod cmd;
