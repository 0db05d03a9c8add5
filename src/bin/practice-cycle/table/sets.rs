//! Sets of parameters: those that are given, and every combination of the values to try.

use std::collections::BTreeSet;
use std::path::Path;

use practice_cycle::id::ParametersId;
use practice_cycle::{assessment, standing, turns};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::failure::Failure;
use crate::input;

/// The sets that each reading goes by; at least one of each.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, expecting = "an object")]
pub(crate) struct Sets {
    #[serde(default)]
    pub(crate) boundary: Vec<assessment::Parameters>,
    #[serde(default)]
    pub(crate) standing: Vec<standing::Parameters>,
    #[serde(default)]
    pub(crate) turns: Vec<turns::Parameters>,
}

/// Values of one field to try.
#[derive(Debug, Clone, PartialEq)]
struct Axis {
    /// As it is asked for, without the name of the reading.
    field: String,
    /// Each as it is written, and as JSON.
    values: Vec<(String, Value)>,
}

/// Which reading a grid is of, and the values.
fn axis(asked: &str) -> Result<(&'static str, Axis), Failure> {
    let wrong = || {
        Failure::usage(format!("--grid {asked}: expected NAME=VALUE,VALUE… with numbers, such as `half_life_days=21,42`"))
    };
    let (name, values) = asked.split_once('=').ok_or_else(wrong)?;
    let value = |written: &str| {
        let value: Value = serde_json::from_str(written).map_err(|_| wrong())?;
        if value.is_number() { Ok((written.to_owned(), value)) } else { Err(wrong()) }
    };
    let values: Vec<(String, Value)> = values.split(',').map(value).collect::<Result<_, _>>()?;
    let mut written = BTreeSet::new();
    if let Some((twice, _)) = values.iter().find(|(value, _)| !written.insert(value.as_str())) {
        return Err(Failure::usage(format!("--grid {asked}: {twice} stands twice")));
    }
    let (reading, field) = match name.split_once('.') {
        Some(("boundary", field)) => ("boundary", field),
        Some(("standing", field)) => ("standing", field),
        Some(("turns", field)) => ("turns", field),
        _ => ("boundary", name),
    };
    Ok((reading, Axis { field: field.to_owned(), values }))
}

/// Puts a value into a field, by its path.
fn put(set: &mut Value, field: &str, value: &Value) -> Option<()> {
    let place = field.split('.').try_fold(set, |set, name| set.get_mut(name))?;
    if !place.is_number() {
        return None;
    }
    *place = value.clone();
    Some(())
}

/// The fields that take a number, by their paths.
fn fields(set: &Value, before: &str, into: &mut Vec<String>) {
    for (name, value) in set.as_object().into_iter().flatten() {
        if value.is_number() {
            into.push(format!("`{before}{name}`"));
        } else {
            fields(value, &format!("{before}{name}."), into);
        }
    }
}

/// Every combination of the values, for every set.
fn vary<P: Serialize + DeserializeOwned>(sets: Vec<P>, axes: &[&Axis]) -> Result<Vec<P>, Failure> {
    if axes.is_empty() {
        return Ok(sets);
    }
    let wrong = |why: String| Failure::usage(format!("--grid: {why}"));
    let mut fields_seen = BTreeSet::new();
    if let Some(twice) = axes.iter().find(|axis| !fields_seen.insert(axis.field.as_str())) {
        return Err(wrong(format!("`{}` is asked for twice", twice.field)));
    }
    let stored = |set: &P| serde_json::to_value(set).map_err(|why| wrong(why.to_string()));
    let mut all: Vec<Value> = sets.iter().map(stored).collect::<Result<_, _>>()?;
    for axis in axes {
        let mut next = Vec::with_capacity(all.len() * axis.values.len());
        for set in &all {
            for (written, value) in &axis.values {
                let mut varied = set.clone();
                if put(&mut varied, &axis.field, value).is_none() {
                    let mut known = Vec::new();
                    fields(set, "", &mut known);
                    return Err(wrong(format!("there is no number `{}`; there are {}", axis.field, known.join(", "))));
                }
                let id = format!("{}+{}={written}", set.get("id").and_then(Value::as_str).unwrap_or_default(), axis.field);
                if let Some(place) = varied.get_mut("id") {
                    *place = Value::String(id);
                }
                next.push(varied);
            }
        }
        all = next;
    }
    let checked = |set: Value| {
        let id = set.get("id").and_then(Value::as_str).unwrap_or_default().to_owned();
        serde_json::from_value(set).map_err(|why| wrong(format!("{id}: {why}")))
    };
    all.into_iter().map(checked).collect()
}

/// Two sets of one name could not be distinguished in the table.
fn all_different<'a>(ids: impl Iterator<Item = &'a ParametersId>) -> Result<(), Failure> {
    let mut seen = BTreeSet::new();
    ids.into_iter().try_for_each(|id| {
        let is_new = seen.insert(id.as_str());
        if is_new { Ok(()) } else { Err(Failure::usage(format!("two sets of parameters of one reading are called `{id}`"))) }
    })
}

impl Sets {
    /// The sets of a file, or the default ones, and what the grids make of them.
    pub(crate) fn load(file: Option<&Path>, grids: &[String]) -> Result<Self, Failure> {
        let mut sets = Self { boundary: Vec::new(), standing: Vec::new(), turns: Vec::new() };
        if let Some(path) = file {
            sets = input::form(path)?;
        }
        let Self { mut boundary, mut standing, mut turns } = sets;
        if boundary.is_empty() {
            boundary.push(assessment::Parameters::unvalidated_v2().clone());
        }
        if standing.is_empty() {
            standing.push(standing::Parameters::default());
        }
        if turns.is_empty() {
            turns.push(turns::Parameters::default());
        }
        let axes: Vec<(&str, Axis)> = grids.iter().map(|asked| axis(asked)).collect::<Result<_, _>>()?;
        let of = |reading: &str| axes.iter().filter(|(of, _)| *of == reading).map(|(_, axis)| axis).collect::<Vec<_>>();
        let boundary = vary(boundary, &of("boundary"))?;
        let standing = vary(standing, &of("standing"))?;
        let turns = vary(turns, &of("turns"))?;
        all_different(boundary.iter().map(assessment::Parameters::id))?;
        all_different(standing.iter().map(standing::Parameters::id))?;
        all_different(turns.iter().map(turns::Parameters::id))?;
        Ok(Self { boundary, standing, turns })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn grid(asked: &[&str]) -> Result<Sets, String> {
        let asked: Vec<String> = asked.iter().map(|&asked| asked.to_owned()).collect();
        Sets::load(None, &asked).map_err(|failure| failure.to_string())
    }

    #[test]
    fn every_combination_is_a_set_that_names_its_values() {
        let sets = grid(&["half_life_days=21,42", "gates.observers=2,3,4", "turns.days=14"]).unwrap();
        let ids: Vec<&str> = sets.boundary.iter().map(|set| set.id().as_str()).collect();
        assert_eq!(ids.len(), 6);
        assert!(
            ids[0].ends_with("+half_life_days=21+gates.observers=2")
                && ids[5].ends_with("+half_life_days=42+gates.observers=4")
        );
        assert_eq!((sets.boundary[5].half_life_days(), sets.boundary[5].gates().observers), (42.0, 4));
        assert_eq!((sets.turns[0].id().as_str(), sets.turns[0].days()), ("unvalidated_v2+days=14", 14));
        assert_eq!(sets.standing, [standing::Parameters::default()]);
    }

    #[test]
    fn what_cannot_be_tried_is_refused_with_what_can() {
        for (asked, why) in [
            (&["half_life_days"][..], "expected NAME=VALUE,VALUE…"),
            (&["half_life_days=x"], "expected NAME=VALUE,VALUE…"),
            (&["half_life_days=21,21"], "21 stands twice"),
            (&["half_life_days=0"], "`half_life_days`: expected days above 0"),
            (&["half_lives=21"], "there is no number `half_lives`; there are `"),
            (&["gates=2"], "there is no number `gates`"),
            (&["standing.turns=0"], "`turns` is 0: expected 1 to 1000"),
            (&["turns.days=14,28", "turns.days=7"], "`days` is asked for twice"),
        ] {
            let refused = grid(asked);
            assert!(refused.as_ref().is_err_and(|refused| refused.contains(why)), "{asked:?}: {refused:?}");
        }
    }
}
