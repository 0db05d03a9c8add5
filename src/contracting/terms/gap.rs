//! The gaps that terms may have.

use crate::word::words;

words! {
    /// What terms may lack. The one list of what an agreement requires.
    ///
    /// ```
    /// use practice_cycle::contracting::{Draft, Gap};
    /// use practice_cycle::space::Space;
    /// assert!(Draft::default().gaps(Space::HomeVisit).has(Gap::FamilyUnderstanding));
    /// assert!(!Draft::default().gaps(Space::TeamMeeting).has(Gap::FamilyUnderstanding));
    /// ```
    pub enum Gap {
        Focus = "focus", "a focus";
        Goal = "goal", "a goal";
        Lead = "lead", "who leads";
        Notes = "notes", "who takes notes";
        StatutoryProcess = "statutory_process", "who explains statutory process";
        Context = "context", "who sets the context";
        Asking = "asking", "who asks";
        Reflecting = "reflecting", "who reflects";
        Safeguarding = "safeguarding", "the safeguarding concerns";
        Duration = "duration", "how long";
        FamilyUnderstanding = "family_understanding", "how the family will be helped to understand";
    }
}
