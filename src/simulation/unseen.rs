//! The unseen position of the boundary of a cycle: it drifts from day to day, whether or not anybody looks.

use crate::boundary::Lean;
use crate::simulation::amount::Source;
use crate::simulation::distribution::normal_quantile;
use crate::simulation::observing::Position;
use crate::simulation::random::Stream;
use crate::simulation::trouble::Troubles;
use crate::strict::object;

object! {
    /// How one of the two propensities drifts: each day it is pulled towards a value, and moved by noise. It stays from 0 to 1.
    ///
    /// ```
    /// use practice_cycle::simulation::Drift;
    /// let drift: Drift = serde_json::from_str(
    ///     r#"{"starts":0.2,"towards":0.1,"pull":0.01,"noise":0.02,"source":"illustrative"}"#,
    /// )?;
    /// assert_eq!(drift.towards, 0.1);
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    #[derive(Debug, Clone, PartialEq)]
    #[cfg_attr(feature = "schemars", derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
    pub struct Drift {
        /// Where it is on the first day, from 0 to 1.
        pub starts: f64,
        /// Where it is pulled to, from 0 to 1.
        pub towards: f64,
        /// What part of the way it is pulled each day, from 0 to 1.
        pub pull: f64,
        /// The standard deviation of the noise of a day, from 0 to 1.
        pub noise: f64,
        /// Where the numbers come from.
        pub source: Source,
    }
}

impl Drift {
    fn check(&self, troubles: &mut Troubles) {
        for (field, value) in
            [("starts", self.starts), ("towards", self.towards), ("pull", self.pull), ("noise", self.noise)]
        {
            troubles.number(field, value, 0.0..=1.0);
        }
    }
}

object! {
    /// How the two propensities drift: too close, and too far away. What is neither is healthy; together they are never more than all.
    ///
    /// ```
    /// use practice_cycle::simulation::{Drift, Drifts, Source};
    /// let still = Drift { starts: 0.2, towards: 0.2, pull: 0.0, noise: 0.0, source: Source::Illustrative };
    /// let drifts = Drifts { too_close: still.clone(), too_far: still };
    /// assert_eq!(drifts.too_far.starts, 0.2);
    /// ```
    #[derive(Debug, Clone, PartialEq)]
    #[cfg_attr(feature = "schemars", derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
    pub struct Drifts {
        /// Too close (enmeshed).
        pub too_close: Drift,
        /// Too far away (diffuse).
        pub too_far: Drift,
    }
}

impl Drifts {
    pub(crate) fn check(&self, troubles: &mut Troubles) {
        troubles.within("too_close", |troubles| self.too_close.check(troubles));
        troubles.within("too_far", |troubles| self.too_far.check(troubles));
        if self.too_close.starts + self.too_far.starts > 1.0 {
            troubles.add("expected both propensities to start at no more than 1 together");
        }
    }
}

/// The unseen position of a cycle, day by day, as far as somebody asked. Each day has a draw of its own, so the path is the same however
/// often anybody looks.
///
/// ```
/// use practice_cycle::simulation::{random::Stream, Drift, Drifts, Source, Unseen};
/// let drift = Drift { starts: 0.2, towards: 0.1, pull: 0.01, noise: 0.02, source: Source::Illustrative };
/// let drifts = Drifts { too_close: drift.clone(), too_far: drift };
/// let (mut often, mut seldom) = (Unseen::default(), Unseen::default());
/// (0..=100).for_each(|day| _ = often.on(day, &drifts, Stream::new(1)));
/// assert_eq!(often.on(100, &drifts, Stream::new(1)), seldom.on(100, &drifts, Stream::new(1)));
/// ```
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Unseen(Vec<Position>);

impl Unseen {
    /// The position on a day, from 0 for the first of the horizon. `stream` is that of the cycle.
    pub fn on(&mut self, day: usize, drifts: &Drifts, stream: Stream) -> Position {
        while self.0.len() <= day {
            let next = match self.0.last() {
                None => together(drifts.too_close.starts, drifts.too_far.starts),
                Some(before) => {
                    let [of_close, of_far] = stream.at("boundary", self.0.len() as u64).two_uniforms();
                    let (close, far) = (before.share(Lean::Enmeshed), before.share(Lean::Diffuse));
                    together(moved(close, &drifts.too_close, of_close), moved(far, &drifts.too_far, of_far))
                }
            };
            self.0.push(next);
        }
        self.0.get(day).copied().unwrap_or_default()
    }

    /// The positions so far, day by day.
    #[must_use]
    pub fn days(&self) -> &[Position] {
        &self.0
    }
}

fn moved(from: f64, drift: &Drift, uniform: f64) -> f64 {
    let pulled = from + drift.pull * (drift.towards - from);
    if drift.noise == 0.0 { pulled } else { pulled + drift.noise * normal_quantile(uniform) }
}

/// A position of two propensities, each from 0 to 1; where they are more than all together, both give way alike.
fn together(too_close: f64, too_far: f64) -> Position {
    let (close, far) = (too_close.clamp(0.0, 1.0), too_far.clamp(0.0, 1.0));
    let over = (close + far).max(1.0);
    Position::new(close / over, far / over).or_else(|| Position::new(close / over, 1.0 - close / over)).unwrap_or_default()
}
