//! A cycle as it runs, and what came of it.

use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;

use crate::attachment::{CycleClosed, CycleOpened, PersonEntered};
use crate::code::CodeSet;
use crate::contracting::Moved;
use crate::cycle::{Act, Cycle, Event, Kind};
use crate::history::History;
use crate::id::{CycleId, EntryNumber, PersonId};
use crate::people::{Registration, Role};
use crate::simulation::random::Stream;
use crate::simulation::rota::{moment, seconds};
use crate::simulation::scenario::Start;
use crate::simulation::slip::{Ledger, Slip, Slips};
use crate::simulation::thing::Thing;
use crate::simulation::unseen::Unseen;

use super::held::Held;
use super::record::Record;
use super::shared::{Opening, Shared};
use super::world::{self, Family, Prefix};

/// What happened, as a tendency hears of it: small, and looked up in full by its number where more is asked for.
///
/// ```
/// use practice_cycle::cycle::Kind;
/// use practice_cycle::simulation::Heard;
/// fn is_invitation(heard: &Heard) -> bool {
///     Some(heard.kind) == Kind::from_code("contract_invited")
/// }
/// # let _ = is_invitation;
/// ```
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct Heard {
    /// The number of the entry.
    pub number: EntryNumber,
    /// What kind of event it was.
    pub kind: Kind,
    /// What it was about: the first thing that it refers to, or nothing in particular.
    pub about: Thing,
    /// The stage that a contract left and the one that it entered, if it took a step.
    pub moved: Option<Moved>,
}

/// An act without which no cycle can begin was refused, by its code.
///
/// ```
/// use practice_cycle::simulation::Refused;
/// assert_eq!(Refused("attachment.already_open").to_string(), "a cycle could not begin: `attachment.already_open`");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a cycle could not begin: `{0}`")]
pub struct Refused(pub &'static str);

/// Under what acts are counted that were put off on purpose, and were refused when they came: whoever meant to do them may have left by then.
const WAS_PUT_OFF: &str = "put off on purpose";

/// A cycle as it runs.
#[derive(Debug)]
pub(super) struct Run {
    pub(super) cycle: u32,
    pub(super) team: u32,
    pub(super) desk: usize,
    pub(super) record: Record,
    pub(super) held: Held,
    pub(super) families: Vec<Family>,
    pub(super) unseen: Unseen,
    pub(super) stream: Stream,
    pub(super) prefix: Prefix,
    pub(super) vacancies: u32,
    pub(super) budget_cut: f64,
    pub(super) is_closed: bool,
    /// What is broken on purpose, if anything is.
    slips: Option<Slips>,
    pub(super) id: CycleId,
    pub(super) heard: VecDeque<Heard>,
    refused: BTreeMap<(u16, &'static str), u64>,
    entries: u64,
}

impl Run {
    pub(super) fn new(shared: &Shared, cycle: u32, opening: &Opening) -> Self {
        let prefix = Prefix::new(shared.replication, cycle);
        // Of one team, so that what one scenario changes about a clinician leaves the draws of other teams as they are.
        let stream = shared.stream.at("team", opening.team.into()).at("cycle", shared.before(opening));
        let id = prefix.cycle();
        Self {
            cycle,
            team: opening.team,
            desk: opening.desk,
            record: Record::new(shared.keeps_histories),
            held: Held::default(),
            families: Vec::new(),
            unseen: Unseen::default(),
            stream,
            prefix,
            vacancies: 0,
            budget_cut: 0.0,
            is_closed: false,
            slips: shared
                .slips
                .as_ref()
                .map(|(violations, calendar)| Slips::new(violations, stream.named("slips"), calendar)),
            id,
            heard: VecDeque::new(),
            refused: BTreeMap::new(),
            entries: 0,
        }
    }

    /// Opens the cycle, and enters the team.
    pub(super) fn begin(&mut self, shared: &mut Shared, opening: &Opening, at: i64) -> Result<(), Refused> {
        let population = &Arc::clone(&shared.scenario);
        let population = &population.says().group;
        let manager = self.prefix.person(self.held.next(crate::noun::Noun::Person));
        let opened = CycleOpened {
            cycle: self.id.clone(),
            earlier: opening.earlier.clone(),
            ..CycleOpened::new(self.id.clone(), opening.clinician.clone(), world::team(shared.replication, opening.team + 1))
        };
        let entered = PersonEntered {
            registered: Some(Registration::Registered),
            beside: CodeSet::none(),
            ..PersonEntered::new(manager.clone(), Role::Manager)
        };
        let workers = (0..population.social_workers)
            .map(|_| PersonEntered::new(self.prefix.person(self.held.next(crate::noun::Noun::Person)), Role::SocialWorker));
        let workers: Vec<PersonEntered> = workers.collect();
        let events = [Event::from(opened), entered.into()].into_iter().chain(workers.into_iter().map(Event::from));
        for event in events {
            self.apply(Act::new(event, manager.clone(), moment(at))).map_err(Refused)?;
        }
        for _ in 0..population.open_cases {
            let number = self.families.len() as u32 + 1;
            self.families.push(Family::new(&self.prefix, number, population.adults, population.children));
        }
        Ok(())
    }

    /// Offers an act of a tendency to the machine.
    pub(super) fn offer(&mut self, shared: &mut Shared, tendency: u16, now: i64, event: Event, by: &PersonId) -> bool {
        let event = match self.slips.as_mut().map(|slips| slips.meets(&event, by, moment(now), self.record.cycle())) {
            None | Some(Slip::Keep) => event,
            // Whoever let it slip does not notice.
            Some(Slip::Omit) => return true,
            Some(Slip::Swap(other)) => *other,
            Some(Slip::Delay(until)) => {
                shared.puts_off(self.cycle, seconds(until), event, by);
                return true;
            }
        };
        self.happens(shared, tendency, now, event, by)
    }

    /// Offers an act that nothing lets slip any more.
    pub(super) fn happens(&mut self, shared: &Shared, tendency: u16, now: i64, event: Event, by: &PersonId) -> bool {
        let occurred = moment(now);
        let mut act = Act::new(event, by.clone(), occurred);
        let nth = || {
            let number = u64::from(about(&act.event).number());
            // About what was made before there may be several such acts, as reviews of one contract are: each at a time of its own.
            if act.event.kind().creates_subject() { number } else { (now as u64) << 32 | number }
        };
        if shared.scenario.is_missing(&act, nth, self.stream) {
            return true;
        }
        act.recorded_at = shared.scenario.recorded(&act, self.record.cycle(), self.stream);
        match self.apply(act) {
            Ok(()) => true,
            Err(code) => {
                *self.refused.entry((tendency, code)).or_default() += 1;
                false
            }
        }
    }

    fn apply(&mut self, act: Act) -> Result<(), &'static str> {
        let applied = self.record.record(act)?;
        let Some(entry) = self.record.last() else { return Ok(()) };
        self.held.take(entry, applied);
        self.entries += 1;
        if let Some(slips) = &mut self.slips {
            // What is broken on purpose is drawn from histories that are kept.
            slips.hears(entry, self.record.cycle());
        }
        let event = entry.event();
        let about = about(event);
        self.heard.push_back(Heard { number: entry.number(), kind: event.kind(), about, moved: applied.moved() });
        self.is_closed |= CycleClosed::of(event).is_some();
        Ok(())
    }

    pub(super) fn played(self, shared: &Shared, names: &[&'static str]) -> Played {
        let refused = self.refused.into_iter().map(|((tendency, code), count)| {
            (names.get(usize::from(tendency)).copied().unwrap_or(WAS_PUT_OFF), code, count)
        });
        let rota = shared.scenario.rota();
        let cycle = self.record.cycle();
        let from = cycle.teams().next().map_or(0, |(at, _)| rota.day(seconds(at)));
        let warm_up = match shared.scenario.says().horizon.start {
            Start::Terminating => 0,
            Start::WarmUp { days } => days as usize,
        };
        let to = cycle.closed_at().map_or(shared.ends, seconds);
        let ledger = match (&self.slips, &self.record) {
            (Some(slips), Record::Kept(history)) => Some(slips.ledger(history, shared.scenario.as_of())),
            _ => None,
        };
        let available = shared.desks.get(self.desk).map_or(0, |desk| desk.available(from.max(warm_up), rota.day(to)));
        Played {
            refused: refused.collect(),
            unseen: self.unseen,
            entries: self.entries,
            team: self.team,
            available_minutes: available,
            ledger,
            record: self.record,
        }
    }
}

/// A cycle that was simulated.
///
/// ```
/// use practice_cycle::simulation::{Scenario, Simulator};
/// let played = Simulator::new(Scenario::shipped("team-as-it-is").unwrap()).group(0)?;
/// assert!(played[0].refused().next().is_none(), "nothing that a shipped scenario offers is refused");
/// assert_eq!(played[0].history().unwrap().entries().len() as u64, played[0].entries());
/// # Ok::<(), practice_cycle::simulation::Refused>(())
/// ```
#[derive(Debug)]
pub struct Played {
    record: Record,
    unseen: Unseen,
    refused: Vec<(&'static str, &'static str, u64)>,
    entries: u64,
    team: u32,
    available_minutes: u64,
    ledger: Option<Ledger>,
}

impl Played {
    /// What was broken on purpose and what was not, duty by duty; where nothing was to be broken, and where no histories are kept, there is
    /// none.
    #[must_use]
    pub const fn ledger(&self) -> Option<&Ledger> {
        self.ledger.as_ref()
    }

    /// Its history, where histories are kept.
    #[must_use]
    pub fn history(&self) -> Option<&History> {
        match &self.record {
            Record::Kept(history) => Some(history),
            Record::Bare { .. } => None,
        }
    }

    /// Its history, for keeps.
    #[must_use]
    pub fn into_history(self) -> Option<History> {
        match self.record {
            Record::Kept(history) => Some(*history),
            Record::Bare { .. } => None,
        }
    }

    /// Where the cycle stands at the end.
    #[must_use]
    pub fn cycle(&self) -> &Cycle {
        self.record.cycle()
    }

    /// How many entries there are.
    #[must_use]
    pub const fn entries(&self) -> u64 {
        self.entries
    }

    /// The acts that were refused: of which tendency, with which code, and how many. What was [put off](crate::simulation::Breaking) on purpose,
    /// and was possible no longer when it came, stands under `put off on purpose`.
    pub fn refused(&self) -> impl Iterator<Item = (&'static str, &'static str, u64)> {
        self.refused.iter().copied()
    }

    /// The team, by its number in the group, from 0. Cycles that follow one another are of one team.
    #[must_use]
    pub const fn team(&self) -> u32 {
        self.team
    }

    /// The unseen position of the boundary, day by day from the first of the horizon, as far as anybody asked for it.
    #[must_use]
    pub fn unseen(&self) -> &Unseen {
        &self.unseen
    }

    /// How many minutes for sessions the clinician had while the cycle was open, after the warm-up; shared with their other cycles.
    #[must_use]
    pub const fn available_minutes(&self) -> u64 {
        self.available_minutes
    }
}

/// What an event is about, where a simulation made it.
fn about(event: &Event) -> Thing {
    event.subject().and_then(|subject| Thing::named(subject.noun, subject.id)).unwrap_or(Thing::NOTHING)
}
