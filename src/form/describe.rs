//! Forms out of shapes.

use super::{Field, Form, Holds, RequiredWith, Takes, Variant, Word};
use crate::cycle::{Kind, MAX_ITEMS};
use crate::id::MAX_LEN;
use crate::note::{plain, spoken};
use crate::noun::Outside;
use crate::shape::{self, CodeList, FieldShape, Shape};
use crate::text::MAX_CHARS;

impl Kind {
    /// The form of this kind of event: the fields of its data, in the order in which they are stored.
    ///
    /// ```
    /// use practice_cycle::cycle::Kind;
    /// let form = Kind::from_code("contract_reviewed").map(Kind::form).unwrap();
    /// let required: Vec<_> = form.fields.iter().map(|field| (field.name, field.required)).collect();
    /// assert_eq!(required, [("contract", true), ("with", false), ("next_review", false), ("words", false)]);
    /// assert_eq!(form.fields[2].help, "The day by which it is to be reviewed next, if at all.");
    /// ```
    #[must_use]
    pub fn form(self) -> Form {
        Form::described(self, self.fields(), (self.label(), self.family()), self.creates_subject())
    }
}

impl<K> Form<K> {
    /// The form of a kind by the shape of its data; with its label and the module of it, and whether it makes what it is about.
    pub(crate) fn described(
        kind: K,
        data: shape::Fields,
        (label, family): (&'static str, &'static str),
        creates_subject: bool,
    ) -> Self {
        let shape::Fields { name, doc, parts } = data;
        let mut fields = fields(&parts);
        if let Some(Field { takes: Takes::Reference { makes, .. }, .. }) = fields.first_mut() {
            *makes = creates_subject;
        }
        Self { kind, name, label, family, help: plain(doc), fields }
    }
}

fn fields(parts: &[FieldShape]) -> Vec<Field> {
    let one = |part: &FieldShape| {
        let FieldShape { name, label, doc, has_default, needed_with, shape } = part;
        let with = needed_with.as_ref().map(|(field, codes)| RequiredWith { field, codes: codes.clone() });
        field(name, *label, doc, *has_default, with, shape)
    };
    parts.iter().map(one).collect()
}

/// A field of a shape. What may be nothing may be left out, too.
pub(super) fn field(
    name: &'static str,
    label: Option<&str>,
    doc: &str,
    has_default: bool,
    required_with: Option<RequiredWith>,
    shape: &Shape,
) -> Field {
    let nullable = matches!(shape, Shape::Optional(_));
    Field {
        name,
        label: spoken(label.unwrap_or(name)),
        help: plain(doc),
        required: !nullable && !has_default,
        nullable,
        required_with,
        takes: takes(shape.inner()),
    }
}

pub(super) fn takes(shape: &Shape) -> Takes {
    match shape {
        Shape::Code(list) => Takes::Code { list: list.name, words: words(list) },
        Shape::Codes(list) => Takes::Codes { list: list.name, words: words(list) },
        &Shape::Number(least, most) => Takes::Number { least, most },
        Shape::Entry => Takes::Entry,
        Shape::Day => Takes::Day,
        Shape::Instant => Takes::Instant,
        &Shape::Ref(noun) => Takes::Reference { noun, makes: false, max_chars: MAX_LEN },
        &Shape::Outside(to) => {
            Takes::Outside { to, max_chars: MAX_LEN, redactable: matches!(to, Outside::Case | Outside::Source) }
        }
        Shape::Text => Takes::Text { max_chars: MAX_CHARS, redactable: true },
        Shape::Optional(held) => takes(held),
        Shape::List(item) => Takes::List { of: Box::new(takes(item)), max_items: MAX_ITEMS },
        Shape::Fields(inner) => {
            Takes::Group { name: inner.name.clone(), help: plain(inner.doc), fields: fields(&inner.parts) }
        }
        Shape::Variants(inner) => {
            Takes::Choice { name: inner.name, help: plain(inner.doc), variants: inner.all.iter().map(variant).collect() }
        }
    }
}

fn words(list: &CodeList) -> Vec<Word> {
    list.words.iter().map(|&(code, label)| Word { code, label }).collect()
}

fn variant(variant: &shape::Variant) -> Variant {
    let holds = match &variant.holds {
        shape::Holds::Nothing => Holds::Nothing,
        shape::Holds::One(held) => Holds::One { takes: takes(held) },
        shape::Holds::Fields(parts) | shape::Holds::Unasked(parts) => Holds::Fields { fields: fields(parts) },
    };
    let (code, label, help) = (variant.code.clone(), spoken(&variant.code), plain(variant.doc));
    Variant { code, label, help, holds }
}
