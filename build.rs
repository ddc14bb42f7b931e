//! Links the program so that it starts quickly on Linux.
//!
//! Starting is most of what a query costs, and most of starting is linking at run time. So the
//! program is linked at a fixed address: libraries that irp uses hold tables with thousands of
//! pointers, each of which a position-independent program relocates at every start. And where the
//! C library and the unwinder are installed as archives, they are linked in: then nothing is left
//! to load. What runs at every start lies together in the file: a page that is first touched costs
//! more than most of what is done on it.

use std::env::var;
use std::path::Path;
use std::process::Command;

/// What runs when somebody asks who is on call: symbols of functions up to their hashes, and
/// members of the C library. `benches/startup.sh` finds them.
const STARTUP: &str = include_str!("src/startup.txt");

/// The shared libraries that Rust's standard library asks for, and the archives that hold the same.
const LIBRARIES: [(&str, &[&str]); 7] = [
    ("c", &["c", "gcc", "gcc_eh"]),
    ("gcc_s", &["gcc_eh", "gcc"]),
    ("m", &["m"]),
    ("dl", &["dl"]),
    ("pthread", &["pthread"]),
    ("rt", &["rt"]),
    ("util", &["util"]),
];

#[expect(clippy::disallowed_methods, reason = "cargo tells build scripts the target this way")]
fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=src/startup.txt");
    let target = |part: &str| var(format!("CARGO_CFG_TARGET_{part}")).unwrap_or_default();
    let known = ["x86_64", "aarch64"].contains(&target("ARCH").as_str());
    if target("OS") != "linux" || target("ENV") != "gnu" || !known {
        return;
    }
    println!("cargo::rustc-link-arg-bins=-no-pie");
    let crosses = var("HOST").ok() != var("TARGET").ok();
    let Ok(folder) = var("OUT_DIR") else { return };
    if !chosen_linker() {
        if put_together(Path::new(&folder)).is_some() {
            println!("cargo::rustc-link-arg-bins=-Wl,-T,{folder}/startup.ld");
        }
        let release = var("PROFILE").is_ok_and(|profile| profile == "release");
        if release && write_at_once(Path::new(&folder)).is_some() {
            println!("cargo::rustc-link-arg-bins=-B{folder}");
            println!("cargo::rustc-link-arg-bins=-fuse-ld=bfd");
        }
    }
    if !crosses && stand_ins(Path::new(&folder)).is_some() {
        println!("cargo::rustc-link-arg-bins=-L{folder}");
        println!("cargo::rustc-link-arg-bins=-static");
    }
}

/// Whether somebody chose a linker, which need not know the scripts that the usual ones do.
#[expect(clippy::disallowed_methods, reason = "cargo tells build scripts the linker this way")]
fn chosen_linker() -> bool {
    let flags = var("CARGO_ENCODED_RUSTFLAGS").unwrap_or_default();
    var("RUSTC_LINKER").is_ok() || flags.contains("fuse-ld") || flags.contains("linker")
}

/// Calls a linker, then writes its output once more, if it can be told from the arguments.
const ONCE_MORE: &str = r#""$@" || exit
while [ $# -gt 1 ] && [ "$1" != -o ]; do shift; done
[ $# -le 1 ] || { cp "$2" "$2.whole" && mv "$2.whole" "$2"; } || rm -f "$2.whole"
"#;

/// Makes the C compiler call GNU's linker, where there is one, by a script that writes the program
/// once more when it is linked. A linker writes it bit by bit, so that it lies in the system's memory
/// in small pages, and each start would cost a tenth more.
#[expect(clippy::disallowed_methods, reason = "a build script may write to its folder")]
fn write_at_once(folder: &Path) -> Option<()> {
    let asked = Command::new("cc").arg("-print-prog-name=ld.bfd").output().ok()?;
    let linker = String::from_utf8(asked.stdout).ok()?;
    let linker = linker.trim();
    let known = Command::new(linker).arg("--version").output();
    if !known.is_ok_and(|answer| answer.status.success()) {
        return None;
    }
    let script = format!("#!/bin/sh\n'{linker}' {ONCE_MORE}");
    let path = folder.join("ld.bfd");
    std::fs::write(&path, script).ok()?;
    make_executable(&path)
}

#[cfg(unix)]
fn make_executable(path: &Path) -> Option<()> {
    use std::os::unix::fs::PermissionsExt as _;
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o755)).ok()
}

#[cfg(not(unix))]
fn make_executable(_: &Path) -> Option<()> {
    None
}

/// Writes a linker script that adds to the usual one: what runs at every start stands before the
/// rest of the code. A name that no function has does nothing.
#[expect(clippy::disallowed_methods, reason = "a build script may write to its folder")]
fn put_together(folder: &Path) -> Option<()> {
    let each = STARTUP.lines().map(|name| match name.strip_suffix(".o") {
        Some(member) => format!("*libc.a:{member}.o(.text .text.*)"),
        None => format!("*(.text.{name}*)"),
    });
    let each: Vec<_> = each.collect();
    let each = each.join(" ");
    let script = format!("SECTIONS {{ .text.startup_irp : {{ {each} }} }} INSERT BEFORE .text;\n");
    std::fs::write(folder.join("startup.ld"), script).ok()
}

/// Writes, for every shared library, a linker script of its name that names the archives instead:
/// the compiler cannot be told to link a program this way and procedural macros the other.
#[expect(clippy::disallowed_methods, reason = "a build script may write to its folder")]
fn stand_ins(folder: &Path) -> Option<()> {
    for (library, archives) in LIBRARIES {
        let archives: Option<Vec<_>> = archives.iter().map(|name| archive(name)).collect();
        let script = format!("GROUP ( {} )\n", archives?.join(" "));
        std::fs::write(folder.join(format!("lib{library}.so")), script).ok()?;
    }
    Some(())
}

/// Where the C compiler keeps an archive, if it has it.
fn archive(name: &str) -> Option<String> {
    let file = format!("lib{name}.a");
    let output = Command::new("cc").arg(format!("-print-file-name={file}")).output().ok()?;
    let path = String::from_utf8(output.stdout).ok()?;
    let path = path.trim();
    (path != file).then(|| format!("\"{path}\""))
}
