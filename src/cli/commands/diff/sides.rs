//! The two plans that are compared, and where each comes from.

use std::path::{Path, PathBuf};

use super::asked::Asked;
use crate::cli::unread::{quoted, unreadable};
use crate::cli::{Disk, Failure, FailureKind, History, Past, Seen, Session};
use crate::diagnostic::visible;
use crate::history::Revision;
use crate::plan::{self, Plan, Read};
use crate::views::diff::json::{SideJson, Sides};
use crate::views::diff::words::counted;
use crate::views::human::{Style, diagnostics};
use crate::views::json::RevisionJson;

/// Faults beyond these are counted, not shown.
const MOST_FAULTS: usize = 10;
const NO_GIT: &str = "`irp diff --no-git DIR DIR` compares two folders, without git";

/// Two plans.
pub(super) struct Pair {
    pub before: Side,
    pub after: Side,
}

/// A plan that is compared.
pub(super) struct Side {
    pub plan: &'static Plan,
    /// What it is, such as `main = 1a2b3c4`.
    name: String,
    pub origin: Origin,
}

/// Where a plan comes from.
pub(super) enum Origin {
    Revision(Box<Seen>),
    /// The files of the plan as they are.
    Files,
    Folder(PathBuf),
}

impl Pair {
    /// Reads both plans.
    ///
    /// # Errors
    /// Where a side holds no plan, or there is no such side.
    pub fn read(asked: &Asked<'_>, session: &Session<'_>) -> Result<Self, Failure> {
        match asked {
            Asked::Folders(before, after) => {
                let side = |folder: &&str| Side::folder(Path::new(*folder), session);
                Ok(Self { before: side(before)?, after: side(after)? })
            }
            Asked::WithFiles(words) => {
                let history = history(session)?;
                let before =
                    history.revision(words, session).map_err(|f| odd(f, words, session))?;
                if history.repository().root().is_none() {
                    return Err(Failure::usage("a bare repository has no files to compare with")
                        .hint("name both sides: `irp diff main..branch`"));
                }
                let before = Side::beside_files(before, &history, session)?;
                Ok(Self { before, after: Side::files(session)? })
            }
            Asked::Revisions(before, after) => {
                let history = history(session)?;
                let [before, after] = [before, after].map(|words| history.revision(words, session));
                Self::revisions(before?, after?, &history, session)
            }
            Asked::SinceParting(one, other) => {
                let history = history(session)?;
                let [one, other] = [one, other].map(|words| history.revision(words, session));
                let (one, other) = (one?, other?);
                let parting = parting(&history, &one, &other)?;
                let mut pair = Self::revisions(parting, other, &history, session)?;
                pair.before.name = format!("merge base {}", pair.before.name);
                Ok(pair)
            }
        }
    }

    /// Reads the plans of two revisions; where one of them has it in another folder, it is followed
    /// there.
    fn revisions(
        before: Revision,
        after: Revision,
        history: &History,
        session: &Session<'_>,
    ) -> Result<Self, Failure> {
        let (zones, what) = (&session.zones, Read::Everything);
        let (before, after) = match history.load(after.clone(), zones, what) {
            Ok(after) => (history.load_beside(before, &after.seen, zones, what)?, after),
            Err(failure) => {
                let before = history.load(before, zones, what).map_err(|_| failure)?;
                let after = history.load_beside(after, &before.seen, zones, what)?;
                (before, after)
            }
        };
        Ok(Self { before: Side::past(before), after: Side::past(after) })
    }

    /// Checks that both plans can be compared: half of a plan would make everything look changed.
    ///
    /// # Errors
    /// Where one has faults, which are shown beside the answer.
    pub fn refuse_faults(&self, session: &mut Session<'_>) -> Result<(), Failure> {
        let faulty = [&self.before, &self.after];
        let faulty: Vec<_> = faulty.into_iter().filter(|s| !s.plan.faults.is_empty()).collect();
        if faulty.is_empty() {
            return Ok(());
        }
        for side in &faulty {
            side.show_faults(session);
        }
        let names: Vec<_> = faulty.iter().map(|side| side.faults()).collect();
        let message = format!("{}: nothing is compared with half of a plan", names.join(", and "));
        let hint =
            |failure: Failure, side: &&Side| failure.hint(format!("`{}` shows all", side.check()));
        Err(faulty.iter().fold(Failure::plan(message), hint))
    }

    /// Both sides in words.
    pub fn label(&self) -> String {
        format!("{} -> {}", visible(&self.before.name), visible(&self.after.name))
    }

    pub fn json(&self) -> Sides {
        Sides { before: self.before.json(), after: self.after.json() }
    }
}

impl Side {
    fn new(plan: Plan, name: String, origin: Origin) -> Self {
        // The process ends with the command: taking the plan apart again would be wasted work.
        Self { plan: Box::leak(Box::new(plan)), name, origin }
    }

    /// The plan of a revision that is compared with the files; where these were moved since, it is
    /// followed to where it was.
    fn beside_files(
        revision: Revision,
        history: &History,
        session: &Session<'_>,
    ) -> Result<Self, Failure> {
        let (zones, what) = (&session.zones, Read::Everything);
        history.load(revision.clone(), zones, what).map(Self::past).or_else(|failure| {
            let head = history.revision("HEAD", session);
            let head = head.and_then(|head| history.load(head, zones, Read::Only(&[])));
            let Ok(head) = head else { return Err(failure) };
            history.load_beside(revision, &head.seen, zones, what).map(Self::past)
        })
    }

    fn past(past: Past) -> Self {
        let label = past.seen.label();
        let name = label.strip_prefix("at ").unwrap_or(&label).to_owned();
        Self::new(past.plan, name, Origin::Revision(Box::new(past.seen)))
    }

    fn files(session: &Session<'_>) -> Result<Self, Failure> {
        let plan = plan::load(&Disk::new(session.folder()?), &session.zones, Read::Everything);
        Ok(Self::new(plan, "working tree".to_owned(), Origin::Files))
    }

    fn folder(folder: &Path, session: &Session<'_>) -> Result<Self, Failure> {
        let found = session.holding(folder).map_err(|failure| Failure {
            hints: vec!["--no-git takes two folders that hold an irp.toml".to_owned()],
            ..failure
        })?;
        let plan = plan::load(&Disk::new(found.clone()), &session.zones, Read::Everything);
        Ok(Self::new(plan, folder.display().to_string(), Origin::Folder(found)))
    }

    fn faults(&self) -> String {
        let article = if matches!(self.origin, Origin::Files) { "the " } else { "" };
        let faults = counted(self.plan.faults.len(), "fault");
        format!("the plan of {article}{} has {faults}", self.name)
    }

    fn show_faults(&self, session: &mut Session<'_>) {
        let style = Style { color: false, width: session.style().width };
        let faults = &self.plan.faults;
        session.note(&format!("{}:\n", visible(&self.faults())));
        for fault in faults.iter().take(MOST_FAULTS) {
            session.note(&diagnostics::render(fault, &self.plan.sources, style));
        }
        if faults.len() > MOST_FAULTS {
            session.note(&format!("and {} more\n", faults.len() - MOST_FAULTS));
        }
    }

    /// The command that shows what is wrong with it.
    fn check(&self) -> String {
        match &self.origin {
            Origin::Revision(seen) => format!("irp check --rev {}", quoted(seen.revision.name())),
            Origin::Files => "irp check".to_owned(),
            Origin::Folder(folder) => {
                format!("irp check --plan {}", quoted(&folder.display().to_string()))
            }
        }
    }

    fn json(&self) -> SideJson {
        let revision = match &self.origin {
            Origin::Revision(seen) => Some(RevisionJson::new(&seen.revision)),
            Origin::Files | Origin::Folder(_) => None,
        };
        SideJson { name: self.name.clone(), revision }
    }
}

/// The repository of the plan, or why there is none.
fn history(session: &Session<'_>) -> Result<History, Failure> {
    session.history().map_err(|failure| match failure.kind {
        FailureKind::Plan => Failure { hints: vec![NO_GIT.to_owned()], ..failure },
        _ => failure,
    })
}

/// What else the words for the only revision may have meant.
fn odd(failure: Failure, words: &str, session: &Session<'_>) -> Failure {
    let hints = match failure.kind {
        FailureKind::Plan if failure.message.contains("nothing is committed") => {
            vec!["commit the plan first: then `irp diff` shows what you change".to_owned()]
        }
        _ if session.world().is_folder(Path::new(words)) => vec![NO_GIT.to_owned()],
        _ => return failure,
    };
    Failure { hints, ..failure }
}

/// The commit from which two revisions part.
fn parting(history: &History, one: &Revision, other: &Revision) -> Result<Revision, Failure> {
    let repository = history.repository();
    let found = repository.merge_base(one, other).map_err(|reason| unreadable(&reason))?;
    found.ok_or_else(|| {
        let (one, other) = (one.name(), other.name());
        let failure = Failure::plan(format!("`{one}` and `{other}` have no commit in common"));
        if repository.is_shallow() {
            return failure.hint("this clone is shallow: `git fetch --unshallow` brings the rest");
        }
        failure.hint(format!("`irp diff {one}..{other}` compares them as they are"))
    })
}
