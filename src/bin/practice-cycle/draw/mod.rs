//! Draws a history: the cycle and the boundary through time, who did what to which contract; and the lifecycle of any contract.

use std::path::{Path, PathBuf};

use clap::{Args, Subcommand, ValueEnum};
use practice_cycle::assessment::Parameters;
use practice_cycle::diagram::{self, Sequence};
use practice_cycle::history::{History, View};
use practice_cycle::id::RuleCode;
use practice_cycle::picture::{self, Options, Vocabulary};
use practice_cycle::policy::{Finding, Rule, Verdict};
use practice_cycle::turns::{self, Turns};

use crate::failure::{Ending, Failure};
use crate::input::{self, Rules};
use crate::output::{Force, Output, Written};
use crate::reader::For;
use crate::times::{Seen, Times};
use crate::told::{self, Form};

/// Draw a cycle, its duties or the boundary through time, the circuit, who did what, or the lifecycle of a contract
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
    Timeline(Timeline),
    Duty(Duty),
    Boundary(Boundary),
    Circuit(Circuit),
    Sequence(Marked),
    Lifecycle(Lifecycle),
}

/// Draw a cycle through time, as SVG: people by their roles, joining, contracts by stage, and the work, on one axis
///
/// References are drawn, and no word that people wrote. What is kept from the reader is left out: see `--for`.
#[derive(Debug, Args)]
#[command(after_help = STATUS)]
struct Timeline {
    #[command(flatten)]
    asked: Asked,
}

/// Draw duties through time, as SVG: what opened each, when it was due, and whether it was done, done late, not done, or waived
///
/// Without `--rule`, those are drawn that are open, broken or cannot be determined. What a duty is about is drawn as a reference; cases
/// are numbered in the order in which they were first recorded. Duties that began with an entry which is kept from the reader, or were met
/// or broken by one, are left out: see `--for`.
#[derive(Debug, Args)]
#[command(after_help = STATUS)]
struct Duty {
    #[command(flatten)]
    rules: Rules,
    /// Draw every duty of this rule, those too that were met; may be repeated
    #[arg(long, value_name = "RULE")]
    rule: Vec<RuleCode>,
    #[command(flatten)]
    asked: Asked,
}

/// Draw joining, contracting and intervening as a circuit, as SVG: how often and how fast each arc was travelled
#[derive(Debug, Args)]
#[command(after_help = STATUS)]
struct Circuit {
    #[command(flatten)]
    asked: Asked,
}

/// Draw the boundary as observers saw it, as SVG: three tallies through time, with what they rest on beneath
///
/// Every point is a reading as of that time, knowing only what had been recorded by then. Roles, contracts and words of this program
/// are drawn; people are not. Observations of members of the family are marked for those alone who may know of them: see `--for`. The
/// tallies and what they would be read as are of all observations.
#[derive(Debug, Args)]
#[command(after_help = STATUS)]
struct Boundary {
    #[command(flatten)]
    asked: Asked,
    /// In whose words the sides are drawn: `diffuse` is too far away in the article, and too close in Minuchin's usage
    #[arg(long, value_name = "WORDS", value_enum, default_value = "article")]
    words: Words,
}

/// In whose words.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum Words {
    /// Enmeshed, healthy, diffuse
    Article,
    /// Diffuse, clear, rigid
    Minuchin,
}

/// What every picture of one history is asked for with.
#[derive(Debug, Args)]
struct Asked {
    /// A history in JSON Lines; `-` is standard input
    #[arg(value_name = "HISTORY")]
    history: PathBuf,
    #[command(flatten)]
    reader: For,
    #[command(flatten)]
    to: To,
    #[command(flatten)]
    size: Size,
    #[command(flatten)]
    times: Times,
}

/// How large a picture is.
#[derive(Debug, Args)]
struct Size {
    /// How wide the picture is, from 800 to 4000 pixels; it is as high as what it shows needs
    #[arg(long, value_name = "PIXELS", default_value_t = 1_100)]
    width: u32,
}

/// Write who did what to which contract, as text that Mermaid draws as a sequence diagram, in the order of occurrence
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

/// Write what can follow what in the life of any contract, as text that Mermaid or Graphviz draws, or as a table
///
/// Mermaid draws it in Markdown, in a block that begins with three backticks and `mermaid`, and on the page of its live editor. Graphviz
/// makes an SVG of it: `practice-cycle draw lifecycle --as dot | dot -Tsvg > lifecycle.svg`.
#[derive(Debug, Args)]
#[command(after_help = STATUS)]
struct Lifecycle {
    /// In which form
    #[arg(long = "as", value_name = "FORM", value_enum, default_value = "mermaid")]
    form: As,
    #[command(flatten)]
    to: To,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum As {
    /// Text that Mermaid draws as a state diagram
    Mermaid,
    /// Text that Graphviz draws as a graph
    Dot,
    /// A table in Markdown
    Table,
}

/// Where a picture goes.
#[derive(Debug, Args)]
struct To {
    /// Write it to a file of this name, which is not `-` and does not end as another form does [default: standard output]
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    #[command(flatten)]
    force: Force,
}

impl To {
    fn output<'a>(&self, read: impl IntoIterator<Item = &'a Path>, written: Written) -> Result<Option<Output>, Failure> {
        let [output] = self.force.outputs([self.out.as_ref()], read)?;
        written.in_file(self.out.as_ref())?;
        Ok(output)
    }
}

impl Draw {
    pub(crate) fn run(&self) -> Result<Ending, Failure> {
        match &self.what {
            What::Timeline(it) => it.asked.draw(Options::default(), picture::timeline),
            What::Duty(it) => it.run(),
            What::Boundary(it) => it.run(),
            What::Circuit(it) => it.asked.draw(Options::default(), |view, options| {
                picture::circuit(&Turns::of(view, &turns::Parameters::default()), options)
            }),
            What::Sequence(asked) => asked.run(),
            What::Lifecycle(asked) => asked.run(),
        }
    }
}

impl Asked {
    /// Draws the history as it is asked for.
    fn draw(&self, options: Options, draw: impl FnOnce(&View<'_>, &Options) -> String) -> Result<Ending, Failure> {
        let output = self.to.output([self.history.as_path()], Written::Svg)?;
        self.draw_into(output, options, |_, view, options| draw(view, options))
    }

    fn draw_into(
        &self,
        output: Option<Output>,
        options: Options,
        draw: impl FnOnce(&History, &View<'_>, &Options) -> String,
    ) -> Result<Ending, Failure> {
        let options = self.size.of(options)?;
        let history = input::history(&self.history)?;
        self.reader.is_known([&history])?;
        let seen = self.times.view(history.cycle().last_recorded());
        let view = history.view(seen.as_of, seen.known_at);
        let options = options.for_reader(self.reader.of(&view)).in_zone(seen.zone);
        show(&draw(&history, &view, &options), output, Some(&seen))
    }
}

impl Size {
    fn of(&self, options: Options) -> Result<Options, Failure> {
        options.wide(self.width).map_err(|why| Failure::usage(why.to_string()))
    }
}

impl Duty {
    fn run(&self) -> Result<Ending, Failure> {
        let read = self.rules.files().chain([self.asked.history.as_path()]);
        let output = self.asked.to.output(read, Written::Svg)?;
        let policy = input::policy(&self.rules.load()?.0)?;
        let named =
            |asked: &RuleCode| policy.pack().rules().iter().find(|rule| rule.is_called(asked.as_str())).map(Rule::id);
        if let Some(unknown) = self.rule.iter().find(|asked| named(asked).is_none()) {
            return Err(Failure::usage(format!("`--rule {unknown}`: the pack has no rule of that code")));
        }
        let asked: Vec<&RuleCode> = self.rule.iter().filter_map(named).collect();
        let is_asked = |finding: &&Finding| match finding.verdict {
            _ if !asked.is_empty() => asked.contains(&&finding.rule),
            Verdict::Pending { .. } | Verdict::Violated { .. } | Verdict::Undetermined { .. } => true,
            Verdict::Satisfied | Verdict::HoldsSoFar => false,
        };
        self.asked.draw_into(output, Options::default(), |history, view, options| {
            let all = policy.explain(&[history], view.as_of(), view.known_at());
            picture::duties(view, all.iter().filter(is_asked), options)
        })
    }
}

impl Boundary {
    fn run(&self) -> Result<Ending, Failure> {
        let vocabulary = match self.words {
            Words::Article => Vocabulary::Article,
            Words::Minuchin => Vocabulary::Minuchin,
        };
        let options = Options::default().in_words(vocabulary);
        self.asked.draw(options, |view, options| picture::boundary(view, Parameters::unvalidated_v2(), options))
    }
}

impl Lifecycle {
    fn run(&self) -> Result<Ending, Failure> {
        let (drawn, written) = match self.form {
            As::Mermaid => (diagram::mermaid(), Written::Mermaid),
            As::Dot => (diagram::dot(), Written::Dot),
            As::Table => (diagram::table(), Written::Markdown),
        };
        show(&drawn, self.to.output([], written)?, None)
    }
}

impl Marked {
    fn run(&self) -> Result<Ending, Failure> {
        let asked = Rules { policy: self.policy.clone(), extended: self.extended.clone() };
        let rules = Some(asked).filter(|asked| !asked.policy.is_empty());
        let read = rules.iter().flat_map(Rules::files).chain([self.history.as_path()]);
        let output = self.to.output(read, Written::Mermaid)?;
        let policy = rules.map(|rules| input::policy(&rules.load()?.0)).transpose()?;
        let history = input::history(&self.history)?;
        self.reader.is_known([&history])?;
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
