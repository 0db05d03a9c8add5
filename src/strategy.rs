//! Proptest strategies for code that embeds the cycle: histories that could have happened, and acts that could not.
//!
//! [`history`] walks. Out of a small world of people, contracts and things it offers one act after another, most of them
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
//!     prop_assert_eq!(History::read(stored.as_slice()).unwrap().entries(), history.entries());
//! });
//! ```

use std::str::FromStr;
use std::sync::Arc;

use chrono::{Days, NaiveDate, TimeDelta};
use proptest::array::{UniformArrayStrategy, uniform16};
use proptest::collection::{SizeRange, vec};
use proptest::prelude::{Just, Strategy, any, prop_oneof};
use proptest::strategy::BoxedStrategy;

use crate::attachment::{self, CycleClosed, CycleOpened, PersonEntered, PersonLeft};
use crate::boundary::{self, BoundaryObserved, Finding, Sign};
use crate::contracting::{self, *};
use crate::correction::{self, EnteredInError, Redacted};
use crate::cycle::{Act, Event, Kind};
use crate::history::{self, History};
use crate::id::{EntryNumber, NotAnId, PersonId};
use crate::intervening::{self, *};
use crate::joining::{self, *};
use crate::moment::Moment;
use crate::people::{Role, Side};
use crate::reporting::{self, AgreementReported, OutcomeLearned, OutcomeRated, Score, ViewGiven};
use crate::space::{CaseKind, Space};
use crate::text::{CaseRef, Text};
use crate::word::{Word, Words};

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
#[must_use]
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
        offer(&mut history, Act::new(PersonEntered { person: id("p", place + 2), role }, id("p", 1), at));
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
    let group = draw.below(16);
    draw.let_time_pass();
    match group {
        0..=8 => step(&mut draw),
        9..=11 => {
            // An answer to a suggestion is for the other side, so it is drawn twice as often as the rest.
            let answer = draw.below(17) == 16;
            let kind = if answer { intervening::Kind::SuggestionAnswered } else { draw.word() };
            act(&mut draw, Kind::Intervening(kind), 3)
        }
        12 => {
            let kind = match draw.below(3) {
                0 => Kind::Joining(draw.word()),
                1 => Kind::Boundary(draw.word()),
                _ => Kind::Reporting(draw.word()),
            };
            act(&mut draw, kind, 3)
        }
        13 => {
            let kinds = [attachment::Kind::PersonEntered, attachment::Kind::PersonLeft];
            let kind = if draw.below(12) == 11 { attachment::Kind::CycleClosed } else { draw.one(&kinds) };
            act(&mut draw, Kind::Attachment(kind), 3)
        }
        14 => {
            let kind = Kind::Correction(draw.word());
            act(&mut draw, kind, 3)
        }
        _ => anything(&mut draw),
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
    use contracting::Kind as Step;
    draw.contract = draw.below(4) + 1;
    let at = draw.at;
    let Some(contract) = draw.the_contract() else {
        let people = if draw.below(8) == 7 { 6 } else { 3 };
        return act(draw, Kind::Contracting(Step::ContractInvited), people);
    };
    let stage = contract.stage(at);
    let tabled = contract.state().tabled().is_some_and(|tabled| tabled.gaps().is_empty());
    let talk = if tabled { Step::TermsAccepted } else { Step::TermsProposed };
    let further = match stage {
        Stage::Invited => draw.one(&[Step::TermsProposed, Step::InvitationAccepted]),
        Stage::Reframed => Step::ReframeAnswered,
        Stage::Negotiating => talk,
        Stage::Agreed => Step::ContractBegun,
        Stage::Postponed => Step::ContractRestored,
        Stage::Active => {
            draw.one(&[Step::ContractReviewed, talk, Step::RoleFlexed, Step::PartyReplaced, Step::ContractSuspended])
        }
        Stage::Suspended => Step::ContractResumed,
        Stage::Lapsed => draw.one(&[Step::ContractCompleted, Step::ContractRenewed]),
        Stage::Declined | Stage::Withdrawn | Stage::Completed | Stage::Ended | Stage::Revoked => Step::ContractRenewed,
    };
    let steps: Vec<Step> = stage.steps().iter().collect();
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

/// Numbers drawn one after another, and what they are drawn for.
struct Draw<'a> {
    numbers: std::slice::Iter<'a, u8>,
    history: Option<&'a History>,
    at: Moment,
    recorded: Moment,
    by: usize,
    contract: usize,
}

impl<'a> Draw<'a> {
    fn new(choice: &'a Choice, history: Option<&'a History>) -> Self {
        let last = history.map_or(Moment::EARLIEST, |history| history.cycle().last_recorded());
        let now = last.max(from_nanos(START));
        Self { numbers: choice.iter(), history, at: now, recorded: now, by: 1, contract: 1 }
    }

    /// A number below an end; 0 once all numbers are used up.
    fn below(&mut self, end: usize) -> usize {
        usize::from(self.numbers.next().copied().unwrap_or_default()) % end.max(1)
    }

    #[expect(clippy::indexing_slicing, reason = "no list is empty, and the place lies within it")]
    fn one<T: Copy>(&mut self, list: &[T]) -> T {
        list[self.below(list.len())]
    }

    fn word<W: Word>(&mut self) -> W {
        self.one(W::ALL)
    }

    fn words<W: Word>(&mut self) -> Words<W> {
        let count = self.below(3);
        (0..count).map(|_| self.word()).collect()
    }

    fn perhaps<T>(&mut self, make: impl FnOnce(&mut Self) -> T) -> Option<T> {
        (self.below(3) == 2).then(|| make(self))
    }

    /// From nothing to three weeks, recorded at once or late.
    fn let_time_pass(&mut self) {
        self.recorded = hours_after(self.recorded, self.one(&[0, 1, 24, 0, 5, 72, 24, 504]));
        let late = if self.below(6) == 5 { self.one(&[1, 24, 200, 1000]) } else { 0 };
        self.at = hours_after(self.recorded, -late);
    }

    fn day(&mut self, within: usize) -> NaiveDate {
        let today = self.at.to_utc().date_naive();
        today.checked_add_days(Days::new(self.below(within) as u64)).unwrap_or(today)
    }

    fn text(&mut self) -> Text {
        let words = self.one(&["Seen together.", "Another reading of the risk.", "Ça va, 雨\n\"quoted\" \\ and on."]);
        Text::new(words).unwrap_or(Text::redacted())
    }

    fn person(&mut self) -> PersonId {
        id("p", self.below(CAST.len() + 2) + 1)
    }

    fn people(&mut self) -> Vec<PersonId> {
        let count = self.below(3) + 1;
        (1..=count).map(|place| id("p", place)).collect()
    }

    fn contract<I: FromStr<Err = NotAnId>>(&self) -> I {
        id("c", self.contract)
    }

    fn the_contract(&self) -> Option<&'a Contract> {
        self.history?.cycle().contract(&self.contract())
    }

    fn made(&self, maker: Kind) -> usize {
        let entries = self.history.map(History::entries);
        entries.map_or(2, |entries| entries.iter().filter(|entry| entry.event().kind() == maker).count())
    }

    /// A reference that is new, except now and then.
    fn new_id<I: FromStr<Err = NotAnId>>(&mut self, prefix: &str, maker: Kind) -> I {
        let made = self.made(maker);
        id(prefix, if self.below(12) == 11 { made } else { made + 1 })
    }

    /// A reference to something of which there are so many.
    fn old_id<I: FromStr<Err = NotAnId>>(&mut self, prefix: &str, maker: Kind) -> I {
        let made = self.made(maker);
        id(prefix, self.below(made) + 1)
    }

    fn entries(&mut self) -> Vec<EntryNumber> {
        let last = self.history.map_or(4, |history| history.entries().len());
        let back = self.below(12);
        let number = u32::try_from(last.saturating_sub(back)).unwrap_or(1);
        EntryNumber::try_from(number).into_iter().collect()
    }

    fn request(&mut self) -> Request {
        Request { space: self.word(), stream: self.perhaps(Self::word) }
    }

    fn reason(&mut self, code: ReasonCode) -> Reason {
        let words = Text::new("For another reason.").ok();
        #[expect(clippy::expect_used, reason = "the words are there whatever the code")]
        Reason::new(code, words).expect("a code beside words")
    }

    /// Terms, nearly always without gaps.
    fn draft(&mut self) -> Draft {
        let lacking = self.below(24);
        let there = |place: usize| lacking != place;
        let holder = self.one(&[Holder::Shared, Holder::Clinician, Holder::SocialWorker, Holder::NotNeeded]);
        let roles = Roles::all(holder);
        Draft {
            focus: if there(1) {
                Coded::new(self.one(&[FocusKind::CaseDilemma, FocusKind::AssessRisk]), None).ok()
            } else {
                None
            },
            goal: there(2).then(|| self.text()),
            lead: there(3).then(|| self.word()),
            roles: match lacking {
                4 => Roles::default(),
                5 => roles.with(Task::StatutoryDecisions, Holder::Clinician),
                _ => roles,
            },
            safeguarding: there(6).then_some(Safeguarding::NoneKnown),
            duration: if there(7) { Some(self.duration()) } else { None },
            family_understanding: there(8).then(|| self.text()),
        }
    }

    fn duration(&mut self) -> contracting::Duration {
        match self.below(3) {
            0 => contracting::Duration::Until { ends: self.day(90), review_by: self.perhaps(|draw| draw.day(40)) },
            1 => contracting::Duration::Single(self.day(20)),
            _ => contracting::Duration::ReviewBy(self.day(60)),
        }
    }

    /// The contract where work can rest on it; elsewhere nearly always nothing.
    fn cover(&mut self) -> Cover {
        let active = self.the_contract().is_some_and(|contract| contract.agreement(self.at).is_ok());
        if active != (self.below(10) == 9) {
            return Cover::Contract(self.contract());
        }
        Cover::Uncovered { why: self.word(), contract: self.the_contract().map(|_| self.contract()) }
    }

    fn known_contract<I: FromStr<Err = NotAnId>>(&self) -> Option<I> {
        self.the_contract().map(|_| self.contract())
    }
}

/// An event of a kind, out of the small world.
fn event(kind: Kind, draw: &mut Draw<'_>) -> Event {
    match kind {
        Kind::Contracting(kind) => contracting_event(kind, draw).into(),
        Kind::Intervening(kind) => intervening_event(kind, draw).into(),
        Kind::Joining(kind) => joining_event(kind, draw).into(),
        Kind::Boundary(boundary::Kind::BoundaryObserved) => BoundaryObserved {
            observation: draw.new_id("o", kind),
            sign: match draw.perhaps(Draw::text) {
                Some(name) => Sign::Own { name, leans: draw.word() },
                None => Sign::Figure1(draw.word()),
            },
            finding: match draw.below(3) {
                0 => Finding::Present(draw.word()),
                1 => Finding::Absent,
                _ => Finding::NoOpportunity,
            },
            standpoint: draw.word(),
            drawn_by: draw.word(),
            space: draw.word(),
            basis: draw.word(),
            contract: draw.known_contract(),
            words: draw.perhaps(Draw::text),
        }
        .into(),
        Kind::Reporting(report) => reporting_event(report, draw, kind).into(),
        Kind::Attachment(attachment::Kind::CycleOpened) => CycleOpened {
            cycle: id("cy", 1),
            format: attachment::FORMAT + u16::from(draw.below(4) == 3),
            clinician: id("p", 1),
            team: id("t", 1),
            earlier: draw.perhaps(|draw| id("cy", draw.below(2))),
        }
        .into(),
        Kind::Attachment(attachment::Kind::CycleClosed) => {
            CycleClosed { cycle: id("cy", 1 + usize::from(draw.below(4) == 3)), words: draw.perhaps(Draw::text) }.into()
        }
        Kind::Attachment(attachment::Kind::PersonEntered) => {
            let role = if draw.below(4) == 3 { draw.word() } else { Role::SocialWorker };
            PersonEntered { person: draw.person(), role }.into()
        }
        Kind::Attachment(attachment::Kind::PersonLeft) => PersonLeft { person: draw.person() }.into(),
        Kind::Correction(correction::Kind::EnteredInError) => {
            EnteredInError { entries: draw.entries(), reason: draw.text() }.into()
        }
        Kind::Correction(correction::Kind::Redacted) => Redacted { entries: draw.entries(), reason: draw.text() }.into(),
    }
}

fn contracting_event(kind: contracting::Kind, draw: &mut Draw<'_>) -> contracting::Event {
    use contracting::Kind as Step;
    let stage = draw.the_contract().map(|contract| contract.stage(draw.at));
    match kind {
        Step::ContractInvited => ContractInvited {
            contract: draw.contract(),
            space: draw.one(&[Space::CaseConsultation, Space::HomeVisit, Space::TeamMeeting, Space::CoreGroup]),
            stream: draw.perhaps(Draw::word),
            case: draw.perhaps(|draw| draw.below(9)).and_then(|case| CaseRef::new(&format!("case-{case}")).ok()),
            case_kinds: draw.words::<CaseKind>(),
            words: draw.perhaps(Draw::text),
            arose_from: match draw.made(Kind::Intervening(intervening::Kind::ChangeNoticed)) {
                0 => Vec::new(),
                made => draw.perhaps(|draw| Source::Change(id("ch", draw.below(made) + 1))).into_iter().collect(),
            },
        }
        .into(),
        Step::InvitationAccepted => InvitationAccepted { contract: draw.contract() }.into(),
        Step::ReframeOffered => ReframeOffered { contract: draw.contract(), to: draw.request(), reason: draw.text() }.into(),
        Step::ReframeAnswered => {
            let answer = match draw.below(3) {
                0 => Answer::Welcomed,
                1 => Answer::Adapted { to: draw.request(), reason: draw.text() },
                _ => Answer::NotWelcomed { reason: draw.text() },
            };
            ReframeAnswered { contract: draw.contract(), answer }.into()
        }
        Step::TermsProposed => TermsProposed { contract: draw.contract(), terms: Box::new(draw.draft()) }.into(),
        Step::TermsAccepted => {
            let tabled = draw.the_contract().and_then(|contract| contract.state().tabled());
            let version = tabled.map_or(1, Tabled::version);
            let stale = draw.below(8) == 7;
            TermsAccepted { contract: draw.contract(), version: version - u16::from(stale && version > 0) }.into()
        }
        Step::ContractDeclined => {
            let reason = draw.word();
            ContractDeclined { contract: draw.contract(), reason: draw.reason(reason) }.into()
        }
        Step::ContractWithdrawn => {
            let reason = draw.word();
            ContractWithdrawn { contract: draw.contract(), reason: draw.reason(reason) }.into()
        }
        Step::ContractPostponed => {
            let reason = draw.word();
            ContractPostponed { contract: draw.contract(), reason: draw.reason(reason) }.into()
        }
        Step::ContractRestored => ContractRestored { contract: draw.contract() }.into(),
        Step::ContractBegun => ContractBegun { contract: draw.contract() }.into(),
        Step::ContractReviewed => ContractReviewed {
            contract: draw.contract(),
            with: draw.people(),
            next_review: draw.perhaps(|draw| draw.day(60)),
            words: draw.perhaps(Draw::text),
        }
        .into(),
        Step::PartyReplaced => {
            let agreed = draw.the_contract().and_then(|contract| contract.state().agreed());
            let seat = agreed.and_then(|agreement| agreement.party(Side::SocialWork)).unwrap_or(1);
            let successor = draw.one(&[5, 3, 2]);
            PartyReplaced { contract: draw.contract(), party: id("p", seat as usize + 1), successor: id("p", successor) }
                .into()
        }
        Step::RoleFlexed => {
            RoleFlexed { contract: draw.contract(), task: draw.word(), to: draw.word(), reason: draw.text() }.into()
        }
        Step::ContractSuspended => {
            let reason = draw.word();
            ContractSuspended { contract: draw.contract(), reason: draw.reason(reason) }.into()
        }
        Step::ContractResumed => ContractResumed { contract: draw.contract() }.into(),
        Step::ContractCompleted => ContractCompleted { contract: draw.contract(), words: draw.perhaps(Draw::text) }.into(),
        Step::ContractEnded => {
            let early = draw.one(&[ReasonCode::GoalMetEarly, ReasonCode::PartyLeft, ReasonCode::DidNotTakePlace]);
            let reason = if stage == Some(Stage::Agreed) { ReasonCode::DidNotTakePlace } else { early };
            let with = if draw.by == 1 { 2 } else { 1 };
            ContractEnded { contract: draw.contract(), reason: draw.reason(reason), with: id("p", with) }.into()
        }
        Step::ContractRevoked => {
            let reason = draw.word();
            ContractRevoked { contract: draw.contract(), reason: draw.reason(reason) }.into()
        }
        Step::ContractRenewed => {
            let successor = match draw.perhaps(|draw| draw.below(4)) {
                Some(later) => Successor::Here(id("c", later + 1)),
                None => Successor::Elsewhere { cycle: id("cy", 2), contract: id("c", 1) },
            };
            ContractRenewed { contract: draw.contract(), successor }.into()
        }
    }
}

fn intervening_event(kind: intervening::Kind, draw: &mut Draw<'_>) -> intervening::Event {
    use intervening::Kind as Done;
    draw.contract = draw.below(4) + 1;
    let (maker, of) = (Kind::Intervening(kind), |kind: Done| Kind::Intervening(kind));
    match kind {
        Done::InterventionBegun => InterventionBegun {
            intervention: draw.new_id("i", maker),
            cover: draw.cover(),
            stream: draw.word(),
            form: draw.word(),
            purpose: draw.word(),
            words: draw.perhaps(Draw::text),
        }
        .into(),
        Done::InterventionCovered => {
            InterventionCovered { intervention: draw.old_id("i", of(Done::InterventionBegun)), contract: draw.contract() }
                .into()
        }
        Done::InterventionClosed => InterventionClosed {
            intervention: draw.old_id("i", of(Done::InterventionBegun)),
            how: draw.word(),
            words: draw.perhaps(Draw::text),
        }
        .into(),
        Done::SessionHeld => SessionHeld {
            session: draw.new_id("s", maker),
            intervention: draw.perhaps(|draw| draw.old_id("i", of(Done::InterventionBegun))),
            cover: draw.cover(),
            space: draw.word(),
            present: draw.people(),
            words: draw.perhaps(Draw::text),
        }
        .into(),
        Done::SuggestionOffered => SuggestionOffered {
            suggestion: draw.new_id("su", maker),
            contract: draw.contract(),
            words: draw.text(),
            again: draw.perhaps(|draw| draw.old_id("su", maker)),
        }
        .into(),
        Done::SuggestionAnswered => SuggestionAnswered {
            suggestion: draw.old_id("su", of(Done::SuggestionOffered)),
            reception: draw.word(),
            words: draw.perhaps(Draw::text),
        }
        .into(),
        Done::ConcernRaised => ConcernRaised {
            concern: draw.new_id("co", maker),
            what: draw.word(),
            session: draw.perhaps(|draw| draw.old_id("s", of(Done::SessionHeld))),
            words: draw.perhaps(Draw::text),
        }
        .into(),
        Done::ConcernPassedOn => {
            ConcernPassedOn { concern: draw.old_id("co", of(Done::ConcernRaised)), to: draw.person() }.into()
        }
        Done::FamilyHelpedToUnderstand => FamilyHelpedToUnderstand {
            explanation: draw.new_id("ex", maker),
            person: id("p", draw.one(&[4, 7])),
            explained: Words::of(&[Explained::CliniciansRole]).and(draw.words()),
            interpreter: draw.word(),
            contract: draw.known_contract(),
            age: draw.perhaps(|draw| draw.one(&[4, 9, 15])),
            understood: draw.perhaps(Draw::text),
        }
        .into(),
        Done::ExplanationWithheld => ExplanationWithheld {
            explanation: draw.new_id("ew", maker),
            person: id("p", draw.one(&[7, 4])),
            reason: draw.text(),
            manager: id("p", draw.one(&[3, 3, 2])),
            contract: draw.known_contract(),
        }
        .into(),
        Done::ConsentGiven => ConsentGiven {
            consent: draw.new_id("cn", maker),
            to: draw.word(),
            given_by: id("p", draw.one(&[4, 7, 2, 1])),
            for_person: draw.perhaps(|_| id("p", 7)),
            contract: draw.known_contract(),
        }
        .into(),
        Done::ConsentWithdrawn => {
            let withdrawn_by = id("p", draw.one(&[4, 7, 8]));
            ConsentWithdrawn { consent: draw.old_id("cn", of(Done::ConsentGiven)), withdrawn_by }.into()
        }
        Done::ChangeNoticed => ChangeNoticed {
            change: draw.new_id("ch", maker),
            what: draw.word(),
            words: draw.text(),
            contract: draw.known_contract(),
            session: draw.perhaps(|draw| draw.old_id("s", of(Done::SessionHeld))),
        }
        .into(),
        Done::ChangeWitnessed => {
            ChangeWitnessed { change: draw.old_id("ch", of(Done::ChangeNoticed)), words: draw.perhaps(Draw::text) }.into()
        }
        Done::ChangeDocumented => {
            ChangeDocumented { change: draw.old_id("ch", of(Done::ChangeNoticed)), words: draw.perhaps(Draw::text) }.into()
        }
        Done::ChangeAmplified => ChangeAmplified {
            change: draw.old_id("ch", of(Done::ChangeNoticed)),
            to: draw.people(),
            words: draw.perhaps(Draw::text),
        }
        .into(),
    }
}

fn joining_event(kind: joining::Kind, draw: &mut Draw<'_>) -> joining::Event {
    let maker = Kind::Joining(kind);
    let a_change = |draw: &mut Draw<'_>| draw.old_id("ch", Kind::Intervening(intervening::Kind::ChangeNoticed));
    match kind {
        joining::Kind::OccasionOfJoining => OccasionOfJoining {
            occasion: draw.new_id("oc", maker),
            place: draw.perhaps(Draw::word).map_or(Place::Everyday, Place::In),
            with: draw.people(),
            qualities: draw.words(),
            words: draw.perhaps(Draw::text),
        }
        .into(),
        joining::Kind::RuleNoticed => RuleNoticed {
            rule: draw.new_id("ru", maker),
            voice: draw.word(),
            words: draw.text(),
            belief: draw.perhaps(Draw::text),
            bars_spaces: draw.words(),
            bars_cases: draw.words(),
        }
        .into(),
        joining::Kind::RuleWorkedWith => RuleWorkedWith {
            rule: draw.old_id("ru", Kind::Joining(joining::Kind::RuleNoticed)),
            step: draw.word(),
            words: draw.perhaps(Draw::text),
        }
        .into(),
        joining::Kind::ClinicianAcknowledged => ClinicianAcknowledged {
            acknowledgement: draw.new_id("ac", maker),
            how: draw.word(),
            because_of: draw.perhaps(a_change),
            words: draw.perhaps(Draw::text),
        }
        .into(),
        joining::Kind::JoiningDisrupted => {
            JoiningDisrupted { disruption: draw.new_id("di", maker), what: draw.word(), words: draw.perhaps(Draw::text) }
                .into()
        }
        joining::Kind::InfluenceInvited => {
            InfluenceInvited { influence: draw.new_id("in", maker), words: draw.text(), because_of: draw.perhaps(a_change) }
                .into()
        }
    }
}

fn reporting_event(kind: reporting::Kind, draw: &mut Draw<'_>, maker: Kind) -> reporting::Event {
    draw.contract = draw.below(4) + 1;
    let contract = draw.contract();
    match kind {
        reporting::Kind::AgreementReported => AgreementReported {
            report: draw.new_id("re", maker),
            contract,
            between: draw.people(),
            terms: Box::new(draw.draft()),
        }
        .into(),
        reporting::Kind::OutcomeRated => OutcomeRated {
            rating: draw.new_id("ra", maker),
            contract,
            score: score(draw.below(11)),
            words: draw.perhaps(Draw::text),
        }
        .into(),
        reporting::Kind::ViewGiven => ViewGiven { view: draw.new_id("vi", maker), contract, words: draw.text() }.into(),
        reporting::Kind::OutcomeLearned => {
            OutcomeLearned { outcome: draw.new_id("ou", maker), contract, words: draw.text() }.into()
        }
    }
}

#[expect(clippy::expect_used, reason = "prefixes are lower-case letters, and numbers are digits")]
fn id<I: FromStr<Err = NotAnId>>(prefix: &str, number: usize) -> I {
    format!("{prefix}-{number}").parse().expect("letters, a hyphen and digits")
}

#[expect(clippy::expect_used, reason = "numbers drawn below 11 are ratings")]
fn score(number: usize) -> Score {
    u8::try_from(number).ok().and_then(|number| Score::new(number).ok()).expect("a rating from 0 to 10")
}

fn from_nanos(nanos: i64) -> Moment {
    Moment::new(chrono::DateTime::from_timestamp_nanos(nanos)).unwrap_or(Moment::EARLIEST)
}

fn hours_after(at: Moment, hours: i64) -> Moment {
    Moment::new(at.to_utc() + TimeDelta::hours(hours)).unwrap_or(at)
}
