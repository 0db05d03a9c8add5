//! How many contracts stand at some stages at once: kept in groups of those that share what is asked, and brought up to date as
//! contracts take steps, so that counting them need not look at each.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet, HashMap};

use foldhash::fast::RandomState;
use smol_str::SmolStrBuilder;

use super::answer::{Held, Missing, Truth, unknown};
use super::context::{Context, Records};
use super::evidence::{Seen, Silent, Trace};
use super::fields::Key;
use super::predicate;
use crate::code::Code;
use crate::contracting::{Contract, Stage};
use crate::id::EntryNumber;
use crate::moment::Moment;
use crate::noun::{Noun, Ref};
use crate::policy::rule::condition::{Concurrent, Slot};
use crate::policy::rule::effective::Effective;
use crate::policy::syntax::codes::Attribute;
use crate::shape::Value;

/// A contract: the place of its history, and its invitation there.
type Invited = (u32, EntryNumber);

/// This many more changes are kept than there are contracts.
const SPARE: usize = 64;

/// At most this many of what was counted are shown.
pub(super) const SHOWN: usize = 20;

/// Contracts that may be counted: those that are not closed, or at a stage that is asked about.
#[derive(Debug, Clone, Default)]
pub(crate) struct Contracts {
    stages: BTreeMap<Invited, Stage>,
    /// Those that were changed by a step, in order, as far as that is kept; and how many changes went before.
    changed: Vec<Invited>,
    forgotten: usize,
    /// What each condition counts that is kept up to date.
    counts: Vec<Groups>,
    /// Whether teams have merged in one of several histories, once that was looked up.
    merged: Option<bool>,
}

impl Contracts {
    pub(crate) fn new(conditions: usize) -> Self {
        Self { counts: vec![Groups::default(); conditions], ..Self::default() }
    }

    pub(crate) fn clear(&mut self) {
        self.stages.clear();
        self.changed.clear();
        (self.forgotten, self.merged) = (0, None);
        self.counts.iter_mut().for_each(Groups::clear);
    }

    /// Notes where a contract stands, if that may be counted.
    pub(crate) fn note_stage(&mut self, history: u32, opened: EntryNumber, stage: Stage, counts: bool) {
        if counts {
            self.stages.insert((history, opened), stage);
        } else {
            self.stages.remove(&(history, opened));
        }
        self.note_change(history, opened);
    }

    /// Notes that a contract took a step, so that its terms may be others.
    pub(crate) fn note_change(&mut self, history: u32, opened: EntryNumber) {
        if self.counts.is_empty() {
            return;
        }
        if self.changed.len() > 2 * self.stages.len() + SPARE {
            self.forgotten += self.changed.len();
            self.changed.clear();
        }
        self.changed.push((history, opened));
    }

    /// Brings what a condition counts up to date, as an entry asks it. What time alone asks looks at each contract instead: it is
    /// asked of a time whose entries have not been taken yet. So does what asks for teams, where those have merged.
    pub(crate) fn catch_up<'a>(&mut self, records: Records<'a>, slot: Slot, asked: &'a Concurrent, context: &Context<'a>) {
        let Self { stages, changed, forgotten, counts, merged } = self;
        let Some(groups) = counts.get_mut(slot.0 as usize).filter(|_| !context.made_by_time()) else { return };
        groups.is_kept = !asked.asks_team() || !teams_merged(records, merged);
        let now = *forgotten + changed.len();
        if !groups.is_kept || groups.seen == now {
            return;
        }
        let stands = |stage: Stage| asked.stages >> stage.index() & 1 == 1;
        if let Some(changed) = groups.seen.checked_sub(*forgotten).and_then(|seen| changed.get(seen..)) {
            // Several steps of one contract come to where it stands after the last.
            for contract in changed.iter().collect::<BTreeSet<_>>() {
                groups.take_out(contract);
                if stages.get(contract).is_some_and(|stage| stands(*stage)) {
                    groups.put(records, *contract, asked, context);
                }
            }
        } else {
            groups.clear();
            for (contract, _) in stages.iter().filter(|(_, stage)| stands(**stage)) {
                groups.put(records, *contract, asked, context);
            }
        }
        (groups.seen, groups.is_kept) = (now, true);
    }

    /// What a condition counts, if that is up to date.
    fn groups(&self, asked: &Concurrent) -> Option<&Groups> {
        let groups = self.counts.get(asked.slot?.0 as usize)?;
        (groups.is_kept && groups.seen == self.forgotten + self.changed.len()).then_some(groups)
    }

    /// Whether enough, and not too many, contracts stand at some stages at once.
    pub(crate) fn concurrent<'a, T: Trace<'a>>(
        &self,
        records: Records<'a>,
        asked: &'a Concurrent,
        context: &Context<'a>,
        trace: &mut T,
    ) -> Held {
        let Some(here) = context.contract() else { return unknown("contract") };
        trace.saw(|| Seen::Concurrent(asked.distinct.as_ref().map(|(attribute, _)| *attribute)));
        let groups = self.groups(asked).filter(|_| !context.made_by_time());
        let is_any = match groups {
            Some(groups) => !groups.members.is_empty(),
            None => self.others(records, asked, context).next().is_some(),
        };
        let mut mine = Vec::with_capacity(asked.sharing.len());
        for &attribute in asked.sharing.iter().filter(|_| is_any) {
            let value = context.attribute_of(here, attribute);
            if value == Value::Missing {
                return unknown(&format!("contract.{}", attribute.code()));
            }
            mine.push(value);
        }
        let (surely, perhaps) = match groups {
            Some(groups) => groups.count(records, asked, &mine, context, trace),
            None => self.walk(records, asked, &mine, context, trace),
        };
        let why = (perhaps > 0).then(|| Missing::Field("contract".into()));
        limits((surely, surely + perhaps), (asked.at_least.as_ref(), asked.at_most.as_ref()), context.at, why)
    }

    /// The contracts that stand at the stages, in the order of their histories and invitations.
    fn others<'s, 'a: 's>(
        &'s self,
        records: Records<'a>,
        asked: &'s Concurrent,
        context: &'s Context<'a>,
    ) -> impl Iterator<Item = Other<'a>> + 's {
        let at_stages = self.stages.iter().filter(|(_, stage)| asked.stages >> stage.index() & 1 == 1);
        at_stages.filter_map(move |(contract, _)| Other::find(records, *contract, context))
    }

    /// Looks at each contract.
    fn walk<'a, T: Trace<'a>>(
        &self,
        records: Records<'a>,
        asked: &'a Concurrent,
        mine: &[Value<'a>],
        context: &Context<'a>,
        trace: &mut T,
    ) -> (i64, i64) {
        let (mut surely, mut perhaps) = (0_usize, 0_usize);
        let mut values: Vec<Value<'a>> = Vec::new();
        for other in self.others(records, asked, context) {
            let theirs = asked.sharing.iter().map(|&attribute| other.attribute(attribute));
            let shares = mine
                .iter()
                .zip(theirs)
                .map(|(mine, theirs)| if theirs == Value::Missing { Truth::Unknown } else { Truth::of(*mine == theirs) });
            match (shares.fold(other.fits(asked), Truth::min), asked.distinct.as_ref()) {
                (Truth::No, _) => {}
                (Truth::Yes, None) => {
                    surely += 1;
                    if surely <= SHOWN {
                        trace.saw(|| Seen::Counted(other.id(), None));
                    }
                }
                (Truth::Yes, Some((attribute, codes))) if other.attribute(*attribute) != Value::Missing => {
                    let value = other.attribute(*attribute);
                    if !values.contains(&value) {
                        values.push(value);
                        surely += 1;
                        if surely <= SHOWN {
                            trace.saw(|| Seen::Counted(value, Some(codes)));
                        }
                    }
                }
                (Truth::Yes | Truth::Unknown, _) => perhaps += 1,
            }
        }
        left_out(surely, trace);
        (surely as i64, perhaps as i64)
    }
}

/// Says how many were counted beyond those that are shown.
pub(super) fn left_out<'a>(counted: usize, trace: &mut impl Trace<'a>) {
    if let Some(more) = counted.checked_sub(SHOWN).filter(|more| *more > 0) {
        trace.saw(|| Seen::CountedBesides(more));
    }
}

/// Whether teams have merged in a history: of several, that is looked up once.
fn teams_merged(records: Records<'_>, known: &mut Option<bool>) -> bool {
    if let [input] = records.inputs {
        return input.cycle.has_merged_teams();
    }
    *known.get_or_insert_with(|| records.inputs.iter().any(|input| input.cycle.has_merged_teams()))
}

/// A contract that may be counted, as it stood when that is asked.
struct Other<'a> {
    there: Context<'a>,
    contract: &'a Contract,
}

impl<'a> Other<'a> {
    fn find(records: Records<'a>, (history, opened): Invited, asking: &Context<'a>) -> Option<Self> {
        let input = records.input(history)?;
        // Of one instant, entries of an earlier history come before those of this one, and of a later history after them.
        let (at, by) = match history.cmp(&asking.input.place) {
            Ordering::Equal => (asking.at, asking.by),
            Ordering::Greater if !asking.made_by_time() => (asking.at.just_before(), EntryNumber::LAST),
            Ordering::Greater | Ordering::Less => (asking.at, EntryNumber::LAST),
        };
        let there = Context { at, by, ..records.of(input, input.entry(opened)?) };
        Some(Self { contract: there.contract()?, there })
    }

    fn attribute(&self, attribute: Attribute) -> Value<'a> {
        self.there.attribute_of(self.contract, attribute)
    }

    fn id(&self) -> Value<'a> {
        self.there.about(Noun::Contract).map_or(Value::Missing, Value::Outside)
    }

    /// Whether it is such as to be counted at all.
    fn fits(&self, asked: &'a Concurrent) -> Truth {
        predicate::all(&asked.tests, &self.there, &mut Silent).0
    }
}

/// What one condition counts: contracts at its stages, in groups of those that share what it asks.
#[derive(Debug, Clone, Default)]
struct Groups {
    /// How many changes it has seen, and whether it is kept up to date.
    seen: usize,
    is_kept: bool,
    /// Every contract at the stages, with its group, unless it does not count.
    members: HashMap<Invited, Option<Member>, RandomState>,
    /// By which attributes are known, as bits, and what they say.
    groups: HashMap<(u32, Key), Group, RandomState>,
    /// How many contracts there are of which these attributes are known.
    known: BTreeMap<u32, usize>,
}

/// Where a contract is counted.
#[derive(Debug, Clone)]
struct Member {
    known: u32,
    shares: Key,
    /// Whether it counts for certain; and for which value, where values are counted.
    surely: bool,
    value: Option<Key>,
}

/// Contracts of which the same attributes are known, and say the same.
#[derive(Debug, Clone, Default)]
struct Group {
    surely: BTreeSet<Invited>,
    /// Where values are counted: who has each, and the first of those.
    values: HashMap<Key, BTreeSet<Invited>, RandomState>,
    firsts: BTreeSet<Invited>,
    perhaps: usize,
}

impl Groups {
    fn clear(&mut self) {
        (self.seen, self.is_kept) = (0, false);
        self.members.clear();
        self.groups.clear();
        self.known.clear();
    }

    fn put<'a>(&mut self, records: Records<'a>, contract: Invited, asked: &'a Concurrent, context: &Context<'a>) {
        let Some(other) = Other::find(records, contract, context) else { return };
        let fits = other.fits(asked);
        if fits == Truth::No {
            self.members.insert(contract, None);
            return;
        }
        let theirs: Vec<Value<'a>> = asked.sharing.iter().map(|&attribute| other.attribute(attribute)).collect();
        let said = theirs.iter().enumerate().filter(|(_, value)| **value != Value::Missing);
        let known = said.fold(0, |known, (place, _)| known | 1 << place);
        let value = asked.distinct.as_ref().map(|(attribute, _)| other.attribute(*attribute));
        let surely = fits == Truth::Yes && known == all(asked) && value != Some(Value::Missing);
        let value = value.filter(|_| surely).map(|value| written(&[value], 1));
        let member = Member { known, shares: written(&theirs, known), surely, value };
        *self.known.entry(known).or_default() += 1;
        self.groups.entry((known, member.shares.clone())).or_default().put(contract, &member);
        self.members.insert(contract, Some(member));
    }

    fn take_out(&mut self, contract: &Invited) {
        let Some(member) = self.members.remove(contract).flatten() else { return };
        if let Some(count) = self.known.get_mut(&member.known) {
            *count -= 1;
            if *count == 0 {
                self.known.remove(&member.known);
            }
        }
        let key = (member.known, member.shares.clone());
        if let Some(group) = self.groups.get_mut(&key) {
            group.take_out(contract, &member);
            if group.is_empty() {
                self.groups.remove(&key);
            }
        }
    }

    /// How many share what one contract says, for certain, and perhaps besides.
    fn count<'a, T: Trace<'a>>(
        &self,
        records: Records<'a>,
        asked: &'a Concurrent,
        mine: &[Value<'a>],
        context: &Context<'a>,
        trace: &mut T,
    ) -> (i64, i64) {
        let of = |known: u32| self.groups.get(&(known, written(mine, known)));
        let perhaps: usize = self.known.keys().filter_map(|&known| of(known)).map(|group| group.perhaps).sum();
        let Some(group) = of(all(asked)) else { return (0, perhaps as i64) };
        let values = asked.distinct.as_ref();
        let counted = if values.is_some() { &group.firsts } else { &group.surely };
        if T::RECORDS {
            for other in counted.iter().take(SHOWN).filter_map(|contract| Other::find(records, *contract, context)) {
                trace.saw(|| match values {
                    Some((attribute, codes)) => Seen::Counted(other.attribute(*attribute), Some(codes)),
                    None => Seen::Counted(other.id(), None),
                });
            }
            left_out(counted.len(), trace);
        }
        (counted.len() as i64, perhaps as i64)
    }
}

impl Group {
    fn put(&mut self, contract: Invited, member: &Member) {
        match (&member.value, member.surely) {
            (_, false) => self.perhaps += 1,
            (None, true) => _ = self.surely.insert(contract),
            (Some(value), true) => self.change(value, |having| _ = having.insert(contract)),
        }
    }

    fn take_out(&mut self, contract: &Invited, member: &Member) {
        match (&member.value, member.surely) {
            (_, false) => self.perhaps -= 1,
            (None, true) => _ = self.surely.remove(contract),
            (Some(value), true) => self.change(value, |having| _ = having.remove(contract)),
        }
    }

    /// Changes who has a value, and with them who is the first.
    fn change(&mut self, value: &Key, change: impl FnOnce(&mut BTreeSet<Invited>)) {
        let having = self.values.entry(value.clone()).or_default();
        let before = having.first().copied();
        change(having);
        let after = having.first().copied();
        if before != after {
            before.map(|first| self.firsts.remove(&first));
            self.firsts.extend(after);
        }
        if after.is_none() {
            self.values.remove(value);
        }
    }

    fn is_empty(&self) -> bool {
        self.perhaps == 0 && self.surely.is_empty() && self.values.is_empty()
    }
}

/// That all attributes are known which have to be shared, as bits.
fn all(asked: &Concurrent) -> u32 {
    (1 << asked.sharing.len()) - 1
}

/// What those of some attributes say that are known, as a key.
fn written(values: &[Value<'_>], known: u32) -> Key {
    let mut key = SmolStrBuilder::new();
    for (_, value) in values.iter().enumerate().filter(|(place, _)| known >> place & 1 == 1) {
        match value {
            Value::Code(code) => key.push_str(&code.to_string()),
            Value::Ref(Ref { id, .. }) | Value::Outside(id) => {
                key.push('=');
                key.push_str(id);
            }
            // No attribute of a contract is any of these.
            Value::Missing
            | Value::Codes(_)
            | Value::Number(_)
            | Value::Day(_)
            | Value::Instant(_)
            | Value::Text
            | Value::Inner => {}
        }
        key.push('\0');
    }
    key.finish()
}

/// The least number, and the greatest.
type Limits<'c> = (Option<&'c Effective<i64>>, Option<&'c Effective<i64>>);

/// Whether a count, which is at least one number and at most another, lies within its limits.
pub(super) fn limits(
    (surely, perhaps): (i64, i64),
    (at_least, at_most): Limits<'_>,
    at: Moment,
    why: Option<Missing>,
) -> Held {
    let within = |limit: Option<&Effective<i64>>, least: bool| match limit.map(|limit| limit.at(at)) {
        None => (Truth::Yes, None),
        Some(None) => (Truth::Unknown, Some(Missing::Parameter)),
        Some(Some(&limit)) => {
            let (poor, rich) = if least { (surely >= limit, perhaps >= limit) } else { (perhaps <= limit, surely <= limit) };
            match (poor, rich) {
                (true, _) => (Truth::Yes, None),
                (false, true) => (Truth::Unknown, why.clone()),
                (false, false) => (Truth::No, None),
            }
        }
    };
    let ((enough, lacks), (few, otherwise)) = (within(at_least, true), within(at_most, false));
    (enough.min(few), lacks.or(otherwise))
}
