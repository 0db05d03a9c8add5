//! The claims about the cycle itself, which hold in any world.

use super::machine::Claim;
use super::world::Situation;
use crate::code::Code;
use crate::contracting::{self, Contract, Kind, Stage, TermsAccepted};
use crate::cycle::Entry;
use crate::id::ContractId;
use crate::intervening::{Cover, InterventionBegun, InterventionCovered, SessionCovered, SessionHeld};
use crate::moment::Moment;
use crate::people::{Actor, Role, Side};

/// What has to hold of the cycle itself, in whatever world: what is agreed was accepted by both sides in one version, gives away
/// no statutory decision, and carries all work that names it; what is closed stays closed; what is open can be closed, whoever
/// has left; and every stage can be reached.
///
/// ```
/// use practice_cycle::search::{Answer, Search, World, of_the_cycle};
/// let mut search = Search::new(World::shipped("one contract").unwrap());
/// for claim in of_the_cycle() {
///     search = search.claim(claim);
/// }
/// let explored = search.run();
/// for (claim, answer) in of_the_cycle().iter().zip(explored.answers()) {
///     assert_eq!(matches!(answer, Answer::Found(_)), claim.is_of_some(), "{claim}");
/// }
/// ```
#[must_use]
pub fn of_the_cycle() -> Vec<Claim<Situation>> {
    let mut claims = vec![
        Claim::always_step("what is agreed was accepted by both sides, in one version", |_, state: &Situation| {
            of_all(state, |id, contract| contract.state().agreed().is_none() || was_accepted_by_both(state, id, contract))
        }),
        Claim::always("nobody agrees to a share of the clinician in a statutory decision", |state: &Situation| {
            of_all(state, |_, contract| {
                let terms = contract.state().agreed().and_then(|agreed| state.history().terms(agreed.number()));
                !terms.is_some_and(contracting::Draft::gives_away_a_decision)
            })
        }),
        Claim::always_step("what is closed stays closed, as it was closed", |before: &Situation, after: &Situation| {
            let mut terminal = before.history().contracts().filter(|(_, contract)| stage(contract, before).is_terminal());
            terminal.all(|(id, contract)| {
                let then = after.history().cycle().contract(id).map(|then| stage(then, after));
                then == Some(stage(contract, before))
            })
        }),
        Claim::always("what is open can be closed, though all who began it have left", |state: &Situation| {
            of_all(state, |_, contract| {
                stage(contract, state).is_terminal() || can_be_closed_by_a_newcomer(contract, state.now())
            })
        }),
        Claim::always_step("work rests on a contract that is active", |before: &Situation, after: &Situation| {
            let last = after.history().entries().get(before.history().entries().len());
            last.and_then(cover).is_none_or(|contract| {
                before.history().cycle().contract(contract).is_some_and(|contract| stage(contract, before).is_active())
            })
        }),
    ];
    claims.extend(Stage::ALL.iter().map(|&stage| {
        Claim::sometimes(format!("a contract is {}", stage.label()), move |state: &Situation| {
            !of_all(state, |_, contract| contract.latest_stage(state.now()) != stage)
        })
    }));
    claims
}

fn stage(contract: &Contract, state: &Situation) -> Stage {
    contract.latest_stage(state.now())
}

fn of_all(state: &Situation, holds: impl Fn(&ContractId, &Contract) -> bool) -> bool {
    state.history().contracts().all(|(id, contract)| holds(id, contract))
}

/// By what the entries say, not by what the machine made of them.
fn was_accepted_by_both(state: &Situation, id: &ContractId, contract: &Contract) -> bool {
    let Some(agreed) = contract.state().agreed() else { return false };
    let history = state.history();
    let accepted_by = |side: Side| {
        history.entries().iter().filter(|entry| entry.number() > agreed.number()).any(|entry| {
            let accepts = TermsAccepted::of(entry.event())
                .is_some_and(|data| data.contract == *id && data.version == agreed.version());
            let role = history.cycle().role_of(entry);
            accepts && role.is_some_and(|role| role.side() == side)
        })
    };
    accepted_by(Side::Clinical) && accepted_by(Side::SocialWork)
}

fn can_be_closed_by_a_newcomer(contract: &Contract, now: Moment) -> bool {
    let newcomer = Actor { seat: u32::MAX, role: Role::Manager };
    let steps = [Kind::ContractDeclined, Kind::ContractWithdrawn, Kind::ContractCompleted, Kind::ContractRevoked];
    steps.iter().any(|&step| contract.why_not(step, newcomer, now).is_ok())
}

/// The contract that an entry says its work rests on.
fn cover(entry: &Entry) -> Option<&ContractId> {
    let event = entry.event();
    let cover = InterventionBegun::of(event).map(|data| &data.cover);
    match cover.or_else(|| SessionHeld::of(event).map(|data| &data.cover)) {
        Some(Cover::Contract(contract)) => Some(contract),
        Some(Cover::Uncovered { .. }) => None,
        None => {
            let covered = InterventionCovered::of(event).map(|data| &data.contract);
            covered.or_else(|| SessionCovered::of(event).map(|data| &data.contract))
        }
    }
}
