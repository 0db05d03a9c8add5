//! A short run of every target, and everything that was ever found.
#![expect(clippy::unwrap_used, reason = "without the examples there is nothing to be tried")]

use std::fs;
use std::path::Path;
use std::sync::LazyLock;

use practice_cycle_fuzz::corpus::Corpus;
use practice_cycle_fuzz::targets::Target;
use practice_cycle_fuzz::{check, run};

/// So many of each target, unless `EXECUTIONS` says otherwise.
const EXECUTIONS: u64 = 25;

static CORPUS: LazyLock<Corpus> = LazyLock::new(|| Corpus::read().unwrap());

#[test]
fn no_law_is_broken_by_what_is_changed_at_random() {
    let executions = std::env::var("EXECUTIONS").map_or(EXECUTIONS, |asked| asked.parse().unwrap());
    for &target in Target::ALL {
        assert!(!CORPUS.seeds(target).is_empty(), "nothing for {target}");
        let summary = match run(target, &CORPUS, 1, 0, executions) {
            Ok(summary) => summary,
            Err(failure) => {
                panic!("{target}, seed 1, execution {}: {}\n{}", failure.execution, failure.broken, failure.input)
            }
        };
        println!("{target}: {} executions, {} taken, slowest {:?}", summary.executions, summary.taken, summary.slowest);
        assert_eq!(summary.executions, executions);
        assert!(summary.taken > executions / 20, "{target}: of {executions} only {} were taken", summary.taken);
    }
}

/// What was found lies under `finds`, in a folder for each target.
#[test]
fn what_was_found_is_not_found_again() {
    let mut replayed = 0;
    for &target in Target::ALL {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("finds").join(target.name());
        for found in fs::read_dir(&folder).into_iter().flatten() {
            let file = found.unwrap().path();
            let input = fs::read_to_string(&file).unwrap();
            assert!(check(target, &CORPUS, &input).is_ok(), "{}: {:?}", file.display(), check(target, &CORPUS, &input));
            replayed += 1;
        }
    }
    assert!(replayed > 0, "nothing is kept");
}
