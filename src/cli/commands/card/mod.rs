//! `irp card`: one page for a responder.

mod body;
mod facts;
mod page;

use clap::ValueEnum;

pub use self::body::Body;
use self::facts::Facts;
use self::page::Card;
use super::select;
use crate::cli::faults::Asked;
use crate::cli::heading::{Heading, echo};
use crate::cli::identity::{self, NoOne};
use crate::cli::{Failure, Session, Verdict};
use crate::diagnostic::visible;
use crate::plan::{PersonKey, Plan, Read};
use crate::time::{Span, When, Zone};
use crate::views::card as html;
use crate::views::json;
use crate::views::sections::{self, Rows, Section};

/// Show a responder's card: what to know before a page comes
#[derive(Debug, clap::Args)]
#[command(override_usage = "irp card [PERSON] [OPTIONS]")]
#[command(after_help = "\
Examples:
  irp card
  irp card mia
  irp card mia --at fri 17:00
  irp card mia --format html > mia.html
  irp card mia --format html --json   what the template of that page is given

Without a person it is the card of whoever has the e-mail address that git is set to (user.email).
Times are in the zone of that person unless --tz gives another.

Exit code:
  0  the card is shown
  2  a fault touches it, or nobody is known by that id")]
pub struct Args {
    /// Whose card, by id
    #[arg(value_name = "PERSON")]
    person: Option<String>,
    /// For when, in words or as a timestamp [default: now]
    #[arg(long, value_name = "WHEN")]
    at: Option<String>,
    /// human, list, md, html or json
    #[arg(long, short, value_name = "FORMAT", value_enum, hide_possible_values = true)]
    format: Option<Format>,
    /// Show all rows, not only as many as one sheet has room for
    #[arg(long)]
    all: bool,
}

/// How a card is laid out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// Tables for a terminal, tab-separated elsewhere
    Human,
    /// One `key: value` a line
    List,
    /// Markdown
    #[value(alias = "markdown")]
    Md,
    /// A page that prints on one sheet
    Html,
    /// JSON
    Json,
}

pub fn run(args: &Args, session: &mut Session<'_>) -> Result<Verdict, Failure> {
    session.fits_json(args.format, Format::Html)?;
    let plan = session.plan(Read::Everything)?;
    let person = match &args.person {
        Some(id) => select::people(plan, std::slice::from_ref(id))?[0],
        None => own(plan, session)?,
    };
    let zone = match &session.options.tz {
        Some(_) => session.viewer(plan)?,
        None => plan[person].zone.clone(),
    };
    let words = args.at.as_deref().unwrap_or("now");
    let when = session.when(words, plan, &zone)?;
    let facts = Facts::new(plan, person, when.instant);
    let touched = warn(&facts, session);
    show(args, &facts, (words, &when, &zone), session)?;
    Ok(if touched { Verdict::Partial } else { Verdict::Yes })
}

/// The person that git is set to, by their e-mail address.
fn own(plan: &Plan, session: &Session<'_>) -> Result<PersonKey, Failure> {
    identity::own(plan, session)?.map_err(|why| {
        Failure::usage(match why {
            NoOne::Unset => {
                "whose card? git is not set to an e-mail address (user.email) that would say"
                    .to_owned()
            }
            why => why.message(),
        })
        .hint("name one: `irp card ID`; the completion of your shell knows the ids")
    })
}

/// Says which faults touch a card.
fn warn(facts: &Facts<'_>, session: &mut Session<'_>) -> bool {
    let keys: Vec<_> = facts.plan.rotation_keys().collect();
    let span = Span::new(facts.at, facts.at + chrono::TimeDelta::seconds(facts.plan.horizon.0));
    session.warn(facts.plan, &Asked { rotations: &keys, everything: true, hidden: false, span })
}

fn show(
    args: &Args,
    facts: &Facts<'_>,
    (words, when, zone): (&str, &When, &Zone),
    session: &mut Session<'_>,
) -> Result<(), Failure> {
    let style = session.style();
    let name = visible(&facts.plan[facts.person].name);
    let asked = echo(words, when, zone);
    let short = if session.options.json { Format::Json } else { Format::Human };
    let format = args.format.unwrap_or(short);
    // The page has the name above it.
    let of = (format != Format::Html).then(|| format!("card of {name}"));
    let heading = Heading::new(session, facts.plan, of.into_iter().chain([asked]), zone);
    let card = |whole| Card { facts, zone, whole }.sections();
    let text = match format {
        Format::Json => body::text(facts, zone, session),
        Format::Md => sections::markdown(&name, &heading.line(), &card(args.all)),
        Format::Html => {
            let page = page(facts.plan, name, &heading, &card(args.all));
            let page = session.envelope("card-page", zone, page);
            if session.options.json {
                json::text(&page)
            } else {
                let templates = session.templates(facts.plan, html::TEMPLATES)?;
                session.page(&templates, html::NAME, &page)?
            }
        }
        Format::Human if style.width.is_none() && !session.accessible() => {
            session.note(&heading.line());
            sections::text(&card(true), Rows::Tabs, style)
        }
        format => {
            let list = format == Format::List || session.accessible();
            let rows = if list { Rows::List } else { Rows::Table };
            heading.lines(style) + &sections::text(&card(args.all), rows, style)
        }
    };
    session.print(&text);
    Ok(())
}

/// What the template of the page is given.
fn page(plan: &Plan, name: String, heading: &Heading, sections: &[Section]) -> html::Data {
    let said = sections.iter().filter(|section| !section.is_empty());
    html::Data {
        plan: visible(&plan.name),
        name,
        heading: heading.line(),
        sections: said.map(html::SectionData::new).collect(),
    }
}
