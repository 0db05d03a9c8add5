//! The results of a search.

use std::fmt;

use crate::evidence::Counted;

/// How a state was first reached: from which, and by what choice.
#[derive(Debug, Clone, Copy)]
pub(super) struct Node {
    pub(super) parent: u32,
    pub(super) choice: u32,
}

/// The choices that first led to a state.
pub(super) fn way_to(nodes: &[Node], state: u32) -> Vec<usize> {
    let mut way = Vec::new();
    let mut at = state;
    while at != 0
        && let Some(node) = nodes.get(at as usize)
    {
        way.push(node.choice as usize);
        at = node.parent;
    }
    way.reverse();
    way
}

/// What kept a search from going on.
///
/// ```
/// use practice_cycle::search::Bound;
/// assert_eq!(Bound::Steps(12).to_string(), "12 steps");
/// assert_eq!(Bound::States(1).to_string(), "1 state");
/// assert_eq!(Bound::Stopped.to_string(), "the time it was given");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema), schemars(rename = "SearchBound"))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Bound {
    /// Histories of more steps than this were not looked at.
    Steps(usize),
    /// There were more states than this.
    States(usize),
    /// It was [stopped](super::Search::stop_on) before its end.
    Stopped,
}

impl fmt::Display for Bound {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Bound::Steps(steps) => write!(f, "{}", Counted::of(*steps, "step", "steps")),
            Bound::States(states) => write!(f, "{}", Counted::of(*states, "state", "states")),
            Bound::Stopped => f.write_str("the time it was given"),
        }
    }
}

/// What a search says of a claim.
///
/// ```
/// use practice_cycle::search::{Answer, Bound};
/// assert!(Answer::Found(vec![0, 3]).choices().is_some());
/// assert_ne!(Answer::NotWithin(Bound::Steps(12)), Answer::Nowhere);
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Answer {
    /// The shortest history that decides it: an example of what sometimes holds, or a counterexample.
    Found(Vec<usize>),
    /// Everything that can happen was looked at, and nothing decides it: it holds, or what was to be sometimes so never is.
    Nowhere,
    /// Nothing was found up to this bound. More could be beyond it.
    NotWithin(Bound),
}

impl Answer {
    /// The choices that lead there, if it was found.
    #[must_use]
    pub fn choices(&self) -> Option<&[usize]> {
        if let Answer::Found(choices) = self { Some(choices) } else { None }
    }
}

/// How far a search has come.
///
/// ```
/// use practice_cycle::search::Progress;
/// assert!(Progress { steps: 3, states: 900, waiting: 120 }.to_string().starts_with("3 steps"));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// All histories of this many steps were looked at.
    pub steps: usize,
    /// How many states there are so far.
    pub states: usize,
    /// How many of them were reached last, and are to be left next.
    pub waiting: usize,
}

impl fmt::Display for Progress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (steps, states) = (Counted::of(self.steps, "step", "steps"), Counted::of(self.states, "state", "states"));
        write!(f, "{steps}, {states}, {} to go on from", self.waiting)
    }
}

/// Everything that a search saw: the states by how they were first reached, and every step between them.
///
/// ```
/// # use practice_cycle::search::{Machine, Search};
/// # #[derive(Clone)]
/// # struct Coin;
/// # impl Machine for Coin {
/// #     type State = u8;
/// #     fn start(&self) -> u8 { 0 }
/// #     fn choices(&self) -> usize { 2 }
/// #     fn choose(&mut self, choice: usize, from: &u8, into: &mut u8) -> bool { *into = from + 1; choice < 2 && *from < 3 }
/// #     fn identity(&mut self, state: &u8) -> u128 { (*state).into() }
/// # }
/// let explored = Search::new(Coin).run(); // Heads or tails, three times; only how often it was thrown matters.
/// assert_eq!((explored.states(), explored.steps(), explored.bound()), (4, 6, None));
/// assert_eq!(explored.histories(3), Some(1 + 2 + 4 + 8));
/// ```
#[derive(Debug, Clone)]
pub struct Explored {
    pub(super) nodes: Vec<Node>,
    pub(super) marks: Vec<u32>,
    /// Where the states of each number of steps begin.
    pub(super) layers: Vec<u32>,
    /// Where the steps out of each state begin, for those that were left.
    pub(super) starts: Vec<u64>,
    pub(super) steps: Vec<u32>,
    pub(super) offers: u64,
    pub(super) answers: Vec<Answer>,
    pub(super) bound: Option<Bound>,
    pub(super) memory: usize,
}

impl Explored {
    /// How many states can be reached, as far as the search went.
    #[must_use]
    pub fn states(&self) -> usize {
        self.nodes.len()
    }

    /// How many steps lead from one to another, or to itself.
    #[must_use]
    pub fn steps(&self) -> usize {
        self.steps.len()
    }

    /// How many choices were offered, admitted or not.
    #[must_use]
    pub fn offers(&self) -> u64 {
        self.offers
    }

    /// How many steps the farthest state is from the start.
    #[must_use]
    pub fn depth(&self) -> usize {
        self.layers.len().saturating_sub(1)
    }

    /// What kept it from going on; `None` where everything that can happen was looked at.
    #[must_use]
    pub fn bound(&self) -> Option<Bound> {
        self.bound
    }

    /// What it says of each claim, in their order.
    #[must_use]
    pub fn answers(&self) -> &[Answer] {
        &self.answers
    }

    /// The bytes that states and steps took when it was done; the states on which a search works come on top.
    #[must_use]
    pub fn memory(&self) -> usize {
        self.memory
    }

    /// How many different histories of at most this many steps it covers: every one of them leads through its states. `None`
    /// where there are more than can be counted in 128 bits, or where the search stopped earlier than that. In the time of
    /// that many walks over all steps.
    #[must_use]
    pub fn histories(&self, at_most: usize) -> Option<u128> {
        if self.bound.is_some() && at_most > self.depth() {
            return None;
        }
        let mut here: Vec<u128> = vec![0; self.nodes.len()];
        *here.first_mut()? = 1;
        let mut total: u128 = 1;
        for _ in 0..at_most {
            let mut next: Vec<u128> = vec![0; self.nodes.len()];
            for (&ways, leaving) in here.iter().zip(self.leaving()).filter(|(ways, _)| **ways > 0) {
                for &to in leaving {
                    let sum = next.get_mut(to as usize)?;
                    *sum = sum.checked_add(ways)?;
                }
            }
            let more = next.iter().try_fold(0_u128, |sum, &ways| sum.checked_add(ways))?;
            if more == 0 {
                break;
            }
            total = total.checked_add(more)?;
            here = next;
        }
        Some(total)
    }

    /// The shortest history to a state that has [marks](super::Machine::marks) for which this holds.
    ///
    /// ```
    /// # use practice_cycle::search::{Machine, Search};
    /// # #[derive(Clone)]
    /// # struct Coin;
    /// # impl Machine for Coin {
    /// #     type State = u8;
    /// #     fn start(&self) -> u8 { 0 }
    /// #     fn choices(&self) -> usize { 2 }
    /// #     fn choose(&mut self, choice: usize, from: &u8, into: &mut u8) -> bool { *into = from + 1; choice < 2 && *from < 3 }
    /// #     fn identity(&mut self, state: &u8) -> u128 { (*state).into() }
    /// #     fn marks(&mut self, state: &u8) -> u32 { (*state).into() }
    /// # }
    /// let explored = Search::new(Coin).run(); // The coin again, marked with how often it was thrown.
    /// assert_eq!(explored.find(|thrown| thrown == 2), Some(vec![0, 0]));
    /// ```
    pub fn find(&self, mut marked: impl FnMut(u32) -> bool) -> Option<Vec<usize>> {
        let place = self.marks.iter().position(|&marks| marked(marks))?;
        Some(way_to(&self.nodes, u32::try_from(place).ok()?))
    }

    /// The states that steps lead to from each state that was left, in order.
    pub(super) fn leaving(&self) -> impl Iterator<Item = &[u32]> {
        self.starts.windows(2).map(|ends| match ends {
            [from, to] => self.steps.get(*from as usize..*to as usize).unwrap_or_default(),
            _ => &[],
        })
    }
}
