//! A scenario that is another one but for some of its values.

use serde_json::Value;
use thiserror::Error;

use super::Scenario;

/// A change of a scenario that cannot be made.
///
/// ```
/// use practice_cycle::simulation::{ChangeError, Scenario};
/// let scenario = Scenario::shipped("team-as-it-is").unwrap();
/// let refused = scenario.changed([("/group/cyclists", 3.into())]).unwrap_err();
/// assert!(matches!(refused, ChangeError::Refused(_)), "a field that there is not");
/// let refused = scenario.changed([("group", 3.into())]).unwrap_err();
/// assert_eq!(refused.to_string(), "`group` is no JSON Pointer to a place in the scenario");
/// ```
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum ChangeError {
    /// A pointer that leads nowhere.
    #[error("`{0}` is no JSON Pointer to a place in the scenario")]
    NoSuchPlace(String),
    /// What comes of it is no scenario.
    #[error("{0}")]
    Refused(#[from] serde_json::Error),
}

impl Scenario {
    /// The same scenario but for some values, each by its JSON Pointer (RFC 6901): what stands there is replaced, and a field that was left
    /// out is filled in. Null takes a field out.
    ///
    /// ```
    /// use practice_cycle::simulation::Scenario;
    /// let scenario = Scenario::shipped("team-as-it-is").unwrap();
    /// let smaller = scenario.changed([("/scenario", "smaller".into()), ("/group/cycles", 2.into())])?;
    /// assert_eq!((smaller.says().scenario.as_str(), smaller.says().group.cycles), ("smaller", 2));
    /// # Ok::<(), practice_cycle::simulation::ChangeError>(())
    /// ```
    ///
    /// # Errors
    /// [`ChangeError`] for a pointer that leads nowhere, and where what comes of it is no scenario.
    pub fn changed<'c>(&self, changes: impl IntoIterator<Item = (&'c str, Value)>) -> Result<Self, ChangeError> {
        let mut stored = serde_json::to_value(self)?;
        for (pointer, value) in changes {
            set(&mut stored, pointer, value).ok_or_else(|| ChangeError::NoSuchPlace(pointer.to_owned()))?;
        }
        Ok(serde_json::from_value(stored)?)
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
