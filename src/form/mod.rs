//! Forms: what each kind of event takes, for whoever draws it: which fields, which of them are required, and what goes in.
//!
//! A form comes from the declarations by which events are read and written, and its labels and help from their documentation,
//! so it cannot say otherwise. It is made when it is asked for, and can be serialised for a front end in another language.
//! What an act needs beside its event (who, when) is in [`offer`], [`act`] and [`entry`].
//!
//! A form says what can be *read*. Whether it is possible here and now, the [cycle](crate::cycle) judges.
//!
//! ```
//! use practice_cycle::{cycle::Kind, form::{Form, Takes}, noun::Noun};
//! let form = Kind::from_code("concern_passed_on").map(Kind::form).unwrap();
//! assert_eq!((form.label, form.help.as_str()), ("pass a concern on", "A concern was passed on."));
//! let to = &form.fields[1];
//! assert_eq!((to.name, to.help.as_str(), to.required), ("to", "To whom.", true));
//! assert!(matches!(to.takes, Takes::Reference { noun: Noun::Person, makes: false, .. }));
//! ```

pub(crate) mod describe;
mod envelope;
pub(crate) mod schema;

use serde::Serialize;

pub use envelope::{act, entry, offer};

use crate::cycle::Kind;
use crate::noun::{Noun, Outside};

/// The form of one kind of event: see [`Kind::form`]. The kinds of a [portfolio](crate::evidencing) have forms of their own.
///
/// ```
/// use practice_cycle::cycle::Kind;
/// let form = Kind::from_code("person_left").map(Kind::form).unwrap();
/// assert_eq!(
///     serde_json::to_value(&form.fields[0])?,
///     serde_json::json!({
///         "name": "person", "label": "Person", "help": "Who left.", "required": true, "nullable": false,
///         "takes": {"type": "reference", "noun": "person", "makes": false, "max_chars": 128},
///     }),
/// );
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema), schemars(rename = "EventForm"))]
#[non_exhaustive]
pub struct Form<K = Kind> {
    /// The kind of event, stored under `type`.
    pub kind: K,
    /// The name of its data, as schemas call it.
    pub name: String,
    /// The act as one would ask for it.
    pub label: &'static str,
    /// The module that says what it means, by which forms can be grouped.
    pub family: &'static str,
    /// What it records.
    pub help: String,
    /// The fields of its data, in their order.
    pub fields: Vec<Field>,
}

/// A field of a form.
///
/// ```
/// use practice_cycle::cycle::Kind;
/// let form = Kind::from_code("contract_declined").map(Kind::form).unwrap();
/// let reason = &form.fields[1];
/// assert_eq!((reason.label.as_str(), reason.help.as_str(), reason.required), ("Reason", "Why.", true));
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema), schemars(rename = "FormField"))]
#[non_exhaustive]
pub struct Field {
    /// The stored name.
    pub name: &'static str,
    /// The name as words.
    pub label: String,
    /// What it says.
    pub help: String,
    /// Whether it may not be left out.
    pub required: bool,
    /// Whether `null` says the same as leaving it out.
    pub nullable: bool,
    /// With what else it may not be left out, though otherwise it may.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub required_with: Option<RequiredWith>,
    /// What goes in.
    pub takes: Takes,
}

/// With what a field beside it a field may not be left out.
///
/// ```
/// use practice_cycle::{cycle::Kind, form::Takes};
/// let form = Kind::from_code("contract_declined").map(Kind::form).unwrap();
/// let Takes::Group { fields, .. } = &form.fields[1].takes else { panic!() };
/// let words = fields[1].required_with.as_ref().unwrap();
/// assert_eq!((words.field, words.codes.as_slice()), ("code", &["other"][..]));
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct RequiredWith {
    /// The field beside it.
    pub field: &'static str,
    /// Its codes with which this one is required.
    pub codes: Vec<&'static str>,
}

/// A word of a list, as a form offers it.
///
/// ```
/// use practice_cycle::{cycle::Kind, form::Takes};
/// let form = Kind::from_code("person_entered").map(Kind::form).unwrap();
/// let Takes::Code { words, .. } = &form.fields[1].takes else { panic!() };
/// assert_eq!((words[1].code, words[1].label), ("social_worker", "social worker"));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema), schemars(rename = "FormWord"))]
#[non_exhaustive]
pub struct Word {
    /// What is stored.
    pub code: &'static str,
    /// What is shown.
    pub label: &'static str,
}

/// What goes into a field. New sorts of content may come.
///
/// ```
/// use practice_cycle::{cycle::Kind, form::Takes};
/// let form = Kind::from_code("outcome_rated").map(Kind::form).unwrap();
/// assert_eq!(form.fields[2].takes, Takes::Number { least: 0, most: 10 });
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema), schemars(rename = "FormTakes"))]
#[serde(tag = "type", rename_all = "snake_case")]
#[non_exhaustive]
pub enum Takes {
    /// One word of a list, by its code.
    Code {
        /// The name of the list.
        list: &'static str,
        /// Its words, in their order.
        words: Vec<Word>,
    },
    /// A list of codes, each at most once.
    Codes {
        /// The name of the list of words.
        list: &'static str,
        /// Its words, in their order.
        words: Vec<Word>,
    },
    /// A reference to something recorded here.
    Reference {
        /// To what.
        noun: Noun,
        /// Whether this event makes it; the reference is new then, but for a person, who may also change roles.
        makes: bool,
        /// The longest reference, in characters.
        max_chars: usize,
    },
    /// A reference to something outside this history.
    Outside {
        /// To what.
        to: Outside,
        /// The longest reference, in characters.
        max_chars: usize,
        /// Whether a redaction may leave a tombstone in its place.
        redactable: bool,
    },
    /// The number of an entry of this history.
    Entry,
    /// Words that somebody writes. Space around them is taken away.
    Text {
        /// The most that may be written, in characters (Unicode scalar values).
        max_chars: usize,
        /// Whether a redaction may leave a tombstone in its place.
        redactable: bool,
    },
    /// A day, such as `2026-04-02`.
    Day,
    /// An instant, such as `2026-04-02T09:30:00Z`.
    Instant,
    /// A whole number.
    Number {
        /// The least.
        least: u32,
        /// The most.
        most: u32,
    },
    /// A list.
    List {
        /// What each item is.
        of: Box<Takes>,
        /// The longest list that can be offered.
        max_items: usize,
    },
    /// An object with fields.
    Group {
        /// Its name, as schemas call it.
        name: String,
        /// What it says.
        help: String,
        /// The fields, in their order.
        fields: Vec<Field>,
    },
    /// One of several variants.
    Choice {
        /// Its name, as schemas call it.
        name: &'static str,
        /// What it says.
        help: String,
        /// The variants, in their order.
        variants: Vec<Variant>,
    },
}

/// One of the variants that a field can take. Stored as its code alone, or as an object with its code as the only key.
///
/// ```
/// use practice_cycle::{cycle::Kind, form::{Holds, Takes}};
/// let form = Kind::from_code("occasion_of_joining").map(Kind::form).unwrap();
/// let Takes::Choice { variants, .. } = &form.fields[1].takes else { panic!() };
/// assert_eq!((variants[0].code.as_str(), variants[0].help.as_str()), ("in", "In one of the spaces of the work."));
/// assert!(matches!(&variants[0].holds, Holds::One { takes: Takes::Code { list: "Space", .. } }));
/// assert_eq!(variants[1].holds, Holds::Nothing);
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema), schemars(rename = "FormVariant"))]
#[non_exhaustive]
pub struct Variant {
    /// The code.
    pub code: String,
    /// The code as words.
    pub label: String,
    /// What it says.
    pub help: String,
    /// What stands under it.
    pub holds: Holds,
}

/// What stands under the code of a variant.
///
/// ```
/// use practice_cycle::form::Holds;
/// assert_eq!(serde_json::to_string(&Holds::Nothing)?, r#"{"type":"nothing"}"#);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema), schemars(rename = "FormHolds"))]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Holds {
    /// Nothing: the code stands alone.
    Nothing,
    /// One value.
    One {
        /// What it is.
        takes: Takes,
    },
    /// An object with fields.
    Fields {
        /// The fields, in their order.
        fields: Vec<Field>,
    },
}
