//! Search: what could ever happen, and the shortest history that breaks a rule.
//!
//! A policy is tried on histories that were recorded. Its author wants to know more: can this rule ever be broken, or is it the
//! machine itself that keeps it? Can it be kept at all? Do two rules contradict each other? A [`World`] says who is there, what
//! may be offered, and how time may pass; a [`Search`] goes through everything that can happen in it, by the same judging and
//! applying that records real acts; what it finds is an ordinary [`History`](crate::history::History), the shortest there is.
//!
//! ```
//! use std::sync::Arc;
//! use practice_cycle::{calendar::EnglandAndWales, policy::{Pack, Policy}};
//! use practice_cycle::search::{Claim, Search, Situation, World};
//! let world = World::read(r#"{
//!   "about": "Invented: a contract that somebody may review, in a quarter of a year.",
//!   "people": {"clinician": "clinician", "worker": "social_worker"},
//!   "starts": "2026-03-02 09:00",
//!   "given": [{"at": "2026-03-02 09:00", "by": "worker", "do": "set_up_contract", "contract": "c-1"}],
//!   "offers": [{"by": "$person", "do": "contract_reviewed", "contract": "c-1"}],
//!   "passes": ["next_due"],
//!   "passes_at_most": 2
//! }"#)?;
//! let pack = Pack::shipped("local-practice").unwrap().only(|rule| rule.id().as_str() == "R10");
//! let policy = Policy::new(&pack, &EnglandAndWales::new())?;
//! let world = world.under(&Arc::new(policy))?;
//! let explored = Search::new(world.clone())
//!     .claim(Claim::never("the contract goes without review", |state: &Situation| state.broke("R10")))
//!     .run();
//! let broken = world.follow(explored.answers()[0].choices().unwrap());
//! assert_eq!(broken.passed(), 1, "all it takes is time");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # What it covers
//!
//! Histories in which every act is recorded as it occurs, a minute after the one before: neither late records nor corrections.
//! Within its world and its bounds a search is complete, and says when a bound was hit: *not found within* is never *cannot
//! happen*. Time passes only where the world lets it; where no rule looks at time, it stands still, and the states are those of
//! the cycle and the rules together.
//!
//! # When two states are one
//!
//! Two situations are taken for the same where the same may follow on both. Of what happened before, that leaves where each
//! contract stands and on what terms, who is here, what was made and by which act, when something lapses or is due, and of each
//! rule its open duties and what it looks back on. Which entry said it, and at what minute, is left out. People in one role, and
//! contracts, may change places where nothing that is offered distinguishes them. A rule that asks a reading may look at all that
//! was ever recorded, and no two histories are the same for it. States are known by 128 bits of that: that two different ones
//! share them does not happen in any search that fits a machine.
//!
//! # The review of a pack
//!
//! A [`Reviewer`] says of each rule whether it ever applies, can be kept, and can be broken, and shows the shortest history in
//! which it is broken and nothing else is; [`scenarios`] makes tests for the pack of them. It looks for rules that cannot be kept
//! [together](Clash), and for [places](Reviewer::stuck) where people get stuck when rules are enforced. Worlds can be made of
//! the [`Stories`] that a pack is tested by, so that nothing else has to be written.

mod machine;
mod stop;
mod explored;
mod explore;
pub(crate) mod world;
mod claims;
mod review;
mod scenarios;

pub use claims::of_the_cycle;
pub use explore::{MAX_CLAIMS, Search};
pub use explored::{Answer, Bound, Explored, Progress};
pub use machine::{Claim, Machine};
pub use review::{Clash, Clashes, Reachability, Reviewed, Reviewer};
pub use scenarios::scenarios;
pub use world::{Pass, Situation, Stories, World, WorldError};
