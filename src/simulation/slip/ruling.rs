//! One rule, ruled on as acts come: which duties they open, and what becomes of each.

use std::collections::BTreeSet;

use super::row::{Asks, By, Closing, Duty, Earlier, Opened, Row};
use super::seen::{Facts, Past, Seen};
use crate::attachment::CycleClosed;
use crate::calendar::{Almanac, Calendar, Pauses, Period, local_date};
use crate::code::codes;
use crate::contracting::Stage;
use crate::cycle::{Cycle, Entry};
use crate::deciding::{FeedDeclaredComplete, FeedEnded, Milestone, MilestoneReached};
use crate::history::History;
use crate::id::EntryNumber;
use crate::moment::Moment;

codes! {
    /// What became of a duty, as the simulation itself rules.
    ///
    /// ```
    /// use practice_cycle::{code::Code, simulation::CameTo};
    /// assert_eq!(CameTo::Kept.label(), "it was kept");
    /// ```
    pub enum CameTo {
        Open = "open", "it is owed, and not late";
        Kept = "kept", "it was kept";
        Released = "released", "it fell away";
        Broken = "broken", "it was broken";
        Undetermined = "undetermined", "it cannot be told";
        NotOpened = "not_opened", "it never came to be owed";
    }
}

/// A contract came to another stage.
#[derive(Debug, Clone)]
pub(super) struct Turn {
    pub(super) contract: String,
    pub(super) from: Option<Stage>,
    pub(super) to: Stage,
    pub(super) at: Moment,
    /// The step that did; where time did, the last step before.
    pub(super) by: EntryNumber,
    /// Whether time brought it about, after all that is due at that instant is late.
    pub(super) by_time: bool,
}

/// A duty with what became of it so far.
#[derive(Debug, Clone)]
pub(super) struct Ruled {
    pub(super) duty: Duty,
    /// The last instant in time; nothing where there is none, or its clock stands still.
    pub(super) due: Option<Moment>,
    pub(super) came_to: CameTo,
    stands_since: Option<Moment>,
    stood: Vec<(Moment, Moment)>,
}

/// One rule over one history.
#[derive(Debug, Clone)]
pub(super) struct Ruling {
    pub(super) row: &'static Row,
    pub(super) duties: Vec<Ruled>,
    /// The places of those that something can still become of.
    open: Vec<usize>,
    /// Answers that went before what they answered, and what that was about: each counts once.
    spent: BTreeSet<(EntryNumber, String)>,
}

impl Ruling {
    pub(super) fn new(row: &'static Row) -> Self {
        Self { row, duties: Vec::new(), open: Vec::new(), spent: BTreeSet::new() }
    }

    /// The duties that are owed, or late and not yet closed, with their places.
    pub(super) fn open(&self) -> impl Iterator<Item = (usize, &Ruled)> {
        self.open.iter().filter_map(|&place| Some((place, self.duties.get(place)?)))
    }

    /// How many duties about this there were before the one in a place.
    pub(super) fn count_before(&self, place: usize, key: &str) -> usize {
        self.duties.iter().take(place).filter(|ruled| ruled.duty.key == key).count()
    }

    fn each_open(&mut self, mut change: impl FnMut(&mut Ruled)) {
        for &place in &self.open {
            self.duties.get_mut(place).into_iter().for_each(&mut change);
        }
    }

    fn tidy(&mut self) {
        let duties = &self.duties;
        let is_open =
            |place: &usize| duties.get(*place).is_some_and(|ruled| matches!(ruled.came_to, CameTo::Open | CameTo::Broken));
        self.open.retain(is_open);
    }

    fn add(&mut self, duty: Duty, due: Option<Moment>, came_to: CameTo) {
        if came_to == CameTo::Open {
            self.open.push(self.duties.len());
        }
        self.duties.push(Ruled { duty, due, came_to, stands_since: None, stood: Vec::new() });
    }

    /// What was due before this is late.
    pub(super) fn expire(&mut self, now: Moment) {
        let is_late = |ruled: &Ruled| ruled.came_to == CameTo::Open && ruled.due.is_some_and(|due| due < now);
        self.each_open(|ruled| {
            if is_late(ruled) {
                ruled.came_to = CameTo::Broken;
            }
        });
    }

    /// Takes in an act: it answers, then it ends, then it opens.
    pub(super) fn hear(&mut self, seen: &Seen<'_>, calendar: &Almanac) {
        self.expire(seen.at);
        let Some(number) = seen.number else { return };
        match self.row.asks {
            Asks::Follows { opens, answers, by, earlier, closing, .. } => {
                let mut served = Vec::new();
                self.each_open(|ruled| {
                    let is_answer = answers(seen, &ruled.duty);
                    if is_answer {
                        served.push((number, ruled.duty.key.clone()));
                    }
                    if ruled.came_to == CameTo::Open && is_answer {
                        ruled.came_to = CameTo::Kept;
                    } else if let (CameTo::Open, By::Before(bar)) = (ruled.came_to, by)
                        && bar(seen, &ruled.duty)
                    {
                        let end = calendar.last_instant_of(calendar.day_of(seen.at)).ok();
                        ruled.due = ruled.due.or(end);
                    }
                });
                self.spent.extend(served);
                self.close(seen, closing);
                opens(seen).into_iter().for_each(|opened| self.follow(seen, number, opened, calendar, (by, earlier)));
            }
            Asks::AtOnce { opens, is_kept } => {
                for Opened { key, is_known } in opens(seen) {
                    let came_to = match is_kept(seen, &key).filter(|_| is_known) {
                        Some(true) => CameTo::Kept,
                        Some(false) => CameTo::Broken,
                        None => CameTo::Undetermined,
                    };
                    self.add(duty(seen, number, key), None, came_to);
                }
            }
            Asks::Again { answers, every, .. } => {
                let mut again = Vec::new();
                self.each_open(|ruled| {
                    if !answers(seen, &ruled.duty) {
                        return;
                    }
                    let next = Duty { after: Some(number), since: seen.at, ..ruled.duty.clone() };
                    again.push((next, ruled.stands_since.map(|_| seen.at)));
                    if ruled.came_to == CameTo::Open {
                        ruled.came_to = CameTo::Kept;
                    }
                });
                if !again.is_empty() {
                    // A late answer is one, too: what it answers is over.
                    let answered: Vec<String> = again.iter().map(|(duty, _)| duty.key.clone()).collect();
                    let duties = &self.duties;
                    self.open.retain(|&place| duties.get(place).is_some_and(|one| !answered.contains(&one.duty.key)));
                }
                for (duty, stands_since) in again {
                    let due = every.due_at(duty.since, calendar).ok().filter(|_| stands_since.is_none());
                    self.add(duty, due, CameTo::Open);
                    self.duties.last_mut().into_iter().for_each(|ruled| ruled.stands_since = stands_since);
                }
                self.close(seen, Closing::Cycle);
            }
            Asks::Leaves { .. } => self.close(seen, Closing::Cycle),
            Asks::Not { breaks, .. } => {
                self.each_open(|ruled| {
                    if ruled.came_to == CameTo::Open && breaks(seen, &ruled.duty) {
                        ruled.came_to = CameTo::Broken;
                    }
                });
                self.close(seen, Closing::Cycle);
            }
        }
        self.tidy();
    }

    /// A duty opens to which something has to follow, unless that went before and counts.
    fn follow(&mut self, seen: &Seen<'_>, number: EntryNumber, opened: Opened, calendar: &Almanac, how: (By, Earlier)) {
        let (by, earlier) = how;
        let Asks::Follows { answers, .. } = self.row.asks else { return };
        let duty = duty(seen, number, opened.key);
        let counts = |past: &Seen<'_>| match earlier {
            Earlier::Never => false,
            Earlier::Ever => true,
            Earlier::SameDay => local_date(past.at) == local_date(seen.at),
        };
        let is_fresh = |past: &Seen<'_>| {
            earlier == Earlier::Ever || past.number.is_some_and(|number| !self.spent.contains(&(number, duty.key.clone())))
        };
        let mut candidates = seen.before().take_while(counts);
        let answer = candidates.find(|past| answers(past, &duty) && is_fresh(past)).and_then(|past| past.number);
        if let Some(answer) = answer {
            self.spent.insert((answer, duty.key.clone()));
        }
        let came_to = match (opened.is_known, answer) {
            (_, Some(_)) => CameTo::Kept,
            (true, None) => CameTo::Open,
            (false, None) => CameTo::Undetermined,
        };
        let due = match by {
            By::Within(period) => period.due_at(seen.at, calendar).ok(),
            By::Named(day) => day(seen).and_then(|day| calendar.last_instant_of(day).ok()),
            By::Before(_) => None,
        };
        self.add(duty, due, came_to);
    }

    /// What releases duties as it closes; a ban was kept to its end.
    fn close(&mut self, seen: &Seen<'_>, closing: Closing) {
        let is_over = closing != Closing::Nothing && CycleClosed::of(seen.event).is_some();
        let closed = MilestoneReached::of(seen.event).filter(|data| data.what == Milestone::CaseClosed);
        let case = closed.and_then(|data| data.case.as_str()).filter(|_| closing == Closing::Case);
        if is_over || case.is_some() {
            self.end(|duty| is_over || duty.key.split(' ').next() == case);
        }
    }

    fn end(&mut self, is_ended: impl Fn(&Duty) -> bool) {
        let ended = if let Asks::Not { .. } = self.row.asks { CameTo::Kept } else { CameTo::Released };
        let mut over = Vec::new();
        for &place in &self.open {
            if let Some(ruled) = self.duties.get_mut(place).filter(|ruled| is_ended(&ruled.duty)) {
                over.push(place);
                if ruled.came_to == CameTo::Open {
                    ruled.came_to = ended;
                }
            }
        }
        self.open.retain(|place| !over.contains(place));
    }

    /// Takes in that a contract came to another stage.
    pub(super) fn turn(&mut self, turn: &Turn, seen: impl Fn(&Turn) -> Option<bool>, calendar: &Almanac) {
        self.expire(if turn.by_time { turn.at.just_after() } else { turn.at });
        let opened =
            |key: &str| Duty { key: key.to_owned(), opening: None, opened_by: turn.by, after: None, since: turn.at };
        match self.row.asks {
            Asks::Again { stages, every, pauses, .. } => {
                let (was, is) = (turn.from.is_some_and(|from| stages.contains(&from)), stages.contains(&turn.to));
                if was && !is {
                    self.end(|duty| duty.key == turn.contract);
                } else if is && !was && seen(turn) == Some(true) {
                    let due = every.due_at(turn.at, calendar).ok();
                    self.add(opened(&turn.contract), due, CameTo::Open);
                }
                if pauses {
                    self.pause(turn, every, calendar);
                }
            }
            Asks::Leaves { stage, within } => {
                if turn.from == Some(stage) {
                    self.each_open(|ruled| {
                        if ruled.duty.key == turn.contract && ruled.came_to == CameTo::Open {
                            ruled.came_to = CameTo::Kept;
                        }
                    });
                    self.end(|duty| duty.key == turn.contract);
                }
                if turn.to == stage {
                    self.add(opened(&turn.contract), within.due_at(turn.at, calendar).ok(), CameTo::Open);
                }
            }
            Asks::Not { stage, .. } => {
                if turn.from == Some(stage) {
                    self.end(|duty| duty.key == turn.contract);
                }
                if turn.to == stage {
                    self.add(opened(&turn.contract), None, CameTo::Open);
                }
            }
            Asks::Follows { closing: Closing::Contract, .. } if turn.to.is_terminal() => {
                self.end(|duty| duty.key == turn.contract);
            }
            Asks::Follows { .. } | Asks::AtOnce { .. } => {}
        }
        self.tidy();
    }

    fn pause(&mut self, turn: &Turn, every: Period, calendar: &Almanac) {
        let (stops, starts) = (turn.to == Stage::Suspended, turn.from == Some(Stage::Suspended));
        self.each_open(|ruled| {
            if ruled.duty.key != turn.contract || ruled.came_to != CameTo::Open {
                return;
            }
            if stops {
                (ruled.stands_since, ruled.due) = (Some(turn.at), None);
            } else if let (true, Some(since)) = (starts, ruled.stands_since.take()) {
                ruled.stood.push((since, turn.at));
                let pauses: Pauses = ruled.stood.iter().copied().collect();
                ruled.due = every.due_at_with_pauses(ruled.duty.since, &pauses, calendar).ok();
            }
        });
    }

    /// What was not done, though nobody said that such things are recorded completely, cannot be determined.
    fn finish(&mut self, now: Moment, facts: &Facts) {
        self.expire(now);
        if let Asks::Follows { needs_feed: true, .. } = self.row.asks {
            for ruled in self.duties.iter_mut().filter(|ruled| ruled.came_to == CameTo::Broken) {
                let due = ruled.due.unwrap_or(now);
                if !is_fed(facts, &ruled.duty, due) {
                    ruled.came_to = CameTo::Undetermined;
                }
            }
        }
    }
}

fn duty(seen: &Seen<'_>, number: EntryNumber, key: String) -> Duty {
    let opening = Past { at: seen.at, number, event: seen.event.clone(), by: seen.by.clone(), in_role: seen.in_role };
    Duty { key, opening: Some(opening), opened_by: number, after: None, since: seen.at }
}

/// Whether one feed of authorised assessments covers the whole time.
fn is_fed(facts: &Facts, duty: &Duty, due: Moment) -> bool {
    let case = duty.key.split(' ').next();
    let ends = |feed: &FeedDeclaredComplete| {
        let ended = facts.past.iter().filter_map(|past| FeedEnded::of(&past.event));
        ended.filter(|ended| ended.feed == feed.feed).map(|ended| ended.last).min()
    };
    facts.past.iter().filter_map(|past| FeedDeclaredComplete::of(&past.event)).any(|feed| {
        feed.what.is_none_or(|what| what.has(Milestone::AssessmentAuthorised))
            && feed.case.as_ref().is_none_or(|of| of.as_str() == case)
            && feed.from <= local_date(duty.since)
            && ends(feed).is_none_or(|last| local_date(due) <= last)
    })
}

enum Step<'h> {
    Act(&'h Entry),
    Turn(Turn),
}

/// Rules on a whole history, as it stands by a time.
pub(super) fn rule_on(
    history: &History,
    as_of: Moment,
    rows: impl Iterator<Item = &'static Row>,
    calendar: &Almanac,
) -> Vec<Ruling> {
    let now = if as_of == Moment::LATEST { history.cycle().last_recorded() } else { as_of };
    let mut rulings: Vec<Ruling> = rows.map(Ruling::new).collect();
    let mut facts = Facts::default();
    for step in steps(history, as_of, now) {
        match step {
            Step::Act(entry) => take_in(&mut rulings, &mut facts, entry, history.cycle(), calendar),
            Step::Turn(turn) => turn_all(&mut rulings, &facts, &turn, history.cycle(), calendar),
        }
    }
    rulings.iter_mut().for_each(|ruling| ruling.finish(now, &facts));
    rulings
}

/// Everything in effect, in the order in which it occurred.
fn steps<'h>(history: &'h History, as_of: Moment, now: Moment) -> Vec<Step<'h>> {
    let view = history.view(as_of, Moment::LATEST);
    let mut steps: Vec<((Moment, u32), Step<'h>)> = Vec::new();
    for entry in view.by_occurrence() {
        steps.push(((entry.act().occurred_at, entry.number().get()), Step::Act(entry)));
    }
    for (id, contract) in history.contracts() {
        let mut from = None;
        for entered in contract.stages(now) {
            // What time alone brings about belongs to the instant before, and comes after all that happened then.
            let step = entered
                .entry
                .filter(|number| history.corrected(*number).is_some_and(|entry| entry.act().occurred_at == entered.at));
            let at = if entered.entry.is_none() { entered.at.just_before() } else { entered.at };
            let by = entered.entry.or_else(|| contract.stood_by(at)).unwrap_or_else(|| contract.opened());
            let turn = Turn { contract: id.as_str().to_owned(), from, to: entered.stage, at, by, by_time: step.is_none() };
            steps.push(((at, step.map_or(u32::MAX, EntryNumber::get)), Step::Turn(turn)));
            from = Some(entered.stage);
        }
    }
    // Of one entry, what it says stands before the stage that it leads to: the sort is stable.
    steps.sort_by_key(|(order, _)| *order);
    steps.into_iter().map(|(_, step)| step).collect()
}

/// Takes in an entry, and keeps it to look back on.
pub(super) fn take_in(rulings: &mut [Ruling], facts: &mut Facts, entry: &Entry, cycle: &Cycle, calendar: &Almanac) {
    let act = entry.act();
    let past = Past {
        at: act.occurred_at,
        number: entry.number(),
        event: act.event.clone(),
        by: act.by.clone(),
        in_role: act.in_role,
    };
    let seen = past.seen(cycle, facts);
    rulings.iter_mut().for_each(|ruling| ruling.hear(&seen, calendar));
    facts.note(past, cycle);
}

/// Takes in that a contract came to another stage.
pub(super) fn turn_all(rulings: &mut [Ruling], facts: &Facts, turn: &Turn, cycle: &Cycle, calendar: &Almanac) {
    // A step is no act of its own here: what is asked of it is asked of the last act before.
    let applies = |row: &Row, turn: &Turn| {
        let Asks::Again { applies, .. } = row.asks else { return None };
        facts.past.last().map(|last| applies(&last.seen(cycle, facts), &turn.contract))
    };
    rulings.iter_mut().for_each(|ruling| {
        let row = ruling.row;
        ruling.turn(turn, |turn| applies(row, turn), calendar);
    });
}
