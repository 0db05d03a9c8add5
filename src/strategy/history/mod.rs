//! Histories, and acts that may come next in one.

mod draw;
mod cases;
mod circle;
mod consent;
mod event;
mod stage;

use std::collections::BTreeMap;
use std::sync::Arc;

use proptest::collection::SizeRange;
use proptest::prelude::{Strategy, any};
use proptest::strategy::BoxedStrategy;

use super::lists::lists;
use super::names::{START, from_nanos, hours_after, id};
use crate::attachment::{self, CycleOpened, PersonEntered};
use crate::code::Code;
use crate::contracting::{self, Stage};
use crate::cycle::{Act, Event, Kind};
use crate::history::{self, History};
use crate::people::Role;
use crate::{correction, deciding, intervening};
use draw::Draw;
use event::event;

pub use stage::history_at;

/// Who is in the cycle when a walk sets out: `p-1`, the clinician, and these, from `p-2`.
const CAST: [Role; 7] =
    [Role::SocialWorker, Role::Manager, Role::Parent, Role::SocialWorker, Role::Court, Role::Child, Role::ReviewingOfficer];

/// With how many entries a walk sets out: the opening, and everybody enters.
pub(super) const ENTERED: usize = 1 + CAST.len();

/// Everybody in the cycle when a walk sets out, with the codes of their roles.
pub(super) fn cast() -> BTreeMap<String, &'static str> {
    let roles = std::iter::once(&Role::Clinician).chain(&CAST);
    roles.enumerate().map(|(place, role)| (format!("p-{}", place + 1), role.code())).collect()
}

/// The numbers out of which one act is made.
type Choice = [u8; 16];

/// What histories hold, for [`history_with`]. By default everything: corrections, redactions, and some of it recorded late.
///
/// ```
/// use practice_cycle::strategy::{self, HistoryParams, Late};
/// use proptest::prelude::*;
/// let prompt = HistoryParams::default().without_corrections().without_redactions().late(Late::Never);
/// proptest!(ProptestConfig::with_cases(8), |(history in strategy::history_with(60, prompt))| {
///     for entry in history.entries() {
///         prop_assert_eq!(entry.act().occurred_at, entry.act().recorded_at);
///         prop_assert_eq!(history.undone_by(entry.number()).or(history.redacted_by(entry.number())), None);
///     }
/// });
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HistoryParams {
    corrections: bool,
    redactions: bool,
    late: Late,
}

/// How what happened comes to be recorded, for [`HistoryParams::late`].
///
/// ```
/// use practice_cycle::strategy::{self, HistoryParams, Late};
/// use proptest::prelude::*;
/// let late = HistoryParams::default().late(Late::Always);
/// proptest!(ProptestConfig::with_cases(8), |(history in strategy::history_with(60, late))| {
///     let walked = history.entries().iter().skip(8);
///     prop_assert!(walked.map(|entry| entry.act()).all(|act| act.occurred_at < act.recorded_at));
/// });
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Late {
    /// As it happens.
    Never,
    /// One act in six an hour to six weeks later.
    Sometimes,
    /// Each act an hour to six weeks later.
    Always,
}

impl Default for HistoryParams {
    fn default() -> Self {
        Self { corrections: true, redactions: true, late: Late::Sometimes }
    }
}

impl HistoryParams {
    /// Nothing is entered in error, no opening is corrected, and no two people or cases are merged.
    #[must_use]
    pub fn without_corrections(self) -> Self {
        Self { corrections: false, ..self }
    }

    /// No text is redacted.
    #[must_use]
    pub fn without_redactions(self) -> Self {
        Self { redactions: false, ..self }
    }

    /// How what happened comes to be recorded.
    #[must_use]
    pub fn late(self, late: Late) -> Self {
        Self { late, ..self }
    }

    fn admits(self, kind: Kind) -> bool {
        match kind {
            Kind::Correction(correction::Kind::Redacted) => self.redactions,
            Kind::Correction(
                correction::Kind::EnteredInError
                | correction::Kind::OpeningCorrected
                | correction::Kind::PeopleMerged
                | correction::Kind::CasesMerged,
            ) => self.corrections,
            Kind::Attachment(_)
            | Kind::Joining(_)
            | Kind::Contracting(_)
            | Kind::Intervening(_)
            | Kind::Boundary(_)
            | Kind::Reporting(_)
            | Kind::Deciding(_)
            | Kind::Deliberating(_)
            | Kind::Partnering(_) => true,
        }
    }
}

/// How often each kind of thing was recorded in a history: counted as it grows, since every reference that is made asks for it.
#[derive(Debug, Clone, Default)]
struct Made(BTreeMap<Kind, usize>);

impl Made {
    fn of(history: &History) -> Self {
        let mut made = Self::default();
        history.entries().iter().for_each(|entry| made.add(entry.event().kind()));
        made
    }

    fn add(&mut self, kind: Kind) {
        *self.0.entry(kind).or_default() += 1;
    }

    fn count(&self, kind: Kind) -> usize {
        self.0.get(&kind).copied().unwrap_or_default()
    }
}

/// A history that could have happened: the cycle opened, eight people in it, and whatever was admitted of a number of acts.
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
    history_with(steps, HistoryParams::default())
}

/// The same as [`history()`], with or without corrections, redactions and late recording.
///
/// ```
/// use practice_cycle::strategy::{self, HistoryParams};
/// use proptest::prelude::*;
/// let uncorrected = HistoryParams::default().without_corrections();
/// proptest!(ProptestConfig::with_cases(8), |(history in strategy::history_with(40, uncorrected))| {
///     prop_assert!(history.entries().iter().all(|entry| history.undone_by(entry.number()).is_none()));
/// });
/// ```
pub fn history_with(steps: impl Into<SizeRange>, params: HistoryParams) -> impl Strategy<Value = History> {
    (any::<bool>(), lists(steps)).prop_map(move |(arranged, choices)| {
        let mut walk = Walk::sets_out(arranged);
        choices.iter().for_each(|choice| walk.goes_on(choice, params));
        walk.history
    })
}

/// An act that could well come next in a history, though it may be refused: about people and things that are called as they are in
/// histories that are made here.
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
    let walk = Walk::from(history.clone());
    lists::<16>(1).prop_map(move |choices| walk.next(choices.first().unwrap_or(&[0; 16]), Late::Sometimes)).boxed()
}

/// An act that is admitted next in a history: [`History::judge`] finds nothing against it. For a history in which nothing has been
/// recorded, one that opens the cycle.
///
/// Of a history that is made here, or whose people and things are called as there, sixteen acts are made as by [`act_for`], and the first that is admitted is taken. Where none is, proptest draws again, and gives up
/// after as many such rejections as its configuration allows. That seldom happens.
///
/// ```
/// use practice_cycle::{history::History, strategy};
/// use proptest::prelude::*;
/// let next = strategy::history(20).prop_flat_map(|history| (strategy::admitted_act_for(&history), Just(history)));
/// proptest!(ProptestConfig::with_cases(8), |((act, mut history) in next)| {
///     prop_assert!(history.record(act).is_ok());
/// });
/// ```
pub fn admitted_act_for(history: &History) -> BoxedStrategy<Act> {
    let walk = Arc::new(Walk::from(history.clone()));
    let first = move |choices: Vec<Choice>| {
        if walk.history.entries().is_empty() {
            return Some(opening(choices.first().is_some_and(|[number, ..]| *number > 127)));
        }
        let acts = choices.iter().map(|choice| walk.next(choice, Late::Sometimes));
        acts.into_iter().find(|act| walk.history.judge(act).is_ok())
    };
    lists(16).prop_filter_map("none of the acts is admitted", first).boxed()
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
    lists(number).prop_map(|choices| choices.iter().map(|choice| anything(&mut Draw::anywhere(choice))).collect())
}

/// The cycle opened, by its clinician or, where that was arranged for them, by the manager.
fn opening(arranged: bool) -> Act {
    let open = CycleOpened {
        cycle: id("cy", 1),
        format: attachment::FORMAT,
        clinician: id("p", 1),
        team: id("t", 1),
        earlier: None,
    };
    Act::new(open, id("p", if arranged { 3 } else { 1 }), from_nanos(START))
}

/// A history as it comes about.
#[derive(Debug, Clone, Default)]
struct Walk {
    history: History,
    made: Made,
}

impl From<History> for Walk {
    fn from(history: History) -> Self {
        Self { made: Made::of(&history), history }
    }
}

impl Walk {
    fn sets_out(arranged: bool) -> Self {
        let mut walk = Self::default();
        walk.offer(opening(arranged));
        for (place, &role) in CAST.iter().enumerate() {
            walk.offer(Act::new(PersonEntered::new(id("p", place + 2), role), id("p", 1), from_nanos(START)));
        }
        walk
    }

    fn goes_on(&mut self, choice: &Choice, params: HistoryParams) {
        let act = self.next(choice, params.late);
        if params.admits(act.event.kind()) {
            self.offer(act);
        }
    }

    /// Offers an act. A correction that leaves others in the air is offered once more together with them. Being refused is one of the
    /// things that happen to acts.
    fn offer(&mut self, mut act: Act) -> bool {
        let kind = act.event.kind();
        let mut refused = self.history.record(act.clone()).err();
        if let Event::Correction(correction::Event::EnteredInError(data)) = &mut act.event
            && let Some(history::Refusal::Leaves { dependents }) = refused
        {
            data.entries.extend(dependents);
            refused = self.history.record(act).err();
        }
        if refused.is_none() {
            self.made.add(kind);
        }
        refused.is_none()
    }

    fn next(&self, choice: &Choice, late: Late) -> Act {
        next(Draw::after(&self.history, &self.made, late, choice))
    }
}

/// The next act of a walk.
fn next(mut draw: Draw<'_>) -> Act {
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
            // What makes everything replay is rarer than what takes a little of it back.
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

/// An act of a kind, by one of the first few people.
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
