//! Checks histories by a pack of rules, and shows what it finds beside the entries, as a compiler shows mistakes.

mod case;
mod junit;
mod stories;
pub(crate) mod render;

use std::path::{Path, PathBuf};

use clap::{ArgGroup, Args, ValueEnum};
use practice_cycle::history::History;
use practice_cycle::language::Catalogue;
use practice_cycle::policy::{Change, English, Language, Policy};
use practice_cycle::reader::Reader;

use crate::failure::{Ending, Failure};
use crate::input::{self, Rules, Words};
use crate::language::In;
use crate::output::{Force, Output};
use crate::reader::For;
use crate::times::{Times, Zoned};
use crate::told::{self, Form};
use case::Case;
use render::Found;

/// Check histories by a pack of rules, and show what is found beside the entries
///
/// Each history is checked by itself, or with `--together` all as one caseload; one file, or one cycle, given twice is refused. Roles and
/// references are printed, and no word that people wrote; cases are numbered in the order in which they were first recorded. Every
/// finding is shown; but what a member of the family observed, viewed or rated is shown beside it only to those who may know of it: see
/// `--for`. JSON is whole. What rules ask is in English, whatever the language, and so is the file for test runners. Nothing of it is legal advice, or about the worth of a person.
#[derive(Debug, Args)]
#[command(
    group = ArgGroup::new("what").args(["against", "stories", "rules"]),
    after_help = "\
Exit status:
  0  nothing was found that counts
  1  something was found that counts by `--deny`; with `--against`, a change is shown, and with `--json` there is any; with `--stories`, one ends otherwise
  2  wrong usage; something that cannot be read, loaded or written, though the other files are checked; or nothing was checked: the pack has no rules, there are no stories, or no rule applied in any of the histories

Words:
  applied       something happened that the rule is about; each time it applies, there is a duty
  open          the duty is not done yet, and not late
  excused       the duty was waived, or the rule itself excuses it: it is shown, and does not count
  undetermined  something that the rule asks for was not recorded, so it cannot be said

Without `--as-of`, each history is spoken of as of its own last recording (with `--together`, the last of all), and a case that fell silent looks as clean as it did then: `--as-of today` shows what time has done since.

Examples:
  practice-cycle check --policy local-practice --as-of today case.jsonl
  practice-cycle check --policy ours.pack.json --deny errors --junit found.xml cases/*.jsonl
  practice-cycle check --policy article --rules"
)]
pub(crate) struct Check {
    #[command(flatten)]
    rules_asked: Rules,
    /// Histories in JSON Lines, each of another cycle; `-` is standard input. With `--stories`, files of stories
    #[arg(value_name = "HISTORY", required_unless_present = "rules", conflicts_with = "rules")]
    files: Vec<PathBuf>,
    /// Check all histories as one caseload
    #[arg(long, conflicts_with_all = ["stories", "rules"])]
    together: bool,
    /// Show every duty, those too that hold or are open, and the rules that never applied
    #[arg(long, conflicts_with = "what")]
    all: bool,
    /// The least that makes the exit status 1, and a case of `--junit` fail; the rest is shown all the same
    #[arg(long, value_name = "LEAST", value_enum, default_value_t = Deny::Undetermined, conflicts_with = "what")]
    deny: Deny,
    /// Print one JSON object, with codes instead of words
    #[arg(long, conflicts_with_all = ["stories", "rules"])]
    json: bool,
    /// In JSON, hold the references of cases as they are stored, which can lead to a family
    #[arg(long, requires = "json")]
    words: bool,
    /// Write a file for test runners besides: a case for each rule, or for each story
    #[arg(long, value_name = "FILE", conflicts_with_all = ["against", "rules"])]
    junit: Option<PathBuf>,
    /// Show what would change if this other pack were used
    #[arg(long, value_name = "PACK")]
    against: Option<PathBuf>,
    /// Run stories that say what the rules should come to, and show those that end otherwise
    #[arg(long)]
    stories: bool,
    /// List the rules of the pack: how much each weighs, where it comes from, and how well that is known
    #[arg(long)]
    rules: bool,
    #[command(flatten)]
    reader: For,
    #[command(flatten)]
    language: In,
    #[command(flatten)]
    force: Force,
    #[command(flatten)]
    times: Times,
}

/// The least that counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, ValueEnum)]
pub(crate) enum Deny {
    /// Broken rules that are errors
    Errors,
    /// Those, and broken rules that are queries and not excused
    Queries,
    /// Those, and what cannot be determined
    Undetermined,
}

impl Check {
    pub(crate) fn run(&self) -> Result<Ending, Failure> {
        if (self.rules || self.stories) && self.times.are_given() {
            return Err(Failure::usage("stories and rules speak of no time: leave out --as-of, --known-at and --utc"));
        }
        if self.reader.is_given() && (self.rules || self.stories || self.json) {
            return Err(Failure::usage("stories and rules tell of nobody, and JSON is whole: leave out --for"));
        }
        if self.language.is_given() && (self.rules || self.stories || self.json) {
            return Err(Failure::usage(
                "stories and rules are in the words of their pack, and JSON has codes: leave out --language",
            ));
        }
        let catalogue = self.language.catalogue()?;
        let language: &dyn Language = catalogue.as_ref().map_or(&English, |catalogue| catalogue);
        let spoken = self.times.clocks.in_language(language);
        let read = self.files.iter().map(PathBuf::as_path).chain(self.rules_asked.files()).chain(self.against.as_deref());
        let [junit] = self.force.outputs([self.junit.as_ref()], read)?;
        let known = self.rules_asked.known()?;
        let (pack, packs) = input::load_pack(&self.rules_asked.policy, &known)?;
        let policy = input::policy(&pack)?;
        if self.rules {
            return told::say(Form::Text, |out| render::rules(&pack, out)).map(|()| Ending::Clean);
        }
        if self.stories {
            return stories::run(&self.files, pack.name(), &packs, junit);
        }
        let words = match (self.words, self.together) {
            (true, _) => Words::Kept,
            (false, true) => Words::LeftOutTogether,
            (false, false) => Words::LeftOut,
        };
        let read = input::histories(&self.files, words)?;
        let loaded: Vec<(&str, &History)> =
            read.iter().filter_map(|(file, read)| Some((file.as_str(), read.as_ref().ok()?))).collect();
        let failed: Vec<(&str, &Failure)> =
            read.iter().filter_map(|(file, read)| Some((file.as_str(), read.as_ref().err()?))).collect();
        // Where nothing loads, that is what is wrong.
        if !loaded.is_empty() {
            self.reader.is_known(loaded.iter().map(|&(_, history)| history))?;
        }
        let cases = Case::all(&loaded, self.together, self.times, &self.reader);
        match &self.against {
            Some(other) => {
                let (other, _) = input::load_pack(std::slice::from_ref(other), &known)?;
                self.compare(&cases, &failed, (&policy, &input::policy(&other)?), spoken)
            }
            None => self.check(&cases, &failed, &policy, (spoken, catalogue.as_ref().and_then(Catalogue::notice), junit)),
        }
    }

    fn compare(
        &self,
        cases: &[Case<'_>],
        failed: &[Unread<'_>],
        (policy, other): (&Policy, &Policy),
        language: Zoned<'_>,
    ) -> Result<Ending, Failure> {
        let changes = cases.iter().map(|case| {
            let readers: &[Reader] = if self.json { &[] } else { &case.readers };
            policy.diff_for_readers(other, &case.histories, case.seen.as_of, case.seen.known_at, readers)
        });
        let changes: Vec<Vec<Change>> = changes.collect();
        told::say(Form::json(self.json), |out| match self.json {
            true => render::changes_as_json(cases, &changes, failed, out),
            false => render::changes(cases, &changes, language, out),
        })?;
        let changed = changes.iter().any(|changes| !changes.is_empty());
        Ok(Ending::found(changed).unless_failed(!failed.is_empty()))
    }

    fn check(
        &self,
        cases: &[Case<'_>],
        failed: &[Unread<'_>],
        policy: &Policy,
        (language, notice, junit): (Zoned<'_>, Option<String>, Option<Output>),
    ) -> Result<Ending, Failure> {
        let found: Vec<Found<'_>> = cases.iter().map(|case| Found::of(case, policy, self.all)).collect();
        told::say(Form::json(self.json), |out| match self.json {
            true => render::found_as_json(&found, failed, out),
            false => {
                render::found(&found, language, out).and_then(|()| notice.map_or(Ok(()), |notice| writeln!(out, "{notice}")))
            }
        })?;
        // Last, so that the answer is printed even if the file cannot be written.
        if let Some(file) = junit {
            file.write(&junit::of_histories(policy.pack().name(), &found, failed, self.deny, self.times.clocks.english())?)?;
        }
        let denied = found.iter().any(|found| found.is_denied(self.deny, self.json));
        let nothing_checked = !found.iter().any(|found| found.applied(self.json));
        Ok(Ending::found(denied).unless_failed(!failed.is_empty() || nothing_checked))
    }
}

/// A history that was not checked, by the name of its file, and why.
type Unread<'a> = (&'a str, &'a Failure);

/// A file as it is named to people.
fn named(path: &Path) -> String {
    told::name(path.display())
}
