//! A group of cycles that share clinicians, and the loop that works it off.

use std::fmt;
use std::sync::Arc;

use crate::cycle::Kind;
use crate::simulation::scenario::Scenario;

use super::diary::{Booking, Wake};
use super::run::{Heard, Played, Refused, Run};
use super::scene::Scene;
use super::shared::{OPENS, PUT_OFF, Shared};

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

/// A group as it runs.
#[derive(Debug)]
pub(crate) struct Course {
    shared: Shared,
    runs: Vec<Run>,
    casts: Vec<Cast>,
    listeners: Listeners,
}

/// The places of the tendencies that listen to a kind, by the place of the kind.
type Listeners = Vec<Vec<u16>>;

impl Course {
    /// A group of a scenario, by its number among the replications.
    pub(crate) fn new(scenario: &Arc<Scenario>, replication: u32, keeps_histories: bool) -> Self {
        let shared = Shared::new(scenario, replication, keeps_histories);
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
                if let Some((event, by)) = self.shared.was_put_off(wake.what) {
                    run.happens(&self.shared, PUT_OFF, at, event, &by);
                }
            } else if let Some(awake) = cast.get_mut(usize::from(tendency)) {
                awake.wakes(wake, &mut Scene { shared: &mut self.shared, run, tendency, now: at });
            }
            tell(run, &mut self.shared, cast, &self.listeners, at);
        }
        let Self { shared, runs, .. } = self;
        Ok(runs.into_iter().map(|run| run.played(&shared, &names)).collect())
    }

    fn open(&mut self, opening: u32, at: i64, cast: &dyn Fn(&Scenario) -> Cast) -> Result<(), Refused> {
        let Some(opening) = self.shared.opening(opening) else { return Ok(()) };
        let mut run = Run::new(&self.shared, self.runs.len() as u32, &opening);
        let mut cast = cast(&self.shared.scenario);
        run.begin(&mut self.shared, &opening, at)?;
        for (place, tendency) in cast.iter_mut().enumerate() {
            let mut scene = Scene { shared: &mut self.shared, run: &mut run, tendency: place as u16, now: at };
            tendency.begins(&mut scene);
        }
        tell(&mut run, &mut self.shared, &mut cast, &self.listeners, at);
        self.runs.push(run);
        self.casts.push(cast);
        Ok(())
    }
}

/// Passes what was recorded, in its order, to the tendencies that listen, until nothing is left to pass.
fn tell(run: &mut Run, shared: &mut Shared, cast: &mut Cast, listeners: &Listeners, now: i64) {
    while let Some(heard) = run.heard.pop_front() {
        for &place in listeners.get(heard.kind.index()).into_iter().flatten() {
            if let Some(tendency) = cast.get_mut(usize::from(place)) {
                tendency.hears(heard, &mut Scene { shared, run, tendency: place, now });
            }
        }
        run.record.heard(heard.number);
    }
}
