//! The machine that is searched, and the claims that are made of it.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

/// Something that stands in one of many states, and goes from one to the next by choices that it admits or refuses.
///
/// The search keeps no states: it makes each again from the one before, so a choice has to lead to the same state each time.
///
/// ```
/// use practice_cycle::search::{Claim, Machine, Search};
///
/// /// Two people, each of whom may come and go.
/// #[derive(Clone)]
/// struct Door;
///
/// impl Machine for Door {
///     type State = [bool; 2];
///     fn start(&self) -> [bool; 2] {
///         [false; 2]
///     }
///     fn choices(&self) -> usize {
///         2
///     }
///     fn choose(&mut self, choice: usize, from: &[bool; 2], into: &mut [bool; 2]) -> bool {
///         *into = *from;
///         into[choice] = !into[choice];
///         true
///     }
///     fn identity(&mut self, state: &[bool; 2]) -> u128 {
///         u128::from(state[0]) + u128::from(state[1]) // Who of the two is inside does not matter.
///     }
/// }
///
/// let explored = Search::new(Door).claim(Claim::never("both are inside", |state: &[bool; 2]| state == &[true; 2])).run();
/// assert_eq!(explored.states(), 3);
/// assert_eq!(explored.answers()[0].choices(), Some(&[0, 1][..]));
/// ```
pub trait Machine: Clone + Send {
    /// A state. Of one state, `clone_from` another is worth making cheap where the two have much in common.
    type State: Clone + Send;

    /// Where every history begins.
    fn start(&self) -> Self::State;

    /// How many choices there are; each is a number below this, in every state.
    fn choices(&self) -> usize;

    /// Makes `into`, which holds any state of this machine, what a choice makes of `from`. Whether the choice is admitted;
    /// what `into` holds otherwise does not matter.
    fn choose(&mut self, choice: usize, from: &Self::State, into: &mut Self::State) -> bool;

    /// The same for two states if, and but for a chance that can be left aside only if, the same may follow on both and the
    /// same is claimed of both.
    fn identity(&mut self, state: &Self::State) -> u128;

    /// What to remember of a state: marks that are asked for once all is searched.
    fn marks(&mut self, _state: &Self::State) -> u32 {
        0
    }

    /// Whether nothing after this state is of interest: it is not left again.
    fn is_over(&mut self, _state: &Self::State) -> bool {
        false
    }
}

/// What is claimed of every state, or of some.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Scope {
    Always,
    Never,
    Sometimes,
}

type OfState<S> = Arc<dyn Fn(&S) -> bool + Send + Sync>;
type OfStep<S> = Arc<dyn Fn(&S, &S) -> bool + Send + Sync>;

#[derive(Clone)]
enum Holds<S> {
    State(OfState<S>),
    Step(OfStep<S>),
    /// That some choice is admitted, unless it may end there.
    Moves(OfState<S>),
}

/// A claim about the states of a machine, to be refuted or borne out by a history.
///
/// ```
/// use practice_cycle::search::Claim;
/// let claim: Claim<u8> = Claim::always("it stays small", |state| *state < 9);
/// assert_eq!(claim.to_string(), "always: it stays small");
/// ```
#[derive(Clone)]
pub struct Claim<S> {
    name: Cow<'static, str>,
    pub(super) scope: Scope,
    holds: Holds<S>,
}

impl<S> fmt::Debug for Claim<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Claim({self})")
    }
}

impl<S> fmt::Display for Claim<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let scope = match self.scope {
            Scope::Always => "always",
            Scope::Never => "never",
            Scope::Sometimes => "sometimes",
        };
        write!(f, "{scope}: {}", self.name)
    }
}

impl<S> Claim<S> {
    /// That something holds in every state.
    pub fn always(name: impl Into<Cow<'static, str>>, holds: impl Fn(&S) -> bool + Send + Sync + 'static) -> Self {
        Self { name: name.into(), scope: Scope::Always, holds: Holds::State(Arc::new(holds)) }
    }

    /// That something holds in no state.
    pub fn never(name: impl Into<Cow<'static, str>>, holds: impl Fn(&S) -> bool + Send + Sync + 'static) -> Self {
        Self { name: name.into(), scope: Scope::Never, holds: Holds::State(Arc::new(holds)) }
    }

    /// That something holds in a state that can be reached.
    pub fn sometimes(name: impl Into<Cow<'static, str>>, holds: impl Fn(&S) -> bool + Send + Sync + 'static) -> Self {
        Self { name: name.into(), scope: Scope::Sometimes, holds: Holds::State(Arc::new(holds)) }
    }

    /// That something holds of every step, from the state before it to the one after it.
    pub fn always_step(name: impl Into<Cow<'static, str>>, holds: impl Fn(&S, &S) -> bool + Send + Sync + 'static) -> Self {
        Self { name: name.into(), scope: Scope::Always, holds: Holds::Step(Arc::new(holds)) }
    }

    /// That some choice is admitted in every state in which it may not end. A state at which the search itself stopped says
    /// nothing of this.
    pub fn never_stuck(name: impl Into<Cow<'static, str>>, may_end: impl Fn(&S) -> bool + Send + Sync + 'static) -> Self {
        Self { name: name.into(), scope: Scope::Always, holds: Holds::Moves(Arc::new(may_end)) }
    }

    /// What is claimed, in words.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Whether an example bears it out, rather than refutes it.
    #[must_use]
    pub fn is_of_some(&self) -> bool {
        self.scope == Scope::Sometimes
    }

    /// Whether this state decides it.
    pub(super) fn is_decided_by(&self, state: &S) -> bool {
        let Holds::State(holds) = &self.holds else { return false };
        holds(state) != (self.scope == Scope::Always)
    }

    /// Whether this step decides it.
    pub(super) fn is_decided_by_step(&self, from: &S, to: &S) -> bool {
        if let Holds::Step(holds) = &self.holds { !holds(from, to) } else { false }
    }

    /// Whether that nothing is admitted in this state decides it.
    pub(super) fn is_decided_by_rest(&self, state: &S) -> bool {
        if let Holds::Moves(may_end) = &self.holds { !may_end(state) } else { false }
    }

    /// Whether steps have to be looked at for it.
    pub(super) fn is_of_steps(&self) -> bool {
        matches!(self.holds, Holds::Step(_))
    }
}
