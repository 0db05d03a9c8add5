//! What stands for each reference: itself or its pseudonym, with the system in which it is one.

use hmac_sha256::Hash;

use super::Options;
use super::data::{Base, Identifier, Reference};
use crate::export::object::ObjectType;
use crate::id::{ContractId, CycleId, PersonId, SessionId, TeamId};
use crate::noun::Noun;
use crate::text::CaseRef;

/// Gives another name to a reference of that type.
pub type Rename<'o> = &'o dyn Fn(ObjectType, &str) -> String;

const CONTRACT: ObjectType = ObjectType::Made(Noun::Contract);
const PERSON: ObjectType = ObjectType::Made(Noun::Person);
const SESSION: ObjectType = ObjectType::Made(Noun::Session);

/// How the references of one cycle are written.
pub(super) struct Names<'o> {
    pub(super) base: &'o Base,
    rename: Option<Rename<'o>>,
    numbered_cases: bool,
    cycle: String,
}

impl<'o> Names<'o> {
    pub(super) fn new(options: &'o Options<'o>, cycle: &CycleId) -> Self {
        let Options { base, rename, numbered_cases, .. } = options;
        let mut names = Self { base, rename: *rename, numbered_cases: *numbered_cases, cycle: String::new() };
        names.cycle = names.of(ObjectType::Cycle, cycle.as_str());
        names
    }

    fn of(&self, what: ObjectType, reference: &str) -> String {
        self.rename.map_or_else(|| reference.to_owned(), |rename| rename(what, reference))
    }

    fn identifier(&self, what: ObjectType, reference: &str) -> Identifier {
        Identifier { system: self.base.of_references(what.code()), value: self.of(what, reference) }
    }

    /// Of what has its name only within its cycle.
    fn within(&self, what: ObjectType, reference: &str) -> Identifier {
        let value = format!("{}/{}", self.cycle, self.of(what, reference));
        Identifier { system: self.base.of_references(what.code()), value }
    }

    /// The id of a resource: FHIR has no room in it for most characters of a reference, nor for a long one. So it is the beginning of
    /// a digest of what is written elsewhere in the resource in any case; it lets nobody find out more.
    pub(super) fn id(&self, resource: &str, written: &str) -> String {
        let digest = Hash::hash(format!("{resource}\n{}\n{written}", self.cycle).as_bytes());
        digest.iter().take(16).map(|byte| format!("{byte:02x}")).collect()
    }

    pub(super) fn cycle(&self) -> Identifier {
        Identifier { system: self.base.of_references(ObjectType::Cycle.code()), value: self.cycle.clone() }
    }

    pub(super) fn contract(&self, contract: &ContractId) -> Identifier {
        self.within(CONTRACT, contract.as_str())
    }

    pub(super) fn case(&self, case: &CaseRef) -> Option<Identifier> {
        let identifier = self.identifier(ObjectType::Case, case.as_str()?);
        let numbered = || self.base.of_references("number-of-case-in-this-bundle");
        Some(if self.numbered_cases { Identifier { system: numbered(), ..identifier } } else { identifier })
    }

    fn elsewhere(r#type: &'static str, identifier: Identifier) -> Reference {
        Reference { reference: None, r#type, identifier: Some(identifier) }
    }

    pub(super) fn practitioner(&self, person: &PersonId) -> Reference {
        Self::elsewhere("Practitioner", self.identifier(PERSON, person.as_str()))
    }

    pub(super) fn team(&self, team: &TeamId) -> Reference {
        Self::elsewhere("Organization", self.identifier(ObjectType::Team, team.as_str()))
    }

    pub(super) fn patient(&self, case: &CaseRef) -> Option<Reference> {
        Some(Self::elsewhere("Patient", self.case(case)?))
    }

    pub(super) fn session(&self, session: &SessionId) -> Reference {
        Self::elsewhere("Encounter", self.within(SESSION, session.as_str()))
    }

    /// A resource of the same bundle.
    pub(super) fn here(&self, r#type: &'static str, written: &str) -> Reference {
        Reference { reference: Some(format!("{}/{}", r#type, self.id(r#type, written))), r#type, identifier: None }
    }
}
