//! The written form of scenarios.

use std::collections::BTreeMap;
use std::fmt;

use serde::de::{self, Deserialize, Deserializer, MapAccess, Visitor, value::MapAccessDeserializer};
use serde_json::{Map, Value};

#[cfg(feature = "schemars")]
use super::schema::{StoryAct, When};
use crate::code::codes;
#[cfg(feature = "schemars")]
use crate::people::Role;

codes! {
    /// What a rule may be expected to come to.
    pub(crate) enum Comes {
        Satisfied = "satisfied", "satisfied";
        HoldsSoFar = "holds_so_far", "holds so far";
        Pending = "pending", "pending";
        Violated = "violated", "violated";
        Undetermined = "undetermined", "undetermined";
        Holds = "holds", "satisfied, or holds so far";
        NeverApplied = "never_applied", "never applied";
    }
}

/// A file of scenarios.
#[derive(Debug, Clone, serde::Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema), schemars(rename = "Stories"))]
#[serde(deny_unknown_fields)]
pub(crate) struct FileForm {
    /// What it is; for readers alone.
    #[serde(rename = "about")]
    _about: String,
    /// The pack whose rules are asked.
    pub(crate) pack: String,
    /// Everybody who takes part, by role.
    #[cfg_attr(feature = "schemars", schemars(with = "BTreeMap<String, Role>"))]
    pub(crate) people: BTreeMap<String, String>,
    /// The stories.
    pub(crate) scenarios: Vec<StoryForm>,
}

/// One story.
#[derive(Debug, Clone, serde::Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema), schemars(rename = "Story"))]
#[serde(deny_unknown_fields)]
pub(crate) struct StoryForm {
    /// What it is called; no two have one name.
    pub(crate) name: String,
    /// Who takes part besides, by role.
    #[serde(default)]
    #[cfg_attr(feature = "schemars", schemars(with = "BTreeMap<String, Role>"))]
    pub(crate) people: BTreeMap<String, String>,
    /// When the cycle is opened; where nothing is said, at the start of the day of the first act.
    #[serde(default)]
    #[cfg_attr(feature = "schemars", schemars(with = "Option<When>"))]
    pub(crate) opens: Option<String>,
    /// What happens.
    #[cfg_attr(feature = "schemars", schemars(with = "Vec<StoryAct>"))]
    pub(crate) acts: Vec<Map<String, Value>>,
    /// As of when the rules are asked; a day for its end.
    #[serde(default)]
    #[cfg_attr(feature = "schemars", schemars(with = "Option<When>"))]
    pub(crate) as_of: Option<String>,
    /// As it was known when; a day for its end.
    #[serde(default)]
    #[cfg_attr(feature = "schemars", schemars(with = "Option<When>"))]
    pub(crate) known_at: Option<String>,
    /// What each rule comes to, by its code.
    pub(crate) expect: BTreeMap<String, ExpectForm>,
    /// Whether nothing is found by any other rule.
    #[serde(default)]
    pub(crate) nothing_else: bool,
    /// The same story at other times.
    #[serde(default)]
    pub(crate) also: Vec<AskedForm>,
}

/// A story asked at another time.
#[derive(Debug, Clone, serde::Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema), schemars(rename = "StoryAtAnotherTime"))]
#[serde(deny_unknown_fields)]
pub(crate) struct AskedForm {
    /// As of when the rules are asked; a day for its end.
    #[serde(default)]
    #[cfg_attr(feature = "schemars", schemars(with = "Option<When>"))]
    pub(crate) as_of: Option<String>,
    /// As it was known when; a day for its end.
    #[serde(default)]
    #[cfg_attr(feature = "schemars", schemars(with = "Option<When>"))]
    pub(super) known_at: Option<String>,
    /// What each rule comes to, by its code.
    pub(crate) expect: BTreeMap<String, ExpectForm>,
    /// Whether nothing is found by any other rule.
    #[serde(default)]
    pub(super) nothing_else: bool,
}

/// What a rule comes to: a verdict alone, or with more about it.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct ExpectForm(pub(super) ExpectFields);

#[derive(Debug, Clone, Default, PartialEq, serde::Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema), schemars(rename = "Expectation"))]
#[serde(deny_unknown_fields)]
pub(super) struct ExpectFields {
    /// What the rule comes to.
    #[cfg_attr(feature = "schemars", schemars(with = "Comes"))]
    pub(super) verdict: String,
    /// How many duties were broken or cannot be determined.
    #[serde(default)]
    pub(super) findings: Option<usize>,
    /// How many of them are excused.
    #[serde(default)]
    pub(super) excused: Option<u64>,
    /// The act that opened such a duty, by its name.
    #[serde(default)]
    pub(super) opened_by: Option<String>,
    /// The act that met or broke it.
    #[serde(default)]
    pub(super) by: Option<String>,
    /// The act that remedied it too late.
    #[serde(default)]
    pub(super) remedied_by: Option<String>,
    /// By when it was due; a day for its end.
    #[serde(default)]
    #[cfg_attr(feature = "schemars", schemars(with = "Option<When>"))]
    pub(super) due: Option<String>,
}

#[cfg(feature = "schemars")]
impl schemars::JsonSchema for ExpectForm {
    fn inline_schema() -> bool {
        true
    }
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Expected".into()
    }
    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        let (verdict, fields) = (generator.subschema_for::<Comes>(), generator.subschema_for::<ExpectFields>());
        schemars::json_schema!({ "anyOf": [verdict, fields] })
    }
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
