//! What is read: histories, packs of rules, and other files, each by its name, with what is wrong with it.

use std::collections::HashMap;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read as _};
use std::path::{Path, PathBuf};

use clap::Args;
use practice_cycle::calendar::EnglandAndWales;
use practice_cycle::evidencing::{self, Portfolio};
use practice_cycle::history::{History, LoadError, MAX_LINE, Problem};
use practice_cycle::id::{CycleId, PersonId};
use practice_cycle::policy::{Pack, Packs, Policy};
use practice_cycle::simulation::{Population, RawScenario, Scenario};
use practice_cycle::stored::{self, Unreadable};
use same_file::Handle;
use serde::de::DeserializeOwned;

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

/// What a file holds.
pub(crate) enum Held {
    History(Box<History>),
    Portfolio(Portfolio),
}

/// A history that is not empty, with the words that people wrote; or a portfolio, if that is for whoever reads.
fn held(path: &Path, reader: Option<&PersonId>) -> Result<Held, Failure> {
    let path = || path.to_path_buf();
    if !is_stdin(&path()) && path().is_dir() {
        return Err(Failure::Folder { path: path() });
    }
    let mut lines = open(&path())?;
    let ahead = first_line(&mut lines).map_err(|why| Failure::Unreadable { path: path(), why: why.kind().into() })?;
    let opens_portfolio = std::str::from_utf8(&ahead).is_ok_and(evidencing::opens_portfolio);
    let first = ahead.clone();
    let lines = io::Cursor::new(ahead).chain(lines);
    if opens_portfolio {
        let owner = reader.ok_or_else(|| Failure::Portfolio { path: path() })?;
        let read = Portfolio::read(lines, owner).map_err(|why| {
            if let evidencing::Problem::Io(cause) = why.problem() {
                Failure::Unreadable { path: path(), why: cause.kind().into() }
            } else {
                Failure::NoPortfolio { path: path(), why }
            }
        });
        return read.map(Held::Portfolio);
    }
    let history = History::read(lines).map_err(|why| {
        if let Problem::Io(cause) = why.problem() {
            Failure::Unreadable { path: path(), why: cause.kind().into() }
        } else if are_acts(&first) {
            Failure::Acts { path: path() }
        } else {
            let is_cut = ends_within(&why) && is_last_line(&path(), why.line());
            Failure::History { path: path(), why, is_cut }
        }
    })?;
    if history.entries().is_empty() {
        Err(Failure::EmptyHistory { path: path() })
    } else {
        Ok(Held::History(Box::new(history)))
    }
}

/// Whether a line is of an act: an entry has a number too.
fn are_acts(line: &[u8]) -> bool {
    let line: Option<serde_json::Value> = serde_json::from_slice(line).ok();
    line.is_some_and(|line| line.get("type").is_some() && line.get("by").is_some() && line.get("number").is_none())
}

/// Whether a line does not read since it ends too early.
fn ends_within(why: &LoadError) -> bool {
    matches!(why.problem(), Problem::Unreadable(why) if why.problem().starts_with("the line ends within"))
}

/// Whether a file holds no more than this many lines. What standard input held is no longer known.
fn is_last_line(path: &Path, line: usize) -> bool {
    let lines = File::open(path).map(|file| BufReader::new(file).split(b'\n').take(line.saturating_add(1)).count());
    !is_stdin(path) && lines.is_ok_and(|lines| lines == line)
}

/// The first line that is not blank, and those before it; no more of it than a line may hold.
fn first_line(lines: &mut impl BufRead) -> io::Result<Vec<u8>> {
    let (mut lines, mut ahead) = (lines.take(MAX_LINE as u64 + 6), Vec::new());
    while lines.read_until(b'\n', &mut ahead)? > 0 && ahead.trim_ascii().is_empty() {}
    Ok(ahead)
}

/// A history that is not empty, with the words that people wrote.
pub(crate) fn whole_history(path: &Path) -> Result<History, Failure> {
    held(path, None)?.history(path)
}

impl Held {
    /// The history, where a portfolio cannot be meant.
    fn history(self, path: &Path) -> Result<History, Failure> {
        match self {
            Held::History(history) => Ok(*history),
            Held::Portfolio(_) => Err(Failure::Portfolio { path: path.to_path_buf() }),
        }
    }
}

/// A history as it is printed: without words, and with its cases numbered.
pub(crate) fn history(path: &Path) -> Result<History, Failure> {
    without_words(path, &whole_history(path)?)
}

fn without_words(path: &Path, history: &History) -> Result<History, Failure> {
    history.without_words().map_err(|why| Failure::Words { path: path.to_path_buf(), why })
}

/// Whether histories are read with the words that people wrote, and the references of cases.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Words {
    /// All as it is stored.
    Kept,
    /// Without words, and the cases of each history numbered.
    LeftOut,
    /// The same, with the cases of all of them numbered together: a rule may speak of one case in several histories.
    LeftOutTogether,
}

/// What loads, and of the others why they do not, with the names of their files, in the order in which they are given.
pub(crate) type Loaded<T> = Vec<(String, Result<T, Failure>)>;

/// Reads histories, each of which has to be another cycle's. What does not load is named on standard error, and stops none of the others.
pub(crate) fn histories(files: &[PathBuf], words: Words) -> Result<Loaded<History>, Failure> {
    let all = all(files, words, None)?;
    Ok(all.into_iter().zip(files).map(|((name, read), path)| (name, read.and_then(|held| held.history(path)))).collect())
}

/// Reads histories, each of which has to be another cycle's, and portfolios of whoever reads them.
pub(crate) fn all(files: &[PathBuf], words: Words, reader: Option<&PersonId>) -> Result<Loaded<Held>, Failure> {
    all_different(files)?;
    let mut all: Loaded<Held> = Vec::with_capacity(files.len());
    let mut cycles: HashMap<CycleId, String> = HashMap::new();
    for path in files {
        let name = told::name(path.display());
        let read = held(path, reader).and_then(|held| match (held, words) {
            (Held::History(history), Words::LeftOut) => {
                without_words(path, &history).map(|bare| Held::History(Box::new(bare)))
            }
            (held, Words::Kept | Words::LeftOut | Words::LeftOutTogether) => Ok(held),
        });
        if let Err(failure) = &read {
            told::problem(failure);
        }
        if let Ok(Held::History(history)) = &read
            && let Some(cycle) = history.cycle().id()
            && let Some(one) = cycles.insert(cycle.clone(), name.clone())
        {
            return Err(Failure::SameCycle { one, other: name, cycle: cycle.to_string() });
        }
        all.push((name, read));
    }
    if words == Words::LeftOutTogether {
        let mut whole: Vec<&mut History> = all
            .iter_mut()
            .filter_map(|(_, read)| if let Ok(Held::History(history)) = read { Some(&mut **history) } else { None })
            .collect();
        let bare = History::all_without_words(whole.iter().map(|history| &**history)).map_err(Failure::AllWords)?;
        whole.iter_mut().zip(bare).for_each(|(history, bare)| **history = bare);
    }
    Ok(all)
}

/// The histories, each folder's by name; and whether some folder cannot be read or holds none, which is named on standard error.
pub(crate) fn files(places: &[PathBuf]) -> (Vec<PathBuf>, bool) {
    let (mut files, mut failed) = (Vec::new(), false);
    for place in places {
        if is_stdin(place) || !place.is_dir() {
            files.push(place.clone());
            continue;
        }
        let inside = std::fs::read_dir(place).and_then(|inside| inside.map(|file| Ok(file?.path())).collect());
        match inside.map_err(|why| Failure::Unreadable { path: place.clone(), why }) {
            Ok(inside) => {
                let mut inside: Vec<PathBuf> = inside;
                inside.retain(|file| file.extension().is_some_and(|kind| kind == "jsonl"));
                if inside.is_empty() {
                    told::problem(&Failure::EmptyFolder { path: place.clone() });
                    failed = true;
                }
                inside.sort_unstable();
                files.extend(inside);
            }
            Err(failure) => {
                told::problem(&failure);
                failed = true;
            }
        }
    }
    (files, failed)
}

/// Refuses one file by two names, be they links or spellings.
pub(crate) fn all_different(files: &[PathBuf]) -> Result<(), Failure> {
    let (mut paths, mut identities) = (HashMap::new(), HashMap::new());
    for other in files {
        let same = identity_of_input(other)?.and_then(|it| identities.insert(it, other)).or(paths.insert(other, other));
        if let Some(one) = same {
            return Err(Failure::SameFile { one: one.clone(), other: other.clone() });
        }
    }
    Ok(())
}

/// Observers that are to be simulated.
pub(crate) fn population(path: &Path) -> Result<Population, Failure> {
    form(path)
}

/// What a file of one object holds. What is wrong is said with its place and the line, since a file has many.
pub(crate) fn form<T: DeserializeOwned>(path: &Path) -> Result<T, Failure> {
    let written = text(path)?;
    let refuse = |why: String| Failure::Form { path: path.to_path_buf(), why };
    // A list would be read as the fields of an object, in their order.
    if written.trim_start().starts_with('[') {
        return Err(refuse("expected an object (line 1)".to_owned()));
    }
    stored::parse(&written).map_err(|why: Unreadable| {
        let line = serde_json::from_str::<T>(&written).err().map_or(1, |error| error.line().max(1));
        let place = if why.path().is_empty() { String::new() } else { format!("{}: ", why.path()) };
        refuse(format!("{place}{} (line {line})", why.problem()))
    })
}

/// A scenario by its name, where it comes with the program, or else from a file.
pub(crate) fn scenario(asked: &Path) -> Result<Scenario, Failure> {
    if let Some(shipped) = asked.to_str().and_then(Scenario::shipped) {
        return Ok(shipped);
    }
    if !is_stdin(asked) && !asked.exists() {
        let scenarios: Vec<String> = Scenario::all_shipped().map(|name| format!("`{name}`")).collect();
        return Err(Failure::NoScenario { name: asked.to_path_buf(), scenarios: scenarios.join(", ") });
    }
    let raw: RawScenario = form(asked)?;
    raw.try_into().map_err(|why| Failure::Simulation { path: asked.to_path_buf(), why })
}

/// Which file something is, whatever it is called: by numbers, where the system has them, so that no file is held open.
#[cfg(unix)]
pub(crate) type Identity = (u64, u64);
#[cfg(not(unix))]
pub(crate) type Identity = Handle;

fn identity_of(handle: Handle) -> Identity {
    #[cfg(unix)]
    return (handle.dev(), handle.ino());
    #[cfg(not(unix))]
    handle
}

/// What standard output goes to, where that can be found out.
pub(crate) fn identity_of_stdout() -> Option<Identity> {
    Handle::stdout().ok().map(identity_of)
}

/// Which file a path leads to; none where there is no plain file. A pipe is not opened: whoever writes into it would think it was
/// read.
pub(crate) fn identity(path: &Path) -> io::Result<Option<Identity>> {
    if is_stdin(path) {
        return Ok(Handle::stdin().ok().map(identity_of));
    }
    path.is_file().then(|| Handle::from_path(path).map(identity_of)).transpose()
}

/// Which file an input is. What may not be opened is reported when it is read.
pub(crate) fn identity_of_input(path: &Path) -> Result<Option<Identity>, Failure> {
    match identity(path) {
        Err(why) if why.kind() == io::ErrorKind::PermissionDenied => Ok(None),
        found => found.map_err(|why| Failure::Unreadable { path: path.to_path_buf(), why }),
    }
}

/// The rules that are asked.
#[derive(Debug, Args)]
pub(crate) struct Rules {
    /// The pack of rules: the name of one that comes with the program, or a file; `-` is standard input; may be repeated
    ///
    /// The names are `article`, `connected-practice`, `england-statutory`, `local-practice`, `open-hypotheses`, `partnership`,
    /// `programme` and `shared-risk`. Of several, given in any order, it is the one that extends the others.
    #[arg(long, value_name = "PACK", required = true)]
    pub(crate) policy: Vec<PathBuf>,
    /// A file of a pack that PACK extends, where that does not come with the program; may be repeated, in any order
    #[arg(long = "pack", value_name = "FILE")]
    pub(crate) extended: Vec<PathBuf>,
}

impl Rules {
    /// The files that are read for them.
    pub(crate) fn files(&self) -> impl Iterator<Item = &Path> {
        // The name of a pack that comes with the program may be that of a file, too; then that one is spared without need.
        self.extended.iter().chain(&self.policy).map(PathBuf::as_path)
    }

    /// The packs that come with the program, and those that were given.
    pub(crate) fn known(&self) -> Result<Packs, Failure> {
        let mut packs = Packs::shipped();
        add(&mut packs, &self.extended)?;
        Ok(packs)
    }

    /// The pack that was asked for; and all that are known with it among them.
    pub(crate) fn load(&self) -> Result<(Pack, Packs), Failure> {
        load_pack(&self.policy, &self.known()?)
    }
}

/// Adds packs of files, in whatever order they are given; their names.
fn add(packs: &mut Packs, paths: &[PathBuf]) -> Result<Vec<String>, Failure> {
    let written: Vec<String> = paths.iter().map(|path| text(path)).collect::<Result<_, _>>()?;
    packs.add_all(written.iter().map(String::as_str)).map_err(|why| match paths {
        [path] => Failure::Pack { path: path.clone(), why },
        _ => Failure::Packs(why),
    })
}

/// A pack that is known by name, or lies in a file; and the packs with that one among them. Of several, the one that extends the
/// others. It has rules.
pub(crate) fn load_pack(asked: &[PathBuf], packs: &Packs) -> Result<(Pack, Packs), Failure> {
    let mut packs = packs.clone(); // Two editions of one pack can be compared.
    let (mut names, mut files) = (Vec::new(), Vec::new());
    for asked in asked {
        let name = asked.to_str().unwrap_or_default();
        if packs.pack(name).is_some() {
            names.push(name.to_owned());
        } else if is_stdin(asked) || asked.exists() {
            files.push(asked.clone());
        } else {
            let packs: Vec<String> = packs.names().map(|name| format!("`{name}`")).collect();
            return Err(Failure::NoPack { name: asked.clone(), packs: packs.join(", ") });
        }
    }
    names.extend(add(&mut packs, &files)?);
    let is_extended = |name: &&String| names.iter().any(|other| other != *name && packs.rests_on(other, name));
    let last: Vec<&String> = names.iter().filter(|name| !is_extended(name)).collect();
    let [name] = last.as_slice() else {
        let names: Vec<String> = last.iter().map(|name| format!("`{name}`")).collect();
        let names = names.join(" and ");
        return Err(Failure::usage(format!("{names} do not extend one another: ask one of them alone")));
    };
    let Some(pack) = packs.pack(name).cloned() else { return Err(Failure::NoRules((*name).clone())) };
    if pack.rules().is_empty() { Err(Failure::NoRules((*name).clone())) } else { Ok((pack, packs)) }
}

/// The rules of a pack, by the calendar of England and Wales.
pub(crate) fn policy(pack: &Pack) -> Result<Policy, Failure> {
    Ok(Policy::new(pack, &EnglandAndWales::new())?)
}
