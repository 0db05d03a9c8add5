//! What comes late: facts stand where they occurred, in whatever order they are recorded; a late step is put in its place.

use practice_cycle::contracting::{Kind as StepKind, Stage};
use practice_cycle::cycle::{Act, Event, Kind};
use practice_cycle::history::{History, Refusal};
use practice_cycle::moment::Moment;
use practice_cycle::text::Text;
use proptest::collection::vec;
use proptest::prelude::*;

use crate::accepting::same;
use crate::world::{act, active, alike, config, contract, hours, is_correction, late, person, reloaded, stored};
use crate::world::{tells_what_is_in_effect, times};

const SIMPLE: &str = r#"{"contract":"c-1"}"#;
const REASON: &str = r#"{"contract":"c-1","reason":{"code":"no_capacity"}}"#;

/// Active from hour 8, then suspended and resumed in turn so many hours apart, and completed at the end if so wished.
fn under_way(gaps: &[i64], completed: bool) -> (History, i64) {
    let (mut history, mut hour) = (active(), 8);
    for (place, gap) in gaps.iter().enumerate() {
        hour += gap;
        let (code, data) = if place % 2 == 0 { ("contract_suspended", REASON) } else { ("contract_resumed", SIMPLE) };
        history.record(act("p-1", hour, code, data)).unwrap();
    }
    hour += 1;
    if completed {
        history.record(act("p-2", hour, "contract_completed", SIMPLE)).unwrap();
    }
    (history, hour + 1)
}

fn review(at: i64, recorded: i64, day: i64) -> Act {
    let data =
        format!(r#"{{"contract":"c-1","with":["p-2"],"next_review":"2026-03-{:02}","words":"Hour {at}."}}"#, 1 + day % 28);
    late("p-1", at, recorded, "contract_reviewed", &data)
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn a_late_fact_fits_where_the_contract_stood_then(
        gaps in vec(1_i64..6, 0..8), completed: bool, at in 0_i64..60, other in any::<u8>(),
    ) {
        let (history, now) = under_way(&gaps, completed);
        let at = at.min(now);
        let id = contract(1);
        let contract = history.cycle().contract(&id).unwrap();
        // Steps at the very instant count on both sides.
        let mut stood: Vec<Stage> = contract.stage_at(hours(at)).into_iter().collect();
        stood.extend(contract.stage_at(Moment::new(hours(at).to_utc() - chrono::TimeDelta::nanoseconds(1)).unwrap()));
        let flexed = r#"{"contract":"c-1","task":"notes","to":"shared","reason":"R."}"#;
        let replaced = r#"{"contract":"c-1","party":"p-2","successor":"p-5"}"#;
        let (act, kind) = match other % 3 {
            0 => (review(at, now, 3), StepKind::ContractReviewed),
            1 => (late("p-1", at, now, "role_flexed", flexed), StepKind::RoleFlexed),
            _ => (late("p-1", at, now, "party_replaced", replaced), StepKind::PartyReplaced),
        };
        let fits = stood.iter().any(|stage| stage.steps().has(kind));
        let judged = history.judge(&act);
        prop_assert_eq!(judged.is_ok(), fits, "{} at hour {}, where it stood as {:?}: {:?}", kind, at, stood, judged);
        if fits {
            let mut history = history.clone();
            let stages = |history: &History| -> Vec<_> {
                let contract = history.cycle().contract(&id).unwrap();
                (0..80).map(|hour| contract.stage_at(hours(hour))).collect()
            };
            let before = stages(&history);
            history.record(act).unwrap();
            prop_assert_eq!(stages(&history), before, "a fact moves no stage");
            tells_what_is_in_effect(&history);
            alike(reloaded(&history).cycle(), history.cycle(), &times(&history));
        }
    }

    #[test]
    fn the_order_in_which_late_facts_are_recorded_does_not_matter(
        gaps in vec(1_i64..6, 0..6),
        hours in vec((8_i64..40, 0_i64..28), 1..6),
        swaps in vec(any::<prop::sample::Index>(), 6),
    ) {
        let (history, now) = under_way(&gaps, false);
        let mut hours: Vec<(i64, i64)> = hours.into_iter().filter(|(at, _)| *at < now).collect();
        hours.sort_unstable();
        hours.dedup_by_key(|(at, _)| *at);
        let record = |order: &[(i64, i64)]| {
            let mut history = history.clone();
            for &(at, day) in order {
                history.record(review(at, now, day)).unwrap();
            }
            history
        };
        let mut shuffled = hours.clone();
        for (place, swap) in swaps.iter().enumerate().take(hours.len()) {
            let other = swap.index(shuffled.len());
            shuffled.swap(place, other);
        }
        alike(record(&hours).cycle(), record(&shuffled).cycle(), &times(&record(&hours)));
    }

    #[test]
    fn a_late_step_is_put_in_its_place(gaps in vec(2_i64..6, 0..10), at in 8_i64..50, code in 0..3_usize, work in vec(9_i64..50, 0..3)) {
        let (mut history, now) = under_way(&gaps, false);
        for (place, hour) in work.into_iter().enumerate() {
            let data = format!(
                r#"{{"session":"s-{place}","cover":{{"contract":"c-1"}},"space":"joint_session","present":["p-1"]}}"#
            );
            let _ = history.record(late("p-1", hour.min(now), now, "session_held", &data));
        }
        let (code, data) = [("contract_suspended", REASON), ("contract_resumed", SIMPLE), ("terms_proposed", r#"{"contract":"c-1","terms":{}}"#)][code];
        let step = late("p-1", at.min(now), now + 1, code, data);
        let before = history.clone();
        let reason = Text::new("It came late.").unwrap();
        match history.decide_late(step.clone(), person(3), reason) {
            Ok(decision) => {
                let entries = decision.entries().to_vec();
                let (accepted, _) = history.accept(decision).unwrap();
                prop_assert_eq!(accepted, &entries[..]);
                tells_what_is_in_effect(&history);
                same(&history, &reloaded(&history), std::slice::from_ref(&step));
                // The same as if the steps in effect had been recorded in the order in which they occurred.
                let mut in_order = before.entries().iter().map(|entry| entry.act().clone()).collect::<Vec<_>>();
                in_order.push(step);
                let moves = |act: &Act| matches!(act.event.kind(), Kind::Contracting(kind) if !kind.is_within());
                let mut steps: Vec<Act> = in_order.iter().filter(|act| moves(act)).cloned().collect();
                steps.sort_by_key(|act| act.occurred_at);
                let mut other = History::default();
                in_order.retain(|act| !moves(act) && matches!(act.event, Event::Attachment(_)));
                for act in in_order.into_iter().chain(steps) {
                    other.record(act.recorded(hours(now + 1))).unwrap();
                }
                let id = contract(1);
                let (one, other) = (history.cycle().contract(&id).unwrap(), other.cycle().contract(&id).unwrap());
                for at in times(&history) {
                    prop_assert_eq!(one.stage_at(at), other.stage_at(at), "at {}", at);
                }
                prop_assert_eq!(one.latest_stage(Moment::LATEST), other.latest_stage(Moment::LATEST));
            }
            Err(refused) => {
                if let Refusal::Contradicts { with } = refused.refusal() {
                    prop_assert!(with.iter().all(|&number| !is_correction(before.entry(number).unwrap().event())));
                }
                prop_assert_eq!(refused.act(), &step);
                prop_assert_eq!(refused.into_act(), step);
                same(&history, &before, &[]);
            }
        }
    }
}

#[test]
fn a_late_suspension_repeats_what_followed_with_its_own_times() {
    let (mut history, now) = under_way(&[10, 2], false);
    let step = late("p-1", 10, now, "terms_proposed", r#"{"contract":"c-1","terms":{}}"#);
    let refusal = history.judge(&step).unwrap_err();
    assert_eq!(refusal.code(), "contracting.before_previous_step");
    let decision = history.decide_late(step, person(3), Text::new("It came late.").unwrap()).unwrap();
    let told: Vec<(&str, i64)> = decision
        .entries()
        .iter()
        .map(|entry| {
            let hour = (entry.act().occurred_at.to_utc() - hours(0).to_utc()).num_hours();
            (entry.event().kind().code(), hour)
        })
        .collect();
    let expected = [("entered_in_error", now), ("terms_proposed", 10), ("contract_suspended", 18), ("contract_resumed", 20)];
    assert_eq!(told, expected);
    history.accept(decision).unwrap();
    assert_eq!(stored(&reloaded(&history)), stored(&history));
}
