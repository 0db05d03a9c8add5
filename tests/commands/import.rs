//! `import`: event logs of others become histories, and what does not is named.

use super::*;

const LOG: &str = "examples/data/invented_log.csv";
const MAPPING: &str = "examples/data/invented_log.mapping.json";

#[test]
fn a_log_becomes_a_history_for_each_cycle() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("histories");
    let report = folder.path().join("report.json");
    let (out, written) = (out.to_str().unwrap(), report.to_str().unwrap());
    let arguments = ["--mapping", MAPPING, LOG, "--out", out, "--report", written];
    let output = run("import", &arguments, b"");
    assert_eq!(output.status.code(), Some(1), "{}", text(&output.stderr));
    assert_eq!(text(&output.stdout), "");
    let said = text(&output.stderr);
    assert!(
        said.starts_with(&format!(
            "{LOG}: line 11: the clocks of `Europe/London` showed the time in `when` twice: it needs its offset (import.time_twice)\n"
        )),
        "{said}"
    );
    assert!(
        said.contains("17 rows read: 10 accepted, 2 left out, 5 refused; 6 entries stated by the mapping; 2 histories"),
        "{said}"
    );

    let report: Value = serde_json::from_slice(&std::fs::read(&report).unwrap()).unwrap();
    assert_eq!((&report["read"], &report["accepted"]), (&17.into(), &10.into()));
    let files: Vec<_> = std::fs::read_dir(out).unwrap().map(|file| file.unwrap().path()).collect();
    assert_eq!(files.len(), 2);
    for file in &files {
        assert_eq!(run("replay", &[file.to_str().unwrap()], b"").status.code(), Some(0));
    }

    let again = run("import", &["--mapping", MAPPING, LOG, "--out", out], b"");
    assert_eq!(again.status.code(), Some(2));
    let said = text(&again.stderr);
    assert!(said.contains("there is a file already; `--force` overwrites it") && said.lines().count() == 1, "{said}");
}

#[test]
fn several_cycles_go_into_no_one_file() {
    let output = run("import", &["--mapping", MAPPING, LOG], b"");
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(text(&output.stderr), "there are 2 cycles in it: give --out FOLDER\n");
}

#[test]
fn an_export_comes_back_by_the_mapping_that_comes_with_the_program() {
    let folder = tempfile::tempdir().unwrap();
    for (format, mapping) in [("csv", "exported-csv"), ("xes", "exported-xes")] {
        let file = folder.path().join(format!("log.{format}"));
        let file = file.to_str().unwrap();
        let exported = run("export", &[format, TURNOVER, "--for", "clinician", "--words", "--out", file], b"");
        assert_eq!(exported.status.code(), Some(0), "{}", text(&exported.stderr));
        let output = run("import", &["--mapping", mapping, file], b"");
        assert!(text(&output.stdout).starts_with(r#"{"number":1,"type":"cycle_opened""#), "{}", text(&output.stderr));
        assert!(
            text(&output.stderr).contains("; 1 history") && !text(&output.stderr).contains("key"),
            "{}",
            text(&output.stderr)
        );
    }
}

#[test]
fn what_is_wrong_with_a_mapping_or_a_log_is_named() {
    let wrong = br#"{"format":1,"log":"xes","colour":"blue"}"#;
    let output = run("import", &["--mapping", "-", LOG], wrong);
    assert_eq!(output.status.code(), Some(2));
    assert!(text(&output.stderr).starts_with("-: "), "{}", text(&output.stderr));
    let output = run("import", &["--mapping", "exported-xes", "-"], b"<log>");
    assert_eq!((output.status.code(), text(&output.stderr)), (Some(2), "-: line 1: it ends before its elements do\n"));
    let output = run("import", &["--mapping", MAPPING, "-"], b"a,b\n");
    let said = text(&output.stderr);
    assert!(said.starts_with("-: there are no columns `about`, `attachment`, ") && said.lines().count() == 1, "{said}");
    let header = std::fs::read_to_string(LOG).unwrap().lines().next().unwrap().to_owned();
    fails("import", &["--mapping", MAPPING, "-"], header.as_bytes(), 2, "-: there are no rows in it\n");
    let neither = "there is neither a mapping nor a file `exported`; the mappings are `exported-csv` and `exported-xes`\n";
    fails("import", &["--mapping", "exported", LOG], b"", 2, neither);
    let latin = [header.as_bytes(), b"\n1,West 2026,07/04/2026 09:10,R. Ash (invented),Caf\xe9\n"].concat();
    let output = run("import", &["--mapping", MAPPING, "-"], &latin);
    assert!(text(&output.stderr).starts_with("-: line 2: "), "{}", text(&output.stderr));
}

#[test]
fn references_that_can_be_found_by_trying_are_named_once() {
    let folder = scratch("import_keys");
    let out = folder.join("histories").to_str().unwrap().to_owned();
    let key = file(&folder, "key", "an invented key of 32 characters\n");
    let arguments = ["--mapping", MAPPING, LOG, "--force", "--out", &out];
    let without = run("import", &arguments, b"");
    assert_eq!(text(&without.stderr).matches("references were made without a secret key: ").count(), 1);
    let with = run("import", &[&arguments[..], &["--key", &key]].concat(), b"");
    assert!(!text(&with.stderr).contains("secret key"), "{}", text(&with.stderr));
    let short = file(&folder, "short", "short\n");
    let why = "`--key`: the key is too short: expected at least 32 bytes\n";
    fails("import", &[&arguments[..], &["--key", &short]].concat(), b"", 2, why);
}
