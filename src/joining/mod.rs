//! Joining: from outside the team's culture to inside it.
//!
//! A clinician meets the rules of the system, spoken or unspoken, keeps to them, connects with them, and may later
//! challenge some of them step by step. Rapport and other skills help, and do not amount to joining by themselves. That the
//! clinician has become part of the system is for the social work side to say, in words or in deeds: nobody can declare
//! themself an insider. How far somebody has come is never set; it is read from the history.
//!
//! Source: Evans, "Joining, Contracting and Intervening", section Joining.

mod rule;

pub use rule::{Rule, RuleAbout, RuleNoticed, RuleStep, RuleWorkedWith, Voice};

use std::fmt;

use thiserror::Error;

use crate::code::{CodeSet, codes};
use crate::declare::{data, events, refusals};
use crate::field::{Field, fields};
use crate::id::{
    AcknowledgementId, AskingId, ChangeId, ContractId, DisruptionId, InfluenceId, OccasionId, PersonId, TeamId,
};
use crate::message::{Message, messages};
use crate::noun::Ref;
use crate::shape::{Held, Shape, Value, Variants};
use crate::space::Space;
use crate::strict::choice;
use crate::text::Text;

codes! {
    /// What an occasion of joining was like, in the article's words (section Joining). These skills alone are not joining.
    ///
    /// ```
    /// use practice_cycle::{joining::Quality, code::Code};
    /// assert_eq!(Quality::AscribedPlace.label(), "taking the place that the team has in mind for the clinician");
    /// ```
    #[non_exhaustive]
    pub enum Quality {
        Rapport = "rapport", "rapport";
        Empathy = "empathy", "empathy";
        Listening = "listening", "listening";
        Trust = "trust", "trust";
        Openness = "openness", "openness";
        Curiosity = "curiosity", "curiosity";
        PlainLanguage = "plain_language", "plain language";
        AscribedPlace = "ascribed_place", "taking the place that the team has in mind for the clinician";
    }
}

choice! {
    /// Where an occasion of joining took place: in a space of the work, or in the everyday life of the team.
    ///
    /// ```
    /// use practice_cycle::{joining::Place, space::Space};
    /// assert_eq!(serde_json::to_string(&Place::In(Space::TeamMeeting))?, r#"{"in":"team_meeting"}"#);
    /// assert_eq!(serde_json::to_string(&Place::Everyday)?, r#""everyday""#);
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
    pub enum Place {
        /// In one of the spaces of the work.
        In(Space),
        /// At a desk, in a corridor, on a journey.
        Everyday,
    }
}

fields!(
    enum Place {
        In(space),
        Everyday,
    }
);

codes! {
    /// How the social work side showed that the clinician belongs.
    ///
    /// ```
    /// use practice_cycle::joining::Acknowledged;
    /// assert!(Acknowledged::SoughtOut.is_deed() && !Acknowledged::InWords.is_deed());
    /// ```
    pub enum Acknowledged {
        InWords = "in_words", "in words";
        SoughtOut = "sought_out", "by seeking the clinician out";
        Included = "included", "by including the clinician";
    }
}

impl Acknowledged {
    /// Whether it was a deed rather than words.
    #[must_use]
    pub const fn is_deed(self) -> bool {
        match self {
            Acknowledged::SoughtOut | Acknowledged::Included => true,
            Acknowledged::InWords => false,
        }
    }
}

codes! {
    /// What disrupted joining, outside the clinician's control (the article, section Joining; mergers are ours).
    ///
    /// ```
    /// use practice_cycle::{joining::Disruption, code::Code};
    /// assert_eq!(Disruption::PracticeModel.label(), "revision of the practice model");
    /// ```
    #[non_exhaustive]
    pub enum Disruption {
        Staffing = "staffing", "change of staff";
        Budget = "budget", "change of budget";
        PracticeModel = "practice_model", "revision of the practice model";
        TeamMerger = "team_merger", "merger of teams";
    }
}

choice! {
    /// What an acknowledgement or an invitation came of: here the circle closes.
    ///
    /// ```
    /// use practice_cycle::joining::Cause;
    /// let cause: Cause = serde_json::from_str(r#"{"change":"ch-1"}"#)?;
    /// assert!(matches!(cause, Cause::Change(_)));
    /// assert_eq!(cause.to_string(), "change ch-1");
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    #[derive(Debug, Clone, PartialEq, Eq, Hash)]
    #[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
    pub enum Cause {
        /// The work under a contract.
        Contract(ContractId),
        /// A change that was noticed.
        Change(ChangeId),
        /// A family that asked for help again.
        Asking(AskingId),
    }
}

impl Field for Cause {
    fn shape() -> Shape {
        Shape::Variants(Variants::of::<Cause>(
            "Cause",
            vec![
                ("Contract", Held::One(ContractId::shape())),
                ("Change", Held::One(ChangeId::shape())),
                ("Asking", Held::One(AskingId::shape())),
            ],
        ))
    }
    fn value(&self) -> Value<'_> {
        Value::Code(match self {
            Cause::Contract(_) => 0,
            Cause::Change(_) => 1,
            Cause::Asking(_) => 2,
        })
    }
    fn nth(&self, place: usize) -> Option<&dyn Field> {
        match (self, place) {
            (Cause::Contract(contract), 0) => Some(contract),
            (Cause::Change(change), 0) => Some(change),
            (Cause::Asking(asking), 0) => Some(asking),
            _ => None,
        }
    }
    fn reference(&self) -> Option<Ref<'_>> {
        match self {
            Cause::Contract(contract) => contract.reference(),
            Cause::Change(change) => change.reference(),
            Cause::Asking(asking) => asking.reference(),
        }
    }
}

messages! {
    of_contract(contract) = "cause-contract", "contract {contract}";
    of_change(change) = "cause-change", "change {change}";
    of_asking(asking) = "cause-request", "request of a family {asking}";
}

impl Cause {
    /// The same, to stand in a sentence.
    pub(crate) fn said(&self) -> Message {
        match self {
            Cause::Contract(contract) => of_contract(contract.as_str()),
            Cause::Change(change) => of_change(change.as_str()),
            Cause::Asking(asking) => of_asking(asking.as_str()),
        }
    }
}

impl fmt::Display for Cause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.said().fmt(f)
    }
}

events! {
    OccasionOfJoining = "occasion_of_joining", "record an occasion of joining", "recorded an occasion of joining", new;
    RuleNoticed = "rule_noticed", "notice a rule of the system", "noticed a rule of the system", new;
    RuleWorkedWith = "rule_worked_with", "work with a rule of the system", "worked with a rule of the system";
    ClinicianAcknowledged = "clinician_acknowledged", "acknowledge the clinician", "acknowledged the clinician", new;
    JoiningDisrupted = "joining_disrupted", "record a disruption", "recorded a disruption", new;
    InfluenceInvited = "influence_invited", "invite the clinician to shape practice", "invited the clinician to shape practice", new;
    HelpAskedAgain = "help_asked_again", "record that a family asked for help again", "recorded that a family asked for help again", new;
}

data! {
    /// The clinician and people of the team were together in a way that served joining.
    OccasionOfJoining: r#"{"occasion":"oc-1","place":{"in":"team_meeting"},"with":["p-2"],"qualities":["listening"]}"# {
        /// Its own reference.
        occasion: OccasionId,
        /// Where it was.
        place: Place,
        /// With whom.
        with: Vec<PersonId>,
        /// What it was like.
        #[serde(default, skip_serializing_if = "CodeSet::is_empty_ref")]
        qualities: CodeSet<Quality>,
        /// More about it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        words: Option<Text>,
    }
}

data! {
    /// The social work side showed that it takes the clinician as part of the system.
    ClinicianAcknowledged: r#"{"acknowledgement":"ac-1","how":"sought_out","because_of":[{"contract":"c-1"}]}"# {
        /// Its own reference.
        acknowledgement: AcknowledgementId,
        /// In words, or in which deed.
        how: Acknowledged,
        /// What it came of, where that was said.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        because_of: Vec<Cause>,
        /// More about it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        words: Option<Text>,
    }
}

crate::strict::object! {
    /// Which teams were merged, and what became of them.
    ///
    /// ```
    /// use practice_cycle::joining::Merger;
    /// let merger: Merger = serde_json::from_str(r#"{"teams":["t-1","t-2"],"into":"t-3"}"#)?;
    /// assert_eq!(merger.teams.len(), 2);
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    #[derive(Debug, Clone, PartialEq, Eq, Hash)]
    pub struct Merger {
        /// The teams that are no more.
        pub teams: Vec<TeamId>,
        /// The team that they became, or became part of.
        pub into: TeamId,
    }
}

fields!(struct Merger { teams, into });

data! {
    /// Something outside the clinician's control disrupted joining. It may have occurred before the cycle was opened, or after it
    /// was closed; whoever tells of it was here when it is recorded, or once.
    JoiningDisrupted: r#"{"disruption":"di-1","what":"team_merger","merged":{"teams":["t-1","t-2"],"into":"t-3"}}"# {
        /// Its own reference.
        disruption: DisruptionId,
        /// What it was.
        what: Disruption,
        /// Which teams became which, where teams were merged.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        merged: Option<Merger>,
        /// More about it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        words: Option<Text>,
    }
}

data! {
    /// The clinician was invited to shape practice beyond the team's own cases.
    InfluenceInvited: r#"{"influence":"in-1","words":"Help to plan the induction of new workers.","because_of":[{"change":"ch-1"}]}"# {
        /// Its own reference.
        influence: InfluenceId,
        /// To what.
        words: Text,
        /// What it came of, where that was said.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        because_of: Vec<Cause>,
    }
}

data! {
    /// A family asked for help again: of the worker, of the clinician, of anybody. Whoever heard it may record it, the family
    /// among them.
    ///
    /// It opens nothing by itself. A piece of work is agreed between social worker and clinician (the article, section
    /// Contracting), so the social work side invites, and the invitation may name the request as [what it arose
    /// from](Cause::Asking).
    HelpAskedAgain: r#"{"asking":"as-1","asked_by":"p-4","contract":"c-1","words":"Could those visits begin again?"}"# {
        /// Its own reference.
        asking: AskingId,
        /// Who of the family asked.
        asked_by: PersonId,
        /// The earlier contract under which they had help, if that was said.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        contract: Option<ContractId>,
        /// What they asked for.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        words: Option<Text>,
    }
}

/// Why an act of joining is refused.
///
/// ```
/// use practice_cycle::joining::{Refusal, RuleStep};
/// let refusal = Refusal::RuleHasShifted { step: RuleStep::Challenged };
/// assert_eq!(refusal.to_string(), "cannot challenge it: the rule has shifted; record the rule that holds now");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum Refusal {
    /// The rule has shifted; what holds now is another rule.
    #[error("cannot {step}: the rule has shifted; record the rule that holds now")]
    RuleHasShifted {
        /// What was asked.
        step: RuleStep,
    },
    /// What a rule lets clinicians into is not barred by it.
    #[error("a rule cannot bar a space or a kind of case that it lets clinicians into")]
    BarsWhatItLets,
    /// Only a merger of teams says which became which.
    #[error("only a merger of teams names the teams that were merged")]
    NotAMerger,
    /// Nothing was merged.
    #[error("a merger names the teams that are no more, and the other team that they became")]
    MergesNothing,
    /// A family's request is somebody's of the family.
    #[error("the person who asked for help again was not recorded here as family at that time")]
    NotOfFamily,
    /// A challenge and what became of it are recorded in the order in which they occurred.
    #[error("cannot {step}: a step with this rule that occurred later is recorded already")]
    BeforePreviousStep {
        /// What was asked.
        step: RuleStep,
    },
}

refusals! {
    RuleHasShifted { step } = "joining.rule_has_shifted", Conflict @ &["data.step"];
    BarsWhatItLets = "joining.bars_what_it_lets", Invalid @ &["data.only_spaces", "data.only_cases"];
    NotAMerger = "joining.not_a_merger", Invalid @ &["data.merged"];
    MergesNothing = "joining.merges_nothing", Invalid @ &["data.merged"];
    NotOfFamily = "joining.not_of_family", Conflict @ &["data.asked_by"];
    BeforePreviousStep { step } = "joining.before_previous_step", Conflict @ &["occurred_at"];
}

impl JoiningDisrupted {
    /// Whether what it says of teams makes sense.
    pub(crate) fn is_proper(&self) -> Result<(), Refusal> {
        let Some(merger) = &self.merged else { return Ok(()) };
        if self.what != Disruption::TeamMerger {
            return Err(Refusal::NotAMerger);
        }
        let merges = !merger.teams.is_empty() && !merger.teams.contains(&merger.into);
        if merges { Ok(()) } else { Err(Refusal::MergesNothing) }
    }
}
