//! The scenarios that come with the crate.

use super::Scenario;

/// The scenarios that come with the crate, each with its text.
const SHIPPED: [(&str, &str); 1] = [("null", include_str!("shipped/null.json"))];

impl Scenario {
    /// The names of the scenarios that come with the crate.
    pub fn all_shipped() -> impl Iterator<Item = &'static str> {
        SHIPPED.iter().map(|&(name, _)| name)
    }

    /// A scenario that comes with the crate, by its name.
    #[must_use]
    pub fn shipped(name: &str) -> Option<Self> {
        let (_, text) = SHIPPED.iter().find(|(shipped, _)| *shipped == name)?;
        serde_json::from_str(text).ok()
    }
}
