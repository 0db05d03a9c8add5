//! Draws a history: the boundary through time, who did what to which contract; and the lifecycle of any contract.

pub(crate) mod ink;
mod picture;
mod story;

use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};
use practice_cycle::assessment::Parameters;
use practice_cycle::diagram::{self, Sequence};

use crate::failure::{Ending, Failure};
use crate::input::{self, Rules};
use crate::output::{Force, Output};
use crate::reader::For;
use crate::times::{Seen, Times};
use crate::told::{self, Form};
use story::Story;

/// Draw the boundary through time, or who did what, or the lifecycle of a contract
///
/// Free text is never drawn.
#[derive(Debug, Args)]
#[command(after_help = STATUS)]
pub(crate) struct Draw {
    #[command(subcommand)]
    what: What,
}

const STATUS: &str = "\
Exit status:
  0  it was drawn
  2  wrong usage, or something that cannot be read, loaded or written";

#[derive(Debug, Subcommand)]
enum What {
    Boundary(Boundary),
    Sequence(Marked),
    Lifecycle(Lifecycle),
}

/// Draw the boundary as observers saw it, as SVG: three tallies through time, with what they rest on beneath
///
/// Every point is a reading as of that time, knowing only what had been recorded by then. Roles, contracts and words of this program
/// are drawn; people are not. Observations of members of the family are marked for those alone who may know of them: see `--for`. The
/// tallies and what they would be read as are of all observations.
#[derive(Debug, Args)]
#[command(after_help = STATUS)]
struct Boundary {
    /// A history in JSON Lines; `-` is standard input
    #[arg(value_name = "HISTORY")]
    history: PathBuf,
    #[command(flatten)]
    reader: For,
    #[command(flatten)]
    to: To,
    #[command(flatten)]
    times: Times,
}

/// Draw who did what to which contract, as a Mermaid sequence diagram, in the order of occurrence
///
/// With a policy, what opened a duty, when it was due and what broke a rule is marked. References are drawn; cases are numbered in the
/// order in which they were first recorded. Observations, views and ratings of members of the family are drawn for those alone who may
/// know of them: see `--for`.
#[derive(Debug, Args)]
#[command(after_help = STATUS)]
struct Marked {
    /// A history in JSON Lines; `-` is standard input
    #[arg(value_name = "HISTORY")]
    history: PathBuf,
    /// Mark what this pack of rules finds: the name of one that comes with the program, or a file; `-` is standard input; may be
    /// repeated: of several, it is the one that extends the others
    #[arg(long, value_name = "PACK")]
    policy: Vec<PathBuf>,
    /// A file of a pack that PACK extends, where that does not come with the program; may be repeated, in any order
    #[arg(long = "pack", value_name = "FILE", requires = "policy")]
    extended: Vec<PathBuf>,
    #[command(flatten)]
    reader: For,
    #[command(flatten)]
    to: To,
    #[command(flatten)]
    times: Times,
}

/// Draw what can follow what in the life of any contract, as a Mermaid state diagram
#[derive(Debug, Args)]
#[command(after_help = STATUS)]
struct Lifecycle {
    #[command(flatten)]
    to: To,
}

/// Where a picture goes.
#[derive(Debug, Args)]
struct To {
    /// Write the picture to a file of this name, which is not `-` [default: standard output]
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    #[command(flatten)]
    force: Force,
}

impl To {
    fn output<'a>(&self, read: impl IntoIterator<Item = &'a Path>) -> Result<Option<Output>, Failure> {
        let [output] = self.force.outputs([self.out.as_ref()], read)?;
        Ok(output)
    }
}

impl Draw {
    pub(crate) fn run(&self) -> Result<Ending, Failure> {
        match &self.what {
            What::Boundary(asked) => asked.run(),
            What::Sequence(asked) => asked.run(),
            What::Lifecycle(asked) => show(&diagram::mermaid(), asked.to.output([])?, None),
        }
    }
}

impl Boundary {
    fn run(&self) -> Result<Ending, Failure> {
        let output = self.to.output([self.history.as_path()])?;
        let history = input::history(&self.history)?;
        let seen = self.times.view(history.cycle().last_recorded());
        let reader = self.reader.of(&history.view(seen.as_of, seen.known_at));
        let story = Story::of(&history, Parameters::unvalidated_v2(), &seen, &reader);
        let drawn = story.draw(&seen).map_err(|why| Failure::Undrawn(why.to_string()))?;
        show(&drawn, output, Some(&seen))
    }
}

impl Marked {
    fn run(&self) -> Result<Ending, Failure> {
        let asked = Rules { policy: self.policy.clone(), extended: self.extended.clone() };
        let rules = Some(asked).filter(|asked| !asked.policy.is_empty());
        let read = rules.iter().flat_map(Rules::files).chain([self.history.as_path()]);
        let output = self.to.output(read)?;
        let policy = rules.map(|rules| input::policy(&rules.load()?.0)).transpose()?;
        let history = input::history(&self.history)?;
        let seen = self.times.view(history.cycle().last_recorded());
        let report = policy.map(|policy| policy.check(&history, seen.as_of, seen.known_at));
        let findings = report.iter().flat_map(|report| report.findings());
        let drawn = Sequence::of(&history, seen.as_of, seen.known_at).marking(findings).in_zone(seen.zone);
        let drawn = drawn.for_reader(self.reader.of(&history.view(seen.as_of, seen.known_at)));
        show(&dated(&drawn, &seen), output, Some(&seen))
    }
}

/// A sequence that says of when it is, in a comment after its first line.
pub(crate) fn dated(drawn: &Sequence<'_>, seen: &Seen) -> String {
    drawn.to_string().replacen('\n', &format!("\n    %% {}\n", seen.told()), 1)
}

/// Writes a picture, and says where and of when it is; or prints it.
fn show(drawn: &str, output: Option<Output>, seen: Option<&Seen>) -> Result<Ending, Failure> {
    let Some(output) = output else {
        return told::say(Form::Text, |out| out.write_all(drawn.as_bytes())).map(|()| Ending::Clean);
    };
    let file = told::name(output.path().display());
    output.write(told::lines(drawn).as_bytes())?;
    told::say(Form::Text, |out| {
        writeln!(out, "{file}")?;
        seen.map_or(Ok(()), |seen| writeln!(out, "{}", seen.sentence()))
    })?;
    Ok(Ending::Clean)
}
