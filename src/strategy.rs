//! Proptest strategies for code that embeds the cycle: histories that could have happened, and acts that could not.
//!
//! [`history()`] walks. Out of a small world of people, contracts and things it offers one act after another, most of them
//! plausible, some late, some wrong, some corrections, and keeps what is admitted. What leads further is offered eight times as
//! often as what leads out, or late stages would hardly be reached. [`acts`] does not look where it treads.
//!
//! A value is made of a list of small numbers and nothing else, so it shrinks as lists do: to fewer acts, and to simpler ones.
//!
//! ```
//! use practice_cycle::{history::History, strategy};
//! use proptest::prelude::*;
//!
//! proptest!(ProptestConfig::with_cases(8), |(history in strategy::history(0..30))| {
//!     let mut stored = Vec::new();
//!     history.write(&mut stored).unwrap();
//!     let loaded = History::read(stored.as_slice()).unwrap();
//!     prop_assert_eq!(loaded.entries(), history.entries());
//! });
//! ```

mod draw;
mod cases;
mod circle;
mod consent;
mod event;

use std::str::FromStr;
use std::sync::Arc;

use chrono::TimeDelta;
use proptest::array::{UniformArrayStrategy, uniform16};
use proptest::collection::{SizeRange, vec};
use proptest::prelude::{Just, Strategy, any, prop_oneof};
use proptest::strategy::BoxedStrategy;

use crate::attachment::{self, CycleOpened, PersonEntered};
use crate::code::Code;
use crate::contracting::{self, Stage};
use crate::cycle::{Act, Event, Kind};
use crate::history::{self, History};
use crate::id::IdError;
use crate::moment::Moment;
use crate::people::Role;
use crate::{correction, deciding, intervening};
use draw::Draw;
use event::event;

/// Who is in the cycle when a walk sets out: `p-1`, the clinician, and these, from `p-2`.
const CAST: [Role; 7] =
    [Role::SocialWorker, Role::Manager, Role::Parent, Role::SocialWorker, Role::Court, Role::Child, Role::ReviewingOfficer];

/// When a walk sets out, in nanoseconds from the Unix epoch: a Monday morning in January 2026.
const START: i64 = 1_767_603_600_000_000_000;

/// The numbers out of which one act is made.
type Choice = [u8; 16];

fn choice() -> UniformArrayStrategy<proptest::arbitrary::StrategyFor<u8>, Choice> {
    uniform16(any::<u8>())
}

/// Any instant that can be told, the first and the last among them.
///
/// ```
/// use practice_cycle::{moment::Moment, strategy};
/// use proptest::prelude::*;
/// proptest!(ProptestConfig::with_cases(8), |(at in strategy::moment())| {
///     prop_assert_eq!(at.to_string().parse::<Moment>(), Ok(at));
/// });
/// ```
pub fn moment() -> impl Strategy<Value = Moment> {
    let (first, last) = (Moment::EARLIEST.to_utc(), Moment::LATEST.to_utc());
    let nanos = |at: chrono::DateTime<chrono::Utc>| at.timestamp_nanos_opt().unwrap_or_default();
    let any = (nanos(first)..=nanos(last)).prop_map(from_nanos);
    prop_oneof![8 => any, 1 => Just(Moment::EARLIEST), 1 => Just(Moment::LATEST)]
}

/// A history that could have happened: the cycle opened, eight people in it, and whatever of so many acts was admitted.
///
/// All of it happens from January 2026 on, as `cy-1`, in the contracts `c-1` to `c-4`.
///
/// ```
/// use practice_cycle::{moment::Moment, strategy};
/// use proptest::prelude::*;
/// proptest!(ProptestConfig::with_cases(8), |(history in strategy::history(40))| {
///     prop_assert!(history.entries().len() >= 8);
///     prop_assert!(history.contracts().all(|(id, _)| history.cycle().contract(id).is_some()));
/// });
/// ```
pub fn history(steps: impl Into<SizeRange>) -> impl Strategy<Value = History> {
    (any::<bool>(), vec(choice(), steps)).prop_map(|(arranged, choices)| walk(arranged, &choices))
}

/// An act that could well come next in a history, though it may be refused.
///
/// ```
/// use practice_cycle::{history::History, strategy};
/// use proptest::prelude::*;
/// let history = History::default();
/// proptest!(ProptestConfig::with_cases(8), |(act in strategy::act_for(&history))| {
///     prop_assert_eq!(history.judge(&act).is_ok(), history.clone().record(act).is_ok());
/// });
/// ```
pub fn act_for(history: &History) -> BoxedStrategy<Act> {
    let history = Arc::new(history.clone());
    choice().prop_map(move |choice| next(&history, &choice)).boxed()
}

/// Acts of every kind, one like another: most are out of place, and each can be read and written.
///
/// ```
/// use practice_cycle::{cycle::Act, strategy};
/// use proptest::prelude::*;
/// proptest!(ProptestConfig::with_cases(8), |(acts in strategy::acts(20))| {
///     for act in acts {
///         let stored = serde_json::to_string(&act).unwrap();
///         prop_assert_eq!(serde_json::from_str::<Act>(&stored).unwrap(), act);
///     }
/// });
/// ```
pub fn acts(number: impl Into<SizeRange>) -> impl Strategy<Value = Vec<Act>> {
    let act = choice().prop_map(|choice| anything(&mut Draw::new(&choice, None)));
    vec(act, number)
}

fn walk(arranged: bool, choices: &[Choice]) -> History {
    let mut history = History::default();
    let at = from_nanos(START);
    let opener = id("p", if arranged { 3 } else { 1 });
    let open = CycleOpened {
        cycle: id("cy", 1),
        format: attachment::FORMAT,
        clinician: id("p", 1),
        team: id("t", 1),
        earlier: None,
    };
    offer(&mut history, Act::new(open, opener, at));
    for (place, &role) in CAST.iter().enumerate() {
        offer(&mut history, Act::new(PersonEntered::new(id("p", place + 2), role), id("p", 1), at));
    }
    for choice in choices {
        let act = next(&history, choice);
        offer(&mut history, act);
    }
    history
}

/// Offers an act. A correction that leaves others in the air is offered once more together with them.
fn offer(history: &mut History, mut act: Act) {
    let refused = history.record(act.clone()).err();
    if let Event::Correction(correction::Event::EnteredInError(data)) = &mut act.event
        && let Some(history::Refusal::Leaves { dependents }) = refused
    {
        data.entries.extend(dependents);
        // Being refused is one of the things that happen to acts.
        let _ = history.record(act);
    }
}

/// The next act of a walk.
fn next(history: &History, choice: &Choice) -> Act {
    let mut draw = Draw::new(choice, Some(history));
    let group = draw.below(20);
    draw.let_time_pass();
    match group {
        0..=9 => step(&mut draw),
        10 => {
            // One milestone in two, since one can follow another; those around the circle come with that.
            let others = <deciding::Kind as Code>::ALL.get(draw.below(circle::OF_CASES)).copied();
            let milestone = deciding::Kind::MilestoneReached;
            let kind = if draw.below(2) == 0 { milestone } else { others.unwrap_or(milestone) };
            act(&mut draw, Kind::Deciding(kind), 3)
        }
        11..=13 => {
            // An answer to a suggestion is for the other side, so it is drawn twice as often as the rest.
            let answer = draw.below(10) == 9;
            let kind = if answer { intervening::Kind::SuggestionAnswered } else { draw.word() };
            act(&mut draw, Kind::Intervening(kind), 3)
        }
        14 => {
            let kind = match draw.below(3) {
                0 => Kind::Joining(draw.word()),
                1 => Kind::Boundary(draw.word()),
                _ => Kind::Reporting(draw.word()),
            };
            act(&mut draw, kind, 3)
        }
        15 => {
            let kinds = [attachment::Kind::PersonEntered, attachment::Kind::PersonLeft];
            let kind = if draw.below(12) == 11 { attachment::Kind::CycleClosed } else { draw.one(&kinds) };
            act(&mut draw, Kind::Attachment(kind), 3)
        }
        16 => {
            // What has everything told anew is rarer than what takes a little of it back.
            let kind = match draw.below(12) {
                0..=7 => correction::Kind::EnteredInError,
                8..=10 => correction::Kind::Redacted,
                // An opening is seldom corrected so that the rest still fits.
                _ if draw.below(3) == 0 => correction::Kind::OpeningCorrected,
                _ => draw.word(),
            };
            act(&mut draw, Kind::Correction(kind), 3)
        }
        17 => anything(&mut draw),
        _ => {
            let kind = circle::kind(&mut draw);
            act(&mut draw, kind, 3)
        }
    }
}

/// An act of a kind, by one of the first so many people.
fn act(draw: &mut Draw<'_>, kind: Kind, people: usize) -> Act {
    let by = draw.below(people) + 1;
    draw.by = by;
    let event = event(kind, draw);
    let mut act = Act::new(event, id("p", by), draw.at).recorded(draw.recorded);
    act.recorded_by = if draw.below(8) == 7 { Some(id("p", 9)) } else { None };
    act
}

fn anything(draw: &mut Draw<'_>) -> Act {
    let kinds: Vec<Kind> = Kind::all().collect();
    let kind = draw.one(&kinds);
    if draw.history.is_none() {
        draw.at = hours_after(draw.at, 5 * draw.below(200) as i64);
        draw.recorded = hours_after(draw.at, draw.below(24) as i64 - 2);
    }
    draw.contract = draw.below(4) + 1;
    act(draw, kind, CAST.len() + 2)
}

/// A step of one of the contracts, by somebody who can take it if there is one.
fn step(draw: &mut Draw<'_>) -> Act {
    use contracting::Kind::{
        ContractBegun, ContractCompleted, ContractInvited, ContractRenewed, ContractRestored, ContractResumed,
        ContractReviewed, ContractSuspended, InvitationAccepted, PartyReplaced, ReframeAnswered, RoleFlexed, TermsAccepted,
        TermsProposed,
    };
    draw.contract = draw.below(4) + 1;
    let at = draw.at;
    let Some(contract) = draw.the_contract() else {
        let people = if draw.below(8) == 7 { 6 } else { 3 };
        return act(draw, Kind::Contracting(ContractInvited), people);
    };
    let stage = contract.latest_stage(at);
    let tabled = contract.state().tabled().is_some_and(|tabled| tabled.gaps().is_empty());
    let talk = if tabled { TermsAccepted } else { TermsProposed };
    let further = match stage {
        Stage::Invited => draw.one(&[TermsProposed, InvitationAccepted]),
        Stage::Reframed => ReframeAnswered,
        Stage::Negotiating => talk,
        Stage::Agreed => ContractBegun,
        Stage::Postponed => ContractRestored,
        Stage::Active => draw.one(&[ContractReviewed, talk, RoleFlexed, PartyReplaced, ContractSuspended, ContractRenewed]),
        Stage::Suspended => ContractResumed,
        Stage::Lapsed => draw.one(&[ContractCompleted, ContractRenewed]),
        Stage::Declined | Stage::Withdrawn | Stage::Completed | Stage::Ended | Stage::Revoked => ContractRenewed,
    };
    let steps: Vec<contracting::Kind> = stage.steps().iter().collect();
    let kind = if draw.below(9) < 8 { further } else { draw.one(&steps) };
    let first = draw.below(2);
    let can = |&place: &usize| {
        let actor = draw.history.and_then(|history| history.cycle().actor_at(&id("p", place), at));
        actor.is_some_and(|actor| contract.why_not(kind, actor, at).is_ok())
    };
    let by = (first + 1..=CAST.len() + 1).chain(1..=first).find(can).unwrap_or(1);
    draw.by = by;
    let event = event(Kind::Contracting(kind), draw);
    Act::new(event, id("p", by), at).recorded(draw.recorded)
}

#[expect(clippy::expect_used, reason = "prefixes are lower-case letters, and numbers are digits")]
fn id<I: FromStr<Err = IdError>>(prefix: &str, number: usize) -> I {
    format!("{prefix}-{number}").parse().expect("letters, a hyphen and digits")
}

fn from_nanos(nanos: i64) -> Moment {
    Moment::new(chrono::DateTime::from_timestamp_nanos(nanos)).unwrap_or(Moment::EARLIEST)
}

fn hours_after(at: Moment, hours: i64) -> Moment {
    Moment::new(at.to_utc() + TimeDelta::hours(hours)).unwrap_or(at)
}
