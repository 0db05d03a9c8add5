//! The chain of invitations: which arose from what.

use std::collections::HashMap;

use foldhash::fast::RandomState;
use serde::Serialize;

use crate::contracting::ContractInvited;
use crate::evidence::Cited;
use crate::history::View;
use crate::id::ContractId;
use crate::joining::Cause;

/// An invitation that arose from something earlier: here the cycle is recursive.
///
/// Its depth says how many invitations in a row named what they arose from, up to this one. A contract whose invitation named
/// nothing counts 0, and so does a change noticed under no contract. Only invitations are counted, and whether anything was
/// agreed or done under the contracts plays no part. Acknowledgements and renewals are no links. For example:
///
/// | Invited | Arose from | Depth |
/// |---|---|---|
/// | c-1 | nothing that was named | 0, and no link |
/// | c-2 | contract c-1, which was declined | 1 |
/// | c-3 | contract c-1, and change ch-1, noticed in a session under c-2 | 2 |
/// | c-4 | change ch-2, noticed under no contract | 1 |
/// | c-5 | contracts c-2 and c-3 | 3 |
///
/// ```
/// use practice_cycle::{evidence::Cited, id::EntryNumber, joining::Cause, turns::Link};
/// let invited = Cited { entry: EntryNumber::FIRST, at: "2026-10-13T10:15:00Z".parse()? };
/// let link = Link { contract: "c-2".parse()?, invited, arose_from: vec![Cause::Contract("c-1".parse()?)], depth: 1 };
/// assert_eq!(link.to_string(), "c-2, invited on 13 October 2026 (entry 1), arose from contract c-1");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub struct Link {
    /// The contract invited.
    pub contract: ContractId,
    /// The invitation.
    pub invited: Cited,
    /// The contracts, changes and requests it arose from, as recorded.
    pub arose_from: Vec<Cause>,
    /// One more than the greatest depth among the contracts that it names, under which a change that it names was noticed, or that
    /// a request that it names is about.
    pub depth: u32,
}

/// The chain, given to which contract a cause leads back.
pub(super) fn chain<'a>(view: &'a View<'_>, leads_to: impl Fn(&'a Cause) -> Option<&'a ContractId>) -> Vec<Link> {
    let mut depths: HashMap<&ContractId, u32, RandomState> = HashMap::default();
    let mut chain = Vec::new();
    for entry in view.cycle().contracts().filter_map(|contract| view.entry(contract.opened())) {
        let Some(data) = ContractInvited::of(entry.event()) else { continue };
        if data.arose_from.is_empty() {
            continue;
        }
        let contracts = data.arose_from.iter().filter_map(&leads_to);
        let depth = 1 + contracts.filter_map(|contract| depths.get(contract)).max().copied().unwrap_or_default();
        depths.insert(&data.contract, depth);
        chain.push(Link {
            contract: data.contract.clone(),
            invited: Cited::of(entry),
            arose_from: data.arose_from.clone(),
            depth,
        });
    }
    chain
}
