//! A source rule: written in a pack, or in one that it extends, with the settings that change it.

pub(super) mod names;

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::policy::rule::Source;
use crate::policy::syntax::pack::RuleForm;

/// A rule as written, and where it stands.
#[derive(Debug, Clone)]
pub(crate) struct SourceRule {
    pub(crate) path: String,
    pub(crate) form: RuleForm,
    pub(crate) pack: Arc<(String, String)>,
    /// Its parameters that a pack which extends its own set otherwise.
    pub(crate) set: BTreeMap<String, Setter>,
    /// What a pack that extends its own cites for it.
    pub(crate) cites: Option<Arc<Source>>,
    /// Whether the pack at hand writes it, rather than one that it extends.
    pub(crate) own: bool,
}

/// The pack that set a parameter, and whether that is the pack at hand.
#[derive(Debug, Clone)]
pub(crate) struct Setter {
    pub(crate) pack: Arc<(String, String)>,
    pub(crate) here: bool,
}

/// Rules that may be named, and yet are not there: the ids of those that could not be read, or all that a pack that there is not
/// would have brought.
#[derive(Debug)]
pub(crate) enum Unresolved {
    Some(Vec<String>),
    Many,
}
