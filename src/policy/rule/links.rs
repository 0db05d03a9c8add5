//! Links: fields by which entries name one another, such as the milestone that another follows.

use std::sync::Arc;

use super::field_path::{PathStep, link, maker, named_links};
use super::predicate::Pattern;
use crate::cycle::Kind;

/// A field by which an entry names another, which may name one itself.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct LinkPath {
    pub(crate) name: Arc<str>,
    /// Where it stands, in each kind of entry that has it.
    kinds: Vec<(Kind, Box<[PathStep]>)>,
}

/// The entry that a time is counted from: the nearest along a link that fits.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct CountedFrom {
    pub(crate) along: LinkPath,
    pub(crate) what: Pattern,
}

impl LinkPath {
    pub(crate) fn new(name: &str) -> Self {
        let kinds = Kind::all().filter_map(|kind| Some((kind, link(kind, name)?.0))).collect();
        Self { name: name.into(), kinds }
    }

    /// How it is reached in an entry of a kind; nothing where that kind has no such field.
    pub(crate) fn of(&self, kind: Kind) -> Option<&[PathStep]> {
        self.kinds.iter().find(|(of, _)| *of == kind).map(|(_, steps)| &**steps)
    }

    /// The kinds of entry that it leads to from some kinds, directly or by way of others.
    pub(crate) fn leads_to(&self, from: &[Kind]) -> Vec<Kind> {
        let mut reached: Vec<Kind> = Vec::new();
        let mut next: Vec<Kind> = from.to_vec();
        while let Some(kind) = next.pop() {
            let there = link(kind, &self.name).and_then(|(_, noun)| maker(noun));
            if let Some(there) = there.filter(|there| !reached.contains(there)) {
                reached.push(there);
                next.push(there);
            }
        }
        reached
    }

    /// The links that entries of some kinds have, by name.
    pub(crate) fn names(kinds: &[Kind]) -> Vec<&'static str> {
        let mut names: Vec<&'static str> = kinds.iter().flat_map(|&kind| named_links(kind)).map(|(name, ..)| name).collect();
        names.sort_unstable();
        names.dedup();
        names
    }
}
