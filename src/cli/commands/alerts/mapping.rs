//! Which severity of the plan a label means.

use std::collections::BTreeMap;

use super::super::select;
use crate::cli::Failure;
use crate::exchange::prometheus::{Mapping, NOT_MAPPED};
use crate::plan::Plan;

/// Reads the label and the values of `--map`.
///
/// # Errors
/// Where one is no value and severity of the plan.
pub fn read(label: &str, given: &[String], plan: &Plan) -> Result<Mapping, Failure> {
    let ids: Vec<_> = plan.severities.iter().map(|severity| severity.id.as_ref()).collect();
    let mut values = BTreeMap::new();
    for words in given {
        let Some((value, id)) = words.split_once('=').filter(|(value, _)| !value.is_empty()) else {
            return Err(Failure::usage(format!("`{words}` given with --map maps nothing"))
                .hint("write it as VALUE=SEVERITY, such as `--map critical=sev1`"));
        };
        if id != NOT_MAPPED && !ids.contains(&id) {
            return Err(select::unknown("severity", id, &ids));
        }
        if values.insert(value.to_owned(), id.to_owned()).is_some_and(|before| before != id) {
            return Err(Failure::usage(format!("--map gives `{value}` two severities")));
        }
    }
    Ok(Mapping { label: label.to_owned(), values })
}
