//! Stories that say what the rules of a pack should come to: which end otherwise, and how.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use practice_cycle::policy::Packs;
use practice_cycle::scenario::{Ran, Scenarios};

use super::input::Problem;

/// Runs the stories of every file by the pack. All are read before any is told.
pub(crate) fn run(files: &[PathBuf], pack: &str, packs: &Packs) -> Result<Vec<(String, Vec<Ran>)>, Problem> {
    files.iter().map(|file| Ok((file.display().to_string(), run_one(file, pack, packs)?))).collect()
}

fn run_one(path: &Path, pack: &str, packs: &Packs) -> Result<Vec<Ran>, Problem> {
    let written = std::fs::read_to_string(path).map_err(|why| Problem::Unreadable { path: path.to_path_buf(), why })?;
    let not_stories = |why| Problem::Stories { path: path.to_path_buf(), why };
    let stories = Scenarios::read(&written).map_err(not_stories)?;
    if stories.pack() != pack {
        let (of, asked) = (stories.pack().to_owned(), pack.to_owned());
        return Err(Problem::OtherPack { path: path.to_path_buf(), of, asked });
    }
    stories.run(packs).map_err(not_stories)
}

/// The stories that ended otherwise than expected, and how many there were.
pub(crate) fn render(ran: &[(String, Vec<Ran>)], out: &mut dyn Write) -> io::Result<()> {
    let (mut all, mut failed) = (0, 0);
    for (file, stories) in ran {
        for story in stories.iter().filter(|story| !story.is_as_expected()) {
            writeln!(out, "{file}: {story}\n")?;
            failed += 1;
        }
        all += stories.len();
    }
    let stories = if all == 1 { "story" } else { "stories" };
    writeln!(out, "{all} {stories}: {} as expected, {failed} otherwise", all - failed)
}
