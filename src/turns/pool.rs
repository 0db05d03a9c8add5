//! The arcs over several cycles: one curve for all, with intervals that heed whose cycles they are.

use std::collections::BTreeMap;

use serde::Serialize;
use statrs::distribution::{ContinuousCDF, StudentsT};
use thiserror::Error;

use super::curve::Spell;
use super::{Arc, Curve, Turns};
use crate::code::Code;
use crate::id::PersonId;

/// The fewest clinicians over whom an arc is read. With few clusters an interval by them is too narrow (Cameron, Gelbach
/// and Miller, *Review of Economics and Statistics* 90, 2008); ten is a convention, and no validated cut-off.
pub const LEAST_CLINICIANS: usize = 10;

/// What was begun on each arc, in cycles of several clinicians. It keeps times and no readings, so that many histories can be added
/// one after another.
///
/// ```
/// use practice_cycle::{history::History, moment::Moment, turns::{Arc, Parameters, Pool, Turns}};
/// let mut pool = Pool::default();
/// for name in ["turnover", "therapy_reframe_welcome"] {
///     let history = History::read(std::fs::read(format!("examples/data/{name}.jsonl"))?.as_slice())?;
///     let view = history.view(Moment::LATEST, Moment::LATEST);
///     let clinician = view.cycle().person(0).unwrap(); // The first seat is theirs.
///     pool.add(clinician, &Turns::of(&view, &Parameters::default()));
/// }
/// let refused = pool.arc(Arc::ToContracting).unwrap_err();
/// assert_eq!(refused.to_string(), "1 clinician began something here, and 10 are the fewest over whom it is read");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Default)]
pub struct Pool {
    clinicians: BTreeMap<PersonId, [Vec<Spell>; 3]>,
}

/// One arc over several cycles. Each share is of everything begun; its variance, and its interval, are by clinician.
///
/// ```
/// use practice_cycle::{cycle::Act, history::History, moment::Moment, turns::{Arc, End, Parameters, Pool, Turns}};
/// let mut pool = Pool::default();
/// for number in 1..=10 {
///     let mut history = History::default();
///     for (code, data) in [
///         ("cycle_opened", format!(r#"{{"cycle":"cy-{number}","format":1,"clinician":"p-{number}","team":"t-1"}}"#)),
///         ("person_entered", r#"{"person":"w-1","role":"social_worker"}"#.to_owned()),
///         ("occasion_of_joining", r#"{"occasion":"oc-1","place":"everyday","with":["w-1"]}"#.to_owned()),
///         ("contract_invited", r#"{"contract":"c-1","space":"team_meeting"}"#.to_owned()),
///         ("contract_declined", r#"{"contract":"c-1","reason":{"code":"no_capacity"}}"#.to_owned()),
///     ] {
///         let (at, by) = ("2026-04-01T09:00:00Z", if code == "contract_invited" { "w-1" } else { &format!("p-{number}") });
///         let act = format!(r#"{{"type":"{code}","occurred_at":"{at}","recorded_at":"{at}","by":"{by}","data":{data}}}"#);
///         history.record(serde_json::from_str::<Act>(&act)?)?;
///     }
///     let turns = Turns::of(&history.view(Moment::LATEST, Moment::LATEST), &Parameters::default());
///     pool.add(&format!("p-{number}").parse()?, &turns);
/// }
/// let arc = pool.arc(Arc::ToContracting)?;
/// let said = "From joining to contracting, over 10 clinicians: 0 of 10 beginnings led to an agreement; 10 were declined.";
/// assert_eq!(arc.to_string(), said);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub struct Pooled {
    /// Which arc.
    pub arc: Arc,
    /// How many clinicians began anything on it.
    pub clinicians: usize,
    /// How much of what was begun has ended, and how, by the time since the beginning.
    pub curve: Curve,
}

/// Too few clinicians began anything on an arc for it to be read over them.
///
/// ```
/// use practice_cycle::turns::{LEAST_CLINICIANS, TooFewClinicians};
/// let refused = TooFewClinicians { found: 3 };
/// assert!(refused.found < LEAST_CLINICIANS);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error(
    "{found} {} began something here, and {LEAST_CLINICIANS} are the fewest over whom it is read",
    if *.found == 1 { "clinician" } else { "clinicians" }
)]
pub struct TooFewClinicians {
    /// How many there were.
    pub found: usize,
}

impl Pool {
    /// Adds a cycle, by its turns and by whose it is. A clinician of several cycles is one, if they are called by one reference.
    pub fn add(&mut self, clinician: &PersonId, turns: &Turns) {
        let arcs = self.clinicians.entry(clinician.clone()).or_default();
        for (spells, arc) in arcs.iter_mut().zip(&turns.arcs) {
            spells.extend(arc.spells(turns.waited_until));
        }
    }

    /// Reads one arc over all that were added. The work grows with what was begun, and with clinicians times the times after which
    /// something ended.
    ///
    /// # Errors
    /// [`TooFewClinicians`] where fewer than [`LEAST_CLINICIANS`] began anything on it.
    pub fn arc(&self, arc: Arc) -> Result<Pooled, TooFewClinicians> {
        let of = |arcs: &[Vec<Spell>; 3]| arcs.get(arc.index()).cloned().unwrap_or_default();
        let clusters: Vec<Vec<Spell>> = self.clinicians.values().map(of).filter(|spells| !spells.is_empty()).collect();
        let clinicians = clusters.len();
        if clinicians < LEAST_CLINICIANS {
            return Err(TooFewClinicians { found: clinicians });
        }
        Ok(Pooled { arc, clinicians, curve: Curve::clustered(clusters, quantile(clinicians - 1)) })
    }
}

/// The quantile of Student's distribution that leaves 2.5 % above it.
fn quantile(freedom: usize) -> f64 {
    // There is such a distribution for every number but none, of which nothing is known.
    StudentsT::new(0.0, 1.0, freedom as f64).map_or(f64::INFINITY, |of| of.inverse_cdf(0.975))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::Elapsed;
    use crate::turns::End;

    /// Ten clinicians with one beginning each, of which half ended after a day. Without one of those, 4 of 9 have ended; without one
    /// of the others, 5 of 9. So the variance is 9/10 * 10 * (1/18)^2 = 1/36.
    #[test]
    fn an_example_by_hand() {
        let spell = |days, end| vec![Spell { time: Elapsed::days(days), end }];
        let clusters = (0..10).map(|n| if n % 2 == 0 { spell(1, Some(End::Reached)) } else { spell(2, None) });
        let curve = Curve::clustered(clusters.collect(), quantile(9));
        let reached = *curve.steps[0].of(End::Reached).unwrap();
        assert!((reached.incidence - 0.5).abs() < 1e-12 && (reached.variance - 1.0 / 36.0).abs() < 1e-12, "{reached:?}");
        let interval = reached.interval.unwrap();
        assert!((interval.low - 0.127809).abs() < 1e-6 && (interval.high - 0.791722).abs() < 1e-6, "{interval:?}");
        let pooled = Pooled { arc: Arc::ToIntervening, clinicians: 10, curve };
        let said = "From contracting to intervening, over 10 clinicians: 5 of 10 beginnings led to work; an estimated 50 % of all \
                    within 1 day (95 % interval by clinician: 13 % to 79 %).";
        assert_eq!(pooled.to_string(), said);
    }

    /// As tables print them.
    #[test]
    fn the_quantiles_are_those_of_the_tables() {
        for (freedom, expected) in
            [(9, 2.262_157_162_8), (19, 2.093_024_054_4), (120, 1.979_930_405_1), (9_999, 1.960_201_263_6)]
        {
            let found = quantile(freedom);
            assert!((found - expected).abs() < 1e-8, "{freedom}: {found}");
        }
    }
}
