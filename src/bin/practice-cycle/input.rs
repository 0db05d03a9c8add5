//! What is read: histories, packs of rules, and other files, each by its name, with what is wrong with it.

use std::ffi::OsStr;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read as _};
use std::path::{Path, PathBuf};

use clap::Args;
use practice_cycle::calendar::EnglandAndWales;
use practice_cycle::history::{History, Problem};
use practice_cycle::policy::{Pack, Packs, Policy};
use same_file::Handle;

use crate::failure::Failure;
use crate::told;

/// Whether a path stands for standard input.
pub(crate) fn is_stdin(path: &Path) -> bool {
    path == Path::new("-")
}

/// Opens a file, or standard input.
pub(crate) fn open(path: &Path) -> Result<Box<dyn BufRead>, Failure> {
    if is_stdin(path) {
        return Ok(Box::new(io::stdin().lock()));
    }
    match File::open(path) {
        Ok(file) => Ok(Box::new(BufReader::new(file))),
        Err(why) => Err(Failure::Unreadable { path: path.to_path_buf(), why }),
    }
}

/// The whole of a file.
pub(crate) fn text(path: &Path) -> Result<String, Failure> {
    let mut written = String::new();
    let read = open(path)?.read_to_string(&mut written);
    read.map_err(|why| Failure::Unreadable { path: path.to_path_buf(), why })?;
    Ok(written)
}

/// A history that is not empty.
pub(crate) fn history(path: &Path) -> Result<History, Failure> {
    let path = || path.to_path_buf();
    let history = History::read(open(&path())?).map_err(|why| {
        if let Problem::Io(cause) = why.problem() {
            Failure::Unreadable { path: path(), why: cause.kind().into() }
        } else {
            Failure::History { path: path(), why }
        }
    })?;
    if history.entries().is_empty() { Err(Failure::EmptyHistory { path: path() }) } else { Ok(history) }
}

/// The histories that load, with the names of their files; of the others, why they do not.
#[derive(Debug)]
pub(crate) struct Loaded {
    pub(crate) histories: Vec<(String, History)>,
    pub(crate) failed: Vec<(String, Failure)>,
}

/// Reads histories, each of which has to be another cycle's. What does not load is told, and stops none of the others.
pub(crate) fn histories(files: &[PathBuf]) -> Result<Loaded, Failure> {
    all_different(files)?;
    let mut all = Loaded { histories: Vec::new(), failed: Vec::new() };
    for path in files {
        let name = told::name(path.display());
        match history(path) {
            Ok(history) => all.histories.push((name, history)),
            Err(failure) => {
                told::problem(&failure);
                all.failed.push((name, failure));
            }
        }
    }
    for (place, (other, history)) in all.histories.iter().enumerate() {
        let is_same = |(_, earlier): &&(String, History)| earlier.cycle().id() == history.cycle().id();
        if let Some((one, _)) = all.histories.iter().take(place).find(is_same) {
            let cycle = history.cycle().id().map(ToString::to_string).unwrap_or_default();
            return Err(Failure::SameCycle { one: one.clone(), other: other.clone(), cycle });
        }
    }
    Ok(all)
}

/// Refuses one file by two names, be they links or spellings; what cannot be opened is told when it is read.
pub(crate) fn all_different(files: &[PathBuf]) -> Result<(), Failure> {
    let handles: Vec<(&PathBuf, Option<Handle>)> = files.iter().map(|path| (path, handle(path))).collect();
    for (place, (other, handle)) in handles.iter().enumerate() {
        let is_same = |(one, earlier): &&(&PathBuf, Option<Handle>)| one == other || handle.is_some() && earlier == handle;
        if let Some((one, _)) = handles.iter().take(place).find(is_same) {
            return Err(Failure::SameFile { one: (*one).clone(), other: (*other).clone() });
        }
    }
    Ok(())
}

/// Which file a path leads to, whatever it is called. A pipe is not opened: whoever writes into it would think it was read.
pub(crate) fn handle(path: &Path) -> Option<Handle> {
    if is_stdin(path) {
        return Handle::stdin().ok();
    }
    path.is_file().then(|| Handle::from_path(path).ok()).flatten()
}

/// The rules that are asked.
#[derive(Debug, Args)]
pub(crate) struct Rules {
    /// The pack of rules: the name of one that comes with the program, or a file
    ///
    /// The names are `article`, `england-statutory`, `local-practice`, `programme` and `shared-risk`.
    #[arg(long, value_name = "PACK")]
    pub(crate) policy: PathBuf,
    /// A file of a pack that PACK extends, where that does not come with the program; may be repeated, in order
    #[arg(long, value_name = "FILE")]
    pub(crate) pack: Vec<PathBuf>,
}

impl Rules {
    /// The files that are read for them.
    pub(crate) fn files(&self) -> impl Iterator<Item = &Path> {
        // The name of a pack that comes with the program may be that of a file, too; then that one is spared without need.
        self.pack.iter().map(PathBuf::as_path).chain([self.policy.as_path()])
    }

    /// The packs that come with the program, and those that were given.
    pub(crate) fn packs(&self) -> Result<Packs, Failure> {
        packs(&self.pack)
    }

    /// The pack that was asked for, by name; and the packs with it among them.
    pub(crate) fn pack(&self) -> Result<(Pack, Packs), Failure> {
        pack(self.policy.as_os_str(), &self.packs()?)
    }
}

fn packs(files: &[PathBuf]) -> Result<Packs, Failure> {
    let mut packs = Packs::shipped();
    for path in files {
        add(&mut packs, path)?;
    }
    Ok(packs)
}

fn add(packs: &mut Packs, path: &Path) -> Result<String, Failure> {
    packs.add(&text(path)?).map_err(|why| Failure::Pack { path: path.to_path_buf(), why })
}

/// A pack that is known by name, or lies in a file; and the packs with that one among them. It has rules.
pub(crate) fn pack(asked: &OsStr, packs: &Packs) -> Result<(Pack, Packs), Failure> {
    let name = asked.to_str().unwrap_or_default();
    let mut packs = packs.clone(); // Two editions of one pack can be compared.
    let name = if packs.pack(name).is_none() && Path::new(asked).exists() {
        add(&mut packs, Path::new(asked))?
    } else {
        name.to_owned()
    };
    let Some(pack) = packs.pack(&name).cloned() else {
        let packs: Vec<String> = packs.names().map(|name| format!("`{name}`")).collect();
        return Err(Failure::NoPack { name: asked.into(), packs: packs.join(", ") });
    };
    if pack.rules().is_empty() { Err(Failure::NoRules(name)) } else { Ok((pack, packs)) }
}

/// The rules of a pack, by the calendar of England and Wales.
pub(crate) fn policy(pack: &Pack) -> Result<Policy, Failure> {
    Ok(Policy::new(pack, &EnglandAndWales::new())?)
}
