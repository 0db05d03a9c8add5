//! Contracting: an agreement for one piece of work, towards one goal, in one space.
//!
//! An invitation comes from the social work side, from a court, or as an offer of the clinician's. The clinician may
//! reframe it. Both sides negotiate terms until both accept one version; then the work can begin, be reviewed, amended,
//! halted, and closed. A single meeting needs no more than an invitation, terms, and two acceptances.
//!
//! # The lifecycle
//!
#![doc = include_str!("lifecycle.md")]
//!
//! The table is [`Stage::after`]; this page, the refusals and the tests all come from it. `Lapsed` is derived: no entry
//! writes it.
//!
//! A renewal takes effect when the successor is agreed: until then the old contract stays as it was, and lapses as it would. It
//! is completed by the acceptance that agrees the successor, which is no step of its own; if the successor is declined or withdrawn,
//! it can be renewed into another. Of a successor in another cycle only the link is known, so that one completes it at once.
//!
//! # Steps that do not compile
//!
//! Each state is a struct of its own, and a step consumes the state it is taken from; [`State`] holds any of them for what
//! comes from outside, and [`Contract`] judges steps at run time by the same table.
//!
//! ```
//! use practice_cycle::contracting::{Active, Agreed};
//! fn begin(agreed: Agreed) -> Active { agreed.begun() }
//! ```
//!
//! What has not been agreed cannot begin:
//!
//! ```compile_fail,E0599
//! use practice_cycle::contracting::{Active, Invited};
//! fn begin(invited: Invited) -> Active { invited.begun() }
//! ```
//!
//! What was moved on cannot be used again:
//!
//! ```compile_fail,E0382
//! use practice_cycle::contracting::{Active, Agreed};
//! fn twice(agreed: Agreed) -> (Active, Active) { (agreed.begun(), agreed.begun()) }
//! ```
//!
//! Source: Evans, "Joining, Contracting and Intervening", sections Contracting and Intervening (reframing).

mod terms;
mod event;
mod lifecycle;
mod agreement;
mod refusal;
mod states;
mod step;
mod state;
mod contract;
mod fingerprint;

pub use agreement::{Agreement, Origin, Party, Tabled};
pub use contract::{Contract, StageEntered};
pub(crate) use contract::{Judge, RenewedBy, Replayed, Stretch, Whose};
pub use event::{
    Answer, ContractBegun, ContractCompleted, ContractDeclined, ContractEnded, ContractInvited, ContractPostponed,
    ContractRenewed, ContractRestored, ContractResumed, ContractReviewed, ContractRevoked, ContractSuspended,
    ContractWithdrawn, Event, InvitationAccepted, Kind, PartyReplaced, Reason, ReasonCode, ReframeAnswered, ReframeOffered,
    Request, RoleFlexed, Successor, TermsAccepted, TermsProposed, Unwelcome,
};
pub use lifecycle::Stage;
pub use refusal::Refusal;
pub use state::State;
pub use states::{Accepted, Active, Agreed, Closed, Invited, Negotiating, Postponed, Reframed, Suspended};
pub use step::{Moved, Prospect, Renewal, StepContext};
pub use terms::{
    ChildsPlan, Coded, Draft, Duration, Flexed, FocusKind, Gap, Holder, Improper, Lead, NeedsWords, Open, Roles,
    Safeguarding, Task, Terms,
};
