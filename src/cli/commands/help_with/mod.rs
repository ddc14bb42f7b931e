//! `irp help-with`: whom to ask, when somebody is there and cannot mend it.

mod body;
mod found;
mod words;

pub use self::body::Body;
use self::found::{About, Found, Match, found};
use self::words::Words;
use super::layout::Format;
use super::whom::Asking;
use crate::cli::faults::Asked;
use crate::cli::heading::{Heading, echo};
use crate::cli::{Failure, Session, Verdict};
use crate::diagnostic::visible;
use crate::plan::Read;
use crate::syntax::Services;
use crate::time::When;
use crate::views::fold::fold;
use crate::views::page::{Entry, Page, Part};
use crate::views::table::{Cell, inert};

/// Say whom to ask: help topics, and people with the skill, those on call first
#[derive(Debug, clap::Args)]
#[command(override_usage = "irp help-with <WORDS>... [OPTIONS]")]
#[command(after_help = "\
Examples:
  irp help-with database failover
  irp help-with payments --at 'fri 23:00'
  irp help-with postgres --format md     to paste into a chat

The words may be of a topic or its symptom, a skill, a service, a team or a rotation; case, accents
and endings are no difference. Who is at hand comes first: on call, then at work, then whoever works
soonest.

Exit code:
  0  there is somebody to ask
  1  nothing in the plan is about that, or it names nobody
  2  a fault touches what was asked")]
pub struct Args {
    /// What help is needed with
    #[arg(value_name = "WORDS", required = true)]
    words: Vec<String>,
    /// When, in words or as a timestamp [default: now]
    #[arg(long, value_name = "WHEN")]
    at: Option<String>,
    /// human (on a terminal), tsv (elsewhere), list, md or json
    #[arg(long, short, value_name = "FORMAT", value_enum, hide_possible_values = true)]
    #[arg(conflicts_with = "json")]
    format: Option<Format>,
}

/// What was asked and found.
struct Answer<'a> {
    asking: Asking<'a>,
    typed: String,
    when: When,
    at: String,
    found: Found<'a>,
    /// What was probably meant, where nothing was found.
    near: Vec<String>,
}

pub fn run(args: &Args, session: &mut Session<'_>) -> Result<Verdict, Failure> {
    let words = Words::new(&args.words);
    if words.wanted.is_empty() {
        return Err(Failure::usage("there is no word to look for in what was typed")
            .hint("name a topic, a skill or a service: `irp help-with database failover`"));
    }
    let plan = session.plan(Read::Toml)?;
    let viewer = session.viewer(plan)?;
    let at = args.at.clone().unwrap_or_else(|| "now".to_owned());
    let when = session.when(&at, plan, &viewer)?;
    let asking = Asking::new(plan, when.instant, viewer);
    let found = found(&asking, &words);
    let near = if found.matches.is_empty() { found::meant(plan, &words) } else { Vec::new() };
    let hidden = plan.faults.iter().any(|fault| {
        ["help", "escalations.", "externals."].iter().any(|table| fault.path.starts_with(table))
    });
    let rotations = asking.rotations();
    let span = asking.moment();
    let asked = Asked { rotations: &rotations, everything: true, hidden, span };
    let touched = session.warn(plan, &asked);
    let answer = Answer { asking, typed: args.words.join(" "), when, at, found, near };
    answer.print(Format::of(args.format, session), session);
    Ok(match answer.somebody() {
        _ if touched => Verdict::Partial,
        true => Verdict::Yes,
        false => Verdict::No,
    })
}

impl Answer<'_> {
    fn somebody(&self) -> bool {
        let mut asks = self.found.matches.iter().flat_map(|found| &found.asks);
        asks.any(|ask| ask.whom.is_somebody() || ask.whom.kind == "channel")
    }

    fn print(&self, format: Format, session: &mut Session<'_>) {
        if format == Format::Json {
            let text = self.json(session);
            return session.print(&text);
        }
        let viewer = &self.asking.viewer;
        let asked = format!("help with {}", visible(&self.typed));
        let heading = [asked, echo(&self.at, &self.when, viewer)];
        let heading = Heading::new(session, self.asking.plan, heading, viewer);
        format.print_page(&self.page(), &heading, session);
        let style = session.style();
        for remark in self.remarks() {
            match format {
                Format::Tsv => session.note(&remark),
                Format::Md => session.print(&format!("{}\n", inert(&remark))),
                _ => session.print(&(fold(&remark, 0, style) + "\n")),
            }
        }
    }

    /// That there is nothing, or more.
    fn remarks(&self) -> Vec<String> {
        let mut remarks = Vec::new();
        if self.found.matches.is_empty() {
            let typed = visible(&self.typed);
            remarks.push(format!("nothing in the plan is about `{typed}`"));
            match &self.near[..] {
                [] if self.asking.plan.written.help.is_empty() => remarks.push(
                    "the plan has no [[help]]: it says what to do when nobody can mend something"
                        .to_owned(),
                ),
                [] => remarks.push(
                    "it knows topics of [[help]], skills, services, teams and rotations".to_owned(),
                ),
                near => {
                    let near: Vec<_> = near.iter().map(|near| format!("`{near}`")).collect();
                    remarks.push(format!("did you mean {}?", near.join(" or ")));
                }
            }
        }
        if self.found.more > 0 {
            let more = self.found.more;
            remarks.push(format!("and {more} more that fit less well; another word narrows it"));
        }
        remarks
    }

    fn page(&self) -> Page {
        Page { parts: self.found.matches.iter().map(|found| self.part(found)).collect() }
    }

    fn part(&self, found: &Match<'_>) -> Part {
        let mut part = Part::new(found.about.title(self.asking.plan));
        let mut entry = Entry::default();
        if let About::Topic(help) = found.about {
            entry.text("when", help.symptom.as_deref());
            if let Some(services) = &help.services {
                entry.say("about", Cell::same(listed(&services.value)));
            }
        }
        for ask in &found.asks {
            self.asking.say(&mut entry, ask.step, &ask.whom);
        }
        part.add(entry);
        part
    }
}

fn listed(services: &Services) -> String {
    match services {
        Services::All => "every service".to_owned(),
        Services::These(these) => {
            let ids: Vec<_> = these.iter().map(|id| id.value.to_string()).collect();
            ids.join(", ")
        }
    }
}
