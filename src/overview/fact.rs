//! One recorded fact, and things found by their reference.

#[cfg(feature = "schemars")]
use std::borrow::Cow;
use std::collections::HashMap;
use std::fmt;
use std::hash::Hash;
use std::ops::Deref;

use foldhash::fast::RandomState;
#[cfg(feature = "schemars")]
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::{Serialize, Serializer};

use crate::cycle::Entry;
#[cfg(feature = "schemars")]
use crate::cycle::OfKinds;
#[cfg(feature = "schemars")]
use crate::form::schema::recorded::entries_of;

/// An entry, with what it says in the type of its kind. Serialised as the entry is stored, words and all.
///
/// ```
/// use practice_cycle::{attachment::CycleOpened, overview::Fact};
/// fn team<'a>(opened: &Fact<'a, CycleOpened>) -> &'a str { opened.data().team.as_str() }
/// ```
pub struct Fact<'a, D> {
    entry: &'a Entry,
    data: &'a D,
}

impl<'a, D> Fact<'a, D> {
    pub(super) fn new(entry: &'a Entry, data: &'a D) -> Self {
        Self { entry, data }
    }

    /// The entry: its number, who did it and when, in which role, and who wrote it down when.
    #[must_use]
    pub fn entry(&self) -> &'a Entry {
        self.entry
    }

    /// What it says.
    #[must_use]
    pub fn data(&self) -> &'a D {
        self.data
    }
}

impl<D> Clone for Fact<'_, D> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<D> Copy for Fact<'_, D> {}

impl<D> fmt::Debug for Fact<'_, D> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.entry.fmt(f)
    }
}

impl<D> PartialEq for Fact<'_, D> {
    fn eq(&self, other: &Self) -> bool {
        self.entry == other.entry
    }
}

impl<D> Serialize for Fact<'_, D> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.entry.serialize(serializer)
    }
}

/// The schema of the entries of these kinds, with whatever an entry is made of.
#[cfg(feature = "schemars")]
impl<D: OfKinds> JsonSchema for Fact<'_, D> {
    fn schema_name() -> Cow<'static, str> {
        format!("{}Entry", D::name()).into()
    }
    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        entries_of(&D::kinds(), generator)
    }
}

/// Things of one kind, in the order in which they occurred, each found by its reference in constant time. Serialised as a list.
///
/// ```
/// use practice_cycle::{history::History, moment::Moment, overview::Overview};
/// let history = History::default();
/// let overview = Overview::of(&history.view(Moment::LATEST, Moment::LATEST));
/// assert!(overview.contracts.get(&"c-1".parse()?).is_none());
/// assert_eq!(overview.contracts.len(), 0);
/// # Ok::<(), practice_cycle::id::IdError>(())
/// ```
#[derive(Clone)]
pub struct Things<'a, K, T> {
    all: Vec<T>,
    // Only ever asked, never walked, so its order cannot show.
    places: HashMap<&'a K, usize, RandomState>,
}

impl<'a, K: Eq + Hash, T> Things<'a, K, T> {
    /// The thing with that reference.
    #[must_use]
    pub fn get(&self, reference: &K) -> Option<&T> {
        self.all.get(*self.places.get(reference)?)
    }

    pub(super) fn get_mut(&mut self, reference: &K) -> Option<&mut T> {
        self.all.get_mut(*self.places.get(reference)?)
    }

    pub(super) fn iter_mut(&mut self) -> impl Iterator<Item = &mut T> {
        self.all.iter_mut()
    }

    /// Adds a thing; the one that is there already stays.
    pub(super) fn add(&mut self, reference: &'a K, thing: T) {
        self.places.entry(reference).or_insert_with(|| {
            self.all.push(thing);
            self.all.len() - 1
        });
    }
}

impl<K, T> Default for Things<'_, K, T> {
    fn default() -> Self {
        Self { all: Vec::new(), places: HashMap::default() }
    }
}

impl<K, T> Deref for Things<'_, K, T> {
    type Target = [T];
    fn deref(&self) -> &[T] {
        &self.all
    }
}

impl<'t, K, T> IntoIterator for &'t Things<'_, K, T> {
    type Item = &'t T;
    type IntoIter = std::slice::Iter<'t, T>;
    fn into_iter(self) -> Self::IntoIter {
        self.all.iter()
    }
}

impl<K, T: fmt::Debug> fmt::Debug for Things<'_, K, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.all.fmt(f)
    }
}

impl<K, T: PartialEq> PartialEq for Things<'_, K, T> {
    fn eq(&self, other: &Self) -> bool {
        self.all == other.all
    }
}

impl<K, T: Serialize> Serialize for Things<'_, K, T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.all.serialize(serializer)
    }
}

#[cfg(feature = "schemars")]
impl<K, T: JsonSchema> JsonSchema for Things<'_, K, T> {
    fn inline_schema() -> bool {
        true
    }
    fn schema_name() -> Cow<'static, str> {
        Vec::<T>::schema_name()
    }
    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        Vec::<T>::json_schema(generator)
    }
}
