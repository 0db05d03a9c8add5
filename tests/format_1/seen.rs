//! What stored lines hold, and what they could hold besides. The reader is asked for that, with what it must refuse: so what the
//! lines are held to is what is read, and no list of it is kept here.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use practice_cycle::cycle::Entry;
use practice_cycle::stored;
use serde_json::{Value, json};

/// What can stand at a place.
#[derive(Debug, PartialEq)]
pub(crate) enum Could {
    /// One of these codes, alone or as the only key of an object.
    Codes(Vec<String>),
    /// An object of these fields, of which some can be left out.
    Fields { all: Vec<String>, optional: BTreeSet<String> },
    /// Text, or a tombstone.
    Text,
    /// Anything else.
    Other,
}

/// A place in the data of a kind of event, such as `terms.roles` or `with[]`.
type Place = (&'static str, String);

/// What was seen at one place.
#[derive(Clone, Default)]
struct Here {
    could: BTreeMap<Vec<String>, Rc<Could>>,
    strings: BTreeSet<String>,
    keys: BTreeSet<Vec<String>>,
    is_list: bool,
}

impl Here {
    #[cfg(feature = "proptest")]
    fn is_text(&self) -> bool {
        self.could.values().any(|could| **could == Could::Text)
    }

    #[cfg(feature = "proptest")]
    fn lacks_tombstone(&self) -> bool {
        self.is_text() && !self.keys.contains(&vec!["redacted".to_owned()])
    }
}

/// What was seen of every event.
#[derive(Clone, Default)]
pub(crate) struct Seen(BTreeMap<Place, Here>);

/// A line with an entry's fields in their order, so that its data is read where it stands.
pub(crate) fn line(entry: &Value) -> String {
    let order = ["number", "type", "occurred_at", "recorded_at", "by", "recorded_by", "data"];
    let fields = order.iter().filter_map(|&name| Some(format!("\"{name}\":{}", entry.get(name)?)));
    format!("{{{}}}", fields.collect::<Vec<_>>().join(","))
}

/// Why an entry does not read that holds something else at a place.
fn problem_with(entry: &Value, way: &str, value: Value) -> Option<String> {
    let mut asked = entry.clone();
    *asked.pointer_mut(way).unwrap() = value;
    stored::parse::<Entry>(&line(&asked)).err().map(|error| error.problem().to_owned())
}

/// What stands in backticks after what is expected.
fn expected(problem: &str) -> Vec<String> {
    let Some((_, expected)) = problem.split_once("expected ") else { return Vec::new() };
    expected.split('`').skip(1).step_by(2).map(str::to_owned).collect()
}

fn ask(entry: &Value, way: &str) -> Could {
    match entry.pointer(way).unwrap() {
        Value::String(_) => match problem_with(entry, way, json!("?")) {
            Some(problem) if problem.starts_with("expected one of") => Could::Codes(expected(&problem)),
            _ if problem_with(entry, way, json!({"redacted": true})).is_none() => Could::Text,
            _ => Could::Other,
        },
        Value::Object(fields) if *fields == *json!({"redacted": true}).as_object().unwrap() => Could::Text,
        Value::Object(fields) => {
            let mut more = fields.clone();
            more.insert("~".to_owned(), json!("?"));
            let problem = problem_with(entry, way, Value::Object(more)).unwrap_or_default();
            if problem.ends_with(" alone") {
                return Could::Codes(expected(&problem));
            }
            let is_optional = |field: &&String| {
                let mut fewer = fields.clone();
                fewer.remove(*field);
                problem_with(entry, way, Value::Object(fewer)).is_none()
            };
            Could::Fields { all: expected(&problem), optional: fields.keys().filter(is_optional).cloned().collect() }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::Array(_) => Could::Other,
    }
}

/// Visits everything in a value, with its place and the way to it.
pub(crate) fn walk(value: &Value, place: &str, way: &str, visit: &mut dyn FnMut(&Value, &str, &str)) {
    visit(value, place, way);
    let dot = if place.is_empty() { "" } else { "." };
    match value {
        Value::Object(fields) => {
            for (name, value) in fields {
                walk(value, &format!("{place}{dot}{name}"), &format!("{way}/{name}"), visit);
            }
        }
        Value::Array(list) => {
            for (number, value) in list.iter().enumerate() {
                walk(value, &format!("{place}[]"), &format!("{way}/{number}"), visit);
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

fn keys(value: &Value) -> Vec<String> {
    value.as_object().map_or(Vec::new(), |fields| fields.keys().cloned().collect())
}

/// What could stand where something does, asked once for each place and each choice of fields there.
pub(crate) fn could(kind: &'static str, place: &str, entry: &Value, way: &str) -> Rc<Could> {
    type Asked = BTreeMap<(Place, Vec<String>), Rc<Could>>;
    thread_local!(static ASKED: RefCell<Asked> = RefCell::default());
    let key = ((kind, place.to_owned()), keys(entry.pointer(way).unwrap()));
    ASKED.with_borrow_mut(|asked| Rc::clone(asked.entry(key).or_insert_with(|| Rc::new(ask(entry, way)))))
}

impl Seen {
    pub(crate) fn kinds(&self) -> impl Iterator<Item = &'static str> {
        self.0.keys().map(|(kind, _)| *kind)
    }

    /// Notes what an entry holds.
    pub(crate) fn note(&mut self, entry: &Entry) {
        let kind = entry.event().kind().code();
        let entry = serde_json::to_value(entry).unwrap();
        walk(&entry["data"], "", "/data", &mut |value, place, way| {
            let here = self.0.entry((kind, place.to_owned())).or_default();
            here.could.entry(keys(value)).or_insert_with(|| could(kind, place, &entry, way));
            match value {
                Value::Object(_) => _ = here.keys.insert(keys(value)),
                Value::String(words) => _ = here.strings.insert(words.clone()),
                Value::Array(_) => here.is_list = true,
                Value::Null | Value::Bool(_) | Value::Number(_) => {}
            }
        });
    }

    fn any(&self, kind: &'static str, place: &str, is: impl Fn(&Here) -> bool) -> bool {
        self.0.get(&(kind, place.to_owned())).is_some_and(is)
    }

    pub(crate) fn has_code(&self, kind: &'static str, place: &str, code: &str) -> bool {
        self.any(kind, place, |here| here.strings.contains(code)) || self.has_field(kind, place, code)
    }

    pub(crate) fn has_field(&self, kind: &'static str, place: &str, field: &str) -> bool {
        self.any(kind, place, |here| here.keys.iter().any(|keys| keys.iter().any(|key| key == field)))
    }

    pub(crate) fn lacks_field(&self, kind: &'static str, place: &str, field: &str) -> bool {
        self.any(kind, place, |here| here.keys.iter().any(|keys| keys.iter().all(|key| key != field)))
    }

    pub(crate) fn has_element(&self, kind: &'static str, place: &str) -> bool {
        self.any(kind, &format!("{place}[]"), |_| true)
    }

    /// Whether text can stand in a field, or beside a code, and none was seen there.
    #[cfg(feature = "proptest")]
    pub(crate) fn lacks_words(&self, kind: &'static str, place: &str, field: &str) -> bool {
        let dot = if place.is_empty() { "" } else { "." };
        self.any(kind, &format!("{place}{dot}{field}"), |here| here.is_text() && here.strings.is_empty())
    }

    /// The same, as if no words had been seen where no tombstone was.
    #[cfg(feature = "proptest")]
    pub(crate) fn but_words_without_a_tombstone(mut self) -> Self {
        self.0.values_mut().filter(|here| here.lacks_tombstone()).for_each(|here| here.strings.clear());
        self
    }

    /// What these kinds of event could hold, and nowhere did.
    pub(crate) fn missing(&self) -> BTreeSet<String> {
        let mut missing = BTreeSet::new();
        for ((kind, place), here) in &self.0 {
            let mut unless = |is_there: bool, what: &str| {
                if !is_there {
                    missing.insert(format!("{kind} {place}: {what}"));
                }
            };
            unless(!here.is_list || self.has_element(kind, place), "an element");
            for could in here.could.values() {
                match &**could {
                    Could::Codes(codes) => codes.iter().for_each(|code| unless(self.has_code(kind, place, code), code)),
                    Could::Fields { all, optional } => {
                        all.iter().for_each(|field| unless(self.has_field(kind, place, field), &format!("`{field}`")));
                        for field in optional {
                            unless(self.lacks_field(kind, place, field), &format!("no `{field}`"));
                        }
                    }
                    Could::Text => {
                        unless(!here.strings.is_empty(), "words");
                        unless(self.has_field(kind, place, "redacted"), "a tombstone");
                    }
                    Could::Other => {}
                }
            }
        }
        missing
    }
}
