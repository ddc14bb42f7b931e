//! Files of other programs: what they say, as far as a plan has to do with it.
//!
//! One module a program. Such files come from strangers: nothing in them is followed, and what is
//! read of them is bounded.

pub mod prometheus;
