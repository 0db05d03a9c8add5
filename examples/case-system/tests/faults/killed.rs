//! `kill -9` in every phase of a write and of a redaction.

use std::time::Instant;

use serde_json::{Value, json};

use crate::common::{Service, act, invitation};
use crate::program::{PATIENCE, Program};

const WORDS: &str = "Invented: a text that is to be redacted.";

/// Sends acts to the program one after another, until it is dead; answers which were acknowledged, and which was not.
fn until_dead(program: &Program, acts: &[(&'static str, Value)]) -> (Vec<Value>, Option<(&'static str, Value)>) {
    until_dead_counted(program, acts, || ())
}

/// The same, with a call for each act that was acknowledged.
fn until_dead_counted(
    program: &Program,
    acts: &[(&'static str, Value)],
    counted: impl Fn(),
) -> (Vec<Value>, Option<(&'static str, Value)>) {
    let (client, mut acknowledged) = (program.client(), Vec::new());
    for (who, act) in acts {
        match client.offer(who, "cy-1", act) {
            Some((201, _)) => {
                acknowledged.push(act.clone());
                counted();
            }
            Some((status, body)) => panic!("{status} {body}"),
            None => return (acknowledged, Some((who, act.clone()))),
        }
    }
    (acknowledged, None)
}

/// How a row says that an act was recorded.
fn says(line: &str, act: &Value) -> bool {
    let entry: Value = serde_json::from_str(line).unwrap();
    ["type", "occurred_at", "by", "data"].iter().all(|field| entry[field] == act[field])
}

/// After another start, the words are in none of the files of SQLite, its write-ahead log among them.
fn is_in_no_file(service: &Service, fault: &str) {
    for file in std::fs::read_dir(service.folder.path()).unwrap() {
        let path = file.unwrap().path();
        let bytes = std::fs::read(&path).unwrap();
        let is_there = bytes.windows(WORDS.len()).any(|bytes| bytes == WORDS.as_bytes());
        assert!(!is_there, "{fault}: {}", path.display());
    }
}

/// What has to hold after the process is dead: the cycle loads, all that was acknowledged is there once, and what was not can be sent
/// again.
async fn holds(service: &Service, acknowledged: &[Value], pending: Option<(&'static str, Value)>, redacts: bool) {
    let fresh = service.another().await;
    let rows = fresh.rows("cy-1").await;
    let numbers: Vec<i64> = rows.iter().map(|row| row.number).collect();
    assert_eq!(numbers, (1..=i64::try_from(rows.len()).unwrap()).collect::<Vec<_>>());
    assert_eq!(fresh.app.cycles.get(&"cy-1".parse().unwrap()).await.unwrap().broken(), None);
    for act in acknowledged {
        let is_redacted = redacts && act["data"].to_string().contains(WORDS);
        let found = rows.iter().filter(|row| says(&row.line, act)).count();
        assert!(found == 1 || (is_redacted && found == 0), "{act} is there {found} times");
    }
    let has_redacted = rows.iter().any(|row| row.line.contains("\"type\":\"redacted\""));
    let has_words = rows.iter().any(|row| row.line.contains(WORDS));
    assert!(
        !redacts || has_words != has_redacted,
        "the words are there until the entry that redacts them is, and not after"
    );

    let Some((who, act)) = pending else { return };
    let again = fresh.offer(who, "cy-1", &act).await;
    assert!(matches!(again.status.as_u16(), 200 | 201), "{}", again.body);
    let once_more = fresh.offer(who, "cy-1", &act).await;
    assert_eq!((once_more.status.as_u16(), &once_more.json()["number"]), (200, &again.json()["number"]));
    let rows = fresh.rows("cy-1").await;
    assert_eq!(rows.iter().filter(|row| says(&row.line, &act)).count(), 1, "it is there once");
    assert!(!redacts || !rows.iter().any(|row| row.line.contains(WORDS)));
    assert_eq!(service.another().await.app.cycles.get(&"cy-1".parse().unwrap()).await.unwrap().broken(), None);
}

#[tokio::test(flavor = "multi_thread")]
async fn in_every_phase_of_a_write_nothing_acknowledged_is_lost() {
    let phases = ["append.before_begin", "append.before_insert", "append.before_commit", "append.after_commit"];
    for phase in phases {
        let service = Service::with_cycle().await;
        let folder = tempfile::tempdir().unwrap();
        let fault = format!("{phase}:3");
        let program = Program::start(folder.path(), &service.database, Some(&fault));
        let acts: Vec<_> = (10..16).map(|second| ("worker", invitation(&format!("c-{second}"), second))).collect();
        let (acknowledged, pending) = std::thread::scope(|scope| {
            let sending = scope.spawn(|| until_dead(&program, &acts));
            program.comes_to(&fault);
            program.kill();
            sending.join().unwrap()
        });
        assert_eq!(acknowledged.len(), 2, "{phase}");
        holds(&service, &acknowledged, pending, false).await;
        let last = service.rows("cy-1").await.len();
        assert_eq!(last, 7, "{phase}: four that opened the cycle, two before, and the one that was sent again");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn in_every_phase_of_a_redaction_the_words_are_whole_or_gone() {
    // By how often each is passed before the redaction: the two acts before it pass those of every write.
    let phases = [
        "append.before_begin:3", "append.before_insert:3", "redact.before_line", "redact.before_line:2",
        "redact.before_seals", "append.before_commit:3", "append.after_commit:3",
    ];
    for fault in phases {
        let service = Service::with_cycle().await;
        service.offer("worker", "cy-1", &invitation("c-2", 8)).await;
        let also = json!({ "contract": "c-2", "reason": { "code": "other", "words": WORDS } });
        service.offer("worker", "cy-1", &act("contract_withdrawn", 9, "worker", also)).await;
        let folder = tempfile::tempdir().unwrap();
        let program = Program::start(folder.path(), &service.database, Some(fault));
        let withdrawn = json!({ "contract": "c-1", "reason": { "code": "other", "words": WORDS } });
        let redacted = json!({ "entries": [6, 8], "reason": "Invented: it was asked for." });
        let acts = [
            ("worker", invitation("c-1", 10)),
            ("worker", act("contract_withdrawn", 20, "worker", withdrawn)),
            ("manager", act("redacted", 30, "manager", redacted)),
        ];
        let (acknowledged, pending) = std::thread::scope(|scope| {
            let sending = scope.spawn(|| until_dead(&program, &acts));
            program.comes_to(fault);
            program.kill();
            sending.join().unwrap()
        });
        assert_eq!((acknowledged.len(), pending.is_some()), (2, true), "{fault}");
        holds(&service, &acknowledged, pending, true).await;
        is_in_no_file(&service, fault);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn at_any_moment_nothing_acknowledged_is_lost() {
    let service = Service::with_cycle().await;
    let (mut all, mut first) = (Vec::new(), 10);
    for round in 0..8_u32 {
        let folder = tempfile::tempdir().unwrap();
        let program = Program::start(folder.path(), &service.database, None);
        let acts: Vec<_> =
            (first..first + 400).map(|second| ("worker", invitation(&format!("c-{second}"), second))).collect();
        let (acknowledged, pending) = std::thread::scope(|scope| {
            let (count, counted) = std::sync::mpsc::channel();
            let (program, acts) = (&program, &acts);
            let sending = scope.spawn(move || until_dead_counted(program, acts, || _ = count.send(())));
            // After as many acts as the round says, and an eighth more of the time of one act in each round: however long the disk
            // takes, some are recorded, and each round ends in another part of an act.
            let begun = Instant::now();
            let wanted = 2 + round;
            for _ in 0..wanted {
                counted.recv_timeout(PATIENCE).unwrap();
            }
            std::thread::sleep(begun.elapsed() / wanted * round / 8);
            program.kill();
            sending.join().unwrap()
        });
        first += 400;
        all.extend(acknowledged);
        holds(&service, &all, pending.clone(), false).await;
        all.extend(pending.map(|(_, act)| act));
    }
    assert!(all.len() >= (2..10).sum(), "{}", all.len());
}
