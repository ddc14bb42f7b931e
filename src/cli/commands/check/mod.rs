//! `irp check`: every fault and finding of the plan, and what was looked at.

mod body;
mod checked;
mod judged;
mod options;
mod reports;

use clap::ValueEnum;

use self::checked::{Checked, counted};
use self::judged::Judged;
use self::options::{FailOn, Levels, ZONE_DATA};
use crate::cli::{Failure, Session, Verdict};
use crate::diagnostic::{Diagnostic, Level};
use crate::plan::{Plan, Read};
use crate::rules::{self, Context, RULES, Rule};
use crate::syntax::LintLevel;
use crate::views::report::Report;

pub use body::Body;

/// Check the plan: every fault, and every finding of the rules
#[derive(Debug, clap::Args)]
#[command(override_usage = "irp check [OPTIONS]")]
#[command(after_help = "\
A fault is what cannot be understood in a plan; a finding is what would fail.

Examples:
  irp check --format github --report sarif=irp.sarif    on a pull request
  irp check --fail-on warning -A kind-broken            stricter, but for one rule
  irp check --rule coverage-gap --target 'rotations.*'  only that

Exit code:
  0  no errors; with --fail-on, nothing of that level or above
  1  errors, or something of that level or above
  2  there is no plan to check, no such rule, or a report could not be written")]
pub struct Args {
    /// human (default), concise, json, github, gitlab, sarif, junit, checkstyle, rdjson or markdown
    #[arg(long, short, value_name = "FORMAT", value_enum, hide_possible_values = true)]
    #[arg(conflicts_with = "json")]
    format: Option<Format>,
    /// Write a file in some format too, such as sarif=irp.sarif; may be repeated
    #[arg(long, value_name = "FORMAT=FILE")]
    report: Vec<String>,
    /// Exit with 1 from this level on: error (default), warning, info or never
    #[arg(long, value_name = "LEVEL", value_enum, hide_possible_values = true)]
    #[arg(default_value = "error", hide_default_value = true)]
    fail_on: FailOn,
    /// Only findings of this rule, and faults; may be repeated
    #[arg(long, value_name = "RULE")]
    rule: Vec<String>,
    /// Only findings about what matches, such as 'rotations.*', and faults; may be repeated
    #[arg(long, value_name = "GLOB")]
    target: Vec<String>,
    #[command(flatten)]
    levels: Levels,
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
    /// Commands of GitHub Actions
    Github,
    /// GitLab's code quality report
    Gitlab,
    /// SARIF 2.1.0
    Sarif,
    /// Test results, as XML
    Junit,
    /// Checkstyle's XML
    Checkstyle,
    /// reviewdog's JSON
    Rdjson,
    /// A table in Markdown
    Markdown,
}

pub fn run(args: &Args, session: &mut Session<'_>) -> Result<Verdict, Failure> {
    args.rule.iter().chain(args.levels.rules()).try_for_each(|rule| options::is_rule(rule))?;
    let (reports, targets) = (options::reports(&args.report)?, options::targets(&args.target)?);
    let plan = session.plan(Read::Everything)?;
    let context = Context::new(plan, session.now);
    let found = rules::check(&context);
    let outdated = zone_data(plan, session.zones.release(), session.system_release().as_deref());
    let about = |path: &str| targets.is_empty() || targets.iter().any(|glob| glob.matches(path));
    let asked = |finding: &&Diagnostic| args.judges(finding.code) && about(&finding.path);
    let findings = found.standing.iter().chain(outdated.as_ref()).filter(asked).cloned();
    let findings = findings.filter_map(|finding| args.levels.applied(finding));
    let all: Vec<_> = plan.faults.iter().cloned().chain(findings).collect();
    let rules: Vec<_> = RULES.iter().copied().filter(|rule| args.is_on(rule, plan)).collect();
    let (prefix, topics) = (reports::prefix(session)?, reports::topics(plan, &rules));
    let tzdata = session.zones.release().to_owned();
    let checked = Checked {
        plan,
        judged: Judged::new(&context, &found),
        report: Report {
            plan: &plan.name,
            findings: &all,
            sources: &plan.sources,
            prefix: &prefix,
            allowed: found.allowed,
            fail_on: args.fail_on.level(),
            topics: &topics,
            now: session.now,
        },
        narrowed: args.narrowed(),
        context: &context,
        tzdata: &tzdata,
    };
    let written = reports::write(session, &reports, &checked);
    args.print(session, &checked);
    written?;
    Ok(if checked.report.fails() { Verdict::No } else { Verdict::Yes })
}

impl Args {
    /// Whether findings of a rule were asked for.
    fn judges(&self, rule: &str) -> bool {
        self.rule.is_empty() || self.rule.iter().any(|asked| asked == rule)
    }

    /// Whether findings of a rule would be shown.
    fn is_on(&self, rule: &Rule, plan: &Plan) -> bool {
        let set = plan.lint.rules.iter().find(|(name, _)| name.value == rule.code);
        let off = set.and_then(|(_, setting)| setting.level) == Some(LintLevel::Off);
        self.judges(rule.code) && self.levels.is_on(rule.code, !off)
    }

    /// The options that leave some findings out, as a part of a sentence.
    fn narrowed(&self) -> Option<&'static str> {
        match (self.rule.is_empty(), self.target.is_empty()) {
            (true, true) => None,
            (false, true) => Some("--rule names"),
            (true, false) => Some("--target matches"),
            (false, false) => Some("--rule and --target select"),
        }
    }

    /// Prints the answer, and says beside it what it has no place for.
    fn print(&self, session: &mut Session<'_>, checked: &Checked<'_>) {
        let format = self.format.unwrap_or(Format::Human);
        let format = if session.options.json { Format::Json } else { format };
        let summary = format == Format::Github && reports::summarize(session, checked);
        let elsewhere =
            if summary { "the summary of the job lists all" } else { reports::ELSEWHERE };
        let text = checked.text(format, session.style(), elsewhere);
        session.print(&text);
        if format == Format::Concise && checked.report.findings.is_empty() {
            session.note(&checked.counts());
        }
    }
}

/// The finding that the machine has newer zone data than irp, which may then be wrong.
fn zone_data(plan: &Plan, ours: &str, theirs: Option<&str>) -> Option<Diagnostic> {
    let theirs =
        theirs.filter(|theirs| is_release(theirs) && is_release(ours) && ours < *theirs)?;
    let written = plan.written.plan.as_ref()?.time_zone.as_ref()?;
    let message = format!("this machine's zone data, {theirs}, is newer than irp's, {ours}");
    let finding = Diagnostic::new(ZONE_DATA, Level::Info, written.at, message).about("plan");
    Some(finding.help("update irp, or pass --tzdata /usr/share/zoneinfo to use the machine's"))
}

/// Whether a text is a release of the zone database, such as `2026f`.
fn is_release(text: &str) -> bool {
    let (year, letter) = text.split_at_checked(4).unwrap_or(("", ""));
    year.bytes().all(|b| b.is_ascii_digit())
        && letter.len() == 1
        && letter.bytes().all(|b| b.is_ascii_lowercase())
}
