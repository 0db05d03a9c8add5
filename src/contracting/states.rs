//! One struct for each state of a contract. A step consumes the state it is taken from, so a wrong step does not compile.

use super::event::Request;
use super::lifecycle::Stage;
use super::terms::{Draft, Gap};
use crate::id::EntryNumber;
use crate::moment::{Moment, NotAMoment};
use crate::people::Side;
use crate::word::{Words, words};

words! {
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
    /// The side that says yes or no to it.
    #[must_use]
    pub const fn answered_by(self) -> Side {
        match self {
            Origin::SocialWork | Origin::Court => Side::Clinical,
            Origin::CliniciansOffer => Side::SocialWork,
        }
    }
}

/// What every open state rests on: where the invitation came from, what it asked for, how many versions of terms there were.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct Ground {
    origin: Origin,
    asked: Request,
    versions: u16,
}

/// A space was opened; nobody has answered.
///
/// ```
/// use practice_cycle::contracting::{Invited, Origin, Request};
/// use practice_cycle::space::{Space, Stream};
/// let asked = Request { space: Space::JointSession, stream: Some(Stream::Direct) };
/// let offered = Request { space: Space::CaseConsultation, stream: Some(Stream::Reflective) };
/// let invited = Invited::new(Origin::SocialWork, asked);
/// assert_eq!(invited.clone().reframed(offered).not_welcomed(), invited);
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Invited {
    ground: Ground,
}

/// The clinician offered something else; it has not been answered.
///
/// ```
/// use practice_cycle::contracting::{Invited, Origin, Request};
/// use practice_cycle::space::Space;
/// let asked = Request { space: Space::JointSession, stream: None };
/// let offered = Request { space: Space::CaseConsultation, stream: None };
/// let reframed = Invited::new(Origin::SocialWork, asked).reframed(offered);
/// assert_eq!(reframed.welcomed().settled(), offered);
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Reframed {
    ground: Ground,
    offered: Request,
}

/// Both are talking; terms may lie on the table.
///
/// ```
/// use practice_cycle::contracting::{Invited, Origin, Request};
/// use practice_cycle::space::Space;
/// let request = Request { space: Space::TeamMeeting, stream: None };
/// let negotiating = Invited::new(Origin::SocialWork, request).accepted();
/// assert!(negotiating.tabled().is_none());
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Negotiating {
    ground: Ground,
    settled: Request,
    tabled: Option<Tabled>,
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
/// # Ok::<(), practice_cycle::moment::NotAMoment>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Tabled {
    version: u16,
    number: EntryNumber,
    gaps: Words<Gap>,
    lapses: Moment,         // `NEVER` where no end is planned.
    review_overdue: Moment, // `NEVER` where no review is planned.
    clinical: Option<u32>,
    social_work: Option<u32>,
}

impl Tabled {
    fn new(version: u16, draft: &Draft, space: crate::space::Space, number: EntryNumber) -> Result<Self, NotAMoment> {
        let mut planned = (None, None);
        if let Some(duration) = draft.duration {
            planned = (duration.lapses()?, duration.review_overdue()?);
        }
        let (lapses, review_overdue) = (planned.0.unwrap_or(Moment::NEVER), planned.1.unwrap_or(Moment::NEVER));
        Ok(Self { version, number, gaps: draft.gaps(space), lapses, review_overdue, clinical: None, social_work: None })
    }

    /// Which version of the terms it is, counted from 1 for each contract.
    #[must_use]
    pub fn version(&self) -> u16 {
        self.version
    }

    /// The entry that holds the words.
    #[must_use]
    pub fn number(&self) -> EntryNumber {
        self.number
    }

    /// What is missing before anybody can accept.
    #[must_use]
    pub fn gaps(&self) -> Words<Gap> {
        self.gaps
    }

    /// Whether a side has accepted this version.
    #[must_use]
    pub fn accepted_by(&self, side: Side) -> bool {
        match side {
            Side::Clinical => self.clinical.is_some(),
            Side::SocialWork => self.social_work.is_some(),
            Side::Family | Side::Partner => false,
        }
    }

    fn accept(&mut self, side: Side, seat: u32) {
        match side {
            Side::Clinical => self.clinical = Some(seat),
            Side::SocialWork => self.social_work = Some(seat),
            Side::Family | Side::Partner => {}
        }
    }

    fn agreement(&self, settled: Request) -> Option<Agreement> {
        let (Some(clinical), Some(social_work)) = (self.clinical, self.social_work) else { return None };
        Some(Agreement {
            settled,
            version: self.version,
            number: self.number,
            lapses: self.lapses,
            review_overdue: self.review_overdue,
            clinical,
            social_work,
        })
    }
}

/// What both sides agreed: complete terms, accepted by each. Work can rest on it while the contract is active, and only an
/// active contract gives it away: see [`Active::agreement`].
///
/// ```
/// use practice_cycle::contracting::Agreement;
/// fn version(agreement: &Agreement) -> u16 { agreement.version() }
/// ```
///
/// ```compile_fail,E0599
/// use practice_cycle::contracting::{Agreed, Agreement};
/// fn rest_on(agreed: &Agreed) -> &Agreement { agreed.agreement() }
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Agreement {
    settled: Request,
    version: u16,
    number: EntryNumber,
    lapses: Moment,         // `NEVER` where no end is planned.
    review_overdue: Moment, // `NEVER` where no review is planned.
    clinical: u32,
    social_work: u32,
}

impl Agreement {
    /// The space and stream agreed on.
    #[must_use]
    pub fn settled(&self) -> Request {
        self.settled
    }

    /// The version of the terms that both accepted.
    #[must_use]
    pub fn version(&self) -> u16 {
        self.version
    }

    /// The entry that holds the terms in words.
    #[must_use]
    pub fn number(&self) -> EntryNumber {
        self.number
    }

    /// The instant from which the planned end has passed, if an end is planned.
    #[must_use]
    pub fn lapses(&self) -> Option<Moment> {
        self.lapses.if_ever()
    }

    /// The instant from which a planned review is overdue, if one is planned.
    #[must_use]
    pub fn review_overdue(&self) -> Option<Moment> {
        self.review_overdue.if_ever()
    }

    /// The seat of the party on a side.
    #[must_use]
    pub fn party(&self, side: Side) -> Option<u32> {
        match side {
            Side::Clinical => Some(self.clinical),
            Side::SocialWork => Some(self.social_work),
            Side::Family | Side::Partner => None,
        }
    }
}

/// Both sides accepted one version; the work has not begun.
///
/// ```
/// use practice_cycle::contracting::{Active, Agreed};
/// fn put_off_and_begin(agreed: Agreed) -> Active { agreed.postponed().restored().begun() }
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Agreed {
    ground: Ground,
    agreement: Agreement,
}

/// Agreed, and put off.
///
/// ```
/// use practice_cycle::contracting::{Agreed, Postponed};
/// fn restore(postponed: Postponed) -> Agreed { postponed.restored() }
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Postponed {
    agreed: Agreed,
}

/// The work is under way, though its planned end may have passed.
///
/// ```
/// use practice_cycle::contracting::{Active, Closed};
/// fn halt_and_finish(active: Active) -> Closed { active.suspended().resumed().closed() }
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Active {
    ground: Ground,
    agreement: Agreement,
    tabled: Option<Tabled>,
}

/// The work is halted.
///
/// ```
/// use practice_cycle::contracting::{Active, Suspended};
/// fn go_on(suspended: Suspended) -> Active { suspended.resumed() }
/// ```
///
/// Work cannot rest on it meanwhile:
///
/// ```compile_fail,E0599
/// use practice_cycle::contracting::{Agreement, Suspended};
/// fn rest_on(suspended: &Suspended) -> &Agreement { suspended.agreement() }
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Suspended {
    active: Active,
}

/// Closed, in one of five ways: declined, withdrawn, completed, ended or revoked.
///
/// ```
/// use practice_cycle::contracting::{Invited, Origin, Request};
/// use practice_cycle::space::Space;
/// let request = Request { space: Space::TeamMeeting, stream: None };
/// let closed = Invited::new(Origin::SocialWork, request).closed();
/// assert!(closed.agreement().is_none());
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Closed {
    origin: Origin,
    agreement: Option<Agreement>,
    has_successor: bool,
}

/// What an acceptance amounts to.
///
/// ```
/// use practice_cycle::contracting::{Accepted, Agreed, Negotiating};
/// fn agreed(accepted: Accepted) -> Option<Agreed> {
///     match accepted {
///         Accepted::Agreed(agreed) => Some(agreed),
///         Accepted::Waiting(_) => None,
///     }
/// }
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Accepted {
    /// The other side has not accepted yet.
    Waiting(Negotiating),
    /// Both have.
    Agreed(Agreed),
}

impl Invited {
    /// A space is opened.
    #[must_use]
    pub fn new(origin: Origin, asked: Request) -> Self {
        Self { ground: Ground { origin, asked, versions: 0 } }
    }

    /// The side that was asked says yes.
    #[must_use]
    pub fn accepted(self) -> Negotiating {
        Negotiating { settled: self.ground.asked, ground: self.ground, tabled: None }
    }

    /// The clinician offers something else.
    #[must_use]
    pub fn reframed(self, offered: Request) -> Reframed {
        Reframed { ground: self.ground, offered }
    }

    /// One side puts terms on the table at once.
    ///
    /// # Errors
    /// [`NotAMoment`] where the terms plan for a day outside 1900 to 2199.
    pub fn proposed(self, draft: &Draft, number: EntryNumber) -> Result<Negotiating, NotAMoment> {
        self.accepted().proposed(draft, number)
    }

    /// Declined or withdrawn.
    #[must_use]
    pub fn closed(self) -> Closed {
        Closed { origin: self.ground.origin, agreement: None, has_successor: false }
    }
}

impl Reframed {
    /// Welcomed as offered.
    #[must_use]
    pub fn welcomed(self) -> Negotiating {
        Negotiating { settled: self.offered, ground: self.ground, tabled: None }
    }

    /// Something between the two.
    #[must_use]
    pub fn adapted(self, to: Request) -> Negotiating {
        Negotiating { settled: to, ground: self.ground, tabled: None }
    }

    /// Not welcomed: the first request stands.
    #[must_use]
    pub fn not_welcomed(self) -> Invited {
        Invited { ground: self.ground }
    }

    /// Declined or withdrawn.
    #[must_use]
    pub fn closed(self) -> Closed {
        Invited { ground: self.ground }.closed()
    }
}

impl Negotiating {
    /// The terms on the table.
    #[must_use]
    pub fn tabled(&self) -> Option<&Tabled> {
        self.tabled.as_ref()
    }

    /// The space and stream as they were settled so far.
    #[must_use]
    pub fn settled(&self) -> Request {
        self.settled
    }

    /// One side puts terms on the table; they replace what lay there.
    ///
    /// # Errors
    /// [`NotAMoment`] where the terms plan for a day outside 1900 to 2199.
    pub fn proposed(mut self, draft: &Draft, number: EntryNumber) -> Result<Self, NotAMoment> {
        self.ground.versions = self.ground.versions.saturating_add(1);
        self.tabled = Some(Tabled::new(self.ground.versions, draft, self.settled.space, number)?);
        Ok(self)
    }

    /// One side accepts what lies on the table.
    ///
    /// # Errors
    /// The gaps, where something is missing: the table itself counts as missing everything.
    pub fn accepted(mut self, side: Side, seat: u32) -> Result<Accepted, Words<Gap>> {
        let Some(tabled) = &mut self.tabled else { return Err(Draft::default().gaps(self.settled.space)) };
        if !tabled.gaps.is_empty() {
            return Err(tabled.gaps);
        }
        tabled.accept(side, seat);
        Ok(match tabled.agreement(self.settled) {
            Some(agreement) => Accepted::Agreed(Agreed { ground: self.ground, agreement }),
            None => Accepted::Waiting(self),
        })
    }

    /// The clinician offers something else.
    #[must_use]
    pub fn reframed(self, offered: Request) -> Reframed {
        Reframed { ground: self.ground, offered }
    }

    /// Declined or withdrawn.
    #[must_use]
    pub fn closed(self) -> Closed {
        Invited { ground: self.ground }.closed()
    }
}

impl Agreed {
    /// The work begins.
    #[must_use]
    pub fn begun(self) -> Active {
        Active { ground: self.ground, agreement: self.agreement, tabled: None }
    }

    /// It is put off.
    #[must_use]
    pub fn postponed(self) -> Postponed {
        Postponed { agreed: self }
    }

    /// It is opened again for other terms.
    ///
    /// # Errors
    /// [`NotAMoment`] where the terms plan for a day outside 1900 to 2199.
    pub fn reopened(self, draft: &Draft, number: EntryNumber) -> Result<Negotiating, NotAMoment> {
        Negotiating { settled: self.agreement.settled, ground: self.ground, tabled: None }.proposed(draft, number)
    }

    /// Withdrawn, or ended because it did not take place.
    #[must_use]
    pub fn closed(self) -> Closed {
        Closed { origin: self.ground.origin, agreement: Some(self.agreement), has_successor: false }
    }
}

impl Postponed {
    /// It stands again.
    #[must_use]
    pub fn restored(self) -> Agreed {
        self.agreed
    }

    /// Terms with another date.
    ///
    /// # Errors
    /// [`NotAMoment`] where the terms plan for a day outside 1900 to 2199.
    pub fn reopened(self, draft: &Draft, number: EntryNumber) -> Result<Negotiating, NotAMoment> {
        self.agreed.reopened(draft, number)
    }

    /// Withdrawn.
    #[must_use]
    pub fn closed(self) -> Closed {
        self.agreed.closed()
    }
}

impl Active {
    /// What work can rest on.
    #[must_use]
    pub fn agreement(&self) -> &Agreement {
        &self.agreement
    }

    /// The amendment on the table.
    #[must_use]
    pub fn tabled(&self) -> Option<&Tabled> {
        self.tabled.as_ref()
    }

    /// It is reviewed: the next review, if one is planned, is overdue from an instant.
    #[must_use]
    pub fn reviewed(mut self, next_overdue: Option<Moment>) -> Self {
        self.agreement.review_overdue = next_overdue.unwrap_or(Moment::NEVER);
        self
    }

    /// One side proposes an amendment; what was agreed stands until both accept.
    ///
    /// # Errors
    /// [`NotAMoment`] where the terms plan for a day outside 1900 to 2199.
    pub fn proposed(mut self, draft: &Draft, number: EntryNumber) -> Result<Self, NotAMoment> {
        self.ground.versions = self.ground.versions.saturating_add(1);
        self.tabled = Some(Tabled::new(self.ground.versions, draft, self.agreement.settled.space, number)?);
        Ok(self)
    }

    /// One side accepts the amendment; when both have, it is what is agreed.
    ///
    /// # Errors
    /// The gaps, where something is missing.
    pub fn accepted(mut self, side: Side, seat: u32) -> Result<Self, Words<Gap>> {
        let settled = self.agreement.settled;
        let Some(tabled) = &mut self.tabled else { return Err(Draft::default().gaps(settled.space)) };
        if !tabled.gaps.is_empty() {
            return Err(tabled.gaps);
        }
        tabled.accept(side, seat);
        if let Some(agreement) = tabled.agreement(settled) {
            self.agreement = agreement;
            self.tabled = None;
        }
        Ok(self)
    }

    /// The party of a side is replaced.
    #[must_use]
    pub fn party_replaced(mut self, side: Side, successor: u32) -> Self {
        match side {
            Side::Clinical => self.agreement.clinical = successor,
            Side::SocialWork => self.agreement.social_work = successor,
            Side::Family | Side::Partner => {}
        }
        self
    }

    /// The work is halted.
    #[must_use]
    pub fn suspended(self) -> Suspended {
        Suspended { active: self }
    }

    /// Completed, ended, revoked or renewed.
    #[must_use]
    pub fn closed(self) -> Closed {
        Closed { origin: self.ground.origin, agreement: Some(self.agreement), has_successor: false }
    }
}

impl Suspended {
    /// The work goes on.
    #[must_use]
    pub fn resumed(self) -> Active {
        self.active
    }

    /// It is reviewed while it is halted.
    #[must_use]
    pub fn reviewed(self, next_overdue: Option<Moment>) -> Self {
        Self { active: self.active.reviewed(next_overdue) }
    }

    /// Completed, ended or revoked.
    #[must_use]
    pub fn closed(self) -> Closed {
        self.active.closed()
    }
}

impl Closed {
    /// What had been agreed, if anything.
    #[must_use]
    pub fn agreement(&self) -> Option<&Agreement> {
        self.agreement.as_ref()
    }

    /// Whether it is linked to a contract that follows it.
    #[must_use]
    pub fn has_successor(&self) -> bool {
        self.has_successor
    }

    /// It is linked to a contract that follows it.
    #[must_use]
    pub fn renewed(mut self) -> Self {
        self.has_successor = true;
        self
    }
}

/// Any of the states, for what comes from outside.
///
/// ```
/// use practice_cycle::contracting::{Invited, Origin, Request, Stage, State};
/// use practice_cycle::space::Space;
/// let request = Request { space: Space::TeamMeeting, stream: None };
/// let state = State::Invited(Invited::new(Origin::Court, request));
/// assert_eq!(state.stage(), Stage::Invited);
/// assert_eq!(state.origin(), Origin::Court);
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum State {
    /// See [`Invited`].
    Invited(Invited),
    /// See [`Reframed`].
    Reframed(Reframed),
    /// See [`Negotiating`].
    Negotiating(Negotiating),
    /// See [`Agreed`].
    Agreed(Agreed),
    /// See [`Postponed`].
    Postponed(Postponed),
    /// See [`Active`].
    Active(Active),
    /// See [`Suspended`].
    Suspended(Suspended),
    /// A side that was asked said no.
    Declined(Closed),
    /// Taken back before it began.
    Withdrawn(Closed),
    /// The work was done.
    Completed(Closed),
    /// Ended early by both, or it did not take place.
    Ended(Closed),
    /// One side, or the family, withdrew.
    Revoked(Closed),
}

impl State {
    /// The stage, without regard to time: an active contract may have lapsed.
    #[inline]
    #[must_use]
    pub fn stage(&self) -> Stage {
        match self {
            State::Invited(_) => Stage::Invited,
            State::Reframed(_) => Stage::Reframed,
            State::Negotiating(_) => Stage::Negotiating,
            State::Agreed(_) => Stage::Agreed,
            State::Postponed(_) => Stage::Postponed,
            State::Active(_) => Stage::Active,
            State::Suspended(_) => Stage::Suspended,
            State::Declined(_) => Stage::Declined,
            State::Withdrawn(_) => Stage::Withdrawn,
            State::Completed(_) => Stage::Completed,
            State::Ended(_) => Stage::Ended,
            State::Revoked(_) => Stage::Revoked,
        }
    }

    /// Where the invitation came from.
    #[inline]
    #[must_use]
    pub fn origin(&self) -> Origin {
        match self {
            State::Invited(Invited { ground })
            | State::Reframed(Reframed { ground, .. })
            | State::Negotiating(Negotiating { ground, .. })
            | State::Agreed(Agreed { ground, .. })
            | State::Postponed(Postponed { agreed: Agreed { ground, .. } })
            | State::Active(Active { ground, .. })
            | State::Suspended(Suspended { active: Active { ground, .. } }) => ground.origin,
            State::Declined(closed)
            | State::Withdrawn(closed)
            | State::Completed(closed)
            | State::Ended(closed)
            | State::Revoked(closed) => closed.origin,
        }
    }

    /// The space and stream asked for or settled so far; `None` where it was closed before anything was agreed.
    #[must_use]
    pub fn request(&self) -> Option<Request> {
        match self {
            State::Invited(invited) => Some(invited.ground.asked),
            State::Reframed(reframed) => Some(reframed.offered),
            State::Negotiating(negotiating) => Some(negotiating.settled),
            State::Agreed(agreed) => Some(agreed.agreement.settled),
            State::Postponed(postponed) => Some(postponed.agreed.agreement.settled),
            State::Active(active) => Some(active.agreement.settled),
            State::Suspended(suspended) => Some(suspended.active.agreement.settled),
            State::Declined(closed)
            | State::Withdrawn(closed)
            | State::Completed(closed)
            | State::Ended(closed)
            | State::Revoked(closed) => closed.agreement.as_ref().map(|agreement| agreement.settled),
        }
    }

    /// The terms on the table.
    #[must_use]
    pub fn tabled(&self) -> Option<&Tabled> {
        match self {
            State::Negotiating(negotiating) => negotiating.tabled(),
            State::Active(active) => active.tabled(),
            State::Suspended(suspended) => suspended.active.tabled(),
            State::Invited(_)
            | State::Reframed(_)
            | State::Agreed(_)
            | State::Postponed(_)
            | State::Declined(_)
            | State::Withdrawn(_)
            | State::Completed(_)
            | State::Ended(_)
            | State::Revoked(_) => None,
        }
    }

    /// The same, closed; `None` where it is closed already.
    pub(crate) fn closed(&self) -> Option<Closed> {
        match self {
            State::Invited(it) => Some(it.clone().closed()),
            State::Reframed(it) => Some(it.clone().closed()),
            State::Negotiating(it) => Some(it.clone().closed()),
            State::Agreed(it) => Some(it.clone().closed()),
            State::Postponed(it) => Some(it.clone().closed()),
            State::Active(it) => Some(it.clone().closed()),
            State::Suspended(it) => Some(it.clone().closed()),
            State::Declined(_) | State::Withdrawn(_) | State::Completed(_) | State::Ended(_) | State::Revoked(_) => None,
        }
    }

    pub(crate) fn has_successor(&self) -> bool {
        match self {
            State::Declined(closed)
            | State::Withdrawn(closed)
            | State::Completed(closed)
            | State::Ended(closed)
            | State::Revoked(closed) => closed.has_successor(),
            State::Invited(_)
            | State::Reframed(_)
            | State::Negotiating(_)
            | State::Agreed(_)
            | State::Postponed(_)
            | State::Active(_)
            | State::Suspended(_) => false,
        }
    }

    /// The instant from which work under way has lapsed; [`Moment::NEVER`] where no end is planned, or nothing is under way.
    pub(crate) fn lapses(&self) -> Moment {
        if let State::Active(active) = self { active.agreement.lapses } else { Moment::NEVER }
    }

    /// What was agreed, for reading; work rests only on [`Active::agreement`].
    #[must_use]
    pub fn agreed(&self) -> Option<&Agreement> {
        match self {
            State::Agreed(agreed) => Some(&agreed.agreement),
            State::Postponed(postponed) => Some(&postponed.agreed.agreement),
            State::Active(active) => Some(&active.agreement),
            State::Suspended(suspended) => Some(&suspended.active.agreement),
            State::Declined(closed)
            | State::Withdrawn(closed)
            | State::Completed(closed)
            | State::Ended(closed)
            | State::Revoked(closed) => closed.agreement(),
            State::Invited(_) | State::Reframed(_) | State::Negotiating(_) => None,
        }
    }
}
