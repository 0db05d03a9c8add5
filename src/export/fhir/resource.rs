//! Resources of FHIR R5, with the elements that are written here. Each is declared in the order of its definition.

use serde::Serialize;

use super::data::{CodeableConcept, CodeableReference, Coding, DateTime, Identifier, Period, Reference};
use chrono::NaiveDate;

/// A resource of one of the three types that are written here.
///
/// ```
/// use practice_cycle::export::fhir::Resource;
/// fn is_task(resource: &Resource) -> bool { matches!(resource, Resource::Task(_)) }
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum Resource {
    /// The attachment of a clinician to a team.
    CareTeam(Box<CareTeam>),
    /// Work about one case.
    EpisodeOfCare(Box<EpisodeOfCare>),
    /// A contract.
    Task(Box<Task>),
}

impl Resource {
    /// The type and the id: how other resources of a bundle refer to it.
    ///
    /// ```
    /// use practice_cycle::export::fhir::{CareTeam, Resource};
    /// let team = CareTeam { id: "a1".to_owned(), identifier: vec![], status: "active", period: None, participant: vec![], managing_organization: vec![] };
    /// assert_eq!(Resource::CareTeam(Box::new(team)).address(), "CareTeam/a1");
    /// ```
    #[must_use]
    pub fn address(&self) -> String {
        match self {
            Self::CareTeam(it) => format!("CareTeam/{}", it.id),
            Self::EpisodeOfCare(it) => format!("EpisodeOfCare/{}", it.id),
            Self::Task(it) => format!("Task/{}", it.id),
        }
    }
}

/// Those who take part in a cycle on the clinical side, on that of social work, and of partner agencies.
///
/// ```
/// use practice_cycle::export::fhir::CareTeam;
/// let team = CareTeam { id: "a1".to_owned(), identifier: vec![], status: "active", period: None, participant: vec![], managing_organization: vec![] };
/// assert_eq!(serde_json::to_string(&team)?, r#"{"resourceType":"CareTeam","id":"a1","status":"active"}"#);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "resourceType", rename_all = "camelCase")]
pub struct CareTeam {
    /// The id in the bundle.
    pub id: String,
    /// The cycle.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub identifier: Vec<Identifier>,
    /// Of the value set `care-team-status`.
    pub status: &'static str,
    /// From the opening of the cycle to its end.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub period: Option<Period>,
    /// The people.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub participant: Vec<Participant>,
    /// The team, and what it became.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub managing_organization: Vec<Reference>,
}

/// Somebody who takes part.
///
/// ```
/// use practice_cycle::export::fhir::{Participant, Reference};
/// let member = Reference { reference: None, r#type: "Practitioner", identifier: None };
/// let participant = Participant { role: None, member, coverage_period: None };
/// assert_eq!(serde_json::to_string(&participant)?, r#"{"member":{"type":"Practitioner"}}"#);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Participant {
    /// The roles that they hold, or held last.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub role: Option<CodeableConcept>,
    /// Who it is.
    pub member: Reference,
    /// From when they first entered until they left.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub coverage_period: Option<Period>,
}

/// Work that was contracted about one case.
///
/// ```
/// use practice_cycle::export::fhir::EpisodeOfCare;
/// fn is_finished(episode: &EpisodeOfCare) -> bool { episode.status == "finished" }
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "resourceType", rename_all = "camelCase")]
pub struct EpisodeOfCare {
    /// The id in the bundle.
    pub id: String,
    /// The cycle and the case.
    pub identifier: Vec<Identifier>,
    /// Of the value set `episode-of-care-status`.
    pub status: &'static str,
    /// The kinds of case that the invitations name.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub r#type: Vec<CodeableConcept>,
    /// Whom the case is about, by the reference of the case.
    pub patient: Reference,
    /// The team.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub managing_organization: Option<Reference>,
    /// From when the first work began to when the last contract was closed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub period: Option<Period>,
    /// The clinician.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub care_manager: Option<Reference>,
    /// Those who take part in the cycle.
    pub care_team: Vec<Reference>,
}

/// A contract.
///
/// ```
/// use practice_cycle::export::fhir::Task;
/// fn was_done(task: &Task) -> bool { task.status == "completed" }
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "resourceType", rename_all = "camelCase")]
pub struct Task {
    /// The id in the bundle.
    pub id: String,
    /// The contract.
    pub identifier: Vec<Identifier>,
    /// The contracts of the cycle that it arose from.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub based_on: Vec<Reference>,
    /// The cycle.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub group_identifier: Option<Identifier>,
    /// Of the value set `task-status`.
    pub status: &'static str,
    /// Why it was declined, withdrawn, postponed, suspended, ended or revoked, if that is how it stands.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status_reason: Option<CodeableReference>,
    /// The stage.
    pub business_status: CodeableConcept,
    /// Of the value set `task-intent`.
    pub intent: &'static str,
    /// The space, as settled, or else as asked for.
    pub code: CodeableConcept,
    /// The goal, in words, where words are asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Whom the case is about, by the reference of the case.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub r#for: Option<Reference>,
    /// By when it is planned to end.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub requested_period: Option<Period>,
    /// When the work began, and when it was closed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub execution_period: Option<Period>,
    /// When the invitation occurred.
    pub authored_on: DateTime,
    /// When it came to the stage in which it is.
    pub last_modified: DateTime,
    /// Who invited.
    pub requester: Reference,
    /// The party on the clinical side.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub owner: Option<Reference>,
    /// Both parties, with their sides.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub performer: Vec<Performer>,
    /// What the work is for.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub reason: Vec<CodeableReference>,
    /// What else was agreed, in codes.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub input: Vec<Input>,
    /// Sessions that were held under it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub output: Vec<Output>,
}

/// A party to a contract.
///
/// ```
/// use practice_cycle::export::fhir::{CodeableConcept, Performer, Reference};
/// let actor = Reference { reference: None, r#type: "Practitioner", identifier: None };
/// let performer = Performer { function: CodeableConcept { coding: vec![] }, actor };
/// assert_eq!(serde_json::to_value(performer)?["actor"]["type"], "Practitioner");
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Performer {
    /// The side.
    pub function: CodeableConcept,
    /// Who it is.
    pub actor: Reference,
}

/// Something that was agreed.
///
/// ```
/// use practice_cycle::export::fhir::{CodeableConcept, Input, Value};
/// let input = Input { r#type: CodeableConcept { coding: vec![] }, value: Value::PositiveInt(2) };
/// assert_eq!(serde_json::to_string(&input)?, r#"{"type":{"coding":[]},"valuePositiveInt":2}"#);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Input {
    /// What it says.
    pub r#type: CodeableConcept,
    /// The answer.
    #[serde(flatten)]
    pub value: Value,
}

/// A value of what was agreed.
///
/// ```
/// use practice_cycle::export::fhir::Value;
/// assert_eq!(serde_json::to_string(&Value::Date("2026-08-14".parse()?))?, r#"{"valueDate":"2026-08-14"}"#);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub enum Value {
    /// A word of a list.
    #[serde(rename = "valueCoding")]
    Coding(Coding),
    /// A day, in London.
    #[serde(rename = "valueDate")]
    Date(NaiveDate),
    /// A number from 1.
    #[serde(rename = "valuePositiveInt")]
    PositiveInt(u32),
}

/// Something that came of it.
///
/// ```
/// use practice_cycle::export::fhir::{CodeableConcept, Output, Reference};
/// let session = Reference { reference: None, r#type: "Encounter", identifier: None };
/// let output = Output { r#type: CodeableConcept { coding: vec![] }, value_reference: session };
/// assert_eq!(serde_json::to_value(output)?["valueReference"]["type"], "Encounter");
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Output {
    /// What it is.
    pub r#type: CodeableConcept,
    /// The reference to it.
    pub value_reference: Reference,
}
