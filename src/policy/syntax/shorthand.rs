//! Shorthands of packs: one or many, a value or a test of it, one name or two.

use std::collections::BTreeMap;
use std::fmt;
use std::marker::PhantomData;

use serde::de::{self, Deserializer, Error as _, MapAccess, SeqAccess, Visitor, value::MapAccessDeserializer};
use serde::{Deserialize, Serialize};

#[cfg(feature = "schemars")]
use super::schema_terms as says;

/// What a duty is about: one name for both, or a field of what opens it beside a field of what answers it.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(untagged)]
pub(crate) enum KeyForm {
    Same(String),
    Apart(KeyApart),
}

/// Two fields that have to say the same.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema), schemars(rename = "TwoFields"))]
pub(crate) struct KeyApart {
    /// In what opens the duty.
    pub(crate) when: String,
    /// In what answers, breaks or ends it. Of a list, any element. Where that is called differently in entries of several kinds,
    /// each of the names: the first that an entry has.
    pub(crate) then: OneOrMany<String>,
    /// Whether the same reference means the same in every history that is looked at, as that of a case does.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub(crate) everywhere: bool,
}

/// What has to hold of a field: it is a value, or one of several, or passes a test.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(untagged)]
pub(crate) enum TestForm {
    Is(OneOrMany<ScalarForm>),
    Test(Box<FieldTest>),
}

/// Tests by the field that they look at, as its path is written.
pub(crate) type Tests = BTreeMap<String, TestForm>;

/// Tests of a field. All that are given have to hold. Of a field that is a list, some element has to pass.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema), schemars(rename = "Test", transform = says::some_test))]
pub(crate) struct FieldTest {
    /// It is none of these. Of a field that is a list, no element is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) not: Option<OneOrMany<ScalarForm>>,
    /// Each of these is among them: for a field that is a list, or says several words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) all_of: Option<OneOrMany<ScalarForm>>,
    /// It is no less.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) at_least: Option<NumberForm>,
    /// It is no more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) at_most: Option<NumberForm>,
    /// It says the same as another field.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) same_as: Option<String>,
    /// It says something else than another field; of a field that is a list, no element is the same.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) differs_from: Option<String>,
    /// Beside `after`: of a day or an instant, that it is no later than so long after another.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schemars", schemars(with = "Option<says::Length>"))]
    pub(crate) within: Option<String>,
    /// Beside `after`: of a day or an instant, that it is later than so long after another.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schemars", schemars(with = "Option<says::Length>"))]
    pub(crate) later_than: Option<String>,
    /// The field that this length of time is counted from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) after: Option<String>,
    /// It is said, or left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) said: Option<bool>,
    /// What was said there was redacted, or was not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) redacted: Option<bool>,
    /// So many elements there are at least.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) count_at_least: Option<NumberForm>,
    /// So many elements there are at most.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) count_at_most: Option<NumberForm>,
}

/// A word or a number.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub(crate) enum ScalarForm {
    Word(String),
    Number(i64),
}

/// A number, or `$name` for a parameter.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub(crate) struct NumberForm(pub(crate) ScalarForm);

/// A plain value, or one with its dates.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(untagged)]
pub(crate) enum ValueForm {
    Always(ScalarForm),
    Effective(DatedForm),
}

/// A value of a parameter from one day to another.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema), schemars(deny_unknown_fields, rename = "DatedValue"))]
pub(crate) struct DatedForm {
    /// The first day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schemars", schemars(with = "Option<says::Day>"))]
    pub(crate) from: Option<String>,
    /// The last day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schemars", schemars(with = "Option<says::Day>"))]
    pub(crate) to: Option<String>,
    /// The value.
    pub(crate) value: ScalarForm,
}

/// A value, or a list of values by date.
pub(crate) type ParameterForm = OneOrMany<ValueForm>;

/// One of something, or a list.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct OneOrMany<T>(pub(crate) Vec<T>);

impl fmt::Display for ScalarForm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ScalarForm::Word(word) => f.write_str(word),
            ScalarForm::Number(number) => number.fmt(f),
        }
    }
}

impl<T: Serialize> Serialize for OneOrMany<T> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if let [one] = self.0.as_slice() { one.serialize(serializer) } else { self.0.serialize(serializer) }
    }
}

/// Reads the short forms by what stands there: text, a number, a list or an object. Each is said to be expected by name, which
/// an untagged enum could not do.
macro_rules! short_form {
    ($Form:ident, $expecting:literal $(, word: $word:expr)? $(, number: $number:expr)? $(, list: $list:expr)? $(, object: $object:expr)?) => {
        impl<'de> Deserialize<'de> for $Form {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                struct Short;
                impl<'de> Visitor<'de> for Short {
                    type Value = $Form;
                    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                        f.write_str($expecting)
                    }
                    $(fn visit_str<E: de::Error>(self, word: &str) -> Result<$Form, E> {
                        Ok(($word)(word.to_owned()))
                    })?
                    $(fn visit_i64<E: de::Error>(self, number: i64) -> Result<$Form, E> {
                        Ok(($number)(number))
                    }
                    fn visit_u64<E: de::Error>(self, number: u64) -> Result<$Form, E> {
                        i64::try_from(number).map($number).map_err(|_| E::custom("expected a smaller number"))
                    })?
                    $(fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<$Form, A::Error> {
                        let mut all = Vec::new();
                        while let Some(one) = seq.next_element()? {
                            all.push(one);
                        }
                        Ok(($list)(all))
                    })?
                    $(fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<$Form, A::Error> {
                        Deserialize::deserialize(MapAccessDeserializer::new(map)).map($object)
                    })?
                }
                deserializer.deserialize_any(Short)
            }
        }
    };
}

short_form!(ScalarForm, "a word or a whole number", word: ScalarForm::Word, number: ScalarForm::Number);
short_form!(
    ValueForm, "a value, or an object with `value`, `from` and `to`",
    word: |word| ValueForm::Always(ScalarForm::Word(word)),
    number: |number| ValueForm::Always(ScalarForm::Number(number)),
    object: ValueForm::Effective
);
short_form!(KeyForm, "a name, or an object with `when` and `then`", word: KeyForm::Same, object: KeyForm::Apart);
short_form!(
    TestForm, "a value, a list of values, or an object of tests",
    word: |word| TestForm::Is(OneOrMany(vec![ScalarForm::Word(word)])),
    number: |number| TestForm::Is(OneOrMany(vec![ScalarForm::Number(number)])),
    list: |values| TestForm::Is(OneOrMany(values)),
    object: |test| TestForm::Test(Box::new(test))
);

impl<'de, T: Deserialize<'de>> Deserialize<'de> for OneOrMany<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Several<T>(PhantomData<T>);
        impl<'de, T: Deserialize<'de>> Visitor<'de> for Several<T> {
            type Value = OneOrMany<T>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("one value, or a list of them")
            }
            fn visit_str<E: de::Error>(self, word: &str) -> Result<OneOrMany<T>, E> {
                T::deserialize(de::value::StrDeserializer::new(word)).map(|one| OneOrMany(vec![one]))
            }
            fn visit_i64<E: de::Error>(self, number: i64) -> Result<OneOrMany<T>, E> {
                T::deserialize(de::value::I64Deserializer::new(number)).map(|one| OneOrMany(vec![one]))
            }
            fn visit_u64<E: de::Error>(self, number: u64) -> Result<OneOrMany<T>, E> {
                T::deserialize(de::value::U64Deserializer::new(number)).map(|one| OneOrMany(vec![one]))
            }
            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<OneOrMany<T>, A::Error> {
                T::deserialize(MapAccessDeserializer::new(map)).map(|one| OneOrMany(vec![one]))
            }
            fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<OneOrMany<T>, A::Error> {
                let mut all = Vec::new();
                while let Some(one) = seq.next_element()? {
                    all.push(one);
                }
                if all.is_empty() { Err(A::Error::custom(NONE)) } else { Ok(OneOrMany(all)) }
            }
        }
        deserializer.deserialize_any(Several(PhantomData))
    }
}

/// What is wrong with a list that says nothing.
pub(crate) const NONE: &str = "expected at least one";
