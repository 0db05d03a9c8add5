//! How much has begun and not ended, up to and with the entry that asks.

use super::ratio::at_hand;
use super::redacted::unclear_at_hand;
use super::window::is_after;
use crate::policy::eval::answer::{EntryRef, Held, Missing, Truth, unknown};
use crate::policy::eval::context::{Context, Records};
use crate::policy::eval::counted::{SHOWN, left_out, limits};
use crate::policy::eval::evidence::{Seen, Silent, Trace};
use crate::policy::eval::fields::{Key, asked_key, key};
use crate::policy::eval::memory::{Memory, Times};
use crate::policy::eval::references::reference;
use crate::policy::rule::condition::{Distinct, LookBack, Open};
use crate::policy::rule::field_path::FieldPath;
use crate::policy::rule::happening::Happening;
use crate::shape::Value;

/// A value that is counted once: of a reference that means something only within its cycle, with the place of that.
type Counted<'a> = (Option<u32>, Value<'a>);

impl Memory {
    /// Whether enough, and not too much, has begun and not ended. Linear in how often it began about the same.
    pub(crate) fn open<'a, T: Trace<'a>>(
        &self,
        records: Records<'a>,
        asked: &'a Open,
        context: &Context<'a>,
        trace: &mut T,
    ) -> Held {
        let Open { from, to, distinct, at_least, at_most } = asked;
        let mut room = Key::default();
        let Some(about) = asked_key(&from.asked, from.scoped, context, &mut room) else { return unknown("per") };
        trace.saw(|| Seen::Open { of: &from.what, distinct: distinct.as_ref().map(|distinct| &distinct.path) });
        let (mut surely, mut values, mut doubts) = (0_usize, Vec::new(), Vec::new());
        for (begun, truth) in self.begun(records, from, about, context) {
            let Some(there) = records.context(begun) else { continue };
            let truth = truth.min(self.has_ended(records, to, (begun, &there), context).not());
            let value = distinct.as_ref().map(|distinct| distinct.counted(&there));
            match (truth, value) {
                (Truth::No, _) => {}
                (Truth::Yes, Some(Some(value))) if values.contains(&value) => {}
                (Truth::Yes, None | Some(Some(_))) => {
                    values.extend(value.flatten());
                    surely += 1;
                    if surely <= SHOWN {
                        let codes = distinct.as_ref().map(|distinct| &distinct.codes);
                        trace.saw(|| {
                            Seen::Counted(value.flatten().map_or_else(|| what(to, &there), |(_, value)| value), codes)
                        });
                    }
                }
                (Truth::Yes, Some(None)) => {
                    let path = distinct.as_ref().map(|distinct| &*distinct.path).unwrap_or_default();
                    doubts.push((None, Missing::Field(path.into())));
                }
                (Truth::Unknown, value) => doubts.push((value.flatten(), Missing::Answer(begun))),
            }
        }
        left_out(surely, trace);
        // What is counted once for certain is not counted again.
        doubts.retain(|(value, _)| value.is_none_or(|value| !values.contains(&value)));
        let mut several: Vec<Counted<'a>> = Vec::new();
        let adds = |(value, _): &&(Option<Counted<'a>>, Missing)| match value {
            Some(value) if several.contains(value) => false,
            Some(value) => {
                several.push(*value);
                true
            }
            None => true,
        };
        let mut perhaps = i64::try_from(doubts.iter().filter(adds).count()).unwrap_or(i64::MAX / 2);
        let mut why = doubts.into_iter().next().map(|(_, why)| why);
        // What is not here may have begun in an attachment before this one, if that is not looked at.
        if context.input.midway.is_some() && !from.made_here {
            perhaps = i64::MAX / 2;
            why = why.or(Some(Missing::EarlierCycle));
        }
        let surely = i64::try_from(surely).unwrap_or(i64::MAX / 2);
        limits((surely, surely + perhaps), (at_least.as_ref(), at_most.as_ref()), context.at, why)
    }

    /// What began about a key, in order, the entry at hand last: and whether that is known.
    fn begun<'a>(
        &self,
        records: Records<'a>,
        from: &'a LookBack,
        about: &str,
        context: &Context<'a>,
    ) -> Vec<(EntryRef, Truth)> {
        let mut begun: Vec<(EntryRef, Truth)> = Vec::new();
        if let Some(track) = self.track(from.slot.0, about) {
            begun.extend(track.surely.iter().map(|one| (one, Truth::Yes)));
            begun.extend(track.perhaps.iter().map(|one| (one, Truth::Unknown)));
        }
        begun.extend(self.unclear(records, from, context).into_iter().map(|one| (one, Truth::Unknown)));
        begun.sort_unstable_by_key(|(one, _)| (one.at, one.history, one.entry));
        begun.extend(at_hand(records, from, about, context).or_else(|| unclear_at_hand(records, from, context)));
        begun
    }

    /// Whether what began has ended.
    fn has_ended<'a>(
        &self,
        records: Records<'a>,
        to: &'a LookBack,
        (begun, there): (EntryRef, &Context<'a>),
        context: &Context<'a>,
    ) -> Truth {
        let mut room = Key::default();
        let Some(about) = asked_key(&to.asked, to.scoped, there, &mut room) else { return Truth::Unknown };
        let is_later = |times: &Times| times.last().is_some_and(|last| is_after(last, begun));
        let track = self.track(to.slot.0, about);
        let here = if context.entry_ref() == begun { Truth::No } else { ends_at_hand(records, to, about, context) };
        if here == Truth::Yes || track.is_some_and(|track| is_later(&track.surely)) {
            return Truth::Yes;
        }
        // What ended something unknown may have ended this.
        let of_any = self.keyless.get(to.slot.0 as usize).into_iter().flatten();
        let mut of_any = of_any.filter(|(history, _)| !to.scoped || *history == begun.history);
        let perhaps = of_any.any(|(_, times)| is_later(times)) || track.is_some_and(|track| is_later(&track.perhaps));
        if perhaps { Truth::Unknown } else { here }
    }
}

/// Whether the entry that asks ends what is about a key.
fn ends_at_hand<'a>(records: Records<'a>, to: &'a LookBack, about: &str, context: &Context<'a>) -> Truth {
    if let Some((_, truth)) = at_hand(records, to, about, context) {
        return truth;
    }
    let Some(entry) = context.input.entry(context.by).filter(|_| !context.made_by_time()) else { return Truth::No };
    let here = records.of(context.input, entry);
    let Happening::Entry(pattern) = &to.what.what else { return Truth::No };
    let parts = to.what.keys.iter().find(|(of, _)| *of == entry.event().kind()).map(|(_, parts)| parts);
    let is_unclear =
        parts.is_some_and(|parts| here.lacks(parts) && key(parts, to.scoped, &here, 0, &mut Key::default()).is_none());
    if is_unclear { Truth::Unknown.min(pattern.fits(&here, &mut Silent).0) } else { Truth::No }
}

/// What began, as what ends it names it.
fn what<'a>(to: &LookBack, there: &Context<'a>) -> Value<'a> {
    let of_kind = to.asked.iter().find(|(kind, _)| *kind == there.entry.event().kind());
    let id = of_kind.and_then(|(_, parts)| there.id(parts.last()?));
    id.map_or(Value::Missing, Value::Outside)
}

impl Distinct {
    /// The value that is counted of what began; none where it is not known.
    fn counted<'a>(&self, there: &Context<'a>) -> Option<Counted<'a>> {
        let (_, path): &(_, FieldPath) = self.paths.iter().find(|(kind, _)| *kind == there.entry.event().kind())?;
        let value = there.one(path)?;
        Some(match reference(value) {
            Some(id) => (self.scoped.then_some(there.input.place), Value::Outside(id)),
            None => (None, value),
        })
    }
}
