//! Whom a first plan proposes: people that were named, the authors of a repository, or stand-ins
//! that say that they are.

use std::collections::BTreeSet;

use super::place::Ground;
use crate::cli::{Failure, Session};
use crate::diagnostic::tidy;
use crate::history::{self, Author};
use crate::syntax::{NOBODY, as_id};
use crate::views::first_plan::Newcomer;

/// The most people that are taken from a repository.
const MOST: usize = 6;
/// The longest name, in characters.
const LONGEST: usize = 80;

/// People, and how they were come by.
pub struct Proposal {
    /// At least one.
    pub people: Vec<Newcomer>,
    /// A sentence about where they come from.
    pub origin: String,
    /// What the user should know beside the answer.
    pub note: Option<String>,
}

/// The people of `--people`.
///
/// # Errors
/// Where a name is empty.
pub fn named(names: &[String]) -> Result<Proposal, Failure> {
    let people: Vec<_> = names.iter().map(|name| Draft::new(name, "")).collect();
    if people.iter().any(|draft| draft.name.is_empty()) {
        return Err(Failure::usage("a name given with --people is empty")
            .hint("it takes names with commas between them, such as --people Ana,Ben"));
    }
    let origin = "These were named to `irp init`, in this order.".to_owned();
    Ok(Proposal { people: newcomers(people), origin, note: None })
}

/// The authors of the repository that a plan will be in, or stand-ins where there are none.
pub fn of_repository(ground: &Ground, emails: bool, session: &Session<'_>) -> Proposal {
    let authors = match &ground.found {
        Ok(Some(repository)) => repository.authors(session.now),
        Ok(None) => return stand_ins(ground, "this is in no git repository"),
        Err(trouble) => Err(trouble.clone()),
    };
    match authors {
        Ok(authors) if authors.is_empty() => {
            stand_ins(ground, "nobody has committed to this repository yet")
        }
        Ok(authors) => of_authors(&authors, emails),
        Err(trouble) => stand_ins(ground, &format!("the repository cannot be read ({trouble})")),
    }
}

fn of_authors(authors: &[Author], emails: bool) -> Proposal {
    let people = authors.iter().take(MOST).map(|author| {
        let known = emails || is_hidden(author.email.rsplit('@').next().unwrap_or_default());
        let draft = Draft::new(&author.name, if known { &author.email } else { "" });
        Draft { email: emails.then(|| address(&author.email)).flatten(), ..draft }
    });
    let mut people = newcomers(people.collect());
    people.sort_by(|a, b| a.id.cmp(&b.id));
    let left = authors.len() - people.len();
    let note = format!(
        "{left} more have committed lately: add whom you miss, or begin again with --people NAMES"
    );
    let note = (left > 0).then_some(note);
    let origin = match (authors.len(), people.len()) {
        (1, _) => "The one who has written commits to this repository lately.".to_owned(),
        (all, some) if all > some => {
            format!("The {some} who have written most commits to this repository lately, of {all}.")
        }
        _ => "Those who have written commits to this repository lately.".to_owned(),
    };
    Proposal { people, origin, note }
}

/// Whoever asks, where git knows their name, and others who are plainly nobody yet.
fn stand_ins(ground: &Ground, reason: &str) -> Proposal {
    let own = history::user_name(ground.top()).map(|name| Draft::new(&name, ""));
    let own = own.filter(|draft| !draft.name.is_empty());
    let known = usize::from(own.is_some());
    let others = ["First", "Second", "Third"].iter().skip(known).map(|word| Draft {
        name: format!("{word} Person (replace me)"),
        id: Some(word.to_lowercase()),
        email: None,
    });
    let who = if own.is_some() { "all but you stand" } else { "the people stand" };
    let people = newcomers(own.into_iter().chain(others).collect());
    let origin =
        "Whoever is called (replace me) stands for nobody yet: put your people there.".to_owned();
    let note = format!(
        "{reason}, so {who} for nobody yet: change them in the plan, \
         or begin again with --people NAMES"
    );
    Proposal { people, origin, note: Some(note) }
}

/// Somebody before it is certain that nobody else has the id.
struct Draft {
    name: String,
    id: Option<String>,
    email: Option<String>,
}

impl Draft {
    /// Somebody by name; what stands before the `@` of an address that may be shown helps out where
    /// the name makes no id.
    fn new(name: &str, email: &str) -> Self {
        let whole = name_of(name);
        let id = |words: &str| as_id(words).filter(|id| id != NOBODY);
        let id = id(&whole).or_else(|| id(local_part(email)));
        Self { name: whole, id, email: None }
    }
}

/// The name in what somebody signs with, which may be an address or hold one.
fn name_of(signed: &str) -> String {
    let line = tidy(&signed.chars().take(4 * LONGEST).collect::<String>());
    let words: Vec<_> = line.split(' ').filter(|word| !word.contains('@')).collect();
    let name = if words.is_empty() { local_part(&line).to_owned() } else { words.join(" ") };
    name.chars().take(LONGEST).collect::<String>().trim_end().to_owned()
}

/// What stands before the `@`, without what mail systems leave out of account.
fn local_part(email: &str) -> &str {
    let (local, host) = email.split_once('@').unwrap_or((email, ""));
    let (first, rest) = local.split_once('+').unwrap_or((local, local));
    if is_hidden(host) { rest } else { first }
}

/// An address at which mail arrives, as far as that can be seen.
fn address(email: &str) -> Option<String> {
    let (_, host) = email.split_once('@')?;
    let plain = email.len() <= 254 && email.chars().all(|c| c.is_ascii_graphic());
    (plain && host.contains('.') && !is_hidden(host)).then(|| email.to_owned())
}

fn is_hidden(host: &str) -> bool {
    host.eq_ignore_ascii_case("users.noreply.github.com")
}

/// Gives everybody an id of their own.
fn newcomers(drafts: Vec<Draft>) -> Vec<Newcomer> {
    let mut taken = BTreeSet::new();
    let newcomer = |(index, draft): (usize, Draft)| {
        let wanted = draft.id.unwrap_or_else(|| format!("person-{}", index + 1));
        let more = (2..).map(|number| {
            let start: String = wanted.chars().take(56).collect();
            format!("{}-{number}", start.trim_end_matches('-'))
        });
        let free = |id: &String| !taken.contains(id);
        let id = std::iter::once(wanted.clone()).chain(more).find(free).unwrap_or_default();
        taken.insert(id.clone());
        let name = if draft.name.is_empty() { id.clone() } else { draft.name };
        Newcomer { id, name, email: draft.email }
    };
    drafts.into_iter().enumerate().map(newcomer).collect()
}
