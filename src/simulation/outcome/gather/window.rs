//! The part of the span that counts for one cycle.

use crate::evidence::Elapsed;
use crate::moment::Moment;
use crate::simulation::outcome::course::Followed;
use crate::simulation::outcome::span::Span;
use crate::turns::End;

/// From the end of the warm-up, or the opening of the cycle where that is later, to the end of the span or the closing of the cycle.
#[derive(Debug, Clone, Copy)]
pub(super) struct Window {
    pub(super) from: Moment,
    pub(super) until: Moment,
}

impl Window {
    pub(super) fn new(span: &Span, opened: Moment, closed: Option<Moment>) -> Self {
        let until = closed.map_or(span.to(), |closed| closed.min(span.to()));
        Self { from: span.warm_up_until().max(opened), until }
    }

    /// Its length; nothing where the cycle closed before it begins.
    pub(super) fn seconds(self) -> u64 {
        Elapsed::between(self.from, self.until).seconds()
    }

    pub(super) fn holds(self, at: Moment) -> bool {
        self.from <= at && at <= self.until
    }

    /// How much of a stretch lies in it.
    pub(super) fn overlap(self, from: Moment, to: Moment) -> u64 {
        Elapsed::between(from.max(self.from), to.min(self.until)).seconds()
    }

    /// Follows what begins in it until its first end, or until the window ends.
    pub(super) fn follow(self, from: Moment, end: Option<(Moment, End)>) -> Option<Followed> {
        self.holds(from).then(|| self.follow_from(from, end))
    }

    pub(super) fn follow_from(self, from: Moment, end: Option<(Moment, End)>) -> Followed {
        let ended = end.filter(|&(at, _)| at <= self.until);
        let to = ended.map_or(self.until, |(at, _)| at);
        Followed { seconds: Elapsed::between(from, to).seconds(), end: ended.map(|(_, end)| end) }
    }
}
