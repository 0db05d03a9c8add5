//! A tendency of one's own, in a simulated team: every other week the clinician keeps an hour free, in which anybody of the team may drop in.
//!
//! ```text
//! cargo run --release --features simulation --example own_tendency
//! ```
//!
//! It is compared in pairs with the same teams without it: the same draws in both, but for what the hour brings about. The numbers are
//! illustrative. That some of those who drop in acknowledge the clinician is so because it is written here: what comes out is what was put in,
//! and how far it carries. Intervals are about random draws only, not about the world.

use std::error::Error;

use practice_cycle::code::{Code, CodeSet};
use practice_cycle::joining::{Acknowledged, ClinicianAcknowledged, OccasionOfJoining, Place};
use practice_cycle::people::Role;
use practice_cycle::simulation::experiment::{Correction, Experiment};
use practice_cycle::simulation::outcome::Outcome;
use practice_cycle::simulation::{Distribution, Length, LengthUnit, Scenario, Scene, Simulator, Tendency, Thing, Wake};

/// What is printed of the comparison.
const SHOWN: [Outcome; 3] = [Outcome::TimeToAlly, Outcome::Invitations, Outcome::Entries];

/// The hour that is kept free.
#[derive(Debug)]
struct OpenDoor {
    every: Length,
    /// The chance that somebody drops in.
    used: f64,
    /// The chance that whoever does acknowledges the clinician.
    acknowledges: f64,
    nth: u32,
}

impl OpenDoor {
    fn again(&mut self, scene: &mut Scene<'_>) {
        self.nth += 1;
        let at = scene.again(&self.every, scene.dice("open_door", Thing::NOTHING, self.nth));
        scene.wake(at, Thing::NOTHING, 0);
    }
}

impl Tendency for OpenDoor {
    fn name(&self) -> &'static str {
        "open door"
    }

    fn begins(&mut self, scene: &mut Scene<'_>) {
        self.again(scene);
    }

    fn wakes(&mut self, _: Wake, scene: &mut Scene<'_>) {
        // The draw has a name of its own, so whatever else happens in the cycle leaves it as it is.
        let draw = scene.dice("drops_in", Thing::NOTHING, self.nth);
        let worker = scene.one_of(Role::SocialWorker, draw.named("who"));
        if let (true, Some(worker), Some(clinician)) = (draw.happens(self.used), worker, scene.clinician()) {
            let (occasion, place) = (scene.make(), Place::Everyday);
            let met =
                OccasionOfJoining { occasion, place, with: vec![worker.clone()], qualities: CodeSet::none(), words: None };
            // The machine judges it, as it judges everybody's acts; what it refuses is counted.
            scene.offer(met, &clinician);
            if draw.named("acknowledges").happens(self.acknowledges) {
                let (acknowledgement, how) = (scene.make(), Acknowledged::SoughtOut);
                let acknowledged = ClinicianAcknowledged { acknowledgement, how, because_of: Vec::new(), words: None };
                scene.offer(acknowledged, &worker);
            }
        }
        self.again(scene);
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    let scenario = Scenario::shipped("team-as-it-is").ok_or("a scenario that comes with the crate")?;
    let scenario = scenario.changed([("/replications/to", 40.into())])?;
    let every = Length::illustrative(Distribution::Fixed { value: 2.0 }, LengthUnit::Weeks);
    let as_it_is = Simulator::new(scenario.clone());
    let open_door = Simulator::new(scenario)
        .with("open door", move || Box::new(OpenDoor { every: every.clone(), used: 0.5, acknowledges: 0.2, nth: 0 }));

    let occasions = |simulator: &Simulator| -> Result<usize, Box<dyn Error>> {
        let group = simulator.group(0)?;
        assert!(group.iter().all(|cycle| cycle.refused().next().is_none()), "nothing was refused");
        let entries = group.iter().filter_map(|cycle| cycle.history()).flat_map(|history| history.entries());
        Ok(entries.filter(|entry| entry.event().kind().code() == "occasion_of_joining").count())
    };
    let (with, without) = (occasions(&open_door)?, occasions(&as_it_is)?);
    println!("occasions of joining in the first group: {with} with the open door, {without} without");
    assert!(with > without);

    let part = Experiment::named("open door", open_door).against("team-as-it-is", as_it_is).run()?;
    for row in part.rows(0.95, Correction::None)?.iter().filter(|row| row.against.is_some() && SHOWN.contains(&row.outcome))
    {
        let [difference, low, high] = [row.difference, row.diff_low, row.diff_high].map(Option::unwrap_or_default);
        println!("{}: {difference:+.3} ({low:+.3} to {high:+.3})", row.outcome.label());
    }
    Ok(())
}
