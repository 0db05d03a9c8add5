//! A second opinion on timed rules: eight of them, each judged by an automaton written by hand over the stored entries. They share
//! nothing with the engine or with the reference evaluator but the calendar and what the machine says of the stages of contracts.
//!
//! `HISTORIES` says how many random histories are looked at.
#![cfg(feature = "proptest")]
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "in tests, where a slip is a failed test")]

use std::collections::BTreeSet;

use chrono::{Days, NaiveDate, TimeDelta};
use practice_cycle::calendar::{Calendar, EnglandAndWales, local_date};
use practice_cycle::contracting::Stage;
use practice_cycle::history::History;
use practice_cycle::moment::Moment;
use practice_cycle::policy::{Outcome, Pack, Policy};
use practice_cycle::strategy;
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::TestRunner;
use serde_json::{Value, json};

/// One duty: the entry that opened it, and what became of it.
type Judged = (u32, &'static str);

/// What happens, in order: an entry, or a contract that comes to another stage by one, or by time.
enum Step {
    Entry(Value),
    Stage { contract: String, from: Option<Stage>, to: Stage },
}

struct Happening {
    at: Moment,
    number: u32,
    step: Step,
}

/// Everything in effect, in the order in which it occurred; and when the last of it was recorded.
fn told(history: &History) -> (Vec<Happening>, Moment) {
    let view = history.view(Moment::LATEST, Moment::LATEST);
    let mut all: Vec<Happening> = Vec::new();
    for entry in view.by_occurrence() {
        let (at, number) = (entry.act().occurred_at, entry.number().get());
        all.push(Happening { at, number, step: Step::Entry(serde_json::to_value(entry).unwrap()) });
    }
    let end = history.entries().last().map_or(Moment::EARLIEST, |entry| entry.act().recorded_at);
    for (id, contract) in history.contracts() {
        let mut from = None;
        for entered in contract.stages(end) {
            // What a planned end brings about comes before anything that is entered at that midnight. A renewal that was recorded late
            // takes effect by time, after what is entered at that instant.
            let entry = entered.entry.and_then(|number| history.entry(number));
            let is_late = entry.is_some_and(|entry| entry.act().occurred_at < entered.at);
            let number = if is_late { u32::MAX } else { entered.entry.map_or(0, |entry| entry.get()) };
            if is_late && entered.at >= end {
                continue;
            }
            let step = Step::Stage { contract: id.as_str().to_owned(), from, to: entered.stage };
            all.push(Happening { at: entered.at, number, step });
            from = Some(entered.stage);
        }
    }
    all.sort_by_key(|one| (one.at, one.number)); // Of one entry, what it says stands before the stage that it leads to.
    (all, end)
}

fn last_instant(day: NaiveDate) -> Moment {
    let midnight = practice_cycle::calendar::end_of(day).unwrap();
    Moment::new(midnight.to_utc() - TimeDelta::nanoseconds(1)).unwrap()
}

fn after_days(at: Moment, days: u64) -> Moment {
    last_instant(local_date(at) + Days::new(days))
}

fn after_hours(at: Moment, hours: i64) -> Moment {
    Moment::new(at.to_utc() + TimeDelta::hours(hours)).unwrap()
}

fn after_working_days(at: Moment, days: u32) -> Moment {
    let england = EnglandAndWales::new();
    let (mut day, mut left) = (local_date(at), days);
    while left > 0 {
        day = day.succ_opt().unwrap();
        left -= u32::from(england.is_working_day(day).unwrap());
    }
    last_instant(day)
}

/// What a duty that waits for an answer has come to so far.
#[derive(Clone, Copy, PartialEq)]
enum Stands {
    Waits,
    Done(&'static str),
    Late { for_good: bool },
}

struct Waiting {
    about: String,
    opened: u32,
    due: Moment,
    stands: Stands,
}

impl Waiting {
    fn told(&self) -> Judged {
        let code = match self.stands {
            Stands::Waits => "open",
            Stands::Done(code) => code,
            Stands::Late { .. } => "missed",
        };
        (self.opened, code)
    }
}

fn expire(all: &mut [Waiting], now: Moment) {
    for one in all.iter_mut().filter(|one| one.stands == Stands::Waits && one.due < now) {
        one.stands = Stands::Late { for_good: false };
    }
}

fn close(all: &mut [Waiting], about: Option<&str>) {
    for one in all.iter_mut().filter(|one| about.is_none_or(|about| one.about == about)) {
        match one.stands {
            Stands::Waits => one.stands = Stands::Done("released"),
            Stands::Late { .. } => one.stands = Stands::Late { for_good: true },
            Stands::Done(_) => {}
        }
    }
}

fn kind(entry: &Value) -> &str {
    entry["type"].as_str().unwrap()
}

/// An answer that has to follow within a time: what is asked, what answers, what they are about, and by when.
fn answered_in_time(
    history: &History,
    (asks, answers, about): (&str, &[&str], &str),
    due: impl Fn(Moment) -> Moment,
) -> Vec<Judged> {
    let (happenings, end) = told(history);
    let mut all: Vec<Waiting> = Vec::new();
    // Answers of the day, and which of them have answered something already.
    let mut today: Vec<(String, u32, NaiveDate)> = Vec::new();
    let mut spent: BTreeSet<(String, u32)> = BTreeSet::new();
    for Happening { at, number, step } in &happenings {
        expire(&mut all, *at);
        let entry = match step {
            Step::Entry(entry) => entry,
            Step::Stage { contract, from, to } => {
                if about == "contract" && to.is_terminal() && !from.is_some_and(Stage::is_terminal) {
                    close(&mut all, Some(contract));
                }
                continue;
            }
        };
        let this = entry["data"][about].as_str().unwrap_or_default().to_owned();
        if answers.contains(&kind(entry)) {
            for one in all.iter_mut().filter(|one| one.about == this) {
                match one.stands {
                    Stands::Waits => one.stands = Stands::Done("met"),
                    Stands::Late { for_good: false } => one.stands = Stands::Done("met late"),
                    Stands::Late { for_good: true } | Stands::Done(_) => continue,
                }
                spent.insert((this.clone(), *number));
            }
            today.push((this.clone(), *number, local_date(*at)));
        }
        if kind(entry) == "cycle_closed" {
            close(&mut all, None);
        }
        if kind(entry) == asks {
            let fits = |(of, earlier, day): &&(String, u32, NaiveDate)| {
                *of == this && *day == local_date(*at) && !spent.contains(&(this.clone(), *earlier))
            };
            let earlier = today.iter().rev().find(fits).map(|(_, earlier, _)| *earlier);
            if let Some(earlier) = earlier {
                spent.insert((this.clone(), earlier));
            }
            let stands = if earlier.is_some() { Stands::Done("met") } else { Stands::Waits };
            all.push(Waiting { about: this, opened: *number, due: due(*at), stands });
        }
    }
    expire(&mut all, end);
    all.iter().map(Waiting::told).collect()
}

/// A contract is reviewed at least once a week while it is active.
fn reviewed_each_week(history: &History) -> Vec<Judged> {
    let (happenings, end) = told(history);
    let mut all: Vec<Waiting> = Vec::new();
    for Happening { at, number, step } in &happenings {
        expire(&mut all, *at);
        match step {
            Step::Entry(entry) if kind(entry) == "contract_reviewed" => {
                let this = entry["data"]["contract"].as_str().unwrap();
                let mut again = Vec::new();
                for one in all.iter_mut().filter(|one| one.about == this) {
                    match one.stands {
                        Stands::Waits => one.stands = Stands::Done("met"),
                        Stands::Late { for_good: false } => one.stands = Stands::Done("met late"),
                        Stands::Late { for_good: true } | Stands::Done(_) => continue,
                    }
                    again.push(Waiting {
                        about: this.to_owned(),
                        opened: one.opened,
                        due: after_days(*at, 7),
                        stands: Stands::Waits,
                    });
                }
                all.extend(again);
            }
            Step::Entry(entry) if kind(entry) == "cycle_closed" => close(&mut all, None),
            Step::Entry(_) => {}
            Step::Stage { contract, from, to } => {
                if *from == Some(Stage::Active) {
                    close(&mut all, Some(contract));
                }
                if *to == Stage::Active {
                    all.push(Waiting {
                        about: contract.clone(),
                        opened: *number,
                        due: after_days(*at, 7),
                        stands: Stands::Waits,
                    });
                }
            }
        }
    }
    expire(&mut all, end);
    all.iter().map(Waiting::told).collect()
}

/// No contract is reviewed twice within two days.
fn not_again_within_two_days(history: &History) -> Vec<Judged> {
    struct Ban {
        about: String,
        opened: u32,
        ends: Moment,
        stands: &'static str,
    }
    // A ban ends at the midnight after its last day, and has ended once the clock has passed that.
    let midnight = |last: Moment| Moment::new(last.to_utc() + TimeDelta::nanoseconds(1)).unwrap();
    let (happenings, end) = told(history);
    let mut all: Vec<Ban> = Vec::new();
    for Happening { at, number, step } in &happenings {
        for ban in all.iter_mut().filter(|ban| ban.stands == "holding" && midnight(ban.ends) < *at) {
            ban.stands = "kept";
        }
        match step {
            Step::Entry(entry) if kind(entry) == "contract_reviewed" => {
                let this = entry["data"]["contract"].as_str().unwrap().to_owned();
                for ban in all.iter_mut().filter(|ban| ban.about == this && ban.stands == "holding" && *at <= ban.ends) {
                    ban.stands = "broken";
                }
                all.push(Ban { about: this, opened: *number, ends: after_days(*at, 2), stands: "holding" });
            }
            Step::Entry(entry) if kind(entry) == "cycle_closed" => {
                all.iter_mut().filter(|ban| ban.stands == "holding").for_each(|ban| ban.stands = "kept");
            }
            Step::Entry(_) => {}
            Step::Stage { contract, from, to } => {
                if to.is_terminal() && !from.is_some_and(Stage::is_terminal) {
                    let here = all.iter_mut().filter(|ban| ban.about == *contract && ban.stands == "holding");
                    here.for_each(|ban| ban.stands = "kept");
                }
            }
        }
    }
    all.iter_mut().filter(|ban| ban.stands == "holding" && midnight(ban.ends) < end).for_each(|ban| ban.stands = "kept");
    all.iter().map(|ban| (ban.opened, ban.stands)).collect()
}

/// Work begins no longer than two weeks after terms were accepted.
fn begun_soon_after_acceptance(history: &History) -> Vec<Judged> {
    let (happenings, end) = told(history);
    let mut accepted: Vec<(String, Moment)> = Vec::new();
    let mut all: Vec<Waiting> = Vec::new();
    for Happening { at, number, step } in &happenings {
        expire(&mut all, *at);
        let entry = match step {
            Step::Entry(entry) => entry,
            Step::Stage { contract, from, to } => {
                if to.is_terminal() && !from.is_some_and(Stage::is_terminal) {
                    close(&mut all, Some(contract));
                }
                continue;
            }
        };
        let this = entry["data"]["contract"].as_str().unwrap_or_default().to_owned();
        match kind(entry) {
            "terms_accepted" => {
                for one in all.iter_mut().filter(|one| one.about == this) {
                    match one.stands {
                        Stands::Waits => one.stands = Stands::Done("met"),
                        Stands::Late { for_good: false } => one.stands = Stands::Done("met late"),
                        Stands::Late { for_good: true } | Stands::Done(_) => {}
                    }
                }
                accepted.push((this, *at));
            }
            "contract_begun" => {
                let recent =
                    |(of, then): &(String, Moment)| *of == this && local_date(*then) >= local_date(*at) - Days::new(14);
                let stands = if accepted.iter().any(recent) { Stands::Done("met") } else { Stands::Waits };
                all.push(Waiting { about: this, opened: *number, due: after_days(*at, 0), stands });
            }
            "cycle_closed" => close(&mut all, None),
            _ => {}
        }
    }
    expire(&mut all, end);
    all.iter().map(Waiting::told).collect()
}

/// The eight rules, as they are written for the engine.
fn pack() -> Pack {
    let rules: Vec<Value> = [
        json!({"per": ["contract"], "when": {"event": "terms_proposed"}, "expect": {"event": "terms_accepted"}, "within": "10 working days"}),
        json!({"per": ["contract"], "when": {"event": "reframe_offered"}, "expect": {"event": "reframe_answered"}, "within": "3 days"}),
        json!({"per": ["concern"], "when": {"event": "concern_raised"}, "expect": {"event": "concern_passed_on"}, "within": "same day"}),
        json!({"per": ["change"], "when": {"event": "change_noticed"}, "expect": {"event": "change_witnessed"}, "within": "48 hours"}),
        json!({"per": ["contract"], "when": {"event": "contract_invited"}, "expect": {"event": ANSWERS}, "within": "2 working days"}),
        json!({"per": ["contract"], "when": {"begins": {"stage": "active"}}, "expect": {"event": "contract_reviewed"}, "every": "1 week"}),
        json!({"per": ["contract"], "when": {"event": "contract_reviewed"}, "forbid": {"event": "contract_reviewed"}, "within": "2 days"}),
        json!({"per": ["contract"], "when": {"event": "contract_begun"}, "preceded_by": {"event": "terms_accepted"}, "within": "2 weeks"}),
    ]
    .into_iter()
    .enumerate()
    .map(|(place, mut rule)| {
        rule["id"] = json!(format!("S{}", place + 1));
        rule["title"] = json!("An invented rule");
        rule["source"] = json!({"work": "invented", "known": "local"});
        rule["severity"] = json!("error");
        rule
    })
    .collect();
    Pack::read(&json!({"pack": "second-opinion", "version": "1", "title": "Invented", "rules": rules}).to_string()).unwrap()
}

const ANSWERS: &[&str] =
    &["invitation_accepted", "reframe_offered", "terms_proposed", "contract_declined", "contract_withdrawn"];

fn by_hand(history: &History) -> [Vec<Judged>; 8] {
    [
        answered_in_time(history, ("terms_proposed", &["terms_accepted"], "contract"), |at| after_working_days(at, 10)),
        answered_in_time(history, ("reframe_offered", &["reframe_answered"], "contract"), |at| after_days(at, 3)),
        answered_in_time(history, ("concern_raised", &["concern_passed_on"], "concern"), |at| after_days(at, 0)),
        answered_in_time(history, ("change_noticed", &["change_witnessed"], "change"), |at| after_hours(at, 48)),
        answered_in_time(history, ("contract_invited", ANSWERS, "contract"), |at| after_working_days(at, 2)),
        reviewed_each_week(history),
        not_again_within_two_days(history),
        begun_soon_after_acceptance(history),
    ]
}

#[test]
fn the_engine_and_the_automata_agree_in_every_case() {
    let histories: usize = std::env::var("HISTORIES").map_or(6000, |number| number.parse().unwrap());
    let policy = Policy::new(&pack(), &EnglandAndWales::new()).unwrap();
    let mut checker = policy.checker();
    let mut runner = TestRunner::deterministic();
    let drawn = strategy::history(20..70);
    let mut seen: BTreeSet<(usize, &'static str)> = BTreeSet::new();
    for place in 0..histories {
        let history = drawn.new_tree(&mut runner).unwrap().current();
        let report = checker.check(&history, Moment::LATEST);
        for (rule, (report, mut expected)) in report.rules.iter().zip(by_hand(&history)).enumerate() {
            let mut found: Vec<Judged> = report
                .duties
                .iter()
                .map(|duty| {
                    let late = matches!(duty.outcome, Outcome::Missed { remedied: Some(_), .. });
                    (duty.opened_by.entry.get(), if late { "met late" } else { duty.outcome.code() })
                })
                .collect();
            found.sort_unstable();
            expected.sort_unstable();
            seen.extend(expected.iter().map(|&(_, code)| (rule, code)));
            assert_eq!(found, expected, "rule S{} of history {place}: {history:#?}", rule + 1);
        }
    }
    println!("{histories} histories, {} kinds of outcome by rule", seen.len());
    for (rule, code) in [
        (0, "met"),
        (0, "missed"),
        (2, "met"),
        (3, "met late"),
        (4, "missed"),
        (5, "met"),
        (5, "missed"),
        (6, "broken"),
        (6, "kept"),
        (7, "met"),
    ] {
        assert!(histories < 6000 || seen.contains(&(rule, code)), "rule S{} never came to {code}", rule + 1);
    }
}
