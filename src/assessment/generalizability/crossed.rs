//! The crossed table that a view of a history holds: those observers who all saw the same occasions.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::{FEWEST, Generalizability, NoStudy};
use crate::assessment::drift::values;
use crate::assessment::gather::gather;
use crate::assessment::observations::Observations;
use crate::assessment::parameters::Parameters;
use crate::boundary::{Lean, Scope};
use crate::code::Code;
use crate::history::View;
use crate::id::{ParametersId, PersonId};
use crate::signs::Occasion;

/// A study of what was noted of one side of the boundary, and of whose notes.
///
/// The value of an occasion to an observer is that of [`Drift`](super::super::Drift): the mean of how far the side showed to them, over
/// the rows in which they noted it or saw another side; nothing fades. Those with most occasions come first (of those with as many, the
/// one with the earlier first entry); of the first five, six and so on, all occasions are taken that every one of them valued; and
/// of these tables the one with most values, of those with as many the one with fewer observers. There can be a larger one, which
/// this does not look for. Whoever plans a study has the same people note the same occasions.
///
/// ```
/// use practice_cycle::assessment::{CrossedStudy, NoStudy, Parameters};
/// use practice_cycle::{boundary::{Lean, Scope}, history::History, moment::Moment};
///
/// let history = History::read(std::fs::read("examples/data/boundary_moving.jsonl")?.as_slice())?;
/// let view = history.view(Moment::LATEST, Moment::LATEST);
/// let study = CrossedStudy::of(&view, Scope::Cycle, Lean::Healthy, Parameters::unvalidated_v2());
/// assert!(matches!(study, Err(NoStudy::TooSmall { observers: 1..5, .. })), "a few people are no study");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct CrossedStudy {
    /// The parameters that say how much a strength and a basis count.
    pub parameters: ParametersId,
    /// What was asked about.
    pub scope: Scope,
    /// The side.
    pub side: Lean,
    /// Whose values are in the table, those with most occasions first.
    pub observers: Vec<PersonId>,
    /// What they come to.
    pub study: Generalizability,
}

impl CrossedStudy {
    /// Finds the table in a view, and studies it. Linear in the number of entries, and for each observer in that of the occasions.
    ///
    /// # Errors
    /// [`NoStudy::TooSmall`] where no five observers valued the same five occasions. It says how many observers there are, and how
    /// many occasions the five with most have in common.
    pub fn of(view: &View<'_>, scope: Scope, side: Lean, parameters: &Parameters) -> Result<Self, NoStudy> {
        let observations = Observations::new(view, &scope, parameters);
        let gathered = gather(&observations, view.speaks_of(), parameters);
        let mut noted: Vec<BTreeMap<Occasion, f64>> = vec![BTreeMap::new(); gathered.observers.len()];
        for value in values(&gathered, |_| Some(0)) {
            let of_side = value.sides.get(side.index()).copied().flatten();
            if let (Some(of_them), Some(of_side)) = (noted.get_mut(value.observer), of_side) {
                of_them.insert(value.occasion, of_side);
            }
        }
        let (observers, occasions) = crossed(&noted)?;
        let value = |occasion| observers.iter().map(|&place| noted.get(place)?.get(occasion).copied()).collect();
        let table: Vec<Vec<Option<f64>>> = occasions.iter().map(value).collect();
        let study = Generalizability::of(&table)?;
        let person = |&place: &usize| gathered.observers.get(place).map(|seen| seen.person.clone());
        let observers = observers.iter().filter_map(person).collect();
        Ok(Self { parameters: parameters.id().clone(), scope, side, observers, study })
    }
}

/// The observers and the occasions of the table.
fn crossed(noted: &[BTreeMap<Occasion, f64>]) -> Result<(Vec<usize>, BTreeSet<Occasion>), NoStudy> {
    let mut order: Vec<usize> =
        (0..noted.len()).filter(|&place| noted.get(place).is_some_and(|of| !of.is_empty())).collect();
    order.sort_by_key(|&place| std::cmp::Reverse(noted.get(place).map_or(0, BTreeMap::len)));
    let mut shared: Option<BTreeSet<Occasion>> = None;
    let (mut best, mut of_five): (Option<(usize, BTreeSet<Occasion>)>, usize) = (None, 0);
    for (before, of_them) in order.iter().filter_map(|&place| noted.get(place)).enumerate() {
        let observers = before + 1;
        let now: BTreeSet<Occasion> = match &shared {
            None => of_them.keys().copied().collect(),
            Some(shared) => shared.iter().copied().filter(|occasion| of_them.contains_key(occasion)).collect(),
        };
        if observers <= FEWEST {
            of_five = now.len();
        }
        let size = |(observers, occasions): &(usize, BTreeSet<Occasion>)| observers * occasions.len();
        if observers >= FEWEST && now.len() >= FEWEST && best.as_ref().map_or(0, size) < observers * now.len() {
            best = Some((observers, now.clone()));
        }
        shared = Some(now);
    }
    let (observers, occasions) = best.ok_or(NoStudy::TooSmall { occasions: of_five, observers: order.len() })?;
    order.truncate(observers);
    Ok((order, occasions))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn noted(of: &[&[Occasion]]) -> Vec<BTreeMap<Occasion, f64>> {
        of.iter().map(|occasions| occasions.iter().map(|&occasion| (occasion, 0.5)).collect()).collect()
    }

    #[test]
    fn the_table_with_most_values_is_taken() {
        let all: Vec<Occasion> = (0..8).collect();
        // Five valued all eight, and a sixth six of them: 40 values are more than 36.
        let six = noted(&[&all, &all[..6], &all, &all, &all, &all]);
        let (observers, occasions) = crossed(&six).unwrap();
        assert_eq!((observers, occasions.len()), (vec![0, 2, 3, 4, 5], 8));
        // The sixth seven of them: 42 are more than 40.
        let seven = noted(&[&all, &all[..7], &all, &all, &all, &all]);
        let (observers, occasions) = crossed(&seven).unwrap();
        assert_eq!((observers, occasions.len()), (vec![0, 2, 3, 4, 5, 1], 7));
    }

    #[test]
    fn what_is_too_small_says_by_how_much() {
        let all: Vec<Occasion> = (0..6).collect();
        let four_shared = noted(&[&all[..5], &all[1..], &all, &all, &all, &[]]);
        assert_eq!(crossed(&four_shared), Err(NoStudy::TooSmall { occasions: 4, observers: 5 }));
        assert_eq!(crossed(&noted(&[all.as_slice(); 4])), Err(NoStudy::TooSmall { occasions: 6, observers: 4 }));
        assert_eq!(crossed(&[]), Err(NoStudy::TooSmall { occasions: 0, observers: 0 }));
    }
}
