//! The walk as a line of time, for people.

use super::answer::Answer;
use super::called::{how, is_lost};
use super::words;
use crate::diagnostic::visible;
use crate::escalation::{Call, Happening, Mark, Outcome};
use crate::syntax::Target;
use crate::time::{Instant, show};
use crate::views::fold::{columns, fold};
use crate::views::human::Style;

/// Steps beyond these are counted, not shown.
const STEPS: usize = 40;
/// Runs of a path beyond the first and the next are counted, not shown.
const RUNS: i64 = 1;
/// People of one target beyond these are counted, not shown.
const PEOPLE: usize = 20;
/// From this width on, a target and the only person that it names share a line.
const WIDE: usize = 110;
/// Names are no further padded than this.
const NAME: usize = 24;

/// What happens at one time in one step.
type Step<'s, 'a> = &'s [Happening<'a>];

impl Answer<'_> {
    /// Every step and mark, the roles, and where to meet.
    pub fn timeline(&self, style: Style) -> String {
        let steps = self.steps();
        let shown = |step: &&Step<'_, '_>| step[0].event.rounds <= RUNS;
        let shown: Vec<_> = steps.iter().filter(shown).take(STEPS).copied().collect();
        let mut text = String::new();
        let mut marks = self.walk.marks.iter().peekable();
        for step in &shown {
            while let Some(mark) = marks.next_if(|mark| mark.after <= step[0].event.after) {
                text += &self.mark(mark, style);
            }
            text += &self.step(step, &steps, style);
        }
        marks.for_each(|mark| text += &self.mark(mark, style));
        if let Some(last) = steps.last().filter(|_| shown.len() < steps.len()) {
            let until = words::after(last[0].event.after);
            let more = match steps.len() - shown.len() {
                1 => format!("1 more step at {until} is not shown; `--json` has it"),
                count => {
                    format!("{count} more steps until {until} are not shown; `--json` has them")
                }
            };
            text += &(style.dim(&fold(&more, 2, style)) + "\n");
        }
        text + "\n" + &self.beside(style)
    }

    fn steps(&self) -> Vec<Step<'_, '_>> {
        let key = |happening: &Happening<'_>| {
            let event = &happening.event;
            (event.after, event.path.at, event.number, event.run)
        };
        self.walk.happenings.chunk_by(|one, two| key(one) == key(two)).collect()
    }

    /// The time of something: since the alert, and on the viewer's clock; as wide as the widest.
    fn time(&self, after: i64, at: Instant) -> String {
        let times = self.walk.happenings.iter().map(|happening| happening.event.after);
        let times = times.chain(self.walk.marks.iter().map(|mark| mark.after));
        let clock = |at| show::moment(at, &self.viewer, self.walk.at);
        let since = times.map(|after| words::after(after).len()).max().unwrap_or(0);
        format!("{:<since$}  {}  ", words::after(after), clock(at))
    }

    fn mark(&self, mark: &Mark, style: Style) -> String {
        let what = words::promised(mark.promised);
        let line = format!("{}── {what}", self.time(mark.after, mark.at));
        let line = format!("{line} {}", words::length(mark.after));
        if self.walk.reached().first().is_some_and(|first| first.after <= mark.after) {
            return style.dim(&(line + " ──")) + "\n";
        }
        style.alarm(&(line + ": NOBODY is reached yet ──")) + "\n"
    }

    fn step(&self, step: Step<'_, '_>, all: &[Step<'_, '_>], style: Style) -> String {
        let event = &step[0].event;
        let of = if event.path.id == self.page.path.id {
            String::new()
        } else {
            format!(" of {}", event.path.id)
        };
        let run = if event.run > 0 { format!(", run {}", event.run + 1) } else { String::new() };
        let time = self.time(event.after, step[0].at);
        let mut text = style.bold(&format!("{time}step {}{of}{run}", event.number)) + "\n";
        for happening in step {
            text += &self.target(happening, style);
        }
        if let Some(lost) = lost(step, all) {
            text += &(style.alarm(&fold(&format!("    {lost}"), 4, style)) + "\n");
        }
        text
    }

    fn target(&self, happening: &Happening<'_>, style: Style) -> String {
        let title = visible(&words::title(&happening.event));
        if let Some(outcome) = words::outcome(self.plan, happening)
            && happening.calls.is_empty()
        {
            let line = fold(&format!("    {title}: {}", visible(&outcome)), 6, style);
            return line + "\n";
        }
        let named = matches!(happening.event.target, Target::Person(_));
        let alone = happening.calls.len() == 1 && style.width.is_none_or(|width| width >= WIDE);
        if let [call] = &happening.calls[..]
            && (named || alone)
        {
            let head = if named { "    ".to_owned() } else { format!("    {title}: ") };
            return self.person(&head, 0, happening, call, style);
        }
        let mut text = format!("    {title}:\n");
        let shown = happening.calls.iter().take(PEOPLE);
        let name = |call: &Call| columns(&visible(&self.plan[call.person].name));
        let width = shown.clone().map(name).max().unwrap_or(0).min(NAME);
        for call in shown {
            text += &self.person("      ", width, happening, call, style);
        }
        let more = happening.calls.len().saturating_sub(PEOPLE);
        if more > 0 {
            text += &["      and ", &more.to_string(), " more\n"].concat();
        }
        text
    }

    fn person(
        &self,
        head: &str,
        width: usize,
        happening: &Happening<'_>,
        call: &Call,
        style: Style,
    ) -> String {
        let name = visible(&self.plan[call.person].name);
        let pad = " ".repeat(width.saturating_sub(columns(&name)));
        let how = visible(&how(self.plan, happening, call, &self.viewer));
        let line = fold(&format!("{head}{name}{pad}  {how}"), 8, style);
        (if is_lost(call) { style.alarm(&line) } else { line }) + "\n"
    }

    /// The roles that are needed, and where to meet.
    fn beside(&self, style: Style) -> String {
        let roles: Vec<_> =
            self.roles.iter().map(|role| (role.id.as_ref(), self.filled(role))).collect();
        let mut text = pairs("ROLES", &roles, style);
        text += &pairs("MEET", &self.meet(), style);
        text
    }
}

/// Names and what is said of them under a title; nothing where there are none.
fn pairs(title: &str, all: &[(&str, String)], style: Style) -> String {
    if all.is_empty() {
        return String::new();
    }
    let width = all.iter().map(|(name, _)| columns(name)).max().unwrap_or(0);
    let line = |(name, what): &(&str, String)| {
        let line = format!("    {name:<width$}  {}", visible(what));
        let line = fold(&line, 6, style);
        (if what.starts_with("NOBODY") { style.alarm(&line) } else { line }) + "\n"
    };
    let lines: String = all.iter().map(line).collect();
    format!("{}\n{lines}\n", style.bold(title))
}

/// What is said of a step that reaches nobody, and nobody else does at that time: how much is lost.
fn lost(step: Step<'_, '_>, all: &[Step<'_, '_>]) -> Option<String> {
    let reaches = |happening: &Happening<'_>| {
        use Outcome::{External, Hidden, Nowhere, People};
        matches!(happening.outcome, People | External | Hidden | Nowhere)
    };
    let after = step[0].event.after;
    let mut now = all.iter().filter(|other| other[0].event.after == after);
    let last = now.clone().next_back().is_some_and(|last| std::ptr::eq(*last, step));
    if !last || now.any(|step| step.iter().any(reaches)) {
        return None;
    }
    let next = all.iter().map(|step| step[0].event.after).find(|later| *later > after);
    Some(match next {
        Some(next) => format!("reaches NOBODY: {} lost", words::length(next - after)),
        None => "reaches NOBODY, and no step follows".to_owned(),
    })
}
