//! `irp site`: the plan as a folder of web pages.

mod body;
mod target;

use std::path::PathBuf;

use chrono::TimeDelta;

pub use self::body::Body;

use self::target::Target;
use super::{calendar, select};
use crate::cli::faults::Asked;
use crate::cli::{Failure, Session, Verdict};
use crate::diagnostic::visible;
use crate::plan::{Read, RotationKey};
use crate::time::{Span, Zone, read_length};
use crate::views::site::{self, Site, Wanted};

/// How far ahead a site knows shifts where nobody says so.
const AHEAD: TimeDelta = TimeDelta::days(180);
/// How far back it does, as clocks of readers differ and today has begun.
const BACK: TimeDelta = TimeDelta::days(1);
/// A site that knows more is not read.
const LONGEST: TimeDelta = TimeDelta::days(2 * 366);

/// Write the plan as web pages, for those who do not live in a terminal
#[derive(Debug, clap::Args)]
#[command(override_usage = "irp site [OPTIONS] <--out DIR | --page PATH>")]
#[command(after_help = "\
Examples:
  irp site --out public
  irp site --out public --base-url https://oncall.example.org
  irp site --out public --for 13w --contacts
  irp site --page people/ana.html          only that page, printed
  irp site --page people/ana.html --json   what the template of that page is given

The pages are plain files that work from a disk and from any web server, and ask nobody for
anything. Who is on call is worked out in the browser, by its clock and in its zone, from the
shifts in the page: publish the site again before they run out. What irp wrote before and the plan
no longer has is removed; a folder that holds other things is refused.

Exit code:
  0  the pages were written, or the page printed
  2  a fault leaves something out, or they could not be written")]
pub struct Args {
    /// Folder of the pages: a new one, an empty one, or that of an earlier run
    #[arg(long, value_name = "DIR", required_unless_present = "page")]
    out: Option<PathBuf>,
    /// Print this one page, by its path in the folder, and write nothing
    #[arg(long, value_name = "PATH", conflicts_with = "out")]
    page: Option<String>,
    /// For how long shifts are known, such as 13w or 6mo [default: 180d]
    #[arg(long = "for", value_name = "LENGTH")]
    length: Option<String>,
    /// Where the pages will be, so that calendars have webcal: addresses without JavaScript too
    #[arg(long, value_name = "URL")]
    base_url: Option<String>,
    /// Publish contacts, e-mail addresses and calls too
    #[arg(long)]
    contacts: bool,
    /// When the plan was last changed, as RFC 3339 [default: its last commit]
    #[arg(long, value_name = "TIME")]
    stamp: Option<String>,
}

pub fn run(args: &Args, session: &mut Session<'_>) -> Result<Verdict, Failure> {
    let address = args.base_url.as_deref().map(address).transpose()?;
    let plan = session.plan(Read::Everything)?;
    let zone = if session.options.tz.is_some() { session.viewer(plan)? } else { plan.zone.clone() };
    let span = span(args, session, &zone)?;
    let target = args.out.as_ref().map(|out| Target::look(out, session)).transpose()?;
    let keys: Vec<_> = plan.rotation_keys().collect();
    let asked = Asked { rotations: &keys, everything: true, hidden: false, span };
    session.warn(plan, &asked);
    let stamp = calendar::stamp(args.stamp.as_deref(), plan, session)?;
    let site = Site {
        plan,
        now: session.now,
        span: Span::new(span.start - BACK, span.end),
        changed: calendar::is_known(stamp).then_some(stamp),
        contacts: args.contacts,
        address,
        utc: session.zones.utc(),
    };
    // What a fault hides may not be gone.
    let whole = plan.faults.is_empty();
    let verdict = if whole { Verdict::Yes } else { Verdict::Partial };
    let Some(target) = target else {
        page(&site, args.page.as_deref().unwrap_or_default(), &zone, session)?;
        return Ok(verdict);
    };
    let mut files = pages(&site, &zone, session)?;
    let answered: Vec<RotationKey> =
        keys.into_iter().filter(|key| plan[*key].blocked.is_empty()).collect();
    let feeds = calendar::every(plan, &answered, span, stamp, args.contacts);
    files.extend(feeds.into_iter().map(|(name, text)| (format!("feeds/{name}"), text)));
    let written = target.write(files, whole, session)?;
    let body = Body::new(&site, &target, written, &zone);
    body.tell(session, &zone);
    Ok(verdict)
}

/// Every page, with its path.
fn pages(
    site: &Site<'_>,
    zone: &Zone,
    session: &mut Session<'_>,
) -> Result<Vec<(String, String)>, Failure> {
    let templates = session.templates(site.plan, site::BUILTIN)?;
    let head = session.envelope("site", zone, ());
    let pages = session.pages(|| site::pages(site, &templates, &head, Wanted::Everything))?;
    for (path, meant) in templates.unused(site::FOLDER) {
        let meant = meant.map(|name| format!(": did you mean `{name}`?")).unwrap_or_default();
        session.note(&format!("warning: nothing uses the template {}{meant}", visible(&path)));
    }
    Ok(pages.into_iter().map(|page| (page.path, page.text)).collect())
}

/// Prints one page, or what its template is given.
fn page(
    site: &Site<'_>,
    path: &str,
    zone: &Zone,
    session: &mut Session<'_>,
) -> Result<(), Failure> {
    let templates = session.templates(site.plan, site::BUILTIN)?;
    let head = session.envelope("site", zone, ());
    let json = session.options.json;
    let wanted = if json { Wanted::Data(path) } else { Wanted::Page(path) };
    let pages = session.pages(|| site::pages(site, &templates, &head, wanted))?;
    let Some(page) = pages.iter().find(|page| page.path == path) else {
        let paths: Vec<_> = pages.iter().map(|page| page.path.as_str()).collect();
        return Err(select::unknown("page", path, &paths));
    };
    if json {
        session.print(&page.text);
    } else {
        session.print_page(&page.text);
    }
    Ok(())
}

fn span(args: &Args, session: &Session<'_>, zone: &Zone) -> Result<Span, Failure> {
    let now = session.now;
    let end = match &args.length {
        Some(length) => read_length(length)?.after(now, zone)?,
        None => now + AHEAD,
    };
    if end - now > LONGEST {
        return Err(Failure::usage("a site knows at most two years")
            .hint("ask for less, such as --for 13w, and publish it again now and then"));
    }
    super::schedule::bounded(Span::new(now, end), zone)
}

/// The address of a site, without a slash at its end.
fn address(given: &str) -> Result<&str, Failure> {
    let rest = given.strip_prefix("https://").or_else(|| given.strip_prefix("http://"));
    let plain = |rest: &&str| {
        let letters = rest.chars().all(|c| c.is_ascii_alphanumeric() || "-._~/:%[]@".contains(c));
        letters && rest.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '[')
    };
    match rest.filter(plain) {
        Some(_) => Ok(given.trim_end_matches('/')),
        None => Err(Failure::usage(format!("`{given}` given with --base-url is no web address"))
            .hint("write it as https://oncall.example.org or https://example.org/oncall")),
    }
}
