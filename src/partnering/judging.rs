//! State kept from practice with families, and validation of the next.

use thiserror::Error;

use super::{CoachingHeld, DescriptionPassedOn, Event, Kind, OfferedToFamily, PracticeDescribed, SeenAs};
use crate::calendar::local_date;
use crate::code::{CodeSet, codes};
use crate::declare::refusals;
use crate::id::PersonId;
use crate::intervening::Setting;
use crate::ledger::{Ledger, put};
use crate::noun::{Noun, Ref};
use crate::people::Side;
use crate::refusal::Place;

/// Why something about practice with a family is refused.
///
/// ```
/// use practice_cycle::partnering::Refusal;
/// assert_eq!(Refusal::NoReaders.to_string(), "a description goes further only to readers who are named");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum Refusal {
    /// Views, sharing and experience are those of the family.
    #[error("cannot {asked}: whoever is named was not of the family at that time")]
    NotOfFamily {
        /// What was asked.
        asked: Kind,
        /// Where they are named.
        place: Place,
    },
    /// A list that has to say something is empty.
    #[error("cannot {asked} without saying {lacking}", lacking = Lacking::of(*.asked))]
    TooLittleNamed {
        /// What was asked.
        asked: Kind,
    },
    /// Waiting lasts at least for the day on which it is recorded.
    #[error("cannot wait for views until a day before this")]
    AwaitedUntilBefore,
    /// Each sign is spoken of once.
    #[error("a description cannot speak of the same sign twice")]
    SignTwice,
    /// The perspective is that of whoever describes.
    #[error("whoever describes this meeting cannot do so as {seen_as}, in the role that they hold")]
    NotSeenAs {
        /// The perspective that was named.
        seen_as: SeenAs,
    },
    /// An observer was invited by both.
    #[error("an observer is invited by somebody of the family and by somebody of the team; name both")]
    NotInvitedByBoth,
    /// Only an observer was invited, or describes a recording.
    #[error("only an observer is invited, or describes a recording")]
    NotAnObserver,
    /// A recording rests on consent to filming.
    #[error("the consent that is named is not to filming; a recording is described only by consent to it")]
    NotToRecording,
    /// A recording is not described once the consent to it is withdrawn, though the meeting was before.
    #[error("the consent to the recording was withdrawn; the recording is not described after that")]
    RecordingWithdrawn,
    /// A recording rests on the consent of somebody of the family who was there, or on one that was given for them: for a child by
    /// anybody who may consent, for an adult by the family.
    #[error(
        "the consent to the recording is not that of somebody of the family who was at this meeting; for an adult, the family gives it"
    )]
    NotOfThatMeeting,
    /// A description is passed on by whoever gave it.
    #[error("only whoever described the meeting can pass the description on")]
    NotTheirDescription,
    /// Those who will read it are named.
    #[error("a description goes further only to readers who are named")]
    NoReaders,
    /// A family is offered somebody else and an advocate first.
    #[error("before a family's description goes further, somebody else to work with and an advocate are offered")]
    NotOffered,
    /// Coaching is agreed by the worker and the family.
    #[error("coaching is agreed by the worker and by somebody of the family; name both")]
    NotAgreedByBoth,
    /// Whoever is coached is of the team.
    #[error("only somebody of the team is coached")]
    NotAWorker,
    /// Nobody coaches themself.
    #[error("nobody can coach themself")]
    CoachesThemself,
}

codes! {
    /// What has to be said, and is not.
    ///
    /// ```
    /// use practice_cycle::{partnering::Lacking, code::Code};
    /// assert_eq!(Lacking::Signs.label(), "of which signs");
    /// ```
    pub enum Lacking {
        InWhat = "in_what", "in what they were included";
        Signs = "signs", "of which signs";
        Matters = "matters", "about what";
        Who = "who", "who was supported";
        What = "what", "what was taken into account";
    }
}

impl Lacking {
    fn of(asked: Kind) -> Self {
        if asked == Kind::ViewsIncluded {
            Lacking::InWhat
        } else if asked == Kind::PracticeDescribed {
            Lacking::Signs
        } else if asked == Kind::TransitionSupported {
            Lacking::Who
        } else if asked == Kind::ExperienceConsidered {
            Lacking::What
        } else {
            Lacking::Matters
        }
    }
}

refusals! {
    NotOfFamily { asked, place } = "partnering.not_of_family", Conflict @ *place;
    TooLittleNamed { asked } = "partnering.too_little_named", Invalid [lacking: Lacking = Lacking::of(*asked)]
        @ &["data.in_what", "data.signs", "data.matters", "data.who", "data.what"];
    AwaitedUntilBefore = "partnering.awaited_until_before", Invalid @ &["data.until"];
    SignTwice = "partnering.sign_twice", Invalid @ &["data.signs"];
    NotSeenAs { seen_as } = "partnering.not_seen_as", Invalid @ &["data.seen_as"];
    NotInvitedByBoth = "partnering.not_invited_by_both", Invalid @ &["data.invited_by"];
    NotAnObserver = "partnering.not_an_observer", Invalid @ &["data.invited_by", "data.recording"];
    NotToRecording = "partnering.not_to_recording", Conflict @ &["data.recording"];
    RecordingWithdrawn = "partnering.recording_withdrawn", Conflict @ &["data.recording"];
    NotOfThatMeeting = "partnering.not_of_that_meeting", Conflict @ &["data.recording"];
    NotTheirDescription = "partnering.not_their_description", NotAllowed @ &["by"];
    NoReaders = "partnering.no_readers", Invalid @ &["data.readers"];
    NotOffered = "partnering.not_offered", Invalid @ &["data.offered"];
    NotAgreedByBoth = "partnering.not_agreed_by_both", Invalid @ &["data.agreed_by"];
    NotAWorker = "partnering.not_a_worker", Invalid @ &["data.worker"];
    CoachesThemself = "partnering.coaches_themself", Invalid @ &["data.coach"];
}

/// A description, by its slot: the seat of whoever gave it, and as what.
#[derive(Debug, Clone, Copy)]
struct Given {
    by: u32,
    seen_as: SeenAs,
}

/// Descriptions, as far as they decide what can be recorded next.
#[derive(Debug, Clone, Default)]
pub(crate) struct Partnerships {
    descriptions: Vec<Given>,
}

impl Partnerships {
    pub(crate) fn judge(&self, event: &Event, setting: &Setting<'_>) -> Result<(), Refusal> {
        let asked = event.kind();
        let fits = |is_so: bool, refusal: Refusal| if is_so { Ok(()) } else { Err(refusal) };
        let family = |person: &PersonId| {
            let place = Place::of(person.as_str(), event.part());
            fits(is_on(person, Side::Family, setting), Refusal::NotOfFamily { asked, place })
        };
        let says = |is_empty: bool| fits(!is_empty, Refusal::TooLittleNamed { asked });
        match event {
            Event::FamilyMemberNamed(data) => family(&data.person),
            Event::ViewsSought(data) => family(&data.of_whom),
            Event::ViewsIncluded(data) => says(data.in_what.is_empty()),
            Event::ViewsMissing(data) => family(&data.of_whom),
            Event::ViewsAwaited(data) => {
                let is_over = data.until.is_some_and(|until| until < local_date(setting.at));
                fits(!is_over, Refusal::AwaitedUntilBefore)?;
                family(&data.of_whom)
            }
            Event::AssessmentShared(data) => family(&data.with),
            Event::PracticeDescribed(data) => judge_description(data, setting),
            Event::DescriptionPassedOn(data) => self.judge_passing(data, setting),
            Event::ValuesTalkedAbout(data) => says(data.matters.is_empty()),
            Event::CoachingHeld(data) => judge_coaching(data, setting),
            Event::TransitionSupported(data) => says(data.who.is_empty()),
            Event::AmbivalenceHeard(data) => family(&data.person),
            Event::ExperienceConsidered(data) => {
                says(data.what.is_empty())?;
                family(&data.person)
            }
            Event::PermanenceOptionWeighed(_) | Event::PlacementDisrupted(_) => Ok(()),
        }
    }

    fn judge_passing(&self, data: &DescriptionPassedOn, setting: &Setting<'_>) -> Result<(), Refusal> {
        let slot = setting.ledger.find(Ref { noun: Noun::Description, id: data.description.as_str() }).map(|(slot, _)| slot);
        let given = slot.and_then(|slot| self.descriptions.get(slot as usize));
        let both = CodeSet::of(&[OfferedToFamily::SomebodyElse, OfferedToFamily::Advocate]);
        if given.is_some_and(|given| given.by != setting.by.seat) {
            Err(Refusal::NotTheirDescription)
        } else if data.readers.is_empty() {
            Err(Refusal::NoReaders)
        } else if given.is_some_and(|given| is_of_family(given.seen_as)) && !both.without(data.offered).is_empty() {
            Err(Refusal::NotOffered)
        } else {
            Ok(())
        }
    }

    /// Whether somebody, by their seat, gave a description that was not taken back.
    pub(crate) fn has_described(&self, seat: Option<u32>, ledger: &Ledger) -> bool {
        let mut given = self.descriptions.iter().enumerate();
        given.any(|(slot, given)| Some(given.by) == seat && ledger.is_made(Noun::Description, slot))
    }

    /// Notes what an entry that was judged says.
    pub(crate) fn note(&mut self, event: &Event, slot: u32, by: u32) {
        if let Event::PracticeDescribed(data) = event {
            put(&mut self.descriptions, slot as usize, Given { by, seen_as: data.seen_as });
        }
    }
}

const fn is_of_family(seen_as: SeenAs) -> bool {
    match seen_as {
        SeenAs::Family | SeenAs::Child => true,
        SeenAs::Worker | SeenAs::Observer => false,
    }
}

fn is_on(person: &PersonId, side: Side, setting: &Setting<'_>) -> bool {
    setting.held(person).iter().any(|role| role.side() == side)
}

fn is_of_team(person: &PersonId, setting: &Setting<'_>) -> bool {
    is_on(person, Side::SocialWork, setting) || is_on(person, Side::Clinical, setting)
}

fn judge_description(data: &PracticeDescribed, setting: &Setting<'_>) -> Result<(), Refusal> {
    let seen_as = data.seen_as;
    let spoken_of: CodeSet<_> = data.signs.iter().map(|described| described.sign).collect();
    let family = data.invited_by.iter().any(|person| is_on(person, Side::Family, setting));
    // Nobody invites themself.
    let invites = |person: &&PersonId| setting.seat(person) != Some(setting.by.seat);
    let team = data.invited_by.iter().filter(invites).any(|person| is_of_team(person, setting));
    let observes = seen_as == SeenAs::Observer;
    let is_plain = data.invited_by.is_empty() && data.recording.is_none();
    if data.signs.is_empty() {
        Err(Refusal::TooLittleNamed { asked: Kind::PracticeDescribed })
    } else if spoken_of.len() < data.signs.len() {
        Err(Refusal::SignTwice)
    } else if !seen_as.fits(setting.by.role) {
        Err(Refusal::NotSeenAs { seen_as })
    } else if observes && !(family && team) {
        Err(Refusal::NotInvitedByBoth)
    } else if !observes && !is_plain {
        Err(Refusal::NotAnObserver)
    } else {
        Ok(())
    }
}

fn judge_coaching(data: &CoachingHeld, setting: &Setting<'_>) -> Result<(), Refusal> {
    if data.coach == data.worker {
        return Err(Refusal::CoachesThemself);
    }
    if !is_of_team(&data.worker, setting) {
        return Err(Refusal::NotAWorker);
    }
    let family = data.agreed_by.iter().any(|person| is_on(person, Side::Family, setting));
    if data.agreed_by.contains(&data.worker) && family { Ok(()) } else { Err(Refusal::NotAgreedByBoth) }
}
