//! The folder into which an experiment is written.

use std::fs;
use std::io;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use practice_cycle::history::History;
use practice_cycle::picture::{self, Options};
use practice_cycle::simulation::experiment::{Part, Precision};

use super::asked::Told;
use super::{describe, manifest};
use crate::failure::Failure;
use crate::output::{Force, Output};

/// Which tables are written beside those that always are.
#[derive(Debug, Clone, Copy)]
pub(super) struct Tables {
    pub(super) audit: bool,
    pub(super) calibration: bool,
}

/// The files of a folder, in the order in which they are written.
const FILES: [&str; 8] = [
    "outcomes.csv", "refused.csv", "audit.csv", "calibration.csv", "outcomes.svg", "manifest.json", "description.md",
    "part.json",
];

/// A folder whose files may be written.
pub(super) struct Folder([Option<Output>; FILES.len()]);

impl Folder {
    /// The folder, made where there is none, before anything is run.
    pub(super) fn new<'a>(
        path: &Path,
        force: Force,
        tables: Tables,
        read: impl IntoIterator<Item = &'a Path>,
    ) -> Result<Self, Failure> {
        made(path)?;
        let paths = FILES.map(|file| path.join(file));
        let is_written = |file: &str| match file {
            "audit.csv" => tables.audit,
            "calibration.csv" => tables.calibration,
            _ => true,
        };
        let mut asked = [None; FILES.len()];
        for ((asked, path), file) in asked.iter_mut().zip(&paths).zip(FILES) {
            *asked = is_written(file).then_some(path);
        }
        force.outputs(asked, read).map(Self)
    }

    pub(super) fn write(self, part: &Part, told: &Told, precision: Option<&Precision>) -> Result<(), Failure> {
        for (output, file) in self.0.into_iter().zip(FILES) {
            let Some(output) = output else { continue };
            output.write(&written(file, part, told, precision)?)?;
        }
        Ok(())
    }
}

fn written(file: &str, part: &Part, told: &Told, precision: Option<&Precision>) -> Result<Vec<u8>, Failure> {
    let mut bytes = Vec::new();
    match file {
        "outcomes.csv" => part.write_outcomes(&mut bytes, told.confidence, told.correction())?,
        "refused.csv" => part.write_refused(&mut bytes)?,
        "audit.csv" => part.write_audit(&mut bytes)?,
        "calibration.csv" => part.write_calibration(&mut bytes)?,
        "outcomes.svg" => {
            let drawn = picture::outcomes(part, told.confidence, told.correction(), &Options::default());
            bytes = drawn.map_err(|why| Failure::Undrawn(why.to_string()))?.into_bytes();
        }
        "manifest.json" => manifest::write(part, told, precision, &mut bytes)?,
        "description.md" => bytes = describe::description(part, told).into_bytes(),
        _ => {
            serde_json::to_writer(&mut bytes, part).map_err(io::Error::from)?;
            bytes.push(b'\n');
        }
    }
    Ok(bytes)
}

fn made(path: &Path) -> Result<(), Failure> {
    fs::create_dir_all(path).map_err(|why| {
        let path = path.to_path_buf();
        if why.kind() == io::ErrorKind::AlreadyExists {
            Failure::NoFolder { path }
        } else {
            Failure::Unwritable { path, why }
        }
    })
}

/// Where histories go: a file each, by the number of the replication and that of the cycle in its group.
pub(super) struct Histories {
    folders: Vec<(String, PathBuf)>,
    force: Force,
    failed: Option<Failure>,
}

impl Histories {
    /// The folder `histories`; of several scenarios, one in it for each.
    pub(super) fn new<'a>(
        out: &Path,
        force: Force,
        names: impl Iterator<Item = &'a str>,
        several: bool,
    ) -> Result<Self, Failure> {
        let folder = out.join("histories");
        let mut folders = Vec::new();
        for (nth, name) in names.enumerate() {
            // A name may hold what no folder can be called.
            let plain: String =
                name.chars().map(|letter| if letter.is_ascii_alphanumeric() { letter } else { '-' }).take(60).collect();
            let place = if several { folder.join(format!("{}-{plain}", nth + 1)) } else { folder.clone() };
            made(&place)?;
            folders.push((name.to_owned(), place));
        }
        Ok(Self { folders, force, failed: None })
    }

    pub(super) fn take(&mut self, name: &str, replication: u32, histories: &[History]) -> ControlFlow<()> {
        match self.write(name, replication, histories) {
            Ok(()) => ControlFlow::Continue(()),
            Err(failure) => {
                self.failed = Some(failure);
                ControlFlow::Break(())
            }
        }
    }

    fn write(&self, name: &str, replication: u32, histories: &[History]) -> Result<(), Failure> {
        let Some((_, folder)) = self.folders.iter().find(|(of, _)| of == name) else { return Ok(()) };
        for (nth, history) in histories.iter().enumerate() {
            let path = folder.join(format!("{replication:06}-{}.jsonl", nth + 1));
            let mut lines = Vec::new();
            history.write(&mut lines)?;
            let [output] = self.force.outputs([Some(&path)], [])?;
            output.map_or(Ok(()), |output| output.write(&lines))?;
        }
        Ok(())
    }

    /// What went wrong, if anything did.
    pub(super) fn done(self) -> Result<(), Failure> {
        self.failed.map_or(Ok(()), Err)
    }
}
