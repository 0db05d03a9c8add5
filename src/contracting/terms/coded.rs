//! A code with words beside it, for lists that are open at one end.

use serde::de::{Deserialize, Deserializer, Error as _};
use thiserror::Error;

use crate::code::Code;
use crate::field::Field;
use crate::shape::{FieldShape, Fields, Shape, Value};
use crate::strict::Object;
use crate::text::Text;

/// A word of a list, with words of one's own where the list has none that fits.
///
/// Stored as `{"code": …, "words": …}`; a code that means "other" needs the words.
///
/// ```
/// use practice_cycle::contracting::{Coded, FocusKind};
/// use practice_cycle::text::Text;
/// let focus = Coded::new(FocusKind::AssessRisk, None)?;
/// assert_eq!(focus.code(), FocusKind::AssessRisk);
/// assert!(Coded::new(FocusKind::Other, None).is_err());
/// # Ok::<(), practice_cycle::contracting::NeedsWords>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, serde::Serialize)]
pub struct Coded<W> {
    code: W,
    #[serde(skip_serializing_if = "Option::is_none")]
    words: Option<Text>, // Invariant: there if the code needs words.
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields, expecting = "an object such as `{\"code\": …, \"words\": …}`")]
struct RawCoded<W> {
    code: W,
    #[serde(default)]
    words: Option<Text>,
}

impl<'de, W: Open + Deserialize<'de>> Deserialize<'de> for Coded<W> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let raw = RawCoded::deserialize(Object(deserializer))?;
        Self::new(raw.code, raw.words).map_err(D::Error::custom)
    }
}

/// A list of words that is open at one end.
pub trait Open: Code {
    /// Whether this word says too little by itself.
    fn needs_words(self) -> bool;
}

/// A code that means "other" was given without words.
///
/// ```
/// use practice_cycle::contracting::{Coded, NeedsWords, ReasonCode};
/// assert_eq!(Coded::new(ReasonCode::Other, None), Err(NeedsWords));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("expected words beside the code `other`")]
pub struct NeedsWords;

impl<W: Open> Coded<W> {
    /// A code, and words if there are any.
    ///
    /// # Errors
    /// [`NeedsWords`] where the code says too little by itself.
    pub fn new(code: W, words: Option<Text>) -> Result<Self, NeedsWords> {
        if code.needs_words() && words.is_none() { Err(NeedsWords) } else { Ok(Self { code, words }) }
    }

    /// The code.
    #[must_use]
    pub fn code(&self) -> W {
        self.code
    }

    /// The words beside it.
    #[must_use]
    pub fn words(&self) -> Option<&Text> {
        self.words.as_ref()
    }
}

impl<W: Open> Field for Coded<W> {
    fn shape() -> Shape {
        let open = W::ALL.iter().filter(|word| word.needs_words()).map(|word| word.code()).collect();
        let part = |name, label, doc, needed_with, shape| {
            let label = Some(label);
            FieldShape { name, label, doc, has_default: false, needed_with, shape }
        };
        let parts = vec![
            part("code", "which", "The word of the list that fits.", None, W::shape()),
            part("words", "in words", "Words of one's own.", Some(("code", open)), Option::<Text>::shape()),
        ];
        Shape::Fields(Fields { name: format!("Coded{}", W::NAME), doc: "A word of a list, and words of one's own.", parts })
    }
    fn value(&self) -> Value<'_> {
        Value::Inner
    }
    fn nth(&self, place: usize) -> Option<&dyn Field> {
        match place {
            0 => Some(&self.code),
            1 => Some(&self.words),
            _ => None,
        }
    }
    fn strike(&mut self, case: &mut dyn FnMut(&str) -> Box<str>) {
        self.words.strike(case);
    }
    fn has_tombstone(&self) -> bool {
        self.words.has_tombstone()
    }
    fn has_text(&self) -> bool {
        self.words.has_text()
    }
}
