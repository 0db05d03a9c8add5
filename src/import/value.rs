//! What a row has for a value of the mapping, as JSON; and every field from the column of its path.

use hmac_sha256::HMAC;
use serde_json::{Map, Value as Json};

use super::mapping::Value;
use super::problem::Problem;
use super::row::Row;
use super::time::{self, Clock, Format};
use crate::shape::{FieldShape, Holds, Shape};

/// What every value is read with, beside the row.
pub(super) struct With<'m> {
    pub(super) clock: &'m Clock,
    pub(super) tables: &'m std::collections::BTreeMap<String, std::collections::BTreeMap<String, String>>,
    pub(super) key: &'m [u8],
}

/// How many bytes of a digest stand in a reference: two of a million are alike with a chance below one in a trillion.
const SHOWN: usize = 10;

impl With<'_> {
    /// What a row has for a value, which is a field of a certain shape; nothing, where it has nothing.
    pub(super) fn value(&self, value: &Value, row: &Row, shape: Option<&Shape>) -> Result<Option<Json>, Problem> {
        let shape = shape.map(Shape::inner);
        match value {
            Value::Column(column) => row.one(column)?.map(|found| of_shape(column, found, shape)).transpose(),
            Value::Constant(Json::Null) => Ok(None),
            Value::Constant(json) => Ok(Some(json.clone())),
            Value::Lookup { column, table, otherwise } => {
                let Some(found) = row.one(column)? else { return Ok(None) };
                let known = self.looked_up(table, found).or(otherwise.as_deref());
                let known = known.ok_or_else(|| Problem::NotInTable { column: column.clone(), table: table.clone() })?;
                of_shape(column, known, shape).map(Some)
            }
            Value::Reference { columns, table, prefix } => {
                let mut found = Vec::new();
                for column in columns {
                    let one = row.one(column)?;
                    found.extend(one.map(|it| self.known(table.as_deref(), column, it)).transpose()?);
                }
                let is_whole = found.len() == columns.len();
                Ok(is_whole.then(|| wrapped(self.reference(prefix, &found.join("\n")).into(), shape)))
            }
            Value::List { column, separator, table, prefix } => {
                let found = row.all(column);
                let item = if let Some(Shape::List(item)) = shape { Some(item.inner()) } else { None };
                let mut items = Vec::new();
                for piece in found.iter().flat_map(|all| pieces(all, separator.as_deref())) {
                    let known = self.known(table.as_deref(), column, piece)?;
                    items.push(match prefix {
                        Some(prefix) => self.reference(prefix, known).into(),
                        None => of_shape(column, known, item)?,
                    });
                }
                Ok((!items.is_empty()).then_some(Json::Array(items)))
            }
            Value::Day { column, formats } => {
                let Some(found) = row.one(column)? else { return Ok(None) };
                // They were read once, when the mapping was checked.
                let formats: Vec<Format> = formats.iter().filter_map(|format| Format::new(format, "").ok()).collect();
                Ok(Some(wrapped(time::day(&formats, column, found)?.to_string().into(), shape)))
            }
            Value::Time(column) => {
                let at = row.one(column)?.map(|found| self.clock.read(column, found)).transpose()?;
                Ok(at.map(|at| wrapped(at.to_string().into(), shape)))
            }
            Value::Parts(parts) => {
                let mut object = Map::new();
                for (name, part) in parts {
                    if let Some(json) = self.value(part, row, shape.and_then(|shape| part_of(shape, name)))? {
                        object.insert(name.clone(), json);
                    }
                }
                Ok(Some(Json::Object(object)))
            }
            Value::Items(values) => {
                let item = if let Some(Shape::List(item)) = shape { Some(&**item) } else { None };
                let mut items = Vec::new();
                for value in values {
                    items.extend(self.value(value, row, item)?);
                }
                Ok(Some(Json::Array(items)))
            }
            Value::Fields { prefix, separator, references } => {
                let separator = separator.as_deref().unwrap_or(" ");
                let by_path = ByPath { row, prefix, references: references.as_deref(), separator };
                let Some(shape) = shape else { return Ok(None) };
                let found = by_path.build(shape, "", None)?;
                // Data without any field are data still.
                let nothing = || matches!(shape, Shape::Fields(_)).then(|| Json::Object(Map::new()));
                Ok(found.or_else(nothing))
            }
        }
    }

    fn looked_up(&self, table: &str, found: &str) -> Option<&str> {
        self.tables.get(table)?.get(found).map(String::as_str)
    }

    /// What a table has for what stands in a column; itself, where no table is named.
    fn known<'f>(&'f self, table: Option<&str>, column: &str, found: &'f str) -> Result<&'f str, Problem> {
        let Some(table) = table else { return Ok(found) };
        self.looked_up(table, found)
            .ok_or_else(|| Problem::NotInTable { column: column.to_owned(), table: table.to_owned() })
    }

    fn reference(&self, prefix: &str, found: &str) -> String {
        let digest = HMAC::mac(format!("{prefix}\n{found}"), self.key);
        let digits: String = digest.iter().take(SHOWN).map(|byte| format!("{byte:02x}")).collect();
        format!("{prefix}-{digits}")
    }
}

/// The pieces of what stands in a column, without the space around them and without empty ones.
fn pieces<'r>(all: &'r str, separator: Option<&'r str>) -> Box<dyn Iterator<Item = &'r str> + 'r> {
    match separator {
        Some(separator) => Box::new(all.split(separator).map(str::trim).filter(|piece| !piece.is_empty())),
        None => Box::new(std::iter::once(all)),
    }
}

/// The shape of a field, or of what a variant holds, by its name.
pub(super) fn part_of<'s>(shape: &'s Shape, name: &str) -> Option<&'s Shape> {
    match shape.inner() {
        Shape::Fields(fields) => fields.parts.iter().find(|field| field.name == name).map(|field| &field.shape),
        Shape::Variants(variants) => {
            if let Holds::One(shape) = variants.holds(name)? {
                Some(shape)
            } else {
                None
            }
        }
        Shape::Code(_) | Shape::Codes(_) | Shape::Number(..) | Shape::Entry | Shape::Day | Shape::Instant => None,
        Shape::Ref(_) | Shape::Outside(_) | Shape::Text | Shape::Optional(_) | Shape::List(_) => None,
    }
}

/// Whether a path leads to a text: `terms.goal`, or `steps[0].words`.
pub(super) fn is_text(shape: &Shape, path: &str) -> bool {
    let field = |fields: &[FieldShape], name: &str, rest: &str| {
        fields.iter().find(|field| field.name == name).is_some_and(|field| is_text(&field.shape, rest))
    };
    let (name, rest) = path.split_once('.').unwrap_or((path, ""));
    // The place in a list stands behind the name of the list, or before what its item holds.
    let name = name.split('[').next().unwrap_or_default();
    match shape.inner() {
        Shape::Text => path.is_empty(),
        Shape::List(item) => is_text(item, path),
        Shape::Fields(fields) => field(&fields.parts, name, rest),
        Shape::Variants(variants) => match variants.holds(name) {
            Some(Holds::One(shape)) => is_text(shape, rest),
            Some(Holds::Fields(fields) | Holds::Unasked(fields)) => {
                let (name, rest) = rest.split_once('.').unwrap_or((rest, ""));
                field(fields, name, rest)
            }
            Some(Holds::Nothing) | None => false,
        },
        Shape::Code(_) | Shape::Codes(_) | Shape::Number(..) | Shape::Entry | Shape::Day | Shape::Instant => false,
        Shape::Ref(_) | Shape::Outside(_) | Shape::Optional(_) => false,
    }
}

/// The columns from which a value comes that stands at a path, such as `present[1]`.
pub(super) fn columns_at(value: &Value, path: &str) -> Vec<String> {
    match value {
        Value::Parts(parts) => {
            let end = path.find(['.', '[']).unwrap_or(path.len());
            let (name, rest) = path.split_at_checked(end).unwrap_or((path, ""));
            parts.get(name).map_or_else(Vec::new, |part| columns_at(part, rest.trim_start_matches('.')))
        }
        Value::Items(items) => {
            let place = path.strip_prefix('[').and_then(|path| path.split_once(']'));
            let item = place.and_then(|(place, rest)| Some((items.get(place.parse::<usize>().ok()?)?, rest)));
            item.map_or_else(Vec::new, |(item, rest)| columns_at(item, rest.trim_start_matches('.')))
        }
        Value::Column(column) | Value::Time(column) => vec![column.clone()],
        Value::Lookup { column, .. } | Value::List { column, .. } | Value::Day { column, .. } => vec![column.clone()],
        Value::Reference { columns, .. } => columns.clone(),
        // Columns are called by the paths themselves.
        Value::Constant(_) | Value::Fields { .. } => Vec::new(),
    }
}

/// What stands in a column, as a field of that shape is stored.
fn of_shape(column: &str, found: &str, shape: Option<&Shape>) -> Result<Json, Problem> {
    match shape {
        Some(Shape::Number(..) | Shape::Entry) => number(column, found),
        Some(Shape::List(item)) => Ok(Json::Array(vec![of_shape(column, found, Some(item.inner()))?])),
        Some(Shape::Codes(_)) => Ok(Json::Array(vec![found.into()])),
        Some(
            Shape::Code(_)
            | Shape::Day
            | Shape::Instant
            | Shape::Ref(_)
            | Shape::Outside(_)
            | Shape::Text
            | Shape::Optional(_)
            | Shape::Fields(_)
            | Shape::Variants(_),
        )
        | None => Ok(found.into()),
    }
}

/// In a list, where one is expected.
fn wrapped(json: Json, shape: Option<&Shape>) -> Json {
    if matches!(shape, Some(Shape::List(_) | Shape::Codes(_))) { Json::Array(vec![json]) } else { json }
}

fn number(column: &str, found: &str) -> Result<Json, Problem> {
    whole_number(column, found).map(Json::from)
}

/// A whole number; some tools write `7.0` for 7.
pub(super) fn whole_number(column: &str, found: &str) -> Result<i64, Problem> {
    let whole = found.strip_suffix(".0").unwrap_or(found);
    whole.parse().map_err(|_| Problem::NotANumber { column: column.to_owned() })
}

/// Builds data from columns that are called by the paths of its fields.
struct ByPath<'r> {
    row: &'r Row,
    prefix: &'r str,
    references: Option<&'r str>,
    separator: &'r str,
}

/// Which item of a list is built, of how many.
#[derive(Clone, Copy)]
struct Item {
    place: usize,
    of: usize,
}

impl ByPath<'_> {
    /// What stands at a path, if anything does.
    fn build(&self, shape: &Shape, path: &str, item: Option<Item>) -> Result<Option<Json>, Problem> {
        match shape {
            Shape::Optional(shape) => self.build(shape, path, item),
            Shape::Code(_) | Shape::Day | Shape::Instant | Shape::Text => Ok(self.leaf(path, item)?.map(Json::from)),
            Shape::Ref(_) | Shape::Outside(_) => Ok(self.referred(path, item)?.map(Json::from)),
            Shape::Number(..) | Shape::Entry => {
                let column = self.column(path);
                self.leaf(path, item)?.map(|found| number(&column, &found)).transpose()
            }
            Shape::Codes(_) => {
                let separator = if item.is_some() { "," } else { self.separator };
                let found = self.leaf(path, item)?;
                Ok(found.map(|all| all.split(separator).filter(|code| !code.is_empty()).map(Json::from).collect()))
            }
            Shape::List(each) => self.list(each.inner(), path, item),
            Shape::Fields(fields) => self.fields(&fields.parts, path, item),
            Shape::Variants(variants) => {
                let Some(code) = self.leaf(path, item)? else { return Ok(None) };
                let under = join(path, &code);
                let held = match variants.holds(&code) {
                    None | Some(Holds::Nothing) => return Ok(Some(code.into())),
                    Some(Holds::One(shape)) if is_reference(shape) => {
                        self.referred(&under, item.map(|item| self.among(path, &code, item)))?.map(Json::from)
                    }
                    Some(Holds::One(shape)) => self.build(shape, &under, item)?,
                    Some(Holds::Fields(fields) | Holds::Unasked(fields)) => self.fields(fields, &under, item)?,
                };
                let held = held.unwrap_or_else(|| Json::Object(Map::new()));
                Ok(Some(Json::Object(Map::from_iter([(code, held)]))))
            }
        }
    }

    fn fields(&self, fields: &[FieldShape], path: &str, item: Option<Item>) -> Result<Option<Json>, Problem> {
        let (mut object, mut empty) = (Map::new(), Vec::new());
        for field in fields {
            match self.build(&field.shape, &join(path, field.name), item)? {
                Some(json) => _ = object.insert(field.name.to_owned(), json),
                // A list that has to be there and holds nothing leaves nothing in a column.
                None if !field.has_default && matches!(field.shape, Shape::Codes(_) | Shape::List(_)) => {
                    empty.push(field.name)
                }
                None => {}
            }
        }
        if !object.is_empty() || path.is_empty() {
            object.extend(empty.into_iter().map(|name| (name.to_owned(), Json::Array(Vec::new()))));
        }
        Ok((!object.is_empty()).then_some(Json::Object(object)))
    }

    /// Which of the items of its variant an item of a list is: the column of what a variant holds has a reference for each of these alone.
    fn among(&self, path: &str, code: &str, item: Item) -> Item {
        let codes = self.split(path);
        let is_so = |found: &&&str| **found == code;
        Item { place: codes.iter().take(item.place).filter(is_so).count(), of: codes.iter().filter(is_so).count() }
    }

    /// A list: as many items as its columns have values.
    fn list(&self, each: &Shape, path: &str, item: Option<Item>) -> Result<Option<Json>, Problem> {
        if item.is_some() {
            // Of a list in a list, the values stand in one column, with commas between.
            let found = if is_reference(each) { self.referred(path, item)? } else { self.leaf(path, item)? };
            return Ok(found.map(|all| all.split(',').map(Json::from).collect()));
        }
        let mut of = 0;
        self.longest(each, path, &mut of);
        let mut items = Vec::new();
        for place in 0..of {
            items.extend(self.build(each, path, Some(Item { place, of }))?);
        }
        Ok((!items.is_empty()).then_some(Json::Array(items)))
    }

    /// How many values the columns of a list have, but for free text, in which the separator can stand.
    fn longest(&self, shape: &Shape, path: &str, of: &mut usize) {
        match shape.inner() {
            Shape::Text => *of = (*of).max(usize::from(!self.row.all(&self.column(path)).is_empty())),
            Shape::Ref(_) | Shape::Outside(_) => *of = (*of).max(self.references_at(path).len()),
            Shape::Fields(fields) => {
                fields.parts.iter().for_each(|field| self.longest(&field.shape, &join(path, field.name), of))
            }
            Shape::Code(_) | Shape::Codes(_) | Shape::Number(..) | Shape::Entry | Shape::Day | Shape::Instant => {
                *of = (*of).max(self.split(path).len());
            }
            Shape::Variants(_) => *of = (*of).max(self.split(path).len()),
            Shape::List(_) | Shape::Optional(_) => {}
        }
    }

    fn column(&self, path: &str) -> String {
        format!("{}{path}", self.prefix)
    }

    /// The values in the column of a path, split where it is one text.
    fn split(&self, path: &str) -> Vec<&str> {
        match self.row.all(&self.column(path)) {
            [one] => one.split(self.separator).collect(),
            several => several.iter().map(String::as_str).collect(),
        }
    }

    /// What stands at a path: of a list, for one item.
    fn leaf(&self, path: &str, item: Option<Item>) -> Result<Option<String>, Problem> {
        let column = self.column(path);
        let Some(Item { place, of }) = item else { return Ok(self.row.one(&column)?.map(str::to_owned)) };
        if of == 1 {
            return Ok(self.row.one(&column)?.filter(|found| *found != "-").map(str::to_owned));
        }
        let found = self.split(path);
        if found.is_empty() {
            return Ok(None);
        }
        if found.len() != of {
            return Err(Problem::Misaligned { column, expected: of, found: found.len() });
        }
        Ok(found.get(place).filter(|found| **found != "-").map(|&found| found.to_owned()))
    }

    fn references_at(&self, path: &str) -> Vec<&str> {
        let Some(prefix) = self.references else { return self.split(path) };
        let all = self.row.all(&format!("{prefix}{path}"));
        all.iter().map(|found| found.rsplit(' ').next().unwrap_or(found)).collect()
    }

    fn referred(&self, path: &str, item: Option<Item>) -> Result<Option<String>, Problem> {
        let found = self.references_at(path);
        if found.is_empty() {
            // What is no thing of its own stands with the other fields.
            return self.leaf(path, item);
        }
        let Item { place, of } = item.unwrap_or(Item { place: 0, of: 1 });
        if found.len() != of {
            let column = format!("{}{path}", self.references.unwrap_or(self.prefix));
            return Err(Problem::Misaligned { column, expected: of, found: found.len() });
        }
        Ok(found.get(place).filter(|found| **found != "-").map(|&found| found.to_owned()))
    }
}

fn is_reference(shape: &Shape) -> bool {
    matches!(shape, Shape::Ref(_) | Shape::Outside(_))
}

fn join(path: &str, name: &str) -> String {
    if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") }
}
