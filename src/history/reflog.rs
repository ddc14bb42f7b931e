//! Where a branch was at a time, `main@{1 week ago}`, as far as the repository kept it.
//!
//! Git's library would read the time against the clock and zone of the machine.

use super::revision::NoRevision;
use super::{Repository, instant};
use crate::time::{Instant, Reading};

/// Numbers up to this one count changes back, as they do for git; larger ones are seconds.
const MOST_BACK: u64 = 100_000_000;

impl Repository {
    /// The words for a revision with the commit in place of a branch at a time; `None` where they
    /// name no time.
    pub(super) fn dated(
        &self,
        spec: &str,
        clock: &Reading<'_>,
    ) -> Result<Option<String>, NoRevision> {
        let Some((branch, inside, rest)) = parts(spec) else { return Ok(None) };
        let at = read(inside, clock)?;
        let commit = self.branch_at(branch, at, spec)?;
        Ok(Some(format!("{commit}{rest}")))
    }

    fn branch_at(&self, branch: &str, at: Instant, spec: &str) -> Result<git2::Oid, NoRevision> {
        let unknown = |error: git2::Error| self.refusal(spec, &error);
        let name = match branch {
            "HEAD" => "HEAD".to_owned(),
            "" => self.0.head().map_err(unknown)?.name().map_err(unknown)?.to_owned(),
            _ => {
                let reference = self.0.resolve_reference_from_short_name(branch);
                let reference = reference.map_err(|error| self.refusal(branch, &error))?;
                reference.name().map_err(unknown)?.to_owned()
            }
        };
        let kept = self.0.reflog(&name).map_err(unknown)?;
        let made = |entry: &git2::ReflogEntry<'_>| instant(entry.committer().when());
        match kept.iter().find(|entry| made(entry) <= at) {
            Some(entry) => Ok(entry.id_new()),
            None => Err(NoRevision::Forgotten(kept.iter().map(|entry| made(&entry)).min())),
        }
    }
}

/// A branch, the words for a time, and what follows them.
fn parts(spec: &str) -> Option<(&str, &str, &str)> {
    let (branch, after) = spec.split_once("@{")?;
    let (inside, rest) = after.split_once('}')?;
    let upstream = ["u", "upstream", "push"].iter().any(|word| inside.eq_ignore_ascii_case(word));
    let count = inside.strip_prefix('-').unwrap_or(inside).parse::<u64>();
    let counts = count.is_ok_and(|count| count <= MOST_BACK);
    (!upstream && !counts && !branch.contains([':', '^', '~'])).then_some((branch, inside, rest))
}

fn read(words: &str, clock: &Reading<'_>) -> Result<Instant, NoRevision> {
    let seconds = words.parse::<u64>().is_ok().then(|| format!("@{words}"));
    let error = match clock.read(seconds.as_deref().unwrap_or(words)) {
        Ok(when) => return Ok(when.instant),
        Err(error) => error,
    };
    // So it is written where a space would have to be quoted: `main@{1.week.ago}`.
    match clock.read(&words.replace('.', " ")) {
        Ok(when) => Ok(when.instant),
        Err(_) => Err(NoRevision::NoTime(error)),
    }
}
