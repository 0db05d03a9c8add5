//! The parameters of a reading: what every checked set of them answers, and their stored form, whose errors always name the field.

use std::fmt;

use serde::de::{Deserializer, Error, Unexpected, Visitor};

use crate::id::ParametersId;

/// A field that takes a whole number, at least 1.
#[derive(Clone, Copy)]
pub(crate) struct Whole {
    pub(crate) field: &'static str,
    pub(crate) most: u16,
}

impl Visitor<'_> for Whole {
    type Value = u16;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` to be a whole number from 1 to {}", self.field, self.most)
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<u16, E> {
        u16::try_from(number).map_err(|_| E::invalid_value(Unexpected::Unsigned(number), &self))
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<u16, E> {
        u16::try_from(number).map_err(|_| E::invalid_value(Unexpected::Signed(number), &self))
    }
}

/// Makes a function for each field that reads its number. Whether the number is in range is for the set to judge, since it
/// need not come from JSON.
macro_rules! whole_numbers {
    ($($field:ident: $most:expr;)+) => {$(
        pub(super) fn $field<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<u16, D::Error> {
            deserializer.deserialize_u16($crate::parameter::Whole { field: stringify!($field), most: $most })
        }
    )+};
}
pub(crate) use whole_numbers;

/// Reads the name of a set from its field `id`.
pub(crate) fn id<'de, D: Deserializer<'de>>(deserializer: D) -> Result<ParametersId, D::Error> {
    struct Id;
    impl Visitor<'_> for Id {
        type Value = ParametersId;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("`id` to be the name of the set, in quotes")
        }

        fn visit_str<E: Error>(self, id: &str) -> Result<ParametersId, E> {
            ParametersId::new(id).map_err(|refused| E::custom(format_args!("`id`: {refused}")))
        }
    }
    deserializer.deserialize_str(Id)
}

/// What a checked set of parameters answers: its name, and what it says in each field. It is written as it was before the check.
macro_rules! checked_set {
    ($($(#[$meta:meta])* $field:ident: $Type:ty;)+) => {
        impl Parameters {
            /// The name of the set.
            #[must_use]
            pub fn id(&self) -> &ParametersId {
                &self.0.id
            }

            $(
                $(#[$meta])*
                #[must_use]
                pub fn $field(&self) -> $Type {
                    self.0.$field.into()
                }
            )+
        }

        impl From<Parameters> for RawParameters {
            fn from(parameters: Parameters) -> Self {
                parameters.0
            }
        }
    };
}
pub(crate) use checked_set;

/// Declares why data of several fields is refused: the field, and what was expected of it.
macro_rules! field_error {
    ($(#[$meta:meta])* $Name:ident) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
        #[error("`{field}`: expected {expected}")]
        pub struct $Name {
            field: &'static str,
            expected: &'static str,
        }

        impl $Name {
            /// The field.
            #[must_use]
            pub const fn field(&self) -> &'static str {
                self.field
            }

            /// What was expected of it.
            #[must_use]
            pub const fn expected(&self) -> &'static str {
                self.expected
            }

            /// The first field that is not as it was expected to be, each given with whether it is.
            fn first(expected: impl IntoIterator<Item = (bool, &'static str, &'static str)>) -> Result<(), Self> {
                let missed = expected.into_iter().find(|(is_met, ..)| !is_met);
                missed.map_or(Ok(()), |(_, field, expected)| Err(Self { field, expected }))
            }
        }
    };
}
pub(crate) use field_error;
