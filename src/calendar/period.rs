//! Periods: lengths of time as people write them in rules.

use std::fmt;
use std::num::NonZeroU16;
use std::str::FromStr;

use chrono::NaiveDate;
use thiserror::Error;

use super::add_months;
use crate::strict::words;

/// A length of time, such as a rule allows: `48 hours`, `10 working days`, `6 weeks`, `3 months`, `same day`.
///
/// It is written in one way only, so what was read is shown again as it was written. How each unit is counted is described at
/// [`due`](Self::due). A length of nothing cannot be written: what must happen at once is due the `same day`.
///
/// ```
/// use practice_cycle::calendar::Period;
/// let review: Period = "10 working days".parse()?;
/// assert_eq!(review.to_string(), "10 working days");
/// assert_eq!(
///     "10 workign days".parse::<Period>().unwrap_err().to_string(),
///     "expected a length of time: `same day`, or a number of hours, days, working days, weeks or months; \
///      did you mean `10 working days`?"
/// );
/// # Ok::<(), practice_cycle::calendar::PeriodError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Period {
    /// To the end of the day on which it starts.
    SameDay,
    /// Elapsed time, whatever day or night it is.
    Hours(NonZeroU16),
    /// Days, each of which counts.
    Days(NonZeroU16),
    /// Days that the calendar says are worked.
    WorkingDays(NonZeroU16),
    /// This many times seven days.
    Weeks(NonZeroU16),
    /// To the same day of a later month, or to its last where it has no such day.
    Months(NonZeroU16),
}

/// A length of time could not be read.
///
/// ```
/// use practice_cycle::calendar::{PeriodError, Period};
/// assert_eq!("10 wd".parse::<Period>(), Err(PeriodError::Unclear { meant: "10 working days".parse().ok() }));
/// assert_eq!("0 days".parse::<Period>(), Err(PeriodError::Nothing));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum PeriodError {
    /// It is not written as a length of time; perhaps one is meant that is written nearly like it.
    #[error(
        "expected a length of time: `same day`, or a number of hours, days, working days, weeks or months; {}",
        Hint(*meant)
    )]
    Unclear {
        /// What may have been meant.
        meant: Option<Period>,
    },
    /// A length of nothing.
    #[error("expected a length of time of at least 1; what is due on the day itself is due the `same day`")]
    Nothing,
    /// More than can be counted.
    #[error("expected a length of time of at most {}", u16::MAX)]
    TooLong,
}

struct Hint(Option<Period>);

impl fmt::Display for Hint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Some(period) => write!(f, "did you mean `{period}`?"),
            None => f.write_str("for example `10 working days`"),
        }
    }
}

const SAME_DAY: &str = "same day";

#[cfg(feature = "schemars")]
impl schemars::JsonSchema for Period {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Period".into()
    }
    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "string", "examples": ["3 weeks", "10 working days"] })
    }
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (count, unit) = match self {
            Self::SameDay => return f.write_str(SAME_DAY),
            Self::Hours(count) => (count.get(), "hour"),
            Self::Days(count) => (count.get(), "day"),
            Self::WorkingDays(count) => (count.get(), "working day"),
            Self::Weeks(count) => (count.get(), "week"),
            Self::Months(count) => (count.get(), "month"),
        };
        write!(f, "{count} {unit}{}", if count == 1 { "" } else { "s" })
    }
}

impl FromStr for Period {
    type Err = PeriodError;

    /// Reads leniently, then asks for the exact words: so whatever is nearly right is refused with what would be right.
    fn from_str(words: &str) -> Result<Self, PeriodError> {
        let meant = guess(words)?;
        if meant.to_string() == words { Ok(meant) } else { Err(PeriodError::Unclear { meant: Some(meant) }) }
    }
}

type Unit = fn(NonZeroU16) -> Period;

/// How people write the units, and how many of ours one of theirs is. A minute and a month are both `m`, so neither is.
const SPELLINGS: [(Unit, u32, &[&str]); 7] = [
    (Period::Hours, 1, &["hour", "hours", "h", "hr", "hrs"]),
    (Period::Days, 1, &["day", "days", "d", "calendar day", "calendar days"]),
    (
        Period::WorkingDays,
        1,
        &["working day", "working days", "wd", "wds", "w d", "workday", "workdays", "business day", "business days"],
    ),
    (Period::Weeks, 1, &["week", "weeks", "w", "wk", "wks"]),
    (Period::Weeks, 2, &["fortnight", "fortnights"]),
    (Period::Months, 1, &["month", "months", "mth", "mths"]),
    (Period::Months, 12, &["year", "years", "yr", "yrs"]),
];

/// Nothing this long is nearly a length of time.
const LONGEST: usize = 64;

/// What may be meant, however it is written.
fn guess(words: &str) -> Result<Period, PeriodError> {
    let unclear = PeriodError::Unclear { meant: None };
    // A sign before a number is no hyphen between words: nobody means three days by `-3 days`.
    if words.len() > LONGEST || !words.trim_start().starts_with(|c: char| c.is_ascii_alphanumeric()) {
        return Err(unclear);
    }
    let lower = words.to_lowercase();
    let parts: Vec<&str> = lower.split([' ', '\t', '-', '_', '/']).filter(|part| !part.is_empty()).collect();
    let said = parts.join(" ");
    let (digits, name) = said.split_at(said.find(|c: char| !c.is_ascii_digit()).unwrap_or(said.len()));
    if digits.is_empty() {
        return if alike(name, SAME_DAY) >= NEARLY { Ok(Period::SameDay) } else { Err(unclear) };
    }
    let name = name.trim_start();
    let spellings = SPELLINGS.iter().flat_map(|&(unit, times, all)| all.iter().map(move |spelling| (spelling, unit, times)));
    let near = spellings.map(|(spelling, unit, times)| (alike(name, spelling), unit, times));
    let nearest = near.filter(|&(alike, ..)| alike >= NEARLY).max_by(|a, b| a.0.total_cmp(&b.0));
    let (_, unit, times) = nearest.ok_or(unclear)?;
    // Of digits alone, only a number that is too large fails to be read.
    let count = digits.parse::<u32>().ok().and_then(|count| count.checked_mul(times)).ok_or(PeriodError::TooLong)?;
    let count = u16::try_from(count).map_err(|_| PeriodError::TooLong)?;
    NonZeroU16::new(count).map(unit).ok_or(PeriodError::Nothing)
}

/// From here on two spellings may be one: a slip in four letters, two in seven.
const NEARLY: f64 = 0.7;

fn alike(one: &str, other: &str) -> f64 {
    strsim::normalized_damerau_levenshtein(one, other)
}

words!(Period: "a length of time such as `10 working days`");

impl Period {
    /// The day this many months after a day; nothing for other lengths.
    pub(super) fn months_on(self, day: NaiveDate) -> Option<NaiveDate> {
        if let Self::Months(months) = self { add_months(day, months.get().into()) } else { None }
    }
}
