//! How a command ends: well, with something found, or with what went wrong.

use std::io;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use practice_cycle::calendar::OutOfRange;
use practice_cycle::code::Code;
use practice_cycle::history::{LoadError, Problem};
use practice_cycle::language::CatalogueError;
use practice_cycle::policy::PackError;
use practice_cycle::refusal::Parameter;
use practice_cycle::scenario::ScenarioError;
use practice_cycle::search::WorldError;

use crate::shown;

/// How a command ended, which is its exit status.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ending {
    /// It was done, and nothing was found that counts.
    Clean,
    /// Something was found that counts.
    Found,
    /// Not all of it could be done; the reason was printed.
    Failed,
    /// Not everything was seen through.
    NotSeenThrough,
}

impl Ending {
    /// Found where something was found; clean otherwise.
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
    #[error("{}: it cannot be read: {}", path_name(.path), in_words(.why, "file"))]
    Unreadable { path: PathBuf, why: io::Error },
    #[error("{}: {why}{}{}", path_name(.path), if *.is_cut { "; the file seems to be cut short" } else { "" }, instead(.why))]
    History { path: PathBuf, why: LoadError, is_cut: bool },
    #[error("{}: it is a folder; give the histories in it: `{}/*.jsonl`", path_name(.path), path_name(.path).trim_end_matches('/'))]
    Folder { path: PathBuf },
    #[error("{}: there is no file `*.jsonl` in it", path_name(.path))]
    EmptyFolder { path: PathBuf },
    #[error("{}: it holds acts, which have no number, and not the entries of a history; `practice-cycle act` records them", path_name(.path))]
    Acts { path: PathBuf },
    #[error("{}: it cannot be told without its words: {why}", path_name(.path))]
    Words { path: PathBuf, why: practice_cycle::history::Refusal },
    #[error("the histories cannot be told together without their words: {0}")]
    AllWords(practice_cycle::history::Refusal),
    #[error("{}: line 1: the history is empty; the first entry is `cycle_opened`", path_name(.path))]
    EmptyHistory { path: PathBuf },
    #[error("{}: it is a portfolio, which is shown to its owner alone; `practice-cycle replay --for OWNER` shows it", path_name(.path))]
    Portfolio { path: PathBuf },
    #[error("{}: {why}", path_name(.path))]
    NoPortfolio { path: PathBuf, why: practice_cycle::evidencing::LoadError },
    #[error("{}: line 1: there are no acts; the first is `cycle_opened`", path_name(.path))]
    NoActs { path: PathBuf },
    #[error("{} and {} are one file; give each history once", path_name(.one), path_name(.other))]
    SameFile { one: PathBuf, other: PathBuf },
    #[error("{one} and {other} are both histories of the cycle `{cycle}`; give each cycle once")]
    SameCycle { one: String, other: String, cycle: String },
    #[error("{}: it is a second history of the cycle `{cycle}`, and is left out", path_name(.path))]
    AnotherOfCycle { path: PathBuf, cycle: String },
    #[error("{}: {why}", path_name(.path))]
    Form { path: PathBuf, why: String },
    #[error("{}: {why}", path_name(.path))]
    Log { path: PathBuf, why: practice_cycle::import::LogError },
    #[error("{}: there are no rows in it", path_name(.path))]
    NoRows { path: PathBuf },
    #[error("there is neither a mapping nor a file `{}`; the mappings are {mappings}", path_name(.name))]
    NoMapping { name: PathBuf, mappings: String },
    #[error("{}: {why}", path_name(.path))]
    Pack { path: PathBuf, why: PackError },
    #[error("{0}")]
    Packs(PackError),
    #[error("there is neither a pack nor a file `{}`; the packs are {packs}", path_name(.name))]
    NoPack { name: PathBuf, packs: String },
    #[error("the pack `{0}` has no rules, so nothing was checked")]
    NoRules(String),
    #[error("{}: {why}", path_name(.path))]
    Catalogue { path: PathBuf, why: CatalogueError },
    #[error("there is neither a language nor a file `{}`; the languages are cy and en", path_name(.name))]
    NoLanguage { name: PathBuf },
    #[error("{}: {why}", path_name(.path))]
    Stories { path: PathBuf, why: ScenarioError },
    #[error("{}: it holds no stories, so nothing was checked", path_name(.path))]
    NoStories { path: PathBuf },
    #[error("{}: its stories are of the pack `{of}`, not of `{asked}`", path_name(.path))]
    OtherPack { path: PathBuf, of: String, asked: String },
    #[error("{}: {why}", path_name(.path))]
    World { path: PathBuf, why: WorldError },
    #[error("{0}")]
    OwnWorld(#[from] WorldError),
    #[error("there is neither a scenario nor a file `{}`; the scenarios are {scenarios}", path_name(.name))]
    NoScenario { name: PathBuf, scenarios: String },
    #[error("{}: {why}", path_name(.path))]
    Simulation { path: PathBuf, why: practice_cycle::simulation::ScenarioError },
    #[error("the scenario as it is set: {0}")]
    Settings(practice_cycle::simulation::ScenarioError),
    #[error("{}: {why}", path_name(.path))]
    Design { path: PathBuf, why: practice_cycle::simulation::DesignError },
    #[error("{0}")]
    Sensitivity(practice_cycle::simulation::DesignError),
    #[error("{}: it is no part of an experiment: {why}", path_name(.path))]
    Part { path: PathBuf, why: serde_json::Error },
    #[error("{} and what was merged before it: {why}", path_name(.path))]
    Parts { path: PathBuf, why: practice_cycle::simulation::experiment::PartError },
    #[error("{0}")]
    Experiment(#[from] practice_cycle::simulation::experiment::ExperimentError),
    #[error("what simulated observers noted cannot be recorded: {0}")]
    Simulated(practice_cycle::history::Refusal),
    #[error(transparent)]
    Calendar(#[from] OutOfRange),
    #[error("the picture cannot be drawn: {0}")]
    Undrawn(String),
    #[error("{}: there is a file already; `--force` overwrites it", path_name(.path))]
    Exists { path: PathBuf },
    #[error("{}: it is read by this command, and so is not overwritten", path_name(.path))]
    IsInput { path: PathBuf },
    #[error("{} and {}: two outputs cannot be one file", path_name(.one), path_name(.other))]
    SameOutput { one: PathBuf, other: PathBuf },
    #[error("{}: it is no plain file, and so is not overwritten", path_name(.path))]
    NoPlainFile { path: PathBuf },
    #[error("{}: it is no folder", path_name(.path))]
    NoFolder { path: PathBuf },
    #[error("{}: it cannot be written: {}", path_name(.path), in_words(.why, "folder"))]
    Unwritable { path: PathBuf, why: io::Error },
    #[error("{why}{}", std::error::Error::source(.why).map(|cause| format!(": {cause}")).unwrap_or_default())]
    Unexported { why: practice_cycle::export::Error },
    #[error("the answer cannot be written: {}", in_words(.0, "folder"))]
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
    if let Some(missing) = missing(error) {
        return missing;
    }
    if codes.is_empty() { String::new() } else { format!("\nline {}: write one of {}", error.line(), codes.join(", ")) }
}

/// Which entries are missing before a line, by their numbers.
fn missing(error: &LoadError) -> Option<String> {
    let Problem::Refused { about, .. } = error.problem() else { return None };
    let number = |asked: &str| match about.parameters.iter().find(|(name, _)| *name == asked)?.1 {
        Parameter::Entry(number) => Some(number.get()),
        Parameter::Number(_) | Parameter::Code(_) | Parameter::Codes(_) | Parameter::Entries(_) | Parameter::Flag(_) => None,
    };
    let (found, expected) = (number("found")?, number("expected")?);
    if about.code != "cycle.out_of_number" || found <= expected {
        return None;
    }
    let last = found - 1;
    let which = if last == expected { format!("entry {expected} is") } else { format!("entries {expected} to {last} are") };
    Some(format!("; {which} missing before it"))
}

/// A path in one line, whatever stands in it.
fn path_name(path: &Path) -> String {
    shown::name(path.display())
}

/// What kept a file from being read or written, in plain words; `sought` is what there has to be for it.
fn in_words(why: &io::Error, sought: &str) -> String {
    const WORDS: [(io::ErrorKind, &str); 10] = [
        (io::ErrorKind::PermissionDenied, "permission is denied"),
        (io::ErrorKind::IsADirectory, "it is a folder"),
        (io::ErrorKind::NotADirectory, "what is named as a folder in its path is none"),
        (io::ErrorKind::InvalidFilename, "a file cannot be called so"),
        (io::ErrorKind::InvalidData, "it is not text in UTF-8"),
        (io::ErrorKind::StorageFull, "there is no room left"),
        (io::ErrorKind::QuotaExceeded, "there is no room left for this user"),
        (io::ErrorKind::FileTooLarge, "it would be larger than a file may be"),
        (io::ErrorKind::ReadOnlyFilesystem, "nothing can be written there"),
        (io::ErrorKind::BrokenPipe, "nobody reads it"),
    ];
    if why.kind() == io::ErrorKind::NotFound {
        return format!("there is no such {sought}");
    }
    WORDS
        .iter()
        .find(|(kind, _)| *kind == why.kind())
        .map_or_else(|| why.kind().to_string(), |(_, words)| (*words).to_owned())
}
