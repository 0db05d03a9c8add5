//! The commands over all cycles, as the program does them. All people and cases are invented.

#![expect(clippy::indexing_slicing, reason = "helpers of tests")]

mod common;

use std::process::Command;

use axum::http::StatusCode;
use common::{Service, act, invitation, prints, run, says};
use serde_json::{Value, json};

const WORDS: &str = "Invented: what a mother said.";

/// Two cycles in which the mother said something.
async fn service() -> Service {
    let service = Service::with_cycle().await;
    service.open("cy-2").await;
    for cycle in ["cy-1", "cy-2"] {
        service.offer("worker", cycle, &invitation("c-1", 10)).await;
        let mut said = act("view_given", 20, "mother", json!({ "view": "vi-1", "contract": "c-1", "words": WORDS }));
        said["recorded_by"] = json!("worker");
        let answer = service.offer("worker", cycle, &said).await;
        assert_eq!(answer.status, StatusCode::CREATED, "{}", answer.body);
    }
    service.get("mother", "/api/cycles/cy-1/entries").await;
    service
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_held_about_a_person_is_found_in_every_cycle() {
    let service = service().await;
    prints(&run(&service, &service.database, &["name", "mother", "Invented Name"]), 0);
    let held: Value = serde_json::from_str(&prints(&run(&service, &service.database, &["held", "mother"]), 0)).unwrap();
    assert_eq!((&held["person"], &held["name"]), (&json!("mother"), &json!("Invented Name")));
    let cycles = held["cycles"].as_array().unwrap();
    assert_eq!(cycles.len(), 2);
    let first = cycles[0]["found"].as_array().unwrap();
    let entered = json!({ "number": 4, "part": { "about": "data.person" }, "has_text": false });
    assert_eq!(first[0], json!({ "reference": "mother", "appearance": entered }));
    assert_eq!(first[1]["appearance"]["part"], "by");
    assert_eq!((&first[1]["appearance"]["number"], &first[1]["appearance"]["has_text"]), (&json!(6), &json!(true)));
    assert_eq!(held["read_by_them"][0]["what"], "entries");
    assert_eq!(held["access"][0]["may"], "read");
    assert!(!held.to_string().contains(WORDS));
    let whole = prints(&run(&service, &service.database, &["held", "mother", "--entries"]), 0);
    assert_eq!(whole.matches(WORDS).count(), 2);
    let nobody: Value = serde_json::from_str(&prints(&run(&service, &service.database, &["held", "nobody"]), 0)).unwrap();
    assert_eq!((&nobody["cycles"], &nobody["name"]), (&json!([]), &json!(null)));

    // Where a cycle does not load, it is said, and searched as text.
    service.sql("UPDATE entries SET line = replace(line, '\"contract_invited\"', '\"contract_rotated\"') WHERE cycle = 'cy-2' AND number = 5").await;
    let held: Value = serde_json::from_str(&prints(&run(&service, &service.database, &["held", "mother"]), 1)).unwrap();
    assert_eq!(held["do_not_load"][0]["cycle"], "cy-2");
    assert_eq!((&held["do_not_load"][0]["broken"]["line"], &held["do_not_load"][0]["named_in"]), (&json!(5), &json!([6])));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_erased_is_gone_from_the_rows_and_the_name_with_it() {
    let service = service().await;
    prints(&run(&service, &service.database, &["name", "mother", "Invented Name"]), 0);
    let erase = |rest: &[&str]| {
        let words = ["erase", "mother", "--by", "manager", "--reason", "Invented: it was asked for."];
        run(&service, &service.database, &[&words, rest].concat())
    };
    // The reason why it is refused, and nothing is forgotten.
    let refused = erase(&["--entries", "cy-1:4"]);
    prints(&refused, 1);
    assert!(says(&refused).contains("cy-1: the act is refused: "), "{}", says(&refused));
    assert_eq!(service.app.store.name(&"mother".parse().unwrap()).await.unwrap().as_deref(), Some("Invented Name"));

    let one = prints(&erase(&["--entries", "cy-1:6"]), 0);
    assert!(one.starts_with("cy-1: texts of 1 entries redacted, by entry 7\nmother: name and rights forgotten\n"), "{one}");
    let lines = |rows: Vec<case_system::store::Row>| rows.into_iter().map(|row| row.line).collect::<String>();
    assert!(!lines(service.rows("cy-1").await).contains(WORDS));
    assert!(lines(service.rows("cy-2").await).contains(WORDS));
    assert_eq!(service.app.store.name(&"mother".parse().unwrap()).await.unwrap(), None);

    let all = prints(&erase(&["--all-texts"]), 0);
    assert!(
        all.starts_with("cy-2: texts of 1 entries redacted, by entry 7\nmother: no name and no rights were kept\n"),
        "{all}"
    );
    assert!(!lines(service.rows("cy-2").await).contains(WORDS));
    prints(&run(&service, &service.database, &["check"]), 0);
    // The service that runs meanwhile shows it no more, either.
    assert!(!service.get("clinician", "/api/cycles/cy-1/entries").await.body.contains(WORDS));
    prints(&erase(&["--entries", "cy-1"]), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn references_that_were_merged_are_followed_outside_the_histories_too() {
    let service = service().await;
    let run = |words: &[&str]| run(&service, &service.database, words);
    let merged = |person: &str, into: &str| {
        let data = json!({ "person": person, "into": into, "reason": "Invented: entered twice." });
        act("people_merged", 40, "manager", data)
    };
    // In one cycle one reference, and in the other another that is known to the first alone.
    let entered = act("person_entered", 30, "manager", json!({ "person": "mother-2", "role": "parent" }));
    assert_eq!(service.offer("manager", "cy-1", &entered).await.status, StatusCode::CREATED);
    let one = service.offer("manager", "cy-1", &merged("mother-2", "mother")).await;
    assert_eq!(one.status, StatusCode::CREATED, "{}", one.body);
    for person in ["mother-2", "mother-3"] {
        let entered = act("person_entered", 30, "manager", json!({ "person": person, "role": "parent" }));
        assert_eq!(service.offer("manager", "cy-2", &entered).await.status, StatusCode::CREATED);
    }
    let other = service.offer("manager", "cy-2", &merged("mother-3", "mother-2")).await;
    assert_eq!(other.status, StatusCode::CREATED, "{}", other.body);
    for person in ["mother-2", "mother-3", "father"] {
        prints(&run(&["name", person, &format!("Invented Name of {person}")]), 0);
        prints(&run(&["access", "grant", person, "read", "--cycle", "cy-1"]), 0);
        prints(&run(&["access", "grant", "manager", "record", "--cycle", "cy-1", "--for", person]), 0);
    }
    let held: Value = serde_json::from_str(&prints(&run(&["held", "mother"]), 0)).unwrap();
    let others = held["other_references"].as_array().unwrap();
    let names: Vec<&str> = others.iter().map(|other| other["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["Invented Name of mother-2", "Invented Name of mother-3"]);
    let access = held["access"].to_string();
    assert!(access.contains("\"for\":\"mother-3\"") && access.contains("\"person\":\"mother-2\""), "{access}");
    assert!(!held.to_string().contains("father"));
    assert!(held["cycles"].to_string().contains("\"reference\":\"mother-3\""), "{held}");

    let erased = prints(&run(&["erase", "mother", "--by", "manager", "--reason", "Invented.", "--only-the-name"]), 0);
    for reference in ["mother", "mother-2", "mother-3"] {
        assert!(erased.contains(&format!("{reference}: name and rights forgotten\n")), "{erased}");
        assert_eq!(service.app.store.name(&reference.parse().unwrap()).await.unwrap(), None);
    }
    let listed = prints(&run(&["access", "list"]), 0);
    assert!(!listed.contains("mother") && listed.contains("\trecord\tfather\n"), "{listed}");
    assert!(service.app.store.name(&"father".parse().unwrap()).await.unwrap().is_some());
}

#[tokio::test(flavor = "multi_thread")]
async fn while_somebody_reads_erasing_is_not_called_done_and_the_next_start_does_the_rest() {
    if common::is_postgres() {
        println!("for SQLite alone: it is about its write-ahead log");
        return;
    }
    let service = service().await;
    let is_in_a_file = |words: &str| {
        let files =
            std::fs::read_dir(service.folder.path()).unwrap().map(|file| std::fs::read(file.unwrap().path()).unwrap());
        files.into_iter().any(|bytes| bytes.windows(words.len()).any(|bytes| bytes == words.as_bytes()))
    };
    prints(&run(&service, &service.database, &["name", "mother", "Invented-Old-Name"]), 0);
    let mut reading = service.app.store.pool().begin().await.unwrap();
    sqlx::query("SELECT COUNT(*) FROM people").fetch_one(&mut *reading).await.unwrap();
    let file = service.folder.path().join("hasty.toml");
    std::fs::write(&file, "patience = 5000\n[sign_in]\nby = \"development\"\npeople = []\n").unwrap();
    let mut erase = Command::new(env!("CARGO_BIN_EXE_case-system"));
    erase.arg("--settings").arg(&file).args(["erase", "mother", "--by", "manager", "--reason", "Invented.", "--all-texts"]);
    let erased = erase.env("CASE_SYSTEM_DATABASE", &service.database).output().unwrap();
    prints(&erased, 1);
    assert!(says(&erased).contains("still in the write-ahead log"), "{}", says(&erased));
    assert!(is_in_a_file(WORDS) || is_in_a_file("Invented-Old-Name"), "somebody is reading that");
    reading.rollback().await.unwrap();
    // Any command begins with it.
    prints(&run(&service, &service.database, &["check"]), 0);
    assert!(!is_in_a_file(WORDS) && !is_in_a_file("Invented-Old-Name"));
    // So does a name that another takes the place of.
    prints(&run(&service, &service.database, &["name", "manager", "Invented-Old-Name"]), 0);
    prints(&run(&service, &service.database, &["name", "manager", "Another"]), 0);
    assert!(!is_in_a_file("Invented-Old-Name") && is_in_a_file("Another"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_backup_is_taken_back_whole_or_not_at_all() {
    let service = service().await;
    service.app.put_in_force("\"article\"", &"manager".parse().unwrap()).await.unwrap();
    let file = service.folder.path().join("backup.jsonl").display().to_string();
    prints(&run(&service, &service.database, &["backup", &file]), 0);
    prints(&run(&service, &service.database, &["backup", &file]), 2);
    let written = std::fs::read_to_string(&file).unwrap();

    let unasked = run(&service, &service.database, &["restore", &file]);
    prints(&unasked, 2);
    assert!(says(&unasked).contains("<--erased <ERASED>|--nothing-erased>"), "{}", says(&unasked));
    let taken = run(&service, &service.database, &["restore", &file, "--nothing-erased"]);
    assert_eq!(prints(&taken, 2), "");
    assert!(says(&taken).contains("the database is not empty"), "{}", says(&taken));
    let fresh = Service::new().await;
    let broken = |change: &dyn Fn(&str) -> String| {
        let file = service.folder.path().join("broken.jsonl");
        std::fs::write(&file, change(&written)).unwrap();
        let output = run(&fresh, &fresh.database, &["restore", &file.display().to_string(), "--nothing-erased"]);
        prints(&output, 2);
        assert!(!says(&output).contains(WORDS));
        says(&output)
    };
    let lines = written.lines().count();
    let cut = broken(&|all| all.lines().take(lines - 1).map(|line| format!("{line}\n")).collect());
    assert!(cut.contains(&format!("line {lines} of the backup: the end is missing")), "{cut}");
    let lost = broken(&|all| {
        all.lines().enumerate().filter(|(place, _)| *place != 3).map(|(_, line)| format!("{line}\n")).collect()
    });
    assert!(lost.contains("what comes before it is not what was written"), "{lost}");
    let changed = broken(&|all| all.replace("Invented: what a mother said.", "Invented: what a mother sang."));
    assert!(changed.contains("what comes before it is not what was written"), "{changed}");
    assert!(broken(&|_| "{}\n".to_owned()).contains("line 1 of the backup: it is no backup of this program"));
    assert_eq!(fresh.app.store.cycles().await.unwrap(), [], "nothing of it was taken");

    let restored = prints(&run(&fresh, &fresh.database, &["restore", &file, "--nothing-erased"]), 0);
    assert!(restored.starts_with(&format!("{} rows; 0 erasures looked at again\ncy-1\t6:", lines - 2)), "{restored}");
    for cycle in ["cy-1", "cy-2"] {
        assert_eq!(fresh.rows(cycle).await, service.rows(cycle).await);
    }
    assert_eq!(fresh.app.store.grants().await.unwrap(), service.app.store.grants().await.unwrap());
    assert_eq!(fresh.app.store.pack().await.unwrap(), service.app.store.pack().await.unwrap());
    assert_eq!(fresh.app.policy().await.unwrap().pack().name(), "article");
    let again = fresh.folder.path().join("again.jsonl").display().to_string();
    prints(&run(&fresh, &fresh.database, &["backup", &again]), 0);
    assert_eq!(std::fs::read_to_string(again).unwrap(), written, "the same bytes");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stored_pack_that_does_not_read_stops_what_goes_by_it_alone() {
    let service = service().await;
    let run = |words: &[&str]| run(&service, &service.database, words);
    service.app.put_in_force("\"article\"", &"manager".parse().unwrap()).await.unwrap();
    service.sql("UPDATE packs SET pack = '{\"pack\": 7}'").await;
    prints(&run(&["check"]), 0);
    prints(&run(&["held", "mother"]), 0);
    prints(&run(&["access", "list"]), 0);
    let backup = service.folder.path().join("backup.jsonl").display().to_string();
    prints(&run(&["backup", &backup]), 0);
    prints(&run(&["erase", "mother", "--by", "manager", "--reason", "Invented.", "--all-texts"]), 0);

    let serving = run(&["serve"]);
    prints(&serving, 2);
    let said = says(&serving);
    assert!(said.contains("the pack of rules in force, number 1, does not read by this version"), "{said}");
    assert!(said.contains("`case-system --settings FILE pack put PACK --by PERSON`"), "{said}");

    let unknown = run(&["pack", "put", "no-such-pack", "--by", "manager"]);
    prints(&unknown, 2);
    assert!(says(&unknown).contains("no pack that comes with the program is called `no-such-pack`"), "{}", says(&unknown));
    let mistaken = service.folder.path().join("mistaken.json").display().to_string();
    std::fs::write(&mistaken, "{}").unwrap();
    prints(&run(&["pack", "put", &mistaken, "--by", "manager"]), 2);
    assert_eq!(service.app.store.pack_number().await.unwrap(), 1, "nothing was put in force");
    let put = prints(&run(&["pack", "put", "local-practice", "--by", "manager"]), 0);
    assert!(put.starts_with("local-practice, version "), "{put}");
    assert_eq!(service.app.policy().await.unwrap().pack().name(), "local-practice");
    let own = service.folder.path().join("own.json").display().to_string();
    std::fs::write(&own, include_str!("../../data/invented_team.pack.json")).unwrap();
    prints(&run(&["pack", "put", &own, "--by", "manager"]), 0);
    assert_eq!(service.app.store.pack().await.unwrap().unwrap().number, 3);
}

#[tokio::test(flavor = "multi_thread")]
async fn heads_that_are_kept_elsewhere_show_what_was_cut_off() {
    let service = service().await;
    let heads = prints(&run(&service, &service.database, &["check"]), 0);
    assert_eq!(heads.lines().count(), 2);
    let kept = service.folder.path().join("heads").display().to_string();
    std::fs::write(&kept, &heads).unwrap();
    service.offer("worker", "cy-1", &invitation("c-2", 30)).await;
    prints(&run(&service, &service.database, &["check", "--heads", &kept]), 0);

    service
        .sql("DELETE FROM entries WHERE cycle = 'cy-2' AND number = 6; UPDATE cycles SET last = 5 WHERE cycle = 'cy-2'")
        .await;
    prints(&run(&service, &service.database, &["check"]), 0);
    let cut = run(&service, &service.database, &["check", "--heads", &kept]);
    prints(&cut, 1);
    assert!(says(&cut).contains("cy-2: entry 6: "), "{}", says(&cut));
    service.sql("DELETE FROM entries WHERE cycle = 'cy-2'; DELETE FROM cycles WHERE cycle = 'cy-2'").await;
    let gone = run(&service, &service.database, &["check", "--heads", &kept]);
    prints(&gone, 1);
    assert!(says(&gone).contains("cy-2: it is gone"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_check_raises_no_alarm_while_somebody_writes() {
    let service = service().await;
    let checked = std::sync::Arc::new(std::sync::atomic::AtomicBool::new(false));
    let (router, until) = (service.router.clone(), std::sync::Arc::clone(&checked));
    let writer = tokio::spawn(async move {
        let mut written = 0;
        // At least as long as something is checked, and never without end.
        while !until.load(std::sync::atomic::Ordering::SeqCst) && written < 20_000 {
            for cycle in ["cy-1", "cy-2"] {
                let request = common::request("POST", "worker", &format!("/api/cycles/{cycle}/acts"));
                let request = request.header("content-type", "application/json");
                let body = axum::body::Body::from(invitation(&format!("c-w{written}"), 30).to_string());
                let answer = tower::ServiceExt::oneshot(router.clone(), request.body(body).unwrap()).await.unwrap();
                assert_eq!(answer.status(), StatusCode::CREATED);
                written += 1;
            }
        }
        written
    });
    let mut checks = Vec::new();
    for _ in 0..30 {
        let (database, file) = (service.database.clone(), service.folder.path().join("check.toml"));
        let check = tokio::task::spawn_blocking(move || {
            std::fs::write(&file, "[sign_in]\nby = \"development\"\npeople = []\n").unwrap();
            let mut command = Command::new(env!("CARGO_BIN_EXE_case-system"));
            command.arg("--settings").arg(&file).arg("check").env("CASE_SYSTEM_DATABASE", database).output().unwrap()
        });
        checks.push(check.await.unwrap());
    }
    checked.store(true, std::sync::atomic::Ordering::SeqCst);
    assert!(writer.await.unwrap() > 0);
    for check in &checks {
        prints(check, 0);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn rights_are_given_and_taken_and_histories_brought_in() {
    let service = service().await;
    let run = |words: &[&str]| run(&service, &service.database, words);
    prints(&run(&["access", "grant", "partner", "read", "--cycle", "cy-1"]), 0);
    assert_eq!(service.get("partner", "/api/cycles").await.json(), json!({ "cycles": ["cy-1"] }));
    prints(&run(&["access", "grant", "manager", "record", "--cycle", "cy-1", "--for", "mother"]), 0);
    let listed = prints(&run(&["access", "list"]), 0);
    assert!(listed.contains("cy-1\tpartner\tread\t\n") && listed.contains("cy-1\tmanager\trecord\tmother\n"), "{listed}");
    prints(&run(&["access", "revoke", "partner", "read", "--cycle", "cy-1"]), 0);
    prints(&run(&["access", "revoke", "partner", "read", "--cycle", "cy-1"]), 1);
    assert_eq!(service.get("partner", "/api/cycles").await.json(), json!({ "cycles": [] }));

    let data = concat!(env!("CARGO_MANIFEST_DIR"), "/../data/family_not_told.jsonl");
    let cycle = prints(&run(&["import", data]), 0);
    assert_eq!(cycle, "invented-family-not-told\n");
    prints(&run(&["import", data]), 2);
    prints(&run(&["check"]), 0);
    let read = prints(&run(&["reads", "cy-1"]), 0);
    assert!(read.ends_with("\tmother\tentries\n"), "{read}");
    prints(&run(&["held"]), 2);
}

#[test]
fn only_what_serves_runs_without_settings_and_only_what_brings_something_in_makes_a_database() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("settings.toml");
    std::fs::write(&file, "[sign_in]\nby = \"development\"\npeople = []\n").unwrap();
    let database = folder.path().join("cases.db");
    let url = format!("sqlite:{}", database.display());
    let backup = folder.path().join("backup.jsonl").display().to_string();
    let data = concat!(env!("CARGO_MANIFEST_DIR"), "/../data/family_not_told.jsonl");
    let run = |settings: Option<&std::path::Path>, url: &str, words: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_case-system"));
        command.env_remove("CASE_SYSTEM_SETTINGS").env("CASE_SYSTEM_DATABASE", url).args(words);
        command.envs(settings.map(|file| ("CASE_SYSTEM_SETTINGS", file))).output().unwrap()
    };
    let existing: [&[&str]; 10] = [
        &["check"],
        &["erased"],
        &["pack", "put", "article", "--by", "manager"],
        &["backup", &backup],
        &["held", "mother"],
        &["reads", "cy-1"],
        &["access", "list"],
        &["access", "grant", "mother", "read"],
        &["name", "mother", "Invented Name"],
        &["erase", "mother", "--by", "manager", "--reason", "Invented.", "--all-texts"],
    ];
    let making: [&[&str]; 2] = [&["import", data], &["restore", &backup, "--nothing-erased"]];
    for words in existing.iter().chain(&making) {
        let refused = run(None, &url, words);
        prints(&refused, 2);
        assert!(says(&refused).contains("needs `--settings FILE`"), "{}", says(&refused));
    }
    for words in existing {
        for url in [url.clone(), format!("{url}?mode=rwc")] {
            prints(&run(Some(&file), &url, words), 2);
        }
        assert!(!database.exists() && !std::path::Path::new(&backup).exists(), "{words:?}");
    }
    prints(&run(Some(&file), &url, &["import", data]), 0);
    assert_eq!(prints(&run(Some(&file), &url, &["check"]), 0).lines().count(), 1);
}

#[cfg(unix)]
#[tokio::test]
async fn what_is_stored_is_readable_by_whoever_runs_the_program_alone() {
    use std::os::unix::fs::{MetadataExt, PermissionsExt};
    let mode = |path: &std::path::Path| std::fs::metadata(path).unwrap().mode() & 0o777;
    if !common::is_postgres() {
        let service = Service::with_cycle().await;
        for file in ["cases.db", "cases.db-wal", "cases.db-shm"] {
            assert_eq!(mode(&service.folder.path().join(file)), 0o600, "{file}");
        }
    }
    let temporary = tempfile::tempdir().unwrap();
    let start = || {
        let mut command = Command::new(env!("CARGO_BIN_EXE_case-system"));
        command.env_remove("CASE_SYSTEM_DATABASE").env_remove("CASE_SYSTEM_SETTINGS");
        command.env("TMPDIR", temporary.path()).env("CASE_SYSTEM_LISTEN", "127.0.0.1:0");
        command.stdout(std::process::Stdio::piped()).stderr(std::process::Stdio::null()).spawn().unwrap()
    };
    let mut child = start();
    let mut line = String::new();
    std::io::BufRead::read_line(&mut std::io::BufReader::new(child.stdout.take().unwrap()), &mut line).unwrap();
    child.kill().unwrap();
    child.wait().unwrap();
    assert!(line.starts_with("listening on "), "{line}");
    let folder = temporary.path().join("case-system-development");
    assert_eq!((mode(&folder), mode(&folder.join("cases.db"))), (0o700, 0o600));
    // One that others can look into is not used.
    std::fs::set_permissions(&folder, std::fs::Permissions::from_mode(0o755)).unwrap();
    assert_eq!(start().wait().unwrap().code(), Some(2));
}

#[test]
fn without_settings_it_starts_with_invented_cases_for_this_machine_alone() {
    let folder = tempfile::tempdir().unwrap();
    let database = format!("sqlite:{}", folder.path().join("cases.db").display());
    let start = |listen: &str| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_case-system"));
        command.env("CASE_SYSTEM_DATABASE", &database).env("CASE_SYSTEM_LISTEN", listen).env_remove("CASE_SYSTEM_SETTINGS");
        command.stdout(std::process::Stdio::piped()).stderr(std::process::Stdio::null()).spawn().unwrap()
    };
    let mut child = start("127.0.0.1:0");
    let mut lines = std::io::BufRead::lines(std::io::BufReader::new(child.stdout.take().unwrap())).map_while(Result::ok);
    let address = lines.next().unwrap().strip_prefix("listening on ").unwrap().to_owned();
    assert!(address.starts_with("http://127.0.0.1:"), "{address}");
    assert!(lines.next().unwrap().starts_with("for development: every case is invented"));
    let agent = ureq::Agent::config_builder().http_status_as_error(false).build().new_agent();
    let get = |path: &str| {
        let mut answer = agent.get(format!("{address}{path}")).header("case-system-person", "clinician").call().unwrap();
        (answer.status().as_u16(), answer.body_mut().read_to_string().unwrap())
    };
    let (status, cycles) = get("/api/cycles");
    assert!(status == 200 && cycles.contains("invented-turnover"), "{status} {cycles}");
    assert_eq!(get("/health"), (200, "ok\n".to_owned()));

    // Asked to end, it ends well.
    let asked = Command::new("kill").arg(child.id().to_string()).status().unwrap();
    assert!(asked.success());
    assert_eq!(child.wait().unwrap().code(), Some(0));
    assert_eq!(start("0.0.0.0:0").wait().unwrap().code(), Some(2), "not for other machines");
}
