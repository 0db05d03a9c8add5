//! All the steps to a contract in force, as one act of a scenario.

use serde_json::{Map, Value, json};

use crate::code::{Code, codes};

/// What stands for them.
pub(crate) const CODE: &str = "set_up_contract";

codes! {
    /// How far a contract is set up.
    pub(super) enum Until {
        Agreed = "agreed", "agreed";
        Active = "active", "active";
    }
}

/// One step: who takes it, what it is, and what it says.
pub(crate) struct SetUpAct {
    pub(crate) by: String,
    pub(crate) kind: &'static str,
    pub(crate) data: Map<String, Value>,
}

/// The steps, by whoever invites and the clinician; or what is wrong, and where.
pub(crate) fn steps(
    by: &str,
    clinician: &str,
    a_year_later: &str,
    mut data: Map<String, Value>,
) -> Result<Vec<SetUpAct>, (String, String)> {
    let wrong = |field: &str, problem: &str| Err((field.to_owned(), problem.to_owned()));
    let Some(contract) = data.remove("contract") else { return wrong("contract", "expected the contract's reference") };
    let stage = match data.remove("stage") {
        None => Until::Active,
        Some(stage) => match stage.as_str().and_then(Until::from_code) {
            Some(stage) => stage,
            None => return wrong("stage", "expected `agreed` or `active`"),
        },
    };
    let space = data.remove("space").unwrap_or_else(|| json!("case_consultation"));
    let stream = data.remove("stream").unwrap_or_else(|| json!("reflective"));
    let case = data.remove("case");
    let mut terms = usual_terms(a_year_later);
    match data.remove("terms") {
        None => {}
        Some(Value::Object(other)) => terms.extend(other),
        Some(_) => return wrong("terms", "expected an object"),
    }
    if let Some(field) = data.keys().next() {
        return wrong(field, "expected `contract`, `space`, `stream`, `case`, `terms` or `stage`");
    }
    let mut invited = fields(json!({"contract": contract, "space": space, "stream": stream}));
    invited.extend(case.map(|case| ("case".to_owned(), case)));
    let accepted = || fields(json!({"contract": contract, "version": 1}));
    let step = |by: &str, kind, data| SetUpAct { by: by.to_owned(), kind, data };
    let mut steps = vec![
        step(by, "contract_invited", invited),
        step(by, "terms_proposed", fields(json!({"contract": contract, "terms": terms}))),
        step(by, "terms_accepted", accepted()),
        step(clinician, "terms_accepted", accepted()),
    ];
    if stage == Until::Active {
        steps.push(step(by, "contract_begun", fields(json!({"contract": contract}))));
    }
    Ok(steps)
}

fn usual_terms(a_year_later: &str) -> Map<String, Value> {
    fields(json!({
        "focus": {"code": "case_dilemma"},
        "goal": "Invented: to think together.",
        "lead": "shared",
        "roles": {
            "notes": "social_worker",
            "statutory_process": "social_worker",
            "context": "shared",
            "asking": "shared",
            "reflecting": "clinician",
        },
        "safeguarding": "none_known",
        "duration": {"until": {"ends": a_year_later}},
        "family_understanding": "Invented: both explain at the start.",
    }))
}

fn fields(value: Value) -> Map<String, Value> {
    if let Value::Object(fields) = value { fields } else { Map::new() }
}
