//! Documents made from forms alone, as somebody makes them who knows nothing else of this crate.

use practice_cycle::cycle::Kind;
use practice_cycle::form::{Field, Holds, Takes, Variant};
use serde_json::{Map, Value, json};

/// An act around the data of an event.
pub(crate) fn act(kind: Kind, data: &Value) -> Value {
    json!({
        "type": kind.code(), "occurred_at": "2026-04-01T09:30:00Z", "recorded_at": "2026-04-02T08:00:00.500Z", "by": "p-1",
        "data": data,
    })
}

/// The least that somebody can say: the first of everything, and nothing that may be left out.
pub(crate) fn least(takes: &Takes) -> Value {
    match takes {
        Takes::Code { words, .. } => json!(words[0].code),
        Takes::Codes { .. } | Takes::List { .. } => json!([]),
        Takes::Reference { noun, .. } => json!(format!("{}-1", noun_code(*noun))),
        Takes::Outside { .. } => json!("outside-1"),
        Takes::Entry => json!(1),
        Takes::Text { .. } => json!("Words."),
        Takes::Day => json!("2026-05-01"),
        Takes::Instant => json!("2026-03-02T09:00:00Z"),
        Takes::Number { least, .. } => json!(least),
        Takes::Group { fields, .. } => least_of(fields),
        Takes::Choice { variants, .. } => in_variant(&variants[0], least_held(&variants[0].holds)),
        other => panic!("what is {other:?}?"),
    }
}

fn noun_code(noun: practice_cycle::noun::Noun) -> &'static str {
    practice_cycle::code::Code::code(noun)
}

pub(crate) fn least_of(fields: &[Field]) -> Value {
    let said: Map<String, Value> =
        fields.iter().filter(|field| field.required).map(|field| (field.name.to_owned(), least(&field.takes))).collect();
    with_what_is_needed(fields, said)
}

/// The same, with whatever is required with the codes in it.
fn with_what_is_needed(fields: &[Field], mut said: Map<String, Value>) -> Value {
    for field in fields {
        let needed = field
            .required_with
            .as_ref()
            .is_some_and(|with| said.get(with.field).and_then(Value::as_str).is_some_and(|code| with.codes.contains(&code)));
        if needed {
            said.entry(field.name).or_insert_with(|| least(&field.takes));
        }
    }
    said.into()
}

fn least_held(holds: &Holds) -> Option<Value> {
    match holds {
        Holds::Nothing => None,
        Holds::One { takes } => Some(least(takes)),
        Holds::Fields { fields } => Some(least_of(fields)),
    }
}

fn in_variant(variant: &Variant, held: Option<Value>) -> Value {
    match held {
        None => json!(variant.code),
        Some(held) => Map::from_iter([(variant.code.clone(), held)]).into(),
    }
}

/// One value for everything that can be said: each code, each variant, each field that may be left out, the ends of each range.
pub(crate) fn all(takes: &Takes) -> Vec<Value> {
    match takes {
        Takes::Code { words, .. } => words.iter().map(|word| json!(word.code)).collect(),
        Takes::Codes { words, .. } => {
            let codes: Vec<&str> = words.iter().map(|word| word.code).collect();
            codes.iter().map(|code| json!([code])).chain([json!([]), json!(codes)]).collect()
        }
        Takes::List { of, .. } => {
            let each = all(of);
            each.iter().map(|item| json!([item])).chain([json!([]), json!(each)]).collect()
        }
        &Takes::Number { least, most } => vec![json!(least), json!(most)],
        Takes::Entry => vec![json!(1), json!(u32::MAX)],
        Takes::Reference { max_chars, .. } | Takes::Outside { max_chars, .. } => {
            vec![least(takes), json!("~".repeat(*max_chars)), json!("!")]
        }
        Takes::Text { max_chars, .. } => vec![json!("\u{1f642}".repeat(*max_chars)), json!("é\n\tê")],
        Takes::Group { fields, .. } => all_of(fields),
        Takes::Choice { variants, .. } => variants.iter().flat_map(every_held).collect(),
        Takes::Day => vec![json!("1900-01-01"), json!("2028-02-29")],
        Takes::Instant => vec![json!("1900-01-01T00:00:00Z"), json!("2199-12-31T23:59:59.999999999+00:00")],
        other => panic!("what is {other:?}?"),
    }
}

fn every_held(variant: &Variant) -> Vec<Value> {
    let held = match &variant.holds {
        Holds::Nothing => return vec![in_variant(variant, None)],
        Holds::One { takes } => all(takes),
        Holds::Fields { fields } => all_of(fields),
    };
    held.into_iter().map(|held| in_variant(variant, Some(held))).collect()
}

pub(crate) fn all_of(fields: &[Field]) -> Vec<Value> {
    let Value::Object(least) = least_of(fields) else { panic!("fields make an object") };
    let mut documents = vec![least.clone().into()];
    for field in fields {
        for value in all(&field.takes).into_iter().chain(field.nullable.then_some(Value::Null)) {
            let mut said = least.clone();
            said.insert(field.name.to_owned(), value);
            documents.push(with_what_is_needed(fields, said));
        }
    }
    documents
}

/// Every way to leave out what is required, anywhere in a form.
pub(crate) fn incomplete(fields: &[Field]) -> Vec<(String, Value)> {
    let Value::Object(least) = least_of(fields) else { panic!("fields make an object") };
    let mut documents = Vec::new();
    for field in fields {
        if field.required {
            let mut said = least.clone();
            said.remove(field.name);
            documents.push((field.name.to_owned(), said.into()));
        }
        for (place, value) in incomplete_in(&field.takes) {
            let mut said = least.clone();
            said.insert(field.name.to_owned(), value);
            documents.push((format!("{}.{place}", field.name), said.into()));
        }
    }
    for field in fields {
        let Some(with) = &field.required_with else { continue };
        for code in &with.codes {
            let mut said = least.clone();
            said.insert(with.field.to_owned(), json!(code));
            said.remove(field.name);
            documents.push((format!("{} with {code}", field.name), said.clone().into()));
            said.insert(field.name.to_owned(), Value::Null);
            documents.push((format!("{} with {code}, null", field.name), said.into()));
        }
    }
    documents
}

fn incomplete_in(takes: &Takes) -> Vec<(String, Value)> {
    match takes {
        Takes::Group { fields, .. } => incomplete(fields),
        Takes::List { of, .. } => incomplete_in(of).into_iter().map(|(place, item)| (place, json!([item]))).collect(),
        Takes::Choice { variants, .. } => {
            let within = |variant: &Variant| {
                let inner = match &variant.holds {
                    Holds::Nothing => Vec::new(),
                    Holds::One { takes } => incomplete_in(takes),
                    Holds::Fields { fields } => incomplete(fields),
                };
                // The code alone is too little where something stands under it, and an object too much where nothing does.
                let wrong = match &variant.holds {
                    Holds::Nothing => in_variant(variant, Some(Value::Null)),
                    Holds::One { .. } | Holds::Fields { .. } => json!(variant.code),
                };
                let inner = inner
                    .into_iter()
                    .map(|(place, held)| (format!("{}.{place}", variant.code), in_variant(variant, Some(held))));
                inner.chain([(variant.code.clone(), wrong)]).collect::<Vec<_>>()
            };
            variants.iter().flat_map(within).collect()
        }
        _ => Vec::new(),
    }
}
