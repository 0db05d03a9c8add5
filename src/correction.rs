//! Corrections: nothing is deleted. What was entered in error loses its effect and stays to be seen; what should never have
//! been written down, such as the wrong family's name, is redacted.
//!
//! Whether a correction is possible hangs on everything recorded since, so the [`History`](crate::history::History) decides;
//! a [`Cycle`](crate::cycle::Cycle) alone refuses. Corrections cannot be corrected themselves, and count from when they were
//! recorded.

use crate::declare::{data, events};
use crate::id::EntryNumber;
use crate::text::Text;

events! {
    EnteredInError = "entered_in_error", "mark as entered in error", "marked entries as entered in error";
    Redacted = "redacted", "redact", "redacted entries";
}

data! {
    /// Entries were made in error. Their effect is gone from here on, as if they had never been; they stay to be seen.
    EnteredInError: r#"{"entries":[12,13],"reason":"Recorded on the wrong family."}"# {
        /// The entries.
        entries: Vec<EntryNumber>,
        /// Why.
        reason: Text,
    }
}

data! {
    /// Free text and case references of entries were replaced by tombstones. What happened, when and by whom, stays.
    ///
    /// The history replaces them in memory. A host that stores entries line by line has to write the lines of these entries
    /// anew: [`History::redacted_in`](crate::history::History::redacted_in) gives them.
    Redacted: r#"{"entries":[12],"reason":"Ordered by the court."}"# {
        /// The entries.
        entries: Vec<EntryNumber>,
        /// Why.
        reason: Text,
    }
}
