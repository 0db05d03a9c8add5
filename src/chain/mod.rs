//! Tamper evidence: seals beside the stored lines of a history, so that a line that was changed, swapped or lost is found, and
//! named.
//!
//! A byte that flips in a stored line often still loads, and then means something else; a lost last line leaves no gap at all.
//! So each line gets a [`Record`] in a **side file**, or in a column beside the lines, never in them. It holds a **salt**, 32
//! random bytes for this line alone; the **seal** of the line under that salt; and a **link**, which covers the link before it.
//! Whoever changes one line breaks its seal, and whoever puts another seal there breaks every link from there on.
//!
//! ```
//! use practice_cycle::attachment::{CycleOpened, PersonEntered};
//! use practice_cycle::chain::{self, Chain, Head, Salt};
//! use practice_cycle::{cycle::Act, history::History, id::PersonId, moment::Moment, people::Role};
//!
//! let (clinician, at): (PersonId, Moment) = ("clinician".parse()?, "2026-04-01T09:00:00Z".parse()?);
//! let worker = PersonEntered::new("worker-a".parse()?, Role::SocialWorker);
//! let opened = CycleOpened::new("cycle-1".parse()?, clinician.clone(), "team-1".parse()?);
//! # let mut drawn = 0;
//! # let mut salt = || { drawn += 1; Salt::new([drawn; 32]) };
//!
//! let (mut history, mut chain, mut lines, mut records) = (History::default(), Chain::default(), Vec::new(), Vec::new());
//! for act in [Act::new(opened, clinician.clone(), at), Act::new(worker, clinician, at)] {
//!     let (entry, _) = history.record(act)?;
//!     let line = serde_json::to_string(entry)?; // What the host stores,
//!     records.push(chain.seal(&line, salt())); // and what it stores beside it. It draws the salt: nothing here rolls dice.
//!     lines.push(line);
//! }
//! let head: Head = chain.head().unwrap(); // To be kept elsewhere, now and then: `2:` and 64 digits.
//! chain::check(&lines, &records, Some(head))?;
//!
//! lines[1] = lines[1].replace("social_worker", "student");
//! let broken = chain::check(&lines, &records, Some(head)).unwrap_err();
//! assert_eq!(broken.to_string(), "entry 2: its line does not match its seal");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Redaction
//!
//! A redaction is an entry, and it changes earlier lines: text gives way to tombstones. Its own record seals these lines anew
//! ([`Chain::seal_anew`], or [`Chain::seal_next`], which finds them), under the same link; where a line was sealed anew more
//! than once, the latest seal counts. Earlier links stay as they are, and no later one needs the old words.
//!
//! An old seal together with its salt would let anybody try out what the old words were. So the old salts have to go:
//! [`Record::forget`] takes them out of the earlier records, which are then stored anew, and without its salt a seal reveals
//! nothing. Links cover seals, not salts, so they still hold. Store the redaction, the lines that it changed, its record and the
//! records that forgot in one transaction; without one, in that order. (The example `store` keeps them in one file and replaces it
//! as a whole.) Copies of the side file forget nothing by themselves.
//!
//! # What it does not protect
//!
//! - Whoever can write both the lines and the side file can seal everything anew, or cut the same number of entries off both.
//!   Only a [`Head`] that is **kept elsewhere**, out of their reach, shows that. It covers what was sealed when it was taken, no
//!   later entry; it can be printed or posted, since it reveals nothing of what was said.
//! - A line that is sealed anew is known to be the one that was sealed, not to be a faithful redaction of the old one. Its record
//!   says which lines those are.
//! - It shows that something was changed, and neither prevents it nor mends it.
//! - Seals keep no secrets while their salts are there: the side file is to be kept as safely as the history.
//!
//! # How it is reckoned
//!
//! Everything is SHA-256, so that any language can check it. A seal is HMAC-SHA-256 of the line, byte by byte as it is stored and
//! without its line end, with the salt as the key. A link is SHA-256 of these, one after the other: the ASCII letters
//! `practice-cycle/chain/1` and a line feed; the 32 bytes of the link before (of zeros for the first); the number of the entry, as
//! four bytes, the greatest first; its seal; and for every line sealed anew, in order, its number and its new seal.
//! Sealing takes time by the length of the line, checking by that of both files.

mod digest;
mod record;
mod check;

pub use check::{Broken, Problem, check};
pub use digest::{Head, HeadError, Salt};
pub use record::{MAX_RECORD, OutOfOrder, Record, read};

use crate::correction;
use crate::cycle::Event;
use crate::history::{Decision, History};
use crate::id::EntryNumber;
use record::Reseal;

/// Where sealing stands: the last link. It seals one line after another, in the order of their entries.
///
/// It holds as little as a [`Head`], so a host may keep it, or take sealing up again from the last record.
///
/// ```
/// use practice_cycle::chain::{Chain, Salt};
/// let mut chain = Chain::default();
/// let first = chain.seal("the first line", Salt::new([1; 32]));
/// let mut resumed = Chain::after(&first);
/// assert_eq!(resumed, chain);
/// assert_eq!(resumed.seal("the second", Salt::new([2; 32])), chain.seal("the second", Salt::new([2; 32])));
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Chain {
    head: Option<Head>,
}

impl Chain {
    /// Where sealing stands after a record, which is taken as it is: [`check`] says whether it can be relied on.
    #[must_use]
    pub fn after(record: &Record) -> Self {
        Self { head: Some(record.head()) }
    }

    /// The last link with its number; nothing, before anything was sealed.
    #[must_use]
    pub fn head(&self) -> Option<Head> {
        self.head
    }

    /// The number of the entry whose line is sealed next.
    #[must_use]
    pub fn next_number(&self) -> EntryNumber {
        self.head.map_or(EntryNumber::FIRST, |head| head.number().next())
    }

    /// Seals the line of the next entry, exactly as it is stored; a line end does not count. The salt is for this line alone.
    pub fn seal(&mut self, line: impl AsRef<[u8]>, salt: Salt) -> Record {
        self.link(line.as_ref(), salt, Vec::new())
    }

    /// Seals the line of the next entry, a redaction, and with it the lines that it changed: the number of each, the line as it
    /// is stored from now on, and a fresh salt. The earlier records have then to [`forget`](Record::forget) the old salts.
    ///
    /// # Errors
    /// [`OutOfOrder`] unless these lines are earlier ones, each once, in the order of their numbers; nothing was sealed then.
    ///
    /// # Examples
    /// ```
    /// use practice_cycle::chain::{self, Chain, Salt};
    /// use practice_cycle::id::EntryNumber;
    /// let mut chain = Chain::default();
    /// let mut first = chain.seal("words", Salt::new([1; 32]));
    /// let anew = [(EntryNumber::FIRST, "tombstone", Salt::new([2; 32]))];
    /// let redaction = chain.seal_anew("redacted", Salt::new([3; 32]), anew)?;
    /// assert!(first.forget(&redaction));
    ///
    /// let records = [first, redaction];
    /// assert_eq!(chain::check(["tombstone", "redacted"], &records, None)?, chain);
    /// let put_back = chain::check(["words", "redacted"], &records, None).unwrap_err();
    /// assert_eq!(put_back.to_string(), "entry 1: its line does not match its seal");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn seal_anew<L: AsRef<[u8]>>(
        &mut self,
        line: impl AsRef<[u8]>,
        salt: Salt,
        anew: impl IntoIterator<Item = (EntryNumber, L, Salt)>,
    ) -> Result<Record, OutOfOrder> {
        let reseal = |(number, line, salt): (EntryNumber, L, Salt)| Reseal::new(number, line.as_ref(), salt);
        let reseals: Vec<Reseal> = anew.into_iter().map(reseal).collect();
        record::in_order(self.next_number(), &reseals)?;
        Ok(self.link(line.as_ref(), salt, reseals))
    }

    /// Seals what a decision is going to store, before the history accepts it: a record for each of its entries, the last of
    /// which seals anew the lines that are to be rewritten.
    ///
    /// ```
    /// use practice_cycle::chain::{Chain, Salt};
    /// use practice_cycle::{cycle::Act, history::History};
    /// let open: Act = serde_json::from_str(
    ///     r#"{"type":"cycle_opened","occurred_at":"2026-04-01T09:00:00Z","recorded_at":"2026-04-01T09:00:00Z","by":"p-1",
    ///         "data":{"cycle":"cy-1","format":1,"clinician":"p-1","team":"t-1"}}"#,
    /// )?;
    /// let (history, mut chain) = (History::default(), Chain::default());
    /// let decision = history.decide(open)?;
    /// let records = chain.seal_decision(&decision, || Salt::new([7; 32]))?; // A host rolls its own dice.
    /// assert_eq!(records.len(), 1);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// Whatever keeps an entry from being written as JSON.
    pub fn seal_decision(
        &mut self,
        decision: &Decision,
        mut salts: impl FnMut() -> Salt,
    ) -> Result<Vec<Record>, serde_json::Error> {
        let (entries, mut records) = (decision.entries(), Vec::new());
        for (place, entry) in (1..).zip(entries) {
            let (line, salt) = (serde_json::to_vec(entry)?, salts());
            let mut reseals = Vec::new();
            for rewritten in decision.rewritten().iter().filter(|_| place == entries.len()) {
                reseals.push(Reseal::new(rewritten.number(), &serde_json::to_vec(rewritten)?, salts()));
            }
            records.push(self.link(&line, salt, reseals));
        }
        Ok(records)
    }

    /// Seals the next entry of a history, as [`History::write`] and `serde_json::to_string` write it, and the lines that it
    /// redacted; nothing, once all of them are sealed. Each seal takes a fresh salt.
    ///
    /// # Errors
    /// Whatever serde says of writing an entry; nothing was sealed then.
    ///
    /// # Examples
    /// ```
    /// # let stored = std::fs::read("examples/data/turnover.jsonl")?;
    /// use practice_cycle::{chain::{self, Chain, Salt}, history::History};
    /// let history = History::read(stored.as_slice())?;
    /// # let mut drawn = 0;
    /// # let mut salt = || { drawn += 1; Salt::new([drawn; 32]) };
    /// let (mut chain, mut records) = (Chain::default(), Vec::new());
    /// while let Some(record) = chain.seal_next(&history, &mut salt)? {
    ///     records.push(record);
    /// }
    /// let mut written = Vec::new();
    /// history.write(&mut written)?;
    /// assert_eq!(chain::check(std::str::from_utf8(&written)?.lines(), &records, chain.head())?, chain);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn seal_next(
        &mut self,
        history: &History,
        mut salts: impl FnMut() -> Salt,
    ) -> Result<Option<Record>, serde_json::Error> {
        let Some(entry) = history.entry(self.next_number()) else { return Ok(None) };
        let (line, salt) = (serde_json::to_vec(entry)?, salts());
        let mut reseals = Vec::new();
        if matches!(entry.event(), Event::Correction(correction::Event::Redacted(_))) {
            for redacted in history.redacted_in(entry.number()) {
                reseals.push(Reseal::new(redacted.number(), &serde_json::to_vec(redacted)?, salts()));
            }
        }
        Ok(Some(self.link(&line, salt, reseals)))
    }

    fn link(&mut self, line: &[u8], salt: Salt, reseals: Vec<Reseal>) -> Record {
        let record = Record::new(self.head, self.next_number(), line, salt, reseals);
        self.head = Some(record.head());
        record
    }
}
