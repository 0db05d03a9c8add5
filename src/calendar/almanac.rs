//! An almanac: a calendar worked out day by day.

use std::collections::BTreeMap;
use std::fmt;
use std::ops::RangeInclusive;

use chrono::{Datelike, NaiveDate};

use super::{Calendar, DayOff, OutOfRange, Tz, day};
use crate::moment::Moment;

/// A calendar worked out day by day, once, so that asking it is looking it up.
///
/// It answers as the calendar did from which it was made, down to the errors. Counting three hundred working days then costs
/// what counting one does, and no deadline asks the tables of the zone. Whatever works out many deadlines holds one of these.
///
/// ```
/// use practice_cycle::calendar::{Almanac, Calendar, EnglandAndWales, Period};
/// let england = EnglandAndWales::new();
/// let almanac = Almanac::new(&england)?;
/// let (review, from) = ("20 working days".parse::<Period>()?, "2026-08-14T09:00:00Z".parse()?);
/// assert_eq!(review.due_at(from, &almanac)?, "2026-09-14T22:59:59.999999999Z".parse()?);
/// assert_eq!(review.due(from, &almanac), review.due(from, &england));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct Almanac {
    name: String,
    version: String,
    zone: Tz,
    range: RangeInclusive<NaiveDate>,
    by_rule_from: Option<NaiveDate>,
    first: i32,               // The number of the range's first day.
    days: Box<[NaiveDate]>,   // Each day, in order.
    edges: Box<[Moment]>,     // Where each day starts, in order; then where the last one ends.
    worked_until: Box<[u32]>, // How many days are worked up to and with each day.
    worked: Box<[NaiveDate]>, // The days that are worked, in order.
    off: BTreeMap<NaiveDate, DayOff>,
}

impl Almanac {
    /// Works out every day of a calendar.
    ///
    /// # Errors
    /// [`OutOfRange`] when the calendar does not answer for a day within its own range.
    pub fn new(calendar: &(impl Calendar + ?Sized)) -> Result<Self, OutOfRange> {
        let reach = OutOfRange::new(calendar, NaiveDate::MIN);
        let (first, last, zone) = (reach.first, reach.last, calendar.zone());
        let start = first.pred_opt().and_then(|day| day::end_in(zone, day)).unwrap_or(Moment::EARLIEST);
        let (mut edges, mut worked_until, mut worked) = (vec![start], Vec::new(), Vec::new());
        let mut off = BTreeMap::new();
        for day in first.iter_days().take_while(|day| *day <= last) {
            match calendar.day_off(day)? {
                Some(why) => _ = off.insert(day, why),
                None => worked.push(day),
            }
            worked_until.push(u32::try_from(worked.len()).unwrap_or(u32::MAX));
            edges.push(calendar.end_of(day)?);
        }
        Ok(Self {
            name: calendar.name().to_owned(),
            version: calendar.version().to_owned(),
            zone,
            range: first..=last,
            by_rule_from: calendar.by_rule_from(),
            first: number(first),
            days: first.iter_days().take_while(|day| *day <= last).collect(),
            edges: edges.into(),
            worked_until: worked_until.into(),
            worked: worked.into(),
            off,
        })
    }

    /// The place of a day in the tables.
    fn place(&self, day: NaiveDate) -> Result<usize, OutOfRange> {
        self.reach(day)?;
        usize::try_from(number(day) - self.first).map_err(|_| OutOfRange::new(self, day))
    }

    /// How many days are worked up to and with this one.
    fn worked_until(&self, day: NaiveDate) -> Result<u32, OutOfRange> {
        self.worked_until.get(self.place(day)?).copied().ok_or_else(|| OutOfRange::new(self, day))
    }

    /// The working day with this place among them all, counted from nought.
    fn worked(&self, place: u32) -> Option<NaiveDate> {
        self.worked.get(usize::try_from(place).ok()?).copied()
    }
}

fn number(day: NaiveDate) -> i32 {
    day.num_days_from_ce()
}

const DAY: i64 = 86_400_000_000_000;
/// The number of the day on which moments count from nought.
const EPOCH: i64 = 719_163;

impl Calendar for Almanac {
    fn name(&self) -> &str {
        &self.name
    }

    fn version(&self) -> &str {
        &self.version
    }

    fn range(&self) -> RangeInclusive<NaiveDate> {
        self.range.clone()
    }

    fn zone(&self) -> Tz {
        self.zone
    }

    fn by_rule_from(&self) -> Option<NaiveDate> {
        self.by_rule_from
    }

    fn day_off(&self, day: NaiveDate) -> Result<Option<DayOff>, OutOfRange> {
        self.reach(day)?;
        Ok(self.off.get(&day).cloned())
    }

    fn is_working_day(&self, day: NaiveDate) -> Result<bool, OutOfRange> {
        self.reach(day)?;
        Ok(!self.off.contains_key(&day))
    }

    fn day_of(&self, at: Moment) -> NaiveDate {
        let greenwich = at.nanos().div_euclid(DAY) + EPOCH - i64::from(self.first);
        // No zone is a whole day from Greenwich. London's day is Greenwich's, or has begun an hour before it.
        for place in [greenwich, greenwich + 1, greenwich - 1] {
            let Ok(place) = usize::try_from(place) else { continue };
            let (Some(start), Some(end)) = (self.edges.get(place), self.edges.get(place + 1)) else { continue };
            if (*start..*end).contains(&at) {
                return self.days.get(place).copied().unwrap_or_default();
            }
        }
        day::day_in(self.zone, at)
    }

    fn start_of(&self, day: NaiveDate) -> Result<Moment, OutOfRange> {
        self.edges.get(self.place(day)?).copied().ok_or_else(|| OutOfRange::new(self, day))
    }

    fn end_of(&self, day: NaiveDate) -> Result<Moment, OutOfRange> {
        self.edges.get(self.place(day)? + 1).copied().ok_or_else(|| OutOfRange::new(self, day))
    }

    fn add_working_days(&self, from: NaiveDate, days: u32) -> Result<NaiveDate, OutOfRange> {
        let before = self.worked_until(from)?;
        let Some(further) = days.checked_sub(1) else { return Ok(from) };
        let day = before.checked_add(further).and_then(|place| self.worked(place));
        day.ok_or_else(|| OutOfRange::new(self, self.range.end().succ_opt().unwrap_or(NaiveDate::MAX)))
    }

    fn sub_working_days(&self, from: NaiveDate, days: u32) -> Result<NaiveDate, OutOfRange> {
        let until = self.worked_until(from)?;
        if days == 0 {
            return Ok(from);
        }
        let before = until - u32::from(self.is_working_day(from)?);
        let day = before.checked_sub(days).and_then(|place| self.worked(place));
        day.ok_or_else(|| OutOfRange::new(self, self.range.start().pred_opt().unwrap_or(NaiveDate::MIN)))
    }

    fn working_days_between(&self, after: NaiveDate, until: NaiveDate) -> Result<u32, OutOfRange> {
        let after = self.worked_until(after)?;
        Ok(self.worked_until(until)?.saturating_sub(after))
    }
}

impl fmt::Debug for Almanac {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { name, version, zone, range, .. } = self;
        f.debug_struct("Almanac")
            .field("name", name)
            .field("version", version)
            .field("zone", zone)
            .field("range", range)
            .finish_non_exhaustive()
    }
}
