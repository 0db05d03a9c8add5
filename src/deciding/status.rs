//! The legal status of a case, and who leads.

use crate::code::{CodeSet, codes};
use crate::declare::data;
use crate::id::{NamingId, PersonId, StatusChangeId};
use crate::text::{CaseRef, Text};

codes! {
    /// Under what a case is worked with. Several can hold at once.
    ///
    /// ```
    /// use practice_cycle::{deciding::LegalStatus, code::{Code, CodeSet}};
    /// let both = CodeSet::of(&[LegalStatus::Court, LegalStatus::LookedAfter]);
    /// assert_eq!(both.to_string(), "care proceedings in court, looked after");
    /// ```
    #[non_exhaustive]
    pub enum LegalStatus {
        Section17 = "section_17", "child in need (section 17)";
        Section20 = "section_20", "accommodated by agreement (section 20)";
        Section47 = "section_47", "child protection enquiry (section 47)";
        ChildProtection = "child_protection", "child protection plan";
        PreProceedings = "pre_proceedings", "pre-proceedings";
        Court = "court", "care proceedings in court";
        LookedAfter = "looked_after", "looked after";
    }
}

data! {
    /// The legal status of a case changed, up or down. What the family was helped to understand before may no longer hold.
    LegalStatusChanged in ("practice_cycle::deciding"): r#"{"change":"ls-1","case":"case-204","from":["section_17"],"to":["section_47"]}"# {
        /// Its own reference.
        change: StatusChangeId,
        /// The case.
        case: CaseRef,
        /// All that held before; empty if nothing did.
        from: CodeSet<LegalStatus>,
        /// All that holds from now on; empty if nothing does.
        to: CodeSet<LegalStatus>,
        /// More about it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        words: Option<Text>,
    }
}

data! {
    /// Somebody was named to lead the work on a case, in place of whoever led before.
    LeadPractitionerNamed in ("practice_cycle::deciding"): r#"{"naming":"na-1","case":"case-204","lead":"p-2","overseer":"p-5"}"# {
        /// Its own reference.
        naming: NamingId,
        /// The case.
        case: CaseRef,
        /// Who leads, from any side but the family's.
        lead: PersonId,
        /// The social worker, or somebody so qualified, who oversees a lead who is not one.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        overseer: Option<PersonId>,
    }
}
