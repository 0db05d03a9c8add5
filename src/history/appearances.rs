//! Where one person appears: to answer them when they ask what is recorded of them, and to know what to redact.

use serde::Serialize;

use super::History;
use crate::cycle::Entry;
use crate::field::walk;
use crate::id::{CycleId, EntryNumber, PersonId};
use crate::noun::{Noun, Ref};
use crate::shape::Value;

/// One place at which a person's reference stands in an entry. An entry that names them more than once has several.
///
/// ```
/// use practice_cycle::{history::{History, Part}, id::PersonId};
/// let history = History::read(std::fs::read("examples/data/therapy_reframe_welcome.jsonl")?.as_slice())?;
/// let appearances = history.appearances(&PersonId::new("clinician")?);
/// assert_eq!(appearances[0].part.path(), "data.clinician");
///
/// // What the clinician did, with text that says too much of them, or of somebody else.
/// let theirs = appearances.iter().filter(|appearance| appearance.part == Part::By && appearance.has_text);
/// assert!(theirs.count() > 0);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Appearance {
    /// The entry.
    pub number: EntryNumber,
    /// Where in it.
    pub part: Part,
    /// The entry that marked it as entered in error, if one did. It is still recorded.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub undone_by: Option<EntryNumber>,
    /// The entry that redacted it, if one did.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub redacted_by: Option<EntryNumber>,
    /// Whether the entry holds text, or a reference to a case, that can be redacted.
    pub has_text: bool,
}

/// The part of an entry in which a person's reference stands. Stored as `"by"`, `"recorded_by"`, or with the path, as
/// `{"about":"data.person"}`.
///
/// ```
/// use practice_cycle::history::Part;
/// assert_eq!(Part::Named("data.present[1]".to_owned()).path(), "data.present[1]");
/// assert_eq!(Part::RecordedBy.path(), "recorded_by");
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema), schemars(rename = "AppearancePart"))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Part {
    /// They acted.
    By,
    /// They recorded what somebody else did.
    RecordedBy,
    /// The entry is about them: the path to the field.
    About(String),
    /// The data names them elsewhere: the path to the field, such as `data.present[1]`, whose places count from 0.
    Named(String),
}

impl Part {
    /// The path to the field in the stored entry.
    #[must_use]
    pub fn path(&self) -> &str {
        match self {
            Part::By => "by",
            Part::RecordedBy => "recorded_by",
            Part::About(path) | Part::Named(path) => path,
        }
    }
}

impl History {
    /// Everywhere that a person's reference stands, in the order of recording, and within an entry in the order stored. What
    /// was taken back is among it. Linear in the number of entries.
    ///
    /// Text is not searched, and may speak of a person in entries that do not refer to them: whoever answers them must read it.
    /// [`Redacted`](crate::correction::Redacted) takes text and references to cases out of an entry. The references of people
    /// stay, since what happened rests on them; whom they stand for, the host erases in its own system.
    #[must_use]
    pub fn appearances(&self, person: &PersonId) -> Vec<Appearance> {
        self.entries.iter().flat_map(|entry| self.of_person(entry, person)).collect()
    }

    fn of_person(&self, entry: &Entry, person: &PersonId) -> impl Iterator<Item = Appearance> + use<> {
        let mut parts = Vec::new();
        if entry.act.by == *person {
            parts.push(Part::By);
        }
        if entry.act.recorded_by.as_ref() == Some(person) {
            parts.push(Part::RecordedBy);
        }
        let data = entry.act.event.part();
        let mut is_named = false;
        data.references(&mut |reference| is_named |= is(reference, person));
        // Paths are made only where there is something to be found.
        if is_named {
            walk(&entry.event().kind().shape(), data, &mut "data".to_owned(), &mut |path, _, part| {
                if let Value::Ref(reference) = part.value()
                    && is(reference, person)
                {
                    let path = path.to_owned();
                    // By where it stands, since another field may name the same person.
                    let is_subject = entry.event().subject().is_some_and(|subject| std::ptr::eq(subject.id, reference.id));
                    parts.push(if is_subject { Part::About(path) } else { Part::Named(path) });
                }
            });
        }
        let (number, has_text) = (entry.number, data.has_text());
        let (undone_by, redacted_by) = (self.undone_by(number), self.redacted_by(number));
        parts.into_iter().map(move |part| Appearance { number, part, undone_by, redacted_by, has_text })
    }
}

/// Everywhere that a person's reference stands in several histories: those in which it does, by their cycle, in the order
/// given. See [`History::appearances`].
///
/// ```
/// use practice_cycle::{history::{self, History}, id::PersonId};
/// let welcome = History::read(std::fs::read("examples/data/therapy_reframe_welcome.jsonl")?.as_slice())?;
/// let told = History::read(std::fs::read("examples/data/family_not_told.jsonl")?.as_slice())?;
/// let found: Vec<_> = history::appearances([&welcome, &told], &PersonId::new("clinician")?).collect();
/// assert_eq!(found[0].0.as_str(), "invented-therapy-reframe-welcome");
/// assert_eq!(found[0].1, welcome.appearances(&PersonId::new("clinician")?));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn appearances<'a>(
    histories: impl IntoIterator<Item = &'a History>,
    person: &PersonId,
) -> impl Iterator<Item = (&'a CycleId, Vec<Appearance>)> {
    let found = move |history: &'a History| Some((history.cycle.id()?, history.appearances(person)));
    histories.into_iter().filter_map(found).filter(|(_, appearances)| !appearances.is_empty())
}

fn is(reference: Ref<'_>, person: &PersonId) -> bool {
    reference.noun == Noun::Person && reference.id == person.as_str()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use serde_json::Value;

    use super::*;
    use crate::cycle::Kind;
    use crate::stored;

    /// Every place of a stored value where a reference of a person stands, which the examples begin with `p-`.
    fn people(value: &Value, path: &str, found: &mut BTreeSet<(String, String)>) {
        match value {
            Value::String(id) if id.starts_with("p-") => _ = found.insert((path.to_owned(), id.clone())),
            Value::Array(list) => {
                list.iter().enumerate().for_each(|(n, value)| people(value, &format!("{path}[{n}]"), found))
            }
            Value::Object(map) => {
                for (key, value) in map {
                    people(value, format!("{path}.{key}").trim_start_matches('.'), found);
                }
            }
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }

    #[test]
    fn whoever_an_example_names_is_found_at_the_path_where_they_stand() {
        let mut kinds_with_people = 0;
        for kind in Kind::all() {
            let line = format!(
                r#"{{"number":7,"type":"{}","occurred_at":"2026-04-01T09:00:00Z","recorded_at":"2026-04-01T09:00:00Z","by":"p-1","recorded_by":"p-9","data":{}}}"#,
                kind.code(),
                kind.stored_example(),
            );
            let mut stand = BTreeSet::new();
            people(&serde_json::from_str(&line).unwrap(), "", &mut stand);
            kinds_with_people += usize::from(stand.len() > 2);

            let entry: Entry = stored::parse(&line).unwrap();
            let mut found = BTreeSet::new();
            for id in stand.iter().map(|(_, id)| id) {
                let appearances = History::default().of_person(&entry, &PersonId::new(id).unwrap());
                found.extend(appearances.map(|appearance| (appearance.part.path().to_owned(), id.clone())));
            }
            assert_eq!(found, stand, "{}", kind.code());
        }
        assert!(kinds_with_people > 15, "{kinds_with_people}");
    }

    #[test]
    fn what_an_entry_is_about_is_told_from_what_else_it_names() {
        let line = r#"{"number":7,"type":"person_left","occurred_at":"2026-04-01T09:00:00Z","recorded_at":"2026-04-01T09:00:00Z","by":"p-2","data":{"person":"p-2"}}"#;
        let entry: Entry = stored::parse(line).unwrap();
        let found = History::default().of_person(&entry, &PersonId::new("p-2").unwrap());
        let parts: Vec<Part> = found.map(|appearance| appearance.part).collect();
        assert_eq!(parts, [Part::By, Part::About("data.person".to_owned())]);
        assert_eq!(serde_json::to_string(&parts).unwrap(), r#"["by",{"about":"data.person"}]"#);
    }
}
