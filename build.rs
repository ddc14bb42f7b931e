//! Links the program so that it starts quickly on Linux.
//!
//! Starting is most of what a query costs. Two things are avoided: libraries that irp links hold
//! tables with thousands of pointers, each of which a position-independent program relocates at
//! every start; and the unwinder, which irp only needs to print a panic, is a shared library of
//! its own unless the linker is told where the compiler keeps the static one.

use std::process::Command;

#[expect(clippy::disallowed_methods, reason = "cargo tells build scripts the target this way")]
fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    let target = |part: &str| std::env::var(format!("CARGO_CFG_TARGET_{part}")).unwrap_or_default();
    let known = ["x86_64", "aarch64"].contains(&target("ARCH").as_str());
    if target("OS") != "linux" || target("ENV") != "gnu" || !known {
        return;
    }
    println!("cargo::rustc-link-arg-bins=-no-pie");
    let native = std::env::var("HOST").ok() == std::env::var("TARGET").ok();
    if let Some(folder) = native.then(unwinder).flatten() {
        println!("cargo::rustc-link-search=native={folder}");
        println!("cargo::rustc-link-lib=static:-bundle=gcc_eh");
    }
}

/// The folder of the C compiler's static unwinder, where it has one.
fn unwinder() -> Option<String> {
    let output = Command::new("cc").arg("-print-file-name=libgcc_eh.a").output().ok()?;
    let path = String::from_utf8(output.stdout).ok()?;
    path.trim().strip_suffix("/libgcc_eh.a").map(str::to_owned)
}
