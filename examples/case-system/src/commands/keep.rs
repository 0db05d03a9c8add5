//! Backups, and whether all that is stored holds.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufReader, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

use clap::{ArgGroup, Args};
use practice_cycle::chain::Head;
use practice_cycle::id::CycleId;

use super::{CommandError, print};
use crate::app::App;
use crate::cycles::{Broken, verify};
use crate::erasing;
use crate::store::Erasure;

/// Writes a backup to a new file. Nobody but whoever runs the program can read it.
pub(super) async fn back_up(app: &App, path: &Path) -> Result<bool, CommandError> {
    let failed = || format!("the backup `{}` cannot be written", path.display());
    let mut options = File::options();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let file = options.open(path).map_err(CommandError::io(failed()))?;
    let mut writer = BufWriter::new(file);
    match app.store.back_up(&mut writer).await {
        Ok(rows) => {
            writer.flush().map_err(CommandError::io(failed()))?;
            writer.get_ref().sync_all().map_err(CommandError::io(failed()))?;
            print(format_args!("{rows} rows"))?;
            Ok(true)
        }
        Err(error) => {
            drop(writer);
            // Half a backup is none. That it cannot be removed either is no news beside why it failed.
            let _ = std::fs::remove_file(path);
            Err(error.into())
        }
    }
}

/// What is to be taken back.
#[derive(Debug, Args)]
#[command(group = ArgGroup::new("since").required(true))]
pub(super) struct Restore {
    /// The backup.
    file: PathBuf,
    /// A list of what was erased, as the setting `erasures` names one: what was erased after the backup was taken is erased again.
    /// Several may be given.
    #[arg(long, group = "since")]
    erased: Vec<PathBuf>,
    /// That nothing was erased since. Where something was, it is there again.
    #[arg(long, group = "since", conflicts_with = "erased")]
    nothing_erased: bool,
}

impl Restore {
    pub(super) async fn run(&self, app: &App) -> Result<bool, CommandError> {
        let failed = || format!("the backup `{}` cannot be read", self.file.display());
        let mut lists = Vec::new();
        for list in &self.erased {
            lists.push((list, read_list(list)?));
        }
        let file = File::open(&self.file).map_err(CommandError::io(failed()))?;
        let mut restoring = app.store.restore(BufReader::new(file)).await?;
        let (now, mut again) = (app.clock.now(), 0);
        for (list, erasures) in lists {
            for (line, erasure) in (1..).zip(&erasures) {
                let done = erasing::again(&mut restoring, erasure, now).await;
                let not_done = |source| CommandError::NotErased { file: list.clone(), line, source };
                again += usize::from(done.map_err(not_done)?);
            }
        }
        let rows = restoring.keep(now).await?;
        let told = print(format_args!("{rows} rows; {again} erasures looked at again"));
        // What was erased again went through the write-ahead log.
        if !app.store.forget_old_pages_within(Duration::from_millis(app.settings.patience)).await? {
            eprintln!("somebody is reading: what was erased is still in the write-ahead log of the database");
            return Ok(false);
        }
        told?;
        check(app, None).await
    }
}

fn read_list(path: &Path) -> Result<Vec<Erasure>, CommandError> {
    let failed = || format!("the list of erasures `{}` cannot be read", path.display());
    let written = std::fs::read_to_string(path).map_err(CommandError::io(failed()))?;
    if written.is_empty() {
        return Err(CommandError::EmptyList(path.to_owned()));
    }
    let read = |(line, written): (usize, &str)| {
        serde_json::from_str(written).map_err(|_| CommandError::List { file: path.to_owned(), line })
    };
    (1..).zip(written.lines()).map(read).collect()
}

/// Prints the list of what was erased.
pub(super) async fn erased(app: &App) -> Result<bool, CommandError> {
    for erasure in app.store.erasures().await? {
        print(serde_json::to_string(&erasure).map_err(|error| CommandError::io("standard output")(error.into()))?)?;
    }
    Ok(true)
}

/// Loads every cycle, prints the head of each, and holds them to heads that were kept elsewhere.
pub(super) async fn check(app: &App, heads: Option<&Path>) -> Result<bool, CommandError> {
    let kept = heads.map(read_heads).transpose()?.unwrap_or_default();
    let mut all_well = true;
    let cycles = app.store.cycles().await?;
    for (cycle, _) in &cycles {
        // Somebody may be writing meanwhile.
        let Some((last, rows)) = app.store.whole(cycle).await? else {
            eprintln!("{cycle}: it is gone");
            all_well = false;
            continue;
        };
        let head = kept.get(cycle).copied();
        match verify(&rows, head) {
            Ok(Some(head)) if rows.last().map(|row| row.number) == Some(last) => print(format_args!("{cycle}\t{head}"))?,
            Ok(_) => {
                eprintln!("{cycle}: rows are missing at the end, up to entry {last}");
                all_well = false;
            }
            Err(Broken { line, why, .. }) => {
                eprintln!("{cycle}: entry {line}: {why}");
                all_well = false;
            }
        }
    }
    for cycle in kept.keys().filter(|cycle| !cycles.iter().any(|(there, _)| there == *cycle)) {
        eprintln!("{cycle}: it is gone");
        all_well = false;
    }
    Ok(all_well)
}

fn read_heads(path: &Path) -> Result<BTreeMap<CycleId, Head>, CommandError> {
    let written =
        std::fs::read_to_string(path).map_err(CommandError::io(format!("the heads `{}` cannot be read", path.display())))?;
    let head = |(line, words): (usize, &str)| {
        let (cycle, head) = words.split_once('\t').ok_or(CommandError::Head(line))?;
        let (cycle, head) = (cycle.parse(), head.parse());
        Ok((cycle.map_err(|_| CommandError::Head(line))?, head.map_err(|_| CommandError::Head(line))?))
    };
    (1..).zip(written.lines()).map(head).collect()
}
