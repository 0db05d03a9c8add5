//! What an act says of a meeting that was recorded, judged by who was there.

use super::History;
use crate::cycle::{Act, Entry, Event, Refusal};
use crate::deliberating::{self, DiscussionHeld, TestPlanned};
use crate::id::EntryNumber;
use crate::intervening::{ConsentGiven, ConsentTo, SessionHeld};
use crate::noun::{Noun, Ref};
use crate::partnering::{self, PracticeDescribed};
use crate::people::{Role, Side};
use crate::refusal::Place;

impl History {
    /// Whether a recording that is described was consented to by the family who were there, and a plan agreed by those who were; by
    /// the withdrawals before a number. It is asked where the act is offered, not of what is stored: earlier versions recorded it, and a
    /// meeting that is corrected later changes neither.
    pub(super) fn judge_meeting(&self, act: &Act, before: EntryNumber) -> Result<(), Refusal> {
        if let Some(data) = PracticeDescribed::of(&act.event) {
            return Ok(self.judge_recording(data, act, before)?);
        }
        TestPlanned::of(&act.event).map_or(Ok(()), |data| Ok(self.judge_agreeing(data, &act.event)?))
    }

    /// Whether the consent to a recording is to filming, is not withdrawn, and is that of somebody of the family who was there. Anybody
    /// who may consent gives it for a child; for an adult, the family alone. Of a meeting that has no session here it is not known who
    /// was there; the family then is enough.
    fn judge_recording(&self, data: &PracticeDescribed, act: &Act, before: EntryNumber) -> Result<(), partnering::Refusal> {
        let Some(consent) = &data.recording else { return Ok(()) };
        let made = self.made(Noun::Consent, consent.as_str());
        let Some((entry, given)) = made.and_then(|entry| Some((entry, ConsentGiven::of(entry.event())?))) else {
            return Ok(()); // That it is there was judged with all that an act refers to.
        };
        let session = data.session.as_ref().and_then(|session| self.made(Noun::Session, session.as_str()));
        let session = session.and_then(|entry| SessionHeld::of(entry.event()));
        let whose = given.for_person.as_ref().unwrap_or(&given.given_by);
        let was_there = session.is_none_or(|session| session.present.contains(whose));
        let held = self.cycle.held_at(whose, act.occurred_at);
        let by_family = || self.cycle.held_at(&given.given_by, entry.act().occurred_at).is_on(Side::Family);
        let is_theirs = held.is_on(Side::Family) && (held.roles.has(Role::Child) || by_family());
        let withdrawn = self.cycle.withdrawn_by(consent.as_str());
        if given.to != ConsentTo::Filming {
            Err(partnering::Refusal::NotToRecording)
        } else if withdrawn.is_some_and(|number| number < before) {
            Err(partnering::Refusal::RecordingWithdrawn)
        } else if !is_theirs || !was_there {
            Err(partnering::Refusal::NotOfThatMeeting)
        } else {
            Ok(())
        }
    }

    /// Whether a plan was agreed by people who were present in the discussion in which it was planned.
    fn judge_agreeing(&self, data: &TestPlanned, event: &Event) -> Result<(), deliberating::Refusal> {
        let held = self.made(Noun::Discussion, data.discussion.as_str()).and_then(|entry| DiscussionHeld::of(entry.event()));
        let Some(held) = held else { return Ok(()) };
        let absent = data.agreed_by.iter().find(|person| !held.present.contains(person));
        absent.map_or(Ok(()), |person| {
            Err(deliberating::Refusal::AgreedByAbsent { place: Place::of(person.as_str(), event.part()) })
        })
    }

    /// The entry that made a thing, as corrected.
    fn made(&self, noun: Noun, id: &str) -> Option<&Entry> {
        self.corrected(self.cycle.made_anew(Ref { noun, id })?)
    }
}
