//! The order in which the ratings of one person put the ideas.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::Parameters;
use crate::id::{HypothesisId, StatementId};
use crate::questions::Latest;

/// Ideas that have as much against them, in the order in which they were put.
///
/// ```
/// use practice_cycle::hypotheses::Place;
/// let place = Place { hypotheses: vec!["hy-1".parse()?, "hy-2".parse()?], against: 2 };
/// assert_eq!(place.to_string(), "hy-1 and hy-2 alike");
/// # Ok::<(), practice_cycle::id::IdError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema), schemars(rename = "OrderPlace"))]
pub struct Place {
    /// The ideas: several where they tie.
    pub hypotheses: Vec<HypothesisId>,
    /// What the pieces that count have against each of them, summed.
    pub against: u64,
}

/// What the order would be without one piece.
///
/// ```
/// use practice_cycle::hypotheses::LeftOut;
/// let left_out = LeftOut { piece: "st-1".parse()?, becomes: None };
/// assert!(!left_out.changes());
/// # Ok::<(), practice_cycle::id::IdError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub struct LeftOut {
    /// The piece.
    pub piece: StatementId,
    /// The order without it; none where it stays the same.
    pub becomes: Option<Vec<Place>>,
}

impl LeftOut {
    /// Whether the order would be another.
    #[must_use]
    pub const fn changes(&self) -> bool {
        self.becomes.is_some()
    }
}

/// The ideas as one person weighed them, the one with the least against it first. See the module [`hypotheses`](super) for how it is made.
///
/// ```
/// use practice_cycle::hypotheses::OrderReading;
/// fn first(order: &OrderReading) -> usize { order.places.first().map_or(0, |place| place.hypotheses.len()) }
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub struct OrderReading {
    /// The order.
    pub places: Vec<Place>,
    /// The pieces that count: those that they weighed against each idea of the order.
    pub pieces: Vec<StatementId>,
    /// The pieces that they weighed against some of these ideas only. They count for nothing until they are weighed against all.
    pub not_counted: Vec<StatementId>,
    /// The ideas that they weighed against too few pieces to stand in the order, or not at all.
    pub not_in_order: Vec<HypothesisId>,
    /// Of the pieces that count, those that count the same against every idea: they do not help to tell the ideas apart.
    pub does_not_help: Vec<StatementId>,
    /// The ideas against which no piece counts: nothing that they weighed could have moved these down.
    pub nothing_against: Vec<HypothesisId>,
    /// What the order would be without each of the pieces that count.
    pub without: Vec<LeftOut>,
}

/// Why there is no order.
///
/// ```
/// use practice_cycle::hypotheses::Missing;
/// let missing = Missing::Pieces { found: 2, needed: 3 };
/// assert_eq!(missing.to_string(), "that takes 3 pieces or more, each weighed against each of these ideas; 2 so far");
/// let missing = Missing::Ideas { found: 1, needed: 2, pieces: 3 };
/// assert_eq!(missing.to_string(), "that takes 2 ideas, each weighed against 3 pieces or more; 1 so far");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema), schemars(rename = "HypothesesMissing"))]
#[serde(rename_all = "snake_case")]
pub enum Missing {
    /// The question is whether a child was harmed, which no order answers.
    WhetherHarmed,
    /// Too few ideas were weighed against enough pieces.
    Ideas {
        /// Ideas that were.
        found: usize,
        /// Ideas that are needed.
        needed: usize,
        /// The pieces that each needs.
        pieces: usize,
    },
    /// Too few pieces were weighed against each of those ideas.
    Pieces {
        /// Pieces that were.
        found: usize,
        /// Pieces that are needed.
        needed: usize,
    },
}

/// The latest ratings of one person.
pub(super) type Rated<'a> = BTreeMap<(&'a StatementId, &'a HypothesisId), Latest>;

/// The order that one person's ratings give, of ideas in the order put and pieces in the order weighed. The work is that of looking at
/// each idea and piece once for the order, and of sorting the ideas once for each piece that is left out.
pub(super) fn order(
    rated: &Rated<'_>,
    ideas: &[&HypothesisId],
    pieces: &[&StatementId],
    parameters: &Parameters,
) -> Result<OrderReading, Missing> {
    let (needs, needed) = (parameters.pieces(), parameters.ideas());
    let has = |piece: &StatementId, idea: &HypothesisId| rated.contains_key(&(piece, idea));
    let is_weighed = |idea: &&&HypothesisId| pieces.iter().filter(|piece| has(piece, idea)).count() >= needs;
    let among: Vec<&HypothesisId> = ideas.iter().filter(is_weighed).copied().collect();
    if among.len() < needed {
        return Err(Missing::Ideas { found: among.len(), needed, pieces: needs });
    }
    let in_all = |piece: &&&StatementId| among.iter().all(|idea| has(piece, idea));
    let counted: Vec<&StatementId> = pieces.iter().filter(in_all).copied().collect();
    if counted.len() < needs {
        return Err(Missing::Pieces { found: counted.len(), needed: needs });
    }
    let against = |piece: &StatementId, idea: &HypothesisId| {
        rated.get(&(piece, idea)).map_or(0, |latest| parameters.against(latest.rating))
    };
    // Of each piece, what it counts against each idea.
    let columns: Vec<Vec<u64>> =
        counted.iter().map(|piece| among.iter().map(|idea| against(piece, idea)).collect()).collect();
    let mut totals = vec![0_u64; among.len()];
    columns.iter().for_each(|column| totals.iter_mut().zip(column).for_each(|(total, counts)| *total += counts));
    let places = places(&among, &totals);
    let without = counted.iter().zip(&columns).map(|(piece, column)| {
        let rest: Vec<u64> = totals.iter().zip(column).map(|(total, counts)| total - counts).collect();
        let becomes = self::places(&among, &rest);
        let stays = becomes.iter().map(|place| &place.hypotheses).eq(places.iter().map(|place| &place.hypotheses));
        LeftOut { piece: (*piece).clone(), becomes: (!stays).then_some(becomes) }
    });
    let is_same = |column: &[u64]| column.iter().min() == column.iter().max();
    let alike = counted.iter().zip(&columns).filter(|(_, column)| is_same(column));
    let (all_of_these, in_order) = (BTreeSet::from_iter(&counted), BTreeSet::from_iter(&among));
    let partly = |piece: &&&StatementId| !all_of_these.contains(*piece) && ideas.iter().any(|idea| has(piece, idea));
    Ok(OrderReading {
        does_not_help: alike.map(|(piece, _)| (*piece).clone()).collect(),
        nothing_against: among
            .iter()
            .zip(&totals)
            .filter(|(_, total)| **total == 0)
            .map(|(idea, _)| (*idea).clone())
            .collect(),
        not_counted: pieces.iter().filter(partly).copied().cloned().collect(),
        not_in_order: ideas.iter().filter(|idea| !in_order.contains(*idea)).copied().cloned().collect(),
        without: without.collect(),
        pieces: counted.iter().copied().cloned().collect(),
        places,
    })
}

/// Ideas by what is against them, the least first; those with as much share a place.
fn places(ideas: &[&HypothesisId], totals: &[u64]) -> Vec<Place> {
    let mut by_total: BTreeMap<u64, Vec<HypothesisId>> = BTreeMap::new();
    for (&idea, &total) in ideas.iter().zip(totals) {
        by_total.entry(total).or_default().push(idea.clone());
    }
    by_total.into_iter().map(|(against, hypotheses)| Place { hypotheses, against }).collect()
}

/// Whether orders put the ideas that all of them hold the same way; nothing where there are not two orders with two such ideas.
pub(super) fn same(orders: &[&OrderReading]) -> Option<bool> {
    let (first, others) = orders.split_first()?;
    let holds = |order: &OrderReading, idea: &HypothesisId| order.places.iter().any(|place| place.hypotheses.contains(idea));
    let in_all = |idea: &&HypothesisId| others.iter().all(|order| holds(order, idea));
    let common = |order: &OrderReading| -> Vec<Vec<HypothesisId>> {
        let in_both = |idea: &&HypothesisId| in_all(idea) && holds(first, idea);
        let kept = order.places.iter().map(|place| place.hypotheses.iter().filter(in_both).cloned().collect::<Vec<_>>());
        kept.filter(|place| !place.is_empty()).collect()
    };
    let of_first = common(first);
    let ideas: usize = of_first.iter().map(Vec::len).sum();
    (ideas > 1 && !others.is_empty()).then(|| others.iter().all(|order| common(order) == of_first))
}
