//! What simulated work comes to: outcomes of finished histories, and their sums over many replications.
//!
//! [`Outcomes::of`] reads one history and gives what it shows in whole numbers ([`Observed`]); a [`Summary`] adds them up, replication by
//! replication, and gives means with what random draws leave open.
//!
//! ```
//! use practice_cycle::history::History;
//! use practice_cycle::simulation::outcome::{Beside, Outcome, Outcomes, Span, Summary};
//! let history = History::read(std::fs::read("examples/data/turnover.jsonl")?.as_slice())?;
//! let (from, to) = ("2026-06-01T00:00:00Z".parse()?, "2026-08-01T00:00:00Z".parse()?);
//! let outcomes = Outcomes::new(Span::new(from, from, to)?);
//! let mut summary = Summary::default();
//! summary.add(0, &outcomes.of(&history, &Beside::default()));
//! let agreed = summary.told(&Outcome::TimeToAgreement.into(), outcomes.span().days()).unwrap();
//! assert_eq!((agreed.count, agreed.unended, agreed.estimate.unwrap().value), (1, 0, 2.0));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # What is not measured
//!
//! What becomes of children is never inferred: nothing that is simulated here is about a child, and no number here is to be read as if it
//! were. Nothing is shown by group of families, who are all alike in the model, and nothing by person: findings are counted for 100
//! contracts, never for a worker.
//!
//! *Intervals are about random draws only, not about the world.* They show how far another run with other draws would come out
//! differently. That a number of the scenario is wrong, or its model, widens no interval.
//!
//! # How outcomes are measured
//!
//! What counts lies in the [`Span`], after its warm-up, and within the cycle. **Times** begin there, and are followed up to their end, or
//! else to the end of the span or the closing of the cycle. Those times have not ended: the [`Spells`] take that into account, as
//! they do competing ends. That the closing of a cycle has nothing to do with what it cuts off is an assumption.
//!
//! Only the times to an ally and to being embedded are followed from openings within the warm-up, too: they are about how a cycle
//! begins, and most begin with the span.
//!
//! The mean of a time is that of the time up to a number of days, which counts for whatever takes longer or ends otherwise. So it is a
//! mean of all that was begun; the mean of only those that came to the end would favour what is quick.
//!
//! | Outcome | From | To its end | Other ends | Days |
//! |---|---|---|---|---|
//! | ally, embedded | the opening of the cycle | the first entry after which the [standing](crate::standing) is that | none | 365 |
//! | agreed; no agreement | `contract_invited` | first agreed; declined or withdrawn | each the other's | 84 |
//! | work | first agreed | the first session or intervention that rests on the contract | closed before that | 84 |
//! | place | first agreed | the contract begins | closed before that | 84 |
//! | postponed | postponed | restored, or negotiated anew | withdrawn | 84 |
//! | cover | uncovered work | the contract comes to cover it | none | 28 |
//! | recovery | `joining_disrupted` | the first day whose next 28 days hold as many sessions as 28 days did in the 56 before | none | 182 |
//!
//! A disruption is followed if the cycle had been open for 56 days with a session in them, and 28 days follow; up to 28 days before the
//! end. **Stalled** is an agreement that after 28 days has come to no end of its row. A contract that lapsed has ended otherwise there.
//!
//! **Ratios** are how many of how many, both summed over everything:
//!
//! | Outcome | How many | Of how many |
//! |---|---|---|
//! | reframed | reframed before they were settled | invitations that were agreed, declined or withdrawn |
//! | reframes answered | welcomed, adapted, not welcomed | answers to reframes |
//! | lapsed; renewed | whose work ended by lapsing; that were ever renewed | contracts whose work ended: completed, ended, revoked or lapsed |
//! | contracts at once | time for which each contract was active or suspended | time |
//! | most at once | the most that were active or suspended at one time | cycles |
//! | uncovered | without a contract when held or begun | sessions and interventions |
//! | families told | who had been told who does what | people of families at their first session with the clinician, unless it was decided not to tell them |
//! | reviews on time | held by the day they were planned for | reviews held by then, and days that passed with work under way and no review |
//! | invitations, sessions, entries | that occurred | weeks |
//! | streams | of the stream of their intervention; without one, direct if anybody of the family was there | sessions |
//! | boundary | whose last instant has that reading, as known then | weeks since the opening or the warm-up; only if asked for |
//! | findings | findings of a pack, as given | invitations, by the hundred |
//! | clinical time | sessions with the clinician, each as long as given | the clinician's time, as given |
//! | recording delay | time from what happened to its being recorded | entries |
//! | turnover | social workers, managers and others of their side who left | years that such people were there |
//!
//! Where work is measured by what ended within the span, what takes long is cut off by a short span more often than what is quick. What
//! one clinician does in several cycles is in several histories, and *at once* is within one.
//!
//! # Sums
//!
//! A replication is what is independent of others: cycles that share staff are joined first ([`Observed::join`]). Everything added is a
//! whole number, so that any order, and any sharding, comes to the same.

mod course;
mod outcomes;
mod span;
mod bins;
mod estimate;
mod ratio;
mod spells;
mod observed;
mod summary;
mod gather;

pub use bins::Bins;
pub use course::{Course, Followed};
pub use estimate::Estimate;
pub use gather::{Beside, Outcomes};
pub use observed::{Measured, NoOutcome, Observed};
pub use outcomes::{Measure, Outcome, Unit};
pub use ratio::{Products, Ratio, Ratios};
pub use span::{Span, SpanError};
pub use spells::{GROUPS, Spells};
pub use summary::{Summary, Told};
