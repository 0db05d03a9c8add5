//! Faults of stores and of clocks: a history of some forty entries cut at every byte, with bits flipped at every byte; days and years
//! at the edges; ten thousand people and a thousand open contracts.
//!
//! `EVERY_BIT=1` flips all eight bits of each byte, and not one of them.
#![expect(
    clippy::panic,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::wildcard_enum_match_arm,
    reason = "in the helpers of tests, where a slip is a failed test"
)]

use std::collections::BTreeMap;

use practice_cycle::contracting::{Duration, Stage};
use practice_cycle::cycle::{Act, Entry, Kind};
use practice_cycle::history::{History, Problem};
use practice_cycle::id::{ContractId, PersonId};
use practice_cycle::moment::Moment;
use practice_cycle::overview::Overview;
use practice_cycle::people::Role;
use practice_cycle::policy::{Pack, Policy};
use practice_cycle::reading::Readings;
use practice_cycle::stored;

const EXAMPLE: &str = include_str!("../examples/data/compliance_threatened.jsonl");

/// What became of a fault, where it was not found at the line at which it is.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Came {
    /// The line itself is refused.
    Refused,
    /// A line that rests on it is refused.
    RefusedLater,
    /// It loads, with a warning.
    Warned,
    /// It loads, and says the same.
    Harmless,
    /// It loads and says something else, which nothing but a chain can tell.
    Changed,
}

/// Takes the history up to a line, then the line as it was changed, then the rest.
fn faulty(before: &History, changed: &[u8], line: &str, rest: &[&str]) -> Came {
    // What is no text is refused by whoever fetches lines, as tests of hostile input show.
    let Ok(changed) = std::str::from_utf8(changed) else {
        let mut bytes = Vec::new();
        before.write(&mut bytes).unwrap();
        let sound = bytes.iter().filter(|&&byte| byte == b'\n').count();
        bytes.extend_from_slice(changed);
        let error = History::read(bytes.as_slice()).unwrap_err();
        assert!(matches!(error.problem(), Problem::NotUtf8 { .. }), "{error}");
        assert_eq!(error.line(), sound + 1);
        return Came::Refused;
    };
    let mut history = before.clone();
    let before = history.entries().len();
    if history.append_line(changed).is_err() {
        assert_eq!(history.entries().len(), before, "a line that is refused changes nothing");
        return Came::Refused;
    }
    if rest.iter().any(|line| history.append_line(line).is_err()) || history.unexplained_tombstone().is_some() {
        return Came::RefusedLater;
    }
    if stored::parse::<Entry>(changed) == stored::parse::<Entry>(line) {
        Came::Harmless
    } else if history.warnings().is_empty() {
        Came::Changed
    } else {
        Came::Warned
    }
}

/// The history before each line, the line, and the lines after it.
fn places() -> impl Iterator<Item = (History, &'static str, Vec<&'static str>)> {
    let lines: Vec<&str> = EXAMPLE.lines().collect();
    let mut growing = History::default();
    (0..lines.len()).map(move |place| {
        let before = growing.clone();
        growing.append_line(lines[place]).unwrap();
        (before, lines[place], lines[place + 1..].to_vec())
    })
}

/// A chain over the example: the records that seal its lines.
#[cfg(feature = "chain")]
fn sealed() -> Vec<practice_cycle::chain::Record> {
    let mut chain = practice_cycle::chain::Chain::default();
    let salt = |place: usize| practice_cycle::chain::Salt::new([place as u8; 32]);
    EXAMPLE.lines().enumerate().map(|(place, line)| chain.seal(line, salt(place))).collect()
}

/// Asserts that a chain names a line that was changed, counted from 1.
#[cfg(feature = "chain")]
#[track_caller]
fn named_by_the_chain(records: &[practice_cycle::chain::Record], line: usize, changed: &[u8]) {
    use practice_cycle::chain;
    let mut lines: Vec<&[u8]> = EXAMPLE.lines().map(str::as_bytes).collect();
    lines[line - 1] = changed;
    let broken = chain::check(lines, records, None).unwrap_err();
    assert_eq!((broken.number().get() as usize, broken.problem()), (line, chain::Problem::LineChanged));
}

#[test]
fn a_bit_that_flips_anywhere_is_refused_or_warned_of_or_named_by_a_chain() {
    assert!((35..60).contains(&EXAMPLE.lines().count()));
    assert!(History::read(EXAMPLE.as_bytes()).unwrap().warnings().is_empty());
    let every_bit = std::env::var_os("EVERY_BIT").is_some();
    #[cfg(feature = "chain")]
    let records = sealed();
    let mut came: BTreeMap<Came, usize> = BTreeMap::new();
    for (place, (before, line, rest)) in places().enumerate() {
        for byte in 0..line.len() {
            for bit in (0..8).filter(|bit| every_bit || *bit == byte % 8) {
                let mut changed = line.as_bytes().to_vec();
                changed[byte] ^= 1 << bit;
                let outcome = faulty(&before, &changed, line, &rest);
                #[cfg(feature = "chain")]
                if outcome == Came::Changed {
                    named_by_the_chain(&records, place + 1, &changed);
                }
                *came.entry(outcome).or_default() += 1;
            }
        }
        // A line end that is none any more joins two lines.
        if let Some(next) = rest.first() {
            for bit in 0..8 {
                let joined = [line.as_bytes(), &[b'\n' ^ 1 << bit], next.as_bytes()].concat();
                assert_eq!(faulty(&before, &joined, line, &rest[1..]), Came::Refused, "line {}", place + 1);
            }
        }
    }
    println!("{came:?}");
    assert!(came[&Came::Refused] > came.values().sum::<usize>() / 2, "{came:?}");
    assert!(came[&Came::RefusedLater] > 0 && came[&Came::Changed] > 0, "{came:?}");
}

#[test]
fn a_cut_anywhere_is_refused_at_its_line_or_lies_between_two() {
    for (place, (before, line, _)) in places().enumerate() {
        let mut history = before.clone();
        for end in 1..line.len() {
            assert!(history.append_line(&line[..end]).is_err(), "line {} up to {end}", place + 1);
        }
        assert_eq!(history.entries(), before.entries());
        // With or without its end, a whole line is an entry.
        let upto: usize = EXAMPLE.lines().take(place + 1).map(|line| line.len() + 1).sum();
        for end in [upto - 1, upto] {
            assert_eq!(History::read(&EXAMPLE.as_bytes()[..end]).unwrap().entries().len(), place + 1);
        }
        let cut = &EXAMPLE.as_bytes()[..upto - 1 - line.len() / 2];
        assert_eq!(History::read(cut).unwrap_err().line(), place + 1);
    }
}

/// Where a history is cut between two lines, it loads, and whoever keeps the head of a chain elsewhere finds what is missing.
#[cfg(feature = "chain")]
#[test]
fn a_cut_between_two_lines_is_named_by_the_head_of_a_chain() {
    use practice_cycle::chain;
    let records = sealed();
    let head = records.last().unwrap().head();
    let lines: Vec<&str> = EXAMPLE.lines().collect();
    for kept in 0..lines.len() {
        let broken = chain::check(&lines[..kept], &records, Some(head)).unwrap_err();
        assert_eq!((broken.number().get() as usize, broken.problem()), (kept + 1, chain::Problem::LineMissing));
        let broken = chain::check(&lines[..kept], &records[..kept], Some(head)).unwrap_err();
        assert_eq!(broken.number().get() as usize, kept + 1, "{:?}", broken.problem());
    }
}

// Years and days at the edges.

/// Whether a text is a day or an instant.
fn is_time(words: &str) -> bool {
    words.parse::<chrono::NaiveDate>().is_ok() || words.parse::<Moment>().is_ok()
}

/// A document with every day and instant in another year, and how many there were.
fn in_year(value: &mut serde_json::Value, year: &str) -> usize {
    match value {
        serde_json::Value::String(words) if is_time(words) => {
            words.replace_range(..4, year);
            1
        }
        serde_json::Value::Array(all) => all.iter_mut().map(|value| in_year(value, year)).sum(),
        serde_json::Value::Object(fields) => fields.values_mut().map(|value| in_year(value, year)).sum(),
        _ => 0,
    }
}

#[test]
fn no_day_of_any_year_makes_anything_panic() {
    let (mut history, mut days) = (opened(), 0);
    let england = practice_cycle::calendar::EnglandAndWales::new();
    let policy = Policy::new(Pack::shipped("england-statutory").unwrap(), &england).unwrap();
    for year in ["0000", "0001", "1582", "1899", "1900", "2198", "2199", "2200", "9999", "+262142", "-0001"] {
        for kind in Kind::all() {
            let mut data: serde_json::Value = serde_json::from_str(kind.stored_example()).unwrap();
            days += in_year(&mut data, year);
            let line = format!(
                r#"{{"type":"{}","occurred_at":"2026-03-02T09:00:00Z","recorded_at":"2026-03-02T09:00:00Z","by":"p-2","data":{data}}}"#,
                kind.code(),
            );
            if let Ok(act) = stored::parse::<Act>(&line) {
                let _ = history.record(act);
            }
        }
        for at in ["occurred_at", "recorded_at"] {
            let entered = r#"{"type":"person_entered","occurred_at":"2026-03-02T09:00:00Z","recorded_at":"2026-03-02T09:00:00Z","by":"p-1","data":{"person":"p-9","role":"parent"}}"#;
            let line = entered.replace(&format!(r#""{at}":"2026"#), &format!(r#""{at}":"{year}"#));
            let reads = stored::parse::<Act>(&line).is_ok();
            assert_eq!(reads, ["1900", "2198", "2199"].contains(&year), "{line}");
        }
    }
    assert!(days > 100, "{days} days");
    assert!(history.entries().len() > 10, "{} entries", history.entries().len());
    let mut bytes = Vec::new();
    history.write(&mut bytes).unwrap();
    assert_eq!(History::read(bytes.as_slice()).unwrap().entries(), history.entries());
    for as_of in [Moment::EARLIEST, "2026-03-02T09:00:00Z".parse().unwrap(), Moment::LATEST] {
        let view = history.view(as_of, Moment::LATEST);
        assert_eq!(Readings::of(&view).iter().filter(|reading| reading.to_string().is_empty()).count(), 0);
        let _ = serde_json::to_string(&Overview::of(&view)).unwrap();
        let report = policy.check(&history, as_of, Moment::LATEST);
        assert_eq!(report, policy.check(&history, as_of, Moment::LATEST));
    }
}

#[test]
fn a_plan_ends_with_its_day_on_which_the_clocks_change() {
    for (day, last, next) in [
        ("2026-03-28", "2026-03-28T23:59:59.999999999Z", "2026-03-29T00:00:00Z"),
        ("2026-03-29", "2026-03-29T22:59:59.999999999Z", "2026-03-29T23:00:00Z"),
        ("2026-10-24", "2026-10-24T22:59:59.999999999Z", "2026-10-24T23:00:00Z"),
        ("2026-10-25", "2026-10-25T23:59:59.999999999Z", "2026-10-26T00:00:00Z"),
    ] {
        assert_eq!(Duration::Single(day.parse().unwrap()).lapses().unwrap().unwrap().to_string(), last);
        let mut history = opened();
        for (by, code, data) in under_way("c-1", &format!(r#"{{"until":{{"ends":"{day}"}}}}"#)) {
            record(&mut history, by, code, &data);
        }
        let contract = history.cycle().contract(&ContractId::new("c-1").unwrap()).unwrap();
        let at = |at: &str| contract.latest_stage(at.parse().unwrap());
        assert_eq!((at(last), at(next)), (Stage::Active, Stage::Lapsed), "{day}");
    }
}

// Many.

fn record(history: &mut History, by: &str, code: &str, data: &str) {
    let line = format!(
        r#"{{"type":"{code}","occurred_at":"2026-03-02T09:00:00Z","recorded_at":"2026-03-02T09:00:00Z","by":"{by}","data":{data}}}"#
    );
    let act: Act = stored::parse(&line).unwrap_or_else(|error| panic!("{line}: {error}"));
    history.record(act).unwrap_or_else(|refusal| panic!("{line}: {refusal}"));
}

/// A cycle with a clinician, p-1, and a social worker, p-2.
fn opened() -> History {
    let mut history = History::default();
    record(&mut history, "p-1", "cycle_opened", r#"{"cycle":"cy-1","format":1,"clinician":"p-1","team":"t-1"}"#);
    record(&mut history, "p-1", "person_entered", r#"{"person":"p-2","role":"social_worker"}"#);
    history
}

/// The steps by which a contract comes to be active.
fn under_way(contract: &str, duration: &str) -> Vec<(&'static str, &'static str, String)> {
    let roles =
        r#"{"notes":"shared","statutory_process":"shared","context":"shared","asking":"shared","reflecting":"shared"}"#;
    let terms = format!(
        r#"{{"contract":"{contract}","terms":{{"focus":{{"code":"case_dilemma"}},"goal":"Invented.","lead":"shared","roles":{roles},"safeguarding":"none_known","duration":{duration}}}}}"#
    );
    let accepted = format!(r#"{{"contract":"{contract}","version":1}}"#);
    vec![
        ("p-2", "contract_invited", format!(r#"{{"contract":"{contract}","space":"team_meeting"}}"#)),
        ("p-1", "terms_proposed", terms),
        ("p-1", "terms_accepted", accepted.clone()),
        ("p-2", "terms_accepted", accepted),
        ("p-2", "contract_begun", format!(r#"{{"contract":"{contract}"}}"#)),
    ]
}

#[test]
fn ten_thousand_people_and_a_thousand_open_contracts_are_a_history_like_any_other() {
    const PEOPLE: usize = 10_000;
    const CONTRACTS: usize = 1_000;
    let mut history = opened();
    let roles = ["social_worker", "parent", "school"];
    for place in 3..=PEOPLE {
        let data = format!(r#"{{"person":"p-{place}","role":"{}"}}"#, roles[place % roles.len()]);
        record(&mut history, "p-1", "person_entered", &data);
    }
    for place in 1..=CONTRACTS {
        for (by, code, data) in under_way(&format!("c-{place}"), r#"{"review_by":"2026-06-30"}"#) {
            record(&mut history, by, code, &data);
        }
    }
    // The last of them acts, and is refused, as the first is.
    let last = PersonId::new(&format!("p-{}", PEOPLE - PEOPLE % 3)).unwrap();
    assert_eq!(history.cycle().role_at(&last, Moment::LATEST), Some(Role::SocialWorker));
    record(&mut history, last.as_str(), "contract_suspended", r#"{"contract":"c-1000","reason":{"code":"no_capacity"}}"#);
    let revoked = r#"{"type":"contract_begun","occurred_at":"2026-03-02T09:00:00Z","recorded_at":"2026-03-02T09:00:00Z","by":"p-9999","data":{"contract":"c-1000"}}"#;
    assert!(history.judge(&stored::parse(revoked).unwrap()).is_err());

    let mut bytes = Vec::new();
    history.write(&mut bytes).unwrap();
    let loaded = History::read(bytes.as_slice()).unwrap();
    assert_eq!(loaded.entries(), history.entries());
    let at = "2026-03-02T09:00:00Z".parse().unwrap();
    for history in [&history, &loaded] {
        assert_eq!(history.cycle().people(at).count(), PEOPLE);
        let stages = history.contracts().map(|(_, contract)| contract.latest_stage(at));
        let active = stages.filter(|stage| *stage == Stage::Active).count();
        assert_eq!((history.contracts().count(), active), (CONTRACTS, CONTRACTS - 1));
    }

    // The first to enter left no trace but in what rests on it; a correction of the last is small.
    let number = history.entries().last().unwrap().number();
    record(&mut history, "p-1", "entered_in_error", &format!(r#"{{"entries":[{number}],"reason":"Invented."}}"#));
    let contract = history.cycle().contract(&ContractId::new("c-1000").unwrap()).unwrap();
    assert_eq!(contract.latest_stage(at), Stage::Active);

    let view = history.view(Moment::LATEST, Moment::LATEST);
    assert_eq!(Overview::of(&view).contracts.len(), CONTRACTS);
    let england = practice_cycle::calendar::EnglandAndWales::new();
    let policy = Policy::new(Pack::shipped("article").unwrap(), &england).unwrap();
    let report = policy.check(&history, Moment::LATEST, Moment::LATEST);
    assert!(report.rules.iter().any(|rule| rule.duties.len() >= CONTRACTS));
}
