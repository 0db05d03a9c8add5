//! What is fuzzed, and by which laws it is judged.

mod acts;
mod calendars;
mod histories;
mod parameters;
mod written;

use std::fmt;
use std::str::FromStr;
use std::sync::{Arc, LazyLock};

use practice_cycle::calendar::{Almanac, EnglandAndWales};
use practice_cycle::history::History;
use practice_cycle::policy::{Pack, Policy};
use practice_cycle::scenario::Scenarios;
use practice_cycle::search::World;
use practice_cycle::simulation::Scenario;

use crate::corpus::Corpus;
use crate::{Draws, mutate};

/// Something that reads what people or machines hand in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Target {
    /// A stored history, line by line.
    History,
    /// Acts that are offered to a history.
    Act,
    /// A pack of rules.
    Pack,
    /// Stories about rules.
    Stories,
    /// A small world to be searched.
    World,
    /// A scenario to be simulated.
    Scenario,
    /// A length of time, counted by a calendar with further days off, with pauses.
    Calendar,
    /// Parameters of readings.
    Parameters,
}

/// Whether an input was what the target reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Taken {
    /// It was read, and the laws of what is read were tried.
    Yes,
    /// It was refused, as it ought to be.
    No,
}

/// What a law comes to: which was broken, and how.
pub type Law<T = ()> = Result<T, String>;

/// A law that holds, or what is said of it.
fn holds(law: bool, otherwise: impl FnOnce() -> String) -> Law {
    if law { Ok(()) } else { Err(otherwise()) }
}

/// Two that ought to be the same.
fn same<T: PartialEq>(one: &T, other: &T, what: &str) -> Law {
    holds(one == other, || format!("{what}: the two are not the same"))
}

impl Target {
    /// All of them.
    pub const ALL: &[Self] = &[
        Self::History,
        Self::Act,
        Self::Pack,
        Self::Stories,
        Self::World,
        Self::Scenario,
        Self::Calendar,
        Self::Parameters,
    ];

    /// What it is called on the command line.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::History => "history",
            Self::Act => "act",
            Self::Pack => "pack",
            Self::Stories => "stories",
            Self::World => "world",
            Self::Scenario => "scenario",
            Self::Calendar => "calendar",
            Self::Parameters => "parameters",
        }
    }

    /// Whether a text is an example of what it reads.
    #[must_use]
    pub fn reads(self, text: &str) -> bool {
        match self {
            Self::History | Self::Act => History::read(text.as_bytes()).is_ok_and(|history| !history.entries().is_empty()),
            Self::Pack => Pack::read(text).is_ok(),
            Self::Stories => Scenarios::read(text).is_ok(),
            Self::World => World::read(text).is_ok(),
            Self::Scenario => serde_json::from_str::<Scenario>(text).is_ok(),
            Self::Calendar => calendars::check(text) == Ok(Taken::Yes),
            Self::Parameters => parameters::check(text) == Ok(Taken::Yes),
        }
    }

    /// An input of one execution: an example, changed.
    #[must_use]
    pub fn input(self, corpus: &Corpus, draws: &mut Draws) -> String {
        match self {
            Self::Act => acts::input(corpus, draws),
            Self::History => {
                let seed = draws.one(corpus.seeds(self)).cloned().unwrap_or_default();
                mutate::lines(&seed, corpus, draws)
            }
            Self::Pack | Self::Stories | Self::World | Self::Scenario | Self::Calendar | Self::Parameters => {
                let seed = draws.one(corpus.seeds(self)).cloned().unwrap_or_default();
                mutate::document(&seed, corpus, draws)
            }
        }
    }

    /// Reads an input, and tries every law of whatever comes of it.
    ///
    /// # Errors
    /// The law that was broken.
    pub fn check(self, corpus: &Corpus, input: &str) -> Law<Taken> {
        match self {
            Self::History => histories::check(input),
            Self::Act => acts::check(input),
            Self::Pack => written::pack(input),
            Self::Stories => written::stories(corpus, input),
            Self::World => written::world(input),
            Self::Scenario => written::scenario(input),
            Self::Calendar => calendars::check(input),
            Self::Parameters => parameters::check(input),
        }
    }
}

impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

impl FromStr for Target {
    type Err = String;

    fn from_str(name: &str) -> Result<Self, String> {
        let known = || Self::ALL.iter().map(|target| target.name()).collect::<Vec<_>>().join(", ");
        Self::ALL.iter().copied().find(|target| target.name() == name).ok_or_else(|| format!("expected one of {}", known()))
    }
}

/// The calendar that all rules here go by.
static ALMANAC: LazyLock<Option<Arc<Almanac>>> = LazyLock::new(|| Almanac::new(&EnglandAndWales::new()).ok().map(Arc::new));

fn almanac() -> Law<&'static Arc<Almanac>> {
    ALMANAC.as_ref().ok_or_else(|| "the calendar does not answer within its own range".to_owned())
}

/// The rules that are asked of every history.
static RULES: LazyLock<Law<Vec<Policy>>> = LazyLock::new(|| {
    let shipped = ["article", "local-practice", "england-statutory"].into_iter().filter_map(Pack::shipped);
    shipped.map(|pack| Policy::with_almanac(pack, almanac()?).map_err(|error| error.to_string())).collect()
});

/// One of them for each input, since all would cost more than they show.
fn rules_for(input: &str) -> Law<&'static Policy> {
    let rules = RULES.as_ref().map_err(Clone::clone)?;
    rules.get(input.len() % rules.len().max(1)).ok_or_else(|| "no pack is shipped".to_owned())
}
