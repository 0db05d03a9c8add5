//! Intervening: the work itself, what comes up in it, and the small changes that come of it.
//!
//! Work begins from an agreement, which only an active contract gives; or it is recorded as uncovered, with the kind of gap.
//! It helps the social work system to think about its work, or it is done directly with children and family. Small acts of
//! change easily pass unseen: they are noticed, witnessed, documented and amplified, and may give rise to the next
//! acknowledgement or invitation. That closes the circle.
//!
//! Source: Evans, "Joining, Contracting and Intervening", section Intervening; on helping the family to understand, section
//! Contracting.

mod words;
mod event;
mod work;
mod sharing;

pub use event::{
    ChangeAmplified, ChangeDocumented, ChangeNoticed, ChangeWitnessed, ConcernPassedOn, ConcernRaised, ConsentGiven,
    ConsentWithdrawn, Event, ExplanationWithheld, FamilyHelpedToUnderstand, InterventionBegun, InterventionClosed,
    InterventionCovered, Kind, SessionCancelled, SessionCovered, SessionHeld, SuggestionAnswered, SuggestionOffered,
};
pub use words::{
    CancelledCode, ChangeKind, Close, ConcernKind, ConsentTo, Cover, Explained, Form, Instead, Interpreter, Needed, Purpose,
    Reception, Uncovered,
};
pub use work::Refusal;
pub(crate) use work::{Setting, Work, may_consent};
