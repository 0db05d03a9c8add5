//! Signs on a chart, as several people noted them: one machinery for Figure 1 and for the signs of partnership.
//!
//! A [`Chart`] has rows and sides; each of its signs stands in a row and leans to a side, or stands apart. What one observer noted of
//! one occasion is one unit for each sign, units become a share of each sign over occasions, and these the scales of the observer
//! ([`Voice`], [`Scales`]). Several observers stand side by side in a [`Group`], which says where they lean and never averages
//! them. Gates say what is missing before anything is concluded. The formulas are on the page of [`assessment`](crate::assessment),
//! steps 1 to 3; what a reading concludes of scales is its own.

mod exact;
mod occasion;
mod voice;
mod group;

use std::fmt;

pub(crate) use exact::{Exact, Sums, TOLERANCE, above, at_least};
pub(crate) use group::Group;
pub(crate) use occasion::{Occasion, Occasions, day_of};
pub(crate) use voice::{Scales, Sight, Unit, Voice};

use crate::code::Code;

/// A side of a chart, with the numbers that a reading shows for each side.
pub(crate) trait Side: Code {
    /// A number for each side, by name.
    type Tally: Copy + fmt::Debug + Default + PartialEq;

    /// A number for each side.
    fn tally(number: impl Fn(Self) -> f64) -> Self::Tally;

    /// The number of this side.
    fn of(self, tally: &Self::Tally) -> f64;
}

/// A chart, as the list of its signs.
pub(crate) trait Chart: Code {
    /// What a row is about.
    type Row: Code;
    /// The way a sign leans. At most [`MOST_SIDES`].
    type Side: Side;

    /// The row that a sign stands in, and the side that it leans to; nothing for a sign that stands apart, and says nothing of either.
    fn cell(self) -> Option<(Self::Row, Self::Side)>;
}

/// The most sides that a chart has.
const MOST_SIDES: usize = 3;

/// A cell of a chart, by row and side.
pub(crate) fn place<S: Code>(row: u32, side: S) -> u32 {
    row * S::ALL.len() as u32 + side.index() as u32
}

/// The cell in which a sign stands, if in any.
pub(crate) fn place_of<C: Chart>(sign: C) -> Option<u32> {
    sign.cell().map(|(row, side)| place(row.index() as u32, side))
}

/// A gate that counts: what is missing, where there are fewer than needed.
pub(crate) fn too_few<M>(found: u32, needed: u32, missing: impl FnOnce(u32, u32) -> M) -> Option<M> {
    (found < needed).then(|| missing(found, needed))
}

/// A gate that weighs: what is missing, where there is less than needed.
pub(crate) fn too_light<M>(found: f64, needed: f64, missing: impl FnOnce(f64, f64) -> M) -> Option<M> {
    (!at_least(found, needed)).then(|| missing(found, needed))
}
