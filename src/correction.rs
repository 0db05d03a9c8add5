//! Corrections: nothing is deleted. What was entered in error loses its effect and stays to be seen; what should never have
//! been written down, such as the wrong family's name, is redacted; a wrong opening, and two references to one person or one
//! case, are put right by a further entry.
//!
//! Whether a correction is possible depends on everything recorded, so the [`History`](crate::history::History) decides; a
//! [`Cycle`](crate::cycle::Cycle) alone refuses. Corrections count from when they were recorded. One that was itself a mistake is
//! marked as entered in error like any other entry, and what it changed is as it was; a redaction alone stays, for the text is
//! gone.

use crate::declare::{data, events};
use crate::id::{CycleId, EntryNumber, PersonId, TeamId};
use crate::moment::Moment;
use crate::text::{CaseRef, Text};

events! {
    EnteredInError = "entered_in_error", "mark as entered in error", "marked entries as entered in error";
    Redacted = "redacted", "redact", "redacted entries";
    OpeningCorrected = "opening_corrected", "correct the opening", "corrected the opening";
    PeopleMerged = "people_merged", "merge two references to one person", "merged two references to one person";
    CasesMerged = "cases_merged", "merge two references to one case", "merged two references to one case";
}

data! {
    /// Entries were made in error. Their effect is gone from here on, as if they had never been; they stay to be seen. Where an
    /// entry is itself a correction, what it changed is again as it was.
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

data! {
    /// The opening was recorded with a wrong time, clinician or team. What is left out was right.
    ///
    /// Everything is replayed by the corrected opening; where it does not fit, the correction is refused.
    OpeningCorrected: r#"{"cycle":"cy-1","opened_at":"2026-02-02T08:00:00Z","reason":"The post began a month earlier."}"# {
        /// The cycle: this one.
        cycle: CycleId,
        /// When the attachment began.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        opened_at: Option<Moment>,
        /// The clinician who is attached.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        clinician: Option<PersonId>,
        /// The team joined.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        team: Option<TeamId>,
        /// Why.
        reason: Text,
    }
}

data! {
    /// Two references turned out to be to one person. All that is recorded of either counts for the one that stays; what is stored
    /// under the other is not written anew, and the other can still be used.
    PeopleMerged: r#"{"person":"p-12","into":"p-7","reason":"Entered twice."}"# {
        /// The reference that is given up.
        person: PersonId,
        /// The reference that stays.
        into: PersonId,
        /// Why.
        reason: Text,
    }
}

data! {
    /// Two references turned out to be to one case. All that is recorded of either counts for the one that stays.
    CasesMerged: r#"{"case":"case-9","into":"case-4","reason":"Opened twice."}"# {
        /// The reference that is given up.
        case: CaseRef,
        /// The reference that stays.
        into: CaseRef,
        /// Why.
        reason: Text,
    }
}
