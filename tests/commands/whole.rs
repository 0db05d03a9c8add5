//! The whole case, an example of the library; and that the README shows what is printed.

use super::*;

use std::sync::OnceLock;

/// What the example prints, as it was built beside this test. `cargo test` builds all examples; where only this test was asked
/// for, it is built now.
#[track_caller]
fn whole_case() -> String {
    static PRINTED: OnceLock<String> = OnceLock::new();
    let printed = PRINTED.get_or_init(|| {
        let profile = std::env::current_exe().unwrap().ancestors().nth(2).unwrap().to_path_buf();
        let example = profile.join("examples").join(format!("whole_case{}", std::env::consts::EXE_SUFFIX));
        if !example.exists() {
            let mut build = Command::new(env!("CARGO"));
            build.args(["build", "--quiet", "--example", "whole_case", "--target-dir"]).arg(profile.parent().unwrap());
            build.args(profile.ends_with("release").then_some("--release"));
            assert!(build.status().unwrap().success());
        }
        let output = fed(&mut Command::new(example), b"");
        assert_eq!((output.status.code(), text(&output.stderr)), (Some(0), ""));
        text(&output.stdout).to_owned()
    });
    printed.clone()
}

#[test]
fn the_whole_case_closes_the_circle() {
    let told = whole_case();
    for line in [
        " 13  2026-09-11T10:00:00Z  worker-a accepted the terms (negotiating -> agreed)\n",
        "     refused to worker-a: only the clinical side can accept the invitation\n",
        "     refused to clinician: cannot accept the terms yet; they do not say: a goal, who takes notes, who explains \
         statutory process, who sets the context, who asks, who reflects, the safeguarding concerns, how long, how the \
         family will be helped to understand\n",
        "     refused to clinician: work cannot rest on a contract that was suspended at the time; record it as uncovered, \
         and why\n",
    ] {
        assert!(told.contains(line), "{line:?} in {told}");
    }
    assert!(told.ends_with("The circle has closed: c-2 arose from a change noticed in the work under c-1.\n"));
    assert!(!told.contains("Invented"));
}

#[test]
fn the_readme_of_the_cases_lists_them_all() {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("examples/data");
    let readme = std::fs::read_to_string(folder.join("README.md")).unwrap();
    for file in std::fs::read_dir(folder).unwrap().map(|file| file.unwrap().file_name()) {
        let name = file.to_str().unwrap();
        assert!(name == "README.md" || readme.contains(&format!("| `{name}` |")), "{name}");
    }
}

#[test]
fn what_the_readme_shows_is_printed() {
    let readme = include_str!("../../README.md");
    let excerpt = |begins: &str| {
        readme.split("```text\n").find(|block| block.starts_with(begins)).unwrap().split("```").next().unwrap()
    };
    let told = whole_case();
    assert!(told.contains(excerpt("cannot complete").trim()), "{told}");
    let told = prints("simulate", &["budget-shock", "--against", "team-as-it-is", "--replications", "20", "--threads", "2"]);
    for line in excerpt("budget-shock").lines() {
        assert!(told.lines().any(|printed| printed == line), "not printed: {line}");
    }
    let told = checks(&["--policy", TEAM, CONCURRENT], 1);
    assert!(told.contains(excerpt("error[")), "{told}");
    let refused = whole_case().matches("refused to").count();
    assert_eq!(refused, 5);
    assert!(readme.contains("with five refusals on the way"));
}
