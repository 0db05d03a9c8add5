//! The views of the family: of whom they were sought, and what became of them, as the record has it.

use std::fmt;

use chrono::NaiveDate;
use serde::Serialize;

use crate::code::CodeSet;
use crate::evidence::{Cited, Day, in_a_row, one_by_one};
use crate::id::{EntryNumber, PersonId};
use crate::partnering::{HowSought, InWhat, Responsibility, WhyMissing};
use crate::reader::Reader;

/// What was recorded of somebody's views.
///
/// ```
/// use practice_cycle::{partnering::WhyMissing, partnership::ViewsStep};
/// assert_eq!(ViewsStep::Missing(WhyMissing::NotFound).to_string(), "missing: they could not be found");
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum ViewsStep {
    /// They were sought, and how.
    Sought(HowSought),
    /// They were included, and in what.
    Included(CodeSet<InWhat>),
    /// They are missing, and why.
    Missing(WhyMissing),
    /// Something waits for them.
    Awaited {
        /// The last day, in London, on which it waits, if that was said.
        #[cfg_attr(feature = "schemars", schemars(with = "Option<String>"))]
        until: Option<NaiveDate>,
    },
}

impl fmt::Display for ViewsStep {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ViewsStep::Sought(how) => write!(f, "sought {how}"),
            ViewsStep::Included(in_what) => write!(f, "included in {}", in_a_row(&in_what.iter().collect::<Vec<_>>())),
            ViewsStep::Missing(why) => write!(f, "missing: {why}"),
            ViewsStep::Awaited { until: Some(until) } => write!(f, "awaited until {}", until.format("%-d %B %Y")),
            ViewsStep::Awaited { until: None } => f.write_str("awaited"),
        }
    }
}

/// One step, and when it was.
///
/// ```
/// use practice_cycle::{evidence::Cited, id::EntryNumber, partnering::HowSought, partnership::{ViewsFact, ViewsStep}};
/// let cited = Cited { entry: EntryNumber::FIRST, at: "2026-03-02T09:00:00Z".parse()? };
/// let sought = ViewsFact { cited, step: ViewsStep::Sought(HowSought::Visit) };
/// assert_eq!(sought.to_string(), "sought on a visit (2 March 2026, entry 1)");
/// # Ok::<(), practice_cycle::moment::MomentError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub struct ViewsFact {
    /// The entry, and when it occurred.
    pub cited: Cited,
    /// What it says.
    pub step: ViewsStep,
}

impl fmt::Display for ViewsFact {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({}, entry {})", self.step, Day(self.cited.at), self.cited.entry)
    }
}

/// The views of one member of the family. Where nothing is recorded of them, that is said, and is no finding.
///
/// ```
/// use practice_cycle::{partnering::Responsibility, partnership::ViewsReading};
/// let (person, responsibility) = ("parent-1".parse()?, Some(Responsibility::Held));
/// let views = ViewsReading { person, responsibility, named: None, facts: Vec::new() };
/// assert_eq!(views.to_string(), "parent-1 (holds parental responsibility): nothing is recorded here");
/// # Ok::<(), practice_cycle::id::IdError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub struct ViewsReading {
    /// Whose.
    pub person: PersonId,
    /// Whether they hold parental responsibility, by what was last said of it.
    pub responsibility: Option<Responsibility>,
    /// The entry that last named them as of this case.
    pub named: Option<EntryNumber>,
    /// What was recorded of their views, in the order of occurrence.
    pub facts: Vec<ViewsFact>,
}

impl fmt::Display for ViewsReading {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.person)?;
        if let Some(responsibility) = self.responsibility {
            write!(f, " ({responsibility})")?;
        }
        if self.facts.is_empty() {
            return f.write_str(": nothing is recorded here");
        }
        write!(f, ": {}", one_by_one(&self.facts))
    }
}

impl ViewsReading {
    /// What of it a reader is shown, if anything.
    pub(super) fn shown_to(&self, reader: &Reader) -> Option<Self> {
        let named = self.named.filter(|&entry| reader.is_shown(entry));
        let responsibility = self.responsibility.filter(|_| named.is_some());
        let facts: Vec<_> = self.facts.iter().filter(|fact| reader.is_shown(fact.cited.entry)).cloned().collect();
        let person = self.person.clone();
        (named.is_some() || !facts.is_empty()).then_some(Self { person, responsibility, named, facts })
    }
}

/// An assessment of the family was shared with one of them.
///
/// ```
/// use practice_cycle::{evidence::Cited, id::EntryNumber, partnership::SharedWith};
/// let cited = Cited { entry: EntryNumber::FIRST, at: "2026-03-02T09:00:00Z".parse()? };
/// let shared = SharedWith { with: "parent-1".parse()?, cited };
/// assert_eq!(shared.to_string(), "with parent-1 on 2 March 2026 (entry 1)");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub struct SharedWith {
    /// With whom.
    pub with: PersonId,
    /// The entry, and when it occurred.
    pub cited: Cited,
}

impl fmt::Display for SharedWith {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "with {} on {}", self.with, self.cited)
    }
}
