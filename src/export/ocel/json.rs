//! OCEL 2.0 as JSON, written as it comes: no tree of it is held.

use std::io::{self, Read, Seek, SeekFrom, Write};

use chrono::{Datelike as _, Timelike as _};

use super::gather::{Gathered, Log, New};
use super::{of_event, of_object, of_one, of_row, sorted, type_name};
use crate::export::Format;
use crate::export::case::{Case, Row};
use crate::export::derived::Change;
use crate::export::error::Error;
use crate::export::layout::Value;
use crate::export::object::{Object, ObjectType};
use crate::export::options::Options;
use crate::moment::Moment;

/// OCEL 2.0 as JSON: see the [module](super).
///
/// All events come first, then all objects; what is written of objects meanwhile waits in a spool, which the caller gives: a temporary
/// file, or a [`Cursor`](io::Cursor) over memory. It holds less than the events do. What it holds is not wiped.
///
/// ```
/// use practice_cycle::{export::{Exporter, Options, ocel}, history::History};
/// let history = History::read(std::fs::read("examples/data/turnover.jsonl")?.as_slice())?;
/// let mut written = Vec::new();
/// let mut exporter = Exporter::new(ocel::Json::new(&mut written, std::io::Cursor::new(Vec::new())), Options::new());
/// exporter.add(&history)?;
/// exporter.finish()?;
/// let log: serde_json::Value = serde_json::from_slice(&written)?;
/// assert_eq!(log["events"][0]["type"], "cycle_opened");
/// assert_eq!(log["objects"][0]["type"], "cycle");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct Json<W: Write, S> {
    to: W,
    spool: S,
    log: Log,
    options: Options,
    buffer: Vec<u8>,
    has_events: bool,
    has_objects: bool,
}

/// How much is written at once.
const FULL: usize = 1 << 16;

impl<W: Write, S: Read + Write + Seek> Json<W, S> {
    /// Writes to something that need not be buffered, with an empty spool.
    #[must_use]
    pub fn new(to: W, spool: S) -> Self {
        Self {
            to,
            spool,
            log: Log::default(),
            options: Options::default(),
            buffer: Vec::new(),
            has_events: false,
            has_objects: false,
        }
    }

    fn object(&mut self, new: &New<'_>, changes: &[Change<'_>]) -> io::Result<()> {
        let buffer = &mut self.buffer;
        between(buffer, &mut self.has_objects);
        buffer.extend_from_slice(b"{\"id\":\"");
        id(buffer, &new.object);
        buffer.extend_from_slice(b"\",\"type\":\"");
        buffer.extend_from_slice(new.object.of.code().as_bytes());
        buffer.extend_from_slice(b"\",\"attributes\":[");
        let mut has_some = false;
        for change in of_one(changes, &new.object) {
            comma(buffer, &mut has_some);
            buffer.extend_from_slice(b"{\"name\":\"");
            buffer.extend_from_slice(change.attribute.as_bytes());
            buffer.extend_from_slice(b"\",\"time\":\"");
            time(buffer, change.at);
            buffer.extend_from_slice(b"\",\"value\":\"");
            buffer.extend_from_slice(change.value.as_bytes());
            buffer.extend_from_slice(b"\"}");
        }
        buffer.push(b']');
        relations(buffer, &new.relations);
        buffer.push(b'}');
        if buffer.len() >= FULL { flush(buffer, &mut self.spool) } else { Ok(()) }
    }
}

impl<W: Write, S: Read + Write + Seek> Format for Json<W, S> {
    fn add(&mut self, case: &Case<'_>) -> Result<(), Error> {
        self.options = case.options().clone();
        let mut gathered = Gathered::default();
        let Self { buffer, to, log, has_events, .. } = self;
        case.each(|row| {
            log.events.insert(row.kind);
            gathered.add(row);
            if !*has_events {
                buffer.extend_from_slice(b"{\"events\":[");
            }
            between(buffer, has_events);
            event(buffer, case, row)?;
            if buffer.len() >= FULL {
                flush(buffer, to)?;
            }
            Ok(())
        })?;
        flush(buffer, to)?;
        let changes = sorted(case);
        for new in self.log.new_ones(gathered) {
            self.object(&new, &changes)?;
        }
        Ok(flush(&mut self.buffer, &mut self.spool)?)
    }

    fn finish(mut self: Box<Self>) -> Result<(), Error> {
        for name in self.log.only_mentioned() {
            let object = Object { of: ObjectType::Cycle, cycle: &name, name: &name };
            self.object(&New { object, relations: Vec::new() }, &[])?;
        }
        flush(&mut self.buffer, &mut self.spool)?;
        let Self { mut to, mut spool, log, options, has_events, .. } = *self;
        to.write_all(if has_events { b"\n],\"objects\":[" } else { b"{\"events\":[],\"objects\":[" })?;
        spool.seek(SeekFrom::Start(0))?;
        io::copy(&mut spool, &mut to)?;
        to.write_all(b"\n],\"eventTypes\":[")?;
        let mut buffer = Vec::new();
        types(
            &mut buffer,
            log.events.iter().map(|&kind| {
                (kind.code(), of_event(kind, &options).map(|(name, holds)| (name, type_name(holds))).collect())
            }),
        );
        buffer.extend_from_slice(b"\n],\"objectTypes\":[");
        types(
            &mut buffer,
            log.objects.iter().map(|&of| (of.code(), of_object(of, &options).map(|name| (name, "string")).collect())),
        );
        buffer.extend_from_slice(b"\n]}\n");
        to.write_all(&buffer)?;
        Ok(to.flush()?)
    }
}

fn flush(buffer: &mut Vec<u8>, to: &mut impl Write) -> io::Result<()> {
    to.write_all(buffer)?;
    buffer.clear();
    Ok(())
}

fn comma(buffer: &mut Vec<u8>, has_some: &mut bool) {
    if std::mem::replace(has_some, true) {
        buffer.push(b',');
    }
}

/// What stands between two items that have a line each.
fn between(buffer: &mut Vec<u8>, has_some: &mut bool) {
    comma(buffer, has_some);
    buffer.push(b'\n');
}

/// The identity of an object. References have nothing in them that is to be escaped.
fn id(buffer: &mut Vec<u8>, object: &Object<'_>) {
    let [of, cycle, name] = object.parts();
    buffer.extend_from_slice(of.as_bytes());
    if !cycle.is_empty() {
        buffer.push(b' ');
        buffer.extend_from_slice(cycle.as_bytes());
    }
    buffer.push(b' ');
    buffer.extend_from_slice(name.as_bytes());
}

/// An instant as its `Display` has it. There are two in every event, so what formatting in general costs is left out.
fn time(buffer: &mut Vec<u8>, at: Moment) {
    let at_utc = at.to_utc().naive_utc();
    if at_utc.nanosecond() > 0 {
        // Writing into memory cannot fail.
        let _ = write!(buffer, "{at}");
        return;
    }
    let two = |number: u32| [b'0' + (number / 10 % 10) as u8, b'0' + (number % 10) as u8];
    let year = at_utc.year().unsigned_abs();
    buffer.extend_from_slice(&two(year / 100));
    buffer.extend_from_slice(&two(year % 100));
    let parts = [
        (b'-', at_utc.month()),
        (b'-', at_utc.day()),
        (b'T', at_utc.hour()),
        (b':', at_utc.minute()),
        (b':', at_utc.second()),
    ];
    for (before, number) in parts {
        buffer.push(before);
        buffer.extend_from_slice(&two(number));
    }
    buffer.push(b'Z');
}

fn event(buffer: &mut Vec<u8>, case: &Case<'_>, row: &Row<'_>) -> io::Result<()> {
    buffer.extend_from_slice(b"{\"id\":\"");
    buffer.extend_from_slice(case.cycle().as_bytes());
    write!(buffer, " {}", row.number)?;
    buffer.extend_from_slice(b"\",\"type\":\"");
    buffer.extend_from_slice(row.kind.code().as_bytes());
    buffer.extend_from_slice(b"\",\"time\":\"");
    time(buffer, row.occurred_at);
    buffer.extend_from_slice(b"\",\"attributes\":[");
    let mut has_some = false;
    for (name, value) in of_row(row) {
        attribute(buffer, &mut has_some, name, &value)?;
    }
    for (name, value) in &row.attributes {
        attribute(buffer, &mut has_some, name, value)?;
    }
    buffer.push(b']');
    relations(buffer, &row.relations);
    buffer.push(b'}');
    Ok(())
}

fn attribute(buffer: &mut Vec<u8>, has_some: &mut bool, name: &str, value: &Value<'_>) -> io::Result<()> {
    comma(buffer, has_some);
    buffer.extend_from_slice(b"{\"name\":\"");
    buffer.extend_from_slice(name.as_bytes());
    buffer.extend_from_slice(b"\",\"value\":");
    match value {
        Value::Text(text) => serde_json::to_writer(&mut *buffer, text)?,
        Value::Number(number) => write!(buffer, "\"{number}\"")?,
        Value::Time(at) => {
            buffer.push(b'"');
            time(buffer, *at);
            buffer.push(b'"');
        }
        Value::Day(day) => write!(buffer, "\"{day}\"")?,
    }
    buffer.push(b'}');
    Ok(())
}

fn relations(buffer: &mut Vec<u8>, relations: &[(&'static str, Object<'_>)]) {
    buffer.extend_from_slice(b",\"relationships\":[");
    let mut has_some = false;
    for (how, object) in relations {
        comma(buffer, &mut has_some);
        buffer.extend_from_slice(b"{\"objectId\":\"");
        id(buffer, object);
        buffer.extend_from_slice(b"\",\"qualifier\":\"");
        buffer.extend_from_slice(how.as_bytes());
        buffer.extend_from_slice(b"\"}");
    }
    buffer.push(b']');
}

fn types<'t>(buffer: &mut Vec<u8>, types: impl Iterator<Item = (&'t str, Vec<(&'t str, &'t str)>)>) {
    let mut has_some = false;
    for (name, attributes) in types {
        between(buffer, &mut has_some);
        let attributes: Vec<String> =
            attributes.iter().map(|(name, holds)| format!(r#"{{"name":"{name}","type":"{holds}"}}"#)).collect();
        buffer.extend_from_slice(format!(r#"{{"name":"{name}","attributes":[{}]}}"#, attributes.join(",")).as_bytes());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_instant_is_written_as_it_is_displayed() {
        for at in
            ["1900-01-01T00:00:00Z", "1999-12-31T23:59:59Z", "2026-04-02T09:30:05.25Z", "2199-12-31T23:59:59.999999999Z"]
        {
            let at: Moment = at.parse().unwrap();
            let mut written = Vec::new();
            time(&mut written, at);
            assert_eq!(String::from_utf8(written).unwrap(), at.to_string());
        }
    }
}
