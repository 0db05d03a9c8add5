//! Sides, roles and the statutory mandate.
//!
//! Two sides join: the clinical and the social work side. Beside them stand the family, and partner agencies. What somebody may
//! do in the cycle follows from the role they hold *here*, at the time, and not from their qualification: one person may
//! well be both social worker and therapist. Somebody may hold more than one role at once: a manager who also chairs a
//! conference.
//!
//! Source: Evans, "Joining, Contracting and Intervening", section Joining: the clinical role, unlike the social worker's,
//! rests on no statutory duty.

use crate::code::{Code, CodeSet, codes};

codes! {
    /// The sides people stand on. Closed: the article speaks of two systems, and of those around them.
    ///
    /// ```
    /// use practice_cycle::people::{Role, Side};
    /// assert_eq!(Role::Manager.side(), Side::SocialWork);
    /// ```
    pub enum Side {
        Clinical = "clinical", "the clinical side";
        SocialWork = "social_work", "the social work side";
        Family = "family", "the family";
        Partner = "partner", "a partner agency";
    }
}

codes! {
    /// The role somebody holds in the cycle from a certain time on.
    ///
    /// ```
    /// use practice_cycle::people::{Role, Side};
    /// assert_eq!(Role::ChildrensGuardian.side(), Side::Partner);
    /// ```
    #[non_exhaustive]
    pub enum Role {
        Clinician = "clinician", "clinician";
        SocialWorker = "social_worker", "social worker";
        Manager = "manager", "team manager";
        FamilySupportWorker = "family_support_worker", "family support worker";
        StudentSocialWorker = "student_social_worker", "student social worker";
        Parent = "parent", "parent";
        Child = "child", "child";
        Carer = "carer", "carer";
        Relative = "relative", "relative";
        FamilyAdvocate = "family_advocate", "family advocate";
        ClinicalSupervisor = "clinical_supervisor", "clinical supervisor";
        ConferenceChair = "conference_chair", "conference chair";
        ReviewingOfficer = "reviewing_officer", "reviewing officer";
        Court = "court", "court";
        Lawyer = "lawyer", "lawyer";
        School = "school", "school";
        Health = "health", "health service";
        Police = "police", "police";
        OutsideClinician = "outside_clinician", "outside clinician";
        OtherPartner = "other_partner", "other partner agency";
        ChildrensGuardian = "childrens_guardian", "children's guardian";
        Advocate = "advocate", "independent advocate";
        YouthJustice = "youth_justice", "youth justice service";
        AdultMentalHealth = "adult_mental_health", "adult mental health service";
        DomesticAbuse = "domestic_abuse", "domestic abuse service";
        SubstanceUse = "substance_use", "substance use service";
        Probation = "probation", "probation service";
        Housing = "housing", "housing service";
        EarlyYears = "early_years", "early years setting";
    }
}

codes! {
    /// Whether somebody is on the register of social workers, where that was recorded.
    ///
    /// ```
    /// use practice_cycle::people::{Registration, Role};
    /// assert_eq!(Role::Manager.mandate(Some(Registration::Registered)), Some(true));
    /// assert_eq!(Role::Manager.mandate(None), None, "nobody said");
    /// ```
    pub enum Registration {
        Registered = "registered", "registered as a social worker";
        NotRegistered = "not_registered", "not registered as a social worker";
    }
}

impl Role {
    /// The side the role stands on.
    #[inline]
    #[must_use]
    #[rustfmt::skip]
    pub const fn side(self) -> Side {
        match self {
            Role::Clinician => Side::Clinical,
            Role::SocialWorker | Role::Manager | Role::FamilySupportWorker | Role::StudentSocialWorker => Side::SocialWork,
            Role::Parent | Role::Child | Role::Carer | Role::Relative | Role::FamilyAdvocate => Side::Family,
            Role::ClinicalSupervisor | Role::ConferenceChair | Role::ReviewingOfficer | Role::Court | Role::Lawyer
            | Role::School | Role::Health | Role::Police | Role::OutsideClinician | Role::OtherPartner
            | Role::ChildrensGuardian | Role::Advocate | Role::YouthJustice | Role::AdultMentalHealth | Role::DomesticAbuse
            | Role::SubstanceUse | Role::Probation | Role::Housing | Role::EarlyYears => Side::Partner,
        }
    }

    /// Whether somebody in this role may take a statutory decision: a registered social worker; a manager whose registration
    /// is recorded; a conference with its chair; the police, for their own powers; a court, by its own power. Never the
    /// clinician, and not a reviewing officer, who challenges and escalates. `None` where it is not known, as of a manager of
    /// whose registration nothing is recorded.
    ///
    /// ```
    /// use practice_cycle::people::Role;
    /// assert_eq!(Role::SocialWorker.mandate(None), Some(true));
    /// assert_eq!(Role::ReviewingOfficer.mandate(None), Some(false));
    /// assert_eq!(Role::Clinician.mandate(None), Some(false));
    /// ```
    #[must_use]
    pub const fn mandate(self, registration: Option<Registration>) -> Option<bool> {
        match (self, registration) {
            // The title of social worker is protected: somebody who is not registered does not hold it.
            (Role::SocialWorker, Some(Registration::NotRegistered)) => Some(false),
            (Role::SocialWorker | Role::ConferenceChair | Role::Police | Role::Court, _) => Some(true),
            (Role::Manager, Some(Registration::Registered)) => Some(true),
            (Role::Manager, Some(Registration::NotRegistered)) => Some(false),
            (Role::Manager, None) => None,
            // A role that is new has no mandate until it is named here.
            _ => Some(false),
        }
    }

    #[expect(clippy::indexing_slicing, reason = "a place below the length of the list")]
    const fn bits_of(side: Side) -> u64 {
        let (mut bits, mut place) = (0, 0);
        while place < Role::ALL.len() {
            if Role::ALL[place].side() as u8 == side as u8 {
                bits |= 1 << place;
            }
            place += 1;
        }
        bits
    }

    /// Every role of a side.
    #[must_use]
    pub const fn of(side: Side) -> CodeSet<Role> {
        CodeSet::from_bits(Role::bits_of(side))
    }
}

/// What somebody is in the cycle at a time: every role they hold, and whether they are registered, where that was said.
///
/// ```
/// use practice_cycle::code::CodeSet;
/// use practice_cycle::people::{Held, Role, Side};
/// let held = Held { roles: CodeSet::of(&[Role::ConferenceChair, Role::Manager]), registration: None };
/// assert_eq!(held.main(), Some(Role::Manager));
/// assert!(held.is_on(Side::Partner) && held.is_on(Side::SocialWork));
/// assert_eq!(held.mandate(), Some(true), "as the chair of a conference");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Held {
    /// The roles; none where they are not in the cycle.
    pub roles: CodeSet<Role>,
    /// Whether they are registered as a social worker, if that was recorded.
    pub registration: Option<Registration>,
}

impl Held {
    /// The role that stands for all of them where an act names none: the first in the order of [`Role`].
    #[inline]
    #[must_use]
    pub fn main(self) -> Option<Role> {
        Role::ALL.get(self.roles.bits().trailing_zeros() as usize).copied()
    }

    /// Whether one of the roles stands on a side.
    #[inline]
    #[must_use]
    pub const fn is_on(self, side: Side) -> bool {
        self.roles.bits() & Role::of(side).bits() != 0
    }

    /// Whether they may take a statutory decision in one of their roles; `None` where that is not known.
    #[must_use]
    pub fn mandate(self) -> Option<bool> {
        let mut mandate = Some(false);
        for role in self.roles.iter() {
            match role.mandate(self.registration) {
                Some(true) => return Some(true),
                None => mandate = None,
                Some(false) => {}
            }
        }
        mandate
    }
}

/// Somebody who acts, as the cycle knows them when the act occurred.
///
/// ```
/// use practice_cycle::people::{Actor, Role, Side};
/// let actor = Actor { seat: 0, role: Role::Manager };
/// assert_eq!(actor.role.side(), Side::SocialWork);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Actor {
    /// Their place in the order in which people entered the cycle, from 0.
    pub seat: u32,
    /// The role in which they acted.
    pub role: Role,
}
