//! Rows become acts, and acts are offered to the history of their cycle.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use serde::Serialize;
use serde_json::{Map, Value as Json};

use super::checked::{Columns, Mapping};
use super::mapping::{Activities, Activity, Entering, Order, Stated, Value};
use super::problem::{Problem, Refused};
use super::row::Row;
use super::value::{With, columns_at, is_text, whole_number};
use crate::attachment::{CycleOpened, PersonEntered};
use crate::code::Code;
use crate::cycle::{Act, Event, Kind};
use crate::history::History;
use crate::id::{CycleId, PersonId};
use crate::moment::Moment;
use crate::people::Role;
use crate::stored;

/// What came of a log.
///
/// ```
/// use practice_cycle::import::{Mapping, read};
/// let mapping = Mapping::parse(&std::fs::read_to_string("examples/data/invented_log.mapping.json")?)?;
/// let imported = read(std::fs::read("examples/data/invented_log.csv")?.as_slice(), &mapping)?;
/// let entries: usize = imported.histories.values().map(|history| history.entries().len()).sum();
/// assert_eq!(entries as u64, imported.report.accepted + imported.report.stated);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Default)]
pub struct Imported {
    /// The history of each cycle of which anything was accepted.
    pub histories: BTreeMap<CycleId, History>,
    /// What became of each row.
    pub report: Report,
}

/// What became of the rows of a log. Each that was read was left out, refused, or accepted.
///
/// ```
/// use practice_cycle::import::{Mapping, read};
/// let mapping = Mapping::parse(&std::fs::read_to_string("examples/data/invented_log.mapping.json")?)?;
/// let report = read(std::fs::read("examples/data/invented_log.csv")?.as_slice(), &mapping)?.report;
/// let left_out: u64 = report.left_out.iter().map(|rule| rule.rows).sum();
/// assert_eq!(report.read, left_out + report.refused_rows() + report.accepted);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Report {
    /// How many rows there are.
    pub read: u64,
    /// How many of them became entries.
    pub accepted: u64,
    /// How many were left out on purpose, by why. Those of activities that the mapping leaves out come last.
    pub left_out: Vec<LeftOut>,
    /// Rows that became no entries, in the order in which they were offered; and so what the mapping states.
    pub refused: Vec<Refused>,
    /// How many entries the mapping states, and not the log.
    pub stated: u64,
    /// Columns that hold something in some rows and that the mapping does not name, each with in how many rows.
    pub not_mapped: BTreeMap<String, u64>,
}

/// Rows that were left out on purpose.
///
/// ```
/// use practice_cycle::import::LeftOut;
/// let left_out = LeftOut { because: "entries of the training".to_owned(), rows: 3 };
/// assert_eq!(serde_json::to_string(&left_out)?, r#"{"because":"entries of the training","rows":3}"#);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LeftOut {
    /// Why, as the mapping says it.
    pub because: String,
    /// How many.
    pub rows: u64,
}

impl Report {
    /// How many rows were refused.
    #[must_use]
    pub fn refused_rows(&self) -> u64 {
        self.refused.iter().filter(|refused| !refused.stated).count() as u64
    }
}

/// Takes rows, and offers what they become.
pub(super) struct Offering<'m> {
    mapping: &'m Mapping,
    with: With<'m>,
    columns: Columns,
    cycles: BTreeMap<CycleId, Opened>,
    waiting: Vec<(Key, Row)>,
    /// How many rows were left out because of their activity.
    activities_left_out: u64,
    /// What refused rows were about: each reference of a cycle, with the line of the first; no reference stands for the cycle itself.
    lost: BTreeMap<(CycleId, String), u64>,
    report: Report,
}

/// What rows are sorted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Key {
    Time(Moment),
    Number(i64),
}

/// A cycle of which there was a row.
#[derive(Default)]
struct Opened {
    history: History,
    people: HashSet<PersonId>,
}

/// What a row is, where it is to be offered.
enum Due {
    LeftOut,
    Act(Box<Act>),
}

impl<'m> Offering<'m> {
    pub(super) fn new(mapping: &'m Mapping) -> Self {
        let left_out =
            mapping.says().leave_out.iter().map(|rule| LeftOut { because: rule.because.clone(), rows: 0 }).collect();
        let report = Report { left_out, ..Report::default() };
        let (with, columns) = (mapping.with(), mapping.columns());
        let lost = BTreeMap::new();
        Self { mapping, with, columns, cycles: BTreeMap::new(), waiting: Vec::new(), activities_left_out: 0, lost, report }
    }

    /// Takes a row in the order of the log.
    pub(super) fn take(&mut self, line: u64, row: Result<Row, Problem>) {
        self.report.read += 1;
        let mut row = match row {
            Ok(row) => row,
            Err(problem) => return self.refuse(line, false, &problem, None),
        };
        row.forget(&self.mapping.says().empty);
        for column in row.columns().filter(|column| !self.columns.has(column)) {
            *self.report.not_mapped.entry(column.to_owned()).or_default() += 1;
        }
        let rules = self.mapping.says().leave_out.iter();
        let is_left_out = |(_, rule): &(usize, &super::mapping::LeaveOut)| {
            row.all(&rule.column).iter().any(|found| rule.values.contains(found))
        };
        if let Some((place, _)) = rules.enumerate().find(is_left_out) {
            if let Some(counted) = self.report.left_out.get_mut(place) {
                counted.rows += 1;
            }
            return;
        }
        match self.key(&row) {
            Ok(None) => self.offer(&row),
            Ok(Some(key)) => self.waiting.push((key, row)),
            Err(problem) => self.refuse_row(&row, &problem),
        }
    }

    /// What a row is sorted by, where rows are sorted.
    fn key(&self, row: &Row) -> Result<Option<Key>, Problem> {
        match &self.mapping.says().order {
            Order::AsWritten => Ok(None),
            Order::ByTime => Ok(Some(Key::Time(self.times(row)?.1))),
            Order::ByNumber(column) => Ok(Some(Key::Number(whole_number(column, row.needed(column)?)?))),
        }
    }

    /// When it occurred, and when it was recorded.
    fn times(&self, row: &Row) -> Result<(Moment, Moment), Problem> {
        let raw = self.mapping.says();
        let clock = self.mapping.clock();
        let occurred_at = clock.read(&raw.occurred_at, row.needed(&raw.occurred_at)?)?;
        let Some(column) = &raw.recorded_at else { return Ok((occurred_at, occurred_at)) };
        let recorded_at = row.one(column)?.map(|found| clock.read(column, found)).transpose()?;
        Ok((occurred_at, recorded_at.unwrap_or(occurred_at)))
    }

    /// Ends the log: what was to be sorted is offered.
    pub(super) fn finish(mut self) -> Imported {
        let mut waiting = std::mem::take(&mut self.waiting);
        waiting.sort_by_key(|(key, _)| *key);
        for (_, row) in waiting {
            self.offer(&row);
        }
        if self.activities_left_out > 0 {
            let because = "activities that the mapping leaves out".to_owned();
            self.report.left_out.push(LeftOut { because, rows: self.activities_left_out });
        }
        let opened = self.cycles.into_iter().filter(|(_, opened)| !opened.history.entries().is_empty());
        Imported { histories: opened.map(|(cycle, opened)| (cycle, opened.history)).collect(), report: self.report }
    }

    fn refuse(&mut self, line: u64, stated: bool, problem: &Problem, follows_from: Option<u64>) {
        let mut message = problem.to_string();
        if let Some(earlier) = follows_from {
            let cause = if earlier == line { "what the mapping states".to_owned() } else { format!("line {earlier}") };
            message += &format!("; it may follow from {cause}, which was refused");
        }
        self.report.refused.push(Refused { line, stated, code: problem.code(), message, follows_from });
    }

    /// Refuses a row of which there is no act, and keeps what it would have been about.
    fn refuse_row(&mut self, row: &Row, problem: &Problem) {
        if let (Ok(cycle), Some(subject)) = (self.cycle(row), self.subject(row)) {
            self.lost.entry((cycle, subject)).or_insert(row.line);
        }
        self.refuse(row.line, false, problem, None);
    }

    /// What a row is about: the reference that stands in the first field of its data, if that can be read.
    fn subject(&self, row: &Row) -> Option<String> {
        let (kind, data) = self.event(row).ok()??;
        let fields = kind.fields();
        let first = kind.subject_noun().and(fields.parts.first())?;
        // Only that field: another one may be what the row is refused for.
        let found = if let Value::Parts(parts) = data {
            self.with.value(parts.get(first.name)?, row, Some(&first.shape)).ok()??
        } else {
            self.with.value(data, row, Some(&kind.shape())).ok()??.get(first.name)?.clone()
        };
        found.as_str().map(str::to_owned)
    }

    /// Refuses an act, and keeps what it is about; where it refers to what an earlier one was about that was refused, that is said.
    fn refuse_act(&mut self, line: u64, stated: bool, cycle: &CycleId, act: &Act, problem: &Problem) {
        let Problem::Refused(report) = problem else { return self.refuse(line, stated, problem, None) };
        // What is recorded already was not lost.
        if problem.code() == "history.already_recorded" {
            return self.refuse(line, stated, problem, None);
        }
        let mut named = BTreeSet::from([String::new()]);
        if !self.lost.is_empty() && report.code != "cycle.not_opened" {
            named = BTreeSet::from([act.by.to_string()]);
            let stored = serde_json::to_value(act).ok();
            stored.iter().filter_map(|stored| stored.get("data")).for_each(|data| strings(data, &mut named));
        }
        let earlier = named.into_iter().filter_map(|it| self.lost.get(&(cycle.clone(), it)).copied()).min();
        let subject = if CycleOpened::of(&act.event).is_some() {
            Some(String::new())
        } else {
            report.subject.as_ref().map(|subject| subject.id.clone())
        };
        if let Some(subject) = subject {
            self.lost.entry((cycle.clone(), subject)).or_insert(earlier.unwrap_or(line));
        }
        self.refuse(line, stated, problem, earlier);
    }

    /// Offers what a row becomes, after what the mapping states of its cycle and of whoever acts.
    fn offer(&mut self, row: &Row) {
        let due = self.act(row).and_then(|due| match due {
            Due::LeftOut => Ok(None),
            Due::Act(act) => Ok(Some((self.cycle(row)?, act))),
        });
        let (cycle, act) = match due {
            Ok(Some(due)) => due,
            Ok(None) => {
                self.activities_left_out += 1;
                return;
            }
            Err(problem) => return self.refuse_row(row, &problem),
        };
        let mut opened = match self.cycles.remove(&cycle) {
            Some(opened) => opened,
            None => self.opened(row, &cycle, act.occurred_at),
        };
        self.enter(row, &cycle, &act, &mut opened);
        match record(&act, &mut opened).map_err(|problem| self.with_column(row, problem)) {
            Ok(()) => {
                self.report.accepted += 1;
                self.found(&cycle, &act);
            }
            Err(problem) => self.refuse_act(row.line, false, &cycle, &act, &problem),
        }
        self.cycles.insert(cycle, opened);
    }

    fn cycle(&self, row: &Row) -> Result<CycleId, Problem> {
        let found = text(self.with.value(&self.mapping.says().cycle, row, None)?, "cycle")?;
        CycleId::new(&found).map_err(|_| Problem::NoReference { what: "cycle" })
    }

    /// What was lost before and was made after all, is lost no more.
    fn found(&mut self, cycle: &CycleId, act: &Act) {
        if self.lost.is_empty() || !act.event.kind().creates_subject() {
            return;
        }
        let fields = act.event.kind().fields();
        let made = serde_json::to_value(act).ok();
        let first = fields.parts.first().and_then(|first| made.as_ref()?.get("data")?.get(first.name)?.as_str());
        if let Some(made) = first {
            self.lost.remove(&(cycle.clone(), made.to_owned()));
        }
    }

    /// A refusal with the place of what is wrong, and the columns that it comes from.
    fn with_column(&self, row: &Row, problem: Problem) -> Problem {
        let Problem::Refused(mut report) = problem else { return problem };
        if let (Some(field), Some(_)) = (&report.field, &report.reference) {
            let raw = self.mapping.says();
            let data = field.strip_prefix("data.").and_then(|path| Some((path, self.event(row).ok()??.1)));
            let columns = match (data, field.as_str()) {
                (Some((path, data)), _) => columns_at(data, path),
                (None, "by") => columns_at(&raw.by, ""),
                (None, "recorded_by") => raw.recorded_by.iter().flat_map(|value| columns_at(value, "")).collect(),
                (None, _) => Vec::new(),
            };
            report.message += &format!(", at `{field}`");
            if !columns.is_empty() {
                let columns: Vec<String> = columns.iter().map(|column| format!("`{column}`")).collect();
                report.message += &format!(" from {}", columns.join(", "));
            }
        }
        Problem::Refused(report)
    }

    /// The kind of event that a row is, and where its data come from; nothing where it is left out.
    fn event(&self, row: &Row) -> Result<Option<(Kind, &'m Value)>, Problem> {
        let raw = self.mapping.says();
        let activity = row.needed(&raw.activity)?;
        let unknown = || Problem::UnknownActivity { column: raw.activity.clone() };
        let named = match &raw.activities {
            Activities::Named(all) => Some(all.get(activity).ok_or_else(unknown)?),
            Activities::Codes { except, .. } => except.get(activity),
        };
        let (kind, data) = match (named, &raw.activities) {
            (Some(Activity::LeaveOut), _) => return Ok(None),
            (Some(Activity::Event { r#type, data }), _) => (*r#type, data),
            (None, Activities::Codes { data, .. }) => (Kind::from_code(activity).ok_or_else(unknown)?, data),
            (None, Activities::Named(_)) => return Err(unknown()),
        };
        Ok(Some((kind, data)))
    }

    /// The act that a row is.
    fn act(&self, row: &Row) -> Result<Due, Problem> {
        let raw = self.mapping.says();
        let Some((kind, data)) = self.event(row)? else { return Ok(Due::LeftOut) };
        let (occurred_at, recorded_at) = self.times(row)?;
        let mut act = self.begun(kind, (occurred_at, recorded_at), &raw.by, row)?;
        for (name, value) in [("recorded_by", &raw.recorded_by), ("in_role", &raw.in_role)] {
            let found = value.as_ref().map(|value| self.with.value(value, row, None)).transpose()?.flatten();
            act.extend(found.map(|found| (name.to_owned(), found)));
        }
        self.ended(act, kind, data, row).map(|act| Due::Act(Box::new(act)))
    }

    /// An act as JSON, without its data.
    fn begun(&self, kind: Kind, at: (Moment, Moment), by: &Value, row: &Row) -> Result<Vec<(String, Json)>, Problem> {
        let by = text(self.with.value(by, row, None)?, "by")?;
        Ok(vec![
            ("type".to_owned(), kind.code().into()),
            ("occurred_at".to_owned(), at.0.to_string().into()),
            ("recorded_at".to_owned(), at.1.to_string().into()),
            ("by".to_owned(), by.into()),
        ])
    }

    /// The act, with its data. It is read as any other is, so that what is wrong is said in the same way.
    fn ended(&self, mut act: Vec<(String, Json)>, kind: Kind, data: &Value, row: &Row) -> Result<Act, Problem> {
        let shape = kind.shape();
        let by_path = matches!(data, Value::Fields { .. });
        let data = self.with.value(data, row, Some(&shape))?;
        act.push(("data".to_owned(), data.unwrap_or_else(|| Json::Object(Map::new()))));
        // The type comes first, so that errors name the field: a map would put it in the order of the alphabet.
        let written: Vec<String> = act.iter().map(|(name, value)| format!("\"{name}\":{value}")).collect();
        stored::parse(&format!("{{{}}}", written.join(","))).map_err(|why| {
            let missing = why.problem().strip_prefix("missing field `").and_then(|rest| rest.strip_suffix('`'));
            let path = why.path().strip_prefix("data").unwrap_or_default().trim_start_matches('.');
            let at = match missing {
                // An empty object was read as a tombstone of a text.
                Some("redacted") => path.to_owned(),
                Some(name) if path.is_empty() => name.to_owned(),
                Some(name) => format!("{path}.{name}"),
                None => return Problem::Unreadable(why),
            };
            let is_text = by_path && is_text(&shape, &at);
            if is_text { Problem::NoWords { at: format!("data.{at}") } } else { Problem::Unreadable(why) }
        })
    }

    /// A cycle of which this is the first row, with what the mapping states of every cycle.
    fn opened(&mut self, row: &Row, cycle: &CycleId, at: Moment) -> Opened {
        let mut opened = Opened::default();
        for stated in &self.mapping.says().opening {
            let act = self.stated(stated, row, at);
            self.state(row.line, cycle, act, &mut opened);
        }
        opened
    }

    fn stated(&self, stated: &Stated, row: &Row, at: Moment) -> Result<Act, Problem> {
        let Stated { r#type, by, data, at: when } = stated;
        let said = when.as_ref().map(|when| self.with.value(when, row, None)).transpose()?.flatten();
        let said =
            said.map(|said| text(Some(said), "at").and_then(|it| self.mapping.clock().read("at", &it))).transpose()?;
        let at = said.unwrap_or(at);
        self.ended(self.begun(*r#type, (at, at), by, row)?, *r#type, data, row)
    }

    /// Whoever acts enters, if the mapping says how and they have not.
    fn enter(&mut self, row: &Row, cycle: &CycleId, act: &Act, opened: &mut Opened) {
        let Some(entering) = &self.mapping.says().entering else { return };
        let is_opening =
            CycleOpened::of(&act.event).is_some() || PersonEntered::of(&act.event).is_some_and(|it| it.person == act.by);
        if is_opening || opened.people.contains(&act.by) {
            return;
        }
        let entered = self.entered(entering, row, act);
        if entered.is_err() {
            self.lost.entry((cycle.clone(), act.by.to_string())).or_insert(row.line);
        }
        self.state(row.line, cycle, entered, opened);
    }

    fn entered(&self, entering: &Entering, row: &Row, act: &Act) -> Result<Act, Problem> {
        let role = text(self.with.value(&entering.role, row, None)?, "entering.role")?;
        let role = Role::from_code(&role).ok_or(Problem::NoRole)?;
        let by = text(self.with.value(&entering.by, row, None)?, "entering.by")?;
        let by = PersonId::new(&by).map_err(|_| Problem::NoReference { what: "entering.by" })?;
        Ok(Act::new(PersonEntered::new(act.by.clone(), role), by, act.occurred_at).recorded(act.recorded_at))
    }

    fn state(&mut self, line: u64, cycle: &CycleId, act: Result<Act, Problem>, opened: &mut Opened) {
        match act {
            Ok(act) => match record(&act, opened) {
                Ok(()) => self.report.stated += 1,
                Err(problem) => self.refuse_act(line, true, cycle, &act, &problem),
            },
            Err(problem) => {
                if opened.history.entries().is_empty() {
                    self.lost.entry((cycle.clone(), String::new())).or_insert(line);
                }
                self.refuse(line, true, &problem, None);
            }
        }
    }
}

/// Every text in it.
fn strings(json: &Json, found: &mut BTreeSet<String>) {
    match json {
        Json::String(text) => _ = found.insert(text.clone()),
        Json::Array(items) => items.iter().for_each(|item| strings(item, found)),
        Json::Object(parts) => parts.values().for_each(|part| strings(part, found)),
        Json::Null | Json::Bool(_) | Json::Number(_) => {}
    }
}

/// Offers an act to the machine.
fn record(act: &Act, opened: &mut Opened) -> Result<(), Problem> {
    let recorded = opened.history.record(act.clone()).map(|_| ());
    recorded.map_err(|refusal| Problem::Refused(Box::new(refusal.about(act))))?;
    opened.people.extend(entered(&act.event).cloned());
    Ok(())
}

/// Who takes part from then on.
fn entered(event: &Event) -> Option<&PersonId> {
    let opened = CycleOpened::of(event).map(|data| &data.clinician);
    opened.or_else(|| PersonEntered::of(event).map(|data| &data.person))
}

/// The words that have to stand somewhere.
fn text(json: Option<Json>, what: &str) -> Result<String, Problem> {
    match json {
        Some(Json::String(words)) => Ok(words),
        Some(Json::Number(number)) => Ok(number.to_string()),
        Some(Json::Null | Json::Bool(_) | Json::Array(_) | Json::Object(_)) | None => {
            Err(Problem::NoValue { what: what.to_owned() })
        }
    }
}
