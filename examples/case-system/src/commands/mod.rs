//! The command line.

mod access;
mod answer;
mod keep;
mod serve;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};
use practice_cycle::id::{CycleId, PersonId};
use thiserror::Error;

use crate::app::{App, AppError};
use crate::clock::Clock;
use crate::cycles::{Failure, ImportError};
use crate::invented;
use crate::settings::{DatabaseUrl, Settings, SettingsError};
use crate::store::{BackupError, StoreError};

/// A case system on practice-cycle.
///
/// The status is 0 where all went well, 1 where something was found wrong or was refused, and 2 where it could not be done.
#[derive(Debug, Parser)]
#[command(name = "case-system", version)]
struct Line {
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
    /// Say who may do what, or see who may.
    #[command(subcommand)]
    Access(access::Command),
    /// Keep whom a reference stands for.
    Name {
        /// The reference.
        person: PersonId,
        /// The name.
        name: String,
    },
    /// Print what is held about a person, in all cycles, as JSON.
    Held {
        /// The reference.
        person: PersonId,
        /// With the entries themselves, words and all.
        #[arg(long)]
        entries: bool,
    },
    /// Redact texts, and forget whom a reference stands for and what they may do.
    Erase(answer::Erase),
    /// Print who was shown a cycle, and when.
    Reads {
        /// The cycle.
        cycle: CycleId,
    },
    /// Write all that is stored to a new file, as it is at one moment, while the service goes on.
    Backup {
        /// The file.
        file: PathBuf,
    },
    /// Take a backup back into an empty database, and load every cycle.
    Restore {
        /// The file.
        file: PathBuf,
    },
    /// Load every cycle, and print the head of each chain, to be kept where whoever can write the database cannot.
    Check {
        /// A file of heads that was printed before: that nothing was cut off since, or made anew.
        #[arg(long)]
        heads: Option<PathBuf>,
    },
}

/// Why a command could not be done.
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
    /// A backup.
    #[error(transparent)]
    Backup(#[from] BackupError),
    /// A history cannot be brought in.
    #[error("{}", .0.display())]
    Import(PathBuf, #[source] ImportError),
    /// Invented cases cannot be brought in.
    #[error("the invented cases cannot be brought in")]
    Invented(#[source] ImportError),
    /// A line of a file of heads does not read.
    #[error("line {0} of the heads is no head")]
    Head(usize),
    /// A reason is blank, or too long.
    #[error("the reason does not do")]
    Reason(#[source] practice_cycle::text::TextError),
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

/// Does what the command line says, and answers with the status to end with.
pub async fn run() -> ExitCode {
    let line = Line::parse();
    match line.run().await {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
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

    /// Whether all went well.
    async fn run(&self) -> Result<bool, CommandError> {
        let settings = self.settings()?;
        serve::log(settings.json_logs);
        let app = App::start(settings, Clock::default()).await?;
        let done = match self.command.as_ref().unwrap_or(&Command::Serve) {
            Command::Serve => serve::serve(&app, self.settings.is_none()).await?,
            Command::Import { files } => {
                for file in files {
                    let lines = std::fs::read_to_string(file).map_err(CommandError::io(file.display().to_string()))?;
                    let cycle =
                        app.cycles.import(&lines).await.map_err(|error| CommandError::Import(file.clone(), error))?;
                    println!("{cycle}");
                }
                true
            }
            Command::Access(command) => command.run(&app).await?,
            Command::Name { person, name } => {
                app.store.set_name(person, name).await?;
                true
            }
            Command::Held { person, entries } => answer::held(&app, person, *entries).await?,
            Command::Erase(erase) => erase.run(&app).await?,
            Command::Reads { cycle } => {
                for read in app.store.reads_of(cycle).await? {
                    println!("{}\t{}\t{}", read.at, read.person, read.what);
                }
                true
            }
            Command::Backup { file } => keep::back_up(&app, file).await?,
            Command::Restore { file } => keep::restore(&app, file).await?,
            Command::Check { heads } => keep::check(&app, heads.as_deref()).await?,
        };
        app.store.close().await;
        Ok(done)
    }
}
