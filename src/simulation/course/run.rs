//! A group of cycles that share clinicians, and the loop that works it off.

use std::collections::{BTreeMap, VecDeque};
use std::fmt;
use std::sync::Arc;

use crate::attachment::{CycleClosed, CycleOpened, PersonEntered};
use crate::calendar::Almanac;
use crate::code::CodeSet;
use crate::cycle::{Act, Event, Kind};
use crate::id::{CycleId, PersonId};
use crate::people::{Registration, Role};
use crate::simulation::random::Stream;
use crate::simulation::scenario::Scenario;
use crate::simulation::slip::{Slip, Slips, Violations};
use crate::simulation::thing::Thing;
use crate::simulation::unseen::Unseen;

use super::desk::{Desk, Holder};
use super::diary::{Booking, Diary, Wake};
use super::held::Held;
use super::played::Played;
use super::record::Record;
use super::scene::{Heard, PLACE, Scene};
use super::world::{self, Family, Prefix};
use crate::simulation::rota::{moment, seconds};

/// Something that people tend to do: what happens in a cycle comes of several, none of which sees another.
///
/// Each cycle has a fresh one. It acts through the [`Scene`] alone, so that the machine judges every act; it hears whatever was
/// recorded, its own acts too, and is woken when it asked for it. Nothing that is booked is ever cancelled: whoever is woken looks whether
/// it still makes sense. Draws go by what they are for ([`Scene::dice`]), so nothing that was drawn has to be kept.
///
/// ```
/// use practice_cycle::intervening::SuggestionOffered;
/// use practice_cycle::simulation::{Heard, Scenario, Scene, Simulator, Tendency, Thing, Wake};
///
/// /// The clinician offers a suggestion with every contract that begins.
/// #[derive(Debug)]
/// struct Suggesting;
///
/// impl Tendency for Suggesting {
///     fn name(&self) -> &'static str {
///         "suggesting"
///     }
///     fn hears(&mut self, heard: Heard, scene: &mut Scene<'_>) {
///         if heard.kind.code() == "contract_begun" {
///             scene.wake(scene.now() + 3600, heard.about, 0);
///         }
///     }
///     fn wakes(&mut self, wake: Wake, scene: &mut Scene<'_>) {
///         let Some(clinician) = scene.clinician() else { return };
///         let suggestion = scene.make();
///         let Some(contract) = wake.about.reference() else { return };
///         let words = scene.words();
///         scene.offer(SuggestionOffered { suggestion, contract, words, again: None }, &clinician);
///     }
/// }
///
/// let simulator = Simulator::new(Scenario::shipped("team-as-it-is").unwrap()).with("suggesting", || Box::new(Suggesting));
/// let played = simulator.group(0)?;
/// let is_suggestion = |entry: &practice_cycle::cycle::Entry| entry.event().kind().code() == "suggestion_offered";
/// assert!(played.iter().any(|cycle| cycle.history().is_some_and(|history| history.entries().iter().any(is_suggestion))));
/// # Ok::<(), practice_cycle::simulation::Refused>(())
/// ```
pub trait Tendency: fmt::Debug + Send {
    /// What it is called; refused acts are counted under it.
    fn name(&self) -> &'static str;

    /// The cycle has opened, and the team is there.
    fn begins(&mut self, _scene: &mut Scene<'_>) {}

    /// Whether it is to hear of what is of this kind, which is asked once for each kind in a group: the fewer, the less time it takes.
    fn listens(&self, _kind: Kind) -> bool {
        true
    }

    /// Something was recorded.
    fn hears(&mut self, _heard: Heard, _scene: &mut Scene<'_>) {}

    /// It is woken, as it had asked.
    fn wakes(&mut self, _wake: Wake, _scene: &mut Scene<'_>) {}
}

/// The tendencies of a cycle, in their order.
pub(crate) type Cast = Vec<Box<dyn Tendency>>;

/// An act without which no cycle can begin was refused, by its code.
///
/// ```
/// use practice_cycle::simulation::Refused;
/// assert_eq!(Refused("attachment.already_open").to_string(), "a cycle could not begin: `attachment.already_open`");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a cycle could not begin: `{0}`")]
pub struct Refused(pub &'static str);

/// What lies within a group but in no cycle alone.
#[derive(Debug)]
pub(super) struct Shared {
    pub(super) scenario: Arc<Scenario>,
    pub(super) diary: Diary,
    pub(super) ends: i64,
    desks: Vec<Desk>,
    /// The cycles that are to open: the post of the team, and the cycle before it.
    openings: Vec<Opening>,
    /// Which tendency waits for a place for a contract.
    waiting: BTreeMap<(u32, u32), u16>,
    keeps_histories: bool,
    replication: u32,
    stream: Stream,
    clinicians: u32,
    /// What is broken on purpose, with the calendar that says when it was due.
    slips: Option<(Violations, Arc<Almanac>)>,
    /// Acts that were put off, each with the tendency whose it is.
    put_off: Vec<Option<(u16, Event, PersonId)>>,
}

#[derive(Debug, Clone)]
struct Opening {
    at: i64,
    team: u32,
    desk: usize,
    clinician: PersonId,
    earlier: Option<CycleId>,
}

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
    pub(super) embedded: bool,
    pub(super) budget_cut: f64,
    is_closed: bool,
    /// What is broken on purpose, if anything is.
    slips: Option<Slips>,
    id: CycleId,
    heard: VecDeque<Heard>,
    refused: BTreeMap<(u16, &'static str), u64>,
    entries: u64,
}

/// The tendency of a booking that opens a cycle.
const OPENS: u16 = u16::MAX;
/// That of one at which an act that was put off happens.
const PUT_OFF: u16 = u16::MAX - 1;

/// A group as it runs.
#[derive(Debug)]
pub(crate) struct Course {
    shared: Shared,
    runs: Vec<Run>,
    casts: Vec<Cast>,
    /// The places of the tendencies that listen to each kind, by the place of the kind.
    listeners: Vec<Vec<u16>>,
}

impl Course {
    /// A group of a scenario, by its number among the replications.
    pub(crate) fn new(scenario: &Arc<Scenario>, replication: u32, keeps_histories: bool) -> Self {
        let says = scenario.says();
        let rota = scenario.rota();
        let stream = Stream::new(says.replications.seed).at("replication", replication.into());
        let clinicians = says.group.clinicians;
        let places = says.capacity.open_contracts_at_most.map(|most| most as usize);
        let desk = |nth: u32| Desk::new(places, scenario.minutes_of(stream.at("desk", nth.into())));
        let mut shared = Shared {
            scenario: Arc::clone(scenario),
            diary: Diary::default(),
            ends: scenario.ends(),
            desks: (0..clinicians).map(desk).collect(),
            openings: Vec::new(),
            waiting: BTreeMap::new(),
            keeps_histories,
            replication,
            stream,
            clinicians,
            slips: scenario.calendar().map(|calendar| (scenario.violations().clone(), Arc::clone(calendar))),
            put_off: Vec::new(),
        };
        if clinicians > 0 {
            let starts = rota.opening(scenario.starts());
            for team in 0..says.group.cycles {
                let nth = team % clinicians;
                let clinician = world::clinician(replication, nth + 1);
                shared.opens(Opening { at: starts, team, desk: nth as usize, clinician, earlier: None });
            }
        }
        Self { shared, runs: Vec::new(), casts: Vec::new(), listeners: Vec::new() }
    }

    /// Works it off to the end of the horizon. `cast` makes the tendencies of a cycle.
    pub(crate) fn run(mut self, cast: &dyn Fn(&Scenario) -> Cast) -> Result<Vec<Played>, Refused> {
        let all = cast(&self.shared.scenario);
        let names: Vec<&'static str> = all.iter().map(|tendency| tendency.name()).collect();
        let listen = |kind| (0..).zip(&all).filter(move |(_, tendency)| tendency.listens(kind)).map(|(place, _)| place);
        self.listeners = Kind::all().map(|kind| listen(kind).collect()).collect();
        while let Some(Booking { at, cycle, tendency, wake }) = self.shared.diary.next() {
            if tendency == OPENS {
                self.open(wake.what, at, cast)?;
                continue;
            }
            let (Some(run), Some(cast)) = (self.runs.get_mut(cycle as usize), self.casts.get_mut(cycle as usize)) else {
                continue;
            };
            if run.is_closed {
                continue;
            }
            if tendency == PUT_OFF {
                if let Some((tendency, event, by)) = self.shared.put_off.get_mut(wake.what as usize).and_then(Option::take) {
                    run.happens(&self.shared, tendency, at, event, &by);
                }
            } else if let Some(awake) = cast.get_mut(usize::from(tendency)) {
                awake.wakes(wake, &mut Scene { shared: &mut self.shared, run, tendency, now: at });
            }
            run.tell(&mut self.shared, cast, &self.listeners, at);
        }
        let Self { shared, runs, .. } = self;
        Ok(runs.into_iter().map(|run| run.played(&shared, &names)).collect())
    }

    fn open(&mut self, opening: u32, at: i64, cast: &dyn Fn(&Scenario) -> Cast) -> Result<(), Refused> {
        let Some(opening) = self.shared.openings.get(opening as usize).cloned() else { return Ok(()) };
        let mut run = Run::new(&self.shared, self.runs.len() as u32, &opening);
        let mut cast = cast(&self.shared.scenario);
        run.begin(&mut self.shared, &opening, at)?;
        for (place, tendency) in cast.iter_mut().enumerate() {
            let mut scene = Scene { shared: &mut self.shared, run: &mut run, tendency: place as u16, now: at };
            tendency.begins(&mut scene);
        }
        run.tell(&mut self.shared, &mut cast, &self.listeners, at);
        self.runs.push(run);
        self.casts.push(cast);
        Ok(())
    }
}

/// What an event is about, where a simulation made it.
fn about(event: &Event) -> Thing {
    event.subject().and_then(|subject| Thing::named(subject.noun, subject.id)).unwrap_or(Thing::NOTHING)
}

impl Shared {
    fn opens(&mut self, opening: Opening) {
        let (at, cycle, what) = (opening.at, opening.team, self.openings.len() as u32);
        self.openings.push(opening);
        if at < self.ends {
            self.diary.note(Booking { at, cycle, tendency: OPENS, wake: Wake { about: Thing::NOTHING, what } });
        }
    }

    pub(super) fn take_place(&mut self, run: &Run, tendency: u16, contract: u32) -> bool {
        let holder = Holder { cycle: run.cycle, contract };
        let has_place = self.desks.get_mut(run.desk).is_some_and(|desk| desk.take(holder));
        if !has_place {
            self.waiting.insert((run.cycle, contract), tendency);
        }
        has_place
    }

    pub(super) fn leave_place(&mut self, run: &Run, contract: u32, now: i64) {
        let holder = Holder { cycle: run.cycle, contract };
        self.waiting.remove(&(run.cycle, contract));
        let next = self.desks.get_mut(run.desk).and_then(|desk| desk.leave(holder));
        self.has_place(next, now);
    }

    pub(super) fn pass_place(&mut self, run: &Run, from: u32, to: u32) {
        let holder = |contract| Holder { cycle: run.cycle, contract };
        if let Some(desk) = self.desks.get_mut(run.desk) {
            desk.pass(holder(from), holder(to));
        }
    }

    fn puts_off(&mut self, cycle: u32, tendency: u16, until: i64, event: Event, by: &PersonId) {
        let what = self.put_off.len() as u32;
        self.put_off.push(Some((tendency, event, by.clone())));
        let at = self.scenario.rota().opening(until);
        if at < self.ends {
            self.diary.note(Booking { at, cycle, tendency: PUT_OFF, wake: Wake { about: Thing::NOTHING, what } });
        }
    }

    fn has_place(&mut self, next: impl IntoIterator<Item = Holder>, now: i64) {
        for Holder { cycle, contract } in next {
            if let Some(tendency) = self.waiting.remove(&(cycle, contract)) {
                let about = Thing::new(crate::noun::Noun::Contract, contract);
                self.diary.note(Booking { at: now, cycle, tendency, wake: Wake { about, what: PLACE } });
            }
        }
    }

    pub(super) fn book(&mut self, desk: usize, from: i64, minutes: u16) -> Option<i64> {
        self.desks.get_mut(desk)?.book(from, minutes, self.scenario.rota())
    }

    /// A cycle has closed: whoever comes after its clinician begins with the same team at a time.
    pub(super) fn succeed(&mut self, run: &mut Run, at: i64, now: i64) {
        run.is_closed = true;
        self.waiting.retain(|(cycle, _), _| *cycle != run.cycle);
        let next = self.desks.get_mut(run.desk).map(|desk| desk.clear(run.cycle)).unwrap_or_default();
        self.has_place(next, now);
        self.clinicians += 1;
        let clinician = world::clinician(self.replication, self.clinicians);
        let earlier = Some(run.id.clone());
        self.opens(Opening { at, team: run.team, desk: run.desk, clinician, earlier });
    }
}

impl Run {
    fn new(shared: &Shared, cycle: u32, opening: &Opening) -> Self {
        let prefix = Prefix::new(shared.replication, cycle);
        // Of one team, so that what one scenario changes about a clinician leaves the draws of other teams as they are.
        let nth = shared.openings.iter().filter(|other| other.team == opening.team && other.at < opening.at).count();
        let stream = shared.stream.at("team", opening.team.into()).at("cycle", nth as u64);
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
            embedded: false,
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
    fn begin(&mut self, shared: &mut Shared, opening: &Opening, at: i64) -> Result<(), Refused> {
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
                shared.puts_off(self.cycle, tendency, seconds(until), event, by);
                return true;
            }
        };
        self.happens(shared, tendency, now, event, by)
    }

    /// Offers an act that nothing lets slip any more.
    fn happens(&mut self, shared: &Shared, tendency: u16, now: i64, event: Event, by: &PersonId) -> bool {
        let occurred = moment(now);
        let mut act = Act::new(event, by.clone(), occurred);
        if shared.scenario.is_missing(&act, || about(&act.event).number().into(), self.stream) {
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

    /// Tells those tendencies that listen what was recorded, in its order, until nothing is left to tell.
    fn tell(&mut self, shared: &mut Shared, cast: &mut Cast, listeners: &[Vec<u16>], now: i64) {
        while let Some(heard) = self.heard.pop_front() {
            for &place in listeners.get(heard.kind.index()).into_iter().flatten() {
                if let Some(tendency) = cast.get_mut(usize::from(place)) {
                    tendency.hears(heard, &mut Scene { shared, run: self, tendency: place, now });
                }
            }
            self.record.heard(heard.number);
        }
    }

    fn played(self, shared: &Shared, names: &[&'static str]) -> Played {
        let refused = self
            .refused
            .into_iter()
            .map(|((tendency, code), count)| (names.get(usize::from(tendency)).copied().unwrap_or_default(), code, count));
        let rota = shared.scenario.rota();
        let cycle = self.record.cycle();
        let from = cycle.teams().next().map_or(0, |(at, _)| rota.day(crate::simulation::rota::seconds(at)));
        let to = cycle.closed_at().map_or(shared.ends, crate::simulation::rota::seconds);
        let ledger = match (&self.slips, &self.record) {
            (Some(slips), Record::Kept(history)) => Some(slips.ledger(history, shared.scenario.as_of())),
            _ => None,
        };
        let available = shared.desks.get(self.desk).map_or(0, |desk| desk.available(from, rota.day(to)));
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
