//! What duties are about, as it can be compared.

use smol_str::SmolStrBuilder;

use crate::cycle::Kind;
use crate::policy::engine::Runtime;
use crate::policy::engine::obligation::{Key, Obligation};
use crate::policy::eval::context::{Context, Opening};
use crate::policy::rule::field_path::FieldPath;

/// The key of an entry, if every part of it is known: one reference as it stands, or several one after another, for which there
/// has to be room. References of one history are told apart from those of another.
#[inline]
pub(crate) fn key<'k, 'a: 'k>(
    parts: &[FieldPath],
    scoped: bool,
    context: &Context<'a>,
    nth: usize,
    room: &'k mut Key,
) -> Option<&'k str> {
    let prefixed = scoped && context.input.several;
    if let ([part], false) = (parts, prefixed) {
        return context.nth_id(part, nth);
    }
    *room = joined(parts, prefixed, context, nth)?;
    Some(room)
}

fn joined(parts: &[FieldPath], prefixed: bool, context: &Context<'_>, nth: usize) -> Option<Key> {
    let mut key = SmolStrBuilder::new();
    if prefixed {
        key.push_str(&context.input.place.to_string());
        key.push('\0');
    }
    for (place, part) in parts.iter().enumerate() {
        if place > 0 {
            key.push('\0');
        }
        key.push_str(context.nth_id(part, nth)?);
    }
    Some(key.finish())
}

pub(crate) fn asked_key<'k, 'a: 'k>(
    asked: &[(Kind, Box<[FieldPath]>)],
    scoped: bool,
    context: &Context<'a>,
    room: &'k mut Key,
) -> Option<&'k str> {
    let kind = context.entry.event().kind();
    let (_, parts) = asked.iter().find(|(of, _)| *of == kind)?;
    key(parts, scoped, context, 0, room)
}

/// An entry as an answer to a duty, with what opened that.
pub(crate) fn looking_back<'s, 'a: 's>(
    runtime: &Runtime<'a>,
    obligation: &'s Obligation,
    context: &Context<'s>,
) -> Context<'s> {
    let opening =
        runtime.input(obligation.opened.history).zip(runtime.entry(obligation.seen())).map(|(input, entry)| Opening {
            entry,
            input,
            each: obligation.each(),
            each_is_contract: obligation.each_is_contract(),
            // What time alone brought about is looked at as it stood just after.
            at: if obligation.by_time { obligation.opened.at.just_after() } else { obligation.opened.at },
            by: obligation.opened.entry,
        });
    Context { opening, ..*context }
}
