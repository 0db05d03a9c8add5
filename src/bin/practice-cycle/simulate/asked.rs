//! What can be asked for on the command line, each as its own word.

use std::fmt;
use std::str::FromStr;

use clap::{Args, ValueEnum};
use practice_cycle::simulation::experiment::{self, Precision};
use practice_cycle::simulation::outcome::Measured;
use serde_json::Value;

use crate::failure::Failure;

/// How intervals are made and shown.
#[derive(Debug, Clone, Args)]
pub(super) struct Told {
    /// The confidence of intervals, above 0 and below 1
    #[arg(long, value_name = "P", default_value = "0.95", value_parser = confidence)]
    pub(super) confidence: f64,
    /// What is done about several comparisons: `bonferroni` and `holm` widen the intervals of differences by how many there are
    #[arg(long, value_name = "NAME", value_enum, default_value = "none")]
    correction: Correction,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Correction {
    /// Each interval by itself
    None,
    /// All intervals together
    Bonferroni,
    /// The same: intervals are Bonferroni's
    Holm,
}

impl Told {
    pub(super) fn correction(&self) -> experiment::Correction {
        match self.correction {
            Correction::None => experiment::Correction::None,
            Correction::Bonferroni => experiment::Correction::Bonferroni,
            Correction::Holm => experiment::Correction::Holm,
        }
    }
}

fn confidence(word: &str) -> Result<f64, String> {
    let confidence = word.parse().ok().filter(|confidence| *confidence > 0.0 && *confidence < 1.0);
    confidence.ok_or_else(|| "expected a number above 0 and below 1, such as `0.95`".to_owned())
}

/// A value to put in a place of a scenario.
#[derive(Debug, Clone)]
pub(super) struct Setting {
    pointer: String,
    value: Value,
}

impl FromStr for Setting {
    type Err = String;

    fn from_str(words: &str) -> Result<Self, String> {
        let (pointer, value) = pointed(words).ok_or("expected a JSON Pointer and a value, such as `/group/cycles=2`")?;
        let value = serde_json::from_str(value).map_err(|_| "expected JSON after `=`; a text stands in quotation marks")?;
        Ok(Self { pointer: pointer.to_owned(), value })
    }
}

impl fmt::Display for Setting {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}={}", self.pointer, self.value)
    }
}

impl Setting {
    pub(super) fn change(&self) -> (&str, Value) {
        (&self.pointer, self.value.clone())
    }
}

/// A JSON Pointer, and what follows it after an equals sign.
fn pointed(words: &str) -> Option<(&str, &str)> {
    words.split_once('=').filter(|(pointer, _)| pointer.starts_with('/'))
}

/// A number to multiply, and by what.
#[derive(Debug, Clone)]
pub(super) struct Sensitivity {
    pointer: String,
    factors: Vec<f64>,
}

impl FromStr for Sensitivity {
    type Err = String;

    fn from_str(words: &str) -> Result<Self, String> {
        let expected = || "expected a JSON Pointer and factors from 0, such as `/group/social_workers=0.5,2`".to_owned();
        let (pointer, factors) = pointed(words).ok_or_else(expected)?;
        let factor = |word: &str| word.parse().ok().filter(|factor: &f64| factor.is_finite() && *factor >= 0.0);
        let factors = factors.split(',').map(factor).collect::<Option<_>>().ok_or_else(expected)?;
        Ok(Self { pointer: pointer.to_owned(), factors })
    }
}

impl Sensitivity {
    pub(super) fn varied(&self) -> (&str, &[f64]) {
        (&self.pointer, &self.factors)
    }
}

/// How sure a mean is to be.
#[derive(Debug, Clone)]
pub(super) struct Until {
    of: Measured,
    half_width: f64,
}

impl FromStr for Until {
    type Err = String;

    fn from_str(words: &str) -> Result<Self, String> {
        let expected = || "expected an outcome and a number above 0 in its unit, such as `sessions=0.1`".to_owned();
        let (of, half_width) = words.split_once('=').ok_or_else(expected)?;
        let half_width: f64 = half_width.parse().map_err(|_| expected())?;
        let of = of.parse().map_err(|why: practice_cycle::simulation::outcome::NoOutcome| why.to_string())?;
        if half_width > 0.0 && half_width.is_finite() { Ok(Self { of, half_width }) } else { Err(expected()) }
    }
}

impl Until {
    /// After one look at the earliest, which is made after 32 replications.
    pub(super) fn precision(&self, confidence: f64, at_most: u32) -> Result<Precision, Failure> {
        let asked = Precision::new(self.of.clone(), self.half_width, confidence, 2, at_most.into());
        asked.map_err(|why| Failure::usage(why.to_string()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_that_ask_for_nothing_are_refused() {
        for wrong in ["", "group=2", "/group/cycles", "/group/cycles=", "/title=word"] {
            assert!(wrong.parse::<Setting>().is_err(), "{wrong}");
        }
        assert_eq!("/title=\"a=b\"".parse::<Setting>().unwrap().to_string(), "/title=\"a=b\"");
        for wrong in ["", "/a", "/a=", "/a=x", "/a=1,", "/a=-1", "/a=inf", "a=1"] {
            assert!(wrong.parse::<Sensitivity>().is_err(), "{wrong}");
        }
        assert_eq!("/a=0.5,2".parse::<Sensitivity>().unwrap().varied(), ("/a", &[0.5, 2.0][..]));
        for wrong in ["", "sessions", "sessions=", "sessions=0", "sessions=-1", "sessions=inf", "joy=1"] {
            assert!(wrong.parse::<Until>().is_err(), "{wrong}");
        }
        assert!(["0", "1", "NaN", "x"].iter().all(|word| confidence(word).is_err()));
    }
}
