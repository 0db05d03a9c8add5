//! What can be asked of a recorded fact: the shape of its data, and the values in it.
//!
//! A rule names a field by its stored name. Shapes are asked once, when a rule is loaded; values are asked for every entry,
//! by places that the shape gave, so that nothing is compared by name then.

use chrono::NaiveDate;

use crate::code::Code;
use crate::moment::Moment;
use crate::note::{Note, Noted, VariantNote};
use crate::noun::{Noun, Outside, Ref};

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

/// What kind of value a part holds, and all that a form says of it: what is read, and what a rule asks.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Shape {
    /// One word of a list.
    Code(CodeList),
    /// Words of a list, each at most once.
    Codes(CodeList),
    /// A whole number, from the first to the second.
    Number(u32, u32),
    /// The number of an entry.
    Entry,
    Day,
    Instant,
    Ref(Noun),
    /// A reference to something outside.
    Outside(Outside),
    Text,
    /// May be nothing, and be left out.
    Optional(Box<Shape>),
    List(Box<Shape>),
    Fields(Fields),
    Variants(Variants),
}

/// A list of words, with the code and the label of each.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct CodeList {
    pub(crate) name: &'static str,
    /// The path to where it is declared, which distinguishes it from others of its name.
    pub(crate) path: &'static str,
    pub(crate) words: Vec<(&'static str, &'static str)>,
}

/// A part with fields.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Fields {
    pub(crate) name: String,
    pub(crate) doc: &'static str,
    pub(crate) parts: Vec<FieldShape>,
}

/// A field of a part.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct FieldShape {
    /// The stored name.
    pub(crate) name: &'static str,
    /// What people call it, where that is not the stored name.
    pub(crate) label: Option<&'static str>,
    pub(crate) doc: &'static str,
    /// Whether reading puts something in its place where it is left out.
    pub(crate) has_default: bool,
    /// The field, and the codes in it, with which this one may not be left out.
    pub(crate) needed_with: Option<(&'static str, Vec<&'static str>)>,
    pub(crate) shape: Shape,
}

/// A part that is one of several variants.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Variants {
    pub(crate) name: &'static str,
    pub(crate) doc: &'static str,
    pub(crate) all: Vec<Variant>,
}

/// One variant of a part with variants.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Variant {
    pub(crate) code: String,
    pub(crate) doc: &'static str,
    pub(crate) holds: Holds,
}

/// What a variant holds.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Holds {
    Nothing,
    One(Box<Shape>),
    Fields(Vec<FieldShape>),
    /// Fields that are read and written, and of which no rule can ask.
    Unasked(Vec<FieldShape>),
}

impl Variants {
    /// What the variant of that code holds.
    pub(crate) fn holds(&self, code: &str) -> Option<&Holds> {
        self.all.iter().find(|variant| variant.code == code).map(|variant| &variant.holds)
    }
}

impl Shape {
    /// The shape itself, whether or not it may be left out.
    pub(crate) fn inner(&self) -> &Shape {
        if let Shape::Optional(shape) = self { shape.inner() } else { self }
    }

    /// Whether there is a field at a path such as `cover.contract`: names of fields, and codes of variants that hold something.
    pub(crate) fn has(&self, path: &str) -> bool {
        let (head, rest) = path.split_once('.').map_or((path, None), |(head, rest)| (head, Some(rest)));
        let named = |fields: &[FieldShape], path: &str| {
            let (head, rest) = path.split_once('.').map_or((path, None), |(head, rest)| (head, Some(rest)));
            fields.iter().any(|field| field.name == head && rest.is_none_or(|rest| field.shape.has(rest)))
        };
        match self.inner() {
            Shape::Fields(fields) => named(&fields.parts, path),
            Shape::Variants(variants) => variants.all.iter().any(|variant| {
                variant.code == head
                    && match &variant.holds {
                        Holds::Nothing => rest.is_none(),
                        Holds::One(shape) => rest.is_none_or(|rest| shape.has(rest)),
                        Holds::Fields(fields) | Holds::Unasked(fields) => rest.is_none_or(|rest| named(fields, rest)),
                    }
            }),
            Shape::Code(_) | Shape::Codes(_) | Shape::Number(..) | Shape::Entry | Shape::Day | Shape::Instant => false,
            Shape::Ref(_) | Shape::Outside(_) | Shape::Text | Shape::Optional(_) | Shape::List(_) => false,
        }
    }
}

impl CodeList {
    /// The words of a list that a rule may ask for. What it asks for, it keeps as bits.
    pub(crate) fn of<W: Code>() -> Self {
        const { assert!(W::ALL.len() <= 64, "a rule asks for words of a list of at most 64") }
        Self { name: W::NAME, path: W::PATH, words: W::ALL.iter().map(|word| (word.code(), word.label())).collect() }
    }

    pub(crate) fn codes(&self) -> Vec<&'static str> {
        self.words.iter().map(|&(code, _)| code).collect()
    }
}

impl Fields {
    /// The fields of a struct.
    pub(crate) fn of<T: Noted<Part = Note>>(name: &str, shapes: Vec<(&'static str, Shape)>) -> Self {
        Self { name: name.to_owned(), doc: T::ABOUT, parts: parts(T::NOTES, shapes) }
    }
}

impl Variants {
    /// The variants of an enum.
    pub(crate) fn of<T: Noted<Part = VariantNote>>(name: &'static str, held: Vec<(&str, Held)>) -> Self {
        let all = held.into_iter().map(|(name, held)| {
            let note = T::NOTES.iter().find(|note| note.name == name);
            let notes = note.map_or(&[][..], |note| note.fields);
            let holds = match held {
                Held::Nothing => Holds::Nothing,
                Held::One(shape) => Holds::One(Box::new(shape)),
                Held::Fields(shapes) => Holds::Fields(parts(notes, shapes)),
                Held::Unasked(shapes) => Holds::Unasked(parts(notes, shapes)),
            };
            Variant { code: code(name), doc: note.map_or("", |note| note.doc), holds }
        });
        Self { name, doc: T::ABOUT, all: all.collect() }
    }
}

/// What a variant holds, before what is said of it is looked up.
pub(crate) enum Held {
    Nothing,
    One(Shape),
    Fields(Vec<(&'static str, Shape)>),
    Unasked(Vec<(&'static str, Shape)>),
}

fn parts(notes: &[Note], shapes: Vec<(&'static str, Shape)>) -> Vec<FieldShape> {
    let part = |(name, shape)| {
        let note = notes.iter().find(|note| note.name == name);
        let (doc, has_default) = note.map_or(("", false), |note| (note.doc, note.has_default));
        FieldShape { name, label: None, doc, has_default, needed_with: None, shape }
    };
    shapes.into_iter().map(part).collect()
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
