//! The program: see its README.

use std::process::ExitCode;

#[tokio::main]
async fn main() -> ExitCode {
    case_system::commands::run().await
}
