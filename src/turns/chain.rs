//! What led to what.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::contracting::ContractInvited;
use crate::evidence::Cited;
use crate::history::View;
use crate::id::{ChangeId, ContractId};
use crate::joining::Source;

/// An invitation that arose from something earlier.
///
/// ```
/// use practice_cycle::{evidence::Cited, id::EntryNumber, joining::Source, turns::Link};
/// let invited = Cited { entry: EntryNumber::FIRST, at: "2026-10-13T10:15:00Z".parse()? };
/// let link = Link { contract: "c-2".parse()?, invited, arose_from: vec![Source::Contract("c-1".parse()?)], depth: 1 };
/// assert_eq!(link.to_string(), "c-2, invited on 13 October 2026 (entry 1), arose from contract c-1 (depth 1)");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Link {
    /// The contract invited.
    pub contract: ContractId,
    /// The invitation.
    pub invited: Cited,
    /// The contracts and changes it arose from, as recorded.
    pub arose_from: Vec<Source>,
    /// One more than the deepest contract it arose from, whether named or by a change noticed under it. An invitation that
    /// names nothing has depth 0, and so has a change noticed under no contract.
    pub depth: u32,
}

/// The chain, where `noticed_under` tells the contract under which a change was noticed.
pub(super) fn chain<'a>(view: &View<'a>, noticed_under: impl Fn(&ChangeId) -> Option<&'a ContractId>) -> Vec<Link> {
    let mut depths: BTreeMap<&ContractId, u32> = BTreeMap::new();
    let mut chain = Vec::new();
    for &entry in view.entries() {
        let Some(data) = ContractInvited::of(entry.event()) else { continue };
        if data.arose_from.is_empty() {
            continue;
        }
        let contract = |source: &'_ Source| match source {
            Source::Contract(contract) => depths.get(contract).copied(),
            Source::Change(change) => noticed_under(change).and_then(|contract| depths.get(contract).copied()),
        };
        let depth = 1 + data.arose_from.iter().filter_map(contract).max().unwrap_or_default();
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
