//! Correlation keys: the contract, case and the like that an entry is about, itself or through what it refers to.

use super::context::Context;
use super::references::{is_tombstone, reference, walk};
use crate::contracting::{Contract, ContractInvited};
use crate::cycle::Entry;
use crate::noun::{Noun, Ref};
use crate::policy::rule::field_path::PathStep;

impl<'a> Context<'a> {
    /// What the entry is about, by itself or through what it refers to.
    pub(crate) fn about(&self, noun: Noun) -> Option<&'a str> {
        self.about_through(self.entry, noun, 3)
    }

    fn about_through(&self, entry: &'a Entry, noun: Noun, depth: u8) -> Option<&'a str> {
        let path = self.environment.references.of(entry.event().kind(), noun)?;
        path.direct.iter().find_map(|steps| self.reference(entry, steps)).or_else(|| {
            let depth = depth.checked_sub(1)?;
            path.link.iter().find_map(|(steps, link)| self.about_through(self.made(entry, steps, *link)?, noun, depth))
        })
    }

    pub(crate) fn case(&self) -> Option<&'a str> {
        self.case_through(self.entry, 3)
    }

    /// The case that an entry names, or that of its contract, or that of what it refers to. One that was redacted is not found
    /// out by another way.
    fn case_through(&self, entry: &'a Entry, depth: u8) -> Option<&'a str> {
        let path = self.environment.references.cases.get(entry.event().kind().index())?;
        if let Some(steps) = &path.own {
            let own = self.reference(entry, steps);
            if own.is_some() || is_tombstone(entry, steps) {
                return own;
            }
        }
        let contract = self.about_through(entry, Noun::Contract, 3).and_then(|id| self.input.cycle.contract_by(id));
        if let Some(case) = contract.and_then(|contract| self.invited(contract)?.case.as_ref()) {
            return case.as_str();
        }
        let depth = depth.checked_sub(1)?;
        path.links.iter().find_map(|(steps, link)| self.case_through(self.made(entry, steps, *link)?, depth))
    }

    /// Whether the case was redacted where it is looked for.
    pub(super) fn is_case_redacted(&self) -> bool {
        self.case().is_none() && self.is_case_redacted_in(self.entry, 3)
    }

    fn is_case_redacted_in(&self, entry: &'a Entry, depth: u8) -> bool {
        let Some(path) = self.environment.references.cases.get(entry.event().kind().index()) else { return false };
        if let Some(steps) = &path.own
            && (is_tombstone(entry, steps) || self.reference(entry, steps).is_some())
        {
            return is_tombstone(entry, steps);
        }
        let contract = self.about_through(entry, Noun::Contract, 3).and_then(|id| self.input.cycle.contract_by(id));
        if let Some(case) = contract.and_then(|contract| self.invited(contract)?.case.as_ref()) {
            return case.as_str().is_none();
        }
        let Some(depth) = depth.checked_sub(1) else { return false };
        let through = |(steps, link): &(Box<[PathStep]>, Noun)| {
            self.made(entry, steps, *link).is_some_and(|made| self.is_case_redacted_in(made, depth))
        };
        path.links.iter().any(through)
    }

    /// The invitation to a contract.
    pub(crate) fn invited(&self, contract: &Contract) -> Option<&'a ContractInvited> {
        ContractInvited::of(self.input.entry(contract.opened())?.event())
    }

    /// A reference that an entry holds.
    fn reference(&self, entry: &'a Entry, steps: &[PathStep]) -> Option<&'a str> {
        reference(walk(entry.event().part(), steps).ok()?.value())
    }

    /// The entry that made what a field of this one refers to, looked at as it occurred.
    pub(super) fn made_there(&self, steps: &[PathStep], noun: Noun) -> Option<Self> {
        let made = self.made(self.entry, steps, noun)?;
        Some(Self { asked_at: Some(self.now()), ..Self::of(self.input, self.environment, made) })
    }

    /// The other entry that made what an entry refers to.
    fn made(&self, entry: &'a Entry, steps: &[PathStep], link: Noun) -> Option<&'a Entry> {
        let id = self.reference(entry, steps)?;
        // An entry that makes a thing refers to it by itself.
        let made = self.input.cycle.made_by(Ref { noun: link, id }).filter(|&number| number != entry.number())?;
        self.input.entry(made)
    }
}
