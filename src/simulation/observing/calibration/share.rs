//! Shares of a count, with the interval that random draws leave.

use serde::ser::{Serialize, SerializeStruct, Serializer};

/// How many of how many. It is written with its share and the ends of its [interval](Self::interval), rounded to four places.
///
/// ```
/// use practice_cycle::simulation::Share;
/// let right = Share { count: 80, of: 100 };
/// assert_eq!(right.share(), Some(0.8));
/// let (low, high) = right.interval().unwrap();
/// assert!((low - 0.7112).abs() < 0.0001 && (high - 0.8666).abs() < 0.0001);
/// assert_eq!(Share::default().share(), None);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Share {
    /// How many.
    pub count: u32,
    /// Of how many.
    pub of: u32,
}

impl Share {
    /// The share; `None` of nothing.
    #[must_use]
    pub fn share(self) -> Option<f64> {
        (self.of > 0).then(|| f64::from(self.count) / f64::from(self.of))
    }

    /// Between which shares a true one would leave a count like this, with 95 % confidence; `None` of nothing. It is about random
    /// draws alone (E. B. Wilson, *Probable inference, the law of succession, and statistical inference*, 1927).
    #[must_use]
    pub fn interval(self) -> Option<(f64, f64)> {
        const Z: f64 = 1.959_963_984_540_054;
        let (share, of) = (self.share()?, f64::from(self.of));
        let middle = share + Z * Z / (2.0 * of);
        let half = Z * (share * (1.0 - share) / of + Z * Z / (4.0 * of * of)).sqrt();
        let whole = 1.0 + Z * Z / of;
        Some((((middle - half) / whole).max(0.0), ((middle + half) / whole).min(1.0)))
    }

    pub(super) fn note(&mut self, is_so: bool) {
        self.of += 1;
        self.count += u32::from(is_so);
    }

    pub(super) fn add(&mut self, other: Share) {
        self.of += other.of;
        self.count += other.count;
    }
}

/// To four places, which is more than any number of teams here can support.
pub(super) fn rounded(number: f64) -> f64 {
    (number * 10_000.0).round() / 10_000.0
}

impl Serialize for Share {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut fields = serializer.serialize_struct("Share", 5)?;
        let (low, high) = self.interval().unzip();
        fields.serialize_field("count", &self.count)?;
        fields.serialize_field("of", &self.of)?;
        fields.serialize_field("share", &self.share().map(rounded))?;
        fields.serialize_field("low", &low.map(rounded))?;
        fields.serialize_field("high", &high.map(rounded))?;
        fields.end()
    }
}

#[cfg(test)]
mod tests {
    use super::Share;

    #[test]
    fn the_interval_is_that_of_the_books() {
        // By hand: of none out of n, the upper end is z^2 / (n + z^2); of one out of two, half of 1 ± z / sqrt(2 + z^2).
        for (count, of, low, high) in [(0, 10, 0.0, 0.277_533), (10, 10, 0.722_467, 1.0), (1, 2, 0.094_531, 0.905_469)] {
            let (found_low, found_high) = Share { count, of }.interval().unwrap();
            assert!((found_low - low).abs() < 1e-6 && (found_high - high).abs() < 1e-6, "{found_low} {found_high}");
        }
        assert_eq!(Share::default().interval(), None);
    }
}
