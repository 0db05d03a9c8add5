//! State kept from the work, and validation of what may be recorded next.

use std::collections::BTreeMap;

use thiserror::Error;

use super::event::{Event, InterventionBegun, Kind};
use super::words::{Cover, Form};
use crate::attachment::Roster;
use crate::code::{Code, CodeSet, codes};
use crate::contracting::{Contract, Replayed, Stage, StepContext};
use crate::declare::refusals;
use crate::fingerprint::Fingerprint;
use crate::id::{ContractId, EntryNumber, InterventionId, PersonId};
use crate::ledger::{Known, Ledger, put};
use crate::moment::Moment;
use crate::noun::{Noun, Ref};
use crate::people::{Actor, Role, Side};
use crate::space::Stream;

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
    /// A suggestion that was taken up or adapted was welcome.
    #[error("cannot say why a suggestion was not welcome that was taken up or adapted")]
    WasWelcome,
    /// Work of this form is not of that stream.
    #[error("cannot begin {} as {}; it is {}", .form.label(), .stream.label(), .form.stream().map_or("of either", Code::label))]
    OtherStream {
        /// The form.
        form: Form,
        /// The stream it was to be of.
        stream: Stream,
    },
    /// The consent is withdrawn.
    #[error("cannot withdraw a consent that is withdrawn already")]
    AlreadyWithdrawn,
    /// The intervention rests on a contract already.
    #[error("cannot cover an intervention that rests on a contract already")]
    AlreadyCovered,
    /// The session rests on a contract already.
    #[error("cannot cover a session that rests on a contract already")]
    SessionAlreadyCovered,
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
    stage.map_or("not opened", Code::label)
}

refusals! {
    NotCovered = "not_covered";
    NotUnderWay = "not_under_way";
    NotTheirs = "not_theirs";
    WasWelcome = "was_welcome";
    OtherStream = "other_stream";
    AlreadyWithdrawn = "already_withdrawn";
    AlreadyCovered = "already_covered";
    SessionAlreadyCovered = "session_already_covered";
    InterventionClosed = "intervention_closed";
    NotHereAs = "not_here_as";
    NothingExplained = "nothing_explained";
}

/// Interventions, sessions, suggestions, concerns, consents and changes, as far as later entries hang on them.
#[derive(Debug, Clone, Default)]
pub(crate) struct Work {
    interventions: Vec<Intervention>,
    sessions: Vec<Option<EntryNumber>>, // By which entry it rests on a contract.
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
    by: u32,
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
    /// The role somebody holds at the time.
    pub(crate) fn role(&self, person: &PersonId) -> Option<Role> {
        self.roster.role_as_known(self.seat(person)?, self.at, self.known)
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
        | Kind::SessionCovered
        | Kind::SuggestionOffered
        | Kind::SuggestionAnswered
        | Kind::ExplanationWithheld => two,
        Kind::SessionHeld | Kind::SessionCancelled | Kind::FamilyHelpedToUnderstand => two.with(Side::Partner),
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

impl Event {
    /// Whether it is something that anybody would offer, though an earlier release may have stored it: a form of work belongs to
    /// its stream.
    pub(crate) fn is_fit_to_offer(&self) -> Result<(), Refusal> {
        let &Event::InterventionBegun(InterventionBegun { form, stream, .. }) = self else { return Ok(()) };
        if form.stream().is_none_or(|of| of == stream) { Ok(()) } else { Err(Refusal::OtherStream { form, stream }) }
    }
}

impl Work {
    pub(crate) fn judge(&self, event: &Event, slot: Option<u32>, setting: &Setting<'_>) -> Result<(), Refusal> {
        let asked = event.kind();
        let by = setting.by;
        may(asked, by.role)?;
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
                self.judge_intervention(asked, data.intervention.as_ref(), setting)?;
                for person in &data.present {
                    setting.need(asked, person, Needed::Present, |_| true)?;
                }
                setting.judge_cover(&data.cover)
            }
            Event::SessionCancelled(data) => self.judge_intervention(asked, data.intervention.as_ref(), setting),
            Event::SessionCovered(data) => {
                let cover = slot.and_then(|slot| self.sessions.get(slot)).copied().flatten();
                if cover.is_some_and(|number| setting.known.has(number)) {
                    return Err(Refusal::SessionAlreadyCovered);
                }
                setting.covers(&data.contract).map_err(|stage| Refusal::NotCovered { stage })
            }
            Event::SuggestionOffered(data) => setting.covers(&data.contract).map_err(|stage| Refusal::NotUnderWay { stage }),
            Event::SuggestionAnswered(data) => {
                if data.why.is_some() && !data.reception.is_unwelcome() {
                    return Err(Refusal::WasWelcome);
                }
                let Some(suggestion) = slot.and_then(|slot| self.suggestions.get(slot)) else { return Ok(()) };
                let offered = Known { before: suggestion.number, ..setting.known };
                let side = by.role.side();
                let from = setting.roster.role_as_known(suggestion.by, suggestion.at, offered);
                if from.is_some_and(|role| role.side() == side) {
                    let permitted = permitted(asked).iter().filter(|&other| other != side).collect();
                    return Err(Refusal::NotTheirs { asked, side, permitted });
                }
                Ok(())
            }
            Event::ConcernPassedOn(data) => setting.need(asked, &data.to, Needed::Receiver, |_| true),
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
                let withdrawn = slot.and_then(|slot| self.consents.get(slot)).copied().flatten();
                let withdrawn = withdrawn.is_some_and(|number| setting.known.has(number));
                if withdrawn { Err(Refusal::AlreadyWithdrawn) } else { Ok(()) }
            }
            Event::ChangeWitnessed(_)
            | Event::ChangeDocumented(_)
            | Event::ChangeAmplified(_)
            | Event::ConcernRaised(_)
            | Event::ChangeNoticed(_) => Ok(()),
        }
    }

    /// A meeting belongs to an intervention that was not closed by then.
    fn judge_intervention(&self, asked: Kind, id: Option<&InterventionId>, setting: &Setting<'_>) -> Result<(), Refusal> {
        let found = id.and_then(|id| setting.ledger.find(Ref { noun: Noun::Intervention, id: id.as_str() }));
        let closed = self.intervention(found.map(|(slot, _)| slot as usize)).and_then(|it| it.closed);
        match closed {
            Some((when, number)) if setting.known.has(number) && when < setting.at => {
                Err(Refusal::InterventionClosed { asked })
            }
            Some(_) | None => Ok(()),
        }
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
        for cover in &self.sessions {
            to.flag(cover.is_some());
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
            Event::SessionHeld(data) => {
                put(&mut self.sessions, slot, matches!(data.cover, Cover::Contract(_)).then_some(number));
            }
            Event::SessionCovered(_) => put(&mut self.sessions, slot, Some(number)),
            Event::SuggestionOffered(_) => put(&mut self.suggestions, slot, Suggestion { by: by.seat, at, number }),
            Event::ConsentGiven(_) => put(&mut self.consents, slot, None),
            Event::ConsentWithdrawn(_) => put(&mut self.consents, slot, Some(number)),
            Event::SessionCancelled(_)
            | Event::SuggestionAnswered(_)
            | Event::ConcernRaised(_)
            | Event::ConcernPassedOn(_)
            | Event::ChangeNoticed(_)
            | Event::ChangeWitnessed(_)
            | Event::ChangeDocumented(_)
            | Event::ChangeAmplified(_)
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
        } else if let Event::SessionCovered(_) = event {
            self.sessions.get_mut(slot).into_iter().for_each(|cover| _ = cover.take_if(|by| *by == number));
        } else if let Event::ConsentWithdrawn(_) = event {
            self.consents.get_mut(slot).into_iter().for_each(|withdrawn| _ = withdrawn.take_if(|by| *by == number));
        }
    }
}

/// Who can consent: the family, and the social work side or a court where it holds parental responsibility.
fn may_consent(role: Role) -> bool {
    matches!(role.side(), Side::Family | Side::SocialWork) || role == Role::Court
}
