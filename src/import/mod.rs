//! Event logs of others, read as acts: CSV and XES, by a mapping.
//!
//! A service or a researcher has a log: a row has a case, an activity, a time, somebody who did it, and attributes. A [`Mapping`], which is a
//! file of JSON, says which column holds what, and which of [our events](crate::cycle::Event) each activity is. What it makes of each row is
//! an act, offered to the machine like any other: a log holds whatever its system let through, and what the machine refuses is named, with
//! its line, the code of the refusal and its words. The accepted acts are the history of each cycle.
//!
//! ```
//! use practice_cycle::import::{Mapping, read};
//! let log = "\
//! attachment,when,who,what,place,piece
//! A-1,01/04/2026 09:00,Jo,Asked,home visit,1
//! A-1,01/04/2026 09:30,Al,Accepted,,1
//! A-1,29/03/2026 01:30,Al,Began,,1
//! ";
//! let mapping = Mapping::parse(r#"{
//!     "format": 1,
//!     "log": {"csv": {}},
//!     "times": {"formats": ["%d/%m/%Y %H:%M"], "zone": "Europe/London"},
//!     "cycle": {"column": "attachment"},
//!     "occurred_at": "when",
//!     "by": {"lookup": {"column": "who", "table": "people"}},
//!     "activity": "what",
//!     "activities": {"named": {
//!         "Asked": {"event": {"type": "contract_invited", "data": {"parts": {
//!             "contract": {"column": "piece"},
//!             "space": {"lookup": {"column": "place", "table": "spaces"}}}}}},
//!         "Accepted": {"event": {"type": "invitation_accepted", "data": {"parts": {"contract": {"column": "piece"}}}}},
//!         "Began": {"event": {"type": "contract_begun", "data": {"parts": {"contract": {"column": "piece"}}}}}
//!     }},
//!     "opening": [{"type": "cycle_opened", "by": {"constant": "clinician"}, "data": {"parts": {
//!         "cycle": {"column": "attachment"}, "format": {"constant": 1},
//!         "clinician": {"constant": "clinician"}, "team": {"constant": "team-1"}}}},
//!         {"type": "person_entered", "by": {"constant": "clinician"}, "data": {"parts": {
//!             "person": {"constant": "manager"}, "role": {"constant": "manager"}}}}],
//!     "entering": {"role": {"lookup": {"column": "who", "table": "roles"}}, "by": {"constant": "clinician"}},
//!     "tables": {"spaces": {"home visit": "home_visit"}, "people": {"Jo": "worker-a", "Al": "clinician"}, "roles": {"Jo": "social_worker", "Al": "clinician"}}
//! }"#)?;
//! let imported = read(log.as_bytes(), &mapping)?;
//! let report = &imported.report;
//! assert_eq!((report.read, report.accepted, report.refused_rows(), report.stated), (3, 2, 1, 3));
//! assert_eq!((report.refused[0].line, report.refused[0].code), (4, "import.time_skipped"));
//! assert_eq!(imported.histories.len(), 1);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # What becomes of each row
//! A row is left out where the mapping leaves it out, refused, or accepted; the counts of these add up to the rows that were read.
//! Columns that hold something and that the mapping does not name are listed. What stands in a row is in no message: only names of
//! columns, codes, and references.
//!
//! # What a log does not say
//! The mapping can state how each cycle was [opened](RawMapping::opening), and how people [enter](RawMapping::entering) who act without
//! having been entered. Somebody who never acts and is only present, as a manager may be, enters by a `person_entered` of their own in
//! `opening`: a meeting with somebody who has not entered is refused, with the field and the column where they are named. Such entries are
//! counted apart.
//!
//! # What is found before a row is read
//! A mapping is checked against what events are: a field that an event needs and that is not there, a constant or an entry of a table that is
//! no code, a format that says no day. What stands in columns is not known then; nor is a field that is needed with certain values of another
//! one alone.
//!
//! # What follows from what
//! An act that is refused is missing from then on, and others that rest on it are refused too. Where a row refers to what an earlier one
//! was about that was refused, it [says from which line](Refused::follows_from) its own refusal may follow.
//!
//! # References
//! A log may hold names where we hold references. [`Value::Reference`] makes a reference of what stands in a column: the same text
//! always gives the same reference, and the reference does not show the text.
//!
//! # Times
//! A time without an offset is read by the clocks of a named zone. One that these clocks never showed, or showed twice, is refused.
//!
//! # What comes back of an export
//! [`Mapping::shipped`] has mappings for what [`export`](crate::export) writes as CSV and as XES. An export with its words, made for somebody,
//! comes back as the same acts, but for these: words that they may not read (an act that needs them is refused, and what rests on it);
//! what was said without a name, since it says nobody who did it; corrections, which an export shows done; a role that an act names; where a contract
//! goes on in another cycle; and lists in which one thing stands twice, or whose texts hold the space that stands between them. These are
//! refused or differ, and never filled in.
//!
//! # Memory
//! A log is read row by row. What is held are the histories that come of it, a message for each row that is refused, and
//! where rows are to be [sorted](Order), the rows.

mod mapping;
mod lines;
mod problem;
mod row;
mod time;
mod value;
mod fitting;
mod checked;
mod csv;
mod xes;
mod offering;

use std::io::BufRead;

pub use checked::{Mapping, Unusable};
#[cfg(feature = "schemars")]
pub use mapping::schema;
pub use mapping::{Activities, Activity, Entering, LeaveOut, LogFormat, Order, RawMapping, Stated, Times, Value};
pub use offering::{Imported, LeftOut, Report};
pub use problem::{LogError, MappingError, Problem, Refused, XmlProblem};

use offering::Offering;

/// Reads a log, and offers what it says to the machine. Linear in its length, beside what the machine takes.
///
/// # Errors
/// Why it cannot be read at all; a row that cannot be read is [reported](Report::refused), and stops none of the others.
///
/// ```
/// use practice_cycle::import::{Mapping, read};
/// let mapping = Mapping::parse(&std::fs::read_to_string("examples/data/invented_log.mapping.json")?)?;
/// let imported = read(std::fs::read("examples/data/invented_log.csv")?.as_slice(), &mapping)?;
/// assert_eq!(imported.histories.len(), 2);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn read(log: impl BufRead, mapping: &Mapping) -> Result<Imported, LogError> {
    let mut offering = Offering::new(mapping);
    let take = |line, row| offering.take(line, row);
    match &mapping.says().log {
        LogFormat::Csv { .. } => csv::rows(log, mapping, take)?,
        LogFormat::Xes => xes::rows(log, take)?,
    }
    Ok(offering.finish())
}
