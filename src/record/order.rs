//! Which milestone can only come before which.

/// Whether one milestone can only come before another, or with it.
#[must_use]
pub fn comes_before(one: &str, other: &str) -> bool {
    let known = |names: &[&str]| names.contains(&other);
    match one {
        "started" | "injected" => !known(&["started", "injected"]),
        "detected" => !known(&["started", "injected", "mitigated"]),
        "acknowledged" => known(&["engaged", "resolved", "reviewed", "published"]),
        "engaged" | "declared" | "mitigated" => known(&["resolved", "reviewed", "published"]),
        "remediation-started" => known(&["mitigated", "resolved", "reviewed", "published"]),
        "resolved" => known(&["reviewed", "published"]),
        "reviewed" => known(&["published"]),
        _ => false,
    }
}
