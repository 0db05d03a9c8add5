//! Openings: which spaces and kinds of case the rules of the system keep closed to clinicians, and which invitations went
//! against them.
//!
//! A rule of the system shows the boundary that the system wishes to hold, and what it believes of clinicians; step by
//! step such boundaries are tried and moved (Evans, "Joining, Contracting and Intervening", section Joining). That somebody
//! invites a clinician where a rule keeps clinicians out is such a step from the other side. How it is counted is this crate's
//! own reading:
//!
//! | Word | Counted as |
//! |---|---|
//! | closed | what a rule bars, and where it lets clinicians into some spaces or kinds of case only, all others |
//! | against it | `contract_invited` after the rule was noticed, and before it was found shifted, for a space that the rule closes, or about a case that it [closes](crate::joining::RuleNoticed::closes_case); whatever came of the invitation |
//! | an exception | such invitations by one person of the social work side, however many |
//! | a sign of shift | such invitations by two or more |
//!
//! A court's instruction and the clinician's own offer are listed, and count for neither, since neither comes from the social
//! work system. Of an invitation that does not say what kinds of case it is about, nothing is known.
//!
//! A sign is no finding. That a rule has shifted, or was upheld, is for people to say, and recorded by `rule_worked_with`.

pub(crate) mod narrative;

use std::collections::BTreeSet;

use serde::Serialize;

use crate::code::{CodeSet, codes};
use crate::contracting::{ContractInvited, Origin};
use crate::cycle::{Cycle, Entry};
use crate::evidence::{Cited, RecordedFor};
use crate::history::View;
use crate::id::{ContractId, PersonId, RuleId};
use crate::joining::{RuleAbout, RuleNoticed, RuleStep, RuleWorkedWith, Voice};
use crate::moment::Moment;
use crate::space::{CaseKind, Space};

codes! {
    /// What the invitations against a rule of the system lean to.
    ///
    /// ```
    /// use practice_cycle::{code::Code, openings::Leaning};
    /// assert_eq!(Leaning::Shift.label(), "a sign of shift");
    /// ```
    pub enum Leaning {
        ClosesNothing = "closes_nothing", "it names nothing that it closes";
        Held = "held", "nobody of the social work side has invited against it";
        Exception = "exception", "an exception so far";
        Shift = "shift", "a sign of shift";
    }
}

/// An invitation that went against a rule of the system.
///
/// ```
/// use practice_cycle::{code::CodeSet, contracting::Origin, evidence::Cited, id::EntryNumber, openings::Against, space::Space};
/// let cited = Cited { entry: EntryNumber::FIRST, at: "2026-09-08T11:00:00Z".parse()? };
/// let (contract, by, origin) = ("c-1".parse()?, "worker-a".parse()?, Origin::SocialWork);
/// let against = Against { cited, contract, by, origin, space: Some(Space::HomeVisit), cases: CodeSet::none() };
/// assert_eq!(against.to_string(), "c-1 was for a home visit, invited by worker-a on 8 September 2026 (entry 1)");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub struct Against {
    /// The invitation.
    pub cited: Cited,
    /// The contract that it opened.
    pub contract: ContractId,
    /// Who invited.
    pub by: PersonId,
    /// Where it came from: only what the social work side invites to leans anywhere.
    pub origin: Origin,
    /// The space, where the rule closes that.
    pub space: Option<Space>,
    /// What kinds of case it was about, where the rule closes that.
    pub cases: CodeSet<CaseKind>,
}

/// What one rule of the system keeps closed, and what went against it.
///
/// ```
/// use practice_cycle::openings::RuleReading;
/// fn invited_against_it(rule: &RuleReading) -> usize { rule.against.len() }
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub struct RuleReading {
    /// The rule.
    pub rule: RuleId,
    /// Whether it is said aloud.
    pub voice: Voice,
    /// What it is about, if that was said.
    pub about: Option<RuleAbout>,
    /// When it was noticed.
    pub noticed: Cited,
    /// What was last done about it; nothing while it was only noticed.
    pub stands: Option<RuleStep>,
    /// When that was last done.
    pub last: Option<Cited>,
    /// When it was found shifted, if it was. What came later went against it no more.
    pub shifted: Option<Cited>,
    /// The spaces that it keeps closed.
    pub closed_spaces: CodeSet<Space>,
    /// The kinds of case that it keeps closed.
    pub closed_cases: CodeSet<CaseKind>,
    /// The invitations against it, in the order of occurrence.
    pub against: Vec<Against>,
    /// What they lean to.
    pub leans: Leaning,
}

/// What the rules of the system keep closed, rule by rule. See the module [`openings`](self) for what is counted.
///
/// ```
/// use practice_cycle::{cycle::Act, history::History, moment::Moment, openings::{Leaning, Openings}, space::Space};
/// let mut history = History::default();
/// for line in [
///     r#"{"type":"cycle_opened","occurred_at":"2026-04-01T09:00:00Z","recorded_at":"2026-04-01T09:00:00Z","by":"p-1","data":{"cycle":"cy-1","format":1,"clinician":"p-1","team":"t-1"}}"#,
///     r#"{"type":"person_entered","occurred_at":"2026-04-01T09:00:00Z","recorded_at":"2026-04-01T09:00:00Z","by":"p-1","data":{"person":"p-2","role":"social_worker"}}"#,
///     r#"{"type":"rule_noticed","occurred_at":"2026-04-02T09:00:00Z","recorded_at":"2026-04-02T09:00:00Z","by":"p-1","data":{"rule":"ru-1","voice":"unspoken","words":"Invented.","only_spaces":["case_consultation"]}}"#,
///     r#"{"type":"contract_invited","occurred_at":"2026-04-03T09:00:00Z","recorded_at":"2026-04-03T09:00:00Z","by":"p-2","data":{"contract":"c-1","space":"home_visit"}}"#,
/// ] {
///     history.record(serde_json::from_str::<Act>(line)?)?;
/// }
/// let openings = Openings::of(&history.view(Moment::LATEST, Moment::LATEST));
/// assert!(openings.closed_spaces().has(Space::HomeVisit));
/// assert_eq!(openings.rules[0].leans, Leaning::Exception);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub struct Openings {
    /// The time up to which it looks.
    pub as_of: Moment,
    /// The time up to which what was recorded was known.
    pub known_at: Moment,
    /// Every rule, in the order in which they were noticed.
    pub rules: Vec<RuleReading>,
    /// Of all that is cited here, what somebody recorded for somebody else.
    pub recorded_for: Vec<RecordedFor>,
}

impl Openings {
    /// Reads what had happened, as known at a time. The work is that of replaying the view, and of comparing each invitation with
    /// each rule noticed before it.
    #[must_use]
    pub fn of(view: &View<'_>) -> Self {
        let cycle = view.cycle();
        let mut rules: Vec<(&RuleNoticed, RuleReading)> = Vec::new();
        for entry in view.by_occurrence() {
            if let Some(data) = RuleNoticed::of(entry.event()) {
                rules.push((data, RuleReading::noticed(data, Cited::of(entry))));
            } else if let Some(data) = RuleWorkedWith::of(entry.event()) {
                let rule = rules.iter_mut().find(|(_, rule)| rule.rule == data.rule);
                rule.into_iter().for_each(|(_, rule)| rule.worked_with(data.step, Cited::of(entry)));
            } else if let Some(data) = ContractInvited::of(entry.event()) {
                for (noticed, rule) in rules.iter_mut().filter(|(_, rule)| rule.shifted.is_none()) {
                    rule.against.extend(against(noticed, data, entry, cycle));
                }
            }
        }
        let rules: Vec<RuleReading> = rules.into_iter().map(|(_, rule)| rule.read()).collect();
        let cited = rules.iter().flat_map(|rule| {
            let steps = rule.last.into_iter().chain(rule.shifted).chain(rule.against.iter().map(|against| against.cited));
            std::iter::once(rule.noticed).chain(steps).map(|cited| cited.entry)
        });
        let recorded_for = RecordedFor::among(view, cited);
        Self { as_of: view.as_of(), known_at: view.known_at(), rules, recorded_for }
    }

    /// The spaces that some rule keeps closed that has not shifted.
    #[must_use]
    pub fn closed_spaces(&self) -> CodeSet<Space> {
        self.standing().fold(CodeSet::none(), |closed, rule| closed.and(rule.closed_spaces))
    }

    /// The kinds of case that some rule keeps closed that has not shifted.
    #[must_use]
    pub fn closed_cases(&self) -> CodeSet<CaseKind> {
        self.standing().fold(CodeSet::none(), |closed, rule| closed.and(rule.closed_cases))
    }

    fn standing(&self) -> impl Iterator<Item = &RuleReading> {
        self.rules.iter().filter(|rule| rule.shifted.is_none())
    }
}

impl RuleReading {
    fn noticed(data: &RuleNoticed, noticed: Cited) -> Self {
        Self {
            rule: data.rule.clone(),
            voice: data.voice,
            about: data.about,
            noticed,
            stands: None,
            last: None,
            shifted: None,
            closed_spaces: data.closed_spaces(),
            closed_cases: data.closed_cases(),
            against: Vec::new(),
            leans: Leaning::Held,
        }
    }

    fn worked_with(&mut self, step: RuleStep, cited: Cited) {
        (self.stands, self.last) = (Some(step), Some(cited));
        if step == RuleStep::Shifted {
            self.shifted.get_or_insert(cited);
        }
    }

    /// How many people of the social work side invited against it.
    fn people(&self) -> usize {
        let invited = self.against.iter().filter(|against| against.origin == Origin::SocialWork);
        invited.map(|against| &against.by).collect::<BTreeSet<_>>().len()
    }

    /// The same, with what it leans to.
    fn read(mut self) -> Self {
        self.leans = match self.people() {
            _ if self.closed_spaces.is_empty() && self.closed_cases.is_empty() => Leaning::ClosesNothing,
            0 => Leaning::Held,
            1 => Leaning::Exception,
            _ => Leaning::Shift,
        };
        self
    }
}

/// An invitation, if it went against a rule.
fn against(rule: &RuleNoticed, data: &ContractInvited, entry: &Entry, cycle: &Cycle) -> Option<Against> {
    let space = rule.closed_spaces().has(data.space).then_some(data.space);
    let cases = if rule.closes_case(data.case_kinds) { data.case_kinds } else { CodeSet::none() };
    if space.is_none() && cases.is_empty() {
        return None;
    }
    let act = entry.act();
    let origin = Origin::of(cycle.role_of(entry)?);
    Some(Against { cited: Cited::of(entry), contract: data.contract.clone(), by: act.by.clone(), origin, space, cases })
}
