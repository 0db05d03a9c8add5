//! Which steps of contracts matter to the rules: those that begin or end a state, close a contract, or stop a clock.

use super::RuleIndex;
use crate::code::{Code, CodeSet};
use crate::contracting::{self, Stage};
use crate::policy::rule::happening::State;
use crate::policy::rule::{Closes, Rule};
use crate::policy::syntax::codes::Clock;

impl RuleIndex {
    /// Whether it matters that a contract leaves one stage and enters another: it may begin or end a state, close a contract, or
    /// stop a clock.
    pub(crate) fn moves(&self, from: Option<Stage>, to: Stage) -> bool {
        let from = from.map_or(Stage::ALL.len(), Stage::index);
        self.moves.get(from).is_some_and(|stages| stages >> to.index() & 1 == 1)
    }

    /// The states that begin or end where a contract leaves one stage and enters another.
    pub(crate) fn turning(&self, from: Option<Stage>, to: Stage) -> &[u32] {
        self.turning.get(change(from, to)).map_or(&[], Vec::as_slice)
    }

    pub(super) fn states_that_turn(&self) -> Vec<Vec<u32>> {
        let mut turning = vec![Vec::new(); (Stage::ALL.len() + 1) * Stage::ALL.len()];
        for (place, def) in (0..).zip(&self.states).filter(|(_, def)| matches!(def.state, State::Stages(_))) {
            for from in Stage::ALL.iter().map(|&from| Some(from)).chain([None]) {
                let was = from.is_some_and(|from| def.state.holds_at(from));
                for &to in Stage::ALL.iter().filter(|&&to| def.state.holds_at(to) != was) {
                    if let Some(turning) = turning.get_mut(change(from, to)) {
                        turning.push(place);
                    }
                }
            }
        }
        turning
    }

    /// Whether contracts at a stage may be counted, now or at a later one: all that are not closed, and those closed that are asked
    /// about.
    pub(crate) fn may_count(&self, stage: Stage) -> bool {
        !stage.is_terminal() || self.counted >> stage.index() & 1 == 1
    }

    pub(super) fn moves_that_matter(&self, rules: &[Rule]) -> Vec<u32> {
        let closes = rules.iter().any(|rule| matches!(rule.closes_with, Some((_, Closes::Contract))));
        let pauses = rules.iter().any(|rule| rule.clock == Clock::Pauses);
        let matters = |from: Option<Stage>, to: Stage| {
            let closing = closes && to.is_terminal() && !from.is_some_and(Stage::is_terminal);
            let clock = pauses && (from == Some(Stage::Suspended)) != (to == Stage::Suspended);
            from != Some(to) && (self.needs_live || closing || clock || self.parts(from, to))
        };
        let entered = |from| {
            let of = Stage::ALL.iter().filter(|&&to| matters(from, to));
            of.fold(0, |stages, to| stages | 1 << to.index())
        };
        Stage::ALL.iter().map(|&from| Some(from)).chain([None]).map(entered).collect()
    }

    /// Whether a state begins or ends between two stages.
    fn parts(&self, from: Option<Stage>, to: Stage) -> bool {
        !self.turning(from, to).is_empty()
    }

    /// Most steps of a contract leave every state as it is, and cost nothing then.
    pub(super) fn steps_that_matter(&self, rules: &[Rule]) -> CodeSet<contracting::Kind> {
        let closes = rules.iter().any(|rule| matches!(rule.closes_with, Some((_, Closes::Contract))));
        let lapses = self.needs_live || self.parts(Some(Stage::Active), Stage::Lapsed);
        let matters = |kind: contracting::Kind| {
            let moves = |from: Stage, to: Stage| self.moves(Some(from), to) || (lapses && to == Stage::Active);
            let settles = kind == contracting::Kind::ContractRenewed || kind == contracting::Kind::TermsAccepted;
            let carries = closes && settles;
            let open = [Stage::Active, Stage::Suspended, Stage::Lapsed];
            let completes = settles && open.iter().any(|&from| self.moves(Some(from), Stage::Completed));
            let opens = kind == contracting::Kind::ContractInvited && self.moves(None, Stage::Invited);
            let leads = |from: &Stage| from.after(kind).iter().any(|to| moves(*from, to));
            carries || completes || opens || Stage::ALL.iter().any(leads)
        };
        contracting::Kind::ALL.iter().copied().filter(|&kind| !kind.is_within() && matters(kind)).collect()
    }
}

/// The place of a change of stages among all.
fn change(from: Option<Stage>, to: Stage) -> usize {
    from.map_or(Stage::ALL.len(), Stage::index) * Stage::ALL.len() + to.index()
}
