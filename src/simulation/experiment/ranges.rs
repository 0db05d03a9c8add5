//! Which replications: their numbers, and the part of them that one machine runs.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use thiserror::Error;

/// Numbers of replications, as ranges.
///
/// ```
/// use practice_cycle::simulation::experiment::Ranges;
/// let first = Ranges::of(0, 10);
/// let both = first.joined(&Ranges::of(15, 20)).unwrap();
/// assert_eq!((both.to_string(), both.count()), ("0 to 9, 15 to 19".to_owned(), 15));
/// assert_eq!(Ranges::of(0, 20).without(&both), Ranges::of(10, 15));
/// assert_eq!(first.joined(&Ranges::of(9, 12)), None, "both hold number 9");
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(try_from = "Vec<(u32, u32)>", into = "Vec<(u32, u32)>")]
pub struct Ranges(Vec<(u32, u32)>); // Invariant: each begins before it ends, and ends before the next begins.

impl TryFrom<Vec<(u32, u32)>> for Ranges {
    type Error = NoRanges;

    fn try_from(ranges: Vec<(u32, u32)>) -> Result<Self, NoRanges> {
        let is_each = ranges.iter().all(|(from, to)| from < to);
        let is_in_order = ranges.windows(2).all(|two| matches!(two, [(_, to), (from, _)] if to < from));
        if is_each && is_in_order { Ok(Self(ranges)) } else { Err(NoRanges) }
    }
}

impl From<Ranges> for Vec<(u32, u32)> {
    fn from(Ranges(ranges): Ranges) -> Self {
        ranges
    }
}

/// These are no ranges of replications.
///
/// ```
/// use practice_cycle::simulation::experiment::{NoRanges, Ranges};
/// assert_eq!(Ranges::try_from(vec![(3, 3)]), Err(NoRanges));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("expected ranges, each from a number to a greater one that is no longer in it, and each beyond the one before")]
pub struct NoRanges;

impl Ranges {
    /// The numbers from one to the one before another; none where there are none between.
    #[must_use]
    pub fn of(from: u32, to: u32) -> Self {
        Self(if from < to { vec![(from, to)] } else { Vec::new() })
    }

    /// How many numbers there are.
    #[must_use]
    pub fn count(&self) -> u64 {
        self.0.iter().map(|(from, to)| u64::from(to - from)).sum()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The numbers, in their order.
    pub fn numbers(&self) -> impl Iterator<Item = u32> + Clone {
        self.0.iter().flat_map(|&(from, to)| from..to)
    }

    /// Each range: its first number, and the one after its last.
    #[must_use]
    pub fn each(&self) -> &[(u32, u32)] {
        &self.0
    }

    /// All numbers of both; none where some number is in both.
    #[must_use]
    pub fn joined(&self, other: &Self) -> Option<Self> {
        let mut all = [self.each(), other.each()].concat();
        all.sort_unstable();
        let mut joined: Vec<(u32, u32)> = Vec::with_capacity(all.len());
        for (from, to) in all {
            match joined.last_mut() {
                Some(last) if from < last.1 => return None,
                Some(last) if from == last.1 => last.1 = to,
                Some(_) | None => joined.push((from, to)),
            }
        }
        Some(Self(joined))
    }

    /// The numbers that the other has not.
    #[must_use]
    pub fn without(&self, other: &Self) -> Self {
        let mut rest = Vec::new();
        for &(from, to) in &self.0 {
            let mut left = from;
            for &(gone, back) in other.each().iter().filter(|(gone, back)| *gone < to && *back > from) {
                rest.extend(Self::of(left, gone).0);
                left = back;
            }
            rest.extend(Self::of(left, to).0);
        }
        Self(rest)
    }

    /// The numbers that both have.
    #[must_use]
    pub fn shared(&self, other: &Self) -> Self {
        self.without(&self.without(other))
    }
}

impl fmt::Display for Ranges {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_empty() {
            return f.write_str("none");
        }
        for (nth, &(from, to)) in self.0.iter().enumerate() {
            let between = if nth == 0 { "" } else { ", " };
            if to - from == 1 {
                write!(f, "{between}{from}")?;
            } else {
                write!(f, "{between}{from} to {}", to - 1)?;
            }
        }
        Ok(())
    }
}

/// One of several parts, about equally large, into which replications are cut, so that several machines can run them. Written `2/5`.
///
/// ```
/// use practice_cycle::simulation::experiment::{Ranges, Shard};
/// let shards: Vec<Ranges> = (1..=3).map(|nth| Shard::new(nth, 3).unwrap().of(0, 10)).collect();
/// assert_eq!(shards, [Ranges::of(0, 3), Ranges::of(3, 6), Ranges::of(6, 10)]);
/// assert_eq!("2/3".parse(), Shard::new(2, 3));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shard {
    nth: u32,
    all: u32, // Invariant: 1 <= nth <= all.
}

/// There is no such part.
///
/// ```
/// use practice_cycle::simulation::experiment::{NoShard, Shard};
/// assert_eq!(Shard::new(4, 3), Err(NoShard));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("expected a part and how many there are, such as `1/4`: the first is 1, and the last as many as there are")]
pub struct NoShard;

impl Shard {
    /// A part by its number, from 1, and how many there are.
    ///
    /// # Errors
    /// [`NoShard`] where there is no such part.
    pub const fn new(nth: u32, all: u32) -> Result<Self, NoShard> {
        if 1 <= nth && nth <= all { Ok(Self { nth, all }) } else { Err(NoShard) }
    }

    /// Those of the replications from a number on, up to another, that belong to it.
    #[must_use]
    pub fn of(self, from: u32, to: u32) -> Ranges {
        let length = u64::from(to.saturating_sub(from));
        // Never beyond `to`, so that it fits.
        let end = |nth: u32| from + (length * u64::from(nth) / u64::from(self.all)) as u32;
        Ranges::of(end(self.nth - 1), end(self.nth))
    }
}

impl FromStr for Shard {
    type Err = NoShard;

    fn from_str(words: &str) -> Result<Self, NoShard> {
        let (nth, all) = words.split_once('/').ok_or(NoShard)?;
        Self::new(nth.parse().map_err(|_| NoShard)?, all.parse().map_err(|_| NoShard)?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_joined_can_be_taken_away_again() {
        let all = Ranges::of(0, 3).joined(&Ranges::of(5, 9)).unwrap().joined(&Ranges::of(3, 4)).unwrap();
        assert_eq!(all.each(), [(0, 4), (5, 9)]);
        assert_eq!(all.without(&Ranges::of(6, 7)).each(), [(0, 4), (5, 6), (7, 9)]);
        assert_eq!(all.without(&Ranges::of(2, 6)).each(), [(0, 2), (6, 9)]);
        assert_eq!(all.shared(&Ranges::of(2, 6)).each(), [(2, 4), (5, 6)]);
        assert!(all.without(&all).is_empty() && all.without(&Ranges::of(0, 100)).is_empty());
        assert_eq!(all.numbers().collect::<Vec<_>>(), [0, 1, 2, 3, 5, 6, 7, 8]);
    }

    #[test]
    fn ranges_are_read_as_they_are_kept() {
        for wrong in ["[[3,3]]", "[[4,3]]", "[[0,3],[3,5]]", "[[5,9],[0,3]]"] {
            assert!(serde_json::from_str::<Ranges>(wrong).is_err(), "{wrong}");
        }
        assert_eq!(serde_json::from_str::<Ranges>("[[0,3],[4,5]]").unwrap().to_string(), "0 to 2, 4");
        assert_eq!(Ranges::default().to_string(), "none");
    }

    #[test]
    fn shards_are_the_whole_and_no_more() {
        for all in [1, 2, 7, 30] {
            for (from, to) in [(0, 0), (5, 6), (3, 103), (0, u32::MAX)] {
                let shards = (1..=all).map(|nth| Shard::new(nth, all).unwrap().of(from, to));
                let joined = shards.fold(Ranges::default(), |joined, shard| joined.joined(&shard).unwrap());
                assert_eq!(joined, Ranges::of(from, to));
            }
        }
        for wrong in ["", "1", "0/2", "3/2", "1/0", "a/b", "1/2/3", "-1/2"] {
            assert!(wrong.parse::<Shard>().is_err(), "{wrong}");
        }
    }
}
