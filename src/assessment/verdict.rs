//! The verdict, from voices: the gates first, then disagreement, then two pulls at once, and only then a lean.

use serde::Serialize;

use super::gather::Seen;
use super::parameters::Parameters;
use super::sureness::Sureness;
use super::tally::{Heads, Parts, share};
use crate::boundary::{Lean, Row, Scope, Verdict};
use crate::code::Code;
use crate::people::Side;
use crate::space::Space;

/// What is missing for a verdict.
///
/// ```
/// use practice_cycle::assessment::Missing;
/// assert_eq!(Missing::Observers { found: 1, needed: 2 }.to_string(), "1 of 2 observers");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Missing {
    /// Too few people saw it.
    Observers {
        /// How many did.
        found: u32,
        /// How many are needed.
        needed: u32,
    },
    /// They stand on too few sides.
    Perspectives {
        /// On how many they stand.
        found: u32,
        /// How many are needed.
        needed: u32,
    },
    /// It was seen in too few spaces.
    Spaces {
        /// In how many.
        found: u32,
        /// How many are needed.
        needed: u32,
    },
    /// It was seen in too few rows of Figure 1.
    Rows {
        /// In how many.
        found: u32,
        /// How many are needed.
        needed: u32,
    },
    /// What showed was slight, at second hand, or long ago.
    Voice {
        /// All voices together.
        found: f64,
        /// How much is needed.
        needed: f64,
    },
    /// No side is likely enough to hold the majority.
    Sureness {
        /// The likeliest side.
        lean: Lean,
        /// How likely it is.
        found: f64,
        /// How likely it has to be.
        needed: f64,
    },
}

/// The perspective of one side: its observers, and which way those of them lean who do.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Perspective {
    pub(super) observers: u32,
    leaning: Heads,
}

/// All that a verdict rests on. One observer can be taken out of it again without going through the others.
#[derive(Debug, Clone, Default)]
pub(super) struct Sums {
    pub(super) observers: u32,
    pub(super) voices: Parts,
    leaning: Heads,
    sides: [Perspective; Side::ALL.len()],
    spaces: [u32; Space::ALL.len()],
    rows: [u32; Row::ALL.len()],
}

impl Sums {
    pub(super) fn add(&mut self, seen: &Seen<'_>) {
        self.observers += 1;
        self.voices.add(seen.voice);
        self.leaning.add(seen.leans);
        if let Some(side) = self.sides.get_mut(seen.role.side().index()) {
            side.observers += 1;
            side.leaning.add(seen.leans);
        }
        tick(&mut self.spaces, seen.spaces().iter(), |count| *count += 1);
        tick(&mut self.rows, seen.rows.iter(), |count| *count += 1);
    }

    /// The same without one of those added.
    fn without(&self, seen: &Seen<'_>) -> Self {
        let mut rest = self.clone();
        rest.observers -= 1;
        rest.voices.take(seen.voice);
        rest.leaning.take(seen.leans);
        if let Some(side) = rest.sides.get_mut(seen.role.side().index()) {
            side.observers -= 1;
            side.leaning.take(seen.leans);
        }
        tick(&mut rest.spaces, seen.spaces().iter(), |count| *count -= 1);
        tick(&mut rest.rows, seen.rows.iter(), |count| *count -= 1);
        rest
    }

    /// The perspectives from which anybody saw it.
    pub(super) fn perspectives(&self) -> impl Iterator<Item = (Side, &Perspective)> {
        Side::ALL.iter().copied().zip(&self.sides).filter(|(_, perspective)| perspective.observers > 0)
    }

    /// Whether people differ: each of those who lean counts once, and so does each perspective.
    fn contested(&self, parameters: &Parameters) -> bool {
        let mut leans = self.perspectives().filter_map(|(_, side)| side.leaning.majority());
        let first = leans.next();
        // However many stand on one side, they do not outvote those on another.
        let perspectives_differ = first.is_some_and(|first| leans.any(|lean| lean != first));
        perspectives_differ || self.leaning.otherwise() >= parameters.thresholds().contested_from
    }

    /// Two pulls at once: to both ends, or to two sides of which neither is sure.
    fn mixed(&self, sure: bool, parameters: &Parameters) -> bool {
        let pulls = |lean: Lean| {
            let voices = self.voices.of(lean);
            voices > 0 && voices as f64 >= parameters.thresholds().mixed_from * self.voices.total() as f64
        };
        let both_ends = pulls(Lean::Enmeshed) && pulls(Lean::Diffuse);
        let two = Lean::ALL.iter().filter(|&&lean| pulls(lean)).count() > 1;
        both_ends || (two && !sure)
    }

    /// Which gates are shut. Where one space, or one perspective, was asked for, no more than one can be there.
    pub(super) fn gates(&self, scope: &Scope, parameters: &Parameters) -> Vec<Missing> {
        let gates = parameters.gates();
        let mut missing = Vec::new();
        let few = |found: u32, needed: u32| found < needed;
        let needed = gates.observers;
        if few(self.observers, needed) {
            missing.push(Missing::Observers { found: self.observers, needed });
        }
        let found = self.perspectives().count() as u32;
        let needed = if let Scope::Perspective(_) = scope { 1 } else { gates.perspectives };
        if few(found, needed) {
            missing.push(Missing::Perspectives { found, needed });
        }
        let found = self.spaces.iter().filter(|&&count| count > 0).count() as u32;
        // A contract is for one space, so of one space it can be read.
        let needed = if let Scope::Space(_) | Scope::Contract(_) = scope { 1 } else { gates.spaces };
        if few(found, needed) {
            missing.push(Missing::Spaces { found, needed });
        }
        let found = self.rows.iter().filter(|&&count| count > 0).count() as u32;
        let needed = gates.rows;
        if few(found, needed) {
            missing.push(Missing::Rows { found, needed });
        }
        let (found, needed) = (share(self.voices.total()), gates.voice);
        if found < needed {
            missing.push(Missing::Voice { found, needed });
        }
        missing
    }

    pub(super) fn sureness(&self, parameters: &Parameters) -> Sureness {
        Sureness::of(self.voices.tally(), parameters.prior())
    }

    pub(super) fn judge(&self, scope: &Scope, parameters: &Parameters) -> (Verdict, Vec<Missing>) {
        let missing = self.gates(scope, parameters);
        if !missing.is_empty() {
            return (Verdict::Insufficient, missing);
        }
        if self.contested(parameters) {
            return (Verdict::Contested, missing);
        }
        let (lean, found) = self.sureness(parameters).likeliest();
        let needed = parameters.thresholds().sure_from;
        let sure = found >= needed;
        if self.mixed(sure, parameters) {
            (Verdict::Mixed, missing)
        } else if sure {
            (lean.into(), missing)
        } else {
            (Verdict::Insufficient, vec![Missing::Sureness { lean, found, needed }])
        }
    }

    /// What the verdict would be without one of those added, if another.
    pub(super) fn flipped_without(
        &self,
        seen: &Seen<'_>,
        verdict: Verdict,
        scope: &Scope,
        parameters: &Parameters,
    ) -> Option<(Verdict, Vec<Missing>)> {
        let (becomes, missing) = self.without(seen).judge(scope, parameters);
        (becomes != verdict).then_some((becomes, missing))
    }
}

fn tick<W: Code>(counts: &mut [u32], words: impl Iterator<Item = W>, step: impl Fn(&mut u32)) {
    for word in words {
        if let Some(count) = counts.get_mut(word.index()) {
            step(count);
        }
    }
}
