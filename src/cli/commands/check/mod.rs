//! `irp check`: every fault and finding of the plan, and what was looked at.

mod body;
mod checked;
pub(in crate::cli::commands) mod edits;
mod fix;
pub(in crate::cli::commands) mod format;
mod judged;
pub(in crate::cli::commands) mod options;
pub(in crate::cli::commands) mod reports;
mod since;

use glob::Pattern;

use self::checked::Checked;
use self::format::Format;
use self::judged::Judged;
use self::options::{FailOn, Levels, ReportTo};
use self::since::Compared;
use crate::cli::{Failure, Seen, Session, Verdict};
use crate::diagnostic::Diagnostic;
use crate::plan::{Plan, Read};
use crate::rules::{self, Context, Findings, Fingerprint, RULES, Rule, fingerprints};
use crate::views::explain::ZONE_DATA;
use crate::views::human::Style;
use crate::views::report::Report;

pub use body::Body;

/// Check the plan: every fault, and every finding of the rules
#[derive(Debug, clap::Args)]
#[command(override_usage = "irp check [OPTIONS]")]
#[command(after_help = "\
A fault is what cannot be understood in a plan; a finding is what would fail.
`irp explain` says more of each.

Examples:
  irp check --format github --report sarif=irp.sarif    on a pull request
  irp check --fail-on warning -A kind-broken            stricter, but for one rule
  irp check --rule coverage-gap --target 'rotations.*'  only that
  irp check --since origin/main                         what a change brings

Exit code:
  0  no errors; with --fail-on, nothing of that level or above; with --diff, nothing would change
  1  errors, or something of that level or above; with --diff, something would change
  2  there is no plan to check, no such rule, a report or file could not be written, or
     the plan of --since cannot be judged")]
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
    /// Only what the plan of this revision did not have, and what is mended since
    #[arg(long, value_name = "REV")]
    since: Option<String>,
    /// Mend what can be mended without changing who is on call, then check
    #[arg(long)]
    fix: bool,
    /// Write nothing; show what --fix would change
    #[arg(long)]
    diff: bool,
    #[command(flatten)]
    levels: Levels,
}

pub fn run(args: &Args, session: &mut Session<'_>) -> Result<Verdict, Failure> {
    args.rule.iter().chain(args.levels.rules()).try_for_each(|rule| options::is_rule(rule))?;
    let (reports, targets) = (options::reports(&args.report)?, options::targets(&args.target)?);
    let compared = args.since.as_ref().map(|words| Compared::new(session, words)).transpose()?;
    if args.fix || args.diff {
        fix::refuse(session)?;
        let plan = session.plan(Read::Everything)?;
        let found = args.judge(session, plan, None, None, &targets);
        let mended = fix::mended(session, plan, &found.all)?;
        if args.diff {
            return fix::show(session, &mended);
        }
        fix::write(session, &mended)?;
    }
    let plan = session.plan(Read::Everything)?;
    let mut found = args.judge(session, plan, session.seen(), compared.as_ref(), &targets);
    let compared = compared.map(|compared| {
        let before = args.judge(session, compared.plan(), Some(&compared.seen), None, &targets);
        compared.compare(session, &before, &mut found)
    });
    let verdict = args.answer(session, &found, &reports, compared.as_ref())?;
    let comparable = compared.as_ref().is_none_or(|compared| compared.comparable);
    Ok(if comparable { verdict } else { Verdict::Partial })
}

/// What was found in a plan.
struct Found {
    context: Context<'static>,
    findings: Findings,
    /// The faults, then the findings that were asked for.
    all: Vec<Diagnostic>,
    /// What each of them is known by.
    prints: Vec<Fingerprint>,
}

impl Args {
    /// Judges a plan, beside the one before where there is one.
    fn judge(
        &self,
        session: &Session<'_>,
        plan: &'static Plan,
        seen: Option<&Seen>,
        before: Option<&Compared>,
        targets: &[Pattern],
    ) -> Found {
        let mut context = Context::new(plan, session.now);
        context.levels = self.levels.overrides();
        context.before = before.map(Compared::plan);
        context.edited = edits::of(session, plan, seen);
        let findings = rules::check(&context);
        let system = session.system_release();
        let outdated = zone_data(plan, session.zones.release(), system.as_deref());
        let outdated = outdated.and_then(|finding| self.levels.applied(finding));
        let about =
            |path: &str| targets.is_empty() || targets.iter().any(|glob| glob.matches(path));
        let asked = |finding: &&Diagnostic| self.judges(finding.code) && about(&finding.path);
        let standing = findings.standing.iter().chain(outdated.as_ref()).filter(asked);
        let all = plan.faults.iter().chain(&findings.faults).chain(standing).cloned();
        let all: Vec<_> = all.collect();
        let prints = fingerprints(&all, &plan.sources);
        Found { context, findings, all, prints }
    }

    /// Writes the reports and prints the answer.
    fn answer(
        &self,
        session: &mut Session<'_>,
        found: &Found,
        reports: &[ReportTo],
        since: Option<&Compared>,
    ) -> Result<Verdict, Failure> {
        let (plan, silenced) = (found.context.plan, rules::silenced(&found.context));
        let on = |rule: &&Rule| self.judges(rule.code) && !silenced.contains(rule.code);
        let rules: Vec<_> = RULES.iter().copied().filter(on).collect();
        let (prefix, topics) = (reports::prefix(session)?, reports::topics(&found.all, &rules));
        let tzdata = session.zones.release().to_owned();
        let checked = Checked {
            plan,
            judged: Judged::new(&found.context),
            report: Report {
                command: "irp check",
                plan: &plan.name,
                findings: &found.all,
                prints: &found.prints,
                sources: &plan.sources,
                prefix: &prefix,
                allowed: found.findings.allowed,
                fail_on: self.fail_on.level(),
                topics: &topics,
                compared: since.and_then(Compared::comparison),
                now: session.now,
            },
            narrowed: self.narrowed(),
            now: session.now,
            horizon: found.context.horizon(),
            since,
            seen: session.seen().cloned(),
            tzdata: &tzdata,
        };
        let bare = Style { color: false, width: None };
        let text = |format: Format| checked.text(format, bare, reports::ELSEWHERE);
        let written = reports::write(session, reports, text);
        self.print(session, &checked);
        written?;
        Ok(if checked.report.fails() { Verdict::No } else { Verdict::Yes })
    }

    /// Whether findings of a rule were asked for.
    fn judges(&self, rule: &str) -> bool {
        self.rule.is_empty() || self.rule.iter().any(|asked| asked == rule)
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
        let summary = format == Format::Github && reports::summarize(session, &checked.report);
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
