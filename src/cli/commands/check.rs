//! `irp check`: every fault and finding of the plan, and what was looked at.

use std::fmt::Write as _;

use clap::ValueEnum;
use serde::Serialize;

use crate::cli::{Failure, Session, Verdict};
use crate::diagnostic::{Diagnostic, Level, visible};
use crate::plan::{Plan, Read, RotationKey};
use crate::rules::{self, Context};
use crate::time::{Span, show};
use crate::views::human::{Style, diagnostics};
use crate::views::json;

/// Check the plan: every fault, and every finding of the rules
#[derive(Debug, clap::Args)]
#[command(after_help = "\
A fault is a plan that cannot be understood; a finding is a plan that would fail.

Exit code: 0 no errors, 1 errors, 2 there is no plan to check.")]
pub struct Args {
    /// How to print
    #[arg(long, short, value_name = "FORMAT", value_enum, default_value = "human")]
    #[arg(conflicts_with = "json")]
    format: Format,
}

/// How faults and findings are laid out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// With the place in the file, and ways out
    Human,
    /// One line each
    Concise,
    /// JSON
    Json,
}

pub fn run(args: &Args, session: &mut Session<'_>) -> Result<Verdict, Failure> {
    let plan = session.plan(Read::Everything)?;
    let context = Context::new(plan, session.now);
    let found = rules::check(&context);
    let (now, system) = (session.now, session.system_release());
    let stale = zone_data(plan, session.zones.release(), system.as_deref());
    let all: Vec<_> =
        plan.faults.iter().chain(&found.standing).chain(stale.as_ref()).cloned().collect();
    let format = if session.options.json { Format::Json } else { args.format };
    let checked = Checked { plan, all: &all, allowed: found.allowed, context: &context };
    match format {
        Format::Human => {
            let style = session.style();
            session.print(&checked.human(style));
        }
        Format::Concise => {
            session.print(&checked.concise());
            session.note(checked.counts().trim_end());
        }
        Format::Json => {
            let text = json::text(&json::Envelope {
                schema: 1,
                command: "check",
                evaluated_at: json::instant(now),
                time_zone: plan.zone.name(),
                tzdata: session.zones.release(),
                body: checked.body(),
            });
            session.print(&text);
        }
    }
    let errors = all.iter().any(|finding| finding.level == Level::Error);
    Ok(if errors { Verdict::No } else { Verdict::Yes })
}

/// The finding that the machine has newer zone data than irp, which may then be wrong.
fn zone_data(plan: &Plan, ours: &str, theirs: Option<&str>) -> Option<Diagnostic> {
    let theirs =
        theirs.filter(|theirs| is_release(theirs) && is_release(ours) && ours < *theirs)?;
    let written = plan.written.plan.as_ref()?.time_zone.as_ref()?;
    let message = format!("this machine's zone data, {theirs}, is newer than irp's, {ours}");
    let finding = Diagnostic::new("zone-data-old", Level::Info, written.at, message).about("plan");
    Some(finding.help("update irp, or pass --tzdata /usr/share/zoneinfo to use the machine's"))
}

/// Whether a text is a release of the zone database, such as `2026f`.
fn is_release(text: &str) -> bool {
    let (year, letter) = text.split_at_checked(4).unwrap_or(("", ""));
    year.bytes().all(|b| b.is_ascii_digit())
        && letter.len() == 1
        && letter.bytes().all(|b| b.is_ascii_lowercase())
}

struct Checked<'a> {
    plan: &'a Plan,
    all: &'a [Diagnostic],
    allowed: usize,
    context: &'a Context<'a>,
}

impl Checked<'_> {
    fn count(&self, level: Level) -> usize {
        self.all.iter().filter(|finding| finding.level == level).count()
    }

    fn human(&self, style: Style) -> String {
        let mut text = String::new();
        for finding in self.all {
            text.push_str(&diagnostics::render(finding, &self.plan.sources, style));
            text.push('\n');
        }
        text.push_str(&self.scope());
        let counts = self.counts();
        text.push_str(&if self.count(Level::Error) > 0 {
            style.alarm(counts.trim_end())
        } else {
            style.bold(counts.trim_end())
        });
        text.push('\n');
        text
    }

    fn concise(&self) -> String {
        let mut text = String::new();
        for finding in self.all {
            let at = self.plan.sources.position(finding.primary.at);
            let file = visible(&self.plan.sources.get(finding.primary.at.source).name);
            let (level, code) = (finding.level.word(), finding.code);
            let (line, column, message) = (at.line, at.column, &finding.message);
            let _ = writeln!(text, "{file}:{line}:{column}: {level}[{code}] {message}");
        }
        text
    }

    /// What was looked at, and over which span.
    fn scope(&self) -> String {
        let plan = self.plan;
        let mut text = format!("checked {}", counted(plan.sources.iter().count(), "file"));
        let parts = [
            counted(plan.people.len(), "person"),
            counted(plan.rotations.len(), "rotation"),
            counted(plan.escalations.len(), "escalation"),
            counted(plan.services.len(), "service"),
            counted(plan.severities.len(), "severity"),
        ];
        let _ = writeln!(text, ": {}", parts.join(", "));
        for (what, judged) in self.coverage() {
            let _ = writeln!(text, "{what}: {judged}");
        }
        if self.allowed > 0 {
            let _ =
                writeln!(text, "{} allowed by [[lint.allow]]", counted(self.allowed, "finding"));
        }
        text
    }

    /// How far ahead coverage was judged: of the rotations for which that is the same, together.
    fn coverage(&self) -> Vec<(String, String)> {
        let plan = self.plan;
        let (mut proven, mut checked): (Vec<RotationKey>, Vec<RotationKey>) = Default::default();
        let mut furthest: Option<Span> = None;
        let answered = plan.rotation_keys().filter(|key| plan[*key].blocked.is_empty());
        for key in answered {
            let judged = rules::reach(plan, &[key], None, self.context.now);
            if judged.period.is_some() {
                proven.push(key);
            } else {
                checked.push(key);
                furthest = Some(judged.span);
            }
        }
        let names = |keys: &[RotationKey]| {
            let names: Vec<_> = keys.iter().map(|key| plan[*key].id.as_ref()).collect();
            if names.len() > 6 { counted(names.len(), "rotation") } else { names.join(", ") }
        };
        let mut lines = Vec::new();
        let from = show::full(self.context.now, &plan.zone);
        if !proven.is_empty() {
            let judged = format!("judged for every instant from {from} on");
            lines.push((format!("coverage of {}", names(&proven)), judged));
        }
        if let Some(span) = furthest {
            let judged = format!("judged from {from} until {}", show::full(span.end, &plan.zone));
            lines.push((format!("coverage of {}", names(&checked)), judged));
        }
        lines
    }

    fn counts(&self) -> String {
        let level = |level: Level, word: &str| match self.count(level) {
            0 => None,
            count => Some(counted(count, word)),
        };
        let counts = [
            level(Level::Error, "error"),
            level(Level::Warning, "warning"),
            self.count(Level::Info).checked_sub(1).map(|n| format!("{} info", n + 1)),
        ];
        let counts: Vec<_> = counts.into_iter().flatten().collect();
        if counts.is_empty() { "no findings\n".to_owned() } else { counts.join(", ") + "\n" }
    }

    fn body(&self) -> Body {
        let (plan, context) = (self.plan, self.context);
        let coverage = plan.rotation_keys().filter(|key| plan[*key].blocked.is_empty());
        let coverage = coverage.map(|key| {
            let judged = rules::reach(plan, &[key], None, context.now);
            CoverageJson {
                rotation: plan[key].id.to_string(),
                proven: judged.period.is_some(),
                period_s: judged.period,
                span: json::SpanJson::new(judged.span, &plan.zone),
            }
        });
        Body {
            plan: plan.name.clone(),
            findings: self.all.iter().map(|f| json::Finding::new(f, &plan.sources)).collect(),
            summary: Summary {
                error: self.count(Level::Error),
                warning: self.count(Level::Warning),
                info: self.count(Level::Info),
                allowed: self.allowed,
            },
            checked: CheckedJson {
                files: plan.sources.iter().count(),
                people: plan.people.len(),
                rotations: plan.rotations.len(),
                escalations: plan.escalations.len(),
                services: plan.services.len(),
                severities: plan.severities.len(),
                horizon: json::SpanJson::new(context.horizon(), &plan.zone),
                coverage: coverage.collect(),
            },
        }
    }
}

fn counted(count: usize, word: &str) -> String {
    let plural = match word {
        "person" => "people".to_owned(),
        word if word.ends_with('y') => format!("{}ies", word.trim_end_matches('y')),
        word => format!("{word}s"),
    };
    if count == 1 { format!("1 {word}") } else { format!("{count} {plural}") }
}

#[derive(Serialize)]
struct Body {
    plan: String,
    findings: Vec<json::Finding>,
    summary: Summary,
    checked: CheckedJson,
}

#[derive(Serialize)]
struct Summary {
    error: usize,
    warning: usize,
    info: usize,
    allowed: usize,
}

#[derive(Serialize)]
struct CheckedJson {
    files: usize,
    people: usize,
    rotations: usize,
    escalations: usize,
    services: usize,
    severities: usize,
    horizon: json::SpanJson,
    coverage: Vec<CoverageJson>,
}

#[derive(Serialize)]
struct CoverageJson {
    rotation: String,
    proven: bool,
    period_s: Option<i64>,
    #[serde(flatten)]
    span: json::SpanJson,
}
