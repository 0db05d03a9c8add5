//! Two references that were thought to be one person, and were not: what was known meanwhile is judged as it was known.

use practice_cycle::moment::Moment;
use serde_json::json;

use super::lapses::{begun, go_on, record, rule, take_back};
use super::{agree, pack, policy};

#[test]
fn who_came_twice_as_one_person_is_told_as_it_was_known() {
    let mut history = begun();
    let merged = json!({"person": "wb", "into": "wa", "reason": "Thought to be one."});
    let merged = record(&mut history, "manager", "03-10", "03-10", "people_merged", merged);
    take_back(&mut history, "03-20", &[merged]);
    go_on(&mut history);
    let stays = json!({"per": ["person"], "when": {"event": "person_entered"}, "expect": {"event": "person_left"}, "within": "12 months"});
    let pack = pack(&[rule("X1", stays)]);
    let policy = policy(&pack).unwrap();
    let about = |known_at: Moment| -> Vec<(u32, String)> {
        let ruled = agree(&pack, &policy, &[&history], Moment::LATEST, known_at);
        ruled[0].duties.iter().map(|duty| (duty.opened.number, duty.about[0].1.clone())).collect()
    };
    let told = |second: &str, third: &str| {
        let people = ["wa", second, third, "manager", "parent"].map(str::to_owned);
        (2_u32..).zip(people).collect::<Vec<_>>()
    };
    assert_eq!(about("2026-03-15T09:00:00Z".parse().unwrap()), told("wa", "wc"));
    assert_eq!(about(Moment::LATEST), told("wb", "wc"));
}
