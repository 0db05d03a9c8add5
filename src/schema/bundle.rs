//! Several schemas as one document, for generators of types.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value, json};

use crate::json_schema::scalar::{described, joined};

/// What is defined, by the place of its document and its name there.
type Place = (usize, String);

/// Puts several schemas, each with its name, into one document from which a generator of code makes named types.
///
/// The document speaks of one object with a property for each schema: a type `Documents`, by which a generator reaches all others.
/// Under `$defs`, each of them has a type of its name (`portfolio_act` is `PortfolioAct`), and whatever has one name and one meaning in
/// several of them is there once. Where another schema means something else by a name, the name of that schema comes before it
/// (`ReadingAnswer`). Objects that stand inside others, and variants of a choice, get names as well, made of where they stand; and
/// a choice whose variants are distinguished by one field says which (`discriminator`, as OpenAPI has it).
///
/// What no type can say is left out: which fields are needed together, and patterns of text that exclude each other. Of two definitions
/// that are text, the first stays: what is written in UTC is one way of writing what is read with any offset.
///
/// ```
/// use practice_cycle::schema;
/// let all = schema::bundle("urn:example:all", [("act", schema::act()), ("offer", schema::offer())]);
/// assert_eq!(all["properties"]["offer"]["$ref"], "#/$defs/Offer");
/// assert_eq!(all["$defs"]["Act"]["discriminator"]["propertyName"], "type");
/// assert!(all["$defs"]["PersonLeftAct"].is_object() && all["$defs"]["PersonId"].is_object());
/// ```
pub fn bundle<'n>(id: &str, schemas: impl IntoIterator<Item = (&'n str, Value)>) -> Value {
    let mut names = Vec::new();
    let mut places: BTreeMap<Place, Value> = BTreeMap::new();
    let mut roots = BTreeMap::new();
    for (number, (name, schema)) in schemas.into_iter().enumerate() {
        let titled = schema.get("title").and_then(Value::as_str).filter(|title| !names.iter().any(|name| name == title));
        let root = titled.map_or_else(|| joined(name), str::to_owned);
        let definitions = apart(schema, &root);
        roots.insert(name.to_owned(), (number, root.clone()));
        places.extend(definitions.into_iter().map(|(name, schema)| ((number, name), schema)));
        names.push(root);
    }
    let classes = classes(&places);
    let called = called(&places, &classes, &names);
    let rename = |number: usize, name: &str| called.get(&(number, name.to_owned())).cloned().unwrap_or_default();
    let mut definitions = Map::new();
    for ((number, name), schema) in &places {
        let mut schema = schema.clone();
        each_reference(&mut schema, &mut |name| *name = rename(*number, name));
        let name = rename(*number, name);
        if let Value::Object(keywords) = &mut schema {
            keywords.insert("title".to_owned(), name.clone().into());
        }
        definitions.entry(name).or_insert(schema);
    }
    say_what_tells_apart(&mut definitions);
    let roots_of = roots.values().map(|(number, root)| rename(*number, root));
    keep_reached(&mut definitions, roots_of.collect());
    let properties: Map<String, Value> = roots
        .into_iter()
        .map(|(name, (number, root))| (name, json!({ "$ref": format!("#/$defs/{}", rename(number, &root)) })))
        .collect();
    let required: Vec<String> = properties.keys().cloned().collect();
    let all = json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": id,
        "title": "Documents",
        "type": "object",
        "properties": properties,
        "required": required,
        "additionalProperties": false,
        "$defs": definitions,
    });
    described(all, "Every document that goes in or comes out, by its name.")
}

/// What a schema defines, its whole among it, under names of which each says one object or choice.
fn apart(mut schema: Value, root: &str) -> Map<String, Value> {
    let mut known = Map::new();
    if let Value::Object(keywords) = &mut schema {
        for keyword in ["$schema", "$id", "title"] {
            keywords.remove(keyword);
        }
        if let Some(Value::Object(defined)) = keywords.remove("$defs") {
            known = defined;
        }
    }
    let mut whole: Map<String, Value> =
        known.iter().map(|(name, schema)| (name.clone(), with_fields_of_both(schema.clone(), &known))).collect();
    whole.insert(root.to_owned(), with_fields_of_both(schema, &known));
    keep_reached(&mut whole, vec![root.to_owned()]);
    let whole: Map<String, Value> = whole.into_iter().map(|(name, schema)| (name, as_types_say_it(schema))).collect();
    let mut named = Named { taken: whole.keys().cloned().collect(), all: Map::new() };
    for (name, schema) in whole {
        let schema = named.inside(schema, &name);
        named.all.insert(name, schema);
    }
    named.all
}

/// Where fields stand beside a reference, as in a variant that says which it is: the fields of both, in one object.
fn with_fields_of_both(schema: Value, known: &Map<String, Value>) -> Value {
    match schema {
        Value::Object(keywords) => {
            let mut keywords: Map<String, Value> =
                keywords.into_iter().map(|(keyword, said)| (keyword, with_fields_of_both(said, known))).collect();
            let to = keywords.get("$ref").and_then(Value::as_str).and_then(|to| to.strip_prefix("#/$defs/"));
            let other = to.and_then(|name| known.get(name)).and_then(Value::as_object).cloned();
            if let (Some(other), true) = (other, keywords.contains_key("properties")) {
                keywords.remove("$ref");
                for (keyword, said) in other {
                    match (keywords.get_mut(&keyword), said) {
                        (Some(Value::Object(own)), Value::Object(more)) => own.extend(more),
                        (Some(Value::Array(own)), Value::Array(more)) => own.extend(more),
                        (Some(_), _) => {}
                        (None, said) => _ = keywords.insert(keyword, said),
                    }
                }
            }
            Value::Object(keywords)
        }
        Value::Array(items) => items.into_iter().map(|item| with_fields_of_both(item, known)).collect(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => schema,
    }
}

/// What says more of a value than its type.
const LIMITS: [&str; 9] =
    ["pattern", "format", "minLength", "maxLength", "minimum", "maximum", "minItems", "maxItems", "uniqueItems"];

/// What a type can say of a schema: not which fields are needed together, nor that text is held to one of several patterns. A reference
/// stands alone, since generators make another type of one that has words beside it.
fn as_types_say_it(schema: Value) -> Value {
    match schema {
        Value::Object(mut keywords) => {
            let only_says = |said: &Value, what: &[&str]| {
                let says = |it: &Value| it.as_object().is_some_and(|it| it.keys().all(|it| what.contains(&it.as_str())));
                said.as_array().is_some_and(|all| all.iter().all(says))
            };
            if keywords.get("type").is_some_and(|is| is == "string") {
                ["anyOf", "if", "then"].iter().for_each(|keyword| _ = keywords.remove(*keyword));
            }
            let is_tuple = keywords.contains_key("prefixItems");
            keywords.retain(|keyword, said| match keyword.as_str() {
                "uniqueItems" => false,
                "minItems" | "maxItems" => is_tuple,
                "oneOf" | "anyOf" => !only_says(said, &["required"]),
                "allOf" => !only_says(said, &["if", "then", "else"]),
                _ => true,
            });
            if let Some(to) = keywords.get("$ref").filter(|to| to.is_string() && keywords.len() > 1).cloned() {
                let about = keywords.get("description").and_then(Value::as_str).unwrap_or_default();
                return described(json!({ "allOf": [{ "$ref": to }] }), about);
            }
            // A generator would make another type of a part that has limits of its own.
            for keyword in ["items", "oneOf", "anyOf"] {
                let Some(part) = keywords.get_mut(keyword) else { continue };
                let parts = if let Value::Array(parts) = part { parts.iter_mut().collect() } else { vec![part] };
                for part in parts.into_iter().filter_map(Value::as_object_mut) {
                    let is_tuple = part.contains_key("prefixItems");
                    part.retain(|keyword, _| is_tuple || !LIMITS.contains(&keyword.as_str()));
                }
            }
            Value::Object(keywords.into_iter().map(|(keyword, said)| (keyword, as_types_say_it(said))).collect())
        }
        Value::Array(items) => items.into_iter().map(as_types_say_it).collect(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => schema,
    }
}

/// Gives names to objects that stand inside others.
struct Named {
    taken: BTreeSet<String>,
    all: Map<String, Value>,
}

impl Named {
    /// A schema in which every object is a reference to one that has a name, made of where it stands.
    fn inside(&mut self, mut schema: Value, name: &str) -> Value {
        let Value::Object(keywords) = &mut schema else { return schema };
        for choice in ["oneOf", "anyOf"] {
            // Alternatives that only say which fields are needed are no types.
            if let Some(Value::Array(variants)) = keywords.get_mut(choice) {
                for (place, variant) in variants.iter_mut().enumerate() {
                    *variant = self.variant(variant.take(), name, place);
                }
            }
        }
        if let Some(Value::Object(properties)) = keywords.get_mut("properties") {
            for (property, schema) in properties.iter_mut() {
                *schema = self.object(schema.take(), format!("{name}{}", joined(property)));
            }
        }
        for (inside, said) in [("items", "Item"), ("additionalProperties", "Value")] {
            if let Some(schema) = keywords.get_mut(inside) {
                *schema = self.object(schema.take(), format!("{name}{said}"));
            }
        }
        schema
    }

    /// A variant: by its title, by what it says it is, or by its only field, of which the name is left to what stands there.
    fn variant(&mut self, mut schema: Value, choice: &str, place: usize) -> Value {
        let title = schema.get("title").and_then(Value::as_str).map(str::to_owned);
        let properties = schema.get_mut("properties").and_then(Value::as_object_mut);
        let Some(properties) = properties else { return self.object(schema, format!("{choice}{}", place + 1)) };
        let constant = properties.values().find_map(|property| property.get("const")?.as_str()).map(joined);
        let only = properties.keys().next().filter(|_| properties.len() == 1).map(|field| joined(field));
        let name = match (title, constant, only) {
            (Some(title), ..) => title,
            (None, Some(constant), _) => format!("{choice}{constant}"),
            (None, None, Some(only)) => {
                for schema in properties.values_mut() {
                    *schema = self.object(schema.take(), format!("{choice}{only}"));
                }
                format!("{choice}{only}Variant")
            }
            (None, None, None) => format!("{choice}{}", place + 1),
        };
        self.object(schema, name)
    }

    /// A reference, if it is an object with fields or a list of a fixed number of parts, to what has that name.
    fn object(&mut self, schema: Value, mut name: String) -> Value {
        let schema = self.inside(schema, &name);
        let is_object = schema.get("properties").is_some() && schema.get("type").is_some_and(|is| is == "object");
        if !is_object && schema.get("prefixItems").is_none() {
            return schema;
        }
        while !self.taken.insert(name.clone()) {
            name.push('_');
        }
        let reference = json!({ "$ref": format!("#/$defs/{name}") });
        self.all.insert(name, schema);
        reference
    }
}

/// Which definitions mean the same: the same class for the same text, where references lead to the same classes.
fn classes(places: &BTreeMap<Place, Value>) -> BTreeMap<Place, usize> {
    let bare: BTreeMap<&Place, Value> = places.iter().map(|(place, schema)| (place, meaning(schema))).collect();
    let mut classes: BTreeMap<Place, usize> = places.keys().map(|place| (place.clone(), 0)).collect();
    let mut count = 1;
    loop {
        let mut texts: BTreeMap<(String, String), usize> = BTreeMap::new();
        let mut next = BTreeMap::new();
        for (&place, schema) in &bare {
            let mut schema = schema.clone();
            each_reference(&mut schema, &mut |name| {
                let class = classes.get(&(place.0, name.clone())).copied().unwrap_or_default();
                *name = class.to_string();
            });
            let fresh = texts.len();
            let class = *texts.entry((place.1.clone(), schema.to_string())).or_insert(fresh);
            next.insert(place.clone(), class);
        }
        classes = next;
        if texts.len() == count {
            return classes;
        }
        count = texts.len();
    }
}

/// A schema without what only people read. Text is text, however it is held to a pattern.
fn meaning(schema: &Value) -> Value {
    match schema {
        Value::Object(keywords) => {
            if keywords.get("type").is_some_and(|is| is == "string") && !keywords.contains_key("enum") {
                return json!({ "type": "string" });
            }
            let kept = keywords.iter().filter(|(keyword, said)| {
                let is_for_people = said.is_string() && ["title", "description"].contains(&keyword.as_str());
                let is_said_twice = *keyword == "type" && keywords.contains_key("const");
                !(is_for_people || is_said_twice || *keyword == "examples")
            });
            Value::Object(kept.map(|(keyword, said)| (keyword.clone(), meaning(said))).collect())
        }
        Value::Array(items) => items.iter().map(meaning).collect(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => schema.clone(),
    }
}

/// What each definition is called: the first of a name keeps it, and another has the name of its document before it.
fn called(places: &BTreeMap<Place, Value>, classes: &BTreeMap<Place, usize>, names: &[String]) -> BTreeMap<Place, String> {
    let (mut of_classes, mut taken) = (BTreeMap::new(), BTreeSet::new());
    let roots: BTreeSet<&String> = names.iter().collect();
    let mut called = BTreeMap::new();
    for place in places.keys() {
        let (number, name) = place;
        let class = classes.get(place).copied().unwrap_or_default();
        let document = names.get(*number).map(String::as_str).unwrap_or_default();
        let new = of_classes.entry(class).or_insert_with(|| {
            let is_other_root = name != document && roots.contains(name);
            let mut new = if is_other_root || taken.contains(name) { format!("{document}{name}") } else { name.clone() };
            while taken.contains(&new) {
                new.push('_');
            }
            taken.insert(new.clone());
            new
        });
        called.insert(place.clone(), new.clone());
    }
    called
}

/// Gives each choice of objects that one field distinguishes the name of that field.
fn say_what_tells_apart(definitions: &mut Map<String, Value>) {
    let constants = |name: &str| -> BTreeMap<String, String> {
        let properties = definitions.get(name).and_then(|it| it.get("properties")).and_then(Value::as_object);
        let constant = |(field, said): (&String, &Value)| Some((field.clone(), said.get("const")?.as_str()?.to_owned()));
        properties.into_iter().flatten().filter_map(constant).collect()
    };
    let mut told: Vec<(String, String)> = Vec::new();
    for (name, schema) in definitions.iter() {
        let Some(variants) = schema.get("oneOf").and_then(Value::as_array) else { continue };
        let each: Option<Vec<BTreeMap<String, String>>> = variants
            .iter()
            .map(|variant| Some(constants(variant.get("$ref")?.as_str()?.strip_prefix("#/$defs/")?)))
            .collect();
        let Some((first, rest)) = each.as_deref().and_then(<[_]>::split_first) else { continue };
        let tells = first.keys().find(|field| {
            let said: BTreeSet<&String> = rest.iter().chain([first]).filter_map(|it| it.get(*field)).collect();
            said.len() == variants.len()
        });
        told.extend(tells.map(|field| (name.clone(), field.clone())));
    }
    for (name, field) in told {
        if let Some(Value::Object(keywords)) = definitions.get_mut(&name) {
            keywords.insert("discriminator".to_owned(), json!({ "propertyName": field }));
        }
    }
}

/// Leaves out what nothing leads to any more.
fn keep_reached(definitions: &mut Map<String, Value>, mut open: Vec<String>) {
    let mut reached: BTreeSet<String> = BTreeSet::new();
    while let Some(name) = open.pop() {
        if let Some(schema) = definitions.get_mut(&name).filter(|_| reached.insert(name)) {
            each_reference(schema, &mut |to| open.push(to.clone()));
        }
    }
    definitions.retain(|name, _| reached.contains(name));
}

/// Changes the names in references to definitions.
fn each_reference(schema: &mut Value, change: &mut impl FnMut(&mut String)) {
    match schema {
        Value::Object(keywords) => {
            for (keyword, said) in keywords.iter_mut() {
                if keyword == "$ref"
                    && let Value::String(to) = said
                {
                    if let Some(name) = to.strip_prefix("#/$defs/") {
                        let mut name = name.to_owned();
                        change(&mut name);
                        *to = format!("#/$defs/{name}");
                    }
                } else {
                    each_reference(said, change);
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(|item| each_reference(item, change)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}
