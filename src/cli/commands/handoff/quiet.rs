//! A quiet handoff: two lines.

use std::fmt::Write as _;

use super::page::Told;
use crate::diagnostic::visible;
use crate::plan::PersonKey;
use crate::time::show;
use crate::views::fold::fold;
use crate::views::human::Style;
use crate::views::table::inert;

/// Who takes over from whom and until when; and that there is nothing else to say.
pub(super) fn lines(told: &Told<'_>) -> [String; 2] {
    let hand = &told.brief.hand;
    let id = &told.brief.plan[hand.rotation].id;
    let who = |people: &[PersonKey]| {
        let local = told.local(people).short;
        let names = told.names(people);
        if local.is_empty() { names } else { format!("{names} ({local})") }
    };
    let mut first = format!(
        "{id}: {} takes over from {} at {}",
        who(&hand.incoming),
        who(&hand.outgoing),
        show::full(hand.at, told.zone)
    );
    if let Some(until) = hand.until {
        let length = show::length(until - hand.at);
        let _ = write!(first, " until {} ({length})", told.at(until));
    }
    for (commands, part) in [(false, "backs up"), (true, "commands")] {
        let beside = told.brief.beside.iter().find(|one| one.commands == commands);
        if let Some(beside) = beside {
            let _ = write!(first, "; {} {part}", told.names(&beside.shift.people));
        }
    }
    let known = match told.brief.news {
        super::changes::News::Known { .. } => ", nothing changed in the plan",
        super::changes::News::Unknown(_) => "",
    };
    [first, format!("Quiet: no incident, nothing open or due{known}, no risk known.")]
}

pub(super) fn text(lines: &[String; 2], style: Style) -> String {
    lines.iter().map(|line| fold(&visible(line), 2, style) + "\n").collect()
}

pub(super) fn markdown(lines: &[String; 2]) -> String {
    lines.each_ref().map(|line| inert(line)).join("\n\n") + "\n"
}
