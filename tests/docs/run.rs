//! Running what a page shows: its plans through `irp check`, its commands for their output.

use std::collections::BTreeSet;
use std::fs;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use irp::edit::FileKind;

use super::page::{Block, Part, parts, rebuilt};
use super::{Outcome, ROOT};

/// The present time in every page.
const NOW: &str = "2026-10-19T09:00:00Z";
/// Commands that are only shown: what runs the tests cannot be run by them, nor is anything
/// installed by them.
const SHOWN: [&str; 18] = [
    "cargo test",
    "cargo install --path .",
    "cargo install --path . --locked",
    "cargo install cargo-deb",
    "cargo build --release --locked",
    "cargo deb --no-build",
    "IRP_BLESS=1 cargo test",
    "TRYCMD=overwrite cargo test",
    "RUSTFLAGS=\"-C target-feature=+crt-static -C relocation-model=static\" \
     cargo build --release --target aarch64-unknown-linux-gnu",
    "rustup target add aarch64-unknown-linux-gnu",
    "export CARGO_TARGET_AARCH64_UNKNOWN_LINUX_GNU_LINKER=aarch64-linux-gnu-gcc",
    "sudo apt-get install gcc-aarch64-linux-gnu libc6-dev-arm64-cross",
    "target/release/irp man --out target/man",
    "sudo dpkg -i target/debian/irp_*.deb",
    "mkdir -p ~/.local/share/bash-completion/completions",
    "mkdir -p ~/.zfunc",
    "irp man --out ~/.local/share/man/man1",
    "irp oncall --tzdata /usr/share/zoneinfo",
];
const CARGO_RUN: &str = "cargo run --release -- ";
/// The rules that a plan of a page keeps without a word: those that find that the plan does not do
/// what it says. What is advice is left to the blocks that run `irp check`, which are exact: a page
/// that shows one key need not say as well how everybody in it is reached, or how long a shift is.
const JUDGED: [&str; 8] = [
    "allow-expired",
    "allow-unused",
    "coverage-gap",
    "dst-hazard",
    "kind-broken",
    "override-makes-gap",
    "override-no-effect",
    "turns-starve-people",
];

/// Whether a plan of a page has none of these unless its comment says so: it is a fault, or what a
/// rule of [`JUDGED`] finds.
fn is_judged(code: &str) -> bool {
    JUDGED.contains(&code) || irp::rules::named(code).is_none()
}

/// Something on a page that is not true.
pub struct Complaint {
    /// The line of the block.
    pub line: usize,
    /// What is wrong.
    pub text: String,
    /// Whether the output is merely another one.
    pub can_be_blessed: bool,
}

/// Runs a page. Returns it with the outputs that irp gives now, and what is not true.
pub fn page(path: &Path, text: &str) -> Outcome<(String, Vec<Complaint>)> {
    let name = path.with_extension("").to_string_lossy().replace(['/', '\\'], "-");
    let home = Path::new(env!("CARGO_TARGET_TMPDIR")).join("docs").join(name);
    if home.exists() {
        fs::remove_dir_all(&home)?;
    }
    let folder = Path::new(ROOT).join(path).parent().map(Path::to_owned).unwrap_or_default();
    let mut place = Place { home, folder, commits: 0 };
    let parts = parts(text);
    let (mut bodies, mut complaints) = (Vec::new(), Vec::new());
    for part in &parts {
        let block = match part {
            Part::Code(block) => block,
            Part::Line(line) if line.contains("```") => {
                return Err(format!("{}: `{line}` is no fence that is run", path.display()).into());
            }
            Part::Line(_) => continue,
        };
        let old: Vec<String> = block.body.iter().map(|line| (*line).to_owned()).collect();
        let complain =
            |text: String, can_be_blessed| Complaint { line: block.line, text, can_be_blessed };
        match place.block(block) {
            Ok(Some(new)) => {
                if new != old {
                    complaints.push(complain(difference(&old, &new), true));
                }
                bodies.push(new);
            }
            Ok(None) => bodies.push(old),
            Err(error) => {
                complaints.push(complain(error.to_string(), false));
                bodies.push(old);
            }
        }
    }
    Ok((rebuilt(&parts, &bodies), complaints))
}

fn difference(old: &[String], new: &[String]) -> String {
    let only = |mark: &str, these: &[String], those: &[String]| -> String {
        let rest = these.iter().filter(|line| !those.contains(line));
        rest.flat_map(|line| [mark, " ", line, "\n"]).collect()
    };
    let lines = only("-", old, new) + &only("+", new, old);
    let lines =
        if lines.is_empty() { "the same lines in another order\n".to_owned() } else { lines };
    format!("irp prints something else\n{lines}")
}

/// What `irp fmt` makes of a block; nothing where it is no TOML, or shows what `irp fmt` is for.
fn layout(block: &Block<'_>) -> Option<Vec<String>> {
    if block.mark("layout") == Some("loose") {
        return None;
    }
    let path = ["file", "more", "part"].iter().find_map(|word| block.mark(word));
    let kind = path.and_then(|path| crate::fmt::kind(Path::new(path)));
    let text = block.text();
    let rest = text.trim_start_matches('\n');
    let new = irp::edit::format(rest, kind.unwrap_or(FileKind::Plan)).ok()?;
    Some((text[..text.len() - rest.len()].to_owned() + &new).lines().map(str::to_owned).collect())
}

/// Where the blocks of a page are run.
struct Place {
    /// The folder in which its plans are written.
    home: PathBuf,
    /// The folder in which its commands are run: that of the last plan, or the page's own.
    folder: PathBuf,
    /// How many commits were made.
    commits: usize,
}

impl Place {
    /// Runs a block; returns what its body should be where that can differ.
    fn block(&mut self, block: &Block<'_>) -> Outcome<Option<Vec<String>>> {
        if let Some(editor) = block.mark("config") {
            return config(block, editor).map(|()| None);
        }
        if let Some(path) = block.mark("ci") {
            return recipe(block, path).map(|()| None);
        }
        match block.language {
            "console" => return self.console(block).map(Some),
            "sh" => block.body.iter().try_for_each(|line| shown(line))?,
            "toml" | "markdown" => {
                self.plan(block)?;
                return Ok(layout(block));
            }
            other => return Err(format!("a block of `{other}` is never run").into()),
        }
        Ok(None)
    }

    /// Writes the file that a block shows and checks the plan that it belongs to.
    fn plan(&mut self, block: &Block<'_>) -> Outcome {
        let (name, file) = if let Some(name) = block.mark("plan") {
            self.empty(name)?;
            (name.to_owned(), "irp.toml")
        } else if let Some(file) = block.mark("file").or_else(|| block.mark("more")) {
            let (name, file) = file.split_once('/').ok_or("a file is named PLAN/PATH")?;
            (name.to_owned(), file)
        } else if let Some(of) = block.mark("part") {
            let (of, file) = of.split_once('/').unwrap_or((of, "part.toml"));
            let copy = format!("{of}-{}", block.line);
            copied(&self.home.join(of), &self.home.join(&copy))?;
            (copy, file)
        } else {
            return Err("the block is no plan, no file and no part of one".into());
        };
        self.folder = self.home.join(name);
        let path = self.folder.join(file);
        fs::create_dir_all(path.parent().unwrap_or(&path))?;
        let before = match block.mark("more") {
            Some(_) => fs::read_to_string(&path)?,
            None => String::new(),
        };
        fs::write(path, before + &block.text())?;
        let finds = block.mark("finds").into_iter().flat_map(|codes| codes.split(", "));
        let expected: BTreeSet<_> = finds.map(str::to_owned).collect();
        let (mut found, report) = self.codes()?;
        found.retain(|code| expected.contains(code) || is_judged(code));
        if found == expected {
            return block.mark("commit").map_or(Ok(()), |tag| self.commit(tag));
        }
        Err(format!("expected {expected:?}, found {found:?}\n{report}").into())
    }

    /// Commits the files of the plan in its repository, and gives the commit a tag: the same commit each time, a week
    /// after the one before.
    fn commit(&mut self, tag: &str) -> Outcome {
        let day = 7 + 7 * self.commits;
        self.commits += 1;
        let date = format!("2026-09-{day:02}T09:00:00+02:00");
        let who = ["GIT_AUTHOR", "GIT_COMMITTER"];
        let save = [&["add", "--all"][..], &["commit", "--quiet", "--message", tag], &["tag", tag]];
        for words in save {
            let mut git = Command::new("git");
            git.args(words).current_dir(&self.folder);
            git.envs([("GIT_CONFIG_GLOBAL", "/dev/null"), ("GIT_CONFIG_NOSYSTEM", "1")]);
            git.envs(who.map(|who| (format!("{who}_NAME"), "Ana")));
            git.envs(who.map(|who| (format!("{who}_EMAIL"), "ana@example.org")));
            git.envs(who.map(|who| (format!("{who}_DATE"), date.as_str())));
            if !git.status()?.success() {
                return Err(format!("git {words:?} fails").into());
            }
        }
        Ok(())
    }

    /// The codes of everything that `irp check` complains of in the plan, and its report.
    fn codes(&self) -> Outcome<(BTreeSet<String>, String)> {
        let (json, _) = self.irp(&[], &["check".to_owned(), "--json".to_owned()])?;
        let answer: serde_json::Value = serde_json::from_str(&json)?;
        let findings = answer["findings"].as_array().ok_or("no findings")?;
        let codes = findings.iter().filter_map(|finding| finding["rule"].as_str());
        Ok((codes.map(str::to_owned).collect(), self.irp(&[], &["check".to_owned()])?.0))
    }

    /// Makes the folder of a plan, or of a block that begins with an empty one: a repository of its
    /// own, so that nothing above it is found.
    fn empty(&mut self, name: &str) -> Outcome {
        self.folder = self.home.join(name);
        fs::create_dir_all(&self.folder)?;
        let init = ["init", "--quiet", "--initial-branch=main"];
        let made = Command::new("git").args(init).current_dir(&self.folder).status();
        if made?.success() { Ok(()) } else { Err("git makes no repository".into()) }
    }

    /// Runs the commands of a block; returns them with what they print.
    fn console(&mut self, block: &Block<'_>) -> Outcome<Vec<String>> {
        if let Some(name) = block.mark("empty") {
            self.empty(name)?;
        }
        let commands = block.body.iter().filter_map(|line| line.strip_prefix("$ "));
        let mut lines = Vec::new();
        for command in commands {
            lines.push(format!("$ {command}"));
            let shows_code = command.strip_suffix("; echo $?");
            let words = words(shows_code.unwrap_or(command))?;
            let program = words.iter().position(|word| word == "irp").ok_or("no irp command")?;
            let (variables, arguments) = (&words[..program], &words[program + 1..]);
            let (output, code) = self.irp(variables, arguments)?;
            lines.extend(output.lines().map(str::to_owned));
            match shows_code {
                Some(_) => lines.push(code.to_string()),
                None if code == 0 => {}
                None => return Err(format!("`{command}` exits with {code}\n{output}").into()),
            }
        }
        if lines.is_empty() { Err("the block has no command".into()) } else { Ok(lines) }
    }

    /// Runs irp with nothing around it but what is set here; both of its streams as one.
    fn irp(&self, variables: &[String], arguments: &[String]) -> Outcome<(String, i32)> {
        let (mut reader, writer) = std::io::pipe()?;
        let mut command = Command::new(env!("CARGO_BIN_EXE_irp"));
        command.args(arguments).current_dir(&self.folder).env_clear();
        command.envs([("TZ", "Europe/Berlin"), ("IRP_NOW", NOW), ("NO_COLOR", "1")]);
        command.env("TZDIR", self.home.join("nowhere"));
        // The plans of the pages are not those of the repository that the pages are in.
        command.env("GIT_CEILING_DIRECTORIES", ROOT);
        command.envs(variables.iter().filter_map(|variable| variable.split_once('=')));
        command.stdout(writer.try_clone()?).stderr(writer);
        let mut child = command.spawn()?;
        // The command holds the ends of the pipe that would keep it open.
        drop(command);
        let mut output = String::new();
        reader.read_to_string(&mut output)?;
        let code = child.wait()?.code().ok_or("irp was killed")?;
        Ok((output, code))
    }
}

/// Runs a shell command that is shown without its output, where a test can.
fn shown(line: &str) -> Outcome {
    if SHOWN.contains(&line) {
        return Ok(());
    }
    let rest = line.strip_prefix(CARGO_RUN).or_else(|| line.strip_prefix("irp "));
    let rest = rest.ok_or_else(|| format!("`{line}` is never run"))?;
    // Where the output would go is the reader's; what it is, is not.
    let rest = rest.split(['>', '|']).next().unwrap_or(rest).trim_end();
    let place = Place { home: PathBuf::new(), folder: PathBuf::from(ROOT), commits: 0 };
    let (output, code) = place.irp(&[], &words(rest)?)?;
    if code == 0 { Ok(()) } else { Err(format!("`{line}` exits with {code}\n{output}").into()) }
}

/// The words of a command line, as a shell splits them.
fn words(line: &str) -> Outcome<Vec<String>> {
    let mut words = Vec::new();
    let mut rest = line.trim_start();
    while let Some(first) = rest.chars().next() {
        let (word, after) = match first {
            '\'' | '"' => rest[1..].split_once(first).ok_or("a quote is not closed")?,
            _ => rest.split_once(' ').unwrap_or((rest, "")),
        };
        words.push(word.to_owned());
        rest = after.trim_start();
    }
    Ok(words)
}

fn copied(from: &Path, to: &Path) -> Outcome {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let to = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copied(&entry.path(), &to)?;
        } else {
            fs::copy(entry.path(), to)?;
        }
    }
    Ok(())
}

/// A part of an editor's configuration: it is of its language, and what it starts is irp.
fn config(block: &Block<'_>, editor: &str) -> Outcome {
    let text = block.text();
    match block.language {
        "json" => drop(serde_json::from_str::<serde_json::Value>(&text)?),
        "toml" => drop(toml::de::DeTable::parse(&text)?),
        "lua" => {
            let count = |mark: char| text.matches(mark).count();
            let pairs = [('(', ')'), ('{', '}')];
            let whole = pairs.iter().all(|(open, close)| count(*open) == count(*close));
            if !whole {
                return Err(format!("the configuration of {editor} is not closed").into());
            }
        }
        other => return Err(format!("{editor} is not configured in `{other}`").into()),
    }
    let quoted: Vec<_> = text.split('"').skip(1).step_by(2).collect();
    let starts = quoted.iter().position(|word| *word == "irp" || word.ends_with("/irp"));
    match starts.filter(|at| quoted[*at..].contains(&"lsp")) {
        Some(_) => Ok(()),
        None => Err(format!("the configuration of {editor} does not start `irp lsp`").into()),
    }
}

/// A file for a service that runs checks: it has irp run, and no expression of the service becomes
/// a part of a script, where whoever chooses its value would choose the script.
fn recipe(block: &Block<'_>, path: &str) -> Outcome {
    let text = block.text();
    if block.language != "yaml" || !text.contains("irp") {
        return Err(format!("{path} is no YAML that has irp run").into());
    }
    let mut script = None;
    for line in &block.body {
        let indent = line.len() - line.trim_start().len();
        script = script.filter(|outer| indent > *outer || line.is_empty());
        if line.trim_start().trim_start_matches("- ").starts_with("run:") {
            script = Some(indent);
        }
        if script.is_some() && line.contains("${{") {
            return Err(format!("{path}: `{line}` is a script with an expression").into());
        }
    }
    Ok(())
}
