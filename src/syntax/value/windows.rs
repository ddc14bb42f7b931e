//! Windows, and the coverage that is made of them.

use std::ops::Range;

use toml::de::{DeTable, DeValue};

use super::OneOrMany;
use crate::diagnostic::{Diagnostic, Fault, nearest};
use crate::syntax::table::one_or_many;
use crate::syntax::{HolidaysId, Read, Reader, Shape, TimeOfDay};
use crate::time::{Period, Weekly, parse_weekly};

tables! {
    /// A window on every day of a list of holidays.
    HolidayWindow {
        /// The list of holidays.
        holidays: required HolidaysId,
        /// When the window starts on such a day; midnight where it is left out.
        at_time = "at": optional TimeOfDay,
        /// How long it lasts on the wall clock; a day where it is left out.
        lasts: optional Period,
    }

    /// A window that recurs by an RFC 5545 rule.
    RecurringWindow {
        /// The rule, such as `FREQ=MONTHLY;BYDAY=1SA`.
        rrule: required String,
        /// When the window starts on such a day.
        at_time = "at": required TimeOfDay,
        /// How long it lasts on the wall clock.
        lasts: required Period,
    }
}

/// A window in which somebody is on call.
#[derive(Clone, Debug)]
pub enum Window {
    /// Windows of every week.
    Weekly(Vec<Weekly>),
    /// Every day of a list of holidays.
    Holidays(Box<HolidayWindow>),
    /// The occurrences of a recurrence rule.
    Recurring(Box<RecurringWindow>),
}

impl Read for Window {
    fn expected() -> String {
        "a window such as \"mon-fri 09:00-17:00\"".to_owned()
    }

    fn shape() -> Shape {
        Shape::AnyOf(vec![
            Shape::Text { format: "window" },
            HolidayWindow::shape(),
            RecurringWindow::shape(),
        ])
    }

    fn read(value: &DeValue<'_>, span: Range<usize>, reader: &mut Reader<'_>) -> Option<Self> {
        match value {
            DeValue::String(text) => match parse_weekly(text) {
                Ok(windows) => Some(Self::Weekly(windows)),
                Err(error) => {
                    let wrong = error.message;
                    let fault = Diagnostic::fault(Fault::BadWindow, reader.at(&span), wrong);
                    reader.report(match error.instead {
                        Some(instead) => fault
                            .label(format!("write \"{instead}\""))
                            .suggest(format!("\"{instead}\"")),
                        None => fault.help(
                            "windows look like \"mon-fri 09:00-17:00\", \"sat,sun\" or \"fri 18:00 - mon 08:00\"",
                        ),
                    });
                    None
                }
            },
            DeValue::Table(table) if !is_holidays(table) => {
                RecurringWindow::read(value, span, reader).map(|w| Self::Recurring(Box::new(w)))
            }
            DeValue::Table(_) => {
                HolidayWindow::read(value, span, reader).map(|w| Self::Holidays(Box::new(w)))
            }
            _ => {
                reader.wrong_type::<Self>(value, &span);
                None
            }
        }
    }
}

/// Whether a table is a holiday window: the other form has a rule.
fn is_holidays(table: &DeTable<'_>) -> bool {
    let keys = || table.keys().map(|key| key.get_ref().as_ref());
    let near = |key| nearest(key, ["rrule", "holidays"]);
    let first =
        keys().find_map(|key| ["rrule", "holidays"].into_iter().find(|known| *known == key));
    first.or_else(|| keys().find_map(near)) == Some("holidays")
}

/// The window texts that a rotation's `coverage` may be.
#[derive(Clone, Debug)]
pub enum Coverage {
    /// At any time.
    Always,
    /// In the rotation's windows.
    Windows,
    /// In windows of its own.
    Own(OneOrMany<Window>),
}

impl Read for Coverage {
    fn expected() -> String {
        "\"always\", \"windows\", or a window such as \"mon-fri 09:00-17:00\"".to_owned()
    }

    fn shape() -> Shape {
        Shape::AnyOf(vec![Shape::Choice(&["always", "windows"]), one_or_many(Window::shape())])
    }

    fn read(value: &DeValue<'_>, span: Range<usize>, reader: &mut Reader<'_>) -> Option<Self> {
        match value {
            DeValue::String(word) if word == "always" => Some(Self::Always),
            DeValue::String(word) if word == "windows" => Some(Self::Windows),
            DeValue::String(word) if !word.contains([' ', ':', ',', '-']) && word.len() > 3 => {
                let message = format!("`{word}` is no coverage");
                let fault = Diagnostic::fault(Fault::BadValue, reader.at(&span), message);
                reader.report(match nearest(word, ["always", "windows"]) {
                    Some(near) => fault
                        .label(format!("did you mean \"{near}\"?"))
                        .suggest(format!("\"{near}\"")),
                    None => fault.help(format!("expected {}", Self::expected())),
                });
                None
            }
            _ => OneOrMany::<Window>::read(value, span, reader).map(Self::Own),
        }
    }
}
