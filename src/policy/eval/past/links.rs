//! Follows links: from an entry to the one that it names, and so on, to what it answers or is counted from.

use std::collections::HashMap;
use std::sync::Arc;

use foldhash::fast::RandomState;

use crate::cycle::Entry;
use crate::id::EntryNumber;
use crate::noun::Ref;
use crate::policy::eval::answer::{EntryRef, Missing, Truth};
use crate::policy::eval::context::{Context, Records};
use crate::policy::eval::evidence::Silent;
use crate::policy::eval::references::{is_tombstone, walk};
use crate::policy::rule::links::{CountedFrom, LinkPath};
use crate::policy::rule::predicate::Pattern;
use crate::shape::Value;

/// Where a link of an entry leads.
enum Link<'a> {
    /// It names nothing.
    Ends,
    /// What it names is redacted, or is not recorded here.
    Unclear,
    To(&'a Entry),
}

/// What an answer names by its links.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Linked {
    /// Nothing that opens a duty: it may answer any.
    ToNone,
    /// This entry, which opens a duty: it answers that alone.
    To(EntryNumber),
    /// That is not known.
    Unclear,
}

impl Linked {
    /// Whether an answer of a history may be one to what was opened by an entry.
    pub(crate) fn answers(self, opened: EntryRef, history: u32) -> Truth {
        match self {
            Linked::ToNone => Truth::Yes,
            Linked::To(number) => Truth::of(opened.history == history && opened.entry == number),
            Linked::Unclear => Truth::Unknown,
        }
    }
}

/// What entries were found to lead to, by rule and history: each is followed once.
pub(crate) type Followed = HashMap<(u32, u32, EntryNumber), Linked, RandomState>;

impl<'a> Context<'a> {
    /// The entry that this one names.
    fn link(&self, along: &LinkPath) -> Link<'a> {
        let Some(steps) = along.of(self.entry.event().kind()) else { return Link::Ends };
        match walk(self.entry.event().part(), steps).map(|part| part.value()) {
            Ok(Value::Ref(Ref { noun, id })) => match self.input.cycle.made_by(Ref { noun, id }) {
                // What makes a thing refers to it by itself.
                Some(number) if number == self.entry.number() => Link::Ends,
                made => made.and_then(|number| self.input.entry(number)).map_or(Link::Unclear, Link::To),
            },
            _ if is_tombstone(self.entry, steps) => Link::Unclear,
            _ => Link::Ends,
        }
    }

    /// The entry that a time is counted from, if one fits; or what is not known of that.
    pub(crate) fn counted_from(&self, records: Records<'a>, from: &'a CountedFrom) -> Result<Option<EntryRef>, Missing> {
        let mut here = *self;
        // Links that were corrected might lead in a circle.
        for _ in self.input.history.entries() {
            match here.link(&from.along) {
                Link::Ends => return Ok(None),
                Link::Unclear => return Err(Missing::Field(Arc::clone(&from.along.name))),
                Link::To(entry) => here = records.of(self.input, entry),
            }
            match from.what.fits(&here, &mut Silent) {
                (Truth::Yes, _) => return Ok(Some(here.entry_ref())),
                (Truth::Unknown, path) => {
                    return Err(path.map_or_else(|| Missing::Field(Arc::clone(&from.along.name)), Missing::from));
                }
                (Truth::No, _) => {}
            }
        }
        Ok(None)
    }
}

/// What an answer leads to, of a rule at a place: the nearest entry that opens a duty of it.
pub(crate) fn leads_to<'a>(
    followed: &mut Followed,
    records: Records<'a>,
    (rule, when): (u32, &'a Pattern),
    along: &LinkPath,
    answer: &Context<'a>,
) -> Linked {
    let mut here = *answer;
    let mut passed: Vec<EntryNumber> = Vec::new();
    let history = answer.input.place;
    let linked = loop {
        let entry = match here.link(along) {
            Link::Ends => break Linked::ToNone,
            Link::Unclear => break Linked::Unclear,
            Link::To(entry) => entry,
        };
        if let Some(&known) = followed.get(&(rule, history, entry.number())) {
            break known;
        }
        here = records.of(answer.input, entry);
        match when.fits(&here, &mut Silent).0 {
            Truth::Yes => {
                passed.push(entry.number());
                break Linked::To(entry.number());
            }
            Truth::Unknown => break Linked::Unclear,
            // Links that were corrected might lead in a circle.
            Truth::No if passed.len() > answer.input.history.entries().len() => break Linked::ToNone,
            Truth::No => passed.push(entry.number()),
        }
    };
    followed.extend(passed.into_iter().map(|number| ((rule, history, number), linked)));
    linked
}
