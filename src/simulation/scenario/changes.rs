//! A scenario that is another one but for some of its values.

use serde_json::Value;

use super::{RawScenario, Scenario};
use crate::simulation::trouble::{ScenarioError, Troubles};
use crate::stored;

impl Scenario {
    /// The same scenario but for some values, each by its JSON Pointer (RFC 6901): what stands there is replaced, and a field that was left
    /// out is filled in. Null takes a field out.
    ///
    /// ```
    /// use practice_cycle::simulation::Scenario;
    /// let scenario = Scenario::shipped("team-as-it-is").unwrap();
    /// let smaller = scenario.changed([("/scenario", "smaller".into()), ("/group/cycles", 2.into())])?;
    /// assert_eq!((smaller.says().scenario.as_str(), smaller.says().group.cycles), ("smaller", 2));
    /// let refused = scenario.changed([("group", 3.into()), ("/group/cyclists/first", 3.into())]).unwrap_err();
    /// assert_eq!(
    ///     refused.to_string(),
    ///     "`group`: expected a JSON Pointer to a place in the scenario\n\
    ///      `/group/cyclists/first`: expected a JSON Pointer to a place in the scenario",
    /// );
    /// # Ok::<(), practice_cycle::simulation::ScenarioError>(())
    /// ```
    ///
    /// # Errors
    /// [`ScenarioError`] with every pointer that leads nowhere, or else with all that is wrong with what comes of the changes.
    pub fn changed<'c>(&self, changes: impl IntoIterator<Item = (&'c str, Value)>) -> Result<Self, ScenarioError> {
        let mut json = self.json();
        let mut troubles = Troubles::new();
        for (pointer, value) in changes {
            if set(&mut json, pointer, value).is_none() {
                troubles.at(pointer, "expected a JSON Pointer to a place in the scenario");
            }
        }
        troubles.finish(())?;
        let raw: RawScenario = stored::parse(&json.to_string()).map_err(|why| {
            let mut troubles = Troubles::new();
            troubles.at(why.path(), why.problem());
            troubles.into_error()
        })?;
        raw.try_into()
    }

    pub(super) fn json(&self) -> Value {
        // What was checked can always be written.
        serde_json::to_value(&self.says).unwrap_or_default()
    }
}

fn set(stored: &mut Value, pointer: &str, value: Value) -> Option<()> {
    let (parent, last) = pointer.rsplit_once('/')?;
    match stored.pointer_mut(parent)? {
        Value::Object(fields) => {
            // As the pointer escapes them.
            let name = last.replace("~1", "/").replace("~0", "~");
            if value.is_null() {
                fields.remove(&name);
            } else {
                fields.insert(name, value);
            }
        }
        Value::Array(items) if last == "-" => items.push(value),
        Value::Array(items) => *items.get_mut(last.parse::<usize>().ok()?)? = value,
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => return None,
    }
    Some(())
}
