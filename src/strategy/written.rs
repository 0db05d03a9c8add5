//! Documents in JSON, as a file holds them.

use std::fmt;
use std::ops::Deref;

use serde_json::Value;

/// A document in JSON as a file holds it: a pack, stories, a world. It is a string to whatever reads it; `Debug` shows it as it is
/// written, so that a failing case can be copied into a file.
///
/// ```
/// use practice_cycle::{policy::Pack, strategy};
/// use proptest::prelude::*;
/// proptest!(ProptestConfig::with_cases(8), |(written in strategy::written_pack(1))| {
///     prop_assert!(Pack::read(&written).is_ok());
///     prop_assert_eq!(format!("{written:?}"), written.to_string());
/// });
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct Written(String);

impl Written {
    /// The document of a value, with its fields in the order in which they are given.
    pub(super) fn of(value: &Value) -> Self {
        Self(format!("{value:#}"))
    }
}

impl Deref for Written {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl AsRef<str> for Written {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Written {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Display for Written {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
