//! What a portfolio's acts take, for whoever draws a form of them, and as JSON Schema.

use serde_json::Value;

use super::event::{FORMAT, Kind};
use crate::code::Code;
use crate::form::schema::{self, InPlace};
use crate::form::{self, Field, Form};

impl Kind {
    /// Every form: the fields of the data of this kind of event, in the order in which they are stored.
    ///
    /// ```
    /// use practice_cycle::evidencing::Kind;
    /// let form = Kind::EvidenceWithdrawn.form();
    /// let required: Vec<_> = form.fields.iter().map(|field| (field.name, field.required)).collect();
    /// assert_eq!(required, [("evidence", true), ("reason", false)]);
    /// ```
    #[must_use]
    pub fn form(self) -> Form<Self> {
        Form::described(self, self.fields(), (self.label(), "evidencing"), self.creates_subject())
    }
}

/// What an [`Act`](super::Act) says beside `type` and `data`.
///
/// ```
/// let names: Vec<_> = practice_cycle::evidencing::act_fields().iter().map(|field| field.name).collect();
/// assert_eq!(names, ["occurred_at", "recorded_at", "by"]);
/// ```
#[must_use]
pub fn act_fields() -> Vec<Field> {
    own(form::act())
}

/// What an [`Entry`](super::Entry), a line of a portfolio, says beside `type` and `data`.
///
/// ```
/// let names: Vec<_> = practice_cycle::evidencing::entry_fields().iter().map(|field| field.name).collect();
/// assert_eq!(names, ["number", "occurred_at", "recorded_at", "by"]);
/// ```
#[must_use]
pub fn entry_fields() -> Vec<Field> {
    own(form::entry())
}

/// Without what is for others: nobody writes for somebody else, or in one of several roles.
fn own(mut fields: Vec<Field>) -> Vec<Field> {
    fields.retain(|field| !["recorded_by", "in_role"].contains(&field.name));
    fields
}

/// The JSON Schema (draft 2020-12) of an [`Act`](super::Act). What a schema cannot say is listed by
/// [`schema::Unsaid`](crate::schema::Unsaid).
///
/// ```
/// let act = practice_cycle::evidencing::act_schema();
/// assert_eq!(act["$id"], "urn:practice-cycle:portfolio-1:act");
/// assert_eq!(act["$defs"]["PracticeEvidencedAct"]["properties"]["type"]["const"], "practice_evidenced");
/// ```
#[must_use]
pub fn act_schema() -> Value {
    of("Act", "Something offered to be recorded in a portfolio.", &act_fields(), InPlace::Nothing)
}

/// The JSON Schema of an [`Entry`](super::Entry), which is a line of a portfolio. Tombstones may stand in it.
///
/// ```
/// let entry = practice_cycle::evidencing::entry_schema();
/// assert_eq!(entry["$id"], "urn:practice-cycle:portfolio-1:entry");
/// ```
#[must_use]
pub fn entry_schema() -> Value {
    of("Entry", "An act that was admitted, with its number: a line of a portfolio.", &entry_fields(), InPlace::Tombstone)
}

#[cfg(feature = "schemars")]
impl schemars::JsonSchema for super::Entry {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "PortfolioEntry".into()
    }
    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        let forms = Kind::ALL.iter().map(|&kind| (kind.code(), kind.form()));
        schema::recorded::entries(forms, &entry_fields(), generator)
    }
}

fn of(name: &str, about: &str, beside: &[Field], in_place: InPlace) -> Value {
    let forms = Kind::ALL.iter().map(|&kind| (kind.code(), kind.form()));
    schema::made((&format!("portfolio-{FORMAT}"), name), about, forms, beside, in_place)
}
