//! JSON Schema (draft 2020-12) of what goes in and comes out as JSON.
//!
//! A schema helps an editor, a code generator or a gateway that knows nothing of this crate. [`offer`], [`act`] and [`entry`] are made
//! from the [forms](crate::form); with the feature `schemars`, `names` lists all schemas, `of` makes each by its name, and `bundle` puts
//! several into one document, from which a generator makes types that each have one name.
//!
//! # What a schema says
//!
//! A schema never refuses what reading accepts. Of acts, reading refuses more than a schema can say only for one of the reasons of
//! [`Unsaid`]. What fits can be read; whether it is possible, the [cycle](crate::cycle) judges: that a reference is known, that nobody
//! is listed twice, that a list is no longer than [`MAX_ITEMS`](crate::cycle::MAX_ITEMS). Of packs, stories, worlds and scenarios, a
//! schema says the shape: which fields there are, which codes, how lengths of time are written. That a rule, a person or an act is
//! there to be named is looked up when they are read.
//!
//! What is only written, such as an overview or a report, has every field that the schema requires. A later version may add fields
//! and codes; a reader passes over those that it does not know.
//!
//! Days and instants are held to a pattern, so that a validator which takes `format` for an annotation refuses what is none; those
//! written as RFC 3339 has them carry a `format` as well. Text is counted in code points, as JSON Schema does.
//!
//! ```
//! use practice_cycle::schema;
//! let act = schema::act();
//! assert_eq!(act["$id"], "urn:practice-cycle:format-1:act");
//! assert_eq!(act["$defs"]["PersonLeftAct"]["properties"]["type"]["const"], "person_left");
//! ```

#[cfg(feature = "schemars")]
mod bundle;
#[cfg(feature = "schemars")]
mod named;

#[cfg(feature = "schemars")]
pub use bundle::bundle;
#[cfg(feature = "schemars")]
pub use named::{names, of, of_type};

pub use crate::form::schema::{Unsaid, act, entry, offer};
