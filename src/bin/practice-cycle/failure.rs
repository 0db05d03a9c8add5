//! How a command ends: well, with something found, or with what went wrong.

use std::io;
use std::path::PathBuf;
use std::process::ExitCode;

use practice_cycle::calendar::OutOfRange;
use practice_cycle::code::Code;
use practice_cycle::history::LoadError;
use practice_cycle::policy::PackError;
use practice_cycle::scenario::ScenarioError;
use practice_cycle::search::WorldError;

/// How a command ended, which is its exit status.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ending {
    /// It was done, and nothing was found that counts.
    Clean,
    /// Something was found that counts.
    Found,
    /// Not all of it could be done; why not was told.
    Failed,
    /// Not everything was seen through.
    NotSeenThrough,
}

impl Ending {
    /// Found, if so; clean otherwise.
    pub(crate) fn found(is_so: bool) -> Self {
        if is_so { Self::Found } else { Self::Clean }
    }

    /// The same, unless something failed on the way.
    pub(crate) fn unless_failed(self, failed: bool) -> Self {
        if failed { Self::Failed } else { self }
    }
}

impl From<Ending> for ExitCode {
    fn from(ending: Ending) -> Self {
        ExitCode::from(match ending {
            Ending::Clean => 0,
            Ending::Found => 1,
            Ending::Failed => 2,
            Ending::NotSeenThrough => 3,
        })
    }
}

/// Why nothing, or not all, was done.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Failure {
    #[error("{0}")]
    Usage(String),
    #[error("{}: it cannot be read: {}", .path.display(), .why.kind())]
    Unreadable { path: PathBuf, why: io::Error },
    #[error("{}: {why}{}", .path.display(), instead(.why))]
    History { path: PathBuf, why: LoadError },
    #[error("the history cannot be told without its words: {0}")]
    Words(#[from] practice_cycle::history::Refusal),
    #[error("{}: line 1: the history is empty; the first entry is `cycle_opened`", .path.display())]
    EmptyHistory { path: PathBuf },
    #[error("{} and {} are one file; give each history once", .one.display(), .other.display())]
    SameFile { one: PathBuf, other: PathBuf },
    #[error("{one} and {other} are both histories of the cycle `{cycle}`; give each cycle once")]
    SameCycle { one: String, other: String, cycle: String },
    #[error("{}: {why}", .path.display())]
    Pack { path: PathBuf, why: PackError },
    #[error("there is neither a pack nor a file `{}`; the packs are {packs}", .name.display())]
    NoPack { name: PathBuf, packs: String },
    #[error("the pack `{0}` has no rules, so nothing was checked")]
    NoRules(String),
    #[error("{}: {why}", .path.display())]
    Stories { path: PathBuf, why: ScenarioError },
    #[error("{}: it holds no stories, so nothing was checked", .path.display())]
    NoStories { path: PathBuf },
    #[error("{}: its stories are of the pack `{of}`, not of `{asked}`", .path.display())]
    OtherPack { path: PathBuf, of: String, asked: String },
    #[error("{}: {why}", .path.display())]
    World { path: PathBuf, why: WorldError },
    #[error("{0}")]
    OwnWorld(#[from] WorldError),
    #[error(transparent)]
    Calendar(#[from] OutOfRange),
    #[error("the picture cannot be drawn: {0}")]
    Undrawn(String),
    #[error("{}: there is a file already; `--force` overwrites it", .path.display())]
    Exists { path: PathBuf },
    #[error("{}: it is read by this command, and so is not overwritten", .path.display())]
    IsInput { path: PathBuf },
    #[error("{} and {}: two outputs cannot be one file", .one.display(), .other.display())]
    SameOutput { one: PathBuf, other: PathBuf },
    #[error("{}: it is no plain file, and so is not overwritten", .path.display())]
    NoPlainFile { path: PathBuf },
    #[error("{}: it cannot be written: {}", .path.display(), .why.kind())]
    Unwritable { path: PathBuf, why: io::Error },
    #[error("the answer cannot be written: {}", .0.kind())]
    NoAnswer(#[from] io::Error),
}

impl Failure {
    pub(crate) fn usage(why: impl Into<String>) -> Self {
        Self::Usage(why.into())
    }
}

/// The steps that were possible instead of one that does not load, by the codes to write under `type`.
fn instead(error: &LoadError) -> String {
    let codes: Vec<String> = error.possible().iter().map(|step| format!("`{}`", step.code())).collect();
    if codes.is_empty() { String::new() } else { format!("\nline {}: write one of {}", error.line(), codes.join(", ")) }
}
