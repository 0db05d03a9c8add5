//! A pack of rules at work: on histories, on an act that is offered, and on stories.

use std::sync::Arc;

use practice_cycle::calendar::{EnglandAndWales, TIME_ZONE, Tz};
use practice_cycle::cycle::Act;
use practice_cycle::diagram::Sequence;
use practice_cycle::moment::Moment;
use practice_cycle::policy::{self, Enforcement, Finding, Language, Pack, Packs, Rule};
use practice_cycle::reader::Reader;
use practice_cycle::scenario::Scenarios;
use serde::Serialize;
use serde_json::json;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::asked::{Checking, ForReader, Seen, Shown};
use crate::error::{self, Outcome, argument, other, unreadable};
use crate::history::History;
use crate::value;

/// The rules of a pack, by the calendar of England and Wales.
#[wasm_bindgen]
#[derive(Debug)]
pub struct Policy {
    pub(crate) packs: Packs,
    policy: Arc<policy::Policy>,
}

/// A rule as it is listed.
#[derive(Serialize)]
struct Listed<'a> {
    id: &'a str,
    title: &'a str,
    severity: policy::Severity,
    pack: &'a str,
    source: &'a policy::Source,
    after: Option<&'a policy::Source>,
}

/// What a check found, as data and in words.
#[derive(Serialize)]
struct Checked<'a> {
    report: &'a policy::Report,
    summary: policy::Summary,
    summary_text: String,
    findings: Vec<Found>,
    notes: Vec<String>,
    seen: String,
}

#[derive(Serialize)]
struct Found {
    finding: Finding,
    excused: bool,
    /// One sentence.
    sentence: String,
    /// Beside the entries it is about, over several lines.
    excerpt: String,
}

/// English with the zone named beside each time, since whoever reads a page may be elsewhere.
#[derive(Debug)]
struct English;

impl Language for English {
    fn sentence(&self, finding: &Finding) -> String {
        policy::English.sentence(finding)
    }

    fn heading(&self, finding: &Finding) -> String {
        policy::English.heading(finding)
    }

    fn notes(&self, finding: &Finding) -> Vec<(String, String)> {
        policy::English.notes(finding)
    }

    fn time(&self, at: Moment, _of_the_calendar: Tz, ends_day: bool) -> String {
        // The end of a day is named by the zone in which it ends.
        let named = if ends_day { at.just_before() } else { at };
        let zone = named.to_utc().with_timezone(&TIME_ZONE).format("%Z").to_string();
        format!("{} {zone}", policy::English.time(at, TIME_ZONE, ends_day))
    }
}

#[wasm_bindgen]
impl Policy {
    /// The rules of a pack that comes with the library, by its name, or of one that is given as JSON. Of several, in any order, it is the
    /// one that extends the others.
    ///
    /// # Errors
    /// Everything that is wrong with the packs, as `problems`; that they do not extend one another, or have no rules.
    pub fn of(#[wasm_bindgen(unchecked_param_type = "string | string[]")] packs: &JsValue) -> Outcome<Policy> {
        let given = if js_sys::Array::is_array(packs) { js_sys::Array::from(packs) } else { js_sys::Array::of1(packs) };
        let given: Vec<String> = given.iter().map(|pack| value::text(&pack, "packs")).collect::<Outcome<_>>()?;
        let (pack, packs) = asked(&given)?;
        let policy = policy::Policy::new(&pack, &EnglandAndWales::new()).map_err(other)?;
        Ok(Self { packs, policy: Arc::new(policy) })
    }

    /// What the pack is, and its rules.
    ///
    /// # Errors
    /// That there is no memory left for it.
    #[wasm_bindgen(getter, unchecked_return_type = "PackListing")]
    pub fn pack(&self) -> Outcome<JsValue> {
        let pack = self.policy.pack();
        let listed = |rule: &'_ Rule| {
            json!(Listed {
                id: rule.id().as_str(),
                title: rule.title(),
                severity: rule.severity(),
                pack: rule.pack().0,
                source: rule.source(),
                after: rule.after(),
            })
        };
        let rules: Vec<_> = pack.rules().iter().map(listed).collect();
        value::to_js(&json!({
            "name": pack.name(), "version": pack.version(), "title": pack.title(), "notice": pack.notice(), "rules": rules,
        }))
    }

    /// Checks a history: what was found, as data and in sentences. Words that people wrote are left out, and cases are numbered. It is what
    /// the `reader` may know of it, or nobody in particular; with `whole`, everything.
    ///
    /// # Errors
    /// An option that there is not.
    #[wasm_bindgen(unchecked_return_type = "Checked")]
    pub fn check(
        &self,
        history: &History,
        #[wasm_bindgen(unchecked_optional_param_type = "Checking")] options: &JsValue,
    ) -> Outcome<JsValue> {
        let (shown, readers) = value::options::<Checking>(options)?.of(&history.0)?;
        self.checked(&shown, &readers, |report| report.findings().cloned().collect())
    }

    /// The same with every duty among the findings: those, too, that are open, and those that were kept.
    ///
    /// # Errors
    /// An option that there is not.
    #[wasm_bindgen(unchecked_return_type = "Checked")]
    pub fn explain(
        &self,
        history: &History,
        #[wasm_bindgen(unchecked_optional_param_type = "Checking")] options: &JsValue,
    ) -> Outcome<JsValue> {
        let (shown, readers) = value::options::<Checking>(options)?.of(&history.0)?;
        let Seen { as_of, known_at } = shown.seen;
        self.checked(&shown, &readers, |_| self.policy.explain(&[&shown.history], as_of, known_at))
    }

    /// What recording an act would break at that moment, over and above what is broken already: `refused` where it commits somebody and
    /// the rule is an error, and `warned` else. Nothing is recorded. It is whole: it names cases as they are stored, and says what only
    /// certain readers may know.
    ///
    /// # Errors
    /// That the act cannot be read, or that the cycle itself refuses it.
    #[wasm_bindgen(unchecked_return_type = "Judgement")]
    pub fn judge(
        &self,
        history: &History,
        #[wasm_bindgen(unchecked_param_type = "Act | string")] act: &JsValue,
    ) -> Outcome<JsValue> {
        let act = Act::parse(&value::json(act, "act")?).map_err(|why| unreadable(&why))?;
        let judged = self.policy.judge(&history.0, &act, Enforcement::RefuseErrors);
        value::to_js(&judged.map_err(|why| error::refused(&why.about(&act)))?)
    }

    /// Runs stories that say what the rules should come to.
    ///
    /// # Errors
    /// Everything that is wrong with the stories, as `problems`.
    #[wasm_bindgen(unchecked_return_type = "Ran[]")]
    pub fn stories(&self, #[wasm_bindgen(unchecked_param_type = "string")] stories: &JsValue) -> Outcome<JsValue> {
        let read = Scenarios::read(&value::text(stories, "stories")?).map_err(|why| error::stories(&why))?;
        let ran = read.run(&self.packs).map_err(|why| error::stories(&why))?;
        let told = ran
            .iter()
            .map(|ran| json!({"story": ran.scenario, "as_expected": ran.is_as_expected(), "text": ran.to_string()}));
        value::to_js(&told.collect::<Vec<_>>())
    }

    /// Who did what to which contract, as a Mermaid sequence diagram, with what is found marked.
    ///
    /// # Errors
    /// An option that there is not.
    pub fn sequence(
        &self,
        history: &History,
        #[wasm_bindgen(unchecked_optional_param_type = "ForReader")] options: &JsValue,
    ) -> Outcome<String> {
        let options: ForReader = value::options(options)?;
        let shown = options.bare(&history.0)?;
        let report = self.policy.check(&shown.history, shown.seen.as_of, shown.seen.known_at);
        let drawn = Sequence::of(&shown.history, shown.seen.as_of, shown.seen.known_at).in_zone(TIME_ZONE);
        Ok(drawn.marking(report.findings()).for_reader(options.reader(&shown)).to_string())
    }
}

impl Policy {
    fn checked(
        &self,
        shown: &Shown,
        readers: &[Reader],
        findings: impl FnOnce(&policy::Report) -> Vec<Finding>,
    ) -> Outcome<JsValue> {
        let histories = [&shown.history];
        let report = self.policy.check(&shown.history, shown.seen.as_of, shown.seen.known_at).for_readers(readers);
        let findings = findings(&report);
        let found = findings.iter().filter(|finding| finding.duty.is_told_to(readers)).map(|finding| {
            let told = finding.told_to(readers);
            Found {
                excused: told.is_excused(),
                sentence: English.sentence(&told),
                excerpt: finding.excerpt(&histories).for_readers(readers).in_language(&English).to_string(),
                finding: told,
            }
        });
        let summary = report.summary();
        value::to_js(&Checked {
            summary,
            summary_text: summary.to_string(),
            findings: found.collect(),
            notes: report.render(&histories).in_language(&English).notes().collect(),
            seen: shown.seen.told(),
            report: &report,
        })
    }

    pub(crate) fn shared(&self) -> &Arc<policy::Policy> {
        &self.policy
    }

    pub(crate) fn rules(&self) -> &Pack {
        self.policy.pack()
    }
}

/// The pack that extends the others of those given, and all that are known with it.
fn asked(given: &[String]) -> Outcome<(Pack, Packs)> {
    let mut packs = Packs::shipped();
    // No name begins with a brace, and every pack does.
    let (written, named): (Vec<&String>, Vec<&String>) =
        given.iter().partition(|pack| pack.trim_start_matches('\u{feff}').trim_start().starts_with('{'));
    for name in &named {
        if packs.pack(name).is_none() {
            let shipped: Vec<&str> = packs.names().collect();
            return Err(argument("unknown", &format!("no pack of that name; there are {}", shipped.join(", "))));
        }
    }
    let mut names: Vec<String> = named.into_iter().cloned().collect();
    names.extend(packs.add_all(written.into_iter().map(String::as_str)).map_err(|why| error::pack(&why))?);
    let is_extended = |name: &&String| names.iter().any(|other| other != *name && packs.rests_on(other, name));
    let last: Vec<&String> = names.iter().filter(|name| !is_extended(name)).collect();
    let [name] = last.as_slice() else {
        return Err(argument("packs", "expected one pack, or several of which one extends the others"));
    };
    match packs.pack(name).filter(|pack| !pack.rules().is_empty()) {
        Some(pack) => Ok((pack.clone(), packs.clone())),
        None => Err(argument("packs", "the pack has no rules")),
    }
}
