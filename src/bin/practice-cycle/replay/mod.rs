//! Replays histories and says where each cycle stands: who is here, how far joining has come, every contract with what is
//! possible next, the work, and what was decided about cases.

mod possible;

use std::io::{self, Write};
use std::path::PathBuf;

use clap::Args;
use practice_cycle::evidencing::{self, Evidenced, Portfolio};
use practice_cycle::history::History;
use practice_cycle::language::Catalogue;
use practice_cycle::moment::Moment;
use practice_cycle::overview::Overview;
use practice_cycle::reader::Reader;
use practice_cycle::reading::{Reading, Readings};
use schemars::JsonSchema;
use serde::Serialize;

use crate::failure::{Ending, Failure};
use crate::input::{self, Held, Words};
use crate::language::In;
use crate::reader::For;
use crate::times::{Seen, Times};
use crate::told::{self, Form};
use possible::Possible;

/// Say where a cycle stands: what is open, people, joining, contracts and what is possible next, work, decisions, readings
///
/// References are printed, and no word that people wrote, nor anything that a member of the family said; cases are numbered in the order
/// in which they were first recorded. `--for` makes the text for one person, with the words that they may read. `--words` asks for words
/// and cases as they are stored, in JSON, which is whole. One file, or one cycle, given twice is refused.
///
/// In another language stand the readings of the boundary, its drift and the standing; the rest is in English.
///
/// A portfolio, which is a file of its own, is shown to its owner alone: `--for OWNER`, with `--json` too. What it evidences is shown, and
/// none of its notes; `--json --words` adds its entries as they are stored.
#[derive(Debug, Args)]
#[command(after_help = "\
Exit status:
  0  every history was told
  2  wrong usage; one file or one cycle twice, and then nothing is told; or a history that cannot be read or does not load: it is named on standard error with the line and what was possible there instead, and the others are told all the same")]
pub(crate) struct Replay {
    /// Histories in JSON Lines, each of another cycle, or portfolios; `-` is standard input
    #[arg(value_name = "HISTORY", required = true)]
    histories: Vec<PathBuf>,
    #[command(flatten)]
    reader: For,
    #[command(flatten)]
    language: In,
    /// Print one JSON object a line for each file, in their order; for one that does not load, `{"file":…,"problem":…}`. That of a
    /// history is whole, and goes without `--for`
    #[arg(long)]
    json: bool,
    /// In JSON, hold the words that people wrote, and the references of cases as they are
    #[arg(long, requires = "json")]
    words: bool,
    #[command(flatten)]
    times: Times,
}

/// What is printed in place of a history that does not load.
#[derive(Serialize, JsonSchema)]
pub(crate) struct Unread {
    file: String,
    problem: String,
}

impl Replay {
    pub(crate) fn run(&self) -> Result<Ending, Failure> {
        if self.json && self.language.is_given() {
            return Err(Failure::usage("JSON has codes instead of words: leave out --language"));
        }
        let catalogue = self.language.catalogue()?;
        let words = if self.words || self.reader.is_given() { Words::Kept } else { Words::LeftOut };
        let read = input::all(&self.histories, words, self.reader.person())?;
        let is_whole = |(_, read): &(String, Result<Held, Failure>)| matches!(read, Ok(Held::History(_)));
        if self.json && self.reader.is_given() && read.iter().any(is_whole) {
            return Err(Failure::usage("the JSON of a history is whole: leave out --for, which is for a portfolio there"));
        }
        // Whose a portfolio is, it says itself.
        if !read.iter().any(|(_, read)| matches!(read, Ok(Held::Portfolio(_)) | Err(Failure::NoPortfolio { .. }))) {
            let histories = read.iter().filter_map(|(_, read)| read.as_ref().ok());
            self.reader
                .is_known(histories.filter_map(|held| if let Held::History(it) = held { Some(&**it) } else { None }))?;
        }
        let failed = read.iter().any(|(_, read)| read.is_err());
        let several = read.len() > 1;
        for (place, (file, read)) in read.into_iter().enumerate() {
            told::say(Form::json(self.json), |out| match (read, self.json) {
                (Ok(held), _) => {
                    if !self.json && several {
                        writeln!(out, "{}In {file}:\n", if place > 0 { "\n" } else { "" })?;
                    }
                    match held {
                        Held::History(history) => {
                            let seen = self.times.view(history.cycle().last_recorded());
                            tell(&file, &history, seen, (self.json, &self.reader, catalogue.as_ref()), out)
                        }
                        Held::Portfolio(portfolio) => self.tell_portfolio(&file, &portfolio, out),
                    }
                }
                (Err(failure), true) => line(&Unread { file, problem: failure.to_string() }, out),
                (Err(_), false) => Ok(()),
            })?;
        }
        Ok(Ending::Clean.unless_failed(failed))
    }

    /// Shows the owner, for whom it was loaded, what a portfolio evidences.
    fn tell_portfolio(&self, file: &str, portfolio: &Portfolio, out: &mut dyn Write) -> io::Result<()> {
        let Some(Ok(view)) = self.reader.person().map(|person| portfolio.open_for(person)) else { return Ok(()) };
        let last_recorded = view.entries().last().map_or(Moment::LATEST, |entry| entry.act().recorded_at);
        let seen = self.times.view(last_recorded);
        let reading = view.reading(seen.as_of, seen.known_at);
        if !self.json {
            return writeln!(out, "{reading}");
        }
        let is_seen =
            |entry: &&evidencing::Entry| entry.act().occurred_at <= seen.as_of && entry.act().recorded_at <= seen.known_at;
        let entries = self.words.then(|| view.entries().iter().filter(is_seen).collect());
        line(
            &Owned {
                file,
                as_of_last_recording: seen.is_last_recording,
                entries,
                readings: OwnReadings { portfolio: reading },
            },
            out,
        )
    }
}

/// A portfolio as its owner is shown it. The keys of the JSON are the names of these fields.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "ReplayedPortfolio")]
pub(crate) struct Owned<'a> {
    file: &'a str,
    /// Whether it is the time of the last recording, because nobody asked for another.
    as_of_last_recording: bool,
    /// The entries as they are stored, where words were asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    entries: Option<Vec<&'a evidencing::Entry>>,
    readings: OwnReadings,
}

#[derive(Debug, Serialize, JsonSchema)]
struct OwnReadings {
    portfolio: Evidenced,
}

/// Where a cycle stands, what is possible next, and what it looks like. The keys of the JSON are the names of these fields.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct Replayed<'a> {
    file: &'a str,
    /// Whether it is the time of the last recording, because nobody asked for another.
    as_of_last_recording: bool,
    #[serde(flatten)]
    overview: Overview<'a>,
    possible: Vec<Possible>,
    readings: Readings,
}

/// Writes what there is to read for somebody.
fn render(readings: &Readings, reader: &Reader, catalogue: Option<&Catalogue>, out: &mut dyn Write) -> io::Result<()> {
    let told = readings.iter().filter(|reading| !reading.is_bare_for(reader));
    let text = |reading: &Reading| match catalogue {
        Some(catalogue) => catalogue.reading(reading, reader),
        None => reading.text_for(reader),
    };
    let all: Vec<String> = told.map(|reading| text(reading).trim_end().to_owned()).collect();
    writeln!(out, "\nReadings")?;
    writeln!(out, "{}", all.join("\n\n"))?;
    catalogue.and_then(Catalogue::notice).map_or(Ok(()), |notice| writeln!(out, "\n{notice}"))
}

/// Writes where a cycle stood, as text for somebody or as JSON.
fn tell(
    file: &str,
    history: &History,
    seen: Seen,
    (json, reader, catalogue): (bool, &For, Option<&Catalogue>),
    out: &mut dyn Write,
) -> io::Result<()> {
    let view = history.view(seen.as_of, seen.known_at);
    let overview = Overview::of(&view);
    let possible = possible::next(&overview, view.cycle());
    let as_of_last_recording = seen.is_last_recording;
    let replayed = Replayed { file, as_of_last_recording, overview, possible, readings: Readings::of(&view) };
    if json {
        return line(&replayed, out);
    }
    // The overview begins with the times that it is of.
    let reader = reader.of(&view);
    let told = replayed.overview.in_zone(seen.zone).for_reader(&reader).to_string();
    let (times, told) = told.split_once('\n').unwrap_or((&told, ""));
    writeln!(out, "{times}")?;
    if seen.is_last_recording {
        writeln!(out, "That is when the last entry was recorded; `--as-of today` shows what time has done since.")?;
    }
    write!(out, "{told}")?;
    possible::render(&replayed.possible, out)?;
    render(&replayed.readings, &reader, catalogue, out)
}

fn line(told: &impl Serialize, out: &mut dyn Write) -> io::Result<()> {
    serde_json::to_writer(&mut *out, told)?;
    writeln!(out)
}
