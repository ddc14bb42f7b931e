//! Which runbook a reference means: an id, a file of the plan, or an address under which runbooks
//! are published.

use std::collections::BTreeMap;

use crate::plan::{Plan, Record};
use crate::syntax::Runbook;

/// The runbooks of a plan, to be looked up.
pub struct Runbooks<'a> {
    plan: &'a Plan,
    by_id: BTreeMap<&'a str, Vec<usize>>,
    base: Option<&'a str>,
}

/// What a reference leads to.
pub enum Link<'a> {
    /// A runbook of the plan, by its index.
    Runbook(usize, &'a Record<Runbook>),
    /// An address that is not the plan's to judge.
    Elsewhere,
    /// Nothing.
    Nowhere,
}

impl<'a> Runbooks<'a> {
    /// All runbooks of a plan.
    #[must_use]
    pub fn new(plan: &'a Plan) -> Self {
        let mut by_id: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for (index, record) in plan.written.runbooks.iter().enumerate() {
            by_id.entry(&record.id).or_default().push(index);
        }
        let base = plan.written.plan.as_ref().and_then(|table| table.runbook_base_url.as_ref());
        Self { plan, by_id, base: base.map(|base| base.value.trim_end_matches('/')) }
    }

    /// What a reference leads to.
    #[must_use]
    pub fn find(&self, reference: &str) -> Link<'a> {
        let reference = reference.trim();
        let local = reference.split(['#', '?']).next().unwrap_or_default();
        if !reference.contains("://") {
            return self.local(local);
        }
        let rest = self.base.and_then(|base| local.strip_prefix(base));
        match rest.and_then(|rest| rest.strip_prefix('/')).map(|rest| rest.trim_matches('/')) {
            None | Some("") => Link::Elsewhere,
            Some(rest) => self.local(rest),
        }
    }

    /// The ids that there are, in order.
    pub fn ids(&self) -> impl Iterator<Item = &'a str> {
        self.by_id.keys().copied()
    }

    /// The runbook of an id, or of a path or the end of one, with or without its extension.
    fn local(&self, path: &str) -> Link<'a> {
        let path = path.strip_prefix("./").unwrap_or(path).trim_matches('/');
        let (folder, name) =
            path.rsplit_once('/').map_or(("", path), |(folder, name)| (folder, name));
        let id = name.split_once('.').map_or(name, |(id, _)| id);
        let all = self.by_id.get(id).into_iter().flatten();
        let mut fits = all.filter(|index| self.lies_in(**index, folder));
        fits.next().map_or(Link::Nowhere, |index| {
            Link::Runbook(*index, &self.plan.written.runbooks[*index])
        })
    }

    /// Whether a runbook lies in a folder, or in one whose path ends in it.
    fn lies_in(&self, index: usize, folder: &str) -> bool {
        let record = &self.plan.written.runbooks[index];
        let file = &self.plan.sources.get(record.at.source).name;
        let own = file.rsplit_once('/').map_or("", |(own, _)| own);
        let before = own.strip_suffix(folder);
        before.is_some_and(|before| folder.is_empty() || before.is_empty() || before.ends_with('/'))
    }
}
