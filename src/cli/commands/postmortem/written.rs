//! Where the document of a review goes: to whoever asked, or into the record.

use crate::cli::io::reason;
use crate::cli::{Failure, Session};
use crate::diagnostic::visible;
use crate::plan::Plan;
use crate::record::Case;
use crate::views::postmortem::{MarkerFault, Merged, NAME, blocks, body, merge};

/// What a block is, for those whose marks do not fit.
const MARKS: &str = "a block is what stands between `<!-- irp:begin NAME -->` and \
    `<!-- irp:end NAME -->`, each on a line of its own";

/// Prints the document, or writes its blocks into the record.
///
/// # Errors
/// Where blocks cannot be told from what people wrote, or the record cannot be written.
pub(super) fn answer(
    write: bool,
    plan: &Plan,
    case: &Case<'_>,
    made: &str,
    session: &mut Session<'_>,
) -> Result<(), Failure> {
    let source = plan.sources.get(case.record.at.source);
    let (start, own) = body(&source.text);
    if of_template(blocks(made))?.is_empty() {
        if write {
            return Err(Failure::plan(format!("the template {NAME} makes no block to write"))
                .hint(MARKS)
                .hint("without --write the page is printed"));
        }
        session.print_page(made);
        return Ok(());
    }
    let before = source.text[..start].matches('\n').count();
    let merged = merge(own, made).map_err(|fault| {
        let place = format!("{}:{}", visible(&source.name), before + fault.line);
        Failure::plan(format!("{place}: {}", fault.message)).hint(MARKS)
    })?;
    tell(&merged, session);
    if !write {
        session.print_page(merged.text.trim_start_matches(['\r', '\n']));
        return Ok(());
    }
    put(&source.name, &source.text, start, &merged.text, session)
}

/// What a template made that has blocks, or why they cannot be told apart.
fn of_template<T>(made: Result<T, MarkerFault>) -> Result<T, Failure> {
    made.map_err(|fault| {
        let why = fault.message;
        Failure::plan(format!("the template {NAME} makes a page that fits no record: {why}"))
            .hint(MARKS)
    })
}

/// Says which blocks have no place, and which nobody makes any more.
fn tell(merged: &Merged, session: &mut Session<'_>) {
    if !merged.left_out.is_empty() {
        session.note(&format!(
            "note: the record has no place for {}; to have it, put its two marks where it belongs",
            merged.left_out.join(", ")
        ));
    }
    if !merged.stale.is_empty() {
        session.note(&format!(
            "note: the template makes no block {}, so it stays as it was",
            merged.stale.join(", ")
        ));
    }
}

/// Writes a record whose body is another now.
fn put(
    name: &str,
    old: &str,
    start: usize,
    fresh: &str,
    session: &mut Session<'_>,
) -> Result<(), Failure> {
    let (path, shown) = (session.folder()?.join(name), visible(name));
    if old[start..] == *fresh {
        session.print(&format!("{shown} is as it was: nothing in it has changed\n"));
        return Ok(());
    }
    let text = format!("{}{fresh}", &old[..start]);
    session.world().replace(&path, &text).map_err(|error| {
        Failure::system(format!("cannot write {}: {}", path.display(), reason(&error)))
            .hint("the record is as it was")
    })?;
    session.print(&format!("wrote {shown}\n"));
    Ok(())
}
