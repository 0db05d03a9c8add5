//! How data is read: objects from objects alone, choices from a code or from an object with one code as its only key, and
//! words from a string.
//!
//! By itself serde would also take a list of the fields for an object, and `null` beside a code that needs no data.

use std::fmt;

use serde::de::{
    DeserializeSeed, Deserializer, EnumAccess, Error, IgnoredAny, IntoDeserializer, MapAccess, VariantAccess, Visitor,
};

/// Declares a struct that is read from an object alone.
macro_rules! object {
    ($(#[$($meta:tt)+])* $vis:vis struct $Name:ident { $($(#[$($note:tt)+])* $seen:vis $field:ident: $Type:ty,)+ }) => {
        $(#[$($meta)+])*
        #[derive(serde::Serialize)]
        $vis struct $Name { $($(#[$($note)+])* $seen $field: $Type,)+ }

        impl $crate::note::Noted for $Name {
            type Part = $crate::note::Note;
            const ABOUT: &'static str = concat!("", $($crate::note::documented!($($meta)+)),*);
            const NOTES: &'static [$crate::note::Note] = $crate::note::notes!($($(#[$($note)+])* $field,)+);
        }

        const _: () = {
            #[derive(serde::Deserialize)]
            #[serde(deny_unknown_fields, expecting = "an object")]
            struct Stored { $($(#[$($note)+])* $field: $Type,)+ }

            impl<'de> serde::Deserialize<'de> for $Name {
                fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                    let Stored { $($field),+ } = Stored::deserialize($crate::strict::Object(deserializer))?;
                    Ok(Self { $($field),+ })
                }
            }
        };
    };
}
pub(crate) use object;

/// Declares an enum that is read from a code, or from an object with one code as its only key.
macro_rules! choice {
    ($(#[$($meta:tt)+])* pub enum $Name:ident {
        $($(#[$($about:tt)+])* $Variant:ident $(($Held:ty))? $({ $($(#[$($note:tt)+])* $field:ident: $Type:ty,)+ })?,)+
    }) => {
        $(#[$($meta)+])*
        #[derive(serde::Serialize)]
        #[serde(rename_all = "snake_case")]
        pub enum $Name {
            $($(#[$($about)+])* $Variant $(($Held))? $({ $($(#[$($note)+])* $field: $Type,)+ })?,)+
        }

        impl $crate::note::Noted for $Name {
            type Part = $crate::note::VariantNote;
            const ABOUT: &'static str = concat!("", $($crate::note::documented!($($meta)+)),*);
            const NOTES: &'static [$crate::note::VariantNote] = &[$($crate::note::VariantNote {
                name: stringify!($Variant),
                doc: concat!("", $($crate::note::documented!($($about)+)),*),
                fields: $crate::note::notes!($($($(#[$($note)+])* $field,)+)?),
            }),+];
        }

        const _: () = {
            type Chosen = $Name;

            #[derive(serde::Deserialize)]
            #[serde(remote = "Chosen", rename_all = "snake_case", deny_unknown_fields, expecting = "an object")]
            enum Stored {
                $($(#[$($about)+])* $Variant $(($Held))? $({ $($(#[$($note)+])* $field: $Type,)+ })?,)+
            }

            impl<'de> serde::Deserialize<'de> for $Name {
                fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                    Stored::deserialize($crate::strict::Choice(deserializer))
                }
            }
        };
    };
}
pub(crate) use choice;

/// Stores a value as its words: those that `Display` writes and `FromStr` reads.
macro_rules! words {
    ($Name:ident: $expected:literal) => {
        impl serde::Serialize for $Name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> serde::Deserialize<'de> for $Name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                struct Words;
                impl serde::de::Visitor<'_> for Words {
                    type Value = $Name;
                    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                        f.write_str($expected)
                    }
                    fn visit_str<E: serde::de::Error>(self, words: &str) -> Result<$Name, E> {
                        words.parse().map_err(E::custom)
                    }
                }
                deserializer.deserialize_str(Words)
            }
        }
    };
}
pub(crate) use words;

/// A deserialiser that reads structs as maps, and is asked for nothing else.
pub(crate) struct Object<D>(pub(crate) D);

impl<'de, D: Deserializer<'de>> Deserializer<'de> for Object<D> {
    type Error = D::Error;

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, D::Error> {
        self.0.deserialize_map(visitor)
    }

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, D::Error> {
        self.0.deserialize_map(visitor)
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit unit_struct
        newtype_struct seq tuple tuple_struct map enum identifier ignored_any
    }
}

/// A deserialiser that reads enums, and is asked for nothing else.
pub(crate) struct Choice<D>(pub(crate) D);

impl<'de, D: Deserializer<'de>> Deserializer<'de> for Choice<D> {
    type Error = D::Error;

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        codes: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, D::Error> {
        self.0.deserialize_any(Chosen { codes: Codes(codes), visitor })
    }

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, D::Error> {
        self.0.deserialize_any(visitor)
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit unit_struct
        newtype_struct seq tuple tuple_struct map struct identifier ignored_any
    }
}

/// The codes there are, as what is expected.
#[derive(Clone, Copy)]
struct Codes(&'static [&'static str]);

impl fmt::Display for Codes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "one of `{}`", self.0.join("`, `"))
    }
}

struct Chosen<V> {
    codes: Codes,
    visitor: V,
}

impl<'de, V: Visitor<'de>> Visitor<'de> for Chosen<V> {
    type Value = V::Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.codes)
    }

    fn visit_str<E: Error>(self, code: &str) -> Result<V::Value, E> {
        self.visitor.visit_enum(code.into_deserializer())
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<V::Value, A::Error> {
        self.visitor.visit_enum(Keyed { codes: self.codes, map })
    }
}

/// A code as the only key of an object, and what stands beside it.
struct Keyed<A> {
    codes: Codes,
    map: A,
}

impl<'de, A: MapAccess<'de>> Keyed<A> {
    fn beside<S: DeserializeSeed<'de>>(mut self, seed: S) -> Result<S::Value, A::Error> {
        let value = self.map.next_value_seed(seed)?;
        match self.map.next_key::<IgnoredAny>()? {
            None => Ok(value),
            Some(_) => Err(A::Error::custom(format_args!("expected {} alone", self.codes))),
        }
    }
}

impl<'de, A: MapAccess<'de>> EnumAccess<'de> for Keyed<A> {
    type Error = A::Error;
    type Variant = Self;

    fn variant_seed<V: DeserializeSeed<'de>>(mut self, seed: V) -> Result<(V::Value, Self), A::Error> {
        let code = self.map.next_key_seed(seed)?;
        let expected = || A::Error::custom(format_args!("expected {}", self.codes));
        Ok((code.ok_or_else(expected)?, self))
    }
}

impl<'de, A: MapAccess<'de>> VariantAccess<'de> for Keyed<A> {
    type Error = A::Error;

    fn unit_variant(self) -> Result<(), A::Error> {
        Err(A::Error::custom("expected the code alone, since nothing stands beside it"))
    }

    fn newtype_variant_seed<S: DeserializeSeed<'de>>(self, seed: S) -> Result<S::Value, A::Error> {
        self.beside(seed)
    }

    fn tuple_variant<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, A::Error> {
        self.struct_variant(&[], visitor)
    }

    fn struct_variant<V: Visitor<'de>>(self, _: &'static [&'static str], visitor: V) -> Result<V::Value, A::Error> {
        struct Fields<V>(V);
        impl<'de, V: Visitor<'de>> DeserializeSeed<'de> for Fields<V> {
            type Value = V::Value;
            fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<V::Value, D::Error> {
                deserializer.deserialize_map(self.0)
            }
        }
        self.beside(Fields(visitor))
    }
}
