//! The working days of England and Wales.

use std::collections::BTreeSet;
use std::ops::RangeInclusive;

use chrono::Weekday::{Mon, Sat, Sun, Tue};
use chrono::{Datelike, NaiveDate};

use super::{Calendar, DayOff, OutOfRange, TIME_ZONE, Tz};

const FIRST: NaiveDate = NaiveDate::from_ymd_opt(2000, 1, 1).expect("a day of the calendar");
const LAST: NaiveDate = NaiveDate::from_ymd_opt(2035, 12, 31).expect("a day of the calendar");
const PROCLAIMED: &str = "bank holidays as proclaimed to 2023, then by rule";

/// The working days of England and Wales, from 2000 to 2035.
///
/// Bank holidays are worked out by rule, with the changes proclaimed up to the coronation of 2023: after that year they are
/// the usual ones, on their usual days. Later proclamations are not known here: add their days
/// [`with_extra`](Self::with_extra), and the version, hence every deadline, will say so. A bank holiday that a later
/// proclamation *moves* also keeps its usual day until a new edition of this crate. A test compares every day with an
/// independent calendar, the crate `holidays-rs`; they differ on none.
///
/// ```
/// use practice_cycle::calendar::{Calendar, EnglandAndWales};
/// let calendar = EnglandAndWales::new();
/// assert_eq!(calendar.add_working_days("2026-12-17".parse()?, 10)?, "2027-01-05".parse()?);
///
/// let calendar = calendar.with_extra(["2026-12-18".parse()?]);
/// assert_eq!(calendar.version(), "bank holidays as proclaimed to 2023, then by rule + 2026-12-18");
/// assert_eq!(calendar.add_working_days("2026-12-17".parse()?, 10)?, "2027-01-06".parse()?);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EnglandAndWales {
    extra: BTreeSet<NaiveDate>, // Invariant: in range, and neither weekends nor bank holidays.
    version: String,            // Invariant: names every extra day.
}

impl EnglandAndWales {
    /// The calendar as proclaimed so far.
    #[must_use]
    pub fn new() -> Self {
        Self { extra: BTreeSet::new(), version: PROCLAIMED.to_owned() }
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
        self.version = PROCLAIMED.to_owned() + &added.collect::<String>();
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

#[cfg(test)]
mod tests {
    use super::*;

    fn day(written: &str) -> NaiveDate {
        written.parse().unwrap()
    }

    fn due(from: &str, days: u32) -> String {
        EnglandAndWales::new().add_working_days(day(from), days).unwrap().to_string()
    }

    /// The bank holidays that a year keeps on weekdays, as `MMDD name`.
    fn holidays(year: i32) -> Vec<String> {
        let calendar = EnglandAndWales::new();
        let days = (1..=366).filter_map(|ordinal| NaiveDate::from_yo_opt(year, ordinal));
        days.filter_map(|day| match calendar.day_off(day).unwrap()? {
            DayOff::BankHoliday(name) => Some(day.format("%m%d ").to_string() + &name),
            DayOff::Weekend | DayOff::Extra => None,
        })
        .collect()
    }

    // From the Python package `holidays` 0.109 (England); 2012 to 2028 agree with GOV.UK's own list.
    const KEPT: &str = "\
2000 0103 0421 0424 0501 0529 0828 1225 1226 | 2001 0101 0413 0416 0507 0528 0827 1225 1226
2002 0101 0329 0401 0506 0603 0604 0826 1225 1226 | 2003 0101 0418 0421 0505 0526 0825 1225 1226
2004 0101 0409 0412 0503 0531 0830 1227 1228 | 2005 0103 0325 0328 0502 0530 0829 1226 1227
2006 0102 0414 0417 0501 0529 0828 1225 1226 | 2007 0101 0406 0409 0507 0528 0827 1225 1226
2008 0101 0321 0324 0505 0526 0825 1225 1226 | 2009 0101 0410 0413 0504 0525 0831 1225 1228
2010 0101 0402 0405 0503 0531 0830 1227 1228 | 2011 0103 0422 0425 0429 0502 0530 0829 1226 1227
2012 0102 0406 0409 0507 0604 0605 0827 1225 1226 | 2013 0101 0329 0401 0506 0527 0826 1225 1226
2014 0101 0418 0421 0505 0526 0825 1225 1226 | 2015 0101 0403 0406 0504 0525 0831 1225 1228
2016 0101 0325 0328 0502 0530 0829 1226 1227 | 2017 0102 0414 0417 0501 0529 0828 1225 1226
2018 0101 0330 0402 0507 0528 0827 1225 1226 | 2019 0101 0419 0422 0506 0527 0826 1225 1226
2020 0101 0410 0413 0508 0525 0831 1225 1228 | 2021 0101 0402 0405 0503 0531 0830 1227 1228
2022 0103 0415 0418 0502 0602 0603 0829 0919 1226 1227 | 2023 0102 0407 0410 0501 0508 0529 0828 1225 1226
2024 0101 0329 0401 0506 0527 0826 1225 1226 | 2025 0101 0418 0421 0505 0526 0825 1225 1226
2026 0101 0403 0406 0504 0525 0831 1225 1228 | 2027 0101 0326 0329 0503 0531 0830 1227 1228
2028 0103 0414 0417 0501 0529 0828 1225 1226 | 2029 0101 0330 0402 0507 0528 0827 1225 1226
2030 0101 0419 0422 0506 0527 0826 1225 1226 | 2031 0101 0411 0414 0505 0526 0825 1225 1226
2032 0101 0326 0329 0503 0531 0830 1227 1228 | 2033 0103 0415 0418 0502 0530 0829 1226 1227
2034 0102 0407 0410 0501 0529 0828 1225 1226 | 2035 0101 0323 0326 0507 0528 0827 1225 1226";

    #[test]
    fn every_bank_holiday_is_one_that_others_list() {
        let ours = (2000..=2035).map(|year| {
            let days = holidays(year).into_iter().map(|kept| format!(" {}", &kept[..4]));
            year.to_string() + &days.collect::<String>()
        });
        let theirs = KEPT.split(['|', '\n']).map(str::trim);
        assert_eq!(ours.collect::<Vec<_>>(), theirs.collect::<Vec<_>>());
    }

    #[test]
    fn the_years_of_the_wedding_and_of_the_funeral_are_whole() {
        assert_eq!(
            holidays(2011).join(", "),
            "0103 New Year's Day, 0422 Good Friday, 0425 Easter Monday, 0429 Royal wedding, \
             0502 Early May bank holiday, 0530 Spring bank holiday, 0829 Summer bank holiday, \
             1226 Boxing Day, 1227 Christmas Day"
        );
        assert_eq!(
            holidays(2022).join(", "),
            "0103 New Year's Day, 0415 Good Friday, 0418 Easter Monday, \
             0502 Early May bank holiday, 0602 Spring bank holiday, 0603 Platinum Jubilee, \
             0829 Summer bank holiday, 0919 State funeral of Queen Elizabeth II, \
             1226 Boxing Day, 1227 Christmas Day"
        );
    }

    #[test]
    fn a_feast_at_the_weekend_is_kept_after_it() {
        let christmas = |year| holidays(year)[holidays(year).len() - 2..].join(", ");
        assert_eq!(christmas(2026), "1225 Christmas Day, 1228 Boxing Day"); // On a Friday.
        assert_eq!(christmas(2027), "1227 Christmas Day, 1228 Boxing Day"); // On a Saturday.
        assert_eq!(christmas(2033), "1226 Boxing Day, 1227 Christmas Day"); // On a Sunday.
        assert_eq!(holidays(2028)[0], "0103 New Year's Day"); // On a Saturday.
        assert_eq!(holidays(2034)[0], "0102 New Year's Day"); // On a Sunday.
    }

    #[test]
    fn working_days_are_counted_from_the_day_after() {
        assert_eq!(due("2026-04-02", 15), "2026-04-27");
        assert_eq!(due("2026-08-14", 20), "2026-09-14");
        assert_eq!(due("2026-12-17", 10), "2027-01-05");
        assert_eq!(due("2026-06-05", 1), "2026-06-08"); // Friday to Monday.
        assert_eq!(due("2026-06-06", 1), "2026-06-08"); // Saturday to Monday.
        assert_eq!(due("2026-06-06", 0), "2026-06-06");
    }

    #[test]
    fn extra_days_are_named_once_and_in_order_whatever_order_they_came_in() {
        let plain = EnglandAndWales::new();
        let (first, second) = (day("2026-06-05"), day("2027-06-04"));
        let both = plain.clone().with_extra([second, first, second]);
        assert_eq!(both.version(), "bank holidays as proclaimed to 2023, then by rule + 2026-06-05 + 2027-06-04");
        assert_eq!(both, plain.clone().with_extra([first]).with_extra([second]));
        // A Saturday, Christmas Day, and two days out of range.
        let idle = ["2026-06-06", "2026-12-25", "1999-12-31", "2036-01-02"].map(day);
        assert_eq!(plain.clone().with_extra(idle), plain);
    }

    #[test]
    fn nothing_is_counted_beyond_the_range() {
        let calendar: &dyn Calendar = &EnglandAndWales::new();
        let refused = |from, days| calendar.add_working_days(from, days).map_err(|refusal| refusal.day);
        assert_eq!(due("2035-12-28", 1), "2035-12-31");
        assert_eq!(refused(LAST, 1), Err(day("2036-01-01")));
        assert_eq!(refused(day("2035-12-20"), 8), Err(day("2036-01-01")));
        assert_eq!(refused(day("1999-12-31"), 1), Err(day("1999-12-31")));
        assert_eq!(refused(FIRST, u32::MAX), Err(day("2036-01-01")));
        assert_eq!(refused(NaiveDate::MAX, 1), Err(NaiveDate::MAX));
        assert_eq!(refused(NaiveDate::MIN, 0), Err(NaiveDate::MIN));
    }
}
