//! Populations of cycles, simulated through the same machine and audited by the same rules. With the feature `simulation`.
//!
//! What happens to joining, contracts and boundaries under other caseloads, when people leave, when a budget is cut? A [`Scenario`] says who
//! takes part, what they tend to do and how often; a [`Simulator`] plays it, and what comes of it are ordinary histories, which every
//! reading, rule and program here takes.
//!
//! ```
//! use practice_cycle::simulation::{Scenario, Simulator};
//! let scenario = Scenario::shipped("team-as-it-is").unwrap().changed([("/horizon/days", 365.into())])?;
//! let group = Simulator::new(scenario).group(0)?;
//! assert_eq!(group.iter().filter(|cycle| cycle.refused().count() > 0).count(), 0, "nothing that it offers is refused");
//! let history = group[0].history().unwrap();
//! assert!(history.contracts().count() > 3);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # How it runs
//!
//! A replication is a group: teams that share their clinicians, each team with a cycle, and another once a clinician has left. What happens
//! comes of [tendencies](Tendency). They see the cycle and its entries through a [`Scene`], and never one another; all they do is to offer
//! acts, which the machine judges as it judges everybody's. What it refuses is counted by code.
//!
//! | Tendency | What people tend to do | Its numbers |
//! |---|---|---|
//! | `joining` | occasions of joining, rules of the system noticed and worked with, acknowledgement | [`Joining`] |
//! | `inviting` | spaces are opened, out of a change that was noticed, too | [`Inviting`] |
//! | `contracting` | answers, reframes, terms, agreements, waiting for a place, giving up | [`Contracting`] |
//! | `working` | consent, meetings, what families are told, concerns, suggestions, changes | [`Working`] |
//! | `keeping` | reviews, suspensions, renewals | [`Keeping`] |
//! | `discussing` | cases talked about, plans, disagreements, threshold decisions | [`Discussing`] |
//! | `staffing` | social workers and clinicians come and go | [`Staffing`] |
//! | `disrupting` | budgets, reforms and mergers, on a day or now and then | [`Disrupting`] |
//! | `watching` | the boundary is observed and reviewed | [`Watching`] |
//!
//! Your own can stand in place of any of them, or beside them: [`Simulator::with`], and the example `own_tendency`. The boundary drifts
//! [unseen](Unseen), day by day. Acts may be [recorded late, or never](Recording), and rules be [broken on purpose](Violation): a
//! [`Ledger`] then says which duties, and an [`Auditor`] compares it with what rules find. That verifies rules and simulation against one
//! another; it validates neither.
//!
//! What is said in numbers is said in four kinds: a [`Length`] is how long something takes, by a [`Distribution`]; a [`Chance`]
//! how likely something is each time; a [`Rate`] how often it happens, of which a [`Hazard`] says when; an [`Amount`] any other.
//! Chances and rates may depend on the [`State`] of a cycle by [factors](Factor). What is wrong in any of them is found
//! [all at once](ScenarioError), each with its path.
//!
//! What finished histories come to is in [`outcome`]; what many of them show, and how surely, in [`experiment`].
//!
//! # The same each time
//!
//! There are no dice: every number comes from the seed, by a generator that every release uses in the same way ([`random`]). Each draw has
//! a name, what it is for and about what, so what one scenario changes leaves all other draws as they are, and two scenarios can be
//! compared in pairs. Histories and sums are the same bytes on every machine, in any number of threads and shards.
//!
//! # What it is not
//!
//! It is no forecast. **Nothing here was measured on people**: each number names its source, and almost all that come with the crate are
//! [illustrative](Source::Illustrative). Joining helps in `team-as-it-is` because a factor makes it help: in the scenario `null` all such
//! factors are left out, and whatever differs there differs for another reason. Intervals are about random draws only, not about the world.
//! Families are alike, so nothing is shown by group of families, and nothing is said of what becomes of children. Managers do not
//! leave, and nobody is ill.
//!
//! # Observers and readings of the boundary
//!
//! Apart from scenarios, a [`Population`] says who observes the boundary of a team that stands still, where, how often and how well; a
//! [`Team`] is drawn from it, and its members note what they see of an unseen [`Position`] in a real history; a [`Calibrator`] makes many of
//! them and compares what readings claim with what is true.
//!
//! ```
//! use practice_cycle::assessment::Parameters;
//! use practice_cycle::simulation::{Calibrator, Manner, Population};
//! let calibrator = Calibrator::new(Population::illustrative(), Parameters::unvalidated_v2());
//! let calibration = calibrator.teams(50).dependence(&[0.5]).manners(&[Manner::AsModelled]).run()?;
//! let leans = calibration.conditions[0].all().leans;
//! assert!(leans.claimed().unwrap() >= 0.8, "what leans is claimed with at least this firmness");
//! assert!(leans.right.count <= leans.right.of);
//! # Ok::<(), practice_cycle::history::Refusal>(())
//! ```
//!
//! ## How a calibration is made
//!
//! Each team has a position that stands still, drawn so that every one is as likely as any other. Its observers note what they see
//! of it, the notes are recorded act by act in a history of their own, and that is read by the same code that reads a real one, as of
//! its last day. Then what the reading says is compared with the position.
//!
//! - A team has a **true majority** where one side holds more than half of the position. It is clear from
//!   [`clear_from`](RawPopulation::clear_from) on.
//! - A reading **claims** the likeliest side, with its firmness. It is **right** where that side holds the true majority. Where there
//!   is no majority no claim is right; whether the side is at least the largest of the three is counted beside it.
//! - **Dependence** is the chance of each observer but the first to copy a colleague: see [`Team::new`].
//! - **False drift** is how often a reading says that something moves, though the position stands still.
//!
//! A reading that is calibrated on observers built like its own model looks better than it is. So of the [manners](Manner) of
//! observing one alone is what the model takes observers to be, to compare the others with. All numbers of the population are
//! illustrative unless they name a source, so the figures say how the reading behaves under stated assumptions, and the intervals are
//! about random draws alone, not about the world.
//!
//! ## What it finds
//!
//! This is what `practice-cycle calibrate` prints, all of it; every number of the observers is illustrative. In short:
//!
//! - Of observers as the model takes them to be, a side is claimed at .84 on average, and is right in .94 of the claims where nobody
//!   copies, .88 where a quarter do and .75 where half do: there the reading claims too much. Where there is no majority at all, no
//!   claim is right; the side is at least the largest in .81, .72 and .55.
//! - Of all other observers the reading claims nothing: firmness never reaches .80. They err a little, see no row every week, and not
//!   all they note is strong; what is noted as less than strong, or fades before the row is seen again, counts as not having shown.
//!   Up to there the side that is firmest is right as often as its firmness says, or more often. An exception are observers who note only
//!   what is there: below .40 they are right less often (.32 where .36 is claimed, .09 where .28 is).
//! - Something is said to move that stands still in .13 to .16 of the teams, below the promise of .20; but in .29 to .34 where moods
//!   outlast a window.
//!
//! ```text
#![doc = include_str!("calibrated.txt")]
//! ```

pub mod random;
mod trouble;
mod distribution;
mod amount;
mod rota;
mod thing;
mod observing;
mod unseen;
mod slip;
mod scenario;
mod course;
mod tendency;
mod simulator;
mod audit;
pub mod outcome;
pub mod experiment;

pub use amount::{Amount, Chance, Factor, FactorOf, Hazard, Length, LengthUnit, Rate, RatePer, Source, State};
pub use audit::{Audit, Audited, Auditor, BoundaryAudit, NoRule, Said, Tenth};
pub use course::{Family, Heard, HeldContract, HeldPerson, PLACE, Played, Refused, Scene, Tendency, Wake};
pub use distribution::Distribution;
pub use observing::{
    Calibration, Calibrator, Claims, Condition, FalseDrift, Manner, Population, PopulationError, Position, RawPopulation,
    Readings, Seat, Share, Team, TrueMajority,
};
#[cfg(feature = "schemars")]
pub use scenario::schema;
pub use scenario::{
    AfterAChange, Asked, Assessing, Capacity, Changes, Comes, Contracting, Deciding, DesignError, Differing, Discussing,
    Disrupting, Group, Horizon, Hours, Inviting, Joining, Keeping, Late, Missing, Planning, Protected, RawScenario,
    Recording, Replications, Scenario, Shock, Staffing, Start, Suggestions, Suspending, Tendencies, Urgent, Variant,
    Watching, Working,
};
pub use simulator::Simulator;
pub use slip::{
    Breaking, CameTo, Ledger, LedgerRow, Slip, Slips, Violation, Violations, ViolationsError, Way, breakable,
    not_on_purpose, ruled_on,
};
pub use tendency::Recurring;
pub use thing::Thing;
pub use trouble::{ScenarioError, Trouble};
pub use unseen::{Drift, Drifts, Unseen};
