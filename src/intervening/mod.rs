//! Intervening: the work itself, what comes up in it, and the small changes that come of it.
//!
//! Work begins from an agreement, which only an active contract gives; or it is recorded as uncovered, with the kind of gap.
//! It helps the social work system to think about its work, or it is done directly with children and family. Small acts of
//! change easily pass unseen: they are noticed, witnessed, documented and amplified, and may give rise to the next
//! acknowledgement or invitation. That closes the circle.
//!
//! Source: Evans, "Joining, Contracting and Intervening", section Intervening; on helping the family to understand, section
//! Contracting.

mod event;
mod work;

pub use event::{
    ChangeAmplified, ChangeDocumented, ChangeKind, ChangeNoticed, ChangeWitnessed, Close, ConcernKind, ConcernPassedOn,
    ConcernRaised, ConsentGiven, ConsentTo, ConsentWithdrawn, Cover, Event, Explained, ExplanationWithheld,
    FamilyHelpedToUnderstand, Form, Interpreter, InterventionBegun, InterventionClosed, InterventionCovered, Kind, Purpose,
    Reception, SessionHeld, SuggestionAnswered, SuggestionOffered, Uncovered,
};
pub use work::{Instead, Needed, Refusal};
pub(crate) use work::{Setting, Work};
