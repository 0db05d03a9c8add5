//! Runs a target for so many executions, or all of them: `cargo run --profile fuzz -p practice-cycle-fuzz -- --executions 100000`.

use std::process::ExitCode;

use clap::Parser;
use practice_cycle_fuzz::corpus::Corpus;
use practice_cycle_fuzz::run;
use practice_cycle_fuzz::targets::Target;

/// Changes examples at random, and holds what is made of them to the laws of the library.
#[derive(Parser)]
struct Asked {
    /// One target; all, if none is named.
    #[arg(long)]
    target: Option<Target>,
    /// How many executions of each target.
    #[arg(long, default_value_t = 10_000)]
    executions: u64,
    /// The seed of all draws.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// The number of the first execution.
    #[arg(long, default_value_t = 0)]
    first: u64,
}

fn main() -> ExitCode {
    let Asked { target, executions, seed, first } = Asked::parse();
    let corpus = match Corpus::read() {
        Ok(corpus) => corpus,
        Err(problem) => {
            eprintln!("{problem}");
            return ExitCode::from(2);
        }
    };
    // A panic is told as a law that was broken, with the input.
    std::panic::set_hook(Box::new(|_| ()));
    let mut broken = false;
    for &target in Target::ALL.iter().filter(|&&one| target.is_none_or(|asked| asked == one)) {
        match run(target, &corpus, seed, first, executions) {
            Ok(summary) => println!(
                "{target}: {} executions, {} of them taken; {} seeds; the slowest, {}, took {} ms",
                summary.executions,
                summary.taken,
                corpus.seeds(target).len(),
                summary.slowest.1,
                summary.slowest.0.as_millis(),
            ),
            Err(failure) => {
                broken = true;
                println!(
                    "{target}: broken by execution {0}: {1}\n{2}\nthe same again: --target {target} --seed {seed} --first {0} --executions 1",
                    failure.execution, failure.broken, failure.input,
                );
            }
        }
    }
    if broken { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}
