//! Replays histories and tells where each cycle stands: who is here, how far joining has come, every contract with what is
//! possible next, the work, and what was decided about cases.

mod contracts;
mod deciding;
mod standing;
mod render;
mod work;

use std::io::{self, Write};
use std::path::PathBuf;

use clap::Args;
use practice_cycle::history::History;
use serde::Serialize;

use crate::failure::{Ending, Failure};
use crate::input;
use crate::times::{Seen, Times};
use crate::told::{self, Form};
use standing::Standing;

/// Tell where a cycle stands: people, joining, contracts and what is possible next, work, decisions, readings
///
/// Free text is never printed; references are.
#[derive(Debug, Args)]
#[command(after_help = "\
Exit status:
  0  every history was told
  2  wrong usage, or a history that cannot be read or does not load; it is named on standard error with the line and what was
     possible there instead, and the others are told all the same")]
pub(crate) struct Replay {
    /// Histories in JSON Lines; `-` is standard input
    #[arg(value_name = "HISTORY", required = true)]
    histories: Vec<PathBuf>,
    /// Print one JSON object a line for each history, in their order; for one that does not load, `{"file":…,"problem":…}`
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    times: Times,
}

/// What is printed in place of a history that does not load.
#[derive(Serialize)]
struct Unread {
    file: String,
    problem: String,
}

impl Replay {
    pub(crate) fn run(&self) -> Result<Ending, Failure> {
        input::all_different(&self.histories)?;
        let mut failed = false;
        for (place, path) in self.histories.iter().enumerate() {
            let file = told::name(path.display());
            let read = input::history(path);
            if let Err(failure) = &read {
                told::problem(failure);
                failed = true;
            }
            told::say(Form::json(self.json), |out| match (read, self.json) {
                (Ok(history), _) => {
                    if !self.json && self.histories.len() > 1 {
                        writeln!(out, "{}In {file}:\n", if place > 0 { "\n" } else { "" })?;
                    }
                    tell(&history, self.times.view(history.cycle().last_recorded()), self.json, out)
                }
                (Err(failure), true) => line(&Unread { file, problem: failure.to_string() }, out),
                (Err(_), false) => Ok(()),
            })?;
        }
        Ok(Ending::Clean.unless_failed(failed))
    }
}

/// Tells where a cycle stood, as text or as JSON.
fn tell(history: &History, seen: Seen, json: bool, mut out: &mut dyn Write) -> io::Result<()> {
    let view = history.view(seen.as_of, seen.known_at);
    let cycle = view.cycle();
    let standing = Standing::gather(history, &view, &cycle);
    if json {
        return line(&standing, out);
    }
    writeln!(out, "{}\n", seen.sentence())?;
    standing.render(&mut out)
}

fn line(told: &impl Serialize, out: &mut dyn Write) -> io::Result<()> {
    serde_json::to_writer(&mut *out, told)?;
    writeln!(out)
}
