//! Broken and hostile lines: a typed error that names the line, the column and the field, and shows no text; never a panic.

use std::io::{self, BufRead, BufReader, Read};

use practice_cycle::evidencing::{LoadError, Portfolio, Problem};
use practice_cycle::history::MAX_LINE;
use practice_cycle::stored::{Cause, Fault};

use super::{CANARY, acts, owner, recorded, written};

fn stored() -> Vec<String> {
    written(&recorded(&acts())).lines().map(str::to_owned).collect()
}

/// Loads from a slice and through small buffers, which must say the same.
#[track_caller]
fn error(input: impl AsRef<[u8]>) -> LoadError {
    let input = input.as_ref();
    let whole = Portfolio::read(input, &owner()).unwrap_err();
    for capacity in [1, 7, 8192] {
        let parts = Portfolio::read(BufReader::with_capacity(capacity, input), &owner()).unwrap_err();
        assert_eq!(parts.to_string(), whole.to_string());
    }
    assert_eq!(whole.report().message, whole.to_string());
    assert_eq!(
        (whole.report().line, whole.report().code),
        (Some(whole.line()), practice_cycle::code::Code::code(whole.problem().fault()))
    );
    whole
}

/// Asserts why the stored portfolio does not load with another second line.
#[track_caller]
fn second(line: &str, words: &str) -> LoadError {
    let mut lines = stored();
    line.clone_into(&mut lines[1]);
    let error = error(lines.join("\n"));
    assert_eq!(error.to_string(), format!("line 2: {words}"));
    error
}

#[test]
fn a_line_cut_off_anywhere_is_refused_on_its_line() {
    let lines = stored();
    for end in 1..lines[1].len() {
        let cut = format!("{}\n{}", lines[0], &lines[1][..end]);
        let error = error(&cut);
        assert_eq!((error.line(), error.problem().cause()), (2, Some(Cause::Malformed)), "{end}");
    }
}

#[test]
fn what_is_wrong_is_named_with_its_place_and_without_its_text() {
    let line = stored()[1].clone();
    let change = |from: &str, to: &str| {
        assert!(line.contains(from), "{from}");
        line.replacen(from, to, 1)
    };
    second(
        &change(r#""knowledge""#, r#""Canary""#),
        "column 201, at `data.domains[0]`: expected one of `professionalism`, `values_and_ethics`, `diversity`, `knowledge`, `intervention_skills`, `critical_reflection`",
    );
    second(
        &change("[8]", "[11]"),
        "column 247, at `data.standards.numbers[0]`: expected the number of a standard, from 1 to 10",
    );
    second(&change("[8]", "[8.0]"), "column 247, at `data.standards.numbers[0]`: expected u8");
    second(&change(r#""pqs""#, r#""Canary""#), "column 235, at `data.standards.scale`: expected `kss` or `pqs`");
    second(
        &change(r#"{"basis":"written_work","reference":"papers-12"}"#, r#""Canary""#),
        "column 267, at `data.rests_on`: expected an object",
    );
    second(
        &change("papers-12", CANARY),
        "column 325, at `data.rests_on.reference`: expected a reference of 1 to 128 printable ASCII characters, without spaces, quotes, backticks or backslashes",
    );
    second(&change("Invented note.", "  "), "column 320, at `data.note`: expected a text that is not blank");
    second(
        &change(r#""note":"#, r#""case":"#),
        "column 314, at `data`: unknown field `case`, expected one of `evidence`, `elements`, `domains`, `standards`, `rests_on`, `note`",
    );
    second(
        &change(r#""by":"worker-a""#, r#""by":"worker-a","recorded_by":"manager""#),
        "column 143: unknown field `recorded_by`, expected one of `number`, `type`, `occurred_at`, `recorded_at`, `by`, `data`",
    );
    second(&change(r#""number":2"#, r#""number":3"#), "entry 3 where entry 2 comes next");
    second(&change(r#""number":2"#, r#""number":2,"number":2"#), "column 20: duplicate field `number`");
    second("[]", "column 2: expected an entry");
    second("null", "column 4: expected an entry");
    let newer = second(
        &change("practice_evidenced", "practice_confirmed"),
        "column 39, at `type`: expected the code of an event; a newer version may have written this one",
    );
    assert_eq!((newer.problem().cause(), newer.report().code), (Some(Cause::Newer), "reading.newer"));
    let deep = second(
        &format!(r#"{{"number":2,"type":"practice_evidenced","data":{}"#, "[".repeat(300)),
        "column 174: it is nested too deeply",
    );
    assert_eq!(deep.problem().fault(), Fault::TooDeep);
}

#[test]
fn a_later_format_is_newer_whatever_else_is_in_it() {
    let lines = stored();
    let later = lines[0].replace(r#""format":1"#, r#""format":2,"employer":"e-1""#);
    let error = error(later);
    assert_eq!(error.to_string(), "line 1: cannot open a portfolio stored in format 2; this version reads format 1");
    assert_eq!(error.problem().cause(), Some(Cause::Newer));
}

#[test]
fn what_is_no_text_is_refused_and_what_stands_around_lines_is_passed_over() {
    assert_eq!(error(b"").to_string(), "line 1: the portfolio is empty; the first entry is `portfolio_opened`");
    assert_eq!(error(b"\n \n").to_string(), "line 1: the portfolio is empty; the first entry is `portfolio_opened`");
    assert_eq!(error(b"\n{\"a\xff\"}").to_string(), "line 2: column 4: expected UTF-8");
    let long = format!("{}\n{}", stored()[0], " ".repeat(MAX_LINE + 1));
    assert_eq!(error(long).to_string(), "line 2: it is longer than 1048576 bytes");
    let around = format!("\u{feff}{}\r\n\r\n", stored().join("\r\n\n"));
    assert_eq!(written(&Portfolio::read(around.as_bytes(), &owner()).unwrap()), stored().join("\n") + "\n");
}

#[test]
fn a_tombstone_is_explained_or_does_not_load() {
    let lines = stored();
    let error = error(lines[..4].join("\n"));
    assert_eq!(error.to_string(), "line 3: entry 3 holds a tombstone, but no later entry redacts it");
    assert_eq!(error.report().code, "reading.unexplained_tombstone");
    let mut portfolio = Portfolio::default();
    lines[..4].iter().for_each(|line| _ = portfolio.append_line(line, &owner()).unwrap());
    assert_eq!(portfolio.open_for(&owner()).unwrap().unexplained_tombstone().map(|number| number.get()), Some(3));
    portfolio.append_line(&lines[4], &owner()).unwrap();
    assert_eq!(portfolio.open_for(&owner()).unwrap().unexplained_tombstone(), None);
}

#[test]
fn what_cannot_be_fetched_is_no_fault_of_the_portfolio() {
    struct Broken;
    impl Read for Broken {
        fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
            Err(io::ErrorKind::ConnectionReset.into())
        }
    }
    impl BufRead for Broken {
        fn fill_buf(&mut self) -> io::Result<&[u8]> {
            Err(io::ErrorKind::ConnectionReset.into())
        }
        fn consume(&mut self, _: usize) {}
    }
    let error = Portfolio::read(Broken, &owner()).unwrap_err();
    assert!(matches!(error.problem(), Problem::Io(_)));
    assert_eq!((error.report().code, error.report().status), ("reading.io", None));
}

/// Every byte of a stored portfolio changed, one after the other: it loads or is refused, and no text of it is told.
#[test]
fn no_change_of_a_byte_makes_it_panic_or_tell_a_text() {
    let whole = written(&recorded(&acts())).replace("Invented note.", CANARY);
    let (mut loaded, mut refused) = (0, 0);
    for place in 0..whole.len() {
        for byte in [b'"', b'{', b'0', 0xff] {
            let mut changed = whole.clone().into_bytes();
            changed[place] = byte;
            match Portfolio::read(changed.as_slice(), &owner()) {
                Ok(_) => loaded += 1,
                Err(error) => {
                    let told = format!("{error} {error:?} {:?}", error.report());
                    assert!(!told.contains("Canary") && !told.contains("Cage"), "{told}");
                    refused += 1;
                }
            }
        }
    }
    assert!(loaded > 50 && refused > 3_000, "{loaded} {refused}");
}
