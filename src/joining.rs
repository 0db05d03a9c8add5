//! Joining: from outside the team's culture to inside it.
//!
//! A clinician meets the rules of the system, spoken or unspoken, keeps to them, connects with them, and may later
//! challenge some of them step by step. Rapport and other skills help, and do not amount to joining by themselves. That the
//! clinician has become part of the system is for the social work side to say, in words or in deeds: nobody can declare
//! themself an insider. How far somebody has come is never set; it is read from the history.
//!
//! Source: Evans, "Joining, Contracting and Intervening", section Joining.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use thiserror::Error;

use crate::code::{CodeSet, codes};
use crate::declare::{data, events, refusals};
use crate::field::{Field, fields};
use crate::fingerprint::Fingerprint;
use crate::id::{
    AcknowledgementId, ChangeId, ContractId, DisruptionId, EntryNumber, InfluenceId, OccasionId, PersonId, RuleId, TeamId,
};
use crate::ledger::Known;
use crate::moment::Moment;
use crate::noun::Ref;
use crate::shape::{Held, Shape, Value, Variants};
use crate::space::{CaseKind, Space};
use crate::strict::choice;
use crate::text::Text;

codes! {
    /// What an occasion of joining was like, in the article's words (section Joining). These skills alone are not joining.
    ///
    /// ```
    /// use practice_cycle::{joining::Quality, code::Code};
    /// assert_eq!(Quality::AscribedPlace.label(), "taking the place the team conceives for the clinician");
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
        AscribedPlace = "ascribed_place", "taking the place the team conceives for the clinician";
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
    /// Whether a rule is said aloud.
    ///
    /// ```
    /// use practice_cycle::{joining::Voice, code::Code};
    /// assert_eq!(Voice::ALL.len(), 2);
    /// ```
    pub enum Voice {
        Spoken = "spoken", "spoken";
        Unspoken = "unspoken", "unspoken";
    }
}

codes! {
    /// What was done about a rule of the system.
    ///
    /// ```
    /// use practice_cycle::joining::RuleStep;
    /// assert!(!RuleStep::Kept.ends_a_challenge() && RuleStep::Upheld.ends_a_challenge());
    /// ```
    pub enum RuleStep {
        Kept = "kept", "keep to it";
        Connected = "connected", "connect with it";
        Challenged = "challenged", "challenge it";
        Shifted = "shifted", "find it shifted";
        Upheld = "upheld", "find it upheld";
    }
}

impl RuleStep {
    /// Whether the step says what became of a challenge.
    #[must_use]
    pub const fn ends_a_challenge(self) -> bool {
        match self {
            RuleStep::Shifted | RuleStep::Upheld => true,
            RuleStep::Kept | RuleStep::Connected | RuleStep::Challenged => false,
        }
    }
}

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
    pub enum Cause {
        /// The work under a contract.
        Contract(ContractId),
        /// A change that was noticed.
        Change(ChangeId),
    }
}

impl Field for Cause {
    fn shape() -> Shape {
        Shape::Variants(Variants::of::<Cause>(
            "Cause",
            vec![("Contract", Held::One(ContractId::shape())), ("Change", Held::One(ChangeId::shape()))],
        ))
    }
    fn value(&self) -> Value<'_> {
        Value::Code(match self {
            Cause::Contract(_) => 0,
            Cause::Change(_) => 1,
        })
    }
    fn nth(&self, place: usize) -> Option<&dyn Field> {
        match (self, place) {
            (Cause::Contract(contract), 0) => Some(contract),
            (Cause::Change(change), 0) => Some(change),
            _ => None,
        }
    }
    fn reference(&self) -> Option<Ref<'_>> {
        match self {
            Cause::Contract(contract) => contract.reference(),
            Cause::Change(change) => change.reference(),
        }
    }
}

impl fmt::Display for Cause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Cause::Contract(contract) => write!(f, "contract {contract}"),
            Cause::Change(change) => write!(f, "change {change}"),
        }
    }
}

events! {
    OccasionOfJoining = "occasion_of_joining", "record an occasion of joining", "recorded an occasion of joining", new;
    RuleNoticed = "rule_noticed", "notice a rule of the system", "noticed a rule of the system", new;
    RuleWorkedWith = "rule_worked_with", "work with a rule of the system", "worked with a rule of the system";
    ClinicianAcknowledged = "clinician_acknowledged", "acknowledge the clinician", "acknowledged the clinician", new;
    JoiningDisrupted = "joining_disrupted", "record a disruption", "recorded a disruption", new;
    InfluenceInvited = "influence_invited", "invite the clinician to shape practice", "invited the clinician to shape practice", new;
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
    /// A rule about who goes where, or what clinicians are for, was noticed.
    RuleNoticed: r#"{"rule":"ru-1","voice":"unspoken","words":"Clinicians stay out of strategy discussions.","bars_spaces":["strategy_discussion"],"bars_cases":["section_47"]}"# {
        /// Its own reference.
        rule: RuleId,
        /// Whether it is said aloud.
        voice: Voice,
        /// The rule, as the clinician hears it.
        words: Text,
        /// The belief about clinicians that it hints at.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        belief: Option<Text>,
        /// The spaces it keeps clinicians out of.
        #[serde(default, skip_serializing_if = "CodeSet::is_empty_ref")]
        bars_spaces: CodeSet<Space>,
        /// The kinds of case it keeps clinicians out of.
        #[serde(default, skip_serializing_if = "CodeSet::is_empty_ref")]
        bars_cases: CodeSet<CaseKind>,
    }
}

data! {
    /// A rule was kept to, connected with, or challenged; or a challenged one shifted or was upheld.
    RuleWorkedWith: r#"{"rule":"ru-1","step":"challenged","words":"Asked whether to listen in by telephone."}"# {
        /// The rule.
        rule: RuleId,
        /// What was done.
        step: RuleStep,
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

/// Why an act of joining is refused.
///
/// ```
/// use practice_cycle::joining::{Refusal, RuleStep};
/// let refusal = Refusal::RuleHasShifted { step: RuleStep::Challenged };
/// assert_eq!(refusal.to_string(), "cannot challenge it: the rule has shifted; notice the rule that holds now");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum Refusal {
    /// The rule has shifted; what holds now is another rule.
    #[error("cannot {step}: the rule has shifted; notice the rule that holds now")]
    RuleHasShifted {
        /// What was asked.
        step: RuleStep,
    },
    /// Only a merger of teams says which became which.
    #[error("only a merger of teams names the teams that were merged")]
    NotAMerger,
    /// Nothing was merged.
    #[error("a merger names the teams that are no more, and another that they became")]
    MergesNothing,
    /// A challenge and what became of it are recorded in the order in which they occurred.
    #[error("cannot {step}: an earlier step with this rule occurred later")]
    BeforePreviousStep {
        /// What was asked.
        step: RuleStep,
    },
}

refusals! {
    RuleHasShifted { step } = "joining.rule_has_shifted", Conflict @ &["data.step"];
    NotAMerger = "joining.not_a_merger", Invalid @ &["data.merged"];
    MergesNothing = "joining.merges_nothing", Invalid @ &["data.merged"];
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

/// Where a rule of the system stands, and what was done about it.
///
/// ```
/// use practice_cycle::joining::{Rule, RuleStep};
/// fn has_shifted(rule: &Rule) -> bool { rule.stands() == Some(RuleStep::Shifted) }
/// ```
#[derive(Debug, Clone, Default)]
pub struct Rule {
    // What was done, by when it occurred and which entry says so.
    facts: BTreeMap<(Moment, EntryNumber), RuleStep>, // Keeping to it, and connecting with it.
    course: BTreeMap<(Moment, EntryNumber), RuleStep>, // Challenges, and what became of them.
    shifted: BTreeSet<(Moment, EntryNumber)>,
}

impl Rule {
    /// What was last done about the rule; `None` while it was only noticed.
    #[must_use]
    pub fn stands(&self) -> Option<RuleStep> {
        let last = self.facts.last_key_value().max(self.course.last_key_value());
        last.map(|(_, step)| *step)
    }

    /// Keeping to a rule and connecting with it are facts, and may be recorded late. A challenge and what became of it come in
    /// order; a rule may shift, or be upheld, without one. What has shifted is no longer the rule.
    pub(crate) fn judge(&self, step: RuleStep, at: Moment, known: Known<'_>) -> Result<(), Refusal> {
        let is_known = |&&(_, number): &&(Moment, EntryNumber)| known.has(number);
        if self.shifted.iter().find(is_known).is_some_and(|&(shifted, _)| shifted < at) {
            return Err(Refusal::RuleHasShifted { step });
        }
        let last = || self.course.keys().rev().find(is_known).map(|&(when, _)| when);
        if is_of_the_course(step) && last().is_some_and(|last| at < last) {
            return Err(Refusal::BeforePreviousStep { step });
        }
        Ok(())
    }

    pub(crate) fn fingerprint(&self, to: &mut Fingerprint<'_>) {
        to.byte(self.stands().map_or(u8::MAX, |step| step as u8));
        to.flag(!self.shifted.is_empty());
    }

    pub(crate) fn note(&mut self, step: RuleStep, at: Moment, number: EntryNumber) {
        let steps = if is_of_the_course(step) { &mut self.course } else { &mut self.facts };
        steps.insert((at, number), step);
        if step == RuleStep::Shifted {
            self.shifted.insert((at, number));
        }
    }

    /// Forgets a step that was taken back.
    pub(crate) fn forget(&mut self, at: Moment, number: EntryNumber) {
        let key = (at, number);
        self.facts.remove(&key);
        self.course.remove(&key);
        self.shifted.remove(&key);
    }
}

fn is_of_the_course(step: RuleStep) -> bool {
    step == RuleStep::Challenged || step.ends_a_challenge()
}
