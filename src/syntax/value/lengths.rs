//! Durations, periods and zones.

use std::ops::Range;

use toml::de::DeValue;

use crate::diagnostic::{Diagnostic, Fault};
use crate::syntax::{Read, Reader, Shape};
use crate::time::{Elapsed, Period, Zone, parse_duration};

/// Reads a text through a parser that says what is wrong.
pub(super) fn parsed<T: Read>(
    value: &DeValue<'_>,
    span: &Range<usize>,
    reader: &mut Reader<'_>,
    fault: Fault,
    parse: impl Fn(&str) -> Result<T, String>,
) -> Option<T> {
    let DeValue::String(text) = value else {
        reader.wrong_type::<T>(value, span);
        return None;
    };
    parse(text)
        .map_err(|wrong| {
            let help = format!("expected {}", T::expected());
            reader.refuse(fault, span, wrong, &[help]);
        })
        .ok()
}

impl Read for Elapsed {
    fn expected() -> String {
        "a duration such as \"5m\", \"2h\" or \"3d\"".to_owned()
    }

    fn shape() -> Shape {
        Shape::Text { format: "duration" }
    }

    fn read(value: &DeValue<'_>, span: Range<usize>, reader: &mut Reader<'_>) -> Option<Self> {
        parsed(value, &span, reader, Fault::BadLength, parse_duration)
    }
}

impl Read for Period {
    fn expected() -> String {
        "a period such as \"12h\", \"3d\", \"1w\" or \"1mo\"".to_owned()
    }

    fn shape() -> Shape {
        Shape::Text { format: "period" }
    }

    fn read(value: &DeValue<'_>, span: Range<usize>, reader: &mut Reader<'_>) -> Option<Self> {
        parsed(value, &span, reader, Fault::BadLength, Self::parse)
    }
}

impl Read for Zone {
    fn expected() -> String {
        "the name of a time zone such as \"Europe/Berlin\"".to_owned()
    }

    fn shape() -> Shape {
        Shape::Text { format: "zone" }
    }

    fn read(value: &DeValue<'_>, span: Range<usize>, reader: &mut Reader<'_>) -> Option<Self> {
        let DeValue::String(name) = value else {
            reader.wrong_type::<Self>(value, &span);
            return None;
        };
        let zone = reader.zones().get(name);
        if zone.is_none() {
            let message = format!("there is no time zone `{}`", name);
            let fault = Diagnostic::fault(Fault::BadZone, reader.at(&span), message);
            reader.report(match reader.zones().suggest(name) {
                Some(near) => fault.label(format!("did you mean `{near}`?")),
                None => fault.help("zones have IANA names such as Europe/Berlin or UTC"),
            });
        }
        zone
    }
}
