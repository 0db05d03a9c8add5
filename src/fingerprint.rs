//! The canonical bytes of a state: equal bytes allow the same future acts.
//!
//! They leave out when things happened and by which entry, where nothing later asks for that; they keep when things will lapse
//! or be overdue. It holds for acts that occur when they are recorded, each later than the last; a late record can ask for
//! more.

use crate::code::CodeSet;
use crate::id::EntryNumber;
use crate::moment::Moment;

/// Adds what an entry says and who says it, by its number and the seats that people are said to have.
pub(crate) type Said<'s> = dyn Fn(EntryNumber, &[u32], &mut Vec<u8>) + 's;

/// The bytes so far, and by what other names people and entries go in them.
pub(crate) struct Fingerprint<'n> {
    pub(crate) bytes: Vec<u8>,
    /// What seat somebody is said to have, by the one they have: people who are alike may change places.
    pub(crate) seats: &'n [u32],
    pub(crate) said: &'n Said<'n>,
}

impl Fingerprint<'_> {
    pub(crate) fn byte(&mut self, byte: u8) {
        self.bytes.push(byte);
    }

    pub(crate) fn flag(&mut self, flag: bool) {
        self.byte(u8::from(flag));
    }

    pub(crate) fn word(&mut self, word: u32) {
        self.bytes.extend(word.to_le_bytes());
    }

    pub(crate) fn words<W>(&mut self, words: CodeSet<W>) {
        self.bytes.extend(words.bits().to_le_bytes());
    }

    /// An instant that lies ahead, or is never.
    pub(crate) fn moment(&mut self, moment: Moment) {
        self.bytes.extend(moment.nanos().to_le_bytes());
    }

    /// Somebody, by the seat they are said to have.
    pub(crate) fn seat(&mut self, seat: u32) {
        self.word(self.seats.get(seat as usize).copied().unwrap_or(seat));
    }

    /// Somebody, if anybody.
    pub(crate) fn maybe(&mut self, seat: Option<u32>) {
        self.flag(seat.is_some());
        seat.into_iter().for_each(|seat| self.seat(seat));
    }

    /// What an entry said.
    pub(crate) fn said(&mut self, entry: EntryNumber) {
        (self.said)(entry, self.seats, &mut self.bytes);
    }
}
