//! Anchoring: whether the record of a question stays open to something other than the first idea.
//!
//! A first explanation comes fast, and whoever looks for evidence afterwards tends to look for what fits it (Ignite, "Child protection
//! decisions: can we tame the beast?", on Keddell's research: the anchor hypothesis). This reading asks of a record what was looked
//! for since the first idea, and whether anything of that could have counted against it. It describes a record, and not anyone's
//! thinking: people may have weighed much that nobody wrote down. It says nothing about whether the first idea is right.
//!
//! Questions, ideas, the first idea, pieces of evidence and ratings are those of [`hypotheses`](crate::hypotheses): the latest rating of
//! each person counts, and nobody's are combined with anybody else's.
//!
//! # The words
//! The first that holds:
//!
//! | Word | Where |
//! |---|---|
//! | *too little weighed* | fewer than `pieces` (3) pieces were weighed against the first idea, or no idea was put |
//! | *still open* | one of the [grounds](Ground) below is recorded |
//! | *so far the record seeks only what fits the first idea* | none is |
//!
//! # What keeps it open
//! | Ground | Counted as |
//! |---|---|
//! | a plan was looked at again | a plan of the question (`test_planned`) that names another idea than the first, says what would show that the course must change, and was looked at again (`test_reviewed`), where something came of it: a review says what was found, or since the plan was made an idea other than the first that it names was weighed. So an alternative was tested |
//! | something looked for counts against the first idea | of the pieces that somebody *looked for* since the first idea was put, one that by the ratings of one person counts against the first idea, and differently against another |
//! | something speaks against the first idea | a piece, however it was come by, that by the ratings of one person counts more against the first idea than against another that they rated it for, or that counts against it where they rated it for no other |
//! | the first idea was set aside | by the last that was said of it |
//!
//! Ratings count differently where one is *strongly inconsistent*, or *inconsistent*, and the other is less so; *consistent*, *strongly
//! consistent* and *does not help* count alike, which is nothing. So another idea that is only put, a plan that was never looked at, and
//! a piece that fits every idea keep nothing open.
//!
//! **What could have counted against the first idea.** A record shows that in two ways: what was looked for did count against it, or it
//! was said beforehand what would, in a plan. That a piece favours the first idea shows neither, however clearly it speaks against
//! another: three pieces that were looked for, each *strongly consistent* with the first idea and *inconsistent* with the other, and no
//! plan, are a record that seeks only what fits the first.
//!
//! Whether a piece was looked for goes by each person's latest weighing of it, and one person who looked for it is enough.
//! *Since* is by time of occurrence, and of recording where two occurred at one instant.
//!
//! # For whom
//! As for [`hypotheses`](crate::hypotheses): the text for one reader is read from what that reader is shown, as if nothing else had been
//! recorded, so that two readers may be given different words; each text says so, whoever it is for. JSON is whole.
//!
//! # An example
//! ```
//! use practice_cycle::{anchoring::{Anchoring, Parameters}, history::History, moment::Moment, reader::Reader};
//! let mut history = History::default();
//! for act in [
//!     r#"{"type":"cycle_opened","occurred_at":"2026-03-02T09:00:00Z","recorded_at":"2026-03-02T09:00:00Z","by":"p-1",
//!         "data":{"cycle":"invented","format":1,"clinician":"p-1","team":"t-1"}}"#,
//!     r#"{"type":"person_entered","occurred_at":"2026-03-02T09:00:00Z","recorded_at":"2026-03-02T09:00:00Z","by":"p-1",
//!         "data":{"person":"p-2","role":"social_worker"}}"#,
//!     r#"{"type":"discussion_held","occurred_at":"2026-03-02T10:00:00Z","recorded_at":"2026-03-02T10:00:00Z","by":"p-2",
//!         "data":{"discussion":"di-1","case":"case-204","question":"what_explains","space":"network_meeting","present":["p-1","p-2"]}}"#,
//!     r#"{"type":"hypothesis_put","occurred_at":"2026-03-02T11:00:00Z","recorded_at":"2026-03-02T11:00:00Z","by":"p-2",
//!         "data":{"hypothesis":"hy-1","discussion":"di-1","order":"first","words":"Invented."}}"#,
//! ] {
//!     history.record(serde_json::from_str(act)?)?;
//! }
//! let view = history.view(Moment::LATEST, Moment::LATEST);
//! let read = Anchoring::of(&view, &Parameters::default());
//! assert_eq!(read.questions.len(), 1);
//! let text = read.text_for(&Reader::of(&view, &"p-2".parse()?));
//! assert!(text.contains("too little weighed"));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod parameters;
mod read;
pub(crate) mod messages;
mod narrative;

use std::collections::BTreeSet;

use serde::Serialize;

use crate::code::{CodeSet, codes};
use crate::deliberating::{HowFound, Question};
use crate::evidence::{Cited, RecordedFor};
use crate::history::View;
use crate::hypotheses::FirstIdea;
use crate::id::{DiscussionId, EntryNumber, HypothesisId, ParametersId, StatementId, TestId};
use crate::message;
use crate::moment::Moment;
use crate::questions::{self, Asked};
use crate::reader::Reader;

pub use parameters::{Parameters, ParametersError, RawParameters};

codes! {
    /// What the record of a question looks like beside its first idea.
    ///
    /// ```
    /// use practice_cycle::{anchoring::Anchored, code::Code};
    /// assert_eq!(Anchored::SeeksOnlyWhatFits.label(), "so far the record seeks only what fits the first idea");
    /// ```
    pub enum Anchored {
        StillOpen = "still_open", "still open";
        SeeksOnlyWhatFits = "seeks_only_what_fits", "so far the record seeks only what fits the first idea";
        TooLittleWeighed = "too_little_weighed", "too little weighed";
    }
}

codes! {
    /// What keeps a question open: see the [module](self).
    ///
    /// ```
    /// use practice_cycle::{anchoring::Ground, code::Code};
    /// assert_eq!(Ground::SetAside.label(), "the first idea was set aside");
    /// ```
    pub enum Ground {
        PlanLookedAt = "plan_looked_at", "a plan that tests another idea was looked at again";
        ToldApart = "told_apart", "something that was looked for counts against the first idea, and differently against another";
        SpeaksAgainst = "speaks_against", "something speaks against the first idea";
        SetAside = "set_aside", "the first idea was set aside";
    }
}

/// A piece of evidence that was weighed against the first idea.
///
/// ```
/// use practice_cycle::{anchoring::Sought, deliberating::HowFound};
/// let weighed = Vec::new();
/// let sought = Sought { piece: "st-1".parse()?, found: HowFound::LookedFor, weighed, tells_apart: false, speaks_against: false };
/// assert!(!sought.counts_against());
/// # Ok::<(), practice_cycle::id::IdError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub struct Sought {
    /// The piece.
    pub piece: StatementId,
    /// Looked for, where one person who weighed it did so since the first idea was put; otherwise it came up.
    pub found: HowFound,
    /// The weighings that count.
    pub weighed: Vec<Cited>,
    /// Whether by the ratings of one person it counts against the first idea, and differently against another.
    pub tells_apart: bool,
    /// Whether by the ratings of one person it counts more against the first idea than against another, or against the first alone.
    pub speaks_against: bool,
}

impl Sought {
    /// Whether it counts against the first idea, by how it was weighed, and not the same against each other idea.
    #[must_use]
    pub const fn counts_against(&self) -> bool {
        self.tells_apart || self.speaks_against
    }
}

/// An idea other than the first.
///
/// ```
/// use practice_cycle::anchoring::OtherIdea;
/// let other = OtherIdea { hypothesis: "hy-2".parse()?, put: None };
/// assert_eq!(other.to_string(), "hy-2");
/// # Ok::<(), practice_cycle::id::IdError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub struct OtherIdea {
    /// The idea.
    pub hypothesis: HypothesisId,
    /// When it was put; none where it is known by a rating alone.
    pub put: Option<Cited>,
}

/// A plan of the question.
///
/// ```
/// use practice_cycle::anchoring::Plan;
/// fn is_open(plan: &Plan) -> bool { plan.looked_at.is_empty() }
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub struct Plan {
    /// The plan.
    pub test: TestId,
    /// When it was made.
    pub planned: Cited,
    /// The ideas other than the first that it tests.
    pub others: Vec<HypothesisId>,
    /// Whether it says what would show that the course must change.
    pub says_when_to_change: bool,
    /// When it was looked at again.
    pub looked_at: Vec<Cited>,
    /// What came of it: the reviews that say what was found, and the weighings since of ideas other than the first that it tests.
    pub evidence: Vec<Cited>,
}

impl Plan {
    /// Whether it tested another idea than the first: it names one, says what would change course, was looked at again, and something
    /// came of it.
    #[must_use]
    pub fn tested_another(&self) -> bool {
        !self.others.is_empty() && self.says_when_to_change && !self.looked_at.is_empty() && !self.evidence.is_empty()
    }
}

/// What the record of one question looks like beside its first idea.
///
/// ```
/// use practice_cycle::anchoring::{Anchored, QuestionReading};
/// fn is_open(question: &QuestionReading) -> bool { question.reads_as == Anchored::StillOpen }
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema), schemars(rename = "AnchoringQuestion"))]
pub struct QuestionReading {
    /// The discussion in which it came up.
    pub question: DiscussionId,
    /// What kind of question it is, by each discussion of it.
    pub about: CodeSet<Question>,
    /// What it looks like.
    pub reads_as: Anchored,
    /// What keeps it open, whether or not enough was weighed to say so.
    pub grounds: CodeSet<Ground>,
    /// The first idea; none where none was put.
    pub first: Option<FirstIdea>,
    /// When it was put.
    pub put: Option<Cited>,
    /// When it was set aside, if that was the last that was said of it.
    pub set_aside: Option<Cited>,
    /// The other ideas.
    pub others: Vec<OtherIdea>,
    /// The pieces that were weighed against the first idea, in the order in which they were first weighed.
    pub pieces: Vec<Sought>,
    /// How many such pieces it takes to say anything.
    pub needed: usize,
    /// The plans, in the order of occurrence.
    pub plans: Vec<Plan>,
}

/// Every question about which an idea was put. See the module [`anchoring`](self) for what is counted.
///
/// `Display` writes it in words for nobody in particular, and [`text_for`](Self::text_for) for one reader.
///
/// ```
/// use practice_cycle::{anchoring::{Anchoring, Parameters}, history::History, moment::Moment};
/// let history = History::default();
/// let read = Anchoring::of(&history.view(Moment::LATEST, Moment::LATEST), &Parameters::default());
/// assert_eq!(read.to_string(), "By all that is recorded, no first idea of a case discussion is shown. \
///     It is read from what its reader is shown, and from nothing else: for another reader it may say something else.");
/// ```
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub struct Anchoring {
    /// The time up to which it looks.
    pub as_of: Moment,
    /// The time up to which what was recorded was known.
    pub known_at: Moment,
    /// The parameters it goes by.
    pub parameters: ParametersId,
    /// Every question, in the order in which they came up.
    pub questions: Vec<QuestionReading>,
    /// Of all that is cited here, what somebody recorded for somebody else.
    pub recorded_for: Vec<RecordedFor>,
    /// What it is read from.
    #[serde(skip)]
    asked: Vec<Asked>,
    #[serde(skip)]
    by: Parameters,
    /// For whom the text is that is for nobody in particular.
    #[serde(skip)]
    nobody: Reader,
}

impl Anchoring {
    /// Reads what had been weighed and planned, as known at a time. Linear in the number of entries and of ratings, but for sorting them.
    #[must_use]
    pub fn of(view: &View<'_>, parameters: &Parameters) -> Self {
        let asked = questions::of(view);
        let questions = read::questions(&asked, parameters);
        Self {
            as_of: view.as_of(),
            known_at: view.known_at(),
            parameters: parameters.id().clone(),
            recorded_for: RecordedFor::among(view, cited(&questions)),
            questions,
            asked,
            by: parameters.clone(),
            nobody: Reader::nobody(view),
        }
    }

    /// The same, read from what one reader of the same view is shown.
    fn shown_to(&self, reader: &Reader) -> Self {
        let asked: Vec<Asked> = self.asked.iter().map(|asked| asked.shown_to(reader)).collect();
        let questions = read::questions(&asked, &self.by);
        let cites = cited(&questions);
        let recorded_for = self.recorded_for.iter().filter(|recorded| cites.contains(&recorded.entry)).cloned().collect();
        let Self { as_of, known_at, .. } = *self;
        let (parameters, by, nobody) = (self.parameters.clone(), self.by.clone(), self.nobody.clone());
        Self { as_of, known_at, parameters, questions, recorded_for, asked, by, nobody }
    }

    /// Whether there is nothing to read for somebody.
    pub(crate) fn is_bare_for(&self, reader: &Reader) -> bool {
        self.shown_to(reader).questions.is_empty()
    }

    /// The text for one reader, of the same view, read from what they are shown: see the [module](self).
    ///
    /// ```
    /// # use practice_cycle::{anchoring::{Anchoring, Parameters}, history::History, moment::Moment};
    /// use practice_cycle::reader::Reader;
    /// # let history = History::default();
    /// # let view = history.view(Moment::LATEST, Moment::LATEST);
    /// let read = Anchoring::of(&view, &Parameters::default());
    /// assert_eq!(read.text_for(&Reader::nobody(&view)), read.to_string());
    /// ```
    #[must_use]
    pub fn text_for(&self, reader: &Reader) -> String {
        message::text(&self.lines_for(reader)).trim_end().to_owned()
    }
}

/// Every entry that these cite.
fn cited(questions: &[QuestionReading]) -> BTreeSet<EntryNumber> {
    let pieces = questions.iter().flat_map(|question| &question.pieces).flat_map(|piece| &piece.weighed);
    let plans = questions.iter().flat_map(|question| &question.plans);
    let of_plans = plans.flat_map(|plan| std::iter::once(&plan.planned).chain(&plan.looked_at).chain(&plan.evidence));
    let of_first = questions.iter().flat_map(|question| question.put.iter().chain(&question.set_aside));
    let of_others = questions.iter().flat_map(|question| &question.others).filter_map(|other| other.put.as_ref());
    pieces.chain(of_plans).chain(of_first).chain(of_others).map(|cited| cited.entry).collect()
}
