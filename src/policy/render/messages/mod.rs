//! What findings say of rules, sentence by sentence and phrase by phrase.

pub(crate) mod fields;
pub(crate) mod asked;
pub(crate) mod found;
pub(crate) mod finding;
