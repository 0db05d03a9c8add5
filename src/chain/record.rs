//! What stands beside the line of an entry: its seal, its link, and the seals of lines that it changed.

use std::io::{BufRead, Read};

use hmac_sha256::Hash;
use serde::de::{Deserialize, Deserializer, Error as _};
use thiserror::Error;

use super::digest::{Head, Hex, Salt};
use crate::history::{LoadError, MAX_LINE, Problem};
use crate::id::EntryNumber;
use crate::stored;
use crate::strict::{Object, object};

/// The longest record of a side file, in bytes: a redaction that names as many entries as its line can has room in it.
pub const MAX_RECORD: usize = 32 * MAX_LINE;

/// What a link begins with, so that it is the digest of nothing else.
const LINK: &[u8] = b"practice-cycle/chain/1\n";

/// What is stored beside the line of an entry: one line of the side file, as JSON.
///
/// Its fields are `number`, `salt` unless that was forgotten, `seal`, `reseals` if its entry is a redaction that changed lines
/// (for each its `number`, `salt` and `seal`), and `link`.
///
/// ```
/// use practice_cycle::{chain::{Chain, Record, Salt}, stored};
/// let record = Chain::default().seal("a line", Salt::new([1; 32]));
/// let written = serde_json::to_string(&record)?;
/// assert_eq!(&written[..40], r#"{"number":1,"salt":"01010101010101010101"#);
/// assert_eq!(stored::parse::<Record>(&written)?, record);
///
/// let refused = stored::parse::<Record>(&written.replace("0101", "XX01")).unwrap_err();
/// assert_eq!(refused.problem(), "expected 64 hexadecimal digits in lower case");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Record {
    number: EntryNumber,
    #[serde(skip_serializing_if = "Option::is_none")]
    salt: Option<Salt>,
    seal: Hex,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    reseals: Vec<Reseal>, // Invariant: of earlier entries, each once, in order.
    link: Hex,
}

object! {
    /// The new seal of an earlier line.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub(super) struct Reseal {
        number: EntryNumber,
        #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
        salt: Option<Salt>,
        seal: Hex,
    }
}

/// A salt that is there; one that was forgotten is left out, never `null`.
fn present<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Salt>, D::Error> {
    Salt::deserialize(deserializer).map(Some)
}

impl Reseal {
    pub(super) fn new(number: EntryNumber, line: &[u8], salt: Salt) -> Self {
        Self { number, seal: salt.seal(line), salt: Some(salt) }
    }
}

/// A line that cannot be sealed anew where that was asked for: such lines are earlier ones, each once, in the order of their
/// numbers.
///
/// ```
/// use practice_cycle::{chain::{Chain, Salt}, id::EntryNumber};
/// let salt = || Salt::new([1; 32]);
/// let itself = Chain::default().seal_anew("a line", salt(), [(EntryNumber::FIRST, "a line", salt())]).unwrap_err();
/// assert_eq!(
///     itself.to_string(),
///     "the line of entry 1 cannot be sealed anew by entry 1: expected earlier ones, each once, in order",
/// );
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("the line of entry {number} cannot be sealed anew by entry {by}: expected earlier ones, each once, in order")]
pub struct OutOfOrder {
    /// The entry whose line it is.
    pub number: EntryNumber,
    /// The entry that was to seal it anew.
    pub by: EntryNumber,
}

/// Whether lines can be sealed anew by an entry.
pub(super) fn in_order(by: EntryNumber, reseals: &[Reseal]) -> Result<(), OutOfOrder> {
    let mut last = None;
    for &Reseal { number, .. } in reseals {
        if number >= by || Some(number) <= last {
            return Err(OutOfOrder { number, by });
        }
        last = Some(number);
    }
    Ok(())
}

impl Record {
    pub(super) fn new(before: Option<Head>, number: EntryNumber, line: &[u8], salt: Salt, reseals: Vec<Reseal>) -> Self {
        let mut record = Self { number, seal: salt.seal(line), salt: Some(salt), reseals, link: Hex([0; 32]) };
        record.link = record.linked(before, number);
        record
    }

    /// The link of this record behind a head, were it that of an entry. All its parts are of one length, so no other record
    /// comes to the same bytes.
    fn linked(&self, before: Option<Head>, number: EntryNumber) -> Hex {
        let mut hash = Hash::new();
        hash.update(LINK);
        hash.update(before.map_or([0; 32], |head| head.link().0));
        hash.update(number.get().to_be_bytes());
        hash.update(self.seal.0);
        for reseal in &self.reseals {
            hash.update(reseal.number.get().to_be_bytes());
            hash.update(reseal.seal.0);
        }
        Hex(hash.finalize())
    }

    /// Whether it leads from a head to its link, were it the record of an entry.
    pub(super) fn leads_from(&self, before: Option<Head>, number: EntryNumber) -> bool {
        self.linked(before, number) == self.link
    }

    /// The number of its entry.
    #[must_use]
    pub fn number(&self) -> EntryNumber {
        self.number
    }

    /// The head of the chain that ends with it.
    #[must_use]
    pub fn head(&self) -> Head {
        Head::new(self.number, self.link)
    }

    /// The earlier entries whose lines it seals anew, in order.
    pub fn sealed_anew(&self) -> impl Iterator<Item = EntryNumber> {
        self.reseals.iter().map(|reseal| reseal.number)
    }

    /// Takes out the salts of lines that a later record seals anew, and says whether there were any: then this record has to be
    /// stored anew. Only the records of those lines, and of earlier redactions that changed them, have any.
    ///
    /// ```
    /// use practice_cycle::{chain::{Chain, Salt}, id::EntryNumber};
    /// let mut chain = Chain::default();
    /// let mut first = chain.seal("words", Salt::new([1; 32]));
    /// let anew = [(EntryNumber::FIRST, "tombstone", Salt::new([2; 32]))];
    /// let redaction = chain.seal_anew("redacted", Salt::new([3; 32]), anew)?;
    /// assert!(first.forget(&redaction) && !first.forget(&redaction));
    /// assert!(!serde_json::to_string(&first).unwrap().contains("salt"));
    /// # Ok::<(), practice_cycle::chain::OutOfOrder>(())
    /// ```
    pub fn forget(&mut self, later: &Self) -> bool {
        if later.number <= self.number {
            return false;
        }
        let gone = |number: EntryNumber, salt: &mut Option<Salt>| {
            later.reseals.binary_search_by_key(&number, |reseal| reseal.number).is_ok() && salt.take().is_some()
        };
        let mut forgot = gone(self.number, &mut self.salt);
        for reseal in &mut self.reseals {
            forgot |= gone(reseal.number, &mut reseal.salt);
        }
        forgot
    }

    /// The seals that it holds: its own, then those of earlier lines.
    pub(super) fn seals(&self) -> impl Iterator<Item = Seal<'_>> {
        let seal = |number, salt, seal| Seal { number, salt, seal, by: self.number };
        let own = seal(self.number, self.salt.as_ref(), self.seal);
        let anew = self.reseals.iter().map(move |reseal| seal(reseal.number, reseal.salt.as_ref(), reseal.seal));
        std::iter::once(own).chain(anew)
    }
}

/// A seal of a line, wherever it stands.
#[derive(Clone, Copy)]
pub(super) struct Seal<'r> {
    pub(super) number: EntryNumber,
    pub(super) salt: Option<&'r Salt>,
    seal: Hex,
    /// The entry in whose record it stands.
    pub(super) by: EntryNumber,
}

impl Seal<'_> {
    /// Whether a line is the one that was sealed; of one whose salt is gone, nobody can know.
    pub(super) fn fits(&self, line: &[u8]) -> bool {
        self.salt.is_some_and(|salt| salt.seal(line) == self.seal)
    }
}

impl<'de> Deserialize<'de> for Record {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(serde::Deserialize)]
        #[serde(deny_unknown_fields, expecting = "an object")]
        struct Stored {
            number: EntryNumber,
            #[serde(default, deserialize_with = "present")]
            salt: Option<Salt>,
            seal: Hex,
            #[serde(default)]
            reseals: Vec<Reseal>,
            link: Hex,
        }
        let Stored { number, salt, seal, reseals, link } = Stored::deserialize(Object(deserializer))?;
        in_order(number, &reseals).map_err(D::Error::custom)?;
        Ok(Self { number, salt, seal, reseals, link })
    }
}

/// Reads a side file: a record a line. Blank lines are passed over. It is only read: [`check`](super::check()) says whether it
/// holds.
///
/// # Errors
/// [`LoadError`] names the first line that cannot be read as a record.
///
/// # Examples
/// ```
/// use practice_cycle::chain::{self, Chain, Salt};
/// let record = Chain::default().seal("a line", Salt::new([1; 32]));
/// let side_file = serde_json::to_string(&record)? + "\n";
/// assert_eq!(chain::read(side_file.as_bytes())?, [record]);
///
/// let refused = chain::read("{\"number\":0}\n".as_bytes()).unwrap_err();
/// assert_eq!(refused.to_string(), "line 1: column 12, at `number`: expected the number of an entry, from 1");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn read(mut reader: impl BufRead) -> Result<Vec<Record>, LoadError> {
    let (mut records, mut buffer) = (Vec::new(), Vec::new());
    for line in 1.. {
        match next(&mut reader, &mut buffer) {
            Ok(Some(words)) if words.trim_ascii().is_empty() => {}
            Ok(Some(words)) => records.push(stored::parse(words).map_err(|error| LoadError::at(line, error.into()))?),
            Ok(None) => break,
            Err(problem) => return Err(LoadError::at(line, problem)),
        }
    }
    Ok(records)
}

fn next<'b>(reader: &mut impl BufRead, buffer: &'b mut Vec<u8>) -> Result<Option<&'b str>, Problem> {
    buffer.clear();
    // Room for the record, its line end, and one byte that shows it is too long.
    if reader.take(MAX_RECORD as u64 + 2).read_until(b'\n', buffer).map_err(Problem::Io)? == 0 {
        return Ok(None);
    }
    let line = buffer.strip_suffix(b"\n").unwrap_or(buffer);
    if line.len() > MAX_RECORD {
        return Err(Problem::TooLong { most: MAX_RECORD });
    }
    std::str::from_utf8(line).map(Some).map_err(|error| Problem::NotUtf8 { column: error.valid_up_to() + 1 })
}
