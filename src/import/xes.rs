//! Rows of a log in XES: one for each event.

use std::io::{self, BufRead};

use quick_xml::events::{BytesStart, Event};
use quick_xml::{Decoder, Reader, XmlVersion};

use super::lines::Lines;
use super::problem::{LogError, Problem, XmlProblem};
use super::row::Row;

/// How deep attributes may be nested.
const DEEPEST: usize = 32;

/// An element that is open.
enum Open {
    Log,
    Trace,
    Event,
    /// An attribute, by its key and those it is nested in; none where it belongs to the log, and is not read.
    Attribute(Option<String>),
    /// The values of a list.
    Values,
    /// What declares something rather than saying what happened: an extension, a classifier, a global.
    Other,
}

/// Gives every event, with the line on which it begins.
pub(super) fn rows(log: impl BufRead, mut take: impl FnMut(u64, Result<Row, Problem>)) -> Result<(), LogError> {
    let mut reader = Reader::from_reader(Lines::new(log));
    reader.config_mut().check_end_names = true;
    let mut found = Found::default();
    let mut buffer = Vec::new();
    loop {
        let line = reader.get_ref().line();
        let fail = |why| LogError::Xml { line, why };
        buffer.clear();
        let event = reader.read_event_into(&mut buffer).map_err(|error| {
            if let quick_xml::Error::Io(why) = error {
                LogError::Io(io::Error::new(why.kind(), why))
            } else {
                fail(XmlProblem::Malformed)
            }
        })?;
        let decoder = reader.decoder();
        match event {
            Event::Start(element) => found.begin(&element, decoder, line).map_err(fail)?,
            Event::Empty(element) => {
                found.begin(&element, decoder, line).map_err(fail)?;
                found.end(&mut take);
            }
            Event::End(_) => found.end(&mut take),
            Event::Eof if !found.open.is_empty() => return Err(fail(XmlProblem::CutOff)),
            Event::Eof if !found.has_log => return Err(fail(XmlProblem::NoLog)),
            Event::Eof => return Ok(()),
            Event::Text(_) | Event::CData(_) | Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_) => {}
            Event::GeneralRef(_) => {}
        }
    }
}

#[derive(Default)]
struct Found {
    has_log: bool,
    open: Vec<Open>,
    /// Attributes of the trace: column and value.
    of_trace: Vec<(String, String)>,
    row: Option<Row>,
}

impl Found {
    fn begin(&mut self, element: &BytesStart<'_>, decoder: Decoder, line: u64) -> Result<(), XmlProblem> {
        if self.open.len() > DEEPEST {
            return Err(XmlProblem::TooDeep(DEEPEST));
        }
        let open = match (element.local_name().as_ref(), self.open.last()) {
            (b"log", None) if !self.has_log => {
                self.has_log = true;
                Open::Log
            }
            (_, None) => return Err(XmlProblem::NoLog),
            (b"trace", Some(Open::Log)) => Open::Trace,
            (b"event", Some(Open::Log | Open::Trace)) => {
                self.row = Some(Row::new(line));
                Open::Event
            }
            (b"trace" | b"event" | b"log", Some(_)) => return Err(XmlProblem::OutOfPlace),
            (b"extension" | b"classifier" | b"global", Some(_)) | (_, Some(Open::Other)) => Open::Other,
            (b"values", Some(Open::Attribute(_))) => Open::Values,
            (_, Some(Open::Log | Open::Trace | Open::Event | Open::Attribute(_) | Open::Values)) => {
                Open::Attribute(self.attribute(element, decoder)?)
            }
        };
        self.open.push(open);
        Ok(())
    }

    /// Keeps an attribute; the column that it stands in.
    fn attribute(&mut self, element: &BytesStart<'_>, decoder: Decoder) -> Result<Option<String>, XmlProblem> {
        let (mut key, mut value) = (None, None);
        for attribute in element.attributes() {
            let attribute = attribute.map_err(|_| XmlProblem::Malformed)?;
            let read = || {
                attribute.decoded_and_normalized_value(XmlVersion::Implicit1_0, decoder).map_err(|_| XmlProblem::Malformed)
            };
            match attribute.key.as_ref() {
                b"key" => key = Some(read()?.into_owned()),
                b"value" => value = Some(read()?.into_owned()),
                _ => {}
            }
        }
        let within = self
            .open
            .iter()
            .rev()
            .find_map(|open| if let Open::Attribute(column) = open { Some(column.as_deref()) } else { None });
        let key = key.unwrap_or_default();
        let (is_event, is_trace) = (self.row.is_some(), self.open.iter().any(|open| matches!(open, Open::Trace)));
        let is_item = matches!(self.open.last(), Some(Open::Values));
        let column = match within {
            // What stands in a list stands in its column.
            Some(Some(list)) if is_item => list.to_owned(),
            Some(Some(outer)) => format!("{outer}/{key}"),
            Some(None) => return Ok(None),
            None if is_event => key,
            None if is_trace => format!("trace:{key}"),
            None => return Ok(None),
        };
        if let Some(value) = value {
            match &mut self.row {
                Some(row) => row.add(&column, &value),
                None => self.of_trace.push((column.clone(), value)),
            }
        }
        Ok(Some(column))
    }

    fn end(&mut self, take: &mut impl FnMut(u64, Result<Row, Problem>)) {
        match self.open.pop() {
            Some(Open::Event) => {
                if let Some(mut row) = self.row.take() {
                    for (column, value) in &self.of_trace {
                        row.add(column, value);
                    }
                    take(row.line, Ok(row));
                }
            }
            Some(Open::Trace) => self.of_trace.clear(),
            Some(Open::Log | Open::Attribute(_) | Open::Values | Open::Other) | None => {}
        }
    }
}
