//! Pictures, as SVG: a [history through time](timeline()), its [duties](duties()), the [boundary](boundary()) with what it rests on,
//! the [circuit](circuit()) as it was travelled, and, with the feature `simulation`, outcomes of simulations.
//!
//! Each is a function from a reading, or from a view of a history, to the text of an SVG. The same history and [`Options`] come to the
//! same bytes. Nothing that anybody wrote is drawn: references, codes and words of this crate alone; and only what the reader of the
//! [`Options`] is shown, who is nobody in particular unless somebody is named.
//!
//! A picture is called by a `<title>` and described by a `<desc>`, for those who hear it read. What its colours say, shapes, patterns
//! and labels say too. What is too long for its place is shortened, and stands whole in a `<title>` there; how many labels were left out
//! for want of room is written below. Mermaid and Graphviz draw the rest: see [`diagram`](crate::diagram).

mod canvas;
mod options;
mod axis;
mod notes;
mod bars;
mod boundary;
mod timeline;
mod duties;
mod circuit;
#[cfg(feature = "simulation")]
mod outcomes;

pub use boundary::boundary;
pub use circuit::circuit;
pub use duties::duties;
pub use options::{Options, Vocabulary, WidthError};
#[cfg(feature = "simulation")]
pub use outcomes::outcomes;
pub use timeline::timeline;
