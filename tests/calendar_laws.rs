//! Laws of deadlines: they hold for any calendar in any zone, and an almanac answers as the calendar it was made from.
#![expect(clippy::unwrap_used, reason = "in the helpers of tests, where a slip is a failed test")]

use std::num::NonZeroU16;
use std::ops::RangeInclusive;
use std::sync::LazyLock;

use chrono::{Datelike, Days, NaiveDate, TimeDelta};
use practice_cycle::calendar::{Almanac, Calendar, DayOff, EnglandAndWales, OutOfRange, Pauses, Period, Tz};
use practice_cycle::moment::Moment;
use proptest::prelude::*;

/// A short calendar with odd days off, in any zone.
#[derive(Debug, Clone)]
struct Odd {
    zone: Tz,
    range: RangeInclusive<NaiveDate>,
    every: u32,
}

impl Calendar for Odd {
    fn name(&self) -> &str {
        "odd days"
    }
    fn version(&self) -> &str {
        "1"
    }
    fn range(&self) -> RangeInclusive<NaiveDate> {
        self.range.clone()
    }
    fn zone(&self) -> Tz {
        self.zone
    }
    fn day_off(&self, day: NaiveDate) -> Result<Option<DayOff>, OutOfRange> {
        self.reach(day)?;
        Ok((day.num_days_from_ce().unsigned_abs() * 7 % self.every < 3).then_some(DayOff::Extra))
    }
}

/// Zones that moved their clocks at midnight, just after it, by a whole day, or not at all.
const ZONES: [Tz; 7] = [
    Tz::Europe__London,
    Tz::America__St_Johns,
    Tz::America__Sao_Paulo,
    Tz::Asia__Beirut,
    Tz::Pacific__Apia,
    Tz::Pacific__Kiritimati,
    Tz::UTC,
];

fn day(written: &str) -> NaiveDate {
    written.parse().unwrap()
}

static ENGLAND: LazyLock<(EnglandAndWales, Almanac)> = LazyLock::new(|| {
    let england = EnglandAndWales::new();
    let almanac = Almanac::new(&england).unwrap();
    (england, almanac)
});

/// Years with each zone's oddities, and the ends of what can be told.
fn odd() -> impl Strategy<Value = Odd> {
    let first = prop_oneof![
        (0..13_000_u64).prop_map(|days| day("1985-01-01") + Days::new(days)),
        Just(day("1899-12-01")),
        Just(day("2198-10-01")),
        Just(NaiveDate::MIN),
    ];
    (prop::sample::select(&ZONES), first, 0..700_u64, 3..9_u32).prop_map(|(zone, first, days, every)| {
        let last = if first == NaiveDate::MIN { day("1900-06-01") } else { first + Days::new(days) };
        Odd { zone, range: first..=last, every }
    })
}

/// Any length, more often a short one.
fn period() -> impl Strategy<Value = Period> {
    let count = prop_oneof![1..40_u16, 1..40_u16, any::<u16>()].prop_filter_map("a length of nothing", NonZeroU16::new);
    (0..6, count).prop_map(|(unit, count)| match unit {
        0 => Period::SameDay,
        1 => Period::Hours(count),
        2 => Period::Days(count),
        3 => Period::WorkingDays(count),
        4 => Period::Weeks(count),
        _ => Period::Months(count),
    })
}

fn moved(at: Moment, by: TimeDelta) -> Option<Moment> {
    Moment::new(at.to_utc() + by).ok()
}

/// An instant about a calendar's range: at any time, or close to the end of a day.
fn about(calendar: &Odd) -> impl Strategy<Value = Moment> + use<> {
    let calendar = calendar.clone();
    let first = (*calendar.range.start()).max(day("1900-01-01"));
    let days = u64::try_from((*calendar.range.end() - first).num_days()).unwrap_or(0);
    (0..days + 3, any::<bool>(), -90 * 60..90 * 60_i64, 0..3_i64).prop_filter_map(
        "told",
        move |(days, near, seconds, nanos)| {
            let day = first.pred_opt()? + Days::new(days);
            let middle = Moment::new(day.and_hms_opt(12, 0, 0)?.and_utc()).ok()?;
            let at = calendar.end_of(day).ok().filter(|_| near).unwrap_or(middle);
            let by = if seconds % 2 == 0 { TimeDelta::seconds(seconds * 8) } else { TimeDelta::nanoseconds(nanos - 1) };
            moved(at, by)
        },
    )
}

fn odd_and_moments() -> impl Strategy<Value = (Odd, Moment, Moment)> {
    odd().prop_flat_map(|odd| {
        let (one, other) = (about(&odd), about(&odd));
        (Just(odd), one, other)
    })
}

fn odd_and_pauses() -> impl Strategy<Value = (Odd, Moment, Vec<(Moment, Moment)>)> {
    odd().prop_flat_map(|odd| {
        let pauses = prop::collection::vec((about(&odd), about(&odd)), 0..4);
        (Just(odd.clone()), about(&odd), pauses)
    })
}

/// The definition, counted slowly: days one by one, those off or paused as they end left out; hours stretch by stretch.
fn one_by_one(period: Period, from: Moment, pauses: &Pauses, calendar: &Odd) -> Option<Moment> {
    let start = calendar.day_of(from);
    calendar.reach(start).ok()?;
    let runs_at_end_of = |day: NaiveDate| {
        let end = calendar.end_of(day).ok()?;
        Some(pauses.iter().all(|(from, to)| end <= from || to < end))
    };
    let (mut left, first) = match period {
        Period::Hours(hours) => {
            let (mut left, mut at) = (TimeDelta::hours(hours.get().into()), from.to_utc());
            for (start, end) in pauses.iter().map(|(start, end)| (start.to_utc(), end.to_utc())) {
                let run = (start - at).max(TimeDelta::zero());
                if run > left {
                    break;
                }
                if end > at {
                    (left, at) = (left - run, end);
                }
            }
            let at = Moment::new(at + left).ok()?;
            return calendar.reach(calendar.day_of(at)).is_ok().then_some(at);
        }
        Period::SameDay => (1, start),
        Period::Days(days) => (i64::from(days.get()), start.succ_opt()?),
        Period::WorkingDays(days) => (i64::from(days.get()), start.succ_opt()?),
        Period::Weeks(weeks) => (7 * i64::from(weeks.get()), start.succ_opt()?),
        Period::Months(months) => {
            let last = start.checked_add_months(chrono::Months::new(months.get().into()))?;
            ((last - start).num_days(), start.succ_opt()?)
        }
    };
    for day in first.iter_days() {
        let off = matches!(period, Period::WorkingDays(_)) && !calendar.is_working_day(day).ok()?;
        left -= i64::from(runs_at_end_of(day)? && !off);
        if left == 0 {
            return calendar.last_instant_of(day).ok();
        }
    }
    None
}

/// Instants of the years that England's calendar covers, and a little beyond.
fn moment() -> impl Strategy<Value = Moment> {
    (946_000_000..2_085_000_000_i64, 0..1_000_000_000_u32)
        .prop_map(|(seconds, nanos)| chrono::DateTime::from_timestamp(seconds, nanos).unwrap().try_into().unwrap())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn an_almanac_answers_as_its_calendar((odd, from, to) in odd_and_moments(), period in period(), days in 0..50_u32) {
        let almanac = Almanac::new(&odd).unwrap();
        prop_assert_eq!(almanac.day_of(from), odd.day_of(from));
        let (one, other) = (odd.day_of(from), odd.day_of(to));
        prop_assert_eq!(almanac.day_off(one), odd.day_off(one));
        prop_assert_eq!(almanac.is_working_day(one), odd.is_working_day(one));
        prop_assert_eq!(almanac.reach(other), odd.reach(other));
        prop_assert_eq!(almanac.start_of(one), odd.start_of(one));
        prop_assert_eq!(almanac.end_of(one), odd.end_of(one));
        prop_assert_eq!(almanac.sub_working_days(one, days), odd.sub_working_days(one, days));
        prop_assert_eq!(almanac.add_working_days(one, days), odd.add_working_days(one, days));
        prop_assert_eq!(almanac.working_days_between(one, other), odd.working_days_between(one, other));
        prop_assert_eq!(period.due(from, &almanac), period.due(from, &odd));
        prop_assert_eq!(period.reaches_back_to(from, &almanac), period.reaches_back_to(from, &odd));
    }

    #[test]
    fn it_reaches_back_just_so_far_as_is_within((odd, one, other) in odd_and_moments(), period in period()) {
        let (from, to) = (one.min(other), one.max(other));
        if let Ok(back) = period.reaches_back_to(to, &odd) {
            if let Ok(within) = period.is_within(from, to, &odd) {
                prop_assert_eq!(within, from >= back);
            }
            prop_assert_eq!(period.is_within(back, to, &odd).unwrap_or(true), true);
            if let Some(Ok(within)) = moved(back, TimeDelta::nanoseconds(-1)).map(|sooner| period.is_within(sooner, to, &odd)) {
                prop_assert!(!within);
            }
        }
    }

    #[test]
    fn an_almanac_of_england_answers_as_england(from in moment(), period in period()) {
        let (england, almanac) = &*ENGLAND;
        prop_assert_eq!(period.due(from, almanac), period.due(from, england));
    }

    #[test]
    fn the_explanation_ends_at_the_same_instant((odd, from, _) in odd_and_moments(), period in period()) {
        let due = period.due(from, &odd);
        prop_assert_eq!(due.clone().map(|due| due.at), period.due_at(from, &odd));
        if let Ok(due) = due {
            prop_assert!(due.at >= from); // A day ends with its last instant.
            let written = serde_json::to_string(&due).unwrap();
            prop_assert_eq!(serde_json::from_str::<practice_cycle::calendar::Due>(&written).unwrap(), due);
        }
    }

    #[test]
    fn a_longer_period_and_a_later_start_are_due_no_sooner(
        (odd, one, other) in odd_and_moments(), shorter in period(), more in 0..30_u16,
    ) {
        let (earlier, later) = (one.min(other), one.max(other));
        let due = |period: Period, from| period.due_at(from, &odd);
        if let (Ok(first), Ok(second)) = (due(shorter, earlier), due(shorter, later)) {
            prop_assert!(first <= second);
        }
        let longer = match shorter {
            Period::SameDay => Period::Days(NonZeroU16::new(more + 1).unwrap()),
            Period::Hours(count) => Period::Hours(count.saturating_add(more)),
            Period::Days(count) => Period::Days(count.saturating_add(more)),
            Period::WorkingDays(count) => Period::WorkingDays(count.saturating_add(more)),
            Period::Weeks(count) => Period::Weeks(count.saturating_add(more)),
            Period::Months(count) => Period::Months(count.saturating_add(more)),
        };
        match (due(shorter, one), due(longer, one)) {
            (Ok(first), Ok(second)) => prop_assert!(first <= second),
            (first, second) => prop_assert!(second.is_err(), "{first:?} {second:?}"),
        }
    }

    #[test]
    fn what_is_refused_names_a_day_outside_the_range((odd, from, _) in odd_and_moments(), period in period()) {
        match period.due_at(from, &odd) {
            Ok(at) => prop_assert!(odd.reach(odd.day_of(from)).is_ok() && at <= odd.end_of(*odd.range.end()).unwrap_or(Moment::LATEST)),
            Err(refused) => prop_assert!(!(refused.first..=refused.last).contains(&refused.day), "{refused}"),
        }
    }

    #[test]
    fn pauses_put_off_as_counting_one_by_one_does(
        (odd, from, pauses) in odd_and_pauses(), period in period(), after in 0..4_usize,
    ) {
        let pauses: Pauses = pauses.into_iter().collect();
        let due = period.due_at_with_pauses(from, &pauses, &odd);
        prop_assert_eq!(&due, &period.due_at_with_pauses(from, &pauses, &Almanac::new(&odd).unwrap()));
        prop_assert_eq!(due.ok(), one_by_one(period, from, &pauses, &odd));
        let explained = period.due_with_pauses(from, &pauses, &odd);
        prop_assert_eq!(explained.as_ref().map(|due| due.at).ok(), due.ok());
        if let Ok(due) = due {
            prop_assert!(pauses.iter().all(|(start, end)| due < start || due >= end), "nothing falls due in a pause");
            prop_assert!(due >= period.due_at(from, &odd).unwrap());
            // Only the pauses that it tells of matter, and one cut in two is the same pause.
            let told = explained.unwrap().counted.paused;
            prop_assert_eq!(period.due_at_with_pauses(from, &told, &odd), Ok(due));
            let cut = pauses.iter().map(|(start, end)| (start, start.max(from).min(end), end));
            let cut: Pauses = cut.flat_map(|(start, middle, end)| [(start, middle), (middle, end)]).collect();
            prop_assert_eq!(&cut, &pauses);
            let fewer: Pauses = pauses.iter().take(after).collect();
            prop_assert!(period.due_at_with_pauses(from, &fewer, &odd).unwrap() <= due);
        }
    }

    #[test]
    fn no_pause_puts_nothing_off((odd, from, _) in odd_and_moments(), period in period()) {
        prop_assert_eq!(period.due_with_pauses(from, &Pauses::NONE, &odd), period.due(from, &odd));
        prop_assert_eq!(period.due_at(from, &odd).ok(), one_by_one(period, from, &Pauses::NONE, &odd));
    }

    #[test]
    fn every_length_reads_as_it_is_shown(period in period()) {
        prop_assert_eq!(period.to_string().parse::<Period>(), Ok(period));
    }

    #[test]
    fn whatever_reads_is_shown_as_it_was_written(words in r"(same day|same-day|0?[0-9]{1,6} ?(hour|day|working day|week|month)s?|\PC{0,20})") {
        if let Ok(period) = words.parse::<Period>() {
            prop_assert_eq!(period.to_string(), words);
        }
    }
}

#[test]
fn every_instant_lies_in_one_day_however_the_clocks_move() {
    for zone in ZONES {
        let odd = Odd { zone, range: day("1985-01-01")..=day("2026-12-31"), every: 5 };
        let almanac = Almanac::new(&odd).unwrap();
        let mut before = odd.end_of(*odd.range.start()).unwrap();
        for day in odd.range.start().iter_days().skip(1).take_while(|day| day <= odd.range.end()) {
            let end = odd.end_of(day).unwrap();
            assert!(before <= end, "{zone} {day}");
            let last = moved(end, TimeDelta::nanoseconds(-1)).unwrap();
            if before < end {
                assert_eq!((odd.day_of(before), odd.day_of(last)), (day, day), "{zone}");
                assert_eq!((almanac.day_of(before), almanac.day_of(last)), (day, day), "{zone}");
            }
            before = end;
        }
    }
}

#[test]
fn an_almanac_shows_what_it_is_of_and_not_its_tables() {
    assert_eq!(
        format!("{:?}", ENGLAND.1),
        r#"Almanac { name: "England and Wales", version: "bank holidays as published to 2028, then by rule", zone: Europe/London, range: 2000-01-01..=2050-12-31, .. }"#
    );
}
