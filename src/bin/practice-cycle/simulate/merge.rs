//! Merges what several machines ran.

use std::path::{Path, PathBuf};

use clap::Args;
use practice_cycle::simulation::experiment::Part;

use super::asked::Told;
use super::folder::{Folder, Tables};
use super::render;
use crate::failure::{Ending, Failure};
use crate::input;
use crate::output::Force;
use crate::told::{self, Form};

/// Merge parts of an experiment that were run with `simulate --shard`, or with other numbers of replications
///
/// What comes of it is what would have come if all had been run at once, byte for byte.
#[derive(Debug, Args)]
#[command(after_help = "\
Exit status:
  0  they were merged; which replications are missing, if any, is told
  2  wrong usage, or something that cannot be read or written; or parts that do not belong together: of other scenarios, another seed, another version, or with the same replications

Example:
  practice-cycle merge shard-1/part.json shard-2/part.json --out all")]
pub(crate) struct Merge {
    /// Files `part.json` of what is to be merged
    #[arg(value_name = "PART", required = true)]
    parts: Vec<PathBuf>,
    #[command(flatten)]
    told: Told,
    /// Write tables, a picture and a description into this folder, as `simulate` does
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Do not print the table
    #[arg(long)]
    quiet: bool,
    #[command(flatten)]
    force: Force,
}

impl Merge {
    pub(crate) fn run(&self) -> Result<Ending, Failure> {
        input::all_different(&self.parts)?;
        let mut merged: Option<Part> = None;
        for path in &self.parts {
            let read = serde_json::from_str::<Part>(&input::text(path)?);
            let part = read.map_err(|why| Failure::Part { path: path.clone(), why })?;
            match &mut merged {
                Some(merged) => merged.merge(&part).map_err(|why| Failure::Parts { path: path.clone(), why })?,
                None => merged = Some(part),
            }
        }
        let Some(part) = merged else { return Err(Failure::usage("a part has to be named")) };
        let tables = Tables { audit: !part.asks().packs.is_empty(), calibration: part.asks().boundary.is_some() };
        let read = || self.parts.iter().map(PathBuf::as_path);
        let folder = self.out.as_deref().map(|out: &Path| Folder::new(out, self.force, tables, read())).transpose()?;
        if let Some(folder) = folder {
            folder.write(&part, &self.told, None)?;
        }
        if !self.quiet {
            told::say(Form::Text, |out| render::table(&part, &self.told, self.out.as_deref(), out))?;
        }
        Ok(Ending::Clean)
    }
}
