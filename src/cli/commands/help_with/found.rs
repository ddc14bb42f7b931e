//! What of the plan is about some words: topics of `[[help]]`, skills, services, teams, rotations.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use super::super::whom::{Asking, Whom};
use super::words::{EXACT, Fit, Texts, Words};
use crate::diagnostic::nearest;
use crate::plan::{Plan, RotationKey, Service, Team};
use crate::syntax::{Help, Services, Target};

/// What a word counts in a title or an id, in a symptom, in what is about something, and where a
/// topic is about every service.
const TITLE: u32 = 8;
const SYMPTOM: u32 = 6;
const ABOUT: u32 = 4;
const EVERY: u32 = 1;
/// So many answers are given.
pub const MOST: usize = 20;

/// Something that is about the words.
#[derive(Clone, Copy)]
pub enum About<'a> {
    Topic(&'a Help),
    Skill(&'a str),
    Service(&'a Service),
    Team(&'a Team),
    Rotation(RotationKey),
}

impl<'a> About<'a> {
    /// The skills that a topic asks for.
    fn skills(self) -> impl Iterator<Item = &'a str> {
        let help = if let Self::Topic(help) = self { Some(help) } else { None };
        let targets = help.into_iter().flat_map(|help| [&help.contact, &help.then]).flatten();
        targets.filter_map(|target| match &target.value {
            Target::Skill(skill) => Some(skill.as_str()),
            _ => None,
        })
    }

    /// Topics come first, as they say when to ask, but not those that are about everything.
    fn rank(self, fit: Fit) -> u8 {
        match self {
            Self::Topic(_) if fit.score <= EXACT * EVERY => 5,
            Self::Topic(_) => 0,
            Self::Skill(_) => 1,
            Self::Service(_) => 2,
            Self::Team(_) => 3,
            Self::Rotation(_) => 4,
        }
    }
}

/// Somebody to ask, and when.
pub struct Ask<'a> {
    /// `ask`, `then`, `first` or `knows`.
    pub step: &'static str,
    pub whom: Whom<'a>,
}

/// An answer.
pub struct Match<'a> {
    pub about: About<'a>,
    pub asks: Vec<Ask<'a>>,
}

/// What was found.
pub struct Found<'a> {
    /// The best ones.
    pub matches: Vec<Match<'a>>,
    /// How many more there are.
    pub more: usize,
}

/// What is about some words, the best first.
pub fn found<'a>(asking: &Asking<'a>, words: &Words) -> Found<'a> {
    let plan = asking.plan;
    let all = everything(plan);
    let fits = all.into_iter().enumerate().map(|(place, about)| {
        let fit = fit(plan, about, words);
        (fit, place, about)
    });
    let mut fits: Vec<_> = fits.filter(|(fit, ..)| fit.words > 0).collect();
    fits.sort_by_key(|(fit, place, about)| {
        (Reverse(fit.words), about.rank(*fit), Reverse(fit.score), *place)
    });
    // Where one thing is about all that was said, what is about one word of it only distracts.
    let best = fits.first().map_or(0, |(fit, ..)| fit.words);
    fits.retain(|(fit, ..)| fit.words * 2 >= best);
    // Whoever has a skill is told once: where a topic says when to ask them.
    let asked: BTreeSet<&str> = fits.iter().flat_map(|(.., about)| about.skills()).collect();
    fits.retain(|(.., about)| !matches!(about, About::Skill(skill) if asked.contains(skill)));
    let more = fits.len().saturating_sub(MOST);
    fits.truncate(MOST);
    let told = fits.iter().filter_map(|(.., about)| match about {
        About::Skill(skill) => Some(*skill),
        _ => None,
    });
    let told = told.chain(asked.iter().copied()).collect();
    let matches =
        fits.iter().map(|(.., about)| Match { about: *about, asks: asks(asking, *about, &told) });
    Found { matches: matches.collect(), more }
}

/// Everything that may be about something, topics first.
fn everything(plan: &Plan) -> Vec<About<'_>> {
    let mut all: Vec<_> = plan.written.help.iter().map(|help| About::Topic(&help.value)).collect();
    all.extend(skills(plan).into_iter().map(About::Skill));
    all.extend(plan.services.iter().map(About::Service));
    all.extend(plan.teams.iter().map(About::Team));
    all.extend(plan.rotation_keys().map(About::Rotation));
    all
}

/// The skills that somebody has, in order.
pub fn skills(plan: &Plan) -> BTreeSet<&str> {
    let lists = plan.people.iter().filter_map(|person| person.written.skills.as_ref());
    lists.flat_map(|list| &list.value).map(|skill| skill.value.as_str()).collect()
}

fn fit(plan: &Plan, about: About<'_>, words: &Words) -> Fit {
    match about {
        About::Topic(help) => topic(plan, help, words),
        About::Skill(skill) => words.fit(&vec![(TITLE, skill)]),
        About::Service(service) => {
            words.fit(&named(TITLE, &service.id, service.written.name.as_deref()))
        }
        About::Team(team) => words.fit(&named(TITLE, &team.id, team.written.name.as_deref())),
        About::Rotation(key) => {
            let rotation = &plan[key];
            words.fit(&named(TITLE, &rotation.id, rotation.description.as_ref()))
        }
    }
}

fn named<'a>(counts: u32, id: &'a impl AsRef<str>, name: Option<&'a String>) -> Texts<'a> {
    [(counts, id.as_ref())].into_iter().chain(name.map(|name| (counts, name.as_str()))).collect()
}

fn topic(plan: &Plan, help: &Help, words: &Words) -> Fit {
    let mut texts: Texts<'_> = Vec::new();
    texts.extend(help.topic.as_ref().map(|topic| (TITLE, topic.value.as_str())));
    texts.extend(help.symptom.as_ref().map(|symptom| (SYMPTOM, symptom.value.as_str())));
    let (counts, about) = about(plan, help);
    for service in about {
        texts.extend(named(counts, &service.id, service.written.name.as_deref()));
    }
    for target in [&help.contact, &help.then].into_iter().flatten() {
        texts.extend(target_texts(plan, &target.value));
    }
    words.fit(&texts)
}

/// The services that a topic is about, and what a word of theirs counts.
fn about<'a>(plan: &'a Plan, help: &Help) -> (u32, Vec<&'a Service>) {
    match help.services.as_ref().map(|services| &services.value) {
        Some(Services::These(these)) => {
            let is_one = |service: &&Service| these.iter().any(|id| id.value == service.id);
            (ABOUT, plan.services.iter().filter(is_one).collect())
        }
        Some(Services::All) | None => (EVERY, plan.services.iter().collect()),
    }
}

/// What a target is called.
fn target_texts<'a>(plan: &'a Plan, target: &'a Target) -> Texts<'a> {
    match target {
        Target::Rotation(id) => vec![(ABOUT, id.as_ref())],
        Target::Team(id) => vec![(ABOUT, id.as_ref())],
        Target::Escalation(_) => Vec::new(),
        Target::Channel(name) | Target::Skill(name) => vec![(ABOUT, name.as_str())],
        Target::Person(id) => {
            let name = plan.person(id.as_ref()).map(|key| (ABOUT, plan[key].name.as_str()));
            [(ABOUT, id.as_ref())].into_iter().chain(name).collect()
        }
        Target::External(id) => {
            let all = plan.written.externals.iter().filter(|entry| entry.id.value == *id);
            let names = all.filter_map(|entry| entry.value.as_ref()?.name.as_ref());
            let names = names.map(|name| (ABOUT, name.value.as_str()));
            [(ABOUT, id.as_ref())].into_iter().chain(names).collect()
        }
    }
}

/// Whom to ask. Whoever knows a service is left out where the skill is an answer of its own.
fn asks<'a>(asking: &Asking<'a>, about: About<'a>, skills: &BTreeSet<&str>) -> Vec<Ask<'a>> {
    let plan = asking.plan;
    match about {
        About::Topic(help) => {
            let steps = [("ask", &help.contact), ("then", &help.then)].into_iter();
            let steps = steps.filter_map(|(step, target)| Some((step, target.as_ref()?)));
            let asks = steps.map(|(step, target)| Ask { step, whom: asking.target(&target.value) });
            asks.collect()
        }
        About::Skill(skill) => vec![Ask { step: "ask", whom: asking.skill(skill) }],
        About::Rotation(key) => vec![Ask { step: "ask", whom: asking.rotation(key) }],
        About::Team(team) => {
            let of_team = |key: &RotationKey| plan[*key].team.as_ref() == Some(&team.id);
            let rotations = plan.rotation_keys().filter(of_team);
            let first = rotations.map(|key| Ask { step: "first", whom: asking.rotation(key) });
            let members = Ask { step: "ask", whom: asking.team(team.id.as_ref()) };
            first.chain([members]).collect()
        }
        About::Service(service) => {
            let worst = plan.severities.iter().find_map(|s| service.escalation.severity(&s.id));
            let path = worst.or_else(|| service.escalation.all().into_iter().next());
            let path = path.and_then(|id| plan.escalation(id.as_ref()));
            let first = path.map(|path| Ask { step: "first", whom: asking.path(path) });
            let needed = service.written.skills.iter().flat_map(|list| &list.value);
            let needed = needed.filter(|skill| !skills.contains(skill.value.as_str()));
            let knows = needed.map(|skill| Ask { step: "ask", whom: asking.skill(&skill.value) });
            first.into_iter().chain(knows).collect()
        }
    }
}

/// What was probably meant by words that nothing is about, each once.
pub fn meant(plan: &Plan, words: &Words) -> Vec<String> {
    let topics = plan.written.help.iter().filter_map(|help| help.topic.as_ref());
    let topics = topics.flat_map(|topic| super::words::tokens(&topic.value));
    let symptoms = plan.written.help.iter().filter_map(|help| help.symptom.as_ref());
    let symptoms = symptoms.flat_map(|symptom| super::words::tokens(&symptom.value));
    let mut known: BTreeSet<String> = topics.chain(symptoms).filter(|w| w.len() > 3).collect();
    known.extend(skills(plan).into_iter().map(str::to_owned));
    known.extend(plan.services.iter().map(|service| service.id.to_string()));
    known.extend(plan.teams.iter().map(|team| team.id.to_string()));
    known.extend(plan.rotations.iter().map(|rotation| rotation.id.to_string()));
    let near =
        words.wanted.iter().filter_map(|word| nearest(word, known.iter().map(String::as_str)));
    let near: BTreeSet<_> = near.map(str::to_owned).collect();
    near.into_iter().collect()
}
