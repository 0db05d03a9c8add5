//! Contracts that stand at some stages at once: those that are closed are counted, too, where such a stage is asked about. The
//! engine and the reference are both asked.

use practice_cycle::moment::Moment;
use serde_json::{Value, json};

use super::lapses::{begun, go_on, record, rule};
use super::policy_reference::Outcome;
use super::{agree, pack, policy};

#[test]
fn contracts_that_are_closed_are_counted_where_that_is_asked() {
    let mut history = begun();
    record(&mut history, "wa", "03-10", "03-10", "contract_completed", json!({"contract": "c-1"}));
    for contract in ["c-2", "c-3", "c-4"] {
        let data = json!({"contract": contract, "space": "joint_session"});
        record(&mut history, "wa", "03-11", "03-11", "contract_invited", data);
    }
    for contract in ["c-2", "c-3"] {
        let reason = json!({"contract": contract, "reason": {"code": "no_capacity"}});
        record(&mut history, "clin", "03-12", "03-12", "contract_declined", reason);
    }
    let viewed = json!({"view": "v-1", "contract": "c-4", "words": "Going well."});
    record(&mut history, "wa", "03-13", "03-13", "view_given", viewed);
    go_on(&mut history);

    let counts = [
        (json!("completed"), 1),
        (json!("declined"), 2),
        (json!(["completed", "declined"]), 3),
        (json!(["invited", "completed"]), 2),
        (json!("invited"), 1),
        (json!("active"), 0),
        (json!("ended"), 0),
    ];
    for (stage, count) in counts {
        let asked = |limit: &str, number: usize| {
            let mut concurrent = json!({"stage": stage});
            concurrent[limit] = json!(number);
            json!({"per": ["contract"], "when": {"event": "view_given"}, "require": {"concurrent": concurrent}})
        };
        let rules: Vec<Value> = vec![rule("X1", asked("at_least", count + 1)), rule("X2", asked("at_most", count))];
        let pack = pack(&rules);
        let ruled = agree(&pack, &policy(&pack).unwrap(), &[&history], Moment::LATEST, Moment::LATEST);
        let outcome = |rule: usize| ruled[rule].duties[0].outcome.clone();
        assert!(matches!(outcome(0), Outcome::Broken(_)), "more than {count} at {stage}: {:?}", outcome(0));
        assert!(matches!(outcome(1), Outcome::Kept(_)), "no more than {count} at {stage}: {:?}", outcome(1));
        if count > 0 {
            let rules = [rule("X1", asked("at_least", count)), rule("X2", asked("at_most", count - 1))];
            let pack = super::pack(&rules);
            let ruled = agree(&pack, &policy(&pack).unwrap(), &[&history], Moment::LATEST, Moment::LATEST);
            let outcome = |rule: usize| ruled[rule].duties[0].outcome.clone();
            assert!(matches!(outcome(0), Outcome::Kept(_)), "{count} at {stage}: {:?}", outcome(0));
            assert!(matches!(outcome(1), Outcome::Broken(_)), "{count} at {stage}: {:?}", outcome(1));
        }
    }
}
