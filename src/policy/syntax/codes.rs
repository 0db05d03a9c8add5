//! The codes that a pack writes, beside those of events, roles and the like.

use crate::code::codes;

codes! {
    /// How much weight a finding has.
    ///
    /// ```
    /// use practice_cycle::{policy::Severity, code::Code};
    /// assert_eq!(Severity::Query.label(), "query");
    /// ```
    pub enum Severity {
        Query = "query", "query";
        Error = "error", "error";
    }
}

codes! {
    /// How a source is known to say what a rule takes from it.
    ///
    /// ```
    /// use practice_cycle::{policy::Known, code::Code};
    /// assert_eq!(Known::FromMemory.label(), "from memory, not checked");
    /// ```
    pub enum Known {
        ReadInLegislation = "read_in_legislation", "checked in the legislation";
        ReadInGuidance = "read_in_guidance", "checked in guidance or procedures";
        ReadInSource = "read_in_source", "checked in the source itself";
        FromMemory = "from_memory", "from memory, not checked";
        Local = "local", "the service's own rule";
    }
}

codes! {
    /// What becomes of an open duty when what it is about closes.
    ///
    /// ```
    /// use practice_cycle::{policy::OnClose, code::Code};
    /// assert_eq!(OnClose::from_code("carry"), Some(OnClose::Carry));
    /// ```
    pub enum OnClose {
        Release = "release", "it is released";
        Break = "break", "it is broken";
        Carry = "carry", "it is carried to the successor";
        Keep = "keep", "it stays as it is";
    }
}

codes! {
    /// Whether what happened on one day counts in either order.
    ///
    /// ```
    /// use practice_cycle::{policy::Order, code::Code};
    /// assert_eq!(Order::SameDay.label(), "in either order on one day");
    /// ```
    pub enum Order {
        SameDay = "same_day", "in either order on one day";
        Strict = "strict", "in the order recorded";
    }
}

codes! {
    /// Whether a clock runs while the contract is suspended.
    ///
    /// ```
    /// use practice_cycle::{policy::Clock, code::Code};
    /// assert_eq!(Clock::from_code("pauses"), Some(Clock::Pauses));
    /// ```
    pub enum Clock {
        Runs = "runs", "runs";
        Pauses = "pauses", "pauses while the contract is suspended";
    }
}

codes! {
    /// What a rule can ask of a contract, as it stood at the time: `contract.stage`, and so on.
    ///
    /// ```
    /// use practice_cycle::{policy::Attribute, code::Code};
    /// assert_eq!(Attribute::from_code("lead"), Some(Attribute::Lead));
    /// ```
    pub enum Attribute {
        Stage = "stage", "stage";
        Origin = "origin", "origin";
        Space = "space", "space";
        Stream = "stream", "stream";
        Lead = "lead", "lead";
        Focus = "focus", "focus";
        Duration = "duration", "duration";
        Case = "case", "case";
        Clinician = "clinician", "clinician";
        Team = "team", "team";
        Parties = "parties", "party";
    }
}
