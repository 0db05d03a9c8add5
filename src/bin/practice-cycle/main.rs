//! The program `practice-cycle`: a command line over the library, which it uses as any other program would.
//!
//! What all commands share stands in a module each: how names are shown ([`shown`]), how a command ends ([`failure`]), what is
//! printed ([`told`]), which time is spoken of ([`times`]), for whom ([`reader`]), in which language ([`language`]), what is read
//! ([`input`]), what is written ([`output`]), and under which names ([`export::pseudonyms`]).

mod shown;
mod failure;
mod told;
mod times;
mod reader;
mod input;
mod output;
mod language;
mod act;
mod replay;
mod check;
mod search;
mod draw;
mod calibrate;
mod export;
mod import;
mod table;
mod simulate;
mod schema;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

use failure::{Ending, Failure};

/// How a clinician becomes part of a child-protection team: replays, checks, searches and draws histories of it, tabulates
/// readings, exports to other systems, and simulates.
///
/// A history is a file in JSON Lines, one entry a line; `-` is standard input. Free text about people, and the references of cases as
/// they are stored, are printed by two commands alone: `act` prints the entries that it makes, and `--json --words` of `replay` and
/// `check` asks for them; `export --words` writes them to a file, as far as the person of `--for` may read them. Nothing is legal advice.
#[derive(Debug, Parser)]
#[command(
    name = "practice-cycle",
    version,
    max_term_width = 100,
    after_help = "\
Exit status:
  0  it was done, and nothing was found that counts
  1  something was found that counts; `practice-cycle COMMAND --help` says what
  2  wrong usage, or something that cannot be read, loaded or written, which is named on standard error; of `check`: nothing was checked
  3  of `search`: not everything was seen through

No output that exists is overwritten without `--force`, and no file that is also read ever is. Output has no colours."
)]
struct Program {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Replay(replay::Replay),
    Act(act::Act),
    Check(check::Check),
    Search(search::Search),
    Draw(draw::Draw),
    Calibrate(calibrate::Calibrate),
    Table(table::Table),
    Export(export::Export),
    Import(import::Import),
    Simulate(simulate::Simulate),
    Merge(simulate::Merge),
    Schema(schema::Schema),
    Labels(language::Labels),
}

fn main() -> ExitCode {
    let ended = match &Program::parse().command {
        Command::Replay(asked) => asked.run(),
        Command::Act(asked) => asked.run(),
        Command::Check(asked) => asked.run(),
        Command::Search(asked) => asked.run(),
        Command::Draw(asked) => asked.run(),
        Command::Calibrate(asked) => asked.run(),
        Command::Table(asked) => asked.run(),
        Command::Export(asked) => asked.run(),
        Command::Import(asked) => asked.run(),
        Command::Simulate(asked) => asked.run(),
        Command::Merge(asked) => asked.run(),
        Command::Schema(asked) => asked.run(),
        Command::Labels(asked) => asked.run(),
    };
    ended
        .unwrap_or_else(|failure: Failure| {
            told::problem(&failure);
            Ending::Failed
        })
        .into()
}
