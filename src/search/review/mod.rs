//! The review of a pack: whether its rules can apply, be kept, be broken or clash, before anybody lives by it.

mod result;
mod together;
mod written;

use std::fmt;
use std::num::NonZeroUsize;
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Mutex, PoisonError};

use super::explore::Search;
use super::explored::{Answer, Bound, Progress};
use super::machine::{Claim, Machine};
use super::stop::Stop;
use super::world::{Situation, World, WorldError};
use crate::calendar::{Almanac, Calendar, OutOfRange};
use crate::id::RuleCode;
use crate::policy::{Enforcement, Pack, Policy, Rule};
use together::{Combination, MOST_TOGETHER, Over, Until};

pub use result::{Clash, Clashes, Reachability, Reviewed};

/// Reviews the rules of a pack, one by one and against each other, in small worlds.
///
/// A rule is searched for by itself first; another joins the search only when the history that was found breaks that one too.
/// Rules that do not look at time are searched with time standing still, where the states of the search are those of the rules
/// and the cycle alone.
///
/// ```
/// use practice_cycle::calendar::EnglandAndWales;
/// use practice_cycle::policy::Pack;
/// use practice_cycle::search::Reviewer;
/// let reviewer = Reviewer::new(Pack::shipped("article").unwrap(), &EnglandAndWales::new())?.states(20_000);
/// assert_eq!(reviewer.pack().name(), "article");
/// # Ok::<(), practice_cycle::calendar::OutOfRange>(())
/// ```
#[derive(Debug, Clone)]
pub struct Reviewer {
    pack: Pack,
    policies: Vec<(RuleCode, Arc<Policy>)>,
    whole: Arc<Policy>,
    calendar: Arc<Almanac>,
    most_steps: usize,
    most_states: usize,
    threads: NonZeroUsize,
    stop: Stop,
    progress: Option<Tell>,
}

/// What receives how far a search has come.
#[derive(Clone)]
struct Tell(Arc<dyn Fn(Progress) + Send + Sync>);

impl fmt::Debug for Tell {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Tell")
    }
}

impl Reviewer {
    /// A reviewer of a pack by a calendar: of histories of up to 30 acts, and searches of up to 100,000 states.
    ///
    /// # Errors
    /// As [`Policy::new`].
    pub fn new(pack: &Pack, calendar: &(impl Calendar + ?Sized)) -> Result<Self, OutOfRange> {
        let calendar = Arc::new(Almanac::new(calendar)?);
        let alone = |rule: &Rule| {
            let policy = Policy::with_almanac(&pack.only(|other| other.id() == rule.id()), &calendar)?;
            Ok((rule.id().clone(), Arc::new(policy)))
        };
        Ok(Self {
            pack: pack.clone(),
            policies: pack.rules().iter().map(alone).collect::<Result<_, OutOfRange>>()?,
            whole: Arc::new(Policy::with_almanac(pack, &calendar)?),
            calendar,
            most_steps: 30,
            most_states: 100_000,
            threads: NonZeroUsize::MIN,
            stop: Stop::default(),
            progress: None,
        })
    }

    /// Histories of no more acts than this, with the times that time passes among them.
    #[must_use]
    pub fn steps(mut self, most: usize) -> Self {
        self.most_steps = most;
        self
    }

    /// Searches of no more states than about this.
    #[must_use]
    pub fn states(mut self, most: usize) -> Self {
        self.most_states = most;
        self
    }

    /// In this many threads.
    #[must_use]
    pub fn threads(mut self, threads: NonZeroUsize) -> Self {
        self.threads = threads;
        self
    }

    /// Until this is set, by another thread: see [`Search::stop_on`].
    #[must_use]
    pub fn stop_on(mut self, stop: Arc<AtomicBool>) -> Self {
        self.stop.on(stop);
        self
    }

    /// Until this answers yes: see [`Search::stop_when`].
    ///
    /// ```
    /// use practice_cycle::calendar::EnglandAndWales;
    /// use practice_cycle::policy::Pack;
    /// use practice_cycle::search::{Reviewer, World};
    /// let reviewer = Reviewer::new(Pack::shipped("article").unwrap(), &EnglandAndWales::new())?.stop_when(|| true);
    /// let reviewed = reviewer.rule("R01a", &World::shipped("one contract").unwrap())?.unwrap();
    /// assert_eq!(reviewed.keeps.to_string(), "not within the time it was given");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn stop_when(mut self, asks: impl Fn() -> bool + Send + Sync + 'static) -> Self {
        self.stop.when(asks);
        self
    }

    /// Reports how far each search has come, after each of its steps.
    #[must_use]
    pub fn progress(mut self, tell: impl Fn(Progress) + Send + Sync + 'static) -> Self {
        self.progress = Some(Tell(Arc::new(tell)));
        self
    }

    /// The pack.
    #[must_use]
    pub fn pack(&self) -> &Pack {
        &self.pack
    }

    /// What a rule can come to in a world; `None` where the pack has no such rule.
    ///
    /// # Errors
    /// That the world cannot be [watched](World::under).
    pub fn rule(&self, rule: &str, world: &World) -> Result<Option<Reviewed>, WorldError> {
        let Some(rule) = self.pack.rule(rule) else { return Ok(None) };
        let Some((code, policy)) = self.policies.iter().find(|(known, _)| known == rule.id()) else { return Ok(None) };
        let watched = world.clone().under(policy)?;
        let id = || code.as_str().to_owned();
        let (applied, kept, broken, unknown) = (id(), id(), id(), id());
        let explored = self
            .search(Until { world: watched.clone(), over: Over::Never, marked: Vec::new() })
            .claim(Claim::sometimes("it applies", move |state: &Situation| state.applied(&applied)))
            .claim(Claim::sometimes("it is kept", move |state: &Situation| {
                state.kept(&kept) && !state.broke(&kept) && !state.owes(&kept)
            }))
            .claim(Claim::sometimes("it is broken", move |state: &Situation| state.broke(&broken)))
            .claim(Claim::sometimes("it cannot be determined", move |state: &Situation| state.was_undetermined(&unknown)))
            .run();
        let mut shown = explored.answers().iter().map(|answer| Reachability::of(&watched, answer));
        let mut next = || shown.next().unwrap_or(Reachability::Never);
        let (applies, keeps, breaks, undetermined) = (next(), next(), next(), next());
        let breaks_alone = match &breaks {
            Reachability::By { .. } => self.alone(code, world)?,
            Reachability::Never | Reachability::NotWithin(_) => breaks.clone(),
        };
        Ok(Some(Reviewed {
            rule: code.clone(),
            title: rule.title().to_owned(),
            applies,
            keeps,
            breaks,
            undetermined,
            breaks_alone,
            passes: watched.passes_at_most(),
            states: explored.states(),
            steps: explored.steps(),
            histories: explored.histories(explored.depth()),
        }))
    }

    /// The shortest history that breaks a rule and no other. Where one that was found breaks another too, the search begins
    /// anew with that one watched: most rules have nothing to do with each other, and few have to be looked at together.
    fn alone(&self, code: &RuleCode, world: &World) -> Result<Reachability, WorldError> {
        let mut together = vec![code.clone()];
        loop {
            let policy = self.policy(&together);
            let watched = world.clone().under(&policy)?;
            let (is_broken, over) = (code.as_str().to_owned(), code.as_str().to_owned());
            let explored = self
                .search(Until { world: watched.clone(), over: Over::OthersBroken(over), marked: Vec::new() })
                .claim(Claim::sometimes("it alone is broken", move |state: &Situation| {
                    state.broke(&is_broken) && !state.broke_any_but(&[&is_broken])
                }))
                .until_decided()
                .run();
            let answer = explored.answers().first().unwrap_or(&Answer::Nowhere);
            let Some(choices) = answer.choices() else { return Ok(Reachability::of(&watched, answer)) };
            let whole = world.clone().under(&self.whole)?.follow(choices);
            let others = self.pack.rules().iter().map(Rule::id).filter(|id| *id != code && whole.broke(id.as_str()));
            let before = together.len();
            together.extend(others.cloned());
            if together.len() == before {
                return Ok(Reachability::at(&whole));
            }
        }
    }

    /// The smallest sets of rules, of one, two or three, that cannot be kept together, though fewer of them can: each set in a
    /// world of its own; sets without one are passed over, and counted. Only rules that watch for the same kinds of event, directly or
    /// through the third, are looked at together.
    ///
    /// # Errors
    /// What is wrong with a world, or that it cannot be [watched](World::under).
    pub fn clashes(&self, world: impl Fn(&[&str]) -> Result<Option<World>, WorldError>) -> Result<Clashes, WorldError> {
        let mut clashes = Clashes { found: Vec::new(), bound: None, passed_over: 0 };
        let rules: Vec<&Rule> = self.pack.rules().iter().collect();
        let meet = |one: &Rule, other: &Rule| one.kinds().iter().any(|kind| other.kinds().contains(kind));
        let mut sets: Vec<Vec<usize>> = (0..rules.len()).map(|place| vec![place]).collect();
        for size in 1..=MOST_TOGETHER {
            for set in &sets {
                if self.stop.is_set() {
                    clashes.bound = clashes.bound.or(Some(Bound::Stopped));
                    return Ok(clashes);
                }
                let codes: Vec<&RuleCode> = set.iter().filter_map(|place| Some(rules.get(*place)?.id())).collect();
                if clashes.found.iter().any(|clash| clash.rules.iter().all(|rule| codes.contains(&rule))) {
                    continue;
                }
                let ids: Vec<&str> = codes.iter().map(|code| code.as_str()).collect();
                let Some(world) = world(&ids)? else {
                    clashes.passed_over += 1;
                    continue;
                };
                let together = self.together(&codes, &world)?;
                clashes.bound = clashes.bound.or(together.bound());
                let trap = match codes[..] {
                    [_] => together.is_never_kept(0).then_some(Reachability::Never),
                    _ => self.clash(&codes, &together, &world)?,
                };
                clashes.found.extend(trap.map(|trap| Clash { rules: codes.into_iter().cloned().collect(), trap }));
            }
            if size < MOST_TOGETHER {
                sets = longer(&sets, &rules, meet);
            }
        }
        Ok(clashes)
    }

    /// How several rules clash, if they do and none of them by itself.
    fn clash(&self, rules: &[&RuleCode], together: &Combination, world: &World) -> Result<Option<Reachability>, WorldError> {
        if let Some(trap) = together.trap() {
            return Ok(Some(trap));
        }
        for (place, rule) in rules.iter().enumerate() {
            if together.is_never_kept(place) && !self.together(&[rule], world)?.is_never_kept(0) {
                return Ok(Some(Reachability::Never));
            }
        }
        Ok(None)
    }

    fn together(&self, rules: &[&RuleCode], world: &World) -> Result<Combination, WorldError> {
        let rules: Vec<RuleCode> = rules.iter().map(|code| (*code).clone()).collect();
        let world = world.clone().under(&self.policy(&rules))?;
        let explored = self.search(Until { world: world.clone(), over: Over::AllBroken, marked: rules.clone() }).run();
        Ok(Combination { world, rules: rules.len(), explored })
    }

    /// Whether people can get stuck where the rules are enforced: a contract is open, and every act that the cycle would admit is
    /// refused, and time cannot pass either.
    ///
    /// # Errors
    /// That the world cannot be [watched](World::under).
    pub fn stuck(&self, world: &World, strictness: Enforcement) -> Result<Reachability, WorldError> {
        let world = world.clone().under(&self.whole)?;
        let free = Mutex::new(world.clone());
        let world = world.enforcing(strictness);
        let may_end = move |state: &Situation| {
            let all_closed =
                state.history().cycle().contracts().all(|contract| contract.latest_stage(state.now()).is_terminal());
            let mut free = free.lock().unwrap_or_else(PoisonError::into_inner);
            let mut into = free.start();
            all_closed || !(0..free.choices()).any(|choice| free.choose(choice, state, &mut into))
        };
        let explored = self
            .search(Until { world: world.clone(), over: Over::Never, marked: Vec::new() })
            .claim(Claim::never_stuck("some act is admitted while a contract is open", may_end))
            .until_decided()
            .run();
        Ok(Reachability::of(&world, explored.answers().first().unwrap_or(&Answer::Nowhere)))
    }

    fn policy(&self, rules: &[RuleCode]) -> Arc<Policy> {
        let known = self.policies.iter().find(|(code, _)| *rules == [code.clone()]);
        if let Some((_, policy)) = known {
            return Arc::clone(policy);
        }
        // The calendar answered for each of these rules when the reviewer was made.
        let policy = Policy::with_almanac(&self.pack.only(|rule| rules.contains(rule.id())), &self.calendar);
        policy.map_or_else(|_| Arc::clone(&self.whole), Arc::new)
    }

    fn search(&self, machine: Until) -> Search<Until> {
        let search = Search::new(machine).steps(self.most_steps).states(self.most_states).threads(self.threads);
        let search = search.stop(self.stop.clone());
        match self.progress.clone() {
            Some(Tell(tell)) => search.progress(move |progress| tell(progress)),
            None => search,
        }
    }
}

/// Every set with one more rule, of which each meets another.
fn longer(sets: &[Vec<usize>], rules: &[&Rule], meet: impl Fn(&Rule, &Rule) -> bool) -> Vec<Vec<usize>> {
    let meets = |one: &usize, other: &usize| {
        rules.get(*one).zip(rules.get(*other)).is_some_and(|(of_one, of_other)| one != other && meet(of_one, of_other))
    };
    let mut longer: Vec<Vec<usize>> = Vec::new();
    for set in sets {
        for more in (0..rules.len()).filter(|more| set.iter().any(|one| meets(one, more)) && !set.contains(more)) {
            let mut set: Vec<usize> = set.iter().copied().chain([more]).collect();
            set.sort_unstable();
            longer.push(set);
        }
    }
    longer.sort_unstable();
    longer.dedup();
    longer
}
