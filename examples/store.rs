//! Keeps a history in a file as a host does in a table. A row is an entry: its line, a tab, and the record that seals the line.
//!
//! ```text
//! cargo run --features chain --example store -- FILE [HEAD] < OFFERS
//! sed 's/"recorded_at":"[^"]*",//' examples/data/acts.jsonl | cargo run --features chain --example store -- FILE
//! ```
//!
//! Standard input holds acts as clients send them, one a line, without `recorded_at`, which is stamped here. `cut -f1 FILE` is
//! the history as JSON Lines. The head of the chain is printed last: keep it where whoever can write `FILE` cannot, and give it
//! as `HEAD` another time, so that a lost end shows. Only one process may have the store open. Exit status: 0 if all is
//! recorded, 1 if something was refused, 2 for wrong usage or a store that cannot be opened or written.
//!
//! The order is: decide, store, accept, answer. A row holds the line and its seal, so a crash leaves both or neither; half a
//! row was never answered, and the next opening cuts it off. A redaction takes words out of earlier lines, and the salts by
//! which they could be guessed out of their records: the file is replaced as a whole. A database does either in a transaction.
//! After a write that failed, nobody knows what is on the disk: the store is given up, and the next opening finds out. Whoever
//! got no answer offers the same act again, and gets its number, whether it was recorded now or before.

use std::error::Error;
use std::fs::{self, File};
use std::io::{self, BufRead, Read, Write};
use std::process::ExitCode;
use std::time::SystemTime;

use practice_cycle::chain::{self, Chain, Head, Record, Salt};
use practice_cycle::history::{Decision, History, Refusal};
use practice_cycle::{cycle::Offer, moment::Moment};

/// What stands in the file, column by column, and the history that it amounts to.
struct Store {
    path: String,
    lines: Vec<Vec<u8>>,
    records: Vec<Record>,
    history: History,
}

impl Store {
    /// Opens a store, which is made where there is none, and holds every line to its seal.
    fn open(path: String, head: Option<Head>) -> Result<Self, Box<dyn Error>> {
        let file = File::options().append(true).create(true).open(&path)?;
        sync_folder(&path)?;
        let (stored, mut lines, mut side, mut whole) = (fs::read(&path)?, Vec::new(), Vec::new(), 0);
        for row in stored.split_inclusive(|byte| *byte == b'\n').filter(|row| row.ends_with(b"\n")) {
            let mut columns = row.trim_ascii_end().splitn(2, |byte| *byte == b'\t').map(<[u8]>::to_vec);
            lines.push(columns.next().unwrap_or_default());
            side.push(columns.next().unwrap_or_default());
            whole += row.len();
        }
        // Seals first: they name the line that was changed.
        let records = chain::read(side.join(&b'\n').as_slice()).map_err(|error| format!("the seals, {error}"))?;
        chain::check(&lines, &records, head)?;
        let history = History::read(lines.join(&b'\n').as_slice())?;
        if whole < stored.len() {
            eprintln!("half a row at the end was cut off");
            file.set_len(whole as u64)?;
        }
        // What a crash left of a file that was to replace this one holds words that may be redacted by and by.
        if fs::exists(path.clone() + ".new")? {
            fs::remove_file(path.clone() + ".new")?;
        }
        Ok(Self { path, lines, records, history })
    }

    /// Records what a client sent, and says so; or says why not. Where this fails, the store has to be opened again.
    fn answer(&mut self, offer: Offer) -> Result<Result<String, String>, Box<dyn Error>> {
        // A clock that was set back must not come before what is recorded.
        let now = Moment::try_from(SystemTime::now())?.max(self.history.cycle().last_recorded());
        match self.history.decide(offer.recorded(now)) {
            Ok(decision) => {
                self.put(&decision)?;
                self.history.accept(decision)?;
                Ok(Ok(format!("recorded as entry {}", self.records.len())))
            }
            Err(refused) => {
                let Refusal::AlreadyRecorded { number, .. } = refused.refusal() else {
                    return Ok(Err(format!("refused, {}: {refused}", refused.refusal().code())));
                };
                Ok(Ok(format!("recorded before, as entry {number}")))
            }
        }
    }

    /// On the disk, before it counts. `decide` decides one entry; of several, a crash would have to leave all or none.
    fn put(&mut self, decision: &Decision) -> Result<(), Box<dyn Error>> {
        let [entry] = decision.entries() else { return Err("several entries at once".into()) };
        let (line, mut anew) = (serde_json::to_vec(entry)?, Vec::new());
        for redacted in decision.rewritten() {
            let line = serde_json::to_vec(redacted)?;
            self.lines.get_mut(redacted.number().get() as usize - 1).ok_or("a row is missing")?.clone_from(&line);
            anew.push((redacted.number(), line, salt()?));
        }
        let is_redaction = !anew.is_empty();
        let mut chain = self.records.last().map(Chain::after).unwrap_or_default();
        let record = chain.seal_anew(&line, salt()?, anew)?;
        self.records.iter_mut().for_each(|earlier| _ = earlier.forget(&record));
        self.lines.push(line);
        self.records.push(record);
        let (mut rows, from) = (Vec::new(), if is_redaction { 0 } else { self.lines.len() - 1 });
        for (line, record) in self.lines.iter().zip(&self.records).skip(from) {
            rows.extend([line, &b"\t"[..], &serde_json::to_vec(record)?, b"\n"].concat());
        }
        let path = if is_redaction { self.path.clone() + ".new" } else { self.path.clone() };
        let mut file = File::options().append(true).create(true).open(&path)?;
        file.set_permissions(fs::metadata(&self.path)?.permissions())?;
        file.write_all(&rows)?;
        file.sync_all()?;
        if is_redaction {
            fs::rename(path, &self.path)?;
            sync_folder(&self.path)?;
        }
        Ok(())
    }
}

/// The names of files are on the disk, too, where the system can be asked for that.
fn sync_folder(path: &str) -> io::Result<()> {
    fs::canonicalize(path)?.parent().filter(|_| cfg!(unix)).map_or(Ok(()), |folder| File::open(folder)?.sync_all())
}

/// Drawn by the operating system. Where it has no such file, the crate `getrandom` does the same.
fn salt() -> io::Result<Salt> {
    let mut drawn = [0; 32];
    File::open("/dev/urandom")?.read_exact(&mut drawn)?;
    Ok(Salt::new(drawn))
}

/// Offers every line; whether all of them are recorded.
fn run(words: &[String]) -> Result<bool, Box<dyn Error>> {
    let (path, head) = match words {
        [path] => (path, None),
        [path, head] => (path, Some(head.parse()?)),
        _ => return Err("usage: store FILE [HEAD] < OFFERS".into()),
    };
    let (mut store, mut out, mut all) = (Store::open(path.clone(), head)?, io::stdout().lock(), true);
    for line in io::stdin().lock().lines() {
        let told = match Offer::parse(&line?) {
            Ok(offer) => store.answer(offer)?,
            Err(error) => Err(format!("unreadable: {error}")),
        };
        all &= told.is_ok();
        writeln!(out, "{}", told.unwrap_or_else(|why| why))?;
    }
    store.records.last().map_or(Ok(()), |record| writeln!(out, "head {}", record.head()))?;
    Ok(all)
}

fn main() -> ExitCode {
    let ran = run(&std::env::args().skip(1).collect::<Vec<_>>());
    ran.inspect_err(|failure| eprintln!("{failure}")).map_or(2.into(), |all| u8::from(!all).into())
}
