//! The working days of England and Wales.

use std::collections::BTreeSet;
use std::ops::RangeInclusive;

use chrono::Weekday::{Mon, Sat, Sun, Tue};
use chrono::{Datelike, NaiveDate};

use super::{Calendar, DayOff, OutOfRange, TIME_ZONE, Tz};

const FIRST: NaiveDate = NaiveDate::from_ymd_opt(2000, 1, 1).expect("a day of the calendar");
const LAST: NaiveDate = NaiveDate::from_ymd_opt(2050, 12, 31).expect("a day of the calendar");
/// The first day of which no bank holidays are published yet.
const BY_RULE: NaiveDate = NaiveDate::from_ymd_opt(2029, 1, 1).expect("a day of the calendar");
pub(crate) const PUBLISHED: &str = "bank holidays as published to 2028, then by rule";

/// The working days of England and Wales, from 2000 to 2050.
///
/// To 2028, bank holidays are those that GOV.UK lists, with every change that was proclaimed. From 2029 none are published yet: they
/// are the usual ones, on their usual days, and a deadline that counts working days there [says so](super::Counted::by_rule).
/// Later proclamations are not known here: add their days [`with_extra`](Self::with_extra), and the version, hence every
/// deadline, will say so. A bank holiday that a later proclamation *moves* also keeps its usual day until a new edition of this
/// crate. A test compares every day with an independent calendar, the crate `holidays-rs`; they differ on none.
///
/// ```
/// use practice_cycle::calendar::{Calendar, EnglandAndWales};
/// let calendar = EnglandAndWales::new();
/// assert_eq!(calendar.add_working_days("2026-12-17".parse()?, 10)?, "2027-01-05".parse()?);
///
/// let calendar = calendar.with_extra(["2026-12-18".parse()?]);
/// assert_eq!(calendar.version(), "bank holidays as published to 2028, then by rule + 2026-12-18");
/// assert_eq!(calendar.add_working_days("2026-12-17".parse()?, 10)?, "2027-01-06".parse()?);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EnglandAndWales {
    extra: BTreeSet<NaiveDate>, // Invariant: in range, and neither weekends nor bank holidays.
    version: String,            // Invariant: names every extra day.
}

impl EnglandAndWales {
    /// The calendar as published so far.
    #[must_use]
    pub fn new() -> Self {
        Self { extra: BTreeSet::new(), version: PUBLISHED.to_owned() }
    }

    /// The calendar with these days off as well.
    ///
    /// A day that was off already, or is out of range, changes nothing and is not named in the version.
    #[must_use]
    pub fn with_extra(mut self, days: impl IntoIterator<Item = NaiveDate>) -> Self {
        for day in days {
            if self.is_working_day(day) == Ok(true) {
                self.extra.insert(day);
            }
        }
        let added = self.extra.iter().map(|day| format!(" + {day}"));
        self.version = PUBLISHED.to_owned() + &added.collect::<String>();
        self
    }
}

impl Default for EnglandAndWales {
    fn default() -> Self {
        Self::new()
    }
}

impl Calendar for EnglandAndWales {
    fn name(&self) -> &str {
        "England and Wales"
    }

    fn version(&self) -> &str {
        &self.version
    }

    fn range(&self) -> RangeInclusive<NaiveDate> {
        FIRST..=LAST
    }

    fn zone(&self) -> Tz {
        TIME_ZONE
    }

    fn by_rule_from(&self) -> Option<NaiveDate> {
        Some(BY_RULE)
    }

    fn day_off(&self, day: NaiveDate) -> Result<Option<DayOff>, OutOfRange> {
        self.reach(day)?;
        Ok(if matches!(day.weekday(), Sat | Sun) {
            Some(DayOff::Weekend)
        } else if let Some(name) = bank_holiday(day) {
            Some(DayOff::BankHoliday(name.into()))
        } else {
            self.extra.contains(&day).then_some(DayOff::Extra)
        })
    }
}

// The bank holiday that is kept on this weekday: first what was proclaimed for one year, then every year's rule.
fn bank_holiday(day: NaiveDate) -> Option<&'static str> {
    Some(match (day.year(), day.month(), day.day(), day.weekday()) {
        // Moved away, and where to.
        (2002, 5, 27, _) | (2012, 5, 28, _) | (2022, 5, 30, _) | (2020, 5, 4, _) => return None,
        (2002 | 2012, 6, 4, _) | (2022, 6, 2, _) => "Spring bank holiday",
        (2020, 5, 8, _) => "Early May bank holiday",
        // Added.
        (2002, 6, 3, _) => "Golden Jubilee",
        (2011, 4, 29, _) => "Royal wedding",
        (2012, 6, 5, _) => "Diamond Jubilee",
        (2022, 6, 3, _) => "Platinum Jubilee",
        (2022, 9, 19, _) => "State funeral of Queen Elizabeth II",
        (2023, 5, 8, _) => "Coronation of King Charles III",
        // Every year. A feast at the weekend is kept on the next weekday that is not itself a feast.
        (_, 1, 1, _) | (_, 1, 2 | 3, Mon) => "New Year's Day",
        (_, 5, 1..=7, Mon) => "Early May bank holiday",
        (_, 5, 25..=31, Mon) => "Spring bank holiday",
        (_, 8, 25..=31, Mon) => "Summer bank holiday",
        (_, 12, 25, _) | (_, 12, 27, Mon | Tue) => "Christmas Day",
        (_, 12, 26, _) | (_, 12, 28, Mon | Tue) => "Boxing Day",
        (_, 3 | 4, _, _) => return easter_holiday(day),
        _ => return None,
    })
}

fn easter_holiday(day: NaiveDate) -> Option<&'static str> {
    let easter = computus::gregorian(day.year()).ok()?;
    let sunday = NaiveDate::from_ymd_opt(easter.year, easter.month, easter.day)?;
    match day.signed_duration_since(sunday).num_days() {
        -2 => Some("Good Friday"),
        1 => Some("Easter Monday"),
        _ => None,
    }
}
