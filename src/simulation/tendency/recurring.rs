//! What comes again and again at a rate.

use crate::simulation::amount::{Hazard, Rate, State};
use crate::simulation::course::{Scene, Wake};
use crate::simulation::thing::Thing;

/// How often a rate that changes with the state is looked at anew, beside when its tendency asks for it: every week.
const LOOKS_EVERY: i64 = 7 * 86_400;

/// Something that comes again and again at a [`Rate`], which may change with the state and through the year.
///
/// Each coming has a threshold of its own, drawn once. A rate that depends on the state is planned anew every week and whenever
/// [`plan`](Self::plan) is called; one that does not is planned once. It comes at a time at which people work.
///
/// ```
/// use practice_cycle::simulation::{Rate, RatePer, Recurring, Scenario, Scene, Simulator, Tendency, Wake};
///
/// /// Something that comes once a week on average.
/// #[derive(Debug)]
/// struct Weekly(Recurring, Rate);
///
/// impl Tendency for Weekly {
///     fn name(&self) -> &'static str {
///         "weekly"
///     }
///     fn begins(&mut self, scene: &mut Scene<'_>) {
///         self.0.plan(&self.1, scene);
///     }
///     fn wakes(&mut self, wake: Wake, scene: &mut Scene<'_>) {
///         if self.0.comes(wake, &self.1, scene) {
///             assert!(self.0.count() > 0);
///         }
///     }
/// }
///
/// let simulator = Simulator::new(Scenario::shipped("null").unwrap())
///     .with("weekly", || Box::new(Weekly(Recurring::new("weekly", 0), Rate::illustrative(1.0, RatePer::Week))));
/// assert!(simulator.group(0).is_ok());
/// ```
#[derive(Debug)]
pub struct Recurring {
    purpose: &'static str,
    about: Thing,
    what: u32,
    nth: u32,
    hazard: Option<Hazard>,
    /// When it is due by its rate, and when it comes: people have to be at work.
    due_at: i64,
    comes_at: i64,
    looks_at: i64,
}

impl Recurring {
    /// Of a purpose, which names its draws, woken with a number that the tendency uses for nothing else.
    #[must_use]
    pub const fn new(purpose: &'static str, what: u32) -> Self {
        Self::about(purpose, Thing::NOTHING, what)
    }

    /// The same about one thing, such as a contract: each has draws of its own. Whoever is done with the thing drops it.
    #[must_use]
    pub const fn about(purpose: &'static str, about: Thing, what: u32) -> Self {
        Self { purpose, about, what, nth: 0, hazard: None, due_at: i64::MAX, comes_at: i64::MAX, looks_at: i64::MIN }
    }

    /// Plans the next coming by the rate as the state makes it now.
    pub fn plan(&mut self, rate: &Rate, scene: &mut Scene<'_>) {
        self.plan_times(rate, 1.0, scene);
    }

    /// The same for this many to whom it comes, each at the rate: whichever is first.
    pub fn plan_times(&mut self, rate: &Rate, times: f64, scene: &mut Scene<'_>) {
        let now = scene.now();
        // A rate that is the same in every state needs none, and most are.
        let state = if rate.varies() { scene.state() } else { State::default() };
        let per_second = times * rate.per_second(&state);
        let (nth, purpose, about) = (self.nth, self.purpose, self.about);
        // The time to the next runs from when the last was due, and not from when people were next at work: the rate is that of all hours.
        let since = self.due_at.min(now);
        let planned = match &mut self.hazard {
            Some(hazard) => hazard.plan(now, per_second),
            none => none.insert(Hazard::new(scene.dice(purpose, about, nth))).plan(since, per_second),
        };
        let due_at = planned.unwrap_or(i64::MAX);
        self.due_at = due_at;
        let comes_at = if due_at == i64::MAX { due_at } else { scene.opening(due_at) };
        if comes_at != self.comes_at {
            self.comes_at = comes_at;
            scene.wake(comes_at, about, self.what);
        }
        if rate.varies() && self.looks_at <= now {
            self.looks_at = now + LOOKS_EVERY;
            scene.wake(self.looks_at, about, self.what);
        }
    }

    /// Whether it comes with this wake; if it does, the next is planned. A wake for another, or one that was overtaken, does not count.
    pub fn comes(&mut self, wake: Wake, rate: &Rate, scene: &mut Scene<'_>) -> bool {
        self.comes_times(wake, rate, 1.0, scene)
    }

    /// The same for this many to whom it comes.
    pub fn comes_times(&mut self, wake: Wake, rate: &Rate, times: f64, scene: &mut Scene<'_>) -> bool {
        if wake.about != self.about || wake.what != self.what {
            return false;
        }
        let has_come = scene.now() == self.comes_at;
        if has_come {
            self.nth += 1;
            self.hazard = None;
            self.comes_at = i64::MAX;
        }
        if has_come || scene.now() >= self.looks_at {
            self.plan_times(rate, times, scene);
        }
        has_come
    }

    /// How many have come.
    #[must_use]
    pub const fn count(&self) -> u32 {
        self.nth
    }
}
