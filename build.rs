//! Links the program so that it starts quickly on Linux.
//!
//! Starting is most of what a query costs, and most of starting is linking at run time. So the
//! program is linked at a fixed address: libraries that irp uses hold tables with thousands of
//! pointers, each of which a position-independent program relocates at every start. And where the
//! C library and the unwinder are installed as archives, they are linked in: then nothing is left
//! to load.

use std::env::var;
use std::path::Path;
use std::process::Command;

/// The shared libraries that Rust's standard library asks for, and the archives that hold the same.
const LIBRARIES: [(&str, &[&str]); 7] = [
    ("c", &["c"]),
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
    let target = |part: &str| var(format!("CARGO_CFG_TARGET_{part}")).unwrap_or_default();
    let known = ["x86_64", "aarch64"].contains(&target("ARCH").as_str());
    if target("OS") != "linux" || target("ENV") != "gnu" || !known {
        return;
    }
    println!("cargo::rustc-link-arg-bins=-no-pie");
    let crosses = var("HOST").ok() != var("TARGET").ok();
    let Ok(folder) = var("OUT_DIR") else { return };
    if !crosses && stand_ins(Path::new(&folder)).is_some() {
        println!("cargo::rustc-link-arg-bins=-L{folder}");
        println!("cargo::rustc-link-arg-bins=-static");
    }
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
