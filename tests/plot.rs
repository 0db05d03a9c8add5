//! The picture of the boundary through time, drawn as a host would have it drawn: what it shows, and what it never shows.

#![expect(clippy::unwrap_used, reason = "the helpers of tests fail as tests do")]

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use practice_cycle::boundary::{Event as Boundary, Sighting};
use practice_cycle::cycle::Event;
use practice_cycle::history::History;
use practice_cycle::moment::Moment;

const FILE: &str = "examples/data/boundary_seen_differently.jsonl";
/// The program, with the folder of the package as the current one.
fn program() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_practice-cycle"));
    command.current_dir(env!("CARGO_MANIFEST_DIR")).args(["draw", "boundary"]);
    command
}

fn scratch(name: &str) -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join(name)
}

/// The picture of a history for the clinician, who is shown every observation.
#[track_caller]
fn drawn(file: &Path) -> String {
    drawn_for(file, &FOR_CLINICIAN)
}

/// The picture of a history, for whom it is asked.
#[track_caller]
fn drawn_for(file: &Path, asked: &[&str]) -> String {
    let Output { status, stdout, stderr } = program().arg(file).args(asked).output().unwrap();
    assert_eq!((status.code(), String::from_utf8(stderr).unwrap().as_str()), (Some(0), ""));
    String::from_utf8(stdout).unwrap()
}

/// That nothing is drawn, with why on standard error.
#[track_caller]
fn fails(arguments: &[&str], status: i32, why: &str) {
    let Output { status: exit, stdout, stderr } = program().args(arguments).output().unwrap();
    assert_eq!((String::from_utf8(stderr).unwrap().as_str(), stdout.as_slice()), (why, b"".as_slice()));
    assert_eq!(exit.code(), Some(status));
}

/// The texts of a picture, and that every element of it is closed.
#[track_caller]
fn texts(svg: &str) -> Vec<&str> {
    assert!(svg.starts_with("<svg ") && svg.trim_end().ends_with("</svg>"));
    let (mut open, mut texts) = (Vec::new(), Vec::new());
    for piece in svg.split('<').skip(1) {
        let (tag, text) = piece.split_once('>').unwrap();
        let name = tag.split_whitespace().next().unwrap();
        if let Some(closed) = name.strip_prefix('/') {
            assert_eq!(open.pop(), Some(closed));
        } else if !tag.ends_with('/') {
            open.push(name);
        }
        texts.extend(Some(text.trim()).filter(|text| !text.is_empty()));
    }
    assert!(open.is_empty(), "{open:?}");
    texts
}

/// Only marks of present observations have a halo of paper, this large.
fn marks(svg: &str) -> usize {
    svg.matches(r#"r="13""#).count()
}

const FOR_CLINICIAN: [&str; 2] = ["--for", "clinician"];

fn is_present(event: &Event) -> bool {
    matches!(event, Event::Boundary(Boundary::BoundaryObserved(data)) if matches!(data.finding, Sighting::Present(_)))
}

fn present(history: &History) -> usize {
    let view = history.view(Moment::LATEST, Moment::LATEST);
    view.entries().iter().filter(|entry| is_present(entry.event())).count()
}

#[test]
fn the_boundary_is_drawn_with_what_it_rests_on() {
    let svg = drawn(Path::new(FILE));
    let texts = texts(&svg);
    for told in [
        "The boundary through time, as observers saw it",
        "contested",
        "insufficient evidence",
        "perspectives,",
        "manager left, 9 Oct",
        "21 Sep",
        "date, in London",
        "how far it showed",
        "too close",
        "too far away",
        "c-1",
        "active",
        "open: at second hand",
        "no opportunity to see",
    ] {
        assert!(texts.contains(&told), "{told}: {texts:#?}");
    }
    // It goes on over several lines.
    let note = texts.join(" ");
    for told in ["unvalidated_v2", "For reflection and research, never for appraising a person."] {
        assert!(note.contains(told), "{note}");
    }
    let history = History::read(std::fs::read(FILE).unwrap().as_slice()).unwrap();
    assert_eq!(marks(&svg), present(&history));
}

#[test]
fn a_pattern_that_moves_is_drawn() {
    let svg = drawn(Path::new("examples/data/boundary_moving.jsonl"));
    let texts = texts(&svg);
    assert!(texts.contains(&"contested"), "{texts:#?}");
    let moving = "Through time: seems to move; healthy shows more since 14 March 2026.";
    assert!(texts.contains(&moving), "{texts:#?}");
}

#[test]
fn a_dense_picture_says_how_much_of_it_has_no_label() {
    let stored = std::fs::read_to_string("examples/data/boundary_moving.jsonl").unwrap();
    let sparse = drawn(Path::new("examples/data/boundary_moving.jsonl"));
    // A hundred more sights on one afternoon, which leave no room for a role beside each mark.
    let mut dense: Vec<String> = stored.lines().map(str::to_owned).collect();
    for number in 1..=100 {
        let minute = number % 60;
        let hour = 13 + number / 60;
        dense.push(format!(
            r#"{{"number":{},"type":"boundary_observed","occurred_at":"2026-06-05T{hour}:{minute:02}:00Z","recorded_at":"2026-06-05T15:00:00Z","by":"manager","data":{{"observation":"more-{number}","sign":{{"figure1":"negotiates_roles"}},"finding":{{"present":"clear"}},"standpoint":"looking_on","drawn_by":"unknown","space":"team_meeting","basis":"direct"}}}}"#,
            stored.lines().count() + number
        ));
    }
    let file = scratch("dense.jsonl");
    std::fs::write(&file, dense.join("\n") + "\n").unwrap();
    let dense = drawn(&file);
    let roles = ["social worker", "manager", "parent", "clinician", "clinical supervisor"];
    for svg in [sparse, dense] {
        let labelled = texts(&svg).iter().filter(|text| roles.contains(text)).count();
        let told = format!("observations {}", marks(&svg) - labelled);
        let note = *texts(&svg).iter().find(|text| text.starts_with("Drawn without a label")).unwrap();
        assert!(note.contains(&told), "{told}: {note}");
    }
}

#[test]
fn neither_free_text_nor_people_are_drawn() {
    let stored =
        std::fs::read_to_string(FILE).unwrap().replace("Invented: ", "Kingfisher <&> ").replace("worker-a", "heron-9");
    assert!(stored.contains("Kingfisher") && stored.contains("heron-9"));
    let file = scratch("kingfisher.jsonl");
    std::fs::write(&file, stored).unwrap();
    let svg = drawn(&file);
    for never in ["Kingfisher", "heron", "manager-b", "parent-1", "kingfisher", "Invented"] {
        assert!(!svg.contains(never), "{never}");
    }
}

#[test]
fn every_invented_case_is_drawn() {
    for entry in std::fs::read_dir("examples/data").unwrap() {
        let file = entry.unwrap().path();
        let stored = std::fs::read(&file).unwrap();
        let Ok(history) = History::read(stored.as_slice()) else { continue };
        let name = file.file_name().unwrap().to_str().unwrap();
        let svg = drawn(&file);
        let texts = texts(&svg);
        assert_eq!(marks(&svg), present(&history), "{name}");
        assert!(present(&history) > 0 || !texts.iter().any(|text| text.starts_with("leans")), "{name}");
    }
}

#[test]
fn it_goes_no_further_than_it_is_asked_for() {
    let whole = drawn(Path::new(FILE));
    let output =
        program().args([FILE, "--as-of", "2026-10-01", "--known-at", "2026-10-01"]).args(FOR_CLINICIAN).output().unwrap();
    let early = String::from_utf8(output.stdout).unwrap();
    let history = History::read(std::fs::read(FILE).unwrap().as_slice()).unwrap();
    let then: Moment = "2026-10-01T22:59:59.999999999Z".parse().unwrap();
    let seen = history.view(then, then).entries().iter().filter(|entry| is_present(entry.event())).count();
    assert_eq!((marks(&early), marks(&whole)), (seen, present(&history)));
    assert!(seen > 0 && seen < present(&history));
    assert!(texts(&early).contains(&"As of the end of 1 Oct 2026 BST, as known at the end of 1 Oct 2026 BST."));
}

/// A mark for each observation that the reader is shown, and the leaving of those alone whose marks there are.
#[test]
fn what_one_of_a_family_observed_is_marked_for_those_who_may_know_of_it() {
    let history = History::read(std::fs::read(FILE).unwrap().as_slice()).unwrap();
    let view = history.view(Moment::LATEST, Moment::LATEST);
    let of_family = |entry: &&&practice_cycle::cycle::Entry| entry.act().by.as_str() == "advocate";
    let kept = view.entries().iter().filter(|entry| is_present(entry.event())).filter(of_family).count();
    assert!(kept > 0);
    for (asked, shown) in [
        (&[][..], present(&history) - kept),
        (&["--for", "worker-a"], present(&history) - kept),
        (&["--for", "advocate"], present(&history)),
        (&FOR_CLINICIAN, present(&history)),
    ] {
        let svg = drawn_for(Path::new(FILE), asked);
        assert_eq!(marks(&svg), shown, "{asked:?}");
        assert_eq!(svg.contains("advocate"), shown == present(&history), "{asked:?}");
        assert!(svg.contains("contested"), "the verdict is of all: {asked:?}");
    }
    // Left by one of the family, whose observation is kept.
    let stored = std::fs::read_to_string(FILE).unwrap();
    let last = stored.lines().count() + 1;
    let left = format!(
        r#"{{"number":{last},"type":"person_left","occurred_at":"2026-12-01T10:00:00Z","recorded_at":"2026-12-01T10:00:00Z","by":"worker-a","data":{{"person":"advocate"}}}}"#
    );
    let file = scratch("advocate_left.jsonl");
    std::fs::write(&file, format!("{}\n{left}\n", stored.trim_end())).unwrap();
    assert!(drawn(&file).contains("advocate left, 1 Dec"));
    assert!(!drawn_for(&file, &[]).contains("advocate"));
}

#[test]
fn a_history_that_does_not_load_is_told_by_its_line() {
    let path = scratch("broken.jsonl");
    let file = path.to_str().unwrap();
    std::fs::write(file, "").unwrap();
    fails(&[file], 2, &format!("{file}: line 1: the history is empty; the first entry is `cycle_opened`\n"));
    let stored = std::fs::read_to_string(FILE).unwrap();
    std::fs::write(file, stored.replacen("\"person_entered\"", "\"Kingfisher\"", 1)).unwrap();
    let Output { status, stdout, stderr } = program().arg(file).output().unwrap();
    let stderr = String::from_utf8(stderr).unwrap();
    assert_eq!((status.code(), stdout.len()), (Some(2), 0));
    assert!(stderr.starts_with(&format!("{file}: line 2: ")) && !stderr.contains("Kingfisher"), "{stderr}");
}
