//! From rows to a history: each line held to its seal, then replayed.

use practice_cycle::chain::{self, Chain, Head, Record, Salt};
use practice_cycle::history::History;
use practice_cycle::stored::{self, Cause};

use crate::store::Row;

/// A row from which on a cycle does not load. The cycle is shown as it stood before it, and nothing is recorded in it.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Broken {
    /// The number of its entry.
    pub line: i64,
    /// What is wrong, without any text that people wrote.
    pub why: String,
    /// Whether a newer version of this program wrote it.
    pub newer: bool,
    /// How many rows come after it. What they say is not shown, since one of them may redact another.
    pub later: usize,
}

/// The same, as it is shown to whoever reads the cycle.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct BrokenShown {
    /// The number of its entry.
    pub line: i64,
    /// Whether a newer version of this program wrote it.
    pub newer: bool,
    /// What is wrong, for whoever administers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub why: Option<String>,
    /// How many rows come after it, for whoever administers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub later: Option<usize>,
}

impl Broken {
    /// What is shown of it. The details are for whoever administers: what is wrong may name what stands in the row, and how much
    /// came later is of entries that a reader might not be shown.
    #[must_use]
    pub fn shown(&self, administers: bool) -> BrokenShown {
        BrokenShown {
            line: self.line,
            newer: self.newer,
            why: administers.then(|| self.why.clone()),
            later: administers.then_some(self.later),
        }
    }
}

/// A history in memory, with the end of its chain.
#[derive(Debug, Default)]
pub(super) struct Loaded {
    pub(super) history: History,
    pub(super) chain: Chain,
    pub(super) broken: Option<Broken>,
    /// The number of the last row that was seen, whether it loaded or not.
    pub(super) seen: i64,
    /// How many bytes the lines had as they were stored. A redaction makes earlier ones shorter, which counts once it is loaded again.
    pub(super) bytes: usize,
}

/// Whether rows hold, and come up to a head that was kept elsewhere; answers with the head that they end with.
///
/// # Errors
/// [`Broken`] names the first row where something is wrong.
pub fn verify(rows: &[Row], head: Option<Head>) -> Result<Option<Head>, Broken> {
    let loaded = load(rows);
    if let Some(broken) = loaded.broken {
        return Err(broken);
    }
    // Without a head that was kept, loading has held the rows to their seals.
    if head.is_some() {
        sealed(rows, head).map_err(|(line, why)| Broken { line, why, newer: false, later: 0 })?;
    }
    Ok(loaded.chain.head())
}

/// Loads a whole cycle.
pub(super) fn load(rows: &[Row]) -> Loaded {
    let seen = rows.last().map_or(0, |row| row.number);
    let (chain, at) = match sealed(rows, None) {
        Ok(chain) => (chain, None),
        Err((line, why)) => (Chain::default(), Some((line, why, false))),
    };
    let whole = at.as_ref().map_or(i64::MAX, |(line, ..)| *line - 1);
    let (history, failed) = replayed(rows, whole);
    let bytes = rows.iter().map(|row| row.line.len()).sum();
    let mut loaded = Loaded { history, chain, broken: None, seen, bytes };
    let mut at = failed.or(at);
    if at.is_none()
        && let Some(number) = loaded.history.unexplained_tombstone()
    {
        let number = i64::from(number.get());
        loaded.history = replayed(rows, number - 1).0;
        at = Some((number, "its text is redacted, and no later entry says so".to_owned(), false));
    }
    loaded.broken = at.map(|(line, why, newer)| {
        let later = rows.iter().filter(|row| row.number > line).count();
        Broken { line, why, newer, later }
    });
    loaded
}

type At = (i64, String, bool);

/// The history of the lines up to a number, and the first among them that does not load.
fn replayed(rows: &[Row], up_to: i64) -> (History, Option<At>) {
    let mut history = History::default();
    for row in rows.iter().take_while(|row| row.number <= up_to) {
        if let Err(problem) = history.append_line(&row.line) {
            return (history, Some((row.number, problem.to_string(), problem.cause() == Some(Cause::Newer))));
        }
    }
    (history, None)
}

/// Holds every line to its seal.
fn sealed(rows: &[Row], head: Option<Head>) -> Result<Chain, (i64, String)> {
    let mut records = Vec::with_capacity(rows.len());
    for (place, row) in (1..).zip(rows) {
        if row.number != place {
            return Err((place, "its row is missing".to_owned()));
        }
        let record: Record = stored::parse(&row.seal).map_err(|why| (row.number, format!("its seal: {why}")))?;
        records.push(record);
    }
    chain::check(rows.iter().map(|row| row.line.as_bytes()), &records, head)
        .map_err(|broken| (i64::from(broken.number().get()), broken.problem().to_string()))
}

impl Loaded {
    /// Takes up what another process stored since, if each line can be held to its seal by itself; otherwise answers that the whole
    /// cycle is to be loaded again. That is so after a redaction, which changes earlier rows.
    pub(super) fn take_up(&mut self, rows: &[Row]) -> Result<(), Reload> {
        if self.broken.is_some() {
            return Err(Reload);
        }
        for row in rows {
            let record: Record = stored::parse(&row.seal).map_err(|_| Reload)?;
            let salt = own_salt(&row.seal).ok_or(Reload)?;
            let mut chain = self.chain.clone();
            if row.number != self.seen + 1 || chain.seal(&row.line, salt) != record {
                return Err(Reload);
            }
            self.history.append_line(&row.line).map_err(|_| Reload)?;
            (self.chain, self.seen) = (chain, row.number);
            self.bytes += row.line.len();
        }
        Ok(())
    }
}

/// That a whole cycle is to be loaded again.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Reload;

/// The salt that stands in a record, if it was not forgotten.
fn own_salt(seal: &str) -> Option<Salt> {
    #[derive(serde::Deserialize)]
    struct Salted {
        salt: Option<Salt>,
    }
    serde_json::from_str::<Salted>(seal).ok()?.salt
}
