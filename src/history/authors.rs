//! Who wrote the recent commits of a repository.

use std::collections::BTreeMap;

use chrono::TimeDelta;

use super::{Repository, Unreadable, instant, text};
use crate::time::Instant;

/// The most commits that are looked at.
const MOST_COMMITS: usize = 5_000;
/// How long ago, in days, a commit may be and still be recent.
const RECENT_DAYS: i64 = 365;
/// Addresses and names of programs that commit, beside all that are called `...[bot]`.
const PROGRAMS: [&str; 4] = ["dependabot", "github-actions", "noreply@github.com", "renovate"];

/// Somebody who wrote commits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Author {
    /// The name that most of the commits have.
    pub name: String,
    /// The address that most of the commits have.
    pub email: String,
    /// How many recent commits they wrote.
    pub commits: usize,
    /// When they wrote the last one.
    pub last_seen: Instant,
}

/// Commits of one author under one name and address.
#[derive(Clone, Debug, Default)]
struct Signed {
    name: String,
    email: String,
    commits: usize,
    last_seen: Instant,
}

impl Repository {
    /// The authors of the recent commits at HEAD, those with most commits first.
    ///
    /// Recent are commits of the year before `now`, or before the last commit where that is
    /// earlier, among the newest 5,000. A mailmap is heeded, programs are left out, and names that
    /// share an address or addresses that share a name are one author.
    ///
    /// # Errors
    /// Where the history cannot be read. One without commits has no authors.
    pub fn authors(&self, now: Instant) -> Result<Vec<Author>, Unreadable> {
        if !self.has_commits() {
            return Ok(Vec::new());
        }
        let signed = self.signed(now)?;
        let mut authors: Vec<_> = persons(signed).iter().filter_map(|own| author(own)).collect();
        authors.sort_by(|a, b| {
            let order = (b.commits, b.last_seen).cmp(&(a.commits, a.last_seen));
            order.then_with(|| (&a.name, &a.email).cmp(&(&b.name, &b.email)))
        });
        Ok(authors)
    }

    /// The names and addresses on the recent commits, sorted.
    fn signed(&self, now: Instant) -> Result<Vec<Signed>, Unreadable> {
        let mailmap = self.0.mailmap().or_else(|_| git2::Mailmap::new())?;
        // Without a sorting it goes from newer to older as it reads; with one it reads all first.
        let mut walk = self.0.revwalk()?;
        walk.push_head()?;
        let mut all: BTreeMap<(String, String), Signed> = BTreeMap::new();
        let mut since = None;
        // A walk ends early where a shallow or damaged history does.
        for id in walk.take(MOST_COMMITS).map_while(Result::ok) {
            let Ok(commit) = self.0.find_commit(id) else { continue };
            let when = instant(commit.time());
            let last = *since.get_or_insert(when.min(now) - TimeDelta::days(RECENT_DAYS));
            if when < last {
                continue;
            }
            let Ok(author) = commit.author_with_mailmap(&mailmap) else { continue };
            let (name, email) = (text(author.name_bytes()), text(author.email_bytes()));
            let entry = all.entry((name.clone(), email.clone())).or_default();
            entry.commits += 1;
            entry.last_seen = entry.last_seen.max(when);
            (entry.name, entry.email) = (name, email);
        }
        Ok(all.into_values().filter(|signed| !is_program(signed)).collect())
    }
}

fn is_program(signed: &Signed) -> bool {
    let (name, email) = (signed.name.to_lowercase(), signed.email.to_lowercase());
    let called = name.ends_with("[bot]") || name.ends_with("-bot") || email.contains("[bot]@");
    called || PROGRAMS.iter().any(|known| name == *known || email == *known)
}

/// Puts together what one person signed: what shares an address, or a name, in any letter case.
fn persons(signed: Vec<Signed>) -> Vec<Vec<Signed>> {
    let mut leaders: Vec<usize> = Vec::new();
    let mut known: BTreeMap<(bool, String), usize> = BTreeMap::new();
    for (index, one) in signed.iter().enumerate() {
        leaders.push(index);
        for (is_name, word) in [(true, &one.name), (false, &one.email)] {
            if !word.is_empty() {
                let first = *known.entry((is_name, word.to_lowercase())).or_insert(index);
                let (one, other) = (leader(&leaders, first), leader(&leaders, index));
                leaders[one.max(other)] = one.min(other);
            }
        }
    }
    let mut persons: BTreeMap<usize, Vec<Signed>> = BTreeMap::new();
    for (index, one) in signed.into_iter().enumerate() {
        persons.entry(leader(&leaders, index)).or_default().push(one);
    }
    persons.into_values().collect()
}

/// The first of those that one is put together with.
fn leader(leaders: &[usize], mut index: usize) -> usize {
    while leaders[index] != index {
        index = leaders[index];
    }
    index
}

fn author(signed: &[Signed]) -> Option<Author> {
    // A full name says more than a login, however often that was used.
    let best = |one: &&Signed| (one.name.contains(' '), one.commits, one.last_seen);
    let name = signed.iter().filter(|one| !one.name.is_empty()).max_by_key(best);
    let hidden = |one: &Signed| one.email.to_lowercase().ends_with(".noreply.github.com");
    let email = signed.iter().max_by_key(|one| (!hidden(one), one.commits, one.last_seen))?;
    Some(Author {
        name: name.unwrap_or(email).name.clone(),
        email: email.email.clone(),
        commits: signed.iter().map(|one| one.commits).sum(),
        last_seen: signed.iter().map(|one| one.last_seen).max()?,
    })
}
