//! Writes a page of forms, one for every kind of event, from what the crate says of them and from nothing else.
//!
//! ```text
//! cargo run -p practice-cycle-forms -- [FILE [PERSON [TIME]]] > forms.html
//! ```
//!
//! `FILE` is a stored history: what is recorded in it is offered wherever a form asks for a reference. With a `PERSON`, the page
//! also says what is possible for them, and what stands in the way; at `TIME`, such as `2026-04-02T09:30:00Z`, or else when the
//! history was last added to. Words that people wrote are not shown; references and codes are.
//!
//! The page needs nothing from outside. It makes an act of what is filled in, as JSON that a host reads as an
//! [`Offer`](practice_cycle::cycle::Offer), to be copied or posted.
//!
//! Exit status: 0 if the page was written, 2 for wrong usage, an unreadable file, or output that cannot be written.

mod html;
mod known;
mod page;
mod possible;

use std::fs::File;
use std::io::{self, BufReader, Write};
use std::process::ExitCode;

use practice_cycle::history::History;
use practice_cycle::id::PersonId;
use practice_cycle::moment::Moment;

use known::Known;
use page::Page;
use possible::Possible;

const USAGE: &str = "usage: forms [FILE [PERSON [TIME]]]";

/// Who looks at the page, and of which time.
struct Asked {
    history: History,
    person: Option<PersonId>,
    at: Moment,
}

fn asked() -> Result<Asked, String> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let (file, person, at) = match arguments.as_slice() {
        [] => (None, None, None),
        [file] => (Some(file), None, None),
        [file, person] => (Some(file), Some(person), None),
        [file, person, at] => (Some(file), Some(person), Some(at)),
        _ => return Err(USAGE.to_owned()),
    };
    let history = match file {
        None => History::default(),
        Some(file) => {
            let opened = File::open(file).map_err(|error| format!("{file}: {error}"))?;
            History::read(BufReader::new(opened)).map_err(|error| format!("{file}: {error}"))?
        }
    };
    let person = person.map(|person| PersonId::new(person)).transpose().map_err(|error| format!("PERSON: {error}"))?;
    let at = at.map(|at| at.parse::<Moment>()).transpose().map_err(|error| format!("TIME: {error}"))?;
    let at = at.unwrap_or_else(|| history.cycle().last_recorded());
    let is_stranger = |person: &PersonId| !history.entries().is_empty() && history.appearances(person).is_empty();
    if person.as_ref().is_some_and(is_stranger) {
        return Err("PERSON: nobody of that reference is recorded in FILE".to_owned());
    }
    Ok(Asked { history, person, at })
}

fn main() -> ExitCode {
    let written = asked().and_then(|Asked { history, person, at }| {
        let possible = person.as_ref().map(|person| Possible::of(&history, person, at));
        let page = Page { known: Known::in_history(&history), person, at, possible }.write();
        io::stdout().lock().write_all(page.as_bytes()).map_err(|error| format!("standard output: {error}"))
    });
    match written {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            eprintln!("{problem}");
            ExitCode::from(2)
        }
    }
}
