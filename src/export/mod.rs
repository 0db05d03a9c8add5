//! Histories in the formats of other systems.
