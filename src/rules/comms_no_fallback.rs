//! `comms-no-fallback`: when chat is what is down, responders cannot find one another.

use super::{Check, Context, Options, Rule};
use crate::diagnostic::{Diagnostic, Level, is_blank};
use crate::source::Located;

pub(super) static RULE: Rule = Rule {
    code: "comms-no-fallback",
    level: Level::Warning,
    profiles: &[],
    options: &[],
    summary: "there is no second place to meet that works without one's own sign-in and systems",
    source: "any, a house default; Counteractive's plan template names an alternate for each channel",
    why: "Chat, calls and sign-in fail like everything else, and then they are the incident. A call \
          that needs none of them, such as a telephone conference, is agreed beforehand or not at \
          all.",
    bad: r##"
irp = 1
[plan]
name = "One place"
time-zone = "Europe/Berlin"
[channels]
incident-chat = "#incident"
call = "https://meet.example.com/incident"
"##,
    good: r##"
irp = 1
[plan]
name = "Two places"
time-zone = "Europe/Berlin"
[channels]
incident-chat = "#incident"
call = "https://meet.example.com/incident"
call-fallback = "vault:incident/conference"
"##,
    check: Check::Plan(check),
};

fn check(context: &Context<'_>, _: &Options<'_>) -> Vec<Diagnostic> {
    finding(context).into_iter().collect()
}

fn finding(context: &Context<'_>) -> Option<Diagnostic> {
    let channels = context.plan.written.channels.as_ref()?;
    let said = |written: &'_ Option<Located<String>>| {
        written.as_ref().filter(|text| !is_blank(text)).cloned()
    };
    let (chat, call) = (said(&channels.incident_chat), said(&channels.call));
    let first = chat.as_ref().or(call.as_ref())?;
    let dialled = call.as_ref().is_some_and(|call| is_dialled(call));
    if dialled || channels.lost.iter().any(|key| key.starts_with("call")) {
        return None;
    }
    let finding = |at, message: &str| {
        Diagnostic::new(RULE.code, Level::Warning, at, message).about("channels.call-fallback")
    };
    let Some(fallback) = said(&channels.call_fallback) else {
        let message = "there is no `call-fallback`: when chat or sign-in is what is down, \
                       responders cannot find one another";
        let finding = finding(first.at, message).label("the only place to meet");
        return Some(finding.help(
            "agree on a call that needs neither, such as a telephone conference, and write where \
             its number is kept: `call-fallback = \"vault:incident/conference\"`",
        ));
    };
    let same = [&chat, &call].into_iter().flatten().find(|other| together(other, &fallback))?;
    let message = "`call-fallback` is at the same place as what it stands in for: when that is \
                   down, both are";
    let finding = finding(fallback.at, message).also(same.at, "the same place");
    Some(finding.help("choose one of another provider, such as a telephone conference"))
}

/// Whether it is called by telephone.
fn is_dialled(call: &str) -> bool {
    let scheme = call.split_once(':').map(|(scheme, _)| scheme.trim());
    scheme.is_some_and(|scheme| scheme.eq_ignore_ascii_case("tel"))
}

/// Whether two channels fail together: they are one, or addresses on one host.
fn together(one: &str, two: &str) -> bool {
    one.trim() == two.trim() || host(one).is_some_and(|host_of_one| host(two) == Some(host_of_one))
}

fn host(address: &str) -> Option<String> {
    let (_, rest) = address.trim().split_once("://")?;
    let host = rest.split(['/', '?', '#']).next()?.rsplit('@').next()?;
    Some(host.to_ascii_lowercase())
}
