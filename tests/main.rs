//! What irp promises, from outside.

mod faults;
mod good;
mod layers;
mod memory;
mod special;
