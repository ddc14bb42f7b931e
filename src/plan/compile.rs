//! One rotation: its layers, each with what it leaves out taken from the rotation.

use crate::diagnostic::{Diagnostic, Fault};
use crate::source::{Located, Location};
use crate::syntax::{
    self, Entrants, Entry, List, Need, OnAway, OneOrMany, RotationId, RotationKind, Turn, Window,
};
use crate::time::{Civil, Handoffs, Instant, Windows, Zone};

use super::build::Context;
use super::lineup::Grid;
use super::rotation::{Cadence, Coverage, Force, Layer, Rotation, Turns};
use super::{RotationKey, spans};

/// Keys without which a layer is not known, so that nothing more is said of it.
const SHAPING: [&str; 6] = ["people", "split-windows", "starts", "time-zone", "turn", "when"];

type Key<'a> = dyn Fn(&str) -> Option<RotationKey> + 'a;

/// Compiles a rotation; one that follows another is completed once all are known.
pub(super) fn compile(
    entry: &Entry<RotationId, syntax::Rotation>,
    key: &Key<'_>,
    context: &mut Context<'_>,
) -> Rotation {
    let first = context.faults.len();
    let path = format!("rotations.{}", entry.id.value);
    let default = syntax::Rotation::default();
    let written = entry.value.as_ref().unwrap_or(&default);
    let zone = written.time_zone.as_ref().map_or(context.zone, |zone| &zone.value).clone();
    let follows = written.follows.as_ref();
    let turns = match follows {
        Some(follows) => followed(follows, key),
        None if entry.value.is_none() => Turns::Own(Vec::new()),
        None => Turns::Own(layers(written, &zone, &path, context)),
    };
    if follows.is_some() {
        beside_follows(written, context.faults);
    }
    let windowed = written.when.is_some() || written.layers.is_some();
    let default_kind = if windowed { RotationKind::Custom } else { RotationKind::Standard };
    let rotation = Rotation {
        id: entry.id.value.clone(),
        at: entry.id.at,
        team: written.team.as_ref().map(|team| team.value.clone()),
        role: written.role.as_ref().map(|role| role.value.clone()),
        description: written.description.as_ref().map(|text| text.value.clone()),
        kind: written.kind.as_ref().map_or(default_kind, |kind| kind.value),
        kind_at: written.kind.as_ref().map(|kind| kind.at),
        force: if follows.is_some() {
            own_force(written.from.as_ref(), written.until.as_ref(), &zone, context.faults)
        } else {
            Force::default()
        },
        on_away: written.on_away.as_ref().map_or(OnAway::Keep, |policy| policy.value),
        coverage: coverage(written, &turns, &zone, context),
        handoff_note: written.handoff_note.as_ref().map_or(Need::Optional, |need| need.value),
        overrides: Vec::new(),
        shadows: Vec::new(),
        family: Vec::new(),
        blocked: Vec::new(),
        zone,
        turns,
    };
    context.about(first, &path);
    rotation
}

fn followed(follows: &Located<syntax::Follows>, key: &Key<'_>) -> Turns {
    let named = follows.rotation.as_ref().and_then(|id| key(id.value.as_ref()));
    let offset = follows.offset.as_ref().map_or(0, |offset| offset.value.0);
    match named {
        Some(rotation) => Turns::Follows { rotation, root: rotation, offset, at: follows.at },
        None => Turns::Own(Vec::new()),
    }
}

/// The keys that mean nothing beside `follows`: one fault for all of them.
fn beside_follows(written: &syntax::Rotation, faults: &mut Vec<Diagnostic>) {
    let present = [
        ("kind", written.kind.as_ref().map(|v| v.at)),
        ("time-zone", written.time_zone.as_ref().map(|v| v.at)),
        ("starts", written.starts.as_ref().map(|v| v.at)),
        ("turn", written.turn.as_ref().map(|v| v.at)),
        ("people", written.people.as_ref().map(|v| v.at)),
        ("when", written.when.as_ref().map(|v| v.at)),
        ("split-windows", written.split_windows.as_ref().map(|v| v.at)),
        ("line-ups", written.line_ups.as_ref().map(|v| v.at)),
        ("layers", written.layers.as_ref().map(|v| v.at)),
    ];
    let present: Vec<_> = present.iter().filter_map(|(key, at)| Some((*key, (*at)?))).collect();
    let [(first, at), rest @ ..] = &present[..] else { return };
    let message = match rest.len() {
        0 => format!("`{first}` means nothing beside `follows`"),
        more => format!("`{first}` and {more} more mean nothing beside `follows`"),
    };
    let fault = Diagnostic::fault(Fault::ConflictingKeys, *at, message).label("remove this");
    let fault = rest.iter().fold(fault, |fault, (_, at)| fault.also(*at, "and this"));
    let follows = written.follows.as_ref().map_or(*at, |follows| follows.at);
    let fault = fault.also(follows, "`follows` is here");
    faults.push(fault.help("all of it comes from the rotation that is followed"));
}

fn own_force(
    from: Option<&Located<syntax::Moment>>,
    until: Option<&Located<syntax::Moment>>,
    zone: &Zone,
    faults: &mut Vec<Diagnostic>,
) -> Force {
    let exact = |moment: Option<&Located<_>>, faults: &mut Vec<_>| {
        moment.and_then(|moment| spans::exact(moment, zone, faults))
    };
    let force = Force { from: exact(from, faults), until: exact(until, faults) };
    if let (Some(start), Some(end)) = (force.from, force.until)
        && let (Some(from), Some(until)) = (from, until)
        && end <= start
    {
        faults.push(spans::empty((start, from.at), (end, until.at)));
    }
    force
}

fn layers(
    written: &syntax::Rotation,
    zone: &Zone,
    path: &str,
    context: &mut Context<'_>,
) -> Vec<Layer> {
    empty_orders(written, context.faults);
    let Some(layers) = &written.layers else {
        let alone = syntax::Layer { at: written.at, ..Default::default() };
        return layer(written, &alone, zone, path, context).into_iter().collect();
    };
    if layers.value.is_empty() {
        let message = "a rotation needs at least one layer";
        context.faults.push(
            Diagnostic::fault(Fault::BadValue, layers.at, message).help("remove `layers = []`"),
        );
    }
    let mut names: Vec<(&str, Location)> = Vec::new();
    for name in layers.value.iter().filter_map(|layer| layer.name.as_ref()) {
        if let Some((_, first)) = names.iter().find(|(known, _)| *known == name.value) {
            let message = format!("the layer `{}` is defined twice", name.value);
            let fault = Diagnostic::fault(Fault::Duplicate, name.at, message);
            let fault = fault.label("again here").also(*first, "first defined here");
            context.faults.push(fault.help("give one of the two another name"));
        }
        names.push((&name.value, name.at));
    }
    let numbered = layers.value.iter().enumerate();
    numbered
        .filter_map(|(i, own)| layer(written, own, zone, &format!("{path}.layers[{i}]"), context))
        .collect()
}

/// Reports every order that has no entries, whatever else is wrong with its layer.
fn empty_orders(written: &syntax::Rotation, faults: &mut Vec<Diagnostic>) {
    let own = orders(written.people.as_ref(), written.line_ups.as_ref());
    let layers = written.layers.iter().flat_map(|layers| layers.value.iter());
    let layers = layers.flat_map(|l| orders(l.people.as_ref(), l.line_ups.as_ref()));
    let empty = own.chain(layers).filter(|people| people.value.is_empty());
    faults.extend(empty.map(|people| {
        Diagnostic::fault(Fault::BadValue, people.at, "a line-up needs at least one entry")
            .help("name the people who take turns, or write [\"nobody\"]")
    }));
}

fn orders<'a>(
    people: Option<&'a Located<List<Entrants>>>,
    line_ups: Option<&'a Located<List<syntax::LineUp>>>,
) -> impl Iterator<Item = &'a Located<List<Entrants>>> {
    let later = line_ups.into_iter().flat_map(|line_ups| line_ups.value.iter());
    people.into_iter().chain(later.filter_map(|line_up| line_up.people.as_ref()))
}

/// What a layer says itself or takes from its rotation.
struct Parts<'a> {
    starts: &'a Located<Civil>,
    turn: Option<&'a Located<Turn>>,
    people: Option<&'a Located<List<Entrants>>>,
    line_ups: &'a [Located<syntax::LineUp>],
    when: Option<&'a Located<OneOrMany<Window>>>,
    split: Option<&'a Located<bool>>,
    from: Option<&'a Located<syntax::Moment>>,
    until: Option<&'a Located<syntax::Moment>>,
    /// Whether nothing is lost of what says whose turn it is when.
    whole: bool,
}

fn parts<'a>(
    rotation: &'a syntax::Rotation,
    own: &'a syntax::Layer,
    path: &str,
    context: &mut Context<'_>,
) -> Option<Parts<'a>> {
    let paired = own.people.is_some() || own.line_ups.is_some();
    let (people, line_ups) = if paired {
        (own.people.as_ref(), own.line_ups.as_ref())
    } else {
        (rotation.people.as_ref(), rotation.line_ups.as_ref())
    };
    let starts = own.starts.as_ref().or(rotation.starts.as_ref());
    let turn = own.turn.as_ref().or(rotation.turn.as_ref());
    let missing = [
        ("starts", starts.is_none(), "the date and time of the first handoff"),
        ("turn", turn.is_none(), "how long a turn lasts, such as \"1w\""),
        ("people", people.is_none(), "the ids of those who take turns, in order"),
    ];
    for (key, missing, what) in missing {
        if missing {
            absent(key, what, (own, rotation), path, context);
        }
    }
    let lost = |key: &&str| own.lost.contains(key) || rotation.lost.contains(key);
    Some(Parts {
        starts: starts.filter(|_| !lost(&"time-zone"))?,
        turn,
        people,
        line_ups: line_ups.map_or(&[][..], |list| &list.value),
        when: own.when.as_ref().or(rotation.when.as_ref()),
        split: own.split_windows.as_ref().or(rotation.split_windows.as_ref()),
        from: own.from.as_ref().or(rotation.from.as_ref()),
        until: own.until.as_ref().or(rotation.until.as_ref()),
        whole: !SHAPING.iter().any(lost),
    })
}

/// A layer, or `None` where a fault says why there is none.
fn layer(
    rotation: &syntax::Rotation,
    own: &syntax::Layer,
    zone: &Zone,
    path: &str,
    context: &mut Context<'_>,
) -> Option<Layer> {
    let zone = own.time_zone.as_ref().map_or(zone, |zone| &zone.value).clone();
    let parts = parts(rotation, own, path, context)?;
    let (starts, split) = (parts.starts.value, parts.split);
    let starts_at = spans::first(parts.starts, &zone, context.faults);
    let force = own_force(parts.from, parts.until, &zone, context.faults);
    let before = context.faults.len();
    let windows = parts.when.map(|list| windows(list, starts, context));
    let overlap = |fault: &Diagnostic| fault.code == Fault::WindowOverlap.code();
    let usable = context.faults.iter().skip(before).all(overlap) && parts.whole;
    let turn = parts.turn.filter(|_| usable)?;
    let cadence = cadence(turn, starts, windows.is_some(), split, context.faults)?;
    let (people, starts_at) = (parts.people.filter(|all| !all.value.is_empty())?, starts_at?);
    let known = context.people;
    let person = |id: &str| super::build::find_person(known, id);
    let grid =
        Grid { starts, zone: &zone, cadence: &cadence, windows: windows.as_ref(), person: &person };
    // Days that are not known are no reason to doubt a line-up.
    let mut doubts = Vec::new();
    let doubtful = parts.when.is_some_and(|list| context.is_doubtful(&list.value.0));
    let faults = if doubtful { &mut doubts } else { &mut *context.faults };
    let line_ups = grid.line_ups(people, parts.line_ups, faults);
    Some(Layer {
        name: own.name.as_ref().map(|name| name.value.clone()),
        turn_at: turn.at,
        starts,
        split: split.is_some_and(|split| split.value),
        force: Force { from: Some(later(starts_at, force.from)), until: force.until },
        line_ups,
        cadence,
        windows,
        zone,
    })
}

fn later(starts: Instant, from: Option<Instant>) -> Instant {
    from.map_or(starts, |from| from.max(starts))
}

/// Reports a key that neither the layer nor its rotation has.
fn absent(
    key: &str,
    what: &str,
    (own, rotation): (&syntax::Layer, &syntax::Rotation),
    path: &str,
    context: &mut Context<'_>,
) {
    let lost = |key: &str| own.lost.contains(&key) || rotation.lost.contains(&key);
    if lost(key) || lost("follows") || lost("layers") {
        return;
    }
    let word = if path.contains(".layers[") { "layer" } else { "rotation" };
    let message = format!("the {word} needs `{key}`");
    let fault = Diagnostic::fault(Fault::MissingKey, own.at, message);
    let fault = fault.about(format!("{path}.{key}"));
    context.faults.push(fault.help(format!("add `{key}`: {what}")));
}

fn windows(list: &Located<OneOrMany<Window>>, starts: Civil, context: &mut Context<'_>) -> Windows {
    let first = context.faults.len();
    let windows = context.windows(&list.value.0, starts);
    if list.value.0.is_empty() && first == context.faults.len() {
        let message = "a list of windows needs at least one";
        let fault = Diagnostic::fault(Fault::BadWindow, list.at, message);
        context.faults.push(fault.help("remove `when` if somebody is on call at any hour"));
    } else if let Some((one, two)) = windows.overlap(starts) {
        let show = |at: Civil| at.format("%a %Y-%m-%d %H:%M").to_string();
        let end = one.end.min(two.end);
        let times = format!("from {} until {}", show(two.start), show(end));
        let message = format!("two windows of one layer overlap, such as {times}");
        let (first, second) = overlapping(&list.value.0, starts, context).unwrap_or_default();
        let at = |index: usize| list.value.0.get(index).map_or(list.at, |window| window.at);
        let fault = Diagnostic::fault(Fault::WindowOverlap, at(second), message);
        let fault = if first == second {
            fault.label("it overlaps with its own next occurrence")
        } else {
            fault.label("this one").also(at(first), "and this one")
        };
        context.faults.push(fault.help("shorten one, or put it into a layer of its own"));
    }
    windows
}

/// Which two windows of a list overlap; twice the same where one overlaps with itself.
fn overlapping(
    list: &[Located<Window>],
    starts: Civil,
    context: &mut Context<'_>,
) -> Option<(usize, usize)> {
    let pairs = (0..list.len()).flat_map(|two| (0..=two).rev().map(move |one| (one, two)));
    let mut pairs: Vec<_> = pairs.collect();
    pairs.sort_by_key(|(one, two)| (one != two, *two, *one));
    pairs.into_iter().find(|(one, two)| {
        let mut both = vec![list[*one].clone()];
        if one != two {
            both.push(list[*two].clone());
        }
        context.windows(&both, starts).overlap(starts).is_some()
    })
}

fn cadence(
    turn: &Located<Turn>,
    starts: Civil,
    windowed: bool,
    split: Option<&Located<bool>>,
    faults: &mut Vec<Diagnostic>,
) -> Option<Cadence> {
    match &turn.value {
        Turn::Periods(periods) => {
            let periods: Vec<_> = periods.iter().map(|period| period.value).collect();
            Handoffs::new(starts, &periods).map(Cadence::Periods)
        }
        Turn::Shifts(_) if !windowed => {
            let message = "a turn of shifts counts windows, and there are none";
            let fault = Diagnostic::fault(Fault::ConflictingKeys, turn.at, message);
            faults.push(fault.help("add `when`, or give `turn` as a period such as \"1w\""));
            None
        }
        Turn::Shifts(count) => {
            if let Some(split) = split.filter(|split| split.value) {
                let message = "a turn of shifts never ends inside a window";
                let fault = Diagnostic::fault(Fault::ConflictingKeys, split.at, message);
                let fault = fault.also(turn.at, "`turn` is here");
                faults.push(fault.help("remove `split-windows`, or give `turn` as a period"));
            }
            Some(Cadence::Shifts(*count))
        }
    }
}

fn coverage(
    written: &syntax::Rotation,
    turns: &Turns,
    zone: &Zone,
    context: &mut Context<'_>,
) -> Coverage {
    let all_windowed = match turns {
        Turns::Own(layers) => layers.iter().all(|layer| layer.windows.is_some()),
        Turns::Follows { .. } => false,
    };
    match written.coverage.as_ref().map(|coverage| &coverage.value) {
        Some(syntax::Coverage::Windows) => Coverage::Windows,
        Some(syntax::Coverage::Own(list)) => {
            let starts = written.starts.as_ref().map(|starts| starts.value).unwrap_or_default();
            Coverage::Own(zone.clone(), context.windows(&list.0, starts))
        }
        None if all_windowed => Coverage::Windows,
        Some(syntax::Coverage::Always) | None => Coverage::Always,
    }
}
