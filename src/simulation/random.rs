//! Random numbers that depend on what they are for, and not on what was drawn before.
//!
//! Every draw has a name: the way from the seed to it, such as *team 12, observer 3, meeting 7, row 2, error*. The name is the
//! counter of a counter-based generator, Philox4x32-10, and the seed is its key, so a number can be had at any time, in any order and
//! in any thread, and is the same. Two worlds that differ in one respect have all other draws in common.

use xxhash_rust::xxh3::xxh3_128;

const MULTIPLIERS: [u32; 2] = [0xD251_1F53, 0xCD9E_8D57];
const STEPS: [u32; 2] = [0x9E37_79B9, 0xBB67_AE85];
const ROUNDS: u32 = 10;

/// Philox4x32-10: 128 random bits for a counter and a key, always the same ones.
///
/// Source: J. K. Salmon, M. A. Moraes, R. O. Dror, D. E. Shaw, *Parallel random numbers: as easy as 1, 2, 3* (2011), with the known
/// answers that the authors publish in Random123. Not for secrets.
///
/// ```
/// use practice_cycle::simulation::random::philox4x32_10;
/// assert_eq!(philox4x32_10([0; 4], [0; 2]), [0x6627_e8d5, 0xe169_c58d, 0xbc57_ac4c, 0x9b00_dbd8]);
/// ```
#[must_use]
pub fn philox4x32_10(counter: [u32; 4], key: [u32; 2]) -> [u32; 4] {
    let [mut a, mut b, mut c, mut d] = counter;
    let [mut left, mut right] = key;
    let [by_left, by_right] = MULTIPLIERS.map(u64::from);
    for _ in 0..ROUNDS {
        let (first, second) = (u64::from(a) * by_left, u64::from(c) * by_right);
        (a, b, c, d) = ((second >> 32) as u32 ^ b ^ left, second as u32, (first >> 32) as u32 ^ d ^ right, first as u32);
        left = left.wrapping_add(STEPS[0]);
        right = right.wrapping_add(STEPS[1]);
    }
    [a, b, c, d]
}

/// The name of a draw, or of all those below it, under a seed.
///
/// From the seed one names one's way: each step is a word and a number. The 128 bits of a name are XXH3-128 of those of the name
/// before it (16 bytes, the lowest first; at the seed all zero), the word, a zero byte, and the number (8 bytes, the lowest first).
/// They are the counter, word by word from the lowest; the seed is the key, its lower half first. So a seed means the same numbers
/// on every machine and in every release. That two names share their bits does not happen in any run that could be made.
///
/// ```
/// use practice_cycle::simulation::random::Stream;
/// let team = Stream::new(7).at("team", 12);
/// let before = team.at("observer", 3).named("error").uniform();
/// team.at("observer", 2).named("error").uniform(); // Another draw changes nothing.
/// assert_eq!(team.at("observer", 3).named("error").uniform(), before);
/// assert_ne!(team.at("observer", 3).named("sight").uniform(), before);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stream {
    seed: u64,
    name: u128,
}

impl Stream {
    /// All draws under a seed.
    #[must_use]
    pub const fn new(seed: u64) -> Self {
        Self { seed, name: 0 }
    }

    /// One of the draws below this one, by a word and a number: the stretch, the place or the person.
    #[must_use]
    pub fn at(self, word: &str, number: u64) -> Self {
        self.step([word.as_bytes(), &[0], &number.to_le_bytes()])
    }

    /// The draws of a purpose about a thing, of which there may be several: a step whose word is the purpose and that of the kind of
    /// thing with a zero byte between them, and whose number is that of the thing and, in the upper half, which draw it is.
    pub(crate) fn about(self, purpose: &str, kind: &str, number: u32, nth: u32) -> Self {
        let numbers = u64::from(nth) << 32 | u64::from(number);
        self.step([purpose.as_bytes(), &[0], kind.as_bytes(), &[0], &numbers.to_le_bytes()])
    }

    #[inline]
    fn step<const PARTS: usize>(self, parts: [&[u8]; PARTS]) -> Self {
        let mut bytes = [0_u8; 96];
        let (before, mut rest) = bytes.split_at_mut(size_of::<u128>());
        before.copy_from_slice(&self.name.to_le_bytes());
        for part in parts {
            let Some((room, after)) = rest.split_at_mut_checked(part.len()) else {
                let long = [&self.name.to_le_bytes()[..], &parts.concat()].concat();
                return Self { name: xxh3_128(&long), ..self };
            };
            room.copy_from_slice(part);
            rest = after;
        }
        let left = rest.len();
        let (used, _) = bytes.split_at(bytes.len() - left);
        Self { name: xxh3_128(used), ..self }
    }

    /// One of the draws below this one, by a word alone: what it is for. The same as [`at`](Self::at) with the number 0.
    #[must_use]
    pub fn named(self, word: &str) -> Self {
        self.at(word, 0)
    }

    fn bits(self) -> [u32; 4] {
        let word = |nth: u32| (self.name >> (32 * nth)) as u32;
        philox4x32_10([word(0), word(1), word(2), word(3)], [self.seed as u32, (self.seed >> 32) as u32])
    }

    /// A number from 0 to below 1, each multiple of 2^-53 as likely as any other.
    #[must_use]
    pub fn uniform(self) -> f64 {
        let [low, high, ..] = self.bits();
        fraction(low, high)
    }

    /// Two such numbers, which have nothing to do with one another. The first is [`uniform`](Self::uniform).
    ///
    /// ```
    /// use practice_cycle::simulation::random::Stream;
    /// let day = Stream::new(7).at("day", 12);
    /// let [first, second] = day.two_uniforms();
    /// assert_eq!(first, day.uniform());
    /// assert_ne!(first, second);
    /// ```
    #[must_use]
    pub fn two_uniforms(self) -> [f64; 2] {
        let [first, second, third, fourth] = self.bits();
        [fraction(first, second), fraction(third, fourth)]
    }

    /// Whether something happens that has this chance, from 0, never, to 1, always. What happens at one chance happens at any
    /// greater one.
    #[must_use]
    pub fn happens(self, chance: f64) -> bool {
        self.uniform() < chance
    }

    /// One of this many places, from 0, each as likely as any other; 0 where there are none.
    #[must_use]
    pub fn among(self, places: usize) -> usize {
        // The chances differ by less than 2^-53 times the number of places.
        ((self.uniform() * places as f64) as usize).min(places.saturating_sub(1))
    }
}

/// The upper 53 bits of two words, as a number from 0 to below 1.
fn fraction(low: u32, high: u32) -> f64 {
    const STEP: f64 = 1.0 / (1_u64 << 53) as f64;
    ((u64::from(high) << 32 | u64::from(low)) >> 11) as f64 * STEP
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_published_answers_are_known() {
        // `philox4x32 10` in `kat_vectors` of Random123.
        let pi = ([0x243f_6a88, 0x85a3_08d3, 0x1319_8a2e, 0x0370_7344], [0xa409_3822, 0x299f_31d0]);
        for (counter, key, answer) in [
            ([0; 4], [0; 2], [0x6627_e8d5, 0xe169_c58d, 0xbc57_ac4c, 0x9b00_dbd8]),
            ([u32::MAX; 4], [u32::MAX; 2], [0x408f_276d, 0x41c8_3b0e, 0xa20b_c7c6, 0x6d54_51fd]),
            (pi.0, pi.1, [0xd16c_fe09, 0x94fd_cceb, 0x5001_e420, 0x2412_6ea1]),
        ] {
            assert_eq!(philox4x32_10(counter, key), answer);
        }
    }

    #[test]
    fn a_name_is_what_the_documentation_says() {
        let child = |name: u128, word: &str, number: u64| {
            xxh3_128(&[&name.to_le_bytes()[..], word.as_bytes(), &[0], &number.to_le_bytes()].concat())
        };
        let long = "a word that is longer than any that is used here, by far";
        let by_hand = child(child(child(0, "team", 12), long, 0), "row", 2);
        let stream = Stream::new(0x0102_0304_0506_0708).at("team", 12).named(long).at("row", 2);
        assert_eq!(stream.name, by_hand);
        let words = [0, 32, 64, 96].map(|shift: u32| (by_hand >> shift) as u32);
        let [low, high, ..] = philox4x32_10(words, [0x0506_0708, 0x0102_0304]);
        let expected = ((u64::from(high) << 32 | u64::from(low)) >> 11) as f64 / 2_f64.powi(53);
        assert_eq!(stream.uniform(), expected);
    }

    #[test]
    fn draws_about_a_thing_are_one_step() {
        let stream = Stream::new(5).at("cycle", 3);
        assert_eq!(stream.about("answer", "contract", 7, 2), stream.at("answer\0contract", 2 << 32 | 7));
    }

    #[test]
    fn words_and_numbers_are_told_apart() {
        let root = Stream::new(1);
        let names = [root, root.named("a"), root.named("b"), root.at("a", 1), root.named("a").named("b"), root.named("ab")];
        for (nth, one) in names.iter().enumerate() {
            assert!(names.iter().skip(nth + 1).all(|other| other.uniform() != one.uniform()), "{nth}");
        }
        assert_eq!(root.at("a", 0), root.named("a"));
        assert_ne!(Stream::new(2).named("a").uniform(), root.named("a").uniform());
    }

    #[test]
    fn draws_are_spread_evenly() {
        // Sixteen sixteenths, by streams that differ in their numbers alone, in the lowest word or the highest.
        for step in [1, 1 << 40] {
            let mut counts = [0_u32; 16];
            (0..64_000).for_each(|nth| counts[Stream::new(3).at("team", nth * step).named("size").among(16)] += 1);
            let square: f64 = counts.iter().map(|&count| (f64::from(count) - 4000.0).powi(2) / 4000.0).sum();
            // 99.9 % of chi-squared with 15 degrees of freedom lies below.
            assert!(square < 37.7, "{counts:?}");
        }
    }

    #[test]
    fn chances_are_kept_at_their_ends() {
        let draws = (0..1000).map(|nth| Stream::new(4).at("draw", nth));
        assert!(draws.clone().all(|draw| draw.happens(1.0) && !draw.happens(0.0)));
        assert!(draws.clone().all(|draw| !draw.happens(0.2) || draw.happens(0.3)), "the same draw, at a greater chance");
        assert!(draws.clone().all(|draw| draw.among(3) < 3 && draw.among(1) == 0 && draw.among(0) == 0));
    }
}
