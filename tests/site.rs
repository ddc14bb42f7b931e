//! `irp site`: every page is read strictly, every link followed, and what is not irp's is left alone.
#![expect(clippy::disallowed_methods, reason = "plans and pages are files of the tests")]

mod folder;
mod inert;
mod strict;
mod templates;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use serde_json::Value;

use self::strict::{Element, elements};
use crate::init::folder::{Answer, Folder};

const NOW: &str = "2026-10-21T10:00:00Z";
const STAMP: &str = "2026-10-01T00:00:00Z";
const POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; \
                      img-src 'self' data:; base-uri 'none'; form-action 'none'";

/// A plan of a desk and a shop.
fn plan() -> String {
    "irp = 1\n\n[plan]\nname = \"Harbour\"\ntime-zone = \"Europe/Berlin\"\n\n\
     [people.ana]\nname = \"Ana Duarte\"\ntime-zone = \"America/New_York\"\n\
     email = \"ana@harbour.example\"\nchat = \"@ana\"\ncontacts = { phone = \"vault:ana\" }\n\n\
     [people.bo]\nname = \"Bo Ek\"\n\n\
     [rotations.desk]\nstarts = 2026-01-05T09:00\nturn = \"1w\"\npeople = [\"ana\", \"bo\"]\n\n\
     [escalations.path]\nsteps = [{ after = \"0m\", notify = { rotation = \"desk\" } }]\n\n\
     [services.shop]\nname = \"Shop\"\nescalation = \"path\"\nrunbooks = [\"mend\"]\n"
        .to_owned()
}

fn harbour(name: &str) -> Folder {
    let folder = Folder::new(&format!("site-{name}"));
    folder.write("irp.toml", &plan());
    let runbook =
        "+++\ntitle = \"Mend it\"\nservices = [\"shop\"]\n+++\n\n## Now\n\nTurn it off.\n";
    folder.write("runbooks/mend.md", runbook);
    folder
}

fn published(folder: &Folder, args: &[&str]) -> Answer {
    folder.irp(&[&["site", "--out", "out", "--stamp", STAMP], args].concat())
}

/// Every file below a folder, by its path.
fn files(folder: &Path) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    let mut todo = vec![PathBuf::new()];
    while let Some(within) = todo.pop() {
        for entry in std::fs::read_dir(folder.join(&within)).unwrap() {
            let entry = entry.unwrap();
            let path = within.join(entry.file_name());
            if entry.file_type().unwrap().is_dir() {
                todo.push(path);
            } else {
                let text = std::fs::read_to_string(entry.path()).unwrap();
                found.insert(path.to_str().unwrap().replace('\\', "/"), text);
            }
        }
    }
    found
}

fn is_page(path: &str) -> bool {
    Path::new(path).extension().is_some_and(|extension| extension == "html")
}

/// The pages of a site, read.
fn pages(site: &BTreeMap<String, String>) -> BTreeMap<&str, Vec<Element>> {
    let pages = site.iter().filter(|(path, _)| is_page(path));
    pages.map(|(path, text)| (path.as_str(), elements(text))).collect()
}

/// The sites of all examples.
fn examples(name: &str) -> Vec<(String, BTreeMap<String, String>)> {
    let folder = Folder::new(&format!("site-{name}"));
    let examples = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples");
    let mut all: Vec<_> =
        std::fs::read_dir(examples).unwrap().map(|entry| entry.unwrap().path()).collect();
    all.sort();
    assert!(all.len() >= 4);
    let site = |path: &PathBuf| {
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        let args = ["site", "--plan", path.to_str().unwrap(), "--out", &name, "--stamp", STAMP];
        let answer = folder.irp(&args);
        assert_eq!((answer.code, answer.err.as_str()), (0, ""), "{name}");
        let site = files(&folder.path(&name));
        (name, site)
    };
    all.iter().map(site).collect()
}

/// The path that a link of a page leads to, and the mark there.
fn followed(page: &str, href: &str) -> (String, Option<String>) {
    let (path, mark) = href.split_once('#').map_or((href, None), |(path, mark)| (path, Some(mark)));
    let folder = page.rsplit_once('/').map_or("", |(folder, _)| folder);
    let path = match path.strip_prefix("../") {
        _ if path.is_empty() => page.to_owned(),
        Some(path) => path.to_owned(),
        None if folder.is_empty() => path.to_owned(),
        None => format!("{folder}/{path}"),
    };
    (path, mark.map(str::to_owned))
}

#[test]
fn every_link_within_a_site_leads_somewhere() {
    for (name, site) in examples("links") {
        let pages = pages(&site);
        assert!(pages.len() >= 4, "{name}");
        for (page, elements) in &pages {
            let links = elements.iter().filter_map(|e| Some((e, e.attributes.get("href")?)));
            for (element, href) in links.filter(|(_, href)| !href.contains(':')) {
                let (path, mark) = followed(page, href);
                assert!(site.contains_key(&path), "{name}/{page}: {href}");
                let Some(mark) = mark else { continue };
                let known =
                    pages[path.as_str()].iter().any(|e| e.attributes.get("id") == Some(&mark));
                assert!(known, "{name}/{page}: {href} {element:?}");
            }
        }
    }
}

#[test]
fn no_page_asks_anybody_for_anything() {
    for (name, site) in examples("quiet") {
        for (page, elements) in pages(&site) {
            let of = |kind: &'static str| elements.iter().filter(move |e| e.name == kind);
            let policy = of("meta").find(|e| e.attributes.contains_key("http-equiv")).unwrap();
            assert_eq!(policy.attributes["content"], POLICY, "{name}/{page}");
            for loaded in of("link").chain(of("script")) {
                let source = loaded.attributes.get("href").or(loaded.attributes.get("src"));
                let source = source.map(|source| followed(page, source).0);
                let own = ["irp-site.css", "irp-site.js", "irp-site.svg"];
                let live = loaded.attributes.get("id").is_some_and(|id| id == "live");
                assert!(
                    live || own.contains(&source.unwrap().as_str()),
                    "{name}/{page} {loaded:?}"
                );
            }
            for element in &elements {
                let loads = ["img", "iframe", "object", "embed", "video", "audio", "form", "style"];
                assert!(!loads.contains(&element.name.as_str()), "{name}/{page}: {element:?}");
                let names = element.attributes.keys();
                let runs = names.filter(|name| name.starts_with("on") || *name == "style").count();
                assert_eq!(runs, 0, "{name}/{page}: {element:?}");
            }
        }
        let script = &site["irp-site.js"];
        for word in ["innerHTML", "eval(", "fetch(", "XMLHttpRequest", "import(", "document.write"]
        {
            assert!(!script.contains(word), "{word}");
        }
    }
}

#[test]
fn the_machine_leaves_no_mark() {
    let folder = harbour("machine");
    let copy = harbour("machine-copy");
    let run = |folder: &Folder, tz: &str, lang: &str| {
        let _ = std::fs::remove_dir_all(folder.path("out"));
        let mut irp = folder.command(env!("CARGO_BIN_EXE_irp"));
        irp.args(["site", "--out", "out", "--stamp", STAMP, "--now", NOW]);
        irp.envs([("TZ", tz), ("LANG", lang), ("LC_ALL", lang)]);
        let answer = Answer::new(&irp.output().unwrap());
        assert_eq!((answer.code, answer.err.as_str()), (0, ""));
        files(&folder.path("out"))
    };
    let one = run(&folder, "UTC", "C");
    assert_eq!(one, run(&folder, "Asia/Kathmandu", "de_DE.UTF-8"));
    assert_eq!(one, run(&copy, "no/zone", "C"));
}

#[test]
fn feeds_are_those_of_irp_calendar() {
    let folder = harbour("feeds");
    assert_eq!(published(&folder, &["--contacts"]).code, 0);
    let span = ["calendar", "--stamp", STAMP, "--contacts"];
    let all = folder.irp(&span).out;
    assert!(all.contains("vault:ana"));
    assert_eq!(all, folder.read("out/feeds/all.ics"));
    for what in ["person", "rotation"] {
        folder.irp(&[&span[..], &["--split", what, "--out-dir", "feeds"]].concat());
    }
    let mut feeds = files(&folder.path("out/feeds"));
    feeds.remove("all.ics");
    assert_eq!(feeds, files(&folder.path("feeds")));
    assert_eq!(feeds.len(), 3);
}

#[test]
fn what_the_script_knows_is_what_irp_schedule_says() {
    for (name, site) in examples("live") {
        let index = elements(&site["index.html"]);
        let live = index.iter().find(|e| e.attributes.get("id").is_some_and(|id| id == "live"));
        let live: Value = serde_json::from_str(&live.unwrap().text).unwrap();
        let example = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples").join(&name);
        let folder = Folder::new(&format!("site-live-{name}"));
        let plan = example.to_str().unwrap();
        let span = ["--from", "2026-10-20T10:00:00Z", "--for", "4344h"];
        let answer = folder.irp(&[&["schedule", "--plan", plan, "--json"], &span[..]].concat());
        let answer: Value = serde_json::from_str(&answer.out).unwrap();
        let seconds = |text: &Value| {
            let at: irp::time::Instant = text.as_str().unwrap().parse().unwrap();
            at.timestamp()
        };
        let mut said: BTreeSet<(String, i64, i64, Vec<String>)> = BTreeSet::new();
        for (rotation, known) in live["rotations"].as_object().unwrap() {
            for shift in known["shifts"].as_array().unwrap() {
                let place = |place: &Value| usize::try_from(place.as_u64().unwrap()).unwrap();
                let id = |p: &Value| live["people"][place(p)][0].as_str().unwrap().to_owned();
                let people = shift[2].as_array().unwrap().iter().map(id).collect();
                let (start, end) = (shift[0].as_i64().unwrap(), shift[1].as_i64().unwrap());
                said.insert((rotation.clone(), start, end, people));
            }
        }
        let shifts = answer["shifts"].as_array().unwrap().iter().map(|shift| {
            let people = shift["people"].as_array().unwrap().iter();
            let people = people.map(|id| id.as_str().unwrap().to_owned()).collect();
            let rotation = shift["rotation"].as_str().unwrap().to_owned();
            (rotation, seconds(&shift["start"]), seconds(&shift["end"]), people)
        });
        assert_eq!(said, shifts.collect(), "{name}");
        assert!(said.len() > 5, "{name}");
    }
}

#[test]
fn contacts_are_published_only_where_that_is_asked_for() {
    let folder = harbour("contacts");
    published(&folder, &[]);
    let secrets = ["vault:ana", "ana@harbour.example", "@ana"];
    let holds =
        |secret: &str| files(&folder.path("out")).values().any(|text| text.contains(secret));
    assert_eq!(secrets.map(holds), [false; 3]);
    published(&folder, &["--contacts"]);
    assert_eq!(secrets.map(holds), [true; 3]);
    assert!(folder.read("out/people/ana.html").contains("href=\"mailto:ana@harbour.example\""));
}

#[test]
fn a_site_that_knows_its_address_has_calendars_to_subscribe_to() {
    let folder = harbour("address");
    assert_eq!(published(&folder, &["--base-url", "https://oncall.example/plan/"]).code, 0);
    let page = folder.read("out/people/ana.html");
    assert!(page.contains("href=\"webcal://oncall.example/plan/feeds/person-ana.ics\""), "{page}");
    for wrong in ["oncall.example", "javascript:x", "https://", "https://a b", "https://\"x"] {
        let answer = published(&folder, &["--base-url", wrong]);
        assert_eq!(answer.code, 2, "{wrong}");
        assert!(answer.err.contains("is no web address"), "{}", answer.err);
    }
}

#[test]
fn two_hundred_rotations_of_short_shifts_make_pages_of_a_reasonable_weight() {
    let folder = harbour("weight");
    let rotation = |n: usize| {
        format!(
            "\n[rotations.r{n}]\nstarts = 2026-01-05T09:00\nturn = \"12h\"\n\
             people = [\"ana\", \"bo\"]\n"
        )
    };
    folder.write("many.toml", &(0..200).map(rotation).collect::<String>());
    let answer = published(&folder, &["--for", "60d"]);
    assert_eq!(answer.code, 0, "{}", answer.err);
    let site = files(&folder.path("out"));
    let heaviest = site.iter().filter(|(path, _)| is_page(path));
    let heaviest = heaviest.max_by_key(|(_, text)| text.len()).unwrap();
    assert!(heaviest.1.len() < 6_000_000, "{}: {}", heaviest.0, heaviest.1.len());
    let index = &site["index.html"];
    assert!(index.contains("There are too many shifts for one table"));
}
