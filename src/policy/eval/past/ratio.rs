//! How many of one thing there were for every hundred of another.

use crate::moment::Moment;
use crate::policy::eval::answer::{EntryRef, Missing, Truth};
use crate::policy::eval::context::{Context, Records};
use crate::policy::eval::evidence::{Seen, Silent, Trace};
use crate::policy::eval::fields::{Key, asked_key, key};
use crate::policy::eval::memory::{Memory, NoTime, reaches_back};
use crate::policy::eval::past::redacted::unclear_at_hand;
use crate::policy::rule::condition::{LookBack, Ratio};
use crate::policy::rule::effective::Effective;
use crate::policy::rule::field_path::FieldPath;
use crate::policy::rule::happening::Happening;

/// How many there were at least and at most, and one that may or may not count.
#[derive(Clone, Copy)]
struct Count {
    least: i128,
    most: i128,
    doubt: Option<EntryRef>,
}

/// More than any history holds.
const MANY: i128 = i64::MAX as i128;

impl Memory {
    /// Whether there were as many of one thing for every hundred of another as is asked, up to and with the entry at hand.
    pub(crate) fn ratio<'a, T: Trace<'a>>(
        &self,
        records: Records<'a>,
        asked: &'a Ratio,
        context: &Context<'a>,
        trace: &mut T,
    ) -> (Truth, Option<Missing>) {
        let Ratio { of, to, within, at_least, at_most } = asked;
        let mut room = Key::default();
        let Some(key) = asked_key(&of.asked, of.scoped, context, &mut room) else {
            return (Truth::Unknown, Some(Missing::Field("per".into())));
        };
        let from = reaches_back(records, within.as_ref(), context.at, context.at);
        let (mut counted, mut base) =
            (self.counted(records, of, key, from, context), self.counted(records, to, key, from, context));
        trace.saw(|| Seen::Ratio { of: &of.what, to: &to.what, counts: (counted.least as i64, base.least as i64) });
        let doubt = counted.doubt.or(base.doubt);
        let lacks = from.err().filter(|_| doubt.is_some()).map(Missing::from);
        let mut why = lacks.or(doubt.map(Missing::Answer));
        // What is not here may have been in an attachment before this one, if that is not looked at.
        let midway = context.input.midway.filter(|_| !of.made_here);
        if midway.is_some_and(|began| from.map_or(true, |from| began >= from)) {
            (counted.most, base.most) = (MANY, MANY);
            why = why.or(Some(Missing::EarlierCycle));
        }
        let limit = |limit: &Option<Effective<i64>>, holds: fn(i128, Count, Count) -> Truth| {
            let Some(limit) = limit else { return (Truth::Yes, None) };
            let Some(&limit) = limit.at(context.at) else { return (Truth::Unknown, Some(Missing::Parameter)) };
            let truth = holds(i128::from(limit), counted, base);
            (truth, why.clone().filter(|_| truth == Truth::Unknown))
        };
        let ((enough, lacks), (few, otherwise)) = (limit(at_least, is_at_least), limit(at_most, is_at_most));
        (enough.min(few), lacks.or(otherwise))
    }

    /// How many there were about a key since a time, with the entry at hand.
    fn counted<'a>(
        &self,
        records: Records<'a>,
        look_back: &'a LookBack,
        asked: &str,
        from: Result<Moment, NoTime>,
        context: &Context<'a>,
    ) -> Count {
        let track = self.track(look_back.slot.0, asked);
        let (mut surely, mut perhaps, mut doubt) = (0_usize, 0_usize, None);
        let since = from.unwrap_or(Moment::EARLIEST);
        if let Some(track) = track {
            surely = track.surely.since(since);
            perhaps = track.perhaps.since(since);
            doubt = track.perhaps.last().filter(|_| perhaps > 0);
        }
        for unclear in self.unclear(records, look_back, context).into_iter().filter(|unclear| unclear.at >= since) {
            perhaps += 1;
            doubt = Some(unclear);
        }
        let at_hand = at_hand(records, look_back, asked, context).or_else(|| unclear_at_hand(records, look_back, context));
        if let Some((at_hand, truth)) = at_hand {
            match truth {
                Truth::Yes => surely += 1,
                Truth::Unknown => {
                    perhaps += 1;
                    doubt = Some(at_hand);
                }
                Truth::No => {}
            }
            if from.is_err() && truth != Truth::No {
                doubt = Some(at_hand);
            }
        }
        if from.is_err() {
            // Of none it is known whether it lies within that time.
            doubt = doubt.or(track.and_then(|track| track.surely.last()));
            (surely, perhaps) = (0, surely + perhaps);
        }
        Count { least: surely as i128, most: (surely + perhaps) as i128, doubt }
    }
}

/// The entry that asks, and whether it counts itself.
pub(super) fn at_hand<'a>(
    records: Records<'a>,
    look_back: &'a LookBack,
    asked: &str,
    context: &Context<'a>,
) -> Option<(EntryRef, Truth)> {
    let entry = context.input.entry(context.by).filter(|_| !context.made_by_time())?;
    let here = records.of(context.input, entry);
    let Happening::Entry(pattern) = &look_back.what.what else { return None };
    let (_, parts) = look_back.what.keys.iter().find(|(of, _)| *of == entry.event().kind())?;
    let is_about = |nth| Some(key(parts, look_back.scoped, &here, nth, &mut Key::default())? == asked);
    let nths = (0..).take_while(|&nth| nth == 0 || parts.iter().any(FieldPath::is_list));
    nths.map_while(is_about).any(|is_about| is_about).then(|| (here.entry_ref(), pattern.fits(&here, &mut Silent).0))
}

fn is_at_least(limit: i128, counted: Count, base: Count) -> Truth {
    if counted.least * 100 >= limit * base.most {
        Truth::Yes
    } else if counted.most * 100 < limit * base.least {
        Truth::No
    } else {
        Truth::Unknown
    }
}

fn is_at_most(limit: i128, counted: Count, base: Count) -> Truth {
    if counted.most * 100 <= limit * base.least {
        Truth::Yes
    } else if counted.least * 100 > limit * base.most {
        Truth::No
    } else {
        Truth::Unknown
    }
}
