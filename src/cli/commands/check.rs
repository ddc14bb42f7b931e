//! `irp check`
use crate::cli::{Failure, Session, Verdict};
use crate::plan::Read;
use crate::views::human::diagnostics;
/// Check
#[derive(Debug, clap::Args)]
pub struct Args {}
pub fn run(_args: &Args, session: &mut Session<'_>) -> Result<Verdict, Failure> {
    let plan = session.plan(Read::Everything)?;
    let style = session.style();
    for fault in &plan.faults {
        session.print(&diagnostics::render(fault, &plan.sources, style));
    }
    Ok(Verdict::Yes)
}
