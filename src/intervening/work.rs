//! State kept from the work, and validation of what may be recorded next.

use thiserror::Error;

use super::event::{Cover, Event, Kind};
use crate::attachment::Roster;
use crate::code::{CodeSet, codes};
use crate::contracting::{Contract, Repeats, Stage, StepContext};
use crate::declare::refusals;
use crate::fingerprint::Fingerprint;
use crate::id::{ContractId, EntryNumber, PersonId};
use crate::ledger::{Ledger, put};
use crate::moment::Moment;
use crate::noun::{Noun, Ref};
use crate::people::{Actor, Role, Side};

/// Why something about the work is refused.
///
/// ```
/// use practice_cycle::{contracting::Stage, intervening::Refusal};
/// let refusal = Refusal::NotCovered { stage: Some(Stage::Suspended) };
/// assert_eq!(
///     refusal.to_string(),
///     "work cannot rest on a contract that was suspended at the time; record it as uncovered, and why",
/// );
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum Refusal {
    /// Only an active contract gives an agreement to rest on.
    #[error("work cannot rest on a contract that was {} at the time; {}", stage_label(*.stage), remedy(*.stage))]
    NotCovered {
        /// Where the contract stood; `None` before it was opened.
        stage: Option<Stage>,
    },
    /// A suggestion is made within work under way.
    #[error("cannot offer a suggestion within a contract that was {} at the time", stage_label(*.stage))]
    NotUnderWay {
        /// Where the contract stood.
        stage: Option<Stage>,
    },
    /// It is for others to do.
    #[error("{side} cannot {asked}; that is for {permitted}")]
    NotTheirs {
        /// What was asked.
        asked: Kind,
        /// The side of the person who asked.
        side: Side,
        /// The sides it is for.
        permitted: CodeSet<Side>,
    },
    /// The same is recorded already.
    #[error("cannot {asked}: that is recorded already")]
    AlreadySo {
        /// What was asked.
        asked: Kind,
    },
    /// The intervention rests on a contract already.
    #[error("cannot cover an intervention that rests on a contract already")]
    AlreadyCovered,
    /// The intervention was closed by then.
    #[error("cannot {asked}: the intervention was closed by then")]
    InterventionClosed {
        /// What was asked.
        asked: Kind,
    },
    /// Somebody named was not in the cycle at the time, or not in the part they would need.
    #[error("cannot {asked}: the {part} was not in the cycle as such at the time")]
    NotHereAs {
        /// What was asked.
        asked: Kind,
        /// The part they would need to have had.
        part: Needed,
    },
    /// Nothing was explained.
    #[error("cannot record an explanation of nothing")]
    NothingExplained,
}

codes! {
    /// The part in which somebody is named.
    ///
    /// ```
    /// use practice_cycle::{intervening::Needed, code::Code};
    /// assert_eq!(Needed::Manager.label(), "manager who decided with them");
    /// ```
    pub enum Needed {
        Present = "present", "person named as present";
        Receiver = "receiver", "person it was passed to";
        Family = "family", "member of the family";
        Manager = "manager", "manager who decided with them";
        ConsentGiver = "consent_giver", "member of the family or social work side who consents";
    }
}

fn remedy(stage: Option<Stage>) -> &'static str {
    match stage {
        Some(Stage::Agreed) => "begin it first, or record the work as uncovered, and why",
        _ => "record it as uncovered, and why",
    }
}

fn stage_label(stage: Option<Stage>) -> &'static str {
    stage.map_or("not opened", crate::code::Code::label)
}

refusals! {
    NotCovered = "not_covered";
    NotUnderWay = "not_under_way";
    NotTheirs = "not_theirs";
    AlreadySo = "already_so", already;
    AlreadyCovered = "already_covered";
    InterventionClosed = "intervention_closed";
    NotHereAs = "not_here_as";
    NothingExplained = "nothing_explained";
}

/// Interventions, suggestions, concerns, consents and changes, as far as later entries hang on them.
#[derive(Debug, Clone, Default)]
pub(crate) struct Work {
    interventions: Vec<Intervention>,
    suggestions: Vec<Suggestion>,
    concerns: Vec<Vec<Trace>>,
    consents: Vec<bool>, // Whether it was withdrawn.
    changes: Vec<Vec<Trace>>,
}

#[derive(Debug, Clone, Default)]
struct Intervention {
    cover: Option<u32>, // The contract it rests on, by its slot.
    closed: Option<(Moment, EntryNumber)>,
}

#[derive(Debug, Clone)]
struct Suggestion {
    from: Side,
    answers: Vec<Trace>,
}

/// Something done about a thing: what, when, by whom, and to whom.
type Trace = (Kind, Moment, u32, Option<u32>);

/// What an act of intervening is judged by.
pub(crate) struct Setting<'a> {
    pub(crate) ledger: &'a Ledger,
    pub(crate) roster: &'a Roster,
    pub(crate) contracts: &'a [Contract],
    pub(crate) by: Actor,
    pub(crate) at: Moment,
    pub(crate) number: EntryNumber,
    pub(crate) repeats: Repeats,
}

impl Setting<'_> {
    /// The role somebody holds at the time.
    pub(crate) fn role(&self, person: &PersonId) -> Option<Role> {
        self.roster.role_as_known(self.seat(person)?, self.at, Some(self.number))
    }

    fn covers(&self, contract: &ContractId) -> Result<(), Option<Stage>> {
        let (slot, _) = self.ledger.find(Ref { noun: Noun::Contract, id: contract.as_str() }).ok_or(None)?;
        self.contracts.get(slot as usize).ok_or(None)?.covers(self.at, self.number)
    }

    fn judge_cover(&self, cover: &Cover) -> Result<(), Refusal> {
        match cover {
            Cover::Contract(contract) => self.covers(contract).map_err(|stage| Refusal::NotCovered { stage }),
            Cover::Uncovered { .. } => Ok(()),
        }
    }

    fn seat(&self, person: &PersonId) -> Option<u32> {
        self.ledger.slot(Noun::Person, person.as_str())
    }

    fn need(&self, asked: Kind, person: &PersonId, part: Needed, fits: impl Fn(Role) -> bool) -> Result<(), Refusal> {
        if self.role(person).is_some_and(fits) { Ok(()) } else { Err(Refusal::NotHereAs { asked, part }) }
    }
}

/// Whose act it is.
fn permitted(kind: Kind) -> CodeSet<Side> {
    let two = CodeSet::of(&[Side::Clinical, Side::SocialWork]);
    match kind {
        Kind::InterventionBegun
        | Kind::InterventionCovered
        | Kind::InterventionClosed
        | Kind::SuggestionOffered
        | Kind::SuggestionAnswered
        | Kind::ExplanationWithheld => two,
        Kind::SessionHeld | Kind::FamilyHelpedToUnderstand => two.with(Side::Partner),
        Kind::ConcernRaised
        | Kind::ConcernPassedOn
        | Kind::ConsentGiven
        | Kind::ConsentWithdrawn
        | Kind::ChangeNoticed
        | Kind::ChangeWitnessed
        | Kind::ChangeDocumented
        | Kind::ChangeAmplified => two.with(Side::Partner).with(Side::Family),
    }
}

/// Whether somebody in a role may do this at all.
fn may(kind: Kind, role: Role) -> Result<(), Refusal> {
    let (side, permitted) = (role.side(), permitted(kind));
    if permitted.has(side) { Ok(()) } else { Err(Refusal::NotTheirs { asked: kind, side, permitted }) }
}

impl Work {
    pub(crate) fn judge(&self, event: &Event, slot: Option<u32>, setting: &Setting<'_>) -> Result<(), Refusal> {
        let asked = event.kind();
        let Setting { by, at, .. } = *setting;
        may(asked, by.role)?;
        let slot = slot.map(|slot| slot as usize);
        match event {
            Event::InterventionBegun(data) => setting.judge_cover(&data.cover),
            Event::InterventionCovered(data) => {
                if let Some(cover) = self.intervention(slot).and_then(|intervention| intervention.cover) {
                    let same = setting.ledger.slot(Noun::Contract, data.contract.as_str()) == Some(cover);
                    return Err(if same { Refusal::AlreadySo { asked } } else { Refusal::AlreadyCovered });
                }
                setting.covers(&data.contract).map_err(|stage| Refusal::NotCovered { stage })
            }
            Event::InterventionClosed(_) => {
                let closed = self.intervention(slot).is_some_and(|intervention| intervention.closed.is_some());
                match setting.repeats {
                    _ if !closed => Ok(()),
                    Repeats::AreTheSame => Err(Refusal::AlreadySo { asked }),
                    Repeats::AreOthers => Err(Refusal::InterventionClosed { asked }),
                }
            }
            Event::SessionHeld(data) => {
                if let Some(intervention) = &data.intervention {
                    let found = setting.ledger.find(Ref { noun: Noun::Intervention, id: intervention.as_str() });
                    let closed = self.intervention(found.map(|(slot, _)| slot as usize)).and_then(|it| it.closed);
                    if closed.is_some_and(|(when, number)| number < setting.number && when < at) {
                        return Err(Refusal::InterventionClosed { asked });
                    }
                }
                for person in &data.present {
                    setting.need(asked, person, Needed::Present, |_| true)?;
                }
                setting.judge_cover(&data.cover)
            }
            Event::SuggestionOffered(data) => setting.covers(&data.contract).map_err(|stage| Refusal::NotUnderWay { stage }),
            Event::SuggestionAnswered(_) => {
                let Some(suggestion) = slot.and_then(|slot| self.suggestions.get(slot)) else { return Ok(()) };
                if suggestion.from == by.role.side() {
                    let permitted = permitted(asked).iter().filter(|&side| side != suggestion.from).collect();
                    return Err(Refusal::NotTheirs { asked, side: suggestion.from, permitted });
                }
                fresh(&suggestion.answers, event, setting)
            }
            Event::ConcernPassedOn(data) => {
                setting.need(asked, &data.to, Needed::Receiver, |_| true)?;
                slot.and_then(|slot| self.concerns.get(slot)).map_or(Ok(()), |traces| fresh(traces, event, setting))
            }
            Event::FamilyHelpedToUnderstand(data) => {
                setting.need(asked, &data.person, Needed::Family, |role| role.side() == Side::Family)?;
                if data.explained.is_empty() { Err(Refusal::NothingExplained) } else { Ok(()) }
            }
            Event::ExplanationWithheld(data) => {
                setting.need(asked, &data.person, Needed::Family, |role| role.side() == Side::Family)?;
                let manager = data.manager.as_ref();
                manager.map_or(Ok(()), |manager| setting.need(asked, manager, Needed::Manager, |role| role == Role::Manager))
            }
            Event::ConsentGiven(data) => {
                let family = |role: Role| role.side() == Side::Family;
                let for_person = data.for_person.as_ref();
                for_person.map_or(Ok(()), |person| setting.need(asked, person, Needed::Family, family))?;
                setting.need(asked, &data.given_by, Needed::ConsentGiver, may_consent)
            }
            Event::ConsentWithdrawn(data) => {
                setting.need(asked, &data.withdrawn_by, Needed::ConsentGiver, may_consent)?;
                let withdrawn = slot.and_then(|slot| self.consents.get(slot)).copied();
                if withdrawn == Some(true) { Err(Refusal::AlreadySo { asked }) } else { Ok(()) }
            }
            Event::ChangeWitnessed(_) | Event::ChangeDocumented(_) | Event::ChangeAmplified(_) => {
                slot.and_then(|slot| self.changes.get(slot)).map_or(Ok(()), |traces| fresh(traces, event, setting))
            }
            Event::ConcernRaised(_) | Event::ChangeNoticed(_) => Ok(()),
        }
    }

    fn intervention(&self, slot: Option<usize>) -> Option<&Intervention> {
        self.interventions.get(slot?)
    }

    /// What made things of the work is told with them; this is what became of them since.
    pub(crate) fn fingerprint(&self, to: &mut Fingerprint<'_>) {
        for intervention in &self.interventions {
            to.word(intervention.cover.unwrap_or(u32::MAX));
            to.flag(intervention.closed.is_some());
        }
        for &withdrawn in &self.consents {
            to.flag(withdrawn);
        }
    }

    pub(crate) fn apply(&mut self, event: &Event, slot: u32, ledger: &Ledger, step: &StepContext) {
        let slot = slot as usize;
        let StepContext { by, at, number, .. } = *step;
        let seat = |person: &PersonId| ledger.slot(Noun::Person, person.as_str());
        let trace = (event.kind(), at, by.seat, receiver(event).and_then(seat));
        match event {
            Event::InterventionBegun(data) => {
                let by = if let Cover::Contract(contract) = &data.cover { Some(contract.as_str()) } else { None };
                let cover = by.and_then(|contract| ledger.slot(Noun::Contract, contract));
                put(&mut self.interventions, slot, Intervention { cover, closed: None });
            }
            Event::InterventionCovered(data) => {
                let cover = ledger.slot(Noun::Contract, data.contract.as_str());
                self.interventions.get_mut(slot).into_iter().for_each(|it| it.cover = cover);
            }
            Event::InterventionClosed(_) => {
                self.interventions.get_mut(slot).into_iter().for_each(|it| it.closed = Some((at, number)));
            }
            Event::SuggestionOffered(_) => {
                put(&mut self.suggestions, slot, Suggestion { from: by.role.side(), answers: Vec::new() });
            }
            Event::SuggestionAnswered(_) => self.suggestions.get_mut(slot).into_iter().for_each(|it| it.answers.push(trace)),
            Event::ConcernRaised(_) => put(&mut self.concerns, slot, Vec::new()),
            Event::ConcernPassedOn(_) => self.concerns.get_mut(slot).into_iter().for_each(|traces| traces.push(trace)),
            Event::ConsentGiven(_) => put(&mut self.consents, slot, false),
            Event::ConsentWithdrawn(_) => put(&mut self.consents, slot, true),
            Event::ChangeNoticed(_) => put(&mut self.changes, slot, Vec::new()),
            Event::ChangeWitnessed(_) | Event::ChangeDocumented(_) | Event::ChangeAmplified(_) => {
                self.changes.get_mut(slot).into_iter().for_each(|traces| traces.push(trace));
            }
            Event::SessionHeld(_) | Event::FamilyHelpedToUnderstand(_) | Event::ExplanationWithheld(_) => {}
        }
    }
}

/// Who can consent: the family, and the social work side or a court where it holds parental responsibility.
fn may_consent(role: Role) -> bool {
    matches!(role.side(), Side::Family | Side::SocialWork) || role == Role::Court
}

/// To whom something is passed or carried on; two such at one instant are told apart by it.
fn receiver(event: &Event) -> Option<&PersonId> {
    if let Event::ConcernPassedOn(data) = event {
        Some(&data.to)
    } else if let Event::ChangeAmplified(data) = event {
        data.to.first()
    } else {
        None
    }
}

fn fresh(traces: &[Trace], event: &Event, setting: &Setting<'_>) -> Result<(), Refusal> {
    let asked = event.kind();
    let trace = || (asked, setting.at, setting.by.seat, receiver(event).and_then(|person| setting.seat(person)));
    let same = setting.repeats == Repeats::AreTheSame && traces.contains(&trace());
    if same { Err(Refusal::AlreadySo { asked }) } else { Ok(()) }
}
