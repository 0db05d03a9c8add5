//! A scenario that is another one but for some of its values.

use serde_json::Value;

use super::{RawScenario, Scenario};
use crate::simulation::trouble::{ScenarioError, Troubles};
use crate::stored;

impl Scenario {
    /// The same scenario but for some values, each by its JSON Pointer (RFC 6901): what stands there is replaced, and a field that was left
    /// out is filled in. Null takes a field out. A number that is changed no longer has the work that it was taken from as its source: it is
    /// illustrative, unless its `source` is changed, too.
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
        let changes: Vec<(&str, Value)> = changes.into_iter().collect();
        // A number that is changed is no longer what its work says. Where a source comes with it, that stands.
        changes.iter().for_each(|(pointer, _)| uncite(&mut json, pointer));
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

/// Whatever lies around a place and names a work as its source is illustrative from now on.
fn uncite(stored: &mut Value, pointer: &str) {
    let mut around = pointer;
    while let Some((parent, _)) = around.rsplit_once('/') {
        if let Some(source) = stored.pointer_mut(parent).and_then(|parent| parent.get_mut("source")) {
            *source = Value::from("illustrative");
            return;
        }
        around = parent;
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::simulation::amount::Source;

    #[test]
    fn a_number_that_is_changed_is_no_longer_what_its_work_says() {
        let scenario = Scenario::shipped("team-as-it-is").unwrap();
        let source = |scenario: &Scenario| scenario.says().tendencies.staffing.clone().unwrap().workers_leave.source;
        assert!(matches!(source(&scenario), Source::Work { .. }));
        let value = ("/tendencies/staffing/workers_leave/value", Value::from(0.3));
        assert_eq!(source(&scenario.changed([value.clone()]).unwrap()), Source::Illustrative);
        let work = serde_json::json!({ "work": { "work": "Our own count, 2026", "known": "local" } });
        let cited = scenario.changed([("/tendencies/staffing/workers_leave/source", work), value]).unwrap();
        assert!(matches!(source(&cited), Source::Work { work, .. } if work == "Our own count, 2026"));
        let other = scenario.changed([("/group/cycles", Value::from(2))]).unwrap();
        assert_eq!(source(&other), source(&scenario));
    }
}
