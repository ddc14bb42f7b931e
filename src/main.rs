//! The door between irp and the world: everything behind it is a function of what passes here.

use std::process::ExitCode;

fn main() -> ExitCode {
    irp::cli::run(&mut irp::cli::World::real())
}
