//! Terms: what has to be settled before a piece of work together can begin.
//!
//! The article asks for a clear focus and a clear definition of roles, and names the muddles to avoid: who leads, what the
//! session is for, who takes notes, what the safeguarding concerns are (section Contracting). [`Gap`] is that one list.
//! Broad agreement is enough; roles may flex on the day.

mod coded;
mod roles;

use chrono::NaiveDate;
use thiserror::Error;

use crate::calendar;
use crate::code::{Code, CodeSet, codes};
use crate::field::{around, fields};
use crate::moment::{Moment, MomentError};
use crate::space::Space;
use crate::strict::{choice, object};
use crate::text::Text;

pub use coded::{Coded, NeedsWords, Open};
pub use roles::{Flexed, Holder, Roles, Task};

codes! {
    /// What the work is for. All but the last two are the article's examples (sections Contracting and Intervening).
    ///
    /// ```
    /// use practice_cycle::{contracting::FocusKind, code::Code};
    /// assert_eq!(FocusKind::CaseDilemma.label(), "a dilemma of the case");
    /// ```
    #[non_exhaustive]
    pub enum FocusKind {
        GenerateHypotheses = "generate_hypotheses", "generate hypotheses";
        CaseDilemma = "case_dilemma", "a dilemma of the case";
        AssessRisk = "assess_risk", "assess risk to the children";
        EngageParent = "engage_parent", "engage a parent";
        StopPhysicalChastisement = "stop_physical_chastisement", "stop and prevent physical chastisement";
        ProcessFeelings = "process_feelings", "make room for what a case stirs up";
        PlanIntervention = "plan_intervention", "plan an intervention that fits the children's needs";
        AssessFamily = "assess_family", "an assessment of the family";
        Other = "other", "other";
    }
}

impl Open for FocusKind {
    fn needs_words(self) -> bool {
        self == FocusKind::Other
    }
}

codes! {
    /// Who leads the session.
    ///
    /// ```
    /// use practice_cycle::{contracting::Lead, code::Code};
    /// assert_eq!(Lead::ALL.len(), 3);
    /// ```
    pub enum Lead {
        Clinician = "clinician", "the clinician leads";
        SocialWorker = "social_worker", "the social worker leads";
        Shared = "shared", "they lead together";
    }
}

codes! {
    /// The plan of the child that a goal serves: the clearly defined goal enables the social work plan (the article, section
    /// Intervening). Which of a child's plans of that kind it is, the case says.
    ///
    /// ```
    /// use practice_cycle::{contracting::ChildsPlan, code::Code};
    /// assert_eq!(ChildsPlan::ChildInNeedPlan.label(), "child in need plan");
    /// ```
    #[non_exhaustive]
    pub enum ChildsPlan {
        EarlyHelpPlan = "early_help_plan", "early help plan";
        ChildInNeedPlan = "child_in_need_plan", "child in need plan";
        ChildProtectionPlan = "child_protection_plan", "child protection plan";
        CarePlan = "care_plan", "care plan";
        PermanencePlan = "permanence_plan", "permanence plan";
        PathwayPlan = "pathway_plan", "pathway plan";
    }
}

choice! {
    /// What is known of safeguarding concerns. That none are known can be said; silence cannot.
    ///
    /// ```
    /// use practice_cycle::contracting::Safeguarding;
    /// assert_eq!(serde_json::to_string(&Safeguarding::NoneKnown)?, r#""none_known""#);
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    #[derive(Debug, Clone, PartialEq, Eq, Hash)]
    pub enum Safeguarding {
        /// Asked, and none are known.
        NoneKnown,
        /// These are known.
        Known(Text),
    }
}

fields!(
    enum Safeguarding {
        NoneKnown,
        Known(concerns),
    }
);

choice! {
    /// How long the work is meant to last. Days are days in London, and a planned day counts whole, up to the midnight at which the next begins.
    ///
    /// ```
    /// use practice_cycle::contracting::Duration;
    /// let single: Duration = serde_json::from_str(r#"{"single":"2026-07-01"}"#)?;
    /// assert_eq!(single.lapses()?.unwrap().to_string(), "2026-07-01T22:59:59.999999999Z");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
    pub enum Duration {
        /// A single meeting, on this day.
        Single(NaiveDate),
        /// Ongoing, to a planned end.
        Until {
            /// The last day.
            ends: NaiveDate,
            /// The day by which it is to be reviewed.
            #[serde(default, skip_serializing_if = "Option::is_none")]
            review_by: Option<NaiveDate>,
        },
        /// Ongoing, until a review says otherwise.
        ReviewBy(NaiveDate),
    }
}

fields!(
    enum Duration {
        Single(day),
        Until { ends, review_by },
        ReviewBy(day),
    }
);

impl Duration {
    /// Whether every day it names is one whose end a moment can hold: from 1900 to 2198.
    #[must_use]
    pub fn is_tellable(self) -> bool {
        match self {
            Duration::Single(day) | Duration::ReviewBy(day) => calendar::is_tellable(day),
            Duration::Until { ends, review_by } => {
                calendar::is_tellable(ends) && review_by.is_none_or(calendar::is_tellable)
            }
        }
    }

    /// The last instant of the last day, if an end is planned: after it, at midnight, the end has passed.
    ///
    /// # Errors
    /// [`MomentError`] for a day outside 1900 to 2199.
    pub fn lapses(self) -> Result<Option<Moment>, MomentError> {
        match self {
            Duration::Single(day) | Duration::Until { ends: day, .. } => calendar::last_instant_of(day).map(Some),
            Duration::ReviewBy(_) => Ok(None),
        }
    }

    /// The last instant of the day of the planned review, if one is planned: after it the review is overdue.
    ///
    /// # Errors
    /// [`MomentError`] for a day outside 1900 to 2199.
    pub fn review_overdue(self) -> Result<Option<Moment>, MomentError> {
        match self {
            Duration::ReviewBy(day) => calendar::last_instant_of(day).map(Some),
            Duration::Until { review_by, .. } => review_by.map(calendar::last_instant_of).transpose(),
            Duration::Single(_) => Ok(None),
        }
    }
}

codes! {
    /// What terms may lack. The one list of what an agreement requires.
    ///
    /// ```
    /// use practice_cycle::contracting::{Draft, Gap};
    /// use practice_cycle::space::Space;
    /// assert!(Draft::default().gaps(Space::HomeVisit).has(Gap::FamilyUnderstanding));
    /// assert!(!Draft::default().gaps(Space::TeamMeeting).has(Gap::FamilyUnderstanding));
    /// ```
    pub enum Gap {
        Focus = "focus", "a focus";
        Goal = "goal", "a goal";
        Lead = "lead", "who leads";
        Notes = "notes", "who takes notes";
        StatutoryProcess = "statutory_process", "who explains statutory process";
        Context = "context", "who sets the context";
        Asking = "asking", "who asks";
        Reflecting = "reflecting", "who reflects";
        Safeguarding = "safeguarding", "the safeguarding concerns";
        Duration = "duration", "how long";
        FamilyUnderstanding = "family_understanding", "how the family will be helped to understand";
    }
}

object! {
    /// Terms as somebody proposed them. They may have gaps; an agreement may not.
    ///
    /// ```
    /// use practice_cycle::contracting::{Draft, Gap, Lead};
    /// use practice_cycle::space::Space;
    /// let draft = Draft { lead: Some(Lead::Shared), ..Draft::default() };
    /// let gaps = draft.complete(Space::CaseConsultation).unwrap_err();
    /// assert!(gaps.has(Gap::Focus) && !gaps.has(Gap::Lead));
    /// ```
    #[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
    pub struct Draft {
        /// What the work is for.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub focus: Option<Coded<FocusKind>>,
        /// What it is to achieve.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub goal: Option<Text>,
        /// The plan of the child that the goal serves, where it serves one.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub serves: Option<ChildsPlan>,
        /// Who leads.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub lead: Option<Lead>,
        /// Who takes the other tasks.
        #[serde(default, skip_serializing_if = "Roles::is_unsettled")]
        pub roles: Roles,
        /// What is known of safeguarding concerns.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub safeguarding: Option<Safeguarding>,
        /// How long.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub duration: Option<Duration>,
        /// How the family will be helped to understand what the two roles together mean for them, where one is expected.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub family_understanding: Option<Text>,
    }
}

fields!(struct Draft { focus, goal, serves, lead, roles, safeguarding, duration, family_understanding });

around!([] Box<Draft>, Draft::shape(), self: Some(&**self), Some(&mut **self));

impl Roles {
    fn is_unsettled(&self) -> bool {
        *self == Self::default()
    }
}

/// Why nobody can agree to terms, however complete they are.
///
/// ```
/// use practice_cycle::contracting::{Draft, Holder, Improper, Roles, Task};
/// let roles = Roles::default().with(Task::StatutoryDecisions, Holder::Clinician);
/// let draft = Draft { roles, ..Draft::default() };
/// assert_eq!(draft.is_proper(), Err(Improper::ReservedDecision));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum Improper {
    /// A statutory decision is reserved to those with the mandate.
    #[error("statutory decisions are reserved to those with the mandate; a clinician contributes")]
    ReservedDecision,
    /// The plan names a day that cannot be meant.
    #[error("the plan names a day outside 1900 to 2198")]
    AbsurdDay,
}

/// Terms without gaps, seen in the draft that holds them.
///
/// ```
/// use practice_cycle::contracting::{Coded, Draft, Duration, FocusKind, Holder, Lead, Roles, Safeguarding};
/// use practice_cycle::{space::Space, text::Text};
/// let draft = Draft {
///     focus: Some(Coded::new(FocusKind::CaseDilemma, None)?),
///     goal: Some(Text::new("See the dilemma from three sides.")?),
///     serves: None,
///     lead: Some(Lead::Clinician),
///     roles: Roles::all(Holder::Shared),
///     safeguarding: Some(Safeguarding::NoneKnown),
///     duration: Some(Duration::Single("2026-05-01".parse()?)),
///     family_understanding: None,
/// };
/// let terms = draft.complete(Space::ReflectivePracticeGroup).expect("nothing is missing");
/// assert_eq!(terms.lead, Lead::Clinician);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct Terms<'a> {
    /// What the work is for.
    pub focus: &'a Coded<FocusKind>,
    /// What it is to achieve.
    pub goal: &'a Text,
    /// The plan of the child that the goal serves, where it serves one.
    pub serves: Option<ChildsPlan>,
    /// Who leads.
    pub lead: Lead,
    /// Who takes the other tasks.
    pub roles: &'a Roles,
    /// What is known of safeguarding concerns.
    pub safeguarding: &'a Safeguarding,
    /// How long.
    pub duration: Duration,
    /// How the family will be helped to understand; there wherever a family is expected.
    pub family_understanding: Option<&'a Text>,
}

impl Draft {
    /// Everything that is missing for work in a space.
    #[must_use]
    pub fn gaps(&self, space: Space) -> CodeSet<Gap> {
        let mut gaps = CodeSet::none();
        let mut require = |settled: bool, gap: Gap| {
            if !settled {
                gaps.insert(gap);
            }
        };
        require(self.focus.is_some(), Gap::Focus);
        require(self.goal.is_some(), Gap::Goal);
        require(self.lead.is_some(), Gap::Lead);
        require(self.safeguarding.is_some(), Gap::Safeguarding);
        require(self.duration.is_some(), Gap::Duration);
        require(!space.expects_family() || self.family_understanding.is_some(), Gap::FamilyUnderstanding);
        for &task in Task::ALL {
            if let Some(gap) = task.gap() {
                require(self.roles.holder(task).is_some(), gap);
            }
        }
        gaps
    }

    /// The terms, if nothing is missing for work in a space.
    ///
    /// # Errors
    /// All gaps at once.
    pub fn complete(&self, space: Space) -> Result<Terms<'_>, CodeSet<Gap>> {
        let gaps = self.gaps(space);
        match (&self.focus, &self.goal, self.lead, &self.safeguarding, self.duration) {
            (Some(focus), Some(goal), Some(lead), Some(safeguarding), Some(duration)) if gaps.is_empty() => Ok(Terms {
                focus,
                goal,
                serves: self.serves,
                lead,
                roles: &self.roles,
                safeguarding,
                duration,
                family_understanding: self.family_understanding.as_ref(),
            }),
            _ => Err(gaps),
        }
    }

    /// Whether anybody could ever agree to this.
    ///
    /// # Errors
    /// What is improper in it; gaps are not.
    pub fn is_proper(&self) -> Result<(), Improper> {
        if self.gives_away_a_decision() {
            return Err(Improper::ReservedDecision);
        }
        if self.duration.is_none_or(Duration::is_tellable) { Ok(()) } else { Err(Improper::AbsurdDay) }
    }

    /// Whether the draft gives the clinician a share in a statutory decision, which nobody can agree to.
    #[must_use]
    pub fn gives_away_a_decision(&self) -> bool {
        // A clinician contributes, and never decides.
        let holder = self.roles.holder(Task::StatutoryDecisions);
        holder.is_some_and(|holder| match holder {
            Holder::Clinician | Holder::Shared => true,
            Holder::SocialWorker | Holder::NotNeeded => false,
        })
    }
}
