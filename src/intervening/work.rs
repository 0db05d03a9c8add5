//! State kept from the work, and validation of what may be recorded next.

use std::collections::BTreeMap;

use thiserror::Error;

use super::event::{Cover, Event, Kind};
use crate::attachment::Roster;
use crate::code::{CodeSet, codes};
use crate::contracting::{Contract, Replayed, Stage, StepContext};
use crate::declare::refusals;
use crate::fingerprint::Fingerprint;
use crate::id::{ContractId, EntryNumber, PersonId};
use crate::ledger::{Known, Ledger, put};
use crate::moment::Moment;
use crate::noun::{Noun, Ref};
use crate::people::{Actor, Role, Side};
use crate::permitted::Asking;
use crate::refusal::Place;

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
    #[error("work cannot rest on a contract that was {stage} at the time; {instead}", stage = stage_label(*.stage), instead = Instead::of(*.stage))]
    NotCovered {
        /// Where the contract stood; `None` before it was opened.
        stage: Option<Stage>,
    },
    /// A suggestion is made within work under way.
    #[error("cannot offer a suggestion within a contract that was {stage} at the time", stage = stage_label(*.stage))]
    NotUnderWay {
        /// Where the contract stood.
        stage: Option<Stage>,
    },
    /// The consent is withdrawn.
    #[error("cannot withdraw a consent that is withdrawn already")]
    AlreadyWithdrawn,
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
        /// Where they are named.
        place: Place,
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

codes! {
    /// What can be done where work cannot rest on a contract.
    ///
    /// ```
    /// use practice_cycle::{intervening::Instead, code::Code};
    /// assert_eq!(Instead::Uncovered.label(), "record it as uncovered, and why");
    /// ```
    pub enum Instead {
        BeginFirst = "begin_first", "begin it first, or record the work as uncovered, and why";
        Uncovered = "uncovered", "record it as uncovered, and why";
    }
}

impl Instead {
    fn of(stage: Option<Stage>) -> Self {
        if stage == Some(Stage::Agreed) { Instead::BeginFirst } else { Instead::Uncovered }
    }
}

fn stage_label(stage: Option<Stage>) -> &'static str {
    stage.map_or("not opened", crate::code::Code::label)
}

refusals! {
    NotCovered { stage } = "intervening.not_covered", Conflict [instead: Instead = Instead::of(*stage)]
        @ &["data.cover.contract", "data.contract"];
    NotUnderWay { stage } = "intervening.not_under_way", Conflict @ &["data.contract"];
    AlreadyWithdrawn = "intervening.already_withdrawn", Conflict @ &["data.consent"];
    AlreadyCovered = "intervening.already_covered", Conflict @ &["data.intervention"];
    InterventionClosed { asked } = "intervening.intervention_closed", Conflict @ &["data.intervention"];
    NotHereAs { asked, part, place } = "intervening.not_here_as", Conflict @ *place;
    NothingExplained = "intervening.nothing_explained", Invalid @ &["data.explained"];
}

/// Interventions, suggestions, concerns, consents and changes, as far as later entries hang on them.
#[derive(Debug, Clone, Default)]
pub(crate) struct Work {
    interventions: Vec<Intervention>,
    suggestions: Vec<Suggestion>,
    consents: Vec<Option<EntryNumber>>, // By which entry it was withdrawn.
}

#[derive(Debug, Clone, Default)]
struct Intervention {
    cover: Option<EntryNumber>, // By which entry it rests on a contract.
    closed: Option<(Moment, EntryNumber)>,
}

/// Who offered a suggestion, and when, as which entry.
#[derive(Debug, Clone, Copy)]
struct Suggestion {
    by: Actor,
    at: Moment,
    number: EntryNumber,
}

/// What an act of intervening is judged by.
pub(crate) struct Setting<'a> {
    pub(crate) ledger: &'a Ledger,
    pub(crate) roster: &'a Roster,
    pub(crate) contracts: &'a [Contract],
    /// What contracts would be, by their slots, where steps are to be taken back.
    pub(crate) replayed: Option<&'a BTreeMap<u32, Replayed>>,
    pub(crate) by: Actor,
    pub(crate) at: Moment,
    pub(crate) known: Known<'a>,
}

impl Setting<'_> {
    /// Every role that somebody holds at the time.
    pub(crate) fn held(&self, person: &PersonId) -> CodeSet<Role> {
        let seat = self.seat(person);
        seat.map(|seat| self.roster.held_as_known(seat, self.at, self.known).roles).unwrap_or_default()
    }

    fn covers(&self, contract: &ContractId) -> Result<(), Option<Stage>> {
        let (slot, _) = self.ledger.find(Ref { noun: Noun::Contract, id: contract.as_str() }).ok_or(None)?;
        let replayed = self.replayed.and_then(|replayed| replayed.get(&slot));
        self.contracts.get(slot as usize).ok_or(None)?.covers(self.at, self.known, replayed)
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

    fn need(&self, event: &Event, person: &PersonId, part: Needed, fits: impl Fn(Role) -> bool) -> Result<(), Refusal> {
        if self.held(person).iter().any(fits) {
            return Ok(());
        }
        Err(Refusal::NotHereAs { asked: event.kind(), part, place: Place::of(person.as_str(), event.part()) })
    }
}

impl Work {
    pub(crate) fn judge(&self, event: &Event, slot: Option<u32>, setting: &Setting<'_>) -> Result<(), Refusal> {
        let asked = event.kind();
        let at = setting.at;
        let slot = slot.map(|slot| slot as usize);
        match event {
            Event::InterventionBegun(data) => setting.judge_cover(&data.cover),
            Event::InterventionCovered(data) => {
                let cover = self.intervention(slot).and_then(|intervention| intervention.cover);
                if cover.is_some_and(|number| setting.known.has(number)) {
                    return Err(Refusal::AlreadyCovered);
                }
                setting.covers(&data.contract).map_err(|stage| Refusal::NotCovered { stage })
            }
            Event::InterventionClosed(_) => {
                let closed = self.intervention(slot).and_then(|intervention| intervention.closed);
                let closed = closed.is_some_and(|(_, number)| setting.known.has(number));
                if closed { Err(Refusal::InterventionClosed { asked }) } else { Ok(()) }
            }
            Event::SessionHeld(data) => {
                if let Some(intervention) = &data.intervention {
                    let found = setting.ledger.find(Ref { noun: Noun::Intervention, id: intervention.as_str() });
                    let closed = self.intervention(found.map(|(slot, _)| slot as usize)).and_then(|it| it.closed);
                    if closed.is_some_and(|(when, number)| setting.known.has(number) && when < at) {
                        return Err(Refusal::InterventionClosed { asked });
                    }
                }
                for person in &data.present {
                    setting.need(event, person, Needed::Present, |_| true)?;
                }
                setting.judge_cover(&data.cover)
            }
            Event::SuggestionOffered(data) => setting.covers(&data.contract).map_err(|stage| Refusal::NotUnderWay { stage }),
            Event::ConcernPassedOn(data) => setting.need(event, &data.to, Needed::Receiver, |_| true),
            Event::FamilyHelpedToUnderstand(data) => {
                setting.need(event, &data.person, Needed::Family, |role| role.side() == Side::Family)?;
                if data.explained.is_empty() { Err(Refusal::NothingExplained) } else { Ok(()) }
            }
            Event::ExplanationWithheld(data) => {
                setting.need(event, &data.person, Needed::Family, |role| role.side() == Side::Family)?;
                let manager = data.manager.as_ref();
                manager.map_or(Ok(()), |manager| setting.need(event, manager, Needed::Manager, |role| role == Role::Manager))
            }
            Event::ConsentGiven(data) => {
                let family = |role: Role| role.side() == Side::Family;
                let for_person = data.for_person.as_ref();
                for_person.map_or(Ok(()), |person| setting.need(event, person, Needed::Family, family))?;
                setting.need(event, &data.given_by, Needed::ConsentGiver, may_consent)
            }
            Event::ConsentWithdrawn(data) => {
                setting.need(event, &data.withdrawn_by, Needed::ConsentGiver, may_consent)?;
                let withdrawn = slot.and_then(|slot| self.consents.get(slot)).copied().flatten();
                let withdrawn = withdrawn.is_some_and(|number| setting.known.has(number));
                if withdrawn { Err(Refusal::AlreadyWithdrawn) } else { Ok(()) }
            }
            Event::SuggestionAnswered(_)
            | Event::ChangeWitnessed(_)
            | Event::ChangeDocumented(_)
            | Event::ChangeAmplified(_)
            | Event::ConcernRaised(_)
            | Event::ChangeNoticed(_) => Ok(()),
        }
    }

    /// Who asked by a suggestion, and who is asked: the side of whoever offered it, and the other of the two.
    pub(crate) fn asking(&self, slot: u32, roster: &Roster, known: Known<'_>) -> Asking {
        let Some(&Suggestion { by, at, number }) = self.suggestions.get(slot as usize) else { return Asking::NOTHING };
        let roles = roster.held_as_known(by.seat, at, Known { before: number, ..known });
        // What they were then may have been corrected since.
        let role = if roles.roles.has(by.role) { by.role } else { roles.main().unwrap_or(by.role) };
        let from = role.side();
        let asked = if from == Side::Clinical { Side::SocialWork } else { Side::Clinical };
        Asking { asked: Role::of(asked), other: Role::of(from), answered: false }
    }

    fn intervention(&self, slot: Option<usize>) -> Option<&Intervention> {
        self.interventions.get(slot?)
    }

    /// What made things of the work is told with them; this is what became of them since.
    pub(crate) fn fingerprint(&self, to: &mut Fingerprint<'_>) {
        for intervention in &self.interventions {
            to.flag(intervention.cover.is_some());
            to.flag(intervention.closed.is_some());
        }
        for withdrawn in &self.consents {
            to.flag(withdrawn.is_some());
        }
    }

    /// Notes what an entry that was judged says.
    pub(crate) fn note(&mut self, event: &Event, slot: u32, step: &StepContext) {
        let slot = slot as usize;
        let StepContext { by, at, number, .. } = *step;
        match event {
            Event::InterventionBegun(data) => {
                let cover = matches!(data.cover, Cover::Contract(_)).then_some(number);
                put(&mut self.interventions, slot, Intervention { cover, closed: None });
            }
            Event::InterventionCovered(_) => {
                self.interventions.get_mut(slot).into_iter().for_each(|it| it.cover = Some(number));
            }
            Event::InterventionClosed(_) => {
                self.interventions.get_mut(slot).into_iter().for_each(|it| it.closed = Some((at, number)));
            }
            Event::SuggestionOffered(_) => put(&mut self.suggestions, slot, Suggestion { by, at, number }),
            Event::ConsentGiven(_) => put(&mut self.consents, slot, None),
            Event::ConsentWithdrawn(_) => put(&mut self.consents, slot, Some(number)),
            Event::SuggestionAnswered(_)
            | Event::ConcernRaised(_)
            | Event::ConcernPassedOn(_)
            | Event::ChangeNoticed(_)
            | Event::ChangeWitnessed(_)
            | Event::ChangeDocumented(_)
            | Event::ChangeAmplified(_)
            | Event::SessionHeld(_)
            | Event::FamilyHelpedToUnderstand(_)
            | Event::ExplanationWithheld(_) => {}
        }
    }

    /// Forgets what an entry that was taken back said of a thing that stays.
    pub(crate) fn forget(&mut self, event: &Event, slot: u32, number: EntryNumber) {
        let slot = slot as usize;
        if let Event::InterventionCovered(_) = event {
            let cover = self.interventions.get_mut(slot).map(|it| &mut it.cover);
            cover.into_iter().for_each(|cover| _ = cover.take_if(|by| *by == number));
        } else if let Event::InterventionClosed(_) = event {
            let closed = self.interventions.get_mut(slot).map(|it| &mut it.closed);
            closed.into_iter().for_each(|closed| _ = closed.take_if(|(_, by)| *by == number));
        } else if let Event::ConsentWithdrawn(_) = event {
            self.consents.get_mut(slot).into_iter().for_each(|withdrawn| _ = withdrawn.take_if(|by| *by == number));
        }
    }
}

/// Who can consent: the family, and the social work side or a court where it holds parental responsibility.
fn may_consent(role: Role) -> bool {
    matches!(role.side(), Side::Family | Side::SocialWork) || role == Role::Court
}
