//! `irp handoff new` and `irp handoff ack`: a note is written, and signed.

use super::hand::{Hand, NEAR};
use super::{Args, wanted};
use crate::cli::commands::change;
use crate::cli::identity::{self, NoOne};
use crate::cli::{Failure, Session, Verdict};
use crate::diagnostic::visible;
use crate::edit::FileKind;
use crate::edit::record::{self, Change, RecordError};
use crate::plan::{PersonKey, Plan, RotationKey};
use crate::record::{Note, notes};
use crate::rules::listing;
use crate::source::pattern;
use crate::syntax::is_id;
use crate::time::show;

/// Where notes are that a plan does not place elsewhere.
const GLOB: &str = "handoffs/**/*.md";

/// Writes the note of a handoff, to be filled in.
pub(super) fn new(
    args: &Args,
    plan: &'static Plan,
    key: Option<RotationKey>,
    session: &mut Session<'_>,
) -> Result<Verdict, Failure> {
    present(session)?;
    let (hand, zone, _) = super::hand(args, plan, key, session)?;
    let id = &plan[hand.rotation].id;
    let own = notes(plan, hand.rotation);
    if let Some(note) = own.iter().find(|note| (note.boundary - hand.at).abs() <= NEAR) {
        let file = visible(&plan.sources.get(note.record.at.source).name);
        return Err(Failure::usage(format!("the handoff of `{id}` has its note: {file}"))
            .hint("it is filled in with an editor; `--at` names another handoff"));
    }
    let (file, text) = (place(plan, &hand)?, text(plan, &hand));
    if !change::begin(session, (&file, &text), args.dry_run)? {
        return Err(Failure::usage(format!("{} is there already", visible(&file)))
            .hint("nothing is overwritten; `irp handoff list` shows the notes"));
    }
    if args.dry_run {
        session.note(&format!("would write {file}:"));
        session.print(&text);
        return Ok(Verdict::Yes);
    }
    let folder = session.folder()?;
    let at = show::full(hand.at, &zone);
    session.print(&format!("{}\n", folder.join(&file).display()));
    session.note(&format!(
        "the note of `{id}` for {at}: fill it in, and `irp handoff ack {id}` signs it"
    ));
    Ok(Verdict::Yes)
}

/// Signs a note.
pub(super) fn ack(
    args: &Args,
    plan: &'static Plan,
    key: Option<RotationKey>,
    session: &mut Session<'_>,
) -> Result<Verdict, Failure> {
    present(session)?;
    let person = signer(args, plan, session)?;
    let zone = session.viewer(plan)?;
    let note = wanted::note(args, plan, key, &zone, session)?;
    let (id, file) = (&plan[person].id, &plan.sources.get(note.record.at.source).name);
    let (changed, ()) = change::change(session, file, args.dry_run, |old, session| {
        Ok((signed((file, old), id.as_ref(), session)?, ()))
    })?;
    if changed.old == changed.new {
        session.note(&format!("`{id}` has signed {} already", visible(file)));
        return Ok(Verdict::Yes);
    }
    warn_of_others(plan, &note, person, session);
    if args.dry_run {
        session.note(&format!("would sign {} for `{id}`:", visible(file)));
        session.print(&changed.new);
        return Ok(Verdict::Yes);
    }
    let (name, at) = (visible(&plan[person].name), show::full(note.boundary, &zone));
    session.print(&format!("{}: signed by {name}, handoff of {at}\n", visible(file)));
    Ok(Verdict::Yes)
}

/// A note with one signature more, as it is where that is there; it brings no fault.
fn signed((file, old): (&str, &str), id: &str, session: &Session<'_>) -> Result<String, Failure> {
    let before = change::with_text(session, file, old)?;
    let mut records = before.written.handoffs.iter();
    let record = records.find(|record| before.sources.get(record.at.source).name == file);
    let Some(front) = record.and_then(|record| record.front.as_ref()) else {
        return Err(wanted::unread(&before, file));
    };
    let held = front.acknowledged_by.iter().flat_map(|people| &people.value.0);
    if held.into_iter().any(|known| known.value.as_ref() == id) {
        return Ok(old.to_owned());
    }
    let push = Change::Push { key: "acknowledged-by", text: id.to_owned() };
    let new = record::change(old, FileKind::Handoff, &[push]).map_err(|why| match why {
        RecordError::Syntax | RecordError::NoFrontMatter => wanted::unread(&before, file),
        RecordError::Form | RecordError::TooLarge => Failure::plan(format!(
            "{} is written in a form that irp does not change",
            visible(file)
        ))
        .hint("write `acknowledged-by` as a list of ids, or add it by hand")
        .hint("nothing was written"),
    })?;
    change::no_fault(&before, &change::with_text(session, file, &new)?)?;
    Ok(new)
}

/// Says that somebody else takes over by a note than whoever signs it.
fn warn_of_others(plan: &Plan, note: &Note<'_>, person: PersonKey, session: &mut Session<'_>) {
    let incoming = note.front.incoming.iter().flat_map(|people| &people.value.0);
    let incoming: Vec<_> = incoming.map(|id| id.value.as_ref()).collect();
    let own = &plan[person];
    if incoming.is_empty() || incoming.contains(&own.id.as_ref()) {
        return;
    }
    let name = |id: &&str| match plan.person(id) {
        Some(key) => format!("{} ({id})", plan[key].name),
        None => (*id).to_owned(),
    };
    let names: Vec<_> = incoming.iter().map(name).collect();
    let names: Vec<_> = names.iter().map(String::as_str).collect();
    let verb = if names.len() == 1 { "takes" } else { "take" };
    session.note(&format!(
        "warning: {} {verb} over by this note, and {} signs it",
        visible(&listing(&names)),
        visible(&own.name)
    ));
}

fn present(session: &Session<'_>) -> Result<(), Failure> {
    if session.options.rev.is_some() {
        return Err(Failure::usage(
            "a note is written into the files as they are, so --rev is none of it",
        )
        .hint("`irp handoff ROTATION --rev REV` shows the brief of a revision"));
    }
    if session.options.json {
        return Err(Failure::usage("what writes a note has no answer as JSON")
            .hint("`irp handoff list --json` says which notes there are"));
    }
    Ok(())
}

/// Who signs: as given, else whoever git's user.email is.
fn signer(args: &Args, plan: &Plan, session: &Session<'_>) -> Result<PersonKey, Failure> {
    if let Some(id) = &args.by {
        return Ok(super::select::people(plan, std::slice::from_ref(id))?[0]);
    }
    identity::own(plan, session)?.map_err(|why| {
        let message = match why {
            NoOne::Unset => format!("who signs? {} that would say", why.message()),
            why => why.message(),
        };
        Failure::usage(message).hint("name who signs: `--by ID`")
    })
}

/// The path of a new note, where the plan looks for notes.
fn place(plan: &Plan, hand: &Hand) -> Result<String, Failure> {
    let rotation = &plan[hand.rotation];
    let civil = rotation.zone.civil(hand.at);
    let others = Hand::past(
        plan,
        hand.rotation,
        hand.at + chrono::TimeDelta::days(1),
        chrono::TimeDelta::days(2),
    );
    let same = others.iter().filter(|one| rotation.zone.civil(one.at).date() == civil.date());
    // Of several on one day, each needs a name of its own.
    let time = if same.count() > 1 { civil.format("-%H%M").to_string() } else { String::new() };
    let name = format!("{}{time}-{}.md", civil.format("%Y-%m-%d"), rotation.id);
    if !is_id(name.trim_end_matches(".md")) {
        return Err(Failure::plan(format!(
            "{} is too long for the name of a note",
            visible(&name)
        ))
        .hint("the name of a file is the note's id; a shorter id of the rotation leaves room"));
    }
    let globs = plan.written.plan.as_ref().and_then(|table| table.handoffs.as_ref());
    let globs = globs.map_or_else(
        || vec![GLOB],
        |list| list.value.0.iter().map(|glob| glob.value.as_str()).collect(),
    );
    let year = civil.format("%Y");
    for glob in &globs {
        let wild = glob.find(['*', '?', '[']).unwrap_or(glob.len());
        let fixed = glob[..wild].rsplit_once('/').map_or("", |(folder, _)| folder);
        let base = if fixed.is_empty() { String::new() } else { format!("{fixed}/") };
        let known = pattern(glob).ok();
        let mut tried = [format!("{base}{year}/{name}"), format!("{base}{name}")].into_iter();
        if let Some(path) =
            tried.find(|path| known.as_ref().is_some_and(|known| known.matches(path)))
        {
            return Ok(path);
        }
    }
    Err(Failure::plan(format!("no glob of `[plan] handoffs` takes a file {}", visible(&name)))
        .hint(format!("one such as `{GLOB}` does")))
}

/// A note to be filled in.
fn text(plan: &Plan, hand: &Hand) -> String {
    let ids = |people: &[PersonKey]| {
        let ids: Vec<_> = plan.ids(people).into_iter().map(|id| format!("\"{id}\"")).collect();
        if let [one] = &ids[..] { one.clone() } else { format!("[{}]", ids.join(", ")) }
    };
    format!(
        "+++\n\
         rotation = \"{}\"\n\
         boundary = {}\n\
         outgoing = {}\n\
         incoming = {}\n\
         runbooks-to-review = []  # ids of those that proved wrong\n\
         +++\n\n\
         ## Time-critical\n\n\
         <!-- What has to be done within hours, and by whom. -->\n\n\
         ## Watch\n\n\
         <!-- What may come back, and how that would look. -->\n\n\
         ## Good to know\n\n\
         <!-- What would have helped to know at the start of this shift. -->\n",
        plan[hand.rotation].id,
        show::rfc3339(hand.at, &plan[hand.rotation].zone),
        ids(&hand.outgoing),
        ids(&hand.incoming),
    )
}
