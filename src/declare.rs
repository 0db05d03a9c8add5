//! How the events of a module are declared: their data, their kinds, the words for them, and the codes of what is refused.

use crate::noun::{Noun, Ref};

/// Data of an event, as far as what it is about is asked.
pub(crate) trait About {
    /// What the first field refers to here.
    fn subject(&self) -> Option<Ref<'_>>;

    /// What the first field refers to, if it is a reference to something recorded.
    fn subject_noun() -> Option<Noun>;
}

/// Declares the data of one kind of event, with an example of its stored form that the documentation shows and asserts.
/// The first field is what the event is about.
///
/// `in` names the public module where that is not the module of the call.
macro_rules! data {
    ($(#[$($meta:tt)+])* $Name:ident: $stored:literal $fields:tt) => {
        $crate::declare::data!($(#[$($meta)+])* $Name in (module_path!()): $stored $fields);
    };
    ($(#[$($meta:tt)+])* $Name:ident in ($($module:tt)+): $stored:literal {
        $(#[$($about:tt)+])* $subject:ident: $Subject:ty,
        $($(#[$($note:tt)+])* $field:ident: $Type:ty,)*
    }) => {
        $crate::strict::object! {
            $(#[$($meta)+])*
            ///
            /// # Stored form
            /// ```
            #[doc = concat!("use ", $($module)+, "::", stringify!($Name), ";")]
            #[doc = concat!("let stored = r#\"", $stored, "\"#;")]
            #[doc = concat!("let data: ", stringify!($Name), " = serde_json::from_str(stored)?;")]
            /// assert_eq!(serde_json::to_string(&data)?, stored);
            /// # Ok::<(), serde_json::Error>(())
            /// ```
            #[derive(Debug, Clone, PartialEq, Eq, Hash)]
            pub struct $Name {
                $(#[$($about)+])* pub $subject: $Subject,
                $($(#[$($note)+])* pub $field: $Type,)*
            }
        }

        $crate::field::fields!(struct $Name { $subject $(, $field)* });

        impl $Name {
            /// The example of the stored form that the documentation shows.
            pub(crate) const STORED: &'static str = $stored;
        }

        impl $crate::declare::About for $Name {
            #[inline]
            fn subject(&self) -> Option<$crate::noun::Ref<'_>> {
                $crate::field::Field::reference(&self.$subject)
            }

            fn subject_noun() -> Option<$crate::noun::Noun> {
                let shape = <$Subject as $crate::field::Field>::shape();
                if let $crate::shape::Shape::Ref(noun) = shape { Some(noun) } else { None }
            }
        }
    };
}
pub(crate) use data;

/// Declares the events of one module: their kinds, codes, and the words that ask for them and describe them.
/// `new` marks those that make what they are about; the others need it to be there. `boxed` keeps the data of a large kind apart, so that
/// not every entry has to have room for it.
///
/// `apart` is for events that belong to no cycle: the table of who may do what leaves them out.
macro_rules! events {
    (in ($($module:tt)+); $($Variant:ident $([$boxed:ident])? = $code:literal, $label:literal, $past:literal $(, $new:ident)?;)+) => {
        $crate::declare::events!(@all ($($module)+); $($Variant $([$boxed])? = $code, $label, $past $(, $new)?;)+);

        impl Kind {
            /// What the event is about: what the first field of its data refers to.
            pub(crate) fn subject_noun(self) -> Option<$crate::noun::Noun> {
                match self { $(Kind::$Variant => <$Variant as $crate::declare::About>::subject_noun()),+ }
            }

            /// From whom it may come. See the [table](crate::permitted) of who may do what.
            #[inline]
            #[must_use]
            pub fn permitted(self) -> $crate::permitted::Permitted {
                match self { $(Kind::$Variant => const { $crate::permitted::of($code) }),+ }
            }
        }

        impl Event {
            /// What the event is about: the first field of its data.
            #[inline]
            pub(crate) fn subject(&self) -> Option<$crate::noun::Ref<'_>> {
                use $crate::declare::About as _;
                match self { $(Self::$Variant(data) => data.subject()),+ }
            }
        }
    };
    (apart in ($($module:tt)+); $($events:tt)+) => { $crate::declare::events!(@all ($($module)+); $($events)+); };
    (@all ($($module:tt)+); $($Variant:ident $([$boxed:ident])? = $code:literal, $label:literal, $past:literal $(, $new:ident)?;)+) => {
        $crate::code::codes! {
            /// The kinds of event of this module. The label is the act as one would ask for it.
            ///
            /// ```
            #[doc = concat!("use ", $($module)+, "::Kind;")]
            /// use practice_cycle::code::Code;
            /// let kind = Kind::ALL[0];
            /// assert_eq!(Kind::from_code(kind.code()), Some(kind));
            /// ```
            #[non_exhaustive]
            pub enum Kind { $($Variant = $code, $label;)+ }
        }

        impl Kind {
            /// Whether the event makes what it is about.
            #[inline]
            pub(crate) const fn creates_subject(self) -> bool {
                match self { $(Kind::$Variant => $crate::declare::events!(@creates $($new)?)),+ }
            }

            /// What is read as the data, field by field.
            pub(crate) fn fields(self) -> $crate::shape::Fields {
                match self { $(Kind::$Variant => $Variant::fields()),+ }
            }

            /// What was done, in the past tense.
            #[must_use]
            pub const fn past_tense(self) -> &'static str {
                match self { $(Kind::$Variant => $past),+ }
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
        /// fn code(event: &Event) -> &'static str { practice_cycle::code::Code::code(event.kind()) }
        /// ```
        #[derive(Debug, Clone, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        #[repr(u8)] // So that the kind is one load.
        pub enum Event {
            $(
                #[doc = concat!("`", $code, "`")]
                $Variant($crate::declare::events!(@held $Variant $($boxed)?)),
            )+
        }

        impl Event {
            /// What kind of event this is.
            #[inline]
            #[must_use]
            pub fn kind(&self) -> Kind {
                match self { $(Self::$Variant(_) => Kind::$Variant),+ }
            }

            pub(crate) fn part(&self) -> &dyn $crate::field::Field {
                match self { $(Self::$Variant(data) => $crate::declare::events!(@part data $($boxed)?)),+ }
            }

            pub(crate) fn part_mut(&mut self) -> &mut dyn $crate::field::Field {
                match self { $(Self::$Variant(data) => $crate::declare::events!(@part_mut data $($boxed)?)),+ }
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
                    Self::$Variant($crate::declare::events!(@hold data $($boxed)?))
                }
            }
        )+
    };
    (@held $Data:ident) => { $Data };
    (@held $Data:ident boxed) => { Box<$Data> };
    (@hold $data:ident) => { $data };
    (@hold $data:ident boxed) => { Box::new($data) };
    (@part $data:ident) => { $data };
    (@part $data:ident boxed) => { &**$data };
    (@part_mut $data:ident) => { $data };
    (@part_mut $data:ident boxed) => { &mut **$data };
    (@creates new) => { true };
    (@creates) => { false };
    ($($events:tt)+) => { $crate::declare::events!(in (module_path!()); $($events)+); };
}
pub(crate) use events;

/// Declares of every refusal its fields, its stable code and its category; in brackets, what its words say beside the fields; and
/// after `@`, where in the act that stands. Where it hands on what another module refused, listed after `=>`, that refusal answers.
///
/// `by reference` is for refusals that are not `Copy`.
macro_rules! refusals {
    (by reference; $($rows:tt)+) => { $crate::declare::refusals!(@impl [&Refusal] $($rows)+); };
    (@impl [$This:ty]
        $($Variant:ident $({ $($field:ident),+ })? $(($held:ident))? = $code:literal, $Category:ident
            $([$($also:ident: $Also:ty = $said:expr),+])? $(@ $place:expr)?;)+
        $(=> $($Inner:ident: $module:ident),+;)?
    ) => {
        impl Refusal {
            /// The stable code, unlike that of any other refusal.
            #[must_use]
            pub const fn code(self: $This) -> &'static str {
                match self {
                    $(Refusal::$Variant { .. } => $code,)+
                    $($(Refusal::$Inner(refusal) => refusal.code(),)+)?
                }
            }

            /// What kind of refusal it is.
            #[must_use]
            pub const fn category(self: $This) -> $crate::refusal::Category {
                match self {
                    $(Refusal::$Variant { .. } => $crate::refusal::Category::$Category,)+
                    $($(Refusal::$Inner(refusal) => refusal.category(),)+)?
                }
            }

            /// What its words say in particular, each by its name.
            pub(crate) fn parameters(&self, put: &mut dyn FnMut(&'static str, $crate::refusal::Parameter)) {
                _ = &put;
                match self {
                    $(Refusal::$Variant $({ $($field),+ })? $(($held))? => {
                        $($($crate::declare::refusals!(@put put $field, $field);)+)?
                        $($crate::declare::refusals!(@put put $held, $held); $held.parameters(put);)?
                        $($($crate::declare::refusals!(@put put $also, &{ let said: $Also = $said; said });)+)?
                    })+
                    $($(Refusal::$Inner(refusal) => refusal.parameters(put),)+)?
                }
            }

            /// Where in the act that which is wrong stands.
            pub(crate) fn whereabouts(&self) -> $crate::refusal::Whereabouts {
                match self {
                    $(Refusal::$Variant $({ $($field),+ })? $(($held))? => {
                        $($(_ = $field;)+)?
                        $(_ = $held;)?
                        $crate::declare::refusals!(@whereabouts $($place)?)
                    })+
                    $($(Refusal::$Inner(refusal) => refusal.whereabouts(),)+)?
                }
            }

            /// Every refusal that there is.
            pub(crate) fn declared() -> Vec<$crate::refusal::Declared> {
                let own = vec![
                    $($crate::refusal::Declared {
                        code: $code,
                        category: $crate::refusal::Category::$Category,
                        parameters: [
                            $($((
                                stringify!($field),
                                $crate::refusal::taken(|this: &Refusal| {
                                    if let Refusal::$Variant { $field, .. } = this { Some($field) } else { None }
                                }),
                            ),)+)?
                            $((
                                stringify!($held),
                                $crate::refusal::taken(|this: &Refusal| {
                                    if let Refusal::$Variant($held) = this { Some($held) } else { None }
                                }),
                            ),)?
                            $($((stringify!($also), <$Also as $crate::refusal::Said>::takes()),)+)?
                        ]
                        .into_iter()
                        .filter_map(|(name, takes): (&'static str, Option<$crate::refusal::Takes>)| Some((name, takes?)))
                        .collect(),
                    }),+
                ];
                [own $($(, $module::Refusal::declared())+)?].concat()
            }
        }
    };
    (@put $put:ident $name:ident, $said:expr) => {
        if let Some(parameter) = $crate::refusal::Said::said($said) {
            $put(stringify!($name), parameter);
        }
    };
    (@whereabouts) => { $crate::refusal::Whereabouts::Nowhere };
    (@whereabouts $place:expr) => { $crate::refusal::Whereabouts::from($place) };
    ($($rows:tt)+) => { $crate::declare::refusals!(@impl [Refusal] $($rows)+); };
}
pub(crate) use refusals;
