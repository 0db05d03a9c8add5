//! The scenarios that come with the crate: one in full, and others that are it but for some values.

use std::collections::BTreeMap;

use serde_json::Value;

use super::Scenario;

/// The scenario that the others are changes of.
const IN_FULL: &str = include_str!("shipped/team-as-it-is.json");
/// What the others change, by JSON Pointer.
const CHANGES: [(&str, &str); 3] = [
    ("null", include_str!("shipped/null.json")),
    ("protected-joining", include_str!("shipped/protected-joining.json")),
    ("budget-shock", include_str!("shipped/budget-shock.json")),
];

impl Scenario {
    /// The names of the scenarios that come with the crate: a team as it is, one in which nothing depends on joining, one in which time for
    /// joining is kept free after somebody left, and one whose budget is cut.
    ///
    /// ```
    /// use practice_cycle::simulation::Scenario;
    /// assert!(Scenario::all_shipped().all(|name| Scenario::shipped(name).unwrap().says().scenario == name));
    /// ```
    pub fn all_shipped() -> impl Iterator<Item = &'static str> {
        std::iter::once("team-as-it-is").chain(CHANGES.iter().map(|&(name, _)| name))
    }

    /// A scenario that comes with the crate, by its name.
    ///
    /// ```
    /// use practice_cycle::simulation::Scenario;
    /// assert_eq!(Scenario::shipped("team-as-it-is").unwrap().says().group.cycles, 5);
    /// assert!(Scenario::shipped("a-team-that-nobody-described").is_none());
    /// ```
    #[must_use]
    pub fn shipped(name: &str) -> Option<Self> {
        let in_full: Self = serde_json::from_str(IN_FULL).ok()?;
        if in_full.says().scenario == name {
            return Some(in_full);
        }
        let (_, changes) = CHANGES.iter().find(|(shipped, _)| *shipped == name)?;
        let changes: BTreeMap<String, Value> = serde_json::from_str(changes).ok()?;
        in_full.changed(changes.iter().map(|(pointer, value)| (pointer.as_str(), value.clone()))).ok()
    }
}
