//! Laws of the policy: the engine says what the slow reference says, whoever asks, however often, and in whatever order entries
//! come to be known.
#![cfg(feature = "proptest")]
#![cfg_attr(
    feature = "proptest",
    expect(
        clippy::panic,
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::indexing_slicing,
        clippy::wildcard_enum_match_arm,
        reason = "in tests, a slip is a failed test"
    )
)]

#[path = "policy_laws/counted.rs"]
mod counted;
#[path = "policy_laws/kept.rs"]
mod kept;
#[path = "policy_laws/lapses.rs"]
mod lapses;
#[path = "policy_laws/merged.rs"]
mod merged;
#[path = "policy_laws/news.rs"]
mod news;
#[path = "policy_laws/overdue.rs"]
mod overdue;
mod policy_reference;
#[path = "policy_laws/redacted.rs"]
mod redacted;
#[path = "policy_laws/renewed.rs"]
mod renewed;

use std::collections::BTreeMap;

use policy_reference::{Outcome, Ruled, Unused, after, before};
use practice_cycle::calendar::{EnglandAndWales, local_date};
use practice_cycle::code::Code;
use practice_cycle::cycle::Event;
use practice_cycle::history::History;
use practice_cycle::moment::Moment;
use practice_cycle::policy::{self, Missing, Packs, Policy, Report, Tally, Verdict};
use practice_cycle::strategy;
use proptest::collection::vec;
use proptest::prelude::*;
use serde_json::{Value, json};

/// A report in the words of the reference.
fn told(report: &Report) -> Vec<Ruled> {
    let witness = |witness: policy::EntryRef| policy_reference::EntryRef {
        history: witness.history as usize,
        number: witness.entry.get(),
        at: witness.at,
    };
    let missing = |missing: &Missing| match missing {
        Missing::Field(_) => "field",
        Missing::Calendar => "calendar",
        Missing::BeforeCalendar => "before_calendar",
        Missing::Feed => "feed",
        Missing::Reading(_) => "reading",
        Missing::EarlierCycle => "earlier_cycle",
        Missing::Answer(_) => "answer",
        Missing::Parameter => "parameter",
        _ => panic!("another reason"),
    };
    let outcome = |outcome: &policy::Outcome| match outcome {
        policy::Outcome::Open { due_by } => Outcome::Open(*due_by),
        policy::Outcome::Holding { until } => Outcome::Holding(*until),
        policy::Outcome::Met { by } => Outcome::Met(witness(*by)),
        policy::Outcome::Kept { at } => Outcome::Kept(*at),
        policy::Outcome::Released { at, by } => Outcome::Released(*at, by.map(witness)),
        policy::Outcome::Missed { at, by, remedied } => {
            Outcome::Missed { at: *at, by: by.map(witness), remedied: remedied.map(witness) }
        }
        policy::Outcome::Broken { by } => Outcome::Broken(witness(*by)),
        policy::Outcome::Unknown { missing: why } => Outcome::Unknown(missing(why)),
        _ => panic!("another outcome"),
    };
    let rules = report.rules.iter().map(|rule| {
        let duties = rule.duties.iter().map(|duty| policy_reference::Judged {
            opened: witness(duty.opened_by),
            since: duty.since,
            about: duty.about.iter().map(|(name, id)| (name.to_string(), id.to_string())).collect(),
            outcome: outcome(&duty.outcome),
            excused: duty.excused.is_some(),
        });
        let at = match &rule.verdict {
            Verdict::Violated { at, .. } => Some(*at),
            Verdict::Pending { due_by, .. } => *due_by,
            Verdict::Satisfied | Verdict::HoldsSoFar | Verdict::Undetermined { .. } => None,
        };
        let (id, verdict) = (rule.rule.to_string(), rule.verdict.code());
        Ruled { id, verdict, at, activated: rule.activated, duties: duties.collect() }
    });
    sorted(rules.collect())
}

/// Duties in an order that does not hang on how they were found.
fn sorted(mut rules: Vec<Ruled>) -> Vec<Ruled> {
    for rule in &mut rules {
        rule.duties.sort_by(|one, other| {
            let key = |duty: &policy_reference::Judged| (duty.opened, duty.since, duty.about.clone());
            key(one).cmp(&key(other))
        });
    }
    rules
}

fn policy(pack: &Value) -> Option<Policy> {
    let mut packs = Packs::default();
    let name = packs.add(&pack.to_string()).ok()?;
    Some(Policy::new(packs.pack(&name)?, &EnglandAndWales::new()).unwrap())
}

fn pack(rules: &[Value]) -> Value {
    json!({"pack": "invented", "version": "1", "title": "Invented rules", "rules": rules})
}

#[track_caller]
fn agree(pack: &Value, policy: &Policy, histories: &[&History], as_of: Moment, known_at: Moment) -> Vec<Ruled> {
    // The policy's own calendar answers as the one that it was made of.
    let (expected, unused) = policy_reference::check(pack, histories, policy.calendar(), as_of, known_at);
    let (expected, report) = (sorted(expected), policy.check_all(histories, as_of, known_at));
    let found = told(&report);
    assert_eq!(waivers(&report), unused, "of {pack}\nas of {as_of}, known at {known_at}");
    for (expected, found) in expected.iter().zip(&found) {
        if expected != found {
            let rule = pack["rules"].as_array().unwrap().iter().find(|rule| rule["id"] == *expected.id).unwrap();
            let mut stored = Vec::new();
            for history in histories {
                history.write(&mut stored).unwrap();
            }
            let differ = expected.duties.iter().filter(|duty| !found.duties.contains(duty)).count();
            let only = |these: &Ruled, those: &Ruled| {
                let only: Vec<_> = these.duties.iter().filter(|duty| !those.duties.contains(duty)).collect();
                format!("{only:#?}")
            };
            panic!(
                "{}\nas of {as_of}, known at {known_at}\nrule {rule}\n{differ} duties differ\nreference: {} {:?} {}\n{}\nengine: {} {:?} {}\n{}",
                String::from_utf8(stored).unwrap(),
                expected.verdict,
                expected.at,
                expected.activated,
                only(expected, found),
                found.verdict,
                found.at,
                found.activated,
                only(found, expected),
            );
        }
    }
    expected
}

/// Rules that cover each construct, written out.
fn every_construct() -> Vec<Value> {
    let rules: Vec<Value> = serde_json::from_str(include_str!("policy_reference/every_construct.json")).unwrap();
    let whole = |(place, mut rule): (usize, Value)| {
        rule["title"] = json!("An invented rule");
        rule["source"] = json!({"work": "invented", "known": "local"});
        rule["severity"] = json!(if place % 4 == 3 { "error" } else { "query" });
        rule
    };
    rules.into_iter().enumerate().map(whole).collect()
}

/// A history as stored, with something changed in it.
fn changed(history: &History, change: impl Fn(&mut Value)) -> History {
    let mut stored = Vec::new();
    history.write(&mut stored).unwrap();
    let lines = stored.split(|&byte| byte == b'\n').filter(|line| !line.is_empty());
    let lines = lines.map(|line| {
        let mut entry: Value = serde_json::from_slice(line).unwrap();
        change(&mut entry);
        entry.to_string() + "\n"
    });
    History::read(lines.collect::<String>().as_bytes()).unwrap()
}

/// The same history as that of another attachment, which follows one that is not looked at.
fn another(history: &History) -> History {
    changed(history, |entry| {
        if entry["type"] == "cycle_opened" {
            entry["data"]["cycle"] = json!("cy-2");
            entry["data"]["earlier"] = json!("cy-0");
        } else if entry["type"] == "cycle_closed" || entry["type"] == "opening_corrected" {
            entry["data"]["cycle"] = json!("cy-2");
        }
    })
}

/// Another reference for each: what it begins with stays.
fn renamed(id: &str) -> String {
    let is_one = |prefix: &str, number: &str| {
        prefix.chars().all(|letter| letter.is_ascii_lowercase()) && number.chars().all(|digit| digit.is_ascii_digit())
    };
    match id.split_once('-') {
        Some((prefix, number)) if is_one(prefix, number) => {
            format!("{prefix}.renamed.{}", 97 - number.parse::<u8>().unwrap())
        }
        _ => id.to_owned(),
    }
}

fn rename(value: &mut Value) {
    match value {
        Value::String(id) => *id = renamed(id),
        Value::Array(all) => all.iter_mut().for_each(rename),
        Value::Object(fields) => fields.values_mut().for_each(rename),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// Instants that matter to duties, and the instants just before and after them.
fn times(ruled: &[Ruled]) -> Vec<Moment> {
    let duties = ruled.iter().flat_map(|rule| &rule.duties);
    let at = duties.filter_map(|duty| match &duty.outcome {
        Outcome::Open(due) | Outcome::Holding(due) => *due,
        Outcome::Missed { at, .. } | Outcome::Kept(at) => Some(*at),
        Outcome::Met(by) => Some(by.at),
        Outcome::Released(at, _) => Some(*at),
        Outcome::Broken(_) | Outcome::Unknown(_) => None,
    });
    at.flat_map(|at| [before(at), at, after(at)]).collect()
}

fn prefix(history: &History, length: usize) -> History {
    let mut prefix = History::default();
    for entry in &history.entries()[..length] {
        prefix.append(entry.clone()).unwrap();
    }
    prefix
}

/// What a monitor lists of what a check tells: duties that are open, or were broken, or cannot be told.
fn listed(mut rules: Vec<Ruled>) -> Vec<Ruled> {
    for rule in &mut rules {
        rule.duties.retain(|duty| !matches!(duty.outcome, Outcome::Met(_) | Outcome::Kept(_) | Outcome::Released(..)));
    }
    rules
}

/// The waivers that excuse nothing.
fn waivers(report: &Report) -> Vec<Unused> {
    let unused = report.unused_waivers.iter();
    unused.map(|waiver| (waiver.at.history as usize, waiver.at.entry.get(), waiver.why.code())).collect()
}

fn tallies(report: &Report) -> Vec<Tally> {
    report.rules.iter().map(|rule| rule.tally).collect()
}

/// Few cases, so that all tests together stay quick; `PROPTEST_CASES` asks for more.
fn few(cases: u32) -> ProptestConfig {
    let cases = if std::env::var_os("PROPTEST_CASES").is_some() { ProptestConfig::default().cases } else { cases };
    ProptestConfig { cases, failure_persistence: None, ..ProptestConfig::default() }
}

/// What was drawn, shown by no more than its name: what matters of it stands in the failure.
struct Drawn<T>(T);

impl<T> std::fmt::Debug for Drawn<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("as told above")
    }
}

/// Rules that load together, over every construct.
fn rules() -> impl Strategy<Value = Drawn<Vec<Value>>> {
    strategy::written_pack(1..=6).prop_map(|written| {
        let mut pack: Value = serde_json::from_str(&written).unwrap();
        Drawn(std::mem::take(pack["rules"].as_array_mut().unwrap()))
    })
}

fn history(steps: std::ops::Range<usize>) -> impl Strategy<Value = Drawn<History>> {
    // The reference evaluator replays what is stored, so nothing may be told otherwise.
    let as_stored =
        |history: &History| history.entries().iter().all(|entry| history.corrected(entry.number()) == Some(entry));
    let histories = strategy::history(steps).prop_filter("told otherwise than it is stored", as_stored);
    histories.prop_map(|history| Drawn(waiving(&history)))
}

/// What people and contracts did of a history, so that renewals and lapses stand close together.
fn contracts_alone(history: &History) -> History {
    let mut alone = History::default();
    for entry in history.entries() {
        if matches!(entry.event(), Event::Attachment(_) | Event::Contracting(_)) {
            // What rests on something left out is left out, too.
            let _ = alone.record(entry.act().clone());
        }
    }
    alone
}

/// The same history with waivers of rules that there are, in place of occasions of joining.
fn waiving(history: &History) -> History {
    changed(history, |entry| {
        let number = entry["number"].as_u64().unwrap();
        if entry["type"] == "occasion_of_joining" {
            entry["type"] = json!("duty_waived");
            entry["data"] = json!({"waiver": format!("wa-{}", 20 + number), "reason": "An invented reason."});
        }
        if entry["type"] == "duty_waived" {
            let rules = [
                "X0", "X1", "X2-old", "X3-older", "F01", "F02", "F03-old", "F04", "F06", "F07", "F15", "F16", "F18", "F02",
                "X9",
            ];
            entry["data"]["rule"] = json!(rules[number as usize % rules.len()]);
            let day = local_date(entry["occurred_at"].as_str().unwrap().parse().unwrap());
            if number % 3 == 0 && entry["data"]["until"].is_null() {
                entry["data"]["until"] = json!(day + chrono::Days::new(number % 40));
            }
        }
    })
}

proptest! {
    #![proptest_config(few(5))]

    #[test]
    fn the_engine_says_what_the_reference_says(Drawn(history) in history(20..90), Drawn(rules) in rules(), pick in any::<usize>()) {
        let history = if pick % 4 == 0 { another(&history) } else { history };
        let pack = pack(&rules);
        let policy = policy(&pack).unwrap();
        let told = agree(&pack, &policy, &[&history], Moment::LATEST, Moment::LATEST);
        let times = times(&told);
        let entries = history.entries();
        for nth in 0..3 {
            // At an instant that matters to a duty, or just beside it.
            if let Some(&as_of) = times.get((pick / 7 + nth * 11) % times.len().max(1)) {
                agree(&pack, &policy, &[&history], as_of, Moment::LATEST);
            }
            // As it was known when some entry was recorded; and as everything had happened by then.
            let act = entries[(pick / 3 + nth * 13) % entries.len()].act();
            agree(&pack, &policy, &[&history], Moment::LATEST, act.recorded_at);
            agree(&pack, &policy, &[&history], act.occurred_at, Moment::LATEST);
            agree(&pack, &policy, &[&history], act.occurred_at, act.recorded_at);
            // Of what was recorded before.
            let prefix = prefix(&history, (pick / 5 + nth * 17) % entries.len());
            agree(&pack, &policy, &[&prefix], Moment::LATEST, Moment::LATEST);
        }
    }

    #[test]
    fn it_does_so_for_contracts_alone(Drawn(history) in history(120..260), Drawn(rules) in rules(), pick in any::<usize>()) {
        let history = contracts_alone(&history);
        for rules in [rules.clone(), every_construct()] {
            let pack = pack(&rules);
            let policy = policy(&pack).unwrap();
            let told = agree(&pack, &policy, &[&history], Moment::LATEST, Moment::LATEST);
            let times = times(&told);
            for nth in 0..2 {
                if let Some(&as_of) = times.get((pick / 7 + nth * 11) % times.len().max(1)) {
                    agree(&pack, &policy, &[&history], as_of, Moment::LATEST);
                }
            }
            let act = history.entries()[pick % history.entries().len()].act();
            agree(&pack, &policy, &[&history], Moment::LATEST, act.recorded_at);
            agree(&pack, &policy, &[&history], act.occurred_at, act.recorded_at);
        }
    }

    #[test]
    fn it_does_so_for_each_construct(Drawn(history) in history(20..90), pick in any::<usize>()) {
        let history = if pick % 4 == 0 { another(&history) } else { history };
        let pack = pack(&every_construct());
        let policy = policy(&pack).unwrap();
        let told = agree(&pack, &policy, &[&history], Moment::LATEST, Moment::LATEST);
        let times = times(&told);
        for nth in 0..6 {
            if let Some(&as_of) = times.get((pick / 7 + nth * 11) % times.len().max(1)) {
                agree(&pack, &policy, &[&history], as_of, Moment::LATEST);
            }
        }
    }

    #[test]
    fn it_does_so_where_the_calendar_ends(Drawn(history) in history(20..90), Drawn(rules) in rules(), calendar in strategy::service_calendar(), pick in any::<usize>()) {
        for rules in [rules.clone(), every_construct()] {
            let pack = pack(&rules);
            let mut packs = Packs::default();
            packs.add(&pack.to_string()).unwrap();
            let Ok(policy) = Policy::new(packs.pack("invented").unwrap(), &calendar) else { continue };
            let told = agree(&pack, &policy, &[&history], Moment::LATEST, Moment::LATEST);
            let times = times(&told);
            if let Some(&as_of) = times.get(pick % times.len().max(1)) {
                agree(&pack, &policy, &[&history], as_of, Moment::LATEST);
            }
        }
    }

    #[test]
    fn it_does_so_for_several_histories_together(
        Drawn(one) in history(20..50),
        Drawn(other) in history(20..50),
        Drawn(rules) in rules(),
        pick in any::<usize>(),
    ) {
        let other = another(&other);
        for rules in [rules.clone(), every_construct()] {
            let pack = pack(&rules);
            let policy = policy(&pack).unwrap();
            let told = agree(&pack, &policy, &[&one, &other], Moment::LATEST, Moment::LATEST);
            let times = times(&told);
            if let Some(&as_of) = times.get(pick % times.len().max(1)) {
                agree(&pack, &policy, &[&one, &other], as_of, Moment::LATEST);
            }
            let act = one.entries()[pick % one.entries().len()].act();
            agree(&pack, &policy, &[&other, &one], act.occurred_at, act.recorded_at);
        }
    }

    #[test]
    fn a_monitor_comes_to_what_a_check_says_at_each_entry(
        Drawn(history) in history(20..90),
        Drawn(rules) in rules(),
        asks in vec(0_u8..4, 100),
    ) {
        for rules in [rules.clone(), every_construct()] {
            let pack = pack(&rules);
            let policy = policy(&pack).unwrap();
            // One is asked at every turn, one now and then, one moves its clock, too.
            let (mut often, mut seldom, mut clocked) = (policy.monitor(), policy.monitor(), policy.monitor());
            let mut growing = History::default();
            for (entry, ask) in history.entries().iter().zip(asks.iter().cycle()) {
                growing.append(entry.clone()).unwrap();
                let batch = policy.check(&growing, Moment::LATEST, Moment::LATEST);
                let whole = listed(told(&batch));
                let report = often.report(&growing, Moment::LATEST);
                prop_assert_eq!(&listed(told(&report)), &whole, "{}", &pack);
                prop_assert_eq!(tallies(&report), tallies(&batch));
                prop_assert_eq!(waivers(&report), waivers(&batch), "{}", &pack);
                let news = often.advance(&growing);
                prop_assert_eq!(seldom.advance(&growing), news, "to ask for a report is to change nothing");
                if *ask == 0 {
                    clocked.advance_to(&growing, after(entry.act().recorded_at));
                    let report = clocked.report(&growing, Moment::LATEST);
                    prop_assert_eq!(listed(told(&report)), listed(whole));
                    prop_assert_eq!(tallies(&report), tallies(&batch));
                }
            }
            let batch = policy.check(&history, Moment::LATEST, Moment::LATEST);
            let report = seldom.report(&history, Moment::LATEST);
            prop_assert_eq!(listed(told(&report)), listed(told(&batch)));
            prop_assert_eq!(waivers(&report), waivers(&batch));
        }
    }

    #[test]
    fn how_often_anybody_asks_changes_nothing(Drawn(history) in history(20..90), Drawn(rules) in rules()) {
        let policy = policy(&pack(&rules)).unwrap();
        let report = policy.check(&history, Moment::LATEST, Moment::LATEST);
        let mut checker = policy.checker();
        for entry in history.entries() {
            let _ = checker.check(&history, entry.act().occurred_at);
        }
        prop_assert_eq!(&checker.check(&history, Moment::LATEST), &report);
        prop_assert_eq!(&policy.check(&history, Moment::LATEST, Moment::LATEST), &report);
        prop_assert_eq!(policy.check_all(&[&history], Moment::LATEST, Moment::LATEST), report);
    }

    #[test]
    fn what_things_are_called_changes_nothing(Drawn(history) in history(20..90), Drawn(rules) in rules()) {
        let mut pack = pack(&[rules.clone(), every_construct()].concat());
        let report = policy(&pack).unwrap().check(&history, Moment::LATEST, Moment::LATEST);
        let mut expected = told(&report);
        for duty in expected.iter_mut().flat_map(|rule| &mut rule.duties) {
            duty.about.iter_mut().for_each(|(_, id)| *id = renamed(id));
        }
        let other = changed(&history, |entry| {
            rename(&mut entry["data"]);
            for name in ["by", "recorded_by"] {
                if let Some(person) = entry.get_mut(name) {
                    rename(person);
                }
            }
        });
        for rule in pack["rules"].as_array_mut().unwrap() {
            rename_people(rule);
        }
        let found = told(&policy(&pack).unwrap().check(&other, Moment::LATEST, Moment::LATEST));
        prop_assert_eq!(sorted(found), sorted(expected));
    }
}

/// References in tests of a rule; its own id stays.
fn rename_people(rule: &mut Value) {
    match rule {
        Value::String(id) if id.starts_with("p-") || id.starts_with("local-") => *id = renamed(id),
        Value::Array(all) => all.iter_mut().for_each(rename_people),
        Value::Object(fields) => fields.values_mut().for_each(rename_people),
        Value::String(_) | Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// The random histories are dense enough: duties come to everything that a duty can come to, for every reason.
#[test]
fn random_histories_bring_about_every_outcome() {
    use proptest::strategy::ValueTree;
    use proptest::test_runner::TestRunner;
    let mut runner = TestRunner::deterministic();
    let pack = pack(&every_construct());
    let policy = policy(&pack).unwrap();
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    let mut never: Vec<String> = Vec::new();
    for round in 0..144 {
        let Drawn(history) = history(80..100).new_tree(&mut runner).unwrap().current();
        let history = if round % 4 == 0 { another(&history) } else { history };
        let report = policy.check(&history, Moment::LATEST, Moment::LATEST);
        for waiver in &report.unused_waivers {
            *counts.entry(format!("unused: {}", waiver.why.code())).or_default() += 1;
        }
        let ruled = told(&report);
        never = ruled
            .iter()
            .filter(|rule| !rule.activated && (round == 0 || never.contains(&rule.id)))
            .map(|rule| rule.id.clone())
            .collect();
        for duty in ruled.into_iter().flat_map(|rule| rule.duties) {
            let why = if let Outcome::Unknown(why) = duty.outcome { format!(": {why}") } else { String::new() };
            *counts.entry(format!("{}{why}", duty.outcome.code())).or_default() += 1;
            *counts.entry("excused".to_owned()).or_default() += usize::from(duty.excused);
        }
    }
    println!("{counts:#?}");
    let wanted = ["open", "holding", "met", "kept", "released", "missed", "met late", "broken", "excused"];
    let reasons = ["field", "answer", "feed", "earlier_cycle", "parameter"].map(|why| format!("unknown: {why}"));
    let unused = ["no_such_rule", "is_an_error", "not_opened", "nothing_owed"].map(|why| format!("unused: {why}"));
    for outcome in wanted.into_iter().map(str::to_owned).chain(reasons).chain(unused) {
        assert!(counts.get(&outcome).is_some_and(|&count| count > 0), "no duty was {outcome}: {counts:#?}");
    }
    assert!(never.is_empty(), "never applied: {never:?}");
}
