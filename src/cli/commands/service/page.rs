//! A service as a page.

use chrono::NaiveDate;

use super::facts::{Facts, Needed, Path, name};
use super::runbooks::{Guide, Kind};
use crate::plan::Severity;
use crate::syntax::{Alert, BlindSpot, Hours, Urgency};
use crate::views::page::{Entry, Page, Part};
use crate::views::table::Cell;

impl Facts<'_> {
    pub fn page(&self) -> Page {
        let parts = vec![
            self.about(),
            self.escalation(),
            self.alert_part(),
            self.runbook_part(),
            self.signals(),
            self.spots(),
            self.dependencies(),
            self.help_part(),
        ];
        Page { parts }
    }

    fn about(&self) -> Part {
        let (service, plan) = (self.service, self.asking.plan);
        let mut part = Part::new(format!("Service {}", self.name()));
        let mut entry = Entry::default();
        match self.team {
            Some(team) => {
                let name =
                    team.written.name.as_ref().map_or(team.id.as_ref(), |n| n.value.as_str());
                entry.say("owner", Cell::same(format!("team {name} ({})", team.id)));
                let lead = team.written.lead.as_ref().and_then(|id| plan.person(id.value.as_ref()));
                entry.text("lead", lead.map(|lead| plan[lead].name.as_str()));
                entry.text("channel", team.written.channel.as_deref());
            }
            None => entry.mark("owner", Cell::same("nobody: it names no team"), true),
        }
        entry.say("tier", Cell::same(tier(service.tier)));
        if let Some(slo) = &service.written.slo {
            entry.text("objective", slo.objective.as_deref());
            entry.text("measured", slo.url.as_deref());
        }
        entry.text("dashboard", service.written.dashboard.as_deref());
        let skills = service.written.skills.iter().flat_map(|list| &list.value);
        let skills: Vec<_> = skills.map(|skill| skill.value.as_str()).collect();
        entry.text("skills", Some(skills.join(", ")));
        part.add(entry);
        part
    }

    fn escalation(&self) -> Part {
        let mut part = Part::new("Escalation");
        self.paths.iter().for_each(|path| part.add(self.path(path)));
        let mut none = Entry::new("no path");
        for severity in &self.pathless {
            none.mark(severity.id.to_string(), Cell::same("nobody is reached"), true);
        }
        if self.pathless.is_empty() && self.paths.is_empty() {
            none.mark("first", Cell::same("nobody is reached"), true);
        }
        if !none.fields.is_empty() {
            part.add(none);
        }
        part
    }

    fn path(&self, path: &Path<'_>) -> Entry {
        let title = match &path.escalation.written.name {
            Some(name) => format!("{} ({})", path.escalation.id, name.value),
            None => path.escalation.id.to_string(),
        };
        let mut entry = Entry::new(title);
        for severity in &path.severities {
            entry.say(severity.id.to_string(), Cell::same(severity_words(severity)));
        }
        path.first.iter().for_each(|whom| self.asking.say(&mut entry, "first", whom));
        match path.is_reached() {
            true => {}
            false if path.needed => {
                entry.mark("first", Cell::same("so nobody is reached, and somebody must be"), true);
            }
            false => entry.say("first", Cell::same("at this hour nobody need be reached")),
        }
        entry
    }

    fn alert_part(&self) -> Part {
        let mut part = Part::new("Alerts");
        self.alerts().for_each(|alert| part.add(alert_entry(alert)));
        part
    }

    fn runbook_part(&self) -> Part {
        let mut part = Part::new("Runbooks");
        self.guides.iter().for_each(|guide| part.add(self.guide(guide)));
        part
    }

    fn guide(&self, guide: &Guide<'_>) -> Entry {
        let mut entry = Entry::new(guide.id.as_str());
        match &guide.link {
            Kind::Ours(ours) => {
                entry.text("title", ours.title());
                entry.say("file", Cell::same(ours.file));
                let owner = ours.record.front.as_ref().and_then(|front| front.owner.as_ref());
                entry.text("owner", owner.map(|owner| self.owner(&owner.value)));
                let due = ours.due.map_or_else(String::new, |due| {
                    let was = if ours.overdue { "was due" } else { "due" };
                    format!(", the next review {was} on {}", day(due))
                });
                let seen = match (ours.reviewed, ours.changed) {
                    (Some(reviewed), _) => day(reviewed) + &due,
                    (None, Some(changed)) => {
                        format!("never; last changed on {}{due}", day(changed))
                    }
                    (None, None) => "never".to_owned(),
                };
                let exact = |d: Option<NaiveDate>| d.map_or_else(String::new, |d| d.to_string());
                let last = exact(ours.reviewed.or(ours.changed));
                let exact = format!("{last}, due {}", exact(ours.due));
                let exact = if ours.overdue { exact + ", overdue" } else { exact };
                entry.mark("reviewed", Cell { short: seen, exact }, ours.overdue);
            }
            Kind::Elsewhere => entry.say("file", Cell::same("not in this plan")),
            Kind::Nowhere => entry.mark("file", Cell::same("there is no such runbook"), true),
        }
        entry.text("alerts", Some(guide.alerts.join(", ")));
        entry
    }

    fn signals(&self) -> Part {
        let mut part = Part::new("Signals");
        let written = &self.service.written;
        let list = |list: &Option<crate::source::Located<Vec<crate::source::Located<String>>>>| {
            let words = list.iter().flat_map(|list| &list.value);
            words.map(|word| word.value.as_str()).collect::<Vec<_>>().join(", ")
        };
        let mut entry = Entry::default();
        entry.text("watched", Some(list(&written.signals)));
        entry.text("waived", Some(list(&written.signals_not_applicable)));
        if !self.missing.is_empty() {
            entry.mark("missing", Cell::same(self.missing.join(", ")), true);
        }
        part.add(entry);
        part
    }

    fn spots(&self) -> Part {
        let mut part = Part::new("Blind spots");
        self.blind_spots().for_each(|spot| part.add(self.spot(spot)));
        part
    }

    fn spot(&self, spot: &BlindSpot) -> Entry {
        let mut entry = Entry::new(spot.question.as_deref().map_or("", String::as_str));
        match &spot.owner {
            Some(owner) => entry.text("owner", Some(self.owner(&owner.value))),
            None => entry.mark("owner", Cell::same("nobody"), true),
        }
        match &spot.review_by {
            Some(by) => {
                let (overdue, by) = (self.is_overdue(spot), by.value.0);
                let late = if overdue { ", which is past" } else { "" };
                let short = format!("{}{late}", day(by));
                entry.mark("review by", Cell { short, exact: format!("{by}{late}") }, overdue);
            }
            None => entry.mark("review by", Cell::same("no date"), true),
        }
        entry.text("found in", spot.found_in.as_deref());
        entry
    }

    fn dependencies(&self) -> Part {
        let mut part = Part::new("Dependencies");
        self.needs.iter().for_each(|needed| part.add(self.needed(needed)));
        let needed_by: Vec<_> = self.needed_by.iter().map(|s| s.id.to_string()).collect();
        let mut entry = Entry::default();
        entry.text("needed by", Some(needed_by.join(", ")));
        part.add(entry);
        part
    }

    fn needed(&self, needed: &Needed<'_>) -> Entry {
        let service = needed.service;
        let mut entry = Entry::new(format!("needs {} ({})", name(service), service.id));
        needed.first.iter().for_each(|whom| self.asking.say(&mut entry, "first", whom));
        if !needed.first.iter().any(super::super::whom::Whom::is_somebody) {
            let why = if needed.path.is_none() { "nobody: it has no path" } else { "nobody" };
            entry.mark("first", Cell::same(why), true);
        }
        let further = service.written.depends_on.iter().flat_map(|list| &list.value);
        let further: Vec<_> = further.map(|id| id.value.to_string()).collect();
        entry.text("needs", Some(further.join(", ")));
        entry
    }

    fn help_part(&self) -> Part {
        let mut part = Part::new("Help");
        for help in &self.help {
            let mut entry = Entry::new(help.topic.as_deref().map_or("", String::as_str));
            entry.text("when", help.symptom.as_deref());
            for (label, target) in [("ask", &help.contact), ("then", &help.then)] {
                if let Some(target) = target {
                    self.asking.say(&mut entry, label, &self.asking.target(&target.value));
                }
            }
            part.add(entry);
        }
        part
    }
}

fn alert_entry(alert: &Alert) -> Entry {
    let mut entry = Entry::new(alert.name.as_deref().map_or("", String::as_str));
    entry.text("severity", alert.severity.as_ref().map(|id| id.value.as_ref()));
    entry.text("summary", alert.summary.as_deref());
    entry.text("impact", alert.impact.as_deref());
    entry.text("first step", alert.first_step.as_deref());
    match &alert.runbook {
        Some(runbook) => entry.text("runbook", Some(runbook.value.as_str())),
        None => entry.say("runbook", Cell::same("none")),
    }
    entry.text("dashboard", alert.dashboard.as_deref());
    entry.text("added after", alert.added_after.as_ref().map(|id| id.value.as_ref()));
    entry
}

/// A severity in a few words.
fn severity_words(severity: &Severity) -> String {
    let written = &severity.written;
    let urgency = written.urgency.as_ref().map_or(Urgency::High, |urgency| urgency.value);
    let mut words: Vec<String> = written.name.iter().map(|name| name.value.clone()).collect();
    words.push(if urgency == Urgency::High { "wakes people" } else { "can wait" }.to_owned());
    words.push(
        if severity.hours == Hours::Always { "at any hour" } else { "in service hours" }.to_owned(),
    );
    let within = written.acknowledge_within.as_ref();
    words.extend(within.map(|within| format!("acknowledged within {}", within.value)));
    words.join(", ")
}

fn tier(tier: i64) -> String {
    let words = match tier {
        1 => "needs people at any hour",
        2 => "needs people in service hours",
        _ => "needs people at no promised hour",
    };
    format!("{tier}, {words}")
}

fn day(date: NaiveDate) -> String {
    date.format("%a %-d %b %Y").to_string()
}
