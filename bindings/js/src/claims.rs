//! Claims in words of JavaScript: a function that says of each situation of a world whether something is so.

use std::sync::{Arc, Mutex, PoisonError};

use practice_cycle::search::{self, Claim, Reachability, Search};
use serde_json::json;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue};

use crate::error::{Outcome, argument, world as unworldly};
use crate::history::History;
use crate::policy::Policy;
use crate::search::{Asked, Place, Watch, progress};
use crate::value;

/// Where a small world stands: all that happened in it, and what time it is.
#[wasm_bindgen]
#[derive(Debug)]
pub struct Situation(search::Situation);

#[wasm_bindgen]
impl Situation {
    /// All that happened.
    #[must_use]
    pub fn history(&self) -> History {
        History(self.0.history().clone())
    }

    /// What time it is.
    #[wasm_bindgen(getter)]
    #[must_use]
    pub fn now(&self) -> String {
        self.0.now().to_string()
    }

    /// How often time was let pass.
    #[wasm_bindgen(getter)]
    #[must_use]
    pub fn passed(&self) -> usize {
        self.0.passed()
    }

    /// Whether a rule of the policy ever applied.
    ///
    /// # Errors
    /// That `rule` is no string, as with those below.
    pub fn applied(&self, #[wasm_bindgen(unchecked_param_type = "string")] rule: &JsValue) -> Outcome<bool> {
        Ok(self.0.applied(&value::text(rule, "rule")?))
    }

    /// Whether a rule of the policy was ever kept.
    pub fn kept(&self, #[wasm_bindgen(unchecked_param_type = "string")] rule: &JsValue) -> Outcome<bool> {
        Ok(self.0.kept(&value::text(rule, "rule")?))
    }

    /// Whether a rule of the policy was ever violated, and not excused by then.
    pub fn broke(&self, #[wasm_bindgen(unchecked_param_type = "string")] rule: &JsValue) -> Outcome<bool> {
        Ok(self.0.broke(&value::text(rule, "rule")?))
    }

    /// Whether a duty of a rule waits, and time alone will make it late.
    pub fn owes(&self, #[wasm_bindgen(unchecked_param_type = "string")] rule: &JsValue) -> Outcome<bool> {
        Ok(self.0.owes(&value::text(rule, "rule")?))
    }
}

/// A claim as it is given.
struct Given {
    name: String,
    scope: Scope,
    holds: js_sys::Function,
}

#[derive(Clone, Copy)]
enum Scope {
    Always,
    Never,
    Sometimes,
}

/// What a function threw while it was asked, which ends the search.
type Thrown = Arc<Mutex<Option<JsValue>>>;

impl Given {
    /// `{ never: 'somebody is left alone', holds: (situation) => … }`, or with `always` or `sometimes`.
    fn of(value: &JsValue) -> Outcome<Self> {
        let wrong = || {
            argument("claim", "`claims`: expected `always`, `never` or `sometimes` with a name, and `holds` with a function")
        };
        if !value.is_object() {
            return Err(wrong());
        }
        let field = |name: &str| js_sys::Reflect::get(value, &JsValue::from_str(name));
        let holds = field("holds")?.dyn_into().map_err(|_| wrong())?;
        for (scope, called) in [(Scope::Always, "always"), (Scope::Never, "never"), (Scope::Sometimes, "sometimes")] {
            if let Some(name) = field(called)?.as_string() {
                return Ok(Self { name, scope, holds });
            }
        }
        Err(wrong())
    }

    fn claim(self, thrown: &Thrown) -> Claim<search::Situation> {
        let (thrown, holds, scope) = (Arc::clone(thrown), self.holds, self.scope);
        let is_so = move |state: &search::Situation| {
            let said = holds.call1(&JsValue::NULL, &Situation(state.clone()).into());
            said.map(|said| said.is_truthy()).unwrap_or_else(|why| {
                thrown.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert(why);
                // Whatever is said now decides nothing: the search ends, and what was thrown is thrown on.
                matches!(scope, Scope::Always)
            })
        };
        match scope {
            Scope::Always => Claim::always(self.name, is_so),
            Scope::Never => Claim::never(self.name, is_so),
            Scope::Sometimes => Claim::sometimes(self.name, is_so),
        }
    }
}

#[wasm_bindgen]
impl Policy {
    /// Whether claims about what can happen in a `world` hold, each with the shortest history that decides it. Two situations can be one
    /// though their entries differ: a claim that looks at entries is asked of the first that was reached.
    ///
    /// # Errors
    /// What is wrong with the claims or the world; and whatever a function throws.
    #[wasm_bindgen(js_name = searchClaims, unchecked_return_type = "ClaimResult[]")]
    pub fn search_claims(
        &self,
        #[wasm_bindgen(unchecked_param_type = "Claim[]")] claims: &JsValue,
        #[wasm_bindgen(unchecked_param_type = "SearchOptions")] options: &JsValue,
    ) -> Outcome<JsValue> {
        if !js_sys::Array::is_array(claims) {
            return Err(argument("type", "`claims`: expected a list"));
        }
        let given: Vec<Given> = js_sys::Array::from(claims).iter().map(|claim| Given::of(&claim)).collect::<Outcome<_>>()?;
        if given.len() > search::MAX_CLAIMS {
            return Err(argument("claim", &format!("`claims`: expected at most {}", search::MAX_CLAIMS)));
        }
        let progress = progress(options)?;
        let asked: Asked = value::options(options)?;
        let Place::World(world) = Place::of(&asked)? else {
            return Err(argument("option", "`options`: expected a `world`"));
        };
        let world = world.under(self.shared()).map_err(|why| unworldly(&why))?;
        let watch = Arc::new(Watch::new(asked.seconds, progress));
        let thrown = Thrown::default();
        let (told, stopping, fallen) = (Arc::clone(&watch), Arc::clone(&watch), Arc::clone(&thrown));
        let has_thrown = move || fallen.lock().unwrap_or_else(PoisonError::into_inner).is_some();
        let mut search = Search::new(world.clone()).until_decided().steps(asked.steps()).states(asked.states());
        search = search.progress(move |news| told.note(news)).stop_when(move || has_thrown() || stopping.is_over());
        let names: Vec<String> = given.iter().map(|given| given.name.clone()).collect();
        for given in given {
            search = search.claim(given.claim(&thrown));
        }
        let explored = search.run();
        if let Some(why) = thrown.lock().unwrap_or_else(PoisonError::into_inner).take() {
            return Err(why);
        }
        let decided = names.iter().zip(explored.answers());
        let decided = decided.map(|(name, answer)| json!({"claim": name, "decided_by": Reachability::of(&world, answer)}));
        value::to_js(&decided.collect::<Vec<_>>())
    }
}
