//! The command line.

mod serve;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};
use thiserror::Error;

use crate::app::{App, AppError};
use crate::clock::Clock;
use crate::cycles::{Failure, ImportError};
use crate::invented;
use crate::settings::{DatabaseUrl, Settings, SettingsError};
use crate::store::StoreError;

/// A case system on practice-cycle.
#[derive(Debug, Parser)]
#[command(name = "case-system", version)]
pub struct Line {
    /// The file of settings, in TOML. Without it, the program runs for development: on this machine alone, with invented cases.
    #[arg(long, global = true)]
    settings: Option<PathBuf>,
    #[command(subcommand)]
    command: Option<Command>,
}

/// What is to be done.
#[derive(Debug, Subcommand)]
enum Command {
    /// Answer requests (what is done where nothing is said).
    Serve,
    /// Bring in histories, each a file of JSON Lines.
    Import {
        /// The files.
        #[arg(required = true)]
        files: Vec<PathBuf>,
    },
}

/// Why a command ended otherwise than it should.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum CommandError {
    /// The settings do not do.
    #[error(transparent)]
    Settings(#[from] SettingsError),
    /// The program cannot start.
    #[error(transparent)]
    App(#[from] AppError),
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A cycle.
    #[error(transparent)]
    Cycle(#[from] Failure),
    /// A history cannot be brought in.
    #[error("{}", .0.display())]
    Import(PathBuf, #[source] ImportError),
    /// Invented cases cannot be brought in.
    #[error("the invented cases cannot be brought in")]
    Invented(#[source] ImportError),
    /// A file, or the network.
    #[error("{what}")]
    Io {
        /// What was tried.
        what: String,
        /// Why it failed.
        #[source]
        source: std::io::Error,
    },
}

impl CommandError {
    fn io(what: impl Into<String>) -> impl FnOnce(std::io::Error) -> Self {
        let what = what.into();
        move |source| Self::Io { what, source }
    }
}

/// Does what the command line says. The status is 0 where all went well, 1 where something was found wrong or refused, and 2 where it
/// could not be done.
pub async fn run() -> ExitCode {
    let line = Line::parse();
    match line.run().await {
        Ok(status) => status,
        Err(error) => {
            // With all its causes: none of them holds a text that people wrote, or a secret.
            let mut said = format!("case-system: {error}");
            let mut cause = std::error::Error::source(&error);
            while let Some(next) = cause {
                said.push_str(&format!(": {next}"));
                cause = next.source();
            }
            eprintln!("{said}");
            ExitCode::from(2)
        }
    }
}

impl Line {
    fn settings(&self) -> Result<Settings, CommandError> {
        if let Some(path) = &self.settings {
            return Ok(Settings::read(path)?);
        }
        let mut settings = Settings::development(invented::people().into_iter().collect());
        let file = std::env::temp_dir().join("case-system-development.db");
        settings.database = DatabaseUrl::new(format!("sqlite:{}", file.display()));
        settings.set(|name| std::env::var(name).ok())?;
        settings.check()?;
        Ok(settings)
    }

    async fn run(&self) -> Result<ExitCode, CommandError> {
        let settings = self.settings()?;
        serve::log(settings.json_logs);
        let app = App::start(settings, Clock::default()).await?;
        let is_development = self.settings.is_none();
        match self.command.as_ref().unwrap_or(&Command::Serve) {
            Command::Serve => serve::serve(app, is_development).await,
            Command::Import { files } => {
                for file in files {
                    let lines = std::fs::read_to_string(file).map_err(CommandError::io(file.display().to_string()))?;
                    let cycle =
                        app.cycles.import(&lines).await.map_err(|error| CommandError::Import(file.clone(), error))?;
                    println!("{cycle}");
                }
                Ok(ExitCode::SUCCESS)
            }
        }
    }
}
