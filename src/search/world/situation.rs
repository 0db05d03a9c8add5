//! A situation: where a small world stands.

use std::sync::Arc;

use crate::history::History;
use crate::moment::Moment;
use crate::policy::Policy;
use crate::policy::observe::Observer;

/// Where a small world stands: all that happened in it, and what time it is.
///
/// ```
/// use practice_cycle::search::{Machine, World};
/// let world = World::shipped("one contract").unwrap();
/// let start = world.start();
/// assert_eq!(start.history().contracts().count(), 0);
/// assert!(start.now() >= start.history().cycle().last_recorded());
/// ```
#[derive(Debug)]
pub struct Situation {
    pub(super) history: History,
    pub(super) now: Moment,
    /// When time last passed: acts since then count minutes from it.
    pub(super) since: Moment,
    /// The end of that day.
    pub(super) day_ends: Moment,
    pub(super) passed: u16,
    pub(super) given: usize,
    /// What was chosen, of each entry that was not given.
    pub(super) taken: Vec<Taken>,
    pub(super) watched: Option<Box<ObservedPolicy>>,
}

/// What was chosen: when, since time had last passed when, and in what surroundings, as far as rules may look back on them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Taken {
    pub(super) choice: u32,
    pub(super) at: Moment,
    /// When time had last passed.
    pub(super) since: Moment,
    pub(super) amid: u128,
}

/// Rules that are watched, and where they stand.
#[derive(Debug)]
pub(super) struct ObservedPolicy {
    pub(super) policy: Arc<Policy>,
    pub(super) observer: Observer,
}

impl Clone for ObservedPolicy {
    fn clone(&self) -> Self {
        Self { policy: Arc::clone(&self.policy), observer: self.observer.clone() }
    }

    fn clone_from(&mut self, other: &Self) {
        self.policy.clone_from(&other.policy);
        self.observer.clone_from(&other.observer);
    }
}

impl Clone for Situation {
    fn clone(&self) -> Self {
        Self { history: self.history.clone(), taken: self.taken.clone(), watched: self.watched.clone(), ..*self }
    }

    /// Most that are cloned into one another differ in their last entry alone.
    fn clone_from(&mut self, other: &Self) {
        let in_common = self.taken.iter().zip(&other.taken).take_while(|(one, other)| one == other).count();
        self.history.become_like(&other.history, self.given + in_common);
        self.taken.clone_from(&other.taken);
        self.watched.clone_from(&other.watched);
        (self.now, self.since, self.day_ends) = (other.now, other.since, other.day_ends);
        (self.passed, self.given) = (other.passed, other.given);
    }
}

impl Situation {
    /// All that happened. Two situations can be one though their entries differ: a claim that looks at entries is asked of the first
    /// that was reached, unless the world is [remembering](super::World::remembering).
    #[must_use]
    pub fn history(&self) -> &History {
        &self.history
    }

    /// What time it is.
    #[must_use]
    pub fn now(&self) -> Moment {
        self.now
    }

    /// How often time was let pass.
    #[must_use]
    pub fn passed(&self) -> usize {
        self.passed.into()
    }

    /// Whether a rule that is [watched](super::World::under) ever applied. This and the like say no of a rule that is not watched.
    #[must_use]
    pub fn applied(&self, rule: &str) -> bool {
        self.asked(rule, |observer, place| observer.has_applied(place))
    }

    /// Whether a rule that is watched ever had a duty that was met, or a ban that was kept, to its end or so far.
    #[must_use]
    pub fn kept(&self, rule: &str) -> bool {
        self.asked(rule, Observer::has_kept)
    }

    /// Whether a rule that is watched ever was violated, and not excused by then.
    #[must_use]
    pub fn broke(&self, rule: &str) -> bool {
        self.asked(rule, |observer, place| observer.so_far.broken.has(place))
    }

    /// Whether a rule that is watched was ever undetermined, because something was not recorded.
    #[must_use]
    pub fn was_undetermined(&self, rule: &str) -> bool {
        self.asked(rule, |observer, place| observer.so_far.unknown.has(place))
    }

    /// Whether any rule that is watched was violated, but for these.
    #[must_use]
    pub fn broke_any_but(&self, rules: &[&str]) -> bool {
        let Some(watched) = &self.watched else { return false };
        let broken = watched.observer.so_far.broken;
        let mut others = watched.policy.pack().rules().iter().enumerate();
        others.any(|(place, rule)| broken.has(place) && !rules.iter().any(|id| rule.is_called(id)))
    }

    /// Whether a duty of a rule that is watched waits, and time alone will make it late.
    #[must_use]
    pub fn owes(&self, rule: &str) -> bool {
        self.asked(rule, Observer::owes)
    }

    fn asked(&self, rule: &str, holds: impl Fn(&Observer, usize) -> bool) -> bool {
        self.watched.as_ref().is_some_and(|watched| {
            let ObservedPolicy { policy, observer } = &**watched;
            let place = policy.pack().rules().iter().position(|known| known.is_called(rule));
            place.is_some_and(|place| holds(observer, place))
        })
    }
}
