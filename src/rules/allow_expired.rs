//! `allow-expired`: an exception to a rule whose last day is past.

use chrono::TimeDelta;

use super::{Check, Context, Kind, Options, Parameter, Rule, counted, day};
use crate::diagnostic::{Diagnostic, Level};
use crate::syntax::{Allow, Day};

pub(super) static RULE: Rule = Rule {
    code: "allow-expired",
    level: Level::Error,
    profiles: &[],
    options: &[Parameter {
        name: "notice",
        kind: Kind::Length,
        default: "14d",
        profiles: &[],
        about: "How long before the last day a warning is given.",
    }],
    summary: "an exception in `[[lint.allow]]` is past its last day",
    source: "the day that the exception itself names; the 14 days of notice are a house default",
    why: "An exception is a debt with a date. When the date has passed, what it excused counts \
          again, and somebody should decide anew rather than find out from a red build.",
    bad: r#"
irp = 1
[plan]
name = "Expired"
time-zone = "UTC"
[people.ana]
name = "Ana"
[[lint.allow]]
rule = "kind-broken"
reason = "The review is planned for September."
through = 2026-09-30
"#,
    good: r#"
irp = 1
[plan]
name = "In force"
time-zone = "UTC"
[people.ana]
name = "Ana"
[[lint.allow]]
rule = "kind-broken"
reason = "The review is planned for next spring."
through = 2027-03-31
"#,
    check: Check::Allows(check),
};

fn check(context: &Context<'_>, options: &Options<'_>, _: &[bool]) -> Vec<Diagnostic> {
    let notice = options.length("notice");
    let allows = context.plan.lint.allow.iter();
    allows.filter_map(|allow| exception(context, &allow.value, notice)).collect()
}

fn exception(context: &Context<'_>, allow: &Allow, notice: TimeDelta) -> Option<Diagnostic> {
    let rule = allow.rule.as_ref()?;
    let through = allow.through.as_ref()?;
    let today = context.plan.zone.civil(context.now).date();
    let Day(last) = through.value;
    let date = day(last);
    let (level, message) = if today > last {
        let ago = counted((today - last).num_days(), "day");
        let message = format!(
            "this exception to `{}` ended on {date}, {ago} ago: what it excused counts again",
            rule.value
        );
        (Level::Error, message)
    } else if last - today <= notice {
        let left = match (last - today).num_days() {
            0 => "today".to_owned(),
            days => format!("in {}", counted(days, "day")),
        };
        let message = format!("this exception to `{}` ends on {date}, {left}", rule.value);
        (Level::Warning, message)
    } else {
        return None;
    };
    let finding = Diagnostic::new(RULE.code, level, through.at, message)
        .about(super::allow_path(allow))
        .label("its last day");
    Some(finding.help("mend what it excuses and remove it, or decide on a later day and say why"))
}
