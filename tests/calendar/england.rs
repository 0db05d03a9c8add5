//! The calendar of England and Wales.

use chrono::NaiveDate;
use practice_cycle::calendar::{Almanac, Beyond, Calendar, DayOff, EnglandAndWales, Period};

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
2034 0102 0407 0410 0501 0529 0828 1225 1226 | 2035 0101 0323 0326 0507 0528 0827 1225 1226
2036 0101 0411 0414 0505 0526 0825 1225 1226 | 2037 0101 0403 0406 0504 0525 0831 1225 1228
2038 0101 0423 0426 0503 0531 0830 1227 1228 | 2039 0103 0408 0411 0502 0530 0829 1226 1227
2040 0102 0330 0402 0507 0528 0827 1225 1226 | 2041 0101 0419 0422 0506 0527 0826 1225 1226
2042 0101 0404 0407 0505 0526 0825 1225 1226 | 2043 0101 0327 0330 0504 0525 0831 1225 1228
2044 0101 0415 0418 0502 0530 0829 1226 1227 | 2045 0102 0407 0410 0501 0529 0828 1225 1226
2046 0101 0323 0326 0507 0528 0827 1225 1226 | 2047 0101 0412 0415 0506 0527 0826 1225 1226
2048 0101 0403 0406 0504 0525 0831 1225 1228 | 2049 0101 0416 0419 0503 0531 0830 1227 1228
2050 0103 0408 0411 0502 0530 0829 1226 1227";

#[test]
fn every_bank_holiday_is_one_that_others_list() {
    let ours = (2000..=2050).map(|year| {
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
    assert_eq!(both.version(), "bank holidays as published to 2028, then by rule + 2026-06-05 + 2027-06-04");
    assert_eq!(both, plain.clone().with_extra([first]).with_extra([second]));
    // A Saturday, Christmas Day, and two days out of range.
    let idle = ["2026-06-06", "2026-12-25", "1999-12-31", "2051-01-02"].map(day);
    assert_eq!(plain.clone().with_extra(idle), plain);
}

#[test]
fn nothing_is_counted_beyond_the_range() {
    let calendar: &dyn Calendar = &EnglandAndWales::new();
    let refused = |from, days| calendar.add_working_days(from, days).map_err(|refusal| refusal.day);
    let (first, last) = calendar.range().into_inner();
    assert_eq!((first, last), (day("2000-01-01"), day("2050-12-31")));
    assert_eq!(due("2050-12-29", 1), "2050-12-30"); // A Friday: the last working day of all.
    assert_eq!(refused(last, 1), Err(day("2051-01-01")));
    assert_eq!(refused(day("2050-12-20"), 8), Err(day("2051-01-01")));
    assert_eq!(refused(day("1999-12-31"), 1), Err(day("1999-12-31")));
    assert_eq!(refused(first, u32::MAX), Err(day("2051-01-01")));
    assert_eq!(refused(NaiveDate::MAX, 1), Err(NaiveDate::MAX));
    assert_eq!(refused(NaiveDate::MIN, 0), Err(NaiveDate::MIN));
}

#[test]
fn a_deadline_says_through_which_years_it_is_counted_by_rule() {
    let counted = |period: &str, from: &str| {
        period.parse::<Period>().unwrap().due(from.parse().unwrap(), &EnglandAndWales::new()).unwrap().counted.by_rule
    };
    let none: [i32; 0] = [];
    assert_eq!(counted("9 working days", "2028-12-14T09:00:00Z"), none); // To 29 December.
    assert_eq!(counted("10 working days", "2028-12-14T09:00:00Z"), [2029]); // To 2 January, past New Year's Day.
    assert_eq!(counted("600 working days", "2028-12-29T09:00:00Z"), [2029, 2030, 2031]);
    assert_eq!(counted("1 working day", "2030-12-31T09:00:00Z"), [2031], "the day that starts the count is not counted");
    // Whatever else is counted passes over no bank holiday.
    for period in ["same day", "48 hours", "10 days", "6 weeks", "3 months"] {
        assert_eq!(counted(period, "2030-12-20T09:00:00Z"), none, "{period}");
    }
    let due =
        "10 working days".parse::<Period>().unwrap().due("2030-12-20T09:00:00Z".parse().unwrap(), &EnglandAndWales::new());
    assert_eq!(
        due.unwrap().to_string(),
        "by the end of 8 January 2031 (10 working days after 20 December 2030, by the calendar of England and Wales, \
         `bank holidays as published to 2028, then by rule`, not counting Christmas Day on 25 December 2030, Boxing Day on \
         26 December 2030 and New Year's Day on 1 January, the bank holidays of 2030 and 2031 by rule, not yet published)"
    );
}

#[test]
fn an_almanac_knows_as_well_what_is_counted_by_rule() {
    let (england, from) = (EnglandAndWales::new(), "2030-12-20T09:00:00Z".parse().unwrap());
    let period: Period = "10 working days".parse().unwrap();
    assert_eq!(period.due(from, &Almanac::new(&england).unwrap()), period.due(from, &england));
    assert_eq!(england.by_rule_from(), Some(day("2029-01-01")));
}

#[test]
fn a_day_before_the_calendar_is_called_so() {
    let (calendar, due) = (EnglandAndWales::new(), |from: &str| {
        "5 days".parse::<Period>().unwrap().due(from.parse().unwrap(), &EnglandAndWales::new())
    });
    let before = calendar.end_of(day("1999-12-31")).unwrap_err();
    assert_eq!(before.to_string(), "1999-12-31 is before the calendar, which runs from 2000-01-01 to 2050-12-31");
    assert_eq!(before.side(), Beyond::Before);
    assert_eq!(calendar.end_of(day("2051-01-01")).unwrap_err().side(), Beyond::After);
    assert_eq!(due("1999-12-30T09:00:00Z").unwrap_err().side(), Beyond::Before);
    assert_eq!(due("2050-12-30T09:00:00Z").unwrap_err().side(), Beyond::After);
}
