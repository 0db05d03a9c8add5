//! Parameters of readings: checked at the door, and then no number of a reading is not a number.

use std::fmt::Debug;
use std::sync::LazyLock;

use practice_cycle::assessment::{self, Assessment, Drift};
use practice_cycle::boundary::Scope;
use practice_cycle::history::{History, View};
use practice_cycle::moment::Moment;
use practice_cycle::standing::{self, Standing};
use practice_cycle::turns::{self, Turns};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::{Law, Taken, holds, same};

/// Histories in which something is observed.
static OBSERVED: LazyLock<Vec<History>> = LazyLock::new(|| {
    let stored = [
        include_str!("../../../../examples/data/boundary_moving.jsonl"),
        include_str!("../../../../examples/data/boundary_seen_differently.jsonl"),
        include_str!("../../../../examples/data/turnover.jsonl"),
    ];
    stored.iter().filter_map(|stored| History::read(stored.as_bytes()).ok()).collect()
});

pub(super) fn check(input: &str) -> Law<Taken> {
    let boundary = read::<assessment::Parameters>(input, |view, parameters| {
        let (assessment, drift) =
            (Assessment::of(view, Scope::Cycle, parameters), Drift::of(view, Scope::Cycle, parameters));
        let shares = [assessment.showed().enmeshed, assessment.showed().healthy, assessment.showed().diffuse];
        holds(shares.iter().all(|share| share.is_finite() && *share >= 0.0), || format!("shares: {shares:?}"))?;
        Ok(format!("{assessment:?} {drift:?} {assessment} {drift}"))
    })?;
    let standing = read::<standing::Parameters>(input, |view, parameters| {
        let standing = Standing::of(view, parameters);
        Ok(format!("{standing:?} {standing}"))
    })?;
    let turns = read::<turns::Parameters>(input, |view, parameters| {
        let turns = Turns::of(view, parameters);
        Ok(format!("{turns:?} {turns}"))
    })?;
    Ok(if boundary || standing || turns { Taken::Yes } else { Taken::No })
}

/// Whether parameters of a kind are read; then what is read by them is told, and told alike each time.
fn read<P>(input: &str, told: impl Fn(&View<'_>, &P) -> Law<String>) -> Law<bool>
where
    P: Serialize + DeserializeOwned + PartialEq + Debug,
{
    let Ok(parameters) = serde_json::from_str::<P>(input) else { return Ok(false) };
    let written = serde_json::to_string(&parameters).map_err(|error| error.to_string())?;
    let again: P = serde_json::from_str(&written).map_err(|error| error.to_string())?;
    same(&again, &parameters, "parameters that were written and read")?;
    for history in OBSERVED.iter() {
        let view = history.view(Moment::LATEST, Moment::LATEST);
        let one = told(&view, &parameters)?;
        holds(!one.contains("NaN") && !one.contains("inf"), || format!("no number: {one}"))?;
        same(&told(&view, &parameters)?, &one, "a reading that is made twice")?;
    }
    Ok(true)
}
