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
            let fault = Diagnostic::fault(fault, reader.at(span), wrong);
            let better = respelt(text).filter(|better| parse(better).is_ok());
            reader.report(match better {
                Some(better) => {
                    fault.label(format!("write \"{better}\"")).suggest(format!("\"{better}\""))
                }
                None => fault.help(format!("expected {}", T::expected())),
            });
        })
        .ok()
}

/// A length in words, as plans write it: `2 weeks` → `2w`, `daily` → `1d`.
fn respelt(text: &str) -> Option<String> {
    let text = text.trim().to_ascii_lowercase();
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let (count, unit) = text.split_at(digits);
    let unit = match unit.trim().trim_end_matches('s') {
        "mo" | "month" | "monthly" => "mo",
        "w" | "wk" | "week" | "weekly" => "w",
        "d" | "day" | "daily" => "d",
        "h" | "hr" | "hour" | "hourly" => "h",
        "m" | "min" | "minute" => "m",
        _ => return None,
    };
    Some(format!("{}{unit}", if count.is_empty() { "1" } else { count }))
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
            let message = if name.is_empty() {
                "the time zone is empty".to_owned()
            } else {
                format!("there is no time zone `{name}`")
            };
            let fault = Diagnostic::fault(Fault::BadZone, reader.at(&span), message);
            reader.report(match reader.zones().suggest(name) {
                Some(near) => {
                    fault.label(format!("did you mean `{near}`?")).suggest(format!("\"{near}\""))
                }
                None => fault.help("zones have IANA names such as Europe/Berlin or UTC"),
            });
        }
        zone
    }
}
