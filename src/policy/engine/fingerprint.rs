//! The canonical bytes of an engine: equal bytes allow the same future verdicts.

use super::index::{Remembered, RuleIndex};
use super::obligation::{Obligation, Status};
use super::{Engine, Program};
use crate::id::EntryNumber;
use crate::moment::Moment;
use crate::policy::eval::answer::EntryRef;
use crate::policy::eval::fields::Key;
use crate::policy::eval::memory::{ByKey, Times, Track};
use crate::policy::eval::past::window::is_after;
use crate::policy::rule::Rule;

/// How a search distinguishes entries.
pub(crate) struct EntryFingerprint<'t> {
    /// Adds what an entry said, by whom, and amid what.
    pub(crate) what: &'t dyn Fn(EntryNumber, &mut Vec<u8>),
    /// Adds when something was.
    pub(crate) when: &'t dyn Fn(Moment, &mut Vec<u8>),
}

impl EntryFingerprint<'_> {
    fn all(&self, entry_ref: EntryRef, to: &mut Vec<u8>) {
        (self.what)(entry_ref.entry, to);
        (self.when)(entry_ref.at, to);
    }

    /// As much as is asked of what happened before.
    fn as_asked(&self, asked: Remembered, times: &Times, to: &mut Vec<u8>) {
        list(to, times.iter().collect::<Vec<_>>().iter(), |entry_ref, to| match asked {
            Remembered::ThatItWas => {}
            Remembered::When => (self.when)(entry_ref.at, to),
            Remembered::What => self.all(*entry_ref, to),
        });
    }
}

impl Engine {
    /// The same bytes, the same future: of one history, whose acts come one after another, as they are recorded, with what was
    /// settled and may count again.
    pub(crate) fn fingerprint(
        &self,
        program: &Program,
        settled: &[Obligation],
        entries: &EntryFingerprint<'_>,
        to: &mut Vec<u8>,
    ) {
        let Program { rules, index, .. } = program;
        let mut open: Vec<&Obligation> = self.store.open().collect();
        open.sort_unstable_by(|one, other| (one.rule, &one.key, one.serial).cmp(&(other.rule, &other.key, other.serial)));
        for of_rule in open.chunk_by(|one, other| one.rule == other.rule) {
            let mut duties: Vec<Vec<u8>> =
                of_rule.iter().map(|obligation| made(|to| fingerprint(obligation, index, entries, to))).collect();
            let rule = of_rule.first().and_then(|obligation| rules.get(obligation.rule as usize));
            // Duties that are alike share their fate, unless each needs an answer of its own, and the oldest has the first.
            if !rule.is_some_and(Rule::needs_answers_of_their_own) {
                duties.sort_unstable();
                duties.dedup();
            }
            list(to, duties.iter(), |duty: &Vec<u8>, to| to.extend_from_slice(duty));
        }
        for (tracked, tracker) in self.memory.trackers.iter().zip(&index.trackers) {
            let mut tracked: Vec<_> = tracked.iter().collect();
            tracked.sort_unstable_by_key(|(key, _)| *key);
            list(to, tracked.iter(), |(key, Track { surely, perhaps }), to| {
                text(key, to);
                entries.as_asked(tracker.asked, surely, to);
                entries.as_asked(tracker.asked, perhaps, to);
            });
        }
        for keyless in self.memory.keyless.iter().chain(&self.memory.redacted) {
            for (_, times) in keyless {
                list(to, times.iter().collect::<Vec<_>>().iter(), |entry_ref, to| entries.all(*entry_ref, to));
            }
        }
        for &(tracker, after) in &index.after {
            self.come_after(tracker, after, to);
        }
        for &(began, ended) in &index.ends {
            self.end_after(began, ended, to);
        }
        for states in &self.memory.states {
            let mut states: Vec<_> = states.iter().collect();
            states.sort_unstable();
            list(to, states.iter(), |(key, count), to| {
                text(key, to);
                to.extend(count.to_le_bytes());
            });
        }
        for seen in &self.firsts {
            let mut seen: Vec<_> = seen.iter().collect();
            seen.sort_unstable();
            list(to, seen.iter(), |key, to| text(key, to));
        }
        // In which order things happened on one day makes no difference to what is asked of it; what it has answered does.
        let mut today: Vec<Vec<u8>> = self
            .today
            .all()
            .map(|(entry_ref, spent)| {
                made(|to| {
                    entries.all(entry_ref, to);
                    list(to, spent.iter(), |(rule, key), to| {
                        to.extend(rule.to_le_bytes());
                        text(key, to);
                    });
                })
            })
            .collect();
        today.sort_unstable();
        list(to, today.iter(), |bytes: &Vec<u8>, to| to.extend_from_slice(bytes));
        to.extend(self.today.ends().nanos().to_le_bytes());
        for feed in &self.notes.feeds {
            to.extend(feed.from.nanos().to_le_bytes());
            to.extend(feed.ends.nanos().to_le_bytes());
            to.extend(feed.what.map_or(u64::MAX, |what| what.bits()).to_le_bytes());
            text(feed.case.as_deref().unwrap_or("\0"), to);
        }
        list(to, self.notes.waivers.iter(), |entry_ref, to| entries.all(*entry_ref, to));
        list(to, settled.iter(), |obligation: &Obligation, to| {
            fingerprint(obligation, index, entries, to);
            entries.all(obligation.opened, to);
            if let Status::Missed(missed) = &obligation.status {
                to.extend(missed.at.nanos().to_le_bytes());
                missed.remedied.into_iter().for_each(|by| entries.all(by, to));
            }
        });
        to.push(u8::from(!self.notes.closed.is_empty()));
    }
}

impl Engine {
    /// How many of what one tracker keeps came after each of what another keeps: of times alone that need not be seen.
    fn come_after(&self, tracker: u32, after: u32, to: &mut Vec<u8>) {
        let (Some(tracked), Some(bounds)) =
            (self.memory.trackers.get(tracker as usize), self.memory.trackers.get(after as usize))
        else {
            return;
        };
        let keyless = |tracker: u32| self.memory.about_unknown(tracker);
        let mut keys: Vec<&Key> = tracked.keys().chain(bounds.keys()).collect();
        keys.sort_unstable();
        keys.dedup();
        fn of<'m>(by_key: &'m ByKey<Track>, key: &Key) -> Vec<&'m Times> {
            by_key.get(key).into_iter().flat_map(|track| [&track.surely, &track.perhaps]).collect()
        }
        for key in keys {
            for bound in of(bounds, key).into_iter().chain(keyless(after)).flat_map(Times::iter) {
                for times in of(tracked, key).into_iter().chain(keyless(tracker)).chain(of(bounds, key)) {
                    let before = times.partition_point(|one| !is_after(*one, bound));
                    to.extend(((times.len() - before) as u32).to_le_bytes());
                }
            }
        }
    }
}

impl Engine {
    /// How many of what one tracker keeps came after each of what another keeps, whatever either is about: of times alone that need
    /// not be seen.
    fn end_after(&self, began: u32, ended: u32, to: &mut Vec<u8>) {
        let times = |tracker: u32| -> Vec<&Times> {
            let mut tracked: Vec<(&Key, &Track)> =
                self.memory.trackers.get(tracker as usize).into_iter().flatten().collect();
            tracked.sort_unstable_by_key(|(key, _)| *key);
            let keyless = self.memory.about_unknown(tracker);
            tracked.into_iter().flat_map(|(_, track)| [&track.surely, &track.perhaps]).chain(keyless).collect()
        };
        let ends = times(ended);
        for one in times(began).into_iter().flat_map(Times::iter) {
            for ends in &ends {
                let before = ends.partition_point(|end| !is_after(*end, one));
                to.extend(((ends.len() - before) as u32).to_le_bytes());
            }
        }
    }
}

fn fingerprint(obligation: &Obligation, index: &RuleIndex, entries: &EntryFingerprint<'_>, to: &mut Vec<u8>) {
    to.extend(obligation.rule.to_le_bytes());
    text(&obligation.key, to);
    if index.look_back.get(obligation.rule as usize).copied().unwrap_or_default() {
        entries.all(obligation.opened, to);
        entries.all(obligation.seen(), to);
    }
    (entries.when)(obligation.since, to);
    to.extend(obligation.due.nanos().to_le_bytes());
    to.extend(obligation.count.to_le_bytes());
    to.push(u8::from(obligation.by_time));
    to.push(match obligation.status {
        Status::Waiting => 0,
        Status::Banned => 1,
        Status::Missed(_) => 2,
        Status::Met(_) | Status::Kept(_) | Status::Released(_) | Status::Broken(_) | Status::Unknown(_) => 3,
    });
    let Some(cold) = &obligation.cold else { return to.push(0) };
    to.push(1);
    text(cold.each.as_deref().unwrap_or("\0"), to);
    to.extend(cold.said.to_le_bytes());
    to.push(u8::from(cold.closed));
    let doubts = obligation.doubts();
    for entry_ref in [doubts.answered, doubts.ended, doubts.passed, cold.before] {
        to.push(u8::from(entry_ref.is_some()));
        entry_ref.into_iter().for_each(|entry_ref| entries.all(entry_ref, to));
    }
    let stood = cold.stood.iter().flat_map(|(from, to)| [*from, *to]).chain(cold.stands_since);
    list(to, stood.collect::<Vec<_>>().iter(), |at, to| (entries.when)(*at, to));
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
