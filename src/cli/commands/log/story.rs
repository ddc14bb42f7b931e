//! The history of a plan, commit by commit: what each made of the plan before it.

use std::collections::VecDeque;
use std::rc::Rc;

use chrono::TimeDelta;

use crate::cli::{Failure, History, Past};
use crate::diff::{Changes, Comparison, Question};
use crate::history::{End, Revision, Touch, Walk};
use crate::plan::{Plan, Read};
use crate::source::{Pattern, pattern};
use crate::time::{Instant, Span, Zones};

/// How far back shifts are looked at that were over when a commit was made.
const PAST: TimeDelta = TimeDelta::weeks(4);
/// How many commits back a plan is looked for that can be compared.
const MOST_BROKEN: usize = 100;
/// Files of a plan that does not say which it has.
const FILES: &str = "**/*.toml";

/// A commit, and what it did.
pub(super) struct Told {
    pub touch: Touch,
    pub deed: Deed,
}

/// What a commit did to the plan.
pub(super) enum Deed {
    /// It brought one.
    Begins(Rc<Plan>),
    /// It took it away.
    Ends,
    /// It left one with faults.
    Broken(Rc<Plan>),
    /// It left one without, and there is none before it to compare it with.
    Mended,
    /// It changed it.
    Changed(Box<Change>),
}

/// A change of a plan.
pub(super) struct Change {
    pub before: Rc<Plan>,
    pub after: Rc<Plan>,
    /// The commit that has the plan before, where the first parent's is broken.
    pub with: Option<Revision>,
    /// The span over which shifts were compared; it begins when the change was committed.
    pub window: Span,
    pub changes: Changes,
}

impl Told {
    /// When it was committed, which is the present to its comparison.
    pub fn at(&self) -> Instant {
        self.touch.revision.committed_at()
    }
}

/// The commits of a plan, newest first.
pub(super) struct Story<'h> {
    history: &'h History,
    walk: Walk<'h>,
    /// Commits that were found already, with the plan before each.
    ahead: VecDeque<(Touch, Option<Rc<Plan>>)>,
    /// The plan before the commit that was told last: the next commit made it what it is.
    held: Option<Rc<Plan>>,
}

impl<'h> Story<'h> {
    pub fn new(history: &'h History, past: Past, since: Option<Instant>) -> Result<Self, Failure> {
        let mut walk = history.walk(&past.seen)?.since(since);
        walk.heed(files(&past.plan));
        let held = Some(Rc::new(past.plan));
        Ok(Self { history, walk, ahead: VecDeque::new(), held })
    }

    /// Why there are no more commits.
    pub fn end(&self) -> Option<&End> {
        self.walk.end()
    }

    /// What the next commit did; `None` where there is none.
    ///
    /// # Errors
    /// Where the repository cannot be read.
    pub fn next(&mut self, zones: &Zones) -> Result<Option<Told>, Failure> {
        if self.ahead.is_empty() && !self.find(zones)? {
            return Ok(None);
        }
        let Some((touch, before)) = self.ahead.pop_front() else { return Ok(None) };
        let held = self.held.take().filter(|_| touch.follows);
        let deed = match (&touch.folder, &before) {
            (None, _) => Deed::Ends,
            (Some(folder), _) => {
                let after = match held {
                    Some(plan) => plan,
                    None => Rc::new(self.read(&touch.revision, folder, zones)?),
                };
                self.deed(after, &touch, before.as_ref(), zones)?
            }
        };
        self.held = before;
        Ok(Some(Told { touch, deed }))
    }

    fn deed(
        &mut self,
        after: Rc<Plan>,
        touch: &Touch,
        before: Option<&Rc<Plan>>,
        zones: &Zones,
    ) -> Result<Deed, Failure> {
        let Some(before) = before else { return Ok(Deed::Begins(after)) };
        if !after.faults.is_empty() {
            return Ok(Deed::Broken(after));
        }
        let (before, with) = if before.faults.is_empty() {
            (Rc::clone(before), None)
        } else if let Some((with, before)) = self.readable(zones)? {
            (before, Some(with))
        } else {
            return Ok(Deed::Mended);
        };
        let now = touch.revision.committed_at();
        let comparison = Comparison::new(&before, &after);
        let window = comparison.window(now);
        let (since, notice) = (now - PAST, TimeDelta::zero());
        let changes = comparison.changes(&Question { now, window, since, notice }, zones);
        Ok(Deed::Changed(Box::new(Change { before, after, with, window, changes })))
    }

    /// The nearest plan further back that has no faults, and the commit that has it.
    fn readable(&mut self, zones: &Zones) -> Result<Option<(Revision, Rc<Plan>)>, Failure> {
        for nth in 0..MOST_BROKEN {
            if nth == self.ahead.len() && !self.find(zones)? {
                return Ok(None);
            }
            let (touch, plan) = &self.ahead[nth];
            match (&touch.before, plan) {
                (Some(before), Some(plan)) if touch.follows && plan.faults.is_empty() => {
                    return Ok(Some((before.revision.clone(), Rc::clone(plan))));
                }
                (Some(_), Some(_)) if touch.follows => {}
                _ => return Ok(None),
            }
        }
        Ok(None)
    }

    /// Looks for one more commit. Whether there is one.
    fn find(&mut self, zones: &Zones) -> Result<bool, Failure> {
        let Some(touch) = self.walk.next() else { return Ok(false) };
        let before = touch.before.as_ref();
        let before = before.and_then(|before| Some((&before.revision, before.folder.as_ref()?)));
        let plan = match before {
            Some((revision, folder)) => Some(Rc::new(self.read(revision, folder, zones)?)),
            None => None,
        };
        if let Some(plan) = &plan {
            self.walk.heed(files(plan));
        }
        self.ahead.push_back((touch, plan));
        Ok(true)
    }

    fn read(&self, revision: &Revision, folder: &str, zones: &Zones) -> Result<Plan, Failure> {
        self.history.load_in(folder, revision, zones, Read::Toml)
    }
}

/// Which files a plan has, as far as its irp.toml says: that it does is the same until this file
/// changes.
pub fn files(plan: &Plan) -> impl Fn(&str) -> bool + use<> {
    let table = plan.written.plan.as_ref();
    let include = table.and_then(|table| table.value.include.as_ref());
    let globs = include
        .map_or(vec![FILES], |list| list.value.iter().map(|text| text.value.as_str()).collect());
    let globs: Vec<Pattern> = globs.into_iter().filter_map(|text| pattern(text).ok()).collect();
    move |path| {
        let hidden = path.rsplit('/').skip(1).any(|folder| folder.starts_with('.'));
        !hidden && globs.iter().any(|glob| glob.matches(path))
    }
}
