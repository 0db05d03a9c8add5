//! Scenarios that differ from another in a few places: changed one by one, one factor at a time, or by the rows of a table.

use std::collections::BTreeSet;
use std::fmt::{self, Display};
use std::str::FromStr;

use serde_json::Value;
use thiserror::Error;

use super::{RawScenario, Scenario};
use crate::simulation::trouble::{ScenarioError, Trouble, Troubles};
use crate::stored;

/// What to put in one place of a scenario. The place is a JSON Pointer (RFC 6901) into its JSON; written `POINTER=JSON`.
///
/// ```
/// use practice_cycle::simulation::{Change, Scenario};
/// let fewer: Change = "/group/cycles=2".parse()?;
/// let monthly: Change = "/tendencies/inviting/invites/value=0.5".parse()?;
/// let changed = Scenario::shipped("null").unwrap().changed(&[fewer, monthly])?;
/// assert_eq!(changed.says().group.cycles, 2);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    pointer: String, // Invariant: begins with a slash.
    value: Value,
}

/// This is no change of a scenario.
///
/// ```
/// use practice_cycle::simulation::{Change, NoChange};
/// assert_eq!("group.cycles=2".parse::<Change>(), Err(NoChange::Pointer));
/// assert_eq!("/title=Fewer teams".parse::<Change>(), Err(NoChange::Json));
/// assert!(r#"/title="Fewer teams""#.parse::<Change>().is_ok());
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum NoChange {
    /// It does not begin with a JSON Pointer.
    #[error("expected a JSON Pointer, such as `/group/cycles`, an equals sign and a value")]
    Pointer,
    /// What is to be put there is no JSON.
    #[error("expected a value in JSON after the equals sign; a text stands in quotation marks")]
    Json,
}

impl Change {
    /// A value at a JSON Pointer.
    ///
    /// # Errors
    /// [`NoChange::Pointer`] where that does not begin with a slash.
    pub fn new(pointer: &str, value: Value) -> Result<Self, NoChange> {
        if pointer.starts_with('/') { Ok(Self { pointer: pointer.to_owned(), value }) } else { Err(NoChange::Pointer) }
    }

    /// Puts it there: in place of what there is, or as a field that was left out. Whether it was done.
    fn put(&self, into: &mut Value) -> bool {
        let Some((parent, last)) = self.pointer.rsplit_once('/') else { return false };
        match into.pointer_mut(parent) {
            Some(Value::Object(fields)) => {
                let name = last.replace("~1", "/").replace("~0", "~");
                fields.insert(name, self.value.clone());
                true
            }
            Some(Value::Array(_)) => match into.pointer_mut(&self.pointer) {
                Some(place) => {
                    *place = self.value.clone();
                    true
                }
                None => false,
            },
            Some(Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_)) | None => false,
        }
    }
}

impl FromStr for Change {
    type Err = NoChange;

    fn from_str(words: &str) -> Result<Self, NoChange> {
        let (pointer, value) = words.split_once('=').ok_or(NoChange::Pointer)?;
        // The pointer first, so that whoever slips there is told of it.
        Self::new(pointer, Value::Null)?;
        Self::new(pointer, serde_json::from_str(value).map_err(|_| NoChange::Json)?)
    }
}

impl Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}={}", self.pointer, self.value)
    }
}

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
    /// The same with changes, which are made in their order.
    ///
    /// # Errors
    /// [`ScenarioError`] with all that is wrong then.
    pub fn changed(&self, changes: &[Change]) -> Result<Self, ScenarioError> {
        let mut troubles = Troubles::new();
        let mut json = self.json();
        for change in changes {
            if !change.put(&mut json) {
                troubles.at(&change.pointer, NO_PLACE);
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
                    Some(value) => made.add(name, self.changed(&[Change { pointer: (*pointer).to_owned(), value }])),
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
            let changes: Vec<Change> = set
                .map(|(pointer, cell)| {
                    let value = serde_json::from_str(cell).unwrap_or_else(|_| Value::String(cell.to_owned()));
                    Change { pointer: pointer.to_owned(), value }
                })
                .collect();
            made.add_row(name.to_owned(), &number, self.changed(&changes));
        }
        made.finish()
    }

    fn json(&self) -> Value {
        // What was checked can always be written.
        serde_json::to_value(&self.says).unwrap_or_default()
    }
}

const NAME: &str = "name";
const NO_PLACE: &str = "there is no such place in the scenario";

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
