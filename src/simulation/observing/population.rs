//! Who observes the boundary, where, how often and how well: data, checked once.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

use super::super::amount::Amount;
use crate::code::CodeSet;
use crate::parameter;
use crate::people::{Role, Side};
use crate::space::Space;
use crate::strict::object;

object! {
    /// Where an observer stands: the role that they hold, and the spaces they are invited to.
    ///
    /// ```
    /// use practice_cycle::{people::Role, simulation::Seat, space::Space};
    /// let seat: Seat = serde_json::from_str(r#"{"role":"school","spaces":["core_group"]}"#)?;
    /// assert!(seat.role == Role::School && seat.spaces.has(Space::CoreGroup));
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    #[cfg_attr(feature = "schemars", derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
    pub struct Seat {
        /// Their role. Never the clinician's, whose notes are self-report.
        pub role: Role,
        /// The spaces in which they can be.
        pub spaces: CodeSet<Space>,
    }
}

object! {
    /// A population of observers, before it was checked. All chances are from 0, never, to 1, always.
    ///
    /// ```
    /// use practice_cycle::simulation::{Amount, Population, RawPopulation};
    /// let mut ours = RawPopulation::from(Population::illustrative().clone());
    /// ours.error = Amount::illustrative(1.5);
    /// assert_eq!(Population::try_from(ours).unwrap_err().to_string(), "`error`: expected a chance from 0 to 1");
    /// ```
    #[derive(Debug, Clone, PartialEq)]
    #[cfg_attr(feature = "schemars", derive(schemars::JsonSchema), schemars(rename = "Population", deny_unknown_fields))]
    pub struct RawPopulation {
        /// The seats of a team, in the order in which they are taken; where it is larger than that, from the first again. From 1 to 64.
        pub seats: Vec<Seat>,
        /// The meetings, one after another and then from the first again: the space of each. From 1 to 64.
        pub meetings: Vec<Space>,
        /// The number of days from one meeting to the next, from 1 to 365.
        pub days_between_meetings: u32,
        /// The number of days in all, from 1 to 3650; the first meeting is on the first.
        pub days: u32,
        /// The chance that somebody is at a meeting in one of their spaces.
        pub attends: Amount,
        /// The chance that there is the opportunity to see anything of a row of Figure 1, for each row, observer and meeting.
        pub opportunity: Amount,
        /// The chance that what an observer sees is what they see as a rule: a side that is drawn for each observer once, by the shares
        /// of the position. Otherwise it is drawn anew. So observers differ, and all of them together keep to the position. At 1
        /// everybody sees one side for ever, at 0 nobody has a view of their own.
        pub own_view: Amount,
        /// The chance that one side is taken for another, either of them alike.
        pub error: Amount,
        /// The chance that what was seen to be absent is noted, for each of the two sides that did not show.
        pub notes_absent: Amount,
        /// The chance that what showed is noted as slight.
        pub slight: Amount,
        /// The chance that it is noted as strong. With `slight` at most 1; the rest is noted as clear.
        pub strong: Amount,
        /// The chance that it was seen directly; otherwise it is at second hand.
        pub direct: Amount,
        /// Of observers whose error goes with their side: the chance that they take what they see for one lean, whatever it is.
        pub error_with_a_side: Amount,
        /// Of observers with moods: the chance that they take what they see for the lean of their mood.
        pub mood: Amount,
        /// How many days a mood lasts on average, of moods that are over within a window of drift; at least 1.
        pub short_mood_days: Amount,
        /// The same of moods that outlast it.
        pub long_mood_days: Amount,
        /// The share from which a majority is called clear. Above 0.5, at most 1.
        pub clear_from: Amount,
    }
}

/// A population of observers of the boundary.
///
/// ```
/// use practice_cycle::{simulation::Population, stored};
/// let written = serde_json::to_string(Population::illustrative())?;
/// assert_eq!(stored::parse::<Population>(&written)?, *Population::illustrative());
///
/// let nobody_comes = written.replace(r#""attends":{"value":0.8,"#, r#""attends":{"value":-1.0,"#);
/// let error = stored::parse::<Population>(&nobody_comes).unwrap_err().to_string();
/// assert!(error.ends_with("`attends`: expected a chance from 0 to 1"), "{error}");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(try_from = "RawPopulation", into = "RawPopulation")]
pub struct Population(RawPopulation); // Invariant: `check` has passed.

parameter::field_error! {
    /// A population was refused: the field, and what was expected of it.
    ///
    /// ```
    /// use practice_cycle::simulation::{Population, RawPopulation};
    /// let mut ours = RawPopulation::from(Population::illustrative().clone());
    /// ours.seats.clear();
    /// assert_eq!(Population::try_from(ours).unwrap_err().field(), "seats");
    /// ```
    PopulationError
}

fn check(raw: &RawPopulation) -> Result<(), PopulationError> {
    const MOST: usize = 64;
    // Comparisons with NaN are false, so a number has to lie within rather than not outside.
    let few = |length: usize| (1..=MOST).contains(&length);
    let is_chance = |amount: &Amount| (0.0..=1.0).contains(&amount.value);
    let is_long = |amount: &Amount| (1.0..=36_500.0).contains(&amount.value);
    let met: BTreeSet<Space> = raw.meetings.iter().copied().collect();
    let chance = "a chance from 0 to 1";
    let days = "days from 1 to 36500";
    let expected = [
        (few(raw.seats.len()), "seats", "from 1 to 64 seats"),
        (raw.seats.iter().all(|seat| seat.role.side() != Side::Clinical), "seats", "roles of other sides than the clinical"),
        (
            raw.seats.iter().all(|seat| seat.spaces.iter().any(|space| met.contains(&space))),
            "seats",
            "spaces that `meetings` has",
        ),
        (few(raw.meetings.len()), "meetings", "from 1 to 64 spaces"),
        ((1..=365).contains(&raw.days_between_meetings), "days_between_meetings", "days from 1 to 365"),
        ((1..=3650).contains(&raw.days), "days", "days from 1 to 3650"),
        (is_chance(&raw.attends), "attends", chance),
        (is_chance(&raw.opportunity), "opportunity", chance),
        (is_chance(&raw.own_view), "own_view", chance),
        (is_chance(&raw.error), "error", chance),
        (is_chance(&raw.notes_absent), "notes_absent", chance),
        (is_chance(&raw.slight), "slight", chance),
        (is_chance(&raw.strong), "strong", chance),
        (raw.slight.value + raw.strong.value <= 1.0, "strong", "with `slight` a chance of at most 1"),
        (is_chance(&raw.direct), "direct", chance),
        (is_chance(&raw.error_with_a_side), "error_with_a_side", chance),
        (is_chance(&raw.mood), "mood", chance),
        (is_long(&raw.short_mood_days), "short_mood_days", days),
        (is_long(&raw.long_mood_days), "long_mood_days", days),
        (raw.clear_from.value > 0.5 && raw.clear_from.value <= 1.0, "clear_from", "a share above 0.5, at most 1"),
    ];
    PopulationError::first(expected)
}

impl TryFrom<RawPopulation> for Population {
    type Error = PopulationError;
    fn try_from(raw: RawPopulation) -> Result<Self, PopulationError> {
        check(&raw)?;
        Ok(Self(raw))
    }
}

impl From<Population> for RawPopulation {
    fn from(population: Population) -> Self {
        population.0
    }
}

impl Population {
    /// The default: an invented team with its families and partners, over half a year. Every number in it is illustrative.
    #[must_use]
    pub fn illustrative() -> &'static Population {
        static ILLUSTRATIVE: LazyLock<Population> = LazyLock::new(|| {
            let (team, home) = (Space::TeamMeeting, Space::HomeVisit);
            let (consultation, group) = (Space::CaseConsultation, Space::CoreGroup);
            let seat = |role, spaces: &[Space]| Seat { role, spaces: CodeSet::of(spaces) };
            Population(RawPopulation {
                seats: vec![
                    seat(Role::SocialWorker, &[team, home, consultation, group]),
                    seat(Role::Parent, &[home, group]),
                    seat(Role::Manager, &[team, consultation]),
                    seat(Role::School, &[consultation, group]),
                    seat(Role::SocialWorker, &[team, home, consultation, group]),
                    seat(Role::Relative, &[home, group]),
                    seat(Role::FamilySupportWorker, &[team, home, consultation]),
                    seat(Role::Health, &[consultation, group]),
                ],
                meetings: vec![team, home, consultation, group],
                days_between_meetings: 7,
                days: 168,
                attends: Amount::illustrative(0.8),
                opportunity: Amount::illustrative(0.8),
                own_view: Amount::illustrative(0.8),
                error: Amount::illustrative(0.05),
                notes_absent: Amount::illustrative(0.9),
                slight: Amount::illustrative(0.1),
                strong: Amount::illustrative(0.6),
                direct: Amount::illustrative(0.9),
                error_with_a_side: Amount::illustrative(0.4),
                mood: Amount::illustrative(0.4),
                short_mood_days: Amount::illustrative(7.0),
                long_mood_days: Amount::illustrative(56.0),
                clear_from: Amount::illustrative(0.6),
            })
        });
        &ILLUSTRATIVE
    }

    /// What it says, field by field.
    #[must_use]
    pub fn says(&self) -> &RawPopulation {
        &self.0
    }

    /// The seat of an observer, by their place in the team.
    pub(super) fn seat(&self, place: usize) -> Option<Seat> {
        self.0.seats.iter().cycle().nth(place).copied()
    }

    /// The meetings, by their number from 0: the day on which each is, and its space.
    pub(super) fn meetings(&self) -> impl Iterator<Item = (u32, Space)> {
        let days = (0..self.0.days).step_by(self.0.days_between_meetings as usize);
        days.zip(self.0.meetings.iter().copied().cycle())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_default_is_fit() {
        assert_eq!(check(&Population::illustrative().0), Ok(()));
        let meetings: Vec<(u32, Space)> = Population::illustrative().meetings().collect();
        assert_eq!(meetings.len(), 24);
        assert_eq!((meetings[4], meetings[23]), ((28, Space::TeamMeeting), (161, Space::CoreGroup)));
        let role = |place| Population::illustrative().seat(place).unwrap().role;
        assert_eq!((role(1), role(8)), (Role::Parent, Role::SocialWorker));
    }

    #[test]
    fn every_limit_is_kept() {
        let refused = |change: fn(&mut RawPopulation)| {
            let mut raw = Population::illustrative().0.clone();
            change(&mut raw);
            check(&raw).unwrap_err().field()
        };
        assert_eq!(refused(|raw| raw.seats.clear()), "seats");
        assert_eq!(refused(|raw| raw.seats[0].role = Role::Clinician), "seats");
        assert_eq!(refused(|raw| raw.seats[1].spaces = CodeSet::of(&[Space::Supervision])), "seats");
        assert_eq!(refused(|raw| raw.meetings = vec![Space::TeamMeeting; 65]), "seats", "the family is never there");
        assert_eq!(refused(|raw| raw.meetings = raw.meetings.repeat(17)), "meetings");
        assert_eq!(refused(|raw| raw.days_between_meetings = 0), "days_between_meetings");
        assert_eq!(refused(|raw| raw.days = 0), "days");
        assert_eq!(refused(|raw| raw.attends.value = f64::NAN), "attends");
        assert_eq!(refused(|raw| raw.opportunity.value = -0.1), "opportunity");
        assert_eq!(refused(|raw| raw.own_view.value = 1.1), "own_view");
        assert_eq!(refused(|raw| raw.error.value = 1.1), "error");
        assert_eq!(refused(|raw| raw.notes_absent.value = 1.1), "notes_absent");
        assert_eq!(refused(|raw| raw.slight.value = 1.1), "slight");
        assert_eq!(refused(|raw| raw.strong.value = 0.95), "strong", "with `slight` more than everything");
        assert_eq!(refused(|raw| raw.direct.value = 1.1), "direct");
        assert_eq!(refused(|raw| raw.error_with_a_side.value = 1.1), "error_with_a_side");
        assert_eq!(refused(|raw| raw.mood.value = 1.1), "mood");
        assert_eq!(refused(|raw| raw.short_mood_days.value = 0.5), "short_mood_days");
        assert_eq!(refused(|raw| raw.long_mood_days.value = f64::INFINITY), "long_mood_days");
        assert_eq!(refused(|raw| raw.clear_from.value = 0.5), "clear_from");
    }
}
