//! Every code and its label in one place, for whoever translates them.
//!
//! Codes never change; labels and words are English, and may be reworded. [`ENGLISH`] holds all of them as JSON: copy it, put
//! the words of another language in the place of each label, and look a code up there in place of asking it for its label. Where a
//! language has plurals, or words that change by what stands before them, the module `language` (a feature, `languages`) has the same as
//! messages in Fluent.
//!
//! ```
//! use practice_cycle::{cycle::Act, cycle::Cycle, labels};
//! let mut welsh: serde_json::Value = serde_json::from_str(labels::ENGLISH)?; // In earnest, a file of yours.
//! welsh["refusals"]["cycle.not_opened"]["words"] = "nid yw'r cylch ar agor eto".into();
//! welsh["lists"]["people::Role"]["parent"] = "rhiant".into();
//!
//! let act: Act = serde_json::from_str(
//!     r#"{"type":"contract_begun","occurred_at":"2026-04-01T09:00:00Z","recorded_at":"2026-04-01T09:00:00Z","by":"p-1",
//!         "data":{"contract":"c-1"}}"#,
//! )?;
//! let report = Cycle::default().judge(&act).unwrap_err().about(&act);
//! assert_eq!(welsh["refusals"][report.code]["words"], "nid yw'r cylch ar agor eto");
//! # Ok::<(), serde_json::Error>(())
//! ```
//!
//! | Key | Holds |
//! |---|---|
//! | `lists` | every list of codes, by its name: code, and label |
//! | `kinds` | every kind of event, by its code: `label`, as one asks for it, and `past_tense` |
//! | `refusals` | every refusal, by its code: its `category`, its `words`, and what its `parameters` take |
//!
//! What a parameter takes is written as [`Takes`](crate::refusal::Takes): `{"code": LIST}`, `{"codes": LIST}`, `"kind"`, `"number"`,
//! `"entry"`, `"entries"`, `"flag"`, or `"refusal"`.
//!
//! `words` have the names of [parameters](crate::cycle::RefusalReport::parameters) in braces. In their place stand the label of a
//! code, or of a kind of event; the labels of several with commas between them (of `permitted::Those` with *or* before the last),
//! or *nothing* where there are none; a number; numbers of entries after the word *entry* or *entries*; for the code of a
//! refusal, its words with the same parameters; and no words, where the parameter is left out.

use crate::code::Code;
use crate::cycle::Kind;
use crate::form::schema;
use crate::refusal::{Declared, Listed};
use crate::{
    anchoring, assessment, attachment, boundary, contracting, correction, cycle, deciding, deliberating, evidencing,
    history, hypotheses, intervening, joining, noun, openings, partnering, partnership, people, permitted, policy, refusal,
    reporting, sharing, space, standing, stored, turns,
};

/// Every code with its label or words, in English, as JSON.
pub const ENGLISH: &str = include_str!("labels.en.json");

/// A code of a list, and its label.
///
/// ```
/// use practice_cycle::labels;
/// let parent = labels::all().find(|label| label.list == "people::Role" && label.code == "parent").unwrap();
/// assert_eq!(parent.label, "parent");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Label {
    /// The name of the list: its module and its type.
    pub list: &'static str,
    /// The code.
    pub code: &'static str,
    /// The label.
    pub label: &'static str,
}

/// Declares every list of codes there is: a new one has its name here.
macro_rules! lists {
    ($($module:ident: $($Code:ident),+;)+) => {
        $($(impl Listed for $module::$Code {
            const LIST: &'static str = concat!(stringify!($module), "::", stringify!($Code));
        })+)+

        /// Every list, one after the other.
        const LISTS: &[fn() -> Vec<Label>] = &[$($(of::<$module::$Code>,)+)+];

        /// Asserts of every list what is not seen from outside.
        #[cfg(test)]
        fn check_all() {
            $($(tests::check::<$module::$Code>();)+)+
        }
    };
}

lists! {
    noun: Noun, Outside;
    people: Side, Role, Registration;
    space: Space, CaseKind, Stream;
    refusal: Category;
    boundary: Lean, Row, Indicator, Strength, Standpoint, DrawnBy, Basis, Verdict, Kind;
    attachment: Kind;
    joining: Quality, Voice, RuleAbout, RuleStep, Acknowledged, Disruption, Kind;
    contracting: Origin, Party, FocusKind, ChildsPlan, Lead, Holder, Task, Flexed, Gap, ReasonCode, Unwelcome, Prospect,
        Stage, Kind;
    reporting: HowItWent, Kind;
    intervening: Form, Purpose, Uncovered, Reception, CancelledCode, ConcernKind, Explained, Interpreter, ConsentTo, ChangeKind, Close,
        Needed, Instead, Kind;
    deciding: Milestone, LegalStatus, Direction, Considered, Pressure, Reflection, Urgency, ConflictKind, ConflictAnswer, HeardFrom,
        LedToChange, ExplainedOfDecision, TurnedAway, BeforeThreshold, ProgrammeEnding, SpokenTo, Named, Lacking, Kind;
    deliberating: Question, StatementKind, About, Source, Order, Rating, HowFound, DisagreementOn, Safety, Settled, Risk, Course,
        Because, ReturnReason, OfferedInstead, Kind;
    partnering: Responsibility, HowSought, InWhat, WhyMissing, PartnershipSign, SignFinding, SeenAs, WeighedOn, OfferedToFamily,
        ValuesMatter, CoachingMatter, PermanenceOption, DrawnOn, Supported, Experience, Lacking, Kind;
    correction: Kind;
    cycle: Lack;
    stored: Cause, Fault;
    history: Compared;
    schema: Unsaid;
    turns: Arc, End, Returned, Way;
    standing: Step, Requirement;
    openings: Leaning;
    hypotheses: Stays;
    anchoring: Anchored, Ground;
    sharing: Shared, SteppedDown;
    assessment: SetAside;
    partnership: Manner, Answer;
    evidencing: Element, Domain, Scale, Basis, Kind;
    policy: Attribute, Severity, Known, OnClose, Order, Clock, Enforcement, Asks, WhyUnused;
}

fn of<W: Listed>() -> Vec<Label> {
    W::ALL.iter().map(|word| Label { list: W::LIST, code: word.code(), label: word.label() }).collect()
}

/// Sides, and roles beside them, as in the words that say whose act it is.
fn those() -> impl Iterator<Item = Label> {
    let everybody = people::Side::ALL.iter().map(|side| (side.code(), side.label()));
    let each = people::Role::ALL.iter().map(|&role| (role.code(), permitted::with_article(role)));
    everybody.chain(each).map(|(code, label)| Label { list: "permitted::Those", code, label })
}

/// Every code of every list, with its label, in the order of the lists.
///
/// ```
/// use practice_cycle::labels;
/// assert!(labels::all().all(|label| !label.label.is_empty()));
/// ```
pub fn all() -> impl Iterator<Item = Label> {
    LISTS.iter().flat_map(|list| list()).chain(those())
}

/// Every kind of event: its code, its label, which is the act as one would ask for it, and what was done, in the past tense.
///
/// ```
/// use practice_cycle::labels;
/// assert!(labels::kinds().any(|kind| kind == ("contract_begun", "begin", "began")));
/// ```
pub fn kinds() -> impl Iterator<Item = (&'static str, &'static str, &'static str)> {
    let of_portfolios = evidencing::Kind::ALL.iter().map(|kind| (kind.code(), kind.label(), kind.past_tense()));
    Kind::all().map(|kind| (kind.code(), kind.label(), kind.past_tense())).chain(of_portfolios)
}

/// Every refusal there is, of a history, of a cycle, of a portfolio and of each module, by the name with which its code begins.
///
/// ```
/// use practice_cycle::labels;
/// assert!(labels::refusals().iter().any(|declared| declared.code == "cycle.not_theirs"));
/// ```
#[must_use]
pub fn refusals() -> Vec<Declared> {
    let mut refusals = history::Refusal::declared();
    refusals.extend(evidencing::Refusal::declared());
    refusals.sort_by_key(|declared| declared.code.split_once('.').map(|(family, _)| family));
    refusals
}

#[cfg(test)]
mod tests {
    use super::*;

    pub(super) fn check<W: Listed>() {
        // A field of an entry finds its list by the path; what a schema leaves unsaid is a field of none.
        let (module, name) = W::LIST.split_once("::").unwrap();
        let is_in = W::PATH.starts_with(&format!("practice_cycle::{module}::")) && W::PATH.ends_with(&format!("::{name}"));
        assert!(is_in || W::LIST == "schema::Unsaid", "{} is declared in {}", W::LIST, W::PATH);
        for (place, &word) in W::ALL.iter().enumerate() {
            assert_eq!(word.index(), place, "{}", W::LIST);
            assert_eq!(W::from_code(word.code()), Some(word), "{}", W::LIST);
        }
    }

    #[test]
    fn every_word_has_its_place_and_is_found_by_its_code() {
        check_all();
    }
}
