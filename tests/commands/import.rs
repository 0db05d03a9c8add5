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
        said.contains("17 rows read: 10 accepted, 2 left out, 5 refused; 4 entries stated by the mapping; 2 histories"),
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
    assert!(text(&again.stderr).contains("there is a file already; `--force` overwrites it"), "{}", text(&again.stderr));
}

#[test]
fn several_cycles_go_into_no_one_file() {
    let output = run("import", &["--mapping", MAPPING, LOG], b"");
    assert_eq!(output.status.code(), Some(2));
    assert!(text(&output.stderr).contains("there are 2 cycles in it: give --out FOLDER"), "{}", text(&output.stderr));
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
    assert_eq!(text(&output.stderr), "-: there is no column `about`, which the mapping names\n");
}
