//! The written form of a small world.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

/// A world as it is written.
#[derive(Debug, Clone, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct WorldForm {
    /// What it is; for readers alone.
    #[serde(rename = "about")]
    pub(super) _about: String,
    pub(super) people: BTreeMap<String, String>,
    #[serde(default)]
    pub(super) come_later: BTreeMap<String, String>,
    pub(super) starts: String,
    #[serde(default)]
    pub(super) given: Vec<Map<String, Value>>,
    #[serde(default)]
    pub(super) lists: BTreeMap<String, Vec<Value>>,
    #[serde(default)]
    pub(super) at_most: BTreeMap<String, u16>,
    pub(super) offers: Vec<Map<String, Value>>,
    #[serde(default)]
    pub(super) passes: Vec<String>,
    #[serde(default)]
    pub(super) passes_at_most: Option<u16>,
}
