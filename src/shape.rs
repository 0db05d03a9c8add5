//! What can be asked of a recorded fact: the shape of its data, and the values in it.
//!
//! A rule names a field by its stored name. Shapes are asked once, when a rule is loaded; values are asked for every entry,
//! by places that the shape gave, so that nothing is compared by name then.

use chrono::NaiveDate;

use crate::moment::Moment;
use crate::noun::{Noun, Ref};

/// What a part of a fact says, as far as a rule may ask. Of free text, only whether it is there.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Value<'a> {
    /// Left out, or redacted: what it would have said is not known.
    Missing,
    /// A word of a list, or the variant of a part with variants, by its place.
    Code(u8),
    /// Words of a list, as bits.
    Codes(u64),
    Number(i64),
    Day(NaiveDate),
    Instant(Moment),
    /// A reference to something recorded.
    Ref(Ref<'a>),
    /// A reference to something outside, such as a case.
    Outside(&'a str),
    Text,
    /// Nothing by itself: it has fields, or elements.
    Inner,
}

/// What kind of value a part holds.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Shape {
    Code(Vec<&'static str>),
    Codes(Vec<&'static str>),
    Number,
    Day,
    Instant,
    Ref(Noun),
    Outside,
    Text,
    /// May be left out.
    Optional(Box<Shape>),
    List(Box<Shape>),
    Fields(Vec<(&'static str, Shape)>),
    Variants(Vec<Variant>),
}

/// One variant of a part with variants.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Variant {
    pub(crate) code: String,
    pub(crate) holds: Holds,
}

/// What a variant holds.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Holds {
    Nothing,
    One(Box<Shape>),
    Fields(Vec<(&'static str, Shape)>),
}

impl Shape {
    /// The shape itself, whether or not it may be left out.
    pub(crate) fn inner(&self) -> &Shape {
        if let Shape::Optional(shape) = self { shape.inner() } else { self }
    }

    /// Whether there is a field at a path such as `cover.contract`: names of fields, and codes of variants that hold something.
    pub(crate) fn has(&self, path: &str) -> bool {
        let (head, rest) = path.split_once('.').map_or((path, None), |(head, rest)| (head, Some(rest)));
        let named = |fields: &[(&str, Shape)], path: &str| {
            let (head, rest) = path.split_once('.').map_or((path, None), |(head, rest)| (head, Some(rest)));
            fields.iter().any(|(name, shape)| *name == head && rest.is_none_or(|rest| shape.has(rest)))
        };
        match self.inner() {
            Shape::Fields(fields) => named(fields, path),
            Shape::Variants(variants) => variants.iter().any(|variant| {
                variant.code == head
                    && match &variant.holds {
                        Holds::Nothing => rest.is_none(),
                        Holds::One(shape) => rest.is_none_or(|rest| shape.has(rest)),
                        Holds::Fields(fields) => rest.is_none_or(|rest| named(fields, rest)),
                    }
            }),
            Shape::Code(_) | Shape::Codes(_) | Shape::Number | Shape::Day | Shape::Instant | Shape::Ref(_) => false,
            Shape::Outside | Shape::Text | Shape::Optional(_) | Shape::List(_) => false,
        }
    }
}

/// The stored code of a variant, as serde writes it.
pub(crate) fn code(variant: &str) -> String {
    let mut code = String::with_capacity(variant.len() + 2);
    for letter in variant.chars() {
        if letter.is_ascii_uppercase() && !code.is_empty() {
            code.push('_');
        }
        code.push(letter.to_ascii_lowercase());
    }
    code
}
