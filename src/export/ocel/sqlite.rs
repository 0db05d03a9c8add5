//! OCEL 2.0 as a database of SQLite.

use std::fmt::Write as _;

use rusqlite::types::ToSqlOutput;
use rusqlite::{Connection, ToSql, params, params_from_iter};

use super::gather::{Gathered, Log, New};
use super::{of_event, of_object, of_one, of_row, sorted};
use crate::cycle::Kind;
use crate::export::Format;
use crate::export::case::{Case, Row};
use crate::export::derived::Change;
use crate::export::error::Error;
use crate::export::layout::{Value, ValueType};
use crate::export::object::{Object, ObjectType};
use crate::export::options::Options;

/// OCEL 2.0 as a database of SQLite: see the [module](super).
///
/// The tables are those of the specification: `event`, `object`, `event_map_type`, `object_map_type`, `event_object` and
/// `object_object`, and one for each type, such as `event_contract_begun` and `object_contract`. Types are not renamed. All is one
/// transaction, which [`finish`](Format::finish) commits; the caller opens the database, which has to be empty, and keeps it.
///
/// ```
/// use practice_cycle::{export::{Exporter, Options, ocel}, history::History};
/// let history = History::read(std::fs::read("examples/data/turnover.jsonl")?.as_slice())?;
/// let database = rusqlite::Connection::open_in_memory()?;
/// let mut exporter = Exporter::new(ocel::Sqlite::new(&database)?, Options::new());
/// exporter.add(&history)?;
/// let summary = exporter.finish()?;
/// let events: i64 = database.query_one("SELECT count(*) FROM event", [], |row| row.get(0))?;
/// assert_eq!(events, i64::try_from(summary.events)?);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct Sqlite<'d> {
    to: &'d Connection,
    log: Log,
    is_done: bool,
}

const TABLES: &str = "
BEGIN;
PRAGMA defer_foreign_keys = ON;
CREATE TABLE event_map_type (ocel_type TEXT PRIMARY KEY, ocel_type_map TEXT NOT NULL);
CREATE TABLE object_map_type (ocel_type TEXT PRIMARY KEY, ocel_type_map TEXT NOT NULL);
CREATE TABLE event (ocel_id TEXT PRIMARY KEY, ocel_type TEXT NOT NULL REFERENCES event_map_type (ocel_type));
CREATE TABLE object (ocel_id TEXT PRIMARY KEY, ocel_type TEXT NOT NULL REFERENCES object_map_type (ocel_type));
CREATE TABLE event_object (
    ocel_event_id TEXT NOT NULL REFERENCES event (ocel_id), ocel_object_id TEXT NOT NULL REFERENCES object (ocel_id),
    ocel_qualifier TEXT NOT NULL, PRIMARY KEY (ocel_event_id, ocel_object_id, ocel_qualifier));
CREATE TABLE object_object (
    ocel_source_id TEXT NOT NULL REFERENCES object (ocel_id), ocel_target_id TEXT NOT NULL REFERENCES object (ocel_id),
    ocel_qualifier TEXT NOT NULL, PRIMARY KEY (ocel_source_id, ocel_target_id, ocel_qualifier));
";

impl<'d> Sqlite<'d> {
    /// Begins a log in a database that has no tables of these names yet.
    ///
    /// # Errors
    /// What SQLite refused.
    pub fn new(to: &'d Connection) -> Result<Self, Error> {
        // One statement for each type of event and object, and some beside.
        to.set_prepared_statement_cache_capacity(2 * Kind::COUNT);
        to.execute_batch(TABLES)?;
        Ok(Self { to, log: Log::default(), is_done: false })
    }

    fn insert(&self, into: &str, values: &[&dyn ToSql]) -> Result<(), Error> {
        self.to.prepare_cached(into)?.execute(params_from_iter(values))?;
        Ok(())
    }

    fn event(&mut self, case: &Case<'_>, row: &Row<'_>) -> Result<(), Error> {
        let code = row.kind.code();
        if self.log.events.insert(row.kind) {
            self.insert("INSERT INTO event_map_type VALUES (?1, ?1)", &[&code])?;
            let mut table = format!(
                "CREATE TABLE \"event_{code}\" (ocel_id TEXT PRIMARY KEY REFERENCES event (ocel_id), ocel_time TIMESTAMP"
            );
            for (name, holds) in of_event(row.kind, case.options()) {
                let _ = write!(table, ", \"{name}\" {}", column_type(holds));
            }
            self.to.execute_batch(&(table + ")"))?;
        }
        let id = format!("{} {}", case.cycle(), row.number);
        self.insert("INSERT INTO event VALUES (?1, ?2)", &[&id, &code])?;
        let own = row.attributes.iter().map(|(name, value)| (*name, value.clone()));
        let attributes: Vec<(&str, Value<'_>)> = of_row(row).chain(own).collect();
        let mut into = format!("INSERT INTO \"event_{code}\" (ocel_id, ocel_time");
        for (name, _) in &attributes {
            let _ = write!(into, ", \"{name}\"");
        }
        into.push_str(") VALUES (?, ?");
        into.push_str(&", ?".repeat(attributes.len()));
        into.push(')');
        let time = Value::Time(row.occurred_at);
        let mut values: Vec<&dyn ToSql> = vec![&id, &time];
        values.extend(attributes.iter().map(|(_, value)| value as &dyn ToSql));
        self.insert(&into, &values)?;
        for (how, object) in &row.relations {
            self.insert("INSERT INTO event_object VALUES (?1, ?2, ?3)", &[&id, &object.to_string(), how])?;
        }
        Ok(())
    }

    fn object(&mut self, new: &New<'_>, changes: &[Change<'_>], options: &Options) -> Result<(), Error> {
        let code = new.object.of.code();
        let attributes: Vec<&str> = of_object(new.object.of, options).collect();
        if self.to.prepare_cached("INSERT OR IGNORE INTO object_map_type VALUES (?1, ?1)")?.execute(params![code])? > 0 {
            let mut table = format!(
                "CREATE TABLE \"object_{code}\" (ocel_id TEXT REFERENCES object (ocel_id), ocel_time TIMESTAMP, ocel_changed_field TEXT"
            );
            for name in &attributes {
                let _ = write!(table, ", \"{name}\" TEXT");
            }
            self.to.execute_batch(&(table + ")"))?;
        }
        let id = new.object.to_string();
        self.insert("INSERT INTO object VALUES (?1, ?2)", &[&id, &code])?;
        // The specification has what an object is from the beginning at the beginning of the Unix epoch.
        let from = "1970-01-01T00:00:00Z";
        self.insert(&format!("INSERT INTO \"object_{code}\" (ocel_id, ocel_time) VALUES (?, ?)"), &[&id, &from])?;
        for change in of_one(changes, &new.object) {
            let name = change.attribute;
            let into = format!(
                "INSERT INTO \"object_{code}\" (ocel_id, ocel_time, ocel_changed_field, \"{name}\") VALUES (?, ?, ?, ?)"
            );
            self.insert(&into, &[&id, &Value::Time(change.at), &name, &change.value])?;
        }
        for (how, object) in &new.relations {
            self.insert("INSERT INTO object_object VALUES (?1, ?2, ?3)", &[&id, &object.to_string(), how])?;
        }
        Ok(())
    }
}

const fn column_type(holds: ValueType) -> &'static str {
    match holds {
        ValueType::Text | ValueType::Day => "TEXT",
        ValueType::Number => "INTEGER",
        ValueType::Time => "TIMESTAMP",
    }
}

impl ToSql for Value<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        match self {
            Value::Text(text) => Ok(ToSqlOutput::from(&**text)),
            Value::Number(number) => Ok(ToSqlOutput::from(*number)),
            Value::Time(at) => Ok(ToSqlOutput::from(at.to_string())),
            Value::Day(day) => Ok(ToSqlOutput::from(day.to_string())),
        }
    }
}

impl Format for Sqlite<'_> {
    fn add(&mut self, case: &Case<'_>) -> Result<(), Error> {
        let mut gathered = Gathered::default();
        case.each(|row| {
            gathered.add(row);
            self.event(case, row)
        })?;
        let changes = sorted(case);
        for new in self.log.new_ones(gathered) {
            self.object(&new, &changes, case.options())?;
        }
        Ok(())
    }

    fn finish(mut self: Box<Self>) -> Result<(), Error> {
        for name in self.log.only_mentioned() {
            let object = Object { of: ObjectType::Cycle, cycle: &name, name: &name };
            self.object(&New { object, relations: Vec::new() }, &[], &Options::default())?;
        }
        self.to.execute_batch("COMMIT")?;
        self.is_done = true;
        Ok(())
    }
}

impl Drop for Sqlite<'_> {
    fn drop(&mut self) {
        if !self.is_done {
            // Of a log that was given up nothing is to stay; where the database refuses that, too, its own journal clears it away.
            let _ = self.to.execute_batch("ROLLBACK");
        }
    }
}
