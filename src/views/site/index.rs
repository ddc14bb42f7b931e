//! The first page: who is on call now, the coming weeks, and where everything else is; and the page
//! of how a response goes.

use schemars::JsonSchema;
use serde::Serialize;

use super::Maker;
use super::data::{self, Link, Row};
use super::escalation::{self, Path, Rank, Topic};
use super::feed::Feed;
use super::known::Known;
use super::live::Live;
use super::rotations::Card;
use super::timeline::Timeline;
use crate::diagnostic::visible;
use crate::views::templates::TemplateFault;

/// The first page lists so many shifts; where there are more, pages of rotations do.
pub const MOST_ROWS: usize = 1000;

#[derive(Serialize, JsonSchema)]
pub struct Page {
    /// Cards by team.
    teams: Vec<Team>,
    /// The coming weeks as a picture.
    timeline: Timeline,
    /// The shifts of the coming weeks; none where there are very many.
    shifts: Option<Vec<Row>>,
    /// Everybody.
    people: Vec<Somebody>,
    /// Every service.
    services: Vec<Listed>,
    /// Every runbook.
    runbooks: Vec<Link>,
    /// The feed of everything.
    feed: Feed,
    /// The feeds of people and rotations.
    feeds: Vec<Feed>,
}

#[derive(Serialize, JsonSchema)]
struct Team {
    /// Its name; none for rotations without a team.
    name: Option<String>,
    /// Its chat channel.
    channel: Option<String>,
    /// Who is on call in its rotations.
    cards: Vec<Card>,
}

#[derive(Serialize, JsonSchema)]
struct Somebody {
    /// The person, and their page.
    link: Link,
    /// Where they live.
    zone: String,
    /// Their teams.
    teams: Vec<String>,
}

#[derive(Serialize, JsonSchema)]
struct Listed {
    /// The service, and its page.
    link: Link,
    /// The team that answers for it.
    team: Option<String>,
    /// 1 needs people at any hour, 2 in service hours, 3 at no promised hour.
    tier: i64,
}

#[derive(Serialize, JsonSchema)]
pub struct Response {
    /// Where a response happens: what for, and where.
    channels: Vec<(&'static str, Link)>,
    /// The severities, worst first.
    severities: Vec<Rank>,
    /// The escalation paths.
    escalations: Vec<Path>,
    /// The topics of help.
    help: Vec<Topic>,
}

impl Maker<'_> {
    /// The first page.
    pub(super) fn index(&mut self) -> Result<(), TemplateFault> {
        let by_team = self.by_team();
        let timeline = Timeline::new(self.site, &by_team);
        let live = Live::new(self.site, by_team.clone()).days(timeline.midnights.clone());
        let json = live.json();
        let page = Page {
            teams: self.teams(&by_team),
            timeline,
            shifts: self.coming(),
            people: self.everybody().map(|key| self.somebody(key)).collect(),
            services: self.listed(),
            runbooks: self.runbook_links(),
            feed: Feed::new(self.site, "all", "Everybody's shifts".to_owned()),
            feeds: self.feeds(),
        };
        let title = "Who is on call";
        self.add("index", "index.html".to_owned(), title, json, &page)
    }

    /// The page of how a response goes.
    pub(super) fn response(&mut self) -> Result<(), TemplateFault> {
        let (site, plan) = (self.site, self.site.plan);
        let paths = plan.escalations.iter();
        let named = paths.flat_map(escalation::rotations).collect::<Vec<_>>();
        let rotations = self.known.iter().filter(|known| named.contains(&known.key)).collect();
        let json = Live::new(site, rotations).json();
        let paths = plan.escalations.iter();
        let page = Response {
            channels: self.channels(),
            severities: plan.severities.iter().map(|s| escalation::rank(plan, s)).collect(),
            escalations: paths.map(|path| escalation::path(site, &self.known, path)).collect(),
            help: plan.written.help.iter().map(|help| self.topic(help)).collect(),
        };
        self.add("response", "response.html".to_owned(), "How we respond", json, &page)
    }

    fn topic(&self, help: &crate::source::Located<crate::syntax::Help>) -> Topic {
        escalation::topic(self.site, &self.known, &help.value)
    }

    fn channels(&self) -> Vec<(&'static str, Link)> {
        let Some(channels) = &self.site.plan.written.channels else { return Vec::new() };
        let channels = &channels.value;
        let call = |written| if self.site.contacts { written } else { &None };
        let each = [
            ("Declare an incident in", &channels.declare_in),
            ("Incident chat", &channels.incident_chat),
            ("Call", call(&channels.call)),
            ("Call, if that is down", call(&channels.call_fallback)),
            ("Status page", &channels.status_page),
            ("Updates for executives", &channels.executive_updates),
        ];
        let named = each.into_iter().filter_map(|(name, text)| Some((name, text.as_ref()?)));
        named.map(|(name, text)| (name, Link::address(&text.value))).collect()
    }

    /// The rotations by team and id; those without a team come last.
    fn by_team(&self) -> Vec<&Known> {
        let plan = self.site.plan;
        let mut known: Vec<_> = self.known.iter().collect();
        known.sort_by_key(|known| {
            (plan[known.key].team.is_none(), plan[known.key].team.clone(), known.key)
        });
        known
    }

    fn teams(&self, by_team: &[&Known]) -> Vec<Team> {
        let plan = self.site.plan;
        let same = |one: &&Known, two: &&Known| plan[one.key].team == plan[two.key].team;
        let team = |all: &[&Known]| {
            let id = all.first().and_then(|known| plan[known.key].team.as_ref());
            let written = id.and_then(|id| plan.team(id.as_ref())).map(|team| &team.written);
            let channel = written.and_then(|written| written.channel.as_ref());
            Team {
                name: id.map(|id| data::team(plan, id.as_ref())),
                channel: channel.map(|channel| visible(&channel.value)),
                cards: all.iter().map(|known| Card::new(self.site, known)).collect(),
            }
        };
        by_team.chunk_by(same).map(team).collect()
    }

    fn somebody(&self, key: crate::plan::PersonKey) -> Somebody {
        let plan = self.site.plan;
        Somebody {
            link: data::person(plan, key),
            zone: plan[key].zone.name().to_owned(),
            teams: super::people::teams(plan, key),
        }
    }

    fn listed(&self) -> Vec<Listed> {
        let plan = self.site.plan;
        let listed = plan.services.iter().map(|service| Listed {
            link: super::services::link(service),
            team: service.written.team.as_ref().map(|team| data::team(plan, team.value.as_ref())),
            tier: service.tier,
        });
        listed.collect()
    }

    fn feeds(&self) -> Vec<Feed> {
        let plan = self.site.plan;
        let answered = self.known.iter().filter(|known| !known.blocked);
        let rotations = answered.map(|known| {
            let id = plan[known.key].id.to_string();
            Feed::new(self.site, &format!("rotation-{id}"), id)
        });
        rotations.collect()
    }
}
