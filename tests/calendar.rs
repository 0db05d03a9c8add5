//! The calendar: days and when they end, lengths of time, and when what is allowed them is due.
#![expect(clippy::unwrap_used, clippy::panic, reason = "the helpers of tests fail as tests do")]

#[path = "calendar/day.rs"]
mod day;
#[path = "calendar/england.rs"]
mod england;
#[path = "calendar/period.rs"]
mod period;
#[path = "calendar/pauses.rs"]
mod pauses;
#[path = "calendar/due.rs"]
mod due;
#[path = "calendar/age.rs"]
mod age;
