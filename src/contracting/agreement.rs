//! The terms on the table, and what both sides agreed, as far as the machine needs them: without their words.

use super::event::Request;
use super::terms::{Draft, Duration, Gap, Improper};
use crate::code::{CodeSet, codes};
use crate::fingerprint::Fingerprint;
use crate::id::EntryNumber;
use crate::moment::{Moment, MomentError};
use crate::people::{Role, Side};
use crate::permitted::Asking;
use crate::space::Space;

codes! {
    /// The two that contract with one another.
    ///
    /// ```
    /// use practice_cycle::{contracting::Party, people::Side};
    /// assert_eq!(Party::of(Side::SocialWork), Some(Party::SocialWork));
    /// assert_eq!(Party::of(Side::Family), None);
    /// ```
    pub enum Party {
        Clinical = "clinical", "the clinical side";
        SocialWork = "social_work", "the social work side";
    }
}

impl Party {
    /// The side of a party.
    #[must_use]
    pub const fn side(self) -> Side {
        match self {
            Party::Clinical => Side::Clinical,
            Party::SocialWork => Side::SocialWork,
        }
    }

    /// The party of a side, if it is one of the two.
    #[must_use]
    pub const fn of(side: Side) -> Option<Party> {
        match side {
            Side::Clinical => Some(Party::Clinical),
            Side::SocialWork => Some(Party::SocialWork),
            Side::Family | Side::Partner => None,
        }
    }
}

codes! {
    /// Where an invitation came from.
    ///
    /// ```
    /// use practice_cycle::{contracting::Origin, people::Side};
    /// assert_eq!(Origin::SocialWork.answered_by(), Side::Clinical);
    /// assert_eq!(Origin::CliniciansOffer.answered_by(), Side::SocialWork);
    /// ```
    pub enum Origin {
        SocialWork = "social_work", "invitation from the social work side";
        Court = "court", "instruction by a court";
        CliniciansOffer = "clinicians_offer", "offer of the clinician";
    }
}

impl Origin {
    /// Where an invitation comes from that somebody in a role makes: an instruction, where they are on neither of the two sides.
    #[must_use]
    pub const fn of(role: Role) -> Origin {
        match role.side() {
            Side::SocialWork => Origin::SocialWork,
            Side::Clinical => Origin::CliniciansOffer,
            Side::Partner | Side::Family => Origin::Court,
        }
    }

    /// Who asks, and who is asked.
    #[inline]
    pub(super) const fn asking(self, answered: bool) -> Asking {
        let other = match self {
            Origin::SocialWork => Role::of(Side::SocialWork),
            Origin::CliniciansOffer => Role::of(Side::Clinical),
            Origin::Court => CodeSet::from_bits(1 << Role::Court as u64),
        };
        Asking { asked: Role::of(self.answered_by()), other, answered }
    }

    /// The side that says yes or no to it.
    #[must_use]
    pub const fn answered_by(self) -> Side {
        match self {
            Origin::SocialWork | Origin::Court => Side::Clinical,
            Origin::CliniciansOffer => Side::SocialWork,
        }
    }
}

/// Terms on the table: what the machine needs to know of them. Their words stay in the entry that proposed them.
///
/// ```
/// use practice_cycle::contracting::{Draft, Gap, Invited, Origin, Request};
/// use practice_cycle::{id::EntryNumber, space::Space};
/// let request = Request { space: Space::TeamMeeting, stream: None };
/// let negotiating = Invited::new(Origin::SocialWork, request).proposed(&Draft::default(), EntryNumber::FIRST)?;
/// let tabled = negotiating.tabled().unwrap();
/// assert_eq!(tabled.version(), 1);
/// assert!(tabled.gaps().has(Gap::Goal));
/// # Ok::<(), practice_cycle::contracting::Improper>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Tabled {
    version: u32,
    number: EntryNumber,
    gaps: CodeSet<Gap>,
    lapses: Moment,         // `NEVER` where no end is planned.
    review_overdue: Moment, // `NEVER` where no review is planned.
    clinical: Option<u32>,
    social_work: Option<u32>,
}

impl Tabled {
    pub(super) fn new(version: u32, draft: &Draft, space: Space, number: EntryNumber) -> Result<Self, Improper> {
        draft.is_proper()?;
        let planned = |of: fn(Duration) -> Result<Option<Moment>, MomentError>| {
            let day = draft.duration.map_or(Ok(None), of).map_err(|MomentError| Improper::AbsurdDay)?;
            Ok(day.unwrap_or(Moment::NEVER))
        };
        let (lapses, review_overdue) = (planned(Duration::lapses)?, planned(Duration::review_overdue)?);
        Ok(Self { version, number, gaps: draft.gaps(space), lapses, review_overdue, clinical: None, social_work: None })
    }

    /// Which version of the terms it is, counted from 1 for each contract.
    #[inline]
    #[must_use]
    pub fn version(&self) -> u32 {
        self.version
    }

    /// The entry that holds the words.
    #[must_use]
    pub fn number(&self) -> EntryNumber {
        self.number
    }

    /// What is missing before anybody can accept.
    #[inline]
    #[must_use]
    pub fn gaps(&self) -> CodeSet<Gap> {
        self.gaps
    }

    /// The last instant of the last day, if an end is planned.
    #[must_use]
    pub fn lapses(&self) -> Option<Moment> {
        self.lapses.if_ever()
    }

    /// Whether a side has accepted this version.
    #[inline]
    #[must_use]
    pub fn accepted_by(&self, side: Side) -> bool {
        match side {
            Side::Clinical => self.clinical.is_some(),
            Side::SocialWork => self.social_work.is_some(),
            Side::Family | Side::Partner => false,
        }
    }

    #[inline]
    pub(super) fn accept(&mut self, party: Party, seat: u32) {
        match party {
            Party::Clinical => self.clinical = Some(seat),
            Party::SocialWork => self.social_work = Some(seat),
        }
    }

    pub(super) fn fingerprint(&self, to: &mut Fingerprint<'_>) {
        to.moment(self.lapses);
        to.moment(self.review_overdue);
        to.maybe(self.clinical);
        to.maybe(self.social_work);
    }

    #[inline]
    pub(super) fn agreement(&self, settled: Request) -> Option<Agreement> {
        let (Some(clinical), Some(social_work)) = (self.clinical, self.social_work) else { return None };
        Some(Agreement {
            settled,
            version: self.version,
            number: self.number,
            lapses: self.lapses,
            planned: Within { review_overdue: self.review_overdue, clinical, social_work },
            current: Within { review_overdue: self.review_overdue, clinical, social_work },
        })
    }
}

/// What facts within an agreement move: who works under it, and when its next review is overdue.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct Within {
    review_overdue: Moment, // `NEVER` where no review is planned.
    clinical: u32,
    social_work: u32,
}

/// What both sides agreed: complete terms, accepted by each. Work can rest on it while the contract is active, and only an
/// active contract gives it away: see [`Active::agreement`](super::Active::agreement).
///
/// ```
/// use practice_cycle::contracting::Agreement;
/// fn version(agreement: &Agreement) -> u32 { agreement.version() }
/// ```
///
/// ```compile_fail,E0599
/// use practice_cycle::contracting::{Agreed, Agreement};
/// fn rest_on(agreed: &Agreed) -> &Agreement { agreed.agreement() }
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Agreement {
    settled: Request,
    version: u32,
    number: EntryNumber,
    lapses: Moment,  // `NEVER` where no end is planned.
    planned: Within, // As it was agreed.
    current: Within,
}

impl Agreement {
    /// The space and stream agreed on.
    #[inline]
    #[must_use]
    pub fn settled(&self) -> Request {
        self.settled
    }

    /// The version of the terms that both accepted.
    #[inline]
    #[must_use]
    pub fn version(&self) -> u32 {
        self.version
    }

    /// The entry that holds the terms in words.
    #[must_use]
    pub fn number(&self) -> EntryNumber {
        self.number
    }

    /// The last instant of the last day, if an end is planned: the work lapses after it.
    #[inline]
    #[must_use]
    pub fn lapses(&self) -> Option<Moment> {
        self.lapses.if_ever()
    }

    /// The last instant of the day by which a review is planned, if one is: after it the review is overdue.
    #[must_use]
    pub fn review_overdue(&self) -> Option<Moment> {
        self.current.review_overdue.if_ever()
    }

    /// The same from a review on; `None` where no further review is planned.
    #[inline]
    pub(super) fn set_review_overdue(&mut self, from: Option<Moment>) {
        self.current.review_overdue = from.unwrap_or(Moment::NEVER);
    }

    /// The same from the day a party was replaced.
    pub(super) fn set_party(&mut self, party: Party, seat: u32) {
        match party {
            Party::Clinical => self.current.clinical = seat,
            Party::SocialWork => self.current.social_work = seat,
        }
    }

    /// The same as it was agreed, whatever reviews and replacements came since.
    pub(super) fn set_as_agreed(&mut self) {
        self.current = self.planned;
    }

    /// Who accepted for a party.
    pub(super) fn accepted(&self, party: Party) -> u32 {
        match party {
            Party::Clinical => self.planned.clinical,
            Party::SocialWork => self.planned.social_work,
        }
    }

    /// Who accepted for each party.
    pub(super) fn both_accepted(&self) -> [u32; 2] {
        [self.planned.clinical, self.planned.social_work]
    }

    /// The same parties under amended terms: who accepted an amendment need not be who works under it.
    pub(super) fn amended(&self, amendment: Agreement) -> Agreement {
        let under = |old: Within, new: Within| Within { review_overdue: new.review_overdue, ..old };
        Agreement {
            planned: under(self.planned, amendment.planned),
            current: under(self.current, amendment.current),
            ..amendment
        }
    }

    pub(super) fn fingerprint(&self, to: &mut Fingerprint<'_>) {
        to.moment(self.lapses);
        to.moment(self.current.review_overdue);
        to.seat(self.current.clinical);
        to.seat(self.current.social_work);
    }

    /// The seat of the party on a side.
    #[must_use]
    pub fn party(&self, side: Side) -> Option<u32> {
        match side {
            Side::Clinical => Some(self.current.clinical),
            Side::SocialWork => Some(self.current.social_work),
            Side::Family | Side::Partner => None,
        }
    }
}
