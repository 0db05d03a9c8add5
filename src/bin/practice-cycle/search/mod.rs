//! Asks what rules of practice can come to, over every history of a small world.

mod worlds;
mod clock;
mod answer;
mod render;
pub(crate) mod json;

use std::io::Write;
use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use clap::{ArgGroup, Args};
use practice_cycle::calendar::EnglandAndWales;
use practice_cycle::diagram::Sequence;
use practice_cycle::history::History;
use practice_cycle::policy::{Enforcement, Pack};
use practice_cycle::search::{Bound, Reachability, Reviewer, scenarios};

use crate::draw::dated;
use crate::failure::{Ending, Failure};
use crate::input::{self, Rules};
use crate::output::{Force, Output, Written};
use crate::times::{Clocks, Seen};
use crate::told::{self, Form};
use answer::Answer;
pub(crate) use clock::at_least_one;
use clock::{Limit, Telling};
use worlds::Worlds;

/// Ask what rules can come to, over every history of a small world: can they be kept, broken, do they clash?
///
/// With RULE: whether it can apply, be kept, be broken, and be broken alone, and the shortest history that breaks it. Without: the
/// same of every rule in a line each; with `--clashes` also which rules cannot be kept together, and where people get stuck when
/// errors are refused, which can take minutes. A world is small and invented: *never* means never in this world.
#[derive(Debug, Args)]
#[command(
    group = ArgGroup::new("world_of").args(["stories", "world"]),
    after_help = "\
Exit status:
  0  everything was seen through; with `--clashes`, no rules clash and nobody gets stuck
  1  with `--clashes`: rules clash, or people get stuck
  2  wrong usage; something that cannot be read, loaded or written, though what was found is told; or there is no such history to write
  3  not everything was seen through: there could be more beyond --steps, --states or --limit, or no story speaks of a rule or of rules together, and so there was no world in which to look

Seen through means that every history of the world was looked at, so that what was not found cannot happen there.

Times are those of the world: each history is spoken of as of its own end, and everything in it is known.

Examples:
  practice-cycle search --policy article R01a
  practice-cycle search --policy ours.pack.json --world ours.world.json R1 --draw broken.mmd
  practice-cycle search --policy shared-risk --clashes --limit 10m --threads 4"
)]
pub(crate) struct Search {
    #[command(flatten)]
    rules: Rules,
    /// The rule that is asked about [default: every rule of the pack]
    #[arg(value_name = "RULE")]
    rule: Option<String>,
    /// Look for rules that clash, and for places where people get stuck
    #[arg(long, conflicts_with = "rule")]
    clashes: bool,
    /// Make the worlds of the stories in this file [default: those by which the packs that come with the program are tested]
    #[arg(long, value_name = "FILE")]
    stories: Option<PathBuf>,
    /// The world in which to look
    #[arg(long, value_name = "FILE")]
    world: Option<PathBuf>,
    /// Histories of no more acts than this, passings of time among them [default: 30]
    #[arg(long, value_name = "N")]
    steps: Option<usize>,
    /// Searches of no more states than about this [default: 100000]
    #[arg(long, value_name = "N")]
    states: Option<usize>,
    /// How many threads search, at least 1 [default: 1]
    #[arg(long, value_name = "N", value_parser = clock::at_least_one)]
    threads: Option<NonZeroUsize>,
    /// Stop after this time, such as `90s`, `10m` or `2h` [default: none]
    #[arg(long, value_name = "TIME")]
    limit: Option<Limit>,
    /// Show on standard error how far it has come [default: where that is a terminal]
    #[arg(long)]
    progress: bool,
    /// Show the shortest history that keeps RULE, not the one that breaks it
    #[arg(long, requires = "rule")]
    keep: bool,
    /// Write that history to a file of this name, which is not `-`, as JSON Lines
    #[arg(long, value_name = "FILE", requires = "rule")]
    out: Option<PathBuf>,
    /// Write a Mermaid sequence diagram of that history to this file; what broke RULE is marked
    #[arg(long, value_name = "FILE", requires = "rule")]
    draw: Option<PathBuf>,
    /// Write what was found to this file as stories, for `check --stories`
    #[arg(long, value_name = "FILE")]
    scenarios: Option<PathBuf>,
    /// Print one JSON object
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    force: Force,
    #[command(flatten)]
    clocks: Clocks,
}

/// The files that are asked for.
struct Outputs {
    history: Option<Output>,
    drawing: Option<Output>,
    stories: Option<Output>,
}

impl Search {
    pub(crate) fn run(&self) -> Result<Ending, Failure> {
        let read = self.rules.files().chain(self.stories.as_deref()).chain(self.world.as_deref());
        let [history, drawing, stories] =
            self.force.outputs([self.out.as_ref(), self.draw.as_ref(), self.scenarios.as_ref()], read)?;
        Written::Mermaid.in_file(self.draw.as_ref())?;
        let outputs = Outputs { history, drawing, stories };
        let (pack, _) = self.rules.load()?;
        let worlds = Worlds::of(&pack, self.stories.as_deref(), self.world.as_deref())?;
        let stop = self.limit.map(Limit::start).unwrap_or_default();
        let telling = Telling::start(self.progress);
        let reviewer = telling.of(self.reviewer(&pack)?.stop_on(Arc::clone(&stop)));
        match &self.rule {
            Some(rule) => {
                telling.about(&[rule]);
                self.one(&reviewer, &worlds, rule, outputs)
            }
            None => self.all(&reviewer, &worlds, (&stop, &telling), outputs),
        }
    }

    fn reviewer(&self, pack: &Pack) -> Result<Reviewer, Failure> {
        let mut reviewer = Reviewer::new(pack, &EnglandAndWales::new())?;
        if let Some(steps) = self.steps {
            reviewer = reviewer.steps(steps);
        }
        if let Some(states) = self.states {
            reviewer = reviewer.states(states);
        }
        if let Some(threads) = self.threads {
            reviewer = reviewer.threads(threads);
        }
        Ok(reviewer)
    }

    fn one(&self, reviewer: &Reviewer, worlds: &Worlds, rule: &str, outputs: Outputs) -> Result<Ending, Failure> {
        let Some(known) = reviewer.pack().rule(rule) else {
            let ids: Vec<&str> = reviewer.pack().rules().iter().map(|rule| rule.id().as_str()).collect();
            let (pack, ids) = (reviewer.pack().name(), ids.join(", "));
            return Err(Failure::usage(format!("`{pack}` has no rule `{}`; it has {ids}", told::name(rule))));
        };
        let rule = known.id().as_str();
        let none = || Failure::usage(format!("no story says what {rule} comes to; give a --world"));
        let world = worlds.world(reviewer.pack(), &[rule])?.ok_or_else(none)?;
        let reviewed = reviewer.rule(rule, &world)?.ok_or_else(none)?;
        let (what, shown) = match self.keep {
            true => ("keeps it", &reviewed.keeps),
            false if reviewed.breaks_alone.history().is_some() => ("breaks it and nothing else", &reviewed.breaks_alone),
            false => ("breaks it", &reviewed.breaks),
        };
        let found = if let Reachability::By { history, as_of } = shown { Some((&**history, *as_of)) } else { None };
        if found.is_none() && (outputs.history.is_some() || outputs.drawing.is_some()) {
            self.say(|out| render::rule(known.title(), &reviewed, out), || json::of_rule(reviewer.pack(), &reviewed))?;
            return Err(Failure::usage("there is no such history to write"));
        }
        let policy = input::policy(&reviewer.pack().only(|other| other.id().as_str() == rule))?;
        // Everything in it is known.
        let seen = |history: &History, as_of| {
            let known_at = history.cycle().last_recorded();
            Seen { as_of, known_at, is_last_recording: false, zone: self.clocks.zone() }
        };
        let report = found.map(|(history, as_of)| policy.check(history, as_of, seen(history, as_of).known_at));
        let text = |out: &mut dyn Write| {
            render::rule(known.title(), &reviewed, out)?;
            let (Some((history, as_of)), Some(report)) = (found, &report) else { return Ok(()) };
            writeln!(out, "\nThe shortest history that {what}:")?;
            render::timeline(history, as_of, self.clocks.zone(), out)?;
            if !self.keep {
                writeln!(out, "\n{}", report.render(&[history]).in_language(&self.clocks.english()))?;
            }
            writeln!(out, "{}", seen(history, as_of).sentence())
        };
        self.say(text, || json::of_rule(reviewer.pack(), &reviewed))?;
        // Last, so that the answer is printed even if a file cannot be written.
        let stories = || Ok(scenarios(reviewer.pack(), std::slice::from_ref(&reviewed)).into_bytes());
        self.write(outputs.stories, stories, |file| format!("Its stories are in {file}, for `check --stories`."))?;
        if let Some((history, as_of)) = found {
            let findings = report.iter().filter(|_| !self.keep).flat_map(|report| report.findings());
            let seen = seen(history, as_of);
            let drawn = Sequence::of(history, as_of, seen.known_at).marking(findings).in_zone(seen.zone);
            let is_in = |file| format!("It is in {file}, for `replay` and `check` with `--as-of {as_of}`.");
            self.write(outputs.history, || lines_of(history), is_in)?;
            let drawing = || Ok(told::lines(dated(&drawn, &seen)).into_bytes());
            self.write(outputs.drawing, drawing, |file| format!("It is drawn in {file}."))?;
        }
        Ok(if reviewed.is_seen_through() { Ending::Clean } else { Ending::NotSeenThrough })
    }

    fn all(
        &self,
        reviewer: &Reviewer,
        worlds: &Worlds,
        (stop, telling): (&AtomicBool, &Telling),
        outputs: Outputs,
    ) -> Result<Ending, Failure> {
        let ids: Vec<&str> = reviewer.pack().rules().iter().map(|rule| rule.id().as_str()).collect();
        let mut answer = Answer::default();
        for rule in &ids {
            if stop.load(Ordering::Relaxed) {
                self.say_now(|out| writeln!(out, "{rule}: not looked at within {}", Bound::Stopped))?;
                answer.not_looked_at.push((*rule).to_owned());
                continue;
            }
            let Some(world) = worlds.world(reviewer.pack(), &[*rule])? else {
                self.say_now(|out| writeln!(out, "{rule}: no story says what it comes to"))?;
                answer.without_story.push((*rule).to_owned());
                continue;
            };
            telling.about(&[*rule]);
            if let Some(reviewed) = reviewer.rule(rule, &world)? {
                self.say_now(|out| writeln!(out, "{reviewed}"))?;
                answer.reviewed.push(reviewed);
            }
        }
        if self.clashes {
            let world = |rules: &[&str]| {
                telling.about(rules);
                worlds.world(reviewer.pack(), rules)
            };
            answer.clashes = Some(reviewer.clashes(world)?);
            if let Some(world) = worlds.world(reviewer.pack(), &ids)? {
                telling.about(&["people who get stuck"]);
                answer.stuck = Some(reviewer.stuck(&world, Enforcement::RefuseErrors)?);
            }
        }
        self.say(|out| render::clashes(&answer, self.clocks.zone(), out), || json::of_all(reviewer.pack(), &answer))?;
        let stories = || Ok(scenarios(reviewer.pack(), &answer.reviewed).into_bytes());
        self.write(outputs.stories, stories, |file| format!("Their stories are in {file}, for `check --stories`."))?;
        Ok(answer.ending())
    }

    /// Prints the whole answer, in whichever form was asked for.
    fn say<J: serde::Serialize>(
        &self,
        text: impl FnOnce(&mut dyn Write) -> std::io::Result<()>,
        json: impl FnOnce() -> J,
    ) -> Result<(), Failure> {
        told::say(Form::json(self.json), |out| {
            if !self.json {
                return text(out);
            }
            serde_json::to_writer(&mut *out, &json())?;
            writeln!(out)
        })
    }

    /// Prints a part of the answer as soon as it is known, unless it is to be one JSON object.
    fn say_now(&self, text: impl FnOnce(&mut dyn Write) -> std::io::Result<()>) -> Result<(), Failure> {
        if self.json { Ok(()) } else { told::say(Form::Text, text) }
    }

    /// Writes a file that was asked for, and says where it is.
    fn write(
        &self,
        output: Option<Output>,
        written: impl FnOnce() -> Result<Vec<u8>, Failure>,
        said: impl FnOnce(String) -> String,
    ) -> Result<(), Failure> {
        let Some(output) = output else { return Ok(()) };
        let file = told::name(output.path().display());
        output.write(&written()?)?;
        self.say_now(|out| writeln!(out, "\n{}", said(file)))
    }
}

fn lines_of(history: &History) -> Result<Vec<u8>, Failure> {
    let mut stored = Vec::new();
    history.write(&mut stored)?;
    Ok(stored)
}
