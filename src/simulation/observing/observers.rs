//! A simulated team: who observes the boundary, what each of them sees of an unseen position, and what they note of it.
//!
//! What an observer sees of a row of Figure 1 at a meeting comes about in this order: one side shows, by the position or by the
//! observer's own view; a mood, or an error that goes with their side, may make them take it for another; so may plain error. Then
//! they note it. Somebody who copies a colleague notes what that colleague would have noted there, whether or not the colleague was.
//! Two who are at one meeting and do not copy see what shows independently of one another.

use super::super::random::Stream;
use super::population::Population;
use super::position::Position;
use crate::attachment::{CycleOpened, PersonEntered};
use crate::boundary::{Basis, BoundaryObserved, DrawnBy, Indicator, Lean, Row, Sighting, Standpoint, Strength};
use crate::code::{Code, codes};
use crate::cycle::Act;
use crate::history::{History, Refusal};
use crate::id::{CycleId, ObservationId, PersonId, TeamId};
use crate::moment::Moment;
use crate::people::Side;
use crate::space::Space;

codes! {
    /// How the observers of a team go about it.
    ///
    /// ```
    /// use practice_cycle::{code::Code, simulation::Manner};
    /// assert_eq!(Manner::PresenceOnly.label(), "observers who note only what is there");
    /// ```
    #[non_exhaustive]
    pub enum Manner {
        /// What the model takes them to be: each sees one side for ever, strongly, directly and without error. A reading that looks
        /// well on these has shown little.
        AsModelled = "as_modelled", "observers as the model takes them to be";
        Honest = "honest", "honest observers";
        PresenceOnly = "presence_only", "observers who note only what is there";
        ErrorWithASide = "error_with_a_side", "observers whose error goes with their side";
        ShortMoods = "short_moods", "observers with moods that pass within a window";
        LongMoods = "long_moods", "observers with moods that outlast a window";
    }
}

/// One observer.
#[derive(Debug, Clone)]
struct Observer {
    person: PersonId,
    place: usize,
    side: Side,
    /// The place of whoever sees what they note: a colleague, or themself.
    eyes: usize,
    /// The side that they see as a rule.
    own_view: Lean,
    /// Their mood, day by day; empty where there are none.
    moods: Vec<Lean>,
}

/// A team whose members observe the boundary, each drawn from a population.
///
/// All that is drawn is named by what it is for. So the same team with other manners, or with more who copy, has the same people at
/// the same meetings, and whoever copies at one chance copies at any greater one.
///
/// ```
/// use practice_cycle::simulation::{Manner, Population, Position, Team, random::Stream};
/// let team = Team::new(Population::illustrative(), Manner::Honest, 0.25, 4, Position::new(0.1, 0.2).unwrap(), Stream::new(7));
/// let history = team.history()?;
/// assert!(history.entries().len() > 50);
/// assert_eq!(history.entries(), team.history()?.entries());
/// # Ok::<(), practice_cycle::history::Refusal>(())
/// ```
#[derive(Debug, Clone)]
pub struct Team<'p> {
    population: &'p Population,
    manner: Manner,
    position: Position,
    stream: Stream,
    observers: Vec<Observer>,
    /// The side whose members err together, and what they take things for.
    erring: Option<(Side, Lean)>,
}

impl<'p> Team<'p> {
    /// A team of this many observers, at most 1,000, who see something of a position that stands still.
    ///
    /// `dependence` is the chance of each of them but the first to be one who copies: to note, at every meeting, what one colleague
    /// would have noted there. The colleague is drawn once, among those who do not copy, on whatever side. At 0 nobody copies, at
    /// 1 everybody copies the first.
    #[must_use]
    pub fn new(
        population: &'p Population,
        manner: Manner,
        dependence: f64,
        size: usize,
        position: Position,
        stream: Stream,
    ) -> Self {
        const MOST: usize = 1000;
        let seats = (0..size.min(MOST)).filter_map(|place| Some((place, population.seat(place)?)));
        let copies = |place: usize| place > 0 && stream.at("observer", place as u64).named("copies").happens(dependence);
        let themselves: Vec<usize> = seats.clone().map(|(place, _)| place).filter(|&place| !copies(place)).collect();
        let observers: Vec<Observer> = seats
            .filter_map(|(place, seat)| {
                let draws = stream.at("observer", place as u64);
                let colleague = draws.named("colleague").among(themselves.len());
                let eyes = if copies(place) { themselves.get(colleague).copied()? } else { place };
                Some(Observer {
                    person: PersonId::new(&format!("observer-{}", place + 1)).ok()?,
                    place,
                    side: seat.role.side(),
                    eyes,
                    own_view: position.shows(draws.named("own view")),
                    moods: moods(population, manner, draws),
                })
            })
            .collect();
        let erring = (manner == Manner::ErrorWithASide)
            .then(|| {
                let one = observers.get(stream.named("erring side").among(observers.len()))?;
                Some((one.side, lean(stream.named("erring lean"))?))
            })
            .flatten();
        Self { population, manner, position, stream, observers, erring }
    }

    /// What was noted, as a history that was recorded act by act: decided on and accepted like any other. The cycle opens on the
    /// first day, and everybody enters it then.
    ///
    /// # Errors
    /// An act that was refused, which none of a population that was checked is.
    pub fn history(&self) -> Result<History, Refusal> {
        let mut history = History::default();
        let mut notes = 0;
        for act in self.opening() {
            history.record(act)?;
        }
        for (meeting, (day, space)) in self.population.meetings().enumerate() {
            let Some(at) = moment(day, MEETING) else { continue };
            let draws = self.stream.at("meeting", meeting as u64);
            for observer in self.observers.iter().filter(|observer| self.attends(observer, space, draws)) {
                for &row in Row::ALL {
                    for (lean, finding) in self.noted(observer, day, row, draws) {
                        notes += 1;
                        let basis = self.basis(observer, row, draws);
                        let Some(observed) = observed(notes, row, lean, finding, space, basis) else { continue };
                        history.record(Act::new(observed, observer.person.clone(), at))?;
                    }
                }
            }
        }
        Ok(history)
    }

    /// The time at which the last day ends: that of a reading of all that was noted.
    #[must_use]
    pub fn ends(&self) -> Moment {
        moment(self.population.says().days, 0).unwrap_or(Moment::LATEST)
    }

    fn opening(&self) -> Vec<Act> {
        let references = (CycleId::new("simulated"), PersonId::new("clinician"), TeamId::new("simulated"));
        let ((Ok(cycle), Ok(clinician), Ok(team)), Some(at)) = (references, moment(0, OPENING)) else { return Vec::new() };
        let opened = Act::new(CycleOpened::new(cycle, clinician.clone(), team), clinician.clone(), at);
        let entered = self.observers.iter().filter_map(|observer| {
            let role = self.population.seat(observer.place)?.role;
            Some(Act::new(PersonEntered::new(observer.person.clone(), role), clinician.clone(), at))
        });
        std::iter::once(opened).chain(entered).collect()
    }

    fn attends(&self, observer: &Observer, space: Space, meeting: Stream) -> bool {
        let invited = self.population.seat(observer.place).is_some_and(|seat| seat.spaces.has(space));
        let draw = meeting.at("observer", observer.place as u64).named("attends");
        invited && draw.happens(self.population.says().attends.value)
    }

    /// What an observer notes of a row at a meeting: nothing where there was no opportunity to see.
    fn noted(&self, observer: &Observer, day: u32, row: Row, meeting: Stream) -> Vec<(Lean, Sighting)> {
        let says = self.population.says();
        let draws = meeting.at("observer", observer.place as u64).at("row", row.index() as u64);
        if !draws.named("opportunity").happens(says.opportunity.value) {
            return Vec::new();
        }
        let Some(eyes) = self.observers.get(observer.eyes) else { return Vec::new() };
        let seen = self.sees(eyes, day, meeting.at("observer", eyes.place as u64).at("row", row.index() as u64));
        let strength = draws.named("strength").uniform();
        let strength = if self.manner == Manner::AsModelled {
            Strength::Strong
        } else if strength < says.slight.value {
            Strength::Slight
        } else if strength < says.slight.value + says.strong.value {
            Strength::Strong
        } else {
            Strength::Clear
        };
        let is_noted = |lean: Lean| {
            let absent = draws.at("absent", lean.index() as u64).happens(says.notes_absent.value);
            lean != seen && absent && self.manner != Manner::PresenceOnly
        };
        let absent = Lean::ALL.iter().copied().filter(|&lean| is_noted(lean)).map(|lean| (lean, Sighting::Absent));
        std::iter::once((seen, Sighting::Present(strength))).chain(absent).collect()
    }

    /// What somebody takes for what shows.
    fn sees(&self, eyes: &Observer, day: u32, draws: Stream) -> Lean {
        let says = self.population.says();
        if self.manner == Manner::AsModelled {
            return eyes.own_view;
        }
        let shows = if draws.named("by own view").happens(says.own_view.value) {
            eyes.own_view
        } else {
            self.position.shows(draws.named("shows"))
        };
        let mood = eyes.moods.get(day as usize).filter(|_| draws.named("mood").happens(says.mood.value));
        let with_side = self.erring.filter(|&(side, _)| side == eyes.side).map(|(_, lean)| lean);
        let with_side = with_side.filter(|_| draws.named("error with a side").happens(says.error_with_a_side.value));
        let taken = mood.copied().or(with_side).unwrap_or(shows);
        if !draws.named("error").happens(says.error.value) {
            return taken;
        }
        let mut others = Lean::ALL.iter().copied().filter(|&lean| lean != taken);
        others.nth(draws.named("taken for").among(2)).unwrap_or(taken)
    }

    fn basis(&self, observer: &Observer, row: Row, meeting: Stream) -> Basis {
        let draws = meeting.at("observer", observer.place as u64).at("row", row.index() as u64);
        let is_direct = draws.named("direct").happens(self.population.says().direct.value);
        if is_direct || self.manner == Manner::AsModelled { Basis::Direct } else { Basis::Reported }
    }
}

/// The hours of a day at which a cycle opens, and at which people meet.
const OPENING: i64 = 8;
const MEETING: i64 = 10;

/// An hour of a day, counted from the first: a Monday in an invented year.
fn moment(day: u32, hour: i64) -> Option<Moment> {
    let first = chrono::NaiveDate::from_ymd_opt(2026, 1, 5)?;
    let day = first.checked_add_days(chrono::Days::new(day.into()))?;
    Moment::new(day.and_hms_opt(0, 0, 0)?.and_utc() + chrono::TimeDelta::hours(hour)).ok()
}

fn lean(draw: Stream) -> Option<Lean> {
    Lean::ALL.get(draw.among(Lean::ALL.len())).copied()
}

/// The moods of an observer, day by day: each day one ends with the chance that makes it last so long on average, and is followed by
/// any.
fn moods(population: &Population, manner: Manner, draws: Stream) -> Vec<Lean> {
    let says = population.says();
    let lasts = match manner {
        Manner::ShortMoods => says.short_mood_days.value,
        Manner::LongMoods => says.long_mood_days.value,
        Manner::AsModelled | Manner::Honest | Manner::PresenceOnly | Manner::ErrorWithASide => return Vec::new(),
    };
    let mut moods: Vec<Lean> = Vec::new();
    for day in 0..says.days {
        let draws = draws.at("day", day.into());
        let stays = moods.last().copied().filter(|_| !draws.named("mood ends").happens(1.0 / lasts));
        moods.extend(stays.or_else(|| lean(draws.named("mood"))));
    }
    moods
}

fn observed(note: u32, row: Row, lean: Lean, finding: Sighting, space: Space, basis: Basis) -> Option<BoundaryObserved> {
    Some(BoundaryObserved {
        observation: ObservationId::new(&format!("o-{note}")).ok()?,
        sign: Indicator::at(row, lean).into(),
        finding,
        standpoint: Standpoint::LookingOn,
        drawn_by: DrawnBy::Unknown,
        space,
        session: None,
        basis,
        contract: None,
        words: None,
    })
}
