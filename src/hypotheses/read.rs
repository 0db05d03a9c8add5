//! How a question is read from what was recorded about it.

use std::collections::{BTreeMap, BTreeSet};

use super::order::{order, same};
use super::{
    Cell, Compared, FirstIdea, Idea, Missing, OrderReading, Parameters, Piece, QuestionReading, RatedBy, RaterReading, Stays,
};
use crate::code::CodeSet;
use crate::deliberating::Question;
use crate::evidence::Cited;
use crate::id::{HypothesisId, StatementId};
use crate::questions::{Asked, Latest, Ratings, Turn, Turned};

/// The questions about which an idea is known.
pub(super) fn questions(asked: &[Asked], parameters: &Parameters) -> Vec<QuestionReading> {
    let read = asked.iter().map(|asked| question(asked, parameters));
    read.filter(|question| !question.ideas.is_empty()).collect()
}

fn question(asked: &Asked, parameters: &Parameters) -> QuestionReading {
    let ratings = asked.ratings();
    let ideas = asked.ideas();
    let pieces = pieces(asked);
    let about: CodeSet<Question> = asked.held.iter().map(|held| held.about).collect();
    let columns: Vec<&StatementId> = pieces.iter().map(|piece| &piece.piece).collect();
    let raters: Vec<RaterReading> = ratings
        .iter()
        .map(|(&rater, rated)| {
            let ordered = if about.has(Question::WhetherHarmed) {
                Err(Missing::WhetherHarmed)
            } else {
                order(rated, &ideas, &columns, parameters)
            };
            let (order, missing) = ordered.map_or_else(|missing| (None, Some(missing)), |order| (Some(order), None));
            RaterReading { rater: rater.clone(), cells: cells(asked, rated, &columns, &ideas), order, missing }
        })
        .collect();
    let orders: Vec<&OrderReading> = raters.iter().filter_map(|rater| rater.order.as_ref()).collect();
    QuestionReading {
        question: asked.question.clone(),
        about,
        discussions: asked.held.iter().map(|held| held.cited).collect(),
        first: FirstIdea::of(asked),
        same_order: same(&orders),
        compared: compared(&ratings, &columns, &ideas, parameters),
        ideas: rows(asked, &ratings, &ideas),
        raters,
        pieces,
    }
}

/// The pieces, in the order in which they were first weighed.
fn pieces(asked: &Asked) -> Vec<Piece> {
    let mut known: BTreeSet<&StatementId> = BTreeSet::new();
    let first = asked.weighed.iter().filter(|weighed| known.insert(&weighed.piece));
    let piece = first.map(|weighed| Piece {
        piece: weighed.piece.clone(),
        kind: weighed.stated.map(|stated| stated.kind),
        stated: weighed.stated.map(|stated| stated.cited),
    });
    piece.collect()
}

fn rows(asked: &Asked, ratings: &Ratings<'_>, ideas: &[&HypothesisId]) -> Vec<Idea> {
    let mut against: BTreeMap<&HypothesisId, BTreeSet<Cited>> = BTreeMap::new();
    for (&(_, idea), latest) in ratings.values().flatten() {
        if latest.rating.is_against() {
            against.entry(idea).or_default().insert(latest.cited);
        }
    }
    let row = |idea: &HypothesisId| {
        let turned = || asked.turned.iter().filter(|turned| turned.hypothesis == *idea);
        let last = turned().rfind(|turned| turned.into != Turn::Reshaped);
        let stays = |last: &Turned| match last.into {
            Turn::SetAside => Stays::SetAside,
            Turn::Kept | Turn::Reshaped => Stays::Kept,
        };
        Idea {
            hypothesis: idea.clone(),
            put: asked.put.iter().find(|put| put.hypothesis == *idea).map(|put| put.cited),
            stays: last.map_or(Stays::Open, stays),
            said: last.map(|last| last.cited),
            reshaped: turned().filter(|turned| turned.into == Turn::Reshaped).map(|turned| turned.cited).collect(),
            against: against.get(idea).into_iter().flatten().copied().collect(),
        }
    };
    ideas.iter().map(|idea| row(idea)).collect()
}

fn cells(
    asked: &Asked,
    rated: &BTreeMap<(&StatementId, &HypothesisId), Latest>,
    columns: &[&StatementId],
    ideas: &[&HypothesisId],
) -> Vec<Cell> {
    let mut reshaped: BTreeMap<&HypothesisId, Cited> = BTreeMap::new();
    for turned in asked.turned.iter().filter(|turned| turned.into == Turn::Reshaped) {
        reshaped.insert(&turned.hypothesis, turned.cited);
    }
    let cell = |piece: &StatementId, idea: &HypothesisId| {
        let Latest { rating, cited } = *rated.get(&(piece, idea))?;
        let before_reshaping = reshaped.get(idea).is_some_and(|&reshaped| reshaped > cited);
        Some(Cell { piece: piece.clone(), hypothesis: idea.clone(), rating, cited, before_reshaping })
    };
    columns.iter().flat_map(|piece| ideas.iter().filter_map(move |idea| cell(piece, idea))).collect()
}

fn compared(
    ratings: &Ratings<'_>,
    columns: &[&StatementId],
    ideas: &[&HypothesisId],
    parameters: &Parameters,
) -> Vec<Compared> {
    let mut compared = Vec::new();
    for &piece in columns {
        for &idea in ideas {
            let of_rater = ratings.iter().filter_map(|(&rater, rated)| Some((rater, rated.get(&(piece, idea))?.rating)));
            let given: Vec<RatedBy> = of_rater.map(|(rater, rating)| RatedBy { rater: rater.clone(), rating }).collect();
            if given.len() < 2 {
                continue;
            }
            let counts: BTreeSet<u64> = given.iter().map(|given| parameters.against(given.rating)).collect();
            let (piece, hypothesis) = (piece.clone(), idea.clone());
            compared.push(Compared { piece, hypothesis, ratings: given, is_alike: counts.len() == 1 });
        }
    }
    compared
}
