//! Free text about people: checked on the way in, never shown by `Debug` or in an error.

use std::fmt;
use std::hash::BuildHasher;

use foldhash::quality::FixedState;
use serde::de::value::MapAccessDeserializer;
use serde::de::{Deserialize, Deserializer, Error as _, MapAccess, Visitor};
use serde::ser::{Serialize, SerializeMap, Serializer};
use thiserror::Error;

use crate::field::{Field, Renamed};
use crate::id::{self, IdError};
#[cfg(feature = "schemars")]
use crate::json_schema::{derived, scalar};
use crate::noun::Outside;
use crate::shape::{Shape, Value};

/// The longest text, in characters.
pub const MAX_CHARS: usize = 20_000;

/// Words that somebody wrote, or the tombstone that a redaction left in their place.
///
/// Not blank, at most 20,000 characters, without control characters other than line breaks and tabs; space around it
/// is taken away. Stored as a string, a tombstone as `{"redacted":true}`.
///
/// ```
/// use practice_cycle::text::Text;
/// let text = Text::new("  Both parents came. ")?;
/// assert_eq!(text.words(), Some("Both parents came."));
/// assert_eq!(format!("{text:?}"), "Text(18 characters)");
/// assert_eq!(serde_json::to_string(&Text::redacted()).unwrap(), r#"{"redacted":true}"#);
/// # Ok::<(), practice_cycle::text::TextError>(())
/// ```
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Text(Box<str>); // Invariant: trimmed, within MAX_CHARS; empty is a tombstone, so that a text that may be left out is no larger.

/// A text was refused.
///
/// ```
/// use practice_cycle::text::{TextError, Text};
/// assert_eq!(Text::new(" \n "), Err(TextError::Blank));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum TextError {
    /// Nothing but white space.
    #[error("expected a text that is not blank")]
    Blank,
    /// More than [`MAX_CHARS`] characters.
    #[error("expected a text of at most {MAX_CHARS} characters")]
    TooLong,
    /// A character that cannot be read, such as NUL or an escape.
    #[error("expected a text without control characters")]
    ControlCharacter,
}

fn check(words: &str) -> Result<(), TextError> {
    if words.is_empty() {
        return Err(TextError::Blank);
    }
    // Bytes bound characters from above, so most texts need no count.
    if words.len() > MAX_CHARS && words.chars().count() > MAX_CHARS {
        return Err(TextError::TooLong);
    }
    // Control characters are one byte, or two from 0xC2 0x80 to 0xC2 0x9F: most texts need one look at their bytes.
    let suspect = |byte: u8| byte < b' ' || byte == 0x7F || byte == 0xC2;
    let control = |c: char| c.is_control() && !matches!(c, '\n' | '\r' | '\t');
    if words.bytes().any(suspect) && words.chars().any(control) {
        return Err(TextError::ControlCharacter);
    }
    Ok(())
}

impl Text {
    /// Words that somebody wrote.
    ///
    /// # Errors
    /// [`TextError`] if they are blank, too long, or hold control characters.
    pub fn new(words: &str) -> Result<Self, TextError> {
        let words = words.trim();
        check(words)?;
        Ok(Self(words.into()))
    }

    /// The tombstone that a redaction leaves.
    #[must_use]
    pub fn redacted() -> Self {
        Self(Box::default())
    }

    /// The words, unless they were redacted.
    #[must_use]
    pub fn words(&self) -> Option<&str> {
        written(&self.0)
    }
}

impl TryFrom<&str> for Text {
    type Error = TextError;
    fn try_from(words: &str) -> Result<Self, TextError> {
        Self::new(words)
    }
}

impl std::str::FromStr for Text {
    type Err = TextError;
    fn from_str(words: &str) -> Result<Self, TextError> {
        Self::new(words)
    }
}

impl fmt::Debug for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.words() {
            Some(words) => write!(f, "Text({} characters)", words.chars().count()),
            None => f.write_str("Text(redacted)"),
        }
    }
}

/// Declares a reference that a redaction may leave a tombstone in place of. `Debug` does not show it.
macro_rules! references {
    ($($(#[$meta:meta])* $Name:ident;)+) => {$(
        $(#[$meta])*
        #[derive(Clone, PartialEq, Eq, Hash)]
        pub struct $Name(Box<str>); // Invariant: a checked reference; empty is a tombstone.

        impl $Name {
            /// A reference.
            ///
            /// # Errors
            /// [`IdError`], as for every reference.
            pub fn new(id: &str) -> Result<Self, IdError> {
                id::check(id)?;
                Ok(Self(id.into()))
            }

            /// The reference, unless it was redacted.
            #[must_use]
            pub fn as_str(&self) -> Option<&str> {
                written(&self.0)
            }
        }

        impl fmt::Debug for $Name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                let kept = if self.as_str().is_some() { "kept" } else { "redacted" };
                write!(f, "{}({kept})", stringify!($Name))
            }
        }
    )+};
}

references! {
    /// A reference to a case in the host's system, or the tombstone that a redaction left in its place.
    ///
    /// Made like the other references of [`crate::id`]; redacted because a case number can lead to a family.
    ///
    /// ```
    /// use practice_cycle::text::CaseRef;
    /// let case = CaseRef::new("case-204")?;
    /// assert_eq!(case.as_str(), Some("case-204"));
    /// # Ok::<(), practice_cycle::id::IdError>(())
    /// ```
    CaseRef;
    /// A reference to what evidence of practice rests on, in papers that its owner keeps elsewhere; or the tombstone that a redaction
    /// left in its place.
    ///
    /// Made like the other references of [`crate::id`]; redacted because the number of a case could have been written there by
    /// mistake.
    ///
    /// ```
    /// use practice_cycle::text::SourceRef;
    /// let source = SourceRef::new("supervision-2026-03")?;
    /// assert_eq!((source.as_str(), format!("{source:?}")), (Some("supervision-2026-03"), "SourceRef(kept)".to_owned()));
    /// # Ok::<(), practice_cycle::id::IdError>(())
    /// ```
    SourceRef;
}

impl CaseRef {
    /// What distinguishes this case from others where no text is kept; nothing, once it is redacted.
    pub(crate) fn mark(&self) -> Option<CaseMark> {
        self.as_str().map(|case| CaseMark(FixedState::default().hash_one(case)))
    }
}

/// The same for the same case, and else different but for a chance that can be left aside. It cannot be read back, and is
/// neither shown nor stored.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct CaseMark(u64);

impl fmt::Debug for CaseMark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("CaseMark")
    }
}

/// What stands there, unless it is a tombstone.
fn written(text: &str) -> Option<&str> {
    (!text.is_empty()).then_some(text)
}

macro_rules! redactable {
    ($Name:ident, $shape:expr, $check:expr, $value:expr, $strike:expr $(, $rename:expr)?) => {
        impl Field for $Name {
            fn shape() -> Shape {
                $shape
            }
            fn value(&self) -> Value<'_> {
                written(&self.0).map_or(Value::Missing, $value)
            }
            fn words(&self) -> Option<&str> {
                if let Value::Text = self.value() { Some(&self.0) } else { None }
            }
            fn strike(&mut self, case: &mut dyn FnMut(&str) -> Box<str>) {
                let strike: fn(&str, &mut dyn FnMut(&str) -> Box<str>) -> Box<str> = $strike;
                if let Some(written) = written(&self.0) {
                    self.0 = strike(written, case);
                }
            }
            $(fn rename(&mut self, renamed: &Renamed<'_>) {
                let rename: fn(&mut $Name, &Renamed<'_>) = $rename;
                rename(self, renamed);
            })?
            fn has_tombstone(&self) -> bool {
                self.0.is_empty()
            }
            fn has_text(&self) -> bool {
                !self.0.is_empty()
            }
        }

        impl Serialize for $Name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                let Some(words) = written(&self.0) else {
                    let mut tombstone = serializer.serialize_map(Some(1))?;
                    tombstone.serialize_entry("redacted", &true)?;
                    return tombstone.end();
                };
                serializer.serialize_str(words)
            }
        }

        impl<'de> Deserialize<'de> for $Name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let Some(words) = deserializer.deserialize_any(WordsOrTombstone)? else {
                    return Ok(Self(Box::default()));
                };
                $check(words).map(Self).map_err(D::Error::custom)
            }
        }
    };
}

#[cfg(feature = "schemars")]
impl schemars::JsonSchema for CaseRef {
    fn inline_schema() -> bool {
        true
    }
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "CaseRef".into()
    }
    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        use crate::code::Code as _;
        let case = scalar::reference(Outside::Case.code(), Outside::Case.label(), id::MAX_LEN);
        let definitions =
            [(scalar::reference_name(Outside::Case.code()), case), ("Tombstone".to_owned(), scalar::tombstone())];
        derived::define(definitions.into_iter().collect(), generator);
        schemars::json_schema!({ "anyOf": [{ "$ref": "#/$defs/CaseId" }, { "$ref": "#/$defs/Tombstone" }] })
    }
}

redactable!(Text, Shape::Text, trimmed, |_| Value::Text, |_, _| Box::default());
redactable!(
    CaseRef,
    Shape::Outside(Outside::Case),
    reference,
    Value::Outside,
    |reference, case| case(reference),
    |case, renamed| {
        if renamed.noun.is_none() && *case.0 == *renamed.from {
            case.0 = renamed.into.into();
        }
    }
);
redactable!(SourceRef, Shape::Outside(Outside::Source), reference, Value::Outside, |_, _| Box::default());

fn reference(id: Box<str>) -> Result<Box<str>, IdError> {
    id::check(&id).map(|()| id)
}

fn trimmed(words: Box<str>) -> Result<Box<str>, TextError> {
    let inner = words.trim();
    check(inner)?;
    Ok(if inner.len() == words.len() { words } else { inner.into() })
}

struct WordsOrTombstone;

impl<'de> Visitor<'de> for WordsOrTombstone {
    type Value = Option<Box<str>>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a text, or `{\"redacted\": true}`")
    }

    fn visit_str<E: serde::de::Error>(self, words: &str) -> Result<Self::Value, E> {
        Ok(Some(words.into()))
    }

    fn visit_string<E: serde::de::Error>(self, words: String) -> Result<Self::Value, E> {
        Ok(Some(words.into()))
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
        #[derive(serde::Deserialize)]
        #[serde(deny_unknown_fields)]
        struct Tombstone {
            redacted: bool,
        }
        let tombstone = Tombstone::deserialize(MapAccessDeserializer::new(map))?;
        if tombstone.redacted { Ok(None) } else { Err(A::Error::custom("expected `\"redacted\": true`")) }
    }
}
