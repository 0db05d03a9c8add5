//! Pseudonyms: what stands in a table for a reference, the same for the same reference under one key.

use std::fmt;
use std::path::Path;

use hmac_sha256::HMAC;

use crate::failure::Failure;
use crate::input;

/// What a reference is of. Two of one name but of different kinds have different pseudonyms.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Who {
    Person,
    Cycle,
    Contract,
}

impl Who {
    const fn word(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::Cycle => "cycle",
            Self::Contract => "contract",
        }
    }
}

/// The environment variable of the key, where no file is named.
const VARIABLE: &str = "PRACTICE_CYCLE_PSEUDONYM_KEY";
/// The least length of a key, in bytes.
const SHORTEST: usize = 32;
/// How much of the digest is shown, in bytes: two of a million references are alike with a chance below one in a trillion.
const SHOWN: usize = 10;

/// The key by which pseudonyms are made.
pub(crate) struct Pseudonyms {
    key: Vec<u8>,
}

impl fmt::Debug for Pseudonyms {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pseudonyms").finish_non_exhaustive()
    }
}

impl Pseudonyms {
    /// The key from a file, or from the environment: without the end of the line that editors put there.
    pub(crate) fn load(file: Option<&Path>) -> Result<Self, Failure> {
        let key = match file {
            Some(path) => input::text(path)?,
            None => std::env::var(VARIABLE)
                .map_err(|_| Failure::usage(format!("--pseudonyms needs a key: give --pseudonym-key, or set {VARIABLE}")))?,
        };
        let key = key.trim_end_matches(['\r', '\n']).as_bytes().to_vec();
        if key.len() < SHORTEST {
            return Err(Failure::usage(format!("the key for pseudonyms is too short: expected at least {SHORTEST} bytes")));
        }
        Ok(Self { key })
    }

    /// The pseudonym of a reference: the beginning of HMAC-SHA-256 of its kind and itself, in hexadecimal digits.
    pub(crate) fn of(&self, who: Who, reference: &str) -> String {
        let digest = HMAC::mac(format!("{}\n{reference}", who.word()), &self.key);
        let digits: String = digest.iter().take(SHOWN).map(|byte| format!("{byte:02x}")).collect();
        format!("{}-{digits}", who.word())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pseudonym_hangs_on_key_kind_and_reference_alone() {
        let (ours, theirs) =
            (Pseudonyms { key: b"an invented key.".to_vec() }, Pseudonyms { key: b"another invented".to_vec() });
        let of = ours.of(Who::Person, "worker-a");
        // By Python: hmac.new(b"an invented key.", b"person\nworker-a", "sha256").hexdigest()[:20]
        assert_eq!(of, "person-e9efbcb703b475692689");
        assert_eq!(of, ours.of(Who::Person, "worker-a"));
        for other in
            [ours.of(Who::Person, "worker-b"), ours.of(Who::Contract, "worker-a"), theirs.of(Who::Person, "worker-a")]
        {
            assert_ne!(of, other);
        }
        assert_eq!(format!("{ours:?}"), "Pseudonyms { .. }");
    }
}
