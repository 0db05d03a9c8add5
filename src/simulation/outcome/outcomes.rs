//! The list of outcomes, and how each is measured.

use super::course::Course;
use crate::code::{CodeSet, codes};
use crate::turns::End;

codes! {
    /// What is measured of simulated work. [`Outcome::measure`] says how, and the [module](super) in words.
    ///
    /// ```
    /// use practice_cycle::{code::Code, simulation::outcome::{Outcome, Unit}};
    /// assert_eq!(Outcome::ReviewsOnTime.label(), "reviews held on time, of those that were due");
    /// assert_eq!(Outcome::ReviewsOnTime.unit(), Unit::Share);
    /// assert!(Outcome::ALL.len() >= 27);
    /// ```
    #[non_exhaustive]
    pub enum Outcome {
        TimeToAlly = "time_to_ally", "time until the clinician is an ally";
        TimeToEmbedded = "time_to_embedded", "time until the clinician is embedded";
        Ally = "ally", "clinicians who became an ally within the time";
        Embedded = "embedded", "clinicians who became embedded within the time";
        TimeToAgreement = "time_to_agreement", "time from an invitation to an agreement";
        TimeToNoAgreement = "time_to_no_agreement", "time from an invitation to its end without an agreement";
        Agreed = "agreed", "invitations agreed within the time";
        Declined = "declined", "invitations declined within the time";
        Withdrawn = "withdrawn", "invitations withdrawn within the time";
        Reframed = "reframed", "invitations that were reframed, of those settled";
        ReframesAnswered = "reframes_answered", "reframes by how they were answered";
        TimeToWork = "time_to_work", "time from an agreement to the first work under it";
        CalledOff = "called_off", "agreements called off before any work, within the time";
        Stalled = "stalled", "agreements without any work that are still open after the time";
        WaitForPlace = "wait_for_place", "time from an agreement until the contract begins";
        WaitWhilePostponed = "wait_while_postponed", "time for which a contract stays postponed";
        Lapsed = "lapsed", "contracts that lapsed, of those whose work ended";
        Renewed = "renewed", "contracts that were renewed, of those whose work ended";
        ContractsAtOnce = "contracts_at_once", "contracts under way at once";
        MostAtOnce = "most_at_once", "most contracts under way at once";
        Uncovered = "uncovered", "sessions and interventions without a contract";
        TimeToCover = "time_to_cover", "time until uncovered work is covered by a contract";
        Covered = "covered", "uncovered work covered by a contract within the time";
        FamiliesTold = "families_told", "members of families told who does what before they first met the clinician";
        ReviewsOnTime = "reviews_on_time", "reviews held on time, of those that were due";
        Invitations = "invitations", "invitations a week";
        Sessions = "sessions", "sessions a week";
        Streams = "streams", "sessions by stream";
        Boundary = "boundary", "weeks by what the reading of the boundary says";
        TimeToRecovery = "time_to_recovery", "time from a disruption until there are as many sessions a week as before";
        Recovered = "recovered", "disruptions recovered from within the time";
        Findings = "findings", "findings of a pack of rules";
        ClinicalTime = "clinical_time", "time of the clinician spent in sessions, of what there is";
        Entries = "entries", "entries recorded a week";
        RecordingDelay = "recording_delay", "time between what happened and its being recorded";
        Turnover = "turnover", "people of the social work side who left, for each who was there for a year";
    }
}

codes! {
    /// In what unit an outcome is given.
    ///
    /// ```
    /// use practice_cycle::{code::Code, simulation::outcome::Unit};
    /// assert_eq!(Unit::PerHundredContracts.label(), "per 100 contracts");
    /// ```
    #[non_exhaustive]
    pub enum Unit {
        Days = "days", "days";
        Hours = "hours", "hours";
        Share = "share", "share, from 0 to 1";
        Contracts = "contracts", "contracts";
        PerWeek = "per_week", "a week";
        PerYear = "per_year", "a year";
        PerHundredContracts = "per_100_contracts", "per 100 contracts";
    }
}

impl Unit {
    /// What whole numbers, seconds where it is time, are multiplied and divided by.
    pub(super) const fn scale(self) -> (u64, u64) {
        match self {
            Unit::Days => (1, 86_400),
            Unit::Hours => (1, 3_600),
            Unit::Share | Unit::Contracts => (1, 1),
            Unit::PerWeek => (604_800, 1),
            // A year of 365 days and a quarter.
            Unit::PerYear => (31_557_600, 1),
            Unit::PerHundredContracts => (100, 1),
        }
    }
}

/// How an outcome is measured.
///
/// ```
/// use practice_cycle::{code::CodeSet, simulation::outcome::{Course, Measure, Outcome}, turns::End};
/// let turned_down = Measure::Time {
///     of: Course::Invitation,
///     ends: CodeSet::of(&[End::Declined, End::Withdrawn]),
///     within: 84,
/// };
/// assert_eq!(Outcome::TimeToNoAgreement.measure(), turned_down);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Measure {
    /// The time until an end. Its mean is that of the time up to a number of days, as which whatever takes longer, or ends otherwise,
    /// counts; its quantiles are the times by which a given share of everything begun has come to that end.
    Time {
        /// What is followed.
        of: Course,
        /// The ends.
        ends: CodeSet<End>,
        /// How many days, or the length of the span where that is shorter.
        within: u64,
    },
    /// The share of everything begun that has come to an end within a number of days.
    EndedWithin {
        /// What is followed.
        of: Course,
        /// The ends.
        ends: CodeSet<End>,
        /// How many days, or the length of the span where that is shorter.
        within: u64,
    },
    /// The share of everything begun that has come to no end at all within a number of days.
    OpenAfter {
        /// What is followed.
        of: Course,
        /// How many days, or the length of the span where that is shorter.
        within: u64,
    },
    /// How many of how many, each summed over everything that was simulated.
    Ratio(Unit),
}

impl Outcome {
    /// How it is measured. The numbers of days are conventions of this crate.
    #[must_use]
    pub fn measure(self) -> Measure {
        let time = |of, ends: &[End], within| Measure::Time { of, ends: CodeSet::of(ends), within };
        let ended = |of, ends: &[End], within| Measure::EndedWithin { of, ends: CodeSet::of(ends), within };
        match self {
            Outcome::TimeToAlly => time(Course::ToAlly, &[End::Reached], 365),
            Outcome::Ally => ended(Course::ToAlly, &[End::Reached], 365),
            Outcome::TimeToEmbedded => time(Course::ToEmbedded, &[End::Reached], 365),
            Outcome::Embedded => ended(Course::ToEmbedded, &[End::Reached], 365),
            Outcome::TimeToAgreement => time(Course::Invitation, &[End::Reached], 84),
            Outcome::TimeToNoAgreement => time(Course::Invitation, &[End::Declined, End::Withdrawn], 84),
            Outcome::Agreed => ended(Course::Invitation, &[End::Reached], 84),
            Outcome::Declined => ended(Course::Invitation, &[End::Declined], 84),
            Outcome::Withdrawn => ended(Course::Invitation, &[End::Withdrawn], 84),
            Outcome::TimeToWork => time(Course::Agreement, &[End::Reached], 84),
            Outcome::CalledOff => ended(Course::Agreement, &[End::Declined, End::Withdrawn, End::Ended], 84),
            Outcome::Stalled => Measure::OpenAfter { of: Course::Agreement, within: 28 },
            Outcome::WaitForPlace => time(Course::Place, &[End::Reached], 84),
            Outcome::WaitWhilePostponed => time(Course::Postponement, &[End::Reached], 84),
            Outcome::TimeToCover => time(Course::Uncovered, &[End::Reached], 28),
            Outcome::Covered => ended(Course::Uncovered, &[End::Reached], 28),
            Outcome::TimeToRecovery => time(Course::Disruption, &[End::Reached], 182),
            Outcome::Recovered => ended(Course::Disruption, &[End::Reached], 182),
            Outcome::Reframed
            | Outcome::ReframesAnswered
            | Outcome::Lapsed
            | Outcome::Renewed
            | Outcome::Uncovered
            | Outcome::FamiliesTold
            | Outcome::ReviewsOnTime
            | Outcome::Streams
            | Outcome::Boundary
            | Outcome::ClinicalTime => Measure::Ratio(Unit::Share),
            Outcome::ContractsAtOnce | Outcome::MostAtOnce => Measure::Ratio(Unit::Contracts),
            Outcome::Invitations | Outcome::Sessions | Outcome::Entries => Measure::Ratio(Unit::PerWeek),
            Outcome::Findings => Measure::Ratio(Unit::PerHundredContracts),
            Outcome::RecordingDelay => Measure::Ratio(Unit::Hours),
            Outcome::Turnover => Measure::Ratio(Unit::PerYear),
        }
    }

    /// In what unit it is given.
    #[must_use]
    pub fn unit(self) -> Unit {
        match self.measure() {
            Measure::Time { .. } => Unit::Days,
            Measure::EndedWithin { .. } | Measure::OpenAfter { .. } => Unit::Share,
            Measure::Ratio(unit) => unit,
        }
    }
}
