//! What an argument takes, and what the plan at hand has of it.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use clap::builder::{PossibleValue, StyledStr};
use clap::{Arg, Command};

use super::kinds::Kind;
use super::{Candidate, Offer};
use crate::cli::{Options, Session, World, manual, parser};
use crate::diagnostic::visible;
use crate::history::Repository;
use crate::plan::{Plan, Read, Record, Rotation};
use crate::rules::RULES;
use crate::syntax::{GameDay, Incident, Role, Runbook, is_id};
use crate::time::Zones;
use crate::views::explain::topics;
use crate::views::originals;

/// Revisions beyond these are not offered.
const MOST_REVISIONS: usize = 200;
/// What a candidate is stays on one line of a terminal.
const LONGEST_HELP: usize = 70;

const DAYS: [(&str, &str); 11] = [
    ("now", "this instant"),
    ("today", "its first instant"),
    ("tomorrow", "its first instant"),
    ("yesterday", "its first instant"),
    ("mon", "Monday"),
    ("tue", "Tuesday"),
    ("wed", "Wednesday"),
    ("thu", "Thursday"),
    ("fri", "Friday"),
    ("sat", "Saturday"),
    ("sun", "Sunday"),
];

const LENGTHS: [(&str, &str); 6] = [
    ("1d", "a day"),
    ("1w", "a week"),
    ("2w", "two weeks"),
    ("4w", "four weeks"),
    ("3mo", "three months"),
    ("1y", "a year"),
];

const SETTINGS: [(&str, &str); 16] = [
    ("started", "when it began"),
    ("detected", "when it was noticed"),
    ("acknowledged", "when somebody answered"),
    ("engaged", "when somebody worked on it"),
    ("declared", "when it was declared"),
    ("remediation-started", "when mending began"),
    ("mitigated", "when customers no longer felt it"),
    ("resolved", "when it was over"),
    ("reviewed", "when it was talked over"),
    ("published", "when the review was published"),
    ("open", "the status"),
    ("commander", "who commands"),
    ("severity", "how bad it is"),
    ("title", "what is wrong"),
    ("channel", "its chat channel"),
    ("detected-by", "who noticed first"),
];

const GROUNDS: [(&str, &str); 5] = [
    ("now", "on call now changes"),
    ("past", "a past shift is rewritten"),
    ("gap", "a gap opens"),
    ("notice=14d", "a shift changes that begins sooner"),
    ("effective", "any shift changes"),
];

const HANDOFFS: [(&str, &str); 3] = [
    ("new", "write the note of a handoff"),
    ("ack", "sign the note of a handoff"),
    ("list", "the handoffs of four weeks, and their notes"),
];

/// Where candidates come from.
pub struct Source<'a> {
    pub world: &'a World,
    /// The folder of the plan as it was typed.
    pub plan: Option<&'a str>,
    /// The revision as it was typed.
    pub rev: Option<&'a str>,
}

impl Source<'_> {
    /// What may be the value of an argument, of which this is the how manieth.
    pub fn offer(&self, arg: &Arg, nth: usize, typed: &str) -> Offer {
        let fixed = arg.get_possible_values();
        if !fixed.is_empty() {
            let shown = fixed.iter().filter(|value| !value.is_hide_set());
            let help = |text: Option<&StyledStr>| text.map(ToString::to_string);
            let candidate = |value: &PossibleValue| {
                Candidate::new(value.get_name(), help(value.get_help()).unwrap_or_default())
            };
            return Offer::These(shown.map(candidate).collect());
        }
        Offer::These(match Kind::of(arg) {
            Some(Kind::File) => return Offer::File,
            Some(Kind::Folder) => return Offer::Folder,
            Some(Kind::Code) => codes(),
            Some(Kind::Command) => commands(),
            Some(Kind::Branch) => self.revisions(typed, Repository::is_branch),
            Some(Kind::Revision) => self.revisions(typed, |_, _| true),
            Some(Kind::When) if nth == 0 => fixed_words(&DAYS),
            Some(Kind::When | Kind::Zone) => self.zones(typed),
            Some(Kind::Handoff) => [fixed_words(&HANDOFFS), self.ids(Kind::Rotation)].concat(),
            Some(Kind::Ground) => fixed_words(&GROUNDS),
            Some(Kind::Incident) => self.incidents(),
            Some(Kind::Runbook) => self.runbooks(),
            Some(Kind::Template) => self.templates(),
            Some(Kind::Length) => fixed_words(&LENGTHS),
            Some(Kind::Setting) => self.settings(),
            Some(Kind::Rule) => RULES.iter().map(|r| Candidate::new(r.code, r.summary)).collect(),
            Some(Kind::Free) | None => Vec::new(),
            Some(kind) => self.ids(kind),
        })
    }

    /// The ids of the plan, each with what it stands for.
    fn ids(&self, kind: Kind) -> Vec<Candidate> {
        let (tables, list): (_, fn(&Plan) -> Vec<Candidate>) = match kind {
            Kind::GameDay => (&["game-days"][..], game_days),
            Kind::Person => (&["people"][..], people),
            Kind::Role => (&["roles", "rotations"][..], roles),
            Kind::Rotation => (&["rotations"][..], rotations),
            Kind::Service => (&["services"][..], services),
            Kind::Severity => (&["severities"][..], severities),
            Kind::Subject => (&["people", "services", "teams", "rotations"][..], subjects),
            Kind::Team => (&["teams"][..], teams),
            _ => return Vec::new(),
        };
        let Some(plan) = self.plan(Read::Only(tables)) else { return Vec::new() };
        let mut all = list(plan);
        all.retain(|candidate| is_id(&candidate.value));
        all
    }

    /// The incidents on record, the latest first.
    fn incidents(&self) -> Vec<Candidate> {
        let Some(plan) = self.plan(Read::Everything) else { return Vec::new() };
        let all = plan.written.incidents.iter().filter(|record| is_id(&record.id));
        let named = |record: &Record<Incident>| {
            let title = record.front.as_ref().and_then(|front| front.title.as_ref());
            named(&record.id, title.map(|title| &title.value))
        };
        all.rev().map(named).collect()
    }

    /// The runbooks.
    fn runbooks(&self) -> Vec<Candidate> {
        let Some(plan) = self.plan(Read::Everything) else { return Vec::new() };
        let all = plan.written.runbooks.iter().filter(|record| is_id(&record.id));
        let titled = |record: &Record<Runbook>| {
            let title = record.front.as_ref().and_then(|front| front.title.as_ref());
            named(&record.id, title.map(|title| &title.value))
        };
        all.map(titled).collect()
    }

    /// What can be set in a record: words, and the roles of the plan.
    fn settings(&self) -> Vec<Candidate> {
        let mut all = fixed_words(&SETTINGS);
        all.extend(self.ids(Kind::Role));
        all
    }

    /// The templates of irp and of the plan.
    fn templates(&self) -> Vec<Candidate> {
        let about = |name: &str| originals::set(name).map_or("", |set| set.about);
        let mut names: BTreeSet<_> =
            originals::all().iter().map(|(name, _)| (*name).to_owned()).collect();
        let own = self.session().and_then(|session| {
            let plan = session.plan(Read::Only(&["plan"])).ok()?;
            session.shelf(plan).ok().map(|own| own.own().map(str::to_owned).collect::<Vec<_>>())
        });
        names.extend(own.into_iter().flatten());
        names.into_iter().map(|name| Candidate::new(name.as_str(), about(&name))).collect()
    }

    /// The plan, or what can be read of it.
    fn plan(&self, read: Read) -> Option<&'static Plan> {
        self.session()?.plan(read).ok()
    }

    fn session(&self) -> Option<Session<'_>> {
        let plan = self.plan.map(|folder| self.expanded(folder));
        // Ids do not depend on the present time, unless a revision does: a frozen clock that is
        // none must not hide them.
        let mut options = Options::default();
        let dated = self.rev.is_some_and(|rev| rev.contains("@{"));
        (options.plan, options.now) = (plan, (!dated).then(|| "@0".to_owned()));
        options.rev = self.rev.map(str::to_owned);
        Session::new(self.world, options).ok()
    }

    /// A folder as the shell would have handed it over.
    fn expanded(&self, folder: &str) -> PathBuf {
        let home =
            folder.strip_prefix("~/").and_then(|rest| Some((rest, self.world.variable("HOME")?)));
        home.map_or_else(|| PathBuf::from(folder), |(rest, home)| Path::new(&home).join(rest))
    }

    /// The names of revisions of the repository that the plan is in, if they are of a kind.
    fn revisions(&self, typed: &str, fits: fn(&Repository, &str) -> bool) -> Vec<Candidate> {
        let Some(history) = self.session().and_then(|session| session.history().ok()) else {
            return Vec::new();
        };
        let repository = history.repository();
        // The end of a range is a revision too.
        let (range, typed) = typed.split_at(typed.rfind("..").map_or(0, |at| at + 2));
        let names = repository.revisions(typed, MOST_REVISIONS).unwrap_or_default();
        let names = names.into_iter().filter(|name| fits(repository, name));
        // Git allows names that a shell would run.
        let plain = |c: char| c.is_alphanumeric() || "._/-+@=,".contains(c);
        let names = names.map(|name| [range, &name].concat());
        let names = names.filter(|name| name.chars().all(plain));
        names.map(|name| Candidate::new(name, "")).collect()
    }

    /// What may name a zone: `plan`, `utc`, a person, an area such as `Europe/`, a zone of the area
    /// that was typed; or, where none of these begins so, the zones of a place that does.
    fn zones(&self, typed: &str) -> Vec<Candidate> {
        let lower = typed.to_ascii_lowercase();
        let begins = |name: &str| name.to_ascii_lowercase().starts_with(&lower);
        if typed.contains('/') {
            return zones(Zones::names().filter(|name| begins(name)).map(str::to_owned));
        }
        let mut all = fixed_words(&[("plan", "the plan's zone"), ("utc", "UTC")]);
        all.extend(self.ids(Kind::Person));
        let area = |name: &str| name.split_once('/').map(|(area, _)| format!("{area}/"));
        all.extend(zones(Zones::names().filter_map(area)));
        if all.iter().any(|candidate| begins(&candidate.value)) {
            return all;
        }
        let place = |name: &&str| name.split('/').skip(1).last().is_some_and(begins);
        zones(Zones::names().filter(place).map(str::to_owned))
    }
}

fn zones(names: impl Iterator<Item = String>) -> Vec<Candidate> {
    let sorted: BTreeSet<_> = names.collect();
    sorted.into_iter().map(|name| Candidate::new(name, "")).collect()
}

/// The commands that have a page of the manual.
fn commands() -> Vec<Candidate> {
    let root = parser();
    let about = |command: &Command| command.get_about().map(ToString::to_string);
    let of =
        |command| Candidate::new(Command::get_name(command), about(command).unwrap_or_default());
    manual::commands(&root).map(of).collect()
}

/// Everything that can be explained.
fn codes() -> Vec<Candidate> {
    topics().iter().map(|topic| Candidate::new(topic.code(), short(&topic.summary()))).collect()
}

fn fixed_words(words: &[(&str, &str)]) -> Vec<Candidate> {
    words.iter().map(|(word, help)| Candidate::new(*word, *help)).collect()
}

fn named(id: &impl AsRef<str>, name: Option<&String>) -> Candidate {
    Candidate::new(id.as_ref(), name.map(|name| short(name)).unwrap_or_default())
}

fn people(plan: &Plan) -> Vec<Candidate> {
    plan.people
        .iter()
        .map(|person| Candidate::new(person.id.as_ref(), short(&person.name)))
        .collect()
}

fn services(plan: &Plan) -> Vec<Candidate> {
    plan.services.iter().map(|s| named(&s.id, s.written.name.as_deref())).collect()
}

/// What help may be needed with: skills, services, teams, rotations.
fn subjects(plan: &Plan) -> Vec<Candidate> {
    let skills = plan.people.iter().filter_map(|person| person.written.skills.as_ref());
    let skills: BTreeSet<_> = skills.flat_map(|list| &list.value).map(|s| &s.value).collect();
    let mut all: Vec<_> = skills.into_iter().map(|skill| Candidate::new(skill, "skill")).collect();
    for other in [services(plan), teams(plan), rotations(plan)].into_iter().flatten() {
        if !all.iter().any(|known| known.value == other.value) {
            all.push(other);
        }
    }
    all
}

fn severities(plan: &Plan) -> Vec<Candidate> {
    plan.severities.iter().map(|s| named(&s.id, s.written.name.as_deref())).collect()
}

fn teams(plan: &Plan) -> Vec<Candidate> {
    plan.teams.iter().map(|t| named(&t.id, t.written.name.as_deref())).collect()
}

fn rotations(plan: &Plan) -> Vec<Candidate> {
    let of = |rotation: &Rotation| {
        let team = rotation.team.as_ref().map(|team| format!("team {team}"));
        let role = rotation.role.as_ref().map(AsRef::as_ref);
        let role = role.filter(|role: &&str| *role != rotation.id.as_ref());
        let what = rotation.description.as_deref().or(role);
        let parts: Vec<_> = team.as_deref().into_iter().chain(what).collect();
        Candidate::new(rotation.id.as_ref(), short(&parts.join(", ")))
    };
    plan.rotations.iter().map(of).collect()
}

fn game_days(plan: &Plan) -> Vec<Candidate> {
    let title = |day: &GameDay| day.title.as_deref().map(|title| short(title));
    let days = plan.written.game_days.iter();
    let of = |id: &str, title: Option<String>| Candidate::new(id, title.unwrap_or_default());
    days.map(|day| of(day.id.value.as_ref(), day.value.as_ref().and_then(title))).collect()
}

/// The roles that are defined, and those that rotations name.
fn roles(plan: &Plan) -> Vec<Candidate> {
    let title = |role: &Role| role.title.as_deref().map(|title| short(title));
    let defined = plan.roles.iter().map(|role| {
        let title = role.value.as_ref().and_then(title);
        Candidate::new(role.id.value.as_ref(), title.unwrap_or_default())
    });
    let mut all: Vec<_> = defined.collect();
    for role in plan.rotations.iter().filter_map(|rotation| rotation.role.as_ref()) {
        if !all.iter().any(|known| known.value == role.as_ref()) {
            all.push(Candidate::new(role.as_ref(), ""));
        }
    }
    all
}

/// A text that a stranger wrote, on one line, harmless and not long.
fn short(text: &str) -> String {
    let text = visible(text);
    let mut letters = text.chars();
    let start: String = letters.by_ref().take(LONGEST_HELP).collect();
    if letters.next().is_none() { start } else { start.trim_end().to_owned() + "…" }
}
