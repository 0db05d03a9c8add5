//! The movement of the pattern: whether there is any, since when, how sure, and among whom.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::assessment::gather::Seen;
use crate::assessment::parameters::Parameters;
use crate::assessment::sureness::Share;
use crate::assessment::tally::{Parts, Tally, parts, share};
use crate::boundary::Lean;
use crate::code::Code;
use crate::id::PersonId;
use crate::moment::Moment;
use crate::people::Side;

/// Who is heard before and after a point in time, each as from the side on which they stood.
///
/// ```
/// use practice_cycle::{assessment::Among, id::PersonId};
/// let (stays, comes) = (PersonId::new("worker-a")?, PersonId::new("worker-b")?);
/// let among = Among { both: vec![stays], only_after: vec![comes], ..Among::default() };
/// assert_eq!(among.to_string(), "among worker-a, heard before and after; not compared, heard only after: worker-b");
/// # Ok::<(), practice_cycle::id::IdError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Among {
    /// Those who are heard on both sides of it, and are compared with themselves.
    pub both: Vec<PersonId>,
    /// Those heard only before. What they saw is not compared with what others saw later.
    pub only_before: Vec<PersonId>,
    /// Those heard only after.
    pub only_after: Vec<PersonId>,
}

/// Which way the pattern is moving, if any.
///
/// ```
/// use practice_cycle::assessment::Movement;
/// let movement = Movement::TooLittle { windows: 1 };
/// assert_eq!(
///     movement.to_string(),
///     "too little to see a change: that takes two periods with enough evidence, and there is 1",
/// );
/// ```
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Movement {
    /// Fewer than two windows pass every gate.
    TooLittle {
        /// How many do.
        windows: u32,
    },
    /// Other people saw it later than earlier: at no point between two windows are enough of them heard both before and after.
    OtherPeople {
        /// How many are, at most.
        found: u32,
        /// How many are needed: as many as the gate for observers asks for.
        needed: u32,
    },
    /// No change is sure enough. That is not to say that nothing changed.
    NoneSure {
        /// The side of the likeliest change.
        towards: Lean,
        /// The start of the first window after it.
        since: Moment,
        /// How sure that would be.
        found: f64,
        /// How sure it would have to be.
        needed: f64,
        /// Who is compared, and who is not.
        among: Among,
    },
    /// The share of one side has grown.
    Moving {
        /// Which side.
        towards: Lean,
        /// The start of the first window after which it was greater.
        since: Moment,
        /// How sure.
        sure: f64,
        /// Who is compared, and who is not.
        among: Among,
    },
}

/// The windows that pass every gate, and whoever is heard in them.
#[derive(Debug, Default)]
pub(super) struct TakingPart<'a> {
    starts: Vec<Moment>,
    /// Somebody who looks from another side than before is compared with nobody, not even with themself.
    heard: BTreeMap<(usize, Side), Heard<'a>>,
}

/// What somebody saw from one side, window by window.
#[derive(Debug)]
struct Heard<'a> {
    person: &'a PersonId,
    voices: Vec<(usize, Parts)>,
}

impl Heard<'_> {
    /// What they saw in the windows before one of them, and from it on, where they are heard there at all.
    fn split(&self, at: usize) -> (Option<Parts>, Option<Parts>) {
        let sum = |voices: &[(usize, Parts)]| {
            let mut all = Parts::default();
            voices.iter().for_each(|&(_, voice)| all.add(voice));
            (!voices.is_empty()).then_some(all)
        };
        let (earlier, later) = self.voices.split_at(self.voices.partition_point(|&(window, _)| window < at));
        (sum(earlier), sum(later))
    }
}

/// The voices of some people on one side of a point in time, each counted by what they also gave on the other side.
///
/// Were they only added up, somebody who is heard more often after it than before would pull the sum their way without having
/// seen anything change. With these weights each has the same part of either sum.
#[derive(Debug, Default)]
struct Weighed {
    voices: Parts,
    total: u64,
    weights: u64,
    squares: u64,
}

impl Weighed {
    fn add(&mut self, voice: Parts, on_the_other_side: Parts) {
        let (own, other) = (share(voice.total()), share(on_the_other_side.total()));
        if own <= 0.0 || other <= 0.0 {
            return;
        }
        let counted = other / (own + other);
        self.voices.add(voice.times(counted));
        self.total += voice.total();
        self.weights += parts(own * counted);
        self.squares += parts(own * counted * counted);
    }

    /// Their voices in these proportions, and together as loud as weights so unequal leave them: never louder than they were.
    fn tally(&self) -> Tally {
        if self.weights == 0 {
            return Tally::default();
        }
        let (total, weights, squares) = (share(self.total), share(self.weights), share(self.squares));
        // What is too little to be told from nothing is bounded by what there was.
        let louder = (weights / squares).min(total / weights);
        let Tally { enmeshed, healthy, diffuse } = self.voices.tally();
        Tally { enmeshed: enmeshed * louder, healthy: healthy * louder, diffuse: diffuse * louder }
    }
}

impl<'a> TakingPart<'a> {
    pub(super) fn add<'s>(&mut self, from: Moment, heard: impl Iterator<Item = &'s Seen<'a>>)
    where
        'a: 's,
    {
        let window = self.starts.len();
        self.starts.push(from);
        for seen in heard {
            let key = (seen.seat, seen.role.side());
            let known = self.heard.entry(key).or_insert_with(|| Heard { person: seen.person, voices: Vec::new() });
            known.voices.push((window, seen.voice));
        }
    }

    fn among(&self, split: usize) -> Among {
        let mut among = Among::default();
        for heard in self.heard.values() {
            let named = match heard.split(split) {
                (Some(_), Some(_)) => &mut among.both,
                (Some(_), None) => &mut among.only_before,
                (None, _) => &mut among.only_after,
            };
            named.push(heard.person.clone());
        }
        among
    }

    pub(super) fn movement(&self, parameters: &Parameters) -> Movement {
        if self.starts.len() < 2 {
            return Movement::TooLittle { windows: self.starts.len() as u32 };
        }
        let needed = parameters.gates().observers;
        let (mut comparisons, mut found) = (0_u32, 0);
        let mut best: Option<(f64, Lean, usize, Moment)> = None;
        for (split, &since) in self.starts.iter().enumerate().skip(1) {
            let (mut earlier, mut later, mut both) = (Weighed::default(), Weighed::default(), 0);
            for heard in self.heard.values() {
                let (Some(before), Some(after)) = heard.split(split) else { continue };
                earlier.add(before, after);
                later.add(after, before);
                both += 1;
            }
            found = found.max(both);
            if both < needed {
                continue;
            }
            let (earlier, later) = (earlier.tally(), later.tally());
            for &lean in Lean::ALL {
                comparisons += 1;
                let of = |voices| Share::of(voices, lean, parameters.prior());
                let grown = of(later).greater_than(of(earlier));
                if best.is_none_or(|(most, ..)| grown > most) {
                    best = Some((grown, lean, split, since));
                }
            }
        }
        let Some((grown, towards, split, since)) = best else { return Movement::OtherPeople { found, needed } };
        let (among, needed) = (self.among(split), parameters.thresholds().sure_from);
        let sure = (1.0 - (1.0 - grown) * f64::from(comparisons)).max(0.0);
        if sure >= needed {
            Movement::Moving { towards, since, sure, among }
        } else {
            Movement::NoneSure { towards, since, found: sure, needed, among }
        }
    }
}
