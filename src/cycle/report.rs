//! A refusal as data, made on demand from the refusal and the act it refuses.

use std::fmt;

use serde::Serialize;
use serde::ser::{SerializeMap, Serializer};

use super::{Act, Kind, Refusal};
use crate::code::CodeSet;
use crate::contracting;
use crate::field::{Field, walk};
use crate::noun::{Noun, Ref};
use crate::refusal::{Category, Parameter, Place, Whereabouts};
use crate::shape::{Shape, Value};

/// Something that an act refers to.
///
/// ```
/// use practice_cycle::{cycle::Reference, noun::Noun};
/// let reference = Reference { noun: Noun::Person, id: "p-7".to_owned() };
/// assert_eq!(serde_json::to_string(&reference)?, r#"{"noun":"person","id":"p-7"}"#);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub struct Reference {
    /// What it is.
    pub noun: Noun,
    /// The reference.
    pub id: String,
}

impl From<Ref<'_>> for Reference {
    fn from(Ref { noun, id }: Ref<'_>) -> Self {
        Self { noun, id: id.to_owned() }
    }
}

/// A refusal together with the act it refuses, as data for a client: [`Refusal::about`] makes it, and so does the refusal of a
/// [`History`](crate::history::Refusal::about). It holds references and codes, and none of the texts that people wrote.
///
/// ```
/// use practice_cycle::cycle::{Act, Cycle};
/// let act: Act = serde_json::from_str(
///     r#"{"type":"contract_begun","occurred_at":"2026-04-01T09:00:00Z","recorded_at":"2026-04-01T09:00:00Z","by":"p-1",
///         "data":{"contract":"c-1"}}"#,
/// )?;
/// let report = Cycle::default().judge(&act).unwrap_err().about(&act);
/// assert_eq!(
///     serde_json::to_value(&report)?,
///     serde_json::json!({
///         "code": "cycle.not_opened",
///         "category": "conflict",
///         "status": 409,
///         "message": "`contract_begun` by `p-1` on contract `c-1`: \
///                     the cycle is not open yet; open it first",
///         "kind": "contract_begun",
///         "subject": {"noun": "contract", "id": "c-1"},
///         "parameters": {},
///         "possible": [],
///     }),
/// );
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct RefusalReport {
    /// The stable code.
    pub code: &'static str,
    /// What kind of refusal it is.
    pub category: Category,
    /// The status with which a host would answer over HTTP.
    pub status: u16,
    /// The refusal in words, with the references of the act it is about.
    pub message: String,
    /// What was asked.
    pub kind: Kind,
    /// What the act is about, where that is a reference.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subject: Option<Reference>,
    /// What the words say in particular, by the names that the words in [`labels`](crate::labels) have for it.
    #[serde(serialize_with = "as_object")]
    #[cfg_attr(feature = "schemars", schemars(with = "std::collections::BTreeMap<String, Parameter>"))]
    pub parameters: Vec<(&'static str, Parameter)>,
    /// The path, in the stored form of the act, to what is wrong: `by`, or `data.present[1]`. It need not be there, if something
    /// is missing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
    /// The reference that stands there, if one does.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reference: Option<Reference>,
    /// The steps of the contract that are possible instead, where the state of the contract was the problem.
    pub possible: CodeSet<contracting::Kind>,
}

fn as_object<S: Serializer>(parameters: &[(&'static str, Parameter)], serializer: S) -> Result<S::Ok, S::Error> {
    let mut map = serializer.serialize_map(Some(parameters.len()))?;
    for (name, parameter) in parameters {
        map.serialize_entry(name, parameter)?;
    }
    map.end()
}

impl fmt::Display for RefusalReport {
    /// The message.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl Refusal {
    /// The refusal with the act it refuses, as data and in words.
    ///
    /// ```
    /// use practice_cycle::cycle::{Act, Cycle};
    /// let act: Act = serde_json::from_str(
    ///     r#"{"type":"contract_begun","occurred_at":"2026-04-01T09:00:00Z","recorded_at":"2026-04-01T09:00:00Z","by":"p-1",
    ///         "data":{"contract":"c-1"}}"#,
    /// )?;
    /// let refusal = Cycle::default().judge(&act).unwrap_err();
    /// assert_eq!(
    ///     refusal.about(&act).to_string(),
    ///     "`contract_begun` by `p-1` on contract `c-1`: the cycle is not open yet; open it first",
    /// );
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    #[must_use]
    pub fn about(self, act: &Act) -> RefusalReport {
        self.alone(act.event.kind()).of(act, self.whereabouts())
    }

    /// The refusal of an act of which no more is known than its kind.
    pub(crate) fn alone(self, kind: Kind) -> RefusalReport {
        let mut parameters = Vec::new();
        self.parameters(&mut |name, parameter| parameters.push((name, parameter)));
        RefusalReport::new(kind, (self.code(), self.category()), parameters, self.possible(), self.to_string())
    }
}

impl RefusalReport {
    /// What is known without the act.
    pub(crate) fn new(
        kind: Kind,
        (code, category): (&'static str, Category),
        parameters: Vec<(&'static str, Parameter)>,
        possible: CodeSet<contracting::Kind>,
        message: String,
    ) -> Self {
        let (status, subject, field, reference) = (category.http_status(), None, None, None);
        Self { code, category, status, message, kind, subject, parameters, field, reference, possible }
    }

    /// The same, with what the act adds.
    pub(crate) fn of(mut self, act: &Act, whereabouts: Whereabouts) -> Self {
        self.subject = act.event.subject().map(Reference::from);
        let (kind, by, words) = (self.kind.code(), &act.by, &self.message);
        self.message = match &self.subject {
            Some(Reference { noun, id }) => format!("`{kind}` by `{by}` on {noun} `{id}`: {words}"),
            None => format!("`{kind}` by `{by}`: {words}"),
        };
        let (field, reference) = act.find(whereabouts).unzip();
        (self.field, self.reference) = (field, reference.flatten());
        if let (Whereabouts::Reference(_), Some(reference)) = (whereabouts, &self.reference) {
            self.message = format!("{} (`{}`)", self.message, reference.id);
        }
        self
    }
}

impl Act {
    /// The path to what is wrong, and the reference that stands there, if one does.
    fn find(&self, whereabouts: Whereabouts) -> Option<(String, Option<Reference>)> {
        let mut references = Vec::new(); // Those before, in the order written.
        match whereabouts {
            Whereabouts::Nowhere => None,
            Whereabouts::Field(fields) => self.find_field(fields),
            Whereabouts::Subject => self.find(Whereabouts::Reference(Place::SUBJECT)),
            Whereabouts::Reference(place) => {
                let place = place.get()?;
                self.first(|_, _, part| {
                    references.extend(own_reference(part));
                    references.len() > place
                })
            }
            Whereabouts::NamedAgain => self.first(|_, _, part| {
                let Some(reference) = own_reference(part) else { return false };
                let again = references.contains(&reference);
                references.push(reference);
                again
            }),
            Whereabouts::Entry(field, number) => {
                self.first(|path, _, part| path.starts_with(field) && part.value() == Value::Number(number.get().into()))
            }
            Whereabouts::Actor(field) => self.first(|path, _, part| {
                path.starts_with(field) && own_reference(part).is_some_and(|person| person.id == self.by.as_str())
            }),
            Whereabouts::LongList => {
                self.first(|_, shape, part| matches!(shape, Shape::List(_)) && part.nth(super::MAX_ITEMS).is_some())
            }
            Whereabouts::Tombstone => {
                self.first(|_, shape, part| matches!(shape, Shape::Text | Shape::Outside(_)) && part.has_tombstone())
            }
        }
    }

    /// The first part of the data that fits.
    fn first<'a>(
        &'a self,
        mut fits: impl FnMut(&str, &Shape, &'a dyn Field) -> bool,
    ) -> Option<(String, Option<Reference>)> {
        let mut found = None;
        walk(&self.event.kind().shape(), self.event.part(), &mut "data".to_owned(), &mut |path, shape, part| {
            if found.is_none() && fits(path, shape, part) {
                found = Some((path.to_owned(), own_reference(part).map(Reference::from)));
            }
        });
        found
    }

    /// The first of these fields that such an act has, whether or not something stands there.
    fn find_field(&self, fields: &'static [&'static str]) -> Option<(String, Option<Reference>)> {
        let shape = self.event.kind().shape();
        let has = |field: &str| field.strip_prefix("data.").is_none_or(|within| shape.has(within));
        let field = fields.iter().find(|field| has(field))?;
        if *field == "by" {
            return Some(("by".to_owned(), Some(Reference { noun: Noun::Person, id: self.by.to_string() })));
        }
        Some(self.first(|path, _, _| path == *field).unwrap_or_else(|| ((*field).to_owned(), None)))
    }
}

/// What a part refers to itself.
fn own_reference(part: &dyn Field) -> Option<Ref<'_>> {
    if let Value::Ref(reference) = part.value() { Some(reference) } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn act(kind: Kind, data: &str) -> Act {
        let at = r#""occurred_at":"2026-04-01T09:00:00Z","recorded_at":"2026-04-01T09:00:00Z""#;
        serde_json::from_str(&format!(r#"{{"type":"{}",{at},"by":"p-1","data":{data}}}"#, kind.code())).unwrap()
    }

    /// The path of every reference of every kind leads, in the stored form, to that reference.
    #[test]
    fn a_path_leads_to_the_reference_that_it_is_of() {
        let more = [
            ("contract_renewed", r#"{"contract":"c-1","successor":{"here":"c-2"}}"#),
            (
                "contract_invited",
                r#"{"contract":"c-3","space":"home_visit","arose_from":[{"contract":"c-1"},{"change":"ch-1"}]}"#,
            ),
            (
                "session_held",
                r#"{"session":"s-1","cover":{"uncovered":{"why":"lapsed","contract":"c-1"}},"space":"home_visit","present":["p-1","p-2","p-3"]}"#,
            ),
        ];
        let more = more.map(|(code, data)| (Kind::from_code(code).unwrap(), data));
        let mut found = 0;
        for (kind, data) in Kind::all().map(|kind| (kind, kind.stored_example())).chain(more) {
            let act = act(kind, data);
            let stored = serde_json::to_value(&act).unwrap();
            let mut references = Vec::new();
            act.event.part().references(&mut |thing| references.push(thing));
            for (place, thing) in references.iter().enumerate() {
                let noun = thing.noun;
                let report = Refusal::Unknown { noun, place: Place::nth(place) }.about(&act);
                let field = report.field.unwrap();
                let pointer = format!("/{}", field.replace(['.', '['], "/").replace(']', ""));
                assert_eq!(stored.pointer(&pointer), Some(&thing.id.into()), "{kind}: {field}");
                assert_eq!(report.reference, Some(Reference::from(*thing)));
                assert_eq!(Place::of(thing.id, act.event.part()), Place::nth(place), "{kind}: {field}");
                found += 1;
            }
            let beyond = Refusal::Unknown { noun: Noun::Person, place: Place::nth(references.len()) }.about(&act);
            assert_eq!((beyond.field, beyond.reference), (None, None));
        }
        assert!(found > 100, "{found}");
    }
}
