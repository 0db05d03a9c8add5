//! Numbers read one after another, each a choice among some.

use crate::code::Code;

/// Numbers that are read one after another. Where they are used up, each is 0; and 0 chooses what is simplest, the first of a list.
pub(super) struct Numbers<'n> {
    left: std::slice::Iter<'n, u8>,
}

impl<'n> Numbers<'n> {
    pub(super) fn new(numbers: &'n [u8]) -> Self {
        Self { left: numbers.iter() }
    }

    /// A number below an end. A smaller number drawn never makes it greater, so that it shrinks as that does.
    pub(super) fn below(&mut self, end: usize) -> usize {
        usize::from(self.left.next().copied().unwrap_or_default()) * end.max(1) / 256
    }

    #[expect(clippy::indexing_slicing, reason = "no list is empty, and the place lies within it")]
    pub(super) fn one<T: Copy>(&mut self, list: &[T]) -> T {
        list[self.below(list.len())]
    }

    pub(super) fn word<W: Code>(&mut self) -> W {
        self.one(W::ALL)
    }

    /// Whether something happens whose chance is this many in eight; at 0 it never does.
    pub(super) fn chance(&mut self, of_eight: usize) -> bool {
        self.below(8) >= 8 - of_eight
    }
}
