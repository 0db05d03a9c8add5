//! Keeps a history in a file, one entry a line, with the seals of its lines in a side file beside it.
//!
//! ```text
//! cargo run --features chain --example store -- FILE [HEAD] < OFFERS
//! ```
//!
//! `FILE` is made where there is none; the side file is `FILE.seals`. Standard input holds acts as clients send them, one a line
//! and without `recorded_at`, which is stamped here. Of each line it says what became of it. At the end it prints the head of the
//! chain: keep it where whoever can write the files cannot, and give it as `HEAD` another time, so that a lost tail shows.
//!
//! To try it on the acts of an invented case, which say themselves when they were recorded:
//!
//! ```text
//! sed 's/"recorded_at":"[^"]*",//' examples/data/acts.jsonl | cargo run --features chain --example store -- FILE
//! ```
//!
//! Exit status: 0 if all is recorded, 1 if something was refused, 2 for wrong usage, and where the store cannot be opened or
//! written. The first line that is not as it was sealed is named.
//!
//! # What a crash leaves
//!
//! Each of these writes is on the disk before the next begins. Where they stopped shows at the next opening:
//!
//! | Written last | What is found | What opening does |
//! |---|---|---|
//! | part of the entry's line | half a line behind the last that is sealed | cuts it off: nobody was told that it is recorded |
//! | the entry's line | one line more than records | seals it; if it is a redaction, takes the old words and their salts away |
//! | of a redaction, all lines, without the old words | the same | the same |
//! | part of the record | the same, and half a record | the same |
//! | the record, or of a redaction all records, without the old salts | everything | nothing |
//!
//! A file that is written as a whole is written beside the old one and put in its place, so there is always the one or the other.
//! After a write that failed, what is on the disk is not known: the store is given up, and opening it again finds out. Whoever got
//! no answer offers the act again, and either it is recorded then, or it was.
//!
//! A line that somebody added behind the last looks like one that a crash left unsealed. So its number is printed.
//!
//! Only one process at a time may have the store open. From Rust 1.89 on, `File::try_lock` can see to that.

use std::error::Error;
use std::fs::{self, File};
use std::io::{self, BufRead, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::SystemTime;

use practice_cycle::chain::{self, Chain, Head, Record, Salt};
use practice_cycle::cycle::{Act, Entry, Offer};
use practice_cycle::history::{History, Refusal, Refused};
use practice_cycle::id::EntryNumber;
use practice_cycle::moment::Moment;
use practice_cycle::stored;

type Failure = Box<dyn Error>;

/// A line without its end, byte for byte as it is in the file.
type Line = Vec<u8>;

struct Store {
    path: PathBuf,
    side: PathBuf,
    history: History,
    sealed: Sealed,
}

/// The lines, and what stands beside them.
struct Sealed {
    lines: Vec<Line>,
    records: Vec<Record>,
    chain: Chain,
}

impl Store {
    /// Opens a store, finishes what a crash left undone, and holds every line to its seal.
    fn open(path: PathBuf, head: Option<Head>) -> Result<Self, Failure> {
        let side = beside(&path, ".seals");
        let (mut lines, half_a_line) = lines_of(&path)?;
        let (records, half_a_record) = lines_of(&side)?;
        sync_folder(&path)?;
        let records = chain::read(records.join(&b'\n').as_slice()).map_err(|error| format!("the side file, {error}"))?;
        let mut notes = Vec::new();
        match half_a_line {
            // A line that has a record was whole once: that half of it is gone is for its seal to show.
            Some(line) if lines.len() != records.len() => {
                lines.push(line);
                notes.push("the end of the last line was missing".to_owned());
            }
            Some(_) => notes.push("half a line at the end was cut off".to_owned()),
            None => {}
        }
        if half_a_record.is_some() {
            notes.push("half a record at the end was cut off".to_owned());
        }

        let history = History::read(lines.join(&b'\n').as_slice());
        let chain = records.last().map(Chain::after).unwrap_or_default();
        let mut sealed = Sealed { lines, records, chain };
        if let Ok(history) = &history
            && let [.., last] = history.entries()
            && sealed.lines.len() == history.entries().len()
            && sealed.lines.len() == sealed.records.len() + 1
            && let Some(line) = sealed.lines.pop()
        {
            sealed.seal(line, history.redacted_in(last.number()))?;
            notes.push(format!("entry {} had no seal, as after a crash, and has one now", last.number()));
        }
        // Before it is asked whether the lines load: the seals name the line that was changed, and not one that no longer fits.
        chain::check(&sealed.lines, &sealed.records, head)?;
        let store = Self { path, side, history: history?, sealed };
        if !notes.is_empty() {
            store.write_all_anew()?;
        }
        notes.iter().try_for_each(|note| writeln!(io::stderr(), "{note}"))?;
        Ok(store)
    }

    /// Records an act, which is on the disk before it counts; or gives it back, refused.
    fn record(&mut self, act: Act) -> Result<Result<EntryNumber, Refused>, Failure> {
        let decision = match self.history.decide(act) {
            Ok(decision) => decision,
            Err(refused) => return Ok(Err(refused)),
        };
        // One entry. Where there may be several, as of `decide_late`, a crash must leave all of them or none.
        for entry in decision.entries() {
            let line = serde_json::to_vec(entry)?;
            append(&self.path, &line)?;
            self.sealed.seal(line, decision.rewritten().iter())?;
            match self.sealed.records.last() {
                Some(record) if decision.rewritten().is_empty() => append(&self.side, &serde_json::to_vec(record)?)?,
                Some(_) | None => self.write_all_anew()?,
            }
        }
        let (entries, _) = self.history.accept(decision)?;
        Ok(Ok(entries.last().map(Entry::number).ok_or("nothing was decided")?))
    }

    /// The lines go first: a side file that is ahead of them would look like one whose lines were tampered with.
    fn write_all_anew(&self) -> Result<(), Failure> {
        replace(&self.path, &self.sealed.lines)?;
        let records: Result<Vec<Line>, _> = self.sealed.records.iter().map(serde_json::to_vec).collect();
        Ok(replace(&self.side, &records?)?)
    }
}

impl Sealed {
    /// Seals the next line, and anew those that it redacts. All the others stay as they are, or their seals would not fit.
    fn seal<'e>(&mut self, line: Line, redacted: impl Iterator<Item = &'e Entry>) -> Result<(), Failure> {
        let mut anew = Vec::new();
        for entry in redacted {
            let line = serde_json::to_vec(entry)?;
            if let Some(old) = self.lines.get_mut(entry.number().get() as usize - 1) {
                old.clone_from(&line);
            }
            anew.push((entry.number(), line, salt()?));
        }
        let record = self.chain.seal_anew(&line, salt()?, anew)?;
        self.records.iter_mut().for_each(|earlier| _ = earlier.forget(&record));
        self.lines.push(line);
        self.records.push(record);
        Ok(())
    }
}

fn salt() -> Result<Salt, Failure> {
    let mut drawn = [0; 32];
    getrandom::fill(&mut drawn)?;
    Ok(Salt::new(drawn))
}

fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    name.into()
}

/// The lines of a file, which is made where there is none, and half a line at its end.
fn lines_of(path: &Path) -> io::Result<(Vec<Line>, Option<Line>)> {
    // What a crash left of a file that was to replace this one holds words that may be redacted by and by.
    let new = beside(path, ".new");
    if new.exists() {
        fs::remove_file(new)?;
    }
    File::options().append(true).create(true).open(path)?;
    let mut lines: Vec<Line> = fs::read(path)?.split(|byte| *byte == b'\n').map(<[u8]>::to_vec).collect();
    let half = lines.pop().filter(|rest| !rest.is_empty());
    Ok((lines, half))
}

fn append(path: &Path, line: &[u8]) -> io::Result<()> {
    let mut file = File::options().append(true).open(path)?;
    file.write_all(&[line, b"\n"].concat())?;
    file.sync_all()
}

fn replace(path: &Path, lines: &[Line]) -> io::Result<()> {
    let new = beside(path, ".new");
    let mut file = File::create(&new)?;
    file.set_permissions(fs::metadata(path)?.permissions())?;
    lines.iter().try_for_each(|line| file.write_all(&[line, &b"\n"[..]].concat()))?;
    file.sync_all()?;
    fs::rename(new, path)?;
    sync_folder(path)
}

/// The names of files are on the disk, too, where the system can be asked for that.
fn sync_folder(path: &Path) -> io::Result<()> {
    match path.canonicalize()?.parent() {
        Some(folder) if cfg!(unix) => File::open(folder)?.sync_all(),
        Some(_) | None => Ok(()),
    }
}

/// Offers every line; whether all of them are recorded.
fn run(path: PathBuf, head: Option<&str>) -> Result<bool, Failure> {
    let head = head.map(str::parse).transpose()?;
    let mut store = Store::open(path, head)?;
    let (mut out, mut all) = (io::stdout().lock(), true);
    for line in io::stdin().lock().lines() {
        let offer: Offer = match stored::parse(&line?) {
            Ok(offer) => offer,
            Err(error) => {
                all = false;
                writeln!(out, "unreadable: {error}")?;
                continue;
            }
        };
        // A clock that was set back must not come before what is recorded.
        let now = Moment::try_from(SystemTime::now())?.max(store.history.cycle().last_recorded());
        let recorded = store.record(offer.recorded(now));
        match recorded.map_err(|failure| format!("the store has to be opened again to find out what is in it: {failure}"))? {
            Ok(number) => writeln!(out, "recorded as entry {number}")?,
            Err(refused) => {
                if let Refusal::AlreadyRecorded { number, .. } = refused.refusal() {
                    writeln!(out, "recorded before, as entry {number}")?;
                } else {
                    all = false;
                    writeln!(out, "refused, {}: {refused}", refused.refusal().code())?;
                }
            }
        }
    }
    if let Some(head) = store.sealed.chain.head() {
        writeln!(out, "head {head}")?;
    }
    Ok(all)
}

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let ran = match words.as_slice() {
        [path] => run(path.into(), None),
        [path, head] => run(path.into(), Some(head)),
        _ => Err("usage: store FILE [HEAD] < OFFERS".into()),
    };
    match ran {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::from(1),
        Err(failure) => {
            _ = writeln!(io::stderr(), "{failure}");
            ExitCode::from(2)
        }
    }
}
