//! The objects of a log: each is written once, though many events and histories refer to it.

use std::collections::{BTreeSet, HashMap, HashSet};

use foldhash::fast::FixedState;
use xxhash_rust::xxh3::xxh3_128;

use crate::cycle::Kind;
use crate::export::case::Row;
use crate::export::object::{Object, ObjectType};
use crate::noun::Noun;

/// What a log holds so far.
#[derive(Debug, Default)]
pub(super) struct Log {
    /// The types that occurred.
    pub(super) events: BTreeSet<Kind>,
    pub(super) objects: BTreeSet<ObjectType>,
    /// People, teams, cases and cycles that were written, each by 128 bits of what it is.
    written: HashSet<u128>,
    /// The cycles that were referred to in the history of another.
    mentioned: BTreeSet<Box<str>>,
}

/// An object that is written now, with what it relates to.
#[derive(Debug)]
pub(super) struct New<'c> {
    pub(super) object: Object<'c>,
    pub(super) relations: Vec<(&'static str, Object<'c>)>,
}

/// The objects of one history, in the order in which they come.
#[derive(Debug, Default)]
pub(super) struct Gathered<'c> {
    places: HashMap<Object<'c>, usize, FixedState>,
    all: Vec<New<'c>>,
}

impl<'c> Gathered<'c> {
    /// Adds what an event refers to, and what it made.
    pub(super) fn add(&mut self, row: &Row<'c>) {
        for &(_, object) in &row.relations {
            self.place(object);
        }
        let is_opening = row.kind == Kind::Attachment(crate::attachment::Kind::CycleOpened);
        let opened = row.relations.first().filter(|_| is_opening).map(|&(_, cycle)| cycle);
        let Some(made) = row.makes.or(opened) else { return };
        let place = self.place(made);
        let relates = |how: &str, object: &Object<'_>| {
            let is_person = object.of == ObjectType::Made(Noun::Person);
            *object != made && !matches!(how, "by" | "recorded_by") && (is_opening || !is_person)
        };
        if let Some(new) = self.all.get_mut(place).filter(|new| new.relations.is_empty()) {
            new.relations.extend(row.relations.iter().copied().filter(|(how, object)| relates(how, object)));
        }
    }

    fn place(&mut self, object: Object<'c>) -> usize {
        *self.places.entry(object).or_insert_with(|| {
            self.all.push(New { object, relations: Vec::new() });
            self.all.len() - 1
        })
    }
}

impl Log {
    /// Which of the objects of a history are to be written.
    pub(super) fn new_ones<'c>(&mut self, gathered: Gathered<'c>) -> Vec<New<'c>> {
        let mut new = gathered.all;
        new.retain(|New { object, .. }| {
            let is_new = if object.of == ObjectType::Cycle && object.name != object.cycle {
                // Its own history may be still to come.
                self.mentioned.insert(object.name.into());
                false
            } else {
                !object.of.is_shared() || self.written.insert(digest(object.of, object.name))
            };
            if is_new {
                self.objects.insert(object.of);
            }
            is_new
        });
        new
    }

    /// The cycles that were referred to and of which there was no history.
    pub(super) fn only_mentioned(&mut self) -> Vec<Box<str>> {
        let mut mentioned: Vec<Box<str>> = std::mem::take(&mut self.mentioned).into_iter().collect();
        mentioned.retain(|name| self.written.insert(digest(ObjectType::Cycle, name)));
        if !mentioned.is_empty() {
            self.objects.insert(ObjectType::Cycle);
        }
        mentioned
    }
}

fn digest(of: ObjectType, name: &str) -> u128 {
    // Neither holds a space.
    xxh3_128(format!("{} {name}", of.code()).as_bytes())
}
