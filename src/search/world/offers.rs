//! The offers of a world: every single act, from acts with names that stand for many.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

use super::syntax::WorldForm;
use crate::attachment::PersonEntered;
use crate::code::Code;
use crate::contracting;
use crate::cycle::{Act, Entry, Kind};
use crate::history::History;
use crate::id::ContractId;
use crate::moment::Moment;
use crate::noun::Noun;
use crate::people::{Role, Side};
use crate::policy::syntax::problem::{Problems, shown};
use crate::scenario::build::{By, act};
use crate::shape::Shape;

/// One act that is offered again and again.
#[derive(Debug)]
pub(super) struct Offer {
    pub(super) act: Act,
    /// Which of the world's offers it is one of.
    pub(super) of: u32,
    /// What stands for the names in it, in their order.
    pub(super) says: Vec<Says>,
    /// The step that it is of a contract.
    pub(super) step: Option<(ContractId, contracting::Kind)>,
    /// What has to be there before the next of its kind is made, so that what is alike is made in one order alone.
    pub(super) after: Option<(Noun, String)>,
    /// Whether the version it accepts is whatever lies on the table.
    pub(super) takes_what_is_tabled: bool,
}

/// What a name stands for in one act.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Says {
    /// Somebody who is there from the start, by their seat.
    Seat(u32),
    /// A contract, by its place.
    Contract(u32),
    /// One of a list.
    One(u32),
}

/// More ways than this to read one offer are a slip.
const MOST_WAYS: usize = 10_000;

/// What names can stand for.
pub(super) struct Names<'w> {
    people: Vec<(&'w str, Role, Option<u32>)>,
    lists: &'w BTreeMap<String, Vec<Value>>,
    things: BTreeMap<Noun, Vec<String>>,
}

/// Everything that is offered, and what it names by itself rather than as one of many.
pub(super) struct Offers {
    pub(super) all: Vec<Offer>,
    pub(super) named_alone: BTreeSet<String>,
}

type One = (Says, Value);

pub(super) fn offers(form: &WorldForm, cast: &[(&str, Role)], start: &History, problems: &mut Problems) -> Offers {
    let mut names = Names {
        people: cast.iter().map(|&(id, role)| (id, role, start.cycle().seat_of(id))).collect(),
        lists: &form.lists,
        things: BTreeMap::new(),
    };
    for entry in start.entries() {
        if let Some(subject) = entry.event().subject().filter(|_| entry.event().kind().creates_subject()) {
            names.things.entry(subject.noun).or_default().push(subject.id.to_owned());
        }
    }
    let mut most: BTreeMap<Noun, u16> = BTreeMap::new();
    for (code, &at_most) in &form.at_most {
        match Noun::from_code(code).filter(|noun| *noun != Noun::Person) {
            Some(noun) => drop(most.insert(noun, at_most)),
            None => {
                let things = Noun::ALL.iter().filter(|noun| **noun != Noun::Person);
                problems.unknown(format!("at_most.{}", shown(code)), "thing", code, things.map(|noun| noun.code()));
            }
        }
    }
    // What is made is there to be named by every offer, whichever makes it.
    let mut makes: BTreeSet<Noun> = BTreeSet::new();
    for offer in &form.offers {
        let kind = offer.get("do").and_then(Value::as_str).and_then(Kind::from_code);
        let Some((kind, noun)) = kind.and_then(|kind| Some((kind, made_by(kind)?))) else { continue };
        match subject_field(kind, noun).and_then(|field| offer.get(field)) {
            None => drop(makes.insert(noun)),
            Some(Value::String(name)) if name.strip_prefix('$') == Some(noun.code()) => drop(makes.insert(noun)),
            Some(Value::String(id)) if !id.starts_with('$') => names.things.entry(noun).or_default().push(id.clone()),
            Some(_) => {}
        }
    }
    for noun in makes {
        let things = names.things.entry(noun).or_default();
        for place in 1..=most.get(&noun).copied().unwrap_or(1) {
            things.push(format!("{}-{place}", noun.code().replace('_', "-")));
        }
    }
    let mut offers = Offers { all: Vec::new(), named_alone: BTreeSet::new() };
    for value in form.lists.values().flatten() {
        names_in(value, &mut Vec::new(), &mut offers.named_alone);
    }
    // Whoever did something before, or was named in it, is somebody to whom it may matter.
    for entry in start.entries().iter().filter(|entry| PersonEntered::of(entry.event()).is_none()) {
        offers.named_alone.insert(entry.act().by.as_str().to_owned());
        entry.event().part().references(&mut |thing| {
            if thing.noun == Noun::Person {
                offers.named_alone.insert(thing.id.to_owned());
            }
        });
    }
    for (place, offer) in (0_u32..).zip(&form.offers) {
        expand(place, offer, &names, start.cycle().last_recorded(), &mut offers, problems);
    }
    offers
}

/// Notes whoever and whatever is named in an offer and is neither there nor can be made: a slip of the pen, or the offer would
/// never be admitted.
pub(super) fn strangers(offers: &[Offer], people: &[String], start: &History, problems: &mut Problems) {
    let mut known: BTreeSet<(Noun, &str)> = people.iter().map(|id| (Noun::Person, id.as_str())).collect();
    let made = |act: &'_ Act| act.event.kind().creates_subject();
    for act in start.entries().iter().map(Entry::act).chain(offers.iter().map(|offer| &offer.act)).filter(|act| made(act)) {
        known.extend(act.event.subject().map(|subject| (subject.noun, subject.id)));
    }
    let mut noted: BTreeSet<(u32, Noun, &str)> = BTreeSet::new();
    for Offer { act, of, .. } in offers {
        let mut named = vec![(Noun::Person, act.by.as_str())];
        act.event.part().references(&mut |thing| named.push((thing.noun, thing.id)));
        for (noun, id) in named.into_iter().filter(|thing| !known.contains(thing)) {
            if noted.insert((*of, noun, id)) {
                let others = known.iter().filter(|(other, _)| *other == noun).map(|(_, id)| *id);
                problems.unknown(format!("offers[{of}] ({})", act.event.kind().code()), noun.label(), id, others);
            }
        }
    }
}

/// What a kind of event makes, but people.
pub(super) fn made_by(kind: Kind) -> Option<Noun> {
    kind.subject_noun().filter(|&noun| kind.creates_subject() && noun != Noun::Person)
}

/// One offer for each way in which its names can be read.
fn expand(
    place: u32,
    offer: &Map<String, Value>,
    names: &Names<'_>,
    at: Moment,
    offers: &mut Offers,
    problems: &mut Problems,
) {
    let path = format!("offers[{place}]");
    let mut data = offer.clone();
    let (Some(Value::String(code)), Some(by @ Value::String(_))) = (data.remove("do"), data.remove("by")) else {
        return problems.note(path, "expected `by` and `do`");
    };
    let path = format!("{path} ({})", shown(&code));
    let Some(kind) = Kind::from_code(&code) else {
        problems.unknown(format!("{path}.do"), "event", &code, Kind::all().map(Kind::code));
        return;
    };
    if let Kind::Correction(_) = kind {
        return problems.note(format!("{path}.do"), "nothing is corrected in a search");
    }
    let accepts = kind == Kind::Contracting(contracting::Kind::TermsAccepted) && !data.contains_key("version");
    if accepts {
        data.insert("version".to_owned(), Value::from(0));
    }
    let made = made_by(kind);
    let field = made.and_then(|noun| subject_field(kind, noun)).filter(|field| !data.contains_key(*field));
    if let (Some(noun), Some(field)) = (made, field) {
        data.insert(field.to_owned(), Value::String(format!("${}", noun.code())));
    }
    let mut whole = Map::new();
    whole.insert("by".to_owned(), by);
    whole.extend(data.remove("in_role").map(|role| ("in_role".to_owned(), role)));
    whole.insert("data".to_owned(), Value::Object(data));
    let whole = Value::Object(whole);
    let mut asked = Vec::new();
    names_in(&whole, &mut asked, &mut offers.named_alone);
    let mut ways: Vec<Vec<One>> = vec![Vec::new()];
    for name in &asked {
        let Some(stands_for) = names.stands_for(name) else {
            let known = names.known();
            problems.unknown(path, "name", &format!("${name}"), known.iter().map(String::as_str));
            return;
        };
        if stands_for.is_empty() {
            return problems.note(path, format!("`${name}` stands for nobody and nothing here"));
        }
        let longer = |way: &Vec<One>| {
            let way = way.clone();
            stands_for.clone().into_iter().map(move |one| way.iter().cloned().chain([one]).collect())
        };
        ways = ways.iter().flat_map(longer).take(MOST_WAYS + 1).collect();
    }
    if ways.len() > MOST_WAYS {
        return problems.note(path, format!("it can be read in more than {MOST_WAYS} ways"));
    }
    for way in ways {
        let mut said = whole.clone();
        put_in(&mut said, &|name| {
            let place = asked.iter().position(|asked| asked == name)?;
            way.get(place).map(|(_, value)| value.clone())
        });
        let by = said.get("by").and_then(Value::as_str).unwrap_or_default();
        let data = said.get("data").cloned().unwrap_or_default();
        let by = By { in_role: said.get("in_role").and_then(Value::as_str), ..By::alone(by) };
        let act = match act(&code, at, at, by, data) {
            Ok(act) => act,
            Err(unreadable) => {
                let field = unreadable.path().trim_start_matches("data").trim_start_matches('.');
                let dot = if field.is_empty() { "" } else { "." };
                return problems.note(format!("{path}{dot}{field}"), unreadable.problem());
            }
        };
        if let Err(refusal) = act.is_fit_to_offer() {
            return problems.note(path, refusal.to_string());
        }
        let after = field.and(made).and_then(|noun| {
            let things = names.things.get(&noun)?;
            let this = things.iter().position(|thing| act.event.subject().is_some_and(|subject| subject.id == thing))?;
            Some((noun, things.get(this.checked_sub(1)?)?.clone()))
        });
        let contract = act.event.subject().filter(|subject| subject.noun == Noun::Contract && made.is_none());
        let step = if let Kind::Contracting(step) = kind {
            contract.and_then(|contract| Some((ContractId::new(contract.id).ok()?, step)))
        } else {
            None
        };
        let says = way.into_iter().map(|(says, _)| says).collect();
        offers.all.push(Offer { act, of: place, says, step, after, takes_what_is_tabled: accepts });
    }
}

/// The field in which an event names what it makes.
pub(super) fn subject_field(kind: Kind, noun: Noun) -> Option<&'static str> {
    kind.fields().parts.iter().find(|part| part.shape == Shape::Ref(noun)).map(|part| part.name)
}

/// Every name that stands for one of many, once; and every other text.
fn names_in(value: &Value, names: &mut Vec<String>, alone: &mut BTreeSet<String>) {
    match value {
        Value::String(text) => match text.strip_prefix('$') {
            Some(name) if names.iter().any(|known| known == name) => {}
            Some(name) => names.push(name.to_owned()),
            None => drop(alone.insert(text.clone())),
        },
        Value::Array(values) => values.iter().for_each(|value| names_in(value, names, alone)),
        Value::Object(fields) => fields.values().for_each(|value| names_in(value, names, alone)),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

fn put_in(value: &mut Value, stands_for: &dyn Fn(&str) -> Option<Value>) {
    match value {
        Value::String(text) => {
            if let Some(one) = text.strip_prefix('$').and_then(stands_for) {
                *value = one;
            }
        }
        Value::Array(values) => values.iter_mut().for_each(|value| put_in(value, stands_for)),
        Value::Object(fields) => fields.values_mut().for_each(|value| put_in(value, stands_for)),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

impl Names<'_> {
    /// What a name may stand for: somebody, somebody of a side or in a role, something that is made, or one of a list.
    fn stands_for(&self, name: &str) -> Option<Vec<One>> {
        if let Some(list) = self.lists.get(name) {
            return Some((0..).zip(list).map(|(place, value)| (Says::One(place), value.clone())).collect());
        }
        let people = |fits: &dyn Fn(Role) -> bool| {
            let fitting = (0_u32..).zip(&self.people).filter(|(_, (_, role, _))| fits(*role));
            let one = |(place, &(id, _, seat)): (u32, &(&str, Role, Option<u32>))| {
                (seat.map_or(Says::One(place), Says::Seat), Value::String(id.to_owned()))
            };
            Some(fitting.map(one).collect())
        };
        if let Some(side) = Side::from_code(name) {
            return people(&|role| role.side() == side);
        }
        if let Some(role) = Role::from_code(name) {
            return people(&|other| other == role);
        }
        let noun = Noun::from_code(name)?;
        if noun == Noun::Person {
            return people(&|_| true);
        }
        let things = self.things.get(&noun).map_or(&[][..], Vec::as_slice);
        let says = |place| if noun == Noun::Contract { Says::Contract(place) } else { Says::One(place) };
        Some((0..).zip(things).map(|(place, id)| (says(place), Value::String(id.clone()))).collect())
    }

    fn known(&self) -> Vec<String> {
        let codes = Noun::ALL.iter().map(|noun| noun.code()).chain(Side::ALL.iter().map(|side| side.code()));
        let codes = codes.chain(Role::ALL.iter().map(|role| role.code()));
        codes.map(str::to_owned).chain(self.lists.keys().cloned()).map(|name| format!("${name}")).collect()
    }
}
