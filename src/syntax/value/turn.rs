//! How long a turn lasts.

use std::ops::Range;

use toml::de::DeValue;

use super::OneOrMany;
use super::lengths::parsed;
use crate::diagnostic::Fault;
use crate::source::Located;
use crate::syntax::{Read, Reader, Shape};
use crate::time::Period;

/// The most windows that a turn may count.
const MOST_SHIFTS: i64 = 1000;

/// How long a turn lasts.
#[derive(Clone, Debug)]
pub enum Turn {
    /// One period, or several that are cycled.
    Periods(Vec<Located<Period>>),
    /// That many windows.
    Shifts(i64),
}

impl Read for Turn {
    fn expected() -> String {
        "a period such as \"1w\", a list of periods, or \"1 shift\"".to_owned()
    }

    fn shape() -> Shape {
        Shape::AnyOf(vec![
            Shape::Text { format: "turn" },
            Shape::List(Box::new(Shape::Text { format: "period" })),
        ])
    }

    fn read(value: &DeValue<'_>, span: Range<usize>, reader: &mut Reader<'_>) -> Option<Self> {
        if !matches!(value, DeValue::String(_) | DeValue::Array(_)) {
            reader.wrong_type::<Self>(value, &span);
            return None;
        }
        let DeValue::String(text) = value else {
            let periods = OneOrMany::<Period>::read(value, span.clone(), reader)?.0;
            let months = periods.iter().filter(|p| matches!(p.value, Period::Months(_))).count();
            let wrong = match periods.len() {
                0 => Some("a list of turns needs at least one period"),
                len if months != 0 && months != len => {
                    Some("months do not mix with days and hours in one list")
                }
                _ => None,
            };
            if let Some(wrong) = wrong {
                let help = "expected periods such as [\"4d\", \"3d\"]".to_owned();
                reader.refuse(Fault::BadLength, &span, wrong.to_owned(), &[help]);
                return None;
            }
            return Some(Self::Periods(periods));
        };
        if let Some((count, "shift" | "shifts")) = text.split_once(' ')
            && count.bytes().all(|digit| digit.is_ascii_digit())
        {
            if let Ok(count @ 1..=MOST_SHIFTS) = count.parse() {
                return Some(Self::Shifts(count));
            }
            let wrong = format!("a turn has 1 to {MOST_SHIFTS} shifts");
            reader.refuse(Fault::BadLength, &span, wrong, &["write \"1 shift\"".to_owned()]);
            return None;
        }
        let at = reader.at(&span);
        let period = parsed(value, &span, reader, Fault::BadLength, |text| {
            Period::parse(text).map(PeriodOrShifts)
        })?;
        Some(Self::Periods(vec![Located { value: period.0, at }]))
    }
}

/// A period where shifts could stand too: only its message differs.
struct PeriodOrShifts(Period);

impl Read for PeriodOrShifts {
    fn expected() -> String {
        Turn::expected()
    }

    fn shape() -> Shape {
        Turn::shape()
    }

    fn read(value: &DeValue<'_>, span: Range<usize>, reader: &mut Reader<'_>) -> Option<Self> {
        Period::read(value, span, reader).map(Self)
    }
}
