//! What `irp fmt` does to files, links and streams.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

const LOOSE: &str = "irp=1\n[plan]\nname = \"x\"\ntime-zone = \"UTC\"\n";
const NEAT: &str = "irp = 1\n\n[plan]\nname = \"x\"\ntime-zone = \"UTC\"\n";

/// A folder of its own, gone after the test.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("irp-fmt-{}-{name}", std::process::id()));
        fs::create_dir_all(&path).unwrap();
        fs::write(path.join("irp.toml"), LOOSE).unwrap();
        Self(path)
    }

    fn at(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }

    fn names(&self) -> Vec<String> {
        let entries = fs::read_dir(&self.0).unwrap();
        let mut names: Vec<_> =
            entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn irp(folder: &Path, words: &[&str], input: &[u8]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_irp"));
    command.arg("fmt").args(words).env_clear().current_dir(folder);
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    // A command that does not read its input closes it.
    let _ = child.stdin.take().unwrap().write_all(input);
    child.wait_with_output().unwrap()
}

fn out(output: &Output) -> &str {
    str::from_utf8(&output.stdout).unwrap()
}

fn err(output: &Output) -> &str {
    str::from_utf8(&output.stderr).unwrap()
}

#[test]
fn only_the_file_is_left_behind() {
    let folder = Folder::new("alone");
    let ended = irp(&folder.0, &[], b"");
    assert_eq!((out(&ended), err(&ended)), ("irp.toml\n", ""));
    assert_eq!(fs::read_to_string(folder.at("irp.toml")).unwrap(), NEAT);
    assert_eq!(folder.names(), ["irp.toml"]);
}

#[test]
fn paths_are_those_from_where_one_stands() {
    let folder = Folder::new("paths");
    fs::create_dir_all(folder.at("teams/web")).unwrap();
    fs::write(folder.at("teams/a.toml"), "[teams.a]\nname='a'\n").unwrap();
    let ended = irp(&folder.at("teams/web"), &["--check"], b"");
    assert_eq!(out(&ended), "../../irp.toml\n../a.toml\n");
    assert_eq!(ended.status.code(), Some(1));
    let ended = irp(&folder.at("teams"), &["--check", "."], b"");
    assert_eq!(out(&ended), "a.toml\n");
}

#[cfg(unix)]
#[test]
fn a_link_stays_a_link_and_permissions_stay() {
    use std::os::unix::fs::{PermissionsExt as _, symlink};
    let folder = Folder::new("link");
    let target = folder.at("target.txt");
    fs::write(&target, "[teams.a]\nname='a'\n").unwrap();
    fs::set_permissions(&target, fs::Permissions::from_mode(0o640)).unwrap();
    symlink("target.txt", folder.at("link.toml")).unwrap();
    let ended = irp(&folder.0, &["link.toml"], b"");
    assert_eq!(out(&ended), "link.toml\n", "{}", err(&ended));
    assert!(fs::symlink_metadata(folder.at("link.toml")).unwrap().is_symlink());
    assert_eq!(fs::read_to_string(&target).unwrap(), "[teams.a]\nname = \"a\"\n");
    assert_eq!(fs::metadata(&target).unwrap().permissions().mode() & 0o777, 0o640);
}

#[cfg(unix)]
#[test]
fn the_owner_stays_where_somebody_else_may_write() {
    use std::os::unix::fs::{MetadataExt as _, chown};
    let folder = Folder::new("owner");
    let file = folder.at("irp.toml");
    fs::write(&file, "irp=1\n").unwrap();
    // Only root may give a file away; whoever else runs this keeps their own.
    let other = chown(&file, Some(12_345), Some(12_346)).is_ok();
    let before = fs::metadata(&file).unwrap();
    assert_eq!(other, before.uid() == 12_345);
    let ended = irp(&folder.0, &[], b"");
    assert_eq!(out(&ended), "irp.toml\n", "{}", err(&ended));
    let after = fs::metadata(&file).unwrap();
    assert_ne!(before.ino(), after.ino(), "it was replaced");
    assert_eq!((before.uid(), before.gid()), (after.uid(), after.gid()));
}

#[test]
fn a_read_only_file_is_left_and_the_others_are_not() {
    let folder = Folder::new("read-only");
    let kept = folder.at("kept.toml");
    fs::write(&kept, "[teams.a]\nname='a'\n").unwrap();
    let mut permissions = fs::metadata(&kept).unwrap().permissions();
    permissions.set_readonly(true);
    fs::set_permissions(&kept, permissions).unwrap();
    let ended = irp(&folder.0, &[], b"");
    assert_eq!(out(&ended), "irp.toml\n");
    assert_eq!(err(&ended), "error: kept.toml is left as it is: the file is read-only\n");
    assert_eq!(ended.status.code(), Some(2));
    assert_eq!(fs::read_to_string(&kept).unwrap(), "[teams.a]\nname='a'\n");
    assert_eq!(folder.names(), ["irp.toml", "kept.toml"]);
}

#[test]
fn what_is_not_utf_8_is_left_byte_for_byte() {
    let folder = Folder::new("bytes");
    fs::write(folder.at("bad.toml"), b"a=1 # \xff\n").unwrap();
    let ended = irp(&folder.0, &[], b"");
    assert_eq!(out(&ended), "irp.toml\n");
    assert!(err(&ended).contains("error[not-utf8]"), "{}", err(&ended));
    assert_eq!(ended.status.code(), Some(2));
    assert_eq!(fs::read(folder.at("bad.toml")).unwrap(), b"a=1 # \xff\n");
}

#[test]
fn the_standard_input_goes_to_the_standard_output() {
    let folder = Folder::new("stdin");
    let ended = irp(Path::new("/"), &["-"], LOOSE.as_bytes());
    assert_eq!((out(&ended), err(&ended), ended.status.code()), (NEAT, "", Some(0)));
    let ended = irp(&folder.0, &["-"], b"");
    assert_eq!((out(&ended), ended.status.code()), ("", Some(0)));
    let ended = irp(&folder.0, &["-", "--check"], LOOSE.as_bytes());
    assert_eq!((out(&ended), ended.status.code()), ("", Some(1)));
    let ended = irp(&folder.0, &["-", "--diff", "--stdin-filename", "a.toml"], b"a=1\n");
    assert_eq!(out(&ended), "--- a.toml\n+++ a.toml\n@@ -1 +1 @@\n-a=1\n+a = 1\n");
    let ended = irp(&folder.0, &["-"], b"a = \n");
    assert_eq!((out(&ended), ended.status.code()), ("", Some(2)));
    assert!(err(&ended).contains("error[syntax]"), "{}", err(&ended));
    let ended = irp(&folder.0, &["-"], b"a = \"\xff\"\n");
    assert_eq!(err(&ended), "error: the standard input is not UTF-8 text\n");
}

#[test]
fn a_record_on_the_standard_input_is_of_the_kind_that_its_path_says() {
    let folder = Folder::new("record");
    fs::create_dir_all(folder.at("incidents")).unwrap();
    fs::write(folder.at("incidents/one.md"), "+++\n+++\n").unwrap();
    let record = b"+++\ntitle='x'\nkind='drill'\n+++\n";
    let ended = irp(&folder.0, &["-", "--stdin-filename", "incidents/one.md"], record);
    assert_eq!(out(&ended), "+++\nkind = \"drill\"\ntitle = \"x\"\n+++\n", "{}", err(&ended));
    let ended = irp(&folder.0, &["-"], record);
    assert_eq!(ended.status.code(), Some(2));
    assert!(err(&ended).contains("--stdin-filename"), "{}", err(&ended));
    let ended = irp(&folder.0, &["-", "--stdin-filename", "incidents/one.md"], b"title = 'x'\n");
    assert!(err(&ended).contains("error[front-matter]"), "{}", err(&ended));
}

#[test]
fn a_record_that_was_not_saved_yet_is_of_the_kind_that_its_path_says() {
    let folder = Folder::new("unsaved");
    fs::create_dir(folder.at("incidents")).unwrap();
    let record = b"+++\ntitle='x'\nkind ='drill'\n+++\nBody\n";
    let words = |path| ["-", "--stdin-filename", path];
    let ended = irp(&folder.0, &words("incidents/new.md"), record);
    assert_eq!(out(&ended), "+++\nkind = \"drill\"\ntitle = \"x\"\n+++\nBody\n", "{}", err(&ended));
    for stranger in ["notes/new.md", "incidents/../../new.md", "README.md"] {
        let ended = irp(&folder.0, &words(stranger), record);
        assert_eq!((out(&ended), ended.status.code()), ("", Some(2)), "{stranger}");
        assert!(err(&ended).contains("is no file of the plan in"), "{}", err(&ended));
    }
}
