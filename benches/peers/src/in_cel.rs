//! The same pattern in CEL, walked as a tree of expressions.

use std::collections::HashMap;
use std::sync::Arc;

use cel::common::types::CelString;
use cel::common::value::CowVal;
use cel::context::VariableResolver;
use cel::{Context, Env, Program, Value};
use practice_cycle::history::History;

use crate::asked::Asked;
use crate::entries::{EVENT, Facts, SIDE, WHAT};

const TARGET: Option<f64> = Some(25.0);

pub(crate) fn asked<'a>(version: &str, history: &'a History, facts: &[Facts<'a>]) -> Vec<Asked<'a>> {
    let env = Arc::new(Env::stdlib());
    let of_map = format!("entry.event == '{EVENT}' && entry.what == '{WHAT}' && entry.side == '{SIDE}'");
    let of_variables = format!("event == '{EVENT}' && what == '{WHAT}' && side == '{SIDE}'");
    let compile = |written: &str| env.compile(written).unwrap();
    let root = || Context::with_env(Arc::clone(&env));

    let maps: Vec<Context<'static, 'static>> = facts.iter().map(|facts| with_map(root(), facts)).collect();
    let variables: Vec<Context<'static, 'static>> = facts.iter().map(|facts| with_variables(root(), facts)).collect();
    let (map, map_again) = (compile(&of_map), compile(&of_map));
    let (variable, variable_again) = (compile(&of_variables), compile(&of_variables));
    let (map_root, variable_root) = (root(), root());
    let facts_of = |place: usize| Facts::of(history, &history.entries()[place]);

    let entries = facts.len();
    vec![
        Asked::peer(format!("{version}: a map of the entry, built before"), TARGET, entries, move |place| {
            fits(&map, &maps[place])
        }),
        Asked::peer(format!("{version}: bare variables, built before"), TARGET, entries, move |place| {
            fits(&variable, &variables[place])
        }),
        Asked::peer(format!("{version}: a map of the entry, built each time"), None, entries, move |place| {
            fits(&map_again, &with_map(map_root.new_inner_scope(), &facts_of(place)))
        }),
        Asked::peer(format!("{version}: bare variables, looked up as they are asked"), None, entries, move |place| {
            let names = Names::of(&facts_of(place));
            let mut context = variable_root.new_inner_scope();
            context.set_variable_resolver(&names);
            fits(&variable_again, &context)
        }),
    ]
}

fn fits(program: &Program, context: &Context<'_, '_>) -> bool {
    program.execute(context).unwrap() == Value::Bool(true)
}

fn with_map<'p, 'v>(mut context: Context<'p, 'v>, facts: &Facts<'_>) -> Context<'p, 'v> {
    let map: HashMap<String, Value> = facts.named().into_iter().map(|(name, word)| (name.to_owned(), word.into())).collect();
    context.add_variable_from_value("entry", map);
    context
}

fn with_variables<'p>(mut context: Context<'p, 'static>, facts: &Facts<'_>) -> Context<'p, 'static> {
    for (name, word) in facts.named() {
        context.add_variable_as_val(name, Box::new(CelString::from(word)));
    }
    context
}

/// The least that CEL can be given: words that are borrowed, found by a hand-written `match`.
struct Names {
    event: CelString<'static>,
    what: CelString<'static>,
    side: CelString<'static>,
}

impl Names {
    fn of(facts: &Facts<'_>) -> Self {
        Self { event: facts.event.into(), what: facts.what.into(), side: facts.side.into() }
    }
}

impl VariableResolver for Names {
    fn resolve<'b>(&'b self, name: &str) -> Option<CowVal<'b, 'b>> {
        match name {
            "event" => Some(CowVal::Borrowed(&self.event)),
            "what" => Some(CowVal::Borrowed(&self.what)),
            "side" => Some(CowVal::Borrowed(&self.side)),
            _ => None,
        }
    }
}
