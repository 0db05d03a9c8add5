//! Where the rules stand, as far as what they will come to hangs on it.

use super::{Engine, Track};
use crate::id::EntryNumber;
use crate::moment::Moment;
use crate::policy::engine::index::{Plan, Remembered};
use crate::policy::engine::obligation::{Live, Status};
use crate::policy::eval::answer::Witness;
use crate::policy::eval::memory::Times;
use crate::policy::rule::Rule;

/// How a search tells entries apart.
pub(crate) struct Telling<'t> {
    /// Adds what an entry said, by whom, and amid what.
    pub(crate) what: &'t dyn Fn(EntryNumber, &mut Vec<u8>),
    /// Adds when something was.
    pub(crate) when: &'t dyn Fn(Moment, &mut Vec<u8>),
}

impl Telling<'_> {
    fn all(&self, witness: Witness, to: &mut Vec<u8>) {
        (self.what)(witness.entry, to);
        (self.when)(witness.at, to);
    }

    /// As much as is asked of what happened before.
    fn as_asked(&self, asked: Remembered, times: &Times, to: &mut Vec<u8>) {
        list(to, times.iter().collect::<Vec<_>>().iter(), |witness, to| match asked {
            Remembered::ThatItWas => {}
            Remembered::When => (self.when)(witness.at, to),
            Remembered::What => self.all(*witness, to),
        });
    }
}

impl Engine {
    /// The same bytes, the same future: of one history, whose acts come one after another, as they are recorded.
    pub(in crate::policy) fn outline(&self, rules: &[Rule], plan: &Plan, telling: &Telling<'_>, to: &mut Vec<u8>) {
        let mut open: Vec<&Live> = self.duties.open().collect();
        open.sort_unstable_by(|one, other| (one.rule, &one.key, one.serial).cmp(&(other.rule, &other.key, other.serial)));
        for of_rule in open.chunk_by(|one, other| one.rule == other.rule) {
            let mut duties: Vec<Vec<u8>> = of_rule.iter().map(|live| made(|to| outline(live, plan, telling, to))).collect();
            let rule = of_rule.first().and_then(|live| rules.get(usize::from(live.rule)));
            // Duties that are alike share their fate, unless each needs an answer of its own, and the oldest has the first.
            if !rule.is_some_and(Rule::needs_answers_of_their_own) {
                duties.sort_unstable();
                duties.dedup();
            }
            list(to, duties.iter(), |duty: &Vec<u8>, to| to.extend_from_slice(duty));
        }
        for (tracked, tracker) in self.trackers.iter().zip(&plan.trackers) {
            let mut tracked: Vec<_> = tracked.iter().collect();
            tracked.sort_unstable_by_key(|(key, _)| *key);
            list(to, tracked.iter(), |(key, Track { surely, perhaps }), to| {
                text(key, to);
                telling.as_asked(tracker.asked, surely, to);
                telling.as_asked(tracker.asked, perhaps, to);
            });
        }
        for keyless in &self.keyless {
            list(to, keyless.iter(), |witness, to| telling.all(*witness, to));
        }
        for states in &self.states {
            let mut states: Vec<_> = states.iter().collect();
            states.sort_unstable();
            list(to, states.iter(), |(key, count), to| {
                text(key, to);
                to.extend(count.to_le_bytes());
            });
        }
        for seen in &self.seen {
            let mut seen: Vec<_> = seen.iter().collect();
            seen.sort_unstable();
            list(to, seen.iter(), |key, to| text(key, to));
        }
        // In which order things happened on one day makes no difference to what is asked of it, nor how often beyond what is asked.
        let mut today: Vec<Vec<u8>> = self.today.iter().map(|&(_, witness)| made(|to| telling.all(witness, to))).collect();
        today.sort_unstable();
        let most = rules.iter().map(Rule::answers_needed).max().unwrap_or_default();
        let today = today.chunk_by(|one, other| one == other).flat_map(|alike| alike.iter().take(most));
        list(to, today.collect::<Vec<_>>().iter(), |bytes: &&Vec<u8>, to| to.extend_from_slice(bytes));
        to.extend(self.day_ends.nanos().to_le_bytes());
        for feed in &self.feeds {
            to.extend(feed.from.nanos().to_le_bytes());
            to.extend(feed.what.map_or(u64::MAX, |what| what.bits()).to_le_bytes());
            text(feed.case.as_deref().unwrap_or("\0"), to);
        }
        list(to, self.waivers.iter(), |witness, to| telling.all(*witness, to));
        to.push(u8::from(!self.closed.is_empty()));
    }
}

fn outline(live: &Live, plan: &Plan, telling: &Telling<'_>, to: &mut Vec<u8>) {
    to.extend(live.rule.to_le_bytes());
    text(&live.key, to);
    if plan.look_back.get(usize::from(live.rule)).copied().unwrap_or_default() {
        telling.all(live.opened, to);
        telling.all(live.seen(), to);
    }
    (telling.when)(live.since, to);
    to.extend(live.due.nanos().to_le_bytes());
    to.extend(live.count.to_le_bytes());
    to.push(u8::from(live.by_time));
    to.push(match live.status {
        Status::Waiting => 0,
        Status::Banned => 1,
        Status::Missed(_) => 2,
        Status::Met(_) | Status::Kept(_) | Status::Released(_) | Status::Broken(_) | Status::Unknown(_) => 3,
    });
    let Some(rare) = &live.rare else { return to.push(0) };
    to.push(1);
    text(rare.each.as_deref().unwrap_or("\0"), to);
    to.extend(rare.said.to_le_bytes());
    let doubts = live.doubts();
    for witness in [doubts.answered, doubts.ended, doubts.passed, rare.before] {
        to.push(u8::from(witness.is_some()));
        witness.into_iter().for_each(|witness| telling.all(witness, to));
    }
    let stood = rare.stood.iter().flat_map(|(from, to)| [*from, *to]).chain(rare.stands_since);
    list(to, stood.collect::<Vec<_>>().iter(), |at, to| (telling.when)(*at, to));
}

fn made(make: impl FnOnce(&mut Vec<u8>)) -> Vec<u8> {
    let mut bytes = Vec::new();
    make(&mut bytes);
    bytes
}

fn list<'i, T: 'i>(to: &mut Vec<u8>, items: impl ExactSizeIterator<Item = &'i T>, each: impl Fn(&T, &mut Vec<u8>)) {
    to.extend((items.len() as u32).to_le_bytes());
    items.for_each(|item| each(item, to));
}

fn text(text: &str, to: &mut Vec<u8>) {
    to.extend((text.len() as u32).to_le_bytes());
    to.extend(text.as_bytes());
}
