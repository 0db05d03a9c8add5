//! Documents spoilt in every way that a slip of a hand or of a program spoils them.

use serde_json::{Map, Value, json};

/// What is put in the place of anything.
fn wrong() -> Vec<Value> {
    vec![
        json!(null),
        json!(true),
        json!(0),
        json!(-1),
        json!(1.0),
        json!(1.5),
        json!(11),
        json!(255.0),
        json!(256),
        json!(65_536),
        json!(4_294_967_295_u32),
        json!(4_294_967_296_u64),
        json!(1e300),
        json!(""),
        json!(" "),
        json!(" a "),
        json!("two words"),
        json!("it's"),
        json!("no_such_code"),
        json!("clinician"),
        json!("other"),
        json!("everyday"),
        json!("p-1"),
        json!("a\u{0}b"),
        json!("\u{b}a"),
        json!("a".repeat(128)),
        json!("a".repeat(129)),
        json!("2026-05-01"),
        json!(" 2026 - 5 - 1 "),
        json!("2026-02-29"),
        json!("2026-2-29"),
        json!("2026-02-30"),
        json!("+12026-01-01"),
        json!("2026-05-01T09:00:00Z"),
        json!("2026-05-01 09:00:00+01:00"),
        json!("2026-02-29T09:00:00Z"),
        json!("2026-02-29 09:00:00Z"),
        json!("2026-05-01T23:59:60Z"),
        json!("1899-12-31T23:59:59Z"),
        json!("1899-12-31T23:59:59-00:01"),
        json!("2200-01-01T00:00:00Z"),
        json!([]),
        json!([[]]),
        json!(["p-1", "p-1"]),
        json!({}),
        json!({"redacted": true}),
        json!({"redacted": false}),
        json!({"redacted": true, "more": 1}),
        json!({"code": "other"}),
        json!({"code": "other", "words": null}),
        json!({"contract": "c-1"}),
        json!({"contract": "c-1", "change": "ch-1"}),
        json!({"everyday": null}),
    ]
}

/// What is put in the place of texts alone, for it is long.
fn too_long() -> Vec<Value> {
    let (most, more) = ("ä".repeat(20_000), "ä".repeat(20_001));
    vec![json!(most), json!(more), json!(format!(" {most}")), json!(format!("{more}\n"))]
}

/// Every document that differs from this one in one place.
pub(crate) fn spoilt(document: &Value) -> Vec<Value> {
    let mut all = wrong();
    all.extend(with_one_more(document));
    match document {
        Value::Object(object) => {
            for (key, value) in object {
                let with = |value: Value| {
                    let mut object = object.clone();
                    object.insert(key.clone(), value);
                    object.into()
                };
                all.extend(spoilt(value).into_iter().map(with));
            }
            all.extend(swapped(object));
        }
        Value::Array(items) => {
            for (place, item) in items.iter().enumerate() {
                let with = |item: Value| {
                    let mut items = items.clone();
                    items[place] = item;
                    items.into()
                };
                all.extend(spoilt(item).into_iter().map(with));
            }
        }
        Value::String(text) if text.contains(' ') => all.extend(too_long()),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
    all
}

/// A key or an item more, or less, or under another name; and the whole within a list, or under a key.
fn with_one_more(document: &Value) -> Vec<Value> {
    let mut all = vec![json!([document]), json!({ "in": document })];
    match document {
        Value::Object(object) => {
            for key in object.keys() {
                let mut less = object.clone();
                let value = less.remove(key).unwrap();
                all.push(less.clone().into());
                less.insert(format!("{key}s"), value);
                all.push(less.into());
            }
            let mut more = object.clone();
            more.insert("no_such_field".to_owned(), json!("a"));
            all.push(more.into());
            // As serde would also read a struct.
            all.push(object.values().cloned().collect());
        }
        Value::Array(items) => {
            let twice = items.iter().chain(items).cloned().collect();
            let less = items.iter().skip(1).cloned().collect();
            all.extend([twice, less]);
        }
        Value::String(text) => all.extend([json!(text.to_uppercase()), json!(format!("{text} "))]),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
    all
}

/// Two values of an object, each in the place of the other.
fn swapped(object: &Map<String, Value>) -> Vec<Value> {
    let keys: Vec<&String> = object.keys().collect();
    let pairs = keys.windows(2).map(|pair| {
        let mut swapped = object.clone();
        swapped.insert(pair[0].clone(), object[pair[1]].clone());
        swapped.insert(pair[1].clone(), object[pair[0]].clone());
        swapped.into()
    });
    pairs.collect()
}
