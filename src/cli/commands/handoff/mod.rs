//! `irp handoff`: the brief for whoever takes over, and the notes that go with it.

mod ahead;
mod body;
mod brief;
mod changes;
mod hand;
mod happened;
mod hidden;
mod list;
mod note;
mod page;
mod quiet;
mod records;
mod runbooks;
mod sections;
mod wanted;

use clap::ValueEnum;

pub use self::body::Body;
use self::brief::Brief;
use self::hand::Hand;
pub use self::list::Body as ListBody;
use super::select;
use crate::cli::faults::Asked;
use crate::cli::heading::echo;
use crate::cli::{Failure, Session, Verdict};
use crate::plan::{Plan, Read, RotationKey};
use crate::time::{Instant, Span, Zone};

/// Write the brief for the next handoff of a rotation, and the notes that go with it
#[derive(Debug, clap::Args)]
#[command(override_usage = "irp handoff [ROTATION] [OPTIONS]
       irp handoff new|ack|list [ROTATION] [OPTIONS]")]
#[command(after_help = "\
Examples:
  irp handoff web-primary                 the brief for the next handoff
  irp handoff web-primary --last          for the last one
  irp handoff web-primary --at fri        for the first one from then on
  irp handoff web-primary --format html > brief.html
  irp handoff web-primary --format html --json   what the template of that page is given
  irp handoff new web-primary             write the note to fill in
  irp handoff ack web-primary --by ana    sign the newest note
  irp handoff list                        the handoffs of four weeks, and which have no note

Without a rotation it is the one that hands over soonest. A note is a Markdown file with the parts
Time-critical, Watch and Good to know; the brief repeats what they say.

Exit code:
  0  the brief is shown, the note written or signed, no note is missing
  1  list: a note is missing that its rotation requires
  2  there is no such handoff, a fault touches it, or the note cannot be written")]
pub struct Args {
    /// A rotation, by id; or `new`, `ack` or `list`, and then a rotation
    #[arg(value_name = "HANDOFF")]
    what: Option<String>,
    /// The rotation, where the first word is not one
    #[arg(value_name = "ROTATION")]
    rotation: Option<String>,
    /// The first handoff from then on, in words or as a timestamp [default: now]
    #[arg(long, value_name = "WHEN", conflicts_with = "last")]
    at: Option<String>,
    /// The last handoff that has been
    #[arg(long)]
    last: bool,
    /// ack: who signs, by id [default: whoever git's user.email is]
    #[arg(long, value_name = "PERSON")]
    by: Option<String>,
    /// new and ack: show what would be written, and write nothing
    #[arg(long)]
    dry_run: bool,
    /// text (default), list, md, html or json
    #[arg(long, short, value_name = "FORMAT", value_enum, hide_possible_values = true)]
    format: Option<Format>,
}

/// How a brief is laid out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// Tables for a terminal, tab-separated elsewhere
    #[value(alias = "human")]
    Text,
    /// One `key: value` a line
    List,
    /// Markdown
    #[value(alias = "markdown")]
    Md,
    /// A page
    Html,
    /// JSON
    Json,
}

/// What is done about handoffs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Action {
    Show,
    New,
    Ack,
    List,
}

impl Args {
    /// What is to be done, and with which rotation.
    fn action(&self) -> (Action, Option<&str>) {
        let action = match self.what.as_deref() {
            Some("new") => Action::New,
            Some("ack") => Action::Ack,
            Some("list") => Action::List,
            // So a rotation that is called as an action has a brief too.
            Some("show") => Action::Show,
            what => return (Action::Show, what),
        };
        (action, self.rotation.as_deref())
    }

    /// Complains of what has no use for an action: nothing that was typed is ignored.
    fn fits(&self, action: Action) -> Result<(), Failure> {
        let first = self.what.as_deref().unwrap_or_default();
        let known = ["new", "ack", "list", "show"].contains(&first);
        if let Some(more) = self.rotation.as_deref().filter(|_| !known) {
            return Err(Failure::usage(format!("`{more}` is one word too many for `irp handoff`"))
                .hint("before a rotation it takes `new`, `ack` or `list`"));
        }
        let writes = matches!(action, Action::New | Action::Ack);
        let odd = [
            ("--by", self.by.is_some() && action != Action::Ack),
            ("--dry-run", self.dry_run && !writes),
            ("--at", self.at.is_some() && action == Action::List),
            ("--last", self.last && action == Action::List),
            ("--format", writes && self.format.is_some()),
            ("--format", action == Action::List && self.format == Some(Format::Html)),
        ];
        match odd.into_iter().find(|(_, given)| *given) {
            Some((option, _)) => {
                let here =
                    if known { format!("irp handoff {first}") } else { "irp handoff".into() };
                Err(Failure::usage(format!("`{here}` has no use for `{option}`"))
                    .hint("`irp handoff --help` shows what each takes"))
            }
            None => Ok(()),
        }
    }

    fn format(&self, session: &Session<'_>) -> Format {
        let short = if session.options.json { Format::Json } else { Format::Text };
        self.format.unwrap_or(short)
    }
}

pub fn run(args: &Args, session: &mut Session<'_>) -> Result<Verdict, Failure> {
    let (action, id) = args.action();
    args.fits(action)?;
    session.fits_json(args.format, Format::Html)?;
    let plan = session.plan(Read::Everything)?;
    let key = id.map(|id| select::rotation(plan, id)).transpose()?;
    match action {
        Action::Show => show(args, plan, key, session),
        Action::New => note::new(args, plan, key, session),
        Action::Ack => note::ack(args, plan, key, session),
        Action::List => list::run(args, plan, key, session),
    }
}

/// Which handoff is asked for.
fn hand(
    args: &Args,
    plan: &'static Plan,
    key: Option<RotationKey>,
    session: &mut Session<'_>,
) -> Result<(Hand, Zone, bool), Failure> {
    let zone = session.viewer(plan)?;
    let words = args.at.as_deref().unwrap_or("now");
    let when = session.when(words, plan, &zone)?.instant;
    let touched = warn(plan, key, when, session);
    let hand = match key {
        Some(key) if !plan[key].blocked.is_empty() => {
            let id = &plan[key].id;
            Err(Failure::plan(format!("a fault in the plan leaves `{id}` without an answer"))
                .hint(format!("`{}` shows it", session.check_command())))
        }
        Some(key) => Hand::of(plan, key, when, args.last).ok_or_else(|| nothing(plan, key, args)),
        None => soonest(args, plan, when, session),
    };
    Ok((hand?, zone, touched))
}

/// Nobody else takes over.
fn nothing(plan: &Plan, key: RotationKey, args: &Args) -> Failure {
    let id = &plan[key].id;
    let span = if args.last { "was not handed over" } else { "is not handed over" };
    Failure::plan(format!("`{id}` {span} to anybody else in the time that is looked at"))
        .hint(format!("`irp schedule --rotation {id}` shows its shifts"))
}

/// The handoff that is nearest, of any rotation; those with a required note and first responders
/// go before others at the same time.
fn soonest(
    args: &Args,
    plan: &'static Plan,
    when: Instant,
    session: &mut Session<'_>,
) -> Result<Hand, Failure> {
    let answered = plan.rotation_keys().filter(|key| plan[*key].blocked.is_empty());
    let mut all: Vec<_> = answered
        .filter_map(|key| Some((Hand::time_of(plan, key, when, args.last)?, key)))
        .collect();
    let first = |key: RotationKey| {
        let role = plan[key].role.as_ref().map(AsRef::as_ref);
        let required = plan[key].handoff_note == crate::syntax::Need::Required;
        (!required, role != Some("first-responder"), key)
    };
    all.sort_by_key(|(at, key)| ((*at - when).abs(), first(*key)));
    let nearest = all.first().copied();
    let hand = nearest.and_then(|(_, key)| Hand::of(plan, key, when, args.last));
    let Some(hand) = hand else {
        return Err(Failure::plan("no rotation of the plan is handed over to anybody else")
            .hint("`irp schedule` shows their shifts"));
    };
    let same = all.iter().skip(1).filter(|(at, _)| *at == hand.at).map(|(_, key)| *key);
    let same: Vec<_> = same.collect();
    let id = &plan[hand.rotation].id;
    let also = match crate::cli::faults::names(plan, &same).as_str() {
        "" => String::new(),
        names => format!("; at the same time: {names}"),
    };
    session.note(&format!("note: no rotation is named, and `{id}` is the nearest{also}"));
    Ok(hand)
}

/// Says which faults touch the answer.
fn warn(plan: &Plan, key: Option<RotationKey>, when: Instant, session: &mut Session<'_>) -> bool {
    let all: Vec<_> = plan.rotation_keys().collect();
    let keys = key.map_or(all, |key| vec![key]);
    let span = Span::new(when, when + chrono::TimeDelta::seconds(plan.horizon.0));
    let asked = Asked { rotations: &keys, everything: true, hidden: false, span };
    session.warn(plan, &asked)
}

fn show(
    args: &Args,
    plan: &'static Plan,
    key: Option<RotationKey>,
    session: &mut Session<'_>,
) -> Result<Verdict, Failure> {
    let (hand, zone, touched) = hand(args, plan, key, session)?;
    let words = args.at.as_deref().unwrap_or("now");
    let asked = echo(words, &session.when(words, plan, &zone)?, &zone);
    let brief = Brief::new(plan, hand, &zone, session);
    let mut touched = touched | hidden::told(&brief, session);
    touched |= session.doubt(&hidden::doubtful(&brief), &zone);
    let doubled = brief.happened.iter().filter(|one| one.case.doubled);
    let doubled = doubled.map(|one| one.case.record.id.as_str());
    touched |= session.doubled(plan, doubled, ", and each is shown");
    let text = match args.format(session) {
        Format::Json => body::text(&brief, &zone, session),
        format => page::text(&brief, format, (asked, &zone), session)?,
    };
    session.print(&text);
    Ok(if touched { Verdict::Partial } else { Verdict::Yes })
}
