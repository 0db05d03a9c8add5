//! The program `practice-cycle`, run as anybody would run it: what it prints and writes, what it refuses, and how it exits.

#![expect(clippy::unwrap_used, reason = "the helpers of tests fail as tests do")]

#[path = "commands/act.rs"]
mod act;
#[path = "commands/calibrate.rs"]
mod calibrate;
#[path = "commands/cases.rs"]
mod cases;
#[path = "commands/check.rs"]
mod check;
#[path = "commands/export.rs"]
mod export;
#[path = "commands/for_whom.rs"]
mod for_whom;
#[path = "commands/help.rs"]
mod help;
#[path = "commands/import.rs"]
mod import;
#[path = "commands/junit.rs"]
mod junit;
#[path = "commands/language.rs"]
mod language;
#[path = "commands/outputs.rs"]
mod outputs;
#[path = "commands/portfolio.rs"]
mod portfolio;
#[path = "commands/replay.rs"]
mod replay;
#[path = "commands/safe.rs"]
mod safe;
#[path = "commands/schema.rs"]
mod schema;
#[path = "commands/search.rs"]
mod search;
#[path = "commands/several.rs"]
mod several;
#[path = "commands/simulate.rs"]
mod simulate;
#[path = "commands/table.rs"]
mod table;
#[path = "commands/times.rs"]
mod times;
#[path = "commands/whole.rs"]
mod whole;
#[path = "golden/mod.rs"]
mod golden;

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use golden::is_golden;
use serde_json::Value;

const OPENED: &str = r#"{"number":1,"type":"cycle_opened","occurred_at":"2026-09-07T08:30:00Z","recorded_at":"2026-09-07T08:30:00Z","by":"manager","data":{"cycle":"invented","format":1,"clinician":"clinician","team":"invented-team"}}"#;
const OFFERED: &str = r#"{"number":2,"type":"contract_invited","occurred_at":"2026-09-08T09:00:00Z","recorded_at":"2026-09-08T09:00:00Z","by":"clinician","data":{"contract":"c-1","space":"team_meeting"}}"#;
const TEAM: &str = "examples/data/invented_team.pack.json";
const COUNCIL: &str = "examples/data/invented_council.pack.json";
const CONCURRENT: &str = "examples/data/concurrent_contracts.jsonl";
const TURNOVER: &str = "examples/data/turnover.jsonl";

/// The program, with the folder of the package as the current one.
fn program() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_practice-cycle"));
    command.current_dir(env!("CARGO_MANIFEST_DIR"));
    command
}

/// Runs a command with arguments and standard input.
#[track_caller]
fn run(name: &str, arguments: &[&str], input: &[u8]) -> Output {
    fed(program().arg(name).args(arguments), input)
}

/// Runs a program with standard input.
#[track_caller]
fn fed(command: &mut Command, input: &[u8]) -> Output {
    let pipes = || Stdio::piped();
    let mut child = command.stdin(pipes()).stdout(pipes()).stderr(pipes()).spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let input = input.to_vec();
    // A command that refuses its arguments reads nothing, and then nobody is there to write to.
    let writer = std::thread::spawn(move || stdin.write_all(&input).unwrap_or_default());
    let output = child.wait_with_output().unwrap();
    writer.join().unwrap();
    output
}

fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).unwrap()
}

#[track_caller]
fn prints(name: &str, arguments: &[&str]) -> String {
    let output = run(name, arguments, b"");
    assert_eq!((output.status.code(), text(&output.stderr)), (Some(0), ""));
    text(&output.stdout).to_owned()
}

/// That a command prints nothing, says why, and exits with a status.
#[track_caller]
fn fails(name: &str, arguments: &[&str], input: &[u8], status: i32, why: &str) {
    let output = run(name, arguments, input);
    assert_eq!((text(&output.stderr), text(&output.stdout)), (why, ""));
    assert_eq!(output.status.code(), Some(status));
}

/// That a command line is not understood: nothing is printed, and it is said what is wrong.
#[track_caller]
fn misused(name: &str, arguments: &[&str], why: &str) {
    let output = run(name, arguments, b"");
    let told = text(&output.stderr);
    assert!(told.contains(why), "{told}");
    assert_eq!((output.status.code(), text(&output.stdout)), (Some(2), ""));
}

/// What `check` prints, with its status.
#[track_caller]
fn checks(arguments: &[&str], status: i32) -> String {
    let output = run("check", arguments, b"");
    assert_eq!((output.status.code(), text(&output.stderr)), (Some(status), ""));
    text(&output.stdout).to_owned()
}

/// The same without the last line, which says of when it speaks.
#[track_caller]
fn finds(arguments: &[&str], status: i32) -> String {
    let told = checks(arguments, status);
    let (found, when) = told.trim_end().rsplit_once('\n').unwrap();
    assert!(when.starts_with("As of "), "{when}");
    format!("{found}\n")
}

/// In the order of the alphabet, whatever order a map keeps.
fn keys(value: &Value) -> Vec<&str> {
    let mut keys: Vec<&str> = value.as_object().unwrap().keys().map(String::as_str).collect();
    keys.sort_unstable();
    keys
}

/// A folder of its own for a test, empty.
fn scratch(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("commands").join(name);
    if folder.exists() {
        std::fs::remove_dir_all(&folder).unwrap();
    }
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

/// A file in a folder, by its path.
#[track_caller]
fn file(folder: &Path, name: &str, written: impl AsRef<[u8]>) -> String {
    let path = folder.join(name);
    std::fs::write(&path, written).unwrap();
    path.to_str().unwrap().to_owned()
}

/// The invented histories.
fn invented() -> Vec<String> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("examples/data");
    let files = std::fs::read_dir(folder).unwrap().map(|file| file.unwrap().path());
    let is_history = |file: &PathBuf| {
        let name = file.to_string_lossy();
        name.ends_with(".jsonl") && !name.ends_with("acts.jsonl") && !name.ends_with("portfolio.jsonl")
    };
    let mut files: Vec<String> = files.filter(is_history).map(|file| file.to_str().unwrap().to_owned()).collect();
    files.sort();
    assert!(files.len() > 8);
    files
}
