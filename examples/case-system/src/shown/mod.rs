//! What of a cycle one reader is shown, as JSON.
//!
//! The texts of the crate are made for a [`Reader`]; its JSON is whole. Here, JSON is made for one, too: an entry that they are not
//! shown is left out, and the text fields of one whose words they may not read. So is what an overview makes of such an entry: the
//! thing that it began, wherever that is listed.

mod texts;

use std::collections::{BTreeMap, BTreeSet};

use practice_cycle::code::Code;
use practice_cycle::contracting::Stage;
use practice_cycle::correction::Event as Correction;
use practice_cycle::cycle::{Entry, Event, Possibility};
use practice_cycle::form::{Field, Takes};
use practice_cycle::history::{History, View};
use practice_cycle::id::{ContractId, EntryNumber, PersonId};
use practice_cycle::moment::Moment;
use practice_cycle::noun::Noun;
use practice_cycle::overview::Overview;
use practice_cycle::reader::Reader;
use serde_json::{Map, Value, json};

/// Lists of references in an overview, and to what; a list that is not named here is by its own name.
const LISTS: [(&str, &str); 25] = [
    ("contracts", "contract"),
    ("reframes_unanswered", "contract"),
    ("terms_not_accepted", "contract"),
    ("reviews_overdue", "contract"),
    ("parties_gone", "person"),
    ("lapsed", "contract"),
    ("renewals_waiting", "contract"),
    ("interventions", "intervention"),
    ("interventions_uncovered", "intervention"),
    ("sessions_uncovered", "session"),
    ("concerns_not_passed_on", "concern"),
    ("suggestions_unanswered", "suggestion"),
    ("consents_in_force", "consent"),
    ("changes_only_noticed", "change"),
    ("asked_again_unanswered", "asking"),
    ("conflicts_unanswered", "conflict"),
    ("plans", "test"),
    ("plans_to_look_at", "test"),
    ("disagreements", "disagreement"),
    ("disagreements_not_escalated", "disagreement"),
    ("steps_handed_back", "step"),
    ("outcomes_not_fed_back", "outcome"),
    ("programmes", "programme"),
    ("views_sought", "views"),
    ("disruptions_not_discussed", "placement_disruption"),
];

/// What one reader is shown of a view.
#[derive(Debug)]
pub struct Shown<'v> {
    history: &'v History,
    view: View<'v>,
    /// How many entries are known in the view: of no other does the reader say whether it is shown.
    known: usize,
    reader: Reader,
    /// What entries that are not shown began: references, by noun.
    withheld: BTreeMap<&'static str, BTreeSet<String>>,
}

impl<'v> Shown<'v> {
    /// What a reader is shown of what had happened by `as_of`, as it was recorded by `known_at`. The reader is made of all that is
    /// recorded, and not of that view: what was withdrawn since stays withdrawn, whatever day is asked for.
    #[must_use]
    pub fn to(history: &'v History, as_of: Moment, known_at: Moment, reader: Reader) -> Self {
        let view = history.view(as_of, known_at);
        let reader = reader.in_view(&view);
        // Before the opening nothing is known, whenever it was recorded; from then on the opening is in effect, and so in the view.
        let is_open = !view.entries().is_empty();
        let recorded = || history.entries().iter().take_while(|entry| is_open && entry.act().recorded_at <= known_at);
        let mut withheld: BTreeMap<&'static str, BTreeSet<String>> = BTreeMap::new();
        for entry in recorded().filter(|entry| !reader.is_shown(entry.number())) {
            let data = data_of(entry);
            for Field { name, takes, .. } in entry.event().kind().form().fields {
                if let (Takes::Reference { noun, makes: true, .. }, Some(Value::String(id))) = (takes, data.get(name)) {
                    withheld.entry(noun.code()).or_default().insert(id.clone());
                }
            }
        }
        let known = recorded().count();
        Self { history, view, known, reader, withheld }
    }

    /// The reader, for the texts of the crate.
    #[must_use]
    pub fn reader(&self) -> &Reader {
        &self.reader
    }

    /// The view.
    #[must_use]
    pub fn view(&self) -> &View<'v> {
        &self.view
    }

    /// Every entry that had occurred and that they are shown, corrections among them, in the order of the numbers.
    pub fn entries(&self) -> impl Iterator<Item = Value> {
        self.occurred().filter_map(|entry| self.entry(entry))
    }

    /// Every entry that had occurred, shown or not.
    fn occurred(&self) -> impl Iterator<Item = &'v Entry> {
        let known = self.history.entries().iter().take(self.known);
        known.filter(|entry| entry.act().occurred_at <= self.view.as_of())
    }

    /// When the last entry that they are shown was recorded.
    #[must_use]
    pub fn last_recorded(&self) -> Option<Moment> {
        self.occurred().filter(|entry| self.is_shown(entry.number())).map(|entry| entry.act().recorded_at).max()
    }

    /// Each contract of the view that they are shown, with its stage.
    pub fn contracts(&self) -> impl Iterator<Item = (&ContractId, Stage)> {
        let of_view = self.view.cycle().contracts();
        let named = of_view.filter_map(|contract| Some((self.history.contract_id(contract)?, contract)));
        let shown = named.filter(|(id, _)| !self.is_withheld(Noun::Contract.code(), id.as_str()));
        shown.filter_map(|(id, contract)| Some((id, contract.stage_at(self.view.as_of().min(self.view.known_at()))?)))
    }

    /// An entry as they are shown it, if they are. `words` says whether its texts are in it.
    #[must_use]
    pub fn entry(&self, entry: &Entry) -> Option<Value> {
        let number = entry.number();
        if !self.is_shown(number) {
            return None;
        }
        let mut shown = serde_json::to_value(entry).ok()?;
        self.strip(&mut shown);
        let undone_by = self.history.undone_by(number).filter(|&by| self.is_shown(by));
        Some(json!({ "entry": shown, "words": self.reader.may_read(number), "undone_by": undone_by }))
    }

    /// The overview as they are shown it.
    #[must_use]
    pub fn overview(&self) -> Value {
        let mut whole = serde_json::to_value(Overview::of(&self.view)).unwrap_or_default();
        if let Some(whole) = whole.as_object_mut() {
            let shown = self.view.entries().iter().filter(|entry| self.reader.is_shown(entry.number())).count();
            whole.insert("entries".to_owned(), shown.into());
        }
        self.prune(&mut whole, "", &self.texts_withheld());
        whole
    }

    /// The same in words.
    #[must_use]
    pub fn overview_text(&self) -> String {
        Overview::of(&self.view).for_reader(&self.reader).to_string()
    }

    /// What they may do at a time, without what is about something that they are not shown.
    pub fn possible<'s>(&'s self, person: &'s PersonId, at: Moment) -> impl Iterator<Item = Possibility> + 's {
        let all = self.history.possible_for(person, at);
        all.filter(|possible| possible.about.as_ref().is_none_or(|about| !self.is_withheld(about.noun.code(), &about.id)))
    }

    /// Whether they are shown an entry, which has to be known in the view.
    fn is_shown(&self, number: EntryNumber) -> bool {
        usize::try_from(number.get()).is_ok_and(|place| place <= self.known) && self.reader.is_shown(number)
    }

    fn is_withheld(&self, noun: &str, id: &str) -> bool {
        self.withheld.get(noun).is_some_and(|hidden| hidden.contains(id))
    }

    /// Takes out of an entry, as JSON, what the reader may not read.
    fn strip(&self, entry: &mut Value) {
        let Some(number) = number_of(entry) else { return };
        let Some(recorded) = self.history.entry(number) else { return };
        if !self.reader.may_read(number)
            && let Some(data) = entry.get_mut("data").and_then(Value::as_object_mut)
        {
            texts::take(data, &recorded.event().kind().form().fields, &mut drop);
        }
        if let (Event::Correction(correction), Some(data)) = (recorded.event(), entry.get_mut("data")) {
            // That there were words to be redacted is told of what they may read alone.
            let of_words = matches!(correction, Correction::Redacted(_));
            let is_shown = |number| self.is_shown(number) && (!of_words || self.reader.may_read(number));
            if let Some(named) = data.get_mut("entries").and_then(Value::as_array_mut) {
                named.retain(|number| entry_number(number).is_none_or(is_shown));
            }
        }
    }

    /// Texts that stand in no entry whose words they may read: an overview repeats some of them, such as the terms that are agreed.
    fn texts_withheld(&self) -> BTreeSet<String> {
        let (mut withheld, mut readable) = (BTreeSet::new(), BTreeSet::new());
        for entry in self.history.entries().iter().take(self.known) {
            let of = if self.reader.may_read(entry.number()) { &mut readable } else { &mut withheld };
            texts::take(&mut data_of(entry), &entry.event().kind().form().fields, &mut |text| _ = of.insert(text));
        }
        withheld.difference(&readable).cloned().collect()
    }

    /// Takes out of an overview what the reader is not shown. `list` is the name under which the value stands.
    fn prune(&self, value: &mut Value, list: &str, texts: &BTreeSet<String>) {
        match value {
            Value::Object(_) if number_of(value).is_some() => self.strip(value),
            Value::Object(fields) => {
                fields.retain(|_, value| !self.is_hidden(value) && !value.as_str().is_some_and(|text| texts.contains(text)));
                fields.iter_mut().for_each(|(name, value)| self.prune(value, name, texts));
            }
            Value::Array(items) => {
                let of = LISTS.iter().find(|(name, _)| *name == list).map(|(_, noun)| *noun);
                let is_withheld = |id: &str| {
                    let of_any = || self.withheld.values().any(|hidden| hidden.contains(id));
                    texts.contains(id) || of.map_or_else(of_any, |of| self.is_withheld(of, id))
                };
                items.retain(|item| item.as_str().map_or_else(|| !self.is_hidden(item), |id| !is_withheld(id)));
                items.iter_mut().for_each(|item| self.prune(item, list, texts));
            }
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }

    /// Whether a value is an entry that is not shown, or a thing that one began.
    fn is_hidden(&self, value: &Value) -> bool {
        if let Some(number) = number_of(value) {
            return !self.is_shown(number);
        }
        let Value::Object(fields) = value else { return false };
        fields.iter().any(|(name, value)| value.as_str().is_some_and(|id| self.is_withheld(name, id)))
    }
}

/// The number of an entry, if a value is one.
fn number_of(value: &Value) -> Option<EntryNumber> {
    let fields = value.as_object()?;
    let is_entry = ["type", "recorded_at", "data", "by"].iter().all(|name| fields.contains_key(*name));
    fields.get("number").filter(|_| is_entry).and_then(entry_number)
}

fn entry_number(value: &Value) -> Option<EntryNumber> {
    u32::try_from(value.as_u64()?).ok()?.try_into().ok()
}

fn data_of(entry: &Entry) -> Map<String, Value> {
    match serde_json::to_value(entry) {
        Ok(Value::Object(mut fields)) => match fields.remove("data") {
            Some(Value::Object(data)) => data,
            _ => Map::new(),
        },
        _ => Map::new(),
    }
}
