//! `irp fmt -`: one file from the standard input to the standard output, as editors ask for it.

use std::collections::BTreeMap;
use std::path::Path;

use super::files::all;
use super::report::{explain, is_obstacle};
use super::{Args, Outcome, outcome};
use crate::cli::io::reason;
use crate::cli::{Disk, Failure, Session, Verdict};
use crate::edit::FileKind;
use crate::plan::{self, Read};
use crate::source::{LARGEST_FILE, Overlay, Sources, name_in};
use crate::syntax::{Runbook, parse_file, parse_front_matter};
use crate::views::human::patch::patch;

pub fn run(args: &Args, session: &mut Session<'_>) -> Result<Verdict, Failure> {
    if args.files.len() > 1 {
        return Err(Failure::usage("`-` stands alone: it is the standard input"));
    }
    if session.options.json {
        return Err(Failure::usage("`irp fmt -` answers with the text, not with JSON")
            .hint("name files to get a report: `irp fmt --check --json`"));
    }
    let text = text(session)?;
    let kind = kind(args, session, &text)?;
    let name = args.stdin_filename.as_deref().unwrap_or(Path::new("-")).display().to_string();
    let (changed, old, new) = match outcome(text.clone(), kind) {
        Outcome::Changed(old, new) => (true, old, new),
        Outcome::Unchanged => (false, text.clone(), text),
        Outcome::Left(Some(why)) => return Err(Failure::plan(why)),
        Outcome::Left(None) => {
            complain(session, kind, name, text);
            return Ok(Verdict::Partial);
        }
    };
    if !args.check && !args.diff {
        session.print(&new);
        return Ok(Verdict::Yes);
    }
    let style = session.style();
    if args.diff {
        session.print(&patch(&name, &old, &new, style));
    }
    Ok(if changed { Verdict::No } else { Verdict::Yes })
}

fn text(session: &Session<'_>) -> Result<String, Failure> {
    let bytes = session.world().input().map_err(|error| {
        Failure::system(format!("cannot read the standard input: {}", reason(&error)))
    })?;
    if bytes.len() > LARGEST_FILE {
        let most = LARGEST_FILE / 1024 / 1024;
        return Err(Failure::plan(format!("the standard input is larger than {most} MiB")));
    }
    String::from_utf8(bytes).map_err(|_| Failure::plan("the standard input is not UTF-8 text"))
}

/// What comes in. A Markdown record may be of three kinds, and its path says which.
fn kind(args: &Args, session: &Session<'_>, text: &str) -> Result<FileKind, Failure> {
    let markdown = |path: &Path| path.extension().is_some_and(|extension| extension == "md");
    match &args.stdin_filename {
        Some(path) if markdown(path) => record(path, session, text),
        None if text.trim_start_matches('\u{feff}').starts_with("+++") => {
            Err(Failure::usage("the standard input is a record, and nothing says of which kind")
                .hint("give its path with --stdin-filename, such as incidents/2026-10-12-login.md"))
        }
        _ => Ok(FileKind::Plan),
    }
}

/// The kind of a record, which need not have been saved yet: what the plan takes it for.
fn record(path: &Path, session: &Session<'_>, text: &str) -> Result<FileKind, Failure> {
    let (folder, world) = (session.folder()?, session.world());
    let stranger = || {
        Failure::usage(format!("{} is no file of the plan in {}", path.display(), folder.display()))
            .hint("`runbooks`, `incidents` and `handoffs` in [plan] of irp.toml say where records are")
    };
    let parent = path.parent().filter(|parent| !parent.as_os_str().is_empty());
    let parent = world.resolve(parent.unwrap_or(Path::new("."))).map_err(|_| stranger())?;
    let root = world.resolve(&folder).map_err(|_| stranger())?;
    let name = name_in(&root, &parent.join(path.file_name().unwrap_or_default()));
    let name = name.ok_or_else(stranger)?;
    let texts = BTreeMap::from([(name.clone(), text)]);
    let overlay = Overlay { disk: Box::new(Disk::new(folder.clone())), texts };
    let plan = plan::load(&overlay, &session.zones, Read::Everything);
    let file = all(&plan).into_iter().find(|file| file.name == name);
    file.map(|file| file.kind).ok_or_else(stranger)
}

/// Says why the text is not formatted.
fn complain(session: &mut Session<'_>, kind: FileKind, name: String, text: String) {
    let mut sources = Sources::default();
    let source = sources.add(name, text);
    let text = &sources.get(source).text;
    let faults = match kind {
        FileKind::Plan => parse_file(source, text, &session.zones).diagnostics,
        // What is wrong with the form of front matter does not depend on its keys.
        _ => parse_front_matter::<Runbook>(source, text, &session.zones).diagnostics,
    };
    explain(session, faults.iter().filter(|fault| is_obstacle(fault)), &sources);
}
