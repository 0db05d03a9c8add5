//! What duties are about, as it can be compared.

use smol_str::SmolStrBuilder;

use crate::cycle::Kind;
use crate::policy::engine::Works;
use crate::policy::engine::obligation::{Key, Live};
use crate::policy::eval::context::{Opening, Scene};
use crate::policy::rule::field_path::Access;

/// The key of an entry, if every part of it is known: one reference as it stands, or several one after another, for which there
/// has to be room. References of one history are told apart from those of another.
#[inline]
pub(crate) fn key<'k, 'a: 'k>(
    parts: &[Access],
    scoped: bool,
    scene: &Scene<'a>,
    nth: usize,
    room: &'k mut Key,
) -> Option<&'k str> {
    let prefixed = scoped && scene.ground.several;
    if let ([part], false) = (parts, prefixed) {
        return scene.nth_id(part, nth);
    }
    *room = joined(parts, prefixed, scene, nth)?;
    Some(room)
}

fn joined(parts: &[Access], prefixed: bool, scene: &Scene<'_>, nth: usize) -> Option<Key> {
    let mut key = SmolStrBuilder::new();
    if prefixed {
        key.push_str(&scene.ground.place.to_string());
        key.push('\0');
    }
    for (place, part) in parts.iter().enumerate() {
        if place > 0 {
            key.push('\0');
        }
        key.push_str(scene.nth_id(part, nth)?);
    }
    Some(key.finish())
}

pub(crate) fn asked_key<'k, 'a: 'k>(
    asked: &[(Kind, Box<[Access]>)],
    scoped: bool,
    scene: &Scene<'a>,
    room: &'k mut Key,
) -> Option<&'k str> {
    let kind = scene.entry.event().kind();
    let (_, parts) = asked.iter().find(|(of, _)| *of == kind)?;
    key(parts, scoped, scene, 0, room)
}

/// An entry as an answer to a duty, with what opened that.
pub(crate) fn looking_back<'s, 'a: 's>(works: &Works<'a>, live: &'s Live, scene: &Scene<'s>) -> Scene<'s> {
    let opening = works.ground(live.opened.history).zip(works.entry(live.seen())).map(|(ground, entry)| Opening {
        entry,
        ground,
        each: live.each(),
        each_is_contract: live.each_is_contract(),
        // What time alone brought about is looked at as it stood just after.
        at: if live.by_time { live.opened.at.just_after() } else { live.opened.at },
        by: live.opened.entry,
    });
    Scene { opening, ..*scene }
}
