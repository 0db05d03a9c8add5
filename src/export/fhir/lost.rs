//! What of a cycle has no place in what is written, said of each resource by itself.

use std::fmt;

use serde::Serialize;

/// Declares what can be lost, with a code and words for each.
macro_rules! lost {
    ($($Variant:ident = $code:literal, $words:literal;)+) => {
        /// Something that was recorded and is not in a resource. Its code is stable; `Display` says it in English.
        ///
        /// ```
        /// use practice_cycle::export::fhir::Lost;
        /// assert_eq!(Lost::Gaps.to_string(), "what proposed terms lacked");
        /// assert_eq!(serde_json::to_string(&Lost::Gaps)?, r#""gaps""#);
        /// # Ok::<(), serde_json::Error>(())
        /// ```
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
        #[non_exhaustive]
        pub enum Lost {
            $(
                #[doc = $words]
                #[serde(rename = $code)]
                $Variant,
            )+
        }

        impl Lost {
            /// Everything that can be lost.
            pub const ALL: &'static [Self] = &[$(Self::$Variant),+];

            /// The stable code.
            #[must_use]
            pub const fn code(self) -> &'static str {
                match self { $(Self::$Variant => $code),+ }
            }
        }

        impl fmt::Display for Lost {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(match self { $(Self::$Variant => $words),+ })
            }
        }
    };
}

lost! {
    FamilyMembers = "family_members", "members of the family who take part";
    RolesThroughTime = "roles_through_time", "roles taken and given up, and times away";
    Registration = "registration", "whether somebody is registered as a social worker";
    Joining = "joining", "joining: occasions, rules of the system, acknowledgements, disruptions";
    Boundary = "boundary", "observations and reviews of the boundary";
    Consents = "consents", "consents to direct work, and their withdrawal";
    Explanations = "explanations", "what was explained to the family, or withheld";
    Concerns = "concerns", "concerns raised, and to whom they were passed on";
    Suggestions = "suggestions", "suggestions and the answers to them";
    Changes = "changes", "changes noticed";
    UncoveredWork = "uncovered_work", "work that no contract covers";
    Interventions = "interventions", "interventions";
    CancelledSessions = "cancelled_sessions", "sessions that were not held";
    Deliberating = "deliberating", "case discussions, ideas, plans, disagreements and steps";
    Partnering = "partnering", "practice with families: views, descriptions, permanence";
    Deciding = "deciding", "milestones, threshold decisions, conflicts of interest, programmes";
    Corrections = "corrections", "corrections, and what was taken back by them";
    ReportedAgreements = "reported_agreements", "agreements that somebody reported";
    CasesWithoutContract = "cases_without_contract", "cases about which no contract was invited";
    LegalStatus = "legal_status", "legal status, and who leads in the case";
    StageHistory = "stage_history", "the stages before the one it is in";
    Asked = "asked", "what was asked for, where another space or stream was settled";
    Reframes = "reframes", "offers of something else, and the answers to them";
    Versions = "versions", "other versions of the terms, and who accepted them";
    Gaps = "gaps", "what proposed terms lacked";
    Safeguarding = "safeguarding", "what is known of safeguarding concerns";
    FamilyUnderstanding = "family_understanding", "how the family will be helped to understand";
    Words = "words", "words that people wrote";
    Reviews = "reviews", "reviews";
    PartiesReplaced = "parties_replaced", "parties replaced by others";
    RolesFlexed = "roles_flexed", "roles taken otherwise than agreed";
    Renewals = "renewals", "renewals";
    Causes = "causes", "the change or the request of a family that it arose from";
    Accounts = "accounts", "ratings, views and outcomes";
}

#[cfg(test)]
mod tests {
    use super::Lost;
    use std::collections::BTreeSet;

    #[test]
    fn no_two_have_one_code_or_the_same_words() {
        let codes: BTreeSet<_> = Lost::ALL.iter().map(|lost| lost.code()).collect();
        let words: BTreeSet<_> = Lost::ALL.iter().map(ToString::to_string).collect();
        assert_eq!((codes.len(), words.len()), (Lost::ALL.len(), Lost::ALL.len()));
    }
}
