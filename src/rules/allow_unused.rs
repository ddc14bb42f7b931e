//! `allow-unused`: an exception to a rule that excuses nothing.

use super::{Check, Context, Options, Rule, allow_path, named, silenced};
use crate::diagnostic::{Diagnostic, Level};

pub(super) static RULE: Rule = Rule {
    code: "allow-unused",
    level: Level::Warning,
    profiles: &[],
    options: &[],
    summary: "an exception in `[[lint.allow]]` matches no finding",
    source: "any, as cargo-deny does for exceptions that nothing needs",
    why: "An exception that excuses nothing is either mended, and can go, or misspelt, and will \
          excuse something else one day without anybody having decided that.",
    bad: r#"
irp = 1
[plan]
name = "Unused"
time-zone = "UTC"
[people.ana]
name = "Ana"
[[lint.allow]]
rule = "kind-broken"
target = "rotations.primary"
reason = "The night layer comes in spring."
through = 2027-03-31
"#,
    good: r#"
irp = 1
[plan]
name = "Used"
time-zone = "UTC"
[people.ana]
name = "Ana"
[rotations.primary]
kind = "standard"
starts = 2026-01-05T09:00
turn = "1w"
people = ["ana"]
when = "mon-fri 09:00-17:00"
[[lint.allow]]
rule = "kind-broken"
target = "rotations.primary"
reason = "The night layer comes in spring."
through = 2027-03-31
"#,
    check: Check::Allows(check),
};

fn check(context: &Context<'_>, _: &Options<'_>, used: &[bool]) -> Vec<Diagnostic> {
    let silenced = silenced(context);
    let mut found = Vec::new();
    for (allow, used) in context.plan.lint.allow.iter().zip(used) {
        let Some(rule) = allow.rule.as_ref().filter(|_| !used) else { continue };
        let judged = named(rule).is_some_and(|rule| matches!(rule.check, Check::Plan(_)));
        if !judged || silenced.contains(rule.value.as_str()) {
            continue;
        }
        let about = allow.target.as_ref().map(|target| format!(" at `{}`", target.value));
        let message = format!("nothing is found by `{}`{}", rule.value, about.unwrap_or_default());
        let finding = Diagnostic::new(RULE.code, RULE.level, rule.at, message)
            .about(allow_path(allow))
            .label("this exception excuses nothing");
        found.push(finding.help("remove it; where it was to excuse something, mind its `target`"));
    }
    found
}
