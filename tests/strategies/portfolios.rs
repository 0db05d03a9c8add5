//! Acts offered to portfolios reach every kind and every refusal that there is for an act.

use std::collections::BTreeSet;

use practice_cycle::code::Code;
use practice_cycle::evidencing::{Kind, Portfolio};
use practice_cycle::strategy;

use crate::drawn;

#[test]
fn every_kind_is_recorded_and_every_refusal_met() {
    let (mut recorded, mut refused, mut admitted, mut offered) = (BTreeSet::new(), BTreeSet::new(), 0, 0);
    for acts in drawn(strategy::portfolio_acts(30), 200) {
        let mut portfolio = Portfolio::default();
        for act in acts {
            let kind = act.event.kind();
            offered += 1;
            match portfolio.record(act) {
                Ok(_) => {
                    admitted += 1;
                    recorded.insert(kind);
                }
                Err(refusal) => _ = refused.insert(refusal.code()),
            }
        }
    }
    assert_eq!(recorded, Kind::ALL.iter().copied().collect());
    assert!(admitted * 2 > offered, "{admitted} of {offered} were admitted");
    let met = [
        "evidencing.already_open",
        "evidencing.already_recorded",
        "evidencing.already_redacted",
        "evidencing.already_withdrawn",
        "evidencing.id_taken",
        "evidencing.named_twice",
        "evidencing.names_nothing",
        "evidencing.no_element",
        "evidencing.no_number",
        "evidencing.not_theirs",
        "evidencing.nothing_to_redact",
        "evidencing.number_twice",
        "evidencing.unknown",
        "evidencing.withdrawn_before",
    ];
    let missing: Vec<&str> = met.into_iter().filter(|code| !refused.contains(code)).collect();
    assert!(missing.is_empty(), "never refused: {missing:?} (but {refused:?})");
}
