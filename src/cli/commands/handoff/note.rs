//! `irp handoff new` and `irp handoff ack`: a note is written, and signed.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::Args;
use super::hand::{Hand, NEAR};
use crate::cli::identity::{self, NoOne};
use crate::cli::io::reason;
use crate::cli::{Disk, Failure, Session, Verdict};
use crate::diagnostic::visible;
use crate::edit;
use crate::plan::{self, PersonKey, Plan, Read, RotationKey};
use crate::record::{Note, notes};
use crate::source::{Overlay, pattern};
use crate::syntax::is_id;
use crate::time::{Zone, show};

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
    if args.dry_run {
        session.note(&format!("would write {file}:"));
        session.print(&text);
        return Ok(Verdict::Yes);
    }
    let folder = session.folder()?;
    inside(&folder, &file, session)?;
    let (within, name) = file.rsplit_once('/').unwrap_or(("", &file));
    let written = session.world().create(&folder.join(within), &[(name, &text)]);
    written.map_err(|(path, error)| {
        Failure::system(format!("cannot write {}: {}", path.display(), reason(&error)))
    })?;
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
    let note = wanted(args, plan, key, &zone, session)?;
    let source = plan.sources.get(note.record.at.source);
    let (id, file) = (&plan[person].id, source.name.clone());
    let signed = note.front.acknowledged_by.as_ref();
    let held = signed.iter().flat_map(|people| &people.value.0).map(|id| id.value.as_ref());
    let mut ids: Vec<&str> = held.collect();
    if ids.contains(&id.as_ref()) {
        session.note(&format!("`{id}` has signed {} already", visible(&file)));
        return Ok(Verdict::Yes);
    }
    ids.push(id.as_ref());
    let front = note.front;
    let last = [
        front.incoming.as_ref().map(|people| people.at),
        front.outgoing.as_ref().map(|people| people.at),
        front.boundary.as_ref().map(|boundary| boundary.at),
    ];
    let after = last.into_iter().flatten().next().map_or(0, |at| at.end as usize);
    let place = signed.map(|people| people.at.start as usize..people.at.end as usize);
    let text = edit::sign(&source.text, place, after.saturating_sub(1), &ids);
    tried(plan, &file, &text, session)?;
    let at = show::full(note.boundary, &zone);
    if args.dry_run {
        session.note(&format!("would sign {} for `{id}`:", visible(&file)));
        session.print(&text);
        return Ok(Verdict::Yes);
    }
    let folder = session.folder()?;
    inside(&folder, &file, session)?;
    session.world().replace(&folder.join(&file), &text).map_err(|error| {
        Failure::system(format!("cannot write {}: {}", visible(&file), reason(&error)))
    })?;
    let name = visible(&plan[person].name);
    session.print(&format!("{}: signed by {name}, handoff of {at}\n", visible(&file)));
    Ok(Verdict::Yes)
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

/// The note that is to be signed: that of `--at`, else the newest.
fn wanted<'a>(
    args: &Args,
    plan: &'a Plan,
    key: Option<RotationKey>,
    zone: &Zone,
    session: &Session<'_>,
) -> Result<Note<'a>, Failure> {
    let keys = key.map_or_else(|| plan.rotation_keys().collect(), |key| vec![key]);
    let mut all: Vec<_> = keys.into_iter().flat_map(|key| notes(plan, key)).collect();
    all.sort_by_key(|note| (note.boundary, &note.record.id));
    if let Some(words) = &args.at {
        let at = session.when(words, plan, zone)?.instant;
        all.retain(|note| (note.boundary - at).abs() <= NEAR);
    } else if args.last {
        all.retain(|note| note.boundary <= session.now);
    }
    let which = key.map_or_else(String::new, |key| format!(" of `{}`", plan[key].id));
    all.pop().ok_or_else(|| {
        Failure::plan(format!("there is no such note{which} that can be read"))
            .hint("`irp handoff list` shows the notes; `irp handoff new` writes one")
    })
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

/// Reads the plan as it would be: a signature that brings a fault is not written.
fn tried(plan: &Plan, file: &str, text: &str, session: &Session<'_>) -> Result<(), Failure> {
    let disk = Disk::new(session.folder()?);
    let texts = BTreeMap::from([(file.to_owned(), text)]);
    let overlay = Overlay { disk: Box::new(disk), texts };
    let after = plan::load(&overlay, &session.zones, Read::Everything);
    let read =
        after.written.handoffs.iter().any(|record| {
            after.sources.get(record.at.source).name == file && record.front.is_some()
        });
    if read && after.faults.len() <= plan.faults.len() {
        return Ok(());
    }
    let known = |message: &str| plan.faults.iter().any(|fault| fault.message == message);
    let new = after.faults.iter().find(|fault| !known(&fault.message));
    let why =
        new.map_or_else(|| "it would not be read as a note".to_owned(), |f| f.message.clone());
    Err(Failure::plan(format!("{} is not written: {}", visible(file), visible(&why)))
        .hint("`irp check` shows the faults of the plan as it is"))
}

/// Refuses to write through a link: where it leads may be outside the plan.
fn inside(folder: &Path, file: &str, session: &Session<'_>) -> Result<(), Failure> {
    let mut path = PathBuf::from(folder);
    for part in file.split('/') {
        path.push(part);
        if session.world().is_link(&path) {
            return Err(Failure::plan(format!(
                "{} is a link, and is not written to",
                path.display()
            ))
            .hint("write the note where it leads, or remove the link"));
        }
    }
    Ok(())
}
