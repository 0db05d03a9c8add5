//! The search of a few rules together in one world.

use super::result::Reachability;
use crate::id::RuleCode;
use crate::search::explored::{Bound, Explored, way_to};
use crate::search::machine::Machine;
use crate::search::world::{Situation, World};

/// As many rules as are looked at together.
pub(super) const MOST_TOGETHER: usize = 3;

/// A world that is left at some point, and remembers what became of some rules.
#[derive(Clone)]
pub(super) struct Until {
    pub(super) world: World,
    pub(super) over: Over,
    pub(super) marked: Vec<RuleCode>,
}

/// When nothing that follows is of interest.
#[derive(Clone)]
pub(super) enum Over {
    Never,
    /// All rules that are marked are broken.
    AllBroken,
    OthersBroken(String),
}

/// What is marked of each of some rules, by the place of the first: it is broken, owes something that time will make late, was
/// kept, or applied.
const BROKEN: usize = 0;
const OWES: usize = MOST_TOGETHER;
const KEPT: usize = 2 * MOST_TOGETHER;
const APPLIED: usize = 3 * MOST_TOGETHER;
/// Time cannot pass any more, and what more of it would have brought is not known.
const OUT_OF_TIME: u32 = 1 << (4 * MOST_TOGETHER);

fn is_marked(marks: u32, what: usize, rule: usize) -> bool {
    marks >> (what + rule) & 1 == 1
}

impl Machine for Until {
    type State = Situation;

    fn start(&self) -> Situation {
        self.world.start()
    }

    fn choices(&self) -> usize {
        self.world.choices()
    }

    fn choose(&mut self, choice: usize, from: &Situation, into: &mut Situation) -> bool {
        self.world.choose(choice, from, into)
    }

    fn identity(&mut self, state: &Situation) -> u128 {
        self.world.identity(state)
    }

    fn marks(&mut self, state: &Situation) -> u32 {
        let most = self.world.passes_at_most();
        let mut marks = if most > 0 && state.passed() >= most { OUT_OF_TIME } else { 0 };
        for (place, rule) in self.marked.iter().enumerate() {
            let rule = rule.as_str();
            let held = [
                (BROKEN, state.broke(rule)),
                (OWES, state.owes(rule)),
                (KEPT, state.kept(rule)),
                (APPLIED, state.applied(rule)),
            ];
            marks |= held.iter().fold(0, |marks, (what, is_so)| marks | (u32::from(*is_so) << (what + place)));
        }
        marks
    }

    fn is_over(&mut self, state: &Situation) -> bool {
        match &self.over {
            Over::Never => false,
            Over::AllBroken => self.marked.iter().all(|rule| state.broke(rule.as_str())),
            Over::OthersBroken(rule) => state.broke_any_but(&[rule]),
        }
    }
}

/// A few rules in one world, and everything they can come to there.
pub(super) struct Combination {
    pub(super) world: World,
    pub(super) rules: usize,
    pub(super) explored: Explored,
}

impl Combination {
    pub(super) fn bound(&self) -> Option<Bound> {
        self.explored.bound()
    }

    fn any(&self, is_so: impl Fn(u32) -> bool) -> bool {
        self.explored.marks.iter().any(|marks| is_so(*marks))
    }

    /// Whether a rule applies, and all there is was looked at, and it is kept nowhere while none of them is broken.
    pub(super) fn is_never_kept(&self, rule: usize) -> bool {
        let kept = |marks| is_marked(marks, KEPT, rule) && !(0..self.rules).any(|rule| is_marked(marks, BROKEN, rule));
        self.explored.bound().is_none() && self.any(|marks| is_marked(marks, APPLIED, rule)) && !self.any(kept)
    }

    /// The first state in which none of them is broken, and from which every way breaks one of them, though not if any were
    /// left out.
    pub(super) fn trap(&self) -> Option<Reachability> {
        let all: Vec<usize> = (0..self.rules).collect();
        let fewer = |without: &usize| all.iter().copied().filter(|rule| rule != without).collect::<Vec<usize>>();
        let together = self.hopeful(&all);
        let without: Vec<Vec<bool>> = all.iter().map(|rule| self.hopeful(&fewer(rule))).collect();
        let state = self.explored.marks.iter().enumerate().position(|(state, marks)| {
            !all.iter().any(|rule| is_marked(*marks, BROKEN, *rule))
                && together.get(state) == Some(&false)
                && without.iter().all(|hopeful| hopeful.get(state) == Some(&true))
        })?;
        let choices = way_to(&self.explored.nodes, u32::try_from(state).ok()?);
        Some(Reachability::at(&self.world.follow(&choices)))
    }

    /// Of each state, whether some way leads on to one in which nothing is owed, and breaks none of these rules.
    fn hopeful(&self, rules: &[usize]) -> Vec<bool> {
        let left: Vec<&[u32]> = self.explored.leaving().collect();
        let any = |marks, what| rules.iter().any(|rule| is_marked(marks, what, *rule));
        // Beyond what was left, and when time is up, everything is possible.
        let at_ease = |(state, marks): (usize, &u32)| {
            !any(*marks, BROKEN) && (!any(*marks, OWES) || marks & OUT_OF_TIME != 0 || state >= left.len())
        };
        let mut hopeful: Vec<bool> = self.explored.marks.iter().enumerate().map(at_ease).collect();
        loop {
            let mut changed = false;
            for (state, next) in left.iter().enumerate().rev() {
                let is_broken = self.explored.marks.get(state).is_none_or(|marks| any(*marks, BROKEN));
                let hopes = !is_broken && next.iter().any(|next| hopeful.get(*next as usize) == Some(&true));
                if let Some(known) = hopeful.get_mut(state)
                    && hopes
                    && !*known
                {
                    (*known, changed) = (true, true);
                }
            }
            if !changed {
                return hopeful;
            }
        }
    }
}
