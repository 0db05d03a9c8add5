//! What duties are about, as it can be compared.

use smol_str::SmolStrBuilder;

use super::Works;
use crate::cycle::Kind;
use crate::policy::access::Access;
use crate::policy::duties::{Key, Live};
use crate::policy::scene::{Opening, Scene};

/// What a duty is about, as far as it can be compared: one reference as it stands, or several one after another.
pub(super) enum Keyed<'a> {
    One(&'a str),
    Several(Key),
}

impl Keyed<'_> {
    /// To be kept.
    pub(super) fn kept(&self) -> Key {
        match self {
            Keyed::One(id) => Key::new(id),
            Keyed::Several(key) => key.clone(),
        }
    }
}

impl std::ops::Deref for Keyed<'_> {
    type Target = str;
    fn deref(&self) -> &str {
        match self {
            Keyed::One(id) => id,
            Keyed::Several(key) => key,
        }
    }
}

/// The key of an entry, if every part of it is known. References of one history are told apart from those of another.
#[inline]
pub(super) fn key<'a>(parts: &[Access], scoped: bool, scene: &Scene<'a>, nth: usize) -> Option<Keyed<'a>> {
    let prefixed = scoped && scene.ground.several;
    if let ([part], false) = (parts, prefixed) {
        return scene.nth_id(part, nth).map(Keyed::One);
    }
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
    Some(Keyed::Several(key.finish()))
}

pub(super) fn asked_key<'a>(asked: &[(Kind, Box<[Access]>)], scoped: bool, scene: &Scene<'a>) -> Option<Keyed<'a>> {
    let kind = scene.entry.event().kind();
    let (_, parts) = asked.iter().find(|(of, _)| *of == kind)?;
    key(parts, scoped, scene, 0)
}

/// An entry as an answer to a duty, with what opened that.
pub(super) fn looking_back<'s, 'a: 's>(works: &Works<'a>, live: &'s Live, scene: &Scene<'s>) -> Scene<'s> {
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
