//! The verdict: the gates first, then disagreement, then two pulls at once, and only then a lean.

use serde::Serialize;

use super::firmness::{Firmness, Share, greatest};
use super::gather::{Stand, Voices};
use super::parameters::Parameters;
use super::tally::Tally;
use crate::boundary::{Lean, Row, Scope, Verdict};
use crate::code::Code;
use crate::people::Side;
use crate::signs::{Exact, Scales, Sums, above, at_least, too_few, too_light};
use crate::space::Space;

/// What is missing for a verdict.
///
/// ```
/// use practice_cycle::assessment::Missing;
/// assert_eq!(Missing::Observers { found: 1, needed: 2 }.to_string(), "1 of 2 observers");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Missing {
    /// Too few people looked.
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
    /// They looked in too few spaces.
    Spaces {
        /// In how many.
        found: u32,
        /// How many are needed.
        needed: u32,
    },
    /// They looked at too few rows of Figure 1.
    Rows {
        /// In how many.
        found: u32,
        /// How many are needed.
        needed: u32,
    },
    /// What was noted is long ago.
    Weight {
        /// The weight of all observers, on the side on which they weigh most.
        found: f64,
        /// How much is needed.
        needed: f64,
    },
    /// What was seen points firmly to no side.
    Firmness {
        /// The side to which it points most firmly.
        lean: Lean,
        /// How firmly.
        found: f64,
        /// How firm it has to be.
        needed: f64,
    },
}

/// One side: how far it showed to all observers, their weight, and how firmly that points to it.
///
/// ```
/// # use practice_cycle::assessment::{Assessment, Parameters};
/// # use practice_cycle::{boundary::{Lean, Scope}, history::History, moment::Moment};
/// # let history = History::read(std::fs::read("examples/data/boundary_seen_differently.jsonl")?.as_slice())?;
/// # let view = history.view("2026-10-16T17:00:00Z".parse()?, Moment::LATEST);
/// let reading = Assessment::of(&view, Scope::Cycle, Parameters::unvalidated_v2());
/// let healthy = reading.side(Lean::Healthy);
/// assert_eq!(healthy.observers, 1, "to one of three it showed");
/// assert!(healthy.showed <= healthy.weight && healthy.weight <= 3.0);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub struct SideReading {
    /// Which side.
    pub lean: Lean,
    /// To how many observers it showed at all.
    pub observers: u32,
    /// How far it showed, summed over observers: *S* of the page. From 0 to `weight`.
    pub showed: f64,
    /// The weight of all who would have seen it: *n*. From 0 to the number of observers.
    pub weight: f64,
    /// As many observers of equal weight as these are worth: *N*. From 1; 0 where nobody looked.
    pub alike: f64,
    /// By how much dependence divides them: *D*. From 1; 0 where nobody looked.
    pub divided_by: f64,
    /// How firmly it points there; nothing where nobody looked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub firmness: Option<Firmness>,
    /// How likely it is, by the same model, that this side shows most of the three.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub most: Option<f64>,
}

/// How far those who lean some way differ. Each of them counts with their weight on the side to which they lean.
///
/// ```
/// # use practice_cycle::assessment::{Assessment, Parameters};
/// # use practice_cycle::{boundary::{Lean, Scope}, history::History, moment::Moment};
/// # let history = History::read(std::fs::read("examples/data/boundary_seen_differently.jsonl")?.as_slice())?;
/// # let view = history.view("2026-10-16T17:00:00Z".parse()?, Moment::LATEST);
/// let reading = Assessment::of(&view, Scope::Cycle, Parameters::unvalidated_v2());
/// assert!(reading.dissent.share > 0.25, "two lean one way, and one another");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub struct Dissent {
    /// The weight of those who lean each way: *W*.
    pub leaning: Tally,
    /// The weight of those who lean otherwise than most.
    pub weight: f64,
    /// Their part of the weight of all who lean some way: *delta*, from 0 to 2/3; 0 where nobody leans.
    pub share: f64,
    /// Whether most of one perspective lean otherwise than most of another.
    pub between_perspectives: bool,
}

/// The perspective of one side: its observers, and the weight of those who lean each way.
#[derive(Debug, Clone, Copy, Default)]
struct Perspective {
    observers: u32,
    leaning: Sums<Lean>,
}

/// All that a verdict rests on. One observer can be taken out of it again without going through the others.
#[derive(Debug, Clone, Default)]
pub(super) struct Weighed {
    observers: u32,
    showed: Sums<Lean>,
    weight: Sums<Lean>,
    squares: Sums<Lean>,
    to: [u32; Lean::ALL.len()],
    leaning: Sums<Lean>,
    sides: [Perspective; Side::ALL.len()],
    spaces: [u32; Space::ALL.len()],
    rows: [u32; Row::ALL.len()],
}

impl Weighed {
    /// Everybody's voice on a day.
    pub(super) fn of(voices: &Voices, day: i32, half_life: f64) -> Self {
        let mut all = Self::default();
        for stand in voices.each() {
            let scales = stand.voice.scales(day, half_life);
            all.add(stand, &scales, scales.leans());
        }
        all
    }

    pub(super) fn add(&mut self, stand: &Stand, scales: &Scales<Lean>, leans: Option<Lean>) {
        self.change(stand, scales, leans, |sum, part| sum.add(part), |count| *count += 1);
    }

    /// The same without one of those added.
    pub(super) fn without(&self, stand: &Stand, scales: &Scales<Lean>, leans: Option<Lean>) -> Self {
        let mut rest = self.clone();
        rest.change(stand, scales, leans, |sum, part| sum.take(part), |count| *count -= 1);
        rest
    }

    fn change(
        &mut self,
        stand: &Stand,
        scales: &Scales<Lean>,
        leans: Option<Lean>,
        sum: fn(&mut Exact, Exact),
        count: fn(&mut u32),
    ) {
        for &lean in Lean::ALL {
            let (showed, weight) = (scales.showed.of(lean), scales.weight.of(lean));
            let parts = [(&mut self.showed, showed), (&mut self.weight, weight), (&mut self.squares, weight * weight)];
            for (sums, part) in parts {
                sums.at(lean).into_iter().for_each(|all| sum(all, Exact::of(part)));
            }
            if showed > 0.0 {
                self.to.get_mut(lean.index()).into_iter().for_each(count);
            }
        }
        let perspective = self.sides.get_mut(stand.side.index());
        if let Some(lean) = leans {
            let part = Exact::of(scales.weight.of(lean));
            let of_side = perspective.and_then(|side| side.leaning.at(lean));
            self.leaning.at(lean).into_iter().chain(of_side).for_each(|all| sum(all, part));
        }
        count(&mut self.observers);
        self.sides.get_mut(stand.side.index()).into_iter().for_each(|side| count(&mut side.observers));
        let places = stand.spaces.iter().map(Code::index);
        places.for_each(|place| self.spaces.get_mut(place).into_iter().for_each(count));
        let places = stand.rows.iter().map(Code::index);
        places.for_each(|place| self.rows.get_mut(place).into_iter().for_each(count));
    }

    pub(super) fn dissent(&self, parameters: &Parameters) -> Dissent {
        let leaning = self.leaning.tally();
        let total = Lean::ALL.iter().map(|&lean| leaning.of(lean)).sum::<f64>();
        let most = Lean::ALL.iter().map(|&lean| leaning.of(lean)).fold(0.0, f64::max);
        let weight = total - most;
        let share = if total > 0.0 { weight / total } else { 0.0 };
        let mut speaking = self.sides.iter().filter_map(|side| side.majority(parameters));
        let first = speaking.next();
        // However many stand on one side, they do not outvote those on another.
        let between_perspectives = first.is_some_and(|first| speaking.any(|lean| lean != first));
        Dissent { leaning, weight, share, between_perspectives }
    }

    fn contested(&self, parameters: &Parameters) -> bool {
        let (dissent, thresholds) = (self.dissent(parameters), parameters.thresholds());
        let heavy = dissent.weight > 0.0 && at_least(dissent.weight, thresholds.trace);
        dissent.between_perspectives || (heavy && at_least(dissent.share, thresholds.dissent_from))
    }

    /// Whether a side shows in enough of their weight, to two observers at least.
    fn pulls(&self, lean: Lean, parameters: &Parameters) -> bool {
        let (showed, weight) = (self.showed.of(lean).number(), self.weight.of(lean).number());
        let observers = self.to.get(lean.index()).copied().unwrap_or_default();
        observers >= 2 && at_least(showed, parameters.thresholds().pull_from * weight)
    }

    /// Which gates are shut. Where one space, or one perspective, was asked for, no more than one can be there.
    pub(super) fn gates(&self, scope: &Scope, parameters: &Parameters) -> Vec<Missing> {
        let gates = parameters.gates();
        let of = |counts: &[u32]| counts.iter().filter(|&&count| count > 0).count() as u32;
        let perspectives = self.sides.iter().filter(|side| side.observers > 0).count() as u32;
        let perspectives_needed = if let Scope::Perspective(_) = scope { 1 } else { gates.perspectives };
        // A contract is for one space, so of one space it can be read.
        let spaces_needed = if let Scope::Space(_) | Scope::Contract(_) = scope { 1 } else { gates.spaces };
        let weight = Lean::ALL.iter().map(|&lean| self.weight.of(lean).number()).fold(0.0, f64::max);
        let missing = [
            too_few(self.observers, gates.observers, |found, needed| Missing::Observers { found, needed }),
            too_few(perspectives, perspectives_needed, |found, needed| Missing::Perspectives { found, needed }),
            too_few(of(&self.spaces), spaces_needed, |found, needed| Missing::Spaces { found, needed }),
            too_few(of(&self.rows), gates.rows, |found, needed| Missing::Rows { found, needed }),
            too_light(weight, gates.weight, |found, needed| Missing::Weight { found, needed }),
        ];
        missing.into_iter().flatten().collect()
    }

    fn share(&self, lean: Lean, parameters: &Parameters) -> Option<Share> {
        let [showed, weight, squares] = [&self.showed, &self.weight, &self.squares].map(|sums| sums.of(lean).unrounded());
        Share::of(showed, weight, squares, parameters.dependence(), parameters.prior())
    }

    pub(super) fn sides(&self, parameters: &Parameters) -> [SideReading; Lean::ALL.len()] {
        let shares = [Lean::Enmeshed, Lean::Healthy, Lean::Diffuse].map(|lean| self.share(lean, parameters));
        let [enmeshed, healthy, diffuse] = greatest(shares);
        [(Lean::Enmeshed, enmeshed), (Lean::Healthy, healthy), (Lean::Diffuse, diffuse)].map(|(lean, most)| {
            let [showed, weight, squares] =
                [&self.showed, &self.weight, &self.squares].map(|sums| sums.of(lean).unrounded());
            let looked = weight > 0.0 && squares > 0.0;
            let alike = if looked { (weight * weight / squares).max(1.0) } else { 0.0 };
            SideReading {
                lean,
                observers: self.to.get(lean.index()).copied().unwrap_or_default(),
                showed: self.showed.of(lean).number(),
                weight: self.weight.of(lean).number(),
                alike,
                divided_by: if looked { 1.0 + parameters.dependence() * (alike - 1.0) } else { 0.0 },
                firmness: Firmness::of(showed, weight, squares, parameters),
                most,
            }
        })
    }

    pub(super) fn judge(&self, scope: &Scope, parameters: &Parameters) -> (Verdict, Vec<Missing>) {
        let missing = self.gates(scope, parameters);
        if !missing.is_empty() {
            return (Verdict::Insufficient, missing);
        }
        if self.contested(parameters) {
            return (Verdict::Contested, missing);
        }
        let needed = parameters.thresholds().firm_from;
        let firmness = |lean: Lean| self.share(lean, parameters).map_or(0.0, Share::above_half);
        let each = [Lean::Enmeshed, Lean::Healthy, Lean::Diffuse].map(|lean| (lean, firmness(lean)));
        let mut firm = each.iter().filter(|&&(_, found)| at_least(found, needed)).map(|&(lean, _)| lean);
        let (first, second) = (firm.next(), firm.next());
        let pulls = |lean: Lean| self.pulls(lean, parameters);
        let both_ends = pulls(Lean::Enmeshed) && pulls(Lean::Diffuse);
        let two_pull = Lean::ALL.iter().filter(|&&lean| pulls(lean)).count() > 1;
        if both_ends || second.is_some() || (two_pull && first.is_none()) {
            return (Verdict::Mixed, missing);
        }
        if let Some(lean) = first {
            return (lean.into(), missing);
        }
        let (lean, found) = firmest(each);
        (Verdict::Insufficient, vec![Missing::Firmness { lean, found, needed }])
    }

    /// What the verdict would be without one of those added, if another.
    pub(super) fn flipped_without(
        &self,
        (stand, scales, leans): (&Stand, &Scales<Lean>, Option<Lean>),
        verdict: Verdict,
        scope: &Scope,
        parameters: &Parameters,
    ) -> Option<(Verdict, Vec<Missing>)> {
        let (becomes, missing) = self.without(stand, scales, leans).judge(scope, parameters);
        (becomes != verdict).then_some((becomes, missing))
    }
}

/// The side to which it points most firmly: the first of them, if two are as firm.
pub(super) fn firmest(each: impl IntoIterator<Item = (Lean, f64)>) -> (Lean, f64) {
    each.into_iter().fold((Lean::Enmeshed, 0.0), |most, next| if above(next.1, most.1) { next } else { most })
}

impl Perspective {
    /// The side to which those of its weight lean who lean some way, where more than half of it does, and enough to speak for it.
    fn majority(&self, parameters: &Parameters) -> Option<Lean> {
        let leaning = self.leaning.tally();
        let total = Lean::ALL.iter().map(|&lean| leaning.of(lean)).sum::<f64>();
        let enough = parameters.thresholds().perspective_from;
        Lean::ALL.iter().copied().find(|&lean| {
            let weight = leaning.of(lean);
            above(2.0 * weight, total) && at_least(weight, enough)
        })
    }
}
