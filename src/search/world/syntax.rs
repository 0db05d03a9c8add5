//! The written form of a small world.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

#[cfg(feature = "schemars")]
use crate::people::Role;
#[cfg(feature = "schemars")]
use crate::scenario::schema::{Passing, StoryAct, When, WorldOffer, things};

/// A world as it is written.
#[derive(Debug, Clone, serde::Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema), schemars(rename = "World"))]
#[serde(deny_unknown_fields)]
pub(crate) struct WorldForm {
    /// What it is; for readers alone.
    #[serde(rename = "about")]
    pub(super) _about: String,
    /// Everybody who is there from the start, by role.
    #[cfg_attr(feature = "schemars", schemars(with = "BTreeMap<String, Role>"))]
    pub(super) people: BTreeMap<String, String>,
    /// Who may come later, by role.
    #[serde(default)]
    #[cfg_attr(feature = "schemars", schemars(with = "BTreeMap<String, Role>"))]
    pub(super) come_later: BTreeMap<String, String>,
    /// When it starts.
    #[cfg_attr(feature = "schemars", schemars(with = "When"))]
    pub(super) starts: String,
    /// What has happened by then.
    #[serde(default)]
    #[cfg_attr(feature = "schemars", schemars(with = "Vec<StoryAct>"))]
    pub(super) given: Vec<Map<String, Value>>,
    /// Values for which a name stands, each in turn.
    #[serde(default)]
    pub(super) lists: BTreeMap<String, Vec<Value>>,
    /// How many of a kind of thing may be made, where that is not one.
    #[serde(default)]
    #[cfg_attr(feature = "schemars", schemars(schema_with = "things"))]
    pub(super) at_most: BTreeMap<String, u16>,
    /// What may happen.
    #[cfg_attr(feature = "schemars", schemars(with = "Vec<WorldOffer>"))]
    pub(super) offers: Vec<Map<String, Value>>,
    /// How time may pass.
    #[serde(default)]
    #[cfg_attr(feature = "schemars", schemars(with = "Vec<Passing>"))]
    pub(super) passes: Vec<String>,
    /// How often time may pass.
    #[serde(default)]
    pub(super) passes_at_most: Option<u16>,
}
