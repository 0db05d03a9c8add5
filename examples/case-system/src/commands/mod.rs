//! The command line.

mod access;
mod answer;
mod keep;
mod pack;
mod serve;

use std::fmt::Display;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Duration;

use clap::{Parser, Subcommand};
use practice_cycle::id::{CycleId, PersonId};
use thiserror::Error;
use tokio::time::timeout;

use crate::app::{App, AppError};
use crate::clock::Clock;
use crate::cycles::{Failure, ImportError};
use crate::erasing::NotErased;
use crate::invented;
use crate::settings::{DatabaseUrl, Settings, SettingsError};
use crate::store::{BackupError, Missing, StoreError};

/// A case system on practice-cycle.
///
/// The status is 0 where all went well, 1 where something was found wrong or was refused, and 2 where it could not be done.
#[derive(Debug, Parser)]
#[command(name = "case-system", version)]
struct Line {
    /// The file of settings, in TOML; or its name in `CASE_SYSTEM_SETTINGS`. Without it, `serve` runs for development: on this machine
    /// alone, with invented cases. Every other command needs it.
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
    /// Put other rules in force.
    #[command(subcommand)]
    Pack(pack::Command),
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
    /// Take a backup back into an empty database, erase again what was erased since, and load every cycle.
    Restore(keep::Restore),
    /// Print the list of what was erased, by references and numbers of entries, for `restore`.
    Erased,
    /// Load every cycle, and print the head of each chain, to be kept where whoever can write the database cannot.
    Check {
        /// A file of heads that was printed before: that nothing was cut off since, or made anew.
        #[arg(long)]
        heads: Option<PathBuf>,
    },
}

impl Command {
    /// Whether it may make a database. Any other over an empty one would find nothing, and call that well.
    const fn missing(&self) -> Missing {
        match self {
            Command::Serve | Command::Import { .. } | Command::Restore(_) => Missing::Made,
            Command::Access(_)
            | Command::Pack(_)
            | Command::Name { .. }
            | Command::Held { .. }
            | Command::Erase(_)
            | Command::Reads { .. }
            | Command::Backup { .. }
            | Command::Erased
            | Command::Check { .. } => Missing::Refused,
        }
    }

    /// Whether it may make the list of erasures. Were any other to do so, one that was lost would look as if nothing had been erased.
    const fn missing_list(&self) -> Missing {
        if matches!(self, Command::Serve) { Missing::Made } else { Missing::Refused }
    }
}

/// Why a command could not be done.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum CommandError {
    /// It works on what is stored, and nothing says where that is.
    #[error(
        "this command needs `--settings FILE`, or the name of the file in `CASE_SYSTEM_SETTINGS`; only `serve` runs without"
    )]
    NoSettings,
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
    /// A list of erasures says nothing.
    #[error(
        "the list of erasures `{}` has no line, as if it had been lost and made anew, so nothing is taken back; where nothing was erased \
         since, say `--nothing-erased`", .0.display()
    )]
    EmptyList(PathBuf),
    /// A line of a list of erasures does not read.
    #[error(
        "line {line} of the list of erasures `{}` does not read, so nothing is taken back; where a crash cut the line short, what it lists \
         was not erased, and the line can be taken out", .file.display()
    )]
    List {
        /// The file.
        file: PathBuf,
        /// The line, from 1.
        line: usize,
    },
    /// What was erased cannot be erased again.
    #[error(
        "line {line} of the list of erasures `{}` cannot be done again, so nothing is taken back; take the line out, take the backup back \
         without it, and erase that by hand before anybody is let in", .file.display()
    )]
    NotErased {
        /// The file.
        file: PathBuf,
        /// The line, from 1.
        line: usize,
        /// Why not.
        #[source]
        source: NotErased,
    },
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

/// Prints a line. Whoever reads it may be gone, as in `… | head`; what changes something ends that first, and hands the error on after.
fn print(line: impl Display) -> Result<(), CommandError> {
    writeln!(std::io::stdout().lock(), "{line}").map_err(CommandError::io("standard output cannot be written"))
}

/// Says, after something was erased, that no file lists it.
fn warn_unlisted(app: &App) {
    if app.settings.erasures.is_none() {
        eprintln!(
            "no file of `erasures` is set: what was erased is listed in the database alone, and a backup that is taken back once that is lost \
             brings it back. Print the list with `erased`, and keep it elsewhere"
        );
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

/// The folder of the database of development, in the one for temporary files: made for whoever runs the program alone. One that others
/// can look into, or that somebody else made, is not used.
fn private_folder() -> std::io::Result<PathBuf> {
    let folder = std::env::temp_dir().join("case-system-development");
    let mut making = std::fs::DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut making, 0o700);
    match making.create(&folder) {
        Err(error) if error.kind() != std::io::ErrorKind::AlreadyExists => return Err(error),
        Ok(()) | Err(_) => {}
    }
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt;
        let there = std::fs::symlink_metadata(&folder)?;
        // Whoever runs this owns what they make.
        let probe = folder.join(format!("probe-{}", std::process::id()));
        let mine = std::fs::File::create_new(&probe).and_then(|file| file.metadata());
        let _ = std::fs::remove_file(&probe);
        if !there.is_dir() || there.mode() & 0o077 != 0 || there.uid() != mine?.uid() {
            let why = format!("`{}` belongs to somebody else, or others can look into it", folder.display());
            return Err(std::io::Error::new(std::io::ErrorKind::PermissionDenied, why));
        }
    }
    Ok(folder)
}

impl Line {
    /// The file of settings that is named.
    fn file(&self) -> Option<PathBuf> {
        let named = || std::env::var_os("CASE_SYSTEM_SETTINGS").filter(|name| !name.is_empty()).map(PathBuf::from);
        self.settings.clone().or_else(named)
    }

    fn settings(file: Option<&Path>, command: &Command) -> Result<Settings, CommandError> {
        match (file, command) {
            (Some(file), _) => return Ok(Settings::read(file)?),
            (None, Command::Serve) => {}
            (None, _) => return Err(CommandError::NoSettings),
        }
        let mut settings = Settings::development(invented::people().into_iter().collect());
        settings.set(|name| std::env::var(name).ok())?;
        if std::env::var_os("CASE_SYSTEM_DATABASE").is_none() {
            let folder =
                private_folder().map_err(CommandError::io("no folder that only you can read, for the invented cases"))?;
            settings.database = DatabaseUrl::new(format!("sqlite:{}", folder.join("cases.db").display()));
        }
        settings.check()?;
        Ok(settings)
    }

    /// Whether all went well.
    async fn run(&self) -> Result<bool, CommandError> {
        let (file, command) = (self.file(), self.command.as_ref().unwrap_or(&Command::Serve));
        let settings = Self::settings(file.as_deref(), command)?;
        serve::log(settings.json_logs);
        let app = App::start_over(settings, Clock::default(), command.missing(), command.missing_list()).await?;
        let done = match command {
            Command::Serve => serve::serve(&app, file.is_none()).await?,
            Command::Import { files } => {
                let mut told = Ok(());
                for file in files {
                    let lines = std::fs::read_to_string(file).map_err(CommandError::io(file.display().to_string()))?;
                    let cycle =
                        app.cycles.import(&lines).await.map_err(|error| CommandError::Import(file.clone(), error))?;
                    told = told.and(print(cycle));
                }
                told?;
                true
            }
            Command::Access(command) => command.run(&app).await?,
            Command::Pack(command) => command.run(&app).await?,
            Command::Name { person, name } => {
                if app.store.set_name(person, name).await? {
                    warn_unlisted(&app);
                }
                true
            }
            Command::Held { person, entries } => answer::held(&app, person, *entries).await?,
            Command::Erase(erase) => erase.run(&app).await?,
            Command::Reads { cycle } => {
                for read in app.store.reads_of(cycle).await? {
                    print(format_args!("{}\t{}\t{}", read.at, read.person, read.what))?;
                }
                true
            }
            Command::Backup { file } => keep::back_up(&app, file).await?,
            Command::Restore(restore) => restore.run(&app).await?,
            Command::Erased => keep::erased(&app).await?,
            Command::Check { heads } => keep::check(&app, heads.as_deref()).await?,
        };
        // What is under way in the database is written or taken back, whether or not anybody waits for it.
        if timeout(Duration::from_secs(app.settings.http.end_within.into()), app.store.close()).await.is_err() {
            tracing::warn!("the database is left before all of it was done");
        }
        Ok(done)
    }
}
