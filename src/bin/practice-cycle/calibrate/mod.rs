//! Compares what readings of the boundary claim with what is true, in simulated teams whose position is known.

mod render;
mod csv;

use std::num::NonZeroUsize;
use std::ops::RangeInclusive;
use std::path::PathBuf;
use std::str::FromStr;

use clap::Args;
use practice_cycle::assessment::Parameters;
use practice_cycle::simulation::{Calibrator, Population};

use crate::failure::{Ending, Failure};
use crate::input;
use crate::told::{self, Form};

/// Compare what readings of the boundary claim with what is true, in simulated teams whose position is known
///
/// Each team has an unseen position that stands still. Its observers note what they see of it; the notes are recorded act by act, read
/// like any others, and compared with the position: how firmly a side is claimed, and how often it holds the true majority; and how often
/// something is said to move though nothing does. Beside honest observers there are some who note only what is there, some whose error
/// goes with their side, and some with moods. The observers are invented: the figures say how the reading behaves if people were like
/// that, and the intervals are about random draws alone, not about the world. It never fails for what it finds.
#[derive(Debug, Args)]
#[command(after_help = "\
Exit status:
  0  it was done
  2  wrong usage, or a file that cannot be read

The same seed prints the same bytes, whatever the number of threads. One condition is one manner of observing at one dependence.

Examples:
  practice-cycle calibrate --dependence 0,0.25,0.5
  practice-cycle calibrate --teams 500 --sizes 3-5 --seed 7 --csv > calibration.csv")]
pub(crate) struct Calibrate {
    /// The chance of each observer but the first to be one who copies: who notes, at every meeting, what one colleague would have noted
    /// there. From 0 to 1; several with commas
    #[arg(long, value_name = "LIST", value_delimiter = ',', default_value = "0,0.25,0.5", value_parser = chance)]
    dependence: Vec<f64>,
    /// How many teams there are for each condition, from 1 to 1000000
    #[arg(long, value_name = "N", default_value = "6000", value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    teams: u32,
    /// How many observers a team has: each size as likely as any other, from 1 to 100
    #[arg(long, value_name = "FROM-TO", default_value = "2-8")]
    sizes: Sizes,
    /// What the random numbers are drawn from
    #[arg(long, value_name = "N", default_value = "1")]
    seed: u64,
    /// The observers, as a file in JSON: in the form that `--json` prints under `population`; `-` is standard input [default: invented
    /// ones, of which every number is illustrative]
    #[arg(long, value_name = "FILE")]
    population: Option<PathBuf>,
    /// How many threads simulate, at least 1 [default: as many as there are processors]
    #[arg(long, value_name = "N", value_parser = crate::search::at_least_one)]
    threads: Option<NonZeroUsize>,
    /// Print one JSON object
    #[arg(long)]
    json: bool,
    /// Print one table in CSV, a line for each tenth of firmness and for all claims
    #[arg(long, conflicts_with = "json")]
    csv: bool,
}

/// Reads a chance.
fn chance(word: &str) -> Result<f64, String> {
    let chance = word.parse().ok().filter(|chance| (0.0..=1.0).contains(chance));
    chance.ok_or_else(|| "expected chances from 0 to 1, such as `0,0.25`".to_owned())
}

/// From how many observers to how many.
#[derive(Debug, Clone)]
struct Sizes(RangeInclusive<usize>);

impl FromStr for Sizes {
    type Err = String;

    fn from_str(word: &str) -> Result<Self, String> {
        const MOST: usize = 100;
        let (from, to) = word.split_once('-').unwrap_or((word, word));
        let sizes = from.parse().ok().zip(to.parse().ok()).map(|(from, to)| from..=to);
        let fit =
            sizes.filter(|sizes: &RangeInclusive<usize>| !sizes.is_empty() && *sizes.start() >= 1 && *sizes.end() <= MOST);
        fit.map(Self).ok_or_else(|| "expected one size or two, such as `2-8`, from 1 to 100".to_owned())
    }
}

impl Calibrate {
    pub(crate) fn run(&self) -> Result<Ending, Failure> {
        let read = self.population.as_deref().map(input::population).transpose()?;
        let population = read.as_ref().unwrap_or(Population::illustrative());
        let processors = || std::thread::available_parallelism().unwrap_or(NonZeroUsize::MIN);
        let calibration = Calibrator::new(population, Parameters::unvalidated_v2())
            .teams(self.teams)
            .seed(self.seed)
            .sizes(self.sizes.0.clone())
            .dependence(&self.dependence)
            .threads(self.threads.unwrap_or_else(processors))
            .run()
            .map_err(Failure::Simulated)?;
        told::say(Form::json(self.json), |out| {
            if self.json {
                serde_json::to_writer(&mut *out, &calibration)?;
                writeln!(out)
            } else if self.csv {
                csv::table(&calibration, out)
            } else {
                render::tables(&calibration, out)
            }
        })?;
        Ok(Ending::Clean)
    }
}

#[cfg(test)]
mod tests {
    use super::{Sizes, chance};

    #[test]
    fn sizes_are_one_number_or_two() {
        for (word, from, to) in [("2-8", 2, 8), ("3", 3, 3), ("1-100", 1, 100)] {
            assert_eq!(word.parse::<Sizes>().map(|sizes| sizes.0), Ok(from..=to));
        }
        for wrong in ["", "-", "8-2", "0-3", "2-101", "2-", "a-b", "2-3-4", "-2"] {
            assert!(wrong.parse::<Sizes>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn chances_are_from_0_to_1() {
        assert_eq!((chance("0"), chance("0.25"), chance("1")), (Ok(0.0), Ok(0.25), Ok(1.0)));
        assert!(["", "-0.1", "1.1", "NaN", "half"].iter().all(|word| chance(word).is_err()));
    }
}
