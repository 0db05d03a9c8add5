//! What was run, in full: enough to run it again.

use std::collections::BTreeMap;
use std::io::{self, Write};

use practice_cycle::code::Code;
use practice_cycle::simulation::Scenario;
use practice_cycle::simulation::experiment::{Asks, MadeBy, Part, Precision, Ranges, Tried};
use schemars::JsonSchema;
use serde::Serialize;

use super::asked::Told;
use super::render::DRAWS_ONLY;

/// What `manifest.json` holds.
#[derive(Serialize, JsonSchema)]
pub(crate) struct Manifest<'a> {
    made_by: &'a MadeBy,
    seed: u64,
    replications: Replications<'a>,
    scenarios: Vec<Described<'a>>,
    against: Option<Described<'a>>,
    asked: Asked<'a>,
    intervals: &'static str,
}

#[derive(Serialize, JsonSchema)]
#[schemars(rename = "ManifestReplications")]
struct Replications<'a> {
    run: &'a Ranges,
    missing: Ranges,
}

#[derive(Serialize, JsonSchema)]
#[schemars(rename = "TriedScenario")]
struct Described<'a> {
    name: &'a str,
    fingerprint: String,
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    altered: &'a [String],
    /// By the outcome, in weeks from the first day of the horizon.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    warm_up: BTreeMap<&'static str, Option<WarmUp>>,
    scenario: &'a Scenario,
}

#[derive(Serialize, JsonSchema)]
#[schemars(rename = "ManifestWarmUp")]
struct WarmUp {
    leave_out_weeks: usize,
    settled: bool,
}

#[derive(Serialize, JsonSchema)]
#[schemars(rename = "ManifestAsked")]
struct Asked<'a> {
    confidence: f64,
    correction: &'static str,
    precision: Option<&'a Precision>,
    #[serde(flatten)]
    of_histories: &'a Asks,
}

pub(super) fn write(part: &Part, told: &Told, precision: Option<&Precision>, mut out: impl Write) -> io::Result<()> {
    let manifest = Manifest {
        made_by: part.made_by(),
        seed: part.replications().seed,
        replications: Replications { run: part.done(), missing: part.missing() },
        scenarios: part.tried().iter().map(described).collect(),
        against: part.against().map(described),
        asked: Asked {
            confidence: told.confidence,
            correction: told.correction().code(),
            precision,
            of_histories: part.asks(),
        },
        intervals: DRAWS_ONLY,
    };
    serde_json::to_writer_pretty(&mut out, &manifest)?;
    writeln!(out)
}

fn described(tried: &Tried) -> Described<'_> {
    let told =
        |it: practice_cycle::simulation::experiment::WarmUp| WarmUp { leave_out_weeks: it.leave_out, settled: it.settled };
    Described {
        name: tried.name(),
        fingerprint: tried.scenario().fingerprint(),
        altered: tried.altered(),
        warm_up: tried.totals().warm_ups().map(|(of, warm_up)| (of.code(), warm_up.map(told))).collect(),
        scenario: tried.scenario(),
    }
}
