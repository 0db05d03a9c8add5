//! Stories that say what the rules of a pack should come to: which end otherwise, and how.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use practice_cycle::policy::Packs;
use practice_cycle::scenario::{Ran, Scenarios};

use super::{junit, named};
use crate::failure::{Ending, Failure};
use crate::input;
use crate::output::Output;
use crate::told::{self, Form};

/// What became of the stories of one file, or why they were not run.
pub(crate) type OfFile = (String, Result<Vec<Ran>, Failure>);

/// Runs the stories of every file by the pack.
pub(crate) fn run(files: &[PathBuf], pack: &str, packs: &Packs, junit: Option<Output>) -> Result<Ending, Failure> {
    input::all_different(files)?;
    let ran: Vec<OfFile> = files.iter().map(|file| (named(file), run_one(file, pack, packs))).collect();
    ran.iter().filter_map(|(_, ran)| ran.as_ref().err()).for_each(told::problem);
    told::say(Form::Text, |out| render(&ran, out))?;
    if let Some(file) = junit {
        file.write(&junit::of_stories(pack, &ran)?)?;
    }
    let mut stories = ran.iter().filter_map(|(_, ran)| ran.as_ref().ok()).flatten();
    let failed = ran.iter().any(|(_, ran)| ran.is_err());
    Ok(Ending::found(stories.any(|story| !story.is_as_expected())).unless_failed(failed))
}

fn run_one(path: &Path, pack: &str, packs: &Packs) -> Result<Vec<Ran>, Failure> {
    let not_stories = |why| Failure::Stories { path: path.to_path_buf(), why };
    let stories = Scenarios::read(&input::text(path)?).map_err(not_stories)?;
    if stories.pack() != pack {
        let (of, asked) = (stories.pack().to_owned(), pack.to_owned());
        return Err(Failure::OtherPack { path: path.to_path_buf(), of, asked });
    }
    let ran = stories.run(packs).map_err(not_stories)?;
    if ran.is_empty() { Err(Failure::NoStories { path: path.to_path_buf() }) } else { Ok(ran) }
}

/// What became of a story; its name is one line, whatever stands in it.
pub(crate) fn told(story: &Ran) -> String {
    let whole = story.to_string();
    let rest = whole.strip_prefix(&story.scenario).unwrap_or_default();
    told::lines(format!("{}{rest}", told::name(&story.scenario)))
}

/// The stories that ended otherwise than expected, and how many there were.
fn render(ran: &[OfFile], out: &mut dyn Write) -> io::Result<()> {
    let (mut all, mut failed) = (0, 0);
    for (file, stories) in ran {
        let Ok(stories) = stories else { continue };
        for story in stories.iter().filter(|story| !story.is_as_expected()) {
            writeln!(out, "{file}: {}\n", told(story))?;
            failed += 1;
        }
        all += stories.len();
    }
    let stories = if all == 1 { "story" } else { "stories" };
    writeln!(out, "{all} {stories}: {} as expected, {failed} otherwise", all - failed)
}
