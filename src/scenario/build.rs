//! From what is written to a history: people enter, times are read, references made up, and every act is offered.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::check::{self, Question, Story};
use super::setting_up;
use super::syntax::{AskedForm, FileForm, StoryForm};
use super::times::{TimeProblem, end_of_day, time};
use crate::calendar::{add_months, local_date, start_of};
use crate::code::Code;
use crate::cycle::{Act, Kind};
use crate::history::History;
use crate::id::EntryNumber;
use crate::labels;
use crate::moment::Moment;
use crate::noun::Noun;
use crate::people::Role;
use crate::policy::syntax::problem::{Problems, shown};
use crate::shape::Shape;
use crate::stored;

/// An act to be offered.
struct Offer {
    path: String,
    at: Moment,
    recorded: Moment,
    by: String,
    recorded_by: Option<String>,
    in_role: Option<String>,
    kind: Kind,
    data: Map<String, Value>,
    named: Option<String>,
    refused: Refused,
}

/// Whether an act has to be refused.
#[derive(Clone, PartialEq)]
enum Refused {
    Never,
    Somehow,
    With(String),
}

/// Replays every story.
pub(super) fn stories(file: &FileForm, problems: &mut Problems) -> Vec<Story> {
    let cast = people(&file.people, "people", problems);
    let mut stories: Vec<Story> = Vec::new();
    for (place, form) in file.scenarios.iter().enumerate() {
        let path = format!("scenarios[{place}] ({})", form.name);
        if stories.iter().any(|story| story.name == form.name) {
            problems.note(format!("{path}.name"), "another scenario has this name");
        }
        let more = people(&form.people, &format!("{path}.people"), problems);
        let cast: BTreeMap<&str, Role> = cast.iter().chain(&more).map(|(&id, &role)| (id, role)).collect();
        let path = format!("{path}.");
        stories.extend(Builder { path, opens: "opens", acts: "acts", cast, problems, next: BTreeMap::new() }.story(form));
    }
    stories
}

/// Replays what happened before something else begins: people enter, and acts are offered as in a story.
pub(crate) fn given(
    form: &BTreeMap<String, String>,
    opens: &str,
    acts: &[Map<String, Value>],
    problems: &mut Problems,
) -> Option<History> {
    let cast = people(form, "people", problems);
    let path = String::new();
    let mut builder = Builder { path, opens: "starts", acts: "given", cast, problems, next: BTreeMap::new() };
    builder.history(Some(&opens.to_owned()), acts).map(|(history, _)| history)
}

fn people<'f>(form: &'f BTreeMap<String, String>, path: &str, problems: &mut Problems) -> BTreeMap<&'f str, Role> {
    let mut people = BTreeMap::new();
    for (id, code) in form {
        match Role::from_code(code) {
            Some(role) => drop(people.insert(id.as_str(), role)),
            None => {
                _ = problems.unknown(format!("{path}.{}", shown(id)), "role", code, Role::ALL.iter().map(|role| role.code()))
            }
        }
    }
    people
}

struct Builder<'t> {
    /// Where the fields stand, with a dot where they stand within something.
    path: String,
    /// The fields that say when it begins, and what happened.
    opens: &'static str,
    acts: &'static str,
    cast: BTreeMap<&'t str, Role>,
    problems: &'t mut Problems,
    /// How many references of each noun were made up.
    next: BTreeMap<Noun, u32>,
}

impl Builder<'_> {
    fn story(&mut self, form: &StoryForm) -> Option<Story> {
        let (history, named) = self.history(form.opens.as_ref(), &form.acts)?;
        let mut asked = Vec::new();
        let own = AskedForm {
            as_of: form.as_of.clone(),
            known_at: form.known_at.clone(),
            expect: form.expect.clone(),
            nothing_else: form.nothing_else,
        };
        asked.extend(self.asked(&own, "", &named));
        let expects = |form: &AskedForm| form.nothing_else || !form.expect.is_empty();
        if !expects(&own) && form.also.is_empty() && !form.acts.iter().any(|act| act.contains_key("refused")) {
            self.note("expect", "it expects nothing: neither what a rule comes to, nor a refusal");
        }
        for (place, form) in form.also.iter().enumerate() {
            if !expects(form) {
                self.note(&format!("also[{place}].expect"), "it expects nothing");
            }
            asked.extend(self.asked(form, &format!("also[{place}]."), &named));
        }
        let names = named.into_iter().map(|(name, number)| (number, name)).collect();
        Some(Story { name: form.name.clone(), history, names, asked })
    }

    /// The history that acts amount to, and the names of its entries.
    fn history(
        &mut self,
        opens: Option<&String>,
        acts: &[Map<String, Value>],
    ) -> Option<(History, BTreeMap<String, EntryNumber>)> {
        let clinicians: Vec<&str> =
            self.cast.iter().filter(|&(_, &role)| role == Role::Clinician).map(|(&id, _)| id).collect();
        let [clinician] = clinicians[..] else {
            self.note("people", "expected one `clinician`");
            return None;
        };
        let mut offers: Vec<Offer> = Vec::new();
        for (place, act) in acts.iter().enumerate() {
            offers.extend(self.offers(act.clone(), &format!("{}[{place}]", self.acts), clinician));
        }
        offers.sort_by_key(|offer| offer.recorded);
        let first = offers.iter().map(|offer| local_date(offer.at)).min();
        let opens = match opens {
            Some(written) => self.time(written, self.opens),
            None => first.and_then(|day| start_of(day).ok()).or(Some(Moment::EARLIEST)),
        };
        let mut history = self.opened(clinician, opens?)?;
        let mut named = BTreeMap::new();
        for offer in offers {
            self.offer(offer, &mut history, &mut named);
        }
        Some((history, named))
    }

    fn note(&mut self, path: &str, problem: impl Into<String>) {
        let path = format!("{}{path}", self.path);
        self.problems.note(path, problem);
    }

    /// A day for its noon, a time by the clocks of London, or an instant.
    fn time(&mut self, written: &str, path: &str) -> Option<Moment> {
        self.read_time(time(written), path)
    }

    /// As [`time`](Self::time); a day for its end.
    fn end(&mut self, written: Option<&String>, path: &str) -> Option<Moment> {
        let Some(written) = written else { return Some(Moment::LATEST) };
        self.read_time(end_of_day(written), path)
    }

    fn read_time(&mut self, read: Result<Moment, TimeProblem>, path: &str) -> Option<Moment> {
        read.map_err(|problem| self.note(path, problem.to_string())).ok()
    }

    /// The acts that one object stands for.
    fn offers(&mut self, mut act: Map<String, Value>, path: &str, clinician: &str) -> Vec<Offer> {
        let mut word = |field: &str| match act.remove(field) {
            None => Ok(None),
            Some(Value::String(word)) => Ok(Some(word)),
            Some(_) => Err(field.to_owned()),
        };
        let words = (word("at"), word("recorded"), word("by"), word("recorded_by"), word("do"), word("as"), word("in_role"));
        let refused = match act.remove("refused") {
            None => Refused::Never,
            Some(Value::Bool(true)) => Refused::Somehow,
            Some(Value::String(code)) => {
                let codes: Vec<&str> = labels::refusals().iter().map(|declared| declared.code).collect();
                if codes.contains(&code.as_str()) {
                    Refused::With(code)
                } else {
                    self.problems.unknown(format!("{}{path}.refused", self.path), "refusal", &code, codes);
                    Refused::Somehow
                }
            }
            Some(_) => {
                self.note(&format!("{path}.refused"), "expected `true`, or the code of a refusal");
                Refused::Somehow
            }
        };
        let (Ok(at), Ok(recorded), Ok(by), Ok(recorded_by), Ok(code), Ok(named), Ok(in_role)) = words else {
            self.note(path, "expected text in `at`, `recorded`, `by`, `recorded_by`, `in_role`, `do` and `as`");
            return Vec::new();
        };
        let (Some(at), Some(by), Some(code)) = (at, by, code) else {
            self.note(path, "expected `at`, `by` and `do`");
            return Vec::new();
        };
        let path = format!("{path} ({code})");
        let recorded_path = format!("{path}.recorded");
        let Some(at) = self.time(&at, &format!("{path}.at")) else { return Vec::new() };
        let Some(recorded) = recorded.map_or(Some(at), |written| self.time(&written, &recorded_path)) else {
            return Vec::new();
        };
        let offer = |who: String, kind, data, named| Offer {
            path: path.clone(),
            at,
            recorded,
            recorded_by: recorded_by.clone(),
            in_role: in_role.clone().filter(|_| who == by),
            by: who,
            kind,
            data,
            named,
            refused: refused.clone(),
        };
        if code == setting_up::CODE {
            let steps = match setting_up::steps(&by, clinician, &a_year_after(at), act) {
                Ok(steps) => steps,
                Err((field, problem)) => {
                    self.note(&format!("{path}.{field}"), problem);
                    return Vec::new();
                }
            };
            let last = steps.len().saturating_sub(1);
            let named = |place| named.clone().filter(|_| place == last);
            let offers = steps.into_iter().enumerate();
            return offers
                .filter_map(|(place, step)| Some(offer(step.by, Kind::from_code(step.kind)?, step.data, named(place))))
                .collect();
        }
        let Some(kind) = Kind::from_code(&code) else {
            let codes = Kind::all().map(Kind::code).chain([setting_up::CODE]);
            self.problems.unknown(format!("{}{path}.do", self.path), "event", &code, codes);
            return Vec::new();
        };
        self.make_up_a_reference(kind, &mut act);
        vec![offer(by.clone(), kind, act, named)]
    }

    /// Fills in the reference of what an event makes.
    fn make_up_a_reference(&mut self, kind: Kind, data: &mut Map<String, Value>) {
        let Some(noun) =
            kind.subject_noun().filter(|&noun| kind.creates_subject() && noun != Noun::Person && noun != Noun::Contract)
        else {
            return;
        };
        let field = kind.fields().parts.iter().find(|part| part.shape == Shape::Ref(noun)).map(|part| part.name);
        if let Some(field) = field
            && !data.contains_key(field)
        {
            let next = self.next.entry(noun).or_default();
            *next += 1;
            data.insert(field.to_owned(), json!(format!("{}-{next}", noun.code().replace('_', "-"))));
        }
    }

    /// The cycle is opened by its clinician, and everybody enters it.
    fn opened(&mut self, clinician: &str, at: Moment) -> Option<History> {
        let mut history = History::default();
        let opening = json!({"cycle": "scenario", "format": 1, "clinician": clinician, "team": "team"});
        let mut acts = vec![("cycle_opened", opening)];
        for (&id, role) in &self.cast {
            if *role != Role::Clinician {
                acts.push(("person_entered", json!({"person": id, "role": role.code()})));
            }
        }
        for (kind, data) in acts {
            let problem = match act(kind, at, at, By::alone(clinician), data) {
                Ok(act) => history.record(act).err().map(|refusal| refusal.to_string()),
                Err(unreadable) => Some(unreadable.problem().to_owned()),
            };
            if let Some(problem) = problem {
                self.note("people", problem);
                return None;
            }
        }
        Some(history)
    }

    fn offer(&mut self, mut offer: Offer, history: &mut History, named: &mut BTreeMap<String, EntryNumber>) {
        for field in ["entries", "opened_by"] {
            if let Some(value) = offer.data.get_mut(field) {
                number(value, named);
            }
        }
        let data = Value::Object(offer.data);
        let (recorded_by, in_role) = (offer.recorded_by.as_deref(), offer.in_role.as_deref());
        let by = By { person: &offer.by, recorded_by, in_role };
        let act = match act(offer.kind.code(), offer.at, offer.recorded, by, data) {
            Ok(act) => act,
            Err(unreadable) => {
                let place = unreadable.path().strip_prefix("data").unwrap_or(unreadable.path());
                return self.note(&format!("{}{place}", offer.path), unreadable.problem());
            }
        };
        match (history.record(act.clone()).map(|(entry, _)| entry.number()), offer.refused) {
            (Ok(number), Refused::Never) => {
                if let Some(name) = offer.named
                    && named.insert(name.clone(), number).is_some()
                {
                    self.note(&format!("{}.as", offer.path), format!("another act is called `{name}`"));
                }
            }
            (Ok(_), _) => self.note(&format!("{}.refused", offer.path), "it is not refused"),
            (Err(_), Refused::Somehow) => {}
            (Err(refusal), Refused::With(code)) if refusal.code() == code => {}
            (Err(refusal), Refused::With(_)) => {
                self.note(&format!("{}.refused", offer.path), format!("it is refused with `{}`: {refusal}", refusal.code()));
            }
            (Err(refusal), Refused::Never) => self.note(&offer.path, format!("it is refused: {}", refusal.about(&act))),
        }
    }

    fn asked(&mut self, form: &AskedForm, path: &str, named: &BTreeMap<String, EntryNumber>) -> Option<Question> {
        let as_of = self.end(form.as_of.as_ref(), &format!("{path}as_of"));
        let known_at = self.end(form.known_at.as_ref(), &format!("{path}known_at"));
        let mut expect = Vec::new();
        for (rule, form) in &form.expect {
            let path = format!("{path}expect.{rule}");
            let names = |name: &String| named.get(name).copied();
            match check::Expected::of(&form.0, names, end_of_day) {
                Ok(expected) => expect.push((rule.clone(), expected)),
                Err((field, problem)) => self.note(&format!("{path}{field}"), problem),
            }
        }
        Some(Question {
            path: format!("{path}expect."),
            as_of: as_of?,
            known_at: known_at?,
            expect,
            nothing_else: form.nothing_else,
        })
    }
}

/// Names of entries become their numbers.
fn number(value: &mut Value, named: &BTreeMap<String, EntryNumber>) {
    match value {
        Value::String(name) => {
            if let Some(number) = named.get(name) {
                *value = json!(number);
            }
        }
        Value::Array(values) => values.iter_mut().for_each(|value| number(value, named)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::Object(_) => {}
    }
}

/// By whom an act is, as it is written.
#[derive(Debug, Clone, Copy)]
pub(crate) struct By<'a> {
    pub(crate) person: &'a str,
    pub(crate) recorded_by: Option<&'a str>,
    pub(crate) in_role: Option<&'a str>,
}

impl<'a> By<'a> {
    /// By somebody who records it themself, in whichever role.
    pub(crate) const fn alone(person: &'a str) -> Self {
        Self { person, recorded_by: None, in_role: None }
    }
}

/// An act as it is stored, read.
pub(crate) fn act(kind: &str, at: Moment, recorded: Moment, by: By<'_>, data: Value) -> Result<Act, stored::Unreadable> {
    let mut act = json!({"type": kind, "occurred_at": at, "recorded_at": recorded, "by": by.person, "data": data});
    for (field, word) in [("recorded_by", by.recorded_by), ("in_role", by.in_role)] {
        if let (Some(word), Some(fields)) = (word, act.as_object_mut()) {
            fields.insert(field.to_owned(), json!(word));
        }
    }
    stored::parse(&act.to_string())
}

/// The day until which what is set up at a time is to last, if nothing else is said.
pub(crate) fn a_year_after(at: Moment) -> String {
    add_months(local_date(at), 12).map(|day| day.to_string()).unwrap_or_default()
}
