//! Changes made by hand, shown in every form.
