//! What a rule reaches by a path, and what it asks of that: yes, no, or not known.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use practice_cycle::calendar::local_date;
use practice_cycle::code::Code;
use practice_cycle::people::Role;
use serde_json::Value;

use super::Rule;
use super::clock::due;
use super::world::{Fact, KnownCycle, World};
use practice_cycle::moment::Moment;

/// In order, so that *all* is the least and *any* the greatest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Truth {
    No,
    Unknown,
    Yes,
}

impl Truth {
    pub(crate) fn of(is: bool) -> Self {
        if is { Truth::Yes } else { Truth::No }
    }

    pub(crate) fn not(self) -> Self {
        match self {
            Truth::No => Truth::Yes,
            Truth::Unknown => Truth::Unknown,
            Truth::Yes => Truth::No,
        }
    }
}

/// An entry as a rule looks at it: when, and what it is one element of.
#[derive(Debug, Clone)]
pub(crate) struct Context<'w> {
    pub(crate) fact: &'w Fact,
    pub(crate) at: Moment,
    pub(crate) by: u32,
    pub(crate) each: Option<String>,
    pub(crate) each_is_contract: bool,
    pub(crate) opening: Option<Box<Context<'w>>>,
    /// When something is asked of it, if that is at another time.
    pub(crate) asked_at: Option<Moment>,
}

impl<'w> Context<'w> {
    pub(crate) fn of(fact: &'w Fact) -> Self {
        Self { fact, at: fact.at, by: fact.number, each: None, each_is_contract: false, opening: None, asked_at: None }
    }

    fn now(&self) -> Moment {
        self.asked_at.unwrap_or(self.at)
    }
}

/// What a path reaches.
#[derive(Debug)]
pub(crate) enum Reached {
    /// The way does not apply: another variant stands there.
    Nowhere,
    /// One value, or none that is known.
    One(Option<Value>),
    /// A list.
    Many(Vec<Option<Value>>),
}

impl Reached {
    fn values(&self) -> &[Option<Value>] {
        match self {
            Reached::Nowhere => &[],
            Reached::One(value) => std::slice::from_ref(value),
            Reached::Many(values) => values,
        }
    }
}

/// Where one of several variants stands: a name that is not there does not apply, rather than being left out.
const VARIANTS: &[&str] = &[
    "cover", "answer", "sign", "finding", "place", "successor", "terms.duration", "terms.safeguarding", "arose_from",
    "because_of",
];

/// Lists, and sets of words, that are left out when they are empty.
const LISTS: &[&str] = &[
    "arose_from", "because_of", "bars_cases", "bars_spaces", "case_kinds", "considered", "contributed", "decided_by",
    "entries", "explained", "only_cases", "only_spaces", "pressed_by", "present", "prompted", "qualities", "with", "from",
    "between", "contracts", "absent", "agreed_by", "hypotheses", "offered", "risks", "weighed_on", "invited_by",
];

/// References that lead on to what an entry is about, in the order in which they stand.
const LINKS: &[(&str, &str)] = &[
    ("intervention", "intervention"),
    ("session", "session"),
    ("suggestion", "suggestion"),
    ("again", "suggestion"),
    ("concern", "concern"),
    ("consent", "consent"),
    ("change", "change"),
    ("milestone", "milestone"),
    ("follows", "milestone"),
    ("conflict", "conflict"),
    ("instruction", "instruction"),
    ("discussion", "discussion"),
    ("views", "views"),
    ("programme", "programme"),
    ("test", "test"),
    ("decision", "decision"),
    ("disagreement", "disagreement"),
    ("description", "description"),
    ("passing", "passing"),
    ("continues", "discussion"),
];

/// The entry that another names in a field.
pub(crate) enum Named<'w> {
    Nothing,
    /// What it names is redacted, or is not recorded.
    Unclear,
    Entry(&'w Fact),
}

impl World<'_> {
    /// The entry that an entry names in a field.
    pub(crate) fn named(&self, fact: &Fact, field: &str) -> Named<'_> {
        let value = &fact.data[field];
        if value.is_null() {
            return Named::Nothing;
        }
        let noun = LINKS.iter().find(|(name, _)| *name == field).expect("a link").1;
        let made = value.as_str().and_then(|id| self.cycles[fact.place].maker(noun, id));
        match made {
            // What makes a thing says by itself what it is called.
            Some(made) if made.number == fact.number => Named::Nothing,
            Some(made) => Named::Entry(made),
            None => Named::Unclear,
        }
    }

    pub(crate) fn told(&self, context: &Context<'_>) -> &KnownCycle<'_> {
        &self.cycles[context.fact.place]
    }

    /// Every role counts.
    fn aspect(&self, context: &Context<'_>, person: &str, aspect: Option<&str>) -> Reached {
        let Some(aspect) = aspect else { return Reached::One(Some(Value::from(person))) };
        let somebody = match aspect.strip_suffix("_now") {
            None => self.told(context).held(person, context.at, context.fact.number),
            Some(_) => self.told(context).held_once_entered(person, context.now()),
        };
        let Some(somebody) = somebody else { return Reached::One(None) };
        if somebody.roles.is_empty() {
            // They have left, so that there is nothing to be asked.
            return Reached::Many(Vec::new());
        }
        let of_each = |code: &dyn Fn(&Role) -> &'static str| {
            let codes: BTreeSet<&str> = somebody.roles.iter().map(code).collect();
            let mut codes: Vec<Option<Value>> = codes.into_iter().map(|code| Some(Value::from(code))).collect();
            if codes.len() == 1 { Reached::One(codes.remove(0)) } else { Reached::Many(codes) }
        };
        match aspect.strip_suffix("_now").unwrap_or(aspect) {
            "role" => of_each(&|role| role.code()),
            "side" => of_each(&|role| role.side().code()),
            "mandate" => Reached::One(somebody.mandate().map(Value::from)),
            _ => panic!("no aspect of a person: {aspect}"),
        }
    }

    /// What an entry is about, by itself or through what it refers to.
    pub(crate) fn about(&self, context: &Context<'_>, noun: &str) -> Option<String> {
        if noun == "contract" && context.each_is_contract {
            return context.each.clone();
        }
        self.about_through(context.fact, noun, 3)
    }

    fn about_through(&self, fact: &Fact, noun: &str, depth: u8) -> Option<String> {
        let data = &fact.data;
        let direct = [&data[noun], &data["cover"][noun], &data["cover"]["uncovered"][noun]];
        if let Some(id) = direct.into_iter().find_map(Value::as_str) {
            return Some(id.to_owned());
        }
        if depth == 0 {
            return None;
        }
        LINKS.iter().filter(|(_, link)| *link != noun).find_map(|&(field, link)| {
            let id = data[field].as_str()?;
            let made = self.cycles[fact.place].maker(link, id)?;
            if made.number == fact.number { None } else { self.about_through(made, noun, depth - 1) }
        })
    }

    /// The case that an entry names, or that of its contract, or that of what it refers to. One that was redacted is not known.
    fn case(&self, fact: &Fact, depth: u8) -> Option<Value> {
        let own = &fact.data["case"];
        if !own.is_null() {
            return own.as_str().map(Value::from);
        }
        let told = &self.cycles[fact.place];
        if let Some(contract) = self.about_through(fact, "contract", 3) {
            let invited = &told.maker("contract", &contract)?.data["case"];
            if !invited.is_null() {
                return invited.as_str().map(Value::from);
            }
        }
        if depth == 0 {
            return None;
        }
        LINKS.iter().find_map(|&(field, link)| {
            let made = told.maker(link, fact.data[field].as_str()?).filter(|made| made.number != fact.number)?;
            self.case(made, depth - 1)
        })
    }

    pub(crate) fn reach(&self, context: &Context<'_>, path: &str) -> Reached {
        if let Some(rest) = path.strip_prefix("opening.") {
            let opening = context.opening.as_ref();
            let opening = opening.map(|opening| Context { asked_at: Some(context.now()), ..(**opening).clone() });
            return opening.map_or(Reached::One(None), |opening| self.reach(&opening, rest));
        }
        if let Some((time, of)) = of_day(path) {
            let asked = |time: Option<Value>| self.of_day(&time?, of);
            return match self.reach(context, time) {
                Reached::Nowhere => Reached::Nowhere,
                Reached::One(time) => Reached::One(asked(time)),
                Reached::Many(times) => Reached::Many(times.into_iter().map(asked).collect()),
            };
        }
        let (head, rest) = path.split_once('.').map_or((path, None), |(head, rest)| (head, Some(rest)));
        let one = |id: Option<String>| Reached::One(id.map(Value::from));
        match (head, rest) {
            ("by", rest) => return self.aspect(context, &context.fact.by, rest),
            ("recorded_by", rest) => return self.aspect(context, &context.fact.recorded_by, rest),
            ("occurred_at", None) => return one(Some(context.fact.at.to_string())),
            ("recorded_at", None) => return one(Some(context.fact.recorded_at.to_string())),
            ("contract", None) if context.fact.kind == "person_entered" => {
                let person = context.fact.data["person"].as_str().unwrap();
                let kept = self.told(context).contracts_of(person, context.at, context.by, "kept");
                return Reached::Many(kept.into_iter().map(|id| Some(Value::from(id))).collect());
            }
            ("contract", Some("parties")) => {
                let contract = self.about(context, "contract");
                let parties = contract.and_then(|id| self.told(context).parties(&id, context.at, context.by));
                return parties.map_or(Reached::One(None), Reached::Many);
            }
            ("each", rest) => {
                let each = context.each.as_deref().expect("an element");
                return self.aspect(context, each, rest);
            }
            ("cycle", None) => return one(self.told(context).id.clone()),
            ("clinician", None) if context.fact.kind != "cycle_opened" => return one(self.told(context).clinician.clone()),
            ("case", None) => return Reached::One(self.case(context.fact, 3)),
            ("contract", Some(attribute)) => {
                let contract = self.about(context, "contract");
                let told = self.told(context);
                return Reached::One(contract.and_then(|id| told.attribute(&id, attribute, context.at, context.by)));
            }
            (
                "contract" | "intervention" | "session" | "concern" | "suggestion" | "change" | "milestone" | "decision"
                | "test",
                None,
            ) => {
                return one(self.about(context, head));
            }
            _ => {}
        }
        self.walk(context, &context.fact.data, path, "")
    }

    /// Follows a path through the data; `so_far` is where we are.
    fn walk(&self, context: &Context<'_>, here: &Value, rest: &str, so_far: &str) -> Reached {
        if let Value::Array(elements) = here {
            let inner = elements.iter().map(|element| self.walk(context, element, rest, so_far));
            let values = inner.flat_map(|reached| match reached {
                Reached::Nowhere => Vec::new(),
                Reached::One(value) => vec![value],
                Reached::Many(values) => values,
            });
            return Reached::Many(values.collect());
        }
        if here.get("redacted").is_some() {
            return Reached::One(None);
        }
        let is_variant = VARIANTS.contains(&so_far);
        if rest.is_empty() {
            return Reached::One(match here {
                Value::Object(fields) if is_variant => fields.keys().next().map(|code| Value::from(code.as_str())),
                value => Some(value.clone()),
            });
        }
        let (name, after) = rest.split_once('.').unwrap_or((rest, ""));
        if let Some((list, only)) = name.split_once('[') {
            // Those elements alone that say a code in another field.
            let (field, code) = only.trim_end_matches(']').split_once(':').unwrap();
            let elements = here[list].as_array().into_iter().flatten();
            let meant: Vec<Value> = elements.filter(|element| element[field] == code).cloned().collect();
            return self.walk(context, &Value::Array(meant), after, list);
        }
        let there = if so_far.is_empty() { name.to_owned() } else { format!("{so_far}.{name}") };
        match here {
            Value::Object(fields) => match fields.get(name) {
                Some(inner) => self.walk(context, inner, after, &there),
                None if is_variant => Reached::Nowhere,
                None if LISTS.contains(&there.as_str()) => Reached::Many(Vec::new()),
                None => Reached::One(None),
            },
            Value::String(_) if is_variant => Reached::Nowhere,
            Value::String(id) if LINKS.iter().any(|(field, _)| *field == so_far) => {
                let noun = LINKS.iter().find(|(field, _)| *field == so_far).unwrap().1;
                let made = self.told(context).maker(noun, id).filter(|made| made.number != context.fact.number);
                let Some(made) = made else { return Reached::One(None) };
                self.reach(&Context { asked_at: Some(context.now()), ..Context::of(made) }, rest)
            }
            Value::String(person) => self.aspect(context, person, Some(rest)),
            _ => panic!("nothing at {rest} of {so_far} in {}", context.fact.kind),
        }
    }

    /// Whether everything that is asked of the fields holds.
    pub(crate) fn all(&self, rule: &Rule<'_>, context: &Context<'_>, tests: &Value) -> Truth {
        self.all_and_why(rule, context, tests).0
    }

    /// The same; and where it is not known, what is missing for the first test by name that cannot be told.
    pub(crate) fn all_and_why(&self, rule: &Rule<'_>, context: &Context<'_>, tests: &Value) -> (Truth, &'static str) {
        let tests = tests.as_object().into_iter().flatten();
        let mut told: Vec<(&String, Truth, &str)> = Vec::new();
        for (path, form) in tests {
            let (truth, why) = self.test(rule, context, path, form);
            told.push((path, truth, why));
        }
        told.sort_by_key(|(path, ..)| *path);
        let why = told.iter().find(|(_, truth, _)| *truth == Truth::Unknown).map_or("", |(.., why)| why);
        (told.iter().map(|(_, truth, _)| *truth).min().unwrap_or(Truth::Yes), why)
    }

    /// Whether one field is as it has to be; and if that is not known, why: above all that something was left out.
    fn test(&self, rule: &Rule<'_>, context: &Context<'_>, path: &str, form: &Value) -> (Truth, &'static str) {
        let Value::Object(tests) = form else {
            let truth = is_one_of(&self.reach(context, path), form);
            return (truth, self.why(context, [path], true));
        };
        let each = tests.iter().map(|(name, limit)| {
            let other = ["same_as", "differs_from"].contains(&name.as_str()).then(|| limit.as_str().unwrap());
            let other = if ["within", "later_than"].contains(&name.as_str()) { tests["after"].as_str() } else { other };
            let number = ["at_least", "at_most", "count_at_least", "count_at_most"].contains(&name.as_str());
            let has_value = match name.as_str() {
                "within" | "later_than" => rule.period(limit, context.at).is_some(),
                _ => !number || rule.number(limit, context.at).is_some(),
            };
            let why = self.why(context, std::iter::once(path).chain(other), has_value);
            (self.one_test(rule, context, path, (name, limit), tests), why)
        });
        let each: Vec<(Truth, &str)> = each.collect();
        let truth = each.iter().map(|(truth, _)| *truth).min().unwrap_or(Truth::Yes);
        let unknown = each.iter().filter(|(truth, _)| *truth == Truth::Unknown).map(|(_, why)| *why);
        // Something left out is said before a value that there is not, and that before the end of the calendar.
        let rank = |why: &&str| ["field", "parameter", "before_calendar", "calendar"].iter().position(|one| one == why);
        (truth, unknown.min_by_key(rank).unwrap_or(""))
    }

    fn why<'p>(&self, context: &Context<'_>, paths: impl IntoIterator<Item = &'p str>, has_value: bool) -> &'static str {
        let left_out =
            |path: &str| self.reach(context, of_day(path).map_or(path, |(time, _)| time)).values().contains(&None);
        let paths: Vec<&str> = paths.into_iter().collect();
        let first = *self.calendar.range().start();
        let begins_later = |path: &&str| {
            let time = of_day(path).map_or(*path, |(time, _)| time);
            let day = |time: &Value| {
                let written = time.as_str()?;
                written.parse::<NaiveDate>().ok().or_else(|| written.parse().ok().map(local_date))
            };
            self.reach(context, time).values().iter().flatten().any(|time| day(time).is_some_and(|day| day < first))
        };
        match has_value {
            _ if paths.iter().copied().any(left_out) => "field",
            false => "parameter",
            true if paths.iter().any(begins_later) => "before_calendar",
            true => "calendar",
        }
    }

    fn one_test(
        &self,
        rule: &Rule<'_>,
        context: &Context<'_>,
        path: &str,
        (name, limit): (&str, &Value),
        tests: &serde_json::Map<String, Value>,
    ) -> Truth {
        let reached = self.reach(context, path);
        let applies = !matches!(reached, Reached::Nowhere);
        let number = || rule.number(limit, context.at);
        match name {
            "not" => {
                if applies {
                    is_one_of(&reached, limit).not()
                } else {
                    Truth::No
                }
            }
            "all_of" => {
                let listed = limit.as_array().map_or(std::slice::from_ref(limit), Vec::as_slice);
                listed.iter().map(|one| is_one_of(&reached, one)).min().unwrap_or(Truth::Yes)
            }
            "at_least" => any(&reached, |value| compare(value, number(), |value, limit| value >= limit)),
            "at_most" => any(&reached, |value| compare(value, number(), |value, limit| value <= limit)),
            "same_as" | "differs_from" => {
                let other = self.reach(context, limit.as_str().unwrap());
                if !applies || matches!(other, Reached::Nowhere) {
                    return Truth::No;
                }
                let same = any(&reached, |value| {
                    any(&other, |other| match (value, other) {
                        (Some(value), Some(other)) => Truth::of(self.is_same(value, other)),
                        _ => Truth::Unknown,
                    })
                });
                if name == "same_as" { same } else { same.not() }
            }
            "said" => {
                let time = of_day(path).map_or(path, |(time, _)| time);
                let said = match &self.reach(context, time) {
                    Reached::Nowhere => false,
                    Reached::One(value) => value.is_some() || self.is_tombstone(context, time),
                    Reached::Many(values) => !values.is_empty(),
                };
                Truth::of(said == limit.as_bool().unwrap())
            }
            "redacted" => Truth::of(self.is_tombstone(context, path) == limit.as_bool().unwrap()),
            "within" | "later_than" => {
                let after = self.reach(context, tests["after"].as_str().unwrap());
                let is_later = name == "later_than";
                if is_later && (!applies || matches!(after, Reached::Nowhere)) {
                    return Truth::No;
                }
                let is_within = any(&reached, |time| {
                    let (Some(time), Some(period)) = (self.instant(time.unwrap()), rule.period(limit, context.at)) else {
                        return Truth::Unknown;
                    };
                    any(&after, |after| {
                        match self.instant(after.unwrap()).map(|from| due(period, from, &[], self.calendar)) {
                            Some(Ok(due)) => Truth::of(time <= due),
                            Some(Err(_)) | None => Truth::Unknown,
                        }
                    })
                });
                if is_later { is_within.not() } else { is_within }
            }
            "after" => Truth::Yes,
            "count_at_least" | "count_at_most" => {
                let count = reached.values().len() as i64;
                let Some(limit) = number() else { return Truth::Unknown };
                Truth::of(if name == "count_at_least" { count >= limit } else { count <= limit })
            }
            _ => panic!("no test: {name}"),
        }
    }

    /// Whether something was redacted there, or within what is there.
    pub(crate) fn is_tombstone<'w>(&self, context: &Context<'w>, path: &str) -> bool {
        if let Some(path) = path.strip_prefix("opening.") {
            return context.opening.as_ref().is_some_and(|opening| self.is_tombstone(opening, path));
        }
        match path {
            "case" => self.case(context.fact, 3).is_none() && self.is_case_redacted(context.fact, 3),
            "contract.case" => {
                let invited = self.about(context, "contract").and_then(|id| self.told(context).maker("contract", &id));
                invited.is_some_and(|invited| has_tombstone(&invited.data["case"]))
            }
            _ => {
                let mut here = vec![&context.fact.data];
                for name in path.split('.') {
                    let within = |value: &'w Value| -> Vec<&'w Value> {
                        match value {
                            Value::Array(elements) => elements.iter().map(|element| &element[name]).collect(),
                            value => vec![&value[name]],
                        }
                    };
                    here = here.into_iter().flat_map(within).collect();
                }
                here.into_iter().any(has_tombstone)
            }
        }
    }

    /// Whether the case is redacted where it is looked for.
    fn is_case_redacted(&self, fact: &Fact, depth: u8) -> bool {
        let told = &self.cycles[fact.place];
        let contract = || told.maker("contract", &self.about_through(fact, "contract", 3)?).map(|made| &made.data["case"]);
        let named = Some(&fact.data["case"]).filter(|case| !case.is_null()).or_else(contract);
        if let Some(case) = named.filter(|case| !case.is_null()) {
            return has_tombstone(case);
        }
        depth > 0
            && LINKS.iter().any(|&(field, link)| {
                let made = fact.data[field].as_str().and_then(|id| told.maker(link, id));
                made.filter(|made| made.number != fact.number).is_some_and(|made| self.is_case_redacted(made, depth - 1))
            })
    }

    /// The instant of a time: of a day its first. Nothing beyond the calendar.
    fn instant(&self, time: &Value) -> Option<Moment> {
        let written = time.as_str().unwrap();
        match written.parse::<NaiveDate>() {
            Ok(day) => self.calendar.start_of(day).ok(),
            Err(_) => Some(written.parse().unwrap()),
        }
    }

    /// The day of the week of a time, or whether it is worked; nothing beyond the calendar.
    fn of_day(&self, time: &Value, of: &str) -> Option<Value> {
        let written = time.as_str().unwrap();
        let day = written.parse::<NaiveDate>().unwrap_or_else(|_| local_date(written.parse().unwrap()));
        let works = self.calendar.is_working_day(day).ok()?;
        Some(match of {
            "weekday" => Value::from(day.format("%A").to_string().to_lowercase()),
            _ => Value::from(if works { "yes" } else { "no" }),
        })
    }

    /// Whether two values are the same; a day and an instant, where it is of that day.
    fn is_same(&self, value: &Value, other: &Value) -> bool {
        let day = |time: &Value| time.as_str()?.parse::<NaiveDate>().ok();
        let of = |time: &Value| time.as_str()?.parse::<Moment>().ok().map(local_date);
        match (day(value), day(other)) {
            (Some(day), None) => of(other) == Some(day),
            (None, Some(day)) => of(value) == Some(day),
            _ => value == other,
        }
    }
}

/// A path to a time, and what of its day is asked.
fn of_day(path: &str) -> Option<(&str, &str)> {
    path.rsplit_once('.').filter(|(_, of)| matches!(*of, "weekday" | "working_day"))
}

fn has_tombstone(value: &Value) -> bool {
    match value {
        Value::Object(fields) => fields.contains_key("redacted") || fields.values().any(has_tombstone),
        Value::Array(elements) => elements.iter().any(has_tombstone),
        _ => false,
    }
}

/// Of several values one is enough.
fn any(reached: &Reached, holds: impl Fn(Option<&Value>) -> Truth) -> Truth {
    let each = reached.values().iter().map(|value| if value.is_none() { Truth::Unknown } else { holds(value.as_ref()) });
    each.max().unwrap_or(Truth::No)
}

fn is_one_of(reached: &Reached, listed: &Value) -> Truth {
    let listed = listed.as_array().map_or(std::slice::from_ref(listed), Vec::as_slice);
    any(reached, |value| Truth::of(value.is_some_and(|value| listed.contains(value))))
}

fn compare(value: Option<&Value>, limit: Option<i64>, fits: fn(i64, i64) -> bool) -> Truth {
    match (value.and_then(Value::as_i64), limit) {
        (Some(value), Some(limit)) => Truth::of(fits(value, limit)),
        _ => Truth::Unknown,
    }
}
