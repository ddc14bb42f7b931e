//! `irp explain`: what a rule or fault means, why, and how to set it.

use std::fmt::Write as _;

use schemars::JsonSchema;
use serde::Serialize;

use crate::cli::session::meant;
use crate::cli::{Failure, Session, Verdict};
use crate::diagnostic::Level;
use crate::exchange::prometheus::Code;
use crate::rules::{Parameter, Rule};
use crate::views::explain::{Notice, Topic, laid_out, topics};
use crate::views::json;

/// Explain a rule or fault: what it is, why, its source, examples, options
#[derive(Debug, clap::Args)]
#[command(override_usage = "irp explain <CODE> [OPTIONS]")]
#[command(after_help = "\
Examples:
  irp explain coverage-gap
  irp explain --all            every rule and fault, a line each

No plan is read.

Exit code:
  0  it was explained
  2  there is no such rule or fault")]
pub struct Args {
    /// The name that a finding shows, such as coverage-gap
    #[arg(value_name = "CODE", required_unless_present = "all", conflicts_with = "all")]
    code: Option<String>,
    /// List every rule and fault
    #[arg(long)]
    all: bool,
}

pub fn run(args: &Args, session: &mut Session<'_>) -> Result<Verdict, Failure> {
    let all = topics();
    let asked = match &args.code {
        None => all,
        Some(code) => vec![find(code, &all)?],
    };
    let text = if session.options.json {
        answer(session, &asked)
    } else if let (Some(_), [topic]) = (&args.code, &asked[..]) {
        topic.text(session.style())
    } else {
        list(session, &asked)
    };
    session.print(&text);
    Ok(Verdict::Yes)
}

/// What is called so, also where it was copied as findings show it: `warning[runbook-stale]`.
fn find(word: &str, all: &[Topic]) -> Result<Topic, Failure> {
    let inside = word.split_once('[').and_then(|(_, rest)| rest.split(']').next());
    let code = inside.unwrap_or(word);
    let found = all.iter().find(|topic| topic.code() == code);
    found.copied().ok_or_else(|| {
        let failure = Failure::usage(format!("irp has no rule and no fault `{code}`"));
        let near = meant(code, all.iter().map(|topic| topic.code()));
        failure.hint(near.unwrap_or_else(|| "`irp explain --all` lists them".to_owned()))
    })
}

/// A line each: in columns for people, with tabs for programs.
fn list(session: &Session<'_>, topics: &[Topic]) -> String {
    let style = session.style();
    if style.width.is_some() {
        let columns = topics.iter().map(|topic| topic.code().len()).max().unwrap_or_default();
        return topics.iter().map(|topic| topic.line(columns, style)).collect();
    }
    let mut text = "CODE\tLEVEL\tWHAT\n".to_owned();
    for topic in topics {
        let (code, level) = (topic.code(), topic.level().word());
        let _ = writeln!(text, "{code}\t{level}\t{}", topic.summary());
    }
    text
}

fn answer(session: &Session<'_>, topics: &[Topic]) -> String {
    let mut body = Body { rules: Vec::new(), faults: Vec::new(), alerts: Vec::new() };
    for topic in topics {
        match topic {
            Topic::Rule(rule) => body.rules.push(RuleJson::new(rule)),
            Topic::Notice(notice) => body.faults.push(FaultJson::new(notice)),
            Topic::Alert(code) => body.alerts.push(AlertJson::new(code)),
        }
    }
    json::text(&json::Envelope {
        schema: json::SCHEMA,
        command: "explain",
        evaluated_at: json::instant(session.now),
        time_zone: session.zones.utc().name(),
        tzdata: session.zones.release(),
        revision: None,
        body,
    })
}

/// Rules and faults that were asked for.
#[derive(Serialize, JsonSchema)]
pub struct Body {
    /// The rules, in order of their codes.
    rules: Vec<RuleJson>,
    /// What a check finds beside the rules: faults, and what is about the machine.
    faults: Vec<FaultJson>,
    /// What `irp alerts check` finds in rule files.
    alerts: Vec<AlertJson>,
}

/// A rule.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Rule")]
struct RuleJson {
    /// Its name.
    code: &'static str,
    /// Its level where nothing else is said.
    level: json::LevelJson,
    /// The profiles in which it has another level.
    profiles: Vec<InProfile>,
    /// What it checks.
    summary: &'static str,
    /// Its threshold and where that comes from.
    source: &'static str,
    /// Why it matters.
    why: &'static str,
    /// What can be set.
    options: Vec<OptionJson>,
    /// The files of a plan that it complains of.
    bad: Vec<FileJson>,
    /// The files of the same plan, mended.
    good: Vec<FileJson>,
}

/// An option of a rule.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Option")]
struct OptionJson {
    /// Its name.
    name: &'static str,
    /// What it takes, in words.
    takes: &'static str,
    /// Its value where nothing is set, as TOML.
    default: String,
    /// The profiles in which it has another value, as TOML.
    profiles: Vec<InProfile>,
    /// What it is.
    about: &'static str,
}

/// What something is in a profile.
#[derive(Serialize, JsonSchema)]
struct InProfile {
    /// The profile.
    profile: &'static str,
    /// The level or value.
    value: String,
}

/// A file of an example.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "ExampleFile")]
struct FileJson {
    /// Its path in the plan.
    path: String,
    /// Its text.
    text: String,
}

/// A fault.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Fault")]
struct FaultJson {
    /// Its name.
    code: &'static str,
    /// Its level.
    level: json::LevelJson,
    /// What it means.
    meaning: &'static str,
}

/// A finding about rule files.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "AlertFinding")]
struct AlertJson {
    /// Its name.
    code: &'static str,
    /// Its level.
    level: json::LevelJson,
    /// What it is.
    summary: &'static str,
    /// Why it matters.
    why: &'static str,
    /// How it is mended.
    mend: &'static str,
}

impl AlertJson {
    fn new(code: &Code) -> Self {
        let Code { code, level, summary, why, mend } = *code;
        Self { code, level: level.into(), summary, why, mend }
    }
}

impl RuleJson {
    fn new(rule: &Rule) -> Self {
        let profile = |(profile, level): &(crate::syntax::Profile, Level)| InProfile {
            profile: profile.word(),
            value: level.word().to_owned(),
        };
        Self {
            code: rule.code,
            level: rule.level.into(),
            profiles: rule.profiles.iter().map(profile).collect(),
            summary: rule.summary,
            source: rule.source,
            why: rule.why,
            options: rule.options.iter().map(OptionJson::new).collect(),
            bad: example(rule.bad),
            good: example(rule.good),
        }
    }
}

impl OptionJson {
    fn new(option: &Parameter) -> Self {
        let profile = |(profile, value): &(crate::syntax::Profile, &str)| InProfile {
            profile: profile.word(),
            value: option.kind.written(value),
        };
        Self {
            name: option.name,
            takes: option.kind.expected(),
            default: option.kind.written(option.default),
            profiles: option.profiles.iter().map(profile).collect(),
            about: option.about,
        }
    }
}

impl FaultJson {
    fn new(notice: &Notice) -> Self {
        Self { code: notice.code, level: notice.level.into(), meaning: notice.meaning }
    }
}

fn example(text: &str) -> Vec<FileJson> {
    laid_out(text).into_iter().map(|(path, text)| FileJson { path, text }).collect()
}
