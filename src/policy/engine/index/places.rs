//! Some of many rules, found without looking at each.

/// Places of rules, as bits: few are found among many without looking at each.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Places(Vec<u64>);

impl Places {
    pub(crate) fn insert(&mut self, place: u32) {
        let word = place as usize / 64;
        if word >= self.0.len() {
            self.0.resize(word + 1, 0);
        }
        if let Some(bits) = self.0.get_mut(word) {
            *bits |= 1 << (place % 64);
        }
    }

    pub(crate) fn remove(&mut self, place: u32) {
        if let Some(bits) = self.0.get_mut(place as usize / 64) {
            *bits &= !(1 << (place % 64));
        }
    }

    /// The places that are in both, in order.
    pub(crate) fn shared_with(&self, other: &Self) -> Vec<u32> {
        let mut shared = Vec::new();
        for (word, (one, other)) in (0_u32..).zip(self.0.iter().zip(&other.0)) {
            let mut bits = one & other;
            while bits != 0 {
                shared.push(word * 64 + bits.trailing_zeros());
                bits &= bits - 1;
            }
        }
        shared
    }
}

impl FromIterator<u32> for Places {
    fn from_iter<I: IntoIterator<Item = u32>>(places: I) -> Self {
        let mut all = Self::default();
        places.into_iter().for_each(|place| all.insert(place));
        all
    }
}
