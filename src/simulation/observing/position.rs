//! The unseen position of the boundary, which observers see something of.

use serde::Serialize;

use super::super::random::Stream;
use crate::boundary::Lean;
use crate::code::Code;

/// Where the boundary stands, unseen: how much of what could be noted shows it too close, and how much too far away. The rest shows
/// it healthy. Both pulls can be there at once, which is why it is two numbers and not one.
///
/// ```
/// use practice_cycle::{boundary::Lean, simulation::Position};
/// let position = Position::new(0.25, 0.15).unwrap();
/// assert_eq!(position.share(Lean::Healthy), 0.6);
/// assert_eq!(position.majority(), Some(Lean::Healthy));
/// assert_eq!(Position::new(0.45, 0.35).unwrap().majority(), None);
/// assert_eq!(Position::new(0.75, 0.5), None, "more than everything");
/// ```
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize)]
pub struct Position {
    too_close: f64,
    too_far: f64,
}

impl Position {
    /// A position: both propensities from 0, and together at most 1. `None` otherwise.
    #[must_use]
    pub fn new(too_close: f64, too_far: f64) -> Option<Self> {
        let is_one = too_close >= 0.0 && too_far >= 0.0 && too_close + too_far <= 1.0;
        is_one.then_some(Self { too_close, too_far })
    }

    /// A position of which every other is as likely: the parts of a stick that is broken at two places.
    #[must_use]
    pub fn any(stream: Stream) -> Self {
        let (one, other) = (stream.named("one").uniform(), stream.named("other").uniform());
        Self { too_close: one.min(other), too_far: 1.0 - one.max(other) }
    }

    /// The share of what could be noted that shows one side.
    #[must_use]
    pub fn share(self, lean: Lean) -> f64 {
        match lean {
            Lean::Enmeshed => self.too_close,
            Lean::Healthy => 1.0 - (self.too_close + self.too_far),
            Lean::Diffuse => self.too_far,
        }
    }

    /// The side that holds more than half, if one does.
    #[must_use]
    pub fn majority(self) -> Option<Lean> {
        Lean::ALL.iter().copied().find(|&lean| self.share(lean) > 0.5)
    }

    /// The side with the largest share, the first of them where two are equal.
    #[must_use]
    pub fn largest(self) -> Lean {
        let more = |most: Lean, lean: Lean| if self.share(lean) > self.share(most) { lean } else { most };
        Lean::ALL.iter().copied().fold(Lean::Enmeshed, more)
    }

    /// What shows, once: each side as often as its share.
    #[must_use]
    pub fn shows(self, stream: Stream) -> Lean {
        let at = stream.uniform();
        if at < self.too_close {
            Lean::Enmeshed
        } else if at < self.too_close + self.too_far {
            Lean::Diffuse
        } else {
            Lean::Healthy
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_position_is_as_likely_as_any_other() {
        let drawn: Vec<Position> = (0..20_000).map(|nth| Position::any(Stream::new(5).at("team", nth))).collect();
        for &lean in Lean::ALL {
            let more_than =
                |part: f64| drawn.iter().filter(|position| position.share(lean) > part).count() as f64 / drawn.len() as f64;
            // A triangle cut off at a part of its height is smaller by the square of the rest.
            for part in [0.25, 0.5, 0.75] {
                assert!((more_than(part) - (1.0 - part) * (1.0 - part)).abs() < 0.012, "{lean} {part} {}", more_than(part));
            }
        }
    }

    #[test]
    fn what_shows_keeps_to_the_shares() {
        let position = Position::new(0.2, 0.5).unwrap();
        for &lean in Lean::ALL {
            let shows = |nth: &u64| position.shows(Stream::new(6).at("sight", *nth)) == lean;
            let share = (0..20_000).filter(shows).count() as f64 / 20_000.0;
            assert!((share - position.share(lean)).abs() < 0.012, "{lean}: {share}");
        }
    }
}
