//! A mapping that was checked against what events are.

use std::collections::BTreeSet;

use super::fitting::{Tables, fits};
use super::mapping::{Activities, Activity, LogFormat, Order, RawMapping, Value};
use super::problem::MappingError;
use super::time::{Clock, Format};
use super::value::{With, part_of};
use crate::cycle::Kind;
use crate::export::{KeyTooShort, Pseudonyms};
use crate::id::PersonId;
use crate::noun::Noun;
use crate::people::Role;
use crate::shape::{CodeList, Holds, Shape};
use crate::stored::{self, Unreadable};

/// A mapping that was checked: its tables are there, its times can be read, and its events have the fields that it names.
///
/// ```
/// use practice_cycle::import::Mapping;
/// let mapping = Mapping::parse(&std::fs::read_to_string("examples/data/invented_log.mapping.json")?)?;
/// assert_eq!(mapping.says().format, 1);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone)]
pub struct Mapping {
    raw: RawMapping,
    clock: Clock,
    key: Vec<u8>,
}

impl std::fmt::Debug for Mapping {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Mapping").field(&self.raw).finish()
    }
}

/// Why a mapping cannot be read.
///
/// ```
/// use practice_cycle::import::{Mapping, Unusable};
/// assert!(matches!(Mapping::parse("{"), Err(Unusable::Unreadable(_))));
/// ```
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Unusable {
    /// It is no mapping.
    #[error(transparent)]
    Unreadable(#[from] Unreadable),
    /// It does not hold together.
    #[error(transparent)]
    Mapping(#[from] MappingError),
}

impl Mapping {
    /// Reads a mapping from JSON. A field that there is not is refused.
    ///
    /// # Errors
    /// What is wrong, and where.
    pub fn parse(written: &str) -> Result<Self, Unusable> {
        let raw: RawMapping = stored::parse(written)?;
        Ok(raw.try_into()?)
    }

    /// A mapping that comes with the crate, by its name: see [`SHIPPED`](Self::SHIPPED).
    #[must_use]
    pub fn shipped(name: &str) -> Option<Self> {
        let (_, written) = Self::WRITTEN.iter().find(|(shipped, _)| *shipped == name)?;
        Self::parse(written).ok()
    }

    /// The names of those that come with the crate: for what [`export`](crate::export) writes as CSV, and as XES with a trace for each
    /// cycle. What comes back of it is said in the [module](super).
    ///
    /// ```
    /// use practice_cycle::import::Mapping;
    /// assert!(Mapping::SHIPPED.iter().all(|name| Mapping::shipped(name).is_some()));
    /// assert!(Mapping::shipped("other").is_none());
    /// ```
    pub const SHIPPED: [&'static str; 2] = ["exported-csv", "exported-xes"];

    const WRITTEN: [(&'static str, &'static str); 2] = [
        ("exported-csv", include_str!("mappings/exported-csv.json")),
        ("exported-xes", include_str!("mappings/exported-xes.json")),
    ];

    /// What it says.
    #[must_use]
    pub const fn says(&self) -> &RawMapping {
        &self.raw
    }

    /// The same with a secret key for the references that it makes: without the key, nobody can find by trying what they were made of.
    ///
    /// ```
    /// use practice_cycle::import::{Mapping, read};
    /// let log = std::fs::read("examples/data/invented_log.csv")?;
    /// let mapping = Mapping::parse(&std::fs::read_to_string("examples/data/invented_log.mapping.json")?)?;
    /// let without = read(log.as_slice(), &mapping)?;
    /// let with = read(log.as_slice(), &mapping.with_key(b"an invented key of 32 characters")?)?;
    /// assert_ne!(without.histories.keys().next(), with.histories.keys().next());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// [`KeyTooShort`](crate::export::KeyTooShort) below the length that [`Pseudonyms`](crate::export::Pseudonyms) ask for.
    pub fn with_key(mut self, key: &[u8]) -> Result<Self, KeyTooShort> {
        Pseudonyms::new(key)?;
        self.key = key.to_vec();
        Ok(self)
    }

    /// Whether it makes references of what stands in columns: these are to be made with a [key](Self::with_key).
    #[must_use]
    pub fn makes_references(&self) -> bool {
        values(&self.raw).into_iter().any(makes_references)
    }

    pub(super) fn clock(&self) -> &Clock {
        &self.clock
    }

    pub(super) fn with(&self) -> With<'_> {
        With { clock: &self.clock, tables: &self.raw.tables, key: &self.key }
    }

    /// The columns that it names, and what the names of others begin with that it reads.
    pub(super) fn columns(&self) -> Columns {
        let mut columns = Columns::default();
        let raw = &self.raw;
        columns.names.extend([raw.occurred_at.clone(), raw.activity.clone()]);
        columns.names.extend(raw.recorded_at.clone());
        columns.ignored.extend(raw.ignore.iter().cloned());
        if let Order::ByNumber(column) = &raw.order {
            columns.names.insert(column.clone());
        }
        columns.names.extend(raw.leave_out.iter().map(|rule| rule.column.clone()));
        for value in values(raw) {
            columns.add(value);
        }
        columns
    }
}

/// Columns by their names, and by what their names begin with.
#[derive(Debug, Default)]
pub(super) struct Columns {
    /// Those that are read.
    pub(super) names: BTreeSet<String>,
    ignored: BTreeSet<String>,
    prefixes: Vec<String>,
}

impl Columns {
    pub(super) fn has(&self, column: &str) -> bool {
        self.names.contains(column)
            || self.ignored.contains(column)
            || self.prefixes.iter().any(|prefix| column.starts_with(prefix))
    }

    fn add(&mut self, value: &Value) {
        match value {
            Value::Column(column) | Value::Time(column) => _ = self.names.insert(column.clone()),
            Value::Constant(_) => {}
            Value::Lookup { column, .. } | Value::List { column, .. } | Value::Day { column, .. } => {
                self.names.insert(column.clone());
            }
            Value::Reference { columns, .. } => self.names.extend(columns.iter().cloned()),
            Value::Parts(parts) => parts.values().for_each(|part| self.add(part)),
            Value::Items(items) => items.iter().for_each(|item| self.add(item)),
            Value::Fields { prefix, references, .. } => {
                self.prefixes.push(prefix.clone());
                self.prefixes.extend(references.clone());
            }
        }
    }
}

fn makes_references(value: &Value) -> bool {
    match value {
        Value::Reference { .. } | Value::List { prefix: Some(_), .. } => true,
        Value::Parts(parts) => parts.values().any(makes_references),
        Value::Items(items) => items.iter().any(makes_references),
        Value::Column(_) | Value::Constant(_) | Value::Lookup { .. } | Value::List { prefix: None, .. } => false,
        Value::Day { .. } | Value::Time(_) | Value::Fields { .. } => false,
    }
}

/// Every value that a mapping has.
fn values(raw: &RawMapping) -> Vec<&Value> {
    let mut values = vec![&raw.cycle, &raw.by];
    values.extend(raw.recorded_by.iter().chain(&raw.in_role));
    for stated in &raw.opening {
        values.extend([&stated.by, &stated.data]);
        values.extend(&stated.at);
    }
    values.extend(raw.entering.iter().flat_map(|entering| [&entering.role, &entering.by]));
    let named = match &raw.activities {
        Activities::Codes { data, except } => {
            values.push(data);
            except
        }
        Activities::Named(all) => all,
    };
    values.extend(named.values().filter_map(|activity| match activity {
        Activity::Event { data, .. } => Some(data),
        Activity::LeaveOut => None,
    }));
    values
}

impl TryFrom<RawMapping> for Mapping {
    type Error = MappingError;

    fn try_from(raw: RawMapping) -> Result<Self, MappingError> {
        if raw.format != 1 {
            return Err(MappingError::UnknownFormat { found: raw.format });
        }
        if let LogFormat::Csv { delimiter: Some(delimiter), .. } = &raw.log {
            let fits = delimiter.is_ascii() && !matches!(delimiter, '"' | '\r' | '\n' | '\0');
            if !fits {
                return Err(MappingError::Delimiter);
            }
        }
        let clock = Clock::new(&raw.times)?;
        let check = Check { tables: &raw.tables };
        let reference = Shape::Ref(Noun::Person);
        let role = Shape::Code(CodeList::of::<Role>());
        for (at, value) in [("cycle", &raw.cycle), ("by", &raw.by)] {
            check.value(value, None, at)?;
            fits(value, &reference, &raw.tables, at)?;
        }
        for (at, value, shape) in [("recorded_by", &raw.recorded_by, &reference), ("in_role", &raw.in_role, &role)] {
            if let Some(value) = value {
                check.value(value, None, at)?;
                fits(value, shape, &raw.tables, at)?;
            }
        }
        for (place, stated) in raw.opening.iter().enumerate() {
            let at = format!("opening[{place}]");
            check.value(&stated.by, None, &format!("{at}.by"))?;
            fits(&stated.by, &reference, &raw.tables, &format!("{at}.by"))?;
            stated.at.iter().try_for_each(|value| check.value(value, None, &format!("{at}.at")))?;
            check.data(&stated.data, stated.r#type, &format!("{at}.data"))?;
        }
        if let Some(entering) = &raw.entering {
            check.value(&entering.role, None, "entering.role")?;
            check.value(&entering.by, None, "entering.by")?;
            fits(&entering.role, &role, &raw.tables, "entering.role")?;
            fits(&entering.by, &reference, &raw.tables, "entering.by")?;
        }
        let (named, at) = match &raw.activities {
            Activities::Codes { data, except } => {
                check.value(data, None, "activities.codes.data")?;
                (except, "activities.codes.except")
            }
            Activities::Named(all) if all.is_empty() => return Err(MappingError::NoActivities),
            Activities::Named(all) => (all, "activities.named"),
        };
        for (name, activity) in named {
            let Activity::Event { r#type, data } = activity else { continue };
            check.data(data, *r#type, &format!("{at}.{name}.data"))?;
        }
        Ok(Self { clock, raw, key: Vec::new() })
    }
}

struct Check<'m> {
    tables: &'m Tables,
}

impl Check<'_> {
    /// Whether a value can be the data of an event of that kind.
    fn data(&self, value: &Value, kind: Kind, at: &str) -> Result<(), MappingError> {
        let shape = kind.shape();
        self.value(value, Some((kind, &shape)), at)?;
        fits(value, &shape, self.tables, at)
    }

    /// Whether a value can be read, and can be one of that kind of event and shape, where these are known.
    fn value(&self, value: &Value, of: Option<(Kind, &Shape)>, at: &str) -> Result<(), MappingError> {
        let item =
            of.and_then(|(kind, shape)| if let Shape::List(item) = shape.inner() { Some((kind, &**item)) } else { None });
        match value {
            Value::Column(_) | Value::Constant(_) | Value::Time(_) => Ok(()),
            Value::Lookup { table, .. } => self.table(table, at),
            Value::Reference { columns, table, prefix } => {
                if columns.is_empty() {
                    return Err(MappingError::Empty { at: format!("{at}.reference.columns") });
                }
                table.iter().try_for_each(|table| self.table(table, at))?;
                check_prefix(prefix, at)
            }
            Value::List { separator, table, prefix, .. } => {
                if separator.as_deref() == Some("") {
                    return Err(MappingError::Empty { at: format!("{at}.list.separator") });
                }
                table.iter().try_for_each(|table| self.table(table, at))?;
                prefix.iter().try_for_each(|prefix| check_prefix(prefix, at))
            }
            Value::Day { formats, .. } => {
                if formats.is_empty() {
                    return Err(MappingError::Empty { at: format!("{at}.day.formats") });
                }
                formats.iter().try_for_each(|format| Format::of_day(format, at).map(|_| ()))
            }
            Value::Parts(parts) => {
                for (name, part) in parts {
                    let under = format!("{at}.{name}");
                    let known = of.map(|(kind, shape)| named(kind, shape, name, at)).transpose()?.flatten();
                    self.value(part, known, &under)?;
                }
                Ok(())
            }
            Value::Items(items) => {
                items.iter().enumerate().try_for_each(|(place, it)| self.value(it, item, &format!("{at}[{place}]")))
            }
            Value::Fields { separator, .. } if separator.as_deref() == Some("") => {
                Err(MappingError::Empty { at: format!("{at}.fields.separator") })
            }
            Value::Fields { .. } => Ok(()),
        }
    }

    fn table(&self, table: &str, at: &str) -> Result<(), MappingError> {
        if self.tables.contains_key(table) {
            return Ok(());
        }
        Err(MappingError::UnknownTable { table: table.to_owned(), at: at.to_owned() })
    }
}

/// What a reference begins with has to be fit for one, with the digits that follow.
fn check_prefix(prefix: &str, at: &str) -> Result<(), MappingError> {
    let made = format!("{prefix}-{}", "0".repeat(20));
    PersonId::new(&made).map(|_| ()).map_err(|why| MappingError::Prefix { at: at.to_owned(), why })
}

/// The field of a shape by its name; nothing where the shape of it is not known.
fn named<'s>(kind: Kind, shape: &'s Shape, name: &str, at: &str) -> Result<Option<(Kind, &'s Shape)>, MappingError> {
    let has = match shape.inner() {
        Shape::Fields(fields) => fields.parts.iter().map(|field| field.name).collect::<Vec<_>>(),
        Shape::Variants(variants) => {
            let holding = variants.all.iter().filter(|variant| !matches!(variant.holds, Holds::Nothing));
            holding.map(|variant| variant.code.as_str()).collect()
        }
        Shape::Code(_) | Shape::Codes(_) | Shape::Number(..) | Shape::Entry | Shape::Day | Shape::Instant => Vec::new(),
        Shape::Ref(_) | Shape::Outside(_) | Shape::Text | Shape::Optional(_) | Shape::List(_) => Vec::new(),
    };
    if has.contains(&name) {
        return Ok(part_of(shape, name).map(|shape| (kind, shape)));
    }
    let has = if has.is_empty() {
        "none".to_owned()
    } else {
        has.iter().map(|it| format!("`{it}`")).collect::<Vec<_>>().join(", ")
    };
    Err(MappingError::NoSuchField { kind, field: name.to_owned(), has, at: at.to_owned() })
}
