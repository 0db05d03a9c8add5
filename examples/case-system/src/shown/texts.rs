//! Where texts stand in the JSON of an entry: as its kind says.

use practice_cycle::form::{Field, Holds, Takes};
use serde_json::{Map, Value};

/// Takes the texts out of the fields of an object, and hands each out.
pub(super) fn take(object: &mut Map<String, Value>, fields: &[Field], taken: &mut impl FnMut(String)) {
    for Field { name, takes, .. } in fields {
        let stays = object.get_mut(*name).is_none_or(|value| stays(value, takes, taken));
        if !stays {
            object.remove(*name);
        }
    }
}

/// Takes the texts out of a value, and answers whether anything of it stays.
fn stays(value: &mut Value, takes: &Takes, taken: &mut impl FnMut(String)) -> bool {
    match (takes, value) {
        (Takes::Text { .. }, Value::String(text)) => {
            taken(std::mem::take(text));
            false
        }
        (Takes::Text { .. }, _) => false,
        (Takes::List { of, .. }, Value::Array(items)) => {
            items.retain_mut(|item| stays(item, of, taken));
            !matches!(**of, Takes::Text { .. })
        }
        (Takes::Group { fields, .. }, Value::Object(object)) => {
            take(object, fields, taken);
            true
        }
        (Takes::Choice { variants, .. }, Value::Object(object)) => {
            for variant in variants {
                let Some(held) = object.get_mut(variant.code.as_str()) else { continue };
                match (&variant.holds, held) {
                    (Holds::One { takes }, held) => return stays(held, takes, taken),
                    (Holds::Fields { fields }, Value::Object(held)) => take(held, fields, taken),
                    (Holds::Nothing | Holds::Fields { .. }, _) => {}
                }
            }
            true
        }
        _ => true,
    }
}
