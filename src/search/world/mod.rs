//! A small world: who is in it, what may be offered, and how time passes.

pub(crate) mod syntax;
mod offers;
mod situation;
mod identity;
mod pass;
mod stories;

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use thiserror::Error;

use super::machine::Machine;
use crate::calendar::{Almanac, EnglandAndWales, Period};
use crate::code::Code;
use crate::contracting::Event as Contracting;
use crate::cycle::{Act, Entry, Event};
use crate::deciding::DutyWaived;
use crate::history::History;
use crate::noun::Ref;
use crate::people::Role;
use crate::policy::enforce::commits;
use crate::policy::observe::RuleSet;
use crate::policy::syntax::problem::{Problems, shown};
use crate::policy::syntax::strict_json;
use crate::policy::{Enforcement, Policy, Problem, Rule};
use crate::scenario::build::given;
use identity::Symmetry;
use offers::Offer;
use syntax::WorldForm;

use pass::day_ends;
use situation::{ObservedPolicy, Taken};

pub use pass::Pass;
pub use situation::Situation;
pub use stories::Stories;

/// A small world, and everything that can happen in it, as far as it is offered: a [`Machine`] whose every step is an act that
/// the cycle itself admits.
///
/// It is written as JSON:
///
/// | Field | Meaning |
/// |---|---|
/// | `about` | what it is, and that it is invented |
/// | `people` | who is there from the start, and in which role; exactly one is the clinician |
/// | `come_later` | who may enter only later, and the role they are taken for in names |
/// | `starts` | when the cycle opens and the search begins, as in a [story](crate::scenario) |
/// | `given` | acts that happened before, written as in a story |
/// | `lists` | names of one's own, and what each may stand for |
/// | `at_most` | how many of each thing can be made: one, if nothing is said |
/// | `offers` | acts that may be offered at any time, written as in a story, but without a time |
/// | `passes` | how time may pass: until what is [next due](Pass::NextDue), or a length of [time](Pass::Over), after which whatever was due by its end is late |
/// | `passes_at_most` | how often it may: once, if nothing is said |
///
/// Within an offer, `$person` stands for anybody, `$clinical` and the like for anybody of a side, `$manager` and the like for
/// anybody in a role, `$contract` and the like for any of the things that are or can be made, and other names for what their
/// list says; the same name in one offer stands for the same. What an offer makes need not be named: it is the next there can
/// be. Nor need the `version` of terms that are accepted: it is the one on the table.
///
/// Each act occurs a minute after the one before, and is recorded as it occurs. Acts do not go on past midnight: in the last
/// minute of a day, they follow one another at once.
///
/// ```
/// use practice_cycle::search::{Claim, Search, Situation, World};
/// let world = World::read(r#"{
///   "about": "Invented: whoever is invited may say no.",
///   "people": {"clinician": "clinician", "worker": "social_worker"},
///   "starts": "2026-03-02 09:00",
///   "offers": [
///     {"by": "$person", "do": "contract_invited", "space": "case_consultation"},
///     {"by": "$person", "do": "contract_declined", "contract": "$contract", "reason": {"code": "no_capacity"}}
///   ]
/// }"#)?;
/// let own = |state: &Situation| {
///     let entries = state.history().entries();
///     entries.len() > 3 && entries.iter().rev().take(2).all(|entry| entry.act().by.as_str() == "worker")
/// };
/// let explored = Search::new(world).claim(Claim::never("somebody declines their own invitation", own)).run();
/// assert_eq!(explored.answers()[0].choices(), None);
/// assert_eq!(explored.histories(2), Some(1 + 2 + 2)); // Nothing, two who may invite, and one each who may decline.
/// # Ok::<(), practice_cycle::search::WorldError>(())
/// ```
#[derive(Clone)]
pub struct World {
    offers: Arc<[Offer]>,
    /// The acts of the offers, with the times at which they were last offered.
    acts: Vec<Act>,
    passes: Arc<[Pass]>,
    passes_at_most: u16,
    start: Arc<Situation>,
    symmetry: Symmetry,
    calendar: Arc<Almanac>,
    enforced: Option<Enforcement>,
}

impl fmt::Debug for World {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("World").field("offers", &self.offers.len()).field("passes", &self.passes).finish_non_exhaustive()
    }
}

/// A world that cannot be read: everything that is wrong with it, and where.
///
/// ```
/// use practice_cycle::search::World;
/// let wrong = World::read(r#"{"about":"","people":{"a":"clinican"},"starts":"2026-03-02","offers":[]}"#).unwrap_err();
/// assert!(wrong.to_string().contains("world: people.a: there is no role `clinican`; did you mean `clinician`?"));
/// ```
#[derive(Clone, PartialEq, Eq, Error)]
#[error("the world does not read:{}", .0.iter().map(|problem| format!("\n  {problem}")).collect::<String>())]
pub struct WorldError(Vec<Problem>);

/// The text, so that a test that ends in `?` says what is wrong as it is meant to be read.
impl fmt::Debug for WorldError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl WorldError {
    /// Everything that is wrong.
    #[must_use]
    pub fn problems(&self) -> &[Problem] {
        &self.0
    }
}

/// The worlds that come with the crate, by name.
const SHIPPED: &[(&str, u16, &str)] = &[
    ("one contract", 1, include_str!("../worlds/lifecycle.json")),
    ("two contracts", 2, include_str!("../worlds/lifecycle.json")),
    ("three contracts", 3, include_str!("../worlds/lifecycle.json")),
    ("turnover", 1, include_str!("../worlds/turnover.json")),
];

impl World {
    /// Reads a world.
    ///
    /// # Errors
    /// Everything that is wrong with it, and where: what cannot be read, what there is not, given acts that are refused, offers
    /// that name somebody or something who is nowhere and can never be.
    pub fn read(written: &str) -> Result<Self, WorldError> {
        let form: WorldForm = strict_json::form("world", written).map_err(WorldError)?;
        let people: Vec<String> = form.people.keys().chain(form.come_later.keys()).cloned().collect();
        let world = Self::of(form)?;
        let mut problems = Problems::of("world");
        offers::strangers(&world.offers, &people, &world.start.history, &mut problems);
        let all = problems.into_all();
        if all.is_empty() { Ok(world) } else { Err(WorldError(all)) }
    }

    /// A world that comes with the crate: `one contract`, `two contracts` or `three contracts`, each through its full
    /// lifecycle between a clinician and a social worker; or `turnover`, where two social workers may leave in the middle of
    /// one, a manager may come, and the cycle may be closed. In each, time may pass once, until what is due next.
    #[must_use]
    pub fn shipped(name: &str) -> Option<Self> {
        let &(_, contracts, written) = SHIPPED.iter().find(|(known, ..)| *known == name)?;
        let mut form: WorldForm = strict_json::form("world", written).ok()?;
        form.at_most.insert("contract".to_owned(), contracts);
        Self::of(form).ok()
    }

    fn of(form: WorldForm) -> Result<Self, WorldError> {
        let mut problems = Problems::of("world");
        let mut cast: BTreeMap<&str, Role> = BTreeMap::new();
        for (field, people) in [("people", &form.people), ("come_later", &form.come_later)] {
            for (id, code) in people {
                // Of those who are there from the start, the acts given say what is wrong with their roles.
                match Role::from_code(code) {
                    Some(role) => drop(cast.insert(id, role)),
                    None if field == "people" => {}
                    None => {
                        problems.unknown(
                            format!("{field}.{}", shown(id)),
                            "role",
                            code,
                            Role::ALL.iter().map(|role| role.code()),
                        );
                    }
                }
            }
        }
        for id in form.come_later.keys().filter(|id| form.people.contains_key(*id)) {
            problems.note(format!("come_later.{}", shown(id)), "they are there from the start");
        }
        let history = given(&form.people, &form.starts, &form.given, &mut problems);
        let mut passes = Vec::new();
        for (place, written) in form.passes.iter().enumerate() {
            match written.parse() {
                Ok(pass) => passes.push(pass),
                Err(wrong) => problems.note(format!("passes[{place}]"), format!("{wrong}, or `next_due`")),
            }
        }
        let calendar = Almanac::new(&EnglandAndWales::new());
        if let Err(wrong) = &calendar {
            problems.note("", wrong.to_string());
        }
        let cast: Vec<(&str, Role)> = cast.into_iter().collect();
        let offers = history.as_ref().map(|history| offers::offers(&form, &cast, history, &mut problems));
        let (Some(history), Some(offers), Ok(calendar)) = (history, offers, calendar) else {
            return Err(WorldError(problems.into_all()));
        };
        let all = problems.into_all();
        if !all.is_empty() {
            return Err(WorldError(all));
        }
        let mut symmetry = Symmetry::new(&history, &offers);
        if passes.iter().any(|pass| matches!(pass, Pass::Over(Period::Hours(_)))) {
            symmetry.count_hours();
        }
        let now = history.cycle().last_recorded();
        let given = history.entries().len();
        let day_ends = day_ends(now);
        let start = Situation { history, now, since: now, day_ends, passed: 0, given, taken: Vec::new(), watched: None };
        Ok(Self {
            acts: offers.all.iter().map(|offer| offer.act.clone()).collect(),
            offers: offers.all.into(),
            passes: passes.into(),
            passes_at_most: if form.passes.is_empty() { 0 } else { form.passes_at_most.unwrap_or(1) },
            start: Arc::new(start),
            symmetry,
            calendar: Arc::new(calendar),
            enforced: None,
        })
    }

    /// The same, with the rules of a policy watching: claims can ask what they [came to](Situation::broke). Time passes by its
    /// calendar; where no rule looks at time, it stands still. Nobody and nothing is taken for alike then, for rules may name what they like.
    ///
    /// # Errors
    /// That there are more rules than can be watched at once: 128.
    pub fn under(mut self, policy: &Arc<Policy>) -> Result<Self, WorldError> {
        let rules = policy.pack().rules();
        if rules.len() > RuleSet::MOST {
            let mut problems = Problems::of(policy.pack().name());
            problems.note("rules", format!("only {} rules can be watched at once", RuleSet::MOST));
            return Err(WorldError(problems.into_all()));
        }
        let waives_until = |act: &Act| DutyWaived::of(&act.event).is_some_and(|waived| waived.until.is_some());
        let given = self.start.history.entries().iter().map(Entry::act);
        if !rules.iter().any(Rule::is_timed) && !given.chain(&self.acts).any(waives_until) {
            self.passes_at_most = 0;
        }
        if rules.iter().any(Rule::counts_hours) {
            self.symmetry.count_hours();
        }
        self.calendar = Arc::new(policy.calendar().clone());
        let mut start = (*self.start).clone();
        let observer = policy.watch(&start.history);
        start.watched = Some(Box::new(ObservedPolicy { policy: Arc::clone(policy), observer }));
        self.start = Arc::new(start);
        Ok(self.without_symmetry())
    }

    /// The same, with acts refused that commit somebody to something and would break a rule that is watched.
    #[must_use]
    pub fn enforcing(mut self, strictness: Enforcement) -> Self {
        self.enforced = Some(strictness);
        self
    }

    /// How often time may pass.
    #[must_use]
    pub fn passes_at_most(&self) -> usize {
        self.passes_at_most.into()
    }

    /// The same, but that no two people and no two contracts are taken for alike: for claims that look at certain references.
    #[must_use]
    pub fn without_symmetry(mut self) -> Self {
        self.symmetry.ignore();
        self
    }

    /// The same, but that no two histories lead to the same situation: for claims that look at more than where things stand,
    /// such as readings of all that was recorded.
    ///
    /// ```
    /// use practice_cycle::assessment::{Assessment, Parameters};
    /// use practice_cycle::boundary::Scope;
    /// use practice_cycle::search::{Claim, Search, Situation, World};
    /// let world = World::shipped("one contract").unwrap().remembering();
    /// let unseen = |state: &Situation| {
    ///     let view = state.history().view(state.now(), state.now());
    ///     Assessment::of(&view, Scope::Cycle, Parameters::unvalidated_v2()).drawn.is_empty()
    /// };
    /// let explored = Search::new(world).steps(3).claim(Claim::always("nobody observed anything", unseen)).run();
    /// assert_eq!(explored.answers()[0].choices(), None);
    /// assert_eq!(explored.histories(3), Some(explored.states() as u128));
    /// ```
    #[must_use]
    pub fn remembering(self) -> Self {
        let mut world = self.without_symmetry();
        world.symmetry.remember();
        world
    }

    /// Whether people who are in the same role are taken for alike, and whether contracts are. They are where no offer, list or
    /// act given names one of them by itself, nor one contract as another's successor, and nothing else that is offered rests on contracts.
    #[must_use]
    pub fn takes_for_alike(&self) -> (bool, bool) {
        (self.symmetry.of_people(), self.symmetry.of_contracts())
    }

    /// The history to which choices lead, as far as they are admitted.
    #[must_use]
    pub fn history(&self, choices: &[usize]) -> History {
        self.follow(choices).history
    }

    /// Where choices lead, as far as they are admitted.
    #[must_use]
    pub fn follow(&self, choices: &[usize]) -> Situation {
        let (mut world, mut from, mut into) = (self.clone(), self.start(), self.start());
        for &choice in choices {
            if !world.choose(choice, &from, &mut into) {
                break;
            }
            std::mem::swap(&mut from, &mut into);
        }
        from
    }

    fn offer(&mut self, choice: usize, from: &Situation, into: &mut Situation) -> Option<()> {
        let (offer, act) = (self.offers.get(choice)?, self.acts.get_mut(choice)?);
        let cycle = from.history.cycle();
        // Most steps are out of place, and the table alone shows that.
        if let Some((contract, step)) = &offer.step
            && !cycle.contract(contract)?.latest_stage(from.now).steps().has(*step)
        {
            return None;
        }
        if let Some((noun, before)) = &offer.after {
            cycle.made_by(Ref { noun: *noun, id: before })?;
        }
        if offer.takes_what_is_tabled
            && let Event::Contracting(Contracting::TermsAccepted(data)) = &mut act.event
        {
            data.version = cycle.contract(&data.contract)?.state().tabled()?.version();
        }
        let later = from.now.a_minute_later()?;
        let at = if later < from.day_ends { later } else { from.now.just_after() };
        (act.occurred_at, act.recorded_at) = (at, at);
        let found = from.history.find(act).ok()?;
        into.clone_from(from);
        let amid = if from.watched.is_some() { self.symmetry.surroundings(&self.offers, from) } else { 0 };
        into.history.take(&found, act.clone());
        into.taken.push(Taken { choice: u32::try_from(choice).ok()?, at, since: from.since, amid });
        into.now = at;
        let Some(watched) = &mut into.watched else { return Some(()) };
        watched.observer.take(&watched.policy, &into.history);
        let refuses = |strictness| watched.observer.is_refused(&watched.policy, strictness);
        let refused = commits(act.event.kind()) && self.enforced.is_some_and(refuses);
        (!refused).then_some(())
    }
}

impl Machine for World {
    type State = Situation;

    fn start(&self) -> Situation {
        (*self.start).clone()
    }

    fn choices(&self) -> usize {
        self.offers.len() + self.passes.len()
    }

    fn choose(&mut self, choice: usize, from: &Situation, into: &mut Situation) -> bool {
        let pass = choice.checked_sub(self.offers.len()).and_then(|place| self.passes.get(place).copied());
        let chosen = match pass {
            None => self.offer(choice, from, into),
            Some(_) if from.passed >= self.passes_at_most => None,
            Some(pass) => self.pass(pass, from, into),
        };
        chosen.is_some()
    }

    fn identity(&mut self, state: &Situation) -> u128 {
        self.symmetry.identity(&self.offers, state)
    }
}
