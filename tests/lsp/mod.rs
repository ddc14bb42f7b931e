//! The language server, spoken to over its real streams.

mod conversation;
mod diagnostics;
mod editor;
mod names;
mod typing;

pub use editor::Editor;

/// A plan of three people and one rotation.
pub const IRP: &str = r#"irp = 1

[plan]
name = "Night Bakery (fictional)"
time-zone = "Europe/Berlin"

[rotations.primary]
description = "The oven"
starts = 2026-10-05T09:00
turn = "1w"
people = ["ana", "ben", "cho"]
"#;

/// The people of [`IRP`].
pub const PEOPLE: &str = r#"[people.ana]
name = "Ana"

[people.ben]
name = "Ben"
notify.high = [{ via = "push", after = "0m" }]

[people.ben.contacts]
push = "app:ben"

[people.cho]
name = "Cho *x*"
time-zone = "Asia/Seoul"
"#;

/// The rules that would find something in so small a plan.
const LINT: &str = "[lint]\ncontact-missing = \"off\"\ncontact-single-channel = \"off\"\nshift-too-long = \"off\"\n";

/// All files.
pub const FILES: [(&str, &str); 3] =
    [("irp.toml", IRP), ("people.toml", PEOPLE), ("lint.toml", LINT)];
