//! `irp check`: every fault and finding of the plan, and what was looked at.

mod judged;

use std::fmt::Write as _;

use clap::ValueEnum;
use schemars::JsonSchema;
use serde::Serialize;

use self::judged::Judged;
use crate::cli::session::meant;
use crate::cli::{Failure, Session, Verdict};
use crate::diagnostic::{Diagnostic, Level, visible};
use crate::plan::{Plan, Read};
use crate::rules::{self, Context, RULES};
use crate::views::explain::ZONE_DATA;
use crate::views::fold::fold;
use crate::views::human::{Style, diagnostics};
use crate::views::json;

/// Check the plan: every fault, and every finding of the rules
#[derive(Debug, clap::Args)]
#[command(override_usage = "irp check [OPTIONS]")]
#[command(after_help = "\
A fault is what cannot be understood in a plan; a finding is what would fail.
`irp explain` says more of each.

Exit code:
  0  no errors
  1  errors
  2  there is no plan to check, or no such rule")]
pub struct Args {
    /// human (default), concise or json
    #[arg(long, short, value_name = "FORMAT", value_enum, hide_possible_values = true)]
    #[arg(conflicts_with = "json")]
    format: Option<Format>,
    /// Only findings of this rule, and faults; may be repeated
    #[arg(long, value_name = "RULE")]
    rule: Vec<String>,
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
    let known: Vec<_> = RULES.iter().map(|rule| rule.code).chain([ZONE_DATA.code]).collect();
    if let Some(rule) = args.rule.iter().find(|rule| !known.contains(&rule.as_str())) {
        return Err(no_rule(rule, &known));
    }
    let plan = session.plan(Read::Everything)?;
    let context = Context::new(plan, session.now);
    let found = rules::check(&context);
    let (now, system) = (session.now, session.system_release());
    let outdated = zone_data(plan, session.zones.release(), system.as_deref());
    let asked = |finding: &&Diagnostic| {
        args.rule.is_empty() || args.rule.iter().any(|rule| rule == finding.code)
    };
    let findings = found.standing.iter().chain(outdated.as_ref()).filter(asked);
    let faults = plan.faults.iter().chain(&found.faults);
    let all: Vec<_> = faults.chain(findings).cloned().collect();
    let format = args.format.unwrap_or(Format::Human);
    let format = if session.options.json { Format::Json } else { format };
    let judged = Judged::new(&context, &found);
    let narrowed = !args.rule.is_empty();
    let allowed = found.allowed;
    let checked = Checked { plan, all: &all, narrowed, allowed, context: &context, judged };
    match format {
        Format::Human => {
            let style = session.style();
            session.print(&checked.human(style));
        }
        Format::Concise => {
            session.print(&checked.concise());
            if all.is_empty() {
                session.note(checked.counts().trim_end());
            }
        }
        Format::Json => {
            let text = json::text(&json::Envelope {
                schema: json::SCHEMA,
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

fn no_rule(name: &str, known: &[&str]) -> Failure {
    let failure = Failure::usage(format!("irp has no rule `{name}`"));
    let near = meant(name, known.iter().copied());
    failure.hint(near.unwrap_or_else(|| format!("it has: {}", known.join(", "))))
}

/// The finding that the machine has newer zone data than irp, which may then be wrong.
fn zone_data(plan: &Plan, ours: &str, theirs: Option<&str>) -> Option<Diagnostic> {
    let theirs =
        theirs.filter(|theirs| is_release(theirs) && is_release(ours) && ours < *theirs)?;
    let written = plan.written.plan.as_ref()?.time_zone.as_ref()?;
    let message = format!("this machine's zone data, {theirs}, is newer than irp's, {ours}");
    let finding =
        Diagnostic::new(ZONE_DATA.code, ZONE_DATA.level, written.at, message).about("plan");
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
    /// Whether only some rules were asked for.
    narrowed: bool,
    allowed: usize,
    context: &'a Context<'a>,
    judged: Judged<'a>,
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
        text.push_str(&self.scope(style));
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

    /// What was looked at, and what is known of coverage.
    fn scope(&self, style: Style) -> String {
        let plan = self.plan;
        let files = counted(plan.sources.iter().count(), "file");
        let parts = [
            counted(plan.people.len(), "person"),
            counted(plan.rotations.len(), "rotation"),
            counted(plan.escalations.len(), "escalation"),
            counted(plan.services.len(), "service"),
            counted(plan.severities.len(), "severity"),
        ];
        let mut lines = vec![format!("checked {files}: {}", parts.join(", "))];
        lines.extend(self.judged.lines(plan, self.context.now));
        if self.allowed > 0 {
            lines.push(format!("{} allowed by [[lint.allow]]", counted(self.allowed, "finding")));
        }
        lines.iter().map(|line| fold(line, 2, style) + "\n").collect()
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
        match counts.is_empty() {
            true if self.narrowed => "no findings of what --rule names\n".to_owned(),
            true => "no findings\n".to_owned(),
            false => counts.join(", ") + "\n",
        }
    }

    fn body(&self) -> Body {
        let (plan, context) = (self.plan, self.context);
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
                coverage: self.judged.rotations_json(plan),
                escalation_coverage: self.judged.steps_json(plan),
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

/// Every fault and finding of a plan.
#[derive(Serialize, JsonSchema)]
pub struct Body {
    /// The plan's name.
    plan: String,
    /// The faults, then the findings.
    findings: Vec<json::Finding>,
    /// How many there are.
    summary: Summary,
    /// What was looked at.
    checked: CheckedJson,
}

/// How many faults and findings there are, by level.
#[derive(Serialize, JsonSchema)]
struct Summary {
    /// What must be mended.
    error: usize,
    /// What is worth mending.
    warning: usize,
    /// What is worth knowing.
    info: usize,
    /// Findings that `[[lint.allow]]` excuses, which are in no other number.
    allowed: usize,
}

/// What was looked at.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Checked")]
struct CheckedJson {
    /// How many files the plan has.
    files: usize,
    /// How many people.
    people: usize,
    /// How many rotations.
    rotations: usize,
    /// How many escalation paths.
    escalations: usize,
    /// How many services.
    services: usize,
    /// How many severities.
    severities: usize,
    /// From the present to the plan's horizon.
    horizon: json::SpanJson,
    /// The coverage of each rotation that could be judged.
    coverage: Vec<judged::RotationJson>,
    /// The coverage of step 1 of each escalation path.
    escalation_coverage: Vec<judged::StepJson>,
}
