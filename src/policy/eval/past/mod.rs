//! What went before: what an entry names, what happened earlier on its day, and what lies in a time that counts.

pub(crate) mod links;
pub(crate) mod window;
pub(crate) mod redacted;
pub(crate) mod ratio;
pub(crate) mod open;
pub(crate) mod today;
