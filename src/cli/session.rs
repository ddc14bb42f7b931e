//! What a command works with: the plan, the present time, the viewer's zone, and where to write.

use std::cell::OnceCell;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use chrono::TimeDelta;

use crate::diagnostic::{nearest, visible};
use crate::plan::{self, Plan};
use crate::time::{Instant, Reading, When, Zone, Zones};
use crate::views::human::Style;

#[cfg(unix)]
use super::io::Screen;
use super::io::{Stamp, reason};
use super::options::Color;
use super::past::Seen;
use super::{Disk, Failure, Options, World};

/// One run of one command.
pub struct Session<'w> {
    /// What is outside.
    pub(super) world: &'w World,
    /// The options that every command takes.
    pub options: Options,
    /// The zone data.
    pub zones: Zones,
    /// The present instant, or the one that is taken for it.
    pub now: Instant,
    /// How far that is from the clock.
    ahead: TimeDelta,
    /// The width of the terminal that answers go to; `None` where they go elsewhere.
    width: Option<usize>,
    /// The revision that the plan was read from.
    pub(super) seen: OnceCell<Seen>,
    answer: String,
    notes: String,
}

impl<'w> Session<'w> {
    /// Reads the clock and chooses the zone data.
    ///
    /// # Errors
    /// Where `--now` is no time or `--tzdata` no zoneinfo folder.
    pub fn new(world: &'w World, mut options: Options) -> Result<Self, Failure> {
        options.complete(world);
        let zones = match &options.tzdata {
            None => Zones::embedded(),
            Some(folder) => zones_in(world, folder)?,
        };
        let clock = world.clock();
        let now = match &options.now {
            None => clock,
            Some(words) => frozen(words, clock, &zones)?,
        };
        let (answer, notes) = (String::new(), String::new());
        let (ahead, width, seen) = (now - clock, world.width, OnceCell::new());
        Ok(Self { world, options, zones, now, ahead, width, seen, answer, notes })
    }

    /// Everything outside irp.
    #[must_use]
    pub fn world(&self) -> &'w World {
        self.world
    }

    /// Everything that was written: the answer, and the notes beside it.
    #[must_use]
    pub fn texts(self) -> (String, String) {
        (self.answer, self.notes)
    }

    /// Takes out what was written so far, so that the next answer begins anew.
    pub fn take(&mut self) -> (String, String) {
        (std::mem::take(&mut self.answer), std::mem::take(&mut self.notes))
    }

    /// Moves the present on by as much as the clock has moved since it was read.
    pub fn go_on(&mut self) {
        self.now = self.world.clock() + self.ahead;
    }

    /// Sets the width of the terminal that answers go to.
    pub fn set_width(&mut self, columns: usize) {
        self.width = Some(columns);
    }

    /// Takes over the terminal that answers go to.
    ///
    /// # Errors
    /// Where they do not go to one.
    #[cfg(unix)]
    pub fn screen(&self) -> Result<Screen, Failure> {
        Screen::open().map_err(|error| match error.kind() {
            std::io::ErrorKind::Unsupported => Failure::usage("--watch needs a terminal")
                .hint("a script asks again when it needs to: `irp oncall --print id`"),
            _ => Failure::system(format!("cannot use the terminal: {}", reason(&error))),
        })
    }

    /// Adds to the answer.
    pub fn print(&mut self, text: &str) {
        self.answer.push_str(text);
    }

    /// Adds a line to what stands beside the answer.
    pub fn note(&mut self, text: &str) {
        let _ = writeln!(self.notes, "{text}");
    }

    /// Writes a file that the command line asked for, in a folder that is made where it is missing.
    ///
    /// # Errors
    /// Where the system does not let it.
    pub fn write(&self, path: &Path, text: &str) -> std::io::Result<()> {
        self.world.write(path, text)
    }

    /// How text is laid out and coloured for whoever reads the answer.
    #[must_use]
    pub fn style(&self) -> Style {
        let set = |name: &str| self.world.variable(name);
        let dumb = set("TERM").is_some_and(|term| term == "dumb");
        let forced = set("CLICOLOR_FORCE").is_some_and(|value| value != "0");
        let color = match self.options.color {
            Color::Always => true,
            Color::Never => false,
            Color::Auto if set("NO_COLOR").is_some() => false,
            Color::Auto => forced || (self.width.is_some() && !dumb),
        };
        Style { color, width: self.width }
    }

    /// The columns that the environment says there are, whether on a terminal or not.
    #[must_use]
    pub fn columns(&self) -> Option<usize> {
        self.world.variable("COLUMNS")?.parse().ok()
    }

    /// Whether answers are read aloud rather than looked at.
    #[must_use]
    pub fn accessible(&self) -> bool {
        self.world.variable("ACCESSIBLE").is_some_and(|value| value != "0")
    }

    /// The release of the machine's own zone data, where it has some.
    #[must_use]
    pub fn system_release(&self) -> Option<String> {
        let folder = self.world.variable("TZDIR");
        World::zone_release(Path::new(folder.as_deref().unwrap_or("/usr/share/zoneinfo")))
    }

    /// Reads the plan.
    ///
    /// # Errors
    /// Where there is none.
    pub fn plan(&self, what: plan::Read) -> Result<&'static Plan, Failure> {
        // The process ends with the command: taking the plan apart again would be wasted work.
        Ok(Box::leak(Box::new(self.load(what)?)))
    }

    /// Reads the plan for one of several times: of the revision of `--rev`, or as its files are.
    ///
    /// # Errors
    /// Where there is none.
    pub fn load(&self, what: plan::Read) -> Result<Plan, Failure> {
        if let Some(words) = &self.options.rev {
            let past = self.load_at(words, what)?;
            self.seen.get_or_init(|| past.seen);
            return Ok(past.plan);
        }
        Ok(plan::load(&Disk::new(self.folder()?), &self.zones, what))
    }

    /// When the files of a plan that was read were last changed.
    #[must_use]
    pub fn stamp(&self, plan: &Plan) -> Option<Stamp> {
        let disk = Disk::new(self.folder().ok()?);
        Some(disk.stamp(plan.sources.iter().map(|source| source.name.as_str())))
    }

    /// The current folder.
    ///
    /// # Errors
    /// Where it cannot be read.
    pub fn here(&self) -> Result<PathBuf, Failure> {
        self.world.folder().map_err(|error| {
            Failure::system(format!("cannot read the current folder: {}", reason(&error)))
        })
    }

    /// The zone in which times are shown and civil times are read.
    ///
    /// # Errors
    /// Where `--tz` or the variable TZ names none.
    pub fn viewer(&mut self, plan: &Plan) -> Result<Zone, Failure> {
        let (zone, odd) = self.viewing(plan)?;
        self.note_odd_zone(odd, &zone);
        Ok(zone)
    }

    /// The zone in which times are shown, and what the variable TZ says where that is no zone.
    ///
    /// # Errors
    /// Where `--tz` names none.
    pub fn viewing(&self, plan: &Plan) -> Result<(Zone, Option<String>), Failure> {
        if let Some(name) = &self.options.tz {
            let zone = self.zone_named(plan, name).ok_or_else(|| self.no_zone(plan, name))?;
            return Ok((zone, None));
        }
        let (own, odd) = self.own_zone();
        Ok((own.unwrap_or_else(|| plan.zone.clone()), odd))
    }

    /// The zone of a plan that does not exist yet: given, or the user's own; `None` where neither
    /// the variable TZ nor the machine names one.
    ///
    /// # Errors
    /// Where `--tz` names none.
    pub fn zone_to_be(&mut self) -> Result<Option<Zone>, Failure> {
        let utc = self.zones.utc();
        let Some(name) = self.options.tz.as_deref() else {
            let (own, odd) = self.own_zone();
            self.note_odd_zone(odd, own.as_ref().unwrap_or(&utc));
            return Ok(own.map(|zone| if zone.name() == "Etc/UTC" { utc } else { zone }));
        };
        let zone = if is_utc(name) { Some(utc) } else { self.zones.get(name) };
        let failure = || {
            let near = self.zones.suggest(name).filter(|_| name != "plan");
            let near = near.map(|near| format!("did you mean `{near}`?"));
            let failure = Failure::usage(format!("`{name}` given with --tz is no time zone"));
            let failure = near.into_iter().fold(failure, Failure::hint);
            failure.hint("for a new plan it takes `utc` or an IANA name such as Europe/Berlin")
        };
        zone.map(Some).ok_or_else(failure)
    }

    /// The zone that the variable TZ names, else the machine; and the variable where it names none.
    pub(super) fn own_zone(&self) -> (Option<Zone>, Option<String>) {
        let variable = self.world.variable("TZ");
        if let Some(tz) = &variable {
            let name = tz.trim_start_matches(':');
            let name = name.split_once("zoneinfo/").map_or(name, |(_, name)| name);
            if let Some(zone) = self.zones.get(name) {
                return (Some(zone), None);
            }
        }
        (self.world.system_zone().and_then(|name| self.zones.get(&name)), variable)
    }

    /// Says that the variable TZ names no zone, and what is used instead.
    fn note_odd_zone(&mut self, odd: Option<String>, used: &Zone) {
        if let Some(tz) = odd {
            self.note(&format!(
                "warning: TZ is `{}`, which is no IANA zone: times are in {}",
                visible(&tz),
                used.name()
            ));
        }
    }

    fn no_zone(&self, plan: &Plan, name: &str) -> Failure {
        let failure = Failure::usage(format!("`{name}` given with --tz is no time zone"));
        let people = plan.people.iter().map(|person| person.id.as_ref());
        let near = nearest(name, people).or_else(|| self.zones.suggest(name));
        let failure = match near {
            Some(near) => failure.hint(format!("did you mean `{near}`?")),
            None => failure,
        };
        failure.hint("it takes an IANA name such as Europe/Berlin, `plan`, `utc`, or a person's id")
    }

    fn zone_named(&self, plan: &Plan, name: &str) -> Option<Zone> {
        match name {
            "plan" => return Some(plan.zone.clone()),
            utc if is_utc(utc) => return Some(self.zones.utc()),
            _ => {}
        }
        let person = plan.person(name).map(|key| plan[key].zone.clone());
        person.or_else(|| self.zones.get(name))
    }

    /// Reads a person's words for a time.
    ///
    /// # Errors
    /// Where they are none.
    pub fn when(&self, words: &str, plan: &Plan, viewer: &Zone) -> Result<When, Failure> {
        self.time(words, viewer, &|name| self.zone_named(plan, name))
    }

    /// Reads a person's words for a time with zones that need not be those of a plan.
    pub(super) fn time(
        &self,
        words: &str,
        viewer: &Zone,
        zone_named: &dyn Fn(&str) -> Option<Zone>,
    ) -> Result<When, Failure> {
        let reading = Reading { now: self.now, viewer, zone_named };
        reading.read(words).map_err(|error| {
            let zone = error.unknown_zone.as_deref().and_then(|name| self.zones.suggest(name));
            let failure = Failure::from(error);
            match zone {
                Some(zone) => failure.hint(format!("did you mean the zone `{zone}`?")),
                None => failure,
            }
        })
    }
}

/// Whether a word names the zone of all times.
pub fn is_utc(name: &str) -> bool {
    ["utc", "UTC", "Z", "z"].contains(&name)
}

fn zones_in(world: &World, folder: &Path) -> Result<Zones, Failure> {
    if !world.is_folder(folder) {
        let message = format!("there is no zoneinfo folder {}", folder.display());
        return Err(
            Failure::system(message).hint("--tzdata takes a folder such as /usr/share/zoneinfo")
        );
    }
    let release = World::zone_release(folder).unwrap_or_else(|| "unknown".to_owned());
    let folder = folder.to_owned();
    Ok(Zones::from_files(release, Box::new(move |name| World::zone_file(&folder, name))))
}

/// The instant of `--now`, which is never relative to the real clock.
fn frozen(words: &str, clock: Instant, zones: &Zones) -> Result<Instant, Failure> {
    let utc = zones.utc();
    let zone_named = |name: &str| zones.get(name);
    let reading = Reading { now: clock, viewer: &utc, zone_named: &zone_named };
    let first = words.trim_start().chars().next().unwrap_or(' ');
    let fixed = first == '@' || (first.is_ascii_digit() && words.contains('-'));
    if fixed && !words.contains("ago") {
        return Ok(reading.read(words)?.instant);
    }
    Err(Failure::usage(format!("`{words}` given with --now is no fixed time"))
        .hint("write it as 2026-10-19T09:00:00Z, or @1792400400"))
}

/// The candidate that was probably meant, as a hint.
#[must_use]
pub fn meant<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<String> {
    nearest(word, candidates).map(|near| format!("did you mean `{near}`?"))
}
