//! Where the document of a review goes: to whoever asked, or into the record.

use super::{case, page};
use crate::cli::commands::change;
use crate::cli::{Failure, Session};
use crate::diagnostic::visible;
use crate::plan::Plan;
use crate::record::Case;
use crate::time::Zone;
use crate::views::postmortem::{MarkerFault, Merged, NAME, blocks, body, merge};

/// What a block is, for those whose marks do not fit.
const MARKS: &str = "a block is what stands between `<!-- irp:begin NAME -->` and \
    `<!-- irp:end NAME -->`, each on a line of its own";

/// Prints the document.
///
/// # Errors
/// Where blocks cannot be told from what people wrote.
pub(super) fn show(
    plan: &Plan,
    case: &Case<'_>,
    zone: &Zone,
    session: &mut Session<'_>,
) -> Result<(), Failure> {
    let made = page(plan, case, zone, session)?;
    match merged(plan, case, &made)? {
        None => session.print_page(&made),
        Some((_, merged)) => {
            tell(&merged, session);
            session.print_page(merged.text.trim_start_matches(['\r', '\n']));
        }
    }
    Ok(())
}

/// Writes the blocks into the record, made of what it says at that moment.
///
/// # Errors
/// Where there are none, they cannot be told from what people wrote, or it cannot be written.
pub(super) fn write(
    (file, id): (&str, &str),
    dry: bool,
    zone: &Zone,
    session: &mut Session<'_>,
) -> Result<(), Failure> {
    let (made, merged) = change::change(session, file, dry, |old, session| {
        let plan = change::with_text(session, file, old)?;
        let case = case(&plan, id)?;
        let page = page(&plan, &case, zone, session)?;
        let merged = merged(&plan, &case, &page)?.ok_or_else(|| {
            Failure::plan(format!("the template {NAME} makes no block to write"))
                .hint(MARKS)
                .hint("without --write the page is printed")
        })?;
        Ok(([&old[..merged.0], &merged.1.text].concat(), merged.1))
    })?;
    tell(&merged, session);
    let shown = visible(file);
    let same = format!("{shown} is as it was: nothing in it has changed");
    if made.old == made.new && dry {
        session.note(&same);
    } else if made.old == made.new {
        session.print(&(same + "\n"));
    } else if dry {
        let patch = made.patch(session)?;
        session.print(&patch);
    } else {
        session.print(&format!("wrote {shown}\n"));
    }
    Ok(())
}

/// Where the body of a record begins, and what it is with the blocks of a page in it; `None` where
/// the page has none.
fn merged(plan: &Plan, case: &Case<'_>, made: &str) -> Result<Option<(usize, Merged)>, Failure> {
    let source = plan.sources.get(case.record.at.source);
    let (start, own) = body(&source.text);
    if of_template(blocks(made))?.is_empty() {
        return Ok(None);
    }
    let before = source.text[..start].matches('\n').count();
    let merged = merge(own, made).map_err(|fault| {
        let place = format!("{}:{}", visible(&source.name), before + fault.line);
        Failure::plan(format!("{place}: {}", fault.message)).hint(MARKS)
    })?;
    Ok(Some((start, merged)))
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
