//! What is said in another language, and the catalogues themselves. All of it is invented.

use super::*;

const BOUNDARY: &str = "examples/data/boundary_seen_differently.jsonl";

/// A contract that is invited, and completed too early; and somebody who leaves, and is not there.
fn acts() -> String {
    let act = |kind: &str, hour: u32, by: &str, data: &str| {
        let at = format!("2026-04-01T{hour:02}:00:00Z");
        format!(r#"{{"type":"{kind}","occurred_at":"{at}","recorded_at":"{at}","by":"{by}","data":{data}}}"#) + "\n"
    };
    [
        act("cycle_opened", 8, "p-1", r#"{"cycle":"invented","format":1,"clinician":"p-1","team":"team-1"}"#),
        act("person_entered", 9, "p-1", r#"{"person":"p-2","role":"social_worker"}"#),
        act("contract_invited", 10, "p-2", r#"{"contract":"c-1","space":"home_visit"}"#),
        act("contract_completed", 11, "p-1", r#"{"contract":"c-1"}"#),
        act("person_left", 12, "p-1", r#"{"person":"p-9","role":"parent"}"#),
    ]
    .concat()
}

fn answers(arguments: &[&str]) -> Vec<Value> {
    let output = run("act", arguments, acts().as_bytes());
    assert_eq!((output.status.code(), text(&output.stderr)), (Some(1), ""));
    text(&output.stdout).lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[test]
fn an_act_that_is_refused_is_answered_in_welsh_beside_the_english() {
    let (plain, welsh) = (answers(&["-"]), answers(&["--language", "cy", "-"]));
    let refused = |answers: &[Value], line: usize| answers[line - 1].clone();
    assert_eq!(keys(&refused(&plain, 4)), ["line", "refused"]);
    assert_eq!(keys(&refused(&welsh, 4)), ["line", "refused", "words", "words_in"]);
    assert_eq!((&refused(&welsh, 4)["words_in"], &refused(&welsh, 5)["words_in"]), (&"cy".into(), &"en".into()));
    assert_eq!(
        refused(&welsh, 4)["words"],
        "ni ellir cwblhau: mae'r cytundeb wedi'i wahodd; yn bosibl yn awr: derbyn y gwahoddiad, ailfframio, cynnig telerau, \
         gwrthod, tynnu'n ôl"
    );
    assert_eq!(refused(&welsh, 4)["refused"], refused(&plain, 4)["refused"]);
    let message = refused(&welsh, 5)["refused"]["message"].as_str().unwrap().to_owned();
    assert!(
        message.contains(refused(&welsh, 5)["words"].as_str().unwrap()),
        "in English, where Welsh has no words: {message}"
    );
}

#[test]
fn a_line_that_cannot_be_read_has_its_words_in_english_and_says_so() {
    let elsewhere = r#"{"type":"portfolio_opened","occurred_at":"2026-04-01T13:00:00Z","recorded_at":"2026-04-01T13:00:00Z","by":"p-2","data":{}}"#;
    let lines = format!("{}{{\n{elsewhere}\n", acts());
    let output = run("act", &["--language", "cy", "-"], lines.as_bytes());
    let answers: Vec<Value> = text(&output.stdout).lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    for answer in &answers[5..] {
        assert_eq!(answer["words"], answer["refused"]["message"], "{answer}");
        assert_eq!(answer["words_in"], "en", "{answer}");
    }
    assert_eq!(answers.len(), 7);
}

#[test]
fn the_boundary_is_told_in_welsh_and_said_to_be_a_draft() {
    let (plain, welsh) = (prints("replay", &[BOUNDARY]), prints("replay", &["--language", "cy", BOUNDARY]));
    assert!(plain.contains(", the boundary in the whole cycle: ") && !plain.contains("cylch"));
    assert!(welsh.contains(", y ffin yn y cylch cyfan: ") && !welsh.contains(", the boundary in the whole cycle: "));
    assert!(welsh.ends_with("dywedir yn Saesneg yr hyn sydd heb ei gyfieithu.\n"), "{welsh}");
    assert_eq!(prints("replay", &["--language", "en", BOUNDARY]), plain);
    misused("replay", &["--language", "cy", "--json", BOUNDARY], "leave out --language");
}

#[test]
fn findings_are_told_in_welsh() {
    let of = |extra: &[&str]| checks(&[&["--policy", TEAM, "--as-of", "2026-12-01", CONCURRENT], extra].concat(), 1);
    let (plain, welsh) = (of(&[]), of(&["--language", "cy"]));
    assert_eq!(of(&["--language", "en"]), plain);
    for (line, in_welsh) in [("started the clock", "dechreuodd y cloc yma"), ("= source: ", "= ffynhonnell: ")] {
        assert_eq!(plain.matches(line).count(), welsh.matches(in_welsh).count(), "{welsh}");
        assert!(plain.contains(line) && !welsh.contains(line), "{welsh}");
    }
    assert!(welsh.contains("Drafft yw'r cyfieithiad hwn") && !plain.contains("draft"));
    misused("check", &["--policy", TEAM, "--language", "cy", "--json", CONCURRENT], "leave out --language");
}

#[test]
fn a_translator_is_given_the_words_and_what_is_missing() {
    let english = prints("labels", &[]);
    assert!(english.contains("\nrefusal-contracting-stale_version = "), "{english}");
    let folder = scratch("labels");
    let welsh = prints("labels", &["--language", "cy"]);
    let missing = prints("labels", &["--language", "cy", "--missing"]);
    assert!(missing.contains("\nrefusal-joining-merges_nothing = ") && !missing.contains("refusal-contracting-"));
    let lacks =
        missing.lines().filter(|line| line.split_once(" =").is_some_and(|(name, _)| !name.contains([' ', '.']))).count();
    assert!(missing.starts_with(&format!("# It lacks {lacks} of ")), "{lacks}: {missing}");
    let whole = file(&folder, "whole.ftl", format!("{welsh}\n{missing}"));
    assert_eq!(prints("labels", &["--language", &whole, "--missing"]), "");
    misused("labels", &["--missing"], "--language");
}

#[test]
fn a_catalogue_that_would_not_do_is_named_by_line_and_message() {
    let folder = scratch("catalogues");
    let bad =
        file(&folder, "bad.ftl", "catalogue-language = cy\nrefusal-contracting-stale_version = fersiwn { $version }\n");
    let output = run("labels", &["--language", &bad], b"");
    assert_eq!(output.status.code(), Some(1));
    let expected = "\
line 2, `refusal-contracting-stale_version`: it names `$version`, which is no parameter of this message
line 2, `refusal-contracting-stale_version`: it leaves out `$current`, which the English has
";
    assert_eq!(text(&output.stderr), expected);
    let broken = file(&folder, "broken.ftl", "catalogue-language = cy\n\nkind-contract_begun = { $a\n");
    let output = run("act", &["--language", &broken, "-"], acts().as_bytes());
    assert_eq!((output.status.code(), text(&output.stdout)), (Some(2), ""));
    assert!(
        text(&output.stderr).contains("broken.ftl: line 3, `kind-contract_begun`: it cannot be read: "),
        "{}",
        text(&output.stderr)
    );
    let output = run("replay", &["--language", "tlh", BOUNDARY], b"");
    assert_eq!(text(&output.stderr), "there is neither a language nor a file `tlh`; the languages are cy and en\n");
}
