//! A backup that is taken back brings nothing back that was erased since. Through the commands. All people and cases are invented.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "helpers of tests")]

mod common;

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use axum::http::StatusCode;
use case_system::monitor::{Monitor, Pace};
use case_system::store::{Erased, May};
use case_system::{api, page};
use common::{Service, act, invitation, prints, says};
use http_body_util::BodyExt;
use serde_json::json;
use tower::ServiceExt;

const WORDS: &str = "Invented: what a mother said.";
const NOTE: &str = "Invented: what I learned of it.";

/// A service whose erasures are listed in a file, and a backup of it.
struct Council {
    service: Service,
    list: PathBuf,
    backup: String,
}

/// Runs a command over the database of a service, with the list of erasures of a council.
fn run(council: &Council, service: &Service, words: &[&str]) -> std::process::Output {
    let file = service.folder.path().join("settings.toml");
    let written = format!("erasures = {:?}\n[sign_in]\nby = \"development\"\npeople = []\n", council.list);
    std::fs::write(&file, written).unwrap();
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_case-system"));
    command.arg("--settings").arg(&file).args(words).env("CASE_SYSTEM_DATABASE", &service.database).output().unwrap()
}

impl Council {
    /// A mother said something in two entries of one cycle; a worker has a portfolio; both have names. Of all that there is a backup.
    async fn new() -> Self {
        let made = Service::new().await;
        let list = made.folder.path().join("list").with_extension("jsonl");
        let listed = list.clone();
        let (database, folder) = (made.database.clone(), Arc::clone(&made.folder));
        let set = |settings: &mut case_system::settings::Settings| settings.erasures = Some(listed);
        let service = Service::over(database, folder, set, case_system::clock::Clock::default()).await;
        service.open("cy-1").await;
        service.offer("worker", "cy-1", &invitation("c-1", 10)).await;
        for (view, second) in [("vi-1", 20), ("vi-2", 30)] {
            let mut said = act("view_given", second, "mother", json!({ "view": view, "contract": "c-1", "words": WORDS }));
            said["recorded_by"] = json!("worker");
            let answer = service.offer("worker", "cy-1", &said).await;
            assert_eq!(answer.status, StatusCode::CREATED, "{}", answer.body);
        }
        let opened = json!({ "portfolio": "pf-1", "format": 1, "owner": "worker" });
        let evidence = json!({
            "evidence": "ev-1", "elements": ["motivational_interviewing"], "domains": ["professionalism"],
            "rests_on": { "basis": "direct_observation", "reference": "invented-observation-1" }, "note": NOTE,
        });
        for act in [act("portfolio_opened", 0, "worker", opened), act("practice_evidenced", 10, "worker", evidence)] {
            let answer = service.post("worker", "/api/portfolio/acts", &act).await;
            assert_eq!(answer.status, StatusCode::CREATED, "{}", answer.body);
        }
        service.grant("cy-1", "partner", May::Read, "").await;
        let backup = service.folder.path().join("backup.jsonl").display().to_string();
        let council = Self { service, list, backup };
        for person in ["mother", "worker"] {
            prints(&run(&council, &council.service, &["name", person, &format!("Invented Name of {person}")]), 0);
        }
        prints(&run(&council, &council.service, &["backup", &council.backup]), 0);
        council
    }

    /// Everything that can be erased, is: by the service and by commands.
    async fn erases(&self) {
        let redacted = act("redacted", 40, "manager", json!({ "entries": [6], "reason": "Invented: it was asked for." }));
        assert_eq!(self.service.offer("manager", "cy-1", &redacted).await.status, StatusCode::CREATED);
        let redacted = act("text_redacted", 20, "worker", json!({ "entries": [2] }));
        assert_eq!(self.service.post("worker", "/api/portfolio/acts", &redacted).await.status, StatusCode::CREATED);
        let run = |words: &[&str]| prints(&run(self, &self.service, words), 0);
        run(&["erase", "mother", "--by", "manager", "--reason", "Invented.", "--all-texts"]);
        run(&["name", "worker", "Another Name"]);
        run(&["access", "revoke", "partner", "read", "--cycle", "cy-1"]);
    }

    fn restores(&self, fresh: &Service, rest: &[&str]) -> std::process::Output {
        run(self, fresh, &[&["restore", &self.backup], rest].concat())
    }
}

/// All that a database holds of what was erased.
async fn found(service: &Service) -> Vec<&'static str> {
    let mut found = Vec::new();
    let store = &service.app.store;
    let rows = service.rows("cy-1").await;
    for (number, name) in [(6, "entry 6"), (7, "entry 7")] {
        if rows.iter().any(|row| row.number == number && row.line.contains(WORDS)) {
            found.push(name);
        }
    }
    if store.portfolio(&"worker".parse().unwrap()).await.unwrap().concat().contains(NOTE) {
        found.push("the portfolio");
    }
    if store.name(&"mother".parse().unwrap()).await.unwrap().is_some() {
        found.push("the name of the mother");
    }
    if store.name(&"worker".parse().unwrap()).await.unwrap().as_deref() == Some("Invented Name of worker") {
        found.push("the old name of the worker");
    }
    for (person, name) in [("partner", "the right of a partner"), ("mother", "the right of the mother")] {
        if store.grants().await.unwrap().iter().any(|grant| grant.person.as_str() == person) {
            found.push(name);
        }
    }
    found
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_erased_since_is_erased_again() {
    let council = Council::new().await;
    assert_eq!(found(&council.service).await.len(), 7);
    council.erases().await;
    assert_eq!(found(&council.service).await, [""; 0]);
    let list = std::fs::read_to_string(&council.list).unwrap();
    for kept in [WORDS, NOTE, "Name", "asked for"] {
        assert!(!list.contains(kept), "no word is in the list: {list}");
    }
    let printed = prints(&run(&council, &council.service, &["erased"]), 0);
    let sorted = |list: &str| list.lines().map(str::to_owned).collect::<std::collections::BTreeSet<String>>();
    assert_eq!(sorted(&printed), sorted(&list));

    let fresh = Service::new().await;
    let list = council.list.display().to_string();
    let restored = prints(&council.restores(&fresh, &["--erased", &list]), 0);
    assert!(restored.contains(" rows; 6 erasures looked at again\ncy-1\t9:"), "{restored}");
    assert_eq!(found(&fresh).await, [""; 0]);
    // What was not erased is there, and goes on.
    assert_eq!(fresh.rows("cy-1").await.len(), 9);
    assert_eq!(fresh.offer("worker", "cy-1", &invitation("c-9", 50)).await.status, StatusCode::CREATED);
    // A backup of that is one that knows.
    let later = Council { backup: fresh.folder.path().join("later.jsonl").display().to_string(), ..council };
    prints(&run(&later, &fresh, &["backup", &later.backup]), 0);
    let again = Service::new().await;
    let restored = prints(&later.restores(&again, &["--erased", &list]), 0);
    assert!(restored.contains(" rows; 0 erasures looked at again\n"), "{restored}");
    assert_eq!((again.rows("cy-1").await, found(&again).await), (fresh.rows("cy-1").await, Vec::new()));
}

#[tokio::test(flavor = "multi_thread")]
async fn somebody_has_to_say_what_was_erased_since() {
    let council = Council::new().await;
    council.erases().await;
    let fresh = Service::new().await;
    let unasked = council.restores(&fresh, &[]);
    prints(&unasked, 2);
    assert!(says(&unasked).contains("--nothing-erased"), "{}", says(&unasked));
    assert_eq!(fresh.app.store.cycles().await.unwrap(), []);
    prints(&council.restores(&fresh, &["--nothing-erased"]), 0);
    assert_eq!(found(&fresh).await.len(), 7, "they said so");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_that_was_lost_is_not_taken_for_one_of_nothing() {
    let council = Council::new().await;
    council.erases().await;
    std::fs::remove_file(&council.list).unwrap();
    let fresh = Service::new().await;
    let list = council.list.display().to_string();
    // The settings name the very list that is given, and no command makes it.
    let lost = council.restores(&fresh, &["--erased", &list]);
    prints(&lost, 2);
    assert!(says(&lost).contains("the list of erasures") && says(&lost).contains("cannot be read"), "{}", says(&lost));
    prints(&run(&council, &council.service, &["check"]), 0);
    assert!(!council.list.exists());
    // Nor is anything erased without it, by a command or by the service that runs.
    let revoked = run(&council, &council.service, &["access", "revoke", "worker", "act", "--cycle", "cy-1"]);
    prints(&revoked, 2);
    assert!(says(&revoked).contains("cannot be added to the list of erasures, so nothing is erased"), "{}", says(&revoked));
    assert!(council.service.app.store.forget(&"manager".parse().unwrap()).await.is_err());
    assert!(!council.list.exists());

    // One that was made anew says nothing either.
    std::fs::write(&council.list, "").unwrap();
    let empty = council.restores(&fresh, &["--erased", &list]);
    prints(&empty, 2);
    assert!(says(&empty).contains("has no line, as if it had been lost"), "{}", says(&empty));
    assert_eq!(fresh.app.store.cycles().await.unwrap(), [], "nothing of it was taken");
}

#[tokio::test(flavor = "multi_thread")]
async fn no_list_is_promised_that_is_not_kept() {
    let council = Council::new().await;
    let [promised, missing] = ["`restore` asks for the list of erasures", "no file of `erasures` is set"];
    let erasing: [&[&str]; 3] = [
        &["name", "worker", "Another Name"],
        &["access", "revoke", "partner", "read", "--cycle", "cy-1"],
        &["erase", "mother", "--by", "manager", "--reason", "Invented.", "--only-the-name"],
    ];
    for words in erasing {
        let unlisted = common::run(&council.service, &council.service.database, words);
        let printed = prints(&unlisted, 0);
        assert!(says(&unlisted).contains(missing) && !printed.contains(promised), "{words:?}: {printed}");
    }
    // Where nothing was erased, nothing is missed.
    let kept = common::run(&council.service, &council.service.database, &["name", "worker", "Another Name"]);
    assert!(prints(&kept, 0).is_empty() && !says(&kept).contains(missing), "{}", says(&kept));

    let listed = run(&council, &council.service, erasing[2]);
    assert!(prints(&listed, 0).contains(promised) && !says(&listed).contains(missing), "{}", says(&listed));
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_reads_what_is_printed_may_go_away() {
    let council = Council::new().await;
    council.erases().await;
    let fresh = Service::new().await;
    let settings = fresh.folder.path().join("settings.toml");
    std::fs::write(&settings, "[sign_in]\nby = \"development\"\npeople = []\n").unwrap();
    let unread = |words: &[&str]| {
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_case-system"));
        command.arg("--settings").arg(&settings).args(words).env("CASE_SYSTEM_DATABASE", &fresh.database);
        let output = command.stdout(writer).output().unwrap();
        prints(&output, 2);
        let said = says(&output);
        assert!(said.contains("standard output cannot be written") && !said.contains("panicked"), "{words:?}: {said}");
    };
    unread(&["restore", &council.backup, "--nothing-erased"]);
    assert_eq!(found(&fresh).await.len(), 7, "it is done all the same");
    unread(&["check"]);
    unread(&["erase", "mother", "--by", "manager", "--reason", "Invented.", "--all-texts"]);
    assert!(!found(&fresh).await.iter().any(|found| found.contains("entry") || found.contains("mother")));
    unread(&["erased"]);
    unread(&["held", "mother"]);
    unread(&["access", "list"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_erased_again_is_not_brought_back_either() {
    let council = Council::new().await;
    council.erases().await;
    let list = std::fs::read_to_string(&council.list).unwrap();
    let file = council.list.with_extension("changed").display().to_string();
    let fresh = Service::new().await;
    let refused = |changed: String| {
        std::fs::write(&file, changed).unwrap();
        let output = council.restores(&fresh, &["--erased", &file]);
        prints(&output, 2);
        says(&output)
    };
    let stranger = refused(list.replace("\"by\":\"manager\"", "\"by\":\"stranger\""));
    assert!(stranger.contains("line 1 of the list of erasures"), "{stranger}");
    assert!(stranger.contains("cannot be done again, so nothing is taken back"), "{stranger}");
    let cut: String = list.chars().take(list.len() - 9).collect();
    let cut = refused(cut);
    assert!(cut.contains(&format!("line {} of the list of erasures", list.lines().count())), "{cut}");
    assert!(cut.contains("what it lists was not erased, and the line can be taken out"), "{cut}");
    assert_eq!(fresh.app.store.cycles().await.unwrap(), [], "nothing of it was taken");
    // Another entry that got the number since is left alone.
    let moved = list.replace("\"number\":7,\"recorded_at\":\"2", "\"number\":7,\"recorded_at\":\"1");
    assert_ne!(moved, list);
    std::fs::write(&file, moved).unwrap();
    prints(&council.restores(&fresh, &["--erased", &file]), 0);
    assert_eq!(found(&fresh).await, ["entry 7"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_erased_that_cannot_be_listed() {
    let council = Council::new().await;
    // A disk that is full.
    let full = PathBuf::from("/dev/full");
    if !full.exists() {
        println!("for systems with /dev/full alone");
        return;
    }
    let (database, folder) = (council.service.database.clone(), Arc::clone(&council.service.folder));
    let set = |settings: &mut case_system::settings::Settings| settings.erasures = Some(full);
    let service = Service::over(database, folder, set, case_system::clock::Clock::default()).await;
    let redacted = act("redacted", 40, "manager", json!({ "entries": [6], "reason": "Invented: it was asked for." }));
    let answer = service.offer("manager", "cy-1", &redacted).await;
    assert_eq!(answer.status, StatusCode::SERVICE_UNAVAILABLE, "{}", answer.body);
    assert_eq!(answer.json()["type"], "urn:case-system:problem:not-listed");
    assert!(service.app.store.forget(&"mother".parse().unwrap()).await.is_err());
    assert_eq!(found(&service).await.len(), 7, "all of it is there");
    assert_eq!(service.app.store.erasures().await.unwrap(), []);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_whose_last_line_was_cut_short_goes_on_with_a_line_of_its_own() {
    let council = Council::new().await;
    std::fs::write(&council.list, "{\"erasure\":\"cut").unwrap();
    prints(
        &run(
            &council,
            &council.service,
            &["erase", "mother", "--by", "manager", "--reason", "Invented.", "--only-the-name"],
        ),
        0,
    );
    let list = std::fs::read_to_string(&council.list).unwrap();
    let lines: Vec<&str> = list.lines().collect();
    let [cut, whole] = lines.as_slice() else { panic!("{list}") };
    assert_eq!(*cut, "{\"erasure\":\"cut");
    let whole: case_system::store::Erasure = serde_json::from_str(whole).unwrap();
    assert_eq!(whole.what, Erased::Person { person: "mother".parse().unwrap() });
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_listened_before_hears_what_is_told_after_a_backup_was_taken_back() {
    let council = Council::new().await;
    let fresh = Service::new().await;
    prints(&council.restores(&fresh, &["--nothing-erased"]), 0);
    let pace = Pace { clock: Duration::from_millis(20), others: Duration::from_millis(40) };
    let monitor = Arc::new(Monitor::start(Arc::clone(&fresh.app), pace));
    let router = api::service(Arc::clone(&fresh.app), page::routes(Arc::clone(&monitor)));
    // A browser heard 4,000 pieces of the database that was lost; and one says what was never told anywhere.
    for heard in ["4000", "9223372036854775807"] {
        let raised = json!({ "concern": format!("co-{heard}"), "what": "concern" });
        let request = common::request("GET", "clinician", "/news").header("last-event-id", heard);
        let answer = router.clone().oneshot(request.body(axum::body::Body::empty()).unwrap()).await.unwrap();
        assert_eq!(answer.status(), StatusCode::OK);
        let raised = fresh.offer("clinician", "cy-1", &act("concern_raised", 50, "clinician", raised)).await;
        assert_eq!(raised.status, StatusCode::CREATED, "{}", raised.body);
        let mut body = answer.into_body();
        let mut said = String::new();
        while !said.contains("event: news") {
            let frame = tokio::time::timeout(Duration::from_secs(120), body.frame()).await;
            let frame = frame.unwrap_or_else(|_| panic!("after {heard}, nothing is heard")).unwrap().unwrap();
            said.push_str(&String::from_utf8_lossy(frame.data_ref().unwrap()));
        }
    }
    monitor.stop().await;
}
