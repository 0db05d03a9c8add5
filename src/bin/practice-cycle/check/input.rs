//! Packs and histories, and what is wrong with them, by file.

use std::ffi::{OsStr, OsString};
use std::fs::File;
use std::io::{self, BufReader};
use std::path::{Path, PathBuf};

use practice_cycle::calendar::{EnglandAndWales, OutOfRange};
use practice_cycle::history::{self, History, LoadError};
use practice_cycle::policy::{PackError, Packs, Policy};
use practice_cycle::scenario::ScenarioError;

/// What cannot be read, or does not load.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Problem {
    #[error("{}: it cannot be read: {}", .path.display(), .why.kind())]
    Unreadable { path: PathBuf, why: io::Error },
    #[error("{}: {why}", .path.display())]
    Pack { path: PathBuf, why: PackError },
    #[error("there is neither a pack nor a file `{}`; the packs are {packs}", .name.display())]
    NoPack { name: PathBuf, packs: String },
    #[error("{}: {why}", .path.display())]
    History { path: PathBuf, why: LoadError },
    #[error("{}: line 1: the history is empty; the first entry is `cycle_opened`", .path.display())]
    Empty { path: PathBuf },
    #[error("{}: {why}", .path.display())]
    Stories { path: PathBuf, why: ScenarioError },
    #[error("{}: its stories are of the pack `{of}`, not of `{asked}`", .path.display())]
    OtherPack { path: PathBuf, of: String, asked: String },
    #[error(transparent)]
    Calendar(#[from] OutOfRange),
}

/// The packs that come with the crate, and more, each of which may extend those before it.
pub(crate) fn packs(files: &[PathBuf]) -> Result<Packs, Problem> {
    let mut packs = Packs::shipped();
    for path in files {
        add(&mut packs, path)?;
    }
    Ok(packs)
}

fn add(packs: &mut Packs, path: &Path) -> Result<String, Problem> {
    let written = std::fs::read_to_string(path).map_err(|why| Problem::Unreadable { path: path.to_path_buf(), why })?;
    packs.add(&written).map_err(|why| Problem::Pack { path: path.to_path_buf(), why })
}

/// The policy of a pack that is known by name, or lies in a file; and the packs with that one among them.
pub(crate) fn policy(asked: &OsStr, packs: &Packs) -> Result<(Policy, Packs), Problem> {
    let name = asked.to_str().unwrap_or_default();
    let mut packs = packs.clone(); // Two editions of one pack can be compared.
    let name = if packs.pack(name).is_some() {
        name.to_owned()
    } else if Path::new(asked).exists() {
        add(&mut packs, Path::new(asked))?
    } else {
        name.to_owned()
    };
    let Some(pack) = packs.pack(&name) else {
        let packs: Vec<String> = packs.names().map(|name| format!("`{name}`")).collect();
        return Err(Problem::NoPack { name: asked.into(), packs: packs.join(", ") });
    };
    Ok((Policy::new(pack, &EnglandAndWales::new())?, packs))
}

/// Histories with the names of their files.
pub(crate) fn histories(files: &[OsString]) -> Result<Vec<(String, History)>, Problem> {
    files.iter().map(|file| Ok((Path::new(file).display().to_string(), read(Path::new(file))?))).collect()
}

fn read(path: &Path) -> Result<History, Problem> {
    let unreadable = |why| Problem::Unreadable { path: path.to_path_buf(), why };
    let read = if path == Path::new("-") {
        History::read(io::stdin().lock())
    } else {
        History::read(BufReader::new(File::open(path).map_err(unreadable)?))
    };
    let history = read.map_err(|why| {
        if let history::Problem::Io(cause) = why.problem() {
            unreadable(cause.kind().into())
        } else {
            Problem::History { path: path.to_path_buf(), why }
        }
    })?;
    if history.entries().is_empty() {
        return Err(Problem::Empty { path: path.to_path_buf() });
    }
    Ok(history)
}

/// Histories that are checked together: one, or a caseload.
#[derive(Debug)]
pub(crate) struct Checked<'a> {
    pub(crate) files: Vec<&'a str>,
    pub(crate) histories: Vec<&'a History>,
}

impl<'a> Checked<'a> {
    pub(crate) fn cases(histories: &'a [(String, History)], together: bool) -> Vec<Self> {
        let at_once = if together { histories.len() } else { 1 };
        let case = |some: &'a [(String, History)]| {
            let (files, histories) = some.iter().map(|(file, history)| (file.as_str(), history)).unzip();
            Self { files, histories }
        };
        histories.chunks(at_once).map(case).collect()
    }
}
