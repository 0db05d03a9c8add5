//! Scenarios that differ from another in a few values: one at a time, or by the rows of a table.

use std::collections::BTreeSet;

use serde_json::Value;
use thiserror::Error;

use super::Scenario;
use crate::simulation::trouble::{ScenarioError, Trouble};

/// A scenario under a name among others.
///
/// ```
/// use practice_cycle::simulation::{Scenario, Variant};
/// let base = Scenario::shipped("null").unwrap();
/// let variants: Vec<Variant> = base.one_at_a_time(&[("/group/social_workers", &[0.5, 2.0])])?;
/// assert_eq!(variants[1].name, "/group/social_workers times 2");
/// assert_eq!(variants[1].scenario.says().group.social_workers, 8);
/// # Ok::<(), practice_cycle::simulation::DesignError>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Variant {
    /// Its name.
    pub name: String,
    /// The scenario.
    pub scenario: Scenario,
}

/// Variants of a scenario that were refused: everything that is wrong with them, one line each, with the row it is of.
///
/// ```
/// use practice_cycle::simulation::Scenario;
/// let base = Scenario::shipped("null").unwrap();
/// let wrong = base.by_design("/group/cycles,/group/adults\n2000,1\n5,0\n").unwrap_err();
/// assert_eq!(
///     wrong.to_string(),
///     "row 1: `group.cycles`: expected a number from 0 to 1000\nrow 2: `group.adults`: expected a number from 1 to 10",
/// );
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{}", lines(.0))]
pub struct DesignError(Vec<(String, Trouble)>); // Invariant: never empty.

impl DesignError {
    /// What is wrong, and of which row or variant.
    #[must_use]
    pub fn problems(&self) -> &[(String, Trouble)] {
        &self.0
    }
}

fn lines(troubles: &[(String, Trouble)]) -> String {
    troubles.iter().map(|(row, trouble)| format!("{row}: {trouble}")).collect::<Vec<_>>().join("\n")
}

impl Scenario {
    /// Variants in each of which one number is multiplied by a factor, in the order in which they are given: a sensitivity analysis of one
    /// factor at a time. It does not show what two numbers do together. Numbers are named by JSON Pointers.
    ///
    /// # Errors
    /// [`DesignError`] where there is no number there, or the scenario that comes of it is refused.
    pub fn one_at_a_time(&self, varied: &[(&str, &[f64])]) -> Result<Vec<Variant>, DesignError> {
        let json = self.json();
        let mut made = Gathered::default();
        for (pointer, factors) in varied {
            for factor in *factors {
                let name = format!("{pointer} times {factor}");
                match json.pointer(pointer).and_then(|number| times(number, *factor)) {
                    Some(value) => made.add(name, self.changed([(*pointer, value)])),
                    None => {
                        let problem = "expected a number there, and a factor that makes a number of the same kind of it";
                        made.trouble(&name, pointer, problem);
                    }
                }
            }
        }
        made.finish()
    }

    /// Variants by the rows of a table in CSV, such as other programs make for sensitivity analyses. Each column is headed by a JSON Pointer
    /// into the scenario, and each cell holds a value in JSON, or a word. An empty cell leaves what the scenario says. A
    /// column headed `name` names the rows; without it they are called `row 1` and so on.
    ///
    /// ```
    /// use practice_cycle::simulation::Scenario;
    /// let table = "name,/group/cycles,/horizon/days\nsmall,1,\nshort,,90\n";
    /// let variants = Scenario::shipped("null").unwrap().by_design(table)?;
    /// assert_eq!((variants[0].name.as_str(), variants[0].scenario.says().horizon.days), ("small", 730));
    /// assert_eq!((variants[1].name.as_str(), variants[1].scenario.says().group.cycles), ("short", 5));
    /// # Ok::<(), practice_cycle::simulation::DesignError>(())
    /// ```
    ///
    /// # Errors
    /// [`DesignError`] with all that is wrong in all rows.
    pub fn by_design(&self, table: &str) -> Result<Vec<Variant>, DesignError> {
        let mut csv = csv::ReaderBuilder::new().flexible(true).from_reader(table.as_bytes());
        let mut made = Gathered::default();
        let Ok(columns) = csv.headers().cloned() else { return made.finish() };
        for (place, column) in columns.iter().enumerate() {
            if column != NAME && !column.starts_with('/') {
                made.trouble("the first row", "", "expected JSON Pointers, such as `/group/cycles`, or `name`");
            } else if columns.iter().take(place).any(|other| other == column) {
                made.trouble("the first row", "", "expected each column once");
            }
        }
        if !made.troubles.is_empty() {
            return made.finish();
        }
        let mut names = BTreeSet::new();
        // What is read is text in UTF-8, and rows may be of any length, so that each can be read.
        for (nth, row) in csv.records().filter_map(Result::ok).enumerate() {
            let number = format!("row {}", nth + 1);
            if row.len() != columns.len() {
                made.trouble(&number, "", format!("expected {} cells, as there are columns", columns.len()));
                continue;
            }
            let cells = || columns.iter().zip(&row);
            let name = cells().find(|(column, _)| *column == NAME).map_or(number.as_str(), |(_, cell)| cell);
            if name.is_empty() || name.chars().count() > 100 || name.chars().any(char::is_control) {
                made.trouble(&number, NAME, "expected 1 to 100 characters, none of them a control character");
            } else if !names.insert(name.to_owned()) {
                made.trouble(&number, NAME, "expected a name that no other row has");
            }
            let set = cells().filter(|(column, cell)| *column != NAME && !cell.is_empty());
            let changes = set.map(|(pointer, cell)| {
                (pointer, serde_json::from_str(cell).unwrap_or_else(|_| Value::String(cell.to_owned())))
            });
            made.add_row(name.to_owned(), &number, self.changed(changes));
        }
        made.finish()
    }
}

const NAME: &str = "name";

/// A number times a factor; a whole number stays one.
fn times(number: &Value, factor: f64) -> Option<Value> {
    let product = number.as_f64()? * factor;
    if number.is_f64() {
        serde_json::Number::from_f64(product).map(Value::Number)
    } else {
        let is_whole = product.fract() == 0.0 && (0.0..9e15).contains(&product);
        is_whole.then(|| Value::from(product as u64))
    }
}

/// Variants as they are made, and what is wrong with others.
#[derive(Default)]
struct Gathered {
    variants: Vec<Variant>,
    troubles: Vec<(String, Trouble)>,
}

impl Gathered {
    fn add(&mut self, name: String, made: Result<Scenario, ScenarioError>) {
        let row = name.clone();
        self.add_row(name, &row, made);
    }

    fn add_row(&mut self, name: String, row: &str, made: Result<Scenario, ScenarioError>) {
        match made {
            Ok(scenario) => self.variants.push(Variant { name, scenario }),
            Err(wrong) => self.troubles.extend(wrong.problems().iter().map(|trouble| (row.to_owned(), trouble.clone()))),
        }
    }

    fn trouble(&mut self, row: &str, at: &str, problem: impl Into<String>) {
        self.troubles.push((row.to_owned(), Trouble { at: at.to_owned(), problem: problem.into() }));
    }

    fn finish(self) -> Result<Vec<Variant>, DesignError> {
        if self.troubles.is_empty() { Ok(self.variants) } else { Err(DesignError(self.troubles)) }
    }
}
