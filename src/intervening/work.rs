//! State kept from the work, and validation of what may be recorded next.

use std::collections::BTreeMap;

use thiserror::Error;

use super::event::{Event, InterventionBegun, Kind};
use super::words::{ConsentTo, Cover, Form, Instead, Needed};
use crate::attachment::Roster;
use crate::code::{Code, CodeSet};
use crate::contracting::{Contract, Replayed, Stage, StepContext};
use crate::declare::refusals;
use crate::fingerprint::Fingerprint;
use crate::id::{ContractId, EntryNumber, InterventionId, PersonId};
use crate::ledger::{Known, Ledger, put};
use crate::moment::Moment;
use crate::noun::{Noun, Ref};
use crate::people::{Actor, Role, Side};
use crate::permitted::Asking;
use crate::refusal::{Place, Whereabouts};
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
    /// A suggestion that was taken up or adapted was welcome.
    #[error("cannot say why a suggestion was not welcome: it was taken up or adapted")]
    WasWelcome,
    /// Work of this form is not of that stream.
    #[error("cannot begin {form} as {stream}; it is {of}", of = .form.stream().map_or("", Code::label))]
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
    #[error("cannot {asked}: the {part} was not here at that time, or not in a role that fits")]
    NotHereAs {
        /// What was asked.
        asked: Kind,
        /// The part they would need to have had.
        part: Needed,
        /// Where they are named.
        place: Place,
    },
    /// Nothing was explained.
    #[error("cannot record an explanation without saying what was explained")]
    NothingExplained,
    /// Consent to the sharing of words says which.
    #[error("cannot consent to the sharing of words without naming the entries that hold them")]
    SharesNothing,
    /// Consent to the sharing of words says with whom.
    #[error("cannot consent to the sharing of words without naming who may read them")]
    SharesWithNobody,
    /// Whoever said the words consents themself.
    #[error("cannot consent to the sharing of words for somebody else; whoever said them consents")]
    SharesForAnother,
    /// Entries and readers belong to consent to the sharing of words.
    #[error("only consent to the sharing of words names entries and readers")]
    NotAboutSharing,
    /// What is shared is recorded.
    #[error("no entry {number} is recorded here whose words could be shared")]
    NoSuchEntry {
        /// The number that is named.
        number: EntryNumber,
    },
    /// What is shared was said by whoever consents.
    #[error("entry {number} holds no words of the person who consents")]
    NotTheirWords {
        /// The entry.
        number: EntryNumber,
    },
    /// A witness is somebody else. A stored line that says otherwise loads, with a warning.
    #[error("whoever noticed a change cannot witness it; a witness is somebody else")]
    WitnessesThemself,
    /// Others hear of it. A stored line that says otherwise loads, with a warning.
    #[error("nobody can carry a change on to themself; name the others it was carried on to")]
    AmplifiesToThemself,
    /// Somebody hears of it. A stored line that says otherwise loads, with a warning.
    #[error("cannot carry a change on without saying to whom; where they are not known here, say so in words")]
    AmplifiesToNobody,
}

fn stage_label(stage: Option<Stage>) -> &'static str {
    stage.map_or("not opened", Code::label)
}

refusals! {
    NotCovered { stage } = "intervening.not_covered", Conflict [instead: Instead = Instead::of(*stage)]
        @ &["data.cover.contract", "data.contract"];
    NotUnderWay { stage } = "intervening.not_under_way", Conflict @ &["data.contract"];
    WasWelcome = "intervening.was_welcome", Invalid @ &["data.why"];
    OtherStream { form, stream } = "intervening.other_stream", Invalid [of: Option<Stream> = form.stream()] @ &["data.stream"];
    AlreadyWithdrawn = "intervening.already_withdrawn", Conflict @ &["data.consent"];
    AlreadyCovered = "intervening.already_covered", Conflict @ &["data.intervention"];
    SessionAlreadyCovered = "intervening.session_already_covered", Conflict @ &["data.session"];
    InterventionClosed { asked } = "intervening.intervention_closed", Conflict @ &["data.intervention"];
    NotHereAs { asked, part, place } = "intervening.not_here_as", Conflict @ *place;
    NothingExplained = "intervening.nothing_explained", Invalid @ &["data.explained"];
    SharesNothing = "intervening.shares_nothing", Invalid @ &["data.entries"];
    SharesWithNobody = "intervening.shares_with_nobody", Invalid @ &["data.readers"];
    SharesForAnother = "intervening.shares_for_another", Invalid @ &["data.for_person"];
    NotAboutSharing = "intervening.not_about_sharing", Invalid @ &["data.to"];
    NoSuchEntry { number } = "intervening.no_such_entry", NotFound @ Whereabouts::Entry("data.entries", *number);
    NotTheirWords { number } = "intervening.not_their_words", Conflict @ Whereabouts::Entry("data.entries", *number);
    WitnessesThemself = "intervening.witnesses_themself", NotAllowed @ &["by"];
    AmplifiesToThemself = "intervening.amplifies_to_themself", Invalid @ Whereabouts::Actor("data.to");
    AmplifiesToNobody = "intervening.amplifies_to_nobody", Invalid @ &["data.to"];
}

/// Interventions, sessions, suggestions, concerns, consents and changes, as far as later entries depend on them.
#[derive(Debug, Clone, Default)]
pub(crate) struct Work {
    interventions: Vec<Intervention>,
    sessions: Vec<Option<EntryNumber>>, // By which entry it rests on a contract.
    suggestions: Vec<Suggestion>,
    consents: Vec<Option<EntryNumber>>, // By which entry it was withdrawn.
    changes: Vec<u32>,                  // The seat of whoever noticed it.
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

    pub(crate) fn seat(&self, person: &PersonId) -> Option<u32> {
        self.ledger.slot(Noun::Person, person.as_str())
    }

    fn need(&self, event: &Event, person: &PersonId, part: Needed, fits: impl Fn(Role) -> bool) -> Result<(), Refusal> {
        if self.held(person).iter().any(fits) {
            return Ok(());
        }
        Err(Refusal::NotHereAs { asked: event.kind(), part, place: Place::of(person.as_str(), event.part()) })
    }
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
        let slot = slot.map(|slot| slot as usize);
        match event {
            Event::InterventionBegun(data) => setting.judge_cover(&data.cover),
            Event::InterventionCovered(data) => {
                self.judge_uncovered(slot, setting.known)?;
                setting.covers(&data.contract).map_err(|stage| Refusal::NotCovered { stage })
            }
            Event::InterventionClosed(_) => self.judge_not_closed(asked, slot, setting.known),
            Event::SessionHeld(data) => {
                self.judge_intervention(asked, data.intervention.as_ref(), setting)?;
                for person in &data.present {
                    setting.need(event, person, Needed::Present, |_| true)?;
                }
                setting.judge_cover(&data.cover)
            }
            Event::SessionCancelled(data) => self.judge_intervention(asked, data.intervention.as_ref(), setting),
            Event::SessionCovered(data) => {
                self.judge_session_uncovered(slot, setting.known)?;
                setting.covers(&data.contract).map_err(|stage| Refusal::NotCovered { stage })
            }
            Event::SuggestionOffered(data) => setting.covers(&data.contract).map_err(|stage| Refusal::NotUnderWay { stage }),
            Event::SuggestionAnswered(data) => {
                let was_welcome = data.why.is_some() && !data.reception.is_unwelcome();
                if was_welcome { Err(Refusal::WasWelcome) } else { Ok(()) }
            }
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
            Event::ConsentGiven(data) if data.to == ConsentTo::SharingWords => {
                setting.need(event, &data.given_by, Needed::Family, |role| role.side() == Side::Family)?;
                data.shares(setting.known.before)
            }
            Event::ConsentGiven(data) => {
                if !data.entries.is_empty() || !data.readers.is_empty() {
                    return Err(Refusal::NotAboutSharing);
                }
                let family = |role: Role| role.side() == Side::Family;
                let for_person = data.for_person.as_ref();
                for_person.map_or(Ok(()), |person| setting.need(event, person, Needed::Family, family))?;
                setting.need(event, &data.given_by, Needed::ConsentGiver, may_consent)
            }
            Event::ConsentWithdrawn(data) => {
                setting.need(event, &data.withdrawn_by, Needed::ConsentGiver, may_consent)?;
                self.judge_not_withdrawn(slot, setting.known)
            }
            Event::ChangeWitnessed(_)
            | Event::ChangeDocumented(_)
            | Event::ChangeAmplified(_)
            | Event::ConcernRaised(_)
            | Event::ChangeNoticed(_) => Ok(()),
        }
    }

    /// Why something could not be done about what it would be about, whatever would be said.
    pub(crate) fn why_not(&self, asked: Kind, slot: Option<u32>, known: Known<'_>) -> Result<(), Refusal> {
        let slot = slot.map(|slot| slot as usize);
        match asked {
            Kind::InterventionCovered => self.judge_uncovered(slot, known),
            Kind::InterventionClosed => self.judge_not_closed(asked, slot, known),
            Kind::SessionCovered => self.judge_session_uncovered(slot, known),
            Kind::ConsentWithdrawn => self.judge_not_withdrawn(slot, known),
            Kind::InterventionBegun
            | Kind::SessionHeld
            | Kind::SessionCancelled
            | Kind::SuggestionOffered
            | Kind::SuggestionAnswered
            | Kind::ConcernRaised
            | Kind::ConcernPassedOn
            | Kind::FamilyHelpedToUnderstand
            | Kind::ExplanationWithheld
            | Kind::ConsentGiven
            | Kind::ChangeNoticed
            | Kind::ChangeWitnessed
            | Kind::ChangeDocumented
            | Kind::ChangeAmplified => Ok(()),
        }
    }

    fn judge_uncovered(&self, slot: Option<usize>, known: Known<'_>) -> Result<(), Refusal> {
        let cover = self.intervention(slot).and_then(|intervention| intervention.cover);
        if cover.is_some_and(|number| known.has(number)) { Err(Refusal::AlreadyCovered) } else { Ok(()) }
    }

    fn judge_session_uncovered(&self, slot: Option<usize>, known: Known<'_>) -> Result<(), Refusal> {
        let cover = slot.and_then(|slot| self.sessions.get(slot)).copied().flatten();
        if cover.is_some_and(|number| known.has(number)) { Err(Refusal::SessionAlreadyCovered) } else { Ok(()) }
    }

    fn judge_not_closed(&self, asked: Kind, slot: Option<usize>, known: Known<'_>) -> Result<(), Refusal> {
        let closed = self.intervention(slot).and_then(|intervention| intervention.closed);
        let closed = closed.is_some_and(|(_, number)| known.has(number));
        if closed { Err(Refusal::InterventionClosed { asked }) } else { Ok(()) }
    }

    fn judge_not_withdrawn(&self, slot: Option<usize>, known: Known<'_>) -> Result<(), Refusal> {
        let withdrawn = slot.and_then(|slot| self.withdrawn_by(slot));
        if withdrawn.is_some_and(|number| known.has(number)) { Err(Refusal::AlreadyWithdrawn) } else { Ok(()) }
    }

    /// The entry by which a consent was withdrawn, if one did.
    pub(crate) fn withdrawn_by(&self, consent: usize) -> Option<EntryNumber> {
        self.consents.get(consent).copied().flatten()
    }

    /// Nobody witnesses what they noticed themself.
    pub(crate) fn judge_witness(&self, change: Option<u32>, by: u32) -> Result<(), Refusal> {
        let noticed_by = change.and_then(|slot| self.changes.get(slot as usize));
        if noticed_by == Some(&by) { Err(Refusal::WitnessesThemself) } else { Ok(()) }
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

    /// Whether what somebody says of a change takes it to somebody else: the change by its slot, and people by their seats.
    pub(crate) fn reaches_others(
        &self,
        event: &Event,
        slot: Option<u32>,
        by: u32,
        seat: impl Fn(&PersonId) -> Option<u32>,
    ) -> Result<(), Refusal> {
        if let Event::ChangeWitnessed(_) = event {
            return self.judge_witness(slot, by);
        }
        let Event::ChangeAmplified(data) = event else { return Ok(()) };
        if data.to.is_empty() && data.words.is_none() {
            Err(Refusal::AmplifiesToNobody)
        } else if data.to.iter().any(|to| seat(to) == Some(by)) {
            Err(Refusal::AmplifiesToThemself)
        } else {
            Ok(())
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

    /// What made the things of the work is written with them; this is what became of them since.
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
                self.interventions.get_mut(slot).into_iter().for_each(|it| note_first(&mut it.cover, number));
            }
            Event::InterventionClosed(_) => {
                let closed = self.interventions.get_mut(slot).map(|it| &mut it.closed);
                let closed = closed.filter(|closed| closed.is_none_or(|(_, by)| number < by));
                closed.into_iter().for_each(|closed| *closed = Some((at, number)));
            }
            Event::SessionHeld(data) => {
                put(&mut self.sessions, slot, matches!(data.cover, Cover::Contract(_)).then_some(number));
            }
            Event::SessionCovered(_) => {
                self.sessions.get_mut(slot).into_iter().for_each(|cover| note_first(cover, number));
            }
            Event::SuggestionOffered(_) => put(&mut self.suggestions, slot, Suggestion { by, at, number }),
            Event::ConsentGiven(_) => put(&mut self.consents, slot, None),
            Event::ConsentWithdrawn(_) => {
                self.consents.get_mut(slot).into_iter().for_each(|withdrawn| note_first(withdrawn, number));
            }
            Event::ChangeNoticed(_) => put(&mut self.changes, slot, by.seat),
            Event::SessionCancelled(_)
            | Event::SuggestionAnswered(_)
            | Event::ConcernRaised(_)
            | Event::ConcernPassedOn(_)
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

/// Notes an entry of a kind of which one counts. Where a second comes back, the first still counts, and the second is found not to fit.
fn note_first(by: &mut Option<EntryNumber>, number: EntryNumber) {
    *by = Some(by.map_or(number, |first| first.min(number)));
}

/// Who can consent: the family, and the social work side or a court where it holds parental responsibility.
pub(crate) fn may_consent(role: Role) -> bool {
    matches!(role.side(), Side::Family | Side::SocialWork) || role == Role::Court
}
