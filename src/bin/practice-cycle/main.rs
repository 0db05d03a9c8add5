//! The program `practice-cycle`: what the library can tell of histories, at a command line.

mod act;
mod check;
mod draw;
mod replay;
mod search;

use std::process::ExitCode;

fn main() -> ExitCode {
    match std::env::args_os().nth(1).as_deref().and_then(std::ffi::OsStr::to_str) {
        Some("replay") => replay::main(),
        Some("act") => act::main(),
        Some("check") => check::main(),
        Some("search") => search::main(),
        Some("draw") => draw::main(),
        Some(_) | None => ExitCode::from(2),
    }
}
