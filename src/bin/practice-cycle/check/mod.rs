//! Checks histories by a pack of rules, and shows what it finds beside the entries, as a compiler shows mistakes.
//!
//! ```text
//! cargo run --example check -- --policy PACK [--pack FILE]… [--as-of TIME] [--known-at TIME] [--together]
//!                              [--all] [--json] [--junit FILE] [--deny errors|queries|undetermined] HISTORY…
//! cargo run --example check -- --policy PACK [--pack FILE]… --against PACK HISTORY…
//! cargo run --example check -- --policy PACK [--pack FILE]… --stories FILE…
//! cargo run --example check -- --policy PACK [--pack FILE]… --rules
//! ```
//!
//! `PACK` is the name of a pack that comes with the crate, such as `local-practice`, or the path of one as JSON. Packs that it
//! extends, and that do not come with the crate, are given before by `--pack`. A `HISTORY` is a file in JSON Lines, `-` is
//! standard input; each is checked by itself, or with `--together` all as one caseload.
//!
//! - `--as-of` leaves out what occurred later, `--known-at` what was recorded later. A `TIME` is an instant, or a day for its end
//!   in London. A pure library has no clock: by default, it speaks of the time at which the last entry was recorded. A later
//!   `--as-of` shows what time alone does: duties fall due.
//! - `--all` shows every duty, those too that hold or are open, and names the rules that never applied.
//! - `--json` prints one JSON object instead. `--junit` writes a file for test runners besides: a case for each rule.
//! - `--deny` says how much it takes for the status to be 1: see below.
//! - `--against` shows what that other pack would change; it takes the times, `--together` and `--json`, too.
//! - `--stories` runs scenarios by the pack, and shows those that end otherwise than they say: see the module `scenario`.
//! - `--rules` lists the rules of the pack: how much each weighs, where it comes from, and how well that is known.
//!
//! Roles, references and codes are printed; free text is not. Nothing of it is legal advice, or about the worth of a person.
//!
//! Exit status: 0 where nothing was found that counts, 1 where something was (or something changes, or a story ends otherwise),
//! 2 for wrong usage, what cannot be read or written, and what does not load, with the place on standard error. By default
//! whatever is broken counts, errors and queries alike, and so does what cannot be told: a query is a question to be answered, by
//! a waiver for example, and what is excused does not count. `--deny queries` leaves out what cannot be told; `--deny errors`
//! leaves out the queries, too. What does not count is shown all the same.

mod asked;
mod input;
mod junit;
mod stories;
mod render;

use std::io::{self, BufWriter, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use asked::{Asked, Deny, USAGE, View, What, asked};
use input::{Checked, Problem};
use practice_cycle::policy::{Packs, Policy};

/// Why nothing, or not all, was told.
#[derive(Debug, thiserror::Error)]
enum Failure {
    #[error("{0}\n{USAGE}")]
    Usage(String),
    #[error(transparent)]
    Input(#[from] Problem),
    #[error("the answer cannot be written: {}", .0.kind())]
    Unwritable(#[from] io::Error),
    #[error("{}: the file cannot be written: {why}", .path.display())]
    Junit { path: PathBuf, why: String },
}

pub(crate) fn main() -> ExitCode {
    match asked(lexopt::Parser::from_args(std::env::args_os().skip(2))).map_err(Failure::Usage).and_then(|asked| answer(&asked)) {
        Ok(clean) => ExitCode::from(u8::from(!clean)),
        Err(failure) => {
            _ = writeln!(io::stderr(), "{failure}");
            ExitCode::from(2)
        }
    }
}

/// Answers; whether nothing was found that counts.
fn answer(Asked { policy, packs, what }: &Asked) -> Result<bool, Failure> {
    let known = input::packs(packs)?;
    let (policy, packs) = input::policy(policy, &known)?;
    match what {
        What::Rules => say(|out| render::rules(policy.pack(), out)).map(|()| true),
        What::Stories(files) => run(files, &policy, &packs),
        What::Against { other, view } => compare(&policy, &input::policy(other, &known)?.0, view),
        What::Check { view, all, junit, deny } => check(&policy, view, *all, junit.as_ref(), *deny),
    }
}

fn run(files: &[PathBuf], policy: &Policy, packs: &Packs) -> Result<bool, Failure> {
    let ran = stories::run(files, policy.pack().name(), packs)?;
    say(|out| stories::render(&ran, out))?;
    Ok(ran.iter().flat_map(|(_, stories)| stories).all(practice_cycle::scenario::Ran::is_as_expected))
}

fn compare(policy: &Policy, other: &Policy, view: &View) -> Result<bool, Failure> {
    let histories = input::histories(&view.histories)?;
    let cases = Checked::cases(&histories, view.together);
    let changes: Vec<_> = cases.iter().map(|case| policy.diff(other, &case.histories, view.as_of, view.known_at)).collect();
    say(|out| match view.json {
        true => render::changes_as_json(&cases, &changes, out),
        false => render::changes(&cases, &changes, out),
    })?;
    Ok(changes.iter().all(Vec::is_empty))
}

fn check(policy: &Policy, view: &View, all: bool, junit: Option<&PathBuf>, deny: Deny) -> Result<bool, Failure> {
    let histories = input::histories(&view.histories)?;
    let cases = Checked::cases(&histories, view.together);
    let found: Vec<render::Found<'_>> =
        cases.iter().map(|case| render::Found::of(case, policy, view.as_of, view.known_at, all)).collect();
    say(|out| if view.json { render::found_as_json(&found, out) } else { render::found(&found, out) })?;
    // Last, so that what was found is told even where the file cannot be written.
    if let Some(path) = junit {
        junit::write(path, policy.pack().name(), &found)
            .map_err(|why| Failure::Junit { path: path.clone(), why: why.to_string() })?;
    }
    Ok(!found.iter().any(|found| found.is_denied(deny)))
}

fn say(render: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<(), Failure> {
    let mut out = BufWriter::new(io::stdout().lock());
    match render(&mut out).and_then(|()| out.flush()) {
        // Whoever reads the answer has read enough.
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(error.into()),
        Ok(()) | Err(_) => Ok(()),
    }
}
