//! What a tendency sees of a cycle, and what it can do there.

use crate::attachment::PersonEntered;
use crate::code::Code;
use crate::cycle::{Cycle, Entry, Event};
use crate::id::{EntryNumber, Numbered, PersonId};
use crate::moment::Moment;
use crate::people::Role;
use crate::simulation::amount::{Length, State};
use crate::simulation::observing::Position;
use crate::simulation::random::Stream;
use crate::simulation::scenario::RawScenario;
use crate::simulation::thing::Thing;
use crate::text::{CaseRef, Text};

use super::desk::Holder;
use super::diary::{Booking, Wake};
use super::held::HeldContract;
use super::people::HeldPerson;
use super::run::Run;
use super::shared::Shared;
use super::world::Family;
use crate::simulation::rota::{Rota, moment};

/// What a tendency sees of a cycle, and what it can do there: offer acts, ask to be woken, and draw.
///
/// Times are whole seconds from the Unix epoch, as [`now`](Self::now) gives them. Nobody sees another tendency: what one did, the others
/// hear as entries.
#[derive(Debug)]
pub struct Scene<'g> {
    pub(super) shared: &'g mut Shared,
    pub(super) run: &'g mut Run,
    pub(super) tendency: u16,
    pub(super) now: i64,
}

impl Scene<'_> {
    /// The time, in seconds from the Unix epoch.
    #[must_use]
    pub const fn now(&self) -> i64 {
        self.now
    }

    /// The time as a moment.
    #[must_use]
    pub fn moment(&self) -> Moment {
        moment(self.now)
    }

    /// The local day, as a date.
    #[must_use]
    pub fn today(&self) -> chrono::NaiveDate {
        self.date(self.now)
    }

    /// The local day at a time, as a date.
    #[must_use]
    pub fn date(&self, at: i64) -> chrono::NaiveDate {
        let rota = self.rota();
        rota.date(rota.day(at))
    }

    /// When a day of the horizon starts, from 0 for the first.
    #[must_use]
    pub fn day(&self, nth: u32) -> i64 {
        self.rota().starts(nth as usize)
    }

    /// When the last instant of a local day is over.
    #[must_use]
    pub fn end_of_day(&self, at: i64) -> i64 {
        let rota = self.rota();
        rota.starts(rota.day(at) + 1)
    }

    /// When the horizon ends.
    #[must_use]
    pub fn ends(&self) -> i64 {
        self.shared.ends
    }

    /// The scenario as it is written.
    #[must_use]
    pub fn scenario(&self) -> &RawScenario {
        self.shared.scenario.says()
    }

    fn rota(&self) -> &Rota {
        self.shared.scenario.rota()
    }

    /// Where the cycle stands.
    #[must_use]
    pub fn cycle(&self) -> &Cycle {
        self.run.record.cycle()
    }

    /// An entry, by its number: any where histories are kept, else those that are being heard.
    #[must_use]
    pub fn entry(&self, number: EntryNumber) -> Option<&Entry> {
        self.run.record.entry(number)
    }

    /// Everybody who is or was in the cycle, the clinician first.
    #[must_use]
    pub fn people(&self) -> &[HeldPerson] {
        self.run.held.people.all()
    }

    /// Those who are there in a role, in the order in which they came.
    pub fn here(&self, role: Role) -> impl Iterator<Item = &PersonId> + '_ {
        self.run.held.people.here(role).map(|held| &held.person)
    }

    /// The clinician of the cycle; nobody once they have left.
    #[must_use]
    pub fn clinician(&self) -> Option<PersonId> {
        self.here(Role::Clinician).next().cloned()
    }

    /// The manager of the team, while there is one.
    #[must_use]
    pub fn manager(&self) -> Option<PersonId> {
        self.here(Role::Manager).next().cloned()
    }

    /// One of those who are there in a role.
    #[must_use]
    pub fn one_of(&self, role: Role, dice: Stream) -> Option<PersonId> {
        let count = self.here(role).count();
        self.here(role).nth(dice.among(count)).cloned()
    }

    /// Whether somebody is there.
    #[must_use]
    pub fn is_here(&self, person: &PersonId) -> bool {
        self.run.held.people.get(person).is_some_and(|held| held.is_here)
    }

    /// Where a contract stands, by its number.
    #[must_use]
    pub fn contract(&self, number: u32) -> Option<&HeldContract> {
        self.run.held.contract(number)
    }

    /// The numbers of the contracts that are neither closed nor declined nor withdrawn, in the order in which they were invited.
    #[must_use]
    pub fn open_contracts(&self) -> &[u32] {
        &self.run.held.open
    }

    /// How many things of a kind were made so far.
    #[must_use]
    pub fn made(&self, noun: crate::noun::Noun) -> u32 {
        self.run.held.made(noun)
    }

    /// Whether the clinician seems to have been joined: a rule of the system was worked with, and the social work side has acknowledged
    /// them since joining was last disrupted. A cheap stand-in for [`standing`](crate::standing): at least *ally*.
    #[must_use]
    pub fn is_joined(&self) -> bool {
        let held = &self.run.held;
        held.rules_worked_with > 0 && held.acknowledgements > 0 && (held.disruptions == 0 || held.acknowledged_since)
    }

    /// What rates and chances depend on.
    #[must_use]
    pub fn state(&mut self) -> State {
        let day = self.rota().day(self.now);
        let position = self.position_on(day);
        let month = chrono::Datelike::month(&self.rota().date(day)) as u8;
        State {
            joined: self.is_joined(),
            too_close: position.share(crate::boundary::Lean::Enmeshed),
            too_far: position.share(crate::boundary::Lean::Diffuse),
            open_contracts: self.run.held.open.len() as u32,
            vacancies: self.run.vacancies,
            budget_cut: self.run.budget_cut,
            month,
        }
    }

    /// The unseen position of the boundary today. It does not depend on how often anybody looks.
    pub fn position(&mut self) -> Position {
        self.position_on(self.rota().day(self.now))
    }

    fn position_on(&mut self, day: usize) -> Position {
        let boundary = self.shared.scenario.says().boundary.as_ref();
        boundary.map_or_else(Position::default, |boundary| self.run.unseen.on(day, boundary, self.run.stream))
    }

    /// The draws of a purpose about a thing: the same ones whatever else was drawn.
    ///
    /// Below the name of the cycle it is one step: by the purpose and the code of the kind of thing, with a zero byte between them, and by
    /// `nth` times 2^32 plus the number of the thing.
    #[must_use]
    pub fn dice(&self, purpose: &str, thing: Thing, nth: u32) -> Stream {
        self.run.stream.about(purpose, thing.noun().code(), thing.number(), nth)
    }

    /// A reference of its own for something new, numbered by how many of its kind there are.
    pub fn make<R: Numbered>(&mut self) -> R {
        R::numbered(self.next(R::NOUN).number())
    }

    /// The next thing of a kind.
    pub fn next(&mut self, noun: crate::noun::Noun) -> Thing {
        Thing::new(noun, self.run.held.next(noun))
    }

    /// Words for where an event needs some: they say that they are simulated, and nothing else.
    #[must_use]
    pub fn words(&self) -> Text {
        self.shared.scenario.words().clone()
    }

    /// When a length of time from now is over, at a time at which people work.
    #[must_use]
    pub fn after(&self, length: &Length, dice: Stream) -> i64 {
        self.rota().later(self.now, length, dice)
    }

    /// The same for what comes again and again, or has to come later than now: a minute from now at the least.
    #[must_use]
    pub fn again(&self, length: &Length, dice: Stream) -> i64 {
        self.after(length, dice).max(self.opening(self.now.saturating_add(60)))
    }

    /// The first time from one on at which people work.
    #[must_use]
    pub fn opening(&self, at: i64) -> i64 {
        self.rota().opening(at)
    }

    /// The last time on a day, or before it where nobody works then, at which people work.
    #[must_use]
    pub fn closing(&self, date: chrono::NaiveDate) -> i64 {
        let rota = self.rota();
        let last = rota.starts(rota.place(date) + 1) - 1;
        rota.closing(last).unwrap_or(last)
    }

    /// The first time from the beginning of a day on at which people work.
    #[must_use]
    pub fn opening_of(&self, date: chrono::NaiveDate) -> i64 {
        let rota = self.rota();
        rota.opening(rota.starts(rota.place(date)))
    }

    /// This many working days after a time.
    #[must_use]
    pub fn working_days_after(&self, at: i64, days: f64) -> i64 {
        self.rota().after_working_days(at, days)
    }

    /// Asks to be woken at a time, which is not before now. What lies beyond the horizon never happens.
    pub fn wake(&mut self, at: i64, about: Thing, what: u32) {
        if at < self.shared.ends {
            let wake = Wake { about, what };
            self.shared.diary.note(Booking { at: at.max(self.now), cycle: self.run.cycle, tendency: self.tendency, wake });
        }
    }

    /// Offers an act, which happens now. Whether it was recorded: the machine may refuse it, which is counted, and a scenario may say
    /// that it is left out, comes later or is swapped.
    pub fn offer(&mut self, event: impl Into<Event>, by: &PersonId) -> bool {
        self.run.offer(self.shared, self.tendency, self.now, event.into(), by)
    }

    /// Whether the clinician has a place for a contract. Otherwise it waits for one, and the tendency that asked is woken about the
    /// contract with [`PLACE`](crate::simulation::PLACE) once there is.
    pub fn take_place(&mut self, contract: u32) -> bool {
        self.shared.take_place(self.holder(contract), self.run.desk, self.tendency)
    }

    fn holder(&self, contract: u32) -> Holder {
        Holder { cycle: self.run.cycle, contract }
    }

    /// Gives up the place of a contract, or waits for none any longer.
    pub fn leave_place(&mut self, contract: u32) {
        self.shared.leave_place(self.holder(contract), self.run.desk, self.now);
    }

    /// The place of one contract goes to another, which renews it.
    pub fn pass_place(&mut self, from: u32, to: u32) {
        self.shared.pass_place(self.run.desk, self.holder(from), self.holder(to));
    }

    /// Books the clinician's time for a session, from a time on: when it starts. Nothing where there never is any.
    pub fn book(&mut self, from: i64, minutes: u16) -> Option<i64> {
        self.shared.book(self.run.desk, from, minutes)
    }

    /// A family that the team works with, by its number, from 1.
    #[must_use]
    pub fn family(&self, number: u32) -> Option<&Family> {
        self.run.families.get((number as usize).checked_sub(1)?)
    }

    /// The family of a case.
    #[must_use]
    pub fn family_of(&self, case: &CaseRef) -> Option<&Family> {
        // The reference ends with the number of the family.
        let number = case.as_str()?.rsplit('-').next()?.parse().ok()?;
        self.family(number).filter(|family| family.case == *case)
    }

    /// Whether there is an open contract about a family.
    #[must_use]
    pub fn has_open_contract(&self, family: u32) -> bool {
        self.run.held.has_open_contract(family)
    }

    /// How many families the team works with.
    #[must_use]
    pub fn families(&self) -> u32 {
        self.run.families.len() as u32
    }

    /// A new family, unknown to the cycle so far.
    pub fn new_family(&mut self) -> u32 {
        let population = &self.shared.scenario.says().group;
        let (adults, children) = (population.adults, population.children);
        let number = self.families() + 1;
        self.run.families.push(Family::new(&self.run.prefix, number, adults, children));
        number
    }

    /// Those of a family who are not in the cycle yet enter it, by whoever enters them. Whether all are there now.
    pub fn enter_family(&mut self, number: u32, by: &PersonId) -> bool {
        let Some(family) = self.family(number) else { return false };
        let missing: Vec<(PersonId, Role)> = family
            .people()
            .filter(|(person, _)| !self.is_here(person))
            .map(|(person, role)| (person.clone(), role))
            .collect();
        missing.into_iter().all(|(person, role)| self.offer(PersonEntered::new(person, role), by))
    }

    /// Somebody new, who has a reference of their own and is not in the cycle yet.
    pub fn new_person(&mut self) -> PersonId {
        let number = self.next(crate::noun::Noun::Person).number();
        self.run.prefix.person(number)
    }

    /// The clinician leaves: the cycle closes, and another of the same team opens at a time with somebody new.
    pub fn succeed(&mut self, at: i64) {
        let run = &mut *self.run;
        run.is_closed = true;
        self.shared.succeed(run.cycle, run.team, run.desk, run.id.clone(), at, self.now);
    }

    /// How many posts of the team are vacant, which rates can depend on.
    pub fn set_vacancies(&mut self, vacancies: u32) {
        self.run.vacancies = vacancies;
    }

    /// How much of the budget is cut, from 0 to 1, which rates can depend on.
    pub fn set_budget_cut(&mut self, cut: f64) {
        self.run.budget_cut = cut.clamp(0.0, 1.0);
    }
}
