//! What is written otherwise: two trees become a list of edits, each of which can be made by itself.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::iter::zip;

use super::renames::{Renamed, path, place};
use super::written::{Item, Node, Table, quoted};
use super::{About, Act, Edit, Moved, Value};
use crate::plan::Plan;
use crate::source::Location;

/// A step from a value to one within it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Step {
    Key(String),
    Index(usize),
}

/// How to make an edit in the tree before.
#[derive(Clone, Debug)]
pub(super) struct Patch {
    /// The steps to the table or list that holds it.
    pub within: Vec<Step>,
    pub put: Put,
}

/// What is done in a table or list.
#[derive(Clone, Debug)]
pub(super) enum Put {
    /// A key gets a value, or goes.
    Key(String, Option<Item>),
    /// An entry of a list goes and another comes, either of which may be none.
    Entry(Option<usize>, Option<Item>),
    /// A list gets all of its entries anew.
    All(Vec<Item>),
}

/// An edit, and how to make it.
#[derive(Clone, Debug)]
pub(super) struct Found {
    pub edit: Edit,
    /// None for another id, which the tree before has already.
    pub patch: Option<Patch>,
}

/// Every edit, in order of path.
pub(super) fn edits(trees: &Renamed) -> Vec<Found> {
    let mut walk = Walk { found: Vec::new(), path: String::new(), steps: Vec::new() };
    walk.tables(&trees.before, &trees.after);
    let mut found = walk.found;
    found.extend(trees.renames.iter().map(|rename| {
        let (was, is) = (&rename.before, &rename.after);
        let at = |tree| place(tree, rename.kind, is).map(|item| item.at).unwrap_or_default();
        let value = |id: &str, at| Some(Value { toml: quoted(id), at });
        let edit = Edit {
            path: path(rename.kind, is),
            act: Act::Renamed,
            about: About::Other,
            before: value(was, at(&trees.before)),
            after: value(is, at(&trees.after)),
        };
        Found { edit, patch: None }
    }));
    found.sort_by(|a, b| a.edit.path.cmp(&b.edit.path));
    found
}

struct Walk {
    found: Vec<Found>,
    path: String,
    steps: Vec<Step>,
}

impl Walk {
    fn within(&mut self, step: Step, name: &str, walk: impl FnOnce(&mut Self)) {
        let length = self.path.len();
        let dotted = matches!(step, Step::Key(_)) && length > 0;
        self.path.push_str(if dotted { "." } else { "" });
        self.path.push_str(name);
        self.steps.push(step);
        walk(self);
        self.steps.pop();
        self.path.truncate(length);
    }

    fn tables(&mut self, before: &Table, after: &Table) {
        for name in before.keys().chain(after.keys().filter(|key| !before.contains_key(*key))) {
            let (was, is) = (before.get(name), after.get(name));
            if was == is {
                continue;
            }
            let split = self.splits(name);
            let empty = Item { at: Location::default(), node: Node::Table(Table::new()) };
            let none = Item { at: empty.at, node: Node::List(Vec::new()) };
            let table = |item: &Item| item.node.table().is_some();
            let absent = |other: &Item| if table(other) { &empty } else { &none };
            let both = match (was, is) {
                (Some(was), Some(is)) => Some((was, is)),
                (Some(was), None) if split => Some((was, absent(was))),
                (None, Some(is)) if split => Some((absent(is), is)),
                _ => None,
            };
            match both.map(|(was, is)| (&was.node, &is.node)) {
                Some((Node::Table(was), Node::Table(is))) => {
                    self.within(Step::Key(name.clone()), name, |walk| walk.tables(was, is));
                }
                Some((one, two)) if one.is_tables() || two.is_tables() => {
                    let (Some(was), Some(is)) = (one.list(), two.list()) else {
                        self.whole(name, was, is);
                        continue;
                    };
                    self.within(Step::Key(name.clone()), name, |walk| walk.lists(name, was, is));
                }
                _ => self.whole(name, was, is),
            }
        }
    }

    /// Whether a table or list that is on one side only is told by its entries.
    fn splits(&self, name: &str) -> bool {
        self.steps.is_empty() && !["plan", "channels", "lint"].contains(&name)
    }

    fn whole(&mut self, name: &str, was: Option<&Item>, is: Option<&Item>) {
        let put = Put::Key(name.to_owned(), is.cloned());
        let path =
            if self.path.is_empty() { name.to_owned() } else { format!("{}.{name}", self.path) };
        self.push(path, was, is, put);
    }

    fn push(&mut self, path: String, was: Option<&Item>, is: Option<&Item>, put: Put) {
        let act = match (was, is) {
            (None, _) => Act::Added,
            (_, None) => Act::Removed,
            _ => Act::Changed,
        };
        let (before, after) = match (was, is) {
            (Some(was), Some(is)) => {
                let (one, two) = places(was, is);
                (Some(value(was, one)), Some(value(is, two)))
            }
            (was, is) => {
                (was.map(|item| value(item, item.at)), is.map(|item| value(item, item.at)))
            }
        };
        let edit = Edit { about: about(&path), path, act, before, after };
        self.found.push(Found { edit, patch: Some(Patch { within: self.steps.clone(), put }) });
    }

    /// Compares the entries of two lists of tables.
    fn lists(&mut self, name: &str, before: &[Item], after: &[Item]) {
        let pairs = paired(before, after);
        if name == "layers" && !in_order(&pairs) {
            let (one, two) = (before.first(), after.first());
            self.push(self.path.clone(), one, two, Put::All(after.to_vec()));
            return;
        }
        for (was, is) in pairs {
            let items = (was.map(|at| &before[at]), is.map(|at| &after[at]));
            let Some(named) = items.0.or(items.1) else { continue };
            let place = was.or(is).unwrap_or_default();
            let label = format!("[{}]", label(named, place));
            match (was, items) {
                (_, (Some(one), Some(two))) if one == two => {}
                (Some(index), (Some(one), Some(two))) => {
                    let (Some(one), Some(two)) = (one.node.table(), two.node.table()) else {
                        continue;
                    };
                    self.within(Step::Index(index), &label, |walk| walk.tables(one, two));
                }
                (_, (one, two)) => {
                    let path = format!("{}{label}", self.path);
                    self.push(path, one, two, Put::Entry(was, two.cloned()));
                }
            }
        }
    }
}

/// The places at which two values begin to differ.
fn places(was: &Item, is: &Item) -> (Location, Location) {
    let (Some(one), Some(two)) = (was.node.list(), is.node.list()) else { return (was.at, is.at) };
    let same = zip(one, two).take_while(|(a, b)| a == b).count();
    let at =
        |items: &[Item], item: &Item| items.get(same).or(items.last()).map_or(item.at, |i| i.at);
    (at(one, was), at(two, is))
}

fn value(item: &Item, at: Location) -> Value {
    Value { toml: item.node.toml(), at }
}

/// Keys that tell the entries of a list apart, those that say the most first.
const TELLING: [&str; 15] = [
    "id",
    "name",
    "rotation",
    "person",
    "rule",
    "target",
    "topic",
    "question",
    "date",
    "after",
    "from",
    "at",
    "via",
    "text",
    "scheduled",
];

/// What tells an entry of a list from others.
fn telling(item: &Item) -> Vec<(&'static str, &Item)> {
    let Some(table) = item.node.table() else { return Vec::new() };
    TELLING.iter().filter_map(|key| Some((*key, table.get(*key)?))).collect()
}

fn label(item: &Item, place: usize) -> String {
    let words: Vec<_> = telling(item)
        .into_iter()
        .take(2)
        .map(|(_, item)| item.node.toml().replace('"', ""))
        .collect();
    if words.is_empty() { (place + 1).to_string() } else { words.join(" ") }
}

type Pairs = Vec<(Option<usize>, Option<usize>)>;

/// Which entry of one list is which of another: the equal ones, then those with the same name and
/// dates, then those with the same name alone where there is one of it on either side.
fn paired(before: &[Item], after: &[Item]) -> Pairs {
    let all = |items: &[Item]| (0..items.len()).collect();
    let mut pairing = Pairing { was: all(before), is: all(after), pairs: Vec::new() };
    let keys = |key: fn(&Item) -> Option<String>| {
        [before, after].map(|items| items.iter().map(key).collect::<Vec<_>>())
    };
    pairing.by(&keys(|item| Some(item.node.toml())), false);
    pairing.by(&keys(|item| spelled(&telling(item))), true);
    pairing.by(&keys(|item| spelled(telling(item).get(..1)?)), true);
    let Pairing { was, is, mut pairs } = pairing;
    pairs.extend(was.into_iter().map(|at| (Some(at), None)));
    pairs.extend(is.into_iter().map(|at| (None, Some(at))));
    pairs.sort_unstable_by_key(|(was, is)| (was.or(*is), *is));
    pairs
}

/// The entries of two lists that are not paired yet, and those that are.
struct Pairing {
    was: BTreeSet<usize>,
    is: BTreeSet<usize>,
    pairs: Pairs,
}

impl Pairing {
    /// Pairs entries with the same key; with `once`, only where there is one of it on either side.
    fn by(&mut self, [before, after]: &[Vec<Option<String>>; 2], once: bool) {
        let group = |left: &BTreeSet<usize>, keys: &[Option<String>]| {
            let mut groups: BTreeMap<String, VecDeque<usize>> = BTreeMap::new();
            for (key, at) in left.iter().filter_map(|at| Some((keys[*at].clone()?, *at))) {
                groups.entry(key).or_default().push_back(at);
            }
            groups
        };
        let mut others = group(&self.is, after);
        for (key, mut own) in group(&self.was, before) {
            let Some(others) = others.get_mut(&key) else { continue };
            if once && (own.len(), others.len()) != (1, 1) {
                continue;
            }
            while let (Some(was), Some(is)) = (own.front(), others.front()) {
                self.was.remove(was);
                self.is.remove(is);
                self.pairs.push((own.pop_front(), others.pop_front()));
            }
        }
    }
}

/// Keys and their values as one text; none of no keys.
fn spelled(keys: &[(&str, &Item)]) -> Option<String> {
    let each = keys.iter().map(|(key, item)| [key, "=", &item.node.toml(), ";"].concat());
    (!keys.is_empty()).then(|| each.collect())
}

fn in_order(pairs: &Pairs) -> bool {
    let kept: Vec<_> = pairs.iter().filter_map(|(was, is)| was.zip(*is)).collect();
    let whole = kept.len() == pairs.len();
    whole && kept.is_sorted_by_key(|(was, _)| *was) && kept.is_sorted_by_key(|(_, is)| *is)
}

/// What of a rotation decides who is on call in it.
pub(super) const TURNS: [&str; 11] = [
    "time-zone",
    "starts",
    "turn",
    "people",
    "when",
    "split-windows",
    "from",
    "until",
    "line-ups",
    "layers",
    "follows",
];
/// What of a person decides when they can be on call.
pub(super) const EMPLOYED: [&str; 3] = ["time-zone", "joined", "left"];

fn about(path: &str) -> About {
    let mut parts = path.split(['.', '[']);
    let (section, key) = (parts.next().unwrap_or_default(), parts.nth(1));
    match (section, key) {
        ("overrides" | "time-off" | "holidays", _) | ("rotations", None | Some("on-away")) => {
            About::Schedule
        }
        ("rotations", Some(key)) if TURNS.contains(&key) => About::Schedule,
        ("people", Some(key)) if EMPLOYED.contains(&key) => About::Schedule,
        ("plan", _) if path == "plan.time-zone" => About::Schedule,
        ("escalations" | "severities", _)
        | ("services", None | Some("escalation" | "tier"))
        | ("teams", Some("members"))
        | ("people", Some("skills"))
        | ("rotations", Some("coverage")) => About::Response,
        ("plan", _) if ["plan.service-hours", "plan.holidays"].contains(&path) => About::Response,
        _ => About::Other,
    }
}

/// Entries that stand in another file than before.
pub(super) fn moved(trees: &Renamed, before: &Plan, after: &Plan) -> Vec<Moved> {
    let mut counts: BTreeMap<(String, String), usize> = BTreeMap::new();
    let mut note = |was: &Item, is: &Item| {
        let from = &before.sources.get(was.at.source).name;
        let to = &after.sources.get(is.at.source).name;
        if from != to {
            *counts.entry((from.clone(), to.clone())).or_default() += 1;
        }
    };
    for (name, was) in &trees.before {
        let Some(is) = trees.after.get(name) else { continue };
        match (&was.node, &is.node) {
            (Node::Table(was), Node::Table(is)) => {
                for (id, was) in was {
                    is.get(id).into_iter().for_each(|is| note(was, is));
                }
            }
            (Node::List(was), Node::List(is)) => {
                for pair in paired(was, is) {
                    if let (Some(one), Some(two)) = pair {
                        note(&was[one], &is[two]);
                    }
                }
            }
            _ => {}
        }
    }
    let moved = counts.into_iter();
    moved.map(|((from, to), entries)| Moved { from, to, entries }).collect()
}
