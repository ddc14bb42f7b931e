//! `irp escalate`: the example's walk by hand, and that it says what `irp oncall` says.

mod worked;
