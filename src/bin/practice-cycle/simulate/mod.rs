//! Runs scenarios many times, and merges what several machines ran.

mod asked;
mod folder;
pub(crate) mod manifest;
mod describe;
mod render;
mod merge;

use std::io::{IsTerminal, Write};
use std::num::NonZeroUsize;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use clap::Args;
use practice_cycle::assessment::Parameters;
use practice_cycle::history::History;
use practice_cycle::policy::Packs;
use practice_cycle::simulation::experiment::{Experiment, Shard};
use practice_cycle::simulation::{Scenario, Simulator};

use crate::failure::{Ending, Failure};
use crate::input;
use crate::output::Force;
use crate::told::{self, Form};
use asked::{Sensitivity, Setting, Told, Until};
use folder::{Folder, Histories};
pub(crate) use merge::Merge;

/// Run a scenario many times, and show what comes of it, with what random draws leave open
///
/// A scenario says who takes part and what people tend to do, each number with where it comes from; most are illustrative. Every
/// group of cycles is simulated act by act, by the rules that real histories obey. Intervals are about random draws only, not about the
/// world: that a number of the scenario is wrong widens none of them.
#[derive(Debug, Args)]
#[command(after_help = "\
Exit status:
  0  it was done
  2  wrong usage, or something that cannot be read or written, or a scenario that is refused: what is wrong with it is named, field by field

The same scenario and seed come to the same bytes, whatever the number of threads, and in whatever shards (`practice-cycle merge`).

Files of DIR:
  outcomes.csv     scenario, outcome, group, unit, from, to, n, censored, mean, sd, p05, p50, p95, low, high, against, difference, diff_low, diff_high, saved
  outcomes.svg     the means with their intervals
  refused.csv      scenario, tendency, code, count: acts that were offered and refused
  audit.csv        with --policy: rule by rule, what the pack found beside what is known to be so; verification, never validation
  calibration.csv  with --boundary: what readings claim by their firmness, beside the unseen position
  manifest.json    the scenarios in full, the seed, the versions, which replications were run, and what was asked
  description.md   the model and the scenario under the headings of ODD (2020) and STRESS-DES (2019); what only its author knows is marked
  part.json        all sums, for `practice-cycle merge`

Examples:
  practice-cycle simulate --list
  practice-cycle simulate protected-joining --against team-as-it-is --replications 500 --out protected
  practice-cycle simulate team-as-it-is --sensitivity /tendencies/inviting/invites/value=0.5,2 --out sensitivity
  practice-cycle simulate scenario.json --shard 1/4 --out shard-1")]
pub(crate) struct Simulate {
    /// The name of a scenario that comes with the program, or a file in JSON; `-` is standard input
    #[arg(value_name = "SCENARIO", required_unless_present_any = ["list", "print"])]
    scenario: Option<PathBuf>,
    /// List the scenarios that come with the program
    #[arg(long, exclusive = true)]
    list: bool,
    /// Print a scenario that comes with the program, as JSON, to be changed
    #[arg(long, value_name = "NAME", exclusive = true)]
    print: Option<String>,
    /// Compare with this scenario, replication by replication, with the same random draws
    #[arg(long, value_name = "SCENARIO", help_heading = "Scenarios")]
    against: Option<PathBuf>,
    /// Change a value of SCENARIO, named by a JSON Pointer, as `/group/cycles=2`; null takes a field out; may be repeated
    #[arg(long, value_name = "POINTER=JSON", help_heading = "Scenarios")]
    set: Vec<Setting>,
    /// Run a variant for each row of a table in CSV, whose columns are headed by JSON Pointers; one headed `name` names the rows
    #[arg(long, value_name = "FILE", help_heading = "Scenarios")]
    design: Option<PathBuf>,
    /// Multiply a number by each factor, one at a time, and compare with SCENARIO itself; may be repeated
    #[arg(long, value_name = "POINTER=FACTORS", conflicts_with_all = ["against", "design"], help_heading = "Scenarios")]
    sensitivity: Vec<Sensitivity>,
    /// How many replications [default: as many as the scenario says]
    #[arg(long, value_name = "N", help_heading = "Replications")]
    replications: Option<u32>,
    /// What the random numbers are drawn from [default: as the scenario says]
    #[arg(long, value_name = "N", help_heading = "Replications")]
    seed: Option<u64>,
    /// Add replications until the interval of this mean reaches no farther than this on either side, as `sessions=0.1`; looked at
    /// after every 32
    #[arg(
        long,
        value_name = "OUTCOME=HALF_WIDTH",
        requires = "at_most",
        conflicts_with = "replications",
        help_heading = "Replications"
    )]
    until: Option<Until>,
    /// With `--until`: but no more than this many
    #[arg(long, value_name = "N", requires = "until", value_parser = clap::value_parser!(u32).range(2..), help_heading = "Replications")]
    at_most: Option<u32>,
    /// Run one part of several, as `1/4`, to be merged with the others
    #[arg(long, value_name = "I/N", conflicts_with = "until", help_heading = "Replications")]
    shard: Option<Shard>,
    /// How many threads simulate, at least 1 [default: as many as there are processors]
    #[arg(long, value_name = "N", value_parser = crate::search::at_least_one, help_heading = "Replications")]
    threads: Option<NonZeroUsize>,
    /// Audit every history by a pack of rules: the name of one that comes with the program, or a file; may be repeated
    #[arg(long, value_name = "PACK", help_heading = "What is asked")]
    policy: Vec<PathBuf>,
    /// Read the boundary at the end of each week, which takes most of the time
    #[arg(long, help_heading = "What is asked")]
    boundary: bool,
    /// Say in the manifest how many weeks of the beginning MSER-5 would leave out, of invitations, sessions and entries
    #[arg(long, help_heading = "What is asked")]
    warm_up: bool,
    #[command(flatten)]
    told: Told,
    /// Write tables, a picture and a description into this folder
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Write the histories into DIR/histories, a file each
    #[arg(long, requires = "out")]
    histories: bool,
    /// Print neither the table nor the progress
    #[arg(long)]
    quiet: bool,
    #[command(flatten)]
    force: Force,
}

/// The scenarios that are run, each with its name.
struct Scenarios {
    tried: Vec<(String, Scenario)>,
    against: Option<(String, Scenario)>,
}

impl Simulate {
    pub(crate) fn run(&self) -> Result<Ending, Failure> {
        if self.list {
            return list();
        }
        if let Some(name) = &self.print {
            return print(name);
        }
        let Some(asked) = &self.scenario else { return Err(Failure::usage("a scenario has to be named")) };
        let Scenarios { tried, against } = self.scenarios(asked)?;
        let policies = self.policies()?;
        let has_tables = folder::Tables { audit: !policies.is_empty(), calibration: self.boundary };
        let folder = self.out.as_ref().map(|out| Folder::new(out, self.force, has_tables, self.files())).transpose()?;

        let several = tried.len() + usize::from(against.is_some()) > 1;
        let names = tried.iter().chain(&against).map(|(name, _)| name.as_str());
        let mut histories = match (&self.out, self.histories) {
            (Some(out), true) => Some(Histories::new(out, self.force, names, several)?),
            _ => None,
        };
        let processors = || std::thread::available_parallelism().unwrap_or(NonZeroUsize::MIN);
        let mut tried = tried.into_iter();
        let Some((name, first)) = tried.next() else {
            return Err(Failure::usage("the table has no rows, so nothing was run"));
        };
        let mut experiment =
            Experiment::named(&name, Simulator::new(first)).threads(self.threads.unwrap_or_else(processors));
        for (name, scenario) in tried {
            experiment = experiment.and(&name, Simulator::new(scenario));
        }
        if let Some((name, scenario)) = against {
            experiment = experiment.against(&name, Simulator::new(scenario));
        }
        if let Some(shard) = self.shard {
            experiment = experiment.shard(shard);
        }
        let precision = self.until.as_ref().zip(self.at_most);
        let precision = precision.map(|(until, at_most)| until.precision(self.told.confidence, at_most)).transpose()?;
        if let Some(precision) = &precision {
            experiment = experiment.precision(precision.clone());
        }
        if self.boundary {
            experiment = experiment.reading_boundary(Parameters::unvalidated_v2());
        }
        if self.warm_up {
            experiment = experiment.week_by_week();
        }
        if let Some(histories) = &mut histories {
            experiment = experiment.with_histories(|name, number, each: &[History]| histories.take(name, number, each));
        }
        let shows_progress = !self.quiet && std::io::stderr().is_terminal();
        if shows_progress {
            experiment = experiment.with_progress(progress());
        }
        let part = experiment.audited(&policies).run();
        if shows_progress {
            // The line is made empty again.
            _ = write!(std::io::stderr(), "\r{:60}\r", "");
        }
        let part = part?;
        histories.map_or(Ok(()), Histories::done)?;
        if let Some(folder) = folder {
            folder.write(&part, &self.told, precision.as_ref())?;
        }
        if !self.quiet {
            told::say(Form::Text, |out| render::table(&part, &self.told, self.out.as_deref(), out))?;
        }
        Ok(Ending::Clean)
    }

    /// The files that are read.
    fn files(&self) -> impl Iterator<Item = &Path> {
        let files = self.scenario.iter().chain(&self.against).chain(&self.design).chain(&self.policy);
        files.map(PathBuf::as_path)
    }

    fn scenarios(&self, asked: &Path) -> Result<Scenarios, Failure> {
        let read = input::scenario(asked)?;
        let set = read.changed(self.set.iter().map(Setting::change)).map_err(Failure::Settings)?;
        let base = self.replicated(set)?;
        let as_it_is = &read.says().scenario;
        // One that is set otherwise is named by its settings, unless it was given a name of its own.
        let name = if self.set.is_empty() || base.says().scenario != *as_it_is {
            base.says().scenario.clone()
        } else {
            let settings: Vec<String> = self.set.iter().map(ToString::to_string).collect();
            format!("{as_it_is} with {}", settings.join(", "))
        };
        let against = self.against.as_deref().map(input::scenario).transpose()?;
        let against = against.map(|other| (other.says().scenario.clone(), other));
        if !self.sensitivity.is_empty() {
            let varied: Vec<(&str, &[f64])> = self.sensitivity.iter().map(Sensitivity::varied).collect();
            let variants = base.one_at_a_time(&varied).map_err(Failure::Sensitivity)?;
            let tried = variants.into_iter().map(|variant| (variant.name, variant.scenario)).collect();
            return Ok(Scenarios { tried, against: Some((name, base)) });
        }
        if let Some(path) = &self.design {
            let variants = base.by_design(&input::text(path)?);
            let variants = variants.map_err(|why| Failure::Design { path: path.clone(), why })?;
            let tried = variants.into_iter().map(|variant| (variant.name, variant.scenario)).collect();
            return Ok(Scenarios { tried, against });
        }
        Ok(Scenarios { tried: vec![(name, base)], against })
    }

    /// The scenario with the replications that were asked for.
    fn replicated(&self, scenario: Scenario) -> Result<Scenario, Failure> {
        let mut replications = scenario.says().replications;
        replications.seed = self.seed.unwrap_or(replications.seed);
        if let Some(count) = self.replications.or(self.at_most) {
            replications.to = replications.from.saturating_add(count);
        }
        scenario.replicated(replications).map_err(Failure::Settings)
    }

    fn policies(&self) -> Result<Vec<practice_cycle::policy::Policy>, Failure> {
        let packs = Packs::shipped();
        let each = |asked: &PathBuf| input::policy(&input::load_pack(std::slice::from_ref(asked), &packs)?.0);
        self.policy.iter().map(each).collect()
    }
}

fn list() -> Result<Ending, Failure> {
    let all = Scenario::all_shipped().filter_map(|name| Some((name, Scenario::shipped(name)?)));
    let all: Vec<(&str, Scenario)> = all.collect();
    told::say(Form::Text, |out| {
        all.iter().try_for_each(|(name, scenario)| writeln!(out, "{name:20}  {}", scenario.says().title))
    })?;
    Ok(Ending::Clean)
}

fn print(name: &str) -> Result<Ending, Failure> {
    let shipped = Scenario::shipped(name).map_or_else(|| input::scenario(Path::new(name)), Ok)?;
    told::say(Form::Json, |out| {
        serde_json::to_writer_pretty(&mut *out, &shipped)?;
        writeln!(out)
    })?;
    Ok(Ending::Clean)
}

/// Shows how far it has come, where somebody can see it.
fn progress() -> impl FnMut(u64, u64) -> ControlFlow<()> {
    let mut shown = 0;
    move |done, of| {
        let thousandths = done * 1_000 / of.max(1);
        if thousandths != shown {
            shown = thousandths;
            // Progress that cannot be shown is no failure.
            _ = write!(std::io::stderr(), "\r{done} of {of} replications");
        }
        ControlFlow::Continue(())
    }
}
