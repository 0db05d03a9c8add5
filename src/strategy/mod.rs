//! Proptest strategies for property tests of code that embeds the cycle: histories, packs, portfolios, scenarios and more, all invented.
//!
//! An example test shows that code does right once. A property test says what always has to hold, and has [proptest] look for values for
//! which it is not. Whatever fails is then made smaller for as long as it fails, so that what is printed is a history of three entries
//! rather than of sixty.
//!
//! [proptest]: https://docs.rs/proptest
//!
//! # Which strategy makes what
//!
//! | Strategy | What it makes | What it shrinks to |
//! |---|---|---|
//! | [`history()`] | [histories](crate::history) that could have happened, with corrections and late recording | few acts |
//! | [`history_with`] | the same, with or without corrections, redactions and late recording | few acts |
//! | [`history_at`] | histories in which a contract stands at a stage | the steps that lead there |
//! | [`admitted_act_for`] | an [act](crate::cycle::Act) that is admitted next in a history | an act that says little |
//! | [`act_for`] | an act that may come next, and may be refused | an act that says little |
//! | [`acts`] | acts of every kind, most of them out of place | few acts |
//! | [`observation`], [`observed_history`] | [observations](crate::boundary) of the boundary, and histories of many | few observations |
//! | [`reader_for`] | a [reader](crate::reader) of a history | nobody in particular |
//! | [`written_pack`], [`pack`], [`policy`] | [packs of rules](crate::policy) that load: as they are written, loaded, and ready to be run | one rule, few parts, short times, small numbers |
//! | [`written_pack_of`] | a pack with a rule of one [`Construct`] | a rule with little else |
//! | [`written_stories`] | files of [stories](crate::scenario) that come as expected | few stories, few acts |
//! | [`written_world`] | small [worlds](crate::search::World) to be searched | few offers |
//! | [`portfolio()`], [`portfolio_acts`] | [portfolios](crate::evidencing), and acts offered to one | few acts |
//! | [`calendar`], [`service_calendar`] | [calendars](crate::calendar) with further days off, or of a service's own | the calendar as published; two weeks |
//! | [`moment`] | any instant | the Unix epoch |
//! | `scenario` | scenarios of `simulation` (a feature) that run within a moment | one team, the tendency that matters |
//!
//! Sizes are those of [`proptest::collection`](https://docs.rs/proptest/latest/proptest/collection/struct.SizeRange.html): a number, or a
//! range such as `0..40`. Everything takes place from January 2026 on. The cycle is `cy-1` and its clinician `p-1`; who else is there from
//! the start are `p-2` and `p-5`, social workers, `p-3`, their manager, `p-4`, a parent, `p-6`, a court, `p-7`, a child, and `p-8`, a
//! reviewing officer. Contracts are `c-1` to `c-4`, and cases `case-1` and `case-2`; all texts are invented.
//!
//! # A store has to keep what is recorded
//!
//! Whoever stores entries in a database of theirs asks for histories, stores them, loads them, and compares. What is loaded has to judge
//! whatever comes next as the history itself would.
//!
//! ```
//! use std::collections::BTreeMap;
//! use practice_cycle::{history::History, strategy};
//! use proptest::prelude::*;
//!
//! /// A table with a row for each entry.
//! type Table = BTreeMap<u32, String>;
//!
//! fn store(history: &History) -> Table {
//!     let row = |entry| (entry, serde_json::to_string(entry).unwrap());
//!     history.entries().iter().map(row).map(|(entry, stored)| (entry.number().get(), stored)).collect()
//! }
//!
//! fn load(table: &Table) -> History {
//!     let lines: Vec<&str> = table.values().map(String::as_str).collect();
//!     History::read(lines.join("\n").as_bytes()).unwrap()
//! }
//!
//! let with_an_act = strategy::history(0..40).prop_flat_map(|history| (strategy::act_for(&history), Just(history)));
//! proptest!(ProptestConfig::with_cases(16), |((act, history) in with_an_act)| {
//!     let loaded = load(&store(&history));
//!     prop_assert_eq!(loaded.entries(), history.entries());
//!     prop_assert_eq!(loaded.judge(&act), history.judge(&act));
//! });
//! ```
//!
//! # A rule must never fire where practice complies
//!
//! Whoever writes a rule asks for histories that keep to it, and checks that it finds nothing. Here the machine itself sees to it that both
//! sides accept before anything begins, so that a rule about this may fire in no history at all.
//!
//! ```
//! use practice_cycle::{moment::Moment, strategy::{self, HistoryParams}};
//! use practice_cycle::{calendar::EnglandAndWales, policy::{Pack, Policy, Verdict}};
//! use proptest::prelude::*;
//!
//! let pack = Pack::read(r#"{"pack": "ours", "version": "1", "title": "Ours", "rules": [{
//!     "id": "O1", "title": "The clinician accepts before work begins", "source": {"work": "Ours", "known": "local"},
//!     "severity": "error", "per": ["contract"], "when": {"event": "contract_begun"},
//!     "preceded_by": {"event": "terms_accepted", "where": {"by.side": "clinical"}}
//! }]}"#)?;
//! let policy = Policy::new(&pack, &EnglandAndWales::new())?;
//!
//! let uncorrected = HistoryParams::default().without_corrections();
//! proptest!(ProptestConfig::with_cases(16), |(history in strategy::history_with(0..80, uncorrected))| {
//!     let report = policy.check(&history, Moment::LATEST, Moment::LATEST);
//!     prop_assert!(!matches!(report.rules[0].verdict, Verdict::Violated { .. }), "{:?}", report.rules);
//! });
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # A host of portfolios shows them to nobody else
//!
//! ```
//! use practice_cycle::evidencing::{Portfolio, Refusal};
//! use practice_cycle::{id::PersonId, strategy};
//! use proptest::prelude::*;
//!
//! let (owner, manager): (PersonId, PersonId) = ("p-2".parse()?, "p-3".parse()?);
//! proptest!(ProptestConfig::with_cases(16), |(acts in strategy::portfolio_acts(0..30))| {
//!     let mut portfolio = Portfolio::default();
//!     for act in acts {
//!         let by_owner = act.by == owner;
//!         prop_assert_eq!(portfolio.record(act).err() == Some(Refusal::NotTheirs), !by_owner);
//!     }
//!     let mut stored = Vec::new();
//!     portfolio.open_for(&owner).unwrap().write(&mut stored).unwrap();
//!     prop_assert!(Portfolio::read(stored.as_slice(), &owner).is_ok());
//!     prop_assert!(Portfolio::read(stored.as_slice(), &manager).is_err());
//! });
//! # Ok::<(), practice_cycle::id::IdError>(())
//! ```
//!
//! # How many cases, and which
//!
//! A property is tried for 256 values. `ProptestConfig::with_cases(16)` asks for fewer, and the environment variable
//! `PROPTEST_CASES=5000` for that many of every test that sets no number itself. Each run draws others. To have the same ones each
//! time, give a seed, `PROPTEST_RNG_SEED=7` or as here:
//!
//! ```
//! use practice_cycle::strategy;
//! use proptest::{prelude::*, test_runner::RngSeed};
//! let config = ProptestConfig { cases: 16, rng_seed: RngSeed::Fixed(7), ..ProptestConfig::default() };
//! proptest!(config, |(history in strategy::history(0..20))| {
//!     prop_assert!(history.cycle().id().is_some());
//! });
//! ```
//!
//! # How failures shrink
//!
//! Every value here is made of a list of rows of small numbers and nothing else: a row for an act, say, or for a rule. A failure shrinks
//! by leaving out rows, many of them at once, then by turning numbers to 0, then by making them smaller; and 0 always chooses what is
//! simplest. So whatever a value is made of, what does not matter goes, and what is left still is a history that could have happened, or
//! a pack that loads. A strategy that is made of these by `prop_map`, `prop_flat_map` or in a tuple shrinks in the same way; one that
//! is chosen by an earlier value (`prop_flat_map`) shrinks that earlier value first.
//!
//! Proptest tries four times as often to make a failure simpler as there are cases, so that few cases shrink less. Ask for more where what
//! is printed is still large: `ProptestConfig { max_shrink_iters: 10_000, ..ProptestConfig::with_cases(16) }`, or
//! `PROPTEST_MAX_SHRINK_ITERS`.
//!
//! # What the files of regressions do
//!
//! What failed is written down: a line with its seed, in `proptest-regressions/` beside `src/`, and for a test in `tests/` in a file
//! beside the test. Every later run tries these seeds first, so keep the files with the code. They hold numbers that are drawn from and
//! not the value: another size, or another version of this crate, makes another value of the same seed. What has to be tested for good is
//! better written out, as stored lines that a test of its own loads. The line also says what the value was, by its `Debug`. That shows no text
//! of an event here, and everything is invented; in a test on data of your own, turn the files off (`failure_persistence: None`).

mod numbers; // Numbers read one after another.
mod lists; // Lists of them, which everything is made of, and how they shrink.
mod names; // References and times.
mod written; // Documents in JSON.
mod time;
mod history;
mod reading;
mod portfolio;
mod policy;
mod story;
#[cfg(feature = "simulation")]
mod scenario;

pub use history::{HistoryParams, Late, act_for, acts, admitted_act_for, history, history_at, history_with};
pub use policy::{Construct, pack, policy, written_pack, written_pack_of};
pub use portfolio::{portfolio, portfolio_acts};
pub use reading::{observation, observed_history, reader_for};
#[cfg(feature = "simulation")]
pub use scenario::scenario;
pub use story::{written_stories, written_world};
pub use time::{ServiceCalendar, calendar, moment, service_calendar};
pub use written::Written;
