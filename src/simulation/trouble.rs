//! What is wrong in the data of a simulation: all of it at once, each with its place.

use std::fmt::{self, Display, Write};
use std::ops::RangeInclusive;

/// One thing that is wrong, and where.
///
/// ```
/// use practice_cycle::simulation::{Chance, Trouble};
/// let wrong = Chance::illustrative(1.5).checked().unwrap_err();
/// let trouble = Trouble { at: "value".to_owned(), problem: "expected a number from 0 to 1".to_owned() };
/// assert_eq!(wrong.problems(), [trouble]);
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Trouble {
    /// Where it stands, from the outermost field inwards, such as `times[0].factor`; empty where it is the whole.
    pub at: String,
    /// What was expected there. Of the data it repeats nothing.
    pub problem: String,
}

impl Display for Trouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.at.is_empty() { f.write_str(&self.problem) } else { write!(f, "`{}`: {}", self.at, self.problem) }
    }
}

/// Data of a simulation that was refused: everything that is wrong with it, one line each.
///
/// ```
/// use practice_cycle::simulation::Distribution;
/// let wrong = Distribution::Weibull { shape: 0.0, scale: f64::NAN }.checked().unwrap_err();
/// assert_eq!(
///     wrong.to_string(),
///     "`weibull.shape`: expected a number from 0.1 to 100\n`weibull.scale`: expected a number above 0, at most 1000000000",
/// );
/// ```
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", lines(.0))]
pub struct ScenarioError(Vec<Trouble>); // Invariant: never empty.

impl ScenarioError {
    /// What is wrong, in the order of the data.
    #[must_use]
    pub fn problems(&self) -> &[Trouble] {
        &self.0
    }
}

fn lines(troubles: &[Trouble]) -> String {
    troubles.iter().map(Trouble::to_string).collect::<Vec<_>>().join("\n")
}

/// Gathers what is wrong while data is gone through, and knows the place that it has come to.
#[derive(Debug)]
pub(crate) struct Troubles {
    place: String,
    found: Vec<Trouble>,
}

impl Troubles {
    /// At the whole of the data, with nothing found.
    pub(crate) fn new() -> Self {
        Self { place: String::new(), found: Vec::new() }
    }

    /// Goes into a field for as long as `look` takes.
    pub(crate) fn within<R>(&mut self, field: impl Display, look: impl FnOnce(&mut Self) -> R) -> R {
        let dot = if self.place.is_empty() { "" } else { "." };
        self.inside(format_args!("{dot}{field}"), look)
    }

    /// Goes through a list, item by item.
    pub(crate) fn each<T>(&mut self, field: impl Display, list: &[T], mut look: impl FnMut(&mut Self, &T)) {
        self.within(field, |troubles| {
            for (nth, item) in list.iter().enumerate() {
                troubles.inside(format_args!("[{nth}]"), |troubles| look(troubles, item));
            }
        });
    }

    fn inside<R>(&mut self, step: fmt::Arguments<'_>, look: impl FnOnce(&mut Self) -> R) -> R {
        let length = self.place.len();
        // Writing to a `String` never fails.
        let _ = self.place.write_fmt(step);
        let result = look(self);
        self.place.truncate(length);
        result
    }

    /// Notes what is wrong here. It says what was expected, and repeats nothing of the data, which may be about people.
    pub(crate) fn add(&mut self, problem: impl Into<String>) {
        self.found.push(Trouble { at: self.place.clone(), problem: problem.into() });
    }

    /// Notes what is wrong in a field.
    pub(crate) fn at(&mut self, field: impl Display, problem: impl Into<String>) {
        self.within(field, |troubles| troubles.add(problem));
    }

    /// Notes that the number of a field lies outside its limits.
    pub(crate) fn number(&mut self, field: impl Display, number: f64, limits: RangeInclusive<f64>) {
        self.within(field, |troubles| troubles.number_here(number, limits));
    }

    /// Notes that the number here lies outside its limits.
    pub(crate) fn number_here(&mut self, number: f64, limits: RangeInclusive<f64>) {
        // Comparisons with NaN are false, so a number has to lie within rather than not outside.
        if !limits.contains(&number) {
            self.add(format!("expected a number from {} to {}", limits.start(), limits.end()));
        }
    }

    /// Notes that the number of a field is not above 0, or is above the most it may be.
    pub(crate) fn above_zero(&mut self, field: impl Display, number: f64, most: f64) {
        let is_within = number > 0.0 && number <= most;
        if !is_within {
            self.at(field, format!("expected a number above 0, at most {most}"));
        }
    }

    /// What was found, by whoever knows that something was.
    pub(crate) fn into_error(self) -> ScenarioError {
        ScenarioError(self.found)
    }

    /// The value, unless something is wrong.
    pub(crate) fn finish<T>(self, value: T) -> Result<T, ScenarioError> {
        if self.found.is_empty() { Ok(value) } else { Err(ScenarioError(self.found)) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_is_found_each_with_its_place() {
        let mut troubles = Troubles::new();
        troubles.within("tendencies", |troubles| {
            troubles.within("inviting", |troubles| troubles.at("every", "expected a length"));
            troubles.each("times", &[1.0, f64::NAN], |troubles, &factor| troubles.number("factor", factor, 0.0..=100.0));
        });
        troubles.above_zero("days", 0.0, 10.0);
        troubles.add("expected something else");
        let wrong = troubles.finish(()).unwrap_err();
        assert_eq!(
            wrong.to_string().lines().collect::<Vec<_>>(),
            [
                "`tendencies.inviting.every`: expected a length",
                "`tendencies.times[1].factor`: expected a number from 0 to 100",
                "`days`: expected a number above 0, at most 10",
                "expected something else",
            ]
        );
        assert_eq!(wrong.problems()[1].at, "tendencies.times[1].factor");
    }

    #[test]
    fn what_is_sound_passes() {
        let mut troubles = Troubles::new();
        let seen = troubles.within("error", |troubles| {
            troubles.number("value", 1.0, 0.0..=1.0);
            troubles.above_zero("scale", 10.0, 10.0);
            7
        });
        assert_eq!(troubles.finish(seen), Ok(7));
    }
}
