//! The distributions of a simulation, compared with what scipy says of them.
#![expect(clippy::unwrap_used, reason = "the helpers of tests fail as tests do")]

use practice_cycle::simulation::Distribution;

/// One distribution as `tests/recompute/quantiles.py` writes it.
#[derive(serde::Deserialize)]
struct Told {
    is: Distribution,
    mean: f64,
    sd: f64,
    quantiles: Vec<(String, f64)>,
}

fn told() -> Vec<Told> {
    let told: Vec<Told> =
        include_str!("golden/quantiles.jsonl").lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert!(told.len() > 20);
    told
}

/// How far apart two numbers may be, as a part of them.
const TOLERANCE: f64 = 1e-12;

#[track_caller]
fn assert_near(found: f64, told: f64, what: &str) {
    // Some quantiles lie below the smallest number that there is in full.
    let is_near = (found - told).abs() <= TOLERANCE * told.abs() || found.max(told) < f64::MIN_POSITIVE;
    assert!(is_near, "{what}: {found:e}, by scipy {told:e}");
}

#[test]
fn a_greater_share_has_no_lesser_quantile_but_for_rounding() {
    for Told { is, .. } in told() {
        let shares = (0..=4096).map(|nth| f64::from(nth) / 4096.0);
        let quantiles: Vec<f64> = shares.map(|share| is.quantile(share)).collect();
        let falls = quantiles.windows(2).find(|two| two[1] < two[0] * (1.0 - TOLERANCE));
        assert_eq!(falls, None, "{is:?}");
    }
}

#[test]
fn means_deviations_and_quantiles_are_those_of_scipy() {
    for Told { is, mean, sd, quantiles } in told() {
        let is = is.checked().unwrap();
        assert_near(is.mean(), mean, &format!("mean of {is:?}"));
        assert_near(is.sd(), sd, &format!("sd of {is:?}"));
        assert!(quantiles.len() > 10);
        for (share, quantile) in quantiles {
            assert_near(is.quantile(share.parse().unwrap()), quantile, &format!("{share} of {is:?}"));
        }
    }
}
