//! What conditions ask.
#![expect(clippy::indexing_slicing, reason = "what is indexed is a JSON object that was made here, which takes any field")]

use serde_json::{Value, json};

use super::construct::Construct;
use super::happening::{Maker, with_tests};
use super::vocabulary::{STAGES, is_about};

/// What a condition asks.
#[derive(Clone, Copy)]
enum Asked {
    Where,
    Happened,
    While,
    Last,
    First,
    Concurrent,
    Open,
    Ratio,
    Standing,
    Boundary,
    Not,
    All,
    Any,
}

/// Conditions, those that are asked most often twice, and those of others last.
const CONDITIONS: [(Construct, Asked); 15] = [
    (Construct::Where, Asked::Where),
    (Construct::Where, Asked::Where),
    (Construct::Happened, Asked::Happened),
    (Construct::Happened, Asked::Happened),
    (Construct::While, Asked::While),
    (Construct::Last, Asked::Last),
    (Construct::First, Asked::First),
    (Construct::Concurrent, Asked::Concurrent),
    (Construct::Open, Asked::Open),
    (Construct::Ratio, Asked::Ratio),
    (Construct::Standing, Asked::Standing),
    (Construct::Boundary, Asked::Boundary),
    (Construct::Not, Asked::Not),
    (Construct::All, Asked::All),
    (Construct::Any, Asked::Any),
];

/// How many of these are made of other conditions.
const OF_OTHERS: usize = 3;

fn asked(construct: Construct) -> Option<Asked> {
    CONDITIONS.iter().find(|(of, _)| *of == construct).map(|(_, asked)| *asked)
}

/// Whether what is wanted of a rule is a condition.
pub(super) fn is_condition(construct: Construct) -> bool {
    asked(construct).is_some()
}

impl Maker<'_> {
    /// A condition, asked when an entry of a kind opens a duty about something: the one that is wanted, if one is.
    pub(super) fn condition(&mut self, about: &str, opening: &str) -> Value {
        match self.wanted.and_then(asked) {
            Some(asked) => self.condition_of(asked, about, opening, 1),
            None => self.any_condition(about, opening, 2),
        }
    }

    fn any_condition(&mut self, about: &str, opening: &str, depth: usize) -> Value {
        let most = if depth == 0 { CONDITIONS.len() - OF_OTHERS } else { CONDITIONS.len() };
        let (_, asked) = self.numbers.one(CONDITIONS.get(..most).unwrap_or(&CONDITIONS));
        self.condition_of(asked, about, opening, depth.saturating_sub(1))
    }

    fn condition_of(&mut self, asked: Asked, about: &str, opening: &str, depth: usize) -> Value {
        match asked {
            Asked::Concurrent if is_about(opening, "contract") => self.concurrent(),
            Asked::Where | Asked::Concurrent => {
                let mut tests = self.tests(opening, None);
                if tests.is_empty() {
                    tests.insert("by.side".to_owned(), json!("clinical"));
                }
                json!({"where": tests})
            }
            Asked::While => json!({"while": self.state(about)}),
            Asked::Happened => self.happened(about, opening),
            Asked::Last => json!({"last": self.end(about)}),
            Asked::First => json!({"first": self.end(about)}),
            Asked::Open => self.open(about),
            Asked::Ratio => self.ratio(about),
            Asked::Standing => json!({"standing": {"at_least": self.numbers.one(&["orientating", "ally"])}}),
            Asked::Boundary => json!({"boundary": {"verdict": [self.numbers.one(&["healthy", "insufficient"]), "mixed"]}}),
            Asked::Not => json!({"not": self.any_condition(about, opening, depth)}),
            Asked::All => {
                json!({"all": [self.any_condition(about, opening, depth), self.any_condition(about, opening, depth)]})
            }
            Asked::Any => {
                json!({"any": [self.any_condition(about, opening, depth), self.any_condition(about, opening, depth)]})
            }
        }
    }

    fn happened(&mut self, about: &str, opening: &str) -> Value {
        let whose = if self.numbers.chance(2) { "cycle" } else { about };
        let mut happened = self.entries(whose);
        let event = happened["event"].as_str().map(str::to_owned);
        if about != "cycle" && !event.as_ref().is_some_and(|event| is_about(event, about)) {
            happened["per"] = if self.numbers.chance(4) { json!(["cycle"]) } else { json!([]) };
        }
        if self.numbers.chance(3) {
            happened["within"] = json!(self.period());
        }
        if self.numbers.chance(2) {
            happened["since"] = self.entries(whose);
        }
        if let (Some(event), true) = (event, self.numbers.chance(3)) {
            let is = self.tests(&event, Some(opening));
            if !is.is_empty() {
                happened["is"] = Value::Object(is);
            }
        }
        match self.numbers.below(5) {
            2 => happened["at_least"] = json!(2),
            3 => happened["at_most"] = json!(0),
            4 => happened["at_most"] = json!("$number"),
            _ => {}
        }
        json!({"happened": happened})
    }

    /// The first or the last of a kind.
    fn end(&mut self, about: &str) -> Value {
        let event = self.event(about);
        let form = with_tests(json!({"event": event}), self.tests(event, None));
        let mut is = self.tests(event, None);
        if is.is_empty() {
            is.insert("by.side".to_owned(), json!("social_work"));
        }
        let mut end = form;
        end["is"] = Value::Object(is);
        end
    }

    fn concurrent(&mut self) -> Value {
        let mut form = self.stages();
        if form["stage"].is_string() {
            form["stage"] = json!([form["stage"].clone(), self.numbers.one(STAGES)]);
        }
        match self.numbers.below(4) {
            2 => form["sharing"] = json!([self.numbers.one(&["case", "space", "lead"])]),
            3 => form["distinct"] = json!(self.numbers.one(&["case", "space"])),
            _ => {}
        }
        if self.numbers.chance(2) {
            form["where"] = json!({self.numbers.one(&["contract.lead", "contract.space"]): {"said": true}});
        }
        form[self.numbers.one(&["at_most", "at_least"])] = json!(self.numbers.one(&[1, 2]));
        json!({"concurrent": form})
    }

    fn ratio(&mut self, about: &str) -> Value {
        let whose = if self.numbers.chance(3) { "cycle" } else { about };
        let mut counted = || {
            let event = self.event(whose);
            with_tests(json!({"event": event}), self.tests(event, None))
        };
        let mut form = json!({"of": counted(), "to": counted()});
        if self.numbers.chance(2) {
            form["of"]["event"] = form["to"]["event"].clone();
        }
        if whose != about {
            form["per"] = json!([]);
        }
        if self.numbers.chance(4) {
            form["within"] = json!(self.period());
        }
        match self.numbers.below(4) {
            0 | 1 => form["at_least"] = json!(self.numbers.one(&[50, 100, 150])),
            2 => form["at_most"] = json!(self.numbers.one(&[0, 100])),
            _ => form["at_most"] = json!("$number"),
        }
        json!({"ratio": form})
    }

    /// How much is open of what begins and ends.
    fn open(&mut self, about: &str) -> Value {
        let (from, to, same) = self.span();
        let mut form = json!({"same": [same]});
        for (end, event) in [("from", from), ("to", to)] {
            form[end] = with_tests(json!({"event": event}), self.tests(event, None));
        }
        match self.numbers.below(4) {
            2 => form["per"] = json!([]),
            3 => form["per"] = json!([{"when": "by", "then": "by", "everywhere": self.numbers.chance(4)}]),
            _ if about != "cycle" && !is_about(from, about) => form["per"] = json!(["clinician"]),
            _ => {}
        }
        match self.numbers.below(4) {
            2 => form["distinct"] = json!(self.numbers.one(&["by", "case"])),
            3 if from == "session_held" => form["distinct"] = json!("space"),
            _ => {}
        }
        match self.numbers.below(4) {
            0 | 1 => form["at_most"] = json!(self.numbers.one(&[0, 1, 2])),
            2 => form["at_least"] = json!(self.numbers.one(&[1, 2])),
            _ => form["at_most"] = json!("$number"),
        }
        json!({"open": form})
    }
}
