//! A portfolio: `replay` tells its owner what it evidences, and nobody else anything; `act` offers acts to one.

use super::*;

const YEAR: &str = "examples/data/portfolio.jsonl";
const NOT_THEIRS: &str = "line 1: a portfolio is read and written by its owner alone\n";
const IS_ONE: &str = "it is a portfolio, which is shown to its owner alone; `practice-cycle replay --for OWNER` shows it\n";

#[test]
fn its_owner_is_told_what_is_evidenced_and_none_of_the_notes() {
    let told = prints("replay", &["--for", "social-worker-a", YEAR]);
    assert!(
        told.starts_with("By 11 December 2026 (as then known), what is evidenced in the portfolio invented-portfolio-1."),
        "{told}"
    );
    assert!(told.contains("\n  not evidenced here: professionalism; KSS 3, 6 and 7\n"), "{told}");
    assert!(!told.contains("Invented"), "{told}");
    let then = prints("replay", &["--for", "social-worker-a", "--as-of", "2026-06-30", YEAR]);
    assert!(then.contains("\n  diversity: 3 June 2026 (entry 5)\n") && !then.contains("Withdrawn"), "{then}");
    let stored = std::fs::read(YEAR).unwrap();
    let output = run("replay", &["--for", "social-worker-a", "-"], &[b"\xef\xbb\xbf", stored.as_slice()].concat());
    assert_eq!((text(&output.stdout), output.status.code()), (told.as_str(), Some(0)));
    // Beside a history, of which they know nothing.
    let both = prints("replay", &["--for", "social-worker-a", "examples/data/turnover.jsonl", YEAR]);
    assert!(both.ends_with(&format!("\nIn {YEAR}:\n\n{told}")), "{both}");
}

#[test]
fn nobody_else_is_told_anything() {
    fails("replay", &["--for", "manager", YEAR], b"", 2, &format!("{YEAR}: {NOT_THEIRS}"));
    fails("replay", &[YEAR], b"", 2, &format!("{YEAR}: {IS_ONE}"));
    let json = run("replay", &["--json", YEAR], b"");
    assert_eq!((text(&json.stderr), json.status.code()), (format!("{YEAR}: {IS_ONE}").as_str(), Some(2)));
    assert!(!text(&json.stdout).contains("invented-portfolio"), "{}", text(&json.stdout));
    for (name, arguments) in
        [("check", &["--policy", "article", YEAR][..]), ("draw", &["boundary", YEAR]), ("table", &[YEAR])]
    {
        let output = run(name, arguments, b"");
        assert_eq!(output.status.code(), Some(2), "{name}");
        assert!(text(&output.stderr).contains(IS_ONE.trim_end()), "{name}: {}", text(&output.stderr));
        assert!(!text(&output.stdout).contains("portfolio-1") && !text(&output.stdout).contains("ev-1"), "{name}");
    }
    // A broken one is not told either.
    let stored = std::fs::read_to_string(YEAR).unwrap().replacen("\"elements\"", "\"case\"", 1);
    let why = "-: line 2: column 169, at `data`: unknown field `case`, expected one of `evidence`, `elements`, `domains`, `standards`, `rests_on`, `note`\n";
    fails("replay", &["--for", "social-worker-a", "-"], stored.as_bytes(), 2, why);
    fails("replay", &["--for", "manager", "-"], stored.as_bytes(), 2, &format!("-: {NOT_THEIRS}"));
}

#[test]
fn its_owner_is_told_it_as_json() {
    let told = |more: &[&str]| -> Value {
        let asked = [&["--json", "--for", "social-worker-a", YEAR], more].concat();
        serde_json::from_str(&prints("replay", &asked)).unwrap()
    };
    let json = told(&[]);
    assert_eq!(
        (&json["file"], &json["as_of_last_recording"], &json["readings"]["portfolio"]["reading"]),
        (&YEAR.into(), &true.into(), &"portfolio".into())
    );
    assert_eq!(json["readings"]["portfolio"]["owner"], "social-worker-a");
    assert!(json.get("entries").is_none() && !json.to_string().contains("Invented"), "{json}");
    // With the entries as they are stored, up to the time that is asked for.
    let stored: Vec<Value> =
        std::fs::read_to_string(YEAR).unwrap().lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(told(&["--words"])["entries"], Value::from(stored.clone()));
    for (time, count) in [("--as-of", 2), ("--known-at", 1)] {
        let then = told(&["--words", time, "2026-01-29"]);
        assert_eq!(then["entries"], Value::from(stored[..count].to_vec()), "{time}: the second was recorded on the 30th");
    }
    assert_eq!(told(&["--as-of", "2026-01-29"])["as_of_last_recording"], false);
    // To nobody else.
    let output = run("replay", &["--json", "--for", "manager", YEAR], b"");
    let problem = format!("{{\"file\":\"{YEAR}\",\"problem\":\"{YEAR}: {}\"}}\n", NOT_THEIRS.trim_end());
    assert_eq!((text(&output.stdout), output.status.code()), (problem.as_str(), Some(2)));
}

/// The lines of a portfolio before anything in it was redacted, as they were offered.
fn offered() -> Vec<String> {
    let stored = std::fs::read_to_string(YEAR).unwrap();
    stored.lines().take(7).map(|line| format!("{{{}", line.split_once(',').unwrap().1)).collect()
}

#[test]
fn acts_of_a_portfolio_become_its_entries() {
    let output = run("act", &["-"], offered().join("\n").as_bytes());
    assert_eq!((output.status.code(), text(&output.stderr)), (Some(0), ""));
    let stored = std::fs::read_to_string(YEAR).unwrap();
    assert!(stored.starts_with(text(&output.stdout)), "{}", text(&output.stdout));
    assert_eq!(text(&output.stdout).lines().count(), 7);
    assert_eq!(run("replay", &["--for", "social-worker-a", "-"], &output.stdout).status.code(), Some(0));
}

#[test]
fn acts_that_a_portfolio_refuses_say_why_and_the_next_one_is_offered() {
    let acts = offered();
    let others = acts[1].replace(r#""by":"social-worker-a""#, r#""by":"manager""#);
    let no_element = acts[2].replace(r#"["attachment_and_trauma"]"#, "[]");
    let invited = r#"{"type":"contract_invited","occurred_at":"2026-04-01T09:00:00Z","recorded_at":"2026-04-01T09:00:00Z","by":"p-1","data":{"contract":"c-1","space":"home_visit"}}"#;
    let lines = [&acts[1], &acts[0], &acts[0], &others, invited, &no_element, "", "{", &acts[1], &acts[2]];
    let output = run("act", &["-"], lines.join("\n").as_bytes());
    assert_eq!((output.status.code(), text(&output.stderr)), (Some(1), ""));
    let told: Vec<Value> = text(&output.stdout).lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let answer = |line: &Value| match line.pointer("/refused/code") {
        Some(code) => (line["line"].as_u64().unwrap(), code.as_str().unwrap().to_owned()),
        None => (line["number"].as_u64().unwrap(), line["type"].as_str().unwrap().to_owned()),
    };
    let expected = [
        (1, "evidencing.not_opened"),
        (1, "portfolio_opened"),
        (3, "evidencing.already_recorded"),
        (4, "evidencing.not_theirs"),
        (5, "reading.refused"),
        (6, "evidencing.no_element"),
        (8, "reading.malformed"),
        (2, "practice_evidenced"),
        (3, "practice_evidenced"),
    ];
    let answers: Vec<(u64, String)> = told.iter().map(answer).collect();
    assert_eq!(answers, expected.map(|(number, code)| (number, code.to_owned())));
    let refused = r#"{"line":4,"refused":{"code":"evidencing.not_theirs","category":"not_allowed","status":403,"message":"`practice_evidenced`: a portfolio is read and written by its owner alone","kind":"practice_evidenced","parameters":{},"field":"by"}}"#;
    assert_eq!(text(&output.stdout).lines().nth(3), Some(refused));
    // Once a cycle is open, nothing of a portfolio can be recorded in its file.
    let opened = OPENED.replace(r#""number":1,"#, "");
    let output = run("act", &["-"], format!("{opened}\n{}\n", acts[0]).as_bytes());
    assert_eq!(output.status.code(), Some(1));
    assert!(text(&output.stdout).lines().nth(1).unwrap().starts_with(r#"{"line":2,"refused":{"code":"reading.refused","#));
}

#[test]
fn an_act_is_of_a_portfolio_by_its_type_alone() {
    let acts = offered();
    let opened = OPENED.replace(r#""number":1,"#, "");
    let told = |lines: &[&str]| -> Vec<Value> {
        let output = run("act", &["-"], lines.join("\n").as_bytes());
        assert_eq!(output.status.code(), Some(1));
        text(&output.stdout).lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    };
    // With a field that there is not, it is told which, first or later.
    let misspelt_opening = acts[0].replace(r#""format""#, r#""formt""#);
    let misspelt = acts[1].replace(r#""elements""#, r#""elemnts""#);
    assert_ne!((&misspelt_opening, &misspelt), (&acts[0], &acts[1]));
    for (lines, place, named) in [
        (&[misspelt_opening.as_str()][..], 0, "formt"),
        (&[misspelt.as_str()], 0, "elemnts"),
        (&[acts[0].as_str(), misspelt.as_str()], 1, "elemnts"),
    ] {
        let refused = &told(lines)[place]["refused"];
        let field = Value::from(format!("data.{named}"));
        assert_eq!((&refused["code"], &refused["field"]), (&"reading.malformed".into(), &field), "{named}");
        assert!(refused["message"].as_str().unwrap().contains(&format!("unknown field `{named}`")), "{refused}");
    }
    // What is of the other is told so, though it could not be read.
    let in_portfolio = &told(&[&acts[0], &opened.replace(r#""team""#, r#""tem""#)])[1]["refused"];
    let in_cycle = &told(&[&opened, &misspelt])[1]["refused"];
    for (refused, message) in [
        (in_portfolio, "this is an act of a cycle, and this file is of a portfolio; offer it in a file of its own"),
        (in_cycle, "this is an act of a portfolio, and this file is of a cycle; offer it in a file of its own"),
    ] {
        let expected = serde_json::json!({
            "code": "reading.refused", "category": "invalid", "status": 422, "message": message, "field": "type",
        });
        assert_eq!(refused, &expected);
    }
    // A type that neither knows is perhaps of a newer version.
    let unknown = acts[1].replace("practice_evidenced", "practice_admired");
    assert_eq!(told(&[&unknown])[0]["refused"]["code"], "reading.newer");
    assert_eq!(told(&[&acts[0], &unknown])[1]["refused"]["code"], "reading.newer");
}
