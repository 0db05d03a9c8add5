//! XES, the event log of IEEE 1849: one trace for each cycle, or for each contract.

use std::borrow::Cow;
use std::collections::HashMap;
use std::io::{self, Write};

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, Event};

use super::Format;
use super::case::{Case, Row};
use super::error::Error;
use super::layout::Value;
use super::object::{Object, ObjectType};
use crate::code::Code;
use crate::noun::Noun;

/// What a trace is.
///
/// ```
/// use practice_cycle::export::Traces;
/// assert_ne!(Traces::OfCycles, Traces::OfContracts);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Traces {
    /// One for each cycle, with all its events.
    OfCycles,
    /// One for each contract, with the events that relate to it. One that relates to several is in the trace of each; one that relates to
    /// none is in no trace.
    OfContracts,
}

/// XES by IEEE 1849-2016, not compressed, in UTF-8.
///
/// | In XES | Here |
/// |---|---|
/// | trace | a cycle, or a contract: `concept:name` is its reference, behind that of the cycle and a space where it is a contract; `cycle` |
/// | event | an entry, in the order of occurrence |
/// | `concept:name` | the code of the kind of event |
/// | `time:timestamp` | when it occurred, in UTC |
/// | `org:resource`, `org:role` | who did it, in which role; left out where something was said without a name |
/// | `lifecycle:transition` | `complete`: each event is a thing done |
/// | `number`, `recorded_at`, `recorded_by`, `phase` | those of the entry |
/// | `data.PATH` | the codes, numbers and times of its data, and what it refers to, by the path of the field: `data.terms.lead`, `data.present` |
///
/// A day is text, since XES has instants alone. Where something refers to several things, their references stand in a `list`. Values that
/// belong to the items of a list are one text, with spaces between: see [`attributes`](super::attributes). What is derived
/// ([stages](super::Options::with_stages), standing, boundary) has no place in it and is left out.
///
/// ```
/// use practice_cycle::{export::{Exporter, Options, Traces, Xes}, history::History};
/// let history = History::read(std::fs::read("examples/data/turnover.jsonl")?.as_slice())?;
/// let mut written = Vec::new();
/// let mut exporter = Exporter::new(Xes::new(&mut written, Traces::OfCycles), Options::new());
/// exporter.add(&history)?;
/// let summary = exporter.finish()?;
/// let log = String::from_utf8(written)?;
/// assert_eq!(log.matches("<event>").count() as u64, summary.events);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct Xes<W: Write> {
    to: W,
    traces: Traces,
    has_begun: bool,
}

const CONTRACT: ObjectType = ObjectType::Made(Noun::Contract);

const EXTENSIONS: [(&str, &str); 4] =
    [("Concept", "concept"), ("Time", "time"), ("Organizational", "org"), ("Lifecycle", "lifecycle")];

/// The attributes that every event has, with what tools take where one is missing.
const GLOBALS: [(&str, &str, &str); 6] = [
    ("string", "concept:name", "unknown"),
    ("date", "time:timestamp", "1970-01-01T00:00:00Z"),
    ("string", "lifecycle:transition", "complete"),
    ("int", "number", "0"),
    ("date", "recorded_at", "1970-01-01T00:00:00Z"),
    ("string", "phase", "unknown"),
];

impl<W: Write> Xes<W> {
    /// Writes to something that should be buffered.
    #[must_use]
    pub const fn new(to: W, traces: Traces) -> Self {
        Self { to, traces, has_begun: false }
    }

    fn begin(&mut self) -> io::Result<()> {
        if std::mem::replace(&mut self.has_begun, true) {
            return Ok(());
        }
        let mut xml = Xml::new(&mut self.to);
        xml.write(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
        xml.begin("log", &[("xes.version", "1849.2016"), ("xes.features", ""), ("xmlns", "http://www.xes-standard.org/")])?;
        for (name, prefix) in EXTENSIONS {
            let uri = format!("http://www.xes-standard.org/{prefix}.xesext");
            xml.element("extension", &[("name", name), ("prefix", prefix), ("uri", &uri)])?;
        }
        xml.begin("global", &[("scope", "trace")])?;
        xml.attribute("string", "concept:name", "unknown")?;
        xml.end("global")?;
        xml.begin("global", &[("scope", "event")])?;
        for (of, key, value) in GLOBALS {
            xml.attribute(of, key, value)?;
        }
        xml.end("global")?;
        xml.element("classifier", &[("name", "Activity"), ("scope", "event"), ("keys", "concept:name")])?;
        xml.attribute("string", "concept:name", "practice-cycle")?;
        xml.attribute("string", "lifecycle:model", "standard")
    }
}

impl<W: Write> Format for Xes<W> {
    fn add(&mut self, case: &Case<'_>) -> Result<(), Error> {
        self.begin()?;
        let cycle = case.cycle();
        match self.traces {
            Traces::OfCycles => {
                let mut xml = Xml::new(&mut self.to);
                xml.trace(cycle, cycle)?;
                case.each(|row| Ok(xml.event(row)?))?;
                xml.end("trace")?;
            }
            Traces::OfContracts => {
                // In the order of the invitations. An event is written once, and put into each of its traces.
                let mut traces: Vec<(Object<'_>, Vec<u8>)> = case.contracts().map(|(_, _, it)| (it, Vec::new())).collect();
                let place: HashMap<&str, usize> =
                    case.contracts().enumerate().map(|(at, (_, _, it))| (it.name, at)).collect();
                let (mut event, mut into): (Vec<u8>, Vec<usize>) = (Vec::new(), Vec::new());
                case.each(|row| {
                    let contracts = row.relations.iter().filter(|(_, object)| object.of == CONTRACT);
                    // An event may relate to one contract in several ways.
                    into.extend(contracts.filter_map(|(_, object)| place.get(object.name).copied()));
                    into.sort_unstable();
                    into.dedup();
                    if !into.is_empty() {
                        event.clear();
                        Xml::new(&mut event).event(row)?;
                    }
                    for at in into.drain(..) {
                        if let Some((_, events)) = traces.get_mut(at) {
                            events.extend_from_slice(&event);
                        }
                    }
                    Ok(())
                })?;
                for (contract, events) in traces {
                    Xml::new(&mut self.to).trace(&format!("{cycle} {}", contract.name), cycle)?;
                    self.to.write_all(&events)?;
                    Xml::new(&mut self.to).end("trace")?;
                }
            }
        }
        Ok(())
    }

    fn finish(mut self: Box<Self>) -> Result<(), Error> {
        self.begin()?;
        Xml::new(&mut self.to).end("log")?;
        Ok(self.to.flush()?)
    }
}

/// Elements, each on a line of its own.
struct Xml<W>(Writer<W>);

impl<W: Write> Xml<W> {
    fn new(to: W) -> Self {
        Self(Writer::new(to))
    }

    fn write(&mut self, event: Event<'_>) -> io::Result<()> {
        self.0.write_event(event)?;
        self.0.get_mut().write_all(b"\n")
    }

    fn started<'e>(name: &'e str, attributes: &[(&str, &str)]) -> BytesStart<'e> {
        let mut start = BytesStart::new(name);
        for (key, value) in attributes {
            // It is escaped here, since space of other kinds would be read as spaces.
            start.push_attribute((key.as_bytes(), escaped(value).as_bytes()));
        }
        start
    }

    fn begin(&mut self, name: &str, attributes: &[(&str, &str)]) -> io::Result<()> {
        self.write(Event::Start(Self::started(name, attributes)))
    }

    fn element(&mut self, name: &str, attributes: &[(&str, &str)]) -> io::Result<()> {
        self.write(Event::Empty(Self::started(name, attributes)))
    }

    fn end(&mut self, name: &str) -> io::Result<()> {
        self.write(Event::End(BytesEnd::new(name)))
    }

    /// An attribute of XES of a type.
    fn attribute(&mut self, of: &str, key: &str, value: &str) -> io::Result<()> {
        self.element(of, &[("key", key), ("value", value)])
    }

    fn trace(&mut self, name: &str, cycle: &str) -> io::Result<()> {
        self.begin("trace", &[])?;
        self.attribute("string", "concept:name", name)?;
        self.attribute("string", "cycle", cycle)
    }

    fn event(&mut self, row: &Row<'_>) -> io::Result<()> {
        self.begin("event", &[])?;
        self.attribute("string", "concept:name", row.kind.code())?;
        self.attribute("date", "time:timestamp", &row.occurred_at.to_string())?;
        self.attribute("string", "lifecycle:transition", "complete")?;
        if let Some(by) = row.by {
            self.attribute("string", "org:resource", by)?;
        }
        if let Some(role) = row.role {
            self.attribute("string", "org:role", role.code())?;
        }
        self.attribute("int", "number", &row.number.to_string())?;
        self.attribute("date", "recorded_at", &row.recorded_at.to_string())?;
        self.attribute("string", "phase", row.phase.code())?;
        for (name, value) in &row.attributes {
            let of = match value {
                Value::Text(_) | Value::Day(_) => "string",
                Value::Number(_) => "int",
                Value::Time(_) => "date",
            };
            self.attribute(of, &format!("data.{name}"), &value.to_string())?;
        }
        self.relations(row)?;
        self.end("event")
    }

    /// What an event refers to; the cycle and whoever acts stand elsewhere.
    fn relations(&mut self, row: &Row<'_>) -> io::Result<()> {
        let mut written: Vec<&str> = vec!["cycle", "by"];
        for (how, _) in &row.relations {
            if written.contains(how) {
                continue;
            }
            written.push(how);
            let key = if *how == "recorded_by" { (*how).to_owned() } else { format!("data.{how}") };
            let objects: Vec<&Object<'_>> =
                row.relations.iter().filter(|(other, _)| other == how).map(|(_, object)| object).collect();
            if let [one] = objects.as_slice() {
                self.attribute("string", &key, one.name)?;
                continue;
            }
            self.begin("list", &[("key", &key)])?;
            self.begin("values", &[])?;
            for object in objects {
                self.attribute("string", object.of.code(), object.name)?;
            }
            self.end("values")?;
            self.end("list")?;
        }
        Ok(())
    }
}

/// A value as it stands between quotes. The two characters that a text can have and XML cannot are replaced.
fn escaped(value: &str) -> Cow<'_, str> {
    let escaped = quick_xml::escape::escape(value);
    if !escaped.contains(['\n', '\t', '\r', '\u{fffe}', '\u{ffff}']) {
        return escaped;
    }
    let mut all = String::with_capacity(escaped.len() + 16);
    for letter in escaped.chars() {
        match letter {
            '\n' => all.push_str("&#10;"),
            '\t' => all.push_str("&#9;"),
            '\r' => all.push_str("&#13;"),
            '\u{fffe}' | '\u{ffff}' => all.push(char::REPLACEMENT_CHARACTER),
            other => all.push(other),
        }
    }
    Cow::Owned(all)
}

#[cfg(test)]
mod tests {
    use super::escaped;

    #[test]
    fn what_xml_would_read_otherwise_is_escaped() {
        assert_eq!(escaped("a<b & \"c\"\n\td\u{ffff}"), "a&lt;b &amp; &quot;c&quot;&#10;&#9;d\u{fffd}");
        assert_eq!(escaped("é"), "é");
    }
}
