//! Pictures as SVG: they hold references and codes, no word that people wrote, and what their reader may know.

use practice_cycle::assessment::Parameters;
use practice_cycle::picture::{self, Options};
use practice_cycle::policy::Finding;
use practice_cycle::turns::{self, Turns};
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::asked::{Drawing, Shown};
use crate::error::{Outcome, argument};
use crate::history::History;
use crate::policy::Policy;
use crate::value;

/// The history that is drawn, without words, and how.
fn asked(history: &History, options: &JsValue) -> Outcome<(Shown, Options)> {
    value::options::<Drawing>(options)?.of(&history.0).map(|(shown, _, options)| (shown, options))
}

#[wasm_bindgen]
impl History {
    /// Who was here as what, joining, contracts by stage, and the work, on one axis of time.
    ///
    /// # Errors
    /// An option that there is not.
    pub fn timeline(&self, #[wasm_bindgen(unchecked_optional_param_type = "Drawing")] options: &JsValue) -> Outcome<String> {
        let (shown, options) = asked(self, options)?;
        Ok(picture::timeline(&shown.seen.view(&shown.history), &options))
    }

    /// The boundary through time: how far it leant which way, and what that rests on.
    ///
    /// # Errors
    /// An option that there is not.
    pub fn boundary(&self, #[wasm_bindgen(unchecked_optional_param_type = "Drawing")] options: &JsValue) -> Outcome<String> {
        let (shown, options) = asked(self, options)?;
        Ok(picture::boundary(&shown.seen.view(&shown.history), Parameters::unvalidated_v2(), &options))
    }

    /// The circuit of joining, contracting and intervening: how often each arc of it was travelled, and how fast.
    ///
    /// # Errors
    /// An option that there is not.
    pub fn circuit(&self, #[wasm_bindgen(unchecked_optional_param_type = "Drawing")] options: &JsValue) -> Outcome<String> {
        let (shown, options) = asked(self, options)?;
        let turns = Turns::of(&shown.seen.view(&shown.history), &turns::Parameters::default());
        Ok(picture::circuit(&turns, &options))
    }
}

#[wasm_bindgen]
impl Policy {
    /// The duties of everything that a check finds, each through time: what began it, when it was due, and what met or broke it.
    ///
    /// # Errors
    /// An option that there is not.
    pub fn duties(
        &self,
        history: &History,
        #[wasm_bindgen(unchecked_optional_param_type = "Drawing")] options: &JsValue,
    ) -> Outcome<String> {
        let (shown, options, found) = self.found(history, options)?;
        Ok(picture::duties(&shown.seen.view(&shown.history), &found, &options))
    }

    /// The same of one finding, by its place among the `findings` of a check with the same options, from 0.
    ///
    /// # Errors
    /// An option that there is not, or that there is no such finding.
    pub fn duty(
        &self,
        history: &History,
        #[wasm_bindgen(unchecked_param_type = "number")] place: &JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "Drawing")] options: &JsValue,
    ) -> Outcome<String> {
        let (shown, options, found) = self.found(history, options)?;
        // Neither a fraction nor a number below 0 is the place of anything.
        let place = place.as_f64().filter(|place| place.fract() == 0.0 && *place >= 0.0).map(|place| place as usize);
        let finding = place
            .and_then(|place| found.get(place))
            .ok_or_else(|| argument("unknown", "`place`: there is no such finding"))?;
        Ok(picture::duties(&shown.seen.view(&shown.history), [finding], &options))
    }

    fn found(&self, history: &History, options: &JsValue) -> Outcome<(Shown, Options, Vec<Finding>)> {
        let (shown, reader, options) = value::options::<Drawing>(options)?.of(&history.0)?;
        let report = self.shared().check(&shown.history, shown.seen.as_of, shown.seen.known_at).for_readers(&[reader]);
        Ok((shown, options, report.findings().cloned().collect()))
    }
}
