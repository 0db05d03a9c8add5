//! A history: read, written, recorded in, and shown.

use practice_cycle::calendar::TIME_ZONE;
use practice_cycle::cycle::{Act, Offer};
use practice_cycle::diagram::Sequence;
use practice_cycle::history;
use practice_cycle::id::{ContractId, PersonId};
use practice_cycle::overview::Overview;
use serde_json::json;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::asked::{ForReader, Whole, when};
use crate::decision::Decision;
use crate::error::{Outcome, argument, other, refused, unloaded, unreadable};
use crate::value;

/// Everything that was recorded of one cycle.
#[wasm_bindgen]
#[derive(Debug, Default)]
pub struct History(pub(crate) history::History);

#[wasm_bindgen]
impl History {
    /// One in which nothing is recorded yet.
    #[wasm_bindgen(constructor)]
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Reads JSON Lines by replaying them: what loads could have happened.
    ///
    /// # Errors
    /// The line that does not load, and why: `line`, `code` and `report` say so as data.
    pub fn read(#[wasm_bindgen(unchecked_param_type = "string")] text: &JsValue) -> Outcome<History> {
        let written = value::text(text, "text")?;
        history::History::read(written.as_bytes()).map(History).map_err(|why| unloaded(&why))
    }

    /// The JSON Lines that [`read`](Self::read) takes, with the words that people wrote.
    ///
    /// # Errors
    /// That there is no memory left for it.
    pub fn write(&self) -> Outcome<String> {
        let mut written = Vec::new();
        self.0.write(&mut written).map_err(other)?;
        String::from_utf8(written).map_err(other)
    }

    /// Every entry as it is stored.
    ///
    /// # Errors
    /// That there is no memory left for them.
    #[wasm_bindgen(unchecked_return_type = "Entry[]")]
    pub fn entries(&self) -> Outcome<JsValue> {
        value::to_js(&self.0.entries())
    }

    /// How many entries there are.
    #[wasm_bindgen(getter)]
    #[must_use]
    pub fn length(&self) -> usize {
        self.0.entries().len()
    }

    /// Records an act; or an offer, which is an act without a time of recording, as recorded `now`.
    ///
    /// # Errors
    /// That it cannot be read, or why it is refused: `report` says so as data.
    #[wasm_bindgen(unchecked_return_type = "Entry")]
    pub fn record(
        &mut self,
        #[wasm_bindgen(unchecked_param_type = "Act | Offer | string")] act: &JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "string")] now: &JsValue,
    ) -> Outcome<JsValue> {
        let act = self.act(act, now)?;
        let decision = self.0.decide(act).map_err(|why| refused(&why.report()))?;
        let (entries, _) = self.0.accept(decision).map_err(other)?;
        value::to_js(&entries.first())
    }

    /// Decides on an act and changes nothing: store what the decision holds, then [`accept`](Self::accept) it.
    ///
    /// # Errors
    /// As of [`record`](Self::record).
    pub fn decide(
        &self,
        #[wasm_bindgen(unchecked_param_type = "Act | Offer | string")] act: &JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "string")] now: &JsValue,
    ) -> Outcome<Decision> {
        self.0.decide(self.act(act, now)?).map(Decision).map_err(|why| refused(&why.report()))
    }

    /// Records what was decided, and uses it up.
    ///
    /// # Errors
    /// That it was decided for another history, or before this one changed.
    pub fn accept(&mut self, decision: Decision) -> Outcome<()> {
        self.0.accept(decision.0).map(|_| ()).map_err(|why| argument("stale", &why.to_string()))
    }

    fn act(&self, act: &JsValue, now: &JsValue) -> Outcome<Act> {
        let written = value::json(act, "act")?;
        if value::is_absent(now) {
            return Act::parse(&written).map_err(|why| unreadable(&why));
        }
        let now = when(now, "now")?;
        let offer = Offer::parse(&written).map_err(|why| unreadable(&why))?;
        Ok(self.0.stamped(offer, now))
    }

    /// Where everything stands, as data. Words that people wrote are left out, and cases are numbered, unless `words` is true.
    ///
    /// # Errors
    /// An option that there is not.
    #[wasm_bindgen(unchecked_return_type = "Overview")]
    pub fn overview(&self, #[wasm_bindgen(unchecked_optional_param_type = "Whole")] options: &JsValue) -> Outcome<JsValue> {
        let shown = value::options::<Whole>(options)?.of(&self.0)?;
        value::to_js(&Overview::of(&shown.seen.view(&shown.history)))
    }

    /// Where everything stands, as text for one reader, or for nobody in particular.
    ///
    /// # Errors
    /// An option that there is not.
    #[wasm_bindgen(js_name = overviewText)]
    pub fn overview_text(
        &self,
        #[wasm_bindgen(unchecked_optional_param_type = "ForReader")] options: &JsValue,
    ) -> Outcome<String> {
        let options: ForReader = value::options(options)?;
        let shown = options.of(&self.0)?;
        let reader = options.reader(&shown);
        Ok(Overview::of(&shown.seen.view(&shown.history)).for_reader(&reader).to_string())
    }

    /// What a person could do next about a contract, and what keeps them from the rest.
    ///
    /// # Errors
    /// That there is no such contract, or that an argument cannot be read.
    #[wasm_bindgen(unchecked_return_type = "Possibility[]")]
    pub fn possible(
        &self,
        #[wasm_bindgen(unchecked_param_type = "string")] person: &JsValue,
        #[wasm_bindgen(unchecked_param_type = "string")] contract: &JsValue,
        #[wasm_bindgen(unchecked_param_type = "string")] at: &JsValue,
    ) -> Outcome<JsValue> {
        let (person, contract): (PersonId, ContractId) =
            (value::parsed(person, "person")?, value::parsed(contract, "contract")?);
        let possible = self.0.cycle().possible(&person, &contract, when(at, "at")?);
        value::to_js(&possible.map_err(|why| argument("unknown", &why.to_string()))?)
    }

    /// Everything of every kind that a person could do, or could but for an obstacle.
    ///
    /// # Errors
    /// That an argument cannot be read.
    #[wasm_bindgen(js_name = possibleFor, unchecked_return_type = "Possibility[]")]
    pub fn possible_for(
        &self,
        #[wasm_bindgen(unchecked_param_type = "string")] person: &JsValue,
        #[wasm_bindgen(unchecked_param_type = "string")] at: &JsValue,
    ) -> Outcome<JsValue> {
        let person: PersonId = value::parsed(person, "person")?;
        value::to_js(&self.0.possible_for(&person, when(at, "at")?).collect::<Vec<_>>())
    }

    /// What was recorded and might not be meant.
    ///
    /// # Errors
    /// That there is no memory left for it.
    #[wasm_bindgen(unchecked_return_type = "Warning[]")]
    pub fn warnings(&self) -> Outcome<JsValue> {
        let all = self.0.warnings();
        let told = all
            .iter()
            .map(|warning| json!({"code": warning.code(), "entry": warning.number(), "message": warning.to_string()}));
        value::to_js(&told.collect::<Vec<_>>())
    }

    /// The history without the words that people wrote, and with its cases numbered.
    ///
    /// # Errors
    /// That it cannot be made, because of what is recorded.
    #[wasm_bindgen(js_name = withoutWords)]
    pub fn without_words(&self) -> Outcome<History> {
        self.0.without_words().map(History).map_err(other)
    }

    /// Who did what to which contract, as a Mermaid sequence diagram.
    ///
    /// # Errors
    /// An option that there is not.
    pub fn sequence(
        &self,
        #[wasm_bindgen(unchecked_optional_param_type = "ForReader")] options: &JsValue,
    ) -> Outcome<String> {
        let options: ForReader = value::options(options)?;
        let shown = options.bare(&self.0)?;
        let drawn = Sequence::of(&shown.history, shown.seen.as_of, shown.seen.known_at).in_zone(TIME_ZONE);
        Ok(drawn.for_reader(options.reader(&shown)).to_string())
    }
}
