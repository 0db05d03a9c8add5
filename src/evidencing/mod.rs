//! Evidencing: a professional's own portfolio of practice, an aggregate and a file of its own, apart from every history of a case.
//!
//! Social workers in England evidence their practice against standards. *Connected Practice* ([`SOURCE`]) names four elements, and for
//! each of them domains of the Professional Capabilities Framework and numbers of the knowledge and skills statements, KSS, or of the
//! post-qualifying standards, PQS, that took their place:
//!
//! | Element | Domains | Standards |
//! |---|---|---|
//! | motivational interviewing | all six that the source names | KSS 1, 2, 6, 7 |
//! | attachment and trauma informed practice | all but professionalism | KSS 1, 2, 3, 6, 7 |
//! | permanence | all six | KSS/PQS 1, 2, 3, 6, 7, 8, 10 |
//! | assessment and risk analysis | professionalism, knowledge, intervention and skills | KSS 1, 2, 3, 5, 6, 7 |
//!
//! The table is data ([`Element::domains`], [`Element::standards`]), and no limit: evidence of what it does not list is kept, and shown
//! apart.
//!
//! # Whose it is
//! A [`Portfolio`] belongs to one person, and only they read or write it. Whatever reads it is given the reader, and refuses
//! anybody else before it shows anything: [`Portfolio::read`] and [`Portfolio::append_line`] when it is loaded,
//! [`Portfolio::open_for`] for all that is in it. The [`OwnersView`] that this gives is the only way to the entries, to a
//! [reading](Evidenced), to its text and its JSON; a portfolio by itself shows nothing, not even how long it is. Who a reader is,
//! the host checks: it must not pass on a name that somebody merely claims.
//!
//! It is not a record for an employer. There are no levels, grades or scores in it, nothing is counted, and nobody is compared. What is not
//! evidenced in it is *not evidenced here*, which is no gap in the person.
//!
//! # What must not be in it
//! Nothing of a family. No event has a field for a case or for somebody of a family, and the vocabulary of cases cannot be recorded here.
//! A note, a reason and a reference to a source are the owner's to write, and a program cannot know what stands in them. They must not
//! hold a name, the number of a case, a place, a date that leads to a family, or what somebody in a family said or went through: *I asked
//! before I told* is a note, whom I asked is not. Show this beside the field. Where it happened all the same, [`TextRedacted`] takes away
//! the text and the reference, and the host writes the stored lines anew.
//!
//! # How it runs
//! As a [`History`](crate::history) does: an [`Act`] is offered, judged, and becomes a numbered [`Entry`], or is refused with a typed
//! [`Refusal`]. It is stored as JSON Lines, and loads by replay. An act that is offered again is recognised.
//!
//! ```
//! use practice_cycle::evidencing::{Act, Portfolio, PortfolioOpened, PracticeEvidenced, Refusal};
//! use practice_cycle::{id::PersonId, moment::Moment};
//!
//! let (owner, manager): (PersonId, PersonId) = ("worker-a".parse()?, "manager".parse()?);
//! let mut portfolio = Portfolio::default();
//! let opened = PortfolioOpened::new("pf-1".parse()?, owner.clone());
//! portfolio.record(Act::new(opened, owner.clone(), "2026-01-05T09:00:00Z".parse()?))?;
//!
//! let evidence: PracticeEvidenced = serde_json::from_str(
//!     r#"{"evidence":"ev-1","elements":["permanence"],"domains":["knowledge"],"standards":{"scale":"pqs","numbers":[8]},
//!         "rests_on":{"basis":"written_work","reference":"papers-12"}}"#,
//! )?;
//! portfolio.record(Act::new(evidence, owner.clone(), "2026-02-12T09:00:00Z".parse()?))?;
//!
//! assert_eq!(portfolio.open_for(&manager).unwrap_err(), Refusal::NotTheirs);
//! let reading = portfolio.open_for(&owner)?.reading(Moment::LATEST, Moment::LATEST);
//! assert!(reading.to_string().contains("\n  KSS/PQS 8: 12 February 2026 (entry 2)\n"));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod codes;
mod table;
mod event;
mod act;
mod refusal;
mod portfolio;
mod load;
mod reading;
mod narrative;
mod forms;

use crate::code::Code;
use crate::stored;

pub use act::{Act, Entry};
pub use codes::{Basis, Domain, Element, Scale, StandardNumber, StandardNumberError};
pub use event::{
    Event, EvidenceWithdrawn, FORMAT, Kind, PortfolioOpened, PracticeEvidenced, RestsOn, Standards, TextRedacted,
};
pub use forms::{act_fields, act_schema, entry_fields, entry_schema};
pub use load::{LoadError, Problem};
pub use portfolio::{OwnersView, Portfolio};
#[cfg(feature = "schemars")]
pub use reading::schema as reading_schema;
pub use reading::{
    BesideTheTable, DomainReading, ElementReading, Evidenced, NotEvidencedHere, OwnStandard, StandardReading, Withdrawal,
};
pub use refusal::{Refusal, RefusalReport};
pub use table::SOURCE;

/// Whether a stored line opens a portfolio, as the first line of its file does. It need not load; a byte order mark is passed over.
///
/// ```
/// use practice_cycle::evidencing;
/// assert!(evidencing::opens_portfolio(r#"{"number":1,"type":"portfolio_opened","data":{"format":2}}"#));
/// assert!(!evidencing::opens_portfolio(r#"{"number":1,"type":"cycle_opened","data":{"format":1}}"#));
/// ```
#[must_use]
pub fn opens_portfolio(line: &str) -> bool {
    stored::format(stored::without_mark(line.trim_start()), Kind::PortfolioOpened.code()).is_some()
}
