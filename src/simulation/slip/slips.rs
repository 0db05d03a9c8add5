//! Slips in a run: what becomes of each act that a process means to offer.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::TimeDelta;

use super::ledger::{Injected, Ledger};
use super::row::{Asks, Row};
use super::ruling::{CameTo, Ruled, Ruling, Turn, take_in, turn_all};
use super::seen::{Facts, Seen};
use super::violation::{Breaking, Violation, Violations, row};
use crate::calendar::{Almanac, Calendar, Period};
use crate::contracting::{self, ContractCompleted, ContractEnded, ContractRenewed, Stage};
use crate::cycle::{Act, Cycle, Entry, Event};
use crate::history::History;
use crate::id::{EntryNumber, PersonId};
use crate::moment::Moment;
use crate::simulation::random::Stream;

/// What becomes of an act that a process means to offer.
///
/// ```
/// use practice_cycle::simulation::Slip;
/// assert_ne!(Slip::Keep, Slip::Omit);
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Slip {
    /// It is offered as it is.
    Keep,
    /// It is not offered.
    Omit,
    /// It is not offered before this time. Whether it is asked about again then makes no difference.
    Delay(Moment),
    /// This is offered in its place.
    Swap(Box<Event>),
}

/// What was drawn for a duty.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Drawn {
    Kept,
    Slipped { until: Option<Moment> },
}

/// A duty, by what names it for a draw: the place of the violation, what it is about, and how many about the same there were before. No
/// entry is named, since the numbers of entries depend on what else slipped.
type Name = (usize, String, usize);

/// The slips of one cycle: it hears every entry, and says of each act what becomes of it. Whether a duty is broken is drawn once,
/// however often what it owes is offered, and depends on nothing else that is drawn.
///
/// ```
/// use std::sync::Arc;
/// use practice_cycle::calendar::{Almanac, EnglandAndWales};
/// use practice_cycle::{history::History, moment::Moment, cycle::Act};
/// use practice_cycle::simulation::{CameTo, Slip, Slips, Violations, random::Stream};
/// let violations: Violations =
///     serde_json::from_str(r#"[{"rule":"R26","chance":{"value":1.0,"source":"illustrative"},"by":"omitting"}]"#)?;
/// let calendar = Arc::new(Almanac::new(&EnglandAndWales::new())?);
/// let mut slips = Slips::new(&violations, Stream::new(7), &calendar);
/// let mut history = History::default();
/// for act in [
///     r#"{"type":"cycle_opened","occurred_at":"2026-04-01T09:00:00Z","recorded_at":"2026-04-01T09:00:00Z","by":"p-1","data":{"cycle":"cy-1","format":1,"clinician":"p-1","team":"t-1"}}"#,
///     r#"{"type":"person_entered","occurred_at":"2026-04-01T09:00:00Z","recorded_at":"2026-04-01T09:00:00Z","by":"p-1","data":{"person":"p-2","role":"social_worker"}}"#,
///     r#"{"type":"concern_raised","occurred_at":"2026-04-02T09:00:00Z","recorded_at":"2026-04-02T09:00:00Z","by":"p-1","data":{"concern":"co-1","what":"concern"}}"#,
///     r#"{"type":"concern_passed_on","occurred_at":"2026-04-02T10:00:00Z","recorded_at":"2026-04-02T10:00:00Z","by":"p-1","data":{"concern":"co-1","to":"p-2"}}"#,
/// ] {
///     let act: Act = serde_json::from_str(act)?;
///     if slips.meets(&act.event, &act.by, act.occurred_at, history.cycle()) == Slip::Keep {
///         let entry = history.record(act)?.0.clone();
///         slips.hears(&entry, history.cycle());
///     }
/// }
/// let as_of: Moment = "2026-04-10T09:00:00Z".parse()?;
/// let ledger = slips.ledger(&history, as_of);
/// assert_eq!(ledger.rows()[0].came_to, CameTo::Broken);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone)]
pub struct Slips {
    violations: Vec<Violation>,
    /// One for each violation.
    rulings: Vec<Ruling>,
    facts: Facts,
    stages: BTreeMap<String, Stage>,
    dice: Stream,
    drawn: BTreeMap<Name, Drawn>,
    /// What was put off before anything was due by it, and is still to come: of which duty it is, whatever opens meanwhile.
    put_off: BTreeMap<(usize, String), usize>,
    injected: Vec<Injected>,
    calendar: Arc<Almanac>,
}

impl Slips {
    /// The slips of a cycle that has not begun. The dice are the draws of that cycle alone.
    #[must_use]
    pub fn new(violations: &Violations, dice: Stream, calendar: &Arc<Almanac>) -> Self {
        // Those that are checked all have a row.
        let known =
            violations.each().iter().filter_map(|violation| Some((violation.clone(), row(violation.rule.as_str())?)));
        let (violations, rows): (Vec<_>, Vec<&'static Row>) = known.unzip();
        Self {
            violations,
            rulings: rows.into_iter().map(Ruling::new).collect(),
            facts: Facts::default(),
            stages: BTreeMap::new(),
            dice,
            drawn: BTreeMap::new(),
            put_off: BTreeMap::new(),
            injected: Vec::new(),
            calendar: Arc::clone(calendar),
        }
    }

    /// Takes in an entry, with the cycle as it stands after it.
    pub fn hears(&mut self, entry: &Entry, cycle: &Cycle) {
        if self.rulings.is_empty() {
            return;
        }
        let at = entry.act().occurred_at;
        self.lapse(at, cycle);
        // What was put off has come, whether or not it was asked about again.
        let Act { event, by, in_role, .. } = entry.act();
        let number = Some(entry.number());
        let seen = Seen { at, number, event, by, in_role: *in_role, cycle, facts: &self.facts };
        for (place, ruling) in self.rulings.iter().enumerate() {
            if let Some(about) = ruling.row.beforehand.and_then(|of| of(&seen)) {
                self.put_off.remove(&(place, about));
            }
        }
        take_in(&mut self.rulings, &mut self.facts, entry, cycle, &self.calendar);
        let Event::Contracting(event) = entry.event() else { return };
        self.stages.entry(contracting::Event::contract(event).as_str().to_owned()).or_insert(Stage::Invited);
        self.turns(cycle, at, entry.number());
    }

    /// Contracts that came to another stage by an entry: its own, and those that it completes.
    fn turns(&mut self, cycle: &Cycle, at: Moment, by: EntryNumber) {
        let stage_now = |contract: &String| cycle.contract_by(contract).map(|contract| contract.latest_stage(at));
        let moved: Vec<(String, Stage, Stage)> = self
            .stages
            .iter()
            .filter_map(|(contract, from)| {
                let to = stage_now(contract).filter(|to| to != from)?;
                Some((contract.clone(), *from, to))
            })
            .collect();
        for (contract, from, to) in moved {
            self.stages.insert(contract.clone(), to);
            let turn = Turn { contract, from: Some(from), to, at, by, by_time: false };
            turn_all(&mut self.rulings, &self.facts, &turn, cycle, &self.calendar);
        }
    }

    /// Contracts whose planned end has passed by a time.
    fn lapse(&mut self, now: Moment, cycle: &Cycle) {
        let active = self.stages.iter().filter(|(_, stage)| **stage == Stage::Active);
        let lapsed: Vec<Turn> = active
            .filter_map(|(id, _)| {
                let contract = cycle.contract_by(id).filter(|contract| contract.latest_stage(now) == Stage::Lapsed)?;
                let at = contract.state().lapses();
                let by = contract.stood_by(at).unwrap_or_else(|| contract.opened());
                Some(Turn { contract: id.clone(), from: Some(Stage::Active), to: Stage::Lapsed, at, by, by_time: true })
            })
            .collect();
        for turn in lapsed {
            self.stages.insert(turn.contract.clone(), Stage::Lapsed);
            turn_all(&mut self.rulings, &self.facts, &turn, cycle, &self.calendar);
        }
    }

    /// What becomes of an act that somebody means to offer now. Where it owes several duties, it is kept back as soon as one of them
    /// slips.
    pub fn meets(&mut self, event: &Event, by: &PersonId, now: Moment, cycle: &Cycle) -> Slip {
        if self.rulings.is_empty() {
            return Slip::Keep;
        }
        self.lapse(now, cycle);
        self.rulings.iter_mut().for_each(|ruling| ruling.expire(now));
        for place in 0..self.rulings.len() {
            let facts = std::mem::take(&mut self.facts);
            let seen = Seen { at: now, number: None, event, by, in_role: None, cycle, facts: &facts };
            let slip = self.slip(place, &seen);
            self.facts = facts;
            if slip != Slip::Keep {
                return slip;
            }
        }
        Slip::Keep
    }

    fn slip(&mut self, place: usize, seen: &Seen<'_>) -> Slip {
        let Some((breaking, ruling)) = self.violations.get(place).map(|one| one.by).zip(self.rulings.get(place)) else {
            return Slip::Keep;
        };
        let row = ruling.row;
        if let Breaking::Swapping = breaking {
            let Some((about, event)) = row.swap.and_then(|swap| swap(seen)) else { return Slip::Keep };
            let owed = Self::owed_about(ruling, &about, seen.at);
            return match self.draw(place, owed) {
                Drawn::Kept => Slip::Keep,
                Drawn::Slipped { .. } => Slip::Swap(Box::new(event)),
            };
        }
        let beforehand = row.beforehand.and_then(|of| of(seen));
        let mut owed: Vec<Owed> = match (&beforehand, row.beforehand) {
            (Some(about), _) => vec![Self::owed_about(ruling, about, seen.at)],
            (None, Some(_)) => return Slip::Keep,
            (None, None) => Self::answered(ruling, seen),
        };
        let name = beforehand.map(|about| (place, about));
        if let Some((name, first)) = name.as_ref().zip(owed.first_mut()) {
            first.nth = self.put_off.remove(name).unwrap_or(first.nth);
        }
        let nth = owed.first().map_or(0, |owed| owed.nth);
        let drawn: Vec<Drawn> = owed.into_iter().map(|owed| self.draw(place, owed)).collect();
        let mut until: Option<Moment> = None;
        for one in drawn {
            match one {
                Drawn::Slipped { until: None } => return Slip::Omit,
                Drawn::Slipped { until: Some(late) } if seen.at < late => until = until.max(Some(late)),
                Drawn::Kept | Drawn::Slipped { .. } => {}
            }
        }
        let Some(until) = until else { return Slip::Keep };
        name.map(|name| self.put_off.insert(name, nth));
        Slip::Delay(until)
    }

    /// What an act owes before anything is due by it: the duty about the same that is open, or the next.
    fn owed_about(ruling: &Ruling, about: &str, now: Moment) -> Owed {
        let next = || Owed {
            about: about.to_owned(),
            opened_by: None,
            after: None,
            nth: ruling.count_before(ruling.duties.len(), about),
            from: now,
            due: now,
            is_late: false,
        };
        let open = ruling.open().find(|(_, ruled)| ruled.duty.key == about);
        open.map_or_else(next, |(place, ruled)| Owed::of(ruling, place, ruled))
    }

    /// The duties that an act answers.
    fn answered(ruling: &Ruling, seen: &Seen<'_>) -> Vec<Owed> {
        let is_answer = |ruled: &Ruled| match ruling.row.asks {
            Asks::Follows { answers, .. } => answers(seen, &ruled.duty),
            Asks::Again { answers, .. } => answers(seen, &ruled.duty) && ruled.came_to == CameTo::Open,
            Asks::Leaves { .. } => leaves(seen.event) == Some(&ruled.duty.key),
            Asks::AtOnce { .. } | Asks::Not { .. } => false,
        };
        let answered = ruling.open().filter(|(_, ruled)| is_answer(ruled));
        answered.map(|(place, ruled)| Owed::of(ruling, place, ruled)).collect()
    }

    /// What was drawn for a duty, now or before. What is late already, and was not drawn for, slipped by nobody's purpose.
    fn draw(&mut self, place: usize, owed: Owed) -> Drawn {
        let Some((violation, row)) = self.violations.get(place).zip(self.rulings.get(place).map(|ruling| ruling.row)) else {
            return Drawn::Kept;
        };
        let name: Name = (place, owed.about.clone(), owed.nth);
        if let Some(drawn) = self.drawn.get(&name) {
            return *drawn;
        }
        let dice = self.dice.named(row.rule).at(&owed.about, owed.nth as u64);
        let slips = !owed.is_late && dice.happens(violation.chance.value);
        let drawn = match violation.by {
            _ if !slips => Drawn::Kept,
            Breaking::Omitting | Breaking::Swapping => Drawn::Slipped { until: None },
            Breaking::Delaying { lasting } => Drawn::Slipped { until: Some(later(owed.due, lasting, &self.calendar)) },
        };
        if drawn != Drawn::Kept {
            self.injected.push(Injected {
                rule: row.rule,
                opened_by: owed.opened_by,
                about: owed.about,
                after: owed.after,
                nth: owed.nth,
                from: owed.from,
                way: violation.by.way(),
            });
        }
        self.drawn.insert(name, drawn);
        drawn
    }

    /// The ledger of the history that came of it, as it stands by a time.
    #[must_use]
    pub fn ledger(&self, history: &History, as_of: Moment) -> Ledger {
        Ledger::with(history, as_of, &self.calendar, &self.injected)
    }
}

/// A duty that an act would meet.
#[derive(Debug, Clone)]
struct Owed {
    about: String,
    opened_by: Option<EntryNumber>,
    after: Option<EntryNumber>,
    nth: usize,
    from: Moment,
    /// From when a delay is counted.
    due: Moment,
    is_late: bool,
}

impl Owed {
    fn of(ruling: &Ruling, place: usize, ruled: &Ruled) -> Self {
        let duty = &ruled.duty;
        Self {
            about: duty.key.clone(),
            opened_by: Some(duty.opened_by),
            after: duty.after,
            nth: ruling.count_before(place, &duty.key),
            from: duty.since,
            due: ruled.due.unwrap_or(duty.since),
            is_late: ruled.came_to == CameTo::Broken,
        }
    }
}

/// The contract that a step brings to its end, once it has lapsed.
fn leaves(event: &Event) -> Option<&str> {
    let completed = ContractCompleted::of(event).map(|data| &data.contract);
    let ended = completed.or_else(|| ContractEnded::of(event).map(|data| &data.contract));
    ended.or_else(|| ContractRenewed::of(event).map(|data| &data.contract)).map(|contract| contract.as_str())
}

/// So long after a time: of whole days, at noon of the day, so that what is done then lies within it.
fn later(at: Moment, lasting: Period, calendar: &Almanac) -> Moment {
    let Ok(due) = lasting.due_at(at, calendar) else { return Moment::LATEST };
    match lasting {
        Period::Hours(_) => due,
        Period::SameDay | Period::Days(_) | Period::WorkingDays(_) | Period::Weeks(_) | Period::Months(_) => {
            let noon = calendar.start_of(calendar.day_of(due)).map(|start| start.to_utc() + TimeDelta::hours(12));
            noon.ok().and_then(|noon| Moment::new(noon).ok()).unwrap_or(due)
        }
    }
}
