//! Every service, a line each.

use super::facts::Facts;
use crate::views::table::{Cell, Table};

/// One row a service.
pub fn table(all: &[Facts<'_>]) -> Table {
    let mut table = Table::new(&[
        ("service", 0),
        ("name", 5),
        ("team", 2),
        ("tier", 4),
        ("reached first", 0),
        ("paths", 6),
        ("alerts", 1),
        ("runbooks", 3),
        ("blind spots", 3),
    ]);
    for facts in all {
        if !facts.answers() {
            table.alarms.push(table.rows.len());
        }
        let service = facts.service;
        let team = service.written.team.as_ref().map_or("", |team| team.value.as_ref());
        let count = |count: usize| Cell::same(count.to_string());
        table.rows.push(vec![
            Cell::same(service.id.to_string()),
            Cell::same(if facts.name() == service.id.as_ref() { "" } else { facts.name() }),
            Cell::same(team),
            Cell::same(service.tier.to_string()),
            first(facts),
            count(facts.paths.len()),
            count(facts.alerts().count()),
            count(facts.guides.len()),
            count(facts.blind_spots().count()),
        ]);
    }
    table
}

/// Whom the first step of the worst severity's path reaches.
fn first(facts: &Facts<'_>) -> Cell {
    let Some(path) = facts.paths.first() else {
        let needed = !facts.answers();
        return Cell::same(if needed { "NOBODY (no path)" } else { "nobody (no path)" });
    };
    let names = facts.asking.names(&path.first);
    match names.short.is_empty() {
        false => names,
        true if path.needed => Cell::same(format!("NOBODY ({})", path.escalation.id)),
        true => Cell::same("nobody (off hours)"),
    }
}
