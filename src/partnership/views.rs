//! The views of the family: of whom they were sought, and what became of them, as the record has it.

use chrono::NaiveDate;
use serde::Serialize;

use super::messages as say;
use crate::code::CodeSet;
use crate::evidence::{Cited, cited, listed, listed_apart};
use crate::id::{EntryNumber, PersonId};
use crate::message::{Message, Said, said_in_english};
use crate::partnering::{HowSought, InWhat, Responsibility, WhyMissing};
use crate::reader::Reader;

said_in_english!(ViewsStep, ViewsFact, ViewsReading, SharedWith);

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

impl ViewsStep {
    fn said(&self) -> Message {
        match self {
            ViewsStep::Sought(how) => say::sought(*how),
            ViewsStep::Included(in_what) => say::included(listed(in_what.iter())),
            ViewsStep::Missing(why) => say::missing(*why),
            ViewsStep::Awaited { until: Some(until) } => say::awaited_until(*until),
            ViewsStep::Awaited { until: None } => say::awaited(),
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

impl ViewsFact {
    fn said(&self) -> Message {
        say::step(self.step.said(), self.cited.at, self.cited.entry)
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

impl ViewsReading {
    pub(super) fn said(&self) -> Message {
        let person = self.person.as_str();
        let whose: Said = self.responsibility.map_or_else(|| person.into(), |held| cited(person, held).into());
        match self.facts.as_slice() {
            [] => say::nothing_recorded(whose),
            facts => say::views(whose, listed_apart(facts.iter().map(ViewsFact::said))),
        }
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

impl SharedWith {
    pub(super) fn said(&self) -> Message {
        say::shared_with(self.with.as_str(), self.cited)
    }
}
