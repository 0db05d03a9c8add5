//! What other services send back, and what is agreed with a family in writing.

use crate::code::{CodeSet, codes};
use crate::declare::data;
use crate::id::{ContractId, PersonId, ReturnId, WrittenAgreementId};
use crate::people::Role;
use crate::text::{CaseRef, Text};

codes! {
    /// Why a service returns a referral ("Dear social workers": therapy is refused because the risk is too high).
    ///
    /// ```
    /// use practice_cycle::{deliberating::ReturnReason, code::Code};
    /// assert_eq!(ReturnReason::RiskTooHigh.label(), "the risk is judged too high for therapy");
    /// ```
    #[non_exhaustive]
    pub enum ReturnReason {
        RiskTooHigh = "risk_too_high", "the risk is judged too high for therapy";
        BelowThreshold = "below_threshold", "below the threshold of the service";
        NoCapacity = "no_capacity", "no capacity";
        OutsideRemit = "outside_remit", "outside what the service does";
        SomebodyElseFirst = "somebody_else_first", "another service is to come first";
        Other = "other", "another reason";
    }
}

codes! {
    /// What a service offers in the place of what was asked.
    ///
    /// ```
    /// use practice_cycle::{deliberating::OfferedInstead, code::Code};
    /// assert_eq!(OfferedInstead::Consultation.label(), "consultation to those who work with the family");
    /// ```
    #[non_exhaustive]
    pub enum OfferedInstead {
        Consultation = "consultation", "consultation to those who work with the family";
        ReflectivePractice = "reflective_practice", "reflective practice with the team";
        JointWork = "joint_work", "work alongside the worker";
        WaitingList = "waiting_list", "a place on a waiting list";
        AnotherService = "another_service", "another service";
    }
}

data! {
    /// A service sent a request back, with its reason, and with what it offers in its place; an empty list says that it offers nothing.
    ReferralReturned in ("practice_cycle::deliberating"): r#"{"returned":"rt-1","case":"case-204","service":"adult_mental_health","reason":"risk_too_high","offered":["consultation"],"contract":"c-1"}"# {
        /// Its own reference.
        returned: ReturnId,
        /// The case.
        case: CaseRef,
        /// Which kind of service, as a role of the partners or of the clinical side.
        service: Role,
        /// Why.
        reason: ReturnReason,
        /// What it offers in the place of what was asked.
        #[serde(default, skip_serializing_if = "CodeSet::is_empty_ref")]
        offered: CodeSet<OfferedInstead>,
        /// The contract of this cycle that it concerns, if one.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        contract: Option<ContractId>,
        /// More about it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        words: Option<Text>,
    }
}

data! {
    /// A written agreement was made with a family about what they will do or not do: who shaped it, and who asked for it. It is no
    /// contract of this crate, which is between two professions.
    WrittenAgreementMade in ("practice_cycle::deliberating"): r#"{"agreement":"wa-1","case":"case-204","shaped_by":["p-2","p-4"],"asked_for_by":"p-5","signed_by":["p-4"]}"# {
        /// Its own reference.
        agreement: WrittenAgreementId,
        /// The case.
        case: CaseRef,
        /// Who shaped what it says: somebody.
        shaped_by: Vec<PersonId>,
        /// Who asked for it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        asked_for_by: Option<PersonId>,
        /// Who signed it.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        signed_by: Vec<PersonId>,
        /// More about it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        words: Option<Text>,
    }
}
