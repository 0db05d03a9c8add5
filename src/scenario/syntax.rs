//! The written form of scenarios.

use std::collections::BTreeMap;
use std::fmt;

use serde::de::{self, Deserialize, Deserializer, MapAccess, Visitor, value::MapAccessDeserializer};
use serde_json::{Map, Value};

/// A file of scenarios.
#[derive(Debug, Clone, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct FileForm {
    /// What it is; for readers alone.
    #[serde(rename = "about")]
    _about: String,
    pub(crate) pack: String,
    pub(crate) people: BTreeMap<String, String>,
    pub(crate) scenarios: Vec<StoryForm>,
}

/// One story.
#[derive(Debug, Clone, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct StoryForm {
    pub(crate) name: String,
    #[serde(default)]
    pub(crate) people: BTreeMap<String, String>,
    #[serde(default)]
    pub(crate) opens: Option<String>,
    pub(crate) acts: Vec<Map<String, Value>>,
    #[serde(default)]
    pub(crate) as_of: Option<String>,
    #[serde(default)]
    pub(crate) known_at: Option<String>,
    pub(crate) expect: BTreeMap<String, ExpectForm>,
    #[serde(default)]
    pub(crate) nothing_else: bool,
    #[serde(default)]
    pub(crate) also: Vec<AskedForm>,
}

/// A story asked at another time.
#[derive(Debug, Clone, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct AskedForm {
    #[serde(default)]
    pub(crate) as_of: Option<String>,
    #[serde(default)]
    pub(super) known_at: Option<String>,
    pub(crate) expect: BTreeMap<String, ExpectForm>,
    #[serde(default)]
    pub(super) nothing_else: bool,
}

/// What a rule comes to: a verdict alone, or with more about it.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct ExpectForm(pub(super) ExpectFields);

#[derive(Debug, Clone, Default, PartialEq, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ExpectFields {
    pub(super) verdict: String,
    #[serde(default)]
    pub(super) findings: Option<usize>,
    #[serde(default)]
    pub(super) excused: Option<u64>,
    #[serde(default)]
    pub(super) opened_by: Option<String>,
    #[serde(default)]
    pub(super) by: Option<String>,
    #[serde(default)]
    pub(super) remedied_by: Option<String>,
    #[serde(default)]
    pub(super) due: Option<String>,
}

impl<'de> Deserialize<'de> for ExpectForm {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Short;
        impl<'de> Visitor<'de> for Short {
            type Value = ExpectForm;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a verdict, or an object with `verdict`")
            }
            fn visit_str<E: de::Error>(self, verdict: &str) -> Result<ExpectForm, E> {
                Ok(ExpectForm(ExpectFields { verdict: verdict.to_owned(), ..ExpectFields::default() }))
            }
            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<ExpectForm, A::Error> {
                Deserialize::deserialize(MapAccessDeserializer::new(map)).map(ExpectForm)
            }
        }
        deserializer.deserialize_any(Short)
    }
}
