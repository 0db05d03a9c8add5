//! Pseudonyms: what stands for a reference, the same for the same reference under one key.

use std::fmt::{self, Write as _};

use hmac_sha256::HMAC;
use thiserror::Error;

use super::object::ObjectType;

/// The least length of a key, in bytes.
const SHORTEST: usize = 32;
/// How much of the digest is shown, in bytes: two of a million references are alike with a chance below one in a trillion.
const SHOWN: usize = 10;

/// A key, for pseudonyms or for references, is too short.
///
/// ```
/// use practice_cycle::export::Pseudonyms;
/// let short = Pseudonyms::new(b"secret").unwrap_err();
/// assert_eq!(short.to_string(), "the key is too short: expected at least 32 bytes");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("the key is too short: expected at least {SHORTEST} bytes")]
pub struct KeyTooShort;

/// The key by which pseudonyms are made. Whoever has it can find out who is who.
///
/// Of one reference there is one pseudonym under one key, in every format and every export. Pseudonyms do not make data anonymous: who
/// did what when can give somebody away.
///
/// ```
/// use practice_cycle::{export::{ObjectType, Pseudonyms}, noun::Noun};
/// let pseudonyms = Pseudonyms::new(b"an invented key of 32 characters")?;
/// let person = ObjectType::Made(Noun::Person);
/// assert_eq!(pseudonyms.of(person, "worker-a"), pseudonyms.of(person, "worker-a"));
/// assert_ne!(pseudonyms.of(person, "worker-a"), pseudonyms.of(ObjectType::Case, "worker-a"));
/// assert_eq!(format!("{pseudonyms:?}"), "Pseudonyms { .. }");
/// # Ok::<(), practice_cycle::export::KeyTooShort>(())
/// ```
#[derive(Clone)]
pub struct Pseudonyms {
    key: Box<[u8]>,
}

impl fmt::Debug for Pseudonyms {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pseudonyms").finish_non_exhaustive()
    }
}

impl Pseudonyms {
    /// Pseudonyms by a secret key of at least 32 bytes, made at random.
    ///
    /// # Errors
    /// [`KeyTooShort`].
    pub fn new(key: &[u8]) -> Result<Self, KeyTooShort> {
        if key.len() < SHORTEST { Err(KeyTooShort) } else { Ok(Self { key: key.into() }) }
    }

    /// The pseudonym of a reference: the code of its type, and the beginning of HMAC-SHA-256 of that code, a line feed and the reference
    /// (80 bits), in hexadecimal digits.
    #[must_use]
    pub fn of(&self, of: ObjectType, reference: &str) -> String {
        let digest = HMAC::mac(format!("{}\n{reference}", of.code()), &*self.key);
        let mut pseudonym = format!("{}-", of.code());
        for byte in digest.iter().take(SHOWN) {
            // Writing into a `String` cannot fail.
            let _ = write!(pseudonym, "{byte:02x}");
        }
        pseudonym
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::noun::Noun;

    #[test]
    fn a_pseudonym_comes_of_key_type_and_reference_alone() {
        let key = |key: &[u8]| Pseudonyms { key: key.into() };
        let (ours, theirs) = (key(b"an invented key."), key(b"another invented"));
        let person = ObjectType::Made(Noun::Person);
        let of = ours.of(person, "worker-a");
        // By Python: hmac.new(b"an invented key.", b"person\nworker-a", "sha256").hexdigest()[:20]
        assert_eq!(of, "person-e9efbcb703b475692689");
        assert_eq!(of, ours.of(person, "worker-a"));
        for other in [
            ours.of(person, "worker-b"),
            ours.of(ObjectType::Made(Noun::Contract), "worker-a"),
            theirs.of(person, "worker-a"),
        ] {
            assert_ne!(of, other);
        }
    }
}
