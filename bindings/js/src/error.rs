//! What is thrown: an `Error` of JavaScript with a stable `code`, and what else is known as data.

use practice_cycle::cycle::RefusalReport;
use practice_cycle::history::LoadError;
use practice_cycle::policy::{PackError, Problem};
use practice_cycle::scenario::ScenarioError;
use practice_cycle::search::WorldError;
use practice_cycle::stored::{FaultReport, Unreadable};
use serde::Serialize;
use serde_json::json;
use wasm_bindgen::JsValue;

use crate::value;

/// What every exported function returns.
pub(crate) type Outcome<T> = Result<T, JsValue>;

/// An `Error` with these fields beside its message. Where a field cannot be made, the message stays.
fn error(message: &str, code: &str, fields: &[(&str, JsValue)]) -> JsValue {
    let error: JsValue = js_sys::Error::new(message).into();
    let named = [("name", JsValue::from_str("PracticeCycleError")), ("code", JsValue::from_str(code))];
    for (name, value) in named.iter().chain(fields) {
        // It fails for what is no object alone, which an `Error` is.
        _ = js_sys::Reflect::set(&error, &JsValue::from_str(name), value);
    }
    error
}

fn data(value: &impl Serialize) -> JsValue {
    value::to_js(value).unwrap_or(JsValue::NULL)
}

/// An argument that cannot be used.
pub(crate) fn argument(code: &str, message: &str) -> JsValue {
    error(message, &format!("argument.{code}"), &[])
}

/// An act that is refused.
pub(crate) fn refused(report: &RefusalReport) -> JsValue {
    error(&report.to_string(), report.code, &[("report", data(report))])
}

/// A line that cannot be read.
pub(crate) fn fault(report: &FaultReport) -> JsValue {
    let line = report.line.map_or(JsValue::UNDEFINED, |line| JsValue::from_f64(line as f64));
    error(&report.message, report.code, &[("line", line), ("report", data(report))])
}

/// A history that does not load.
pub(crate) fn unloaded(why: &LoadError) -> JsValue {
    fault(&why.report())
}

/// An act or an offer that cannot be read.
pub(crate) fn unreadable(why: &Unreadable) -> JsValue {
    fault(&why.report())
}

fn problems(code: &str, message: &str, problems: &[Problem]) -> JsValue {
    let all: Vec<_> = problems
        .iter()
        .map(
            |Problem { pack, path, message, meant }| json!({"pack": pack, "path": path, "message": message, "meant": meant}),
        )
        .collect();
    error(message, code, &[("problems", data(&all))])
}

/// A pack that does not load.
pub(crate) fn pack(why: &PackError) -> JsValue {
    problems("pack.invalid", &why.to_string(), why.problems())
}

/// Stories that do not read, or ask for rules that there are not.
pub(crate) fn stories(why: &ScenarioError) -> JsValue {
    problems("stories.invalid", &why.to_string(), why.problems())
}

/// A world that does not read, or cannot be searched.
pub(crate) fn world(why: &WorldError) -> JsValue {
    problems("world.invalid", &why.to_string(), why.problems())
}

/// What the library answers with where its own calendar, writer or serialiser fails.
pub(crate) fn other(why: impl std::fmt::Display) -> JsValue {
    error(&why.to_string(), "failed", &[])
}
