//! A page for each runbook.

use std::collections::BTreeSet;

use schemars::JsonSchema;
use serde::Serialize;

use super::Maker;
use super::data::{self, Link};
use super::live::Live;
use super::markdown;
use crate::diagnostic::visible;
use crate::plan::{Plan, Record};
use crate::rules;
use crate::syntax::{Runbook, front_matter, is_id};
use crate::views::templates::TemplateFault;

#[derive(Serialize, JsonSchema)]
pub struct Page {
    /// The runbook, by id.
    id: String,
    /// Its title.
    title: String,
    /// The services that it is for.
    services: Vec<Link>,
    /// Who answers for it.
    owner: Option<Link>,
    /// The day of its last review.
    reviewed: Option<String>,
    /// The body as HTML in which nothing of it runs or loads.
    html: String,
}

/// A runbook, with a link to its page where it has one.
pub fn link(record: &Record<Runbook>) -> Link {
    if is_id(&record.id) {
        return Link::page(title(record), format!("runbooks/{}.html", record.id));
    }
    Link::none(title(record))
}

fn title(record: &Record<Runbook>) -> String {
    let title = record.front.as_ref().and_then(|front| front.title.as_ref());
    title.map_or_else(|| visible(&record.id), |title| visible(&title.value))
}

impl Maker<'_> {
    /// A page for each runbook whose name can be one.
    pub(super) fn runbooks(&mut self) -> Result<(), TemplateFault> {
        let plan = self.site.plan;
        let mut seen = BTreeSet::new();
        let named = plan.written.runbooks.iter().filter(|record| is_id(&record.id));
        for record in named.filter(|record| seen.insert(record.id.as_str())) {
            let page = self.runbook(plan, record);
            let (path, title) = (format!("runbooks/{}.html", page.id), page.title.clone());
            let json = Live::new(self.site, Vec::new()).json();
            self.add("runbook", path, &title, json, &page)?;
        }
        Ok(())
    }

    fn runbook(&self, plan: &Plan, record: &Record<Runbook>) -> Page {
        let front = record.front.as_ref();
        let services = front.and_then(|front| front.services.as_ref());
        let ids: Vec<_> =
            services.iter().flat_map(|list| &list.value).map(|id| &id.value).collect();
        let services = plan.services.iter().filter(|service| ids.contains(&&service.id));
        let owner = front.and_then(|front| front.owner.as_ref()).map(|owner| owner.value.as_ref());
        let reviewed = front.and_then(|front| front.reviewed.as_ref());
        let text = &plan.sources.get(record.at.source).text;
        let start = front_matter(text).map_or(0, |front| {
            text[front.end..].find('\n').map_or(text.len(), |line| front.end + line + 1)
        });
        Page {
            id: record.id.clone(),
            title: title(record),
            services: services.map(super::services::link).collect(),
            owner: owner.map(|id| match plan.person(id) {
                Some(key) => data::person(plan, key),
                None => Link::none(data::team(plan, id)),
            }),
            reviewed: reviewed.map(|day| day.value.0.format("%-d %b %Y").to_string()),
            html: markdown::html(&text[start..], &|target| self.page_of(target)),
        }
    }

    /// The page of the runbook that a link within one leads to, from another.
    fn page_of(&self, target: &str) -> Option<String> {
        let rules::Link::Runbook(_, record) = self.runbooks.find(target) else { return None };
        let part = target.split_once('#').map(|(_, part)| part);
        let plain = |part: &&str| part.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
        let part =
            part.filter(plain).map(|part| format!("#{}{part}", markdown::MARK)).unwrap_or_default();
        is_id(&record.id).then(|| format!("{}.html{part}", record.id))
    }

    /// What a plan calls a runbook: an id, a path or an address.
    pub(super) fn runbook_link(&self, written: &str) -> Link {
        match self.runbooks.find(written) {
            rules::Link::Runbook(_, record) => link(record),
            _ => Link::address(written),
        }
    }

    /// Every runbook, by title.
    pub(super) fn runbook_links(&self) -> Vec<Link> {
        let mut links: Vec<Link> = Vec::new();
        for link in self.site.plan.written.runbooks.iter().map(link) {
            if !links.iter().any(|known| known.href.is_some() && known.href == link.href) {
                links.push(link);
            }
        }
        links.sort_by(|a, b| (&a.text, &a.href).cmp(&(&b.text, &b.href)));
        links
    }
}
