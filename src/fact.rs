//! What the data of an event is made of: references, words, numbers, and text that may have to be redacted.
//!
//! Every field of every event implements [`Part`], so a new field cannot be forgotten when references are checked or
//! text is redacted.

use chrono::NaiveDate;

use crate::id::{Noun, Ref};
use crate::moment::Moment;
use crate::shape::{Shape, Value};

/// A part of a recorded fact.
pub(crate) trait Part {
    /// What kind of value this is.
    fn shape() -> Shape
    where
        Self: Sized;

    /// What this part says, as far as a rule may ask.
    fn value(&self) -> Value<'_>;

    /// The field, element or content at a place.
    fn nth(&self, _place: usize) -> Option<&dyn Part> {
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

    /// Replaces free text and case references by tombstones.
    fn redact(&mut self) {}

    /// Whether a tombstone stands in this part.
    fn has_tombstone(&self) -> bool {
        false
    }

    /// Whether there is text, or a case reference, that could be redacted.
    fn has_text(&self) -> bool {
        false
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
    ($($Type:ty: $Shape:ident, $read:expr;)+) => {$(
        impl Part for $Type {
            fn shape() -> Shape {
                Shape::$Shape
            }
            fn value(&self) -> Value<'_> {
                let read: fn($Type) -> _ = $read;
                Value::$Shape(read(*self))
            }
        }
    )+};
}
plain! {
    u8: Number, i64::from;
    u16: Number, i64::from;
    u32: Number, i64::from;
    NaiveDate: Day, |day| day;
    Moment: Instant, |at| at;
}

impl<P: Part> Part for Option<P> {
    fn shape() -> Shape {
        Shape::Optional(Box::new(P::shape()))
    }
    fn value(&self) -> Value<'_> {
        self.as_ref().map_or(Value::Missing, Part::value)
    }
    fn nth(&self, place: usize) -> Option<&dyn Part> {
        self.as_ref()?.nth(place)
    }
    fn reference(&self) -> Option<Ref<'_>> {
        self.as_ref().and_then(Part::reference)
    }
    fn references<'a>(&'a self, visit: &mut dyn FnMut(Ref<'a>)) {
        if let Some(part) = self {
            part.references(visit);
        }
    }
    fn redact(&mut self) {
        if let Some(part) = self {
            part.redact();
        }
    }
    fn has_tombstone(&self) -> bool {
        self.as_ref().is_some_and(Part::has_tombstone)
    }
    fn has_text(&self) -> bool {
        self.as_ref().is_some_and(Part::has_text)
    }
}

impl<P: Part> Part for Vec<P> {
    fn shape() -> Shape {
        Shape::List(Box::new(P::shape()))
    }
    fn value(&self) -> Value<'_> {
        Value::Inner
    }
    fn nth(&self, place: usize) -> Option<&dyn Part> {
        self.get(place).map(|part| part as &dyn Part)
    }
    fn references<'a>(&'a self, visit: &mut dyn FnMut(Ref<'a>)) {
        for part in self {
            part.references(visit);
        }
    }
    fn redact(&mut self) {
        for part in self {
            part.redact();
        }
    }
    fn has_tombstone(&self) -> bool {
        self.iter().any(Part::has_tombstone)
    }
    fn has_text(&self) -> bool {
        self.iter().any(Part::has_text)
    }
    fn longest_list(&self) -> usize {
        self.len()
    }
    fn named_twice(&self) -> Option<Noun> {
        // Lists are short, and asked only where an act is offered.
        let references = || self.iter().filter_map(Part::reference);
        let again = |place, thing| references().take(place).any(|other| other == thing);
        references().enumerate().find_map(|(place, thing)| again(place, thing).then_some(thing.noun))
    }
}

impl<P: Part> Part for Box<P> {
    fn shape() -> Shape {
        P::shape()
    }
    fn value(&self) -> Value<'_> {
        (**self).value()
    }
    fn nth(&self, place: usize) -> Option<&dyn Part> {
        (**self).nth(place)
    }
    fn reference(&self) -> Option<Ref<'_>> {
        (**self).reference()
    }
    fn references<'a>(&'a self, visit: &mut dyn FnMut(Ref<'a>)) {
        (**self).references(visit);
    }
    fn redact(&mut self) {
        (**self).redact();
    }
    fn has_tombstone(&self) -> bool {
        (**self).has_tombstone()
    }
    fn has_text(&self) -> bool {
        (**self).has_text()
    }
}

/// What to make of a fact that looks like one that is recorded: same kind, same person, same instant.
///
/// A cycle keeps no words, so it takes such a fact for the same. A history compares what was said, and knows.
///
/// ```
/// use practice_cycle::contracting::Repeats;
/// assert_eq!(Repeats::default(), Repeats::AreTheSame);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Repeats {
    /// It is the same, offered again.
    #[default]
    AreTheSame,
    /// It is another: records with no finer time than a day often look alike.
    AreOthers,
}

/// Implements [`Part`] for a struct by its fields, or for an enum of tuples and units by its contents.
macro_rules! parts {
    (struct $Name:ident { $($field:ident),+ $(,)? }) => {
        impl $crate::fact::Part for $Name {
            fn shape() -> $crate::shape::Shape {
                $crate::shape::Shape::Fields(vec![
                    $((stringify!($field), $crate::shape::field(|this: &$Name| &this.$field))),+
                ])
            }
            fn value(&self) -> $crate::shape::Value<'_> {
                $crate::shape::Value::Inner
            }
            fn nth(&self, place: usize) -> Option<&dyn $crate::fact::Part> {
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
            fn references<'a>(&'a self, visit: &mut dyn FnMut($crate::id::Ref<'a>)) {
                $($crate::fact::Part::references(&self.$field, visit);)+
            }
            fn redact(&mut self) {
                $($crate::fact::Part::redact(&mut self.$field);)+
            }
            fn has_tombstone(&self) -> bool {
                false $(|| $crate::fact::Part::has_tombstone(&self.$field))+
            }
            fn has_text(&self) -> bool {
                false $(|| $crate::fact::Part::has_text(&self.$field))+
            }
            fn longest_list(&self) -> usize {
                0 $(.max($crate::fact::Part::longest_list(&self.$field)))+
            }
            fn named_twice(&self) -> Option<$crate::id::Noun> {
                None $(.or_else(|| $crate::fact::Part::named_twice(&self.$field)))+
            }
        }
    };
    (enum $Name:ident { $($Variant:ident $(($part:ident))? $({ $($field:ident),+ })?),+ $(,)? }) => {
        impl $crate::fact::Part for $Name {
            fn shape() -> $crate::shape::Shape {
                $crate::shape::Shape::Variants(vec![$($crate::shape::Variant {
                    code: $crate::shape::code(stringify!($Variant)),
                    holds: $crate::fact::parts!(@holds $Name $Variant $(($part))? $({ $($field),+ })?),
                }),+])
            }
            fn value(&self) -> $crate::shape::Value<'_> {
                let places = [$(matches!(self, Self::$Variant { .. })),+];
                $crate::shape::Value::Word(places.iter().take_while(|&&here| !here).count() as u8)
            }
            fn nth(&self, place: usize) -> Option<&dyn $crate::fact::Part> {
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
            fn references<'a>(&'a self, visit: &mut dyn FnMut($crate::id::Ref<'a>)) {
                match self {
                    $(Self::$Variant $(($part))? $({ $($field),+ })? => {
                        let _ = &visit;
                        $($crate::fact::Part::references($part, visit);)?
                        $($($crate::fact::Part::references($field, visit);)+)?
                    })+
                }
            }
            fn redact(&mut self) {
                match self {
                    $(Self::$Variant $(($part))? $({ $($field),+ })? => {
                        $($crate::fact::Part::redact($part);)?
                        $($($crate::fact::Part::redact($field);)+)?
                    })+
                }
            }
            fn has_tombstone(&self) -> bool {
                match self {
                    $(Self::$Variant $(($part))? $({ $($field),+ })? => {
                        false
                        $(|| $crate::fact::Part::has_tombstone($part))?
                        $($(|| $crate::fact::Part::has_tombstone($field))+)?
                    })+
                }
            }
            fn has_text(&self) -> bool {
                match self {
                    $(Self::$Variant $(($part))? $({ $($field),+ })? => {
                        false
                        $(|| $crate::fact::Part::has_text($part))?
                        $($(|| $crate::fact::Part::has_text($field))+)?
                    })+
                }
            }
        }
    };
    (@holds $Name:ident $Variant:ident) => { $crate::shape::Holds::Nothing };
    (@holds $Name:ident $Variant:ident ($part:ident)) => {
        $crate::shape::Holds::One(Box::new($crate::shape::held(|this: &$Name| {
            if let $Name::$Variant(part) = this { Some(part) } else { None }
        })))
    };
    (@holds $Name:ident $Variant:ident { $($field:ident),+ }) => {
        $crate::shape::Holds::Fields(vec![$((stringify!($field), $crate::shape::held(|this: &$Name| {
            if let $Name::$Variant { $field, .. } = this { Some($field) } else { None }
        }))),+])
    };
}
pub(crate) use parts;

/// Declares the data of one kind of event, with an example of its stored form that the documentation shows and asserts.
/// The first field is what the event is about.
///
/// `in` names the public module where that is not the module of the call.
macro_rules! data {
    ($(#[$meta:meta])* $Name:ident: $stored:literal $fields:tt) => {
        $crate::fact::data!($(#[$meta])* $Name in (module_path!()): $stored $fields);
    };
    ($(#[$meta:meta])* $Name:ident in ($($module:tt)+): $stored:literal {
        $(#[$about:meta])* $subject:ident: $Subject:ty,
        $($(#[$note:meta])* $field:ident: $Type:ty,)*
    }) => {
        $crate::form::object! {
            $(#[$meta])*
            ///
            /// # Stored form
            /// ```
            #[doc = concat!("use ", $($module)+, "::", stringify!($Name), ";")]
            #[doc = concat!("let stored = r#\"", $stored, "\"#;")]
            #[doc = concat!("let data: ", stringify!($Name), " = serde_json::from_str(stored)?;")]
            /// assert_eq!(serde_json::to_string(&data)?, stored);
            /// # Ok::<(), serde_json::Error>(())
            /// ```
            #[derive(Debug, Clone, PartialEq, Eq)]
            pub struct $Name {
                $(#[$about])* pub $subject: $Subject,
                $($(#[$note])* pub $field: $Type,)*
            }
        }

        $crate::fact::parts!(struct $Name { $subject $(, $field)* });

        impl $Name {
            /// The example of the stored form that the documentation shows.
            pub(crate) const STORED: &'static str = $stored;

            #[inline]
            pub(crate) fn subject(&self) -> Option<$crate::id::Ref<'_>> {
                $crate::fact::Part::reference(&self.$subject)
            }
        }
    };
}
pub(crate) use data;

/// Declares the events of one module: their kinds, codes, and the words with which one asks for them and tells of them.
/// `new` marks those that make what they are about; the others need it to be there.
macro_rules! events {
    (in ($($module:tt)+); $($Variant:ident = $code:literal, $label:literal, $past_tense:literal $(, $new:ident)?;)+) => {
        $crate::word::words! {
            /// The kinds of event of this module. The label is the act as one would ask for it.
            ///
            /// ```
            #[doc = concat!("use ", $($module)+, "::Kind;")]
            /// use practice_cycle::word::Word;
            /// let kind = Kind::ALL[0];
            /// assert_eq!(Kind::from_code(kind.code()), Some(kind));
            /// ```
            #[non_exhaustive]
            pub enum Kind { $($Variant = $code, $label;)+ }
        }

        impl Kind {
            /// Whether the event makes what it is about.
            #[inline]
            pub(crate) const fn makes(self) -> bool {
                match self { $(Kind::$Variant => $crate::fact::events!(@makes $($new)?)),+ }
            }

            /// What can be asked of the data.
            pub(crate) fn shape(self) -> $crate::shape::Shape {
                match self { $(Kind::$Variant => <$Variant as $crate::fact::Part>::shape()),+ }
            }

            /// What was done, as one would tell of it.
            #[must_use]
            pub const fn past_tense(self) -> &'static str {
                match self { $(Kind::$Variant => $past_tense),+ }
            }

            /// An example of the stored data, as the documentation of the event shows it.
            #[must_use]
            pub const fn stored_example(self) -> &'static str {
                match self { $(Kind::$Variant => $Variant::STORED),+ }
            }
        }

        /// What happened.
        ///
        /// ```
        #[doc = concat!("use ", $($module)+, "::Event;")]
        /// fn code(event: &Event) -> &'static str { practice_cycle::word::Word::code(event.kind()) }
        /// ```
        #[derive(Debug, Clone, PartialEq, Eq)]
        #[non_exhaustive]
        #[repr(u8)] // So that the kind is one load.
        pub enum Event {
            $(
                #[doc = concat!("`", $code, "`")]
                $Variant($Variant),
            )+
        }

        impl Event {
            /// What kind of event this is.
            #[inline]
            #[must_use]
            pub fn kind(&self) -> Kind {
                match self { $(Self::$Variant(_) => Kind::$Variant),+ }
            }

            /// What the event is about: the first field of its data.
            #[inline]
            pub(crate) fn subject(&self) -> Option<$crate::id::Ref<'_>> {
                match self { $(Self::$Variant(data) => data.subject()),+ }
            }

            pub(crate) fn part(&self) -> &dyn $crate::fact::Part {
                match self { $(Self::$Variant(data) => data),+ }
            }

            pub(crate) fn part_mut(&mut self) -> &mut dyn $crate::fact::Part {
                match self { $(Self::$Variant(data) => data),+ }
            }

            /// Reads the data of an event whose kind is known.
            pub(crate) fn read<'de, A: serde::de::MapAccess<'de>>(kind: Kind, map: &mut A) -> Result<Self, A::Error> {
                match kind { $(Kind::$Variant => map.next_value().map(Self::$Variant)),+ }
            }

            /// Writes the data alone, as a value of a map.
            pub(crate) fn write<M: serde::ser::SerializeMap>(&self, map: &mut M) -> Result<(), M::Error> {
                match self { $(Self::$Variant(data) => map.serialize_value(data)),+ }
            }
        }

        $(
            impl From<$Variant> for Event {
                fn from(data: $Variant) -> Self {
                    Self::$Variant(data)
                }
            }
        )+
    };
    (@makes new) => { true };
    (@makes) => { false };
    ($($events:tt)+) => { $crate::fact::events!(in (module_path!()); $($events)+); };
}
pub(crate) use events;
