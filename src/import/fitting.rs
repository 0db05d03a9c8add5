//! What is wrong with a value whatever stands in the log: a constant or a table's entry that no field takes, a required field left out.
//!
//! What cannot be known beforehand: what stands in columns; which fields there are where [`Fields`](Value::Fields) takes them from
//! columns; and whether a field is missing that is required only with certain values of another, as that other may stand in a
//! column too.

use std::collections::BTreeMap;

use serde_json::{Map, Value as Json};

use super::mapping::Value;
use super::problem::MappingError;
use crate::id::PersonId;
use crate::moment::Moment;
use crate::shape::{CodeList, FieldShape, Holds, Shape, Variants};

/// The tables of a mapping.
pub(super) type Tables = BTreeMap<String, BTreeMap<String, String>>;

/// Refuses a value that cannot become what a field of that shape takes.
pub(super) fn fits(value: &Value, shape: &Shape, tables: &Tables, at: &str) -> Result<(), MappingError> {
    let shape = shape.inner();
    let is_one = |fitting: fn(&Shape) -> bool| fitting(shape) || matches!(shape, Shape::List(item) if fitting(item.inner()));
    match value {
        Value::Constant(json) => constant(json, shape, at),
        Value::Lookup { table, otherwise, .. } => {
            in_table(tables, table, shape, at)?;
            otherwise.iter().try_for_each(|code| word(code, shape, &format!("{at}.lookup.otherwise"), None))
        }
        Value::List { table: Some(table), prefix: None, .. } => {
            let item = if let Shape::List(item) = shape { item.inner() } else { shape };
            in_table(tables, table, item, at)
        }
        Value::Parts(parts) => in_parts(parts, shape, tables, at),
        Value::Items(items) => in_items(items, shape, tables, at),
        Value::Reference { .. } if !is_one(|it| matches!(it, Shape::Ref(_) | Shape::Outside(_) | Shape::Text)) => {
            Err(unfit(shape, at, None))
        }
        Value::Day { .. } if !is_one(|it| matches!(it, Shape::Day | Shape::Text)) => Err(unfit(shape, at, None)),
        Value::Time(_) if !is_one(|it| matches!(it, Shape::Instant | Shape::Text)) => Err(unfit(shape, at, None)),
        Value::Column(_) if matches!(shape, Shape::Fields(_)) => Err(unfit(shape, at, None)),
        Value::Column(_) | Value::Reference { .. } | Value::Day { .. } | Value::Time(_) => Ok(()),
        Value::List { .. } | Value::Fields { .. } => Ok(()),
    }
}

fn in_parts(parts: &BTreeMap<String, Value>, shape: &Shape, tables: &Tables, at: &str) -> Result<(), MappingError> {
    if let Shape::Fields(fields) = shape {
        return in_fields(parts, &fields.parts, tables, at);
    }
    let Shape::Variants(variants) = shape else { return Err(unfit(shape, at, None)) };
    parts.iter().try_for_each(|(code, part)| {
        let at = format!("{at}.{code}");
        match variants.holds(code) {
            Some(Holds::One(shape)) => fits(part, shape, tables, &at),
            Some(Holds::Fields(fields) | Holds::Unasked(fields)) => match part {
                Value::Parts(parts) => in_fields(parts, fields, tables, &at),
                Value::Constant(json) => constant_fields(json, fields, &at),
                Value::Column(_) | Value::Lookup { .. } | Value::Reference { .. } | Value::List { .. } => Ok(()),
                Value::Day { .. } | Value::Time(_) | Value::Items(_) | Value::Fields { .. } => Ok(()),
            },
            // That there is no such variant is said elsewhere.
            Some(Holds::Nothing) | None => Ok(()),
        }
    })
}

fn in_items(items: &[Value], shape: &Shape, tables: &Tables, at: &str) -> Result<(), MappingError> {
    let code;
    let item = if let Shape::List(item) = shape {
        &**item
    } else if let Shape::Codes(list) = shape {
        code = Shape::Code(list.clone());
        &code
    } else {
        return Err(unfit(shape, at, None));
    };
    items.iter().enumerate().try_for_each(|(place, it)| fits(it, item, tables, &format!("{at}[{place}]")))
}

/// Every field that may not be left out has to be there.
fn in_fields(parts: &BTreeMap<String, Value>, fields: &[FieldShape], tables: &Tables, at: &str) -> Result<(), MappingError> {
    let is_there = |name: &str| parts.get(name).is_some_and(|part| !matches!(part, Value::Constant(Json::Null)));
    required(fields, is_there, at)?;
    fields.iter().try_for_each(|field| match parts.get(field.name) {
        Some(part) => fits(part, &field.shape, tables, &format!("{at}.{}", field.name)),
        None => Ok(()),
    })
}

fn required(fields: &[FieldShape], is_there: impl Fn(&str) -> bool, at: &str) -> Result<(), MappingError> {
    let is_required = |field: &&FieldShape| {
        !field.has_default && field.needed_with.is_none() && !matches!(field.shape, Shape::Optional(_))
    };
    match fields.iter().filter(is_required).find(|field| !is_there(field.name)) {
        Some(field) => Err(MappingError::MissingField { field: field.name, at: at.to_owned() }),
        None => Ok(()),
    }
}

/// Refuses a constant that a field of that shape does not take.
fn constant(json: &Json, shape: &Shape, at: &str) -> Result<(), MappingError> {
    let shape = shape.inner();
    let is_word = |fits: &dyn Fn(&str) -> bool| json.as_str().is_some_and(fits);
    let is_fit = match (shape, json) {
        // Nothing at all: whether that may be is said of the field.
        (_, Json::Null) => true,
        (Shape::Code(_), Json::String(code)) => return word(code, shape, at, None),
        (Shape::Code(_), _) => false,
        (Shape::Codes(list), Json::Array(codes)) => {
            let one = Shape::Code(list.clone());
            return codes.iter().enumerate().try_for_each(|(place, code)| constant(code, &one, &format!("{at}[{place}]")));
        }
        (Shape::Codes(_), _) => false,
        (Shape::Number(least, most), json) => {
            json.as_u64().is_some_and(|it| (u64::from(*least)..=u64::from(*most)).contains(&it))
        }
        (Shape::Entry, json) => json.as_u64().is_some_and(|it| it > 0),
        (Shape::Day, _) => is_word(&|it| it.parse::<chrono::NaiveDate>().is_ok()),
        (Shape::Instant, _) => is_word(&|it| it.parse::<Moment>().is_ok()),
        (Shape::Ref(_), _) => is_word(&|it| PersonId::new(it).is_ok()),
        // A tombstone may stand in place of a text.
        (Shape::Outside(_) | Shape::Text, json) => json.is_string() || json.is_object(),
        (Shape::List(item), Json::Array(items)) => {
            return items.iter().enumerate().try_for_each(|(place, it)| constant(it, item, &format!("{at}[{place}]")));
        }
        (Shape::List(_), _) => false,
        (Shape::Fields(fields), json) => return constant_fields(json, &fields.parts, at),
        (Shape::Variants(variants), Json::String(code)) => matches!(variants.holds(code), Some(Holds::Nothing)),
        (Shape::Variants(variants), Json::Object(parts)) => return constant_variant(parts, variants, shape, at),
        (Shape::Variants(_), _) => false,
        (Shape::Optional(_), _) => true,
    };
    if is_fit { Ok(()) } else { Err(unfit(shape, at, json.as_str())) }
}

fn constant_variant(parts: &Map<String, Json>, variants: &Variants, shape: &Shape, at: &str) -> Result<(), MappingError> {
    let mut each = parts.iter();
    let (Some((code, json)), None) = (each.next(), each.next()) else { return Err(unfit(shape, at, None)) };
    let under = format!("{at}.{code}");
    match variants.holds(code) {
        Some(Holds::One(shape)) => constant(json, shape, &under),
        Some(Holds::Fields(fields) | Holds::Unasked(fields)) => constant_fields(json, fields, &under),
        Some(Holds::Nothing) | None => Err(unfit(shape, at, Some(code))),
    }
}

fn constant_fields(json: &Json, fields: &[FieldShape], at: &str) -> Result<(), MappingError> {
    let Json::Object(parts) = json else {
        return Err(MappingError::Unfit { at: at.to_owned(), table: None, found: None, expected: "an object".to_owned() });
    };
    required(fields, |name| parts.get(name).is_some_and(|json| !json.is_null()), at)?;
    parts.iter().try_for_each(|(name, json)| match fields.iter().find(|field| field.name == name) {
        Some(field) => constant(json, &field.shape, &format!("{at}.{name}")),
        None => {
            let has: Vec<String> = fields.iter().map(|field| format!("`{}`", field.name)).collect();
            let expected = format!("no fields but {}", has.join(", "));
            Err(MappingError::Unfit { at: at.to_owned(), table: None, found: quotable(name), expected })
        }
    })
}

/// Refuses a table that holds what is no code, where codes are taken.
fn in_table(tables: &Tables, table: &str, shape: &Shape, at: &str) -> Result<(), MappingError> {
    let words = tables.get(table);
    words.into_iter().flat_map(BTreeMap::values).try_for_each(|found| word(found, shape, at, Some(table)))
}

/// Refuses a word that is no code, where codes are taken.
fn word(found: &str, shape: &Shape, at: &str, table: Option<&str>) -> Result<(), MappingError> {
    let is_fit = match shape {
        Shape::Code(list) | Shape::Codes(list) => list.words.iter().any(|(code, _)| *code == found),
        Shape::List(item) => return word(found, item.inner(), at, table),
        Shape::Variants(variants) => matches!(variants.holds(found), Some(Holds::Nothing)),
        Shape::Number(..) | Shape::Entry => super::value::whole_number("", found).is_ok(),
        Shape::Day => found.parse::<chrono::NaiveDate>().is_ok(),
        Shape::Instant => found.parse::<Moment>().is_ok(),
        Shape::Ref(_) => PersonId::new(found).is_ok(),
        Shape::Outside(_) | Shape::Text | Shape::Optional(_) => true,
        Shape::Fields(_) => false,
    };
    if is_fit {
        return Ok(());
    }
    Err(match (unfit(shape, at, Some(found)), table) {
        (MappingError::Unfit { at, found, expected, .. }, Some(table)) => {
            MappingError::Unfit { at, table: Some(table.to_owned()), found, expected }
        }
        (error, _) => error,
    })
}

fn unfit(shape: &Shape, at: &str, found: Option<&str>) -> MappingError {
    let expected = match shape {
        Shape::Code(list) => format!("one of {}", codes(list)),
        Shape::Codes(list) => format!("a list of any of {}", codes(list)),
        Shape::Variants(variants) => {
            let all: Vec<String> = variants.all.iter().map(|variant| format!("`{}`", variant.code)).collect();
            format!("one of {}", all.join(", "))
        }
        Shape::Number(least, most) => format!("a whole number from {least} to {most}"),
        Shape::Entry => "the number of an entry".to_owned(),
        Shape::Day => "a day such as `2026-04-02`".to_owned(),
        Shape::Instant => "a time such as `2026-04-02T09:00:00Z`".to_owned(),
        Shape::Ref(_) | Shape::Outside(_) => "a reference".to_owned(),
        Shape::Text => "a text".to_owned(),
        Shape::List(_) => "a list".to_owned(),
        Shape::Fields(_) => "an object".to_owned(),
        Shape::Optional(inner) => return unfit(inner, at, found),
    };
    MappingError::Unfit { at: at.to_owned(), table: None, found: found.and_then(quotable), expected }
}

fn codes(list: &CodeList) -> String {
    list.codes().iter().map(|code| format!("`{code}`")).collect::<Vec<_>>().join(", ")
}

/// What looks like a code; anything else may be the name of somebody.
fn quotable(found: &str) -> Option<String> {
    let fits = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_' || byte == b'-';
    ((1..=40).contains(&found.len()) && found.bytes().all(fits)).then(|| found.to_owned())
}
