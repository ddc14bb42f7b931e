//! Why a plan of the past cannot be read, and what to do about it.

use super::Failure;
use super::past::Looked;
use crate::history::{NoRevision, NotInForce, Repository, Revision, Unreadable};
use crate::time::{Instant, Zone, show};

/// Why words name no revision.
pub(super) fn unrevised(
    words: &str,
    reason: NoRevision,
    repository: &Repository,
    viewer: &Zone,
) -> Failure {
    let refuse = |what: &str| Failure::usage(format!("`{words}` {what}"));
    match reason {
        NoRevision::Empty => Failure::usage("the revision is empty").hint(EXAMPLES),
        NoRevision::Range => refuse("names a range, and a plan is read from one revision")
            .hint("name one end of it; `irp diff` compares both"),
        NoRevision::Malformed => refuse("is no revision as git writes them").hint(EXAMPLES),
        NoRevision::TooFar(start) => {
            let problem = format!("{start} has not so many commits before it");
            let failure = Failure::usage(format!("there is no revision `{words}`: {problem}"));
            if repository.is_shallow() { failure.hint(SHALLOW) } else { failure }
        }
        NoRevision::Unknown { near } => unknown(words, &near, repository),
        NoRevision::TwoNames => refuse("is a branch and a tag, at different commits")
            .hint(format!("write `heads/{words}` for the branch, or `tags/{words}` for the tag")),
        NoRevision::Ambiguous => {
            refuse("is how more than one object begins").hint("write more of its digits")
        }
        NoRevision::NotCommit(kind) => refuse(&format!("names {kind}, and a revision is a commit"))
            .hint("--plan DIR names the folder of the plan within the revision"),
        NoRevision::NoTime(error) => {
            let start = refuse(&format!("names no time in `@{{...}}`: {}", error.message));
            error.hints.into_iter().fold(start, Failure::hint)
        }
        NoRevision::Forgotten(since) => forgotten(words, since.map(|at| show::full(at, viewer))),
        NoRevision::Unreadable(reason) => unreadable(&reason),
    }
}

const EXAMPLES: &str = "examples: `v1.2`, `main`, `1a2b3c4`, `HEAD~3`, `main@{1 week ago}`";

const SHALLOW: &str =
    "this clone is shallow, so older commits cannot be seen: `git fetch --unshallow` brings them";

fn unknown(words: &str, near: &[String], repository: &Repository) -> Failure {
    if !repository.has_commits() && near.is_empty() {
        return Failure::plan(format!("there is no revision `{words}`: nothing is committed here"))
            .hint("without a revision the plan is read from the files as they are");
    }
    let failure = Failure::usage(format!("there is no revision `{words}` in this repository"));
    let failure =
        near.iter().fold(failure, |failure, near| failure.hint(format!("did you mean `{near}`?")));
    if repository.is_shallow() {
        return failure.hint(SHALLOW);
    }
    failure.hint("`git fetch --tags` brings what others have published")
}

/// The reflog does not reach back to the time that was asked for.
fn forgotten(words: &str, since: Option<String>) -> Failure {
    let problem = match since {
        Some(since) => format!("this repository knows where that was only since {since}"),
        None => "this repository did not keep where that was".to_owned(),
    };
    Failure::plan(format!("there is no revision `{words}`: {problem}"))
        .hint("a clone keeps only what happened in itself")
        .hint("`git rev-list -1 --before=DATE BRANCH` names the commit that was the last by then")
}

/// Why no plan was in force at a time, on a branch that was named or the default one.
pub(super) fn unforced(
    branch: Option<&str>,
    at: Instant,
    reason: NotInForce,
    viewer: &Zone,
) -> Failure {
    let at = show::full(at, viewer);
    match reason {
        NotInForce::NoDefault { near } if near.is_empty() => {
            Failure::plan(format!("no plan was in force at {at}: nothing is committed here"))
                .hint("without --in-force the plan is read from the files as they are")
        }
        NotInForce::NoDefault { near } => {
            Failure::usage("which branch of this repository is the default one is not known")
                .hint(format!("--branch names one: it has {}", near.join(", ")))
        }
        NotInForce::NoBranch { near } => {
            let name = branch.unwrap_or_default();
            let failure = Failure::usage(format!("there is no branch `{name}` in this repository"));
            let hint = |failure: Failure, near| failure.hint(format!("did you mean `{near}`?"));
            near.iter().fold(failure, hint).hint("for a tag or a commit there is --rev")
        }
        NotInForce::Younger { branch, since, shallow: false } => {
            let since = show::full(since, viewer);
            Failure::plan(format!(
                "no plan was in force at {at}: the first commit on {branch} is of {since}"
            ))
            .hint("without --in-force the plan as it is answers for any time")
        }
        NotInForce::Younger { branch, since, shallow: true } => {
            let since = show::full(since, viewer);
            Failure::plan(format!(
                "which plan was in force at {at} is not known: this clone holds only the newest \
                 commits of {branch}, since {since}"
            ))
            .hint("`git fetch --unshallow` brings the others")
        }
        NotInForce::Unreadable(reason) => unreadable(&reason),
    }
}

/// Why a repository cannot be read.
pub(super) fn unreadable(reason: &Unreadable) -> Failure {
    let failure = Failure::system(format!("the repository cannot be read: {reason}"));
    match reason {
        Unreadable::Owner(folder) => {
            let folder = folder.parent().filter(|_| folder.ends_with(".git")).unwrap_or(folder);
            failure.hint(format!(
                "if you trust it: git config --global --add safe.directory {}",
                quoted(&folder.display().to_string())
            ))
        }
        Unreadable::Broken(_) => failure,
    }
}

/// A word as a shell takes it.
pub(super) fn quoted(word: &str) -> String {
    // A `~` is a home only where a word begins with it.
    let plain = |c: char| c.is_alphanumeric() || "._/-+@=,~".contains(c);
    if word.chars().all(plain) && !word.starts_with('~') {
        word.to_owned()
    } else {
        format!("'{}'", word.replace('\'', "'\\''"))
    }
}

/// No plan is where it was looked for.
pub(super) fn nowhere(revision: &Revision, looked: &Looked) -> Failure {
    let (name, short) = (revision.name(), revision.short());
    let at = if revision.commit().starts_with(name) {
        short.to_owned()
    } else {
        format!("{name} = {short}")
    };
    let what = match looked {
        Looked::Named { folder, .. } if folder.is_empty() => {
            "no irp.toml in the top folder".to_owned()
        }
        Looked::Named { folder, .. } => format!("no {folder}/irp.toml"),
        Looked::Found { here, .. } if here.is_empty() => {
            "no irp.toml or .irp/irp.toml in the top folder".to_owned()
        }
        Looked::Found { here, .. } => format!("no irp.toml or .irp/irp.toml in {here} or above"),
    };
    Failure::plan(format!("there is no plan at {at}: {what}"))
}

/// Adds the folders of the revision that do hold a plan.
pub(super) fn elsewhere(failure: Failure, folders: &[String], looked: &Looked) -> Failure {
    let here = match looked {
        Looked::Named { here, .. } => here.as_deref(),
        Looked::Found { here, .. } => Some(here.as_str()),
    };
    if folders.is_empty() {
        return failure.hint("nor is there one elsewhere in it");
    }
    let hint = |failure: Failure, folder: &String| match here {
        Some(here) => {
            failure.hint(format!("it holds one that --plan {} names", quoted(&from(here, folder))))
        }
        None if folder.is_empty() => failure.hint("it holds one in the top folder"),
        None => failure.hint(format!("it holds one in {folder}")),
    };
    folders.iter().take(3).fold(failure, hint)
}

/// A folder as somebody writes it who stands in another.
fn from(here: &str, folder: &str) -> String {
    let parts = |path: &str| path.split('/').filter(|p| !p.is_empty()).map(str::to_owned).collect();
    let (here, folder): (Vec<String>, Vec<String>) = (parts(here), parts(folder));
    let shared = here.iter().zip(&folder).take_while(|(a, b)| a == b).count();
    let up = here.iter().skip(shared).map(|_| "..");
    let way: Vec<_> = up.chain(folder.iter().skip(shared).map(String::as_str)).collect();
    if way.is_empty() { ".".to_owned() } else { way.join("/") }
}
