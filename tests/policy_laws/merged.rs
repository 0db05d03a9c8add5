//! Two references that were thought to be one person, or one case, and were not: what was known meanwhile is judged as it was
//! known.

use practice_cycle::history::History;
use practice_cycle::moment::Moment;
use serde_json::json;

use super::lapses::{begun, go_on, record, rule, take_back};
use super::{agree, changed, pack, policy};

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

#[test]
fn what_followed_in_another_case_stays_where_it_was_redacted_which_cases_are_one() {
    let mut history = begun();
    let reached = |milestone: &str, case: &str| json!({"milestone": milestone, "case": case, "what": "case_opened"});
    let first = record(&mut history, "wa", "03-06", "03-06", "milestone_reached", reached("mi-1", "case-a"));
    let merged = json!({"case": "case-a", "into": "case-b", "reason": "Thought to be one."});
    let merged = record(&mut history, "manager", "03-10", "03-10", "cases_merged", merged);
    let mut following = reached("mi-2", "case-b");
    following["follows"] = json!("mi-1");
    let second = record(&mut history, "wa", "03-12", "03-12", "milestone_reached", following);
    let opened = json!({"event": "milestone_reached", "where": {"what": "case_opened"}});
    let closes = json!({"event": "milestone_reached", "where": {"what": "case_closed"}});
    let pack = pack(&[rule("X1", json!({"per": ["case"], "when": opened, "expect": closes, "within": "12 months"}))]);
    let policy = policy(&pack).unwrap();
    let about = |history: &History| -> Vec<(u32, String)> {
        let ruled = agree(&pack, &policy, &[history], Moment::LATEST, Moment::LATEST);
        ruled[0].duties.iter().map(|duty| (duty.opened.number, duty.about[0].1.clone())).collect()
    };
    let told = |case: &str| vec![(first, case.to_owned()), (second, "case-b".to_owned())];
    assert_eq!(about(&history), told("case-b"));
    record(&mut history, "manager", "03-20", "03-20", "redacted", json!({"entries": [merged], "reason": "Too much."}));
    go_on(&mut history);
    for history in [&history, &changed(&history, |_| {})] {
        assert_eq!(about(history), told("case-a"));
    }
}
