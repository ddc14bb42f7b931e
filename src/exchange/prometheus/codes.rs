//! The findings about rule files: what each is, why it matters, and how to mend it.

use crate::diagnostic::{Diagnostic, Level};
use crate::source::Location;

/// A kind of finding about rule files.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Code {
    /// Its name.
    pub code: &'static str,
    /// How much it matters; single findings may matter less.
    pub level: Level,
    /// What it is, in one line without a full stop.
    pub summary: &'static str,
    /// Why it matters.
    pub why: &'static str,
    /// How it is mended.
    pub mend: &'static str,
}

/// A finding of a kind.
pub(super) fn finding(code: &Code, at: Location, message: impl Into<String>) -> Diagnostic {
    Diagnostic::new(code.code, code.level, at, message)
}

pub(super) const ALERT_NOT_IN_RULES: Code = Code {
    code: "alert-not-in-rules",
    level: Level::Warning,
    summary: "an alert of the plan is in none of the rule files",
    why: "The plan says what to do when it fires, and it never fires: it was renamed or taken out, \
          or its file was not given. Nothing is said where a rule file cannot be read.",
    mend: "give all rule files at once; then write the rule, or take the alert out of the plan",
};

pub(super) const FILE_UNREADABLE: Code = Code {
    code: "rule-file-unreadable",
    level: Level::Error,
    summary: "a rule file, or a part of it, cannot be read",
    why: "Prometheus refuses a file that it cannot read, and then none of its alerts exists. \
          Aliases are read where a short text or a table of such stands behind them; nothing is \
          ever copied that could explode.",
    mend: "mend the YAML at that place; render what is a template first",
};

pub(super) const NO_RUNBOOK: Code = Code {
    code: "rule-no-runbook",
    level: Level::Warning,
    summary: "a rule names no runbook in `runbook_url` or `runbook`",
    why: "Whoever is woken by it works out at night what to do. Where the severity can wait, it is \
          an info.",
    mend: "add the annotation `runbook_url`, the address of a runbook of the plan",
};

pub(super) const NO_SUMMARY: Code = Code {
    code: "rule-no-summary",
    level: Level::Warning,
    summary: "a rule has neither `summary` nor `description` nor `message`",
    why: "The page then holds a name and labels, and whoever is woken has to guess what they mean.",
    mend: "add the annotation `summary`: what is wrong, in one sentence",
};

pub(super) const NOT_IN_PLAN: Code = Code {
    code: "rule-not-in-plan",
    level: Level::Warning,
    summary: "an alert of the rule files is in no service of the plan",
    why: "It can wake somebody, and the plan does not say whose service it is of, what it means for \
          customers, or what to do first. Where the severity can wait, it is an info.",
    mend: "add it to `[[services.ID.alerts]]`",
};

pub(super) const RUNBOOK_UNRESOLVED: Code = Code {
    code: "rule-runbook-unresolved",
    level: Level::Error,
    summary: "the runbook of a rule is none of the plan",
    why: "A dead link at night is worse than none. An address under `runbook-base-url` that leads to \
          no runbook of the plan is an error; one elsewhere is a warning, because nothing here can \
          tell whether it is there; one that Prometheus fills in is an info.",
    mend: "write the address of a runbook of the plan, or set `runbook-base-url` in `[plan]`",
};

pub(super) const UNKNOWN_SEVERITY: Code = Code {
    code: "rule-unknown-severity",
    level: Level::Error,
    summary: "the severity of a rule is none of the plan's, or it has none",
    why: "Nobody knows who is to be reached, or how soon. A rule without a severity is a warning.",
    mend: "use the plan's severities, or say which is meant: `--map critical=sev1`",
};

/// Every kind, sorted by its code.
pub const CODES: &[Code] = &[
    ALERT_NOT_IN_RULES,
    FILE_UNREADABLE,
    NO_RUNBOOK,
    NO_SUMMARY,
    NOT_IN_PLAN,
    RUNBOOK_UNRESOLVED,
    UNKNOWN_SEVERITY,
];
