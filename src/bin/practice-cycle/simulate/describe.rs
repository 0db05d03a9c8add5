//! A description of the model and of what was run, under the headings that reviewers of simulations ask for.

mod numbers;

use practice_cycle::code::Code;
use practice_cycle::simulation::Start;
use practice_cycle::simulation::experiment::{Part, Tried};

use super::asked::Told;
use super::render::DRAWS_ONLY;
use crate::shown;

/// What the program cannot know.
macro_rules! author {
    ($what:literal) => {
        concat!("**For the author:** ", $what)
    };
}

/// What each tendency that comes with the crate is about. Of any other, only its name is known.
const TENDENCIES: [(&str, &str); 9] = [
    (
        "joining",
        "the clinician takes part in the life of the team, notices its unwritten rules and works with them, and is acknowledged",
    ),
    ("inviting", "social workers invite the clinician into a space of their work, or the clinician offers one"),
    ("contracting", "an invitation is answered, reframed, agreed in terms that say who does what, or declined, or given up"),
    ("working", "sessions are held under a contract, families are told who does what, concerns are raised and passed on"),
    ("keeping", "contracts are reviewed, suspended and taken up again, renewed, and brought to their end"),
    ("discussing", "cases are discussed, plans are made and tried, decisions are taken and looked at again"),
    (
        "watching",
        "people look at the boundary between the professions, and note what they see of it; both sides review it together",
    ),
    ("staffing", "people leave and others come"),
    ("disrupting", "what comes from outside disrupts joining"),
];

/// ODD (V. Grimm and others, *JASSS* 23 (2) 7, 2020) and STRESS-DES (T. Monks and others, *Journal of Simulation* 13, 2019).
pub(super) fn description(part: &Part, told: &Told) -> String {
    let mut text = String::new();
    let mut say = |paragraph: &str| {
        text.push_str(paragraph);
        text.push_str("\n\n");
    };
    say("# Description of a simulation");
    say(&format!(
        "Written by {} from its own model and from the scenarios. What only the author of a study can know is marked *for the author*. \
         The first part follows ODD (Grimm and others 2020), the second STRESS-DES (Monks and others 2019). Every number stands under \
         *Input parameters*.",
        part.made_by().version
    ));
    odd(part, &mut say);
    stress(part, told, &mut say);
    text.truncate(text.trim_end().len());
    text.push('\n');
    text
}

fn odd(part: &Part, say: &mut dyn FnMut(&str)) {
    say("# ODD");
    say("## 1. Purpose and patterns");
    say(
        "The model shows how a clinician becomes an embedded part of a child-protection social-work team, as Jamie Evans describes it in \
         *Joining, Contracting and Intervening*, and what the working agreement between the two professions comes to under stated assumptions.",
    );
    say(author!(
        "the question that this study asks, and the patterns of practice by which the model was judged fit for it. None was fitted."
    ));
    say("## 2. Entities, state variables and scales");
    say(
        "A *cycle* is one clinician's time with one team: its people and their roles, contracts and the stage of each, families, sessions \
         and interventions, and an unseen position of the boundary between the professions. A *group* is several cycles whose teams share \
         clinicians; groups are independent of one another, and each is one replication. Time is in seconds, days are those of London, \
         and working days those of England and Wales.",
    );
    for tried in part.all() {
        let says = tried.scenario().says();
        let group = says.group;
        say(&format!(
            "`{}`: teams: {}; clinicians whom they share: {}; social workers of a team, beside its manager: {}; adults of a family whom \
             clinicians meet: {}; children of a family: {}; days: {}, from {}.",
            plain(tried.name()),
            group.cycles,
            group.clinicians,
            group.social_workers,
            group.adults,
            group.children,
            says.horizon.days,
            says.horizon.from
        ));
    }
    say("## 3. Process overview and scheduling");
    say(
        "Events are worked off in the order of their time; those at one time in the order of cycle, tendency and thing, never in the order \
         in which they were planned. What a tendency wants to happen is offered as an act, and the machine that judges real histories \
         applies or refuses it. Nothing that was planned is cancelled: whoever is woken looks whether it still makes sense.",
    );
    say(&tendencies(part));
    say("## 4. Design concepts");
    say(
        "*Basic principles*: joining, contracting and intervening close into a circle. *Emergence*: waiting times, refusals, standing and \
         findings follow from acts; none is set. *Adaptation*: chances and rates may depend on the state of the cycle, by the factors that \
         are listed. *Objectives*, *learning* and *prediction*: none are modelled. *Sensing*: whoever acts sees the state of their own \
         cycle. *Interaction*: cycles of a group meet at the working time and the places for contracts of their shared clinicians. \
         *Stochasticity*: every draw has a name of its own. *Collectives*: teams and groups. *Observation*: outcomes are read from the \
         same histories that a service would keep.",
    );
    say("## 5. Initialization");
    say(
        "Each team begins with its people and the families that it works with already, and with no contract. The draws are those of the \
         scenario, the seed and the number of the replication alone.",
    );
    say("## 6. Input data");
    say(
        "No series of data goes in while it runs; bank holidays are those of England and Wales, as published, and then by rule.",
    );
    say("## 7. Submodels");
    say(
        "They are the tendencies named above, each with its numbers below. How each is drawn is documented in the module `simulation` of \
         the crate.",
    );
}

fn tendencies(part: &Part) -> String {
    let mut names: Vec<String> = Vec::new();
    for tried in part.all() {
        let says = serde_json::to_value(&tried.scenario().says().tendencies).unwrap_or_default();
        let fields = says.as_object().map(|fields| fields.keys().cloned().collect::<Vec<_>>()).unwrap_or_default();
        names.extend(fields.into_iter().chain(tried.altered().iter().map(shown::name)));
    }
    names.sort_unstable();
    names.dedup();
    let told = names.iter().map(|name| {
        let about = TENDENCIES.iter().find(|(known, _)| known == name).map_or("", |(_, about)| *about);
        if about.is_empty() { format!("- *{}*", plain(name)) } else { format!("- *{name}*: {about}") }
    });
    let told: Vec<String> = told.collect();
    if told.is_empty() { "No tendencies are in it, so that nothing happens.".to_owned() } else { told.join("\n") }
}

fn stress(part: &Part, told: &Told, say: &mut dyn FnMut(&str)) {
    say("# STRESS-DES");
    say("## 1. Objectives");
    say(&format!("*1.1 Purpose of the model*: as under ODD 1. {}", author!("the decision that the study is to inform.")));
    say(
        "*1.2 Model outputs*: the outcomes of `outcomes.csv`, each defined in the module `simulation::outcome` of the crate. What becomes of \
         children is not among them, and nothing is told by person.",
    );
    say(&format!("*1.3 Aims of experimentation*: {}", aims(part)));
    say("## 2. Logic");
    say(
        "*2.1 Overview*: joining → contracting → intervening → joining. *2.2 Logic*: as under ODD 3. *2.4 Algorithms*: rates that depend on \
         the state accumulate hazard against one exponential threshold, and are planned anew when it changes; distributions are drawn by \
         inversion, one uniform number each.",
    );
    say("*2.3 Scenario logic*: what differs between the scenarios is listed with the numbers.");
    say(
        "*2.5 Components*: entities are contracts and families; activities are sessions, reviews and the steps of contracting; resources \
         are the working time of clinicians and their places for contracts; who finds no place waits in the order of agreement; contracts \
         enter by invitation and leave by their end, or with their cycle.",
    );
    say("## 3. Data");
    say(&sources(part));
    say("*3.2 Pre-processing*: none.");
    say("*3.3 Input parameters*:");
    say(&numbers::tables(part));
    say(&format!(
        "*3.4 Assumptions*: families are alike; nothing that is simulated is about a child; that a cycle closes has nothing to do with \
         what it cuts off. {}",
        author!("assumptions of this study, and who was asked about them.")
    ));
    say("## 4. Experimentation");
    for tried in part.all() {
        let horizon = &tried.scenario().says().horizon;
        let start = match horizon.start {
            Start::Terminating => {
                "it terminates: teams are followed from their first day, and nothing is left out".to_owned()
            }
            Start::WarmUp { days } => format!("the first {days} days are left out as a warm-up"),
        };
        say(&format!("*4.1 and 4.2*, `{}`: {start}; {} days in all.", plain(tried.name()), horizon.days));
    }
    say(&format!(
        "*4.3 Estimation*: {} replications ({}); intervals of {} % by Student's distribution; ratios by the delta method, times to an end by \
         Aalen and Johansen with a jackknife over 32 groups of replications; correction for several comparisons: {}. {}{}.{}",
        part.done().count(),
        part.done(),
        100.0 * told.confidence,
        told.correction().label(),
        DRAWS_ONLY.get(..1).unwrap_or_default().to_uppercase(),
        DRAWS_ONLY.get(1..).unwrap_or_default(),
        if part.against().is_some() {
            " Differences are taken replication by replication, with common random numbers; the column `saved` tells what that saved."
        } else {
            ""
        }
    ));
    say("## 5. Implementation");
    say(&format!(
        "*5.1 Software*: {}, in Rust. *5.2 Random sampling*: {}, one counter for each named draw, seed {}. *5.3 Model execution*: next event, \
         by time, then by cycle, tendency and thing. *5.4 System*: sums are whole numbers, and the same on every machine and in any number of \
         threads. {}",
        part.made_by().version,
        part.made_by().generator,
        part.replications().seed,
        author!("the machine, and how long it took.")
    ));
    say("## 6. Code access");
    say(concat!(
        "The scenarios stand in `manifest.json` in full. ",
        author!("where the code and the scenarios can be had.")
    ));
}

fn aims(part: &Part) -> String {
    let names: Vec<String> = part.tried().iter().map(|tried| format!("`{}`", plain(tried.name()))).collect();
    let names = names.join(", ");
    match part.against() {
        Some(other) => format!("to compare {names} with `{}`, replication by replication.", plain(other.name())),
        None if part.tried().len() > 1 => format!("to run {names} side by side."),
        None => format!("to run {names} by itself."),
    }
}

fn sources(part: &Part) -> String {
    let mut sources: Vec<String> =
        part.all().flat_map(|tried: &Tried| numbers::of(tried.scenario())).map(|it| it.source).collect();
    sources.retain(|source| !source.is_empty());
    sources.sort_unstable();
    let all = sources.len();
    let illustrative = sources.iter().filter(|source| *source == numbers::ILLUSTRATIVE).count();
    sources.dedup();
    sources.retain(|source| source != numbers::ILLUSTRATIVE);
    let works = if sources.is_empty() { "none names a work".to_owned() } else { format!("works: {}", sources.join("; ")) };
    format!(
        "*3.1 Data sources*: of {all} numbers with a source {illustrative} are illustrative, which nobody measured; {works}."
    )
}

/// Words of a file, in a line of Markdown: nothing in them is markup or ends a cell.
fn plain(words: &str) -> String {
    shown::name(words).replace('|', "\\|").replace('`', "'")
}
