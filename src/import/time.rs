//! Times and days as a log writes them.

use std::fmt::Write as _;

use chrono::format::{Item, Parsed, StrftimeItems, parse};
use chrono::{DateTime, FixedOffset, LocalResult, NaiveDate, NaiveDateTime, NaiveTime, TimeZone as _, Utc};

use super::mapping::Times;
use super::problem::{MappingError, Problem};
use crate::calendar::Tz;
use crate::moment::Moment;

/// How times are written, checked.
#[derive(Debug, Clone)]
pub(super) struct Clock {
    formats: Vec<Format>,
    /// There, if one of the formats has no offset.
    zone: Option<Tz>,
}

/// How a time or a day is written.
#[derive(Debug, Clone)]
pub(super) enum Format {
    Rfc3339,
    Strftime(Vec<Item<'static>>),
}

impl Format {
    pub(super) fn new(written: &str, at: &str) -> Result<Self, MappingError> {
        if written == "rfc3339" {
            return Ok(Self::Rfc3339);
        }
        let items: Vec<Item<'_>> = StrftimeItems::new(written).collect();
        if items.is_empty() || items.contains(&Item::Error) {
            return Err(MappingError::NotAFormat { format: written.to_owned(), at: at.to_owned() });
        }
        Ok(Self::Strftime(items.into_iter().map(Item::to_owned).collect()))
    }

    /// Whether what it writes can be read again, as a time or as a day alone.
    fn is_enough(&self, for_day: bool) -> bool {
        let Self::Strftime(items) = self else { return true };
        let Some(at) = DateTime::from_timestamp(1_790_000_000, 0).map(|at| at.fixed_offset()) else { return true };
        let mut written = String::new();
        // What has no words for a time cannot be read either.
        if write!(written, "{}", at.format_with_items(items.iter())).is_err() {
            return false;
        }
        if for_day { self.day(&written).is_some() } else { self.time(&written).is_some() }
    }

    /// A format of days.
    pub(super) fn of_day(written: &str, at: &str) -> Result<Self, MappingError> {
        let format = Self::new(written, at)?;
        if format.is_enough(true) {
            return Ok(format);
        }
        let (format, at) = (written.to_owned(), at.to_owned());
        Err(MappingError::SaysTooLittle { format, at, what: "which day it is", example: "%d/%m/%Y" })
    }

    /// A format of times.
    fn of_time(written: &str, at: &str) -> Result<Self, MappingError> {
        let format = Self::new(written, at)?;
        if format.is_enough(false) {
            return Ok(format);
        }
        let (format, at) = (written.to_owned(), at.to_owned());
        Err(MappingError::SaysTooLittle { format, at, what: "which day and time it is", example: "%d/%m/%Y %H:%M" })
    }

    fn parsed(items: &[Item<'static>], written: &str) -> Option<Parsed> {
        let mut parsed = Parsed::new();
        parse(&mut parsed, written, items.iter()).ok()?;
        Some(parsed)
    }

    fn day(&self, written: &str) -> Option<NaiveDate> {
        match self {
            Self::Rfc3339 => written.parse().ok(),
            Self::Strftime(items) => Self::parsed(items, written)?.to_naive_date().ok(),
        }
    }

    fn time(&self, written: &str) -> Option<Read> {
        match self {
            Self::Rfc3339 => DateTime::parse_from_rfc3339(written).ok().map(Read::Instant),
            Self::Strftime(items) => {
                let parsed = Self::parsed(items, written)?;
                if parsed.offset().is_some() || parsed.timestamp().is_some() {
                    return parsed.to_datetime().ok().map(Read::Instant);
                }
                let time = parsed.to_naive_datetime_with_offset(0).ok();
                let day =
                    || parsed.to_naive_date().ok().filter(|_| has_no_time(&parsed)).map(|day| day.and_time(NaiveTime::MIN));
                time.or_else(day).map(Read::Local)
            }
        }
    }
}

fn has_no_time(parsed: &Parsed) -> bool {
    parsed.hour_div_12().is_none() && parsed.hour_mod_12().is_none() && parsed.minute().is_none()
}

enum Read {
    Instant(DateTime<FixedOffset>),
    Local(NaiveDateTime),
}

impl Clock {
    pub(super) fn new(times: &Times) -> Result<Self, MappingError> {
        if times.formats.is_empty() {
            return Err(MappingError::Empty { at: "times.formats".to_owned() });
        }
        let unknown = |zone: &String| MappingError::UnknownZone { zone: zone.clone() };
        let zone = times.zone.as_ref().map(|zone| zone.parse::<Tz>().map_err(|_| unknown(zone))).transpose()?;
        let mut formats = Vec::new();
        for written in &times.formats {
            formats.push(Format::of_time(written, "times.formats")?);
            // `%s` counts seconds from an instant.
            let has_offset =
                written == "rfc3339" || ["%z", "%:z", "%::z", "%#z", "%+", "%s"].iter().any(|it| written.contains(it));
            if zone.is_none() && !has_offset {
                return Err(MappingError::NoZone { format: written.clone() });
            }
        }
        Ok(Self { formats, zone })
    }

    /// The instant that stands in a column.
    pub(super) fn read(&self, column: &str, written: &str) -> Result<Moment, Problem> {
        let column = || column.to_owned();
        let read = self.formats.iter().find_map(|format| format.time(written));
        let instant = match read.ok_or_else(|| Problem::TimeFormat { column: column() })? {
            Read::Instant(at) => at.to_utc(),
            Read::Local(time) => {
                let zone = self.zone.ok_or_else(|| Problem::TimeFormat { column: column() })?;
                match zone.from_local_datetime(&time) {
                    LocalResult::Single(at) => at.to_utc(),
                    LocalResult::None => {
                        return Err(Problem::TimeSkipped { column: column(), zone: zone.name().to_owned() });
                    }
                    LocalResult::Ambiguous(..) => {
                        return Err(Problem::TimeTwice { column: column(), zone: zone.name().to_owned() });
                    }
                }
            }
        };
        moment(instant).ok_or_else(|| Problem::TimeBeyond { column: column() })
    }
}

fn moment(at: DateTime<Utc>) -> Option<Moment> {
    Moment::new(at).ok()
}

/// The day that stands in a column.
pub(super) fn day(formats: &[Format], column: &str, written: &str) -> Result<NaiveDate, Problem> {
    let day = formats.iter().find_map(|format| format.day(written));
    day.ok_or_else(|| Problem::TimeFormat { column: column.to_owned() })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn clock(formats: &[&str], zone: Option<&str>) -> Result<Clock, MappingError> {
        let formats = formats.iter().map(|&format| format.to_owned()).collect();
        Clock::new(&Times { formats, zone: zone.map(str::to_owned) })
    }

    #[test]
    fn a_time_is_read_by_the_first_format_that_fits() {
        let clock = clock(&["rfc3339", "%d/%m/%Y %H:%M", "%Y-%m-%d", "%s"], Some("Europe/London")).unwrap();
        for (written, at) in [
            ("2026-07-01T10:00:00+02:00", "2026-07-01T08:00:00Z"),
            ("01/07/2026 10:00", "2026-07-01T09:00:00Z"),
            ("2026-07-01", "2026-06-30T23:00:00Z"),
            ("1782896400", "2026-07-01T09:00:00Z"),
        ] {
            assert_eq!(clock.read("when", written).unwrap().to_string(), at, "{written}");
        }
        for (written, code) in [
            ("29/03/2026 01:30", "import.time_skipped"),
            ("25/10/2026 01:30", "import.time_twice"),
            ("01/07/1826 10:00", "import.time_beyond"),
            ("first of July", "import.time_format"),
            ("31/02/2026 10:00", "import.time_format"),
        ] {
            assert_eq!(clock.read("when", written).unwrap_err().code(), code, "{written}");
        }
    }

    #[test]
    fn a_format_without_an_offset_needs_a_zone_that_there_is() {
        assert!(matches!(clock(&["%Y-%m-%d %H:%M"], None), Err(MappingError::NoZone { .. })));
        assert!(matches!(clock(&["%Y-%m-%d %H:%M"], Some("Europe/Londinium")), Err(MappingError::UnknownZone { .. })));
        assert!(matches!(clock(&["%Q"], Some("UTC")), Err(MappingError::NotAFormat { .. })));
        assert!(matches!(clock(&[], Some("UTC")), Err(MappingError::Empty { .. })));
        assert!(clock(&["%Y-%m-%dT%H:%M%z"], None).is_ok());
    }
}
