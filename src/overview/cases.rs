//! Cases, as far as the working agreement has to do with them.

use std::collections::HashMap;

use foldhash::fast::RandomState;
use serde::Serialize;

use super::Things;
use crate::code::CodeSet;
use crate::contracting::ContractInvited;
use crate::cycle::{Entry, Event};
use crate::deciding::{self, LegalStatus};
use crate::history::History;
use crate::id::{ContractId, EntryNumber, PersonId};
use crate::text::CaseRef;

/// What is recorded of a case. Nothing here is the case itself, which is for the host's case system.
///
/// ```
/// use practice_cycle::{deciding::LegalStatus, overview::Case};
/// fn is_under_enquiry(case: &Case<'_>) -> bool { case.legal_status.has(LegalStatus::Section47) }
/// ```
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema), schemars(rename = "OverviewCase"))]
pub struct Case<'a> {
    /// Its reference, which can lead to a family.
    pub case: &'a CaseRef,
    /// Its place, from 1, among the [cases](History::cases) of the history: how it is named where the reference is not shown.
    pub number: usize,
    /// The legal status after the last change that was recorded; nothing, where none was.
    pub legal_status: CodeSet<LegalStatus>,
    /// The lead practitioner who was named last.
    pub lead: Option<&'a PersonId>,
    /// The contracts that are about it.
    pub contracts: Vec<&'a ContractId>,
    /// Every entry that names it, in the order of occurrence.
    pub entries: Vec<EntryNumber>,
}

/// The cases that entries name, which come in the order of occurrence.
pub(super) fn of<'a>(history: &'a History, entries: &[&'a Entry]) -> Things<'a, CaseRef, Case<'a>> {
    let numbers: HashMap<&CaseRef, usize, RandomState> = history.cases().into_iter().zip(1..).collect();
    let mut cases: Things<'a, CaseRef, Case<'a>> = Things::default();
    for entry in entries {
        for case in entry.event().cases() {
            // One whose reference was redacted has no number.
            let Some(&number) = numbers.get(case) else { continue };
            let (legal_status, lead, contracts, entries) = Default::default();
            cases.add(case, Case { case, number, legal_status, lead, contracts, entries });
            let Some(it) = cases.get_mut(case) else { continue };
            it.entries.push(entry.number());
            it.contracts.extend(ContractInvited::of(entry.event()).map(|data| &data.contract));
            match entry.event() {
                Event::Deciding(deciding::Event::LegalStatusChanged(data)) => it.legal_status = data.to,
                Event::Deciding(deciding::Event::LeadPractitionerNamed(data)) => it.lead = Some(&data.lead),
                Event::Deciding(_) | Event::Contracting(_) | Event::Intervening(_) | Event::Joining(_) => {}
                Event::Boundary(_) | Event::Reporting(_) | Event::Attachment(_) | Event::Correction(_) => {}
                Event::Deliberating(_) | Event::Partnering(_) => {}
            }
        }
    }
    cases
}
