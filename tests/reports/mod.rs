//! The reports of `irp check`, read by those for whom they are written: by the schemas of their
//! formats, by parsers that are not irp's, and by the rules of the services that show them.
#![expect(clippy::disallowed_methods, reason = "the tests read and write files of their own")]

mod forms;
mod hostile;
mod limits;
mod written;

use std::collections::BTreeSet;
use std::path::Path;
use std::process::{Command, Output};

use irp::diagnostic::{Diagnostic, Fault, Level};
use irp::rules::{RULES, fingerprints};
use irp::source::{Location, Sources};
use irp::views::report::{
    Comparison, Report, Topic, checkstyle, github, gitlab, junit, markdown, rdjson, sarif,
};

/// What a report is made of, owned.
#[derive(Debug)]
struct Made {
    plan: String,
    prefix: String,
    sources: Sources,
    findings: Vec<Diagnostic>,
    topics: Vec<Topic>,
    fail_on: Option<Level>,
    /// Whether it was compared with an earlier plan, of which everything was mended.
    compared: bool,
}

impl Made {
    /// A plan of one file, in which nothing was found.
    fn new(file: &str, text: &str) -> Self {
        let mut sources = Sources::default();
        sources.add(file.to_owned(), text.to_owned());
        let topics = RULES.iter().map(|rule| Topic {
            code: rule.code,
            level: rule.level,
            summary: rule.summary,
            why: rule.why,
            source: rule.source,
        });
        let topics = topics.collect();
        let (plan, prefix) = ("A plan".to_owned(), "ops/plan/".to_owned());
        let (findings, fail_on) = (Vec::new(), Some(Level::Error));
        Self { plan, prefix, sources, findings, topics, fail_on, compared: false }
    }

    fn at(&self, range: std::ops::Range<usize>) -> Location {
        let (id, _) = self.sources.all().next().unwrap();
        Location::new(id, &range)
    }

    /// One finding of every level, one fault, and everything that a diagnostic can have.
    fn full() -> Self {
        let mut made = Self::new("a b/irp.toml", "irp = 1\nname = \"Zoë 𐐀\" # ü\nlast = 1\n");
        let name = made.at(15..26);
        let two_lines = made.at(0..26);
        made.findings = vec![
            Diagnostic::fault(Fault::BadValue, name, "no name")
                .write("\"Zoe\"")
                .about("people.zoe"),
            Diagnostic::new("coverage-gap", Level::Error, two_lines, "nobody for 3h")
                .about("rotations.primary")
                .label("this")
                .also(name, "and [this](https://example.invalid)")
                .help("do this, or that: both help")
                .fix("a = 1\nb = 2"),
            Diagnostic::new("kind-broken", Level::Warning, name, "100 % broken"),
            Diagnostic::new("kind-broken", Level::Info, name, "100 % broken"),
        ];
        made
    }

    fn report(&self) -> Report<'_> {
        // The process ends with the tests.
        let prints = Box::leak(Box::new(fingerprints(&self.findings, &self.sources)));
        Report {
            prints,
            compared: self.compared.then_some(Comparison {
                with: &self.plan,
                mended: &self.findings,
                unchanged: 3,
            }),
            command: "irp check",
            plan: &self.plan,
            findings: &self.findings,
            sources: &self.sources,
            prefix: &self.prefix,
            allowed: 1,
            fail_on: self.fail_on,
            topics: &self.topics,
            now: "2026-10-21T10:00:00Z".parse().unwrap(),
        }
    }

    fn github(&self) -> String {
        github::text(&self.report(), "elsewhere")
    }

    fn json(&self, format: fn(&Report<'_>) -> String) -> serde_json::Value {
        serde_json::from_str(&format(&self.report())).unwrap()
    }
}

/// A workflow command as GitHub's runner takes it apart.
#[derive(Debug, PartialEq, Eq)]
struct WorkflowCommand {
    name: String,
    properties: Vec<(String, String)>,
    data: String,
}

impl WorkflowCommand {
    /// Reads a line that begins with `::`: the properties end at the next `::`, and each at a comma.
    fn read(line: &str) -> Option<Self> {
        let (head, data) = line.trim_start().strip_prefix("::")?.split_once("::")?;
        let (name, properties) = head.split_once(' ').unwrap_or((head, ""));
        let plain = |text: &str| text.replace("%0D", "\r").replace("%0A", "\n").replace("%25", "%");
        let property = |text: &str| {
            let text = text.replace("%0D", "\r").replace("%0A", "\n");
            text.replace("%3A", ":").replace("%2C", ",").replace("%25", "%")
        };
        let properties = properties.split(',').filter_map(|pair| pair.split_once('='));
        let properties = properties.map(|(key, value)| (key.to_owned(), property(value)));
        Some(Self { name: name.to_owned(), properties: properties.collect(), data: plain(data) })
    }

    fn property(&self, name: &str) -> &str {
        let found = self.properties.iter().find(|(known, _)| known == name);
        found.map_or("", |(_, value)| value)
    }
}

/// The program, with nothing of the machine's environment.
fn irp(folder: &Path, words: &[&str], environment: &[(&str, &str)]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_irp"));
    command.args(words).env_clear().envs(environment.iter().copied()).current_dir(folder);
    command.env("TZ", "Europe/Berlin").env("TZDIR", "/nonexistent").output().unwrap()
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// All of some texts, none of them twice.
fn unique<'t>(texts: impl Iterator<Item = &'t str>) -> BTreeSet<&'t str> {
    let mut seen = BTreeSet::new();
    for text in texts {
        assert!(seen.insert(text), "{text} is there twice");
    }
    seen
}
