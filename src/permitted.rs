//! Who may do what: one table for every kind of event.
//!
//! It says from which roles an act may come; what else an act needs (a contract in the right stage, somebody else who
//! answers) is for the module of the event. To change who may do something, change its row here: judging, what is possible,
//! the refusals and their words follow.
//!
//! # The table
//!
#![doc = include_str!("permitted.md")]

use std::fmt;

use crate::code::{Code, CodeSet};
use crate::people::{Role, Side};
use crate::refusal::{Parameter, Said, Takes};

/// From whom an act may come.
///
/// ```
/// use practice_cycle::cycle::Kind;
/// use practice_cycle::permitted::Permitted;
/// let permitted = |code| Kind::from_code(code).unwrap().permitted();
/// assert_eq!(permitted("reframe_offered").to_string(), "the clinical side");
/// assert!(matches!(permitted("invitation_accepted"), Permitted::SideAsked { .. }));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Permitted {
    /// Anybody, whether or not they are in the cycle.
    Anybody,
    /// Whoever holds one of these roles.
    Roles(CodeSet<Role>),
    /// The side that an invitation or a suggestion asks; and once it has answered, whoever holds one of these roles.
    SideAsked {
        /// Who may, too, once it has been answered.
        afterwards: CodeSet<Role>,
    },
    /// The other side, that which asked: the social work side, a court, or the clinician; and once it has been answered,
    /// whoever holds one of these roles.
    OtherSide {
        /// Who may, too, once it has been answered.
        afterwards: CodeSet<Role>,
    },
    /// Whoever holds one of these roles; and whoever opened the cycle, until they enter it themselves, so that there are first
    /// people. Whom each may enter is [`entering`], and of whom each may say that they left is [`leaving`].
    Arranging(CodeSet<Role>),
}

/// How something that is asked stands towards those who act: an invitation, or a suggestion.
///
/// ```
/// use practice_cycle::code::CodeSet;
/// use practice_cycle::people::{Role, Side};
/// use practice_cycle::permitted::{Asking, Permitted};
/// let asking = Asking { asked: Role::of(Side::Clinical), other: Role::of(Side::SocialWork), answered: false };
/// let answers = Permitted::SideAsked { afterwards: CodeSet::none() };
/// assert!(answers.allows(Role::Clinician, asking) && !answers.allows(Role::Manager, asking));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Asking {
    /// The roles of the side that is asked.
    pub asked: CodeSet<Role>,
    /// The roles of the side that asks.
    pub other: CodeSet<Role>,
    /// Whether it has been answered.
    pub answered: bool,
}

impl Asking {
    /// Where nothing is asked of anybody.
    pub const NOTHING: Self = Self { asked: CodeSet::none(), other: CodeSet::none(), answered: true };
}

impl Permitted {
    /// The roles from which it may come, where something stands as it does; `None` for anybody.
    #[inline]
    #[must_use]
    pub const fn roles(self, asking: Asking) -> Option<CodeSet<Role>> {
        match self {
            Permitted::Anybody => None,
            Permitted::Roles(roles) | Permitted::Arranging(roles) => Some(roles),
            Permitted::SideAsked { afterwards } if asking.answered => Some(asking.asked.and(afterwards)),
            Permitted::OtherSide { afterwards } if asking.answered => Some(asking.other.and(afterwards)),
            Permitted::SideAsked { .. } => Some(asking.asked),
            Permitted::OtherSide { .. } => Some(asking.other),
        }
    }

    /// Whether it may come from a role, where something stands as it does.
    #[inline]
    #[must_use]
    pub fn allows(self, role: Role, asking: Asking) -> bool {
        self.roles(asking).is_none_or(|roles| roles.has(role))
    }
}

impl fmt::Display for Permitted {
    /// In words: whole sides by their name, and otherwise roles.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let then = |f: &mut fmt::Formatter<'_>, afterwards: CodeSet<Role>| match afterwards.is_empty() {
            true => Ok(()),
            false => write!(f, "; once it has been answered, {} too", Those(afterwards)),
        };
        match *self {
            Permitted::Anybody => f.write_str("anybody"),
            Permitted::Roles(roles) => write!(f, "{}", Those(roles)),
            Permitted::Arranging(roles) => write!(f, "{}; whoever opened the cycle, until they enter it", Those(roles)),
            Permitted::SideAsked { afterwards } => {
                f.write_str("the side asked")?;
                then(f, afterwards)
            }
            Permitted::OtherSide { afterwards } => {
                f.write_str("the other side, which asked")?;
                then(f, afterwards)
            }
        }
    }
}

/// Roles in words: whole sides by their name, and the rest by role.
///
/// ```
/// use practice_cycle::people::{Role, Side};
/// use practice_cycle::permitted::Those;
/// let roles = Role::of(Side::SocialWork).with(Role::Court);
/// assert_eq!(Those(roles).to_string(), "the social work side or the court");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Those(pub CodeSet<Role>);

impl Those {
    /// The codes, each with its label: of a side where all its roles are there, and of each other role.
    pub(crate) fn words(self) -> impl Iterator<Item = (&'static str, &'static str)> {
        let sides = Side::ALL.iter().copied().filter(move |&side| Role::of(side).without(self.0).is_empty());
        let whole = sides.clone().fold(CodeSet::none(), |roles, side| roles.and(Role::of(side)));
        let roles = self.0.without(whole);
        sides.map(|side| (side.code(), side.label())).chain(roles.iter().map(|role| (role.code(), with_article(role))))
    }
}

/// Somebody in a role, with the article.
pub(crate) const fn with_article(role: Role) -> &'static str {
    match role {
        Role::Clinician => "the clinician",
        Role::SocialWorker => "a social worker",
        Role::Manager => "a team manager",
        Role::FamilySupportWorker => "a family support worker",
        Role::StudentSocialWorker => "a student social worker",
        Role::Parent => "a parent",
        Role::Child => "a child",
        Role::Carer => "a carer",
        Role::Relative => "a relative",
        Role::FamilyAdvocate => "a family advocate",
        Role::ClinicalSupervisor => "a clinical supervisor",
        Role::ConferenceChair => "a conference chair",
        Role::ReviewingOfficer => "a reviewing officer",
        Role::Court => "the court",
        Role::Lawyer => "a lawyer",
        Role::School => "a school",
        Role::Health => "a health service",
        Role::Police => "the police",
        Role::OutsideClinician => "an outside clinician",
        Role::OtherPartner => "another partner agency",
        Role::ChildrensGuardian => "a children's guardian",
        Role::Advocate => "an independent advocate",
        Role::YouthJustice => "a youth justice service",
        Role::AdultMentalHealth => "an adult mental health service",
        Role::DomesticAbuse => "a domestic abuse service",
        Role::SubstanceUse => "a substance use service",
        Role::Probation => "a probation service",
        Role::Housing => "a housing service",
        Role::EarlyYears => "an early years setting",
    }
}

impl fmt::Display for Those {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.is_empty() {
            return f.write_str("nothing");
        }
        let labels: Vec<&str> = self.words().map(|(_, label)| label).collect();
        match labels.as_slice() {
            [] => Ok(()),
            [only] => f.write_str(only),
            [first @ .., last] => write!(f, "{} or {last}", first.join(", ")),
        }
    }
}

impl Said for Those {
    fn takes() -> Option<Takes> {
        Some(Takes::Codes("permitted::Those"))
    }
    fn said(&self) -> Option<Parameter> {
        Some(Parameter::Codes(self.words().map(|(code, _)| code).collect()))
    }
}

const CLINICAL: CodeSet<Role> = Role::of(Side::Clinical);
const SOCIAL_WORK: CodeSet<Role> = Role::of(Side::SocialWork);
const FAMILY: CodeSet<Role> = Role::of(Side::Family);
const PARTNER: CodeSet<Role> = Role::of(Side::Partner);
const COURT: CodeSet<Role> = CodeSet::from_bits(1 << Role::Court as u64);
/// The two that contract with one another.
const BOTH: CodeSet<Role> = CLINICAL.and(SOCIAL_WORK);
const PROFESSIONAL: CodeSet<Role> = BOTH.and(PARTNER);
const EVERYBODY: CodeSet<Role> = PROFESSIONAL.and(FAMILY);
const NOBODY: CodeSet<Role> = CodeSet::none();

/// Every kind of event, by its code, and from whom it may come.
#[rustfmt::skip]
const TABLE: &[(&str, Permitted)] = {
    use Permitted::{Anybody, Arranging, OtherSide, Roles, SideAsked};
    &[
        // The attachment. The family may be told who comes and goes, and may record it of their own.
        ("cycle_opened", Anybody),
        ("cycle_closed", Roles(PROFESSIONAL)),
        ("person_entered", Arranging(EVERYBODY)),
        ("person_left", Arranging(EVERYBODY)),
        // Joining. That the clinician belongs is for the social work side to say.
        ("occasion_of_joining", Roles(BOTH)),
        ("rule_noticed", Roles(BOTH)),
        ("rule_worked_with", Roles(BOTH)),
        ("clinician_acknowledged", Roles(SOCIAL_WORK)),
        ("joining_disrupted", Roles(PROFESSIONAL)),
        ("influence_invited", Roles(SOCIAL_WORK.and(PARTNER))),
        ("help_asked_again", Roles(EVERYBODY)),
        // Contracting. Which of an invitation, an instruction and an offer it is follows from the role.
        ("contract_invited", Roles(BOTH.and(COURT))),
        ("invitation_accepted", SideAsked { afterwards: NOBODY }),
        ("reframe_offered", Roles(CLINICAL)),
        ("reframe_answered", Roles(SOCIAL_WORK)),
        ("terms_proposed", Roles(BOTH)),
        ("terms_accepted", Roles(BOTH)),
        ("contract_declined", SideAsked { afterwards: BOTH }),
        ("contract_withdrawn", OtherSide { afterwards: BOTH }),
        ("contract_postponed", Roles(BOTH)),
        ("contract_restored", Roles(BOTH)),
        ("contract_begun", Roles(BOTH)),
        ("contract_reviewed", Roles(BOTH)),
        ("party_replaced", Roles(BOTH)),
        ("role_flexed", Roles(BOTH)),
        ("contract_suspended", Roles(BOTH)),
        ("contract_resumed", Roles(BOTH)),
        ("contract_completed", Roles(BOTH)),
        ("contract_ended", Roles(BOTH)),
        ("contract_revoked", Roles(BOTH.and(FAMILY))),
        ("contract_renewed", Roles(BOTH)),
        // Reports. What happened can be reported, and views given, by everybody.
        ("agreement_reported", Roles(EVERYBODY)),
        ("outcome_rated", Roles(EVERYBODY)),
        ("view_given", Roles(EVERYBODY)),
        ("outcome_learned", Roles(EVERYBODY)),
        ("outcome_fed_back", Roles(PROFESSIONAL)),
        // Intervening. A concern is everybody's to raise.
        ("intervention_begun", Roles(BOTH)),
        ("intervention_covered", Roles(BOTH)),
        ("intervention_closed", Roles(BOTH)),
        ("session_held", Roles(PROFESSIONAL)),
        ("session_covered", Roles(BOTH)),
        ("session_cancelled", Roles(PROFESSIONAL)),
        ("suggestion_offered", Roles(BOTH)),
        ("suggestion_answered", SideAsked { afterwards: NOBODY }),
        ("concern_raised", Roles(EVERYBODY)),
        ("concern_passed_on", Roles(EVERYBODY)),
        ("family_helped_to_understand", Roles(PROFESSIONAL)),
        ("explanation_withheld", Roles(BOTH)),
        ("consent_given", Roles(EVERYBODY)),
        ("consent_withdrawn", Roles(EVERYBODY)),
        ("change_noticed", Roles(EVERYBODY)),
        ("change_witnessed", Roles(EVERYBODY)),
        ("change_documented", Roles(EVERYBODY)),
        ("change_amplified", Roles(EVERYBODY)),
        // Deciding. The family is named in these, and has its views recorded elsewhere, but records none of them; to name who
        // leads, and to instruct an expert, is not for the clinical side either.
        ("milestone_reached", Roles(PROFESSIONAL)),
        ("feed_declared_complete", Roles(PROFESSIONAL)),
        ("feed_ended", Roles(PROFESSIONAL)),
        ("legal_status_changed", Roles(PROFESSIONAL)),
        ("lead_practitioner_named", Roles(SOCIAL_WORK.and(PARTNER))),
        ("threshold_decided", Roles(PROFESSIONAL)),
        ("decision_handed_back", Roles(CLINICAL)),
        ("expert_instructed", Roles(SOCIAL_WORK.and(PARTNER))),
        ("conflict_declared", Roles(PROFESSIONAL)),
        ("conflict_answered", Roles(PROFESSIONAL)),
        ("roles_reconciled", Roles(PROFESSIONAL)),
        ("duty_waived", Roles(PROFESSIONAL)),
        ("reflection_held", Roles(PROFESSIONAL)),
        ("lived_experience_heard", Roles(PROFESSIONAL)),
        ("decision_explained", Roles(PROFESSIONAL)),
        ("request_turned_away", Roles(PROFESSIONAL)),
        ("threshold_moved", Roles(PROFESSIONAL)),
        ("programme_begun", Roles(PROFESSIONAL)),
        ("programme_extended", Roles(PROFESSIONAL)),
        ("programme_ended", Roles(PROFESSIONAL)),
        ("spoken_for", Roles(PROFESSIONAL)),
        // Case discussions. Everybody may say what they think, weigh, differ and take a step, the family too; plans and what becomes of
        // hypotheses are for professionals.
        ("discussion_held", Roles(PROFESSIONAL)),
        ("statement_made", Roles(EVERYBODY)),
        ("hypothesis_put", Roles(EVERYBODY)),
        ("evidence_weighed", Roles(EVERYBODY)),
        ("hypothesis_set_aside", Roles(PROFESSIONAL)),
        ("hypothesis_kept", Roles(PROFESSIONAL)),
        ("hypothesis_reshaped", Roles(PROFESSIONAL)),
        ("disagreement_recorded", Roles(EVERYBODY)),
        ("disagreement_settled", Roles(PROFESSIONAL)),
        ("disagreement_escalated", Roles(EVERYBODY)),
        ("test_planned", Roles(PROFESSIONAL)),
        ("test_reviewed", Roles(PROFESSIONAL)),
        ("step_taken_on", Roles(EVERYBODY)),
        ("step_handed_back", Roles(EVERYBODY)),
        ("step_dropped", Roles(EVERYBODY)),
        ("referral_returned", Roles(PROFESSIONAL)),
        ("written_agreement_made", Roles(PROFESSIONAL)),
        // Practice with families. A meeting is described by whoever was there; the family may say why their views are missing.
        ("family_member_named", Roles(PROFESSIONAL)),
        ("views_sought", Roles(PROFESSIONAL)),
        ("views_included", Roles(PROFESSIONAL)),
        ("views_missing", Roles(EVERYBODY)),
        ("views_awaited", Roles(PROFESSIONAL)),
        ("assessment_shared", Roles(PROFESSIONAL)),
        ("practice_described", Roles(EVERYBODY)),
        ("description_passed_on", Roles(EVERYBODY)),
        ("values_talked_about", Roles(PROFESSIONAL)),
        ("coaching_held", Roles(PROFESSIONAL)),
        ("permanence_option_weighed", Roles(PROFESSIONAL)),
        ("transition_supported", Roles(PROFESSIONAL)),
        ("placement_disrupted", Roles(PROFESSIONAL)),
        ("ambivalence_heard", Roles(PROFESSIONAL)),
        ("experience_considered", Roles(PROFESSIONAL)),
        // The boundary. What the family saw counts as much as what anybody saw; the working relationship of the professionals is
        // for those to review, with a partner such as a clinical supervisor.
        ("boundary_observed", Roles(EVERYBODY)),
        ("boundary_reviewed", Roles(PROFESSIONAL)),
        // An observation is about the clinician, as one end of the boundary; to answer it is theirs alone.
        ("observation_answered", Roles(CLINICAL)),
        // Correcting the record is not for the family; what they wish is recorded by somebody of the team.
        ("entered_in_error", Roles(PROFESSIONAL)),
        ("redacted", Roles(PROFESSIONAL)),
        ("opening_corrected", Roles(PROFESSIONAL)),
        ("people_merged", Roles(PROFESSIONAL)),
        ("cases_merged", Roles(PROFESSIONAL)),
    ]
};

/// From whom it may come that somebody enters in a role. The two sides that contract with one another say who is here; a partner agency
/// enters partner agencies and family, and the family its own, such as an advocate. Nobody gives themself a role with the statutory
/// mandate who has none, and that somebody is registered is for the two sides to say.
///
/// ```
/// use practice_cycle::people::Role;
/// use practice_cycle::permitted::{Asking, entering};
/// assert!(!entering(Role::Manager).allows(Role::Parent, Asking::NOTHING));
/// assert!(entering(Role::FamilyAdvocate).allows(Role::Parent, Asking::NOTHING));
/// ```
#[must_use]
pub const fn entering(role: Role) -> Permitted {
    Permitted::Arranging(match role.side() {
        Side::Clinical | Side::SocialWork => BOTH,
        Side::Partner => PROFESSIONAL,
        Side::Family => EVERYBODY,
    })
}

/// From whom it may come that somebody else left, or no longer holds a role. Everybody may say it of themself.
///
/// ```
/// use practice_cycle::people::Role;
/// use practice_cycle::permitted::{Asking, leaving};
/// assert!(leaving().allows(Role::SocialWorker, Asking::NOTHING) && !leaving().allows(Role::Parent, Asking::NOTHING));
/// ```
#[must_use]
pub const fn leaving() -> Permitted {
    Permitted::Arranging(BOTH)
}

/// The row of a kind of event, looked up when the crate is built: a kind without a row does not compile.
#[expect(
    clippy::indexing_slicing,
    clippy::panic,
    reason = "evaluated when the crate is built, where a slip does not compile"
)]
pub(crate) const fn of(code: &str) -> Permitted {
    let mut row = 0;
    while row < TABLE.len() {
        if is_same(TABLE[row].0, code) {
            return TABLE[row].1;
        }
        row += 1;
    }
    panic!("every kind of event has a row in the table of who may do what")
}

#[expect(clippy::indexing_slicing, reason = "evaluated when the crate is built, where a slip does not compile")]
const fn is_same(one: &str, other: &str) -> bool {
    let (one, other) = (one.as_bytes(), other.as_bytes());
    let mut place = 0;
    while place < one.len() && place < other.len() && one[place] == other[place] {
        place += 1;
    }
    place == one.len() && place == other.len()
}

/// How many rows there are: as many as kinds of event.
pub(crate) const ROWS: usize = TABLE.len();
