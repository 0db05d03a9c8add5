//! Offers acts to a history or a portfolio, one after the other, and says of each what became of it.

use std::borrow::Cow;
use std::io::{self, BufRead, Read as _, Write};
use std::path::PathBuf;

use clap::Args;
use practice_cycle::code::Code as _;
use practice_cycle::cycle::{self, RefusalReport};
use practice_cycle::evidencing::{self, Portfolio};
use practice_cycle::history::{History, MAX_LINE, Problem};
use practice_cycle::language::Catalogue;
use practice_cycle::refusal::Category;
use practice_cycle::stored::{Fault, FaultReport};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::failure::{Ending, Failure};
use crate::input;
use crate::language::In;
use crate::told::{self, Form};

/// Offer acts to a new history, or to a new portfolio, one by one: what became of each, as JSON
///
/// For each line one JSON object is printed: the entry that the act became, whole, or `{"line":4,"refused":{…}}` with the code, the
/// category, the HTTP status and the message of the refusal, and the steps that are possible instead. A refused act changes
/// nothing, and the next one is offered. Each answer is sent before the next line is read.
///
/// With `--language`, `words` beside a refused line has the words of the refusal, and `words_in` the language that they are in: that
/// which was asked for, or `en` where its catalogue lacks them. Why a line cannot be read is said in English.
///
/// Acts of a portfolio make a portfolio; the rest of the file then is of it, as the rest is of the cycle once one is open: an act of
/// the other is refused (`reading.refused`). A portfolio is written by its owner alone: an act by anybody else is refused, and they
/// learn nothing of it.
#[derive(Debug, Args)]
#[command(after_help = "\
Exit status:
  0  every act was admitted
  1  at least one was refused, or not all answers were read
  2  wrong usage, a file that cannot be read or holds no act, or an answer that cannot be written

Times in the entries are RFC 3339, in UTC.")]
pub(crate) struct Act {
    /// Acts as JSON objects without entry numbers, one a line; `-` is standard input
    #[arg(value_name = "FILE")]
    file: PathBuf,
    #[command(flatten)]
    language: In,
}

/// What is printed for a line that was refused.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "RefusedLine")]
pub(crate) struct Line {
    line: usize,
    refused: Refused,
    /// The words of the refusal in the language that was asked for, or in English where it has none.
    #[serde(skip_serializing_if = "Option::is_none")]
    words: Option<String>,
    /// The language that the words are in, as a tag: `cy`, or `en` where the catalogue lacks them.
    #[serde(skip_serializing_if = "Option::is_none")]
    words_in: Option<String>,
}

#[derive(Serialize, JsonSchema)]
#[serde(untagged)]
enum Refused {
    Act(Box<RefusalReport>),
    Evidencing(Box<evidencing::RefusalReport>),
    Line(Box<FaultReport>),
    /// An act of a cycle where the rest is of a portfolio, or the other way round.
    #[schemars(title = "RefusedElsewhere")]
    Elsewhere {
        code: &'static str,
        #[serde(skip_serializing_if = "Option::is_none")]
        category: Option<Category>,
        #[serde(skip_serializing_if = "Option::is_none")]
        status: Option<u16>,
        message: &'static str,
        field: &'static str,
    },
    /// What cannot be here, where nothing else changes the history.
    #[schemars(title = "RefusedOtherwise")]
    Other {
        message: String,
    },
}

impl Refused {
    /// The words in another language, as far as it has them, and the language that they are in.
    fn words(&self, catalogue: &Catalogue) -> (String, String) {
        let english = |message: &str| (message.to_owned(), "en".to_owned());
        let own = |(words, language): (String, &str)| (words, language.to_owned());
        match self {
            Self::Act(report) => own(catalogue.refusal_in(report)),
            Self::Evidencing(report) => own(catalogue.refusal_of_portfolio_in(report)),
            Self::Line(report) => english(&report.message),
            Self::Elsewhere { message, .. } => english(message),
            Self::Other { message } => english(message),
        }
    }

    fn line(problem: impl Into<Problem>) -> Self {
        Self::Line(Box::new(problem.into().report()))
    }

    fn elsewhere(of: Aggregate) -> Self {
        let message = match of {
            Aggregate::Cycle => "this is an act of a cycle, and this file is of a portfolio; offer it in a file of its own",
            Aggregate::Portfolio => {
                "this is an act of a portfolio, and this file is of a cycle; offer it in a file of its own"
            }
        };
        let (code, category) = (Fault::Refused.code(), Fault::Refused.category());
        Self::Elsewhere { code, category, status: category.map(Category::http_status), message, field: "type" }
    }

    fn other(message: impl ToString) -> Self {
        Self::Other { message: message.to_string() }
    }
}

impl Act {
    pub(crate) fn run(&self) -> Result<Ending, Failure> {
        let catalogue = self.language.catalogue()?;
        match offer_all(input::open(&self.file)?, catalogue.as_ref(), told::out(Form::Json)) {
            Ok(None) => Err(Failure::NoActs { path: self.file.clone() }),
            Ok(Some(all_admitted)) => Ok(Ending::found(!all_admitted)),
            // Whoever reads the answers has read enough; what is left was not offered, so not all was admitted.
            Err(Stopped::Writing(error)) if error.kind() == io::ErrorKind::BrokenPipe => Ok(Ending::Found),
            Err(Stopped::Writing(error)) => Err(error.into()),
            Err(Stopped::Reading(why)) => Err(Failure::Unreadable { path: self.file.clone(), why }),
        }
    }
}

enum Stopped {
    Reading(io::Error),
    Writing(io::Error),
}

/// Offers every line; whether all were admitted, if there were any.
fn offer_all(mut reader: impl BufRead, catalogue: Option<&Catalogue>, mut out: impl Write) -> Result<Option<bool>, Stopped> {
    let (mut history, mut portfolio) = (History::default(), None);
    let mut all_admitted = None;
    let mut buffer = Vec::new();
    for line in 1.. {
        if !next_line(&mut reader, &mut buffer).map_err(Stopped::Reading)? {
            break;
        }
        if buffer.len() <= MAX_LINE && buffer.trim_ascii().is_empty() {
            continue;
        }
        let offered = text(&buffer).and_then(|words| {
            let of = Aggregate::of(words);
            // Until something is recorded, either may be meant.
            let begun = match (portfolio.is_some(), history.entries().is_empty()) {
                (true, _) => Some(Aggregate::Portfolio),
                (false, false) => Some(Aggregate::Cycle),
                (false, true) => None,
            };
            match (begun, of) {
                (Some(begun), Some(of)) if begun != of => Err(Refused::elsewhere(of)),
                (Some(Aggregate::Portfolio), _) | (None, Some(Aggregate::Portfolio)) => {
                    offer_to_portfolio(&mut portfolio, words)
                }
                (Some(Aggregate::Cycle), _) | (None, Some(Aggregate::Cycle) | None) => offer(&mut history, words),
            }
        });
        let written = match offered {
            Ok(entry) => {
                all_admitted = all_admitted.or(Some(true));
                out.write_all(&entry)
            }
            Err(refused) => {
                all_admitted = Some(false);
                let (words, words_in) = catalogue.map(|catalogue| refused.words(catalogue)).unzip();
                serde_json::to_writer(&mut out, &Line { line, refused, words, words_in }).map_err(io::Error::from)
            }
        };
        // Each answer is sent before the next line is awaited, so that a host can hold a conversation.
        let sent = written.and_then(|()| writeln!(out)).and_then(|()| out.flush());
        sent.map_err(Stopped::Writing)?;
    }
    Ok(all_admitted)
}

/// Reads the next line without its end, at most a byte more than is allowed; the rest of a longer one is passed over.
fn next_line(reader: &mut impl BufRead, buffer: &mut Vec<u8>) -> io::Result<bool> {
    buffer.clear();
    let limit = MAX_LINE as u64 + 1;
    let read = reader.take(limit).read_until(b'\n', buffer)?;
    if buffer.last() == Some(&b'\n') {
        buffer.pop();
    } else if read as u64 == limit {
        reader.skip_until(b'\n')?;
    }
    Ok(read > 0)
}

/// The words of a line, if it is text and not too long.
fn text(bytes: &[u8]) -> Result<&str, Refused> {
    if bytes.len() > MAX_LINE {
        return Err(Refused::line(Problem::TooLong { most: MAX_LINE }));
    }
    std::str::from_utf8(bytes).map_err(|error| Refused::line(Problem::NotUtf8 { column: error.valid_up_to() + 1 }))
}

/// What an act is of, by its type alone.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Aggregate {
    Cycle,
    Portfolio,
}

impl Aggregate {
    /// Nothing where a line names no type that is known here.
    fn of(words: &str) -> Option<Self> {
        #[derive(Deserialize)]
        struct Typed<'a> {
            #[serde(borrow, rename = "type")]
            kind: Cow<'a, str>,
        }
        let Typed { kind } = serde_json::from_str(words).ok()?;
        if evidencing::Kind::from_code(&kind).is_some() {
            Some(Self::Portfolio)
        } else {
            cycle::Kind::from_code(&kind).map(|_| Self::Cycle)
        }
    }
}

/// Offers one act to the history: the entry that it became, as JSON.
fn offer(history: &mut History, words: &str) -> Result<Vec<u8>, Refused> {
    let act = cycle::Act::parse(words).map_err(Refused::line)?;
    let decision = history.decide(act).map_err(|refused| Refused::Act(Box::new(refused.report())))?;
    // Here a host stores `decision.entries()`, and accepts it once that is done.
    let (entries, _) = history.accept(decision).map_err(Refused::other)?;
    let entry = entries.last().ok_or_else(|| Refused::other("nothing was decided"))?;
    serde_json::to_vec(entry).map_err(Refused::other)
}

/// The same for the portfolio, which is there once something is recorded in it.
fn offer_to_portfolio(portfolio: &mut Option<Portfolio>, words: &str) -> Result<Vec<u8>, Refused> {
    let act = evidencing::Act::parse(words).map_err(Refused::line)?;
    let mut unopened = Portfolio::default();
    let offered = portfolio.as_mut().unwrap_or(&mut unopened);
    offered.judge(&act).map_err(|refusal| Refused::Evidencing(Box::new(refusal.about(&act))))?;
    // Here a host stores the entry, and loads the portfolio again if that cannot be done.
    let entry = offered.record(act).map_err(Refused::other)?;
    portfolio.get_or_insert(unopened);
    serde_json::to_vec(&entry).map_err(Refused::other)
}
