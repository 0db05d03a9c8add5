//! Rows of a log in CSV.

use std::collections::BTreeSet;
use std::io::Read;

use ::csv::{ByteRecord, ReaderBuilder};
use serde_json::Value as Json;

use super::checked::Mapping;
use super::lines::Lines;
use super::mapping::LogFormat;
use super::problem::{LogError, Problem};
use super::row::Row;

/// Gives every row, with its line, or what is wrong with it.
pub(super) fn rows(
    log: impl Read,
    mapping: &Mapping,
    mut take: impl FnMut(u64, Result<Row, Problem>),
) -> Result<(), LogError> {
    let (delimiter, json) = match &mapping.says().log {
        LogFormat::Csv { delimiter, json } => {
            (delimiter.and_then(|it| u8::try_from(it).ok()).unwrap_or(b','), json.as_slice())
        }
        LogFormat::Xes => (b',', <&[String]>::default()),
    };
    let mut reader = ReaderBuilder::new().delimiter(delimiter).flexible(true).from_reader(Lines::read_ahead(log));
    if reader.byte_headers().map_err(io)?.is_empty() {
        return Err(LogError::Empty);
    }
    let names: Vec<String> = reader.byte_headers().map_err(io)?.iter().map(name).collect::<Result<_, _>>()?;
    let checked = check_columns(&names, json, &mapping.columns().names, delimiter);
    if matches!(checked, Err(LogError::NoColumns { found: None, .. })) {
        // These may be no names, and then it means nothing that two are alike.
        return checked;
    }
    if let Some(place) = (1..names.len()).find(|&place| names.iter().take(place).any(|name| Some(name) == names.get(place)))
    {
        return Err(LogError::SameColumn { place: place + 1 });
    }
    checked?;
    let mut record = ByteRecord::new();
    while reader.read_byte_record(&mut record).map_err(io)? {
        // The reader counts LF alone, and places a row before the blank lines that it passed over.
        let offset = record.position().map_or(0, ::csv::Position::byte);
        let line = reader.get_mut().line_at(offset);
        take(line, row(line, &names, json, &record));
    }
    Ok(())
}

/// Refuses a log that lacks columns which the mapping names.
fn check_columns(names: &[String], json: &[String], asked: &BTreeSet<String>, delimiter: u8) -> Result<(), LogError> {
    let within = |column: &str| json.iter().find(|name| column.starts_with(&format!("{name}.")));
    let has = |column: &String| names.contains(column) || within(column).is_some_and(|name| names.contains(name));
    // Of a column that is missing, those of its members are not named too.
    let asked: BTreeSet<&String> = asked.iter().map(|column| within(column).unwrap_or(column)).chain(json).collect();
    let missing: Vec<String> = asked.iter().filter(|column| !has(column)).map(|&column| column.clone()).collect();
    if missing.is_empty() {
        return Ok(());
    }
    // A first line that holds none of the names may hold no names at all, but what stands in a row: it is not quoted.
    let is_header = missing.len() < asked.len();
    let other = match names {
        [one] => [b';', b'\t', b',', b'|'].into_iter().find(|&other| other != delimiter && one.as_bytes().contains(&other)),
        _ => None,
    };
    Err(LogError::NoColumns {
        missing,
        found: is_header.then(|| names.to_vec()),
        count: names.len(),
        other: other.map(char::from),
    })
}

fn row(line: u64, names: &[String], json: &[String], record: &ByteRecord) -> Result<Row, Problem> {
    if record.len() != names.len() {
        return Err(Problem::Length { expected: names.len() as u64, found: record.len() as u64 });
    }
    let mut row = Row::new(line);
    for (name, value) in names.iter().zip(record) {
        let value = std::str::from_utf8(value).map_err(|_| Problem::NotUtf8)?;
        if json.contains(name) && !value.trim().is_empty() {
            let members: Option<serde_json::Map<String, Json>> = serde_json::from_str(value).ok();
            let added = members.and_then(|members| {
                members.iter().try_for_each(|(key, value)| add(&mut row, &format!("{name}.{key}"), value))
            });
            added.ok_or_else(|| Problem::NotJson { column: name.clone() })?;
        } else {
            row.add(name, value);
        }
    }
    Ok(row)
}

/// Adds a member of an object of JSON.
fn add(row: &mut Row, column: &str, value: &Json) -> Option<()> {
    match value {
        Json::Null => {}
        Json::String(words) => row.add(column, words),
        Json::Number(number) => row.add(column, &number.to_string()),
        Json::Bool(is_so) => row.add(column, if *is_so { "true" } else { "false" }),
        Json::Array(items) => {
            items.iter().try_for_each(|item| if item.is_array() { None } else { add(row, column, item) })?
        }
        Json::Object(_) => return None,
    }
    Some(())
}

/// A name of a column, without a byte order mark before the first.
fn name(bytes: &[u8]) -> Result<String, LogError> {
    let name = std::str::from_utf8(bytes).map_err(|_| LogError::NotUtf8)?;
    Ok(name.trim_start_matches('\u{feff}').trim().to_owned())
}

fn io(error: ::csv::Error) -> LogError {
    LogError::Io(error.into())
}
