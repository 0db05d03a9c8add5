//! In which language something is said, and the catalogues themselves, for those who translate them.

use std::path::PathBuf;

use clap::Args;
use practice_cycle::language::Catalogue;

use crate::failure::{Ending, Failure};
use crate::input;
use crate::told::{self, Form};

/// In which language it is said.
#[derive(Debug, Args)]
pub(crate) struct In {
    /// Say it in another language: `cy`, which is a draft in Welsh, or a catalogue of your own in Fluent. What a catalogue lacks is said
    /// in English
    #[arg(long, value_name = "LANGUAGE")]
    language: Option<PathBuf>,
}

impl In {
    /// The catalogue that was asked for, if one was.
    pub(crate) fn catalogue(&self) -> Result<Option<Catalogue>, Failure> {
        let Some(path) = &self.language else { return Ok(None) };
        if let Some(shipped) = path.to_str().and_then(Catalogue::shipped) {
            return Ok(Some(shipped));
        }
        if !input::is_stdin(path) && !path.exists() {
            return Err(Failure::NoLanguage { name: path.clone() });
        }
        let read = Catalogue::read(&input::text(path)?);
        read.map(Some).map_err(|why| Failure::Catalogue { path: path.clone(), why })
    }

    pub(crate) const fn is_given(&self) -> bool {
        self.language.is_some()
    }
}

/// Print the words of a language, as a file in Fluent that a translator can go on with
///
/// Without options, the words are those of English, which are all there are. A catalogue of your own is checked: what would not do in it is
/// named by line and message.
#[derive(Debug, Args)]
#[command(after_help = "\
Exit status:
  0  it was printed, and nothing in it is wrong
  1  something in it would not do, which is named on standard error
  2  wrong usage, or a catalogue that cannot be read

Examples:
  practice-cycle labels --language cy > cy.ftl
  practice-cycle labels --language cy.ftl --missing")]
pub(crate) struct Labels {
    #[command(flatten)]
    language: In,
    /// Print what it lacks, with the English, and how many messages that is
    #[arg(long, requires = "language")]
    missing: bool,
}

impl Labels {
    pub(crate) fn run(&self) -> Result<Ending, Failure> {
        let catalogue = self.language.catalogue()?.unwrap_or_else(Catalogue::english);
        let printed = if self.missing { missing(&catalogue) } else { catalogue.text().to_owned() };
        told::say(Form::Text, |out| out.write_all(printed.as_bytes()))?;
        let mistakes = catalogue.check();
        mistakes.iter().for_each(told::problem);
        Ok(Ending::found(!mistakes.is_empty()))
    }
}

/// What it lacks, after a comment that says how much that is; nothing where it lacks nothing.
fn missing(catalogue: &Catalogue) -> String {
    let (lacks, all) = (catalogue.missing().len(), catalogue.of_all());
    let count = if lacks == 0 { String::new() } else { format!("# It lacks {lacks} of {all} messages.\n\n") };
    count + &catalogue.untranslated()
}
