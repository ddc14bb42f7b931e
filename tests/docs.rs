//! The documentation is true: every code block of it is run, and no key of the format is missing.
//!
//! A TOML or Markdown block is a file of a plan. The comment before it says which, and `irp check`
//! finds no fault in that plan then, nor that it fails to do what it says (`JUDGED` in docs/run.rs
//! lists these rules), or only what the comment names:
//!
//! - `<!-- plan: NAME -->` is the `irp.toml` of a plan of the page;
//! - `<!-- file: NAME/PATH -->` is another file of it, new or replaced, which stays;
//! - `<!-- more: NAME/PATH -->` is the end of such a file;
//! - `<!-- part: NAME -->` is one more file of a copy of it, which does not;
//! - `; finds: CODE, CODE` after any of them is which faults or findings it shows, of any rule;
//! - `; commit: TAG` commits the plan in a repository of its own, and gives the commit that tag;
//! - `; layout: loose` says that `irp fmt` would change it, which it does nowhere else.
//!
//! - `<!-- ci: PATH -->` is no plan either but a file for a service that runs checks;
//!   `tests/reports/recipes.sh` has it read by others.
//! - `<!-- config: EDITOR -->` is no plan but a part of an editor's configuration, which starts irp.
//!
//! A `console` block has commands after `$ ` and exactly what they print, run in the folder of the
//! last plan above it, or in the page's own; after `<!-- empty: NAME -->` in a new folder, in which
//! the blocks below it go on. `; echo $?` shows an exit code other than 0.
//!
//! With `IRP_BLESS=1` the outputs that the pages show are replaced by those that irp prints.
#![expect(clippy::disallowed_methods, reason = "the test reads the pages and runs the program")]

mod format;
mod page;
mod run;

use std::error::Error;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

type Outcome<T = ()> = Result<T, Box<dyn Error>>;

/// The folder of the package.
const ROOT: &str = env!("CARGO_MANIFEST_DIR");

/// The pages, relative to [`ROOT`]: those here, and those of `docs/` and of every example.
fn pages() -> Outcome<Vec<PathBuf>> {
    let mut pages = ["README.md", "CHANGELOG.md", "CONTRIBUTING.md"].map(PathBuf::from).to_vec();
    pages.extend(markdown(Path::new("docs"))?);
    for entry in fs::read_dir(Path::new(ROOT).join("examples"))? {
        pages.push(Path::new("examples").join(entry?.file_name()).join("README.md"));
    }
    pages.sort();
    Ok(pages)
}

/// Every Markdown file in a folder and in the folders in it, relative to [`ROOT`].
fn markdown(folder: &Path) -> Outcome<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(Path::new(ROOT).join(folder))? {
        let path = folder.join(entry?.file_name());
        if Path::new(ROOT).join(&path).is_dir() {
            found.extend(markdown(&path)?);
        } else if path.extension().is_some_and(|extension| extension == "md") {
            found.push(path);
        }
    }
    Ok(found)
}

#[test]
fn every_code_block_is_true() -> Outcome {
    let bless = std::env::var_os("IRP_BLESS").is_some_and(|value| value != "0");
    let mut wrong = String::new();
    for path in pages()? {
        let text = fs::read_to_string(Path::new(ROOT).join(&path))
            .map_err(|error| format!("{}: {error}", path.display()))?;
        if page::is_generated(&text) {
            continue;
        }
        let (now, complaints) = run::page(&path, &text)?;
        if bless && now != text {
            fs::write(Path::new(ROOT).join(&path), now)?;
        }
        for complaint in complaints.iter().filter(|complaint| !bless || !complaint.can_be_blessed) {
            let _ = writeln!(wrong, "{}:{}: {}", path.display(), complaint.line, complaint.text);
        }
    }
    assert!(wrong.is_empty(), "{wrong}{HINT}");
    Ok(())
}

const HINT: &str = "IRP_BLESS=1 cargo test docs  replaces outputs that are only out of date";

#[test]
fn every_link_leads_somewhere() -> Outcome {
    let mut pages = pages()?;
    pages.extend(markdown(Path::new("examples"))?);
    for path in pages {
        let text = fs::read_to_string(Path::new(ROOT).join(&path))?;
        let folder = Path::new(ROOT).join(&path).parent().map(Path::to_owned).unwrap_or_default();
        for target in page::links(&text) {
            let (file, heading) = target.split_once('#').unwrap_or((target, ""));
            let there =
                if file.is_empty() { Path::new(ROOT).join(&path) } else { folder.join(file) };
            let known = there.exists()
                && (heading.is_empty() || {
                    let text = fs::read_to_string(&there)?;
                    page::anchors(&text).any(|anchor| anchor == heading)
                });
            assert!(known, "{}: the link to {target} leads nowhere", path.display());
        }
    }
    Ok(())
}
