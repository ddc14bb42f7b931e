//! What is written otherwise.
