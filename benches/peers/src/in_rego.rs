//! The same pattern in Rego, compiled for the register machine of regorus.

use std::collections::BTreeMap;

use practice_cycle::history::History;
use regorus::languages::rego::compiler::Compiler;
use regorus::rvm::RegoVM;
use regorus::{Engine, Value};

use crate::asked::Asked;
use crate::entries::{EVENT, Facts, SIDE, WHAT};

const TARGET: Option<f64> = Some(25.0);
const QUERY: &str = "data.peers.fits";

pub(crate) fn asked<'a>(version: &str, history: &'a History, facts: &[Facts<'a>]) -> Vec<Asked<'a>> {
    let inputs: Vec<Value> = facts.iter().map(input).collect();
    let (mut machine, mut again) = (machine(), machine());
    let entries = facts.len();
    vec![
        // The value is counted, not copied.
        Asked::peer(format!("{version}: an object of the entry, built before"), TARGET, entries, move |place| {
            fits(&mut machine, inputs[place].clone())
        }),
        Asked::peer(format!("{version}: an object of the entry, built each time"), None, entries, move |place| {
            fits(&mut again, input(&Facts::of(history, &history.entries()[place])))
        }),
    ]
}

fn machine() -> RegoVM {
    let module = format!(
        "package peers\n\nimport rego.v1\n\n\
        fits if {{\n    input.event == \"{EVENT}\"\n    input.what == \"{WHAT}\"\n    input.side == \"{SIDE}\"\n}}\n"
    );
    let mut engine = Engine::new();
    engine.add_policy("peers.rego".to_owned(), module).unwrap();
    let policy = engine.compile_with_entrypoint(&QUERY.into()).unwrap();
    let mut machine = RegoVM::new();
    machine.load_program(Compiler::compile_from_policy(&policy, &[QUERY]).unwrap());
    machine
}

fn input(facts: &Facts<'_>) -> Value {
    let fields: BTreeMap<Value, Value> = facts.named().into_iter().map(|(name, word)| (name.into(), word.into())).collect();
    fields.into()
}

fn fits(machine: &mut RegoVM, input: Value) -> bool {
    machine.set_input(input);
    machine.execute().unwrap() == Value::Bool(true)
}
