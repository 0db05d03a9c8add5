//! What readings are made of, and whom they are shown to.

use proptest::collection::SizeRange;
use proptest::prelude::Strategy;
use proptest::sample::Index;
use proptest::strategy::BoxedStrategy;

use super::lists::lists;
use super::names::{START, from_nanos, hours_after, id};
use super::numbers::Numbers;
use crate::attachment::{self, CycleOpened, PersonEntered};
use crate::boundary::{BoundaryObserved, DrawnBy, Sighting, Sign, Standpoint};
use crate::cycle::Act;
use crate::history::History;
use crate::id::PersonId;
use crate::moment::Moment;
use crate::people::Role;
use crate::reader::Reader;
use crate::space::Space;
use crate::text::Text;

/// Who observes beside the clinician, from `p-2`.
const OBSERVERS: [Role; 5] = [Role::SocialWorker, Role::Manager, Role::SocialWorker, Role::Parent, Role::ClinicalSupervisor];

/// An observation of the boundary, `o-1`: of an indicator of Figure 1, or now and then of one of the service's own; present in any
/// strength, absent, or without opportunity to see. It shrinks to the first indicator of the figure, present.
///
/// ```
/// use practice_cycle::{boundary::BoundaryObserved, strategy};
/// use proptest::prelude::*;
/// proptest!(ProptestConfig::with_cases(8), |(observed in strategy::observation())| {
///     let stored = serde_json::to_string(&observed).unwrap();
///     prop_assert_eq!(serde_json::from_str::<BoundaryObserved>(&stored).unwrap(), observed);
/// });
/// ```
pub fn observation() -> impl Strategy<Value = BoundaryObserved> {
    lists::<10>(1).prop_map(|rows| observed(1, &mut Numbers::new(rows.as_flattened())))
}

fn observed(number: usize, numbers: &mut Numbers<'_>) -> BoundaryObserved {
    let (indicator, leans) = (numbers.word(), numbers.word());
    let own = if numbers.chance(1) { Text::new("They wait for one another at the door.").ok() } else { None };
    BoundaryObserved {
        observation: id("o", number),
        sign: own.map_or(Sign::Figure1(indicator), |name| Sign::Own { name, leans }),
        finding: match numbers.below(6) {
            0..=3 => Sighting::Present(numbers.word()),
            4 => Sighting::Absent,
            _ => Sighting::NoOpportunity,
        },
        standpoint: if numbers.chance(1) { Standpoint::PartOfIt } else { Standpoint::LookingOn },
        drawn_by: if numbers.chance(2) { numbers.word() } else { DrawnBy::Unknown },
        space: numbers.one(&[Space::TeamMeeting, Space::HomeVisit, Space::CaseConsultation]),
        basis: numbers.word(),
        session: None,
        contract: None,
        words: if numbers.chance(1) { Text::new("Seen together.").ok() } else { None },
    }
}

/// A history of observations of the boundary alone: the clinician `p-1` and five others, from `p-2`, each of whom may observe at any
/// hour of a hundred days from 5 January 2026. All of it is written down at the end of these days, in the order drawn. It shrinks to few
/// observations.
///
/// Readings of the boundary say more of such a history than of a [walk](super::history()), in which observations are few.
///
/// ```
/// use practice_cycle::{assessment::{Assessment, Parameters}, boundary::Scope, moment::Moment, strategy};
/// use proptest::prelude::*;
/// proptest!(ProptestConfig::with_cases(8), |(history in strategy::observed_history(0..40))| {
///     let view = history.view(Moment::LATEST, Moment::LATEST);
///     let reading = Assessment::of(&view, Scope::Cycle, Parameters::unvalidated_v2());
///     prop_assert_eq!(reading.used().len() + reading.excluded.len(), history.entries().len() - 6);
/// });
/// ```
pub fn observed_history(observations: impl Into<SizeRange>) -> impl Strategy<Value = History> {
    lists::<16>(observations).prop_map(|rows| {
        let at = from_nanos(START);
        let clinician: PersonId = id("p", 1);
        let opened = CycleOpened {
            cycle: id("cy", 1),
            format: attachment::FORMAT,
            clinician: clinician.clone(),
            team: id("t", 1),
            earlier: None,
        };
        let mut acts = vec![Act::new(opened, clinician.clone(), at)];
        let entered = |(place, role): (usize, &Role)| PersonEntered::new(id("p", place + 2), *role);
        acts.extend(OBSERVERS.iter().enumerate().map(|one| Act::new(entered(one), clinician.clone(), at)));
        for (place, row) in rows.iter().enumerate() {
            let mut numbers = Numbers::new(row);
            let by = id("p", numbers.below(OBSERVERS.len()) + 2);
            let hours = 24 * numbers.below(100) + numbers.below(24);
            let observed = observed(place + 1, &mut numbers);
            acts.push(Act::new(observed, by, hours_after(at, hours as i64)).recorded(hours_after(at, 24 * 100)));
        }
        let mut history = History::default();
        for act in acts {
            // Nobody leaves, so that none is refused; a test checks it.
            let _ = history.record(act);
        }
        history
    })
}

/// Somebody to whom a text of a history may be shown, as it is known at the end: nobody in particular, to which it shrinks, somebody who
/// was ever in the cycle, or somebody who was not.
///
/// ```
/// use practice_cycle::{strategy, words};
/// use proptest::prelude::*;
/// let read = strategy::history(40).prop_flat_map(|history| (strategy::reader_for(&history), Just(history)));
/// proptest!(ProptestConfig::with_cases(8), |((reader, history) in read)| {
///     for entry in history.entries() {
///         prop_assert!(reader.person().is_some() || !reader.may_read(entry.number()), "nobody reads words");
///     }
/// });
/// ```
pub fn reader_for(history: &History) -> BoxedStrategy<Reader> {
    let mut people: Vec<PersonId> = Vec::new();
    for entry in history.entries() {
        let entered = PersonEntered::of(entry.event()).map(|entered| &entered.person);
        let opened = CycleOpened::of(entry.event()).map(|opened| &opened.clinician);
        people.extend(entered.or(opened).cloned());
    }
    people.sort_unstable();
    people.dedup();
    people.push(id("outsider", 1));
    let history = history.clone();
    let reader = move |(somebody, which): (bool, Index)| {
        let view = history.view(Moment::LATEST, Moment::LATEST);
        match people.get(which.index(people.len())) {
            Some(person) if somebody => Reader::of(&view, person),
            Some(_) | None => Reader::nobody(&view),
        }
    };
    (proptest::bool::weighted(0.9), proptest::arbitrary::any::<Index>()).prop_map(reader).boxed()
}
