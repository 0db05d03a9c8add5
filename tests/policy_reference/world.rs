//! What was recorded, as plain JSON: who had which role, where contracts stood, and what an entry is about.

use std::collections::{BTreeMap, BTreeSet};

use practice_cycle::calendar::Calendar;
use practice_cycle::code::Code;
use practice_cycle::contracting::{Agreement, Contract, Kind, Stage};
use practice_cycle::cycle::{Entry, Event};
use practice_cycle::history::History;
use practice_cycle::id::ContractId;
use practice_cycle::moment::Moment;
use practice_cycle::people::{Registration, Role, Side};
use serde_json::{Value, json};

/// One entry that is in effect.
#[derive(Debug, Clone)]
pub(crate) struct Fact {
    pub(crate) place: usize,
    pub(crate) number: u32,
    pub(crate) at: Moment,
    pub(crate) recorded_at: Moment,
    pub(crate) by: String,
    in_role: Option<Role>,
    pub(crate) recorded_by: String,
    pub(crate) kind: String,
    pub(crate) data: Value,
}

/// Somebody came into a role, or left.
#[derive(Debug)]
struct Turn {
    at: Moment,
    number: u32,
    person: String,
    says: Says,
}

/// What an entry says of somebody.
#[derive(Debug)]
enum Says {
    Holds(BTreeSet<Role>, Option<Registration>),
    GaveUp(Role),
    Left,
}

/// What somebody is.
#[derive(Debug, Clone, Default)]
pub(crate) struct Somebody {
    pub(crate) roles: BTreeSet<Role>,
    registered: Option<Registration>,
}

impl Somebody {
    /// What they are after some turns.
    fn after(mut turns: Vec<&Turn>) -> Self {
        turns.sort_by_key(|turn| (turn.at, turn.number));
        let mut somebody = Somebody::default();
        for turn in turns {
            match &turn.says {
                Says::Holds(roles, registered) => {
                    somebody.roles = roles.clone();
                    somebody.registered = registered.or(somebody.registered);
                }
                Says::GaveUp(role) => _ = somebody.roles.remove(role),
                Says::Left => somebody.roles.clear(),
            }
        }
        somebody
    }

    fn is_on(&self, side: Side) -> bool {
        self.roles.iter().any(|role| role.side() == side)
    }

    /// `yes`, `no`, or nothing where that is not known.
    pub(crate) fn mandate(&self) -> Option<&'static str> {
        let may: Vec<Option<bool>> = self.roles.iter().map(|role| role.mandate(self.registered)).collect();
        if may.contains(&Some(true)) {
            return Some("yes");
        }
        if may.contains(&None) { None } else { Some("no") }
    }
}

/// A contract after one of its steps that lead on. Facts within the agreement lead nowhere: they are no steps of this kind.
#[derive(Debug)]
pub(crate) struct Stand {
    pub(crate) at: Moment,
    pub(crate) number: u32,
    pub(crate) contract: Contract,
    /// Who accepted on each side, as far as anything is agreed.
    accepted: [Option<String>; 2],
    /// Whether it came to stand so by time alone, since a renewal was told late.
    pub(crate) late: bool,
}

/// A renewal that took effect: when, by which entry, of which contract, and into which.
pub(crate) struct Carried {
    pub(crate) at: Moment,
    pub(crate) number: u32,
    pub(crate) from: String,
    pub(crate) to: String,
    pub(crate) late: bool,
}

impl Stand {
    /// The stage, without regard to time, and the planned end of the work under way.
    pub(crate) fn leads_to(&self) -> (Stage, Option<Moment>) {
        let state = self.contract.state();
        let stage = state.stage();
        (stage, state.agreed().and_then(Agreement::lapses).filter(|_| stage == Stage::Active))
    }
}

/// Somebody took the place of a party.
#[derive(Debug)]
struct Replaced {
    contract: String,
    at: Moment,
    number: u32,
    /// Which of the sides.
    place: usize,
    successor: String,
}

const SIDES: [Side; 2] = [Side::Clinical, Side::SocialWork];

/// One history, as known.
pub(crate) struct KnownCycle<'h> {
    pub(crate) history: &'h History,
    pub(crate) id: Option<String>,
    pub(crate) clinician: Option<String>,
    pub(crate) team: Option<String>,
    pub(crate) facts: Vec<Fact>,
    pub(crate) contracts: BTreeMap<String, Vec<Stand>>,
    replaced: Vec<Replaced>,
    /// Which entries, of those replayed in their own order, were which of the history.
    numbers: Vec<u32>,
    /// Renewals of which it is open what becomes of them.
    renewals: Vec<(String, String)>,
    pub(crate) carried: Vec<Carried>,
    turns: Vec<Turn>,
    /// That it follows an attachment that is not looked at.
    pub(crate) midway: Option<Moment>,
}

/// Everything looked at, in order, up to a time.
pub(crate) struct World<'h> {
    pub(crate) cycles: Vec<KnownCycle<'h>>,
    pub(crate) calendar: &'h dyn Calendar,
    pub(crate) now: Moment,
    pub(crate) known_at: Moment,
}

pub(crate) fn after(at: Moment) -> Moment {
    Moment::new(at.to_utc() + chrono::TimeDelta::nanoseconds(1)).unwrap_or(at)
}

pub(crate) fn before(at: Moment) -> Moment {
    Moment::new(at.to_utc() - chrono::TimeDelta::nanoseconds(1)).unwrap_or(at)
}

impl<'h> World<'h> {
    pub(crate) fn new(histories: &[&'h History], calendar: &'h dyn Calendar, as_of: Moment, known_at: Moment) -> Self {
        let mut cycles: Vec<KnownCycle<'h>> = Vec::new();
        for (place, history) in histories.iter().enumerate() {
            cycles.push(KnownCycle::new(place, history, known_at));
        }
        let ids: Vec<Option<String>> =
            histories.iter().map(|history| history.cycle().id().map(ToString::to_string)).collect();
        for told in &mut cycles {
            let Some(first) = told.history.entries().first() else { continue };
            let opened = serde_json::to_value(first).unwrap();
            let earlier = opened["data"]["earlier"].as_str();
            if earlier.is_some_and(|earlier| !ids.iter().flatten().any(|id| id == earlier)) {
                told.midway = Some(first.act().occurred_at);
            }
        }
        let recorded = histories.iter().flat_map(|history| history.entries().iter().map(|entry| entry.act().recorded_at));
        let last = recorded.filter(|&at| at <= known_at).max().unwrap_or(Moment::EARLIEST);
        let now = if as_of == Moment::LATEST { last } else { as_of };
        Self { cycles, calendar, now, known_at }
    }

    pub(crate) fn several(&self) -> bool {
        self.cycles.len() > 1
    }

    /// Every entry that had occurred, in no order.
    pub(crate) fn facts(&self) -> impl Iterator<Item = &Fact> {
        self.cycles.iter().flat_map(|told| &told.facts).filter(|fact| fact.at <= self.now)
    }
}

fn contract_of(history: &History, id: &str) -> Contract {
    history.cycle().contract(&ContractId::new(id).unwrap()).unwrap().clone()
}

impl<'h> KnownCycle<'h> {
    fn new(place: usize, history: &'h History, known_at: Moment) -> Self {
        let mut told = Self {
            history,
            id: None,
            clinician: None,
            team: None,
            facts: Vec::new(),
            contracts: BTreeMap::new(),
            replaced: Vec::new(),
            numbers: Vec::new(),
            renewals: Vec::new(),
            carried: Vec::new(),
            turns: Vec::new(),
            midway: None,
        };
        // What is in effect is replayed by itself, under numbers of its own, to see where each contract stood after each step.
        let mut replayed = History::default();
        let view = history.view(Moment::LATEST, known_at);
        let is_told_otherwise = view.entries().iter().any(|entry| history.entry(entry.number()) != Some(*entry));
        let is_merging = |entry: &Entry| entry.event().kind().code() == "cases_merged";
        let cases_were_merged = history.entries().iter().any(is_merging);
        for entry in view.entries() {
            let mut stored = serde_json::to_value(entry).unwrap();
            let (number, at) = (entry.number().get(), entry.act().occurred_at);
            told.numbers.push(number);
            told.facts.push(Fact {
                place,
                number,
                at,
                recorded_at: entry.act().recorded_at,
                by: entry.act().by.to_string(),
                in_role: entry.act().in_role,
                recorded_by: entry.act().recorded_by.as_ref().unwrap_or(&entry.act().by).to_string(),
                kind: entry.event().kind().code().to_owned(),
                data: stored["data"].clone(),
            });
            told.turn(entry.event().kind().code(), &stored["data"].clone(), at, number);
            stored["number"] = json!(told.numbers.len());
            if cases_were_merged {
                // Where cases were thought to be one, a milestone may follow that of another; where contracts stand hangs on neither.
                drop(stored["data"].as_object_mut().unwrap().remove("follows"));
            }
            if let Some(opened) = stored["data"].get("opened_by").and_then(Value::as_u64) {
                let place = told.numbers.iter().position(|&number| u64::from(number) == opened);
                match place {
                    Some(place) => stored["data"]["opened_by"] = json!(place + 1),
                    None => drop(stored["data"].as_object_mut().unwrap().remove("opened_by")),
                }
            }
            // Whoever agrees to the sharing of their words names the entries that hold them.
            if let Some(entries) = stored["data"].get("entries").and_then(Value::as_array) {
                let named = entries.iter().filter_map(Value::as_u64);
                let place = |named: u64| told.numbers.iter().position(|&number| u64::from(number) == named);
                stored["data"]["entries"] = named.filter_map(place).map(|place| json!(place + 1)).collect();
            }
            let stored: Entry = serde_json::from_value(stored).unwrap();
            let step = if let Event::Contracting(event) = stored.event() { Some(event.kind()) } else { None };
            if let Err(refusal) = replayed.append(stored) {
                // One person who was thought to be two came and left twice, as it was known then: that changes nothing.
                let attends = matches!(entry.event().kind().code(), "person_entered" | "person_left");
                assert!(is_told_otherwise && attends, "entry {number}: {refusal}");
                told.numbers.pop();
                continue;
            }
            if let Some(kind) = step {
                told.contract(kind, &replayed);
            }
        }
        told.id = replayed.cycle().id().map(ToString::to_string);
        told.clinician = replayed.cycle().person(0).map(ToString::to_string);
        told.team = replayed.cycle().team().map(ToString::to_string);
        told
    }

    /// Notes where a contract stands after the last entry, which is about it.
    fn contract(&mut self, kind: Kind, replayed: &History) {
        let Some(Fact { at, number, data, .. }) = self.facts.last().cloned() else { return };
        let id = data["contract"].as_str().unwrap().to_owned();
        if kind == Kind::PartyReplaced {
            let is_replaced = |place: &usize| self.party(&id, *place, at, u32::MAX) == data["party"].as_str();
            let place = (0..SIDES.len()).find(is_replaced).unwrap();
            let successor = data["successor"].as_str().unwrap().to_owned();
            self.replaced.push(Replaced { contract: id, at, number, place, successor });
            return;
        }
        if kind.is_within() {
            return;
        }
        self.stands(replayed, &id, (at, number), false);
        if let (Kind::ContractRenewed, Some(to)) = (kind, data["successor"]["here"].as_str()) {
            self.renewals.push((id.clone(), to.to_owned()));
        }
        self.renew(replayed, &id, (at, number));
    }

    /// Notes where a contract stands from a time on, by an entry.
    fn stands(&mut self, replayed: &History, id: &str, (at, number): (Moment, u32), late: bool) {
        let contract = contract_of(replayed, id);
        let stands = self.contracts.entry(id.to_owned()).or_default();
        // Whoever is replaced had accepted before: who accepted stays the same from then on.
        let accepted = match stands.last().filter(|_| self.replaced.iter().any(|replaced| replaced.contract == id)) {
            Some(before) => before.accepted.clone(),
            None => SIDES.map(|side| {
                let seat = contract.state().agreed()?.party(side)?;
                replayed.cycle().person(seat).map(ToString::to_string)
            }),
        };
        stands.push(Stand { at, number, contract, accepted, late });
    }

    /// What becomes of renewals by a step: one takes effect once the successor is agreed, and is over once that is declined or
    /// withdrawn. Where it takes effect, the contract that was renewed stands elsewhere, too.
    fn renew(&mut self, replayed: &History, id: &str, (at, number): (Moment, u32)) {
        let mut carried = Vec::new();
        self.renewals.retain(|(from, to)| {
            let stage = contract_of(replayed, to).state().stage();
            let open = matches!(stage, Stage::Invited | Stage::Reframed | Stage::Negotiating);
            if !open && !matches!(stage, Stage::Declined | Stage::Withdrawn) {
                carried.push((from.clone(), to.clone()));
            }
            open
        });
        for (from, to) in carried {
            // Told late, it takes effect when the successor was agreed, or with a later step that the contract took.
            let completed = contract_of(replayed, &from).first_entered(Stage::Completed);
            let effect = completed.map_or(at, |(_, completed)| completed.max(at));
            let late = effect > at;
            if late && from == id {
                // Until then it stands as it did before.
                let stands = self.contracts.get_mut(id).unwrap();
                let [.., before, linked] = stands.as_mut_slice() else { unreachable!("a contract is invited first") };
                linked.contract = before.contract.clone();
            }
            if late || from != id {
                self.stands(replayed, &from, (effect, number), late);
            }
            self.carried.push(Carried { at: effect, number, from, to, late });
        }
    }

    /// Who was a party at a time, by the steps and replacements up to an entry where they occurred at that very instant.
    fn party(&self, id: &str, place: usize, at: Moment, by: u32) -> Option<&str> {
        let stand = self.stand(id, at, by)?;
        let of = |replaced: &&Replaced| replaced.contract == id && replaced.place == place;
        let replaced = self.replaced.iter().filter(of).filter(|replaced| (replaced.at, replaced.number) <= (at, by));
        let last = replaced.max_by_key(|replaced| (replaced.at, replaced.number));
        let accepted = stand.accepted[place].as_deref()?;
        Some(last.map_or(accepted, |replaced| &replaced.successor))
    }

    fn turn(&mut self, kind: &str, data: &Value, at: Moment, number: u32) {
        let role = |code: &Value| Role::from_code(code.as_str().unwrap()).unwrap();
        let (person, says) = match kind {
            "cycle_opened" => (&data["clinician"], Says::Holds(BTreeSet::from([Role::Clinician]), None)),
            "person_entered" => {
                let beside = data["beside"].as_array().into_iter().flatten();
                let roles = beside.chain([&data["role"]]).map(role).collect();
                let registered = data["registered"].as_str().map(|code| Registration::from_code(code).unwrap());
                (&data["person"], Says::Holds(roles, registered))
            }
            "person_left" if data["role"].is_null() => (&data["person"], Says::Left),
            "person_left" => (&data["person"], Says::GaveUp(role(&data["role"]))),
            _ => return,
        };
        self.turns.push(Turn { at, number, person: person.as_str().unwrap().to_owned(), says });
    }

    pub(crate) fn fact(&self, number: u32) -> Option<&Fact> {
        self.facts.iter().find(|fact| fact.number == number)
    }

    /// What somebody was at a time. Who leaves at that very instant still holds theirs. Of whom later entries say that they had left
    /// by then, as earlier entries knew them.
    pub(crate) fn held(&self, person: &str, at: Moment, number: u32) -> Option<Somebody> {
        let held = |known: &dyn Fn(&Turn) -> bool| -> Option<Somebody> {
            let mut turns: Vec<&Turn> = self.turns.iter().filter(|turn| turn.person == person && turn.at <= at).collect();
            turns.retain(|turn| known(turn) && (matches!(turn.says, Says::Holds(..)) || turn.at < at));
            let somebody = Somebody::after(turns);
            (!somebody.roles.is_empty()).then_some(somebody)
        };
        held(&|_| true).or_else(|| held(&|turn| turn.number < number))
    }

    /// What somebody is at a time, be it nothing any more; none where they had not entered.
    pub(crate) fn held_once_entered(&self, person: &str, at: Moment) -> Option<Somebody> {
        let entered = self.turns.iter().any(|turn| turn.person == person && turn.at <= at);
        let counts = |turn: &&Turn| matches!(turn.says, Says::Holds(..)) || turn.at < at;
        let turns = self.turns.iter().filter(|turn| turn.person == person && turn.at <= at).filter(counts);
        entered.then(|| Somebody::after(turns.collect()))
    }

    /// What somebody is after the entries up to one, or up to the one before it.
    fn held_after(&self, person: &str, at: Moment, number: u32, with_it: bool) -> Somebody {
        let counts =
            |turn: &&Turn| (turn.at, turn.number) < (at, number) || (with_it && (turn.at, turn.number) == (at, number));
        Somebody::after(self.turns.iter().filter(|turn| turn.person == person).filter(counts).collect())
    }

    /// Everybody who is there after the entries up to one.
    pub(crate) fn people_after(&self, at: Moment, number: u32) -> Vec<String> {
        let people: BTreeSet<&String> = self.turns.iter().map(|turn| &turn.person).collect();
        let is_here = |person: &&String| !self.held_after(person, at, number, true).roles.is_empty();
        people.into_iter().filter(is_here).cloned().collect()
    }

    /// A contract as it stood at a time, by the steps up to an entry where they occurred at that very instant.
    fn stood(&self, id: &str, at: Moment, by: u32) -> Option<&Contract> {
        self.stand(id, at, by).map(|stand| &stand.contract)
    }

    fn stand(&self, id: &str, at: Moment, by: u32) -> Option<&Stand> {
        let stands = self.contracts.get(id)?.iter();
        stands.filter(|stand| (stand.at, stand.number) <= (at, by)).max_by_key(|stand| (stand.at, stand.number))
    }

    /// What is asked of a contract, as it stood at a time; nothing where that is not known.
    pub(crate) fn attribute(&self, id: &str, attribute: &str, at: Moment, by: u32) -> Option<Value> {
        let word = |code: &str| Some(json!(code));
        let contract = self.stood(id, at, by);
        let invited = || self.fact(self.contracts.get(id)?.first()?.number);
        let terms = || -> Option<&Value> {
            let renumbered = contract?.state().agreed()?.number().get();
            let number = self.numbers.get(usize::try_from(renumbered).ok()?.checked_sub(1)?)?;
            Some(&self.fact(*number)?.data["terms"])
        };
        match attribute {
            "stage" => word(contract?.stage_at(at)?.code()),
            "origin" => word(self.contracts.get(id)?.last()?.contract.state().origin().code()),
            "case" => invited()?.data["case"].as_str().and_then(word),
            "clinician" => self.clinician.as_deref().and_then(word),
            "team" => self.team.as_deref().and_then(word),
            "space" => word(contract?.state().request()?.space.code()),
            "stream" => word(contract?.state().request()?.stream?.code()),
            "lead" => terms()?["lead"].as_str().and_then(word),
            "focus" => terms()?["focus"]["code"].as_str().and_then(word),
            "duration" => word(terms()?["duration"].as_object()?.keys().next()?),
            _ => panic!("no attribute of a contract: {attribute}"),
        }
    }

    /// The sides whose party to what is agreed is there; nothing where it is not known how the contract stood.
    pub(crate) fn parties(&self, id: &str, at: Moment, by: u32) -> Option<Vec<Option<Value>>> {
        let stand = self.stand(id, at, by)?;
        let version = stand.contract.state().agreed().map(Agreement::version);
        // Whoever accepted what is agreed, or took their place since.
        let stands_for = |place: usize, side: Side| {
            let accepts = |fact: &&Fact| {
                let is = fact.kind == "terms_accepted" && fact.data["contract"] == *id && (fact.at, fact.number) <= (at, by);
                let main = || self.held(&fact.by, fact.at, fact.number)?.roles.first().copied();
                is && fact.data["version"] == json!(version) && fact.in_role.or_else(main).map(Role::side) == Some(side)
            };
            let accepted = self.facts.iter().filter(accepts).map(|fact| (fact.at, fact.number, fact.by.as_str()));
            let of = |replaced: &&Replaced| replaced.contract == id && replaced.place == place;
            let replaced = self.replaced.iter().filter(of).filter(|replaced| (replaced.at, replaced.number) <= (at, by));
            let replaced = replaced.map(|replaced| (replaced.at, replaced.number, replaced.successor.as_str()));
            version.and_then(|_| accepted.chain(replaced).max()).map(|(.., person)| person)
        };
        let is_there = |place: usize, side: Side| {
            let party = stands_for(place, side).and_then(|party| self.held_once_entered(party, at));
            party.is_some_and(|party| party.is_on(side)).then(|| Some(json!(side.code())))
        };
        Some(SIDES.into_iter().enumerate().filter_map(|(place, side)| is_there(place, side)).collect())
    }

    /// The contracts under way to which somebody is a party; those of whose side they were until an entry; or are after it.
    pub(crate) fn contracts_of(&self, person: &str, at: Moment, by: u32, which: &str) -> Vec<String> {
        let (before, after) = (self.held_after(person, at, by, false), self.held_after(person, at, by, true));
        let fits = |side: Side| match which {
            "lost" => before.is_on(side) && !after.is_on(side),
            "kept" => after.is_on(side),
            _ => true,
        };
        let is_party = |id: &str| {
            let mut sides = SIDES.into_iter().enumerate();
            sides.any(|(place, side)| self.party(id, place, at, by) == Some(person) && fits(side))
        };
        let open = |id: &&String| {
            self.stood(id, at, by).is_some_and(|contract| !contract.latest_stage(at).is_terminal()) && is_party(id)
        };
        self.contracts.keys().filter(open).cloned().collect()
    }

    /// The entry that made a thing.
    pub(crate) fn maker(&self, noun: &str, id: &str) -> Option<&Fact> {
        let kinds: &[&str] = match noun {
            "contract" => &["contract_invited"],
            "intervention" => &["intervention_begun"],
            "session" => &["session_held"],
            "suggestion" => &["suggestion_offered"],
            "concern" => &["concern_raised"],
            "consent" => &["consent_given"],
            "change" => &["change_noticed"],
            "milestone" => &["milestone_reached"],
            "instruction" => &["expert_instructed"],
            "conflict" => &["conflict_declared"],
            "discussion" => &["discussion_held"],
            "views" => &["views_sought"],
            "programme" => &["programme_begun"],
            "test" => &["test_planned"],
            "decision" => &["threshold_decided"],
            "disagreement" => &["disagreement_recorded"],
            "description" => &["practice_described"],
            "passing" => &["description_passed_on"],
            _ => return None,
        };
        self.facts.iter().find(|fact| kinds.contains(&fact.kind.as_str()) && fact.data[noun].as_str() == Some(id))
    }
}
