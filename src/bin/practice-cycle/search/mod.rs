//! Asks what rules of practice can come to, over every history of a small world.
//!
//! ```sh
//! cargo run --release --example can_it_happen -- --policy local-practice R10
//! cargo run --release --example can_it_happen -- --policy FILE --world FILE R1 --out broken.jsonl
//! cargo run --release --example can_it_happen -- --policy article
//! ```
//!
//! With a rule, it says whether that can apply, be kept, be broken, and be broken alone, and tells the shortest history that
//! breaks it. Without one, it says so of every rule in a line each; with `--clashes`, it looks for rules that cannot be kept
//! together, and for places where people get stuck when rules are enforced, which can take minutes. Whatever it finds, it exits
//! with 0; with 2 where it was asked wrongly.

use std::collections::BTreeSet;
use std::io::{self, BufWriter, Write};
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use lexopt::prelude::*;
use practice_cycle::calendar::EnglandAndWales;
use practice_cycle::diagram;
use practice_cycle::history::History;
use practice_cycle::moment::Moment;
use practice_cycle::policy::{Enforcement, Pack, Packs, Policy};
use practice_cycle::search::{Reachability, Reviewed, Reviewer, Stories, World, WorldError, scenarios};

const USAGE: &str = "\
usage: can_it_happen --policy PACK [--pack FILE]... [--stories FILE | --world FILE] [--steps N] [--states N] [--threads N]
                     [--scenarios FILE] [--clashes | RULE [--keep] [--out FILE] [--draw FILE]]
PACK is the name of a pack that comes with the crate or is given by --pack, or a file; the former have stories already";

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
    clashes: bool,
    keep: bool,
    out: Option<PathBuf>,
    draw: Option<PathBuf>,
    scenarios: Option<PathBuf>,
}

type Failure = Box<dyn std::error::Error>;

pub(crate) fn main() -> ExitCode {
    match asked(lexopt::Parser::from_args(std::env::args_os().skip(2))).and_then(|asked| answer(&asked)) {
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
            Long("help") | Short('h') => return Err(USAGE.into()),
            Long("clashes") => asked.clashes = true,
            Long("keep") => asked.keep = true,
            Long("draw") => asked.draw = Some(words.value().map_err(usage)?.into()),
            Long("scenarios") => asked.scenarios = Some(words.value().map_err(usage)?.into()),
            Long("out") => asked.out = Some(words.value().map_err(usage)?.into()),
            Value(rule) if asked.rule.is_none() => asked.rule = Some(rule.string().map_err(usage)?),
            Value(_) | Long(_) | Short(_) => return Err(usage(word.unexpected()).into()),
        }
    }
    let of_a_rule = asked.keep || asked.out.is_some() || asked.draw.is_some();
    let wrong = [
        (asked.policy.is_empty(), "--policy is missing"),
        (asked.stories.is_some() && asked.world.is_some(), "give --stories or a --world, not both"),
        (asked.rule.is_none() && of_a_rule, "--keep, --out and --draw are about one RULE"),
        (asked.rule.is_some() && asked.clashes, "--clashes is about all rules"),
    ];
    if let Some((_, why)) = wrong.iter().find(|(is_so, _)| *is_so) {
        return Err(format!("{why}\n{USAGE}").into());
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
    fn of(&self, rules: &[&str]) -> Result<Option<World>, WorldError> {
        match self {
            Worlds::One(world) => Ok(Some((**world).clone())),
            Worlds::Stories(stories) => stories.world(rules),
        }
    }
}

fn read(path: &Path) -> Result<String, Failure> {
    std::fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()).into())
}

/// The world that is given; or the stories that are, or those that the crate tests its own packs by.
fn worlds(asked: &Asked, pack: &Pack) -> Result<Worlds, Failure> {
    if let Some(path) = &asked.world {
        return Ok(Worlds::One(Box::new(World::read(&read(path)?)?)));
    }
    let own = |name: &str| Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/scenarios/{name}.json"));
    let of_packs: BTreeSet<&str> = pack.rules().iter().map(|rule| rule.pack().0).collect();
    let files: Vec<PathBuf> = match &asked.stories {
        Some(path) => vec![path.clone()],
        None => of_packs.iter().copied().map(own).filter(|path| path.exists()).collect(),
    };
    let mut stories: Option<Stories> = None;
    for path in files {
        let more = Stories::read(&read(&path)?)?;
        if !of_packs.contains(more.pack()) && more.pack() != pack.name() {
            return Err(format!("{}: its stories are of `{}`, not of `{}`", path.display(), more.pack(), pack.name()).into());
        }
        stories = Some(stories.map_or_else(|| more.clone(), |stories| stories.and(more.clone())));
    }
    let none = || format!("there are no stories of `{}`; give some by --stories, or a --world", pack.name());
    Ok(Worlds::Stories(Box::new(stories.ok_or_else(none)?)))
}

fn answer(asked: &Asked) -> Result<(), Failure> {
    let mut packs = Packs::shipped();
    for path in &asked.packs {
        packs.add(&read(path)?)?;
    }
    let mut name = asked.policy.clone();
    if packs.pack(&name).is_none() && Path::new(&name).exists() {
        name = packs.add(&read(Path::new(&name))?)?;
    }
    let pack = packs
        .pack(&name)
        .ok_or_else(|| format!("there is no pack `{name}`; there is {}", packs.names().collect::<Vec<_>>().join(", ")))?;
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
    let worlds = worlds(asked, pack)?;
    let mut out = BufWriter::new(io::stdout().lock());
    match &asked.rule {
        Some(rule) => one(&reviewer, &worlds, rule, asked, &mut out)?,
        None => all(&reviewer, &worlds, asked, &mut out)?,
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
    render(&reviewed, out)?;
    if let Some(path) = &asked.scenarios {
        write(path, scenarios(reviewer.pack(), std::slice::from_ref(&reviewed)).as_bytes())?;
        writeln!(out, "\nIts stories are in {}, for `check --stories`.", path.display())?;
    }
    let (what, shown) = match asked.keep {
        true => ("keeps it", &reviewed.keeps),
        false if reviewed.breaks_alone.history().is_some() => ("breaks it and nothing else", &reviewed.breaks_alone),
        false => ("breaks it", &reviewed.breaks),
    };
    let Reachability::By { history, as_of } = shown else {
        let asked = asked.out.is_some() || asked.draw.is_some();
        return if asked { Err("there is no such history to write".into()) } else { Ok(()) };
    };
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
        write(path, &stored)?;
        writeln!(out, "\nIt is in {}, for `replay` and `check --as-of {as_of}`.", path.display())?;
    }
    if let Some(path) = &asked.draw {
        write(path, diagram::sequence(history).as_bytes())?;
    }
    Ok(())
}

fn write(path: &Path, written: &[u8]) -> Result<(), Failure> {
    std::fs::write(path, written).map_err(|error| format!("{}: {error}", path.display()).into())
}

fn render(reviewed: &Reviewed, out: &mut dyn Write) -> io::Result<()> {
    let Reviewed { applies, keeps, breaks, breaks_alone, undetermined, .. } = reviewed;
    let asked = [
        ("applies", applies),
        ("is kept", keeps),
        ("is broken", breaks),
        ("is broken, and nothing else is", breaks_alone),
        ("cannot be told", undetermined),
    ];
    for (what, shown) in asked {
        writeln!(out, "  it {what}: {}", can(shown))?;
    }
    let time = match reviewed.passes {
        0 => "time stood still".to_owned(),
        1 => "time passed once at most".to_owned(),
        most => format!("time passed {most} times at most"),
    };
    write!(out, "  looked at: {} states, {} steps", reviewed.states, reviewed.steps)?;
    if let Some(histories) = reviewed.histories {
        write!(out, ", which is {histories} histories")?;
    }
    writeln!(out, "; {time}")
}

fn can(shown: &Reachability) -> String {
    match shown {
        Reachability::By { history, .. } => format!("yes, in {} entries", history.entries().len()),
        Reachability::Never => "no, nothing in this world leads there".to_owned(),
        Reachability::NotWithin(bound) => format!("not found within {bound}; it could be beyond"),
        _ => shown.to_string(),
    }
}

fn timeline(history: &History, as_of: Moment, out: &mut dyn Write) -> io::Result<()> {
    for entry in history.entries() {
        let act = entry.act();
        writeln!(out, "  [{}] {} {} {}", entry.number(), act.occurred_at, act.by, entry.event().kind().past_tense())?;
    }
    if as_of > history.cycle().last_recorded() {
        writeln!(out, "  and then nothing until {as_of}")?;
    }
    Ok(())
}

fn all(reviewer: &Reviewer, worlds: &Worlds, asked: &Asked, out: &mut dyn Write) -> Result<(), Failure> {
    let ids: Vec<&str> = reviewer.pack().rules().iter().map(|rule| rule.id().as_str()).collect();
    let mut reviews = Vec::new();
    for rule in &ids {
        let Some(world) = worlds.of(&[*rule])? else {
            writeln!(out, "{rule}: no story says what it comes to")?;
            continue;
        };
        if let Some(reviewed) = reviewer.rule(rule, &world)? {
            writeln!(out, "{reviewed}")?;
            out.flush()?;
            reviews.push(reviewed);
        }
    }
    if let Some(path) = &asked.scenarios {
        write(path, scenarios(reviewer.pack(), &reviews).as_bytes())?;
    }
    if !asked.clashes {
        return Ok(());
    }
    writeln!(out)?;
    out.flush()?;
    let clashes = reviewer.clashes(|rules| worlds.of(rules))?;
    for clash in &clashes.found {
        writeln!(out, "{clash}")?;
        if let Reachability::By { history, as_of } = &clash.trap {
            timeline(history, *as_of, out)?;
        }
    }
    match (clashes.found.is_empty(), clashes.bound) {
        (true, None) => writeln!(out, "no one, two or three rules that meet clash in these worlds")?,
        (_, Some(bound)) => writeln!(out, "not all rules were seen through: {bound} were not enough, and more could clash")?,
        (false, None) => {}
    }
    let Some(world) = worlds.of(&ids)? else { return Ok(()) };
    let stuck = reviewer.stuck(&world, Enforcement::RefuseErrors)?;
    writeln!(out, "people get stuck because errors are refused: {}", can(&stuck))?;
    if let Reachability::By { history, as_of } = &stuck {
        timeline(history, *as_of, out)?;
    }
    Ok(())
}
