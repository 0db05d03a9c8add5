//! What the data of an event is made of: references, words, numbers, and text that may have to be redacted.
//!
//! Every field of every event implements [`Field`], so a new field cannot be forgotten when references are checked or
//! text is redacted.

use chrono::NaiveDate;

use crate::code::{Code, CodeSet};
use crate::moment::Moment;
use crate::noun::{Noun, Ref};
use crate::shape::{CodeList, FieldShape, Holds, Shape, Value};

/// Two references that turned out to be to one thing: the one to be replaced, and the one that stays.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Renamed<'a> {
    /// What they refer to, where it is recorded here; nothing for a case.
    pub(crate) noun: Option<Noun>,
    pub(crate) from: &'a str,
    pub(crate) into: &'a str,
}

/// A field value: what stands in a field of a recorded fact.
pub(crate) trait Field {
    /// What kind of value this is.
    fn shape() -> Shape
    where
        Self: Sized;

    /// What this part says, as far as a rule may ask.
    fn value(&self) -> Value<'_>;

    /// The field, element or content at a place.
    fn nth(&self, _place: usize) -> Option<&dyn Field> {
        None
    }

    /// The words that people wrote, if it is a text that was not redacted.
    fn words(&self) -> Option<&str> {
        None
    }

    /// What this part itself refers to, if it is a reference.
    fn reference(&self) -> Option<Ref<'_>> {
        None
    }

    /// Everything referred to in this part, in the order written.
    fn references<'a>(&'a self, visit: &mut dyn FnMut(Ref<'a>)) {
        if let Some(reference) = self.reference() {
            visit(reference);
        }
    }

    /// Replaces free text by tombstones, and case references that are kept by what is made of them.
    fn strike(&mut self, _case: &mut dyn FnMut(&str) -> Box<str>) {}

    /// Replaces free text and case references by tombstones.
    fn redact(&mut self) {
        self.strike(&mut |_| Box::default());
    }

    /// Replaces a reference by another, which turned out to be to the same.
    fn rename(&mut self, _renamed: &Renamed<'_>) {}

    /// Whether a tombstone stands in this part.
    fn has_tombstone(&self) -> bool {
        false
    }

    /// Whether there is text, or a case reference, that could be redacted.
    fn has_text(&self) -> bool {
        (0..).map_while(|place| self.nth(place)).any(Field::has_text)
    }

    /// The length of the longest list in this part.
    fn longest_list(&self) -> usize {
        0
    }

    /// What a list in this part names twice, if one does.
    fn named_twice(&self) -> Option<Noun> {
        None
    }
}

macro_rules! plain {
    ($($Type:ty: $Value:ident, $shape:expr, $read:expr;)+) => {$(
        impl Field for $Type {
            fn shape() -> Shape {
                $shape
            }
            fn value(&self) -> Value<'_> {
                let read: fn($Type) -> _ = $read;
                Value::$Value(read(*self))
            }
        }
    )+};
}
plain! {
    u8: Number, Shape::Number(0, u8::MAX.into()), i64::from;
    u16: Number, Shape::Number(0, u16::MAX.into()), i64::from;
    u32: Number, Shape::Number(0, u32::MAX), i64::from;
    NaiveDate: Day, Shape::Day, |day| day;
    Moment: Instant, Shape::Instant, |at| at;
}

impl<W: Code> Field for W {
    fn shape() -> Shape {
        Shape::Code(CodeList::of::<W>())
    }
    #[inline]
    fn value(&self) -> Value<'_> {
        Value::Code(self.index() as u8)
    }
}

impl<W: Code> Field for CodeSet<W> {
    fn shape() -> Shape {
        Shape::Codes(CodeList::of::<W>())
    }
    fn value(&self) -> Value<'_> {
        Value::Codes(self.bits())
    }
}

/// Implements [`Field`] for what holds one other, or none: it says what that says.
macro_rules! around {
    ([$($P:ident)?] $Whole:ty, $shape:expr, $this:ident: $held:expr, $held_mut:expr) => {
        impl<$($P: $crate::field::Field)?> $crate::field::Field for $Whole {
            fn shape() -> $crate::shape::Shape {
                $shape
            }
            fn value(&$this) -> $crate::shape::Value<'_> {
                $held.map_or($crate::shape::Value::Missing, $crate::field::Field::value)
            }
            fn nth(&$this, place: usize) -> Option<&dyn $crate::field::Field> {
                $held?.nth(place)
            }
            fn words(&$this) -> Option<&str> {
                $held.and_then($crate::field::Field::words)
            }
            fn reference(&$this) -> Option<$crate::noun::Ref<'_>> {
                $held.and_then($crate::field::Field::reference)
            }
            fn references<'a>(&'a $this, visit: &mut dyn FnMut($crate::noun::Ref<'a>)) {
                if let Some(held) = $held {
                    held.references(visit);
                }
            }
            fn strike(&mut $this, case: &mut dyn FnMut(&str) -> Box<str>) {
                if let Some(held) = $held_mut {
                    held.strike(case);
                }
            }
            fn rename(&mut $this, renamed: &$crate::field::Renamed<'_>) {
                if let Some(held) = $held_mut {
                    held.rename(renamed);
                }
            }
            fn has_tombstone(&$this) -> bool {
                $held.is_some_and($crate::field::Field::has_tombstone)
            }
            fn has_text(&$this) -> bool {
                $held.is_some_and($crate::field::Field::has_text)
            }
        }
    };
}
pub(crate) use around;
around!([P] Option<P>, Shape::Optional(Box::new(P::shape())), self: self.as_ref(), self.as_mut());

impl<P: Field> Field for Vec<P> {
    fn shape() -> Shape {
        Shape::List(Box::new(P::shape()))
    }
    fn value(&self) -> Value<'_> {
        Value::Inner
    }
    fn nth(&self, place: usize) -> Option<&dyn Field> {
        self.get(place).map(|part| part as &dyn Field)
    }
    fn references<'a>(&'a self, visit: &mut dyn FnMut(Ref<'a>)) {
        for part in self {
            part.references(visit);
        }
    }
    fn strike(&mut self, case: &mut dyn FnMut(&str) -> Box<str>) {
        for part in self {
            part.strike(case);
        }
    }
    fn rename(&mut self, renamed: &Renamed<'_>) {
        for part in self.iter_mut() {
            part.rename(renamed);
        }
        // Whoever was listed under both references is listed once.
        let into = |part: &P| part.reference().is_some_and(|it| Some(it.noun) == renamed.noun && it.id == renamed.into);
        let mut is_first = true;
        self.retain(|part| !into(part) || std::mem::take(&mut is_first));
    }
    fn has_tombstone(&self) -> bool {
        self.iter().any(Field::has_tombstone)
    }
    fn longest_list(&self) -> usize {
        self.len()
    }
    fn named_twice(&self) -> Option<Noun> {
        // Lists are short, and asked only where an act is offered.
        let references = || self.iter().filter_map(Field::reference);
        let again = |place, thing| references().take(place).any(|other| other == thing);
        references().enumerate().find_map(|(place, thing)| again(place, thing).then_some(thing.noun))
    }
}

/// The shape of a field, found by how it is reached; the function is never called.
pub(crate) fn held_by<T, P: Field>(_: fn(&T) -> &P) -> Shape {
    P::shape()
}

/// The shape of what a variant holds; the function is never called.
pub(crate) fn held<T, P: Field>(_: fn(&T) -> Option<&P>) -> Shape {
    P::shape()
}

/// Visits a part and all within it, in the order written, each with its path and its shape. What is left out is not visited.
pub(crate) fn walk<'a>(
    shape: &Shape,
    part: &'a dyn Field,
    path: &mut String,
    visit: &mut dyn FnMut(&str, &Shape, &'a dyn Field),
) {
    let shape = shape.inner();
    visit(path, shape, part);
    let end = path.len();
    let mut within = |shape: &Shape, place: usize, step: &[&str], visit: &mut dyn FnMut(&str, &Shape, &'a dyn Field)| {
        let Some(held) = part.nth(place) else { return false };
        path.extend(step.iter().copied());
        walk(shape, held, path, visit);
        path.truncate(end);
        true
    };
    match shape {
        Shape::Fields(fields) => fields.parts.iter().enumerate().for_each(|(place, FieldShape { name, shape, .. })| {
            within(shape, place, &[".", name], visit);
        }),
        Shape::List(shape) => {
            let mut place = 0;
            while within(shape, place, &["[", &place.to_string(), "]"], visit) {
                place += 1;
            }
        }
        Shape::Variants(variants) => {
            let Value::Code(chosen) = part.value() else { return };
            let Some(variant) = variants.all.get(usize::from(chosen)) else { return };
            match &variant.holds {
                Holds::Nothing | Holds::Unasked(_) => {}
                Holds::One(shape) => _ = within(shape, 0, &[".", &variant.code], visit),
                Holds::Fields(fields) => fields.iter().enumerate().for_each(|(place, FieldShape { name, shape, .. })| {
                    within(shape, place, &[".", &variant.code, ".", name], visit);
                }),
            }
        }
        Shape::Code(_) | Shape::Codes(_) | Shape::Number(..) | Shape::Entry | Shape::Day | Shape::Instant => {}
        Shape::Ref(_) | Shape::Outside(_) | Shape::Text | Shape::Optional(_) => {}
    }
}

/// Implements [`Field`] for a struct by its fields, or for an enum of tuples and units by its contents.
macro_rules! fields {
    (struct $Name:ident { $($field:ident),+ $(,)? }) => {
        impl $Name {
            /// What is read, field by field.
            pub(crate) fn fields() -> $crate::shape::Fields {
                $crate::shape::Fields::of::<$Name>(stringify!($Name), vec![
                    $((stringify!($field), $crate::field::held_by(|this: &$Name| &this.$field))),+
                ])
            }
        }

        impl $crate::field::Field for $Name {
            fn shape() -> $crate::shape::Shape {
                $crate::shape::Shape::Fields($Name::fields())
            }
            fn value(&self) -> $crate::shape::Value<'_> {
                $crate::shape::Value::Inner
            }
            fn nth(&self, place: usize) -> Option<&dyn $crate::field::Field> {
                let mut before = place;
                $(
                    if before == 0 {
                        return Some(&self.$field);
                    }
                    before -= 1;
                )+
                let _ = before;
                None
            }
            fn references<'a>(&'a self, visit: &mut dyn FnMut($crate::noun::Ref<'a>)) {
                $($crate::field::Field::references(&self.$field, visit);)+
            }
            fn strike(&mut self, case: &mut dyn FnMut(&str) -> Box<str>) {
                $($crate::field::Field::strike(&mut self.$field, case);)+
            }
            fn rename(&mut self, renamed: &$crate::field::Renamed<'_>) {
                $($crate::field::Field::rename(&mut self.$field, renamed);)+
            }
            fn has_tombstone(&self) -> bool {
                false $(|| $crate::field::Field::has_tombstone(&self.$field))+
            }
            fn longest_list(&self) -> usize {
                0 $(.max($crate::field::Field::longest_list(&self.$field)))+
            }
            fn named_twice(&self) -> Option<$crate::noun::Noun> {
                None $(.or_else(|| $crate::field::Field::named_twice(&self.$field)))+
            }
        }
    };
    (enum $Name:ident { $($Variant:ident $(($part:ident))? $({ $($field:ident),+ })?),+ $(,)? }) => {
        impl $crate::field::Field for $Name {
            fn shape() -> $crate::shape::Shape {
                $crate::shape::Shape::Variants($crate::shape::Variants::of::<$Name>(stringify!($Name), vec![$((
                    stringify!($Variant),
                    $crate::field::fields!(@holds $Name $Variant $(($part))? $({ $($field),+ })?),
                )),+]))
            }
            fn value(&self) -> $crate::shape::Value<'_> {
                let places = [$(matches!(self, Self::$Variant { .. })),+];
                const { assert!([$(stringify!($Variant)),+].len() <= 64, "a rule asks for one of at most 64 variants") };
                $crate::shape::Value::Code(places.iter().take_while(|&&here| !here).count() as u8)
            }
            fn nth(&self, place: usize) -> Option<&dyn $crate::field::Field> {
                match self {
                    $(Self::$Variant $(($part))? $({ $($field),+ })? => {
                        let mut before = place;
                        $(if before == 0 { return Some($part); } before -= 1;)?
                        $($(if before == 0 { return Some($field); } before -= 1;)+)?
                        let _ = &mut before;
                        None
                    })+
                }
            }
            fn references<'a>(&'a self, visit: &mut dyn FnMut($crate::noun::Ref<'a>)) {
                match self {
                    $(Self::$Variant $(($part))? $({ $($field),+ })? => {
                        let _ = &visit;
                        $($crate::field::Field::references($part, visit);)?
                        $($($crate::field::Field::references($field, visit);)+)?
                    })+
                }
            }
            fn strike(&mut self, case: &mut dyn FnMut(&str) -> Box<str>) {
                match self {
                    $(Self::$Variant $(($part))? $({ $($field),+ })? => {
                        $($crate::field::Field::strike($part, case);)?
                        $($($crate::field::Field::strike($field, case);)+)?
                    })+
                }
            }
            fn rename(&mut self, renamed: &$crate::field::Renamed<'_>) {
                match self {
                    $(Self::$Variant $(($part))? $({ $($field),+ })? => {
                        let _ = &renamed;
                        $($crate::field::Field::rename($part, renamed);)?
                        $($($crate::field::Field::rename($field, renamed);)+)?
                    })+
                }
            }
            fn has_tombstone(&self) -> bool {
                match self {
                    $(Self::$Variant $(($part))? $({ $($field),+ })? => {
                        false
                        $(|| $crate::field::Field::has_tombstone($part))?
                        $($(|| $crate::field::Field::has_tombstone($field))+)?
                    })+
                }
            }
        }
    };
    (@holds $Name:ident $Variant:ident) => { $crate::shape::Held::Nothing };
    (@holds $Name:ident $Variant:ident ($part:ident)) => {
        $crate::shape::Held::One($crate::field::held(|this: &$Name| {
            if let $Name::$Variant(part) = this { Some(part) } else { None }
        }))
    };
    (@holds $Name:ident $Variant:ident { $($field:ident),+ }) => {
        $crate::shape::Held::Fields(vec![$((stringify!($field), $crate::field::held(|this: &$Name| {
            if let $Name::$Variant { $field, .. } = this { Some($field) } else { None }
        }))),+])
    };
}
pub(crate) use fields;
