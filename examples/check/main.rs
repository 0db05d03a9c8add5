//! Checks histories by a pack of rules, and shows what it finds beside the entries, as a compiler shows mistakes.
//!
//! ```text
//! cargo run --example check -- --policy PACK [--pack FILE]… [--against PACK] [--as-of TIME] [--known-at TIME]
//!                              [--together] [--all] [--json] [--junit FILE] HISTORY…
//! ```
//!
//! `PACK` is the name of a pack that comes with the crate, such as `local-practice`, or the path of one as JSON. Packs that it
//! extends, and that do not come with the crate, are given before by `--pack`. A `HISTORY` is a file in JSON Lines, `-` is
//! standard input; each is checked by itself, or with `--together` all as one caseload.
//!
//! - `--as-of` leaves out what occurred later, `--known-at` what was recorded later. A pure library has no clock: by default, it
//!   speaks of the time at which the last entry was recorded. A later `--as-of` shows what time alone does: duties fall due.
//! - `--all` shows every duty, those too that hold or are open, and names the rules that never applied.
//! - `--against` shows what that other pack would change.
//! - `--json` prints one JSON object instead. `--junit` writes a file for test runners besides: a case for each rule.
//!
//! Roles, references and codes are printed; free text is not. Nothing of it is legal advice, or about the worth of a person.
//!
//! Exit status: 0 where nothing was found that counts, 1 where something was (or, with `--against`, where something changes), 2
//! for wrong usage, what cannot be read or written, and packs and histories that do not load, with the place on standard error.
//! What is excused does not count; what cannot be told does.

mod input;
mod junit;
mod tell;

use std::ffi::OsString;
use std::io::{self, BufWriter, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use input::{Checked, Trouble};
use lexopt::prelude::*;
use practice_cycle::moment::Moment;

const USAGE: &str = "usage: check --policy PACK [--pack FILE]... [--against PACK] [--as-of TIME] [--known-at TIME] [--together] \
                     [--all] [--json] [--junit FILE] HISTORY...";

/// What was asked for on the command line.
#[derive(Debug)]
struct Asked {
    policy: OsString,
    against: Option<OsString>,
    packs: Vec<PathBuf>,
    histories: Vec<OsString>,
    as_of: Moment,
    known_at: Moment,
    together: bool,
    all: bool,
    json: bool,
    junit: Option<PathBuf>,
}

/// Why nothing, or not all, was told.
#[derive(Debug, thiserror::Error)]
enum Failure {
    #[error("{0}\n{USAGE}")]
    Usage(String),
    #[error(transparent)]
    Input(#[from] Trouble),
    #[error("the answer cannot be written: {}", .0.kind())]
    Unwritable(#[from] io::Error),
    #[error("{}: the file cannot be written: {why}", .path.display())]
    Junit { path: PathBuf, why: String },
}

fn main() -> ExitCode {
    match asked(lexopt::Parser::from_env()).and_then(|asked| check(&asked)) {
        Ok(clean) => ExitCode::from(u8::from(!clean)),
        Err(failure) => {
            _ = writeln!(io::stderr(), "{failure}");
            ExitCode::from(2)
        }
    }
}

fn asked(mut words: lexopt::Parser) -> Result<Asked, Failure> {
    let usage = |error: lexopt::Error| Failure::Usage(error.to_string());
    let time = |name: &str, word: OsString| {
        let time = word.to_str().unwrap_or_default().parse::<Moment>();
        time.map_err(|error| Failure::Usage(format!("`{name}`: {error}")))
    };
    let mut policy = None;
    let mut asked = Asked {
        policy: OsString::new(),
        against: None,
        packs: Vec::new(),
        histories: Vec::new(),
        as_of: Moment::LATEST,
        known_at: Moment::LATEST,
        together: false,
        all: false,
        json: false,
        junit: None,
    };
    while let Some(word) = words.next().map_err(usage)? {
        match word {
            Long("policy") => policy = Some(words.value().map_err(usage)?),
            Long("against") => asked.against = Some(words.value().map_err(usage)?),
            Long("pack") => asked.packs.push(words.value().map_err(usage)?.into()),
            Long("as-of") => asked.as_of = time("--as-of", words.value().map_err(usage)?)?,
            Long("known-at") => asked.known_at = time("--known-at", words.value().map_err(usage)?)?,
            Long("together") => asked.together = true,
            Long("all") => asked.all = true,
            Long("json") => asked.json = true,
            Long("junit") => asked.junit = Some(words.value().map_err(usage)?.into()),
            Long("help") | Short('h') => return Err(Failure::Usage("checks histories by a pack of rules".to_owned())),
            Value(file) => asked.histories.push(file),
            Long(_) | Short(_) => return Err(usage(word.unexpected())),
        }
    }
    asked.policy = policy.ok_or_else(|| Failure::Usage("which policy?".to_owned()))?;
    if asked.histories.is_empty() {
        return Err(Failure::Usage("which histories?".to_owned()));
    }
    if asked.against.is_some() && (asked.junit.is_some() || asked.all) {
        return Err(Failure::Usage("`--against` shows changes, and goes with neither `--all` nor `--junit`".to_owned()));
    }
    Ok(asked)
}

/// Checks, and tells; whether nothing was found, or nothing changes.
fn check(asked: &Asked) -> Result<bool, Failure> {
    let packs = input::packs(&asked.packs)?;
    let policy = input::policy(&asked.policy, &packs)?;
    let against = asked.against.as_ref().map(|pack| input::policy(pack, &packs)).transpose()?;
    let histories = input::histories(&asked.histories)?;
    let cases = Checked::cases(&histories, asked.together);
    let mut out = BufWriter::new(io::stdout().lock());
    let (clean, told) = if let Some(other) = &against {
        let changes: Vec<_> =
            cases.iter().map(|case| policy.diff(other, &case.histories, asked.as_of, asked.known_at)).collect();
        let same = changes.iter().all(Vec::is_empty);
        let told = if asked.json {
            tell::changes_as_json(&cases, &changes, &mut out)
        } else {
            tell::changes(&cases, &changes, &mut out)
        };
        (same, told)
    } else {
        let found: Vec<tell::Found<'_>> =
            cases.iter().map(|case| tell::Found::of(case, &policy, asked.as_of, asked.known_at, asked.all)).collect();
        if let Some(path) = &asked.junit {
            junit::write(path, policy.pack().name(), &found)
                .map_err(|why| Failure::Junit { path: path.clone(), why: why.to_string() })?;
        }
        let clean = found.iter().all(|found| found.report.counting().next().is_none());
        (clean, if asked.json { tell::found_as_json(&found, &mut out) } else { tell::found(&found, &mut out) })
    };
    match told.and_then(|()| out.flush()) {
        // Whoever reads the answer has read enough.
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(error.into()),
        Ok(()) | Err(_) => Ok(clean),
    }
}
