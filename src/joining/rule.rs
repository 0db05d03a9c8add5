//! Rules of the system: who goes where, spoken or not, and what was done about them.

use std::collections::{BTreeMap, BTreeSet};

use super::Refusal;
use crate::code::{Code, CodeSet, codes};
use crate::declare::data;
use crate::fingerprint::Fingerprint;
use crate::id::{EntryNumber, RuleId};
use crate::ledger::Known;
use crate::moment::Moment;
use crate::space::{CaseKind, Space};
use crate::text::Text;

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
    /// What a rule of the system is about.
    ///
    /// ```
    /// use practice_cycle::{joining::RuleAbout, code::Code};
    /// assert_eq!(RuleAbout::Recording.label(), "what is recorded, and how");
    /// ```
    #[non_exhaustive]
    pub enum RuleAbout {
        Clinicians = "clinicians", "clinicians, and where they go";
        Families = "families", "families, and how they are met";
        Thresholds = "thresholds", "thresholds, and who decides on them";
        Recording = "recording", "what is recorded, and how";
    }
}

data! {
    /// A rule about who goes where, or what clinicians are for, was noticed. The article's examples (section Joining), as they
    /// are recorded here:
    ///
    /// | The rule | It says |
    /// |---|---|
    /// | clinicians stay away from section 47 enquiries | `bars_cases`: section 47 enquiry |
    /// | clinicians get early help alone | `only_cases`: early help |
    /// | clinicians are for wealthier families | `only_cases`: wealthier family |
    /// | clinicians are for mental health | `only_cases`: mental health |
    ///
    /// What a rule closes in all is [`closed_spaces`](Self::closed_spaces) and [`closed_cases`](Self::closed_cases).
    RuleNoticed in ("practice_cycle::joining"): r#"{"rule":"ru-1","voice":"unspoken","words":"Clinicians stay out of strategy discussions, and get early help alone.","about":"clinicians","bars_spaces":["strategy_discussion"],"only_cases":["early_help"]}"# {
        /// Its own reference.
        rule: RuleId,
        /// Whether it is said aloud.
        voice: Voice,
        /// The rule, as the clinician hears it.
        words: Text,
        /// What it is about, if that was said.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        about: Option<RuleAbout>,
        /// The belief about clinicians that it hints at.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        belief: Option<Text>,
        /// The spaces it keeps clinicians out of.
        #[serde(default, skip_serializing_if = "CodeSet::is_empty_ref")]
        bars_spaces: CodeSet<Space>,
        /// The kinds of case it keeps clinicians out of.
        #[serde(default, skip_serializing_if = "CodeSet::is_empty_ref")]
        bars_cases: CodeSet<CaseKind>,
        /// The only spaces it lets clinicians into; empty where it says nothing of the kind. None of them is barred, too.
        #[serde(default, skip_serializing_if = "CodeSet::is_empty_ref")]
        only_spaces: CodeSet<Space>,
        /// The only kinds of case it lets clinicians into; empty where it says nothing of the kind. None of them is barred, too.
        #[serde(default, skip_serializing_if = "CodeSet::is_empty_ref")]
        only_cases: CodeSet<CaseKind>,
    }
}

impl RuleNoticed {
    /// The spaces that the rule keeps closed to clinicians: those it bars, and where it lets them into some only, all others.
    ///
    /// ```
    /// use practice_cycle::{joining::RuleNoticed, space::Space};
    /// let rule: RuleNoticed =
    ///     serde_json::from_str(r#"{"rule":"ru-1","voice":"spoken","words":"Team meetings.","only_spaces":["team_meeting"]}"#)?;
    /// assert!(rule.closed_spaces().has(Space::HomeVisit) && !rule.closed_spaces().has(Space::TeamMeeting));
    /// assert!(rule.closed_cases().is_empty());
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    #[must_use]
    pub fn closed_spaces(&self) -> CodeSet<Space> {
        closed(self.bars_spaces, self.only_spaces)
    }

    /// The kinds of case that the rule keeps closed to clinicians: those it bars, and where it lets them into some only, all
    /// others.
    ///
    /// ```
    /// use practice_cycle::{joining::RuleNoticed, space::CaseKind};
    /// let rule: RuleNoticed =
    ///     serde_json::from_str(r#"{"rule":"ru-1","voice":"spoken","words":"No enquiries.","bars_cases":["section_47"]}"#)?;
    /// assert_eq!(rule.closed_cases().iter().collect::<Vec<_>>(), [CaseKind::Section47]);
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    #[must_use]
    pub fn closed_cases(&self) -> CodeSet<CaseKind> {
        closed(self.bars_cases, self.only_cases)
    }

    /// Whether the rule closes a case of such kinds: it bars one of them, or lets clinicians into some kinds only, and this is
    /// none of those. Of a case of no kind that is said, nothing is known.
    ///
    /// ```
    /// use practice_cycle::{code::CodeSet, joining::RuleNoticed, space::CaseKind};
    /// let rule: RuleNoticed =
    ///     serde_json::from_str(r#"{"rule":"ru-1","voice":"spoken","words":"Early help.","only_cases":["early_help"]}"#)?;
    /// assert!(rule.closes_case(CodeSet::of(&[CaseKind::MentalHealth])));
    /// assert!(!rule.closes_case(CodeSet::of(&[CaseKind::MentalHealth, CaseKind::EarlyHelp])));
    /// assert!(!rule.closes_case(CodeSet::none()));
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    #[must_use]
    pub fn closes_case(&self, kinds: CodeSet<CaseKind>) -> bool {
        let other = !self.only_cases.is_empty() && !kinds.is_empty() && kinds.iter().all(|kind| !self.only_cases.has(kind));
        other || kinds.iter().any(|kind| self.bars_cases.has(kind))
    }

    /// Whether it says nothing that it also takes back.
    pub(crate) fn is_proper(&self) -> Result<(), Refusal> {
        let both_spaces = self.only_spaces.iter().any(|space| self.bars_spaces.has(space));
        let both_cases = self.only_cases.iter().any(|kind| self.bars_cases.has(kind));
        if both_spaces || both_cases { Err(Refusal::BarsWhatItLets) } else { Ok(()) }
    }
}

fn closed<W: Code>(barred: CodeSet<W>, only: CodeSet<W>) -> CodeSet<W> {
    W::ALL.iter().copied().filter(|&word| barred.has(word) || !(only.is_empty() || only.has(word))).collect()
}

data! {
    /// A rule was kept to, connected with, or challenged; or a challenged one shifted or was upheld.
    RuleWorkedWith in ("practice_cycle::joining"): r#"{"rule":"ru-1","step":"challenged","words":"Asked whether to listen in by telephone."}"# {
        /// The rule.
        rule: RuleId,
        /// What was done.
        step: RuleStep,
        /// More about it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        words: Option<Text>,
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
    // What was done, by when it occurred and which entry records it.
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
