//! Sharing: whether the record of a case shows its risk and its steps carried together, or left to one person.
//!
//! Decisions have many layers, and still the risk, and what is done about it, often stays with one social worker once the others have
//! left the room. It is carried together where people say what they think, where the risk of acting is named beside that of not
//! acting, and where what is to be done stands under more than one name ("Dear social workers: a letter from a psychologist"). This
//! reading says, for each case, what of that is recorded.
//!
//! It holds no measure of how far people agree, no number for a risk, nobody's tolerance of risk, no count of worries by person, and
//! nothing about who failed to prevent what. People are named where they take a step, and where they decided.
//!
//! # What is counted
//! | Word | Counted as |
//! |---|---|
//! | heard | a side: somebody of it was present at a discussion of the case, or is the author of a statement there |
//! | risk named | statements about acting, about not acting and about a new risk that acting makes, and the risks that plans name. The new risk is one of acting |
//! | strengths named | statements of a strength, or about what goes well |
//! | idea tested | a plan that names ideas and was looked at again |
//! | difference open | a disagreement that was recorded and not settled; being taken to somebody else settles none |
//! | step | `step_taken_on`. It stands unless it was handed back or dropped; one that takes up what was handed back is a step of its own. Where somebody else wrote it down, that is said |
//! | step of the family | the same, of somebody whose side was the family: it is shown by itself, and counts for no word below, neither for sharing nor against it |
//! | stepped down | because things are safe enough: a plan stopped for that reason; a threshold decision that steps down and names nothing that pressed on it. One that was pressed stands among the decisions, with what pressed |
//! | who decides | those who took a threshold decision, each with whether they held the mandate then |
//!
//! Sides are those of the main role that somebody held at the time.
//!
//! # The words
//! The first that holds, with the numbers of the [`Parameters`]:
//!
//! | Word | Where |
//! |---|---|
//! | *the record shows one person taking the steps* | at least `steps` (2) steps of those who work stand, all of one person. Whoever else was present or decided changes nothing |
//! | *carried together* | at least `steps` (2) steps of those who work stand, of `people` (2) or more on `step_sides` (2) sides or more, no more than `most_by_one_percent` (75 %) of them of one person; `sides` (2) sides were heard; and both directions of risk are named: of acting, or new, and of not acting |
//! | *cannot be determined* | otherwise; it is said what is [missing](Missing) |
//!
//! Sharing does not dissolve who decides: a threshold decision stays with those who have the mandate, however the steps are spread, and
//! the text says for each decision whether they had it.
//!
//! # Over time
//! Where pressure is high, a case may be stepped up again and again, or people may grow used to a risk. Of the case, and of nobody in
//! particular, is shown: each threshold decision in its order; a plan that went on as it was at `unchanged_reviews` (3) reviews in a row
//! or more; and a direction of risk that was named in `named_again` (2) discussions or more with no step taken on between them. Each of
//! these may have good reasons.
//!
//! # For whom
//! The text for one reader is read from what that reader is shown (see [`reader`](crate::reader)), as if nothing else had been recorded:
//! what a member of the family said without a name is in it only for them and for whom they agreed to show it to, and nothing shows
//! that something was left out. So the texts for two readers may say different words, and each says so, whoever it is for. JSON is
//! whole. Statements are cited by their entries, with nobody's name.
//!
//! # An example
//! ```
//! use practice_cycle::{sharing::{Sharing, Parameters}, history::History, moment::Moment, reader::Reader};
//! let mut history = History::default();
//! for act in [
//!     r#"{"type":"cycle_opened","occurred_at":"2026-03-02T09:00:00Z","recorded_at":"2026-03-02T09:00:00Z","by":"p-1",
//!         "data":{"cycle":"invented","format":1,"clinician":"p-1","team":"t-1"}}"#,
//!     r#"{"type":"person_entered","occurred_at":"2026-03-02T09:00:00Z","recorded_at":"2026-03-02T09:00:00Z","by":"p-1",
//!         "data":{"person":"p-2","role":"social_worker"}}"#,
//!     r#"{"type":"discussion_held","occurred_at":"2026-03-02T10:00:00Z","recorded_at":"2026-03-02T10:00:00Z","by":"p-2",
//!         "data":{"discussion":"di-1","case":"case-204","question":"what_explains","space":"network_meeting","present":["p-1","p-2"]}}"#,
//!     r#"{"type":"step_taken_on","occurred_at":"2026-03-02T11:00:00Z","recorded_at":"2026-03-02T11:00:00Z","by":"p-2",
//!         "data":{"step":"sp-1","case":"case-204","taken_by":"p-2"}}"#,
//! ] {
//!     history.record(serde_json::from_str(act)?)?;
//! }
//! let view = history.view(Moment::LATEST, Moment::LATEST);
//! let read = Sharing::of(&view, &Parameters::default());
//! assert_eq!(read.cases.len(), 1);
//! let text = read.text_for(&Reader::of(&view, &"p-2".parse()?));
//! assert!(text.contains("Case 1: cannot be determined"));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod parameters;
mod missing;
mod gather;
mod read;
pub(crate) mod messages;
mod narrative;

use std::collections::BTreeSet;

use serde::Serialize;

use crate::code::{CodeSet, codes};
use crate::deciding::{Direction, Pressure};
use crate::deliberating::{DisagreementOn, Risk, Safety};
use crate::evidence::{Cited, RecordedFor};
use crate::history::View;
use crate::id::{DecisionId, DisagreementId, EntryNumber, HypothesisId, ParametersId, PersonId, StepId, TestId};
use crate::message;
use crate::moment::Moment;
use crate::people::Side;
use crate::reader::Reader;
use crate::text::CaseRef;

use gather::OfCase;
pub use missing::Missing;
pub use parameters::{Parameters, ParametersError, RawParameters};

codes! {
    /// How the record of a case looks.
    ///
    /// ```
    /// use practice_cycle::{code::Code, sharing::Shared};
    /// assert_eq!(Shared::OnePerson.label(), "the record shows one person taking the steps");
    /// ```
    pub enum Shared {
        CarriedTogether = "carried_together", "carried together";
        OnePerson = "one_person", "the record shows one person taking the steps";
        CannotBeDetermined = "cannot_be_determined", "cannot be determined";
    }
}

codes! {
    /// How things were stepped down.
    ///
    /// ```
    /// use practice_cycle::{code::Code, sharing::SteppedDown};
    /// assert_eq!(SteppedDown::PlanStopped.label(), "a plan stopped because things are safe enough");
    /// ```
    pub enum SteppedDown {
        PlanStopped = "plan_stopped", "a plan stopped because things are safe enough";
        ThresholdDown = "threshold_down", "a threshold decision steps down";
    }
}

/// A side that was heard.
///
/// ```
/// use practice_cycle::{people::Side, sharing::Heard};
/// let heard = Heard { side: Side::Clinical, present: Vec::new(), said: Vec::new() };
/// assert_eq!(heard.to_string(), "the clinical side");
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub struct Heard {
    /// The side.
    pub side: Side,
    /// The discussions at which somebody of it was present.
    pub present: Vec<Cited>,
    /// The statements of which somebody of it is the author.
    pub said: Vec<Cited>,
}

/// A direction of risk, and where it was named.
///
/// ```
/// use practice_cycle::{deliberating::Risk, sharing::RiskNamed};
/// let named = RiskNamed { risk: Risk::NotActing, named: Vec::new() };
/// assert_eq!(named.to_string(), "of not acting");
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub struct RiskNamed {
    /// The direction.
    pub risk: Risk,
    /// The statements and plans.
    pub named: Vec<Cited>,
}

/// A plan by which ideas were tested.
///
/// ```
/// use practice_cycle::sharing::Tested;
/// fn ideas(tested: &Tested) -> usize { tested.hypotheses.len() }
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub struct Tested {
    /// The plan.
    pub test: TestId,
    /// The ideas.
    pub hypotheses: Vec<HypothesisId>,
    /// When it was made.
    pub planned: Cited,
    /// When it was looked at again.
    pub looked_at: Vec<Cited>,
}

/// A difference that is open.
///
/// ```
/// use practice_cycle::sharing::OpenDifference;
/// fn was_taken_further(open: &OpenDifference) -> bool { !open.escalated.is_empty() }
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub struct OpenDifference {
    /// The disagreement.
    pub disagreement: DisagreementId,
    /// On what.
    pub on: DisagreementOn,
    /// Whether a child's safety depends on it.
    pub safety: Safety,
    /// When it was recorded.
    pub recorded: Cited,
    /// When it was taken to somebody else.
    pub escalated: Vec<Cited>,
}

/// Somebody who takes steps.
///
/// ```
/// use practice_cycle::{people::Side, sharing::Taker};
/// let (steps, written_by_others) = Default::default();
/// let taker = Taker { person: "p-2".parse()?, sides: vec![Side::SocialWork], steps, written_by_others };
/// assert_eq!(taker.to_string(), "p-2 (the social work side)");
/// # Ok::<(), practice_cycle::id::IdError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub struct Taker {
    /// Who.
    pub person: PersonId,
    /// On which side they stood when they took them; more than one where their role changed, none where it is not known.
    pub sides: Vec<Side>,
    /// Their steps that stand.
    pub steps: Vec<Cited>,
    /// Those of them that somebody else wrote down.
    pub written_by_others: Vec<Cited>,
}

/// A step that was handed back.
///
/// ```
/// use practice_cycle::sharing::HandedBack;
/// fn lies_there(step: &HandedBack) -> bool { step.taken_up.is_none() }
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub struct HandedBack {
    /// The step.
    pub step: StepId,
    /// When it was handed back.
    pub back: Cited,
    /// When it was taken up again, if it was.
    pub taken_up: Option<Cited>,
}

/// A time at which things were stepped down.
///
/// ```
/// use practice_cycle::sharing::Down;
/// fn entry(down: &Down) -> u32 { down.cited.entry.get() }
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub struct Down {
    /// How.
    pub how: SteppedDown,
    /// When.
    pub cited: Cited,
}

/// Somebody who took a threshold decision.
///
/// ```
/// use practice_cycle::sharing::Decider;
/// let decider = Decider { person: "p-5".parse()?, mandate: Some(true) };
/// assert_eq!(decider.to_string(), "p-5, who held the mandate");
/// # Ok::<(), practice_cycle::id::IdError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub struct Decider {
    /// Who.
    pub person: PersonId,
    /// Whether they held the statutory mandate then; none where that is not known.
    pub mandate: Option<bool>,
}

/// A threshold decision.
///
/// ```
/// use practice_cycle::sharing::Decision;
/// fn is_theirs(decision: &Decision) -> bool { decision.decided_by.iter().all(|decider| decider.mandate == Some(true)) }
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub struct Decision {
    /// The decision.
    pub decision: DecisionId,
    /// Which way it went.
    pub direction: Direction,
    /// When.
    pub cited: Cited,
    /// What pressed on it, as far as that was named.
    pub pressed_by: CodeSet<Pressure>,
    /// By whom.
    pub decided_by: Vec<Decider>,
}

/// A plan that went on as it was at several reviews in a row.
///
/// ```
/// use practice_cycle::sharing::Unchanged;
/// fn times(unchanged: &Unchanged) -> usize { unchanged.reviews.len() }
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub struct Unchanged {
    /// The plan.
    pub test: TestId,
    /// The reviews.
    pub reviews: Vec<Cited>,
}

/// A direction of risk that was named in several discussions with no step taken on between them.
///
/// ```
/// use practice_cycle::sharing::NamedAgain;
/// fn was_followed(named: &NamedAgain) -> bool { named.step.is_some() }
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub struct NamedAgain {
    /// The direction.
    pub risk: Risk,
    /// In how many discussions.
    pub discussions: usize,
    /// The statements and plans.
    pub named: Vec<Cited>,
    /// The step that followed at last, if one did.
    pub step: Option<Cited>,
}

/// One case.
///
/// ```
/// use practice_cycle::sharing::{CaseReading, Shared};
/// fn is_shared(case: &CaseReading) -> bool { case.reads_as == Shared::CarriedTogether }
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub struct CaseReading {
    /// Its reference, which can lead to a family.
    #[cfg_attr(feature = "schemars", schemars(with = "String"))]
    pub case: CaseRef,
    /// Its place, from 1, among the [cases](crate::history::History::cases) of the history: how it is named where the reference is not shown.
    pub number: usize,
    /// How its record looks.
    pub reads_as: Shared,
    /// What is missing for *carried together*.
    pub missing: Vec<Missing>,
    /// The sides that were heard.
    pub heard: Vec<Heard>,
    /// The directions of risk that were named.
    pub risks: Vec<RiskNamed>,
    /// Where strengths were named.
    pub strengths: Vec<Cited>,
    /// The plans by which ideas were tested.
    pub tested: Vec<Tested>,
    /// The differences that are open.
    pub open: Vec<OpenDifference>,
    /// Who of those who work takes the steps that stand, in the order of their first.
    pub takers: Vec<Taker>,
    /// Who of the family does: this is no sharing among those who work, and takes nothing from it.
    pub by_family: Vec<Taker>,
    /// The steps that were handed back.
    pub handed_back: Vec<HandedBack>,
    /// The steps that were dropped.
    pub dropped: Vec<Cited>,
    /// When things were stepped down because they are safe enough.
    pub stepped_down: Vec<Down>,
    /// Every threshold decision, in the order of occurrence.
    pub decisions: Vec<Decision>,
    /// Plans that went on as they were at several reviews.
    pub unchanged: Vec<Unchanged>,
    /// Risks that were named again with no step between.
    pub named_again: Vec<NamedAgain>,
}

/// Every case about which something was discussed, differed on or taken on. See the module [`sharing`](self) for what is counted.
///
/// `Display` writes it in words for nobody in particular, and [`text_for`](Self::text_for) for one reader.
///
/// ```
/// use practice_cycle::{history::History, moment::Moment, sharing::{Parameters, Sharing}};
/// let history = History::default();
/// let read = Sharing::of(&history.view(Moment::LATEST, Moment::LATEST), &Parameters::default());
/// assert_eq!(read.to_string(), "By all that is recorded, no case that was discussed is shown. \
///     It is read from what its reader is shown, and from nothing else: for another reader it may say something else.");
/// ```
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub struct Sharing {
    /// The time up to which it looks.
    pub as_of: Moment,
    /// The time up to which what was recorded was known.
    pub known_at: Moment,
    /// The parameters it goes by.
    pub parameters: ParametersId,
    /// Every case, in the order in which they came up.
    pub cases: Vec<CaseReading>,
    /// Of all that is cited here, what somebody recorded for somebody else.
    pub recorded_for: Vec<RecordedFor>,
    /// What it is read from.
    #[serde(skip)]
    facts: Vec<OfCase>,
    #[serde(skip)]
    by: Parameters,
    /// For whom the text is that is for nobody in particular.
    #[serde(skip)]
    nobody: Reader,
}

impl Sharing {
    /// Reads what had happened, as known at a time. Linear in the number of entries, but for sorting them; where the view hides
    /// something, also the work of replaying it.
    #[must_use]
    pub fn of(view: &View<'_>, parameters: &Parameters) -> Self {
        let mut facts = gather::of(view);
        facts.retain(OfCase::was_deliberated);
        Self {
            as_of: view.as_of(),
            known_at: view.known_at(),
            parameters: parameters.id().clone(),
            cases: read::cases(&facts, parameters),
            recorded_for: RecordedFor::among(view, cited(&facts)),
            facts,
            by: parameters.clone(),
            nobody: Reader::nobody(view),
        }
    }

    /// The same, read from what one reader of the same view is shown.
    fn shown_to(&self, reader: &Reader) -> Self {
        let mut facts: Vec<OfCase> = self.facts.iter().map(|of_case| of_case.shown_to(reader)).collect();
        facts.retain(OfCase::was_deliberated);
        let cites = cited(&facts);
        let cases = read::cases(&facts, &self.by);
        let recorded_for = self.recorded_for.iter().filter(|recorded| cites.contains(&recorded.entry)).cloned().collect();
        let Self { as_of, known_at, .. } = *self;
        let (parameters, by, nobody) = (self.parameters.clone(), self.by.clone(), self.nobody.clone());
        Self { as_of, known_at, parameters, cases, recorded_for, facts, by, nobody }
    }

    /// Whether there is nothing to read for somebody.
    pub(crate) fn is_bare_for(&self, reader: &Reader) -> bool {
        self.shown_to(reader).cases.is_empty()
    }

    /// The text for one reader, of the same view, read from what they are shown: see the [module](self).
    ///
    /// ```
    /// # use practice_cycle::{history::History, moment::Moment, sharing::{Parameters, Sharing}};
    /// use practice_cycle::reader::Reader;
    /// # let history = History::default();
    /// # let view = history.view(Moment::LATEST, Moment::LATEST);
    /// let read = Sharing::of(&view, &Parameters::default());
    /// assert_eq!(read.text_for(&Reader::nobody(&view)), read.to_string());
    /// ```
    #[must_use]
    pub fn text_for(&self, reader: &Reader) -> String {
        message::text(&self.lines_for(reader)).trim_end().to_owned()
    }
}

/// Every entry that was read.
fn cited(facts: &[OfCase]) -> BTreeSet<EntryNumber> {
    facts.iter().flat_map(|of_case| &of_case.facts).map(|fact| fact.cited.entry).collect()
}
