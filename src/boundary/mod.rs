//! The boundary: Figure 1 of the article as words, and the observation of one of its indicators.
//!
//! Fifteen indicators, five rows by three sides: too close, healthy, too far away. The subject is a pattern between two
//! sides of a working relationship and never a person: the healthy ones need the social work side as much as the
//! clinician. Row names, and which cells share a row, are this crate's reading of the figure; the order is its own.
//!
//! **For family therapists:** the article calls the far end *diffuse*. In Minuchin's own usage diffuse boundaries go with
//! enmeshment and *rigid* ones with disengagement. Where that would confuse, use [`Lean::plainly`]: too close, too far.
//!
//! Source: Evans, "Joining, Contracting and Intervening", section Joining, Figure 1.

mod event;

use std::fmt;

pub use event::{BoundaryObserved, BoundaryReviewed, Event, Kind, ObservationAnswered, Refusal};

use crate::code::codes;
use crate::field::fields;
use crate::id::ContractId;
use crate::message::{Message, messages};
use crate::people::Side;
use crate::space::Space;
use crate::strict::choice;
use crate::text::Text;

codes! {
    /// The way a pattern leans.
    ///
    /// ```
    /// use practice_cycle::boundary::Lean;
    /// assert_eq!(Lean::Diffuse.plainly(), "too far away");
    /// ```
    pub enum Lean {
        Enmeshed = "enmeshed", "too close (enmeshed)";
        Healthy = "healthy", "healthy";
        Diffuse = "diffuse", "too far away (diffuse)";
    }
}

/// What healthy comes to.
pub(crate) const NEAR_ENOUGH: &str = "near enough to work together, far enough to differ";

impl Lean {
    /// The same in words that no school of therapy uses otherwise.
    #[must_use]
    pub const fn plainly(self) -> &'static str {
        match self {
            Lean::Enmeshed => "too close",
            Lean::Healthy => NEAR_ENOUGH,
            Lean::Diffuse => "too far away",
        }
    }
}

codes! {
    /// What a row of the figure is about (our names).
    ///
    /// ```
    /// use practice_cycle::boundary::{Indicator, Lean, Row};
    /// assert_eq!(Indicator::at(Row::Authority, Lean::Diffuse), Indicator::LosesCuriosity);
    /// ```
    pub enum Row {
        Direction = "direction", "direction";
        Role = "role", "role";
        Expertise = "expertise", "expertise";
        Learning = "learning", "learning";
        Authority = "authority", "authority";
    }
}

codes! {
    /// The fifteen examples of Figure 1, row by row. Closed, because the figure closes the list; a service adds its own as
    /// [`Sign::Own`].
    ///
    /// In the row *authority* an indicator is what somebody saw of a pattern. What happened is recorded beside it: that a clinician
    /// took a decision, by [`ThresholdDecided`](crate::deciding::ThresholdDecided), or handed back one that was asked of them,
    /// by [`DecisionHandedBack`](crate::deciding::DecisionHandedBack).
    ///
    /// ```
    /// use practice_cycle::boundary::{Indicator, Lean, Row};
    /// let indicator = Indicator::WithholdsSkills;
    /// assert_eq!((indicator.row(), indicator.lean()), (Row::Expertise, Lean::Diffuse));
    /// ```
    pub enum Indicator {
        DirectsTheSystem = "directs_the_system", "directs the social work system";
        SharesTheCommonEnd = "shares_the_common_end", "shares the aim of a safe and thriving child";
        DetachedFromProcess = "detached_from_process", "stands apart from statutory process and planning";
        TakesOverTasks = "takes_over_tasks", "takes over tasks of the social worker";
        InvitedToBeCurious = "invited_to_be_curious", "is invited to be curious and to solve problems";
        PrivateMission = "private_mission", "follows a therapeutic mission of their own";
        ActsSuperior = "acts_superior", "acts as the superior expert on the case";
        IdeasMadeTogether = "ideas_made_together", "develops ideas together and presses none";
        WithholdsSkills = "withholds_skills", "stays passive and holds skills back";
        WillNotLearn = "will_not_learn", "does not learn from social work";
        ValuesBothModels = "values_both_models", "values what both models share and where they differ";
        CompliesOnly = "complies_only", "complies without offering alternatives";
        SeeksControl = "seeks_control", "seeks control of a safeguarding or threshold decision";
        NegotiatesRoles = "negotiates_roles", "negotiates roles for the work with the family";
        LosesCuriosity = "loses_curiosity", "loses curiosity about the case";
    }
}

impl Indicator {
    /// The row of the figure.
    #[must_use]
    pub const fn row(self) -> Row {
        match self as u8 / 3 {
            0 => Row::Direction,
            1 => Row::Role,
            2 => Row::Expertise,
            3 => Row::Learning,
            _ => Row::Authority,
        }
    }

    /// The side of the figure.
    #[must_use]
    pub const fn lean(self) -> Lean {
        match self as u8 % 3 {
            0 => Lean::Enmeshed,
            1 => Lean::Healthy,
            _ => Lean::Diffuse,
        }
    }

    /// The indicator in a cell of the figure.
    #[must_use]
    pub const fn at(row: Row, lean: Lean) -> Indicator {
        match (row, lean) {
            (Row::Direction, Lean::Enmeshed) => Indicator::DirectsTheSystem,
            (Row::Direction, Lean::Healthy) => Indicator::SharesTheCommonEnd,
            (Row::Direction, Lean::Diffuse) => Indicator::DetachedFromProcess,
            (Row::Role, Lean::Enmeshed) => Indicator::TakesOverTasks,
            (Row::Role, Lean::Healthy) => Indicator::InvitedToBeCurious,
            (Row::Role, Lean::Diffuse) => Indicator::PrivateMission,
            (Row::Expertise, Lean::Enmeshed) => Indicator::ActsSuperior,
            (Row::Expertise, Lean::Healthy) => Indicator::IdeasMadeTogether,
            (Row::Expertise, Lean::Diffuse) => Indicator::WithholdsSkills,
            (Row::Learning, Lean::Enmeshed) => Indicator::WillNotLearn,
            (Row::Learning, Lean::Healthy) => Indicator::ValuesBothModels,
            (Row::Learning, Lean::Diffuse) => Indicator::CompliesOnly,
            (Row::Authority, Lean::Enmeshed) => Indicator::SeeksControl,
            (Row::Authority, Lean::Healthy) => Indicator::NegotiatesRoles,
            (Row::Authority, Lean::Diffuse) => Indicator::LosesCuriosity,
        }
    }
}

choice! {
    /// What was looked for: an example of the figure, or one that a service added.
    ///
    /// ```
    /// use practice_cycle::boundary::{Indicator, Lean, Sign};
    /// let sign: Sign = serde_json::from_str(r#"{"own":{"name":"Skips the morning huddle","leans":"diffuse"}}"#)?;
    /// assert_eq!(sign.lean(), Lean::Diffuse);
    /// assert_eq!(Sign::from(Indicator::SeeksControl).lean(), Lean::Enmeshed);
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    #[derive(Debug, Clone, PartialEq, Eq, Hash)]
    pub enum Sign {
        /// An example of Figure 1.
        Figure1(Indicator),
        /// One of the service's own, tallied apart from the figure's.
        Own {
            /// What the service calls it.
            name: Text,
            /// The way it leans.
            leans: Lean,
        },
    }
}

fields!(enum Sign { Figure1(indicator), Own { name, leans } });

impl Sign {
    /// The way it leans.
    #[must_use]
    pub const fn lean(&self) -> Lean {
        match self {
            Sign::Figure1(indicator) => indicator.lean(),
            Sign::Own { leans, .. } => *leans,
        }
    }
}

impl From<Indicator> for Sign {
    fn from(indicator: Indicator) -> Self {
        Sign::Figure1(indicator)
    }
}

codes! {
    /// How strongly a pattern showed.
    ///
    /// ```
    /// use practice_cycle::boundary::Strength;
    /// assert!(Strength::Slight < Strength::Strong);
    /// ```
    pub enum Strength {
        Slight = "slight", "slight";
        Clear = "clear", "clear";
        Strong = "strong", "strong";
    }
}

choice! {
    /// What an observer saw, of what was looked for. Nobody having had the opportunity to see is never the same as nothing there to see.
    ///
    /// ```
    /// use practice_cycle::boundary::{Sighting, Strength};
    /// assert_eq!(serde_json::to_string(&Sighting::Present(Strength::Clear))?, r#"{"present":"clear"}"#);
    /// assert_ne!(Sighting::Absent, Sighting::NoOpportunity);
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
    #[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
    pub enum Sighting {
        /// It showed, with a strength.
        Present(Strength),
        /// There was the opportunity to see it, and it did not show.
        Absent,
        /// There was no opportunity to see it.
        NoOpportunity,
    }
}

fields!(
    enum Sighting {
        Present(strength),
        Absent,
        NoOpportunity,
    }
);

codes! {
    /// Where the observer stood. The clinician of the cycle is always part of it, and is read so whatever is noted here.
    ///
    /// ```
    /// use practice_cycle::{boundary::Standpoint, code::Code};
    /// assert_eq!(Standpoint::PartOfIt.label(), "self-report");
    /// ```
    pub enum Standpoint {
        PartOfIt = "part_of_it", "self-report";
        LookingOn = "looking_on", "looking on";
    }
}

codes! {
    /// What drew the behaviour: a clinician who was asked to take over is not one who took over.
    ///
    /// ```
    /// use practice_cycle::{boundary::DrawnBy, code::Code};
    /// assert_eq!(DrawnBy::ALL.len(), 3);
    /// ```
    pub enum DrawnBy {
        AskedByTeam = "asked_by_team", "asked for by the team";
        CliniciansOwn = "clinicians_own", "the clinician's own";
        Unknown = "unknown", "unknown";
    }
}

codes! {
    /// What the observation rests on.
    ///
    /// ```
    /// use practice_cycle::{boundary::Basis, code::Code};
    /// assert_eq!(Basis::Reported.label(), "at second hand");
    /// ```
    pub enum Basis {
        Direct = "direct", "seen directly";
        Reported = "reported", "at second hand";
        FromRecords = "from_records", "from records";
    }
}

codes! {
    /// What a reading of the boundary says. Mixed: it pulls both ways at once. Contested: those who saw it disagree, which is
    /// kept and never averaged away.
    ///
    /// ```
    /// use practice_cycle::boundary::{Lean, Verdict};
    /// assert_eq!(Verdict::from(Lean::Diffuse).to_string(), "leans too far away (diffuse)");
    /// ```
    pub enum Verdict {
        Enmeshed = "enmeshed", "leans too close (enmeshed)";
        Healthy = "healthy", "leans healthy";
        Diffuse = "diffuse", "leans too far away (diffuse)";
        Mixed = "mixed", "mixed";
        Contested = "contested", "contested";
        Insufficient = "insufficient", "insufficient evidence";
    }
}

impl From<Lean> for Verdict {
    fn from(lean: Lean) -> Self {
        match lean {
            Lean::Enmeshed => Verdict::Enmeshed,
            Lean::Healthy => Verdict::Healthy,
            Lean::Diffuse => Verdict::Diffuse,
        }
    }
}

choice! {
    /// Which observations are asked about.
    ///
    /// ```
    /// use practice_cycle::{boundary::Scope, people::Side};
    /// let scope: Scope = serde_json::from_str(r#"{"perspective":"family"}"#)?;
    /// assert_eq!((scope.to_string().as_str(), &scope), ("as the family saw it", &Scope::Perspective(Side::Family)));
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    #[derive(Debug, Clone, PartialEq, Eq, Hash)]
    #[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
    pub enum Scope {
        /// All of the cycle.
        Cycle,
        /// Those under one contract.
        Contract(ContractId),
        /// Those in one space.
        Space(Space),
        /// Those by people of one side, as they stood when they saw it.
        Perspective(Side),
    }
}

fields!(
    enum Scope {
        Cycle,
        Contract(contract),
        Space(space),
        Perspective(side),
    }
);

messages! {
    in_the_cycle() = "boundary-in-the-cycle", "in the whole cycle";
    under_contract(contract) = "boundary-under-contract", "under contract `{contract}`";
    in_space(space) = "boundary-in-space", "in {space}";
    as_seen_by(side) = "boundary-as-seen-by", "as {side} saw it";
}

impl Scope {
    /// What was asked about, as it stands in a sentence.
    pub(crate) fn said(&self) -> Message {
        match self {
            Scope::Cycle => in_the_cycle(),
            Scope::Contract(contract) => under_contract(contract.as_str()),
            Scope::Space(space) => in_space(*space),
            Scope::Perspective(side) => as_seen_by(*side),
        }
    }
}

impl fmt::Display for Scope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.said().fmt(f)
    }
}
