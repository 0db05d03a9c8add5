//! A word of the domain: one of a closed list, with a code for machines and a label for people.
//!
//! Codes are part of the stored form and never change; labels may be reworded.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{Deserialize, Deserializer, Error as _, SeqAccess, Visitor};
use serde::ser::{Serialize, Serializer};

/// One of a list of words that is known when the crate is built.
///
/// ```
/// use practice_cycle::{people::Role, code::Code};
/// assert_eq!(Role::ReviewingOfficer.code(), "reviewing_officer");
/// assert_eq!(Role::ReviewingOfficer.label(), "reviewing officer");
/// assert_eq!(Role::from_code("reviewing_officer"), Some(Role::ReviewingOfficer));
/// assert_eq!(Role::from_code("inspector"), None);
/// ```
pub trait Code: Copy + Eq + Ord + fmt::Debug + 'static {
    /// The name of the list, which distinguishes it from others in schemas.
    const NAME: &'static str;
    /// The path to where the list is declared, with its name at the end, as in `people::Role`: by it, [catalogues](crate::labels) name its words.
    const PATH: &'static str;
    /// Every word of the list, in its order. At most 64, if there are sets of them.
    const ALL: &'static [Self];
    /// The stable code, as stored.
    fn code(self) -> &'static str;
    /// The word in plain English.
    fn label(self) -> &'static str;
    /// The place in [`Code::ALL`].
    fn index(self) -> usize;
    /// The word with that code.
    fn from_code(code: &str) -> Option<Self>;
}

/// Declares a list of words: the variants, their codes and their labels, each once.
macro_rules! codes {
    ($(#[$meta:meta])* $vis:vis enum $Name:ident {
        $($(#[$note:meta])* $Variant:ident = $code:literal, $label:literal;)+
    }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[repr(u8)]
        $vis enum $Name {
            $(
                #[doc = concat!($label, " (`", $code, "`)")]
                $(#[doc = ""] #[$note])*
                $Variant,
            )+
        }

        impl $crate::code::Code for $Name {
            const NAME: &'static str = stringify!($Name);
            const PATH: &'static str = concat!(module_path!(), "::", stringify!($Name));
            const ALL: &'static [Self] = &[$(Self::$Variant),+];
            #[inline]
            fn code(self) -> &'static str {
                match self { $(Self::$Variant => $code),+ }
            }
            #[inline]
            fn label(self) -> &'static str {
                match self { $(Self::$Variant => $label),+ }
            }
            #[inline]
            fn index(self) -> usize {
                self as usize
            }
            #[inline]
            fn from_code(code: &str) -> Option<Self> {
                match code { $($code => Some(Self::$Variant),)+ _ => None }
            }
        }

        #[cfg(feature = "schemars")]
        impl schemars::JsonSchema for $Name {
            fn schema_name() -> std::borrow::Cow<'static, str> {
                $crate::json_schema::scalar::list_name(module_path!(), stringify!($Name)).into()
            }
            fn schema_id() -> std::borrow::Cow<'static, str> {
                concat!(module_path!(), "::", stringify!($Name)).into()
            }
            fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
                $crate::json_schema::derived::as_it_is($crate::json_schema::scalar::codes(&<Self as schemars::JsonSchema>::schema_name(), [$(($code, $label)),+].into_iter()))
            }
        }

        impl std::fmt::Display for $Name {
            /// The label.
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str($crate::code::Code::label(*self))
            }
        }

        impl serde::Serialize for $Name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str($crate::code::Code::code(*self))
            }
        }

        impl<'de> serde::Deserialize<'de> for $Name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                deserializer.deserialize_str($crate::code::CodeVisitor { codes: &[$($code),+], word: <Self as $crate::code::Code>::from_code })
            }
        }
    };
}
pub(crate) use codes;

/// A set of words, kept as bits and written as a list of codes in the order of the words.
///
/// ```
/// use practice_cycle::{people::Side, code::CodeSet};
/// let both = CodeSet::of(&[Side::SocialWork, Side::Clinical]);
/// assert!(both.has(Side::Clinical) && !both.has(Side::Family));
/// assert_eq!(both.to_string(), "the clinical side, the social work side");
/// assert_eq!(serde_json::to_string(&both)?, r#"["clinical","social_work"]"#);
/// assert!(serde_json::from_str::<CodeSet<Side>>(r#"["family","family"]"#).is_err());
/// # Ok::<(), serde_json::Error>(())
/// ```
///
/// A set of a list of more than 64 words does not compile.
// Held to the alignment of half of it, so that a refusal with a set in it fits in two registers.
#[derive(PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(C, packed(4))]
pub struct CodeSet<W> {
    bits: u64,
    words: PhantomData<W>,
}

impl<W> Clone for CodeSet<W> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<W> Copy for CodeSet<W> {}

impl<W> Default for CodeSet<W> {
    fn default() -> Self {
        Self::none()
    }
}

impl<W> CodeSet<W> {
    /// No words.
    #[must_use]
    pub const fn none() -> Self {
        Self::from_bits(0)
    }

    /// Set of the words whose places are set in `bits`; for tables built at compile time.
    pub(crate) const fn bits(self) -> u64 {
        self.bits
    }

    pub(crate) const fn from_bits(bits: u64) -> Self {
        Self { bits, words: PhantomData }
    }

    /// Whether there is no word in the set.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.bits == 0
    }

    /// The same for serde, which asks by reference.
    pub(crate) const fn is_empty_ref(&self) -> bool {
        self.bits == 0
    }

    /// How many words there are.
    #[must_use]
    pub const fn len(self) -> usize {
        self.bits.count_ones() as usize
    }

    /// The words that are in both sets.
    #[must_use]
    pub const fn both(self, other: Self) -> Self {
        Self::from_bits(self.bits & other.bits)
    }

    /// The words of this set that are not in the other.
    #[must_use]
    pub const fn without(self, other: Self) -> Self {
        Self::from_bits(self.bits & !other.bits)
    }

    /// The words of both sets.
    #[must_use]
    pub const fn and(self, other: Self) -> Self {
        Self::from_bits(self.bits | other.bits)
    }
}

impl<W: Code> CodeSet<W> {
    /// The words given; one given twice is there once.
    #[must_use]
    pub fn of(words: &[W]) -> Self {
        words.iter().copied().collect()
    }

    /// Whether a word is in the set.
    #[inline]
    #[must_use]
    pub fn has(self, word: W) -> bool {
        self.bits >> place(word) & 1 == 1
    }

    /// Puts a word in.
    pub fn insert(&mut self, word: W) {
        self.bits |= 1 << place(word);
    }

    /// The set with a word more.
    #[must_use]
    pub fn with(mut self, word: W) -> Self {
        self.insert(word);
        self
    }

    /// The words, in their order.
    pub fn iter(self) -> impl Iterator<Item = W> {
        W::ALL.iter().copied().filter(move |&word| self.has(word))
    }
}

/// The bit of a word in a set.
#[inline]
fn place<W: Code>(word: W) -> usize {
    const { assert!(W::ALL.len() <= 64, "a set holds words of a list of at most 64") }
    word.index()
}

impl<W: Code> FromIterator<W> for CodeSet<W> {
    fn from_iter<I: IntoIterator<Item = W>>(words: I) -> Self {
        let mut set = Self::none();
        for word in words {
            set.insert(word);
        }
        set
    }
}

#[cfg(feature = "schemars")]
impl<W: Code + schemars::JsonSchema> schemars::JsonSchema for CodeSet<W> {
    fn inline_schema() -> bool {
        true
    }
    fn schema_name() -> std::borrow::Cow<'static, str> {
        format!("SetOf{}", W::schema_name()).into()
    }
    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        let word = generator.subschema_for::<W>();
        schemars::json_schema!({ "type": "array", "items": word, "uniqueItems": true })
    }
}

impl<W: Code> fmt::Debug for CodeSet<W> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.iter()).finish()
    }
}

impl<W: Code> fmt::Display for CodeSet<W> {
    /// The labels, with commas; `nothing` for an empty set.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_empty() {
            return f.write_str("nothing");
        }
        for (place, word) in self.iter().enumerate() {
            if place > 0 {
                f.write_str(", ")?;
            }
            f.write_str(word.label())?;
        }
        Ok(())
    }
}

impl<W: Code> Serialize for CodeSet<W> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.iter().map(Code::code))
    }
}

impl<'de, W: Code + Deserialize<'de>> Deserialize<'de> for CodeSet<W> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Listed<W>(PhantomData<W>);
        impl<'de, W: Code + Deserialize<'de>> Visitor<'de> for Listed<W> {
            type Value = CodeSet<W>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a list of codes, each at most once")
            }
            fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<CodeSet<W>, A::Error> {
                let mut set = CodeSet::none();
                while let Some(word) = seq.next_element::<W>()? {
                    if set.has(word) {
                        return Err(A::Error::custom(format_args!("`{}` is listed twice", word.code())));
                    }
                    set.insert(word);
                }
                Ok(set)
            }
        }
        deserializer.deserialize_seq(Listed(PhantomData))
    }
}

/// Reads a code; the error lists those there are.
pub(crate) struct CodeVisitor<W> {
    pub(crate) codes: &'static [&'static str],
    pub(crate) word: fn(&str) -> Option<W>,
}

impl<W> Visitor<'_> for CodeVisitor<W> {
    type Value = W;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a code")
    }

    fn visit_str<E: serde::de::Error>(self, code: &str) -> Result<W, E> {
        (self.word)(code).ok_or_else(|| E::unknown_variant(code, self.codes))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    codes! {
        /// More words than 32, as there will be milestones.
        enum Many {
            W00 = "w00", ""; W01 = "w01", ""; W02 = "w02", ""; W03 = "w03", ""; W04 = "w04", ""; W05 = "w05", "";
            W06 = "w06", ""; W07 = "w07", ""; W08 = "w08", ""; W09 = "w09", ""; W10 = "w10", ""; W11 = "w11", "";
            W12 = "w12", ""; W13 = "w13", ""; W14 = "w14", ""; W15 = "w15", ""; W16 = "w16", ""; W17 = "w17", "";
            W18 = "w18", ""; W19 = "w19", ""; W20 = "w20", ""; W21 = "w21", ""; W22 = "w22", ""; W23 = "w23", "";
            W24 = "w24", ""; W25 = "w25", ""; W26 = "w26", ""; W27 = "w27", ""; W28 = "w28", ""; W29 = "w29", "";
            W30 = "w30", ""; W31 = "w31", ""; W32 = "w32", ""; W33 = "w33", ""; W34 = "w34", ""; W35 = "w35", "";
            W36 = "w36", ""; W37 = "w37", ""; W38 = "w38", ""; W39 = "w39", "";
        }
    }

    #[test]
    fn a_list_and_a_set_hold_more_than_32_words() {
        assert_eq!(Many::from_code("w39"), Some(Many::W39));
        let set = CodeSet::of(&[Many::W07, Many::W39]);
        assert!(set.has(Many::W39) && !set.has(Many::W38) && set.len() == 2);
        let written = serde_json::to_string(&set).unwrap();
        assert_eq!(written, r#"["w07","w39"]"#);
        assert_eq!(serde_json::from_str::<CodeSet<Many>>(&written).unwrap(), set);
    }
}
