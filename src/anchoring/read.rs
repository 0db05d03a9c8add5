//! How a question is read from what was recorded about it.

use std::collections::{BTreeMap, BTreeSet};

use super::{Anchored, Ground, OtherIdea, Parameters, Plan, QuestionReading, Sought};
use crate::code::CodeSet;
use crate::deliberating::{HowFound, Rating};
use crate::evidence::Cited;
use crate::hypotheses::FirstIdea;
use crate::id::{HypothesisId, PersonId, StatementId};
use crate::questions::{Asked, Planned, Put, Turn, Turned, Weighed};

/// The questions about which an idea is known.
pub(super) fn questions(asked: &[Asked], parameters: &Parameters) -> Vec<QuestionReading> {
    asked.iter().filter(|asked| !asked.ideas().is_empty()).map(|asked| question(asked, parameters)).collect()
}

fn question(asked: &Asked, parameters: &Parameters) -> QuestionReading {
    let first = asked.first();
    let pieces = first.map(|first| pieces(asked, first)).unwrap_or_default();
    let is_first = |idea: &HypothesisId| first.is_some_and(|first| first.hypothesis == *idea);
    let plan = |planned: &Planned| {
        let others: Vec<HypothesisId> = planned.hypotheses.iter().filter(|idea| !is_first(idea)).cloned().collect();
        Plan {
            test: planned.test.clone(),
            planned: planned.cited,
            says_when_to_change: planned.says_when_to_change,
            looked_at: planned.looked_at.clone(),
            evidence: evidence(asked, planned, &others),
            others,
        }
    };
    let plans: Vec<Plan> = asked.plans.iter().map(plan).collect();
    let set_aside = first.and_then(|first| set_aside(asked, &first.hypothesis));
    let looked_for = |piece: &Sought| piece.found == HowFound::LookedFor;
    let grounds: CodeSet<Ground> = [
        (Ground::PlanLookedAt, plans.iter().any(Plan::tested_another)),
        (Ground::ToldApart, pieces.iter().any(|piece| looked_for(piece) && piece.tells_apart)),
        (Ground::SpeaksAgainst, pieces.iter().any(|piece| piece.speaks_against)),
        (Ground::SetAside, set_aside.is_some()),
    ]
    .into_iter()
    .filter_map(|(ground, holds)| holds.then_some(ground))
    .collect();
    let needed = parameters.pieces();
    QuestionReading {
        question: asked.question.clone(),
        about: asked.held.iter().map(|held| held.about).collect(),
        reads_as: match (pieces.len() < needed, grounds.is_empty()) {
            (true, _) => Anchored::TooLittleWeighed,
            (false, false) => Anchored::StillOpen,
            (false, true) => Anchored::SeeksOnlyWhatFits,
        },
        grounds,
        first: FirstIdea::of(asked),
        put: first.map(|first| first.cited),
        set_aside,
        others: asked.ideas().into_iter().filter(|idea| !is_first(idea)).map(|idea| other(asked, idea)).collect(),
        pieces,
        needed,
        plans,
    }
}

fn other(asked: &Asked, idea: &HypothesisId) -> OtherIdea {
    let put = asked.put.iter().find(|put| put.hypothesis == *idea).map(|put| put.cited);
    OtherIdea { hypothesis: idea.clone(), put }
}

/// What came of a plan: the reviews that say what was found, and the weighings since of ideas other than the first that it tests.
fn evidence(asked: &Asked, planned: &Planned, others: &[HypothesisId]) -> Vec<Cited> {
    let rates =
        |weighed: &&Weighed| weighed.cited > planned.cited && weighed.ratings.iter().any(|(idea, _)| others.contains(idea));
    let weighed = asked.weighed.iter().filter(rates).map(|weighed| weighed.cited);
    let evidence: BTreeSet<Cited> = planned.found.iter().copied().chain(weighed).collect();
    evidence.into_iter().collect()
}

/// When an idea was set aside, if that was the last that was said of whether it stays.
fn set_aside(asked: &Asked, hypothesis: &HypothesisId) -> Option<Cited> {
    let of_it = |turned: &&Turned| turned.hypothesis == *hypothesis && turned.into != Turn::Reshaped;
    let last = asked.turned.iter().rfind(of_it)?;
    (last.into == Turn::SetAside).then_some(last.cited)
}

/// How one person last weighed a piece.
#[derive(Default)]
struct ByOne<'a> {
    ratings: BTreeMap<&'a HypothesisId, (Rating, Cited)>,
    found: Option<(HowFound, Cited)>,
}

/// The pieces that were weighed against the first idea, in the order in which they were first weighed.
fn pieces(asked: &Asked, first: &Put) -> Vec<Sought> {
    let mut order: Vec<&StatementId> = Vec::new();
    let mut by_piece: BTreeMap<&StatementId, BTreeMap<&PersonId, ByOne<'_>>> = BTreeMap::new();
    for weighed in &asked.weighed {
        if !by_piece.contains_key(&weighed.piece) {
            order.push(&weighed.piece);
        }
        let by_one = by_piece.entry(&weighed.piece).or_default().entry(&weighed.by).or_default();
        by_one.found = Some((weighed.found, weighed.cited));
        for (hypothesis, rating) in &weighed.ratings {
            by_one.ratings.insert(hypothesis, (*rating, weighed.cited));
        }
    }
    let read = |piece: &StatementId| sought(piece, by_piece.get(piece)?, first);
    order.into_iter().filter_map(read).collect()
}

fn sought(piece: &StatementId, by: &BTreeMap<&PersonId, ByOne<'_>>, first: &Put) -> Option<Sought> {
    let (mut tells_apart, mut speaks_against) = (false, false);
    let mut weighed: BTreeSet<Cited> = BTreeSet::new();
    for by_one in by.values() {
        let Some(&(rating, cited)) = by_one.ratings.get(&first.hypothesis) else { continue };
        weighed.insert(cited);
        let of_first = degree(rating);
        let others = by_one.ratings.iter().filter(|(idea, _)| ***idea != first.hypothesis);
        let others: Vec<(u8, Cited)> = others.map(|(_, &(rating, cited))| (degree(rating), cited)).collect();
        weighed.extend(others.iter().map(|&(_, cited)| cited));
        tells_apart |= of_first > 0 && others.iter().any(|&(other, _)| other != of_first);
        speaks_against |= of_first > 0 && (others.is_empty() || others.iter().any(|&(other, _)| other < of_first));
    }
    if weighed.is_empty() {
        return None;
    }
    let since = |&(found, at): &(HowFound, Cited)| found == HowFound::LookedFor && at > first.cited;
    let is_looked_for = by.values().filter_map(|by_one| by_one.found.as_ref()).any(since);
    Some(Sought {
        piece: piece.clone(),
        found: if is_looked_for { HowFound::LookedFor } else { HowFound::CameUp },
        weighed: weighed.into_iter().collect(),
        tells_apart,
        speaks_against,
    })
}

/// How much a rating counts against an idea, beside others: nothing, something, or more.
const fn degree(rating: Rating) -> u8 {
    match rating {
        Rating::StronglyConsistent | Rating::Consistent | Rating::DoesNotHelp => 0,
        Rating::Inconsistent => 1,
        Rating::StronglyInconsistent => 2,
    }
}
