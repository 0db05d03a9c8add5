//! Rules drawn at random over every construct, with events that do occur.

use serde_json::{Map, Value, json};

/// Numbers drawn one after another; 0 once they are used up.
pub(crate) struct Draw<'n> {
    numbers: std::slice::Iter<'n, u8>,
}

/// Kinds of entry, and what they can be about beside the cycle.
const EVENTS: &[(&str, &[&str])] = &[
    ("contract_invited", &["contract", "case"]),
    ("terms_proposed", &["contract", "case"]),
    ("terms_accepted", &["contract", "case"]),
    ("contract_begun", &["contract", "case"]),
    ("contract_reviewed", &["contract", "case", "with"]),
    ("role_flexed", &["contract", "case"]),
    ("contract_suspended", &["contract", "case"]),
    ("contract_resumed", &["contract", "case"]),
    ("contract_completed", &["contract", "case"]),
    ("party_replaced", &["contract", "case"]),
    ("reframe_answered", &["contract", "case"]),
    ("session_held", &["contract", "case", "intervention"]),
    ("intervention_begun", &["contract", "case", "intervention"]),
    ("intervention_closed", &["contract", "case", "intervention"]),
    ("concern_raised", &["contract", "case", "intervention"]),
    ("concern_passed_on", &["contract", "case", "intervention"]),
    ("suggestion_offered", &["contract", "case"]),
    ("suggestion_answered", &["contract", "case"]),
    ("change_noticed", &["contract", "case"]),
    ("family_helped_to_understand", &["person", "contract", "case"]),
    ("explanation_withheld", &["person", "contract", "case"]),
    ("outcome_rated", &["contract", "case"]),
    ("view_given", &["contract", "case"]),
    ("boundary_observed", &["contract", "case"]),
    ("conflict_declared", &["contract", "case"]),
    ("threshold_decided", &["case"]),
    ("milestone_reached", &["case"]),
    ("milestone_reached", &["case"]),
    ("legal_status_changed", &["case"]),
    ("lead_practitioner_named", &["case"]),
    ("boundary_reviewed", &[]),
    ("occasion_of_joining", &["with"]),
    ("person_entered", &["person"]),
    ("person_left", &["person"]),
    ("person_entered", &["contract"]),
    ("discussion_held", &["contract", "case"]),
    ("test_planned", &["contract", "case"]),
    ("test_reviewed", &["contract", "case"]),
    ("step_taken_on", &["case"]),
    ("views_included", &["case"]),
    ("practice_described", &["case"]),
    ("programme_ended", &["case"]),
    ("decision_explained", &["person", "case"]),
];

/// Fields, by kind of entry or (`*`) of every contract, with what they may say.
const WORDS: &[(&str, &str, &[&str])] = &[
    ("*", "by.side", &["clinical", "social_work"]),
    ("*", "by.role", &["clinician", "social_worker", "manager"]),
    ("*", "by.mandate", &["yes", "no"]),
    ("*", "by.role_now", &["clinician", "social_worker", "manager"]),
    ("*", "by.side_now", &["clinical", "social_work"]),
    ("*", "recorded_by.mandate", &["yes", "no"]),
    ("*", "occurred_at.weekday", &["monday", "friday", "saturday"]),
    ("*", "recorded_at.working_day", &["yes", "no"]),
    ("contract", "contract.parties", &["clinical", "social_work"]),
    ("contract", "contract.stage", &["active", "suspended", "lapsed", "negotiating", "completed", "agreed"]),
    ("contract", "contract.origin", &["social_work", "clinicians_offer"]),
    ("contract", "contract.space", &["home_visit", "case_consultation", "team_meeting"]),
    ("contract", "contract.stream", &["direct", "reflective"]),
    ("contract", "contract.lead", &["clinician", "social_worker", "shared"]),
    ("contract", "contract.focus", &["case_dilemma", "assess_risk"]),
    ("contract", "contract.duration", &["single", "until", "review_by"]),
    ("contract_invited", "space", &["home_visit", "team_meeting"]),
    ("contract_invited", "stream", &["direct", "reflective"]),
    ("contract_invited", "case_kinds", &["child_protection_plan", "section_47"]),
    ("terms_proposed", "terms.lead", &["clinician", "social_worker"]),
    ("terms_proposed", "terms.duration", &["single", "until"]),
    ("contract_suspended", "reason.code", &["no_capacity", "legal_status_changed", "other"]),
    ("role_flexed", "to", &["clinician", "social_worker", "shared"]),
    ("reframe_answered", "answer", &["welcomed", "adapted"]),
    ("reframe_answered", "answer.adapted.to.space", &["home_visit", "team_meeting", "case_consultation"]),
    ("session_held", "cover", &["contract", "uncovered"]),
    ("session_held", "cover.uncovered.why", &["urgent", "not_agreed"]),
    ("session_held", "present.side", &["family", "social_work", "clinical"]),
    ("session_held", "present.mandate", &["yes", "no"]),
    ("intervention_begun", "cover", &["contract", "uncovered"]),
    ("intervention_begun", "cover.uncovered.why", &["urgent", "lapsed"]),
    ("intervention_begun", "stream", &["direct", "reflective"]),
    ("session_held", "present.role_now", &["parent", "social_worker", "manager"]),
    ("lead_practitioner_named", "lead.role_now", &["social_worker", "manager"]),
    ("contract_reviewed", "next_review.weekday", &["tuesday", "sunday"]),
    ("concern_passed_on", "to.mandate", &["yes", "no"]),
    ("concern_raised", "what", &["disclosure", "concern"]),
    ("milestone_reached", "what", &["core_group", "initial_conference", "case_opened", "case_closed", "review_conference"]),
    ("threshold_decided", "direction", &["up", "down"]),
    ("threshold_decided", "decided_by.mandate", &["no", "yes"]),
    ("threshold_decided", "considered", &["best_interests", "risks_of_acting"]),
    ("legal_status_changed", "to", &["section_17", "section_47"]),
    ("person_entered", "role", &["social_worker", "manager"]),
    ("boundary_reviewed", "verdict", &["healthy", "enmeshed", "diffuse", "mixed"]),
    ("discussion_held", "present.side", &["clinical", "social_work", "family"]),
    ("discussion_held", "question", &["threshold", "what_explains"]),
    ("test_planned", "risks", &["acting", "not_acting"]),
    ("test_reviewed", "then", &["go_on", "change", "stop"]),
    ("test_reviewed", "test.risks", &["acting", "not_acting"]),
    ("test_reviewed", "test.discussion.question", &["threshold", "what_explains"]),
    ("views_included", "in_what", &["assessment", "plan"]),
    ("practice_described", "signs.sign", &["listened", "compliance_threatened"]),
    ("practice_described", "signs[finding:present].sign", &["listened", "plan_together", "compliance_threatened"]),
    ("practice_described", "signs[sign:listened].finding", &["present", "absent"]),
];

/// Tests of other sorts.
fn tests() -> Vec<(&'static str, &'static str, Value)> {
    vec![
        ("threshold_decided", "decided_by", json!({"count_at_least": 2})),
        ("threshold_decided", "considered", json!({"count_at_most": 1})),
        ("threshold_decided", "pressed_by", json!({"said": false})),
        ("session_held", "present", json!({"count_at_least": 2, "count_at_most": 3})),
        ("outcome_rated", "score", json!({"at_least": 4})),
        ("outcome_rated", "score", json!({"at_most": "$number"})),
        ("terms_accepted", "version", json!([1, 2])),
        ("milestone_reached", "follows", json!({"said": true})),
        ("milestone_reached", "other", json!("local-1")),
        ("milestone_reached", "words", json!({"said": true})),
        ("lead_practitioner_named", "lead", json!({"same_as": "overseer"})),
        ("lead_practitioner_named", "lead", json!({"differs_from": "overseer"})),
        ("contract_invited", "stream", json!({"said": true})),
        ("session_held", "by", json!({"differs_from": "clinician"})),
        ("session_held", "by", json!({"same_as": "present"})),
        ("session_held", "cover.uncovered.why", json!({"not": "urgent"})),
        ("concern_passed_on", "to", json!({"differs_from": "by"})),
        ("person_left", "person", json!("p-2")),
        ("contract_reviewed", "with", json!({"count_at_least": 1})),
        ("change_noticed", "session", json!({"said": false})),
        ("*", "recorded_at", json!({"within": "2 working days", "after": "occurred_at"})),
        ("*", "recorded_at", json!({"within": "$period", "after": "occurred_at"})),
        ("*", "recorded_at", json!({"differs_from": "occurred_at"})),
        ("*", "recorded_by", json!({"differs_from": "by"})),
        ("contract_reviewed", "next_review", json!({"within": "1 month", "after": "recorded_at"})),
        ("contract_reviewed", "occurred_at", json!({"within": "24 hours", "after": "next_review"})),
        ("contract_reviewed", "next_review", json!({"same_as": "occurred_at"})),
        ("contract_reviewed", "next_review", json!({"later_than": "$period", "after": "occurred_at"})),
        ("contract_reviewed", "next_review", json!({"within": "1 month", "later_than": "1 week", "after": "occurred_at"})),
        ("milestone_reached", "occurred_at", json!({"later_than": "2 working days", "after": "follows.occurred_at"})),
        ("milestone_reached", "words", json!({"redacted": true})),
        ("milestone_reached", "case", json!({"redacted": false})),
        ("session_held", "case", json!({"redacted": true})),
        ("contract_reviewed", "contract.case", json!({"redacted": true})),
        ("session_held", "intervention.form", json!({"not": "video_interaction_guidance"})),
        ("session_held", "intervention.by.side", json!("clinical")),
        ("intervention_closed", "intervention.purpose", json!({"said": true})),
        ("suggestion_answered", "suggestion.by", json!({"same_as": "by"})),
        ("suggestion_answered", "suggestion.by.role_now", json!(["clinician", "social_worker"])),
        ("concern_passed_on", "concern.what", json!("disclosure")),
        ("concern_passed_on", "concern.recorded_at", json!({"within": "$period", "after": "concern.occurred_at"})),
        ("change_noticed", "session.present.side", json!({"all_of": ["family", "social_work"]})),
        ("change_noticed", "session.present", json!({"count_at_least": 3})),
        ("milestone_reached", "follows.follows.what", json!({"said": false})),
        ("milestone_reached", "follows.words", json!({"redacted": true})),
        ("milestone_reached", "follows.case", json!({"same_as": "case"})),
        ("session_held", "intervention.contract.space", json!("home_visit")),
        ("views_included", "views.of_whom", json!({"differs_from": "by"})),
        ("step_taken_on", "taken_by", json!({"same_as": "by"})),
        ("practice_described", "signs[finding:absent].sign", json!({"count_at_most": 1})),
    ]
}

const STAGES: &[&str] = &["active", "suspended", "lapsed", "negotiating", "agreed", "reframed", "completed"];
const PERIODS: &[&str] =
    &["same day", "1 day", "24 hours", "72 hours", "2 working days", "1 week", "10 working days", "1 month", "$period"];

/// Entries that name others: what they are about, what is named, what names it, and in which field.
const LINKS: &[(&str, &str, &str, &str)] = &[
    ("case", "milestone_reached", "milestone_reached", "follows"),
    ("case", "milestone_reached", "milestone_reached", "follows"),
    ("contract", "suggestion_offered", "suggestion_answered", "suggestion"),
    ("contract", "suggestion_offered", "suggestion_offered", "again"),
    ("contract", "concern_raised", "concern_passed_on", "concern"),
    ("contract", "intervention_begun", "session_held", "intervention"),
    ("contract", "intervention_begun", "intervention_closed", "intervention"),
    ("case", "session_held", "change_noticed", "session"),
];

/// Whether a rule may say that it goes by the order in which things were recorded.
fn minds_the_order(rule: &Value) -> bool {
    let is = |name: &str| !rule[name].is_null();
    if is("expect") {
        let otherwise = ["each_its_own", "every", "at_any_time", "together"].into_iter().any(is);
        let of_entries = rule["expect"]["begins"].is_null() && rule["expect"]["ends"].is_null();
        return is("before") || rule["on_close"] == "break" || (of_entries && !otherwise);
    }
    !is("require") && !is("lead_time")
}

impl<'n> Draw<'n> {
    pub(crate) fn new(numbers: &'n [u8]) -> Self {
        Self { numbers: numbers.iter() }
    }

    fn below(&mut self, end: usize) -> usize {
        usize::from(self.numbers.next().copied().unwrap_or_default()) % end
    }

    fn one<T: Copy>(&mut self, list: &[T]) -> T {
        list[self.below(list.len())]
    }

    /// So often in eight.
    fn chance(&mut self, of_eight: usize) -> bool {
        self.below(8) >= 8 - of_eight
    }

    fn event(&mut self, about: &str) -> &'static str {
        let fit: Vec<&str> =
            EVENTS.iter().filter(|(_, keys)| about == "cycle" || keys.contains(&about)).map(|(code, _)| *code).collect();
        self.one(&fit)
    }

    fn tests(&mut self, event: &str, opening: Option<&str>) -> Map<String, Value> {
        let mut map = Map::new();
        let has_contract = EVENTS.iter().any(|(code, keys)| *code == event && keys.contains(&"contract"));
        while self.chance(if map.is_empty() { 3 } else { 1 }) {
            if opening.is_some() && self.chance(2) {
                let (path, test) = match self.below(6) {
                    0 => ("opening.by.side_now", json!(self.one(&["clinical", "social_work"]))),
                    1 => {
                        let length = self.one(&["within", "later_than"]);
                        ("occurred_at", json!({length: self.one(PERIODS), "after": "opening.recorded_at"}))
                    }
                    2 => ("occurred_at", json!({"differs_from": "opening.occurred_at"})),
                    _ => ("by", json!({self.one(&["same_as", "differs_from"]): "opening.by"})),
                };
                map.insert(path.into(), test);
                continue;
            }
            if self.chance(2) {
                let all = tests();
                let fit: Vec<&(&str, &str, Value)> =
                    all.iter().filter(|(code, ..)| *code == event || *code == "*").collect();
                if !fit.is_empty() {
                    let (_, path, test) = fit[self.below(fit.len())];
                    map.insert((*path).into(), test.clone());
                    continue;
                }
            }
            let fits = |code: &str| code == "*" || code == event || (code == "contract" && has_contract);
            let fit: Vec<_> = WORDS.iter().filter(|(code, ..)| fits(code)).collect();
            // What is of this kind alone is tried as often as the rest.
            let own: Vec<_> = fit.iter().filter(|(code, ..)| *code == event).copied().collect();
            let from = if !own.is_empty() && self.chance(4) { &own } else { &fit };
            let (_, path, words) = from[self.below(from.len())];
            let word = self.one(words);
            let test = match self.below(5) {
                0 => json!({"not": word}),
                4 => json!({"all_of": [word]}),
                1 => json!([word, self.one(words)]),
                _ => json!(word),
            };
            map.insert((*path).into(), test);
        }
        map
    }

    fn pattern(&mut self, about: &str, opening: Option<&str>) -> Value {
        let event = self.event(about);
        let tests = self.tests(event, opening);
        let mut form = json!({"event": event});
        if opening.is_some() && self.chance(1) {
            let other = self.event(about);
            if other != event {
                return json!({"any": [{"event": event, "where": tests}, {"event": other, "where": self.tests(other, opening)}]});
            }
        }
        if self.chance(2) && tests.is_empty() {
            form["event"] = json!([event, self.event(about)]);
        }
        if !tests.is_empty() {
            form["where"] = Value::Object(tests);
        }
        form
    }

    fn state(&mut self, about: &str) -> Value {
        if self.chance(2) || matches!(about, "intervention" | "person" | "with") {
            return json!({"from": self.pattern(about, None), "to": self.pattern(about, None)});
        }
        if self.chance(3) {
            json!({"stage": [self.one(STAGES), self.one(STAGES)]})
        } else {
            json!({"stage": self.one(STAGES)})
        }
    }

    fn happening(&mut self, about: &str, opening: Option<&str>) -> Value {
        match self.below(8) {
            0 => json!({"begins": self.state(about)}),
            1 => json!({"ends": self.state(about)}),
            _ => self.pattern(about, opening),
        }
    }

    fn condition(&mut self, about: &str, opening: &str, depth: usize) -> Value {
        let contract = EVENTS.iter().any(|(code, keys)| *code == opening && keys.contains(&"contract"));
        match self.below(if depth == 0 { 8 } else { 11 }) {
            0 | 1 => {
                let mut tests = self.tests(opening, None);
                if tests.is_empty() {
                    tests.insert("by.side".into(), json!("clinical"));
                }
                json!({"where": tests})
            }
            2 => json!({"while": self.state(about)}),
            3 | 4 => {
                let whose = if self.chance(2) { "cycle" } else { about };
                let mut happened = self.pattern(whose, None);
                if happened["event"]
                    .as_str()
                    .is_none_or(|event| !EVENTS.iter().any(|(code, keys)| *code == event && keys.contains(&about)))
                {
                    happened["per"] = if self.chance(4) { json!(["cycle"]) } else { json!([]) };
                }
                if self.chance(3) {
                    happened["within"] = json!(self.one(PERIODS));
                }
                if self.chance(2) {
                    let since = self.pattern(whose, None);
                    if since["any"].is_null() {
                        happened["since"] = since;
                    }
                }
                if let (Some(event), true) = (happened["event"].as_str().map(str::to_owned), self.chance(3)) {
                    let is = self.tests(&event, Some(opening));
                    if !is.is_empty() {
                        happened["is"] = Value::Object(is);
                    }
                }
                match self.below(5) {
                    0 => happened["at_least"] = json!(2),
                    1 => happened["at_most"] = json!("$number"),
                    2 => happened["at_most"] = json!(0),
                    _ => {}
                }
                json!({"happened": happened})
            }
            5 => {
                let mut end = self.pattern(about, None);
                let event = end["event"].as_array().map_or(&end["event"], |all| &all[0]).as_str().unwrap().to_owned();
                end["event"] = json!(event);
                let mut is = self.tests(&event, None);
                if is.is_empty() {
                    is.insert("by.side".into(), json!("social_work"));
                }
                end["is"] = Value::Object(is);
                let name = self.one(&["last", "first"]);
                json!({name: end})
            }
            6 if contract => {
                let mut form = json!({"stage": [self.one(STAGES), self.one(STAGES)]});
                match self.below(4) {
                    0 => form["sharing"] = json!([self.one(&["case", "space", "lead"])]),
                    1 => form["distinct"] = json!(self.one(&["case", "space"])),
                    _ => {}
                }
                if self.chance(2) {
                    form["where"] = json!({self.one(&["contract.lead", "contract.space"]): {"said": true}});
                }
                let limit = self.one(&["at_least", "at_most"]);
                form[limit] = json!(self.one(&[1, 2]));
                json!({"concurrent": form})
            }
            7 if self.chance(4) => self.open(about),
            6 if self.chance(5) => {
                let whose = if self.chance(3) { "cycle" } else { about };
                let counted = |draw: &mut Self| {
                    let event = draw.event(whose);
                    let tests = draw.tests(event, None);
                    if tests.is_empty() { json!({"event": event}) } else { json!({"event": event, "where": tests}) }
                };
                let mut form = json!({"of": counted(self), "to": counted(self)});
                if self.chance(2) {
                    form["of"]["event"] = form["to"]["event"].clone();
                }
                if whose != about {
                    form["per"] = json!([]);
                }
                if self.chance(4) {
                    form["within"] = json!(self.one(PERIODS));
                }
                match self.below(4) {
                    0 => form["at_most"] = json!(self.one(&[0, 100])),
                    1 => form["at_most"] = json!("$number"),
                    _ => form["at_least"] = json!(self.one(&[50, 100, 150])),
                }
                json!({"ratio": form})
            }
            6 | 7 => match self.below(4) {
                0 => json!({"standing": {"at_least": self.one(&["orientating", "ally"])}}),
                1 => json!({"boundary": {"verdict": [self.one(&["healthy", "insufficient"]), "mixed"]}}),
                _ => json!({"where": {"by.mandate": "yes"}}),
            },
            8 => json!({"not": self.condition(about, opening, depth - 1)}),
            n => {
                let name = if n == 9 { "all" } else { "any" };
                json!({name: [self.condition(about, opening, depth - 1), self.condition(about, opening, depth - 1)]})
            }
        }
    }

    /// How much is open of what begins and ends.
    fn open(&mut self, about: &str) -> Value {
        const SPANS: &[(&str, &str, &str)] = &[
            ("intervention_begun", "intervention_closed", "intervention"),
            ("contract_begun", "contract_completed", "contract"),
            ("contract_suspended", "contract_resumed", "contract"),
            ("concern_raised", "concern_passed_on", "concern"),
            ("suggestion_offered", "suggestion_answered", "suggestion"),
            ("session_held", "threshold_decided", "case"),
            ("person_entered", "person_left", "person"),
            ("programme_begun", "programme_ended", "programme"),
            ("step_taken_on", "step_handed_back", "step"),
        ];
        let (from, to, same) = self.one(SPANS);
        let mut form = json!({"from": {"event": from}, "to": {"event": to}, "same": [same]});
        for (end, event) in [("from", from), ("to", to)] {
            let tests = self.tests(event, None);
            if !tests.is_empty() {
                form[end]["where"] = Value::Object(tests);
            }
        }
        let fits = EVENTS.iter().any(|(code, keys)| *code == from && keys.contains(&about));
        match self.below(4) {
            0 => form["per"] = json!([]),
            1 => form["per"] = json!([{"when": "by", "then": "by", "everywhere": self.chance(4)}]),
            _ if !fits => form["per"] = json!(["clinician"]),
            _ => {}
        }
        match self.below(4) {
            0 => form["distinct"] = json!(self.one(&["case", "by", "by"])),
            1 if from == "session_held" => form["distinct"] = json!("space"),
            _ => {}
        }
        match self.below(4) {
            0 => form["at_least"] = json!(self.one(&[1, 2])),
            1 => form["at_most"] = json!("$number"),
            _ => form["at_most"] = json!(self.one(&[0, 1, 2])),
        }
        json!({"open": form})
    }

    /// A rule, which may not load: not everything fits everything.
    pub(crate) fn rule(&mut self, id: &str) -> Value {
        let about = self.one(&[
            "cycle", "contract", "contract", "contract", "case", "case", "intervention", "person", "each", "here", "leaver",
            "leaver", "supervised",
        ]);
        let mut rule = json!({
            "id": id, "title": "An invented rule", "source": {"work": "invented", "known": "local"},
            "severity": self.one(&["query", "error"]),
            "per": [about],
        });
        let mut answers = about;
        let linked = if matches!(about, "contract" | "case") && self.chance(2) { Some(self.one(LINKS)) } else { None };
        let about = linked.map_or(about, |(about, ..)| about);
        rule["per"] = json!([about]);
        if linked.is_some() {
            answers = about;
        }
        match about {
            _ if linked.is_some() => {
                let (_, opens, ..) = linked.unwrap();
                rule["when"] = json!({"event": opens});
                let tests = self.tests(opens, None);
                if !tests.is_empty() {
                    rule["when"]["where"] = Value::Object(tests);
                }
            }
            "each" => {
                answers = "person";
                rule["per"] = json!([{"when": "each", "then": "person"}]);
                rule["when"] = json!({"event": "session_held"});
                rule["each"] = json!("present");
            }
            "here" => {
                answers = "person";
                rule["per"] = json!([{"when": "each", "then": "person", "everywhere": self.chance(2)}]);
                rule["when"] = self.pattern("cycle", None);
                rule["each"] = json!("people_here");
                if self.chance(4) {
                    rule["if"] = json!({"where": {"each.side": self.one(&["family", "social_work"])}});
                }
            }
            "leaver" => {
                answers = "contract";
                rule["per"] = json!([{"when": "each", "then": "contract"}]);
                rule["when"] = match self.below(4) {
                    0 => json!({"any": [{"event": "person_left"}, {"event": "person_entered"}]}),
                    1 => json!({"event": "person_entered"}),
                    _ => json!({"event": "person_left"}),
                };
                rule["each"] = json!(self.one(&["person.contracts", "person.contracts_lost"]));
            }
            "supervised" => {
                answers = "with";
                rule["per"] = json!([{"when": "person", "then": "with"}]);
                let to = self.one(&["person_left", "person_entered"]);
                let from = self.tests("person_entered", None);
                rule["when"] = json!({"begins": {"from": {"event": "person_entered", "where": from},
                    "to": {"any": [{"event": to}, {"event": "cycle_closed"}]}}});
                if self.chance(5) {
                    rule["when"]["begins"]["to"] = json!({"event": to});
                }
            }
            _ => rule["when"] = self.happening(about, None),
        }
        if about == "cycle" {
            rule.as_object_mut().unwrap().remove("per");
        }
        let opening = match rule["when"]["event"].as_str() {
            Some(event) => Some(event.to_owned()),
            None if !rule["when"]["event"].is_null() => None,
            None => Some("contract_invited".to_owned()),
        };
        // Conditions about the same, and answers that look at the opening, need one kind of opening.
        if let Some(opening) = opening.as_ref().filter(|_| self.chance(3)) {
            let name = self.one(&["if", "unless"]);
            rule[name] = self.condition(if answers == about { about } else { "cycle" }, opening, 2);
        }
        if self.chance(1) {
            rule["first"] = json!(true);
        }
        match if linked.is_some() { 12 } else { self.below(12) } {
            0 | 1 if opening.is_some() => {
                rule["require"] =
                    self.condition(if answers == about { about } else { "cycle" }, opening.as_ref().unwrap(), 2);
            }
            2 | 3 => {
                rule["preceded_by"] = self.pattern(answers, None);
                if self.chance(4) {
                    rule["within"] = json!(self.one(PERIODS));
                }
                if self.chance(4) {
                    rule["lead_time"] = json!(self.one(&PERIODS[1..]));
                }
                if self.chance(4) {
                    let since = self.pattern(answers, None);
                    if since["any"].is_null() {
                        rule["since"] = since;
                    }
                }
            }
            4 | 5 => {
                rule["forbid"] = self.happening(answers, opening.as_deref());
                if self.chance(4) {
                    rule["within"] = json!(self.one(PERIODS));
                }
                if self.chance(2) {
                    rule["more_than"] = if self.chance(4) { json!("$number") } else { json!(1) };
                }
                if self.chance(3) {
                    rule["until"] = self.happening(answers, opening.as_deref());
                }
            }
            _ => {
                rule["expect"] = self.happening(answers, opening.as_deref());
                let begins = !rule["when"]["begins"].is_null();
                if begins && self.chance(4) {
                    rule["every"] = json!(self.one(PERIODS));
                } else if self.chance(7) {
                    rule["within"] = json!(self.one(PERIODS));
                }
                if let Some((.., names, field)) = linked {
                    rule["expect"] = json!({"event": names});
                    let tests = self.tests(names, Some("by"));
                    if !tests.is_empty() {
                        rule["expect"]["where"] = Value::Object(tests);
                    }
                    rule["linked_by"] = json!(field);
                }
                let names = LINKS.iter().find(|(.., names, _)| opening.as_deref() == Some(names));
                if let (Some((_, named, _, field)), true) = (names, !rule["within"].is_null() && self.chance(4)) {
                    rule["counted_from"] = json!({"along": field, "event": named});
                    let tests = self.tests(named, None);
                    if !tests.is_empty() {
                        rule["counted_from"]["where"] = Value::Object(tests);
                    }
                }
                if self.chance(2) {
                    rule["at_least"] = if self.chance(4) { json!("$number") } else { json!(2) };
                }
                match self.below(8) {
                    0 | 1 => rule["before"] = self.happening(answers, opening.as_deref()),
                    2 if rule["every"].is_null() && linked.is_none() && !rule["expect"].to_string().contains("opening.") => {
                        rule["at_any_time"] = json!(true)
                    }
                    3 => rule["each_its_own"] = json!(true),
                    _ => {}
                }
                if answers == "person" && self.chance(3) {
                    let said = ["social_workers_role", "clinicians_role", "safeguarding_duties"];
                    rule["expect"] = json!({"event": ["family_helped_to_understand", "explanation_withheld"]});
                    rule["together"] = json!({"explained": [self.one(&said), self.one(&said)]});
                    for name in ["at_least", "every", "each_its_own"] {
                        rule.as_object_mut().unwrap().remove(name);
                    }
                }
                if self.chance(2) {
                    rule["until"] = self.happening(answers, opening.as_deref());
                }
                let limited = !rule["within"].is_null() || !rule["every"].is_null();
                let counted = !rule["counted_from"].is_null();
                if limited
                    && !counted
                    && rule["before"].is_null()
                    && matches!(about, "contract" | "leaver")
                    && self.chance(4)
                {
                    rule["clock"] = json!("pauses");
                    // What a suspension would end is not paused by it.
                    if !rule["every"].is_null() && !rule["when"]["begins"]["stage"].is_null() {
                        let other = self.one(&["active", "lapsed"]);
                        rule["when"]["begins"]["stage"] = json!(["suspended", other]);
                    }
                }
            }
        }
        if self.chance(3) {
            rule["on_close"] = json!(self.one(if matches!(about, "contract" | "leaver") {
                &["break", "carry", "keep"]
            } else {
                &["break", "keep"]
            }));
        }
        let is_ever_late = ["within", "every", "before"].iter().any(|limit| !rule[limit].is_null());
        if !rule["expect"].is_null() && !is_ever_late && rule["on_close"].is_null() {
            rule["on_close"] = json!(self.one(&["release", "break"]));
        }
        if self.chance(3) && minds_the_order(&rule) {
            rule["order"] = json!("strict");
        }
        if self.chance(1) {
            let (from, to) =
                self.one(&[("2026-01-05", "2026-02-10"), ("2026-01-20", "2026-06-30"), ("2025-01-01", "2026-01-31")]);
            rule["in_force"] = json!({"from": from, "to": to});
        }
        let written = rule.to_string();
        let mut parameters = Map::new();
        if written.contains("\"$period\"") {
            parameters.insert("period".into(), if self.chance(4) { json!("3 days") } else {
                json!([{"from": "2026-01-10", "to": "2026-01-31", "value": "1 day"}, {"from": "2026-02-01", "value": "2 weeks"}])
            });
        }
        if written.contains("\"$number\"") {
            parameters.insert(
                "number".into(),
                if self.chance(4) {
                    json!(1)
                } else {
                    json!([{"to": "2026-02-28", "value": 2}, {"from": "2026-03-01", "to": "2026-05-31", "value": 1}])
                },
            );
        }
        if !parameters.is_empty() {
            rule["parameters"] = Value::Object(parameters);
        }
        if self.chance(2) {
            rule["formerly"] = json!([format!("{id}-old"), format!("{id}-older")]);
        }
        rule
    }

    /// A rule about another being broken, which it may call by an id that it had before.
    pub(crate) fn watcher(&mut self, id: &str, of: &Value) -> Value {
        let mut rule = json!({
            "id": id, "title": "An invented rule", "source": {"work": "invented", "known": "local"},
            "severity": "query", "when": {"broken": of["formerly"].get(0).filter(|_| self.chance(2)).unwrap_or(&of["id"])},
        });
        let about = match of.get("per") {
            Some(per) => {
                rule["per"] = per.clone();
                per[0].as_str().or(per[0]["then"].as_str()).unwrap_or("cycle").to_owned()
            }
            None => "cycle".to_owned(),
        };
        let name = if self.chance(2) { "forbid" } else { "expect" };
        rule[name] = self.pattern(&about, None);
        rule["within"] = json!(self.one(&PERIODS[..PERIODS.len() - 1]));
        rule
    }
}
