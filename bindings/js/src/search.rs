//! What rules can come to, over every history of a small world.

use std::sync::{Arc, Mutex, PoisonError};

use practice_cycle::calendar::EnglandAndWales;
use practice_cycle::policy::Pack;
use practice_cycle::search::{Progress, Reachability, Reviewed, Reviewer, Stories, World, scenarios};
use serde::Deserialize;
use serde_json::json;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue};

use crate::error::{Outcome, argument, other, world as unworldly};
use crate::history::History;
use crate::policy::Policy;
use crate::value;

/// The options of a search, but for the function that is called on the way.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub(crate) struct Asked {
    world: Option<String>,
    stories: Option<String>,
    steps: Option<usize>,
    states: Option<usize>,
    pub(crate) seconds: Option<f64>,
}

impl Asked {
    pub(crate) fn steps(&self) -> usize {
        self.steps.unwrap_or(30)
    }

    pub(crate) fn states(&self) -> usize {
        self.states.unwrap_or(100_000)
    }
}

/// What was found of each rule that was asked about.
#[wasm_bindgen]
#[derive(Debug)]
pub struct Searched {
    pack: Pack,
    reviewed: Vec<Reviewed>,
    without_story: Vec<String>,
}

#[wasm_bindgen]
impl Policy {
    /// Whether rules can apply, be kept, be broken, and be broken alone, with the shortest history of each: in a `world`, or in the one
    /// that is made of those `stories` that speak of the rule. It works until it is done, or a bound is reached, so in a page it belongs
    /// into a worker.
    ///
    /// # Errors
    /// That there is no such rule, or everything that is wrong with the world or the stories, as `problems`.
    pub fn search(
        &self,
        #[wasm_bindgen(unchecked_param_type = "string | string[]")] rules: &JsValue,
        #[wasm_bindgen(unchecked_param_type = "SearchOptions")] options: &JsValue,
    ) -> Outcome<Searched> {
        let rules = if js_sys::Array::is_array(rules) { js_sys::Array::from(rules) } else { js_sys::Array::of1(rules) };
        let rules: Vec<String> = rules.iter().map(|rule| value::text(&rule, "rules")).collect::<Outcome<_>>()?;
        let progress = progress(options)?;
        let asked: Asked = value::options(options)?;
        let pack = self.rules().clone();
        for rule in &rules {
            if pack.rule(rule).is_none() {
                let ids: Vec<&str> = pack.rules().iter().map(|rule| rule.id().as_str()).collect();
                return Err(argument("unknown", &format!("`{}` has no such rule; it has {}", pack.name(), ids.join(", "))));
            }
        }
        let place = Place::of(&asked)?;
        let reviewer = Reviewer::new(&pack, &EnglandAndWales::new()).map_err(other)?;
        let reviewer = reviewer.steps(asked.steps()).states(asked.states());
        let watch = Arc::new(Watch::new(asked.seconds, progress));
        let (told, stopping) = (Arc::clone(&watch), Arc::clone(&watch));
        let reviewer = reviewer.progress(move |progress| told.note(progress)).stop_when(move || stopping.is_over());
        let mut searched = Searched { pack, reviewed: Vec::new(), without_story: Vec::new() };
        for rule in &rules {
            watch.about(rule);
            let Some(world) = place.world(&searched.pack, rule)? else {
                searched.without_story.push(rule.clone());
                continue;
            };
            searched.reviewed.extend(reviewer.rule(rule, &world).map_err(|why| unworldly(&why))?);
        }
        Ok(searched)
    }
}

#[wasm_bindgen]
impl Searched {
    /// What was found, as data.
    ///
    /// # Errors
    /// That there is no memory left for it.
    #[wasm_bindgen(unchecked_return_type = "SearchResult")]
    pub fn data(&self) -> Outcome<JsValue> {
        value::to_js(&json!({
            "pack": self.pack.name(), "version": self.pack.version(), "rules": self.reviewed, "without_story": self.without_story,
        }))
    }

    /// What was found as stories that test the pack: the shortest history that keeps each rule, and the shortest that breaks it alone.
    #[must_use]
    pub fn stories(&self) -> String {
        scenarios(&self.pack, &self.reviewed)
    }

    /// The history that was found for a rule: one that `applies`, `keeps`, `breaks`, `breaks_alone` or is `undetermined`; nothing where
    /// none was found.
    ///
    /// # Errors
    /// That an argument is none of these.
    pub fn history(
        &self,
        #[wasm_bindgen(unchecked_param_type = "string")] rule: &JsValue,
        #[wasm_bindgen(unchecked_param_type = "Question")] question: &JsValue,
    ) -> Outcome<Option<History>> {
        let (rule, question) = (value::text(rule, "rule")?, value::text(question, "question")?);
        let Some(reviewed) = self.reviewed.iter().find(|reviewed| reviewed.rule.as_str() == rule) else {
            return Err(argument("unknown", "no such rule was searched for"));
        };
        let Some((_, shown)) = questions(reviewed).into_iter().find(|(name, _)| *name == question) else {
            return Err(argument("unknown", "`question`: expected applies, keeps, breaks, breaks_alone or undetermined"));
        };
        Ok(shown.history().cloned().map(History))
    }
}

fn questions(reviewed: &Reviewed) -> [(&'static str, &Reachability); 5] {
    [
        ("applies", &reviewed.applies),
        ("keeps", &reviewed.keeps),
        ("breaks", &reviewed.breaks),
        ("breaks_alone", &reviewed.breaks_alone),
        ("undetermined", &reviewed.undetermined),
    ]
}

/// Where to look.
pub(crate) enum Place {
    World(Box<World>),
    Stories(Box<Stories>),
}

impl Place {
    pub(crate) fn of(asked: &Asked) -> Outcome<Self> {
        match (&asked.world, &asked.stories) {
            (Some(world), None) => {
                let world = World::shipped(world).map_or_else(|| World::read(world), Ok);
                world.map(|world| Place::World(Box::new(world))).map_err(|why| unworldly(&why))
            }
            (None, Some(stories)) => {
                Stories::read(stories).map(|stories| Place::Stories(Box::new(stories))).map_err(|why| unworldly(&why))
            }
            (None, None) | (Some(_), Some(_)) => {
                Err(argument("option", "`options`: expected either a `world` or `stories`"))
            }
        }
    }

    /// The world in which to ask about a rule; none where no story speaks of it.
    fn world(&self, pack: &Pack, rule: &str) -> Outcome<Option<World>> {
        match self {
            Place::World(world) => Ok(Some((**world).clone())),
            Place::Stories(stories) => {
                // A story may know a rule by an id that it had before.
                let formerly = pack.rule(rule).into_iter().flat_map(|rule| rule.formerly());
                let ids: Vec<&str> = std::iter::once(rule).chain(formerly.map(|id| id.as_str())).collect();
                stories.world(&ids).map_err(|why| unworldly(&why))
            }
        }
    }
}

/// How often at most whoever waits hears how far it has come, in milliseconds.
const BEAT: f64 = 200.0;

/// The time that a search may take, and who hears how far it has come.
pub(crate) struct Watch {
    starts: f64,
    ends: f64,
    progress: Option<js_sys::Function>,
    told: Mutex<Told>,
}

/// What was last told.
struct Told {
    rule: String,
    progress: Progress,
    at: f64,
    is_over: bool,
}

impl Watch {
    pub(crate) fn new(seconds: Option<f64>, progress: Option<js_sys::Function>) -> Self {
        let starts = js_sys::Date::now();
        let nothing = Progress { steps: 0, states: 0, waiting: 0 };
        let told = Told { rule: String::new(), progress: nothing, at: starts, is_over: false };
        let ends = seconds.map_or(f64::INFINITY, |seconds| starts + seconds * 1000.0);
        Self { starts, ends, progress, told: Mutex::new(told) }
    }

    fn told(&self) -> std::sync::MutexGuard<'_, Told> {
        self.told.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn about(&self, rule: &str) {
        self.told().rule = rule.to_owned();
    }

    pub(crate) fn note(&self, progress: Progress) {
        self.told().progress = progress;
    }

    /// Whether the time is up, or whoever hears of it said `false`.
    pub(crate) fn is_over(&self) -> bool {
        let now = js_sys::Date::now();
        if now >= self.ends {
            return true;
        }
        let Some(progress) = &self.progress else { return false };
        // Whoever is called may not find this locked.
        let news = {
            let mut told = self.told();
            if told.is_over || now - told.at < BEAT {
                return told.is_over;
            }
            told.at = now;
            let Progress { steps, states, waiting } = told.progress;
            json!({"rule": told.rule, "steps": steps, "states": states, "waiting": waiting, "seconds": (now - self.starts) / 1000.0})
        };
        // One who fails to listen stops it, too.
        let says = value::to_js(&news).and_then(|news| progress.call1(&JsValue::NULL, &news));
        let is_over = says.map_or(true, |says| says == JsValue::FALSE);
        self.told().is_over = is_over;
        is_over
    }
}

/// The function that is called on the way, if there is one.
pub(crate) fn progress(options: &JsValue) -> Outcome<Option<js_sys::Function>> {
    if !options.is_object() {
        return Ok(None);
    }
    let progress = js_sys::Reflect::get(options, &JsValue::from_str("progress"))?;
    if value::is_absent(&progress) {
        return Ok(None);
    }
    progress.dyn_into().map(Some).map_err(|_| argument("option", "`options.progress`: expected a function"))
}
