//! Effective-dated values: each holds from one day to another.

use crate::moment::Moment;

/// A value by date. Loading sees to it that there are neither gaps within nor two values for one day.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Effective<T>(Vec<Span<T>>);

#[derive(Debug, Clone, PartialEq)]
struct Span<T> {
    /// From this instant on,
    from: Moment,
    /// and before this one.
    to: Moment,
    value: T,
}

impl<T> Effective<T> {
    /// The same at all times.
    pub(crate) fn always(value: T) -> Self {
        Self(vec![Span { from: Moment::EARLIEST, to: Moment::NEVER, value }])
    }

    /// Whether it is the same at all times.
    pub(crate) fn is_always(&self) -> bool {
        matches!(self.0.as_slice(), [span] if span.from == Moment::EARLIEST && span.to == Moment::NEVER)
    }

    /// Values from one instant to before another.
    pub(crate) fn of(spans: Vec<(Moment, Moment, T)>) -> Self {
        Self(spans.into_iter().map(|(from, to, value)| Span { from, to, value }).collect())
    }

    /// What held at a time, if anything did.
    #[inline]
    pub(crate) fn at(&self, at: Moment) -> Option<&T> {
        self.0.iter().find(|span| span.from <= at && at < span.to).map(|span| &span.value)
    }

    /// Every value, whenever it held.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &T> {
        self.0.iter().map(|span| &span.value)
    }

    /// The greatest there is.
    pub(crate) fn greatest(&self) -> T
    where
        T: Ord + Copy + Default,
    {
        self.0.iter().map(|span| span.value).max().unwrap_or_default()
    }

    /// The same times with values made of these.
    pub(crate) fn map<U, E>(&self, make: impl Fn(&T) -> Result<U, E>) -> Result<Effective<U>, E> {
        let spans = self.0.iter().map(|span| Ok(Span { from: span.from, to: span.to, value: make(&span.value)? }));
        Ok(Effective(spans.collect::<Result<_, E>>()?))
    }
}
