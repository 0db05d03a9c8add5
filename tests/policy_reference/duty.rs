//! The duties of a rule: each is followed by itself, through everything that comes after it.

use std::collections::BTreeSet;

use practice_cycle::moment::Moment;
use serde_json::Value;

use super::clock;
use super::condition::Asked;
use super::fields::{Context, Truth};
use super::happening::{
    BREAKS, Breach, CARRIES, CLOSES, Closed, EntryRef, Key, LAPSE, Names, OPENS, Occasion, Place, STATES_ANSWER, tests_of,
};
use super::world::{Carried, Fact};
use super::{Reference, Rule};

/// What became of a duty.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Outcome {
    Open(Option<Moment>),
    Holding(Option<Moment>),
    Met(EntryRef),
    Kept(Moment),
    Released(Moment, Option<EntryRef>),
    Missed { at: Moment, by: Option<EntryRef>, remedied: Option<EntryRef> },
    Broken(EntryRef),
    Unknown(&'static str),
}

impl Outcome {
    pub(crate) fn code(&self) -> &'static str {
        match self {
            Outcome::Open(_) => "open",
            Outcome::Holding(_) => "holding",
            Outcome::Met(_) => "met",
            Outcome::Kept(_) => "kept",
            Outcome::Released(..) => "released",
            Outcome::Missed { remedied: None, .. } => "missed",
            Outcome::Missed { .. } => "met late",
            Outcome::Broken(_) => "broken",
            Outcome::Unknown(_) => "unknown",
        }
    }

    pub(crate) fn weight(&self) -> u8 {
        match self {
            Outcome::Missed { .. } | Outcome::Broken(_) => 4,
            Outcome::Unknown(_) => 3,
            Outcome::Open(_) => 2,
            Outcome::Holding(_) => 1,
            Outcome::Met(_) | Outcome::Kept(_) | Outcome::Released(..) => 0,
        }
    }

    /// Since when it is broken, or by when it is due; what is not due ever comes last.
    pub(crate) fn at(&self) -> Option<Moment> {
        match self {
            Outcome::Missed { at, .. } => Some(*at),
            Outcome::Broken(by) => Some(by.at),
            Outcome::Open(due) => *due,
            _ => None,
        }
    }
}

/// One duty, and what became of it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Judged {
    pub(crate) opened: EntryRef,
    pub(crate) since: Moment,
    /// What it is about, if that is known.
    pub(crate) about: Vec<(String, String)>,
    pub(crate) outcome: Outcome,
    pub(crate) excused: bool,
}

/// What opened a duty.
#[derive(Debug, Clone)]
pub(super) struct Opening<'w> {
    pub(super) occasion: Occasion<'w>,
    pub(super) context: Context<'w>,
    pub(super) key: Option<Key>,
}

/// What may concern a duty once it is open.
#[derive(Debug, Clone)]
pub(super) enum Turn<'w> {
    Answer(Occasion<'w>),
    Before(Occasion<'w>),
    Until(Occasion<'w>),
    Close(Closed, EntryRef),
    Carry(usize, String, String),
    /// The contract was suspended, or no longer is.
    Pause(usize, String, bool),
}

/// Where a duty stands as it is followed.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Status {
    Waiting,
    Banned,
    Missed(Moment, Option<EntryRef>),
}

/// What may have concerned a duty: something in it is not known.
#[derive(Debug, Clone, Default)]
pub(super) struct Doubts {
    pub(super) answered: bool,
    pub(super) ended: bool,
    /// What the duty had to go before may have happened.
    pub(super) passed: bool,
}

/// A duty as it is followed.
pub(super) struct Followed<'a, 'o> {
    pub(super) rule: Rule<'a>,
    pub(super) opening: &'o Opening<'a>,
    pub(super) key: Key,
    pub(super) since: Moment,
    pub(super) place: Place,
    pub(super) status: Status,
    pub(super) answers: Vec<&'a Fact>,
    pub(super) needed: i64,
    pub(super) due: Option<Moment>,
    /// By the end of the day on which what it has to go before happened.
    pub(super) bound: Option<(Moment, EntryRef)>,
    pub(super) standing: Option<Moment>,
    pub(super) stood: Vec<(Moment, Moment)>,
    pub(super) doubts: Doubts,
    /// Whether what it is about has closed, so that there is the rest of that day.
    pub(super) closed: bool,
}

impl Followed<'_, '_> {
    /// The last instant in time, and what made it that early.
    pub(super) fn limit(&self) -> Option<(Moment, Option<EntryRef>)> {
        match (self.due, self.bound) {
            (Some(due), Some((bound, by))) if bound < due => Some((bound, Some(by))),
            (Some(due), _) => Some((due, None)),
            (None, Some((bound, by))) => Some((bound, Some(by))),
            (None, None) => None,
        }
    }

    pub(super) fn runs(&self) -> bool {
        self.standing.is_none_or(|since| self.limit().is_some_and(|(limit, _)| limit < since))
    }
}

impl<'a> Reference<'a> {
    pub(super) fn duties(&self, rule: Rule<'a>) -> (Vec<Judged>, Vec<Breach<'a>>) {
        let turns = self.turns_of(rule);
        let (mut judged, mut breaches) = (Vec::new(), Vec::new());
        let mut taken = BTreeSet::new();
        for (opening, lacks) in self.openings(rule) {
            match (lacks, opening.key.clone()) {
                (None, Some(key)) => self.follow(rule, &opening, key, &turns, &mut taken, &mut judged, &mut breaches),
                (lacks, _) => {
                    let (key, since) = (opening.key.as_ref(), opening.occasion.entry_ref.at);
                    judged.push(self.judged(rule, &opening, key, since, None, Outcome::Unknown(lacks.unwrap_or("field"))));
                }
            }
        }
        breaches.sort_by_key(|breach| breach.place);
        (judged, breaches)
    }

    /// Each time that the rule applies, or may; then with what is missing.
    fn openings(&self, rule: Rule<'a>) -> Vec<(Opening<'a>, Option<&'static str>)> {
        let mut openings = Vec::new();
        let mut seen = BTreeSet::new();
        let when = &rule.form["when"];
        for occasion in self.occasions(rule, when) {
            let (truth, why) = if occasion.is_entry {
                self.world.all_and_why(&rule, &occasion.context, tests_of(when, &occasion.context.fact.kind))
            } else {
                (Truth::Yes, "")
            };
            if !rule.in_force(occasion.entry_ref.at) || truth == Truth::No {
                continue;
            }
            if !when["broken"].is_null() {
                let (context, key) = (occasion.context.clone(), occasion.key.clone());
                openings.push((Opening { occasion, context, key }, None));
                continue;
            }
            let place = Place { phase: OPENS, ..occasion.place };
            for each in self.elements(rule, &occasion.context) {
                let each_is_contract = rule.each_is_contract();
                let context = Context { each, each_is_contract, ..occasion.context.clone() };
                let key = self.opening_key(rule, &context);
                let unknown = (truth == Truth::Unknown).then_some(why);
                let mut lacks = unknown.or_else(|| key.is_none().then_some("field"));
                let asked = Asked { place, context: &context, key: key.as_ref() };
                if !rule.form["if"].is_null() {
                    match self.holds(rule, &rule.form["if"], &asked) {
                        (Truth::No, _) => continue,
                        (Truth::Unknown, why) => lacks = lacks.or(Some(why)),
                        (Truth::Yes, _) => {}
                    }
                }
                if !rule.form["unless"].is_null() {
                    match self.holds(rule, &rule.form["unless"], &asked) {
                        (Truth::Yes, _) => continue,
                        (Truth::Unknown, why) => lacks = lacks.or(Some(why)),
                        (Truth::No, _) => {}
                    }
                }
                if let (true, Some(key)) = (rule.is("first"), &key) {
                    // One of which it cannot be told whether it applies is not yet the first.
                    if seen.contains(key) {
                        continue;
                    }
                    if lacks.is_none() {
                        seen.insert(key.clone());
                    }
                }
                let occasion = Occasion { place, ..occasion.clone() };
                openings.push((Opening { occasion, context, key }, lacks));
            }
        }
        openings
    }

    /// The elements of which there is a duty each.
    fn elements(&self, rule: Rule<'a>, context: &Context<'a>) -> Vec<Option<String>> {
        let Some(path) = rule.form["each"].as_str() else { return vec![None] };
        let mut ids: Vec<String> = if let "person.contracts" | "person.contracts_lost" = path {
            let (person, which) = (context.fact.data["person"].as_str().unwrap(), path.strip_prefix("person.contracts_"));
            self.world.told(context).contracts_of(person, context.at, context.by, which.unwrap_or(""))
        } else if path == "people_here" {
            self.world.told(context).people_after(context.at, context.by)
        } else {
            match self.world.reach(context, path) {
                super::fields::Reached::Many(values) => {
                    values.into_iter().flatten().filter_map(|id| id.as_str().map(str::to_owned)).collect()
                }
                other => panic!("no list: {other:?}"),
            }
        };
        let mut seen = BTreeSet::new();
        ids.retain(|id| seen.insert(id.clone()));
        ids.into_iter().map(Some).collect()
    }

    pub(super) fn asked(rule: Rule<'a>) -> &'a Value {
        ["expect", "preceded_by", "forbid"]
            .iter()
            .map(|name| &rule.form[*name])
            .find(|form| !form.is_null())
            .unwrap_or(&Value::Null)
    }

    /// Everything that may concern a duty of the rule, in order.
    fn turns_of(&self, rule: Rule<'a>) -> Vec<(Place, Turn<'a>)> {
        let mut turns: Vec<(Place, Turn<'a>)> = Vec::new();
        for change in self.changes() {
            use practice_cycle::contracting::Stage;
            let (stops, starts) = (change.to == Stage::Suspended, change.from == Some(Stage::Suspended));
            if stops || starts {
                let place = Place { phase: STATES_ANSWER, ..change.place };
                turns.push((place, Turn::Pause(change.place.history, change.contract, stops)));
            }
        }
        let mut add = |form: &'a Value, phase: u8, turn: fn(Occasion<'a>) -> Turn<'a>| {
            if !form.is_null() {
                for mut occasion in self.occasions(rule, form) {
                    if occasion.place.phase < CLOSES {
                        occasion.place.phase += phase;
                    }
                    turns.push((occasion.place, turn(occasion)));
                }
            }
        };
        add(Self::asked(rule), 0, Turn::Answer);
        add(&rule.form["before"], 1, Turn::Before);
        add(&rule.form["until"], 2, Turn::Until);
        if !rule.form["every"].is_null() {
            let ends = self.turns(rule, &rule.form["when"]["begins"], Names::When).into_iter().filter(|(_, begins)| !begins);
            turns.extend(ends.map(|(mut occasion, _)| {
                occasion.place.phase += 2;
                (occasion.place, Turn::Until(occasion))
            }));
        }
        turns.extend(self.closings().into_iter().map(|(place, closed, entry_ref)| (place, Turn::Close(closed, entry_ref))));
        for told in &self.world.cycles {
            for Carried { at, number, from, to, late } in &told.carried {
                let Some(fact) = told.fact(*number) else { continue };
                let place = Place::of(fact, CARRIES);
                let place = if *late { Place { at: *at, turn: LAPSE, ..place } } else { place };
                if *at < self.world.now || (*at == self.world.now && !late) {
                    turns.push((place, Turn::Carry(fact.place, from.clone(), to.clone())));
                }
            }
        }
        turns.sort_by_key(|(place, _)| *place);
        turns
    }

    #[expect(clippy::too_many_arguments, reason = "one duty, and what all duties of a rule share")]
    fn follow(
        &self,
        rule: Rule<'a>,
        opening: &Opening<'a>,
        key: Key,
        turns: &[(Place, Turn<'a>)],
        taken: &mut BTreeSet<(Place, Key)>,
        judged: &mut Vec<Judged>,
        breaches: &mut Vec<Breach<'a>>,
    ) {
        let entry_ref = opening.occasion.entry_ref;
        let since = entry_ref.at;
        let place = opening.occasion.place;
        let mut settle = |key: &Key, since, answered, outcome| {
            judged.push(self.judged(rule, opening, Some(key), since, answered, outcome));
        };
        let mut breach = |key: &Key, place: Place, at: Moment| {
            let place = if place.phase < BREAKS {
                Place { phase: BREAKS, ..place }
            } else {
                Place { phase: place.phase + 1, ..place }
            };
            let context = Context { at, ..opening.context.clone() };
            breaches.push(Breach { place, key: key.clone(), context, entry_ref: EntryRef { at, ..entry_ref } });
        };
        if !rule.form["require"].is_null() {
            let asked = Asked { place, context: &opening.context, key: Some(&key) };
            let outcome = match self.holds(rule, &rule.form["require"], &asked) {
                (Truth::Yes, _) => Outcome::Kept(since),
                (Truth::Unknown, why) => Outcome::Unknown(why),
                (Truth::No, _) => {
                    breach(&key, place, since);
                    Outcome::Broken(entry_ref)
                }
            };
            return settle(&key, since, None, outcome);
        }
        let mut this = Followed {
            rule,
            opening,
            key,
            since,
            place,
            status: Status::Waiting,
            answers: Vec::new(),
            needed: 1,
            due: None,
            bound: None,
            standing: None,
            stood: Vec::new(),
            doubts: Doubts::default(),
            closed: false,
        };
        let pauses = rule.says("clock", "pauses");
        if pauses && self.stage_of(&this) == Some("suspended".to_owned()) {
            this.standing = Some(since);
        }
        let number = |name: &str, otherwise: i64| {
            if rule.form[name].is_null() { Some(otherwise) } else { rule.number(&rule.form[name], since) }
        };
        if !rule.form["preceded_by"].is_null() {
            match self.went_before(&mut this) {
                Err(outcome) => return settle(&this.key, since, None, outcome),
                Ok(()) if rule.says("order", "strict") || !rule.form["lead_time"].is_null() => {
                    this.status = Status::Missed(since, Some(entry_ref));
                    if !this.is_doubtful() {
                        breach(&this.key, place, since);
                    }
                }
                Ok(()) => match clock::last_instant(self.world.calendar.day_of(since), self.world.calendar) {
                    Ok(due) => this.due = Some(due),
                    Err(beyond) => return settle(&this.key, since, None, Outcome::Unknown(beyond.0)),
                },
            }
        } else if !rule.form["forbid"].is_null() {
            this.status = Status::Banned;
            let Some(allowed) = number("more_than", 0) else {
                return settle(&this.key, since, None, Outcome::Unknown("parameter"));
            };
            this.needed = allowed + 1;
            match self.due(&this) {
                Ok(due) => this.due = due,
                Err(lacks) => return settle(&this.key, since, None, Outcome::Unknown(lacks)),
            }
        } else {
            let Some(needed) = number("at_least", 1) else {
                return settle(&this.key, since, None, Outcome::Unknown("parameter"));
            };
            this.needed = needed;
            let due = self.due(&this);
            let is_to_come = rule.form["by"].is_null() && rule.form["counted_from"].is_null();
            let counts = |at: Moment| match (&due, is_to_come) {
                (Ok(Some(due)), _) => Some(at <= *due),
                (_, true) => Some(true),
                (Ok(None), false) => Some(true),
                (Err(_), false) => None,
            };
            let earlier = self.answers_before(&mut this, taken);
            let in_time: Vec<_> =
                earlier.iter().filter(|(entry_ref, _)| counts(entry_ref.at) == Some(true)).copied().collect();
            let enough = |these: &[(EntryRef, &'a Fact)]| {
                let answers: Vec<&Fact> = these.iter().map(|&(_, fact)| fact).collect();
                these.last().map(|&(entry_ref, _)| entry_ref).filter(|_| self.is_enough(&this, &answers))
            };
            let (in_time, late) = (enough(&in_time), enough(&earlier));
            if let Some(by) = in_time {
                return settle(&this.key, since, Some(by), Outcome::Met(by));
            }
            match due {
                Ok(due) => this.due = due,
                Err(lacks) => return settle(&this.key, since, None, Outcome::Unknown(lacks)),
            }
            if let (Some(remedied), Some(due)) = (late, this.due) {
                if !this.is_doubtful() {
                    breach(&this.key, place, due);
                }
                let missed = Outcome::Missed { at: due, by: None, remedied: Some(remedied) };
                return settle(&this.key, since, Some(remedied), self.doubted(&this, missed));
            }
            this.answers = earlier.into_iter().map(|(_, fact)| fact).collect();
        }

        for (place, turn) in turns.iter().filter(|(place, _)| *place > opening.occasion.place) {
            // The clock moves before anything is looked at.
            let outcome = self.expire(&mut this, Some(*place), &mut breach);
            let outcome = outcome.or_else(|| self.take(&mut this, *place, turn, taken, &mut breach));
            let Some(outcome) = outcome else { continue };
            let met = match outcome {
                Outcome::Met(by) | Outcome::Missed { remedied: Some(by), .. } => Some(by),
                _ => None,
            };
            settle(&this.key, this.since, met, self.doubted(&this, outcome));
            let Some(met) = met.filter(|_| !rule.form["every"].is_null() && !this.closed) else { return };
            (this.since, this.place) = (met.at, *place);
            (this.status, this.answers, this.doubts) = (Status::Waiting, Vec::new(), Doubts::default());
            match self.due(&this) {
                Ok(due) => this.due = due,
                Err(lacks) => return settle(&this.key, this.since, None, Outcome::Unknown(lacks)),
            }
        }
        let outcome = self.expire(&mut this, None, &mut breach).unwrap_or_else(|| match &this.status {
            Status::Waiting => Outcome::Open(this.limit().map(|(limit, _)| limit).filter(|_| this.runs())),
            Status::Banned => Outcome::Holding(this.due),
            Status::Missed(at, by) => Outcome::Missed { at: *at, by: *by, remedied: None },
        });
        settle(&this.key, this.since, None, self.doubted(&this, outcome));
    }
}
