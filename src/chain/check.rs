//! Whether lines and records are those that were sealed; if not, where that shows first, and what it looks like.

use serde::Deserialize;
use thiserror::Error;

use super::Chain;
use super::digest::Head;
use super::record::{Record, Seal};
use crate::id::EntryNumber;

/// A chain that does not hold: the entry where that shows, and what is wrong with it. It holds no text of the line.
///
/// ```
/// use practice_cycle::chain::{self, Chain, Problem, Salt};
/// let mut chain = Chain::default();
/// let records = ["one", "two"].map(|line| chain.seal(line, Salt::new([1; 32])));
/// let broken = chain::check(["two", "one"], &records, None).unwrap_err();
/// assert_eq!(broken.to_string(), "entry 1: its line and that of entry 2 are swapped");
/// assert_eq!(broken.problem().code(), "lines_swapped");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("entry {number}: {problem}")]
pub struct Broken {
    number: EntryNumber,
    problem: Problem,
}

/// What is wrong where a chain does not hold. A line belongs to the entry whose number is its place in the file.
///
/// ```
/// use practice_cycle::chain::{self, Chain, Problem, Salt};
/// let record = Chain::default().seal("a line", Salt::new([1; 32]));
/// let none: [&str; 0] = [];
/// assert_eq!(chain::check(none, &[record], None).unwrap_err().problem(), Problem::LineMissing);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum Problem {
    /// There is no record of it, though there are later ones.
    #[error("its record is missing")]
    RecordMissing,
    /// Its record stands further down in the side file.
    #[error("its record is not in its place")]
    RecordMisplaced,
    /// Its record does not lead to its link.
    #[error("its record was changed")]
    RecordChanged,
    /// At the entry of the head that was given: this chain, or what there is of it up to there, is another one.
    #[error("the head kept elsewhere is of another chain, so this one was made anew")]
    OtherHead,
    /// Its line cannot be checked.
    #[error("its salt is gone, and no later record seals its line anew")]
    SaltMissing,
    /// Another line than the one that was sealed, even by one byte; or else its salt was changed, which looks the same.
    #[error("its line does not match its seal")]
    LineChanged,
    /// Two lines stand in each other's place.
    #[error("its line and that of entry {with} are swapped")]
    LinesSwapped {
        /// The entry of the other.
        with: EntryNumber,
    },
    /// Its line stands further down, since it was moved, or since others were put before it.
    #[error("its line stands in the place of entry {at}")]
    LineMisplaced {
        /// The entry whose place that is.
        at: EntryNumber,
    },
    /// Its line is nowhere: that of a later entry follows, or nothing does.
    #[error("its line is missing")]
    LineMissing,
    /// There is a line more than there are records: the end of the side file was lost, or a line was added.
    #[error("its line has no record")]
    LineUnsealed,
    /// Neither a line nor a record is there, though it was sealed before the head that was given was taken.
    #[error("its line and its record are missing; the head kept elsewhere is of entry {head}")]
    CutOff {
        /// The entry of the head.
        head: EntryNumber,
    },
    /// All is as it was sealed, but an old salt is still there, by which old words could be guessed.
    /// [`Record::forget`](super::Record::forget) with the record of that redaction takes it out.
    #[error("its old salt is still there, though entry {by} sealed its line anew")]
    SaltKept {
        /// The redaction.
        by: EntryNumber,
    },
}

impl Problem {
    /// The stable code.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Problem::RecordMissing => "record_missing",
            Problem::RecordMisplaced => "record_misplaced",
            Problem::RecordChanged => "record_changed",
            Problem::OtherHead => "other_head",
            Problem::SaltMissing => "salt_missing",
            Problem::LineChanged => "line_changed",
            Problem::LinesSwapped { .. } => "lines_swapped",
            Problem::LineMisplaced { .. } => "line_misplaced",
            Problem::LineMissing => "line_missing",
            Problem::LineUnsealed => "line_unsealed",
            Problem::CutOff { .. } => "cut_off",
            Problem::SaltKept { .. } => "salt_kept",
        }
    }

    fn at(self, number: EntryNumber) -> Broken {
        Broken { number, problem: self }
    }
}

impl Broken {
    /// The entry.
    #[must_use]
    pub fn number(&self) -> EntryNumber {
        self.number
    }

    /// What is wrong with it.
    #[must_use]
    pub fn problem(&self) -> Problem {
        self.problem
    }
}

/// Checks stored lines, in order, against the records beside them, and against a head that was kept elsewhere, if there is one.
/// Where all is well, sealing can go on from the [`Chain`] that it gives. Every line counts, a blank one too.
///
/// The head may be older than the last record. Without one, it does not show if both files were cut off at the same entry, or
/// were made anew from some entry on.
///
/// The side file is the measure, so it is checked first: its links, then the head. Then come the lines, what is missing behind
/// them, and at last the old salts that should be gone.
///
/// # Errors
/// [`Broken`] names the first entry, in that order, where something is wrong.
pub fn check<L: AsRef<[u8]>>(
    lines: impl IntoIterator<Item = L>,
    records: &[Record],
    head: Option<Head>,
) -> Result<Chain, Broken> {
    let chain = check_links(records)?;
    if let Some(head) = head
        && records.get(head.number().place()).is_some_and(|record| record.head() != head)
    {
        return Err(Problem::OtherHead.at(head.number()));
    }
    let (seals, old_salt) = latest(records);
    check_lines(lines.into_iter(), &seals, chain.next_number())?;
    if let Some(head) = head.map(|head| head.number()).filter(|&head| head >= chain.next_number()) {
        return Err(Problem::CutOff { head }.at(chain.next_number()));
    }
    old_salt.map_or(Ok(chain), Err)
}

/// Whether each record stands in its place and leads from the link before to its own.
fn check_links(records: &[Record]) -> Result<Chain, Broken> {
    let mut chain = Chain::default();
    for (place, record) in records.iter().enumerate() {
        let expected = chain.next_number();
        let leads = record.leads_from(chain.head(), expected);
        if record.number() == expected && leads {
            chain = Chain::after(record);
            continue;
        }
        let is_further_down = || records.iter().skip(place + 1).any(|record| record.number() == expected);
        let problem = if record.number() == expected || leads {
            Problem::RecordChanged // All of it, or nothing but its number.
        } else if is_further_down() {
            Problem::RecordMisplaced
        } else {
            Problem::RecordMissing
        };
        return Err(problem.at(expected));
    }
    Ok(chain)
}

/// The seal of each line that counts, in order, and the first old salt that should be gone. Of records whose links hold.
fn latest(records: &[Record]) -> (Vec<Seal<'_>>, Option<Broken>) {
    let (mut latest, mut old_salt) = (Vec::<Seal<'_>>::with_capacity(records.len()), None);
    for seal in records.iter().flat_map(Record::seals) {
        let Some(before) = latest.get_mut(seal.number.place()) else {
            latest.push(seal);
            continue;
        };
        if before.salt.is_some() {
            old_salt.get_or_insert(Problem::SaltKept { by: seal.by }.at(seal.number));
        }
        *before = seal;
    }
    (latest, old_salt)
}

fn check_lines<L: AsRef<[u8]>>(
    mut lines: impl Iterator<Item = L>,
    seals: &[Seal<'_>],
    next: EntryNumber,
) -> Result<(), Broken> {
    for seal in seals {
        let problem = match lines.next() {
            Some(line) if seal.fits(line.as_ref()) => continue,
            Some(_) if seal.salt.is_none() => Problem::SaltMissing,
            Some(line) => tell(seal, line.as_ref(), lines, seals),
            None => Problem::LineMissing,
        };
        return Err(problem.at(seal.number));
    }
    if lines.next().is_some() { Err(Problem::LineUnsealed.at(next)) } else { Ok(()) }
}

/// What became of the line of a seal, where another was found. Each of the lines behind is tried once, with this seal alone.
fn tell<L: AsRef<[u8]>>(seal: &Seal<'_>, found: &[u8], behind: impl Iterator<Item = L>, seals: &[Seal<'_>]) -> Problem {
    let is_of = |number: EntryNumber| seals.get(number.place()).is_some_and(|other| other.fits(found));
    let mut at = seal.number;
    for line in behind {
        at = at.next();
        if seal.fits(line.as_ref()) {
            return if is_of(at) { Problem::LinesSwapped { with: at } } else { Problem::LineMisplaced { at } };
        }
    }
    // What a line says of itself is used only to choose which seal to try.
    match serde_json::from_slice::<Numbered>(found) {
        Ok(Numbered { number }) if number > seal.number && is_of(number) => Problem::LineMissing,
        Ok(_) | Err(_) => Problem::LineChanged,
    }
}

#[derive(Deserialize)]
struct Numbered {
    number: EntryNumber,
}
