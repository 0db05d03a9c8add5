//! What happened on the day at hand, for what is opened later that day: each answer counts once.

use std::collections::{HashMap, HashSet};

use chrono::NaiveDate;
use foldhash::fast::RandomState;

use crate::calendar::{Almanac, Calendar};
use crate::cycle::Kind;
use crate::moment::Moment;
use crate::policy::eval::answer::{EntryRef, Truth};
use crate::policy::eval::context::{Context, Opening, Records};
use crate::policy::eval::evidence::Silent;
use crate::policy::eval::fields::{Key, key};
use crate::policy::eval::memory::ByKey;
use crate::policy::eval::past::links::{Followed, leads_to};
use crate::policy::rule::field_path::FieldPath;
use crate::policy::rule::happening::{Happening, Watched};
use crate::policy::rule::predicate::Pattern;
use crate::policy::rule::{self, Rule};

/// What happened on a day, in the order in which it occurred; and by rule, what of it has answered something.
#[derive(Debug, Clone)]
pub(crate) struct Today {
    entries: Vec<(Kind, EntryRef)>,
    day: NaiveDate,
    ends: Moment,
    /// What has answered a duty, by rule and by what that is about; the rest was looked up already.
    spent: Vec<(u32, Key, EntryRef)>,
    looked_up: usize,
    /// Of each rule that was asked.
    rules: HashMap<u32, Earlier, RandomState>,
}

impl Default for Today {
    fn default() -> Self {
        Self {
            entries: Vec::new(),
            day: NaiveDate::MIN,
            ends: Moment::EARLIEST,
            spent: Vec::new(),
            looked_up: 0,
            rules: HashMap::default(),
        }
    }
}

/// What may answer duties of one rule that are opened later that day: made when that is first asked, and kept up.
#[derive(Debug, Clone, Default)]
struct Earlier {
    /// How many entries were looked at.
    seen: usize,
    about: ByKey<Answers>,
    spent: HashSet<(Key, EntryRef), RandomState>,
    /// Those whose subject is not known.
    keyless: Vec<EntryRef>,
}

#[derive(Debug, Clone, Default)]
struct Answers {
    /// Those that answered nothing yet, as far as is known here; the latest is taken first.
    left: Vec<EntryRef>,
    /// The latest that may be one.
    perhaps: Option<EntryRef>,
}

/// Who asks for what happened earlier that day.
pub(crate) struct Asks<'o, 'a> {
    pub(crate) records: Records<'a>,
    pub(crate) place: u32,
    pub(crate) rule: &'a Rule,
    pub(crate) what: &'a Watched,
    pub(crate) opening: &'o Context<'a>,
    pub(crate) opened: EntryRef,
    pub(crate) key: &'o Key,
    /// How many answers are enough,
    pub(crate) needed: usize,
    /// and whether it matters what else may be one.
    pub(crate) looks_at_all: bool,
}

impl Today {
    pub(crate) fn clear(&mut self) {
        self.entries.clear();
        self.spent.clear();
        self.looked_up = 0;
        self.rules.clear();
        (self.day, self.ends) = (NaiveDate::MIN, Moment::EARLIEST);
    }

    /// Begins a new day, if one has begun.
    #[inline]
    pub(crate) fn turn(&mut self, calendar: &Almanac, at: Moment) {
        if at >= self.ends {
            let day = calendar.day_of(at);
            if day != self.day {
                self.clear();
            }
            // Beyond the calendar each entry is asked for its day.
            (self.day, self.ends) = (day, calendar.end_of(day).unwrap_or(at));
        }
    }

    /// Keeps an entry for what is opened later on its day.
    #[inline]
    pub(crate) fn keep(&mut self, kind: Kind, entry_ref: EntryRef) {
        self.entries.push((kind, entry_ref));
    }

    /// An entry has answered a duty: then it answers none that is opened later.
    #[inline]
    pub(crate) fn spend(&mut self, rule: u32, key: &str, entry_ref: EntryRef) {
        self.spent.push((rule, Key::new(key), entry_ref));
    }

    /// What answers a duty that is opened now, of what happened earlier on the day and has answered nothing else; and what may.
    pub(crate) fn take(
        &mut self,
        asks: &Asks<'_, '_>,
        calendar: &Almanac,
        followed: &mut Followed,
    ) -> (Vec<EntryRef>, Option<EntryRef>) {
        let Asks { place, opening, .. } = *asks;
        let Happening::Entry(pattern) = &asks.what.what else { return (Vec::new(), None) };
        if self.entries.is_empty() || (opening.at >= self.ends && calendar.day_of(opening.at) != self.day) {
            return (Vec::new(), None);
        }
        for (rule, key, entry_ref) in self.spent.get(self.looked_up..).unwrap_or_default() {
            self.rules.entry(*rule).or_default().spent.insert((key.clone(), *entry_ref));
        }
        self.looked_up = self.spent.len();
        let earlier = self.rules.entry(place).or_default();
        let is_told_apart = asks.rule.linked_by().is_some() || pattern.looks_back();
        earlier.look_up(asks, pattern, &self.entries, is_told_apart);
        let (mut taken, doubt) =
            if is_told_apart { earlier.take_fitting(asks, pattern, followed) } else { earlier.take_latest(asks) };
        taken.reverse();
        self.spent.extend(taken.iter().map(|&entry_ref| (place, asks.key.clone(), entry_ref)));
        (taken, doubt)
    }

    /// Each entry of the day, with what it has answered.
    pub(crate) fn all(&self) -> impl Iterator<Item = (EntryRef, Vec<(u32, &Key)>)> {
        let mut spent: HashMap<EntryRef, Vec<(u32, &Key)>, RandomState> = HashMap::default();
        for (rule, key, entry_ref) in &self.spent {
            spent.entry(*entry_ref).or_default().push((*rule, key));
        }
        self.entries.iter().map(move |&(_, entry_ref)| {
            let mut of = spent.get(&entry_ref).cloned().unwrap_or_default();
            of.sort_unstable();
            of.dedup();
            (entry_ref, of)
        })
    }

    pub(crate) fn ends(&self) -> Moment {
        self.ends
    }
}

impl Earlier {
    /// Looks at what was not looked at yet: which of it may answer, and what it is about.
    fn look_up(&mut self, asks: &Asks<'_, '_>, pattern: &Pattern, entries: &[(Kind, EntryRef)], is_told_apart: bool) {
        let scoped = rule::scoped(asks.rule.about());
        for &(kind, entry_ref) in entries.get(self.seen..).unwrap_or_default() {
            let Some((_, parts)) = asks.what.keys.iter().find(|(of, _)| *of == kind) else { continue };
            let Some(there) = asks.records.context(entry_ref) else { continue };
            // What is compared with the opening is asked then.
            let truth = if is_told_apart { Truth::Yes } else { pattern.fits(&there, &mut Silent).0 };
            if truth == Truth::No {
                continue;
            }
            if there.lacks(parts) {
                self.keyless.push(entry_ref);
            }
            let nths = (0..).take_while(|&nth| nth == 0 || parts.iter().any(FieldPath::is_list));
            let keys = nths.map_while(|nth| key(parts, scoped, &there, nth, &mut Key::default()).map(Key::new));
            for key in keys {
                let answers = self.about.entry(key).or_default();
                if truth == Truth::Unknown {
                    answers.perhaps = Some(entry_ref);
                } else if answers.left.last() != Some(&entry_ref) {
                    answers.left.push(entry_ref);
                }
            }
        }
        self.seen = entries.len();
    }

    /// Those that fit whatever opened the duty, the latest first.
    fn take_latest(&mut self, asks: &Asks<'_, '_>) -> (Vec<EntryRef>, Option<EntryRef>) {
        let keyless = self.keyless.iter().rev().find(|keyless| keyless.history == asks.opened.history).copied();
        let Some(answers) = self.about.get_mut(asks.key) else { return (Vec::new(), keyless) };
        let mut taken = Vec::new();
        while taken.len() < asks.needed {
            let Some(latest) = answers.left.pop() else { break };
            if !self.spent.contains(&(asks.key.clone(), latest)) {
                taken.push(latest);
            }
        }
        (taken, answers.perhaps.or(keyless))
    }

    /// Those that fit what opened this duty, the latest first.
    fn take_fitting(
        &mut self,
        asks: &Asks<'_, '_>,
        pattern: &Pattern,
        followed: &mut Followed,
    ) -> (Vec<EntryRef>, Option<EntryRef>) {
        let mut fits = |entry_ref: EntryRef| {
            let Some(there) = asks.records.context(entry_ref) else { return Truth::No };
            let answer = Context { opening: Some(Opening::of(asks.opening)), ..there };
            let truth = pattern.fits(&answer, &mut Silent).0;
            match (asks.rule.linked_by(), &asks.rule.when.what) {
                (Some(along), Happening::Entry(when)) if truth != Truth::No => {
                    let linked = leads_to(followed, asks.records, (asks.place, when), along, &there);
                    truth.min(linked.answers(asks.opened, entry_ref.history))
                }
                _ => truth,
            }
        };
        let (mut taken, mut doubt) = (Vec::new(), None);
        if let Some(answers) = self.about.get_mut(asks.key) {
            let spent = &self.spent;
            answers.left.retain(|&one| !spent.contains(&(asks.key.clone(), one)));
            for place in (0..answers.left.len()).rev() {
                let enough = taken.len() >= asks.needed;
                if enough && !asks.looks_at_all {
                    break;
                }
                let Some(&one) = answers.left.get(place) else { break };
                match fits(one) {
                    Truth::Yes if !enough => {
                        taken.push(one);
                        answers.left.remove(place);
                    }
                    Truth::Unknown => doubt = doubt.or(Some(one)),
                    Truth::Yes | Truth::No => {}
                }
            }
        }
        let here = self.keyless.iter().filter(|keyless| keyless.history == asks.opened.history);
        let mut keyless = here.copied().filter(|&one| fits(one) != Truth::No);
        let doubt = doubt.or_else(|| keyless.next());
        (taken, doubt)
    }
}
