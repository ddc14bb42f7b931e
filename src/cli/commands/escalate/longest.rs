//! The longest that pages take, as JSON.

use schemars::JsonSchema;
use serde::Serialize;

use super::slowest::Row;
use crate::escalation::{Slowest, Worst, needed};
use crate::syntax::Hours;
use crate::time::Zone;
use crate::views::json;

/// The longest that a page takes.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Worst")]
pub struct WorstJson {
    /// The service, by id.
    service: String,
    /// The severity, by id.
    severity: String,
    /// The path, by id; null where there is none.
    escalation: Option<String>,
    /// The hours in which it is needed: `always`, `business`, or null where none is promised.
    hours: Option<&'static str>,
    /// Whether it was judged: it has a path, hours that come within the horizon, and no fault
    /// hides whom it reaches.
    judged: bool,
    /// The longest until a first human is reached; null where nobody ever is, or it is not judged.
    seconds_to_human: Option<i64>,
    /// The first alert that shows it.
    human_at: Option<json::Utc>,
    /// That instant, in the zone of the answer.
    human_at_local: Option<json::Local>,
    /// The longest until a second human is reached; null where nobody ever is, or it is not judged.
    seconds_to_two: Option<i64>,
    /// The first alert that shows it.
    two_at: Option<json::Utc>,
    /// That instant, in the zone of the answer.
    two_at_local: Option<json::Local>,
}

impl WorstJson {
    pub(super) fn new(row: &Row<'_>, zone: &Zone) -> Self {
        let [first, second] = match row.worst {
            Some(Worst::Takes(both)) => both.map(Some),
            _ => [None, None],
        };
        let at = |slowest: Option<Slowest>| {
            slowest.map(|s| (json::instant(s.at), json::local(s.at, zone))).unzip()
        };
        let ((human_at, human_at_local), (two_at, two_at_local)) = (at(first), at(second));
        Self {
            service: row.service.id.to_string(),
            severity: row.severity.id.to_string(),
            escalation: row.path.map(|path| path.id.to_string()),
            hours: needed(row.service, row.severity).map(|hours| match hours {
                Hours::Always => "always",
                Hours::Business => "business",
            }),
            judged: first.is_some(),
            seconds_to_human: first.and_then(|slowest| slowest.seconds),
            human_at,
            human_at_local,
            seconds_to_two: second.and_then(|slowest| slowest.seconds),
            two_at,
            two_at_local,
        }
    }
}

/// The longest until a first human of some that were judged; `None` where nobody ever is.
pub(super) fn longest(rows: &[Row<'_>]) -> Option<i64> {
    let judged = rows.iter().filter_map(|row| match row.worst {
        Some(Worst::Takes([first, _])) => Some(first.seconds),
        _ => None,
    });
    judged.collect::<Option<Vec<_>>>()?.into_iter().max()
}
