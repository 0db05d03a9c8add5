//! A scenario as it is written.

use chrono::{NaiveDate, NaiveTime};

use super::recording::Recording;
use super::says::Tendencies;
use crate::simulation::amount::Amount;
use crate::simulation::slip::Violation;
use crate::simulation::unseen::Drifts;
use crate::strict::{choice, object};

object! {
    /// A scenario as it is written, before it is checked. What stands in it and what it leaves out is all that a run depends on, beside
    /// the version of the crate.
    ///
    /// ```
    /// use practice_cycle::simulation::{Scenario, ScenarioError};
    /// let mut raw = Scenario::shipped("team-as-it-is").unwrap().says().clone();
    /// raw.group.cycles = 2;
    /// raw.horizon.days = 90;
    /// assert!(Scenario::try_from(raw.clone()).is_ok());
    /// raw.horizon.days = 1_000_000;
    /// let refused: ScenarioError = Scenario::try_from(raw).unwrap_err();
    /// assert!(refused.to_string().contains("horizon.days"));
    /// ```
    #[derive(Debug, Clone, PartialEq)]
    #[cfg_attr(feature = "schemars", derive(schemars::JsonSchema), schemars(rename = "Scenario", deny_unknown_fields))]
    pub struct RawScenario {
        /// Its name: small letters, digits and hyphens.
        pub scenario: String,
        /// Which version of it this is.
        pub version: String,
        /// What it is about, in a few words.
        pub title: String,
        /// When it takes place.
        pub horizon: Horizon,
        /// Who takes part.
        pub group: Group,
        /// When people work. Left out: round the clock, every day.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub hours: Option<Hours>,
        /// What the clinicians can carry.
        #[serde(default)]
        pub capacity: Capacity,
        /// What people tend to do. What is left out does not happen.
        #[serde(default)]
        pub tendencies: Tendencies,
        /// How the boundary drifts, unseen. Left out, it stands still, and all that shows is healthy.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub boundary: Option<Drifts>,
        /// Rules that are broken on purpose, and how often.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        pub violations: Vec<Violation>,
        /// How acts come to be recorded. Left out, each is recorded as it happens.
        #[serde(default)]
        pub recording: Recording,
        /// How often it is run.
        pub replications: Replications,
    }
}

object! {
    /// When a scenario takes place.
    ///
    /// ```
    /// use practice_cycle::simulation::{Horizon, Start};
    /// let horizon: Horizon = serde_json::from_str(r#"{"from":"2026-01-05","days":730,"start":"terminating"}"#)?;
    /// assert_eq!(horizon.start, Start::Terminating);
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    #[derive(Debug, Clone, PartialEq)]
    #[cfg_attr(feature = "schemars", derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
    pub struct Horizon {
        /// The first day, in London.
        pub from: NaiveDate,
        /// How many days, from 0 to 14,610 (forty years).
        pub days: u32,
        /// What is made of the beginning, in which cycles are young.
        pub start: Start,
    }
}

choice! {
    /// What is made of the beginning of a run, in which everything is young.
    ///
    /// ```
    /// use practice_cycle::simulation::Start;
    /// let start: Start = serde_json::from_str(r#"{"warm_up":{"days":365}}"#)?;
    /// assert_eq!(start, Start::WarmUp { days: 365 });
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    #[cfg_attr(feature = "schemars", derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
    pub enum Start {
        /// It is what is studied: teams are followed from their first day.
        Terminating,
        /// It is left out of what is measured.
        WarmUp {
            /// How many days from the first, fewer than the horizon has.
            days: u32,
        },
    }
}

object! {
    /// Who takes part in a group: cycles that share their clinicians. Each cycle has a team of its own.
    ///
    /// ```
    /// use practice_cycle::simulation::Group;
    /// let group: Group =
    ///     serde_json::from_str(r#"{"cycles":5,"clinicians":1,"social_workers":4,"adults":2,"children":1}"#)?;
    /// assert_eq!((group.cycles, group.open_cases), (5, 0));
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    #[cfg_attr(feature = "schemars", derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
    pub struct Group {
        /// Teams, each with one clinician: from 0 to 1,000.
        pub cycles: u32,
        /// Clinicians whom they share, from 0 to as many as there are cycles: the first team has the first, and so on, round and round.
        pub clinicians: u32,
        /// Social workers of a team, beside its manager: from 0 to 100.
        pub social_workers: u32,
        /// Adults of a family whom clinicians meet: from 1 to 10.
        pub adults: u32,
        /// Children of a family: from 0 to 20.
        pub children: u32,
        /// Families that a team works with from the first day on: from 0 to 1,000.
        #[serde(default)]
        pub open_cases: u32,
    }
}

object! {
    /// The hours of a working day, to the minute; working days are those of England and Wales, Mondays to Fridays without bank holidays.
    ///
    /// ```
    /// use practice_cycle::simulation::Hours;
    /// let hours: Hours = serde_json::from_str(r#"{"from":"09:00:00","to":"17:00:00"}"#)?;
    /// assert!(hours.from < hours.to);
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    #[cfg_attr(feature = "schemars", derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
    pub struct Hours {
        /// When a day opens, in London.
        pub from: NaiveTime,
        /// When it closes: at least a minute later, on the same day.
        pub to: NaiveTime,
    }
}

object! {
    /// What each clinician can carry, over all their cycles. What is left out has no limit.
    ///
    /// ```
    /// use practice_cycle::simulation::Capacity;
    /// let capacity: Capacity = serde_json::from_str(r#"{"open_contracts_at_most":5}"#)?;
    /// assert_eq!(capacity.open_contracts_at_most, Some(5));
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    #[derive(Debug, Clone, Default, PartialEq)]
    #[cfg_attr(feature = "schemars", derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
    pub struct Capacity {
        /// How many contracts can be begun at once, from 0; others wait in the order in which they were agreed.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub open_contracts_at_most: Option<u32>,
        /// Minutes of a working day that there are for sessions, from 0 to 1,440. Left out: as long as the day is. A day is filled from its
        /// opening on, by sessions and by what has passed of it; what was booked and is cancelled stays booked.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub minutes_a_day: Option<Amount>,
        /// On how many days of a week a clinician has sessions, from Monday on: a whole number from 1 to 5.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub days_a_week: Option<Amount>,
        /// Days of leave a year, five to the week, from 0 to 100: to the nearest whole week, none of them twice.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub leave_days_a_year: Option<Amount>,
    }
}

object! {
    /// How often a scenario is run.
    ///
    /// ```
    /// use practice_cycle::simulation::Replications;
    /// let replications: Replications = serde_json::from_str(r#"{"seed":20260105,"from":0,"to":1000}"#)?;
    /// assert_eq!(replications.to - replications.from, 1000);
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    #[cfg_attr(feature = "schemars", derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
    pub struct Replications {
        /// The seed: the same seed makes the same histories, byte for byte.
        pub seed: u64,
        /// The number of the first group.
        pub from: u32,
        /// The number after that of the last group.
        pub to: u32,
    }
}
