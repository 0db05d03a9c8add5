//! Pseudonyms instead of references, and the key by which they are made.

use std::path::{Path, PathBuf};

use clap::Args;
use practice_cycle::export::Pseudonyms;

use crate::failure::Failure;
use crate::input;

/// The environment variable of the key, where no file is named.
const VARIABLE: &str = "PRACTICE_CYCLE_PSEUDONYM_KEY";

/// Whether references are replaced, and by which key.
#[derive(Debug, Args)]
#[command(next_help_heading = "Privacy")]
pub(crate) struct Pseudonymised {
    /// Replace the references of persons, teams, cases, cycles, contracts and all else by pseudonyms, made with a secret key
    ///
    /// One reference has one pseudonym under one key, in whatever table or format. The key is the content of `--pseudonym-key`, or of the
    /// environment variable PRACTICE_CYCLE_PSEUDONYM_KEY: at least 32 bytes, made at random and written as text (`openssl rand -hex 32`).
    /// Whoever has it can find out who is who.
    #[arg(long)]
    pseudonyms: bool,
    /// The file that holds the key
    #[arg(long, value_name = "FILE", requires = "pseudonyms")]
    pseudonym_key: Option<PathBuf>,
}

impl Pseudonymised {
    /// The file that is read for them.
    pub(crate) fn file(&self) -> Option<&Path> {
        self.pseudonym_key.as_deref()
    }

    /// Pseudonyms by the key from the file, or from the environment, without the end of the line that editors put there; if they are
    /// asked for.
    pub(crate) fn load(&self) -> Result<Option<Pseudonyms>, Failure> {
        if !self.pseudonyms {
            return Ok(None);
        }
        let key = match self.file() {
            Some(path) => input::text(path)?,
            None => std::env::var(VARIABLE)
                .map_err(|_| Failure::usage(format!("--pseudonyms needs a key: give --pseudonym-key, or set {VARIABLE}")))?,
        };
        let pseudonyms = Pseudonyms::new(key.trim_end_matches(['\r', '\n']).as_bytes());
        let given = if self.file().is_some() { "--pseudonym-key" } else { VARIABLE };
        pseudonyms.map(Some).map_err(|why| Failure::usage(format!("`{given}`: {why}")))
    }
}
