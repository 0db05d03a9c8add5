//! What conditions ask that is kept up to date entry by entry says what is read from the whole history at that instant.

use practice_cycle::assessment::{Assessment, Parameters};
use practice_cycle::boundary::Scope;
use practice_cycle::history::History;
use practice_cycle::moment::Moment;
use practice_cycle::policy::{Evidence, Policy, Report};
use practice_cycle::standing::{self, Standing};
use proptest::prelude::*;
use serde_json::{Value, json};

use super::{Drawn, before, few, history, pack, policy, prefix};

/// Rules that any of many entries opens, and that show what was read: each asks for a reading that there is not, or seldom.
fn rules() -> Value {
    let events = [
        "contract_invited", "terms_accepted", "contract_begun", "contract_completed", "session_held", "change_noticed",
        "change_witnessed", "boundary_observed", "occasion_of_joining", "rule_noticed", "rule_worked_with",
        "clinician_acknowledged", "joining_disrupted", "influence_invited", "person_left", "concern_raised",
    ];
    let rule = |id: &str, require: Value| {
        json!({
            "id": id, "title": "An invented rule", "source": {"work": "invented", "known": "local"}, "severity": "query",
            "when": {"event": events}, "require": require,
        })
    };
    let boundary = json!({"verdict": ["enmeshed", "healthy", "diffuse", "mixed", "contested", "insufficient"]});
    pack(&[rule("K1", json!({"standing": {"at_least": "influential"}})), rule("K2", json!({"not": {"boundary": boundary}}))])
}

/// Each reading that a report shows, beside what the history says just before.
#[track_caller]
fn agree(report: &Report, history: &History, known_at: Moment) -> usize {
    let mut compared = 0;
    for finding in report.findings() {
        let view = history.view(before(finding.duty.opened_by.at), known_at);
        for found in &finding.found {
            match found {
                Evidence::Standing(step) => {
                    assert_eq!(*step, Standing::of(&view, &standing::Parameters::default()).step, "{finding}");
                }
                Evidence::Boundary(verdict) => {
                    let read = Assessment::of(&view, Scope::Cycle, Parameters::unvalidated_v2());
                    assert_eq!(*verdict, read.verdict, "{finding}");
                }
                other => panic!("{other:?}"),
            }
            compared += 1;
        }
    }
    compared
}

fn checked(policy: &Policy, history: &History, as_of: Moment, known_at: Moment) -> usize {
    agree(&policy.check(history, as_of, known_at), history, known_at)
}

proptest! {
    #![proptest_config(few(12))]

    /// In batch, at any time and as of any knowledge, and by a monitor that is told late entries anew.
    #[test]
    fn readings_say_what_the_whole_history_says(Drawn(history) in history(40..220), pick in any::<usize>()) {
        let policy = policy(&rules()).unwrap();
        let entries = history.entries();
        prop_assert!(checked(&policy, &history, Moment::LATEST, Moment::LATEST) > 0);
        for nth in 0..3 {
            let act = entries[(pick / 3 + nth * 13) % entries.len()].act();
            checked(&policy, &history, act.occurred_at, Moment::LATEST);
            checked(&policy, &history, Moment::LATEST, act.recorded_at);
        }
        let mut monitor = policy.monitor();
        for length in (0..=entries.len()).filter(|length| length % (1 + pick % 9) == 0 || *length == entries.len()) {
            let growing = prefix(&history, length);
            agree(&monitor.report(&growing, Moment::LATEST), &growing, Moment::LATEST);
        }
    }
}
