//! What happens, and tests of its fields.
#![expect(clippy::indexing_slicing, reason = "what is indexed is a JSON object that was made here, which takes any field")]

use serde_json::{Map, Value, json};

use super::construct::Construct;
use super::vocabulary::{EVENTS, PERIODS, SPANS, STAGES, WORDS, is_about, tests};
use crate::strategy::numbers::Numbers;

/// Makes parts of a rule out of numbers.
pub(super) struct Maker<'n> {
    pub(super) numbers: Numbers<'n>,
    /// What has to be in the rule, if anything.
    pub(super) wanted: Option<Construct>,
}

impl<'n> Maker<'n> {
    pub(super) fn new(numbers: &'n [u8], wanted: Option<Construct>) -> Self {
        Self { numbers: Numbers::new(numbers), wanted }
    }

    /// Whether a part is there: where it is wanted, and else in a number of eight.
    pub(super) fn has(&mut self, part: Construct, of_eight: usize) -> bool {
        self.numbers.chance(of_eight) || self.wanted == Some(part)
    }

    /// A length of time.
    pub(super) fn period(&mut self) -> &'static str {
        self.numbers.one(PERIODS)
    }

    pub(super) fn event(&mut self, about: &str) -> &'static str {
        let fit: Vec<&str> =
            EVENTS.iter().filter(|(_, keys)| about == "cycle" || keys.contains(&about)).map(|(code, _)| *code).collect();
        self.numbers.one(&fit)
    }

    /// Tests of the fields of an entry, or none; where it can be compared with what opened the duty, of that, too.
    pub(super) fn tests(&mut self, event: &str, opening: Option<&str>) -> Map<String, Value> {
        let mut map = Map::new();
        while map.len() < 4 && self.numbers.chance(if map.is_empty() { 4 } else { 2 }) {
            let (path, test) = if opening.is_some() && self.numbers.chance(2) { self.compared() } else { self.test(event) };
            map.insert(path.to_owned(), test);
        }
        map
    }

    /// A test that compares with what opened the duty.
    fn compared(&mut self) -> (&'static str, Value) {
        match self.numbers.below(6) {
            0 => ("by", json!({"same_as": "opening.by"})),
            1 | 2 => ("by", json!({"differs_from": "opening.by"})),
            3 => ("opening.by.side_now", json!(self.numbers.one(&["clinical", "social_work"]))),
            4 => {
                let length = self.numbers.one(&["within", "later_than"]);
                ("occurred_at", json!({length: self.period(), "after": "opening.recorded_at"}))
            }
            _ => ("occurred_at", json!({"differs_from": "opening.occurred_at"})),
        }
    }

    fn test(&mut self, event: &str) -> (&'static str, Value) {
        if self.numbers.chance(3) {
            let mut fit: Vec<_> = tests().into_iter().filter(|(code, ..)| *code == event || *code == "*").collect();
            if !fit.is_empty() {
                let (_, path, test) = fit.swap_remove(self.numbers.below(fit.len()));
                return (path, test);
            }
        }
        let has_contract = is_about(event, "contract");
        let fits = |code: &str| code == "*" || code == event || (code == "contract" && has_contract);
        let fit: Vec<_> = WORDS.iter().filter(|(code, ..)| fits(code)).collect();
        // What is of this kind alone is tried as often as the rest.
        let own: Vec<_> = fit.iter().filter(|(code, ..)| *code == event).copied().collect();
        let from = if !own.is_empty() && self.numbers.chance(4) { &own } else { &fit };
        let (_, path, words) = self.numbers.one(from);
        let word = self.numbers.one(words);
        let test = match self.numbers.below(5) {
            0 | 1 => json!(word),
            2 => json!({"not": word}),
            3 => json!([word, self.numbers.one(words)]),
            _ => json!({"all_of": [word]}),
        };
        (path, test)
    }

    /// Entries of a kind, or of several.
    pub(super) fn pattern(&mut self, about: &str, opening: Option<&str>) -> Value {
        let event = self.event(about);
        let tests = self.tests(event, opening);
        if opening.is_some() && self.numbers.chance(1) {
            let other = self.event(about);
            if other != event {
                let one = with_tests(json!({"event": event}), tests);
                return json!({"any": [one, with_tests(json!({"event": other}), self.tests(other, opening))]});
            }
        }
        let several = tests.is_empty() && self.numbers.chance(2);
        with_tests(if several { json!({"event": [event, self.event(about)]}) } else { json!({"event": event}) }, tests)
    }

    /// Entries of one kind, or of several, without `any`.
    pub(super) fn entries(&mut self, about: &str) -> Value {
        self.pattern(about, None)
    }

    pub(super) fn stages(&mut self) -> Value {
        let stage = self.numbers.one(STAGES);
        let other = self.numbers.one(STAGES);
        if self.numbers.chance(3) && other != stage { json!({"stage": [stage, other]}) } else { json!({"stage": stage}) }
    }

    /// What lasts from one entry to another.
    pub(super) fn lasting(&mut self, about: &str) -> Value {
        json!({"from": self.entries(about), "to": self.entries(about)})
    }

    pub(super) fn state(&mut self, about: &str) -> Value {
        if self.numbers.chance(2) || matches!(about, "intervention" | "person" | "with") {
            self.lasting(about)
        } else {
            self.stages()
        }
    }

    /// Entries, or a state that begins or ends.
    pub(super) fn happening(&mut self, about: &str, opening: Option<&str>) -> Value {
        match self.numbers.below(8) {
            6 => json!({"begins": self.state(about)}),
            7 => json!({"ends": self.state(about)}),
            _ => self.pattern(about, opening),
        }
    }

    /// What begins and ends, for what is open of it.
    pub(super) fn span(&mut self) -> (&'static str, &'static str, &'static str) {
        self.numbers.one(SPANS)
    }
}

/// Entries with tests, where there are any.
pub(super) fn with_tests(mut form: Value, tests: Map<String, Value>) -> Value {
    if !tests.is_empty() {
        form["where"] = Value::Object(tests);
    }
    form
}
