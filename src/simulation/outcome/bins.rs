//! How values are spread, counted in bins that are the same everywhere, so that counts can be added.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// Each doubling is cut into this many bins of one width; smaller numbers have a bin each.
const PER_DOUBLING: u64 = 32;
const BITS: u32 = PER_DOUBLING.trailing_zeros();

/// Counts of whole numbers, in bins that are about 3 % wide. Bins are found by shifting bits, so that no machine rounds otherwise.
///
/// ```
/// use practice_cycle::simulation::outcome::Bins;
/// let mut bins = Bins::default();
/// (1..=100).for_each(|value| bins.add(value));
/// assert_eq!(bins.quantile(5), Some(5), "below 64 each number has a bin of its own");
/// assert_eq!(bins.quantile(95), Some(94), "the bin of 94 and 95");
/// assert_eq!(Bins::default().quantile(50), None);
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(try_from = "BTreeMap<u16, u64>", into = "BTreeMap<u16, u64>")]
pub struct Bins(BTreeMap<u16, u64>); // Invariant: no bin beyond that of the greatest number.

impl TryFrom<BTreeMap<u16, u64>> for Bins {
    type Error = &'static str;

    fn try_from(counts: BTreeMap<u16, u64>) -> Result<Self, &'static str> {
        if counts.keys().all(|&of| of <= bin(u64::MAX)) { Ok(Self(counts)) } else { Err("expected bins that there are") }
    }
}

impl From<Bins> for BTreeMap<u16, u64> {
    fn from(Bins(counts): Bins) -> Self {
        counts
    }
}

impl Bins {
    /// Counts a number.
    pub fn add(&mut self, value: u64) {
        *self.0.entry(bin(value)).or_default() += 1;
    }

    /// Counts all that the other counted.
    pub fn merge(&mut self, other: &Self) {
        other.0.iter().for_each(|(&bin, count)| *self.0.entry(bin).or_default() += count);
    }

    /// How many numbers were counted.
    #[must_use]
    pub fn count(&self) -> u64 {
        self.0.values().sum()
    }

    /// The least bin by which this many of a hundred lie, given by the number in its middle, which is within 1.6 % of every other in it;
    /// none of nothing.
    #[must_use]
    pub fn quantile(&self, of_a_hundred: u8) -> Option<u64> {
        let rank = (u128::from(self.count()) * u128::from(of_a_hundred)).div_ceil(100).max(1);
        let mut before = 0_u128;
        self.0.iter().find_map(|(&bin, &count)| {
            before += u128::from(count);
            (before >= rank).then(|| middle(bin))
        })
    }
}

fn bin(value: u64) -> u16 {
    let doubling = u64::BITS.saturating_sub(value.leading_zeros()).saturating_sub(BITS + 1);
    // Up to where a doubling begins, all bins before it; beyond, the next bits of the number.
    (u64::from(doubling) * PER_DOUBLING + (value >> doubling)) as u16
}

fn middle(bin: u16) -> u64 {
    let bin = u64::from(bin);
    let doubling = (bin / PER_DOUBLING).saturating_sub(1);
    let least = (bin - doubling * PER_DOUBLING) << doubling;
    least + ((1 << doubling) - 1) / 2
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_number_lies_near_the_middle_of_its_bin() {
        let powers = (6..64).flat_map(|bits| [(1 << bits) - 1, 1 << bits, (1 << bits) + (1 << (bits - 1)) + 1]);
        for value in (0..5_000).chain(powers).chain([u64::MAX]) {
            let found = middle(bin(value));
            assert!(value.abs_diff(found) as f64 <= 0.016 * value as f64, "{value} in the bin of {found}");
        }
        let bins: Vec<u16> = (0..5_000).map(bin).collect();
        assert!(
            bins.windows(2).all(|two| two[1] == two[0] || two[1] == two[0] + 1),
            "bins follow one another without a gap"
        );
        assert_eq!((0..64).map(|value| middle(bin(value))).collect::<Vec<_>>(), (0..64).collect::<Vec<_>>());
    }

    #[test]
    fn bins_that_there_are_not_are_refused() {
        let greatest = bin(u64::MAX);
        assert!(serde_json::from_str::<Bins>(&format!(r#"{{"{greatest}":1}}"#)).is_ok());
        assert!(serde_json::from_str::<Bins>(&format!(r#"{{"{}":1}}"#, greatest + 1)).is_err());
    }
}
