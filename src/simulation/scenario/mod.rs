//! A scenario: who takes part, what they tend to do, and when. Data, checked once.

mod says;
mod recording;
mod raw;
mod changes;
mod variants;
mod shipped;

use std::fmt;
use std::sync::{Arc, LazyLock};

use serde::{Deserialize, Serialize};
use xxhash_rust::xxh3::xxh3_128;

use crate::calendar::{Almanac, EnglandAndWales};
use crate::cycle::{Act, Cycle};
use crate::moment::Moment;
use crate::simulation::random::Stream;
use crate::simulation::rota::{Rota, moment};
use crate::simulation::slip::Violations;
use crate::simulation::trouble::{ScenarioError, Troubles};
use crate::text::Text;

pub use raw::{Capacity, Group, Horizon, Hours, RawScenario, Replications, Start};
pub use recording::{Late, Missing, Recording};
pub use says::{
    AfterAChange, Asked, Assessing, Changes, Comes, Contracting, Deciding, Differing, Discussing, Disrupting, Inviting,
    Joining, Keeping, Planning, Protected, Shock, Staffing, Suggestions, Suspending, Tendencies, Urgent, Watching, Working,
};
pub use variants::{DesignError, Variant};

/// A scenario that was checked.
///
/// It is read from JSON; everything that is wrong with it is reported together.
///
/// ```
/// use practice_cycle::simulation::Scenario;
/// let scenario = Scenario::shipped("protected-joining").unwrap();
/// assert_eq!(scenario.says().scenario, "protected-joining");
/// let stored = serde_json::to_string(&scenario).unwrap();
/// assert_eq!(serde_json::from_str::<Scenario>(&stored).unwrap(), scenario);
/// ```
#[derive(Clone, Serialize, Deserialize)] // `Debug` by hand: it leaves out the thousands of days that follow from what it says.
#[serde(try_from = "RawScenario", into = "RawScenario")]
pub struct Scenario {
    says: RawScenario,
    rota: Arc<Rota>,
    violations: Violations,
    /// The calendar that says when something was due, where rules are broken on purpose.
    calendar: Option<Arc<Almanac>>,
}

impl fmt::Debug for Scenario {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Scenario").field(&self.says).finish()
    }
}

impl PartialEq for Scenario {
    fn eq(&self, other: &Self) -> bool {
        self.says == other.says
    }
}

impl From<Scenario> for RawScenario {
    fn from(scenario: Scenario) -> Self {
        scenario.says
    }
}

impl TryFrom<RawScenario> for Scenario {
    type Error = ScenarioError;

    fn try_from(says: RawScenario) -> Result<Self, ScenarioError> {
        let mut troubles = Troubles::new();
        says.check(&mut troubles);
        let violations = troubles.finish(Violations::new(says.violations.clone()).unwrap_or_default())?;
        let hours = says.hours.map(|hours| (minute(hours.from), minute(hours.to)));
        let days = EnglandAndWales::new();
        let rota = Arc::new(Rota::new(says.horizon.from, says.horizon.days, hours, &days));
        let breaks = !violations.each().is_empty();
        let calendar = breaks.then(|| Almanac::new(&days).ok()).flatten().map(Arc::new);
        Ok(Self { says, rota, violations, calendar })
    }
}

impl Scenario {
    /// What it says, field by field.
    #[must_use]
    pub const fn says(&self) -> &RawScenario {
        &self.says
    }

    /// The same by other numbers of replications, or another seed.
    ///
    /// # Errors
    /// [`ScenarioError`] where no numbers can lie between.
    pub fn replicated(self, replications: Replications) -> Result<Self, ScenarioError> {
        RawScenario { replications, ..self.says }.try_into()
    }

    /// What distinguishes it from others, as 32 hexadecimal digits: XXH3-128 of its JSON without its replications. Two scenarios
    /// that say the same have the same, whatever they are run with. It is no protection against anybody who means harm.
    ///
    /// ```
    /// use practice_cycle::simulation::Scenario;
    /// let mut raw = Scenario::shipped("null").unwrap().says().clone();
    /// let fingerprint = Scenario::try_from(raw.clone())?.fingerprint();
    /// raw.replications.seed += 1;
    /// assert_eq!(Scenario::try_from(raw.clone())?.fingerprint(), fingerprint);
    /// raw.group.children += 1;
    /// assert_ne!(Scenario::try_from(raw)?.fingerprint(), fingerprint);
    /// # Ok::<(), practice_cycle::simulation::ScenarioError>(())
    /// ```
    #[must_use]
    pub fn fingerprint(&self) -> String {
        let says = RawScenario { replications: Replications { seed: 0, from: 0, to: 0 }, ..self.says.clone() };
        // What was checked holds nothing that JSON cannot say.
        format!("{:032x}", xxh3_128(&serde_json::to_vec(&says).unwrap_or_default()))
    }

    /// The first instant, in seconds from the Unix epoch.
    pub(crate) fn starts(&self) -> i64 {
        self.rota.starts(0)
    }

    /// The first instant that lies beyond, in seconds from the Unix epoch.
    pub(crate) fn ends(&self) -> i64 {
        self.rota.starts(self.says.horizon.days as usize)
    }

    pub(crate) fn rota(&self) -> &Rota {
        &self.rota
    }

    /// Words for where an event needs some.
    pub(crate) fn words(&self) -> &'static Text {
        static WORDS: LazyLock<Text> = LazyLock::new(|| Text::new("Simulated.").unwrap_or_else(|_| Text::redacted()));
        &WORDS
    }

    /// The time as of which it is read: the last instant of the horizon.
    ///
    /// ```
    /// use practice_cycle::simulation::Scenario;
    /// let scenario = Scenario::shipped("null").unwrap();
    /// assert!(scenario.as_of().to_string().starts_with("20"));
    /// ```
    #[must_use]
    pub fn as_of(&self) -> Moment {
        moment(self.ends()).just_before()
    }

    /// The rules that are broken on purpose.
    pub(crate) const fn violations(&self) -> &Violations {
        &self.violations
    }

    /// The calendar that says when something was due, where there are any.
    pub(crate) const fn calendar(&self) -> Option<&Arc<Almanac>> {
        self.calendar.as_ref()
    }

    /// The minutes for sessions of each day, of one clinician.
    pub(crate) fn minutes_of(&self, stream: Stream) -> Vec<u16> {
        let capacity = &self.says.capacity;
        let days_a_week = capacity.days_a_week.as_ref().map_or(7, |days| days.value as u32);
        let mut minutes: Vec<u16> = (0..self.rota.len())
            .map(|place| {
                let length =
                    self.rota.hours(place).map_or(0, |(opens, closes)| ((closes - opens) / 60).clamp(0, 1500) as u16);
                let most = capacity.minutes_a_day.as_ref().map_or(length, |minutes| (minutes.value as u16).min(length));
                let weekday = chrono::Datelike::weekday(&self.rota.date(place)).num_days_from_monday();
                if weekday < days_a_week { most } else { 0 }
            })
            .collect();
        // Leave is taken in whole weeks, none of them twice: each is drawn among those of its year that are left.
        let weeks = capacity.leave_days_a_year.as_ref().map_or(0, |days| libm::round(days.value / 5.0) as u64);
        for (year, of_year) in minutes.chunks_mut(52 * 7).enumerate() {
            let mut left: Vec<usize> = (0..52).collect();
            for nth in 0..weeks.min(52) {
                let week = left.swap_remove(stream.at("leave", year as u64).at("week", nth).among(left.len()));
                of_year.iter_mut().skip(week * 7).take(7).for_each(|minutes| *minutes = 0);
            }
        }
        minutes
    }

    /// When an act is recorded.
    pub(crate) fn recorded(&self, act: &Act, cycle: &Cycle, stream: Stream) -> Moment {
        let late = self.says.recording.late.as_ref();
        let delayed = late.and_then(|late| late.recorded(act, cycle.next_number(), stream, &self.rota));
        delayed.unwrap_or(act.occurred_at).max(cycle.last_recorded())
    }

    /// Whether an act is never recorded, though it happened.
    pub(crate) fn is_missing(&self, act: &Act, nth: impl Fn() -> u64, stream: Stream) -> bool {
        self.says.recording.missing.iter().any(|missing| missing.leaves_out(act, nth(), stream))
    }
}

/// The minute of a day that a time lies in, from 0.
fn minute(time: chrono::NaiveTime) -> u16 {
    (chrono::Timelike::num_seconds_from_midnight(&time) / 60) as u16
}

impl RawScenario {
    fn check(&self, troubles: &mut Troubles) {
        let is_name = !self.scenario.is_empty()
            && self.scenario.len() <= 64
            && self.scenario.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-');
        if !is_name {
            troubles.at("scenario", "expected 1 to 64 small letters, digits and hyphens");
        }
        let Horizon { from, days, start } = self.horizon;
        troubles.within("horizon", |troubles| {
            let (first, last) = (chrono::NaiveDate::from_ymd_opt(2000, 1, 1), chrono::NaiveDate::from_ymd_opt(2050, 12, 31));
            let end = from.checked_add_days(chrono::Days::new(days.into()));
            if first.is_none_or(|first| from < first) || end.is_none() || end > last {
                troubles.at("from", "expected a horizon from 2000 to 2050, for which bank holidays are known");
            }
            troubles.number("days", f64::from(days), 0.0..=14_610.0);
            if let Start::WarmUp { days: warm_up } = start
                && (warm_up >= days && days > 0)
            {
                troubles.at("start.warm_up.days", "expected fewer days than the horizon has");
            }
        });
        let group = self.group;
        troubles.within("group", |troubles| {
            let counts = [
                ("cycles", group.cycles, 0, 1000),
                ("clinicians", group.clinicians, 0, group.cycles),
                ("social_workers", group.social_workers, 0, 100),
                ("adults", group.adults, 1, 10),
                ("children", group.children, 0, 20),
                ("open_cases", group.open_cases, 0, 1000),
            ];
            for (field, count, least, most) in counts {
                troubles.number(field, count.into(), f64::from(least)..=f64::from(most));
            }
        });
        // Without a whole minute between them nobody would ever be at work.
        if let Some(hours) = self.hours
            && minute(hours.from) >= minute(hours.to)
        {
            troubles.at("hours.to", "expected a time at least a minute later than `hours.from`");
        }
        troubles.within("capacity", |troubles| {
            let capacity = &self.capacity;
            let numbers = [
                ("minutes_a_day", &capacity.minutes_a_day, 0.0..=1440.0),
                ("days_a_week", &capacity.days_a_week, 1.0..=5.0),
                ("leave_days_a_year", &capacity.leave_days_a_year, 0.0..=100.0),
            ];
            for (field, number, limits) in numbers {
                if let Some(number) = number {
                    troubles.number(field, number.value, limits);
                }
            }
            if capacity.days_a_week.as_ref().is_some_and(|days| days.value.fract() != 0.0) {
                troubles.at("days_a_week", "expected a whole number of days");
            }
        });
        troubles.within("tendencies", |troubles| self.tendencies.check(troubles));
        if let Some(boundary) = &self.boundary {
            troubles.within("boundary", |troubles| boundary.check(troubles));
        }
        if let Err(refused) = Violations::new(self.violations.clone()) {
            refused.problems().iter().for_each(|problem| troubles.add(problem.as_str()));
        }
        troubles.within("recording", |troubles| self.recording.check(troubles));
        if self.replications.to < self.replications.from {
            troubles.at("replications.to", "expected a number from `replications.from` on");
        }
    }
}

/// The JSON Schema (draft 2020-12) of a scenario, so that editors complete it. What it cannot say, such as which numbers together are no more
/// than 1, is reported when a scenario is read.
///
/// ```
/// let schema = practice_cycle::simulation::schema();
/// assert_eq!(schema.pointer("/$id").unwrap(), "urn:practice-cycle:scenario");
/// assert_eq!(schema.pointer("/additionalProperties").unwrap(), false);
/// ```
#[cfg(feature = "schemars")]
#[must_use]
pub fn schema() -> schemars::Schema {
    crate::json_schema::derived::read::<RawScenario>("urn:practice-cycle:scenario")
}

#[cfg(feature = "schemars")]
impl schemars::JsonSchema for Scenario {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        RawScenario::schema_name()
    }
    fn schema_id() -> std::borrow::Cow<'static, str> {
        RawScenario::schema_id()
    }
    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        RawScenario::json_schema(generator)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::simulation::amount::{Chance, Factor, FactorOf};

    fn wrong_with(change: impl FnOnce(&mut RawScenario)) -> Vec<String> {
        let mut raw = Scenario::shipped("null").unwrap().says().clone();
        change(&mut raw);
        let refused = Scenario::try_from(raw).unwrap_err();
        refused.problems().iter().map(|trouble| trouble.at.clone()).collect()
    }

    #[test]
    fn hours_without_a_whole_minute_are_none() {
        let time = |second| chrono::NaiveTime::from_hms_opt(9, 0, second).unwrap();
        assert_eq!(wrong_with(|raw| raw.hours = Some(Hours { from: time(0), to: time(59) })), ["hours.to"]);
    }

    #[test]
    fn what_is_not_recorded_hangs_on_no_factor() {
        let times = vec![Factor::illustrative(FactorOf::Joined, 0.5)];
        let missing =
            Missing { kind: "contract_reviewed".to_owned(), chance: Chance { times, ..Chance::illustrative(0.5) } };
        assert_eq!(wrong_with(|raw| raw.recording.missing = vec![missing]), ["recording.missing[0].chance.times"]);
    }

    #[test]
    fn what_it_says_is_shown_and_not_every_day_of_it() {
        let scenario = Scenario::shipped("null").unwrap();
        assert_eq!(format!("{scenario:?}"), format!("Scenario({:?})", scenario.says()));
    }
}
