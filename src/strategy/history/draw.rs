//! The numbers drawn, and the small world that they are turned into.

use std::str::FromStr;

use chrono::{Days, NaiveDate};

use super::{CAST, Choice, Late, Made};
use crate::code::{Code, CodeSet};
use crate::contracting::{self, *};
use crate::cycle::Kind;
use crate::history::History;
use crate::id::{ContractId, EntryNumber, IdError, PersonId};
use crate::intervening::{self, Cover};
use crate::joining::{self, Cause};
use crate::moment::Moment;
use crate::strategy::names::{START, from_nanos, hours_after, id};
use crate::strategy::numbers::Numbers;
use crate::text::Text;

/// Numbers drawn one after another, and what they are drawn for.
pub(super) struct Draw<'a> {
    numbers: Numbers<'a>,
    pub(super) history: Option<&'a History>,
    /// How often each kind of thing was recorded.
    made: Option<&'a Made>,
    late: Late,
    pub(super) at: Moment,
    pub(super) recorded: Moment,
    pub(super) by: usize,
    pub(super) contract: usize,
}

impl<'a> Draw<'a> {
    /// Something at any time, whatever else happened.
    pub(super) fn anywhere(choice: &'a Choice) -> Self {
        let (numbers, now) = (Numbers::new(choice), from_nanos(START));
        let (late, at, recorded) = (Late::Sometimes, now, now);
        Self { numbers, history: None, made: None, late, at, recorded, by: 1, contract: 1 }
    }

    /// What may come next in a history.
    pub(super) fn after(history: &'a History, made: &'a Made, late: Late, choice: &'a Choice) -> Self {
        let now = history.cycle().last_recorded().max(from_nanos(START));
        let (history, made) = (Some(history), Some(made));
        Self { history, made, late, at: now, recorded: now, ..Self::anywhere(choice) }
    }

    pub(super) fn below(&mut self, end: usize) -> usize {
        self.numbers.below(end)
    }

    pub(super) fn one<T: Copy>(&mut self, list: &[T]) -> T {
        self.numbers.one(list)
    }

    pub(super) fn word<W: Code>(&mut self) -> W {
        self.numbers.word()
    }

    pub(super) fn words<W: Code>(&mut self) -> CodeSet<W> {
        let count = self.below(3);
        (0..count).map(|_| self.word()).collect()
    }

    pub(super) fn perhaps<T>(&mut self, make: impl FnOnce(&mut Self) -> T) -> Option<T> {
        (self.below(3) == 2).then(|| make(self))
    }

    /// From nothing to three weeks, recorded at once or late.
    pub(super) fn let_time_pass(&mut self) {
        self.recorded = hours_after(self.recorded, self.one(&[0, 1, 24, 0, 5, 72, 24, 504]));
        let is_late = match self.late {
            Late::Never => false,
            Late::Sometimes => self.below(6) == 5,
            Late::Always => true,
        };
        let late = if is_late { self.one(&[1, 24, 200, 1000]) } else { 0 };
        self.at = hours_after(self.recorded, -late);
    }

    pub(super) fn day(&mut self, within: usize) -> NaiveDate {
        let today = self.at.to_utc().date_naive();
        today.checked_add_days(Days::new(self.below(within) as u64)).unwrap_or(today)
    }

    pub(super) fn text(&mut self) -> Text {
        let words = self.one(&["Seen together.", "Another reading of the risk.", "Ça va, 雨\n\"quoted\" \\ and on."]);
        Text::new(words).unwrap_or(Text::redacted())
    }

    pub(super) fn person(&mut self) -> PersonId {
        id("p", self.below(CAST.len() + 2) + 1)
    }

    pub(super) fn people(&mut self) -> Vec<PersonId> {
        let count = self.below(3) + 1;
        (1..=count).map(|place| id("p", place)).collect()
    }

    pub(super) fn contract<I: FromStr<Err = IdError>>(&self) -> I {
        id("c", self.contract)
    }

    pub(super) fn the_contract(&self) -> Option<&'a Contract> {
        self.history?.cycle().contract(&self.contract())
    }

    /// Turns to a contract that work can rest on now, if there is one.
    pub(super) fn turn_to_work_under_way(&mut self) {
        let mut others = (0..4).map(|more| (self.contract + 3 + more) % 4 + 1);
        let active = |&contract: &usize| {
            let contract = self.history.and_then(|history| history.cycle().contract(&id("c", contract)));
            contract.is_some_and(|contract| contract.agreement(self.at).is_ok())
        };
        self.contract = others.find(active).unwrap_or(self.contract);
    }

    pub(super) fn made(&self, maker: Kind) -> usize {
        self.made.map_or(2, |made| made.count(maker))
    }

    /// A reference that is new, except now and then.
    pub(super) fn new_id<I: FromStr<Err = IdError>>(&mut self, prefix: &str, maker: Kind) -> I {
        let made = self.made(maker);
        id(prefix, if self.below(12) == 11 { made } else { made + 1 })
    }

    /// A reference to one of those that such an event has made by now.
    pub(super) fn old_id<I: FromStr<Err = IdError>>(&mut self, prefix: &str, maker: Kind) -> I {
        let made = self.made(maker);
        id(prefix, self.below(made) + 1)
    }

    /// A reference to something that is there, if there is anything of the kind.
    pub(super) fn if_made<I: FromStr<Err = IdError>>(&mut self, prefix: &str, maker: Kind) -> Option<I> {
        if self.made(maker) == 0 { None } else { self.perhaps(|draw| draw.old_id(prefix, maker)) }
    }

    pub(super) fn entries(&mut self) -> Vec<EntryNumber> {
        let last = self.history.map_or(4, |history| history.entries().len());
        let back = self.below(12);
        let number = u32::try_from(last.saturating_sub(back)).unwrap_or(1);
        EntryNumber::try_from(number).into_iter().collect()
    }

    pub(super) fn request(&mut self) -> Request {
        Request { space: self.word(), stream: self.perhaps(Self::word) }
    }

    pub(super) fn reason(&mut self, code: ReasonCode) -> Reason {
        self.coded(code)
    }

    pub(super) fn coded<W: Open>(&mut self, code: W) -> Coded<W> {
        let words = Text::new("For another reason.").ok();
        #[expect(clippy::expect_used, reason = "the words are there whatever the code")]
        Coded::new(code, words).expect("a code beside words")
    }

    pub(super) fn any_reason(&mut self) -> Reason {
        let code = self.word();
        self.reason(code)
    }

    /// Terms, nearly always without gaps.
    pub(super) fn draft(&mut self) -> Draft {
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
            serves: if lacking < 6 { Some(self.word()) } else { None },
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

    pub(super) fn duration(&mut self) -> contracting::Duration {
        match self.below(3) {
            0 => contracting::Duration::Until { ends: self.day(90), review_by: self.perhaps(|draw| draw.day(40)) },
            1 => contracting::Duration::Single(self.day(20)),
            _ => contracting::Duration::ReviewBy(self.day(60)),
        }
    }

    /// The contract where work can rest on it; elsewhere nearly always nothing.
    pub(super) fn cover(&mut self) -> Cover {
        let active = self.the_contract().is_some_and(|contract| contract.agreement(self.at).is_ok());
        if active != (self.below(10) == 9) {
            return Cover::Contract(self.contract());
        }
        Cover::Uncovered { why: self.word(), contract: self.the_contract().map(|_| self.contract()) }
    }

    /// What something came of: a change, a contract or a request that is there, several of them, or nothing.
    pub(super) fn causes(&mut self) -> Vec<Cause> {
        let maker = Kind::Intervening(intervening::Kind::ChangeNoticed);
        let change = if self.made(maker) == 0 { None } else { self.perhaps(|draw| draw.old_id("ch", maker)) };
        let contract = self.perhaps(|draw| id("c", draw.below(4) + 1));
        let is_there =
            |contract: &ContractId| self.history.is_none_or(|history| history.cycle().contract(contract).is_some());
        let contract = contract.filter(is_there).map(Cause::Contract);
        let asked = Kind::Joining(joining::Kind::HelpAskedAgain);
        let asking = if self.made(asked) == 0 { None } else { self.perhaps(|draw| draw.old_id("as", asked)) };
        contract.into_iter().chain(change.map(Cause::Change)).chain(asking.map(Cause::Asking)).collect()
    }

    pub(super) fn known_contract<I: FromStr<Err = IdError>>(&self) -> Option<I> {
        self.the_contract().map(|_| self.contract())
    }
}
