//! Earlier entries for which it was redacted what they are about: each may be what a condition asks for.

use crate::policy::eval::answer::{EntryRef, Truth};
use crate::policy::eval::context::{Context, Records};
use crate::policy::eval::evidence::Silent;
use crate::policy::eval::fields::{Key, asked_key, key};
use crate::policy::eval::memory::{Memory, Times, Track};
use crate::policy::eval::past::window::is_after;
use crate::policy::rule::condition::LookBack;
use crate::policy::rule::field_path::FieldPath;
use crate::policy::rule::happening::{Happening, Keys};

/// What happened before about the same as an entry asks: for certain or perhaps; and what may be about it, in order.
pub(crate) struct Before<'m> {
    pub(crate) track: Option<&'m Track>,
    pub(crate) unclear: Vec<EntryRef>,
}

impl Before<'_> {
    /// The last that happened for certain, and the last that may have.
    pub(crate) fn last(&self) -> (Option<EntryRef>, Option<EntryRef>) {
        let perhaps = self.track.and_then(|track| track.perhaps.last());
        let perhaps = [perhaps, self.unclear.last().copied()].into_iter().flatten();
        let last = perhaps.reduce(|one, other| if is_after(one, other) { one } else { other });
        (self.track.and_then(|track| track.surely.last()), last)
    }

    /// The first that may have happened.
    pub(crate) fn first_unclear(&self) -> Option<EntryRef> {
        let perhaps = self.track.and_then(|track| track.perhaps.last());
        let perhaps = [perhaps, self.unclear.first().copied()].into_iter().flatten();
        perhaps.reduce(|one, other| if is_after(one, other) { other } else { one })
    }
}

impl Memory {
    /// What happened before about the same as an entry asks; nothing where it is not known what that is, unless it was redacted:
    /// then whatever may be about the same.
    pub(crate) fn before_about<'a>(
        &self,
        records: Records<'a>,
        asked: &LookBack,
        context: &Context<'a>,
    ) -> Option<Before<'_>> {
        let mut room = Key::default();
        if let Some(key) = asked_key(&asked.asked, asked.scoped, context, &mut room) {
            return Some(Before { track: self.track(asked.slot.0, key), unclear: self.unclear(records, asked, context) });
        }
        let parts = parts_of(&asked.asked, context)?;
        if !context.is_subject_redacted(parts) {
            return None;
        }
        let tracks = self.trackers.get(asked.slot.0 as usize).into_iter().flat_map(|tracker| tracker.values());
        let all = tracks.flat_map(|track| [&track.surely, &track.perhaps]).flat_map(Times::iter);
        let here = all.filter(|one| !asked.scoped || one.history == context.input.place);
        let mut unclear: Vec<EntryRef> = here.filter(|&one| may_be(records, asked, context, one)).collect();
        unclear.extend(self.unclear(records, asked, context));
        unclear.sort_unstable_by_key(|one| (one.at, one.history, one.entry));
        unclear.dedup();
        Some(Before { track: None, unclear })
    }

    /// What of the history of an entry may be about the same as that asks, and was redacted, in order.
    pub(super) fn unclear<'a>(&self, records: Records<'a>, asked: &LookBack, context: &Context<'a>) -> Vec<EntryRef> {
        let of = self.redacted.get(asked.slot.0 as usize).into_iter().flatten();
        let times = of.filter(|(history, _)| *history == context.input.place).flat_map(|(_, times)| times.iter());
        times.filter(|&one| may_be(records, asked, context, one)).collect()
    }
}

/// Whether an entry may be about the same as another asks.
fn may_be<'a>(records: Records<'a>, asked: &LookBack, context: &Context<'a>, one: EntryRef) -> bool {
    let Some(there) = records.context(one) else { return false };
    let (Some(parts), Some(theirs)) = (parts_of(&asked.asked, context), parts_of(&asked.what.keys, &there)) else {
        return false;
    };
    context.may_be_about(parts, &there, theirs)
}

/// The entry that asks, where it was redacted what it is about as one of those that are counted, and it may be one.
pub(super) fn unclear_at_hand<'a>(
    records: Records<'a>,
    asked: &'a LookBack,
    context: &Context<'a>,
) -> Option<(EntryRef, Truth)> {
    let entry = context.input.entry(context.by).filter(|_| !context.made_by_time())?;
    let here = records.of(context.input, entry);
    let Happening::Entry(pattern) = &asked.what.what else { return None };
    let theirs = parts_of(&asked.what.keys, &here)?;
    let is_unclear = here.is_subject_redacted(theirs) && key(theirs, false, &here, 0, &mut Key::default()).is_none();
    let truth = pattern.fits(&here, &mut Silent).0.min(Truth::Unknown);
    let may_be = is_unclear && truth != Truth::No && context.may_be_about(parts_of(&asked.asked, context)?, &here, theirs);
    may_be.then(|| (here.entry_ref(), truth))
}

fn parts_of<'k>(keys: &'k Keys, context: &Context<'_>) -> Option<&'k [FieldPath]> {
    let kind = context.entry.event().kind();
    keys.iter().find(|(of, _)| *of == kind).map(|(_, parts)| &**parts)
}
