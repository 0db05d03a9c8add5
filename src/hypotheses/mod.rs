//! Hypotheses: several ideas about one question, and the evidence weighed against each of them.
//!
//! A **question** is a discussion and those that take it up again. Its ideas stand in rows and the pieces of evidence in columns. Each
//! person's ratings are read by themselves: nothing here combines or averages what several people think, and no order is anybody's
//! but theirs.
//!
//! # What is counted
//! | Word | Counted as |
//! |---|---|
//! | idea | `hypothesis_put` in a discussion of the question; set aside, kept and reshaped, it stays one |
//! | first idea | the earliest that was put as *the first idea*; where nobody marked one, the earliest that was put, and it is said that nobody did; where several were marked, that is said, too |
//! | piece of evidence | a statement that somebody weighed (`evidence_weighed`) |
//! | rating | the latest that one person gave one piece for one idea, by when it occurred; an earlier one counts no more |
//!
//! *Earlier* and *later* are by time of occurrence, and of recording where two occurred at one instant.
//!
//! # How ideas are ordered
//! For one person, with the numbers of the [`Parameters`]:
//! ```text
//! 1 ideas of the order   those that they rated for `pieces` pieces at least; with fewer than `ideas` of them there is no order
//! 2 pieces that count    those that they rated for every idea of the order; with fewer than `pieces` of them there is no order
//! 3 against an idea      the sum over these pieces: strongly inconsistent 2, inconsistent 1, everything else 0
//! 4 order                by that sum, the least first; ideas with the same sum share a place
//! 5 without a piece      the same from 3 on with one piece left out, for each piece that counts
//! ```
//! So what fits every idea moves none of them, however much of it there is, and one piece that speaks clearly against one of them does. A
//! piece that counts the same against every idea of the order *does not help to tell the ideas apart*. An idea that was rated for
//! fewer pieces than others would look better for it, which is why an idea needs as many, and why only pieces that were rated for all
//! count; the rest is listed. An idea against which no piece counts is named, because what was weighed could not move it down.
//!
//! With *m* pieces and *n* ideas, one order takes *m* times *n* steps, and leaving out each piece as many again, times log *n*.
//!
//! **No order** is made where one of the discussions asks whether a child was harmed: that is for enquiry and evidence of its own, and a
//! count of what fits must not stand in their place. The ideas and the ratings are shown there as they were given.
//!
//! # Several people
//! Each person's order stands by itself. Beside them stand the ratings that two of them or more gave for one piece and idea, with where
//! these count alike and where not, and whether all orders put the ideas that they share the same way. No number sums that up.
//!
//! # For whom
//! [`text_for`](Hypotheses::text_for) reads again from what one reader is shown (see [`reader`](crate::reader)), as if nothing else had been
//! recorded: how a member of the family weighed something, or what they said without a name, is in it only for them and for whom they
//! agreed to show it to, and nothing shows that something was left out. So the texts for two readers may say different things, and
//! each says, whoever it is for and whatever it holds, that it is read from what its reader is shown. That a member of the family
//! put an idea is a fact, which counts for everybody and is shown to them, without its words. No text holds anybody's words, nor
//! says who put an idea or who is the author of a statement. JSON is whole.
//!
//! # Why this method
//! Several explanations, each weighed against the same evidence, by what speaks against them rather than what fits: R. J. Heuer, *Psychology
//! of Intelligence Analysis*, 1999, chapter 8. Which way the table lies matters: in an experiment with 161 people those who saw the
//! hypotheses in rows and the evidence in columns were less prone to favour what confirms, and those who saw Heuer's own layout, evidence
//! in rows, were not (M. K. Dhami, I. K. Belton, P. De Werd, V. Hadzhieva and L. Wicke, "Effects of task structure and confirmation
//! bias in alternative hypotheses evaluation", *Cognitive Research: Principles and Implications* 9, 2024, article 37). The method as
//! a whole has not been shown to make judgements better (M. K. Dhami, I. K. Belton and D. R. Mandel, "The 'analysis of competing
//! hypotheses' in intelligence analysis", *Applied Cognitive Psychology* 33, 2019): it orders what people wrote down, for them to talk
//! about, and says nothing about which idea is true.
//!
//! # An example
//! ```
//! use practice_cycle::{hypotheses::{Hypotheses, Parameters}, history::History, moment::Moment, reader::Reader};
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
//! let read = Hypotheses::of(&view, &Parameters::default());
//! assert_eq!(read.questions.len(), 1);
//! let text = read.text_for(&Reader::of(&view, &"p-2".parse()?));
//! assert!(text.contains("The first idea: hy-1, put as the first."));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod parameters;
mod order;
mod read;
pub(crate) mod messages;
mod narrative;

use std::collections::BTreeSet;

use serde::Serialize;

use crate::code::{CodeSet, codes};
use crate::deliberating::{Order, Question, Rating, StatementKind};
use crate::evidence::{Cited, RecordedFor};
use crate::history::View;
use crate::id::{DiscussionId, EntryNumber, HypothesisId, ParametersId, PersonId, StatementId};
use crate::message;
use crate::moment::Moment;
use crate::questions::{self, Asked, Put};
use crate::reader::Reader;

pub use order::{LeftOut, Missing, OrderReading, Place};
pub use parameters::{Parameters, ParametersError, RawParameters};

codes! {
    /// What was last said of whether an idea stays.
    ///
    /// ```
    /// use practice_cycle::{code::Code, hypotheses::Stays};
    /// assert_eq!(Stays::SetAside.label(), "set aside");
    /// ```
    pub enum Stays {
        Open = "open", "open";
        SetAside = "set_aside", "set aside";
        Kept = "kept", "looked at again and kept";
    }
}

/// An idea: a row.
///
/// ```
/// use practice_cycle::hypotheses::Idea;
/// fn is_untouched(idea: &Idea) -> bool { idea.against.is_empty() && idea.reshaped.is_empty() }
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub struct Idea {
    /// The idea.
    pub hypothesis: HypothesisId,
    /// When it was put.
    pub put: Option<Cited>,
    /// Whether it stays.
    pub stays: Stays,
    /// When that was said; none while it was not.
    pub said: Option<Cited>,
    /// When it was put in other words.
    pub reshaped: Vec<Cited>,
    /// The weighings in which somebody's latest rating counts against it.
    pub against: Vec<Cited>,
}

/// The first idea.
///
/// ```
/// use practice_cycle::hypotheses::FirstIdea;
/// let first = FirstIdea { hypothesis: "hy-1".parse()?, is_marked: false, also_marked: Vec::new() };
/// assert_eq!(first.to_string(), "hy-1, the earliest that was put; nobody marked a first idea");
/// # Ok::<(), practice_cycle::id::IdError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub struct FirstIdea {
    /// The idea.
    pub hypothesis: HypothesisId,
    /// Whether it was put as the first idea.
    pub is_marked: bool,
    /// The later ideas that were put as the first one, too, in the order in which they were put.
    pub also_marked: Vec<HypothesisId>,
}

impl FirstIdea {
    pub(crate) fn of(asked: &Asked) -> Option<Self> {
        let put = asked.first()?;
        let is_also = |other: &&Put| other.order == Order::First && other.hypothesis != put.hypothesis;
        Some(Self {
            hypothesis: put.hypothesis.clone(),
            is_marked: put.order == Order::First,
            also_marked: asked.put.iter().filter(is_also).map(|other| other.hypothesis.clone()).collect(),
        })
    }
}

/// A piece of evidence: a column.
///
/// ```
/// use practice_cycle::hypotheses::Piece;
/// let piece = Piece { piece: "st-1".parse()?, kind: None, stated: None };
/// assert_eq!(piece.piece.as_str(), "st-1");
/// # Ok::<(), practice_cycle::id::IdError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub struct Piece {
    /// The statement.
    pub piece: StatementId,
    /// What kind of statement it is.
    pub kind: Option<StatementKind>,
    /// When it was stated.
    pub stated: Option<Cited>,
}

/// A cell: the latest rating of one person.
///
/// ```
/// use practice_cycle::{deliberating::Rating, evidence::Cited, hypotheses::Cell, id::EntryNumber};
/// let cited = Cited { entry: EntryNumber::FIRST, at: "2026-09-11T09:10:00Z".parse()? };
/// let (piece, hypothesis) = ("st-1".parse()?, "hy-1".parse()?);
/// let cell = Cell { piece, hypothesis, rating: Rating::Consistent, cited, before_reshaping: false };
/// assert!(!cell.rating.is_against());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub struct Cell {
    /// The piece.
    pub piece: StatementId,
    /// The idea.
    pub hypothesis: HypothesisId,
    /// The rating.
    pub rating: Rating,
    /// The weighing.
    pub cited: Cited,
    /// Whether the idea was put in other words since: then it was not rated as it now stands.
    pub before_reshaping: bool,
}

/// What one person weighed, and the order that it gives.
///
/// ```
/// use practice_cycle::hypotheses::RaterReading;
/// fn has_an_order(read: &RaterReading) -> bool { read.order.is_some() }
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub struct RaterReading {
    /// Who.
    pub rater: PersonId,
    /// Their ratings, piece by piece.
    pub cells: Vec<Cell>,
    /// The order; none where something is missing.
    pub order: Option<OrderReading>,
    /// What is missing for an order, if something is.
    pub missing: Option<Missing>,
}

/// A rating of one piece for one idea, and whose it is.
///
/// ```
/// use practice_cycle::{deliberating::Rating, hypotheses::RatedBy};
/// let rated = RatedBy { rater: "p-2".parse()?, rating: Rating::Inconsistent };
/// assert_eq!(rated.to_string(), "p-2: inconsistent");
/// # Ok::<(), practice_cycle::id::IdError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub struct RatedBy {
    /// Who.
    pub rater: PersonId,
    /// How.
    pub rating: Rating,
}

/// A piece and an idea that several people rated.
///
/// ```
/// use practice_cycle::hypotheses::Compared;
/// let compared = Compared { piece: "st-1".parse()?, hypothesis: "hy-1".parse()?, ratings: Vec::new(), is_alike: true };
/// assert_eq!(compared.to_string(), "st-1 for hy-1");
/// # Ok::<(), practice_cycle::id::IdError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub struct Compared {
    /// The piece.
    pub piece: StatementId,
    /// The idea.
    pub hypothesis: HypothesisId,
    /// What each of them said, by person.
    pub ratings: Vec<RatedBy>,
    /// Whether all of these count the same against the idea.
    pub is_alike: bool,
}

/// One question: its ideas, the evidence, and what each person makes of them.
///
/// ```
/// use practice_cycle::hypotheses::QuestionReading;
/// fn people(question: &QuestionReading) -> usize { question.raters.len() }
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub struct QuestionReading {
    /// The discussion in which it came up.
    pub question: DiscussionId,
    /// What kind of question it is, by each discussion of it.
    pub about: CodeSet<Question>,
    /// The discussions.
    pub discussions: Vec<Cited>,
    /// The ideas, in the order in which they were put.
    pub ideas: Vec<Idea>,
    /// The first idea; none where no idea was put.
    pub first: Option<FirstIdea>,
    /// The pieces of evidence, in the order in which they were first weighed.
    pub pieces: Vec<Piece>,
    /// What each person makes of them, by reference.
    pub raters: Vec<RaterReading>,
    /// What two people or more rated.
    pub compared: Vec<Compared>,
    /// Whether all orders put the ideas that they share the same way; nothing where there are not two to compare.
    pub same_order: Option<bool>,
}

/// Every question about which an idea was put. See the module [`hypotheses`](self) for what is counted.
///
/// `Display` writes it in words for nobody in particular, and [`text_for`](Self::text_for) for one reader.
///
/// ```
/// use practice_cycle::{history::History, hypotheses::{Hypotheses, Parameters}, moment::Moment};
/// let history = History::default();
/// let read = Hypotheses::of(&history.view(Moment::LATEST, Moment::LATEST), &Parameters::default());
/// assert!(read.questions.is_empty());
/// assert_eq!(read.to_string(), "By all that is recorded, no idea that was put in a case discussion is shown. \
///     It is read from what its reader is shown, and from nothing else: for another reader it may say something else.");
/// ```
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub struct Hypotheses {
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

impl Hypotheses {
    /// Reads what had been weighed, as known at a time. Linear in the number of entries but for sorting them, and for each person and
    /// question the work that the [module](self) states.
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
    /// # use practice_cycle::{history::History, hypotheses::{Hypotheses, Parameters}, moment::Moment};
    /// use practice_cycle::reader::Reader;
    /// # let history = History::default();
    /// # let view = history.view(Moment::LATEST, Moment::LATEST);
    /// let read = Hypotheses::of(&view, &Parameters::default());
    /// assert_eq!(read.text_for(&Reader::nobody(&view)), read.to_string());
    /// ```
    #[must_use]
    pub fn text_for(&self, reader: &Reader) -> String {
        message::text(&self.lines_for(reader)).trim_end().to_owned()
    }
}

/// Every entry that these cite.
fn cited(questions: &[QuestionReading]) -> BTreeSet<EntryNumber> {
    let ideas = questions.iter().flat_map(|question| &question.ideas);
    let of_ideas = ideas.flat_map(|idea| idea.put.iter().chain(&idea.said).chain(&idea.reshaped));
    let cells = questions.iter().flat_map(|question| &question.raters).flat_map(|rater| &rater.cells);
    let stated = questions.iter().flat_map(|question| &question.pieces).filter_map(|piece| piece.stated.as_ref());
    let held = questions.iter().flat_map(|question| &question.discussions);
    of_ideas.chain(cells.map(|cell| &cell.cited)).chain(stated).chain(held).map(|cited| cited.entry).collect()
}
