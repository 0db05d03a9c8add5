//! One rule out of numbers.
#![expect(clippy::indexing_slicing, reason = "what is indexed is a JSON object that was made here, which takes any field")]

use serde_json::{Map, Value, json};

use super::condition::is_condition;
use super::construct::Construct;
use super::happening::{Maker, with_tests};
use super::vocabulary::{LINKS, PERIODS};

/// The numbers out of which a rule is made. Each row is for a part of its own, so that one can become simpler while the others stay.
pub(super) type RuleNumbers = [u8; ROWS * ROW];

const ROWS: usize = 8;
const ROW: usize = 24;

/// The rows, by what they are for.
#[derive(Clone, Copy)]
pub(super) enum Row {
    Shape,
    When,
    Conditions,
    Duty,
    Answer,
    Around,
    Until,
    Extras,
}

/// What duties are about.
const ABOUT: [&str; 13] = [
    "cycle", "contract", "contract", "contract", "case", "case", "intervention", "person", "each", "here", "leaver",
    "leaver", "supervised",
];

/// The four duties.
#[derive(Clone, Copy, PartialEq)]
enum DutyOf {
    Require,
    Expect,
    PrecededBy,
    Forbid,
}

/// The construct that a rule has to have: its number is drawn first of all. Of 0, it need have none.
pub(super) fn wanted(numbers: &RuleNumbers) -> Option<Construct> {
    let place = Maker::new(numbers, None).numbers.below(Construct::ALL.len() + 1);
    Construct::ALL.get(place.checked_sub(1)?).copied()
}

/// A rule of numbers, about which much is not sure to load: not everything fits everything.
pub(super) struct RuleMaker<'n> {
    numbers: &'n RuleNumbers,
    wanted: Option<Construct>,
    pub(super) rule: Map<String, Value>,
    /// What its duties are about, and what answers are about.
    pub(super) about: &'static str,
    pub(super) answers: &'static str,
    /// The one kind of entry that opens duties, if there is one.
    pub(super) opening: Option<String>,
    /// Of duties whose answers name them: by which kind of entry, and in which field.
    pub(super) linked: Option<(&'static str, &'static str)>,
}

impl<'n> RuleMaker<'n> {
    pub(super) fn new(id: &str, numbers: &'n RuleNumbers, wanted: Option<Construct>) -> Self {
        let mut rule = Map::new();
        rule.insert("id".to_owned(), json!(id));
        rule.insert("title".to_owned(), json!("An invented rule"));
        rule.insert("source".to_owned(), json!({"work": "invented", "known": "local"}));
        Self { numbers, wanted, rule, about: "cycle", answers: "cycle", opening: None, linked: None }
    }

    pub(super) fn made(mut self) -> Value {
        self.opens();
        self.applies();
        match self.duty() {
            DutyOf::Require => self.requires(),
            DutyOf::Expect => self.expects(),
            DutyOf::PrecededBy => self.looks_before(),
            DutyOf::Forbid => self.forbids(),
        }
        self.closes();
        self.parameters();
        Value::Object(self.rule)
    }

    /// A maker of a part, out of its own row.
    pub(super) fn row(&self, row: Row) -> Maker<'n> {
        // The first number of all says what is wanted.
        let start = if let Row::Shape = row { 1 } else { row as usize * ROW };
        Maker::new(self.numbers.get(start..(row as usize + 1) * ROW).unwrap_or_default(), self.wanted)
    }

    pub(super) fn wants(&self, construct: Construct) -> bool {
        self.wanted == Some(construct)
    }

    pub(super) fn wants_any(&self, constructs: &[Construct]) -> bool {
        self.wanted.is_some_and(|wanted| constructs.contains(&wanted))
    }

    pub(super) fn set(&mut self, part: &str, value: impl Into<Value>) {
        self.rule.insert(part.to_owned(), value.into());
    }

    pub(super) fn has(&self, part: &str) -> bool {
        self.rule.contains_key(part)
    }

    pub(super) fn opening(&self) -> Option<&str> {
        self.opening.as_deref()
    }

    /// What a duty is about, and what opens it.
    fn opens(&mut self) {
        let mut shape = self.row(Row::Shape);
        let severity = shape.numbers.one(&["query", "error"]);
        self.set("severity", severity);
        let drawn = shape.numbers.one(&ABOUT);
        let about = if self.wants_any(&[Construct::Each, Construct::Together]) {
            "each"
        } else if self.wants_any(&[Construct::PeopleHere, Construct::Everywhere]) {
            "here"
        } else if self.wants(Construct::ContractsOf) {
            "leaver"
        } else if self.wants_any(&[
            Construct::Stage,
            Construct::Lasting,
            Construct::Every,
            Construct::By,
            Construct::Clock,
            Construct::Concurrent,
            Construct::LinkedBy,
            Construct::CountedFrom,
            Construct::If,
            Construct::Unless,
        ]) {
            "contract"
        } else {
            drawn
        };
        (self.about, self.answers) = (about, about);
        let is_linked = matches!(about, "contract" | "case") && shape.has(Construct::LinkedBy, 2);
        let mut when = self.row(Row::When);
        let others = [
            Construct::CountedFrom,
            Construct::Stage,
            Construct::Lasting,
            Construct::Every,
            Construct::By,
            Construct::Clock,
            Construct::Concurrent,
        ];
        if is_linked && !self.wants_any(&others) {
            let (about, named, names, field) = when.numbers.one(LINKS);
            (self.about, self.answers, self.linked) = (about, about, Some((names, field)));
            self.set("when", with_tests(json!({"event": named}), when.tests(named, None)));
            self.set("per", json!([about]));
        } else {
            self.opens_by(about, &mut when);
        }
        let event = self.rule.get("when").and_then(|when| when.get("event"));
        self.opening = match event {
            Some(Value::String(event)) => Some(event.clone()),
            Some(_) => None,
            None => Some("contract_invited".to_owned()),
        };
    }

    fn opens_by(&mut self, about: &'static str, when: &mut Maker<'_>) {
        match about {
            "each" => {
                self.answers = "person";
                self.set("per", json!([{"when": "each", "then": "person"}]));
                self.set("when", json!({"event": "session_held"}));
                self.set("each", "present");
            }
            "here" => {
                self.answers = "person";
                let mut per = json!({"when": "each", "then": "person"});
                if when.has(Construct::Everywhere, 2) {
                    per["everywhere"] = json!(true);
                }
                self.set("per", json!([per]));
                let pattern = when.pattern("cycle", None);
                self.set("when", pattern);
                self.set("each", "people_here");
                if when.numbers.chance(4) {
                    let side = when.numbers.one(&["family", "social_work"]);
                    self.set("if", json!({"where": {"each.side": side}}));
                }
            }
            "leaver" => {
                self.answers = "contract";
                self.set("per", json!([{"when": "each", "then": "contract"}]));
                let both = json!({"any": [{"event": "person_left"}, {"event": "person_entered"}]});
                let happens = match when.numbers.below(4) {
                    0 | 1 => json!({"event": "person_left"}),
                    2 => json!({"event": "person_entered"}),
                    _ => both,
                };
                self.set("when", happens);
                let contracts = when.numbers.one(&["person.contracts", "person.contracts_lost"]);
                self.set("each", contracts);
            }
            "supervised" => {
                self.answers = "with";
                self.set("per", json!([{"when": "person", "then": "with"}]));
                let to = when.numbers.one(&["person_left", "person_entered"]);
                let from = with_tests(json!({"event": "person_entered"}), when.tests("person_entered", None));
                let any = json!({"any": [{"event": to}, {"event": "cycle_closed"}]});
                let to = if when.numbers.chance(5) { any } else { json!({"event": to}) };
                self.set("when", json!({"begins": {"from": from, "to": to}}));
            }
            _ => {
                let happens = if self.wants(Construct::Every) {
                    json!({"begins": when.stages()})
                } else if self.wants(Construct::Stage) {
                    json!({when.numbers.one(&["begins", "ends"]): when.stages()})
                } else if self.wants(Construct::Lasting) {
                    json!({when.numbers.one(&["begins", "ends"]): when.lasting(about)})
                } else if self.wants(Construct::By) {
                    with_tests(json!({"event": "contract_reviewed"}), when.tests("contract_reviewed", None))
                } else if self.wants(Construct::CountedFrom) {
                    let of_contracts: Vec<_> = LINKS.iter().filter(|(about, ..)| *about == "contract").collect();
                    let (_, _, names, _) = when.numbers.one(&of_contracts);
                    json!({"event": names})
                } else if self.wants_any(&[Construct::Concurrent, Construct::If, Construct::Unless]) {
                    let event = when.event(about);
                    with_tests(json!({"event": event}), when.tests(event, None))
                } else {
                    when.happening(about, None)
                };
                self.set("when", happens);
                if about != "cycle" {
                    self.set("per", json!([about]));
                }
            }
        }
    }

    /// Whether the rule applies.
    fn applies(&mut self) {
        let mut conditions = self.row(Row::Conditions);
        // Conditions about the same need one kind of entry that opens duties.
        if let Some(opening) = self.opening.clone() {
            let about = self.conditions_are_about();
            if !self.has("if") && !self.wants(Construct::Unless) && conditions.has(Construct::If, 2) {
                let condition = conditions.condition(about, &opening);
                self.set("if", condition);
            } else if conditions.has(Construct::Unless, 1) {
                let condition = conditions.condition(about, &opening);
                self.set("unless", condition);
            }
        }
        if conditions.has(Construct::FirstTime, 1) {
            self.set("first", true);
        }
    }

    pub(super) fn conditions_are_about(&self) -> &'static str {
        if self.answers == self.about { self.about } else { "cycle" }
    }

    fn duty(&self) -> DutyOf {
        if self.wanted.is_some_and(is_condition) || self.wants(Construct::Require) {
            return DutyOf::Require;
        }
        if self.wants_any(&[Construct::MoreThan, Construct::Forbid, Construct::AnyOf, Construct::Parameters]) {
            return DutyOf::Forbid;
        }
        if self.wants_any(&[Construct::PrecededBy, Construct::LeadTime, Construct::Since]) {
            return DutyOf::PrecededBy;
        }
        let parts = [
            Construct::Expect,
            Construct::Every,
            Construct::By,
            Construct::Before,
            Construct::CountedFrom,
            Construct::EachItsOwn,
            Construct::Together,
            Construct::AtLeast,
            Construct::AtAnyTime,
            Construct::Clock,
            Construct::Until,
            Construct::OnClose,
        ];
        if self.linked.is_some() || self.wants_any(&parts) {
            return DutyOf::Expect;
        }
        if self.wants_any(&[Construct::Within, Construct::Order]) {
            return DutyOf::Forbid;
        }
        let duties = [DutyOf::Require, DutyOf::Expect, DutyOf::Expect, DutyOf::Expect, DutyOf::Forbid, DutyOf::PrecededBy];
        let duty = self.row(Row::Duty).numbers.one(&duties);
        if duty == DutyOf::Require && self.opening.is_none() { DutyOf::Expect } else { duty }
    }

    /// What becomes of it, and from when to when it applies.
    fn closes(&mut self) {
        let mut extras = self.row(Row::Extras);
        let about_contracts = matches!(self.about, "contract" | "leaver");
        let ways: &[&str] = if about_contracts { &["break", "keep", "carry"] } else { &["break", "keep"] };
        let is_ever_late = ["within", "every", "before", "by"].iter().any(|part| self.has(part));
        if extras.has(Construct::OnClose, 2) {
            let way = extras.numbers.one(ways);
            self.set("on_close", way);
        } else if self.has("expect") && !is_ever_late {
            let way = extras.numbers.one(&["release", "break"]);
            self.set("on_close", way);
        }
        if extras.has(Construct::Order, 2) && self.minds_the_order() {
            self.set("order", "strict");
        }
        if extras.has(Construct::InForce, 1) {
            let (from, to) = extras.numbers.one(&[
                ("2026-01-05", "2026-02-10"),
                ("2026-01-20", "2026-06-30"),
                ("2025-01-01", "2026-01-31"),
            ]);
            self.set("in_force", json!({"from": from, "to": to}));
        }
        if extras.has(Construct::Formerly, 1) {
            let id = self.rule.get("id").and_then(Value::as_str).unwrap_or_default().to_owned();
            self.set("formerly", json!([format!("{id}-old"), format!("{id}-older")]));
        }
        if self.wants(Construct::Parameters) {
            let part = ["every", "within"].into_iter().find(|part| self.has(part));
            if !self.has("require") && !self.has("by") {
                self.set(part.unwrap_or("within"), "$period");
            }
        }
    }

    /// Whether a rule may say that it goes by the order in which things were recorded.
    fn minds_the_order(&self) -> bool {
        let Some(expect) = self.rule.get("expect") else { return !self.has("require") && !self.has("lead_time") };
        let otherwise = ["each_its_own", "every", "at_any_time", "together"].iter().any(|part| self.has(part));
        let of_entries = expect.get("begins").is_none() && expect.get("ends").is_none();
        self.has("before") || self.rule.get("on_close") == Some(&json!("break")) || (of_entries && !otherwise)
    }

    /// The values of parameters that it names.
    fn parameters(&mut self) {
        let mut extras = self.row(Row::Extras);
        let (dated_period, dated_number) = (extras.numbers.chance(4), extras.numbers.chance(4));
        let written = Value::Object(self.rule.clone()).to_string();
        let mut parameters = Map::new();
        if written.contains("\"$period\"") {
            let dated = json!([{"from": "2026-01-10", "to": "2026-01-31", "value": "1 day"}, {"from": "2026-02-01", "value": "2 weeks"}]);
            parameters.insert("period".to_owned(), if dated_period { dated } else { json!("3 days") });
        }
        if written.contains("\"$number\"") {
            let dated = json!([{"to": "2026-02-28", "value": 2}, {"from": "2026-03-01", "to": "2026-05-31", "value": 1}]);
            parameters.insert("number".to_owned(), if dated_number { dated } else { json!(1) });
        }
        if !parameters.is_empty() {
            self.set("parameters", Value::Object(parameters));
        }
    }
}

/// A rule about another being broken, which it may call by an id that it had before.
pub(super) fn watcher(id: &str, of: &Value, numbers: &RuleNumbers) -> Value {
    let mut maker = Maker::new(numbers.get(ROW..).unwrap_or_default(), Some(Construct::Broken));
    let formerly = of["formerly"].get(0).filter(|_| maker.numbers.chance(4));
    let mut rule = json!({
        "id": id, "title": "An invented rule", "source": {"work": "invented", "known": "local"},
        "severity": "query", "when": {"broken": formerly.unwrap_or(&of["id"])},
    });
    let mut about = "cycle".to_owned();
    if let Some(per) = of.get("per") {
        rule["per"] = per.clone();
        let first = per.get(0);
        let name = first.and_then(|first| first.as_str().or(first.get("then").and_then(Value::as_str)));
        about = name.unwrap_or("cycle").to_owned();
    }
    let duty = maker.numbers.one(&["expect", "expect", "forbid"]);
    rule[duty] = maker.pattern(&about, None);
    rule["within"] = json!(maker.numbers.one(PERIODS.get(..PERIODS.len() - 1).unwrap_or(PERIODS)));
    rule
}
