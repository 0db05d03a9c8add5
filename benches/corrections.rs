//! What an entry costs as histories grow, where it was easy to make it cost more the longer they are.
//!
//! `cargo bench -p practice-cycle-benches --bench corrections` prints a table: nanoseconds for each entry, at three lengths, and how
//! much longer the longest takes than the shortest. For the rows of corrections it also prints how much longer they take than as
//! many entries without one. All of a row is measured in one run, the lengths in turns, and the best of several rounds is taken.

#![expect(clippy::unwrap_used, reason = "a benchmark stops where its own histories do not fit")]

use std::hint::black_box;
use std::time::Instant;

use practice_cycle::cycle::Act;
use practice_cycle::diagram;
use practice_cycle::history::History;

const LENGTHS: [usize; 3] = [1_000, 10_000, 100_000];
const ROUNDS: usize = 3;

/// The instant that is a number of minutes after the work began.
fn at(minute: usize) -> String {
    let (day, minute) = (minute / 1440, minute % 1440);
    let (month, day) = (day / 28, day % 28);
    let (year, month) = (2026 + month / 12, month % 12);
    format!("{year}-{:02}-{:02}T{:02}:{:02}:00Z", month + 1, day + 1, minute / 60, minute % 60)
}

/// An act as JSON, recorded as it occurs.
fn act(minute: usize, by: &str, code: &str, data: &str) -> Act {
    let at = at(minute);
    serde_json::from_str(&format!(
        r#"{{"type":"{code}","occurred_at":"{at}","recorded_at":"{at}","by":"{by}","data":{data}}}"#
    ))
    .unwrap()
}

/// A cycle with a contract under way, and the minute that comes next.
fn begun() -> (Vec<Act>, usize) {
    let terms = r#"{"focus":{"code":"engage_parent"},"goal":"G.","lead":"clinician","roles":{"notes":"social_worker","statutory_process":"social_worker","context":"shared","asking":"clinician","reflecting":"clinician","safeguarding":"social_worker"},"safeguarding":"none_known","duration":{"review_by":"2026-02-01"},"family_understanding":"U."}"#;
    let acts = vec![
        act(0, "clin", "cycle_opened", r#"{"cycle":"cy","format":1,"clinician":"clin","team":"t"}"#),
        act(1, "clin", "person_entered", r#"{"person":"wa","role":"social_worker"}"#),
        act(1, "clin", "person_entered", r#"{"person":"mgr","role":"manager"}"#),
        act(2, "wa", "contract_invited", r#"{"contract":"c-1","space":"joint_session"}"#),
        act(3, "wa", "terms_proposed", &format!(r#"{{"contract":"c-1","terms":{terms}}}"#)),
        act(4, "wa", "terms_accepted", r#"{"contract":"c-1","version":1}"#),
        act(5, "clin", "terms_accepted", r#"{"contract":"c-1","version":1}"#),
        act(6, "clin", "contract_begun", r#"{"contract":"c-1"}"#),
    ];
    (acts, 10)
}

fn corrected(minute: usize, entries: &[usize]) -> Act {
    act(minute, "mgr", "entered_in_error", &format!(r#"{{"entries":{entries:?},"reason":"A slip."}}"#))
}

/// The acts of a history, and of one as long without corrections, if that is to be compared.
type Acts = (Vec<Act>, Option<Vec<Act>>);

/// One kind of history, of a length.
struct Shape {
    name: &'static str,
    /// The acts of it, and of one as long without corrections, if that is to be compared.
    acts: fn(usize) -> Acts,
}

/// Steps of one contract, taken in pairs so that each leads back; every other pair is taken back, all at once or one by one.
fn steps(length: usize, correct: bool) -> Vec<Act> {
    let (mut acts, mut minute) = begun();
    let suspended = r#"{"contract":"c-1","reason":{"code":"no_capacity"}}"#;
    let mut pairs = Vec::new();
    let taken = if correct { length * 2 / 3 } else { length };
    while acts.len() < taken {
        pairs.push(acts.len() + 1);
        acts.push(act(minute, "wa", "contract_suspended", suspended));
        acts.push(act(minute + 1, "wa", "contract_resumed", r#"{"contract":"c-1"}"#));
        minute += 2;
    }
    for &first in pairs.iter().take(if correct { pairs.len() } else { 0 }) {
        acts.push(corrected(minute, &[first, first + 1]));
    }
    acts
}

/// Reviews and roles that flex within one contract, each taken back.
fn reviews(length: usize, correct: bool) -> Vec<Act> {
    let (mut acts, mut minute) = begun();
    let taken = if correct { length / 2 } else { length };
    let first = acts.len() + 1;
    while acts.len() < taken {
        acts.push(act(minute, "wa", "contract_reviewed", r#"{"contract":"c-1","with":["clin"]}"#));
        minute += 1;
    }
    let number = acts.len() + 1;
    for number in first..if correct { number } else { first } {
        acts.push(corrected(minute, &[number]));
    }
    acts
}

/// One person whose role changes all the time, and who acts in each; every change is taken back.
fn person(length: usize, correct: bool) -> Vec<Act> {
    let (mut acts, mut minute) = begun();
    let taken = if correct { length * 2 / 3 } else { length };
    let mut entered = Vec::new();
    let mut session = 0;
    while acts.len() < taken {
        let role = if session % 2 == 0 { "manager" } else { "social_worker" };
        entered.push(acts.len() + 1);
        acts.push(act(minute, "clin", "person_entered", &format!(r#"{{"person":"wa","role":"{role}"}}"#)));
        let held = format!(
            r#"{{"session":"s-{session}","cover":{{"contract":"c-1"}},"space":"joint_session","present":["wa","clin"]}}"#
        );
        acts.push(act(minute + 1, "wa", "session_held", &held));
        (minute, session) = (minute + 2, session + 1);
    }
    // Two at a time, so that no role is entered twice in a row.
    for pair in entered.chunks_exact(2).take(if correct { entered.len() } else { 0 }) {
        acts.push(corrected(minute, pair));
    }
    acts
}

/// Facts that look alike: one kind, one person, one instant, told apart by their words alone.
fn alike(length: usize) -> Vec<Act> {
    let (mut acts, minute) = begun();
    acts.push(act(minute, "wa", "change_noticed", r#"{"change":"ch","what":"belief","words":"W."}"#));
    for number in acts.len()..length {
        acts.push(act(minute, "wa", "change_documented", &format!(r#"{{"change":"ch","words":"W {number}."}}"#)));
    }
    acts
}

/// Records acts as they are offered; nanoseconds for each.
fn offered(acts: &[Act]) -> f64 {
    let acts = acts.to_vec();
    let length = acts.len();
    let start = Instant::now();
    let mut history = History::default();
    for act in acts {
        black_box(history.record(act).unwrap());
    }
    start.elapsed().as_nanos() as f64 / length as f64
}

fn history(acts: &[Act]) -> History {
    let mut history = History::default();
    acts.iter().for_each(|act| _ = history.record(act.clone()).unwrap());
    history
}

fn lines(history: &History) -> Vec<u8> {
    let mut lines = Vec::new();
    history.write(&mut lines).unwrap();
    lines
}

/// Loads the lines of acts; nanoseconds for each.
fn loaded(lines: &[u8], length: usize) -> f64 {
    let start = Instant::now();
    black_box(History::read(lines).unwrap());
    start.elapsed().as_nanos() as f64 / length as f64
}

fn best(mut measure: impl FnMut() -> f64) -> f64 {
    (0..ROUNDS).map(|_| measure()).fold(f64::INFINITY, f64::min)
}

fn row(name: &str, costs: [f64; 3], beside: Option<f64>) {
    let growth = costs[2] / costs[0];
    let beside = beside.map_or(String::new(), |beside| format!("{:>9.2}", costs[2] / beside));
    println!("{name:<44}{:>9.0}{:>9.0}{:>9.0}{growth:>9.2}{beside}", costs[0], costs[1], costs[2]);
}

fn main() {
    println!("{:<44}{:>9}{:>9}{:>9}{:>9}{:>9}", "nanoseconds an entry", "1e3", "1e4", "1e5", "growth", "without");
    let shapes = [
        Shape { name: "steps of one contract taken back", acts: |n| (steps(n, true), Some(steps(n, false))) },
        Shape { name: "reviews of one contract taken back", acts: |n| (reviews(n, true), Some(reviews(n, false))) },
        Shape { name: "a busy person's changes taken back", acts: |n| (person(n, true), Some(person(n, false))) },
        Shape { name: "alike facts at one instant", acts: |n| (alike(n), None) },
        Shape { name: "every act sent twice", acts: |n| (reviews(n, false), None) },
    ];
    let asked = std::env::args().skip(1).find(|word| !word.starts_with('-'));
    let is_asked = |name: &str| asked.as_ref().is_none_or(|asked| name.contains(asked.as_str()));
    for shape in shapes.iter().filter(|shape| is_asked(shape.name)) {
        let twice = shape.name == "every act sent twice";
        let cost = |length| {
            let (acts, without) = (shape.acts)(length);
            if twice {
                let mut history = history(&acts);
                let start = Instant::now();
                for act in acts.iter().cloned() {
                    assert!(history.record(act).unwrap_err().is_already_so());
                }
                return (start.elapsed().as_nanos() as f64 / acts.len() as f64, None, 0.0, None);
            }
            let stored = lines(&history(&acts));
            let plain = without.as_ref().map(|acts| lines(&history(acts)));
            let offering = best(|| offered(&acts));
            let beside = without.as_ref().map(|acts| best(|| offered(acts)));
            let loading = best(|| loaded(&stored, acts.len()));
            let plainly = plain.map(|lines| best(|| loaded(&lines, length)));
            (offering, beside, loading, plainly)
        };
        let costs = LENGTHS.map(cost);
        row(&format!("{}, offered", shape.name), costs.map(|cost| cost.0), costs[2].1);
        if !twice {
            row(&format!("{}, loaded", shape.name), costs.map(|cost| cost.2), costs[2].3);
        }
    }
    // All of a history rests on who invited its contract.
    if is_asked("a correction refused, all resting on it") {
        let refused = LENGTHS.map(|length| {
            let history = history(&steps(length, false));
            let error = corrected(2_000_000, &[4]);
            best(|| {
                let start = Instant::now();
                black_box(history.judge(&error).unwrap_err());
                start.elapsed().as_nanos() as f64 / length as f64
            })
        });
        row("a correction refused, all resting on it", refused, None);
    }
    if is_asked("the first correction of a loaded history") {
        let first = LENGTHS.map(|length| {
            let stored = lines(&history(&reviews(length, false)));
            best(|| {
                let mut history = History::read(stored.as_slice()).unwrap();
                let start = Instant::now();
                history.record(corrected(2_000_000, &[9])).unwrap();
                start.elapsed().as_nanos() as f64 / length as f64
            })
        });
        row("the first correction of a loaded history", first, None);
    }
    if is_asked("a sequence diagram") {
        let drawn = LENGTHS.map(|length| {
            let history = history(&person(length, false));
            best(|| {
                let start = Instant::now();
                black_box(diagram::sequence(&history));
                start.elapsed().as_nanos() as f64 / length as f64
            })
        });
        row("a sequence diagram", drawn, None);
    }
    if is_asked("a correction decided (for one)") {
        let decided = LENGTHS.map(|length| {
            let history = history(&steps(length, false));
            let error = corrected(2_000_000, &[length - 1, length]);
            _ = history.judge(&error);
            let start = Instant::now();
            for _ in 0..1_000 {
                black_box(&history).judge(&error).unwrap();
            }
            start.elapsed().as_nanos() as f64 / 1_000.0
        });
        row("a correction decided (for one)", decided, None);
    }
}
