//! `irp fmt`: the files of a plan in canonical layout.

mod files;
mod report;
mod stdin;

use std::path::{Path, PathBuf};

use self::files::File;
pub use self::files::from_here;
pub use self::report::Body;
use self::report::Report;
use crate::cli::{Disk, Failure, Session, Verdict};
use crate::edit::{self, FileKind, FormatError};
use crate::plan::Read;
use crate::source::read;

/// Put the files of the plan into canonical layout, comments kept
#[derive(Debug, clap::Args)]
#[command(override_usage = "irp fmt [FILES]... [OPTIONS]")]
#[command(after_help = "\
What a file says is proven unchanged before it is written: its values, and its comments and
where they belong. A file that is no TOML is left as it is.

Examples:
  irp fmt                     format every file of the plan
  irp fmt --check             say which files would change, for CI
  irp fmt --diff people.toml  show what would change
  irp fmt -                   format the standard input, for editors

Exit code:
  0  done; with --check or --diff, nothing would change
  1  with --check or --diff, something would change
  2  a file could not be formatted; the others are")]
pub struct Args {
    /// Files or folders of the plan, or - for the standard input [default: all]
    #[arg(value_name = "FILES")]
    files: Vec<PathBuf>,
    /// Write nothing; list the files that would change
    #[arg(long)]
    check: bool,
    /// Write nothing; show what would change
    #[arg(long)]
    diff: bool,
    /// With -: the path of what comes in, which says what kind of file it is
    #[arg(long, value_name = "FILE")]
    stdin_filename: Option<PathBuf>,
}

const UNPROVEN: &str =
    "irp would have changed what it says, which is a mistake of irp's; please report it";

const GROWN: &str =
    "in canonical layout it would be larger than the files that irp reads; split it";

/// What became of a file.
enum Outcome {
    /// It was in canonical layout.
    Unchanged,
    /// It was not: the old text and the new one.
    Changed(String, String),
    /// It is left as it is, for a reason that the plan's faults tell, or this one.
    Left(Option<String>),
}

pub fn run(args: &Args, session: &mut Session<'_>) -> Result<Verdict, Failure> {
    if args.files.iter().any(|file| file == Path::new("-")) {
        return stdin::run(args, session);
    }
    if args.stdin_filename.is_some() {
        return Err(Failure::usage("--stdin-filename is for `irp fmt -`")
            .hint("name the file itself: `irp fmt FILE`"));
    }
    let folder = session.folder()?;
    let plan = session.plan(Read::Everything)?;
    let disk = Disk::new(folder.clone());
    let chosen = files::named(session.world(), &folder, files::all(plan), &args.files)?;
    let mut report = Report::new(plan, !args.check && !args.diff);
    for file in chosen {
        let mut outcome = formatted(&disk, &file);
        if let Outcome::Changed(old, new) = &outcome
            && report.written
            && let Err(why) = write(session, &folder, &file, old, new)
        {
            outcome = Outcome::Left(Some(why));
        }
        let shown = files::from_here(session.world(), &folder, &file.name);
        report.add(file, shown, outcome);
    }
    report.print(session, args.diff);
    Ok(report.verdict())
}

/// What a file becomes; nothing is written.
fn formatted(disk: &Disk, file: &File) -> Outcome {
    match read(disk, &file.name) {
        Ok(text) => outcome(text, file.kind),
        Err(_) => Outcome::Left(None),
    }
}

fn outcome(text: String, kind: FileKind) -> Outcome {
    match edit::format(&text, kind) {
        Ok(new) if new == text => Outcome::Unchanged,
        Ok(new) => Outcome::Changed(text, new),
        Err(FormatError::Syntax | FormatError::NoFrontMatter) => Outcome::Left(None),
        Err(FormatError::Unproven) => Outcome::Left(Some(UNPROVEN.to_owned())),
        Err(FormatError::TooLarge) => Outcome::Left(Some(GROWN.to_owned())),
    }
}

/// Writes a file, unless it has changed since it was read.
fn write(
    session: &Session<'_>,
    folder: &Path,
    file: &File,
    old: &str,
    new: &str,
) -> Result<(), String> {
    match session.world().exchange(&folder.join(&file.name), old, new) {
        Ok(true) => Ok(()),
        Ok(false) => Err("it has changed meanwhile".to_owned()),
        Err(error) => Err(crate::cli::io::reason(&error)),
    }
}
