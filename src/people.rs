//! Sides, roles and the statutory mandate.
//!
//! Two sides join: the clinical and the social work side. Beside them stand the family, and partners. What somebody may
//! do in the cycle follows from the role they hold *here*, at the time, and not from their qualification: one person may
//! well be both social worker and therapist.
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
        Partner = "partner", "a partner";
    }
}

codes! {
    /// The role somebody holds in the cycle from a certain time on.
    ///
    /// ```
    /// use practice_cycle::people::Role;
    /// assert!(Role::SocialWorker.has_mandate());
    /// assert!(!Role::Clinician.has_mandate());
    /// ```
    #[non_exhaustive]
    pub enum Role {
        Clinician = "clinician", "clinician";
        SocialWorker = "social_worker", "social worker";
        Manager = "manager", "manager of the social worker";
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
        OtherPartner = "other_partner", "other partner";
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
            | Role::School | Role::Health | Role::Police | Role::OutsideClinician | Role::OtherPartner => Side::Partner,
        }
    }

    /// Whether the role may take a statutory decision: registered social workers, their managers, conference chairs,
    /// reviewing officers, and a court by its own power. Never the clinician.
    #[must_use]
    pub const fn has_mandate(self) -> bool {
        // A role that is new has no mandate until it is named here.
        matches!(self, Role::SocialWorker | Role::Manager | Role::ConferenceChair | Role::ReviewingOfficer | Role::Court)
    }

    /// Every role of a side.
    #[must_use]
    pub fn of(side: Side) -> CodeSet<Role> {
        Role::ALL.iter().copied().filter(|role| role.side() == side).collect()
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
    /// The role they held when the act occurred.
    pub role: Role,
}
