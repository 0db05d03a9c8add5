//! Lists of numbers, of which every value is made here; and how they shrink.
//!
//! A list shrinks in rounds: first rows are left out, half of them at once, then fewer; then numbers become 0, again many at once;
//! then each that is left becomes smaller, by halves. That is done again until a round changes nothing. So what does not matter for a
//! failure goes in a few steps, however long the list.

use proptest::array::uniform;
use proptest::collection::{SizeRange, vec};
use proptest::prelude::{Strategy, any};
use proptest::strategy::{NewTree, ValueTree};
use proptest::test_runner::TestRunner;

/// A list of rows of `N` numbers each.
#[derive(Debug, Clone)]
pub(super) struct Lists<const N: usize> {
    size: SizeRange,
}

/// As many rows as a size says.
pub(super) fn lists<const N: usize>(size: impl Into<SizeRange>) -> Lists<N> {
    Lists { size: size.into() }
}

impl<const N: usize> Strategy for Lists<N> {
    type Tree = ListTree<N>;
    type Value = Vec<[u8; N]>;

    fn new_tree(&self, runner: &mut TestRunner) -> NewTree<Self> {
        let now = vec(uniform::<_, N>(any::<u8>()), self.size.clone()).new_tree(runner)?.current();
        let round = Round::Omitting { rows: now.len(), at: 0 };
        Ok(ListTree { now, least: self.size.start(), round, before: None, changed: false })
    }
}

/// A list that shrinks.
#[derive(Debug, Clone)]
pub(super) struct ListTree<const N: usize> {
    now: Vec<[u8; N]>,
    /// How many rows there have to be.
    least: usize,
    round: Round,
    /// What it was before what is tried now.
    before: Option<Vec<[u8; N]>>,
    /// Whether the round changed anything.
    changed: bool,
}

/// What is tried next.
#[derive(Debug, Clone, Copy)]
enum Round {
    /// To leave out a number of rows from one on.
    Omitting { rows: usize, at: usize },
    /// To make 0 of a number of numbers from one on.
    Clearing { numbers: usize, at: usize },
    /// To make a number smaller that is at least so much.
    Lowering { at: usize, least: u8 },
    /// Nothing is left to try.
    Done,
}

impl<const N: usize> ListTree<N> {
    fn number(&mut self, at: usize) -> Option<&mut u8> {
        self.now.get_mut(at / N)?.get_mut(at % N)
    }

    /// Makes the next change that makes anything simpler, if one is left.
    fn next(&mut self) -> bool {
        let all = self.now.len() * N;
        loop {
            match self.round {
                Round::Omitting { rows: 0, .. } => self.round = Round::Clearing { numbers: all, at: 0 },
                Round::Omitting { rows, at } if at >= self.now.len() => {
                    self.round = Round::Omitting { rows: rows / 2, at: 0 }
                }
                Round::Omitting { rows, at } => {
                    let end = (at + rows).min(self.now.len());
                    if self.now.len() - (end - at) < self.least {
                        self.round = Round::Omitting { rows: rows / 2, at: 0 };
                        continue;
                    }
                    self.before = Some(self.now.clone());
                    self.now.drain(at..end);
                    return true;
                }
                Round::Clearing { numbers: 0, .. } => self.round = Round::Lowering { at: 0, least: 1 },
                Round::Clearing { numbers, at } if at >= all => self.round = Round::Clearing { numbers: numbers / 2, at: 0 },
                Round::Clearing { numbers, at } => {
                    let before = self.now.clone();
                    let range = at..(at + numbers).min(all);
                    for place in range {
                        if let Some(number) = self.number(place) {
                            *number = 0;
                        }
                    }
                    if self.now == before {
                        self.round = Round::Clearing { numbers, at: at + numbers };
                        continue;
                    }
                    self.before = Some(before);
                    return true;
                }
                Round::Lowering { at, .. } if at >= all => {
                    let again = Round::Omitting { rows: self.now.len(), at: 0 };
                    self.round = if std::mem::take(&mut self.changed) { again } else { Round::Done };
                }
                Round::Lowering { at, least } => {
                    let before = self.now.clone();
                    let Some(number) = self.number(at).filter(|number| **number > least) else {
                        self.round = Round::Lowering { at: at + 1, least: 1 };
                        continue;
                    };
                    *number = least + (*number - least) / 2;
                    self.before = Some(before);
                    return true;
                }
                Round::Done => return false,
            }
        }
    }
}

impl<const N: usize> ValueTree for ListTree<N> {
    type Value = Vec<[u8; N]>;

    fn current(&self) -> Self::Value {
        self.now.clone()
    }

    /// What was tried stays, and the next is tried.
    fn simplify(&mut self) -> bool {
        self.changed |= self.before.take().is_some();
        self.next()
    }

    /// What was tried is taken back, and the next is tried.
    fn complicate(&mut self) -> bool {
        let Some(before) = self.before.take() else { return false };
        let tried = match self.round {
            Round::Lowering { at, .. } => self.number(at).copied().unwrap_or_default(),
            Round::Omitting { .. } | Round::Clearing { .. } | Round::Done => 0,
        };
        self.now = before;
        match &mut self.round {
            Round::Omitting { rows, at } => *at += *rows,
            Round::Clearing { numbers, at } => *at += *numbers,
            Round::Lowering { least, .. } => *least = tried + 1,
            Round::Done => {}
        }
        // Where nothing is left to try, it is as it was when the failure was last seen.
        self.next();
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What a list shrinks to, and in how many trials, where it fails if something holds.
    fn shrunk<const N: usize>(size: std::ops::Range<usize>, fails: impl Fn(&[[u8; N]]) -> bool) -> (Vec<[u8; N]>, usize) {
        let mut runner = TestRunner::deterministic();
        let mut tree = loop {
            let tree = lists::<N>(size.clone()).new_tree(&mut runner).unwrap();
            if fails(&tree.current()) {
                break tree;
            }
        };
        let mut trials = 0;
        let mut goes_on = tree.simplify();
        while goes_on {
            trials += 1;
            goes_on = if fails(&tree.current()) { tree.simplify() } else { tree.complicate() };
        }
        assert!(fails(&tree.current()), "it ends at a failure");
        (tree.current(), trials)
    }

    #[test]
    fn what_does_not_matter_goes_and_the_rest_is_least() {
        let (list, trials) = shrunk::<16>(0..200, |list| list.iter().any(|row| row[3] >= 77 && row[9] >= 130));
        let mut row = [0; 16];
        (row[3], row[9]) = (77, 130);
        assert_eq!(list, [row]);
        assert!(trials < 150, "{trials} trials");
    }

    #[test]
    fn rows_that_matter_together_stay_in_their_order() {
        let (list, _) = shrunk::<2>(0..60, |list| {
            let first = list.iter().position(|row| row[0] > 200);
            first.is_some_and(|first| list[first..].iter().any(|row| row[1] > 100))
        });
        assert!(list == [[201, 101]] || list == [[201, 0], [0, 101]], "{list:?}");
    }

    #[test]
    fn no_list_is_shorter_than_its_size() {
        assert_eq!(shrunk::<4>(3..9, |_| true).0, [[0; 4]; 3]);
        assert_eq!(shrunk::<4>(0..9, |_| true).0, Vec::<[u8; 4]>::new());
    }

    #[test]
    fn what_passes_is_never_left_as_the_failure() {
        // A failure that depends on a sum: much is tried that passes.
        let sum = |list: &[[u8; 8]]| list.iter().flatten().map(|number| u32::from(*number)).sum::<u32>();
        let (list, _) = shrunk::<8>(5..20, |list| sum(list) >= 1_000);
        assert_eq!(sum(&list), 1_000);
    }
}
