//! Backups, and whether all that is stored holds.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufReader, BufWriter, Write};
use std::path::Path;

use practice_cycle::chain::Head;
use practice_cycle::id::CycleId;

use super::CommandError;
use crate::app::App;
use crate::cycles::{Broken, verify};

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
            println!("{rows} rows");
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

/// Takes a backup back, and loads every cycle.
pub(super) async fn restore(app: &App, path: &Path) -> Result<bool, CommandError> {
    let file = File::open(path).map_err(CommandError::io(format!("the backup `{}` cannot be read", path.display())))?;
    let rows = app.store.restore(BufReader::new(file)).await?;
    println!("{rows} rows");
    check(app, None).await
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
            Ok(Some(head)) if rows.last().map(|row| row.number) == Some(last) => println!("{cycle}\t{head}"),
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
