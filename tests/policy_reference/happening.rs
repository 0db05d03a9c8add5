//! What happens: entries, states that begin and end, and rules that are broken; and what closes.

use std::collections::BTreeMap;

use practice_cycle::code::Code;
use practice_cycle::contracting::{Contract, Stage};
use practice_cycle::moment::Moment;
use serde_json::Value;

use super::fields::{Context, Reached, Truth};
use super::world::{Fact, after};
use super::{OR, Reference, Rule};

/// Where something stands in the order of everything that happens.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Place {
    pub(crate) at: Moment,
    pub(crate) turn: u8,
    pub(crate) history: usize,
    pub(crate) number: u32,
    pub(crate) phase: u8,
}

// What happens at one instant: first entries, then what falls due, then what that breaks, then contracts lapse.
pub(crate) const ENTRY: u8 = 0;
pub(crate) const DUE: u8 = 1;
pub(crate) const DUE_BREAKS: u8 = 2;
pub(crate) const LAPSE: u8 = 3;

// What one entry does, in order.
pub(crate) const ANSWERS: u8 = 0;
pub(crate) const STATES_ANSWER: u8 = 3;
pub(crate) const CLOSES: u8 = 6;
pub(crate) const CARRIES: u8 = 7;
pub(crate) const OPENS: u8 = 8;
pub(crate) const BREAKS: u8 = 9;

impl Place {
    pub(crate) fn of(fact: &Fact, phase: u8) -> Self {
        Self { at: fact.at, turn: ENTRY, history: fact.place, number: fact.number, phase }
    }

    pub(crate) fn due(at: Moment) -> Self {
        Self { at, turn: DUE, history: 0, number: 0, phase: 0 }
    }
}

/// An entry, and when it happened: for what time alone brought about, when that was.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct EntryRef {
    pub(crate) history: usize,
    pub(crate) number: u32,
    pub(crate) at: Moment,
}

pub(crate) type Key = Vec<String>;

/// By which of its names a state is about something: those of what opens a duty, or of what answers it.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Names {
    When,
    Then,
}

/// Something that happens.
#[derive(Debug, Clone)]
pub(crate) struct Occasion<'w> {
    pub(crate) place: Place,
    pub(crate) context: Context<'w>,
    pub(crate) entry_ref: EntryRef,
    /// Where it is not an entry: what it is about.
    pub(crate) key: Option<Key>,
    /// Whether it is an entry that was recorded, rather than something that follows from one.
    pub(crate) is_entry: bool,
}

/// A duty was broken.
#[derive(Debug, Clone)]
pub(crate) struct Breach<'w> {
    pub(crate) place: Place,
    pub(crate) key: Key,
    pub(crate) context: Context<'w>,
    pub(crate) entry_ref: EntryRef,
}

/// A contract came from one stage to another.
#[derive(Debug)]
pub(crate) struct Change<'w> {
    pub(crate) place: Place,
    pub(crate) contract: String,
    pub(crate) from: Option<Stage>,
    pub(crate) to: Stage,
    /// The invitation, by which a state of the contract is looked at.
    pub(crate) invited: &'w Fact,
    pub(crate) seen_at: Moment,
    pub(crate) number: u32,
}

/// What closes.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Closed {
    Contract(usize, String),
    Intervention(usize, String),
    Case(String),
    Cycle(usize),
}

impl<'a> Reference<'a> {
    /// What an entry is about, in every way that its lists give. References are known within their history alone, unless the
    /// case, the clinician or the cycle is among them, or something that is the same everywhere.
    pub(crate) fn keys(&self, context: &Context<'_>, names: &[String], scoped_by: &[String]) -> Vec<Key> {
        let scoped = !scoped_by.iter().any(|name| matches!(name.as_str(), "case" | "clinician" | "cycle" | "everywhere"));
        let here = context.fact.place.to_string();
        let reached: Vec<Reached> = names.iter().map(|name| self.world.reach(context, named_in(context, name))).collect();
        let ways = if reached.iter().any(|reached| matches!(reached, Reached::Many(_))) { usize::MAX } else { 1 };
        let key = |nth: usize| -> Option<Key> {
            let parts = reached.iter().map(|reached| match reached {
                Reached::One(Some(Value::String(id))) => Some(id.clone()),
                Reached::Many(ids) => ids.get(nth)?.as_ref()?.as_str().map(str::to_owned),
                Reached::One(_) | Reached::Nowhere => None,
            });
            let parts: Option<Key> = parts.collect();
            let prefix = if scoped && self.world.several() { vec![here.clone()] } else { Vec::new() };
            parts.map(|parts| prefix.into_iter().chain(parts).collect())
        };
        (0..ways).map_while(key).collect()
    }

    /// Whether it is not known what an entry is about: something that would tell was left out, or redacted.
    pub(crate) fn lacks_key(&self, rule: Rule<'_>, context: &Context<'_>) -> bool {
        rule.per().iter().any(|(_, then)| matches!(self.world.reach(context, named_in(context, then)), Reached::One(None)))
    }

    /// Whether it was redacted what an entry is about, by one of these names.
    pub(crate) fn is_subject_redacted(&self, context: &Context<'_>, names: &[String]) -> bool {
        names.iter().any(|name| self.world.is_tombstone(context, named_in(context, name)))
    }

    /// Whether two entries may be about the same: of no name both are known, and differ.
    pub(crate) fn may_be_about(&self, one: &Context<'_>, names: &[String], other: &Context<'_>, others: &[String]) -> bool {
        let ids = |context: &Context<'_>, name: &str| -> Vec<String> {
            match self.world.reach(context, named_in(context, name)) {
                Reached::One(Some(Value::String(id))) => vec![id],
                Reached::Many(ids) => ids.iter().map_while(|id| id.as_ref()?.as_str().map(str::to_owned)).collect(),
                Reached::One(_) | Reached::Nowhere => Vec::new(),
            }
        };
        names.iter().zip(others).all(|(name, theirs)| {
            let (here, there) = (ids(one, name), ids(other, theirs));
            here.first().is_none_or(|here| there.is_empty() || there.contains(here))
        })
    }

    pub(crate) fn opening_key(&self, rule: Rule<'_>, context: &Context<'_>) -> Option<Key> {
        let (when, _): (Vec<String>, Vec<String>) = rule.per().into_iter().unzip();
        self.keys(context, &when, &rule.scope()).into_iter().next()
    }

    pub(crate) fn answer_keys(&self, rule: Rule<'_>, context: &Context<'_>) -> Vec<Key> {
        let (_, then): (Vec<String>, Vec<String>) = rule.per().into_iter().unzip();
        self.keys(context, &then, &rule.scope())
    }

    /// Entries of some kinds, in order.
    pub(crate) fn entries(&self, codes: &Value) -> Vec<&'a Fact> {
        let codes = codes.as_array().map_or(std::slice::from_ref(codes), Vec::as_slice);
        let mut facts: Vec<&'a Fact> =
            self.world.facts().filter(|fact| codes.iter().any(|code| *code == *fact.kind)).collect();
        facts.sort_by_key(|fact| Place::of(fact, 0));
        facts
    }

    /// Each time that something may have happened; what has to hold of the fields is not asked yet.
    pub(crate) fn occasions(&self, rule: Rule<'a>, form: &'a Value) -> Vec<Occasion<'a>> {
        if !form["event"].is_null() || !form["any"].is_null() {
            let occasion = |fact| Occasion {
                place: Place::of(fact, ANSWERS),
                context: Context::of(fact),
                entry_ref: EntryRef { history: fact.place, number: fact.number, at: fact.at },

                key: None,
                is_entry: true,
            };
            return self.entries(&codes(form)).into_iter().map(occasion).collect();
        }
        if let Some(id) = form["broken"].as_str() {
            let occasion = |breach: Breach<'a>| Occasion {
                place: breach.place,
                context: breach.context,
                entry_ref: breach.entry_ref,
                key: Some(breach.key),
                is_entry: false,
            };
            return self.judge(id).1.into_iter().map(occasion).collect();
        }
        let begins = !form["begins"].is_null();
        let state = if begins { &form["begins"] } else { &form["ends"] };
        let names = if std::ptr::eq(form, &rule.form["when"]) { Names::When } else { Names::Then };
        let turns = self.turns(rule, state, names).into_iter().filter(|turn| turn.1 == begins);
        turns.map(|(occasion, _)| occasion).collect()
    }

    /// Each time that a state begins (true) or ends.
    pub(crate) fn turns(&self, rule: Rule<'a>, state: &Value, names: Names) -> Vec<(Occasion<'a>, bool)> {
        let mut turns = Vec::new();
        let key = |context: &Context<'_>| match names {
            Names::When => self.opening_key(rule, context),
            Names::Then => self.answer_keys(rule, context).into_iter().next(),
        };
        if state["stage"].is_null() {
            let mut lasts: BTreeMap<Key, bool> = BTreeMap::new();
            let from = self.entries(&codes(&state["from"])).into_iter().map(|fact| (fact, true));
            let to = self.entries(&codes(&state["to"])).into_iter().map(|fact| (fact, false));
            let mut both: Vec<(&Fact, bool)> = from.chain(to).collect();
            both.sort_by_key(|(fact, begins)| (Place::of(fact, 0), !begins));
            for (fact, begins) in both {
                let context = Context::of(fact);
                let end = if begins { &state["from"] } else { &state["to"] };
                if self.world.all(&rule, &context, tests_of(end, &fact.kind)) != Truth::Yes {
                    continue;
                }
                let Some(key) = key(&context) else { continue };
                // It begins once, and ends once.
                if lasts.insert(key.clone(), begins).unwrap_or_default() == begins {
                    continue;
                }
                let entry_ref = EntryRef { history: fact.place, number: fact.number, at: fact.at };
                let place = Place::of(fact, STATES_ANSWER);
                turns.push((Occasion { place, context, entry_ref, key: Some(key), is_entry: false }, begins));
            }
            return turns;
        }
        let listed = |stage: Stage| {
            let stages = &state["stage"];
            stages.as_str() == Some(stage.code())
                || stages.as_array().is_some_and(|all| all.iter().any(|one| *one == *stage.code()))
        };
        let mut counts: BTreeMap<Key, usize> = BTreeMap::new();
        for change in self.changes() {
            let (was, is) = (change.from.is_some_and(listed), listed(change.to));
            let context = Context { at: change.seen_at, by: change.number, ..Context::of(change.invited) };
            let Some(key) = key(&context).filter(|_| was != is) else { continue };
            let count = counts.entry(key.clone()).or_default();
            let before = *count;
            *count = if is { before + 1 } else { before - 1 };
            if (before == 0) == (*count == 0) {
                continue;
            }
            let entry_ref = EntryRef { history: change.place.history, number: change.number, at: change.place.at };
            let place = Place { phase: STATES_ANSWER, ..change.place };
            turns.push((Occasion { place, context, entry_ref, key: Some(key), is_entry: false }, is));
        }
        turns
    }

    /// Every change of stage, in order.
    pub(crate) fn changes(&self) -> Vec<Change<'a>> {
        let mut changes = Vec::new();
        for (history, told) in self.world.cycles.iter().enumerate() {
            for (id, stands) in &told.contracts {
                let Some(invited) = told.fact(stands[0].number) else { continue };
                let mut from = None;
                // The step by which it stands as it does: the last that changed its stage or its planned end.
                let mut since = stands[0].number;
                for (place, stand) in stands.iter().enumerate() {
                    if stand.at > self.world.now {
                        break;
                    }
                    // What time alone brings about comes after that instant.
                    if stand.late && stand.at == self.world.now {
                        continue;
                    }
                    let stage = |contract: &Contract| contract.stage_at(stand.at);
                    let Some(to) = stage(&stand.contract) else { continue };
                    let before = stands[..place].last();
                    // It may have lapsed since the step before.
                    from = before.map_or(from, |before| stage(&before.contract));
                    if before.is_none_or(|before| before.leads_to() != stand.leads_to()) {
                        since = stand.number;
                    }
                    let turn = if stand.late { LAPSE } else { ENTRY };
                    let step = Place { at: stand.at, turn, history, number: stand.number, phase: 0 };
                    if from != Some(to) {
                        changes.push(Change {
                            place: step,
                            contract: id.clone(),
                            from,
                            to,
                            invited,
                            seen_at: if stand.late { after(stand.at) } else { stand.at },
                            number: stand.number,
                        });
                    }
                    let (_, Some(lapses)) = stand.leads_to() else { continue };
                    let next = stands.get(place + 1).map(|next| next.at);
                    let lapsed = |at| stand.contract.latest_stage(at) == Stage::Lapsed;
                    if lapses >= stand.at
                        && lapsed(after(lapses))
                        && lapses < self.world.now
                        && next.is_none_or(|next| next > lapses)
                    {
                        changes.push(Change {
                            place: Place { at: lapses, turn: LAPSE, number: since, ..step },
                            contract: id.clone(),
                            from: Some(stand.contract.latest_stage(lapses)),
                            to: Stage::Lapsed,
                            invited,
                            seen_at: after(lapses),
                            number: since,
                        });
                    }
                }
            }
        }
        changes.sort_by_key(|change| change.place);
        changes
    }

    /// Everything that closes.
    pub(crate) fn closings(&self) -> Vec<(Place, Closed, EntryRef)> {
        let mut closings = Vec::new();
        for change in self.changes() {
            if change.to.is_terminal() && !change.from.is_some_and(Stage::is_terminal) {
                let history = change.place.history;
                let entry_ref = EntryRef { history, number: change.number, at: change.place.at };
                closings.push((
                    Place { phase: CLOSES, ..change.place },
                    Closed::Contract(history, change.contract),
                    entry_ref,
                ));
            }
        }
        for fact in self.world.facts() {
            let closed = match fact.kind.as_str() {
                "intervention_closed" => {
                    Closed::Intervention(fact.place, fact.data["intervention"].as_str().unwrap().to_owned())
                }
                "milestone_reached" if fact.data["what"] == "case_closed" => match fact.data["case"].as_str() {
                    Some(case) => Closed::Case(case.to_owned()),
                    None => continue,
                },
                "cycle_closed" => Closed::Cycle(fact.place),
                _ => continue,
            };
            let entry_ref = EntryRef { history: fact.place, number: fact.number, at: fact.at };
            closings.push((Place::of(fact, CLOSES), closed, entry_ref));
        }
        closings
    }
}

/// The first of several names that an entry has.
pub(crate) fn named_in<'n>(context: &Context<'_>, names: &'n str) -> &'n str {
    let is_there = |name: &&str| !context.fact.data[name.split('.').next().unwrap()].is_null();
    names.split(OR).find(is_there).or(names.split(OR).last()).unwrap()
}

/// The kinds of entry that a pattern can be.
pub(crate) fn codes(form: &Value) -> Value {
    let of_each = |one: &Value| one["event"].as_array().cloned().unwrap_or_else(|| vec![one["event"].clone()]);
    match form["any"].as_array() {
        Some(any) => any.iter().flat_map(of_each).collect(),
        None => form["event"].clone(),
    }
}

/// What is asked of the fields of an entry of a kind.
pub(crate) fn tests_of<'f>(form: &'f Value, kind: &str) -> &'f Value {
    let has = |one: &&Value| {
        one["event"] == *kind || one["event"].as_array().is_some_and(|all| all.iter().any(|code| *code == *kind))
    };
    match form["any"].as_array() {
        Some(any) => any.iter().find(has).map_or(&Value::Null, |one| &one["where"]),
        None => &form["where"],
    }
}
