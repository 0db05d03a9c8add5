//! The description of the API by OpenAPI 3.1, with the schemas that the crate makes of its own types.

use practice_cycle::schema;
use serde_json::{Map, Value, json};

/// The documents of the crate that go in and come out here.
const OF_CRATE: [&str; 11] = [
    "offer", "entry", "possibility", "finding", "refusal", "fault", "form", "overview", "portfolio_entry",
    "portfolio_reading", "portfolio_refusal",
];

/// The whole description.
#[must_use]
pub fn document() -> Value {
    let known = OF_CRATE.iter().filter_map(|name| Some((*name, schema::of(name)?)));
    let mut bundled = schema::bundle("urn:case-system:openapi", known);
    let names = bundled.get("properties").cloned().unwrap_or_default();
    let mut schemas = match bundled.get_mut("$defs").map(Value::take) {
        Some(Value::Object(schemas)) => schemas,
        _ => Map::new(),
    };
    let of_crate = |name: &str| names.get(name).cloned().unwrap_or_default();
    schemas.extend(own(&of_crate));
    let mut document = json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Case system",
            "version": env!("CARGO_PKG_VERSION"),
            "description": "Cycles of joining, contracting and intervening. Every answer is made for whoever is signed in: what they \
                            are not shown is left out.",
            "license": { "name": "MIT OR Apache-2.0", "identifier": "MIT OR Apache-2.0" },
        },
        "servers": [{ "url": "/" }],
        "paths": paths(),
        "components": { "schemas": schemas, "responses": responses() },
    });
    point_to_components(&mut document);
    document
}

/// The schemas of what is not the crate's.
fn own(of_crate: &impl Fn(&str) -> Value) -> Map<String, Value> {
    let text = || json!({ "type": "string" });
    let moment = || json!({ "type": "string", "format": "date-time" });
    let list = |items: Value| json!({ "type": "array", "items": items });
    let broken = json!({
        "type": "object",
        "description": "The row from which on a cycle does not load. Nothing is recorded in it, and it is shown as it stood before: texts and accounts to those who said them alone. `why` and `later` are for whoever administers.",
        "properties": {
            "line": { "type": "integer" }, "why": text(), "newer": { "type": "boolean" }, "later": { "type": "integer" },
        },
        "required": ["line", "newer"],
    });
    let problem = json!({
        "type": "object",
        "description": "Problem details (RFC 9457).",
        "properties": {
            "type": { "type": "string", "format": "uri" }, "title": text(), "status": { "type": "integer" }, "detail": text(),
            "refusal": of_crate("refusal"), "portfolio_refusal": of_crate("portfolio_refusal"), "fault": of_crate("fault"), "broken": reference("CycleBroken"),
        },
        "required": ["type", "title", "status"],
    });
    let recorded = json!({
        "type": "object",
        "properties": {
            "outcome": { "enum": ["recorded", "already_recorded", "already_so"] },
            "number": { "type": "integer", "minimum": 1 },
            "entry": of_crate("entry"),
            "warnings": list(text()),
            "refusal": of_crate("refusal"),
        },
        "required": ["outcome", "warnings"],
    });
    let shown = json!({
        "type": "object",
        "description": "An entry. Where its words are not for the reader, `words` is false and the fields of text are left out of it.",
        "properties": {
            "entry": { "anyOf": [of_crate("entry"), { "type": "object" }] },
            "words": { "type": "boolean" },
            "undone_by": { "type": ["integer", "null"] },
        },
        "required": ["entry", "words", "undone_by"],
    });
    let overview = json!({
        "type": "object",
        "properties": {
            "overview": {
                "description": "An overview, or, where something in it is not for the reader, what is left of one.",
                "anyOf": [of_crate("overview"), { "type": "object" }],
            },
            "text": text(),
            "broken": reference("CycleBroken"),
        },
        "required": ["overview", "text"],
    });
    let found = json!({
        "type": "object",
        "properties": { "due": moment(), "finding": of_crate("finding"), "text": text() },
        "required": ["finding", "text"],
    });
    let due = json!({
        "type": "object",
        "properties": { "due": { "type": ["string", "null"], "format": "date-time" }, "title": text(), "duty": { "type": "object" } },
        "required": ["due", "title", "duty"],
    });
    let findings = json!({
        "type": "object",
        "properties": {
            "pack": { "type": "array", "items": text(), "minItems": 2, "maxItems": 2 },
            "findings": list(found),
            "due": list(due),
        },
        "required": ["pack", "findings", "due"],
    });
    let all = [
        ("CycleBroken", broken),
        ("Problem", problem),
        ("Recorded", recorded),
        ("ShownEntry", shown),
        ("ShownOverview", overview),
        ("Findings", findings),
        ("OfferedAct", of_crate("offer")),
        (
            "OfferedLate",
            json!({
                "type": "object",
                "properties": { "act": of_crate("offer"), "reason": text() },
                "required": ["act", "reason"],
                "additionalProperties": false,
            }),
        ),
        (
            "PossibleActs",
            json!({
                "type": "object",
                "properties": { "possible": list(of_crate("possibility")), "at": moment() },
                "required": ["possible", "at"],
            }),
        ),
        (
            "ShownEntries",
            json!({
                "type": "object",
                "properties": { "entries": list(reference("ShownEntry")), "broken": { "anyOf": [reference("CycleBroken"), { "type": "null" }] } },
                "required": ["entries", "broken"],
            }),
        ),
        (
            "ShownReadings",
            json!({
                "type": "object",
                "properties": { "readings": list(json!({
                    "type": "object", "properties": { "reading": text(), "text": text() }, "required": ["reading", "text"],
                })) },
                "required": ["readings"],
            }),
        ),
        ("CycleList", json!({ "type": "object", "properties": { "cycles": list(text()) }, "required": ["cycles"] })),
        (
            "Me",
            json!({
                "type": "object", "properties": { "person": text(), "form_token": text() }, "required": ["person", "form_token"],
            }),
        ),
        ("KindForm", of_crate("form")),
        (
            "OwnPortfolio",
            json!({
                "type": "object",
                "properties": { "entries": list(of_crate("portfolio_entry")), "reading": of_crate("portfolio_reading"), "text": text() },
                "required": ["entries", "reading", "text"],
            }),
        ),
        (
            "PortfolioAct",
            json!({
                "description": "An act of a portfolio as its owner sends it: an entry without its number and without when it is recorded.",
                "type": "object",
                "properties": { "type": text(), "occurred_at": moment(), "by": text(), "data": { "type": "object" } },
                "required": ["type", "occurred_at", "by", "data"],
                "additionalProperties": false,
            }),
        ),
        (
            "RecordedInPortfolio",
            json!({
                "type": "object",
                "properties": {
                    "outcome": { "enum": ["recorded", "already_recorded"] },
                    "number": { "type": "integer", "minimum": 1 },
                    "entry": of_crate("portfolio_entry"),
                },
                "required": ["outcome", "number"],
            }),
        ),
    ];
    all.into_iter().map(|(name, schema)| (name.to_owned(), schema)).collect()
}

fn reference(name: &str) -> Value {
    json!({ "$ref": format!("#/components/schemas/{name}") })
}

fn paths() -> Value {
    let cycle =
        || json!({ "name": "cycle", "in": "path", "required": true, "schema": { "type": "string", "maxLength": 128 } });
    let time = |name: &str, about: &str| {
        let schema = json!({ "type": "string", "format": "date-time" });
        json!({ "name": name, "in": "query", "required": false, "description": about, "schema": schema })
    };
    let times = || [time("as_of", "Up to when things occurred."), time("as_known_at", "Up to when they were recorded.")];
    let read = |id: &str, about: &str, schema: &str| {
        let [as_of, known_at] = times();
        json!({ "get": {
            "operationId": id, "summary": about, "parameters": [cycle(), as_of, known_at], "responses": read_responses(schema),
        } })
    };
    let write = |id: &str, about: &str, body: &str, parameters: Vec<Value>| {
        let answer = if body == "PortfolioAct" { "RecordedInPortfolio" } else { "Recorded" };
        json!({ "post": {
            "operationId": id,
            "summary": about,
            "parameters": parameters,
            "requestBody": { "required": true, "content": { "application/json": { "schema": reference(body) } } },
            "responses": written(answer),
        } })
    };
    let mut cycles = write("openCycle", "Opens a cycle, under the reference that its opening names.", "OfferedAct", vec![]);
    if let Some(methods) = cycles.as_object_mut() {
        let get = json!({ "operationId": "cycles", "summary": "The cycles that you may read.", "responses": read_responses("CycleList") });
        methods.insert("get".to_owned(), get);
    }
    let [as_of, known_at] = times();
    let format = json!({
        "name": "format", "in": "query", "required": true, "schema": { "enum": ["csv", "ocel-json", "xes"] },
    });
    let kind = json!({ "name": "kind", "in": "path", "required": true, "schema": { "type": "string" } });
    let mut exported = failures(&["400", "401", "403", "404", "408", "429", "503"]);
    exported.insert(
        "200".to_owned(),
        json!({
            "description": "The cycle, without free text.",
            "content": {
                "text/csv": { "schema": { "type": "string" } },
                "application/json": { "schema": { "type": "object" } },
                "application/xml": { "schema": { "type": "string" } },
            },
        }),
    );
    json!({
        "/api/cycles": cycles,
        "/api/cycles/{cycle}/acts": write("offerAct", "Records an act; sent again, it is found.", "OfferedAct", vec![cycle()]),
        "/api/cycles/{cycle}/late-acts": write(
            "offerLateAct",
            "Records an act after which later steps of its contract were recorded: they are taken back and repeated.",
            "OfferedLate",
            vec![cycle()],
        ),
        "/api/cycles/{cycle}/possible": read("possible", "What you may do, and what you may not, with the reason.", "PossibleActs"),
        "/api/cycles/{cycle}/overview": read("overview", "Where the cycle stands.", "ShownOverview"),
        "/api/cycles/{cycle}/entries": read("entries", "What was recorded.", "ShownEntries"),
        "/api/cycles/{cycle}/findings": read("findings", "What the rules in force find, what to do, and what is due.", "Findings"),
        "/api/cycles/{cycle}/readings": read("readings", "Every reading of which there is something to say.", "ShownReadings"),
        "/api/cycles/{cycle}/export": { "get": {
            "operationId": "export",
            "summary": "The cycle in the format of another system.",
            "parameters": [cycle(), format, as_of, known_at],
            "responses": exported,
        } },
        "/api/forms/{kind}": { "get": {
            "operationId": "form",
            "summary": "What a kind of event takes.",
            "parameters": [kind],
            "responses": read_responses("KindForm"),
        } },
        "/api/portfolio": { "get": {
            "operationId": "portfolio", "summary": "Your own portfolio, which nobody else is shown.", "responses": read_responses("OwnPortfolio"),
        } },
        "/api/portfolio/acts": write("offerToPortfolio", "Records an act in your own portfolio; the first opens it.", "PortfolioAct", vec![]),
        "/api/me": { "get": {
            "operationId": "me", "summary": "Who is signed in, and the token of their forms.", "responses": read_responses("Me"),
        } },
    })
}

fn ok(description: &str, schema: &str) -> Value {
    json!({ "description": description, "content": { "application/json": { "schema": reference(schema) } } })
}

fn failures(statuses: &[&str]) -> Map<String, Value> {
    let failure =
        |status: &&str| (String::from(*status), json!({ "$ref": format!("#/components/responses/Problem{status}") }));
    statuses.iter().map(failure).collect()
}

fn read_responses(schema: &str) -> Value {
    let mut all = failures(&["400", "401", "403", "404", "408", "429", "503"]);
    all.insert("200".to_owned(), ok("As you are shown it.", schema));
    all.into()
}

fn written(schema: &str) -> Value {
    let mut all = failures(&["400", "401", "403", "404", "408", "409", "413", "415", "422", "429", "503", "507"]);
    all.insert("201".to_owned(), ok("It is recorded.", schema));
    all.insert("200".to_owned(), ok("It was recorded before, or what it asks for is so.", schema));
    all.into()
}

fn responses() -> Value {
    let said = [
        ("400", "The address or the body does not read."),
        ("401", "Nobody is signed in."),
        ("403", "You may not do this, or it is for somebody else to do."),
        ("404", "There is nothing here, or nothing that you may see; or the act refers to something that is not recorded."),
        ("408", "It did not arrive, or was not answered, in time."),
        ("409", "It does not fit what is recorded; or others kept recording, or the cycle does not load."),
        ("413", "The body is too long."),
        ("415", "The body is not JSON."),
        ("422", "The body does not read as an act, or cannot be meant."),
        ("429", "Too many requests."),
        ("503", "The database cannot be used at the moment."),
        ("507", "There is no room left."),
    ];
    let response = |(status, description): (&str, &str)| {
        let content = json!({ "application/problem+json": { "schema": reference("Problem") } });
        (format!("Problem{status}"), json!({ "description": description, "content": content }))
    };
    said.into_iter().map(response).collect::<Map<_, _>>().into()
}

/// In a bundle, definitions stand under `$defs`; here, under `components`.
fn point_to_components(value: &mut Value) {
    match value {
        Value::Object(fields) => {
            for (name, value) in fields {
                let defined = value.as_str().filter(|_| name == "$ref").and_then(|to| to.strip_prefix("#/$defs/"));
                match defined.map(|defined| format!("#/components/schemas/{defined}")) {
                    Some(to) => *value = to.into(),
                    None => point_to_components(value),
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(point_to_components),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}
