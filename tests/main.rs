//! What irp promises, from outside.
