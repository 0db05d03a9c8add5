//! Every schema by its name.

use std::collections::BTreeSet;

use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde_json::{Value, json};

use crate::json_schema::derived::{as_it_is, read, written};
use crate::json_schema::scalar::described;
use crate::refusal::{Category, Takes};
use crate::scenario::syntax::FileForm;
use crate::search::world::syntax::WorldForm;
use crate::{cycle, evidencing, form, overview, policy, reading, stored};

/// How a schema is made.
type Make = fn() -> Value;

/// Every schema, in the order in which they are listed: what is read first, then what is written.
const ALL: &[(&str, Make)] = &[
    ("offer", super::offer),
    ("act", super::act),
    ("entry", super::entry),
    ("portfolio_act", evidencing::act_schema),
    ("portfolio_entry", evidencing::entry_schema),
    ("pack", || policy::schema().to_value()),
    ("stories", || read::<FileForm>("urn:practice-cycle:stories").to_value()),
    ("world", || read::<WorldForm>("urn:practice-cycle:world").to_value()),
    #[cfg(feature = "simulation")]
    ("scenario", || crate::simulation::schema().to_value()),
    #[cfg(feature = "simulation")]
    ("population", || read::<crate::simulation::RawPopulation>("urn:practice-cycle:population").to_value()),
    #[cfg(feature = "export")]
    ("import_mapping", || crate::import::schema().to_value()),
    ("labels", || read::<Labels>("urn:practice-cycle:labels").to_value()),
    ("overview", || written::<overview::Overview<'_>>("urn:practice-cycle:overview").to_value()),
    ("reading", || reading::schema().to_value()),
    ("portfolio_reading", || evidencing::reading_schema().to_value()),
    ("report", || written::<policy::Report>("urn:practice-cycle:report").to_value()),
    ("finding", || written::<policy::Finding>("urn:practice-cycle:finding").to_value()),
    ("change", || written::<policy::Change>("urn:practice-cycle:change").to_value()),
    ("news", || written::<policy::News>("urn:practice-cycle:news").to_value()),
    ("judgement", || written::<policy::Judgement>("urn:practice-cycle:judgement").to_value()),
    ("possibility", || written::<cycle::Possibility>("urn:practice-cycle:possibility").to_value()),
    ("refusal", || written::<cycle::RefusalReport>("urn:practice-cycle:refusal").to_value()),
    ("portfolio_refusal", || written::<evidencing::RefusalReport>("urn:practice-cycle:portfolio-refusal").to_value()),
    ("fault", || written::<stored::FaultReport>("urn:practice-cycle:fault").to_value()),
    ("form", || written::<form::Form>("urn:practice-cycle:form").to_value()),
    ("portfolio_form", || written::<form::Form<evidencing::Kind>>("urn:practice-cycle:portfolio-form").to_value()),
];

/// The names of all schemas that this build has. `scenario` and `population` are of the feature `simulation`, `import_mapping` is
/// of the feature `export`.
///
/// ```
/// use practice_cycle::schema;
/// assert!(schema::names().any(|name| name == "overview"));
/// assert!(schema::names().all(|name| schema::of(name).is_some()));
/// ```
pub fn names() -> impl Iterator<Item = &'static str> {
    ALL.iter().map(|(name, _)| *name)
}

/// The schema of that name, if there is one; see [`names`].
///
/// ```
/// use practice_cycle::schema;
/// assert_eq!(schema::of("act"), Some(schema::act()));
/// assert_eq!(schema::of("overview").unwrap()["$id"], "urn:practice-cycle:overview");
/// assert_eq!(schema::of("weather"), None);
/// ```
#[must_use]
pub fn of(name: &str) -> Option<Value> {
    ALL.iter().find(|(other, _)| *other == name).map(|(_, make)| make())
}

/// The schema of a type of yours that is written as JSON, in which types of this crate may stand; under the `$id` that you give it.
///
/// ```
/// use practice_cycle::{overview::Overview, schema};
/// #[derive(schemars::JsonSchema)]
/// # #[allow(dead_code)]
/// struct Answer<'a> {
///     served_by: String,
///     overview: Overview<'a>,
/// }
/// let schema = schema::of_type::<Answer<'_>>("urn:example:answer");
/// assert_eq!(schema["required"], serde_json::json!(["served_by", "overview"]));
/// ```
#[must_use]
pub fn of_type<T: JsonSchema>(id: &str) -> Value {
    written::<T>(id).to_value()
}

/// The catalogue of labels: see [`labels::ENGLISH`](crate::labels::ENGLISH).
struct Labels;

impl JsonSchema for Labels {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Labels".into()
    }
    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let (category, takes) = (generator.subschema_for::<Category>(), generator.subschema_for::<Takes>());
        let object = |properties: Value| {
            // In the order of the alphabet, however a map of JSON is kept: another crate of a build can decide that.
            let names: BTreeSet<&String> = properties.as_object().into_iter().flat_map(|all| all.keys()).collect();
            json!({ "type": "object", "properties": properties, "required": names, "additionalProperties": false })
        };
        let map = |of: Value, about: &str| json!({ "description": about, "type": "object", "additionalProperties": of });
        let text = || json!({ "type": "string" });
        let kind = object(json!({ "label": text(), "past_tense": text() }));
        let parameters = map(takes.to_value(), "What each parameter takes, by its name.");
        let refusal = object(json!({ "category": category, "words": text(), "parameters": parameters }));
        let lists = map(map(text(), "Each code of a list, and its label."), "Every list of codes, by its name.");
        let whole = object(json!({
            "lists": lists,
            "kinds": map(kind, "Every kind of event, by its code."),
            "refusals": map(refusal, "Every refusal, by its code."),
        }));
        as_it_is(described(whole, "Every code with its label or words, for whoever translates them."))
    }
}
