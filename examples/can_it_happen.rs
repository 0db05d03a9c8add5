//! Asks what rules of practice can come to, over every history of a small world.
//!
//! ```sh
//! cargo run --release --example can_it_happen -- --policy local-practice R10
//! cargo run --release --example can_it_happen -- --policy FILE --world FILE R1 --out broken.jsonl
//! cargo run --release --example can_it_happen -- --policy article
//! ```
//!
//! With a rule, it says whether that can apply, be kept, be broken, and be broken alone, and tells the shortest history that
//! breaks it. Without one, it says so of every rule in a line each, and looks for rules that cannot be kept together.

use std::io::{self, BufWriter, Write};
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use lexopt::prelude::*;
use practice_cycle::calendar::EnglandAndWales;
use practice_cycle::history::History;
use practice_cycle::moment::Moment;
use practice_cycle::policy::{Enforcement, Packs, Policy};
use practice_cycle::search::{Reviewed, Reviewer, Shown, Stories, World};

const USAGE: &str = "\
usage: can_it_happen --policy PACK [--pack FILE]... [--stories FILE | --world FILE] [--steps N] [--states N] [--threads N]
                     [RULE [--keep] [--out FILE]]
PACK is a pack that comes with the crate, or one of the files given; a pack that comes with the crate has stories already";

#[derive(Default)]
struct Asked {
    policy: String,
    packs: Vec<PathBuf>,
    stories: Option<PathBuf>,
    world: Option<PathBuf>,
    steps: Option<usize>,
    states: Option<usize>,
    threads: Option<NonZeroUsize>,
    rule: Option<String>,
    keep: bool,
    out: Option<PathBuf>,
}

type Failure = Box<dyn std::error::Error>;

fn main() -> ExitCode {
    match asked(lexopt::Parser::from_env()).and_then(|asked| answer(&asked)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            _ = writeln!(io::stderr(), "{failure}");
            ExitCode::from(2)
        }
    }
}

fn asked(mut words: lexopt::Parser) -> Result<Asked, Failure> {
    let mut asked = Asked::default();
    let usage = |error: lexopt::Error| format!("{error}\n{USAGE}");
    while let Some(word) = words.next().map_err(usage)? {
        match word {
            Long("policy") => asked.policy = words.value().and_then(ValueExt::string).map_err(usage)?,
            Long("pack") => asked.packs.push(words.value().map_err(usage)?.into()),
            Long("stories") => asked.stories = Some(words.value().map_err(usage)?.into()),
            Long("world") => asked.world = Some(words.value().map_err(usage)?.into()),
            Long("steps") => asked.steps = Some(number(&mut words).map_err(usage)?),
            Long("states") => asked.states = Some(number(&mut words).map_err(usage)?),
            Long("threads") => asked.threads = Some(number(&mut words).map_err(usage)?),
            Long("keep") => asked.keep = true,
            Long("out") => asked.out = Some(words.value().map_err(usage)?.into()),
            Value(rule) if asked.rule.is_none() => asked.rule = Some(rule.string().map_err(usage)?),
            Value(_) | Long(_) | Short(_) => return Err(usage(word.unexpected()).into()),
        }
    }
    if asked.policy.is_empty() || (asked.stories.is_some() && asked.world.is_some()) {
        return Err(USAGE.into());
    }
    Ok(asked)
}

fn number<T: std::str::FromStr<Err: std::error::Error + Send + Sync + 'static>>(
    words: &mut lexopt::Parser,
) -> Result<T, lexopt::Error> {
    words.value()?.parse()
}

/// Where things happen: one world for all rules, or one for each made of the stories about it.
enum Worlds {
    One(Box<World>),
    Stories(Box<Stories>),
}

impl Worlds {
    fn of(&self, rules: &[&str]) -> Result<Option<World>, Failure> {
        match self {
            Worlds::One(world) => Ok(Some((**world).clone())),
            Worlds::Stories(stories) => Ok(stories.world(rules)?),
        }
    }
}

fn read(path: &Path) -> Result<String, Failure> {
    std::fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()).into())
}

fn worlds(asked: &Asked) -> Result<Worlds, Failure> {
    if let Some(path) = &asked.world {
        return Ok(Worlds::One(Box::new(World::read(&read(path)?)?)));
    }
    let own = || Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/scenarios/{}.json", asked.policy));
    Ok(Worlds::Stories(Box::new(Stories::read(&read(&asked.stories.clone().unwrap_or_else(own))?)?)))
}

fn answer(asked: &Asked) -> Result<(), Failure> {
    let mut packs = Packs::shipped();
    for path in &asked.packs {
        packs.add(&read(path)?)?;
    }
    let pack = packs.pack(&asked.policy).ok_or_else(|| {
        format!("there is no pack `{}`; there is {}", asked.policy, packs.names().collect::<Vec<_>>().join(", "))
    })?;
    let mut reviewer = Reviewer::new(pack, &EnglandAndWales::new())?;
    if let Some(steps) = asked.steps {
        reviewer = reviewer.steps(steps);
    }
    if let Some(states) = asked.states {
        reviewer = reviewer.states(states);
    }
    if let Some(threads) = asked.threads {
        reviewer = reviewer.threads(threads);
    }
    let worlds = worlds(asked)?;
    let mut out = BufWriter::new(io::stdout().lock());
    match &asked.rule {
        Some(rule) => one(&reviewer, &worlds, rule, asked, &mut out)?,
        None => all(&reviewer, &worlds, &mut out)?,
    }
    out.flush()?;
    Ok(())
}

fn one(reviewer: &Reviewer, worlds: &Worlds, rule: &str, asked: &Asked, out: &mut dyn Write) -> Result<(), Failure> {
    let known = reviewer.pack().rule(rule).ok_or_else(|| {
        let ids: Vec<&str> = reviewer.pack().rules().iter().map(|rule| rule.id().as_str()).collect();
        format!("`{}` has no rule `{rule}`; it has {}", reviewer.pack().name(), ids.join(", "))
    })?;
    let world = worlds.of(&[rule])?.ok_or_else(|| format!("no story says what {rule} comes to; give a --world"))?;
    let Some(reviewed) = reviewer.rule(rule, &world)? else { return Ok(()) };
    writeln!(out, "{rule}: {}\n", known.title())?;
    told(&reviewed, out)?;
    let (what, shown) = match asked.keep {
        true => ("keeps it", &reviewed.keeps),
        false if reviewed.breaks_alone.history().is_some() => ("breaks it and nothing else", &reviewed.breaks_alone),
        false => ("breaks it", &reviewed.breaks),
    };
    let Shown::By { history, as_of } = shown else { return Ok(()) };
    writeln!(out, "\nThe shortest history that {what}:")?;
    timeline(history, *as_of, out)?;
    if !asked.keep {
        let policy = Policy::new(&reviewer.pack().only(|other| other.id().as_str() == rule), &EnglandAndWales::new())?;
        let report = policy.check(history, *as_of, Moment::LATEST);
        writeln!(out, "\n{}", report.render(&[history]))?;
    }
    if let Some(path) = &asked.out {
        let mut stored = Vec::new();
        history.write(&mut stored)?;
        std::fs::write(path, stored).map_err(|error| format!("{}: {error}", path.display()))?;
        writeln!(out, "\nIt is in {}, for `replay` and `check`.", path.display())?;
    }
    Ok(())
}

fn told(reviewed: &Reviewed, out: &mut dyn Write) -> io::Result<()> {
    let Reviewed { applies, keeps, breaks, breaks_alone, .. } = reviewed;
    let asked =
        [("applies", applies), ("is kept", keeps), ("is broken", breaks), ("is broken, and nothing else is", breaks_alone)];
    for (what, shown) in asked {
        writeln!(out, "  it {what}: {}", can(shown))?;
    }
    let time = if reviewed.timed { "time passed" } else { "time stood still, for the rule does not look at it" };
    write!(out, "  looked at: {} states, {} steps", reviewed.states, reviewed.steps)?;
    if let Some(histories) = reviewed.histories {
        write!(out, ", which is {histories} histories")?;
    }
    writeln!(out, "; {time}")
}

fn can(shown: &Shown) -> String {
    match shown {
        Shown::By { history, .. } => format!("yes, in {} entries", history.entries().len()),
        Shown::Never => "no, nothing in this world leads there".to_owned(),
        Shown::NotWithin(bound) => format!("not found within {bound}; it could be beyond"),
    }
}

fn timeline(history: &History, as_of: Moment, out: &mut dyn Write) -> io::Result<()> {
    for entry in history.entries() {
        let act = entry.act();
        writeln!(out, "  [{}] {} {} {}", entry.number(), act.occurred_at, act.by, entry.event().kind().told())?;
    }
    if as_of > history.cycle().last_recorded() {
        writeln!(out, "  and then nothing until {as_of}")?;
    }
    Ok(())
}

fn all(reviewer: &Reviewer, worlds: &Worlds, out: &mut dyn Write) -> Result<(), Failure> {
    let ids: Vec<&str> = reviewer.pack().rules().iter().map(|rule| rule.id().as_str()).collect();
    for rule in &ids {
        match worlds.of(&[*rule])? {
            None => writeln!(out, "{rule}: no story says what it comes to")?,
            Some(world) => {
                if let Some(reviewed) = reviewer.rule(rule, &world)? {
                    writeln!(out, "{reviewed}")?;
                }
            }
        }
        out.flush()?;
    }
    writeln!(out)?;
    let Some(world) = worlds.of(&ids)? else { return Ok(()) };
    let clashes = reviewer.clashes(&world)?;
    if clashes.is_empty() {
        writeln!(out, "no one, two or three rules were found that cannot be kept together")?;
    }
    for clash in clashes {
        writeln!(out, "{clash}")?;
    }
    let stuck = reviewer.stuck(&world, Enforcement::RefuseErrors)?;
    writeln!(out, "people get stuck where errors are refused: {}", can(&stuck))?;
    Ok(())
}
