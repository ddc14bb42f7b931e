//! What is written otherwise, and what is the same under another name, in another file or form.

use super::super::{About, Act, Effect};
use super::*;
use crate::plan::{Read, load};
use crate::schedule::tests::plan_of;
use crate::source::{Entry, Kind, Tree};

const HEAD: &str = "irp = 1\n[plan]\nname = \"X\"\ntime-zone = \"UTC\"\n";
const PEOPLE: &str = "[people.ana]\nname = \"Ana\"\n[people.ben]\nname = \"Ben\"\n[people.cho]\n\
                      name = \"Cho\"\nskills = [\"db\", \"net\"]\n";
const WEB: &str = "[rotations.web]\nstarts = 2026-10-05T09:00\nturn = \"1w\"\n\
                   people = [\"ana\", \"ben\", \"cho\"]\n";

fn whole(parts: &[&str]) -> Plan {
    let plan = plan_of(format!("{HEAD}{}", parts.concat()));
    assert_eq!(plan.faults, [], "{}", parts.concat());
    plan
}

fn change(before: &Plan, after: &Plan) -> Changes {
    compared(before, after, "2026-10-19T09:00:00Z".parse().unwrap(), [14, 42])
}

/// The path of every edit, with a sign for what is done.
fn told(changes: &Changes) -> Vec<String> {
    let sign = |act| match act {
        Act::Added => "+",
        Act::Removed => "-",
        Act::Changed => "~",
        Act::Renamed => "=",
    };
    changes.edits.iter().map(|edit| format!("{} {}", sign(edit.act), edit.path)).collect()
}

/// Checks that two texts say the same.
fn same(one: &str, two: &str) {
    let found = change(&whole(&[PEOPLE, one]), &whole(&[PEOPLE, two]));
    assert_eq!((found.effect, told(&found)), (Effect::None, vec![]), "{one}\n{two}");
}

#[test]
fn another_spelling_or_order_is_no_change() {
    let keys = "web.starts = 2026-10-05T09:00\nweb.turn = \"1w\"\n";
    same(WEB, &format!("[rotations]\nweb.people = [\"ana\", \"ben\", \"cho\"]\n{keys}"));
    same(WEB, &WEB.replace("09:00", "09:00:00").replace("\"1w\"", "'1w' # a week"));
    same("[teams.t]\nmembers = [\"ana\", \"ben\"]", "[teams.t]\nmembers = [\n\"ben\", 'ana'\n]");
    let exception = |with: &str| {
        format!(
            "{WEB}[[overrides]]\nrotation = \"web\"\nfrom = 2026-10-20\nthrough = 2026-10-20\n{with}\n"
        )
    };
    same(&exception("add = \"ben\""), &exception("add = [\"ben\"]"));
    let off = [
        "[[time-off]]\nperson = \"ana\"\nfrom = 2026-11-01\nthrough = 2026-11-02\n",
        "[[time-off]]\nperson = \"ben\"\nfrom = 2026-11-01\nthrough = 2026-11-02\n",
    ];
    same(&off.concat(), &[off[1], off[0]].concat());
}

#[test]
fn what_means_the_same_in_other_words_is_an_edit_without_effect() {
    let found = change(&whole(&[PEOPLE, WEB]), &whole(&[PEOPLE, &WEB.replace("1w", "7d")]));
    assert_eq!((found.effect, found.identical), (Effect::NoScheduleEffect, true));
    assert_eq!(told(&found), ["~ rotations.web.turn"]);
    let edit = &found.edits[0];
    let values = [&edit.before, &edit.after].map(|value| value.as_ref().unwrap().toml.as_str());
    assert_eq!((values, edit.about), (["\"1w\"", "\"7d\""], About::Schedule));
}

#[test]
fn a_person_by_another_id_keeps_all_shifts() {
    let before = whole(&[PEOPLE, WEB, "[teams.t]\nmembers = [\"ben\"]\n"]);
    let after = [PEOPLE, WEB, "[teams.t]\nmembers = [\"ben\"]\n"].concat();
    let after =
        whole(&[&after.replace("people.ben", "people.benno").replace("\"ben\"", "\"benno\"")]);
    let found = change(&before, &after);
    assert_eq!((found.effect, found.identical), (Effect::Structural, true));
    assert_eq!(told(&found), ["= people.benno"]);
    let rename = &found.renames[0];
    assert_eq!((rename.before.as_str(), rename.after.as_str()), ("ben", "benno"));
}

#[test]
fn a_colleague_who_takes_over_is_another_person() {
    let after = PEOPLE.replace("people.cho", "people.dan").replace("\"Cho\"", "\"Dan\"");
    let after = whole(&[&after, &WEB.replace("cho", "dan")]);
    let found = change(&whole(&[PEOPLE, WEB]), &after);
    assert!(found.renames.is_empty());
    assert_eq!(told(&found), ["- people.cho", "+ people.dan", "~ rotations.web.people"]);
    assert!(found.ahead.iter().all(|part| part.before == ["cho"] && part.after == ["dan"]));
    assert!(found.ahead.iter().all(|part| part.cause == Some(2)));
}

#[test]
fn a_rotation_and_all_in_it_by_other_ids_are_followed_through_references() {
    let follower = "[rotations.second]\nfollows = { rotation = \"web\", offset = 1 }\n";
    let before = whole(&[PEOPLE, WEB, follower]);
    let renamed = |text: &str| {
        let text = text.replace("rotations.web", "rotations.site").replace("\"web\"", "\"site\"");
        let text = text.replace("rotations.second", "rotations.backup");
        text.replace("people.ana", "people.ana-l").replace("\"ana\"", "\"ana-l\"")
    };
    let found = change(&before, &whole(&[&renamed(PEOPLE), &renamed(WEB), &renamed(follower)]));
    assert_eq!(told(&found), ["= people.ana-l", "= rotations.backup", "= rotations.site"]);
    assert!(found.identical && found.now.is_empty());
    // Renamed and edited at once.
    let edited = renamed(WEB).replace("\"ben\", \"cho\"", "\"cho\", \"ben\"");
    let found = change(&before, &whole(&[&renamed(PEOPLE), &edited, &renamed(follower)]));
    assert_eq!(told(&found).len(), 4);
    assert!(!found.ahead.is_empty() && found.ahead.iter().all(|part| part.cause.is_some()));
    assert!(found.ahead.iter().all(|part| !part.before.is_empty() && !part.after.is_empty()));
}

#[test]
fn entries_of_lists_are_told_apart_by_what_they_are_about() {
    let exception = |from: &str, person: &str| {
        format!(
            "[[overrides]]\nrotation = \"web\"\nfrom = {from}\nthrough = {from}\nassign = \"{person}\"\n"
        )
    };
    let (one, two) = (exception("2026-10-20", "ana"), exception("2026-10-29", "cho"));
    let before = whole(&[PEOPLE, WEB, &one, &two]);
    let other = exception("2026-10-29", "ben");
    let found = change(&before, &whole(&[PEOPLE, WEB, &other, &one]));
    assert_eq!(told(&found), ["~ overrides[web 2026-10-29].assign"]);
    let found = change(&before, &whole(&[PEOPLE, WEB, &one]));
    assert_eq!(told(&found), ["- overrides[web 2026-10-29]"]);
    let later = two.replace("2026-10-29", "2026-10-30");
    let found = change(&before, &whole(&[PEOPLE, WEB, &one, &later]));
    let [from, through] =
        ["from", "through"].map(|key| format!("~ overrides[web 2026-10-29].{key}"));
    assert_eq!(told(&found), [from, through]);
}

#[test]
fn layers_in_another_order_are_a_change_of_their_order() {
    let layers = [
        "[[rotations.web.layers]]\nname = \"all\"\n",
        "[[rotations.web.layers]]\nname = \"top\"\npeople = [\"cho\"]\nwhen = \"sat,sun\"\n",
    ];
    let before = whole(&[PEOPLE, WEB, layers[0], layers[1]]);
    let found = change(&before, &whole(&[PEOPLE, WEB, layers[1], layers[0]]));
    assert_eq!(told(&found), ["~ rotations.web.layers"]);
    assert_eq!(found.effect, Effect::Effective);
    assert!(found.ahead.iter().all(|part| part.cause == Some(0)));
}

#[test]
fn who_is_reached_is_told_from_who_is_on_call() {
    let paths = |after: &str| {
        format!(
            "[escalations.p]\nsteps = [{{ after = \"{after}\", notify = {{ rotation = \"web\" }} }}]\n"
        )
    };
    let found = change(&whole(&[PEOPLE, WEB, &paths("0m")]), &whole(&[PEOPLE, WEB, &paths("5m")]));
    assert_eq!((found.effect, found.identical), (Effect::Structural, true));
    assert!(found.edits.iter().all(|edit| edit.about == About::Response));
    let found =
        change(&whole(&[PEOPLE, WEB]), &whole(&[PEOPLE, WEB, "[people.dan]\nname = \"Dan\"\n"]));
    assert_eq!(
        (found.effect, told(&found)),
        (Effect::NoScheduleEffect, vec!["+ people.dan".into()])
    );
}

#[test]
fn gaps_open_and_close() {
    let working = WEB.to_owned() + "when = \"mon-fri 09:00-17:00\"\ncoverage = \"09:00-18:00\"\n";
    let longer = working.replace("-17:00", "-18:00");
    let found = change(&whole(&[PEOPLE, &longer]), &whole(&[PEOPLE, &working]));
    assert_eq!(found.opened.len(), 30);
    assert!(found.closed.is_empty());
    assert!(found.opened.iter().all(|gap| gap.path == "rotations.web"));
    assert!(found.opened.iter().all(|gap| gap.span.length() == TimeDelta::hours(1)));
    // Nobody has what everybody lost.
    assert!(found.ahead.iter().all(|part| part.after.is_empty()));
    let lost: TimeDelta = found.people.iter().map(|hours| hours.all.change()).sum();
    assert_eq!(lost, TimeDelta::hours(-30));
}

#[test]
fn no_order_is_offered_where_a_later_one_stands_already() {
    let line_up = "[[rotations.web.line-ups]]\nfrom = 2026-11-23\npeople = [\"cho\", \"ana\"]\n";
    let edited = WEB.replace("\"ben\", \"cho\"", "\"cho\", \"ben\"");
    let found = change(&whole(&[PEOPLE, WEB, line_up]), &whole(&[PEOPLE, &edited, line_up]));
    assert_eq!((found.effect, found.advice.len()), (Effect::Effective, 0));
    let found = change(&whole(&[PEOPLE, WEB]), &whole(&[PEOPLE, &edited]));
    assert_eq!(found.advice.len(), 1);
    assert!(found.advice[0].left < found.past.len() + found.ahead.len());
}

/// A folder in memory.
struct Folder(BTreeMap<&'static str, String>);

impl Tree for Folder {
    fn list(&self, folder: &str) -> Result<Vec<Entry>, String> {
        let inside = |path: &&'static str| {
            (folder.is_empty() || folder == "runbooks") && { path.starts_with(folder) }
        };
        let names = self.0.keys().copied().filter(inside).map(|path| {
            let rest = path[folder.len()..].trim_start_matches('/');
            let (name, kind) = match rest.split_once('/') {
                Some((name, _)) => (name, Kind::Folder),
                None => (rest, Kind::File { target: None }),
            };
            Entry { name: name.to_owned(), kind }
        });
        Ok(names.collect())
    }

    fn look(&self, path: &str) -> Option<Kind> {
        if path == "runbooks" {
            return Some(Kind::Folder);
        }
        self.0.contains_key(path).then_some(Kind::File { target: None })
    }

    fn read(&self, path: &str) -> Result<Vec<u8>, String> {
        Ok(self.0[path].clone().into_bytes())
    }
}

fn folder(files: &[(&'static str, String)]) -> Plan {
    let folder = Folder(files.iter().cloned().collect());
    let plan = ZONES.with(|zones| load(&folder, zones, Read::Everything));
    assert_eq!(plan.faults, []);
    plan
}

#[test]
fn what_moves_to_another_file_says_what_it_said() {
    let before = folder(&[("irp.toml", [HEAD, PEOPLE, WEB].concat())]);
    let after = folder(&[("irp.toml", [HEAD, WEB].concat()), ("people.toml", PEOPLE.to_owned())]);
    let found = change(&before, &after);
    assert_eq!((found.effect, found.edits.len()), (Effect::None, 0));
    let moved: Vec<_> =
        found.moved.iter().map(|moved| (&*moved.from, &*moved.to, moved.entries)).collect();
    assert_eq!(moved, [("irp.toml", "people.toml", 3)]);
}

#[test]
fn a_record_is_its_front_matter_and_its_text() {
    let plan = |name: &'static str, title: &str, text: &str| {
        let record = format!("+++\ntitle = \"{title}\"\n+++\n{text}");
        folder(&[("irp.toml", [HEAD, PEOPLE].concat()), (name, record)])
    };
    let before = plan("runbooks/api.md", "Api", "# What\nLook.\n");
    let found = change(&before, &plan("runbooks/api.md", "The api", "# What\nLook twice.\n"));
    assert_eq!(told(&found), ["~ runbooks.api.text", "~ runbooks.api.title"]);
    assert_eq!(found.effect, Effect::NoScheduleEffect);
    let found = change(&before, &plan("runbooks/the-api.md", "Api", "# What\nLook.\n"));
    assert_eq!(told(&found), ["= runbooks.the-api"]);
}
