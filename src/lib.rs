//! How a clinician becomes an embedded part of a child-protection social-work team: joining its culture, contracting pieces
//! of work with it, intervening together, and round again.
//!
//! ```
//! use practice_cycle::attachment::{CycleOpened, PersonEntered};
//! use practice_cycle::contracting::{ContractCompleted, ContractInvited};
//! use practice_cycle::{cycle::Act, history::History, id::PersonId, moment::Moment, people::Role, space::Space};
//!
//! let (clinician, worker): (PersonId, PersonId) = ("clinician".parse()?, "worker-a".parse()?);
//! let at: Moment = "2026-04-01T09:00:00Z".parse()?;
//! let mut history = History::default();
//! let opened = CycleOpened::new("cycle-1".parse()?, clinician.clone(), "team-1".parse()?);
//! history.record(Act::new(opened, clinician.clone(), at))?;
//! history.record(Act::new(PersonEntered::new(worker.clone(), Role::SocialWorker), clinician.clone(), at))?;
//! history.record(Act::new(ContractInvited::new("c-1".parse()?, Space::HomeVisit), worker, at))?;
//!
//! let too_early = Act::new(ContractCompleted { contract: "c-1".parse()?, words: None }, clinician, at);
//! assert_eq!(
//!     history.record(too_early).unwrap_err().to_string(),
//!     "cannot complete: the contract is invited; \
//!      possible now: accept the invitation, reframe, propose terms, decline, withdraw",
//! );
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! ```text
//!            acknowledged, invited again
//!        +------------------------------------+
//!        v                                    |
//!     joining ----> contracting ----> intervening
//!             invited           agreed        |
//!                   ^                         |
//!                   +--- a change noticed ----+
//! ```
//!
//! The domain goes round; the imports do not. The circle closes through the [`history`], as data: an invitation, or an
//! acknowledgement, names the contract or the change it came of.
//!
//! # Where a sentence of the source belongs
//!
//! The source is Jamie Evans, "Joining, Contracting and Intervening", published by GAPS; the crate calls it *the article*.
//!
//! | The article says | Here it is | For example |
//! |---|---|---|
//! | what something is called | a type: [`people`], [`space`], [`boundary`] | the spaces a clinician is invited into |
//! | what cannot be | a type, or a refusal: [`contracting`], [`joining`], [`intervening`], [`deciding`] | an agreement without a focus |
//! | what ought to be | a rule in a pack: [`policy`] | the family is helped to understand how the roles combine |
//! | what it looks like | an indicator, [`boundary::Indicator`], and a reading: [`assessment`], [`standing`], [`turns`], [`openings`], [`partnership`], [`hypotheses`], [`anchoring`], [`sharing`] | losing curiosity leans too far away (diffuse) |
//! | what tends to happen | a number of a scenario, with its source: `simulation` (a feature) | who has joined is invited more often |
//!
//! Four further texts describe systems around that circle:
//!
//! | Source | Where it is |
//! |---|---|
//! | "Dear social workers: a letter from a psychologist", on risk that is shared | case discussions: [`deliberating`] |
//! | Ignite, "Child protection decisions: can we tame the beast?", on Keddell's research, and on Pause | [`deciding`]: what presses on a decision, reflection, feedback, programmes |
//! | "Doing child-protection social work with parents: what are the barriers in practice?" | practice with families: [`partnering`] |
//! | East Sussex, "Connected Practice" | [`partnering`]: permanence, ambivalence, experience |
//!
//! # How it runs
//!
//! One vocabulary of events says what happened, in the past tense: [`cycle::Event`] lists them all. To ask for something is to
//! offer an act, [`cycle::Act`]. [`cycle::Cycle::decide`] turns it into a numbered [`cycle::Entry`], or refuses; a
//! [`cycle::Refusal`] says why, and what is possible instead. [`cycle::Cycle::evolve`] applies an entry. A [`history::History`]
//! holds them all, stores them as JSON Lines, loads them by replay, and corrects what was entered in error; an
//! [`overview::Overview`] shows where everything stands, and readings answer with their evidence. What was agreed cannot be
//! improper; what happened can always be recorded. A [`search`] asks what could ever happen in a small world, by the same
//! judging and applying. [`refusal`] lists everything that is refused, and [`labels`] holds the English of every code, for
//! those who translate it.
//!
//! Apart from all this, a professional keeps evidence of their own practice in a portfolio of theirs: [`evidencing`]. Nobody else reads it,
//! and nothing of a case is in it.
//!
//! [`hosting`] is for whoever builds this into a case system: the order of writes, retries, several writers, lines that do not
//! load, what is never to be in a reference, and what a version promises.
//!
//! # What it does not do
//!
//! It holds no names, reads no clock, rolls no dice (seeds are given), and does no input or output of its own accord. It does not model
//! children's cases, only the working agreement between two professions, and of a case the milestones and decisions that rules
//! of policy watch ([`deciding`]) and how people think and decide together about it ([`deliberating`], [`partnering`]). It gives no legal advice, and judges no person.
//! Free text is never shown by `Debug` or in an error; redaction replaces it by a tombstone.
//!
//! # Features
//!
//! By default, everything above. Each feature adds to it, and takes nothing away:
//!
//! | Feature | Adds |
//! |---|---|
//! | `chain` | the module `chain`: seals beside the stored lines of a history, by which one that was changed, swapped or lost is found |
//! | `export` | the modules `export` and `import`: histories as event logs and tables for other systems, and event logs of others read as acts |
//! | `arrow`, `parquet`, `sqlite` | tables of Apache Arrow and Parquet, and event logs as databases of SQLite, to `export` |
//! | `languages` | the module `language`: labels, refusals, findings and readings as messages of catalogues in Fluent, with Welsh as a draft |
//! | `pictures` | the module `picture`: a cycle through time, duties, the boundary and the circuit as SVG |
//! | `proptest` | the module `strategy`: [strategies](https://docs.rs/proptest) for property tests of code that embeds the cycle |
//! | `schemars` | to [`schema`] the JSON Schemas of all that goes in and comes out, each by its name |
//! | `simulation` | the module `simulation`: populations of cycles, played through the same machine by what people tend to do |
//! | `cli` | the program `practice-cycle`, and the features it needs |
//!
//! The minimum Rust version is 1.88; raising it is a minor release.

// Values: what events are made of.
mod note;
mod strict;
mod json_schema;
pub mod code;
pub mod moment;
pub mod noun;
mod shape;
mod field;
pub mod id;
pub mod text;
pub mod refusal;
// Words: what things are called.
pub mod people;
pub mod permitted;
mod declare;
pub mod calendar;
mod message;
pub mod space;
pub mod boundary;
// Acts: one offers, then it has happened.
mod envelope;
mod lines;
mod fingerprint;
mod ledger;
pub mod attachment;
pub mod joining;
pub mod contracting;
pub mod reporting;
pub mod intervening;
pub mod deciding;
pub mod deliberating;
pub mod partnering;
pub mod correction;
// The cycle: the acts together, and all that happened.
pub mod cycle;
pub mod words;
pub mod stored;
pub mod history;
#[cfg(feature = "chain")]
pub mod chain;
pub mod form;
// Readings: a history in, an answer out.
pub mod evidence;
pub mod reader;
pub mod overview;
mod parameter;
mod signs;
pub mod assessment;
pub mod partnership;
pub mod turns;
pub mod standing;
mod questions;
pub mod hypotheses;
pub mod anchoring;
pub mod sharing;
pub mod openings;
pub mod reading;
// Apart from every history: a professional's own file.
pub mod evidencing;
// Rules, diagrams and words.
pub mod policy;
pub mod diagram;
pub mod labels;
#[cfg(feature = "languages")]
pub mod language;
// Out to other systems, and in from them.
#[cfg(feature = "export")]
pub mod export;
#[cfg(feature = "export")]
pub mod import;
// Drivers: they choose acts.
pub mod scenario;
pub mod search;
#[cfg(feature = "simulation")]
pub mod simulation;
#[cfg(feature = "proptest")]
pub mod strategy;
// Pictures of all this.
#[cfg(feature = "pictures")]
pub mod picture;
// Of what goes in and out.
pub mod schema;
// For whoever builds all this into a system of theirs.
#[doc = include_str!("hosting.md")]
#[doc = ""]
#[cfg_attr(feature = "chain", doc = "[chain]: crate::chain")]
#[cfg_attr(not(feature = "chain"), doc = "[chain]: crate#features")]
pub mod hosting {}

pub mod guide;

/// The crate of [`NaiveDate`](chrono::NaiveDate), which is a day here, and of [`DateTime<Utc>`](chrono::DateTime), from which a
/// [`Moment`](moment::Moment) is made and to which it turns: taken from here, they are of the version that our signatures name.
pub use chrono;

/// The programs of the README compile and run.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
