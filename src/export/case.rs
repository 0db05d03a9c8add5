//! One history, as it is exported: its events in the order of occurrence, with what each relates to.

use std::collections::HashMap;

use foldhash::fast::FixedState;

use super::error::Error;
use super::layout::{Attribute, Found, Layout, Value};
use super::object::{Object, ObjectType};
use super::options::Options;
use super::phase::Phase;
use crate::attachment::CycleOpened;
use crate::contracting::{Contract, ContractInvited, ContractRenewed, Successor};
use crate::cycle::{Act, Entry, Event, Kind};
use crate::history::{History, View};
use crate::id::{CycleId, EntryNumber, PersonId};
use crate::moment::Moment;
use crate::noun::Noun;
use crate::people::Role;
use crate::reader::Reader;
use crate::words::is_said_here;

/// The numbers that stand for cases in one export: 1 for the first that comes. Their own references would lead to a family.
#[derive(Debug, Default)]
pub(super) struct CaseNumbers(HashMap<Box<str>, u32>);

impl CaseNumbers {
    fn of(&mut self, case: &str) -> u32 {
        let next = u32::try_from(self.0.len() + 1).unwrap_or(u32::MAX);
        *self.0.entry(case.into()).or_insert(next)
    }
}

/// A history as it is exported: one case of an event log, with what its reader is shown, and under the names that stand for references.
///
/// ```
/// use practice_cycle::{export::{Case, Error, Exporter, Format, Options}, history::History};
/// struct Cycles<'c>(&'c mut Vec<(String, usize)>);
/// impl Format for Cycles<'_> {
///     fn add(&mut self, case: &Case<'_>) -> Result<(), Error> {
///         self.0.push((case.cycle().to_owned(), case.len()));
///         Ok(())
///     }
///     fn finish(self: Box<Self>) -> Result<(), Error> {
///         Ok(())
///     }
/// }
/// let history = History::read(std::fs::read("examples/data/turnover.jsonl")?.as_slice())?;
/// let mut cycles = Vec::new();
/// Exporter::new(Cycles(&mut cycles), Options::new()).add(&history)?;
/// assert_eq!(cycles, [("invented-turnover".to_owned(), 36)]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct Case<'a> {
    options: &'a Options,
    view: View<'a>,
    reader: Reader,
    /// In the order of occurrence.
    shown: Vec<&'a Entry>,
    opened: &'a CycleOpened,
    /// What stands for references, where they do not stand for themselves.
    names: HashMap<(ObjectType, &'a str), Box<str>, FixedState>,
    in_error: u64,
}

/// One event.
///
/// ```
/// use practice_cycle::{export::{Case, Error, Exporter, Format, Options, Value}, history::History};
/// struct First<'c>(&'c mut String);
/// impl Format for First<'_> {
///     fn add(&mut self, case: &Case<'_>) -> Result<(), Error> {
///         case.each(|row| {
///             if row.kind.code() == "contract_invited" && self.0.is_empty() {
///                 let related: Vec<String> = row.relations.iter().map(|(how, object)| format!("{how}: {object}")).collect();
///                 *self.0 = related.join(", ");
///                 assert!(row.attributes.contains(&("space", Value::Text("joint_session".into()))));
///             }
///             Ok(())
///         })
///     }
///     fn finish(self: Box<Self>) -> Result<(), Error> {
///         Ok(())
///     }
/// }
/// let history = History::read(std::fs::read("examples/data/turnover.jsonl")?.as_slice())?;
/// let mut first = String::new();
/// Exporter::new(First(&mut first), Options::new()).add(&history)?;
/// assert_eq!(first, "cycle: cycle invented-turnover, by: person worker-a, contract: contract invented-turnover c-1, case: case 1");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
#[non_exhaustive]
pub struct Row<'c> {
    /// The number of its entry.
    pub number: EntryNumber,
    /// What happened.
    pub kind: Kind,
    /// To which part of the work that belongs.
    pub phase: Phase,
    /// When it occurred.
    pub occurred_at: Moment,
    /// When it was recorded.
    pub recorded_at: Moment,
    /// Who did it; nobody, where something was said without a name.
    pub by: Option<&'c str>,
    /// The role in which they did it.
    pub role: Option<Role>,
    /// What it made, if it made something other than a person.
    pub makes: Option<Object<'c>>,
    /// What it relates to, each with how: the path of the field that refers to it, or `cycle`, `by` or `recorded_by`. None twice.
    pub relations: Vec<(&'static str, Object<'c>)>,
    /// The attributes of its kind that it has, by name: see [`attributes`](super::attributes).
    pub attributes: Vec<(&'static str, Value<'c>)>,
}

impl<'a> Case<'a> {
    /// What is shown of a history; nothing, where its cycle had not been opened.
    pub(super) fn of(history: &'a History, options: &'a Options, numbers: &mut CaseNumbers) -> Option<Self> {
        let (view, reader) = options.view(history);
        let opened = view.entries().iter().find_map(|entry| CycleOpened::of(entry.event()))?;
        let in_error = taken_back(&view, &reader);
        let mut shown = view.by_occurrence();
        shown.retain(|entry| reader.is_shown(entry.number()));
        let mut case = Self { options, view, reader, shown, opened, names: HashMap::default(), in_error };
        case.name_all(numbers);
        Some(case)
    }

    /// Finds a name for each reference that does not stand for itself.
    fn name_all(&mut self, numbers: &mut CaseNumbers) {
        if let Some(pseudonyms) = self.options.pseudonyms() {
            let mut found = Found::default();
            let mut name = |of: ObjectType, reference: &'a str| {
                self.names.entry((of, reference)).or_insert_with(|| pseudonyms.of(of, reference).into());
            };
            name(ObjectType::Cycle, self.opened.cycle.as_str());
            // Of what the reader is not shown, too: people are listed, whoever recorded that they are here.
            for entry in self.view.entries() {
                let act = entry.act();
                for person in std::iter::once(&act.by).chain(&act.recorded_by) {
                    name(ObjectType::Made(Noun::Person), person.as_str());
                }
                Layout::of(act.event.kind()).find(act.event.part(), false, &mut found);
                found.things.iter().for_each(|&(_, of, reference)| name(of, reference));
                if let Some(cycle) = elsewhere(entry.event()) {
                    name(ObjectType::Cycle, cycle);
                }
            }
        } else if !self.options.has_words() {
            for case in self.shown.iter().flat_map(|entry| entry.event().cases()).filter_map(|case| case.as_str()) {
                self.names.insert((ObjectType::Case, case), numbers.of(case).to_string().into());
            }
        }
    }

    /// The reference of the cycle, or its pseudonym.
    #[must_use]
    pub fn cycle(&self) -> &str {
        self.name(ObjectType::Cycle, self.opened.cycle.as_str())
    }

    /// The reference of the cycle as it is stored.
    pub(super) fn stored_cycle(&self) -> &'a CycleId {
        &self.opened.cycle
    }

    /// What is exported, and how much of it.
    #[must_use]
    pub fn options(&self) -> &Options {
        self.options
    }

    /// What had happened by the time spoken of, as known then; what the reader is not shown is in it, too.
    pub(super) fn view(&self) -> &View<'a> {
        &self.view
    }

    /// For whom it is made.
    pub(super) fn reader(&self) -> &Reader {
        &self.reader
    }

    /// How many events there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.shown.len()
    }

    /// Whether there are none, which may be where none is shown to the reader.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.shown.is_empty()
    }

    /// How many entries are left out because they were made in error, of those that the reader would be shown.
    #[must_use]
    pub fn in_error(&self) -> u64 {
        self.in_error
    }

    /// The contracts that the reader is shown something of, each with its name.
    pub(super) fn contracts(&self) -> impl Iterator<Item = (&Contract, &ContractInvited, Object<'_>)> {
        let invited = self.shown.iter().filter_map(|entry| ContractInvited::of(entry.event()));
        invited.filter_map(|data| {
            let of = ObjectType::Made(Noun::Contract);
            Some((self.view.cycle().contract(&data.contract)?, data, self.object(of, data.contract.as_str())))
        })
    }

    /// A thing by its type and its reference as it is stored.
    pub(super) fn object<'c>(&'c self, of: ObjectType, reference: &'c str) -> Object<'c> {
        Object { of, cycle: self.cycle(), name: self.name(of, reference) }
    }

    fn name<'c>(&'c self, of: ObjectType, reference: &'c str) -> &'c str {
        let stands_for_itself = self.options.pseudonyms().is_none() && (of != ObjectType::Case || self.options.has_words());
        if stands_for_itself {
            return reference;
        }
        // The key of the map lives longer than what is looked for. A reference without a name would be shown by nothing, never by itself.
        let name = self.names.get(&(of, reference) as &(ObjectType, &str));
        name.map_or("", |name| &**name)
    }

    /// Visits the events in the order of occurrence; of those at one instant, in the order of recording.
    ///
    /// # Errors
    /// The first that a visit gave; nothing is visited after it.
    pub fn each<'c>(&'c self, mut visit: impl FnMut(&Row<'c>) -> Result<(), Error>) -> Result<(), Error> {
        let cycle = Object { of: ObjectType::Cycle, cycle: self.cycle(), name: self.cycle() };
        let mut found = Found::default();
        let (mut relations, mut attributes) = (Vec::new(), Vec::new());
        for entry in &self.shown {
            let Entry { number, act } = entry;
            let kind = act.event.kind();
            // Corrections are in no view.
            let Some(phase) = Phase::of(kind) else { continue };
            let layout = Layout::of(kind);
            let with_words = self.options.has_words() && self.reader.may_read(*number);
            layout.find(act.event.part(), with_words, &mut found);

            let person = |person: &'c PersonId| self.object(ObjectType::Made(Noun::Person), person.as_str());
            let is_named = !is_said_here(&act.event);
            let by = is_named.then(|| person(&act.by));
            let recorded_by = act.recorded_by.as_ref().filter(|_| is_named).map(person);
            relations.push(("cycle", cycle));
            relations.extend(by.map(|by| ("by", by)));
            relations.extend(recorded_by.map(|by| ("recorded_by", by)));
            let things = found.things.drain(..).map(|(how, of, reference)| (how, self.object(of, reference)));
            let there =
                elsewhere(&act.event).map(|cycle| ("successor.elsewhere.cycle", self.object(ObjectType::Cycle, cycle)));
            for relation in things.chain(there) {
                if !relations.contains(&relation) {
                    relations.push(relation);
                }
            }
            let named =
                |(place, value)| layout.attributes.get(place).map(|attribute: &Attribute| (attribute.name.as_str(), value));
            attributes.extend(found.attributes.drain(..).filter_map(named));

            let makes = act.event.subject().filter(|it| kind.creates_subject() && it.noun != Noun::Person);
            let row = Row {
                number: *number,
                kind,
                phase,
                occurred_at: act.occurred_at,
                recorded_at: act.recorded_at,
                by: by.map(|by| by.name),
                role: if is_named { self.role_of(act) } else { None },
                makes: makes.map(|it| self.object(ObjectType::Made(it.noun), it.id)),
                relations,
                attributes,
            };
            visit(&row)?;
            (relations, attributes) = (row.relations, row.attributes);
            relations.clear();
            attributes.clear();
        }
        Ok(())
    }

    fn role_of(&self, act: &Act) -> Option<Role> {
        act.in_role.or_else(|| self.view.cycle().role_at(&act.by, act.occurred_at))
    }
}

/// The other cycle in which a contract is continued, which rules cannot ask for.
fn elsewhere(event: &Event) -> Option<&str> {
    let successor = &ContractRenewed::of(event)?.successor;
    if let Successor::Elsewhere { cycle, .. } = successor { Some(cycle.as_str()) } else { None }
}

/// How many of the entries that a reader would be shown had happened, and were taken back as made in error.
fn taken_back(view: &View<'_>, reader: &Reader) -> u64 {
    let mut in_effect = view.entries().iter().map(|entry| entry.number()).peekable();
    let known = std::iter::successors(Some(EntryNumber::FIRST), |number| Some(number.next()));
    let known = known.map_while(|number| view.entry(number));
    let taken_back = known.filter(|entry| {
        let number = entry.number();
        let is_in_effect = in_effect.next_if_eq(&number).is_some();
        let had_happened = entry.act().occurred_at <= view.as_of();
        !is_in_effect && had_happened && Phase::of(entry.event().kind()).is_some() && reader.is_shown(number)
    });
    taken_back.count() as u64
}
