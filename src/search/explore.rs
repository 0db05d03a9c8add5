//! The search, breadth first: all histories of one step, then of two, so that what is found is found by the shortest.
//!
//! No states are kept, only how each was first reached. Those of one layer stand in the order of their histories, so one who
//! walks along them makes each state again from what it shares with the one before, and seldom more than a step or two.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::num::NonZeroUsize;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use foldhash::fast::FixedState;

use super::explored::{Answer, Bound, Explored, Node, Progress, way_to};
use super::machine::{Claim, Machine};
use super::stop::Stop;

type Known = HashMap<Identity, u32, FixedState>;

/// An identity beside a number of 32 bits: held to the alignment of that, a table of both is a third smaller.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
#[repr(C, packed(4))]
struct Identity(u128);

/// A search through everything that a machine can do.
///
/// What it finds does not depend on the number of threads, and is the same each time.
///
/// ```
/// use practice_cycle::search::{Answer, Claim, Search, World};
/// let world = World::shipped("one contract").unwrap();
/// let over = |state: &practice_cycle::search::Situation| state.history().contracts().any(|(_, contract)| {
///     contract.latest_stage(state.now()).is_terminal()
/// });
/// let explored = Search::new(world).claim(Claim::sometimes("a contract is closed", over)).run();
/// assert!(matches!(&explored.answers()[0], Answer::Found(choices) if choices.len() == 2)); // Invited, and declined.
/// ```
pub struct Search<M: Machine> {
    machine: M,
    claims: Vec<Claim<M::State>>,
    most_steps: usize,
    most_states: usize,
    threads: NonZeroUsize,
    until_decided: bool,
    stop: Stop,
    progress: Option<Box<dyn FnMut(Progress)>>,
}

impl<M: Machine> std::fmt::Debug for Search<M> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Search").field("claims", &self.claims).finish_non_exhaustive()
    }
}

const MOST_THREADS: NonZeroUsize = NonZeroUsize::new(256).expect("more than none");

/// How many claims one search can decide.
pub const MAX_CLAIMS: usize = 64;

impl<M: Machine> Search<M> {
    /// A search of a machine: of up to 1,000 steps and about a million states, in one thread.
    pub fn new(machine: M) -> Self {
        Self {
            machine,
            claims: Vec::new(),
            most_steps: 1_000,
            most_states: 1_000_000,
            threads: NonZeroUsize::MIN,
            until_decided: false,
            stop: Stop::default(),
            progress: None,
        }
    }

    /// One more claim to decide. Those beyond [`MAX_CLAIMS`] are answered as not found within no states.
    #[must_use]
    pub fn claim(mut self, claim: Claim<M::State>) -> Self {
        self.claims.push(claim);
        self
    }

    /// No histories of more steps than this.
    #[must_use]
    pub fn steps(mut self, most: usize) -> Self {
        self.most_steps = most;
        self
    }

    /// No more states than about this: the last step is finished. Each takes 45 to 90 bytes, and each step between
    /// two of them 4.
    #[must_use]
    pub fn states(mut self, most: usize) -> Self {
        self.most_states = most.min(FRESH as usize - 1);
        self
    }

    /// In this many threads, at most 256.
    #[must_use]
    pub fn threads(mut self, threads: NonZeroUsize) -> Self {
        self.threads = threads.min(MOST_THREADS);
        self
    }

    /// Not further than it takes to decide every claim.
    #[must_use]
    pub fn until_decided(mut self) -> Self {
        self.until_decided = true;
        self
    }

    /// Until this is set, by another thread: what was found by then holds, and the rest is not within what was looked at. How far
    /// that comes differs from run to run.
    #[must_use]
    pub fn stop_on(mut self, stop: Arc<AtomicBool>) -> Self {
        self.stop.on(stop);
        self
    }

    /// Until this answers yes. It is asked before each state is left, so it has to be quick, and it is where a search that has no
    /// other thread beside it, as in a web page, can look at a clock. What was found by then holds, as with [`stop_on`](Self::stop_on).
    ///
    /// ```
    /// use practice_cycle::search::{Bound, Search, World};
    /// let explored = Search::new(World::shipped("one contract").unwrap()).stop_when(|| true).run();
    /// assert_eq!((explored.states(), explored.bound()), (1, Some(Bound::Stopped)));
    /// ```
    #[must_use]
    pub fn stop_when(mut self, asks: impl Fn() -> bool + Send + Sync + 'static) -> Self {
        self.stop.when(asks);
        self
    }

    pub(super) fn stop(mut self, stop: Stop) -> Self {
        self.stop = stop;
        self
    }

    /// Reports how far it has come, after each step.
    #[must_use]
    pub fn progress(mut self, tell: impl FnMut(Progress) + 'static) -> Self {
        self.progress = Some(Box::new(tell));
        self
    }

    /// Searches.
    #[must_use]
    pub fn run(mut self) -> Explored {
        let mut found = Found::of(&mut self.machine, &self.claims);
        let mut walkers: Vec<Walker<M>> = (0..self.threads.get()).map(|_| Walker::new(self.machine.clone())).collect();
        let mut layer = 0..1_u32;
        let bound = loop {
            let waiting = layer.len();
            if let Some(tell) = &mut self.progress {
                tell(Progress { steps: found.layers.len() - 1, states: found.nodes.len(), waiting });
            }
            if waiting == 0 {
                break None;
            }
            if self.until_decided && found.open == 0 {
                break Some(Bound::Steps(found.layers.len() - 1));
            }
            if found.layers.len() > self.most_steps {
                break Some(Bound::Steps(self.most_steps));
            }
            if found.nodes.len() > self.most_states {
                break Some(Bound::States(self.most_states));
            }
            let depth = found.layers.len() - 1;
            found.add_layer(layer.clone(), depth, &mut walkers, &self.claims, &self.stop);
            if self.stop.is_set() {
                break Some(Bound::Stopped);
            }
            layer = layer.end..found.nodes.len() as u32;
            if !layer.is_empty() {
                found.layers.push(layer.start);
            }
        };
        found.explored(bound, self.claims.len())
    }
}

/// What was found so far.
struct Found {
    nodes: Vec<Node>,
    marks: Vec<u32>,
    layers: Vec<u32>,
    starts: Vec<u64>,
    steps: Vec<u32>,
    offers: u64,
    known: Known,
    /// The claims that nothing has decided, as bits.
    open: u64,
    answers: Vec<Option<Vec<usize>>>,
}

/// A state that was reached and is not known yet.
struct Fresh {
    identity: Identity,
    node: Node,
    marks: u32,
    decides: u64,
}

/// What one walker found along some states that follow one another.
#[derive(Default)]
struct Stretch {
    fresh: Vec<Fresh>,
    /// For each state, how many steps lead out of it.
    leaving: Vec<u32>,
    /// Where they lead: a state that is known, or one of the fresh.
    steps: Vec<u32>,
    offers: u64,
    /// Claims that a step decides, or the lack of one; with the state and, for a step, its choice.
    decided: Vec<(usize, u32, Option<u32>)>,
}

/// Marks the place of a fresh state.
const FRESH: u32 = 1 << 31;

impl Found {
    fn of<M: Machine>(machine: &mut M, claims: &[Claim<M::State>]) -> Self {
        let start = machine.start();
        let claims = claims.get(..MAX_CLAIMS.min(claims.len())).unwrap_or_default();
        let mut found = Self {
            nodes: vec![Node { parent: 0, choice: 0 }],
            marks: vec![machine.marks(&start)],
            layers: vec![0],
            starts: vec![0],
            steps: Vec::new(),
            offers: 0,
            known: Known::default(),
            open: (0..claims.len()).fold(0, |open, claim| open | 1 << claim),
            answers: vec![None; claims.len()],
        };
        found.known.insert(Identity(machine.identity(&start)), 0);
        found.decide(decided_by(claims, found.open, &start), 0);
        found
    }

    fn decide(&mut self, claims: u64, state: u32) {
        for claim in (0..self.answers.len()).filter(|claim| claims >> claim & 1 == 1) {
            self.answer(claim, state, None);
        }
    }

    /// Keeps the first answer to a claim, which is the shortest.
    fn answer(&mut self, claim: usize, state: u32, last: Option<u32>) {
        if self.open >> claim & 1 == 0 {
            return;
        }
        self.open &= !(1 << claim);
        let mut way = way_to(&self.nodes, state);
        way.extend(last.map(|choice| choice as usize));
        if let Some(answer) = self.answers.get_mut(claim) {
            *answer = Some(way);
        }
    }

    /// Leaves every state of a layer by every choice; where it is stopped, the first of them.
    fn add_layer<M: Machine>(
        &mut self,
        layer: std::ops::Range<u32>,
        depth: usize,
        walkers: &mut [Walker<M>],
        claims: &[Claim<M::State>],
        stop: &Stop,
    ) {
        let stretch = (layer.len() / (walkers.len() * 8)).clamp(256, 8192) as u32;
        let stretches: Vec<std::ops::Range<u32>> =
            layer.clone().step_by(stretch as usize).map(|from| from..layer.end.min(from + stretch)).collect();
        let (this, next) = (&*self, AtomicUsize::new(0));
        let told: Mutex<Vec<(usize, Stretch)>> = Mutex::new(Vec::new());
        let work = |walker: &mut Walker<M>| {
            loop {
                let place = next.fetch_add(1, Ordering::Relaxed);
                let Some(stretch) = stretches.get(place) else { return };
                let Some(found) = walker.walk(this, stretch.clone(), depth, claims, stop) else { return };
                told.lock().unwrap_or_else(PoisonError::into_inner).push((place, found));
            }
        };
        let mut walkers = walkers.iter_mut().take(stretches.len());
        let first = walkers.next();
        std::thread::scope(|scope| {
            for walker in walkers {
                scope.spawn(|| work(walker));
            }
            if let Some(walker) = first {
                work(walker);
            }
        });
        let mut told = told.into_inner().unwrap_or_else(PoisonError::into_inner);
        told.sort_unstable_by_key(|(place, _)| *place);
        // Where it was stopped, some are missing, and the states of those after them were never left in order.
        for (nth, (place, stretch)) in told.into_iter().enumerate() {
            if nth != place {
                break;
            }
            self.add(stretch);
        }
    }

    /// Takes over what was found along a stretch, in the order of histories.
    fn add(&mut self, stretch: Stretch) {
        let mut places = Vec::with_capacity(stretch.fresh.len());
        for fresh in stretch.fresh {
            let next = self.nodes.len() as u32;
            match self.known.entry(fresh.identity) {
                Entry::Occupied(known) => places.push(*known.get()),
                Entry::Vacant(room) => {
                    room.insert(next);
                    places.push(next);
                    self.nodes.push(fresh.node);
                    self.marks.push(fresh.marks);
                    self.decide(fresh.decides, next);
                }
            }
        }
        let mut end = self.steps.len() as u64;
        for leaving in stretch.leaving {
            end += u64::from(leaving);
            self.starts.push(end);
        }
        self.steps.extend(stretch.steps.into_iter().map(|to| match to.checked_sub(FRESH) {
            Some(fresh) => places.get(fresh as usize).copied().unwrap_or_default(),
            None => to,
        }));
        self.offers += stretch.offers;
        for (claim, state, choice) in stretch.decided {
            self.answer(claim, state, choice);
        }
    }

    fn explored(self, bound: Option<Bound>, claims: usize) -> Explored {
        let memory = self.nodes.capacity() * size_of::<Node>()
            + self.marks.capacity() * size_of::<u32>()
            + self.starts.capacity() * size_of::<u64>()
            + self.steps.capacity() * size_of::<u32>()
            // A place in the table has a byte of its own, and a table is filled to seven eighths.
            + self.known.capacity() * 8 / 7 * (size_of::<(Identity, u32)>() + 1);
        let answers = self.answers.into_iter().map(|answer| match (answer, bound) {
            (Some(choices), _) => Answer::Found(choices),
            (None, Some(bound)) => Answer::NotWithin(bound),
            (None, None) => Answer::Nowhere,
        });
        let beyond = std::iter::repeat_n(Answer::NotWithin(Bound::States(0)), claims.saturating_sub(MAX_CLAIMS));
        Explored {
            answers: answers.chain(beyond).collect(),
            nodes: self.nodes,
            marks: self.marks,
            layers: self.layers,
            starts: self.starts,
            steps: self.steps,
            offers: self.offers,
            bound,
            memory,
        }
    }
}

/// The open claims that a state decides, as bits.
fn decided_by<S>(claims: &[Claim<S>], open: u64, state: &S) -> u64 {
    let decides = |(place, claim): (usize, &Claim<S>)| open >> place & 1 == 1 && claim.is_decided_by(state);
    claims.iter().enumerate().take(MAX_CLAIMS).filter(|&each| decides(each)).fold(0, |bits, (place, _)| bits | 1 << place)
}

/// One who walks along states, with those that led to where they are.
struct Walker<M: Machine> {
    machine: M,
    /// The states on the way, and room for the next.
    states: Vec<M::State>,
    /// Which they are.
    way: Vec<u32>,
    seen: Known,
}

impl<M: Machine> Walker<M> {
    fn new(machine: M) -> Self {
        let start = machine.start();
        Self { machine, states: vec![start.clone(), start], way: vec![0], seen: Known::default() }
    }

    /// Goes to a state that is this many steps from the start.
    fn go_to(&mut self, nodes: &[Node], state: u32, depth: usize) {
        let (mut missing, mut at, mut step) = (Vec::new(), state, depth);
        while self.way.get(step) != Some(&at)
            && let Some(node) = nodes.get(at as usize)
            && step > 0
        {
            missing.push((at, node.choice));
            (at, step) = (node.parent, step - 1);
        }
        self.way.truncate(step + 1);
        for (state, choice) in missing.into_iter().rev() {
            self.make_room(step);
            if let Some([from, into]) = self.states.get_mut(step..).and_then(<[_]>::first_chunk_mut) {
                let admitted = self.machine.choose(choice as usize, from, into);
                debug_assert!(admitted, "what was admitted once is admitted again");
            }
            self.way.push(state);
            step += 1;
        }
        self.make_room(depth);
    }

    fn make_room(&mut self, step: usize) {
        while self.states.len() < step + 2 {
            self.states.push(self.machine.start());
        }
    }

    /// Leaves states that follow one another by every choice; nothing where it is stopped on the way.
    fn walk(
        &mut self,
        found: &Found,
        states: std::ops::Range<u32>,
        depth: usize,
        claims: &[Claim<M::State>],
        stop: &Stop,
    ) -> Option<Stretch> {
        let mut stretch = Stretch::default();
        let of_steps = claims.iter().take(MAX_CLAIMS).any(Claim::is_of_steps);
        self.seen.clear();
        for state in states {
            if stop.is_asked_for() {
                return None;
            }
            self.go_to(&found.nodes, state, depth);
            let Some([from, into]) = self.states.get_mut(depth..).and_then(<[_]>::first_chunk_mut) else { continue };
            let mut leaving = 0;
            let is_over = self.machine.is_over(from);
            let choices = if is_over { 0 } else { self.machine.choices() };
            for choice in 0..choices {
                stretch.offers += 1;
                if !self.machine.choose(choice, from, into) {
                    continue;
                }
                leaving += 1;
                let open = |place: usize| found.open >> place & 1 == 1;
                if of_steps {
                    for (place, _) in (claims.iter().enumerate().take(MAX_CLAIMS))
                        .filter(|(place, claim)| open(*place) && claim.is_decided_by_step(from, into))
                    {
                        stretch.decided.push((place, state, Some(choice as u32)));
                    }
                }
                let identity = Identity(self.machine.identity(into));
                if let Some(known) = found.known.get(&identity) {
                    stretch.steps.push(*known);
                    continue;
                }
                let next = FRESH + stretch.fresh.len() as u32;
                match self.seen.entry(identity) {
                    Entry::Occupied(seen) => stretch.steps.push(*seen.get()),
                    Entry::Vacant(room) => {
                        stretch.steps.push(*room.insert(next));
                        stretch.fresh.push(Fresh {
                            identity,
                            node: Node { parent: state, choice: choice as u32 },
                            marks: self.machine.marks(into),
                            decides: decided_by(claims, found.open, into),
                        });
                    }
                }
            }
            if leaving == 0 && !is_over {
                for (place, _) in (claims.iter().enumerate().take(MAX_CLAIMS))
                    .filter(|(place, claim)| found.open >> place & 1 == 1 && claim.is_decided_by_rest(from))
                {
                    stretch.decided.push((place, state, None));
                }
            }
            stretch.leaving.push(leaving);
        }
        Some(stretch)
    }
}
