//! The table as Apache Arrow, which Python, R and databases take without copying; with two more, of contracts and of people.
//!
//! Each function makes one batch of one history. References of cases are numbered in that history alone, unless the options say
//! otherwise.
//!
//! ```
//! use practice_cycle::{export::{Options, arrow}, history::History};
//! let history = History::read(std::fs::read("examples/data/turnover.jsonl")?.as_slice())?;
//! let events = arrow::events(&history, &Options::new())?;
//! assert_eq!((events.schema().field(1).name().as_str(), events.num_rows()), ("concept:name", 36));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

use std::sync::Arc;

use arrow_array::builder::{StringBuilder, TimestampNanosecondBuilder, UInt32Builder};
use arrow_array::{ArrayRef, RecordBatch};
use arrow_schema::{ArrowError, DataType, Field, Schema, SchemaRef, TimeUnit};

use super::{COLUMNS, Cell, Type};
use crate::code::Code;
use crate::export::Format;
use crate::export::case::{Case, CaseNumbers, Row};
use crate::export::error::Error;
use crate::export::object::ObjectType;
use crate::export::options::Options;
use crate::history::History;
use crate::noun::Noun;

/// The events of a history, one a row, by the columns of [`Csv`](crate::export::Csv). Texts are UTF-8; times are nanoseconds in UTC;
/// what is empty there is null here. There are no rows where the cycle had not been opened.
///
/// # Errors
/// [`Error::Arrow`], where the text of a column is longer than 2 GiB.
///
/// ```
/// use practice_cycle::{export::{Options, arrow}, history::History};
/// let history = History::read(std::fs::read("examples/data/turnover.jsonl")?.as_slice())?;
/// let events = arrow::events(&history, &Options::new())?;
/// assert_eq!(events.schema(), arrow::schema());
/// assert_eq!(events.column_by_name("case:concept:name").unwrap().null_count(), 0);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn events(history: &History, options: &Options) -> Result<RecordBatch, Error> {
    let mut rows = Rows::new();
    if let Some(case) = Case::of(history, options, &mut CaseNumbers::default()) {
        case.each(|row| rows.push(&case, row))?;
    }
    rows.take()
}

/// The events of many histories as batches, one of each: a [`Format`], so that cases are numbered across all of them.
///
/// ```
/// use practice_cycle::{export::{Exporter, Options, arrow::Batches}, history::History};
/// let history = History::read(std::fs::read("examples/data/turnover.jsonl")?.as_slice())?;
/// let mut batches = Vec::new();
/// let mut exporter = Exporter::new(Batches::new(&mut batches), Options::new());
/// exporter.add(&history)?;
/// let summary = exporter.finish()?;
/// assert_eq!(batches[0].num_rows() as u64, summary.events);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct Batches<'b>(&'b mut Vec<RecordBatch>);

impl<'b> Batches<'b> {
    /// Puts the batches there.
    #[must_use]
    pub fn new(batches: &'b mut Vec<RecordBatch>) -> Self {
        Self(batches)
    }
}

impl Format for Batches<'_> {
    fn add(&mut self, case: &Case<'_>) -> Result<(), Error> {
        let mut rows = Rows::new();
        case.each(|row| rows.push(case, row))?;
        self.0.push(rows.take()?);
        Ok(())
    }

    fn finish(self: Box<Self>) -> Result<(), Error> {
        Ok(())
    }
}

/// The columns of [`events`].
///
/// ```
/// use practice_cycle::export::arrow;
/// assert!(arrow::schema().field_with_name("time:timestamp").is_ok());
/// ```
#[must_use]
pub fn schema() -> SchemaRef {
    let field = |column: &super::Column| Field::new(column.name, data_type(column.holds), !column.is_always);
    Arc::new(Schema::new(COLUMNS.iter().map(field).collect::<Vec<_>>()))
}

/// The contracts of a history, one a row, in the order of invitation: `case:concept:name`, `contract`, `space`, `stage` as of the time
/// that is spoken of, since when (`since`), and when it was first agreed and first begun (`agreed_at`, `begun_at`), where it was.
///
/// # Errors
/// [`Error::Arrow`].
///
/// ```
/// use practice_cycle::{export::{Options, arrow}, history::History};
/// let history = History::read(std::fs::read("examples/data/turnover.jsonl")?.as_slice())?;
/// let contracts = arrow::contracts(&history, &Options::new())?;
/// assert_eq!(contracts.num_rows(), history.cycle().contracts().count());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn contracts(history: &History, options: &Options) -> Result<RecordBatch, Error> {
    use crate::contracting::Stage;
    let mut rows = Table::new(&[
        ("case:concept:name", Type::Text, true),
        ("contract", Type::Text, true),
        ("space", Type::Text, true),
        ("invited_at", Type::Time, true),
        ("agreed_at", Type::Time, false),
        ("begun_at", Type::Time, false),
        ("stage", Type::Text, true),
        ("since", Type::Time, true),
    ]);
    if let Some(case) = Case::of(history, options, &mut CaseNumbers::default()) {
        for (contract, invited, object) in case.contracts() {
            let stages = contract.stages(case.view().as_of());
            let first =
                |stage| stages.iter().find(|entered| entered.stage == stage).map_or(Cell::None, |it| Cell::Time(it.at));
            let (Some(opened), Some(last)) = (stages.first(), stages.last()) else { continue };
            rows.push([
                text(case.cycle()),
                text(object.name),
                text(invited.space.code()),
                Cell::Time(opened.at),
                first(Stage::Agreed),
                first(Stage::Active),
                text(last.stage.code()),
                Cell::Time(last.at),
            ])?;
        }
    }
    rows.take()
}

/// Who was there as of the time that is spoken of, one a row, in the order in which they entered: `case:concept:name`, `person`, the
/// main role (`org:role`), and all roles, with spaces between (`roles`).
///
/// # Errors
/// [`Error::Arrow`].
///
/// ```
/// use practice_cycle::{export::{Options, arrow}, history::History};
/// let history = History::read(std::fs::read("examples/data/turnover.jsonl")?.as_slice())?;
/// let people = arrow::people(&history, &Options::new())?;
/// assert!(people.num_rows() > 1);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn people(history: &History, options: &Options) -> Result<RecordBatch, Error> {
    let mut rows = Table::new(&[
        ("case:concept:name", Type::Text, true),
        ("person", Type::Text, true),
        ("org:role", Type::Text, false),
        ("roles", Type::Text, true),
    ]);
    if let Some(case) = Case::of(history, options, &mut CaseNumbers::default()) {
        for (person, held) in case.view().cycle().people(case.view().speaks_of()) {
            let roles: Vec<&str> = held.roles.iter().map(Code::code).collect();
            let name = case.object(ObjectType::Made(Noun::Person), person.as_str()).name;
            let main = held.main().map_or(Cell::None, |role| text(role.code()));
            rows.push([text(case.cycle()), text(name), main, Cell::Text(roles.join(" ").into())])?;
        }
    }
    rows.take()
}

fn text(text: &str) -> Cell<'_> {
    Cell::Text(text.into())
}

fn data_type(holds: Type) -> DataType {
    match holds {
        Type::Text => DataType::Utf8,
        Type::Number => DataType::UInt32,
        Type::Time => DataType::Timestamp(TimeUnit::Nanosecond, Some(UTC.into())),
    }
}

const UTC: &str = "UTC";

/// Events that become a batch.
#[derive(Debug)]
pub(in crate::export) struct Rows(Table);

impl Rows {
    pub(in crate::export) fn new() -> Self {
        Self(Table::of(schema(), COLUMNS.iter().map(|column| column.holds)))
    }

    pub(in crate::export) fn push(&mut self, case: &Case<'_>, row: &Row<'_>) -> Result<(), Error> {
        self.0.push(COLUMNS.iter().map(|column| (column.of)(case, row)))
    }

    /// How many bytes of text there are.
    #[cfg(feature = "parquet")]
    pub(in crate::export) const fn bytes(&self) -> usize {
        self.0.bytes
    }

    /// All rows; there are none afterwards.
    pub(in crate::export) fn take(&mut self) -> Result<RecordBatch, Error> {
        self.0.take()
    }
}

/// Columns that become a batch.
#[derive(Debug)]
struct Table {
    schema: SchemaRef,
    columns: Vec<Builder>,
    bytes: usize,
}

#[derive(Debug)]
enum Builder {
    Text(StringBuilder),
    Number(UInt32Builder),
    Time(TimestampNanosecondBuilder),
}

/// How much text a column can hold, in bytes.
const MOST: usize = i32::MAX as usize;

impl Table {
    fn new(columns: &[(&str, Type, bool)]) -> Self {
        let field = |(name, holds, is_always): &(&str, Type, bool)| Field::new(*name, data_type(*holds), !is_always);
        let schema = Arc::new(Schema::new(columns.iter().map(field).collect::<Vec<_>>()));
        Self::of(schema, columns.iter().map(|(_, holds, _)| *holds))
    }

    fn of(schema: SchemaRef, columns: impl Iterator<Item = Type>) -> Self {
        let columns = columns.map(|holds| match holds {
            Type::Text => Builder::Text(StringBuilder::new()),
            Type::Number => Builder::Number(UInt32Builder::new()),
            Type::Time => Builder::Time(TimestampNanosecondBuilder::new().with_timezone(UTC)),
        });
        let columns = columns.collect();
        Self { schema, columns, bytes: 0 }
    }

    fn push<'c>(&mut self, cells: impl IntoIterator<Item = Cell<'c>>) -> Result<(), Error> {
        for (column, cell) in self.columns.iter_mut().zip(cells) {
            if let Cell::Text(text) = &cell {
                // Beyond that a builder would panic; all columns together are held to what one can hold.
                self.bytes += text.len();
                if self.bytes > MOST {
                    return Err(ArrowError::OffsetOverflowError(self.bytes).into());
                }
            }
            match (column, cell) {
                (Builder::Text(to), Cell::Text(text)) => to.append_value(text),
                (Builder::Number(to), Cell::Number(number)) => to.append_value(number),
                (Builder::Time(to), Cell::Time(at)) => to.append_value(at.nanos()),
                // A column holds cells of its own type alone.
                (Builder::Text(to), Cell::None | Cell::Number(_) | Cell::Time(_)) => to.append_null(),
                (Builder::Number(to), Cell::None | Cell::Text(_) | Cell::Time(_)) => to.append_null(),
                (Builder::Time(to), Cell::None | Cell::Text(_) | Cell::Number(_)) => to.append_null(),
            }
        }
        Ok(())
    }

    fn take(&mut self) -> Result<RecordBatch, Error> {
        self.bytes = 0;
        let finish = |column: &mut Builder| -> ArrayRef {
            match column {
                Builder::Text(column) => Arc::new(column.finish()),
                Builder::Number(column) => Arc::new(column.finish()),
                Builder::Time(column) => Arc::new(column.finish()),
            }
        };
        Ok(RecordBatch::try_new(Arc::clone(&self.schema), self.columns.iter_mut().map(finish).collect())?)
    }
}
