//! Links the program at a fixed address on Linux.
//!
//! Libraries that irp links hold tables with thousands of pointers. In a position-independent
//! program each of them is relocated at every start, which costs more than answering a question.

#[expect(clippy::disallowed_methods, reason = "cargo tells build scripts the target this way")]
fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    let target = |part: &str| std::env::var(format!("CARGO_CFG_TARGET_{part}")).unwrap_or_default();
    let known = ["x86_64", "aarch64"].contains(&target("ARCH").as_str());
    if target("OS") == "linux" && target("ENV") == "gnu" && known {
        println!("cargo::rustc-link-arg-bins=-no-pie");
    }
}
