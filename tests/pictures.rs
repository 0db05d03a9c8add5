//! Pictures, drawn as a host and as the program draw them: what they show, for whom, and what they never show.

#![expect(clippy::unwrap_used, reason = "the helpers of tests fail as tests do")]

#[path = "golden/mod.rs"]
mod golden;

use std::process::Command;

use practice_cycle::assessment;
use practice_cycle::calendar::{EnglandAndWales, Tz};
use practice_cycle::cycle::Act;
use practice_cycle::history::{History, View};
use practice_cycle::moment::Moment;
use practice_cycle::picture::{self, Options};
use practice_cycle::policy::{Pack, Policy};
use practice_cycle::reader::Reader;
use practice_cycle::turns::{self, Turns};

const CONCURRENT: &str = "examples/data/concurrent_contracts.jsonl";

/// The pictures of the README, each with how it is drawn.
const SHOWN: [(&str, &str); 4] = [
    ("timeline", "timeline examples/data/concurrent_contracts.jsonl"),
    ("duties", "duty --policy local-practice --rule R02 --rule R10 examples/data/concurrent_contracts.jsonl"),
    ("boundary", "boundary examples/data/boundary_moving.jsonl --for clinician"),
    ("circuit", "circuit examples/data/concurrent_contracts.jsonl"),
];

fn history(file: &str) -> History {
    History::read(std::fs::read(file).unwrap().as_slice()).unwrap()
}

fn of(lines: &[String]) -> History {
    let mut history = History::default();
    for line in lines {
        history.record(serde_json::from_str::<Act>(line).unwrap()).unwrap();
    }
    history
}

fn act(code: &str, at: &str, by: &str, data: &str) -> String {
    format!(r#"{{"type":"{code}","occurred_at":"{at}","recorded_at":"{at}","by":"{by}","data":{data}}}"#)
}

fn opened(at: &str) -> String {
    act("cycle_opened", at, "p-1", r#"{"cycle":"cy-1","format":1,"clinician":"p-1","team":"t-1"}"#)
}

fn whole(history: &History) -> View<'_> {
    history.view(Moment::LATEST, Moment::LATEST)
}

/// Every picture of one history.
fn all(view: &View<'_>, history: &History, options: &Options) -> Vec<(&'static str, String)> {
    let policy = Policy::new(Pack::shipped("local-practice").unwrap(), &EnglandAndWales::new()).unwrap();
    let duties = policy.explain(&[history], view.as_of(), view.known_at());
    vec![
        ("timeline", picture::timeline(view, options)),
        ("duties", picture::duties(view, &duties, options)),
        ("boundary", picture::boundary(view, assessment::Parameters::unvalidated_v2(), options)),
        ("circuit", picture::circuit(&Turns::of(view, &turns::Parameters::default()), options)),
    ]
}

fn texts(svg: &str) -> Vec<&str> {
    let texts = svg.split('<').filter_map(|piece| piece.split_once('>'));
    texts.filter(|(tag, _)| tag.starts_with("text ")).map(|(_, text)| text).collect()
}

/// With `UPDATE=1`, they are drawn anew.
#[test]
fn the_pictures_that_are_shown_are_what_is_drawn() {
    for (name, asked) in SHOWN {
        let mut program = Command::new(env!("CARGO_BIN_EXE_practice-cycle"));
        let output = program.current_dir(env!("CARGO_MANIFEST_DIR")).arg("draw").args(asked.split(' ')).output().unwrap();
        assert!(output.status.success(), "{asked}: {}", String::from_utf8_lossy(&output.stderr));
        golden::is_golden(&format!("examples/pictures/{name}.svg"), &String::from_utf8(output.stdout).unwrap());
    }
}

#[test]
fn every_picture_is_called_and_described_and_is_the_same_again() {
    let history = history(CONCURRENT);
    let view = whole(&history);
    let drawn = all(&view, &history, &Options::default());
    for (name, svg) in &drawn {
        assert!(svg.starts_with("<svg ") && svg.contains(r#" role="img""#) && svg.ends_with("</svg>\n"), "{name}");
        let (title, rest) = svg.split_once("<title>").unwrap().1.split_once("</title>").unwrap();
        let described = rest.split_once("<desc>").unwrap().1.split_once("</desc>").unwrap().0;
        assert!(title.len() > 10 && described.len() > 40, "{name}: {title}; {described}");
        let sizes = svg.split("font-size=\"").skip(1).map(|rest| rest.split('"').next().unwrap().parse::<u32>().unwrap());
        assert!(sizes.min().unwrap() >= 11, "{name}");
    }
    assert_eq!(drawn, all(&view, &history, &Options::default()));
}

#[test]
fn no_word_that_anybody_wrote_is_drawn() {
    let stored = std::fs::read_to_string(CONCURRENT).unwrap().replace("Invented", "Kingfisher <&>");
    assert!(stored.contains("Kingfisher"));
    let history = History::read(stored.as_bytes()).unwrap();
    for (name, svg) in all(&whole(&history), &history, &Options::default()) {
        assert!(!svg.contains("Kingfisher"), "{name}");
    }
}

#[test]
fn a_timeline_has_a_row_for_everybody_and_every_contract() {
    let history = history(CONCURRENT);
    let svg = picture::timeline(&whole(&history), &Options::default());
    let texts = texts(&svg);
    for said in ["mother", "parent", "c-film", "suspended", "c-court", "declined", "interventions begun", "10", "May 2026"] {
        assert!(texts.contains(&said), "{said}: {texts:?}");
    }
    // As many sessions as are in effect: one was entered in error.
    let sessions = whole(&history).entries().iter().filter(|entry| entry.event().kind().code() == "session_held").count();
    assert_eq!(sessions, 10);
    let at = texts.iter().position(|text| *text == "sessions").unwrap();
    assert_eq!(texts[at + 1], sessions.to_string());
}

#[test]
fn whoever_left_or_changed_their_role_is_drawn_so() {
    let at = |day: u32| format!("2026-04-{day:02}T09:00:00Z");
    let history = of(&[
        opened(&at(1)),
        act("person_entered", &at(2), "p-1", r#"{"person":"p-2","role":"social_worker"}"#),
        act("person_left", &at(10), "p-1", r#"{"person":"p-2"}"#),
        act("person_entered", &at(20), "p-1", r#"{"person":"p-2","role":"manager"}"#),
        act("person_entered", &at(30), "p-1", r#"{"person":"p-3","role":"court"}"#),
    ]);
    let svg = picture::timeline(&whole(&history), &Options::default().in_zone(Tz::UTC));
    for said in [
        "p-2: social worker from 2 Apr 2026 09:00 to 10 Apr 2026 09:00",
        "p-2: team manager from 20 Apr 2026 09:00 to 30 Apr 2026 09:00",
    ] {
        assert!(svg.contains(said), "{said}");
    }
    assert!(texts(&svg).contains(&"date, in UTC"));
}

#[test]
fn a_reference_that_is_too_long_stands_whole_where_a_pointer_rests() {
    let long = format!("contract-{}", "7".repeat(100));
    let history = of(&[
        opened("2026-04-01T09:00:00Z"),
        act("person_entered", "2026-04-01T09:00:00Z", "p-1", r#"{"person":"p-2","role":"social_worker"}"#),
        act(
            "contract_invited",
            "2026-04-01T10:00:00Z",
            "p-2",
            &format!(r#"{{"contract":"{long}","space":"team_meeting"}}"#),
        ),
    ]);
    let svg = picture::timeline(&whole(&history), &Options::default());
    assert!(svg.contains(&format!("<title>{long}</title>")));
    let shown: Vec<&str> = texts(&svg).into_iter().filter(|text| text.starts_with("contract-7")).collect();
    assert!(matches!(shown.as_slice(), [short] if short.ends_with("…777777") && short.len() < 40), "{shown:?}");
    // One day has hours for an axis.
    assert!(texts(&svg).contains(&"12:00"));
}

#[test]
fn an_empty_history_is_a_picture_too() {
    let history = History::default();
    for (name, svg) in all(&whole(&history), &history, &Options::default()) {
        assert!(texts(&svg).len() > 3, "{name}");
    }
}

#[test]
fn a_picture_shows_what_had_happened_by_then() {
    let history = history(CONCURRENT);
    let then = "2026-03-01T00:00:00Z".parse().unwrap();
    let early = picture::timeline(&history.view(then, then), &Options::default());
    assert!(early.contains("c-film") && !early.contains("c-court") && !early.contains("suspended from"));
}

/// What began with an entry that is kept from the reader is no duty to them, and there is no trace of it.
#[test]
fn duties_are_those_that_the_reader_is_told_of() {
    let history = history("examples/data/compliance_threatened.jsonl");
    let policy = Policy::new(Pack::shipped("partnership").unwrap(), &EnglandAndWales::new()).unwrap();
    let duties = policy.explain(&[&history], Moment::LATEST, Moment::LATEST);
    let view = whole(&history);
    let drawn =
        |options: Options| picture::duties(&view, duties.iter().filter(|duty| duty.rule.as_str() == "P05"), &options);
    let told = drawn(Options::default().for_reader(Reader::of(&view, &"manager".parse().unwrap())));
    assert!(texts(&told).contains(&"P05"), "{told}");
    for options in [Options::default(), Options::default().for_reader(Reader::of(&view, &"worker-a".parse().unwrap()))] {
        let kept = drawn(options);
        assert!(!kept.contains("P05") && kept.contains("No duties"), "{kept}");
    }
}

#[test]
fn a_duty_shows_what_became_of_it() {
    let history = history(CONCURRENT);
    let policy = Policy::new(Pack::shipped("local-practice").unwrap(), &EnglandAndWales::new()).unwrap();
    let duties = policy.explain(&[&history], Moment::LATEST, Moment::LATEST);
    let svg =
        picture::duties(&whole(&history), duties.iter().filter(|duty| duty.rule.as_str() == "R10"), &Options::default());
    let texts = texts(&svg);
    let count = |said: &str| texts.iter().filter(|text| **text == said).count();
    assert_eq!([count("done late"), count("not done"), count("done"), count("R10")], [3, 1, 2, 1], "{texts:?}");
}

#[test]
fn what_cannot_be_drawn_is_refused_with_why() {
    let refused = |asked: &[&str], why: &str| {
        let mut program = Command::new(env!("CARGO_BIN_EXE_practice-cycle"));
        let output = program.current_dir(env!("CARGO_MANIFEST_DIR")).arg("draw").args(asked).output().unwrap();
        let told = String::from_utf8(output.stderr).unwrap();
        assert_eq!((output.status.code(), output.stdout.len()), (Some(2), 0), "{told}");
        assert!(told.contains(why), "{told}");
    };
    refused(&["timeline", CONCURRENT, "--width", "100"], "a picture is 800 to 4000 pixels wide, and 100 were asked for");
    let duty = ["duty", "--policy", "local-practice", CONCURRENT];
    refused(&[&duty[..], &["--rule", "R99"]].concat(), "`--rule R99`: the pack has no rule of that code");
    refused(&["duty", CONCURRENT], "--policy <PACK>");
    refused(&["lifecycle", "--as", "png"], "[possible values: mermaid, dot, table]");
}

/// What a circuit says of turns, by what is recorded of joining before them.
#[test]
fn a_turn_without_joining_is_not_said_to_have_gone_all_the_way_round() {
    let mut unjoined = history("examples/data/hypotheses_reframe_unwelcome.jsonl");
    let circuit = |history: &History| {
        picture::circuit(&Turns::of(&whole(history), &turns::Parameters::default()), &Options::default())
    };
    let before = circuit(&unjoined);
    assert!(texts(&before).contains(&"no turns") && !before.contains("first came"), "{before}");
    let noticed = act(
        "change_noticed",
        "2026-09-16T09:00:00Z",
        "worker-a",
        r#"{"change":"ch-1","what":"story","words":"Invented: a new beginning.","contract":"c-1","session":"s-1"}"#,
    );
    unjoined.record(serde_json::from_str::<Act>(&noticed).unwrap()).unwrap();
    let svg = circuit(&unjoined);
    let drawn = texts(&svg).join(" ");
    for said in [
        "1 turn from agreement through work to what came back no joining was recorded before it",
        "from joining to contracting 1 invitation came before any joining was recorded",
        "after 1 of 1 something came back first came: a change was noticed (1)",
    ] {
        assert!(drawn.contains(said), "{said}: {drawn}");
    }
    for unsaid in ["all the way round", "nothing has begun", "led back to joining"] {
        assert!(!svg.contains(unsaid), "{unsaid}: {svg}");
    }
    let joined = circuit(&history(CONCURRENT));
    assert!(texts(&joined).join(" ").contains("2 turns went all the way round"), "{joined}");
    assert!(!joined.contains("before any joining"), "{joined}");
}

/// What a boundary lacks for a reading stands in its band, or below; none of it is lost where a band is narrow.
#[test]
fn whatever_is_missing_for_a_reading_of_the_boundary_is_said_at_any_width() {
    let history = history("examples/data/boundary_moving.jsonl");
    for width in [800, 900, 1_100, 4_000] {
        let options = Options::default().wide(width).unwrap();
        let svg = picture::boundary(&whole(&history), assessment::Parameters::unvalidated_v2(), &options);
        let drawn = texts(&svg).join(" ").replace("Not enough yet", "not enough yet");
        let bands = svg.matches("<title>insufficient evidence</title>").count() - 1;
        assert!(bands > 0);
        assert_eq!(drawn.matches("not enough yet").count(), bands, "{width}: {drawn}");
        for gate in ["observers", "perspectives", "recent sights", "rows of the article's Figure 1", "spaces"] {
            assert!(drawn.replace("&apos;", "'").contains(gate), "{width} {gate}: {drawn}");
        }
        assert!(drawn.contains("would be read as: insufficient evidence"), "the bands have a legend: {drawn}");
    }
}

/// Where nobody has observed anything, nothing was measured: no line at zero.
#[test]
fn a_boundary_that_nobody_observed_has_no_tallies() {
    let draw = |history: &History| {
        picture::boundary(&whole(history), assessment::Parameters::unvalidated_v2(), &Options::default())
    };
    let svg = draw(&history("examples/data/turnover.jsonl"));
    assert!(texts(&svg).contains(&"no observation of the boundary is known"), "{svg}");
    assert!(!svg.contains("<polyline") && !texts(&svg).iter().any(|text| text.ends_with(" 0.00")), "{svg}");
    // Nor does a line begin before the first observation.
    let moving = draw(&history("examples/data/boundary_moving.jsonl"));
    assert_eq!(moving.matches("<polyline").count(), 3);
    let line = moving.split("<polyline").nth(1).unwrap().split("points=\"").nth(1).unwrap();
    let from: i32 = line.split(',').next().unwrap().parse().unwrap();
    assert!(from > 190, "the axis begins with the cycle, the line later: {from}");
}

/// The signs of one duty stand beside each other, so that each can be seen.
#[test]
fn a_waiver_does_not_cover_what_it_waives() {
    let history = history("examples/data/statutory_path.jsonl");
    let policy = Policy::new(Pack::shipped("england-statutory").unwrap(), &EnglandAndWales::new()).unwrap();
    let duties = policy.explain(&[&history], Moment::LATEST, Moment::LATEST);
    // Among all the others, so that the axis is long and its days are narrow.
    let (late, others): (Vec<_>, Vec<_>) = duties.iter().partition(|duty| duty.rule.as_str() == "R21a" && duty.is_excused());
    let svg = picture::duties(&whole(&history), late.into_iter().chain(others), &Options::default());
    assert!(texts(&svg).contains(&"done late, waived"), "{svg}");
    let polygons: Vec<Vec<i32>> = svg
        .split("<polygon")
        .skip(1)
        .filter(|piece| piece.contains("fill=\"#FFFFFF\""))
        .map(|piece| {
            let points = piece.split("points=\"").nth(1).unwrap().split('"').next().unwrap();
            points.split(' ').map(|point| point.split(',').next().unwrap().parse().unwrap()).collect()
        })
        .collect();
    // Its rule is drawn first.
    let (late, waived) = (&polygons[0], &polygons[1]);
    assert!(late.iter().max() < waived.iter().min() || waived.iter().max() < late.iter().min(), "{late:?} {waived:?}");
    let legend = texts(&svg).join(" | ");
    for said in ["not done, not as required, or done though not allowed", "overdue", "time during which it had to be kept"] {
        assert!(legend.contains(said), "{legend}");
    }
}
