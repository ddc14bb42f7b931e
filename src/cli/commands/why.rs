//! `irp why`: the chain of reasons for who is on call.
use crate::cli::{Failure, Session, Verdict};
/// Say why somebody is on call
#[derive(Debug, clap::Args)]
pub struct Args {}
pub fn run(_args: &Args, _session: &mut Session<'_>) -> Result<Verdict, Failure> {
    Ok(Verdict::Yes)
}
