//! What the pattern is asked of: an invented history, and what each of its entries says, in words, for the peers.

use chrono::TimeDelta;
use practice_cycle::attachment::{CycleOpened, PersonEntered};
use practice_cycle::code::Code;
use practice_cycle::cycle::{Act, Entry, Event};
use practice_cycle::history::History;
use practice_cycle::id::{ChangeId, ConcernId, CycleId, PersonId, TeamId};
use practice_cycle::intervening::{self, ChangeKind, ChangeNoticed, ConcernKind, ConcernRaised};
use practice_cycle::moment::Moment;
use practice_cycle::people::Role;
use practice_cycle::text::Text;

/// The pattern: a concern was raised, it was a disclosure, and somebody on the side of social work raised it.
pub(crate) const EVENT: &str = "concern_raised";
pub(crate) const WHAT: &str = "disclosure";
pub(crate) const SIDE: &str = "social_work";

/// What an entry says of what the pattern asks, and no more: the peers carry nothing that they are not asked for.
#[derive(Clone, Copy)]
pub(crate) struct Facts<'a> {
    pub(crate) event: &'static str,
    pub(crate) what: &'static str,
    pub(crate) by: &'a str,
    pub(crate) side: &'static str,
}

impl<'a> Facts<'a> {
    /// Reads them out of an entry. The side is that of the role which the person held at that time.
    pub(crate) fn of(history: &History, entry: &'a Entry) -> Self {
        let what = match entry.event() {
            Event::Intervening(intervening::Event::ConcernRaised(data)) => data.what.code(),
            Event::Intervening(intervening::Event::ChangeNoticed(data)) => data.what.code(),
            _ => "",
        };
        let act = entry.act();
        let role = history.cycle().role_at(&act.by, act.occurred_at);
        let side = role.map_or("", |role| role.side().code());
        Self { event: entry.event().kind().code(), what, by: act.by.as_str(), side }
    }

    /// By name, as a map or a record has them.
    pub(crate) fn named(&self) -> [(&'static str, &'static str); 3] {
        [("event", self.event), ("what", self.what), ("side", self.side)]
    }
}

/// What a history is mixed of.
#[derive(Clone, Copy)]
pub(crate) struct Mix {
    /// One entry in so many is of the kind that the pattern names; the others are changes that were noticed.
    pub(crate) of_kind: u64,
    /// Of those, one in so many fits. The others miss it by what was raised, by who raised it, or by both.
    pub(crate) fits: u64,
}

/// A history of so many entries. Which of them fit is drawn, so that no processor learns the answers by heart.
pub(crate) fn history(entries: usize, mix: Mix) -> History {
    let mut draw = Draw(2026);
    let person = |number: u64| PersonId::new(&format!("person-{number}")).unwrap();
    let start: Moment = "2026-01-05T09:00:00Z".parse().unwrap();
    let mut history = History::default();
    let opened = CycleOpened::new(CycleId::new("invented").unwrap(), person(0), TeamId::new("invented").unwrap());
    history.record(Act::new(opened, person(0), start)).unwrap();
    // The clinician is the first of six people: three on the side of social work, and three on others.
    let roles = [Role::Parent, Role::Health, Role::SocialWorker, Role::Manager, Role::SocialWorker];
    for (number, role) in (1..).zip(roles) {
        history.record(Act::new(PersonEntered::new(person(number), role), person(0), start)).unwrap();
    }
    for number in history.entries().len()..entries {
        let (disclosed, social_worker) = if draw.one_in(mix.fits) {
            (true, true)
        } else {
            [(true, false), (false, true), (false, false)][draw.below(3) as usize]
        };
        let by = person(draw.below(3) + if social_worker { 3 } else { 0 });
        let event: Event = if draw.one_in(mix.of_kind) {
            let concern = ConcernId::new(&format!("co-{number}")).unwrap();
            let what = if disclosed { ConcernKind::Disclosure } else { ConcernKind::Concern };
            ConcernRaised { concern, what, session: None, words: None }.into()
        } else {
            let change = ChangeId::new(&format!("ch-{number}")).unwrap();
            let words = Text::new("Invented.").unwrap();
            ChangeNoticed { change, what: ChangeKind::Story, words, contract: None, session: None }.into()
        };
        let at = Moment::new(start.to_utc() + TimeDelta::minutes(number as i64)).unwrap();
        history.record(Act::new(event, by, at)).unwrap();
    }
    history
}

/// Numbers that look random, and are the same in every run (splitmix64).
struct Draw(u64);

impl Draw {
    fn one_in(&mut self, many: u64) -> bool {
        self.below(many) == 0
    }

    fn below(&mut self, end: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (mixed ^ (mixed >> 31)) % end
    }
}
